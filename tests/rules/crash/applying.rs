//! Applying, by every way in, and following one's application to its end.

use crate::stage::{Done, HOOK_SECRET, Stage};
use base64::Engine as _;
use serde_json::json;
use specification::page::Filled;
use specification::{Browser, MAUTIC};

/// The example program with a form service and another site, and with limits nobody meets.
fn program() -> String {
    format!(
        "{MAUTIC}
[limits]
applications_per_origin = 1000000
sign_ins_per_address = 1000000
sign_ins_per_origin = 1000000

[hosted]
origins = [\"https://community.example.org\"]
return_to = \"https://community.example.org/join\"

[[hook]]
key = \"tally\"
signature_header = \"Tally-Signature\"
signature = \"base64\"
id = \"id\"
[hook.fields]
name = \"name\"
email = \"email\"
country = \"country\"
consent = \"consent\"
answer_contributions = \"contributions\"
answer_ideas = \"ideas\"
"
    )
}

/// What everybody writes.
pub(crate) fn words_of<'a>(name: &'a str, address: &'a str) -> [(&'static str, &'a str); 6] {
    [
        ("name", name),
        ("email", address),
        ("country", "Nigeria"),
        ("answer_contributions", "Monthly talks in Lagos."),
        ("answer_ideas", "A meetup every month."),
        ("consent", "yes"),
    ]
}

/// The form, filled in.
pub(crate) async fn form_of(browser: &Browser, name: &str, address: &str) -> Filled {
    let mut form = browser.get("/apply").await.expect(200).page().form("/apply");
    for (field, value) in words_of(name, address) {
        form.fill(field, value);
    }
    form
}

/// Kept for later, sent, confirmed, a lost link asked for, changed, and taken back.
pub(crate) async fn by_form() -> Stage {
    let mut stage = Stage::open(&program()).await;
    let visitor = stage.browser();
    let form = form_of(&visitor, "Amara Okafor", "amara@example.org").await;
    for step in ["check", "save", "send"] {
        let fields: Vec<_> = form.fields().filter(|(name, _)| *name != "step").chain([("step", step)]).collect();
        stage.posts(Done::AtOnce, &visitor, "/apply", &fields).await;
        stage.posted().await;
    }
    // The same address once more, which is told by letter.
    let again = form_of(&visitor, "Amara", "amara@example.org").await;
    stage.sends(&visitor, &again).await.expect(303);

    let confirm = stage.link_for("amara@example.org", "/apply/confirm/").await;
    stage.posts(Done::AtOnce, &visitor, &confirm, &[]).await.expect(200);
    let mut lost = visitor.get("/apply/status/lost").await.expect(200).page().form("/lost");
    lost.fill("email", "amara@example.org");
    stage.sends(&visitor, &lost).await.expect(303);

    let link = stage.link_for("amara@example.org", "/apply/status/link/").await;
    let mut edit = visitor.get(&format!("{link}/edit")).await.expect(200).page().form("/edit");
    edit.fill("region", "Lagos");
    stage.sends(&visitor, &edit).await.expect(303);
    let withdraw = visitor.get(&format!("{link}/withdraw")).await.expect(200).page().form("/withdraw");
    stage.sends(&visitor, &withdraw).await.expect(200);
    stage
}

/// Sent by a program, by another site's page and by a form service, which also sends one that is not whole.
pub(crate) async fn from_elsewhere() -> Stage {
    let mut stage = Stage::open(&program()).await;
    let browser = stage.browser();
    let mut body = serde_json::Map::new();
    for (field, value) in words_of("Amara Okafor", "amara@example.org") {
        body.insert(field.to_owned(), value.into());
    }
    body.insert("key".to_owned(), "0198c0de-0000-7000-8000-000000000001".into());
    let body = body.into();
    stage.asks(Done::AtOnce, "/apply", async || browser.json("/apply", &[], &body).await).await.expect(202);

    let fields = words_of("Jonas Weber", "jonas@example.org");
    let key = [("key", "0198c0de-0000-7000-8000-000000000002")];
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields.iter().chain(&key)).finish();
    let site = [("origin", "https://community.example.org"), ("sec-fetch-site", "cross-site")];
    let post = async || browser.ask(http::Method::POST, "/apply", &site, Some(form.clone())).await;
    stage.asks(Done::AtOnce, "/apply", post).await.expect(303);

    for (id, ideas, status) in [("1", "A meetup.", 202), ("2", "", 422)] {
        let body = json!({
            "id": id, "name": "Mina Park", "email": format!("mina-{id}@example.org"), "country": "Korea",
            "consent": true, "contributions": "Talks.", "ideas": ideas,
        });
        let body = body.to_string().into_bytes();
        let signature = signature(&body);
        let headers = [("tally-signature", signature.as_str()), ("content-type", "application/json")];
        let post = async || browser.raw("/apply/hooks/tally", &headers, body.clone()).await;
        stage.asks(Done::AtOnce, "/apply/hooks/tally", post).await.expect(status);
    }
    stage
}

/// Signed in, by an applicant who has not confirmed, and out; and the same ways for whoever is signed in.
pub(crate) async fn signed_in() -> Stage {
    let mut stage = Stage::open(&program()).await;
    let browser = stage.browser();
    let form = form_of(&browser, "Amara Okafor", "amara@example.org").await;
    browser.send(&form).await.expect(303);
    stage.posted().await;
    stage.posts(Done::AtOnce, &browser, "/sign-in", &[("email", "amara@example.org")]).await.expect(303);
    stage.mails().await;
    stage.signs_in(&browser, "amara@example.org").await;

    let mut edit = browser.get("/apply/status/edit").await.expect(200).page().form("/apply/status/edit");
    edit.fill("region", "Lagos");
    stage.sends(&browser, &edit).await.expect(303);
    let other = stage.signed_in("amara@example.org").await;
    stage.signs_out(&other).await;
    let withdraw = browser.get("/apply/status/withdraw").await.expect(200).page().form("/apply/status/withdraw");
    stage.sends_by(Done::AtOnceWithTheSession, &browser, &withdraw).await.expect(200);
    stage
}

/// The signature as the service writes it, made here from the definition of HMAC (RFC 2104).
fn signature(body: &[u8]) -> String {
    let mut key = HOOK_SECRET.as_bytes().to_vec();
    key.resize(64, 0);
    let pad = |with: u8| key.iter().map(|byte| byte ^ with).collect::<Vec<_>>();
    let digest = |bytes: &[u8]| {
        let hex = store::secret::hash(bytes);
        (0..32).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect::<Vec<_>>()
    };
    let inner = digest(&[pad(0x36), body.to_vec()].concat());
    base64::engine::general_purpose::STANDARD.encode(digest(&[pad(0x5c), inner].concat()))
}
