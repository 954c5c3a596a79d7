//! Reports: what an activity reached and what it took, where zero, unknown and not applicable are three answers (R7).
//!
//! Which fields a kind asks for is a setting (clause M5): nine the engagement summary computes with ([`Field`]), and any
//! of the program's own, which are kept under their names ([`FieldKey`]). Beside them an ambassador can count something of
//! their own (clause M11). Nothing here grades anybody.

use crate::activity::optional;
use crate::form::{Form, Problem, Problems};
use crate::link::Link;
use crate::settings::Kind;
use crate::text::{Line, Text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something a report tells that the engagement summary computes with (clauses M9 and M10). Which kinds ask for which is a
/// setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What the activity was to achieve. Text.
    Goal,
    /// How many people registered. Count.
    Registrations,
    /// How many people came. Count.
    Attendees,
    /// Time spent preparing. Hours.
    HoursToOrganize,
    /// Time spent holding it. Hours.
    HoursToExecute,
    /// Whom a post was for. Text.
    Audience,
    /// How often a post was seen. Count.
    Views,
    /// How often people reacted to a post. Count.
    Engagements,
    /// How often a post was passed on. Count.
    Reshares,
}

/// The unit a field is answered in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Words.
    Text,
    /// A whole number.
    Count,
    /// Hours, kept to the minute.
    Hours,
    /// Yes or no.
    YesNo,
}

impl Field {
    /// Every field, in the order of forms and columns.
    pub const ALL: [Self; 9] = [
        Self::Goal,
        Self::Registrations,
        Self::Attendees,
        Self::HoursToOrganize,
        Self::HoursToExecute,
        Self::Audience,
        Self::Views,
        Self::Engagements,
        Self::Reshares,
    ];

    /// Its name in settings, forms and stored items.
    pub fn name(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Registrations => "registrations",
            Self::Attendees => "attendees",
            Self::HoursToOrganize => "hours_to_organize",
            Self::HoursToExecute => "hours_to_execute",
            Self::Audience => "audience",
            Self::Views => "views",
            Self::Engagements => "engagements",
            Self::Reshares => "reshares",
        }
    }

    /// The field of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The unit it is answered in.
    pub fn unit(self) -> Unit {
        match self {
            Self::Goal | Self::Audience => Unit::Text,
            Self::HoursToOrganize | Self::HoursToExecute => Unit::Hours,
            Self::Registrations | Self::Attendees | Self::Views | Self::Engagements | Self::Reshares => Unit::Count,
        }
    }
}

/// What an answer is kept under: a field every program has, or one of the program's own, by its name (clause M5).
///
/// An own field's name is its label too, so that it can be told wherever the answer is, even when the settings no longer
/// know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum FieldKey {
    /// One the engagement summary computes with.
    Standard(Field),
    /// One of the program's own.
    Own(String),
}

impl FieldKey {
    /// The names of its inputs in forms: letters of any script, digits and hyphens, so that it can be an element's id and
    /// never reads as another field's "unknown".
    pub fn form_name(&self) -> String {
        match self {
            Self::Standard(field) => field.name().to_owned(),
            Self::Own(name) => format!("own-{}", plain(name)),
        }
    }
}

/// A name without what tells spellings apart: "Hours to organize" and "hours_to_organize" are one.
pub(crate) fn plain(name: &str) -> String {
    name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

impl From<Field> for FieldKey {
    fn from(field: Field) -> Self {
        Self::Standard(field)
    }
}

impl From<String> for FieldKey {
    fn from(name: String) -> Self {
        Field::named(&name).map_or(Self::Own(name), Self::Standard)
    }
}

impl From<FieldKey> for String {
    fn from(key: FieldKey) -> Self {
        match key {
            FieldKey::Standard(field) => field.name().to_owned(),
            FieldKey::Own(name) => name,
        }
    }
}

/// One answer. No answer at all is the absence of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Words.
    Text(Text),
    /// A count, zero included.
    Count(u64),
    /// A duration, zero included.
    Minutes(u32),
    /// Yes or no.
    YesNo(bool),
    /// The ambassador does not know (yet).
    Unknown,
    /// The question does not apply to this activity.
    NotApplicable,
}

