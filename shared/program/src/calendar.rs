//! Quarters in the program's own time zone (clause R6).
//!
//! A quarter is three whole months as the program's calendar shows them; the first month is a setting. Every instant
//! belongs to exactly one quarter, across daylight-saving changes and the year's end.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Three months of a program's year, written "2026-Q3".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i32,
    number: u8,
}

impl Quarter {
    /// The `number`th (1 to 4) quarter of the program's year that starts in `year`; none outside the years 1 to 9999.
    pub fn new(year: i32, number: u8) -> Option<Self> {
        ((1..=9999).contains(&year) && (1..=4).contains(&number)).then_some(Self { year, number })
    }

    /// The year the program's year starts in.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 4.
    pub fn number(self) -> u8 {
        self.number
    }

    /// The one after.
    #[must_use]
    pub fn next(self) -> Self {
        match self.number {
            4 => Self { year: self.year + 1, number: 1 },
            number => Self { number: number + 1, ..self },
        }
    }

    /// The one before.
    #[must_use]
    pub fn previous(self) -> Self {
        match self.number {
            1 => Self { year: self.year - 1, number: 4 },
            number => Self { number: number - 1, ..self },
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.number)
    }
}

/// What was written is no quarter such as "2026-Q3".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a quarter is written like 2026-Q3")]
pub struct NotAQuarter;

impl FromStr for Quarter {
    type Err = NotAQuarter;

    fn from_str(text: &str) -> Result<Self, NotAQuarter> {
        let (year, number) = text.split_once("-Q").ok_or(NotAQuarter)?;
        let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(number, 1) {
            return Err(NotAQuarter);
        }
        let year = year.parse().map_err(|_| NotAQuarter)?;
        let number = number.parse().map_err(|_| NotAQuarter)?;
        Self::new(year, number).ok_or(NotAQuarter)
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

/// How a program counts its days and quarters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Where the program's midnight is.
    pub time_zone: Tz,
    /// The month (1 to 12) the program's year starts with.
    pub first_month: u32,
}

impl Calendar {
    /// The calendar day at this instant, where the program is.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.time_zone).date_naive()
    }

    /// The quarter this day lies in.
    pub fn quarter_of(&self, day: NaiveDate) -> Quarter {
        let months_in = (day.month0() + 12 - (&self.first_month - 1)) % 12;
        let year = if day.month() >= self.first_month { day.year() } else { day.year() - 1 };
        Quarter { year, number: (months_in / 3 + 1) as u8 }
    }

    /// The quarter this instant lies in.
    pub fn quarter_at(&self, at: DateTime<Utc>) -> Quarter {
        self.quarter_of(self.day(at))
    }

    /// The quarter's first day.
    pub fn first_day(&self, quarter: Quarter) -> NaiveDate {
        NaiveDate::from_ymd_opt(quarter.year, self.first_month, 1)
            .and_then(|day| day.checked_add_months(Months::new(3 * (u32::from(quarter.number) - 1))))
            .unwrap_or(NaiveDate::MAX)
    }

    /// The quarter's last day.
    pub fn last_day(&self, quarter: Quarter) -> NaiveDate {
        self.first_day(quarter.next()) - Days::new(1)
    }

    /// The instant the quarter starts: the first that is not the day before.
    pub fn starts(&self, quarter: Quarter) -> DateTime<Utc> {
        self.midnight(self.first_day(quarter))
    }

    /// The instant the quarter is over: the next one's start, itself no longer part of it.
    pub fn ends(&self, quarter: Quarter) -> DateTime<Utc> {
        self.starts(quarter.next())
    }

    /// The first instant of a day where the program is.
    ///
    /// Where clocks jump over midnight the day starts later than 00:00, and where they fall back onto it, it starts at
    /// the earlier of the two midnights.
    pub fn midnight(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        (0..=24 * 4)
            .find_map(|quarter_hours| {
                let local = midnight + chrono::Duration::minutes(15 * quarter_hours);
                self.time_zone.from_local_datetime(&local).earliest()
            })
            .map_or_else(|| midnight.and_utc(), |at| at.to_utc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_calendar() -> impl Strategy<Value = Calendar> {
        (0..chrono_tz::TZ_VARIANTS.len(), 1u32..=12)
            .prop_map(|(zone, first_month)| Calendar { time_zone: chrono_tz::TZ_VARIANTS[zone], first_month })
    }

    proptest! {
        /// R6
        #[test]
        fn every_instant_belongs_to_exactly_one_quarter(calendar in any_calendar(), second in 0i64..4_102_444_800) {
            let at = DateTime::from_timestamp(second, 0).unwrap();
            let quarter = calendar.quarter_at(at);
            prop_assert!(calendar.starts(quarter) <= at && at < calendar.ends(quarter));
            for other in [quarter.previous(), quarter.next()] {
                prop_assert!(!(calendar.starts(other) <= at && at < calendar.ends(other)));
            }
        }

        #[test]
        fn quarters_follow_each_other_without_gap_or_overlap(calendar in any_calendar(), year in 1971i32..2099, number in 1u8..=4) {
            let quarter = Quarter::new(year, number).unwrap();
            prop_assert_eq!(calendar.ends(quarter), calendar.starts(quarter.next()));
            prop_assert_eq!(calendar.last_day(quarter) + Days::new(1), calendar.first_day(quarter.next()));
            prop_assert_eq!(quarter.next().previous(), quarter);
            prop_assert_eq!(quarter.to_string().parse::<Quarter>(), Ok(quarter));
            prop_assert_eq!(calendar.quarter_of(calendar.first_day(quarter)), quarter);
            prop_assert_eq!(calendar.quarter_of(calendar.last_day(quarter)), quarter);
        }
    }

    #[test]
    fn a_day_without_a_midnight_starts_when_its_clocks_do() {
        let beirut = Calendar { time_zone: chrono_tz::Asia::Beirut, first_month: 1 };
        let day = NaiveDate::from_ymd_opt(2024, 3, 31).unwrap();
        assert_eq!(beirut.midnight(day).to_rfc3339(), "2024-03-30T22:00:00+00:00");
        assert_eq!(beirut.day(beirut.midnight(day)), day);
    }

    #[test]
    fn a_program_year_may_start_in_any_month() {
        let april = Calendar { time_zone: chrono_tz::Asia::Kolkata, first_month: 4 };
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(april.quarter_of(day(2026, 3, 31)).to_string(), "2025-Q4");
        assert_eq!(april.quarter_of(day(2026, 4, 1)).to_string(), "2026-Q1");
        assert_eq!(april.last_day(Quarter::new(2025, 4).unwrap()), day(2026, 3, 31));
    }

    #[test]
    fn what_is_no_quarter_is_not_read_as_one() {
        for text in ["2026", "2026-Q5", "2026-Q0", "26-Q1", "2026-Q+1", "+026-Q1", "0000-Q1", "2026-q1", ""] {
            assert_eq!(text.parse::<Quarter>(), Err(NotAQuarter), "{text}");
        }
    }
}
