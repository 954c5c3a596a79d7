//! Announcing a tranche: one transaction flips it, and every applicant is told in a transaction of their own (clause O3).
//!
//! The flip is what counts: from it on no decision of the tranche can change, because deciding requires that it has not
//! happened. What follows is work that can be cut off anywhere and done again: an applicant is told exactly when their
//! application leaves its pending state, and the letter is part of that transaction (clause R2).

use crate::applications::{Board, NotChanged, Order};
use crate::audit::{Actor, Entry, print};
use crate::outbox::Draft;
use crate::{Error, Query, Range, Result, Store, tables::Table};
use chrono::{DateTime, Duration, Utc};
use program::{Application, Column, PersonId, Round, Settings};
use serde::{Deserialize, Serialize};

/// The entry of a tranche's announcement, and the part of a transaction that is one.
pub(crate) const ANNOUNCEMENT: &str = "announcement";

/// Announced tranches are looked at again for this long, in case an index showed a decision late.
const LOOKED_AFTER: Duration = Duration::days(2);

/// A tranche's announcement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    application_id: String,
    entry: String,
    /// The tranche.
    pub tranche: String,
    /// Who announced it.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
    /// How many were to be told.
    pub to_tell: u64,
    /// When everybody had been told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<DateTime<Utc>>,
    version: u64,
}

pub(crate) fn announcement_key(tranche: &str) -> String {
    format!("{ANNOUNCEMENT}#{tranche}")
}

/// How many applications stand where in a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Without a decision.
    pub received: u64,
    /// To be accepted.
    pub accept: u64,
    /// To be kept in the pool.
    pub keep: u64,
    /// To be declined.
    pub decline: u64,
    /// In the pool from before, and staying there.
    pub in_pool: u64,
    /// Not confirmed.
    pub unconfirmed: u64,
}

impl Tally {
    /// How many are to be told something.
    pub fn to_tell(self) -> u64 {
        self.accept + self.keep + self.decline
    }

    /// The same with one application of this column less.
    #[must_use]
    pub fn without(mut self, column: Column) -> Self {
        let count = match column {
            Column::Received => &mut self.received,
            Column::InPool => &mut self.in_pool,
            Column::Unconfirmed => &mut self.unconfirmed,
            Column::Pending(program::Outcome::Accept) => &mut self.accept,
            Column::Pending(program::Outcome::KeepInPool) => &mut self.keep,
            Column::Pending(program::Outcome::Decline) => &mut self.decline,
            Column::Accepted | Column::Declined | Column::Withdrawn => return self,
        };
        *count = count.saturating_sub(1);
        self
    }
}

/// What became of announcing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announced {
    /// It is announced, now or before.
    Done(Announcement),
    /// So many applications have no decision yet.
    Undecided(u64),
    /// There is no decision to announce.
    Nothing,
}

/// The letter that tells an applicant what was decided.
pub type Telling<'a> = &'a (dyn Fn(&Application) -> Draft + Sync);

