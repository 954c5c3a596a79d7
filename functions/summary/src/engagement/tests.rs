use super::*;
use crate::columns::{Columns, NOT_APPLICABLE, Person, UNKNOWN, VALUE, answer_column};
use chrono::Days;
use chrono::{DateTime, Utc};
use program::activity::Plan;
use program::report::Unit;
use program::text::{Line, Text};
use program::{Activity, ActivityState, Answer, Field, Link, Place, Report, Settings, standing};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A program with an event, a post, a kind that does not count and asks hours in half, and one that asks nothing.
pub(crate) fn settings() -> Settings {
    Settings::read(
        r#"
        [program]
        slug = "example"
        name = "Example Ambassadors"
        community = "Example"
        about = "Ambassadors bring Example to people."
        language = "en"
        support = "team@example.org"
        started_on = 2026-01-01
        time_zone = "Asia/Kolkata"
        [quarter]
        first_month = 1
        check_in_days = 14
        grace_days = 14
        goal = 2
        [intake]
        open = true
        consent_version = 1
        consent = "I agree."
        [[kind]]
        key = "events"
        label = "Organizing events"
        full_report = ["goal", "registrations", "attendees", "hours_to_organize", "hours_to_execute"]
        [[kind]]
        key = "content"
        label = "Content creation"
        full_report = ["audience", "views", "engagements", "reshares"]
        also_asks = ["hours_to_organize"]
        [[kind]]
        key = "networking"
        label = "Networking"
        counts = false
        also_asks = ["attendees", "hours_to_execute"]
        [[kind]]
        key = "other"
        label = "Éditions & more"
        "#,
    )
    .unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) const NAMES: [&str; 6] = ["Zoë", "أمارة", "Ana", "李", "Ana", "अमर"];

/// One activity and the number (0 to 5) of the ambassador whose it is; two of them have one name.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    pub(crate) activity: Activity,
    pub(crate) by: usize,
}

pub(crate) fn person(number: usize) -> Person {
    let country = ["NG", "IN", "BR", "TW", "DE", "NP"][number];
    Person { name: NAMES[number].to_owned(), country: Country::parse(country).unwrap() }
}

pub(crate) fn frame(settings: &Settings, shared: &[Shared]) -> DataFrame {
    let mut columns = Columns::new(settings);
    for shared in shared {
        columns.push(&shared.activity, &person(shared.by));
    }
    columns.into_frame().unwrap()
}

fn any_answer(field: Field) -> BoxedStrategy<Option<Answer>> {
    let value = match field.unit() {
        Unit::Text => "[a-zé=+@-]{1,12}".prop_map(|text| Answer::Text(Text::parse(&text).unwrap())).boxed(),
        Unit::Count => prop_oneof![Just(0u64), 1u64..500, 1_000_000u64..1_000_000_000].prop_map(Answer::Count).boxed(),
        Unit::Hours => prop_oneof![Just(0u32), 1u32..3_000].prop_map(Answer::Minutes).boxed(),
        Unit::YesNo => any::<bool>().prop_map(Answer::YesNo).boxed(),
    };
    prop_oneof![
        1 => Just(None),
        1 => Just(Some(Answer::Unknown)),
        1 => Just(Some(Answer::NotApplicable)),
        4 => value.prop_map(Some),
    ]
    .boxed()
}

fn any_report() -> impl Strategy<Value = Report> {
    let answers: Vec<_> = Field::ALL.into_iter().map(any_answer).collect();
    (answers, proptest::option::of("[a-z ]{1,30}[a-z]")).prop_map(|(answers, story)| Report {
        answers: Field::ALL
            .into_iter()
            .zip(answers)
            .filter_map(|(field, answer)| Some((field.into(), answer?)))
            .collect(),
        done: story.map(|story| Text::parse(&story).unwrap()),
        came_of_it: None,
        metrics: Vec::new(),
        links: Vec::new(),
        practical: None,
        first_at: DateTime::<Utc>::UNIX_EPOCH,
        at: DateTime::<Utc>::UNIX_EPOCH,
        full_at: None,
    })
}

