//! Transactions: the entity, its claim, its letter and its audit entry stand or fall together (requirement N2).

use crate::audit::{self, Entry};
use crate::outbox::Draft;
use crate::tables::Table;
use crate::{Store, to_item};
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Delete, Put, TransactWriteItem, Update};
use serde::Serialize;
use std::collections::HashMap;
use std::time::Duration;

/// What the store can answer instead of a result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else was there first: what was read has changed since, or what was to be new exists.
    #[error("somebody else was there first ({0})")]
    Conflict(&'static str),
    /// The store could not be asked, or answered what it never should.
    #[error("the store could not do its part")]
    Unexpected(#[source] anyhow::Error),
}

/// The result of asking the store.
pub type Result<T> = std::result::Result<T, Error>;

/// Wraps what is not expected, for the log.
pub(crate) fn unexpected(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Unexpected(anyhow::Error::new(error))
}

/// A transaction being put together. The names of its parts say which of them stood in the way.
pub(crate) struct Commit<'a> {
    store: &'a Store,
    parts: Vec<(&'static str, TransactWriteItem)>,
    broken: Option<Error>,
}

impl Store {
    pub(crate) fn commit(&self) -> Commit<'_> {
        Commit { store: self, parts: Vec::new(), broken: None }
    }
}

impl Commit<'_> {
    /// An item that must not exist yet. `key` is its partition key's name.
    pub(crate) fn create<T: Serialize>(self, part: &'static str, table: Table, item: &T) -> Self {
        let hash = table.definition().hash;
        self.put(part, table, item, |put| {
            put.condition_expression("attribute_not_exists(#key)").expression_attribute_names("#key", hash)
        })
    }

    /// An item that takes the place of the one of version `version`.
    pub(crate) fn replace<T: Serialize>(self, part: &'static str, table: Table, item: &T, version: u64) -> Self {
        self.put(part, table, item, |put| {
            put.condition_expression("#version = :version")
                .expression_attribute_names("#version", "version")
                .expression_attribute_values(":version", AttributeValue::N(version.to_string()))
        })
    }

    /// An item that takes the place of whatever was there: its owner's own, which nobody else changes.
    pub(crate) fn overwrite<T: Serialize>(self, part: &'static str, table: Table, item: &T) -> Self {
        self.put(part, table, item, |put| put)
    }

    fn put<T: Serialize>(
        mut self,
        part: &'static str,
        table: Table,
        item: &T,
        condition: impl FnOnce(
            aws_sdk_dynamodb::types::builders::PutBuilder,
        ) -> aws_sdk_dynamodb::types::builders::PutBuilder,
    ) -> Self {
        let built = to_item(item).and_then(|item| {
            condition(Put::builder().table_name(self.store.table(table)).set_item(Some(item)))
                .build()
                .map_err(unexpected)
        });
        match built {
            Ok(put) => self.parts.push((part, TransactWriteItem::builder().put(put).build())),
            Err(error) => self.broken = Some(error),
        }
        self
    }

    /// An item that must exist and is taken away, which makes it usable once.
    pub(crate) fn consume(mut self, part: &'static str, table: Table, key: &[(&str, &str)]) -> Self {
        let delete = Delete::builder()
            .table_name(self.store.table(table))
            .set_key(Some(keys(key)))
            .condition_expression("attribute_exists(#key)")
            .expression_attribute_names("#key", table.definition().hash)
            .build();
        match delete {
            Ok(delete) => self.parts.push((part, TransactWriteItem::builder().delete(delete).build())),
            Err(error) => self.broken = Some(unexpected(error)),
        }
        self
    }

    /// An item that is taken away if it is there.
    pub(crate) fn remove(mut self, part: &'static str, table: Table, key: &[(&str, &str)]) -> Self {
        match Delete::builder().table_name(self.store.table(table)).set_key(Some(keys(key))).build() {
            Ok(delete) => self.parts.push((part, TransactWriteItem::builder().delete(delete).build())),
            Err(error) => self.broken = Some(unexpected(error)),
        }
        self
    }

    /// Texts added to a set of texts of an item, which comes into being with them.
    pub(crate) fn add_to_set(
        mut self,
        part: &'static str,
        table: Table,
        key: &[(&str, &str)],
        set: &str,
        text: &str,
    ) -> Self {
        let update = Update::builder()
            .table_name(self.store.table(table))
            .set_key(Some(keys(key)))
            .update_expression("ADD #set :texts")
            .expression_attribute_names("#set", set)
            .expression_attribute_values(":texts", AttributeValue::Ss(vec![text.to_owned()]))
            .build();
        match update {
            Ok(update) => self.parts.push((part, TransactWriteItem::builder().update(update).build())),
            Err(error) => self.broken = Some(unexpected(error)),
        }
        self
    }

    /// Texts taken out of a set of texts; where `not_the_last`, only while there are others in it.
    pub(crate) fn take_from_set(
        mut self,
        part: &'static str,
        table: Table,
        key: &[(&str, &str)],
        (set, texts): (&str, &[String]),
        not_the_last: bool,
    ) -> Self {
        let mut update = Update::builder()
            .table_name(self.store.table(table))
            .set_key(Some(keys(key)))
            .update_expression("DELETE #set :texts")
            .expression_attribute_names("#set", set)
            .expression_attribute_values(":texts", AttributeValue::Ss(texts.to_vec()));
        if not_the_last {
            update = update
                .condition_expression("size(#set) > :one")
                .expression_attribute_values(":one", AttributeValue::N("1".to_owned()));
        }
        match update.build() {
            Ok(update) => self.parts.push((part, TransactWriteItem::builder().update(update).build())),
            Err(error) => self.broken = Some(unexpected(error)),
        }
        self
    }

    /// Numbers of an item counted up or down; the item comes into being with them.
    pub(crate) fn count(
        mut self,
        part: &'static str,
        table: Table,
        key: &[(&str, &str)],
        counts: &[(&str, i64)],
    ) -> Self {
        let expression: Vec<_> = (0..counts.len()).map(|place| format!("#count{place} :count{place}")).collect();
        let start = Update::builder()
            .table_name(self.store.table(table))
            .set_key(Some(keys(key)))
            .update_expression(format!("ADD {}", expression.join(", ")));
        let update = counts.iter().enumerate().fold(start, |update, (place, (name, by))| {
            update
                .expression_attribute_names(format!("#count{place}"), *name)
                .expression_attribute_values(format!(":count{place}"), AttributeValue::N(by.to_string()))
        });
        match update.build() {
            Ok(update) => self.parts.push((part, TransactWriteItem::builder().update(update).build())),
            Err(error) => self.broken = Some(unexpected(error)),
        }
        self
    }

    /// One value of an item beside others that change without it, which takes the place of the one of version
    /// `version`; 0 where there was none. The version counts on.
    pub(crate) fn set<T: Serialize>(
        mut self,
        part: &'static str,
        table: Table,
        key: &[(&str, &str)],
        (name, value): (&str, &T),
        version: u64,
    ) -> Self {
        let built = serde_dynamo::to_attribute_value(value).map_err(unexpected).and_then(|value| {
            let update = Update::builder()
                .table_name(self.store.table(table))
                .set_key(Some(keys(key)))
                .update_expression("SET #value = :value, #version = :next")
                .expression_attribute_names("#value", name)
                .expression_attribute_names("#version", "version")
                .expression_attribute_values(":value", value)
                .expression_attribute_values(":next", AttributeValue::N((version + 1).to_string()));
            let update = match version {
                0 => update.condition_expression("attribute_not_exists(#version)"),
                _ => update
                    .condition_expression("#version = :version")
                    .expression_attribute_values(":version", AttributeValue::N(version.to_string())),
            };
            update.build().map_err(unexpected)
        });
        match built {
            Ok(update) => self.parts.push((part, TransactWriteItem::builder().update(update).build())),
            Err(error) => self.broken = Some(error),
        }
        self
    }

    /// An item that must not exist, and is left so.
    pub(crate) fn require_absent(mut self, part: &'static str, table: Table, key: &[(&str, &str)]) -> Self {
        let check = ConditionCheck::builder()
            .table_name(self.store.table(table))
            .set_key(Some(keys(key)))
            .condition_expression("attribute_not_exists(#key)")
            .expression_attribute_names("#key", table.definition().hash)
            .build();
        match check {
            Ok(check) => self.parts.push((part, TransactWriteItem::builder().condition_check(check).build())),
            Err(error) => self.broken = Some(unexpected(error)),
        }
        self
    }

    /// A letter into the outbox; a second one of the same id cannot exist.
    pub(crate) fn letter(self, draft: &Draft) -> Self {
        let item = draft.item(self.store.clock().now());
        self.create(LETTER, Table::Outbox, &item)
    }

    /// Who did what to which entity, with hashes of how it was and how it is (requirement S11).
    pub(crate) fn audit(self, entry: Entry<'_>) -> Self {
        let item = audit::item(&entry, self.store.clock().now());
        self.create("audit", Table::Audit, &item)
    }

    /// Writes everything or nothing.
    ///
    /// Two transactions meeting on one item cancel each other on DynamoDB; that is no answer anybody asked for, so it is
    /// tried again a few times before it is told.
    ///
    /// # Errors
    /// [`Error::Conflict`] names the first part that stood in the way.
    pub(crate) async fn send(self) -> Result<()> {
        if let Some(error) = self.broken {
            return Err(error);
        }
        let (names, items): (Vec<_>, Vec<_>) = self.parts.into_iter().unzip();
        let mut wait = Duration::from_millis(25);
        for attempt in 1.. {
            let answer = self.store.db.transact_write_items().set_transact_items(Some(items.clone())).send().await;
            let Err(error) = answer else { return Ok(()) };
            let Some(canceled) = error.as_service_error().and_then(|error| match error {
                aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(canceled) => Some(canceled),
                _ => None,
            }) else {
                return Err(unexpected(error));
            };
            let codes: Vec<_> =
                canceled.cancellation_reasons().iter().map(|reason| reason.code().unwrap_or_default()).collect();
            if let Some(part) = codes.iter().position(|code| *code == "ConditionalCheckFailed") {
                return Err(Error::Conflict(names.get(part).copied().unwrap_or("item")));
            }
            let passing = codes.iter().any(|code| {
                matches!(*code, "TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded")
            });
            if !passing || attempt == 6 {
                return Err(unexpected(error));
            }
            tokio::time::sleep(wait + Duration::from_millis(u64::from(crate::secret::random::<1>()[0]) / 8)).await;
            wait *= 2;
        }
        Ok(())
    }
}

/// The part of a transaction that is a letter, for telling "already written to" from other conflicts.
pub(crate) const LETTER: &str = "letter";

fn keys(key: &[(&str, &str)]) -> HashMap<String, AttributeValue> {
    key.iter().map(|(name, value)| ((*name).to_owned(), AttributeValue::S((*value).to_owned()))).collect()
}
