//! Money: an amount in a currency, each in that currency's own smallest unit; never a float.
//!
//! Amounts of several currencies are never added up but kept side by side in [`Sums`]. What an amount is in the
//! program's own currency follows from a [`Rate`] that a person entered with a date.

use crate::form::Problem;
use crate::id::PersonId;
use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A currency people pay with, as ISO 4217 lists it. Metals, funds and codes for testing are none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// Every currency, in the order of the codes.
    pub fn all() -> Vec<Self> {
        use iso_currency::IntoEnumIterator as _;
        let mut all: Vec<_> = iso_currency::Currency::iter().filter_map(Self::known).collect();
        all.sort_unstable();
        all
    }

    fn known(currency: iso_currency::Currency) -> Option<Self> {
        let is_one = currency.exponent().is_some() && !currency.is_fund() && !currency.is_special();
        let is_one = is_one && currency.is_superseded().is_none();
        is_one.then_some(Self(currency))
    }

    /// Reads a code, in small letters too.
    ///
    /// # Errors
    /// [`Problem::Missing`] or [`Problem::NotACurrency`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        match typed.trim() {
            "" => Err(Problem::Missing),
            typed => typed.parse().map_err(|NotACurrency| Problem::NotACurrency),
        }
    }

    /// Its code, such as "EUR".
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Its English name.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// How many decimals its smallest unit has: two for cents, none for yen.
    pub fn decimals(self) -> u32 {
        self.0.exponent().map_or(2, u32::from)
    }
}

/// No currency has this code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no currency has this code")]
pub struct NotACurrency;

impl FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(text: &str) -> Result<Self, NotACurrency> {
        iso_currency::Currency::from_code(&text.to_ascii_uppercase()).and_then(Self::known).ok_or(NotACurrency)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An amount of zero or more in one currency, in whole smallest units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Money {
    #[serde(with = "rust_decimal::serde::str")]
    amount: Decimal,
    currency: Currency,
}

#[derive(Deserialize)]
struct Written {
    #[serde(with = "rust_decimal::serde::str")]
    amount: Decimal,
    currency: Currency,
}

/// An amount no money can be of: below zero, or in parts of the smallest unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an amount is zero or more, in whole smallest units of its currency")]
pub struct NotAnAmount;

impl TryFrom<Written> for Money {
    type Error = NotAnAmount;

    fn try_from(written: Written) -> Result<Self, NotAnAmount> {
        Self::new(written.amount, written.currency)
    }
}

/// The most somebody can type: enough for any request in any currency, and so little that no sum overflows.
const MOST: Decimal = Decimal::from_parts(1_215_752_192, 23, 0, false, 0);

impl Money {
    /// This amount.
    ///
    /// # Errors
    /// [`NotAnAmount`] below zero or in parts of the smallest unit.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, NotAnAmount> {
        let amount = amount.normalize();
        if amount.is_sign_negative() && !amount.is_zero() || amount.scale() > currency.decimals() {
            return Err(NotAnAmount);
        }
        Ok(Self::exact(amount, currency))
    }

    /// Nothing.
    pub fn zero(currency: Currency) -> Self {
        Self::exact(Decimal::ZERO, currency)
    }

    /// So many of the smallest unit: cents, or yen.
    pub fn of_smallest(units: u32, currency: Currency) -> Self {
        Self::exact(Decimal::new(i64::from(units), currency.decimals()), currency)
    }

    /// So many of the smallest unit, however many; none beyond what an amount can be.
    pub fn of_units(units: u64, currency: Currency) -> Option<Self> {
        let amount = Decimal::try_from_i128_with_scale(units.into(), currency.decimals()).ok()?;
        Some(Self::exact(amount, currency))
    }

    /// How many of the smallest unit it is; none beyond what fits.
    pub fn units(self) -> Option<u64> {
        u64::try_from(self.amount.mantissa()).ok()
    }

    /// The amount written with all decimals of its currency, so that equal amounts are equal in every respect.
    fn exact(mut amount: Decimal, currency: Currency) -> Self {
        amount.rescale(currency.decimals());
        Self { amount, currency }
    }

