//! The stylesheet, the icon and the script of uploads, cached for good: their addresses change with their content.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header;
use web::{Problem, layout};

/// A file that pages need.
pub(crate) async fn file(Path(file): Path<String>) -> Result<Response, Problem> {
    let (kind, text) = match file.as_str() {
        "office.css" => ("text/css; charset=utf-8", layout::STYLESHEET),
        "upload.js" => ("text/javascript; charset=utf-8", layout::SCRIPT),
        "office.svg" => ("image/svg+xml", layout::ICON),
        _ => return Err(Problem::NotFound),
    };
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, text).into_response())
}
