//! Letting nobody in, and what people meet where the office says no: who may do what, headers, cookies, links, limits,
//! forms that come back, problem pages, words and logs.
//!
//! Much of it is made from the route table ([`chancery::office::routes`]), so that a new route cannot be forgotten.

#[path = "access/authorization.rs"]
mod authorization;
#[path = "access/cross_site.rs"]
mod cross_site;
#[path = "access/forms.rs"]
mod forms;
#[path = "access/headers.rs"]
mod headers;
#[path = "access/limits.rs"]
mod limits;
#[path = "access/logs.rs"]
mod logs;
#[path = "access/pages.rs"]
mod pages;
#[path = "access/people.rs"]
mod people;
#[path = "access/problems.rs"]
mod problems;
#[path = "access/sessions.rs"]
mod sessions;
#[path = "access/sign_in.rs"]
mod sign_in;
#[path = "access/words.rs"]
mod words;