fn any_place() -> impl Strategy<Value = Place> {
    let country =
        || proptest::sample::select(vec!["NG", "GB", "US", "CI", "KR"]).prop_map(|code| Country::parse(code).unwrap());
    let city = || proptest::option::of("[A-Z][a-z]{2,8}").prop_map(|city| city.map(|city| Line::parse(&city).unwrap()));
    prop_oneof![
        Just(Place::Online),
        (city(), country()).prop_map(|(city, country)| Place::InPerson { city, country }),
        (city(), country()).prop_map(|(city, country)| Place::Both { city, country }),
    ]
}

/// Activities of the third quarter of 2026, with holes of every sort.
pub(crate) fn any_activities() -> impl Strategy<Value = Vec<Shared>> {
    let kind = proptest::sample::select(vec!["events", "content", "networking", "other", "given up since"]);
    let state = prop_oneof![1 => Just(ActivityState::Planned), 1 => Just(ActivityState::Cancelled), 4 => Just(ActivityState::Reported)];
    let one = (kind, state, any_place(), any_report(), 0u64..92, 0u64..4, -20i64..3, 0usize..6, any::<bool>());
    proptest::collection::vec(one, 0..24).prop_map(|many| {
        let shared =
            many.into_iter().enumerate().map(|(at, (kind, state, place, report, ends, days, planned, by, linked))| {
                let ends_on = day("2026-07-01") + Days::new(ends);
                let starts_on = ends_on - Days::new(days);
                let activity = Activity {
                    id: format!("00000000-0000-7000-8000-{at:012}").parse().unwrap(),
                    ambassador: format!("00000000-0000-7000-9000-{by:012}").parse().unwrap(),
                    plan: Plan {
                        links: Vec::from_iter(
                            linked.then(|| Link::parse(&format!("https://example.org/{at}")).unwrap()),
                        ),
                        ..Plan::new(kind, Line::parse(&format!("Activity {at}")).unwrap(), starts_on, ends_on, place)
                    },
                    planned_at: starts_on.and_hms_opt(20, 0, 0).unwrap().and_utc() + chrono::Duration::days(planned),
                    report: (state == ActivityState::Reported).then_some(report),
                    state,
                    with: Vec::new(),
                    told_large: false,
                };
                Shared { activity, by }
            });
        shared.collect()
    })
}

/// The same in plain Rust, from the activities themselves.
fn recomputed(settings: &Settings, shared: &[&Shared]) -> Measures {
    let held: Vec<_> =
        shared.iter().map(|shared| &shared.activity).filter(|a| a.state == ActivityState::Reported).collect();
    let answer = |activity: &Activity, field| activity.report.as_ref().and_then(|report| report.answer(field).cloned());
    let count = |activity: &Activity, field| match answer(activity, field) {
        Some(Answer::Count(count)) => Some(count as f64),
        _ => None,
    };
    let reach = |activity: &Activity| count(activity, Field::Attendees).or(count(activity, Field::Views));
    let hours = |activity: &Activity| {
        let asked = |field| settings.kind(&activity.plan.kind).is_some_and(|kind| kind.asks(field));
        let parts: Vec<_> = [Field::HoursToOrganize, Field::HoursToExecute]
            .into_iter()
            .filter(|field| answer(activity, *field).is_some() || asked(*field))
            .map(|field| answer(activity, field))
            .filter(|answer| *answer != Some(Answer::NotApplicable))
            .collect();
        let minutes: Option<Vec<_>> = parts
            .into_iter()
            .map(|part| match part {
                Some(Answer::Minutes(minutes)) => Some(f64::from(minutes)),
                _ => None,
            })
            .collect();
        minutes.filter(|minutes| !minutes.is_empty()).map(|minutes| minutes.iter().sum::<f64>() / 60.0)
    };
    let total = |numbers: &[f64]| Figure {
        value: (!numbers.is_empty()).then(|| numbers.iter().sum()),
        from: numbers.len() as u64,
    };
    let mean = |numbers: &[f64]| Figure {
        value: total(numbers).value.map(|sum| sum / numbers.len() as f64),
        from: numbers.len() as u64,
    };
    let ratio = |pairs: &[(f64, f64)]| {
        let (over, under) = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        Figure { value: (under > 0.0).then(|| over / under), from: pairs.len() as u64 }
    };
    let all = |number: &dyn Fn(&Activity) -> Option<f64>| held.iter().filter_map(|a| number(a)).collect::<Vec<_>>();
    let registered: Vec<_> = held
        .iter()
        .filter_map(|a| count(a, Field::Attendees).zip(count(a, Field::Registrations)))
        .filter(|(_, registrations)| *registrations > 0.0)
        .collect();
    let timed: Vec<_> = held.iter().filter_map(|a| reach(a).zip(hours(a))).collect();
    let ahead = |activity: &Activity| settings.calendar.day(activity.planned_at) < activity.plan.starts_on;
    let state = |state| shared.iter().filter(|shared| shared.activity.state == state).count() as u64;
    Measures {
        reach_per_activity: mean(&all(&reach)),
        engagements_per_post: mean(&all(&|a| count(a, Field::Engagements))),
        attendance_rate: ratio(&registered),
        hours_per_activity: mean(&all(&hours)),
        reach_per_hour: ratio(&timed),
        planned_ahead: mean(&all(&|a| Some(if ahead(a) { 1.0 } else { 0.0 }))),
        countries: held.iter().filter_map(|a| a.plan.place.country()).collect::<BTreeSet<_>>().len() as u64,
        ambassadors: held.iter().map(|a| a.ambassador).collect::<BTreeSet<_>>().len() as u64,
        held: held.len() as u64,
        full: held.iter().filter(|a| standing::is_full(settings, a)).count() as u64,
        reach: total(&all(&reach)),
        hours: total(&all(&hours)),
        planned: state(ActivityState::Planned),
        cancelled: state(ActivityState::Cancelled),
    }
}

