//! Requests for funds: what somebody asks for, what the team decides, and how it is paid (clauses O7, M12 to M14, F2, R8).
//!
//! A [`Funding`] goes its way by [`FundingState::after`], one door a change, and each door here is a method that gives the
//! request as it is then and what that is in the books ([`Move`]). A person opens each of them: nothing is approved,
//! expires or is paid by itself. Volunteers give their time; nothing here pays for it (clause O9).

mod asking;
mod rules;
mod state;

pub use asking::{Asking, Item, MOST_ITEMS, item_fields, items_typed};
pub use rules::{Cap, Claim, ClaimWithin, FundingRules};
pub use state::{Change, FundingState, NotPossible};

use crate::calendar::Quarter;
use crate::id::{AmbassadorId, FundingId, PersonId};
use crate::ledger::{Booking, Move};
use crate::money::{Currency, Money, Rate, Sums, rate_on};
use crate::text::{Line, Text};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What money is asked for (clause M13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FundingKind {
    /// Going to an event in one's region.
    Attending,
    /// Swag to give away.
    Swag,
    /// Stickers.
    Stickers,
    /// Food at an event.
    Food,
    /// Accounts to show the product with.
    DemoAccounts,
    /// Going to the world conference, after some time in the program (clause M16).
    WorldConference,
    /// Help to come to a summit, by need (clause O8).
    SummitNeed,
    /// Something else.
    Other,
}

impl FundingKind {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 8] = [
        Self::Attending,
        Self::Swag,
        Self::Stickers,
        Self::Food,
        Self::DemoAccounts,
        Self::WorldConference,
        Self::SummitNeed,
        Self::Other,
    ];

    /// Its name in settings, forms and records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Attending => "attending",
            Self::Swag => "swag",
            Self::Stickers => "stickers",
            Self::Food => "food",
            Self::DemoAccounts => "demo_accounts",
            Self::WorldConference => "world_conference",
            Self::SummitNeed => "summit_need",
            Self::Other => "other",
        }
    }
}

/// How something is paid (clause M14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The ambassador pays, and is paid back after the event.
    Reimbursement,
    /// The program pays an invoice itself, before the event too.
    Direct,
}

impl Way {
    /// Both ways, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Reimbursement, Self::Direct];

    /// Its name in forms and records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reimbursement => "reimbursement",
            Self::Direct => "direct",
        }
    }
}

/// Who does something to a request, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    /// Who.
    pub person: PersonId,
    /// The ambassador they are, if they are one: nobody decides about their own (clause R8).
    pub ambassador: Option<AmbassadorId>,
    /// What they are called, for the record.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A request for funds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funding {
    /// Its identifier.
    pub id: FundingId,
    /// Whose it is.
    pub ambassador: AmbassadorId,
    /// Who that is.
    pub person: PersonId,
    /// What is asked for.
    pub asking: Asking,
    /// When it was begun.
    pub made_at: DateTime<Utc>,
    state: FundingState,
    steps: Vec<Step>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    approval: Option<Approval>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    authorized: Option<Booking>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payment: Option<Payment>,
    /// The last day papers are let through that come after their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    late_until: Option<NaiveDate>,
    waited: Waited,
}

/// Something that was done to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What.
    pub what: Change,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub by: PersonId,
    /// What they are called.
    pub by_name: String,
    /// Why, where it needs a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// So many steps of a request are kept; of a longer way the earliest are in the audit only.
const MOST_STEPS: usize = 60;

/// What the team approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The last day it may be spent.
    pub until: NaiveDate,
    /// What was approved of each item asked for, in their order; nothing for one that was not.
    pub items: Vec<Money>,
    booking: Booking,
}

impl Approval {
    /// What was approved, with the rates frozen then and the budget it comes out of.
    pub fn booking(&self) -> &Booking {
        &self.booking
    }

    /// What was approved, in each currency.
    pub fn sums(&self) -> Sums {
        self.items.iter().copied().collect()
    }
}

/// How something was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// What the bank calls it.
    pub reference: Line,
    /// The day it was paid.
    pub on: NaiveDate,
}