impl Store {
    /// The announcement of a tranche, once there is one.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn announcement(&self, tranche: &str) -> Result<Option<Announcement>> {
        self.get(Table::Applications, &[("application_id", &announcement_key(tranche)), ("entry", ANNOUNCEMENT)]).await
    }

    /// How many applications stand where in a round: the keys are counted, nothing else is read.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn tally(&self, round: &Round) -> Result<Tally> {
        Ok(Tally {
            received: self.count(round, Column::Received).await?,
            accept: self.count(round, Column::Pending(program::Outcome::Accept)).await?,
            keep: self.count(round, Column::Pending(program::Outcome::KeepInPool)).await?,
            decline: self.count(round, Column::Pending(program::Outcome::Decline)).await?,
            in_pool: self.count(round, Column::InPool).await?,
            unconfirmed: self.count(round, Column::Unconfirmed).await?,
        })
    }

    /// Whether nobody in this round is to be decided about or told: whoever is left in it can go on.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn is_without_decisions(&self, round: &Round) -> Result<bool> {
        let [accept, keep, decline] = Column::PENDING;
        for column in [Column::Received, accept, keep, decline] {
            if self.count(round, column).await? > 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(crate) async fn count(&self, round: &Round, column: Column) -> Result<u64> {
        let prefix = format!("{}#", column.name());
        let query = Query::of(Table::Applications, ("tranche", round.key()))
            .index("by_tranche")
            .range(Range::StartsWith("place_on_board", &prefix));
        self.count_all(query).await
    }

    /// Announces a tranche: one transaction, after which nothing about it is decided any more. Telling follows
    /// ([`Store::tell_all`]).
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn announce(&self, tranche: &str, by: PersonId) -> Result<Announced> {
        if let Some(announcement) = self.announcement(tranche).await? {
            return Ok(Announced::Done(announcement));
        }
        let tally = self.tally(&Round::Tranche(tranche.to_owned())).await?;
        if tally.received > 0 {
            return Ok(Announced::Undecided(tally.received));
        }
        if tally.to_tell() == 0 {
            return Ok(Announced::Nothing);
        }
        let announcement = Announcement {
            application_id: announcement_key(tranche),
            entry: ANNOUNCEMENT.to_owned(),
            tranche: tranche.to_owned(),
            by,
            at: self.clock().now(),
            to_tell: tally.to_tell(),
            done_at: None,
            version: 1,
        };
        let written = self
            .commit()
            .create(ANNOUNCEMENT, Table::Applications, &announcement)
            .audit(Entry {
                subject: &format!("tranche#{tranche}"),
                by: Actor::Person(by),
                what: "announce",
                before: None,
                after: print(&announcement),
            })
            .send()
            .await;
        match written {
            Ok(()) => Ok(Announced::Done(announcement)),
            Err(Error::Conflict(ANNOUNCEMENT)) => {
                let first = self.announcement(tranche).await?.unwrap_or(announcement);
                Ok(Announced::Done(first))
            }
            Err(error) => Err(error),
        }
    }

    /// Tells everybody an announced tranche has a decision for, and sends those in the pool on to the next one. It can be
    /// cut off anywhere and done again. True when there was anything to do.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn tell_all(&self, tranche: &str, settings: &Settings, letter: Telling<'_>) -> Result<bool> {
        let Some(announcement) = self.announcement(tranche).await? else { return Ok(false) };
        let now = self.clock().now();
        if announcement.done_at.is_some_and(|done| now >= done + LOOKED_AFTER) {
            return Ok(false);
        }
        let round = Round::Tranche(tranche.to_owned());
        let by = Actor::Person(announcement.by);
        let mut worked = false;
        for column in Column::PENDING {
            for application in self.column(&round, column).await? {
                match self.tell(application.id, by, &settings.calendar, letter).await {
                    Ok(_) => worked = true,
                    // Withdrawn meanwhile, or told by another run.
                    Err(NotChanged::Rule(_) | NotChanged::Unknown) => {}
                    Err(error) => return Err(not_told(error)),
                }
            }
        }
        let next = settings.round_on(settings.calendar.day(now));
        if next != round {
            worked |= self.move_all(&round, &next).await?;
        }
        if announcement.done_at.is_none() {
            let done = Announcement { done_at: Some(now), version: announcement.version + 1, ..announcement.clone() };
            let written = self
                .commit()
                .replace(ANNOUNCEMENT, Table::Applications, &done, announcement.version)
                .audit(Entry {
                    subject: &format!("tranche#{tranche}"),
                    by: Actor::Schedule,
                    what: "everybody was told",
                    before: print(&announcement),
                    after: print(&done),
                })
                .send()
                .await;
            match written {
                // Another run came to its end first.
                Ok(()) | Err(Error::Conflict(ANNOUNCEMENT)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(worked)
    }

    /// Sends everybody still open in one round on to another: out of the pool into the next tranche, or from waiting
    /// into the first one scheduled (clauses O1, O2). A decision that is pending stays in its tranche, to be told with it;
    /// one about somebody who waits for a tranche goes along. True when there was anybody.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn move_all(&self, from: &Round, to: &Round) -> Result<bool> {
        let mut moved = false;
        let pending = Column::PENDING.into_iter().filter(|_| !matches!(from, Round::Tranche(_)));
        for column in [Column::InPool, Column::Unconfirmed, Column::Received].into_iter().chain(pending) {
            for application in self.column(from, column).await? {
                match self.move_on(application.id, to).await {
                    Ok(()) => moved = true,
                    Err(NotChanged::Rule(_) | NotChanged::Unknown) => {}
                    Err(error) => return Err(not_told(error)),
                }
            }
        }
        Ok(moved)
    }

    /// A whole column, read to its end (requirement N7).
    async fn column(&self, round: &Round, column: Column) -> Result<Vec<Application>> {
        let board = Board { round: round.clone(), column, order: Order::Sent };
        let (mut all, mut next) = self.board(&board, 200, None).await?;
        while let Some(after) = next {
            let (more, then) = self.board(&board, 200, Some(after)).await?;
            all.extend(more);
            next = then;
        }
        Ok(all)
    }
}

fn not_told(error: NotChanged) -> Error {
    match error {
        NotChanged::Store(error) => error,
        NotChanged::Changed(_) | NotChanged::Announced | NotChanged::Rule(_) | NotChanged::Unknown => {
            Error::Conflict("application")
        }
    }
}
