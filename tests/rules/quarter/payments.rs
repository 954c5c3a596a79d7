//! Checking requests for funds and paying them in batches (clauses C7, M14, R8).

use program::batch::Outcome;
use program::{BatchId, Currency, FundingId, FundingKind, FundingState, Way};
use specification::funds::{self, batch, documented, euros, payable, quarter, send_back};
use specification::{Browser, Office};

const NOW: &str = "2026-10-05T09:00:00Z";
const AMARA: &str = "amara@example.org";
const JONAS: &str = "jonas@example.org";
const QUEUE: &str = "/team/funding/payable";

pub(crate) async fn treasurer(office: &Office, address: &str) -> Browser {
    let organizer = office.organizer().await;
    let mut form = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    form.fill("email", address);
    form.fill("treasurer", "yes");
    organizer.send(&form).await.expect(303);
    office.signed_in(address).await
}

pub(crate) async fn state(office: &Office, id: FundingId) -> FundingState {
    office.store().funding(id).await.unwrap().unwrap().value.state()
}

/// What is promised and what is paid of the budget.
async fn booked(office: &Office) -> (String, String) {
    let currency: Currency = "EUR".parse().unwrap();
    let account = office.store().book(quarter(), currency).await.unwrap().unwrap().value.account(FundingKind::Food);
    (account.committed.to_string(), account.paid.to_string())
}

/// Ticks these on the page of what can be paid; gives the batch's address.
pub(crate) async fn put_together(browser: &Browser, requests: &[FundingId]) -> String {
    let form = browser.get(QUEUE).await.expect(200).page().form("/team/funding/batches");
    let key = form.fields().find(|(name, _)| *name == "key").unwrap().1.to_owned();
    let ids: Vec<_> = requests.iter().map(ToString::to_string).collect();
    let mut fields = vec![("key", key.as_str())];
    fields.extend(ids.iter().map(|id| ("request", id.as_str())));
    browser.post("/team/funding/batches", &fields).await.expect(303).location()
}

async fn pay(browser: &Browser, batch: &str, reference: &str) {
    let mut form = browser.get(batch).await.expect(200).page().form("/pay");
    form.fill("reference", reference);
    browser.send(&form).await.expect(303);
}

