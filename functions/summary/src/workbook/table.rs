//! Writes one Excel table a sheet: headers, filters, widths that fit, cells that are what they look like.

use super::look::{Look, Style};
use chrono::{Datelike, NaiveDate};
use program::Money;
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
    /// An amount of money in the currency its column or its row names.
    Money(Money),
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
        matches!(
            self,
            Self::Count(_) | Self::Mean(_) | Self::Hours(_) | Self::Rate(_) | Self::Money(_) | Self::NoNumber(_)
        )
    }

    /// How many columns of digits it takes.
    fn width(&self) -> usize {
        match self {
            Self::Text(text) | Self::Quiet(text) | Self::NoNumber(text) => text.lines().map(width).max().unwrap_or(0),
            Self::Count(count) => grouped(count.to_string().len()),
            Self::Mean(number) => grouped(format!("{number:.0}").len()) + 2,
            Self::Hours(hours) => grouped(format!("{hours:.0}").len()) + 3,
            Self::Rate(_) => 5,
            Self::Money(money) => grouped(money.typed().len()),
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
    /// The name of the table, by which formulas and programs find it.
    pub(super) table: &'static str,
    pub(super) headings: Vec<Heading>,
    /// The most lines of a row that are shown; the rest of a longer text is still in its cell.
    pub(super) lines: usize,
}

/// Content decides the widths, and this many rows are enough to know it by.
pub(super) const SAMPLE: usize = 2_000;

/// Writes the table from the sheet's first row on; without rows it says kindly that there are none yet.
pub(super) fn write<'a>(
    sheet: &mut Worksheet,
    look: &Look,
    words: Words,
    layout: &Layout,
    rows: impl ExactSizeIterator<Item = Vec<Cell<'a>>> + Clone,
) -> anyhow::Result<()> {
    let columns = measured(layout, rows.clone());
    begin(sheet, look, layout, layout.table, &columns, rows.len())?;
    if rows.len() == 0 {
        return nothing_yet(sheet, look, words, columns.len());
    }
    for (row, cells) in (1..).zip(rows) {
        let lines: Vec<_> =
            cells.iter().zip(&columns).map(|(cell, column)| column.lines(cell, layout.lines + 1)).collect();
        sheet.set_row_height(row, row_height(lines.iter().copied().max().unwrap_or(1).min(layout.lines)))?;
        for (at, ((cell, column), lines)) in (0..).zip(cells.iter().zip(&columns).zip(&lines)) {
            write_cell(sheet, (row, at), cell, look.of(column.style(cell, *lines > layout.lines)))?;
        }
    }
    Ok(())
}

/// Writes everything of a table but what stands below its header.
pub(super) fn begin(
    sheet: &mut Worksheet,
    look: &Look,
    layout: &Layout,
    name: &str,
    columns: &[Measured],
    rows: usize,
) -> anyhow::Result<()> {
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, column.width as f64)?;
    }
    let heads = layout.headings.iter().zip(columns);
    let head_lines = heads.map(|(heading, column)| lines(&heading.text, column.width.saturating_sub(FILTER))).max();
    sheet.set_row_height(0, 12.0 + 15.0 * head_lines.unwrap_or(1) as f64)?;

    let last_column = u16::try_from(columns.len().saturating_sub(1))?;
    let last_row = u32::try_from(rows.max(1))?;
    let headers: Vec<_> = layout
        .headings
        .iter()
        .zip(columns)
        .map(|(heading, column)| {
            let format = if column.numbers { &look.number_header } else { &look.header };
            TableColumn::new().set_header(&heading.text).set_header_format(format)
        })
        .collect();
    let table = Table::new().set_name(name).set_style(TableStyle::None).set_columns(&headers);
    sheet.add_table(0, 0, last_row, last_column, &table)?;
    Ok(())
}

fn nothing_yet(sheet: &mut Worksheet, look: &Look, words: Words, columns: usize) -> anyhow::Result<()> {
    sheet.set_row_height(1, 22)?;
    sheet.write_string_with_format(1, 0, say!(words, "summary-nothing-yet"), &look.quiet)?;
    for at in 1..u16::try_from(columns)? {
        sheet.write_blank(1, at, &look.quiet)?;
    }
    Ok(())
}

/// How high a row of so many lines is, in points.
pub(super) fn row_height(lines: usize) -> f64 {
    // Excel's limit.
    (6.0 + 15.0 * lines as f64).min(409.0)
}

/// What the button of a filter takes of a header's width.
const FILTER: usize = 3;

/// What the space beside the text takes of a column's width.
const INDENT: usize = 2;

/// What a column turned out to hold.
pub(super) struct Measured {
    width: usize,
    wraps: bool,
    numbers: bool,
}

impl Measured {
    /// Whether text of more than a line shows all of them.
    pub(super) fn wraps(&self) -> bool {
        self.wraps
    }

    /// How many lines the cell takes, `most` at the most.
    pub(super) fn lines(&self, cell: &Cell<'_>, most: usize) -> usize {
        match cell {
            Cell::Text(text) if self.wraps => lines_up_to(text, self.width.saturating_sub(INDENT), most),
            _ => 1,
        }
    }

