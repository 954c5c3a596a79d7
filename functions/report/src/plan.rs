//! Sharing a plan, and changing it.

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use program::activity::{NotPossible, Plan};
use program::{Activity, ActivityId, ActivityState, Form, Problems};
use web::kit::{self, Ask, Choice, FormView, Link, TextKind};
use web::layout::Here;
use web::problem_page::BothValues;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::{Words, say};

pub(crate) async fn form(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
) -> Result<Html<String>, Problem> {
    let ambassador = office.store().ambassador(by.id).await?.ok_or(Problem::NotFound)?;
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    typed.set("country", ambassador.country.name());
    Ok(page(&view, "/me/activities", &typed, &Problems::default()))
}

pub(crate) async fn share(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Response, Problem> {
    let plan = match Plan::parse(&typed.0, view.settings()) {
        Ok(plan) => plan,
        Err(problems) => {
            return Ok(
                (StatusCode::UNPROCESSABLE_ENTITY, page(&view, "/me/activities", &typed.0, &problems)).into_response()
            );
        }
    };
    let id = ActivityId::new(typed.key().unwrap_or_else(|| office.store().new_id()));
    let activity =
        Activity { id, ambassador: by.id, plan, planned_at: view.now, report: None, state: ActivityState::Planned };
    match office.store().plan(&activity, &view.settings().calendar, by.person).await {
        Ok(true) => Ok(Redirect::to(&format!("/me/activities/{id}")).into_response()),
        Ok(false) => Err(Problem::Rule { sentence: say!(view.words, "plan-another-under-key"), typed: typed.0 }),
        Err(store::Error::Conflict("quarter")) => Err(closed(view.words, typed.0)),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn edit(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
) -> Result<Html<String>, Problem> {
    let stored = office.store().activity(by.id, id).await?.ok_or(Problem::NotFound)?;
    let mut typed = stored.value.plan.to_form();
    typed.set("version", stored.version.to_string());
    Ok(page(&view, &format!("/me/activities/{id}/plan"), &typed, &Problems::default()))
}

pub(crate) async fn change(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let stored = store.activity(by.id, id).await?.ok_or(Problem::NotFound)?;
    let action = format!("/me/activities/{id}/plan");
    let plan = match Plan::parse(&typed.0, view.settings()) {
        Ok(plan) => plan,
        Err(problems) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &action, &typed.0, &problems)).into_response());
        }
    };
    if stored.value.state == ActivityState::Reported && plan.ends_on > view.today() {
        return Err(Problem::Rule {
            sentence: view.words.activity_not_possible(NotPossible::NotHeldYet),
            typed: typed.0,
        });
    }
    let changed = Activity { plan, ..stored.value.clone() };
    let written = match stored.version == typed.version()? {
        true => store.change_activity(&stored, &changed, &view.settings().calendar, by.person, "change the plan").await,
        // The same form once more, whose first sending was answered already, or was to be.
        false if stored.value.plan == changed.plan => Ok(()),
        false => Err(store::Error::Conflict("activity")),
    };
    match written {
        Ok(()) => Ok(Redirect::to(&format!("/me/activities/{id}")).into_response()),
        Err(store::Error::Conflict("quarter")) => Err(closed(view.words, typed.0)),
        Err(store::Error::Conflict(_)) => {
            let now = store.activity(by.id, id).await?.ok_or(Problem::NotFound)?;
            Err(conflict(view.words, &now.value.plan.to_form(), now.version, action, typed.0))
        }
        Err(error) => Err(error.into()),
    }
}

/// That the quarter takes no changes any more; what was typed is kept in the page.
pub(crate) fn closed(words: Words, typed: Form) -> Problem {
    Problem::Rule { sentence: words.activity_not_possible(NotPossible::QuarterClosed), typed }
}

/// Both versions of what differs, and a way to send the second on top of the first.
pub(crate) fn conflict(words: Words, now: &Form, version: u64, action: String, mut typed: Form) -> Problem {
    let values = typed
        .pairs()
        .filter(|(field, value)| !matches!(*field, "key" | "version") && now.get(field) != *value)
        .map(|(field, value)| BothValues {
            label: label(words, field),
            theirs: now.get(field).to_owned(),
            yours: value.to_owned(),
        })
        .collect();
    typed.set("version", version.to_string());
    Problem::Conflict { values, again: Some((action, typed)) }
}

fn label(words: Words, field: &str) -> String {
    match field {
        "kind" => say!(words, "activity-kind"),
        "title" => say!(words, "activity-title"),
        "starts_on" => say!(words, "plan-starts-on"),
        "ends_on" => say!(words, "plan-ends-on"),
        "place" => say!(words, "plan-place"),
        "city" => say!(words, "plan-city"),
        "country" => say!(words, "apply-country"),
        "link" => say!(words, "plan-link"),
        "notes" => say!(words, "plan-notes"),
        other => crate::activity::label(words, other),
    }
}

fn page(view: &View, action: &str, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "plan-title");
    let form = FormView::new(words, typed, problems);
    let kinds: Vec<_> = view
        .settings()
        .kinds
        .iter()
        .map(|kind| Choice::new(&kind.key, &kind.label).hint_if(kind.hint.clone()))
        .collect();
    let places = [
        Choice::new("in_person", say!(words, "place-in-person")),
        Choice::new("online", say!(words, "place-online")),
        Choice::new("both", say!(words, "place-both")),
    ];
    let fields = html! {
        @if !typed.get("key").is_empty() { (kit::hidden("key", typed.get("key"))) }
        @if !typed.get("version").is_empty() { (kit::hidden("version", typed.get("version"))) }
        (form.choice(Ask::new("kind", label(words, "kind")), &kinds))
        (form.text(Ask::new("title", label(words, "title")).hint(say!(words, "plan-title-hint")), TextKind::Line))
        (form.text(Ask::new("starts_on", label(words, "starts_on")), TextKind::Date))
        (form.text(Ask::new("ends_on", label(words, "ends_on")).hint(say!(words, "plan-ends-on-hint")).optional(), TextKind::Date))
        (form.choice(Ask::new("place", label(words, "place")), &places))
        (form.text(Ask::new("city", label(words, "city")).optional(), TextKind::Line))
        (form.country(Ask::new("country", label(words, "country")).hint(say!(words, "plan-country-hint")).optional()))
        (form.text(Ask::new("link", label(words, "link")).hint(say!(words, "plan-link-hint")).optional(), TextKind::Url))
        (form.paragraphs(Ask::new("notes", label(words, "notes")).hint(say!(words, "plan-notes-hint")).optional(), 4))
        (kit::buttons(&say!(words, "plan-send"), Some(&Link::new("/me", say!(words, "plan-back")))))
    };
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&say!(words, "plan-lead"))))
        (form.form(action, fields))
    };
    view.page(&Around::new(&title, Here::Me).with_errors(!problems.is_empty()), body)
}
