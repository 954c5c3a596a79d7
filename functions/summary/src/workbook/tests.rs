use super::*;
use crate::columns::Person;
use crate::engagement::tests::{Shared, any_activities, close, day, frame, id_of, people, settings, third_quarter};
use crate::engagement::{Engagement, Figure};
use calamine::{Data, Reader, Xlsx};
use polars::prelude::DataFrame;
use program::text::{Line, Text};
use program::{Answer, Field, Reason, Standing};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use words::Locale;

fn cover(locale: Locale) -> Cover {
    Cover {
        program: "Example & Ambassadors".into(),
        community: "Example".into(),
        period: "2026-Q3".to_owned(),
        first_day: day("2026-07-01"),
        last_day: day("2026-09-30"),
        made_at: DateTime::from_timestamp(1_791_000_000, 0).unwrap(),
        compared: third_quarter(&settings()).compared,
        provisional_until: Some(day("2026-10-14")),
        narrowed: Vec::new(),
        settings_version: 3,
        edition: Edition::Team,
        words: Words::new(locale),
    }
}

fn standings() -> Vec<StandingRow> {
    let row = |name: &str, standing, reasons| StandingRow {
        name: name.to_owned(),
        country: Country::parse("NG").unwrap(),
        judgement: Judgement { standing, full: 1, goal: 2, reasons },
    };
    vec![
        row("Zoë", Standing::Excused, vec![Reason::OnHold { from: day("2026-07-02"), until: None }]),
        row("=1+1", Standing::New, vec![Reason::JoinedDuring { on: day("2026-08-03") }]),
    ]
}

fn made(shared: &[Shared], standings: &[StandingRow], locale: Locale) -> Vec<u8> {
    of_rows(frame(&settings(), shared), &people(), standings, &cover(locale))
}

fn of_rows(rows: DataFrame, people: &People, standings: &[StandingRow], cover: &Cover) -> Vec<u8> {
    let (settings, rows) = (settings(), Rows::of(rows));
    let engagement = Engagement::of(&rows, &third_quarter(&settings), people, &settings).unwrap();
    let settings = &settings;
    written(Content { cover, engagement: &engagement, rows: &rows, people, standings, settings })
}

/// The bytes of a workbook.
pub(crate) fn written(content: Content<'_>) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    workbook(content, &mut file).unwrap();
    file.into_inner()
}

