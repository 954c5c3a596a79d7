//! The books: what a quarter's budget is, what of it is promised, and what was paid.
//!
//! A [`Book`] is one quarter's. A request's money enters it as a [`Booking`] when it is approved, at the rates in force
//! then, which stay with it; from then on a [`Move`] shifts it from promised to paid and back, or lets it go. In each kind
//! `budget = free + committed + paid` always, so what is free follows and is never kept.

use crate::calendar::Quarter;
use crate::funding::FundingKind;
use crate::money::{Currency, Money, RateValue, Sums};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Money of one request in the books: in its own currencies, and what that is in the program's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// The quarter whose budget it comes out of.
    pub quarter: Quarter,
    /// The kind whose budget it comes out of.
    pub kind: FundingKind,
    entries: Vec<Booked>,
}

/// An amount in its own currency, and what it is in the program's at the rate that is frozen with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// In its own currency.
    pub amount: Money,
    /// In the program's.
    pub value: Money,
    /// The rate between them.
    pub rate: RateValue,
}

/// No rate was entered for a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no rate is known for {0}")]
pub struct NoRate(pub Currency);

impl Booking {
    /// These amounts, each at the rate that `rate` knows.
    ///
    /// # Errors
    /// [`NoRate`] names the first currency without one.
    pub fn new(
        quarter: Quarter,
        kind: FundingKind,
        sums: &Sums,
        program: Currency,
        rate: impl Fn(Currency) -> Option<RateValue>,
    ) -> Result<Self, NoRate> {
        let entry = |amount: Money| {
            let rate = rate(amount.currency()).ok_or(NoRate(amount.currency()))?;
            Ok(Booked { amount, value: rate.convert(amount, program), rate })
        };
        Ok(Self { quarter, kind, entries: sums.iter().map(entry).collect::<Result<_, _>>()? })
    }

    /// Each amount with its value.
    pub fn entries(&self) -> &[Booked] {
        &self.entries
    }

    /// The amounts in their own currencies.
    pub fn amounts(&self) -> Sums {
        self.entries.iter().map(|booked| booked.amount).collect()
    }

    /// All of it in the program's currency; none where there is nothing in it.
    pub fn value(&self) -> Option<Money> {
        let mut values = self.entries.iter().map(|booked| booked.value);
        let first = values.next()?;
        values.try_fold(first, Money::plus)
    }

    /// So much of it, at the same rates: never more than there is, and all of it is worth what it was worth.
    #[must_use]
    pub fn part(&self, amounts: &Sums) -> Self {
        let part = |booked: &Booked| {
            let amount = booked.amount.least(amounts.of(booked.amount.currency()))?;
            if amount.is_zero() {
                return None;
            }
            let converted = booked.rate.convert(amount, booked.value.currency());
            let value = if amount == booked.amount { booked.value } else { converted.least(booked.value)? };
            Some(Booked { amount, value, rate: booked.rate })
        };
        Self { entries: self.entries.iter().filter_map(part).collect(), ..self.clone() }
    }
}

/// What happens to a request's money in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// It is promised.
    Commit(Booking),
    /// What was promised is free again.
    Release(Booking),
    /// What was promised is paid, or a part of it; the rest is free again.
    Pay {
        /// What was promised.
        promised: Booking,
        /// What is paid.
        paid: Booking,
    },
    /// What was paid came back, and is promised still.
    TakeBack(Booking),
}

impl Move {
    /// The quarter whose book it changes.
    pub fn quarter(&self) -> Quarter {
        match self {
            Self::Commit(booking) | Self::Release(booking) | Self::TakeBack(booking) => booking.quarter,
            Self::Pay { promised, .. } => promised.quarter,
        }
    }

    /// The program's currency that the book is kept in; none where nothing is moved.
    pub fn currency(&self) -> Option<Currency> {
        let booking = match self {
            Self::Commit(booking) | Self::Release(booking) | Self::TakeBack(booking) => booking,
            Self::Pay { promised, .. } => promised,
        };
        booking.entries.first().map(|booked| booked.value.currency())
    }
}

/// Why the books cannot take a move or a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotBooked {
    /// The budget of the kind has only so much left.
    #[error("only {free} of the budget is free, and {needed} is asked for")]
    OverBudget {
        /// What is free.
        free: Money,
        /// What is needed.
        needed: Money,
    },
    /// A budget smaller than what is promised and paid out of it already.
    #[error("{used} of it is promised or paid already")]
    BelowUse {
        /// What is promised and paid.
        used: Money,
    },
    /// The books hold less than is to be taken out of them, or hold another currency: they were not kept by these rules.
    #[error("the books do not hold what is to be taken out of them")]
    NotThere,
}

