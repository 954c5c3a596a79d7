//! Nothing lost, nothing twice: repeated forms, two people at once, letters, the calendar, long lists, a machine that stops.

#[path = "reliability/archive.rs"]
mod archive;
#[path = "reliability/audit.rs"]
mod audit;
#[path = "reliability/books.rs"]
mod books;
#[path = "reliability/calendar.rs"]
mod calendar;
#[path = "reliability/conflicts.rs"]
mod conflicts;
#[path = "reliability/crash.rs"]
mod crash;
#[path = "reliability/letters.rs"]
mod letters;
#[path = "reliability/once.rs"]
mod once;
#[path = "reliability/operator.rs"]
mod operator;
#[path = "reliability/preflight.rs"]
mod preflight;
#[path = "reliability/reading.rs"]
mod reading;
#[path = "reliability/returned.rs"]
mod returned;
#[path = "reliability/ses.rs"]
mod ses;
#[path = "reliability/smtp.rs"]
mod smtp;
#[path = "reliability/uploads.rs"]
mod uploads;
#[path = "reliability/weather.rs"]
mod weather;

use chancery::folder::Folder;
use chancery::office::Records;
use program::application::Submission;
use program::{
    Ambassador, AmbassadorId, AmbassadorState, Application, ApplicationId, Column, Country, Email, Form, PersonId,
    Settings, Territory,
};
use specification::page::Filled;
use specification::{Browser, Letter, MAUTIC, Office, instant};
use std::sync::Arc;
use store::applications::Applied;
use store::audit::Actor;
use store::outbox::{Draft, Lane};
use store::{Clock, Store};
use tokio::task::JoinSet;

/// The application form, filled in.
async fn application_of(browser: &Browser, name: &str, address: &str) -> Filled {
    let mut form = browser.get("/apply").await.expect(200).page().form("/apply");
    form.fill("name", name);
    form.fill("email", address);
    form.fill("country", "Nigeria");
    form.fill("answer_contributions", "Monthly talks in Lagos.");
    form.fill("answer_ideas", "A meetup every month.");
    form.fill("consent", "yes");
    form
}

/// The form that shares a plan, filled in.
async fn plan_of(browser: &Browser, title: &str, day: &str) -> Filled {
    let mut form = browser.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    form.fill("kind", "events");
    form.fill("title", title);
    form.fill("starts_on", day);
    form.fill("place", "in_person");
    form.fill("city", "Lagos");
    form
}

/// A full report on a plan of [`plan_of`].
async fn report_of(browser: &Browser, activity: &str) -> Filled {
    let mut form = browser.get(activity).await.expect(200).page().form("/report");
    for (field, value) in [
        ("goal", "Show newcomers how to start"),
        ("registrations", "40"),
        ("attendees", "31"),
        ("hours_to_organize", "6,5"),
        ("hours_to_execute", "3"),
    ] {
        form.fill(field, value);
    }
    form
}

/// The same form sent so many times at once; the statuses, sorted, each with where it leads.
async fn at_once(browser: &Arc<Browser>, form: &Filled, times: usize) -> Vec<(u16, Option<String>)> {
    let mut sending = JoinSet::new();
    for _ in 0..times {
        let (browser, form) = (browser.clone(), form.clone());
        sending.spawn(async move { browser.send(&form).await });
    }
    let mut answers: Vec<_> = sending
        .join_all()
        .await
        .into_iter()
        .map(|answer| (answer.status, answer.headers.get("location").map(|to| to.to_str().unwrap().to_owned())))
        .collect();
    answers.sort();
    answers
}

/// Every application there is, whatever its state.
async fn applications(store: &Store) -> Vec<Application> {
    let mut all = Vec::new();
    for column in Column::ALL {
        let mut after = None;
        loop {
            let (page, next) = store.board(&specification::board(column), 100, after).await.unwrap();
            all.extend(page);
            after = next;
            if after.is_none() {
                break;
            }
        }
    }
    all
}

/// Every letter to people; the team's engagement summary of the quarter before is not one of them.
async fn letters_to_people(office: &Office) -> Vec<Letter> {
    let mut letters = office.letters().await;
    letters.retain(|letter| letter.to != "team@example.org");
    letters
}

/// What was done to a subject, in order.
async fn done_to(store: &Store, subject: &str) -> Vec<String> {
    store.history(subject).await.unwrap().into_iter().map(|entry| entry.what).collect()
}

/// The one application of this address.
async fn application_id(office: &Office, address: &str) -> ApplicationId {
    office.store().person(&email(address)).await.unwrap().unwrap().application.unwrap()
}

fn email(address: &str) -> Email {
    Email::parse(address).unwrap()
}

/// The records of an office without pages and without a pump, so that a test does each step itself.
async fn records(now: &str, document: &str) -> Records {
    let records = Records::open(Folder::temporary().unwrap(), Clock::starting_at(instant(now)), None).await.unwrap();
    records.store.add_settings(document, 0, Actor::Operator).await.unwrap();
    records
}

/// Takes an application in as the page does.
async fn apply(store: &Store, address: &str) -> ApplicationId {
    let fields = [
        ("name", "Amara Okafor"),
        ("email", address),
        ("country", "Nigeria"),
        ("answer_contributions", "Monthly talks in Lagos."),
        ("answer_ideas", "A meetup every month."),
        ("consent", "yes"),
    ];
    let form = Form::from_pairs(fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let submission = Submission::parse(&form, &Settings::read(MAUTIC).unwrap()).unwrap();
    let id = ApplicationId::new(store.new_id());
    let applying = specification::applying(id, submission);
    let receipt = |id: ApplicationId| {
        let letter = ::letters::Letter::Receipt { name: "Amara Okafor".to_owned(), application: id };
        Draft::new(format!("receipt/{id}"), Lane::Now, &email(address), "en", &letter)
    };
    assert_eq!(store.apply(&applying, receipt).await.unwrap(), Applied::Taken);
    id
}

/// An ambassador who was here before the office opened.
async fn ambassador(store: &Store, address: &str, since: &str) -> Ambassador {
    let ambassador = Ambassador {
        id: AmbassadorId::new(store.new_id()),
        person: PersonId::new(store.new_id()),
        name: program::text::Name::parse("Amara Okafor").unwrap(),
        email: email(address),
        country: Country::parse("Nigeria").unwrap(),
        territory: Territory::of(Country::parse("Nigeria").unwrap()),
        region: None,
        language: "en".to_owned(),
        state: AmbassadorState::Active,
        since: since.parse().unwrap(),
        application: ApplicationId::new(store.new_id()),
        pauses: Vec::new(),
        leaving: None,
    };
    store.bring_in(&ambassador).await.unwrap();
    ambassador
}
