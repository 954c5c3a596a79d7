//! The outbox's stream, brought to the mailer as Lambda's two filtered mappings bring it.

use crate::engine::{Engine, Start, StreamReader};
use aws_lambda_events::event::dynamodb::{Event as StreamEvent, EventRecord};
use mailer::Event;
use std::time::Duration;
use store::outbox::Lane;
use store::tables::Table;
use tokio::sync::watch;

/// How long a mapping rests when there is nothing.
const REST: Duration = Duration::from_millis(50);
/// How often a batch is tried, as in `template.yaml`; what still fails waits for the sweep.
const TRIES: u32 = 5;

/// One mapping: the stream, and the lane it lets through.
pub struct Mapping {
    stream: StreamReader,
    lane: &'static str,
    batch: usize,
}

/// Opens one mapping from this moment on: what was written before is offered by the sweep an opening office makes.
///
/// # Errors
/// When the engine has no such stream.
pub async fn open(engine: &Engine, prefix: &str, lane: Lane) -> anyhow::Result<Mapping> {
    let stream = engine.stream(&format!("{prefix}{}", Table::Outbox.name()), Start::Latest).await?;
    let (lane, batch) = match lane {
        Lane::Now => ("now", 10),
        Lane::Bulk => ("bulk", 25),
    };
    Ok(Mapping { stream, lane, batch })
}

/// Brings new letters to the mailer until the office stops.
///
/// # Errors
/// When the stream cannot be read.
pub async fn run(mut mapping: Mapping, post: mailer::Office, mut stopped: watch::Receiver<bool>) -> anyhow::Result<()> {
    while !*stopped.borrow_and_update() {
        let mut records = mapping.stream.next(mapping.batch).await?;
        let full = records.len() >= mapping.batch;
        records.retain(|record| passes(record, mapping.lane));
        deliver(&post, records).await;
        if !full {
            tokio::select! {
                () = tokio::time::sleep(REST) => {}
                _ = stopped.wait_for(|stop| *stop) => {}
            }
        }
    }
    Ok(())
}

fn passes(record: &EventRecord, lane: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Laned {
        lane: String,
    }
    record.event_name == "INSERT"
        && serde_dynamo::from_item(record.change.new_image.clone()).is_ok_and(|laned: Laned| laned.lane == lane)
}

/// Hands a batch over, and what failed of it again, as Lambda does with `ReportBatchItemFailures`.
async fn deliver(post: &mailer::Office, mut records: Vec<EventRecord>) {
    for attempt in 1..=TRIES {
        if records.is_empty() {
            return;
        }
        let mut event = StreamEvent::default();
        event.records = records.clone();
        let failed = match mailer::handle(post, Event::Stream(event)).await {
            Ok(answer) => answer.batch_item_failures.into_iter().next().and_then(|failure| failure.item_identifier),
            Err(_) => records.first().and_then(|record| record.change.sequence_number.clone()),
        };
        let Some(failed) = failed else { return };
        let from =
            records.iter().position(|record| record.change.sequence_number.as_deref() == Some(&failed)).unwrap_or(0);
        records.drain(..from);
        tokio::time::sleep(REST * attempt).await;
    }
    // As with bisecting: one letter that nobody takes does not hold up those behind it.
    if records.len() > 1 {
        records.remove(0);
        Box::pin(deliver(post, records)).await;
    }
}
