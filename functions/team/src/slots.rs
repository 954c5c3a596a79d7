//! Calls and onboarding sessions: offering, changing, calling off (clauses M22, M29).

use axum::extract::{FromRequestParts, Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use http::request::Parts;
use maud::{Markup, html};
use program::text::Name;
use program::{AmbassadorId, Form, Problems, Slot, SlotDetails, SlotId, SlotKind};
use std::collections::BTreeMap;
use web::kit::{self, Ask, Column, FormView, Link, TextKind, Tone};
use web::layout::Here;
use web::problem_page::BothValues;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::{Words, say};

/// Which of the two an address is about: they have the same pages under different names.
pub(crate) struct Of(SlotKind);

impl<S: Sync> FromRequestParts<S> for Of {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let kind = SlotKind::ALL.into_iter().find(|kind| parts.uri.path().starts_with(list_path(*kind)));
        kind.map(Self).ok_or(Problem::NotFound)
    }
}

fn list_path(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Call => "/team/calls",
        SlotKind::Session => "/team/sessions",
    }
}

pub(crate) async fn list(State(office): State<Office>, view: View, Of(kind): Of) -> Result<Html<String>, Problem> {
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    typed.set("minutes", "60");
    if kind == SlotKind::Session {
        typed.set("title", say!(view.words, "team-sessions-prefilled"));
        typed.set("hosts", "2");
    }
    page(&office, &view, kind, &typed, &Problems::default()).await
}

pub(crate) async fn offer(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Of(kind): Of,
    typed: Typed,
) -> Result<Response, Problem> {
    let details = match SlotDetails::parse(kind, &typed.0, &view.settings().calendar) {
        Ok(details) => details,
        Err(problems) => {
            let page = page(&office, &view, kind, &typed.0, &problems).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let id = SlotId::new(typed.key().unwrap_or_else(|| office.store().new_id()));
    match office.store().offer_slot(kind, id, &details, by.person).await? {
        true => Ok(Redirect::to(list_path(kind)).into_response()),
        false => Err(Problem::Rule { sentence: say!(view.words, "slot-another-under-key"), typed: typed.0 }),
    }
}

pub(crate) async fn edit(
    State(office): State<Office>,
    view: View,
    Of(kind): Of,
    Path(id): Path<SlotId>,
) -> Result<Html<String>, Problem> {
    let slot = office.store().slot(kind, id).await?.ok_or(Problem::NotFound)?;
    let mut typed = slot.details.to_form(&view.settings().calendar);
    typed.set("version", slot.revision.to_string());
    Ok(one(&view, &slot, &typed, &Problems::default()))
}

/// A form sent twice finds its change made and answers the same.
pub(crate) async fn change(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Of(kind): Of,
    Path(id): Path<SlotId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let slot = store.slot(kind, id).await?.ok_or(Problem::NotFound)?;
    let calendar = &view.settings().calendar;
    let details = match SlotDetails::parse(kind, &typed.0, calendar) {
        Ok(details) => details,
        Err(problems) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, one(&view, &slot, &typed.0, &problems)).into_response());
        }
    };
    match store.change_slot(kind, id, typed.version()?, &details, by.person).await {
        Ok(()) => Ok(Redirect::to(list_path(kind)).into_response()),
        Err(store::Error::Conflict(_)) => {
            let now = store.slot(kind, id).await?.ok_or(Problem::NotFound)?;
            if now.is_cancelled {
                let sentence = say!(view.words, "slot-cancelled-already");
                return Err(Problem::Rule { sentence, typed: typed.0 });
            }
            Err(conflict(view.words, &now, &now.details.to_form(calendar), typed.0))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn cancel(
    State(office): State<Office>,
    by: SignedIn<Organizer>,
    Of(kind): Of,
    Path(id): Path<SlotId>,
) -> Result<Response, Problem> {
    office.store().slot(kind, id).await?.ok_or(Problem::NotFound)?;
    office.store().cancel_slot(kind, id, by.person).await?;
    Ok(Redirect::to(list_path(kind)).into_response())
}

/// Both versions of what differs, and a way to send the second on top of the first.
fn conflict(words: Words, slot: &Slot, now: &Form, mut typed: Form) -> Problem {
    let values = typed
        .pairs()
        .filter(|(field, value)| *field != "version" && now.get(field) != *value)
        .map(|(field, value)| BothValues {
            label: label(words, field),
            theirs: now.get(field).to_owned(),
            yours: value.to_owned(),
        })
        .collect();
    typed.set("version", slot.revision.to_string());
    Problem::Conflict { values, again: Some((format!("{}/{}", list_path(slot.kind), slot.id), typed)) }
}

fn label(words: Words, field: &str) -> String {
    match field {
        "title" => say!(words, "slot-title"),
        "on" => say!(words, "slot-on"),
        "at" => say!(words, "slot-at"),
        "minutes" => say!(words, "slot-minutes"),
        "link" => say!(words, "slot-link"),
        "hosts" => say!(words, "slot-hosts-needed"),
        _ => say!(words, "slot-words"),
    }
}

async fn page(
    office: &Office,
    view: &View,
    kind: SlotKind,
    typed: &Form,
    problems: &Problems,
) -> Result<Html<String>, Problem> {
    let words = view.words;
    let (title, lead, caption) = match kind {
        SlotKind::Call => (say!(words, "calls-title"), say!(words, "calls-lead"), say!(words, "calls-caption")),
        SlotKind::Session => {
            (say!(words, "team-sessions-title"), say!(words, "team-sessions-lead"), say!(words, "calls-caption"))
        }
    };
    let around = Around::new(&title, Here::Team).with_errors(!problems.is_empty());
    if kind == SlotKind::Session && view.settings().sessions.is_none() {
        let off = kit::empty(&say!(words, "team-sessions-off"), &say!(words, "team-sessions-off-more"), None);
        return Ok(view.page(&around, html! { (kit::heading(&title, Some(&lead))) (off) }));
    }
    let slots = office.store().slots(kind).await?;
    let hosts = slots.iter().flat_map(|slot| &slot.hosts).map(|host| host.ambassador).collect();
    let names = office.store().names_of(&hosts).await?;
    let (empty, offer, send) = match kind {
        SlotKind::Call => (
            kit::empty(&say!(words, "calls-empty"), &say!(words, "calls-empty-more"), None),
            say!(words, "calls-offer"),
            say!(words, "calls-send"),
        ),
        SlotKind::Session => (
            kit::empty(&say!(words, "team-sessions-empty"), &say!(words, "team-sessions-empty-more"), None),
            say!(words, "team-sessions-offer"),
            say!(words, "team-sessions-send"),
        ),
    };
    let form = FormView::new(words, typed, problems);
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&lead)))
        (zone(view))
        @if slots.is_empty() { (empty) } @else { (table(view, kind, &caption, &slots, &names)) }
        (kit::card(&offer, form.form(list_path(kind), html! {
            (kit::hidden("key", typed.get("key")))
            (fields(words, kind, &form))
            (kit::buttons(&send, None))
        })))
    };
    Ok(view.page(&around, body))
}

