//! What the person proposed sees behind their letter's link: who thought of them, and two ways to answer (clause O5).

use crate::taking::not_open;
use axum::extract::{Path, State};
use axum::response::Html;
use maud::html;
use program::Form;
use store::Secret;
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::say;

/// Shows two buttons: mail scanners follow links, and answer nothing by it.
pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
) -> Result<Html<String>, Problem> {
    let nomination = office.store().nomination(&Secret::new(&token)).await?.ok_or_else(|| over(&view))?;
    let (words, settings) = (view.words, view.settings());
    let title = say!(words, "nominated-title");
    let lead = say!(words, "nominated-lead", by = nomination.by.as_str(), community = &settings.community);
    let refusal = not_open(&office, &view).await?;
    let apply = Link::new(format!("/apply?nominated={token}"), say!(words, "nominated-apply"));
    let body = html! {
        (kit::heading(&title, Some(&lead)))
        (kit::card(&say!(words, "nominated-words"), html! { blockquote { (kit::prose(nomination.words.as_str(), None)) } }))
        (kit::card(&say!(words, "nominated-program"), html! {
            (kit::prose(&settings.about, None))
            p { (Link::new("/", settings.name.as_str())) }
        }))
        (kit::card(&say!(words, "nominated-choice"), html! {
            @match refusal {
                None => {
                    p { (say!(words, "nominated-choice-more")) }
                    p { (kit::button_link(&apply)) }
                }
                Some(refusal) => p { (refusal.sentence(&view)) },
            }
            (kit::post_button(&format!("/apply/nominated/{token}"), &say!(words, "nominated-no"), &[]))
            p { (say!(words, "nominated-no-more")) }
        }))
    };
    Ok(view.page(&Around::new(&title, Here::Apply), body))
}

pub(crate) async fn refuse(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
) -> Result<Html<String>, Problem> {
    if !office.store().refuse_nomination(&Secret::new(token)).await? {
        return Err(over(&view));
    }
    let words = view.words;
    let title = say!(words, "nominated-erased-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "nominated-erased-lead"))))
        p { (say!(words, "nominated-erased-more")) }
    };
    Ok(view.page(&Around::new(&title, Here::Apply), body))
}

fn over(view: &View) -> Problem {
    Problem::Rule { sentence: say!(view.words, "nominated-over"), typed: Form::default() }
}
