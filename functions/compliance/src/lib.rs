//! The program's calendar: check-ins, reminders, and closing a quarter.
//!
//! **What it is for.** An hourly schedule tells the time it was meant for; each run does every step due by then that is
//! not done yet, so that a run told twice, late, or not at all changes nothing in the end (requirement N5). A step is
//! done person by person, each in a transaction of its own, so one that is cut off, or has no time left, goes on where it was.
//!
//! **What it may not know.** The clock: the time is the one in the event. What follows from a standing: nothing does by
//! itself (clause C2); a person decides.

mod benefits;
mod check_in;
mod close;
mod conversations;
mod people;
mod remind;
mod walk;

use chrono::{DateTime, Utc};
use program::settings::Step;
use serde::{Deserialize, Serialize};
use std::time::Instant;
use store::Store;
use store::settings::Versioned;

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
    /// Reminders written.
    pub reminders: u32,
    /// Standings recorded.
    pub standings: u32,
    /// Quarters closed.
    pub closed: u32,
    /// People whose pause began or was over.
    pub turned: u32,
    /// Proposals made to the team.
    pub proposed: u32,
    /// Whether time ran out, so that the next run goes on.
    pub cut_off: bool,
}

/// One run: what it works with, and what it has done so far.
#[derive(Clone, Copy)]
struct Run<'a> {
    store: &'a Store,
    versioned: &'a Versioned,
    /// The time it was meant for.
    at: DateTime<Utc>,
    /// Nobody new is seen to from then on.
    until: Option<Instant>,
    done: Done,
}

/// Does every step due by the scheduled time and not done yet.
///
/// # Errors
/// When the store cannot be asked, so that the run is repeated.
pub async fn run(store: &Store, scheduled: Scheduled) -> anyhow::Result<Done> {
    run_until(store, scheduled, None).await
}

/// The same, leaving to the next run whatever is not begun by `until`.
///
/// # Errors
/// When the store cannot be asked, so that the run is repeated.
pub async fn run_until(store: &Store, scheduled: Scheduled, until: Option<Instant>) -> anyhow::Result<Done> {
    let Some(versioned) = &store.settings().await? else {
        tracing::info!("the office has no settings yet, so nothing is due");
        return Ok(Done::default());
    };
    let mut run = Run { store, versioned, at: scheduled.scheduled_time, until, done: Done::default() };
    // First of all, so that whoever comes back or goes away today is treated so.
    people::run(&mut run).await?;
    let through = store.through().await?;
    let mut done_with = None;
    for step in versioned.settings.steps_due_after(through.last, run.at) {
        match step {
            Step::CheckIn(quarter) => check_in::run(&mut run, quarter).await?,
            Step::Reminder(quarter, number) => remind::run(&mut run, quarter, number).await?,
            Step::Close(quarter) => {
                let steps = store.steps(quarter).await?;
                close::run(&mut run, quarter, &steps).await?;
                if !run.done.cut_off {
                    conversations::run(&mut run, quarter, &steps).await?;
                }
                done_with = if run.done.cut_off { done_with } else { Some(quarter) };
            }
        }
        if run.done.cut_off {
            break;
        }
    }
    if let Some(last) = done_with {
        store.is_through(through, last).await?;
    }
    let Done { check_ins, reminders, standings, closed, turned, proposed, cut_off } = run.done;
    let what = if cut_off { "time ran out, and the next run goes on" } else { "the calendar's steps are done" };
    tracing::info!(
        done.check_ins = check_ins,
        done.reminders = reminders,
        done.standings = standings,
        done.closed = closed,
        done.turned = turned,
        done.proposed = proposed,
        "{what}"
    );
    Ok(run.done)
}
