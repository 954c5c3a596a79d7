//! Where a request stands, and the one door of each change.

use super::StillMissing;
use crate::ledger::NoRate;
use crate::money::Currency;
use serde::{Deserialize, Serialize};

/// Where a request for funds stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FundingState {
    /// Being written by its owner; nobody else sees it.
    Draft,
    /// Waits for the team's decision.
    Asked,
    /// May be spent, until a date.
    Approved,
    /// The team said no, with a reason.
    Declined,
    /// Spent or being spent; something is still missing before it can be paid.
    ToBeDocumented,
    /// All is there; waits for the treasurer.
    Documented,
    /// Checked by the treasurer; waits to be paid.
    Payable,
    /// The money is on its way.
    Paid,
    /// The money arrived.
    Settled,
    /// Its owner no longer needs it.
    Withdrawn,
    /// Not used in time; a person closed it.
    Expired,
}

impl FundingState {
    /// Every state, in the order of a request's way.
    pub const ALL: [Self; 11] = [
        Self::Draft,
        Self::Asked,
        Self::Approved,
        Self::Declined,
        Self::ToBeDocumented,
        Self::Documented,
        Self::Payable,
        Self::Paid,
        Self::Settled,
        Self::Withdrawn,
        Self::Expired,
    ];

    /// Its name in addresses and records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::ToBeDocumented => "to_be_documented",
            Self::Documented => "documented",
            Self::Payable => "payable",
            Self::Paid => "paid",
            Self::Settled => "settled",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    /// The state of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether it waits for the team.
    pub fn waits_for_team(self) -> bool {
        matches!(self, Self::Asked | Self::Documented | Self::Payable)
    }

    /// Whether the books hold its money as promised.
    pub fn is_committed(self) -> bool {
        matches!(self, Self::Approved | Self::ToBeDocumented | Self::Documented | Self::Payable)
    }

    /// Whether the books hold its money as paid.
    pub fn is_paid(self) -> bool {
        matches!(self, Self::Paid | Self::Settled)
    }

    /// Whether invoices and evidence can be handed in.
    pub fn takes_documents(self) -> bool {
        matches!(self, Self::Approved | Self::ToBeDocumented)
    }

    /// Whether it is over, unless somebody takes it up again.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Declined | Self::Settled | Self::Withdrawn | Self::Expired)
    }

    /// Where a change leads from here.
    ///
    /// # Errors
    /// [`NotPossible::NotFromHere`] where it leads nowhere.
    pub fn after(self, change: Change) -> Result<Self, NotPossible> {
        let to = match (self, change) {
            (Self::Draft, Change::Ask) => Self::Asked,
            (Self::Asked, Change::TakeBack) => Self::Draft,
            (Self::Asked, Change::Approve) => Self::Approved,
            (Self::Asked, Change::Decline) => Self::Declined,
            (Self::Approved | Self::Declined, Change::Reconsider) => Self::Asked,
            (Self::Approved | Self::Expired, Change::Extend) => Self::Approved,
            (Self::ToBeDocumented, Change::Extend) => Self::ToBeDocumented,
            (Self::Approved, Change::LetThrough) => Self::Approved,
            (Self::ToBeDocumented, Change::LetThrough) => Self::ToBeDocumented,
            (Self::Approved | Self::ToBeDocumented, Change::Expire) => Self::Expired,
            (Self::Approved, Change::HandIn) => Self::ToBeDocumented,
            (Self::ToBeDocumented, Change::Complete) => Self::Documented,
            (Self::Documented, Change::Lack) => Self::ToBeDocumented,
            (Self::Documented | Self::Payable, Change::SendBack) => Self::ToBeDocumented,
            (Self::Documented, Change::Authorize) => Self::Payable,
            (Self::Payable, Change::Pay) => Self::Paid,
            (Self::Paid, Change::ComeBack) => Self::Payable,
            (Self::Paid, Change::Settle) => Self::Settled,
            (Self::Settled, Change::Reopen) => Self::Paid,
            (
                Self::Draft | Self::Asked | Self::Approved | Self::ToBeDocumented | Self::Documented,
                Change::Withdraw,
            ) => Self::Withdrawn,
            (
                Self::Draft
                | Self::Asked
                | Self::Approved
                | Self::Declined
                | Self::ToBeDocumented
                | Self::Documented
                | Self::Payable
                | Self::Paid
                | Self::Settled
                | Self::Withdrawn
                | Self::Expired,
                _,
            ) => return Err(NotPossible::NotFromHere { state: self }),
        };
        Ok(to)
    }
}

/// A change of where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Its owner sends it to the team.
    Ask,
    /// Its owner takes it back to change it.
    TakeBack,
    /// The team approves it, in full or in part.
    Approve,
    /// The team declines it.
    Decline,
    /// The team looks at its own decision again.
    Reconsider,
    /// A treasurer gives it more time.
    Extend,
    /// A treasurer lets papers through that come after their day.
    LetThrough,
    /// A treasurer closes what was not used in time.
    Expire,
    /// The first invoice came in, or the activity is over.
    HandIn,
    /// Nothing is missing any more.
    Complete,
    /// Its owner took something away that is needed.
    Lack,
    /// A treasurer asks for something better or more.
    SendBack,
    /// A treasurer checked it.
    Authorize,
    /// It was paid.
    Pay,
    /// The payment came back.
    ComeBack,
    /// It arrived.
    Settle,
    /// It did not arrive after all.
    Reopen,
    /// Its owner no longer needs it.
    Withdraw,
}