impl Answer {
    /// As a form shows it.
    pub fn typed(&self) -> String {
        match self {
            Self::Text(text) => text.as_str().to_owned(),
            Self::Count(count) => count.to_string(),
            Self::Minutes(minutes) => hours(*minutes),
            Self::YesNo(yes) => if *yes { YES } else { NO }.to_owned(),
            Self::Unknown | Self::NotApplicable => String::new(),
        }
    }
}

/// Minutes as hours with up to two decimals, which is what [`Answer`] is read from: "1.5", "0.25", "3".
pub fn hours(minutes: u32) -> String {
    let hundredths = (u64::from(minutes) * 100 + 30) / 60;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a form sends for each answer that is no value of the field's unit.
const YES: &str = "yes";
const NO: &str = "no";
const UNKNOWN: &str = "unknown";
const NOT_APPLICABLE: &str = "not_applicable";

/// A report as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The answers given so far.
    pub answers: BTreeMap<FieldKey, Answer>,
    /// What was done, in the ambassador's words (clause F1). Reports from before the two were asked apart have all of it
    /// here, under the name it had then.
    #[serde(default, alias = "story", skip_serializing_if = "Option::is_none")]
    pub done: Option<Text>,
    /// What came of it, in the ambassador's words (clause F1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_of_it: Option<Text>,
    /// What the ambassador counted beside what was asked (clause M11).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<Metric>,
    /// Where it can be seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Which of the numbers were practical to find, as a note to the team (clause M11).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practical: Option<Text>,
    /// When it was first sent.
    pub first_at: DateTime<Utc>,
    /// When it was last changed.
    pub at: DateTime<Utc>,
    /// Since when it has been full without interruption; none while it is not.
    pub full_at: Option<DateTime<Utc>>,
}

/// Something an ambassador counted because it says more than what was asked (clause M11). It is never added up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metric {
    /// What was counted.
    pub what: Line,
    /// How many, in their words: "12", "about 40", "one in three".
    pub how_many: Line,
}

impl Metric {
    /// So many rows a form has.
    pub const MOST: usize = 3;

    /// The names of a row's two inputs, from 1.
    pub fn form_names(row: usize) -> [String; 2] {
        [format!("metric_{row}_what"), format!("metric_{row}_count")]
    }
}

impl Report {
    /// So many links a report can have.
    pub const MOST_LINKS: usize = 10;

    /// The report after the ambassador sent `told` at `at`: the first time, or on top of what stood there before.
    pub fn revised(previous: Option<&Report>, told: Told, kind: &Kind, at: DateTime<Utc>) -> Self {
        let Told { answers, done, came_of_it, metrics, links, practical } = told;
        let first_at = previous.map_or(at, |report| report.first_at);
        let mut report = Self { answers, done, came_of_it, metrics, links, practical, first_at, at, full_at: None };
        if missing(Some(&report), kind).is_empty() {
            report.full_at = previous.and_then(|report| report.full_at).or(Some(at));
        }
        report
    }

    /// What it says, without when it was said.
    pub fn told(&self) -> Told {
        Told {
            answers: self.answers.clone(),
            done: self.done.clone(),
            came_of_it: self.came_of_it.clone(),
            metrics: self.metrics.clone(),
            links: self.links.clone(),
            practical: self.practical.clone(),
        }
    }

    /// The answer to a field, where there is one.
    pub fn answer(&self, field: impl Into<FieldKey>) -> Option<&Answer> {
        self.answers.get(&field.into())
    }

    /// What was done and what came of it, one after the other (clause F1).
    pub fn story(&self) -> Option<String> {
        let parts: Vec<_> = [&self.done, &self.came_of_it].into_iter().flatten().map(Text::as_str).collect();
        (!parts.is_empty()).then(|| parts.join("\n\n"))
    }

