//! The engagement summary as a workbook people keep (requirement X1).
//!
//! **What it is for.** [`workbook`] lays out what [`Engagement`] computed and the rows it came from. It computes nothing
//! itself, so each number on an aggregate sheet can be found again in the rows of the same file (requirement X2). It comes in
//! two editions: the team's, and one for anybody ([`Edition`]).
//!
//! **Where to start.** One module a kind of sheet; `table` writes every one of them, so that all look alike,
//! `rows` the rows of the long one, and `look` holds colors, fonts and number formats.
//!
//! **What it never does.** It writes no formula: whatever people typed is text (requirement S9). The same input gives
//! the same bytes.

mod activities;
mod charts;
pub(crate) mod cover;
mod csv;
mod dictionary;
mod funding;
mod look;
pub(crate) mod measures;
mod payments;
mod people;
mod plain;
mod rows;
mod table;
#[cfg(test)]
pub(crate) mod tests;
mod worked;

pub(crate) use payments::payments;
pub use plain::{Shared, plain};

use crate::columns::People;
use crate::engagement::Engagement;
use crate::rows::Rows;
use activities::Activities;
use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
pub(crate) use csv::{sheet_as_csv, sheets_as_csv};
use look::Look;
use program::{Comparison, Country, Judgement, Settings};
use rows::Part;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};
use std::io::{Seek, Write};
use words::{Words, say};

/// What the workbook is about.
#[derive(Clone, Debug)]
pub struct Cover {
    /// The program's name for people.
    pub program: String,
    /// The community it belongs to.
    pub community: String,
    /// What the period is called: a quarter by its name.
    pub period: String,
    /// The period's first day.
    pub first_day: NaiveDate,
    /// The period's last day.
    pub last_day: NaiveDate,
    /// What the quarters it is compared with are called.
    pub compared: Comparison,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Until when its numbers can still change; none once they are final (clause R6).
    pub provisional_until: Option<NaiveDate>,
    /// What it is narrowed to, in words; empty for the whole program.
    pub narrowed: Vec<String>,
    /// The version of the settings it was made by.
    pub settings_version: u64,
    /// Who it is for.
    pub edition: Edition,
    /// The language it is in (clause M24).
    pub words: Words,
}

/// Who a workbook is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// The team: all of it.
    Team,
    /// Anybody: no names and nothing that leads to one, no standings, no money, and nothing people wrote to the team.
    Public,
}

/// Everything a workbook is written from.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    /// What it is about.
    pub cover: &'a Cover,
    /// What the rows amount to.
    pub engagement: &'a Engagement,
    /// The rows that `engagement` was computed from.
    pub rows: &'a Rows,
    /// Who everybody is.
    pub people: &'a People,
    /// How the quarter ended for each; without any that sheet is left out.
    pub standings: &'a [StandingRow],
    /// The settings it is made by.
    pub settings: &'a Settings,
}

/// How the quarter ended for one ambassador, for the team's own copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingRow {
    /// Who.
    pub name: String,
    /// The country they carry the program in.
    pub country: Country,
    /// The standing with every reason (clause R5).
    pub judgement: Judgement,
}

/// Writes the workbook to `out`, row by row.
///
/// Text past the 32,767 characters a cell can hold is cut and ends in an ellipsis. More rows than a sheet can hold
/// (1,048,575) go on in further sheets, and the cover says so.
///
/// # Errors
/// When the rows lack a column, or `out` takes no more.
pub fn workbook(content: Content<'_>, out: impl Write + Seek) -> anyhow::Result<()> {
    write(content, rows::MOST, out)
}

