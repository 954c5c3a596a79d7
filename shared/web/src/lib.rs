//! What every page of the office shares: routes with their roles, signed-in people, forms, errors as pages, the look.
//!
//! **What it is for.** A function declares its [`Routes`] as data (method, path, who may, handler); the router, the
//! authorization matrix, the header test and the template test all come from that one list. A handler extracts a
//! [`View`] (language, settings, who is here) and a [`SignedIn`] person, calls the store, and renders with [`kit`].
//! What goes wrong is a [`Problem`], turned into a page in one place. Start at [`routes`].
//!
//! **What it may not know.** The SDKs, what letters say, the local office. It sends nothing.

pub mod activities;
pub mod asking;
pub mod contributions;
pub mod feed_link;
pub mod forms;
pub mod funding;
pub mod guard;
pub mod guest;
pub mod headers;
pub mod kit;
pub mod lambda;
pub mod layout;
pub mod office;
pub mod origin;
pub mod pause;
pub mod problem;
pub mod problem_page;
pub mod remarks;
pub mod routes;
pub mod signed_in;
pub mod territory;
pub mod upload;
pub mod view;

pub use asking::Asking;
pub use forms::{Posted, Raw, Step, Typed};
pub use guest::FromElsewhere;
pub use office::{Office, PublicUrl};
pub use origin::NetworkOrigin;
pub use problem::Problem;
pub use routes::{Route, Routes, Who};
pub use signed_in::{Ambassador, Applicant, Organizer, Purse, Reviewer, SignedIn, Team, Treasurer};
pub use view::View;
