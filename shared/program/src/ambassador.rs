//! An ambassador: a volunteer who carries the program in a country.

use crate::country::Country;
use crate::email::Email;
use crate::id::{AmbassadorId, ApplicationId, PersonId};
use crate::pause::Pause;
use crate::territory::Territory;
use crate::text::{Line, Name, Text};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// One ambassador.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambassador {
    /// Their identifier.
    pub id: AmbassadorId,
    /// Who they are.
    pub person: PersonId,
    /// Their name.
    pub name: Name,
    /// Where letters go.
    pub email: Email,
    /// Where they carry the program.
    pub country: Country,
    /// The country, or the region of it, that they count in (clause M2).
    pub territory: Territory,
    /// Their region or university, as they wrote it.
    pub region: Option<Line>,
    /// The language they read.
    pub language: String,
    /// Whether they are active, and if not, how that is.
    pub state: AmbassadorState,
    /// The day they were welcomed, where the program is.
    pub since: NaiveDate,
    /// The application they came by.
    pub application: ApplicationId,
    /// Every pause they had, have or will have, the earliest first: a quarter judged after the return is excused by it
    /// all the same (clause C3).
    pub pauses: Vec<Pause>,
    /// How they left, if they did.
    pub leaving: Option<Leaving>,
}

/// How somebody stopped being an ambassador (clause O11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    /// The day it was.
    pub on: NaiveDate,
    /// What they said themselves, when they stepped down and said something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Text>,
    /// The team's reason for the record, when the team ended the term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// Why a change of how somebody takes part is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// They stepped down or their term has ended.
    #[error("they have left")]
    HasLeft,
    /// They take part, so there is nothing to return from.
    #[error("they take part")]
    IsHere,
    /// There is no pause, now or to come.
    #[error("there is no pause")]
    NoPause,
    /// Nobody ends their own term as the team; stepping down is another door.
    #[error("it is about oneself")]
    Own,
}

impl Ambassador {
    /// The pause that is now or comes next; nobody has two of those.
    pub fn pause(&self, today: NaiveDate) -> Option<Pause> {
        self.all_pauses().into_iter().find(|pause| !pause.is_over(today))
    }

    /// Whether they are away on this day.
    pub fn is_away(&self, day: NaiveDate) -> bool {
        !self.state.takes_part() || self.all_pauses().into_iter().any(|pause| pause.covers(day))
    }

    /// Whether the calendar writes to them on behalf of this day: to nobody who is away on it, or since (clauses C3, R4).
    pub fn is_written_to(&self, day: NaiveDate) -> bool {
        self.state == AmbassadorState::Active && !self.is_away(day)
    }

    /// Every pause that has a day from `first` to `last`, the earliest first.
    pub fn pauses_between(&self, first: NaiveDate, last: NaiveDate) -> Vec<Pause> {
        self.all_pauses().into_iter().filter(|pause| pause.touches(first, last)).collect()
    }

    /// Every pause, the earliest first: those written down, and the one the state itself tells of.
    pub fn all_pauses(&self) -> Vec<Pause> {
        let mut pauses = self.pauses.clone();
        if let AmbassadorState::OnHold { from, until } = self.state {
            pauses.push(Pause { from, until });
        }
        pauses.sort();
        pauses.dedup();
        pauses
    }

    /// Pauses, in place of the pause that is now or to come. Days that were paused already stay so.
    ///
    /// # Errors
    /// [`NotPossible::HasLeft`].
    pub fn paused(&self, pause: Pause, today: NaiveDate) -> Result<Self, NotPossible> {
        if !self.state.takes_part() {
            return Err(NotPossible::HasLeft);
        }
        let mut pauses = self.behind(pause.from.min(today), today);
        pauses.push(pause);
        Ok(self.clone().with_pauses(pauses, today))
    }

