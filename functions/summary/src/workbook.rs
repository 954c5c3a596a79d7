//! The engagement summary as a workbook people keep (requirement X1).
//!
//! **What it is for.** [`workbook`] lays out what [`Engagement`] computed and the rows it came from. It computes nothing
//! itself, so each number on an aggregate sheet can be found again in the rows of the same file (requirement X2).
//!
//! **Where to start.** One module a kind of sheet; `table` writes every one of them, so that all look alike,
//! `rows` the rows of the long one, and `look` holds colors, fonts and number formats.
//!
//! **What it never does.** It writes no formula: whatever people typed is text (requirement S9). The same input gives
//! the same bytes.

mod activities;
mod charts;
mod cover;
mod dictionary;
mod look;
mod measures;
mod people;
mod plain;
mod rows;
mod table;
#[cfg(test)]
mod tests;

pub use plain::plain;

use crate::engagement::Engagement;
use activities::Activities;
use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use look::Look;
use polars::prelude::DataFrame;
use program::{Country, Judgement, Quarter, Settings};
use rows::Part;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};
use std::io::{Cursor, Seek, Write};
use words::{Words, say};

/// What the workbook is about.
#[derive(Clone, Debug)]
pub struct Cover {
    /// The program's name for people.
    pub program: String,
    /// The community it belongs to.
    pub community: String,
    /// The quarter it tells about.
    pub quarter: Quarter,
    /// The quarter's first day.
    pub first_day: NaiveDate,
    /// The quarter's last day.
    pub last_day: NaiveDate,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Whether the quarter is still open, so that numbers can change (clause R6).
    pub provisional: bool,
    /// The version of the settings it was made by.
    pub settings_version: u64,
    /// The language it is in (clause M24).
    pub words: Words,
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

/// Writes the workbook: `rows` are those `engagement` was computed from; without `standings` that sheet is left out.
///
/// Text past the 32,767 characters a cell can hold is cut and ends in an ellipsis. More rows than a sheet can hold
/// (1,048,575) go on in further sheets, and the cover says so.
///
/// # Errors
/// When `rows` lack a column.
pub fn workbook(
    cover: &Cover,
    engagement: &Engagement,
    rows: &DataFrame,
    standings: &[StandingRow],
    settings: &Settings,
) -> anyhow::Result<Vec<u8>> {
    let mut file = Cursor::new(Vec::new());
    write(cover, engagement, rows, standings, settings, rows::MOST, &mut file)?;
    Ok(file.into_inner())
}

/// Writes it to `out`, with at most `most` activities a sheet.
fn write(
    cover: &Cover,
    engagement: &Engagement,
    rows: &DataFrame,
    standings: &[StandingRow],
    settings: &Settings,
    most: usize,
    out: impl Write + Seek,
) -> anyhow::Result<()> {
    let words = cover.words;
    let look = Look::new();
    let activities = Activities::of(rows, words)?;
    let sheets = activities.count().div_ceil(most.max(1)).max(1);
    let mut parts = Vec::new();
    let mut book = Workbook::new();
    book.set_zip_compression_level(rows::LEVEL);
    book.set_properties(&properties(cover)?);
    let tabs: Vec<_> = Tab::ALL.into_iter().filter(|tab| *tab != Tab::Standings || !standings.is_empty()).collect();

    let front = book.add_worksheet();
    front.set_name(sheet_name(&say!(words, "summary-sheet-cover")))?;
    cover::write(front, &look, cover, engagement, settings, &tabs, sheets)?;

    for tab in &tabs {
        for number in 1..=if *tab == Tab::Activities { sheets } else { 1 } {
            let sheet = book.add_worksheet();
            set_up(sheet, *tab, number, cover)?;
            match tab {
                Tab::Overview => measures::overview(sheet, &look, engagement, words),
                Tab::ByKind => measures::by_kind(sheet, &look, engagement, words),
                Tab::ByCountry => measures::by_country(sheet, &look, engagement, words),
                Tab::ByMonth => measures::by_month(sheet, &look, engagement, words),
                Tab::Ambassadors => people::ambassadors(sheet, &look, engagement, words),
                Tab::Standings => people::standings(sheet, &look, standings, words),
                Tab::Activities => {
                    let rows = (activities.count() - (number - 1) * most).min(most);
                    let begun = activities.begin(sheet, &look, number, rows);
                    let sheet = book.worksheets().len();
                    let part = Part { sheet, table: activities::table_name(number), rows };
                    parts.extend(Some(part).filter(|part| part.rows > 0));
                    begun
                }
                Tab::Dictionary => dictionary::write(sheet, &look, words, !standings.is_empty()),
            }
            .with_context(|| format!("writing the sheet {tab:?}"))?;
        }
    }
    let book = book.save_to_buffer().context("writing the workbook")?;
    activities.fill(&book, &parts, out).context("writing the rows of the workbook")
}

/// A sheet behind the cover; each holds one table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Overview,
    ByKind,
    ByCountry,
    ByMonth,
    Ambassadors,
    Standings,
    Activities,
    Dictionary,
}

