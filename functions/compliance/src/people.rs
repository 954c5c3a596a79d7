//! The daily look at everybody: pauses that begin and end, long silences, and where to pay somebody that was kept long
//! enough (clauses C2, C3, C8).
//!
//! One walk a day over everybody, page by page. How far it has come is kept, so one that is cut off goes on with the
//! next hour, and a day nobody walked is made good by the next. What it finds about somebody is a proposal for the team.

use crate::{Run, walk};
use chrono::NaiveDate;
use futures::FutureExt as _;
use letters::Letter;
use program::{Ambassador, AmbassadorState, Pause, Proposal, Settings, inactivity};
use std::ops::AddAssign;
use store::Store;
use store::ambassadors::AMBASSADOR;
use store::applications::Stored;
use store::audit::Actor;
use store::outbox::{Draft, Lane};

/// Looks at everybody on behalf of the day of `at`, unless that was done.
pub(crate) async fn run(run: &mut Run<'_>) -> anyhow::Result<()> {
    let Run { store, versioned, at, until, .. } = *run;
    let settings = &versioned.settings;
    let today = settings.calendar.day(at);
    let mut next_page = store.walk_of(today).await?;
    while let Some(here) = next_page {
        let (ambassadors, next) = store.stored_ambassadors(here.after.clone()).await?;
        let before = here.before;
        let looked: walk::Walked<Looked> =
            walk::these(ambassadors, until, |stored| look(store, settings, stored, before, today).boxed()).await?;
        run.done.turned += looked.count.turned;
        run.done.proposed += looked.count.proposed;
        if !looked.through {
            run.done.cut_off = true;
            return Ok(());
        }
        next_page = store.walked(here, next).await?;
    }
    Ok(())
}

/// What came of looking at people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Looked {
    turned: u32,
    proposed: u32,
}

impl AddAssign for Looked {
    fn add_assign(&mut self, other: Self) {
        self.turned += other.turned;
        self.proposed += other.proposed;
    }
}

/// Whether a pause began or was over, and whether the team was asked about a silence.
async fn look(
    store: &Store,
    settings: &Settings,
    stored: Stored<Ambassador>,
    before: Option<NaiveDate>,
    today: NaiveDate,
) -> anyhow::Result<Looked> {
    store.erase_old_payment_details(stored.value.id, today).await?;
    let turned = match stored.value.on_day(today) {
        Some(after) => turn(store, &stored, &after, today).await?,
        None => catch_up(store, &stored.value, before, today).await?,
    };
    let proposed = propose(store, settings, &stored.value, today).await?;
    Ok(Looked { turned: turned.into(), proposed: proposed.into() })
}

/// A pause begins or is over; whoever is back gets one letter.
async fn turn(
    store: &Store,
    stored: &Stored<Ambassador>,
    after: &Ambassador,
    today: NaiveDate,
) -> anyhow::Result<bool> {
    let (what, letter) = match (stored.value.state, after.state) {
        (AmbassadorState::OnHold { from, until }, AmbassadorState::Active) => {
            ("come back", Some(back(after, Pause { from, until }, today)))
        }
        _ => ("pause", None),
    };
    match store.change_ambassador(stored, after, Actor::Schedule, what, letter.as_ref()).await {
        Ok(()) => Ok(true),
        // They changed it themselves a moment ago; the next day looks again.
        Err(store::Error::Conflict(AMBASSADOR)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A pause that began and was over while nobody looked changes no record any more; its letter is still owed.
async fn catch_up(
    store: &Store,
    ambassador: &Ambassador,
    before: Option<NaiveDate>,
    today: NaiveDate,
) -> anyhow::Result<bool> {
    let Some(pause) = before.and_then(|before| ambassador.pause_passed(before, today)) else { return Ok(false) };
    Ok(store.write_once(&back(ambassador, pause, today)).await?)
}

/// The letter to somebody whose pause is over; one pause has one.
fn back(ambassador: &Ambassador, pause: Pause, today: NaiveDate) -> Draft {
    let until = pause.until.unwrap_or(today);
    let id = format!("back/{}/{}/{until}", ambassador.id, pause.from);
    let letter = Letter::BackFromPause { name: ambassador.name.to_string(), on: today };
    Draft::new(id, Lane::Bulk, &ambassador.email, &ambassador.language, &letter)
}

/// Asks the team about a long silence, once for each stage of each one.
async fn propose(
    store: &Store,
    settings: &Settings,
    ambassador: &Ambassador,
    today: NaiveDate,
) -> anyhow::Result<bool> {
    if !inactivity::is_worth_a_look(settings, ambassador, today) {
        return Ok(false);
    }
    // Most people did something lately, and then what they did in years before need not be read each day.
    let lately = store.shared_last(ambassador.id).await?;
    if lately.iter().any(|activity| inactivity::is_recent(settings, activity, today)) {
        return Ok(false);
    }
    let activities = store.activities_of(ambassador.id).await?;
    let Some(cause) = inactivity::look(settings, ambassador, &activities, today) else { return Ok(false) };
    let proposal = Proposal::new(ambassador.id, None, cause, store.clock().now());
    Ok(store.propose(&proposal, Actor::Schedule, None).await?)
}