    /// Is back today, whatever the pause said; a pause to come is taken back.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn returned(&self, today: NaiveDate) -> Result<Self, NotPossible> {
        if !self.state.takes_part() {
            return Err(NotPossible::HasLeft);
        }
        if self.pause(today).is_none() {
            return Err(NotPossible::NoPause);
        }
        Ok(self.clone().with_pauses(self.behind(today, today), today))
    }

    /// The pauses there were, up to the day before `day`.
    fn behind(&self, day: NaiveDate, today: NaiveDate) -> Vec<Pause> {
        let yesterday = |day: NaiveDate| day.checked_sub_days(Days::new(1)).unwrap_or(day);
        let cut = |pause: Pause| match pause.is_over(today) {
            true => Some(pause),
            false if pause.from < day => Some(Pause { until: Some(yesterday(day)), ..pause }),
            false => None,
        };
        self.all_pauses().into_iter().filter_map(cut).collect()
    }

    fn with_pauses(mut self, mut pauses: Vec<Pause>, today: NaiveDate) -> Self {
        pauses.sort();
        let now = pauses.iter().find(|pause| pause.covers(today));
        self.state = match now {
            Some(pause) => AmbassadorState::OnHold { from: pause.from, until: pause.until },
            None => AmbassadorState::Active,
        };
        self.pauses = pauses;
        self
    }

    /// What a new day changes: a pause that begins, or one that is over. Nothing, most days; and never on behalf of an
    /// earlier day, since a run may come late (requirement N5).
    pub fn on_day(&self, today: NaiveDate) -> Option<Self> {
        let turns = match self.state {
            AmbassadorState::Active => self.pauses.iter().any(|pause| pause.covers(today)),
            AmbassadorState::OnHold { from, until } => Pause { from, until }.is_over(today),
            AmbassadorState::Emeritus | AmbassadorState::Ended => false,
        };
        turns.then(|| self.clone().with_pauses(self.all_pauses(), today))
    }

    /// The latest pause that began after the day `before` and is over today, of somebody who is here: nobody who looked on
    /// those two days saw it.
    pub fn pause_passed(&self, before: NaiveDate, today: NaiveDate) -> Option<Pause> {
        let passed = |pause: &Pause| before < pause.from && pause.is_over(today);
        self.pauses
            .iter()
            .filter(|_| self.state == AmbassadorState::Active)
            .filter(|pause| passed(pause))
            .max()
            .copied()
    }

    /// Steps down with thanks, at once (clause O11).
    ///
    /// # Errors
    /// [`NotPossible::HasLeft`].
    pub fn stepped_down(&self, words: Option<Text>, today: NaiveDate) -> Result<Self, NotPossible> {
        let leaving = Leaving { on: today, words, reason: None };
        self.left(AmbassadorState::Emeritus, leaving)
    }

    /// A person of the team ends the term: never their own.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn term_ended(&self, reason: Text, by: PersonId, today: NaiveDate) -> Result<Self, NotPossible> {
        if by == self.person {
            return Err(NotPossible::Own);
        }
        let leaving = Leaving { on: today, words: None, reason: Some(reason) };
        self.left(AmbassadorState::Ended, leaving)
    }

    fn left(&self, state: AmbassadorState, leaving: Leaving) -> Result<Self, NotPossible> {
        if !self.state.takes_part() {
            return Err(NotPossible::HasLeft);
        }
        let pauses = self.behind(leaving.on, leaving.on);
        Ok(Self { state, pauses, leaving: Some(leaving), ..self.clone() })
    }

    /// The team welcomes somebody back who had left (clause O11). The time they were away excuses the quarters it
    /// touches, as a pause does.
    ///
    /// # Errors
    /// [`NotPossible::IsHere`].
    pub fn welcomed_back(&self, today: NaiveDate) -> Result<Self, NotPossible> {
        if self.state.takes_part() {
            return Err(NotPossible::IsHere);
        }
        let mut back = self.clone();
        let away =
            back.leaving.take().map(|leaving| Pause { from: leaving.on, until: today.checked_sub_days(Days::new(1)) });
        back.pauses.extend(away.filter(|away| away.until.is_some_and(|until| away.from <= until)));
        back.state = AmbassadorState::Active;
        Ok(back)
    }
}

/// How an ambassador takes part at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum AmbassadorState {
    /// Takes part.
    Active,
    /// Pauses, and is neither reminded nor counted meanwhile (clause C3).
    OnHold {
        /// The first day of the pause.
        from: NaiveDate,
        /// Its last day, when known.
        until: Option<NaiveDate>,
    },
    /// Stepped down with thanks.
    Emeritus,
    /// The term has ended.
    Ended,
}

