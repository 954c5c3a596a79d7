//! How the house is built: the template, the crates, the message files.

#[path = "house/crates.rs"]
mod crates;
#[path = "house/template.rs"]
mod template;
