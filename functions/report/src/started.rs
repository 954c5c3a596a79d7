//! Forms kept for later: what was typed stays as it is for a month (requirement N1).

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use program::{Activity, ActivityId, Form};
use store::Store;
use store::started::{Started, StartedForm};
use web::kit::{self, Link};
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::{Words, say};

/// Keeps a form as it is and shows where it can be found.
pub(crate) async fn keep(
    office: &Office,
    view: &View,
    by: &SignedIn<Ambassador>,
    form: StartedForm,
    mut typed: Form,
) -> Result<Response, Problem> {
    typed.remove("step");
    if !office.store().keep_started(by.id, form, &typed, by.person).await? {
        return Err(Problem::Rule { sentence: say!(view.words, "plans-too-large"), typed });
    }
    Ok(Redirect::to("/me#started").into_response())
}

/// Throws a form away.
pub(crate) async fn drop_it(
    State(office): State<Office>,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Response, Problem> {
    let form = typed.0.get("form").parse().map_err(|_| Problem::Unreadable)?;
    office.store().drop_started(by.id, form, by.person).await?;
    Ok(Redirect::to("/me").into_response())
}

/// The report on this activity as it was kept, if it was.
pub(crate) async fn report(store: &Store, by: &SignedIn<Ambassador>, id: ActivityId) -> Result<Option<Form>, Problem> {
    Ok(store.started_form(by.id, StartedForm::Report(id)).await?.map(|started| started.typed))
}

/// Everything the ambassador began, with a way back to each; nothing, when there is nothing.
pub(crate) async fn card(
    store: &Store,
    view: &View,
    by: &SignedIn<Ambassador>,
    activities: &[Activity],
) -> Result<Markup, Problem> {
    let words = view.words;
    let started = store.started_forms(by.id).await?;
    Ok(html! {
        @if !started.is_empty() {
            div id="started" {
                (kit::card(&say!(words, "started-title"), html! {
                    p { (say!(words, "started-lead")) }
                    @for started in &started {
                        div class="item" {
                            p { (way_back(words, started, activities)) }
                            p class="hint" { (say!(words, "started-until", day = words.day(view.settings().calendar.day(started.until)))) }
                            (kit::post_button("/me/started", &say!(words, "started-drop"), &[("form", &started.form.to_string())]))
                        }
                    }
                }))
            }
        }
    })
}

fn way_back(words: Words, started: &Started, activities: &[Activity]) -> Link {
    let title = |id: ActivityId| {
        let activity = activities.iter().find(|activity| activity.id == id);
        activity.map(|activity| activity.plan.title.to_string()).unwrap_or_default()
    };
    match started.form {
        StartedForm::Plan(id) => {
            let label = match started.typed.get("title").trim() {
                "" => say!(words, "started-plan"),
                title => say!(words, "started-plan-of", title = title),
            };
            Link::new(format!("/me/activities/new?started={id}"), label)
        }
        StartedForm::Change(id) => {
            Link::new(format!("/me/activities/{id}/plan"), say!(words, "started-change", title = title(id)))
        }
        StartedForm::Funding(id) => {
            let label = match started.typed.get("title").trim() {
                "" => say!(words, "started-funding"),
                title => say!(words, "started-funding-of", title = title),
            };
            Link::new(format!("/me/funding/new?started={id}"), label)
        }
        StartedForm::Report(id) => {
            Link::new(format!("/me/activities/{id}"), say!(words, "started-report", title = title(id)))
        }
    }
}
