//! Quarters in the program's own time zone (clause R6).
//!
//! A quarter is some whole months as the program's calendar shows them: three, or one or six where the program counts in
//! months or half-years; the first month is a setting. Every instant belongs to exactly one quarter, across
//! daylight-saving changes and the year's end. A program that changes how it counts does so with its next quarter: a
//! [`Calendar`] is a row of eras, and knows every quarter that was by the name it had.

use crate::zone::Zone;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How long a program's quarter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// One month.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    HalfYear,
}

impl Period {
    /// Every period, the shortest first.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::HalfYear];

    /// How many months it has.
    pub fn months(self) -> u8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
        }
    }

    /// How many of them a year has.
    pub fn a_year(self) -> u8 {
        12 / self.months()
    }

    /// The days of the shortest there is.
    pub fn fewest_days(self) -> u32 {
        match self {
            Self::Month => 28,
            Self::Quarter => 89,
            Self::HalfYear => 181,
        }
    }

    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
        }
    }
}

/// Some months of a program's year, written "2026-Q3"; "2026-07" is a month, and "2026-H2" a half-year.
// The order of the fields is the order of time: the year, then the months into it. `Calendar::changed` keeps it so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i32,
    months_in: u8,
    period: Period,
}

impl Quarter {
    /// The `number`th (1 to 4) quarter of the program's year that starts in `year`; none outside the years 1 to 9999.
    pub fn new(year: i32, number: u8) -> Option<Self> {
        Self::of(Period::Quarter, year, number)
    }

    /// The `number`th period of the program's year that starts in `year`; none where there is no such.
    pub fn of(period: Period, year: i32, number: u8) -> Option<Self> {
        let is_one = (1..=9999).contains(&year) && (1..=period.a_year()).contains(&number);
        is_one.then(|| Self { year, months_in: (number - 1) * period.months(), period })
    }

    /// The year the program's year starts in.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Which of its year, from 1.
    pub fn number(self) -> u8 {
        self.months_in / self.period.months() + 1
    }

    /// How long it is.
    pub fn period(self) -> Period {
        self.period
    }

    /// The same one a year before.
    #[must_use]
    pub fn a_year_before(self) -> Self {
        Self { year: self.year - 1, ..self }
    }

    /// The one after, in a program that never changes how it counts.
    fn following(self) -> Self {
        match self.number() == self.period.a_year() {
            true => Self { year: self.year + 1, months_in: 0, ..self },
            false => Self { months_in: self.months_in + self.period.months(), ..self },
        }
    }

    /// The one before, in a program that never changes how it counts.
    fn preceding(self) -> Self {
        match self.months_in {
            0 => Self { year: self.year - 1, months_in: 12 - self.period.months(), ..self },
            months_in => Self { months_in: months_in - self.period.months(), ..self },
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, number) = (self.year, self.number());
        match self.period {
            Period::Month => write!(f, "{year:04}-{number:02}"),
            Period::Quarter => write!(f, "{year:04}-Q{number}"),
            Period::HalfYear => write!(f, "{year:04}-H{number}"),
        }
    }
}

/// What was written is no quarter such as "2026-Q3".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a quarter is written like 2026-Q3, a month like 2026-07, a half-year like 2026-H2")]
pub struct NotAQuarter;

impl FromStr for Quarter {
    type Err = NotAQuarter;

    fn from_str(text: &str) -> Result<Self, NotAQuarter> {
        let (year, rest) = text.split_once('-').ok_or(NotAQuarter)?;
        let (period, number, length) = match rest.strip_prefix('Q') {
            Some(number) => (Period::Quarter, number, 1),
            None => match rest.strip_prefix('H') {
                Some(number) => (Period::HalfYear, number, 1),
                None => (Period::Month, rest, 2),
            },
        };
        let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(number, length) {
            return Err(NotAQuarter);
        }
        let year = year.parse().map_err(|_| NotAQuarter)?;
        let number = number.parse().map_err(|_| NotAQuarter)?;
        Self::of(period, year, number).ok_or(NotAQuarter)
    }
}