/// Writes it to `out`, with at most `most` activities a sheet.
fn write(content: Content<'_>, most: usize, out: impl Write + Seek) -> anyhow::Result<()> {
    let Content { cover, engagement, .. } = content;
    let words = cover.words;
    let look = Look::new();
    let activities = Activities::of(content)?;
    let sheets = activities.count().div_ceil(most.max(1)).max(1);
    let mut parts = Vec::new();
    let mut book = Workbook::new();
    book.set_zip_compression_level(rows::LEVEL);
    book.set_properties(&properties(cover)?);
    let tabs = tabs(content);

    let front = book.add_worksheet();
    front.set_name(sheet_name(&say!(words, "summary-sheet-cover")))?;
    cover::write(front, &look, content, &tabs, sheets)?;

    for tab in &tabs {
        let saying = || format!("writing the sheet {tab:?}");
        let Some(Laid { layout, rows }) = laid(*tab, content, &tabs) else {
            for number in 1..=sheets {
                let sheet = book.add_worksheet();
                set_up(sheet, *tab, number, cover)?;
                let rows = (activities.count() - (number - 1) * most).min(most);
                activities.begin(sheet, &look, number, rows).with_context(saying)?;
                let sheet = book.worksheets().len();
                let part = Part { sheet, table: activities::table_name(number), rows };
                parts.extend(Some(part).filter(|part| part.rows > 0));
            }
            continue;
        };
        let sheet = book.add_worksheet();
        set_up(sheet, *tab, 1, cover)?;
        table::write(sheet, &look, words, &layout, rows.iter().cloned()).with_context(saying)?;
        if *tab == Tab::Overview {
            sheet.set_print_fit_to_pages(1, 1);
            charts::write(sheet, u32::try_from(rows.len())? + 2, engagement, words, &tabs)?;
        }
    }
    let book = book.save_to_buffer().context("writing the workbook")?;
    activities.fill(&book, &parts, out).context("writing the rows of the workbook")
}

/// A sheet as it is laid out, with its rows.
struct Laid<'a> {
    layout: table::Layout,
    rows: Vec<Vec<table::Cell<'a>>>,
}

/// What a sheet holds; none for the raw rows, which are too many to lay out at once.
fn laid<'a>(tab: Tab, content: Content<'a>, tabs: &[Tab]) -> Option<Laid<'a>> {
    Some(match tab {
        Tab::Overview => measures::overview(content),
        Tab::Trend => measures::trend(content),
        Tab::ByKind => measures::by_kind(content),
        Tab::ByRegion => measures::by_region(content),
        Tab::ByCountry => measures::by_country(content),
        Tab::ByMonth => measures::by_month(content),
        Tab::Worked => worked::worked(content),
        Tab::Ambassadors => people::ambassadors(content),
        Tab::Standings => people::standings(content),
        Tab::Funding => funding::funding(content),
        Tab::Activities => return None,
        Tab::Dictionary => dictionary::dictionary(content, tabs),
    })
}

/// The sheets behind the cover: the public edition has none of people.
fn tabs(content: Content<'_>) -> Vec<Tab> {
    let is_there = |tab: &Tab| match tab {
        Tab::Standings => content.cover.edition == Edition::Team && !content.standings.is_empty(),
        Tab::Ambassadors => content.cover.edition == Edition::Team,
        Tab::Funding => content.cover.edition == Edition::Team && !content.engagement.funded.is_empty(),
        _ => true,
    };
    Tab::ALL.into_iter().filter(is_there).collect()
}

/// A sheet behind the cover; each holds one table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Overview,
    Trend,
    ByKind,
    ByRegion,
    ByCountry,
    ByMonth,
    Worked,
    Ambassadors,
    Standings,
    Funding,
    Activities,
    Dictionary,
}

impl Tab {
    /// In the order of the workbook: the answer first, what it was computed from last.
    const ALL: [Self; 12] = [
        Self::Overview,
        Self::Trend,
        Self::ByKind,
        Self::ByRegion,
        Self::ByCountry,
        Self::ByMonth,
        Self::Worked,
        Self::Ambassadors,
        Self::Standings,
        Self::Funding,
        Self::Activities,
        Self::Dictionary,
    ];

    /// The sheet's name.
    fn title(self, words: Words) -> String {
        sheet_name(&match self {
            Self::Overview => say!(words, "summary-sheet-overview"),
            Self::Trend => say!(words, "summary-sheet-trend"),
            Self::ByKind => say!(words, "summary-sheet-by-kind"),
            Self::ByRegion => say!(words, "summary-sheet-by-region"),
            Self::ByCountry => say!(words, "summary-sheet-by-country"),
            Self::ByMonth => say!(words, "summary-sheet-by-month"),
            Self::Worked => say!(words, "summary-sheet-worked"),
            Self::Ambassadors => say!(words, "summary-sheet-ambassadors"),
            Self::Standings => say!(words, "summary-sheet-standings"),
            Self::Funding => say!(words, "summary-sheet-funding"),
            Self::Activities => say!(words, "summary-sheet-activities"),
            Self::Dictionary => say!(words, "summary-sheet-dictionary"),
        })
    }

