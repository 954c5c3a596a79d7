//! An activity: shared as a plan before, reported afterwards, one item all along (clause M6).

use crate::calendar::{Calendar, Quarter};
use crate::country::Country;
use crate::email::Email;
use crate::form::{Form, Problem, Problems};
use crate::id::{ActivityId, AmbassadorId};
use crate::language::Language;
use crate::link::Link;
use crate::report::{self, Report};
use crate::settings::Settings;
use crate::text::{Line, Text};
use crate::together::Together;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeSet;

/// What an ambassador writes about an activity before it happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The kind's key in the settings (clause M5).
    pub kind: String,
    /// What it is called.
    pub title: Line,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day, the same for an activity of one day.
    pub ends_on: NaiveDate,
    /// Its dates in their order, where there are several between the first and the last day, as of a workshop on three
    /// evenings; empty where it is all one ([`Plan::dates`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub several: Vec<Span>,
    /// Where it takes place.
    pub place: Place,
    /// The language it is in, where that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Where to read about it.
    #[serde(default, alias = "link", deserialize_with = "one_or_several", skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// What the ambassador has in mind.
    pub notes: Option<Text>,
    /// How many people it may reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_reach: Option<u64>,
    /// What the team could help with (clause M20).
    #[serde(default, skip_serializing_if = "Help::is_none")]
    pub help: Help,
    /// Whether the team should know early, because it is large (clause M20).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub large: bool,
    /// Who organizes it too, by the addresses the ambassador gave. Whose they are is not said here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Email>,
}

/// The most dates one activity has.
pub const MOST_DATES: usize = 10;
/// The most links one plan has.
const MOST_LINKS: usize = 10;
/// The most people one activity is organized with.
pub const MOST_WITH: usize = 5;
/// The most days between the first and the last.
const MOST_DAYS: i64 = 366;

/// One day, or several in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, the same for one day.
    pub last: NaiveDate,
}

/// What an ambassador would like help with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// What the team is there for.
    pub kinds: Vec<HelpKind>,
    /// Anything else, in the ambassador's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Line>,
}

impl Help {
    /// Whether none is wanted.
    pub fn is_none(&self) -> bool {
        self.kinds.is_empty() && self.words.is_none()
    }
}

/// Something the team helps with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpKind {
    /// Posters, slides, banners.
    Design,
    /// Telling people about it.
    Marketing,
    /// Rooms, tools, registrations.
    Operations,
    /// Finding people to speak.
    Speakers,
}

impl HelpKind {
    /// Each of them, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Design, Self::Marketing, Self::Operations, Self::Speakers];

    /// Its name in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Design => "design",
            Self::Marketing => "marketing",
            Self::Operations => "operations",
            Self::Speakers => "speakers",
        }
    }
}

/// A plan of before there were several links has one, or none.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Link>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Links {
        Several(Vec<Link>),
        One(Option<Link>),
    }
    Ok(match Links::deserialize(deserializer)? {
        Links::Several(links) => links,
        Links::One(link) => link.into_iter().collect(),
    })
}

/// Where an activity takes place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "where")]
pub enum Place {
    /// On the net only.
    Online,
    /// Somewhere.
    InPerson {
        /// The city, when it is known already.
        city: Option<Line>,
        /// The country.
        country: Country,
    },
    /// Somewhere, and on the net too.
    Both {
        /// The city, when it is known already.
        city: Option<Line>,
        /// The country.
        country: Country,
    },
}

impl Place {
    /// The country, for an activity that has one.
    pub fn country(&self) -> Option<Country> {
        match self {
            Self::Online => None,
            Self::InPerson { country, .. } | Self::Both { country, .. } => Some(*country),
        }
    }

    /// The city, where one is named.
    pub fn city(&self) -> Option<&Line> {
        match self {
            Self::Online => None,
            Self::InPerson { city, .. } | Self::Both { city, .. } => city.as_ref(),
        }
    }

    /// Its name in forms.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::InPerson { .. } => "in_person",
            Self::Both { .. } => "both",
        }
    }
}

impl Plan {
    /// A plan that says no more than what kind of activity it is, what it is called, when and where.
    pub fn new(kind: &str, title: Line, starts_on: NaiveDate, ends_on: NaiveDate, place: Place) -> Self {
        Self {
            kind: kind.to_owned(),
            title,
            starts_on,
            ends_on,
            several: Vec::new(),
            place,
            language: None,
            links: Vec::new(),
            notes: None,
            expected_reach: None,
            help: Help::default(),
            large: false,
            with: Vec::new(),
        }
    }

