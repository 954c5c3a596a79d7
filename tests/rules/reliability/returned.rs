//! An address that takes no letters is written to no more, and a person says when it does again.

use crate::smtp::Server;
use crate::{email, records};
use chrono::Duration;
use letters::Letter;
use mailer::{Event, Transport};
use serde_json::json;
use specification::{MAUTIC, Office, instant};
use store::audit::Actor;
use store::outbox::{Draft, Lane, LetterState};
use store::returned::Why;

/// What Amazon SES tells of a letter to this address, in the words of its documentation.
fn told(what: &serde_json::Value, address: &str) -> Event {
    let mut event = json!({
        "version": "0", "id": "12345678-1234-1234-1234-111122223333", "source": "aws.ses",
        "account": "123456789012", "region": "eu-central-1", "time": "2026-06-20T09:00:00Z",
        "resources": ["arn:aws:ses:eu-central-1:123456789012:configuration-set/chancery-letters"],
        "detail": { "mail": {
            "timestamp": "2026-06-20T08:59:00.000Z", "source": "ambassadors@example.org", "messageId": "0102018f",
            "destination": [address], "headersTruncated": false, "headers": [],
            "tags": { "ses:configuration-set": ["chancery-letters"] },
        } },
    });
    for (field, value) in what.as_object().unwrap() {
        event["detail"][field] = value.clone();
    }
    serde_json::from_value(event).unwrap()
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_an_address_that_takes_no_letters_is_kept_and_leaves_once_a_person_says_that_it_does() {
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let store = &records.store;
    let server = Server::open().await;
    let post = mailer::Office {
        store: store.clone(),
        transport: Transport::smtp(&server.url()).unwrap(),
        public_url: "https://ambassadors.example.org".to_owned(),
        sender: email("ambassadors@example.org"),
    };
    let at = "2026-06-20T09:00:00Z";
    let bounce = |kind| json!({ "eventType": "Bounce", "bounce": { "bounceType": kind, "timestamp": at } });
    let complaint = |kind| {
        let complaint = json!({ "timestamp": at, "complaintFeedbackType": kind });
        json!({ "eventType": "Complaint", "complaint": complaint })
    };
    for (address, what) in [
        ("gone@example.org", bounce("Permanent")),
        ("Gone@Example.org", bounce("Permanent")),
        ("full@example.org", bounce("Transient")),
        ("tired@example.org", complaint(Some("abuse"))),
        ("silent@example.org", complaint(None)),
        ("glad@example.org", complaint(Some("not-spam"))),
        ("sent@example.org", json!({ "eventType": "Delivery", "delivery": {} })),
        ("no address", bounce("Permanent")),
    ] {
        mailer::handle(&post, told(&what, address)).await.unwrap();
    }
    let held: Vec<_> =
        store.held_addresses().await.unwrap().into_iter().map(|held| (held.email.to_string(), held.why)).collect();
    let named = |address: &str, why| (address.to_owned(), why);
    assert_eq!(
        held,
        [
            named("gone@example.org", Why::Bounced),
            named("silent@example.org", Why::Complained),
            named("tired@example.org", Why::Complained)
        ]
    );

    let welcome = Letter::KeptInPool { name: "Amara Okafor".to_owned(), words: None };
    let sign_in = Letter::SignIn { browser: "0".repeat(64) };
    for (id, to, letter) in [
        ("kept", "GONE@example.org", &welcome),
        ("stale", "gone@example.org", &sign_in),
        ("unwanted", "tired@example.org", &welcome),
        ("fine", "full@example.org", &welcome),
    ] {
        store.queue(&Draft::new(id, Lane::Now, &email(to), "en", letter)).await.unwrap();
        mailer::post(&post, id).await.unwrap();
    }
    let states = async || {
        let mut states = Vec::new();
        for id in ["kept", "stale", "unwanted", "fine"] {
            states.push(store.letter(id).await.unwrap().unwrap().state);
        }
        states
    };
    use LetterState::{Dropped, Held, Sent};
    assert_eq!(states().await, [Held, Dropped, Held, Sent], "whoever wants to come in asks for another link");
    mailer::sweep(&post).await.unwrap();
    assert_eq!(states().await, [Held, Dropped, Held, Sent], "time alone changes nothing");

    store.clock().advance(Duration::days(1));
    store.write_again(&email("gone@example.org"), Actor::Operator).await.unwrap();
    store.write_again(&email("gone@example.org"), Actor::Operator).await.unwrap();
    // What the service tells late is older than a person's word.
    mailer::handle(&post, told(&bounce("Permanent"), "gone@example.org")).await.unwrap();
    mailer::sweep(&post).await.unwrap();
    assert_eq!(states().await, [Sent, Dropped, Held, Sent]);
    let to: Vec<_> = server.read().into_iter().map(|read| read.to).collect();
    assert_eq!(to, ["full@example.org", "GONE@example.org"]);
    let written = store.history(&format!("address#{}", store::secret::hash(b"gone@example.org"))).await.unwrap();
    let written: Vec<_> = written.into_iter().map(|entry| (entry.by, entry.what)).collect();
    let entry = |by: &str, what: &str| (by.to_owned(), what.to_owned());
    assert_eq!(written, [entry("mail-service", "write there no more"), entry("operator", "write there again")]);
    records.close().await.unwrap();
}

/// N4, D6
#[tokio::test(flavor = "multi_thread")]
async fn the_desk_names_the_addresses_that_take_no_letters_until_a_person_says_otherwise() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    let organizer = office.organizer().await;
    let since = instant("2026-06-20T09:00:00Z");
    office.store().hold_address(&email("gone@example.org"), Why::Bounced, since).await.unwrap();
    office.store().hold_address(&email("tired@example.org"), Why::Complained, since).await.unwrap();
    let desk = organizer.get("/team").await.expecting(200).page();
    assert!(desk.text().contains("gone@example.org A letter came back"), "{}", desk.text());
    assert!(desk.text().contains("tired@example.org On 20 June 2026 our letter was marked"), "{}", desk.text());
    let again = desk.form("/team/letters/addresses");
    for _ in 0..2 {
        organizer.send(&again).await.expect(303);
    }
    let desk = organizer.get("/team").await.expecting(200).page();
    assert!(!desk.text().contains("gone@example.org"), "{}", desk.text());
    assert!(desk.text().contains("tired@example.org"), "{}", desk.text());
    organizer.post("/team/letters/addresses", &[("address", "no address")]).await.expect(400);
}
