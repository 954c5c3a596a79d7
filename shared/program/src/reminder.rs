//! Who gets a letter of the calendar, and why somebody is spared it (clauses M7 and R4).
//!
//! The run that writes the letters and the page that shows them beforehand both ask [`verdict`].

use crate::activity::Activity;
use crate::ambassador::{Ambassador, AmbassadorState};
use crate::calendar::Quarter;
use crate::settings::Settings;
use crate::standing::{Judgement, Reason, Standing, judge};
use chrono::NaiveDate;

/// A letter that the calendar sends before a quarter closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// The check-in, which belongs to the role (clause M7).
    CheckIn,
    /// The reminder of this number, from 1.
    Reminder(u8),
}

/// What is known of somebody when a letter is due.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Who.
    pub ambassador: &'a Ambassador,
    /// Their activities; those of other quarters are passed over.
    pub activities: &'a [Activity],
    /// Whether they answered to the check-in of the quarter that there is nothing this time (clause C1).
    pub nothing_this_time: bool,
    /// The day it is, where the program is.
    pub today: NaiveDate,
    /// Whether they want reminders at all.
    pub wants_reminders: bool,
}

/// Whether somebody gets the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They do, and it says this.
    Receives(Judgement),
    /// They do not.
    Spared(Because),
}

/// Why somebody is spared a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// They stepped down, or their term has ended.
    NotActive,
    /// They joined after the quarter.
    NotHereYet,
    /// They are away for a part of the quarter, or now.
    Away,
    /// They joined during the quarter, so nothing is missing from it.
    New,
    /// The goal is reached.
    Done,
    /// They answered that there is nothing this time.
    NothingThisTime,
    /// They want no reminders.
    Unsubscribed,
}

impl Because {
    /// Every reason, in the order they are listed.
    pub const ALL: [Self; 7] = [
        Self::NotActive,
        Self::NotHereYet,
        Self::Away,
        Self::New,
        Self::Done,
        Self::NothingThisTime,
        Self::Unsubscribed,
    ];
}

/// Whether somebody gets this letter about this quarter, by what is known now.
///
/// The check-in goes to everybody who takes part and is not away. A reminder asks for what would be missing when the
/// quarter closes, so it goes only to whom something would be missing, who has not said otherwise, and who wants it.
pub fn verdict(settings: &Settings, notice: Notice, quarter: Quarter, known: &Known<'_>) -> Verdict {
    let Known { ambassador, activities, nothing_this_time, today, wants_reminders } = *known;
    match ambassador.state {
        AmbassadorState::Active | AmbassadorState::OnHold { .. } => {}
        AmbassadorState::Emeritus | AmbassadorState::Ended => return Verdict::Spared(Because::NotActive),
    }
    if ambassador.since > settings.calendar.last_day(quarter) {
        return Verdict::Spared(Because::NotHereYet);
    }
    let judgement = judge(settings, quarter, ambassador, activities);
    let away = judgement.standing == Standing::Excused || !ambassador.is_written_to(today);
    let because = match (notice, judgement.standing) {
        _ if away => Because::Away,
        (_, Standing::Excused) => Because::Away,
        (Notice::CheckIn, _) => return Verdict::Receives(judgement),
        (Notice::Reminder(_), Standing::Met) => Because::Done,
        (Notice::Reminder(_), Standing::New) => Because::New,
        (Notice::Reminder(_), Standing::Short) if nothing_this_time => Because::NothingThisTime,
        (Notice::Reminder(_), Standing::Short) if !wants_reminders => Because::Unsubscribed,
        (Notice::Reminder(_), Standing::Short) => return Verdict::Receives(judgement),
    };
    Verdict::Spared(because)
}

