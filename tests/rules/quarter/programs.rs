//! The example programs, each walked through for a year as its source says (clauses M8, O2, O3, O11, C1).

use program::{AmbassadorState, Outcome, Settings, Standing};
use specification::office::email;
use specification::{Browser, MAUTIC, Office};

const OPENSTACK: &str = include_str!("../../../infra/programs/openstack.toml");
const CNCF: &str = include_str!("../../../infra/programs/cncf.toml");

/// M5
#[test]
fn every_program_that_is_shipped_is_read_without_a_mistake() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/programs");
    let mut slugs = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let settings = Settings::read(&std::fs::read_to_string(&path).unwrap());
        let settings = settings.unwrap_or_else(|mistakes| panic!("{}:\n{mistakes}", path.display()));
        assert_eq!(
            path.file_stem().unwrap().to_str(),
            Some(settings.slug.as_str()),
            "a file is named like its program"
        );
        slugs.push(settings.slug);
    }
    slugs.sort();
    assert_eq!(slugs, ["cncf", "mautic", "openstack"]);
}

/// M8, R5, R6: two full reports a quarter of kinds that count, whenever in the quarter, and within its grace days.
#[tokio::test(flavor = "multi_thread")]
async fn a_year_in_the_mautic_program_is_two_full_reports_a_quarter() {
    let office = Office::of("2026-01-05T09:00:00Z", MAUTIC).await;
    let event = [
        ("goal", "Meet each other"),
        ("registrations", "20"),
        ("attendees", "0"),
        ("hours_to_organize", "3"),
        ("hours_to_execute", "2"),
    ];
    let sprint =
        event.map(|(field, value)| if field == "registrations" { ("done", "We wrote.") } else { (field, value) });
    let post = [("audience", "Newcomers"), ("views", "300"), ("engagements", "0"), ("reshares", "1")];
    office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;

    let amara = at(&office, "2026-03-20T09:00:00Z").await;
    tells(&amara, "events", "Meetup in Lagos", "2026-01-20", &event).await;
    tells(&amara, "content", "Article", "2026-03-10", &post).await;
    // One full report is not two, and what is not full says what it lacks.
    let amara = at(&office, "2026-06-20T09:00:00Z").await;
    tells(&amara, "talks", "Talk in Abuja", "2026-05-20", &event).await;
    tells(&amara, "support", "Open hour", "2026-06-10", &post[..2]).await;
    // The second one comes in the grace days.
    let amara = at(&office, "2026-09-20T09:00:00Z").await;
    tells(&amara, "documentation", "Sprint", "2026-09-10", &sprint).await;
    let amara = at(&office, "2026-10-13T09:00:00Z").await;
    tells(&amara, "advocacy", "Open door", "2026-09-30", &sprint).await;
    // Meeting old friends is told and not counted.
    let amara = at(&office, "2026-12-20T09:00:00Z").await;
    tells(&amara, "events", "Sprint in Lagos", "2026-12-10", &event).await;
    tells(&amara, "networking", "Dinner", "2026-12-11", &[]).await;

    let amara = at(&office, "2027-01-15T02:00:00Z").await;
    let expected = [
        ("2026-Q1", Standing::Met, 2),
        ("2026-Q2", Standing::Short, 1),
        ("2026-Q3", Standing::Met, 2),
        ("2026-Q4", Standing::Short, 1),
    ];
    assert_eq!(
        standings(&office).await,
        expected.map(|(quarter, standing, full)| (quarter.to_owned(), standing, full))
    );
    let page = amara.get("/me").await.expect(200).page().text();
    for said in [
        "“Open hour” is not counted. What its report leaves open: Engagements; Reshares.",
        "“Dinner” is Networking, which is welcome and does not count toward the goal.",
    ] {
        assert!(page.contains(said), "{said}\nis not in\n{page}");
    }
    assert!(is_active(&office).await, "two quarters with less are told, and nothing follows by itself");
    office.close().await;
}

