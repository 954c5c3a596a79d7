//! What should be: everything that happened, written down once more in the plainest way, and what follows from it worked
//! out from the clauses (M7, M8, M15, M16, C1, C2, C3, R4, R5, R6). It asks nothing of the program's own rules.

use crate::days::{Calendar, Span};
use chrono::{DateTime, Days, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// The settings in force.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) version: u64,
    pub(crate) goal: u32,
    pub(crate) grace_days: u64,
    pub(crate) check_in_days: u64,
    pub(crate) reminders: [u64; 2],
    /// Whether meeting people counts as well.
    pub(crate) networking_counts: bool,
    /// After how many days in which somebody did nothing the team is asked for a call, and about ending the term.
    pub(crate) silences: Option<[i64; 2]>,
    /// Whether a term ends by itself, so that there is something to ask about.
    pub(crate) is_renewed: bool,
}

/// Days somebody is away: from the first to the last, when that is known.
type Away = (NaiveDate, Option<NaiveDate>);

fn covers((from, until): Away, day: NaiveDate) -> bool {
    from <= day && until.is_none_or(|until| day <= until)
}

fn is_over((_, until): Away, today: NaiveDate) -> bool {
    until.is_some_and(|until| until < today)
}

/// An ambassador.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) since: NaiveDate,
    pub(crate) pauses: Vec<Away>,
    /// The pause their record says they are on.
    on_hold: Option<Away>,
    /// The day they left.
    gone: Option<NaiveDate>,
    pub(crate) wants_reminders: bool,
    /// To which check-ins they answered, and whether it was that there is nothing.
    pub(crate) answers: BTreeMap<String, bool>,
}

impl Person {
    pub(crate) fn new(id: String, since: NaiveDate) -> Self {
        Self {
            id,
            since,
            pauses: Vec::new(),
            on_hold: None,
            gone: None,
            wants_reminders: true,
            answers: BTreeMap::new(),
        }
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.gone.is_some()
    }

    pub(crate) fn has_pause(&self, today: NaiveDate) -> bool {
        self.pauses.iter().any(|pause| !is_over(*pause, today))
    }

    /// From this day on nothing is paused any more; what was, stays.
    fn cut(&mut self, from: NaiveDate, today: NaiveDate) {
        self.pauses.retain(|pause| is_over(*pause, today) || pause.0 < from);
        for pause in &mut self.pauses {
            if !is_over(*pause, today) {
                pause.1 = Some(from - Days::new(1));
            }
        }
    }

    fn look(&mut self, today: NaiveDate) {
        let mut pauses = self.pauses.clone();
        pauses.sort();
        self.on_hold = pauses.into_iter().find(|pause| covers(*pause, today));
    }

    pub(crate) fn pauses_from(&mut self, pause: Away, today: NaiveDate) {
        self.cut(pause.0.min(today), today);
        self.pauses.push(pause);
        self.look(today);
    }

    pub(crate) fn comes_back(&mut self, today: NaiveDate) {
        self.cut(today, today);
        self.look(today);
    }

    pub(crate) fn leaves(&mut self, today: NaiveDate) {
        self.cut(today, today);
        self.on_hold = None;
        self.gone = Some(today);
    }

    pub(crate) fn returns(&mut self, today: NaiveDate) {
        let left = self.gone.take().unwrap();
        if left < today {
            self.pauses.push((left, Some(today - Days::new(1))));
        }
    }

    /// Nobody is written to who has left, or is away on this day, or has gone away since.
    fn is_written_to(&self, day: NaiveDate) -> bool {
        !self.is_gone() && self.on_hold.is_none() && !self.pauses.iter().any(|pause| covers(*pause, day))
    }

    fn was_away_in(&self, quarter: &Span) -> bool {
        let mut days = quarter.first.iter_days().take_while(|day| *day <= quarter.last);
        days.any(|day| self.pauses.iter().any(|pause| covers(*pause, day)))
    }
}

