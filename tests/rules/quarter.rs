//! An ambassador's quarter: plans, reports and what belongs to them.

#[path = "quarter/photos.rs"]
mod photos;
