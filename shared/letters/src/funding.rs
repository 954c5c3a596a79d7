//! What a letter about a request for funds tells.

use chrono::NaiveDate;
use program::funding::{Claim, Funding, Payment};
use program::{FundingState, Sums};
use serde::{Deserialize, Serialize};

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum FundingNews {
    /// It is with the team.
    Received,
    /// The team said yes.
    Approved {
        /// The last day it can be spent.
        until: NaiveDate,
        /// Until when what was spent can be claimed; none for what the program pays itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        claim: Option<Claim>,
    },
    /// The team said no.
    Declined,
    /// The team looks at its decision again.
    Reconsidered,
    /// There is more time.
    Extended {
        /// The last day it can be spent.
        until: NaiveDate,
        /// Until when what was spent can be claimed; none for what the program pays itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        claim: Option<Claim>,
    },
    /// Papers are let through that come after their day.
    LetThrough {
        /// The last day they are.
        until: NaiveDate,
    },
    /// It was not used in time.
    Expired,
    /// Its papers are with the treasurer.
    HandedOver,
    /// The treasurer needs more.
    SentBack,
    /// The treasurer has checked it.
    Payable,
    /// It was paid.
    Paid {
        /// What the bank calls it.
        reference: String,
        /// When.
        on: NaiveDate,
    },
    /// The payment came back.
    CameBack,
    /// The treasurer closed it.
    Settled,
    /// The treasurer took it up again.
    Reopened,
}

impl FundingNews {
    /// That it was paid so.
    pub fn paid(payment: &Payment) -> Self {
        Self::Paid { reference: payment.reference.to_string(), on: payment.on }
    }
}

/// What was asked for, approved, handed in and paid, side by side; what is not known yet is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundingSums {
    /// Asked for.
    pub asked: Sums,
    /// Approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Sums>,
    /// Handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<Sums>,
    /// Paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Sums>,
}

impl FundingSums {
    /// Those of a request, of whose invoices the sum is known or not.
    pub fn of(funding: &Funding, submitted: Option<Sums>) -> Self {
        let is_paid = matches!(funding.state(), FundingState::Paid | FundingState::Settled);
        Self {
            asked: funding.asking.sums(),
            approved: funding.approval().map(|approval| approval.sums()),
            submitted,
            paid: funding.authorized().filter(|_| is_paid).map(|booking| booking.amounts()),
        }
    }
}
