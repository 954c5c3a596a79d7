//! Invoices and evidence of use: handed in, looked at, compared with what was approved, complete.

use chancery::files::mark;
use chancery::folder::Folder;
use chancery::office::routes;
use program::evidence::Purpose;
use program::{FundingState, InvoiceId, Way};
use specification::office::instance;
use specification::{Browser, MAUTIC, Office, Page, files, funds};
use std::time::Duration;
use store::evidence::kept_key;

const NOW: &str = "2026-07-20T09:00:00Z";

/// An ambassador with an activity that is over and an approved request for it; gives the request's address.
async fn with_a_request(office: &Office, name: &str, way: Way) -> (Browser, String) {
    with_a_request_for(office, name, way, "2026-07-18").await
}

/// The same for an activity on this day.
async fn with_a_request_for(office: &Office, name: &str, way: Way, day: &str) -> (Browser, String) {
    let address = format!("{}@example.org", name.to_lowercase());
    let browser = office.ambassador(name, &address, "Nigeria").await;
    let mut plan = browser.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in [("kind", "events"), ("title", "Meetup"), ("starts_on", day), ("place", "online")] {
        plan.fill(field, value);
    }
    let activity = browser.send(&plan).await.expect(303).location();
    let id = activity.rsplit('/').next().unwrap().parse().unwrap();
    let request = funds::approved(office.store(), &address, id, way, &[funds::euros("60.00")]).await;
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
    let letters = office.letters_to("amara@example.org").await;
    let thanks: Vec<_> =
        letters.iter().filter(|letter| letter.subject.starts_with("Thank you for the papers")).collect();
    let [thanks] = thanks.as_slice() else { panic!("one letter, not {}", thanks.len()) };
    let text = thanks.text.replace('\u{a0}', " ");
    assert!(text.contains("Approved: 60.00 EUR") && text.contains("Handed in: 75.50 EUR"), "{text}");

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
    assert!(missing.contains("We do not know yet where to pay to."), "{missing}");
    assert!(missing.contains("The activity’s report is not full yet."), "{missing}");
    let refused = amara.post(&format!("{request}/papers/complete"), &[]).await.expect(409).page().text();
    assert!(refused.contains("We do not know yet where to pay to."), "{refused}");
    funds::details(office.store(), "amara@example.org", "0123456789").await;
    let missing = amara.get(&format!("{request}/papers")).await.page().text();
    assert!(!missing.contains("where to pay to."), "{missing}");

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

/// M14, F2
#[tokio::test(flavor = "multi_thread")]
async fn paying_back_waits_for_an_activity_that_is_still_to_come_and_a_direct_payment_does_not() {
    let office = Office::open(NOW).await;
    for (name, way, waits) in [("Amara", Way::Reimbursement, true), ("Chidi", Way::Direct, false)] {
        let (browser, request) = with_a_request_for(&office, name, way, "2026-08-18").await;
        let shown = browser.get(&format!("{request}/papers")).await.expecting(200).page().text();
        for sentence in ["The activity is still to come.", "We do not know yet where to pay to."] {
            assert_eq!(shown.contains(sentence), waits, "{name}: {shown}");
        }
        assert!(!shown.contains("report is not full yet"), "nobody reports before: {shown}");
    }
    office.close().await;
}

/// C4
#[tokio::test(flavor = "multi_thread")]
async fn what_was_spent_is_claimed_within_its_quarter_unless_a_treasurer_lets_it_through() {
    let office = Office::open(NOW).await;
    let (amara, request) = with_a_request(&office, "Amara", Way::Reimbursement).await;
    let told = amara.get(&format!("{request}/papers")).await.expecting(200).page().text();
    assert!(told.contains("within the quarter of the day on it, or up to 14 days after"), "{told}");
    // The quarter before ended three weeks ago, and its grace days are over too.
    let new = amara.get(&format!("{request}/invoices/new")).await.expect(200).page();
    let mut form = new.form(&format!("{request}/invoices"));
    for (field, value) in [("vendor", "Mama Cass"), ("date", "2026-06-30"), ("currency", "EUR"), ("amount", "60")] {
        form.fill(field, value);
    }
    let refused = amara.send(&form).await.expect(409).page().text();
    assert!(refused.contains("An invoice of 30 June 2026 could be handed in until 14 July 2026"), "{refused}");

    let organizer = office.organizer().await;
    let mut invitation = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    invitation.fill("email", "ines@example.org");
    invitation.fill("treasurer", "yes");
    organizer.send(&invitation).await.expect(303);
    let ines = office.signed_in("ines@example.org").await;
    let at_the_team = request.replace("/me/", "/team/");
    let page = ines.get(&at_the_team).await.expect(200).page();
    assert!(!page.attributes("input[name=what]", "value").contains(&"expire".to_owned()), "it can be claimed still");
    let mut step = page.form("/step");
    for (field, value) in [("what", "let_through"), ("until", "2026-07-31"), ("reason", "You were ill.")] {
        step.fill(field, value);
    }
    for _ in 0..2 {
        ines.send(&step).await.expect(303);
    }
    let letters = office.letters_to("amara@example.org").await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.subject.starts_with("Late papers are fine")).collect();
    let [told] = told.as_slice() else { panic!("one letter, not {}", told.len()) };
    assert!(told.text.contains("31 July 2026") && told.text.contains("You were ill."), "{}", told.text);
    let invoice = amara.send(&form).await.expect(303).location();

    // An invoice that came in time stays so, and does not become one of an earlier day by being written anew.
    let mut anew = amara.get(&invoice).await.expecting(200).page().form(&invoice);
    anew.fill("amount", "55");
    amara.send(&anew).await.expect(303);
    office.close().await;
}