    /// How the cell looks; `clipped` when it has more lines than its row shows.
    pub(super) fn style(&self, cell: &Cell<'_>, clipped: bool) -> Style {
        match cell {
            Cell::Text(_) | Cell::Blank if !self.wraps => Style::Text,
            Cell::Text(_) | Cell::Blank if clipped => Style::Clipped,
            Cell::Text(_) | Cell::Blank => Style::Wrapped,
            Cell::Quiet(_) => Style::Quiet,
            Cell::NoNumber(_) => Style::QuietNumber,
            Cell::Count(_) => Style::Count,
            Cell::Mean(_) => Style::Mean,
            Cell::Hours(_) => Style::Hours,
            Cell::Rate(_) => Style::Rate,
            Cell::Money(money) => match money.currency().decimals() {
                0 => Style::Count,
                1 | 2 => Style::Hours,
                _ => Style::Fine,
            },
            Cell::Day(_) => Style::Day,
            Cell::Month(_) => Style::Month,
        }
    }
}

/// Measures the columns by the first rows.
pub(super) fn measured<'a>(layout: &Layout, rows: impl Iterator<Item = Vec<Cell<'a>>>) -> Vec<Measured> {
    let headings = &layout.headings;
    let mut columns: Vec<_> = headings.iter().map(|_| Measured { width: 0, wraps: false, numbers: false }).collect();
    for row in rows.take(SAMPLE) {
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

/// Writes one cell as what it is.
fn write_cell(sheet: &mut Worksheet, (row, at): (u32, u16), cell: &Cell<'_>, format: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(words) => sheet.write_string_with_format(row, at, shortened(words, CELL_LIMIT), format),
        Cell::Quiet(text) | Cell::NoNumber(text) => sheet.write_string_with_format(row, at, text.as_ref(), format),
        Cell::Count(count) => sheet.write_number_with_format(row, at, *count as f64, format),
        Cell::Mean(number) | Cell::Hours(number) | Cell::Rate(number) => {
            sheet.write_number_with_format(row, at, *number, format)
        }
        Cell::Money(money) => sheet.write_number_with_format(row, at, number_of(*money), format),
        Cell::Day(day) | Cell::Month(day) => sheet.write_datetime_with_format(row, at, &excel(*day)?, format),
        Cell::Blank => sheet.write_blank(row, at, format),
    }?;
    Ok(())
}

/// An amount as a spreadsheet has it.
pub(super) fn number_of(money: Money) -> f64 {
    money.typed().parse().unwrap_or_default()
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
    lines_up_to(text, wide, usize::MAX)
}

/// The same, where more than `most` are of no interest.
fn lines_up_to(text: &str, wide: usize, most: usize) -> usize {
    let wide = wide.max(1) * DIGIT;
    // Most texts are short enough to need no measuring.
    if text.len() * WIDEST_BYTE <= wide && !text.contains('\n') {
        return 1;
    }
    let mut all = 0;
    for line in text.lines() {
        let left = most.saturating_sub(all);
        all += if line.is_ascii() {
            // A byte is a character here, which spares telling them apart.
            let unit = |byte: u8| ASCII.get(usize::from(byte)).map_or(0, |wide| usize::from(*wide));
            lines_of(line.bytes().map(|byte| (!is_space(byte)).then(|| unit(byte))), wide, left)
        } else {
            lines_of(line.chars().map(|c| (!c.is_whitespace()).then(|| unit(c))), wide, left)
        };
        if all >= most {
            return most;
        }
    }
    all.max(1)
}

/// How many lines a line that wraps takes, `most` at the most; none of its characters is a space.
fn lines_of(characters: impl Iterator<Item = Option<usize>>, wide: usize, most: usize) -> usize {
    let (mut lines, mut used, mut word) = (1, 0, 0);
    // A space behind the line ends its last word.
    for character in characters.chain([None]) {
        if let Some(unit) = character {
            word += unit;
        } else if word > 0 {
            if used > 0 && used + SPACE + word > wide {
                lines += 1;
                used = 0;
            }
            if word > wide {
                lines += (word - 1) / wide;
            }
            used += word + if used > 0 { SPACE } else { 0 };
            word = 0;
            if lines >= most {
                return most;
            }
        }
    }
    lines
}

/// What `char::is_whitespace` says of ASCII.
fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// How many columns of digits a line takes.
fn width(line: &str) -> usize {
    units(line).div_ceil(DIGIT)
}

/// Widths are counted in eighths of a digit, which is close enough to the font to tell when a line is full.
const DIGIT: usize = 8;
const SPACE: usize = 4;
/// No byte of a text takes more: an M is this wide, and what is wider has more bytes.
const WIDEST_BYTE: usize = 13;

fn units(line: &str) -> usize {
    line.chars().map(unit).sum()
}

/// The width of each ASCII character: a table, because every text of every row is measured.
#[expect(clippy::indexing_slicing, reason = "in a constant the compiler itself sees that it stays inside")]
const ASCII: [u8; 128] = {
    let mut widths = [0; 128];
    let mut c = 0;
    while c < 128 {
        widths[c as usize] = match c {
            b' ' | b'f' | b'i' | b'j' | b'l' | b'r' | b't' | b'I' => SPACE as u8 + 1,
            b'.' | b',' | b':' | b';' | b'\'' | b'|' | b'!' | b'(' | b')' => SPACE as u8 + 1,
            b'm' | b'w' | b'M' | b'W' | b'@' | b'%' => 13,
            b'A'..=b'Z' => 10,
            _ => DIGIT as u8,
        };
        c += 1;
    }
    widths
};

fn unit(c: char) -> usize {
    if let Some(width) = ASCII.get(c as usize) {
        return usize::from(*width);
    }
    match c {
        // Marks over other letters, joiners, directions, shades of emoji.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' => 0,
        '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' => 0,
        // Ideographs, syllables and emoji.
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 18,
        '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}' => 18,
        _ => DIGIT + 1,
    }
}

/// Digits and the marks between thousands.
fn grouped(digits: usize) -> usize {
    digits + digits.saturating_sub(1) / 3
}