/// Something held, or planned.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    pub(crate) id: String,
    pub(crate) owner: usize,
    pub(crate) networking: bool,
    pub(crate) ends_on: NaiveDate,
    pub(crate) is_canceled: bool,
    /// Whether there is a report, and since when it is full.
    pub(crate) report: Option<Option<DateTime<Utc>>>,
    /// When it was last reported.
    pub(crate) reported_at: Option<DateTime<Utc>>,
    /// Who is named, and whether they said yes.
    pub(crate) with: Option<(usize, bool)>,
}

impl Deed {
    fn is_of(&self, person: usize) -> bool {
        self.owner == person || self.with == Some((person, true))
    }
}

/// How a quarter ended for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Result {
    pub(crate) standing: &'static str,
    pub(crate) full: u32,
    pub(crate) goal: u32,
    pub(crate) version: u64,
    /// What is said about each activity.
    pub(crate) reasons: BTreeMap<String, &'static str>,
}

/// Everything there is.
#[derive(Debug)]
pub(crate) struct Records {
    pub(crate) calendar: Calendar,
    pub(crate) rules: Rules,
    pub(crate) people: Vec<Person>,
    pub(crate) deeds: Vec<Deed>,
    /// The standings of each closed quarter, by the number of the person.
    pub(crate) closed: BTreeMap<String, BTreeMap<usize, Result>>,
    /// The quarters in the order they were closed.
    order: Vec<String>,
    /// Every letter of the calendar's.
    pub(crate) letters: BTreeSet<String>,
    /// Whom the team is asked about, and after which quarter or which silence.
    pub(crate) proposals: BTreeSet<(&'static str, String, String)>,
    checked_in: BTreeSet<String>,
    reminded: BTreeMap<String, usize>,
    walked: Option<NaiveDate>,
}

impl Records {
    pub(crate) fn new(calendar: Calendar, rules: Rules) -> Self {
        Self {
            calendar,
            rules,
            people: Vec::new(),
            deeds: Vec::new(),
            closed: BTreeMap::new(),
            order: Vec::new(),
            letters: BTreeSet::new(),
            proposals: BTreeSet::new(),
            checked_in: BTreeSet::new(),
            reminded: BTreeMap::new(),
            walked: None,
        }
    }

    /// Whether what is held on this day can still change.
    pub(crate) fn is_open(&self, day: NaiveDate) -> bool {
        self.calendar.quarter_of(day).is_none_or(|quarter| !self.closed.contains_key(&quarter.name))
    }

    /// The moment a quarter closes by the settings of today.
    pub(crate) fn closes_at(&self, quarter: &Span) -> DateTime<Utc> {
        self.calendar.opens(quarter.last + Days::new(self.rules.grace_days + 1))
    }

    /// A run that was meant for this moment.
    pub(crate) fn run(&mut self, meant: DateTime<Utc>) {
        let today = self.calendar.day(meant);
        self.walk(today);
        for quarter in self.calendar.quarters().to_vec() {
            if self.calendar.opens(quarter.first) > meant {
                break;
            }
            if self.closed.contains_key(&quarter.name) {
                continue;
            }
            if self.closes_at(&quarter) <= meant {
                self.close(&quarter, today);
            } else {
                self.write(&quarter, meant, today);
            }
        }
    }

    /// Pauses begin and end, and whoever is back is told once (clause C3).
    fn walk(&mut self, today: NaiveDate) {
        if self.walked.is_some_and(|walked| today <= walked) {
            return;
        }
        for person in self.people.iter_mut().filter(|person| !person.is_gone()) {
            let over = match person.on_hold {
                Some(pause) if is_over(pause, today) => {
                    person.look(today);
                    person.on_hold.is_none().then_some(pause)
                }
                Some(_) => None,
                None => {
                    person.look(today);
                    let walked = self.walked.filter(|_| person.on_hold.is_none());
                    let passed = |pause: &&Away| walked.is_some_and(|day| day < pause.0) && is_over(**pause, today);
                    person.pauses.iter().filter(passed).max().copied()
                }
            };
            if let Some((from, Some(until))) = over {
                self.letters.insert(format!("back/{}/{from}/{until}", person.id));
            }
        }
        for number in 0..self.people.len() {
            if let Some(silence) = self.silence(number, today) {
                self.proposals.insert(("inactive", silence, self.people[number].id.clone()));
            }
        }
        self.walked = Some(today);
    }