/// S8
#[tokio::test(flavor = "multi_thread")]
async fn where_malware_is_looked_for_a_file_is_lent_only_once_nothing_was_found() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::in_folder(Folder::open(folder.path()).unwrap(), NOW, MAUTIC, |_| {}).await;
    let (amara, request) = with_a_request(&office, "Amara", Way::Direct).await;
    let invoice: InvoiceId = hands_in(&amara, &request, "20").await.rsplit('/').next().unwrap().parse().unwrap();
    let id = request.rsplit('/').next().unwrap().parse().unwrap();
    let paper = funds::kept_paper(office.store(), Purpose::Invoice { request: id, invoice }, id, "receipt").await;
    let (file, papers) = (format!("{request}/files/{paper}"), format!("{request}/papers"));
    amara.get(&file).await.expect(303);

    let scanning = instance(&office.store().only_scanned(true), office.url(), routes()).await;
    let same = |browser: &Browser| Browser::new(&scanning).with_cookie("session", &browser.cookie("session").unwrap());
    let (amara, organizer) = (same(&amara), same(&office.organizer().await));
    let files = folder.path().join("files");
    let found = |status: &str| mark(&files, "office", &kept_key(paper), "GuardDutyMalwareScanStatus", status).unwrap();
    let both = [(&amara, file.clone()), (&organizer, file.replace("/me/", "/team/"))];
    for (status, lent, missing) in [
        ("", "being looked at for anything harmful", "A file is being looked at"),
        ("THREATS_FOUND", "Something harmful was found", "An invoice has no file yet"),
        ("UNSUPPORTED", "could not be looked at", "An invoice has no file yet"),
    ] {
        assert!(status.is_empty() || found(status));
        for (browser, file) in &both {
            let answer = browser.get(file).await.expect(409).page().text();
            assert!(answer.contains(lent), "{status}: {answer}");
        }
        let shown = amara.get(&papers).await.expecting(200).page().text();
        assert!(shown.contains(missing), "{status}: {shown}");
        let shown = amara.get(&format!("{request}/invoices/{invoice}")).await.expecting(200).page().text();
        assert!(shown.contains(lent), "beside the file itself: {shown}");
    }
    assert!(found("NO_THREATS_FOUND"));
    for (browser, file) in &both {
        let link = browser.get(file).await.expect(303).location();
        assert!(link.contains("X-Amz-Expires=300"), "{link}");
    }
    amara.get(&papers).await.expecting(200).page().form("/complete");
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
