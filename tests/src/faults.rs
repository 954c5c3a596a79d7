//! What goes wrong between an office and what it asks, by seed: the same seed and the same requests are the same trouble.
//!
//! Each kind is worded as AWS words it, so that the SDK does what it would do there: asks again by itself, or gives up.
//! What happens to a request follows from the seed, from where the request goes, and from how many of its kind went there
//! before. So whoever asks for something else in between does not change it.

use crate::dice::Dice;
use crate::wire::{Cut, Line};
use axum::body::{Body, Bytes};
use axum::response::Response;
use futures::StreamExt as _;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// What can go wrong with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It is more than is taken now; nothing was done.
    Throttled,
    /// Another transaction is at work on an item of it; nothing was done.
    Contended,
    /// There is no room for an item of the transaction; nothing was done.
    Crowded,
    /// The same request is still being seen to.
    StillRunning,
    /// The service fails, having done nothing, or everything.
    Failed(Cut),
    /// The connection ends without an answer, the request having not arrived, or being done.
    Closed(Cut),
    /// There is no answer for longer than anybody waits, the request having not arrived, or being done.
    Silent(Cut),
    /// The answer takes a while.
    Slow,
    /// Of a batch, half is left out.
    LeftOut,
    /// Of a query or scan, a page holds two items.
    ShortPage,
    /// The answer ends in its middle.
    HalfAnswer,
    /// The service will not have what it is given.
    Refused,
}

use Cut::{After, Before};
use Fault::{
    Closed, Contended, Crowded, Failed, HalfAnswer, LeftOut, Refused, ShortPage, Silent, Slow, StillRunning, Throttled,
};

/// What happens to any request.
const ANY: [Fault; 7] = [Throttled, Failed(Before), Closed(Before), Closed(After), Silent(Before), Silent(After), Slow];

/// What can happen to a request of this kind.
pub fn possible(line: Line, operation: &str) -> Vec<Fault> {
    let more: &[Fault] = match (line, operation) {
        (Line::Tables, "TransactWriteItems") => &[Contended, Crowded, StillRunning, Failed(After)],
        (Line::Tables, "PutItem" | "UpdateItem" | "DeleteItem") => &[Contended, Failed(After)],
        (Line::Tables, "BatchWriteItem") => &[LeftOut, Failed(After)],
        (Line::Tables, "BatchGetItem") => &[LeftOut],
        (Line::Tables, "Query" | "Scan") => &[ShortPage],
        (Line::Files, "GET") => &[HalfAnswer],
        (Line::Files, "PUT" | "DELETE") => &[Failed(After)],
        (Line::Mail, _) => &[Refused, Failed(After)],
        _ => &[],
    };
    ANY.iter().chain(more).copied().collect()
}

/// The kinds of requests an office makes.
pub const KINDS: [(Line, &str); 14] = [
    (Line::Tables, "TransactWriteItems"),
    (Line::Tables, "UpdateItem"),
    (Line::Tables, "BatchWriteItem"),
    (Line::Tables, "BatchGetItem"),
    (Line::Tables, "GetItem"),
    (Line::Tables, "Query"),
    (Line::Tables, "Scan"),
    (Line::Files, "GET"),
    (Line::Files, "HEAD"),
    (Line::Files, "PUT"),
    (Line::Files, "DELETE"),
    (Line::Mail, "POST"),
    (Line::Keys, "Encrypt"),
    (Line::Keys, "Decrypt"),
];

/// Longer than anybody waits here.
const SILENCE: Duration = Duration::from_secs(20);
/// A page that is short holds so many items.
const SHORT: u64 = 2;

/// Something that went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WentWrong {
    /// Where the request went.
    pub line: Line,
    /// What it asked for.
    pub operation: String,
    /// How many of its kind went there before it.
    pub number: usize,
    /// What happened.
    pub fault: Fault,
}

impl fmt::Display for WentWrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} {}: {:?}", self.line, self.operation, self.number, self.fault)
    }
}

