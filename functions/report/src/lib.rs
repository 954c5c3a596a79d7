//! The ambassador's part: where the quarter stands, plans, reports.
//!
//! **What it is for.** A plan is shared before an activity and becomes the report afterwards, nothing typed twice
//! (clause M6). The dashboard says what counts, what does not, and why (clause R5), with the very rule that judges the
//! quarter ([`program::standing::judge`]). Start at [`routes`].
//!
//! **What it may not know.** Other ambassadors: every record is read by the id of who is signed in, so another's cannot
//! be found.

mod activity;
mod appeal;
mod check_in;
mod dashboard;
mod leaving;
mod outlook;
mod part;
mod pause;
mod plan;
mod reminders;

use program::Role;
use web::{Routes, Who};

/// Every route of this function.
pub fn routes() -> Routes {
    let ambassador = Who::Own(Role::Ambassador);
    Routes::of("report")
        .get("/me", ambassador, dashboard::show)
        .get("/me/appeal", ambassador, appeal::form)
        .post("/me/appeal", ambassador, appeal::send)
        .post("/me/reminders", ambassador, reminders::switch)
        .get("/me/reminders/off/{token}", Who::Anyone, reminders::ask)
        .post("/me/reminders/off/{token}", Who::Anyone, reminders::turn_off)
        .get("/me/activities", ambassador, dashboard::all)
        .get("/me/activities/new", ambassador, plan::form)
        .post("/me/activities", ambassador, plan::share)
        .get("/me/activities/{id}", ambassador, activity::show)
        .get("/me/activities/{id}/plan", ambassador, plan::edit)
        .post("/me/activities/{id}/plan", ambassador, plan::change)
        .post("/me/activities/{id}/report", ambassador, activity::report)
        .post("/me/activities/{id}/cancel", ambassador, activity::cancel)
        .get("/me/check-in/{quarter}", ambassador, check_in::show)
        .post("/me/check-in/{quarter}", ambassador, check_in::answer)
        .get("/me/pause", ambassador, pause::form)
        .post("/me/pause", ambassador, pause::mark)
        .post("/me/pause/return", ambassador, pause::come_back)
        .get("/me/step-down", ambassador, leaving::form)
        .post("/me/step-down", ambassador, leaving::ask_again)
        .post("/me/step-down/confirm", ambassador, leaving::step_down)
        .get("/me/return", ambassador, leaving::return_form)
        .post("/me/return", ambassador, leaving::ask_to_return)
}
