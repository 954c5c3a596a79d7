//! Reviewing applications by published criteria (clauses D3, R3).

use crate::form::{Form, Problem, Problems};
use crate::id::PersonId;
use crate::text::Text;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// One thing the selection goes by, published on the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its name in forms and records.
    pub key: String,
    /// What it says.
    pub label: String,
    /// A word of help for reviewers and applicants.
    pub hint: Option<String>,
    /// How much it weighs beside the others, 1 to 10.
    pub weight: u32,
}

impl Criterion {
    /// The form field it is scored in.
    pub fn field(&self) -> String {
        format!("score_{}", self.key)
    }
}

/// The highest score on one criterion; the lowest is 0.
pub const HIGHEST: u8 = 5;

/// What one reviewer makes of one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A score from 0 to [`HIGHEST`] on each criterion, by the criterion's key.
    Scored(BTreeMap<String, u8>),
    /// Steps aside, as whoever knows an applicant well should (clause R3).
    Abstained,
}

/// One reviewer's word on one application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Who.
    pub reviewer: PersonId,
    /// What they make of it.
    pub verdict: Verdict,
    /// What they say about it, for the record.
    pub comment: Option<Text>,
    /// When they said it last.
    pub at: DateTime<Utc>,
}

/// What a reviewer sent, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// The verdict.
    pub verdict: Verdict,
    /// The comment.
    pub comment: Option<Text>,
}

impl Reviewed {
    /// Reads the form: a score for each criterion, or `abstain`.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form, criteria: &[Criterion]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let comment = match Text::parse(form.get("comment")) {
            Err(Problem::Missing) => None,
            parsed => problems.take("comment", parsed),
        };
        let verdict = if form.ticked("abstain") {
            Verdict::Abstained
        } else {
            let scores = criteria.iter().filter_map(|criterion| {
                let field = criterion.field();
                let score = problems.take(&field, score(form.get(&field)))?;
                Some((criterion.key.clone(), score))
            });
            Verdict::Scored(scores.collect())
        };
        if problems.is_empty() { Ok(Self { verdict, comment }) } else { Err(problems) }
    }
}

fn score(typed: &str) -> Result<u8, Problem> {
    match typed.trim() {
        "" => Err(Problem::Missing),
        typed => typed.parse().ok().filter(|score| *score <= HIGHEST).ok_or(Problem::NotAChoice),
    }
}

/// The mean of the reviewers' weighted means, in hundredths, 0 to 500.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Score(u16);

impl Score {
    /// The score of an application; none before anybody has scored it. An abstention counts nothing.
    pub fn of<'a>(verdicts: impl IntoIterator<Item = &'a Verdict>, criteria: &[Criterion]) -> Option<Self> {
        let means: Vec<u64> = verdicts.into_iter().filter_map(|verdict| mean(verdict, criteria)).collect();
        let count = u64::try_from(means.len()).ok().filter(|count| *count > 0)?;
        let hundredths = (means.iter().sum::<u64>() + count / 2) / count;
        u16::try_from(hundredths).ok().map(Self)
    }

    /// In hundredths.
    pub fn hundredths(self) -> u16 {
        self.0
    }
}

/// One reviewer's weighted mean in hundredths.
fn mean(verdict: &Verdict, criteria: &[Criterion]) -> Option<u64> {
    let Verdict::Scored(scores) = verdict else { return None };
    let scored = criteria.iter().filter_map(|criterion| Some((criterion.weight, *scores.get(&criterion.key)?)));
    let (sum, weights) = scored.fold((0u64, 0u64), |(sum, weights), (weight, score)| {
        (sum + u64::from(weight) * u64::from(score) * 100, weights + u64::from(weight))
    });
    (weights > 0).then(|| (sum + weights / 2) / weights)
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn criteria(weights: &[u32]) -> Vec<Criterion> {
        let one = |(index, weight): (usize, &u32)| Criterion {
            key: format!("c{index}"),
            label: String::new(),
            hint: None,
            weight: *weight,
        };
        weights.iter().enumerate().map(one).collect()
    }

    fn scored(scores: &[u8]) -> Verdict {
        Verdict::Scored(scores.iter().enumerate().map(|(index, score)| (format!("c{index}"), *score)).collect())
    }

    /// D3
    #[test]
    fn a_score_is_the_mean_of_weighted_means_and_an_abstention_counts_nothing() {
        let criteria = criteria(&[3, 1]);
        let score = |verdicts: &[Verdict]| Score::of(verdicts, &criteria).map(|score| score.to_string());
        assert_eq!(score(&[scored(&[5, 1])]).as_deref(), Some("4.00"));
        assert_eq!(score(&[scored(&[5, 1]), Verdict::Abstained, scored(&[2, 3])]).as_deref(), Some("3.13"));
        assert_eq!(score(&[Verdict::Abstained]), None);
        assert_eq!(score(&[]), None);
    }

    /// R3
    #[test]
    fn a_review_scores_every_criterion_or_abstains() {
        let form = |pairs: &[(&str, &str)]| {
            Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
        };
        let criteria = criteria(&[1, 1]);
        let problems = Reviewed::parse(&form(&[("score_c0", "6")]), &criteria).unwrap_err();
        assert_eq!(problems.of("score_c0"), Some(&Problem::NotAChoice));
        assert_eq!(problems.of("score_c1"), Some(&Problem::Missing));
        let reviewed = Reviewed::parse(&form(&[("abstain", "yes"), ("comment", "We work together.")]), &criteria);
        assert_eq!(reviewed.unwrap().verdict, Verdict::Abstained);
        let reviewed = Reviewed::parse(&form(&[("score_c0", "0"), ("score_c1", "5")]), &criteria).unwrap();
        assert_eq!((reviewed.verdict, reviewed.comment), (scored(&[0, 5]), None));
    }

    proptest! {
        #[test]
        fn a_score_lies_between_the_lowest_and_the_highest_given(
            weights in proptest::collection::vec(1u32..=10, 1..6),
            reviews in proptest::collection::vec(proptest::collection::vec(0u8..=HIGHEST, 6), 1..9),
        ) {
            let criteria = criteria(&weights);
            let verdicts: Vec<_> = reviews.iter().map(|scores| scored(&scores[..weights.len()])).collect();
            let score = Score::of(&verdicts, &criteria).unwrap().hundredths();
            let given = || reviews.iter().flat_map(|scores| &scores[..weights.len()]).map(|score| u16::from(*score) * 100);
            prop_assert!(given().min().unwrap() <= score && score <= given().max().unwrap());
        }
    }
}
