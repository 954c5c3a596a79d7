//! Photos go straight to the bucket, are told by what they are, and are their owner's.

use program::evidence::{MOST_FILES, UploadKey};
use specification::files::{self, PNG};
use specification::{Answer, Browser, Office};
use std::time::Duration;

const NOW: &str = "2026-07-20T09:00:00Z";

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

    let posted = files::post(&page, PNG).await;
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
    let pdf = ("a document", files::pdf("photo", 1), "neither a JPEG nor a PNG");
    for (what, content, sentence) in files::bad_files().into_iter().chain([pdf]) {
        let page = amara.get(&photos).await.expecting(200);
        let posted = files::post(&page, &content).await;
        assert_eq!(posted.status().as_u16(), 303, "{what}: {}", posted.text().await.unwrap());
        let told = says(&amara, &photos, sentence).await.page();
        amara.send(&told.form("/remove")).await.expect(303);
        // Neither what was posted nor anything made of it is left.
        let key = page.page().form("office").value("key").unwrap().to_owned();
        assert!(nothing_left(&office, &key).await, "{what}");
    }
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
        let refused = files::post(&changed, PNG).await.status().as_u16();
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
    assert_eq!(files::post(&page, PNG).await.status().as_u16(), 303);
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

/// Whether the bucket holds nothing of what was posted under this key.
async fn nothing_left(office: &Office, key: &str) -> bool {
    let upload: UploadKey = key.parse().unwrap();
    let places = [key.to_owned(), store::evidence::kept_key(upload.file), store::evidence::preview_key(upload.file)];
    for place in places {
        if office.store().files().get(&place).await.unwrap().is_some() {
            return false;
        }
    }
    true
}

async fn fetched(browser: &Browser, path: &str) -> Vec<u8> {
    let link = browser.get(path).await.expect(303).location();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    client.get(&link).send().await.unwrap().bytes().await.unwrap().to_vec()
}

/// S8: the form works for an hour, and what was looked at must not change meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_looked_at_stays_whatever_is_posted_with_the_same_form_afterwards() {
    let office = Office::open(NOW).await;
    let (amara, activity) = with_an_activity(&office, "Amara").await;
    let photos = format!("{activity}/photos");
    let page = amara.get(&photos).await.expecting(200);
    let key = page.page().form("office").value("key").unwrap().to_owned();
    assert_eq!(files::post(&page, PNG).await.status().as_u16(), 303);
    let photo = says(&amara, &photos, "(1 × 1 pixels)").await.page().link("Photo 1");
    for other in [b"MZ\x90\0This program cannot be run in DOS mode".to_vec(), files::picture("swapped")] {
        assert_eq!(files::post(&page, &other).await.status().as_u16(), 303);
        for _ in 0..200 {
            if office.store().files().get(&key).await.unwrap().is_none() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        assert_eq!(office.store().files().get(&key).await.unwrap(), None, "what was posted does not stay");
        assert_eq!(fetched(&amara, &photo).await, PNG);
        assert_eq!(amara.get(&photos).await.page().texts_of("main li").len(), 1);
    }
    office.close().await;
}

/// R8, S8
#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_counts_once_and_a_picture_of_two_who_were_there_for_both() {
    let office = Office::open(NOW).await;
    let (amara, activity) = with_an_activity(&office, "Amara").await;
    let photos = format!("{activity}/photos");
    assert_eq!(files::post(&amara.get(&photos).await, PNG).await.status().as_u16(), 303);
    says(&amara, &photos, "Photo 1").await;
    assert_eq!(files::post(&amara.get(&photos).await, PNG).await.status().as_u16(), 303);
    let told = says(&amara, &photos, "You have sent this very file here before").await.page();
    let mut removals = told.attributes("form", "action").into_iter().filter(|action| action.ends_with("/remove"));
    amara.post(&removals.next_back().unwrap(), &[]).await.expect(303);

    let (chidi, other) = with_an_activity(&office, "Chidi").await;
    let others = format!("{other}/photos");
    assert_eq!(files::post(&chidi.get(&others).await, PNG).await.status().as_u16(), 303);
    let kept = says(&chidi, &others, "(1 × 1 pixels)").await.page();
    chidi.send(&kept.form("/remove")).await.expect(303);
    assert!(amara.get(&photos).await.page().text().contains("Photo 1"), "it is still there for the first");
    office.close().await;
}