fn opened(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// The heading of the period's own column.
const THIS: &str = "This period: 2026-Q3";

/// A sheet's rows, each by the name of its column.
fn rows_of(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Vec<BTreeMap<String, Data>> {
    let range = book.worksheet_range(sheet).unwrap();
    let mut rows = range.rows();
    let headers: Vec<_> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    let width = headers.len();
    rows.map(|row| headers.iter().cloned().zip(row.iter().cloned()).take(width).collect()).collect()
}

fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(number) => Some(*number),
        Data::Int(number) => Some(*number as f64),
        Data::Empty | Data::String(_) => None,
        other => panic!("{other:?} is no number"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    /// X2
    #[test]
    fn the_overview_can_be_recomputed_from_the_activities_of_the_same_file(shared in any_activities()) {
        let bytes = made(&shared, &[], Locale::English);
        let mut book = opened(&bytes);
        let rows = rows_of(&mut book, "Activities");
        let held: Vec<_> = rows.iter().filter(|row| row["State"] == Data::String("Reported".into())).collect();
        let column = |name: &str| held.iter().filter_map(|row| number(&row[name])).collect::<Vec<_>>();
        let pairs = |a: &str, b: &str| held.iter().filter_map(|row| number(&row[a]).zip(number(&row[b]))).collect::<Vec<_>>();
        let sum = |numbers: &[f64]| numbers.iter().sum::<f64>();
        let mean = |numbers: &[f64]| (!numbers.is_empty()).then(|| sum(numbers) / numbers.len() as f64);
        let ratio = |pairs: &[(f64, f64)]| {
            let (over, under) = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            (under > 0.0).then(|| over / under)
        };
        let yes = |name: &str| held.iter().filter(|row| row[name] == Data::String("yes".into())).count();
        let distinct = |name: &str| held.iter().map(|row| row[name].to_string()).filter(|text| !text.is_empty()).collect::<BTreeSet<_>>().len();
        let state = |state: &str| rows.iter().filter(|row| row["State"] == Data::String(state.into())).count();
        let registered: Vec<_> = pairs("Attendees", "Registrations").into_iter().filter(|pair| pair.1 > 0.0).collect();
        let (attendees, views, hours) = (column("Attendees"), column("Views"), column("Hours"));
        let weeks: BTreeSet<_> = held
            .iter()
            .map(|row| {
                let Data::DateTime(last) = &row["Last day"] else { panic!("no date") };
                ((last.as_f64() as i64) + 5) / 7
            })
            .collect();
        let mut by_ambassador = BTreeMap::<_, Vec<f64>>::new();
        for row in &held {
            by_ambassador.entry(row["Ambassador identifier"].to_string()).or_default().extend(number(&row["Hours"]));
        }
        let full_time = 40.0_f64 * 92.0 / 7.0;
        let capped = by_ambassador.values().filter(|hours| !hours.is_empty()).map(|hours| sum(hours).min((full_time * 12.0).floor() / 60.0));
        let capped: Vec<_> = capped.collect();
        let expected = [
            ("Attendees per event", mean(&attendees)),
            ("Views per post", mean(&views)),
            ("Engagements per post", mean(&column("Engagements"))),
            ("Attendance rate", ratio(&registered)),
            ("Hours per activity", mean(&hours)),
            ("Attendees per hour", ratio(&pairs("Attendees", "Hours"))),
            ("Views per hour", ratio(&pairs("Views", "Hours"))),
            ("Languages", Some(distinct("Language") as f64)),
            ("Countries", Some(distinct("Country code") as f64)),
            ("Planned ahead", (!held.is_empty()).then(|| yes("Planned ahead") as f64 / held.len() as f64)),
            ("Weeks with an activity", Some(weeks.len() as f64)),
            ("Ambassadors", Some(distinct("Ambassador identifier") as f64)),
            ("Developer-advocate equivalent", (!capped.is_empty()).then(|| sum(&capped) / full_time)),
            ("Activities", Some(held.len() as f64)),
            ("Full reports", Some(yes("Full report") as f64)),
            ("Attendees in all", mean(&attendees).map(|_| sum(&attendees))),
            ("Views in all", mean(&views).map(|_| sum(&views))),
            ("Hours given", mean(&hours).map(|_| sum(&hours))),
            ("Planned, no report so far", Some(state("Planned") as f64)),
            ("Cancelled", Some(state("Cancelled") as f64)),
        ];
        let overview = rows_of(&mut book, "Overview");
        let found: Vec<_> =
            overview.iter().take(expected.len()).map(|row| (row["Measure"].to_string(), number(&row[THIS]))).collect();
        for ((name, expected), (measure, value)) in expected.into_iter().zip(found) {
            prop_assert_eq!(name, measure.as_str());
            let figure = |value| Figure { value, from: 0 };
            prop_assert!(close(figure(expected), figure(value)), "{}: {:?} and {:?}", name, expected, value);
        }
    }

    /// X4
    #[test]
    fn zero_unknown_not_applicable_and_silence_stay_four_things_in_the_cells(shared in any_activities()) {
        let bytes = made(&shared, &[], Locale::English);
        let rows = rows_of(&mut opened(&bytes), "Activities");
        let mut shared = shared;
        shared.retain(|shared| shared.activity.plan.ends_on >= day("2026-07-01"));
        prop_assert_eq!(rows.len(), shared.len().max(1), "a row for each, or the word that there is none yet");
        shared.sort_by_key(|shared| (shared.activity.plan.ends_on, shared.activity.id));
        for (row, shared) in rows.iter().zip(&shared) {
            for (field, heading) in [
                (Field::Goal, "Goal"),
                (Field::Registrations, "Registrations"),
                (Field::Attendees, "Attendees"),
                (Field::HoursToOrganize, "Hours to organize"),
                (Field::HoursToExecute, "Hours to execute"),
                (Field::Audience, "Target audience"),
                (Field::Views, "Views"),
                (Field::Engagements, "Engagements"),
                (Field::Reshares, "Reshares"),
            ] {
                let told = shared.activity.report.as_ref().and_then(|report| report.answer(field));
                let expected = match told {
                    None => Data::Empty,
                    Some(Answer::Unknown) => Data::String("unknown".into()),
                    Some(Answer::NotApplicable) => Data::String("n/a".into()),
                    Some(Answer::Count(count)) => Data::Float(*count as f64),
                    Some(Answer::Minutes(minutes)) => Data::Float(f64::from(*minutes) / 60.0),
                    Some(Answer::Text(text)) => Data::String(text.to_string()),
                    Some(Answer::YesNo(_)) => Data::Empty,
                };
                prop_assert_eq!(&row[heading], &expected, "{}", heading);
            }
            let own = program::FieldKey::Own("Stickers given".to_owned());
            let expected = match shared.activity.report.as_ref().and_then(|report| report.answer(own)) {
                Some(Answer::Unknown) => Data::String("unknown".into()),
                Some(Answer::NotApplicable) => Data::String("n/a".into()),
                Some(Answer::Count(count)) => Data::Float(*count as f64),
                _ => Data::Empty,
            };
            // Without an answer in any row there is no such column.
            prop_assert_eq!(row.get("Stickers given").unwrap_or(&Data::Empty), &expected);
        }
    }
}

/// One reported activity, told by `told`.
fn one(told: impl FnOnce(&mut Shared)) -> Shared {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let some = any_activities().prop_filter("one is needed", |shared| !shared.is_empty());
    let mut shared = some.new_tree(&mut runner).unwrap().current().remove(0);
    shared.activity.plan.starts_on = day("2026-07-04");
    shared.activity.plan.ends_on = day("2026-07-05");
    shared.activity.state = program::ActivityState::Reported;
    shared.activity.report.get_or_insert(program::Report {
        answers: BTreeMap::new(),
        done: None,
        came_of_it: None,
        metrics: Vec::new(),
        links: Vec::new(),
        practical: None,
        first_at: shared.activity.planned_at,
        at: shared.activity.planned_at,
        full_at: None,
    });
    told(&mut shared);
    shared
}

/// S9, M24, P4
#[test]
fn what_people_write_comes_back_the_same_and_is_never_a_formula() {
    let waving = "👋🏽".repeat(80);
    let texts = [
        "=1+1",
        "@cmd",
        "-2+3",
        "+49 30",
        "=HYPERLINK(\"https://example.org\")",
        "{=1+1}",
        "\u{ff1d}1+1",
        "'quoted",
        "أمارة العلي",
        "李小龍",
        "अमर प्रसाद",
        "Ọládélé",
        "🎉 launch 🎉",
        "_x0041_",
        "<b>&amp;",
        "007",
        "1e5",
        "TRUE",
        "#REF!",
        &waving,
    ];
    let mut columns = crate::columns::Columns::new(&settings());
    let mut people = People::new();
    for (number, text) in texts.into_iter().enumerate() {
        let shared = one(|shared| {
            shared.activity.id = format!("00000000-0000-7000-8000-{number:012}").parse().unwrap();
            shared.activity.ambassador = id_of(number);
            shared.activity.plan.title = Line::parse(text).unwrap();
            let report = shared.activity.report.as_mut().unwrap();
            report.done = Some(Text::parse(&format!("{text}\n{text}")).unwrap());
            report.answers.insert(Field::Goal.into(), Answer::Text(Text::parse(text).unwrap()));
        });
        columns.push(&shared.activity);
        people.insert(id_of(number), Person { name: text.to_owned(), country: Country::parse("NG").unwrap() });
    }
    let bytes = of_rows(columns.into_frame().unwrap(), &people, &standings(), &cover(Locale::English));
    let mut book = opened(&bytes);

    let found = rows_of(&mut book, "Activities");
    for (row, text) in found.iter().zip(texts) {
        for heading in ["Ambassador", "Title", "Goal"] {
            assert_eq!(row[heading], Data::String(text.to_owned()), "{heading}");
        }
        assert_eq!(row["What was done"], Data::String(format!("{text}\n{text}")));
    }
    assert_eq!(rows_of(&mut book, "Standings")[0]["Ambassador"], Data::String("=1+1".into()));
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).unwrap();
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "{sheet}");
    }
}

