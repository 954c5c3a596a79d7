//! Where ambassadors are paid to: sealed, seen by treasurers only, erased in time (clause C8).

use chancery::folder::Folder;
use program::{AmbassadorId, Way};
use specification::funds::{batch, checked, handed_over, payable};
use specification::office::email;
use specification::{Browser, MAUTIC, Office, program_with};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use store::Clock;
use tracing_subscriber::EnvFilter;

const NOW: &str = "2026-10-05T09:00:00Z";
const AMARA: &str = "amara@example.org";
const PAGE: &str = "/me/funding/payment-details";
const ACCOUNT: &str = "DE89370400440532013000";

async fn treasurer(office: &Office) -> Browser {
    let organizer = office.organizer().await;
    let mut form = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    form.fill("email", "ines@example.org");
    form.fill("treasurer", "yes");
    organizer.send(&form).await.expect(303);
    office.signed_in("ines@example.org").await
}

async fn id_of(office: &Office) -> AmbassadorId {
    office.store().person(&email(AMARA)).await.unwrap().unwrap().ambassador.unwrap()
}

async fn enters(amara: &Browser, account: &str) {
    let mut form = amara.get(PAGE).await.expect(200).page().form(PAGE);
    form.fill("holder", "Amara Okafor");
    form.fill("account", account);
    amara.send(&form).await.expect(303);
}

/// Everything any crate logs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every file below a folder that holds this text.
fn holding(folder: &Path, text: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            holding(&entry.path(), text, found);
        } else if std::fs::read(entry.path()).unwrap().windows(text.len()).any(|part| part == text.as_bytes()) {
            found.push(entry.path().display().to_string());
        }
    }
}

/// C8
#[tokio::test(flavor = "multi_thread")]
async fn where_somebody_is_paid_to_is_sealed_shown_to_a_treasurer_and_each_look_is_written_down() {
    let log = Log::default();
    let writer = log.clone();
    let loud = EnvFilter::new("info,invoice=debug,mailer=debug,store=debug,treasury=debug,web=debug");
    let all = tracing_subscriber::fmt().with_env_filter(loud).with_ansi(false);
    all.with_writer(move || writer.clone()).init();
    let folder = tempfile::tempdir().unwrap();
    let office = Office::in_folder(Folder::open(folder.path()).unwrap(), NOW, MAUTIC, |_| {}).await;
    let amara = office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
    let ines = treasurer(&office).await;
    let id = id_of(&office).await;
    let look = format!("/team/funding/payment-details/{id}");
    assert!(ines.get(&look).await.expect(200).page().text().contains("Not known yet"));

    let mut form = amara.get(PAGE).await.expect(200).page().form(PAGE);
    form.fill("holder", "Amara Okafor");
    form.fill("account", "DE89370400440532013001");
    let refused = amara.send(&form).await.expect(422).page();
    assert!(refused.text().contains("do not add up"), "{}", refused.text());
    form.fill("account", ACCOUNT);
    for _ in 0..2 {
        amara.send(&form).await.expect(303);
    }
    form.fill("account", "GB82 WEST 1234 5698 7654 32");
    let another = amara.send(&form).await.expect(409).page().text();
    assert!(another.contains("sent from this very page before") && !another.contains("GB82"), "{another}");
    let mine = amara.get(PAGE).await.expect(200).page();
    assert!(mine.text().contains("since 5 October 2026") && !mine.text().contains(ACCOUNT), "{}", mine.text());

    let asked = ines.get(&look).await.expect(200).page().text();
    assert!(!asked.contains(ACCOUNT), "the page that asks shows nothing");
    let shown = ines.post(&look, &[]).await.expect(200).page().text();
    assert!(shown.contains(ACCOUNT) && shown.contains("Amara Okafor"), "{shown}");
    let treasurer = office.store().person(&email("ines@example.org")).await.unwrap().unwrap().id;
    let recorded = office.store().history(&format!("payment-details#{id}")).await.unwrap();
    let done: Vec<_> = recorded.iter().map(|entry| (entry.what.as_str(), entry.by.clone())).collect();
    let owner = office.store().person(&email(AMARA)).await.unwrap().unwrap().id;
    assert_eq!(
        done,
        [("write", format!("person#{owner}")), ("look at", format!("person#{treasurer}"))],
        "once each, and by whom"
    );
    assert!(recorded.iter().all(|entry| entry.before.is_none() && entry.after.is_none()), "no hash to guess from");

    // What is paid back is paid there, and every letter about it is written.
    let pizza = handed_over(office.store(), AMARA, "Pizza for Lagos", "60", Way::Reimbursement).await;
    let pizza = checked(office.store(), pizza, "60").await;
    let batch = format!("/team/funding/batches/{}", batch(office.store(), &[pizza]).await);
    let mut form = ines.get(&batch).await.expect(200).page().form("/pay");
    form.fill("reference", "SEPA 41");
    ines.send(&form).await.expect(303);
    assert!(office.letters_to(AMARA).await.iter().any(|letter| letter.subject == "Paid: Pizza for Lagos"));

    let mut found = Vec::new();
    for written in [ACCOUNT, "370400440532"] {
        holding(folder.path(), written, &mut found);
        let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(!logged.contains(written), "in the log");
    }
    assert_eq!(found, Vec::<String>::new(), "in the tables, the audit, the outbox, the documents and the letters");

    amara.post(&format!("{PAGE}/erase"), &[]).await.expect(303);
    amara.post(&format!("{PAGE}/erase"), &[]).await.expect(303);
    assert!(ines.post(&look, &[]).await.expect(200).page().text().contains("Not known yet"));
}

