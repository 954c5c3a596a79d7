//! Requests for funds that have come as far as a test begins with.

use crate::office::email;
use program::batch::Batch;
use program::evidence::{Purpose, UploadKey, look};
use program::funding::{Approving, Asking, Documents, Hand, Item, Moved, Terms};
use program::invoice::{Details, Invoice};
use program::text::{Line, Text};
use program::{
    ActivityId, AmbassadorId, BatchId, Book, Currency, FileId, Funding, FundingId, FundingKind, InvoiceId, Money,
    PersonId, Quarter, Way,
};
use store::Store;
use store::applications::Stored;
use store::batches::PutTogether;
use store::evidence::{Found, Kept, fingerprint, kept_key};
use store::invoices::InvoiceChange;
use uuid::Uuid;

fn euro() -> Currency {
    "EUR".parse().unwrap()
}

/// So many euros.
///
/// # Panics
/// When it is no amount.
pub fn euros(amount: &str) -> Money {
    Money::parse(amount, euro()).unwrap()
}

/// The quarter whose budget these requests come out of.
///
/// # Panics
/// Never.
pub fn quarter() -> Quarter {
    Quarter::new(2026, 4).unwrap()
}

/// A treasurer whom nobody sees: what was done before a test begins was done by them.
pub fn somebody(store: &Store) -> Hand {
    let person = PersonId::new(Uuid::from_u128(99));
    Hand { person, ambassador: None, name: "Ines".to_owned(), at: store.clock().now() }
}

async fn read(store: &Store, id: FundingId) -> Stored<Funding> {
    store.funding(id).await.unwrap().unwrap()
}

async fn change(store: &Store, id: FundingId, by: &Hand, change: impl FnOnce(Funding) -> Moved) {
    let before = read(store, id).await;
    let moved = change(before.value.clone());
    assert_eq!(store.change_funding(&before, &moved, by.person, &[]).await.unwrap(), Ok(()));
}

/// A request of whoever has this address: approved, and all of its papers are in.
///
/// # Panics
/// When a step does not work.
pub async fn documented(store: &Store, address: &str, title: &str, amount: &str) -> FundingId {
    let person = store.person(&email(address)).await.unwrap().unwrap();
    documented_for(store, (person.ambassador.unwrap(), person.id), title, amount).await
}

async fn documented_for(store: &Store, whose: (AmbassadorId, PersonId), title: &str, amount: &str) -> FundingId {
    let text = || Text::parse("For the evening.").unwrap();
    let asking = Asking {
        activity: ActivityId::new(store.new_id()),
        title: Line::parse(title).unwrap(),
        kind: FundingKind::Food,
        way: Way::Direct,
        items: vec![Item { what: Line::parse("Pizza").unwrap(), amount: euros(amount) }],
        details: text(),
        outcomes: text(),
        attendees: None,
        needed_on: "2026-12-15".parse().unwrap(),
        need: None,
    };
    let id = FundingId::new(store.new_id());
    let treasurer = somebody(store);
    let owner = Hand { person: whose.1, ambassador: Some(whose.0), ..treasurer.clone() };
    let draft = Funding::draft(id, whose, asking, owner.at);
    store.begin_funding(&draft.asked(&owner).unwrap().funding, &[]).await.unwrap();

    let book = store.book(quarter(), euro()).await.unwrap().map(|there| there.value);
    let was = book.unwrap_or_else(|| Book::empty(quarter(), euro())).account(FundingKind::Food).budget;
    let budgets = [(FundingKind::Food, was, euros("1000"))];
    assert_eq!(store.set_budgets(quarter(), euro(), &budgets, treasurer.person).await.unwrap(), Ok(()));
    let today = owner.at.date_naive();
    let until = today + chrono::Days::new(200);
    let approving = Approving { items: vec![euros(amount)], until, reason: text(), exception: false };
    let terms = Terms { rates: &[], program: euro(), quarter: quarter(), today, cap: None };
    change(store, id, &treasurer, |request| request.approved(&treasurer, approving, terms).unwrap()).await;
    change(store, id, &owner, |request| request.handed_in(&owner).unwrap()).await;
    let papers = Documents { invoices: 1, ..Documents::default() };
    change(store, id, &owner, |request| request.documented(&owner, &papers).unwrap()).await;
    id
}

/// The same, checked and of all that was approved: it can be paid.
///
/// # Panics
/// When a step does not work.
pub async fn payable(store: &Store, address: &str, title: &str, amount: &str) -> FundingId {
    let id = documented(store, address, title, amount).await;
    checked(store, id, amount).await;
    id
}

/// The same of somebody whose data is erased, so that nothing but the request is left of them.
///
/// # Panics
/// When a step does not work.
pub async fn payable_of_somebody_erased(store: &Store, title: &str, amount: &str) -> FundingId {
    let whose = (AmbassadorId::new(store.new_id()), PersonId::new(store.new_id()));
    let id = documented_for(store, whose, title, amount).await;
    checked(store, id, amount).await;
    id
}

async fn checked(store: &Store, id: FundingId, amount: &str) {
    let treasurer = somebody(store);
    let all = [euros(amount)].into_iter().collect();
    change(store, id, &treasurer, |request| request.payable(&treasurer, &all).unwrap()).await;
}

/// A batch of these requests, put together.
///
/// # Panics
/// When it is not possible.
pub async fn batch(store: &Store, requests: &[FundingId]) -> BatchId {
    let mut chosen = Vec::new();
    for id in requests {
        chosen.push(read(store, *id).await);
    }
    let values: Vec<_> = chosen.iter().map(|there| there.value.clone()).collect();
    let batch = Batch::of(BatchId::new(store.new_id()), &values, &somebody(store)).unwrap();
    assert_eq!(store.put_together(&batch, &chosen).await.unwrap(), PutTogether::Kept);
    batch.id
}

/// An invoice of a request from this vendor, with a file of this content; as if its owner had handed them in before.
///
/// # Panics
/// When it is no document, or is there already.
pub async fn invoiced(store: &Store, request: FundingId, vendor: &str, content: &[u8]) {
    let there = read(store, request).await;
    let details = Details {
        number: Some(Line::parse("=1+1").unwrap()),
        date: "2026-10-03".parse().unwrap(),
        vendor: Line::parse(vendor).unwrap(),
        lines: Vec::new(),
        tax: None,
        amount: there.value.asking.items.first().unwrap().amount,
    };
    let (id, ambassador) = (InvoiceId::new(store.new_id()), there.value.ambassador);
    let invoice = Invoice { id, request, ambassador, details, at: store.clock().now() };
    store.change_invoice(&there, InvoiceChange::New(&invoice), None, there.value.person).await.unwrap();
    let purpose = Purpose::Invoice { request, invoice: id };
    let key = UploadKey { ambassador, purpose, file: FileId::new(store.new_id()) };
    let document = look(content, purpose).unwrap();
    store.files().put(&kept_key(key.file), "application/octet-stream", content.to_vec()).await.unwrap();
    let kept = Kept::new(document, fingerprint(content), false);
    let there = store.record_evidence(key, Found::Taken(kept)).await.unwrap();
    assert!(there.kept().is_some(), "{there:?}");
}

/// A treasurer asks for something better of a request.
///
/// # Panics
/// When it is not possible.
pub async fn send_back(store: &Store, id: FundingId) {
    let treasurer = somebody(store);
    let reason = Text::parse("The invoice is of last year.").unwrap();
    change(store, id, &treasurer, |request| request.sent_back(&treasurer, reason).unwrap()).await;
}
