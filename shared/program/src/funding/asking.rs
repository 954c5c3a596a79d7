//! What somebody asks for: read from a form once, at the edge.

use super::{FundingKind, Way};
use crate::activity::{date, optional};
use crate::form::{Form, Problem, Problems};
use crate::id::ActivityId;
use crate::money::{Currency, Money, Sums};
use crate::report::count;
use crate::text::{Line, Text};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// The most items one request has.
pub const MOST_ITEMS: usize = 12;

/// How far ahead money can be asked for; further is a typing slip.
const FARTHEST: Days = Days::new(3 * 366);

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    /// The plan it is for.
    pub activity: ActivityId,
    /// What it is called; the plan's title, unless something fits better.
    pub title: Line,
    /// What kind of thing the money is for.
    pub kind: FundingKind,
    /// How it is to be paid.
    pub way: Way,
    /// What it is for, item by item; there is one at least.
    pub items: Vec<Item>,
    /// What is planned (clause M12).
    pub details: Text,
    /// What it is to bring (clause M12).
    pub outcomes: Text,
    /// How many people are hoped to attend, where that says something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendees: Option<u64>,
    /// The day the money is needed.
    pub needed_on: NaiveDate,
    /// Why somebody needs help to come to a summit, said in confidence (clause O8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<Text>,
}

/// One thing money is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What.
    pub what: Line,
    /// What it is expected to cost.
    pub amount: Money,
}

/// The names of the fields of the `number`th item, from 1: what, amount, currency.
pub fn item_fields(number: usize) -> (String, String, String) {
    (format!("what_{number}"), format!("amount_{number}"), format!("currency_{number}"))
}

/// How many items a form holds, those left empty between them included.
pub fn items_typed(form: &Form) -> usize {
    let typed = |number: &usize| {
        let (what, amount, _) = item_fields(*number);
        !form.get(&what).trim().is_empty() || !form.get(&amount).trim().is_empty()
    };
    (1..=MOST_ITEMS).rev().find(typed).unwrap_or(0)
}

impl Asking {
    /// Reads the form; every problem is found in one pass, in the order of the page. `kinds` are those its owner may ask
    /// for.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form, activity: ActivityId, kinds: &[FundingKind], today: NaiveDate) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let title = problems.take("title", Line::parse(form.get("title")));
        let kind = kinds.iter().copied().find(|kind| kind.name() == form.get("kind"));
        let kind = problems.take("kind", kind.ok_or(Problem::NotAChoice));
        let need = match kind {
            Some(FundingKind::SummitNeed) => problems.take("need", Text::parse(form.get("need")).map(Some)),
            _ => Some(None),
        };
        let way = Way::ALL.into_iter().find(|way| way.name() == form.get("way"));
        let way = problems.take("way", way.ok_or(Problem::NotAChoice));
        let items = items(form, &mut problems);
        let details = problems.take("details", Text::parse(form.get("details")));
        let outcomes = problems.take("outcomes", Text::parse(form.get("outcomes")));
        let typed = form.get("attendees").trim();
        let attendees = if typed.is_empty() { Err(Problem::Missing) } else { count(typed) };
        let attendees = problems.take("attendees", optional(attendees));
        let needed_on = date(form.get("needed_on")).and_then(|day| match day {
            day if day < today => Err(Problem::IsOver),
            day if day > today + FARTHEST => Err(Problem::TooFarAhead),
            day => Ok(day),
        });
        let needed_on = problems.take("needed_on", needed_on);
        match (title, kind, need, way, details, outcomes, attendees, needed_on) {
            (
                Some(title),
                Some(kind),
                Some(need),
                Some(way),
                Some(details),
                Some(outcomes),
                Some(attendees),
                Some(needed_on),
            ) if problems.is_empty() => {
                Ok(Self { activity, title, kind, way, items, details, outcomes, attendees, needed_on, need })
            }
            _ => Err(problems),
        }
    }

    /// The form that [`Asking::parse`] reads back.
    pub fn to_form(&self) -> Form {
        let mut form = Form::default();
        form.set("title", self.title.as_str());
        form.set("kind", self.kind.name());
        form.set("way", self.way.name());
        for (index, item) in self.items.iter().enumerate() {
            let (what, amount, currency) = item_fields(index + 1);
            form.set(&what, item.what.as_str());
            form.set(&amount, item.amount.typed());
            form.set(&currency, item.amount.currency().code());
        }
        form.set("details", self.details.as_str());
        form.set("outcomes", self.outcomes.as_str());
        if let Some(attendees) = self.attendees {
            form.set("attendees", attendees.to_string());
        }
        form.set("needed_on", self.needed_on.to_string());
        if let Some(need) = &self.need {
            form.set("need", need.as_str());
        }
        form
    }

    /// What it comes to, in each currency.
    pub fn sums(&self) -> Sums {
        self.items.iter().map(|item| item.amount).collect()
    }
}

