//! Values of `program`, worded.

use crate::{Words, say};
use chrono::{DateTime, Datelike, Timelike, Utc};
use program::activity::NotPossible as ActivityNotPossible;
use program::appeal::NotPossible as AppealNotPossible;
use program::application::{NotPossible as ApplicationNotPossible, ShownAs};
use program::evidence::{MOST_FILES, NotTaken, Purpose};
use program::reminder::Because;
use program::{
    Calendar, Column, Continent, Face, Field, FieldKey, Missing, Outcome, Problem, Reason, Role, Standing,
    activity::ActivityState,
};

impl Words {
    /// What is wrong with a field and what would be right.
    pub fn problem(self, problem: &Problem) -> String {
        match problem {
            Problem::Missing => say!(self, "problem-missing"),
            Problem::TooLong { limit, length } => say!(self, "problem-too-long", limit = *limit, length = *length),
            Problem::Unreadable => say!(self, "problem-unreadable"),
            Problem::NotAnEmail => say!(self, "problem-not-an-email"),
            Problem::NotACountry => say!(self, "problem-not-a-country"),
            Problem::NotALanguage => say!(self, "problem-not-a-language"),
            Problem::NotANumber => say!(self, "problem-not-a-number"),
            Problem::TooMany { limit } => say!(self, "problem-too-many", limit = *limit),
            Problem::NotADate => say!(self, "problem-not-a-date"),
            Problem::NotATime => say!(self, "problem-not-a-time"),
            Problem::ClocksSkipIt => say!(self, "problem-clocks-skip-it"),
            Problem::OutOfRange { least, most } => {
                say!(self, "problem-out-of-range", least = *least, most = *most)
            }
            Problem::EndsBeforeItStarts => say!(self, "problem-ends-before-it-starts"),
            Problem::TooManyDays => say!(self, "problem-too-many-days"),
            Problem::IsOver => say!(self, "problem-is-over"),
            Problem::TooFarAhead => say!(self, "problem-too-far-ahead"),
            Problem::NotACurrency => say!(self, "problem-not-a-currency"),
            Problem::NotAnAmount => say!(self, "problem-not-an-amount"),
            Problem::TooManyDecimals { most } => say!(self, "problem-too-many-decimals", most = *most),
            Problem::AmountUnclear => say!(self, "problem-amount-unclear"),
            Problem::DoesNotAddUp => say!(self, "problem-does-not-add-up"),
            Problem::TooMuchMoney => say!(self, "problem-too-much-money"),
            Problem::NotARate => say!(self, "problem-not-a-rate"),
            Problem::NotALink => say!(self, "problem-not-a-link"),
            Problem::HoldsALink => say!(self, "problem-holds-a-link"),
            Problem::NotACount => say!(self, "problem-not-a-count"),
            Problem::NotHours => say!(self, "problem-not-hours"),
            Problem::NumberAndNone => say!(self, "problem-number-and-none"),
            Problem::NotAChoice => say!(self, "problem-not-a-choice"),
            Problem::ConsentNeeded => say!(self, "problem-consent-needed"),
            Problem::AgreementNeeded => say!(self, "problem-agreement-needed"),
            Problem::AccountDoesNotAddUp => say!(self, "problem-account-does-not-add-up"),
            Problem::NotYet => say!(self, "problem-not-yet"),
            Problem::NotHeldYet => say!(self, "problem-not-held-yet"),
            Problem::TooFewRegions { least } => say!(self, "problem-too-few-regions", least = *least),
            Problem::TooManyRegions { most, count } => {
                say!(self, "problem-too-many-regions", most = *most, count = *count)
            }
            Problem::RegionTwice { name } => say!(self, "problem-region-twice", name = name),
        }
    }

    /// The name of a field of a report; the program's own are called as they are named.
    pub fn field(self, field: &FieldKey) -> String {
        match field {
            FieldKey::Standard(field) => self.standard_field(*field),
            FieldKey::Own(name) => name.clone(),
        }
    }

    fn standard_field(self, field: Field) -> String {
        match field {
            Field::Goal => say!(self, "field-goal"),
            Field::Registrations => say!(self, "field-registrations"),
            Field::Attendees => say!(self, "field-attendees"),
            Field::HoursToOrganize => say!(self, "field-hours-to-organize"),
            Field::HoursToExecute => say!(self, "field-hours-to-execute"),
            Field::Audience => say!(self, "field-audience"),
            Field::Views => say!(self, "field-views"),
            Field::Engagements => say!(self, "field-engagements"),
            Field::Reshares => say!(self, "field-reshares"),
        }
    }

