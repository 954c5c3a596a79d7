//! Requests for funds that have come as far as a test begins with.

use crate::files;
use crate::office::email;
use program::batch::Batch;
use program::evidence::{Content, Document, Purpose, UploadKey, look};
use program::funding::{Approving, Asking, Documents, Hand, Item, Moved, Terms};
use program::invoice::{Details, Invoice};
use program::text::{Line, Text};
use program::{
    ActivityId, AmbassadorId, BatchId, Book, Currency, FileId, Form, Funding, FundingId, FundingKind, InvoiceId, Money,
    PaymentDetails, PersonId, Quarter, Way,
};
use store::Store;
use store::applications::Stored;
use store::batches::PutTogether;
use store::evidence::{Found, Kept, fingerprint, kept_key, preview_key};
use store::invoices::InvoiceChange;
use store::payment_details::Entered;
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

/// The quarter whose budget what is needed in December comes out of.
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

fn text() -> Text {
    Text::parse("For the evening.").unwrap()
}

/// A request for food of whoever has this address.
fn asking(activity: ActivityId, title: &str, way: Way, amounts: &[Money], needed_on: &str) -> Asking {
    let item = |amount: &Money| Item { what: Line::parse("Pizza").unwrap(), amount: *amount };
    Asking {
        activity,
        title: Line::parse(title).unwrap(),
        kind: FundingKind::Food,
        way,
        items: amounts.iter().map(item).collect(),
        details: text(),
        outcomes: text(),
        attendees: None,
        needed_on: needed_on.parse().unwrap(),
        need: None,
    }
}

/// Who has this address: the ambassador and the person.
async fn owner(store: &Store, address: &str) -> (AmbassadorId, PersonId) {
    let person = store.person(&email(address)).await.unwrap().unwrap();
    (person.ambassador.unwrap(), person.id)
}

/// Sends a request to the team, which approves all of it out of a budget with room for it.
async fn agreed(store: &Store, whose: (AmbassadorId, PersonId), asking: Asking) -> (FundingId, Hand) {
    let settings = store.settings().await.unwrap().unwrap().settings;
    let treasurer = somebody(store);
    let owner = Hand { person: whose.1, ambassador: Some(whose.0), ..treasurer.clone() };
    let quarter = settings.funding.as_ref().unwrap().quarter(asking.needed_on, &settings.calendar);
    let items: Vec<_> = asking.items.iter().map(|item| item.amount).collect();
    let id = FundingId::new(store.new_id());
    let draft = Funding::draft(id, whose, asking, owner.at);
    store.begin_funding(&draft.asked(&owner).unwrap().funding, &[]).await.unwrap();

    let book = store.book(quarter, euro()).await.unwrap().map(|there| there.value);
    let was = book.unwrap_or_else(|| Book::empty(quarter, euro())).account(FundingKind::Food).budget;
    let budgets = [(FundingKind::Food, was, euros("1000"))];
    assert_eq!(store.set_budgets(quarter, euro(), &budgets, treasurer.person).await.unwrap(), Ok(()));
    let today = settings.calendar.day(owner.at);
    let approving = Approving { items, until: today + chrono::Days::new(60), reason: text(), exception: true };
    let terms = Terms { rates: &[], program: euro(), quarter, today, cap: None };
    change(store, id, &treasurer, |request| request.approved(&treasurer, approving, terms).unwrap()).await;
    (id, owner)
}

/// A request of the ambassador with this address for an activity, approved by somebody in full.
///
/// # Panics
/// When they are no ambassador, or the program has no funds.
pub async fn approved(store: &Store, address: &str, activity: ActivityId, way: Way, amounts: &[Money]) -> FundingId {
    let today = store.clock().now().date_naive().to_string();
    agreed(store, owner(store, address).await, asking(activity, "Food for the meetup", way, amounts, &today)).await.0
}

/// A request of whoever has this address that the program pays itself: approved, and all of its papers are in.
///
/// # Panics
/// When a step does not work.
pub async fn documented(store: &Store, address: &str, title: &str, amount: &str) -> FundingId {
    handed_over(store, address, title, amount, Way::Direct).await
}

/// The same that is paid this way.
///
/// # Panics
/// When a step does not work.
pub async fn handed_over(store: &Store, address: &str, title: &str, amount: &str, way: Way) -> FundingId {
    handed_over_by(store, owner(store, address).await, title, amount, way).await
}

