//! Limits against floods: settings, counted in the store; a pause loses nothing of what was typed (requirement S10).

use crate::people::{NOW, instance, limited};
use chancery::office::routes;
use chrono::Duration;
use program::Column;
use specification::{Browser, Office};

const TYPED: [(&str, &str); 8] = [
    ("key", "018f4a6e-0000-7000-8000-000000000001"),
    ("name", "Amara \"Ama\" <Okafor>"),
    ("email", "amara@example.org"),
    ("country", "Nigeria"),
    ("answer_contributions", "First line.\n\n  Second line & more."),
    ("answer_ideas", "أفكار، 想法"),
    ("links", "https://example.org/amara"),
    ("consent", "yes"),
];

/// S10, P8
#[tokio::test(flavor = "multi_thread")]
async fn a_pause_keeps_everything_that_was_typed_and_it_can_be_sent_later() {
    let office = Office::of(NOW, &limited(2, 100, 100)).await;
    let browser = office.browser().from_address("203.0.113.7");
    for _ in 0..2 {
        browser.post("/apply", &[("name", "")]).await.expect(422);
    }
    let page = browser.post("/apply", &TYPED).await.expect(429).page();
    assert_eq!(page.text_of("h1"), "Please wait a few minutes");
    let again = page.form("/apply");
    let mut sent: Vec<_> = again.fields().collect();
    let mut typed = TYPED.to_vec();
    sent.sort_unstable();
    typed.sort_unstable();
    assert_eq!(sent, typed);
    for (_, value) in TYPED.iter().filter(|(name, _)| *name != "key") {
        let shown = page.text();
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(&value), "{value} cannot be read in: {shown}");
    }
    // Too early, and nothing is lost by it.
    assert_eq!(browser.send(&again).await.expect(429).page().form("/apply").fields().count(), TYPED.len());
    assert_eq!(waiting(&office).await, 0);

    office.store().clock().advance(Duration::minutes(10));
    assert_eq!(browser.send(&again).await.expect(303).location(), "/apply/sent");
    assert_eq!(waiting(&office).await, 1);
}

/// S10
#[tokio::test(flavor = "multi_thread")]
async fn two_instances_share_one_limit() {
    let office = Office::of(NOW, &limited(3, 100, 100)).await;
    let url = instance(office.store(), office.url(), routes()).await;
    let instances = [office.browser().from_address("203.0.113.7"), Browser::new(&url).from_address("203.0.113.7")];
    let mut statuses = Vec::new();
    for turn in 0..6 {
        statuses.push(instances[turn % 2].post("/apply", &[("name", "")]).await.status);
    }
    assert_eq!(statuses, [422, 422, 422, 429, 429, 429]);
    // Somebody from elsewhere is not held up by it, at either of them.
    for (address, url) in [("203.0.113.8", office.url()), ("203.0.113.9", &url)] {
        Browser::new(url).from_address(address).post("/apply", &[("name", "")]).await.expect(422);
    }
}

/// S10: the count is taken at once, so a burst does not slip through.
#[tokio::test(flavor = "multi_thread")]
async fn a_burst_is_let_through_up_to_the_limit_and_no_further() {
    let office = Office::of(NOW, &limited(7, 100, 100)).await;
    let mut burst = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let browser = office.browser().from_address("203.0.113.7");
        burst.spawn(async move { browser.post("/apply", &[("name", "")]).await.status });
    }
    let statuses = burst.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 7);
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 13);
}

/// S10
#[tokio::test(flavor = "multi_thread")]
async fn sign_in_letters_are_limited_by_address_and_by_origin() {
    let office = Office::of(NOW, &limited(100, 2, 4)).await;
    let ask = |origin: &'static str, address: &'static str| {
        let browser = office.browser().from_address(origin);
        async move { browser.post("/sign-in", &[("email", address)]).await.status }
    };
    // By address, whatever its spelling and wherever it is asked from.
    assert_eq!(ask("203.0.113.1", "organizer@example.org").await, 303);
    assert_eq!(ask("203.0.113.2", "Organizer@Example.org").await, 303);
    assert_eq!(ask("203.0.113.3", "organizer@example.org").await, 429);
    // By origin, whoever it is for.
    for address in ["a@example.org", "b@example.org", "c@example.org", "d@example.org"] {
        assert_eq!(ask("203.0.113.9", address).await, 303);
    }
    assert_eq!(ask("203.0.113.9", "e@example.org").await, 429);
    assert_eq!(ask("203.0.113.10", "e@example.org").await, 303);
    let to_the_organizer =
        office.letters().await.into_iter().filter(|letter| letter.to.eq_ignore_ascii_case("organizer@example.org"));
    assert_eq!(to_the_organizer.count(), 2);

    let page = office.browser().from_address("203.0.113.9").post("/sign-in", &[("email", "f@example.org")]).await;
    let again = page.expect(429).page().form("/sign-in");
    assert_eq!(again.fields().collect::<Vec<_>>(), [("email", "f@example.org")]);
    office.store().clock().advance(Duration::minutes(10));
    office.browser().from_address("203.0.113.9").send(&again).await.expect(303);
}

/// S10: whoever is not behind a proxy of ours cannot choose where they come from.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_a_visitor_makes_up_does_not_get_around_the_limit() {
    let office = Office::with(NOW, &limited(2, 100, 100), |options| options.trusted_proxies.clear()).await;
    let mut statuses = Vec::new();
    for number in 0..4 {
        let browser = office.browser().from_address(&format!("203.0.113.{number}"));
        statuses.push(browser.post("/apply", &[("name", "")]).await.status);
    }
    assert_eq!(statuses, [422, 422, 429, 429]);
}

/// S10: a field no person sees. Whoever's browser filled it in is told how to go on.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_fills_in_every_field_is_told_apart_from_a_person() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    let page = browser.get("/apply").await.expect(200).page();
    assert_eq!(page.attributes("[aria-hidden=true] [name=website]", "tabindex"), ["-1"]);
    assert_eq!(page.attributes("[name=website]", "autocomplete"), ["off"]);
    assert_eq!(page.texts_of("[aria-hidden=true] label"), ["Please leave this empty"]);
    let mut form = page.form("/apply");
    for (name, value) in TYPED.into_iter().filter(|(name, _)| *name != "key") {
        form.fill(name, value);
    }
    form.fill("website", "https://spam.example");
    let answer = browser.send(&form).await.expecting(409);
    assert!(answer.page().text().contains("empty the field “website” and send the form again"));
    for (_, value) in TYPED.into_iter().filter(|(name, _)| !matches!(*name, "key")) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(answer.page().text().contains(&value), "{value} is lost");
    }
    assert_eq!(waiting(&office).await, 0);
    assert!(office.letters().await.is_empty());
    form.fill("website", "");
    browser.send(&form).await.expect(303);
    assert_eq!(waiting(&office).await, 1);
}

async fn waiting(office: &Office) -> usize {
    office.store().board(&specification::board(Column::Unconfirmed), 100, None).await.unwrap().0.len()
}