    /// The form this report would come from, for completing it.
    pub fn to_form(&self) -> Form {
        let mut form = Form::default();
        for (field, answer) in &self.answers {
            let name = field.form_name();
            form.set(&name, answer.typed());
            let is = match answer {
                Answer::Unknown => UNKNOWN,
                Answer::NotApplicable => NOT_APPLICABLE,
                Answer::Text(_) | Answer::Count(_) | Answer::Minutes(_) | Answer::YesNo(_) => "",
            };
            form.set(&format!("{name}_is"), is);
        }
        for (row, metric) in (1..).zip(&self.metrics) {
            let [what, how_many] = Metric::form_names(row);
            form.set(&what, metric.what.as_str());
            form.set(&how_many, metric.how_many.as_str());
        }
        let words = |text: &Option<Text>| text.as_ref().map_or("", Text::as_str).to_owned();
        form.set("done", words(&self.done));
        form.set("came_of_it", words(&self.came_of_it));
        form.set("links", self.links.iter().map(Link::as_str).collect::<Vec<_>>().join("\n"));
        form.set("practical", words(&self.practical));
        form
    }
}

/// What a form says about an activity, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The answers given.
    pub answers: BTreeMap<FieldKey, Answer>,
    /// What was done, when it was told.
    pub done: Option<Text>,
    /// What came of it, when it was told.
    pub came_of_it: Option<Text>,
    /// What was counted beside what was asked.
    pub metrics: Vec<Metric>,
    /// Where it can be seen.
    pub links: Vec<Link>,
    /// Which of the numbers were practical to find.
    pub practical: Option<Text>,
}

impl Told {
    /// Reads the form of one kind; fields the kind does not ask are left out.
    ///
    /// A report that is not full is a report all the same: only what cannot be understood is a problem.
    ///
    /// # Errors
    /// What is wrong, field by field, in the order of the page.
    pub fn parse(form: &Form, kind: &Kind) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut answers = BTreeMap::new();
        for asked in &kind.fields {
            let name = asked.field.form_name();
            let parsed = answer(asked.unit, form.get(&name), form.get(&format!("{name}_is")));
            if let Some(Some(answer)) = problems.take(&name, parsed) {
                answers.insert(asked.field.clone(), answer);
            }
        }
        let mut words = |name: &str| problems.take(name, optional(Text::parse(form.get(name)))).flatten();
        let (done, came_of_it) = (words("done"), words("came_of_it"));
        let links = problems.take("links", links(form.get("links"))).unwrap_or_default();
        let metrics = metrics(form, &mut problems);
        let practical = problems.take("practical", optional(Text::parse(form.get("practical")))).flatten();
        match problems.is_empty() {
            true => Ok(Self { answers, done, came_of_it, metrics, links, practical }),
            false => Err(problems),
        }
    }
}

/// Reads web addresses, one a line.
fn links(typed: &str) -> Result<Vec<Link>, Problem> {
    let lines: Vec<_> = typed.lines().filter(|line| !line.trim().is_empty()).collect();
    match lines.len() > Report::MOST_LINKS {
        true => Err(Problem::TooMany { limit: Report::MOST_LINKS }),
        false => lines.into_iter().map(Link::parse).collect(),
    }
}

/// Reads the rows of what was counted beside what was asked; a row is both of its parts or none.
fn metrics(form: &Form, problems: &mut Problems) -> Vec<Metric> {
    let mut metrics = Vec::new();
    for row in 1..=Metric::MOST {
        let names = Metric::form_names(row);
        let [what, how_many] = names.each_ref().map(|name| Line::parse(form.get(name)));
        if matches!((&what, &how_many), (Err(Problem::Missing), Err(Problem::Missing))) {
            continue;
        }
        let [what_name, how_many_name] = &names;
        let (what, how_many) = (problems.take(what_name, what), problems.take(how_many_name, how_many));
        metrics.extend(what.zip(how_many).map(|(what, how_many)| Metric { what, how_many }));
    }
    metrics
}

