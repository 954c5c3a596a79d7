//! Writes one Excel table a sheet: headers, filters, widths that fit, cells that are what they look like.

use super::Tab;
use super::look::Look;
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, Table, TableColumn, TableStyle, Worksheet, XlsxError};
use std::borrow::Cow;
use words::{Words, say};

/// The most characters (UTF-16 units) a cell can hold.
pub(super) const CELL_LIMIT: usize = 32_767;

/// What stands in a cell.
#[derive(Clone)]
pub(super) enum Cell<'a> {
    /// Text, whatever it looks like (requirement S9).
    Text(Cow<'a, str>),
    /// What stands where text would, when there is none to show.
    Quiet(Cow<'a, str>),
    /// What stands where a number would, when there is none to show.
    NoNumber(Cow<'a, str>),
    /// A whole number.
    Count(u64),
    /// A mean.
    Mean(f64),
    /// Hours.
    Hours(f64),
    /// A share; 1 is all.
    Rate(f64),
    /// A day.
    Day(NaiveDate),
    /// A month, by its first day.
    Month(NaiveDate),
    /// Nothing.
    Blank,
}

impl<'a> Cell<'a> {
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Mean(_) | Self::Hours(_) | Self::Rate(_) | Self::NoNumber(_))
    }

    /// How many columns of digits it takes.
    fn width(&self) -> usize {
        match self {
            Self::Text(text) | Self::Quiet(text) | Self::NoNumber(text) => text.lines().map(width).max().unwrap_or(0),
            Self::Count(count) => grouped(count.to_string().len()),
            Self::Mean(number) => grouped(format!("{number:.0}").len()) + 2,
            Self::Hours(hours) => grouped(format!("{hours:.0}").len()) + 3,
            Self::Rate(_) => 5,
            Self::Day(_) => 11,
            Self::Month(_) => 14,
            Self::Blank => 0,
        }
    }
}

/// The head of a column.
pub(super) struct Heading {
    text: String,
    /// The widest the column gets, in columns of digits; longer text wraps.
    most: usize,
}

impl Heading {
    pub(super) fn new(text: String, most: usize) -> Self {
        Self { text, most }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// How a table is laid out.
pub(super) struct Layout {
    pub(super) tab: Tab,
    pub(super) headings: Vec<Heading>,
    /// The most lines of a row that are shown; the rest of a longer text is still in its cell.
    pub(super) lines: usize,
}

/// Content decides the widths, and this many rows are enough to know it by.
const SAMPLE: usize = 2_000;

/// Writes the table from the sheet's first row on; without rows it says kindly that there are none yet.
pub(super) fn write<'a>(
    sheet: &mut Worksheet,
    look: &Look,
    words: Words,
    layout: &Layout,
    rows: impl ExactSizeIterator<Item = Vec<Cell<'a>>> + Clone,
) -> anyhow::Result<()> {
    let columns = columns(&layout.headings, rows.clone().take(SAMPLE));
    for (at, column) in (0..).zip(&columns) {
        sheet.set_column_width(at, column.width as f64)?;
    }
    let heads = layout.headings.iter().zip(&columns);
    let head_lines = heads.map(|(heading, column)| lines(&heading.text, column.width.saturating_sub(FILTER))).max();
    sheet.set_row_height(0, 12.0 + 15.0 * head_lines.unwrap_or(1) as f64)?;

    // On a constant-memory sheet the table has to come before its rows, because it writes the headers.
    let last_column = u16::try_from(columns.len().saturating_sub(1))?;
    let last_row = u32::try_from(rows.len().max(1))?;
    let headers: Vec<_> = layout
        .headings
        .iter()
        .zip(&columns)
        .map(|(heading, column)| {
            let format = if column.numbers { &look.number_header } else { &look.header };
            TableColumn::new().set_header(&heading.text).set_header_format(format)
        })
        .collect();
    let table = Table::new().set_name(layout.tab.table()).set_style(TableStyle::None).set_columns(&headers);
    sheet.add_table(0, 0, last_row, last_column, &table)?;

    if rows.len() == 0 {
        sheet.set_row_height(1, 22)?;
        sheet.write_string_with_format(1, 0, say!(words, "summary-nothing-yet"), &look.quiet)?;
        for at in 1..=last_column {
            sheet.write_blank(1, at, &look.quiet)?;
        }
        return Ok(());
    }
    for (row, cells) in (1..).zip(rows) {
        let lines = cells.iter().zip(&columns).map(|(cell, column)| column.lines(cell)).max().unwrap_or(1);
        sheet.set_row_height(row, (6.0 + 15.0 * lines.min(layout.lines) as f64).min(HIGHEST_ROW))?;
        for (at, (cell, column)) in (0..).zip(cells.iter().zip(&columns)) {
            let text = match column.lines(cell) {
                _ if !column.wraps => &look.text,
                lines if lines > layout.lines => &look.clipped,
                _ => &look.wrapped,
            };
            write_cell(sheet, look, (row, at), cell, text)?;
        }
    }
    Ok(())
}

/// Excel's limit, in points.
const HIGHEST_ROW: f64 = 409.0;

/// What the button of a filter takes of a header's width.
const FILTER: usize = 3;

/// What the space beside the text takes of a column's width.
const INDENT: usize = 2;

struct Measured {
    width: usize,
    wraps: bool,
    numbers: bool,
}

impl Measured {
    fn lines(&self, cell: &Cell<'_>) -> usize {
        match cell {
            Cell::Text(text) if self.wraps => lines(text, self.width.saturating_sub(INDENT)),
            _ => 1,
        }
    }
}

fn columns<'a>(headings: &[Heading], rows: impl Iterator<Item = Vec<Cell<'a>>>) -> Vec<Measured> {
    let mut columns: Vec<_> = headings.iter().map(|_| Measured { width: 0, wraps: false, numbers: false }).collect();
    for row in rows {
        for (cell, column) in row.iter().zip(&mut columns) {
            column.width = cell.width().max(column.width);
            column.wraps |= matches!(cell, Cell::Text(text) if text.contains('\n'));
            column.numbers |= cell.is_number();
        }
    }
    for (column, heading) in columns.iter_mut().zip(headings) {
        let longest_word = heading.text.split_whitespace().map(width).max().unwrap_or(0);
        let head = longest_word.max(width(&heading.text).div_ceil(2) + 1) + FILTER;
        column.wraps |= column.width > heading.most;
        column.width = column.width.min(heading.most).max(head) + INDENT;
    }
    columns
}

