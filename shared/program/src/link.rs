//! Web addresses people give: a talk's page, a profile, a blog.

use crate::form::Problem;
use crate::text::Line;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A web address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Link(String);

impl Link {
    /// Checks what was typed: `https://…` or `http://…`, nothing a browser would run.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooLong`] or [`Problem::NotALink`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let line = Line::parse(typed)?;
        let rest = line.as_str().strip_prefix("https://").or_else(|| line.as_str().strip_prefix("http://"));
        match rest {
            Some(rest) if !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace) => {
                Ok(Self(line.as_str().to_owned()))
            }
            _ => Err(Problem::NotALink),
        }
    }

    /// As it is followed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_browser_opens_and_does_not_run_is_a_link() {
        assert_eq!(Link::parse(" https://example.org/a?b#c ").unwrap().as_str(), "https://example.org/a?b#c");
        for typed in ["javascript:alert(1)", "example.org", "https://", "http:///x", "https://a b", "data:text/html,x"]
        {
            assert_eq!(Link::parse(typed), Err(Problem::NotALink), "{typed}");
        }
    }
}
