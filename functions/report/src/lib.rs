//! The ambassador's part: where the quarter stands, plans, reports.
//!
//! **What it is for.** A plan is shared before an activity and becomes the report afterwards, nothing typed twice
//! (clause M6). The dashboard says what counts, what does not, and why (clause R5), with the very rule that judges the
//! quarter ([`program::standing::judge`]). Start at [`routes`].
//!
//! **What it may not know.** Other ambassadors: every record is read by the id of who is signed in, so another's cannot
//! be found. Of the hosts of onboarding sessions it knows the names, no more.
//! be found. Of an activity they organized together the other reads what its owner shared, and changes nothing of it.

mod activity;
mod answering;
mod appeal;
mod check_in;
mod content;
mod dashboard;
mod dates;
mod leaving;
mod outlook;
mod part;
mod pause;
mod photos;
mod plan;
mod reminders;
mod sessions;
mod started;
mod telling;
mod together;

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
        .get("/me/activities/{id}/photos", ambassador, photos::show)
        .get("/me/activities/{id}/photos/sign", ambassador, photos::sign)
        .get("/me/activities/{id}/photos/{file}/preview", ambassador, photos::preview)
        .get("/me/activities/{id}/photos/{file}", ambassador, photos::fetch)
        .post("/me/activities/{id}/photos/{file}/remove", ambassador, photos::remove)
        .get("/me/calendar", ambassador, dates::explain)
        .post("/me/calendar", ambassador, dates::make)
        // Who hosts what is open to all ambassadors.
        .get("/me/sessions", Who::Any(Role::Ambassador), sessions::list)
        .post("/me/sessions/{id}/take", Who::Any(Role::Ambassador), sessions::take)
        .post("/me/sessions/{id}/give-back", Who::Any(Role::Ambassador), sessions::give_back)
        .post("/me/sessions/{id}/report", Who::Any(Role::Ambassador), sessions::report)
        .post("/me/activities/{id}/answers", ambassador, answering::answer)
        .post("/me/activities/{id}/together", ambassador, together::answer)
        .post("/me/activities/{id}/draft", ambassador, content::hand_in)
        .post("/me/started", ambassador, started::drop_it)
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
