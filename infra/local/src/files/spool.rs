//! Posted forms wait on the disk. `s3s` holds a posted file in memory until it has checked its policy; with many people
//! posting at once that would be all of them. Here each body goes to the disk as it comes, however slowly, and only a
//! whole one is handed on, one at a time: the memory of the office does not grow with the number of uploads.

use std::io;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::Semaphore;

use super::disk::Disk;
use super::{LARGEST_FORM_POST, portions};

/// The most bytes of a posted form: the file and the fields before it.
const LARGEST_BODY: u64 = LARGEST_FORM_POST + 64 * 1024;

/// Where bodies wait.
#[derive(Clone)]
pub(super) struct Spool {
    disk: Arc<Disk>,
    turn: Arc<Semaphore>,
}

impl Spool {
    pub(super) fn new(disk: Arc<Disk>) -> Self {
        Self { disk, turn: Arc::new(Semaphore::new(1)) }
    }
}

/// Lets a posted form wait until it is whole and its turn has come; everything else passes.
pub(super) async fn one_at_a_time(State(spool): State<Spool>, request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if request.method() != Method::POST || !kind.starts_with("multipart/form-data") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let (file, length) = match spool.keep(body).await {
        Ok(Some(kept)) => kept,
        Ok(None) => return too_large(),
        // Whoever was sending went away, or the disk is full.
        Err(error) => {
            tracing::info!(%error, "a posted form broke off");
            return StatusCode::BAD_REQUEST.into_response();
        }
    };
    let Ok(_turn) = spool.turn.acquire().await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    next.run(Request::from_parts(parts, Body::from_stream(portions(file, length)))).await
}

impl Spool {
    /// The body as a file that is gone when it is closed; none where it is too large.
    async fn keep(&self, body: Body) -> io::Result<Option<(std::fs::File, u64)>> {
        let disk = Arc::clone(&self.disk);
        let draft = tokio::task::spawn_blocking(move || disk.draft()).await??;
        let mut file = tokio::fs::File::from_std(draft.reopen()?);
        let mut length = 0;
        let mut body = body.into_data_stream();
        while let Some(portion) = body.next().await {
            let portion = portion.map_err(io::Error::other)?;
            length += portion.len() as u64;
            if length > LARGEST_BODY {
                return Ok(None);
            }
            file.write_all(&portion).await?;
        }
        file.flush().await?;
        Ok(Some((draft.reopen()?, length)))
    }
}

/// As S3 says it.
fn too_large() -> Response {
    let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>EntityTooLarge</Code>\
        <Message>Your proposed upload exceeds the maximum allowed size</Message></Error>";
    (StatusCode::BAD_REQUEST, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}
