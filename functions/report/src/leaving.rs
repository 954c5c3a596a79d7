//! Stepping down, and asking to return (clause O11).

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::html;
use program::activity::optional;
use program::proposal::Cause;
use program::text::Text;
use program::{AmbassadorState, Form, Problems, Proposal};
use store::applications::Stored;
use store::audit::Actor;
use store::outbox::{Draft, Lane};
use web::kit::{self, Ask, FormView, Link};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::say;

pub(crate) async fn form(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
) -> Result<Html<String>, Problem> {
    let stored = here(&office, &view, by.id).await?;
    Ok(thanks(&view, &stored, &Form::default(), &Problems::default()))
}

/// The second page: nothing has happened yet.
pub(crate) async fn ask_again(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Response, Problem> {
    let stored = here(&office, &view, by.id).await?;
    let problems = match word(&typed.0) {
        Ok(_) => return Ok(confirm(&view, &stored, &typed.0).into_response()),
        Err(problems) => problems,
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, thanks(&view, &stored, &typed.0, &problems)).into_response())
}

/// Sent twice, they have stepped down, which is what was asked.
pub(crate) async fn step_down(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Response, Problem> {
    let (store, version) = (office.store(), typed.version()?);
    let stored = store.stored_ambassador(by.id).await?.ok_or(Problem::NotFound)?;
    if stored.value.state == AmbassadorState::Emeritus {
        return Ok(Redirect::to("/me").into_response());
    }
    let words = match word(&typed.0) {
        Ok(words) => words,
        Err(problems) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, thanks(&view, &stored, &typed.0, &problems)).into_response());
        }
    };
    let after = stored.value.stepped_down(words, view.today()).map_err(|why| has_left(&view, why))?;
    let letter = Letter::SteppedDown { name: after.name.to_string(), since: after.since };
    let id = format!("stepped-down/{}/{}", after.id, stored.version);
    let draft = Draft::new(id, Lane::Now, &after.email, &after.language, &letter);
    let by = Actor::Person(by.person);
    match store.change_ambassador_seen((&stored, version), &after, by, "step down", Some(&draft)).await? {
        Some(now) if now.value.state != AmbassadorState::Emeritus => {
            Err(Problem::Conflict { values: Vec::new(), again: Some(("/me/step-down".to_owned(), typed.0)) })
        }
        Some(_) | None => Ok(Redirect::to("/me").into_response()),
    }
}

/// Their record, as long as they take part.
async fn here(office: &Office, view: &View, id: program::AmbassadorId) -> Result<Stored<program::Ambassador>, Problem> {
    let stored = office.store().stored_ambassador(id).await?.ok_or(Problem::NotFound)?;
    match stored.value.state.takes_part() {
        true => Ok(stored),
        false => Err(has_left(view, program::ambassador::NotPossible::HasLeft)),
    }
}

fn has_left(view: &View, why: program::ambassador::NotPossible) -> Problem {
    Problem::Rule { sentence: view.words.taking_part_not_possible(why), typed: Form::default() }
}

fn word(form: &Form) -> Result<Option<Text>, Problems> {
    let mut problems = Problems::default();
    problems.take("words", optional(Text::parse(form.get("words")))).ok_or(problems)
}

fn thanks(view: &View, stored: &Stored<program::Ambassador>, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "step-down-title");
    let form = FormView::new(words, typed, problems);
    let since = words.day(stored.value.since);
    let community = view.settings().community.as_str();
    let label = say!(words, "step-down-words");
    let body = html! {
        (form.error_summary(|_| label.clone()))
        (kit::heading(&title, Some(&say!(words, "step-down-lead", community = community, since = since))))
        p { (say!(words, "step-down-stays")) }
        p { (say!(words, "step-down-pause-instead")) " " (Link::new("/me/pause", say!(words, "part-pause"))) }
        (form.form("/me/step-down", html! {
            (form.paragraphs(Ask::new("words", label.clone()).hint(say!(words, "step-down-words-hint")).optional(), 4))
            (kit::buttons(&say!(words, "step-down-go-on"), Some(&Link::new("/me", say!(words, "step-down-stay")))))
        }))
    };
    view.page(&Around::new(&title, Here::Me).with_errors(!problems.is_empty()), body)
}

fn confirm(view: &View, stored: &Stored<program::Ambassador>, typed: &Form) -> Html<String> {
    let words = view.words;
    let title = say!(words, "step-down-sure");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "step-down-sure-lead"))))
        form class="form" method="post" action="/me/step-down/confirm" {
            (kit::hidden("version", &stored.version.to_string()))
            (kit::hidden("words", typed.get("words")))
            (kit::buttons(&say!(words, "step-down-send"), Some(&Link::new("/me", say!(words, "step-down-stay")))))
        }
    };
    view.page(&Around::new(&title, Here::Me), body)
}

pub(crate) async fn return_form(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
) -> Result<Html<String>, Problem> {
    let asked = wish(&office, &view, by.id).await?;
    Ok(return_page(&view, asked.as_ref(), &Form::default(), &Problems::default()))
}

/// The wish is with the team once, however often it is sent; the team answers.
pub(crate) async fn ask_to_return(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Response, Problem> {
    let asked = wish(&office, &view, by.id).await?;
    let words = match word(&typed.0) {
        Ok(words) => words,
        Err(problems) => {
            let page = return_page(&view, asked.as_ref(), &typed.0, &problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let proposal = Proposal::new(by.id, None, Cause::AskedToReturn { words }, view.now);
    let made = match &asked {
        Some(asked) => asked.cause == proposal.cause,
        None => office.store().propose(&proposal, Actor::Person(by.person), None).await?,
    };
    match made {
        true => Ok(Redirect::to("/me/return").into_response()),
        false => Err(Problem::Rule { sentence: say!(view.words, "return-asked-already"), typed: typed.0 }),
    }
}

/// The wish that waits for the team, of somebody who stepped down.
async fn wish(office: &Office, view: &View, id: program::AmbassadorId) -> Result<Option<Proposal>, Problem> {
    let ambassador = office.store().ambassador(id).await?.ok_or(Problem::NotFound)?;
    if ambassador.state != AmbassadorState::Emeritus {
        return Err(has_left(view, program::ambassador::NotPossible::IsHere));
    }
    let waiting =
        |proposal: &Proposal| proposal.state.is_open() && matches!(proposal.cause, Cause::AskedToReturn { .. });
    let mut all = office.store().proposals_of(id).await?.into_iter().map(|stored| stored.value);
    Ok(all.rfind(waiting))
}

fn return_page(view: &View, asked: Option<&Proposal>, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "return-title");
    let form = FormView::new(words, typed, problems);
    let label = say!(words, "return-words");
    let body = html! {
        (form.error_summary(|_| label.clone()))
        @match asked {
            Some(asked) => {
                (kit::heading(&title, Some(&say!(words, "return-asked", day = words.day(view.settings().calendar.day(asked.at))))))
                p { (Link::new("/me", say!(words, "return-back"))) }
            }
            None => {
                (kit::heading(&title, Some(&say!(words, "return-lead"))))
                (form.form("/me/return", html! {
                    (form.paragraphs(Ask::new("words", label.clone()).hint(say!(words, "return-words-hint")).optional(), 4))
                    (kit::buttons(&say!(words, "return-send"), Some(&Link::new("/me", say!(words, "return-back")))))
                }))
            }
        }
    };
    view.page(&Around::new(&title, Here::Me).with_errors(!problems.is_empty()), body)
}
