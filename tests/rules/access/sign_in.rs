//! Signing in by a link: once, for ten minutes, in the browser that asked, and telling nobody who is known here
//! (requirements S1 and S2).

use crate::people::{NOW, applies, everything_kept, holds, limited, without_limits};
use chrono::Duration;
use http::Method;
use letters::Letter;
use specification::office::email;
use specification::{Answer, Office};
use store::outbox::{Draft, Lane, LetterState};

const KNOWN: &str = "organizer@example.org";
const UNKNOWN: &str = "nobody@example.org";

/// S1: mail scanners follow every link they see.
#[tokio::test(flavor = "multi_thread")]
async fn looking_at_a_link_uses_nothing_up_and_the_button_works_exactly_once() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    browser.post("/sign-in", &[("email", KNOWN)]).await.expect(303);
    let link = office.wait_for_letter(KNOWN, 0).await.link("/sign-in/");
    for _ in 0..10 {
        browser.ask(Method::HEAD, &link, &[], None).await.expect(200);
        let page = browser.get(&link).await.expect(200).page();
        assert_eq!(page.texts_of("main button"), ["Sign in now"]);
        assert_eq!(browser.cookie("session"), None, "looking signs nobody in");
    }
    assert_eq!(browser.post(&link, &[]).await.expect(303).location(), "/team");
    browser.get("/team").await.expect(200);

    let spent = "This link has been used, or its ten minutes are over. You can ask for a new one on the sign-in page.";
    for again in [browser.post(&link, &[]).await, browser.get(&link).await] {
        assert_eq!(again.expect(409).page().text_of(".lead"), spent);
        assert!(!again.headers.contains_key("set-cookie"));
    }
    // Pressing it twice does not take away what it gave.
    browser.get("/team").await.expect(200);
}

/// S1
#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_press_the_button_at_once_one_is_let_in() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    browser.post("/sign-in", &[("email", KNOWN)]).await.expect(303);
    let link = office.wait_for_letter(KNOWN, 0).await.link("/sign-in/");
    let (first, second) = tokio::join!(browser.post(&link, &[]), browser.post(&link, &[]));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
}

/// S1
#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_only_in_the_browser_that_asked_for_it() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    browser.post("/sign-in", &[("email", KNOWN)]).await.expect(303);
    let link = office.wait_for_letter(KNOWN, 0).await.link("/sign-in/");

    let fresh = office.browser();
    let other = office.browser();
    other.post("/sign-in", &[("email", UNKNOWN)]).await.expect(303);
    assert_ne!(other.cookie("browser"), browser.cookie("browser"));
    let elsewhere = "This link was asked for in another browser. To keep your account safe it works only there. \
                     You can open it in that browser, or ask for a new link here.";
    for thief in [&fresh, &other] {
        for answer in [thief.get(&link).await, thief.post(&link, &[]).await] {
            assert_eq!(answer.expect(409).page().text_of(".lead"), elsewhere);
        }
        assert_eq!(thief.cookie("session"), None);
        thief.get("/team").await.expect(401);
    }
    // Trying has not spoilt it for whoever asked.
    browser.post(&link, &[]).await.expect(303);
    browser.get("/team").await.expect(200);
}

/// S1, N8: the clock decides, not whether the record has been swept away.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_for_ten_minutes() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    browser.post("/sign-in", &[("email", KNOWN)]).await.expect(303);
    let link = office.wait_for_letter(KNOWN, 0).await.link("/sign-in/");
    office.store().clock().advance(Duration::minutes(9) + Duration::seconds(40));
    browser.get(&link).await.expect(200);
    office.store().clock().advance(Duration::seconds(20));
    browser.get(&link).await.expect(409);
    browser.post(&link, &[]).await.expect(409);
    assert_eq!(browser.cookie("session"), None);
    assert!(holds(&everything_kept(&office).await, &token_hash(&link)), "the record was still there");
}

/// S1: a link in a letter that a stranger had sent must not lead to the stranger.
#[tokio::test(flavor = "multi_thread")]
async fn links_lead_to_the_public_address_whatever_a_request_says_the_host_is() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    let hostile = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "host=evil.example;proto=https"),
        ("x-original-host", "evil.example"),
        ("sec-fetch-site", "same-origin"),
    ];
    let asked = browser.ask(Method::POST, "/sign-in", &hostile, Some(format!("email={KNOWN}"))).await;
    assert_eq!(asked.expect(303).location(), "/sign-in/sent");
    let letter = office.wait_for_letter(KNOWN, 0).await;
    assert!(letter.text.contains(&format!("{}/sign-in/", office.url())), "{}", letter.text);
    assert!(!letter.mime.contains("evil.example"));
    let page = browser.ask(Method::GET, "/", &hostile, None).await;
    assert!(!page.expect(200).body.contains("evil.example"));
}

/// S1
#[tokio::test(flavor = "multi_thread")]
async fn only_the_hash_of_a_link_is_kept() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    browser.post("/sign-in", &[("email", KNOWN)]).await.expect(303);
    let link = office.wait_for_letter(KNOWN, 0).await.link("/sign-in/");
    let token = link.rsplit('/').next().unwrap();
    assert!(token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{token}: 256 bits");
    let kept = everything_kept(&office).await;
    assert!(holds(&kept, &token_hash(&link)));
    assert!(!holds(&kept, token));
    assert!(!holds(&kept, &browser.cookie("browser").unwrap()));
    for letter in sign_in_letters(&office).await {
        assert_eq!(letter.data, serde_json::Value::Null, "what a sent letter said is erased");
    }
}

