//! The rows of a long sheet, written straight into the finished file.
//!
//! **What it is for.** A quarter can have a hundred thousand activities, and writing them is nearly all the work there is.
//! `rust_xlsxwriter` makes everything around them: the sheet with its header, a table of one row, its widths, and in that
//! row patterns, a blank cell of each style ([`patterns`]). [`Filling`] reads the numbers of the styles from that row
//! and writes the rows in its place, deflated as they are made, so that a few rows and the deflated file are all there is.
//!
//! **What it never does.** Make a formula: every text is an inline string (requirement S9). Rely on the order of the
//! styles in the file: their numbers are read, not counted.

use super::look::{Look, Style};
use super::table::{CELL_LIMIT, Cell, Measured, number_of, row_height, shortened};
use anyhow::Context;
use chrono::NaiveDate;
// `zip` deflates by it; only a dependency of our own can have it use all of the processor it runs on.
use flate2 as _;
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::borrow::Cow;
use std::io::{Cursor, Read, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The most rows a sheet can hold below its header.
pub(super) const MOST: usize = 1_048_575;

/// How hard the file is deflated. Level 6 takes two and a half times as long for a file smaller by a sixth.
pub(super) const LEVEL: u8 = 3;

/// So much XML is made before it is deflated.
const CHUNK: usize = 64 * 1024;

/// The part of a long table that one sheet holds.
pub(super) struct Part {
    /// The place of its sheet in the workbook, from 1.
    pub(super) sheet: usize,
    /// The name of the table on it, begun as one of a single row.
    pub(super) table: String,
    /// How many rows it has.
    pub(super) rows: usize,
}

/// Writes the row that [`Filling`] reads the styles from.
pub(super) fn patterns(sheet: &mut Worksheet, look: &Look) -> Result<(), XlsxError> {
    for (at, style) in (0..).zip(Style::ALL) {
        sheet.write_blank(1, at, look.of(style))?;
    }
    Ok(())
}

/// A workbook on its way to `W`, whose long sheets are patterns so far.
pub(super) struct Filling<'a, W: Write + Seek> {
    book: ZipArchive<Cursor<&'a [u8]>>,
    file: ZipWriter<W>,
    columns: &'a [Measured],
    most_lines: usize,
    level: u8,
    parts: &'a [Part],
    to_come: std::slice::Iter<'a, Part>,
    /// The next file of `book` to pass on.
    at: usize,
    open: Option<Open<'a>>,
}

/// A long sheet that rows go to.
struct Open<'a> {
    rows: Rows<'a>,
    /// The number of its next row; the header has the first.
    number: usize,
    left: usize,
    after: String,
}

impl<'a, W: Write + Seek> Filling<'a, W> {
    /// Passes on what is before the first of `parts`, which are in the order of their sheets.
    pub(super) fn new(
        book: &'a [u8],
        parts: &'a [Part],
        columns: &'a [Measured],
        most_lines: usize,
        level: u8,
        out: W,
    ) -> anyhow::Result<Self> {
        let book = ZipArchive::new(Cursor::new(book))?;
        let (file, to_come) = (ZipWriter::new(out), parts.iter());
        let mut filling = Self { book, file, columns, most_lines, level, parts, to_come, at: 0, open: None };
        filling.go_on()?;
        Ok(filling)
    }

    /// Writes the next row, to the next sheet when one is full.
    pub(super) fn push(&mut self, cells: &[Cell<'_>]) -> anyhow::Result<()> {
        if self.open.as_ref().is_some_and(|open| open.left == 0) {
            self.close()?;
            self.go_on()?;
        }
        let open = self.open.as_mut().context("more rows than there are sheets for")?;
        open.rows.push(open.number, cells);
        open.number += 1;
        open.left = open.left.saturating_sub(1);
        if open.rows.xml.len() >= CHUNK {
            self.file.write_all(&open.rows.xml)?;
            open.rows.xml.clear();
        }
        Ok(())
    }

    /// Writes what is left of the workbook.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.close()?;
        self.go_on()?;
        anyhow::ensure!(self.open.is_none(), "fewer rows than there are sheets for");
        self.file.finish()?;
        Ok(())
    }

    fn close(&mut self) -> anyhow::Result<()> {
        let Some(open) = self.open.take() else { return Ok(()) };
        anyhow::ensure!(open.left == 0, "fewer rows than its sheet says");
        self.file.write_all(&open.rows.xml)?;
        self.file.write_all(open.after.as_bytes())?;
        Ok(())
    }