    /// Since when somebody who is here has done nothing, and what is asked about it (clause C2).
    pub(crate) fn silence(&self, number: usize, today: NaiveDate) -> Option<String> {
        let person = &self.people[number];
        let is_away = person.pauses.iter().any(|pause| covers(*pause, today));
        let [call, end_term] = self.rules.silences.filter(|_| !person.is_gone() && !is_away)?;
        let mut since = person.since;
        for (_, until) in &person.pauses {
            since = until.filter(|until| *until < today).map_or(since, |until| since.max(until + Days::new(1)));
        }
        for deed in self.deeds.iter().filter(|deed| deed.is_of(number) && !deed.is_canceled && deed.ends_on <= today) {
            let reported = deed.reported_at.map_or(deed.ends_on, |at| self.calendar.day(at));
            since = since.max(deed.ends_on).max(reported);
        }
        let days = (today - since).num_days();
        let stage = match () {
            () if days >= end_term && self.rules.is_renewed => "end_term",
            () if days >= call => "call",
            () => return None,
        };
        Some(format!("{since} {stage}"))
    }

    /// The check-in once, and the newest reminder once (clauses M7, R4).
    fn write(&mut self, quarter: &Span, meant: DateTime<Utc>, today: NaiveDate) {
        let closes_on = quarter.last + Days::new(self.rules.grace_days + 1);
        let due = |number: usize| self.calendar.opens(closes_on - Days::new(self.rules.reminders[number - 1])) <= meant;
        let reminder = [2, 1].into_iter().find(|number| due(*number));
        let checks_in = self.calendar.opens(quarter.last - Days::new(self.rules.check_in_days)) <= meant;
        if checks_in && self.checked_in.insert(quarter.name.clone()) {
            for number in 0..self.people.len() {
                self.tell_benefits(number, today);
                let person = &self.people[number];
                let here = person.since <= quarter.last && person.is_written_to(today);
                if here && !person.was_away_in(quarter) {
                    self.letters.insert(format!("check-in/{}/{}", quarter.name, person.id));
                }
            }
            if let Some(number) = reminder {
                let newest = self.reminded.entry(quarter.name.clone()).or_default();
                *newest = number.max(*newest);
            }
        }
        let Some(reminder) = reminder else { return };
        let newest = self.reminded.entry(quarter.name.clone()).or_default();
        if *newest >= reminder {
            return;
        }
        *newest = reminder;
        for (number, person) in self.people.iter().enumerate() {
            let here = person.since <= quarter.last && person.is_written_to(today);
            let something_is_missing = self.judge(number, quarter).standing == "short";
            let said_nothing = person.answers.get(&quarter.name) == Some(&true);
            if here && something_is_missing && !said_nothing && person.wants_reminders {
                self.letters.insert(format!("reminder/{}/{reminder}/{}", quarter.name, person.id));
            }
        }
    }

