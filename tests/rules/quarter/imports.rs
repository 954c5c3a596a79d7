//! A list of what the bank paid comes back (clauses C7, R8).

use crate::payments::{put_together, state, treasurer};
use program::{FundingId, FundingState, Way};
use specification::funds::{checked, details, handed_over, payable, payable_of_somebody_erased, send_back};
use specification::{Browser, Office};

const NOW: &str = "2026-10-05T09:00:00Z";
const AMARA: &str = "amara@example.org";
const JONAS: &str = "jonas@example.org";

/// The list a batch gives away.
async fn list_of(browser: &Browser, batch: &str) -> String {
    let link = browser.get(&format!("{batch}/files/payments.csv")).await.expecting(303).location();
    reqwest::get(&link).await.unwrap().text().await.unwrap()
}

/// C7, R8
#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_a_batch_filled_with_references_comes_back_in_and_marks_each_request_once() {
    let office = Office::open(NOW).await;
    office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
    let ines = treasurer(&office, "ines@example.org").await;
    let pizza = payable(office.store(), AMARA, "=SUM(A1), \"pizza\"", "60").await;
    let drinks = payable(office.store(), AMARA, "Drinks for Abuja", "20").await;
    let cake = payable(office.store(), AMARA, "Cake for Jos", "10").await;
    let batch = put_together(&ines, &[pizza, drinks, cake]).await;
    let before = office.letters_to(AMARA).await.len();

    let list = list_of(&ines, &batch).await;
    let references = [(pizza, "+49 1"), (drinks, "SEPA 7")];
    let filled: Vec<_> = list
        .lines()
        .map(|line| match references.iter().find(|(request, _)| line.contains(&request.to_string())) {
            Some((_, reference)) => line.replace(",EUR,,", &format!(",EUR,{reference},2026-10-04")),
            None => line.to_owned(),
        })
        .collect();
    let filled = filled.join("\r\n");
    let import = format!("{batch}/import");
    let preview = ines.post(&import, &[("list", &filled)]).await.expect(200).page();
    assert!(preview.text().contains("2 requests would be marked as paid: 80.00 EUR in all"), "{}", preview.text());
    assert!(preview.text().contains("It has no reference."), "{}", preview.text());
    assert_eq!(state(&office, pizza).await, FundingState::Payable, "looking changes nothing");

    let mark = preview.form("/import");
    assert_eq!(mark.value("seen"), Some("yes"), "the button that marks comes first");
    for _ in 0..2 {
        ines.send(&mark).await.expect(303);
    }
    for (request, reference) in references {
        let there = office.store().funding(request).await.unwrap().unwrap().value;
        assert_eq!(there.state(), FundingState::Paid);
        assert_eq!(there.payment().unwrap().reference.as_str(), reference);
    }
    assert_eq!(state(&office, cake).await, FundingState::Payable);
    let told: Vec<_> = office.letters_to(AMARA).await.into_iter().skip(before).map(|letter| letter.subject).collect();
    assert_eq!(told.len(), 2, "one letter each: {told:?}");

    // The list the batch gives away now says what was marked, and coming in again changes nothing.
    let list = list_of(&ines, &batch).await;
    assert!(list.contains(",'+49 1,2026-10-04"), "{list}");
    let again = ines.post(&import, &[("list", &list)]).await.expect(200).page();
    assert!(again.text().contains("Nothing in this list would be marked"), "{}", again.text());

    // The rest is marked by hand.
    let mut form = ines.get(&batch).await.expect(200).page().form("/pay");
    form.fill("reference", "SEPA 8");
    ines.send(&form).await.expect(303);
    assert_eq!(state(&office, cake).await, FundingState::Paid);
    let shown = ines.get(&batch).await.expect(200).page().text();
    for reference in ["+49 1", "SEPA 7", "SEPA 8"] {
        assert!(shown.contains(reference), "{reference} in {shown}");
    }
}