    /// Passes files on, up to the next sheet that has rows to come.
    fn go_on(&mut self) -> anyhow::Result<()> {
        let part = self.to_come.next();
        let sheet = part.map(|part| format!("xl/worksheets/sheet{}.xml", part.sheet));
        while self.at < self.book.len() {
            let entry = self.book.by_index_raw(self.at)?;
            let name = entry.name()?.into_owned();
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .compression_level(Some(self.level.into()))
                .last_modified_time(entry.last_modified().unwrap_or_default());
            let part = part.filter(|_| sheet.as_ref() == Some(&name));
            if part.is_none() && !name.starts_with("xl/tables/") {
                self.file.raw_copy_file(entry)?;
                self.at += 1;
                continue;
            }
            drop(entry);
            let mut xml = String::new();
            self.book.by_index(self.at)?.read_to_string(&mut xml)?;
            self.at += 1;
            self.file.start_file(name, options)?;
            let Some(part) = part else {
                self.file.write_all(self.table(xml).as_bytes())?;
                continue;
            };
            let around = Around::of(&xml).context("a sheet without its patterns")?;
            self.file.write_all(around.before(part.rows, self.columns.len()).as_bytes())?;
            let rows = Rows::new(&around, self.columns, self.most_lines);
            self.open = Some(Open { rows, number: 2, left: part.rows, after: around.after.to_owned() });
            return Ok(());
        }
        Ok(())
    }

    /// A table as it is, or of as many rows as are to come. `rust_xlsxwriter` notes every cell of a table, which would
    /// take more than all the rest.
    fn table(&self, xml: String) -> String {
        let is_its = |part: &&Part| xml.contains(&format!(" displayName=\"{}\"", part.table));
        let Some(part) = self.parts.iter().find(is_its) else { return xml };
        let last = name_of(self.columns.len().saturating_sub(1));
        xml.replace(&format!(" ref=\"A1:{last}2\""), &format!(" ref=\"A1:{last}{}\"", part.rows + 1))
    }
}

/// A sheet's XML around its rows.
struct Around<'a> {
    before_size: &'a str,
    before_rows: &'a str,
    after: &'a str,
    /// The numbers of [`Style::ALL`] in this file.
    styles: Vec<&'a str>,
}

impl<'a> Around<'a> {
    fn of(xml: &'a str) -> Option<Self> {
        const SIZE: &str = "<dimension ref=\"A1";
        let (before_size, rest) = xml.split_once(SIZE)?;
        let rest = rest.split_once('"')?.1;
        let (up_to_header, patterns_on) = rest.split_once("</row>")?;
        let before_rows = rest.get(..up_to_header.len() + "</row>".len())?;
        let (patterns, _) = patterns_on.split_once("</row>")?;
        let after = patterns_on.get(patterns.len() + "</row>".len()..)?;
        let styles: Vec<_> =
            patterns.split("\" s=\"").skip(1).map(|style| style.split('"').next().unwrap_or_default()).collect();
        (styles.len() == Style::ALL.len()).then_some(Self { before_size, before_rows, after, styles })
    }

    fn before(&self, rows: usize, columns: usize) -> String {
        let last = name_of(columns.saturating_sub(1));
        format!("{}<dimension ref=\"A1:{last}{}\"{}", self.before_size, rows + 1, self.before_rows)
    }
}

/// Rows as XML.
struct Rows<'a> {
    xml: Vec<u8>,
    columns: &'a [Measured],
    most_lines: usize,
    /// What a cell of each column begins with, up to the number of its row.
    openings: Vec<String>,
    /// What follows that number, by the style: of a blank cell, one with a number, one with text.
    styles: Vec<Opened>,
    /// What follows a row's own number, by the lines it shows.
    heights: Vec<String>,
    row: Vec<u8>,
    /// The columns whose text wraps; a cell of any other takes one line.
    wrapping: Vec<usize>,
    /// How many lines each cell of the row takes.
    lines: Vec<usize>,
}

/// The rest of a cell's beginning, by what is in it.
#[derive(Default)]
struct Opened {
    blank: String,
    number: String,
    text: String,
}

impl Opened {
    fn of(style: &str) -> Self {
        Self {
            blank: format!("\" s=\"{style}\"/>"),
            number: format!("\" s=\"{style}\"><v>"),
            text: format!("\" s=\"{style}\" t=\"inlineStr\"><is><t>"),
        }
    }
}

