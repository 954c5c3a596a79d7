//! Slots: times to meet that the team offers. Calls are for everybody; an onboarding session for newcomers needs hosts,
//! and ambassadors take a place as one (clauses M22, M29).

use crate::activity::{date, optional};
use crate::calendar::Calendar;
use crate::form::{Form, Problem, Problems};
use crate::id::{AmbassadorId, SlotId};
use crate::link::Link;
use crate::text::{Line, Text};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

/// What a slot is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// Ambassadors and the team talk.
    Call,
    /// Ambassadors welcome newcomers.
    Session,
}

impl SlotKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Call, Self::Session];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Session => "session",
        }
    }
}

/// What the team says about a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotDetails {
    /// What it is called.
    pub title: Line,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// How many minutes it takes.
    pub minutes: u32,
    /// Where to join.
    pub link: Link,
    /// What it is about.
    pub words: Option<Text>,
    /// How many hosts it needs; none for a call.
    pub hosts: u32,
}

/// The shortest and the longest slot, in minutes.
const MINUTES: (u32, u32) = (5, 24 * 60);
/// The fewest and the most hosts of a session.
const HOSTS: (u32, u32) = (1, 20);

impl SlotDetails {
    /// Reads the form; every problem is found in one pass, in the order of the page. Day and time are those of the
    /// program's time zone.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(kind: SlotKind, form: &Form, calendar: &Calendar) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let title = problems.take("title", Line::parse(form.get("title")));
        let day = problems.take("on", date(form.get("on")));
        let time = problems.take("at", time(form.get("at")));
        let starts_at = match (day, time) {
            (Some(day), Some(time)) => problems.take("at", moment(day, time, calendar)),
            _ => None,
        };
        let minutes = problems.take("minutes", number(form.get("minutes"), MINUTES));
        let link = problems.take("link", Link::parse(form.get("link")));
        let hosts = match kind {
            SlotKind::Call => Some(0),
            SlotKind::Session => problems.take("hosts", number(form.get("hosts"), HOSTS)),
        };
        let words = problems.take("words", optional(Text::parse(form.get("words"))));
        match (title, starts_at, minutes, link, hosts, words) {
            (Some(title), Some(starts_at), Some(minutes), Some(link), Some(hosts), Some(words))
                if problems.is_empty() =>
            {
                Ok(Self { title, starts_at, minutes, link, words, hosts })
            }
            _ => Err(problems),
        }
    }

    /// The form these details would come from, for changing them.
    pub fn to_form(&self, calendar: &Calendar) -> Form {
        let local = calendar.zone_at(self.starts_at).local(self.starts_at);
        let mut form = Form::default();
        form.set("title", self.title.as_str());
        form.set("on", local.date().to_string());
        form.set("at", local.format("%H:%M").to_string());
        form.set("minutes", self.minutes.to_string());
        form.set("link", self.link.as_str());
        form.set("words", self.words.as_ref().map_or("", Text::as_str));
        if self.hosts > 0 {
            form.set("hosts", self.hosts.to_string());
        }
        form
    }

    /// When it ends.
    pub fn ends_at(&self) -> DateTime<Utc> {
        self.starts_at + Duration::minutes(i64::from(self.minutes))
    }
}

/// Somebody who took a place as a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// Who.
    pub ambassador: AmbassadorId,
    /// When they took it.
    pub at: DateTime<Utc>,
}

/// A slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its identifier.
    pub id: SlotId,
    /// What it is for.
    pub kind: SlotKind,
    /// What the team says about it.
    pub details: SlotDetails,
    /// Who hosts it, in the order they said so.
    pub hosts: Vec<Host>,
    /// Whether it does not take place.
    pub is_cancelled: bool,
    /// How often the team changed it, its offering included. Hosts come and go without it.
    pub revision: u64,
    /// When the team changed it last.
    pub changed_at: DateTime<Utc>,
}

