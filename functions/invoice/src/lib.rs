//! Asking for funds, and what people post straight to the bucket: each file is looked at, recorded, or taken away with a
//! reason.
//!
//! **What it is for.** Ambassadors ask for funds, see where each request stands, and hand in its invoices and what shows the
//! use: [`routes`] (clauses O7, M14). A form of ours posts a file to the bucket, not to a function (requirement S8). The
//! bucket tells that it arrived; [`uploaded`] finds out what it is by its content and writes that down, once however often
//! it is told.
//!
//! **What it may not know.** How a request is decided, which is for `treasury`; pages of other functions: what came of a
//! file is read from the store by who shows it.

mod details;
mod files;
mod invoices;
mod letters;
mod papers;
mod part;
mod preview;
mod requests;

pub use files::{Created, Detail, Object, uploaded};

use program::Role;
use web::{Routes, Who};

/// Every route of this function.
pub fn routes() -> Routes {
    let own = Who::Own(Role::Ambassador);
    Routes::of("invoice")
        .get("/me/funding", own, requests::list)
        .get("/me/funding/new", own, requests::choose)
        .post("/me/funding", own, requests::ask)
        .get("/me/funding/payment-details", own, details::show)
        .post("/me/funding/payment-details", own, details::keep)
        .post("/me/funding/payment-details/erase", own, details::erase_them)
        .get("/me/funding/{id}", own, requests::show)
        .get("/me/funding/{id}/edit", own, requests::edit)
        .post("/me/funding/{id}", own, requests::change)
        .post("/me/funding/{id}/take-back", own, requests::take_back)
        .post("/me/funding/{id}/withdraw", own, requests::withdraw)
        .post("/me/funding/{id}/arrived", own, requests::arrived)
        .post("/me/funding/{id}/answers", own, requests::answer)
        .get("/me/funding/{id}/papers", own, papers::show)
        .post("/me/funding/{id}/papers/complete", own, papers::complete)
        .get("/me/funding/{id}/invoices/new", own, invoices::form)
        .post("/me/funding/{id}/invoices", own, invoices::hand_in)
        .get("/me/funding/{id}/invoices/{invoice}", own, invoices::show)
        .post("/me/funding/{id}/invoices/{invoice}", own, invoices::write)
        .post("/me/funding/{id}/invoices/{invoice}/remove", own, invoices::remove)
        .get("/me/funding/{id}/invoices/{invoice}/sign", own, invoices::sign)
        .get("/me/funding/{id}/evidence", own, papers::evidence)
        .get("/me/funding/{id}/evidence/sign", own, papers::sign)
        .get("/me/funding/{id}/files/{file}", own, papers::fetch)
        .get("/me/funding/{id}/files/{file}/preview", own, papers::preview)
        .post("/me/funding/{id}/files/{file}/remove", own, papers::remove)
}
