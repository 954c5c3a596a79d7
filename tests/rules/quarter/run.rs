//! The calendar's run: reminders, closing, appeals, benefits, and what the team sees of it beforehand (clauses M4, M7, M8,
//! M15, M16, R4, R5, R6).

use chancery::folder::Folder;
use chancery::office::Records;
use compliance::{Done, Scheduled};
use program::activity::Plan;
use program::check_in::Answer;
use program::proposal::Cause;
use program::report::Told;
use program::{
    Activity, ActivityId, ActivityState, Ambassador, AmbassadorId, AmbassadorState, ApplicationId, Country, Form,
    PersonId, Quarter, Reason, Report, Settings, Standing, Territory,
};
use specification::office::email;
use specification::wire::Wire;
use specification::{MAUTIC, Office, instant, program_with};
use std::collections::BTreeSet;
use std::time::Instant;
use store::audit::Actor;
use store::outbox::LetterState;
use store::{Clock, Store};

pub(crate) const Q1: &str = "2026-Q1";
/// When the first reminder of that quarter goes out, and the second, and when the quarter closes.
pub(crate) const FIRST: &str = "2026-04-05T08:00:00Z";
const SECOND: &str = "2026-04-12T08:00:00Z";
pub(crate) const CLOSES: &str = "2026-04-15T00:00:00Z";

pub(crate) fn quarter(text: &str) -> Quarter {
    text.parse().unwrap()
}

fn form<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Form {
    Form::from_pairs(fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())))
}

/// The records of an office without pages, so that a test does each run itself.
pub(crate) async fn records(now: &str, document: &str) -> Records {
    let records = Records::open(Folder::temporary().unwrap(), Clock::starting_at(instant(now)), None).await.unwrap();
    records.store.add_settings(document, 0, Actor::Operator).await.unwrap();
    records
}

/// An ambassador who was here before the office opened.
pub(crate) async fn ambassador(store: &Store, name: &str, since: &str, state: AmbassadorState) -> Ambassador {
    let ambassador = Ambassador {
        id: AmbassadorId::new(store.new_id()),
        person: PersonId::new(store.new_id()),
        name: program::text::Name::parse(name).unwrap(),
        email: email(&format!("{}@example.org", name.to_lowercase())),
        country: Country::parse("Nigeria").unwrap(),
        territory: Territory::of(Country::parse("Nigeria").unwrap()),
        region: None,
        language: "en".to_owned(),
        state,
        since: since.parse().unwrap(),
        application: ApplicationId::new(store.new_id()),
        pauses: Vec::new(),
        leaving: None,
    };
    store.bring_in(&ambassador).await.unwrap();
    ambassador
}

/// Something an ambassador held on a day, reported in full at that time.
pub(crate) fn held(store: &Store, of: &Ambassador, title: &str, day: &str, full_at: &str) -> Activity {
    let settings = Settings::read(MAUTIC).unwrap();
    let plan = form([("kind", "events"), ("title", title), ("starts_on", day), ("place", "online")]);
    let told = form([
        ("goal", "Show newcomers how to start"),
        ("registrations", "40"),
        ("attendees", "31"),
        ("hours_to_organize", "6"),
        ("hours_to_execute", "3"),
    ]);
    let kind = settings.kind("events").unwrap();
    let report = Report::revised(None, Told::parse(&told, kind).unwrap(), kind, instant(full_at));
    Activity {
        id: ActivityId::new(store.new_id()),
        ambassador: of.id,
        plan: Plan::parse(&plan, &settings).unwrap(),
        planned_at: instant(full_at),
        report: Some(report),
        state: ActivityState::Reported,
        with: Vec::new(),
        told_large: false,
    }
}

async fn holds(store: &Store, of: &Ambassador, title: &str, day: &str) -> ActivityId {
    let activity = held(store, of, title, day, &format!("{day}T18:00:00Z"));
    let calendar = Settings::read(MAUTIC).unwrap().calendar;
    assert!(store.plan(&activity, &calendar, of.person).await.unwrap());
    activity.id
}

pub(crate) async fn run(store: &Store, at: &str) -> Done {
    compliance::run(store, Scheduled { scheduled_time: instant(at) }).await.unwrap()
}

/// The ids of the letters that wait and begin so.
async fn waiting(store: &Store, start: &str) -> BTreeSet<String> {
    let all = store.letters_in(LetterState::Waiting).await.unwrap().into_iter().map(|letter| letter.id);
    all.filter(|id| id.starts_with(start)).collect()
}

