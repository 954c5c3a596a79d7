//! What a batch pays and where to, as one list for the bank (clause C8).
//!
//! It holds account numbers, so it is made for the treasurer who asks, in the answer itself: nothing of it is ever in the
//! bucket. Every look at somebody's payment details is in the audit before the list is. It has the columns of every other
//! list of a batch, so that it comes back filled with references as well.

use crate::batches::Papers;
use anyhow::Context as _;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header;
use program::funding::Way;
use program::statement::{BYTE_ORDER_MARK, COLUMNS, harmless};
use program::{AmbassadorId, BatchId, PaymentDetails};
use std::collections::BTreeMap;
use store::payment_details::Look;
use web::{Office, Problem, SignedIn, Treasurer, View};

pub(crate) async fn make(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<BatchId>,
) -> Result<Response, Problem> {
    let papers = Papers::read(&office, id).await?;
    let own = view.session.as_ref().and_then(|session| session.ambassador);
    let mut known: BTreeMap<AmbassadorId, Option<PaymentDetails>> = BTreeMap::new();
    for entry in papers.batch.value.waiting() {
        let Some(request) = papers.requests.get(&entry.request).map(|request| &request.value) else { continue };
        // Nobody looks up their own, and what the program pays itself has it on its invoice.
        let is_paid_back = request.asking.way == Way::Reimbursement && own != Some(request.ambassador);
        if is_paid_back && !known.contains_key(&request.ambassador) {
            let found = office.store().look_at_payment_details(request.ambassador, by.person).await?;
            let details = if let Look::Opened(details) = found { Some(details) } else { None };
            known.insert(request.ambassador, details);
        }
    }
    let list = list(&view, &papers, &known).context("writing the list")?;
    let day = view.settings().calendar.day(papers.batch.value.made_at);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"payments-{day}.csv\"")),
    ];
    Ok((headers, list).into_response())
}

/// A line each amount that waits: the columns of every list, and where to pay to.
fn list(
    view: &View,
    papers: &Papers,
    known: &BTreeMap<AmbassadorId, Option<PaymentDetails>>,
) -> anyhow::Result<Vec<u8>> {
    let mut file = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    file.write_record(COLUMNS.into_iter().chain(PaymentDetails::FIELDS))?;
    for entry in papers.batch.value.waiting() {
        let request = papers.requests.get(&entry.request).map(|request| &request.value);
        let paid_back = request.filter(|request| request.asking.way == Way::Reimbursement);
        let details = paid_back.and_then(|request| known.get(&request.ambassador)?.as_ref());
        for amount in entry.amounts.iter() {
            let columns = [
                entry.request.to_string(),
                harmless(&papers.who(view.words, entry.request)),
                harmless(papers.title(entry.request)),
                amount.typed(),
                amount.currency().to_string(),
                String::new(),
                String::new(),
            ];
            let to = PaymentDetails::FIELDS.map(|field| details.map(|details| harmless(told(details, field))));
            file.write_record(columns.into_iter().chain(to.into_iter().map(Option::unwrap_or_default)))?;
        }
    }
    Ok(file.into_inner()?)
}

/// What stands in a field of the details.
fn told<'a>(details: &'a PaymentDetails, field: &str) -> &'a str {
    let PaymentDetails { holder, account, bank_code, bank, more } = details;
    let line = match field {
        "holder" => Some(holder),
        "account" => Some(account),
        "bank_code" => bank_code.as_ref(),
        "bank" => bank.as_ref(),
        _ => more.as_ref(),
    };
    line.map_or("", program::text::Line::as_str)
}
