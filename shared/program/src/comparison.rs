//! What a quarter is set beside: whole quarters of the same length, and no others.
//!
//! Half a quarter beside a whole one would tell of the calendar and not of the program.

use crate::calendar::Quarter;
use crate::settings::Settings;
use chrono::{Days, Months};

/// The quarters one quarter is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The one before.
    pub previous: Option<Quarter>,
    /// The same one a year before.
    pub year_ago: Option<Quarter>,
}

/// How many quarters a trend shows.
pub const TREND: usize = 8;

impl Settings {
    /// What a quarter that is over is compared with. A quarter the program began in, or that was cut short when the
    /// program changed how it counts, is compared with nothing and nothing with it.
    pub fn compared(&self, quarter: Quarter) -> Comparison {
        let comparable = |other: &Quarter| other.period() == quarter.period() && self.is_whole(*other);
        if !self.is_whole(quarter) {
            return Comparison::default();
        }
        Comparison {
            previous: Some(self.calendar.previous(quarter)).filter(comparable),
            year_ago: Some(quarter.a_year_before()).filter(comparable),
        }
    }

    /// The last [`TREND`] quarters up to this one, the oldest first; fewer in a young program.
    pub fn trend(&self, quarter: Quarter) -> Vec<Quarter> {
        let before = |quarter: &Quarter| Some(self.calendar.previous(*quarter));
        let all = std::iter::successors(Some(quarter), before);
        let mut quarters: Vec<_> = all.take(TREND).take_while(|quarter| *quarter >= self.first_quarter()).collect();
        quarters.reverse();
        quarters
    }

    /// Whether the program had all of this quarter, from its first day to its last.
    fn is_whole(&self, quarter: Quarter) -> bool {
        let calendar = &self.calendar;
        if !calendar.has(quarter) || quarter < self.first_quarter() {
            return false;
        }
        let first = calendar.first_day(quarter);
        let after = first.checked_add_months(Months::new(quarter.period().months().into()));
        first >= self.started_on && after == calendar.last_day(quarter).checked_add_days(Days::new(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(started_on: &str) -> Settings {
        let document = include_str!("../../../infra/programs/mautic.toml");
        let mut settings = Settings::read(document).unwrap();
        settings.started_on = started_on.parse().unwrap();
        settings
    }

    fn quarter(name: &str) -> Quarter {
        name.parse().unwrap()
    }

    /// M27
    #[test]
    fn a_quarter_is_compared_with_the_one_before_and_the_same_a_year_before() {
        let compared = settings("2024-01-01").compared(quarter("2026-Q3"));
        assert_eq!(compared.previous, Some(quarter("2026-Q2")));
        assert_eq!(compared.year_ago, Some(quarter("2025-Q3")));
    }

    /// M27
    #[test]
    fn a_quarter_the_program_did_not_have_whole_is_compared_with_nothing() {
        // The program began on 2 July 2025, a day into the third quarter.
        let settings = settings("2025-07-02");
        assert_eq!(settings.compared(quarter("2026-Q3")).year_ago, None);
        assert_eq!(settings.compared(quarter("2025-Q4")), Comparison::default());
        assert_eq!(settings.compared(quarter("2025-Q3")), Comparison::default());
        let compared = settings.compared(quarter("2026-Q1"));
        assert_eq!((compared.previous, compared.year_ago), (Some(quarter("2025-Q4")), None));
    }

    #[test]
    fn a_trend_has_eight_quarters_at_most_and_none_before_the_program() {
        let names = |started: &str, until: &str| -> Vec<_> {
            settings(started).trend(quarter(until)).iter().map(ToString::to_string).collect()
        };
        assert_eq!(names("2026-01-01", "2026-Q3"), ["2026-Q1", "2026-Q2", "2026-Q3"]);
        let eight = names("2020-01-01", "2026-Q3");
        assert_eq!((eight.len(), &*eight[0], &*eight[7]), (8, "2024-Q4", "2026-Q3"));
    }
}
