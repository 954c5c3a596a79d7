use super::Requests;
use crate::columns::People;
use crate::engagement::tests::{Shared, any_activities, day, frame, people, settings, third_quarter};
use crate::engagement::{Engagement, Figure};
use crate::rows::Rows;
use crate::workbook::tests::written;
use crate::workbook::{Content, Cover, Edition, sheet_as_csv};
use calamine::{Data, Reader as _, Xlsx};
use chrono::{DateTime, Utc};
use polars::prelude::DataFrame;
use program::funding::{Approving, Asking, Documents, Funding, Hand, Item, Payment, Terms};
use program::money::RateValue;
use program::text::{Line, Text};
use program::{
    Activity, ActivityState, Answer, Currency, Field, FundingId, FundingKind, Money, PersonId, Quarter, Rate, Way,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use words::{Locale, Words};

fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

fn id_of(number: u128) -> String {
    format!("00000000-0000-7000-8000-{number:012}")
}

fn text(words: &str) -> Text {
    Text::parse(words).unwrap()
}

/// A request as it was drawn: for which activity, how many cents of euros and of dollars, how far it came, how many
/// people it aims for.
type Drawn = (usize, u32, u32, u8, Option<u64>);

/// A dollar is 0.333 euros in these books.
const THOUSANDTHS: u128 = 333;

/// The request, taken as far as it came: asked, approved, payable, paid, settled.
fn request(number: usize, of: &Activity, (_, euros, dollars, stage, aimed): Drawn, program: Currency) -> Funding {
    let at: DateTime<Utc> = "2026-07-01T12:00:00Z".parse().unwrap();
    let hand = |person: u128| Hand {
        person: id_of(person).parse::<PersonId>().unwrap(),
        ambassador: None,
        name: "Ines".to_owned(),
        at,
    };
    let (owner, treasurer) = (hand(1), hand(9));
    let items: Vec<_> = [(euros, "EUR"), (dollars, "USD")]
        .into_iter()
        .filter(|(units, _)| *units > 0)
        .map(|(units, code)| Item {
            what: Line::parse("Pizza").unwrap(),
            amount: Money::of_smallest(units, currency(code)),
        })
        .collect();
    let amounts: Vec<_> = items.iter().map(|item| item.amount).collect();
    let asking = Asking {
        activity: of.id,
        title: Line::parse(&format!("=Request {number}")).unwrap(),
        kind: FundingKind::Food,
        way: Way::Direct,
        items,
        details: text("For the evening."),
        outcomes: text(&format!("+{number} people stay to talk")),
        attendees: aimed,
        needed_on: day("2026-09-15"),
        need: None,
    };
    let id: FundingId = id_of(1000 + number as u128).parse().unwrap();
    let asked = Funding::draft(id, (of.ambassador, owner.person), asking, at).asked(&owner).unwrap().funding;
    if stage == 0 {
        return asked;
    }
    let rate = |code: &str, value: &str| {
        Rate::new(currency(code), RateValue::parse(value).unwrap(), day("2026-01-01"), treasurer.person)
    };
    let rates = match program.code() {
        "EUR" => vec![rate("USD", "0.333")],
        _ => vec![rate("USD", "150"), rate("EUR", "160")],
    };
    let quarter = Quarter::new(2026, 3).unwrap();
    let terms = Terms { rates: &rates, program, quarter, today: day("2026-07-01"), cap: None };
    let sums = amounts.iter().copied().collect();
    let approving = Approving { items: amounts, until: day("2026-12-31"), reason: text("It fits."), exception: false };
    let approved = asked.approved(&treasurer, approving, terms).unwrap().funding;
    if stage == 1 {
        return approved;
    }
    let papers = Documents { invoices: 1, ..Documents::default() };
    let there = approved.handed_in(&owner).unwrap().funding.documented(&owner, &papers).unwrap().funding;
    let payable = there.payable(&treasurer, &sums).unwrap().funding;
    if stage == 2 {
        return payable;
    }
    let payment = Payment { reference: Line::parse("SEPA 1").unwrap(), on: day("2026-09-20") };
    let paid = payable.paid(&treasurer, payment).unwrap().funding;
    if stage == 3 { paid } else { paid.settled(&owner).unwrap().funding }
}

fn any_requests() -> impl Strategy<Value = Vec<Drawn>> {
    let units = || prop_oneof![Just(0u32), 1u32..1_000_000];
    let one = (0usize..24, 1u32..1_000_000, units(), 0u8..5, proptest::option::of(1u64..300));
    proptest::collection::vec(one, 0..16)
}

/// Requests for some of these activities.
fn drawn<'a>(shared: &'a [Shared], requests: &[Drawn]) -> Vec<(Drawn, &'a Activity)> {
    let of = |one: &Drawn| Some((*one, &shared.get(one.0 % shared.len().max(1))?.activity));
    requests.iter().filter_map(of).collect()
}

