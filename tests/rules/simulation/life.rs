//! Ten years of a program: what people do is done to the real records over the real engine, and written down once more in
//! the naive ones.

use crate::days::{Calendar, Way, Zone};
use crate::naive::{self, Deed, Person, Rules};
use chancery::folder::Folder;
use chancery::office::Records;
use chrono::{DateTime, Datelike as _, Days, Duration, NaiveDate, Utc};
use compliance::Scheduled;
use program::activity::Plan;
use program::appeal::{Answer, Appeal, Verdict};
use program::check_in;
use program::proposal::{Cause, Stage};
use program::report::Told;
use program::text::{Name, Text};
use program::{
    Activity, ActivityId, ActivityState, Ambassador, AmbassadorId, AmbassadorState, ApplicationId, Country, Form,
    Pause, PersonId, Proposal, Reason, Report, Settings, Territory,
};
use serde_json::json;
use specification::office::email;
use specification::{Dice, program_with};
use std::collections::{BTreeMap, BTreeSet};
use store::activities::Telling;
use store::applications::Stored;
use store::audit::Actor;
use store::outbox::{Draft, Lane, LetterState};
use store::{Clock, Store};
use watch::Errand;

/// The day the program starts, and the first of the simulation.
const START: &str = "2026-01-01";

/// What a letter is called that is none of the calendar's.
const OTHER: &str = "other/";

/// A program and its people.
pub(crate) struct Life {
    records: Records,
    dice: Dice,
    naive: naive::Records,
    settings: Settings,
    document: String,
    people: Vec<AmbassadorId>,
    activities: Vec<ActivityId>,
    /// The activities somebody may still do something about.
    lively: Vec<usize>,
    now: DateTime<Utc>,
    /// Runs that are told late: when, and for what time they were meant.
    late: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    /// Nothing runs up to this day.
    nothing_until: NaiveDate,
    /// How many there are at most.
    most: usize,
    organizer: PersonId,
    pub(crate) told: Counts,
}

/// What happened, so that a simulation of nothing is noticed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) runs: usize,
    pub(crate) twice: usize,
    pub(crate) late: usize,
    pub(crate) missed: usize,
    pub(crate) settings: usize,
    pub(crate) calendars: usize,
    pub(crate) refused: usize,
    pub(crate) appeals: usize,
    pub(crate) pauses: usize,
    pub(crate) left: usize,
    pub(crate) returned: usize,
    /// Write units of all that people and runs did, as DynamoDB counts them.
    pub(crate) written: f64,
}

pub(crate) fn form<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Form {
    Form::from_pairs(fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())))
}

pub(crate) fn document(rules: &Rules, way: Way) -> String {
    let length = match way.months {
        1 => "month",
        3 => "quarter",
        _ => "half_year",
    };
    let first_month = format!("first_month = {}\nlength = \"{length}\"", way.first_month + 1);
    let zone = format!("time_zone = \"{}\"", way.zone.name());
    let [first, second] = rules.reminders;
    let document = program_with(&[
        ("first_month", &first_month),
        ("time_zone", &zone),
        ("goal", &format!("goal = {}", rules.goal)),
        ("grace_days", &format!("grace_days = {}", rules.grace_days)),
        ("check_in_days", &format!("check_in_days = {}", rules.check_in_days)),
        ("reminders", &format!("reminders = [{first}, {second}]")),
    ]);
    let mut document = document.replace("\ncounts = false\n", &format!("\ncounts = {}\n", rules.networking_counts));
    let term = if rules.is_renewed { "renewed" } else { "life" };
    document = document.replacen("[program]\n", &format!("[program]\nterm = \"{term}\"\n"), 1);
    if let Some([call, end_term]) = rules.silences {
        document += &format!("\n[inactivity]\ncall_after_days = {call}\npropose_after_days = {end_term}\n");
    }
    document
}

