//! The team's board: applications, and deciding about them.
//!
//! **What it is for.** A person reads an application and decides, with a reason for the record and words for the
//! applicant (clause D3). Where the program is rolling, deciding announces: the letter is part of the transaction.
//! Two organizers deciding at once make one decision, and the other sees both (requirement N3). Beside the board stands
//! the list of territories: who is where, and splitting a country into regions (clause O4). Start at [`routes`].
//!
//! **What it may not know.** How a letter looks, and how an application came in.

mod board;
mod decide;
mod territories;

use program::Role;
use web::{Routes, Who};

/// Every route of this function.
pub fn routes() -> Routes {
    let organizer = Who::Any(Role::Organizer);
    Routes::of("selection")
        .get("/team/applications", organizer, board::list)
        .get("/team/applications/{id}", organizer, decide::show)
        .post("/team/applications/{id}/decision", organizer, decide::decide)
        .get("/team/territories", organizer, territories::list)
        .get("/team/territories/{country}", organizer, territories::show)
        .post("/team/territories/{country}/regions", organizer, territories::split)
        .get("/team/territories/{country}/placing", organizer, territories::placing)
        .post("/team/territories/{country}/placing", organizer, territories::place)
}