fn set<const N: usize>(ids: [String; N]) -> BTreeSet<String> {
    BTreeSet::from(ids)
}

/// R4, C1, C3, N5
#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_goes_once_to_whom_something_is_missing_from_and_to_nobody_else() {
    let records = records("2026-03-17T08:00:00Z", MAUTIC).await;
    let store = &records.store;
    let old = "2025-09-01";
    let short = ambassador(store, "Short", old, AmbassadorState::Active).await;
    let met = ambassador(store, "Met", old, AmbassadorState::Active).await;
    let _left = ambassador(store, "Left", old, AmbassadorState::Emeritus).await;
    let from = "2026-03-01".parse().unwrap();
    let _away = ambassador(store, "Away", old, AmbassadorState::OnHold { from, until: None }).await;
    let new = ambassador(store, "New", "2026-02-01", AmbassadorState::Active).await;
    let quiet = ambassador(store, "Quiet", old, AmbassadorState::Active).await;
    let silent = ambassador(store, "Silent", old, AmbassadorState::Active).await;
    for day in ["2026-02-10", "2026-03-10"] {
        holds(store, &met, day, day).await;
    }
    store.answer_check_in(quiet.id, quarter(Q1), &Answer::Nothing { words: None }, 0, quiet.person).await.unwrap();
    store.turn_reminders(silent.id, false, Actor::Person(silent.person)).await.unwrap();

    assert_eq!(run(store, "2026-03-17T08:00:00Z").await.check_ins, 5);
    let check_ins = [&short, &met, &new, &quiet, &silent].map(|who| format!("check-in/{Q1}/{}", who.id));
    assert_eq!(waiting(store, "check-in/").await, set(check_ins));
    assert_eq!(waiting(store, "reminder/").await, set([]));

    store.clock().advance(instant(FIRST) - store.clock().now());
    let (one, two) = tokio::join!(run(store, FIRST), run(store, FIRST));
    assert_eq!(one.reminders + two.reminders, 1);
    assert_eq!(run(store, "2026-04-05T09:00:00Z").await.reminders, 0);
    let first = format!("reminder/{Q1}/1/{}", short.id);
    assert_eq!(waiting(store, "reminder/").await, set([first.clone()]));

    // The second comes twenty-six hours late, and then the first once more, in the wrong order.
    store.clock().advance(instant(SECOND) - store.clock().now() + chrono::Duration::hours(26));
    assert_eq!(run(store, SECOND).await.reminders, 1);
    assert_eq!(run(store, FIRST).await.reminders, 0);
    assert_eq!(waiting(store, "reminder/").await, set([first, format!("reminder/{Q1}/2/{}", short.id)]));
    records.close().await.unwrap();
}

/// R4, N5
#[tokio::test(flavor = "multi_thread")]
async fn of_reminders_that_were_missed_only_the_newest_goes_out_and_none_with_a_late_check_in_or_after_the_closing() {
    // Nothing ran until the second reminder was due: the check-in says it all.
    let records = self::records("2026-04-12T08:00:00Z", MAUTIC).await;
    let store = &records.store;
    let amara = ambassador(store, "Amara", "2025-09-01", AmbassadorState::Active).await;
    let done = run(store, SECOND).await;
    assert_eq!((done.check_ins, done.reminders), (1, 0));
    assert_eq!(run(store, "2026-04-12T09:00:00Z").await.reminders, 0);
    assert_eq!(waiting(store, "reminder/").await, set([]));
    records.close().await.unwrap();

    // The check-in went out in time, and then nothing ran until the second reminder was due.
    let records = self::records("2026-03-17T08:00:00Z", MAUTIC).await;
    let store = &records.store;
    let chidi = ambassador(store, "Chidi", "2025-09-01", AmbassadorState::Active).await;
    run(store, "2026-03-17T08:00:00Z").await;
    assert_eq!(run(store, SECOND).await.reminders, 1);
    assert_eq!(run(store, FIRST).await.reminders, 0);
    assert_eq!(waiting(store, "reminder/").await, set([format!("reminder/{Q1}/2/{}", chidi.id)]));
    run(store, CLOSES).await;
    assert_eq!(run(store, SECOND).await.reminders, 0);
    assert_ne!(chidi.id, amara.id);
    records.close().await.unwrap();
}

