//! The calendar's runs come twice, late, in the wrong order or not at all, and what they do happens once.

use crate::{ambassador, application_of, done_to, plan_of, records, report_of};
use chancery::office::Records;
use chrono::{DateTime, Duration, Utc};
use compliance::{Done, Scheduled};
use letters::Letter;
use program::activity::Plan;
use program::standing::judge;
use program::{Activity, ActivityId, ActivityState, Ambassador, Form, Quarter, Settings, Standing};
use serde_json::json;
use specification::{MAUTIC, Office, instant, program_with};
use std::collections::BTreeSet;
use store::Store;
use store::audit::Actor;
use store::outbox::{Draft, Lane, LetterState};

const Q1: &str = "2026-Q1";

fn quarter(text: &str) -> Quarter {
    text.parse().unwrap()
}

async fn run(store: &Store, at: &str) -> Done {
    run_at(store, instant(at)).await
}

async fn run_at(store: &Store, scheduled_time: DateTime<Utc>) -> Done {
    compliance::run(store, Scheduled { scheduled_time }).await.unwrap()
}

fn done(check_ins: u32, standings: u32, closed: u32) -> Done {
    Done { check_ins, standings, closed, ..Done::default() }
}

/// An office with three ambassadors of before, at this instant.
async fn three(now: &str, document: &str) -> (Records, Vec<Ambassador>) {
    let records = records(now, document).await;
    let mut people = Vec::new();
    for name in ["amara", "chidi", "ngozi"] {
        people.push(ambassador(&records.store, &format!("{name}@example.org"), "2025-06-01").await);
    }
    (records, people)
}

/// The ids of every letter of the calendar's.
async fn written(store: &Store) -> BTreeSet<String> {
    store.letters_in(LetterState::Waiting).await.unwrap().into_iter().map(|letter| letter.id).collect()
}

fn one_each(what: &str, quarter: &str, people: &[Ambassador]) -> BTreeSet<String> {
    people.iter().map(|person| format!("{what}/{quarter}/{}", person.id)).collect()
}

/// Each has exactly one standing of the quarter, with one entry in the audit.
async fn judged_once(store: &Store, of: &str, people: &[Ambassador]) {
    let mut judged: Vec<_> =
        store.standings(quarter(of)).await.unwrap().into_iter().map(|there| there.ambassador).collect();
    judged.sort();
    let mut all: Vec<_> = people.iter().map(|person| person.id).collect();
    all.sort();
    assert_eq!(judged, all, "{of}");
    for person in people {
        assert_eq!(done_to(store, &format!("standing#{of}#{}", person.id)).await.len(), 1, "{of}");
    }
    assert_eq!(
        done_to(store, &format!("quarter#{of}")).await.iter().filter(|what| what.contains("closing")).count(),
        2,
        "{of}: begun and finished, once"
    );
}

/// N5, M7, R6
#[tokio::test(flavor = "multi_thread")]
async fn a_run_told_twice_one_after_the_other_or_at_once_does_everything_once() {
    let (records, people) = three("2026-03-17T08:00:00Z", MAUTIC).await;
    let store = &records.store;
    let (one, two) = tokio::join!(run(store, "2026-03-17T08:00:00Z"), run(store, "2026-03-17T08:00:00Z"));
    assert_eq!(one.check_ins + two.check_ins, 3);
    assert_eq!(run(store, "2026-03-17T08:00:00Z").await, done(0, 0, 0));
    assert_eq!(run(store, "2026-03-17T09:00:00Z").await, done(0, 0, 0));
    assert_eq!(written(store).await, one_each("check-in", Q1, &people));

    let (one, two) = tokio::join!(run(store, "2026-04-15T00:00:00Z"), run(store, "2026-04-15T00:00:00Z"));
    assert_eq!(one.standings + two.standings, 3);
    assert_eq!(run(store, "2026-04-15T01:00:00Z").await, done(0, 0, 0));
    let both = &one_each("check-in", Q1, &people) | &one_each("result", Q1, &people);
    assert_eq!(written(store).await, both);
    judged_once(store, Q1, &people).await;
    records.close().await.unwrap();
}