    /// Reads an amount as people write it, with their own decimal mark: "1.234,50", "1,234.50", "1 234,5", "1'234".
    /// The currency's code or sign may stand before or after it.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::NotAnAmount`], [`Problem::TooManyDecimals`] beyond the currency's smallest unit,
    /// [`Problem::AmountUnclear`] where a mark may be either, [`Problem::TooMuchMoney`].
    pub fn parse(typed: &str, currency: Currency) -> Result<Self, Problem> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Problem::Missing);
        }
        let number = without_sign(typed, currency);
        let amount = decimal(&number, currency.decimals())?;
        if amount.normalize().scale() > currency.decimals() {
            return Err(Problem::TooManyDecimals { most: currency.decimals() });
        }
        if amount > MOST {
            return Err(Problem::TooMuchMoney);
        }
        Self::new(amount, currency).map_err(|NotAnAmount| Problem::NotAnAmount)
    }

    /// The amount, with all decimals of the currency.
    pub fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.amount.is_zero()
    }

    /// Both together; none of two currencies.
    pub fn plus(self, other: Self) -> Option<Self> {
        let amount = self.amount.checked_add(other.amount)?;
        (self.currency == other.currency).then(|| Self::exact(amount, self.currency))
    }

    /// What is left after the other is taken away; none of two currencies, or where it is more than there is.
    pub fn minus(self, other: Self) -> Option<Self> {
        let is_there = self.currency == other.currency && self.amount >= other.amount;
        is_there.then(|| Self::exact(self.amount - other.amount, self.currency))
    }

    /// The smaller; none of two currencies.
    pub fn least(self, other: Self) -> Option<Self> {
        (self.currency == other.currency).then(|| if other.amount < self.amount { other } else { self })
    }

    /// So many times as much, such as an amount a month over several months.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        let amount = self.amount.saturating_mul(Decimal::from(count));
        Self::exact(amount, self.currency)
    }

    /// For a field of a form, without the currency.
    pub fn typed(self) -> String {
        self.amount.to_string()
    }
}

/// The amount and the code of the currency: "1234.50 EUR".
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

/// What was typed without the currency's code or sign at either end.
fn without_sign(typed: &str, currency: Currency) -> String {
    let symbol = currency.0.symbol().to_string();
    let plain = typed.to_uppercase();
    for sign in [currency.code(), symbol.as_str()] {
        let sign = sign.to_uppercase();
        let rest = plain.strip_prefix(&sign).or_else(|| plain.strip_suffix(&sign));
        if let Some(rest) = rest.filter(|_| !sign.is_empty()) {
            return rest.trim().to_owned();
        }
    }
    plain
}

/// Digits of the scripts a phone may type, as Latin ones.
fn latin(c: char) -> char {
    let zeros = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{ff10}'];
    let digit = |zero: char| u32::from(c).checked_sub(u32::from(zero)).and_then(|value| char::from_digit(value, 10));
    match c {
        '\u{66b}' | '，' => ',',
        '．' => '.',
        '\u{66c}' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' => '\'',
        _ => zeros.into_iter().find_map(digit).unwrap_or(c),
    }
}