    /// What a report lacks, as a list in words: "attendees; views (not known yet)" (clause R5).
    pub fn missing(self, missing: &[Missing]) -> String {
        let worded: Vec<_> = missing
            .iter()
            .map(|missing| match missing {
                Missing::NotGiven(field) => self.field(field),
                Missing::Unknown(field) => say!(self, "missing-unknown", field = self.field(field)),
            })
            .collect();
        worded.join("; ")
    }

    /// One reason of a standing, as a sentence to the ambassador (clause R5).
    pub fn reason(self, reason: &Reason) -> String {
        match reason {
            Reason::JoinedDuring { on } => say!(self, "reason-joined-during", on = self.day(*on)),
            Reason::OnHold { from, until: Some(until) } => {
                say!(self, "reason-on-hold", from = self.day(*from), until = self.day(*until))
            }
            Reason::OnHold { from, until: None } => say!(self, "reason-on-hold-open", from = self.day(*from)),
            _ => self.reason_told(reason),
        }
    }

    /// The same once the quarter is closed, when nothing is open any more.
    pub fn reason_of_closed(self, reason: &Reason) -> String {
        match reason {
            Reason::NotFull { title, missing, .. } => {
                say!(self, "reason-closed-not-full", title = title, missing = self.missing(missing))
            }
            Reason::NotReported { title, .. } => say!(self, "reason-closed-not-reported", title = title),
            Reason::OnHold { from, until: Some(until) } => {
                say!(self, "reason-closed-on-hold", from = self.day(*from), until = self.day(*until))
            }
            Reason::OnHold { from, until: None } => say!(self, "reason-closed-on-hold-open", from = self.day(*from)),
            _ => self.reason(reason),
        }
    }

    /// One reason of a standing, as a sentence about the ambassador, for the team.
    pub fn reason_told(self, reason: &Reason) -> String {
        match reason {
            Reason::Counted { title, .. } => say!(self, "reason-counted", title = title),
            Reason::NotFull { title, missing, .. } => {
                say!(self, "reason-not-full", title = title, missing = self.missing(missing))
            }
            Reason::NotReported { title, .. } => say!(self, "reason-not-reported", title = title),
            Reason::KindDoesNotCount { title, kind, .. } => {
                say!(self, "reason-kind-does-not-count", title = title, kind = kind)
            }
            Reason::TooLate { title, until, .. } => {
                say!(self, "reason-too-late", title = title, until = self.day(*until))
            }
            Reason::CountedOnAppeal { title, .. } => say!(self, "reason-counted-on-appeal", title = title),
            Reason::ExcusedOnAppeal => say!(self, "reason-excused-on-appeal"),
            Reason::JoinedDuring { on } => say!(self, "reason-told-joined", on = self.day(*on)),
            Reason::OnHold { from, until: Some(until) } => {
                say!(self, "reason-told-paused", from = self.day(*from), until = self.day(*until))
            }
            Reason::OnHold { from, until: None } => say!(self, "reason-told-paused-since", from = self.day(*from)),
        }
    }

    /// The name of a standing.
    pub fn standing(self, standing: Standing) -> String {
        match standing {
            Standing::Met => say!(self, "standing-met"),
            Standing::Short => say!(self, "standing-short"),
            Standing::Excused => say!(self, "standing-excused"),
            Standing::New => say!(self, "standing-new"),
        }
    }

    /// The name of an application's state.
    pub fn column(self, column: Column) -> String {
        match column {
            Column::Unconfirmed => say!(self, "application-unconfirmed"),
            Column::Received => say!(self, "application-received"),
            Column::InPool => say!(self, "application-in-pool"),
            Column::Pending(Outcome::Accept) => say!(self, "application-pending-accept"),
            Column::Pending(Outcome::KeepInPool) => say!(self, "application-pending-keep-in-pool"),
            Column::Pending(Outcome::Decline) => say!(self, "application-pending-decline"),
            Column::Accepted => say!(self, "application-accepted"),
            Column::Declined => say!(self, "application-declined"),
            Column::Withdrawn => say!(self, "application-withdrawn"),
        }
    }

