//! How long somebody has done nothing, without any office around it: very many lives, one person each.

use crate::days::{Calendar, Way, Zone};
use crate::life::{document, form};
use crate::naive::{Deed, Person, Records, Rules};
use chrono::{DateTime, Datelike as _, Days, Duration, NaiveDate, Utc};
use program::activity::Plan;
use program::proposal::{Cause, Stage};
use program::report::Told;
use program::text::Name;
use program::{
    Activity, ActivityId, ActivityState, Ambassador, AmbassadorId, AmbassadorState, ApplicationId, Country, Pause,
    PersonId, Report, Settings, Territory, inactivity,
};
use specification::Dice;
use specification::office::email;
use uuid::Uuid;

fn somebody(since: NaiveDate) -> Ambassador {
    let country = Country::parse("Nigeria").unwrap();
    Ambassador {
        id: AmbassadorId::new(Uuid::from_u128(1)),
        person: PersonId::new(Uuid::from_u128(2)),
        name: Name::parse("Person").unwrap(),
        email: email("person@example.org"),
        country,
        territory: Territory::of(country),
        region: None,
        language: "en".to_owned(),
        state: AmbassadorState::Active,
        since,
        application: ApplicationId::new(Uuid::from_u128(3)),
        pauses: Vec::new(),
        leaving: None,
    }
}

/// C2, C3: some years of one person; how often a silence was told of.
pub(crate) fn told_in_a_life(seed: u64, years: i32) -> usize {
    let mut dice = Dice::of_seed(seed);
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let mut rules = Rules {
        version: 1,
        goal: 2,
        grace_days: 14,
        check_in_days: 14,
        reminders: [10, 3],
        networking_counts: false,
        silences: Some([30, 60]),
        is_renewed: true,
    };
    let way = Way { zone: Zone::London, first_month: 0, months: 3 };
    let mut settings = Settings::read(&document(&rules, way)).unwrap();
    let mut records = Records::new(Calendar::new(way, 2026, 0), rules.clone());
    let mut person = somebody(start - Days::new(dice.below(500)));
    records.people.push(Person::new(person.id.to_string(), person.since));
    let mut activities: Vec<Activity> = Vec::new();
    let mut told = 0;
    for day in start.iter_days().skip(1).take_while(|day| day.year() < start.year() + years) {
        let hour = u32::try_from(dice.below(23)).unwrap();
        let now: DateTime<Utc> = day.and_hms_opt(hour, 20, 0).unwrap().and_utc();
        let today = records.calendar.day(now);
        assert_eq!(settings.calendar.day(now), today, "{now}");
        let naive = &mut records.people[0];
        if naive.is_gone() {
            if dice.one_in(40) {
                naive.returns(today);
                person = person.welcomed_back(today).unwrap();
            }
        } else if dice.one_in(60) {
            let from = today + Duration::days(dice.between(-3, 20));
            let long = if dice.one_in(3) { 4 } else { 60 };
            let last = (from + Duration::days(dice.between(0, long))).max(today);
            let until = (!dice.one_in(6)).then_some(last);
            naive.pauses_from((from, until), today);
            person = person.paused(Pause { from, until }, today).unwrap();
        } else if naive.has_pause(today) && dice.one_in(30) {
            naive.comes_back(today);
            person = person.returned(today).unwrap();
        } else if dice.one_in(400) {
            naive.leaves(today);
            person = person.stepped_down(None, today).unwrap();
        }
        if dice.one_in(30) {
            let ends_on = today + Duration::days(dice.between(-50, 40));
            let on = ends_on.to_string();
            let fields = [("kind", "events"), ("title", "Something"), ("starts_on", &*on), ("place", "online")];
            let id = ActivityId::new(Uuid::from_u128(activities.len() as u128 + 9));
            activities.push(Activity {
                id,
                ambassador: person.id,
                plan: Plan::parse(&form(fields), &settings).unwrap(),
                planned_at: now,
                report: None,
                state: ActivityState::Planned,
                with: Vec::new(),
                told_large: false,
            });
            records.deeds.push(Deed {
                id: id.to_string(),
                owner: 0,
                networking: false,
                ends_on,
                is_canceled: false,
                report: None,
                reported_at: None,
                with: None,
            });
        }
        for (activity, deed) in activities.iter_mut().zip(&mut records.deeds).rev().take(5) {
            if deed.is_canceled || deed.ends_on > today {
                continue;
            }
            if dice.one_in(30) {
                let kind = settings.kind("events").unwrap();
                let told = Told::parse(&form([("goal", "Show newcomers how to start")]), kind).unwrap();
                activity.report = Some(Report::revised(activity.report.as_ref(), told, kind, now));
                activity.state = ActivityState::Reported;
                deed.report = Some(None);
                deed.reported_at = Some(now);
            } else if deed.report.is_none() && dice.one_in(200) {
                activity.state = ActivityState::Cancelled;
                deed.is_canceled = true;
            }
        }
        if dice.one_in(150) {
            let mut way = records.calendar.way();
            match dice.below(6) {
                0 => way.zone = dice.any(&Zone::ALL),
                1 => way.months = dice.any(&[1, 3, 3, 6]),
                2 | 3 => rules.silences = dice.any(&[None, Some([30, 60]), Some([45, 90]), Some([90, 180])]),
                4 => rules.is_renewed = !rules.is_renewed,
                _ => way.first_month = i32::try_from(dice.below(12)).unwrap(),
            }
            if way.months == 1 {
                way.first_month = 0;
            }
            settings = Settings::read(&document(&rules, way)).unwrap().following(&settings, now);
            records.calendar.changes(way, now);
            records.rules = rules.clone();
        }
        // A run of now, and one that was meant for some time ago.
        for back in [-1, 0, 26, 50] {
            let meant = now - Duration::hours(back) - Duration::minutes(20);
            let today = records.calendar.day(meant);
            assert_eq!(settings.calendar.day(meant), today, "{meant} at {now}");
            let kept = match inactivity::look(&settings, &person, &activities, today) {
                Some(Cause::Inactive { since, stage, .. }) => {
                    let stage = match stage {
                        Stage::Call => "call",
                        Stage::EndTerm => "end_term",
                    };
                    Some(format!("{since} {stage}"))
                }
                _ => None,
            };
            assert_eq!(kept, records.silence(0, today), "seed {seed}: {today} at {now}: {person:?} {records:?}");
            told += usize::from(kept.is_some());
        }
    }
    told
}
