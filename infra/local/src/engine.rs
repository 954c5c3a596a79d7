//! The embedded DynamoDB: one SQLite file behind DynamoDB's own wire protocol.
//!
//! Everything in the house talks to it over HTTP through the AWS SDK, as it would on AWS. Only what AWS does by
//! itself happens here in process: reading a table's stream for the pump, and the sweeping that the engine leaves
//! to whoever embeds it. This module knows no table of the house. Start at [`Engine`].

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use aws_lambda_events::event::dynamodb::EventRecord;
use chrono::{DateTime, Utc};
use dynoxide::Database;
use dynoxide::actions::describe_table::DescribeTableRequest;
use dynoxide::actions::get_records::GetRecordsRequest;
use dynoxide::actions::get_shard_iterator::GetShardIteratorRequest;
use serde_json::Value;

/// How long a statement of ours waits for the engine's own connection to finish writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// Stream records deleted in one transaction: few enough that no request waits noticeably behind it.
const TRIMMED_AT_ONCE: usize = 500;

/// The database of one office. Clones share it.
#[derive(Clone)]
pub struct Engine {
    database: Database,
    path: PathBuf,
}

/// Where reading a stream begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With the oldest record still kept: a restarted office sees again what it may not have finished with.
    TrimHorizon,
    /// With the first record written from now on.
    Latest,
}

/// One reader's place in the stream of one table.
pub struct StreamReader {
    database: Database,
    source: String,
    iterator: String,
}

/// What one sweep removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Swept {
    /// Items past their time to live.
    pub items: usize,
    /// Stream records too old to be kept.
    pub stream_records: usize,
}

impl Engine {
    /// Opens the database file and creates it if it is missing.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened or was written by a newer engine. Nothing here keeps a second process out: hold
    /// the data folder first.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let name = path.to_str().with_context(|| format!("the path {} is not Unicode", path.display()))?;
        let engine = Self {
            database: Database::new(name).with_context(|| format!("opening the database {}", path.display()))?,
            path: path.to_owned(),
        };
        // Without it the engine reads a table's whole stream on every write, to find the last sequence number.
        engine
            .connect()?
            .execute_batch(
                "CREATE INDEX IF NOT EXISTS chancery_stream_order
                 ON _stream_records (table_name, CAST(sequence_number AS INTEGER))",
            )
            .context("indexing the stream records")?;
        Ok(engine)
    }

    /// Answers DynamoDB requests on this listener until `stop` resolves and the requests under way are done.
    ///
    /// The engine checks no signature, so the listener belongs on the loopback address.
    ///
    /// # Errors
    ///
    /// If the server fails.
    pub async fn serve(
        &self,
        listener: tokio::net::TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> anyhow::Result<()> {
        dynoxide::server::serve_with_shutdown(listener, self.database.clone(), stop)
            .await
            .map_err(|problem| anyhow!(problem))
    }

    /// A reader of the stream of this table.
    ///
    /// # Errors
    ///
    /// If there is no such table, or it has no stream.
    pub async fn stream(&self, table: &str, from: Start) -> anyhow::Result<StreamReader> {
        let database = self.database.clone();
        let table = table.to_owned();
        blocking(move || StreamReader::open(database, &table, from)).await
    }

    /// Does what AWS does by itself and the engine does not: deletes stream records written before this moment, which AWS
    /// keeps for a day, and, where `expired` says so, items whose time to live is past by the machine's clock.
    ///
    /// # Errors
    ///
    /// If the database fails or stays locked.
    pub async fn broom(&self, streams_before: DateTime<Utc>, expired: bool) -> anyhow::Result<Swept> {
        let engine = self.clone();
        blocking(move || {
            Ok(Swept {
                items: match expired {
                    true => engine.database.sweep_ttl().context("sweeping expired items")?,
                    false => Default::default(),
                },
                stream_records: engine.trim(streams_before).context("trimming stream records")?,
            })
        })
        .await
    }

    fn trim(&self, before: DateTime<Utc>) -> anyhow::Result<usize> {
        let connection = self.connect()?;
        let mut trimmed = 0;
        loop {
            let deleted = connection.execute(
                "DELETE FROM _stream_records WHERE id IN
                     (SELECT id FROM _stream_records WHERE created_at < ?1 ORDER BY id LIMIT ?2)",
                (before.timestamp(), TRIMMED_AT_ONCE),
            )?;
            trimmed += deleted;
            if deleted < TRIMMED_AT_ONCE {
                return Ok(trimmed);
            }
        }
    }

    /// A second connection to the same file, for the two things the engine has no call for.
    fn connect(&self) -> anyhow::Result<rusqlite::Connection> {
        let connection = rusqlite::Connection::open(&self.path)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(connection)
    }
}