/// C7, M14
#[tokio::test(flavor = "multi_thread")]
async fn what_is_checked_is_paid_in_one_batch_told_once_and_paid_again_when_it_came_back() {
    let office = Office::open(NOW).await;
    office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
    let ines = treasurer(&office, "ines@example.org").await;
    let pizza = documented(office.store(), AMARA, "Pizza for Lagos", "60").await;
    let drinks = payable(office.store(), AMARA, "Drinks for Abuja", "20").await;
    funds::invoiced(office.store(), pizza, "12.50").await;
    let before = office.letters_to(AMARA).await.len();

    office.clock_moves_to("2026-10-21T12:00:00Z").await;
    let ines = {
        drop(ines);
        office.signed_in("ines@example.org").await
    };
    let queue = ines.get(QUEUE).await.expect(200).page();
    assert!(queue.text().contains("16 days, longer than hoped"), "{}", queue.text());
    let check = queue.link("Check “Pizza for Lagos”");
    let shown = ines.get(&check).await.expect(200).page();
    assert_eq!(shown.texts_of("tbody td"), ["60.00 EUR", "72.50 EUR", "60.00 EUR"], "approved, invoiced, can be paid");
    let mut form = shown.form("/check");
    assert_eq!(form.value("invoiced_EUR"), Some("72.50"), "it begins with what the invoices come to");
    form.fill("invoiced_EUR", "forty");
    assert!(ines.send(&form).await.expect(422).page().text().contains("Invoices in EUR"));
    form.fill("invoiced_EUR", "45,50");
    ines.send(&form).await.expect(303);
    ines.send(&form).await.expect(303);
    assert_eq!(booked(&office).await, ("80.00 EUR".to_owned(), "0.00 EUR".to_owned()), "promised still");

    let address = put_together(&ines, &[pizza, drinks]).await;
    assert!(ines.get(QUEUE).await.expect(200).page().text().contains("Already in a batch"));
    let mut form = ines.get(&address).await.expect(200).page().form("/pay");
    form.fill("reference", "SEPA 41");
    form.fill("on", "2026-10-22");
    assert!(ines.send(&form).await.expect(422).page().text().contains("This day is still ahead"));
    form.fill("on", "2026-10-20");
    for _ in 0..2 {
        ines.send(&form).await.expect(303);
    }
    for id in [pizza, drinks] {
        assert_eq!(state(&office, id).await, FundingState::Paid);
    }
    assert_eq!(booked(&office).await, ("0.00 EUR".to_owned(), "65.50 EUR".to_owned()), "the rest is free again");
    let checked = office.letters_to(AMARA).await.remove(before).text;
    assert!(checked.contains("Handed in: 45.50"), "as the treasurer counted it: {checked}");
    let told = office.letters_to(AMARA).await;
    let subjects: Vec<_> = told.iter().skip(before).map(|letter| letter.subject.as_str()).collect();
    assert_eq!(subjects, ["Checked: Pizza for Lagos", "Paid: Pizza for Lagos", "Paid: Drinks for Abuja"]);
    let paid = &told[before + 1].text;
    for said in ["SEPA 41", "20 October 2026", "Approved: 60.00", "Handed in: 72.50", "Paid: 45.50"] {
        assert!(paid.contains(said), "{said} in {paid}");
    }

    let back = ines.get(&address).await.expect(200).page().link("It came back: “Pizza for Lagos”");
    let mut form = ines.get(&back).await.expect(200).page().form("/came-back");
    ines.send(&form).await.expect(422);
    form.fill("reason", "The account was closed.");
    for _ in 0..2 {
        ines.send(&form).await.expect(303);
    }
    assert_eq!(booked(&office).await, ("45.50 EUR".to_owned(), "20.00 EUR".to_owned()));
    let again = put_together(&ines, &[pizza]).await;
    pay(&ines, &again, "SEPA 42").await;
    assert_eq!(booked(&office).await, ("0.00 EUR".to_owned(), "65.50 EUR".to_owned()));
    let told = office.letters_to(AMARA).await;
    let subjects: Vec<_> = told.iter().skip(before + 3).map(|letter| letter.subject.as_str()).collect();
    assert_eq!(subjects, ["The payment came back: Pizza for Lagos", "Paid: Pizza for Lagos"]);
    let latest = office.store().lately_in(FundingState::Paid, 1).await.unwrap();
    assert_eq!(latest.iter().map(|request| request.value.id).collect::<Vec<_>>(), [pizza], "paid again last");
    let list = ines.get("/team/funding/batches").await.expect(200).page().text();
    assert!(list.contains("SEPA 41") && list.contains("SEPA 42"), "{list}");
}

/// C8, M14
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_paid_back_while_it_is_not_known_where_to() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
    let ines = treasurer(&office, "ines@example.org").await;
    let pizza = funds::handed_over(office.store(), AMARA, "Pizza for Lagos", "60", Way::Reimbursement).await;
    let check = format!("/team/funding/{pizza}/check");
    let form = ines.get(&check).await.expect(200).page().form("/check");
    let answer = ines.send(&form).await.expect(409).page().text();
    assert!(answer.contains("It is not known where to pay this to"), "{answer}");
    assert_eq!(state(&office, pizza).await, FundingState::Documented);
    let told = |queue: String| queue.contains("where to pay to is not known yet");
    assert!(told(ines.get(QUEUE).await.expect(200).page().text()));
    funds::details(office.store(), AMARA, "0123456789").await;
    assert!(!told(ines.get(QUEUE).await.expect(200).page().text()));
    ines.send(&form).await.expect(303);

    // Erased in between, it is not paid either.
    amara.post("/me/funding/payment-details/erase", &[]).await.expect(303);
    let chosen = ines.get(QUEUE).await.expect(200).page().form("/team/funding/batches");
    let key = chosen.fields().find(|(name, _)| *name == "key").unwrap().1.to_owned();
    let fields = [("key", key.as_str()), ("request", &pizza.to_string())];
    let answer = ines.post("/team/funding/batches", &fields).await.expect(409).page().text();
    assert!(answer.contains("For “Pizza for Lagos” it is not known where to pay to"), "{answer}");
    funds::details(office.store(), AMARA, "0123456789").await;
    let batch = put_together(&ines, &[pizza]).await;
    assert!(ines.get(&batch).await.expect(200).page().text().contains("Look where to pay Amara Okafor"));
    office.close().await;
}

