//! Opening a program and choosing its people: when the intake opens, who is in the team, what people tell it.

#[path = "selecting/feedback.rs"]
mod feedback;
#[path = "selecting/people.rs"]
mod people;
#[path = "selecting/readiness.rs"]
mod readiness;

/// When these offices open, in the middle of 2026-Q2.
const NOW: &str = "2026-05-20T09:00:00Z";