/// N5
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_comes_twenty_six_hours_late_goes_by_the_time_it_was_meant_for() {
    // The clock says that the quarter is to be closed; the run was meant for two hours before that.
    let (records, people) = three("2026-04-16T00:00:00Z", MAUTIC).await;
    let store = &records.store;
    assert_eq!(run(store, "2026-04-14T22:00:00Z").await, done(3, 0, 0));
    assert_eq!(store.standings(quarter(Q1)).await.unwrap(), []);
    // And the one meant for the closing, later still.
    store.clock().advance(Duration::hours(26));
    assert_eq!(run(store, "2026-04-14T23:00:00Z").await, done(0, 3, 1));
    judged_once(store, Q1, &people).await;
    records.close().await.unwrap();
}

/// N5
#[tokio::test(flavor = "multi_thread")]
async fn a_check_in_that_comes_after_the_closing_is_not_sent() {
    let (records, people) = three("2026-04-15T06:00:00Z", MAUTIC).await;
    let store = &records.store;
    // The later hour comes first.
    assert_eq!(run(store, "2026-04-15T00:00:00Z").await, done(0, 3, 1));
    for earlier in ["2026-04-14T22:00:00Z", "2026-03-17T08:00:00Z", "2026-01-01T00:00:00Z"] {
        assert_eq!(run(store, earlier).await, done(0, 0, 0), "{earlier}");
    }
    assert_eq!(written(store).await, one_each("result", Q1, &people));
    judged_once(store, Q1, &people).await;
    records.close().await.unwrap();
}

/// N4, N5
#[tokio::test(flavor = "multi_thread")]
async fn two_days_without_any_schedule_are_made_up_for_by_the_next_hour() {
    // Everybody should have been asked two days ago, and a letter of then was brought by nothing either.
    let (records, people) = three("2026-03-19T08:00:00Z", MAUTIC).await;
    let store = &records.store;
    let welcome = Letter::Welcome { name: "Amara".to_owned(), words: None, handbook: None };
    let to = specification::office::email("amara@example.org");
    store.queue(&Draft::new("welcome/1", Lane::Now, &to, "en", &welcome)).await.unwrap();
    let letters = tempfile::tempdir().unwrap();
    let post = mailer::Office {
        store: store.clone(),
        transport: mailer::Transport::Folder(letters.path().to_owned()),
        public_url: "https://ambassadors.example.org".to_owned(),
        sender: specification::office::email("ambassadors@example.org"),
    };
    let hour = async |at: &str| {
        let event = json!({ "scheduled_time": at });
        let done = run(store, at).await;
        summary::scheduled(store, serde_json::from_value(event.clone()).unwrap()).await.unwrap();
        selection::handle(store, serde_json::from_value(event.clone()).unwrap()).await.unwrap();
        mailer::handle(&post, serde_json::from_value(event).unwrap()).await.unwrap();
        (done, std::fs::read_dir(letters.path()).unwrap().count())
    };
    assert_eq!(hour("2026-03-19T08:00:00Z").await, (done(people.len() as u32, 0, 0), people.len() + 1));
    // And should the hours that were missed come after all, nothing is left for them to do.
    for missed in ["2026-03-18T20:00:00Z", "2026-03-17T08:00:00Z", "2026-03-17T09:00:00Z"] {
        assert_eq!(hour(missed).await, (done(0, 0, 0), people.len() + 1), "{missed}");
    }
    assert_eq!(written(store).await, BTreeSet::new());
    records.close().await.unwrap();
}

