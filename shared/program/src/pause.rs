//! Pauses of ambassadors, and what follows from the days they name (clause C3).

use crate::activity::{date, optional};
use crate::form::{Form, Problem, Problems};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// So many days ahead a pause can be marked; beyond that it is a typing slip.
const AHEAD: Days = Days::new(3 * 366);

/// Some days on which somebody does not take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pause {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl Pause {
    /// Whether this day lies in it.
    pub fn covers(self, day: NaiveDate) -> bool {
        self.touches(day, day)
    }

    /// Whether any day from `first` to `last` lies in it.
    pub fn touches(self, first: NaiveDate, last: NaiveDate) -> bool {
        self.from <= last && self.until.is_none_or(|until| first <= until)
    }

    /// Whether it is behind.
    pub fn is_over(self, today: NaiveDate) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// Reads `from` and `until` of a form, noting what is wrong. A pause that is over is none that can be marked: what
    /// was then is for the team to judge.
    pub fn read(form: &Form, today: NaiveDate, problems: &mut Problems) -> Option<Self> {
        let near = |day: NaiveDate| if day > today + AHEAD { Err(Problem::TooFarAhead) } else { Ok(day) };
        let from = problems.take("from", date(form.get("from")).and_then(near));
        let until = problems.take("until", optional(date(form.get("until")).and_then(near)))?;
        let from = from?;
        match until {
            Some(until) if until < from => problems.take("until", Err(Problem::EndsBeforeItStarts)),
            Some(until) if until < today => problems.take("until", Err(Problem::IsOver)),
            until => Some(Self { from, until }),
        }
    }

    /// The form that says this.
    pub fn to_form(self) -> Form {
        let mut form = Form::default();
        form.set("from", self.from.to_string());
        form.set("until", self.until.map(|day| day.to_string()).unwrap_or_default());
        form
    }
}