impl Tab {
    /// In the order of the workbook: the answer first, what it was computed from last.
    const ALL: [Self; 8] = [
        Self::Overview,
        Self::ByKind,
        Self::ByCountry,
        Self::ByMonth,
        Self::Ambassadors,
        Self::Standings,
        Self::Activities,
        Self::Dictionary,
    ];

    /// The sheet's name.
    fn title(self, words: Words) -> String {
        sheet_name(&match self {
            Self::Overview => say!(words, "summary-sheet-overview"),
            Self::ByKind => say!(words, "summary-sheet-by-kind"),
            Self::ByCountry => say!(words, "summary-sheet-by-country"),
            Self::ByMonth => say!(words, "summary-sheet-by-month"),
            Self::Ambassadors => say!(words, "summary-sheet-ambassadors"),
            Self::Standings => say!(words, "summary-sheet-standings"),
            Self::Activities => say!(words, "summary-sheet-activities"),
            Self::Dictionary => say!(words, "summary-sheet-dictionary"),
        })
    }

    /// What the sheet holds, as the cover says it.
    fn about(self, words: Words) -> String {
        match self {
            Self::Overview => say!(words, "summary-about-overview"),
            Self::ByKind => say!(words, "summary-about-by-kind"),
            Self::ByCountry => say!(words, "summary-about-by-country"),
            Self::ByMonth => say!(words, "summary-about-by-month"),
            Self::Ambassadors => say!(words, "summary-about-ambassadors"),
            Self::Standings => say!(words, "summary-about-standings"),
            Self::Activities => say!(words, "summary-about-activities"),
            Self::Dictionary => say!(words, "summary-about-dictionary"),
        }
    }

    /// The table's name, the same in every language, so that what people build on it keeps working.
    fn table(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::ByKind => "by_kind",
            Self::ByCountry => "by_country",
            Self::ByMonth => "by_month",
            Self::Ambassadors => "ambassadors",
            Self::Standings => "standings",
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
    // The raw rows have thirty columns: on the larger paper a page as wide as all of them can still be read.
    print_set_up(sheet, cover, &title, if tab == Tab::Activities { look::A3 } else { look::A4 });
    sheet.set_repeat_rows(0, 0)?;
    let named_columns = if tab == Tab::Activities { 1 } else { 0 };
    sheet.set_freeze_panes(1, named_columns)?;
    Ok(())
}

fn print_set_up(sheet: &mut Worksheet, cover: &Cover, title: &str, paper: u8) {
    let words = cover.words;
    let quarter = cover.quarter.to_string();
    // An ampersand starts a code in headers and footers, and two stand for one.
    let plain = |text: &str| table::shortened(text, 90).replace('&', "&&");
    let of = say!(words, "summary-print-title", program = &cover.program, quarter = quarter);
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
    let quarter = cover.quarter.to_string();
    Ok(DocProperties::new()
        .set_title(say!(words, "summary-title-of", program = &cover.program, quarter = quarter))
        .set_subject(say!(words, "summary-title"))
        .set_author(&cover.program)
        .set_company(&cover.community)
        .set_creation_datetime(&ExcelDateTime::from_timestamp(cover.made_at.timestamp())?))
}
