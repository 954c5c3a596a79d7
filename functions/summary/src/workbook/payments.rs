//! A batch of payments as a workbook: what is paid to whom, and the invoices it is paid for.

use super::look::{self, Look};
use super::sheet_name;
use super::table::{self, Cell, Heading, Layout};
use crate::batch::{Papers, Request};
use program::Money;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use words::{Words, say};

/// Writes the workbook. Like every other of ours it holds no formula (requirement S9).
///
/// # Errors
/// When it cannot be written.
pub(crate) fn payments(papers: &Papers, words: Words) -> anyhow::Result<Vec<u8>> {
    let look = Look::new();
    let mut book = Workbook::new();
    let made_at = ExcelDateTime::from_timestamp(papers.batch.made_at.timestamp())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made_at));
    sheet(&mut book, &look, words, say!(words, "batch-sheet-payments"), &paid(papers, words))?;
    let invoices = invoices(papers, words);
    // A sheet with nothing on it would only be in the way.
    if !invoices.1.is_empty() {
        sheet(&mut book, &look, words, say!(words, "batch-sheet-invoices"), &invoices)?;
    }
    Ok(book.save_to_buffer()?)
}

type Sheet<'a> = (Layout, Vec<Vec<Cell<'a>>>);

fn sheet(
    book: &mut Workbook,
    look: &Look,
    words: Words,
    name: String,
    (layout, rows): &Sheet<'_>,
) -> anyhow::Result<()> {
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&name))?.set_freeze_panes(1, 1)?;
    sheet.set_landscape().set_paper_size(look::A4).set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
    sheet.set_repeat_rows(0, 0)?;
    table::write(sheet, look, words, layout, rows.iter().cloned())
}

/// One row an amount.
fn paid(papers: &Papers, words: Words) -> Sheet<'_> {
    let layout = Layout {
        table: "payments",
        headings: vec![
            Heading::new(say!(words, "batch-request"), 40),
            Heading::new(say!(words, "payable-who"), 30),
            Heading::new(say!(words, "batch-column-kind"), 24),
            Heading::new(say!(words, "batch-amount"), 16),
            Heading::new(say!(words, "batch-column-currency"), 12),
            Heading::new(say!(words, "batch-column-invoices"), 12),
            Heading::new(say!(words, "batch-outcome"), 18),
            Heading::new(say!(words, "batch-reference"), 24),
            Heading::new(say!(words, "batch-on"), 14),
            Heading::new(say!(words, "batch-column-id"), 38),
        ],
        lines: 3,
    };
    let row = |request: &'_ Request, amount: Money| -> Vec<Cell<'static>> {
        let payment = request.entry.payment.as_ref();
        let kind = request.funding.as_ref().map(|funding| words.funding_kind(funding.asking.kind));
        vec![
            Cell::text(request.title().to_owned()),
            Cell::text(request.payee(words)),
            kind.map_or(Cell::Blank, Cell::text),
            Cell::Money(amount),
            Cell::text(amount.currency().code()),
            Cell::Count(request.invoices.len() as u64),
            Cell::text(words.batch_outcome(request.entry.outcome)),
            payment.map_or(Cell::Blank, |payment| Cell::text(payment.reference.to_string())),
            payment.map_or(Cell::Blank, |payment| Cell::Day(payment.on)),
            Cell::text(request.entry.request.to_string()),
        ]
    };
    let rows =
        papers.requests.iter().flat_map(|request| request.entry.amounts.iter().map(move |amount| (request, amount)));
    (layout, rows.map(|(request, amount)| row(request, amount)).collect())
}

/// One row an invoice.
fn invoices(papers: &Papers, words: Words) -> Sheet<'_> {
    let layout = Layout {
        table: "invoices",
        headings: vec![
            Heading::new(say!(words, "batch-request"), 40),
            Heading::new(say!(words, "batch-column-vendor"), 30),
            Heading::new(say!(words, "batch-column-number"), 20),
            Heading::new(say!(words, "batch-column-day"), 14),
            Heading::new(say!(words, "batch-amount"), 16),
            Heading::new(say!(words, "batch-column-tax"), 14),
            Heading::new(say!(words, "batch-column-currency"), 12),
            Heading::new(say!(words, "batch-column-lines"), 50),
            Heading::new(say!(words, "batch-column-files"), 60),
        ],
        lines: 12,
    };
    let or_blank = |text: String| if text.is_empty() { Cell::Blank } else { Cell::text(text) };
    let rows = papers.requests.iter().flat_map(|request| {
        request.invoices.iter().map(move |invoice| {
            let details = &invoice.details;
            let lines = details.lines.iter().map(|line| format!("{}: {}", line.what, words.money(line.amount)));
            let files = request.files_of(invoice).map(|file| file.path.as_str());
            vec![
                Cell::text(request.title()),
                Cell::text(details.vendor.as_str()),
                details.number.as_ref().map_or(Cell::Blank, |number| Cell::text(number.as_str())),
                Cell::Day(details.date),
                Cell::Money(details.amount),
                details.tax.map_or(Cell::Blank, Cell::Money),
                Cell::text(details.amount.currency().code()),
                or_blank(lines.collect::<Vec<_>>().join("\n")),
                or_blank(files.collect::<Vec<_>>().join("\n")),
            ]
        })
    });
    (layout, rows.collect())
}
