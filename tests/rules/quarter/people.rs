//! People over time: pauses, check-in answers, long silences, leaving and returning, leading a user group. Nothing happens
//! to anybody by itself (clauses C1, C2, C3, M7, O10, O11, R4).

use chancery::folder::Folder;
use chancery::office::Records;
use chrono::{DateTime, Utc};
use compliance::{Done, Scheduled};
use program::check_in::Answer;
use program::proposal::{Cause, Stage};
use program::text::Text;
use program::{
    Ambassador, AmbassadorId, AmbassadorState, ApplicationId, Country, Load, Pause, PersonId, Proposal, Quarter, Role,
    Roles, Standing, Territory,
};
use specification::office::email;
use specification::page::Filled;
use specification::{Browser, Letter, MAUTIC, Office, instant, program_with};
use std::collections::BTreeSet;
use store::audit::Actor;
use store::outbox::LetterState;
use store::{Clock, Store};

/// When these offices open, in the middle of 2026-Q2.
const NOW: &str = "2026-05-20T09:00:00Z";
const AMARA: &str = "amara@example.org";

/// The example program that began with the quarter the offices open in.
fn young() -> String {
    program_with(&[("started_on", "started_on = 2026-04-01")])
}

/// The same, asking about long silences.
fn attentive(more: &str) -> String {
    format!(
        "{}\n[inactivity]\ncall_after_days = 90\npropose_after_days = 180\n",
        program_with(&[
            ("started_on", "started_on = 2026-01-01"),
            ("time_zone", &format!("time_zone = \"Europe/London\"\n{more}")),
        ])
    )
}

async fn amara(office: &Office) -> Browser {
    office.ambassador("Amara Okafor", AMARA, "Nigeria").await
}

async fn id_of(office: &Office, address: &str) -> AmbassadorId {
    office.store().person(&email(address)).await.unwrap().unwrap().ambassador.unwrap()
}

async fn record(office: &Office, address: &str) -> Ambassador {
    office.store().ambassador(id_of(office, address).await).await.unwrap().unwrap()
}

async fn done_to(store: &Store, subject: &str) -> Vec<String> {
    store.history(subject).await.unwrap().into_iter().map(|entry| entry.what).collect()
}