    /// Reads the form; every problem is found in one pass, in the order of the page.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form, settings: &Settings) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let kind = problems.take("kind", kind(form.get("kind"), settings));
        let title = problems.take("title", Line::parse(form.get("title")));
        let dates = dates(form, &mut problems);
        let place = place(form, &mut problems);
        let language = problems.take("language", optional(Language::parse(form.get("language"))));
        let notes = problems.take("notes", optional(Text::parse(form.get("notes"))));
        let links = problems.take("link", links(form.get("link")));
        let expected_reach = problems.take("expected_reach", optional(reach(form.get("expected_reach"))));
        let kinds = problems.take("help", help_kinds(form.all("help")));
        let words = problems.take("help_words", optional(Line::parse(form.get("help_words"))));
        let with = problems.take("with", addresses(form.get("with")));
        let plan = (|| {
            let dates = dates?;
            let (first, last) = (dates.first()?.first, dates.iter().map(|span| span.last).max()?);
            Some(Self {
                kind: kind?,
                title: title?,
                starts_on: first,
                ends_on: last,
                several: if dates.len() > 1 { dates } else { Vec::new() },
                place: place?,
                language: language?,
                links: links?,
                notes: notes?,
                expected_reach: expected_reach?,
                help: Help { kinds: kinds?, words: words? },
                large: form.ticked("large"),
                with: with?,
            })
        })();
        plan.filter(|_| problems.is_empty()).ok_or(problems)
    }

    /// The form this plan would come from, for editing it.
    pub fn to_form(&self) -> Form {
        let mut form = Form::default();
        form.set("kind", &self.kind);
        form.set("title", self.title.as_str());
        for (number, span) in (1..).zip(self.dates()) {
            let (starts_on, ends_on) = date_fields(number);
            form.set(&starts_on, span.first.to_string());
            form.set(&ends_on, span.last.to_string());
        }
        form.set("place", self.place.name());
        form.set("city", self.place.city().map_or("", Line::as_str));
        form.set("country", self.place.country().map_or("", Country::name));
        form.set("language", self.language.map_or("", Language::name));
        form.set("link", self.links.iter().map(Link::as_str).collect::<Vec<_>>().join("\n"));
        form.set("notes", self.notes.as_ref().map_or("", Text::as_str));
        form.set("expected_reach", self.expected_reach.map(|reach| reach.to_string()).unwrap_or_default());
        form.set_all("help", self.help.kinds.iter().map(|kind| kind.name().to_owned()));
        form.set("help_words", self.help.words.as_ref().map_or("", Line::as_str));
        if self.large {
            form.set("large", "yes");
        }
        form.set("with", self.with.iter().map(Email::as_str).collect::<Vec<_>>().join("\n"));
        form
    }

    /// Its dates, in their order; one at least.
    pub fn dates(&self) -> Vec<Span> {
        match self.several.is_empty() {
            true => vec![Span { first: self.starts_on, last: self.ends_on }],
            false => self.several.clone(),
        }
    }

    /// On how many days it takes place.
    pub fn days(&self) -> u32 {
        let days: BTreeSet<_> = self
            .dates()
            .into_iter()
            .flat_map(|span| span.first.iter_days().take_while(move |day| *day <= span.last))
            .collect();
        u32::try_from(days.len()).unwrap_or(u32::MAX)
    }

    /// The quarter it counts in: that of its last day, because only then it has been held.
    pub fn quarter(&self, calendar: &Calendar) -> Quarter {
        calendar.quarter_of(self.ends_on)
    }
}

fn kind(typed: &str, settings: &Settings) -> Result<String, Problem> {
    match settings.kind(typed) {
        Some(kind) => Ok(kind.key.clone()),
        None if typed.is_empty() => Err(Problem::Missing),
        None => Err(Problem::NotAChoice),
    }
}

fn place(form: &Form, problems: &mut Problems) -> Option<Place> {
    let both = match form.get("place") {
        "online" => return Some(Place::Online),
        "in_person" => Some(false),
        "both" => Some(true),
        "" => problems.take("place", Err(Problem::Missing)),
        _ => problems.take("place", Err(Problem::NotAChoice)),
    };
    let city = problems.take("city", optional(Line::parse(form.get("city"))));
    let country = match both {
        // Whether a country is needed is open until the place is chosen.
        None => return None,
        Some(_) => problems.take("country", Country::parse(form.get("country"))),
    };
    match (both?, city?, country?) {
        (true, city, country) => Some(Place::Both { city, country }),
        (false, city, country) => Some(Place::InPerson { city, country }),
    }
}

