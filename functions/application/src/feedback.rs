//! Feedback on the program: anyone may send it, signed or in private (clause O13).

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use program::feedback::Sharing;
use program::{Feedback, Form, Problems};
use store::feedback::Sent;
use web::kit::{self, Ask, Choice, FormView, TextKind};
use web::layout::Here;
use web::view::Around;
use web::{NetworkOrigin, Office, Problem, Typed, View};
use words::{Words, say};

pub(crate) async fn form(State(office): State<Office>, view: View) -> Html<String> {
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    page(&view, &typed, &Problems::default())
}

pub(crate) async fn submit(
    State(office): State<Office>,
    view: View,
    origin: NetworkOrigin,
    typed: Typed,
) -> Result<Response, Problem> {
    let rule = |key| Problem::Rule { sentence: say!(view.words, key), typed: typed.0.clone() };
    if web::forms::is_trapped(&typed.0) {
        return Err(rule("apply-trap"));
    }
    let limit = view.settings().limits.applications_per_origin;
    if !office.store().within_limit("feedback", &origin.to_string(), limit).await? {
        return Err(Problem::TooMany { action: "/feedback".to_owned(), typed: typed.0 });
    }
    let feedback = match Feedback::parse(&typed.0) {
        Ok(feedback) => feedback,
        Err(problems) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &typed.0, &problems)).into_response());
        }
    };
    let key = typed.key().unwrap_or_else(|| office.store().new_id());
    match office.store().send_feedback(key, &feedback, view.words.locale().tag(), view.sender()).await? {
        Sent::Kept => Ok(Redirect::to("/feedback/thanks").into_response()),
        Sent::AnotherUnderThisKey => Err(rule("feedback-another-under-key")),
    }
}

pub(crate) async fn thanks(view: View) -> Html<String> {
    let title = say!(view.words, "feedback-thanks-title");
    let body = kit::heading(&title, Some(&say!(view.words, "feedback-thanks-lead")));
    view.page(&Around::new(&title, Here::Other), body)
}

fn page(view: &View, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "feedback-title");
    let form = FormView::new(words, typed, problems);
    let sharings = Sharing::ALL.map(|sharing| Choice::new(sharing.name(), said(words, sharing)));
    let fields = html! {
        (kit::hidden("key", typed.get("key")))
        (form.paragraphs(Ask::new("text", label(words, "text")).hint(say!(words, "feedback-text-hint")), 6))
        (form.choice(Ask::new("sharing", label(words, "sharing")), &sharings))
        (form.text(Ask::new("name", label(words, "name")).hint(say!(words, "feedback-name-hint")).autocomplete("name").optional(), TextKind::Line))
        (form.text(Ask::new("email", label(words, "email")).hint(say!(words, "feedback-email-hint")).autocomplete("email").optional(), TextKind::Email))
        (form.trap())
        (kit::buttons(&say!(words, "feedback-send"), None))
    };
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&say!(words, "feedback-lead"))))
        (form.form("/feedback", fields))
    };
    view.page(&Around::new(&title, Here::Other).with_errors(!problems.is_empty()), body)
}

fn label(words: Words, field: &str) -> String {
    match field {
        "text" => say!(words, "feedback-text"),
        "sharing" => say!(words, "feedback-sharing"),
        "name" => say!(words, "feedback-name"),
        _ => say!(words, "feedback-email"),
    }
}

fn said(words: Words, sharing: Sharing) -> String {
    match sharing {
        Sharing::Signed => say!(words, "feedback-signed"),
        Sharing::Private => say!(words, "feedback-private"),
    }
}
