//! Checking and paying requests, worded (clauses C7, R8).

use crate::{Words, say};
use program::batch::{BatchState, MOST_REQUESTS, NotBatched, Outcome};

impl Words {
    /// Where a batch stands.
    pub fn batch_state(self, state: BatchState) -> String {
        match state {
            BatchState::Chosen => say!(self, "batch-state-chosen"),
            BatchState::Paying => say!(self, "batch-state-paying"),
            BatchState::Paid => say!(self, "batch-state-paid"),
            BatchState::Undone => say!(self, "batch-state-undone"),
        }
    }

    /// What became of a request in its batch.
    pub fn batch_outcome(self, outcome: Outcome) -> String {
        match outcome {
            Outcome::Waiting => say!(self, "batch-outcome-waiting"),
            Outcome::Paid => say!(self, "batch-outcome-paid"),
            Outcome::LeftOut => say!(self, "batch-outcome-left-out"),
        }
    }

    /// Why a batch cannot be put together or changed so.
    pub fn not_batched(self, why: &NotBatched) -> String {
        match why {
            NotBatched::Nothing => say!(self, "batch-not-nothing"),
            NotBatched::TooMany => say!(self, "batch-not-too-many", most = MOST_REQUESTS),
            NotBatched::Own(_) => say!(self, "batch-not-own"),
            NotBatched::NotPayable(_) => say!(self, "batch-not-payable"),
            NotBatched::OtherPayment => say!(self, "batch-not-other-payment"),
            NotBatched::Over => say!(self, "batch-not-over"),
            NotBatched::BeingPaid => say!(self, "batch-not-being-paid"),
            NotBatched::NotHere => say!(self, "batch-not-here"),
        }
    }
}
