//! Feedback on the program, which anyone may send, signed or in private (clause O13).

use crate::email::Email;
use crate::form::{Form, Problem, Problems};
use crate::text::{Name, Text};
use serde::{Deserialize, Serialize};

/// Who may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// The team may show it, with the name.
    Signed,
    /// It stays with the team.
    Private,
}

impl Sharing {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Private, Self::Signed];

    /// Its name in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Private => "private",
        }
    }

    fn parse(typed: &str) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|sharing| sharing.name() == typed).ok_or(Problem::NotAChoice)
    }
}

/// What somebody wants to tell the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// What they wrote.
    pub text: Text,
    /// Who may read it.
    pub sharing: Sharing,
    /// Their name; what is signed has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Where an answer would reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
}

impl Feedback {
    /// Reads the form; every problem is found in one pass, in the order of the page.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let text = problems.take("text", Text::parse(form.get("text")));
        let sharing = problems.take("sharing", Sharing::parse(form.get("sharing")));
        let name = match Name::parse(form.get("name")) {
            // Nothing can be signed without a name.
            Err(Problem::Missing) if sharing != Some(Sharing::Signed) => Some(None),
            parsed => problems.take("name", parsed.map(Some)),
        };
        let email = match Email::parse(form.get("email")) {
            Err(Problem::Missing) => Some(None),
            parsed => problems.take("email", parsed.map(Some)),
        };
        match (text, sharing, name, email) {
            (Some(text), Some(sharing), Some(name), Some(email)) => Ok(Self { text, sharing, name, email }),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(fields: &[(&str, &str)]) -> Result<Feedback, Vec<String>> {
        let pairs = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Feedback::parse(&Form::from_pairs(pairs))
            .map_err(|problems| problems.iter().map(|(field, _)| field.to_owned()).collect())
    }

    /// O13
    #[test]
    fn what_is_private_needs_no_name_and_what_is_signed_needs_one() {
        let private = parsed(&[("text", "More calls, please."), ("sharing", "private")]).unwrap();
        assert_eq!((private.name, private.email), (None, None));
        assert_eq!(parsed(&[("text", "Thanks!"), ("sharing", "signed")]), Err(vec!["name".to_owned()]));
        let signed = parsed(&[("text", "Thanks!"), ("sharing", "signed"), ("name", "李")]).unwrap();
        assert_eq!(signed.name.unwrap().as_str(), "李");
    }

    /// P2
    #[test]
    fn everything_that_is_wrong_is_found_at_once() {
        let all = parsed(&[("text", " "), ("sharing", "loud"), ("name", "a\u{7}"), ("email", "a@b")]);
        assert_eq!(all, Err(["text", "sharing", "name", "email"].map(str::to_owned).to_vec()));
    }
}
