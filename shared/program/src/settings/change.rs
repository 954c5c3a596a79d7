//! What other settings would change, and for whom, before they are put into force.
//!
//! The rules are asked with the one settings and with the other, so that what is told is what will happen.

use super::{Kind, Settings};
use crate::activity::{Activity, ActivityState};
use crate::ambassador::Ambassador;
use crate::calendar::Quarter;
use crate::standing::{Judgement, judge};
use chrono::{DateTime, NaiveDate, Utc};

/// A document with the ends of lines it has wherever it comes from: browsers send two characters, and so do some editors.
pub fn tidied(document: &str) -> String {
    let mut text = document.replace("\r\n", "\n").trim_end().to_owned();
    text.push('\n');
    text
}

/// The lines in which two documents differ, in their order; how a line ends is no difference.
pub fn differences(in_force: &str, given: &str) -> Vec<Line> {
    similar::TextDiff::from_lines(&tidied(in_force), &tidied(given))
        .iter_all_changes()
        .filter_map(|change| {
            let text = change.value().trim_end().to_owned();
            match change.tag() {
                similar::ChangeTag::Delete => Some(Line::Leaves(text)),
                similar::ChangeTag::Insert => Some(Line::Comes(text)),
                similar::ChangeTag::Equal => None,
            }
        })
        .collect()
}

/// One line in which two documents differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// It is in the document in force, and will not be.
    Leaves(String),
    /// It is not in it, and will be.
    Comes(String),
}

/// That quarters are counted another way from some day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedAnew {
    /// The quarter that runs.
    pub running: Quarter,
    /// Its last day.
    pub last: NaiveDate,
    /// The first one that is counted the new way.
    pub next: Quarter,
    /// Its first day.
    pub first: NaiveDate,
}

/// Something the calendar does once a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Milestone {
    /// The check-in goes out (clause M7).
    CheckIn,
    /// The reminder of this number goes out (clause R4).
    Reminder(u8),
    /// The quarter closes (clause R6).
    Close,
}

/// A milestone that moves, comes or goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Of which quarter.
    pub quarter: Quarter,
    /// Which.
    pub what: Milestone,
    /// Its day by the settings in force; none where they do not have it.
    pub before: Option<NaiveDate>,
    /// Its day by the others; none where they do not have it.
    pub after: Option<NaiveDate>,
}

/// A quarter that would read differently for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejudged {
    /// By the settings in force.
    pub before: Judgement,
    /// By the others.
    pub after: Judgement,
}

impl Settings {
    /// These settings as they come into force after `before`, at `at`: another way to count takes effect with the next
    /// quarter, and what was counted stays so.
    #[must_use]
    pub fn following(self, before: &Settings, at: DateTime<Utc>) -> Self {
        Self { calendar: before.calendar.changed(self.calendar.counting(), at), ..self }
    }
}

/// From when on quarters are counted another way; none where they are not, or not anew. `after` follows `before`.
pub fn counted_anew(before: &Settings, after: &Settings, at: DateTime<Utc>) -> Option<CountedAnew> {
    let calendar = &after.calendar;
    let running = calendar.quarter_at(at);
    let next = calendar.next(running);
    let (last, first) = (calendar.last_day(running), calendar.first_day(next));
    (*calendar != before.calendar).then_some(CountedAnew { running, last, next, first })
}

/// Every milestone of a quarter that moves and is not past by both.
pub fn moved(before: &Settings, after: &Settings, quarter: Quarter, at: DateTime<Utc>) -> Vec<Moved> {
    let most = before.reminder_days.len().max(after.reminder_days.len());
    let reminders = (1..=u8::try_from(most).unwrap_or(u8::MAX)).map(Milestone::Reminder);
    let day = |settings: &Settings, what| {
        let moment = match what {
            Milestone::CheckIn => Some(settings.checks_in_at(quarter)),
            Milestone::Reminder(number) => settings.reminds_at(quarter, number),
            Milestone::Close => Some(settings.closes_at(quarter)),
        };
        moment.map(|moment| settings.calendar.day(moment))
    };
    let today = before.calendar.day(at);
    [Milestone::CheckIn]
        .into_iter()
        .chain(reminders)
        .chain([Milestone::Close])
        .map(|what| Moved { quarter, what, before: day(before, what), after: day(after, what) })
        .filter(|moved| moved.before != moved.after && moved.before.max(moved.after) >= Some(today))
        .collect()
}