/// R4, P5, S5
#[tokio::test(flavor = "multi_thread")]
async fn reminders_are_turned_off_by_one_click_of_a_mail_program_and_on_again_on_one_s_own_page() {
    let office = Office::of("2026-03-17T08:00:00Z", MAUTIC).await;
    let amara = ambassador(office.store(), "Amara", "2025-09-01", AmbassadorState::Active).await;
    let is_reminder = |subject: &str| subject.contains("still time for a report");
    office.clock_moves_to(FIRST).await;
    let letters = office.letters_to("amara@example.org").await;
    let reminders: Vec<_> = letters.iter().filter(|letter| is_reminder(&letter.subject)).collect();
    let [reminder] = &reminders[..] else { panic!("{} reminders", reminders.len()) };
    let off = reminder.link("/me/reminders/off/");
    let header = reminder.mime.replace("\r\n ", "");
    assert!(header.contains("List-Unsubscribe: <http"), "{}", reminder.mime);
    assert!(header.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{}", reminder.mime);
    assert!(reminder.text.contains("/me/activities/new"), "it says what to do in one link: {}", reminder.text);
    for letter in letters.iter().filter(|letter| !is_reminder(&letter.subject)) {
        assert!(!letter.mime.contains("List-Unsubscribe"), "{} is essential", letter.subject);
    }

    // Looking changes nothing, however often; what a mail program posts has no cookie, no origin and any body.
    let visitor = office.browser();
    for _ in 0..2 {
        assert!(visitor.get(&off).await.expecting(200).page().text().contains("Turn reminders off?"));
    }
    assert!(office.store().wants_reminders(amara.id).await.unwrap());
    for _ in 0..2 {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        let kind = [("content-type", "multipart/form-data; boundary=x")];
        visitor.raw(&off, &kind, body.to_vec()).await.expect(200);
        assert!(!office.store().wants_reminders(amara.id).await.unwrap());
    }
    visitor.post("/me/reminders/off/0123", &[]).await.expect(409);

    office.clock_moves_to(SECOND).await;
    let letters = office.letters_to("amara@example.org").await;
    assert_eq!(letters.iter().filter(|letter| is_reminder(&letter.subject)).count(), 1);

    let browser = office.signed_in("amara@example.org").await;
    let page = browser.get("/me").await.expecting(200).page();
    assert!(page.text().contains("You get no reminders."), "{}", page.text());
    browser.send(&page.form("/me/reminders")).await.expect(303);
    assert!(office.store().wants_reminders(amara.id).await.unwrap());
    let page = browser.get("/me").await.expecting(200).page();
    assert!(page.text().contains("a letter reminds you"), "{}", page.text());
    office.close().await;
}

/// N5, R6
#[tokio::test(flavor = "multi_thread")]
async fn a_closing_that_was_cut_off_goes_on_by_the_settings_it_began_with() {
    let records = records(CLOSES, MAUTIC).await;
    let store = &records.store;
    let amara = ambassador(store, "Amara", "2025-09-01", AmbassadorState::Active).await;
    store.begin_closing(quarter(Q1), 1).await.unwrap();
    store.add_settings(&program_with(&[("goal", "goal = 0")]), 1, Actor::Operator).await.unwrap();
    assert_eq!(run(store, CLOSES).await.standings, 1);
    let judged = store.standing(quarter(Q1), amara.id).await.unwrap().unwrap();
    assert_eq!((judged.judgement.standing, judged.judgement.goal), (Standing::Short, 2));
    assert_eq!(judged.settings_version, 1);
    records.close().await.unwrap();
}

/// N5
#[tokio::test(flavor = "multi_thread")]
async fn a_run_without_time_left_begins_nothing_new_and_the_next_one_goes_on() {
    let records = records(CLOSES, MAUTIC).await;
    let store = &records.store;
    for number in 0..20 {
        ambassador(store, &format!("A{number}"), "2025-09-01", AmbassadorState::Active).await;
    }
    let scheduled = Scheduled { scheduled_time: instant(CLOSES) };
    let done = compliance::run_until(store, scheduled, Some(Instant::now())).await.unwrap();
    assert_eq!((done.standings, done.closed, done.cut_off), (0, 0, true));
    assert!(!store.steps(quarter(Q1)).await.unwrap().is_closed());
    let done = run(store, CLOSES).await;
    assert_eq!((done.standings, done.closed, done.cut_off), (20, 1, false));
    records.close().await.unwrap();
}

/// N5
#[tokio::test(flavor = "multi_thread")]
async fn a_run_asks_nothing_about_quarters_that_are_done_with_however_many_there_are() {
    let records = records("2028-02-20T00:00:00Z", MAUTIC).await;
    let wire = Wire::to(&records.place().tables_url).await;
    let store = &wire.store(records.place(), records.store.clock().clone()).await;
    ambassador(store, "Amara", "2025-09-01", AmbassadorState::Active).await;
    let mut asked = Vec::new();
    for at in ["2026-05-20T00:00:00Z", "2028-02-20T00:00:00Z"] {
        run(store, at).await;
        wire.asked();
        assert_eq!(run(store, at).await, Done::default());
        asked.push(wire.asked().len());
    }
    assert_eq!(asked[0], asked[1], "one quarter is closed, then eight are");
    assert!(store.steps(quarter("2027-Q4")).await.unwrap().conversations.is_some_and(|step| step.done_at.is_some()));
    records.close().await.unwrap();
}

/// M8, C2, P6
#[tokio::test(flavor = "multi_thread")]
async fn a_first_short_quarter_is_a_friendly_letter_and_a_later_one_a_proposal_too_and_nothing_else() {
    let document = format!("{MAUTIC}\n[contact]\nname = \"Maria Rossi\"\nemail = \"maria@example.org\"\n");
    let records = records(CLOSES, &document).await;
    let store = &records.store;
    let amara = ambassador(store, "Amara", "2025-09-01", AmbassadorState::Active).await;
    run(store, CLOSES).await;
    assert!(store.open_proposals(50, None).await.unwrap().0.is_empty());
    for _ in 0..2 {
        run(store, "2026-07-15T00:00:00Z").await;
    }
    let (open, _) = store.open_proposals(50, None).await.unwrap();
    let [proposal] = &open[..] else { panic!("{} proposals", open.len()) };
    let quarters = vec![quarter(Q1), quarter("2026-Q2")];
    assert_eq!(proposal.value.cause, Cause::ShortAgain { quarters });
    assert_eq!(store.ambassador(amara.id).await.unwrap().unwrap().state, AmbassadorState::Active);
    // Both letters say the same, and name somebody to talk to.
    let letters = store.letters_in(LetterState::Waiting).await.unwrap();
    let results: Vec<_> = letters.iter().filter(|letter| letter.id.starts_with("result/")).collect();
    assert_eq!(results.len(), 2);
    for letter in results {
        assert_eq!(letter.data["contact"]["name"], "Maria Rossi", "{}", letter.id);
    }
    records.close().await.unwrap();
}

/// M15, M16, N5
#[tokio::test(flavor = "multi_thread")]
async fn two_met_quarters_and_a_year_each_bring_one_letter_however_often_a_run_is_repeated() {
    let records = records(CLOSES, MAUTIC).await;
    let store = &records.store;
    let amara = ambassador(store, "Amara", "2025-05-01", AmbassadorState::Active).await;
    for day in ["2026-02-10", "2026-03-10", "2026-05-10", "2026-06-10", "2026-08-10", "2026-09-10"] {
        holds(store, &amara, day, day).await;
    }
    run(store, CLOSES).await;
    assert_eq!(waiting(store, "benefit/").await, set([]));
    for at in ["2026-07-15T00:00:00Z", "2026-07-15T00:00:00Z", CLOSES, "2026-10-15T00:00:00Z"] {
        run(store, at).await;
        let both = ["free-entry", "funding"].map(|benefit| format!("benefit/{benefit}/{}", amara.id));
        assert_eq!(waiting(store, "benefit/").await, set(both), "{at}");
    }
    // Where funds for the world conference can be asked for on a page, the letter leads there.
    let letters = store.letters_in(LetterState::Waiting).await.unwrap();
    let funding = letters.iter().find(|letter| letter.id.starts_with("benefit/funding/")).unwrap();
    assert_eq!(funding.data["takes_requests"], true, "{}", funding.data);
    records.close().await.unwrap();
}

/// R5, N1, N3, M8
#[tokio::test(flavor = "multi_thread")]
async fn an_ambassador_says_once_what_does_not_look_right_and_only_a_person_changes_a_closed_standing() {
    let office = Office::of("2026-03-20T09:00:00Z", MAUTIC).await;
    let store = office.store();
    let amara = ambassador(store, "Amara", "2025-09-01", AmbassadorState::Active).await;
    holds(store, &amara, "Meetup one", "2026-02-10").await;
    let late = held(store, &amara, "Meetup two", "2026-03-10", "2026-04-20T10:00:00Z");
    store.plan(&late, &Settings::read(MAUTIC).unwrap().calendar, amara.person).await.unwrap();
    office.clock_moves_to("2026-04-15T08:00:00Z").await;
    let before = store.standing(quarter(Q1), amara.id).await.unwrap().unwrap();
    assert_eq!((before.judgement.standing, before.judgement.full), (Standing::Short, 1));

    let browser = office.signed_in("amara@example.org").await;
    browser.get("/me/appeal?quarter=2026-Q2").await.expect(409);
    let link = browser.get("/me").await.expecting(200).page().link("This does not look right");
    let mut appeal = browser.get(&link).await.expecting(200).page().form("/me/appeal");
    let empty = browser.send(&appeal).await.expecting(422).page();
    assert!(empty.text().contains("Please fill this in."), "{}", empty.text());
    appeal.fill("words", "The report came late because I was ill.");
    for _ in 0..2 {
        browser.send(&appeal).await.expect(303);
    }
    let mut another = appeal.clone();
    another.fill("words", "And one more thing.");
    browser.send(&another).await.expect(409);
    let subjects = async || {
        let letters = office.letters_to("amara@example.org").await;
        let about = letters.into_iter().map(|letter| letter.subject).filter(|subject| subject.contains(Q1));
        about.collect::<Vec<_>>()
    };
    assert_eq!(subjects().await.iter().filter(|subject| subject.contains("We have your word")).count(), 1);

    let organizer = office.organizer().await;
    let path = format!("/team/quarters/{Q1}/standings/{}", amara.id);
    let page = organizer.get(&path).await.expecting(200).page();
    assert!(page.text().contains("because I was ill"), "{}", page.text());
    let mut answer = page.form(&path);
    organizer.send(&answer).await.expect(422);
    answer.fill("verdict", &format!("count:{}", late.id));
    answer.fill("words", "Thank you for telling us. It counts.");
    for _ in 0..2 {
        organizer.send(&answer).await.expect(303);
    }
    // On something old, said otherwise: both values, and nothing lost.
    let mut old = answer.clone();
    old.fill("verdict", "excuse");
    organizer.send(&old).await.expect(409);
    let after = store.standing(quarter(Q1), amara.id).await.unwrap().unwrap();
    assert_eq!((after.judgement.standing, after.judgement.full), (Standing::Met, 2));
    assert!(after.judgement.reasons.iter().any(|reason| matches!(reason, Reason::CountedOnAppeal { .. })));
    let done: Vec<_> = store.history(&format!("standing#{Q1}#{}", amara.id)).await.unwrap();
    let done: Vec<_> = done.into_iter().map(|entry| entry.what).collect();
    assert_eq!(done, ["short", "appeal", "count on appeal"]);
    assert!(store.open_proposals(50, None).await.unwrap().0.is_empty(), "the appeal is settled");
    assert_eq!(subjects().await.iter().filter(|subject| subject.contains("looked at once more")).count(), 1);

    // A closing told once more changes nothing of it.
    assert_eq!(run(store, CLOSES).await, Done::default());
    assert_eq!(store.standing(quarter(Q1), amara.id).await.unwrap().unwrap(), after);
    assert!(browser.get("/me").await.expecting(200).page().text().contains("It counts."));
    office.close().await;
}

/// R4, M7
#[tokio::test(flavor = "multi_thread")]
async fn the_team_sees_who_gets_which_letter_beforehand_and_afterwards_who_got_it() {
    let office = Office::of("2026-03-20T09:00:00Z", MAUTIC).await;
    let store = office.store();
    let short = ambassador(store, "Bola", "2025-09-01", AmbassadorState::Active).await;
    ambassador(store, "Ada", "2026-02-01", AmbassadorState::Active).await;
    ambassador(store, "Chi", "2025-09-01", AmbassadorState::Emeritus).await;
    let organizer = office.organizer().await;
    let look = async |letter: u8| {
        let path = format!("/team/quarters/{Q1}/letters?letter={letter}");
        organizer.get(&path).await.expecting(200).page()
    };
    let before = look(1).await;
    assert!(before.text().contains("One ambassador would get it today."), "{}", before.text());
    let names = before.texts_of("tbody tr");
    let starts: Vec<_> = names.iter().map(|row| row.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(starts, ["Ada", "Bola", "Chi"], "in alphabetical order");
    assert!(names[0].contains("Joined during this quarter"), "{names:?}");
    assert!(names[1].contains("Would get it today"), "{names:?}");
    assert!(names[2].contains("Stepped down"), "{names:?}");

    office.clock_moves_to("2026-04-06T08:00:00Z").await;
    assert!(store.letter(&format!("reminder/{Q1}/1/{}", short.id)).await.unwrap().is_some());
    let organizer = office.organizer().await;
    let page = organizer.get(&format!("/team/quarters/{Q1}/letters?letter=1")).await.expecting(200).page();
    let names = page.texts_of("tbody tr");
    assert!(names[1].contains("Got it, written on"), "{names:?}");
    assert!(names[0].contains("Did not get it"), "{names:?}");
    office.close().await;
}

/// R4, N5
#[tokio::test(flavor = "multi_thread")]
async fn the_preview_of_very_many_reads_some_at_a_time_and_comes_to_everybody() {
    let office = Office::of("2026-03-20T09:00:00Z", MAUTIC).await;
    let store = office.store();
    let mut people = tokio::task::JoinSet::new();
    for lane in 0..8 {
        let store = store.clone();
        people.spawn(async move {
            for number in 0..64 {
                ambassador(&store, &format!("A{}", lane * 64 + number), "2025-09-01", AmbassadorState::Active).await;
            }
        });
    }
    while let Some(lane) = people.join_next().await {
        lane.unwrap();
    }
    let organizer = office.organizer().await;
    let mut page = organizer.get(&format!("/team/quarters/{Q1}/letters?letter=1")).await.expecting(200).page();
    assert!(page.text().contains("too many ambassadors to count"), "{}", page.text());
    let mut seen = BTreeSet::new();
    for _ in 0..2 {
        let rows = page.texts_of("tbody tr");
        assert!(!rows.is_empty() && rows.len() <= 50, "{}", rows.len());
        for row in rows {
            assert!(row.contains("Would get it today"), "{row}");
            assert!(seen.insert(row));
        }
        let next = page.link("Next page");
        page = organizer.get(&next).await.expecting(200).page();
    }
    organizer.get(&format!("/team/quarters/{Q1}/letters?letter=1&after=x")).await.expect(400);
    office.close().await;
}

/// M4, M8, R5, M15, M16
#[tokio::test(flavor = "multi_thread")]
async fn one_s_own_page_says_what_is_there_what_is_missing_and_what_comes_with_it() {
    let office = Office::of("2026-02-20T09:00:00Z", MAUTIC).await;
    let store = office.store();
    let amara = ambassador(store, "Amara", "2025-09-01", AmbassadorState::Active).await;
    holds(store, &amara, "Meetup one", "2026-02-10").await;
    let browser = office.signed_in("amara@example.org").await;
    let text = browser.get("/me").await.expecting(200).page().text();
    for said in [
        "1 of 2 activities reported in full",
        "One more full report reaches the goal.",
        "39 days left",
        "This is provisional until the quarter closes on 15 April 2026.",
        "2 more quarters at the goal, one after the other",
        "From 1 September 2026 on you can ask for funding",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let hint = "Everything in this quarter lies close together.";
    assert!(!text.contains(hint), "one activity is not close to another: {text}");
    holds(store, &amara, "Meetup two", "2026-02-12").await;
    let text = browser.get("/me").await.expecting(200).page().text();
    assert!(text.contains(hint) && text.contains("2 of 2 activities reported in full"), "{text}");
    office.close().await;
}

/// P8
#[tokio::test(flavor = "multi_thread")]
async fn a_quarter_the_program_does_not_have_is_no_page_whatever_its_name_says() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let organizer = office.organizer().await;
    for (quarter, status) in [("2026-Q2", 200), ("2025-Q4", 404), ("2026-Q3", 404), ("2026-05", 404), ("2026-H1", 404)]
    {
        organizer.get(&format!("/team/quarters/{quarter}")).await.expect(status);
        organizer.get(&format!("/team/quarters/{quarter}/letters")).await.expect(status);
        amara.get(&format!("/me/check-in/{quarter}")).await.expect(status);
    }
    office.close().await;
}
