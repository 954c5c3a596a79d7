//! The line an errand leaves.
//!
//! On AWS it is written in CloudWatch's embedded metric format, so that metrics come out of the very line that explains
//! them, and no call is made for them:
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>
//! A metric costs by its name and dimensions, so there are five, without dimensions, under the office's own namespace.

use crate::{Errand, log};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};
use std::io::Write as _;
use std::sync::OnceLock;
use std::time::Duration;

/// What an errand was.
#[derive(Clone, Copy, Debug)]
pub enum What<'a> {
    /// A request.
    Request {
        /// Its method.
        method: &'a str,
        /// The pattern of its route.
        route: &'a str,
        /// What it was about: the parts of the address that are identifiers.
        ids: &'a [(&'a str, String)],
        /// What it was answered with.
        status: u16,
    },
    /// An event.
    Event {
        /// What kind of event: `schedule`, `stream` or `event`.
        kind: &'a str,
        /// What it was about.
        ids: &'a [(&'a str, String)],
        /// Whether it was done with, and is not to come again.
        is_done: bool,
    },
}

impl What<'_> {
    fn failed(self) -> bool {
        match self {
            Self::Request { status, .. } => status >= 500,
            Self::Event { is_done, .. } => !is_done,
        }
    }
}

/// The function that runs here, where one does.
#[derive(Clone, Debug)]
struct Running {
    function: &'static str,
    namespace: String,
}

static RUNNING: OnceLock<Running> = OnceLock::new();

/// From now on the log, and errands' lines in it, are as AWS reads them. The office's own namespace is what its tables begin with.
pub fn on_lambda(function: &'static str) {
    log::start();
    let tables = std::env::var("CHANCERY_TABLE_PREFIX").unwrap_or_default();
    let namespace = format!("Chancery/{}", tables.trim_end_matches('-'));
    // A second time there is nothing left to say.
    let _ = RUNNING.set(Running { function, namespace });
}

impl Errand {
    /// Leaves its line.
    pub fn tell(&self, what: &What<'_>) {
        let took = self.inner.began.elapsed();
        if let Some(running) = RUNNING.get() {
            let line = line(running.function, &running.namespace, self, what, took, Utc::now());
            // Where nobody takes the log there is nobody to tell.
            let _ = std::io::stdout().lock().write_all(format!("{line}\n").as_bytes());
            return;
        }
        let (spent, trace, duration_ms) = (self.spent(), self.trace().as_str(), millis(took));
        match what {
            What::Request { method, route, status, .. } => tracing::info!(
                http.method = method,
                http.route = route,
                http.status = status,
                duration_ms,
                tables.requests = spent.requests,
                trace.id = trace,
                "answered"
            ),
            What::Event { kind, is_done, .. } => tracing::info!(
                event = kind,
                event.is_done = is_done,
                duration_ms,
                tables.requests = spent.requests,
                trace.id = trace,
                "seen to"
            ),
        }
    }
}

/// The names of the metrics with their units, as CloudWatch reads them.
pub const METRICS: [(&str, &str); 5] = [
    ("Duration", "Milliseconds"),
    ("Failed", "Count"),
    ("TableRequests", "Count"),
    ("ReadUnits", "Count"),
    ("WriteUnits", "Count"),
];

/// The line of an errand that took so long and was over then.
pub fn line(
    function: &str,
    namespace: &str,
    errand: &Errand,
    what: &What<'_>,
    took: Duration,
    at: DateTime<Utc>,
) -> Value {
    let spent = errand.spent();
    let metrics: Vec<_> = METRICS.iter().map(|(name, unit)| json!({ "Name": name, "Unit": unit })).collect();
    let (kind, done, ids, status) = match what {
        What::Request { method, route, ids, status } => ("request", format!("{method} {route}"), ids, json!(status)),
        What::Event { kind, ids, is_done } => {
            ("event", (*kind).to_owned(), ids, json!(if *is_done { "done" } else { "failed" }))
        }
    };
    json!({
        "_aws": {
            "Timestamp": at.timestamp_millis(),
            "CloudWatchMetrics": [{ "Namespace": namespace, "Dimensions": [[]], "Metrics": metrics }],
        },
        "timestamp": at.to_rfc3339_opts(SecondsFormat::Millis, true),
        "level": if what.failed() { "ERROR" } else { "INFO" },
        "message": if kind == "request" { "answered" } else { "seen to" },
        "function": function,
        kind: done,
        "ids": named(ids),
        "status": status,
        "trace": errand.trace().as_str(),
        "Duration": millis(took),
        "Failed": u8::from(what.failed()),
        "TableRequests": spent.requests,
        "ReadUnits": spent.reads,
        "WriteUnits": spent.writes,
    })
}