/// How long a request has waited for the treasurer: the clock stands while it waits for its owner (clause C7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Waited {
    seconds_before: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<DateTime<Utc>>,
}

impl Waited {
    fn seconds(self, now: DateTime<Utc>) -> i64 {
        let running = self.since.map_or(0, |since| (now - since).num_seconds().max(0));
        self.seconds_before.saturating_add(running)
    }

    fn in_state(self, state: FundingState, now: DateTime<Utc>) -> Self {
        match state {
            FundingState::Documented | FundingState::Payable => Self { since: self.since.or(Some(now)), ..self },
            _ => Self { seconds_before: self.seconds(now), since: None },
        }
    }
}

/// What is missing before a request can be paid (clauses M14, F2, R5): each is said in words of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StillMissing {
    /// No invoice.
    Invoice,
    /// An invoice without its file.
    InvoiceFile,
    /// A file that is being looked at.
    FileCheck,
    /// No evidence of use.
    EvidenceOfUse,
    /// The activity is not over.
    ActivityOver,
    /// The activity is not reported in full.
    Report,
    /// No payment details.
    PaymentDetails,
}

/// What there is of what a payment needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Documents {
    /// How many invoices.
    pub invoices: usize,
    /// How many of them have no file that was taken.
    pub invoices_without_file: usize,
    /// How many files are being looked at.
    pub files_being_checked: usize,
    /// How many pieces of evidence that the money was used for what it was asked for.
    pub evidence: usize,
    /// Whether the activity is over.
    pub activity_over: bool,
    /// Whether it is reported in full.
    pub reported: bool,
    /// Whether its owner's payment details are known.
    pub payment_details: bool,
}

/// What is missing before something can be paid this way (clauses M14, F2). A direct payment needs an invoice; paying back
/// waits for the event, the evidence of use and the report too.
pub fn missing(way: Way, there: &Documents) -> Vec<StillMissing> {
    let paid_back = way == Way::Reimbursement;
    [
        (StillMissing::Invoice, there.invoices == 0),
        (StillMissing::InvoiceFile, there.invoices_without_file > 0),
        (StillMissing::FileCheck, there.files_being_checked > 0),
        (StillMissing::EvidenceOfUse, paid_back && there.evidence == 0),
        (StillMissing::ActivityOver, paid_back && !there.activity_over),
        (StillMissing::Report, paid_back && there.activity_over && !there.reported),
        (StillMissing::PaymentDetails, paid_back && !there.payment_details),
    ]
    .into_iter()
    .filter_map(|(what, is_missing)| is_missing.then_some(what))
    .collect()
}

/// A request after a change, and what the change is in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The request.
    pub funding: Funding,
    /// What happens to its money; none where nothing does.
    pub books: Option<Move>,
}

/// What the team approves, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approving {
    /// What of each item, in their order; nothing for one that is not.
    pub items: Vec<Money>,
    /// The last day it may be spent.
    pub until: NaiveDate,
    /// Why, for the record and the letter.
    pub reason: Text,
    /// Whether it is an exception from the cap (clause C4).
    pub exception: bool,
}

/// What an approval goes by, as it stands when it is given.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Every rate that was entered.
    pub rates: &'a [Rate],
    /// The program's currency.
    pub program: Currency,
    /// The quarter whose budget it comes out of.
    pub quarter: Quarter,
    /// The day of the decision.
    pub today: NaiveDate,
    /// How far the owner's cap reaches; none without caps.
    pub cap: Option<Cap>,
}

impl Funding {
    /// A new request, not sent yet.
    pub fn draft(
        id: FundingId,
        (ambassador, person): (AmbassadorId, PersonId),
        asking: Asking,
        made_at: DateTime<Utc>,
    ) -> Self {
        let (steps, waited) = (Vec::new(), Waited::default());
        let state = FundingState::Draft;
        Self {
            id,
            ambassador,
            person,
            asking,
            made_at,
            state,
            steps,
            approval: None,
            authorized: None,
            payment: None,
            late_until: None,
            waited,
        }
    }

