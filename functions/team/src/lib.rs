//! The team's desk: what needs a decision, the ambassadors, and the team's own room.
//!
//! **What it is for.** A tiny team's work as a list of decisions (clause D6): applications that wait, letters whose fate
//! is in doubt. The ambassadors, in alphabetical order, because nobody is ranked (clause M11), what they plan and
//! report, and the drafts they would like read (clause M21). And what is the team's own: who is in it, whether the
//! program is ready to open (clause D1), what people tell it (clause O13), the calls and sessions it offers, and the
//! calendar feeds, which gather what it sees anyway (clauses M22, M29). Start at [`routes`].
//!
//! **What it may not know.** How an application is decided or a letter sent: it shows, and passes a person's word on.

mod activities;
mod activity;
mod ambassadors;
mod desk;
mod feed;
mod feedback;
mod leaders;
mod letters;
mod metrics;
mod people;
mod proposals;
mod questions;
mod readiness;
mod settings;
mod slots;
mod standing;
mod taking_part;

use program::Role;
use web::{Routes, Who};

/// Every route of this function.
pub fn routes() -> Routes {
    let organizer = Who::Any(Role::Organizer);
    Routes::of("team")
        .get("/team", organizer, desk::show)
        .post("/team/letters", organizer, desk::settle)
        .post("/team/letters/addresses", organizer, desk::write_again)
        .get("/team/activities", Who::Team, activities::list)
        .get("/team/activities/{ambassador}/{activity}", Who::Team, activity::show)
        .get("/team/activities/{ambassador}/{activity}/photos/{file}/preview", Who::Team, activity::preview)
        .get("/team/activities/{ambassador}/{activity}/photos/{file}", Who::Team, activity::photo)
        .post("/team/activities/{ambassador}/{activity}/draft", Who::Team, activity::review)
        .get("/team/ambassadors", organizer, ambassadors::list)
        .get("/team/ambassadors/{id}", organizer, ambassadors::show)
        .post("/team/activities/{ambassador}/{activity}/questions", Who::Team, questions::ask)
        .get("/team/metrics", organizer, metrics::list)
        .get("/team/ambassadors/{id}/pause", organizer, taking_part::pause_form)
        .post("/team/ambassadors/{id}/pause", organizer, taking_part::mark)
        .post("/team/ambassadors/{id}/return", organizer, taking_part::bring_back)
        .get("/team/ambassadors/{id}/end-term", organizer, taking_part::end_form)
        .post("/team/ambassadors/{id}/end-term", organizer, taking_part::end_term)
        .get("/team/proposals", organizer, proposals::list)
        .get("/team/proposals/{id}", organizer, proposals::show)
        .post("/team/proposals/{id}", organizer, proposals::settle)
        .post("/team/people/leaders", organizer, leaders::add)
        .post("/team/people/{id}/leads", organizer, leaders::remove)
        .get("/team/quarters/{quarter}/letters", organizer, letters::show)
        .get("/team/quarters/{quarter}/standings/{ambassador}", organizer, standing::show)
        .post("/team/quarters/{quarter}/standings/{ambassador}", organizer, standing::answer)
        .get("/team/people", organizer, people::list)
        .post("/team/people", organizer, people::invite)
        .get("/team/people/{id}", organizer, people::show)
        .post("/team/people/{id}/roles", organizer, people::change)
        .get("/team/readiness", organizer, readiness::show)
        .post("/team/readiness", organizer, readiness::answer)
        .post("/team/readiness/open", organizer, readiness::open)
        .get("/team/settings", organizer, settings::show)
        .get("/team/settings/{version}", organizer, settings::version)
        .post("/team/settings", organizer, settings::change)
        .get("/team/feedback", organizer, feedback::list)
        .get("/team/calls", organizer, slots::list)
        .post("/team/calls", organizer, slots::offer)
        .get("/team/calls/{id}", organizer, slots::edit)
        .post("/team/calls/{id}", organizer, slots::change)
        .post("/team/calls/{id}/cancel", organizer, slots::cancel)
        .get("/team/sessions", organizer, slots::list)
        .post("/team/sessions", organizer, slots::offer)
        .get("/team/sessions/{id}", organizer, slots::edit)
        .post("/team/sessions/{id}", organizer, slots::change)
        .post("/team/sessions/{id}/cancel", organizer, slots::cancel)
        .get("/calendar/{feed}", Who::Anyone, feed::calendar)
        .get("/team/calendar", organizer, feed::explain)
        .post("/team/calendar", organizer, feed::make)
}