/// What the first and the last day of the `number`th date are called in forms; the first date's have no number.
pub fn date_fields(number: usize) -> (String, String) {
    match number {
        0 | 1 => ("starts_on".to_owned(), "ends_on".to_owned()),
        number => (format!("starts_on_{number}"), format!("ends_on_{number}")),
    }
}

/// How many dates a form has something typed for; one at least.
pub fn dates_typed(form: &Form) -> usize {
    let typed = |number: &usize| {
        let (first, last) = date_fields(*number);
        !form.get(&first).trim().is_empty() || !form.get(&last).trim().is_empty()
    };
    (1..=MOST_DATES).rev().find(typed).unwrap_or(1)
}

/// Every date, in their order; those left empty are passed over, but for the first.
fn dates(form: &Form, problems: &mut Problems) -> Option<Vec<Span>> {
    let mut spans = Vec::new();
    for number in 1..=dates_typed(form) {
        let (first_field, last_field) = date_fields(number);
        let typed = |field: &str| !form.get(field).trim().is_empty();
        if number > 1 && !typed(&first_field) && !typed(&last_field) {
            continue;
        }
        let first = problems.take(&first_field, date(form.get(&first_field)));
        let last = match optional(date(form.get(&last_field))) {
            Ok(None) => first,
            Ok(Some(day)) => match first {
                Some(first) => problems.take(&last_field, last_day(first, day)),
                None => Some(day),
            },
            Err(problem) => problems.take(&last_field, Err(problem)),
        };
        if let (Some(first), Some(last)) = (first, last) {
            spans.push(Span { first, last });
        }
    }
    spans.sort_unstable();
    spans.dedup();
    let (first, last) = (spans.first()?.first, spans.iter().map(|span| span.last).max()?);
    if last_day(first, last).is_err() {
        let (_, field) = date_fields(dates_typed(form));
        problems.add(&field, Problem::TooManyDays);
    }
    Some(spans)
}

fn last_day(first: NaiveDate, last: NaiveDate) -> Result<NaiveDate, Problem> {
    match (last - first).num_days() {
        ..0 => Err(Problem::EndsBeforeItStarts),
        0..=MOST_DAYS => Ok(last),
        _ => Err(Problem::TooManyDays),
    }
}

fn links(typed: &str) -> Result<Vec<Link>, Problem> {
    // An address holds no space, so each piece between spaces and line ends is one.
    let links = typed.split_whitespace().map(Link::parse).collect::<Result<Vec<_>, _>>()?;
    if links.len() > MOST_LINKS { Err(Problem::TooMany { limit: MOST_LINKS }) } else { Ok(links) }
}

fn reach(typed: &str) -> Result<u64, Problem> {
    let typed = typed.trim();
    if typed.is_empty() { Err(Problem::Missing) } else { report::count(typed) }
}

fn help_kinds(ticked: &[String]) -> Result<Vec<HelpKind>, Problem> {
    let kind = |name: &String| HelpKind::ALL.into_iter().find(|kind| kind.name() == name).ok_or(Problem::NotAChoice);
    let kinds = ticked.iter().filter(|name| !name.is_empty()).map(kind).collect::<Result<BTreeSet<_>, _>>()?;
    Ok(kinds.into_iter().collect())
}

/// Addresses on lines of their own or with commas between them, each once.
fn addresses(typed: &str) -> Result<Vec<Email>, Problem> {
    let mut seen = BTreeSet::new();
    let mut addresses = Vec::new();
    for piece in typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|piece| !piece.is_empty()) {
        let address = Email::parse(piece)?;
        if seen.insert(address.key()) {
            addresses.push(address);
        }
    }
    if addresses.len() > MOST_WITH { Err(Problem::TooMany { limit: MOST_WITH }) } else { Ok(addresses) }
}

