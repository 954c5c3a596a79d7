//! One application, and the decision about it.

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::{Markup, html};
use program::application::NotPossible;
use program::text::Text;
use program::{Application, ApplicationId, Decision, Form, Outcome, Problem as Broken, Problems, Settings};
use store::applications::{Stored, letter_id};
use store::outbox::{Draft, Lane};
use web::kit::{self, Ask, Choice, FormView, Link};
use web::layout::Here;
use web::problem_page::BothValues;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::{Words, say};

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path(id): Path<ApplicationId>,
) -> Result<Html<String>, Problem> {
    let stored = office.store().application(id).await?.ok_or(Problem::NotFound)?;
    Ok(page(&view, &stored, &Form::default(), &Problems::default()))
}

pub(crate) async fn decide(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(id): Path<ApplicationId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let stored = store.application(id).await?.ok_or(Problem::NotFound)?;
    if stored.value.person == by.person {
        return Err(Problem::Rule { sentence: say!(view.words, "decide-own"), typed: typed.0 });
    }
    let chosen = match parse(&typed.0) {
        Ok(chosen) => chosen,
        Err(problems) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &stored, &typed.0, &problems)).into_response());
        }
    };
    let decision =
        Decision { outcome: chosen.outcome, reason: chosen.reason, words: chosen.words, by: by.person, at: view.now };
    let seen = typed.version()?;
    match decided(&stored, seen, decision) {
        Ok(application) => {
            let letter = letter(view.settings(), &application);
            match store.decide(&application, seen, view.settings().calendar, &letter).await {
                Ok(()) => Ok(Redirect::to(&format!("/team/applications/{id}")).into_response()),
                Err(store::Error::Conflict(_)) => {
                    let now = store.application(id).await?.ok_or(Problem::NotFound)?;
                    Err(conflict(view.words, &now.value, &typed.0))
                }
                Err(error) => Err(error.into()),
            }
        }
        Err(Refused::Changed) => Err(conflict(view.words, &stored.value, &typed.0)),
        Err(Refused::Rule(rule)) => {
            Err(Problem::Rule { sentence: view.words.application_not_possible(rule), typed: typed.0 })
        }
    }
}

struct Chosen {
    outcome: Outcome,
    reason: Text,
    words: Option<Text>,
}

fn parse(form: &Form) -> Result<Chosen, Problems> {
    let mut problems = Problems::default();
    let outcome = problems.take("outcome", Outcome::parse(form.get("outcome")));
    let reason = problems.take("reason", Text::parse(form.get("reason")));
    let words = match Text::parse(form.get("words")) {
        Err(Broken::Missing) => Some(None),
        parsed => problems.take("words", parsed.map(Some)),
    };
    match (outcome, reason, words) {
        (Some(outcome), Some(reason), Some(words)) => Ok(Chosen { outcome, reason, words }),
        _ => Err(problems),
    }
}

enum Refused {
    Changed,
    Rule(NotPossible),
}

fn decided(stored: &Stored<Application>, seen: u64, decision: Decision) -> Result<Application, Refused> {
    if stored.version != seen {
        return Err(Refused::Changed);
    }
    let state = stored.value.state.decide(decision.outcome).map_err(Refused::Rule)?;
    Ok(Application { state, decision: Some(decision), ..stored.value.clone() })
}

/// Both decisions side by side: the one that stands and the one that came second.
fn conflict(words: Words, now: &Application, typed: &Form) -> Problem {
    let outcome = now
        .decision
        .as_ref()
        .map_or_else(|| words.application_state(now.state), |decision| words.outcome(decision.outcome));
    let reason = now.decision.as_ref().map(|decision| decision.reason.to_string()).unwrap_or_default();
    let yours = Outcome::parse(typed.get("outcome")).map(|outcome| words.outcome(outcome)).unwrap_or_default();
    let values = vec![
        BothValues { label: say!(words, "decide-outcome"), theirs: outcome, yours },
        BothValues { label: say!(words, "decide-reason"), theirs: reason, yours: typed.get("reason").to_owned() },
    ];
    Problem::Conflict { values, again: None }
}

