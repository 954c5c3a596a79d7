//! Closing a quarter: a standing with its reasons for each ambassador who takes part, and a letter.

use letters::Letter;
use program::standing::judge;
use program::{Ambassador, Quarter};
use store::Store;
use store::outbox::{Draft, Lane};
use store::settings::Versioned;

/// Judges every ambassador's quarter that is not judged yet; how many were, or none when the quarter was closed before.
///
/// From the moment a closing begins no activity of its quarter changes, so everyone is judged on the same day's records.
pub(crate) async fn run(store: &Store, versioned: &Versioned, quarter: Quarter) -> anyhow::Result<Option<u32>> {
    if store.steps(quarter).await?.is_closed() {
        return Ok(None);
    }
    let step = store.begin_closing(quarter, versioned.version).await?;
    let mut recorded = 0;
    let mut after = None;
    loop {
        let (ambassadors, next) = store.ambassadors(after).await?;
        for ambassador in ambassadors {
            let here = ambassador.since <= versioned.settings.calendar.last_day(quarter);
            if here && ambassador.state.takes_part() {
                recorded += u32::from(judge_one(store, versioned, quarter, &ambassador).await?);
            }
        }
        after = next;
        if after.is_none() {
            break;
        }
    }
    store.finish_step(&step).await?;
    Ok(Some(recorded))
}

async fn judge_one(
    store: &Store,
    versioned: &Versioned,
    quarter: Quarter,
    ambassador: &Ambassador,
) -> anyhow::Result<bool> {
    let activities = store.activities_of(ambassador.id).await?;
    let judgement = judge(&versioned.settings, quarter, ambassador, &activities);
    let letter = Letter::QuarterResult { name: ambassador.name.to_string(), quarter, judgement: judgement.clone() };
    let id = format!("result/{quarter}/{}", ambassador.id);
    let draft = Draft::new(id, Lane::Bulk, &ambassador.email, &ambassador.language, &letter);
    Ok(store.record_standing(quarter, ambassador.id, &judgement, versioned.version, &draft).await?)
}
