//! What befalls requests on the wire does befall them, and what does not bear it is told.

use crate::WORKFLOWS;
use crate::stage::enumeration::{PLAYS, seeds_of};
use crate::stage::{Done, Stage, Told};
use axum::extract::Request;
use axum::response::IntoResponse as _;
use futures::FutureExt as _;
use serde_json::json;
use specification::faults::{KINDS, possible};
use specification::{Cut, Fault, Faults, Line, MAUTIC, Wire};
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;

/// What whoever asked gets to see.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Answer(u16),
    HalfAnswer,
    Nothing,
}

/// N9
#[test]
fn the_seeds_of_one_run_bring_everything_that_can_go_wrong_on_every_line() {
    let mut seen = BTreeMap::new();
    let batch = br#"{"RequestItems": {"chancery-access": {"Keys": [1, 2, 3]}}}"#;
    let steps = WORKFLOWS.iter().flat_map(|(_, steps)| *steps);
    for seed in steps.flat_map(|step| seeds_of(step, 1, PLAYS)) {
        let mut faults = Faults::of_seed(seed);
        for (line, operation) in KINDS.iter().cycle().take(KINDS.len() * 3) {
            if let Some(fault) = faults.next(*line, operation, batch) {
                *seen.entry((*line, *operation, fault)).or_insert(0) += 1;
            }
        }
    }
    let all = KINDS
        .iter()
        .flat_map(|(line, operation)| possible(*line, operation).into_iter().map(|fault| (*line, *operation, fault)));
    let never: Vec<_> = all.filter(|each| seen.get(each).is_none_or(|times| *times < 3)).collect();
    assert!(never.is_empty(), "never, or hardly ever: {never:?}");
}

/// N9
#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_before_never_arrives_and_what_goes_wrong_after_is_done_and_not_told() {
    let reached = Arc::new(AtomicUsize::new(0));
    let service = somebody(reached.clone()).await;
    let wire = Wire::to(&service).await;
    let lines = [
        (Line::Tables, wire.url().to_owned(), &["TransactWriteItems", "UpdateItem", "BatchGetItem", "Query"][..]),
        (Line::Files, wire.line(Line::Files, &service).await, &["GET", "PUT"][..]),
        (Line::Mail, wire.line(Line::Mail, &service).await, &["POST"][..]),
        (Line::Keys, wire.line(Line::Keys, &service).await, &["Encrypt"][..]),
    ];
    for (line, url, operations) in &lines {
        for operation in *operations {
            for fault in possible(*line, operation) {
                let before = reached.load(Ordering::SeqCst);
                wire.goes_wrong(Faults::first(1, fault));
                let seen = ask(url, *line, operation).await;
                let went_wrong = wire.goes_well();
                let here = format!("{line:?} {operation} {fault:?}");
                assert_eq!(went_wrong.iter().map(|it| it.fault).collect::<Vec<_>>(), [fault], "{here}");
                let arrived = reached.load(Ordering::SeqCst) - before;
                let (then, arrives) = expected(*line, fault);
                assert_eq!((seen, arrived), (then, usize::from(arrives)), "{here}");
                assert_eq!(ask(url, *line, operation).await, Seen::Answer(200), "{here}, and then the weather is fine");
            }
        }
    }
}

/// What is seen, and whether the request arrives.
fn expected(line: Line, fault: Fault) -> (Seen, bool) {
    use Fault::{
        Closed, Contended, Crowded, Failed, HalfAnswer, LeftOut, Refused, ShortPage, Silent, Slow, StillRunning,
        Throttled,
    };
    match fault {
        Throttled if line == Line::Files => (Seen::Answer(503), false),
        Throttled | Contended | Crowded | StillRunning | Refused => (Seen::Answer(400), false),
        Failed(cut) => (Seen::Answer(if line == Line::Mail { 503 } else { 500 }), cut == Cut::After),
        Closed(cut) | Silent(cut) => (Seen::Nothing, cut == Cut::After),
        HalfAnswer => (Seen::HalfAnswer, true),
        Slow | LeftOut | ShortPage => (Seen::Answer(200), true),
    }
}

