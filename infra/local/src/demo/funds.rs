//! What a demo office shows of funds: a budget, a rate, a request in each of a few states with its papers, one batch that
//! was paid and one that waits.

use super::{TREASURER, checked, email, papers};
use anyhow::Context as _;
use chrono::{Days, NaiveDate};
use program::batch::Batch;
use program::funding::{Approving, Asking, Documents, Funding, Hand, Item, Moved, NotPossible, Payment, Terms};
use program::money::RateValue;
use program::report::Field;
use program::text::{Line, Text};
use program::{Activity, ActivityState, BatchId, Currency, FundingId, FundingKind, Money, Rate, Settings, Way};
use store::Store;
use store::batches::PutTogether;
use store::people::Person;

/// How far a request has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Asked,
    Declined,
    Approved,
    /// An invoice is written down, and its paper is still to come.
    LacksAPaper,
    /// Handed over, and to be checked.
    HandedOver,
    Payable,
    /// Payable, and in a batch that waits.
    InABatch,
    Paid,
    Settled,
}

impl Stage {
    /// Whether its activity is over and reported.
    fn is_after_the_event(self) -> bool {
        !matches!(self, Self::Asked | Self::Declined | Self::Approved)
    }

    fn is_paid(self) -> bool {
        matches!(self, Self::Paid | Self::Settled)
    }
}

/// A request of somebody.
struct Request {
    whose: &'static str,
    kind: FundingKind,
    what: &'static str,
    amount: &'static str,
    currency: &'static str,
    outcome: &'static str,
    vendor: &'static str,
    stage: Stage,
}

const fn request(
    whose: &'static str,
    (kind, what, vendor): (FundingKind, &'static str, &'static str),
    (amount, currency): (&'static str, &'static str),
    outcome: &'static str,
    stage: Stage,
) -> Request {
    Request { whose, kind, what, amount, currency, outcome, vendor, stage }
}

#[rustfmt::skip]
const REQUESTS: [Request; 11] = [
    request("amara", (FundingKind::Food, "Jollof for the evening", "Mama Cass"), ("120.00", "EUR"), "Forty people stay to talk.", Stage::Asked),
    request("jonas", (FundingKind::Stickers, "Five hundred stickers", "Druckerei am Ring"), ("85.50", "EUR"), "Every table has some.", Stage::Asked),
    request("priya", (FundingKind::Swag, "Shirts for the speakers", "Kochi Prints"), ("90.00", "EUR"), "Eight speakers feel welcome.", Stage::Declined),
    request("kenji", (FundingKind::Attending, "Train to Tokyo", "JR Kyushu"), ("140.00", "USD"), "Two talks in Japanese.", Stage::Approved),
    request("amara", (FundingKind::Food, "Suya for the workshop", "Suya Spot"), ("48.00", "EUR"), "Beginners stay for the second half.", Stage::LacksAPaper),
    request("chiara", (FundingKind::Stickers, "Stickers for the open hour", "Tipografia Rossi"), ("36.20", "EUR"), "Twenty laptops carry the logo.", Stage::HandedOver),
    request("oksana", (FundingKind::Food, "Coffee and cake", "Kavarnia"), ("52.40", "USD"), "Newcomers meet those who know.", Stage::Payable),
    request("elodie", (FundingKind::Swag, "Cups for the helpers", "Atelier Nantais"), ("74.00", "EUR"), "Six helpers come again.", Stage::InABatch),
    request("kwame", (FundingKind::Food, "Waakye for the meetup", "Auntie Muni"), ("65.00", "USD"), "Fifty people talk to each other.", Stage::Paid),
    request("lucia", (FundingKind::Food, "Empanadas", "La Rosarina"), ("60.00", "EUR"), "A second meetup in Rosario.", Stage::Settled),
    request("sanne", (FundingKind::Stickers, "A banner", "Drukwerk Utrecht"), ("44.90", "EUR"), "People find the room.", Stage::Paid),
];