async fn handed_over_by(
    store: &Store,
    whose: (AmbassadorId, PersonId),
    title: &str,
    amount: &str,
    way: Way,
) -> FundingId {
    let asking = asking(ActivityId::new(store.new_id()), title, way, &[euros(amount)], "2026-12-15");
    let (id, owner) = agreed(store, whose, asking).await;
    change(store, id, &owner, |request| request.handed_in(&owner).unwrap()).await;
    invoiced(store, id, amount).await;
    let papers = Documents {
        invoices: 1,
        evidence: 1,
        activity_over: true,
        reported: true,
        payment_details: true,
        ..Documents::default()
    };
    change(store, id, &owner, |request| request.documented(&owner, &papers).unwrap()).await;
    id
}

/// An invoice of a request, of so many euros and of the day, written down; gives its identifier.
///
/// # Panics
/// When it cannot be written.
pub async fn invoiced(store: &Store, request: FundingId, amount: &str) -> InvoiceId {
    let request = read(store, request).await;
    let (at, day) = (store.clock().now(), store.clock().now().date_naive());
    let fields = [("vendor", "Mama Cass"), ("date", &day.to_string()), ("currency", "EUR"), ("amount", amount)];
    let form = Form::from_pairs(fields.map(|(field, typed)| (field.to_owned(), typed.to_owned())));
    let details = Details::parse(&form, day).unwrap();
    let (id, ambassador) = (InvoiceId::new(store.new_id()), request.value.ambassador);
    let new = Invoice { id, request: request.value.id, ambassador, details, at };
    store.change_invoice(&request, InvoiceChange::New(&new), None, request.value.person).await.unwrap();
    id
}

/// A paper of a request that was looked at and taken; gives its identifier.
///
/// # Panics
/// When it cannot be written.
pub async fn kept_paper(store: &Store, purpose: Purpose, request: FundingId, label: &str) -> FileId {
    let ambassador = read(store, request).await.value.ambassador;
    let paper = UploadKey { ambassador, purpose, file: FileId::new(store.new_id()) };
    let content = files::pdf(label, 1);
    let looked_at = Document { content: Content::Pdf { pages: 1 }, bytes: content.len() as u64 };
    let sha256 = fingerprint(&content);
    store.files().put(&kept_key(paper.file), "application/octet-stream", content).await.unwrap();
    store.files().put(&preview_key(paper.file), "image/jpeg", b"a picture".to_vec()).await.unwrap();
    store.record_evidence(paper, Found::Taken(Kept::new(looked_at, sha256, true))).await.unwrap();
    paper.file
}

/// Where the ambassador with this address is paid to, entered.
///
/// # Panics
/// When it cannot be written.
pub async fn details(store: &Store, address: &str, account: &str) {
    let person = store.person(&email(address)).await.unwrap().unwrap();
    let fields = [("holder", "Amara Okafor"), ("account", account)];
    let form = Form::from_pairs(fields.map(|(field, typed)| (field.to_owned(), typed.to_owned())));
    let details = PaymentDetails::parse(&form).unwrap();
    let until = store.clock().now().date_naive() + chrono::Days::new(30);
    let of = (person.ambassador.unwrap(), person.id);
    let entered = store.keep_payment_details(of, store.new_id(), &details, until).await.unwrap();
    assert_eq!(entered, Entered::Kept);
}

/// What the program pays itself, checked and of all that was approved: it can be paid.
///
/// # Panics
/// When a step does not work.
pub async fn payable(store: &Store, address: &str, title: &str, amount: &str) -> FundingId {
    checked(store, documented(store, address, title, amount).await, amount).await
}

/// The same of somebody whose data is erased, so that nothing but the request is left of them.
///
/// # Panics
/// When a step does not work.
pub async fn payable_of_somebody_erased(store: &Store, title: &str, amount: &str) -> FundingId {
    let whose = (AmbassadorId::new(store.new_id()), PersonId::new(store.new_id()));
    checked(store, handed_over_by(store, whose, title, amount, Way::Direct).await, amount).await
}

/// A request whose papers are in, checked and of this amount.
///
/// # Panics
/// When a step does not work.
pub async fn checked(store: &Store, id: FundingId, amount: &str) -> FundingId {
    let treasurer = somebody(store);
    let all = [euros(amount)].into_iter().collect();
    change(store, id, &treasurer, |request| request.payable(&treasurer, &all).unwrap()).await;
    id
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
pub async fn billed(store: &Store, request: FundingId, vendor: &str, content: &[u8]) {
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
