//! Our side of `benches/run`: the workbook's own writer on the rows every peer writes, and the judge of all of them.
//!
//! `workbook write ROWS FILE [LEVEL]` makes the workbook. `workbook floor FILE [LEVEL]` deflates the XML of its raw sheet
//! and nothing else, in its own process so that what it takes is told apart. `workbook check ROWS FILE` reads any
//! peer's file back and compares every cell of the raw sheet. `workbook years QUARTERS ROWS` makes the summary of many quarters out
//! of what is kept of each, and says what memory that takes.

use calamine::{Data, Reader, Xlsx};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use polars::prelude::*;
use program::activity::Plan;
use program::text::{Line, Text};
use program::{
    Activity, ActivityId, ActivityState, AmbassadorId, Answer, Calendar, Comparison, Country, Field, Place, Quarter,
    Report, Settings,
};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::str::FromStr;
use summary::columns::{Columns, People, Person};
use summary::engagement::{Engagement, Period};
use summary::kept;
use summary::rows::{Filter, Rows};
use summary::workbook::{Content, Cover, Edition, Shared};
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
            ambassador: ["Ambassador ", &pick(row, 1, 2_000).to_string()].concat(),
            country: one(&COUNTRIES, row, 2),
            kind: one(&KINDS, row, 3),
            title: [word(row, 4), " ", word(row, 14), " in ", city, ", no. ", &row.to_string()].concat(),
            state: one(&STATES, row, 5),
            starts_on,
            ends_on: starts_on + pick(row, 7, 2) as i32,
            city,
            attendees: Some(pick(row, 9, 300)).filter(|_| pick(row, 15, 10) > 0),
            views: pick(row, 10, 5_000),
            hours: pick(row, 11, 400) as f64 / 4.0,
            full: if pick(row, 12, 2) == 0 { "yes" } else { "no" },
            story: [
                "We spoke about ",
                word(row, 13),
                " ",
                word(row, 16),
                " and ",
                word(row, 17),
                " with people of ",
                city,
                ", and a ",
                word(row, 18),
                " came of it.",
            ]
            .concat(),
        }
    }
}

/// A column of texts that many rows share, as the places of the texts.
struct Places {
    column: PrimitiveChunkedBuilder<UInt32Type>,
    texts: Vec<&'static str>,
}

impl Places {
    fn new(name: &str, height: usize) -> Self {
        Self { column: PrimitiveChunkedBuilder::new(name.into(), height), texts: Vec::new() }
    }

    fn append_value(&mut self, text: &'static str) {
        let at = self.texts.iter().position(|known| *known == text).unwrap_or_else(|| {
            self.texts.push(text);
            self.texts.len() - 1
        });
        self.column.append_value(at as u32);
    }
}

fn frame(rows: u64) -> PolarsResult<(DataFrame, Shared)> {
    let height = rows as usize;
    let text = |name: &str| StringChunkedBuilder::new(name.into(), height);
    let (mut ambassador, mut title, mut story) = (text("ambassador"), text("title"), text("story"));
    let [mut country, mut kind, mut state, mut city, mut full] =
        ["country", "kind", "state", "city", "full"].map(|name| Places::new(name, height));
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
    let mut shared = Shared::new();
    let mut places = |name, Places { column, texts }: Places| {
        shared.insert(name, texts);
        column.finish().into_column()
    };
    let columns = vec![
        ambassador.finish().into_column(),
        places("country", country),
        places("kind", kind),
        title.finish().into_column(),
        places("state", state),
        starts_on.finish().into_date().into_column(),
        ends_on.finish().into_date().into_column(),
        places("city", city),
        attendees.finish().into_column(),
        views.finish().into_column(),
        hours.finish().into_column(),
        places("full", full),
        story.finish().into_column(),
    ];
    Ok((DataFrame::new(height, columns)?, shared))
}