/// The activity a reminder leads to: one held by `today` that lacks its report or a part of it. None where there is
/// nothing to complete, and something can be added instead.
pub fn to_complete(judgement: &Judgement, activities: &[Activity], today: NaiveDate) -> Option<crate::ActivityId> {
    let held = |id| activities.iter().any(|activity| activity.id == id && activity.plan.ends_on <= today);
    judgement.reasons.iter().find_map(|reason| match reason {
        Reason::NotFull { activity, .. } | Reason::NotReported { activity, .. } if held(*activity) => Some(*activity),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAUTIC: &str = include_str!("../../../infra/programs/mautic.toml");

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn settings(goal: u32) -> Settings {
        Settings { goal, ..Settings::read(MAUTIC).unwrap() }
    }

    fn ambassador(since: &str, state: AmbassadorState) -> Ambassador {
        Ambassador { state, since: day(since), ..crate::ambassador::tests::ambassador() }
    }

    /// R4, M7, C1, C3
    #[test]
    fn a_letter_goes_to_whom_it_concerns_and_everybody_else_is_spared_for_a_reason() {
        use AmbassadorState::{Active, Emeritus, Ended, OnHold};
        let away = OnHold { from: day("2026-08-01"), until: Some(day("2026-08-02")) };
        let away_before = OnHold { from: day("2026-05-01"), until: Some(day("2026-06-30")) };
        let old = "2025-06-01";
        // Who, the goal, the answer, whether reminders are wanted; then why spared of the check-in, and of a reminder.
        type Row<'a> = (&'a str, AmbassadorState, u32, bool, bool, Option<Because>, Option<Because>);
        let table: [Row<'_>; 10] = [
            (old, Active, 2, false, true, None, None),
            (old, away_before, 2, false, true, None, None),
            (old, Emeritus, 2, false, true, Some(Because::NotActive), Some(Because::NotActive)),
            (old, Ended, 2, false, true, Some(Because::NotActive), Some(Because::NotActive)),
            ("2026-10-01", Active, 2, false, true, Some(Because::NotHereYet), Some(Because::NotHereYet)),
            (old, away, 2, false, true, Some(Because::Away), Some(Because::Away)),
            ("2026-07-02", Active, 2, false, true, None, Some(Because::New)),
            (old, Active, 0, false, true, None, Some(Because::Done)),
            (old, Active, 2, true, true, None, Some(Because::NothingThisTime)),
            (old, Active, 2, false, false, None, Some(Because::Unsubscribed)),
        ];
        let quarter = Quarter::new(2026, 3).unwrap();
        for (since, state, goal, nothing_this_time, wants_reminders, check_in, reminder) in table {
            let ambassador = ambassador(since, state);
            let known = Known {
                ambassador: &ambassador,
                activities: &[],
                nothing_this_time,
                today: day("2026-09-20"),
                wants_reminders,
            };
            let spared = |notice| match verdict(&settings(goal), notice, quarter, &known) {
                Verdict::Receives(_) => None,
                Verdict::Spared(because) => Some(because),
            };
            assert_eq!(spared(Notice::CheckIn), check_in, "check-in: {known:?}");
            for number in [1, 2] {
                assert_eq!(spared(Notice::Reminder(number)), reminder, "reminder {number}: {known:?}");
            }
        }
    }

    /// N5, R4
    #[test]
    fn of_the_reminders_due_only_the_newest_goes_out_and_none_before_its_day_or_after_the_closing() {
        use crate::settings::Step;
        let settings = Settings { reminder_days: vec![10, 3], ..settings(2) };
        let quarter = Quarter::new(2026, 1).unwrap();
        let due = |at: &str| {
            let steps = settings.steps_due(at.parse().unwrap());
            let of_quarter = steps.into_iter().filter_map(|step| match step {
                Step::Reminder(of, number) if of == quarter => Some(number),
                _ => None,
            });
            of_quarter.collect::<Vec<_>>()
        };
        // It closes on 15 April, London time.
        assert_eq!(due("2026-04-04T22:59:59Z"), Vec::<u8>::new());
        assert_eq!(due("2026-04-04T23:00:00Z"), [1]);
        assert_eq!(due("2026-04-11T22:59:59Z"), [1]);
        assert_eq!(due("2026-04-11T23:00:00Z"), [2]);
        assert_eq!(due("2026-04-14T22:59:59Z"), [2]);
        assert_eq!(due("2026-04-14T23:00:00Z"), Vec::<u8>::new());
        assert_eq!(
            Settings { reminder_days: Vec::new(), ..settings.clone() }
                .reminder_due(quarter, chrono::DateTime::UNIX_EPOCH),
            None
        );
    }
}