fn subjects(letters: &[Letter]) -> Vec<&str> {
    letters.iter().map(|letter| letter.subject.as_str()).collect()
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn quarter(text: &str) -> Quarter {
    text.parse().unwrap()
}

async fn load_of(store: &Store) -> (u64, u64) {
    let nigeria = Territory::of(Country::parse("Nigeria").unwrap());
    let Load { active, on_hold, .. } = store.loads(std::slice::from_ref(&nigeria)).await.unwrap().of(&nigeria);
    (active, on_hold)
}

/// The form at this address that posts to it, filled in.
async fn form(browser: &Browser, page: &str, action: &str, fields: &[(&str, &str)]) -> Filled {
    let mut form = browser.get(page).await.expect(200).page().form(action);
    for (field, value) in fields {
        form.fill(field, value);
    }
    form
}

/// The records of an office without pages, so that a test does each run itself.
async fn records(now: &str, document: &str) -> Records {
    let records = Records::open(Folder::temporary().unwrap(), Clock::starting_at(instant(now)), None).await.unwrap();
    records.store.add_settings(document, 0, Actor::Operator).await.unwrap();
    records
}

/// An ambassador who was here before the office opened.
async fn brought_in(store: &Store, name: &str, since: &str, change: impl FnOnce(&mut Ambassador)) -> Ambassador {
    let mut ambassador = Ambassador {
        id: AmbassadorId::new(store.new_id()),
        person: PersonId::new(store.new_id()),
        name: program::text::Name::parse(name).unwrap(),
        email: email(&format!("{}@example.org", name.to_lowercase())),
        country: Country::parse("Nigeria").unwrap(),
        territory: Territory::of(Country::parse("Nigeria").unwrap()),
        region: None,
        language: "en".to_owned(),
        state: AmbassadorState::Active,
        since: day(since),
        application: ApplicationId::new(store.new_id()),
        pauses: Vec::new(),
        leaving: None,
    };
    change(&mut ambassador);
    store.bring_in(&ambassador).await.unwrap();
    ambassador
}

async fn run(store: &Store, at: &str) -> Done {
    run_at(store, instant(at)).await
}

async fn run_at(store: &Store, scheduled_time: DateTime<Utc>) -> Done {
    compliance::run(store, Scheduled { scheduled_time }).await.unwrap()
}

/// The ids of the letters that wait, without what they are numbered by.
async fn waiting(store: &Store) -> Vec<String> {
    let mut ids: Vec<_> = store.letters_in(LetterState::Waiting).await.unwrap().into_iter().map(|it| it.id).collect();
    ids.sort();
    ids
}

/// What the team is asked, but for the quarters below the goal that a closing tells of (`run.rs`).
async fn open(store: &Store) -> Vec<Proposal> {
    let all = store.open_proposals(50, None).await.unwrap().0.into_iter().map(|stored| stored.value);
    all.filter(|proposal| !matches!(proposal.cause, Cause::ShortAgain { .. })).collect()
}

/// C3, N1, R4
#[tokio::test(flavor = "multi_thread")]
async fn a_pause_begins_on_its_day_asks_for_nothing_and_its_end_is_told_once() {
    let office = Office::of(NOW, &young()).await;
    let amara = amara(&office).await;
    let mark = form(&amara, "/me/pause", "/me/pause", &[("from", "1 June 2026"), ("until", "20 June 2026")]).await;
    for _ in 0..2 {
        assert_eq!(amara.send(&mark).await.expect(303).location(), "/me/pause");
    }
    assert_eq!(record(&office, AMARA).await.state, AmbassadorState::Active);
    assert_eq!(load_of(office.store()).await, (1, 0));
    let page = amara.get("/me/pause").await.expect(200).page();
    assert!(page.text().contains("On a pause from 1 June 2026 to 20 June 2026"), "{}", page.text());

    office.clock_moves_to("2026-06-01T09:00:00Z").await;
    let state = AmbassadorState::OnHold { from: day("2026-06-01"), until: Some(day("2026-06-20")) };
    assert_eq!(record(&office, AMARA).await.state, state);
    assert_eq!(load_of(office.store()).await, (0, 1));
    // The check-in of the quarter goes out meanwhile, and not to her.
    let before = office.letters_to(AMARA).await.len();
    office.clock_moves_to("2026-06-20T22:00:00Z").await;
    assert_eq!(office.letters_to(AMARA).await.len(), before);

    office.clock_moves_to("2026-06-23T09:00:00Z").await;
    assert_eq!(record(&office, AMARA).await.state, AmbassadorState::Active);
    assert_eq!(load_of(office.store()).await, (1, 0));
    let letters = office.letters_to(AMARA).await;
    assert_eq!(subjects(&letters[before..]), ["Welcome back"]);
    assert!(letters[before].text.contains("21 June 2026"), "{}", letters[before].text);

    // The quarter is judged after the return, and the pause excuses it all the same.
    office.clock_moves_to("2026-07-16T09:00:00Z").await;
    let id = id_of(&office, AMARA).await;
    let standings = office.store().standings_of(id).await.unwrap();
    assert_eq!(standings.iter().map(|judged| judged.judgement.standing).collect::<Vec<_>>(), [Standing::Excused]);
    let history = done_to(office.store(), &format!("ambassador#{id}")).await;
    assert_eq!(history.iter().filter(|what| matches!(what.as_str(), "pause" | "come back")).count(), 3);
}

/// C3, N3, P2
#[tokio::test(flavor = "multi_thread")]
async fn a_pause_can_be_changed_ended_early_and_marked_by_the_team_and_nobody_s_change_is_lost() {
    let office = Office::of(NOW, &young()).await;
    let amara = amara(&office).await;
    let organizer = office.organizer().await;
    let id = id_of(&office, AMARA).await;
    for (wrong, says) in [
        ([("from", "soon"), ("until", "")], "Error"),
        ([("from", "2026-06-10"), ("until", "2026-06-01")], "before the first"),
        ([("from", "2026-05-01"), ("until", "2026-05-10")], "This day has passed"),
        ([("from", "2036-05-01"), ("until", "")], "three years"),
    ] {
        let page = amara.send(&form(&amara, "/me/pause", "/me/pause", &wrong).await).await.expecting(422).page();
        assert!(page.text().contains(says), "{}", page.text());
        assert_eq!(page.form("/me/pause").value("from"), Some(wrong[0].1));
    }
    assert_eq!(record(&office, AMARA).await.pauses, []);

    let early = form(&amara, "/me/pause", "/me/pause", &[("from", "2026-05-20"), ("until", "2026-06-30")]).await;
    let team = format!("/team/ambassadors/{id}/pause");
    let theirs = form(&organizer, &team, &team, &[("from", "2026-05-20"), ("until", "2026-07-15")]).await;
    amara.send(&early).await.expect(303);
    assert_eq!(load_of(office.store()).await, (0, 1));
    let conflict = organizer.send(&theirs).await.expecting(409).page();
    for shown in ["2026-06-30", "2026-07-15"] {
        assert!(conflict.text().contains(shown), "{}", conflict.text());
    }
    let before = office.letters_to(AMARA).await.len();
    organizer.send(&conflict.form(&team)).await.expect(303);
    assert_eq!(
        record(&office, AMARA).await.pauses,
        [Pause { from: day("2026-05-20"), until: Some(day("2026-07-15")) }]
    );
    let letters = office.letters_to(AMARA).await;
    assert_eq!(subjects(&letters[before..]), ["You are on a pause"]);
    assert!(letters[before].text.contains("from 20 May 2026 to 15 July 2026"), "{}", letters[before].text);

    // Back early by her own click; clicked twice, she is back once. No letter tells her what she did.
    office.clock_moves_to("2026-05-25T09:00:00Z").await;
    let (amara, organizer) = (office.signed_in(AMARA).await, office.organizer().await);
    let letters_before_back = office.letters_to(AMARA).await.len();
    let back = amara.get("/me/pause").await.expect(200).page().form("/me/pause/return");
    for _ in 0..2 {
        assert_eq!(amara.send(&back).await.expect(303).location(), "/me");
    }
    let now = record(&office, AMARA).await;
    let pause = Pause { from: day("2026-05-20"), until: Some(day("2026-05-24")) };
    assert_eq!((now.state, now.pauses), (AmbassadorState::Active, vec![pause]));
    assert_eq!(load_of(office.store()).await, (1, 0));
    assert_eq!(office.letters_to(AMARA).await.len(), letters_before_back);
    // An older page of hers knows nothing of it.
    amara.send(&early).await.expect(409);
    let profile = organizer.get(&format!("/team/ambassadors/{id}")).await.expect(200).page();
    assert!(profile.text().contains("On a pause from 20 May 2026 to 24 May 2026"), "{}", profile.text());
}

/// C3, N5
#[tokio::test(flavor = "multi_thread")]
async fn runs_that_were_missed_come_late_twice_or_out_of_order_bring_somebody_back_once() {
    let records = records("2026-05-20T09:00:00Z", &young()).await;
    let store = &records.store;
    let pause = Pause { from: day("2026-05-22"), until: Some(day("2026-05-24")) };
    let person = brought_in(store, "Amara", "2025-01-01", |it| it.pauses = vec![pause]).await;
    assert_eq!(run(store, "2026-05-22T00:00:00Z").await.turned, 1);
    assert_eq!(run(store, "2026-05-22T01:00:00Z").await.turned, 0);
    assert!(matches!(store.ambassador(person.id).await.unwrap().unwrap().state, AmbassadorState::OnHold { .. }));
    // Nothing ran for days; the day after the pause is among them.
    let (one, two) = tokio::join!(run(store, "2026-05-28T05:00:00Z"), run(store, "2026-05-28T05:00:00Z"));
    assert_eq!(one.turned + two.turned, 1);
    for late in ["2026-05-28T06:00:00Z", "2026-05-25T00:00:00Z", "2026-05-23T00:00:00Z", "2026-05-29T00:00:00Z"] {
        assert_eq!(run(store, late).await.turned, 0, "{late}");
    }
    let letters = waiting(store).await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert!(letters[0].starts_with("back/"), "{letters:?}");
    let history = done_to(store, &format!("ambassador#{}", person.id)).await;
    assert_eq!(history, ["bring in", "pause", "come back"]);
    records.close().await.unwrap();
}

/// C3, N1: a pause, its end, and leaving, each sent twice at one moment, by oneself and by the team.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_about_taking_part_sent_twice_at_one_moment_is_one_change_and_is_answered_twice_the_same() {
    let office = Office::of(NOW, &young()).await;
    let amara = amara(&office).await;
    let chidi = office.ambassador("Chidi Obi", "chidi@example.org", "Nigeria").await;
    let organizer = office.organizer().await;
    let page = format!("/team/ambassadors/{}", id_of(&office, AMARA).await);
    let twice = async |browser: &Browser, form: &Filled| {
        let (one, two) = tokio::join!(browser.send(form), browser.send(form));
        assert_eq!((one.expect(303).location(), 303), (two.expect(303).location(), 303));
    };
    let days = [("from", "2026-05-20"), ("until", "2026-06-30")];
    twice(&amara, &form(&amara, "/me/pause", "/me/pause", &days).await).await;
    twice(&amara, &amara.get("/me/pause").await.expect(200).page().form("/me/pause/return")).await;
    let (pause, back, end) = (format!("{page}/pause"), format!("{page}/return"), format!("{page}/end-term"));
    twice(&organizer, &form(&organizer, &pause, &pause, &days).await).await;
    twice(&organizer, &organizer.get(&page).await.expect(200).page().form(&back)).await;
    twice(&organizer, &form(&organizer, &end, &end, &[("reason", "Asked by phone.")]).await).await;
    let first = form(&chidi, "/me/step-down", "/me/step-down", &[]).await;
    twice(&chidi, &chidi.send(&first).await.expecting(200).page().form("/me/step-down/confirm")).await;

    let of_amara = done_to(office.store(), &format!("ambassador#{}", id_of(&office, AMARA).await)).await;
    let changes = ["pause", "come back", "pause", "come back", "end the term"];
    assert_eq!(of_amara[of_amara.len() - changes.len()..], changes);
    assert_eq!(of_amara.iter().filter(|what| *what == "pause").count(), 2);
    assert_eq!(record(&office, AMARA).await.state, AmbassadorState::Ended);
    let of_chidi = id_of(&office, "chidi@example.org").await;
    let of_chidi = done_to(office.store(), &format!("ambassador#{of_chidi}")).await;
    assert_eq!(of_chidi.iter().filter(|what| *what == "step down").count(), 1);
    office.close().await;
}

