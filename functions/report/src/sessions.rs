//! Onboarding sessions: hosting one, giving the place back, and reporting on it like any other activity (clause M29).

use crate::plan::closed;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use program::activity::Plan;
use program::settings::Sessions;
use program::slot::NotPossible;
use program::text::Name;
use program::{Activity, ActivityId, ActivityState, AmbassadorId, Form, Slot, SlotId, SlotKind};
use std::collections::BTreeMap;
use store::secret;
use web::kit::{self, Column, Tone};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, View};
use words::{Words, say};

/// How many sessions of the past are shown.
const LAST: usize = 8;

pub(crate) async fn list(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
) -> Result<Html<String>, Problem> {
    offered(&view)?;
    let slots = office.store().slots(SlotKind::Session).await?;
    let (ahead, mut held): (Vec<_>, Vec<_>) = slots.into_iter().partition(|slot| slot.is_ahead(view.now));
    held.retain(|slot| !slot.is_cancelled);
    held.reverse();
    held.truncate(LAST);
    let hosts = ahead.iter().chain(&held).flat_map(|slot| &slot.hosts).map(|host| host.ambassador).collect();
    let names = office.store().names_of(&hosts).await?;

    let words = view.words;
    let title = say!(words, "sessions-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "sessions-lead"))))
        p { (say!(words, "slot-zone")) " " code { (view.settings().calendar.zone_at(view.now).name()) } }
        @if ahead.is_empty() {
            (kit::empty(&say!(words, "sessions-empty"), &say!(words, "sessions-empty-more"), None))
        } @else {
            h2 { (say!(words, "sessions-coming")) }
            @for slot in &ahead { (session(&view, slot, by.id, &names)) }
        }
        @if !held.is_empty() { (last(&view, &held, by.id, &names)) }
    };
    Ok(view.page(&Around::new(&title, Here::Me), body))
}

pub(crate) async fn take(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<SlotId>,
) -> Result<Response, Problem> {
    offered(&view)?;
    found(&office, id).await?;
    let taken = office.store().take_place(id, by.id, by.person).await?;
    taken.map_err(|rule| not_possible(view.words, rule))?;
    Ok(Redirect::to("/me/sessions").into_response())
}

pub(crate) async fn give_back(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<SlotId>,
) -> Result<Response, Problem> {
    offered(&view)?;
    found(&office, id).await?;
    let given = office.store().give_place_back(id, by.id, &view.settings().calendar, by.person).await?;
    given.map_err(|rule| not_possible(view.words, rule))?;
    Ok(Redirect::to("/me/sessions").into_response())
}

/// Makes a planned activity of a session that was held, and leads to it: its id says which session of whose it is, so
/// whoever presses twice comes to the same one.
pub(crate) async fn report(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<SlotId>,
) -> Result<Response, Problem> {
    let kind = &offered(&view)?.kind;
    let store = office.store();
    let session = found(&office, id).await?;
    let activity = activity_of(id, by.id);
    let there = || Ok(Redirect::to(&format!("/me/activities/{activity}")).into_response());
    if store.activity(by.id, activity).await?.is_some() {
        return there();
    }
    let calendar = &view.settings().calendar;
    let form = session.plan_form(by.id, kind, view.now, calendar).map_err(|rule| not_possible(view.words, rule))?;
    let plan = Plan::parse(&form, view.settings())
        .map_err(|problems| anyhow::anyhow!("a session makes no plan: {problems:?}"))?;
    let planned = Activity {
        id: activity,
        ambassador: by.id,
        plan,
        // It was shared with everybody when the place was taken.
        planned_at: session.host(by.id).map_or(view.now, |host| host.at),
        report: None,
        state: ActivityState::Planned,
        with: Vec::new(),
        told_large: false,
    };
    match store.plan(&planned, calendar, by.person).await {
        // Written at this moment by the same button, and perhaps changed already.
        Ok(true | false) => there(),
        Err(store::Error::Conflict("quarter")) => Err(closed(view.words, Form::default())),
        Err(error) => Err(error.into()),
    }
}

/// The activity that hosting a session comes to.
pub(crate) fn activity_of(session: SlotId, ambassador: AmbassadorId) -> ActivityId {
    ActivityId::new(secret::id_of(&format!("session/{session}/{ambassador}")))
}

fn offered(view: &View) -> Result<&Sessions, Problem> {
    view.settings().sessions.as_ref().ok_or(Problem::NotFound)
}

