//! What needs a decision.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use program::ApplicationState;
use store::audit::Actor;
use store::outbox::{LetterState, Queued};
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::{Words, say};

/// Shown on the desk; the board has them all.
const FIRST: i32 = 10;

pub(crate) async fn show(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    let store = office.store();
    let (waiting, more) = store.board(ApplicationState::Received, FIRST, None).await?;
    let mut letters = store.letters_in(LetterState::Doubt).await?;
    letters.extend(store.letters_in(LetterState::Refused).await?);
    let quarter = view.settings().calendar.quarter_of(view.today());

    let words = view.words;
    let title = say!(words, "desk-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "desk-lead"))))
        @if waiting.is_empty() && letters.is_empty() {
            (kit::empty(&say!(words, "desk-empty"), &say!(words, "desk-empty-more"), None))
        }
        @if !waiting.is_empty() {
            (kit::card(&say!(words, "desk-applications"), html! {
                ul {
                    @for application in &waiting {
                        li { (Link::new(format!("/team/applications/{}", application.id), application.submission.name.as_str())) ", " (application.submission.country.name()) }
                    }
                }
                @if more.is_some() { p { (Link::new("/team/applications", say!(words, "desk-more-applications"))) } }
            }))
        }
        @if !letters.is_empty() {
            (kit::card(&say!(words, "desk-letters"), html! {
                p { (say!(words, "desk-letters-lead")) }
                @for letter in &letters { (in_question(words, letter)) }
            }))
        }
        (kit::card(&say!(words, "desk-quarter", quarter = quarter.to_string()), html! {
            p { (kit::days_left(words, view.today(), view.settings().calendar.last_day(quarter))) }
            p { (Link::new(format!("/team/quarters/{quarter}"), say!(words, "desk-quarter-link", quarter = quarter.to_string()))) }
        }))
    };
    Ok(view.page(&Around::new(&title, Here::Team), body))
}

fn in_question(words: Words, letter: &Queued) -> Markup {
    let what = letter.data.get("letter").and_then(|kind| kind.as_str()).unwrap_or_default();
    let kind = say!(words, &format!("letter-kind-{}", what.replace('_', "-")));
    let why = match letter.state {
        LetterState::Refused => say!(words, "desk-letter-refused"),
        _ => say!(words, "desk-letter-doubt"),
    };
    html! {
        div class="item" {
            p { strong { (kind) } " " @if let Some(to) = &letter.to { (say!(words, "desk-letter-to", address = to.as_str())) } }
            p { (why) }
            div class="buttons" {
                (kit::post_button("/team/letters", &say!(words, "desk-letter-settle"), &[("letter", &letter.id), ("answer", "settle")]))
                (kit::post_button("/team/letters", &say!(words, "desk-letter-again"), &[("letter", &letter.id), ("answer", "again")]))
            }
        }
    }
}

pub(crate) async fn settle(
    State(office): State<Office>,
    by: SignedIn<Organizer>,
    typed: Typed,
) -> Result<Response, Problem> {
    let again = match typed.0.get("answer") {
        "again" => true,
        "settle" => false,
        _ => return Err(Problem::Unreadable),
    };
    office.store().settle_letter(typed.0.get("letter"), again, Actor::Person(by.person)).await?;
    Ok(Redirect::to("/team").into_response())
}
