//! Reports: what an activity reached and what it took, where zero, unknown and not applicable are three answers (R7).

use crate::form::{Form, Problem, Problems};
use crate::settings::Kind;
use crate::text::Text;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something a report tells (clauses M9 and M10). Which kinds ask for which is a setting.
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

/// A report as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The answers given so far.
    pub answers: BTreeMap<Field, Answer>,
    /// What was done and what came of it, in the ambassador's words (clause F1).
    pub story: Option<Text>,
    /// When it was first sent.
    pub first_at: DateTime<Utc>,
    /// When it was last changed.
    pub at: DateTime<Utc>,
    /// Since when it has been full without interruption; none while it is not.
    pub full_at: Option<DateTime<Utc>>,
}

impl Report {
    /// The report after the ambassador sent `told` at `at`: the first time, or on top of what stood there before.
    pub fn revised(previous: Option<&Report>, told: Told, kind: &Kind, at: DateTime<Utc>) -> Self {
        let mut report = Self {
            answers: told.answers,
            story: told.story,
            first_at: previous.map_or(at, |report| report.first_at),
            at,
            full_at: None,
        };
        if missing(Some(&report), kind).is_empty() {
            report.full_at = previous.and_then(|report| report.full_at).or(Some(at));
        }
        report
    }

    /// The form this report would come from, for completing it.
    pub fn to_form(&self) -> Form {
        let mut form = Form::default();
        for (field, answer) in &self.answers {
            form.set(field.name(), answer.typed());
            let is = match answer {
                Answer::Unknown => "unknown",
                Answer::NotApplicable => "not_applicable",
                Answer::Text(_) | Answer::Count(_) | Answer::Minutes(_) => "",
            };
            form.set(&format!("{}_is", field.name()), is);
        }
        form.set("story", self.story.as_ref().map_or("", Text::as_str));
        form
    }
}

/// What a form says about an activity, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The answers given.
    pub answers: BTreeMap<Field, Answer>,
    /// The story, when one was told.
    pub story: Option<Text>,
}

impl Told {
    /// Reads the form of one kind; fields the kind does not ask are left out.
    ///
    /// A report that is not full is a report all the same: only what cannot be understood is a problem.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form, kind: &Kind) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut answers = BTreeMap::new();
        for asked in &kind.fields {
            let name = asked.field.name();
            let parsed = answer(asked.field.unit(), form.get(name), form.get(&format!("{name}_is")));
            if let Some(Some(answer)) = problems.take(name, parsed) {
                answers.insert(asked.field, answer);
            }
        }
        let story = match Text::parse(form.get("story")) {
            Err(Problem::Missing) => Some(None),
            parsed => problems.take("story", parsed.map(Some)),
        };
        match story {
            Some(story) if problems.is_empty() => Ok(Self { answers, story }),
            _ => Err(problems),
        }
    }
}

fn answer(unit: Unit, typed: &str, is: &str) -> Result<Option<Answer>, Problem> {
    let typed = typed.trim();
    let none = match is {
        "" => None,
        "unknown" => Some(Answer::Unknown),
        "not_applicable" => Some(Answer::NotApplicable),
        _ => return Err(Problem::NotAChoice),
    };
    match (none, typed.is_empty()) {
        (Some(_), false) => Err(Problem::NumberAndNone),
        (none, true) => Ok(none),
        (None, false) => match unit {
            Unit::Text => Text::parse(typed).map(Answer::Text),
            Unit::Count => count(typed).map(Answer::Count),
            Unit::Hours => minutes(typed).map(Answer::Minutes),
        }
        .map(Some),
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why", content = "field")]
pub enum Missing {
    /// No answer was given.
    NotGiven(Field),
    /// The answer is "unknown", which may still become known.
    Unknown(Field),
}

/// What this report lacks of a full one of its kind; nothing, when it is full (clauses M9 and M10).
///
/// "Does not apply" is a complete answer: an open-air meetup has no registrations and is none the less for it.
pub fn missing(report: Option<&Report>, kind: &Kind) -> Vec<Missing> {
    let answer = |field| report.and_then(|report| report.answers.get(&field));
    kind.fields
        .iter()
        .filter(|asked| asked.needed)
        .filter_map(|asked| match answer(asked.field) {
            None => Some(Missing::NotGiven(asked.field)),
            Some(Answer::Unknown) => Some(Missing::Unknown(asked.field)),
            Some(Answer::Text(_) | Answer::Count(_) | Answer::Minutes(_) | Answer::NotApplicable) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