impl Serialize for Quarter {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quarter {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// How a program counts, as its settings say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counting {
    /// Where the program's midnight is.
    pub time_zone: Zone,
    /// The month (1 to 12) the program's year starts with.
    pub first_month: u32,
    /// How long its quarters are.
    pub period: Period,
}

impl Counting {
    fn quarter_of(self, day: NaiveDate) -> Quarter {
        let months_in = ((day.month0() + 12 - (self.first_month - 1)) % 12) as u8;
        let year = if day.month() >= self.first_month { day.year() } else { day.year() - 1 };
        Quarter { year, months_in: months_in - months_in % self.period.months(), period: self.period }
    }

    fn first_day(self, quarter: Quarter) -> NaiveDate {
        NaiveDate::from_ymd_opt(quarter.year, self.first_month, 1)
            .and_then(|day| day.checked_add_months(Months::new(quarter.months_in.into())))
            .unwrap_or(NaiveDate::MAX)
    }

    /// The first instant of a day.
    ///
    /// Where clocks jump over midnight the day starts later than 00:00, and where they fall back onto it, it starts at
    /// the earlier of the two midnights.
    fn midnight(self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        (0..=24 * 4)
            .find_map(|quarter_hours| {
                let local = midnight + chrono::Duration::minutes(15 * quarter_hours);
                self.time_zone.instant(local)
            })
            .unwrap_or_else(|| midnight.and_utc())
    }
}

/// A change of how a program counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Change {
    /// The last quarter counted as before; it lasts until the first one begins.
    last: Quarter,
    /// The first quarter counted the new way.
    first: Quarter,
    /// The new way.
    counting: Counting,
}

impl Change {
    fn first_day(&self) -> NaiveDate {
        self.counting.first_day(self.first)
    }

    fn at(&self) -> DateTime<Utc> {
        self.counting.midnight(self.first_day())
    }
}

/// How a program counts its days and quarters, and how it did before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// How it counted from the beginning.
    origin: Counting,
    /// Every change, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Change>,
    /// Ways of counting that were decided and thought better of before they came into effect: what was shared meanwhile
    /// lies under the names they would have given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    forgotten: Vec<Counting>,
}

impl Calendar {
    /// Of a program that has always counted this way.
    pub fn new(counting: Counting) -> Self {
        Self { origin: counting, changes: Vec::new(), forgotten: Vec::new() }
    }

    /// How the program counts once every change is in effect.
    pub fn counting(&self) -> Counting {
        self.changes.last().map_or(self.origin, |change| change.counting)
    }

    /// This calendar, counting another way from the next quarter on, as decided at `at`.
    ///
    /// The running quarter ends no earlier than it would have: it lasts until a quarter of the new way begins that is still
    /// to come and whose name comes after its own, so that no name is given twice and their order is that of time. A change
    /// decided earlier that is not in effect yet is forgotten.
    #[must_use]
    pub fn changed(&self, to: Counting, at: DateTime<Utc>) -> Self {
        let last = self.quarter_at(at);
        let mut changed = self.clone();
        let (kept, forgotten): (Vec<_>, Vec<_>) = changed.changes.into_iter().partition(|change| change.at() <= at);
        changed.changes = kept;
        for counting in forgotten.into_iter().map(|change| change.counting) {
            if !changed.forgotten.contains(&counting) {
                changed.forgotten.push(counting);
            }
        }
        // Where the running quarter lasts longer for the sake of what is forgotten, it goes on lasting longer.
        if changed.counting() == to && changed.quarter_at(at) == last {
            return changed;
        }
        let over = changed.last_day(last) + Days::new(1);
        let mut first = to.quarter_of(over);
        while to.first_day(first) < over || first <= last || to.midnight(to.first_day(first)) <= at {
            first = first.following();
        }
        changed.changes.push(Change { last, first, counting: to });
        changed
    }

    /// The changes in effect where `is` holds of each, and the first one that is not.
    fn until(&self, is: impl Fn(&Change) -> bool) -> (Counting, Option<&Change>) {
        let count = self.changes.partition_point(is);
        let before = count.checked_sub(1).and_then(|index| self.changes.get(index));
        (before.map_or(self.origin, |change| change.counting), self.changes.get(count))
    }

    /// How days up to this one are counted, and the change to come.
    fn on(&self, day: NaiveDate) -> (Counting, Option<&Change>) {
        self.until(|change| change.first_day() <= day)
    }

