//! A count of its own, straight from the file: no rule of the house is asked, so that none of them can agree with itself.

use crate::events::{Carried, Carrier, Fate, Told, day};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// When the events of each quarter were shared as plans, which is when they were known ahead or were not.
const SHARED: [(&str, &str, &str); 2] =
    [("2026-Q2", "2026-06-30", "2026-05-11"), ("2026-Q3", "2026-12-31", "2026-07-20")];

/// One measure: its heading, its number, and how many activities it is taken from.
pub type Measure = (&'static str, Option<f64>, u64);

/// How a quarter ended for one ambassador.
#[derive(Debug, PartialEq, Eq)]
pub struct Ended {
    pub standing: &'static str,
    pub counted: u32,
    /// Every reason, in alphabetical order.
    pub reasons: Vec<String>,
}

/// The quarter an event counts in: that of its last day.
pub fn quarter(carried: &Carried) -> &'static str {
    match carried.event.end {
        end if end <= day("2026-06-30") => "2026-Q2",
        end if end <= day("2026-09-30") => "2026-Q3",
        _ => "2026-Q4",
    }
}

impl Carried {
    fn answer(&self, field: &str) -> Told {
        self.told.iter().find(|(name, _)| *name == field).map_or(Told::Blank, |(_, told)| *told)
    }

    pub fn is_held(&self) -> bool {
        self.fate == Fate::Reported
    }

    /// A full report has an answer to everything that is needed, and "unknown" is none yet.
    pub fn is_full(&self) -> bool {
        let needs = if self.kind == "networking" { &[][..] } else { &self.told };
        self.is_held() && needs.iter().all(|(_, told)| !matches!(told, Told::Blank | Told::Unknown))
    }

    pub fn attendees(&self) -> Option<u64> {
        match self.answer("attendees") {
            Told::Number(number) if self.is_held() => Some(number),
            _ => None,
        }
    }

    pub fn minutes(&self) -> Option<u64> {
        let hours: Vec<_> =
            self.told.iter().filter(|(name, _)| name.starts_with("hours")).map(|(_, told)| *told).collect();
        let open = hours.iter().any(|told| matches!(told, Told::Blank | Told::Unknown));
        let known: Vec<_> = hours
            .iter()
            .filter_map(|told| if let Told::Number(minutes) = told { Some(*minutes) } else { None })
            .collect();
        (self.is_held() && !open && !known.is_empty()).then(|| known.iter().sum())
    }

    pub fn is_planned_ahead(&self) -> bool {
        let (_, _, shared) = SHARED.iter().find(|(_, last, _)| self.event.end <= day(last)).unwrap();
        day(shared) < self.event.start
    }

    /// The country by the name English readers know.
    pub fn country(&self) -> Option<&str> {
        self.event.country.as_deref().map(everyday)
    }
}

pub fn everyday(spelling: &str) -> &str {
    match spelling {
        "U.K." => "United Kingdom",
        "U.S.A." => "United States",
        "Turkey" => "Türkiye",
        "Czech Republic" => "Czechia",
        other => other,
    }
}

pub fn label(kind: &str) -> &'static str {
    match kind {
        "talks" => "Giving talks",
        "events" => "Organizing events",
        "networking" => "Networking",
        other => panic!("no kind {other}"),
    }
}