    /// What the sheet holds, as the cover says it.
    fn about(self, words: Words) -> String {
        match self {
            Self::Overview => say!(words, "summary-about-overview"),
            Self::Trend => say!(words, "summary-about-trend"),
            Self::ByKind => say!(words, "summary-about-by-kind"),
            Self::ByRegion => say!(words, "summary-about-by-region"),
            Self::ByCountry => say!(words, "summary-about-by-country"),
            Self::ByMonth => say!(words, "summary-about-by-month"),
            Self::Worked => say!(words, "summary-about-worked"),
            Self::Ambassadors => say!(words, "summary-about-ambassadors"),
            Self::Standings => say!(words, "summary-about-standings"),
            Self::Funding => say!(words, "summary-about-funding"),
            Self::Activities => say!(words, "summary-about-activities"),
            Self::Dictionary => say!(words, "summary-about-dictionary"),
        }
    }

    /// The table's name, the same in every language, so that what people build on it keeps working.
    fn table(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Trend => "trend",
            Self::ByKind => "by_kind",
            Self::ByRegion => "by_region",
            Self::ByCountry => "by_country",
            Self::ByMonth => "by_month",
            Self::Worked => "what_worked",
            Self::Ambassadors => "ambassadors",
            Self::Standings => "standings",
            Self::Funding => "funding",
            Self::Activities => "activities",
            Self::Dictionary => "data_dictionary",
        }
    }
}

/// A name Excel accepts for a sheet: at most 31 UTF-16 units, without the characters it reserves.
fn sheet_name(wanted: &str) -> String {
    let plain: String = wanted.chars().map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c }).collect();
    table::shortened(plain.trim().trim_matches('\''), 31)
}

/// The name of a sheet that goes on from those before it.
fn further(title: &str, number: usize) -> String {
    let number = if number == 1 { String::new() } else { format!(" {number}") };
    format!("{}{number}", table::shortened(title, 31 - number.len()))
}

fn set_up(sheet: &mut Worksheet, tab: Tab, number: usize, cover: &Cover) -> anyhow::Result<()> {
    let words = cover.words;
    let title = further(&tab.title(words), number);
    sheet.set_name(&title)?;
    // Sheets of many columns are read on the larger paper.
    let is_wide = matches!(
        tab,
        Tab::Trend | Tab::ByKind | Tab::ByRegion | Tab::ByCountry | Tab::ByMonth | Tab::Funding | Tab::Activities
    );
    print_set_up(sheet, cover, &title, if is_wide { look::A3 } else { look::A4 });
    sheet.set_repeat_rows(0, 0)?;
    let named_columns = if is_wide { 1 } else { 0 };
    sheet.set_freeze_panes(1, named_columns)?;
    Ok(())
}

fn print_set_up(sheet: &mut Worksheet, cover: &Cover, title: &str, paper: u8) {
    let words = cover.words;
    // An ampersand starts a code in headers and footers, and two stand for one.
    let plain = |text: &str| table::shortened(text, 90).replace('&', "&&");
    let of = say!(words, "summary-print-title", program = &cover.program, quarter = &cover.period);
    let page = say!(words, "summary-print-page", page = "&P", pages = "&N");
    sheet
        .set_landscape()
        .set_paper_size(paper)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.75, 0.6, 0.3, 0.3)
        .set_header(format!("&L&\"{0},Bold\"&11{1}&R&\"{0},Regular\"&9{2}", look::FONT, plain(title), plain(&of)))
        .set_footer(format!("&R&\"{}\"&9{}", look::FONT, page))
        .set_screen_gridlines(false);
}

fn properties(cover: &Cover) -> anyhow::Result<DocProperties> {
    let words = cover.words;
    Ok(DocProperties::new()
        .set_title(say!(words, "summary-title-of", program = &cover.program, quarter = &cover.period))
        .set_subject(say!(words, "summary-title"))
        .set_author(&cover.program)
        .set_company(&cover.community)
        .set_creation_datetime(&ExcelDateTime::from_timestamp(cover.made_at.timestamp())?))
}
