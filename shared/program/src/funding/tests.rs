use super::asking::tests::{asking, today};
use super::*;
use crate::ledger::Book;
use crate::money::RateValue;
use crate::money::tests::{currency, money};
use uuid::Uuid;

const OWNER: u128 = 1;
pub(crate) const TREASURER: u128 = 9;

fn at(day: &str) -> DateTime<Utc> {
    format!("{day}T12:00:00Z").parse().unwrap()
}

pub(crate) fn hand(person: u128, day: &str) -> Hand {
    let person = PersonId::new(Uuid::from_u128(person));
    Hand { person, ambassador: None, name: "Ines".to_owned(), at: at(day) }
}

fn reason() -> Text {
    Text::parse("It fits the plan.").unwrap()
}

fn draft(items: &[&str]) -> Funding {
    let owner = (AmbassadorId::new(Uuid::from_u128(5)), PersonId::new(Uuid::from_u128(OWNER)));
    Funding::draft(FundingId::new(Uuid::from_u128(3)), owner, asking(items), at("2026-10-01"))
}

fn rates() -> [Rate; 2] {
    let rate = |code, value, from: &str| {
        let by = PersonId::new(Uuid::from_u128(TREASURER));
        Rate::new(currency(code), RateValue::parse(value).unwrap(), from.parse().unwrap(), by)
    };
    [rate("USD", "0.9", "2026-01-01"), rate("USD", "0.5", "2026-11-01")]
}

fn terms(rates: &[Rate], cap: Option<Cap>) -> Terms<'_> {
    Terms { rates, program: currency("EUR"), quarter: Quarter::new(2026, 4).unwrap(), today: today(), cap }
}

fn approving(items: &[&str]) -> Approving {
    let items = items.iter().map(|text| money(text)).collect();
    Approving { items, until: "2027-01-31".parse().unwrap(), reason: reason(), exception: false }
}

fn approved(items: &[&str]) -> Moved {
    let asked = draft(items).asked(&hand(OWNER, "2026-10-01")).unwrap().funding;
    asked.approved(&hand(TREASURER, "2026-10-02"), approving(items), terms(&rates(), None)).unwrap()
}

/// A request whose papers a treasurer has checked, of which all was invoiced.
pub(crate) fn payable(items: &[&str]) -> Funding {
    let owner = hand(OWNER, "2026-12-16");
    let funding = approved(items).funding.handed_in(&owner).unwrap().funding;
    let funding = funding.documented(&owner, &all_there()).unwrap().funding;
    let invoiced = funding.asking.sums();
    funding.payable(&hand(TREASURER, "2026-12-18"), &invoiced).unwrap().funding
}

fn all_there() -> Documents {
    Documents {
        invoices: 1,
        evidence: 1,
        activity_over: true,
        reported: true,
        payment_details: true,
        ..Documents::default()
    }
}

/// O7, M14
#[test]
fn a_request_goes_its_whole_way_and_its_money_with_it() {
    let mut book = Book::empty(Quarter::new(2026, 4).unwrap(), currency("EUR"))
        .with_budget(FundingKind::Food, money("100.00 EUR"))
        .unwrap();
    let moved = approved(&["60.00 EUR", "20.00 USD"]);
    assert_eq!(moved.funding.held().unwrap().value(), Some(money("78.00 EUR")));
    book = book.after(&moved.books.unwrap()).unwrap();
    let owner = hand(OWNER, "2026-12-16");
    let funding = moved.funding.handed_in(&owner).unwrap().funding;
    let funding = funding.documented(&owner, &all_there()).unwrap().funding;
    let treasurer = hand(TREASURER, "2026-12-18");
    let invoiced = [money("70.00 EUR"), money("10.00 USD")].into_iter().collect();
    let funding = funding.payable(&treasurer, &invoiced).unwrap().funding;
    let authorized: Vec<_> = funding.authorized().unwrap().amounts().iter().collect();
    assert_eq!(authorized, [money("60.00 EUR"), money("10.00 USD")], "the smaller of approved and invoiced");
    let payment = Payment { reference: Line::parse("SEPA 12").unwrap(), on: today() };
    let moved = funding.paid(&treasurer, payment).unwrap();
    book = book.after(&moved.books.unwrap()).unwrap();
    let account = book.account(FundingKind::Food);
    assert_eq!((account.paid, account.free()), (money("69.00 EUR"), money("31.00 EUR")));
    let settled = moved.funding.clone().settled(&owner).unwrap().funding;
    assert_eq!(settled.reopened(&treasurer, reason()).unwrap().funding.state(), FundingState::Paid);
    let back = moved.funding.came_back(&treasurer, reason()).unwrap();
    book = book.after(&back.books.unwrap()).unwrap();
    assert_eq!((back.funding.state(), back.funding.payment()), (FundingState::Payable, None));
    assert_eq!(book.account(FundingKind::Food).committed, money("69.00 EUR"), "no more than was paid");
}

