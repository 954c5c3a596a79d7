//! A pause in forms and in words (clause C3): its own person marks one, and so does the team.

use crate::kit::{self, Ask, FormView, TextKind};
use crate::problem::Problem;
use crate::problem_page::BothValues;
use maud::{Markup, html};
use program::{Ambassador, Form, Pause};
use store::applications::Stored;
use words::{Words, say};

/// The two days of a pause. Where it has begun, its first day stays.
pub fn fields(words: Words, form: &FormView<'_>, begun: Option<Pause>) -> Markup {
    html! {
        @match begun {
            Some(pause) => { (kit::hidden("from", &pause.from.to_string())) }
            None => { (form.text(Ask::new("from", label(words, "from")), TextKind::Date)) }
        }
        (form.text(Ask::new("until", label(words, "until")).hint(say!(words, "pause-until-hint")).optional(), TextKind::Date))
    }
}

/// What a field of it is called.
pub fn label(words: Words, field: &str) -> String {
    match field {
        "from" => say!(words, "pause-from"),
        _ => say!(words, "pause-until"),
    }
}

/// Somebody changed the pause meanwhile: how it is now, and what was sent, which can be sent again on top.
pub fn conflict(
    words: Words,
    now: &Stored<Ambassador>,
    today: chrono::NaiveDate,
    action: &str,
    typed: &Form,
) -> Problem {
    let theirs = now.value.pause(today).map(Pause::to_form).unwrap_or_default();
    let values = ["from", "until"]
        .into_iter()
        .filter(|field| theirs.get(field) != typed.get(field))
        .map(|field| BothValues {
            label: label(words, field),
            theirs: theirs.get(field).to_owned(),
            yours: typed.get(field).to_owned(),
        })
        .collect();
    let mut again = typed.clone();
    again.set("version", now.version.to_string());
    Problem::Conflict { values, again: Some((action.to_owned(), again)) }
}
