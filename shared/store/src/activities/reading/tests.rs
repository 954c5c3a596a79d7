use super::*;
use crate::applications::Stored;
use crate::secret::Secret;
use crate::tables::Table;
use crate::{Clock, LocalPlace, Patience, Query, Store, from_item, to_item};
use program::activity::{HelpKind, With};
use program::text::{Line, Text};
use program::{
    Activity, ActivityId, ActivityState, AmbassadorId, Calendar, Country, Email, Field, Language, Link, Together,
};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use uuid::Uuid;

fn line(words: &str) -> Line {
    Line::parse(words).unwrap()
}

fn calendar() -> Calendar {
    Calendar::new(
        serde_json::from_str(r#"{"time_zone": "Asia/Kolkata", "first_month": 1, "period": "quarter"}"#).unwrap(),
    )
}

/// An activity with everything an activity can have.
fn full() -> Activity {
    let country = Country::parse("NG").unwrap();
    let at = |hour: u32| format!("2026-07-0{hour}T10:0{hour}:00.123Z").parse::<DateTime<Utc>>().unwrap();
    let first = "2026-07-04".parse().unwrap();
    let last = "2026-08-01".parse().unwrap();
    let mut plan =
        Plan::new("events", line("Sprint 🎉"), first, last, Place::Both { city: Some(line("Lagos")), country });
    plan.several = vec![Span { first, last: first }, Span { first: last, last }];
    plan.links = vec![Link::parse("https://example.org/a").unwrap(), Link::parse("https://example.org/b").unwrap()];
    plan.notes = Some(Text::parse("two\nlines").unwrap());
    plan.expected_reach = Some(120);
    plan.language = Some(Language::parse("pt").unwrap());
    plan.help = Help { kinds: HelpKind::ALL.to_vec(), words: Some(line("a room")) };
    plan.large = true;
    plan.with = vec![Email::parse("ana@example.org").unwrap()];
    let answers = [
        (Field::Goal.into(), Answer::Text(Text::parse("first patches").unwrap())),
        (Field::Registrations.into(), Answer::Count(0)),
        (Field::Attendees.into(), Answer::Unknown),
        (Field::HoursToOrganize.into(), Answer::Minutes(95)),
        (Field::HoursToExecute.into(), Answer::NotApplicable),
        (FieldKey::Own("Recorded".to_owned()), Answer::YesNo(false)),
    ];
    let report = Report {
        answers: answers.into(),
        done: Some(Text::parse("We met.").unwrap()),
        came_of_it: Some(Text::parse("Two patches.").unwrap()),
        metrics: vec![Metric { what: line("patches"), how_many: line("about 2") }],
        links: vec![Link::parse("https://example.org/c").unwrap()],
        practical: Some(Text::parse("All of them.").unwrap()),
        first_at: at(2),
        at: at(3),
        full_at: Some(at(3)),
    };
    Activity {
        id: ActivityId::new(Uuid::from_u128(7)),
        ambassador: AmbassadorId::new(Uuid::from_u128(9)),
        plan,
        planned_at: at(1),
        report: Some(report),
        state: ActivityState::Reported,
        with: vec![With { ambassador: AmbassadorId::new(Uuid::from_u128(8)), said: Together::Asked }],
        told_large: true,
    }
}

/// One with as little as it can have.
fn bare() -> Activity {
    let day = "2026-07-04".parse().unwrap();
    Activity {
        plan: Plan::new("talks", line("A talk"), day, day, Place::Online),
        report: None,
        state: ActivityState::Planned,
        with: Vec::new(),
        told_large: false,
        ..full()
    }
}

/// Some of everything.
fn any() -> Vec<Activity> {
    let mut in_person = full();
    in_person.plan.place = Place::InPerson { city: None, country: Country::parse("BR").unwrap() };
    in_person.plan.help.words = None;
    if let Some(report) = &mut in_person.report {
        report.answers.clear();
        (report.done, report.practical, report.full_at) = (None, None, None);
        report.metrics.clear();
    }
    let cancelled = Activity { state: ActivityState::Cancelled, ..bare() };
    vec![full(), bare(), in_person, cancelled]
}

fn item(activity: &Activity) -> Item {
    to_item(&ActivityItem::of(activity, &calendar(), 3)).unwrap()
}

fn by_hand(item: &Item) -> Option<Stored<Activity>> {
    read(item).map(Stored::from)
}

fn the_general_way(item: &Item) -> Option<Stored<Activity>> {
    from_item::<ActivityItem>(item.clone()).ok().map(Stored::from)
}

#[test]
fn what_is_written_today_is_read_by_hand_as_it_is_the_general_way() {
    for activity in any() {
        let item = item(&activity);
        let read = by_hand(&item).expect("it is read by hand");
        assert_eq!(read.value, activity);
        assert_eq!(read.version, 3);
        assert_eq!(read.value, the_general_way(&item).unwrap().value);
    }
}

/// Every value in every place of an item gives way to each of these, and to nothing.
fn others() -> Vec<Option<AttributeValue>> {
    vec![
        None,
        Some(AttributeValue::Null(true)),
        Some(AttributeValue::Bool(true)),
        Some(AttributeValue::N("-1".to_owned())),
        Some(AttributeValue::N("7".to_owned())),
        Some(AttributeValue::S(String::new())),
        Some(AttributeValue::S("2026-02-30".to_owned())),
        Some(AttributeValue::S("unknown".to_owned())),
        Some(AttributeValue::L(Vec::new())),
        Some(AttributeValue::L(vec![AttributeValue::S("x".to_owned())])),
        Some(AttributeValue::M(Item::new())),
    ]
}

/// Every item that differs in one place from `value`.
fn changed(value: &AttributeValue) -> Vec<AttributeValue> {
    let mut all = Vec::new();
    match value {
        AttributeValue::M(map) => {
            for (name, inner) in map {
                let with = |other: Option<AttributeValue>| {
                    let mut map = map.clone();
                    match other {
                        Some(other) => map.insert(name.clone(), other),
                        None => map.remove(name),
                    };
                    AttributeValue::M(map)
                };
                all.extend(others().into_iter().map(with));
                all.extend(changed(inner).into_iter().map(|inner| with(Some(inner))));
            }
            for (old, value) in [
                ("link", AttributeValue::S("https://example.org".to_owned())),
                ("story", AttributeValue::S("It was good.".to_owned())),
            ] {
                let mut map = map.clone();
                map.insert(old.to_owned(), value);
                all.push(AttributeValue::M(map));
            }
        }
        AttributeValue::L(list) => {
            for (at, inner) in list.iter().enumerate() {
                let with = |other: AttributeValue| {
                    let mut list = list.clone();
                    *list.get_mut(at).unwrap() = other;
                    AttributeValue::L(list)
                };
                all.extend(others().into_iter().flatten().map(with));
                all.extend(changed(inner).into_iter().map(with));
            }
        }
        _ => {}
    }
    all
}

#[test]
fn what_is_broken_or_from_long_ago_is_never_read_by_hand_as_something_else() {
    let (mut all, mut by_hand_too) = (0, 0);
    for activity in any() {
        for changed in changed(&AttributeValue::M(item(&activity))) {
            let AttributeValue::M(changed) = changed else { panic!("an item is a map") };
            all += 1;
            if let Some(read) = by_hand(&changed) {
                by_hand_too += 1;
                let general = the_general_way(&changed);
                assert_eq!(Some(read.value), general.map(|stored| stored.value), "{changed:?}");
            }
        }
    }
    assert!(all > 1_000 && by_hand_too > 100, "{by_hand_too} of {all}");
}

/// How many items a measured run reads; few where it is only to be seen that they are read.
fn many() -> Option<usize> {
    std::env::var("CHANCERY_LARGE").ok().and_then(|many| many.parse().ok())
}

/// As DynamoDB puts a value on the wire.
fn wire(value: &AttributeValue) -> serde_json::Value {
    use serde_json::json;
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::Bool(flag) => json!({ "BOOL": flag }),
        AttributeValue::L(list) => json!({ "L": list.iter().map(wire).collect::<Vec<_>>() }),
        AttributeValue::M(map) => json!({ "M": wired(map) }),
        _ => json!({ "NULL": true }),
    }
}

