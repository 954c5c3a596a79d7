//! Two people change the same thing.

use crate::{application_id, application_of, apply, done_to, email, plan_of, records};
use program::application::Decision;
use program::text::Text;
use program::{Application, ApplicationState, Outcome, PersonId, Settings};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use specification::{MAUTIC, Office};
use std::collections::BTreeSet;
use store::Store;
use store::applications::{NotChanged, Stored};
use store::outbox::{Draft, Lane, LetterState};

/// N3
#[tokio::test(flavor = "multi_thread")]
async fn two_organizers_deciding_at_once_make_one_decision_and_the_other_sees_both() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    let visitor = office.browser();
    visitor.send(&application_of(&visitor, "Amara Okafor", "amara@example.org").await).await.expect(303);
    let receipt = office.wait_for_letter("amara@example.org", 0).await;
    visitor.post(&receipt.link("/apply/confirm/"), &[]).await.expect(200);
    let id = application_id(&office, "amara@example.org").await;
    let path = format!("/team/applications/{id}");

    let (first, second) = (office.organizer().await, office.organizer().await);
    let mut welcome = first.get(&path).await.expect(200).page().form("/decision");
    welcome.fill("outcome", "accept");
    welcome.fill("reason", "Speaks every month.");
    let mut decline = second.get(&path).await.expect(200).page().form("/decision");
    decline.fill("outcome", "decline");
    decline.fill("reason", "No time this quarter.");
    decline.fill("words", "Thank you. Please come back when you have more time.");
    let (yes, no) = tokio::join!(first.send(&welcome), second.send(&decline));

    let mut statuses = [yes.status, no.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let conflict = if yes.status == 409 { &yes } else { &no };
    let page = conflict.page().text();
    for shown in ["Speaks every month.", "No time this quarter.", "Saved by somebody else", "Sent by you"] {
        assert!(page.contains(shown), "{shown} is not shown: {page}");
    }
    let (outcome, subject) = match yes.status {
        303 => ("accept", "Welcome to Mautic Ambassadors"),
        _ => ("decline", "Your application to Mautic Ambassadors"),
    };
    assert_eq!(done_to(office.store(), &format!("application#{id}")).await, ["apply", "confirm the address", outcome]);
    let letters = office.letters_to("amara@example.org").await;
    assert_eq!(
        letters.iter().map(|letter| letter.subject.as_str()).collect::<Vec<_>>(),
        ["Thank you for applying to Mautic Ambassadors", subject]
    );
    // Sent once more as it was, it still changes nothing: the one that stands is told so (N1), the other sees both again.
    let (stands, came_second) = if yes.status == 303 {
        ((&first, &welcome), (&second, &decline))
    } else {
        ((&second, &decline), (&first, &welcome))
    };
    assert_eq!(stands.0.send(stands.1).await.expect(303).location(), path);
    came_second.0.send(came_second.1).await.expect(409);
    assert_eq!(done_to(office.store(), &format!("application#{id}")).await, ["apply", "confirm the address", outcome]);
    assert_eq!(office.letters_to("amara@example.org").await.len(), 2);
    office.close().await;
}

/// N3
#[tokio::test(flavor = "multi_thread")]
async fn a_plan_changed_in_two_windows_shows_both_versions_and_the_second_can_be_sent_on_top() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let activity = amara.send(&plan_of(&amara, "Meetup in Lagos", "2026-06-24").await).await.expect(303).location();
    let edit = format!("{activity}/plan");
    let mut one = amara.get(&edit).await.expect(200).page().form("/plan");
    let mut two = amara.get(&edit).await.expect(200).page().form("/plan");
    one.fill("title", "Meetup with Chidi");
    two.fill("title", "Meetup with Ngozi");
    two.fill("city", "Abuja");
    amara.send(&one).await.expect(303);

    let page = amara.send(&two).await.expect(409).page();
    for shown in ["Meetup with Chidi", "Meetup with Ngozi", "Lagos", "Abuja"] {
        assert!(page.text().contains(shown), "{shown} is not shown: {}", page.text());
    }
    assert!(!page.text().contains("2026-06-24"), "what both agree on is not in question: {}", page.text());
    let there = amara.get(&edit).await.expect(200).page().form("/plan");
    assert_eq!(there.value("title"), Some("Meetup with Chidi"));

    let again = page.form("/plan");
    assert_eq!(amara.send(&again).await.expect(303).location(), activity);
    let there = amara.get(&edit).await.expect(200).page().form("/plan");
    assert_eq!((there.value("title"), there.value("city")), (Some("Meetup with Ngozi"), Some("Abuja")));
    let id = activity.rsplit('/').next().unwrap();
    assert_eq!(
        done_to(office.store(), &format!("activity#{id}")).await,
        ["plan", "change the plan", "change the plan"]
    );
    office.close().await;
}

