//! The team's desk: what needs a decision, and the ambassadors.
//!
//! **What it is for.** A tiny team's work as a list of decisions (clause D6): applications that wait, letters whose fate
//! is in doubt. And the ambassadors, in alphabetical order, because nobody is ranked (clause M11). Start at [`routes`].
//!
//! **What it may not know.** How an application is decided or a letter sent: it shows, and passes a person's word on.

mod ambassadors;
mod desk;

use program::Role;
use web::{Routes, Who};

/// Every route of this function.
pub fn routes() -> Routes {
    let organizer = Who::Any(Role::Organizer);
    Routes::of("team")
        .get("/team", organizer, desk::show)
        .post("/team/letters", organizer, desk::settle)
        .get("/team/ambassadors", organizer, ambassadors::list)
        .get("/team/ambassadors/{id}", organizer, ambassadors::show)
}
