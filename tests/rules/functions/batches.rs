//! The files of a batch, put together by the function itself once the stream tells of them.

use super::Bench;
use program::{JobId, PersonId};
use serde_json::{Value, json};
use specification::funds::{batch, billed, payable};
use store::batch_files::{CameOfIt, FilesJob, WAITS};

/// What the stream of the batches tells of a job.
fn record(event: &str, number: &str, job: &FilesJob) -> Value {
    json!({
        "eventID": "7de3041dd709b024af6f29e4fa13d34c",
        "eventName": event,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-central-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_795_341_600.0,
            "Keys": { "batch_id": { "S": job.batch }, "entry": { "S": format!("job#{}", job.id) } },
            "NewImage": {
                "batch_id": { "S": job.batch },
                "entry": { "S": format!("job#{}", job.id) },
                "shelf": { "S": WAITS },
                "job": { "M": {
                    "batch": { "S": job.batch },
                    "id": { "S": job.id },
                    "asked_at": { "S": job.asked_at },
                    "asked_by": { "S": job.asked_by },
                    "language": { "S": job.language },
                } },
                "version": { "N": "1" },
            },
            "SequenceNumber": number,
            "SizeBytes": 310,
            "StreamViewType": "NEW_IMAGE",
        },
        "eventSourceARN":
            "arn:aws:dynamodb:eu-central-1:123456789012:table/chancery-batches/stream/2026-11-22T10:00:00.000",
    })
}

/// N6, R8
#[tokio::test(flavor = "multi_thread")]
async fn summary_puts_the_files_of_a_batch_together_that_the_stream_tells_of_and_once() {
    let bench = Bench::open().await;
    let store = bench.store();
    bench.ambassador("amara@example.org").await;
    let request = payable(store, "amara@example.org", "Pizza for Lagos", "60").await;
    billed(store, request, "Mama Cass", &specification::files::pdf("pizza", 1)).await;
    let id = batch(store, &[request]).await;
    let job = FilesJob {
        batch: id,
        id: JobId::new(store.new_id()),
        asked_at: store.clock().now(),
        asked_by: PersonId::new(store.new_id()),
        language: "en".to_owned(),
        came_of_it: None,
    };
    store.ask_for_files(&job).await.unwrap();
    let unknown = FilesJob { id: JobId::new(store.new_id()), ..job.clone() };
    let records = json!({ "Records": [record("INSERT", "1", &unknown), record("MODIFY", "2", &job), record("INSERT", "3", &job)] });
    let summary = bench.start("summary").await;
    for _ in 0..2 {
        assert_eq!(summary.invoke(records.clone()).await, Ok(json!({ "batchItemFailures": [] })));
    }
    let there = store.files_job(id, job.id).await.unwrap().unwrap();
    assert_eq!((there.value.came_of_it, there.version), (Some(CameOfIt::Made { files: 1, missing: 0 }), 2));
    let (kind, archive) = store.files().get(&job.key()).await.unwrap().unwrap();
    assert_eq!(kind, "application/zip");
    assert!(archive.starts_with(b"PK") && archive.len() > 1_000);
    assert!(!summary.log().contains("Pizza") && !summary.log().contains("Amara"), "{}", summary.log());
}