impl Life {
    /// A program on its first day, with so many people at most.
    pub(crate) async fn new(seed: u64, most: usize) -> Self {
        let start: NaiveDate = START.parse().unwrap();
        let now = start.and_hms_opt(0, 20, 0).unwrap().and_utc();
        let rules = Rules {
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
        let document = document(&rules, way);
        let records = Records::open(Folder::temporary().unwrap(), Clock::starting_at(now), None).await.unwrap();
        records.store.add_settings(&document, 0, Actor::Operator).await.unwrap();
        let mut life = Self {
            dice: Dice::of_seed(seed),
            naive: naive::Records::new(Calendar::new(way, start.year(), start.month0().try_into().unwrap()), rules),
            settings: records.store.settings().await.unwrap().unwrap().settings,
            document,
            people: Vec::new(),
            activities: Vec::new(),
            lively: Vec::new(),
            now,
            late: Vec::new(),
            nothing_until: start,
            most,
            organizer: PersonId::new(records.store.new_id()),
            records,
            told: Counts::default(),
        };
        for _ in 0..most.div_ceil(2) {
            let since = start - Days::new(life.dice.below(500));
            life.joins(since).await;
        }
        life
    }

    fn store(&self) -> Store {
        self.records.store.clone()
    }

    fn today(&self) -> NaiveDate {
        self.naive.calendar.day(self.now)
    }

    fn moves_to(&mut self, now: DateTime<Utc>) {
        let clock = self.records.store.clock();
        clock.advance(now - clock.now());
        self.now = now;
    }

    /// Some years, day by day; what is kept is compared after every closing, and with all letters at the end of each year.
    pub(crate) async fn lives(&mut self, years: i32) {
        let first: NaiveDate = START.parse().unwrap();
        for day in first.iter_days().skip(1).take_while(|day| day.year() < first.year() + years) {
            let hour = u32::try_from(self.dice.below(23)).unwrap();
            self.moves_to(day.and_hms_opt(hour, 20, 0).unwrap().and_utc());
            let errand = Errand::of(None);
            errand
                .run(async {
                    self.people_act().await;
                    self.runs(day, hour).await;
                })
                .await;
            self.told.written += errand.spent().writes;
            if (day + Days::new(1)).year() > day.year() {
                self.compare_letters().await;
            }
        }
        for name in self.naive.closed.keys().cloned().collect::<Vec<_>>() {
            self.compare(&name).await;
        }
        self.compare_proposals().await;
    }

    pub(crate) async fn ends(self) -> Counts {
        self.records.close().await.unwrap();
        self.told
    }

    /// The runs of a day: about the moment a quarter closes, late, twice, or not at all.
    async fn runs(&mut self, day: NaiveDate, hour: u32) {
        let hours = |hour: u32| day.and_hms_opt(hour, 0, 0).unwrap().and_utc();
        let open = self.naive.calendar.quarters().iter().find(|it| !self.naive.closed.contains_key(&it.name));
        let closes = self.naive.closes_at(open.unwrap());
        let mut meant = vec![hours(hour + 1)];
        if closes.date_naive() == day && closes >= hours(hour) {
            // The hour before, and the first in which it is time.
            let whole = closes - Duration::minutes(closes.timestamp() / 60 % 60);
            meant = vec![whole, whole + Duration::hours(1)];
            meant.dedup_by_key(|at| *at < closes);
        } else if self.dice.below(6) < if self.most < 100 { 4 } else { 2 } {
            // Every hour would be the same, only longer.
            meant.clear();
        }
        if self.dice.one_in(70) {
            self.nothing_until = day + Days::new(2);
        }
        for meant in meant {
            if day < self.nothing_until {
                self.told.missed += 1;
            } else if self.dice.one_in(12) {
                self.told.late += 1;
                self.late.push((meant + Duration::hours(26), meant));
            } else {
                self.moves_to(meant.max(self.now));
                self.runs_for(meant).await;
            }
        }
        let now = self.now;
        let (come, wait): (Vec<_>, _) = self.late.iter().partition(|(at, _)| *at <= now);
        self.late = wait;
        for (_, meant) in come {
            self.runs_for(meant).await;
        }
    }

    async fn runs_for(&mut self, meant: DateTime<Utc>) {
        self.told.runs += 1;
        let (store, scheduled) = (self.store(), Scheduled { scheduled_time: meant });
        let one = || async { compliance::run(&store, scheduled).await.unwrap() };
        if self.dice.one_in(6) {
            self.told.twice += 1;
            tokio::join!(one(), one());
        } else {
            one().await;
        }
        let closed: BTreeSet<_> = self.naive.closed.keys().cloned().collect();
        self.naive.run(meant);
        let new: Vec<_> = self.naive.closed.keys().filter(|name| !closed.contains(*name)).cloned().collect();
        for name in &new {
            self.compare(name).await;
        }
        if new.is_empty() && self.dice.one_in(50) {
            self.nothing_else_is_closed().await;
        }
    }

    async fn nothing_else_is_closed(&self) {
        for quarter in self.naive.calendar.quarters().iter().take_while(|quarter| quarter.first <= self.today()) {
            let steps = self.store().steps(quarter.name.parse().unwrap()).await.unwrap();
            let should = self.naive.closed.contains_key(&quarter.name);
            assert_eq!(steps.is_closed(), should, "{} at {}", quarter.name, self.now);
        }
    }

    async fn people_act(&mut self) {
        if self.people.len() < self.most && self.dice.one_in(900 / (self.most as u64).min(900) + 8) {
            let today = self.today();
            self.joins(today).await;
        }
        if self.dice.one_in(150) {
            self.settings_change().await;
        }
        for number in 0..self.people.len() {
            self.acts(number).await;
        }
        let (today, mut lively) = (self.today(), std::mem::take(&mut self.lively));
        for number in &lively {
            self.goes_on(*number, today).await;
        }
        lively.retain(|number| {
            let deed = &self.naive.deeds[*number];
            !deed.is_canceled && deed.ends_on + Days::new(150) > today
        });
        self.lively.extend(lively);
    }

    async fn joins(&mut self, since: NaiveDate) {
        let store = self.store();
        let number = self.people.len();
        let ambassador = Ambassador {
            id: AmbassadorId::new(store.new_id()),
            person: PersonId::new(store.new_id()),
            name: Name::parse(&format!("Person {number}")).unwrap(),
            email: email(&format!("person{number}@example.org")),
            country: Country::parse("Nigeria").unwrap(),
            territory: Territory::of(Country::parse("Nigeria").unwrap()),
            region: None,
            language: "en".to_owned(),
            state: AmbassadorState::Active,
            since,
            application: ApplicationId::new(store.new_id()),
            pauses: Vec::new(),
            leaving: None,
        };
        store.bring_in(&ambassador).await.unwrap();
        self.people.push(ambassador.id);
        self.naive.people.push(Person::new(ambassador.id.to_string(), since));
    }

    async fn acts(&mut self, number: usize) {
        let today = self.today();
        if self.naive.people[number].is_gone() {
            if self.dice.one_in(250) {
                self.told.returned += 1;
                self.naive.people[number].returns(today);
                self.changes(number, "welcome back", |it| it.welcomed_back(today).unwrap()).await;
            }
            return;
        }
        if self.dice.one_in(30) {
            self.plans(number, today).await;
        }
        if self.dice.one_in(400) {
            let from = today + Duration::days(self.dice.between(-3, 20));
            let long = if self.dice.one_in(3) { 4 } else { 60 };
            let last = (from + Duration::days(self.dice.between(0, long))).max(today);
            let until = (!self.dice.one_in(6)).then_some(last);
            self.told.pauses += 1;
            self.naive.people[number].pauses_from((from, until), today);
            self.changes(number, "pause", |it| it.paused(Pause { from, until }, today).unwrap()).await;
        }
        if self.naive.people[number].has_pause(today) && self.dice.one_in(60) {
            self.naive.people[number].comes_back(today);
            self.changes(number, "come back", |it| it.returned(today).unwrap()).await;
        }
        if self.dice.one_in(1500) {
            self.told.left += 1;
            self.naive.people[number].leaves(today);
            self.changes(number, "step down", |it| it.stepped_down(None, today).unwrap()).await;
            return;
        }
        if self.dice.one_in(40) {
            self.answers(number, today).await;
        }
        if self.dice.one_in(500) {
            let wanted = !self.naive.people[number].wants_reminders;
            self.naive.people[number].wants_reminders = wanted;
            self.store().turn_reminders(self.people[number], wanted, Actor::Operator).await.unwrap();
        }
        if self.dice.one_in(200) {
            self.appeals(number).await;
        }
    }

    async fn changes(&mut self, number: usize, what: &str, change: impl Fn(&Ambassador) -> Ambassador) {
        let store = self.store();
        let before = store.stored_ambassador(self.people[number]).await.unwrap().unwrap();
        let after = change(&before.value);
        store.change_ambassador(&before, &after, Actor::Person(before.value.person), what, None).await.unwrap();
    }

    async fn plans(&mut self, number: usize, today: NaiveDate) {
        let store = self.store();
        let kind = self.dice.any(&["events", "talks", "support", "networking"]);
        let ends_on = today + Duration::days(self.dice.between(-50, 40));
        let with = (self.dice.one_in(6)).then(|| self.dice.below(self.people.len() as u64));
        let with = with.map(|with| usize::try_from(with).unwrap()).filter(|with| *with != number);
        let day = ends_on.to_string();
        let fields = [("kind", kind), ("title", "Something"), ("starts_on", &*day), ("place", "online")];
        let mut plan = Plan::parse(&form(fields), &self.settings).unwrap();
        plan.with.extend(with.map(|with| email(&format!("person{with}@example.org"))));
        let id = ActivityId::new(store.new_id());
        let activity = Activity {
            id,
            ambassador: self.people[number],
            plan,
            planned_at: self.now,
            report: None,
            state: ActivityState::Planned,
            with: Vec::new(),
            told_large: false,
        };
        let together = move |person: &store::people::Person| {
            let letter = format!("{OTHER}together/{id}/{}", person.id);
            Draft::new(letter, Lane::Now, &person.email, "en", &json!({}))
        };
        let telling = Telling { large: Vec::new(), together: &together };
        let by = PersonId::new(self.people[number].uuid());
        let written = store.share(&activity, &self.settings.calendar, by, &telling).await;
        if self.accepted(written.map(|same| assert!(same)), ends_on) {
            self.lively.push(self.naive.deeds.len());
            self.activities.push(id);
            self.naive.deeds.push(Deed {
                id: id.to_string(),
                owner: number,
                networking: kind == "networking",
                ends_on,
                is_canceled: false,
                report: None,
                reported_at: None,
                with: with.map(|with| (with, false)),
            });
        }
    }

    /// Whether something about an activity was taken, which it is until its quarter is closed, and no longer.
    fn accepted(&mut self, written: store::Result<()>, ends_on: NaiveDate) -> bool {
        let should = self.naive.is_open(ends_on);
        match written {
            Ok(()) => assert!(should, "taken on {} for {ends_on}", self.now),
            Err(store::Error::Conflict("quarter")) => assert!(!should, "refused on {} for {ends_on}", self.now),
            Err(error) => panic!("{error:?}"),
        }
        self.told.refused += usize::from(!should);
        should
    }

    /// An activity is reported, in full or not, or not held after all, or somebody says that they organized it too.
    async fn goes_on(&mut self, number: usize, today: NaiveDate) {
        let Deed { owner, ends_on, with, report, is_canceled, .. } = self.naive.deeds[number].clone();
        if is_canceled || self.naive.people[owner].is_gone() {
            return;
        }
        if let Some((other, yes)) = with
            && self.dice.one_in(12)
        {
            let yes = !yes || !self.dice.one_in(12);
            let (who, by) = (self.people[other], PersonId::new(self.people[other].uuid()));
            let store = self.store();
            let written = store.answer_together(who, self.activities[number], yes, &self.settings.calendar, by).await;
            // Saying the same once more asks for nothing.
            let is_same = with == Some((other, yes)) && yes;
            if is_same || self.accepted(written.map(|named| assert!(named)), ends_on) {
                self.naive.deeds[number].with = Some((other, yes));
            }
        }
        let chance = match report {
            None => 12,
            Some(None) => 15,
            Some(Some(_)) => 600,
        };
        if ends_on <= today && self.dice.one_in(chance) {
            let is_full = report.is_none_or(|full| full.is_none()) && !self.dice.one_in(4);
            self.reports(number, is_full).await;
        } else if report.is_none() && self.dice.one_in(400) {
            let written = self.rewrites(number, "cancel", |it| it.state = ActivityState::Cancelled).await;
            if self.accepted(written, ends_on) {
                self.naive.deeds[number].is_canceled = true;
            }
        }
    }

    async fn reports(&mut self, number: usize, is_full: bool) {
        let mut told = vec![
            ("goal", "Show newcomers how to start"),
            ("registrations", "40"),
            ("hours_to_organize", "6"),
            ("hours_to_execute", "3"),
            ("audience", "Newcomers"),
            ("engagements", "12"),
            ("reshares", "0"),
        ];
        if is_full {
            told.extend([("attendees", "31"), ("views", "200")]);
        }
        let Deed { ends_on, report, networking, .. } = self.naive.deeds[number].clone();
        // Meeting people asks for nothing that has to be there.
        let is_full = is_full || networking;
        let (settings, now) = (self.settings.clone(), self.now);
        let written = self
            .rewrites(number, "report", |it| {
                let kind = settings.kind(&it.plan.kind).unwrap();
                let told = Told::parse(&form(told.iter().copied()), kind).unwrap();
                it.report = Some(Report::revised(it.report.as_ref(), told, kind, now));
                it.state = ActivityState::Reported;
            })
            .await;
        if self.accepted(written, ends_on) {
            let since = report.flatten().unwrap_or(now);
            self.naive.deeds[number].report = Some(is_full.then_some(since));
            self.naive.deeds[number].reported_at = Some(now);
        }
    }

    async fn rewrites(&self, number: usize, what: &str, change: impl Fn(&mut Activity)) -> store::Result<()> {
        let owner = self.people[self.naive.deeds[number].owner];
        let before: Stored<Activity> = self.store().activity(owner, self.activities[number]).await?.unwrap();
        let mut after = before.value.clone();
        change(&mut after);
        let by = PersonId::new(owner.uuid());
        self.store().change_activity(&before, &after, &self.settings.calendar, by, what).await
    }

    /// The check-in of the quarter that is, or of the one before.
    async fn answers(&mut self, number: usize, today: NaiveDate) {
        let begun: Vec<_> = self.naive.calendar.quarters().iter().take_while(|it| it.first <= today).collect();
        let back = usize::from(self.dice.one_in(4)) + 1;
        let Some(name) = begun.iter().rev().nth(back - 1).map(|quarter| quarter.name.clone()) else { return };
        let nothing = !self.dice.one_in(3);
        let answer = if nothing { check_in::Answer::Nothing { words: None } } else { check_in::Answer::AsRecorded };
        let (store, id) = (self.store(), self.people[number]);
        let quarter = name.parse().unwrap();
        let there = store.check_in_answer(id, quarter).await.unwrap();
        let same = there.as_ref().is_some_and(|there| there.value == answer);
        let version = there.map_or(0, |there| there.version);
        let written = store.answer_check_in(id, quarter, &answer, version, PersonId::new(id.uuid())).await;
        let is_closed = self.naive.closed.contains_key(&name);
        assert_eq!(written.is_ok(), same || !is_closed, "{name} at {}", self.now);
        if !is_closed {
            self.naive.people[number].answers.insert(name, nothing);
        }
    }

    /// Somebody says that something is not right, and a person of the team answers.
    async fn appeals(&mut self, number: usize) {
        let (store, id, organizer) = (self.store(), self.people[number], self.organizer);
        let Some((name, result)) = self.naive.last_standing(number) else { return };
        let quarter = name.parse().unwrap();
        let judged = store.standing(quarter, id).await.unwrap().unwrap();
        if judged.appeal.is_some() || result.standing == "excused" {
            return;
        }
        let late = judged.judgement.reasons.iter().find_map(Reason::could_count).map(|(activity, _)| activity);
        let verdict = match (self.dice.below(4), late) {
            (0, _) => Verdict::Leave,
            (1, _) | (_, None) => Verdict::Excuse,
            (_, Some(activity)) => Verdict::Count { activity },
        };
        match verdict {
            Verdict::Leave => {}
            Verdict::Excuse => result.standing = "excused",
            Verdict::Count { activity } => {
                result.reasons.insert(activity.to_string(), "counted after all");
                result.full += 1;
                if result.full >= result.goal {
                    result.standing = "met";
                }
            }
        }
        self.told.appeals += 1;
        let words = Text::parse("I was ill.").unwrap();
        let proposal = Proposal::new(id, Some(quarter), Cause::Appeal { words: words.clone() }, self.now);
        let by = Actor::Person(organizer);
        let to = email("team@example.org");
        let draft = |what: &str| Draft::new(format!("{OTHER}{what}/{name}/{id}"), Lane::Now, &to, "en", &json!({}));
        let appeal = Appeal { words: words.clone(), at: self.now };
        store.appeal(&judged, &appeal, &proposal, &draft("appeal"), by).await.unwrap();
        let judged = store.standing(quarter, id).await.unwrap().unwrap();
        let judgement = judged.judgement.answered(verdict).unwrap();
        let answer = Answer { verdict, words: Some(words), by: organizer, at: self.now };
        store.answer_standing(&judged, (&judgement, &answer), None, &draft("answer")).await.unwrap();
    }

    async fn settings_change(&mut self) {
        let (mut rules, mut way) = (self.naive.rules.clone(), self.naive.calendar.way());
        rules.version += 1;
        let dice = &mut self.dice;
        match dice.below(10) {
            0 => rules.goal = u32::try_from(dice.below(4)).unwrap(),
            1 => rules.grace_days = dice.below(22),
            2 => rules.check_in_days = 1 + dice.below(20),
            3 => rules.reminders = dice.any(&[[10, 3], [20, 1], [5, 2], [30, 12]]),
            4 => rules.networking_counts = !rules.networking_counts,
            5 => way.zone = dice.any(&Zone::ALL),
            6 => way.months = dice.any(&[1, 3, 3, 6]),
            7 => rules.silences = dice.any(&[None, Some([30, 60]), Some([45, 90]), Some([90, 180])]),
            8 => rules.is_renewed = !rules.is_renewed,
            _ => way.first_month = i32::try_from(dice.below(12)).unwrap(),
        }
        if way.months == 1 {
            way.first_month = 0;
        }
        self.told.settings += 1;
        self.told.calendars += usize::from(way != self.naive.calendar.way());
        self.document = document(&rules, way);
        self.store().add_settings(&self.document, rules.version - 1, Actor::Operator).await.unwrap();
        self.settings = self.store().settings().await.unwrap().unwrap().settings;
        self.naive.calendar.changes(way, self.now);
        self.naive.rules = rules;
    }

    /// Every standing of a closed quarter is what it should be, and nobody else has one.
    async fn compare(&self, name: &str) {
        let mut kept = BTreeMap::new();
        for judged in self.store().standings(name.parse().unwrap()).await.unwrap() {
            let number = self.people.iter().position(|id| *id == judged.ambassador).unwrap();
            let result = naive::Result {
                standing: judged.judgement.standing.name(),
                full: judged.judgement.full,
                goal: judged.judgement.goal,
                version: judged.settings_version,
                reasons: judged.judgement.reasons.iter().filter_map(told).collect(),
            };
            assert_eq!(kept.insert(number, result), None, "{name}: two standings");
        }
        let should = &self.naive.closed[name];
        for number in kept.keys().chain(should.keys()).collect::<BTreeSet<_>>() {
            let who = &self.naive.people[*number];
            assert_eq!(kept.get(number), should.get(number), "{name} at {}: {who:?}", self.now);
        }
    }

    /// Every letter of the calendar that was ever written is one that should have been, and the other way round.
    async fn compare_letters(&self) {
        let all = self.store().letters_in(LetterState::Waiting).await.unwrap();
        let count = all.len();
        let kept: BTreeSet<_> = all.into_iter().map(|letter| letter.id).collect();
        assert_eq!(kept.len(), count);
        let kept: BTreeSet<_> = kept.into_iter().filter(|id| !id.starts_with(OTHER)).collect();
        let should = &self.naive.letters;
        let too_many: Vec<_> = kept.difference(should).take(5).collect();
        let missing: Vec<_> = should.difference(&kept).take(5).collect();
        assert!(too_many.is_empty() && missing.is_empty(), "at {}: {too_many:?}, not {missing:?}", self.now);
    }

    async fn compare_proposals(&self) {
        let (mut kept, mut next) = (BTreeSet::new(), None);
        loop {
            let (page, after) = self.store().open_proposals(200, next).await.unwrap();
            for Stored { value: proposal, .. } in page {
                let quarter = match &proposal.cause {
                    Cause::Inactive { since, stage, .. } => format!("{since} {}", stage_name(*stage)),
                    _ => proposal.quarter.map(|quarter| quarter.to_string()).unwrap_or_default(),
                };
                let about = proposal.cause.name();
                if about != "appeal" {
                    kept.insert((about, quarter, proposal.ambassador.to_string()));
                }
            }
            next = after;
            if next.is_none() {
                break;
            }
        }
        let should = &self.naive.proposals;
        let too_many: Vec<_> = kept.difference(should).take(5).collect();
        let missing: Vec<_> = should.difference(&kept).take(5).collect();
        assert!(too_many.is_empty() && missing.is_empty(), "{too_many:?}, not {missing:?}");
    }

    /// How many proposals of each kind there are.
    pub(crate) fn proposals(&self) -> BTreeMap<&'static str, usize> {
        let mut all = BTreeMap::new();
        for (about, ..) in &self.naive.proposals {
            *all.entry(*about).or_default() += 1;
        }
        all
    }