/// C3, N5
#[tokio::test(flavor = "multi_thread")]
async fn a_pause_that_began_and_was_over_while_nothing_ran_brings_its_one_letter_all_the_same() {
    let records = records("2026-05-20T09:00:00Z", &young()).await;
    let store = &records.store;
    let pause = Pause { from: day("2026-05-22"), until: Some(day("2026-05-24")) };
    let person = brought_in(store, "Amara", "2025-01-01", |it| it.pauses = vec![pause]).await;
    // Of a pause of before, its letter was written then.
    let before = Pause { from: day("2026-03-01"), until: Some(day("2026-03-20")) };
    brought_in(store, "Chidi", "2025-01-01", |it| it.pauses = vec![before]).await;
    assert_eq!(run(store, "2026-05-20T09:00:00Z").await.turned, 0);
    assert_eq!(run(store, "2026-05-26T00:00:00Z").await.turned, 1);
    for again in ["2026-05-26T01:00:00Z", "2026-05-24T00:00:00Z", "2026-05-27T00:00:00Z"] {
        assert_eq!(run(store, again).await.turned, 0, "{again}");
    }
    assert_eq!(waiting(store).await, [format!("back/{}/2026-05-22/2026-05-24", person.id)]);
    records.close().await.unwrap();
}

/// C3, R4, M15
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_away_when_a_quarter_closes_has_a_standing_and_no_letter_and_what_they_reached_is_told_later() {
    let program = program_with(&[("goal", "goal = 0")]);
    let records = records("2026-04-02T09:00:00Z", &program).await;
    let store = &records.store;
    // Away only when the second quarter closes, which counts for them in full.
    let pause = Pause { from: day("2026-07-02"), until: Some(day("2026-07-20")) };
    let person = brought_in(store, "Amara", "2025-12-01", |it| it.pauses = vec![pause]).await;
    let left = brought_in(store, "Chidi", "2025-12-01", |it| it.state = AmbassadorState::Emeritus).await;
    for at in ["2026-04-15T00:00:00Z", "2026-07-15T00:00:00Z"] {
        run(store, at).await;
    }
    let standing = async |quarter_of: &str, id| store.standing(quarter(quarter_of), id).await.unwrap();
    let judged = standing("2026-Q2", person.id).await.unwrap();
    assert_eq!(judged.judgement.standing, Standing::Met);
    assert_eq!(standing("2026-Q2", left.id).await, None);
    let told = async || -> BTreeSet<String> {
        let letters = waiting(store).await.into_iter();
        letters.filter(|id| id.starts_with("result/") || id.starts_with("benefit/free-entry/")).collect()
    };
    let first = format!("result/2026-Q1/{}", person.id);
    assert_eq!(told().await, BTreeSet::from([first.clone()]));
    // Back, and it is time for a check-in: the benefit is told; it excused the quarter, which asks nothing.
    run(store, "2026-07-22T00:00:00Z").await;
    run(store, "2026-09-16T00:00:00Z").await;
    assert_eq!(told().await, BTreeSet::from([first, format!("benefit/free-entry/{}", person.id)]));
    records.close().await.unwrap();
}

