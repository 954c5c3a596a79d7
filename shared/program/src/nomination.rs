//! Proposing somebody else: only the person proposed can turn it into an application (clause O5).

use crate::activity::optional;
use crate::email::Email;
use crate::form::{Form, Problems};
use crate::text::{Line, Name};
use chrono::Duration;

/// For so long one nomination is open, and so long no other letter goes to the same address.
pub const LASTS: Duration = Duration::days(90);

/// What somebody wrote to propose somebody else, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Who proposes, and why.
    pub nomination: Nomination,
    /// Where to thank them, if they want to be thanked.
    pub thanks_to: Option<Email>,
    /// Who is proposed.
    pub nominee: Name,
    /// Where the one letter to them goes.
    pub email: Email,
}

/// What is kept of a proposal, for the person proposed to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nomination {
    /// Who proposed them.
    pub by: Name,
    /// Why, in a few words.
    pub words: Line,
}

impl Proposal {
    /// Reads the form; every problem is found in one pass, in the order of the page. Nothing of it may hold a web
    /// address, because it goes into a letter to somebody who did not ask for one.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let name = |field| Name::parse(form.get(field)).and_then(Name::without_link);
        let by = problems.take("name", name("name"));
        let thanks_to = problems.take("email", optional(Email::parse(form.get("email"))));
        let nominee = problems.take("nominee", name("nominee"));
        let email = problems.take("nominee_email", Email::parse(form.get("nominee_email")));
        let words = problems.take("words", Line::parse(form.get("words")).and_then(Line::without_link));
        match (by, thanks_to, nominee, email, words) {
            (Some(by), Some(thanks_to), Some(nominee), Some(email), Some(words)) => {
                Ok(Self { nomination: Nomination { by, words }, thanks_to, nominee, email })
            }
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Problem;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    /// O5
    #[test]
    fn only_the_proposer_s_own_address_may_be_left_out() {
        let problems = Proposal::parse(&Form::default()).unwrap_err();
        let fields: Vec<_> = problems.iter().map(|(field, problem)| (field.to_owned(), problem.clone())).collect();
        let missing = |field: &str| (field.to_owned(), Problem::Missing);
        assert_eq!(fields, ["name", "nominee", "nominee_email", "words"].map(missing));
    }

    /// O5
    #[test]
    fn nothing_that_goes_into_the_letter_holds_a_web_address() {
        let problems = Proposal::parse(&form(&[
            ("name", "Win at spam.example"),
            ("nominee", "https://spam.example"),
            ("nominee_email", "niki@example.org"),
            ("words", "www.spam.example has prizes"),
        ]));
        let problems = problems.unwrap_err();
        let fields: Vec<_> = problems.iter().map(|(field, problem)| (field, problem.clone())).collect();
        assert_eq!(fields, ["name", "nominee", "words"].map(|field| (field, Problem::HoldsALink)));
    }
}
