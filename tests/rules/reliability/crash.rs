//! The real program is cut off at any moment, and started again on the same folder.

use crate::operator::{said_by, serve};
use crate::smtp::{Manner, Server};
use chancery::folder::Folder;
use chancery::office::Records;
use specification::Browser;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::Clock;
use store::audit::Actor;

const ROUNDS: usize = 4;
/// Forms on their way at once.
const HANDS: usize = 6;

/// What was sent in, and what of it was answered.
#[derive(Default)]
struct Book {
    answered: BTreeSet<String>,
    sent: usize,
}

/// N1, N2, N4
#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_office_is_cut_off_every_answered_application_is_there_and_no_letter_is_sent_twice() {
    let place = tempfile::tempdir().unwrap();
    let server = Server::open().await;
    server.meets_everyone(Manner::TakesItsTime);
    let document = format!("{}\n[limits]\napplications_per_origin = 1000000\n", specification::MAUTIC);
    let program = place.path().join("program.toml");
    std::fs::write(&program, document).unwrap();
    let data = place.path().join("office");
    let options = ["--program".to_owned(), program.display().to_string(), "--smtp".to_owned(), server.url()];
    let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as u64;
    println!("the seed is {seed}");
    let mut dice = seed | 1;
    let mut roll = |most: u64| {
        // xorshift, which is random enough for a moment.
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice % most
    };

    let records = Records::open(Folder::open(&data).unwrap(), Clock::system(), None).await.unwrap();
    records.store.open_intake(Actor::Operator, None).await.unwrap();
    records.close().await.unwrap();

    let book = Arc::new(Mutex::new(Book::default()));
    for round in 0..ROUNDS {
        let mut office = serve(&data, &options).await;
        let form = crate::application_of(&Browser::new(&office.url), "Amara Okafor", "amara@example.org").await;
        let hands: Vec<_> = (0..HANDS)
            .map(|_| {
                let (book, url, form) = (book.clone(), office.url.clone(), form.clone());
                tokio::spawn(async move {
                    loop {
                        let address = {
                            let mut book = book.lock().unwrap();
                            book.sent += 1;
                            format!("applicant-{}@example.org", book.sent)
                        };
                        let mut form = form.clone();
                        form.fill("key", &uuid::Uuid::from_u128(rand()).to_string());
                        form.fill("email", &address);
                        // The office may be gone by now, which is what this is about.
                        let Some(status) = post(&url, &form).await else { return };
                        assert_eq!(status, 303);
                        book.lock().unwrap().answered.insert(address);
                    }
                })
            })
            .collect();
        // Some answers, and then any moment of the next ones.
        let enough = book.lock().unwrap().answered.len() + 5 + roll(20) as usize;
        while book.lock().unwrap().answered.len() < enough {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(roll(150))).await;
        office.kill().await;
        for hand in hands {
            hand.await.unwrap();
        }
        let book = book.lock().unwrap();
        println!("round {round}: {} answered of {}", book.answered.len(), book.sent);
    }

    // Opened once more, an hour ahead, so that every lease has run out; then everything is sent, or asked about.
    let later = (chrono::Utc::now() + chrono::Duration::hours(2)).to_rfc3339();
    said_by(&["invite", "organizer@example.org", "--data", data.to_str().unwrap()]).await.expect_success();
    let options = [&options[..], &["--now".to_owned(), later]].concat();
    let mut office = serve(&data, &options).await;
    let organizer = Browser::new(&office.url);
    organizer.post("/sign-in", &[("email", "organizer@example.org")]).await.expect(303);
    let letter = server.wait_for("organizer@example.org", 1).await.remove(0);
    let at = letter.text.find("/sign-in/").unwrap();
    organizer.post(letter.text[at..].split_whitespace().next().unwrap(), &[]).await.expect(303);

    let (answered, sent) = {
        let book = book.lock().unwrap();
        (book.answered.clone(), book.sent)
    };
    let applied = applied(&organizer).await;
    let lost: Vec<_> = answered.difference(&applied).collect();
    assert!(lost.is_empty(), "answered, and not there: {lost:?}");
    assert!(applied.len() <= sent);

    let mut desk = BTreeSet::new();
    for _ in 0..300 {
        desk = in_doubt(&organizer).await;
        let read: BTreeSet<_> = applicants(&server).into_keys().collect();
        if applied.iter().all(|address| read.contains(address) || desk.contains(address)) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let read = applicants(&server);
    let twice: Vec<_> = read.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "sent twice: {twice:?}");
    let missing: Vec<_> =
        applied.iter().filter(|address| !read.contains_key(*address) && !desk.contains(*address)).collect();
    assert!(missing.is_empty(), "neither sent nor asked about: {missing:?}");
    let strangers: Vec<_> = read.keys().filter(|address| !applied.contains(*address)).collect();
    assert!(strangers.is_empty(), "written to without an application: {strangers:?}");
    println!("{} applications, {} letters, {} in doubt", applied.len(), read.len(), desk.len());
    office.stop().await;
}

/// How many letters each applicant's address was sent.
fn applicants(server: &Server) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for read in server.read().into_iter().filter(|read| read.to.starts_with("applicant-")) {
        *counts.entry(read.to).or_default() += 1;
    }
    counts
}

/// The addresses of everybody on the board.
async fn applied(organizer: &Browser) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for state in ["unconfirmed", "received"] {
        let mut next = Some(format!("/team/applications?column={state}"));
        while let Some(address) = next {
            let page = organizer.get(&address).await.expect(200).page();
            for link in page.attributes("td a[href], th a[href]", "href") {
                let text = organizer.get(&link).await.expect(200).page().text();
                let address = text.split_whitespace().find(|word| word.starts_with("applicant-")).unwrap().to_owned();
                assert!(all.insert(address.clone()), "{address} is here twice");
            }
            next = page.attributes("a[href*='after=']", "href").pop();
        }
    }
    all
}

async fn in_doubt(organizer: &Browser) -> BTreeSet<String> {
    let desk = organizer.get("/team").await.expect(200).page();
    let words = desk.texts_of(".item p");
    words
        .iter()
        .flat_map(|text| text.split_whitespace())
        .filter(|word| word.starts_with("applicant-"))
        .map(str::to_owned)
        .collect()
}

/// The answer's status, or none when the office went away.
async fn post(url: &str, form: &specification::page::Filled) -> Option<u16> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form.fields()).finish();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    let sent = client
        .post(format!("{url}/apply"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(body)
        .send()
        .await;
    sent.ok().map(|answer| answer.status().as_u16())
}

fn rand() -> u128 {
    u128::from_be_bytes(store::secret::random())
}