/// S1: the two kinds of links are not each other's.
#[tokio::test(flavor = "multi_thread")]
async fn the_link_that_confirms_an_address_signs_nobody_in() {
    let office = Office::of(NOW, &without_limits()).await;
    applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    let confirm = office.wait_for_letter("amara@example.org", 0).await.link("/apply/confirm/");
    let browser = office.browser();
    browser.post(&confirm.replace("/apply/confirm/", "/sign-in/"), &[]).await.expect(409);
    assert_eq!(browser.cookie("session"), None);
    browser.post("/sign-in", &[("email", "amara@example.org")]).await.expect(303);
    let link = office.wait_for_letter("amara@example.org", 1).await.link("/sign-in/");
    browser.post(&link.replace("/sign-in/", "/apply/confirm/"), &[]).await.expect(409);
    // Looking at the confirmation link confirms nothing either.
    for _ in 0..3 {
        browser.get(&confirm).await.expect(200);
    }
    let person = office.store().person(&email("amara@example.org")).await.unwrap().unwrap();
    let application = office.store().application(person.application.unwrap()).await.unwrap().unwrap();
    assert_eq!(application.value.state, program::ApplicationState::Unconfirmed);
}

/// S2
#[tokio::test(flavor = "multi_thread")]
async fn a_known_and_an_unknown_address_get_the_same_answer() {
    let office = Office::of(NOW, &limited(100, 3, 100)).await;
    let mut answers = Vec::new();
    for address in [KNOWN, UNKNOWN] {
        let browser = office.browser();
        let mut seen = Vec::new();
        for _ in 0..3 {
            seen.push(without_secrets(&browser.post("/sign-in", &[("email", address)]).await, address));
        }
        seen.push(without_secrets(&browser.get("/sign-in/sent").await, address));
        // Not even the limit tells who is known.
        let limit = browser.post("/sign-in", &[("email", address)]).await.expecting(429);
        seen.push(without_secrets(&limit, address));
        answers.push(seen);
    }
    assert_eq!(answers[0], answers[1]);

    assert_eq!(office.letters_to(KNOWN).await.len(), 3);
    assert!(office.letters_to(UNKNOWN).await.is_empty());
    let mut fates: Vec<_> = sign_in_letters(&office)
        .await
        .into_iter()
        .map(|letter| (letter.to.unwrap().to_string(), letter.state))
        .collect();
    fates.sort_by(|a, b| a.0.cmp(&b.0));
    let (unknown, known) = ((UNKNOWN.to_owned(), LetterState::Dropped), (KNOWN.to_owned(), LetterState::Sent));
    assert_eq!(fates, [unknown.clone(), unknown.clone(), unknown, known.clone(), known.clone(), known]);
}

/// S2: a letter to nobody is dropped, and nobody of the team is asked about it.
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_to_an_unknown_address_is_dropped_in_silence() {
    let office = Office::open(NOW).await;
    let letter = Letter::SignIn { browser: "0".repeat(64) };
    let draft = Draft::new("sign-in/of-nobody", Lane::Now, &email(UNKNOWN), "en", &letter);
    office.store().queue(&draft).await.unwrap();
    office.post_is_done().await;
    assert_eq!(office.store().letter("sign-in/of-nobody").await.unwrap().unwrap().state, LetterState::Dropped);
    let desk = office.organizer().await.get("/team").await.expect(200).page().text();
    assert!(desk.contains("Nothing is waiting") && !desk.contains(UNKNOWN), "{desk}");
}

fn token_hash(link: &str) -> String {
    store::secret::hash(link.rsplit('/').next().unwrap().as_bytes())
}

/// Every sign-in letter there ever was, found by its id in what is kept.
async fn sign_in_letters(office: &Office) -> Vec<store::outbox::Queued> {
    let kept = everything_kept(office).await;
    let kept = String::from_utf8_lossy(&kept);
    let mut ids: Vec<_> = kept.match_indices("sign-in/").filter_map(|(at, _)| kept.get(at..at + 44)).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut letters = Vec::new();
    for id in ids {
        letters.extend(office.store().letter(id).await.unwrap());
    }
    assert!(!letters.is_empty());
    letters
}

/// All of an answer but when it was given, the secret of its cookie, and the address that was typed.
fn without_secrets(answer: &Answer, typed: &str) -> (u16, Vec<(String, String)>, String) {
    let headers = answer.headers.iter().filter(|(name, _)| *name != "date").map(|(name, value)| {
        let value = value.to_str().unwrap();
        let value = match name.as_str() {
            "set-cookie" => value.split_once(';').unwrap().1,
            // The limit's page holds what was typed, and one address is longer than the other.
            "content-length" => "",
            _ => value,
        };
        (name.to_string(), value.to_owned())
    });
    (answer.status, headers.collect(), answer.body.replace(typed, "…"))
}
