//! What a program says about its funds: a section of its settings.

use super::{Approval, FundingKind};
use crate::calendar::{Calendar, Quarter};
use crate::money::{Currency, Money};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// What a program says about its funds; a program without funds says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundingRules {
    /// The currency its budget is in.
    pub currency: Currency,
    /// The most a person gets a month; none without a cap (clause C4).
    pub monthly_cap: Option<Money>,
    /// How many months' caps one person can put together (clause C4).
    pub combinable_months: u32,
    /// Until when what was spent can be claimed (clause C4).
    pub claim_within: ClaimWithin,
    /// In how many days the program hopes to pay (clause C7).
    pub days_to_pay: u32,
    /// A request that is needed earlier than in so many days is told that it is short notice (clause M12).
    pub warn_days_ahead: u32,
    /// For how many days an approval is good, unless whoever decides says otherwise.
    pub approved_for_days: u32,
    /// What can be asked for (clauses M13, M16, O8).
    pub kinds: Vec<FundingKind>,
    /// Whether organizers decide about requests too; else treasurers do.
    pub organizers_decide: bool,
    /// For how many days after the last payment somebody's payment details are kept (clause C8).
    pub keep_details_days: u32,
}

/// Until when what was spent can be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimWithin {
    /// Within the quarter it was spent in, and its grace days.
    Quarter,
    /// Within so many days.
    Days(u32),
}

/// Until when what was spent by a day can be claimed (clause C4), as pages and letters say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The rule.
    pub within: ClaimWithin,
    /// The grace days after a quarter.
    pub grace_days: u32,
    /// The last day for what was spent on that day.
    pub last: NaiveDate,
}

impl FundingRules {
    /// Whether a request for this day is short notice (clause M12).
    pub fn is_short_notice(&self, needed_on: NaiveDate, today: NaiveDate) -> bool {
        needed_on < today + Days::new(u64::from(self.warn_days_ahead))
    }

    /// The last day an approval of today is good, unless whoever decides says otherwise: never before what it is for.
    pub fn good_until(&self, needed_on: NaiveDate, today: NaiveDate) -> NaiveDate {
        needed_on.max(today) + Days::new(u64::from(self.approved_for_days))
    }

    /// The last day something spent on a day can be claimed (clause C4).
    pub fn claim_by(&self, spent_on: NaiveDate, calendar: &Calendar, grace_days: u32) -> NaiveDate {
        match self.claim_within {
            ClaimWithin::Quarter => calendar.last_day(calendar.quarter_of(spent_on)) + Days::new(u64::from(grace_days)),
            ClaimWithin::Days(days) => spent_on + Days::new(u64::from(days)),
        }
    }

    /// How far somebody's cap reaches for something needed on a day, who was approved these before (clause C4): the caps
    /// of that month and of the months before it that can be put together, less what was approved for them.
    pub fn cap<'a>(
        &self,
        needed_on: NaiveDate,
        before: impl Iterator<Item = (NaiveDate, &'a Approval)>,
    ) -> Option<Cap> {
        let monthly = self.monthly_cap?;
        let months = self.combinable_months.max(1);
        let month = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month());
        let last = month(needed_on);
        let used = before
            .filter(|(needed, _)| (last - i64::from(months) + 1..=last).contains(&month(*needed)))
            .filter_map(|(_, approval)| approval.booking().value())
            .fold(Money::zero(self.currency), |sum, value| sum.plus(value).unwrap_or(sum));
        Some(Cap { most: monthly.times(months), months, used })
    }

    /// The quarter whose budget something needed on a day comes out of.
    pub fn quarter(&self, needed_on: NaiveDate, calendar: &Calendar) -> Quarter {
        calendar.quarter_of(needed_on)
    }
}

/// How far somebody's cap reaches (clause C4), in the program's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// The most over these months.
    pub most: Money,
    /// How many months' caps are put together.
    pub months: u32,
    /// What was approved for those months before.
    pub used: Money,
}

impl Cap {
    /// What is left of it.
    pub fn left(&self) -> Money {
        self.most.minus(self.used).unwrap_or(Money::zero(self.most.currency()))
    }

    /// Whether so much more stays within it.
    pub fn allows(&self, more: Money) -> bool {
        self.left().minus(more).is_some()
    }
}
