//! What people of the community do for it, ambassadors or not (clauses D5 and D7).

use crate::activity::{date, optional};
use crate::email::Email;
use crate::form::{Form, Problem, Problems};
use crate::id::ContributionId;
use crate::link::Link;
use crate::text::{Line, Name};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of the sentence one agrees to on the form; a change of that sentence is a new one (requirement S14).
pub const CONSENT_VERSION: u32 = 1;

/// What somebody did, in one word. The order is that of the form and of every list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContributionKind {
    /// Answered questions of others.
    Answering,
    /// Gave a talk.
    Talk,
    /// Organized something.
    Organizing,
    /// Wrote something.
    Writing,
    /// Translated something.
    Translating,
    /// Wrote code.
    Code,
    /// Something else.
    Other,
}

impl ContributionKind {
    /// Every kind, in their order.
    pub const ALL: [Self; 7] =
        [Self::Answering, Self::Talk, Self::Organizing, Self::Writing, Self::Translating, Self::Code, Self::Other];

    /// Its name in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answering => "answering",
            Self::Talk => "talk",
            Self::Organizing => "organizing",
            Self::Writing => "writing",
            Self::Translating => "translating",
            Self::Code => "code",
            Self::Other => "other",
        }
    }

    /// Reads the form's choice.
    ///
    /// # Errors
    /// [`Problem::Missing`] or [`Problem::NotAChoice`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        match Self::ALL.into_iter().find(|kind| kind.name() == typed) {
            Some(kind) => Ok(kind),
            None if typed.is_empty() => Err(Problem::Missing),
            None => Err(Problem::NotAChoice),
        }
    }
}

/// What somebody of the community told us they did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Their name.
    pub name: Name,
    /// Where the thanks go.
    pub email: Email,
    /// Of which kind it is.
    pub kind: ContributionKind,
    /// What it was.
    pub what: Line,
    /// When.
    pub on: NaiveDate,
    /// Where to see it.
    pub link: Option<String>,
}

impl Told {
    /// Reads the form; every problem is found in one pass, in the order of the page.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form, today: NaiveDate) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        // The name goes into a letter to an address that nobody has confirmed.
        let name = problems.take("name", Name::parse(form.get("name")).and_then(Name::without_link));
        let email = problems.take("email", Email::parse(form.get("email")));
        let kind = problems.take("kind", ContributionKind::parse(form.get("kind")));
        let what = problems.take("what", Line::parse(form.get("what")));
        let on = problems.take("on", date(form.get("on")).and_then(|day| held(day, today)));
        let link = problems.take("link", optional(Link::parse(form.get("link")).map(|link| link.to_string())));
        if !form.ticked("consent") {
            problems.add("consent", Problem::AgreementNeeded);
        }
        match (name, email, kind, what, on, link) {
            (Some(name), Some(email), Some(kind), Some(what), Some(on), Some(link)) if problems.is_empty() => {
                Ok(Self { name, email, kind, what, on, link })
            }
            _ => Err(problems),
        }
    }
}

fn held(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Problem> {
    if day > today { Err(Problem::NotHeldYet) } else { Ok(day) }
}

/// One contribution, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Its identifier.
    pub id: ContributionId,
    /// Of which kind it is.
    pub kind: ContributionKind,
    /// What it was.
    pub what: Line,
    /// When.
    pub on: NaiveDate,
    /// Where to see it.
    pub link: Option<String>,
}

/// How long and how varied one person's contributions have been, not only how recent (clause D7). It describes; there is
/// no score in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    count: usize,
    kinds: Vec<(ContributionKind, usize)>,
    first: NaiveDate,
    latest: NaiveDate,
    months_active: usize,
}