    /// A standing for everybody who takes part (clause M8), and what follows from it.
    fn close(&mut self, quarter: &Span, today: NaiveDate) {
        let name = &quarter.name;
        let takes_part = |person: &Person| !person.is_gone() && person.since <= quarter.last;
        let judged: BTreeMap<_, _> = (0..self.people.len())
            .filter(|number| takes_part(&self.people[*number]))
            .map(|number| (number, self.judge(number, quarter)))
            .collect();
        self.closed.insert(name.clone(), judged.clone());
        self.order.push(name.clone());
        for (number, result) in judged {
            self.tell_benefits(number, today);
            let person = &self.people[number];
            if person.is_written_to(today) {
                self.letters.insert(format!("result/{name}/{}", person.id));
            }
            let short = self.standings_of(number).iter().filter(|standing| **standing == "short").count();
            if result.standing == "short" && short > 1 {
                self.proposals.insert(("short", name.clone(), person.id.clone()));
            }
        }
        for person in self.people.iter().filter(|person| !person.is_gone()) {
            if self.had_nothing_three_times(person, quarter) {
                self.proposals.insert(("nothing", name.clone(), person.id.clone()));
            }
        }
    }

    /// Somebody's standings, the oldest first.
    fn standings_of(&self, number: usize) -> Vec<&'static str> {
        let all = self.order.iter().filter_map(|name| self.closed[name].get(&number));
        all.map(|result| result.standing).collect()
    }

    /// Two met quarters running, of those that count, and a year (clauses M15, M16).
    fn tell_benefits(&mut self, number: usize, today: NaiveDate) {
        let person = &self.people[number];
        if !person.is_written_to(today) {
            return;
        }
        let counting = self.standings_of(number).into_iter().filter(|standing| ["met", "short"].contains(standing));
        let last_two: Vec<_> = counting.rev().take(2).collect();
        if last_two == ["met", "met"] {
            self.letters.insert(format!("benefit/free-entry/{}", person.id));
        }
        if (today - person.since).num_days() >= 365 {
            self.letters.insert(format!("benefit/funding/{}", person.id));
        }
    }

    /// Three check-ins running, those passed over that somebody was away in, and the answer was that there is nothing
    /// (clause C1).
    fn had_nothing_three_times(&self, person: &Person, quarter: &Span) -> bool {
        if person.answers.get(&quarter.name) != Some(&true) {
            return false;
        }
        let up_to_now = self.calendar.quarters().iter().filter(|other| other.first <= quarter.first).rev();
        let here = up_to_now.take_while(|other| person.since <= other.last);
        let answers = here.filter_map(|other| match person.answers.get(&other.name) {
            Some(true) => Some(true),
            _ if person.was_away_in(other) => None,
            _ => Some(false),
        });
        let last_three: Vec<_> = answers.take(3).collect();
        last_three == [true; 3]
    }

    /// What a quarter comes to for somebody by what is recorded now.
    fn judge(&self, number: usize, quarter: &Span) -> Result {
        let person = &self.people[number];
        let grace = quarter.last + Days::new(self.rules.grace_days);
        let mut reasons = BTreeMap::new();
        for deed in self.deeds.iter().filter(|deed| deed.is_of(number) && quarter.holds(deed.ends_on)) {
            if deed.is_canceled {
                continue;
            }
            let reason = match deed.report {
                None => "not reported",
                Some(_) if deed.networking && !self.rules.networking_counts => "kind",
                Some(None) => "not full",
                Some(Some(full_at)) if self.calendar.day(full_at) > grace => "too late",
                Some(Some(_)) => "counted",
            };
            reasons.insert(deed.id.clone(), reason);
        }
        let full = u32::try_from(reasons.values().filter(|reason| **reason == "counted").count()).unwrap();
        let goal = self.rules.goal;
        let standing = if person.was_away_in(quarter) {
            "excused"
        } else if full >= goal {
            "met"
        } else if person.since > quarter.first {
            "new"
        } else {
            "short"
        };
        Result { standing, full, goal, version: self.rules.version, reasons }
    }

    /// The standing of somebody's that was recorded last.
    pub(crate) fn last_standing(&mut self, number: usize) -> Option<(String, &mut Result)> {
        let name = self.order.last()?.clone();
        let result = self.closed.get_mut(&name)?.get_mut(&number)?;
        Some((name, result))
    }
}
