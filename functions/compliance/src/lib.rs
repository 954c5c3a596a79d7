//! The program's calendar: check-ins, and closing a quarter.
//!
//! **What it is for.** An hourly schedule tells the time it was meant for; each run does every step due by then that is
//! not done yet, so that a run told twice, late, or not at all changes nothing in the end (requirement N5). A step is
//! done person by person, each in a transaction of its own, so one that is cut off goes on where it was.
//!
//! **What it may not know.** The clock: the time is the one in the event. What follows from a standing: nothing does by
//! itself (clause C2); a person decides.

mod check_in;
mod close;
mod conversations;
mod people;

use chrono::{DateTime, Utc};
use program::settings::Step;
use serde::{Deserialize, Serialize};
use store::Store;

/// What EventBridge Scheduler sends: the time the run was meant for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Scheduled {
    /// That time, which may be long before the run.
    pub scheduled_time: DateTime<Utc>,
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Check-in letters written.
    pub check_ins: u32,
    /// Standings recorded.
    pub standings: u32,
    /// Quarters closed.
    pub closed: u32,
    /// People whose pause began or was over.
    pub turned: u32,
    /// Proposals made to the team.
    pub proposed: u32,
}

/// Does every step due by the scheduled time and not done yet.
///
/// # Errors
/// When the store cannot be asked, so that the run is repeated.
pub async fn run(store: &Store, scheduled: Scheduled) -> anyhow::Result<Done> {
    let mut done = Done::default();
    let Some(versioned) = store.settings().await? else {
        tracing::info!("the office has no settings yet, so nothing is due");
        return Ok(done);
    };
    // First of all, so that whoever comes back or goes away today is treated so.
    people::run(store, &versioned.settings, scheduled.scheduled_time, &mut done).await?;
    for step in versioned.settings.steps_due(scheduled.scheduled_time) {
        match step {
            Step::CheckIn(quarter) => {
                done.check_ins += check_in::run(store, &versioned, quarter, scheduled.scheduled_time).await?;
            }
            Step::Close(quarter) => {
                if let Some(standings) = close::run(store, &versioned, quarter).await? {
                    done.standings += standings;
                    done.closed += 1;
                }
                done.proposed += conversations::run(store, &versioned, quarter).await?;
            }
        }
    }
    tracing::info!(
        done.check_ins,
        done.standings,
        done.closed,
        done.turned,
        done.proposed,
        "the calendar's steps are done"
    );
    Ok(done)
}