/// Nothing, where nothing was typed.
///
/// # Errors
/// What is wrong with what was typed.
pub fn optional<T>(parsed: Result<T, Problem>) -> Result<Option<T>, Problem> {
    match parsed {
        Ok(value) => Ok(Some(value)),
        Err(Problem::Missing) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Reads a date: "2026-07-14", "14 July 2026", "14 Jul 2026", "July 14, 2026" (requirement P4).
///
/// # Errors
/// [`Problem::Missing`] or [`Problem::NotADate`]; a date such as 03/04/2026 has two readings and is not guessed at.
pub fn date(typed: &str) -> Result<NaiveDate, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    ["%Y-%m-%d", "%d %B %Y", "%d. %B %Y", "%B %d, %Y", "%B %d %Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(typed, format).ok())
        .filter(|day| (1990..=2200).contains(&chrono::Datelike::year(day)))
        .ok_or(Problem::NotADate)
}

/// Where an activity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityState {
    /// Shared as a plan; held once its last day is over.
    Planned,
    /// Reported, in full or in part.
    Reported,
    /// Does not take place.
    Cancelled,
}

/// Why a change of an activity is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// It is not over yet.
    #[error("it has not been held yet")]
    NotHeldYet,
    /// It was cancelled.
    #[error("it was cancelled")]
    Cancelled,
    /// It was reported, so it took place.
    #[error("it has been reported")]
    Reported,
    /// The quarter it counts in is closed; only an appeal changes it now.
    #[error("its quarter is closed")]
    QuarterClosed,
}

impl ActivityState {
    /// The ambassador reports; a report can be completed as often as needed.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn report(self, ends_on: NaiveDate, today: NaiveDate) -> Result<Self, NotPossible> {
        match self {
            Self::Cancelled => Err(NotPossible::Cancelled),
            Self::Planned | Self::Reported if today < ends_on => Err(NotPossible::NotHeldYet),
            Self::Planned | Self::Reported => Ok(Self::Reported),
        }
    }

    /// The ambassador calls it off.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn cancel(self) -> Result<Self, NotPossible> {
        match self {
            Self::Planned | Self::Cancelled => Ok(Self::Cancelled),
            Self::Reported => Err(NotPossible::Reported),
        }
    }
}

/// One activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Its identifier.
    pub id: ActivityId,
    /// Whose it is.
    pub ambassador: AmbassadorId,
    /// What was planned.
    pub plan: Plan,
    /// When the plan was shared.
    pub planned_at: DateTime<Utc>,
    /// The report, once there is one.
    pub report: Option<Report>,
    /// Where it stands.
    pub state: ActivityState,
    /// Ambassadors who were asked whether they organized it too, and what they said.
    pub with: Vec<With>,
    /// Whether the team was told that it is large (clause M20).
    pub told_large: bool,
}

/// An ambassador who was asked whether they organized an activity too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct With {
    /// Who.
    pub ambassador: AmbassadorId,
    /// What they said.
    pub said: Together,
}

impl Activity {
    /// The ambassadors it counts for beside its owner: those who said yes.
    pub fn organized_with(&self) -> impl Iterator<Item = AmbassadorId> {
        self.with.iter().filter(|with| with.said == Together::Yes).map(|with| with.ambassador)
    }

    /// Whether the team is to be told that it is large, which it has not been (clause M20).
    pub fn is_to_be_told_of(&self) -> bool {
        self.plan.large && !self.told_large && self.state != ActivityState::Cancelled
    }

    /// Whether it is one of the large ones that are still to come or not reported yet, which the team sees first.
    pub fn is_large_and_open(&self) -> bool {
        self.plan.large && self.state == ActivityState::Planned
    }