/// C1, N5
#[tokio::test(flavor = "multi_thread")]
async fn looking_for_those_who_had_nothing_begins_nobody_new_without_time_and_goes_on_with_the_next_run() {
    let records = records("2026-04-02T09:00:00Z", &program_with(&[("started_on", "started_on = 2025-07-01")])).await;
    let store = &records.store;
    let person = brought_in(store, "Amara", "2025-01-01", |_| ()).await;
    for of in ["2025-Q3", "2025-Q4", "2026-Q1"] {
        store
            .answer_check_in(person.id, quarter(of), &Answer::Nothing { words: None }, 0, person.person)
            .await
            .unwrap();
    }
    let closing = store.begin_closing(quarter("2026-Q1"), 1).await.unwrap();
    store.finish_step(&closing).await.unwrap();
    // The day's look and the closings of before are done; so this run comes to those who had nothing, and has no time.
    let walk = store.walk_of(day("2026-04-15")).await.unwrap().unwrap();
    assert!(store.walked(walk, None).await.unwrap().is_none());
    let late = Scheduled { scheduled_time: instant("2026-04-14T23:00:00Z") };
    let now = Some(std::time::Instant::now());
    let done = compliance::run_until(store, late, now).await.unwrap();
    assert_eq!((done.proposed, done.cut_off), (0, true));
    assert_eq!(store.steps(quarter("2026-Q1")).await.unwrap().conversations.and_then(|step| step.done_at), None);
    let done = run(store, "2026-04-14T23:00:00Z").await;
    assert_eq!((done.proposed, done.cut_off), (1, false));
    assert_eq!(run(store, "2026-04-14T23:00:00Z").await, Done::default());
    records.close().await.unwrap();
}

/// C3, O11, R4
#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_is_away_or_has_left_is_written_to_about_a_quarter() {
    let records = records("2026-06-17T00:00:00Z", &attentive("")).await;
    let store = &records.store;
    let here = brought_in(store, "Amara", "2025-01-01", |_| ()).await;
    brought_in(store, "Ngozi", "2025-01-01", |it| {
        it.state = AmbassadorState::OnHold { from: day("2026-06-01"), until: None };
    })
    .await;
    brought_in(store, "Chidi", "2025-01-01", |it| it.state = AmbassadorState::Emeritus).await;
    brought_in(store, "Bola", "2025-01-01", |it| it.state = AmbassadorState::Ended).await;
    // Away only since the quarter ended, when a late run writes the check-in.
    let late = Pause { from: day("2026-07-02"), until: None };
    brought_in(store, "Femi", "2025-01-01", |it| it.pauses = vec![late]).await;
    store.clock().advance(instant("2026-07-03T00:00:00Z") - store.clock().now());
    assert_eq!(run(store, "2026-07-03T00:00:00Z").await.check_ins, 1);
    let check_ins: Vec<_> = waiting(store).await.into_iter().filter(|id| id.starts_with("check-in/2026-Q2/")).collect();
    assert_eq!(check_ins, [format!("check-in/2026-Q2/{}", here.id)]);
    // And the team is asked about nobody of them.
    assert_eq!(open(store).await.iter().map(|it| it.ambassador).collect::<Vec<_>>(), [here.id]);
    records.close().await.unwrap();
}