impl<'a> Rows<'a> {
    fn new(around: &Around<'_>, columns: &'a [Measured], most_lines: usize) -> Self {
        Self {
            xml: Vec::with_capacity(CHUNK * 2),
            columns,
            most_lines,
            openings: (0..columns.len()).map(|at| format!("<c r=\"{}", name_of(at))).collect(),
            styles: around.styles.iter().map(|style| Opened::of(style)).collect(),
            heights: (0..=most_lines)
                .map(|lines| format!("\" ht=\"{}\" customHeight=\"1\">", row_height(lines.max(1))))
                .collect(),
            row: Vec::new(),
            wrapping: columns.iter().enumerate().filter(|(_, column)| column.wraps()).map(|(at, _)| at).collect(),
            lines: vec![1; columns.len()],
        }
    }

    fn push(&mut self, number: usize, cells: &[Cell<'_>]) {
        self.row.clear();
        whole(&mut self.row, number as u64);
        let most = self.most_lines;
        let mut lines = 1;
        for at in &self.wrapping {
            let known = (cells.get(*at), self.columns.get(*at), self.lines.get_mut(*at));
            let (Some(cell), Some(column), Some(of_cell)) = known else { continue };
            *of_cell = column.lines(cell, most + 1);
            lines = lines.max(*of_cell);
        }
        let lines = lines.min(most);

        let xml = &mut self.xml;
        xml.extend_from_slice(b"<row r=\"");
        xml.extend_from_slice(&self.row);
        xml.extend_from_slice(self.heights.get(lines).map_or("\">", String::as_str).as_bytes());
        for (((cell, column), lines), opening) in cells.iter().zip(self.columns).zip(&self.lines).zip(&self.openings) {
            let style = column.style(cell, *lines > most);
            xml.extend_from_slice(opening.as_bytes());
            xml.extend_from_slice(&self.row);
            // There is one for each style; that is asked where the styles are read.
            let Some(opened) = self.styles.get(style as usize) else { continue };
            match cell {
                Cell::Text(words) | Cell::Quiet(words) | Cell::NoNumber(words) => text(xml, opened, words),
                Cell::Count(count) => value(xml, opened, |xml| whole(xml, *count)),
                Cell::Mean(number) | Cell::Hours(number) | Cell::Rate(number) => decimal(xml, opened, *number),
                Cell::Money(money) => decimal(xml, opened, number_of(*money)),
                Cell::Day(day) | Cell::Month(day) => match serial(*day) {
                    Some(days) => value(xml, opened, |xml| whole(xml, days)),
                    None => text(xml, opened, &day.to_string()),
                },
                Cell::Blank => xml.extend_from_slice(opened.blank.as_bytes()),
            }
        }
        xml.extend_from_slice(b"</row>");
    }
}

fn value(xml: &mut Vec<u8>, opened: &Opened, write: impl FnOnce(&mut Vec<u8>)) {
    xml.extend_from_slice(opened.number.as_bytes());
    write(xml);
    xml.extend_from_slice(b"</v></c>");
}

fn decimal(xml: &mut Vec<u8>, opened: &Opened, number: f64) {
    if number.is_finite() {
        value(xml, opened, |xml| plain(xml, number));
    } else {
        xml.extend_from_slice(opened.blank.as_bytes());
    }
}

/// The shortest decimal that is this number and no other.
fn plain(xml: &mut Vec<u8>, number: f64) {
    let hundredths = (number * 100.0).round();
    // Up to here two decimals tell numbers apart, and most have no more of them.
    if !(0.0..1e13).contains(&number) || hundredths / 100.0 != number {
        // Writing to memory does not fail.
        let _ = write!(xml, "{number}");
        return;
    }
    let hundredths = hundredths as u64;
    whole(xml, hundredths / 100);
    match hundredths % 100 {
        0 => {}
        part => {
            xml.extend_from_slice(&[b'.', b'0' + (part / 10) as u8]);
            if part % 10 > 0 {
                xml.push(b'0' + (part % 10) as u8);
            }
        }
    }
}

fn whole(xml: &mut Vec<u8>, mut number: u64) {
    // The largest has twenty digits.
    let mut digits = [0; 20];
    let mut from = digits.len();
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
        from -= 1;
        if number == 0 {
            break;
        }
    }
    xml.extend_from_slice(digits.get(from..).unwrap_or_default());
}

/// The number Excel has for a day; none before March 1900, because it counts a day that never was.
fn serial(day: NaiveDate) -> Option<u64> {
    const UNIX_EPOCH: i64 = 25_569;
    const FIRST_OF_MARCH_1900: u64 = 61;
    let days = u64::try_from(i64::from(day.to_epoch_days()) + UNIX_EPOCH).ok()?;
    (days >= FIRST_OF_MARCH_1900).then_some(days)
}

