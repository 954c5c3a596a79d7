//! The intake form.

use crate::home::closed;
use crate::soon;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::html;
use program::application::Submission;
use program::{ApplicationId, Form, Problems, QuestionKind};
use store::applications::{Applied, Applying, letter_id};
use store::outbox::{Draft, Lane};
use web::kit::{self, Ask, FormView, TextKind};
use web::layout::Here;
use web::view::Around;
use web::{NetworkOrigin, Office, Problem, Typed, View};
use words::say;

/// A field no person sees; programs that fill in every field give themselves away.
const TRAP: &str = "website";

pub(crate) async fn form(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    if !office.intake_was_opened().await? {
        return Ok(soon::page(&view));
    }
    if !view.settings().intake.is_open(view.today()) {
        return Ok(not_now(&view));
    }
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    Ok(page(&view, &typed, &Problems::default()))
}

pub(crate) async fn submit(
    State(office): State<Office>,
    view: View,
    origin: NetworkOrigin,
    typed: Typed,
) -> Result<Response, Problem> {
    let settings = view.settings();
    let rule = |key| Problem::Rule { sentence: say!(view.words, key), typed: typed.0.clone() };
    if !office.intake_was_opened().await? {
        return Err(soon::problem(&view, &typed.0));
    }
    if !settings.intake.is_open(view.today()) {
        return Err(Problem::Rule { sentence: closed(view.words, &settings.intake), typed: typed.0.clone() });
    }
    if typed.0.ticked(TRAP) {
        return Err(rule("apply-trap"));
    }
    let limit = settings.limits.applications_per_origin;
    if !office.store().within_limit("apply", &origin.to_string(), limit).await? {
        return Err(Problem::TooMany { action: "/apply".to_owned(), typed: typed.0 });
    }
    let submission = match Submission::parse(&typed.0, settings) {
        Ok(submission) => submission,
        Err(problems) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &typed.0, &problems)).into_response());
        }
    };
    let applying = Applying {
        id: ApplicationId::new(typed.key().unwrap_or_else(|| office.store().new_id())),
        submission,
        language: view.words.locale().tag().to_owned(),
        consent_version: settings.consent.version,
        round: settings.round_on(view.today()),
        nominated_by: None,
        plus_tags_are_one: settings.plus_tags_are_one,
    };
    match office.store().apply(&applying, |id| receipt(&applying, id)).await? {
        Applied::Taken => {}
        Applied::AlreadyHere(application) => {
            // Told by letter, not here: whoever types an address does not learn whether it has applied.
            let letter = already_here(&applying, application, &view.today().to_string());
            office.store().write_once(&letter).await?;
        }
        Applied::AnotherUnderThisKey => return Err(rule("apply-another-under-key")),
    }
    Ok(Redirect::to("/apply/sent").into_response())
}

pub(crate) async fn sent(view: View) -> Html<String> {
    let words = view.words;
    let title = say!(words, "apply-sent-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "apply-sent-lead"))))
        p { (say!(words, "apply-sent-next")) }
        p { (say!(words, "apply-sent-again")) }
    };
    view.page(&Around::new(&title, Here::Apply), body)
}

fn receipt(applying: &Applying, id: ApplicationId) -> Draft {
    let letter = Letter::Receipt { name: applying.submission.name.to_string(), application: id };
    Draft::new(letter_id("receipt", id), Lane::Now, &applying.submission.email, &applying.language, &letter)
}

/// At most one a day, however often the form is sent.
fn already_here(applying: &Applying, id: ApplicationId, day: &str) -> Draft {
    let letter = Letter::AlreadyApplied { application: id };
    Draft::new(format!("already/{id}/{day}"), Lane::Now, &applying.submission.email, &applying.language, &letter)
}

fn not_now(view: &View) -> Html<String> {
    let title = say!(view.words, "apply-closed-title");
    let body = kit::heading(&title, Some(&closed(view.words, &view.settings().intake)));
    view.page(&Around::new(&title, Here::Apply), body)
}

fn page(view: &View, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let settings = view.settings();
    let title = say!(words, "apply-title");
    let form = FormView::new(words, typed, problems);
    let label = |field: &str| match field {
        "name" => say!(words, "apply-name"),
        "email" => say!(words, "apply-email"),
        "country" => say!(words, "apply-country"),
        "consent" => say!(words, "apply-consent"),
        other => settings
            .questions
            .iter()
            .find(|question| question.field() == other)
            .map(|question| question.label.clone())
            .unwrap_or_default(),
    };
    let fields = html! {
        (kit::hidden("key", typed.get("key")))
        (form.text(Ask::new("name", label("name")).hint(say!(words, "apply-name-hint")).autocomplete("name"), TextKind::Line))
        (form.text(Ask::new("email", label("email")).hint(say!(words, "apply-email-hint")).autocomplete("email"), TextKind::Email))
        (form.country(Ask::new("country", label("country")).hint(say!(words, "apply-country-hint"))))
        @for question in &settings.questions {
            @let field = question.field();
            @let ask = Ask::new(&field, question.label.clone()).hint_if(question.hint.clone());
            @let ask = if question.required { ask } else { ask.optional() };
            @match question.kind {
                QuestionKind::Text => (form.paragraphs(ask, 6)),
                _ => (form.text(ask, TextKind::Line)),
            }
        }
        (form.trap(TRAP))
        (form.tick(Ask::new("consent", settings.consent.text.clone())))
        (kit::buttons(&say!(words, "apply-send"), None))
    };
    let body = html! {
        (form.error_summary(label))
        (kit::heading(&title, Some(&say!(words, "apply-lead"))))
        @if !settings.criteria.is_empty() {
            details {
                summary { (say!(words, "home-criteria-title")) }
                ul { @for criterion in &settings.criteria { li dir="auto" { (criterion.label) } } }
            }
        }
        (form.form("/apply", fields))
    };
    view.page(&Around::new(&title, Here::Apply).with_errors(!problems.is_empty()), body)
}
