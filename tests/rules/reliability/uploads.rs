//! Many people posting at once.

use crate::operator::serve;
use crate::plan_of;
use chancery::folder::Folder;
use program::evidence::MOST_FILES;
use specification::{Browser, MAUTIC, Office, files};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// The bytes of each file.
const BYTES: usize = 10_000_000;

/// How much more memory the office may take at its highest than before the first file, however many there are.
const BOUND: u64 = 160_000_000;

/// How many files come at once; `CHANCERY_UPLOADS` says how many more than a machine of CI need wait for.
fn how_many() -> usize {
    std::env::var("CHANCERY_UPLOADS").ok().and_then(|count| count.parse().ok()).unwrap_or(MOST_FILES * 2)
}

/// N7, S8: files of ten megabytes at once; each arrives, and the memory does not grow with their number.
#[tokio::test(flavor = "multi_thread")]
async fn many_large_files_at_once_all_arrive_in_a_memory_that_does_not_grow_with_them() {
    let data = tempfile::tempdir().unwrap();
    let (session, photos) = prepared(&data.path().join("office")).await;
    let office = serve(&data.path().join("office"), &[]).await;
    let amara = Browser::new(&office.url).with_cookie("session", &session);

    let mut forms = Vec::new();
    for at in &photos {
        for _ in 0..MOST_FILES {
            let signed = amara.get(&format!("{at}/sign")).await.expecting(200);
            forms.push(serde_json::from_str::<serde_json::Value>(&signed.body).unwrap());
        }
    }
    let before = office.memory("VmRSS");
    let (began, count) = (Instant::now(), forms.len());
    let mut posts = JoinSet::new();
    for (number, form) in forms.into_iter().enumerate() {
        posts.spawn(async move {
            let fields: Vec<(&str, &str)> = form["fields"]
                .as_array()
                .unwrap()
                .iter()
                .map(|field| (field[0].as_str().unwrap(), field[1].as_str().unwrap()))
                .collect();
            let file = files::large_picture(&number.to_string(), BYTES);
            files::post_fields(form["action"].as_str().unwrap(), &fields, &file).await.status().as_u16()
        });
    }
    assert_eq!(posts.join_all().await, vec![201; count]);
    for at in &photos {
        while amara.get(at).await.expecting(200).page().texts_of("main li").len() < MOST_FILES {
            assert!(began.elapsed() < Duration::from_secs(20 * count as u64), "{at} still waits for files");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let listed = amara.get(at).await.page().texts_of("main li");
        assert!(listed.iter().all(|text| text.contains("(1 × 1 pixels)")), "{listed:?}");
    }
    let grown = office.memory("VmHWM").saturating_sub(before);
    println!("{count} files in {:?}; {grown} bytes more than the {before} before", began.elapsed());
    assert!(grown < BOUND, "{grown} bytes more than the {before} before");
}

/// An office in a folder with an ambassador and as many activities as the files need; gives the ambassador's session and
/// the pages of photos.
async fn prepared(folder: &std::path::Path) -> (String, Vec<String>) {
    let now = chrono::Utc::now();
    let office = Office::in_folder(Folder::open(folder).unwrap(), &now.to_rfc3339(), MAUTIC, |_| {}).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let mut photos = Vec::new();
    for number in 0..how_many().div_ceil(MOST_FILES) {
        let plan = plan_of(&amara, &format!("Meetup {number}"), &now.date_naive().to_string()).await;
        photos.push(format!("{}/photos", amara.send(&plan).await.expect(303).location()));
    }
    let session = amara.cookie("session").unwrap();
    office.close().await;
    (session, photos)
}