/// All that goes wrong from a moment on.
#[derive(Clone, Debug)]
pub struct Faults {
    plan: Plan,
    kinds: BTreeMap<(Line, String), Kind>,
    happened: Vec<WentWrong>,
}

#[derive(Clone, Copy, Debug)]
enum Plan {
    /// By chance; a fault begins once in so many requests.
    Chance { seed: u64, once_in: u64 },
    /// This happens to the first so many requests of a kind that it can happen to.
    First(usize, Fault),
}

/// Requests of one kind.
#[derive(Clone, Debug)]
struct Kind {
    dice: Dice,
    asked: usize,
    /// What goes on happening, and to how many more.
    lasts: Option<(Fault, u64)>,
}

impl Faults {
    /// What this seed brings: a few faults, many, or a storm of them.
    pub fn of_seed(seed: u64) -> Self {
        let once_in = Dice::of_seed(seed).any(&[12, 6, 3]);
        Self { plan: Plan::Chance { seed, once_in }, kinds: BTreeMap::new(), happened: Vec::new() }
    }

    /// This fault and no other, for the first so many requests of each kind that it can happen to.
    pub fn first(times: usize, fault: Fault) -> Self {
        Self { plan: Plan::First(times, fault), kinds: BTreeMap::new(), happened: Vec::new() }
    }

    /// What has gone wrong so far.
    pub fn happened(self) -> Vec<WentWrong> {
        self.happened
    }

    /// What happens to this request.
    pub fn next(&mut self, line: Line, operation: &str, body: &[u8]) -> Option<Fault> {
        let plan = self.plan;
        let kind = self.kinds.entry((line, operation.to_owned())).or_insert_with(|| Kind {
            dice: match plan {
                Plan::Chance { seed, .. } => Dice::of_seed(seed ^ number_of(line, operation)),
                Plan::First(..) => Dice::of_seed(0),
            },
            asked: 0,
            lasts: None,
        });
        let number = kind.asked;
        kind.asked += 1;
        let possible = possible(line, operation);
        let fault = match plan {
            Plan::First(times, fault) => (number < times && possible.contains(&fault)).then_some(fault),
            Plan::Chance { once_in, .. } => kind.next(once_in, &possible),
        };
        let fault = fault.filter(|fault| fault.tells_on(body))?;
        self.happened.push(WentWrong { line, operation: operation.to_owned(), number, fault });
        Some(fault)
    }
}

impl Kind {
    fn next(&mut self, once_in: u64, possible: &[Fault]) -> Option<Fault> {
        if let Some((fault, left)) = self.lasts.take() {
            self.lasts = (left > 1).then_some((fault, left - 1));
            return Some(fault);
        }
        if !self.dice.one_in(once_in) {
            return None;
        }
        let mut fault = self.dice.any(possible);
        // Everybody waits for it, so it is rare, and alone.
        if matches!(fault, Silent(_)) && !self.dice.one_in(3) {
            fault = self.dice.any(possible);
        }
        // Now and then for longer than anybody goes on asking.
        let lasts = if self.dice.one_in(3) { self.dice.below(7) } else { self.dice.below(2) };
        self.lasts = (lasts > 0 && !matches!(fault, Silent(_))).then_some((fault, lasts));
        Some(fault)
    }
}

