use super::*;
use crate::engagement::tests::{Shared, any_activities, close, day, frame, settings};
use crate::engagement::{Engagement, Figure};
use calamine::{Data, Reader, Xlsx};
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
        quarter: "2026-Q3".parse().unwrap(),
        first_day: day("2026-07-01"),
        last_day: day("2026-09-30"),
        made_at: DateTime::from_timestamp(1_791_000_000, 0).unwrap(),
        provisional: true,
        settings_version: 3,
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
    let settings = settings();
    let rows = frame(&settings, shared);
    let engagement = Engagement::of(&rows, day("2026-07-01"), day("2026-09-30")).unwrap();
    workbook(&cover(locale), &engagement, &rows, standings, &settings).unwrap()
}

fn opened(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

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
        let (reach, hours) = (column("Reach"), column("Hours"));
        let expected = [
            ("Reach per activity", mean(&reach)),
            ("Engagements per post", mean(&column("Engagements"))),
            ("Attendance rate", ratio(&registered)),
            ("Hours per activity", mean(&hours)),
            ("Reach per hour", ratio(&pairs("Reach", "Hours"))),
            ("Countries", Some(distinct("Country code") as f64)),
            ("Planned ahead", (!held.is_empty()).then(|| yes("Planned ahead") as f64 / held.len() as f64)),
            ("Ambassadors", Some(distinct("Ambassador identifier") as f64)),
            ("Activities", Some(held.len() as f64)),
            ("Full reports", Some(yes("Full report") as f64)),
            ("Reach in all", mean(&reach).map(|_| sum(&reach))),
            ("Hours given", mean(&hours).map(|_| sum(&hours))),
            ("Planned, no report so far", Some(state("Planned") as f64)),
            ("Cancelled", Some(state("Cancelled") as f64)),
        ];
        let overview = rows_of(&mut book, "Overview");
        let found: Vec<_> =
            overview.iter().take(expected.len()).map(|row| (row["Measure"].to_string(), number(&row["Value"]))).collect();
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
    let settings = settings();
    let mut columns = crate::columns::Columns::new(&settings);
    for text in texts {
        let shared = one(|shared| {
            shared.activity.plan.title = Line::parse(text).unwrap();
            let report = shared.activity.report.as_mut().unwrap();
            report.done = Some(Text::parse(&format!("{text}\n{text}")).unwrap());
            report.answers.insert(Field::Goal.into(), Answer::Text(Text::parse(text).unwrap()));
        });
        columns.push(
            &shared.activity,
            &crate::columns::Person { name: text.to_owned(), country: Country::parse("NG").unwrap() },
        );
    }
    let rows = columns.into_frame().unwrap();
    let engagement = Engagement::of(&rows, day("2026-07-01"), day("2026-09-30")).unwrap();
    let bytes = workbook(&cover(Locale::English), &engagement, &rows, &standings(), &settings).unwrap();
    let mut book = opened(&bytes);

    let found = rows_of(&mut book, "Activities");
    for (row, text) in found.iter().zip(texts) {
        for heading in ["Ambassador", "Title", "Goal"] {
            assert_eq!(row[heading], Data::String(text.to_owned()), "{heading}");
        }
        assert_eq!(row["What happened"], Data::String(format!("{text}\n{text}")));
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
    let settings = settings();
    let mut columns = crate::columns::Columns::new(&settings);
    let person = crate::columns::Person { name: "😀".repeat(20_000), country: Country::parse("NG").unwrap() };
    columns.push(&shared.activity, &person);
    let rows = columns.into_frame().unwrap();
    let engagement = Engagement::of(&rows, day("2026-07-01"), day("2026-09-30")).unwrap();
    let bytes = workbook(&cover(Locale::English), &engagement, &rows, &[], &settings).unwrap();
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
        ["Cover", "Overview", "By kind", "By country", "By month", "Ambassadors", "Activities", "Data dictionary"]
    );
    for sheet in ["By kind", "By country", "Ambassadors", "Activities"] {
        let range = book.worksheet_range(sheet).unwrap();
        let says = "Nothing yet. The first activity that is shared will stand here.";
        assert_eq!(range.get((1, 0)), Some(&Data::String(says.into())), "{sheet}");
        assert_eq!(range.height(), 2, "{sheet}");
    }
    assert_eq!(rows_of(&mut book, "By month").len(), 3);
    let value = |row: &BTreeMap<String, Data>| (row["Measure"].to_string(), row["Value"].clone());
    let overview: BTreeMap<_, _> = rows_of(&mut book, "Overview").iter().map(value).collect();
    assert_eq!(overview["Reach per activity"], Data::Empty);
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
        assert_eq!(names.iter().map(|name| name.to_lowercase()).collect::<BTreeSet<_>>().len(), 9);
        book.load_tables().unwrap();
        let tables: BTreeSet<_> = book.table_names().into_iter().map(|name| name.to_lowercase()).collect();
        let expected = Tab::ALL.map(|tab| tab.table().to_owned()).into_iter().chain(["contents".to_owned()]);
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
            let given = ["Example & Ambassadors", "Example"].contains(&text.as_str());
            assert!(given || !text.is_ascii(), "{sheet}: {text}");
            assert!(!text.starts_with("summary-") && !text.starts_with("field-"), "{sheet}: {text} has no words");
        }
    }
}

#[test]
fn the_first_column_a_chart_shows_is_the_measure_it_names() {
    let measure = |column: u16| measures::MEASURES[usize::from(column) - 1].heading;
    assert_eq!(measure(measures::REACH_PER_ACTIVITY_COLUMN), "summary-reach-per-activity");
    assert_eq!(measure(measures::HELD_COLUMN), "summary-held");
}

/// X1: a sheet ends at a row no spreadsheet can go past, and what is beyond it is not lost.
#[test]
fn more_activities_than_a_sheet_holds_go_on_in_further_sheets_and_the_cover_says_so() {
    let settings = settings();
    let mut columns = crate::columns::Columns::new(&settings);
    for number in 0..7 {
        let shared = one(|shared| {
            shared.activity.plan.title = Line::parse(&format!("Activity {number}")).unwrap();
            shared.activity.plan.ends_on = day("2026-07-01") + chrono::Days::new(number);
        });
        columns.push(&shared.activity, &crate::engagement::tests::person(shared.by));
    }
    let rows = columns.into_frame().unwrap();
    let engagement = Engagement::of(&rows, day("2026-07-01"), day("2026-09-30")).unwrap();
    let made = |most| {
        let mut file = Cursor::new(Vec::new());
        write(&cover(Locale::English), &engagement, &rows, &[], &settings, most, &mut file).unwrap();
        file.into_inner()
    };
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
