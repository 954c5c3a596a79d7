//! The form on other sites and from programs: only from where the settings say, as nobody, and nothing typed is lost.

use crate::{ANSWERS, NOW, PERSON, QUESTIONS, applications, program};
use http::Method;
use serde_json::{Value, json};
use specification::{Answer, Browser, Office};
use std::collections::BTreeMap;

const SITE: &str = "https://community.example.org";
const HOSTED: &str = "[hosted]\norigins = [\"https://community.example.org\"]\nreturn_to = \"https://community.example.org/join?lang=en#form\"\n";

async fn office() -> Office {
    Office::of(NOW, &program("", QUESTIONS, HOSTED)).await
}

async fn posts(browser: &Browser, origin: &str, fields: &[(&str, &str)]) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let headers = [("origin", origin), ("sec-fetch-site", "cross-site")];
    browser.ask(Method::POST, "/apply", &headers, Some(body)).await
}

/// Where the browser is sent back to, and what it is told there.
fn told(answer: &Answer) -> (String, BTreeMap<String, Vec<String>>) {
    let location = answer.location();
    let (page, rest) = location.split_once('?').unwrap();
    let (query, fragment) = rest.split_once('#').unwrap();
    assert_eq!(fragment, "form");
    let mut told: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
        told.entry(name).or_default().push(value);
    }
    (page.to_owned(), told)
}

fn said(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("no JSON: {} {}", answer.status, answer.body))
}

/// S5
#[tokio::test(flavor = "multi_thread")]
async fn a_named_site_may_post_the_form_and_nothing_else_and_no_other_site_may() {
    let office = office().await;
    let typed = [&PERSON[..], &ANSWERS].concat();
    let browser = office.browser();
    for other in
        ["https://evil.example", "https://community.example.org.evil.example", "http://community.example.org", "null"]
    {
        posts(&browser, other, &typed).await.expect(403);
    }
    for path in ["/sign-in", "/apply/status/lost", "/apply/draft/x", "/sign-out"] {
        let headers = [("origin", SITE), ("sec-fetch-site", "cross-site")];
        let answer = browser.ask(Method::POST, path, &headers, Some("email=amara%40example.org".to_owned())).await;
        answer.expect(403);
        assert!(!answer.headers.contains_key("access-control-allow-origin"), "{path}");
    }
    assert!(applications(&office).await.is_empty());
    let answer = posts(&browser, SITE, &typed).await.expecting(303);
    let (page, told) = told(&answer);
    assert_eq!(page, "https://community.example.org/join");
    assert_eq!(told, BTreeMap::from([("lang".into(), vec!["en".into()]), ("application".into(), vec!["sent".into()])]));
    assert_eq!(applications(&office).await.len(), 1);
}

/// S4, S5
#[tokio::test(flavor = "multi_thread")]
async fn what_comes_from_elsewhere_is_nobody_s_whatever_cookies_it_carries() {
    let office = Office::of(NOW, &program("", QUESTIONS, &HOSTED.replace("return_to", "# return_to"))).await;
    let organizer = office.organizer().await;
    let answer = posts(&organizer, SITE, &[("name", "Amara")]).await.expecting(422);
    assert!(answer.page().texts_of("header a").iter().any(|link| link == "Sign in"), "nobody is signed in here");
    assert!(!answer.headers.contains_key("set-cookie"));
    assert_eq!(answer.headers["access-control-allow-origin"], SITE);
    assert!(!answer.headers.contains_key("access-control-allow-credentials"));
    // Without a page to go back to, our own page has everything, and goes on from there.
    let mut form = answer.page().form("/apply");
    assert_eq!(form.value("name"), Some("Amara"));
    form.fill("email", "amara@example.org");
    posts(&office.browser(), SITE, &[&PERSON[..], &ANSWERS].concat()).await.expect(303);
    organizer.get("/team").await.expect(200);
}