/// Sets a budget, enters a rate, and brings the requests in, each as far as it has come.
pub(super) async fn bring_in(store: &Store, settings: &Settings) -> anyhow::Result<()> {
    let Some(rules) = &settings.funding else { return Ok(()) };
    let treasurer = store.person(&email(TREASURER)?).await?.context("a demo office has a treasurer")?;
    let now = store.clock().now();
    let today = settings.calendar.day(now);
    let euro = rules.currency;
    let quarter = settings.calendar.quarter_of(today);
    for quarter in [quarter, settings.calendar.next(quarter)] {
        let mut budgets = Vec::new();
        for kind in [FundingKind::Food, FundingKind::Swag, FundingKind::Stickers, FundingKind::Attending] {
            budgets.push((kind, Money::zero(euro), checked(Money::parse("500", euro))?));
        }
        let set = store.set_budgets(quarter, euro, &budgets, treasurer.id).await?;
        set.map_err(|why| anyhow::anyhow!("the example budget has a mistake: {why}"))?;
    }
    let dollar: Currency = "USD".parse().context("there are dollars")?;
    let begun = settings.calendar.first_day(settings.first_quarter());
    store.enter_rate(euro, &Rate::new(dollar, checked(RateValue::parse("0.92"))?, begun, treasurer.id)).await?;
    let desk = Desk { store, settings, treasurer: &treasurer, today };
    let (mut waiting, mut paid) = (Vec::new(), Vec::new());
    for request in &REQUESTS {
        let Some(id) = desk.bring(request).await? else { continue };
        match request.stage {
            Stage::InABatch => waiting.push(id),
            stage if stage.is_paid() => paid.push((id, stage)),
            _ => {}
        }
    }
    desk.put_together(&waiting).await?;
    desk.pay(&paid).await
}

/// Who brings the requests in, and when.
struct Desk<'a> {
    store: &'a Store,
    settings: &'a Settings,
    treasurer: &'a Person,
    today: NaiveDate,
}