impl StreamReader {
    /// The next records in order, at most this many and at most a thousand; none if nothing is new.
    ///
    /// They are the records a Lambda function is called with. The reader moves past them at once: whoever cannot
    /// handle them keeps them and tries again.
    ///
    /// # Errors
    ///
    /// If the database fails; the reader stays where it was.
    pub async fn next(&mut self, limit: usize) -> anyhow::Result<Vec<EventRecord>> {
        let database = self.database.clone();
        let request = GetRecordsRequest { shard_iterator: self.iterator.clone(), limit: Some(limit) };
        let source = self.source.clone();
        let (records, iterator) = blocking(move || {
            let response = database.get_records(request)?;
            let records = response
                .records
                .into_iter()
                .map(|record| event_record(serde_json::to_value(record)?, &source))
                .collect::<anyhow::Result<Vec<_>>>()?;
            let iterator = response.next_shard_iterator.context("the stream is closed")?;
            Ok((records, iterator))
        })
        .await
        .context("reading a stream")?;
        self.iterator = iterator;
        Ok(records)
    }

    fn open(database: Database, table: &str, from: Start) -> anyhow::Result<Self> {
        let described = database
            .describe_table(DescribeTableRequest { table_name: table.to_owned() })
            .with_context(|| format!("the table {table}"))?;
        let source = described.table.latest_stream_arn.with_context(|| format!("the table {table} has no stream"))?;
        let iterator = database
            .get_shard_iterator(GetShardIteratorRequest {
                stream_arn: source.clone(),
                shard_id: dynoxide::streams::shard_id(table),
                shard_iterator_type: match from {
                    Start::TrimHorizon => "TRIM_HORIZON",
                    Start::Latest => "LATEST",
                }
                .into(),
                ..Default::default()
            })?
            .shard_iterator
            .context("the stream gave no place to read from")?;
        Ok(Self { database, source, iterator })
    }
}

/// The engine's record as Lambda's own event type, by way of the JSON both of them agree on.
fn event_record(mut record: Value, source: &str) -> anyhow::Result<EventRecord> {
    // An event source mapping adds it; the stream itself does not carry it.
    if let Some(fields) = record.as_object_mut() {
        fields.insert("eventSourceARN".into(), source.into());
    }
    serde_json::from_value(record).context("a stream record is not a Lambda event record")
}

