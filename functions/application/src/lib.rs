//! The public side: the program page, the intake form, confirming an address, following one's application, and the
//! community around it: proposing somebody, and telling what one did.
//!
//! **What it is for.** Everything a person meets before they are an ambassador. An application comes from our own form
//! (`apply`, with `form` and `drafts`), from a form or program elsewhere (`elsewhere`), or from a form service (`hook`).
//! One parser reads them all ([`program::application::Submission`]); one transaction takes them in (`taking`,
//! [`store::Store::apply`]). Then it can be followed, changed and taken back (`follow`). Start at [`routes`].
//!
//! **What it may not know.** How a decision is taken, and who else has applied: nothing here says so to anyone.

mod apply;
mod assets;
mod contribute;
mod drafts;
mod elsewhere;
mod embed;
mod feedback;
mod follow;
mod form;
mod home;
mod hook;
mod nominate;
mod nominated;
mod soon;
mod status;
mod taking;

use program::Role;
use web::{Routes, Who};

/// Every route of this function.
pub fn routes() -> Routes {
    Routes::of("application")
        .get("/", Who::Anyone, home::page)
        .get("/assets/{file}", Who::Anyone, assets::file)
        .get("/apply", Who::Anyone, apply::form)
        .post_hosted("/apply", Who::Anyone, apply::submit)
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
        .get("/feedback", Who::Anyone, feedback::form)
        .post("/feedback", Who::Anyone, feedback::submit)
        .get("/feedback/thanks", Who::Anyone, feedback::thanks)
        .get("/apply/draft/{token}", Who::Anyone, drafts::show)
        .get("/apply/embed", Who::Anyone, embed::page)
        .post("/apply/hooks/{hook}", Who::Signed, hook::receive)
        .get("/apply/status", Who::Own(Role::Applicant), follow::show_own)
        .get("/apply/status/edit", Who::Own(Role::Applicant), follow::form_of_own)
        .post("/apply/status/edit", Who::Own(Role::Applicant), follow::edit_own)
        .get("/apply/status/withdraw", Who::Own(Role::Applicant), follow::ask_own)
        .post("/apply/status/withdraw", Who::Own(Role::Applicant), follow::withdraw_own)
        .get("/apply/status/lost", Who::Anyone, follow::lost_form)
        .post("/apply/status/lost", Who::Anyone, follow::lost)
        .get("/apply/status/lost/sent", Who::Anyone, follow::lost_sent)
        .get("/apply/status/link/{token}", Who::Anyone, follow::show_by_link)
        .get("/apply/status/link/{token}/edit", Who::Anyone, follow::form_by_link)
        .post("/apply/status/link/{token}/edit", Who::Anyone, follow::edit_by_link)
        .get("/apply/status/link/{token}/withdraw", Who::Anyone, follow::ask_by_link)
        .post("/apply/status/link/{token}/withdraw", Who::Anyone, follow::withdraw_by_link)
}
