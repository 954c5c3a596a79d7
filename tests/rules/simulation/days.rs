//! Days and quarters worked out by hand: months are counted on fingers, clocks are known by heart, and the first moment of
//! a day is looked for a quarter of an hour at a time (clause R6).

use chrono::{DateTime, Datelike as _, Days, Duration, NaiveDate, Utc, Weekday};

/// Somewhere a program may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    London,
    NewYork,
    Kolkata,
    Kiritimati,
    PagoPago,
}

impl Zone {
    pub(crate) const ALL: [Self; 5] = [Self::London, Self::NewYork, Self::Kolkata, Self::Kiritimati, Self::PagoPago];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::London => "Europe/London",
            Self::NewYork => "America/New_York",
            Self::Kolkata => "Asia/Kolkata",
            Self::Kiritimati => "Pacific/Kiritimati",
            Self::PagoPago => "Pacific/Pago_Pago",
        }
    }

    /// How many minutes its clocks are ahead of Greenwich.
    fn minutes(self, at: DateTime<Utc>) -> i64 {
        let year = at.year();
        match self {
            Self::London => {
                let summer = hour(last_sunday(year, 3), 1)..hour(last_sunday(year, 10), 1);
                if summer.contains(&at) { 60 } else { 0 }
            }
            Self::NewYork => {
                let summer = hour(sunday(year, 3, 2), 7)..hour(sunday(year, 11, 1), 6);
                if summer.contains(&at) { -240 } else { -300 }
            }
            Self::Kolkata => 330,
            Self::Kiritimati => 840,
            Self::PagoPago => -660,
        }
    }

    fn day(self, at: DateTime<Utc>) -> NaiveDate {
        (at + Duration::minutes(self.minutes(at))).date_naive()
    }
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn hour(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    day.and_hms_opt(hour, 0, 0).unwrap().and_utc()
}

/// The Sunday of this number in a month.
fn sunday(year: i32, month: u32, number: usize) -> NaiveDate {
    let days = (1..=28).map(|day| date(year, month, day));
    days.filter(|day| day.weekday() == Weekday::Sun).nth(number - 1).unwrap()
}

/// The last Sunday of a month of thirty-one days.
fn last_sunday(year: i32, month: u32) -> NaiveDate {
    (25..=31).map(|day| date(year, month, day)).find(|day| day.weekday() == Weekday::Sun).unwrap()
}

/// The first quarter of an hour of which something is true that stays so; looked for around a day.
fn first(day: NaiveDate, is: impl Fn(DateTime<Utc>) -> bool) -> DateTime<Utc> {
    let from = hour(day, 0) - Duration::hours(30);
    (0..60 * 4).map(|quarter_hours| from + Duration::minutes(15 * quarter_hours)).find(|at| is(*at)).unwrap()
}

/// How a program counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) zone: Zone,
    /// From 0, which is January.
    pub(crate) first_month: i32,
    /// 1, 3 or 6.
    pub(crate) months: i32,
}

impl Way {
    fn begins_in(self, month: i32) -> bool {
        (month - self.first_month).rem_euclid(self.months) == 0
    }

    /// The program's year and the months into it, which is also how names are ordered.
    fn place(self, month: i32) -> (i32, i32, i32) {
        let since = month - self.first_month;
        (since.div_euclid(12), since.rem_euclid(12), self.months)
    }

    fn name(self, month: i32) -> String {
        let (year, months_in, months) = self.place(month);
        let number = months_in / months + 1;
        match months {
            1 => format!("{year}-{number:02}"),
            3 => format!("{year}-Q{number}"),
            _ => format!("{year}-H{number}"),
        }
    }
}

/// A stretch of time in which the program counts one way.
#[derive(Clone, Debug)]
struct Era {
    way: Way,
    /// The month its first quarter begins in, counted from year 0.
    from: i32,
    begins: DateTime<Utc>,
    /// The month its last quarter begins in, where that is known.
    last: Option<i32>,
}

/// A quarter with its first and last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) name: String,
    pub(crate) first: NaiveDate,
    pub(crate) last: NaiveDate,
    month: i32,
    way: Way,
}

impl Span {
    pub(crate) fn holds(&self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }
}

fn first_day(month: i32) -> NaiveDate {
    date(month.div_euclid(12), u32::try_from(month.rem_euclid(12)).unwrap() + 1, 1)
}

/// Every quarter from the program's first on, however often it changed how it counts.
#[derive(Debug)]
pub(crate) struct Calendar {
    eras: Vec<Era>,
    quarters: Vec<Span>,
}

impl Calendar {
    /// Of a program whose first quarter is the one this month lies in.
    pub(crate) fn new(way: Way, year: i32, month: i32) -> Self {
        let mut from = year * 12 + month;
        while !way.begins_in(from) {
            from -= 1;
        }
        let mut calendar =
            Self { eras: vec![Era { way, from, begins: DateTime::<Utc>::MIN_UTC, last: None }], quarters: Vec::new() };
        calendar.count();
        calendar
    }

    fn count(&mut self) {
        let mut quarters = Vec::new();
        for (number, era) in self.eras.iter().enumerate() {
            let next = self.eras.get(number + 1).map(|next| next.from);
            let last = era.last.unwrap_or(2040 * 12);
            let mut month = era.from;
            while month <= last {
                let after = if month == last { next.unwrap_or(month + era.way.months) } else { month + era.way.months };
                let name = era.way.name(month);
                let (first, last) = (first_day(month), first_day(after) - Days::new(1));
                quarters.push(Span { name, first, last, month, way: era.way });
                month += era.way.months;
            }
        }
        self.quarters = quarters;
    }

    pub(crate) fn quarters(&self) -> &[Span] {
        &self.quarters
    }

    pub(crate) fn way(&self) -> Way {
        self.eras.last().unwrap().way
    }

    /// The day it is.
    pub(crate) fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        let number = self.eras.iter().rposition(|era| era.begins <= at).unwrap();
        let day = self.eras[number].way.zone.day(at);
        self.eras.get(number + 1).map_or(day, |next| day.min(first_day(next.from) - Days::new(1)))
    }

    /// The first moment that is not before this day.
    pub(crate) fn opens(&self, day: NaiveDate) -> DateTime<Utc> {
        first(day, |at| self.day(at) >= day)
    }

    /// The quarter a day lies in; none before the first.
    pub(crate) fn quarter_of(&self, day: NaiveDate) -> Option<&Span> {
        self.quarters.iter().find(|quarter| quarter.holds(day))
    }

    /// Counts another way from the next quarter on: the first one of the new way that begins after the running one would
    /// have ended, is still to come, and has a name that comes after the running one's.
    pub(crate) fn changes(&mut self, to: Way, at: DateTime<Utc>) {
        let today = self.day(at);
        let running = self.quarter_of(today).unwrap().clone();
        // What was decided before and has not come is forgotten.
        while self.eras.last().is_some_and(|era| era.begins > at) {
            self.eras.pop();
            self.eras.last_mut().unwrap().last = None;
        }
        let is = self.eras.last_mut().unwrap();
        let mut month = running.month + running.way.months;
        if is.way != to || first_day(month) <= today {
            let begins = |month| first(first_day(month), |at| to.zone.day(at) >= first_day(month));
            let comes_after = |month| to.place(month) > running.way.place(running.month);
            while !(to.begins_in(month) && comes_after(month) && begins(month) > at) {
                month += 1;
            }
            is.last = Some(running.month);
            self.eras.push(Era { way: to, from: month, begins: begins(month), last: None });
        }
        self.count();
    }
}