fn requests_of(drawn: &[(Drawn, &Activity)], program: Currency) -> Requests {
    let made: Vec<_> = drawn.iter().enumerate().map(|(at, (one, of))| request(at, of, *one, program)).collect();
    Requests::of(&made, program).unwrap()
}

/// What was paid for it, in cents of euros, as somebody with pencil and paper would work it out: half to even.
fn cents((_, euros, dollars, stage, _): &Drawn) -> Option<u128> {
    let thousandths = u128::from(*dollars) * THOUSANDTHS;
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    let up = rest > 500 || (rest == 500 && whole % 2 == 1);
    (*stage >= 3).then_some(u128::from(*euros) + whole + u128::from(up))
}

fn attendees(activity: &Activity) -> Option<u64> {
    let held = activity.report.as_ref().filter(|_| activity.state == ActivityState::Reported)?;
    match held.answer(Field::Attendees) {
        Some(Answer::Count(count)) => Some(*count),
        _ => None,
    }
}

/// What these cost in all, and for each person who came.
fn costs<'a>(drawn: &[(Drawn, &'a Activity)], fits: &dyn Fn(&Activity) -> bool) -> (Figure, Figure) {
    let mut paid: BTreeMap<_, (u128, &'a Activity)> = BTreeMap::new();
    for (one, activity) in drawn.iter().filter(|(_, activity)| fits(activity)) {
        let Some(cents) = cents(one) else { continue };
        paid.entry(activity.id).or_insert((0, *activity)).0 += cents;
    }
    let all: u128 = paid.values().map(|(cents, _)| cents).sum();
    let known: Vec<_> = paid.values().filter_map(|(cents, of)| Some((*cents, attendees(of)?))).collect();
    let people: u64 = known.iter().map(|(_, people)| people).sum();
    let of_known: u128 = known.iter().map(|(cents, _)| cents).sum();
    let cost = Figure { value: (!paid.is_empty()).then_some(all as f64), from: paid.len() as u64 };
    let each = Figure { value: (people > 0).then(|| of_known as f64 / people as f64), from: known.len() as u64 };
    (cost, each)
}

fn cover(edition: Edition) -> Cover {
    Cover {
        program: "Example & Ambassadors".into(),
        community: "Example".into(),
        period: "2026-Q3".to_owned(),
        first_day: day("2026-07-01"),
        last_day: day("2026-09-30"),
        made_at: DateTime::from_timestamp(1_791_000_000, 0).unwrap(),
        compared: third_quarter(&settings()).compared,
        provisional_until: None,
        narrowed: Vec::new(),
        settings_version: 3,
        edition,
        words: Words::new(Locale::English),
    }
}

fn with<T>(rows: DataFrame, requests: Requests, edition: Edition, of: impl FnOnce(Content<'_>) -> T) -> T {
    let (settings, people, cover): (_, People, _) = (settings(), people(), cover(edition));
    let rows = Rows::of(rows).funded(Some(requests));
    let engagement = Engagement::of(&rows, &third_quarter(&settings), &people, &settings).unwrap();
    of(Content {
        cover: &cover,
        engagement: &engagement,
        rows: &rows,
        people: &people,
        standings: &[],
        settings: &settings,
    })
}

fn rows_of(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<BTreeMap<String, Data>> {
    let range = book.worksheet_range(sheet).unwrap();
    let mut rows = range.rows();
    let headers: Vec<_> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    rows.map(|row| headers.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(number) => Some(*number),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    /// X2, D2, M28
    #[test]
    fn what_activities_cost_is_what_plain_rust_makes_of_the_same_requests(
        shared in any_activities(),
        requests in any_requests(),
    ) {
        let settings = settings();
        let drawn = drawn(&shared, &requests);
        let rows = Rows::of(frame(&settings, &shared)).funded(Some(requests_of(&drawn, currency("EUR"))));
        let engagement = Engagement::of(&rows, &third_quarter(&settings), &people(), &settings).unwrap();
        let is_now = |activity: &Activity| activity.plan.ends_on >= day("2026-07-01");
        let label = |activity: &Activity| settings.kind(&activity.plan.kind).map_or(activity.plan.kind.clone(), |kind| kind.label.clone());
        let of = |measures: &crate::engagement::Measures| (measures.cost, measures.cost_per_attendee);

        prop_assert_eq!(of(&engagement.overview), costs(&drawn, &is_now));
        prop_assert_eq!(of(&engagement.previous.unwrap()), costs(&drawn, &|activity| !is_now(activity)));
        for row in &engagement.by_kind {
            prop_assert_eq!(of(&row.measures), costs(&drawn, &|activity| is_now(activity) && label(activity) == row.kind));
        }
        for row in &engagement.by_country {
            let here = |activity: &Activity| is_now(activity) && activity.plan.place.country() == row.country;
            prop_assert_eq!(of(&row.measures), costs(&drawn, &here));
        }

        // Each request that is promised or paid, once, with what is told of its activity.
        let mut expected: Vec<_> = drawn
            .iter()
            .enumerate()
            .filter(|(_, ((.., stage, _), activity))| *stage > 0 && is_now(activity))
            .map(|(at, (one, activity))| {
                let paid = cents(one).and_then(|cents| Money::of_units(u64::try_from(cents).unwrap(), currency("EUR")));
                (format!("=Request {at}"), activity.plan.title.to_string(), paid, attendees(activity), one.4)
            })
            .collect();
        let mut found: Vec<_> = engagement
            .funded
            .iter()
            .map(|row| (row.request.clone(), row.activity.clone(), row.paid_value, row.attendees, row.aimed))
            .collect();
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        found.sort_by(|a, b| a.0.cmp(&b.0));
        prop_assert_eq!(found, expected);
    }

    /// X2, X3, S9, M28
    #[test]
    fn the_costs_of_a_workbook_can_be_recomputed_from_its_own_sheet_and_no_text_is_a_formula(
        shared in any_activities(),
        requests in any_requests(),
    ) {
        let drawn = drawn(&shared, &requests);
        let rows = frame(&settings(), &shared);
        let requests = requests_of(&drawn, currency("EUR"));
        let (bytes, list) = with(rows, requests, Edition::Team, |content| {
            let mut list = Vec::new();
            let is_there = sheet_as_csv(content, "funding", &mut list).unwrap();
            (written(content), is_there.then_some(list))
        });
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let has_sheet = book.sheet_names().contains(&"Funding".to_owned());
        prop_assert_eq!(has_sheet, list.is_some());
        let funding = if has_sheet { rows_of(&mut book, "Funding") } else { Vec::new() };
        let paid: Vec<_> = funding.iter().filter_map(|row| number(&row["Paid, in the program’s currency"])).collect();
        let overview = rows_of(&mut book, "Overview");
        let measure = |name: &str| {
            let row = overview.iter().find(|row| row["Measure"] == Data::String(name.to_owned())).unwrap();
            number(&row["This period: 2026-Q3"])
        };
        let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (None, None) => true,
            (Some(a), Some(b)) => (a - b).abs() < 0.006,
            _ => false,
        };
        prop_assert!(near(measure("What it cost"), (!paid.is_empty()).then(|| paid.iter().sum())));
        let mut activities: BTreeMap<String, (f64, f64)> = BTreeMap::new();
        for row in &funding {
            if let Some((paid, came)) = number(&row["Paid, in the program’s currency"]).zip(number(&row["People who came"])) {
                let sum = activities.entry(row["Activity"].to_string()).or_insert((0.0, came));
                sum.0 += paid;
            }
        }
        let (cost, came) = activities.values().fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
        prop_assert!(near(measure("Cost per attendee"), (came > 0.0).then(|| cost / came)));
        for sheet in book.sheet_names() {
            let formulas = book.worksheet_formula(&sheet).unwrap();
            prop_assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "{}", sheet);
        }
        if let Some(list) = list {
            let text = String::from_utf8(list).unwrap();
            let mut list = csv::Reader::from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
            let headings = list.headers().unwrap().clone();
            let records: Vec<_> = list.records().map(Result::unwrap).collect();
            prop_assert_eq!(records.len(), funding.len());
            for (record, row) in records.iter().zip(&funding) {
                let cell = |name: &str| headings.iter().position(|there| there == name).and_then(|at| record.get(at)).unwrap();
                prop_assert_eq!(cell("Request"), format!("'{}", row["Request"]));
                let paid = cell("Paid, in the program’s currency");
                prop_assert!(near(paid.parse().ok(), number(&row["Paid, in the program’s currency"])));
            }
        }
    }
}

/// One activity of the third quarter and a request for it that was paid.
fn one_paid(program: &str) -> (DataFrame, Requests) {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let some = any_activities().prop_filter("one is needed", |shared| !shared.is_empty());
    let mut shared = some.new_tree(&mut runner).unwrap().current();
    shared.truncate(1);
    let one = &mut shared[0].activity;
    (one.plan.starts_on, one.plan.ends_on) = (day("2026-07-04"), day("2026-07-05"));
    let requests = [(0, 4_550, 1_000, 3, Some(40))];
    let requests = requests_of(&drawn(&shared, &requests), currency(program));
    (frame(&settings(), &shared), requests)
}

/// S13, M28
#[test]
fn the_public_edition_says_nothing_of_money_and_the_team_s_says_where_it_is_explained() {
    let (rows, requests) = one_paid("EUR");
    let texts = |edition| {
        let bytes = with(rows.clone(), requests.clone(), edition, written);
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let mut texts = BTreeSet::new();
        for sheet in book.sheet_names() {
            let range = book.worksheet_range(&sheet).unwrap();
            texts.extend(range.used_cells().map(|(_, _, cell)| cell.to_string()));
            texts.insert(sheet);
        }
        texts
    };
    let public = texts(Edition::Public);
    for told in ["Funding", "What it cost", "Cost per attendee", "=Request 0", "45.5", "45.50 EUR + 10.00 USD"] {
        assert!(!public.contains(told), "{told}");
    }
    assert!(!public.iter().any(|text| text.contains("currency")), "{public:?}");
    let team = texts(Edition::Team);
    for told in ["Funding", "What it cost", "Cost per attendee", "=Request 0", "45.50 EUR + 10.00 USD", "48.83"] {
        assert!(team.contains(told), "{told} in {team:?}");
    }
}

/// X1: yen have no decimals, wherever they stand.
#[test]
fn costs_are_in_whole_smallest_units_of_the_program_s_own_currency() {
    let (rows, requests) = one_paid("JPY");
    let bytes = with(rows, requests, Edition::Team, written);
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let funding = rows_of(&mut book, "Funding").remove(0);
    assert_eq!(funding["Paid, in the program’s currency"], Data::Float(8_780.0), "45.50 × 160 + 10.00 × 150");
    assert_eq!(funding["Paid"], Data::String("45.50 EUR + 10.00 USD".to_owned()), "what it was is kept");
}

/// A program without funds has no word about them.
#[test]
fn a_program_without_funds_has_no_costs() {
    let (rows, _) = one_paid("EUR");
    let engagement = Engagement::of(&Rows::of(rows), &third_quarter(&settings()), &people(), &settings()).unwrap();
    assert_eq!((engagement.currency, engagement.overview.cost), (None, Figure::default()));
    assert!(engagement.funded.is_empty());
}
