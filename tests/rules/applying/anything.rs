//! Whatever arrives: never a mistake of ours, never a record that is half there, never two of one person.

use crate::{ANSWERS, NOW, PERSON, QUESTIONS, applications, press, program};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use specification::{Browser, Office};
use tokio::runtime::Handle;

/// Names and values.
type Headers<'a> = &'a [(&'a str, &'a str)];

const HOOK: &str = "[[hook]]\nkey = \"any\"\nsignature_header = \"x-signature\"\nid = \"id\"\n[hook.fields]\nname = \"name\"\nemail = \"email\"\ncountry = \"[0].x\"\nconsent = \"consent\"\n";

/// P2, N2
#[tokio::test(flavor = "multi_thread")]
async fn no_bytes_are_more_than_the_office_can_read_in_any_of_its_ways() {
    let hosted =
        "[hosted]\norigins = [\"https://community.example.org\"]\nreturn_to = \"https://community.example.org/join\"\n";
    let document = program("pages = \"groups\"", QUESTIONS, &format!("{hosted}{HOOK}"));
    let office = Office::of(NOW, &document).await;
    let browser = office.browser();
    let form = ("content-type", "application/x-www-form-urlencoded");
    let json = ("content-type", "application/json");
    let site = [form, ("origin", "https://community.example.org"), ("sec-fetch-site", "cross-site")];
    let json_site = [json, ("origin", "https://community.example.org")];
    let ways: [(&str, Headers<'_>, bool); 5] = [
        ("/apply", &[form], false),
        ("/apply", &site, false),
        ("/apply", &[json], true),
        ("/apply", &json_site, true),
        ("/apply/hooks/any", &[("x-signature", "AAAA")], true),
    ];
    let mut runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
    let ran = runner.run(&(forms(), objects()), |(form, object)| {
        for (path, headers, as_json) in ways {
            let body = if as_json { object.clone() } else { form.clone() };
            let asked = browser.raw(path, headers, body.clone());
            let asked = tokio::time::timeout(std::time::Duration::from_secs(20), asked);
            let answer = tokio::task::block_in_place(|| Handle::current().block_on(asked));
            let sent = || String::from_utf8_lossy(&body).into_owned();
            prop_assert!(answer.is_ok(), "{path} {headers:?} is not answered: {}", sent());
            let answer = answer.unwrap();
            let fine = matches!(answer.status, 200 | 202 | 303 | 400 | 401 | 409 | 415 | 422);
            prop_assert!(fine, "{path} {headers:?}: {} for {}", answer.status, sent());
        }
        Ok(())
    });
    ran.unwrap();
    // Each that is there is whole: its person, its claim and its receipt came with it.
    for there in applications(&office).await {
        let person = office.store().person(&there.submission.email).await.unwrap().unwrap();
        assert_eq!(person.application, Some(there.id));
        assert!(office.store().letter(&format!("receipt/{}", there.id)).await.unwrap().is_some());
    }
}

/// S10
#[tokio::test(flavor = "multi_thread")]
async fn a_page_beyond_the_form_is_answered_as_soon_as_any() {
    let office = Office::of(NOW, &program("pages = \"groups\"", QUESTIONS, "")).await;
    let browser = office.browser();
    for page in [usize::MAX.to_string(), (usize::MAX - 1).to_string(), "1000000000000".to_owned()] {
        for from in ["", "1", &usize::MAX.to_string()] {
            let asked = [("step", page.as_str()), ("page", from)];
            let answer = browser.post("/apply", &asked);
            let answer = tokio::time::timeout(std::time::Duration::from_secs(20), answer).await;
            let status = answer.unwrap_or_else(|_| panic!("page {page} from {from} is not answered")).status;
            assert!(matches!(status, 200 | 422), "page {page} from {from}: {status}");
        }
    }
    office.close().await;
}

/// N2, R2
#[tokio::test(flavor = "multi_thread")]
async fn fifty_applications_of_one_person_at_once_are_one_in_whatever_spelling() {
    let office = Office::of(NOW, &program("plus_tags_are_one = true", QUESTIONS, "")).await;
    let mut all = tokio::task::JoinSet::new();
    for number in 0..50 {
        let browser = Browser::new(office.url());
        let email = match number % 5 {
            0 => "amara@example.org".to_owned(),
            1 => "Amara@Example.ORG".to_owned(),
            2 => " AMARA@example.org ".to_owned(),
            3 => format!("amara+talks{number}@example.org"),
            _ => format!("Amara+{number}@EXAMPLE.org"),
        };
        all.spawn(async move {
            let typed = [("name", "Amara Okafor"), ("email", email.as_str()), ("country", "NG"), ("consent", "yes")];
            browser.post("/apply", &[&typed[..], &ANSWERS].concat()).await
        });
    }
    let answers = all.join_all().await;
    for answer in &answers {
        assert_eq!((answer.status, answer.location()), (303, "/apply/sent".to_owned()));
        assert_eq!(answer.bytes, answers[0].bytes, "S2: the answers tell no one from another");
    }
    let there = applications(&office).await;
    assert_eq!(there.len(), 1);
    let letters = office.letters().await;
    // A host's name is written in small letters on its way.
    let (mailbox, host) = there[0].submission.email.as_str().rsplit_once('@').unwrap();
    let to = format!("{mailbox}@{}", host.to_lowercase());
    assert!(
        letters.iter().all(|letter| letter.to == to),
        "letters go to the address that applied, and to no other spelling"
    );
    assert_eq!(letters.len(), 2, "the receipt, and once that it is here already");
}

/// Known fields with any text, many times over, and bytes that are no form at all.
fn forms() -> impl Strategy<Value = Vec<u8>> {
    let pairs = vec((field(), text()), 0..24)
        .prop_map(|pairs| form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish().into_bytes());
    let whole = vec((field(), text()), 0..4).prop_map(|pairs| {
        let right = PERSON.into_iter().chain(ANSWERS).map(|(field, value)| (field, value.to_owned()));
        form_urlencoded::Serializer::new(String::new()).extend_pairs(right.chain(pairs)).finish().into_bytes()
    });
    prop_oneof![3 => pairs, 2 => whole, 1 => vec(any::<u8>(), 0..200)]
}

fn objects() -> impl Strategy<Value = Vec<u8>> {
    let value = prop_oneof![
        text().prop_map(serde_json::Value::from),
        any::<f64>().prop_map(serde_json::Value::from),
        any::<bool>().prop_map(serde_json::Value::from),
        vec(text(), 0..4).prop_map(serde_json::Value::from),
        Just(serde_json::json!({ "nested": [null] })),
        Just(serde_json::Value::Null),
    ];
    let object = vec((field(), value), 0..16).prop_map(|pairs| {
        let object: serde_json::Map<_, _> = pairs.into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
        serde_json::to_vec(&object).unwrap()
    });
    let deep = Just("[".repeat(5_000).into_bytes());
    prop_oneof![4 => object, 1 => vec(any::<u8>(), 0..200), 1 => deep]
}

fn field() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "key",
        "step",
        "page",
        "name",
        "email",
        "country",
        "region",
        "languages",
        "links",
        "shown_as",
        "consent",
        "website",
        "nominated",
        "was_sent",
        "answer_role",
        "answer_ways",
        "answer_repository",
        "answer_years",
        "answer_since",
        "id",
    ])
}