/// M7, C1, N1, N3
#[tokio::test(flavor = "multi_thread")]
async fn the_check_in_leads_to_a_page_whose_answer_can_be_changed_until_the_quarter_closes() {
    let office = Office::of(NOW, &young()).await;
    let amara = amara(&office).await;
    let plan = [("kind", "events"), ("title", "Lagos meetup"), ("starts_on", "2026-05-19"), ("place", "online")];
    let plan = form(&amara, "/me/activities/new", "/me/activities", &plan).await;
    let activity = amara.send(&plan).await.expect(303).location();
    office.clock_moves_to("2026-06-17T09:00:00Z").await;
    let letter = office.letters_to(AMARA).await.pop().unwrap();
    let path = letter.link("/me/check-in/");
    assert_eq!(path, "/me/check-in/2026-Q2");
    let amara = office.signed_in(AMARA).await;
    let page = amara.get(&path).await.expect(200).page();
    assert!(page.text().contains("“Lagos meetup” is planned; there is no report on it so far"), "{}", page.text());
    assert_eq!(page.link("Report on it"), activity);

    let id = id_of(&office, AMARA).await;
    let answer = async || office.store().check_in_answer(id, quarter("2026-Q2")).await.unwrap();
    amara.post(&path, &[("version", "0"), ("answer", "")]).await.expect(422);
    let nothing = form(&amara, &path, &path, &[("answer", "nothing"), ("words", "A new job.")]).await;
    let other = form(&amara, &path, &path, &[("answer", "as_recorded")]).await;
    for _ in 0..2 {
        assert_eq!(amara.send(&nothing).await.expect(303).location(), path);
    }
    let words = Text::parse("A new job.").ok();
    assert_eq!(answer().await.map(|there| (there.value, there.version)), Some((Answer::Nothing { words }, 1)));
    // A page of before the answer meets it, and both can be seen.
    let conflict = amara.send(&other).await.expecting(409).page();
    assert!(conflict.text().contains("Nothing this time") && conflict.text().contains("All is as recorded"));
    amara.send(&conflict.form(&path)).await.expect(303);
    assert_eq!(answer().await.map(|there| there.value), Some(Answer::AsRecorded));
    let subject = format!("check-in#2026-Q2#{id}");
    assert_eq!(done_to(office.store(), &subject).await, ["nothing", "as_recorded"]);

    // "Pause me" leads to the pause, with the rest of the quarter in it.
    let pause = form(&amara, &path, &path, &[("answer", "pause")]).await;
    let to = amara.send(&pause).await.expect(303).location();
    let form_of_pause = amara.get(&to).await.expect(200).page().form("/me/pause");
    assert_eq!((form_of_pause.value("from"), form_of_pause.value("until")), (Some("2026-06-17"), Some("2026-06-30")));

    office.clock_moves_to("2026-07-16T09:00:00Z").await;
    let amara = office.signed_in(AMARA).await;
    let late = amara.post(&path, &[("version", "2"), ("answer", "nothing"), ("words", "Late.")]).await.expecting(409);
    assert!(late.page().text().contains("This quarter is closed"), "{}", late.page().text());
    assert_eq!(answer().await.map(|there| there.value), Some(Answer::AsRecorded));
    for none in ["2026-Q1", "2026-Q4", "2026-Q9", "x"] {
        let status = amara.get(&format!("/me/check-in/{none}")).await.status;
        assert!(matches!(status, 400 | 404), "{none}: {status}");
    }
}

/// C1, C2, D6
#[tokio::test(flavor = "multi_thread")]
async fn three_quiet_check_ins_in_a_row_put_one_proposal_to_talk_on_the_team_s_list() {
    let records = records("2026-01-10T00:00:00Z", MAUTIC).await;
    let store = &records.store;
    let quiet = brought_in(store, "Amara", "2025-01-01", |_| ()).await;
    let busy = brought_in(store, "Chidi", "2025-01-01", |_| ()).await;
    let nothing = Answer::Nothing { words: None };
    for (of, closes) in
        [("2026-Q1", "2026-04-15T06:00:00Z"), ("2026-Q2", "2026-07-15T06:00:00Z"), ("2026-Q3", "2026-10-15T06:00:00Z")]
    {
        store.answer_check_in(quiet.id, quarter(of), &nothing, 0, quiet.person).await.unwrap();
        let answer = if of == "2026-Q2" { &Answer::AsRecorded } else { &nothing };
        store.answer_check_in(busy.id, quarter(of), answer, 0, busy.person).await.unwrap();
        // Nothing is asked before the quarter is closed and the answers are final.
        assert_eq!(open(store).await, []);
        store.clock().advance(instant(closes) - store.clock().now());
        let (one, two) = (run(store, closes).await, run(store, closes).await);
        assert_eq!((one.proposed, two.proposed), (u32::from(of == "2026-Q3"), 0), "{of}");
    }
    let proposals = open(store).await;
    let quarters = ["2026-Q1", "2026-Q2", "2026-Q3"].map(quarter).to_vec();
    assert_eq!(proposals.iter().map(|it| &it.cause).collect::<Vec<_>>(), [&Cause::NothingThreeTimes { quarters }]);
    assert_eq!(proposals[0].ambassador, quiet.id);
    // Nothing happened to her by that.
    assert_eq!(store.ambassador(quiet.id).await.unwrap().unwrap().state, AmbassadorState::Active);
    records.close().await.unwrap();
}

/// C2, N5
#[tokio::test(flavor = "multi_thread")]
async fn a_long_silence_is_a_proposal_once_for_each_stage_and_never_more_than_a_proposal() {
    let records = records("2026-01-01T00:00:00Z", &attentive("")).await;
    let store = &records.store;
    let quiet = brought_in(store, "Amara", "2026-01-01", |_| ()).await;
    let pause = Pause { from: day("2026-02-01"), until: None };
    brought_in(store, "Ngozi", "2025-01-01", |it| it.pauses = vec![pause]).await;
    assert_eq!(run(store, "2026-01-01T00:00:00Z").await.proposed, 1, "she has been quiet since 2025");
    assert_eq!(run(store, "2026-03-31T12:00:00Z").await.proposed, 0);
    assert_eq!(run(store, "2026-04-01T00:00:00Z").await.proposed, 1);
    for again in ["2026-04-01T01:00:00Z", "2026-04-02T00:00:00Z", "2026-06-29T00:00:00Z"] {
        assert_eq!(run(store, again).await.proposed, 0, "{again}");
    }
    // Half a year, noticed days late.
    assert_eq!(run(store, "2026-07-05T00:00:00Z").await.proposed, 1);
    assert_eq!(run(store, "2026-12-01T00:00:00Z").await.proposed, 0);
    let stages: BTreeSet<_> = open(store)
        .await
        .into_iter()
        .filter(|proposal| proposal.ambassador == quiet.id)
        .map(|proposal| match proposal.cause {
            Cause::Inactive { since, days, stage } => (since, days, stage),
            other => panic!("{other:?}"),
        })
        .collect();
    let since = day("2026-01-01");
    assert_eq!(stages, [(since, 90, Stage::Call), (since, 180, Stage::EndTerm)].into());
    assert_eq!(store.ambassador(quiet.id).await.unwrap().unwrap().state, AmbassadorState::Active);
    let of_the_calendar = ["check-in/", "reminder/", "result/", "benefit/"];
    let about_silence =
        waiting(store).await.into_iter().filter(|id| !of_the_calendar.iter().any(|start| id.starts_with(start)));
    assert_eq!(about_silence.collect::<Vec<_>>(), Vec::<String>::new());
    records.close().await.unwrap();
}

