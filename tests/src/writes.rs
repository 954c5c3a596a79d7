//! What a request writes, partition by partition, counted as DynamoDB counts it: a unit for each kilobyte begun, twice in a
//! transaction, and one more in each index the item has a key in.

use serde_json::Value;
use store::tables::Table;

/// Something written to one partition of a table or of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The table, after a dot the index, and the partition's key.
    pub partition: String,
    /// How many units it takes.
    pub units: u64,
}

/// What a request to the tables writes; nothing, where it only reads.
pub fn writes(operation: &str, body: &[u8]) -> Vec<Write> {
    let one = |kind: &'static str| (kind, 1);
    let asked = || serde_json::from_slice::<Value>(body).unwrap_or_default();
    match operation {
        "PutItem" => of_item(one("Put"), &asked()),
        "UpdateItem" => of_item(one("Update"), &asked()),
        "DeleteItem" => of_item(one("Delete"), &asked()),
        "TransactWriteItems" => {
            let asked = asked();
            let parts = asked["TransactItems"].as_array().into_iter().flatten();
            let kinds = ["Put", "Update", "Delete", "ConditionCheck"];
            parts
                .flat_map(|part| {
                    kinds
                        .into_iter()
                        .filter(|kind| part.get(kind).is_some())
                        .flat_map(|kind| of_item((kind, 2), &part[kind]))
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// How much of an item there is: a little more than DynamoDB counts, because the names of types are in it.
fn units(item: &Value) -> u64 {
    let bytes: usize =
        item.as_object().into_iter().flatten().map(|(name, value)| name.len() + value.to_string().len()).sum();
    u64::try_from(bytes.div_ceil(1024)).unwrap_or(u64::MAX)
}

/// `times` is what a unit of the table counts; an index is always written after it, on its own.
fn of_item((kind, times): (&str, u64), part: &Value) -> Vec<Write> {
    let name = part["TableName"].as_str().unwrap_or_default();
    let tables = Table::ALL.map(Table::definition);
    let Some(table) = tables.into_iter().find(|table| name.ends_with(&format!("-{}", table.name))) else {
        return Vec::new();
    };
    let item = if kind == "Put" { &part["Item"] } else { &part["Key"] };
    let key = |attribute: &str| item[attribute]["S"].as_str().map(str::to_owned);
    let size = units(item).max(1);
    let place = key(table.hash).unwrap_or_default();
    let mut all = vec![Write { partition: format!("{}/{place}", table.name), units: size * times }];
    if kind == "Put" {
        for (index, hash, range) in table.indexes {
            if let (Some(place), Some(_)) = (key(hash), key(range)) {
                all.push(Write { partition: format!("{}.{index}/{place}", table.name), units: size });
            }
        }
    }
    all
}
