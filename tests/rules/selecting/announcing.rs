//! Announcing, cut off anywhere (clauses O3, R2; requirements N4, N9).

use crate::{NOW, applies, in_tranches, many};
use chancery::folder::Folder;
use chancery::office::Records;
use letters::Letter;
use program::application::Decision;
use program::text::Text;
use program::{Application, ApplicationId, ApplicationState, Column, Outcome, PersonId, Round, Settings};
use specification::{Cut, Office, Wire, instant};
use std::collections::BTreeMap;
use store::announcing::Announced;
use store::applications::{Board, Order};
use store::audit::Actor;
use store::outbox::{Draft, Lane, LetterState};
use store::{Clock, Store};

/// The first tranche.
pub(crate) const SPRING: &str = "spring";

/// Records of a program that selects in tranches.
pub(crate) async fn records() -> Records {
    let records = Records::open(Folder::temporary().unwrap(), Clock::starting_at(instant(NOW)), None).await.unwrap();
    records.store.add_settings(&in_tranches(), 0, Actor::Operator).await.unwrap();
    records
}

async fn decided(store: &Store, settings: &Settings, id: ApplicationId, outcome: Outcome) {
    let seen = store.application(id).await.unwrap().unwrap().version;
    let decision = Decision {
        outcome,
        reason: Text::parse("By the criteria.").unwrap(),
        words: None,
        by: PersonId::new(store.new_id()),
        by_name: "Organizer".to_owned(),
        at: store.clock().now(),
    };
    store.decide(id, seen, &decision, &settings.calendar, telling).await.unwrap();
}

/// The letter that tells what was decided.
pub(crate) fn telling(application: &Application) -> Draft {
    let letter = Letter::KeptInPool { name: "Amara Okafor".to_owned(), words: None };
    let id = format!("decision-{}/{}", application.times_told(), application.id);
    Draft::new(id, Lane::Bulk, &application.submission.email, "en", &letter)
}

/// So many decided about, each outcome in turn, and one in the pool from before.
async fn ready(store: &Store, settings: &Settings, count: usize) -> BTreeMap<ApplicationId, Option<Outcome>> {
    let mut all = BTreeMap::new();
    for number in 0..count {
        let id = applies(store, settings, number, ("Nigeria", "English")).await;
        store.confirm(id, settings).await.unwrap();
        let outcome = Outcome::ALL[number % 3];
        decided(store, settings, id, outcome).await;
        all.insert(id, Some(outcome));
    }
    let unconfirmed = applies(store, settings, count, ("Nigeria", "English")).await;
    all.insert(unconfirmed, None);
    store.clock().advance(instant("2026-06-01T09:00:00Z") - store.clock().now());
    all
}

/// Everybody was told exactly what was decided about them, once, and nobody is left behind.
async fn holds(store: &Store, all: &BTreeMap<ApplicationId, Option<Outcome>>) {
    let mut expected = Vec::new();
    let mut active = 0;
    for (id, outcome) in all {
        let application = store.application(*id).await.unwrap().unwrap().value;
        let (state, round) = match outcome {
            Some(Outcome::Accept) => (ApplicationState::Accepted, SPRING),
            Some(Outcome::Decline) => (ApplicationState::Declined, SPRING),
            Some(Outcome::KeepInPool) => (ApplicationState::InPool, "autumn"),
            None => (ApplicationState::Unconfirmed, "autumn"),
        };
        assert_eq!((application.state, application.round.key()), (state, round));
        let history = store.history(&format!("application#{id}")).await.unwrap();
        let told = history.iter().filter(|entry| entry.what == "announce").count();
        assert_eq!(told, usize::from(outcome.is_some()), "{history:?}");
        expected.push(format!("receipt/{id}"));
        expected.extend(outcome.map(|_| format!("decision-1/{id}")));
        let person = store.person(&application.submission.email).await.unwrap().unwrap();
        assert_eq!(person.ambassador.is_some(), *outcome == Some(Outcome::Accept));
        active += u64::from(*outcome == Some(Outcome::Accept));
    }
    let mut letters: Vec<_> =
        store.letters_in(LetterState::Waiting).await.unwrap().into_iter().map(|letter| letter.id).collect();
    letters.sort();
    expected.sort();
    assert_eq!(letters, expected);
    assert_eq!(store.all_ambassadors().await.unwrap().len() as u64, active);
    let nigeria = store.all_loads().await.unwrap().by_country().into_values().next().unwrap();
    let pooled = all.values().filter(|outcome| **outcome == Some(Outcome::KeepInPool)).count() as u64;
    assert_eq!((nigeria.active, nigeria.applicants), (active, pooled));
    for column in Column::PENDING {
        let board = Board { round: Round::Tranche(SPRING.to_owned()), column, order: Order::Sent };
        assert!(store.board(&board, 1, None).await.unwrap().0.is_empty());
    }
}