async fn found(office: &Office, id: SlotId) -> Result<Slot, Problem> {
    office.store().slot(SlotKind::Session, id).await?.ok_or(Problem::NotFound)
}

fn not_possible(words: Words, rule: NotPossible) -> Problem {
    let sentence = match rule {
        NotPossible::Cancelled => say!(words, "sessions-cancelled"),
        NotPossible::Began => say!(words, "sessions-began"),
        NotPossible::Full => say!(words, "sessions-full"),
        NotPossible::TooLate => say!(words, "sessions-too-late"),
        NotPossible::NotHeldYet => say!(words, "sessions-not-held-yet"),
        NotPossible::NotAHost => say!(words, "sessions-not-a-host"),
    };
    Problem::Rule { sentence, typed: Form::default() }
}

/// A session to come, with what this ambassador can do about it.
fn session(view: &View, slot: &Slot, own: AmbassadorId, names: &BTreeMap<AmbassadorId, Name>) -> Markup {
    let words = view.words;
    let (details, calendar) = (&slot.details, &view.settings().calendar);
    let title = details.title.as_str();
    let facts = [
        (
            say!(words, "slot-when"),
            html! { (words.instant(details.starts_at, calendar)) ", " (say!(words, "slot-length", minutes = details.minutes)) },
        ),
        (
            say!(words, "slot-hosts"),
            html! { (hosts(words, slot, names)) " (" (say!(words, "sessions-places", left = slot.places_left())) ")" },
        ),
        (say!(words, "sessions-join"), html! { a href=(details.link) rel="noopener noreferrer" { (details.link) } }),
    ];
    let can_take = slot.places_left() > 0 && details.starts_at > view.now;
    let can_give_back = slot.given_back_by(own, view.now, calendar).is_ok();
    kit::card(
        title,
        html! {
            @if slot.is_cancelled {
                p { (kit::tag(&say!(words, "slot-cancelled"), Tone::Quiet)) }
            } @else if slot.is_hosted_by(own) {
                p { (kit::tag(&say!(words, "sessions-yours"), Tone::Good)) }
            }
            (kit::facts(&facts))
            @if let Some(said) = &details.words { (kit::prose(said.as_str(), None)) }
            @match (slot.is_cancelled, slot.is_hosted_by(own)) {
                (true, _) => {},
                (false, true) => @if can_give_back {
                    (kit::post_button(&format!("/me/sessions/{}/give-back", slot.id), &say!(words, "sessions-give-back", title = title), &[]))
                },
                (false, false) => @if can_take {
                    @let day = words.day(calendar.day(details.starts_at));
                    (kit::post_button(&format!("/me/sessions/{}/take", slot.id), &say!(words, "sessions-take", title = title, day = day), &[]))
                },
            }
        },
    )
}

/// Who hosted the last ones.
fn last(view: &View, held: &[Slot], own: AmbassadorId, names: &BTreeMap<AmbassadorId, Name>) -> Markup {
    let words = view.words;
    let columns = [
        Column::text(say!(words, "slot-title")),
        Column::text(say!(words, "slot-when")),
        Column::text(say!(words, "slot-hosts")),
        Column::text(say!(words, "activity-open")),
    ];
    let rows: Vec<_> = held
        .iter()
        .map(|slot| {
            vec![
                html! { (slot.details.title) },
                html! { (kit::day(words, view.settings().calendar.day(slot.details.starts_at))) },
                html! { (hosts(words, slot, names)) },
                html! { @if slot.is_hosted_by(own) { (report_button(words, slot)) } },
            ]
        })
        .collect();
    kit::table(&say!(words, "sessions-held"), &columns, &rows)
}

/// The button that makes an activity of a session that was held.
pub(crate) fn report_button(words: Words, slot: &Slot) -> Markup {
    let label = say!(words, "sessions-report", title = slot.details.title.as_str());
    kit::post_button(&format!("/me/sessions/{}/report", slot.id), &label, &[])
}

fn hosts(words: Words, slot: &Slot, names: &BTreeMap<AmbassadorId, Name>) -> String {
    if slot.hosts.is_empty() {
        return say!(words, "sessions-nobody");
    }
    let earlier = say!(words, "sessions-somebody");
    let called = slot.hosts.iter().map(|host| names.get(&host.ambassador).map_or(earlier.as_str(), Name::as_str));
    called.collect::<Vec<_>>().join(", ")
}