#[test]
fn text_past_what_a_cell_holds_is_cut_and_says_so() {
    let shared = one(|shared| shared.activity.plan.title = Line::parse("x").unwrap());
    let name = "😀".repeat(20_000);
    let people = People::from([(shared.activity.ambassador, Person { name, country: Country::parse("NG").unwrap() })]);
    let bytes = of_rows(frame(&settings(), &[shared]), &people, &[], &cover(Locale::English));
    let name = rows_of(&mut opened(&bytes), "Activities")[0]["Ambassador"].to_string();
    assert_eq!(name, format!("{}…", "😀".repeat(16_383)));
    assert_eq!(name.encode_utf16().count(), table::CELL_LIMIT);
}

/// X1
#[test]
fn a_quarter_without_activities_makes_a_kind_and_whole_workbook() {
    let bytes = made(&[], &[], Locale::English);
    let mut book = opened(&bytes);
    assert_eq!(
        book.sheet_names(),
        [
            "Cover",
            "Overview",
            "Trend",
            "By kind",
            "By region",
            "By country",
            "By month",
            "What worked",
            "Ambassadors",
            "Activities",
            "Data dictionary"
        ]
    );
    for sheet in ["By kind", "By region", "By country", "What worked", "Ambassadors", "Activities"] {
        let range = book.worksheet_range(sheet).unwrap();
        let says = "Nothing yet. The first activity that is shared will stand here.";
        assert_eq!(range.get((1, 0)), Some(&Data::String(says.into())), "{sheet}");
        assert_eq!(range.height(), 2, "{sheet}");
    }
    assert_eq!(rows_of(&mut book, "By month").len(), 3);
    let value = |row: &BTreeMap<String, Data>| (row["Measure"].to_string(), row[THIS].clone());
    let overview: BTreeMap<_, _> = rows_of(&mut book, "Overview").iter().map(value).collect();
    assert_eq!(overview["Attendees per event"], Data::Empty);
    assert_eq!(overview["Activities"], Data::Float(0.0));
}