/// N5, R6
#[tokio::test(flavor = "multi_thread")]
async fn weeks_without_a_run_are_healed_by_the_next_one() {
    let (records, people) = three("2026-08-20T00:00:00Z", MAUTIC).await;
    let store = &records.store;
    // Nothing ran since January: two quarters are closed late, and nobody is asked about what is over.
    assert_eq!(run(store, "2026-08-20T00:00:00Z").await, done(0, 6, 2));
    // They have been here for more than a year by then, of which each is told once.
    let funding = people.iter().map(|person| format!("benefit/funding/{}", person.id)).collect();
    let results = &one_each("result", Q1, &people) | &one_each("result", "2026-Q2", &people);
    assert_eq!(written(store).await, &results | &funding);
    judged_once(store, Q1, &people).await;
    judged_once(store, "2026-Q2", &people).await;
    assert_eq!(store.standings(quarter("2026-Q3")).await.unwrap(), []);
    records.close().await.unwrap();
}

/// N5, R6
#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_counts_in_months_from_now_on_does_so_when_its_quarter_is_over() {
    let (records, people) = three("2026-02-10T09:00:00Z", MAUTIC).await;
    let store = &records.store;
    // Shared while it was still to be in the second quarter.
    let settings = store.settings().await.unwrap().unwrap().settings;
    let calendar = &settings.calendar;
    let typed = [("kind", "events"), ("title", "A meetup in May"), ("starts_on", "2026-05-20"), ("place", "online")];
    let typed = Form::from_pairs(typed.map(|(field, value)| (field.to_owned(), value.to_owned())));
    let may = Activity {
        id: ActivityId::new(store.new_id()),
        ambassador: people[0].id,
        plan: Plan::parse(&typed, &settings).unwrap(),
        planned_at: store.clock().now(),
        report: None,
        state: ActivityState::Planned,
        with: Vec::new(),
        told_large: false,
    };
    assert!(store.plan(&may, calendar, people[0].person).await.unwrap());
    assert_eq!(may.plan.quarter(calendar).to_string(), "2026-Q2");

    let monthly = program_with(&[("first_month", "length = \"month\"")]);
    store.add_settings(&monthly, 1, Actor::Operator).await.unwrap();
    let versioned = store.settings().await.unwrap().unwrap();
    let calendar = &versioned.settings.calendar;
    assert_eq!((versioned.version, calendar.quarter_at(store.clock().now()).to_string().as_str()), (2, Q1));
    assert_eq!(store.settings_at(1).await.unwrap().unwrap().document, MAUTIC);
    let mut found = Vec::new();
    for name in ["2026-04", "2026-05", "2026-06"] {
        store.visit_activities(quarter(name), calendar, |activity| found.push((name, activity.id))).await.unwrap();
    }
    assert_eq!(found, [("2026-05", may.id)]);

    assert_eq!(run(store, "2026-04-14T22:00:00Z").await, done(3, 0, 0));
    assert_eq!(run(store, "2026-04-14T23:00:00Z").await, done(0, 3, 1));
    assert_eq!(run(store, "2026-06-16T00:00:00Z").await, done(3, 6, 2));
    for name in [Q1, "2026-04", "2026-05"] {
        judged_once(store, name, &people).await;
    }
    assert!(!calendar.has(quarter("2026-Q2")) && store.standings(quarter("2026-Q2")).await.unwrap().is_empty());
    records.close().await.unwrap();
}

