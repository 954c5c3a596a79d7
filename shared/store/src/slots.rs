//! Ambassador calls and onboarding sessions (clauses M22, M29).
//!
//! A session's hosts are in its own item, so taking the last place is one conditional write: of two who take it at once,
//! one finds it taken. What the team changes has a `revision` of its own, because a host who comes or goes is no reason
//! for the team's form to be typed again.

use crate::audit::{Actor, Entry, print};
use crate::{Error, Query, Result, Store, tables::Table};
use chrono::{DateTime, Utc};
use program::slot::{Host, NotPossible};
use program::{AmbassadorId, Calendar, PersonId, Slot, SlotDetails, SlotId, SlotKind};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct SlotItem {
    kind: SlotKind,
    slot_id: SlotId,
    details: SlotDetails,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hosts: Vec<Host>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cancelled_at: Option<DateTime<Utc>>,
    revision: u64,
    changed_at: DateTime<Utc>,
    version: u64,
}

impl From<SlotItem> for Slot {
    fn from(item: SlotItem) -> Self {
        Self {
            id: item.slot_id,
            kind: item.kind,
            details: item.details,
            hosts: item.hosts,
            is_cancelled: item.cancelled_at.is_some(),
            revision: item.revision,
            changed_at: item.changed_at,
        }
    }
}

/// The part of a transaction that is the slot.
const SLOT: &str = "slot";

/// How often a change is tried anew because somebody else changed another part of the item. Each time somebody else was
/// through, and a session has few hosts.
const ROUNDS: u32 = 30;

