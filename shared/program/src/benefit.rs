//! What comes with goals that were met and with time (clauses M15 and M16).
//!
//! A benefit follows from standings and days alone, so it can be worked out at any moment and says the same each time.
//! Whether it was written to the person is for the outbox to know.

use crate::calendar::Quarter;
use crate::standing::Standing;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// What a program offers; what is absent is not offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Benefits {
    /// How many met quarters running open official events for free (clause M15).
    pub free_entry_after: Option<u32>,
    /// After how many days somebody may ask for funding to go to the world conference (clause M16).
    pub funding_after_days: Option<u32>,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Benefit {
    /// Free entry to official events.
    FreeEntry,
    /// May ask for funding to go to the world conference.
    Funding,
}

impl Benefit {
    /// Its name in the ids of letters.
    pub fn name(self) -> &'static str {
        match self {
            Self::FreeEntry => "free-entry",
            Self::Funding => "funding",
        }
    }
}

/// How near somebody is to a benefit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// It is theirs.
    Reached(Benefit),
    /// Free entry, after so many more met quarters running.
    QuartersLeft(u32),
    /// Funding, from this day on.
    From(NaiveDate),
}

impl Benefits {
    /// How near somebody is to each benefit the program offers, who has been an ambassador since this day and whose closed
    /// quarters ended so, in any order.
    ///
    /// Quarters run on over a pause and over the one somebody joined in: neither breaks a row, and neither counts.
    pub fn outlook(&self, since: NaiveDate, today: NaiveDate, standings: &[(Quarter, Standing)]) -> Vec<Outlook> {
        let free_entry = self.free_entry_after.map(|needed| match needed.saturating_sub(running(standings)) {
            0 => Outlook::Reached(Benefit::FreeEntry),
            left => Outlook::QuartersLeft(left),
        });
        let funding = self.funding_after_days.map(|days| {
            let from = since.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX);
            if from <= today { Outlook::Reached(Benefit::Funding) } else { Outlook::From(from) }
        });
        free_entry.into_iter().chain(funding).collect()
    }

    /// Those that are theirs.
    pub fn reached(&self, since: NaiveDate, today: NaiveDate, standings: &[(Quarter, Standing)]) -> Vec<Benefit> {
        let outlook = self.outlook(since, today, standings).into_iter();
        let reached = outlook.filter_map(|outlook| match outlook {
            Outlook::Reached(benefit) => Some(benefit),
            Outlook::QuartersLeft(_) | Outlook::From(_) => None,
        });
        reached.collect()
    }
}

/// How many quarters were met without one below the goal after them.
fn running(standings: &[(Quarter, Standing)]) -> u32 {
    let mut latest_first = standings.to_vec();
    latest_first.sort_by_key(|(quarter, _)| std::cmp::Reverse(*quarter));
    let counted = latest_first.into_iter().map(|(_, standing)| standing);
    let running = counted
        .filter(|standing| !matches!(standing, Standing::Excused | Standing::New))
        .take_while(|standing| *standing == Standing::Met)
        .count();
    u32::try_from(running).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Standing::{Excused, Met, New, Short};

    const OFFERED: Benefits = Benefits { free_entry_after: Some(2), funding_after_days: Some(365) };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// These standings, one quarter after the other.
    fn in_a_row(standings: &[Standing]) -> Vec<(Quarter, Standing)> {
        let calendar = &crate::Settings::read(include_str!("../../../infra/programs/mautic.toml")).unwrap().calendar;
        let mut quarter = Quarter::new(2025, 1).unwrap();
        let mut all = Vec::new();
        for standing in standings {
            all.push((quarter, *standing));
            quarter = calendar.next(quarter);
        }
        all
    }

    /// M15
    #[test]
    fn two_met_quarters_running_open_official_events_and_a_pause_between_them_breaks_no_row() {
        let table: [(&[Standing], Outlook); 8] = [
            (&[], Outlook::QuartersLeft(2)),
            (&[Met], Outlook::QuartersLeft(1)),
            (&[Met, Met], Outlook::Reached(Benefit::FreeEntry)),
            (&[Met, Short, Met], Outlook::QuartersLeft(1)),
            (&[Met, Met, Short], Outlook::QuartersLeft(2)),
            (&[New, Met, Excused, Met], Outlook::Reached(Benefit::FreeEntry)),
            (&[Met, Excused, Excused], Outlook::QuartersLeft(1)),
            (&[Short, Met, Met, Met], Outlook::Reached(Benefit::FreeEntry)),
        ];
        for (standings, expected) in table {
            let mut row = in_a_row(standings);
            for _ in 0..2 {
                let outlook = OFFERED.outlook(day("2026-01-01"), day("2026-01-02"), &row);
                assert_eq!(outlook.first(), Some(&expected), "{standings:?}");
                row.reverse();
            }
        }
    }

    /// M16
    #[test]
    fn after_a_year_and_not_a_day_before_somebody_may_ask_for_funding() {
        let outlook = |today| OFFERED.outlook(day("2025-03-10"), day(today), &[]).pop();
        assert_eq!(outlook("2026-03-09"), Some(Outlook::From(day("2026-03-10"))));
        assert_eq!(outlook("2026-03-10"), Some(Outlook::Reached(Benefit::Funding)));
    }

    /// M15, M16
    #[test]
    fn what_a_program_does_not_offer_nobody_reaches() {
        let all = in_a_row(&[Met, Met, Met]);
        assert_eq!(Benefits::default().outlook(day("2020-01-01"), day("2026-01-01"), &all), []);
        assert_eq!(OFFERED.reached(day("2020-01-01"), day("2026-01-01"), &all), [Benefit::FreeEntry, Benefit::Funding]);
    }
}
