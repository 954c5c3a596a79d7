//! The team's board: reading applications, scoring them, deciding, and announcing what was decided.
//!
//! **What it is for.** Reviewers score alone by published criteria (clauses D3, R3). A person decides, with a reason for
//! the record and words for the applicant. In a tranche decisions stay pending until it is announced (`announce.rs`), and
//! then every applicant is told ([`handle`]); where the program is rolling, deciding announces. Two organizers deciding at
//! once make one decision, and the other sees both (requirement N3). Beside the board stands the list of territories: who is
//! where, and splitting a country into regions (clause O4). Start at [`routes`].
//!
//! **What it may not know.** How a letter leaves, and how an application came in.

mod announce;
mod application;
mod board;
mod decide;
mod event;
mod letter;
mod record;
mod review;
mod seen;
mod territories;

pub use event::{Event, handle};
pub use letter::telling;

use program::Role;
use web::{Routes, Who};

/// Every route of this function.
pub fn routes() -> Routes {
    let organizer = Who::Any(Role::Organizer);
    Routes::of("selection")
        .get("/team/applications", Who::Team, board::list)
        .get("/team/applications/{id}", Who::Team, application::show)
        .get("/team/applications/{id}/record", organizer, record::show)
        .post("/team/applications/{id}/review", Who::Team, review::send)
        .post("/team/applications/{id}/decision", organizer, decide::decide)
        .post("/team/applications/{id}/reconsider", organizer, decide::reconsider)
        .get("/team/applications/rounds/{round}", organizer, announce::show)
        .post("/team/applications/rounds/{round}/announce", organizer, announce::announce)
        .get("/team/territories", organizer, territories::list)
        .get("/team/territories/{country}", organizer, territories::show)
        .post("/team/territories/{country}/regions", organizer, territories::split)
        .get("/team/territories/{country}/placing", organizer, territories::placing)
        .post("/team/territories/{country}/placing", organizer, territories::place)
}
