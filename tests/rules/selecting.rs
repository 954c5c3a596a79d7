//! Selecting: what the team sees when it chooses new ambassadors, and what becomes of it.

#[path = "selecting/territory.rs"]
mod territory;