impl AmbassadorState {
    /// Whether a quarter's end concerns them: active, or in a pause they come back from.
    pub fn takes_part(self) -> bool {
        matches!(self, Self::Active | Self::OnHold { .. })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An ambassador of no particular kind.
    pub(crate) fn ambassador() -> Ambassador {
        Ambassador {
            id: AmbassadorId::new(uuid::Uuid::from_u128(1)),
            person: PersonId::new(uuid::Uuid::from_u128(2)),
            name: Name::parse("Amara").unwrap(),
            email: Email::parse("amara@example.org").unwrap(),
            country: Country::parse("NG").unwrap(),
            territory: Territory::of(Country::parse("NG").unwrap()),
            region: None,
            language: "en".into(),
            state: AmbassadorState::Active,
            since: day("2025-01-01"),
            application: ApplicationId::new(uuid::Uuid::from_u128(3)),
            pauses: Vec::new(),
            leaving: None,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn pause(from: &str, until: &str) -> Pause {
        Pause { from: day(from), until: (!until.is_empty()).then(|| day(until)) }
    }

    /// C3
    #[test]
    fn a_pause_to_come_begins_on_its_day_and_is_over_the_day_after_its_last() {
        let set = ambassador().paused(pause("2026-08-10", "2026-08-20"), day("2026-08-01")).unwrap();
        assert_eq!(set.state, AmbassadorState::Active);
        assert_eq!(set.on_day(day("2026-08-09")), None);
        let away = set.on_day(day("2026-08-10")).unwrap();
        assert_eq!(away.state, AmbassadorState::OnHold { from: day("2026-08-10"), until: Some(day("2026-08-20")) });
        assert_eq!(away.on_day(day("2026-08-20")), None);
        let back = away.on_day(day("2026-08-21")).unwrap();
        assert_eq!((back.state, back.pauses.as_slice()), (AmbassadorState::Active, set.pauses.as_slice()));
        assert_eq!(back.on_day(day("2026-08-21")), None);
        // A run for an earlier day comes late, and finds somebody who has paused since.
        let today = ambassador().paused(pause("2026-08-10", ""), day("2026-08-10")).unwrap();
        assert_eq!(today.on_day(day("2026-08-08")), None);
    }

    /// C3
    #[test]
    fn a_pause_nobody_saw_is_one_that_began_after_the_last_look_and_is_over_and_nobody_on_a_pause_is_written_to() {
        let person = Ambassador {
            pauses: vec![pause("2026-03-01", "2026-03-20"), pause("2026-08-10", "2026-08-20")],
            ..ambassador()
        };
        let passed = |before, today| person.pause_passed(day(before), day(today));
        assert_eq!(passed("2026-08-09", "2026-08-21"), Some(pause("2026-08-10", "2026-08-20")));
        assert_eq!(passed("2026-08-10", "2026-08-21"), None, "who looked on its first day saw it");
        assert_eq!(passed("2026-08-09", "2026-08-20"), None, "it is not over");
        assert_eq!(passed("2026-08-20", "2026-08-21"), None);
        let left = person.stepped_down(None, day("2026-09-01")).unwrap();
        assert_eq!(left.pause_passed(day("2026-08-09"), day("2026-09-02")), None);

        assert!(person.is_written_to(day("2026-08-09")) && !person.is_written_to(day("2026-08-10")));
        assert!(!left.is_written_to(day("2026-08-09")));
        // Whoever has gone away since the day a late run is meant for.
        let away = person.paused(pause("2026-09-01", ""), day("2026-09-01")).unwrap();
        assert!(!away.is_written_to(day("2026-08-31")));
    }

    /// C3
    #[test]
    fn a_pause_can_be_changed_and_taken_back_and_days_that_were_paused_stay_so() {
        let away = ambassador().paused(pause("2026-07-20", ""), day("2026-07-20")).unwrap();
        let back = away.returned(day("2026-08-01")).unwrap();
        assert_eq!(back.pauses, [pause("2026-07-20", "2026-07-31")]);
        let longer = away.paused(pause("2026-07-20", "2026-09-01"), day("2026-08-01")).unwrap();
        assert_eq!(longer.pauses, [pause("2026-07-20", "2026-09-01")]);
        let later = away.paused(pause("2026-10-01", "2026-11-01"), day("2026-08-01")).unwrap();
        assert_eq!(later.pauses, [pause("2026-07-20", "2026-07-31"), pause("2026-10-01", "2026-11-01")]);
        assert_eq!(later.state, AmbassadorState::Active);
        assert_eq!(later.returned(day("2026-08-02")).unwrap().pauses, [pause("2026-07-20", "2026-07-31")]);
        assert_eq!(back.returned(day("2026-08-02")), Err(NotPossible::NoPause));
    }

    /// O11
    #[test]
    fn whoever_left_is_an_ambassador_again_only_when_welcomed_back() {
        let left = ambassador().stepped_down(None, day("2026-08-01")).unwrap();
        assert_eq!(left.state, AmbassadorState::Emeritus);
        for again in [
            left.stepped_down(None, day("2026-08-02")),
            left.paused(pause("2026-08-02", ""), day("2026-08-02")),
            left.returned(day("2026-08-02")),
        ] {
            assert_eq!(again, Err(NotPossible::HasLeft));
        }
        assert_eq!(left.on_day(day("2027-01-01")), None);
        let back = left.welcomed_back(day("2026-11-01")).unwrap();
        assert_eq!((back.state, back.leaving.clone()), (AmbassadorState::Active, None));
        assert_eq!(back.pauses_between(day("2026-10-01"), day("2026-12-31")).len(), 1);
        assert_eq!(back.welcomed_back(day("2026-11-02")), Err(NotPossible::IsHere));
        let reason = Text::parse("Asked by phone.").unwrap();
        let own = ambassador().term_ended(reason.clone(), ambassador().person, day("2026-08-01"));
        assert_eq!(own, Err(NotPossible::Own));
        let other = PersonId::new(uuid::Uuid::from_u128(8));
        assert_eq!(ambassador().term_ended(reason, other, day("2026-08-01")).unwrap().state, AmbassadorState::Ended);
    }

    /// One thing that happens to somebody's pauses.
    #[derive(Clone, Debug)]
    enum Move {
        Pause { from: i64, length: Option<u64> },
        Return,
        Nothing,
    }

    fn moves() -> impl Strategy<Value = Vec<(u64, Move)>> {
        let pause = (-10i64..40, prop::option::of(0u64..40)).prop_map(|(from, length)| Move::Pause { from, length });
        prop::collection::vec((0u64..30, prop_oneof![pause, Just(Move::Return), Just(Move::Nothing)]), 0..12)
    }

    proptest! {
        /// C3
        #[test]
        fn whatever_is_marked_nobody_has_two_pauses_at_once_and_the_state_says_what_the_days_say(moves in moves()) {
            let (mut person, mut today) = (ambassador(), day("2026-01-15"));
            for (wait, next) in moves {
                for _ in 0..wait {
                    today = today + Days::new(1);
                    person = person.on_day(today).unwrap_or(person);
                }
                let behind: Vec<_> = person.pauses.iter().filter(|pause| pause.is_over(today)).copied().collect();
                person = match next {
                    Move::Pause { from, length } => {
                        let from = today + chrono::Duration::days(from);
                        let until = length.map(|length| (from + Days::new(length)).max(today));
                        person.paused(Pause { from, until }, today).unwrap()
                    }
                    Move::Return => person.returned(today).unwrap_or(person),
                    Move::Nothing => person,
                };
                prop_assert!(behind.iter().all(|pause| person.pauses.contains(pause)), "what was stays");
                prop_assert!(person.pauses.iter().filter(|pause| !pause.is_over(today)).count() <= 1);
                let covered = person.pauses.iter().any(|pause| pause.covers(today));
                prop_assert_eq!(covered, matches!(person.state, AmbassadorState::OnHold { .. }));
                prop_assert_eq!(covered, person.is_away(today));
                prop_assert_eq!(person.on_day(today), None);
            }
        }
    }
}
