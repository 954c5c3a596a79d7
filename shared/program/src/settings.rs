//! A program's settings: one TOML document, read once into values that hold.
//!
//! [`Settings::read`] finds every mistake in one pass and names each by line and key, so that whoever edits the file is
//! done after one look. Where programs differ, the rule is a setting; the files in `infra/programs/` are examples.

mod read;

pub use read::{Mistake, Mistakes};

use crate::calendar::{Calendar, Quarter};
use crate::email::Email;
use crate::report::Field;
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
    /// Time zone and first month.
    pub calendar: Calendar,
    /// How many days before a quarter's end its check-in goes out (clause M7).
    pub check_in_days: u32,
    /// How many days after a quarter's end its reports still count (clause R6).
    pub grace_days: u32,
    /// How many full reports a quarter the program hopes for (clause M8).
    pub goal: u32,
    /// Whether applications are taken (clause O1).
    pub intake: Intake,
    /// The wording applicants consent to.
    pub consent: ConsentText,
    /// The program's own questions to applicants.
    pub questions: Vec<Question>,
    /// What the selection goes by, published on the form (clause D3).
    pub criteria: Vec<String>,
    /// The kinds of activity (clause M5).
    pub kinds: Vec<Kind>,
    /// Who receives the engagement summary when a quarter closes.
    pub summary_to: Vec<Email>,
    /// Limits against floods, counted in the store (requirement S10).
    pub limits: Limits,
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

/// One question of the program's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name in forms and records.
    pub key: String,
    /// The question.
    pub label: String,
    /// A word of help under it.
    pub hint: Option<String>,
    /// How long the answer is.
    pub kind: QuestionKind,
    /// Whether an answer is needed.
    pub required: bool,
}

impl Question {
    /// The form field it is answered in; prefixed, so that no key can hide a field of the form's own.
    pub fn field(&self) -> String {
        format!("answer_{}", self.key)
    }
}

/// How long an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// One line.
    Line,
    /// Paragraphs.
    Text,
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
    /// Whether a full report of it counts toward the goal.
    pub counts: bool,
    /// What its report asks, in order.
    pub fields: Vec<Asked>,
}

/// A field a kind's report asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub field: Field,
    /// Whether a full report has it.
    pub needed: bool,
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

    /// The kind of this key.
    pub fn kind(&self, key: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.key == key)
    }

    /// The first quarter there is.
    pub fn first_quarter(&self) -> Quarter {
        self.calendar.quarter_of(self.started_on)
    }

    /// The last day a report for this quarter counts.
    pub fn last_day_of_grace(&self, quarter: Quarter) -> NaiveDate {
        self.calendar.last_day(quarter) + Days::new(u64::from(self.grace_days))
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

    /// Every step of the program's calendar due by `at`, oldest first (requirement N5).
    ///
    /// Which of them are done already is for the caller to know; asking for all of them is what heals a missed run.
    pub fn steps_due(&self, at: DateTime<Utc>) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut quarter = self.first_quarter();
        while self.calendar.starts(quarter) <= at {
            if self.checks_in_at(quarter) <= at && at < self.closes_at(quarter) {
                steps.push(Step::CheckIn(quarter));
            }
            if self.closes_at(quarter) <= at {
                steps.push(Step::Close(quarter));
            }
            quarter = quarter.next();
        }
        steps
    }
}

/// Something the calendar asks to be done once a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Each active ambassador gets the check-in letter; pointless, and so not due, once the quarter is closed.
    CheckIn(Quarter),
    /// Standings are judged and written.
    Close(Quarter),
}
