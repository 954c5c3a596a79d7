//! What the team is asked to look at about one ambassador: a proposal, never a consequence (clause C2).
//!
//! The calendar and ambassadors themselves make proposals; nothing happens to a person until somebody of the team
//! settles one. A proposal's id is derived from what it is about, so making it twice meets itself.

use crate::ambassador::Ambassador;
use crate::calendar::Quarter;
use crate::form::{Form, Problem, Problems};
use crate::id::{AmbassadorId, PersonId};
use crate::pause::Pause;
use crate::text::Text;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a proposal is about, such as `short.2026-Q3.<ambassador>`: it stands in addresses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProposalId {
    about: String,
    ambassador: AmbassadorId,
}

impl ProposalId {
    /// Whom it is about.
    pub fn ambassador(&self) -> AmbassadorId {
        self.ambassador
    }
}

impl fmt::Display for ProposalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.about, self.ambassador)
    }
}

/// What was written is no proposal's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no proposal is called that")]
pub struct NotAProposal;

impl FromStr for ProposalId {
    type Err = NotAProposal;

    fn from_str(text: &str) -> Result<Self, NotAProposal> {
        let (about, ambassador) = text.rsplit_once('.').ok_or(NotAProposal)?;
        let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if about.is_empty() || about.len() > 60 || !about.chars().all(known) {
            return Err(NotAProposal);
        }
        Ok(Self { about: about.to_owned(), ambassador: ambassador.parse().map_err(|_| NotAProposal)? })
    }
}

impl Serialize for ProposalId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ProposalId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Something for the team to decide about one ambassador.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its identifier.
    pub id: ProposalId,
    /// Whom it is about.
    pub ambassador: AmbassadorId,
    /// The quarter it is about, where it is about one.
    pub quarter: Option<Quarter>,
    /// Why the team is asked.
    pub cause: Cause,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Whether it still waits.
    pub state: ProposalState,
}

/// Why the team is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "cause")]
pub enum Cause {
    /// "Nothing this time" in three check-ins in a row (clause C1).
    NothingThreeTimes {
        /// Those quarters, the earliest first.
        quarters: Vec<Quarter>,
    },
    /// Nothing held or reported for a while (clause C2).
    Inactive {
        /// The last day there was something, or the day they joined or came back, if that is later.
        since: NaiveDate,
        /// How many days the settings name for this stage.
        days: u32,
        /// What it leads to.
        stage: Stage,
    },
    /// Fewer full reports than hoped for, several quarters running.
    ShortAgain {
        /// Those quarters, the earliest first.
        quarters: Vec<Quarter>,
    },
    /// The ambassador asks for another look at a quarter that is closed.
    Appeal {
        /// What they wrote.
        words: Text,
    },
    /// Somebody who left would like to return (clause O11).
    AskedToReturn {
        /// What they wrote, if they did.
        words: Option<Text>,
    },
}

/// How far a stretch without activities has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Long enough for a call.
    Call,
    /// Long enough to think about ending the term.
    EndTerm,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::EndTerm => "end_term",
        }
    }
}

impl Cause {
    /// Its name in ids and records.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NothingThreeTimes { .. } => "nothing",
            Self::Inactive { .. } => "inactive",
            Self::ShortAgain { .. } => "short",
            Self::Appeal { .. } => "appeal",
            Self::AskedToReturn { .. } => "return",
        }
    }

    /// What the team can answer, in the order it is offered.
    pub fn answers(&self) -> &'static [Answer] {
        match self {
            Self::NothingThreeTimes { .. } | Self::Inactive { .. } => {
                &[Answer::Talk, Answer::Hold, Answer::LeaveAsIs, Answer::EndTerm]
            }
            Self::ShortAgain { .. } => {
                &[Answer::Talk, Answer::Excuse, Answer::Hold, Answer::LeaveAsIs, Answer::EndTerm]
            }
            Self::Appeal { .. } => &[Answer::Excuse, Answer::Talk, Answer::LeaveAsIs],
            Self::AskedToReturn { .. } => &[Answer::WelcomeBack, Answer::Talk, Answer::LeaveAsIs],
        }
    }
}

