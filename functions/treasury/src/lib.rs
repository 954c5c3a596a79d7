//! The treasurer's room: what is asked for, what was decided, and the budget it comes out of.
//!
//! **What it is for.** Requests for funds are decided here by a person, with a reason and never by whom they are about
//! (clause R8), beside what is left of the budget (clause M12). Start at [`routes`].
//!
//! **What it may not know.** How a file is looked at or a letter sent: it shows, and passes a person's word on.

use web::Routes;

/// Every route of this function.
pub fn routes() -> Routes {
    Routes::of("treasury")
}
