//! The program's settings on a page: what a change would do is seen before it is made, every version stays, and whoever
//! was faster is not written over (requirements N3, P8).

use specification::{Browser, MAUTIC, Office, Page, program_with};

const NOW: &str = "2026-08-10T09:00:00Z";
const PATH: &str = "/team/settings";

async fn sends(browser: &Browser, document: &str, version: &str, button: &str, status: u16) -> Page {
    let fields = [("document", document), ("version", version), ("do", button)];
    browser.post(PATH, &fields).await.expecting(status).page()
}

async fn in_force(office: &Office) -> (u64, String) {
    let there = office.store().settings().await.unwrap().unwrap();
    (there.version, there.document)
}

fn says(page: &Page, sentence: &str) {
    assert!(page.text().contains(sentence), "{sentence}: {}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_other_settings_would_change_and_for_whom_is_seen_before_they_are_put_into_force() {
    let office = Office::of(NOW, MAUTIC).await;
    office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let organizer = office.organizer().await;
    let wanted = program_with(&[("goal", "goal = 0"), ("grace_days", "grace_days = 21")]);

    // As a browser sends it.
    let page = sends(&organizer, &wanted.replace('\n', "\r\n"), "1", "look", 200).await;
    let rows = page.texts_of("tbody tr");
    for row in [
        "Leaves goal = 2",
        "Comes goal = 0",
        "2026-Q3 closes 15 October 2026 22 October 2026",
        "Reminder 1 of 2026-Q3 5 October 2026 12 October 2026",
        "Amara Okafor New, 0 of 2 Met, 0 of 0",
    ] {
        assert!(rows.iter().any(|there| there == row), "{row}: {rows:?}");
    }
    says(&page, "for one of 1 ambassadors");
    assert!(!rows.iter().any(|row| row.contains("Check-in")), "the check-in stays: {rows:?}");
    assert_eq!(in_force(&office).await, (1, MAUTIC.to_owned()));

    // The button of that page changes it; pressed twice, once.
    let form = page.form(PATH);
    let mut fields: Vec<_> = form.fields().collect();
    fields.push(("do", "use"));
    for _ in 0..2 {
        organizer.post(PATH, &fields).await.expect(303);
    }
    assert_eq!(in_force(&office).await, (2, wanted.clone()));
    let home = organizer.get(PATH).await.expect(200).page();
    says(&home, "Version 2 is in force.");
    let versions = home.texts_of("tbody tr");
    assert_eq!(versions.len(), 2, "{versions:?}");
    assert!(versions[0].starts_with("Version 2") && versions[0].contains("organizer@example.org"), "{versions:?}");
    assert!(versions[1].contains("Whoever runs the office"), "{versions:?}");

    // Back to how it was: a version of its own.
    let first = organizer.get(&home.link("Version 1")).await.expect(200).page();
    let document = first.form(PATH).value("document").unwrap().trim_start().to_owned();
    assert_eq!(document, MAUTIC);
    says(&sends(&organizer, &document, "2", "look", 200).await, "Comes goal = 2");
    sends(&organizer, &document, "2", "use", 303).await;
    assert_eq!(in_force(&office).await, (3, MAUTIC.to_owned()));
    let history = office.store().history("settings").await.unwrap();
    assert_eq!(
        history.iter().map(|entry| entry.what.as_str()).collect::<Vec<_>>(),
        ["version 1", "version 2", "version 3"]
    );
    office.close().await;
}

/// R6
#[tokio::test(flavor = "multi_thread")]
async fn another_way_to_count_says_from_when_on() {
    let office = Office::of(NOW, MAUTIC).await;
    let organizer = office.organizer().await;
    let monthly = program_with(&[("first_month", "first_month = 1\nlength = \"month\"")]);
    let page = sends(&organizer, &monthly, "1", "look", 200).await;
    says(&page, "The quarter that runs, 2026-Q3, lasts until 30 September 2026. 2026-10 begins on 1 October 2026");
    assert_eq!(in_force(&office).await.0, 1);
    office.close().await;
}

/// P8
#[tokio::test(flavor = "multi_thread")]
async fn a_document_with_mistakes_comes_back_with_each_named_and_nothing_is_lost() {
    let office = Office::of(NOW, MAUTIC).await;
    let organizer = office.organizer().await;
    let wrong = program_with(&[("goal", "goal = \"two\""), ("grace_days", "grace_days = -1")]);
    for button in ["look", "use"] {
        let page = sends(&organizer, &wrong, "1", button, 422).await;
        for mistake in ["`quarter.goal`", "`quarter.grace_days`", "2 lines need a look"] {
            says(&page, mistake);
        }
        assert_eq!(page.form(PATH).value("document").map(str::trim_start), Some(&*wrong));
    }
    let same = sends(&organizer, MAUTIC, "1", "use", 200).await;
    says(&same, "This is what is in force already.");
    assert_eq!(in_force(&office).await.0, 1);
    office.close().await;
}

/// N3
#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_faster_is_not_written_over_and_what_was_typed_can_be_sent_again() {
    let office = Office::of(NOW, MAUTIC).await;
    let organizer = office.organizer().await;
    let theirs = program_with(&[("goal", "goal = 3")]);
    let ours = program_with(&[("grace_days", "grace_days = 21")]);
    sends(&organizer, &theirs, "1", "use", 303).await;
    for button in ["look", "use"] {
        let page = sends(&organizer, &ours, "1", button, 409).await;
        says(&page, "grace_days = 21");
        says(&page, "goal = 3");
        let again = page.form(PATH);
        assert_eq!((again.value("version"), again.value("do")), (Some("2"), Some("look")));
        let page = organizer.send(&again).await.expecting(200).page();
        says(&page, "Comes goal = 2");
    }
    assert_eq!(in_force(&office).await, (2, theirs));
    organizer.get("/team/settings/3").await.expect(404);
    office.close().await;
}
