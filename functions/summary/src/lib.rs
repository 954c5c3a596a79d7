//! The engagement summary: computed by polars, written as a workbook, kept in the bucket, shown on a page.
//!
//! **What it is for.** Once a quarter is closed, its rows are kept as one file ([`kept`]), its summary is made, kept under one
//! key for each edition, and sent to those the settings name ([`scheduled`]); the team downloads the very same file. An open
//! quarter's is made when asked for and says that it is provisional, and so is one of any other months. Every aggregate on
//! the page and in the files comes from one polars plan ([`engagement`]) over rows that come from the table or from what was
//! kept ([`rows`]). Start at [`Summary`]. A batch of payments becomes a workbook, a list and an archive of all its files here
//! too ([`asked_for`]), because it is the same writer.
//!
//! **What it may not know.** How a standing is judged: it shows what was recorded. It ranks nobody (clause M11). No other
//! crate links polars or the spreadsheet writer.

mod batch;
pub mod columns;
pub mod engagement;
pub mod funding;
pub mod kept;
mod made;
mod make;
mod pages;
pub mod rows;
mod schedule;
pub mod workbook;

pub use batch::asked_for;
pub use make::{Asked, Span, Summary, keep};
pub use schedule::scheduled;

use chrono::{DateTime, Utc};
use program::Role;
use serde::{Deserialize, Serialize};
use web::{Routes, Who};

/// What EventBridge Scheduler sends: the time the run was meant for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Scheduled {
    /// That time, which may be long before the run.
    pub scheduled_time: DateTime<Utc>,
}

/// Every route of this function.
pub fn routes() -> Routes {
    let (organizer, treasurer) = (Who::Any(Role::Organizer), Who::Any(Role::Treasurer));
    Routes::of("summary")
        .get("/team/quarters", organizer, pages::list)
        .get("/team/quarters/{quarter}", organizer, pages::show)
        .get("/team/quarters/{quarter}/summary.xlsx", organizer, pages::workbook)
        .get("/team/quarters/{quarter}/summary.csv", organizer, pages::csv)
        .get("/team/quarters/{quarter}/summary.parquet", organizer, pages::parquet)
        .post("/team/funding/batches/{batch}/files", treasurer, batch::ask)
        .get("/team/funding/batches/{batch}/files/{job}", treasurer, batch::show)
        .get("/team/funding/batches/{batch}/files/{job}/archive", treasurer, batch::fetch)
}