fn wired(item: &Item) -> serde_json::Value {
    item.iter().map(|(name, value)| (name.clone(), wire(value))).collect::<serde_json::Map<_, _>>().into()
}

/// Answers every query with the same page, from a thread of its own so that it is not measured. Returns its address.
fn serve(page: &[Item]) -> String {
    let items: Vec<_> = page.iter().map(wired).collect();
    let body = serde_json::json!({ "Items": items, "Count": items.len(), "ScannedCount": items.len() }).to_string();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let mut length = 0;
            let mut line = String::new();
            while stream.read_line(&mut line).unwrap() > 0 {
                let header = line.trim().to_lowercase();
                if let Some(told) = header.strip_prefix("content-length:") {
                    length = told.trim().parse().unwrap();
                }
                line.clear();
                if header.is_empty() {
                    std::io::copy(&mut (&mut stream).take(length), &mut std::io::sink()).unwrap();
                    stream.get_mut().write_all(head.as_bytes()).unwrap();
                    stream.get_mut().write_all(body.as_bytes()).unwrap();
                }
            }
        }
    });
    address
}

/// What this thread has been given of the processor so far, in microseconds.
fn used() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split_whitespace().next().and_then(|nanos| nanos.parse::<f64>().ok()).unwrap_or_default() / 1_000.0
}