impl Desk<'_> {
    fn hand(&self, person: &Person) -> Hand {
        Hand {
            person: person.id,
            ambassador: person.ambassador,
            name: person.name.clone().unwrap_or_else(|| person.email.to_string()),
            at: self.store.clock().now(),
        }
    }

    /// Brings a request in and on as far as a payment; none where its owner has no activity.
    async fn bring(&self, request: &Request) -> anyhow::Result<Option<FundingId>> {
        let Self { store, settings, treasurer, today } = *self;
        let rules = settings.funding.as_ref().context("the example program has funds")?;
        let address = email(&format!("{}@example.org", request.whose))?;
        let owner = store.person(&address).await?.context("nobody has this address")?;
        let ambassador = owner.ambassador.context("only ambassadors ask for funds")?;
        let activities = store.activities_of(ambassador).await?;
        let after = request.stage.is_after_the_event();
        // Where it is told, what came of it and how many came.
        let told = |activity: &Activity| {
            let report = activity.report.as_ref().filter(|_| after);
            report.map(|report| (report.came_of_it.is_some(), report.answer(Field::Attendees).is_some()))
        };
        let activity = activities.iter().max_by_key(|activity: &&Activity| {
            let is_reported = activity.state == ActivityState::Reported;
            (is_reported == after, told(activity), activity.plan.ends_on)
        });
        let Some(activity) = activity else { return Ok(None) };
        let currency: Currency = request.currency.parse().context("the currency is one")?;
        let amount = checked(Money::parse(request.amount, currency))?;
        let asking = Asking {
            activity: activity.id,
            title: checked(Line::parse(request.what))?,
            kind: request.kind,
            way: Way::Reimbursement,
            items: vec![Item { what: checked(Line::parse(request.what))?, amount }],
            details: checked(Text::parse("The community brings the rest."))?,
            outcomes: checked(Text::parse(request.outcome))?,
            attendees: Some(40),
            needed_on: today + Days::new(40),
            need: None,
        };
        let (own, theirs) = (self.hand(&owner), self.hand(treasurer));
        let id = FundingId::new(store.new_id());
        let asked = Funding::draft(id, (ambassador, owner.id), asking, own.at).asked(&own)?;
        store.begin_funding(&asked.funding, &[]).await?;
        if request.stage == Stage::Asked {
            return Ok(Some(id));
        }
        if request.stage == Stage::Declined {
            let no = checked(Text::parse("There are shirts left from last year; we send you those."))?;
            self.step(id, treasurer, |request| request.declined(&theirs, no)).await?;
            return Ok(Some(id));
        }
        let rates = store.rates(rules.currency).await?;
        let quarter = rules.quarter(asked.funding.asking.needed_on, &settings.calendar);
        let terms = Terms { rates: &rates, program: rules.currency, quarter, today, cap: None };
        let yes = checked(Text::parse("It fits the plan, and the budget has room."))?;
        let until = today + Days::new(90);
        let approving = Approving { items: vec![amount], until, reason: yes, exception: false };
        self.step(id, treasurer, |request| request.approved(&theirs, approving, terms)).await?;
        if request.stage == Stage::Approved {
            return Ok(Some(id));
        }
        papers::invoice(store, id, request.vendor, request.stage != Stage::LacksAPaper).await?;
        self.step(id, &owner, |request| request.handed_in(&own)).await?;
        if request.stage == Stage::LacksAPaper {
            return Ok(Some(id));
        }
        papers::evidence(store, id).await?;
        papers::details(store, &owner, rules).await?;
        let there = Documents {
            invoices: 1,
            evidence: 1,
            activity_over: true,
            reported: true,
            payment_details: true,
            ..Documents::default()
        };
        self.step(id, &owner, |request| request.documented(&own, &there)).await?;
        if request.stage != Stage::HandedOver {
            let invoiced = |request: Funding| {
                let sums = request.asking.sums();
                request.payable(&theirs, &sums)
            };
            self.step(id, treasurer, invoiced).await?;
        }
        Ok(Some(id))
    }

    async fn put_together(&self, requests: &[FundingId]) -> anyhow::Result<BatchId> {
        let mut chosen = Vec::new();
        for id in requests {
            chosen.push(self.store.funding(*id).await?.context("it was just kept")?);
        }
        let values: Vec<_> = chosen.iter().map(|there| there.value.clone()).collect();
        let batch = Batch::of(BatchId::new(self.store.new_id()), &values, &self.hand(self.treasurer))?;
        let kept = self.store.put_together(&batch, &chosen).await?;
        anyhow::ensure!(kept == PutTogether::Kept, "the example batch is not kept: {kept:?}");
        Ok(batch.id)
    }

    /// Pays these in one batch; some say at once that it arrived.
    async fn pay(&self, requests: &[(FundingId, Stage)]) -> anyhow::Result<()> {
        let Self { store, treasurer, .. } = *self;
        let ids: Vec<_> = requests.iter().map(|(id, _)| *id).collect();
        let batch = self.put_together(&ids).await?;
        let theirs = self.hand(treasurer);
        let payment = Payment { reference: checked(Line::parse("2026/0041"))?, on: self.today };
        let before = store.batch(batch).await?.context("it was just kept")?;
        let told = (None, self.today + Days::new(90));
        let begun = before.value.clone().paying(payment.clone())?;
        store.change_batch(&before, &begun, treasurer.id, "begin to mark as paid").await?;
        for (id, stage) in requests {
            let batch = store.batch(batch).await?.context("it was just kept")?;
            let marked = batch.value.clone().marked(*id, payment.clone())?;
            let request = store.funding(*id).await?.context("it was just kept")?;
            let moved = request.value.clone().paid(&theirs, payment.clone())?;
            let written = store.pay_in_batch((&batch, &marked), &request, &moved, treasurer.id, told).await?;
            written.map_err(|why| anyhow::anyhow!("the example books have a mistake: {why}"))?;
            if *stage == Stage::Settled {
                let owner = Hand { person: request.value.person, ..theirs.clone() };
                let stored = store.funding(*id).await?.context("it was just kept")?;
                let moved = stored.value.clone().settled(&owner)?;
                let written = store.change_funding(&stored, &moved, owner.person, &[]).await?;
                written.map_err(|why| anyhow::anyhow!("the example books have a mistake: {why}"))?;
            }
        }
        Ok(())
    }

    async fn step(
        &self,
        id: FundingId,
        by: &Person,
        door: impl FnOnce(Funding) -> Result<Moved, NotPossible>,
    ) -> anyhow::Result<()> {
        let stored = self.store.funding(id).await?.context("it was just kept")?;
        let moved = door(stored.value.clone())?;
        let written = self.store.change_funding(&stored, &moved, by.id, &[]).await?;
        written.map_err(|why| anyhow::anyhow!("the example budget is too small: {why}"))
    }
}