/// R8
#[test]
fn nobody_decides_about_their_own_by_person_or_as_the_ambassador_they_are() {
    let asked = draft(&["60.00 EUR"]).asked(&hand(OWNER, "2026-10-01")).unwrap().funding;
    let as_ambassador = Hand { ambassador: Some(asked.ambassador), ..hand(TREASURER, "2026-10-02") };
    for by in [hand(OWNER, "2026-10-02"), as_ambassador] {
        let own = asked.clone().approved(&by, approving(&["60.00 EUR"]), terms(&rates(), None));
        assert_eq!(own, Err(NotPossible::Own));
        assert_eq!(asked.clone().declined(&by, reason()), Err(NotPossible::Own));
        let mine = approved(&["60.00 EUR"]).funding;
        assert_eq!(mine.clone().extended(&by, "2027-03-01".parse().unwrap(), today(), reason()), Err(NotPossible::Own));
        assert_eq!(mine.reconsidered(&by, reason()), Err(NotPossible::Own));
    }
}

/// M12
#[test]
fn no_more_is_approved_of_an_item_than_was_asked_for_and_nothing_at_all_is_a_no() {
    let asked = draft(&["60.00 EUR", "20.00 USD"]).asked(&hand(OWNER, "2026-10-01")).unwrap().funding;
    let by = hand(TREASURER, "2026-10-02");
    let approve = |items: &[&str]| {
        asked.clone().approved(&by, approving(items), terms(&rates(), None)).map(|moved| moved.funding)
    };
    for wrong in [&["60.01 EUR", "20.00 USD"][..], &["60.00 EUR"], &["60.00 USD", "20.00 USD"]] {
        assert_eq!(approve(wrong), Err(NotPossible::NotWhatWasAsked), "{wrong:?}");
    }
    assert_eq!(approve(&["0.00 EUR", "0.00 USD"]), Err(NotPossible::Nothing));
    let part = approve(&["0.00 EUR", "5.00 USD"]).unwrap();
    assert_eq!(part.approval().unwrap().sums(), [money("5.00 USD")].into_iter().collect());
    assert_eq!(part.held().unwrap().value(), Some(money("4.50 EUR")), "at the rate of the day, not a later one");
    let asked = draft(&["60.00 CHF"]).asked(&hand(OWNER, "2026-10-01")).unwrap().funding;
    let refused = asked.approved(&by, approving(&["60.00 CHF"]), terms(&rates(), None));
    assert_eq!(refused, Err(NotPossible::NoRate(currency("CHF"))));
}

/// C4
#[test]
fn more_than_the_cap_is_approved_only_as_an_exception() {
    let cap = Some(Cap { most: money("100.00 EUR"), months: 1, used: money("50.00 EUR") });
    let asked = draft(&["60.00 EUR"]).asked(&hand(OWNER, "2026-10-01")).unwrap().funding;
    let by = hand(TREASURER, "2026-10-02");
    let approve =
        |approving| asked.clone().approved(&by, approving, terms(&rates(), cap)).map(|moved| moved.funding.state());
    assert_eq!(approve(approving(&["60.00 EUR"])), Err(NotPossible::OverCap));
    assert_eq!(approve(approving(&["50.00 EUR"])), Ok(FundingState::Approved));
    assert_eq!(approve(Approving { exception: true, ..approving(&["60.00 EUR"]) }), Ok(FundingState::Approved));
}

/// C4
#[test]
fn caps_of_several_months_are_put_together_and_what_was_approved_for_them_counts() {
    let rules = FundingRules {
        currency: currency("EUR"),
        monthly_cap: Some(money("50.00 EUR")),
        combinable_months: 3,
        claim_within: ClaimWithin::Quarter,
        days_to_pay: 14,
        warn_days_ahead: 60,
        approved_for_days: 90,
        kinds: FundingKind::ALL.to_vec(),
        organizers_decide: false,
        keep_details_days: 365,
    };
    let approval = approved(&["30.00 EUR"]).funding.approval().unwrap().clone();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let before = ["2026-09-30", "2026-10-01", "2026-12-31", "2027-01-01"].map(|needed| (day(needed), &approval));
    let cap = rules.cap(day("2026-12-15"), before.into_iter()).unwrap();
    assert_eq!(cap, Cap { most: money("150.00 EUR"), months: 3, used: money("60.00 EUR") });
    assert!(cap.allows(money("90.00 EUR")) && !cap.allows(money("90.01 EUR")));
}

