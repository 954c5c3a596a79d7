//! An ambassador: a volunteer who carries the program in a country.

use crate::country::Country;
use crate::email::Email;
use crate::id::{AmbassadorId, ApplicationId, PersonId};
use crate::territory::Territory;
use crate::text::{Line, Name};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One ambassador.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambassador {
    /// Their identifier.
    pub id: AmbassadorId,
    /// Who they are.
    pub person: PersonId,
    /// Their name.
    pub name: Name,
    /// Where letters go.
    pub email: Email,
    /// Where they carry the program.
    pub country: Country,
    /// The country, or the region of it, that they count in (clause M2).
    pub territory: Territory,
    /// Their region or university, as they wrote it.
    pub region: Option<Line>,
    /// The language they read.
    pub language: String,
    /// Whether they are active, and if not, how that is.
    pub state: AmbassadorState,
    /// The day they were welcomed, where the program is.
    pub since: NaiveDate,
    /// The application they came by.
    pub application: ApplicationId,
}

/// How an ambassador takes part at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum AmbassadorState {
    /// Takes part.
    Active,
    /// Pauses, and is neither reminded nor counted meanwhile (clause C3).
    OnHold {
        /// The first day of the pause.
        from: NaiveDate,
        /// Its last day, when known.
        until: Option<NaiveDate>,
    },
    /// Stepped down with thanks.
    Emeritus,
    /// The term has ended.
    Ended,
}

impl AmbassadorState {
    /// Whether a quarter's end concerns them: active, or in a pause they come back from.
    pub fn takes_part(self) -> bool {
        matches!(self, Self::Active | Self::OnHold { .. })
    }

    /// Whether any day from `first` to `last` lies in a pause.
    pub fn pauses_between(self, first: NaiveDate, last: NaiveDate) -> bool {
        match self {
            Self::OnHold { from, until } => from <= last && until.is_none_or(|until| first <= until),
            Self::Active | Self::Emeritus | Self::Ended => false,
        }
    }
}
