//! Form services that send applications in: signed, once however often they come, and nothing of them is lost.

use crate::{NOW, applications};
use base64::Engine as _;
use serde_json::{Value, json};
use specification::{Answer, Office};
use store::Secret;

const HOOK: &str = r#"
[[hook]]
key = "tally"
signature_header = "Tally-Signature"
signature = "base64"
id = "data.responseId"
[hook.fields]
name = "data.fields[label=Name].value"
email = "data.fields[label=E-mail].value"
country = "data.fields[label=Country].value"
consent = "data.fields[label=I agree].value"
answer_ideas = "data.fields[label=Ideas].value"

[[hook]]
key = "nobody-s"
signature_header = "X-Signature"
id = "id"
[hook.fields]
name = "name"
email = "email"
country = "country"
consent = "consent"
"#;

const QUESTION: &str =
    "[[question]]\nkey = \"ideas\"\nlabel = \"What would you like to do?\"\nkind = \"text\"\nrequired = true\n";

async fn office() -> Office {
    Office::with(NOW, &crate::program("", QUESTION, HOOK), |options| {
        options.hook_secrets.insert("tally".to_owned(), Secret::new("a secret of two"));
    })
    .await
}

fn answer(id: &str, email: &str, ideas: &str) -> Value {
    json!({ "eventId": "e-1", "data": { "responseId": id, "fields": [
        { "label": "Name", "value": "Amara Okafor" },
        { "label": "E-mail", "value": email },
        { "label": "Country", "value": ["2"], "options": [{ "id": "1", "text": "Ghana" }, { "id": "2", "text": "Nigeria" }] },
        { "label": "I agree", "value": true },
        { "label": "Ideas", "value": ideas },
    ] } })
}

/// The signature as the service writes it, made here from the definition of HMAC (RFC 2104).
fn signature(secret: &str, body: &[u8]) -> String {
    let mut key = secret.as_bytes().to_vec();
    key.resize(64, 0);
    let pad = |with: u8| key.iter().map(|byte| byte ^ with).collect::<Vec<_>>();
    let digest = |bytes: &[u8]| {
        let hex = store::secret::hash(bytes);
        (0..32).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect::<Vec<_>>()
    };
    let inner = digest(&[pad(0x36), body.to_vec()].concat());
    base64::engine::general_purpose::STANDARD.encode(digest(&[pad(0x5c), inner].concat()))
}

async fn sends(office: &Office, body: &[u8]) -> Answer {
    let signature = signature("a secret of two", body);
    let headers = [("tally-signature", signature.as_str()), ("content-type", "application/json")];
    office.browser().raw("/apply/hooks/tally", &headers, body.to_vec()).await
}

/// N1
#[tokio::test(flavor = "multi_thread")]
async fn a_signed_answer_of_a_form_service_is_one_application_however_often_it_comes() {
    let office = office().await;
    let body = answer("r-1", "amara@example.org", "A meetup every month.").to_string();
    for _ in 0..2 {
        let taken = sends(&office, body.as_bytes()).await.expecting(202);
        assert_eq!(serde_json::from_str::<Value>(&taken.body).unwrap(), json!({ "application": "sent" }));
    }
    // Sent once more by the service, with other words around the same answer.
    let mut again = answer("r-1", "amara@example.org", "A meetup every month.");
    again["eventId"] = json!("e-2");
    sends(&office, again.to_string().as_bytes()).await.expect(202);
    let there = applications(&office).await;
    assert_eq!(there.len(), 1);
    assert_eq!((there[0].submission.name.as_str(), there[0].submission.country.code()), ("Amara Okafor", "NG"));
    assert_eq!(office.letters_to("amara@example.org").await.len(), 1);
    // Another answer of the same person is told by letter only.
    sends(&office, answer("r-2", "Amara@Example.org", "Docs.").to_string().as_bytes()).await.expect(202);
    assert_eq!(applications(&office).await.len(), 1);
}

/// S13
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_signed_with_the_shared_secret_is_refused() {
    let office = office().await;
    let body = answer("r-1", "amara@example.org", "Docs.").to_string().into_bytes();
    let right = signature("a secret of two", &body);
    let of_another = signature("another secret", &body);
    for wrong in [None, Some(""), Some("x"), Some(of_another.as_str()), Some(&right[..20])] {
        let headers: Vec<_> = wrong.map(|wrong| ("tally-signature", wrong)).into_iter().collect();
        office.browser().raw("/apply/hooks/tally", &headers, body.clone()).await.expect(401);
    }
    let changed = answer("r-1", "mallory@example.org", "Docs.").to_string().into_bytes();
    office.browser().raw("/apply/hooks/tally", &[("tally-signature", &right)], changed).await.expect(401);
    // A service whose secret the office was not given, and one it does not know.
    office.browser().raw("/apply/hooks/nobody-s", &[("x-signature", &right)], body.clone()).await.expect(401);
    office.browser().raw("/apply/hooks/unknown", &[("tally-signature", &right)], body).await.expect(404);
    sends(&office, b"{ no JSON").await.expect(400);
    assert!(applications(&office).await.is_empty() && office.letters().await.is_empty());
}

/// P2
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_something_missing_comes_back_to_its_writer_by_letter() {
    let office = office().await;
    let body = answer("r-1", "amara@example.org", " ").to_string();
    for _ in 0..2 {
        let refused = sends(&office, body.as_bytes()).await.expecting(422);
        assert_eq!(serde_json::from_str::<Value>(&refused.body).unwrap()["problems"][0]["field"], "answer_ideas");
    }
    let letters = office.letters_to("amara@example.org").await;
    assert_eq!(letters.len(), 1, "one letter however often it comes");
    let browser = office.browser();
    let page = browser.get(&letters[0].link("/apply/draft/")).await.expecting(200).page();
    assert_eq!(page.attributes("#problems a", "href"), ["#field-answer_ideas"]);
    let mut form = page.form("/apply");
    assert_eq!((form.value("name"), form.value("country")), (Some("Amara Okafor"), Some("Nigeria")));
    form.fill("answer_ideas", "A meetup every month.");
    browser.send(&form).await.expect(303);
    assert_eq!(applications(&office).await.len(), 1);
}