/// Why a place of a session cannot be taken, given back or reported on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// It does not take place.
    #[error("it was cancelled")]
    Cancelled,
    /// It has begun.
    #[error("it has begun")]
    Began,
    /// Others took every place.
    #[error("it has all the hosts it needs")]
    Full,
    /// It is today, or over: the team counts on its hosts.
    #[error("it is too late to give it back")]
    TooLate,
    /// It is not over.
    #[error("it has not been held yet")]
    NotHeldYet,
    /// Somebody else hosts it.
    #[error("the ambassador does not host it")]
    NotAHost,
}

impl Slot {
    /// Whether this ambassador hosts it.
    pub fn is_hosted_by(&self, ambassador: AmbassadorId) -> bool {
        self.host(ambassador).is_some()
    }

    /// This ambassador's place.
    pub fn host(&self, ambassador: AmbassadorId) -> Option<&Host> {
        self.hosts.iter().find(|host| host.ambassador == ambassador)
    }

    /// Whether it is still to come or going on.
    pub fn is_ahead(&self, now: DateTime<Utc>) -> bool {
        now < self.details.ends_at()
    }

    /// How many hosts it still needs.
    pub fn places_left(&self) -> u32 {
        self.details.hosts.saturating_sub(u32::try_from(self.hosts.len()).unwrap_or(u32::MAX))
    }

    /// Who hosts it once `host` has taken a place; the same people, where they have one already.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn taken_by(&self, host: Host) -> Result<Vec<Host>, NotPossible> {
        match () {
            () if self.is_cancelled => Err(NotPossible::Cancelled),
            () if self.is_hosted_by(host.ambassador) => Ok(self.hosts.clone()),
            () if self.details.starts_at <= host.at => Err(NotPossible::Began),
            () if self.places_left() == 0 => Err(NotPossible::Full),
            () => Ok(self.hosts.iter().copied().chain([host]).collect()),
        }
    }

    /// Who hosts it once this ambassador has given their place back, until the day before (clause M29).
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn given_back_by(
        &self,
        ambassador: AmbassadorId,
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Result<Vec<Host>, NotPossible> {
        match () {
            () if !self.is_hosted_by(ambassador) => Ok(self.hosts.clone()),
            () if !self.is_cancelled && calendar.day(self.details.starts_at) <= calendar.day(now) => {
                Err(NotPossible::TooLate)
            }
            () => Ok(self.hosts.iter().copied().filter(|host| host.ambassador != ambassador).collect()),
        }
    }

    /// The form of the plan that hosting this comes to: an activity of `kind`, to be reported as any other (clause M6).
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn plan_form(
        &self,
        ambassador: AmbassadorId,
        kind: &str,
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Result<Form, NotPossible> {
        match () {
            () if !self.is_hosted_by(ambassador) => return Err(NotPossible::NotAHost),
            () if self.is_cancelled => return Err(NotPossible::Cancelled),
            () if self.is_ahead(now) => return Err(NotPossible::NotHeldYet),
            () => {}
        }
        let day = calendar.day(self.details.starts_at).to_string();
        let fields = [
            ("kind", kind),
            ("title", self.details.title.as_str()),
            ("starts_on", &day),
            ("ends_on", &day),
            ("place", "online"),
        ];
        Ok(Form::from_pairs(fields.map(|(field, value)| (field.to_owned(), value.to_owned()))))
    }
}

/// The day from which on an ambassador may be reminded that sessions look for hosts: so many days after the last one they
/// took, or after they came. A hint and never more (clause M29).
pub fn hint_from(since: NaiveDate, taken: impl Iterator<Item = NaiveDate>, after_days: u32) -> NaiveDate {
    let last = taken.fold(since, NaiveDate::max);
    last.checked_add_days(chrono::Days::new(u64::from(after_days))).unwrap_or(NaiveDate::MAX)
}

/// Reads a time of day: "17:30", "17.30", "5:30 pm", "5 pm" (requirement P4).
///
/// # Errors
/// [`Problem::Missing`] or [`Problem::NotATime`].
pub fn time(typed: &str) -> Result<NaiveTime, Problem> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let half = ["am", "a.m.", "pm", "p.m."].into_iter().find(|half| typed.ends_with(half));
    let digits = half.map_or(typed.as_str(), |half| typed.trim_end_matches(half).trim_end());
    let (hours, minutes) = match digits.split_once([':', '.']) {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        None if half.is_some() => (digits, "00"),
        _ => return Err(Problem::NotATime),
    };
    let read = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten();
    let (hours, minutes) = (read(hours).ok_or(Problem::NotATime)?, read(minutes).ok_or(Problem::NotATime)?);
    let hours = match half {
        None => hours,
        Some(_) if !(1..=12).contains(&hours) => return Err(Problem::NotATime),
        Some("am" | "a.m.") => hours % 12,
        Some(_) => hours % 12 + 12,
    };
    NaiveTime::from_hms_opt(hours, minutes, 0).ok_or(Problem::NotATime)
}