/// The book of one quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    quarter: Quarter,
    currency: Currency,
    kinds: BTreeMap<FundingKind, Account>,
    /// In the requests' own currencies.
    committed: Sums,
    paid: Sums,
}

/// The account of one kind, in the program's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What may be spent.
    pub budget: Money,
    /// What is promised and not paid yet.
    pub committed: Money,
    /// What was paid.
    pub paid: Money,
}

impl Account {
    fn empty(currency: Currency) -> Self {
        let nothing = Money::zero(currency);
        Self { budget: nothing, committed: nothing, paid: nothing }
    }

    /// What is promised and paid.
    pub fn used(&self) -> Money {
        self.committed.plus(self.paid).unwrap_or(self.committed)
    }

    /// What can still be promised.
    pub fn free(&self) -> Money {
        self.budget.minus(self.used()).unwrap_or(Money::zero(self.budget.currency()))
    }
}

impl Book {
    /// A quarter without a budget yet.
    pub fn empty(quarter: Quarter, currency: Currency) -> Self {
        Self { quarter, currency, kinds: BTreeMap::new(), committed: Sums::default(), paid: Sums::default() }
    }

    /// Whose it is.
    pub fn quarter(&self) -> Quarter {
        self.quarter
    }

    /// The program's currency when the book was opened.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The account of a kind.
    pub fn account(&self, kind: FundingKind) -> Account {
        self.kinds.get(&kind).copied().unwrap_or(Account::empty(self.currency))
    }

    /// Every account there is, with its kind.
    pub fn accounts(&self) -> impl Iterator<Item = (FundingKind, Account)> + '_ {
        self.kinds.iter().map(|(kind, account)| (*kind, *account))
    }

    /// All kinds together.
    pub fn total(&self) -> Account {
        let plus = |one: Money, other: Money| one.plus(other).unwrap_or(one);
        self.kinds.values().fold(Account::empty(self.currency), |total, account| Account {
            budget: plus(total.budget, account.budget),
            committed: plus(total.committed, account.committed),
            paid: plus(total.paid, account.paid),
        })
    }

    /// What is promised, in the requests' own currencies.
    pub fn committed(&self) -> &Sums {
        &self.committed
    }

    /// What was paid, in the requests' own currencies.
    pub fn paid(&self) -> &Sums {
        &self.paid
    }

    /// The same with another budget for a kind: never less than is promised and paid out of it.
    ///
    /// # Errors
    /// [`NotBooked`] names what is in the way.
    pub fn with_budget(mut self, kind: FundingKind, budget: Money) -> Result<Self, NotBooked> {
        let account = self.account(kind);
        if budget.currency() != self.currency {
            return Err(NotBooked::NotThere);
        }
        if budget.minus(account.used()).is_none() {
            return Err(NotBooked::BelowUse { used: account.used() });
        }
        self.kinds.insert(kind, Account { budget, ..account });
        Ok(self)
    }

    /// The same after a move. Every sum in it changes, or none does.
    ///
    /// # Errors
    /// [`NotBooked`] names what is in the way.
    pub fn after(self, change: &Move) -> Result<Self, NotBooked> {
        if change.quarter() != self.quarter {
            return Err(NotBooked::NotThere);
        }
        match change {
            Move::Commit(booking) => {
                let account = self.account(booking.kind);
                let needed = booking.value().unwrap_or(Money::zero(self.currency));
                match account.free().minus(needed) {
                    Some(_) => self.shifted(booking, Side::Committed, More::Up),
                    None if needed.currency() == self.currency => {
                        Err(NotBooked::OverBudget { free: account.free(), needed })
                    }
                    None => Err(NotBooked::NotThere),
                }
            }
            Move::Release(booking) => self.shifted(booking, Side::Committed, More::Down),
            Move::Pay { promised, paid } => {
                if promised.part(&paid.amounts()) != *paid {
                    return Err(NotBooked::NotThere);
                }
                self.shifted(promised, Side::Committed, More::Down)?.shifted(paid, Side::Paid, More::Up)
            }
            Move::TakeBack(booking) => {
                self.shifted(booking, Side::Paid, More::Down)?.shifted(booking, Side::Committed, More::Up)
            }
        }
    }

    fn shifted(mut self, booking: &Booking, side: Side, more: More) -> Result<Self, NotBooked> {
        let change = |there: Money, by: Money| match more {
            More::Up => there.plus(by).ok_or(NotBooked::NotThere),
            More::Down => there.minus(by).ok_or(NotBooked::NotThere),
        };
        let mut account = self.account(booking.kind);
        let (of_kind, own) = match side {
            Side::Committed => (&mut account.committed, &mut self.committed),
            Side::Paid => (&mut account.paid, &mut self.paid),
        };
        for booked in &booking.entries {
            *of_kind = change(*of_kind, booked.value)?;
            *own = own.with(change(own.of(booked.amount.currency()), booked.amount)?);
        }
        self.kinds.insert(booking.kind, account);
        Ok(self)
    }
}