/// N5, R6
#[tokio::test(flavor = "multi_thread")]
async fn a_quarter_closes_at_the_programs_midnight_after_the_grace_days_whatever_the_clocks_do() {
    let zone = |name: &str| program_with(&[("time_zone", &format!("time_zone = \"{name}\""))]);
    // In Beirut there is no 00:00 on 29 March 2026: the clocks go from 23:59 to 01:00.
    let beirut = program_with(&[
        ("started_on", "started_on = 2025-12-01"),
        ("time_zone", "time_zone = \"Asia/Beirut\""),
        ("first_month", "first_month = 12"),
        ("grace_days", "grace_days = 28"),
    ]);
    // In New York the clocks go back on 1 November 2026, after a quarter that ends on 31 October.
    let november = program_with(&[
        ("started_on", "started_on = 2026-08-01"),
        ("time_zone", "time_zone = \"America/New_York\""),
        ("first_month", "first_month = 2"),
        ("grace_days", "grace_days = 1"),
    ]);
    let table = [
        (zone("Europe/London"), "2026-Q1", "2026-04-14T23:00:00Z"),
        (zone("America/New_York"), "2026-Q1", "2026-04-15T04:00:00Z"),
        (zone("America/New_York"), "2026-Q4", "2027-01-15T05:00:00Z"),
        (zone("Asia/Kolkata"), "2026-Q1", "2026-04-14T18:30:00Z"),
        (beirut, "2025-Q1", "2026-03-28T22:00:00Z"),
        (november, "2026-Q3", "2026-11-02T05:00:00Z"),
    ];
    for (document, of, closes) in table {
        let closes = instant(closes);
        let (records, people) = three("2025-06-01T00:00:00Z", &document).await;
        let store = &records.store;
        store.clock().advance(closes - store.clock().now());
        // Every hour from two days before; the schedule is hourly and knows no time zone.
        let hour = closes - Duration::minutes(closes.timestamp() % 3_600 / 60);
        for hours in (0..=48).rev() {
            let at = hour - Duration::hours(hours);
            if at < closes {
                run_at(store, at).await;
            }
        }
        run_at(store, closes - Duration::seconds(1)).await;
        assert_eq!(store.standings(quarter(of)).await.unwrap(), [], "{of} closing {closes}");
        let check_ins: BTreeSet<_> = written(store).await.into_iter().filter(|id| id.contains(of)).collect();
        assert_eq!(check_ins, one_each("check-in", of, &people));
        assert_eq!(run_at(store, closes).await, done(0, 3, 1), "{of} closing {closes}");
        judged_once(store, of, &people).await;
        let day = Settings::read(&document).unwrap().calendar.day(closes);
        assert_eq!(day, Settings::read(&document).unwrap().last_day_of_grace(quarter(of)) + chrono::Days::new(1));
        records.close().await.unwrap();
    }
}

/// N5
#[tokio::test(flavor = "multi_thread")]
async fn hourly_runs_over_a_whole_quarter_and_its_clock_changes_write_each_letter_once() {
    let document = program_with(&[("time_zone", "time_zone = \"America/New_York\"")]);
    let (records, people) = three("2026-01-01T00:00:00Z", &document).await;
    let store = &records.store;
    let (mut at, mut all) = (instant("2026-02-28T00:00:00Z"), done(0, 0, 0));
    while at < instant("2026-04-16T00:00:00Z") {
        let by = at - store.clock().now();
        store.clock().advance(by);
        let now = run_at(store, at).await;
        let reminders = all.reminders + now.reminders;
        all = done(all.check_ins + now.check_ins, all.standings + now.standings, all.closed + now.closed);
        all.reminders = reminders;
        at += Duration::hours(3);
    }
    assert_eq!(all, Done { reminders: 6, ..done(3, 3, 1) });
    let reminders = &one_each("reminder", "2026-Q1/1", &people) | &one_each("reminder", "2026-Q1/2", &people);
    let others = &one_each("check-in", Q1, &people) | &one_each("result", Q1, &people);
    assert_eq!(written(store).await, &reminders | &others);
    records.close().await.unwrap();
}