    /// What an applicant is shown of where the application stands, in a word or two.
    pub fn face(self, face: Face) -> String {
        match face {
            Face::Unconfirmed => say!(self, "application-unconfirmed"),
            Face::Received => say!(self, "application-received"),
            Face::InReview => say!(self, "application-in-review"),
            Face::InPool => say!(self, "application-in-pool"),
            Face::Accepted => say!(self, "application-accepted"),
            Face::Declined => say!(self, "application-declined"),
            Face::Withdrawn => say!(self, "application-withdrawn"),
        }
    }

    /// What that means for the applicant (clause R1).
    pub fn face_meaning(self, face: Face) -> String {
        match face {
            Face::Unconfirmed => say!(self, "status-unconfirmed"),
            Face::Received => say!(self, "status-received"),
            Face::InReview => say!(self, "status-in-review"),
            Face::InPool => say!(self, "status-in-pool"),
            Face::Accepted => say!(self, "status-accepted"),
            Face::Declined => say!(self, "status-declined"),
            Face::Withdrawn => say!(self, "status-withdrawn"),
        }
    }

    /// How somebody wants to be shown.
    pub fn shown_as(self, way: ShownAs) -> String {
        match way {
            ShownAs::Profile => say!(self, "shown-as-profile"),
            ShownAs::Name => say!(self, "shown-as-name"),
            ShownAs::Hidden => say!(self, "shown-as-hidden"),
        }
    }

    /// The name of what a decision says.
    pub fn outcome(self, outcome: Outcome) -> String {
        match outcome {
            Outcome::Accept => say!(self, "outcome-accept"),
            Outcome::KeepInPool => say!(self, "outcome-keep-in-pool"),
            Outcome::Decline => say!(self, "outcome-decline"),
        }
    }

    /// What was done to an application, as its record names it; a word of its own where there is one.
    pub fn change(self, what: &str) -> String {
        match what {
            "apply" => say!(self, "change-apply"),
            "confirm the address" => say!(self, "change-confirm"),
            "edit" => say!(self, "change-edit"),
            "withdraw" => say!(self, "change-withdraw"),
            "review" => say!(self, "change-review"),
            "accept" => say!(self, "change-accept"),
            "keep_in_pool" => say!(self, "change-keep-in-pool"),
            "decline" => say!(self, "change-decline"),
            "reconsider" => say!(self, "change-reconsider"),
            "announce" => say!(self, "change-announce"),
            "place" => say!(self, "change-place"),
            "move to another round" => say!(self, "change-move"),
            other => other.to_owned(),
        }
    }

    /// Why an application cannot be changed so.
    pub fn application_not_possible(self, rule: ApplicationNotPossible) -> String {
        match rule {
            ApplicationNotPossible::Unconfirmed => say!(self, "not-possible-unconfirmed"),
            ApplicationNotPossible::Decided => say!(self, "not-possible-decided"),
            ApplicationNotPossible::NothingPending => say!(self, "not-possible-nothing-pending"),
            ApplicationNotPossible::Withdrawn => say!(self, "not-possible-withdrawn"),
            ApplicationNotPossible::Own => say!(self, "not-possible-own"),
            ApplicationNotPossible::Closed => say!(self, "not-possible-closed"),
        }
    }

    /// The name of an activity's state.
    pub fn activity_state(self, state: ActivityState) -> String {
        match state {
            ActivityState::Planned => say!(self, "activity-planned"),
            ActivityState::Reported => say!(self, "activity-reported"),
            ActivityState::Cancelled => say!(self, "activity-cancelled"),
        }
    }

    /// Why an activity cannot be changed so.
    pub fn activity_not_possible(self, rule: ActivityNotPossible) -> String {
        match rule {
            ActivityNotPossible::NotHeldYet => say!(self, "not-possible-not-held-yet"),
            ActivityNotPossible::Cancelled => say!(self, "not-possible-cancelled"),
            ActivityNotPossible::Reported => say!(self, "not-possible-reported"),
            ActivityNotPossible::QuarterClosed => say!(self, "not-possible-quarter-closed"),
        }
    }