/// P2, S5
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_form_goes_back_with_what_is_wrong_and_a_link_to_everything_that_was_typed() {
    let office = office().await;
    let browser = office.browser();
    let wrong = [&PERSON[..], &ANSWERS[..6], &[("country", "Atlantis & \"Mu\"")]].concat();
    let typed: Vec<_> = wrong.into_iter().filter(|pair| *pair != ("country", "Nigeria")).collect();
    let answer = posts(&browser, SITE, &typed).await.expecting(303);
    let (_, told) = told(&answer);
    assert_eq!(told["application"], ["check"]);
    assert_eq!(
        told["problems"],
        [
            "country:We do not know a country of this name. Try its English name or its two-letter code.",
            "answer_conduct:We may keep your application only if you agree to it.",
        ]
    );
    let page = office.browser().get(&told["continue"][0]).await.expecting(200).page();
    assert_eq!(page.attributes("#problems a", "href"), ["#field-country", "#field-answer_conduct"]);
    let mut form = page.form("/apply");
    for (field, value) in typed {
        assert!(form.fields().any(|pair| pair == (field, value)), "{field} is lost");
    }
    form.fill("country", "NG");
    form.fill("answer_conduct", "yes");
    office.browser().send(&form).await.expect(303);
    assert_eq!(applications(&office).await.len(), 1);
}

/// S10, P8
#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_goes_back_with_a_word_and_a_sentence() {
    let document =
        program("", QUESTIONS, HOSTED).replace("applications_per_origin = 100000", "applications_per_origin = 1");
    let office = Office::of(NOW, &document).await;
    let browser = office.browser();
    let trapped = posts(&browser, SITE, &[&PERSON[..], &[("website", "x")]].concat()).await.expecting(303);
    assert_eq!(told(&trapped).1["application"], ["trap"]);
    posts(&browser, SITE, &PERSON).await.expect(303);
    let later = told(&posts(&browser, SITE, &PERSON).await.expecting(303)).1;
    assert_eq!(later["application"], ["later"]);
    assert!(later["message"][0].contains("in about ten minutes"), "{later:?}");
    let json =
        browser.json("/apply", &[("origin", SITE), ("sec-fetch-site", "cross-site")], &json!({})).await.expecting(429);
    assert_eq!(json.headers["access-control-allow-origin"], SITE);
    assert!(said(&json)["message"].is_string());
}

/// N1, S2, S5
#[tokio::test(flavor = "multi_thread")]
async fn a_program_sends_json_and_is_answered_in_json() {
    let office = office().await;
    let browser = office.browser();
    let whole = json!({
        "name": "Amara Okafor", "email": "amara@example.org", "country": "NG", "consent": true, "region": null,
        "links": ["https://example.org/amara"], "answer_role": "Developer", "answer_ways": ["Talks", "Docs"],
        "answer_repository": "https://example.org/amara", "answer_years": 3, "answer_conduct": true,
    });
    let missing = browser.json("/apply", &[], &json!({ "name": "Amara", "consent": false })).await.expecting(422);
    let fields: Vec<_> = said(&missing)["problems"].as_array().unwrap().iter().map(|it| it["field"].clone()).collect();
    assert_eq!(fields, ["email", "country", "answer_role", "answer_ways", "answer_conduct", "consent"]);
    assert_eq!(said(&missing)["problems"][0]["problem"], "Please fill this in.");

    let keyed = [("idempotency-key", "one of mine")];
    for _ in 0..3 {
        let sent = browser.json("/apply", &keyed, &whole).await.expecting(202);
        assert_eq!(said(&sent), json!({ "application": "sent" }));
    }
    assert_eq!(office.letters_to("amara@example.org").await.len(), 1, "one key, one application, one letter");
    let mut other = whole.clone();
    other["name"] = json!("Somebody else");
    assert!(said(&browser.json("/apply", &keyed, &other).await.expecting(409))["message"].is_string());
    // Known or not, the answer is the same, and a letter to the address itself tells the difference.
    let known = browser.json("/apply", &[], &other).await.expecting(202);
    let mut unknown = whole.clone();
    unknown["email"] = json!("wanjiru@example.org");
    assert_eq!(known.body, browser.json("/apply", &keyed, &unknown).await.expecting(202).body);
    assert_eq!(applications(&office).await.len(), 2, "one key of two people is two applications");
    assert_eq!(office.letters_to("amara@example.org").await.len(), 2);

    for wrong in [json!({ "name": { "first": "Amara" } }), json!({ "links": [1] })] {
        browser.json("/apply", &[], &wrong).await.expect(415);
    }
    browser.json("/apply", &[("origin", "https://evil.example")], &whole).await.expect(403);
}

