//! Drafts of content: a first review and a final review before something is published and amplified (clause M21).
//!
//! It is an offer to the author, never a gate: reporting works without. The author hands in, the team reviews; where
//! something is to be changed, it is the author's turn again.

use crate::form::{Form, Problem, Problems};
use crate::id::PersonId;
use crate::link::Link;
use crate::text::Text;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The most characters of a reviewer's words, so that a draft's whole history fits one record.
pub const WORDS_LIMIT: usize = 3_000;
/// The most entries in a draft's history.
const MOST_ENTRIES: usize = 24;

/// Where a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftReview {
    /// It waits for its first review.
    WaitsForFirst,
    /// The first review asks for changes.
    ChangeAfterFirst,
    /// The first review is through; it waits for the final one.
    WaitsForFinal,
    /// The final review asks for changes.
    ChangeAfterFinal,
    /// It may be published and amplified.
    Ready,
}

/// Which of the two reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Round {
    /// The first.
    First,
    /// The final one.
    Final,
}

impl Round {
    /// Its name in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Final => "final",
        }
    }
}

/// Why a draft cannot be handled so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// Nobody reviews what is their own.
    #[error("it is the reviewer's own")]
    Own,
    /// Changes were asked for, so it is the author's turn.
    #[error("it is the author's turn")]
    AuthorsTurn,
    /// It is ready already.
    #[error("it is ready already")]
    Ready,
    /// The review at hand is the other one.
    #[error("another review is at hand")]
    OtherRound,
    /// It went to and fro so often that the rest is better talked over.
    #[error("it went to and fro too often")]
    TooOften,
}

impl DraftReview {
    /// The review it waits for, if it waits for one.
    pub fn waits_for(self) -> Option<Round> {
        match self {
            Self::WaitsForFirst => Some(Round::First),
            Self::WaitsForFinal => Some(Round::Final),
            Self::ChangeAfterFirst | Self::ChangeAfterFinal | Self::Ready => None,
        }
    }

    /// The author hands in another version; while a review is waited for, it takes the place of the last one.
    ///
    /// # Errors
    /// [`NotPossible::Ready`].
    pub fn hand_in(self) -> Result<Self, NotPossible> {
        match self {
            Self::WaitsForFirst | Self::ChangeAfterFirst => Ok(Self::WaitsForFirst),
            Self::WaitsForFinal | Self::ChangeAfterFinal => Ok(Self::WaitsForFinal),
            Self::Ready => Err(NotPossible::Ready),
        }
    }

    /// A review says that it is ready, or asks for changes.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn review(self, round: Round, ready: bool) -> Result<Self, NotPossible> {
        match (self, round, ready) {
            (Self::WaitsForFirst, Round::First, true) => Ok(Self::WaitsForFinal),
            (Self::WaitsForFirst, Round::First, false) => Ok(Self::ChangeAfterFirst),
            (Self::WaitsForFinal, Round::Final, true) => Ok(Self::Ready),
            (Self::WaitsForFinal, Round::Final, false) => Ok(Self::ChangeAfterFinal),
            (Self::WaitsForFirst, Round::Final, _) | (Self::WaitsForFinal, Round::First, _) => {
                Err(NotPossible::OtherRound)
            }
            (Self::ChangeAfterFirst | Self::ChangeAfterFinal, _, _) => Err(NotPossible::AuthorsTurn),
            (Self::Ready, _, _) => Err(NotPossible::Ready),
        }
    }
}

/// What an author hands in: a link, the text itself, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Where the draft is.
    pub link: Option<Link>,
    /// The draft.
    pub text: Option<Text>,
}

impl Handed {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong, field by field; one of both is needed.
    pub fn parse(form: &Form) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let optional = crate::activity::optional;
        let link = problems.take("draft_link", optional(Link::parse(form.get("draft_link")))).flatten();
        let text =
            problems.take("draft_text", crate::activity::optional(Text::parse(form.get("draft_text")))).flatten();
        if problems.is_empty() && link.is_none() && text.is_none() {
            problems.add("draft_link", Problem::Missing);
        }
        if problems.is_empty() { Ok(Self { link, text }) } else { Err(problems) }
    }
}

/// What a reviewer says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// In which review.
    pub round: Round,
    /// Whether it is ready; else something is to be changed.
    pub ready: bool,
    /// In words; needed where something is to be changed.
    pub words: Option<Text>,
}

impl Said {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let round = match form.get("round") {
            "first" => Some(Round::First),
            "final" => Some(Round::Final),
            _ => problems.take("round", Err(Problem::NotAChoice)),
        };
        let ready = match form.get("verdict") {
            "ready" => Some(true),
            "change" => Some(false),
            "" => problems.take("verdict", Err(Problem::Missing)),
            _ => problems.take("verdict", Err(Problem::NotAChoice)),
        };
        let words = match Text::parse(form.get("words")) {
            Ok(text) if text.as_str().chars().count() > WORDS_LIMIT => {
                Err(Problem::TooLong { limit: WORDS_LIMIT, length: text.as_str().chars().count() })
            }
            Ok(text) => Ok(Some(text)),
            Err(Problem::Missing) if ready != Some(false) => Ok(None),
            Err(problem) => Err(problem),
        };
        match (round, ready, problems.take("words", words)) {
            (Some(round), Some(ready), Some(words)) => Ok(Self { round, ready, words }),
            _ => Err(problems),
        }
    }
}

/// One entry of a draft's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: PersonId,
    /// What happened.
    pub what: What,
}

/// What happened to a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The author handed in a version; its text is kept for the last one only.
    HandedIn {
        /// Where it was.
        link: Option<Link>,
    },
    /// Somebody in the team reviewed it.
    Reviewed(Said),
}

