//! Our side of `benches/run`: the workbook's own writer on the rows every peer writes, and the judge of all of them.
//!
//! `workbook write ROWS FILE [LEVEL]` makes the workbook. `workbook floor FILE [LEVEL]` deflates the XML of its raw sheet
//! and nothing else, in its own process so that what it takes is told apart. `workbook check ROWS FILE` reads any
//! peer's file back and compares every cell of the raw sheet.

use calamine::{Data, Reader, Xlsx};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use polars::prelude::*;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use words::{Locale, Words};

const KINDS: [&str; 7] = [
    "Networking",
    "Content creation",
    "Documentation",
    "Organizing events",
    "Giving talks",
    "Advocacy",
    "Community support",
];
const STATES: [&str; 3] = ["Reported", "Planned", "Cancelled"];
const COUNTRIES: [&str; 12] = [
    "Brazil",
    "Cameroon",
    "Germany",
    "India",
    "Indonesia",
    "Japan",
    "Kenya",
    "Mexico",
    "Nigeria",
    "Poland",
    "Taiwan",
    "United States",
];
const CITIES: [&str; 16] = [
    "São Paulo",
    "Douala",
    "Berlin",
    "Bengaluru",
    "Bandung",
    "Osaka",
    "Nairobi",
    "Oaxaca",
    "Lagos",
    "Kraków",
    "臺北",
    "Portland",
    "Recife",
    "Pune",
    "Abuja",
    "Leipzig",
];
const WORDS: [&str; 20] = [
    "kernel",
    "meetup",
    "testing",
    "docs",
    "release",
    "workshop",
    "community",
    "open",
    "source",
    "campus",
    "cloud",
    "network",
    "storage",
    "first",
    "steps",
    "security",
    "python",
    "rust",
    "data",
    "design",
];
const COLUMNS: [&str; 13] = [
    "ambassador",
    "country",
    "kind",
    "title",
    "state",
    "starts_on",
    "ends_on",
    "city",
    "attendees",
    "views",
    "hours",
    "full",
    "story",
];
/// 1 July 2026, in days since 1970.
const FIRST_DAY: i32 = 20_635;

/// A number below `below` that looks like chance and is the same in every language: no step passes 2⁵³.
fn pick(row: u64, salt: u64, below: u64) -> u64 {
    (row * 2_654_435_761 + salt * 374_761_393) % 4_294_967_296 / 65_536 % below
}

fn word(row: u64, salt: u64) -> &'static str {
    one(&WORDS, row, salt)
}

fn one(of: &'static [&'static str], row: u64, salt: u64) -> &'static str {
    of.get(pick(row, salt, of.len() as u64) as usize).copied().unwrap_or_default()
}

/// One row, as the peers make it too.
struct Row {
    ambassador: String,
    country: &'static str,
    kind: &'static str,
    title: String,
    state: &'static str,
    starts_on: i32,
    ends_on: i32,
    city: &'static str,
    attendees: Option<u64>,
    views: u64,
    hours: f64,
    full: &'static str,
    story: String,
}

impl Row {
    fn of(row: u64) -> Self {
        let city = one(&CITIES, row, 8);
        let starts_on = FIRST_DAY + pick(row, 6, 92) as i32;
        Self {
            ambassador: format!("Ambassador {}", pick(row, 1, 2_000)),
            country: one(&COUNTRIES, row, 2),
            kind: one(&KINDS, row, 3),
            title: format!("{} {} in {city}, no. {row}", word(row, 4), word(row, 14)),
            state: one(&STATES, row, 5),
            starts_on,
            ends_on: starts_on + pick(row, 7, 2) as i32,
            city,
            attendees: Some(pick(row, 9, 300)).filter(|_| pick(row, 15, 10) > 0),
            views: pick(row, 10, 5_000),
            hours: pick(row, 11, 400) as f64 / 4.0,
            full: if pick(row, 12, 2) == 0 { "yes" } else { "no" },
            story: format!(
                "We spoke about {} {} and {} with people of {city}, and a {} came of it.",
                word(row, 13),
                word(row, 16),
                word(row, 17),
                word(row, 18)
            ),
        }
    }
}

fn frame(rows: u64) -> PolarsResult<DataFrame> {
    let height = rows as usize;
    let text = |name: &str| StringChunkedBuilder::new(name.into(), height);
    let (mut ambassador, mut country, mut kind, mut title) =
        (text("ambassador"), text("country"), text("kind"), text("title"));
    let (mut state, mut city, mut full, mut story) = (text("state"), text("city"), text("full"), text("story"));
    let day = |name: &str| PrimitiveChunkedBuilder::<Int32Type>::new(name.into(), height);
    let (mut starts_on, mut ends_on) = (day("starts_on"), day("ends_on"));
    let count = |name: &str| PrimitiveChunkedBuilder::<UInt64Type>::new(name.into(), height);
    let (mut attendees, mut views) = (count("attendees"), count("views"));
    let mut hours = PrimitiveChunkedBuilder::<Float64Type>::new("hours".into(), height);
    for row in (0..rows).map(Row::of) {
        ambassador.append_value(&row.ambassador);
        country.append_value(row.country);
        kind.append_value(row.kind);
        title.append_value(&row.title);
        state.append_value(row.state);
        starts_on.append_value(row.starts_on);
        ends_on.append_value(row.ends_on);
        city.append_value(row.city);
        attendees.append_option(row.attendees);
        views.append_value(row.views);
        hours.append_value(row.hours);
        full.append_value(row.full);
        story.append_value(&row.story);
    }
    let columns = vec![
        ambassador.finish().into_column(),
        country.finish().into_column(),
        kind.finish().into_column(),
        title.finish().into_column(),
        state.finish().into_column(),
        starts_on.finish().into_date().into_column(),
        ends_on.finish().into_date().into_column(),
        city.finish().into_column(),
        attendees.finish().into_column(),
        views.finish().into_column(),
        hours.finish().into_column(),
        full.finish().into_column(),
        story.finish().into_column(),
    ];
    DataFrame::new(height, columns)
}

