//! What an office keeps, read past everything the store makes sure of.

use chancery::folder::Folder;
use chancery::office::Records;
use serde_json::{Value, json};
use specification::ask_engine;
use std::path::Path;
use store::Clock;
use store::tables::Table;

/// Every item of every table, as text in lower case, by the table's name. The office in this folder is closed.
///
/// # Panics
/// When the engine does not answer.
pub(crate) async fn everything_in(folder: &Path) -> Vec<(&'static str, String)> {
    let records = Records::open(Folder::open(folder).unwrap(), Clock::system(), None).await.unwrap();
    let mut tables = Vec::new();
    for table in Table::ALL {
        let mut kept = String::new();
        let mut start: Option<Value> = None;
        loop {
            let mut request = json!({ "TableName": format!("chancery-{}", table.name()) });
            if let Some(start) = &start {
                request["ExclusiveStartKey"] = start.clone();
            }
            let answer = ask_engine(&records.place().tables_url, "Scan", &request).await;
            kept.push_str(&answer["Items"].to_string().to_lowercase());
            match answer.get("LastEvaluatedKey") {
                Some(last) if !last.is_null() => start = Some(last.clone()),
                _ => break,
            }
        }
        tables.push((table.name(), kept));
    }
    records.close().await.unwrap();
    tables
}