/// How a quarter that is not closed would read for somebody, where that is another standing or another count.
pub fn rejudged(
    before: &Settings,
    after: &Settings,
    quarter: Quarter,
    ambassador: &Ambassador,
    activities: &[Activity],
) -> Option<Rejudged> {
    let [before, after] = [before, after].map(|settings| judge(settings, quarter, ambassador, activities));
    let is_other = (before.standing, before.full) != (after.standing, after.full);
    is_other.then_some(Rejudged { before, after })
}

/// The kinds of activity there would be no more, and how many of these activities are of each.
pub fn kinds_gone<'a>(
    before: &'a Settings,
    after: &Settings,
    activities: impl IntoIterator<Item = &'a Activity> + Clone,
) -> Vec<(&'a Kind, usize)> {
    let gone = before.kinds.iter().filter(|kind| after.kind(&kind.key).is_none());
    gone.map(|kind| {
        let of_it = |activity: &&Activity| activity.plan.kind == kind.key && activity.state != ActivityState::Cancelled;
        (kind, activities.clone().into_iter().filter(of_it).count())
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ambassador::AmbassadorState;
    use crate::standing::Standing;
    use crate::standing::tests::{ambassador, full, quarter, settings};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn lines_are_told_as_they_leave_and_come() {
        let lines = differences("a = 1\nb = 2\r\nc = 3\n", "a = 1\nb = 4\nc = 3\nd = 5\n");
        let leaves = |text: &str| Line::Leaves(text.to_owned());
        let comes = |text: &str| Line::Comes(text.to_owned());
        assert_eq!(lines, [leaves("b = 2"), comes("b = 4"), comes("d = 5")]);
        assert_eq!(differences("a = 1\n", "a = 1\n"), []);
        assert_eq!(differences("a = 1\r\n\r\nb = 2", "a = 1\n\nb = 2\n\n"), []);
    }

    /// R4, R6
    #[test]
    fn only_what_moves_and_is_not_past_is_told() {
        let before = Settings { reminder_days: vec![10, 3], ..settings() };
        let after = Settings { grace_days: before.grace_days + 7, reminder_days: vec![17], ..before.clone() };
        let moved = moved(&before, &after, quarter(), at("2026-08-01T12:00:00Z"));
        let closes = |settings: &Settings| Some(settings.calendar.day(settings.closes_at(quarter())));
        // The check-in stays, and so does the first reminder, which is seven days earlier before a later end.
        assert_eq!(
            moved.iter().map(|moved| moved.what).collect::<Vec<_>>(),
            [Milestone::Reminder(2), Milestone::Close]
        );
        assert_eq!(moved[0].after, None);
        assert_eq!((moved[1].before, moved[1].after), (closes(&before), closes(&after)));
        let later = at("2027-03-01T12:00:00Z");
        assert_eq!(super::moved(&before, &after, quarter(), later), []);
    }

    /// R6
    #[test]
    fn another_way_to_count_takes_effect_with_the_next_quarter() {
        let before = settings();
        let now = at("2026-08-01T12:00:00Z");
        let same = settings().following(&before, now);
        assert_eq!(counted_anew(&before, &same, now), None);
        let monthly = crate::Calendar::new(
            serde_json::from_str(r#"{"time_zone": "Europe/London", "first_month": 1, "period": "month"}"#).unwrap(),
        );
        let after = Settings { calendar: monthly, ..settings() }.following(&before, now);
        let told = counted_anew(&before, &after, now).unwrap();
        assert_eq!((told.running, told.last), (quarter(), "2026-09-30".parse().unwrap()));
        assert_eq!((told.next.to_string().as_str(), told.first), ("2026-10", "2026-10-01".parse().unwrap()));
    }

    /// M5, M8
    #[test]
    fn whose_quarter_would_read_differently_is_told_and_nobody_else() {
        let before = settings();
        let after = Settings { goal: 1, ..settings() };
        let held = [full("events", "2026-08-01")];
        let person = ambassador("2025-01-01".parse().unwrap(), AmbassadorState::Active);
        let told = rejudged(&before, &after, quarter(), &person, &held).unwrap();
        assert_eq!((told.before.standing, told.after.standing), (Standing::Short, Standing::Met));
        assert_eq!(rejudged(&before, &after, quarter(), &person, &[]), None);
        let without = Settings {
            kinds: before.kinds.iter().filter(|kind| kind.key != "events").cloned().collect(),
            ..settings()
        };
        let gone = kinds_gone(&before, &without, &held);
        assert_eq!(gone.iter().map(|(kind, count)| (kind.key.as_str(), *count)).collect::<Vec<_>>(), [("events", 1)]);
    }
}
