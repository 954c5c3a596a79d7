//! The data dictionary: every column, what it means, how it is computed, and what stands where there is no number.

use super::Tab;
use super::activities::RAW;
use super::look::Look;
use super::measures::MEASURES;
use super::table::{self, Cell, Heading, Layout};
use rust_xlsxwriter::Worksheet;
use words::{Words, say};

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, look: &Look, words: Words, standings: bool) -> anyhow::Result<()> {
    let layout = Layout {
        tab: Tab::Dictionary,
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
    let rows: Vec<_> = entries(words, standings);
    let cells = rows.iter().map(|row| row.iter().map(|text| Cell::text(text.as_str())).collect());
    table::write(sheet, look, words, &layout, cells)
}

fn entries(words: Words, standings: bool) -> Vec<[String; 6]> {
    let aggregates = [Tab::Overview, Tab::ByKind, Tab::ByCountry, Tab::ByMonth].map(|tab| tab.title(words)).join(", ");
    let entry = |sheet: String, [heading, meaning, unit, formula, blank]: [&str; 5]| {
        [sheet, say!(words, heading), say!(words, meaning), say!(words, unit), say!(words, formula), say!(words, blank)]
    };
    let measures = MEASURES.iter().map(|measure| {
        entry(aggregates.clone(), [measure.heading, measure.meaning, measure.unit, measure.formula, measure.blank])
    });
    let people = AMBASSADORS.into_iter().map(|keys| entry(Tab::Ambassadors.title(words), keys));
    let standing = STANDINGS.into_iter().filter(|_| standings).map(|keys| entry(Tab::Standings.title(words), keys));
    let raw = RAW
        .iter()
        .map(|raw| entry(Tab::Activities.title(words), [raw.heading, raw.meaning, raw.unit, raw.formula, raw.blank]));
    let based_on = BASED_ON.into_iter().map(|keys| entry(Tab::Overview.title(words), keys));
    measures.chain(based_on).chain(people).chain(standing).chain(raw).collect()
}

/// The columns that only the overview has, as keys of heading, meaning, unit, formula and what a blank means.
const BASED_ON: [[&str; 5]; 1] = [[
    "summary-column-based-on",
    "summary-based-on-meaning",
    "summary-unit-activities",
    "summary-based-on-formula",
    "summary-blank-never",
]];

const AMBASSADORS: [[&str; 5]; 4] = [
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
