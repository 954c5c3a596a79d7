//! The key service of AWS as far as `store` knows it: it seals and opens for whoever names the same key and owner.

use super::Bench;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use program::{Role, Roles};
use serde_json::{Value, json};
use specification::function::Function;
use specification::gateway::Call;
use specification::office::email;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A stand-in for it.
#[derive(Clone, Default)]
struct Kms {
    /// What was sealed: under which key, whose, and what.
    sealed: Arc<Mutex<Vec<[Value; 3]>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Kms {
    /// Starts one; the address it answers under comes with it.
    async fn start() -> (Self, String) {
        let kms = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let routes = Router::new().route("/", post(answer)).with_state(kms.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (kms, url)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn answer(State(kms): State<Kms>, headers: HeaderMap, body: String) -> Response {
    let target = headers["x-amz-target"].to_str().unwrap().trim_start_matches("TrentService.").to_owned();
    let request: Value = serde_json::from_str(&body).unwrap();
    kms.asked.lock().unwrap().push(target.clone());
    let mut sealed = kms.sealed.lock().unwrap();
    let (key, owner) = (request["KeyId"].clone(), request["EncryptionContext"]["owner"].clone());
    if target == "Encrypt" {
        sealed.push([key.clone(), owner, request["Plaintext"].clone()]);
        // Four characters of base 64 are three bytes, which say which one it is.
        let blob = format!("{:04}", sealed.len());
        return Json(json!({ "CiphertextBlob": blob, "KeyId": key })).into_response();
    }
    let number: usize = request["CiphertextBlob"].as_str().unwrap().parse().unwrap();
    match sealed.get(number - 1) {
        Some([with, whose, plain]) if [with, whose] == [&key, &owner] => {
            Json(json!({ "Plaintext": plain, "KeyId": key })).into_response()
        }
        _ => {
            let refused = json!({ "__type": "InvalidCiphertextException", "message": null });
            (StatusCode::BAD_REQUEST, Json(refused)).into_response()
        }
    }
}

/// C8
#[tokio::test(flavor = "multi_thread")]
async fn where_somebody_is_paid_to_is_sealed_by_the_key_service_and_opened_for_a_treasurer() {
    let bench = Bench::open().await;
    let (kms, url) = Kms::start().await;
    let start = async |function: &str, key: Option<&str>| {
        let mut settings = bench.settings(function);
        settings.insert("AWS_ENDPOINT_URL_KMS".to_owned(), url.clone());
        settings.extend(key.map(|key| ("CHANCERY_SEALING_KEY".to_owned(), key.to_owned())));
        Function::start(function, bench.folder.path(), &settings).await
    };
    let (invoice, treasury) = (start("invoice", None).await, start("treasury", None).await);
    let amara = bench.session_of("amara@example.org").await;
    let page = "/me/funding/payment-details";
    let mut form = invoice.answers(Call::get(page).cookies(&[&amara])).await.expecting(200).page().form(page);
    form.fill("holder", "Amara Okafor");
    form.fill("account", "DE89370400440532013000");
    let sent = || Call::post(page, form.fields()).cookies(&[&amara]);
    for _ in 0..2 {
        invoice.answers(sent()).await.expecting(303);
    }
    assert_eq!(kms.asked(), ["Encrypt"], "a form sent twice is sealed once");

    bench.organizer().await;
    let store = bench.store();
    let organizer = store.person(&email("organizer@example.org")).await.unwrap().unwrap();
    let roles = Roles::of([Role::Organizer, Role::Treasurer]);
    store.change_team_roles(&organizer, &roles, organizer.id).await.unwrap();
    let ines = bench.cookie("organizer@example.org").await;
    let owner = store.person(&email("amara@example.org")).await.unwrap().unwrap().ambassador.unwrap();
    let look = || Call::post(&format!("/team/funding/payment-details/{owner}"), []).cookies(&[&ines]);
    let shown = treasury.answers(look()).await.expecting(200).page().text();
    assert!(shown.contains("DE89370400440532013000"), "{shown}");
    let other = start("treasury", Some("arn:aws:kms:eu-central-1:123456789012:key/2")).await;
    let told = other.answers(look()).await.expecting(200).page().text();
    assert!(told.contains("sealed with another key") && !told.contains("DE89"), "{told}");
    assert_eq!(kms.asked(), ["Encrypt", "Decrypt", "Decrypt"]);
    for log in [invoice.log(), treasury.log(), other.log()] {
        assert!(log.contains("answered") && !log.contains("DE89"), "{log}");
    }
}