/// O2, O3, O11: a title for life that asks for no number of activities; who is not chosen now waits for the next round.
#[tokio::test(flavor = "multi_thread")]
async fn a_year_in_the_openstack_program_is_for_life_and_nobody_is_short() {
    let office = Office::of("2026-07-06T09:00:00Z", OPENSTACK).await;
    let answers = [
        ("answer_doing", "I speak every month."),
        ("answer_groups", "Lagos, which I lead."),
        ("answer_summits", "Rarely"),
    ];
    let amara = applies(&office, "Amara Okafor", "amara@example.org", "Nigeria", &answers).await;
    let jonas = applies(&office, "Jonas Weber", "jonas@example.org", "Germany", &answers).await;

    office.clock_moves_to("2026-08-24T09:00:00Z").await;
    let organizer = office.organizer().await;
    decides(&organizer, &amara, Outcome::Accept).await;
    decides(&organizer, &jonas, Outcome::KeepInPool).await;
    office.clock_moves_to("2026-09-07T09:00:00Z").await;
    announces(&office, "2026-september").await;

    // Nothing in the first quarter, a group helped in the second, a summit in the third, nothing in the fourth.
    let amara = at(&office, "2026-12-18T09:00:00Z").await;
    let activity = plans(&amara, "user-groups", "Call with the groups of the west", "2026-12-10").await;
    let mut form = amara.get(&activity).await.expect(200).page().form("/report");
    form.fill("own-user-groups-helped", "3");
    form.fill("own-what-they-asked-for", "Material in French.");
    amara.send(&form).await.expect(303);
    let page = amara.get("/me").await.expect(200).page().text();
    assert!(page.contains("One activity reported in full"), "{page}");
    assert!(page.contains("“Call with the groups of the west” counts: its report is full."), "{page}");

    // The one who waited is in the spring round without doing anything, and is chosen there before it closes.
    office.clock_moves_to("2027-02-22T09:00:00Z").await;
    let organizer = office.organizer().await;
    decides(&organizer, &jonas, Outcome::Accept).await;
    office.clock_moves_to("2027-03-15T09:00:00Z").await;
    announces(&office, "2027-spring").await;
    let jonas = office.signed_in("jonas@example.org").await;
    assert!(jonas.get("/me").await.expect(200).page().text().contains("Hello, Jonas Weber"));

    let amara = at(&office, "2027-03-20T09:00:00Z").await;
    let summit = [("goal", "Meet the other ambassadors"), ("own-traveled-with-help", "no")];
    tells(&amara, "summit", "Spring summit", "2027-03-18", &summit).await;

    let amara = at(&office, "2027-07-20T09:00:00Z").await;
    let expected = [("2026-Q3", 0), ("2026-Q4", 1), ("2027-Q1", 0), ("2027-Q2", 0)];
    assert_eq!(
        standings(&office).await,
        expected.map(|(quarter, full)| (quarter.to_owned(), Standing::Met, full)),
        "whatever was done, nobody is short"
    );
    assert!(is_active(&office).await, "the title is for life");
    let page = amara.get("/me").await.expect(200).page().text();
    assert!(
        page.contains("“Spring summit” is Being at a summit, which is welcome and does not count toward the goal."),
        "{page}"
    );
    office.close().await;
}

/// O3, C1: a round a year; a quarter with nothing shows, and nothing follows from it by itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_year_in_the_cncf_program_hopes_for_one_activity_a_quarter() {
    let office = Office::of("2026-01-05T09:00:00Z", CNCF).await;
    let answers =
        [("answer_areas", "Speaking"), ("answer_examples", "Two talks and a workshop."), ("answer_again", "No")];
    let amara = applies(&office, "Amara Okafor", "amara@example.org", "Nigeria", &answers).await;
    office.clock_moves_to("2026-02-20T09:00:00Z").await;
    decides(&office.organizer().await, &amara, Outcome::Accept).await;
    office.clock_moves_to("2026-03-02T18:00:00Z").await;
    announces(&office, "2026").await;

    // Joined in the middle of the first quarter, and had no time to begin.
    let amara = at(&office, "2026-06-20T09:00:00Z").await;
    let talk =
        [("attendees", "120"), ("hours_to_organize", "9"), ("own-project", "Kubernetes"), ("own-recorded", "unknown")];
    let address = plans(&amara, "speaking", "Talk in Accra", "2026-06-10").await;
    let mut form = amara.get(&address).await.expect(200).page().form("/report");
    talk.iter().for_each(|(field, value)| form.fill(field, value));
    amara.send(&form).await.expect(303);
    let page = amara.get(&address).await.expect(200).page();
    assert!(page.text().contains("Still open for a full report: Recorded (not known yet)."), "{}", page.text());
    let mut form = page.form("/report");
    form.fill("own-recorded", "not_applicable");
    amara.send(&form).await.expect(303);

    let amara = at(&office, "2026-09-20T09:00:00Z").await;
    tells(&amara, "attending", "A conference of others", "2026-09-10", &[]).await;

    // Twenty grace days after the year's end are enough for the last number.
    let amara = at(&office, "2026-12-20T09:00:00Z").await;
    let mentoring = plans(&amara, "mentoring", "Two mentees", "2026-12-15").await;
    let amara = at(&office, "2027-01-20T09:00:00Z").await;
    let mut form = amara.get(&mentoring).await.expect(200).page().form("/report");
    for (field, value) in [("own-people-mentored", "2"), ("own-project", "etcd"), ("hours_to_execute", "12")] {
        form.fill(field, value);
    }
    amara.send(&form).await.expect(303);

    let amara = at(&office, "2027-01-23T09:00:00Z").await;
    let expected = [
        ("2026-Q1", Standing::New, 0),
        ("2026-Q2", Standing::Met, 1),
        ("2026-Q3", Standing::Short, 0),
        ("2026-Q4", Standing::Met, 1),
    ];
    assert_eq!(
        standings(&office).await,
        expected.map(|(quarter, standing, full)| (quarter.to_owned(), standing, full))
    );
    assert!(is_active(&office).await, "a quarter with nothing is told, and a person decides what it means");
    assert!(amara.get("/me").await.expect(200).page().text().contains("2026-Q3 Short"));
    // A new year is a new application, and it is taken already.
    let visitor = office.browser();
    visitor.get("/apply").await.expect(200).page().form("/apply");
    office.close().await;
}