/// Writes one cell as what it is; text gets the format `text`.
fn write_cell(
    sheet: &mut Worksheet,
    look: &Look,
    (row, at): (u32, u16),
    cell: &Cell<'_>,
    text: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(words) => sheet.write_string_with_format(row, at, shortened(words, CELL_LIMIT), text),
        Cell::Quiet(text) => sheet.write_string_with_format(row, at, text.as_ref(), &look.quiet),
        Cell::NoNumber(text) => sheet.write_string_with_format(row, at, text.as_ref(), &look.quiet_number),
        Cell::Count(count) => sheet.write_number_with_format(row, at, *count as f64, &look.count),
        Cell::Mean(number) => sheet.write_number_with_format(row, at, *number, &look.mean),
        Cell::Hours(hours) => sheet.write_number_with_format(row, at, *hours, &look.hours),
        Cell::Rate(rate) => sheet.write_number_with_format(row, at, *rate, &look.rate),
        Cell::Day(day) => sheet.write_datetime_with_format(row, at, &excel(*day)?, &look.day),
        Cell::Month(month) => sheet.write_datetime_with_format(row, at, &excel(*month)?, &look.month),
        Cell::Blank => sheet.write_blank(row, at, text),
    }?;
    Ok(())
}

fn excel(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(0);
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)
}

/// The text, or as much of it as `limit` UTF-16 units hold, ending in an ellipsis.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    // A byte is never less than a UTF-16 unit, so most texts need no counting.
    if text.len() <= limit || text.encode_utf16().count() <= limit {
        return text.to_owned();
    }
    let mut left = limit.saturating_sub(1);
    let mut short: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= left;
            left = left.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    short.push('…');
    short
}

/// How many lines `text` takes in a column of this many digits.
pub(super) fn lines(text: &str, wide: usize) -> usize {
    let wide = wide.max(1) * DIGIT;
    text.lines()
        .map(|line| {
            let (mut lines, mut used) = (1, 0);
            for word in line.split_whitespace().map(units) {
                if used > 0 && used + SPACE + word > wide {
                    lines += 1;
                    used = 0;
                }
                lines += word.saturating_sub(1) / wide;
                used += word + if used > 0 { SPACE } else { 0 };
            }
            lines
        })
        .sum::<usize>()
        .max(1)
}

/// How many columns of digits a line takes.
fn width(line: &str) -> usize {
    units(line).div_ceil(DIGIT)
}

/// Widths are counted in eighths of a digit, which is close enough to the font to tell when a line is full.
const DIGIT: usize = 8;
const SPACE: usize = 4;

fn units(line: &str) -> usize {
    line.chars()
        .map(|c| match c {
            ' ' | 'f' | 'i' | 'j' | 'l' | 'r' | 't' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' => {
                SPACE + 1
            }
            'm' | 'w' | 'M' | 'W' | '@' | '%' => 13,
            'A'..='Z' => 10,
            '\0'..='~' => DIGIT,
            // Marks over other letters, joiners, directions, shades of emoji.
            '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' => 0,
            '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' => 0,
            // Ideographs, syllables and emoji.
            '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 18,
            '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{1f300}'..='\u{1faff}'
            | '\u{20000}'..='\u{3fffd}' => 18,
            _ => DIGIT + 1,
        })
        .sum()
}

/// Digits and the marks between thousands.
fn grouped(digits: usize) -> usize {
    digits + digits.saturating_sub(1) / 3
}
