//! The treasurer's room: what is asked for, what was decided, and the budget it comes out of.
//!
//! **What it is for.** Requests for funds are decided here by a person, with a reason and never by whom they are about
//! (clause R8), beside what is left of the budget (clause M12), caps (clause C4) and what similar requests came to. The
//! budget of each quarter and the rates of exchange are kept here too. Start at [`routes`].
//!
//! **What it may not know.** How a file is looked at or a letter sent: it shows, and passes a person's word on.

mod budget;
mod decide;
mod list;
mod questions;
mod request;
mod steps;

use program::Role;
use web::{Routes, Who};

/// Every route of this function.
pub fn routes() -> Routes {
    let treasurer = Who::Any(Role::Treasurer);
    Routes::of("treasury")
        .get("/team/funding", Who::Purse, list::list)
        .get("/team/funding/budget", Who::Purse, budget::show)
        .post("/team/funding/budget", treasurer, budget::set)
        .post("/team/funding/rates", treasurer, budget::enter)
        .get("/team/funding/{id}", Who::Purse, request::show)
        .post("/team/funding/{id}/decision", Who::Purse, decide::decide)
        .post("/team/funding/{id}/questions", Who::Purse, questions::ask)
        .post("/team/funding/{id}/step", treasurer, steps::take)
}
