//! AWS is busy, does not answer, or answers half. What every workflow does in such weather, `crash` shows; here is what each
//! kind of it comes to by itself.

use crate::{email, records};
use chancery::office::Records;
use chrono::Duration;
use letters::Letter;
use specification::{Cut, Fault, Faults, Line, MAUTIC, Wire, program_with};
use std::time::Instant;
use store::audit::Actor;
use store::outbox::{Draft, Lane, LetterState};
use store::tables::Table;
use store::{LocalPlace, Patience, Store};

/// An office that asks over a wire, and waits for nobody.
struct Outdoors {
    records: Records,
    wire: Wire,
    store: Store,
}

const SOON: std::time::Duration = std::time::Duration::from_millis(500);

async fn outdoors() -> Outdoors {
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let patience = Patience { tables: SOON, files: SOON, pause: std::time::Duration::from_millis(4) };
    let place = LocalPlace { patience, ..records.place().clone() };
    let wire = Wire::to(&place.tables_url).await;
    let bucket = wire.line(Line::Files, &place.files_url).await;
    let store = wire.store_with_files(&place, &bucket, records.store.clock().clone()).await;
    Outdoors { records, wire, store }
}

fn letter(id: &str) -> Draft {
    let letter = Letter::KeptInPool { name: "Amara Okafor".to_owned(), words: None };
    Draft::new(id, Lane::Now, &email("amara@example.org"), "en", &letter)
}

/// N1, N2
#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_and_not_answered_is_asked_for_again_by_itself_and_done_once() {
    let Outdoors { records, wire, store } = outdoors().await;
    for fault in [Fault::Failed(Cut::After), Fault::Closed(Cut::After), Fault::Silent(Cut::After)] {
        let id = format!("test/{fault:?}");
        wire.goes_wrong(Faults::first(2, fault));
        store.queue(&letter(&id)).await.unwrap();
        assert_eq!(wire.goes_well().len(), 2, "{fault:?}");
        assert_eq!(records.store.letter(&id).await.unwrap().unwrap().state, LetterState::Waiting, "{fault:?}");
        // Whoever is not answered that the letter is theirs to send hears it the second time.
        wire.goes_wrong(Faults::first(1, fault));
        assert_eq!(store.lease(&id).await.unwrap().unwrap().attempts, 1, "{fault:?}");
        assert!(!wire.goes_well().is_empty(), "{fault:?}");
    }
}

/// N3
#[tokio::test(flavor = "multi_thread")]
async fn who_meets_others_at_the_same_items_waits_a_moment_and_comes_after_them() {
    let Outdoors { records, wire, store } = outdoors().await;
    for fault in [Fault::Contended, Fault::Crowded, Fault::StillRunning, Fault::Throttled, Fault::Failed(Cut::Before)] {
        let id = format!("test/{fault:?}");
        wire.goes_wrong(Faults::first(3, fault));
        store.queue(&letter(&id)).await.unwrap();
        assert_eq!(wire.goes_well().len(), 3, "{fault:?}");
        assert!(records.store.letter(&id).await.unwrap().is_some(), "{fault:?}");
        // However long that goes on, it is never taken for somebody who was there first.
        wire.goes_wrong(Faults::first(usize::MAX, fault));
        let told = store.queue(&letter("test/never")).await;
        wire.goes_well();
        assert!(matches!(told, Err(store::Error::Unexpected(_))), "{fault:?}: {told:?}");
        assert_eq!(records.store.letter("test/never").await.unwrap(), None, "{fault:?}");
    }
}

/// N9
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_does_not_come_is_not_waited_for_for_ever() {
    let Outdoors { records: _open, wire, store } = outdoors().await;
    let began = Instant::now();
    wire.goes_wrong(Faults::first(usize::MAX, Fault::Silent(Cut::Before)));
    let never = letter("test/never");
    let (read, written) = tokio::join!(store.settings(), store.queue(&never));
    let document = store.files().get("temporary/never").await;
    assert!(read.is_err() && written.is_err() && document.is_err());
    assert!(began.elapsed() < SOON * 12, "{:?}", began.elapsed());
    wire.goes_well();
    assert_eq!(store.letter("test/never").await.unwrap(), None);
}

/// A gateway gives up after half a minute, and whoever waits at it is to hear more than that.
#[test]
fn a_page_says_that_it_did_not_go_well_before_the_gateway_does() {
    let patience = Patience::WITH_AWS;
    assert!(patience.tables * 4 + patience.pause * (1 + 2 + 4) < std::time::Duration::from_secs(29));
}

