//! Photos go straight to the bucket, are told by what they are, and are their owner's.

use specification::{Answer, Browser, Office};
use std::time::Duration;

const NOW: &str = "2026-07-20T09:00:00Z";

/// A small picture: one white pixel.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xff, 0xff,
    0xff, 0x7f, 0, 0x09, 0xfb, 0x03, 0xfd, 0x05, 0x43, 0x45, 0xca, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42,
    0x60, 0x82,
];

/// An ambassador's browser, and the page of an activity of theirs.
async fn with_an_activity(office: &Office, name: &str) -> (Browser, String) {
    let browser = office.ambassador(name, &format!("{}@example.org", name.to_lowercase()), "Nigeria").await;
    let mut plan = browser.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in [("kind", "events"), ("title", "Meetup"), ("starts_on", "2026-07-18"), ("place", "online")] {
        plan.fill(field, value);
    }
    let activity = browser.send(&plan).await.expect(303).location();
    (browser, activity)
}

/// Posts a file as a browser does with the page's form: straight to the bucket, where it is sent back from.
async fn post_file(page: &Answer, content: &[u8]) -> reqwest::Response {
    let page = page.page();
    let form = page.form("office");
    let mut body = Vec::new();
    for (name, value) in form.fields().filter(|(name, _)| *name != "file") {
        let part = format!("--b0und\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let file = "--b0und\r\nContent-Disposition: form-data; name=\"file\"; filename=\"IMG_1.JPG\"\r\nContent-Type: image/jpeg\r\n\r\n";
    body.extend_from_slice(file.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--b0und--\r\n");
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    let request = client.post(form.action()).header("content-type", "multipart/form-data; boundary=b0und").body(body);
    request.send().await.unwrap()
}

/// The page once it says so.
async fn says(browser: &Browser, path: &str, sentence: &str) -> Answer {
    for _ in 0..200 {
        let answer = browser.get(path).await.expecting(200);
        if answer.page().text().contains(sentence) {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{path} never says {sentence}: {}", browser.get(path).await.page().text());
}

/// S8, P1, F1
#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_posted_straight_to_the_bucket_looked_at_and_shown_to_its_owner_only() {
    let office = Office::open(NOW).await;
    let (amara, activity) = with_an_activity(&office, "Amara").await;
    let photos = format!("{activity}/photos");
    assert!(amara.get(&activity).await.page().link("Photos").ends_with(&photos));
    let page = amara.get(&photos).await.expecting(200);
    assert!(page.page().text().contains("No photos yet"));
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    let bucket = page.page().form("office").action().rsplit_once('/').unwrap().0.to_owned();
    assert!(policy.contains(&format!("form-action 'self' {bucket};")), "{policy}");

    let posted = post_file(&page, PNG).await;
    assert_eq!(posted.status().as_u16(), 303, "{}", posted.text().await.unwrap());
    let back = posted.headers()["location"].to_str().unwrap();
    assert!(back.starts_with(&format!("{}{photos}", office.url())), "{back}");
    let shown = says(&amara, &photos, "(1 × 1 pixels)").await.page();

    // What is fetched is the very file, as an attachment under a name of ours.
    let photo = shown.link("Photo 1");
    let link = amara.get(&photo).await.expect(303).location();
    let fetched = reqwest::Client::builder().no_proxy().build().unwrap().get(&link).send().await.unwrap();
    let disposition = fetched.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(
        disposition.starts_with("attachment; filename=\"photo-") && disposition.ends_with(".png\""),
        "{disposition}"
    );
    assert_eq!(fetched.bytes().await.unwrap(), PNG);

    // The team, for whom photos are, finds it at the activity.
    let reader = office.organizer().await;
    let person = office.store().person(&specification::office::email("amara@example.org")).await.unwrap().unwrap();
    let at = activity.replace("/me/activities", &format!("/team/activities/{}", person.ambassador.unwrap()));
    let seen = reader.get(&at).await.expect(200).page().link("Photo 1");
    let link = reader.get(&seen).await.expect(303).location();
    let fetched = reqwest::Client::builder().no_proxy().build().unwrap().get(&link).send().await.unwrap();
    assert_eq!(fetched.bytes().await.unwrap(), PNG);

    // Nobody else finds it, and nobody else posts under this activity.
    let (chidi, other) = with_an_activity(&office, "Chidi").await;
    chidi.get(&photo).await.expect(404);
    chidi.get(&photos).await.expect(404);
    chidi.post(&format!("{photo}/remove"), &[]).await.expect(404);
    chidi.get(&photo.replace(&activity, &other)).await.expect(404);
    assert!(amara.get(&photos).await.page().text().contains("Photo 1"));

    // Taken away, it is gone from the bucket too; the same form once more changes nothing.
    let removal = shown.form("/remove");
    assert_eq!(amara.send(&removal).await.expect(303).location(), photos);
    assert_eq!(amara.send(&removal).await.expect(303).location(), photos);
    assert!(amara.get(&photos).await.page().text().contains("No photos yet"));
    amara.get(&photo).await.expect(404);
    let gone = reqwest::Client::builder().no_proxy().build().unwrap().get(&link).send().await.unwrap();
    assert_eq!(gone.status().as_u16(), 404);
    office.close().await;
}

/// S8, P8
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_photo_is_not_kept_and_a_plain_sentence_says_why() {
    let office = Office::open(NOW).await;
    let (amara, activity) = with_an_activity(&office, "Amara").await;
    let photos = format!("{activity}/photos");
    let cases: [(&[u8], &str); 5] = [
        (b"", "The file was empty"),
        (b"MZ\x90\0This program cannot be run in DOS mode", "neither a JPEG nor a PNG"),
        (b"%PDF-1.7\n", "neither a JPEG nor a PNG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "This is a HEIC photo"),
        (b"\xff\xd8\xff\xe0 cut off", "could not be opened"),
    ];
    for (content, sentence) in cases {
        let page = amara.get(&photos).await.expecting(200);
        let posted = post_file(&page, content).await;
        assert_eq!(posted.status().as_u16(), 303, "{sentence}: {}", posted.text().await.unwrap());
        let told = says(&amara, &photos, sentence).await.page();
        amara.send(&told.form("/remove")).await.expect(303);
    }
    // More than twenty megabytes are told in words of ours; the bucket itself would take some more.
    let page = amara.get(&photos).await.expecting(200);
    assert_eq!(post_file(&page, &vec![7; 20_000_001]).await.status().as_u16(), 303);
    says(&amara, &photos, "larger than 20 MB").await;
    office.close().await;
}

/// S8
#[tokio::test(flavor = "multi_thread")]
async fn the_bucket_takes_only_what_the_form_was_signed_for() {
    let office = Office::open(NOW).await;
    let (amara, activity) = with_an_activity(&office, "Amara").await;
    let page = amara.get(&format!("{activity}/photos")).await.expecting(200);
    for (from, to) in [
        ("uploads/photos/", "uploads/photos/elsewhere/"),
        ("application/octet-stream", "text/html"),
        (&activity, "/me/somewhere-else"),
    ] {
        let mut changed = page.clone();
        changed.body = page.body.replace(from, to);
        let refused = post_file(&changed, PNG).await.status().as_u16();
        assert!((400..500).contains(&refused), "{from}: {refused}");
    }
    assert!(amara.get(&format!("{activity}/photos")).await.page().text().contains("No photos yet"));
    office.close().await;
}

/// N5, N6: the bucket may tell twice, late, or of what is gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_told_of_twice_or_too_late_is_recorded_once() {
    let office = Office::open(NOW).await;
    let (amara, activity) = with_an_activity(&office, "Amara").await;
    let photos = format!("{activity}/photos");
    let page = amara.get(&photos).await.expecting(200);
    let key = page.page().form("office").value("key").unwrap().to_owned();
    assert_eq!(post_file(&page, PNG).await.status().as_u16(), 303);
    let told = says(&amara, &photos, "Photo 1").await.page();
    let again = invoice::Created::new(key.clone(), PNG.len() as u64);
    invoice::uploaded(office.store(), again.clone()).await.unwrap();
    assert_eq!(amara.get(&photos).await.page().texts_of("main li").len(), 1);
    amara.send(&told.form("/remove")).await.expect(303);
    invoice::uploaded(office.store(), again).await.unwrap();
    assert!(amara.get(&photos).await.page().text().contains("No photos yet"));
    // What nobody posted through a form of ours is nobody's photo.
    for stray in ["quarters/2026-Q2.parquet", "uploads/photos/me", &format!("{key}/more")] {
        invoice::uploaded(office.store(), invoice::Created::new(stray.to_owned(), 5)).await.unwrap();
    }
    office.close().await;
}
