//! Finding ambassadors: when the intake opens, the community around the form, and the team's way to a decision.

#[path = "selecting/contribution.rs"]
mod contribution;
#[path = "selecting/feedback.rs"]
mod feedback;
#[path = "selecting/nomination.rs"]
mod nomination;
#[path = "selecting/people.rs"]
mod people;
#[path = "selecting/readiness.rs"]
mod readiness;
#[path = "selecting/tables.rs"]
mod tables;
#[path = "selecting/territory.rs"]
mod territory;

use specification::{Letter, Office};

/// When these offices open, in the middle of 2026-Q2.
const NOW: &str = "2026-05-20T09:00:00Z";

/// Every letter sent so far but those to the team.
async fn letters_to_people(office: &Office) -> Vec<Letter> {
    let mut letters = office.letters().await;
    letters.retain(|letter| letter.to != "team@example.org");
    letters
}
