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

use program::application::Submission;
use program::{ApplicationId, Form, Round, Settings};
use specification::office::email;
use specification::{Letter, MAUTIC, Office};
use store::Store;
use store::applications::Applied;
use store::outbox::{Draft, Lane};

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

/// Somebody applies to the first tranche, as the form takes it in.
async fn applies(
    store: &Store,
    settings: &Settings,
    number: usize,
    (country, language): (&str, &str),
) -> ApplicationId {
    let address = format!("applicant-{number}@example.org");
    let name = format!("Applicant {number}");
    let fields = [
        ("name", name.as_str()),
        ("email", &address),
        ("country", country),
        ("languages", language),
        ("answer_contributions", "Talks."),
        ("answer_ideas", "Meetups."),
        ("consent", "yes"),
    ];
    let form = Form::from_pairs(fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let submission = Submission::parse(&form, settings).unwrap();
    let mut applying = specification::applying(ApplicationId::new(store.new_id()), submission);
    applying.round = Round::Tranche(announcing::SPRING.to_owned());
    let receipt = |id: ApplicationId| {
        let letter = letters::Letter::Receipt { name: name.clone(), application: id };
        Draft::new(format!("receipt/{id}"), Lane::Now, &email(&address), "en", &letter)
    };
    assert_eq!(store.apply(&applying, receipt).await.unwrap(), Applied::Taken);
    applying.id
}

/// How many there are of something many: a few here, and as many as `CHANCERY_LARGE` says where it is set.
fn many(few: usize) -> usize {
    std::env::var("CHANCERY_LARGE").ok().and_then(|large| large.parse().ok()).unwrap_or(few)
}
