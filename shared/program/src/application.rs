//! An application, from the form to a decision a person took.

use crate::country::Country;
use crate::email::Email;
use crate::form::{Form, Problem, Problems};
use crate::id::{ApplicationId, PersonId};
use crate::settings::{Question, QuestionKind, Settings};
use crate::text::{Line, Name, Text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What an applicant wrote, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The applicant's name.
    pub name: Name,
    /// Where letters go.
    pub email: Email,
    /// Where they would carry the program.
    pub country: Country,
    /// The answers to the program's own questions, in their order.
    pub answers: Vec<Answered>,
}

/// One answer to one question of the program's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The question's key in the settings.
    pub question: String,
    /// What was written.
    pub text: String,
}

impl Submission {
    /// Reads the form; every problem is found in one pass, in the order of the page.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form, settings: &Settings) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(form.get("name")));
        let email = problems.take("email", Email::parse(form.get("email")));
        let country = problems.take("country", Country::parse(form.get("country")));
        let mut answers = Vec::new();
        for question in &settings.questions {
            let answer = problems.take(&question.field(), answer(question, form));
            answers.extend(answer.flatten().map(|text| Answered { question: question.key.clone(), text }));
        }
        if !form.ticked("consent") {
            problems.add("consent", Problem::ConsentNeeded);
        }
        match (name, email, country) {
            (Some(name), Some(email), Some(country)) if problems.is_empty() => {
                Ok(Self { name, email, country, answers })
            }
            _ => Err(problems),
        }
    }
}

fn answer(question: &Question, form: &Form) -> Result<Option<String>, Problem> {
    let typed = form.get(&question.field());
    let parsed = match question.kind {
        QuestionKind::Line => Line::parse(typed).map(|line| line.as_str().to_owned()),
        QuestionKind::Text => Text::parse(typed).map(|text| text.as_str().to_owned()),
    };
    match parsed {
        Err(Problem::Missing) if !question.required => Ok(None),
        other => other.map(Some),
    }
}

/// The consent a person gave, so that it can be shown later (requirement S14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Which wording was agreed to.
    pub text_version: u32,
    /// The language it was read in.
    pub language: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// The address has not been confirmed yet.
    Unconfirmed,
    /// Confirmed; waits for the team.
    Received,
    /// Kept for a later decision, with the applicant's consent (clause O2).
    InPool,
    /// Accepted: the applicant is an ambassador.
    Accepted,
    /// Declined.
    Declined,
}

/// Why a change of an application is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// The applicant has not confirmed the address.
    #[error("the address is not confirmed yet")]
    Unconfirmed,
    /// A decision was taken before.
    #[error("a decision was taken already")]
    Decided,
}

impl ApplicationState {
    /// Every state, for the board's order and for tests.
    pub const ALL: [Self; 5] = [Self::Received, Self::InPool, Self::Unconfirmed, Self::Accepted, Self::Declined];

    /// The applicant follows the link of the receipt letter; doing so twice changes nothing.
    #[must_use]
    pub fn confirm(self) -> Self {
        match self {
            Self::Unconfirmed => Self::Received,
            Self::Received | Self::InPool | Self::Accepted | Self::Declined => self,
        }
    }

    /// A person of the team decides.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn decide(self, outcome: Outcome) -> Result<Self, NotPossible> {
        match (self, outcome) {
            (Self::Unconfirmed, _) => Err(NotPossible::Unconfirmed),
            (Self::Accepted | Self::Declined, _) | (Self::InPool, Outcome::KeepInPool) => Err(NotPossible::Decided),
            (Self::Received | Self::InPool, Outcome::Accept) => Ok(Self::Accepted),
            (Self::Received | Self::InPool, Outcome::Decline) => Ok(Self::Declined),
            (Self::Received, Outcome::KeepInPool) => Ok(Self::InPool),
        }
    }

    /// Whether the team can decide now.
    pub fn awaits_decision(self) -> bool {
        matches!(self, Self::Received | Self::InPool)
    }

    /// Its name in stored items and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Received => "received",
            Self::InPool => "in_pool",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }
}

/// What a decision says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Welcome as an ambassador.
    Accept,
    /// Not now; stays in the pool (clause O2).
    KeepInPool,
    /// Not.
    Decline,
}

impl Outcome {
    /// Every outcome, in the order the board offers them.
    pub const ALL: [Self; 3] = [Self::Accept, Self::KeepInPool, Self::Decline];

    /// Its name in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::KeepInPool => "keep_in_pool",
            Self::Decline => "decline",
        }
    }

    /// Reads the form's choice.
    ///
    /// # Errors
    /// [`Problem::NotAChoice`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == typed).ok_or(Problem::NotAChoice)
    }
}

/// A decision a person took, with the reason for the record (clause D3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided.
    pub outcome: Outcome,
    /// Why, for the record.
    pub reason: Text,
    /// Words for the applicant's letter, when the organizer wrote some.
    pub words: Option<Text>,
    /// Who decided.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// One application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its identifier.
    pub id: ApplicationId,
    /// Who applies.
    pub person: PersonId,
    /// What they wrote.
    pub submission: Submission,
    /// The language they read.
    pub language: String,
    /// What they agreed to.
    pub consent: Consent,
    /// Where it stands.
    pub state: ApplicationState,
    /// When it came in.
    pub submitted_at: DateTime<Utc>,
    /// When the address was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The latest decision.
    pub decision: Option<Decision>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// O2, R2
    #[test]
    fn a_decision_needs_a_confirmed_address_and_only_the_pool_can_be_decided_again() {
        use ApplicationState as S;
        let table: Vec<_> = S::ALL.into_iter().map(|state| Outcome::ALL.map(|outcome| state.decide(outcome))).collect();
        let decided = Err(NotPossible::Decided);
        assert_eq!(
            table,
            [
                [Ok(S::Accepted), Ok(S::InPool), Ok(S::Declined)],
                [Ok(S::Accepted), decided, Ok(S::Declined)],
                [Err(NotPossible::Unconfirmed); 3],
                [decided; 3],
                [decided; 3],
            ]
        );
    }

    #[test]
    fn confirming_twice_changes_nothing_and_never_undoes_a_decision() {
        for state in ApplicationState::ALL {
            let once = state.confirm();
            assert_eq!(once.confirm(), once);
            assert_eq!(once == state, state != ApplicationState::Unconfirmed);
        }
    }
}
