//! The same sheets as plain text: one file a sheet, or all of them in one archive (requirement X3).

use super::table::Cell;
use super::{Content, Laid, Tab, activities, laid, tabs};
use program::statement::{BYTE_ORDER_MARK, harmless};
use std::io::{Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Writes one sheet by the name of its table; false, and nothing written, where the edition has no such sheet.
///
/// # Errors
/// When the rows cannot be read, or `out` takes no more.
pub(crate) fn sheet_as_csv(content: Content<'_>, name: &str, out: impl Write) -> anyhow::Result<bool> {
    let tabs = tabs(content);
    let Some(tab) = tabs.iter().find(|tab| tab.table() == name) else { return Ok(false) };
    as_csv(*tab, content, &tabs, out)?;
    Ok(true)
}

/// Every sheet behind the cover, in one archive.
///
/// # Errors
/// When the rows cannot be read, or `out` takes no more.
pub(crate) fn sheets_as_csv(content: Content<'_>, out: impl Write + Seek) -> anyhow::Result<()> {
    let tabs = tabs(content);
    let mut archive = ZipWriter::new(out);
    // Without a time of its own, the same sheets are the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for tab in &tabs {
        archive.start_file(format!("{}.csv", tab.table()), options)?;
        as_csv(*tab, content, &tabs, &mut archive)?;
    }
    archive.finish()?.flush()?;
    Ok(())
}

fn as_csv(tab: Tab, content: Content<'_>, tabs: &[Tab], mut out: impl Write) -> anyhow::Result<()> {
    out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    let mut file = csv::Writer::from_writer(out);
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
    Ok(file.flush()?)
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