/// A draft with everything that was said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentDraft {
    /// Where it stands.
    pub state: DraftReview,
    /// The version handed in last.
    pub handed: Handed,
    /// What happened, in its order.
    pub history: Vec<Entry>,
}

impl ContentDraft {
    /// The draft after its author handed in a version: the first, or on top of what was there before.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn handed_in(
        before: Option<&Self>,
        handed: Handed,
        by: PersonId,
        at: DateTime<Utc>,
    ) -> Result<Self, NotPossible> {
        let state = before.map_or(Ok(DraftReview::WaitsForFirst), |before| before.state.hand_in())?;
        let mut history = before.map(|before| before.history.clone()).unwrap_or_default();
        // The last place is for the review that ends it.
        if history.len() + 1 >= MOST_ENTRIES {
            return Err(NotPossible::TooOften);
        }
        history.push(Entry { at, by, what: What::HandedIn { link: handed.link.clone() } });
        Ok(Self { state, handed, history })
    }

    /// The draft after somebody reviewed it who is not its author (like clause R8).
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn reviewed(&self, said: Said, by: PersonId, author: PersonId, at: DateTime<Utc>) -> Result<Self, NotPossible> {
        if by == author {
            return Err(NotPossible::Own);
        }
        let state = self.state.review(said.round, said.ready)?;
        let mut history = self.history.clone();
        history.push(Entry { at, by, what: What::Reviewed(said) });
        Ok(Self { state, handed: self.handed.clone(), history })
    }

    /// What was said in the last review, and by whom.
    pub fn last_review(&self) -> Option<(&Said, PersonId)> {
        self.history.iter().rev().find_map(|entry| match &entry.what {
            What::Reviewed(said) => Some((said, entry.by)),
            What::HandedIn { .. } => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn person(number: u128) -> PersonId {
        PersonId::new(Uuid::from_u128(number))
    }

    fn handed() -> Handed {
        Handed { link: Some(Link::parse("https://example.org/draft").unwrap()), text: None }
    }

    fn said(round: Round, ready: bool) -> Said {
        Said { round, ready, words: None }
    }

    /// M21
    #[test]
    fn a_draft_has_a_first_and_a_final_review_and_every_other_way_is_a_rule_of_its_own() {
        use DraftReview as D;
        use NotPossible as N;
        let states = [D::WaitsForFirst, D::ChangeAfterFirst, D::WaitsForFinal, D::ChangeAfterFinal, D::Ready];
        let table: Vec<_> = states
            .into_iter()
            .map(|state| (state.hand_in(), state.review(Round::First, true), state.review(Round::Final, false)))
            .collect();
        assert_eq!(
            table,
            [
                (Ok(D::WaitsForFirst), Ok(D::WaitsForFinal), Err(N::OtherRound)),
                (Ok(D::WaitsForFirst), Err(N::AuthorsTurn), Err(N::AuthorsTurn)),
                (Ok(D::WaitsForFinal), Err(N::OtherRound), Ok(D::ChangeAfterFinal)),
                (Ok(D::WaitsForFinal), Err(N::AuthorsTurn), Err(N::AuthorsTurn)),
                (Err(N::Ready), Err(N::Ready), Err(N::Ready)),
            ]
        );
        assert_eq!(D::WaitsForFirst.review(Round::First, false), Ok(D::ChangeAfterFirst));
        assert_eq!(D::WaitsForFinal.review(Round::Final, true), Ok(D::Ready));
        assert_eq!(states.map(D::waits_for).iter().flatten().count(), 2);
    }

    /// M21, R8
    #[test]
    fn nobody_reviews_their_own_draft() {
        let draft = ContentDraft::handed_in(None, handed(), person(1), DateTime::UNIX_EPOCH).unwrap();
        let review = |by| draft.reviewed(said(Round::First, true), by, person(1), DateTime::UNIX_EPOCH);
        assert_eq!(review(person(1)), Err(NotPossible::Own));
        assert_eq!(review(person(2)).unwrap().state, DraftReview::WaitsForFinal);
    }

    #[test]
    fn a_draft_that_goes_to_and_fro_keeps_a_place_for_the_review_that_ends_it() {
        let at = DateTime::UNIX_EPOCH;
        let mut draft = ContentDraft::handed_in(None, handed(), person(1), at).unwrap();
        while let Ok(next) = ContentDraft::handed_in(Some(&draft), handed(), person(1), at) {
            draft = next;
        }
        assert_eq!(ContentDraft::handed_in(Some(&draft), handed(), person(1), at), Err(NotPossible::TooOften));
        draft = draft.reviewed(said(Round::First, true), person(2), person(1), at).unwrap();
        assert_eq!(draft.history.len(), MOST_ENTRIES);
    }

    #[test]
    fn a_review_that_asks_for_changes_says_which() {
        let form = |verdict: &str, words: &str| {
            let fields = [("round", "first"), ("verdict", verdict), ("words", words)];
            Form::from_pairs(fields.map(|(name, value)| (name.to_owned(), value.to_owned())))
        };
        assert!(Said::parse(&form("ready", "")).is_ok());
        assert_eq!(Said::parse(&form("change", " ")).unwrap_err().of("words"), Some(&Problem::Missing));
        assert_eq!(Said::parse(&form("", "So so")).unwrap_err().of("verdict"), Some(&Problem::Missing));
        let long = Said::parse(&form("change", &"x".repeat(WORDS_LIMIT + 1))).unwrap_err();
        assert!(matches!(long.of("words"), Some(Problem::TooLong { .. })));
        assert_eq!(Handed::parse(&Form::default()).unwrap_err().of("draft_link"), Some(&Problem::Missing));
    }
}
