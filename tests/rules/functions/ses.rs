//! Amazon SES as far as the mailer knows it: it takes raw messages, and sometimes it does not.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Router, response::IntoResponse};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A message it took.
#[derive(Clone, Debug)]
pub struct Taken {
    pub from: String,
    pub to: String,
    pub message: Vec<u8>,
}

/// A stand-in for Amazon SES.
#[derive(Clone, Default)]
pub struct Ses {
    taken: Arc<Mutex<Vec<Taken>>>,
    throttled: Arc<Mutex<Option<String>>>,
}

impl Ses {
    /// Starts one; the address it answers under comes with it.
    pub async fn start() -> (Self, String) {
        let ses = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let routes = Router::new().route("/", post(take)).with_state(ses.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (ses, url)
    }

    /// Every message it took, in the order they came.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    /// Everybody they went to, in that order.
    pub fn recipients(&self) -> Vec<String> {
        self.taken().into_iter().map(|taken| taken.to).collect()
    }

    /// From now on it has no time for letters to this address.
    pub fn throttles(&self, address: Option<&str>) {
        *self.throttled.lock().unwrap() = address.map(str::to_owned);
    }
}

async fn take(State(ses): State<Ses>, Form(request): Form<BTreeMap<String, String>>) -> impl IntoResponse {
    assert_eq!(request["Action"], "SendRawEmail");
    let to = request["Destinations.member.1"].clone();
    if ses.throttled.lock().unwrap().as_ref() == Some(&to) {
        let error = "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code>\
             <Message>Maximum sending rate exceeded.</Message></Error></ErrorResponse>";
        return (StatusCode::BAD_REQUEST, error.to_owned());
    }
    let mut taken = ses.taken.lock().unwrap();
    let message = BASE64_STANDARD.decode(&request["RawMessage.Data"]).unwrap();
    taken.push(Taken { from: request["Source"].clone(), to, message });
    let answer = format!(
        "<SendRawEmailResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><SendRawEmailResult>\
         <MessageId>ses-{}</MessageId></SendRawEmailResult></SendRawEmailResponse>",
        taken.len()
    );
    (StatusCode::OK, answer)
}
