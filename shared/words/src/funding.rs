//! Requests for funds and money, worded (clauses O7, M12 to M14).

use crate::{Words, say};
use program::funding::{Change, Claim, ClaimWithin, NotPossible, StillMissing};
use program::ledger::NotBooked;
use program::{FundingKind, FundingState, Money, Sums, Way};

impl Words {
    /// An amount with its currency.
    pub fn money(self, money: Money) -> String {
        let typed = money.typed();
        let (whole, part) = typed.split_once('.').map_or((typed.as_str(), None), |(whole, part)| (whole, Some(part)));
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        if let Some(part) = part {
            grouped.push('.');
            grouped.push_str(part);
        }
        // The space never breaks: a number alone at the end of a line is of no currency.
        format!("{grouped}\u{a0}{}", money.currency())
    }

    /// Amounts of several currencies, one after the other; a word where there is nothing.
    pub fn sums(self, sums: &Sums) -> String {
        match sums.is_empty() {
            true => say!(self, "money-nothing"),
            false => sums.iter().map(|money| self.money(money)).collect::<Vec<_>>().join(", "),
        }
    }

    /// What money is asked for.
    pub fn funding_kind(self, kind: FundingKind) -> String {
        match kind {
            FundingKind::Attending => say!(self, "funding-kind-attending"),
            FundingKind::Swag => say!(self, "funding-kind-swag"),
            FundingKind::Stickers => say!(self, "funding-kind-stickers"),
            FundingKind::Food => say!(self, "funding-kind-food"),
            FundingKind::DemoAccounts => say!(self, "funding-kind-demo-accounts"),
            FundingKind::WorldConference => say!(self, "funding-kind-world-conference"),
            FundingKind::SummitNeed => say!(self, "funding-kind-summit-need"),
            FundingKind::Other => say!(self, "funding-kind-other"),
        }
    }

    /// How something is paid.
    pub fn funding_way(self, way: Way) -> String {
        match way {
            Way::Reimbursement => say!(self, "funding-way-reimbursement"),
            Way::Direct => say!(self, "funding-way-direct"),
        }
    }

    /// Where a request stands.
    pub fn funding_state(self, state: FundingState) -> String {
        match state {
            FundingState::Draft => say!(self, "funding-state-draft"),
            FundingState::Asked => say!(self, "funding-state-asked"),
            FundingState::Approved => say!(self, "funding-state-approved"),
            FundingState::Declined => say!(self, "funding-state-declined"),
            FundingState::ToBeDocumented => say!(self, "funding-state-to-be-documented"),
            FundingState::Documented => say!(self, "funding-state-documented"),
            FundingState::Payable => say!(self, "funding-state-payable"),
            FundingState::Paid => say!(self, "funding-state-paid"),
            FundingState::Settled => say!(self, "funding-state-settled"),
            FundingState::Withdrawn => say!(self, "funding-state-withdrawn"),
            FundingState::Expired => say!(self, "funding-state-expired"),
        }
    }

    /// What that means to whoever asked: who does what next.
    pub fn funding_meaning(self, state: FundingState) -> String {
        match state {
            FundingState::Draft => say!(self, "funding-means-draft"),
            FundingState::Asked => say!(self, "funding-means-asked"),
            FundingState::Approved => say!(self, "funding-means-approved"),
            FundingState::Declined => say!(self, "funding-means-declined"),
            FundingState::ToBeDocumented => say!(self, "funding-means-to-be-documented"),
            FundingState::Documented => say!(self, "funding-means-documented"),
            FundingState::Payable => say!(self, "funding-means-payable"),
            FundingState::Paid => say!(self, "funding-means-paid"),
            FundingState::Settled => say!(self, "funding-means-settled"),
            FundingState::Withdrawn => say!(self, "funding-means-withdrawn"),
            FundingState::Expired => say!(self, "funding-means-expired"),
        }
    }