/// S8: the limit holds when files arrive, also when the forms were signed before.
#[tokio::test(flavor = "multi_thread")]
async fn more_files_than_there_can_be_are_told_so_when_they_arrive_and_none_is_lost() {
    let office = Office::open(NOW).await;
    let (amara, activity) = with_an_activity(&office, "Amara").await;
    let photos = format!("{activity}/photos");
    let mut pages = Vec::new();
    for _ in 0..MOST_FILES + 2 {
        pages.push(amara.get(&photos).await.expecting(200));
    }
    for (at, page) in pages.iter().enumerate() {
        assert_eq!(files::post(page, &files::picture(&at.to_string())).await.status().as_u16(), 303);
    }
    for _ in 0..200 {
        if amara.get(&photos).await.page().texts_of("main li").len() == pages.len() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    let shown = amara.get(&photos).await.expecting(200);
    let listed = shown.page().texts_of("main li");
    let refused = listed.iter().filter(|text| text.contains("Removing another makes room")).count();
    assert_eq!((listed.len(), refused), (MOST_FILES + 2, 2), "{listed:?}");
    assert!(shown.page().text().contains("as many as there can be. Thank you!"));
    assert!(shown.page().attributes("form[enctype]", "action").is_empty(), "there is no form for another");
    office.close().await;
}

/// S8: what a page shows is a small picture made here, which says nothing of where the photo was taken.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_shows_a_small_picture_of_a_photo_and_never_the_file() {
    let office = Office::open(NOW).await;
    let (amara, activity) = with_an_activity(&office, "Amara").await;
    let photos = format!("{activity}/photos");
    let place = files::picture("taken at 6.5244 N");
    assert_eq!(files::post(&amara.get(&photos).await, &place).await.status().as_u16(), 303);
    let shown = says(&amara, &photos, "Photo 1").await.page();
    let preview = shown.attributes("main img", "src").pop().unwrap();
    let picture = amara.get(&preview).await.expecting(200);
    assert_eq!(picture.headers["content-type"], "image/jpeg");
    assert!(picture.bytes.starts_with(b"\xff\xd8\xff") && !picture.body.contains("6.5244"));
    let (chidi, _) = with_an_activity(&office, "Chidi").await;
    chidi.get(&preview).await.expect(404);
    office.organizer().await.get(&preview).await.expect(403);
    office.close().await;
}

/// S8: with script each file has a form of its own, and the bucket holds its checksum against what arrives.
#[tokio::test(flavor = "multi_thread")]
async fn a_script_gets_a_form_for_each_file_and_the_bucket_checks_what_it_was_told() {
    let office = Office::open(NOW).await;
    let (amara, activity) = with_an_activity(&office, "Amara").await;
    let photos = format!("{activity}/photos");
    let page = amara.get(&photos).await.expecting(200);
    let sign_at = page.page().attributes("form[data-sign-at]", "data-sign-at").pop().unwrap();
    let script = page.page().attributes("script", "src").pop().unwrap();
    assert!(amara.get(&script).await.expecting(200).body.contains("data-sign-at"));
    amara.get(&format!("{sign_at}?sha256=none")).await.expect(400);

    // SHA-256 of the small picture, as a script computes it.
    use base64::Engine as _;
    let sum: Vec<u8> = (0..64)
        .step_by(2)
        .map(|at| u8::from_str_radix(&store::evidence::fingerprint(PNG)[at..at + 2], 16).unwrap())
        .collect();
    let sum = base64::engine::general_purpose::STANDARD.encode(sum);
    let encoded = sum.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    for (content, status) in [(files::picture("another"), 400), (PNG.to_vec(), 201)] {
        let signed = amara.get(&format!("{sign_at}?sha256={encoded}")).await.expecting(200);
        let signed: serde_json::Value = serde_json::from_str(&signed.body).unwrap();
        let fields: Vec<(&str, &str)> = signed["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| (field[0].as_str().unwrap(), field[1].as_str().unwrap()))
            .collect();
        let answer = files::post_fields(signed["action"].as_str().unwrap(), &fields, &content).await;
        assert_eq!(answer.status().as_u16(), status);
        let key = fields.iter().find(|(name, _)| *name == "key").unwrap().1;
        assert!(status == 201 || nothing_left(&office, key).await);
    }
    says(&amara, &photos, "(1 × 1 pixels)").await;
    let (chidi, _) = with_an_activity(&office, "Chidi").await;
    chidi.get(&sign_at).await.expect(404);
    office.close().await;
}
