//! A letter leaves at most once, and what became of it is known or asked about.

use crate::smtp::{Manner, Server};
use crate::{apply, done_to, email, letters_to_people, records};
use chancery::folder::Folder;
use chancery::office::Records;
use letters::Letter;
use mailer::{Event, Transport};
use serde_json::{Value, json};
use specification::{Browser, MAUTIC, Office, ask_engine, instant};
use std::collections::BTreeSet;
use store::outbox::{Draft, Lane, LetterState};
use store::{Secret, Store};
use tokio::task::JoinSet;

/// A letter that needs no secret link, about `id`.
async fn queue(store: &Store, id: &str, lane: Lane, to: &str) {
    let letter = Letter::KeptInPool { name: "Amara Okafor".to_owned(), words: None };
    store.queue(&Draft::new(id, lane, &email(to), "en", &letter)).await.unwrap();
}

fn mailer(records: &Records, transport: Transport) -> mailer::Office {
    mailer::Office {
        store: records.store.clone(),
        transport,
        public_url: "https://ambassadors.example.org".to_owned(),
        sender: email("ambassadors@example.org"),
    }
}

async fn state_of(store: &Store, id: &str) -> LetterState {
    store.letter(id).await.unwrap().unwrap().state
}

async fn an_hour_later(post: &mailer::Office) {
    post.store.clock().advance(chrono::Duration::hours(1));
    let at = post.store.clock().now();
    assert_eq!(mailer::handle(post, Event::Scheduled { scheduled_time: at }).await.unwrap().batch_item_failures, []);
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn what_a_mail_server_says_decides_what_becomes_of_a_letter_and_nothing_is_sent_twice() {
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let store = &records.store;
    let server = Server::open().await;
    let post = mailer(&records, Transport::smtp(&server.url()).unwrap());
    let table = [
        ("taken", Manner::Takes, true, LetterState::Sent),
        ("nobody", Manner::RefusesTheAddress, true, LetterState::Refused),
        ("refused", Manner::RefusesTheLetter, true, LetterState::Refused),
        ("later", Manner::Defers, false, LetterState::Waiting),
        ("cut-off", Manner::HangsUp, true, LetterState::Doubt),
    ];
    for (who, manner, posted, state) in table {
        let address = format!("{who}@example.org");
        server.meets(&address, manner);
        queue(store, who, Lane::Bulk, &address).await;
        assert_eq!(mailer::post(&post, who).await.is_ok(), posted, "{who}");
        assert_eq!(state_of(store, who).await, state, "{who}");
    }
    let sent = store.letter("taken").await.unwrap().unwrap();
    assert_eq!(sent.message_id.as_deref(), Some("2.0.0 Ok: queued as LETTER-1"));
    assert_eq!(sent.data, Value::Null, "what a sent letter says is erased");

    // However often it is swept, only the one that waits is offered again, and it goes as soon as it is taken.
    an_hour_later(&post).await;
    server.meets("later@example.org", Manner::Takes);
    for _ in 0..3 {
        an_hour_later(&post).await;
    }
    let offered = table.map(|(who, ..)| (who, server.named(&format!("{who}@example.org"))));
    assert_eq!(offered, [("taken", 1), ("nobody", 1), ("refused", 1), ("later", 3), ("cut-off", 1)]);
    let taken: BTreeSet<_> = server.read().into_iter().filter(|read| read.taken).map(|read| read.to).collect();
    assert_eq!(taken, BTreeSet::from(["taken@example.org".to_owned(), "later@example.org".to_owned()]));
    assert_eq!(state_of(store, "later").await, LetterState::Sent);
    assert_eq!(state_of(store, "cut-off").await, LetterState::Doubt);
    records.close().await.unwrap();
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_waits_while_the_mail_server_is_away_or_does_not_know_the_office() {
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let store = &records.store;
    queue(store, "letter", Lane::Now, "amara@example.org").await;
    // A port that nobody listens on.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let away = mailer(&records, Transport::smtp(&format!("smtp://{free}")).unwrap());
    assert!(mailer::post(&away, "letter").await.is_err());
    assert_eq!(state_of(store, "letter").await, LetterState::Waiting);
    // A name that leads nowhere, as on a machine that is off the net.
    let nowhere = mailer(&records, Transport::smtp("smtp://mail.invalid:25").unwrap());
    assert!(mailer::post(&nowhere, "letter").await.is_err());
    assert_eq!(state_of(store, "letter").await, LetterState::Waiting);

    // A wrong password is about the office, not about the letter.
    let server = Server::open().await;
    server.refuses_the_password();
    let url = format!("smtp://office:old-password@127.0.0.1:{}", server.port);
    let unknown = mailer(&records, Transport::smtp(&url).unwrap());
    assert!(mailer::post(&unknown, "letter").await.is_err());
    assert_eq!(state_of(store, "letter").await, LetterState::Waiting);
    assert_eq!(server.named("amara@example.org"), 0);

    let server = Server::open().await;
    an_hour_later(&mailer(&records, Transport::smtp(&server.url()).unwrap())).await;
    assert_eq!(state_of(store, "letter").await, LetterState::Sent);
    assert_eq!(server.read().len(), 1);
    records.close().await.unwrap();
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_whose_sender_was_cut_off_is_in_doubt_and_not_sent_again() {
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let store = &records.store;
    let server = Server::open().await;
    let post = mailer(&records, Transport::smtp(&server.url()).unwrap());
    queue(store, "letter", Lane::Now, "amara@example.org").await;
    // A sender took it and was never heard of again.
    assert!(store.lease("letter").await.unwrap().is_some());
    assert!(store.lease("letter").await.unwrap().is_none(), "nobody else gets it meanwhile");
    mailer::sweep(&post).await.unwrap();
    mailer::post(&post, "letter").await.unwrap();
    assert_eq!(state_of(store, "letter").await, LetterState::Sending, "its sender may be at it still");
    for _ in 0..3 {
        an_hour_later(&post).await;
    }
    mailer::post(&post, "letter").await.unwrap();
    assert_eq!(state_of(store, "letter").await, LetterState::Doubt);
    assert_eq!(server.named("amara@example.org"), 0);
    records.close().await.unwrap();
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn many_mailers_posting_one_letter_send_it_once() {
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let server = Server::open().await;
    queue(&records.store, "letter", Lane::Now, "amara@example.org").await;
    let mut posting = JoinSet::new();
    for _ in 0..20 {
        let post = mailer(&records, Transport::smtp(&server.url()).unwrap());
        posting.spawn(async move { mailer::post(&post, "letter").await });
    }
    assert!(posting.join_all().await.iter().all(Result::is_ok));
    assert_eq!(server.named("amara@example.org"), 1);
    assert_eq!(state_of(&records.store, "letter").await, LetterState::Sent);
    records.close().await.unwrap();
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_offers_letters_somebody_waits_for_before_all_others() {
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let store = &records.store;
    let server = Server::open().await;
    for number in 0..12 {
        queue(store, &format!("bulk/{number}"), Lane::Bulk, &format!("bulk-{number}@example.org")).await;
    }
    store.clock().advance(chrono::Duration::minutes(1));
    queue(store, "sign-in", Lane::Now, "amara@example.org").await;
    an_hour_later(&mailer(&records, Transport::smtp(&server.url()).unwrap())).await;
    let order: Vec<_> = server.read().into_iter().map(|read| read.to).collect();
    assert_eq!(order.len(), 13);
    assert_eq!(order[0], "amara@example.org");
    records.close().await.unwrap();
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_does_not_wait_behind_three_hundred_other_letters() {
    let server = Server::open().await;
    server.meets_everyone(Manner::TakesItsTime);
    let office =
        Office::with("2026-06-20T09:00:00Z", MAUTIC, |options| options.smtp = Some(Secret::new(server.url()))).await;
    for number in 0..300 {
        queue(office.store(), &format!("bulk/{number}"), Lane::Bulk, &format!("bulk-{number}@example.org")).await;
    }
    let before = server.read().len();
    office.browser().post("/sign-in", &[("email", "organizer@example.org")]).await.expect(303);
    server.wait_for("organizer@example.org", 1).await;
    let order: Vec<_> = server.read().into_iter().map(|read| read.to).collect();
    let place = order.iter().position(|to| to == "organizer@example.org").unwrap();
    assert!(place < before + 60 && place < 200, "{before} were sent before it was asked for, {place} before it went");
    // Closed in the middle of it, the office has sent none twice.
    office.close().await;
    let order: Vec<_> = server.read().into_iter().map(|read| read.to).collect();
    assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), order.len());
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_link_is_in_its_letter_and_nowhere_in_the_office() {
    let place = tempfile::tempdir().unwrap();
    let office = Office::in_folder(Folder::open(place.path()).unwrap(), "2026-06-20T09:00:00Z", MAUTIC, |_| {}).await;
    office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let links = letters_to_people(&office).await.into_iter().filter_map(|letter| {
        let text = letter.text;
        let start =
            ["/apply/confirm/", "/sign-in/"].into_iter().find_map(|start| Some(text.find(start)? + start.len()))?;
        Some(text[start..].split_whitespace().next().unwrap().to_owned())
    });
    let tokens: BTreeSet<_> = links.collect();
    assert_eq!(tokens.len(), 3, "a receipt and two sign-ins");
    office.close().await;
    let mut kept = Vec::new();
    for entry in std::fs::read_dir(place.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            kept.extend(std::fs::read(path).unwrap());
        }
    }
    let holds = |text: &str| kept.windows(text.len()).any(|window| window == text.as_bytes());
    // What confirms an address works for thirty days, so its hash is here, which shows that this looks in the right place.
    let hashes = tokens.iter().map(|token| store::secret::hash(token.as_bytes()));
    assert!(hashes.filter(|hash| holds(hash)).count() >= 1);
    for token in &tokens {
        assert!(!holds(token));
    }
}

fn record(number: usize, name: &str, keys: Value) -> Value {
    json!({
        "eventID": format!("event-{number}"), "eventName": name, "eventVersion": "1.1", "eventSource": "aws:dynamodb",
        "awsRegion": "eu-west-1", "eventSourceARN": "arn:aws:dynamodb:eu-west-1:123456789012:table/outbox/stream/2026",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_781_946_000, "Keys": keys, "SequenceNumber": format!("{number}00"),
            "SizeBytes": 26, "StreamViewType": "NEW_IMAGE"
        }
    })
}

/// N6
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_names_exactly_the_record_to_come_again_and_passes_over_what_is_not_its_own() {
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let store = &records.store;
    let server = Server::open().await;
    let post = mailer(&records, Transport::smtp(&server.url()).unwrap());
    server.meets("letter-3@example.org", Manner::Defers);
    for number in 0..6 {
        queue(store, &format!("letter-{number}"), Lane::Bulk, &format!("letter-{number}@example.org")).await;
    }
    let letter = |number: usize| record(number, "INSERT", json!({"letter_id": {"S": format!("letter-{number}")}}));
    let event = |records: Vec<Value>| serde_json::from_value::<Event>(json!({"Records": records})).unwrap();
    let batch = event(vec![
        letter(0),
        record(90, "INSERT", json!({"something": {"S": "else"}})),
        record(91, "INSERT", json!({"letter_id": {"S": "a letter that is not there"}})),
        record(92, "MODIFY", json!({"letter_id": {"S": "letter-5"}})),
        record(93, "REMOVE", json!({"letter_id": {"S": "letter-5"}})),
        letter(1),
        letter(2),
        letter(3),
        letter(4),
    ]);
    let answer = mailer::handle(&post, batch).await.unwrap();
    let failures: Vec<_> = answer.batch_item_failures.into_iter().map(|failure| failure.item_identifier).collect();
    assert_eq!(failures, [Some("300".to_owned())]);
    let states = async |wanted: [LetterState; 6]| {
        for (number, wanted) in wanted.into_iter().enumerate() {
            assert_eq!(state_of(store, &format!("letter-{number}")).await, wanted, "letter {number}");
        }
    };
    use LetterState::{Sent, Waiting};
    states([Sent, Sent, Sent, Waiting, Waiting, Waiting]).await;

    // What Lambda does next: from the failure on, then without it.
    let answer = mailer::handle(&post, event(vec![letter(3), letter(4)])).await.unwrap();
    assert_eq!(answer.batch_item_failures.len(), 1);
    let answer = mailer::handle(&post, event(vec![letter(4)])).await.unwrap();
    assert_eq!(answer.batch_item_failures, []);
    states([Sent, Sent, Sent, Waiting, Sent, Waiting]).await;
    assert_eq!(server.read().iter().filter(|read| read.taken).count(), 4);
    records.close().await.unwrap();
}

/// N6
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_nobody_takes_does_not_hold_up_those_behind_it() {
    let server = Server::open().await;
    server.meets("poison@example.org", Manner::Defers);
    let office =
        Office::with("2026-06-20T09:00:00Z", MAUTIC, |options| options.smtp = Some(Secret::new(server.url()))).await;
    for number in 0..9 {
        let to = if number == 4 { "poison@example.org".to_owned() } else { format!("bulk-{number}@example.org") };
        queue(office.store(), &format!("bulk/{number}"), Lane::Bulk, &to).await;
    }
    for number in (0..9).filter(|number| *number != 4) {
        assert_eq!(server.wait_for(&format!("bulk-{number}@example.org"), 1).await.len(), 1);
    }
    // A sweep may be offering it at this very moment.
    for _ in 0..200 {
        if state_of(office.store(), "bulk/4").await != LetterState::Sending {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(state_of(office.store(), "bulk/4").await, LetterState::Waiting);
    server.meets("poison@example.org", Manner::Takes);
    office.clock_moves_to("2026-06-20T10:30:00Z").await;
    assert_eq!(server.read_to("poison@example.org").iter().filter(|read| read.taken).count(), 1);
    office.close().await;
}

/// N4, N6
#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_cannot_be_read_holds_up_no_sweep_and_no_desk() {
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let store = &records.store;
    let server = Server::open().await;
    let post = mailer(&records, Transport::smtp(&server.url()).unwrap());
    // One on every shelf, as another version of the program might have left them.
    for shelf in ["waiting#0", "waiting#1", "waiting#2", "waiting#3", "sending#0", "doubt#0", "refused#0"] {
        let item = json!({
            "letter_id": {"S": format!("strange/{shelf}")}, "shelf": {"S": shelf},
            "queued_at": {"S": "2026-06-20T08:00:00.000Z"}, "state": {"S": "of another kind"}
        });
        ask_engine(&records.place().tables_url, "PutItem", &json!({"TableName": "chancery-outbox", "Item": item}))
            .await;
    }
    queue(store, "letter", Lane::Bulk, "amara@example.org").await;
    an_hour_later(&post).await;
    assert_eq!(state_of(store, "letter").await, LetterState::Sent);
    assert_eq!(store.letters_in(LetterState::Doubt).await.unwrap(), []);
    let answer = mailer::handle(
        &post,
        serde_json::from_value(
            json!({"Records": [record(1, "INSERT", json!({"letter_id": {"S": "strange/waiting#0"}}))]}),
        )
        .unwrap(),
    )
    .await
    .unwrap();
    assert_eq!(answer.batch_item_failures.len(), 1, "it is not lost: it is tried a few times, then kept aside");
    records.close().await.unwrap();
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn letters_in_doubt_or_refused_are_on_the_desk_until_a_person_says_how_it_goes_on() {
    let server = Server::open().await;
    server.meets("doubtful@example.org", Manner::HangsUp);
    server.meets("nobody@example.org", Manner::RefusesTheAddress);
    let office =
        Office::with("2026-06-20T09:00:00Z", MAUTIC, |options| options.smtp = Some(Secret::new(server.url()))).await;
    let store = office.store();
    let organizer = signed_in(&office, &server).await;
    let desk = organizer.get("/team").await.expect(200).page().text();
    assert!(!desk.contains("Letters in question"), "{desk}");
    queue(store, "fine", Lane::Now, "amara@example.org").await;
    queue(store, "doubtful", Lane::Now, "doubtful@example.org").await;
    queue(store, "nobody", Lane::Bulk, "nobody@example.org").await;
    office.post_is_done().await;
    office.clock_moves_to("2026-06-20T12:30:00Z").await;

    let desk = organizer.get("/team").await.expect(200).page();
    let items: BTreeSet<_> = desk.texts_of(".item p").into_iter().collect();
    assert_eq!(
        items,
        BTreeSet::from(
            [
                "Word about staying in the pool to doubtful@example.org",
                "We were cut off while sending it. It may have arrived.",
                "Word about staying in the pool to nobody@example.org",
                "It could not be sent. The address may be wrong.",
            ]
            .map(str::to_owned)
        )
    );
    assert_eq!((server.named("doubtful@example.org"), server.named("nobody@example.org")), (1, 1));

    server.meets("doubtful@example.org", Manner::Takes);
    let settle = async |letter: &str, answer: &str| {
        organizer.post("/team/letters", &[("letter", letter), ("answer", answer)]).await.status
    };
    assert_eq!(settle("doubtful", "again").await, 303);
    assert_eq!(settle("nobody", "settle").await, 303);
    // The same answer once more changes nothing; another one comes too late.
    assert_eq!(settle("doubtful", "again").await, 303);
    assert_eq!(settle("nobody", "settle").await, 303);
    assert_eq!(settle("doubtful", "settle").await, 409);
    for letter in ["nobody", "fine", "a letter that is not there"] {
        assert_eq!(settle(letter, "again").await, 409, "{letter}");
    }
    assert_eq!(settle("nobody", "burn").await, 400);
    office.clock_moves_to("2026-06-20T14:30:00Z").await;
    let desk = organizer.get("/team").await.expect(200).page().text();
    assert!(!desk.contains("Letters in question"), "{desk}");
    let taken = |address: &str| server.read_to(address).iter().filter(|read| read.taken).count();
    assert_eq!((taken("amara@example.org"), taken("doubtful@example.org"), taken("nobody@example.org")), (1, 1, 0));
    assert_eq!((server.named("doubtful@example.org"), server.named("nobody@example.org")), (2, 1));
    assert_eq!(done_to(store, "letter#doubtful").await, ["send again"]);
    assert_eq!(done_to(store, "letter#nobody").await, ["settle"]);
    assert_eq!(done_to(store, "letter#fine").await, Vec::<String>::new());
    office.close().await;
}

/// Signs the organizer in by a link that came through the mail server.
async fn signed_in(office: &Office, server: &Server) -> Browser {
    let browser = office.browser();
    browser.post("/sign-in", &[("email", "organizer@example.org")]).await.expect(303);
    let letter = server.wait_for("organizer@example.org", 1).await.remove(0);
    assert!(letter.subject.starts_with("Your sign-in link"), "{}", letter.subject);
    let at = letter.text.find("/sign-in/").unwrap();
    let link = letter.text[at..].split_whitespace().next().unwrap().to_owned();
    browser.post(&link, &[]).await.expect(303);
    browser
}

/// N4, S2
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_put_back_mints_its_link_anew_and_a_stranger_gets_none() {
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let store = &records.store;
    let server = Server::open().await;
    let post = mailer(&records, Transport::smtp(&server.url()).unwrap());
    let id = apply(store, "amara@example.org").await;
    let letter = format!("receipt/{id}");
    server.meets("amara@example.org", Manner::Defers);
    assert!(mailer::post(&post, &letter).await.is_err());
    server.meets("amara@example.org", Manner::Takes);
    mailer::post(&post, &letter).await.unwrap();
    let tokens: BTreeSet<_> = server
        .read()
        .into_iter()
        .map(|read| read.text.split("/apply/confirm/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned())
        .collect();
    assert_eq!(tokens.len(), 2);
    for token in tokens {
        let purpose = store.token(&Secret::new(token)).await.unwrap();
        assert_eq!(purpose, Some(store::access::Purpose::Confirm { application: id }));
    }

    let sign_in = Letter::SignIn { browser: "0".repeat(64) };
    store.queue(&Draft::new("sign-in/1", Lane::Now, &email("stranger@example.org"), "en", &sign_in)).await.unwrap();
    mailer::post(&post, "sign-in/1").await.unwrap();
    assert_eq!(state_of(store, "sign-in/1").await, LetterState::Dropped);
    assert_eq!(server.named("stranger@example.org"), 0);
    assert!(store.clock().now() >= instant("2026-06-20T09:00:00Z"));
    records.close().await.unwrap();
}