fn date_of(cell: &calamine::ExcelDateTime) -> (u16, u8, u8) {
    let (year, month, day, ..) = cell.to_ymd_hms_milli();
    (year, month, day)
}

/// X1: days are days, for sorting and for whoever reads another calendar notation.
#[test]
fn days_and_months_are_real_dates() {
    let shared = one(|shared| shared.activity.plan.starts_on = day("2026-07-04"));
    let bytes = made(std::slice::from_ref(&shared), &[], Locale::English);
    let mut book = opened(&bytes);
    let Data::DateTime(first) = &rows_of(&mut book, "Activities")[0]["First day"] else { panic!("no date") };
    assert_eq!(date_of(first), (2026, 7, 4));
    let Data::DateTime(month) = &rows_of(&mut book, "By month")[0]["Month"] else { panic!("no date") };
    assert_eq!(date_of(month), (2026, 7, 1));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let shared = one(|_| ());
    let make = || made(std::slice::from_ref(&shared), &standings(), Locale::English);
    assert!(make() == make());
}

/// X1, in every language: names are unique and short enough, and no cell is merged.
#[test]
fn each_sheet_behind_the_cover_is_one_table_with_a_name_of_its_own() {
    for locale in [Locale::English, Locale::Pseudo] {
        let shared = one(|_| ());
        let bytes = made(&[shared], &standings(), locale);
        let mut book = opened(&bytes);
        let names = book.sheet_names();
        assert!(
            names.iter().all(|name| name.chars().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])),
            "{names:?}"
        );
        assert_eq!(names.iter().map(|name| name.to_lowercase()).collect::<BTreeSet<_>>().len(), 12);
        book.load_tables().unwrap();
        let tables: BTreeSet<_> = book.table_names().into_iter().map(|name| name.to_lowercase()).collect();
        // A program without funds has no sheet about them.
        let there = Tab::ALL.into_iter().filter(|tab| *tab != Tab::Funding);
        let expected = there.map(|tab| tab.table().to_owned()).chain(["contents".to_owned()]);
        assert_eq!(tables, expected.collect::<BTreeSet<_>>());
        for name in &names {
            assert_eq!(book.table_names_in_sheet(name).len(), 1, "{name}");
            assert!(book.merge_cells_by_sheet_name(name).unwrap().is_empty(), "{name}");
            let range = book.worksheet_range(name).unwrap();
            if *name != names[0] {
                let headers: BTreeSet<_> =
                    range.rows().next().unwrap().iter().map(|cell| cell.to_string().to_lowercase()).collect();
                assert_eq!(headers.len(), range.width(), "{name}: a header is given twice or missing");
            }
        }
    }
}

/// M24: whatever stands in the accented language without accents did not come from the message files.
#[test]
fn every_word_of_the_workbook_comes_from_the_message_files() {
    let bytes = made(&[], &[], Locale::Pseudo);
    let mut book = opened(&bytes);
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).unwrap();
        for (_, _, cell) in range.used_cells() {
            let Data::String(text) = cell else { continue };
            let given = ["Example & Ambassadors", "Example"].contains(&text.as_str())
                || text.parse::<program::Quarter>().is_ok();
            assert!(given || !text.is_ascii(), "{sheet}: {text}");
            assert!(!text.starts_with("summary-") && !text.starts_with("field-"), "{sheet}: {text} has no words");
        }
    }
}