#[derive(Clone, Copy)]
enum Side {
    Committed,
    Paid,
}

#[derive(Clone, Copy)]
enum More {
    Up,
    Down,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::tests::{currency, money};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    const CODES: [&str; 4] = ["EUR", "USD", "JPY", "KWD"];

    fn quarter() -> Quarter {
        Quarter::new(2026, 4).unwrap()
    }

    fn rates(code: &str, of_thousand: u32) -> RateValue {
        let one = code == "EUR";
        if one { RateValue::ONE } else { RateValue::parse(&format!("0.{:03}", of_thousand % 999 + 1)).unwrap() }
    }

    fn booking(kind: FundingKind, amounts: &[Money], of_thousand: u32) -> Booking {
        let sums = amounts.iter().copied().collect();
        Booking::new(quarter(), kind, &sums, currency("EUR"), |one| Some(rates(one.code(), of_thousand))).unwrap()
    }

    fn book(budget: &str) -> Book {
        Book::empty(quarter(), currency("EUR")).with_budget(FundingKind::Food, money(budget)).unwrap()
    }

    /// M12
    #[test]
    fn the_last_euro_is_promised_once() {
        let asked = booking(FundingKind::Food, &[money("60.00 EUR")], 0);
        let book = book("100.00 EUR").after(&Move::Commit(asked.clone())).unwrap();
        assert_eq!(book.account(FundingKind::Food).free(), money("40.00 EUR"));
        let refused = book.clone().after(&Move::Commit(asked.clone()));
        assert_eq!(refused, Err(NotBooked::OverBudget { free: money("40.00 EUR"), needed: money("60.00 EUR") }));
        let of_another_kind = booking(FundingKind::Swag, &[money("1.00 EUR")], 0);
        assert!(matches!(book.clone().after(&Move::Commit(of_another_kind)), Err(NotBooked::OverBudget { .. })));
        assert!(book.after(&Move::Release(asked.clone())).unwrap().after(&Move::Commit(asked)).is_ok());
    }

    #[test]
    fn what_is_paid_less_than_promised_leaves_the_rest_free_and_what_comes_back_is_promised_still() {
        let promised = booking(FundingKind::Food, &[money("60.00 USD")], 499);
        let paid = promised.part(&[money("20.01 USD")].into_iter().collect());
        assert_eq!(paid.value(), Some(money("10.00 EUR")), "half a cent goes to the even side");
        let book = book("100.00 EUR").after(&Move::Commit(promised.clone())).unwrap();
        let book = book.after(&Move::Pay { promised: promised.clone(), paid: paid.clone() }).unwrap();
        assert_eq!(
            book.account(FundingKind::Food),
            Account { budget: money("100.00 EUR"), committed: money("0.00 EUR"), paid: money("10.00 EUR") }
        );
        let back = book.clone().after(&Move::TakeBack(paid.clone())).unwrap();
        assert_eq!((back.committed(), back.paid().is_empty()), (&paid.amounts(), true));
        assert_eq!(book.after(&Move::TakeBack(promised)), Err(NotBooked::NotThere), "more than was paid");
    }

    #[test]
    fn a_budget_never_falls_below_what_is_used_of_it() {
        let asked = booking(FundingKind::Food, &[money("60.00 EUR")], 0);
        let book = book("100.00 EUR").after(&Move::Commit(asked)).unwrap();
        let less = book.clone().with_budget(FundingKind::Food, money("59.99 EUR"));
        assert_eq!(less, Err(NotBooked::BelowUse { used: money("60.00 EUR") }));
        assert!(book.clone().with_budget(FundingKind::Food, money("60.00 EUR")).is_ok());
        assert_eq!(book.with_budget(FundingKind::Food, money("60.00 USD")), Err(NotBooked::NotThere));
    }

