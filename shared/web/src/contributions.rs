//! What somebody did for the community, for the pages that show it (clauses D5 and D7).

use crate::kit;
use maud::{Markup, html};
use program::contribution::History;
use words::{Words, say};

/// How long and how varied, in a sentence; then each kind with how many, and how steady it was.
pub fn history(words: Words, history: &History) -> Markup {
    let kinds = history.kinds().iter().map(|(kind, count)| (words.contribution_kind(*kind), html! { (count) }));
    let steady = [
        (say!(words, "contributions-since"), kit::day(words, history.first())),
        (say!(words, "contributions-months"), html! { (history.months_active()) }),
    ];
    kit::card(
        &say!(words, "contributions-title"),
        html! {
            p { (words.contribution_history(history)) }
            (kit::facts(&kinds.chain(steady).collect::<Vec<_>>()))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use program::text::Line;
    use program::{Contribution, ContributionId, ContributionKind};
    use words::Locale;

    fn shown(locale: Locale) -> String {
        let contribution = |kind, year, month| Contribution {
            id: ContributionId::new(uuid::Uuid::nil()),
            kind,
            what: Line::parse("Something").unwrap(),
            on: NaiveDate::from_ymd_opt(year, month, 3).unwrap(),
            link: None,
        };
        let all = [
            contribution(ContributionKind::Talk, 2026, 5),
            contribution(ContributionKind::Answering, 2024, 1),
            contribution(ContributionKind::Answering, 2025, 7),
        ];
        history(Words::new(locale), &History::of(&all).unwrap()).into_string()
    }

    /// D7
    #[test]
    fn a_history_is_shown_by_its_kinds_in_their_order_and_with_its_first_day() {
        let page = shown(Locale::English);
        assert!(page.contains("<p>3 contributions in 2 kinds over 2 years, the latest on 3 May 2026</p>"), "{page}");
        let places =
            ["<dt>Answering questions</dt><dd dir=\"auto\">2</dd>", "<dt>Giving a talk</dt>", "3 January 2024"]
                .map(|piece| page.find(piece).unwrap_or_else(|| panic!("no {piece} in {page}")));
        assert!(places.is_sorted());
    }

    /// M24
    #[test]
    fn every_word_of_a_history_comes_from_the_message_files() {
        assert_eq!(crate::layout::tests::ascii_words(&shown(Locale::Pseudo)), Vec::<String>::new());
    }
}
