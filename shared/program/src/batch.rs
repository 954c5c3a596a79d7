//! Batches of payments: requests that a treasurer pays in one go (clauses C7, R8).
//!
//! A [`Batch`] is put together first, paid at the bank, and then marked as paid under one reference and date. From being
//! put together on, no other batch takes its requests, so nothing is paid twice by two people at once. Marking goes
//! request by request and can stop anywhere: what is done is known here ([`Outcome`]), and going on takes up the rest. Or a
//! list of what the bank paid comes back, with a reference each: [`crate::statement`].

use crate::activity::date;
use crate::form::{Form, Problem, Problems};
use crate::funding::{Funding, FundingState, Hand, Payment};
use crate::id::{BatchId, FundingId, PersonId};
use crate::money::Sums;
use crate::text::Line;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most requests in one batch: so many are put together in one transaction.
pub const MOST_REQUESTS: usize = 40;

/// Requests that are paid in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Its identifier.
    pub id: BatchId,
    /// When it was put together.
    pub made_at: DateTime<Utc>,
    /// Who did.
    pub made_by: PersonId,
    /// What they are called.
    pub made_by_name: String,
    entries: Vec<Entry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payment: Option<Payment>,
}

/// One request of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which.
    pub request: FundingId,
    /// What is paid for it.
    pub amounts: Sums,
    /// What became of it here.
    pub outcome: Outcome,
    /// How it was paid, once it was: batches are paid in one go, or line by line of what the bank says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
}

/// What became of a request in its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Not marked yet.
    Waiting,
    /// Marked as paid.
    Paid,
    /// Taken out, by a person or because it stands elsewhere now.
    LeftOut,
}

/// Where a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchState {
    /// Put together; not marked as paid yet.
    Chosen,
    /// Being marked as paid; some of it waits still.
    Paying,
    /// All of it is done.
    Paid,
    /// Nothing of it was paid, and all of it can be chosen again.
    Undone,
}

impl BatchState {
    /// Whether something of it waits still.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Chosen | Self::Paying)
    }
}

/// Why a batch cannot be put together or changed so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotBatched {
    /// Nothing was chosen.
    #[error("nothing was chosen")]
    Nothing,
    /// More than one batch takes.
    #[error("more than {MOST_REQUESTS} were chosen")]
    TooMany,
    /// One of them is the treasurer's own.
    #[error("one of them is one's own")]
    Own(FundingId),
    /// One of them is not payable.
    #[error("one of them is not payable")]
    NotPayable(FundingId),
    /// It is being marked under another reference or date already.
    #[error("it is marked under another reference or date already")]
    OtherPayment,
    /// It is over.
    #[error("it is over")]
    Over,
    /// Some of it is marked as paid already.
    #[error("it is being marked as paid")]
    BeingPaid,
    /// It does not wait in this batch.
    #[error("it does not wait here")]
    NotHere,
}

impl Batch {
    /// These requests, each payable and nobody's of those who put them together (clause R8).
    ///
    /// # Errors
    /// [`NotBatched`] names the rule in the way.
    pub fn of(id: BatchId, requests: &[Funding], by: &Hand) -> Result<Self, NotBatched> {
        let mut seen = BTreeSet::new();
        let mut entries = Vec::new();
        for request in requests.iter().filter(|request| seen.insert(request.id)) {
            if request.is_of(by) {
                return Err(NotBatched::Own(request.id));
            }
            let amounts = request.authorized().filter(|_| request.state() == FundingState::Payable);
            let amounts = amounts.ok_or(NotBatched::NotPayable(request.id))?.amounts();
            entries.push(Entry { request: request.id, amounts, outcome: Outcome::Waiting, payment: None });
        }
        match entries.len() {
            0 => Err(NotBatched::Nothing),
            count if count > MOST_REQUESTS => Err(NotBatched::TooMany),
            _ => Ok(Self {
                id,
                made_at: by.at,
                made_by: by.person,
                made_by_name: by.name.clone(),
                entries,
                payment: None,
            }),
        }
    }

