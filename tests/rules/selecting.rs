//! Finding ambassadors: when the intake opens, the community around the form, and the team's way to a decision.

#[path = "selecting/announcing.rs"]
mod announcing;
#[path = "selecting/board.rs"]
mod board;
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
#[path = "selecting/tranche.rs"]
mod tranche;
#[path = "selecting/walk.rs"]
mod walk;

use specification::{Letter, MAUTIC, Office};

/// When these offices open, in the middle of 2026-Q2.
const NOW: &str = "2026-05-20T09:00:00Z";

/// Every letter sent so far but those to the team.
async fn letters_to_people(office: &Office) -> Vec<Letter> {
    let mut letters = office.letters().await;
    letters.retain(|letter| letter.to != "team@example.org");
    letters
}

/// The example program selecting in two tranches: one closes soon after these offices open, one in the autumn.
fn in_tranches() -> String {
    format!(
        "{MAUTIC}
[[tranche]]
key = \"spring\"
label = \"Spring round\"
closes_on = 2026-05-31
announces_on = 2026-06-15

[[tranche]]
key = \"autumn\"
label = \"Autumn round\"
closes_on = 2026-09-30
announces_on = 2026-10-15
"
    )
}

/// How many there are of something many: a few here, and as many as `CHANCERY_LARGE` says where it is set.
fn many(few: usize) -> usize {
    std::env::var("CHANCERY_LARGE").ok().and_then(|large| large.parse().ok()).unwrap_or(few)
}
