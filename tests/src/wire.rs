//! The wire between an office and its embedded engine: what is asked is counted, and it can be cut at any request.

use serde_json::Value;
use std::sync::{Arc, Mutex};
use store::{Clock, LocalPlace, Place, Store};
use tokio::net::TcpListener;

/// A wire.
#[derive(Clone)]
pub struct Wire {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    asked: Vec<Asked>,
    cut: Option<(usize, Cut)>,
    is_cut: bool,
    /// The most items of a batch that are read; the others are said to be left out.
    most_in_batch: Option<usize>,
}

/// One request that went over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The operation, such as `Query`.
    pub operation: String,
    /// How many items the engine looked at for it, where it says so.
    pub looked_at: Option<u64>,
}

/// Where a request is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Before the engine hears of it.
    Before,
    /// After the engine has done it, before anybody hears of that.
    After,
}

impl Wire {
    /// A wire to this engine.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn to(engine: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let (engine, seen) = (engine.to_owned(), state.clone());
        let client = reqwest::Client::new();
        let app = axum::Router::new().fallback(move |headers: http::HeaderMap, body: String| {
            carry(client.clone(), engine.clone(), seen.clone(), headers, body)
        });
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, state }
    }

    /// The same records reached over this wire.
    pub async fn store(&self, place: &LocalPlace, clock: Clock) -> Store {
        let local = Some(LocalPlace { tables_url: self.url.clone(), ..place.clone() });
        Store::connect(&Place { table_prefix: "chancery-".to_owned(), bucket: "chancery".to_owned(), local }, clock)
            .await
    }

    /// What was asked since this was asked last.
    ///
    /// # Panics
    /// Never.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }

    /// Cuts the wire at the request after `requests` more; nothing passes from then on.
    ///
    /// # Panics
    /// Never.
    pub fn cut_after(&self, requests: usize, cut: Cut) {
        let mut state = self.state.lock().unwrap();
        state.cut = Some((requests, cut));
        state.is_cut = false;
    }

    /// From now on no more items of a batch are read than these, and the answer says which were left out.
    ///
    /// # Panics
    /// Never.
    pub fn read_in_batches_of(&self, most: usize) {
        self.state.lock().unwrap().most_in_batch = Some(most);
    }

    /// Mends it; true when it had been cut.
    ///
    /// # Panics
    /// Never.
    pub fn mend(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        state.cut = None;
        std::mem::take(&mut state.is_cut)
    }
}

impl State {
    /// Whether this request passes, and whether its answer does.
    fn next(&mut self) -> (bool, bool) {
        if self.is_cut {
            return (false, false);
        }
        match &mut self.cut {
            Some((0, cut)) => {
                self.is_cut = true;
                (*cut == Cut::After, false)
            }
            Some((left, _)) => {
                *left -= 1;
                (true, true)
            }
            None => (true, true),
        }
    }
}

async fn carry(
    client: reqwest::Client,
    engine: String,
    state: Arc<Mutex<State>>,
    headers: http::HeaderMap,
    body: String,
) -> (http::StatusCode, [(&'static str, &'static str); 1], String) {
    let json = [("content-type", "application/x-amz-json-1.0")];
    let (passes, answered) = state.lock().unwrap().next();
    // What no SDK tries again, as nothing does in a process that has ended.
    let cut = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ValidationException","message":"cut"}"#;
    if !passes {
        return (http::StatusCode::BAD_REQUEST, json, cut.to_owned());
    }
    let most = state.lock().unwrap().most_in_batch;
    let (body, left) = most.map_or((body.clone(), None), |most| without_rest_of_batch(&body, most));
    let mut request = client.post(&engine).body(body);
    for name in ["x-amz-target", "content-type", "authorization", "x-amz-date"] {
        if let Some(value) = headers.get(name) {
            request = request.header(name, value.to_str().unwrap());
        }
    }
    let answer = request.send().await.unwrap();
    let (status, mut text) = (answer.status(), answer.text().await.unwrap());
    if let Some(left) = left {
        let mut answer: Value = serde_json::from_str(&text).unwrap();
        answer["UnprocessedKeys"] = left;
        text = answer.to_string();
    }
    let operation = headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let operation = operation.rsplit('.').next().unwrap_or_default().to_owned();
    let looked_at = serde_json::from_str(&text).ok().and_then(|answer: Value| answer["ScannedCount"].as_u64());
    state.lock().unwrap().asked.push(Asked { operation, looked_at });
    if answered { (status, json, text) } else { (http::StatusCode::BAD_REQUEST, json, cut.to_owned()) }
}

/// The request for so many items of a batch, and the request that is left; nothing is, where it asks for no more.
fn without_rest_of_batch(body: &str, most: usize) -> (String, Option<Value>) {
    let mut asked: Value = serde_json::from_str(body).unwrap();
    let mut left = Value::Null;
    for (table, request) in asked["RequestItems"].as_object_mut().into_iter().flatten() {
        let Some(keys) = request["Keys"].as_array_mut().filter(|keys| keys.len() > most) else { continue };
        let rest = keys.split_off(most);
        left[table] = request.clone();
        left[table]["Keys"] = rest.into();
    }
    (asked.to_string(), (!left.is_null()).then_some(left))
}

/// Asks an embedded engine itself, which checks no signature, past everything the store makes sure of.
///
/// # Panics
/// When it does not do it.
pub async fn ask_engine(engine: &str, operation: &str, request: &Value) -> Value {
    let answer = reqwest::Client::new()
        .post(engine)
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .header("content-type", "application/x-amz-json-1.0")
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=local/20260620/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
        )
        .header("x-amz-date", "20260620T090000Z")
        .body(request.to_string())
        .send()
        .await
        .unwrap();
    let status = answer.status();
    let body = answer.text().await.unwrap();
    assert!(status.is_success(), "{status}: {body}");
    serde_json::from_str(&body).unwrap()
}
