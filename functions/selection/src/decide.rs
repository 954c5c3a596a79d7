//! Deciding about an application, and taking a decision back before anybody is told.

use crate::application::{Papers, Typed as PageTyped, page};
use crate::letter;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::application::NotPossible;
use program::text::Text;
use program::{
    Application, ApplicationId, ApplicationState, Decision, Form, Outcome, PersonId, Problem as Broken, Problems,
};
use store::applications::{NotChanged, Stored};
use web::kit::{self, Ask, Choice, FormView};
use web::problem_page::BothValues;
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::{Words, say};

pub(crate) async fn decide(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(id): Path<ApplicationId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let settings = view.settings();
    let chosen = match parse(&typed.0) {
        Ok(chosen) => chosen,
        Err(problems) => {
            let papers = Papers::read(&office, id).await?;
            let typed = PageTyped { decision: (typed.0, problems), ..PageTyped::nothing() };
            let page = page(&view, &papers, by.person, &typed);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let Chosen { outcome, reason, words } = chosen;
    let by_name = view.session.as_ref().map(|session| session.called().to_owned()).unwrap_or_default();
    let decision = Decision { outcome, reason, words, by: by.person, by_name, at: view.now };
    let letter = |application: &Application| letter::telling(settings, application);
    let there = || Ok(Redirect::to(&format!("/team/applications/{id}")).into_response());
    match office.store().decide(id, typed.version()?, &decision, &settings.calendar, letter).await {
        Ok(_) => there(),
        // The very same form, sent twice, is the decision it was (requirement N1).
        Err(NotChanged::Changed(now)) if says_the_same(&now, &decision) => there(),
        Err(other) => Err(not_changed(view.words, other, &typed.0, by.person)),
    }
}

pub(crate) async fn reconsider(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(id): Path<ApplicationId>,
    typed: Typed,
) -> Result<Redirect, Problem> {
    match office.store().reconsider(id, typed.version()?, by.person).await {
        Ok(_) => Ok(Redirect::to(&format!("/team/applications/{id}"))),
        // The very same form, sent twice: the decision is taken back already (requirement N1).
        Err(NotChanged::Changed(now)) if now.state == ApplicationState::Received && now.person != by.person => {
            Ok(Redirect::to(&format!("/team/applications/{id}")))
        }
        Err(other) => Err(not_changed(view.words, other, &typed.0, by.person)),
    }
}

fn says_the_same(now: &Application, decision: &Decision) -> bool {
    let standing = now.pending.as_ref().or(now.decision.as_ref());
    standing.is_some_and(|standing| Decision { at: decision.at, ..standing.clone() } == *decision)
}

/// Why a change did not happen, for the person who asked for it; both values where somebody else was faster.
pub(crate) fn not_changed(words: Words, why: NotChanged, typed: &Form, by: PersonId) -> Problem {
    match why {
        NotChanged::Rule(rule) => {
            Problem::Rule { sentence: words.application_not_possible(rule), typed: typed.clone() }
        }
        NotChanged::Announced => {
            Problem::Rule { sentence: say!(words, "decide-announced-already"), typed: typed.clone() }
        }
        // What stands there now is for others to know.
        NotChanged::Changed(now) if now.person == by => {
            not_changed(words, NotChanged::Rule(NotPossible::Own), typed, by)
        }
        NotChanged::Changed(now) => conflict(words, &now, typed),
        NotChanged::Unknown => Problem::NotFound,
        NotChanged::Store(error) => error.into(),
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
        // Whoever is not welcomed is told why (clause D3).
        Err(Broken::Missing) if matches!(outcome, Some(Outcome::Accept) | None) => Some(None),
        parsed => problems.take("words", parsed.map(Some)),
    };
    match (outcome, reason, words) {
        (Some(outcome), Some(reason), Some(words)) => Ok(Chosen { outcome, reason, words }),
        _ => Err(problems),
    }
}

/// Both decisions side by side: the one that stands and the one that came second.
fn conflict(words: Words, now: &Application, typed: &Form) -> Problem {
    let standing = now.pending.as_ref().or(now.decision.as_ref());
    let outcome = standing.map_or_else(|| words.column(now.state.column()), |decision| words.outcome(decision.outcome));
    let reason = standing.map(|decision| decision.reason.to_string()).unwrap_or_default();
    let yours = Outcome::parse(typed.get("outcome")).map(|outcome| words.outcome(outcome)).unwrap_or_default();
    let values = vec![
        BothValues { label: say!(words, "decide-outcome"), theirs: outcome, yours },
        BothValues { label: say!(words, "decide-reason"), theirs: reason, yours: typed.get("reason").to_owned() },
    ];
    Problem::Conflict { values, again: None }
}

pub(crate) fn error_summary(words: Words, (typed, problems): &(Form, Problems)) -> Markup {
    FormView::new(words, typed, problems).error_summary(|field| label(words, field))
}

fn label(words: Words, field: &str) -> String {
    match field {
        "outcome" => say!(words, "decide-outcome"),
        "reason" => say!(words, "decide-reason"),
        _ => say!(words, "decide-words"),
    }
}

pub(crate) fn ask(view: &View, stored: &Stored<Application>, (typed, problems): &(Form, Problems)) -> Markup {
    let words = view.words;
    let form = FormView::new(words, typed, problems);
    let at_once = stored.value.round.announces_at_once();
    let possible: Vec<_> = Outcome::ALL
        .into_iter()
        .filter(|outcome| stored.value.state.decide(*outcome).is_ok())
        .map(|outcome| Choice::new(outcome.name(), words.outcome(outcome)))
        .collect();
    let (lead, send) = match at_once {
        true => (say!(words, "decide-lead"), say!(words, "decide-send")),
        false => (say!(words, "decide-lead-pending"), say!(words, "decide-send-pending")),
    };
    let fields = html! {
        (kit::hidden("version", &stored.version_of(typed)))
        (form.choice(Ask::new("outcome", label(words, "outcome")), &possible))
        (form.paragraphs(Ask::new("reason", label(words, "reason")).hint(say!(words, "decide-reason-hint")), 3))
        (form.paragraphs(Ask::new("words", label(words, "words")).hint(say!(words, "decide-words-hint")).optional(), 4))
        (kit::buttons(&send, None))
    };
    html! {
        p { (lead) }
        (form.form(&format!("/team/applications/{}/decision", stored.value.id), fields))
    }
}

pub(crate) fn reconsider_button(words: Words, stored: &Stored<Application>) -> Markup {
    let version = stored.version.to_string();
    let action = format!("/team/applications/{}/reconsider", stored.value.id);
    html! { div class="buttons" { (kit::post_button(&action, &say!(words, "decide-reconsider"), &[("version", &version)])) } }
}
