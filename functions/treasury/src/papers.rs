//! The papers of a request, for whoever sees the program's money: its invoices with their files, and what shows the use.

use axum::extract::{Path, State};
use axum::response::{Html, Response};
use maud::{Markup, html};
use program::evidence::{Purpose, Subject};
use program::{FileId, FundingId};
use store::evidence::Evidence;
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View, upload};
use words::{Words, say};

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path(id): Path<FundingId>,
) -> Result<Html<String>, Problem> {
    let (store, words) = (office.store(), view.words);
    let request = store.funding(id).await?.ok_or(Problem::NotFound)?.value;
    let invoices = store.invoices_of(id).await?;
    let files = store.evidence_of(Subject::Funding(id)).await?;
    let title = say!(words, "papers-title");
    let body = html! {
        (kit::heading(&title, Some(request.asking.title.as_str())))
        @if invoices.is_empty() { p { (say!(words, "papers-no-invoice")) } }
        @for invoice in invoices.iter().map(|invoice| &invoice.value) {
            @let details = &invoice.details;
            (kit::card(details.vendor.as_str(), html! {
                p {
                    (kit::day(words, details.date)) ", " (words.money(details.amount))
                    @if let Some(number) = &details.number { ", " span dir="auto" { (number.as_str()) } }
                }
                @if !details.lines.is_empty() {
                    ul { @for line in &details.lines { li { (line.what.as_str()) ": " (words.money(line.amount)) } } }
                }
                (listed(words, id, &files, Purpose::Invoice { request: id, invoice: invoice.id }))
            }))
        }
        h2 { (say!(words, "papers-use")) }
        (listed(words, id, &files, Purpose::Use(id)))
        p { (Link::new(format!("/team/activities/{}/{}", request.ambassador, request.asking.activity), say!(words, "team-funding-activity"))) }
        p { (Link::new(format!("/team/funding/{id}"), say!(words, "papers-back"))) }
    };
    Ok(view.page(&Around::new(&title, Here::Funding), body))
}

/// The files of one purpose that were taken.
fn listed(words: Words, request: FundingId, files: &[Evidence], purpose: Purpose) -> Markup {
    let files = files.iter().filter(|file| file.purpose == purpose).filter_map(|file| Some((file, file.kept()?)));
    html! {
        ul class="plain" {
            @for (number, (file, kept)) in files.enumerate() {
                @let at = format!("/team/funding/{request}/files/{}", file.file_id);
                li {
                    (upload::picture(words, kept, &at))
                    (Link::new(&at, say!(words, "files-one", number = number + 1)))
                }
            }
        }
    }
}

/// Leads to the file itself, for a few minutes.
pub(crate) async fn fetch(
    State(office): State<Office>,
    view: View,
    Path((id, file)): Path<(FundingId, FileId)>,
) -> Result<Response, Problem> {
    upload::fetched(office.store(), view.words, &file_of(&office, id, file).await?).await
}

pub(crate) async fn preview(
    State(office): State<Office>,
    Path((id, file)): Path<(FundingId, FileId)>,
) -> Result<Response, Problem> {
    upload::preview(office.store(), &file_of(&office, id, file).await?).await
}

async fn file_of(office: &Office, request: FundingId, file: FileId) -> Result<Evidence, Problem> {
    office.store().evidence(Subject::Funding(request), file).await?.ok_or(Problem::NotFound)
}