/// O11, C2
#[tokio::test(flavor = "multi_thread")]
async fn where_the_term_is_for_life_no_silence_asks_about_it() {
    let records = records("2026-01-01T00:00:00Z", &attentive("term = \"life\"")).await;
    let store = &records.store;
    brought_in(store, "Amara", "2024-01-01", |_| ()).await;
    run(store, "2026-01-02T00:00:00Z").await;
    let stages: Vec<_> = open(store).await.into_iter().map(|proposal| proposal.cause).collect();
    assert_eq!(stages, [Cause::Inactive { since: day("2024-01-01"), days: 90, stage: Stage::Call }]);
    records.close().await.unwrap();
}

/// C2
#[tokio::test(flavor = "multi_thread")]
async fn a_walk_that_is_cut_off_goes_on_where_it_was_and_a_day_has_one() {
    let records = records("2026-05-20T09:00:00Z", &young()).await;
    let store = &records.store;
    let day = day("2026-05-20");
    for name in ["Amara", "Chidi"] {
        brought_in(store, name, "2026-05-01", |_| ()).await;
    }
    let cursor = store.place_in_proposals("{}");
    assert!(cursor.is_none());
    let walk = store.walk_of(day).await.unwrap().unwrap();
    // Another run goes on with it, so this one stops.
    let other = store.walk_of(day).await.unwrap().unwrap();
    assert!(store.walked(other, None).await.unwrap().is_none());
    assert!(store.walked(walk, None).await.unwrap().is_none());
    assert!(store.walk_of(day).await.unwrap().is_none(), "that day is through");
    assert!(store.walk_of(day.pred_opt().unwrap()).await.unwrap().is_none(), "and so is the one before");
    assert!(store.walk_of(day.succ_opt().unwrap()).await.unwrap().is_some());
    records.close().await.unwrap();
}

/// A proposal about Amara's silence.
async fn asked_about_amara(office: &Office, since: &str) -> String {
    let cause = Cause::Inactive { since: day(since), days: 180, stage: Stage::EndTerm };
    let proposal = Proposal::new(id_of(office, AMARA).await, None, cause, office.store().clock().now());
    assert!(office.store().propose(&proposal, Actor::Schedule, None).await.unwrap());
    assert!(!office.store().propose(&proposal, Actor::Schedule, None).await.unwrap());
    format!("/team/proposals/{}", proposal.id)
}

/// D6, C2, N1, N3
#[tokio::test(flavor = "multi_thread")]
async fn the_desk_lists_what_is_asked_oldest_first_and_a_decision_is_taken_once() {
    let office = Office::of(NOW, &young()).await;
    amara(&office).await;
    let organizer = office.organizer().await;
    let older = asked_about_amara(&office, "2025-06-01").await;
    office.clock_moves_to("2026-05-20T15:00:00Z").await;
    let newer = asked_about_amara(&office, "2025-11-01").await;
    let desk = organizer.get("/team").await.expect(200).page();
    let listed: Vec<_> =
        desk.attributes("a", "href").into_iter().filter(|path| path.starts_with("/team/proposals/")).collect();
    assert_eq!(listed, [older.clone(), newer.clone()]);
    assert!(desk.text().contains("Amara Okafor has had no activity since 1 June 2025"), "{}", desk.text());
    assert_eq!(organizer.get("/team/proposals").await.expect(200).page().attributes("main li a", "href"), listed);

    organizer.post(&older, &[("version", "1")]).await.expect(422);
    let talk = form(&organizer, &older, &older, &[("what", "talk"), ("reason", "Ines calls her.")]).await;
    let leave = form(&organizer, &older, &older, &[("what", "leave_as_is"), ("reason", "She is fine.")]).await;
    let before = office.letters_to(AMARA).await.len();
    for _ in 0..2 {
        assert_eq!(organizer.send(&talk).await.expect(303).location(), older);
    }
    let conflict = organizer.send(&leave).await.expecting(409).page().text();
    for shown in ["We talk with them", "Leave it as it is", "Ines calls her.", "She is fine."] {
        assert!(conflict.contains(shown), "{conflict}");
    }
    let subject = format!("proposal#{}", older.rsplit('/').next().unwrap());
    assert_eq!(done_to(office.store(), &subject).await, ["propose: inactive", "settle: talk"]);
    let desk = organizer.get("/team").await.expect(200).page();
    assert!(!desk.attributes("a", "href").contains(&older));
    assert!(organizer.get(&older).await.expect(200).page().text().contains("Ines calls her."));
    assert_eq!(
        (office.letters_to(AMARA).await.len(), record(&office, AMARA).await.state),
        (before, AmbassadorState::Active)
    );
    organizer.get("/team/proposals/short.2026-Q3.x").await.expect(404);
    organizer.get("/team/proposals?after=x").await.expect(400);
}