/// Equal but for the last digits of a float.
pub(crate) fn close(a: Figure, b: Figure) -> bool {
    a.from == b.from
        && match (a.value, b.value) {
            (None, None) => true,
            (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0) && a.is_finite(),
            _ => false,
        }
}

fn same(ours: &Measures, theirs: &Measures) -> bool {
    let figures = |m: &Measures| {
        [
            m.reach_per_activity,
            m.engagements_per_post,
            m.attendance_rate,
            m.hours_per_activity,
            m.reach_per_hour,
            m.planned_ahead,
            m.reach,
            m.hours,
        ]
    };
    let counts = |m: &Measures| [m.countries, m.ambassadors, m.held, m.full, m.planned, m.cancelled];
    figures(ours).into_iter().zip(figures(theirs)).all(|(a, b)| close(a, b)) && counts(ours) == counts(theirs)
}

fn third_quarter(rows: &DataFrame) -> Engagement {
    Engagement::of(rows, day("2026-07-01"), day("2026-09-30")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    /// X2, M27, M28
    #[test]
    fn every_aggregate_is_what_plain_rust_makes_of_the_same_activities(shared in any_activities()) {
        let settings = settings();
        let engagement = third_quarter(&frame(&settings, &shared));
        let among = |fits: &dyn Fn(&Activity) -> bool| {
            let some: Vec<_> = shared.iter().filter(|shared| fits(&shared.activity)).collect();
            recomputed(&settings, &some)
        };
        let label = |activity: &Activity| settings.kind(&activity.plan.kind).map_or(activity.plan.kind.clone(), |kind| kind.label.clone());

        let all = among(&|_| true);
        prop_assert!(same(&engagement.overview, &all), "{:?}\n{:?}", engagement.overview, all);

        for row in &engagement.by_kind {
            let expected = among(&|a| label(a) == row.kind);
            prop_assert!(same(&row.measures, &expected), "{row:?}\n{expected:?}");
        }
        let kinds: BTreeSet<_> = shared.iter().map(|shared| label(&shared.activity)).collect();
        prop_assert_eq!(engagement.by_kind.iter().map(|row| row.kind.clone()).collect::<BTreeSet<_>>(), kinds.clone());
        prop_assert_eq!(engagement.by_kind.len(), kinds.len());

        for row in &engagement.by_country {
            let expected = among(&|a| a.plan.place.country() == row.country);
            prop_assert!(same(&row.measures, &expected), "{row:?}\n{expected:?}");
        }
        let countries: BTreeSet<_> = shared.iter().map(|shared| shared.activity.plan.place.country()).collect();
        prop_assert_eq!(engagement.by_country.len(), countries.len());

        let months = ["2026-07-01", "2026-08-01", "2026-09-01"].map(day);
        prop_assert_eq!(engagement.by_month.iter().map(|row| row.month).collect::<Vec<_>>(), months);
        for row in &engagement.by_month {
            let expected = among(&|a| (a.plan.ends_on.year(), a.plan.ends_on.month()) == (row.month.year(), row.month.month()));
            prop_assert!(same(&row.measures, &expected), "{row:?}\n{expected:?}");
        }
    }

    /// M11
    #[test]
    fn people_come_in_alphabetical_order_with_what_they_did_and_two_of_one_name_stay_two(shared in any_activities()) {
        let settings = settings();
        let engagement = third_quarter(&frame(&settings, &shared));
        let order: Vec<_> = engagement.ambassadors.iter().map(|row| alphabetical(&row.name)).collect();
        prop_assert!(order.is_sorted());

        let titles = |by: usize, state| {
            let mut some: Vec<_> = shared.iter().filter(|shared| shared.by == by && shared.activity.state == state).collect();
            some.sort_by_key(|shared| (shared.activity.plan.ends_on, shared.activity.id));
            some.into_iter().map(|shared| shared.activity.plan.title.as_str().to_owned()).collect::<Vec<_>>()
        };
        let mut expected: Vec<_> = (0..NAMES.len())
            .map(|by| (NAMES[by].to_owned(), titles(by, ActivityState::Reported), titles(by, ActivityState::Planned)))
            .filter(|(_, did, plans)| !did.is_empty() || !plans.is_empty())
            .collect();
        let names = |deeds: &[Deed]| deeds.iter().map(|deed| deed.title.clone()).collect::<Vec<_>>();
        let mut found: Vec<_> =
            engagement.ambassadors.iter().map(|row| (row.name.clone(), names(&row.did), names(&row.plans))).collect();
        expected.sort();
        found.sort();
        prop_assert_eq!(found, expected);
    }

    /// X4, R7
    #[test]
    fn zero_unknown_not_applicable_and_silence_stay_four_things_in_the_columns(shared in any_activities()) {
        let settings = settings();
        let rows = frame(&settings, &shared);
        prop_assert_eq!(rows.height(), shared.len());
        for field in Field::ALL {
            let values = rows.column(field.name()).unwrap();
            let answers = rows.column(&answer_column(field)).unwrap().str().unwrap();
            for (row, shared) in shared.iter().enumerate() {
                let told = shared.activity.report.as_ref().and_then(|report| report.answer(field));
                let expected = match told {
                    None => None,
                    Some(Answer::Unknown) => Some(UNKNOWN),
                    Some(Answer::NotApplicable) => Some(NOT_APPLICABLE),
                    Some(_) => Some(VALUE),
                };
                prop_assert_eq!(answers.get(row), expected);
                match told {
                    Some(Answer::Count(count)) => prop_assert_eq!(values.u64().unwrap().get(row), Some(*count)),
                    Some(Answer::Minutes(minutes)) => prop_assert_eq!(values.f64().unwrap().get(row), Some(f64::from(*minutes) / 60.0)),
                    Some(Answer::Text(text)) => prop_assert_eq!(values.str().unwrap().get(row), Some(text.as_str())),
                    _ => prop_assert!(values.get(row).unwrap().is_null()),
                }
            }
        }
    }

    /// X1
    #[test]
    fn the_order_in_which_rows_arrive_changes_no_number(shared in any_activities()) {
        let settings = settings();
        let turned: Vec<_> = shared.iter().rev().cloned().collect();
        prop_assert_eq!(third_quarter(&frame(&settings, &shared)), third_quarter(&frame(&settings, &turned)));
    }
}

/// M27: there is no number where there is nothing to take it from, and above all no NaN.
#[test]
fn a_quarter_without_activities_has_months_without_numbers() {
    let engagement = third_quarter(&frame(&settings(), &[]));
    assert_eq!(engagement.overview, Measures::default());
    assert_eq!(engagement.by_month.len(), 3);
    assert!(engagement.by_month.iter().all(|row| row.measures == Measures::default()));
    assert!(engagement.by_kind.is_empty() && engagement.by_country.is_empty() && engagement.ambassadors.is_empty());
}

#[test]
fn accents_and_case_do_not_move_a_name_in_the_alphabet() {
    let mut names = vec!["Zoë", "élodie", "Emil", "Ọlá", "Oda", "Omar", "अमर"];
    names.sort_by_cached_key(|name| alphabetical(name));
    assert_eq!(names, ["élodie", "Emil", "Oda", "Ọlá", "Omar", "Zoë", "अमर"]);
}