/// The instant of a day and a time where the program is; the earlier of two, where clocks fall back.
fn moment(day: NaiveDate, time: NaiveTime, calendar: &Calendar) -> Result<DateTime<Utc>, Problem> {
    let zone = calendar.zone_at(calendar.midnight(day));
    zone.instant(day.and_time(time)).ok_or(Problem::ClocksSkipIt)
}

fn number(typed: &str, (least, most): (u32, u32)) -> Result<u32, Problem> {
    match typed.trim() {
        "" => Err(Problem::Missing),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => match digits.parse() {
            Ok(number) if (least..=most).contains(&number) => Ok(number),
            _ => Err(Problem::OutOfRange { least, most }),
        },
        _ => Err(Problem::NotACount),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Counting, Period};
    use crate::zone::{Zone, tests::any_zone};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    fn calendar(zone: Zone) -> Calendar {
        Calendar::new(Counting { time_zone: zone, first_month: 1, period: Period::Quarter })
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn someone(number: u128) -> Host {
        Host { ambassador: AmbassadorId::new(Uuid::from_u128(number)), at: at("2026-05-20T09:00:00Z") }
    }

    fn session(hosts: u32, taken: &[Host]) -> Slot {
        Slot {
            id: SlotId::new(Uuid::from_u128(1)),
            kind: SlotKind::Session,
            details: SlotDetails {
                title: Line::parse("Welcome hour").unwrap(),
                starts_at: at("2026-06-10T16:00:00Z"),
                minutes: 60,
                link: Link::parse("https://meet.example.org/welcome").unwrap(),
                words: None,
                hosts,
            },
            hosts: taken.to_vec(),
            is_cancelled: false,
            revision: 1,
            changed_at: at("2026-05-01T00:00:00Z"),
        }
    }

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    /// P4
    #[test]
    fn times_are_read_as_people_write_them() {
        for (typed, hour, minute) in [
            ("17:30", 17, 30),
            (" 17.30 ", 17, 30),
            ("5:30 pm", 17, 30),
            ("5:30PM", 17, 30),
            ("5 p.m.", 17, 0),
            ("12 am", 0, 0),
            ("12:15 pm", 12, 15),
            ("9:05", 9, 5),
        ] {
            assert_eq!(time(typed), Ok(NaiveTime::from_hms_opt(hour, minute, 0).unwrap()), "{typed}");
        }
        for typed in ["17", "24:00", "5:3", "13 pm", "0 am", "noon", "pm", "1:٣٠", "-1:30"] {
            assert_eq!(time(typed), Err(Problem::NotATime), "{typed}");
        }
    }

    /// M22
    #[test]
    fn a_time_is_one_where_the_program_is_and_one_the_clocks_skip_is_told() {
        let berlin = calendar(zone("Europe/Berlin"));
        let typed =
            |on, at| form(&[("title", "Call"), ("on", on), ("at", at), ("minutes", "45"), ("link", "https://a.org")]);
        let parsed = |on, at| SlotDetails::parse(SlotKind::Call, &typed(on, at), &berlin);
        assert_eq!(parsed("2026-07-14", "17:30").unwrap().starts_at, at("2026-07-14T15:30:00Z"));
        assert_eq!(parsed("2026-01-14", "17:30").unwrap().starts_at, at("2026-01-14T16:30:00Z"));
        assert_eq!(parsed("2026-03-29", "02:30").unwrap_err().of("at"), Some(&Problem::ClocksSkipIt));
        assert_eq!(parsed("2026-10-25", "02:30").unwrap().starts_at, at("2026-10-25T00:30:00Z"));
    }

    /// P2
    #[test]
    fn every_problem_is_found_in_one_pass() {
        let problems = SlotDetails::parse(
            SlotKind::Session,
            &form(&[("on", "soon"), ("at", "noon"), ("minutes", "2"), ("link", "meet"), ("hosts", "many")]),
            &calendar(zone("UTC")),
        );
        let problems = problems.unwrap_err();
        let found: Vec<_> = problems.iter().collect();
        let expected = [
            ("title", &Problem::Missing),
            ("on", &Problem::NotADate),
            ("at", &Problem::NotATime),
            ("minutes", &Problem::OutOfRange { least: 5, most: 1440 }),
            ("link", &Problem::NotALink),
            ("hosts", &Problem::NotACount),
        ];
        assert_eq!(found, expected);
    }

    /// M29
    #[test]
    fn a_place_is_taken_while_there_is_one_and_given_back_until_the_day_before() {
        let utc = calendar(zone("UTC"));
        let (one, two) = (someone(1), someone(2));
        assert_eq!(session(1, &[]).taken_by(one), Ok(vec![one]));
        assert_eq!(session(1, &[one]).taken_by(one), Ok(vec![one]));
        assert_eq!(session(1, &[one]).taken_by(two), Err(NotPossible::Full));
        assert_eq!(Slot { is_cancelled: true, ..session(1, &[]) }.taken_by(one), Err(NotPossible::Cancelled));
        let late = Host { at: at("2026-06-10T16:00:00Z"), ..one };
        assert_eq!(session(1, &[]).taken_by(late), Err(NotPossible::Began));

        let give = |slot: &Slot, now| slot.given_back_by(one.ambassador, at(now), &utc);
        assert_eq!(give(&session(2, &[one, two]), "2026-06-09T23:59:59Z"), Ok(vec![two]));
        assert_eq!(give(&session(2, &[one, two]), "2026-06-10T00:00:00Z"), Err(NotPossible::TooLate));
        assert_eq!(give(&session(2, &[two]), "2026-06-10T00:00:00Z"), Ok(vec![two]));
    }

    /// M29, M6
    #[test]
    fn a_session_becomes_a_plan_once_it_was_held() {
        let (kiritimati, one) = (calendar(zone("Pacific/Kiritimati")), someone(1));
        let plan = |slot: &Slot, now| slot.plan_form(one.ambassador, "support", at(now), &kiritimati);
        assert_eq!(plan(&session(1, &[one]), "2026-06-10T16:59:59Z"), Err(NotPossible::NotHeldYet));
        assert_eq!(plan(&session(1, &[]), "2026-06-11T00:00:00Z"), Err(NotPossible::NotAHost));
        let made = plan(&session(1, &[one]), "2026-06-10T17:00:00Z").unwrap();
        assert_eq!((made.get("title"), made.get("starts_on")), ("Welcome hour", "2026-06-11"));
    }

    /// M29
    #[test]
    fn the_hint_waits_a_year_from_the_last_session_or_from_the_welcome() {
        let day = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        assert_eq!(hint_from(day(2025, 3), [].into_iter(), 365), day(2026, 3));
        assert_eq!(hint_from(day(2025, 3), [day(2025, 6), day(2025, 5)].into_iter(), 365), day(2026, 6));
    }

    proptest! {
        #[test]
        fn what_is_shown_in_the_form_is_what_was_read(day in 0u64..20_000, minute in 0u32..1440, zone in any_zone()) {
            let calendar = calendar(zone);
            let day = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(day);
            let (on, at) = (day.to_string(), format!("{:02}:{:02}", minute / 60, minute % 60));
            let typed = form(&[("title", "Call"), ("on", &on), ("at", &at), ("minutes", "45"), ("link", "https://a.org")]);
            if let Ok(details) = SlotDetails::parse(SlotKind::Call, &typed, &calendar) {
                let again = SlotDetails::parse(SlotKind::Call, &details.to_form(&calendar), &calendar);
                prop_assert_eq!(again, Ok(details));
            }
        }

        #[test]
        fn any_text_is_a_time_or_is_told_to_be_none(typed in ".{0,12}") {
            let _ = time(&typed);
        }
    }
}
