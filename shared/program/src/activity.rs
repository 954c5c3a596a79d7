//! An activity: shared as a plan before, reported afterwards, one item all along (clause M6).

use crate::calendar::{Calendar, Quarter};
use crate::country::Country;
use crate::form::{Form, Problem, Problems};
use crate::id::{ActivityId, AmbassadorId};
use crate::link::Link;
use crate::report::Report;
use crate::settings::Settings;
use crate::text::{Line, Text};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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
    /// Where it takes place.
    pub place: Place,
    /// Where to read about it.
    pub link: Option<String>,
    /// What the ambassador has in mind.
    pub notes: Option<Text>,
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
    /// Reads the form; every problem is found in one pass, in the order of the page.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form, settings: &Settings) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let kind = problems.take("kind", kind(form.get("kind"), settings));
        let title = problems.take("title", Line::parse(form.get("title")));
        let starts_on = problems.take("starts_on", date(form.get("starts_on")));
        let ends_on = match optional(date(form.get("ends_on"))) {
            Ok(None) => starts_on,
            Ok(Some(day)) => match starts_on {
                Some(first) => problems.take("ends_on", last_day(first, day)),
                None => Some(day),
            },
            Err(problem) => problems.take("ends_on", Err(problem)),
        };
        let place = place(form, &mut problems);
        let link = problems.take("link", optional(Link::parse(form.get("link")).map(|link| link.to_string())));
        let notes = problems.take("notes", optional(Text::parse(form.get("notes"))));
        match (kind, title, starts_on, ends_on, place, link, notes) {
            (Some(kind), Some(title), Some(starts_on), Some(ends_on), Some(place), Some(link), Some(notes))
                if problems.is_empty() =>
            {
                Ok(Self { kind, title, starts_on, ends_on, place, link, notes })
            }
            _ => Err(problems),
        }
    }

    /// The form this plan would come from, for editing it.
    pub fn to_form(&self) -> Form {
        let mut form = Form::default();
        form.set("kind", &self.kind);
        form.set("title", self.title.as_str());
        form.set("starts_on", self.starts_on.to_string());
        form.set("ends_on", self.ends_on.to_string());
        form.set("place", self.place.name());
        form.set("city", self.place.city().map_or("", Line::as_str));
        form.set("country", self.place.country().map_or("", Country::name));
        form.set("link", self.link.as_deref().unwrap_or_default());
        form.set("notes", self.notes.as_ref().map_or("", Text::as_str));
        form
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

fn last_day(first: NaiveDate, last: NaiveDate) -> Result<NaiveDate, Problem> {
    match (last - first).num_days() {
        ..0 => Err(Problem::EndsBeforeItStarts),
        0..=366 => Ok(last),
        _ => Err(Problem::TooManyDays),
    }
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
}

impl Activity {
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
