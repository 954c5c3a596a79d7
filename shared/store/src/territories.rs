//! Territories: how a country is split, and how many people each territory has.
//!
//! One item a territory. Its numbers change only inside the transactions that change what they count
//! (`Commit::territory_load`), so they are right whenever anybody looks. A country's item also has its regions, with
//! a version of their own: counting somebody is no reason for a split to be typed again.

use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::commit::{Commit, Error, Result, unexpected};
use crate::{Store, from_item, tables::Table};
use program::territory::Region;
use program::{Country, Load, LoadDelta, Loads, PersonId, Split, Territory};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct TerritoryItem {
    territory: Territory,
    // Counted up and down by numbers that may pass each other, so zero is the least anybody is told.
    #[serde(default)]
    active: i64,
    #[serde(default)]
    on_hold: i64,
    #[serde(default)]
    applicants: i64,
    #[serde(default)]
    regions: Vec<Region>,
    #[serde(default)]
    version: u64,
}

impl TerritoryItem {
    fn load(&self) -> Load {
        Load::default() + LoadDelta { active: self.active, on_hold: self.on_hold, applicants: self.applicants }
    }

    fn note_in(self, loads: &mut Loads) {
        loads.note(self.territory.clone(), self.load());
        if !self.regions.is_empty() {
            loads.note_split(Split::recorded(self.territory.country(), self.regions));
        }
    }
}

impl Commit<'_> {
    /// What a territory counts, moved by what the transaction changes. Each territory once a transaction: changes of one
    /// and the same are added up first.
    pub(crate) fn territory_load(self, territory: &Territory, delta: LoadDelta) -> Self {
        if delta.is_none() {
            return self;
        }
        let counts = [("active", delta.active), ("on_hold", delta.on_hold), ("applicants", delta.applicants)];
        self.count("territory", Table::Territories, &[("territory", &territory.to_string())], &counts)
    }
}

impl Store {
    /// How a country is split; version 0 of one that never was.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn split_of(&self, country: Country) -> Result<Stored<Split>> {
        let item: Option<TerritoryItem> = self.get(Table::Territories, &[("territory", country.code())]).await?;
        let (regions, version) = item.map_or((Vec::new(), 0), |item| (item.regions, item.version));
        Ok(Stored { value: Split::recorded(country, regions), version })
    }

    /// Splits a country, or adds regions to it; `version` is the one the organizer saw. Nobody moves by it.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the country was split otherwise meanwhile (requirement N3).
    pub async fn split(&self, split: &Split, version: u64, by: PersonId) -> Result<()> {
        let before = self.split_of(split.country()).await?;
        if before.version != version {
            return Err(Error::Conflict("split"));
        }
        let code = split.country().code();
        self.commit()
            .set("split", Table::Territories, &[("territory", code)], ("regions", &split.regions()), version)
            .audit(Entry {
                subject: &format!("territory#{code}"),
                by: Actor::Person(by),
                what: "split",
                before: before.value.is_split().then(|| print(&before.value.regions())).flatten(),
                after: print(&split.regions()),
            })
            .send()
            .await
    }

    /// The loads of these territories, with the names of those that are regions.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn loads(&self, territories: &[Territory]) -> Result<Loads> {
        // The country's own item has the names of its regions.
        let countries = territories.iter().map(|territory| Territory::of(territory.country()));
        let keys: BTreeSet<_> = territories.iter().cloned().chain(countries).map(|it| it.to_string()).collect();
        let keys: Vec<_> = keys.into_iter().map(|key| vec![("territory", key)]).collect();
        let mut loads = Loads::default();
        for item in self.get_many::<TerritoryItem>(Table::Territories, &keys).await? {
            item.note_in(&mut loads);
        }
        Ok(loads)
    }

    /// The loads of all territories.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn all_loads(&self) -> Result<Loads> {
        let mut loads = Loads::default();
        let mut after = None;
        loop {
            let request = self.db.scan().table_name(self.table(Table::Territories)).consistent_read(true);
            let answer = request.set_exclusive_start_key(after).send().await.map_err(unexpected)?;
            for item in answer.items.unwrap_or_default() {
                from_item::<TerritoryItem>(item)?.note_in(&mut loads);
            }
            after = answer.last_evaluated_key;
            if after.is_none() {
                return Ok(loads);
            }
        }
    }
}
