//! How somebody takes part, on their own page: a pause, leaving, returning.

use maud::{Markup, html};
use program::{Ambassador, AmbassadorState};
use web::View;
use web::kit::{self, Link};
use words::say;

/// What there is to do about taking part.
pub(crate) fn card(view: &View, ambassador: &Ambassador) -> Markup {
    let words = view.words;
    kit::card(
        &say!(words, "part-title"),
        html! {
            @match ambassador.state {
                AmbassadorState::Active | AmbassadorState::OnHold { .. } => {
                    @if let Some(pause) = ambassador.pause(view.today()) {
                        p { (words.pause(pause)) " " (Link::new("/me/pause", say!(words, "part-change-pause"))) }
                    } @else {
                        p { (say!(words, "part-need-time")) " " (Link::new("/me/pause", say!(words, "part-pause"))) }
                    }
                    p { (Link::new("/me/step-down", say!(words, "part-step-down"))) }
                }
                AmbassadorState::Emeritus => {
                    p { (say!(words, "part-emeritus")) }
                    p { (kit::button_link(&Link::new("/me/return", say!(words, "part-return")))) }
                }
                AmbassadorState::Ended => { p { (say!(words, "part-ended")) } }
            }
        },
    )
}