impl History {
    /// The history these contributions make, in whatever order they come; none of nothing.
    pub fn of(contributions: &[Contribution]) -> Option<Self> {
        let days = || contributions.iter().map(|contribution| contribution.on);
        let (first, latest) = (days().min()?, days().max()?);
        let mut kinds = BTreeMap::new();
        for contribution in contributions {
            *kinds.entry(contribution.kind).or_default() += 1;
        }
        let months: BTreeSet<_> = days().map(|day| (day.year(), day.month())).collect();
        Some(Self {
            count: contributions.len(),
            kinds: kinds.into_iter().collect(),
            first,
            latest,
            months_active: months.len(),
        })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The kinds there are, in their order, each with how many.
    pub fn kinds(&self) -> &[(ContributionKind, usize)] {
        &self.kinds
    }

    /// The day of the first.
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// The day of the latest.
    pub fn latest(&self) -> NaiveDate {
        self.latest
    }

    /// In how many months of the calendar there was at least one.
    pub fn months_active(&self) -> usize {
        self.months_active
    }

    /// How many whole months lie between the first and the latest.
    pub fn months(&self) -> u32 {
        let of = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
        let begun = of(self.latest) - of(self.first);
        let whole = if self.latest.day() < self.first.day() { begun - 1 } else { begun };
        u32::try_from(whole).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, Months};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn contribution(kind: ContributionKind, on: NaiveDate) -> Contribution {
        Contribution {
            id: ContributionId::new(Uuid::nil()),
            kind,
            what: Line::parse("Something").unwrap(),
            on,
            link: None,
        }
    }

    fn any_contribution() -> impl Strategy<Value = Contribution> {
        (prop::sample::select(ContributionKind::ALL.to_vec()), 0u64..4_000)
            .prop_map(|(kind, days)| contribution(kind, day(2015, 1, 31) + Days::new(days)))
    }

    proptest! {
        /// D7
        #[test]
        fn a_history_is_the_same_in_whatever_order_contributions_come(all in vec(any_contribution(), 1..40), turn in 0usize..40) {
            let mut turned = all.clone();
            turned.rotate_left(turn % all.len());
            turned.reverse();
            prop_assert_eq!(History::of(&all), History::of(&turned));
        }

        /// D7
        #[test]
        fn a_history_counts_each_contribution_once_in_the_order_of_the_kinds(all in vec(any_contribution(), 1..40)) {
            let history = History::of(&all).unwrap();
            prop_assert_eq!(history.count(), all.len());
            prop_assert_eq!(history.kinds().iter().map(|(_, count)| count).sum::<usize>(), all.len());
            prop_assert!(history.kinds().is_sorted_by(|a, b| a.0 < b.0));
            for (kind, count) in history.kinds() {
                prop_assert_eq!(all.iter().filter(|one| one.kind == *kind).count(), *count);
            }
        }

        /// D7
        #[test]
        fn a_history_spans_from_the_first_day_to_the_latest(all in vec(any_contribution(), 1..40)) {
            let history = History::of(&all).unwrap();
            prop_assert!(all.iter().all(|one| (history.first()..=history.latest()).contains(&one.on)));
            let months = history.months();
            prop_assert!(history.first() + Months::new(months) <= history.latest());
            prop_assert!(history.months_active() >= 1 && history.months_active() <= all.len());
            prop_assert!(history.months_active() <= months as usize + 2);
        }

        /// D7: being busy of late makes nobody's history longer or more varied.
        #[test]
        fn more_of_the_same_on_the_latest_day_changes_only_the_count(all in vec(any_contribution(), 1..20), more in 1usize..20) {
            let before = History::of(&all).unwrap();
            let latest = all.iter().max_by_key(|one| one.on).unwrap().clone();
            let after = History::of(&[all.clone(), vec![latest; more]].concat()).unwrap();
            prop_assert_eq!(after.count(), before.count() + more);
            prop_assert_eq!(after.kinds().len(), before.kinds().len());
            prop_assert_eq!((after.first(), after.latest()), (before.first(), before.latest()));
            prop_assert_eq!((after.months(), after.months_active()), (before.months(), before.months_active()));
        }
    }

    #[test]
    fn nothing_has_no_history_and_whole_months_are_counted_by_the_calendar() {
        assert_eq!(History::of(&[]), None);
        let months = |first, latest| {
            let all = [contribution(ContributionKind::Talk, latest), contribution(ContributionKind::Code, first)];
            History::of(&all).unwrap().months()
        };
        assert_eq!(months(day(2026, 5, 3), day(2026, 5, 31)), 0);
        assert_eq!(months(day(2026, 4, 30), day(2026, 5, 29)), 0);
        assert_eq!(months(day(2023, 5, 3), day(2026, 5, 3)), 36);
        assert_eq!(months(day(2023, 5, 4), day(2026, 5, 3)), 35);
    }

    /// D5
    #[test]
    fn what_has_not_taken_place_and_what_nobody_agreed_to_keep_is_not_taken() {
        let typed = |pairs: &[(&str, &str)]| {
            Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
        };
        let today = day(2026, 5, 20);
        let mut form = typed(&[
            ("name", "Niki"),
            ("email", "niki@example.org"),
            ("kind", "talk"),
            ("what", "A talk"),
            ("on", "21 May 2026"),
        ]);
        let problems = Told::parse(&form, today).unwrap_err();
        let all: Vec<_> = problems.iter().map(|(field, problem)| (field, problem.clone())).collect();
        assert_eq!(all, [("on", Problem::NotHeldYet), ("consent", Problem::AgreementNeeded)]);
        form.set("on", "20 May 2026");
        form.set("consent", "yes");
        assert!(Told::parse(&form, today).is_ok());
        form.set("kind", "queuing");
        assert_eq!(Told::parse(&form, today).unwrap_err().of("kind"), Some(&Problem::NotAChoice));
    }
}
