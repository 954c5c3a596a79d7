//! Asking for all files of a batch, and fetching what was made of it.

use super::{Papers, list};
use crate::make::XLSX;
use crate::pages::{lend, link};
use crate::workbook;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::Duration;
use maud::html;
use program::{BatchId, JobId};
use store::batch_files::{CameOfIt, FilesJob};
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, SignedIn, Treasurer, Typed, View};
use words::say;

/// Keeps that somebody asked; the same form sent again finds it.
pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(batch): Path<BatchId>,
    typed: Typed,
) -> Result<Redirect, Problem> {
    let store = office.store();
    let id = JobId::new(typed.key().ok_or(Problem::Unreadable)?);
    store.batch(batch).await?.ok_or(Problem::NotFound)?;
    let language = view.words.locale().tag().to_owned();
    let (asked_at, asked_by) = (view.now, by.person);
    let job = FilesJob { batch, id, asked_at, asked_by, language, came_of_it: None };
    store.ask_for_files(&job).await?;
    Ok(Redirect::to(&format!("/team/funding/batches/{batch}/files/{id}")))
}

/// One of the two sheets, made now; or how far the archive is.
pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path((batch, what)): Path<(BatchId, String)>,
) -> Result<Response, Problem> {
    let (store, words) = (office.store(), view.words);
    let name = match what.as_str() {
        "payments.xlsx" | "payments.csv" => what,
        id => {
            let id: JobId = id.parse().map_err(|_| Problem::NotFound)?;
            let job = store.files_job(batch, id).await?.ok_or(Problem::NotFound)?;
            return Ok(page(&view, &job.value).into_response());
        }
    };
    let papers = Papers::read(store, batch, words).await?.ok_or(Problem::NotFound)?;
    match name.as_str() {
        "payments.xlsx" => lend(&office, &name, XLSX, workbook::payments(&papers, words)?).await,
        _ => lend(&office, &name, "text/csv; charset=utf-8", list(&papers, words)?).await,
    }
}

fn page(view: &View, job: &FilesJob) -> Html<String> {
    let words = view.words;
    let here = format!("/team/funding/batches/{}/files/{}", job.batch, job.id);
    let title = say!(words, "batch-files-title");
    let until = words.instant(job.asked_at + Duration::hours(24), &view.settings().calendar);
    let body = html! {
        (kit::heading(&title, None))
        @match job.came_of_it {
            _ if job.is_over(view.now) => {
                (kit::empty(&say!(words, "batch-files-over"), &say!(words, "batch-files-over-more"), None))
            }
            None => {
                @let again = Link::new(here.as_str(), say!(words, "batch-files-look"));
                (kit::empty(&say!(words, "batch-files-waits"), &say!(words, "batch-files-waits-more"), Some(&again)))
            }
            Some(CameOfIt::TooLarge) => {
                (kit::empty(&say!(words, "batch-files-too-large"), &say!(words, "batch-files-too-large-more"), None))
            }
            Some(CameOfIt::Made { files, missing }) => {
                p { (say!(words, "batch-files-made", files = files)) }
                @if missing > 0 { p { (say!(words, "batch-files-missing", missing = missing)) } }
                p { (kit::button_link(&Link::new(format!("{here}/archive"), say!(words, "batch-files-fetch")))) }
                p { (say!(words, "batch-files-lasts", until = until)) }
            }
        }
        p { (Link::new(format!("/team/funding/batches/{}", job.batch), say!(words, "batch-files-back"))) }
    };
    view.page(&Around::new(&title, Here::Funding), body)
}

/// Leads to the archive itself, for a few minutes; what is not there yet has a page that says so.
pub(crate) async fn fetch(
    State(office): State<Office>,
    view: View,
    Path((batch, id)): Path<(BatchId, JobId)>,
) -> Result<Response, Problem> {
    let job = office.store().files_job(batch, id).await?.ok_or(Problem::NotFound)?.value;
    if !matches!(job.came_of_it, Some(CameOfIt::Made { .. })) || job.is_over(view.now) {
        return Ok(Redirect::to(&format!("/team/funding/batches/{batch}/files/{id}")).into_response());
    }
    let day = view.settings().calendar.day(job.asked_at);
    link(&office, &job.key(), &format!("payments-{day}.zip")).await
}
