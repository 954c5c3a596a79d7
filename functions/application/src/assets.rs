//! The stylesheet, the icon and the script of uploads, cached for good: their addresses change with their content.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::{Uri, header};
use web::{Problem, layout};

/// A file that pages need.
pub(crate) async fn file(Path(file): Path<String>, asked: Uri) -> Result<Response, Problem> {
    let (kind, text, address) = match file.as_str() {
        "office.css" => ("text/css; charset=utf-8", layout::STYLESHEET, layout::stylesheet_address()),
        "upload.js" => ("text/javascript; charset=utf-8", layout::SCRIPT, layout::script_address()),
        "office.svg" => ("image/svg+xml", layout::ICON, layout::icon_address()),
        _ => return Err(Problem::NotFound),
    };
    // Whoever asks under the address of another version, while a new one is being put in place, gets this one for the
    // moment: kept for good, it would stand there for the other.
    let is_its_own = asked.path_and_query().is_some_and(|asked| asked == address);
    let keep = if is_its_own { "public, max-age=31536000, immutable" } else { "no-store" };
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], text).into_response())
}
