//! The wire between an office and what it asks: its embedded engine, its bucket, the mail service, the key service. What is asked is
//! counted over all of them; it can be cut at any request, and anything can go wrong on it ([`Faults`]).

use crate::call::{self, Call};
use crate::faults::{self, Fault, Faults, WentWrong, part_of_batch};
use crate::writes::{Write, writes};
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use std::collections::BTreeSet;
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
    cut: Option<(usize, Cut, Break)>,
    was_cut: bool,
    is_cut: bool,
    /// The most items of a batch that are read; the others are said to be left out.
    most_in_batch: Option<usize>,
    /// Whether who asks for a document that is not there is told no more than that they may not read it.
    lists_nothing: bool,
    /// Whether every document is said to have been looked at for malware, and nothing found.
    finds_nothing: bool,
    /// What goes wrong.
    faults: Option<Faults>,
    /// What each request wrote, where that is asked for.
    written: Option<Vec<Vec<Write>>>,
}

/// What a wire leads to, which decides how an answer says that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// The tables.
    Tables,
    /// The bucket.
    Files,
    /// The mail service.
    Mail,
    /// The key service.
    Keys,
}

/// One request that went over the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Where it went.
    pub line: Line,
    /// The operation, such as `Query`; for the bucket and the mail service the method.
    pub operation: String,
    /// How many items the engine looked at for it, where it says so.
    pub looked_at: Option<u64>,
    /// How many units the engine says that it took; none where it was not asked.
    pub units: f64,
    /// What it is to IAM.
    pub calls: BTreeSet<Call>,
}

impl Asked {
    /// Whether it changes nothing.
    pub fn reads(&self) -> bool {
        matches!(self.operation.as_str(), "GetItem" | "Query" | "Scan" | "BatchGetItem" | "GET" | "HEAD")
    }
}

/// Where a request is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// Before it arrives.
    Before,
    /// After it was done, before anybody hears of that.
    After,
}

/// What a cut stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// The process ended: nothing passes any more.
    End,
    /// One request came to nothing; everything after it passes.
    Hiccup,
}

impl Wire {
    /// A wire to this engine.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn to(engine: &str) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let url = Self::line_of(&state, Line::Tables, engine).await;
        Self { url, state }
    }

    /// Another line of the same wire: counted with it and cut with it. Gives the address to ask at.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn line(&self, line: Line, to: &str) -> String {
        Self::line_of(&self.state, line, to).await
    }

    async fn line_of(state: &Arc<Mutex<State>>, line: Line, to: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let (to, state) = (to.to_owned(), state.clone());
        let app = axum::Router::new()
            .fallback(move |request: Request| carry(client.clone(), line, to.clone(), state.clone(), request));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        url
    }

    /// Where the engine is asked over it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same records reached over this wire.
    pub async fn store(&self, place: &LocalPlace, clock: Clock) -> Store {
        self.store_with_files(place, &place.files_url, clock).await
    }

    /// The same with the bucket at this address.
    pub async fn store_with_files(&self, place: &LocalPlace, files: &str, clock: Clock) -> Store {
        let local = Some(LocalPlace { tables_url: self.url.clone(), files_url: files.to_owned(), ..place.clone() });
        let (table_prefix, bucket) = ("chancery-".to_owned(), "office".to_owned());
        Store::connect(&Place { table_prefix, bucket, only_scanned: false, sealing_key: None, local }, clock)
    }

    /// What was asked since this was asked last.
    ///
    /// # Panics
    /// Never.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }

    /// Cuts the wire at the request after `requests` more; nothing passes from then on.
    pub fn cut_after(&self, requests: usize, cut: Cut) {
        self.break_after(requests, cut, Break::End);
    }

    /// Lets the request after `requests` more come to nothing.
    ///
    /// # Panics
    /// Never.
    pub fn break_after(&self, requests: usize, cut: Cut, how: Break) {
        let mut state = self.state.lock().unwrap();
        state.cut = Some((requests, cut, how));
        state.is_cut = false;
        state.was_cut = false;
    }

    /// From now on these go wrong.
    ///
    /// # Panics
    /// Never.
    pub fn goes_wrong(&self, faults: Faults) {
        self.state.lock().unwrap().faults = Some(faults);
    }

    /// From now on nothing goes wrong; tells what did.
    ///
    /// # Panics
    /// Never.
    pub fn goes_well(&self) -> Vec<WentWrong> {
        self.state.lock().unwrap().faults.take().map(Faults::happened).unwrap_or_default()
    }

    /// From now on no more items of a batch are read than these, and the answer says which were left out.
    ///
    /// # Panics
    /// Never.
    pub fn read_in_batches_of(&self, most: usize) {
        self.state.lock().unwrap().most_in_batch = Some(most);
    }

    /// From now on the bucket answers as S3 does to whom may not list it: what is not there may not be read.
    ///
    /// # Panics
    /// Never.
    pub fn lists_nothing(&self) {
        self.state.lock().unwrap().lists_nothing = true;
    }

    /// From now on every document has been looked at for malware, and nothing was found in it.
    ///
    /// # Panics
    /// Never.
    pub fn finds_nothing_harmful(&self) {
        self.state.lock().unwrap().finds_nothing = true;
    }

    /// What each request that changed something has written from now on, until this is asked again.
    ///
    /// # Panics
    /// Never.
    pub fn written(&self) -> Vec<Vec<Write>> {
        self.state.lock().unwrap().written.replace(Vec::new()).unwrap_or_default()
    }

    /// Mends it; true when it had been cut.
    ///
    /// # Panics
    /// Never.
    pub fn mend(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        state.cut = None;
        state.is_cut = false;
        std::mem::take(&mut state.was_cut)
    }
}