/// S5
#[tokio::test(flavor = "multi_thread")]
async fn a_named_site_s_script_may_ask_before_it_sends_and_no_other_s() {
    let office = office().await;
    let browser = office.browser();
    let ask = |origin: &'static str| {
        let headers = [("origin", origin), ("access-control-request-method", "POST"), ("sec-fetch-site", "cross-site")];
        let browser = &browser;
        async move { browser.ask(Method::OPTIONS, "/apply", &headers, None).await }
    };
    let may = ask(SITE).await.expecting(204);
    assert_eq!(may.headers["access-control-allow-origin"], SITE);
    assert_eq!(may.headers["access-control-allow-methods"], "POST");
    assert_eq!(may.headers["access-control-allow-headers"], "content-type, idempotency-key");
    let may_not = ask("https://evil.example").await.expecting(405);
    assert!(!may_not.headers.contains_key("access-control-allow-origin"));
}

/// S5
#[tokio::test(flavor = "multi_thread")]
async fn the_form_to_copy_is_one_that_the_office_takes() {
    let office = office().await;
    let page = office.browser().get("/apply/embed").await.expecting(200).page();
    let snippet = specification::page::Page::of(&page.texts_of("pre")[0]);
    let mut form = snippet.form("/apply");
    assert_eq!(form.action(), format!("{}/apply", office.url()));
    for (field, value) in PERSON.into_iter().chain(ANSWERS) {
        form.fill(field, value);
    }
    form.fill("answer_ways", "Docs");
    let typed: Vec<_> = form.fields().collect();
    let told = told(&posts(&office.browser(), SITE, &typed).await.expecting(303)).1;
    assert_eq!(told["application"], ["sent"], "{told:?}");
    let (_, body) =
        page.texts_of("pre")[1].split_once(" { ").map(|(head, body)| (head.to_owned(), format!("{{ {body}"))).unwrap();
    let example: Value = serde_json::from_str(&body).unwrap();
    let answer = office.browser().json("/apply", &[], &example).await;
    assert!(matches!(answer.status, 202 | 422), "{} {}", answer.status, answer.body);
    let asked: Vec<_> = page.texts_of("tbody th");
    assert!(asked.iter().all(|field| example.get(field).is_some()), "{asked:?}");
}

/// S13, S5: one key written into a page for everybody, as whoever copies our form may do.
#[tokio::test(flavor = "multi_thread")]
async fn two_people_with_something_wrong_under_one_key_and_no_address_do_not_see_each_other_s_form() {
    for hosted in [HOSTED.to_owned(), HOSTED.replace("return_to", "# return_to")] {
        let office = Office::of(NOW, &program("", QUESTIONS, &hosted)).await;
        let key = ("key", "0198c0de-0000-7000-8000-000000000001");
        let mut pages = Vec::new();
        for name in ["Amara Okafor", "Wanjiru Kamau"] {
            let answer = posts(&office.browser(), SITE, &[key, ("name", name), ("country", "NG")]).await;
            pages.push(match answer.status {
                303 => told(&answer).1["continue"][0].clone(),
                _ => answer.expecting(422).page().form("/apply").value("key").unwrap().to_owned(),
            });
        }
        assert_ne!(pages[0], pages[1], "a way on of their own");
        if pages[0].starts_with("http") {
            let form = office.browser().get(&pages[0]).await.expect(200).page().form("/apply");
            assert_eq!(form.value("name"), Some("Amara Okafor"));
        }
        let again = posts(&office.browser(), SITE, &[key, ("name", "A"), ("country", "NG")]).await;
        assert!(matches!(again.status, 303 | 422));
    }
}

