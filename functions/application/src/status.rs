//! Confirming an address, and what an applicant is told of where the application stands (clause R1).

use axum::extract::{Path, State};
use axum::response::Html;
use maud::{Markup, html};
use program::{Application, ApplicationId};
use store::Secret;
use store::access::Purpose;
use store::applications::NotChanged;
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::say;

/// Shows a button: mail scanners follow links, and confirm nothing by it.
pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
) -> Result<Html<String>, Problem> {
    confirmable(&office, &view, &token).await?;
    let words = view.words;
    let title = say!(words, "confirm-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "confirm-lead"))))
        form method="post" action={ "/apply/confirm/" (token) } { (kit::buttons(&say!(words, "confirm-button"), None)) }
    };
    Ok(view.page(&Around::new(&title, Here::Apply), body))
}

pub(crate) async fn confirm(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
) -> Result<Html<String>, Problem> {
    let id = confirmable(&office, &view, &token).await?;
    let application = match office.store().confirm(id, view.settings()).await {
        Ok(application) => application,
        Err(NotChanged::Store(error)) => return Err(error.into()),
        Err(_) => return Err(Problem::NotFound),
    };
    let words = view.words;
    let title = say!(words, "confirmed-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "confirmed-lead", name = application.submission.name.as_str()))))
        (standing(&view, &application))
        p { (say!(words, "confirmed-next")) }
        p { (Link::new("/sign-in", say!(words, "page-nav-sign-in"))) }
        p { (Link::new("/apply/status/lost", say!(words, "follow-lost-title"))) }
    };
    Ok(view.page(&Around::new(&title, Here::Apply), body))
}

/// The application the token confirms. A token past its time says what to do, instead of "not found".
async fn confirmable(office: &Office, view: &View, token: &str) -> Result<ApplicationId, Problem> {
    match office.store().token(&Secret::new(token)).await? {
        Some(Purpose::Confirm { application }) => Ok(application),
        Some(_) | None => {
            Err(Problem::Rule { sentence: say!(view.words, "confirm-expired"), typed: program::Form::default() })
        }
    }
}

/// Where the application stands, and what that means for the applicant.
pub(crate) fn standing(view: &View, application: &Application) -> Markup {
    let words = view.words;
    let face = application.face(view.settings(), view.today());
    let told = application.decision.as_ref().and_then(|decision| decision.words.as_ref());
    html! {
        div class="card" {
            p { (kit::tag(&words.face(face), face.into())) }
            p { (words.face_meaning(face)) }
            @if let Some(told) = told { (kit::prose(told.as_str(), None)) }
        }
    }
}