/// O3, R2, N9
#[tokio::test(flavor = "multi_thread")]
async fn an_announcement_cut_off_at_any_request_and_run_again_tells_everybody_once() {
    let settings = Settings::read(&in_tranches()).unwrap();
    let (mut cuts, mut requests) = (0, 0);
    for cut in [Cut::Before, Cut::After] {
        for at in 0.. {
            let records = records().await;
            let all = ready(&records.store, &settings, 3).await;
            let wire = Wire::to(&records.place().tables_url).await;
            let store = wire.store(records.place(), records.store.clock().clone()).await;
            wire.asked();
            wire.cut_after(at, cut);
            let by = PersonId::new(store.new_id());
            let announced = store.announce(SPRING, by).await;
            let told = match announced {
                Ok(_) => store.tell_all(SPRING, &settings, &telling).await.map(drop),
                Err(error) => Err(error),
            };
            let was_cut = wire.mend();
            assert_eq!(told.is_err(), was_cut, "a cut is never taken for an end");
            cuts += usize::from(was_cut);
            requests = requests.max(wire.asked().len());
            // The button is pressed again, or the stream brings it again, or the hourly round comes by.
            assert!(matches!(store.announce(SPRING, by).await.unwrap(), Announced::Done(_)));
            for _ in 0..2 {
                store.tell_all(SPRING, &settings, &telling).await.unwrap();
            }
            holds(&records.store, &all).await;
            records.close().await.unwrap();
            if !was_cut {
                break;
            }
        }
    }
    assert!(cuts > 40 && cuts == 2 * requests, "{cuts} cuts in {requests} requests");
}

/// N4, O3: as many as `CHANCERY_LARGE` says, announced while somebody wants to sign in.
#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_letter_asked_for_during_an_announcement_leaves_before_the_announcement_is_through() {
    let count = many(150);
    let office = Office::of(NOW, &in_tranches()).await;
    let settings = Settings::read(&in_tranches()).unwrap();
    let all = ready(office.store(), &settings, count).await;
    office.post_is_done().await;
    let organizer = office.organizer().await;
    let before = office.letters().await.len();
    organizer.post("/team/applications/rounds/spring/announce", &[]).await.expect(303);
    let asked = std::time::Instant::now();
    office.browser().post("/sign-in", &[("email", "applicant-0@example.org")]).await.expect(303);
    let mut sent_before_it = None;
    for _ in 0..3000 {
        // Read as they lie in the folder, without waiting for the post to be done.
        let letters = office.letters_so_far();
        if letters.iter().any(|letter| letter.to == "applicant-0@example.org" && letter.text.contains("/sign-in/")) {
            sent_before_it = Some(letters.len() - before - 1);
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let sent_before_it = sent_before_it.expect("the sign-in letter did not come within half a minute");
    println!(
        "the sign-in letter left after {} ms, with {sent_before_it} of {count} others before it",
        asked.elapsed().as_millis()
    );
    assert!(sent_before_it < count / 2, "{sent_before_it} of {count} letters left before it");
    for _ in 0..6000 {
        if office.store().announcement(SPRING).await.unwrap().unwrap().done_at.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let applicants = office.letters().await.into_iter().filter(|letter| letter.to.starts_with("applicant-"));
    let decisions = applicants.filter(|letter| !letter.text.contains("/sign-in/")).count();
    // A receipt for each, the unconfirmed one included, and a decision for each but that one.
    assert_eq!(decisions, all.len() + count);
    println!("{count} told and written to after {} s", asked.elapsed().as_secs());
    office.close().await;
}