/// R8
#[tokio::test(flavor = "multi_thread")]
async fn nobody_checks_chooses_or_pays_their_own_request() {
    let office = Office::open(NOW).await;
    office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
    office.ambassador("Jonas Weber", JONAS, "Germany").await;
    let ines = treasurer(&office, "ines@example.org").await;
    let amara = treasurer(&office, AMARA).await;
    let own = documented(office.store(), AMARA, "Pizza for Lagos", "60").await;
    let other = payable(office.store(), JONAS, "Drinks in Leipzig", "20").await;

    let check = format!("/team/funding/{own}/check");
    assert!(amara.get(&check).await.expect(200).page().text().contains("your own request"));
    let form = ines.get(&check).await.expect(200).page().form("/check");
    amara.send(&form).await.expect(409);
    ines.send(&form).await.expect(303);
    let text = amara.get(QUEUE).await.expect(200).page().text();
    assert!(text.contains("another treasurer pays them"), "{text}");
    let key = office.store().new_id().to_string();
    let fields = [("key", key.as_str()), ("request", &own.to_string())];
    amara.post("/team/funding/batches", &fields).await.expect(409);

    let address = put_together(&ines, &[own, other]).await;
    pay(&amara, &address, "SEPA 41").await;
    assert_eq!(state(&office, own).await, FundingState::Payable);
    assert_eq!(state(&office, other).await, FundingState::Paid);
    let page = amara.get(&address).await.expect(200).page();
    assert!(page.text().contains("another treasurer marks it"));
    let form = ines.get(&address).await.expect(200).page().form("/pay");
    ines.send(&form).await.expect(303);
    assert_eq!(state(&office, own).await, FundingState::Paid);
    assert!(ines.get(&address).await.expect(200).page().text().contains("SEPA 41"), "the same reference goes on");
}

/// C7
#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_back_meanwhile_is_left_out_of_its_batch_and_nothing_is_in_two() {
    let office = Office::open(NOW).await;
    office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
    let ines = treasurer(&office, "ines@example.org").await;
    let pizza = payable(office.store(), AMARA, "Pizza for Lagos", "60").await;
    let drinks = payable(office.store(), AMARA, "Drinks for Abuja", "20").await;
    let cake = payable(office.store(), AMARA, "Cake for Jos", "10").await;
    let id: BatchId = batch(office.store(), &[pizza, drinks, cake]).await;
    let address = format!("/team/funding/batches/{id}");

    let key = office.store().new_id().to_string();
    let fields = [("key", key.as_str()), ("request", &pizza.to_string())];
    let refused = ines.post("/team/funding/batches", &fields).await.expect(409).page().text();
    assert!(refused.contains("waits in another batch"), "{refused}");

    send_back(office.store(), pizza).await;
    let page = ines.get(&address).await.expect(200).page();
    let out = [("request", &*cake.to_string())];
    ines.post(&format!("{address}/leave-out"), &out).await.expect(303);
    assert!(page.text().contains("Leave out “Cake for Jos”"));
    pay(&ines, &address, "SEPA 41").await;
    let outcomes: Vec<_> = office.store().batch(id).await.unwrap().unwrap().value.entries().to_vec();
    let outcomes: Vec<_> = outcomes.iter().map(|entry| entry.outcome).collect();
    assert_eq!(outcomes, [Outcome::LeftOut, Outcome::Paid, Outcome::LeftOut]);
    assert_eq!(state(&office, pizza).await, FundingState::ToBeDocumented);
    assert_eq!(booked(&office).await, ("70.00 EUR".to_owned(), "20.00 EUR".to_owned()));

    let address = put_together(&ines, &[cake]).await;
    ines.post(&format!("{address}/undo"), &[]).await.expect(303);
    ines.post(&format!("{address}/undo"), &[]).await.expect(303);
    let fields = [("reference", "SEPA 42"), ("on", "2026-10-05")];
    ines.post(&format!("{address}/pay"), &fields).await.expect(409);
    assert_eq!(state(&office, cake).await, FundingState::Payable);
    assert_eq!(
        euros("10"),
        office.store().funding(cake).await.unwrap().unwrap().value.authorized().unwrap().value().unwrap()
    );
}