/// N1, R2, S2, S5: one key written into a page for everybody.
#[tokio::test(flavor = "multi_thread")]
async fn one_key_for_everybody_loses_nobody_s_application_and_tells_nobody_who_has_applied() {
    let office = office().await;
    let key = ("key", "0198c0de-0000-7000-8000-000000000001");
    let form = |more: &[(&'static str, &'static str)]| {
        let typed = [&[key][..], &PERSON, &ANSWERS].concat();
        let kept = typed.into_iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
        kept.chain(more.iter().copied()).collect::<Vec<_>>()
    };
    let browser = office.browser();
    let first = posts(&browser, SITE, &form(&[])).await.expecting(303);
    let link = office.wait_for_letter("amara@example.org", 0).await.link("/apply/status/link/");

    // Something else under the same key and address is what somebody sends who has applied.
    for _ in 0..2 {
        let other = posts(&browser, SITE, &form(&[("name", "Somebody else")])).await.expecting(303);
        assert_eq!((other.location(), &other.bytes), (first.location(), &first.bytes));
    }
    let told: Vec<_> = office.letters_to("amara@example.org").await.into_iter().map(|letter| letter.subject).collect();
    assert_eq!(told[1..], ["Your application is with us already"]);
    assert_eq!(applications(&office).await.len(), 1);

    // Taken back, it is in nobody's way: not in its own writer's, and not with the same words.
    let withdraw = browser.get(&format!("{link}/withdraw")).await.expecting(200).page().form("/withdraw");
    browser.send(&withdraw).await.expect(200);
    for fields in [form(&[]), form(&[]), form(&[("email", "wanjiru@example.org")])] {
        let sent = posts(&browser, SITE, &fields).await.expecting(303);
        assert_eq!((sent.location(), &sent.bytes), (first.location(), &first.bytes));
    }
    let mut there: Vec<_> = applications(&office)
        .await
        .iter()
        .map(|there| format!("{} {}", there.submission.email, there.state.column().name()))
        .collect();
    there.sort();
    assert_eq!(
        there,
        ["amara@example.org unconfirmed", "amara@example.org withdrawn", "wanjiru@example.org unconfirmed"]
    );
    let receipt = office.wait_for_letter("amara@example.org", 2).await;
    browser.post(&receipt.link("/apply/confirm/"), &[]).await.expect(200);
    assert!(
        browser.get(&receipt.link("/apply/status/link/")).await.expect(200).page().text().contains("with the team")
    );
}

/// N1
#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_sends_again_stays_taken_back_and_what_it_sends_anew_is_taken() {
    let office = office().await;
    let browser = office.browser();
    let mut body = json!({
        "name": "Amara Okafor", "email": "amara@example.org", "country": "NG", "consent": true,
        "answer_role": "Translator", "answer_ways": ["Docs"], "answer_conduct": true,
    });
    let keyed = [("idempotency-key", "one of mine")];
    browser.json("/apply", &keyed, &body).await.expect(202);
    let link = office.wait_for_letter("amara@example.org", 0).await.link("/apply/status/link/");
    let withdraw = browser.get(&format!("{link}/withdraw")).await.expecting(200).page().form("/withdraw");
    browser.send(&withdraw).await.expect(200);
    browser.json("/apply", &keyed, &body).await.expect(202);
    assert_eq!(applications(&office).await.len(), 1, "a request that comes late is no new application");
    body["region"] = json!("Lagos");
    for _ in 0..2 {
        browser.json("/apply", &keyed, &body).await.expect(202);
    }
    assert_eq!(applications(&office).await.len(), 2);
}
