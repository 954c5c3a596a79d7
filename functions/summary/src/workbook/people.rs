//! Who did what, and the team's own sheet of standings. People come in alphabetical order, always (clause M11).

use super::table::{Cell, Heading, Layout};
use super::{Content, Laid, Tab};
use crate::engagement::Deed;
use program::text::alphabetical;
use words::{Words, say};

/// What each ambassador did.
pub(super) fn ambassadors(content: Content<'_>) -> Laid<'_> {
    let (words, engagement) = (content.cover.words, content.engagement);
    let layout = Layout {
        table: Tab::Ambassadors.table(),
        headings: vec![
            Heading::new(say!(words, "summary-column-ambassador"), 36),
            Heading::new(say!(words, "summary-column-home-country"), 24),
            Heading::new(say!(words, "summary-held"), 14),
            Heading::new(say!(words, "summary-hours-total"), 14),
            Heading::new(say!(words, "summary-column-did"), 60),
            Heading::new(say!(words, "summary-column-together"), 44),
            Heading::new(say!(words, "summary-column-plans"), 44),
        ],
        lines: 25,
    };
    let rows = engagement.ambassadors.iter().map(|row| {
        vec![
            Cell::text(&row.name),
            Cell::text(row.country.name()),
            Cell::Count(row.held),
            row.hours.value.map_or(Cell::Blank, Cell::Hours),
            deeds(&row.did, words),
            deeds(&row.together, words),
            deeds(&row.plans, words),
        ]
    });
    Laid { layout, rows: rows.collect() }
}

/// How the quarter ended for each, in words.
pub(super) fn standings(content: Content<'_>) -> Laid<'_> {
    let words = content.cover.words;
    let layout = Layout {
        table: Tab::Standings.table(),
        headings: vec![
            Heading::new(say!(words, "summary-column-ambassador"), 36),
            Heading::new(say!(words, "summary-column-home-country"), 24),
            Heading::new(say!(words, "summary-column-standing"), 14),
            Heading::new(say!(words, "summary-column-counted"), 14),
            Heading::new(say!(words, "summary-column-goal-of-quarter"), 14),
            Heading::new(say!(words, "summary-column-reasons"), 96),
        ],
        lines: 25,
    };
    let mut standings: Vec<_> = content.standings.iter().collect();
    standings.sort_by_cached_key(|row| alphabetical(&row.name));
    let rows = standings.into_iter().map(|row| {
        let mut reasons: Vec<_> = row.judgement.reasons.iter().map(|reason| words.reason_told(reason)).collect();
        if reasons.is_empty() {
            reasons.push(say!(words, "summary-reason-none"));
        }
        vec![
            Cell::text(&row.name),
            Cell::text(row.country.name()),
            Cell::text(words.standing(row.judgement.standing)),
            Cell::Count(row.judgement.full.into()),
            Cell::Count(row.judgement.goal.into()),
            Cell::text(reasons.join("\n")),
        ]
    });
    Laid { layout, rows: rows.collect() }
}

fn deeds(deeds: &[Deed], words: Words) -> Cell<'static> {
    if deeds.is_empty() {
        return Cell::Blank;
    }
    let lines: Vec<_> =
        deeds.iter().map(|deed| say!(words, "summary-deed", kind = &*deed.kind, title = &*deed.title)).collect();
    Cell::text(lines.join("\n"))
}