fn named(ids: &[(&str, String)]) -> Value {
    ids.iter().map(|(name, id)| ((*name).to_owned(), Value::from(id.as_str()))).collect::<Map<_, _>>().into()
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

/// Whether what stands in an address is an identifier of ours, or the name of a quarter, and so neither a secret nor
/// anybody's words.
pub fn is_an_id(text: &str) -> bool {
    let is_uuid = text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    let is_quarter = text.len() <= 8
        && text.split_once('-').is_some_and(|(year, rest)| {
            year.len() == 4
                && year.bytes().all(|byte| byte.is_ascii_digit())
                && rest.trim_start_matches(|first: char| first.is_ascii_uppercase()).parse::<u8>().is_ok()
        });
    is_uuid || is_quarter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Spent, spends};

    #[tokio::test]
    async fn a_line_says_what_was_done_and_what_it_took_and_is_read_as_metrics() {
        let errand = Errand::of(Some("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700"));
        errand.run(async { spends(Spent { requests: 3, reads: 1.5, writes: 8.0 }) }).await;
        let ids = [("id", "018f8f7a-0000-7000-8000-000000000001".to_owned())];
        let what = What::Request { method: "POST", route: "/me/activities/{id}/report", ids: &ids, status: 303 };
        let at = "2026-11-26T10:00:00Z".parse().unwrap();
        let told = line("report", "Chancery/office", &errand, &what, Duration::from_millis(12), at);
        assert_eq!(
            told,
            json!({
                "_aws": {
                    "Timestamp": 1_795_687_200_000_i64,
                    "CloudWatchMetrics": [{
                        "Namespace": "Chancery/office",
                        "Dimensions": [[]],
                        "Metrics": [
                            { "Name": "Duration", "Unit": "Milliseconds" }, { "Name": "Failed", "Unit": "Count" },
                            { "Name": "TableRequests", "Unit": "Count" }, { "Name": "ReadUnits", "Unit": "Count" },
                            { "Name": "WriteUnits", "Unit": "Count" },
                        ],
                    }],
                },
                "timestamp": "2026-11-26T10:00:00.000Z",
                "level": "INFO",
                "message": "answered",
                "function": "report",
                "request": "POST /me/activities/{id}/report",
                "ids": { "id": "018f8f7a-0000-7000-8000-000000000001" },
                "status": 303,
                "trace": "1-5bef4de7-ad49b0e87f6ef6c87fc2e700",
                "Duration": 12, "Failed": 0, "TableRequests": 3, "ReadUnits": 1.5, "WriteUnits": 8.0,
            })
        );
        // Every metric the line names is in it, as a number.
        for (name, _) in METRICS {
            assert!(told[name].is_number(), "{name}");
        }
        let failed = What::Event { kind: "stream", ids: &[], is_done: false };
        let told = line("mailer", "Chancery/office", &errand, &failed, Duration::ZERO, at);
        assert_eq!(
            (&told["level"], &told["event"], &told["status"], &told["Failed"]),
            (&"ERROR".into(), &"stream".into(), &"failed".into(), &1.into())
        );
    }

    /// S13
    #[test]
    fn what_stands_in_an_address_is_told_only_where_it_is_an_identifier() {
        for id in ["018f8f7a-0000-7000-8000-000000000001", "2026-Q3", "2026-07", "2026-H1"] {
            assert!(is_an_id(id), "{id}");
        }
        for text in [
            "",
            "amara",
            "amara@example.org",
            "NG",
            "0123456789abcdef0123456789abcdef",
            "Q2dzhSRU8v2x-b0aG4iVmNtYS1pcy1oZXJl1",
            "2026-QÄ",
            "2026-",
        ] {
            assert!(!is_an_id(text), "{text}");
        }
    }
}
