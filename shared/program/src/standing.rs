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
    /// Counted by a person after the quarter was closed, though it did not count by itself.
    CountedOnAppeal {
        /// Which activity.
        activity: ActivityId,
        /// Its title.
        title: String,
    },
    /// Excused by a person after the quarter was closed.
    ExcusedOnAppeal,
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
    let calendar = &settings.calendar;
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
    let pauses = ambassador.pauses_between(first, last);
    let paused = !pauses.is_empty();
    reasons.extend(pauses.into_iter().map(|pause| Reason::OnHold { from: pause.from, until: pause.until }));
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

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::ambassador::AmbassadorState;
    use crate::report::{Answer, Field, Report};
    use crate::text::{Line, Name};
    use crate::{AmbassadorId, ApplicationId, Country, Email, PersonId, Place};
    use chrono::{DateTime, Days, Utc};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const MAUTIC: &str = include_str!("../../../infra/programs/mautic.toml");

    pub(crate) fn settings() -> Settings {
        Settings::read(MAUTIC).unwrap()
    }

    pub(crate) fn quarter() -> Quarter {
        Quarter::new(2026, 3).unwrap()
    }

    pub(crate) fn ambassador(since: NaiveDate, state: AmbassadorState) -> Ambassador {
        Ambassador {
            id: AmbassadorId::new(uuid::Uuid::from_u128(1)),
            person: PersonId::new(uuid::Uuid::from_u128(2)),
            name: Name::parse("Amara").unwrap(),
            email: Email::parse("amara@example.org").unwrap(),
            country: Country::parse("NG").unwrap(),
            territory: crate::territory::Territory::of(Country::parse("NG").unwrap()),
            region: None,
            language: "en".into(),
            state,
            since,
            application: ApplicationId::new(uuid::Uuid::from_u128(3)),
            pauses: Vec::new(),
            leaving: None,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// What one made-up activity is like, in words a test can count by itself.
    #[derive(Clone, Debug)]
    struct Made {
        kind: &'static str,
        ends_on: NaiveDate,
        cancelled: bool,
        reported: bool,
        holes: u8,
        full_at: NaiveDate,
    }

    fn made() -> impl Strategy<Value = Made> {
        let kinds = prop::sample::select(vec!["events", "talks", "networking", "gone"]);
        (kinds, 0u64..140, any::<bool>(), any::<bool>(), 0u8..4, 0u64..40).prop_map(
            |(kind, after, cancelled, reported, holes, wait)| {
                let ends_on = day("2026-06-10") + Days::new(after);
                Made {
                    kind,
                    ends_on,
                    cancelled: cancelled && !reported,
                    reported,
                    holes,
                    full_at: ends_on + Days::new(wait),
                }
            },
        )
    }

    fn activity(number: u128, made: &Made) -> Activity {
        let at: DateTime<Utc> = made.full_at.and_hms_opt(12, 0, 0).unwrap().and_utc();
        let mut answers = BTreeMap::from([
            (Field::Goal.into(), Answer::Text(crate::text::Text::parse("meet").unwrap())),
            (Field::Registrations.into(), Answer::NotApplicable),
            (Field::Attendees.into(), Answer::Count(0)),
            (Field::HoursToOrganize.into(), Answer::Minutes(90)),
            (Field::HoursToExecute.into(), Answer::Minutes(60)),
        ]);
        match made.holes {
            1 => drop(answers.remove(&Field::Attendees.into())),
            2 => drop(answers.insert(Field::Attendees.into(), Answer::Unknown)),
            _ => {}
        }
        let is_full = !matches!(made.holes, 1 | 2);
        let report = Report {
            answers,
            done: None,
            came_of_it: None,
            metrics: Vec::new(),
            links: Vec::new(),
            practical: None,
            first_at: at,
            at,
            full_at: is_full.then_some(at),
        };
        Activity {
            id: ActivityId::new(uuid::Uuid::from_u128(number)),
            ambassador: AmbassadorId::new(uuid::Uuid::from_u128(1)),
            plan: crate::activity::Plan::new(
                made.kind,
                Line::parse(&format!("Activity {number}")).unwrap(),
                made.ends_on,
                made.ends_on,
                Place::Online,
            ),
            planned_at: at,
            report: made.reported.then_some(report),
            state: match (made.cancelled, made.reported) {
                (true, _) => ActivityState::Cancelled,
                (false, true) => ActivityState::Reported,
                (false, false) => ActivityState::Planned,
            },
            with: Vec::new(),
            told_large: false,
        }
    }

    /// One with a full report, sent on its day.
    pub(crate) fn full(kind: &'static str, on: &str) -> Activity {
        let on = day(on);
        activity(10, &Made { kind, ends_on: on, cancelled: false, reported: true, holes: 0, full_at: on })
    }

    proptest! {
        /// M8, R5, R6
        #[test]
        fn a_standing_is_what_a_plain_count_says_and_every_activity_has_one_reason(
            all in prop::collection::vec(made(), 0..8),
            joined in 0u64..200,
            paused in any::<bool>(),
        ) {
            let since = day("2026-03-20") + Days::new(joined);
            prop_assume!(since <= day("2026-09-30"));
            let state = match paused {
                true => AmbassadorState::OnHold { from: day("2026-09-01"), until: None },
                false => AmbassadorState::Active,
            };
            let activities: Vec<_> = all.iter().enumerate().map(|(number, made)| activity(number as u128 + 10, made)).collect();
            let judgement = judge(&settings(), quarter(), &ambassador(since, state), &activities);

            let in_quarter: Vec<_> = all
                .iter()
                .filter(|made| !made.cancelled && made.ends_on >= day("2026-07-01") && made.ends_on <= day("2026-09-30"))
                .collect();
            let counted = in_quarter
                .iter()
                .filter(|made| made.reported && matches!(made.kind, "events" | "talks"))
                .filter(|made| !matches!(made.holes, 1 | 2) && made.full_at <= day("2026-10-14"))
                .count();
            let expected = match (paused, counted >= 2, since > day("2026-07-01")) {
                (true, ..) => Standing::Excused,
                (false, true, _) => Standing::Met,
                (false, false, true) => Standing::New,
                (false, false, false) => Standing::Short,
            };
            prop_assert_eq!(judgement.standing, expected);
            prop_assert_eq!(judgement.full as usize, counted);
            let about_the_person = usize::from(paused) + usize::from(since > day("2026-07-01"));
            prop_assert_eq!(judgement.reasons.len(), in_quarter.len() + about_the_person);

            let mut turned = activities.clone();
            turned.reverse();
            prop_assert_eq!(judge(&settings(), quarter(), &ambassador(since, state), &turned), judgement);
        }
    }

    /// C3
    #[test]
    fn a_pause_excuses_the_quarters_it_touches_and_no_other() {
        let pause = |from, until| AmbassadorState::OnHold { from: day(from), until: Some(day(until)) };
        let standing = |state| judge(&settings(), quarter(), &ambassador(day("2025-01-01"), state), &[]).standing;
        assert_eq!(standing(pause("2026-05-01", "2026-06-30")), Standing::Short);
        assert_eq!(standing(pause("2026-05-01", "2026-07-01")), Standing::Excused);
        assert_eq!(standing(pause("2026-09-30", "2026-12-31")), Standing::Excused);
        assert_eq!(standing(pause("2026-10-01", "2026-12-31")), Standing::Short);
    }

    /// C3
    #[test]
    fn a_quarter_judged_after_the_return_is_excused_all_the_same() {
        let away = ambassador(day("2025-01-01"), AmbassadorState::Active);
        let pause = crate::Pause { from: day("2026-08-01"), until: Some(day("2026-08-20")) };
        let back = away.paused(pause, day("2026-08-01")).unwrap().on_day(day("2026-08-21")).unwrap();
        assert_eq!(back.state, AmbassadorState::Active);
        let judged = judge(&settings(), quarter(), &back, &[]);
        assert_eq!(judged.standing, Standing::Excused);
        assert_eq!(judged.reasons, [Reason::OnHold { from: pause.from, until: pause.until }]);
        assert_eq!(judge(&settings(), settings().calendar.next(quarter()), &back, &[]).standing, Standing::Short);
    }

    #[test]
    fn a_multi_day_activity_counts_in_the_quarter_of_its_last_day() {
        let mut made = activity(
            9,
            &Made {
                kind: "events",
                ends_on: day("2026-10-02"),
                cancelled: false,
                reported: true,
                holes: 0,
                full_at: day("2026-10-03"),
            },
        );
        made.plan.starts_on = day("2026-09-28");
        let judged = |quarter| {
            judge(&settings(), quarter, &ambassador(day("2025-01-01"), AmbassadorState::Active), &[made.clone()]).full
        };
        assert_eq!((judged(quarter()), judged(settings().calendar.next(quarter()))), (0, 1));
    }
}
