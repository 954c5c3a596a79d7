//! Invoices of a request for funds: what was bought, from whom, for how much (clause M14).
//!
//! Its owner writes down what stands on the paper and sends the paper as files beside it. What is paid is never more than
//! was approved, in each currency ([`compared`]).

use crate::form::{Form, Problem, Problems};
use crate::id::{AmbassadorId, FundingId, InvoiceId};
use crate::money::{Currency, Money, Sums};
use crate::text::Line;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The most lines of one invoice that are written down.
pub const MOST_LINES: usize = 12;
/// The most invoices of one request.
pub const MOST_INVOICES: usize = 20;

/// An invoice of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Its identifier.
    pub id: InvoiceId,
    /// The request it is for.
    pub request: FundingId,
    /// Whose request that is.
    pub ambassador: AmbassadorId,
    /// What stands on it.
    pub details: Details,
    /// When it was handed in.
    pub at: DateTime<Utc>,
}

/// What stands on an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Its number; a receipt of a shop may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Line>,
    /// The day on it.
    pub date: NaiveDate,
    /// Who it is from.
    pub vendor: Line,
    /// What was bought, line by line; none where the sum says enough.
    pub lines: Vec<Bought>,
    /// The tax in it, where it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    /// What it comes to, tax included.
    pub amount: Money,
}

/// One line of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    /// What.
    pub what: Line,
    /// For how much, in the currency of the invoice.
    pub amount: Money,
}

/// The names of the fields of the `number`th line, from 1: what, amount.
pub fn line_fields(number: usize) -> (String, String) {
    (format!("line_{number}"), format!("line_amount_{number}"))
}

/// How many lines a form holds, those left empty between them included.
pub fn lines_typed(form: &Form) -> usize {
    let typed = |number: &usize| {
        let (what, amount) = line_fields(*number);
        !form.get(&what).trim().is_empty() || !form.get(&amount).trim().is_empty()
    };
    (1..=MOST_LINES).rev().find(typed).unwrap_or(0)
}

impl Details {
    /// Reads the form; every problem is found in one pass, in the order of the page.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form, today: NaiveDate) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let vendor = problems.take("vendor", Line::parse(form.get("vendor")));
        let number = match form.get("number").trim() {
            "" => Some(None),
            typed => problems.take("number", Line::parse(typed).map(Some)),
        };
        let date = crate::activity::date(form.get("date")).and_then(|day| match day {
            day if day > today => Err(Problem::NotHeldYet),
            day => Ok(day),
        });
        let date = problems.take("date", date);
        let currency = problems.take("currency", Currency::parse(form.get("currency")));
        let amount =
            currency.and_then(|currency| problems.take("amount", more_than_nothing(form.get("amount"), currency)));
        let tax = match (form.get("tax").trim(), currency) {
            ("", _) | (_, None) => Some(None),
            (typed, Some(currency)) => {
                let tax = Money::parse(typed, currency).and_then(|tax| match amount {
                    Some(amount) if amount.minus(tax).is_none() => Err(Problem::NotAnAmount),
                    _ => Ok(Some(tax)),
                });
                problems.take("tax", tax)
            }
        };
        let lines = currency.map(|currency| lines(form, currency, &mut problems));
        match (vendor, number, date, amount, tax, lines) {
            (Some(vendor), Some(number), Some(date), Some(amount), Some(tax), Some(lines)) if problems.is_empty() => {
                let details = Self { number, date, vendor, lines, tax, amount };
                if details.adds_up() {
                    return Ok(details);
                }
                problems.add("amount", Problem::DoesNotAddUp);
                Err(problems)
            }
            _ => Err(problems),
        }
    }

    /// The form that [`Details::parse`] reads back.
    pub fn to_form(&self) -> Form {
        let mut form = Form::default();
        form.set("vendor", self.vendor.as_str());
        form.set("number", self.number.as_ref().map(Line::as_str).unwrap_or_default());
        form.set("date", self.date.to_string());
        form.set("currency", self.amount.currency().code());
        form.set("amount", self.amount.typed());
        form.set("tax", self.tax.map(Money::typed).unwrap_or_default());
        for (index, line) in self.lines.iter().enumerate() {
            let (what, amount) = line_fields(index + 1);
            form.set(&what, line.what.as_str());
            form.set(&amount, line.amount.typed());
        }
        form
    }

    /// Whether the lines come to the amount; some papers count the tax in each line and some below them.
    fn adds_up(&self) -> bool {
        if self.lines.is_empty() {
            return true;
        }
        let sum = self.lines.iter().try_fold(Money::zero(self.amount.currency()), |sum, line| sum.plus(line.amount));
        let with_tax = sum.zip(self.tax).and_then(|(sum, tax)| sum.plus(tax));
        sum == Some(self.amount) || with_tax == Some(self.amount)
    }
}

fn more_than_nothing(typed: &str, currency: Currency) -> Result<Money, Problem> {
    Money::parse(typed, currency).and_then(|amount| match amount.is_zero() {
        true => Err(Problem::NotAnAmount),
        false => Ok(amount),
    })
}