fn write(rows: u64, file: &str, level: Option<u8>) -> anyhow::Result<()> {
    let raw = frame(rows)?;
    let lazy = || raw.clone().lazy();
    let measures = || {
        [
            len().cast(DataType::UInt64).alias("activities"),
            col("attendees").sum().alias("attendees_sum"),
            col("hours").mean().alias("hours_mean"),
        ]
    };
    let month = col("starts_on").dt().month().cast(DataType::UInt64).alias("month");
    let plans = [
        lazy().group_by_stable([col("kind")]).agg(measures()),
        lazy().group_by_stable([col("country")]).agg(measures()),
        lazy().with_column(month).group_by_stable([col("month")]).agg(measures()),
    ];
    let plans = plans.into_iter().map(|plan| plan.logical_plan).collect();
    let few = LazyFrame::collect_all_with_engine(plans, Engine::InMemory, OptFlags::default())?;
    let [kinds, countries, months] = few.as_slice() else { anyhow::bail!("three plans gave {} frames", few.len()) };
    let out = BufWriter::new(File::create(file)?);
    summary::workbook::plain([kinds, countries, months], &raw, level, out, Words::new(Locale::English))
}

/// Only deflates: the XML comes from the file, and inflating it is timed apart and told, to be taken off.
fn floor(file: &str, level: u8) -> anyhow::Result<()> {
    let mut book = ::zip::ZipArchive::new(BufReader::new(File::open(file)?))?;
    let mut xml = Vec::new();
    book.by_name("xl/worksheets/sheet4.xml")?.read_to_end(&mut xml)?;
    let before = cpu_seconds()?;
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::new(level.into()));
    for chunk in xml.chunks(64 * 1024) {
        deflated.write_all(chunk)?;
    }
    let deflated = deflated.finish()?;
    println!("{:.3} {} {}", cpu_seconds()? - before, xml.len(), deflated.len());
    Ok(())
}

/// What this process has been given of the processor so far.
fn cpu_seconds() -> anyhow::Result<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = told.split_whitespace().next().unwrap_or_default().parse::<u64>()?;
    Ok(nanos as f64 / 1e9)
}

fn check(rows: u64, file: &str) -> anyhow::Result<()> {
    let mut book: Xlsx<_> = calamine::open_workbook(file)?;
    let range = book.worksheet_range("Activities")?;
    let mut told = range.rows();
    let heads: Vec<_> = told.next().unwrap_or_default().iter().map(ToString::to_string).collect();
    anyhow::ensure!(heads == COLUMNS, "the columns are {heads:?}");
    let mut seen = 0;
    for (row, cells) in (0..).zip(told) {
        let wanted = Row::of(row);
        let day = |days: i32| f64::from(days + 25_569);
        let number = |cell: Option<&Data>| match cell {
            Some(Data::Float(number)) => Some(*number),
            Some(Data::Int(number)) => Some(*number as f64),
            Some(Data::DateTime(day)) => Some(day.as_f64()),
            _ => None,
        };
        let mut texts = vec![
            (0, wanted.ambassador.as_str()),
            (1, wanted.country),
            (2, wanted.kind),
            (3, &wanted.title),
            (4, wanted.state),
        ];
        texts.extend([(7, wanted.city), (11, wanted.full), (12, &wanted.story)]);
        for (at, text) in texts {
            anyhow::ensure!(
                cells.get(at).is_some_and(|cell| matches!(cell, Data::String(cell) if cell == text)),
                "row {row}, {}: {:?} and {text:?}",
                heads.get(at).map_or("", String::as_str),
                cells.get(at)
            );
        }
        let numbers = [
            (5, Some(day(wanted.starts_on))),
            (6, Some(day(wanted.ends_on))),
            (8, wanted.attendees.map(|count| count as f64)),
            (9, Some(wanted.views as f64)),
            (10, Some(wanted.hours)),
        ];
        for (at, wanted) in numbers {
            let found = number(cells.get(at));
            anyhow::ensure!(found == wanted, "row {row}, column {at}: {:?} and {wanted:?}", cells.get(at));
        }
        seen += 1;
    }
    anyhow::ensure!(seen == rows, "{seen} rows and not {rows}");
    Ok(())
}

fn main() -> anyhow::Result<()> {
    let told: Vec<_> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let told: Vec<_> = told.iter().map(String::as_str).collect();
    match told.as_slice() {
        ["write", rows, file] => write(rows.parse()?, file, None),
        ["write", rows, file, level] => write(rows.parse()?, file, Some(level.parse()?)),
        ["floor", file, level] => floor(file, level.parse()?),
        ["check", rows, file] => check(rows.parse()?, file),
        _ => anyhow::bail!("write ROWS FILE [LEVEL], floor FILE LEVEL, or check ROWS FILE"),
    }
}