    /// How many standings of each kind there are.
    pub(crate) fn standings(&self) -> BTreeMap<&'static str, usize> {
        let mut all = BTreeMap::new();
        for result in self.naive.closed.values().flat_map(BTreeMap::values) {
            *all.entry(result.standing).or_default() += 1;
        }
        all
    }

    /// How many letters of each kind there are.
    pub(crate) fn letters(&self) -> BTreeMap<String, usize> {
        let mut all = BTreeMap::new();
        for letter in &self.naive.letters {
            *all.entry(letter.split('/').next().unwrap().to_owned()).or_default() += 1;
        }
        all
    }
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Call => "call",
        Stage::EndTerm => "end_term",
    }
}

/// What a standing says about an activity.
fn told(reason: &Reason) -> Option<(String, &'static str)> {
    match reason {
        Reason::Counted { activity, .. } => Some((activity.to_string(), "counted")),
        Reason::NotFull { activity, .. } => Some((activity.to_string(), "not full")),
        Reason::NotReported { activity, .. } => Some((activity.to_string(), "not reported")),
        Reason::KindDoesNotCount { activity, .. } => Some((activity.to_string(), "kind")),
        Reason::TooLate { activity, .. } => Some((activity.to_string(), "too late")),
        Reason::CountedOnAppeal { activity, .. } => Some((activity.to_string(), "counted after all")),
        Reason::ExcusedOnAppeal | Reason::JoinedDuring { .. } | Reason::OnHold { .. } => None,
    }
}
