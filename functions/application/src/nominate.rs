//! Proposing somebody else (clause O5).
//!
//! The form carries no key: the claim on the nominee's address counts it once, however often and by whomever it is sent.

use crate::taking::{Refusal, not_open, refusal};
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::html;
use program::nomination::Proposal;
use program::{Email, Form, Problems};
use store::applications::letter_id_for;
use store::outbox::{Draft, Lane};
use web::kit::{self, Ask, FormView, Link, TextKind};
use web::layout::Here;
use web::view::Around;
use web::{NetworkOrigin, Office, Problem, Typed, View};
use words::say;

pub(crate) async fn form(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    Ok(match not_open(&office, &view).await? {
        Some(refusal) => not_now(&view, refusal),
        None => page(&view, &Form::default(), &Problems::default()),
    })
}

pub(crate) async fn submit(
    State(office): State<Office>,
    view: View,
    origin: NetworkOrigin,
    typed: Typed,
) -> Result<Response, Problem> {
    let settings = view.settings();
    if let Some(refusal) = refusal(&office, &view, &typed.0).await? {
        return Err(refusal.problem(&view, typed.0));
    }
    let limit = settings.limits.applications_per_origin;
    if !office.store().within_limit("nominate", &origin.to_string(), limit).await? {
        return Err(Problem::TooMany { action: "/apply/nominate".to_owned(), typed: typed.0 });
    }
    let proposal = match Proposal::parse(&typed.0) {
        Ok(proposal) => proposal,
        Err(problems) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &typed.0, &problems)).into_response());
        }
    };
    // Whether it went out is told to nobody: who proposes somebody does not learn whether they are known here.
    office.store().nominate(&proposal, view.sender(), &to_the_nominee(&view, &proposal)).await?;
    if let Some(email) = &proposal.thanks_to {
        office.store().write_once(&thanks(&view, &proposal, email)).await?;
    }
    Ok(Redirect::to("/apply/nominate/sent").into_response())
}

pub(crate) async fn sent(view: View) -> Html<String> {
    let words = view.words;
    let title = say!(words, "nominate-sent-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "nominate-sent-lead"))))
        p { (say!(words, "nominate-sent-next")) }
        p { (say!(words, "nominate-sent-then")) }
        p { (Link::new("/apply/nominate", say!(words, "nominate-again"))) }
    };
    view.page(&Around::new(&title, Here::Apply), body)
}

fn to_the_nominee(view: &View, proposal: &Proposal) -> Draft {
    let letter = Letter::Nominated {
        name: proposal.nominee.to_string(),
        by: proposal.nomination.by.to_string(),
        words: proposal.nomination.words.to_string(),
    };
    draft(view, "nominated", &proposal.email, &letter)
}

/// At most one a day, and the same whatever became of the proposal.
fn thanks(view: &View, proposal: &Proposal, email: &Email) -> Draft {
    let letter = Letter::NominationThanks { name: proposal.nomination.by.to_string() };
    draft(view, "nomination-thanks", email, &letter)
}

fn draft(view: &View, what: &str, email: &Email, letter: &Letter) -> Draft {
    let id = format!("{}/{}", letter_id_for(what, email), view.today());
    Draft::new(id, Lane::Now, email, view.words.locale().tag(), letter).to_a_stranger()
}

fn not_now(view: &View, refusal: Refusal) -> Html<String> {
    let title = say!(view.words, "nominate-closed-title");
    let body = kit::heading(&title, Some(&refusal.sentence(view)));
    view.page(&Around::new(&title, Here::Apply), body)
}

fn page(view: &View, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "nominate-title");
    let form = FormView::new(words, typed, problems);
    let label = |field: &str| match field {
        "name" => say!(words, "nominate-name"),
        "email" => say!(words, "nominate-email"),
        "nominee" => say!(words, "nominate-nominee"),
        "nominee_email" => say!(words, "nominate-nominee-email"),
        _ => say!(words, "nominate-words"),
    };
    let ask = |field: &'static str, hint: String| Ask::new(field, label(field)).hint(hint);
    let fields = html! {
        (form.text(ask("name", say!(words, "nominate-name-hint")).autocomplete("name"), TextKind::Line))
        (form.text(ask("email", say!(words, "nominate-email-hint")).autocomplete("email").optional(), TextKind::Email))
        (form.text(ask("nominee", say!(words, "nominate-nominee-hint")).autocomplete("off"), TextKind::Line))
        (form.text(ask("nominee_email", say!(words, "nominate-nominee-email-hint")).autocomplete("off"), TextKind::Email))
        (form.text(ask("words", say!(words, "nominate-words-hint")), TextKind::Line))
        (form.trap())
        (kit::buttons(&say!(words, "nominate-send"), None))
    };
    let body = html! {
        (form.error_summary(label))
        (kit::heading(&title, Some(&say!(words, "nominate-lead"))))
        (form.form("/apply/nominate", fields))
    };
    view.page(&Around::new(&title, Here::Apply).with_errors(!problems.is_empty()), body)
}
