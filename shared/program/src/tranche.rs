//! Tranches: the rounds a program selects in (clauses O1, O3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A round of selecting with its dates, which are days where the program is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tranche {
    /// Its name in addresses and records.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// The last day applications go into it.
    pub closes_on: NaiveDate,
    /// The day applicants can expect an answer by.
    pub announces_on: NaiveDate,
}

impl Tranche {
    /// Whether it takes no more applications on this day, and its decisions may be announced.
    pub fn is_closed(&self, today: NaiveDate) -> bool {
        today > self.closes_on
    }
}

/// The round an application is decided in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Round {
    /// The program has no tranches: it decides as applications come, and deciding announces.
    Rolling,
    /// The next tranche is not scheduled yet; it takes in whoever waits.
    Waiting,
    /// The tranche of this key.
    Tranche(String),
}

impl Round {
    /// Keys that mean something else than a tranche.
    pub const RESERVED: [&str; 2] = ["rolling", "waiting"];

    /// Its name in addresses and records.
    pub fn key(&self) -> &str {
        match self {
            Self::Rolling => "rolling",
            Self::Waiting => "waiting",
            Self::Tranche(key) => key,
        }
    }

    /// Whether a decision is announced by being taken.
    pub fn announces_at_once(&self) -> bool {
        matches!(self, Self::Rolling)
    }
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// What was written names no round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a round is named by lower-case letters, digits, - and _")]
pub struct NotARound;

impl FromStr for Round {
    type Err = NotARound;

    fn from_str(text: &str) -> Result<Self, NotARound> {
        match text {
            "rolling" => Ok(Self::Rolling),
            "waiting" => Ok(Self::Waiting),
            key if is_key(key) => Ok(Self::Tranche(key.to_owned())),
            _ => Err(NotARound),
        }
    }
}

fn is_key(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
}

impl Serialize for Round {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for Round {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