/// What somebody of the team decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// They talk with the ambassador.
    Talk,
    /// The quarter is excused.
    Excuse,
    /// The ambassador pauses.
    Hold,
    /// The term ends, with thanks.
    EndTerm,
    /// Somebody who left is an ambassador again.
    WelcomeBack,
    /// Nothing changes.
    LeaveAsIs,
    /// An activity of a closed quarter counts after all: said on the page of the standing, which knows which.
    Count,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Self; 7] =
        [Self::Talk, Self::Excuse, Self::Hold, Self::EndTerm, Self::WelcomeBack, Self::LeaveAsIs, Self::Count];

    /// Its name in forms and records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Talk => "talk",
            Self::Excuse => "excuse",
            Self::Hold => "hold",
            Self::EndTerm => "end_term",
            Self::WelcomeBack => "welcome_back",
            Self::LeaveAsIs => "leave_as_is",
            Self::Count => "count",
        }
    }
}

/// Whether a proposal still waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum ProposalState {
    /// The team has not decided.
    Open,
    /// Somebody decided.
    Settled(Settlement),
}

impl ProposalState {
    /// Whether it waits for the team.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }
}

/// What somebody of the team decided about a proposal, with the reason for the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Who decided.
    pub by: PersonId,
    /// What they are called, for the record.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What was decided.
    pub what: Answer,
    /// Why, or what was talked about.
    pub reason: Text,
}

/// Why a proposal cannot be settled so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// Somebody settled it.
    #[error("it has been settled")]
    Settled,
    /// It does not go with what the proposal is about.
    #[error("the answer does not go with the proposal")]
    NotAnAnswerToThis,
    /// It is about whoever decides.
    #[error("it is about oneself")]
    Own,
}

impl Proposal {
    /// A proposal about `ambassador`; its id comes from its cause.
    pub fn new(ambassador: AmbassadorId, quarter: Option<Quarter>, cause: Cause, at: DateTime<Utc>) -> Self {
        let name = cause.name();
        let about = match (&cause, quarter) {
            (Cause::Inactive { since, stage, .. }, _) => format!("{name}.{since}.{}", stage.name()),
            (Cause::AskedToReturn { .. }, _) | (_, None) => format!("{name}.{}", at.date_naive()),
            (_, Some(quarter)) => format!("{name}.{quarter}"),
        };
        let id = ProposalId { about, ambassador };
        Self { id, ambassador, quarter, cause, at, state: ProposalState::Open }
    }

    /// Somebody of the team decides: never about themselves.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn settled(self, about: &Ambassador, settlement: Settlement) -> Result<Self, NotPossible> {
        if !self.state.is_open() {
            return Err(NotPossible::Settled);
        }
        if about.person == settlement.by {
            return Err(NotPossible::Own);
        }
        if !self.cause.answers().contains(&settlement.what) {
            return Err(NotPossible::NotAnAnswerToThis);
        }
        Ok(Self { state: ProposalState::Settled(settlement), ..self })
    }
}

impl Proposal {
    /// The same once its quarter's standing was looked at again, where that is what it waits for (clause R5).
    #[must_use]
    pub fn answered(&self, settlement: Settlement) -> Option<Self> {
        let asks = matches!(self.cause, Cause::Appeal { .. }) && self.state.is_open();
        asks.then(|| Self { state: ProposalState::Settled(settlement), ..self.clone() })
    }
}

/// What the form to settle a proposal says, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settling {
    /// What is decided, with what it needs.
    pub what: Decided,
    /// Why, or what was talked about, for the record.
    pub reason: Text,
    /// Words for the ambassador's letter, where one is written.
    pub words: Option<Text>,
}

