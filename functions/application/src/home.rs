//! The program page: what it is, what the selection goes by, how to apply.

use axum::extract::State;
use axum::response::Html;
use maud::html;
use program::settings::Intake;
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::{Words, say};

pub(crate) async fn page(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    let words = view.words;
    let settings = view.settings();
    let opened = office.intake_was_opened().await?;
    let open = opened && settings.intake.is_open(view.today());
    let not_open = || if opened { closed(words, &settings.intake) } else { say!(words, "readiness-soon") };
    let apply = Link::new("/apply", say!(words, "home-apply"));
    let body = html! {
        (kit::welcome(&settings.name, &settings.about, open.then_some(&apply)))
        @if !open { (kit::notice(kit::Tone::Quiet, html! { p { (not_open()) } })) }
        (kit::card(&say!(words, "home-what-title"), html! {
            p { (say!(words, "home-what-goal", goal = settings.goal)) }
            ul { @for kind in &settings.kinds { li { strong { (kind.label) } @if let Some(hint) = &kind.hint { ": " (hint) } } } }
        }))
        @if !settings.criteria.is_empty() {
            (kit::card(&say!(words, "home-criteria-title"), html! {
                p { (say!(words, "home-criteria-lead")) }
                ul { @for criterion in &settings.criteria { li dir="auto" { (criterion.label) @if let Some(hint) = &criterion.hint { " " span class="hint" { (hint) } } } } }
            }))
        }
        (kit::card(&say!(words, "home-how-title"), kit::steps(&[
            (say!(words, "home-how-apply"), say!(words, "home-how-apply-more")),
            (say!(words, "home-how-confirm"), say!(words, "home-how-confirm-more")),
            (say!(words, "home-how-decide"), say!(words, "home-how-decide-more")),
        ])))
        (kit::card(&say!(words, "home-more-title"), html! {
            ul {
                li { (Link::new("/apply/nominate", say!(words, "home-nominate"))) " " (say!(words, "home-nominate-more")) }
                li { (Link::new("/contribute", say!(words, "home-contribute"))) " " (say!(words, "home-contribute-more")) }
            }
        }))
    };
    Ok(view.page(&Around::new(&settings.name, Here::Home), body))
}

/// That no applications are taken now, and when they are again (clause O1).
pub(crate) fn closed(words: Words, intake: &Intake) -> String {
    match intake {
        Intake::Closed { reopens_on: Some(day) } => say!(words, "apply-closed-until", day = words.day(*day)),
        Intake::Open | Intake::Closed { reopens_on: None } => say!(words, "apply-closed"),
    }
}