/// The items that were typed; rows left empty are none.
fn items(form: &Form, problems: &mut Problems) -> Vec<Item> {
    let mut items = Vec::new();
    let count = items_typed(form);
    for number in 1..=count.max(1) {
        let (what_field, amount_field, currency_field) = item_fields(number);
        let (what, amount) = (form.get(&what_field), form.get(&amount_field));
        if number <= count && what.trim().is_empty() && amount.trim().is_empty() {
            continue;
        }
        let what = problems.take(&what_field, Line::parse(what));
        let currency = problems.take(&currency_field, Currency::parse(form.get(&currency_field)));
        let amount = currency.and_then(|currency| {
            let amount = Money::parse(amount, currency).and_then(|amount| match amount.is_zero() {
                true => Err(Problem::NotAnAmount),
                false => Ok(amount),
            });
            problems.take(&amount_field, amount)
        });
        if let (Some(what), Some(amount)) = (what, amount) {
            items.push(Item { what, amount });
        }
    }
    items
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::money::tests::money;

    pub(crate) fn today() -> NaiveDate {
        "2026-10-01".parse().unwrap()
    }

    pub(crate) fn asking(items: &[&str]) -> Asking {
        let item = |text: &&str| Item { what: Line::parse("Pizza").unwrap(), amount: money(text) };
        Asking {
            activity: ActivityId::new(uuid::Uuid::from_u128(7)),
            title: Line::parse("Lagos meetup").unwrap(),
            kind: FundingKind::Food,
            way: Way::Reimbursement,
            items: items.iter().map(item).collect(),
            details: Text::parse("Food for the evening.").unwrap(),
            outcomes: Text::parse("Forty people stay to talk.").unwrap(),
            attendees: Some(40),
            needed_on: "2026-12-15".parse().unwrap(),
            need: None,
        }
    }

    fn read(form: &Form) -> Result<Asking, Problems> {
        Asking::parse(form, ActivityId::new(uuid::Uuid::from_u128(7)), &FundingKind::ALL, today())
    }

    /// M12, O7
    #[test]
    fn what_is_asked_for_reads_back_from_its_own_form() {
        let all = asking(&["60.00 EUR", "12000 JPY", "1.500 KWD"]);
        assert_eq!(read(&all.to_form()), Ok(all));
        let need = Asking {
            kind: FundingKind::SummitNeed,
            need: Some(Text::parse("I am between jobs.").unwrap()),
            attendees: None,
            ..asking(&["60.00 EUR"])
        };
        assert_eq!(read(&need.to_form()), Ok(need));
    }

    #[test]
    fn every_problem_is_found_in_one_pass_and_named_by_its_field() {
        let mut form = asking(&["60.00 EUR"]).to_form();
        for (field, typed) in [
            ("title", ""),
            ("kind", "salary"),
            ("way", "cash"),
            ("amount_1", "sixty"),
            ("what_3", "Drinks"),
            ("currency_3", "XAU"),
            ("details", ""),
            ("outcomes", " "),
            ("attendees", "many"),
            ("needed_on", "2026-09-30"),
        ] {
            form.set(field, typed);
        }
        let problems = read(&form).unwrap_err();
        let found: Vec<_> = problems.iter().map(|(field, problem)| (field, problem.clone())).collect();
        assert_eq!(
            found,
            [
                ("title", Problem::Missing),
                ("kind", Problem::NotAChoice),
                ("way", Problem::NotAChoice),
                ("amount_1", Problem::NotAnAmount),
                ("currency_3", Problem::NotACurrency),
                ("details", Problem::Missing),
                ("outcomes", Problem::Missing),
                ("attendees", Problem::NotACount),
                ("needed_on", Problem::IsOver),
            ]
        );
    }

    /// O8
    #[test]
    fn a_need_is_asked_for_where_the_help_is_for_need_and_kept_nowhere_else() {
        let mut form = asking(&["60.00 EUR"]).to_form();
        form.set("need", "I am between jobs.");
        assert_eq!(read(&form).unwrap().need, None);
        form.set("kind", FundingKind::SummitNeed.name());
        form.set("need", "");
        assert_eq!(read(&form).unwrap_err().of("need"), Some(&Problem::Missing));
    }

    #[test]
    fn rows_left_empty_are_no_items_and_none_at_all_is_too_few() {
        let mut form = asking(&["60.00 EUR"]).to_form();
        form.set("what_4", "Drinks");
        form.set("amount_4", "5,50");
        form.set("currency_4", "usd");
        let items: Vec<_> = read(&form).unwrap().items.into_iter().map(|item| item.amount).collect();
        assert_eq!(items, [money("60.00 EUR"), money("5.50 USD")]);
        let mut form = asking(&[]).to_form();
        form.set("currency_1", "EUR");
        let problems = read(&form).unwrap_err();
        assert_eq!(problems.of("what_1"), Some(&Problem::Missing));
        assert_eq!(problems.of("amount_1"), Some(&Problem::Missing));
    }
}