    /// Where it stands.
    pub fn state(&self) -> FundingState {
        self.state
    }

    /// What was done to it, the earliest first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The last time this was done.
    pub fn last(&self, what: Change) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.what == what)
    }

    /// Since when it stands where it stands.
    pub fn since(&self) -> DateTime<Utc> {
        self.steps.last().map_or(self.made_at, |step| step.at)
    }

    /// What was approved, once it was.
    pub fn approval(&self) -> Option<&Approval> {
        self.approval.as_ref()
    }

    /// What is to be paid or was paid: the smaller of what was approved and what was invoiced (clause M14).
    pub fn authorized(&self) -> Option<&Booking> {
        self.authorized.as_ref()
    }

    /// How it was paid.
    pub fn payment(&self) -> Option<&Payment> {
        self.payment.as_ref()
    }

    /// The last day papers are let through that come after their own, if a treasurer said so.
    pub fn late_until(&self) -> Option<NaiveDate> {
        self.late_until
    }

    /// The last day an invoice can be handed in of which the settings say this (clause C4); none for what the program pays
    /// itself, which is no claim of anybody's.
    pub fn claim_by(&self, claim: Claim) -> Option<NaiveDate> {
        let late = self.late_until.unwrap_or(claim.last);
        (self.asking.way == Way::Reimbursement).then_some(claim.last.max(late))
    }

    /// What the books hold for it: promised or paid, as [`FundingState::is_committed`] and [`FundingState::is_paid`] say.
    pub fn held(&self) -> Option<&Booking> {
        let promised = self.approval.as_ref().map(Approval::booking);
        match self.state {
            FundingState::Paid | FundingState::Settled => self.authorized.as_ref(),
            state if state.is_committed() => promised,
            _ => None,
        }
    }

    /// For how many whole days it has waited for the treasurer, its waits for its owner left out (clause C7).
    pub fn days_waited(&self, now: DateTime<Utc>) -> i64 {
        self.waited.seconds(now) / Duration::days(1).num_seconds()
    }

    /// Whether it has waited longer than the program hopes (clause C7).
    pub fn is_overdue(&self, rules: &FundingRules, now: DateTime<Utc>) -> bool {
        self.waited.since.is_some() && self.days_waited(now) >= i64::from(rules.days_to_pay)
    }

    /// Whether it is this person's, or this ambassador's.
    pub fn is_of(&self, hand: &Hand) -> bool {
        self.person == hand.person || hand.ambassador == Some(self.ambassador)
    }

    /// Its owner writes it anew, while nobody else has seen it.
    ///
    /// # Errors
    /// [`NotPossible`] once it was sent.
    pub fn written(self, asking: Asking) -> Result<Self, NotPossible> {
        self.state.after(Change::Ask)?;
        Ok(Self { asking, ..self })
    }

    /// The one way through every door: the state's rule, whose it is, the step for the record, the clock.
    fn through(mut self, what: Change, by: &Hand, reason: Option<Text>) -> Result<Self, NotPossible> {
        let state = self.state.after(what)?;
        if what.is_for_team() && self.is_of(by) {
            return Err(NotPossible::Own);
        }
        self.waited = self.waited.in_state(state, by.at);
        self.steps.push(Step { what, at: by.at, by: by.person, by_name: by.name.clone(), reason });
        let beyond = self.steps.len().saturating_sub(MOST_STEPS);
        self.steps.drain(..beyond);
        self.state = state;
        Ok(self)
    }

    /// Its owner sends it to the team.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way; so for each of these.
    pub fn asked(self, by: &Hand) -> Result<Moved, NotPossible> {
        self.through(Change::Ask, by, None).map(Moved::without_money)
    }

    /// Its owner takes it back to change it.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn taken_back(self, by: &Hand) -> Result<Moved, NotPossible> {
        self.through(Change::TakeBack, by, None).map(Moved::without_money)
    }

    /// Its owner no longer needs it; what was promised is free again.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn withdrawn(self, by: &Hand, reason: Option<Text>) -> Result<Moved, NotPossible> {
        self.let_go(Change::Withdraw, by, reason)
    }

    /// The team approves it, in full or in part, at the rates in force on the day.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn approved(self, by: &Hand, approving: Approving, terms: Terms<'_>) -> Result<Moved, NotPossible> {
        let mut funding = self.through(Change::Approve, by, Some(approving.reason))?;
        let asked = &funding.asking.items;
        let fits = |(asked, approved): (&Item, &Money)| asked.amount.minus(*approved).is_some();
        if asked.len() != approving.items.len() || !asked.iter().zip(&approving.items).all(fits) {
            return Err(NotPossible::NotWhatWasAsked);
        }
        let sums: Sums = approving.items.iter().copied().collect();
        if sums.is_empty() {
            return Err(NotPossible::Nothing);
        }
        if approving.until < terms.today {
            return Err(NotPossible::NotLater);
        }
        let rate = |currency| rate_on(terms.rates, currency, terms.program, terms.today);
        let booking = Booking::new(terms.quarter, funding.asking.kind, &sums, terms.program, rate)?;
        let value = booking.value().unwrap_or(Money::zero(terms.program));
        if !approving.exception && terms.cap.is_some_and(|cap| !cap.allows(value)) {
            return Err(NotPossible::OverCap);
        }
        funding.approval = Some(Approval { until: approving.until, items: approving.items, booking: booking.clone() });
        Ok(Moved { funding, books: Some(Move::Commit(booking)) })
    }

    /// The team declines it.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn declined(self, by: &Hand, reason: Text) -> Result<Moved, NotPossible> {
        self.through(Change::Decline, by, Some(reason)).map(Moved::without_money)
    }

    /// The team looks at its decision again: what was promised is free again, and the request waits as before.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn reconsidered(self, by: &Hand, reason: Text) -> Result<Moved, NotPossible> {
        let mut moved = self.let_go(Change::Reconsider, by, Some(reason))?;
        moved.funding.approval = None;
        Ok(moved)
    }

    /// A treasurer gives it more time; one that had expired is promised once more, at the rates of its approval.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn extended(self, by: &Hand, until: NaiveDate, today: NaiveDate, reason: Text) -> Result<Moved, NotPossible> {
        let was_held = self.held().is_some();
        let mut funding = self.through(Change::Extend, by, Some(reason))?;
        let approval = funding.approval.as_mut().ok_or(NotPossible::Nothing)?;
        if until <= approval.until || until < today {
            return Err(NotPossible::NotLater);
        }
        approval.until = until;
        let books = (!was_held).then(|| Move::Commit(approval.booking.clone()));
        Ok(Moved { funding, books })
    }

    /// A treasurer lets papers through, until a day, that come after their own (clause C4).
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn let_through(
        self,
        by: &Hand,
        until: NaiveDate,
        today: NaiveDate,
        reason: Text,
    ) -> Result<Moved, NotPossible> {
        let funding = self.through(Change::LetThrough, by, Some(reason))?;
        if until < today || funding.late_until.is_some_and(|before| until <= before) {
            return Err(NotPossible::NotLater);
        }
        Ok(Moved::without_money(Self { late_until: Some(until), ..funding }))
    }

    /// Whether it is over: neither can it be spent any more, nor can what was spent on its last day be claimed, of which
    /// the settings say this.
    pub fn is_past(&self, claim: Option<Claim>, today: NaiveDate) -> bool {
        let claim_by = claim.and_then(|claim| self.claim_by(claim));
        self.approval.as_ref().is_some_and(|approval| approval.until.max(claim_by.unwrap_or(approval.until)) < today)
    }

    /// A treasurer closes what was not used by its date; what was promised is free again. What was spent on its last day can
    /// be claimed for a while yet, of which the settings say `claim`.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn expired(
        self,
        by: &Hand,
        today: NaiveDate,
        claim: Option<Claim>,
        reason: Text,
    ) -> Result<Moved, NotPossible> {
        self.state.after(Change::Expire)?;
        if !self.is_past(claim, today) {
            return Err(NotPossible::StillGood);
        }
        self.let_go(Change::Expire, by, Some(reason))
    }

    /// The first invoice came in, or the activity is over: from now on what is missing is told.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn handed_in(self, by: &Hand) -> Result<Moved, NotPossible> {
        self.through(Change::HandIn, by, None).map(Moved::without_money)
    }

    /// All that a payment needs is there; from now on it waits for the treasurer.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn documented(self, by: &Hand, there: &Documents) -> Result<Moved, NotPossible> {
        let missing = missing(self.asking.way, there);
        let funding = self.through(Change::Complete, by, None)?;
        if missing.is_empty() { Ok(Moved::without_money(funding)) } else { Err(NotPossible::Missing(missing)) }
    }

    /// Its owner took something away that is needed.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn lacking(self, by: &Hand) -> Result<Moved, NotPossible> {
        self.through(Change::Lack, by, None).map(Moved::without_money)
    }

    /// A treasurer asks for something better or more.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn sent_back(self, by: &Hand, reason: Text) -> Result<Moved, NotPossible> {
        let funding = self.through(Change::SendBack, by, Some(reason))?;
        Ok(Moved::without_money(Self { authorized: None, ..funding }))
    }

    /// A treasurer checked it: to be paid is, in each currency, the smaller of what was approved and what was invoiced.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn payable(self, by: &Hand, invoiced: &Sums) -> Result<Moved, NotPossible> {
        let mut funding = self.through(Change::Authorize, by, None)?;
        let authorized = funding.approval.as_ref().map(|approval| approval.booking.part(invoiced));
        let authorized = authorized.filter(|part| !part.entries().is_empty()).ok_or(NotPossible::Nothing)?;
        funding.authorized = Some(authorized);
        Ok(Moved::without_money(funding))
    }

    /// It was paid; what of the promise was not needed is free again.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn paid(self, by: &Hand, payment: Payment) -> Result<Moved, NotPossible> {
        let promised = self.held().cloned();
        let mut funding = self.through(Change::Pay, by, None)?;
        let books = promised.zip(funding.authorized.clone()).map(|(promised, paid)| Move::Pay { promised, paid });
        funding.payment = Some(payment);
        Ok(Moved { funding, books: Some(books.ok_or(NotPossible::Nothing)?) })
    }

    /// The payment came back: it is payable still, and no more than was paid is promised.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn came_back(self, by: &Hand, reason: Text) -> Result<Moved, NotPossible> {
        let mut funding = self.through(Change::ComeBack, by, Some(reason))?;
        let paid = funding.authorized.clone().ok_or(NotPossible::Nothing)?;
        if let Some(approval) = &mut funding.approval {
            approval.booking = paid.clone();
        }
        funding.payment = None;
        Ok(Moved { funding, books: Some(Move::TakeBack(paid)) })
    }

    /// It arrived: its owner says so, or a treasurer closes it.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn settled(self, by: &Hand) -> Result<Moved, NotPossible> {
        self.through(Change::Settle, by, None).map(Moved::without_money)
    }

    /// A treasurer closes it: it arrived.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn closed(self, by: &Hand, reason: Text) -> Result<Moved, NotPossible> {
        if self.is_of(by) {
            return Err(NotPossible::Own);
        }
        self.through(Change::Settle, by, Some(reason)).map(Moved::without_money)
    }

    /// It did not arrive after all.
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn reopened(self, by: &Hand, reason: Text) -> Result<Moved, NotPossible> {
        self.through(Change::Reopen, by, Some(reason)).map(Moved::without_money)
    }

    fn let_go(self, what: Change, by: &Hand, reason: Option<Text>) -> Result<Moved, NotPossible> {
        let held = self.held().cloned();
        let funding = self.through(what, by, reason)?;
        Ok(Moved { funding, books: held.map(Move::Release) })
    }
}

impl Moved {
    fn without_money(funding: Funding) -> Self {
        Self { funding, books: None }
    }
}

#[cfg(test)]
pub(crate) mod tests;
