//! The record of one application as one page, to be printed or saved as a PDF: what was written, every score with its
//! words, and who decided what, when and why (clause D3).

use crate::application::{Papers, decision_facts};
use crate::{board, review, seen};
use axum::extract::{Path, State};
use axum::response::Html;
use maud::html;
use program::{Application, ApplicationId, PersonId};
use web::kit::{self, Column};
use web::layout::Here;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, View};
use words::{Words, say};

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(id): Path<ApplicationId>,
) -> Result<Html<String>, Problem> {
    let papers = Papers::read(&office, id).await?;
    let application = &papers.application.value;
    // One's own scores and reasons are for others to keep (clause R3).
    if application.person == by.person {
        return Err(Problem::Forbidden);
    }
    // Whoever prints all scores has given their own, or stepped aside.
    let scores_shown = seen::own(&papers.reviews, by.person).is_some() || !application.state.is_in_review();
    let history = office.store().history(&format!("application#{id}")).await?;

    let (words, settings) = (view.words, view.settings());
    let title = say!(words, "record-title", name = seen::title(&view, application));
    let columns = [
        Column::text(say!(words, "decide-when")),
        Column::text(say!(words, "record-what")),
        Column::text(say!(words, "record-by")),
    ];
    let rows: Vec<_> = history
        .iter()
        .map(|change| {
            let at = change.instant().map(|at| words.instant(at, &settings.calendar)).unwrap_or_default();
            vec![
                html! { (at) },
                html! { (words.change(&change.what)) },
                html! { (who(words, application, &change.by)) },
            ]
        })
        .collect();
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "record-lead"))))
        p {
            (kit::tag(&words.column(application.state.column()), application.state.column().into())) " "
            (board::round_name(words, settings, &application.round))
        }
        (kit::card(&say!(words, "decide-written"), kit::facts(&seen::written(&view, application))))
        @if let Some(history) = &papers.history { (web::contributions::history(words, history)) }
        @if scores_shown {
            (kit::card(&say!(words, "review-title"), html! {
                @if let Some(score) = application.score {
                    p { (say!(words, "review-score", score = score.to_string(), count = application.scored_by)) }
                }
                @if papers.reviews.is_empty() { p { (say!(words, "review-none")) } }
                @for (index, each) in papers.reviews.iter().enumerate() { (review::one(&view, &each.value, Some(index + 1))) }
            }))
        } @else {
            (kit::card(&say!(words, "review-title"), html! { p { (say!(words, "review-lead")) } }))
        }
        @for decision in application.earlier.iter().chain(&application.decision) {
            (kit::card(&say!(words, "decide-announced"), decision_facts(words, settings, decision)))
        }
        @if let Some(decision) = &application.pending {
            (kit::card(&say!(words, "decide-pending"), decision_facts(words, settings, decision)))
        }
        (kit::table(&say!(words, "record-history"), &columns, &rows))
    };
    Ok(view.page(&Around::new(&title, Here::Applications), body))
}

/// Who changed something: the applicant, somebody who decided, somebody else of the team, or the calendar.
fn who(words: Words, application: &Application, by: &str) -> String {
    let Some(person) = by.strip_prefix("person#").and_then(|id| id.parse::<PersonId>().ok()) else {
        return say!(words, "record-by-office");
    };
    let mut decisions = application.earlier.iter().chain(&application.decision).chain(&application.pending);
    match decisions.find(|decision| decision.by == person) {
        Some(decision) => decision.by_name.clone(),
        None if person == application.person => say!(words, "record-by-applicant"),
        None => say!(words, "record-by-team"),
    }
}
