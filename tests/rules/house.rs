//! How the house is built: the template, the crates, the message files.

#[path = "house/template.rs"]
mod template;
