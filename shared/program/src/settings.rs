//! A program's settings: one TOML document, read once into values that hold.
//!
//! [`Settings::read`] finds every mistake in one pass and names each by line and key, so that whoever edits the file is
//! done after one look. Where programs differ, the rule is a setting; the files in `infra/programs/` are examples.

pub mod change;
mod read;

pub use read::{Mistake, Mistakes};

use crate::benefit::Benefits;
use crate::calendar::{Calendar, Quarter};
use crate::email::Email;
use crate::funding::{Claim, FundingKind, FundingRules};
use crate::inactivity::Inactivity;
use crate::question::Question;
use crate::report::{FieldKey, Unit};
use crate::review::Criterion;
use crate::tranche::{Round, Tranche};
use chrono::{DateTime, Days, NaiveDate, Utc};

/// What a program has chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Its name in addresses and tables, lower case.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// The community it belongs to.
    pub community: String,
    /// What it is about, in a few sentences, for the program page.
    pub about: String,
    /// The language its own texts are in, a BCP 47 tag.
    pub language: String,
    /// Where a person gets help; every letter names it and replies go there (clause M23).
    pub support: Email,
    /// Where ambassadors read how the program works (clause M1).
    pub handbook: Option<String>,
    /// The first quarter is the one this day lies in.
    pub started_on: NaiveDate,
    /// Time zone, first month and length of its quarters, now and before.
    pub calendar: Calendar,
    /// How many days before a quarter's end its check-in goes out (clause M7).
    pub check_in_days: u32,
    /// How many days before a quarter closes its reminders go out, the earliest first; none where nobody is reminded
    /// (clause R4).
    pub reminder_days: Vec<u32>,
    /// How many days after a quarter's end its reports still count (clause R6).
    pub grace_days: u32,
    /// How many full reports a quarter the program hopes for (clause M8).
    pub goal: u32,
    /// Whom an ambassador can talk to; the support address where nobody is named.
    pub contact: Option<Contact>,
    /// What comes with goals that were met and with time (clauses M15, M16).
    pub benefits: Benefits,
    /// Whether applications are taken (clause O1).
    pub intake: Intake,
    /// The rounds of selecting, in the order they close; none in a program that decides as applications come (clause O3).
    pub tranches: Vec<Tranche>,
    /// The wording applicants consent to.
    pub consent: ConsentText,
    /// The program's own questions to applicants.
    pub questions: Vec<Question>,
    /// How the form is laid out.
    pub form_pages: FormPages,
    /// What the selection goes by, published on the form (clause D3).
    pub criteria: Vec<Criterion>,
    /// Whether reviewers read applications without names and addresses (clause R3).
    pub names_hidden: bool,
    /// Whether `name+tag@example.org` is the same person as `name@example.org` (clause R2).
    pub plus_tags_are_one: bool,
    /// The form on other sites.
    pub hosted: Hosted,
    /// Form services that send applications in.
    pub hooks: Vec<Hook>,
    /// The kinds of activity (clause M5).
    pub kinds: Vec<Kind>,
    /// Community onboarding sessions; none in a program that offers none (clause M29).
    pub sessions: Option<Sessions>,
    /// Who receives the engagement summary when a quarter closes.
    pub summary_to: Vec<Email>,
    /// Limits against floods, counted in the store (requirement S10).
    pub limits: Limits,
    /// How long somebody is an ambassador (clause O11).
    pub term: Term,
    /// When the team is asked about somebody who has done nothing for a while (clause C2).
    pub inactivity: Inactivity,
    /// What the program says about its funds; none in a program that has none (clause O7).
    pub funding: Option<FundingRules>,
}

/// How long somebody is an ambassador, unless they step down (clause O11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Term {
    /// For life: what reports say is never a reason to ask about the term.
    Life,
    /// As long as the program's rules are met; when they are not, the team is asked.
    #[default]
    Renewed,
}

/// Somebody an ambassador can talk to.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// Where to write to them.
    pub email: Email,
}

/// Whether applications are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intake {
    /// They are.
    Open,
    /// Not now.
    Closed {
        /// The first day they are taken again, when it is known.
        reopens_on: Option<NaiveDate>,
    },
}

impl Intake {
    /// Whether an application can be taken on this day.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        match self {
            Self::Open => true,
            Self::Closed { reopens_on } => reopens_on.is_some_and(|day| day <= today),
        }
    }
}