fn answer(unit: Unit, typed: &str, is: &str) -> Result<Option<Answer>, Problem> {
    let typed = typed.trim();
    let none = match is {
        "" => None,
        UNKNOWN => Some(Answer::Unknown),
        NOT_APPLICABLE => Some(Answer::NotApplicable),
        _ => return Err(Problem::NotAChoice),
    };
    match (none, typed.is_empty()) {
        (Some(_), false) => Err(Problem::NumberAndNone),
        (none, true) => Ok(none),
        (None, false) => match unit {
            Unit::Text => Text::parse(typed).map(Answer::Text),
            Unit::Count => count(typed).map(Answer::Count),
            Unit::Hours => minutes(typed).map(Answer::Minutes),
            Unit::YesNo => yes_or_no(typed),
        }
        .map(Some),
    }
}

/// Reads the one choice of a question of yes or no, where all four answers stand beside each other.
fn yes_or_no(typed: &str) -> Result<Answer, Problem> {
    match typed {
        YES => Ok(Answer::YesNo(true)),
        NO => Ok(Answer::YesNo(false)),
        UNKNOWN => Ok(Answer::Unknown),
        NOT_APPLICABLE => Ok(Answer::NotApplicable),
        _ => Err(Problem::NotAChoice),
    }
}

/// Reads a count with the separators people use: "1200", "1 200", "1,200", "1.200".
pub(crate) fn count(typed: &str) -> Result<u64, Problem> {
    let groups: Vec<&str> = typed.split([' ', '\u{a0}', '\u{202f}', ',', '.', '\'', '’']).collect();
    let grouped = match groups.split_first() {
        Some((first, rest)) => {
            rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3))
        }
        None => false,
    };
    let digits: String = groups.concat();
    if !grouped || digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::NotACount);
    }
    digits.parse().ok().filter(|count| *count <= 1_000_000_000_000).ok_or(Problem::NotACount)
}

