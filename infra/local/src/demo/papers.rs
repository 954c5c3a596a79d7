//! Invoices and evidence of use of a demo office: written down, and a page of paper made for each.

use super::checked;
use anyhow::Context as _;
use chrono::Days;
use program::evidence::{Purpose, UploadKey, look};
use program::funding::{Funding, FundingRules};
use program::invoice::{Details, Invoice};
use program::text::Line;
use program::{FileId, FundingId, InvoiceId, PaymentDetails};
use std::fmt::Write as _;
use store::Store;
use store::evidence::{Found, Kept, fingerprint, kept_key};
use store::invoices::InvoiceChange;
use store::people::Person;

/// Hands in an invoice of all that was asked for in the first currency, with its paper unless that is still to come.
pub(super) async fn invoice(store: &Store, id: FundingId, vendor: &str, has_paper: bool) -> anyhow::Result<()> {
    let there = store.funding(id).await?.context("it was just kept")?;
    let request = &there.value;
    let amount = request.asking.sums().iter().next().context("something was asked for")?;
    let day = there.value.made_at.date_naive();
    let number = format!("{}-{:04}", day.format("%Y"), id.uuid().as_u128() % 10_000);
    let details = Details {
        number: Some(checked(Line::parse(&number))?),
        date: day,
        vendor: checked(Line::parse(vendor))?,
        lines: Vec::new(),
        tax: None,
        amount,
    };
    let at = store.clock().now();
    let invoice =
        Invoice { id: InvoiceId::new(store.new_id()), request: id, ambassador: request.ambassador, details, at };
    store.change_invoice(&there, InvoiceChange::New(&invoice), None, request.person).await?;
    if !has_paper {
        return Ok(());
    }
    let lines = [vendor.to_owned(), format!("Invoice {number}"), day.to_string(), format!("Total {amount}")];
    file(store, request, Purpose::Invoice { request: id, invoice: invoice.id }, &lines).await
}

/// Sends a page that shows the use.
pub(super) async fn evidence(store: &Store, id: FundingId) -> anyhow::Result<()> {
    let there = store.funding(id).await?.context("it was just kept")?;
    let lines = ["What was on the table".to_owned(), format!("Request {id}"), "Everybody had some.".to_owned()];
    file(store, &there.value, Purpose::Use(id), &lines).await
}

/// Enters where somebody is paid to: an account that no bank has.
pub(super) async fn details(store: &Store, owner: &Person, settings: &FundingRules) -> anyhow::Result<()> {
    let ambassador = owner.ambassador.context("only ambassadors are paid back")?;
    let holder = owner.name.clone().unwrap_or_else(|| owner.email.to_string());
    let details = PaymentDetails {
        holder: checked(Line::parse(&holder))?,
        account: checked(Line::parse("DE02 1001 0010 0006 8201 01"))?,
        bank_code: None,
        bank: None,
        more: None,
    };
    let until = store.clock().now().date_naive() + Days::new(u64::from(settings.keep_details_days));
    store.keep_payment_details((ambassador, owner.id), store.new_id(), &details, until).await?;
    Ok(())
}

async fn file(store: &Store, request: &Funding, purpose: Purpose, lines: &[String]) -> anyhow::Result<()> {
    let key = UploadKey { ambassador: request.ambassador, purpose, file: FileId::new(store.new_id()) };
    let content = page(lines);
    let document = look(&content, purpose).context("a made page is a document")?;
    let kept = Kept::new(document, fingerprint(&content), false);
    store.files().put(&kept_key(key.file), "application/octet-stream", content).await?;
    store.record_evidence(key, Found::Taken(kept)).await?;
    Ok(())
}

/// A PDF of one page with these lines; letters of other scripts are left to real papers.
fn page(lines: &[String]) -> Vec<u8> {
    let plain = |line: &str| -> String {
        line.chars().filter(|c| (c.is_ascii_graphic() || *c == ' ') && !"()\\".contains(*c)).collect()
    };
    let mut drawn = "BT /F1 18 Tf 24 TL 72 760 Td".to_owned();
    for line in lines {
        let _ = write!(drawn, " ({}) Tj T*", plain(line));
    }
    drawn.push_str(" ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let _ = write!(file, "{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}