/// The letter that tells the applicant; its id names the outcome, because one from the pool may be decided twice.
fn letter(settings: &Settings, application: &Application) -> Draft {
    let name = application.submission.name.to_string();
    let decision = application.decision.as_ref();
    let words = decision.and_then(|decision| decision.words.as_ref()).map(ToString::to_string);
    let (what, letter) = match decision.map(|decision| decision.outcome) {
        Some(Outcome::Accept) => ("welcome", Letter::Welcome { name, words, handbook: settings.handbook.clone() }),
        Some(Outcome::KeepInPool) | None => ("kept-in-pool", Letter::KeptInPool { name, words }),
        Some(Outcome::Decline) => ("declined", Letter::Declined { name, words }),
    };
    Draft::new(
        letter_id(what, application.id),
        Lane::Now,
        &application.submission.email,
        &application.language,
        &letter,
    )
}

fn page(view: &View, stored: &Stored<Application>, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let settings = view.settings();
    let application = &stored.value;
    let submission = &application.submission;
    let title = submission.name.as_str();
    let question = |key: &str| {
        settings
            .questions
            .iter()
            .find(|question| question.key == key)
            .map_or(key, |question| &question.label)
            .to_owned()
    };
    let mut facts = vec![
        (say!(words, "apply-email"), html! { (submission.email) }),
        (say!(words, "apply-country"), html! { (submission.country.name()) }),
        (say!(words, "board-sent"), html! { (words.instant(application.submitted_at, settings.calendar)) }),
    ];
    for answered in &submission.answers {
        facts.push((question(&answered.question), kit::prose(&answered.text, None)));
    }
    let form = FormView::new(words, typed, problems);
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(title, None))
        p { (kit::tag(&words.application_state(application.state), application.state.into())) }
        (kit::card(&say!(words, "decide-written"), kit::facts(&facts)))
        @if let Some(decision) = &application.decision {
            (kit::card(&say!(words, "decide-taken"), kit::facts(&[
                (say!(words, "decide-outcome"), html! { (words.outcome(decision.outcome)) }),
                (say!(words, "decide-reason"), kit::prose(decision.reason.as_str(), None)),
                (say!(words, "decide-when"), html! { (words.instant(decision.at, settings.calendar)) }),
            ])))
        }
        @if application.state.awaits_decision() {
            (kit::card(&say!(words, "decide-title"), ask(view, &form, stored, typed)))
        }
        p { (Link::new("/team/applications", say!(words, "decide-back"))) }
    };
    view.page(&Around::new(title, Here::Applications).with_errors(!problems.is_empty()), body)
}

fn label(words: Words, field: &str) -> String {
    match field {
        "outcome" => say!(words, "decide-outcome"),
        "reason" => say!(words, "decide-reason"),
        _ => say!(words, "decide-words"),
    }
}

fn ask(view: &View, form: &FormView<'_>, stored: &Stored<Application>, typed: &Form) -> Markup {
    let words = view.words;
    let possible: Vec<_> = Outcome::ALL
        .into_iter()
        .filter(|outcome| stored.value.state.decide(*outcome).is_ok())
        .map(|outcome| Choice::new(outcome.name(), words.outcome(outcome)))
        .collect();
    let fields = html! {
        (kit::hidden("version", &stored.version_of(typed)))
        (form.choice(Ask::new("outcome", label(words, "outcome")), &possible))
        (form.paragraphs(Ask::new("reason", label(words, "reason")).hint(say!(words, "decide-reason-hint")), 3))
        (form.paragraphs(Ask::new("words", label(words, "words")).hint(say!(words, "decide-words-hint")).optional(), 4))
        (kit::buttons(&say!(words, "decide-send"), None))
    };
    html! {
        p { (say!(words, "decide-lead")) }
        (form.form(&format!("/team/applications/{}/decision", stored.value.id), fields))
    }
}
