//! How long somebody has done nothing, and what the team is asked then (clause C2). A person decides.

use crate::activity::{Activity, ActivityState};
use crate::ambassador::Ambassador;
use crate::proposal::{Cause, Stage};
use crate::settings::{Settings, Term};
use chrono::{Days, NaiveDate};

/// After how many days without an activity the team is asked; never, where there is no number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inactivity {
    /// For a call.
    pub call_after: Option<u32>,
    /// About ending the term.
    pub propose_after: Option<u32>,
}

impl Inactivity {
    /// The fewest days after which anything is asked.
    pub fn first(&self) -> Option<u32> {
        self.call_after.into_iter().chain(self.propose_after).min()
    }
}

/// Whether there is any need to look at what somebody has done: they are here, and joined or came back long enough ago.
pub fn is_worth_a_look(settings: &Settings, ambassador: &Ambassador, today: NaiveDate) -> bool {
    let Some(first) = settings.inactivity.first() else { return false };
    !ambassador.is_away(today) && days_since(began(ambassador, today), today) >= i64::from(first)
}

/// What the team is asked about somebody today: the furthest stage their days without an activity have reached. A term
/// for life is not asked about.
pub fn look(settings: &Settings, ambassador: &Ambassador, activities: &[Activity], today: NaiveDate) -> Option<Cause> {
    if !is_worth_a_look(settings, ambassador, today) {
        return None;
    }
    let held = activities.iter().filter_map(|activity| last_day(settings, activity, today));
    let since = held.chain([began(ambassador, today)]).max()?;
    let days = days_since(since, today);
    let reached = |after: Option<u32>| after.filter(|after| days >= i64::from(*after));
    let end_term = reached(settings.inactivity.propose_after).filter(|_| settings.term == Term::Renewed);
    let (days, stage) = match (end_term, reached(settings.inactivity.call_after)) {
        (Some(days), _) => (days, Stage::EndTerm),
        (None, Some(days)) => (days, Stage::Call),
        (None, None) => return None,
    };
    Some(Cause::Inactive { since, days, stage })
}

/// Whether this activity alone is reason enough to ask nothing today, whatever else there is.
pub fn is_recent(settings: &Settings, activity: &Activity, today: NaiveDate) -> bool {
    let Some(first) = settings.inactivity.first() else { return true };
    last_day(settings, activity, today).is_some_and(|day| days_since(day, today) < i64::from(first))
}

/// The last day somebody did something about what they held: that of the activity, or of its report.
fn last_day(settings: &Settings, activity: &Activity, today: NaiveDate) -> Option<NaiveDate> {
    if activity.state == ActivityState::Cancelled || activity.plan.ends_on > today {
        return None;
    }
    let reported = activity.report.as_ref().map(|report| settings.calendar.day(report.at));
    [Some(activity.plan.ends_on), reported].into_iter().flatten().max()
}

/// The day they joined, or the day after their last pause.
fn began(ambassador: &Ambassador, today: NaiveDate) -> NaiveDate {
    let back = ambassador.pauses_between(NaiveDate::MIN, today).into_iter().filter_map(|pause| pause.until);
    back.map(|day| day + Days::new(1)).chain([ambassador.since]).max().unwrap_or(ambassador.since)
}

fn days_since(day: NaiveDate, today: NaiveDate) -> i64 {
    (today - day).num_days()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ambassador::tests::ambassador;
    use crate::{Pause, activity};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn settings(term: Term) -> Settings {
        let settings = Settings::read(include_str!("../../../infra/programs/mautic.toml")).unwrap();
        let inactivity = Inactivity { call_after: Some(90), propose_after: Some(180) };
        Settings { inactivity, term, ..settings }
    }

    fn held(on: &str, state: ActivityState) -> Activity {
        let mut form = crate::Form::default();
        for (field, value) in [("kind", "events"), ("title", "Meetup"), ("starts_on", on), ("place", "online")] {
            form.set(field, value);
        }
        Activity {
            id: crate::ActivityId::new(uuid::Uuid::from_u128(7)),
            ambassador: ambassador().id,
            plan: activity::Plan::parse(&form, &settings(Term::Renewed)).unwrap(),
            planned_at: "2026-01-01T00:00:00Z".parse().unwrap(),
            report: None,
            state,
            with: Vec::new(),
            told_large: false,
        }
    }

    /// C2
    #[test]
    fn ninety_days_ask_for_a_call_and_a_hundred_and_eighty_about_the_term_and_not_a_day_earlier() {
        let person = Ambassador { since: day("2026-01-01"), ..ambassador() };
        let activities = [held("2026-03-01", ActivityState::Planned), held("2026-06-01", ActivityState::Cancelled)];
        let asked = |term, today: &str| look(&settings(term), &person, &activities, day(today));
        let cause = |days, stage| Some(Cause::Inactive { since: day("2026-03-01"), days, stage });
        assert_eq!(asked(Term::Renewed, "2026-05-29"), None);
        assert_eq!(asked(Term::Renewed, "2026-05-30"), cause(90, Stage::Call));
        assert_eq!(asked(Term::Renewed, "2026-08-27"), cause(90, Stage::Call));
        assert_eq!(asked(Term::Renewed, "2026-08-28"), cause(180, Stage::EndTerm));
        assert_eq!(asked(Term::Life, "2026-08-28"), cause(90, Stage::Call), "a term for life is not asked about");
        let never = Settings { inactivity: Inactivity::default(), ..settings(Term::Renewed) };
        assert_eq!(look(&never, &person, &activities, day("2030-01-01")), None);
    }

    /// C2
    #[test]
    fn one_recent_activity_is_enough_to_ask_nothing() {
        let recent = |on: &str, state, today: &str| is_recent(&settings(Term::Renewed), &held(on, state), day(today));
        assert!(recent("2026-03-01", ActivityState::Planned, "2026-05-29"));
        assert!(!recent("2026-03-01", ActivityState::Planned, "2026-05-30"));
        assert!(!recent("2026-03-01", ActivityState::Cancelled, "2026-03-02"), "what was called off was not held");
        assert!(!recent("2026-03-01", ActivityState::Planned, "2026-02-28"), "what is still to come was not held yet");
    }

    /// C2, C3
    #[test]
    fn days_of_a_pause_are_not_days_without_an_activity_and_nobody_away_is_asked_about() {
        let pause = |until: Option<&str>| Pause { from: day("2026-02-01"), until: until.map(day) };
        let with = |pause: Pause| Ambassador { since: day("2026-01-01"), pauses: vec![pause], ..ambassador() };
        let asked =
            |person: &Ambassador, today: &str| look(&settings(Term::Renewed), person, &[], day(today)).is_some();
        let back = with(pause(Some("2026-06-30")));
        assert!(!asked(&back, "2026-09-28"));
        assert!(asked(&back, "2026-09-29"));
        assert!(!asked(&with(pause(None)), "2027-01-01"));
        let left = ambassador().stepped_down(None, day("2025-02-01")).unwrap();
        assert!(!asked(&left, "2027-01-01"));
    }
}