    #[test]
    fn a_currency_without_a_rate_is_named() {
        let sums = [money("1.00 CHF"), money("1.00 EUR")].into_iter().collect();
        let of = |one: Currency| (one.code() == "EUR").then_some(RateValue::ONE);
        let made = Booking::new(quarter(), FundingKind::Food, &sums, currency("EUR"), of);
        assert_eq!(made, Err(NoRate(currency("CHF"))));
    }

    /// One request in the naive ledger: what it holds, and on which side.
    #[derive(Clone, Debug)]
    struct Held {
        booking: Booking,
        paid: bool,
    }

    proptest! {
        /// Random promises, rate changes, payments in part and in full, take-backs, releases and budgets: the book equals
        /// what adding up the requests one by one gives, in every currency, to the smallest unit.
        #[test]
        fn the_book_balances_to_the_cent_in_every_currency(
            steps in proptest::collection::vec((0u8..6, 0usize..8, any::<u32>(), any::<u32>(), 0usize..4, 0usize..2), 1..120)
        ) {
            let kinds = [FundingKind::Food, FundingKind::Swag];
            let mut book = Book::empty(quarter(), currency("EUR"));
            let mut budgets = BTreeMap::from(kinds.map(|kind| (kind, Decimal::ZERO)));
            let mut held: Vec<Option<Held>> = vec![None; 8];
            for (what, request, units, more, code, kind) in steps {
                let kind = kinds[kind];
                let amounts = [
                    Money::of_smallest(units % 500_000, currency(CODES[code])),
                    Money::of_smallest(more % 500_000, currency(CODES[(code + 1) % CODES.len()])),
                ];
                let there = held[request].clone();
                let (change, after) = match (what, there) {
                    (0, _) => {
                        let budget = Money::of_smallest(units % 3_000_000, currency("EUR"));
                        if let Ok(changed) = book.clone().with_budget(kind, budget) {
                            budgets.insert(kind, budget.amount());
                            book = changed;
                        }
                        continue;
                    }
                    (1 | 2, None) => {
                        let booking = booking(kind, &amounts, more);
                        (Move::Commit(booking.clone()), Some(Held { booking, paid: false }))
                    }
                    (3, Some(Held { booking, paid: false })) => (Move::Release(booking), None),
                    (4, Some(Held { booking, paid: false })) => {
                        let fewer: Sums = booking.amounts().iter()
                            .map(|money| money.least(Money::of_smallest(units % 600_000, money.currency())).unwrap())
                            .collect();
                        let paid = booking.part(&fewer);
                        (Move::Pay { promised: booking, paid: paid.clone() }, Some(Held { booking: paid, paid: true }))
                    }
                    (5, Some(Held { booking, paid: true })) => {
                        (Move::TakeBack(booking.clone()), Some(Held { booking, paid: false }))
                    }
                    _ => continue,
                };
                match book.clone().after(&change) {
                    Ok(changed) => {
                        book = changed;
                        held[request] = after;
                    }
                    Err(NotBooked::OverBudget { .. }) => prop_assert!(matches!(change, Move::Commit(_))),
                    Err(other) => prop_assert!(false, "{other}"),
                }
                let sum = |paid: bool, kind: FundingKind| -> Decimal {
                    held.iter().flatten()
                        .filter(|held| held.paid == paid && held.booking.kind == kind)
                        .flat_map(|held| held.booking.entries().iter().map(|booked| booked.value.amount()))
                        .sum()
                };
                for kind in kinds {
                    let account = book.account(kind);
                    prop_assert_eq!(account.committed.amount(), sum(false, kind));
                    prop_assert_eq!(account.paid.amount(), sum(true, kind));
                    prop_assert_eq!(account.budget.amount(), budgets[&kind]);
                    let together = account.free().amount() + account.committed.amount() + account.paid.amount();
                    prop_assert_eq!(account.budget.amount(), together);
                }
                let own = |paid: bool| -> Sums {
                    held.iter().flatten().filter(|held| held.paid == paid)
                        .flat_map(|held| held.booking.entries().iter().map(|booked| booked.amount))
                        .collect()
                };
                prop_assert_eq!(book.committed(), &own(false));
                prop_assert_eq!(book.paid(), &own(true));
            }
        }
    }
}
