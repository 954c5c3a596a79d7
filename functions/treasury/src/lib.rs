//! The treasurer's room: what is asked for, what was decided, and the budget it comes out of.
//!
//! **What it is for.** Requests for funds are decided here by a person, with a reason and never by whom they are about
//! (clause R8), beside what is left of the budget (clause M12), caps (clause C4) and what similar requests came to. The
//! budget of each quarter and the rates of exchange are kept here too. What has all its papers is checked and paid in
//! batches (clause C7), by hand or by what the bank's list says. Start at [`routes`].
//!
//! **What it may not know.** How a file is looked at or a letter sent: it shows, and passes a person's word on.

mod batches;
mod budget;
mod changing;
mod check;
mod decide;
mod details;
mod import;
mod list;
mod news;
mod papers;
mod pay_list;
mod payable;
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
        .get("/team/funding/payable", treasurer, payable::show)
        .get("/team/funding/batches", treasurer, batches::list)
        .post("/team/funding/batches", treasurer, payable::put_together)
        .get("/team/funding/batches/{batch}", treasurer, batches::show)
        .post("/team/funding/batches/{batch}/pay", treasurer, batches::pay)
        .post("/team/funding/batches/{batch}/list", treasurer, pay_list::make)
        .get("/team/funding/batches/{batch}/import", treasurer, import::ask)
        .post("/team/funding/batches/{batch}/import", treasurer, import::take)
        .post("/team/funding/batches/{batch}/leave-out", treasurer, batches::leave_out)
        .post("/team/funding/batches/{batch}/undo", treasurer, batches::undo)
        .get("/team/funding/payment-details/{ambassador}", treasurer, details::ask)
        .post("/team/funding/payment-details/{ambassador}", treasurer, details::open)
        .get("/team/funding/{id}", Who::Purse, request::show)
        .get("/team/funding/{id}/papers", Who::Purse, papers::show)
        .get("/team/funding/{id}/files/{file}", Who::Purse, papers::fetch)
        .get("/team/funding/{id}/files/{file}/preview", Who::Purse, papers::preview)
        .post("/team/funding/{id}/decision", Who::Purse, decide::decide)
        .post("/team/funding/{id}/questions", Who::Purse, questions::ask)
        .post("/team/funding/{id}/step", treasurer, steps::take)
        .get("/team/funding/{id}/check", treasurer, check::ask)
        .post("/team/funding/{id}/check", treasurer, check::authorize)
        .get("/team/funding/{id}/came-back", treasurer, check::ask_what_came_back)
        .post("/team/funding/{id}/came-back", treasurer, check::came_back)
}
