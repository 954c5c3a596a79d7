//! Finding ambassadors: the community around the form, and the team's way to a decision.

#[path = "selecting/contribution.rs"]
mod contribution;
#[path = "selecting/nomination.rs"]
mod nomination;
#[path = "selecting/tables.rs"]
mod tables;

use specification::{Letter, Office};

/// Every letter sent so far but those to the team.
async fn letters_to_people(office: &Office) -> Vec<Letter> {
    let mut letters = office.letters().await;
    letters.retain(|letter| letter.to != "team@example.org");
    letters
}
