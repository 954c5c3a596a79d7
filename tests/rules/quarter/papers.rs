//! Invoices and evidence of use: handed in, looked at, compared with what was approved, complete.

use program::{FundingState, Money, Way};
use specification::{Browser, Office, Page, files, funding};
use std::time::Duration;

const NOW: &str = "2026-07-20T09:00:00Z";

fn euros(text: &str) -> Money {
    Money::parse(text, "EUR".parse().unwrap()).unwrap()
}

/// An ambassador with an activity that is over and an approved request for it; gives the request's address.
async fn with_a_request(office: &Office, name: &str, way: Way) -> (Browser, String) {
    let address = format!("{}@example.org", name.to_lowercase());
    let browser = office.ambassador(name, &address, "Nigeria").await;
    let mut plan = browser.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in [("kind", "events"), ("title", "Meetup"), ("starts_on", "2026-07-18"), ("place", "online")] {
        plan.fill(field, value);
    }
    let activity = browser.send(&plan).await.expect(303).location();
    let id = activity.rsplit('/').next().unwrap().parse().unwrap();
    let request = funding::approved(office.store(), &address, id, way, &[euros("60.00")]).await;
    (browser, format!("/me/funding/{request}"))
}

async fn hands_in(browser: &Browser, request: &str, amount: &str) -> String {
    let new = format!("{request}/invoices/new");
    let mut form = browser.get(&new).await.expect(200).page().form(&format!("{request}/invoices"));
    for (field, value) in [("vendor", "Mama Cass"), ("date", "2026-07-18"), ("currency", "EUR"), ("amount", amount)] {
        form.fill(field, value);
    }
    browser.send(&form).await.expect(303).location()
}

/// The page once it says so.
async fn says(browser: &Browser, path: &str, sentence: &str) -> Page {
    for _ in 0..400 {
        let page = browser.get(path).await.expecting(200).page();
        if page.text().contains(sentence) {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{path} never says {sentence}: {}", browser.get(path).await.page().text());
}

/// M14, C7, F2
#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_is_compared_with_what_was_approved_and_what_is_missing_is_told_until_all_is_there() {
    let office = Office::open(NOW).await;
    let (amara, request) = with_a_request(&office, "Amara", Way::Direct).await;
    let papers = format!("{request}/papers");
    let shown = amara.get(&papers).await.expecting(200).page();
    assert!(shown.text().contains("The invoice is not here yet."), "{}", shown.text());

    let invoice = hands_in(&amara, &request, "75,50").await;
    let id = request.rsplit('/').next().unwrap().parse().unwrap();
    let state = async || office.store().funding(id).await.unwrap().unwrap().value.state();
    assert_eq!(state().await, FundingState::ToBeDocumented, "the first invoice moves it on");
    let shown = amara.get(&papers).await.expecting(200).page();
    assert_eq!(shown.texts_of("tbody td"), ["60.00 EUR", "75.50 EUR", "60.00 EUR"]);
    assert!(shown.text().contains("An invoice has no file yet."), "{}", shown.text());

    // Two pages of one invoice.
    for (at, file) in [files::pdf("page one", 2), files::picture("page two")].into_iter().enumerate() {
        let page = amara.get(&invoice).await.expecting(200);
        assert_eq!(files::post(&page, &file).await.status().as_u16(), 303);
        says(&amara, &invoice, &format!("File {}", at + 1)).await;
    }
    let shown = amara.get(&papers).await.expecting(200).page();
    let hand_over = shown.form("/complete");
    assert_eq!(amara.send(&hand_over).await.expect(303).location(), papers);
    assert_eq!(amara.send(&hand_over).await.expect(303).location(), papers);
    assert_eq!(state().await, FundingState::Documented);

    // From now on nothing of it changes: neither what is written nor a file that comes too late.
    let shown = amara.get(&invoice).await.expecting(200).page();
    assert!(shown.attributes("form[enctype]", "action").is_empty());
    amara.post(&format!("{invoice}/remove"), &[]).await.expect(409);
    office.close().await;
}

/// M14, R8, S8
#[tokio::test(flavor = "multi_thread")]
async fn paying_back_waits_for_evidence_and_no_paper_counts_twice_or_is_read_by_another() {
    let office = Office::open(NOW).await;
    let (amara, request) = with_a_request(&office, "Amara", Way::Reimbursement).await;
    let invoice = hands_in(&amara, &request, "20").await;
    let paper = files::pdf("the receipt", 1);
    let page = amara.get(&invoice).await.expecting(200);
    let late = amara.get(&invoice).await.expecting(200);
    assert_eq!(files::post(&page, &paper).await.status().as_u16(), 303);
    let file = says(&amara, &invoice, "File 1").await.link("File 1");
    let missing = amara.get(&format!("{request}/papers")).await.page().text();
    assert!(missing.contains("Something that shows the use is not here yet"), "{missing}");

    // The same paper is no evidence of use, nor is it another's invoice.
    let evidence = format!("{request}/evidence");
    assert_eq!(files::post(&amara.get(&evidence).await, &paper).await.status().as_u16(), 303);
    says(&amara, &evidence, "You have sent this very file here before").await;
    let (chidi, other) = with_a_request(&office, "Chidi", Way::Direct).await;
    let others = hands_in(&chidi, &other, "20").await;
    assert_eq!(files::post(&chidi.get(&others).await, &paper).await.status().as_u16(), 303);
    let told = says(&chidi, &others, "was handed in by somebody else before").await.text();
    assert!(!told.contains("Amara"), "{told}");

    // Nobody else reads it, by whatever address.
    let organizer = office.organizer().await;
    for path in [&file, &format!("{file}/preview"), &invoice, &evidence, &file.replace(&request, &other)] {
        chidi.get(path).await.expect(404);
        organizer.get(path).await.expect(403);
        office.browser().get(path).await.expect(401);
    }
    chidi.post(&format!("{file}/remove"), &[]).await.expect(404);
    // Its owner's link is an attachment, and lives for five minutes.
    let link = amara.get(&file).await.expect(303).location();
    assert!(link.contains("X-Amz-Expires=300") && link.contains("attachment"), "{link}");

    // A file that is posted when the invoice is gone is told so, and not kept.
    amara.post(&format!("{invoice}/remove"), &[]).await.expect(303);
    assert_eq!(files::post(&late, &files::pdf("too late", 1)).await.status().as_u16(), 303);
    let key = late.page().form("office").value("key").unwrap().to_owned();
    for _ in 0..200 {
        if office.store().files().get(&key).await.unwrap().is_none() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(office.store().files().get(&key).await.unwrap(), None);
    amara.get(&file).await.expect(404);
    office.close().await;
}

/// S8, P8: each bad file has a sentence of its own.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_paper_is_refused_in_words_of_its_own() {
    let office = Office::open(NOW).await;
    let (amara, request) = with_a_request(&office, "Amara", Way::Direct).await;
    let invoice = hands_in(&amara, &request, "20").await;
    for (what, content, sentence) in files::bad_files().into_iter().chain(files::bad_documents()) {
        let page = amara.get(&invoice).await.expecting(200);
        assert_eq!(files::post(&page, &content).await.status().as_u16(), 303, "{what}");
        let told = says(&amara, &invoice, sentence).await;
        amara.send(&told.form("/remove")).await.expect(303);
    }
    office.close().await;
}
