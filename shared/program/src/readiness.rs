//! Readiness: what a team asks itself before intake first opens (clause D1).
//!
//! The answers advise, nothing more: a team may open the intake whatever they say, and the record keeps them.

use crate::form::{Form, Problem, Problems};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One of the five questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Are members answering support questions?
    Answering,
    /// Are members giving local talks?
    Talks,
    /// Does the team support those who do?
    Supported,
    /// Is the product past beta?
    Product,
    /// Is there more than one person in developer relations?
    Staff,
}

impl Question {
    /// Every question, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Answering, Self::Talks, Self::Supported, Self::Product, Self::Staff];

    /// The field it is answered in.
    pub fn field(self) -> &'static str {
        match self {
            Self::Answering => "answering",
            Self::Talks => "talks",
            Self::Supported => "supported",
            Self::Product => "product",
            Self::Staff => "staff",
        }
    }

    /// The field of a note beside the answer.
    pub fn note_field(self) -> &'static str {
        match self {
            Self::Answering => "answering_note",
            Self::Talks => "talks_note",
            Self::Supported => "supported_note",
            Self::Product => "product_note",
            Self::Staff => "staff_note",
        }
    }
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Yes or no.
    pub yes: bool,
    /// What the team wants to remember about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// An answer to each question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<Question, Answer>);

/// What the answers come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every answer is yes.
    Ready,
    /// Not yet, because of these, in the order of the page.
    NotYet(Vec<Question>),
}

impl Answers {
    /// Reads the form; every problem is found in one pass, in the order of the page.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut answers = BTreeMap::new();
        for question in Question::ALL {
            let yes = problems.take(question.field(), yes_or_no(form.get(question.field())));
            let note = match Text::parse(form.get(question.note_field())) {
                Err(Problem::Missing) => Some(None),
                parsed => problems.take(question.note_field(), parsed.map(Some)),
            };
            if let (Some(yes), Some(note)) = (yes, note) {
                answers.insert(question, Answer { yes, note });
            }
        }
        if problems.is_empty() { Ok(Self(answers)) } else { Err(problems) }
    }

    /// The answer to one question.
    pub fn of(&self, question: Question) -> Option<&Answer> {
        self.0.get(&question)
    }

    /// What the answers come to: any "no" is "not yet".
    pub fn verdict(&self) -> Verdict {
        let no = |question: &Question| self.of(*question).is_none_or(|answer| !answer.yes);
        let open: Vec<_> = Question::ALL.into_iter().filter(no).collect();
        if open.is_empty() { Verdict::Ready } else { Verdict::NotYet(open) }
    }
}

fn yes_or_no(typed: &str) -> Result<bool, Problem> {
    match typed {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Problem::NotAChoice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(answers: &[(&str, &str)]) -> Form {
        Form::from_pairs(answers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    /// P2
    #[test]
    fn each_question_left_open_is_named_in_the_order_of_the_page() {
        let long = "x".repeat(10_001);
        let problems = Answers::parse(&form(&[("talks", "yes"), ("product", "maybe"), ("product_note", &long)]));
        let fields: Vec<_> = problems.unwrap_err().iter().map(|(field, _)| field.to_owned()).collect();
        assert_eq!(fields, ["answering", "supported", "product", "product_note", "staff"]);
    }

    proptest! {
        /// D1
        #[test]
        fn any_no_is_not_yet_and_names_exactly_what_was_answered_so(given in prop::array::uniform5(any::<bool>())) {
            let typed: Vec<_> = Question::ALL
                .into_iter()
                .zip(given)
                .map(|(question, yes)| (question.field(), if yes { "yes" } else { "no" }))
                .collect();
            let no: Vec<_> =
                Question::ALL.into_iter().zip(given).filter(|(_, yes)| !yes).map(|(question, _)| question).collect();
            let expected = if no.is_empty() { Verdict::Ready } else { Verdict::NotYet(no) };
            prop_assert_eq!(Answers::parse(&form(&typed)).unwrap().verdict(), expected);
        }
    }
}