/// C8
#[tokio::test(flavor = "multi_thread")]
async fn where_somebody_is_paid_to_is_erased_when_nothing_was_paid_for_long_enough() {
    let program = program_with(&[("days_to_pay", "days_to_pay = 14\nkeep_details_days = 3")]);
    let office = Office::of(NOW, &program).await;
    let amara = office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
    let id = id_of(&office).await;
    enters(&amara, "0123456789").await;
    office.clock_moves_to("2026-10-07T09:00:00Z").await;
    let ines = treasurer(&office).await;
    let request = payable(office.store(), AMARA, "Pizza for Lagos", "60").await;
    let batch = format!("/team/funding/batches/{}", batch(office.store(), &[request]).await);
    let mut form = ines.get(&batch).await.expect(200).page().form("/pay");
    form.fill("reference", "SEPA 41");
    ines.send(&form).await.expect(303);
    let known = async || office.store().payment_details_since(id).await.unwrap().is_some();
    office.clock_moves_to("2026-10-10T12:00:00Z").await;
    assert!(known().await, "three days after the payment, not after they were entered");
    office.clock_moves_to("2026-10-11T12:00:00Z").await;
    assert!(!known().await);
    let recorded = office.store().history(&format!("payment-details#{id}")).await.unwrap();
    assert_eq!(recorded.last().map(|entry| (entry.what.as_str(), entry.by.as_str())), Some(("erase", "schedule")));
}

/// C8
#[tokio::test(flavor = "multi_thread")]
async fn a_treasurer_is_told_when_what_was_sealed_does_not_open_with_the_key_the_office_has() {
    let folder = tempfile::tempdir().unwrap();
    let look = {
        let office = Office::in_folder(Folder::open(folder.path()).unwrap(), NOW, MAUTIC, |_| {}).await;
        let amara = office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
        enters(&amara, ACCOUNT).await;
        treasurer(&office).await;
        let look = format!("/team/funding/payment-details/{}", id_of(&office).await);
        office.close().await;
        look
    };
    let key = folder.path().join("payment-details.key");
    std::fs::remove_file(&key).unwrap();
    let office = Office::in_folder(Folder::open(folder.path()).unwrap(), NOW, MAUTIC, |_| {}).await;
    let ines = office.signed_in("ines@example.org").await;
    let told = ines.post(&look, &[]).await.expect(200).page().text();
    assert!(told.contains("sealed with another key") && told.contains("Amara Okafor can enter it anew"), "{told}");
    let amara = office.signed_in(AMARA).await;
    enters(&amara, ACCOUNT).await;
    assert!(ines.post(&look, &[]).await.expect(200).page().text().contains(ACCOUNT));
    office.close().await;
    std::fs::write(&key, "half a key").unwrap();
    let refused = chancery::office::Records::open(Folder::open(folder.path()).unwrap(), Clock::system(), None).await;
    let refused = refused.expect_err("no other key in its place").to_string();
    assert!(refused.contains("does not hold a key"), "{refused}");
}
