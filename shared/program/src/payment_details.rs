//! Where somebody is paid to: entered on a page, kept sealed, shown to a treasurer only (clause C8).
//!
//! They never travel by letter and never reach a log: the type says nothing about itself.

use crate::form::{Form, Problem, Problems};
use crate::text::Line;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where somebody is paid to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentDetails {
    /// Whose account it is.
    pub holder: Line,
    /// Its number: an IBAN, or what the bank of another country calls one.
    pub account: Line,
    /// The bank's code, such as a BIC or a routing number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_code: Option<Line>,
    /// The bank's name and country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<Line>,
    /// What else it takes to pay there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<Line>,
}

/// The most characters of each: what is sealed must fit into one call of the key service.
const MOST: usize = 150;

/// Nothing of it is shown by accident.
impl fmt::Debug for PaymentDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PaymentDetails(…)")
    }
}

impl PaymentDetails {
    /// Its fields, in the order of the page.
    pub const FIELDS: [&'static str; 5] = ["holder", "account", "bank_code", "bank", "more"];

    /// Reads the form; every problem is found in one pass.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let line = |field: &str| match form.get(field).trim() {
            "" => Ok(None),
            typed => short(typed).map(Some),
        };
        let holder = problems.take("holder", short(form.get("holder")));
        let account = problems.take("account", account(form.get("account")));
        let bank_code = problems.take("bank_code", line("bank_code"));
        let bank = problems.take("bank", line("bank"));
        let more = problems.take("more", line("more"));
        match (holder, account, bank_code, bank, more) {
            (Some(holder), Some(account), Some(bank_code), Some(bank), Some(more)) => {
                Ok(Self { holder, account, bank_code, bank, more })
            }
            _ => Err(problems),
        }
    }
}

fn short(typed: &str) -> Result<Line, Problem> {
    let line = Line::parse(typed)?;
    match line.as_str().chars().count() {
        length if length > MOST => Err(Problem::TooLong { limit: MOST, length }),
        _ => Ok(line),
    }
}

/// An account's number. One that looks like an IBAN must add up, so that a slip of one digit is found while its owner
/// still has the card at hand.
fn account(typed: &str) -> Result<Line, Problem> {
    let line = short(typed)?;
    let bare: Vec<u8> = line.as_str().bytes().filter(|byte| !matches!(byte, b' ' | b'-' | b'.')).collect();
    let letters = bare.first_chunk::<4>().is_some_and(|[a, b, c, d]| {
        a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit()
    });
    let is_iban = letters && (15..=34).contains(&bare.len()) && bare.iter().all(u8::is_ascii_alphanumeric);
    if is_iban && rest_of_97(&bare) != 1 {
        return Err(Problem::AccountDoesNotAddUp);
    }
    Ok(line)
}

/// The check of ISO 13616: the first four characters go to the end, letters become numbers, and all of it leaves one when
/// divided by 97.
fn rest_of_97(iban: &[u8]) -> u32 {
    let (check, account) = iban.split_at(iban.len().min(4));
    account.iter().chain(check).filter_map(|byte| char::from(*byte).to_digit(36)).fold(0, |rest, digit| {
        let shifted = if digit < 10 { rest * 10 } else { rest * 100 };
        (shifted + digit) % 97
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(account: &str) -> Form {
        let mut form = Form::default();
        form.set("holder", "Amara Okafor");
        form.set("account", account);
        form
    }

    /// C8
    #[test]
    fn an_iban_with_a_slip_is_told_and_the_number_of_another_country_is_taken_as_it_is() {
        for account in [
            "GB82 WEST 1234 5698 7654 32",
            "de89370400440532013000",
            "NO93 8601 1117 947",
            "0123456789",
            "Routing 021000021, account 12345",
            "MTN 0803 123 4567",
        ] {
            assert!(PaymentDetails::parse(&form(account)).is_ok(), "{account}");
        }
        for account in ["GB82 WEST 1234 5698 7654 33", "DE89370400440532013001", "NO93 8601 1171 947"] {
            let problems = PaymentDetails::parse(&form(account)).unwrap_err();
            assert_eq!(problems.of("account"), Some(&Problem::AccountDoesNotAddUp), "{account}");
        }
        let problems = PaymentDetails::parse(&Form::default()).unwrap_err();
        let found: Vec<_> = problems.iter().map(|(field, _)| field).collect();
        assert_eq!(found, ["holder", "account"]);
    }

    /// C8
    #[test]
    fn payment_details_say_nothing_about_themselves() {
        let details = PaymentDetails::parse(&form("DE89 3704 0044 0532 0130 00")).unwrap();
        assert_eq!(format!("{details:?}"), "PaymentDetails(…)");
        assert_eq!(format!("{:?}", Some(&details)), "Some(PaymentDetails(…))");
    }
}
