//! The check-in: once a quarter each active ambassador is told what is recorded and what is open (clause M7).

use chrono::{DateTime, Utc};
use letters::Letter;
use program::standing::judge;
use program::{Quarter, Standing};
use store::Store;
use store::outbox::{Draft, Lane};
use store::settings::Versioned;

/// Writes the check-in letters of a quarter that are not written yet; how many it wrote.
pub(crate) async fn run(
    store: &Store,
    versioned: &Versioned,
    quarter: Quarter,
    at: DateTime<Utc>,
) -> anyhow::Result<u32> {
    let steps = store.steps(quarter).await?;
    // Runs may come in the wrong order: what was told to happen before the closing is pointless after it.
    if steps.closing.is_some() || steps.check_in.is_some_and(|step| step.done_at.is_some()) {
        return Ok(0);
    }
    let step = store.begin_check_in(quarter, versioned.version).await?;
    let settings = &versioned.settings;
    let mut written = 0;
    let mut after = None;
    loop {
        let (ambassadors, next) = store.ambassadors(after).await?;
        for ambassador in ambassadors {
            let here = ambassador.since <= settings.calendar.last_day(quarter);
            // A run may come late: whoever is away by then is not written to either (clause R4).
            if !here || ambassador.is_away(settings.calendar.day(at)) {
                continue;
            }
            let activities = store.activities_of(ambassador.id).await?;
            let judgement = judge(settings, quarter, &ambassador, &activities);
            // Who is away is not written to (clause R4).
            if judgement.standing == Standing::Excused {
                continue;
            }
            let letter = Letter::CheckIn {
                name: ambassador.name.to_string(),
                quarter,
                ends_on: settings.calendar.last_day(quarter),
                counts_until: settings.last_day_of_grace(quarter),
                full: judgement.full,
                goal: judgement.goal,
                reasons: judgement.reasons,
            };
            let id = format!("check-in/{quarter}/{}", ambassador.id);
            let draft = Draft::new(id, Lane::Bulk, &ambassador.email, &ambassador.language, &letter);
            written += u32::from(store.write_once(&draft).await?);
        }
        after = next;
        if after.is_none() {
            break;
        }
    }
    store.finish_step(&step).await?;
    Ok(written)
}
