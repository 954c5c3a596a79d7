//! Every error a person can meet says what happened, what was kept and what to do next (requirement P8).

use crate::people::{Cast, NOW, applies, instance, limited, plans, same_reader};
use chancery::folder::Folder;
use chancery::office::{Records, routes};
use http::Method;
use specification::office::email;
use specification::{Answer, Browser, Office};
use std::collections::BTreeSet;
use store::{Clock, Place, Store};
use web::{Routes, Who};

/// One answer for each way an office says no, to a reader of this language.
pub(crate) struct Troubles {
    /// What leads there, the status it should have, the answer.
    pub(crate) all: Vec<(&'static str, u16, Answer)>,
    // They are open as long as their answers are looked at.
    _cast: Cast,
}

impl Troubles {
    /// Meets them all.
    pub(crate) async fn meet(language: &str) -> Self {
        let cast = Cast::gather().await;
        let reading = |browser: &Browser| same_reader(&cast.office, browser, language);
        let visitor = reading(&cast.visitor.browser);
        let ambassador = reading(&cast.ambassador.browser);
        let organizer = reading(&cast.organizer.browser);
        let address = |path: &str| cast.address(path);
        let mut all = vec![
            ("an address that cannot be read", 400, organizer.get("/team/quarters/some-day").await),
            (
                "a list asked for in a way that cannot be read",
                400,
                organizer.get("/team/applications?column=any").await,
            ),
            ("a page for people who are signed in", 401, visitor.get("/me").await),
            ("a page for people with another role", 403, ambassador.get("/team").await),
            ("a page that is not there", 404, visitor.get("/no/such/page").await),
            ("another person's page", 404, {
                let theirs = plans(&cast.another.browser, "Only mine", "2026-05-19").await;
                ambassador.get(&theirs).await
            }),
            ("a way of asking that no page knows", 405, visitor.ask(Method::PUT, "/apply", &[], None).await),
            ("a link that has expired", 409, visitor.get(&address("/apply/confirm/{token}")).await),
            ("a form larger than forms may be", 413, visitor.post("/apply", &[("name", &"x".repeat(4_100_000))]).await),
            ("a format nobody reads", 415, visitor.post_bytes("/apply", "text/plain", b"name=Amara".to_vec()).await),
        ];
        let another_site = [("sec-fetch-site", "cross-site")];
        all.push(("a change another site asks for", 403, {
            ambassador.ask(Method::POST, "/sign-out", &another_site, Some(String::new())).await
        }));

        let activity = address("/me/activities/{id}");
        let mut report = ambassador.get(&activity).await.expect(200).page().form("/report");
        report.fill("attendees", "31");
        ambassador.send(&report).await.expect(303);
        report.fill("attendees", "32");
        all.push(("a change somebody else was faster with", 409, ambassador.send(&report).await));

        let limited = Office::of(NOW, &limited(1, 1, 1)).await;
        applies(&limited, "Amara Okafor", "amara@example.org", "Nigeria").await;
        let again = limited.browser().in_language(language).post("/apply", &[("name", "…")]).await;
        all.push(("more than the limit", 429, again));

        let panicking = Routes::of("test").get("/panics", Who::Anyone, panics);
        let url = instance(cast.office.store(), cast.office.url(), panicking).await;
        all.push(("a mistake of ours", 500, Browser::new(&url).in_language(language).get("/panics").await));
        let records = Records::open(Folder::temporary().unwrap(), Clock::system(), None).await.unwrap();
        let url = instance(&without_tables(&records).await, cast.office.url(), routes()).await;
        all.push(("records that cannot be read", 500, Browser::new(&url).in_language(language).get("/").await));
        let url = instance(&records.store, cast.office.url(), routes()).await;
        all.push(("an office without settings", 503, Browser::new(&url).in_language(language).get("/").await));
        records.close().await.unwrap();
        Self { all, _cast: cast }
    }
}

async fn panics() -> String {
    panic!("a test asked for it")
}

/// Records whose tables are not there.
async fn without_tables(records: &Records) -> Store {
    let place = Place {
        table_prefix: "elsewhere-".to_owned(),
        bucket: "office".to_owned(),
        only_scanned: false,
        sealing_key: None,
        local: Some(records.place().clone()),
    };
    Store::connect(&place, Clock::system())
}

/// P8
#[tokio::test(flavor = "multi_thread")]
async fn each_problem_says_what_happened_what_was_kept_and_what_to_do_next() {
    let troubles = Troubles::meet("en").await;
    let mut seen = Vec::new();
    for (what, status, answer) in &troubles.all {
        assert_eq!(answer.status, *status, "{what}: {}", answer.page().text());
        assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8", "{what}");
        let page = answer.page();
        let sections = page.texts_of("section.aftermath h2");
        assert_eq!(sections, ["What was kept", "What you can do now"], "{what}");
        for said in ["p.lead", "section.aftermath > p"] {
            assert!(page.texts_of(said).iter().all(|sentence| sentence.contains(' ')), "{what}: {said} says nothing");
        }
        let ways_on = page.attributes("main a[href]", "href").len() + page.attributes("main form", "action").len();
        assert!(ways_on > 0, "{what} leads nowhere");
        assert_eq!(page.attributes("footer a[href^=mailto]", "href").len(), 1, "{what} names nobody to write to");
        seen.push(format!("{status} {}", page.text_of("h1")));
        assert_eq!(page.texts_of("title").len(), 1);
        assert!(page.text_of("title").starts_with(&page.text_of("h1")), "{what}: {}", page.text_of("title"));
        let text = page.text().to_lowercase();
        for inner in ["panicked", "dynamo", "a test asked for it", "deserialize", "127.0.0.1", "error(", "axum"] {
            assert!(!text.contains(inner), "{what} shows {inner}");
        }
    }
    let headings: BTreeSet<_> = seen.iter().map(String::as_str).collect();
    let expected = [
        "400 We could not read that",
        "401 Please sign in first",
        "403 This part is not open to you",
        "404 There is no page here",
        "405 This address does not work that way",
        "409 Somebody was a moment faster",
        "409 This cannot be done now",
        "413 This is more than we can take at once",
        "415 We cannot read this format",
        "429 Please wait a few minutes",
        "500 Something went wrong on our side",
        "503 The office is closed for a moment",
    ];
    assert_eq!(headings, expected.into());
}

/// P8, S6: whoever is sent to sign in is not told whether there is anything behind.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_signed_in_is_led_to_signing_in() {
    let office = Office::open(NOW).await;
    applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    let person = office.store().person(&email("amara@example.org")).await.unwrap().unwrap();
    let visitor = office.browser();
    let answer = visitor.get(&format!("/team/applications/{}", person.application.unwrap())).await;
    let page = answer.expect(401).page();
    assert_eq!(page.attributes("main a", "href"), ["/sign-in"]);
    let text = page.text_of("main");
    assert!(text.contains("a sign-in ends after twelve hours without a click"), "{text}");
    assert!(text.contains("go back first and copy your text"), "{text}");
    let nothing = visitor.get("/team/applications/00000000-0000-0000-0000-000000000000").await;
    assert_eq!(nothing.expect(401).body, answer.body);
}

/// P8: who is signed in stays so on a problem page, with their own way back.
#[tokio::test(flavor = "multi_thread")]
async fn a_problem_page_leads_each_person_back_to_their_own_part() {
    let cast = Cast::gather().await;
    for (person, home) in [
        (&cast.visitor, None),
        (&cast.applicant, Some("/apply/status")),
        (&cast.ambassador, Some("/me")),
        (&cast.reviewer, Some("/team/applications")),
        (&cast.organizer, Some("/team")),
    ] {
        let page = person.browser.get("/no/such/page").await.expect(404).page();
        let ways = page.attributes(".ways-out a", "href");
        assert_eq!(ways, home.into_iter().chain(["/"]).collect::<Vec<_>>(), "{}", person.who);
    }
}