/// Reads hours with either decimal mark, or as hours and minutes: "1.5", "1,5", "1:30".
fn minutes(typed: &str) -> Result<u32, Problem> {
    let number = |text: &str| -> Option<u32> {
        (!text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
    };
    let minutes = if let Some((hours, minutes)) = typed.split_once(':') {
        number(hours).zip(number(minutes).filter(|minutes| *minutes < 60 && typed.len() >= 3)).map(|(h, m)| h * 60 + m)
    } else if let Some((hours, part)) = typed.split_once(['.', ',']) {
        let digits = number(part).filter(|_| part.len() <= 4);
        number(hours).zip(digits).map(|(hours, digits)| {
            let scale = 10u32.pow(part.len() as u32);
            hours * 60 + (digits * 60 + scale / 2) / scale
        })
    } else {
        number(typed).map(|hours| hours * 60)
    };
    minutes.filter(|minutes| *minutes <= 100_000 * 60).ok_or(Problem::NotHours)
}

/// What a report still lacks to be full, and why it counts as lacking (clause R5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why", content = "field")]
pub enum Missing {
    /// No answer was given.
    NotGiven(FieldKey),
    /// The answer is "unknown", which may still become known.
    Unknown(FieldKey),
}

/// What this report lacks of a full one of its kind; nothing, when it is full (clauses M9 and M10).
///
/// "Does not apply" is a complete answer: an open-air meetup has no registrations and is none the less for it.
pub fn missing(report: Option<&Report>, kind: &Kind) -> Vec<Missing> {
    kind.fields
        .iter()
        .filter(|asked| asked.needed)
        .filter_map(|asked| match report.and_then(|report| report.answers.get(&asked.field)) {
            None => Some(Missing::NotGiven(asked.field.clone())),
            Some(Answer::Unknown) => Some(Missing::Unknown(asked.field.clone())),
            Some(
                Answer::Text(_) | Answer::Count(_) | Answer::Minutes(_) | Answer::YesNo(_) | Answer::NotApplicable,
            ) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Asked;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn counts_are_read_with_the_separators_people_use() {
        for typed in ["1200", "1 200", "1,200", "1.200", "1’200"] {
            assert_eq!(count(typed), Ok(1200), "{typed}");
        }
        assert_eq!(count("0"), Ok(0));
        for typed in ["-1", "12.5", "many", "1,2", "", "1e3", "99999999999999999999"] {
            assert_eq!(count(typed), Err(Problem::NotACount), "{typed}");
        }
    }

    #[test]
    fn hours_are_read_with_either_decimal_mark_and_shown_back_the_same() {
        for (typed, expected) in [("1.5", 90), ("1,5", 90), ("1:30", 90), ("0", 0), ("12", 720), ("0.25", 15)] {
            assert_eq!(minutes(typed), Ok(expected), "{typed}");
        }
        for typed in ["-1", "1:75", "an hour", "1.2.3", "", ".", "9999999"] {
            assert_eq!(minutes(typed), Err(Problem::NotHours), "{typed}");
        }
        for value in 0..6_000 {
            assert_eq!(minutes(&hours(value)), Ok(value), "{value}");
        }
    }

    /// R7
    #[test]
    fn zero_unknown_and_not_applicable_are_three_answers_and_silence_is_none() {
        assert_eq!(answer(Unit::Count, "0", ""), Ok(Some(Answer::Count(0))));
        assert_eq!(answer(Unit::Count, "", "unknown"), Ok(Some(Answer::Unknown)));
        assert_eq!(answer(Unit::Count, "", "not_applicable"), Ok(Some(Answer::NotApplicable)));
        assert_eq!(answer(Unit::Count, "", ""), Ok(None));
        assert_eq!(answer(Unit::Count, "3", "unknown"), Err(Problem::NumberAndNone));
        assert_eq!(answer(Unit::YesNo, "no", ""), Ok(Some(Answer::YesNo(false))));
        assert_eq!(answer(Unit::YesNo, "unknown", ""), Ok(Some(Answer::Unknown)));
        assert_eq!(answer(Unit::YesNo, "perhaps", ""), Err(Problem::NotAChoice));
    }

    /// F1
    #[test]
    fn a_report_from_before_action_and_impact_were_asked_apart_is_read_whole() {
        let stored = r#"{"answers": {"attendees": {"count": 31}}, "story": "We met.", "first_at": "2026-05-19T09:00:00Z",
            "at": "2026-05-19T09:00:00Z", "full_at": null}"#;
        let report: Report = serde_json::from_str(stored).unwrap();
        assert_eq!(report.answer(Field::Attendees), Some(&Answer::Count(31)));
        assert_eq!((report.to_form().get("done"), report.to_form().get("came_of_it")), ("We met.", ""));
        assert_eq!(report.story().as_deref(), Some("We met."));
        let nothing: Report = serde_json::from_str(&stored.replace("\"We met.\"", "null")).unwrap();
        assert_eq!((nothing.done.as_ref(), nothing.story()), (None, None));
    }

    /// M11
    #[test]
    fn a_row_of_ones_own_is_both_of_its_parts_or_none() {
        let kind = kind_asking(Vec::new());
        let form = |pairs: &[(&str, &str)]| {
            Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
        };
        let told = Told::parse(&form(&[("metric_3_what", "New speakers"), ("metric_3_count", "two of five")]), &kind);
        let metric = &told.unwrap().metrics[..];
        assert!(
            matches!(metric, [Metric { what, how_many }] if what.as_str() == "New speakers" && how_many.as_str() == "two of five")
        );
        for (given, lacks) in [("metric_1_what", "metric_1_count"), ("metric_2_count", "metric_2_what")] {
            let problems = Told::parse(&form(&[(given, "12")]), &kind).unwrap_err();
            assert_eq!(problems.iter().collect::<Vec<_>>(), [(lacks, &Problem::Missing)]);
        }
    }

    #[test]
    fn links_are_read_one_a_line_and_bounded() {
        let two = links(" https://example.org/a\r\n\r\nhttp://example.org/b \n").unwrap();
        assert_eq!(two.iter().map(Link::as_str).collect::<Vec<_>>(), ["https://example.org/a", "http://example.org/b"]);
        assert_eq!(links("https://example.org/a\nexample.org"), Err(Problem::NotALink));
        assert_eq!(links(&"https://example.org/a\n".repeat(11)), Err(Problem::TooMany { limit: 10 }));
        assert_eq!(links("\n \n"), Ok(Vec::new()));
    }

    fn kind_asking(fields: Vec<Asked>) -> Kind {
        Kind { key: "kind".into(), label: "Kind".into(), hint: None, counts: true, reviewed: false, fields }
    }

    /// How a field of a made-up kind is answered.
    #[derive(Clone, Debug, PartialEq)]
    enum Way {
        Silence,
        Value(&'static str),
        Unknown,
        NotApplicable,
    }

    /// A field of either sort, whether it is needed, and how it is answered.
    fn asked_and_answered() -> impl Strategy<Value = (Asked, Way)> {
        let units = [
            (Unit::Text, &["0", "zero", "=1+1"][..]),
            (Unit::Count, &["0", "1", "1 200"]),
            (Unit::Hours, &["0", "0.25", "1:30"]),
            (Unit::YesNo, &["no", "yes"]),
        ];
        let own = (prop::sample::select(units.to_vec()), "[A-Z][a-z ]{0,12}[0-9]")
            .prop_flat_map(|((unit, values), name)| (Just((FieldKey::Own(name), unit)), prop::sample::select(values)));
        let standard = prop::sample::select(Field::ALL.to_vec()).prop_flat_map(move |field| {
            let (_, values) = units.into_iter().find(|(unit, _)| *unit == field.unit()).unwrap();
            (Just((field.into(), field.unit())), prop::sample::select(values))
        });
        (prop_oneof![own, standard], any::<bool>(), 0u8..5).prop_map(|(((field, unit), value), needed, way)| {
            let way = match way {
                0 => Way::Silence,
                1 => Way::Unknown,
                2 => Way::NotApplicable,
                _ => Way::Value(value),
            };
            (Asked { field, unit, hint: None, needed }, way)
        })
    }

    proptest! {
        /// M5, M9, M10, R7
        #[test]
        fn a_report_is_full_when_a_plain_look_finds_every_needed_field_answered(
            mut all in prop::collection::vec(asked_and_answered(), 0..10),
        ) {
            let mut seen = BTreeSet::new();
            all.retain(|(asked, _)| seen.insert(asked.field.form_name()));
            let mut form = Form::default();
            for (asked, way) in &all {
                let name = asked.field.form_name();
                match way {
                    Way::Silence => {}
                    Way::Value(value) => form.set(&name, *value),
                    Way::Unknown => form.set(&format!("{name}_is"), "unknown"),
                    Way::NotApplicable => form.set(&format!("{name}_is"), "not_applicable"),
                }
            }
            let open = all.iter().filter(|(asked, way)| asked.needed && matches!(way, Way::Silence | Way::Unknown)).count();
            let kind = kind_asking(all.into_iter().map(|(asked, _)| asked).collect());
            let at: DateTime<Utc> = "2026-05-19T09:00:00Z".parse().unwrap();
            let report = Report::revised(None, Told::parse(&form, &kind).unwrap(), &kind, at);
            prop_assert_eq!(missing(Some(&report), &kind).len(), open);
            prop_assert_eq!(report.full_at.is_some(), open == 0);

            // From the form to what is stored and back to a form, every answer stays the one it was (clause R7).
            let stored: Report = serde_json::from_str(&serde_json::to_string(&report).unwrap()).unwrap();
            prop_assert_eq!(&stored, &report);
            prop_assert_eq!(Told::parse(&stored.to_form(), &kind), Ok(report.told()));
        }
    }
}