impl Change {
    /// Every change.
    pub const ALL: [Self; 18] = [
        Self::Ask,
        Self::TakeBack,
        Self::Approve,
        Self::Decline,
        Self::Reconsider,
        Self::Extend,
        Self::LetThrough,
        Self::Expire,
        Self::HandIn,
        Self::Complete,
        Self::Lack,
        Self::SendBack,
        Self::Authorize,
        Self::Pay,
        Self::ComeBack,
        Self::Settle,
        Self::Reopen,
        Self::Withdraw,
    ];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::TakeBack => "take back",
            Self::Approve => "approve",
            Self::Decline => "decline",
            Self::Reconsider => "reconsider",
            Self::Extend => "extend",
            Self::LetThrough => "let through",
            Self::Expire => "expire",
            Self::HandIn => "hand in",
            Self::Complete => "complete",
            Self::Lack => "lack",
            Self::SendBack => "send back",
            Self::Authorize => "authorize",
            Self::Pay => "pay",
            Self::ComeBack => "come back",
            Self::Settle => "settle",
            Self::Reopen => "reopen",
            Self::Withdraw => "withdraw",
        }
    }

    /// Whether it is for the team, and so never for whoever asked (clause R8).
    pub fn is_for_team(self) -> bool {
        match self {
            Self::Approve
            | Self::Decline
            | Self::Reconsider
            | Self::Extend
            | Self::LetThrough
            | Self::Expire
            | Self::SendBack
            | Self::Authorize
            | Self::Pay
            | Self::ComeBack
            | Self::Reopen => true,
            Self::Ask | Self::TakeBack | Self::HandIn | Self::Complete | Self::Lack | Self::Settle | Self::Withdraw => {
                false
            }
        }
    }
}

/// Why a request cannot be changed so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// It does not lead anywhere from where the request stands.
    #[error("it stands where this is not possible")]
    NotFromHere {
        /// Where it stands.
        state: FundingState,
    },
    /// Nobody decides about their own.
    #[error("it is one's own")]
    Own,
    /// More than was asked for, in another currency, or for another number of lines.
    #[error("it does not fit what was asked for")]
    NotWhatWasAsked,
    /// Nothing would be approved: that is a no, and is said as one.
    #[error("nothing would be approved")]
    Nothing,
    /// No rate was entered for a currency.
    #[error("there is no rate for {0}")]
    NoRate(Currency),
    /// More than the cap, and nobody said that it is an exception (clause C4).
    #[error("it is over the cap")]
    OverCap,
    /// It may still be used.
    #[error("its time is not over")]
    StillGood,
    /// A last day that is no later than before, or behind already.
    #[error("the day is not later")]
    NotLater,
    /// Something is missing before it can be paid.
    #[error("something is missing")]
    Missing(Vec<StillMissing>),
}

impl From<NoRate> for NotPossible {
    fn from(NoRate(currency): NoRate) -> Self {
        Self::NoRate(currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_state_can_be_reached_and_every_change_leads_somewhere() {
        let mut reached = BTreeSet::from([FundingState::Draft]);
        for _ in FundingState::ALL {
            let next: Vec<_> = reached
                .iter()
                .flat_map(|state| Change::ALL.map(|change| state.after(change)))
                .filter_map(Result::ok)
                .collect();
            reached.extend(next);
        }
        assert_eq!(reached, FundingState::ALL.into());
        for change in Change::ALL {
            assert!(FundingState::ALL.iter().any(|state| state.after(change).is_ok()), "{change:?}");
        }
    }

    #[test]
    fn each_step_of_the_way_has_a_way_back() {
        use FundingState::{
            Approved, Asked, Declined, Documented, Draft, Expired, Paid, Payable, Settled, ToBeDocumented,
        };
        for (from, to) in [
            (Asked, Draft),
            (Approved, Asked),
            (Declined, Asked),
            (Documented, ToBeDocumented),
            (Payable, ToBeDocumented),
            (Paid, Payable),
            (Settled, Paid),
            (Expired, Approved),
        ] {
            assert!(Change::ALL.iter().any(|change| from.after(*change) == Ok(to)), "{from:?} → {to:?}");
        }
    }

    #[test]
    fn nothing_is_paid_that_was_not_approved_and_documented_before() {
        for state in FundingState::ALL {
            assert_eq!(state.after(Change::Pay).is_ok(), state == FundingState::Payable, "{state:?}");
            assert_eq!(state.after(Change::Authorize).is_ok(), state == FundingState::Documented, "{state:?}");
            assert_eq!(state.after(Change::Approve).is_ok(), state == FundingState::Asked, "{state:?}");
        }
    }
}
