//! The board: applications by state, oldest first, a page at a time.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Html;
use maud::html;
use program::ApplicationState;
use serde::Deserialize;
use web::kit::{self, Column, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::say;

const PAGE: i32 = 50;

#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    state: Option<ApplicationState>,
    after: Option<String>,
}

pub(crate) async fn list(
    State(office): State<Office>,
    view: View,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(shown) = shown.map_err(|_| Problem::Unreadable)?;
    let state = shown.state.unwrap_or(ApplicationState::Received);
    let after = shown
        .after
        .as_deref()
        .map(|text| office.store().place_on_board(state, text).ok_or(Problem::Unreadable))
        .transpose()?;
    let began_here = after.is_none();
    let (applications, next) = office.store().board(state, PAGE, after).await?;

    let words = view.words;
    let settings = view.settings();
    let title = say!(words, "board-title");
    let address = |state: ApplicationState| format!("/team/applications?state={}", state.name());
    let columns = [
        Column::text(say!(words, "team-name")),
        Column::text(say!(words, "apply-country")),
        Column::text(say!(words, "board-sent")),
    ];
    let rows: Vec<_> = applications
        .iter()
        .map(|application| {
            vec![
                html! { (Link::new(format!("/team/applications/{}", application.id), application.submission.name.as_str())) },
                html! { (application.submission.country.name()) },
                html! { (kit::day(words, settings.calendar.day(application.submitted_at))) },
            ]
        })
        .collect();
    let next = next.map(|cursor| {
        let after: String = form_urlencoded::byte_serialize(cursor.to_text().as_bytes()).collect();
        format!("{}&after={after}", address(state))
    });
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "board-lead"))))
        nav aria-label=(say!(words, "board-states")) {
            ul class="tabs" {
                @for each in ApplicationState::ALL {
                    li { a href=(address(each)) aria-current=[(each == state).then_some("page")] { (words.application_state(each)) } }
                }
            }
        }
        @if rows.is_empty() {
            (kit::empty(&say!(words, "board-empty"), &say!(words, "board-empty-more"), None))
        } @else {
            (kit::table(&words.application_state(state), &columns, &rows))
        }
        (kit::pager(words, (!began_here).then(|| address(state)).as_deref(), next.as_deref()))
    };
    Ok(view.page(&Around::new(&title, Here::Applications), body))
}
