//! What a demo office shows of funds: a budget, a rate, and a request in each of a few states.

use super::{TREASURER, checked, email};
use anyhow::Context as _;
use chrono::{Days, NaiveDate};
use program::funding::{Approving, Asking, Documents, Funding, Hand, Item, Moved, NotPossible, Payment, Terms};
use program::money::RateValue;
use program::text::{Line, Text};
use program::{Activity, ActivityState, Currency, FundingId, FundingKind, FundingState, Money, Rate, Settings, Way};
use store::Store;
use store::people::Person;

/// Whose, of which kind, what, how much in which currency, what it should bring, and how far it has come.
const REQUESTS: [(&str, FundingKind, &str, &str, &str, &str, FundingState); 5] = [
    (
        "amara",
        FundingKind::Food,
        "Jollof for the evening",
        "120.00",
        "EUR",
        "Forty people stay to talk.",
        FundingState::Asked,
    ),
    (
        "jonas",
        FundingKind::Stickers,
        "Five hundred stickers",
        "85.50",
        "EUR",
        "Every table has some.",
        FundingState::Asked,
    ),
    (
        "kenji",
        FundingKind::Attending,
        "Train to Tokyo",
        "140.00",
        "USD",
        "Two talks in Japanese.",
        FundingState::Approved,
    ),
    ("lucia", FundingKind::Food, "Empanadas", "60.00", "EUR", "A second meetup in Rosario.", FundingState::Settled),
    (
        "priya",
        FundingKind::Swag,
        "Shirts for the speakers",
        "90.00",
        "EUR",
        "Eight speakers feel welcome.",
        FundingState::Declined,
    ),
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
    for request in &REQUESTS {
        bring(store, settings, &treasurer, today, request).await?;
    }
    Ok(())
}

async fn bring(
    store: &Store,
    settings: &Settings,
    treasurer: &Person,
    today: NaiveDate,
    (whose, kind, what, amount, currency, outcome, state): &(&str, FundingKind, &str, &str, &str, &str, FundingState),
) -> anyhow::Result<()> {
    let rules = settings.funding.as_ref().context("the example program has funds")?;
    let owner = store.person(&email(&format!("{whose}@example.org"))?).await?.context("nobody has this address")?;
    let ambassador = owner.ambassador.context("only ambassadors ask for funds")?;
    let activities = store.activities_of(ambassador).await?;
    let activity = activities.iter().max_by_key(|activity: &&Activity| {
        (activity.state == ActivityState::Reported) == (*state == FundingState::Settled)
    });
    let Some(activity) = activity else { return Ok(()) };
    let currency: Currency = currency.parse().context("the currency is one")?;
    let asking = Asking {
        activity: activity.id,
        title: activity.plan.title.clone(),
        kind: *kind,
        way: Way::Reimbursement,
        items: vec![Item { what: checked(Line::parse(what))?, amount: checked(Money::parse(amount, currency))? }],
        details: checked(Text::parse("The community brings the rest."))?,
        outcomes: checked(Text::parse(outcome))?,
        attendees: Some(40),
        needed_on: today + Days::new(40),
        need: None,
    };
    let at = store.clock().now();
    let hand = |person: &Person| Hand {
        person: person.id,
        ambassador: person.ambassador,
        name: person.name.clone().unwrap_or_else(|| person.email.to_string()),
        at,
    };
    let (own, theirs) = (hand(&owner), hand(treasurer));
    let id = FundingId::new(store.new_id());
    let asked = Funding::draft(id, (ambassador, owner.id), asking, at).asked(&own)?;
    store.begin_funding(&asked.funding, &[]).await?;
    let rates = store.rates(rules.currency).await?;
    let quarter = rules.quarter(asked.funding.asking.needed_on, &settings.calendar);
    let terms = Terms { rates: &rates, program: rules.currency, quarter, today, cap: None };
    let yes = checked(Text::parse("It fits the plan, and the budget has room."))?;
    let no = checked(Text::parse("There are shirts left from last year; we send you those."))?;
    let items = asked.funding.asking.items.iter().map(|item| item.amount).collect();
    let approving = Approving { items, until: today + Days::new(90), reason: yes, exception: false };
    let there = Documents {
        invoices: 1,
        evidence: 1,
        activity_over: true,
        reported: true,
        payment_details: true,
        ..Documents::default()
    };
    let payment = Payment { reference: checked(Line::parse("2026/0041"))?, on: today };
    match state {
        FundingState::Declined => step(store, id, treasurer, |request| request.declined(&theirs, no)).await,
        FundingState::Approved => {
            step(store, id, treasurer, |request| request.approved(&theirs, approving, terms)).await
        }
        FundingState::Settled => {
            step(store, id, treasurer, |request| request.approved(&theirs, approving, terms)).await?;
            step(store, id, &owner, |request| request.handed_in(&own)).await?;
            step(store, id, &owner, |request| request.documented(&own, &there)).await?;
            step(store, id, treasurer, |request| {
                let invoiced = request.asking.sums();
                request.payable(&theirs, &invoiced)
            })
            .await?;
            step(store, id, treasurer, |request| request.paid(&theirs, payment)).await?;
            step(store, id, &owner, |request| request.settled(&own)).await
        }
        _ => Ok(()),
    }
}

async fn step(
    store: &Store,
    id: FundingId,
    by: &Person,
    door: impl FnOnce(Funding) -> Result<Moved, NotPossible>,
) -> anyhow::Result<()> {
    let stored = store.funding(id).await?.context("it was just kept")?;
    let moved = door(stored.value.clone())?;
    let written = store.change_funding(&stored, &moved, by.id, &[]).await?;
    written.map_err(|why| anyhow::anyhow!("the example budget is too small: {why}"))
}
