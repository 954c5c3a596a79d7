//! E-mail addresses: as typed for writing to, and as a key for knowing one person again.

use crate::form::Problem;
use email_address::{EmailAddress, Options};
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// An address a letter can be sent to.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Checks what was typed; a domain without a dot is refused because no public mail server has one.
    ///
    /// # Errors
    /// [`Problem::Missing`] or [`Problem::NotAnEmail`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let typed: String = typed.trim().nfc().collect();
        if typed.is_empty() {
            return Err(Problem::Missing);
        }
        let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
        match EmailAddress::parse_with_options(&typed, options) {
            Ok(_) if !typed.contains('"') && typed.len() <= 254 => Ok(Self(typed)),
            _ => Err(Problem::NotAnEmail),
        }
    }

    /// As typed: where letters go.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same for every spelling of one mailbox that differs only in case (requirement N2, clause R2).
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// The same for every plus-tag of one mailbox too: `name+talks@example.org` is `name@example.org`.
    pub fn key_without_tag(&self) -> String {
        let key = self.key();
        match key.rsplit_once('@') {
            Some((mailbox, host)) => match mailbox.split_once('+') {
                Some((name, _)) if !name.is_empty() => format!("{name}@{host}"),
                _ => key,
            },
            None => key,
        }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows only that there is an address, because debug output ends in logs (requirement S13).
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_in_many_spellings_has_one_key() {
        let keys: Vec<_> = ["amara@example.org", " Amara@Example.org ", "AMARA@EXAMPLE.ORG"]
            .iter()
            .map(|typed| Email::parse(typed).unwrap().key())
            .collect();
        assert_eq!(keys, ["amara@example.org"; 3]);
    }

    #[test]
    fn what_is_no_address_is_refused_and_none_is_shown_in_a_log() {
        for typed in ["amara", "amara@", "amara@localhost", "a b@example.org", "Amara <a@example.org>", "a@[127.0.0.1]"]
        {
            assert_eq!(Email::parse(typed), Err(Problem::NotAnEmail), "{typed}");
        }
        assert_eq!(format!("{:?}", Email::parse("amara@example.org").unwrap()), "Email(…)");
    }
}
