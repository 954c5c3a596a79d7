//! Pausing, changing a pause, and coming back (clause C3).

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use program::{Form, Pause, Problems, Quarter};
use serde::Deserialize;
use store::ambassadors::AMBASSADOR;
use store::applications::Stored;
use store::audit::Actor;
use web::kit::{self, FormView, Link};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View, pause};
use words::say;

const PAGE: &str = "/me/pause";

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    quarter: Option<Quarter>,
}

pub(crate) async fn form(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(asked) = asked.map_err(|_| Problem::Unreadable)?;
    let stored = office.store().stored_ambassador(by.id).await?.ok_or(Problem::NotFound)?;
    let today = view.today();
    let typed = match (stored.value.pause(today), asked.quarter) {
        (Some(pause), _) => pause.to_form(),
        // A check-in led here: the rest of its quarter.
        (None, Some(quarter)) => {
            let last = view.settings().calendar.last_day(quarter);
            Pause { from: today, until: (last >= today).then_some(last) }.to_form()
        }
        (None, None) => Pause { from: today, until: None }.to_form(),
    };
    Ok(page(&view, &stored, &typed, &Problems::default()))
}

/// A form sent twice finds its pause marked and answers the same.
pub(crate) async fn mark(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Response, Problem> {
    let (store, today) = (office.store(), view.today());
    let stored = store.stored_ambassador(by.id).await?.ok_or(Problem::NotFound)?;
    let mut problems = Problems::default();
    let Some(wanted) = Pause::read(&typed.0, today, &mut problems) else {
        let page = page(&view, &stored, &typed.0, &problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let version = typed.version()?;
    if stored.value.pause(today) == Some(wanted) {
        return Ok(Redirect::to(PAGE).into_response());
    }
    let after = stored.value.paused(wanted, today).map_err(|why| rule(&view, why, &typed.0))?;
    let by = Actor::Person(by.person);
    match store.change_ambassador_seen((&stored, version), &after, by, "pause", None).await? {
        Some(now) if now.value.pause(today) != Some(wanted) => {
            Err(pause::conflict(view.words, &now, today, PAGE, &typed.0))
        }
        Some(_) | None => Ok(Redirect::to(PAGE).into_response()),
    }
}

/// Back early, or a pause to come taken back. Sent twice, there is no pause any more, which is what was asked.
pub(crate) async fn come_back(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Redirect, Problem> {
    let (store, today, version) = (office.store(), view.today(), typed.version()?);
    let stored = store.stored_ambassador(by.id).await?.ok_or(Problem::NotFound)?;
    if stored.value.pause(today).is_none() {
        return Ok(Redirect::to("/me"));
    }
    let after = stored.value.returned(today).map_err(|why| rule(&view, why, &typed.0))?;
    let by = Actor::Person(by.person);
    match store.change_ambassador_seen((&stored, version), &after, by, "come back", None).await? {
        Some(now) if now.value.pause(today).is_some() => Err(store::Error::Conflict(AMBASSADOR).into()),
        Some(_) | None => Ok(Redirect::to("/me")),
    }
}

fn rule(view: &View, why: program::ambassador::NotPossible, typed: &Form) -> Problem {
    Problem::Rule { sentence: view.words.taking_part_not_possible(why), typed: typed.clone() }
}

fn page(view: &View, stored: &Stored<program::Ambassador>, typed: &Form, problems: &Problems) -> Html<String> {
    let (words, today) = (view.words, view.today());
    let title = say!(words, "pause-title");
    let form = FormView::new(words, typed, problems);
    let there = stored.value.pause(today);
    let begun = there.filter(|pause| pause.from <= today);
    let version = stored.version_of(typed);
    let body = html! {
        (form.error_summary(|field| pause::label(words, field)))
        (kit::heading(&title, Some(&say!(words, "pause-lead"))))
        @if !stored.value.state.takes_part() {
            p { (say!(words, "not-possible-has-left")) }
        } @else {
            @if let Some(there) = there {
                (kit::card(&words.pause(there), html! {
                    p { @if begun.is_some() { (say!(words, "pause-is-now")) } @else { (say!(words, "pause-is-to-come")) } }
                    @let label = if begun.is_some() { say!(words, "pause-come-back") } else { say!(words, "pause-take-back") };
                    div class="buttons" { (kit::post_button("/me/pause/return", &label, &[("version", &version)])) }
                }))
            }
            (form.form(PAGE, html! {
                (kit::hidden("version", &version))
                (pause::fields(words, &form, begun))
                (kit::buttons(&say!(words, "pause-send"), Some(&Link::new("/me", say!(words, "plan-back")))))
            }))
        }
    };
    view.page(&Around::new(&title, Here::Me).with_errors(!problems.is_empty()), body)
}