/// S13, M11: nothing of a person is in what anybody may read, wherever they wrote it.
#[test]
fn the_public_edition_has_no_name_no_identifier_no_standing_and_nothing_written_to_the_team() {
    let secret = "Zoë Canary";
    let shared = one(|shared| {
        let plan = &mut shared.activity.plan;
        plan.title = Line::parse(&format!("Talk by {secret}")).unwrap();
        plan.notes = Some(Text::parse(secret).unwrap());
        plan.links = vec![program::Link::parse("https://example.org/canary").unwrap()];
        let report = shared.activity.report.as_mut().unwrap();
        report.done = Some(Text::parse(secret).unwrap());
        report.answers.insert(Field::Goal.into(), Answer::Text(Text::parse(secret).unwrap()));
        report.answers.insert(Field::Attendees.into(), Answer::Count(12));
        report.answers.insert(program::FieldKey::Own(secret.to_owned()), Answer::Text(Text::parse(secret).unwrap()));
    });
    let country = Country::parse("NG").unwrap();
    let id = shared.activity.ambassador.to_string();
    let people = People::from([(shared.activity.ambassador, Person { name: secret.to_owned(), country })]);
    let public = Cover { edition: Edition::Public, ..cover(Locale::English) };
    let bytes = of_rows(frame(&settings(), &[shared]), &people, &standings(), &public);
    let mut book = opened(&bytes);
    let sheets = book.sheet_names();
    assert!(!sheets.iter().any(|name| ["Ambassadors", "Standings"].contains(&name.as_str())), "{sheets:?}");
    for sheet in sheets {
        for (_, _, cell) in book.worksheet_range(&sheet).unwrap().used_cells() {
            let text = cell.to_string();
            for hidden in ["canary", "Canary", "Zoë", id.as_str(), "Excused"] {
                assert!(!text.contains(hidden), "{sheet}: {text}");
            }
        }
    }
    assert_eq!(rows_of(&mut book, "Activities")[0]["Attendees"], Data::Float(12.0));
}

/// X3, S9
#[test]
fn text_files_carry_the_same_rows_and_no_formula() {
    let shared = one(|shared| {
        shared.activity.plan.title = Line::parse("=HYPERLINK(\"https://example.org\"),\"x\"").unwrap();
        let report = shared.activity.report.as_mut().unwrap();
        report.done = Some(Text::parse("+1\n@two").unwrap());
        report.answers.insert(Field::Views.into(), Answer::Unknown);
        report.answers.insert(Field::Attendees.into(), Answer::Count(0));
    });
    let (settings, people, cover) = (settings(), people(), cover(Locale::English));
    let rows = Rows::of(frame(&settings, &[shared]));
    let engagement = Engagement::of(&rows, &third_quarter(&settings), &people, &settings).unwrap();
    let content = Content {
        cover: &cover,
        engagement: &engagement,
        rows: &rows,
        people: &people,
        standings: &[],
        settings: &settings,
    };
    let mut file = Vec::new();
    assert!(sheet_as_csv(content, "activities", &mut file).unwrap());
    let text = std::str::from_utf8(&file).unwrap().strip_prefix('\u{feff}').expect("it says that it is in UTF-8");
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    let told: BTreeMap<_, _> = headings.iter().zip(row.iter()).collect();
    assert_eq!(told["Title"], "'=HYPERLINK(\"https://example.org\"),\"x\"");
    assert_eq!(told["What was done"], "'+1\n@two");
    assert_eq!((told["Views"], told["Attendees"], told["First day"]), ("unknown", "0", "2026-07-04"));

    let bytes = written(content);
    let mut book = opened(&bytes);
    let range = book.worksheet_range("Activities").unwrap();
    let same: Vec<_> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(headings.iter().collect::<Vec<_>>(), same);

    let mut archive = Cursor::new(Vec::new());
    sheets_as_csv(content, &mut archive).unwrap();
    let archive = zip::ZipArchive::new(archive).unwrap();
    let names: BTreeSet<_> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.contains("overview.csv") && names.contains("activities.csv") && !names.contains("standings.csv"));
    let mut nothing = Vec::new();
    assert!(!sheet_as_csv(content, "standings", &mut nothing).unwrap() && nothing.is_empty());
}