    /// Every request in it, those taken out too, in the order they were chosen.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The requests not marked yet.
    pub fn waiting(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.outcome == Outcome::Waiting)
    }

    /// How it is paid, once somebody has begun to mark it.
    pub fn payment(&self) -> Option<&Payment> {
        self.payment.as_ref()
    }

    /// What it comes to in each currency, without what was taken out.
    pub fn sums(&self) -> Sums {
        let there = self.entries.iter().filter(|entry| entry.outcome != Outcome::LeftOut);
        there.flat_map(|entry| entry.amounts.iter()).collect()
    }

    /// What these of its requests come to in each currency.
    pub fn sums_of(&self, requests: &[FundingId]) -> Sums {
        let there = self.entries.iter().filter(|entry| requests.contains(&entry.request));
        there.flat_map(|entry| entry.amounts.iter()).collect()
    }

    /// Where it stands.
    pub fn state(&self) -> BatchState {
        let any = |outcome| self.entries.iter().any(|entry| entry.outcome == outcome);
        match (any(Outcome::Waiting), any(Outcome::Paid)) {
            (true, some_paid) if some_paid || self.payment.is_some() => BatchState::Paying,
            (true, _) => BatchState::Chosen,
            (false, true) => BatchState::Paid,
            (false, false) => BatchState::Undone,
        }
    }

    /// The same, being marked as paid this way. Saying the same again goes on with it.
    ///
    /// # Errors
    /// [`NotBatched::OtherPayment`] when it was begun another way, [`NotBatched::Over`] when nothing waits.
    pub fn paying(self, payment: Payment) -> Result<Self, NotBatched> {
        match &self.payment {
            Some(begun) if *begun != payment => Err(NotBatched::OtherPayment),
            _ if !self.state().is_open() => Err(NotBatched::Over),
            _ => Ok(Self { payment: Some(payment), ..self }),
        }
    }

    /// Whether this request is still what was put into the batch: payable, and of the same amounts. If it is not, it was
    /// sent back meanwhile and must not be marked as paid.
    pub fn still_pays(&self, request: &Funding) -> bool {
        let here = self.waiting().find(|entry| entry.request == request.id);
        let to_pay = request.authorized().filter(|_| request.state() == FundingState::Payable);
        here.zip(to_pay).is_some_and(|(entry, booking)| booking.amounts() == entry.amounts)
    }

    /// The same after a request was marked as paid this way.
    ///
    /// # Errors
    /// [`NotBatched::NotHere`].
    pub fn marked(self, request: FundingId, payment: Payment) -> Result<Self, NotBatched> {
        self.with(request, Outcome::Paid, Some(payment))
    }

    /// The same without a request, which can be chosen again then.
    ///
    /// # Errors
    /// [`NotBatched::NotHere`].
    pub fn without(self, request: FundingId) -> Result<Self, NotBatched> {
        self.with(request, Outcome::LeftOut, None)
    }

    fn with(mut self, request: FundingId, outcome: Outcome, payment: Option<Payment>) -> Result<Self, NotBatched> {
        let waits = |entry: &&mut Entry| entry.request == request && entry.outcome == Outcome::Waiting;
        let entry = self.entries.iter_mut().find(waits).ok_or(NotBatched::NotHere)?;
        (entry.outcome, entry.payment) = (outcome, payment);
        Ok(self)
    }

    /// The same taken apart: every request can be chosen again.
    ///
    /// # Errors
    /// [`NotBatched`] once it is being marked as paid.
    pub fn undone(mut self) -> Result<Self, NotBatched> {
        match self.state() {
            BatchState::Chosen => {}
            BatchState::Paying => return Err(NotBatched::BeingPaid),
            BatchState::Paid | BatchState::Undone => return Err(NotBatched::Over),
        }
        for entry in &mut self.entries {
            entry.outcome = Outcome::LeftOut;
        }
        Ok(self)
    }
}

