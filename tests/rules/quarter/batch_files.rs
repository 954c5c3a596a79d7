//! A batch of payments as files: two sheets made at once, and everything in one archive (clause R8).

use crate::payments::{put_together, treasurer};
use calamine::{Data, Reader as _, Xlsx};
use specification::funds::{billed, payable};
use specification::{Browser, Office, files};
use std::io::{Cursor, Read as _};
use std::time::Duration;
use store::batch_files::{CameOfIt, FilesJob};
use zip::ZipArchive;

const NOW: &str = "2026-10-05T09:00:00Z";
const AMARA: &str = "amara@example.org";

/// A batch of two requests with an invoice each, and who put it together.
async fn with_a_batch(office: &Office) -> (Browser, String) {
    office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
    let ines = treasurer(office, "ines@example.org").await;
    let pizza = payable(office.store(), AMARA, "=SUM(A1) pizza", "60").await;
    let drinks = payable(office.store(), AMARA, "Drinks for Abuja", "20").await;
    billed(office.store(), pizza, "../Mama: Cass", &files::pdf("pizza", 1)).await;
    billed(office.store(), pizza, "../Mama: Cass", &files::pdf("more pizza", 1)).await;
    billed(office.store(), drinks, "مكتبة", &files::picture("drinks")).await;
    let batch = put_together(&ines, &[pizza, drinks]).await;
    (ines, batch)
}

async fn fetched(browser: &Browser, path: &str) -> (String, Vec<u8>) {
    let link = browser.get(path).await.expecting(303).location();
    let file = reqwest::get(&link).await.unwrap();
    assert_eq!(file.status().as_u16(), 200);
    let name = file.headers()["content-disposition"].to_str().unwrap().to_owned();
    (name, file.bytes().await.unwrap().to_vec())
}

/// The page of what was asked for, once it is made.
async fn made(browser: &Browser, job: &str) -> String {
    for _ in 0..400 {
        let page = browser.get(job).await.expecting(200).page();
        if !page.attributes("a.button", "href").iter().any(|to| to.ends_with("/archive")) {
            tokio::time::sleep(Duration::from_millis(25)).await;
            continue;
        }
        return page.text();
    }
    panic!("{job} is never made: {}", browser.get(job).await.page().text());
}