/// M27: every chart shows the column of the measure that it names.
#[test]
fn the_column_a_chart_shows_is_the_measure_it_names() {
    for (tab, sheet) in [(Tab::Trend, "Trend"), (Tab::ByKind, "By kind"), (Tab::ByRegion, "By region")] {
        let bytes = made(&[one(|_| ())], &[], Locale::English);
        let mut book = opened(&bytes);
        let range = book.worksheet_range(sheet).unwrap();
        for (heading, words) in
            [("summary-attendees-per-event", "Attendees per event"), ("summary-hours-total", "Hours given")]
        {
            let column = measures::column_of(tab, heading).unwrap();
            assert_eq!(range.get((0, usize::from(column))), Some(&Data::String(words.into())), "{sheet}");
        }
    }
}

/// X1: a sheet ends at a row no spreadsheet can go past, and what is beyond it is not lost.
#[test]
fn more_activities_than_a_sheet_holds_go_on_in_further_sheets_and_the_cover_says_so() {
    let rows = in_two_quarters(7);
    let made = |most| of_rows_at_most(&rows, most);
    for (most, expected) in [
        (3, &["Activities", "Activities 2", "Activities 3"][..]),
        (7, &["Activities"]),
        (6, &["Activities", "Activities 2"]),
    ] {
        let bytes = made(most);
        let mut book = opened(&bytes);
        let raw: Vec<_> = book.sheet_names().into_iter().filter(|name| name.starts_with("Activities")).collect();
        assert_eq!(raw, expected, "{most} a sheet");
        let titles: Vec<_> =
            raw.iter().flat_map(|sheet| rows_of(&mut book, sheet)).map(|row| row["Title"].to_string()).collect();
        assert_eq!(titles, (0..7).map(|number| format!("Activity {number}")).collect::<Vec<_>>());
        book.load_tables().unwrap();
        let mut in_tables = 0;
        for name in &raw {
            let tables: Vec<_> = book.table_names_in_sheet(name).into_iter().cloned().collect();
            assert_eq!(tables.len(), 1, "{name}");
            in_tables += book.table_by_name(&tables[0]).unwrap().data().height();
        }
        assert_eq!(in_tables, 7);
        assert_eq!(book.table_names().into_iter().collect::<BTreeSet<_>>().len(), book.table_names().len());
        let told = book.worksheet_range("Cover").unwrap();
        let told: Vec<_> = told.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
        let says = told.iter().any(|text| text.starts_with("They are more than one sheet can hold"));
        assert_eq!(says, expected.len() > 1, "{most} a sheet");
        if let Some(last) = expected.last().filter(|_| expected.len() > 1) {
            assert!(told.iter().any(|text| text.contains(last)), "{told:?}");
        }
    }
}

/// X2: the widths are known by the first rows, and the others are read when it is their turn.
#[test]
fn rows_beyond_those_that_are_measured_come_too() {
    let count = table::SAMPLE as u64 * 2 + 3;
    let bytes = of_rows_at_most(&in_two_quarters(count), table::SAMPLE);
    let mut book = opened(&bytes);
    let sheets = ["Activities", "Activities 2", "Activities 3"];
    let rows = sheets.map(|sheet| rows_of(&mut book, sheet));
    assert_eq!(rows.each_ref().map(Vec::len), [table::SAMPLE, table::SAMPLE, 3]);
    let found: BTreeSet<_> = rows.iter().flatten().map(|row| row["Title"].to_string()).collect();
    assert_eq!(found, (0..count).map(|number| format!("Activity {number}")).collect());
}

/// So many activities, a day each as far as there are days, kept as if they were of two quarters.
fn in_two_quarters(count: u64) -> Rows {
    let settings = settings();
    let mut shared = one(|_| {});
    let mut rows = Rows::default();
    for part in [0..count / 2 + 1, count / 2 + 1..count] {
        let mut columns = crate::columns::Columns::new(&settings);
        for number in part {
            let plan = &mut shared.activity.plan;
            plan.title = Line::parse(&format!("Activity {number}")).unwrap();
            plan.ends_on = day("2026-07-01") + chrono::Days::new(number.min(90));
            plan.starts_on = plan.ends_on;
            columns.push(&shared.activity);
        }
        rows.push(columns.into_frame().unwrap());
    }
    rows
}

fn of_rows_at_most(rows: &Rows, most: usize) -> Vec<u8> {
    let (settings, people, cover) = (&settings(), &people(), &cover(Locale::English));
    let engagement = &Engagement::of(rows, &third_quarter(settings), people, settings).unwrap();
    let mut file = Cursor::new(Vec::new());
    write(Content { cover, engagement, rows, people, standings: &[], settings }, most, &mut file).unwrap();
    file.into_inner()
}