/// N5
#[tokio::test(flavor = "multi_thread")]
async fn a_closing_cut_off_in_the_middle_goes_on_where_it_was() {
    let (records, people) = three("2026-04-15T00:00:00Z", MAUTIC).await;
    let store = &records.store;
    let settings = Settings::read(MAUTIC).unwrap();
    store.begin_closing(quarter(Q1), 1).await.unwrap();
    let first = &people[0];
    let judgement = judge(&settings, quarter(Q1), first, &[]);
    let letter = Letter::QuarterResult {
        name: first.name.to_string(),
        quarter: quarter(Q1),
        judgement: judgement.clone(),
        contact: None,
    };
    let draft = Draft::new(format!("result/{Q1}/{}", first.id), Lane::Bulk, &first.email, "en", &letter);
    assert!(store.record_standing(quarter(Q1), first.id, &judgement, 1, Some(&draft), None).await.unwrap());
    assert!(!store.record_standing(quarter(Q1), first.id, &judgement, 1, Some(&draft), None).await.unwrap());
    assert!(!store.steps(quarter(Q1)).await.unwrap().is_closed());

    assert_eq!(run(store, "2026-04-15T00:00:00Z").await, done(0, 2, 1));
    assert_eq!(written(store).await, one_each("result", Q1, &people));
    judged_once(store, Q1, &people).await;
    records.close().await.unwrap();
}

/// N5
#[tokio::test(flavor = "multi_thread")]
async fn the_summary_is_made_and_sent_once_and_is_the_same_file_whenever_it_is_made() {
    // One reader, named twice in two spellings, and another.
    let document = program_with(&[(
        "summary_to",
        r#"summary_to = ["team@example.org", "Team@Example.org", "board@example.org"]"#,
    )]);
    let (records, people) = three("2026-04-15T00:00:00Z", &document).await;
    let store = &records.store;
    let summary =
        async |at: &str| summary::scheduled(store, summary::Scheduled { scheduled_time: instant(at) }).await.unwrap();
    assert_eq!(summary("2026-04-15T00:20:00Z").await, 0, "a quarter that is not closed has none");
    run(store, "2026-04-15T00:00:00Z").await;
    let before = written(store).await;
    let (one, two) = tokio::join!(summary("2026-04-15T00:20:00Z"), summary("2026-04-15T00:20:00Z"));
    assert_eq!(one + two, 1);
    assert_eq!(summary("2026-04-15T00:20:00Z").await, 0);
    let of_team: Vec<_> = store
        .letters_in(LetterState::Waiting)
        .await
        .unwrap()
        .into_iter()
        .filter(|letter| !before.contains(&letter.id))
        .map(|letter| (letter.to.unwrap().key(), letter.attachments))
        .collect();
    let file = "quarters/2026-Q1/engagement-summary-2026-Q1.xlsx".to_owned();
    assert_eq!(
        of_team.iter().cloned().collect::<BTreeSet<_>>(),
        BTreeSet::from(["team@example.org", "board@example.org"].map(|to| (to.to_owned(), vec![file.clone()])))
    );
    assert_eq!(of_team.len(), 2);
    let steps = store.steps(quarter(Q1)).await.unwrap();
    assert_eq!(steps.summary.unwrap().file.as_deref(), Some(&*file));

    // Made once more a month later, from the same records, it is the same to the byte.
    let (_, kept) = store.files().get(&file).await.unwrap().unwrap();
    store.clock().advance(Duration::days(30));
    let versioned = store.settings().await.unwrap().unwrap();
    let again = summary::Summary::of(store, &versioned, quarter(Q1)).await.unwrap();
    let (made_at, words) = (versioned.settings.closes_at(quarter(Q1)), words::Words::new(words::Locale::English));
    let mut bytes = std::io::Cursor::new(Vec::new());
    again.workbook(&versioned, made_at, summary::workbook::Edition::Team, words, &mut bytes).unwrap();
    let bytes = bytes.into_inner();
    assert_eq!(bytes.len(), kept.len());
    assert!(bytes == kept, "the workbook depends on when it is made");
    assert_eq!(people.len(), 3);

    // The rows that were kept are those of the table, and can be kept anew; so can those of a quarter that has none.
    let kept_rows = "quarters/2026-Q1.parquet";
    let (kind, rows) = store.files().get(kept_rows).await.unwrap().unwrap();
    assert_eq!(kind, summary::kept::PARQUET);
    store.files().remove(kept_rows).await.unwrap();
    let from_table = summary::Summary::of(store, &versioned, quarter(Q1)).await.unwrap();
    assert_eq!(from_table.engagement, again.engagement);
    summary::keep(store, &versioned, quarter(Q1)).await.unwrap();
    assert!(store.files().get(kept_rows).await.unwrap().unwrap().1 == rows);
    records.close().await.unwrap();
}