/// C2, C3, O11
#[tokio::test(flavor = "multi_thread")]
async fn a_decision_to_pause_or_to_end_a_term_happens_at_once_with_one_letter_that_thanks_first() {
    let office = Office::of(NOW, &young()).await;
    amara(&office).await;
    let organizer = office.organizer().await;
    let first = asked_about_amara(&office, "2025-06-01").await;
    organizer.post(&first, &[("version", "1"), ("what", "hold"), ("reason", "Ill.")]).await.expect(422);
    let hold = [("what", "hold"), ("from", "2026-05-20"), ("until", "2026-06-30"), ("reason", "She is ill.")];
    let before = office.letters_to(AMARA).await.len();
    let hold = form(&organizer, &first, &first, &hold).await;
    for _ in 0..2 {
        organizer.send(&hold).await.expect(303);
    }
    assert!(record(&office, AMARA).await.is_away(day("2026-06-30")));
    assert_eq!(load_of(office.store()).await, (0, 1));

    office.clock_moves_to("2026-05-22T09:00:00Z").await;
    let organizer = office.organizer().await;
    let second = asked_about_amara(&office, "2025-07-01").await;
    let end = [("what", "end_term"), ("reason", "Asked by phone."), ("words", "It was good to have you.")];
    let end = form(&organizer, &second, &second, &end).await;
    for _ in 0..2 {
        organizer.send(&end).await.expect(303);
    }
    let gone = record(&office, AMARA).await;
    assert_eq!(gone.state, AmbassadorState::Ended);
    assert_eq!(gone.leaving.unwrap().reason.unwrap().as_str(), "Asked by phone.");
    assert_eq!(load_of(office.store()).await, (0, 0));
    let letters = office.letters_to(AMARA).await;
    assert_eq!(subjects(&letters[before..]), ["You are on a pause", "Your time in Mautic Ambassadors"]);
    let told = &letters[before + 1].text;
    assert!(told.contains("It was good to have you.") && !told.contains("Asked by phone."), "{told}");
    assert!(told.find("Thank you") < told.find("decided"), "{told}");
    // Both stay in what the team knows of her.
    let profile = organizer.get(&format!("/team/ambassadors/{}", gone.id)).await.expect(200).page().text();
    for shown in ["She is ill.", "Asked by phone.", "On a pause from 20 May 2026 to 21 May 2026"] {
        assert!(profile.contains(shown), "{shown}: {profile}");
    }
}

/// O11, N1, R3
#[tokio::test(flavor = "multi_thread")]
async fn the_team_can_end_a_term_without_being_asked_but_nobody_their_own() {
    let office = Office::of(NOW, &young()).await;
    amara(&office).await;
    let organizer = office.organizer().await;
    let path = format!("/team/ambassadors/{}/end-term", id_of(&office, AMARA).await);
    organizer.post(&path, &[("version", "1")]).await.expect(422);
    let end = form(&organizer, &path, &path, &[("reason", "Took money for the title.")]).await;
    let invite = form(&organizer, "/team/people", "/team/people", &[("email", AMARA), ("organizer", "yes")]).await;
    organizer.send(&invite).await.expect(303);
    let amara = office.signed_in(AMARA).await;
    assert!(amara.send(&end).await.expecting(409).page().text().contains("your own term"));
    let asked = asked_about_amara(&office, "2025-06-01").await;
    let own =
        amara.post(&asked, &[("version", "1"), ("what", "talk"), ("reason", "With myself.")]).await.expecting(409);
    assert!(own.page().text().contains("This is about you"), "{}", own.page().text());
    assert_eq!(record(&office, AMARA).await.state, AmbassadorState::Active);
    for _ in 0..2 {
        organizer.send(&end).await.expect(303);
    }
    assert_eq!(record(&office, AMARA).await.state, AmbassadorState::Ended);
    let ended = office.letters_to(AMARA).await.iter().filter(|it| it.subject.starts_with("Your time in")).count();
    assert_eq!(ended, 1);
}

/// O11, N1, N3
#[tokio::test(flavor = "multi_thread")]
async fn stepping_down_takes_two_pages_brings_one_letter_of_thanks_and_keeps_one_s_record_in_sight() {
    let office = Office::of(NOW, &young()).await;
    let amara = amara(&office).await;
    let before = office.letters_to(AMARA).await.len();
    let first = form(&amara, "/me/step-down", "/me/step-down", &[("words", "It was lovely.")]).await;
    let second = amara.send(&first).await.expecting(200).page();
    assert_eq!(record(&office, AMARA).await.state, AmbassadorState::Active, "nothing has happened yet");
    let sure = second.form("/me/step-down/confirm");
    for _ in 0..2 {
        assert_eq!(amara.send(&sure).await.expect(303).location(), "/me");
    }
    let gone = record(&office, AMARA).await;
    assert_eq!(gone.state, AmbassadorState::Emeritus);
    assert_eq!(gone.leaving.unwrap().words.unwrap().as_str(), "It was lovely.");
    assert_eq!(load_of(office.store()).await, (0, 0));
    let letters = office.letters_to(AMARA).await;
    assert_eq!(subjects(&letters[before..]), ["Thank you for your time in Mautic Ambassadors"]);

    let amara = office.signed_in(AMARA).await;
    let me = amara.get("/me").await.expect(200).page();
    assert!(me.text().contains("ambassador emeritus"), "{}", me.text());
    assert_eq!(me.link("I would like to return"), "/me/return");
    amara.get("/me/activities").await.expect(200);
    amara.get("/me/step-down").await.expect(409);
    amara.post("/me/pause", &[("version", "2"), ("from", "2026-05-21")]).await.expect(409);
    let said = office.organizer().await.get(&format!("/team/ambassadors/{}", gone.id)).await.expect(200).page();
    assert!(said.text().contains("It was lovely."), "{}", said.text());
}