async fn ask(url: &str, line: Line, operation: &str) -> Seen {
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_millis(400)).build().unwrap();
    let request = match line {
        Line::Tables | Line::Keys => client.post(url).header("x-amz-target", format!("Service.{operation}")),
        Line::Files | Line::Mail => client.request(operation.parse().unwrap(), url),
    };
    let keys = json!({ "RequestItems": { "chancery-access": { "Keys": [{ "key": 1 }, { "key": 2 }] } } });
    let Ok(answer) = request.body(keys.to_string()).send().await else { return Seen::Nothing };
    let status = answer.status().as_u16();
    if answer.bytes().await.is_ok() { Seen::Answer(status) } else { Seen::HalfAnswer }
}

/// Somebody who answers everything well, and counts.
async fn somebody(reached: Arc<AtomicUsize>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = axum::Router::new().fallback(async move |_: Request| {
        reached.fetch_add(1, Ordering::SeqCst);
        axum::Json(json!({ "Items": [] })).into_response()
    });
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

/// N9: a count that is asked for again after a silence as if silence were a no.
#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_must_not_be_repeated_and_is_is_told_with_the_seed_that_shows_it_again() {
    let mut stage = Stage::open(MAUTIC).await;
    let mut told = None;
    for number in 0..40 {
        let act = async |stage: &Stage, _| counts(stage, &format!("planted-{number}")).await;
        let played = AssertUnwindSafe(stage.enumerate("counting", Done::AtOnce, act)).catch_unwind().await;
        if let Err(why) = played {
            told = Some(*why.downcast::<String>().unwrap());
            break;
        }
    }
    let told = told.expect("nobody noticed");
    let (storm, why) = told.split_once("): ").unwrap();
    let (seed, went_wrong) = storm.split_once("CHANCERY_SEED=").unwrap().1.split_once(" (").unwrap();
    assert!(why.starts_with("half is done"), "{told}");
    assert!(went_wrong.contains("Tables UpdateItem"), "{told}");
    let mut again = Faults::of_seed(seed.parse().unwrap());
    for operation in ["GetItem", "UpdateItem"].iter().cycle().take(20) {
        again.next(Line::Tables, operation, b"{}");
    }
    let again: Vec<_> = again.happened().iter().map(ToString::to_string).collect();
    for each in went_wrong.split(", ") {
        assert!(again.iter().any(|it| it == each), "{each} in {again:?}");
    }
}

/// Bears being cut off and asked again, and not being asked again by itself.
async fn counts(stage: &Stage, key: &str) -> Told {
    let page = |status| {
        let title = if status < 500 { "Counted" } else { "Something went wrong on our side" };
        Told::Page { status, location: None, title: title.to_owned() }
    };
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(1)).build().unwrap();
    let ask = async |operation: &str, more: serde_json::Value| {
        let mut request = json!({ "TableName": "chancery-access", "Key": { "key": { "S": key } } });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let target = format!("DynamoDB_20120810.{operation}");
        let kind = ("content-type", "application/x-amz-json-1.0");
        // The engine asks for a signature, and looks at none.
        let signature = "AWS4-HMAC-SHA256 Credential=local/20260620/local/dynamodb/aws4_request, SignedHeaders=host, \
                         Signature=0";
        let request = client.post(stage.tables_url()).header(kind.0, kind.1).body(request.to_string());
        let request = request.header("authorization", signature).header("x-amz-date", "20260620T090000Z");
        let answer = request.header("x-amz-target", target).send().await.ok()?;
        let status = answer.status().as_u16();
        Some((status, answer.text().await.ok()?))
    };
    match ask("GetItem", json!({ "ConsistentRead": true })).await {
        Some((200, there)) if there.contains("\"count\"") => return page(200),
        Some((200, _)) => {}
        _ => return page(500),
    }
    let add = json!({
        "UpdateExpression": "ADD #count :one", "ExpressionAttributeNames": { "#count": "count" },
        "ExpressionAttributeValues": { ":one": { "N": "1" } },
    });
    for _ in 0..4 {
        match ask("UpdateItem", add.clone()).await {
            Some((200, _)) => return page(200),
            Some((400..=499, _)) => return page(500),
            _ => {}
        }
    }
    page(500)
}