/// The wording applicants consent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentText {
    /// Raised whenever the wording changes.
    pub version: u32,
    /// The wording.
    pub text: String,
}

/// How the intake form is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormPages {
    /// All on one page.
    One,
    /// One group of questions a page.
    Groups,
}

/// The intake form on sites of the community's own (requirement S5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosted {
    /// The origins that may post it, such as `https://community.example.org`.
    pub origins: Vec<String>,
    /// Where a browser is sent back to after posting it from one of them.
    pub return_to: Option<String>,
}

/// A form service that sends each answer to the office as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// Its name in the address it posts to; its secret is found under this name.
    pub key: String,
    /// The header that carries the HMAC-SHA-256 of the body.
    pub signature_header: String,
    /// What stands before the signature in the header.
    pub signature_prefix: String,
    /// How the signature is written.
    pub signature: SignatureKind,
    /// Where in the body the answer's own identifier is.
    pub id: String,
    /// Where in the body each field of the form is: field and path.
    pub fields: Vec<(String, String)>,
}

/// How a signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureKind {
    /// Base64.
    Base64,
    /// Hexadecimal digits.
    Hex,
}

/// A kind of activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name in forms and records.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// What belongs to it.
    pub hint: Option<String>,
    /// Whether it is outreach, so that a full report of it counts toward the goal (clause M8).
    pub counts: bool,
    /// Whether the team looks at a draft, twice, before something of it is published (clause M21).
    pub reviewed: bool,
    /// What its report asks, in order.
    pub fields: Vec<Asked>,
}

impl Kind {
    /// Whether its report asks for this field.
    pub fn asks(&self, field: impl Into<FieldKey>) -> bool {
        let field = field.into();
        self.fields.iter().any(|asked| asked.field == field)
    }
}

/// A field of the program's own, which its kinds can ask for (clause M5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnField {
    /// Its name for people, which it is kept under too.
    pub(crate) name: String,
    /// The unit it is answered in.
    pub(crate) unit: Unit,
    /// What is meant.
    pub(crate) hint: Option<String>,
}

/// A field a kind's report asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub field: FieldKey,
    /// The unit it is answered in.
    pub unit: Unit,
    /// What is meant, in the program's words; standard fields have a hint of the office's own.
    pub hint: Option<String>,
    /// Whether a full report has it.
    pub needed: bool,
}

/// How onboarding sessions for newcomers count (clause M29).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sessions {
    /// The kind of activity that hosting one is: its key in the settings.
    pub kind: String,
    /// After so many days without one an ambassador is told, on their own page, that hosts are welcome.
    pub hint_after_days: u32,
}

/// Limits against floods. A window is ten minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Applications from one network origin in a window.
    pub applications_per_origin: u32,
    /// Sign-in links asked for one address in a window.
    pub sign_ins_per_address: u32,
    /// Sign-in links asked for from one network origin in a window.
    pub sign_ins_per_origin: u32,
}

impl Settings {
    /// Reads the document.
    ///
    /// # Errors
    /// Every mistake in it, by line and key.
    pub fn read(document: &str) -> Result<Self, Mistakes> {
        read::settings(document)
    }

    /// Whether the program decides as applications come, so that deciding announces.
    pub fn is_rolling(&self) -> bool {
        self.tranches.is_empty()
    }

    /// The tranche of this key.
    pub fn tranche(&self, key: &str) -> Option<&Tranche> {
        self.tranches.iter().find(|tranche| tranche.key == key)
    }

    /// The round an application goes into on this day: the first tranche still open (clauses O1, O3).
    pub fn round_on(&self, today: NaiveDate) -> Round {
        if self.is_rolling() {
            return Round::Rolling;
        }
        let open = self.tranches.iter().find(|tranche| !tranche.is_closed(today));
        open.map_or(Round::Waiting, |tranche| Round::Tranche(tranche.key.clone()))
    }

    /// Whether an application of this round can still be changed by its applicant: until its tranche closes.
    pub fn can_be_edited_in(&self, round: &Round, today: NaiveDate) -> bool {
        match round {
            Round::Rolling | Round::Waiting => true,
            Round::Tranche(key) => self.tranche(key).is_some_and(|tranche| !tranche.is_closed(today)),
        }
    }

    /// Every round there may be applications in: tranches in their order, then those that wait.
    pub fn rounds(&self) -> Vec<Round> {
        let tranches = self.tranches.iter().map(|tranche| Round::Tranche(tranche.key.clone()));
        match self.is_rolling() {
            true => vec![Round::Rolling],
            false => tranches.chain([Round::Waiting, Round::Rolling]).collect(),
        }
    }