/// N9
#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_whole_or_an_error_and_never_taken_for_one_that_is_not_there() {
    let Outdoors { records: _open, wire, store } = outdoors().await;
    let files = store.files();
    for fault in [Fault::Throttled, Fault::Failed(Cut::After), Fault::Closed(Cut::Before), Fault::Closed(Cut::After)] {
        let key = format!("temporary/{fault:?}");
        wire.goes_wrong(Faults::first(2, fault));
        files.put(&key, "text/plain", b"there".to_vec()).await.unwrap();
        assert_eq!(wire.goes_well().len(), 2, "{fault:?}");
        wire.goes_wrong(Faults::first(2, fault));
        let there = files.get(&key).await.unwrap();
        assert_eq!(there, Some(("text/plain".to_owned(), b"there".to_vec())), "{fault:?}");
        wire.goes_wrong(Faults::first(usize::MAX, fault));
        let told = files.get(&key).await;
        let gone = fault != Fault::Failed(Cut::After);
        assert!(told.is_err() == gone, "{fault:?}: {told:?}");
        wire.goes_well();
    }
    files.put("temporary/long", "text/plain", vec![7; 100_000]).await.unwrap();
    wire.goes_wrong(Faults::first(usize::MAX, Fault::HalfAnswer));
    assert!(files.get("temporary/long").await.is_err() && files.fetch("temporary/long", 200_000).await.is_err());
    wire.goes_well();
}

/// N7
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_which_half_is_left_out_is_read_and_brought_in_to_its_end() {
    let Outdoors { records, wire, store } = outdoors().await;
    let ids: Vec<_> = (0..60).map(|number| format!("test/{number}")).collect();
    for id in &ids {
        records.store.queue(&letter(id)).await.unwrap();
    }
    wire.goes_wrong(Faults::first(3, Fault::LeftOut));
    assert_eq!(store.letters(&ids).await.unwrap().len(), 60);
    assert_eq!(wire.goes_well().len(), 3);
    let lines = records.store.items_of(Table::Outbox).await.unwrap();
    let elsewhere = outdoors().await;
    elsewhere.wire.goes_wrong(Faults::first(3, Fault::LeftOut));
    elsewhere.store.bring_items(Table::Outbox, &lines).await.unwrap();
    assert_eq!(elsewhere.wire.goes_well().len(), 3);
    assert_eq!(elsewhere.records.store.items_of(Table::Outbox).await.unwrap(), lines);
}

/// N7
#[tokio::test(flavor = "multi_thread")]
async fn a_list_goes_on_after_a_page_that_is_short() {
    let Outdoors { records, wire, store } = outdoors().await;
    for number in 0..30 {
        records.store.queue(&letter(&format!("test/{number}"))).await.unwrap();
    }
    wire.goes_wrong(Faults::first(usize::MAX, Fault::ShortPage));
    let waiting = store.letters_in(LetterState::Waiting).await.unwrap();
    let all = store.items_of(Table::Outbox).await.unwrap();
    assert!(wire.goes_well().len() > 20);
    assert_eq!((waiting.len(), all), (30, records.store.items_of(Table::Outbox).await.unwrap()));
}

/// S4: what a session was last seen at is a note in the margin.
#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_let_in_although_another_change_of_their_session_is_at_work() {
    let Outdoors { records, wire, store } = outdoors().await;
    records.store.invite_first_organizer(&email("organizer@example.org"), "en").await.unwrap();
    let organizer = records.store.person(&email("organizer@example.org")).await.unwrap().unwrap();
    let session = records.store.sign_in_without_link(&organizer).await.unwrap();
    records.store.clock().advance(Duration::minutes(20));
    wire.goes_wrong(Faults::first(usize::MAX, Fault::Contended));
    assert_eq!(store.session(&session).await.unwrap().unwrap().person, organizer.id);
    assert_eq!(wire.goes_well().len(), 1);
}

/// R6: how the program counted before is asked for, and if that cannot be told, nothing is put into force.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_counts_another_way_does_so_with_its_next_quarter_or_not_at_all_now() {
    let Outdoors { records, wire, store } = outdoors().await;
    let monthly = program_with(&[("first_month", "first_month = 1\nlength = \"month\"")]);
    wire.goes_wrong(Faults::first(4, Fault::Failed(Cut::Before)));
    assert!(store.add_settings(&monthly, 1, Actor::Operator).await.is_err());
    let went_wrong = wire.goes_well();
    assert!(went_wrong.iter().all(|it| it.operation == "GetItem"), "{went_wrong:?}");
    assert_eq!(records.store.settings().await.unwrap().unwrap().version, 1);
    assert_eq!(store.add_settings(&monthly, 1, Actor::Operator).await.unwrap(), 2);
}