/// R8, S9
#[tokio::test(flavor = "multi_thread")]
async fn all_files_of_a_batch_come_in_one_archive_named_for_people_and_once_for_a_form() {
    let office = Office::open(NOW).await;
    let (ines, batch) = with_a_batch(&office).await;
    let ask = ines.get(&batch).await.expect(200).page().form("/files");
    let job = ines.send(&ask).await.expect(303).location();
    assert_eq!(ines.send(&ask).await.expect(303).location(), job, "asked for twice is asked for once");
    let said = made(&ines, &job).await;
    assert!(said.contains("3 files are in it"), "{said}");
    assert_eq!(
        ines.get(&batch).await.expect(200).page().attributes("li a", "href").iter().filter(|to| **to == job).count(),
        1
    );

    let (name, archive) = fetched(&ines, &format!("{job}/archive")).await;
    assert_eq!(name, "attachment; filename=\"payments-2026-10-05.zip\"");
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut names: Vec<_> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.sort();
    assert_eq!(
        names,
        [
            "01 =SUM(A1) pizza, Amara Okafor/Invoice Mama Cass 2026-10-03 (2).pdf",
            "01 =SUM(A1) pizza, Amara Okafor/Invoice Mama Cass 2026-10-03.pdf",
            "02 Drinks for Abuja, Amara Okafor/Invoice مكتبة 2026-10-03.png",
            "payments.csv",
            "payments.xlsx",
        ]
    );
    let mut read = |name: &str| {
        let mut content = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut content).unwrap();
        content
    };
    assert_eq!(read(&names[1]), files::pdf("pizza", 1), "as it was sent");
    assert_eq!(read(&names[2]), files::picture("drinks"));

    // The sheets alone are those of the archive, and nothing in them is a formula.
    let (_, alone) = fetched(&ines, &format!("{batch}/files/payments.xlsx")).await;
    assert_eq!(read("payments.xlsx"), alone);
    let mut book = Xlsx::new(Cursor::new(alone)).unwrap();
    for sheet in ["Payments", "Invoices"] {
        assert!(book.worksheet_formula(sheet).unwrap().is_empty(), "{sheet}");
    }
    let paid = book.worksheet_range("Payments").unwrap();
    let row = |at: usize| paid.rows().nth(at).unwrap().to_vec();
    assert_eq!(row(1)[0], Data::String("=SUM(A1) pizza".to_owned()));
    assert_eq!(
        (&row(1)[3], &row(1)[4], &row(1)[5]),
        (&Data::Float(60.0), &Data::String("EUR".to_owned()), &Data::Float(3.0))
    );
    let invoices = book.worksheet_range("Invoices").unwrap();
    assert_eq!(invoices.rows().count(), 6, "those without a file too");
    assert_eq!(invoices.rows().filter(|row| row.contains(&Data::String("=1+1".to_owned()))).count(), 3);
    let (_, list) = fetched(&ines, &format!("{batch}/files/payments.csv")).await;
    let list = String::from_utf8(list).unwrap();
    assert!(list.starts_with("\u{feff}request,payee,purpose,amount,currency,reference,paid_on"), "{list}");
    assert!(list.contains(",Amara Okafor,'=SUM(A1) pizza,60.00,EUR,,"), "{list}");

    office.clock_moves_to("2026-10-06T09:05:00Z").await;
    let ines = office.signed_in("ines@example.org").await;
    let over = ines.get(&job).await.expect(200).page().text();
    assert!(over.contains("swept away"), "{over}");
    assert_eq!(ines.get(&format!("{job}/archive")).await.expect(303).location(), job);
    assert!(!ines.get(&batch).await.expect(200).page().attributes("li a", "href").contains(&job));
}

/// N5, N9, S8
#[tokio::test(flavor = "multi_thread")]
async fn an_archive_nobody_made_is_made_by_the_hourly_round_and_names_what_it_could_not_read() {
    let office = Office::open(NOW).await;
    let (ines, batch) = with_a_batch(&office).await;
    let store = office.store();
    let id: program::BatchId = batch.rsplit('/').next().unwrap().parse().unwrap();
    let entry = store.batch(id).await.unwrap().unwrap().value.entries()[1].request;
    let lost = store.evidence_of(program::evidence::Subject::Funding(entry)).await.unwrap().remove(0);
    store.files().remove(&store::evidence::kept_key(lost.file_id)).await.unwrap();
    let person = store.person(&specification::office::email("ines@example.org")).await.unwrap().unwrap().id;
    let job = FilesJob {
        batch: id,
        id: program::JobId::new(store.new_id()),
        asked_at: store.clock().now(),
        asked_by: person,
        language: "en".to_owned(),
        came_of_it: None,
    };
    store.ask_for_files(&job).await.unwrap();
    // Whether the stream or the round comes first, and however often: one archive, one record.
    let due = summary::Scheduled { scheduled_time: store.clock().now() };
    for _ in 0..2 {
        summary::scheduled(store, due).await.unwrap();
    }
    let there = store.files_job(id, job.id).await.unwrap().unwrap();
    assert_eq!(there.value.came_of_it, Some(CameOfIt::Made { files: 2, missing: 1 }));
    assert_eq!(there.version, 2, "it is kept once what came of it");
    let page = ines.get(&format!("{batch}/files/{}", job.id)).await.expect(200).page().text();
    assert!(page.contains("One file could not be read, or is not lent yet"), "{page}");
    let (_, archive) = fetched(&ines, &format!("{batch}/files/{}/archive", job.id)).await;
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut said = String::new();
    archive.by_name("Not in here.txt").unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("02 Drinks for Abuja"), "{said}");
}