/// A number that a kind of request always has.
fn number_of(line: Line, operation: &str) -> u64 {
    let of_line = format!("{line:?} {operation}");
    of_line
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325, |number, byte| (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

impl Fault {
    /// Whether it makes a difference to this request.
    fn tells_on(self, body: &[u8]) -> bool {
        match self {
            LeftOut => batch(&read(body)).count() > 1,
            ShortPage => read(body)["Limit"].as_u64().is_none_or(|limit| limit > SHORT),
            _ => true,
        }
    }

    /// Whether the request never arrives.
    pub(crate) fn keeps_back(self) -> bool {
        match self {
            Throttled | Contended | Crowded | StillRunning | Refused => true,
            Failed(when) | Closed(when) | Silent(when) => when == Before,
            Slow | LeftOut | ShortPage | HalfAnswer => false,
        }
    }

    /// The request as it arrives, and what is left out of it.
    pub(crate) fn passes_on(self, body: Bytes) -> (Bytes, Option<(&'static str, Value)>) {
        match self {
            LeftOut => part_of_batch(&body, |all| all.div_ceil(2)),
            ShortPage => {
                let mut asked = read(&body);
                asked["Limit"] = SHORT.into();
                (asked.to_string().into(), None)
            }
            _ => (body, None),
        }
    }

    /// What comes in place of the answer; nothing when the answer itself does.
    pub(crate) async fn answers(self, line: Line, operation: &str, body: &[u8]) -> Option<Response> {
        match self {
            Slow => {
                tokio::time::sleep(Duration::from_millis(20)).await;
                None
            }
            LeftOut | ShortPage | HalfAnswer => None,
            Silent(_) => {
                tokio::time::sleep(SILENCE).await;
                hang_up()
            }
            Closed(_) => hang_up(),
            Contended if operation == "TransactWriteItems" => Some(canceled("TransactionConflict", body)),
            Crowded => Some(canceled("ThrottlingError", body)),
            Contended => Some(refusal(line, 400, "TransactionConflictException")),
            StillRunning => Some(refusal(line, 400, "TransactionInProgressException")),
            Refused => Some(refusal(line, 400, "MessageRejected")),
            Throttled => Some(match line {
                Line::Tables if operation.starts_with("Transact") => refusal(line, 400, "ThrottlingException"),
                Line::Tables => refusal(line, 400, "ProvisionedThroughputExceededException"),
                Line::Files => refusal(line, 503, "SlowDown"),
                Line::Mail => refusal(line, 400, "Throttling"),
                Line::Keys => refusal(line, 400, "ThrottlingException"),
            }),
            Failed(_) => Some(match line {
                Line::Tables => refusal(line, 500, "InternalServerError"),
                Line::Files => refusal(line, 500, "InternalError"),
                Line::Mail => refusal(line, 503, "ServiceUnavailable"),
                Line::Keys => refusal(line, 500, "KMSInternalException"),
            }),
        }
    }
}

/// Ends the connection without a word, by ending the task that serves it.
fn hang_up() -> ! {
    std::panic::resume_unwind(Box::new("the connection ends"))
}

/// An answer that says how long it is and ends in its middle.
pub(crate) fn half(status: StatusCode, mut headers: HeaderMap, answer: &Bytes) -> Response {
    headers.insert(header::CONTENT_LENGTH, answer.len().into());
    let begins = Ok(answer.slice(..answer.len() / 2));
    let ends = async {
        // What has come so far is on its way by then.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(std::io::Error::other("the answer ends here"))
    };
    let parts = futures::stream::iter([begins]).chain(futures::stream::once(ends));
    let mut response = Response::new(Body::from_stream(parts));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// A refusal as the service at the end of this line words it.
fn refusal(line: Line, status: u16, code: &str) -> Response {
    let (kind, body) = match line {
        Line::Tables => (
            "application/x-amz-json-1.0",
            json!({ "__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "in bad weather" })
                .to_string(),
        ),
        Line::Keys => {
            ("application/x-amz-json-1.1", json!({ "__type": code, "message": "in bad weather" }).to_string())
        }
        Line::Files => {
            ("application/xml", format!("<Error><Code>{code}</Code><Message>in bad weather</Message></Error>"))
        }
        Line::Mail => (
            "text/xml",
            format!(
                "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>in bad weather</Message></Error>\
                 <RequestId>1</RequestId></ErrorResponse>"
            ),
        ),
    };
    Response::builder().status(status).header("content-type", kind).body(Body::from(body)).unwrap()
}

/// A transaction that came to nothing because of its last item.
fn canceled(code: &str, body: &[u8]) -> Response {
    let items = read(body)["TransactItems"].as_array().map_or(1, Vec::len);
    let mut reasons = vec![json!({ "Code": "None" }); items.saturating_sub(1)];
    reasons.push(json!({ "Code": code, "Message": "in bad weather" }));
    let body = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons",
        "CancellationReasons": reasons,
    });
    let kind = ("content-type", "application/x-amz-json-1.0");
    Response::builder().status(400).header(kind.0, kind.1).body(Body::from(body.to_string())).unwrap()
}

fn read(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_default()
}

/// The keys or writes of a batch.
fn batch(asked: &Value) -> impl Iterator<Item = &Value> {
    let tables = asked["RequestItems"].as_object().into_iter().flat_map(|tables| tables.values());
    tables.flat_map(|table| table.as_array().or_else(|| table["Keys"].as_array()).into_iter().flatten())
}

/// A request of a batch for only so many of each table's keys or writes as `keeps` says of how many there are; beside it what
/// is left, under the name the answer says it by, unless nothing is.
pub(crate) fn part_of_batch(body: &[u8], keeps: impl Fn(usize) -> usize) -> (Bytes, Option<(&'static str, Value)>) {
    let mut asked = read(body);
    let (mut name, mut left) = ("UnprocessedItems", json!({}));
    for (table, request) in asked["RequestItems"].as_object_mut().into_iter().flatten() {
        let whole = request.clone();
        let of = match request {
            Value::Array(writes) => writes,
            keys => {
                name = "UnprocessedKeys";
                let Some(keys) = keys["Keys"].as_array_mut() else { continue };
                keys
            }
        };
        let rest = of.split_off(keeps(of.len()).min(of.len()));
        if rest.is_empty() {
            continue;
        }
        left[table] = match whole {
            Value::Array(_) => rest.into(),
            mut whole => {
                whole["Keys"] = rest.into();
                whole
            }
        };
    }
    let is_whole = left.as_object().is_none_or(serde_json::Map::is_empty);
    (asked.to_string().into(), (!is_whole).then_some((name, left)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn storm(seed: u64) -> Vec<WentWrong> {
        let body = br#"{"RequestItems": {"chancery-access": {"Keys": [1, 2, 3]}}}"#;
        let mut faults = Faults::of_seed(seed);
        for _ in 0..20 {
            for (line, operation) in KINDS {
                faults.next(line, operation, body);
            }
        }
        faults.happened()
    }

    /// N9
    #[test]
    fn the_same_seed_is_the_same_trouble_whatever_is_asked_for_in_between() {
        assert_eq!(storm(7), storm(7));
        assert_ne!(storm(7), storm(8));
        let mut other = Faults::of_seed(7);
        for _ in 0..20 {
            other.next(Line::Tables, "Query", b"{}");
            other.next(Line::Tables, "GetItem", b"{}");
        }
        let reads = |all: Vec<WentWrong>| all.into_iter().filter(|it| it.operation == "GetItem").collect::<Vec<_>>();
        assert_eq!(reads(other.happened()), reads(storm(7)));
        assert!(!reads(storm(7)).is_empty());
    }

    /// N9
    #[test]
    fn of_a_batch_half_is_left_out_and_said_to_be() {
        let keys =
            json!({ "RequestItems": { "a": { "Keys": [1, 2, 3], "ConsistentRead": true }, "b": { "Keys": [4] } } });
        let (passed, left) = LeftOut.passes_on(keys.to_string().into());
        let passed = read(&passed);
        assert_eq!(passed["RequestItems"]["a"], json!({ "Keys": [1, 2], "ConsistentRead": true }));
        assert_eq!(passed["RequestItems"]["b"], json!({ "Keys": [4] }));
        assert_eq!(left, Some(("UnprocessedKeys", json!({ "a": { "Keys": [3], "ConsistentRead": true } }))));
        let writes = json!({ "RequestItems": { "a": [1, 2] } });
        let (passed, left) = LeftOut.passes_on(writes.to_string().into());
        assert_eq!(read(&passed), json!({ "RequestItems": { "a": [1] } }));
        assert_eq!(left, Some(("UnprocessedItems", json!({ "a": [2] }))));
    }
}