/// M14
#[test]
fn an_approval_is_closed_by_a_person_after_its_date_and_can_be_given_more_time() {
    let treasurer = hand(TREASURER, "2027-02-01");
    let approved = approved(&["60.00 EUR"]);
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let early = approved.funding.clone().expired(&treasurer, day("2027-01-31"), None, reason());
    assert_eq!(early, Err(NotPossible::StillGood));
    // What was spent on its last day can be claimed for a while yet.
    let claim = Claim { within: ClaimWithin::Quarter, grace_days: 14, last: day("2027-04-14") };
    let claimed = |today: &str| approved.funding.clone().expired(&treasurer, day(today), Some(claim), reason());
    assert_eq!(claimed("2027-04-14"), Err(NotPossible::StillGood));
    assert!(claimed("2027-04-15").is_ok());
    let expired = approved.funding.expired(&treasurer, day("2027-02-01"), None, reason()).unwrap();
    assert!(matches!(expired.books, Some(Move::Release(_))) && expired.funding.held().is_none());
    let extend = |until: &str| expired.funding.clone().extended(&treasurer, day(until), day("2027-02-01"), reason());
    assert_eq!(extend("2027-01-31"), Err(NotPossible::NotLater));
    let again = extend("2027-03-31").unwrap();
    assert!(matches!(again.books, Some(Move::Commit(_))));
    let longer = again.funding.extended(&treasurer, day("2027-04-30"), day("2027-02-01"), reason()).unwrap();
    assert_eq!(longer.books, None, "it is promised already");
}

/// C4
#[test]
fn what_was_spent_is_claimed_by_its_day_unless_a_treasurer_lets_it_through() {
    let (treasurer, owner) = (hand(TREASURER, "2027-02-01"), hand(OWNER, "2027-02-01"));
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let claim = Claim { within: ClaimWithin::Days(30), grace_days: 14, last: day("2027-01-20") };
    let request = approved(&["60.00 EUR"]).funding;
    assert_eq!(request.claim_by(claim), Some(day("2027-01-20")));
    let through = |by, until: &str| request.clone().let_through(by, day(until), day("2027-02-01"), reason());
    assert_eq!(through(&owner, "2027-02-10"), Err(NotPossible::Own));
    assert_eq!(through(&treasurer, "2027-01-31"), Err(NotPossible::NotLater));
    let moved = through(&treasurer, "2027-02-10").unwrap();
    assert_eq!((moved.funding.state(), moved.books), (FundingState::Approved, None));
    assert_eq!(moved.funding.claim_by(claim), Some(day("2027-02-10")));
    assert_eq!(moved.funding.claim_by(Claim { last: day("2027-03-01"), ..claim }), Some(day("2027-03-01")));
    let direct = Funding { asking: Asking { way: Way::Direct, ..request.asking.clone() }, ..request };
    assert_eq!(direct.claim_by(claim), None, "what the program pays itself is claimed by nobody");
}

/// M14, F2
#[test]
fn paying_back_waits_for_the_event_its_report_and_evidence_and_a_direct_payment_for_an_invoice() {
    use StillMissing::{ActivityOver, EvidenceOfUse, FileCheck, Invoice, InvoiceFile, PaymentDetails, Report};
    let nothing = Documents::default();
    assert_eq!(missing(Way::Reimbursement, &nothing), [Invoice, EvidenceOfUse, ActivityOver, PaymentDetails]);
    assert_eq!(missing(Way::Direct, &nothing), [Invoice]);
    let held = Documents { reported: false, ..all_there() };
    assert_eq!(missing(Way::Reimbursement, &held), [Report]);
    let unchecked = Documents { invoices_without_file: 1, files_being_checked: 1, ..all_there() };
    assert_eq!(missing(Way::Direct, &unchecked), [InvoiceFile, FileCheck]);
    assert_eq!(missing(Way::Reimbursement, &all_there()), []);
    let owner = hand(OWNER, "2026-12-16");
    let handed_in = approved(&["60.00 EUR"]).funding.handed_in(&owner).unwrap().funding;
    let refused = handed_in.documented(&owner, &held);
    assert_eq!(refused, Err(NotPossible::Missing(vec![Report])));
}

/// C7
#[test]
fn the_clock_of_a_payment_stands_while_it_waits_for_its_owner() {
    let owner = |day| hand(OWNER, day);
    let funding = approved(&["60.00 EUR"]).funding.handed_in(&owner("2026-12-01")).unwrap().funding;
    let funding = funding.documented(&owner("2026-12-01"), &all_there()).unwrap().funding;
    assert_eq!(funding.days_waited(at("2026-12-06")), 5);
    let back = funding.sent_back(&hand(TREASURER, "2026-12-06"), reason()).unwrap().funding;
    assert_eq!(back.days_waited(at("2026-12-30")), 5);
    let again = back.documented(&owner("2026-12-30"), &all_there()).unwrap().funding;
    let payable = again.payable(&hand(TREASURER, "2027-01-02"), &[money("9.00 EUR")].into_iter().collect()).unwrap();
    assert_eq!(payable.funding.days_waited(at("2027-01-03")), 9, "making it payable stops no clock");
}

#[test]
fn a_request_is_kept_and_read_back_as_it_is() {
    let moved = approved(&["60.00 EUR", "20.00 USD"]);
    let json = serde_json::to_string(&moved.funding).unwrap();
    assert_eq!(serde_json::from_str::<Funding>(&json).unwrap(), moved.funding);
}
