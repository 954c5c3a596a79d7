//! Plans, and drafts of content, worded (clauses M6, M20, M21).

use crate::{Words, say};
use program::Place;
use program::activity::{Help, HelpKind};
use program::draft_review::{NotPossible, Round, Said};

impl Words {
    /// Where an activity takes place.
    pub fn place(self, place: &Place) -> String {
        let somewhere = [place.city().map(|city| city.as_str()), place.country().map(|country| country.name())];
        let somewhere = somewhere.into_iter().flatten().collect::<Vec<_>>().join(", ");
        match place {
            Place::Online => say!(self, "place-online"),
            Place::InPerson { .. } => somewhere,
            Place::Both { .. } => say!(self, "place-both-in", place = somewhere),
        }
    }

    /// The name of something the team helps with.
    pub fn help_kind(self, kind: HelpKind) -> String {
        match kind {
            HelpKind::Design => say!(self, "help-design"),
            HelpKind::Marketing => say!(self, "help-marketing"),
            HelpKind::Operations => say!(self, "help-operations"),
            HelpKind::Speakers => say!(self, "help-speakers"),
        }
    }

    /// What help is wanted, in one line; nothing, where none is.
    pub fn help(self, help: &Help) -> String {
        let kinds = help.kinds.iter().map(|kind| self.help_kind(*kind));
        kinds.chain(help.words.as_ref().map(|words| words.as_str().to_owned())).collect::<Vec<_>>().join("; ")
    }

    /// Which review a draft waits for.
    pub fn draft_round(self, round: Round) -> String {
        match round {
            Round::First => say!(self, "draft-review-first"),
            Round::Final => say!(self, "draft-review-final"),
        }
    }

    /// What a review said, in a line.
    pub fn draft_said(self, said: &Said) -> String {
        match (said.round, said.ready) {
            (Round::First, true) => say!(self, "draft-review-said-first-ready"),
            (Round::First, false) => say!(self, "draft-review-said-first-change"),
            (Round::Final, true) => say!(self, "draft-review-said-final-ready"),
            (Round::Final, false) => say!(self, "draft-review-said-final-change"),
        }
    }

    /// Why a draft cannot be handled so.
    pub fn draft_not_possible(self, rule: NotPossible) -> String {
        match rule {
            NotPossible::Own => say!(self, "draft-review-own"),
            NotPossible::AuthorsTurn => say!(self, "draft-review-authors-turn"),
            NotPossible::Ready => say!(self, "draft-review-ready-already"),
            NotPossible::OtherRound => say!(self, "draft-review-other-round"),
            NotPossible::TooOften => say!(self, "draft-review-too-often"),
        }
    }
}
