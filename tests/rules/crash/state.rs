//! What an office keeps, in a form that is the same whenever and however often it came about.
//!
//! Times are left out, and what is made up at random (identifiers, tokens, their hashes) is told apart only by where it
//! stands: two are alike when the items they stand in are alike.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use store::tables::Table;

/// What an office keeps.
#[derive(Clone, Debug)]
pub(crate) struct State {
    lines: Vec<String>,
    ids: BTreeSet<String>,
    letters: Vec<Posted>,
}

/// How far a letter has come.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    pub(crate) id: String,
    /// As it is kept, such as `sent`.
    pub(crate) state: String,
    /// How often it was taken for sending.
    pub(crate) attempts: u32,
}

/// A piece of an item's text.
enum Piece {
    Text(String),
    /// Something made up at random since the moment things are compared with.
    New(String),
}

struct Line {
    pieces: Vec<Piece>,
    /// Whether it may be there more often than once, each time with other random parts, and mean no more by it: tokens
    /// and sessions nobody holds, and letters to sign in with, which are asked for anew and each work in one browser.
    is_spare: bool,
}

impl State {
    /// What the engine at this address and this bucket keep; `known` is what is told apart by name.
    pub(crate) async fn of(engine: &str, bucket: &Path, known: &BTreeSet<String>) -> Self {
        let (mut lines, mut ids, mut letters) = (Vec::new(), BTreeSet::new(), Vec::new());
        for table in Table::ALL {
            for item in scan(engine, table.name()).await {
                if let (Some(id), Some(state)) = (text(&item["letter_id"]), text(&item["state"])) {
                    let attempts = item["attempts"]["N"].as_str().unwrap().parse().unwrap();
                    letters.push(Posted { id: id.to_owned(), state: state.to_owned(), attempts });
                }
                lines.extend(lines_of(table, item, known, &mut ids));
            }
        }
        let mut files = Vec::new();
        list(bucket, bucket, &mut files);
        for file in files {
            lines.push(Line { pieces: pieces(&format!("file {file}"), known, &mut ids), is_spare: false });
        }
        Self { lines: canonical(&lines), ids, letters }
    }

    /// Everything in it that is made up at random.
    pub(crate) fn ids(&self) -> &BTreeSet<String> {
        &self.ids
    }

    /// Its letters.
    pub(crate) fn letters(&self) -> &[Posted] {
        &self.letters
    }

    /// Whether this letter is there in this state.
    pub(crate) fn has(&self, id: &str, state: &str) -> bool {
        self.letters.iter().any(|letter| letter.id == id && letter.state == state)
    }

    /// Whether it is the same.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        self.lines == other.lines
    }

    /// The same but for the links letters bring, which may be made and never sent, or sent and asked for once more.
    pub(crate) fn is_but_for_links(&self, other: &Self) -> bool {
        let but_for_links = |state: &Self| -> Vec<String> {
            let is_link = |line: &String| {
                line.contains("\"key\":{\"S\":\"token#") || line.contains("\"letter_id\":{\"S\":\"sign-in/")
            };
            state.lines.iter().filter(|line| !is_link(line)).cloned().collect()
        };
        but_for_links(self) == but_for_links(other)
    }

    /// The same but for how often links to calendars were made, each of which ends the one before. There is still one
    /// of each person and kind, and it leads where it led.
    pub(crate) fn is_but_for_how_often_links_were_made(&self, other: &Self) -> bool {
        let made_once = |state: &Self| -> Vec<String> {
            // So with looks at what is shown in confidence, each of which is written down.
            let is_each_time =
                |line: &String| line.contains("\"make a calendar link\"") || line.contains("\"look at\"");
            let (made, all): (Vec<_>, Vec<_>) = state.lines.iter().cloned().partition(is_each_time);
            all.into_iter().chain(made.into_iter().collect::<BTreeSet<_>>()).collect()
        };
        made_once(self) == made_once(other)
    }

    /// How often the other has what this has not, or less often (negative).
    pub(crate) fn unlike(&self, other: &Self) -> String {
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        for line in &self.lines {
            *counts.entry(line).or_default() -= 1;
        }
        for line in &other.lines {
            *counts.entry(line).or_default() += 1;
        }
        let differ = counts.into_iter().filter(|(_, count)| *count != 0);
        differ.map(|(line, count)| format!("{count:+} {line}\n")).collect()
    }
}

/// One item, and a line for each text of its sets, which know no order; nothing for what only counts how often somebody
/// asked.
fn lines_of(table: Table, mut item: Value, known: &BTreeSet<String>, ids: &mut BTreeSet<String>) -> Vec<Line> {
    let key = text(&item["key"]).unwrap_or_default().to_owned();
    let letter = text(&item["letter_id"]).unwrap_or_default().to_owned();
    // For how long a request waited is told by the times of its steps.
    if let Some(Value::Object(waited)) = item.pointer_mut("/request/M/waited/M") {
        waited.remove("seconds_before");
    }
    let Value::Object(fields) = &mut item else { panic!("no item: {item}") };
    // The list of somebody's sessions only says where to look for them.
    if key.starts_with("throttle#") || key.starts_with("sessions#") {
        return Vec::new();
    }
    // How many links to a calendar came before this one is told by the audit trail, an entry each.
    if key.starts_with("feed-of#") {
        fields.remove("version");
    }
    // Nor does it matter by how many pages the walk over everybody came to its end.
    if table == Table::Quarters && fields.get("entry").and_then(text) == Some("walk") {
        fields.remove("version");
    }
    // Partitions follow from identifiers, which are random.
    for shard in ["shelf", "quarter_shard"] {
        if let Some(value) = fields.get(shard).and_then(text).and_then(|value| value.split('#').next()) {
            let value = value.to_owned();
            fields.insert(shard.to_owned(), json!({ "S": value }));
        }
    }
    if table == Table::Outbox {
        for way in ["attempts", "lease_until", "message_id", "remark", "trace", "version"] {
            fields.remove(way);
        }
        // A letter in doubt is on the team's desk until a person settles it, as is one the mail service would not have: that,
        // too, is what was to become of it.
        if fields.get("state").and_then(text).is_some_and(|state| matches!(state, "sent" | "doubt" | "refused")) {
            for settled in ["shelf", "data", "to"] {
                fields.remove(settled);
            }
            fields.insert("state".to_owned(), json!({ "S": "sent, or on the desk" }));
        }
    }
    let is_spare = key.starts_with("token#") || key.starts_with("session") || letter.starts_with("sign-in/");
    let (name, mut all) = (table.name(), Vec::new());
    let sets: Vec<_> =
        fields.iter().filter(|(_, value)| value.get("SS").is_some()).map(|(name, _)| name.clone()).collect();
    for set in sets {
        for text in fields.remove(&set).iter().flat_map(|set| set["SS"].as_array().unwrap()) {
            all.push(format!("{name} {key} {set} holds {text}"));
        }
    }
    all.push(format!("{name} {item}"));
    all.iter().map(|line| Line { pieces: pieces(line, known, ids), is_spare }).collect()
}

