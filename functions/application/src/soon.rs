//! Before the intake first opens: a kind word instead of the form (clauses D1, O1).

use axum::response::Html;
use web::View;
use web::kit;
use web::layout::Here;
use web::view::Around;
use words::say;

/// That applications open soon.
pub(crate) fn page(view: &View) -> Html<String> {
    let title = say!(view.words, "readiness-soon-title");
    let body = kit::heading(&title, Some(&say!(view.words, "readiness-soon")));
    view.page(&Around::new(&title, Here::Apply), body)
}
