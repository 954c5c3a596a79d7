//! Checking and paying requests, worded (clauses C7, R8).

use crate::{Words, say};
use program::batch::{BatchState, MOST_REQUESTS, NotBatched, Outcome};
use program::statement::{Against, MOST_LINES, Unread, Verdict};

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

    /// Why nothing of a list of payments can be read.
    pub fn unread_statement(self, why: Unread) -> String {
        match why {
            Unread::Empty => say!(self, "import-unread-empty"),
            Unread::NoColumns => say!(self, "import-unread-columns"),
            Unread::TooLong => say!(self, "import-unread-too-long", most = MOST_LINES),
            Unread::NoList => say!(self, "import-unread-no-list"),
        }
    }

    /// What a line of a list of payments does, in a word or two.
    pub fn verdict(self, verdict: &Verdict) -> String {
        match verdict {
            Verdict::Marks(_) => say!(self, "import-marks-it"),
            Verdict::Known => say!(self, "import-known"),
            Verdict::NotYet => say!(self, "import-not-yet"),
            Verdict::Against(_) => say!(self, "import-against"),
        }
    }

    /// The same in full: how it marks, or what speaks against it and what to do then.
    pub fn verdict_in_full(self, verdict: &Verdict) -> String {
        match verdict {
            Verdict::Marks(payment) => {
                say!(self, "import-marks-as", reference = payment.reference.as_str(), day = self.day(payment.on))
            }
            Verdict::Known => say!(self, "import-known-more"),
            Verdict::NotYet => say!(self, "import-not-yet-more"),
            Verdict::Against(why) => match why {
                Against::NoRequest => say!(self, "import-no-request"),
                Against::NotHere => say!(self, "import-not-here"),
                Against::LeftOut => say!(self, "import-left-out"),
                Against::PaidOtherwise(payment) => say!(
                    self,
                    "import-paid-otherwise",
                    reference = payment.reference.as_str(),
                    day = self.day(payment.on)
                ),
                Against::AnotherAmount => say!(self, "import-another-amount"),
                Against::PartOfIt => say!(self, "import-part-of-it"),
                Against::SaidOtherwise => say!(self, "import-said-otherwise"),
                Against::Amount(problem) => say!(self, "import-amount", problem = self.problem(problem)),
                Against::Reference(problem) => say!(self, "import-reference", problem = self.problem(problem)),
                Against::Day(problem) => say!(self, "import-day", problem = self.problem(problem)),
                Against::Own => say!(self, "import-own"),
                Against::Changed => say!(self, "import-changed"),
            },
        }
    }
}
