//! A whole office out of its tables and its bucket, and into those of another: for a backup, and for moving house between
//! this machine and AWS.
//!
//! An item is written as DynamoDB writes it on the wire, with its attributes in the order of their names, so that the same
//! item is the same text wherever it comes from. A table is held in memory once, in the order of its keys, because no
//! engine lists one in an order of its own.

use crate::commit::{Error, unexpected};
use crate::tables::Table;
use crate::{Item, Result, Store};
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::time::Duration;

/// So many items one request writes.
const AT_ONCE: usize = 25;

impl Store {
    /// Every item of a table, each as one line of JSON, in the order of the keys.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn items_of(&self, table: Table) -> Result<Vec<String>> {
        let definition = table.definition();
        let mut items = Vec::new();
        let mut after = None;
        loop {
            let request = self.db.scan().table_name(self.table(table)).consistent_read(true);
            let page = request.set_exclusive_start_key(after).send().await.map_err(unexpected)?;
            for item in page.items.unwrap_or_default() {
                let part = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned().unwrap_or_default();
                let key = (part(definition.hash), definition.range.map(part).unwrap_or_default());
                items.push((key, line(&item)?));
            }
            after = page.last_evaluated_key.filter(|key| !key.is_empty());
            if after.is_none() {
                break;
            }
        }
        items.sort();
        Ok(items.into_iter().map(|(_, line)| line).collect())
    }

    /// Puts items into a table, each a line of [`Store::items_of`], in place of what has the same key.
    ///
    /// # Errors
    /// When a line is no item, or the table cannot be written.
    pub async fn bring_items(&self, table: Table, lines: &[String]) -> Result<()> {
        for lines in lines.chunks(AT_ONCE) {
            let mut writes = Vec::with_capacity(lines.len());
            for line in lines {
                let put = PutRequest::builder().set_item(Some(item(line)?)).build().map_err(unexpected)?;
                writes.push(WriteRequest::builder().put_request(put).build());
            }
            let mut waiting = Some(HashMap::from([(self.table(table), writes)]));
            let mut wait = Duration::from_millis(50);
            while let Some(writes) = waiting {
                let answer = self.db.batch_write_item().set_request_items(Some(writes)).send().await;
                waiting = answer.map_err(unexpected)?.unprocessed_items.filter(|left| !left.is_empty());
                if waiting.is_some() {
                    // A table that just came to be takes a while until it takes as much as it is given.
                    tokio::time::sleep(wait).await;
                    wait = (wait * 2).min(Duration::from_secs(5));
                }
            }
        }
        Ok(())
    }
}

/// An item as one line of JSON.
fn line(item: &Item) -> Result<String> {
    Ok(Value::Object(object(item)?).to_string())
}

fn object(item: &Item) -> Result<Map<String, Value>> {
    item.iter().map(|(name, value)| Ok((name.clone(), told(value)?))).collect()
}

fn told(value: &AttributeValue) -> Result<Value> {
    let sorted = |texts: &[String]| {
        let mut texts = texts.to_vec();
        texts.sort();
        texts
    };
    let binary = |blob: &Blob| STANDARD.encode(blob.as_ref());
    Ok(match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::Bool(flag) => json!({ "BOOL": flag }),
        AttributeValue::Null(is_null) => json!({ "NULL": is_null }),
        AttributeValue::B(blob) => json!({ "B": binary(blob) }),
        AttributeValue::Ss(texts) => json!({ "SS": sorted(texts) }),
        AttributeValue::Ns(numbers) => json!({ "NS": sorted(numbers) }),
        AttributeValue::Bs(blobs) => json!({ "BS": sorted(&blobs.iter().map(binary).collect::<Vec<_>>()) }),
        AttributeValue::L(list) => json!({ "L": list.iter().map(told).collect::<Result<Vec<_>>>()? }),
        AttributeValue::M(map) => json!({ "M": object(map)? }),
        _ => return Err(Error::Unexpected(anyhow::anyhow!("an item has a value of a kind that is not known"))),
    })
}

