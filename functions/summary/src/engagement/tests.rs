use super::*;
use crate::columns::{Columns, NOT_APPLICABLE, Person, UNKNOWN, VALUE, answer_column};
use crate::rows::Filter;
use chrono::Days;
use chrono::{DateTime, Utc};
use program::activity::{Plan, With};
use program::report::{FieldKey, Unit};
use program::text::{Line, Text};
use program::{
    Activity, ActivityState, AmbassadorId, Answer, Field, Language, Link, Place, Report, Together, standing,
};
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

pub(crate) fn id_of(number: usize) -> AmbassadorId {
    format!("00000000-0000-7000-9000-{number:012}").parse().unwrap()
}

pub(crate) fn people() -> People {
    let countries = ["NG", "IN", "BR", "TW", "DE", "NP"].map(|code| Country::parse(code).unwrap());
    let people = NAMES.into_iter().zip(countries).enumerate();
    people.map(|(number, (name, country))| (id_of(number), Person { name: name.to_owned(), country })).collect()
}

pub(crate) fn frame(settings: &Settings, shared: &[Shared]) -> DataFrame {
    let mut columns = Columns::new(settings);
    for shared in shared {
        columns.push(&shared.activity);
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

/// Activities of the second and third quarter of 2026, with holes of every sort.
pub(crate) fn any_activities() -> impl Strategy<Value = Vec<Shared>> {
    let kind = proptest::sample::select(vec!["events", "content", "networking", "other", "given up since"]);
    let state = prop_oneof![1 => Just(ActivityState::Planned), 1 => Just(ActivityState::Cancelled), 4 => Just(ActivityState::Reported)];
    let language = proptest::option::of(proptest::sample::select(vec!["pt", "en", "hi"]));
    let with = proptest::collection::vec((0usize..6, any::<bool>()), 0..3);
    let told = (any_report(), proptest::option::of(any_answer(Field::Views)), language, with);
    // Some lie before the quarter: they are of the one before, and enter nothing but the trend.
    let one = (kind, state, any_place(), told, 0u64..183, 0u64..4, -20i64..3, 0usize..6, any::<bool>());
    proptest::collection::vec(one, 0..24).prop_map(|many| {
        let shared =
            many.into_iter().enumerate().map(|(at, (kind, state, place, told, ends, days, planned, by, linked))| {
                let (mut report, own, language, with) = told;
                let own = own.flatten().map(|answer| (FieldKey::Own("Stickers given".to_owned()), answer));
                report.answers.extend(own);
                let ends_on = day("2026-04-01") + Days::new(ends);
                let starts_on = ends_on - Days::new(days);
                let activity = Activity {
                    id: format!("00000000-0000-7000-8000-{at:012}").parse().unwrap(),
                    ambassador: id_of(by),
                    plan: Plan {
                        links: Vec::from_iter(
                            linked.then(|| Link::parse(&format!("https://example.org/{at}")).unwrap()),
                        ),
                        language: language.map(|code| Language::parse(code).unwrap()),
                        ..Plan::new(kind, Line::parse(&format!("Activity {at}")).unwrap(), starts_on, ends_on, place)
                    },
                    planned_at: starts_on.and_hms_opt(20, 0, 0).unwrap().and_utc() + chrono::Duration::days(planned),
                    report: (state == ActivityState::Reported).then_some(report),
                    state,
                    with: with
                        .into_iter()
                        .collect::<std::collections::BTreeMap<_, _>>()
                        .into_iter()
                        .filter(|(other, _)| *other != by)
                        .map(|(other, yes)| With {
                            ambassador: id_of(other),
                            said: if yes { Together::Yes } else { Together::Asked },
                        })
                        .collect(),
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
    let attendees = |activity: &Activity| count(activity, Field::Attendees);
    let views = |activity: &Activity| count(activity, Field::Views);
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
    let timed = |number: &dyn Fn(&Activity) -> Option<f64>| -> Vec<_> {
        held.iter().filter_map(|a| number(a).zip(hours(a))).collect()
    };
    let week = |activity: &Activity| activity.plan.ends_on.week(chrono::Weekday::Mon).first_day();
    let ahead = |activity: &Activity| settings.calendar.day(activity.planned_at) < activity.plan.starts_on;
    let state = |state| shared.iter().filter(|shared| shared.activity.state == state).count() as u64;
    Measures {
        attendees_per_event: mean(&all(&attendees)),
        views_per_post: mean(&all(&views)),
        engagements_per_post: mean(&all(&|a| count(a, Field::Engagements))),
        attendance_rate: ratio(&registered),
        hours_per_activity: mean(&all(&hours)),
        attendees_per_hour: ratio(&timed(&attendees)),
        views_per_hour: ratio(&timed(&views)),
        languages: held.iter().filter_map(|a| a.plan.language).map(Language::code).collect::<BTreeSet<_>>().len()
            as u64,
        countries: held.iter().filter_map(|a| a.plan.place.country()).collect::<BTreeSet<_>>().len() as u64,
        planned_ahead: mean(&all(&|a| Some(if ahead(a) { 1.0 } else { 0.0 }))),
        weeks: held.iter().map(|a| week(a)).collect::<BTreeSet<_>>().len() as u64,
        ambassadors: held.iter().map(|a| a.ambassador).collect::<BTreeSet<_>>().len() as u64,
        advocates: Figure::default(),
        held: held.len() as u64,
        full: held.iter().filter(|a| standing::is_full(settings, a)).count() as u64,
        attendees: total(&all(&attendees)),
        views: total(&all(&views)),
        hours: total(&all(&hours)),
        planned: state(ActivityState::Planned),
        cancelled: state(ActivityState::Cancelled),
        cost: Figure::default(),
        cost_per_attendee: Figure::default(),
    }
}

/// Each ambassador's hours up to a fifth of full time in `days` days, in posts of 40 hours a week.
fn advocates(settings: &Settings, shared: &[&Shared], days: f64) -> Figure {
    let full_time = 40.0 * days / 7.0;
    let hours = |by: usize| {
        let own: Vec<_> = shared.iter().copied().filter(|shared| shared.by == by).collect();
        recomputed(settings, &own).hours
    };
    let hours: Vec<_> = (0..NAMES.len()).map(hours).filter(|hours| hours.from > 0).collect();
    let from = hours.iter().map(|hours| hours.from).sum();
    let capped = hours.iter().filter_map(|hours| hours.value).map(|hours| hours.min((full_time * 12.0).floor() / 60.0));
    Figure { value: (from > 0).then(|| capped.sum::<f64>() / full_time), from }
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
            m.attendees_per_event,
            m.views_per_post,
            m.engagements_per_post,
            m.attendance_rate,
            m.hours_per_activity,
            m.attendees_per_hour,
            m.views_per_hour,
            m.planned_ahead,
            m.attendees,
            m.views,
            m.hours,
            m.cost,
            m.cost_per_attendee,
        ]
    };
    let counts =
        |m: &Measures| [m.languages, m.countries, m.weeks, m.ambassadors, m.held, m.full, m.planned, m.cancelled];
    figures(ours).into_iter().zip(figures(theirs)).all(|(a, b)| close(a, b)) && counts(ours) == counts(theirs)
}

/// The third quarter of 2026, closed.
pub(crate) fn third_quarter(settings: &Settings) -> Period {
    Period::quarter(settings, "2026-Q3".parse().unwrap(), true)
}

fn engagement(settings: &Settings, rows: &DataFrame) -> Engagement {
    Engagement::of(&Rows::of(rows.clone()), &third_quarter(settings), &people(), settings).unwrap()
}

/// Those of the third quarter.
fn of_third_quarter(shared: &[Shared]) -> Vec<&Shared> {
    shared.iter().filter(|shared| shared.activity.plan.ends_on >= day("2026-07-01")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    /// X2, M27, M28
    #[test]
    fn every_aggregate_is_what_plain_rust_makes_of_the_same_activities(shared in any_activities()) {
        let settings = settings();
        let engagement = engagement(&settings, &frame(&settings, &shared));
        let now = of_third_quarter(&shared);
        let among = |fits: &dyn Fn(&Activity) -> bool| {
            let some: Vec<_> = now.iter().copied().filter(|shared| fits(&shared.activity)).collect();
            recomputed(&settings, &some)
        };
        let label = |activity: &Activity| settings.kind(&activity.plan.kind).map_or(activity.plan.kind.clone(), |kind| kind.label.clone());

        let all = among(&|_| true);
        prop_assert!(same(&engagement.overview, &all), "{:?}\n{:?}", engagement.overview, all);
        let posts = advocates(&settings, &now, 92.0);
        prop_assert!(close(engagement.overview.advocates, posts), "{:?}\n{posts:?}", engagement.overview.advocates);

        let before: Vec<_> = shared.iter().filter(|shared| shared.activity.plan.ends_on < day("2026-07-01")).collect();
        let previous = engagement.previous.unwrap();
        prop_assert!(same(&previous, &recomputed(&settings, &before)), "{previous:?}");
        prop_assert!(close(previous.advocates, advocates(&settings, &before, 91.0)), "{previous:?}");
        prop_assert_eq!(engagement.year_ago, None, "the program is not that old");
        let trend: Vec<_> = engagement.trend.iter().map(|row| row.quarter.to_string()).collect();
        prop_assert_eq!(trend, ["2026-Q1", "2026-Q2", "2026-Q3"]);
        prop_assert_eq!(engagement.trend[1].measures, previous);
        prop_assert_eq!(engagement.trend[2].measures, engagement.overview);
        prop_assert_eq!(engagement.trend[0].measures, Measures::default());

        for row in &engagement.by_kind {
            let expected = among(&|a| label(a) == row.kind);
            prop_assert!(same(&row.measures, &expected), "{row:?}\n{expected:?}");
        }
        let kinds: BTreeSet<_> = now.iter().map(|shared| label(&shared.activity)).collect();
        prop_assert_eq!(engagement.by_kind.iter().map(|row| row.kind.clone()).collect::<BTreeSet<_>>(), kinds.clone());
        prop_assert_eq!(engagement.by_kind.len(), kinds.len());

        for row in &engagement.by_country {
            let expected = among(&|a| a.plan.place.country() == row.country);
            prop_assert!(same(&row.measures, &expected), "{row:?}\n{expected:?}");
        }
        let countries: BTreeSet<_> = now.iter().map(|shared| shared.activity.plan.place.country()).collect();
        prop_assert_eq!(engagement.by_country.len(), countries.len());

        let region = |activity: &Activity| activity.plan.place.country().map(Continent::of);
        for row in &engagement.by_region {
            let expected = among(&|a| region(a) == row.region);
            prop_assert!(same(&row.measures, &expected), "{row:?}\n{expected:?}");
        }
        let regions: BTreeSet<_> = now.iter().map(|shared| region(&shared.activity)).collect();
        prop_assert_eq!(engagement.by_region.len(), regions.len());

        let held_in = |some: &[&Shared]| -> BTreeSet<_> {
            let held = some.iter().filter(|shared| shared.activity.state == ActivityState::Reported);
            held.filter_map(|shared| shared.activity.plan.place.country()).collect()
        };
        let new: BTreeSet<_> = held_in(&now).difference(&held_in(&before)).copied().collect();
        prop_assert_eq!(engagement.new_countries.iter().copied().collect::<BTreeSet<_>>(), new);

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
        let engagement = engagement(&settings, &frame(&settings, &shared));
        let now = of_third_quarter(&shared);
        let order: Vec<_> = engagement.ambassadors.iter().map(|row| alphabetical(&row.name)).collect();
        prop_assert!(order.is_sorted());

        let titles = |by: usize, state| {
            let mut some: Vec<_> =
                now.iter().filter(|shared| shared.by == by && shared.activity.state == state).collect();
            some.sort_by_key(|shared| (shared.activity.plan.ends_on, shared.activity.id));
            some.into_iter().map(|shared| shared.activity.plan.title.as_str().to_owned()).collect::<Vec<_>>()
        };
        let together = |by: usize| {
            let said_yes = |shared: &&&Shared| shared.activity.organized_with().any(|other| other == id_of(by));
            let mut some: Vec<_> =
                now.iter().filter(said_yes).filter(|shared| shared.activity.state == ActivityState::Reported).collect();
            some.sort_by_key(|shared| (shared.activity.plan.ends_on, shared.activity.id));
            some.into_iter().map(|shared| shared.activity.plan.title.as_str().to_owned()).collect::<Vec<_>>()
        };
        let (held, planned) = (ActivityState::Reported, ActivityState::Planned);
        let mut expected: Vec<_> = (0..NAMES.len())
            .map(|by| (NAMES[by].to_owned(), titles(by, held), together(by), titles(by, planned)))
            .filter(|(_, did, together, plans)| !did.is_empty() || !together.is_empty() || !plans.is_empty())
            .collect();
        let names = |deeds: &[Deed]| deeds.iter().map(|deed| deed.title.to_string()).collect::<Vec<_>>();
        let mut found: Vec<_> =
            engagement.ambassadors.iter().map(|row| (row.name.clone(), names(&row.did), names(&row.together), names(&row.plans))).collect();
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
        prop_assert_eq!(
            engagement(&settings, &frame(&settings, &shared)),
            engagement(&settings, &frame(&settings, &turned))
        );
    }

    /// M11, M27
    #[test]
    fn what_worked_is_the_most_engaging_of_each_kind_by_one_measure_a_kind(shared in any_activities()) {
        let settings = settings();
        let engagement = engagement(&settings, &frame(&settings, &shared));
        for (kind, field) in [("events", Field::Attendees), ("content", Field::Engagements)] {
            let label = &settings.kind(kind).unwrap().label;
            let mut counts: Vec<_> = of_third_quarter(&shared)
                .into_iter()
                .map(|shared| &shared.activity)
                .filter(|activity| activity.plan.kind == kind && activity.state == ActivityState::Reported)
                .filter_map(|activity| activity.report.as_ref().filter(|report| report.story().is_some()))
                .filter_map(|report| match report.answer(field) {
                    Some(Answer::Count(count)) => Some(*count),
                    _ => None,
                })
                .collect();
            counts.sort_unstable_by(|a, b| b.cmp(a));
            counts.truncate(3);
            let found = engagement.worked.iter().filter(|worked| worked.kind == *label);
            prop_assert_eq!(found.map(|worked| worked.count).collect::<Vec<_>>(), counts);
        }
        prop_assert!(engagement.worked.iter().all(|worked| worked.done.is_some() || worked.came_of_it.is_some()));
    }

    /// R6: it makes no difference where the rows of a quarter come from, and what a summary is narrowed to is all it has.
    #[test]
    fn rows_from_the_table_and_rows_that_were_kept_give_the_same_numbers(
        shared in any_activities(),
        narrowed in 0usize..3,
    ) {
        let settings = settings();
        let before: Vec<_> = shared.iter().filter(|shared| shared.activity.plan.ends_on < day("2026-07-01")).cloned().collect();
        let now: Vec<_> = of_third_quarter(&shared).into_iter().cloned().collect();
        let filters = [
            Filter::default(),
            Filter { kind: Some("events".to_owned()), ..Filter::default() },
            Filter { country: Some(Country::parse("NG").unwrap()), language: Language::parse("pt").ok(), kind: None },
        ];
        let filter = filters[narrowed].clone();
        let mut mixed = Rows::new(filter.clone());
        let mut file = Vec::new();
        crate::kept::write(crate::kept::KEPT, [Ok(frame(&settings, &before))], &mut file).unwrap();
        mixed.push_kept(file.into());
        mixed.push(frame(&settings, &now));
        let mixed = Engagement::of(&mixed, &third_quarter(&settings), &people(), &settings).unwrap();
        let fits = |shared: &&Shared| {
            let plan = &shared.activity.plan;
            filter.kind.as_ref().is_none_or(|kind| plan.kind == *kind)
                && filter.country.is_none_or(|country| plan.place.country() == Some(country))
                && filter.language.is_none_or(|language| plan.language == Some(language))
        };
        let some: Vec<_> = shared.iter().filter(fits).cloned().collect();
        prop_assert_eq!(mixed, engagement(&settings, &frame(&settings, &some)));
    }
}

/// M27: there is no number where there is nothing to take it from, and above all no NaN.
#[test]
fn a_quarter_without_activities_has_months_without_numbers() {
    let engagement = engagement(&settings(), &frame(&settings(), &[]));
    assert_eq!(engagement.overview, Measures::default());
    assert_eq!(engagement.by_month.len(), 3);
    assert!(engagement.by_month.iter().all(|row| row.measures == Measures::default()));
    assert!(
        engagement.by_kind.is_empty()
            && engagement.by_country.is_empty()
            && engagement.worked.is_empty()
            && engagement.ambassadors.is_empty()
    );
}

#[test]
fn accents_and_case_do_not_move_a_name_in_the_alphabet() {
    let mut names = vec!["Zoë", "élodie", "Emil", "Ọlá", "Oda", "Omar", "अमर"];
    names.sort_by_cached_key(|name| alphabetical(name));
    assert_eq!(names, ["élodie", "Emil", "Oda", "Ọlá", "Omar", "Zoë", "अमर"]);
}
