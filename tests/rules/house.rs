//! How the house is built: the template, the crates, the message files.

#[path = "house/crates.rs"]
mod crates;
#[path = "house/expanded.rs"]
mod expanded;
#[path = "house/operations.rs"]
mod operations;
#[path = "house/template.rs"]
mod template;
#[path = "house/watched.rs"]
mod watched;
