//! The records of an office: DynamoDB tables and S3 documents.
//!
//! **What it is for.** One module per aggregate, each lending typed values and taking typed changes. Every change that
//! matters is one transaction of the entity, its uniqueness claim, its letter and its audit entry ([`commit`]); every
//! edit is conditional on the version that was read. Start at [`Store`], then [`applications`].
//!
//! **What it may not know.** HTML, sentences, what a letter says: to it a letter is an id, a lane, a recipient and JSON.
//! It is the only crate that knows the DynamoDB and S3 SDKs. Times come from [`Clock`], never from the system directly,
//! so that a demo office can be moved forward.

pub mod access;
pub mod activities;
pub mod ambassadors;
pub mod announcing;
pub mod applications;
pub mod archive;
pub mod audit;
pub mod batch_files;
pub mod batches;
pub mod budgets;
pub mod check_ins;
pub mod clock;
pub mod commit;
pub mod contributions;
pub mod draft_reviews;
pub mod drafts;
pub mod evidence;
pub mod feedback;
pub mod feeds;
pub mod files;
pub mod funding;
pub mod invoices;
mod meter;
pub mod nominations;
pub mod outbox;
pub mod patience;
pub mod payment_details;
pub mod people;
pub mod proposals;
pub mod quarters;
pub mod reach;
pub mod readiness;
pub mod remarks;
pub mod reminders;
pub mod returned;
pub mod reviews;
pub mod sealing;
pub mod secret;
pub mod settings;
pub mod slots;
pub mod started;
pub mod stream;
pub mod tables;
pub mod territories;
pub mod walk;

pub use clock::Clock;
pub use commit::{Error, Result};
pub use patience::Patience;
pub use secret::Secret;

use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// Where an office keeps its records.
#[derive(Clone, Debug)]
pub struct Place {
    /// What every table name starts with, such as `chancery-`.
    pub table_prefix: String,
    /// The bucket's name.
    pub bucket: String,
    /// Whether a file that people posted is lent only once it was looked at for malware and nothing was found.
    pub only_scanned: bool,
    /// The key service's key that seals payment details; none in a function that has nothing to do with them, and in a
    /// local office, which has a key of its own.
    pub sealing_key: Option<String>,
    /// The embedded engines of a local office; none on AWS, where the SDK finds its own way.
    pub local: Option<LocalPlace>,
}

/// The embedded engines of a local office.
#[derive(Clone, Debug)]
pub struct LocalPlace {
    /// Where the embedded DynamoDB answers.
    pub tables_url: String,
    /// Where the embedded S3 answers this process.
    pub files_url: String,
    /// Where browsers reach the embedded S3; links are signed for it.
    pub public_files_url: String,
    /// The key id of the one user the engines know.
    pub key_id: String,
    /// Their secret.
    pub key_secret: Secret,
    /// What payment details are sealed with.
    pub sealing_key: Secret,
    /// How long they are waited for.
    pub patience: Patience,
}

impl Place {
    /// Reads `CHANCERY_TABLE_PREFIX`, `CHANCERY_BUCKET` and `CHANCERY_SCAN`, and `CHANCERY_SEALING_KEY` where it is set, as
    /// `template.yaml` sets them.
    ///
    /// # Errors
    /// Names the setting that is missing or cannot be right, so that a function refuses to start with it.
    pub fn from_env() -> anyhow::Result<Self> {
        let only_scanned = match required("CHANCERY_SCAN")?.as_str() {
            "yes" => true,
            "no" => false,
            _ => anyhow::bail!("the setting CHANCERY_SCAN says neither yes nor no"),
        };
        Ok(Self {
            table_prefix: required("CHANCERY_TABLE_PREFIX")?,
            bucket: required("CHANCERY_BUCKET")?,
            only_scanned,
            sealing_key: std::env::var("CHANCERY_SEALING_KEY").ok().filter(|key| !key.is_empty()),
            local: None,
        })
    }
}

/// A setting of the environment that a function cannot start without.
///
/// # Errors
/// Names the setting when it is missing or empty.
pub fn required(name: &str) -> anyhow::Result<String> {
    match std::env::var(name) {
        Ok(value) if !value.is_empty() => Ok(value),
        _ => anyhow::bail!("the setting {name} is missing; template.yaml names every setting a function needs"),
    }
}

/// The records of one office.
#[derive(Clone, Debug)]
pub struct Store {
    db: Client,
    place: Arc<Place>,
    /// How AWS is reached; none with the embedded engines.
    aws: Option<SdkConfig>,
    files: Arc<OnceLock<files::Files>>,
    sealing: Arc<OnceLock<sealing::Sealing>>,
    clock: Clock,
}

impl Store {
    /// Makes the tables' client; nothing is read yet. On AWS it is reached as Lambda's environment says.
    pub fn connect(place: &Place, clock: Clock) -> Self {
        match &place.local {
            Some(local) => Self::with(local_client(local), place, None, clock),
            None => Self::connect_by(reach::from_lambda(), place, clock),
        }
    }

