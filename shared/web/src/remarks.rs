//! What the team asked about an activity or a request for funds and what was answered: for the pages that show it, and for
//! keeping what is said.

use crate::kit::{self, Ask, FormView};
use crate::{Office, Problem, View};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use program::text::Text;
use program::{Form, PersonId, Problems, Remark, Side, remark};
use store::outbox::Draft;
use store::remarks::{About, Remarked};
use uuid::Uuid;
use words::say;

/// The name of the field of an answer.
pub const ANSWER: &str = "answer";

/// Everything said, in its order. `called` names whoever had told no name when they spoke, as far as the reader may know.
pub fn conversation(view: &View, remarks: &[Remark], called: impl Fn(PersonId) -> Option<String>) -> Markup {
    let words = view.words;
    html! {
        @for remark in remarks {
            @let by = remark.by_name.clone().or_else(|| called(remark.by)).unwrap_or_else(|| say!(words, "remarks-team"));
            @let at = words.instant(remark.at, &view.settings().calendar);
            div class="item" {
                p class="hint" {
                    @match remark.side {
                        Side::Team => (say!(words, "remarks-asked", by = by, at = at)),
                        Side::Ambassador => (say!(words, "remarks-answered", by = by, at = at)),
                    }
                }
                (kit::prose(remark.text.as_str(), None))
            }
        }
    }
}

/// Everything asked and answered, and where its owner answers; nothing while nobody asked.
pub fn answering(
    view: &View,
    remarks: &[Remark],
    lead: &str,
    action: &str,
    (typed, problems): (&Form, &Problems),
) -> Markup {
    let words = view.words;
    let form = FormView::new(words, typed, problems);
    let fields = html! {
        (kit::hidden("key", typed.get("key")))
        (form.paragraphs(Ask::new(ANSWER, say!(words, "remarks-answer")), 3))
        (kit::buttons(&say!(words, "remarks-send"), None))
    };
    let form = form.form(action, fields);
    html! {
        @if !remarks.is_empty() {
            div id="questions" {
                (kit::card(&say!(words, "remarks-title"), html! {
                    p { (lead) }
                    (conversation(view, remarks, |_| None))
                    @if remark::is_open(remarks) || !problems.is_empty() {
                        (form)
                    } @else {
                        (kit::folded(&say!(words, "remarks-answer"), form))
                    }
                }))
            }
        }
    }
}

/// What somebody who is signed in says now.
pub fn said(view: &View, side: Side, by: PersonId, text: Text) -> Remark {
    let by_name = view.session.as_ref().and_then(|session| session.name.clone());
    Remark { side, by, by_name, at: view.now, text }
}

/// Keeps what was said, once for each key, with the letter that tells of it, and leads to where it stands on a page.
///
/// # Errors
/// When something else was said under the same key, or the store cannot be asked.
pub async fn kept(
    office: &Office,
    view: &View,
    (about, page): (impl Into<About>, &str),
    (key, remark, letter): (Uuid, &Remark, Option<&Draft>),
    typed: Form,
) -> Result<Response, Problem> {
    match office.store().remark(about, key, remark, letter).await? {
        Remarked::Kept => Ok(Redirect::to(&format!("{page}#questions")).into_response()),
        Remarked::AnotherUnderThisKey => {
            Err(Problem::Rule { sentence: say!(view.words, "remarks-another-under-key"), typed })
        }
    }
}
