//! Applying and following one's application: the form with every kind of question, page by page, kept for later, on other
//! sites, through form services, whatever bytes arrive; and afterwards, without an account, to its end.

#[path = "applying/anything.rs"]
mod anything;
#[path = "applying/drafts.rs"]
mod drafts;
#[path = "applying/follow.rs"]
mod follow;
#[path = "applying/form.rs"]
mod form;
#[path = "applying/hook.rs"]
mod hook;
#[path = "applying/hosted.rs"]
mod hosted;
#[path = "applying/pages.rs"]
mod pages;

use program::{Application, Column, Round};
use specification::page::Filled;
use specification::{Answer, Browser, Office};
use store::applications::{Board, Order};

/// When these offices open.
const NOW: &str = "2026-03-10T09:00:00Z";

/// Questions of every kind, in three groups; the second group is asked of developers only.
const QUESTIONS: &str = r#"
[[question]]
key = "role"
group = "What you do"
label = "What are you first of all?"
kind = "one_of"
options = ["Developer", "Translator"]
required = true

[[question]]
key = "ways"
group = "What you do"
label = "How would you carry the program?"
kind = "several_of"
options = ["Talks", "Meetups", "Docs"]
required = true

[[question]]
key = "repository"
group = "Your code"
label = "Where is your code?"
kind = "link"
required = true
shown_when = "role"
shown_when_is = ["Developer"]

[[question]]
key = "years"
group = "To finish"
label = "For how many years?"
kind = "number"

[[question]]
key = "since"
group = "To finish"
label = "Since when are you with us?"
kind = "date"

[[question]]
key = "conduct"
group = "To finish"
label = "I follow the code of conduct."
kind = "consent"
required = true
"#;

/// The example program with these questions, more lines in its intake, and more sections.
fn program(intake: &str, questions: &str, sections: &str) -> String {
    let (before, rest) = specification::MAUTIC.split_once("[[question]]").unwrap();
    let (_, kinds) = rest.split_once("[[kind]]").unwrap();
    let before = before.replace("open = true", &format!("open = true\n{intake}"));
    let limits =
        "[limits]\napplications_per_origin = 100000\nsign_ins_per_address = 100000\nsign_ins_per_origin = 100000\n";
    format!("{before}{questions}\n[[kind]]{kinds}\n{limits}\n{sections}")
}

/// What everybody is asked, filled in.
const PERSON: [(&str, &str); 4] =
    [("name", "Amara Okafor"), ("email", "amara@example.org"), ("country", "Nigeria"), ("consent", "yes")];

/// What a developer answers.
const ANSWERS: [(&str, &str); 7] = [
    ("answer_role", "Developer"),
    ("answer_ways", "Docs"),
    ("answer_ways", "Talks"),
    ("answer_repository", "https://example.org/amara"),
    ("answer_years", "1,5"),
    ("answer_since", "31 January 2024"),
    ("answer_conduct", "yes"),
];

/// Presses a button of the form.
async fn press(browser: &Browser, form: &Filled, step: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields: Vec<_> = form.fields().filter(|(name, _)| !more.iter().any(|(other, _)| other == name)).collect();
    fields.extend(more);
    fields.push(("step", step));
    browser.post(form.action(), &fields).await
}

/// Every application there is.
async fn applications(office: &Office) -> Vec<Application> {
    let mut all = Vec::new();
    for round in [Round::Rolling, Round::Waiting, Round::Tranche("spring".to_owned())] {
        for column in Column::ALL {
            let board = Board { round: round.clone(), column, order: Order::Sent };
            all.extend(office.store().board(&board, 100, None).await.unwrap().0);
        }
    }
    all
}
