//! Streams, brought to the functions as Lambda's filtered mappings bring them: new letters to the mailer in two lanes,
//! announcements to `selection`, and what was asked for about a batch to `summary`.

use crate::engine::{Engine, Start, StreamReader};
use aws_lambda_events::event::dynamodb::{Event as StreamEvent, EventRecord};
use aws_lambda_events::event::streams::DynamoDbEventResponse;
use std::time::Duration;
use store::Store;
use store::outbox::Lane;
use store::tables::Table;
use tokio::sync::{mpsc, watch};

/// How long a mapping rests when there is nothing.
const REST: Duration = Duration::from_millis(50);
/// How often a batch is tried, as in `template.yaml`; what still fails waits for the sweep.
const TRIES: u32 = 5;

/// One mapping: the stream, what it lets through, and the function it wakes.
pub struct Mapping {
    stream: StreamReader,
    to: To,
    batch: usize,
}

/// A function a stream wakes, and the records it is woken for.
#[derive(Clone)]
pub enum To {
    /// The mailer, for the letters of one lane.
    Mailer(mailer::Office, Lane),
    /// The board, for announcements.
    Selection(Store),
    /// The maker of workbooks, for the files of a batch.
    Summary(Store),
}

impl To {
    fn table(&self) -> Table {
        match self {
            Self::Mailer(..) => Table::Outbox,
            Self::Selection(_) => Table::Applications,
            Self::Summary(_) => Table::Batches,
        }
    }

    fn batch(&self) -> usize {
        match self {
            Self::Mailer(_, Lane::Now) => 10,
            Self::Mailer(_, Lane::Bulk) => 25,
            Self::Selection(_) | Self::Summary(_) => 1,
        }
    }

    fn passes(&self, record: &EventRecord) -> bool {
        #[derive(serde::Deserialize)]
        struct Image {
            #[serde(default)]
            lane: String,
            #[serde(default)]
            entry: String,
            #[serde(default)]
            shelf: String,
        }
        let image = serde_dynamo::from_item(record.change.new_image.clone());
        record.event_name == "INSERT"
            && image.is_ok_and(|image: Image| match self {
                Self::Mailer(_, Lane::Now) => image.lane == "now",
                Self::Mailer(_, Lane::Bulk) => image.lane == "bulk",
                Self::Selection(_) => image.entry == "announcement",
                Self::Summary(_) => image.shelf == store::batch_files::WAITS,
            })
    }

    async fn hand(&self, event: StreamEvent) -> anyhow::Result<DynamoDbEventResponse> {
        match self {
            Self::Mailer(post, _) => mailer::handle(post, mailer::Event::Stream(event)).await,
            Self::Selection(store) => selection::handle(store, selection::Event::Stream(event)).await,
            Self::Summary(store) => Ok(summary::asked_for(store, event).await),
        }
    }
}

/// Opens one mapping from this moment on: what was written before is done by the sweep and the round of an opening office.
///
/// # Errors
/// When the engine has no such stream.
pub async fn open(engine: &Engine, prefix: &str, to: To) -> anyhow::Result<Mapping> {
    let stream = engine.stream(&format!("{prefix}{}", to.table().name()), Start::Latest).await?;
    let batch = to.batch();
    Ok(Mapping { stream, to, batch })
}

/// Brings what is new to the function until the office stops.
///
/// # Errors
/// When the stream cannot be read.
pub async fn run(mut mapping: Mapping, mut stopped: watch::Receiver<bool>) -> anyhow::Result<()> {
    while !*stopped.borrow_and_update() {
        let mut records = mapping.stream.next(mapping.batch).await?;
        let full = records.len() >= mapping.batch;
        records.retain(|record| mapping.to.passes(record));
        deliver(&mapping.to, records).await;
        if !full {
            tokio::select! {
                () = tokio::time::sleep(REST) => {}
                _ = stopped.wait_for(|stop| *stop) => {}
            }
        }
    }
    Ok(())
}

/// Hands a batch over, and what failed of it again, as Lambda does with `ReportBatchItemFailures`.
async fn deliver(to: &To, mut records: Vec<EventRecord>) {
    for attempt in 1..=TRIES {
        if records.is_empty() {
            return;
        }
        let mut event = StreamEvent::default();
        event.records = records.clone();
        let failed = match to.hand(event).await {
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
        Box::pin(deliver(to, records)).await;
    }
}

/// Tells `invoice` of every file that arrived in the bucket, as EventBridge does: first of those an office before this one
/// may not have come to, then of each new one.
///
/// # Errors
/// None; what cannot be looked at now is told again when an office opens.
pub async fn arrivals(
    store: Store,
    backlog: Vec<(String, u64)>,
    mut arrived: mpsc::UnboundedReceiver<(String, u64)>,
    mut stopped: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    for (key, size) in backlog {
        arrival(&store, key, size).await;
    }
    loop {
        let next = tokio::select! {
            next = arrived.recv() => next,
            _ = stopped.wait_for(|stop| *stop) => None,
        };
        let Some((key, size)) = next else { return Ok(()) };
        arrival(&store, key, size).await;
    }
}

async fn arrival(store: &Store, key: String, size: u64) {
    if !key.starts_with(program::evidence::UPLOADS) {
        return;
    }
    for attempt in 1..=TRIES {
        match invoice::uploaded(store, invoice::Created::new(key.clone(), size)).await {
            Ok(()) => return,
            Err(error) => tracing::warn!(error = %format!("{error:#}"), attempt, "a file could not be looked at yet"),
        }
        tokio::time::sleep(REST * attempt).await;
    }
}