fn text(xml: &mut Vec<u8>, opened: &Opened, words: &str) {
    let words = if words.len() > CELL_LIMIT { Cow::Owned(shortened(words, CELL_LIMIT)) } else { Cow::Borrowed(words) };
    let is_space = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
    xml.extend_from_slice(opened.text.as_bytes());
    if is_space(words.as_bytes().first()) || is_space(words.as_bytes().last()) {
        xml.truncate(xml.len().saturating_sub(b">".len()));
        xml.extend_from_slice(b" xml:space=\"preserve\">");
    }
    escaped(xml, &words);
    xml.extend_from_slice(b"</t></is></c>");
}

/// Whether the byte may begin what XML or Excel reads as something else: markup, what XML cannot hold (U+FFFE and U+FFFF
/// begin with 0xef), and the underscore of Excel's own escapes.
fn is_special(byte: u8) -> bool {
    matches!(byte, 0..=0x08 | 0x0b..=0x1f | b'&' | b'<' | b'>' | b'_' | 0xef)
}

fn escaped(xml: &mut Vec<u8>, words: &str) {
    // Looking at every byte is faster than stopping at the first, because it takes many at once.
    if !words.bytes().fold(false, |special, byte| special | is_special(byte)) {
        return xml.extend_from_slice(words.as_bytes());
    }
    for (at, c) in words.char_indices() {
        match c {
            '&' => xml.extend_from_slice(b"&amp;"),
            '<' => xml.extend_from_slice(b"&lt;"),
            '>' => xml.extend_from_slice(b"&gt;"),
            '\t' | '\n' => xml.push(c as u8),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => {
                xml.extend_from_slice(format!("_x{:04X}_", u32::from(c)).as_bytes());
            }
            '_' if is_an_escape(words.as_bytes().get(at..).unwrap_or_default()) => xml.extend_from_slice(b"_x005F_"),
            c => xml.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

/// Whether the text goes on as Excel writes a character XML cannot hold: `_x001F_`.
fn is_an_escape(text: &[u8]) -> bool {
    matches!(text, [b'_', b'x', digits @ ..] if matches!(
        digits, [a, b, c, d, b'_', ..] if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit())
    ))
}

/// A column's name: A to Z, then AA.
fn name_of(mut at: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(char::from(b'A' + (at % 26) as u8));
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_a_spreadsheet_names_them() {
        let names = [0, 25, 26, 51, 52, 701, 702].map(name_of);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_day_has_the_number_a_spreadsheet_has_for_it() {
        let serial = |text: &str| super::serial(text.parse().unwrap());
        assert_eq!(serial("1900-02-28"), None);
        assert_eq!(serial("1900-03-01"), Some(61));
        assert_eq!(serial("2026-07-04"), Some(46_207));
    }

    #[test]
    fn what_xml_cannot_hold_is_written_as_spreadsheets_write_it() {
        let xml = |words| {
            let mut xml = Vec::new();
            escaped(&mut xml, words);
            String::from_utf8(xml).unwrap()
        };
        assert_eq!(xml("a < b & c > d"), "a &lt; b &amp; c &gt; d");
        assert_eq!(xml("\u{1}\t\n\r"), "_x0001_\t\n_x000D_");
        assert_eq!(xml("_x0041_ _x004_ _"), "_x005F_x0041_ _x004_ _");
        assert_eq!(xml("\u{ffff}\u{feff}"), "_xFFFF_\u{feff}");
        let number = |number| {
            let mut xml = Vec::new();
            whole(&mut xml, number);
            String::from_utf8(xml).unwrap()
        };
        assert_eq!([0, 10, 1_048_576, u64::MAX].map(number), ["0", "10", "1048576", "18446744073709551615"]);
    }

    #[test]
    fn numbers_are_written_as_short_as_they_can_be_and_come_back_the_same() {
        let written = |number| {
            let mut xml = Vec::new();
            plain(&mut xml, number);
            String::from_utf8(xml).unwrap()
        };
        let known = [0.0, 7.0, 0.05, 0.5, 12.34, 0.1 + 0.2, 1.005, -2.5, 99_999_999_999.99, 1e15, 1e-7, 1.0 / 3.0];
        let drawn = (0..100_000_u32).map(|number| f64::from(number.wrapping_mul(2_654_435_761)) / 100.0);
        for number in known.into_iter().chain(drawn) {
            assert_eq!(written(number), number.to_string());
        }
    }
}