    /// The kind of this key.
    pub fn kind(&self, key: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.key == key)
    }

    /// The first quarter there is.
    pub fn first_quarter(&self) -> Quarter {
        self.calendar.quarter_of(self.started_on)
    }

    /// Whether the program has a quarter of this name that has begun.
    pub fn has_begun(&self, quarter: Quarter, today: NaiveDate) -> bool {
        let begun = self.first_quarter() <= quarter && quarter <= self.calendar.quarter_of(today);
        begun && self.calendar.has(quarter)
    }

    /// The last day a report for this quarter counts.
    pub fn last_day_of_grace(&self, quarter: Quarter) -> NaiveDate {
        self.calendar.last_day(quarter) + Days::new(u64::from(self.grace_days))
    }

    /// Whether this can be asked for here.
    pub fn takes_requests_for(&self, kind: FundingKind) -> bool {
        self.funding.as_ref().is_some_and(|rules| rules.kinds.contains(&kind))
    }

    /// Until when what was spent by a day can be claimed (clause C4); none in a program without funds.
    pub fn claim(&self, spent_by: NaiveDate) -> Option<Claim> {
        let rules = self.funding.as_ref()?;
        let last = rules.claim_by(spent_by, &self.calendar, self.grace_days);
        Some(Claim { within: rules.claim_within, grace_days: self.grace_days, last })
    }

    /// When this quarter closes: as soon as its grace days are over.
    pub fn closes_at(&self, quarter: Quarter) -> DateTime<Utc> {
        self.calendar.midnight(self.last_day_of_grace(quarter) + Days::new(1))
    }

    /// When this quarter's check-in goes out.
    pub fn checks_in_at(&self, quarter: Quarter) -> DateTime<Utc> {
        let day = self.calendar.last_day(quarter) - Days::new(u64::from(self.check_in_days));
        self.calendar.midnight(day)
    }

    /// When this quarter's reminder of this number (from 1) goes out; none where there is no such reminder.
    pub fn reminds_at(&self, quarter: Quarter, number: u8) -> Option<DateTime<Utc>> {
        let days = self.reminder_days.get(usize::from(number).checked_sub(1)?)?;
        let closes_on = self.last_day_of_grace(quarter) + Days::new(1);
        Some(self.calendar.midnight(closes_on - Days::new(u64::from(*days))))
    }

    /// The reminder of this quarter that was due last by `at`: one that is told late goes out only while none follows.
    pub fn reminder_due(&self, quarter: Quarter, at: DateTime<Utc>) -> Option<u8> {
        let numbers = 1..=u8::try_from(self.reminder_days.len()).unwrap_or(u8::MAX);
        numbers.rev().find(|number| self.reminds_at(quarter, *number).is_some_and(|due| due <= at))
    }

    /// Every step of the program's calendar due by `at`, oldest first (requirement N5).
    ///
    /// Which of them are done already is for the caller to know; asking for all of them is what heals a missed run.
    pub fn steps_due(&self, at: DateTime<Utc>) -> Vec<Step> {
        self.steps_due_after(None, at)
    }

    /// The same of the quarters after this one, about which, and about those before it, nothing is left to do.
    pub fn steps_due_after(&self, through: Option<Quarter>, at: DateTime<Utc>) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut quarter = through.map_or_else(|| self.first_quarter(), |through| self.calendar.next(through));
        while self.calendar.starts(quarter) <= at {
            if self.checks_in_at(quarter) <= at && at < self.closes_at(quarter) {
                steps.push(Step::CheckIn(quarter));
            }
            if at < self.closes_at(quarter)
                && let Some(number) = self.reminder_due(quarter, at)
            {
                steps.push(Step::Reminder(quarter, number));
            }
            if self.closes_at(quarter) <= at {
                steps.push(Step::Close(quarter));
            }
            quarter = self.calendar.next(quarter);
        }
        steps
    }
}

/// Something the calendar asks to be done once a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Each active ambassador gets the check-in letter; pointless, and so not due, once the quarter is closed.
    CheckIn(Quarter),
    /// Whoever has something left to do is reminded, for the nth time; pointless once the next is due or the quarter is
    /// closed.
    Reminder(Quarter, u8),
    /// Standings are judged and written.
    Close(Quarter),
}
