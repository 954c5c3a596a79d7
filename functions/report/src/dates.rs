//! What is coming, on an ambassador's page, and the link to their calendar feed (clauses M22, M29).

use crate::sessions::{activity_of, report_button};
use axum::extract::State;
use axum::response::Html;
use maud::{Markup, html};
use program::slot::hint_from;
use program::{Activity, Slot, SlotKind};
use store::feeds::FeedReader;
use web::feed_link::{self, FeedPlace};
use web::kit::{self, Link, Tone};
use web::layout::Here;
use web::{Ambassador, Office, Problem, SignedIn, View};
use words::say;

const OWN: FeedPlace = FeedPlace { path: "/me/calendar", here: Here::Me };

/// For how many days a session that was held and not reported on is on the page.
const REPORTABLE_FOR: i64 = 100;

pub(crate) async fn explain(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
) -> Result<Html<String>, Problem> {
    feed_link::explain(&office, &view, OWN, &FeedReader::Ambassador { ambassador: by.id }, by.person).await
}

pub(crate) async fn make(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
) -> Result<Html<String>, Problem> {
    feed_link::make(&office, &view, OWN, FeedReader::Ambassador { ambassador: by.id }, by.person).await
}

/// The next call, the sessions of one's own, and where the rest is.
pub(crate) async fn card(
    office: &Office,
    view: &View,
    ambassador: &program::Ambassador,
    activities: &[Activity],
) -> Result<Markup, Problem> {
    let (words, calendar) = (view.words, &view.settings().calendar);
    let calls = office.store().slots(SlotKind::Call).await?;
    let sessions = match view.settings().sessions {
        Some(_) => office.store().slots(SlotKind::Session).await?,
        None => Vec::new(),
    };
    let next = calls.iter().find(|call| !call.is_cancelled && call.is_ahead(view.now));
    let own: Vec<&Slot> =
        sessions.iter().filter(|slot| !slot.is_cancelled && slot.is_hosted_by(ambassador.id)).collect();
    let when = |slot: &Slot| words.instant(slot.details.starts_at, calendar);
    let not_reported = |slot: &Slot| {
        let made = activity_of(slot.id, ambassador.id);
        let days = (view.now - slot.details.ends_at()).num_days();
        (0..REPORTABLE_FOR).contains(&days) && !activities.iter().any(|activity| activity.id == made)
    };
    let (ahead, held): (Vec<&Slot>, Vec<&Slot>) = own.iter().copied().partition(|slot| slot.is_ahead(view.now));
    Ok(kit::card(
        &say!(words, "dates-title"),
        html! {
            @if let Some(call) = next {
                p {
                    (say!(words, "dates-next-call", title = call.details.title.as_str(), when = when(call))) ". "
                    (Link::new(call.details.link.as_str(), say!(words, "dates-join-call", title = call.details.title.as_str())))
                }
            }
            @for slot in ahead {
                p { (say!(words, "dates-your-session", title = slot.details.title.as_str(), when = when(slot))) }
            }
            @for slot in held.into_iter().filter(|slot| not_reported(slot)) {
                @let day = words.day(calendar.day(slot.details.starts_at));
                p { (say!(words, "dates-session-held", title = slot.details.title.as_str(), day = day)) }
                (report_button(words, slot))
            }
            @if is_hinted(view, ambassador, &own) {
                (kit::notice(Tone::Quiet, html! { p { (say!(words, "dates-hint")) } }))
            }
            ul {
                @if view.settings().sessions.is_some() { li { (Link::new("/me/sessions", say!(words, "dates-sessions"))) } }
                li { (Link::new("/me/calendar", say!(words, "dates-feed"))) }
            }
        },
    ))
}

/// Whether it is time for a hint at sessions; never in a pause (clause C3).
fn is_hinted(view: &View, ambassador: &program::Ambassador, own: &[&Slot]) -> bool {
    let Some(sessions) = &view.settings().sessions else { return false };
    let today = view.today();
    let taken = own.iter().map(|slot| view.settings().calendar.day(slot.details.starts_at));
    ambassador.state.takes_part()
        && ambassador.pauses_between(today, today).is_empty()
        && hint_from(ambassador.since, taken, sessions.hint_after_days) <= today
}