/// R8
#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_contradicts_is_said_in_words_and_left_to_a_person() {
    let office = Office::open(NOW).await;
    office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
    office.ambassador("Jonas Weber", JONAS, "Germany").await;
    let ines = treasurer(&office, "ines@example.org").await;
    let jonas = treasurer(&office, JONAS).await;
    let pizza = payable(office.store(), AMARA, "Pizza for Lagos", "60").await;
    let drinks = payable(office.store(), AMARA, "Drinks for Abuja", "20").await;
    let stickers = payable(office.store(), JONAS, "Stickers for Leipzig", "30").await;
    let batch = put_together(&ines, &[pizza, drinks, stickers]).await;
    send_back(office.store(), drinks).await;
    let list = format!(
        "request;reference;date;amount\n{pizza};A;5 October 2026;61\n{drinks};B;2026-10-05;20\n{stickers};C;2026-10-05;30\nwho;D;2026-10-05;1\n{pizza};E;2026-10-06;\n"
    );
    let import = format!("{batch}/import");
    let to = jonas.post(&import, &[("list", &list), ("seen", "yes")]).await.expecting(303).location();
    assert_eq!(to, batch, "nothing to mark is nothing done");
    for request in [pizza, stickers] {
        assert_eq!(state(&office, request).await, FundingState::Payable);
    }
    let page = jonas.post(&import, &[("list", &list)]).await.expect(200).page();
    for said in [
        "The batch pays another amount.",
        "it was sent back meanwhile",
        "It is your own request, so another treasurer marks it.",
        "It names no request.",
        "This day is still ahead",
    ] {
        assert!(page.text().contains(said), "{said} in {}", page.text());
    }
    assert_eq!(page.form("/import").value("list"), Some(list.as_str()), "what was pasted is kept");
    let refused = ines.post(&import, &[("list", "no list at all")]).await.expect(422).page().text();
    assert!(refused.contains("names no column"), "{refused}");

    // Another treasurer marks what was nobody's fault.
    ines.post(&import, &[("list", &list), ("seen", "yes")]).await.expect(303);
    assert_eq!(state(&office, stickers).await, FundingState::Paid);
    let other = list.replace(";C;", ";F;");
    let conflict = ines.post(&import, &[("list", &other)]).await.expect(200).page().text();
    assert!(conflict.contains("It is marked under C"), "{conflict}");
}

/// S14
#[tokio::test(flavor = "multi_thread")]
async fn what_was_promised_to_somebody_whose_data_is_erased_is_paid_and_nobody_is_written_to() {
    let office = Office::open(NOW).await;
    office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
    let ines = treasurer(&office, "ines@example.org").await;
    let pizza = payable_of_somebody_erased(office.store(), "Pizza for Lagos", "60").await;
    let drinks = payable(office.store(), AMARA, "Drinks for Abuja", "20").await;
    let queue = ines.get("/team/funding/payable").await.expect(200).page().text();
    assert!(queue.contains("Pizza for Lagos, Somebody whose data is erased: 60.00 EUR"), "{queue}");
    let batch = put_together(&ines, &[pizza, drinks]).await;
    let page = ines.get(&batch).await.expect(200).page();
    assert!(page.text().contains("Somebody whose data is erased"), "{}", page.text());
    let mut form = page.form("/pay");
    form.fill("reference", "SEPA 41");
    ines.send(&form).await.expect(303);
    for request in [pizza, drinks] {
        assert_eq!(state(&office, request).await, FundingState::Paid);
    }
    let shown = ines.get(&format!("/team/funding/{pizza}")).await.expect(200).page().text();
    assert!(shown.contains("Somebody whose data is erased") && shown.contains("Paid since"), "{shown}");
}

/// C8, S9, S11
#[tokio::test(flavor = "multi_thread")]
async fn the_list_for_the_bank_says_where_to_pay_each_look_is_written_down_and_it_comes_back_in() {
    let office = Office::open(NOW).await;
    office.ambassador("Amara Okafor", AMARA, "Nigeria").await;
    let ines = treasurer(&office, "ines@example.org").await;
    let store = office.store();
    details(store, AMARA, "DE89 3704 0044 0532 0130 00").await;
    let back = handed_over(store, AMARA, "Pizza for Lagos", "60", Way::Reimbursement).await;
    let back = checked(store, back, "60").await;
    let more = handed_over(store, AMARA, "Cake for Jos", "10", Way::Reimbursement).await;
    let more = checked(store, more, "10").await;
    let direct = payable(store, AMARA, "Drinks for Abuja", "20").await;
    let batch = put_together(&ines, &[back, more, direct]).await;
    let amara = store.funding(back).await.unwrap().unwrap().value.ambassador;
    let looks = async || {
        let recorded = store.history(&format!("payment-details#{amara}")).await.unwrap();
        recorded.iter().filter(|entry| entry.what == "look at").count()
    };
    let before = looks().await;
    let form = ines.get(&batch).await.expect(200).page().form("/list");
    let answer = ines.send(&form).await.expecting(200);
    assert_eq!(answer.headers["content-disposition"], "attachment; filename=\"payments-2026-10-05.csv\"");
    assert_eq!(answer.headers["cache-control"], "no-store");
    let list = answer.body.clone();
    assert!(
        list.starts_with("\u{feff}request,payee,purpose,amount,currency,reference,paid_on,holder,account,"),
        "{list}"
    );
    let line = |id: FundingId| list.lines().find(|line| line.contains(&id.to_string())).unwrap();
    assert!(line(back).contains(",60.00,EUR,,,Amara Okafor,DE89"), "{list}");
    assert!(!line(direct).contains("DE89"), "it stands on its invoice");
    assert_eq!(looks().await, before + 1, "one look at one person, however many requests");
    // The other lists, and the archive made of them, hold nothing of it.
    assert!(!list_of(&ines, &batch).await.contains("DE89"));

    let filled = list.replace(",EUR,,,", ",EUR,SEPA 9,2026-10-05,");
    ines.post(&format!("{batch}/import"), &[("list", &filled), ("seen", "yes")]).await.expect(303);
    for request in [back, more, direct] {
        assert_eq!(state(&office, request).await, FundingState::Paid);
    }
}
