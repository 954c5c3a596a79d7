//! What follows an announcement, and what keeps every application in a round somebody will decide.

use crate::letter;
use chrono::{DateTime, Utc};
use program::{Round, Settings};
use serde::Deserialize;
use store::Store;
use store::stream::{self, new_records};

/// What wakes the function beside a request.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Event {
    /// The hourly round.
    Scheduled {
        /// The time it was meant for.
        scheduled_time: DateTime<Utc>,
    },
    /// A tranche was announced.
    Stream(stream::Event),
}

impl Event {
    /// What kind of event it is, for the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Scheduled { .. } => "schedule",
            Self::Stream(_) => "stream",
        }
    }
}

/// Tells everybody an announced tranche has a decision for. The stream brings it at once; the hourly round ends what was
/// cut off. Of a stream's records it names those that are to come again (requirement N6).
///
/// # Errors
/// When the hourly round cannot ask the store, so that it is repeated.
pub async fn handle(store: &Store, event: Event) -> anyhow::Result<stream::Answer> {
    let Some(versioned) = store.settings().await? else { return Ok(stream::Answer::default()) };
    let settings = &versioned.settings;
    match event {
        Event::Scheduled { scheduled_time } => hourly(store, settings, scheduled_time).await?,
        Event::Stream(event) => {
            for (Announced { tranche }, position) in new_records(event) {
                if let Err(error) = tell(store, settings, &tranche).await {
                    tracing::warn!(tranche, error = %format!("{error:#}"), "not everybody could be told");
                    return Ok(position.again());
                }
            }
        }
    }
    Ok(stream::Answer::default())
}

#[derive(Deserialize)]
struct Announced {
    tranche: String,
}

async fn tell(store: &Store, settings: &Settings, tranche: &str) -> anyhow::Result<()> {
    Ok(store.tell_all(tranche, settings, &|application| letter::telling(settings, application)).await.map(drop)?)
}

/// Every announcement is brought to its end, and nobody stays in a round that is over: who is in the pool, or waited for a
/// first tranche, goes into the one that is open now (clauses O1, O2).
async fn hourly(store: &Store, settings: &Settings, at: DateTime<Utc>) -> anyhow::Result<()> {
    let today = settings.calendar.day(at);
    let open = settings.round_on(today);
    for tranche in settings.tranches.iter().filter(|tranche| tranche.is_closed(today)) {
        let round = Round::Tranche(tranche.key.clone());
        if store.announcement(&tranche.key).await?.is_some() {
            tell(store, settings, &tranche.key).await?;
        } else if store.is_without_decisions(&round).await? {
            store.move_all(&round, &open).await?;
        }
    }
    for round in [Round::Waiting, Round::Rolling].into_iter().filter(|round| *round != open) {
        store.move_all(&round, &open).await?;
    }
    Ok(())
}
