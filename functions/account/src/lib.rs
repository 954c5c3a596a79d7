//! Signing in by a link, and signing out.
//!
//! **What it is for.** A person gives their address; `mailer` sends a link that works once, for ten minutes, in the
//! browser that asked (requirement S1). Nothing here says whether an address is known (requirement S2): the same answer
//! goes out, in the same time, because nobody looks it up before `mailer` does.
//!
//! **What it may not know.** Passwords: there are none.

mod sign_in;

use web::{Routes, Who};

/// Every route of this function.
pub fn routes() -> Routes {
    Routes::of("account")
        .get("/sign-in", Who::Anyone, sign_in::form)
        .post("/sign-in", Who::Anyone, sign_in::ask)
        .get("/sign-in/sent", Who::Anyone, sign_in::sent)
        .get("/sign-in/{token}", Who::Anyone, sign_in::offer)
        .post("/sign-in/{token}", Who::Anyone, sign_in::enter)
        .post("/sign-out", Who::Anyone, sign_in::leave)
}
