//! The data dictionary: every column, what it means, how it is computed, and what stands where there is no number.

use super::activities::{self, Shown};
use super::funding::COLUMNS as FUNDED;
use super::measures::read_by;
use super::table::{Cell, Heading, Layout};
use super::worked::COLUMNS as WORKED;
use super::{Content, Laid, Tab};
use program::FieldKey;
use program::report::Unit;
use words::say;

/// One row a column of the workbook.
pub(super) fn dictionary<'a>(content: Content<'a>, tabs: &[Tab]) -> Laid<'a> {
    let words = content.cover.words;
    let layout = Layout {
        table: Tab::Dictionary.table(),
        headings: vec![
            Heading::new(say!(words, "summary-dictionary-sheet"), 24),
            Heading::new(say!(words, "summary-dictionary-column"), 28),
            Heading::new(say!(words, "summary-dictionary-meaning"), 52),
            Heading::new(say!(words, "summary-dictionary-unit"), 16),
            Heading::new(say!(words, "summary-column-formula"), 56),
            Heading::new(say!(words, "summary-dictionary-blank"), 48),
        ],
        lines: 12,
    };
    let rows = entries(content, tabs).into_iter().map(|row| row.into_iter().map(Cell::text).collect());
    Laid { layout, rows: rows.collect() }
}

fn entries(content: Content<'_>, tabs: &[Tab]) -> Vec<[String; 6]> {
    let (words, edition) = (content.cover.words, content.cover.edition);
    let aggregates = [Tab::Overview, Tab::Trend, Tab::ByKind, Tab::ByRegion, Tab::ByCountry, Tab::ByMonth];
    let whole = [Tab::Overview, Tab::Trend];
    let names = |tabs: &[Tab]| tabs.iter().map(|tab| tab.title(words)).collect::<Vec<_>>().join(", ");
    let entry = |sheet: String, [heading, meaning, unit, formula, blank]: [&str; 5]| {
        [sheet, say!(words, heading), say!(words, meaning), say!(words, unit), say!(words, formula), say!(words, blank)]
    };
    let measures = read_by(edition, content.engagement).map(|measure| {
        let sheets = if measure.is_of_parts() { names(&aggregates) } else { names(&whole) };
        entry(sheets, [measure.heading, measure.meaning, measure.unit, measure.formula, measure.blank])
    });
    let on = |tab: Tab, keys: &'static [[&'static str; 5]]| {
        let is_there = tabs.contains(&tab);
        keys.iter().filter(move |_| is_there).map(move |keys| entry(tab.title(words), *keys))
    };
    let worked = WORKED.iter().filter(|column| column.is_in(edition)).map(|column| {
        entry(Tab::Worked.title(words), [column.heading, column.meaning, column.unit, column.formula, column.blank])
    });
    let has_funding = tabs.contains(&Tab::Funding);
    let funded = FUNDED.iter().filter(|_| has_funding).map(|column| {
        entry(Tab::Funding.title(words), [column.heading, column.meaning, column.unit, column.formula, column.blank])
    });
    let raw = activities::shown(content).into_iter().map(|shown| match shown {
        Shown::Every(raw) => {
            entry(Tab::Activities.title(words), [raw.heading, raw.meaning, raw.unit, raw.formula, raw.blank])
        }
        Shown::Own { name, heading } => own(content, &name, heading),
    });
    measures
        .chain(on(Tab::Overview, &OVERVIEW))
        .chain(worked)
        .chain(on(Tab::Ambassadors, &AMBASSADORS))
        .chain(on(Tab::Standings, &STANDINGS))
        .chain(funded)
        .chain(raw)
        .collect()
}

/// A field of the program's own: what it means is in the program's words, where it still asks for it.
fn own(content: Content<'_>, name: &str, heading: String) -> [String; 6] {
    let words = content.cover.words;
    let asked = content.settings.kinds.iter().flat_map(|kind| &kind.fields);
    let asked = asked.clone().find(|asked| matches!(&asked.field, FieldKey::Own(own) if own == name));
    let unit = match asked.map(|asked| asked.unit) {
        Some(Unit::Count) => say!(words, "summary-unit-count"),
        Some(Unit::Hours) => say!(words, "summary-unit-hours"),
        Some(Unit::YesNo) => say!(words, "summary-unit-flag"),
        Some(Unit::Text) | None => say!(words, "summary-unit-text"),
    };
    let meaning = asked.and_then(|asked| asked.hint.clone());
    [
        Tab::Activities.title(words),
        heading,
        meaning.unwrap_or_else(|| say!(words, "summary-own-meaning")),
        unit,
        say!(words, "summary-formula-told"),
        say!(words, "summary-blank-answer"),
    ]
}

/// The columns that only the overview has, as keys of heading, meaning, unit, formula and what a blank means.
const OVERVIEW: [[&str; 5]; 3] = [
    [
        "summary-column-no-before",
        "summary-before-meaning",
        "summary-unit-measure",
        "summary-before-formula",
        "summary-blank-compared",
    ],
    [
        "summary-column-no-year",
        "summary-year-meaning",
        "summary-unit-measure",
        "summary-before-formula",
        "summary-blank-compared",
    ],
    [
        "summary-column-based-on",
        "summary-based-on-meaning",
        "summary-unit-activities",
        "summary-based-on-formula",
        "summary-blank-never",
    ],
];

const AMBASSADORS: [[&str; 5]; 5] = [
    [
        "summary-held",
        "summary-person-held-meaning",
        "summary-unit-activities",
        "summary-held-formula",
        "summary-blank-never",
    ],
    [
        "summary-hours-total",
        "summary-hours-total-meaning",
        "summary-unit-hours",
        "summary-hours-total-formula",
        "summary-blank-no-figures",
    ],
    ["summary-column-did", "summary-did-meaning", "summary-unit-text", "summary-did-formula", "summary-blank-did"],
    [
        "summary-column-together",
        "summary-together-meaning",
        "summary-unit-text",
        "summary-together-formula",
        "summary-blank-with",
    ],
    [
        "summary-column-plans",
        "summary-plans-meaning",
        "summary-unit-text",
        "summary-plans-formula",
        "summary-blank-plans",
    ],
];

const STANDINGS: [[&str; 5]; 4] = [
    [
        "summary-column-standing",
        "summary-standing-meaning",
        "summary-unit-text",
        "summary-standing-formula",
        "summary-blank-never",
    ],
    [
        "summary-column-counted",
        "summary-counted-meaning",
        "summary-unit-activities",
        "summary-counted-formula",
        "summary-blank-never",
    ],
    [
        "summary-column-goal-of-quarter",
        "summary-goal-of-quarter-meaning",
        "summary-unit-activities",
        "summary-formula-settings",
        "summary-blank-never",
    ],
    [
        "summary-column-reasons",
        "summary-reasons-meaning",
        "summary-unit-text",
        "summary-standing-formula",
        "summary-blank-never",
    ],
];