    /// The same on AWS, reached as this configures it.
    pub fn connect_by(aws: SdkConfig, place: &Place, clock: Clock) -> Self {
        let tables = aws_sdk_dynamodb::config::Builder::from(&aws)
            .retry_config(Patience::WITH_AWS.retries())
            .timeout_config(Patience::WITH_AWS.with_tables())
            .interceptor(meter::Meter)
            .build();
        Self::with(Client::from_conf(tables), place, Some(aws), clock)
    }

    fn with(db: Client, place: &Place, aws: Option<SdkConfig>, clock: Clock) -> Self {
        Self { db, place: Arc::new(place.clone()), aws, files: Arc::default(), sealing: Arc::default(), clock }
    }

    /// The time this office runs on.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The same records by another clock, for bringing in what happened before now.
    pub fn by(&self, clock: Clock) -> Self {
        Self { clock, ..self.clone() }
    }

    /// The same records, whose files are lent only once they were looked at for malware, or without that.
    pub fn only_scanned(&self, only_scanned: bool) -> Self {
        let place = Arc::new(Place { only_scanned, ..(*self.place).clone() });
        Self { place, files: Arc::default(), ..self.clone() }
    }

    /// The documents in the bucket. Their client is made when they are first asked for, and a function that never does links
    /// none.
    pub fn files(&self) -> &files::Files {
        self.files.get_or_init(|| files::Files::of(&self.place, self.aws.as_ref()))
    }

    /// What seals payment details, in the same way.
    fn sealing(&self) -> &sealing::Sealing {
        self.sealing.get_or_init(|| sealing::Sealing::of(&self.place, self.aws.as_ref()))
    }

    /// A new identifier, ordered by time (UUID version 7).
    pub fn new_id(&self) -> Uuid {
        let millis = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &secret::random()).into_uuid()
    }

    fn table(&self, table: tables::Table) -> String {
        format!("{}{}", self.place.table_prefix, table.name())
    }

    /// Reads one item, consistently.
    async fn get<T: DeserializeOwned>(&self, table: tables::Table, key: &[(&str, &str)]) -> Result<Option<T>> {
        let mut request = self.db.get_item().table_name(self.table(table)).consistent_read(true);
        for (name, value) in key {
            request = request.key(*name, AttributeValue::S((*value).to_owned()));
        }
        let item = request.send().await.map_err(commit::unexpected)?.item;
        item.map(from_item).transpose()
    }

    /// Reads many items of one table in as few requests as can be: a hundred at a time, and what was left unread again
    /// (requirement N7). Those that are not there are left out.
    async fn get_many<T: DeserializeOwned>(
        &self,
        table: tables::Table,
        keys: &[Vec<(&str, String)>],
    ) -> Result<Vec<T>> {
        let mut items = Vec::new();
        for keys in keys.chunks(100) {
            let keys = keys.iter().map(|key| {
                key.iter().map(|(name, value)| ((*name).to_owned(), AttributeValue::S(value.clone()))).collect()
            });
            let wanted = aws_sdk_dynamodb::types::KeysAndAttributes::builder()
                .set_keys(Some(keys.collect()))
                .consistent_read(true)
                .build()
                .map_err(commit::unexpected)?;
            let mut unread = Some(HashMap::from([(self.table(table), wanted)]));
            let mut wait = std::time::Duration::from_millis(25);
            for round in 0.. {
                let Some(wanted) = unread else { break };
                if round == 8 {
                    return Err(Error::Unexpected(anyhow::anyhow!(
                        "a read of several items left some out {round} times"
                    )));
                }
                let answer = self.db.batch_get_item().set_request_items(Some(wanted)).send().await;
                let answer = answer.map_err(commit::unexpected)?;
                for found in answer.responses.into_iter().flatten().flat_map(|(_, found)| found) {
                    items.push(from_item(found)?);
                }
                unread = answer.unprocessed_keys.filter(|left| !left.is_empty());
                if unread.is_some() {
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                }
            }
        }
        Ok(items)
    }

    /// Reads one page of a query: the items, and where the next page starts.
    async fn page<T: DeserializeOwned>(
        &self,
        query: Query<'_>,
        after: Option<Cursor>,
    ) -> Result<(Vec<T>, Option<Cursor>)> {
        let (items, next) = self.raw_page(query, after).await?;
        Ok((items.into_iter().map(from_item).collect::<Result<_>>()?, next))
    }

    /// Counts what a query finds, to its end, without reading the items.
    async fn count_all(&self, query: Query<'_>) -> Result<u64> {
        let (mut count, mut after) = (0, None);
        loop {
            let request = self.request(query, after).select(aws_sdk_dynamodb::types::Select::Count);
            let answer = request.send().await.map_err(commit::unexpected)?;
            count += u64::try_from(answer.count()).unwrap_or_default();
            after = answer.last_evaluated_key.map(Cursor);
            if after.is_none() {
                return Ok(count);
            }
        }
    }

    async fn raw_page(&self, query: Query<'_>, after: Option<Cursor>) -> Result<(Vec<Item>, Option<Cursor>)> {
        let answer = self.request(query, after).send().await.map_err(commit::unexpected)?;
        Ok((answer.items.unwrap_or_default(), answer.last_evaluated_key.map(Cursor)))
    }

    fn request(
        &self,
        query: Query<'_>,
        after: Option<Cursor>,
    ) -> aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder {
        let request = self
            .db
            .query()
            .table_name(self.table(query.table))
            .set_index_name(query.index.map(str::to_owned))
            .consistent_read(query.index.is_none())
            .scan_index_forward(query.forward)
            .set_limit(query.limit)
            .set_exclusive_start_key(after.map(|cursor| cursor.0))
            .expression_attribute_names("#hash", query.hash.0)
            .expression_attribute_values(":hash", AttributeValue::S(query.hash.1.to_owned()));
        match query.range {
            Range::All => request.key_condition_expression("#hash = :hash"),
            Range::StartsWith(name, value) => request
                .key_condition_expression("#hash = :hash AND begins_with(#range, :range)")
                .expression_attribute_names("#range", name)
                .expression_attribute_values(":range", AttributeValue::S(value.to_owned())),
        }
    }

    /// Reads a query to its end (requirement N7).
    async fn all<T: DeserializeOwned>(&self, query: Query<'_>) -> Result<Vec<T>> {
        let (mut items, mut next) = self.page(query, None).await?;
        while let Some(cursor) = next {
            let (more, after) = self.page(query, Some(cursor)).await?;
            items.extend(more);
            next = after;
        }
        Ok(items)
    }
}

