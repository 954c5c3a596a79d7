//! The same sheets as plain text: one file a sheet, or all of them in one archive (requirement X3).

use super::table::Cell;
use super::{Content, Laid, Tab, activities, laid, tabs};
use program::statement::{BYTE_ORDER_MARK, harmless};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// One sheet by the name of its table; none where the edition has no such sheet.
///
/// # Errors
/// When the rows cannot be read.
pub(crate) fn sheet_as_csv(content: Content<'_>, name: &str) -> anyhow::Result<Option<Vec<u8>>> {
    let tabs = tabs(content);
    let Some(tab) = tabs.iter().find(|tab| tab.table() == name) else { return Ok(None) };
    as_csv(*tab, content, &tabs).map(Some)
}

/// Every sheet behind the cover, in one archive.
///
/// # Errors
/// When the rows cannot be read.
pub(crate) fn sheets_as_csv(content: Content<'_>) -> anyhow::Result<Vec<u8>> {
    let tabs = tabs(content);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a time of its own, the same sheets are the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for tab in &tabs {
        archive.start_file(format!("{}.csv", tab.table()), options)?;
        archive.write_all(&as_csv(*tab, content, &tabs)?)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn as_csv(tab: Tab, content: Content<'_>, tabs: &[Tab]) -> anyhow::Result<Vec<u8>> {
    let mut file = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    match laid(tab, content, tabs) {
        Some(Laid { layout, rows }) => {
            file.write_record(layout.headings.iter().map(|heading| harmless(heading.text())))?;
            for row in &rows {
                file.write_record(row.iter().map(told))?;
            }
        }
        None => {
            file.write_record(activities::headings(content).iter().map(|heading| harmless(heading)))?;
            activities::each_row(content, |row| Ok(file.write_record(row.iter().map(told))?))?;
        }
    }
    Ok(file.into_inner()?)
}

/// A cell as text; what is nothing is empty.
fn told(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) | Cell::Quiet(text) | Cell::NoNumber(text) => harmless(text),
        Cell::Count(count) => count.to_string(),
        Cell::Mean(number) | Cell::Hours(number) | Cell::Rate(number) => number.to_string(),
        Cell::Money(money) => money.typed(),
        Cell::Day(day) => day.to_string(),
        Cell::Month(month) => month.format("%Y-%m").to_string(),
        Cell::Blank => String::new(),
    }
}
