//! Requests for funds as columns: what was asked for, approved and paid for an activity, ready to be set beside what came of
//! it (clause M28).
//!
//! Amounts stand twice: in their own currencies, as text, and in the program's at the rates frozen when they were approved,
//! as whole smallest units, so that sums are exact. What is not promised or paid any more costs nothing and is not here.

use polars::prelude::*;
use program::funding::Funding;
use program::ledger::Booking;
use program::{Currency, FundingState, Money, Sums};
use store::Store;

/// Read from the table at once.
const PAGE: i32 = 200;

/// Where requests stand that cost something or will.
const STATES: [FundingState; 6] = [
    FundingState::Approved,
    FundingState::ToBeDocumented,
    FundingState::Documented,
    FundingState::Payable,
    FundingState::Paid,
    FundingState::Settled,
];

/// Every request that money is promised or was paid for.
#[derive(Clone, Debug)]
pub struct Requests {
    frame: DataFrame,
    currency: Currency,
}

impl Requests {
    /// As the table has them now, page by page.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn read(store: &Store, currency: Currency) -> anyhow::Result<Self> {
        let mut columns = Columns::new(currency);
        for state in STATES {
            let mut after = None;
            loop {
                let (page, next) = store.funding_in(state, PAGE, after).await?;
                page.iter().for_each(|request| columns.push(&request.value));
                after = next;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(columns.finish()?)
    }

    /// Those of these that cost something or will, with values in this currency.
    ///
    /// # Errors
    /// None that requests can lead to; polars checks that the columns are of one length.
    pub fn of<'a>(requests: impl IntoIterator<Item = &'a Funding>, currency: Currency) -> PolarsResult<Self> {
        let mut columns = Columns::new(currency);
        requests.into_iter().for_each(|request| columns.push(request));
        columns.finish()
    }

    /// The program's currency, which values are in.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// One row a request.
    pub(crate) fn frame(&self) -> LazyFrame {
        self.frame.clone().lazy()
    }

    /// What was paid for each activity, in smallest units; those nothing was paid for are left out.
    pub(crate) fn costs(&self) -> LazyFrame {
        self.frame().filter(col("paid_units").is_not_null()).group_by_stable([col("activity_id")]).agg([col(
            "paid_units",
        )
        .sum()
        .alias("cost")])
    }
}

struct Columns {
    currency: Currency,
    height: usize,
    request_id: StringChunkedBuilder,
    activity_id: StringChunkedBuilder,
    ambassador_id: StringChunkedBuilder,
    request: StringChunkedBuilder,
    funding_kind: StringChunkedBuilder,
    way: StringChunkedBuilder,
    stands: StringChunkedBuilder,
    asked: StringChunkedBuilder,
    approved: StringChunkedBuilder,
    approved_units: PrimitiveChunkedBuilder<UInt64Type>,
    paid: StringChunkedBuilder,
    paid_units: PrimitiveChunkedBuilder<UInt64Type>,
    currencies: StringChunkedBuilder,
    paid_on: PrimitiveChunkedBuilder<Int32Type>,
    outcomes: StringChunkedBuilder,
    aimed: PrimitiveChunkedBuilder<UInt64Type>,
}

/// Columns start small; they double as they grow.
const CAPACITY: usize = 64;

impl Columns {
    fn new(currency: Currency) -> Self {
        let text = |name: &str| StringChunkedBuilder::new(name.into(), CAPACITY);
        let units = |name: &str| PrimitiveChunkedBuilder::new(name.into(), CAPACITY);
        Self {
            currency,
            height: 0,
            request_id: text("request_id"),
            activity_id: text("activity_id"),
            ambassador_id: text("ambassador_id"),
            request: text("request"),
            funding_kind: text("funding_kind"),
            way: text("way"),
            stands: text("stands"),
            asked: text("asked"),
            approved: text("approved"),
            approved_units: units("approved_units"),
            paid: text("paid"),
            paid_units: units("paid_units"),
            currencies: text("currency"),
            paid_on: PrimitiveChunkedBuilder::new("paid_on".into(), CAPACITY),
            outcomes: text("outcomes"),
            aimed: units("aimed"),
        }
    }

    fn push(&mut self, request: &Funding) {
        if !STATES.contains(&request.state()) {
            return;
        }
        let approved = request.approval().map(program::funding::Approval::booking);
        let paid = request.authorized().filter(|_| request.state().is_paid());
        self.height += 1;
        self.request_id.append_value(request.id.to_string());
        self.activity_id.append_value(request.asking.activity.to_string());
        self.ambassador_id.append_value(request.ambassador.to_string());
        self.request.append_value(request.asking.title.as_str());
        self.funding_kind.append_value(request.asking.kind.name());
        self.way.append_value(request.asking.way.name());
        self.stands.append_value(request.state().name());
        self.asked.append_value(told(&request.asking.sums()));
        self.approved.append_option(approved.map(|booking| told(&booking.amounts())));
        self.approved_units.append_option(approved.and_then(|booking| self.units(booking)));
        self.paid.append_option(paid.map(|booking| told(&booking.amounts())));
        self.paid_units.append_option(paid.and_then(|booking| self.units(booking)));
        self.currencies.append_value(self.currency.code());
        let on = request.payment().filter(|_| paid.is_some()).map(|payment| payment.on.to_epoch_days());
        self.paid_on.append_option(on);
        self.outcomes.append_value(request.asking.outcomes.as_str());
        self.aimed.append_option(request.asking.attendees);
    }

    /// What it is worth, where the program's currency was then what it is now.
    fn units(&self, booking: &Booking) -> Option<u64> {
        booking.value().filter(|value| value.currency() == self.currency).and_then(Money::units)
    }

    fn finish(self) -> PolarsResult<Requests> {
        let columns = vec![
            self.request_id.finish().into_column(),
            self.activity_id.finish().into_column(),
            self.ambassador_id.finish().into_column(),
            self.request.finish().into_column(),
            self.funding_kind.finish().into_column(),
            self.way.finish().into_column(),
            self.stands.finish().into_column(),
            self.asked.finish().into_column(),
            self.approved.finish().into_column(),
            self.approved_units.finish().into_column(),
            self.paid.finish().into_column(),
            self.paid_units.finish().into_column(),
            self.currencies.finish().into_column(),
            self.paid_on.finish().into_date().into_column(),
            self.outcomes.finish().into_column(),
            self.aimed.finish().into_column(),
        ];
        Ok(Requests { frame: DataFrame::new(self.height, columns)?, currency: self.currency })
    }
}

/// Amounts with the codes of their currencies, the same in every language.
fn told(sums: &Sums) -> String {
    sums.iter().map(|money| money.to_string()).collect::<Vec<_>>().join(" + ")
}

#[cfg(test)]
mod tests;