impl State {
    /// Whether this request passes, and whether its answer does.
    fn next(&mut self) -> (bool, bool) {
        if self.is_cut {
            return (false, false);
        }
        match self.cut {
            Some((0, cut, how)) => {
                self.cut = None;
                self.is_cut = how == Break::End;
                self.was_cut = true;
                (cut == Cut::After, false)
            }
            Some((left, cut, how)) => {
                self.cut = Some((left - 1, cut, how));
                (true, true)
            }
            None => (true, true),
        }
    }
}

/// An answer that says there is none: what no SDK tries again, as nothing does in a process that has ended.
fn no_answer(line: Line, passed: bool) -> Response {
    let (status, kind, body) = match (line, passed) {
        (Line::Tables, _) => (
            400,
            "application/x-amz-json-1.0",
            r#"{"__type":"com.amazonaws.dynamodb.v20120810#ValidationException","message":"cut"}"#,
        ),
        (Line::Files, _) => {
            (400, "application/xml", "<Error><Code>InvalidRequest</Code><Message>cut</Message></Error>")
        }
        (Line::Keys, _) => (400, "application/x-amz-json-1.1", r#"{"__type":"ValidationException","message":"cut"}"#),
        // The service tells what it has not taken; where it has, only silence is left, which leaves doubt.
        (Line::Mail, false) => (
            400,
            "text/xml",
            "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>cut</Message></Error>\
             <RequestId>1</RequestId></ErrorResponse>",
        ),
        (Line::Mail, true) => (502, "text/xml", ""),
    };
    Response::builder().status(status).header("content-type", kind).body(Body::from(body)).unwrap()
}

async fn carry(
    client: reqwest::Client,
    line: Line,
    to: String,
    state: Arc<Mutex<State>>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let operation = operation(line, &head);
    let fault = state.lock().unwrap().faults.as_mut().and_then(|faults| faults.next(line, &operation, &body));
    if let Some(fault) = fault.filter(|fault| fault.keeps_back())
        && let Some(answer) = fault.answers(line, &operation, &body).await
    {
        return answer;
    }
    let (passes, answered) = state.lock().unwrap().next();
    if !passes {
        return no_answer(line, false);
    }
    let most = state.lock().unwrap().most_in_batch.filter(|_| line == Line::Tables);
    let (body, left) = match (most, fault) {
        (Some(most), _) => part_of_batch(&body, |_| most),
        (None, Some(fault)) => fault.passes_on(body),
        (None, None) => (body, None),
    };
    if state.lock().unwrap().written.is_some() && line == Line::Tables {
        let written = writes(&operation, &body);
        if let Some(all) = state.lock().unwrap().written.as_mut().filter(|_| !written.is_empty()) {
            all.push(written);
        }
    }
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    // With the name it was sent to, which is signed.
    let asked =
        client.request(head.method.clone(), format!("{to}{path}")).headers(passing(&head.headers)).body(body.clone());
    let answer = asked.send().await.unwrap();
    let (status, headers) = (answer.status(), passing(answer.headers()));
    let mut answer = answer.bytes().await.unwrap();
    if let Some((name, left)) = left {
        let mut whole: Value = serde_json::from_slice(&answer).unwrap();
        whole[name] = left;
        answer = whole.to_string().into();
    }
    let said: Value = serde_json::from_slice(&answer).unwrap_or_default();
    let looked_at = said["ScannedCount"].as_u64();
    let units = units(&said["ConsumedCapacity"]);
    let calls = call::of_request(line, &head.method, &operation, path, &body);
    if line == Line::Files
        && path.contains("?tagging")
        && status == StatusCode::OK
        && state.lock().unwrap().finds_nothing
    {
        answer =
            "<Tagging><TagSet><Tag><Key>GuardDutyMalwareScanStatus</Key><Value>NO_THREATS_FOUND</Value></Tag></TagSet>\
                  </Tagging>"
                .into();
    }
    let hides = state.lock().unwrap().lists_nothing && line == Line::Files && status == StatusCode::NOT_FOUND;
    state.lock().unwrap().asked.push(Asked { line, operation: operation.clone(), looked_at, units, calls });
    if let Some(fault) = fault
        && let Some(answer) = fault.answers(line, &operation, &body).await
    {
        return answer;
    }
    match answered {
        true if fault == Some(Fault::HalfAnswer) => faults::half(status, headers, &answer),
        true if hides => not_allowed(),
        true => response(status, headers, answer),
        false => no_answer(line, true),
    }
}

/// What S3 says of a document that is not there to whom may not know that.
fn not_allowed() -> Response {
    let body = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    Response::builder().status(403).header("content-type", "application/xml").body(Body::from(body)).unwrap()
}

/// The units of one table, or of each of several.
fn units(told: &Value) -> f64 {
    let tables = told.as_array().map_or(std::slice::from_ref(told), Vec::as_slice);
    tables.iter().filter_map(|table| table["CapacityUnits"].as_f64()).sum()
}

/// What is asked for: the operation, or the method where there is no name for it.
fn operation(line: Line, head: &http::request::Parts) -> String {
    match line {
        Line::Tables | Line::Keys => {
            let target = head.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
            target.rsplit('.').next().unwrap_or_default().to_owned()
        }
        Line::Files | Line::Mail => head.method.to_string(),
    }
}

/// The headers that are about the message and not about the connection.
fn passing(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in ["connection", "transfer-encoding", "content-length", "expect", "x-amz-crc32"] {
        headers.remove(name);
    }
    headers
}

fn response(status: StatusCode, headers: HeaderMap, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
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