/// The ambassador of these offices, signed in once the clock is there.
async fn at(office: &Office, now: &str) -> Browser {
    office.clock_moves_to(now).await;
    office.signed_in("amara@example.org").await
}

/// Shares an activity; gives its address.
async fn plans(browser: &Browser, kind: &str, title: &str, day: &str) -> String {
    let mut form = browser.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in [("kind", kind), ("title", title), ("starts_on", day), ("place", "online")] {
        form.fill(field, value);
    }
    browser.send(&form).await.expect(303).location()
}

/// Shares an activity that was held and reports on it.
async fn tells(browser: &Browser, kind: &str, title: &str, day: &str, answers: &[(&str, &str)]) {
    let activity = plans(browser, kind, title, day).await;
    let mut form = browser.get(&activity).await.expect(200).page().form("/report");
    answers.iter().for_each(|(field, value)| form.fill(field, value));
    browser.send(&form).await.expect(303);
}

/// Applies through the form and confirms; gives the address of the application on the board.
async fn applies(office: &Office, name: &str, address: &str, country: &str, answers: &[(&str, &str)]) -> String {
    let visitor = office.browser();
    let mut form = visitor.get("/apply").await.expect(200).page().form("/apply");
    let own = [("name", name), ("email", address), ("country", country), ("consent", "yes")];
    own.iter().chain(answers).for_each(|(field, value)| form.fill(field, value));
    visitor.send(&form).await.expect(303);
    let receipt = office.wait_for_letter(address, 0).await;
    visitor.post(&receipt.link("/apply/confirm/"), &[]).await.expect(200);
    let person = office.store().person(&email(address)).await.unwrap().unwrap();
    format!("/team/applications/{}", person.application.unwrap())
}

async fn decides(organizer: &Browser, application: &str, outcome: Outcome) {
    let mut form = organizer.get(application).await.expect(200).page().form("/decision");
    form.fill("outcome", outcome.name());
    form.fill("reason", "By the criteria.");
    form.fill("words", "Thank you for what you do.");
    organizer.send(&form).await.expect(303);
}

/// Announces a round and waits until everybody is told.
async fn announces(office: &Office, round: &str) {
    let organizer = office.organizer().await;
    organizer.post(&format!("/team/applications/rounds/{round}/announce"), &[]).await.expect(303);
    for _ in 0..500 {
        if office.store().announcement(round).await.unwrap().unwrap().done_at.is_some() {
            return office.post_is_done().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the round {round} is not told to everybody");
}

/// Every standing of the ambassador of these offices, with how many reports counted, in the order of the quarters.
async fn standings(office: &Office) -> Vec<(String, Standing, u32)> {
    let id = office.store().person(&email("amara@example.org")).await.unwrap().unwrap().ambassador.unwrap();
    let all = office.store().standings_of(id).await.unwrap();
    let mut all: Vec<_> =
        all.into_iter().map(|one| (one.quarter.to_string(), one.judgement.standing, one.judgement.full)).collect();
    all.sort_by(|one, next| one.0.cmp(&next.0));
    all
}

async fn is_active(office: &Office) -> bool {
    let id = office.store().person(&email("amara@example.org")).await.unwrap().unwrap().ambassador.unwrap();
    office.store().ambassador(id).await.unwrap().unwrap().state == AmbassadorState::Active
}
