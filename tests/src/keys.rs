//! A key service as the functions' programs ask it: it seals by writing down what it was told, and opens only for whose it
//! is. It protects nothing; that AWS's does is not for a test here to show.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Starts one; gives the address to ask at.
///
/// # Panics
/// When no port is free.
pub async fn service() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = axum::Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

async fn answer(headers: HeaderMap, body: Bytes) -> Response {
    let asked: Value = serde_json::from_slice(&body).unwrap();
    let kind = [("content-type", "application/x-amz-json-1.1")];
    let (key, of) = (&asked["KeyId"], &asked["EncryptionContext"]);
    match headers.get("x-amz-target").and_then(|target| target.to_str().ok()) {
        Some("TrentService.Encrypt") => {
            let sealed = BASE64_STANDARD.encode(json!([key, of, asked["Plaintext"]]).to_string());
            (kind, json!({ "CiphertextBlob": sealed, "KeyId": key }).to_string()).into_response()
        }
        Some("TrentService.Decrypt") => {
            let sealed =
                BASE64_STANDARD.decode(asked["CiphertextBlob"].as_str().unwrap_or_default()).unwrap_or_default();
            let sealed: Value = serde_json::from_slice(&sealed).unwrap_or_default();
            if (&sealed[0], &sealed[1]) == (key, of) {
                return (kind, json!({ "Plaintext": sealed[2], "KeyId": key }).to_string()).into_response();
            }
            (StatusCode::BAD_REQUEST, kind, r#"{"__type":"InvalidCiphertextException"}"#).into_response()
        }
        other => panic!("the key service is asked for {other:?}"),
    }
}