    /// What was done to a request.
    pub fn funding_step(self, what: Change) -> String {
        match what {
            Change::Ask => say!(self, "funding-step-ask"),
            Change::TakeBack => say!(self, "funding-step-take-back"),
            Change::Approve => say!(self, "funding-step-approve"),
            Change::Decline => say!(self, "funding-step-decline"),
            Change::Reconsider => say!(self, "funding-step-reconsider"),
            Change::Extend => say!(self, "funding-step-extend"),
            Change::LetThrough => say!(self, "funding-step-let-through"),
            Change::Expire => say!(self, "funding-step-expire"),
            Change::HandIn => say!(self, "funding-step-hand-in"),
            Change::Complete => say!(self, "funding-step-complete"),
            Change::Lack => say!(self, "funding-step-lack"),
            Change::SendBack => say!(self, "funding-step-send-back"),
            Change::Authorize => say!(self, "funding-step-authorize"),
            Change::Pay => say!(self, "funding-step-pay"),
            Change::ComeBack => say!(self, "funding-step-come-back"),
            Change::Settle => say!(self, "funding-step-settle"),
            Change::Reopen => say!(self, "funding-step-reopen"),
            Change::Withdraw => say!(self, "funding-step-withdraw"),
        }
    }

    /// Until when invoices can be handed in: the rule, and the day on which the last of them can.
    pub fn claim(self, claim: Claim) -> String {
        let last = self.day(claim.last);
        match claim.within {
            ClaimWithin::Quarter => say!(self, "funding-claim-quarter", grace = claim.grace_days, last = last),
            ClaimWithin::Days(days) => say!(self, "funding-claim-days", days = days, last = last),
        }
    }

    /// One thing that is missing before a request can be paid.
    pub fn still_missing(self, missing: StillMissing) -> String {
        match missing {
            StillMissing::Invoice => say!(self, "funding-missing-invoice"),
            StillMissing::InvoiceFile => say!(self, "funding-missing-invoice-file"),
            StillMissing::FileCheck => say!(self, "funding-missing-file-check"),
            StillMissing::EvidenceOfUse => say!(self, "funding-missing-evidence"),
            StillMissing::ActivityOver => say!(self, "funding-missing-activity-over"),
            StillMissing::Report => say!(self, "funding-missing-report"),
            StillMissing::PaymentDetails => say!(self, "funding-missing-payment-details"),
        }
    }

    /// Why a request cannot be changed so.
    pub fn funding_not_possible(self, why: &NotPossible) -> String {
        match why {
            NotPossible::NotFromHere { state } => {
                say!(self, "funding-not-from-here", state = self.funding_state(*state))
            }
            NotPossible::Own => say!(self, "funding-not-own"),
            NotPossible::NotWhatWasAsked => say!(self, "funding-not-what-was-asked"),
            NotPossible::Nothing => say!(self, "funding-not-nothing"),
            NotPossible::NoRate(currency) => say!(self, "funding-not-without-rate", currency = currency.code()),
            NotPossible::OverCap => say!(self, "funding-not-over-cap"),
            NotPossible::StillGood => say!(self, "funding-not-still-good"),
            NotPossible::NotLater => say!(self, "funding-not-later"),
            NotPossible::Missing(missing) => {
                let missing: Vec<_> = missing.iter().map(|missing| self.still_missing(*missing)).collect();
                say!(self, "funding-not-missing", missing = missing.join(" "))
            }
        }
    }

    /// Why the books do not take something.
    pub fn not_booked(self, why: NotBooked) -> String {
        match why {
            NotBooked::OverBudget { free, needed } => {
                say!(self, "budget-over", free = self.money(free), needed = self.money(needed))
            }
            NotBooked::BelowUse { used } => say!(self, "budget-below-use", used = self.money(used)),
            NotBooked::NotThere => say!(self, "budget-not-there"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;

    /// P4
    #[test]
    fn thousands_stand_in_groups_and_the_currency_beside_its_number() {
        let shown =
            |units, code: &str| Words::new(Locale::English).money(Money::of_smallest(units, code.parse().unwrap()));
        assert_eq!(shown(123_456_789, "EUR"), "1,234,567.89\u{a0}EUR");
        assert_eq!(shown(5, "EUR"), "0.05\u{a0}EUR");
        assert_eq!(shown(123_456, "JPY"), "123,456\u{a0}JPY");
        assert_eq!(Words::new(Locale::English).sums(&Sums::default()), "nothing");
    }
}
