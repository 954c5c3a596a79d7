//! Benefits: what somebody has reached is written to them once (clauses M15, M16).

use crate::Run;
use letters::Letter;
use program::{Ambassador, FundingKind, Quarter, Standing};
use store::outbox::{Draft, Lane};

/// Writes to somebody about each benefit they have and were not written to about, by their closed quarters.
///
/// It asks what they have, not what is new, so a letter that a run was cut off before, or that somebody was away for, is
/// written by the next one.
pub(crate) async fn write(
    run: &Run<'_>,
    ambassador: &Ambassador,
    standings: &[(Quarter, Standing)],
) -> anyhow::Result<()> {
    let settings = &run.versioned.settings;
    let today = settings.calendar.day(run.at);
    if !ambassador.is_written_to(today) {
        return Ok(());
    }
    for benefit in settings.benefits.reached(ambassador.since, today, standings) {
        let (name, takes_requests) =
            (ambassador.name.to_string(), settings.takes_requests_for(FundingKind::WorldConference));
        let letter = Letter::Benefit { name, benefit, takes_requests };
        let id = format!("benefit/{}/{}", benefit.name(), ambassador.id);
        run.store.write_once(&Draft::new(id, Lane::Bulk, &ambassador.email, &ambassador.language, &letter)).await?;
    }
    Ok(())
}
