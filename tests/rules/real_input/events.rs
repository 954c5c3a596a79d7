//! The events, who carries each, and what they tell about it: made up here, the same on every run.

use chrono::NaiveDate;
use serde::Deserialize;

/// An event as its record has it.
#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    pub name: String,
    pub url: String,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub city: Option<String>,
    pub country: Option<String>,
    pub online: bool,
}

/// Somebody who carries events.
#[derive(Clone, Debug)]
pub struct Carrier {
    pub name: String,
    pub email: String,
    pub country: &'static str,
    pub since: NaiveDate,
    pub pause: Option<(NaiveDate, NaiveDate)>,
    pub stepped_down: bool,
}

/// What becomes of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Reported,
    NeverTold,
    CalledOff,
}

/// One answer of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Blank,
    Unknown,
    NotApplicable,
    /// A count, or minutes.
    Number(u64),
    Words,
}

/// An event as the activity of somebody.
#[derive(Clone, Debug)]
pub struct Carried {
    pub event: Event,
    /// Whose, by the place in [`carriers`].
    pub by: usize,
    /// The kind's key in the settings.
    pub kind: &'static str,
    pub fate: Fate,
    /// By the names of the fields the kind asks.
    pub told: Vec<(&'static str, Told)>,
}

/// What stands in the file.
pub fn events() -> Vec<Event> {
    serde_json::from_str(include_str!("../../data/conferences-2026-q2-q3.json")).unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub const ARABIC: &str = "أمارة بنت عبد الرحمن";
pub const CHINESE: &str = "欧阳小梅";

/// Eighty of them, each one grapheme of four characters.
pub fn emoji() -> String {
    "👩🏽‍💻".repeat(80)
}

const JOINED_IN_MAY: usize = 14;
const JOINED_IN_JULY: usize = 15;
const PAUSED: usize = 16;
const QUIET_AND_NEW: usize = 18;
const STEPPED_DOWN: usize = 19;

/// Twenty of them: fourteen busy ones, and one of every sort that a quarter's end has to think about.
pub fn carriers() -> Vec<Carrier> {
    let busy = [
        (ARABIC, "Morocco"),
        (CHINESE, "Taiwan"),
        (&*emoji(), "Brazil"),
        ("Ọládélé Adéwọlé", "Nigeria"),
        ("Łucja Żółkiewska", "Poland"),
        ("Søren Ørsted", "Denmark"),
        ("न", "India"),
        ("Σοφία Παπαδοπούλου", "Greece"),
        ("Оксана Коваленко", "Ukraine"),
        ("福岡 健二", "Japan"),
        ("O’Brien, Máire", "Ireland"),
        ("=SUM(A1)", "U.S.A."),
        ("דוד לוי", "Israel"),
        ("Nguyễn Thị Minh Khai", "Vietnam"),
    ];
    let others = ["Joined in May", "Joined in July", "Paused in May", "Quiet", "Quiet and new", "Stepped down"];
    let names = busy.into_iter().chain(others.map(|name| (name, "U.K.")));
    names
        .enumerate()
        .map(|(place, (name, country))| Carrier {
            name: name.to_owned(),
            email: format!("carrier-{place}@example.org"),
            country,
            since: match place {
                JOINED_IN_MAY => day("2026-05-10"),
                JOINED_IN_JULY | QUIET_AND_NEW => day("2026-07-10"),
                _ => day("2026-04-01"),
            },
            pause: (place == PAUSED).then(|| (day("2026-05-01"), day("2026-05-31"))),
            stepped_down: place == STEPPED_DOWN,
        })
        .collect()
}

/// Each event with who carries it and what they tell.
pub fn carried() -> Vec<Carried> {
    let carry = |(place, event): (usize, Event)| {
        let kind = ["talks", "events", "talks", "events", "networking"][place % 5];
        let fate = match place {
            _ if place % 23 == 5 => Fate::CalledOff,
            _ if place % 19 == 8 => Fate::NeverTold,
            _ => Fate::Reported,
        };
        let told = asked(kind).iter().enumerate().map(|(number, field)| (*field, told(place, number, field))).collect();
        Carried { by: carrier(place, &event), event, kind, fate, told }
    };
    events().into_iter().enumerate().map(carry).collect()
}

/// The fields the example program asks for, as its settings file says.
pub fn asked(kind: &str) -> &'static [&'static str] {
    match kind {
        "networking" => &["goal", "attendees", "hours_to_execute"],
        _ => &["goal", "registrations", "attendees", "hours_to_organize", "hours_to_execute"],
    }
}

fn carrier(place: usize, event: &Event) -> usize {
    let in_may = event.start >= day("2026-05-10") && event.end <= day("2026-06-30");
    match place {
        3 => STEPPED_DOWN,
        _ if in_may && place % 41 == 7 => JOINED_IN_MAY,
        _ if event.end >= day("2026-07-10") && place % 13 == 5 => JOINED_IN_JULY,
        _ if place % 29 == 11 => PAUSED,
        _ => place % 14,
    }
}

fn told(place: usize, number: usize, field: &str) -> Told {
    let big = place as u64;
    match (place * 7 + number * 5 + place / 3) % 16 {
        0 => Told::Blank,
        _ if field == "goal" => Told::Words,
        1 => Told::Unknown,
        2 | 3 => Told::NotApplicable,
        4 => Told::Number(0),
        _ => Told::Number(match field {
            "registrations" => 20 + big * 37 % 1_500,
            "attendees" => 5 + big * 53 % 1_400,
            // A quarter of an hour is the least anybody notes down.
            _ => 15 * (1 + big * 11 % 200),
        }),
    }
}

/// A number as one of the many ways people type it.
pub fn typed(place: usize, field: &str, number: u64) -> String {
    let hundredths = number * 100 / 60;
    match (field.starts_with("hours"), place % 3) {
        (true, 0) => format!("{}:{:02}", number / 60, number % 60),
        (true, 1) => format!("{},{:02}", hundredths / 100, hundredths % 100),
        (true, _) => format!("{}.{:02}", hundredths / 100, hundredths % 100),
        (false, 0) if number >= 1_000 => format!("{},{:03}", number / 1_000, number % 1_000),
        (false, 1) if number >= 1_000 => format!("{} {:03}", number / 1_000, number % 1_000),
        (false, _) => number.to_string(),
    }
}