    /// How this quarter was counted; none where the program never had one of this name.
    fn of(&self, quarter: Quarter) -> Option<Counting> {
        let firsts = [None].into_iter().chain(self.changes.iter().map(Some));
        let lasts = self.changes.iter().map(|change| Some(change.last)).chain([None]);
        firsts.zip(lasts).find_map(|(change, last)| {
            let counting = change.map_or(self.origin, |change| change.counting);
            let is_of = counting.period == quarter.period
                && change.is_none_or(|change| change.first <= quarter)
                && last.is_none_or(|last| quarter <= last);
            is_of.then_some(counting)
        })
    }

    /// Whether the program has a quarter of this name.
    pub fn has(&self, quarter: Quarter) -> bool {
        self.of(quarter).is_some()
    }

    /// The time zone at this instant.
    pub fn zone_at(&self, at: DateTime<Utc>) -> Zone {
        self.until(|change| change.at() <= at).0.time_zone
    }

    /// The calendar day at this instant, where the program is.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        let (counting, next) = self.until(|change| change.at() <= at);
        let day = counting.time_zone.local(at).date();
        // A program that moves west lives its last day longer; no quarter begins before it is there.
        next.map_or(day, |next| day.min(next.first_day() - Days::new(1)))
    }

    /// The quarter this day lies in.
    pub fn quarter_of(&self, day: NaiveDate) -> Quarter {
        let (counting, next) = self.on(day);
        let quarter = counting.quarter_of(day);
        next.map_or(quarter, |next| quarter.min(next.last))
    }

    /// The quarter this instant lies in.
    pub fn quarter_at(&self, at: DateTime<Utc>) -> Quarter {
        self.quarter_of(self.day(at))
    }

    /// The quarter after.
    pub fn next(&self, quarter: Quarter) -> Quarter {
        let change = self.changes.iter().find(|change| change.last == quarter);
        change.map_or_else(|| quarter.following(), |change| change.first)
    }

    /// The quarter before.
    pub fn previous(&self, quarter: Quarter) -> Quarter {
        let change = self.changes.iter().find(|change| change.first == quarter);
        change.map_or_else(|| quarter.preceding(), |change| change.last)
    }

    /// The quarter's first day.
    pub fn first_day(&self, quarter: Quarter) -> NaiveDate {
        self.of(quarter).unwrap_or_else(|| self.counting()).first_day(quarter)
    }

    /// The quarter's last day.
    pub fn last_day(&self, quarter: Quarter) -> NaiveDate {
        self.first_day(self.next(quarter)) - Days::new(1)
    }

    /// The instant the quarter starts: the first that is not the day before.
    pub fn starts(&self, quarter: Quarter) -> DateTime<Utc> {
        self.midnight(self.first_day(quarter))
    }

    /// The instant the quarter is over: the next one's start, itself no longer part of it.
    pub fn ends(&self, quarter: Quarter) -> DateTime<Utc> {
        self.starts(self.next(quarter))
    }

    /// The first instant of a day where the program is.
    ///
    /// Where clocks jump over midnight the day starts later than 00:00, and where they fall back onto it, it starts at
    /// the earlier of the two midnights.
    pub fn midnight(&self, day: NaiveDate) -> DateTime<Utc> {
        let (counting, next) = self.on(day);
        let midnight = counting.midnight(day);
        next.map_or(midnight, |next| midnight.min(next.at()))
    }

    /// Every name this quarter's days may have had before the program changed how it counts, its own first: under which
    /// something shared ahead was put when it was shared.
    pub fn names_of(&self, quarter: Quarter) -> Vec<Quarter> {
        let (first, last) = (self.first_day(quarter), self.last_day(quarter));
        let mut names = vec![quarter];
        let changes = self.changes.iter().map(|change| change.counting);
        for counting in [self.origin].into_iter().chain(changes).chain(self.forgotten.iter().copied()) {
            let mut name = counting.quarter_of(first);
            while counting.first_day(name) <= last {
                if !names.contains(&name) {
                    names.push(name);
                }
                name = name.following();
            }
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zone::tests::any_zone;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn any_counting() -> impl Strategy<Value = Counting> {
        (any_zone(), 1u32..=12, prop::sample::select(Period::ALL.to_vec()))
            .prop_map(|(time_zone, first_month, period)| Counting { time_zone, first_month, period })
    }

    /// A calendar that was changed now and then.
    fn any_calendar() -> impl Strategy<Value = Calendar> {
        let changes = prop::collection::vec((any_counting(), any_second()), 0..4);
        (any_counting(), changes).prop_map(|(origin, mut changes)| {
            changes.sort_by_key(|(_, second)| *second);
            let calendar = Calendar::new(origin);
            changes.into_iter().fold(calendar, |calendar, (to, second)| calendar.changed(to, instant(second)))
        })
    }

    fn any_second() -> impl Strategy<Value = i64> {
        0i64..4_102_444_800
    }

    fn instant(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn counting(zone: &str, first_month: u32, period: Period) -> Counting {
        Counting { time_zone: zone.parse().unwrap(), first_month, period }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    proptest! {
        /// R6
        #[test]
        fn every_instant_belongs_to_exactly_one_quarter(calendar in any_calendar(), second in any_second()) {
            let at = instant(second);
            let quarter = calendar.quarter_at(at);
            prop_assert!(calendar.has(quarter));
            prop_assert!(calendar.starts(quarter) <= at && at < calendar.ends(quarter), "{quarter}");
            for other in [calendar.previous(quarter), calendar.next(quarter)] {
                prop_assert!(!(calendar.starts(other) <= at && at < calendar.ends(other)), "{other}");
            }
            prop_assert_eq!(calendar.quarter_of(calendar.day(at)), quarter);
        }

        #[test]
        fn quarters_follow_each_other_without_gap_or_overlap_and_no_name_comes_twice(calendar in any_calendar()) {
            let mut quarter = calendar.quarter_of(day("1971-06-01"));
            let mut names = BTreeSet::new();
            while calendar.first_day(quarter) < day("2101-01-01") {
                let next = calendar.next(quarter);
                prop_assert!(names.insert(quarter.to_string()), "{quarter} twice");
                prop_assert_eq!(calendar.ends(quarter), calendar.starts(next));
                prop_assert!(calendar.starts(quarter) < calendar.ends(quarter));
                prop_assert_eq!(calendar.last_day(quarter) + Days::new(1), calendar.first_day(next));
                prop_assert_eq!(calendar.previous(next), quarter);
                prop_assert_eq!(quarter.to_string().parse::<Quarter>(), Ok(quarter));
                prop_assert_eq!(calendar.quarter_of(calendar.first_day(quarter)), quarter);
                prop_assert_eq!(calendar.quarter_of(calendar.last_day(quarter)), quarter);
                quarter = next;
            }
        }

        #[test]
        fn days_never_go_back_and_each_begins_at_its_midnight(calendar in any_calendar(), second in any_second(), hours in 0i64..96) {
            let (early, late) = (instant(second), instant(second + 3600 * hours));
            prop_assert!(calendar.day(early) <= calendar.day(late));
            let today = calendar.day(early);
            prop_assert!(calendar.midnight(today) <= early);
        }

        /// Changing how a program counts takes effect with the next quarter, and takes nothing from the running one.
        #[test]
        fn a_change_takes_effect_with_the_next_quarter(calendar in any_calendar(), to in any_counting(), second in 4_102_444_800i64..4_200_000_000) {
            let at = instant(second);
            let running = calendar.quarter_at(at);
            let changed = calendar.changed(to, at);
            prop_assert_eq!(changed.counting(), to);
            prop_assert_eq!(changed.quarter_at(at), running);
            prop_assert_eq!(changed.day(at), calendar.day(at));
            prop_assert_eq!(changed.first_day(running), calendar.first_day(running));
            let next = changed.next(running);
            prop_assert_eq!(changed.of(next), Some(to));
            prop_assert_eq!(changed.starts(next), to.midnight(to.first_day(next)));
            prop_assert!(changed.starts(next) > at);
            prop_assert!(calendar.changes.last().is_some_and(|last| last.at() > at) || changed.last_day(running) >= calendar.last_day(running));
            // Thinking better of it in the same quarter leaves no trace in how it counts.
            prop_assert_eq!(changed.changed(calendar.counting(), at).changes, calendar.changes.clone());
            // Nothing shared ahead is out of sight.
            for days in [0, 40, 100, 200, 400] {
                let ahead = changed.first_day(running) + Days::new(days);
                prop_assert!(changed.names_of(changed.quarter_of(ahead)).contains(&calendar.quarter_of(ahead)));
            }
        }
    }

    #[test]
    fn a_day_without_a_midnight_starts_when_its_clocks_do() {
        let beirut = Calendar::new(counting("Asia/Beirut", 1, Period::Quarter));
        assert_eq!(beirut.midnight(day("2024-03-31")).to_rfc3339(), "2024-03-30T22:00:00+00:00");
        assert_eq!(beirut.day(beirut.midnight(day("2024-03-31"))), day("2024-03-31"));
    }

    #[test]
    fn a_program_year_may_start_in_any_month() {
        let april = Calendar::new(counting("Asia/Kolkata", 4, Period::Quarter));
        assert_eq!(april.quarter_of(day("2026-03-31")).to_string(), "2025-Q4");
        assert_eq!(april.quarter_of(day("2026-04-01")).to_string(), "2026-Q1");
        assert_eq!(april.last_day(Quarter::new(2025, 4).unwrap()), day("2026-03-31"));
    }

    #[test]
    fn a_program_may_count_in_months_or_half_years() {
        let months = Calendar::new(counting("UTC", 1, Period::Month));
        assert_eq!(months.quarter_of(day("2026-02-28")).to_string(), "2026-02");
        assert_eq!(months.last_day("2028-02".parse().unwrap()), day("2028-02-29"));
        let halves = Calendar::new(counting("UTC", 1, Period::HalfYear));
        assert_eq!(halves.quarter_of(day("2026-07-01")).to_string(), "2026-H2");
        assert_eq!(halves.next("2026-H2".parse().unwrap()).to_string(), "2027-H1");
    }

    #[test]
    fn a_quarter_lasts_until_the_new_way_of_counting_has_one_to_follow_it() {
        let before = Calendar::new(counting("UTC", 1, Period::Quarter));
        let at = day("2026-02-10").and_hms_opt(12, 0, 0).unwrap().and_utc();
        // A year from April has its first quarter of 2026 from April on; that name is taken, so July it is.
        let april = before.changed(counting("UTC", 4, Period::Quarter), at);
        let running = "2026-Q1".parse().unwrap();
        assert_eq!(april.last_day(running), day("2026-06-30"));
        assert_eq!(april.next(running).to_string(), "2026-Q2");
        assert_eq!(april.first_day(april.next(running)), day("2026-07-01"));
        // Months follow at once.
        let monthly = before.changed(counting("UTC", 1, Period::Month), at);
        assert_eq!(
            (monthly.last_day(running), monthly.next(running).to_string()),
            (day("2026-03-31"), "2026-04".into())
        );
        assert!(!monthly.has("2026-Q2".parse().unwrap()) && !monthly.has("2026-02".parse().unwrap()));
    }

    #[test]
    fn a_program_that_moves_west_lives_its_last_day_longer() {
        let tokyo = Calendar::new(counting("Asia/Tokyo", 1, Period::Quarter));
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        let moved = tokyo.changed(counting("America/Los_Angeles", 1, Period::Quarter), at("2026-08-01T00:00:00Z"));
        assert_eq!(moved.ends("2026-Q3".parse().unwrap()), at("2026-10-01T07:00:00Z"));
        assert_eq!(moved.day(at("2026-10-01T06:59:59Z")), day("2026-09-30"));
        assert_eq!(moved.day(at("2026-10-01T07:00:00Z")), day("2026-10-01"));
    }

    #[test]
    fn what_is_no_quarter_is_not_read_as_one() {
        let not = ["2026", "2026-Q5", "2026-Q0", "26-Q1", "2026-Q+1", "+026-Q1", "0000-Q1", "2026-q1", "", "2026-H3"];
        for text in not.into_iter().chain(["2026-13", "2026-00", "2026-7", "2026-H01"]) {
            assert_eq!(text.parse::<Quarter>(), Err(NotAQuarter), "{text}");
        }
    }
}