fn write(rows: u64, file: &str, level: Option<u8>) -> anyhow::Result<()> {
    let (raw, shared) = frame(rows)?;
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
    summary::workbook::plain([kinds, countries, months], &raw, &shared, level, out, Words::new(Locale::English))
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

/// So many ambassadors share the activities of [`years`].
const AMBASSADORS: u64 = 20_000;

/// An identifier made of a number, so that a row is the same whenever it is made.
fn id<T: FromStr>(number: u64) -> anyhow::Result<T> {
    format!("00000000-0000-0000-0000-{number:012x}").parse().map_err(|_| anyhow::anyhow!("no id of {number}"))
}

/// A value of the program; that none is, is a fault of ours here.
fn read<T>(value: Result<T, program::Problem>) -> anyhow::Result<T> {
    value.map_err(|problem| anyhow::anyhow!("{problem:?}"))
}

/// An activity as a report of it is kept, in the quarter that begins on this day.
fn activity(number: u64, first_day: chrono::NaiveDate) -> anyhow::Result<Activity> {
    let row = Row::of(number);
    let kind = one(&["content", "events", "talks", "support"], number, 3);
    let line = |words: &str| read(Line::parse(words));
    let text = |words: &str| read(Text::parse(words));
    let on = first_day + chrono::Days::new(pick(number, 6, 89));
    let country = read(Country::parse(row.country))?;
    let mut plan = Plan::new(kind, line(&row.title)?, on, on, Place::InPerson { city: Some(line(row.city)?), country });
    plan.notes = Some(text(&row.story)?);
    let at = on.and_hms_opt(18, 0, 0).unwrap_or_default().and_utc();
    let mut answers = std::collections::BTreeMap::from([
        (Field::Goal.into(), Answer::Text(text(&row.story)?)),
        (Field::Registrations.into(), Answer::Count(row.views)),
        (Field::HoursToOrganize.into(), Answer::Minutes((row.hours * 60.0) as u32)),
        (Field::HoursToExecute.into(), Answer::Minutes(90)),
        (Field::Audience.into(), Answer::Text(text(row.kind)?)),
    ]);
    answers.extend(row.attendees.map(|count| (Field::Attendees.into(), Answer::Count(count))));
    let report = Report {
        answers,
        done: Some(text(&row.story)?),
        came_of_it: Some(text(&row.title)?),
        metrics: Vec::new(),
        links: Vec::new(),
        practical: None,
        first_at: at,
        at,
        full_at: Some(at),
    };
    Ok(Activity {
        id: id::<ActivityId>(number)?,
        ambassador: id::<AmbassadorId>(pick(number, 1, AMBASSADORS))?,
        plan,
        planned_at: at,
        report: Some(report),
        state: ActivityState::Reported,
        with: Vec::new(),
        told_large: false,
    })
}

/// What the process has taken of memory at the most, in MiB.
fn peak() -> anyhow::Result<u64> {
    let told = std::fs::read_to_string("/proc/self/status")?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
}

/// The summary of so many quarters, of which each is kept as one file of so many rows, from the files to the workbook.
fn years(quarters: usize, rows: u64) -> anyhow::Result<()> {
    let settings = Settings::read(include_str!("../infra/programs/mautic.toml"))?;
    let calendar: &Calendar = &settings.calendar;
    let first = settings.first_quarter();
    let all: Vec<Quarter> =
        std::iter::successors(Some(first), |quarter| Some(calendar.next(*quarter))).take(quarters).collect();
    let mut kept_rows = Rows::new(Filter::default());
    let mut bytes = 0;
    for (at, quarter) in (0..).zip(&all) {
        let mut columns = Columns::new(&settings);
        for row in 0..rows {
            columns.push(&activity(at * rows + row, calendar.first_day(*quarter))?);
        }
        let mut file = Vec::new();
        kept::write(
            kept::KEPT,
            [columns.into_frame()?.sort(["ends_on", "activity_id"], SortMultipleOptions::default())],
            &mut file,
        )?;
        bytes += file.len();
        kept_rows.push_kept(bytes::Bytes::from(file));
    }
    let people: People = (0..AMBASSADORS)
        .map(|number| {
            let country = read(Country::parse(one(&COUNTRIES, number, 2)))?;
            Ok((id(number)?, Person { name: format!("Ambassador {number}"), country }))
        })
        .collect::<anyhow::Result<_>>()?;
    let last = all.last().copied().unwrap_or(first);
    let period = Period::days(&settings, calendar.first_day(first), calendar.last_day(last));
    println!("{} rows, kept in {} MiB; made with {} MiB at the most", rows * all.len() as u64, bytes >> 20, peak()?);
    let engagement = Engagement::of(&kept_rows, &period, &people, &settings)?;
    anyhow::ensure!(engagement.overview.held == rows * all.len() as u64, "{} were counted", engagement.overview.held);
    println!("counted with {} MiB at the most", peak()?);
    let cover = Cover {
        program: settings.name.clone(),
        community: settings.community.clone(),
        period: format!("{first}–{last}"),
        first_day: period.first_day,
        last_day: period.last_day,
        compared: Comparison::default(),
        made_at: calendar.midnight(period.last_day),
        provisional_until: None,
        narrowed: Vec::new(),
        settings_version: 1,
        edition: Edition::Team,
        words: Words::new(Locale::English),
    };
    let content = Content {
        cover: &cover,
        engagement: &engagement,
        rows: &kept_rows,
        people: &people,
        standings: &[],
        settings: &settings,
    };
    let mut out = BufWriter::new(tempfile::tempfile()?);
    summary::workbook::workbook(content, &mut out)?;
    let bytes = out.into_inner()?.metadata()?.len();
    println!("written as {} MiB with {} MiB at the most", bytes >> 20, peak()?);
    Ok(())
}

fn main() -> anyhow::Result<()> {
    let told: Vec<_> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let told: Vec<_> = told.iter().map(String::as_str).collect();
    match told.as_slice() {
        ["write", rows, file] => write(rows.parse()?, file, None),
        ["write", rows, file, level] => write(rows.parse()?, file, Some(level.parse()?)),
        ["floor", file, level] => floor(file, level.parse()?),
        ["years", quarters, rows] => years(quarters.parse()?, rows.parse()?),
        ["check", rows, file] => check(rows.parse()?, file),
        _ => anyhow::bail!("write ROWS FILE [LEVEL], floor FILE LEVEL, check ROWS FILE, or years QUARTERS ROWS"),
    }
}