/// The lines that were typed; rows left empty are none.
fn lines(form: &Form, currency: Currency, problems: &mut Problems) -> Vec<Bought> {
    let mut lines = Vec::new();
    for number in 1..=lines_typed(form) {
        let (what_field, amount_field) = line_fields(number);
        let (what, amount) = (form.get(&what_field), form.get(&amount_field));
        if what.trim().is_empty() && amount.trim().is_empty() {
            continue;
        }
        let what = problems.take(&what_field, Line::parse(what));
        let amount = problems.take(&amount_field, Money::parse(amount, currency));
        if let (Some(what), Some(amount)) = (what, amount) {
            lines.push(Bought { what, amount });
        }
    }
    lines
}

/// What invoices come to, in each currency.
pub fn invoiced<'a>(invoices: impl IntoIterator<Item = &'a Invoice>) -> Sums {
    invoices.into_iter().map(|invoice| invoice.details.amount).collect()
}

/// One currency of a request: what was approved, what was invoiced, and what of it can be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// What was approved.
    pub approved: Money,
    /// What was invoiced.
    pub invoiced: Money,
    /// What can be paid: the smaller.
    pub authorized: Money,
}

/// What was approved beside what was invoiced, a row for each currency of either (clause M14).
pub fn compared(approved: &Sums, invoiced: &Sums) -> Vec<Compared> {
    let currencies: std::collections::BTreeSet<_> =
        approved.iter().chain(invoiced.iter()).map(Money::currency).collect();
    let row = |currency| {
        let (approved, invoiced) = (approved.of(currency), invoiced.of(currency));
        let authorized = approved.least(invoiced).unwrap_or(Money::zero(currency));
        Compared { approved, invoiced, authorized }
    };
    currencies.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::tests::money;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        "2026-10-20".parse().unwrap()
    }

    fn details(amount: &str, lines: &[&str], tax: Option<&str>) -> Details {
        let line = |text: &&str| Bought { what: Line::parse("Pizza").unwrap(), amount: money(text) };
        Details {
            number: Some(Line::parse("2026/17").unwrap()),
            date: "2026-10-19".parse().unwrap(),
            vendor: Line::parse("Mama Cass").unwrap(),
            lines: lines.iter().map(line).collect(),
            tax: tax.map(money),
            amount: money(amount),
        }
    }

    /// M14
    #[test]
    fn what_stands_on_an_invoice_reads_back_from_its_own_form() {
        let all = [
            details("60.00 EUR", &[], None),
            details("60.00 EUR", &["40.00 EUR", "20.00 EUR"], Some("9.58 EUR")),
            details("70.00 EUR", &["40.00 EUR", "20.00 EUR"], Some("10.00 EUR")),
            Details { number: None, ..details("12000 JPY", &["12000 JPY"], None) },
        ];
        for details in all {
            assert_eq!(Details::parse(&details.to_form(), today()), Ok(details));
        }
    }

    #[test]
    fn every_problem_of_an_invoice_is_found_in_one_pass() {
        let mut form = details("60.00 EUR", &["60.00 EUR"], None).to_form();
        for (field, typed) in [
            ("vendor", " "),
            ("date", "2026-10-21"),
            ("amount", "0"),
            ("tax", "1.234"),
            ("line_2", "Drinks"),
            ("line_amount_2", "few"),
        ] {
            form.set(field, typed);
        }
        let problems = Details::parse(&form, today()).unwrap_err();
        let found: Vec<_> = problems.iter().map(|(field, _)| field).collect();
        assert_eq!(found, ["vendor", "date", "amount", "line_amount_2"]);
        assert_eq!(problems.of("date"), Some(&Problem::NotHeldYet));
    }

    #[test]
    fn lines_that_do_not_come_to_the_amount_are_told() {
        for (amount, tax) in [("61.00 EUR", None), ("61.00 EUR", Some("2.00 EUR"))] {
            let form = details(amount, &["40.00 EUR", "20.00 EUR"], tax).to_form();
            let problems = Details::parse(&form, today()).unwrap_err();
            assert_eq!(problems.of("amount"), Some(&Problem::DoesNotAddUp));
        }
        let form = details("5.00 EUR", &[], Some("6.00 EUR")).to_form();
        assert_eq!(Details::parse(&form, today()).unwrap_err().of("tax"), Some(&Problem::NotAnAmount));
    }

    proptest! {
        /// M14
        #[test]
        fn what_can_be_paid_is_never_more_than_was_approved_nor_than_was_invoiced(
            approved in prop::collection::vec((0..3_usize, 0..100_000_u32), 0..6),
            billed in prop::collection::vec((0..3_usize, 0..100_000_u32), 0..6),
        ) {
            let currencies = ["EUR", "JPY", "KWD"].map(|code| Currency::parse(code).unwrap());
            let sums = |all: &[(usize, u32)]| -> Sums {
                all.iter().map(|(which, units)| Money::of_smallest(*units, currencies[*which])).collect()
            };
            let (approved, billed) = (sums(&approved), sums(&billed));
            for row in compared(&approved, &billed) {
                let currency = row.approved.currency();
                prop_assert_eq!((row.approved, row.invoiced), (approved.of(currency), billed.of(currency)));
                prop_assert!(row.approved.minus(row.authorized).is_some() && row.invoiced.minus(row.authorized).is_some());
                prop_assert!(row.authorized == row.approved || row.authorized == row.invoiced);
            }
        }
    }
}