fn text(value: &Value) -> Option<&str> {
    value["S"].as_str()
}

/// Cuts a text into what is said and what is random; times are left out.
fn pieces(text: &str, known: &BTreeSet<String>, ids: &mut BTreeSet<String>) -> Vec<Piece> {
    let (mut pieces, mut said, mut rest) = (Vec::new(), String::new(), text);
    while let Some(first) = rest.chars().next() {
        let is_said = |c: char| !c.is_ascii_alphanumeric();
        let taken = match random(rest) {
            Some(Random::Time(length)) => {
                said.push_str("<time>");
                length
            }
            Some(Random::Id(length)) => {
                let id = &rest[..length];
                ids.insert(id.to_owned());
                if known.contains(id) {
                    said.push_str(id);
                } else {
                    pieces.push(Piece::Text(std::mem::take(&mut said)));
                    pieces.push(Piece::New(id.to_owned()));
                }
                length
            }
            None => {
                let length = rest.find(is_said).unwrap_or(rest.len()).max(first.len_utf8());
                said.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[taken..];
    }
    pieces.push(Piece::Text(said));
    pieces
}

/// What a text begins with that is never twice the same, and how long it is.
enum Random {
    Time(usize),
    Id(usize),
}

fn random(text: &str) -> Option<Random> {
    let ends =
        |more: &[char]| text.find(|c: char| !(c.is_ascii_alphanumeric() || more.contains(&c))).unwrap_or(text.len());
    let start = text.get(..19).unwrap_or_default();
    if chrono::NaiveDateTime::parse_from_str(start, "%Y-%m-%dT%H:%M:%S").is_ok() {
        return Some(Random::Time(ends(&['-', ':', '.', '+'])));
    }
    if text.get(..36).is_some_and(|start| uuid::Uuid::try_parse(start).is_ok()) {
        return Some(Random::Id(36));
    }
    let word = &text[..ends(&[])];
    if word.len() >= 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(Random::Id(word.len()));
    }
    // Seconds or milliseconds since 1970, which no count here comes near.
    let is_time = word.parse::<u64>().is_ok_and(|number| (1_000_000_000..10_000_000_000_000).contains(&number));
    is_time.then_some(Random::Time(word.len()))
}

/// Gives random parts names that say where they stand, and sorts.
fn canonical(lines: &[Line]) -> Vec<String> {
    let mut names: BTreeMap<&str, u64> = BTreeMap::new();
    // Three rounds tell apart what stands three items away from what differs.
    for _ in 0..3 {
        let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for line in lines.iter().filter(|line| !line.is_spare) {
            let mut here: BTreeSet<&str> = BTreeSet::new();
            for piece in &line.pieces {
                if let Piece::New(id) = piece {
                    here.insert(id);
                }
            }
            for id in here {
                places.entry(id).or_default().push(written(line, &names, Some(id)));
            }
        }
        names = places
            .into_iter()
            .map(|(id, mut places)| {
                places.sort();
                let mut hasher = DefaultHasher::new();
                places.hash(&mut hasher);
                (id, hasher.finish())
            })
            .collect();
    }
    let mut all: Vec<_> = lines.iter().filter(|line| !line.is_spare).map(|line| written(line, &names, None)).collect();
    let spare: BTreeSet<_> =
        lines.iter().filter(|line| line.is_spare).map(|line| written(line, &names, None)).collect();
    all.extend(spare);
    all.sort();
    all
}

fn written(line: &Line, names: &BTreeMap<&str, u64>, this: Option<&str>) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::New(id) if this == Some(id) => "<this>".to_owned(),
        Piece::New(id) => format!("<{:x}>", names.get(id.as_str()).copied().unwrap_or_default()),
    };
    line.pieces.iter().map(piece).collect()
}

fn list(root: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        if entry.path().is_dir() {
            list(root, &entry.path(), files);
        } else {
            files.push(entry.path().strip_prefix(root).unwrap().display().to_string());
        }
    }
}

/// Every item of a table.
async fn scan(engine: &str, table: &str) -> Vec<Value> {
    let request = json!({ "TableName": format!("chancery-{table}") });
    let mut answer = specification::ask_engine(engine, "Scan", &request).await;
    assert!(answer.get("LastEvaluatedKey").is_none_or(Value::is_null), "{table} is larger than one page");
    let Value::Array(items) = answer["Items"].take() else { panic!("no items: {answer}") };
    items
}
