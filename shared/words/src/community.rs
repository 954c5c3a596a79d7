//! What people of the community did, worded (clauses D5 and D7).

use crate::{Words, say};
use program::contribution::{ContributionKind, History};

impl Words {
    /// The name of a kind of contribution.
    pub fn contribution_kind(self, kind: ContributionKind) -> String {
        match kind {
            ContributionKind::Answering => say!(self, "contribution-answering"),
            ContributionKind::Talk => say!(self, "contribution-talk"),
            ContributionKind::Organizing => say!(self, "contribution-organizing"),
            ContributionKind::Writing => say!(self, "contribution-writing"),
            ContributionKind::Translating => say!(self, "contribution-translating"),
            ContributionKind::Code => say!(self, "contribution-code"),
            ContributionKind::Other => say!(self, "contribution-other"),
        }
    }

    /// How many contributions there were, how varied, over how long, and when the latest was, in one sentence.
    pub fn contribution_history(self, history: &History) -> String {
        let months = history.months();
        let span = match months / 12 {
            0 => say!(self, "contributions-over-months", months = months),
            years => say!(self, "contributions-over-years", years = years),
        };
        let kinds = say!(self, "contributions-kinds", kinds = history.kinds().len());
        let latest = self.day(history.latest());
        say!(self, "contributions-history", count = history.count(), kinds = kinds, span = span, latest = latest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;
    use chrono::NaiveDate;
    use program::text::Line;
    use program::{Contribution, ContributionId};

    fn said(all: &[(ContributionKind, (i32, u32, u32))]) -> String {
        let contributions: Vec<_> = all
            .iter()
            .map(|(kind, (year, month, day))| Contribution {
                id: ContributionId::new(Default::default()),
                kind: *kind,
                what: Line::parse("Something").unwrap(),
                on: NaiveDate::from_ymd_opt(*year, *month, *day).unwrap(),
                link: None,
            })
            .collect();
        Words::new(Locale::English).contribution_history(&History::of(&contributions).unwrap())
    }

    /// D7
    #[test]
    fn a_history_says_how_long_and_how_varied_before_it_says_how_recent() {
        use ContributionKind::{Code, Talk, Writing};
        let long = [(Talk, (2023, 1, 9)), (Code, (2024, 2, 2)), (Talk, (2026, 5, 3)), (Writing, (2025, 7, 7))];
        assert_eq!(said(&long), "4 contributions in 3 kinds over 3 years, the latest on 3 May 2026");
        assert_eq!(
            said(&[(Talk, (2025, 4, 3)), (Talk, (2026, 5, 3))]),
            "2 contributions in 1 kind over a year, the latest on 3 May 2026"
        );
        assert_eq!(
            said(&[(Talk, (2026, 1, 3)), (Code, (2026, 5, 3))]),
            "2 contributions in 2 kinds over 4 months, the latest on 3 May 2026"
        );
        assert_eq!(
            said(&[(Talk, (2026, 5, 1)), (Code, (2026, 5, 3))]),
            "2 contributions in 2 kinds within a month, the latest on 3 May 2026"
        );
        assert_eq!(said(&[(Talk, (2026, 5, 3))]), "1 contribution, on 3 May 2026");
    }
}
