//! What a quarter's end says about an ambassador's reports, with every reason (clauses M8, R5, R6).
//!
//! A standing is a description, not a decision: nothing follows from it by itself.

use crate::activity::{Activity, ActivityState};
use crate::ambassador::Ambassador;
use crate::calendar::Quarter;
use crate::id::ActivityId;
use crate::report::{self, Missing};
use crate::settings::Settings;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How a quarter ended for one ambassador.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// As many full reports as the program hopes for.
    Met,
    /// Fewer.
    Short,
    /// Paused in this quarter, so nothing is counted.
    Excused,
    /// Joined during this quarter and has not got there yet.
    New,
}

impl Standing {
    /// Every standing, in the order they are listed.
    pub const ALL: [Self; 4] = [Self::Met, Self::Short, Self::Excused, Self::New];

    /// Its name in stored items and columns.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Short => "short",
            Self::Excused => "excused",
            Self::New => "new",
        }
    }
}

/// One thing the standing rests on. `words` says it to the ambassador.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Reason {
    /// Counted: a full report of a kind that counts.
    Counted {
        /// Which activity.
        activity: ActivityId,
        /// Its title.
        title: String,
    },
    /// Not counted: the report is not full.
    NotFull {
        /// Which activity.
        activity: ActivityId,
        /// Its title.
        title: String,
        /// What is missing.
        missing: Vec<Missing>,
    },
    /// Not counted: planned, and not reported.
    NotReported {
        /// Which activity.
        activity: ActivityId,
        /// Its title.
        title: String,
    },
    /// Not counted: this kind does not count toward the goal.
    KindDoesNotCount {
        /// Which activity.
        activity: ActivityId,
        /// Its title.
        title: String,
        /// The kind's name.
        kind: String,
    },
    /// Not counted: the report came after the grace days.
    TooLate {
        /// Which activity.
        activity: ActivityId,
        /// Its title.
        title: String,
        /// The last day that counted.
        until: NaiveDate,
    },
    /// Joined during the quarter.
    JoinedDuring {
        /// On which day.
        on: NaiveDate,
    },
    /// Paused in the quarter.
    OnHold {
        /// Since when.
        from: NaiveDate,
        /// Until when, if known.
        until: Option<NaiveDate>,
    },
}

/// A standing with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The standing.
    pub standing: Standing,
    /// How many full reports count.
    pub full: u32,
    /// How many the program hopes for.
    pub goal: u32,
    /// Everything it rests on: activities in the order they were held, then what concerns the person.
    pub reasons: Vec<Reason>,
}

/// Judges one ambassador's quarter by their activities, of which those of other quarters are passed over.
///
/// A report counts when it became full within the grace days. Cancelled activities are not held against
/// anyone and not mentioned. Somebody who paused for any part of the quarter is excused, whatever they reported.
pub fn judge(settings: &Settings, quarter: Quarter, ambassador: &Ambassador, activities: &[Activity]) -> Judgement {
    let calendar = settings.calendar;
    let mut held: Vec<_> = activities
        .iter()
        .filter(|activity| activity.state != ActivityState::Cancelled)
        .filter(|activity| activity.plan.quarter(calendar) == quarter)
        .collect();
    held.sort_by_key(|activity| (activity.plan.ends_on, activity.id));

    let mut reasons: Vec<_> = held.into_iter().map(|activity| reason(settings, quarter, activity)).collect();
    let counted = reasons.iter().filter(|reason| matches!(reason, Reason::Counted { .. })).count();
    let full = u32::try_from(counted).unwrap_or(u32::MAX);

    let (first, last) = (calendar.first_day(quarter), calendar.last_day(quarter));
    let paused = match ambassador.state {
        crate::AmbassadorState::OnHold { from, until } if ambassador.state.pauses_between(first, last) => {
            reasons.push(Reason::OnHold { from, until });
            true
        }
        _ => false,
    };
    let joined = ambassador.since > first;
    if joined {
        reasons.push(Reason::JoinedDuring { on: ambassador.since });
    }
    let goal = settings.goal;
    let standing = match () {
        () if paused => Standing::Excused,
        () if full >= goal => Standing::Met,
        () if joined => Standing::New,
        () => Standing::Short,
    };
    Judgement { standing, full, goal, reasons }
}

/// Whether this activity's report is full, whatever its kind and quarter.
pub fn is_full(settings: &Settings, activity: &Activity) -> bool {
    activity.report.is_some()
        && settings
            .kind(&activity.plan.kind)
            .is_some_and(|kind| report::missing(activity.report.as_ref(), kind).is_empty())
}

fn reason(settings: &Settings, quarter: Quarter, activity: &Activity) -> Reason {
    let title = activity.plan.title.as_str().to_owned();
    let id = activity.id;
    let kind = settings.kind(&activity.plan.kind);
    let Some(report) = &activity.report else {
        return Reason::NotReported { activity: id, title };
    };
    match kind {
        Some(kind) if kind.counts => {}
        Some(kind) => return Reason::KindDoesNotCount { activity: id, title, kind: kind.label.clone() },
        None => return Reason::KindDoesNotCount { activity: id, title, kind: activity.plan.kind.clone() },
    }
    let missing = kind.map(|kind| report::missing(Some(report), kind)).unwrap_or_default();
    if !missing.is_empty() {
        return Reason::NotFull { activity: id, title, missing };
    }
    let until = settings.last_day_of_grace(quarter);
    if report.full_at.is_none_or(|at| settings.calendar.day(at) > until) {
        return Reason::TooLate { activity: id, title, until };
    }
    Reason::Counted { activity: id, title }
}