impl Store {
    /// Offers a slot. The same form sent again is the same slot, and true as well; another form under its key is false.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn offer_slot(&self, kind: SlotKind, id: SlotId, details: &SlotDetails, by: PersonId) -> Result<bool> {
        let item = SlotItem {
            kind,
            slot_id: id,
            details: details.clone(),
            hosts: Vec::new(),
            cancelled_at: None,
            revision: 1,
            changed_at: self.clock().now(),
            version: 1,
        };
        let written = self
            .commit()
            .create(SLOT, Table::Slots, &item)
            .audit(Entry {
                subject: &subject(kind, id),
                by: Actor::Person(by),
                what: "offer",
                before: None,
                after: print(&item),
            })
            .send()
            .await;
        match written {
            Err(Error::Conflict(SLOT)) => Ok(self.slot(kind, id).await?.is_some_and(|there| there.details == *details)),
            other => other.map(|()| true),
        }
    }

    /// A slot.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn slot(&self, kind: SlotKind, id: SlotId) -> Result<Option<Slot>> {
        Ok(self.slot_item(kind, id).await?.map(Slot::from))
    }

    async fn slot_item(&self, kind: SlotKind, id: SlotId) -> Result<Option<SlotItem>> {
        self.get(Table::Slots, &[("kind", kind.name()), ("slot_id", &id.to_string())]).await
    }

    /// Every slot of a kind, the earliest first, cancelled ones included.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn slots(&self, kind: SlotKind) -> Result<Vec<Slot>> {
        let items: Vec<SlotItem> = self.all(Query::of(Table::Slots, ("kind", kind.name()))).await?;
        let mut slots: Vec<_> = items.into_iter().map(Slot::from).collect();
        slots.sort_by_key(|slot| (slot.details.starts_at, slot.id));
        Ok(slots)
    }

    /// Changes what is said about a slot that the organizer saw at this revision. The same change once more is done
    /// already.
    ///
    /// # Errors
    /// [`Error::Conflict`] when another organizer changed it meanwhile (requirement N3).
    pub async fn change_slot(
        &self,
        kind: SlotKind,
        id: SlotId,
        revision: u64,
        details: &SlotDetails,
        by: PersonId,
    ) -> Result<()> {
        self.write_slot(kind, id, by, "change", |item| {
            if item.details == *details {
                return Ok(None);
            }
            if item.revision != revision || item.cancelled_at.is_some() {
                return Err(Error::Conflict(SLOT));
            }
            let changed_at = self.clock().now();
            Ok(Some(SlotItem { details: details.clone(), revision: item.revision + 1, changed_at, ..item.clone() }))
        })
        .await?;
        Ok(())
    }

    /// Calls a slot off; again changes nothing.
    ///
    /// # Errors
    /// [`Error::Conflict`] when there is no such slot.
    pub async fn cancel_slot(&self, kind: SlotKind, id: SlotId, by: PersonId) -> Result<()> {
        self.write_slot(kind, id, by, "cancel", |item| {
            let now = self.clock().now();
            let cancelled =
                SlotItem { cancelled_at: Some(now), revision: item.revision + 1, changed_at: now, ..item.clone() };
            Ok(item.cancelled_at.is_none().then_some(cancelled))
        })
        .await?;
        Ok(())
    }

    /// Takes a place of a session as its host; again changes nothing. Gives the rule that is in the way, where one is.
    ///
    /// # Errors
    /// [`Error::Conflict`] when there is no such session.
    pub async fn take_place(
        &self,
        id: SlotId,
        ambassador: AmbassadorId,
        by: PersonId,
    ) -> Result<std::result::Result<(), NotPossible>> {
        let host = Host { ambassador, at: self.clock().now() };
        self.change_hosts(id, by, "host", |slot| slot.taken_by(host)).await
    }

    /// Gives a place of a session back; again changes nothing. Gives the rule that is in the way, where one is.
    ///
    /// # Errors
    /// [`Error::Conflict`] when there is no such session.
    pub async fn give_place_back(
        &self,
        id: SlotId,
        ambassador: AmbassadorId,
        calendar: &Calendar,
        by: PersonId,
    ) -> Result<std::result::Result<(), NotPossible>> {
        let now = self.clock().now();
        self.change_hosts(id, by, "give back", |slot| slot.given_back_by(ambassador, now, calendar)).await
    }

    async fn change_hosts(
        &self,
        id: SlotId,
        by: PersonId,
        what: &str,
        change: impl Fn(&Slot) -> std::result::Result<Vec<Host>, NotPossible>,
    ) -> Result<std::result::Result<(), NotPossible>> {
        let mut in_the_way = None;
        self.write_slot(SlotKind::Session, id, by, what, |item| {
            in_the_way = None;
            match change(&Slot::from(item.clone())) {
                Ok(hosts) if hosts == item.hosts => Ok(None),
                Ok(hosts) => Ok(Some(SlotItem { hosts, ..item.clone() })),
                Err(rule) => {
                    in_the_way = Some(rule);
                    Ok(None)
                }
            }
        })
        .await?;
        Ok(in_the_way.map_or(Ok(()), Err))
    }

    /// Writes what `change` makes of the item as it stands, anew whenever somebody else was faster; nothing, where it
    /// makes nothing of it.
    async fn write_slot(
        &self,
        kind: SlotKind,
        id: SlotId,
        by: PersonId,
        what: &str,
        mut change: impl FnMut(&SlotItem) -> Result<Option<SlotItem>>,
    ) -> Result<()> {
        for _ in 0..ROUNDS {
            let before = self.slot_item(kind, id).await?.ok_or(Error::Conflict(SLOT))?;
            let Some(changed) = change(&before)? else { return Ok(()) };
            let after = SlotItem { version: before.version + 1, ..changed };
            let written = self
                .commit()
                .replace(SLOT, Table::Slots, &after, before.version)
                .audit(Entry {
                    subject: &subject(kind, id),
                    by: Actor::Person(by),
                    what,
                    before: print(&before),
                    after: print(&after),
                })
                .send()
                .await;
            match written {
                Err(Error::Conflict(_)) => {}
                other => return other,
            }
        }
        Err(Error::Conflict(SLOT))
    }
}

fn subject(kind: SlotKind, id: SlotId) -> String {
    format!("{}#{id}", kind.name())
}