/// In which time zone the page speaks.
fn zone(view: &View) -> Markup {
    html! { p { (say!(view.words, "slot-zone")) " " code { (view.settings().calendar.zone_at(view.now).name()) } } }
}

fn table(view: &View, kind: SlotKind, caption: &str, slots: &[Slot], names: &BTreeMap<AmbassadorId, Name>) -> Markup {
    let words = view.words;
    let mut columns = vec![
        Column::text(say!(words, "slot-title")),
        Column::text(say!(words, "slot-when")),
        Column::text(say!(words, "slot-state")),
    ];
    if kind == SlotKind::Session {
        columns.push(Column::text(say!(words, "slot-hosts")));
    }
    let rows: Vec<_> = slots
        .iter()
        .rev()
        .map(|slot| {
            let (state, tone) = match () {
                () if slot.is_cancelled => (say!(words, "slot-cancelled"), Tone::Quiet),
                () if slot.is_ahead(view.now) => (say!(words, "slot-ahead"), Tone::Waiting),
                () => (say!(words, "slot-over"), Tone::Good),
            };
            let when = words.instant(slot.details.starts_at, &view.settings().calendar);
            let length = say!(words, "slot-length", minutes = slot.details.minutes);
            let mut row = vec![
                html! { (Link::new(format!("{}/{}", list_path(kind), slot.id), slot.details.title.as_str())) },
                html! { (when) ", " (length) },
                html! { (kit::tag(&state, tone)) },
            ];
            if kind == SlotKind::Session {
                row.push(hosts(words, slot, names));
            }
            row
        })
        .collect();
    kit::table(caption, &columns, &rows)
}

fn hosts(words: Words, slot: &Slot, names: &BTreeMap<AmbassadorId, Name>) -> Markup {
    let earlier = say!(words, "sessions-somebody");
    let mut called: Vec<_> =
        slot.hosts.iter().map(|host| names.get(&host.ambassador).map_or(earlier.as_str(), Name::as_str)).collect();
    let nobody = say!(words, "sessions-nobody");
    if called.is_empty() {
        called.push(&nobody);
    }
    html! { (called.join(", ")) " (" (say!(words, "sessions-places", left = slot.places_left())) ")" }
}

fn fields(words: Words, kind: SlotKind, form: &FormView<'_>) -> Markup {
    let ask = |field| Ask::new(field, label(words, field));
    html! {
        (form.text(ask("title"), TextKind::Line))
        (form.text(ask("on"), TextKind::Date))
        (form.text(ask("at").hint(say!(words, "slot-at-hint")), TextKind::Line))
        (form.text(ask("minutes"), TextKind::Number))
        (form.text(ask("link").hint(say!(words, "slot-link-hint")), TextKind::Url))
        @if kind == SlotKind::Session { (form.text(ask("hosts"), TextKind::Number)) }
        (form.paragraphs(ask("words").optional(), 3))
    }
}

fn one(view: &View, slot: &Slot, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let kind = slot.kind;
    let title = say!(words, "calls-change-one", title = slot.details.title.as_str());
    let (lead, back) = match kind {
        SlotKind::Call => (say!(words, "calls-change"), say!(words, "calls-back")),
        SlotKind::Session => (say!(words, "team-sessions-change"), say!(words, "team-sessions-back")),
    };
    let action = format!("{}/{}", list_path(kind), slot.id);
    let back = Link::new(list_path(kind), back);
    let form = FormView::new(words, typed, problems);
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&lead)))
        @if slot.is_cancelled {
            (kit::notice(Tone::Quiet, html! { p { (say!(words, "slot-cancelled-already")) } }))
            p { (back) }
        } @else {
            (zone(view))
            (form.form(&action, html! {
                (kit::hidden("version", typed.get("version")))
                (fields(words, kind, &form))
                (kit::buttons(&say!(words, "slot-keep"), Some(&back)))
            }))
            (kit::post_button(&format!("{action}/cancel"), &say!(words, "slot-cancel"), &[]))
        }
    };
    view.page(&Around::new(&title, Here::Team).with_errors(!problems.is_empty()), body)
}
