//! The public side: the program page, the intake form, confirming an address, following one's application, and the
//! community around it: proposing somebody, and telling what one did.
//!
//! **What it is for.** Everything a person meets before they are an ambassador. One parser reads the form
//! ([`program::application::Submission`]); one transaction takes it in ([`store::Store::apply`]). Start at [`routes`].
//!
//! **What it may not know.** How a decision is taken, and who else has applied: nothing here says so to anyone.

mod apply;
mod assets;
mod contribute;
mod feedback;
mod home;
mod nominate;
mod nominated;
mod soon;
mod status;

use program::Role;
use web::{Routes, Who};

/// Every route of this function.
pub fn routes() -> Routes {
    Routes::of("application")
        .get("/", Who::Anyone, home::page)
        .get("/assets/{file}", Who::Anyone, assets::file)
        .get("/apply", Who::Anyone, apply::form)
        .post("/apply", Who::Anyone, apply::submit)
        .get("/apply/sent", Who::Anyone, apply::sent)
        .get("/apply/confirm/{token}", Who::Anyone, status::ask)
        .post("/apply/confirm/{token}", Who::Anyone, status::confirm)
        .get("/apply/nominate", Who::Anyone, nominate::form)
        .post("/apply/nominate", Who::Anyone, nominate::submit)
        .get("/apply/nominate/sent", Who::Anyone, nominate::sent)
        .get("/apply/nominated/{token}", Who::Anyone, nominated::show)
        .post("/apply/nominated/{token}", Who::Anyone, nominated::refuse)
        .get("/contribute", Who::Anyone, contribute::form)
        .post("/contribute", Who::Anyone, contribute::submit)
        .get("/contribute/sent", Who::Anyone, contribute::sent)
        .get("/apply/status", Who::Own(Role::Applicant), status::show)
        .get("/feedback", Who::Anyone, feedback::form)
        .post("/feedback", Who::Anyone, feedback::submit)
        .get("/feedback/thanks", Who::Anyone, feedback::thanks)
}
