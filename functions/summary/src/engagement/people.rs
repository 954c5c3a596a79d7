//! What each ambassador did: a list, without a score and without a rank (clause M11).

use super::{Figure, alphabetical, figure};
use crate::columns::{PLANNED, People, REPORTED};
use polars::prelude::*;
use program::{AmbassadorId, Country};
use std::collections::BTreeMap;

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
    /// Its kind's name.
    pub kind: String,
    /// What it is called.
    pub title: String,
}

/// What a person did, over their rows.
pub(super) fn plan(rows: LazyFrame) -> LazyFrame {
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
pub(super) fn together(rows: LazyFrame) -> LazyFrame {
    let several = col("with_ids").is_not_null().and(col("state").eq(lit(REPORTED)));
    ordered(rows.filter(several)).select([col("with_ids"), col("kind"), col("title")])
}

fn ordered(rows: LazyFrame) -> LazyFrame {
    rows.sort(["ends_on", "activity_id"], SortMultipleOptions::default())
}

/// Everybody with a name, in alphabetical order; two of one name stay two.
pub(super) fn of(own: &DataFrame, together: &DataFrame, people: &People) -> PolarsResult<Vec<Contribution>> {
    let mut rows: BTreeMap<AmbassadorId, Contribution> = BTreeMap::new();
    let nobody = |id: Option<&str>| {
        let id: AmbassadorId = id?.parse().ok()?;
        let person = people.get(&id)?;
        let contribution = Contribution {
            name: person.name.clone(),
            country: person.country,
            held: 0,
            hours: Figure::default(),
            did: Vec::new(),
            together: Vec::new(),
            plans: Vec::new(),
        };
        Some((id, contribution))
    };
    let held = own.column("held")?.u64()?;
    let (minutes, timed) = (own.column("minutes")?.f64()?, own.column("with_minutes")?.u64()?);
    let deeds = |kinds, titles, row| deeds(own.column(kinds)?.list()?, own.column(titles)?.list()?, row);
    for (row, id) in own.column("ambassador_id")?.str()?.iter().enumerate() {
        let Some((id, person)) = nobody(id) else { continue };
        let contribution = Contribution {
            held: held.get(row).unwrap_or(0),
            hours: figure(minutes.get(row).map(|minutes| minutes / 60.0), timed.get(row)),
            did: deeds("did_kinds", "did_titles", row)?,
            plans: deeds("plan_kinds", "plan_titles", row)?,
            ..person
        };
        rows.insert(id, contribution);
    }
    let (kinds, titles) = (together.column("kind")?.str()?, together.column("title")?.str()?);
    for ((ids, kind), title) in together.column("with_ids")?.str()?.iter().zip(kinds.iter()).zip(titles.iter()) {
        for (id, person) in ids.unwrap_or_default().split(' ').filter_map(|id| nobody(Some(id))) {
            rows.entry(id).or_insert(person).together.extend(deed(kind, title));
        }
    }
    let mut rows: Vec<_> = rows.into_values().collect();
    rows.retain(|row| !row.did.is_empty() || !row.plans.is_empty() || !row.together.is_empty());
    rows.sort_by_cached_key(|row| alphabetical(&row.name));
    Ok(rows)
}

fn deeds(kinds: &ListChunked, titles: &ListChunked, row: usize) -> PolarsResult<Vec<Deed>> {
    let (Some(kinds), Some(titles)) = (kinds.get_as_series(row), titles.get_as_series(row)) else {
        return Ok(Vec::new());
    };
    let pairs = kinds.str()?.iter().zip(titles.str()?.iter());
    Ok(pairs.filter_map(|(kind, title)| deed(kind, title)).collect())
}

fn deed(kind: Option<&str>, title: Option<&str>) -> Option<Deed> {
    Some(Deed { kind: kind?.to_owned(), title: title?.to_owned() })
}