/// Reads how something was paid: what the bank calls it, and the day, which is not ahead.
///
/// # Errors
/// What is wrong, field by field.
pub fn payment(form: &Form, today: NaiveDate) -> Result<Payment, Problems> {
    let mut problems = Problems::default();
    let reference = problems.take("reference", Line::parse(form.get("reference")));
    let on = date(form.get("on")).and_then(|day| if day > today { Err(Problem::NotYet) } else { Ok(day) });
    let on = problems.take("on", on);
    match (reference, on) {
        (Some(reference), Some(on)) => Ok(Payment { reference, on }),
        _ => Err(problems),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::funding::tests::{TREASURER, hand, payable};
    use uuid::Uuid;

    pub(crate) fn request(number: u128) -> Funding {
        let mut request = payable(&["60.00 EUR"]);
        request.id = FundingId::new(Uuid::from_u128(number));
        request
    }

    pub(crate) fn batch(requests: &[Funding]) -> Result<Batch, NotBatched> {
        Batch::of(BatchId::new(Uuid::from_u128(8)), requests, &hand(TREASURER, "2026-12-20"))
    }

    pub(crate) fn paid_as(reference: &str) -> Payment {
        Payment { reference: Line::parse(reference).unwrap(), on: "2026-12-20".parse().unwrap() }
    }

    /// R8
    #[test]
    fn nobody_puts_their_own_request_into_a_batch_nor_one_that_is_not_payable() {
        let own = request(1);
        let as_ambassador = Hand { ambassador: Some(own.ambassador), ..hand(TREASURER, "2026-12-20") };
        let id = BatchId::new(Uuid::from_u128(8));
        for by in [Hand { person: own.person, ..hand(TREASURER, "2026-12-20") }, as_ambassador] {
            assert_eq!(Batch::of(id, std::slice::from_ref(&own), &by), Err(NotBatched::Own(own.id)));
        }
        let paid = request(2).paid(&hand(TREASURER, "2026-12-20"), paid_as("SEPA 1")).unwrap().funding;
        assert_eq!(batch(&[request(1), paid.clone()]), Err(NotBatched::NotPayable(paid.id)));
        assert_eq!(batch(&[]), Err(NotBatched::Nothing));
        let many: Vec<_> = (0..=40).map(request).collect();
        assert_eq!(batch(&many), Err(NotBatched::TooMany));
        assert_eq!(batch(&[request(1), request(1)]).unwrap().entries().len(), 1, "named twice is there once");
    }

    /// C7
    #[test]
    fn a_batch_is_marked_request_by_request_and_goes_on_where_it_stopped() {
        let (one, other) = (request(1), request(2));
        let chosen = batch(&[one.clone(), other.clone()]).unwrap();
        assert_eq!(chosen.state(), BatchState::Chosen);
        let paying = chosen.paying(paid_as("SEPA 1")).unwrap().marked(one.id, paid_as("SEPA 1")).unwrap();
        assert_eq!(paying.state(), BatchState::Paying);
        assert!(!paying.still_pays(&one) && paying.still_pays(&other));
        assert_eq!(paying.clone().paying(paid_as("SEPA 2")), Err(NotBatched::OtherPayment));
        assert_eq!(paying.clone().undone(), Err(NotBatched::BeingPaid));
        assert_eq!(paying.clone().marked(one.id, paid_as("SEPA 1")), Err(NotBatched::NotHere), "once");
        let again = paying.paying(paid_as("SEPA 1")).unwrap();
        let paid = again.marked(other.id, paid_as("SEPA 1")).unwrap();
        assert_eq!((paid.state(), paid.waiting().count()), (BatchState::Paid, 0));
        assert_eq!(paid.entries().iter().filter(|entry| entry.payment == Some(paid_as("SEPA 1"))).count(), 2);
        assert_eq!(paid.paying(paid_as("SEPA 1")), Err(NotBatched::Over));
    }

    #[test]
    fn a_batch_some_of_which_came_back_as_paid_is_being_paid_and_the_rest_can_be_marked_in_one_go() {
        let (one, other) = (request(1), request(2));
        let some = batch(&[one.clone(), other]).unwrap().marked(one.id, paid_as("A 7")).unwrap();
        assert_eq!((some.state(), some.payment()), (BatchState::Paying, None));
        assert_eq!(some.clone().undone(), Err(NotBatched::BeingPaid));
        assert_eq!(some.paying(paid_as("SEPA 1")).unwrap().waiting().count(), 1);
    }

    #[test]
    fn what_is_taken_out_is_not_counted_and_what_changed_meanwhile_is_not_paid() {
        let (one, other) = (request(1), request(2));
        let chosen = batch(&[one.clone(), other]).unwrap();
        assert_eq!(chosen.sums(), [crate::money::tests::money("120.00 EUR")].into_iter().collect());
        let fewer = chosen.clone().without(one.id).unwrap();
        assert_eq!(fewer.sums(), [crate::money::tests::money("60.00 EUR")].into_iter().collect());
        assert_eq!(chosen.clone().undone().unwrap().state(), BatchState::Undone);
        let mut smaller = payable(&["59.99 EUR"]);
        smaller.id = one.id;
        assert!(chosen.still_pays(&one) && !chosen.still_pays(&smaller));
    }

    #[test]
    fn a_payment_has_a_reference_and_a_day_that_is_not_ahead() {
        let read = |reference: &str, on: &str| {
            let mut form = Form::default();
            form.set("reference", reference);
            form.set("on", on);
            payment(&form, "2026-12-20".parse().unwrap())
        };
        assert_eq!(read("SEPA 1", "2026-12-20"), Ok(paid_as("SEPA 1")));
        let problems = read(" ", "2026-12-21").unwrap_err();
        let found: Vec<_> = problems.iter().map(|(field, problem)| (field, problem.clone())).collect();
        assert_eq!(found, [("reference", Problem::Missing), ("on", Problem::NotYet)]);
    }
}
