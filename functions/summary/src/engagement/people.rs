//! What each ambassador did: a list, without a score and without a rank (clause M11).

use super::{Figure, figure};
use crate::columns::{PLANNED, People, REPORTED};
use polars::prelude::*;
use program::text::alphabetical;
use program::{AmbassadorId, Country};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What one ambassador did. No score and no rank (clause M11).
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// Who.
    pub name: String,
    /// The country they carry the program in.
    pub country: Country,
    /// Activities held and reported.
    pub held: u64,
    /// Hours given in all, where they are known.
    pub hours: Figure,
    /// What they held, in the order of the days.
    pub did: Vec<Deed>,
    /// What others held and they organized too, in the order of the days.
    pub together: Vec<Deed>,
    /// What they shared as a plan and have not reported so far, in the order of the days.
    pub plans: Vec<Deed>,
}

/// One activity of somebody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Its kind's name, which many share.
    pub kind: Arc<str>,
    /// What it is called.
    pub title: Box<str>,
}

/// What a person did, over their rows.
fn plan(rows: LazyFrame) -> LazyFrame {
    let planned = || col("state").eq(lit(PLANNED));
    ordered(rows).group_by_stable([col("ambassador_id")]).agg([
        col("held").sum().cast(DataType::UInt64),
        col("minutes").filter(col("held")).sum().cast(DataType::Float64).alias("minutes"),
        col("minutes").filter(col("held")).count().cast(DataType::UInt64).alias("with_minutes"),
        col("kind").filter(col("held")).alias("did_kinds"),
        col("title").filter(col("held")).alias("did_titles"),
        col("kind").filter(planned()).alias("plan_kinds"),
        col("title").filter(planned()).alias("plan_titles"),
    ])
}

/// What was organized by several.
fn together(rows: LazyFrame) -> LazyFrame {
    let several = col("with_ids").is_not_null().and(col("state").eq(lit(REPORTED)));
    ordered(rows.filter(several)).select([col("with_ids"), col("kind"), col("title")])
}

fn ordered(rows: LazyFrame) -> LazyFrame {
    rows.sort(["ends_on", "activity_id"], SortMultipleOptions::default())
}

/// What everybody did, gathered quarter by quarter.
pub(super) struct Contributions<'a> {
    people: &'a People,
    rows: BTreeMap<AmbassadorId, Sum>,
    /// The names of kinds, each once.
    kinds: BTreeSet<Arc<str>>,
}

/// What one ambassador did so far.
struct Sum {
    contribution: Contribution,
    minutes: f64,
    timed: u64,
}

impl<'a> Contributions<'a> {
    /// Nothing yet; whoever is not among `people` has no name in a summary.
    pub(super) fn of(people: &'a People) -> Self {
        Self { people, rows: BTreeMap::new(), kinds: BTreeSet::new() }
    }

    /// Adds these rows, which are later than those before.
    pub(super) fn add(&mut self, rows: LazyFrame) -> PolarsResult<()> {
        let (own, several) = (plan(rows.clone()).collect()?, together(rows).collect()?);
        let held = own.column("held")?.u64()?;
        let (minutes, timed) = (own.column("minutes")?.f64()?, own.column("with_minutes")?.u64()?);
        for (row, id) in own.column("ambassador_id")?.str()?.iter().enumerate() {
            let mut deeds = |kinds, titles| self.deeds(own.column(kinds)?.list()?, own.column(titles)?.list()?, row);
            let (did, plans) = (deeds("did_kinds", "did_titles")?, deeds("plan_kinds", "plan_titles")?);
            let Some(sum) = id.and_then(|id| self.somebody(id)) else { continue };
            sum.contribution.held += held.get(row).unwrap_or(0);
            sum.contribution.did.extend(did);
            sum.contribution.plans.extend(plans);
            sum.minutes += minutes.get(row).unwrap_or(0.0);
            sum.timed += timed.get(row).unwrap_or(0);
        }
        let (kinds, titles) = (several.column("kind")?.str()?, several.column("title")?.str()?);
        for ((ids, kind), title) in several.column("with_ids")?.str()?.iter().zip(kinds.iter()).zip(titles.iter()) {
            let Some(deed) = self.deed(kind, title) else { continue };
            for id in ids.unwrap_or_default().split(' ') {
                if let Some(sum) = self.somebody(id) {
                    sum.contribution.together.push(deed.clone());
                }
            }
        }
        Ok(())
    }

    /// Everybody who did something, in alphabetical order; two of one name stay two.
    pub(super) fn in_order(self) -> Vec<Contribution> {
        let mut rows: Vec<_> = self
            .rows
            .into_values()
            .map(|Sum { contribution, minutes, timed }| Contribution {
                hours: figure(Some(minutes / 60.0), Some(timed)),
                ..contribution
            })
            .collect();
        rows.retain(|row| !row.did.is_empty() || !row.plans.is_empty() || !row.together.is_empty());
        rows.sort_by_cached_key(|row| alphabetical(&row.name));
        rows
    }

    /// The sum of somebody with a name.
    fn somebody(&mut self, id: &str) -> Option<&mut Sum> {
        let id: AmbassadorId = id.parse().ok()?;
        let person = self.people.get(&id)?;
        Some(self.rows.entry(id).or_insert_with(|| Sum {
            contribution: Contribution {
                name: person.name.clone(),
                country: person.country,
                held: 0,
                hours: Figure::default(),
                did: Vec::new(),
                together: Vec::new(),
                plans: Vec::new(),
            },
            minutes: 0.0,
            timed: 0,
        }))
    }

    fn deeds(&mut self, kinds: &ListChunked, titles: &ListChunked, row: usize) -> PolarsResult<Vec<Deed>> {
        let (Some(kinds), Some(titles)) = (kinds.get_as_series(row), titles.get_as_series(row)) else {
            return Ok(Vec::new());
        };
        let pairs = kinds.str()?.iter().zip(titles.str()?.iter());
        Ok(pairs.filter_map(|(kind, title)| self.deed(kind, title)).collect())
    }

    fn deed(&mut self, kind: Option<&str>, title: Option<&str>) -> Option<Deed> {
        let (kind, title) = (kind?, title?.into());
        let kind = match self.kinds.get(kind) {
            Some(kind) => kind.clone(),
            None => {
                let kind: Arc<str> = kind.into();
                self.kinds.insert(kind.clone());
                kind
            }
        };
        Some(Deed { kind, title })
    }
}