    /// Whether the plan was shared before the activity began.
    pub fn was_planned_ahead(&self, calendar: &Calendar) -> bool {
        calendar.day(self.planned_at) < self.plan.starts_on
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P4
    #[test]
    fn dates_are_read_as_people_write_them_and_never_guessed() {
        let expected = NaiveDate::from_ymd_opt(2026, 7, 14).unwrap();
        for typed in ["2026-07-14", "14 July 2026", "14 Jul 2026", "July 14, 2026", "14. July 2026", " 2026-07-14 "] {
            assert_eq!(date(typed), Ok(expected), "{typed}");
        }
        for typed in ["03/04/2026", "2026-02-30", "soon", "14 July 26"] {
            assert_eq!(date(typed), Err(Problem::NotADate), "{typed}");
        }
    }

    const MAUTIC: &str = include_str!("../../../infra/programs/mautic.toml");

    fn typed(more: &[(&str, &str)]) -> Form {
        let least = [("kind", "events"), ("title", "Workshop"), ("starts_on", "2026-07-14"), ("place", "online")];
        Form::from_pairs(least.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    fn read(more: &[(&str, &str)]) -> Result<Plan, Problems> {
        Plan::parse(&typed(more), &Settings::read(MAUTIC).unwrap())
    }

    fn on(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    /// M6
    #[test]
    fn several_dates_are_kept_in_their_order_and_the_last_one_says_which_quarter() {
        let evenings = [("starts_on_2", "2 October 2026"), ("starts_on_4", "2026-09-01"), ("ends_on_4", "2026-09-02")];
        let plan = read(&evenings).unwrap();
        let span = |first, last| Span { first, last };
        let dates = [span(on(7, 14), on(7, 14)), span(on(9, 1), on(9, 2)), span(on(10, 2), on(10, 2))];
        assert_eq!(plan.dates(), dates);
        assert_eq!((plan.starts_on, plan.ends_on, plan.days()), (on(7, 14), on(10, 2), 4));
        let settings = Settings::read(MAUTIC).unwrap();
        assert_eq!(plan.quarter(&settings.calendar).to_string(), "2026-Q4");
        assert_eq!(Plan::parse(&plan.to_form(), &settings), Ok(plan));
    }

    /// P2
    #[test]
    fn what_is_wrong_with_a_date_is_said_at_that_date() {
        let wrong = |more: &[(&str, &str)], field: &str| read(more).unwrap_err().of(field).cloned();
        assert_eq!(wrong(&[("ends_on_2", "2026-07-20")], "starts_on_2"), Some(Problem::Missing));
        assert_eq!(wrong(&[("starts_on_3", "soon")], "starts_on_3"), Some(Problem::NotADate));
        let backwards = [("starts_on_2", "2026-07-20"), ("ends_on_2", "2026-07-19")];
        assert_eq!(wrong(&backwards, "ends_on_2"), Some(Problem::EndsBeforeItStarts));
        assert_eq!(wrong(&[("starts_on_2", "2027-12-01")], "ends_on_2"), Some(Problem::TooManyDays));
    }

    /// M6, M20
    #[test]
    fn links_help_reach_and_companions_are_read_and_come_back_the_same() {
        let mut form = typed(&[
            ("link", "https://example.org/a\n\nhttps://example.org/b"),
            ("help", "speakers"),
            ("help", "design"),
            ("help_words", "A projector"),
            ("expected_reach", "1,200"),
            ("large", "yes"),
            ("with", "Kofi@example.org, ada@example.org;kofi@example.org"),
        ]);
        let settings = Settings::read(MAUTIC).unwrap();
        let plan = Plan::parse(&form, &settings).unwrap();
        assert_eq!(plan.links.len(), 2);
        assert_eq!(plan.help.kinds, [HelpKind::Design, HelpKind::Speakers]);
        assert_eq!((plan.expected_reach, plan.large), (Some(1200), true));
        assert_eq!(plan.with.iter().map(Email::as_str).collect::<Vec<_>>(), ["Kofi@example.org", "ada@example.org"]);
        assert_eq!(Plan::parse(&plan.to_form(), &settings), Ok(plan));

        let many: Vec<_> = (0..6).map(|number| format!("a{number}@example.org")).collect();
        form.set("with", many.join(" "));
        form.set("link", "example.org");
        let problems = Plan::parse(&form, &settings).unwrap_err();
        assert_eq!(problems.of("with"), Some(&Problem::TooMany { limit: 5 }));
        assert_eq!(problems.of("link"), Some(&Problem::NotALink));
    }

    /// M6
    #[test]
    fn a_plan_of_before_is_still_read() {
        let old = |link: &str| {
            format!(
                r#"{{"kind":"events","title":"Meetup","starts_on":"2026-07-14","ends_on":"2026-07-15",
                    "place":{{"where":"online"}},"link":{link},"notes":null}}"#
            )
        };
        let plan: Plan = serde_json::from_str(&old(r#""https://example.org/""#)).unwrap();
        assert_eq!(plan.links, [Link::parse("https://example.org/").unwrap()]);
        assert_eq!(plan.dates(), [Span { first: on(7, 14), last: on(7, 15) }]);
        let plan: Plan = serde_json::from_str(&old("null")).unwrap();
        assert_eq!((plan.links.len(), plan.large, plan.help.is_none(), plan.with.len()), (0, false, true, 0));
    }

    #[test]
    fn only_what_was_held_is_reported_and_only_what_was_not_is_cancelled() {
        use ActivityState as S;
        let day = |d| NaiveDate::from_ymd_opt(2026, 7, d).unwrap();
        assert_eq!(S::Planned.report(day(14), day(13)), Err(NotPossible::NotHeldYet));
        assert_eq!(S::Planned.report(day(14), day(14)), Ok(S::Reported));
        assert_eq!(S::Reported.report(day(14), day(20)), Ok(S::Reported));
        assert_eq!(S::Cancelled.report(day(14), day(20)), Err(NotPossible::Cancelled));
        assert_eq!(S::Planned.cancel(), Ok(S::Cancelled));
        assert_eq!(S::Reported.cancel(), Err(NotPossible::Reported));
    }
}
