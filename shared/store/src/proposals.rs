//! Proposals: what the team is asked to decide about an ambassador (clauses C1, C2, O11).
//!
//! An item a proposal, under its ambassador. Its id says what it is about, so that one is made once however often it is
//! proposed. An open one has a place in the sparse index `by_shelf`; settling takes it out.

use crate::applications::Stored;
use crate::audit::{Actor, Entry, print};
use crate::commit::Commit;
use crate::outbox::Draft;
use crate::{Cursor, Error, Query, Range, Result, Store, stamp, tables::Table};
use chrono::{DateTime, Utc};
use program::proposal::{Cause, ProposalState};
use program::{Ambassador, AmbassadorId, Proposal, ProposalId, Quarter};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct ProposalItem {
    ambassador_id: AmbassadorId,
    proposal_id: ProposalId,
    /// The key of the index; gone when it is settled, so that the index holds only what waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shelf: Option<String>,
    proposed_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quarter: Option<Quarter>,
    cause: Cause,
    at: DateTime<Utc>,
    state: ProposalState,
    version: u64,
}

/// Where those are that wait.
const OPEN: &str = "open";

/// The part of a transaction that is a proposal.
pub const PROPOSAL: &str = "proposal";

impl ProposalItem {
    fn of(proposal: &Proposal, version: u64) -> Self {
        Self {
            ambassador_id: proposal.ambassador,
            proposal_id: proposal.id.clone(),
            shelf: proposal.state.is_open().then(|| OPEN.to_owned()),
            proposed_at: stamp(proposal.at),
            quarter: proposal.quarter,
            cause: proposal.cause.clone(),
            at: proposal.at,
            state: proposal.state.clone(),
            version,
        }
    }
}

impl From<ProposalItem> for Stored<Proposal> {
    fn from(item: ProposalItem) -> Self {
        let value = Proposal {
            id: item.proposal_id,
            ambassador: item.ambassador_id,
            quarter: item.quarter,
            cause: item.cause,
            at: item.at,
            state: item.state,
        };
        Self { value, version: item.version }
    }
}

impl Commit<'_> {
    /// A new proposal, with its audit entry.
    pub(crate) fn proposal(self, proposal: &Proposal, by: Actor) -> Self {
        let item = ProposalItem::of(proposal, 1);
        self.create(PROPOSAL, Table::Proposals, &item).audit(Entry {
            subject: &format!("proposal#{}", proposal.id),
            by,
            what: &format!("propose: {}", proposal.cause.name()),
            before: None,
            after: print(&item),
        })
    }

    /// A proposal that somebody settled, as it was read and as it is, with its audit entry. What follows from it goes
    /// into the same transaction.
    pub(crate) fn settled_proposal(self, before: &Stored<Proposal>, after: &Proposal) -> Self {
        let (old, new) = (ProposalItem::of(&before.value, before.version), ProposalItem::of(after, before.version + 1));
        let (by, what) = match &after.state {
            ProposalState::Settled(settlement) => (Actor::Person(settlement.by), settlement.what.name()),
            ProposalState::Open => (Actor::Schedule, "open"),
        };
        self.replace(PROPOSAL, Table::Proposals, &new, before.version).audit(Entry {
            subject: &format!("proposal#{}", after.id),
            by,
            what: &format!("settle: {what}"),
            before: print(&old),
            after: print(&new),
        })
    }
}

impl Store {
    /// Makes a proposal, with a letter where one goes with it; false when it was made before, settled or not.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn propose(&self, proposal: &Proposal, by: Actor, letter: Option<&Draft>) -> Result<bool> {
        let mut commit = self.commit().proposal(proposal, by);
        if let Some(letter) = letter {
            commit = commit.letter(letter);
        }
        match commit.send().await {
            Ok(()) => Ok(true),
            Err(Error::Conflict(PROPOSAL)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A proposal.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn proposal(&self, id: &ProposalId) -> Result<Option<Stored<Proposal>>> {
        let key = [("ambassador_id", &*id.ambassador().to_string()), ("proposal_id", &*id.to_string())];
        let item: Option<ProposalItem> = self.get(Table::Proposals, &key).await?;
        Ok(item.map(Stored::from))
    }

    /// A page of the proposals that wait for the team, the oldest first, and where the next page starts.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn open_proposals(
        &self,
        limit: i32,
        after: Option<Cursor>,
    ) -> Result<(Vec<Stored<Proposal>>, Option<Cursor>)> {
        let query = Query::of(Table::Proposals, ("shelf", OPEN)).index("by_shelf").range(Range::All).limit(limit);
        let (items, next) = self.page::<ProposalItem>(query, after).await?;
        Ok((items.into_iter().map(Stored::from).collect(), next))
    }

    /// Where a page of open proposals goes on, as its address says it; none for what is no place among them.
    pub fn place_in_proposals(&self, text: &str) -> Option<Cursor> {
        let cursor = Cursor::from_text(text)?;
        let part = |name: &str| cursor.0.get(name).and_then(|value| value.as_s().ok());
        let id: ProposalId = part("proposal_id")?.parse().ok()?;
        let here = cursor.0.len() == 4
            && part("shelf").is_some_and(|shelf| shelf == OPEN)
            && part("ambassador_id").is_some_and(|ambassador| *ambassador == id.ambassador().to_string())
            && part("proposed_at").is_some_and(|at| !at.is_empty() && at.len() < 100);
        here.then_some(cursor)
    }

    /// Every proposal there was about an ambassador, in the order of their ids.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn proposals_of(&self, ambassador: AmbassadorId) -> Result<Vec<Stored<Proposal>>> {
        let id = ambassador.to_string();
        let items: Vec<ProposalItem> = self.all(Query::of(Table::Proposals, ("ambassador_id", &id))).await?;
        Ok(items.into_iter().map(Stored::from).collect())
    }

    /// Settles a proposal, with what follows from it: how the ambassador takes part from now on, and a letter.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the proposal or the ambassador has changed since they were read (requirement N3).
    pub async fn settle(
        &self,
        before: &Stored<Proposal>,
        after: &Proposal,
        person: Option<(&Stored<Ambassador>, &Ambassador)>,
        letter: Option<&Draft>,
    ) -> Result<()> {
        let mut commit = self.commit().settled_proposal(before, after);
        if let (Some((was, is)), ProposalState::Settled(settlement)) = (person, &after.state) {
            commit = commit.ambassador(was, is, Actor::Person(settlement.by), settlement.what.name());
        }
        if let Some(letter) = letter {
            commit = commit.letter(letter);
        }
        commit.send().await
    }
}
