//! The daily look at everybody: pauses that begin and end, and long silences (clauses C2, C3).
//!
//! One walk a day over everybody, page by page. How far it has come is kept, so one that is cut off goes on with the
//! next hour, and a day nobody walked is made good by the next. What it finds about somebody is a proposal for the team.

use crate::{Run, walk};
use chrono::NaiveDate;
use futures::stream::FuturesUnordered;
use futures::{FutureExt as _, TryStreamExt as _};
use letters::Letter;
use program::{Ambassador, AmbassadorState, Proposal, Settings, inactivity};
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
        if !walk::is_time(until) {
            run.done.cut_off = true;
            return Ok(());
        }
        let (ambassadors, next) = store.stored_ambassadors(here.after.clone()).await?;
        for some in ambassadors.chunks(walk::AT_ONCE) {
            let all = FuturesUnordered::new();
            for stored in some {
                all.push(look(store, settings, stored, today).boxed());
            }
            for (turned, proposed) in all.try_collect::<Vec<_>>().await? {
                run.done.turned += u32::from(turned);
                run.done.proposed += u32::from(proposed);
            }
        }
        next_page = store.walked(here, next).await?;
    }
    Ok(())
}

/// Whether a pause began or was over, and whether the team was asked about a silence.
async fn look(
    store: &Store,
    settings: &Settings,
    stored: &Stored<Ambassador>,
    today: NaiveDate,
) -> anyhow::Result<(bool, bool)> {
    Ok((turn(store, stored, today).await?, propose(store, settings, &stored.value, today).await?))
}

/// A pause begins or is over; whoever is back gets one letter.
async fn turn(store: &Store, stored: &Stored<Ambassador>, today: NaiveDate) -> anyhow::Result<bool> {
    let Some(after) = stored.value.on_day(today) else { return Ok(false) };
    let (what, letter) = match after.state {
        AmbassadorState::Active => {
            let letter = Letter::BackFromPause { name: after.name.to_string(), on: today };
            let id = format!("back/{}/{}", after.id, stored.version);
            ("come back", Some(Draft::new(id, Lane::Bulk, &after.email, &after.language, &letter)))
        }
        AmbassadorState::OnHold { .. } | AmbassadorState::Emeritus | AmbassadorState::Ended => ("pause", None),
    };
    match store.change_ambassador(stored, &after, Actor::Schedule, what, letter.as_ref()).await {
        Ok(()) => Ok(true),
        // They changed it themselves a moment ago; the next day looks again.
        Err(store::Error::Conflict(AMBASSADOR)) => Ok(false),
        Err(error) => Err(error.into()),
    }
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
    let activities = store.activities_of(ambassador.id).await?;
    let Some(cause) = inactivity::look(settings, ambassador, &activities, today) else { return Ok(false) };
    let proposal = Proposal::new(ambassador.id, None, cause, store.clock().now());
    Ok(store.propose(&proposal, Actor::Schedule, None).await?)
}
