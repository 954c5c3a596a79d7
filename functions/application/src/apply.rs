//! Applying on our own pages: the form, page by page, a look at every answer, sending it.

use crate::form::{self, Layout, Step};
use crate::taking::{Refusal, Taken, not_open, refusal, take, too_many};
use crate::{drafts, elsewhere, soon};
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use maud::html;
use program::application::Submission;
use program::{ApplicationId, Form, Problems};
use serde::Deserialize;
use store::applications::KeyOf;
use web::kit;
use web::layout::Here;
use web::view::Around;
use web::{FromElsewhere, NetworkOrigin, Office, Posted, Problem, View};
use words::say;

/// What the address of the form may bring along.
#[derive(Debug, Deserialize)]
pub(crate) struct Brought {
    /// The secret of a nomination, which the form carries on (clause O5).
    nominated: Option<String>,
}

pub(crate) async fn form(
    State(office): State<Office>,
    view: View,
    Query(brought): Query<Brought>,
) -> Result<Html<String>, Problem> {
    if let Some(refusal) = not_open(&office, &view).await? {
        return Ok(not_now(&view, refusal));
    }
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    if let Some(token) = brought.nominated.filter(|token| token.len() <= 200) {
        typed.set("nominated", token);
    }
    Ok(form::page(&view, &typed, 1, &Problems::default()))
}

/// One press of a button of the form. What comes from another site's page or from a program goes its own way.
pub(crate) async fn submit(
    State(office): State<Office>,
    view: View,
    origin: NetworkOrigin,
    guest: FromElsewhere,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Problem> {
    if guest.0 || posted.as_json {
        return elsewhere::submit(&office, &view, origin, &headers, posted).await;
    }
    let key = posted.typed.key();
    let typed = posted.typed.0;
    let step = Step::of(&typed).ok_or(Problem::Unreadable)?;
    if let Some(refusal) = refusal(&office, &view, &typed).await? {
        return Err(refusal.problem(&view, typed));
    }
    match step {
        Step::Page(to) => Ok(turned(&view, &typed, to)),
        Step::Check => Ok(checked(&view, &typed)),
        Step::Save | Step::Send => {
            if let Some(refusal) = too_many(&office, &view, origin).await? {
                return Err(refusal.problem(&view, typed));
            }
            let id = ApplicationId::new(key.unwrap_or_else(|| office.store().new_id()));
            match step {
                Step::Save => drafts::save(&office, &view, id, typed).await,
                Step::Send | Step::Check | Step::Page(_) => send(&office, &view, id, typed).await,
            }
        }
    }
}

async fn send(office: &Office, view: &View, id: ApplicationId, typed: Form) -> Result<Response, Problem> {
    match take(office, view, view.words, &typed, (id, KeyOf::OurPage)).await? {
        Taken::Sent => Ok(Redirect::to("/apply/sent").into_response()),
        Taken::Refused(refusal) => Err(refusal.problem(view, typed)),
        Taken::Wrong(problems) => Ok(wrong(view, &typed, &problems)),
    }
}

fn turned(view: &View, typed: &Form, to: usize) -> Response {
    let problems = read(view, typed).err().unwrap_or_default();
    let (page, problems) = Layout::of(view.settings()).turn(typed, to, &problems);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, form::page(view, typed, page, &problems)).into_response()
}

fn checked(view: &View, typed: &Form) -> Response {
    match read(view, typed) {
        Ok(submission) => form::check(view, typed, &submission).into_response(),
        Err(problems) => wrong(view, typed, &problems),
    }
}

fn read(view: &View, typed: &Form) -> Result<Submission, Problems> {
    Submission::parse(typed, view.settings())
}

/// The form as it comes back, at the first page with something wrong.
pub(crate) fn wrong(view: &View, typed: &Form, problems: &Problems) -> Response {
    let (page, problems) = Layout::of(view.settings()).first_wrong(problems);
    (StatusCode::UNPROCESSABLE_ENTITY, form::page(view, typed, page, &problems)).into_response()
}

pub(crate) async fn sent(view: View) -> Html<String> {
    let words = view.words;
    let title = say!(words, "apply-sent-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "apply-sent-lead"))))
        p { (say!(words, "apply-sent-next")) }
        p { (form::when(&view)) }
        p { (say!(words, "apply-sent-again")) }
    };
    view.page(&Around::new(&title, Here::Apply), body)
}

/// That no applications are taken now (clauses D1, O1).
pub(crate) fn not_now(view: &View, refusal: Refusal) -> Html<String> {
    if refusal == Refusal::NotOpenYet {
        return soon::page(view);
    }
    let title = say!(view.words, "apply-closed-title");
    let body = kit::heading(&title, Some(&refusal.sentence(view)));
    view.page(&Around::new(&title, Here::Apply), body)
}