/// Runs SQLite's blocking calls where they hold up no other task.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> anyhow::Result<T> {
    tokio::task::spawn_blocking(work).await?
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_dynamodb::Client;
    use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
    use aws_sdk_dynamodb::primitives::Blob;
    use aws_sdk_dynamodb::types::{
        AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, Put, ScalarAttributeType,
        StreamSpecification, StreamViewType, TimeToLiveSpecification, TransactWriteItem,
    };
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;

    /// An engine that answers on a port of its own until it is closed.
    struct Served {
        engine: Engine,
        client: Client,
        stop: oneshot::Sender<()>,
        server: JoinHandle<anyhow::Result<()>>,
    }

    impl Served {
        async fn open(path: &Path) -> anyhow::Result<Self> {
            let engine = Engine::open(path)?;
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
            let address = listener.local_addr()?;
            let (stop, stopped) = oneshot::channel();
            let server = tokio::spawn({
                let engine = engine.clone();
                async move {
                    engine
                        .serve(listener, async {
                            let _ = stopped.await;
                        })
                        .await
                }
            });
            let client = Client::from_conf(
                aws_sdk_dynamodb::Config::builder()
                    .behavior_version(BehaviorVersion::latest())
                    .region(Region::new("us-east-1"))
                    .credentials_provider(Credentials::new("local", "local", None, None, "test"))
                    .endpoint_url(format!("http://{address}"))
                    .build(),
            );
            Ok(Self { engine, client, stop, server })
        }

        async fn close(self) -> anyhow::Result<()> {
            let _ = self.stop.send(());
            self.server.await?
        }

        async fn create(&self, table: &str) -> anyhow::Result<()> {
            self.client
                .create_table()
                .table_name(table)
                .billing_mode(BillingMode::PayPerRequest)
                .attribute_definitions(
                    AttributeDefinition::builder()
                        .attribute_name("id")
                        .attribute_type(ScalarAttributeType::S)
                        .build()?,
                )
                .key_schema(KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash).build()?)
                .stream_specification(
                    StreamSpecification::builder()
                        .stream_enabled(true)
                        .stream_view_type(StreamViewType::NewAndOldImages)
                        .build()?,
                )
                .send()
                .await?;
            Ok(())
        }

        async fn put(&self, table: &str, id: &str) -> anyhow::Result<()> {
            self.client.put_item().table_name(table).item("id", text(id)).send().await?;
            Ok(())
        }

        async fn exists(&self, table: &str, id: &str) -> anyhow::Result<bool> {
            let found = self.client.get_item().table_name(table).key("id", text(id));
            Ok(found.send().await?.item.is_some())
        }
    }

    fn text(text: &str) -> AttributeValue {
        AttributeValue::S(text.into())
    }

    fn written(table: &str, id: &str, condition: Option<&str>) -> anyhow::Result<TransactWriteItem> {
        let put = Put::builder()
            .table_name(table)
            .item("id", text(id))
            .set_condition_expression(condition.map(str::to_owned))
            .build()?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    fn keys(records: &[EventRecord]) -> Vec<(String, String)> {
        records
            .iter()
            .map(|record| {
                let id = match record.change.keys.get("id") {
                    Some(serde_dynamo::AttributeValue::S(id)) => id.clone(),
                    other => panic!("the key of {record:?} is {other:?}"),
                };
                (record.event_name.clone(), id)
            })
            .collect()
    }

    fn inserted(id: &str) -> (String, String) {
        ("INSERT".into(), id.into())
    }

    /// No stream record is younger than this.
    fn tomorrow() -> DateTime<Utc> {
        Utc::now() + chrono::TimeDelta::days(1)
    }

    #[tokio::test]
    async fn a_transaction_is_whole_or_absent_also_after_reopening() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("office.db");
        let office = Served::open(&path).await?;
        office.create("applications").await?;
        office.create("outbox").await?;
        let both = |id: &str| -> anyhow::Result<_> {
            Ok(office
                .client
                .transact_write_items()
                .transact_items(written("outbox", id, None)?)
                .transact_items(written("applications", "a", Some("attribute_not_exists(id)"))?))
        };
        both("receipt")?.send().await?;
        let refused = both("second")?.send().await.map_err(|e| e.into_service_error());
        assert!(matches!(&refused, Err(e) if e.is_transaction_canceled_exception()), "{refused:?}");
        office.close().await?;

        let office = Served::open(&path).await?;
        assert!(office.exists("applications", "a").await?);
        assert!(office.exists("outbox", "receipt").await?);
        assert!(!office.exists("outbox", "second").await?);
        let mut stream = office.engine.stream("outbox", Start::TrimHorizon).await?;
        assert_eq!(keys(&stream.next(10).await?), [inserted("receipt")]);
        office.close().await
    }

    #[tokio::test]
    async fn the_stream_gives_lambdas_own_records() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let office = Served::open(&folder.path().join("office.db")).await?;
        office.create("outbox").await?;
        let mut stream = office.engine.stream("outbox", Start::Latest).await?;
        assert!(stream.next(10).await?.is_empty());

        let put = office.client.put_item().table_name("outbox");
        put.item("id", text("letter-1"))
            .item("lane", text("now"))
            .item("tries", AttributeValue::N("2".into()))
            .item("to", AttributeValue::Ss(vec!["a@example.org".into()]))
            .item("data", AttributeValue::M([("name".into(), text("Amara"))].into()))
            .item("seal", AttributeValue::B(Blob::new([0, 159, 255])))
            .item("erased", AttributeValue::Null(true))
            .send()
            .await?;
        office.client.delete_item().table_name("outbox").key("id", text("letter-1")).send().await?;

        let records = stream.next(10).await?;
        let [insert, remove] = records.as_slice() else {
            panic!("an insert and a removal, not {records:?}");
        };
        assert_eq!(insert.event_name, "INSERT");
        assert_eq!(insert.event_source.as_deref(), Some("aws:dynamodb"));
        assert!(insert.event_source_arn.as_deref().is_some_and(|arn| arn.contains("table/outbox/stream/")));
        let age = Utc::now() - insert.change.approximate_creation_date_time;
        assert!(age.num_seconds().abs() < 60, "{age}");
        assert!(insert.change.old_image.is_empty());
        assert_eq!(
            serde_json::to_value(&insert.change.new_image)?,
            serde_json::json!({
                "id": {"S": "letter-1"}, "lane": {"S": "now"}, "tries": {"N": "2"},
                "to": {"SS": ["a@example.org"]}, "data": {"M": {"name": {"S": "Amara"}}},
                "seal": {"B": "AJ//"}, "erased": {"NULL": true},
            })
        );
        assert_eq!(remove.event_name, "REMOVE");
        assert!(remove.change.new_image.is_empty());
        assert_eq!(remove.change.old_image, insert.change.new_image);
        assert_ne!(insert.event_id, remove.event_id);
        office.close().await
    }

    #[tokio::test]
    async fn a_reader_takes_a_stream_in_order_and_in_portions() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let office = Served::open(&folder.path().join("office.db")).await?;
        office.create("outbox").await?;
        office.create("audit").await?;
        for id in ["1", "2", "3"] {
            office.put("outbox", id).await?;
            office.put("audit", "not mine").await?;
        }
        let mut all = office.engine.stream("outbox", Start::TrimHorizon).await?;
        let mut latest = office.engine.stream("outbox", Start::Latest).await?;
        assert_eq!(keys(&all.next(2).await?), [inserted("1"), inserted("2")]);
        assert_eq!(keys(&all.next(2).await?), [inserted("3")]);
        assert!(all.next(2).await?.is_empty());
        assert!(latest.next(2).await?.is_empty());
        office.put("outbox", "4").await?;
        assert_eq!(keys(&all.next(2).await?), [inserted("4")]);
        assert_eq!(keys(&latest.next(2).await?), [inserted("4")]);
        assert!(office.engine.stream("nowhere", Start::Latest).await.is_err());
        office.close().await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn trimming_while_the_engine_serves_loses_no_new_record() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let office = Served::open(&folder.path().join("office.db")).await?;
        office.create("outbox").await?;
        for id in ["1", "2", "3"] {
            office.put("outbox", id).await?;
        }
        let mut behind = office.engine.stream("outbox", Start::TrimHorizon).await?;
        let mut current = office.engine.stream("outbox", Start::Latest).await?;
        let nothing = Swept { items: 0, stream_records: 0 };
        let yesterday = Utc::now() - chrono::TimeDelta::days(1);
        assert_eq!(office.engine.broom(yesterday, true).await?, nothing);
        let swept = office.engine.broom(tomorrow(), true).await?;
        assert_eq!(swept, Swept { items: 0, stream_records: 3 });
        assert!(office.exists("outbox", "1").await?, "the item itself stays");

        office.put("outbox", "4").await?;
        assert_eq!(keys(&behind.next(10).await?), [inserted("4")]);
        assert_eq!(keys(&current.next(10).await?), [inserted("4")]);

        let writes = futures::future::try_join_all((0..200).map(|n| {
            let office = &office;
            async move { office.put("outbox", &format!("busy-{n}")).await }
        }));
        let sweeps = async {
            for _ in 0..20 {
                office.engine.broom(yesterday, true).await?;
                tokio::task::yield_now().await;
            }
            anyhow::Ok(())
        };
        let (_, ()) = futures::future::try_join(writes, sweeps).await?;
        assert_eq!(current.next(1000).await?.len(), 200);
        office.close().await
    }

    #[tokio::test]
    async fn the_broom_takes_expired_items_only() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let office = Served::open(&folder.path().join("office.db")).await?;
        office.create("access").await?;
        let ttl = TimeToLiveSpecification::builder().attribute_name("expires").enabled(true).build()?;
        office.client.update_time_to_live().table_name("access").time_to_live_specification(ttl).send().await?;
        for (id, expires) in [("old", -60), ("new", 3600)] {
            let expires = Utc::now().timestamp() + expires;
            let put = office.client.put_item().table_name("access");
            put.item("id", text(id)).item("expires", AttributeValue::N(expires.to_string())).send().await?;
        }
        office.put("access", "lasting").await?;
        let yesterday = Utc::now() - chrono::TimeDelta::days(1);
        assert_eq!(office.engine.broom(yesterday, false).await?.items, 0, "an office that lives earlier keeps it");
        assert_eq!(office.engine.broom(yesterday, true).await?.items, 1);
        assert!(!office.exists("access", "old").await?);
        assert!(office.exists("access", "new").await?);
        assert!(office.exists("access", "lasting").await?);
        office.close().await
    }

    #[test]
    fn finding_the_last_sequence_number_reads_no_whole_stream() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let engine = Engine::open(&folder.path().join("office.db"))?;
        // The engine's own statement; were it to change, the index would quietly stop helping.
        let plan: String = engine.connect()?.query_row(
            "EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1
             FROM _stream_records WHERE table_name = 'outbox'",
            [],
            |row| row.get("detail"),
        )?;
        assert!(plan.contains("chancery_stream_order"), "{plan}");
        Ok(())
    }
}
