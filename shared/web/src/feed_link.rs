//! The page that explains a calendar feed and makes its link (clause M22), for ambassadors and for the team alike.

use crate::kit;
use crate::layout::Here;
use crate::view::Around;
use crate::{Office, Problem, View};
use axum::response::Html;
use maud::html;
use program::PersonId;
use store::Secret;
use store::feeds::{Feed, FeedReader};
use words::say;

/// Where a feed is explained, and the part of the office that is.
#[derive(Clone, Copy, Debug)]
pub struct FeedPlace {
    /// The page's address.
    pub path: &'static str,
    /// The part of the office it belongs to.
    pub here: Here,
}

/// The address of the feed a token leads to.
pub fn feed_path(token: &Secret) -> String {
    format!("/calendar/{}.ics", token.reveal())
}

/// Explains the feed, with a button that makes a link.
///
/// # Errors
/// When the store cannot be asked.
pub async fn explain(
    office: &Office,
    view: &View,
    place: FeedPlace,
    reader: &FeedReader,
    person: PersonId,
) -> Result<Html<String>, Problem> {
    let made_at = office.store().feed_link_made_at(reader, person).await?;
    let words = view.words;
    let (state, make) = match made_at {
        None => (say!(words, "feed-none"), say!(words, "feed-make")),
        Some(at) => {
            let day = words.day(view.settings().calendar.day(at));
            (say!(words, "feed-made", day = day), say!(words, "feed-make-new"))
        }
    };
    let title = say!(words, "feed-title");
    let body = html! {
        (kit::heading(&title, Some(&lead(view, reader))))
        p { (say!(words, "feed-how")) }
        p { (say!(words, "feed-secret")) }
        p { (state) }
        (kit::post_button(place.path, &make, &[]))
    };
    Ok(view.page(&Around::new(&title, place.here), body))
}

/// Makes a new link, which ends the one before, and shows it this once. Sent twice, it makes two, of which the one shown
/// last is good: the first cannot be shown again, because only its hash is kept.
///
/// # Errors
/// When the store cannot be asked.
pub async fn make(
    office: &Office,
    view: &View,
    place: FeedPlace,
    reader: FeedReader,
    person: PersonId,
) -> Result<Html<String>, Problem> {
    let words = view.words;
    let feed = Feed { reader, language: words.locale().tag().to_owned() };
    let token = office.store().make_feed_link(&feed, person).await?;
    let title = say!(words, "feed-title");
    let body = html! {
        (kit::heading(&title, Some(&lead(view, &feed.reader))))
        (kit::card(&say!(words, "feed-here"), html! {
            p { (say!(words, "feed-here-lead")) }
            pre class="letter" { (office.public_url().to(&feed_path(&token))) }
            p { (say!(words, "feed-secret")) }
        }))
        p { (say!(words, "feed-how")) }
    };
    Ok(view.page(&Around::new(&title, place.here), body))
}

fn lead(view: &View, reader: &FeedReader) -> String {
    match reader {
        FeedReader::Ambassador { .. } => say!(view.words, "feed-lead-me"),
        FeedReader::Team { .. } => say!(view.words, "feed-lead-team"),
    }
}