/// Reads a number with either decimal mark and with groups of thousands or lakhs.
fn decimal(typed: &str, decimals: u32) -> Result<Decimal, Problem> {
    let typed: String = typed.chars().map(latin).map(|c| if c == ' ' { '\'' } else { c }).collect();
    let marks: Vec<(usize, char)> = typed.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let (whole, part) = match marks.as_slice() {
        [] => (typed.as_str(), ""),
        [(at, mark)] => {
            let (whole, part) = (&typed[..*at], typed.get(at + 1..).unwrap_or_default());
            let groups = part.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
            match (groups, decimals, mark) {
                // With three decimals of its own it is a comma that groups in one country and parts in another.
                (true, 3, ',') => return Err(Problem::AmountUnclear),
                (true, 3, _) | (false, ..) => (whole, part),
                (true, ..) => (typed.as_str(), ""),
            }
        }
        [.., (_, one), (at, last)] if one != last => (&typed[..*at], typed.get(at + 1..).unwrap_or_default()),
        _ => (typed.as_str(), ""),
    };
    let groups: Vec<&str> = whole.split(['.', ',', '\'']).collect();
    let alike = whole.chars().filter(|c| matches!(c, '.' | ',' | '\'')).collect::<std::collections::BTreeSet<_>>();
    let grouped = match groups.as_slice() {
        [only] => !only.is_empty() || !part.is_empty(),
        [first, between @ .., last] => {
            (1..=3).contains(&first.len())
                && between.iter().all(|group| matches!(group.len(), 2 | 3))
                && last.len() == 3
                && alike.len() == 1
        }
        [] => false,
    };
    let digits = groups.concat();
    let is_number = digits.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit());
    if !grouped || !is_number || typed.ends_with(['.', ',', '\'']) {
        return Err(Problem::NotAnAmount);
    }
    if digits.trim_start_matches('0').len() > 13 {
        return Err(Problem::TooMuchMoney);
    }
    if part.len() > 12 {
        return Err(Problem::TooManyDecimals { most: decimals });
    }
    format!("0{digits}.{part}0").parse().map_err(|_| Problem::NotAnAmount)
}

/// Amounts side by side, one of each currency; a currency of which there is nothing is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Money>", into = "Vec<Money>")]
pub struct Sums(BTreeMap<Currency, Money>);

impl Sums {
    /// How much there is of this currency.
    pub fn of(&self, currency: Currency) -> Money {
        self.0.get(&currency).copied().unwrap_or(Money::zero(currency))
    }

    /// The same and this amount.
    #[must_use]
    pub fn and(mut self, more: Money) -> Self {
        if let Some(sum) = self.of(more.currency).plus(more).filter(|sum| !sum.is_zero()) {
            self.0.insert(more.currency, sum);
        }
        self
    }

    /// The same with this much of its currency, whatever there was.
    #[must_use]
    pub(crate) fn with(&self, money: Money) -> Self {
        let mut sums = self.0.clone();
        match money.is_zero() {
            true => sums.remove(&money.currency),
            false => sums.insert(money.currency, money),
        };
        Self(sums)
    }

    /// Of each currency the smaller of both (clause M14: what is authorized).
    #[must_use]
    pub fn least(&self, other: &Self) -> Self {
        self.iter().filter_map(|money| money.least(other.of(money.currency))).collect()
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each amount, in the order of the currencies' codes.
    pub fn iter(&self) -> impl Iterator<Item = Money> + '_ {
        self.0.values().copied()
    }
}

impl FromIterator<Money> for Sums {
    fn from_iter<I: IntoIterator<Item = Money>>(all: I) -> Self {
        all.into_iter().fold(Self::default(), Self::and)
    }
}

impl From<Vec<Money>> for Sums {
    fn from(all: Vec<Money>) -> Self {
        all.into_iter().collect()
    }
}

impl From<Sums> for Vec<Money> {
    fn from(sums: Sums) -> Self {
        sums.iter().collect()
    }
}

/// What one of a currency is in the program's currency, from a day on, as somebody entered it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// The currency.
    pub currency: Currency,
    /// How much of the program's currency one of it is.
    value: RateValue,
    /// The first day it holds.
    pub from: NaiveDate,
    /// Who entered it.
    pub by: PersonId,
}

/// How much of the program's currency one of another is: more than zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RateValue(#[serde(with = "rust_decimal::serde::str")] Decimal);

impl RateValue {
    /// As many decimals as a rate can have.
    pub const DECIMALS: u32 = 10;

    /// One for one: the program's own currency.
    pub const ONE: Self = Self(Decimal::ONE);

    /// Reads a rate with either decimal mark. A mark before three digits is a decimal mark here.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::NotARate`], [`Problem::TooManyDecimals`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Problem::Missing);
        }
        let typed: String = typed.chars().map(latin).map(|c| if c == ',' { '.' } else { c }).collect();
        let is_number = typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let value: Decimal =
            Some(typed).filter(|_| is_number).and_then(|typed| typed.parse().ok()).ok_or(Problem::NotARate)?;
        let value = value.normalize();
        if value.scale() > Self::DECIMALS {
            return Err(Problem::TooManyDecimals { most: Self::DECIMALS });
        }
        if value.is_zero() || value > Decimal::from(1_000_000_u32) {
            return Err(Problem::NotARate);
        }
        Ok(Self(value))
    }

    /// This amount in the program's currency, rounded half to even to its smallest unit.
    pub fn convert(self, money: Money, program: Currency) -> Money {
        let exact = money.amount.saturating_mul(self.0);
        Money::exact(exact.round_dp_with_strategy(program.decimals(), RoundingStrategy::MidpointNearestEven), program)
    }
}