fn item(line: &str) -> Result<Item> {
    let value: Value = serde_json::from_str(line).map_err(unexpected)?;
    match value {
        Value::Object(object) => attributes(object),
        _ => Err(no_item()),
    }
}

fn attributes(object: Map<String, Value>) -> Result<Item> {
    object.into_iter().map(|(name, value)| Ok((name, attribute(value)?))).collect()
}

fn attribute(value: Value) -> Result<AttributeValue> {
    let Value::Object(value) = value else { return Err(no_item()) };
    let mut parts = value.into_iter();
    let (Some((kind, value)), None) = (parts.next(), parts.next()) else { return Err(no_item()) };
    let texts = |value: Value| serde_json::from_value::<Vec<String>>(value).map_err(unexpected);
    let blob = |text: &str| STANDARD.decode(text).map(Blob::new).map_err(unexpected);
    Ok(match (kind.as_str(), value) {
        ("S", Value::String(text)) => AttributeValue::S(text),
        ("N", Value::String(number)) => AttributeValue::N(number),
        ("BOOL", Value::Bool(flag)) => AttributeValue::Bool(flag),
        ("NULL", Value::Bool(null)) => AttributeValue::Null(null),
        ("B", Value::String(text)) => AttributeValue::B(blob(&text)?),
        ("SS", value) => AttributeValue::Ss(texts(value)?),
        ("NS", value) => AttributeValue::Ns(texts(value)?),
        ("BS", value) => AttributeValue::Bs(texts(value)?.iter().map(|text| blob(text)).collect::<Result<Vec<_>>>()?),
        ("L", Value::Array(list)) => AttributeValue::L(list.into_iter().map(attribute).collect::<Result<Vec<_>>>()?),
        ("M", Value::Object(map)) => AttributeValue::M(attributes(map)?),
        _ => return Err(no_item()),
    })
}

fn no_item() -> Error {
    Error::Unexpected(anyhow::anyhow!("a line of the archive is no item of a table"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_comes_back_as_the_same_text() {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let blob = |bytes: &[u8]| Blob::new(bytes.to_vec());
        let item: Item = HashMap::from([
            ("name".to_owned(), text("أمارة \"🎉\"\n")),
            ("empty".to_owned(), text("")),
            ("count".to_owned(), AttributeValue::N("12345678901234567890.5".to_owned())),
            ("yes".to_owned(), AttributeValue::Bool(true)),
            ("none".to_owned(), AttributeValue::Null(true)),
            ("sealed".to_owned(), AttributeValue::B(blob(&[0, 255, 7]))),
            ("words".to_owned(), AttributeValue::Ss(vec!["b".to_owned(), "a".to_owned()])),
            ("numbers".to_owned(), AttributeValue::Ns(vec!["2".to_owned(), "10".to_owned()])),
            ("keys".to_owned(), AttributeValue::Bs(vec![blob(&[2]), blob(&[1])])),
            ("list".to_owned(), AttributeValue::L(vec![text("b"), AttributeValue::M(HashMap::new()), text("a")])),
        ]);
        let written = line(&item).unwrap();
        assert!(!written.contains('\n'));
        let back = super::item(&written).unwrap();
        assert_eq!(line(&back).unwrap(), written);
        for name in ["name", "empty", "count", "yes", "none", "sealed", "list"] {
            assert_eq!(back[name], item[name], "{name}");
        }
        for wrong in [
            "",
            "7",
            "[]",
            "{\"a\":7}",
            "{\"a\":{}}",
            "{\"a\":{\"S\":7}}",
            "{\"a\":{\"S\":\"\",\"N\":\"1\"}}",
            "{\"a\":{\"X\":\"1\"}}",
        ] {
            assert!(super::item(wrong).is_err(), "{wrong}");
        }
    }
}
