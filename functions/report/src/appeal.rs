//! "This does not look right": what an ambassador says about a quarter that is closed, once, for a person to look at
//! (clause R5).

use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::html;
use program::appeal::{Appeal, NotPossible};
use program::proposal::Cause;
use program::text::Text;
use program::{Form, Problems, Proposal, Quarter};
use serde::Deserialize;
use store::audit::Actor;
use store::outbox::{Draft, Lane};
use store::quarters::Judged;
use web::kit::{self, Ask, FormView, Link};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::say;

/// Which quarter.
#[derive(Deserialize)]
pub(crate) struct Of {
    quarter: Quarter,
}

pub(crate) async fn form(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Query(of): Query<Of>,
) -> Result<Html<String>, Problem> {
    let judged = open(&office, &view, &by, of.quarter, &Form::default()).await?;
    Ok(page(&view, &judged, &Form::default(), &Problems::default()))
}

pub(crate) async fn send(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Response, Problem> {
    let quarter = typed.0.get("quarter").parse().map_err(|_| Problem::Unreadable)?;
    let store = office.store();
    let words = match Text::parse(typed.0.get("words")) {
        Ok(words) => words,
        Err(problem) => {
            let judged = open(&office, &view, &by, quarter, &typed.0).await?;
            let mut problems = Problems::default();
            problems.add("words", problem);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &judged, &typed.0, &problems)).into_response());
        }
    };
    let ambassador = store.ambassador(by.id).await?.ok_or(Problem::NotFound)?;
    // A second round where somebody of the team changed the standing meanwhile, or the form was sent twice at a time.
    for _ in 0..2 {
        let there = store.standing(quarter, by.id).await?;
        // The same form once more, whose first sending was answered already (requirement N1).
        if there.as_ref().and_then(|judged| judged.appeal.as_ref()).is_some_and(|appeal| appeal.words == words) {
            return Ok(Redirect::to("/me").into_response());
        }
        let judged = may_appeal(&view, there, &typed.0)?;
        let appeal = Appeal { words: words.clone(), at: view.now };
        let proposal = Proposal::new(by.id, Some(quarter), Cause::Appeal { words: words.clone() }, view.now);
        let letter = Letter::AppealReceived { name: ambassador.name.to_string(), quarter };
        let id = format!("appeal/{quarter}/{}", by.id);
        let draft = Draft::new(id, Lane::Now, &ambassador.email, &ambassador.language, &letter);
        match store.appeal(&judged, &appeal, &proposal, &draft, Actor::Person(by.person)).await {
            Ok(()) => return Ok(Redirect::to("/me").into_response()),
            Err(store::Error::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Problem::Conflict { values: Vec::new(), again: Some(("/me/appeal".to_owned(), typed.0)) })
}

/// The standing, while it can be written about.
async fn open(
    office: &Office,
    view: &View,
    by: &SignedIn<Ambassador>,
    quarter: Quarter,
    typed: &Form,
) -> Result<Judged, Problem> {
    may_appeal(view, office.store().standing(quarter, by.id).await?, typed)
}

fn may_appeal(view: &View, judged: Option<Judged>, typed: &Form) -> Result<Judged, Problem> {
    let refused = |rule| Problem::Rule { sentence: view.words.appeal_not_possible(rule), typed: typed.clone() };
    match judged {
        None => Err(refused(NotPossible::NotClosed)),
        Some(judged) if judged.appeal.is_some() => Err(refused(NotPossible::AppealedBefore)),
        Some(judged) => Ok(judged),
    }
}

fn page(view: &View, judged: &Judged, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let form = FormView::new(words, typed, problems);
    let title = say!(words, "appeal-title", quarter = judged.quarter.to_string());
    let label = say!(words, "appeal-words");
    let body = html! {
        (form.error_summary(|_| label.clone()))
        (kit::heading(&title, Some(&say!(words, "appeal-lead"))))
        ul class="reasons" { @for reason in &judged.judgement.reasons { li { (words.reason_of_closed(reason)) } } }
        (form.form("/me/appeal", html! {
            (kit::hidden("quarter", &judged.quarter.to_string()))
            (form.paragraphs(Ask::new("words", label.clone()).hint(say!(words, "appeal-words-hint")), 6))
            (kit::buttons(&say!(words, "appeal-send"), Some(&Link::new("/me", say!(words, "page-nav-me")))))
        }))
    };
    view.page(&Around::new(&title, Here::Me).with_errors(!problems.is_empty()), body)
}