/// Measured by a release build: `CHANCERY_LARGE=100000 cargo test --release -p store -- --nocapture a_quarter_is_read`.
#[tokio::test(flavor = "current_thread")]
async fn a_quarter_is_read_by_hand_in_little_more_than_the_time_the_client_takes() {
    let page: Vec<_> = any().iter().cycle().take(400).map(item).collect();
    let address = serve(&page);
    let local = LocalPlace {
        tables_url: address.clone(),
        files_url: address.clone(),
        public_files_url: address,
        key_id: "local".to_owned(),
        key_secret: Secret::new("local".to_owned()),
        sealing_key: Secret::new(String::new()),
        patience: Patience::WITH_ONE_MACHINE,
    };
    let place = crate::Place {
        table_prefix: String::new(),
        bucket: "files".to_owned(),
        local: Some(local),
        only_scanned: false,
        sealing_key: None,
    };
    let store = Store::connect(&place, Clock::system());
    let rounds = many().unwrap_or(400).div_ceil(page.len());
    let query = || Query::of(Table::Activities, ("quarter_shard", "2026-Q3#0"));
    let value = |item: ActivityItem| Stored::from(item).value;
    let (mut client, mut general, mut hand, mut read_items) = (0.0, 0.0, 0.0, 0);
    for round in 0..=rounds {
        let before = used();
        let (items, _) = store.raw_page(query(), None).await.unwrap();
        let fetched = used();
        let copies = items.clone();
        let copied = used();
        let general_way: Vec<_> = copies.into_iter().filter_map(|item| from_item(item).ok()).map(value).collect();
        let read_generally = used();
        let by_hand: Vec<_> = items.into_iter().filter_map(|item| read(&item)).map(value).collect();
        let read_by_hand = used();
        assert_eq!(by_hand.len(), page.len());
        assert_eq!(by_hand, general_way);
        // The first round opens the connection.
        if round > 0 {
            read_items += page.len();
            client += fetched - before;
            general += read_generally - copied;
            hand += read_by_hand - read_generally;
        }
    }
    let each = |micros: f64| micros / read_items as f64;
    let (client, general, hand) = (each(client), each(general), each(hand));
    let ratio = (client + hand) / (client + general);
    println!(
        "of an item, µs: the client {client:.2}, then {hand:.2} by hand or {general:.2} the general way; {ratio:.2} ×"
    );
    // Few items in a debug build say nothing about time.
    if many().is_some() {
        assert!(ratio <= 0.55, "{ratio:.2}");
    }
}
