//! Requests for funds as far as a test needs one that was approved.

use crate::office::email;
use program::funding::{Approving, Asking, Hand, Item, Terms};
use program::text::{Line, Text};
use program::{ActivityId, Funding, FundingId, FundingKind, Money, PersonId, Way};
use store::Store;

/// A request of the ambassador with this address for an activity, approved by somebody in full.
///
/// # Panics
/// When they are no ambassador, or the program has no funds.
pub async fn approved(store: &Store, address: &str, activity: ActivityId, way: Way, amounts: &[Money]) -> FundingId {
    let person = store.person(&email(address)).await.unwrap().unwrap();
    let ambassador = person.ambassador.unwrap();
    let settings = store.settings().await.unwrap().unwrap().settings;
    let rules = settings.funding.as_ref().unwrap();
    let now = store.clock().now();
    let today = settings.calendar.day(now);
    let item = |amount: &Money| Item { what: Line::parse("Pizza").unwrap(), amount: *amount };
    let asking = Asking {
        activity,
        title: Line::parse("Food for the meetup").unwrap(),
        kind: FundingKind::Food,
        way,
        items: amounts.iter().map(item).collect(),
        details: Text::parse("Food for the evening.").unwrap(),
        outcomes: Text::parse("Forty people stay to talk.").unwrap(),
        attendees: None,
        needed_on: today,
        need: None,
    };
    let owner = Hand { person: person.id, ambassador: Some(ambassador), name: "Amara".to_owned(), at: now };
    let treasurer = PersonId::new(store.new_id());
    let other = Hand { person: treasurer, ambassador: None, name: "Tessa".to_owned(), at: now };
    let id = FundingId::new(store.new_id());
    let request = Funding::draft(id, (ambassador, person.id), asking, now).asked(&owner).unwrap().funding;
    store.begin_funding(&request, &[]).await.unwrap();
    let quarter = rules.quarter(today, &settings.calendar);
    let there = store.book(quarter, rules.currency).await.unwrap();
    let nothing = Money::zero(rules.currency);
    if there.is_none_or(|book| book.value.account(FundingKind::Food).budget == nothing) {
        let plenty = [(FundingKind::Food, nothing, Money::of_smallest(1_000_000, rules.currency))];
        store.set_budgets(quarter, rules.currency, &plenty, treasurer).await.unwrap().unwrap();
    }
    let approving = Approving {
        items: amounts.to_vec(),
        until: today + chrono::Days::new(60),
        reason: Text::parse("Well planned.").unwrap(),
        exception: true,
    };
    let terms = Terms { rates: &[], program: rules.currency, quarter, today, cap: None };
    let stored = store.funding(id).await.unwrap().unwrap();
    let moved = request.approved(&other, approving, terms).unwrap();
    store.change_funding(&stored, &moved, treasurer, &[]).await.unwrap().unwrap();
    id
}
