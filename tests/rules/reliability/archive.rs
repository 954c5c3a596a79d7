//! A whole office as one file: brought in elsewhere it is the same office, and what is made of it there is the same file.

use crate::operator::{said_by, said_by_with};
use chancery::archive::{self, Counts};
use chancery::folder::Folder;
use chancery::office::Records;
use specification::{MAUTIC, Office};
use std::io::Cursor;
use std::path::Path;
use store::tables::Table;
use store::{Clock, Store};

const NOW: &str = "2026-05-20T09:00:00Z";

async fn records(folder: &Path) -> Records {
    Records::open(Folder::open(folder).unwrap(), Clock::system(), None).await.unwrap()
}

async fn archived(store: &Store) -> (Counts, Vec<u8>) {
    let mut file = Cursor::new(Vec::new());
    let counts = archive::export(store, &mut file).await.unwrap();
    (counts, file.into_inner())
}

/// An office with people, letters, an activity and documents, closed again.
async fn lived_in(folder: &Path) {
    let office = Office::in_folder(Folder::open(folder).unwrap(), NOW, MAUTIC, |_| {}).await;
    let amara = office.ambassador("Amara Okafor أمارة", "amara@example.org", "Nigeria").await;
    let mut form = amara.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in
        [("kind", "events"), ("title", "Sprint 🎉"), ("starts_on", "4 June 2026"), ("place", "online")]
    {
        form.fill(field, value);
    }
    amara.send(&form).await.expect(303);
    let files = office.store().files().clone();
    files.put("quarters/some.bin", "application/octet-stream", vec![0, 159, 146, 150]).await.unwrap();
    files.put("quarters/empty", "text/plain", Vec::new()).await.unwrap();
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_that_was_brought_in_elsewhere_is_the_same_and_gives_the_same_archive() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    lived_in(here.path()).await;
    let old = records(here.path()).await;
    let (counts, archive) = archived(&old.store).await;
    assert!(counts.items > 10 && counts.documents >= 2, "{counts:?}");
    assert_eq!(archived(&old.store).await, (counts, archive.clone()), "the same office gives the same bytes");
    old.close().await.unwrap();

    let new = records(there.path()).await;
    assert_eq!(archive::import(&new.store, Cursor::new(&archive)).await.unwrap(), counts);
    assert_eq!(archived(&new.store).await, (counts, archive.clone()));
    // Where an office is, none is brought in.
    let refused = archive::import(&new.store, Cursor::new(&archive)).await.unwrap_err();
    assert!(refused.to_string().starts_with("There is an office here already"), "{refused}");
    assert_eq!(archived(&new.store).await, (counts, archive));
    new.close().await.unwrap();

    // And people go on in it.
    let office = Office::in_folder(Folder::open(there.path()).unwrap(), NOW, MAUTIC, |_| {}).await;
    let amara = office.signed_in("amara@example.org").await;
    let page = amara.get("/me/activities").await.expect(200).page();
    assert!(page.text().contains("Sprint 🎉"), "{}", page.text());
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_is_damaged_or_none_is_told_and_makes_no_office() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    lived_in(here.path()).await;
    let old = records(here.path()).await;
    let (_, archive) = archived(&old.store).await;
    old.close().await.unwrap();
    let new = records(there.path()).await;
    let brings =
        async |bytes: &[u8]| format!("{:#}", archive::import(&new.store, Cursor::new(bytes)).await.unwrap_err());
    assert!(brings(b"nothing").await.contains("no archive of an office"));
    assert!(brings(b"nothing").await.contains("another copy"), "what to do about it");
    assert!(brings(&archive[..archive.len() / 2]).await.contains("no archive of an office"));
    // One byte of a table, in the middle of what is deflated.
    let mut damaged = archive.clone();
    let at = damaged.windows(6).position(|six| six == b"tables").unwrap() + 600;
    damaged[at] ^= 0x55;
    let told = brings(&damaged).await;
    assert!(told.contains("is damaged") && told.contains("another copy"), "a table: {told}");
    assert!(new.store.settings().await.unwrap().is_none(), "the settings come last");
    // What was begun is brought in whole by the next attempt.
    let counts = archive::import(&new.store, Cursor::new(&archive)).await.unwrap();
    assert_eq!(archived(&new.store).await, (counts, archive));
    new.close().await.unwrap();
}

/// The program's own commands, by which an office moves from this machine to AWS and back; AWS is another office's engines
/// here, reached as AWS is.
#[tokio::test(flavor = "multi_thread")]
async fn an_office_moves_to_aws_and_back_by_the_commands_of_the_program() {
    let [here, cloud, back] = [(); 3].map(|()| tempfile::tempdir().unwrap());
    lived_in(here.path()).await;
    let file = |name: &str| here.path().join(name).to_str().unwrap().to_owned();
    let (first, second, third) = (file("first.zip"), file("second.zip"), file("third.zip"));
    let folder = |folder: &tempfile::TempDir| folder.path().to_str().unwrap().to_owned();
    said_by(&["export", "--data", &folder(&here), "--out", &first]).await.expect_success();

    let aws = records(cloud.path()).await;
    let place = aws.place();
    let settings = [
        ("AWS_ENDPOINT_URL_DYNAMODB", place.tables_url.as_str()),
        ("AWS_ENDPOINT_URL_S3", &place.files_url),
        ("AWS_ACCESS_KEY_ID", &place.key_id),
        ("AWS_SECRET_ACCESS_KEY", place.key_secret.reveal()),
        ("AWS_REGION", "us-east-1"),
        ("CHANCERY_TABLE_PREFIX", "chancery-"),
        ("CHANCERY_BUCKET", "office"),
    ];
    let nothing = said_by_with(&["export", "--aws", "--out", &second], &settings).await;
    assert_eq!(nothing.refused(), "There is no office here yet");
    said_by_with(&["import", "--aws", "--from", &first], &settings).await.expect_success();
    said_by_with(&["export", "--aws", "--out", &second], &settings).await.expect_success();
    aws.close().await.unwrap();

    said_by(&["import", "--data", &folder(&back), "--from", &second]).await.expect_success();
    said_by(&["export", "--data", &folder(&back), "--out", &third]).await.expect_success();
    let bytes = |file: &str| std::fs::read(file).unwrap();
    assert!(bytes(&first) == bytes(&second) && bytes(&second) == bytes(&third), "the archives differ");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&first).unwrap().permissions().mode() & 0o077, 0, "others can read it");
    }
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&first).unwrap()).unwrap();
    for table in Table::ALL {
        archive.by_name(&format!("tables/{}.jsonl", table.name())).unwrap();
    }
}