/// O11, N3
#[tokio::test(flavor = "multi_thread")]
async fn whoever_steps_down_while_something_changes_about_them_is_asked_once_more() {
    let office = Office::of(NOW, &young()).await;
    let amara = amara(&office).await;
    let first = form(&amara, "/me/step-down", "/me/step-down", &[("words", "Goodbye.")]).await;
    let sure = amara.send(&first).await.expecting(200).page().form("/me/step-down/confirm");
    let pause = form(&amara, "/me/pause", "/me/pause", &[("from", "2026-06-01")]).await;
    amara.send(&pause).await.expect(303);
    let again = amara.send(&sure).await.expecting(409).page().form("/me/step-down");
    assert_eq!(again.value("words"), Some("Goodbye."));
    assert_eq!(record(&office, AMARA).await.state, AmbassadorState::Active);
    let sure = amara.send(&again).await.expecting(200).page().form("/me/step-down/confirm");
    amara.send(&sure).await.expect(303);
    assert_eq!(record(&office, AMARA).await.state, AmbassadorState::Emeritus);
}

/// O11, N1
#[tokio::test(flavor = "multi_thread")]
async fn an_emeritus_asks_to_return_once_and_the_team_answers_by_letter() {
    let office = Office::of(NOW, &young()).await;
    let amara = amara(&office).await;
    amara.get("/me/return").await.expect(409);
    let first = form(&amara, "/me/step-down", "/me/step-down", &[]).await;
    let sure = amara.send(&first).await.expecting(200).page().form("/me/step-down/confirm");
    amara.send(&sure).await.expect(303);

    for (asked_at, what, words, subject, state) in [
        (None, "leave_as_is", "Not this year.", "Your wish to return to", AmbassadorState::Emeritus),
        (Some("2026-05-22T09:00:00Z"), "welcome_back", "Hurray!", "Welcome back to", AmbassadorState::Active),
    ] {
        if let Some(at) = asked_at {
            office.clock_moves_to(at).await;
        }
        let (amara, organizer) = (office.signed_in(AMARA).await, office.organizer().await);
        let wish = form(&amara, "/me/return", "/me/return", &[("words", "I miss you.")]).await;
        for _ in 0..2 {
            assert_eq!(amara.send(&wish).await.expect(303).location(), "/me/return");
        }
        amara.post("/me/return", &[("words", "Something else.")]).await.expect(409);
        let asked = open(office.store()).await;
        assert_eq!(asked.len(), 1);
        let path = organizer.get("/team").await.expect(200).page().link("would like to be an ambassador again");
        assert!(organizer.get(&path).await.expect(200).page().text().contains("I miss you."));
        let before = office.letters_to(AMARA).await.len();
        let answer = [("what", what), ("reason", "We talked."), ("words", words)];
        let answer = form(&organizer, &path, &path, &answer).await;
        for _ in 0..2 {
            organizer.send(&answer).await.expect(303);
        }
        let letters = office.letters_to(AMARA).await;
        assert_eq!(letters.len(), before + 1);
        assert!(letters[before].subject.starts_with(subject) && letters[before].text.contains(words));
        assert_eq!(record(&office, AMARA).await.state, state);
    }
    assert_eq!(load_of(office.store()).await, (1, 0));
    assert_eq!(record(&office, AMARA).await.leaving, None);
}

/// O10
#[tokio::test(flavor = "multi_thread")]
async fn who_leads_a_user_group_is_held_to_nothing_and_an_ambassador_who_leads_one_is_judged_as_ambassador_only() {
    let office = Office::of(NOW, &young()).await;
    amara(&office).await;
    let organizer = office.organizer().await;
    organizer.post("/team/people/leaders", &[("leader_name", "Tunde")]).await.expect(422);
    for (name, address, group) in
        [("Tunde Ade", "tunde@example.org", "Mautic Abuja"), ("Amara Okafor", AMARA, "Mautic Lagos")]
    {
        let fields = [("leader_name", name), ("leader_email", address), ("group", group)];
        let add = form(&organizer, "/team/people", "/team/people/leaders", &fields).await;
        for _ in 0..2 {
            organizer.send(&add).await.expect(303);
        }
    }
    let person = async |address| office.store().person(&email(address)).await.unwrap().unwrap();
    let tunde = person("tunde@example.org").await;
    assert_eq!(tunde.roles, Roles::of([Role::GroupLeader]));
    assert_eq!(done_to(office.store(), &format!("person#{}", tunde.id)).await, ["lead a user group"]);
    assert!(person(AMARA).await.roles.has(Role::Ambassador));
    let list = organizer.get("/team/people").await.expect(200).page();
    assert!(list.text().contains("Mautic Abuja") && list.text().contains("Mautic Lagos"), "{}", list.text());
    assert!(!organizer.get("/team/ambassadors").await.expect(200).page().text().contains("Tunde"));
    let profile = format!("/team/ambassadors/{}", id_of(&office, AMARA).await);
    assert!(organizer.get(&profile).await.expect(200).page().text().contains("Also leads Mautic Lagos"));
    let leader = office.signed_in("tunde@example.org").await;
    for path in ["/me", "/team", "/apply/status"] {
        leader.get(path).await.expect(403);
    }

    office.clock_moves_to("2026-07-16T09:00:00Z").await;
    let to_tunde = office.letters_to("tunde@example.org").await;
    assert!(to_tunde.iter().all(|letter| letter.subject.starts_with("Your sign-in link")), "{:?}", subjects(&to_tunde));
    let judged = office.store().standings(quarter("2026-Q2")).await.unwrap();
    assert_eq!(judged.iter().map(|it| it.ambassador).collect::<Vec<_>>(), [id_of(&office, AMARA).await]);

    let organizer = office.organizer().await;
    let no_more = organizer.get("/team/people").await.expect(200).page().form(&format!("{}/leads", tunde.id));
    for _ in 0..2 {
        organizer.send(&no_more).await.expect(303);
    }
    assert!(person("tunde@example.org").await.roles.is_empty());
    assert!(!organizer.get("/team/people").await.expect(200).page().text().contains("Mautic Abuja"));
}
