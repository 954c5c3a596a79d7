//! Frames of any columns as a workbook, by the same writer: what `benches/` measures.

use super::look::Look;
use super::rows::{self, Filling, Part};
use super::table::{self, Cell, Heading, Layout};
use super::{Tab, sheet_name};
use chrono::NaiveDate;
use polars::prelude::*;
use rust_xlsxwriter::Workbook;
use std::collections::HashMap;
use std::io::{Seek, Write};
use words::Words;

/// The widest a column gets, in columns of digits.
const WIDEST: usize = 40;

/// Texts that many rows share, by the column they stand in; the column has their places here, as a summary's has while its
/// rows are counted.
pub type Shared = HashMap<&'static str, Vec<&'static str>>;

/// Writes three frames of few rows and `raw`, one of many, as a sheet each; deflated at `level`, or as hard as a summary is.
///
/// Columns are text, places of `shared` texts (`u32`), whole numbers (`u64`), numbers (`f64`) or days.
///
/// # Errors
/// When a column is of another type or there are more rows than a sheet can hold.
pub fn plain(
    few: [&DataFrame; 3],
    raw: &DataFrame,
    shared: &Shared,
    level: Option<u8>,
    out: impl Write + Seek,
    words: Words,
) -> anyhow::Result<()> {
    let look = Look::new();
    let level = level.unwrap_or(rows::LEVEL);
    anyhow::ensure!(raw.height() <= rows::MOST, "more rows than a sheet can hold");
    let mut book = Workbook::new();
    book.set_zip_compression_level(level);
    for (tab, frame) in [Tab::ByKind, Tab::ByCountry, Tab::ByMonth].into_iter().zip(few) {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&tab.title(words)))?;
        let sources = sources(frame, shared)?;
        let rows = (0..frame.height()).map(|row| sources.iter().map(|source| source.cell(row)).collect());
        table::write(sheet, &look, words, &layout(tab, frame), rows)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&Tab::Activities.title(words)))?;
    let (layout, sources) = (layout(Tab::Activities, raw), sources(raw, shared)?);
    let row = |row| sources.iter().map(move |source| source.cell(row));
    let columns = table::measured(&layout, (0..raw.height()).map(|at| row(at).collect()));
    table::begin(sheet, &look, &layout, Tab::Activities.table(), &columns, 1)?;
    rows::patterns(sheet, &look)?;
    let parts = [Part { sheet: 4, table: Tab::Activities.table().to_owned(), rows: raw.height() }];
    let book = book.save_to_buffer()?;
    let mut filling = Filling::new(&book, &parts, &columns, layout.lines, level, out)?;
    let mut cells = Vec::with_capacity(columns.len());
    for at in 0..raw.height() {
        cells.clear();
        cells.extend(row(at));
        filling.push(&cells)?;
    }
    filling.finish()
}

fn layout(tab: Tab, frame: &DataFrame) -> Layout {
    let headings = frame.columns().iter().map(|column| Heading::new(column.name().to_string(), WIDEST)).collect();
    Layout { table: tab.table(), headings, lines: 3 }
}

enum Source<'a> {
    Text(&'a StringChunked),
    Shared(&'a UInt32Chunked, &'a [&'static str]),
    Count(&'a UInt64Chunked),
    Number(&'a Float64Chunked),
    Day(&'a Int32Chunked),
}

fn sources<'a>(frame: &'a DataFrame, shared: &'a Shared) -> PolarsResult<Vec<Source<'a>>> {
    frame
        .columns()
        .iter()
        .map(|column| {
            Ok(match column.dtype() {
                DataType::String => Source::Text(column.str()?),
                DataType::UInt32 => {
                    Source::Shared(column.u32()?, shared.get(column.name().as_str()).map_or(&[], Vec::as_slice))
                }
                DataType::UInt64 => Source::Count(column.u64()?),
                DataType::Date => Source::Day(column.date()?.physical()),
                _ => Source::Number(column.f64()?),
            })
        })
        .collect()
}

impl Source<'_> {
    fn cell(&self, row: usize) -> Cell<'_> {
        let cell = match self {
            Self::Text(column) => column.get(row).map(Cell::text),
            Self::Shared(column, texts) => {
                column.get(row).and_then(|at| texts.get(usize::try_from(at).ok()?)).copied().map(Cell::text)
            }
            Self::Count(column) => column.get(row).map(Cell::Count),
            Self::Number(column) => column.get(row).map(Cell::Hours),
            Self::Day(column) => column.get(row).and_then(NaiveDate::from_epoch_days).map(Cell::Day),
        };
        cell.unwrap_or(Cell::Blank)
    }
}