/// Every measure of the workbook, over these activities.
pub fn measures<'a>(rows: impl IntoIterator<Item = &'a Carried>) -> Vec<Measure> {
    let rows: Vec<_> = rows.into_iter().collect();
    let held: Vec<_> = rows.iter().filter(|row| row.is_held()).collect();
    let reached: Vec<u64> = held.iter().filter_map(|row| row.attendees()).collect();
    let minutes: Vec<u64> = held.iter().filter_map(|row| row.minutes()).collect();
    let both: Vec<(u64, u64)> = held.iter().filter_map(|row| Some((row.attendees()?, row.minutes()?))).collect();
    let registered: Vec<(u64, u64)> = held
        .iter()
        .filter_map(|row| match (row.answer("attendees"), row.answer("registrations")) {
            (Told::Number(came), Told::Number(registered)) if registered > 0 => Some((came, registered)),
            _ => None,
        })
        .collect();
    let distinct = |names: BTreeSet<String>| names.len() as u64;
    let all = rows.len() as u64;
    let count = |heading, number: u64| (heading, Some(number as f64), all);
    let sum = |numbers: &[u64]| numbers.iter().sum::<u64>() as f64;
    let ratio = |pairs: &[(u64, u64)], scale: f64| {
        let (over, under) = pairs.iter().fold((0, 0), |(a, b), (over, under)| (a + over, b + under));
        (under > 0).then(|| scale * over as f64 / under as f64)
    };
    let of = |numbers: &[u64], value: f64| (!numbers.is_empty()).then_some(value);
    let ahead = held.iter().filter(|row| row.is_planned_ahead()).count();
    let mean = |numbers: &[u64]| sum(numbers) / numbers.len() as f64;
    let from = |numbers: &[u64]| numbers.len() as u64;
    let state = |fate| rows.iter().filter(|row| row.fate == fate).count() as u64;
    vec![
        ("Attendees per event", of(&reached, mean(&reached)), from(&reached)),
        ("Views per post", None, 0),
        ("Engagements per post", None, 0),
        ("Attendance rate", ratio(&registered, 1.0), registered.len() as u64),
        ("Hours per activity", of(&minutes, mean(&minutes) / 60.0), from(&minutes)),
        ("Attendees per hour", ratio(&both, 60.0), both.len() as u64),
        ("Views per hour", None, 0),
        count("Languages", 0),
        count("Countries", distinct(held.iter().filter_map(|row| row.country()).map(str::to_owned).collect())),
        ("Planned ahead", (!held.is_empty()).then(|| ahead as f64 / held.len() as f64), held.len() as u64),
        count(
            "Weeks with an activity",
            distinct(held.iter().map(|row| row.event.end.iso_week()).map(|week| format!("{week:?}")).collect()),
        ),
        count("Ambassadors", distinct(held.iter().map(|row| row.by.to_string()).collect())),
        ("Developer-advocate equivalent", of(&minutes, advocates(&held)), from(&minutes)),
        count("Activities", held.len() as u64),
        count("Full reports", held.iter().filter(|row| row.is_full()).count() as u64),
        ("Attendees in all", of(&reached, sum(&reached)), from(&reached)),
        ("Views in all", None, 0),
        ("Hours given", of(&minutes, sum(&minutes) / 60.0), from(&minutes)),
        count("Planned, no report so far", state(Fate::NeverTold)),
        count("Cancelled", state(Fate::CalledOff)),
        // The program has funds, and nobody asked for any.
        ("What it cost", None, 0),
        ("Cost per attendee", None, 0),
    ]
}

/// Full-time posts of 40 hours a week, each ambassador's hours up to a fifth of one.
fn advocates(held: &[&&Carried]) -> f64 {
    let days = if held.iter().all(|row| row.event.end <= day("2026-06-30")) { 91 } else { 92 };
    let fifth = days * 40 * 60 / 7 / 5;
    let mut by_ambassador = BTreeMap::<_, u64>::new();
    for row in held {
        *by_ambassador.entry(row.by).or_default() += row.minutes().unwrap_or(0);
    }
    by_ambassador.values().map(|minutes| *minutes.min(&fifth)).sum::<u64>() as f64 * 7.0 / (days * 40 * 60) as f64
}

/// The measures of each group.
pub fn grouped<'a>(rows: &[&'a Carried], by: impl Fn(&'a Carried) -> String) -> BTreeMap<String, Vec<Measure>> {
    let mut groups: BTreeMap<String, Vec<&Carried>> = BTreeMap::new();
    for row in rows {
        groups.entry(by(row)).or_default().push(row);
    }
    groups.into_iter().map(|(name, rows)| (name, measures(rows))).collect()
}

/// How the quarter from `first` to `last` ended for somebody; none for whom it does not concern.
pub fn ended(carrier: &Carrier, theirs: &[&Carried], first: NaiveDate, last: NaiveDate) -> Option<Ended> {
    if carrier.stepped_down || carrier.since > last {
        return None;
    }
    let counts = |row: &Carried| row.is_full() && row.kind != "networking";
    let counted = theirs.iter().filter(|row| counts(row)).count() as u32;
    let joined = carrier.since > first;
    let paused = carrier.pause.is_some_and(|(from, until)| from <= last && until >= first);
    let mut reasons: Vec<_> = theirs
        .iter()
        .filter(|row| row.fate != Fate::CalledOff)
        .map(|row| {
            let why = match row.fate {
                Fate::NeverTold => "not reported",
                _ if row.kind == "networking" => "does not count",
                _ if row.is_full() => "counted",
                _ => "not full",
            };
            format!("{why}: {}", row.event.name)
        })
        .collect();
    reasons.extend(joined.then(|| "joined".to_owned()));
    reasons.extend(paused.then(|| "paused".to_owned()));
    reasons.sort();
    let standing = match (paused, counted, joined) {
        (true, ..) => "excused",
        (_, 2.., _) => "met",
        (.., true) => "new",
        _ => "short",
    };
    Some(Ended { standing, counted, reasons })
}
