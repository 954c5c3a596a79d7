//! What a table's stream tells: records that are new, in the order they were written (requirement N6).
//!
//! AWS brings some at a time and goes on from the first that is named as failed, so nothing after it needs trying:
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html>

pub use aws_lambda_events::event::dynamodb::Event;
pub use aws_lambda_events::event::streams::DynamoDbEventResponse as Answer;

use aws_lambda_events::event::streams::DynamoDbBatchItemFailure;
use serde::de::DeserializeOwned;

/// Where in a stream a record stands.
#[derive(Clone, Debug)]
pub struct Position(Option<String>);

impl Position {
    /// An answer that asks for this record to come again, and everything after it.
    pub fn again(self) -> Answer {
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier = self.0;
        let mut answer = Answer::default();
        answer.batch_item_failures.push(failure);
        answer
    }
}

/// Each new record, read from its key and what it holds. One of another kind is passed over: it would never become one by
/// coming again.
pub fn new_records<T: DeserializeOwned>(event: Event) -> impl Iterator<Item = (T, Position)> {
    event.records.into_iter().filter(|record| record.event_name == "INSERT").filter_map(|record| {
        let mut item = record.change.keys.into_inner();
        item.extend(record.change.new_image.into_inner());
        Some((serde_dynamo::from_item(item).ok()?, Position(record.change.sequence_number)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::{Value, json};

    #[derive(Deserialize)]
    struct Known {
        id: String,
        words: Option<String>,
    }

    fn record(event: &str, number: &str, keys: &Value, image: &Value) -> Value {
        json!({
            "eventName": event, "awsRegion": "eu-central-1", "eventID": number, "eventSource": "aws:dynamodb",
            "dynamodb": { "Keys": keys, "NewImage": image, "SequenceNumber": number, "ApproximateCreationDateTime": 1.0, "SizeBytes": 1 },
        })
    }

    /// N6
    #[test]
    fn new_records_are_read_in_their_order_and_one_is_named_to_come_again_from() {
        let id = |id: &str| json!({ "id": { "S": id } });
        let records = [
            record("INSERT", "1", &id("a"), &json!({})),
            record("MODIFY", "2", &id("b"), &json!({})),
            record("INSERT", "3", &json!({ "other": { "S": "c" } }), &json!({})),
            record("INSERT", "4", &id("d"), &json!({ "id": { "S": "d" }, "words": { "S": "hello" } })),
        ];
        let event: Event = serde_json::from_value(json!({ "Records": records })).unwrap();
        let read = new_records::<Known>(event).map(|(known, position)| {
            let named = position.again().batch_item_failures.remove(0).item_identifier.unwrap();
            (known.id, known.words, named)
        });
        let read: Vec<_> = read.collect();
        let hello = Some("hello".to_owned());
        assert_eq!(read, [("a".to_owned(), None, "1".to_owned()), ("d".to_owned(), hello, "4".to_owned())]);
    }
}
