//! What follows an announcement, and what keeps every application in a round somebody will decide.

use crate::letter;
use aws_lambda_events::event::dynamodb::Event as StreamEvent;
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use chrono::{DateTime, Utc};
use program::{Round, Settings};
use serde::Deserialize;
use store::Store;

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
    Stream(StreamEvent),
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
pub async fn handle(store: &Store, event: Event) -> anyhow::Result<DynamoDbEventResponse> {
    let mut answer = DynamoDbEventResponse::default();
    let Some(versioned) = store.settings().await? else { return Ok(answer) };
    let settings = &versioned.settings;
    match event {
        Event::Scheduled { scheduled_time } => hourly(store, settings, scheduled_time).await?,
        Event::Stream(event) => {
            for record in event.records.iter().filter(|record| record.event_name == "INSERT") {
                let image = record.change.new_image.clone();
                // What is no announcement would never become one by coming again.
                let Ok(Announced { tranche }) = serde_dynamo::from_item(image) else { continue };
                if let Err(error) = tell(store, settings, &tranche).await {
                    tracing::warn!(tranche, error = %format!("{error:#}"), "not everybody could be told");
                    let mut failure = DynamoDbBatchItemFailure::default();
                    failure.item_identifier = record.change.sequence_number.clone();
                    answer.batch_item_failures.push(failure);
                    break;
                }
            }
        }
    }
    Ok(answer)
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