/// N5, R6
#[tokio::test(flavor = "multi_thread")]
async fn a_report_counts_until_the_grace_days_are_over_and_is_refused_with_a_sentence_from_then_on() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let amara = office.signed_in("amara@example.org").await;
    let mut activities = Vec::new();
    for title in ["Meetup one", "Meetup two", "Meetup three"] {
        activities.push(amara.send(&plan_of(&amara, title, "2026-06-21").await).await.expect(303).location());
    }
    // The last minute of the last day of grace, in London.
    office.clock_moves_to("2026-07-14T22:59:00Z").await;
    let amara = office.signed_in("amara@example.org").await;
    let late = report_of(&amara, &activities[2]).await;
    for activity in &activities[..2] {
        amara.send(&report_of(&amara, activity).await).await.expect(303);
    }
    let mut plan = plan_of(&amara, "Meetup four", "2026-06-22").await;
    plan.fill("ends_on", "2026-06-22");
    let edit = amara.get(&format!("{}/plan", activities[2])).await.expect(200).page().form("/plan");

    // From the moment the closing begins, before anybody is judged, nothing of the quarter changes.
    office.store().begin_closing(quarter("2026-Q2"), 1).await.unwrap();
    for refused in [&late, &plan, &edit] {
        let mut refused = refused.clone();
        if refused.action().ends_with("/plan") {
            refused.fill("title", "Something else");
        }
        let page = amara.send(&refused).await.expect(409).page().text();
        assert!(page.contains("The quarter this belongs to is closed."), "{}: {page}", refused.action());
    }
    // Nor is an activity moved out of it or into it.
    let mut moved = edit.clone();
    moved.fill("starts_on", "2026-07-20");
    moved.fill("ends_on", "2026-07-20");
    amara.send(&moved).await.expect(409);
    let next = amara.send(&plan_of(&amara, "Next quarter", "2026-07-20").await).await.expect(303).location();
    let mut back = amara.get(&format!("{next}/plan")).await.expect(200).page().form("/plan");
    back.fill("starts_on", "2026-06-20");
    back.fill("ends_on", "2026-06-20");
    amara.send(&back).await.expect(409);

    office.clock_moves_to("2026-07-15T00:30:00Z").await;
    let person = office.store().person(&crate::email("amara@example.org")).await.unwrap().unwrap();
    let standings = office.store().standings_of(person.ambassador.unwrap()).await.unwrap();
    let [judged] = &standings[..] else { panic!("{} standings", standings.len()) };
    assert_eq!((judged.judgement.standing, judged.judgement.full), (Standing::Met, 2));
    office.close().await;
}

/// N5, C3
#[tokio::test(flavor = "multi_thread")]
async fn whoever_joins_after_a_quarter_is_not_judged_on_it_however_late_it_is_closed() {
    let office = Office::open("2026-07-02T09:00:00Z").await;
    let visitor = office.browser();
    visitor.send(&application_of(&visitor, "Amara Okafor", "amara@example.org").await).await.expect(303);
    office.ambassador("Chidi Eze", "chidi@example.org", "Nigeria").await;
    office.clock_moves_to("2026-07-16T09:00:00Z").await;
    assert_eq!(office.store().standings(quarter("2026-Q2")).await.unwrap(), []);
    let subjects: BTreeSet<_> =
        office.letters_to("chidi@example.org").await.into_iter().map(|letter| letter.subject).collect();
    assert!(!subjects.iter().any(|subject| subject.contains("2026-Q2")), "{subjects:?}");
    office.close().await;
}