/// What one of three people does next: look at the application, decide about what they saw, or confirm the address.
#[derive(Clone, Copy, Debug)]
enum Move {
    Look(usize),
    Decide(usize, Outcome),
    Confirm,
}

fn any_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        (0usize..3).prop_map(Move::Look),
        (0usize..3, prop::sample::select(&Outcome::ALL[..])).prop_map(|(who, outcome)| Move::Decide(who, outcome)),
        Just(Move::Confirm),
    ]
}

/// N3
#[test]
fn in_any_order_of_looking_confirming_and_deciding_only_a_decision_about_what_is_there_stands() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let records = runtime.block_on(records("2026-06-20T09:00:00Z", MAUTIC));
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    runner
        .run(&prop::collection::vec(any_move(), 1..14), |moves| {
            runtime.block_on(play(&records.store, &moves));
            Ok(())
        })
        .unwrap();
    runtime.block_on(records.close()).unwrap();
}

async fn play(store: &Store, moves: &[Move]) {
    let address = format!("{}@example.org", store.new_id());
    let id = apply(store, &address).await;
    let settings = Settings::read(MAUTIC).unwrap();
    let first = store.application(id).await.unwrap().unwrap();
    let mut seen = [first.clone(), first.clone(), first];
    // What should be there: the state, the changes, and the letters.
    let mut state = ApplicationState::Unconfirmed;
    let mut changes = vec!["apply"];
    let mut letters = BTreeSet::from([format!("receipt/{id}")]);
    for next in moves {
        match next {
            Move::Look(who) => seen[*who] = store.application(id).await.unwrap().unwrap(),
            Move::Confirm => {
                store.confirm(id, &settings).await.unwrap();
                if state == ApplicationState::Unconfirmed {
                    state = ApplicationState::Received;
                    changes.push("confirm the address");
                }
            }
            Move::Decide(who, outcome) => {
                let decided = decide(store, &seen[*who], *outcome, &settings).await;
                let rule = state.decide(*outcome).and_then(ApplicationState::announce);
                match (seen[*who].version == changes.len() as u64, rule) {
                    (true, Ok(new)) => {
                        decided.unwrap();
                        state = new;
                        changes.push(outcome.name());
                        letters.insert(format!("decision-{}/{id}", letters.len()));
                    }
                    (true, Err(rule)) => {
                        assert!(
                            matches!(decided, Err(NotChanged::Rule(broken)) if broken == rule),
                            "{moves:?}: {decided:?}"
                        );
                    }
                    (false, _) => {
                        assert!(matches!(decided, Err(NotChanged::Changed(_))), "{moves:?}: {decided:?}");
                    }
                }
            }
        }
    }
    let there = store.application(id).await.unwrap().unwrap();
    assert_eq!((there.value.state, there.version), (state, changes.len() as u64), "{moves:?}");
    assert_eq!(done_to(store, &format!("application#{id}")).await, changes, "{moves:?}");
    let waiting = store.letters_in(LetterState::Waiting).await.unwrap();
    let about: BTreeSet<_> =
        waiting.into_iter().map(|letter| letter.id).filter(|letter| letter.ends_with(&id.to_string())).collect();
    assert_eq!(about, letters, "{moves:?}");
    let person = store.person(&email(&address)).await.unwrap().unwrap();
    assert_eq!(person.ambassador.is_some(), state == ApplicationState::Accepted, "{moves:?}");
}

async fn decide(
    store: &Store,
    seen: &Stored<Application>,
    outcome: Outcome,
    settings: &Settings,
) -> Result<Application, NotChanged> {
    let decision = Decision {
        outcome,
        reason: Text::parse("For the record.").unwrap(),
        words: None,
        by: PersonId::new(store.new_id()),
        by_name: "Organizer".to_owned(),
        at: store.clock().now(),
    };
    let letter = |application: &Application| {
        let says = ::letters::Letter::KeptInPool { name: "Amara Okafor".to_owned(), words: None };
        let id = format!("decision-{}/{}", application.times_told(), application.id);
        Draft::new(id, Lane::Now, &application.submission.email, "en", &says)
    };
    store.decide(seen.value.id, seen.version, &decision, &settings.calendar, letter).await
}
