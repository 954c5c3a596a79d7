//! Files: made, put into the bucket, and fetched from there by a link that lasts some minutes.

use super::reading::{Reading, Typed};
use crate::kept::{self, LENT, PARQUET, REQUESTS};
use crate::made::Made;
use crate::make::{Asked, Span, Summary, XLSX, file_of, name_of};
use crate::workbook::{Edition, sheet_as_csv, sheets_as_csv};
use anyhow::Context as _;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use web::{Office, Problem, View};

type Queried = Result<Query<Typed>, QueryRejection>;

/// The workbook: the one that was mailed, or, while the quarter is open or something else is asked for, one made now.
pub(crate) async fn workbook(
    State(office): State<Office>,
    view: View,
    Path(which): Path<String>,
    typed: Queried,
) -> Result<Response, Problem> {
    let Query(typed) = typed.map_err(|_| Problem::Unreadable)?;
    let edition = if typed.edition == "public" { Edition::Public } else { Edition::Team };
    let asked = asked(&view, &which, typed)?;
    let name = name_of(&asked.name(), edition, None);
    if let Some(key) = kept_workbook(&office, &asked, edition).await? {
        return link(&office, &key, &name).await;
    }
    let summary = Summary::of(office.store(), &view.versioned, asked).await?;
    let made = Made::by(|out| summary.workbook(&view.versioned, view.now, edition, view.words, out))?;
    lend_made(&office, &name, XLSX, &made).await
}

/// One sheet as text, or all of them in an archive.
pub(crate) async fn csv(
    State(office): State<Office>,
    view: View,
    Path(which): Path<String>,
    typed: Queried,
) -> Result<Response, Problem> {
    let Query(typed) = typed.map_err(|_| Problem::Unreadable)?;
    let sheet = typed.sheet.clone();
    let asked = asked(&view, &which, typed)?;
    let summary = Summary::of(office.store(), &view.versioned, asked).await?;
    let cover = summary.cover(&view.versioned, view.now, Edition::Team, view.words);
    let content = summary.content(&cover, view.settings());
    let name = name_of(&summary.asked.name(), Edition::Team, None).replace(".xlsx", "");
    if sheet.is_empty() {
        let made = Made::by(|out| sheets_as_csv(content, out))?;
        return lend_made(&office, &format!("{name}-csv.zip"), "application/zip", &made).await;
    }
    let mut is_there = false;
    let made = Made::by(|out| {
        is_there = sheet_as_csv(content, &sheet, out)?;
        Ok(())
    })?;
    if !is_there {
        return Err(Problem::NotFound);
    }
    lend_made(&office, &format!("{name}-{sheet}.csv"), "text/csv; charset=utf-8", &made).await
}

/// The rows as columns, for programs; or those of the requests for funds.
pub(crate) async fn parquet(
    State(office): State<Office>,
    view: View,
    Path(which): Path<String>,
    typed: Queried,
) -> Result<Response, Problem> {
    let Query(typed) = typed.map_err(|_| Problem::Unreadable)?;
    let sheet = typed.sheet.clone();
    let asked = asked(&view, &which, typed)?;
    let summary = Summary::of(office.store(), &view.versioned, asked).await?;
    let name = name_of(&summary.asked.name(), Edition::Team, None).replace(".xlsx", ".parquet");
    let saying = "writing the rows as a file";
    let (name, made) = match sheet.as_str() {
        "funding" => {
            let rows = summary.funded_rows().context("reading the requests")?.ok_or(Problem::NotFound)?;
            let made = Made::by(|out| kept::write(REQUESTS, [Ok(rows)], out).context(saying))?;
            (name.replace(".parquet", "-funding.parquet"), made)
        }
        _ => (name, Made::by(|out| kept::write(LENT, summary.rows_with_names(), out).context(saying))?),
    };
    lend_made(&office, &name, PARQUET, &made).await
}

/// What was asked for; what cannot be read of it is no file.
fn asked(view: &View, which: &str, typed: Typed) -> Result<Asked, Problem> {
    let Reading { read, problems, .. } = Reading::of(view, which, typed)?;
    if problems.is_empty() { Ok(read.asked) } else { Err(Problem::NotFound) }
}

/// The workbook that was made when the quarter was closed; none for anything else.
async fn kept_workbook(office: &Office, asked: &Asked, edition: Edition) -> Result<Option<String>, Problem> {
    let Span::Quarter(quarter) = asked.span else { return Ok(None) };
    if !asked.filter.is_none() {
        return Ok(None);
    }
    let kept = office.store().steps(quarter).await?.summary.and_then(|summary| summary.file);
    let Some(kept) = kept else { return Ok(None) };
    match edition {
        Edition::Team => Ok(Some(kept)),
        Edition::Public => {
            let key = file_of(quarter, Edition::Public, None);
            // A quarter closed before there were two editions has the team's only.
            Ok(office.store().files().get(&key).await?.map(|_| key))
        }
    }
}

/// Puts a file where it is swept away after a day, and sends the browser there.
pub(crate) async fn lend(office: &Office, name: &str, content_type: &str, bytes: Vec<u8>) -> Result<Response, Problem> {
    let store = office.store();
    let key = format!("temporary/{}/{name}", store.new_id());
    store.files().put(&key, content_type, bytes).await?;
    link(office, &key, name).await
}

/// The same with a file that was made on this machine.
async fn lend_made(office: &Office, name: &str, content_type: &str, made: &Made) -> Result<Response, Problem> {
    let store = office.store();
    let key = format!("temporary/{}/{name}", store.new_id());
    made.keep(store, &key, content_type).await?;
    link(office, &key, name).await
}

/// Sends the browser to a file, by a link that lasts some minutes.
pub(crate) async fn link(office: &Office, key: &str, name: &str) -> Result<Response, Problem> {
    let link = office.store().files().link(key, name).await?;
    Ok(Redirect::to(link.reveal()).into_response())
}
