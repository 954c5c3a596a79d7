//! What the team asked about an activity and what was answered, for the two pages that show it.

use crate::View;
use crate::kit;
use maud::{Markup, html};
use program::{PersonId, Remark, Side};
use words::say;

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
