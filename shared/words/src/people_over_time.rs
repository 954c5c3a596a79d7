//! How people take part over time, in words: states, pauses, and what the team is asked to decide.

use crate::{Words, say};
use program::ambassador::{AmbassadorState, NotPossible};
use program::proposal::{Answer, Cause, NotPossible as NotSettled, Stage};
use program::{Pause, Proposal, Quarter};

impl Words {
    /// How somebody takes part at present.
    pub fn ambassador_state(self, state: AmbassadorState) -> String {
        match state {
            AmbassadorState::Active => say!(self, "ambassador-active"),
            AmbassadorState::OnHold { until: Some(until), .. } => {
                say!(self, "ambassador-on-hold-until", day = self.day(until))
            }
            AmbassadorState::OnHold { until: None, .. } => say!(self, "ambassador-on-hold"),
            AmbassadorState::Emeritus => say!(self, "ambassador-emeritus"),
            AmbassadorState::Ended => say!(self, "ambassador-ended"),
        }
    }

    /// The days of a pause.
    pub fn pause(self, pause: Pause) -> String {
        match pause.until {
            Some(until) => say!(self, "pause-from-until", from = self.day(pause.from), until = self.day(until)),
            None => say!(self, "pause-since", from = self.day(pause.from)),
        }
    }

    /// Why a change of how somebody takes part is not possible.
    pub fn taking_part_not_possible(self, why: NotPossible) -> String {
        match why {
            NotPossible::HasLeft => say!(self, "not-possible-has-left"),
            NotPossible::IsHere => say!(self, "not-possible-is-here"),
            NotPossible::NoPause => say!(self, "not-possible-no-pause"),
            NotPossible::Own => say!(self, "not-possible-own-term"),
        }
    }

    /// The same, told to the team.
    pub fn taking_part_not_possible_for_them(self, why: NotPossible) -> String {
        match why {
            NotPossible::HasLeft => say!(self, "not-possible-they-left"),
            NotPossible::IsHere => say!(self, "not-possible-they-are-here"),
            NotPossible::NoPause | NotPossible::Own => self.taking_part_not_possible(why),
        }
    }

    /// What a proposal says about somebody, in one sentence (clause D6).
    pub fn proposal(self, name: &str, proposal: &Proposal) -> String {
        match &proposal.cause {
            Cause::NothingThreeTimes { quarters } => {
                say!(self, "proposal-nothing", name = name, quarters = listed(quarters))
            }
            Cause::Inactive { since, stage: Stage::Call, .. } => {
                say!(self, "proposal-call", name = name, since = self.day(*since))
            }
            Cause::Inactive { since, stage: Stage::EndTerm, .. } => {
                say!(self, "proposal-end-term", name = name, since = self.day(*since))
            }
            Cause::ShortAgain { quarters } => say!(self, "proposal-short", name = name, quarters = listed(quarters)),
            Cause::Appeal { .. } => {
                let quarter = proposal.quarter.map(|quarter| quarter.to_string()).unwrap_or_default();
                say!(self, "proposal-appeal", name = name, quarter = quarter)
            }
            Cause::AskedToReturn { .. } => say!(self, "proposal-return", name = name),
        }
    }

    /// An answer the team can give.
    pub fn proposal_answer(self, answer: Answer) -> String {
        match answer {
            Answer::Talk => say!(self, "proposal-answer-talk"),
            Answer::Excuse => say!(self, "proposal-answer-excuse"),
            Answer::Hold => say!(self, "proposal-answer-hold"),
            Answer::EndTerm => say!(self, "proposal-answer-end-term"),
            Answer::WelcomeBack => say!(self, "proposal-answer-welcome-back"),
            Answer::LeaveAsIs => say!(self, "proposal-answer-leave"),
            Answer::Count => say!(self, "proposal-answer-count"),
        }
    }

    /// Why a proposal cannot be settled so.
    pub fn proposal_not_possible(self, why: NotSettled) -> String {
        match why {
            NotSettled::Settled => say!(self, "not-possible-settled"),
            NotSettled::NotAnAnswerToThis => say!(self, "not-possible-not-an-answer"),
            NotSettled::Own => say!(self, "not-possible-own-proposal"),
        }
    }
}

fn listed(quarters: &[Quarter]) -> String {
    quarters.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