impl fmt::Display for RateValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Rate {
    /// A rate.
    pub fn new(currency: Currency, value: RateValue, from: NaiveDate, by: PersonId) -> Self {
        Self { currency, value, from, by }
    }

    /// How much of the program's currency one of it is.
    pub fn value(&self) -> RateValue {
        self.value
    }
}

/// The rate in force for a currency on a day: the one that began last. The program's own currency is always one for one.
pub fn rate_on(rates: &[Rate], currency: Currency, program: Currency, day: NaiveDate) -> Option<RateValue> {
    if currency == program {
        return Some(RateValue::ONE);
    }
    let begun = rates.iter().filter(|rate| rate.currency == currency && rate.from <= day);
    begun.max_by_key(|rate| rate.from).map(Rate::value)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    /// "12.50 EUR", as it is shown.
    pub(crate) fn money(text: &str) -> Money {
        let (amount, code) = text.split_once(' ').unwrap();
        Money::new(amount.parse().unwrap(), currency(code)).unwrap()
    }

    /// P4
    #[test]
    fn an_amount_is_read_with_the_decimal_mark_of_whoever_types_it() {
        for (typed, code, expected) in [
            ("1.234,50", "EUR", "1234.50 EUR"),
            ("1,234.50", "EUR", "1234.50 EUR"),
            ("1 234,5", "EUR", "1234.50 EUR"),
            ("1\u{202f}234,5", "EUR", "1234.50 EUR"),
            ("1'234", "CHF", "1234.00 CHF"),
            ("1,234", "USD", "1234.00 USD"),
            ("0,5", "EUR", "0.50 EUR"),
            (".5", "EUR", "0.50 EUR"),
            ("12", "EUR", "12.00 EUR"),
            ("€ 12,00", "EUR", "12.00 EUR"),
            ("12 eur", "EUR", "12.00 EUR"),
            ("12,00,000.50", "INR", "1200000.50 INR"),
            ("1.000", "JPY", "1000 JPY"),
            ("5,00", "JPY", "5 JPY"),
            ("12.500", "KWD", "12.500 KWD"),
            ("1,234.500", "KWD", "1234.500 KWD"),
            ("0,125", "TND", "0.125 TND"),
            ("١٢٫٥", "EGP", "12.50 EGP"),
            ("१२५", "INR", "125.00 INR"),
            ("1.234.567", "EUR", "1234567.00 EUR"),
        ] {
            assert_eq!(
                Money::parse(typed, currency(code)).map(|money| money.to_string()),
                Ok(expected.into()),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_with_its_own_reason() {
        for (typed, code, expected) in [
            ("", "EUR", Problem::Missing),
            ("twelve", "EUR", Problem::NotAnAmount),
            ("-5", "EUR", Problem::NotAnAmount),
            ("1,2,3", "EUR", Problem::NotAnAmount),
            ("1.2.3,4,5", "EUR", Problem::NotAnAmount),
            ("5.", "EUR", Problem::NotAnAmount),
            (".", "EUR", Problem::NotAnAmount),
            ("1 2", "EUR", Problem::NotAnAmount),
            ("$5", "EUR", Problem::NotAnAmount),
            ("1e5", "EUR", Problem::NotAnAmount),
            ("1.2345", "EUR", Problem::TooManyDecimals { most: 2 }),
            ("0.005", "EUR", Problem::TooManyDecimals { most: 2 }),
            ("1.5", "JPY", Problem::TooManyDecimals { most: 0 }),
            ("12,500", "KWD", Problem::AmountUnclear),
            ("100000000001", "EUR", Problem::TooMuchMoney),
            ("99999999999999999999999999", "EUR", Problem::TooMuchMoney),
        ] {
            assert_eq!(Money::parse(typed, currency(code)), Err(expected), "{typed}");
        }
    }

    #[test]
    fn metals_funds_and_codes_for_testing_are_no_currencies_and_those_of_countries_are() {
        let all = Currency::all();
        assert!(all.len() > 140 && all.is_sorted(), "{}", all.len());
        for code in ["EUR", "usd", "NGN", "INR", "JPY", "KWD", "BRL"] {
            assert!(all.contains(&currency(code)), "{code}");
        }
        for code in ["XAU", "XTS", "XXX", "XDR", "EURO", ""] {
            assert_eq!(code.parse::<Currency>(), Err(NotACurrency), "{code}");
        }
    }

    #[test]
    fn money_is_converted_half_to_even_to_the_smallest_unit() {
        let convert =
            |rate: &str, text: &str| RateValue::parse(rate).unwrap().convert(money(text), currency("EUR")).to_string();
        assert_eq!(convert("0.5", "0.01 USD"), "0.00 EUR");
        assert_eq!(convert("0,5", "0.03 USD"), "0.02 EUR");
        assert_eq!(convert("0.0061", "12345 JPY"), "75.30 EUR");
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let by = PersonId::new(uuid::Uuid::from_u128(1));
        let rate = |value, from| Rate::new(currency("USD"), RateValue::parse(value).unwrap(), day(from), by);
        let rates = [rate("0.9", "2026-04-01"), rate("0.8", "2026-01-01")];
        let on =
            |code: &str, at| rate_on(&rates, currency(code), currency("EUR"), day(at)).map(|rate| rate.to_string());
        assert_eq!(on("USD", "2025-12-31"), None);
        assert_eq!(on("USD", "2026-03-31").as_deref(), Some("0.8"));
        assert_eq!(on("USD", "2026-04-01").as_deref(), Some("0.9"));
        assert_eq!(on("EUR", "2020-01-01").as_deref(), Some("1"));
        assert_eq!(on("CHF", "2026-04-01"), None);
    }

    #[test]
    fn money_of_two_currencies_is_never_added_up() {
        assert_eq!(money("1.00 EUR").plus(money("1.00 USD")), None);
        assert_eq!(money("1.00 EUR").minus(money("1.01 EUR")), None);
        let sums: Sums =
            [money("1.00 EUR"), money("2.50 USD"), money("0.50 EUR"), money("0.00 CHF")].into_iter().collect();
        assert_eq!(sums.iter().map(|money| money.to_string()).collect::<Vec<_>>(), ["1.50 EUR", "2.50 USD"]);
    }

    #[test]
    fn money_is_kept_as_text_and_what_cannot_be_money_is_not_read_back() {
        let json = serde_json::to_string(&money("12.50 EUR")).unwrap();
        assert_eq!(json, r#"{"amount":"12.50","currency":"EUR"}"#);
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money("12.5 EUR"));
        for wrong in [r#"{"amount":"-1","currency":"EUR"}"#, r#"{"amount":"1.001","currency":"EUR"}"#] {
            assert!(serde_json::from_str::<Money>(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        /// Whatever is shown can be typed again, in either way of writing it.
        #[test]
        fn an_amount_written_in_any_way_reads_as_itself(units in any::<u32>(), which in 0usize..150) {
            let all = Currency::all();
            let money = Money::of_smallest(units, all[which % all.len()]);
            let typed = money.typed();
            let comma = typed.replace('.', ",");
            prop_assert_eq!(Money::parse(&typed, money.currency()), Ok(money));
            if money.currency().decimals() != 3 {
                prop_assert_eq!(Money::parse(&comma, money.currency()), Ok(money));
            }
            prop_assert_eq!(Money::parse(&money.to_string(), money.currency()), Ok(money));
        }

        #[test]
        fn nothing_anybody_types_makes_the_reader_fall_over(typed in ".{0,40}", which in 0usize..150) {
            let all = Currency::all();
            let _ = Money::parse(&typed, all[which % all.len()]);
            let _ = RateValue::parse(&typed);
        }
    }
}
