//! A closed quarter looked at once more: an ambassador says that something is not right, and a person answers (clause R5).
//!
//! Nothing else changes a standing once its quarter is closed.

use crate::form::{Form, Problem, Problems};
use crate::id::{ActivityId, PersonId};
use crate::standing::{Judgement, Reason, Standing};
use crate::text::Text;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What an ambassador wrote about a standing of theirs; once for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// In their words.
    pub words: Text,
    /// When.
    pub at: DateTime<Utc>,
}

/// What an organizer does about a standing, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What is done.
    pub verdict: Verdict,
    /// Why, for the ambassador; nothing where a reason was kept for the record alone, with the proposal that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Text>,
    /// Who decided.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What is done about a standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Verdict {
    /// The quarter is excused.
    Excuse,
    /// One activity counts after all.
    Count {
        /// Which.
        activity: ActivityId,
    },
    /// It stays as it is.
    Leave,
}

impl Verdict {
    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Excuse => "excuse on appeal",
            Self::Count { .. } => "count on appeal",
            Self::Leave => "leave on appeal",
        }
    }
}

/// Why a standing cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// The quarter is not closed, so there is no standing yet.
    #[error("the quarter is not closed yet")]
    NotClosed,
    /// The ambassador wrote about it before.
    #[error("an appeal was made before")]
    AppealedBefore,
    /// The quarter is excused already.
    #[error("the quarter is excused")]
    ExcusedAlready,
    /// The activity is none of those that do not count.
    #[error("this activity cannot be counted on appeal")]
    NothingToCount,
    /// It is their own.
    #[error("nobody answers their own appeal")]
    Own,
}

/// What an organizer wrote into the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// What is done.
    pub verdict: Verdict,
    /// Why.
    pub words: Text,
}

impl Chosen {
    /// Reads the form: `verdict` is "excuse", "leave", or "count" with the id of an activity after a colon.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let verdict = problems.take("verdict", verdict(form.get("verdict")));
        let words = problems.take("words", Text::parse(form.get("words")));
        match (verdict, words) {
            (Some(verdict), Some(words)) => Ok(Self { verdict, words }),
            _ => Err(problems),
        }
    }
}

fn verdict(typed: &str) -> Result<Verdict, Problem> {
    match (typed, typed.strip_prefix("count:").and_then(|id| id.parse().ok())) {
        ("", _) => Err(Problem::Missing),
        ("excuse", _) => Ok(Verdict::Excuse),
        ("leave", _) => Ok(Verdict::Leave),
        (_, Some(activity)) => Ok(Verdict::Count { activity }),
        _ => Err(Problem::NotAChoice),
    }
}

impl Reason {
    /// The activity that does not count so far and can be counted on appeal: held, and reported late or not in full, or
    /// not at all.
    pub fn could_count(&self) -> Option<(ActivityId, &str)> {
        match self {
            Self::NotFull { activity, title, .. }
            | Self::NotReported { activity, title }
            | Self::TooLate { activity, title, .. }
            | Self::KindDoesNotCount { activity, title, .. } => Some((*activity, title)),
            Self::Counted { .. }
            | Self::CountedOnAppeal { .. }
            | Self::ExcusedOnAppeal
            | Self::JoinedDuring { .. }
            | Self::OnHold { .. } => None,
        }
    }
}

impl Judgement {
    /// The judgement after an organizer looked at it once more.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn answered(&self, verdict: Verdict) -> Result<Self, NotPossible> {
        let mut after = self.clone();
        match verdict {
            Verdict::Leave => {}
            Verdict::Excuse if self.standing == Standing::Excused => return Err(NotPossible::ExcusedAlready),
            Verdict::Excuse => {
                after.standing = Standing::Excused;
                after.reasons.push(Reason::ExcusedOnAppeal);
            }
            Verdict::Count { activity } => {
                let found = after.reasons.iter_mut().find_map(|reason| match reason.could_count() {
                    Some((id, title)) if id == activity => {
                        let title = title.to_owned();
                        Some((reason, title))
                    }
                    _ => None,
                });
                let (reason, title) = found.ok_or(NotPossible::NothingToCount)?;
                *reason = Reason::CountedOnAppeal { activity, title };
                after.full = after.full.saturating_add(1);
                // A pause stays a pause, however much was done in it.
                if after.standing != Standing::Excused && after.full >= after.goal {
                    after.standing = Standing::Met;
                }
            }
        }
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> ActivityId {
        ActivityId::new(uuid::Uuid::from_u128(number))
    }

    fn short() -> Judgement {
        Judgement {
            standing: Standing::Short,
            full: 1,
            goal: 2,
            reasons: vec![
                Reason::Counted { activity: id(1), title: "One".into() },
                Reason::TooLate { activity: id(2), title: "Two".into(), until: chrono::NaiveDate::MIN },
            ],
        }
    }

    /// R5
    #[test]
    fn a_late_report_counts_on_appeal_and_is_named_as_such() {
        let after = short().answered(Verdict::Count { activity: id(2) }).unwrap();
        assert_eq!((after.standing, after.full), (Standing::Met, 2));
        assert_eq!(after.reasons[1], Reason::CountedOnAppeal { activity: id(2), title: "Two".into() });
        // Neither once more, nor what counts already, nor what is not there.
        for other in [1, 2, 3] {
            let again = after.answered(Verdict::Count { activity: id(other) });
            assert_eq!(again, Err(NotPossible::NothingToCount), "{other}");
        }
    }

    /// R5
    #[test]
    fn a_quarter_is_excused_once_with_what_it_rests_on_kept_and_left_as_it_is_without_a_trace() {
        let after = short().answered(Verdict::Excuse).unwrap();
        assert_eq!((after.standing, after.full), (Standing::Excused, 1));
        assert_eq!(after.reasons.last(), Some(&Reason::ExcusedOnAppeal));
        assert_eq!(after.answered(Verdict::Excuse), Err(NotPossible::ExcusedAlready));
        assert_eq!(after.answered(Verdict::Count { activity: id(2) }).unwrap().standing, Standing::Excused);
        assert_eq!(short().answered(Verdict::Leave), Ok(short()));
    }

    #[test]
    fn what_an_organizer_chooses_is_read_with_every_problem_at_once() {
        let form = |verdict: &str, words: &str| {
            let pairs = [("verdict", verdict), ("words", words)];
            Form::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())))
        };
        let broken = Chosen::parse(&form("", " ")).unwrap_err();
        assert_eq!(broken.iter().count(), 2);
        assert_eq!(Chosen::parse(&form("count:x", "So.")).unwrap_err().of("verdict"), Some(&Problem::NotAChoice));
        let read = Chosen::parse(&form(&format!("count:{}", id(7)), "So.")).unwrap();
        assert_eq!(read.verdict, Verdict::Count { activity: id(7) });
    }
}