/// Where a page ended, to go on from.
#[derive(Clone, Debug)]
pub struct Cursor(HashMap<String, AttributeValue>);

impl Cursor {
    /// As text for an address: the key's parts, which are all texts.
    pub fn to_text(&self) -> String {
        let parts: std::collections::BTreeMap<_, _> =
            self.0.iter().filter_map(|(name, value)| Some((name, value.as_s().ok()?))).collect();
        serde_json::to_string(&parts).unwrap_or_default()
    }

    /// Reads what [`Cursor::to_text`] wrote; whether it is a place in the query at hand is for the caller to say.
    fn from_text(text: &str) -> Option<Self> {
        let parts: HashMap<String, String> = serde_json::from_str(text).ok()?;
        Some(Self(parts.into_iter().map(|(name, value)| (name, AttributeValue::S(value))).collect()))
    }
}

#[derive(Clone, Copy)]
struct Query<'a> {
    table: tables::Table,
    index: Option<&'a str>,
    hash: (&'a str, &'a str),
    range: Range<'a>,
    forward: bool,
    limit: Option<i32>,
}

#[derive(Clone, Copy)]
enum Range<'a> {
    All,
    StartsWith(&'a str, &'a str),
}

impl<'a> Query<'a> {
    fn of(table: tables::Table, hash: (&'a str, &'a str)) -> Self {
        Self { table, index: None, hash, range: Range::All, forward: true, limit: None }
    }

    fn index(self, index: &'a str) -> Self {
        Self { index: Some(index), ..self }
    }

    fn range(self, range: Range<'a>) -> Self {
        Self { range, ..self }
    }

    fn latest_first(self) -> Self {
        Self { forward: false, ..self }
    }

    fn limit(self, limit: i32) -> Self {
        Self { limit: Some(limit), ..self }
    }
}

fn local_client(local: &LocalPlace) -> Client {
    use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Credentials, Region};
    let credentials = Credentials::new(&local.key_id, local.key_secret.reveal(), None, None, "local office");
    let config = Builder::new()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(credentials)
        .endpoint_url(&local.tables_url)
        .retry_config(local.patience.retries())
        .timeout_config(local.patience.with_tables())
        .interceptor(meter::Meter)
        .build();
    Client::from_conf(config)
}

/// An item as DynamoDB has it.
type Item = HashMap<String, AttributeValue>;

fn from_item<T: DeserializeOwned>(item: Item) -> Result<T> {
    serde_dynamo::from_item(item).map_err(commit::unexpected)
}

fn to_item<T: Serialize>(value: &T) -> Result<Item> {
    serde_dynamo::to_item(value).map_err(commit::unexpected)
}

/// An instant as it is written in keys: fixed width, so that text order is time order.
fn stamp(at: chrono::DateTime<chrono::Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// Which of `count` partitions an id's items are spread over.
fn shard(id: Uuid, count: u8) -> u8 {
    // The last byte of a version 7 identifier is random.
    id.as_bytes().last().map_or(0, |byte| byte % count)
}