fn text() -> impl Strategy<Value = String> {
    let likely = prop::sample::select(vec![
        "",
        "send",
        "check",
        "save",
        "1",
        "3",
        "18446744073709551615",
        "-1",
        "yes",
        "no",
        "Developer",
        "Docs",
        "Nigeria",
        "amara@example.org",
        "b@example.org",
        "018f4a6e-0000-7000-8000-000000000001",
        "https://",
        "9999-12-31",
        "1e309",
    ]);
    prop_oneof![any::<String>(), likely.prop_map(str::to_owned), "x{0,4000}"]
}

/// P2: an item of the store holds 400 KB, and writing of many bytes a character reaches it first.
#[tokio::test(flavor = "multi_thread")]
async fn more_answers_than_a_record_holds_come_back_with_what_to_shorten() {
    let question =
        |number: usize| format!("[[question]]\nkey = \"q{number}\"\nlabel = \"Question {number}\"\nkind = \"text\"\n");
    let questions: String = (0..15).map(question).collect();
    let office = Office::of(NOW, &program("", &questions, "")).await;
    let browser = office.browser();
    let long = "語".repeat(10_000);
    let names: Vec<_> = (0..15).map(|number| format!("answer_q{number}")).collect();
    let mut typed = PERSON.to_vec();
    typed.extend(names.iter().map(|name| (name.as_str(), long.as_str())));
    let form = browser.get("/apply").await.expect(200).page().form("/apply");
    let page = press(&browser, &form, "send", &typed).await.expecting(422).page();
    assert!(!page.attributes("#problems a", "href").is_empty());
    // Shortened as much as it says, it is taken.
    let short = "語".repeat(4_000);
    let mut typed = PERSON.to_vec();
    typed.extend(names.iter().map(|name| (name.as_str(), short.as_str())));
    press(&browser, &form, "send", &typed).await.expect(303);
    assert_eq!(applications(&office).await.len(), 1);
}
