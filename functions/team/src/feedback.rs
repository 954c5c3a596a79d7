//! What people told the team about the program (clause O13).

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Html;
use maud::{Markup, html};
use program::feedback::Sharing;
use serde::Deserialize;
use store::feedback::Received;
use web::kit::{self, Tone};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::say;

const PAGE: i32 = 50;

#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    after: Option<String>,
}

pub(crate) async fn list(
    State(office): State<Office>,
    view: View,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(shown) = shown.map_err(|_| Problem::Unreadable)?;
    let after = shown
        .after
        .as_deref()
        .map(|text| office.store().place_in_feedback(text).ok_or(Problem::Unreadable))
        .transpose()?;
    let began_here = after.is_none();
    let (all, next) = office.store().feedback(PAGE, after).await?;
    let words = view.words;
    let title = say!(words, "feedback-team-title");
    let next = next.map(|cursor| {
        let after: String = form_urlencoded::byte_serialize(cursor.to_text().as_bytes()).collect();
        format!("/team/feedback?after={after}")
    });
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "feedback-team-lead"))))
        @if all.is_empty() {
            (kit::empty(&say!(words, "feedback-empty"), &say!(words, "feedback-empty-more"), None))
        }
        @for received in &all { (one(&view, received)) }
        (kit::pager(words, (!began_here).then_some("/team/feedback"), next.as_deref()))
    };
    Ok(view.page(&Around::new(&title, Here::Team), body))
}

fn one(view: &View, received: &Received) -> Markup {
    let words = view.words;
    let feedback = &received.feedback;
    let tag = match feedback.sharing {
        Sharing::Signed => kit::tag(&say!(words, "feedback-may-show"), Tone::Good),
        Sharing::Private => kit::tag(&say!(words, "feedback-team-only"), Tone::Quiet),
    };
    let from = feedback.name.as_ref().map_or_else(|| say!(words, "feedback-unsigned"), ToString::to_string);
    let mut facts = vec![(say!(words, "feedback-from"), html! { (from) })];
    facts.extend(feedback.email.as_ref().map(|email| (say!(words, "feedback-answer-to"), html! { (email) })));
    let at = words.instant(received.at, &view.settings().calendar);
    kit::card(
        &say!(words, "feedback-of", at = at),
        html! {
            p { (tag) }
            (kit::prose(feedback.text.as_str(), None))
            (kit::facts(&facts))
        },
    )
}