    /// Why a file is not taken for this purpose, and what to do.
    pub fn file_not_taken(self, why: NotTaken, purpose: Purpose) -> String {
        match why {
            NotTaken::Empty => say!(self, "files-empty"),
            NotTaken::TooLarge => say!(self, "files-too-large"),
            NotTaken::Heic => say!(self, "files-heic"),
            NotTaken::Program => say!(self, "files-program"),
            NotTaken::Archive => say!(self, "files-archive"),
            NotTaken::WebPage => say!(self, "files-web-page"),
            NotTaken::OtherKind if purpose.takes_pdf() => say!(self, "files-other-kind"),
            NotTaken::OtherKind => say!(self, "files-no-picture"),
            NotTaken::TwoKinds => say!(self, "files-two-kinds"),
            NotTaken::Locked => say!(self, "files-locked"),
            NotTaken::TooManyPixels => say!(self, "files-too-many-pixels"),
            NotTaken::TooManyPages => say!(self, "files-too-many-pages"),
            NotTaken::CutOff => say!(self, "files-cut-off"),
            NotTaken::Damaged => say!(self, "files-damaged"),
            NotTaken::TooMany => say!(self, "files-too-many", most = MOST_FILES),
            NotTaken::SentBefore => say!(self, "files-sent-before"),
            NotTaken::CountsFor(_) => say!(self, "files-counts-for"),
            NotTaken::Anothers => say!(self, "files-anothers"),
            NotTaken::TooLate => say!(self, "files-too-late"),
        }
    }

    /// Why a standing cannot be written about or changed so.
    pub fn appeal_not_possible(self, rule: AppealNotPossible) -> String {
        match rule {
            AppealNotPossible::NotClosed => say!(self, "not-possible-not-closed"),
            AppealNotPossible::AppealedBefore => say!(self, "not-possible-appealed-before"),
            AppealNotPossible::ExcusedAlready => say!(self, "not-possible-excused-already"),
            AppealNotPossible::NothingToCount => say!(self, "not-possible-nothing-to-count"),
            AppealNotPossible::Own => say!(self, "not-possible-own-standing"),
        }
    }

    /// Why somebody is spared a letter.
    pub fn because(self, because: Because) -> String {
        match because {
            Because::NotActive => say!(self, "because-not-active"),
            Because::NotHereYet => say!(self, "because-not-here-yet"),
            Because::Away => say!(self, "because-away"),
            Because::New => say!(self, "because-new"),
            Because::Done => say!(self, "because-done"),
            Because::NothingThisTime => say!(self, "because-nothing-this-time"),
            Because::Unsubscribed => say!(self, "because-unsubscribed"),
        }
    }

    /// The name of a continent.
    pub fn continent(self, continent: Continent) -> String {
        match continent {
            Continent::Africa => say!(self, "continent-africa"),
            Continent::Asia => say!(self, "continent-asia"),
            Continent::Europe => say!(self, "continent-europe"),
            Continent::NorthAmerica => say!(self, "continent-north-america"),
            Continent::Oceania => say!(self, "continent-oceania"),
            Continent::SouthAmerica => say!(self, "continent-south-america"),
            Continent::Antarctica => say!(self, "continent-antarctica"),
        }
    }

    /// The name of a role.
    pub fn role(self, role: Role) -> String {
        match role {
            Role::Applicant => say!(self, "role-applicant"),
            Role::Ambassador => say!(self, "role-ambassador"),
            Role::Reviewer => say!(self, "role-reviewer"),
            Role::Organizer => say!(self, "role-organizer"),
            Role::Treasurer => say!(self, "role-treasurer"),
            Role::GroupLeader => say!(self, "role-group-leader"),
        }
    }

    /// A day, with the month by name, so that nobody mistakes it for another.
    pub fn day(self, day: chrono::NaiveDate) -> String {
        let month = say!(self, MONTHS.get(day.month0() as usize).copied().unwrap_or_default());
        say!(self, "day", day = day.day().to_string(), month = month, year = day.year().to_string())
    }

    /// A month of a year, by one of its days.
    pub fn month(self, day: chrono::NaiveDate) -> String {
        let month = say!(self, MONTHS.get(day.month0() as usize).copied().unwrap_or_default());
        say!(self, "month-of-year", month = month, year = day.year().to_string())
    }

    /// An instant, as a day and a time where the program is.
    pub fn instant(self, at: DateTime<Utc>, calendar: &Calendar) -> String {
        let local = calendar.zone_at(at).local(at);
        let time = format!("{:02}:{:02}", local.hour(), local.minute());
        say!(self, "instant", day = self.day(local.date()), time = time)
    }
}

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10",
    "month-11", "month-12",
];
