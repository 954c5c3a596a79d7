//! Turning reminders off by the link of one of them, and on and off again on one's own page (clause R4, requirement P5).

use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use maud::html;
use program::{AmbassadorId, Form};
use store::Secret;
use store::access::Purpose;
use store::audit::Actor;
use web::kit;
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::say;

pub(crate) async fn switch(
    State(office): State<Office>,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Redirect, Problem> {
    let wanted = match typed.0.get("reminders") {
        "on" => true,
        "off" => false,
        _ => return Err(Problem::Unreadable),
    };
    office.store().turn_reminders(by.id, wanted, Actor::Person(by.person)).await?;
    Ok(Redirect::to("/me"))
}

/// Shows a button: mail scanners follow links, and turn nothing off by it.
pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
) -> Result<Html<String>, Problem> {
    whose(&office, &view, &token).await?;
    let words = view.words;
    let title = say!(words, "reminders-off-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "reminders-off-lead"))))
        (kit::post_button(&format!("/me/reminders/off/{token}"), &say!(words, "reminders-turn-off"), &[]))
    };
    Ok(view.page(&Around::new(&title, Here::Me), body))
}

/// Pressed by a person, or by their mail program, which says who it is by the link alone (RFC 8058). What it sends along
/// is of no matter, so nothing of it is read.
pub(crate) async fn turn_off(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
) -> Result<Html<String>, Problem> {
    let ambassador = whose(&office, &view, &token).await?;
    office.store().turn_reminders(ambassador, false, Actor::Visitor).await?;
    let words = view.words;
    let title = say!(words, "reminders-are-off-title");
    let body = html! { (kit::heading(&title, Some(&say!(words, "reminders-are-off-lead")))) };
    Ok(view.page(&Around::new(&title, Here::Me), body))
}

async fn whose(office: &Office, view: &View, token: &str) -> Result<AmbassadorId, Problem> {
    match office.store().token(&Secret::new(token)).await? {
        Some(Purpose::Reminders { ambassador }) => Ok(ambassador),
        _ => Err(Problem::Rule { sentence: say!(view.words, "reminders-link-over"), typed: Form::default() }),
    }
}