/// What is decided, with what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// Talk, excuse, leave as is, end the term, welcome back: nothing more is to be said.
    Plainly(Answer),
    /// A pause, with its days.
    Hold(Pause),
}

impl Decided {
    /// The answer it is.
    pub fn answer(self) -> Answer {
        match self {
            Self::Plainly(answer) => answer,
            Self::Hold(_) => Answer::Hold,
        }
    }
}

impl Settling {
    /// Reads the form; every problem is found in one pass, in the order of the page.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form, cause: &Cause, today: NaiveDate) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let offered = cause.answers().iter().copied().find(|answer| answer.name() == form.get("what"));
        let answer = problems.take("what", offered.ok_or(Problem::NotAChoice));
        let what = match answer {
            Some(Answer::Hold) => Pause::read(form, today, &mut problems).map(Decided::Hold),
            Some(answer) => Some(Decided::Plainly(answer)),
            None => None,
        };
        let reason = problems.take("reason", Text::parse(form.get("reason")));
        let words = problems.take("words", crate::activity::optional(Text::parse(form.get("words"))));
        match (what, reason, words) {
            (Some(what), Some(reason), Some(words)) if problems.is_empty() => Ok(Self { what, reason, words }),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ambassador::tests::ambassador;

    fn at() -> DateTime<Utc> {
        "2026-10-15T07:00:00Z".parse().unwrap()
    }

    fn causes() -> Vec<Cause> {
        let quarter: Quarter = "2026-Q3".parse().unwrap();
        let inactive = |stage| Cause::Inactive { since: "2026-05-01".parse().unwrap(), days: 90, stage };
        vec![
            Cause::NothingThreeTimes { quarters: vec![quarter] },
            inactive(Stage::Call),
            inactive(Stage::EndTerm),
            Cause::ShortAgain { quarters: vec![quarter] },
            Cause::Appeal { words: Text::parse("I was ill.").unwrap() },
            Cause::AskedToReturn { words: None },
        ]
    }

    fn settlement(what: Answer, by: u128) -> Settlement {
        let by = PersonId::new(uuid::Uuid::from_u128(by));
        Settlement { by, by_name: "Ines".into(), at: at(), what, reason: Text::parse("We spoke.").unwrap() }
    }

    /// C2
    #[test]
    fn each_proposal_has_an_id_of_its_own_that_stays_itself_in_an_address() {
        let quarter = Some("2026-Q3".parse().unwrap());
        let ids: std::collections::BTreeSet<_> =
            causes().into_iter().map(|cause| Proposal::new(ambassador().id, quarter, cause, at()).id).collect();
        assert_eq!(ids.len(), causes().len());
        for id in ids {
            assert_eq!(id.to_string().parse(), Ok(id.clone()));
            assert_eq!(id.ambassador(), ambassador().id);
        }
        let long = format!("{}.{}", "x".repeat(61), ambassador().id);
        for text in ["", ".", "short", "short.2026-Q3.", "a/b.01984f3c-0000-7000-8000-000000000000", long.as_str()] {
            assert_eq!(text.parse::<ProposalId>(), Err(NotAProposal), "{text}");
        }
    }

    /// C2
    #[test]
    fn a_proposal_is_settled_once_by_an_answer_that_goes_with_it_and_never_by_whom_it_is_about() {
        for cause in causes() {
            let proposal = Proposal::new(ambassador().id, None, cause.clone(), at());
            for answer in Answer::ALL {
                let settled = proposal.clone().settled(&ambassador(), settlement(answer, 9));
                match cause.answers().contains(&answer) {
                    true => {
                        let again = settled.unwrap().settled(&ambassador(), settlement(answer, 9));
                        assert_eq!(again, Err(NotPossible::Settled));
                    }
                    false => assert_eq!(settled, Err(NotPossible::NotAnAnswerToThis)),
                }
            }
            let own = proposal.settled(&ambassador(), settlement(Answer::Talk, 2));
            assert_eq!(own, Err(NotPossible::Own));
        }
    }
}
