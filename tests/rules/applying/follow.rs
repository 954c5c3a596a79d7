//! Following one's application without an account (clause R1).

use crate::{ANSWERS, NOW, PERSON, QUESTIONS, applications, press, program};
use chancery::folder::Folder;
use chrono::Duration;
use program::ApplicationId;
use specification::Office;
use specification::office::email;
use specification::page::Filled;
use store::applications::{Applied, Applying};
use store::audit::Actor;
use store::outbox::{Draft, Lane};

const SPRING: &str =
    "[[tranche]]\nkey = \"spring\"\nlabel = \"Spring\"\ncloses_on = 2026-03-31\nannounces_on = 2026-04-15\n";

/// An office with one application, and the link that follows it.
async fn applied(sections: &str) -> (Office, String) {
    let office = Office::of(NOW, &program("", QUESTIONS, sections)).await;
    office.browser().post("/apply", &[&PERSON[..], &ANSWERS].concat()).await.expect(303);
    let link = office.wait_for_letter("amara@example.org", 0).await.link("/apply/status/link/");
    (office, link)
}

/// R1
#[tokio::test(flavor = "multi_thread")]
async fn an_applicant_sees_where_the_application_stands_without_an_account_and_asks_for_a_lost_link() {
    let (office, link) = applied("").await;
    let browser = office.browser();
    let page = browser.get(&link).await.expecting(200).page();
    assert!(page.text().contains("Your address is not confirmed yet"));
    let confirm = office.wait_for_letter("amara@example.org", 0).await.link("/apply/confirm/");
    browser.post(&confirm, &[]).await.expect(200);
    assert!(browser.get(&link).await.expecting(200).page().text().contains("It is with the team."));

    let mut form = browser.get("/apply/status/lost").await.expecting(200).page().form("/lost");
    form.fill("email", "AMARA@example.org");
    let known = browser.send(&form).await.expecting(303);
    form.fill("email", "nobody@example.org");
    let unknown = browser.send(&form).await.expecting(303);
    assert_eq!((known.location(), &known.bytes), (unknown.location(), &unknown.bytes), "S2: nobody learns who applied");
    browser.get(&known.location()).await.expect(200);
    let letter = office.wait_for_letter("amara@example.org", 1).await;
    let again = letter.link("/apply/status/link/");
    assert_ne!(again, link);
    browser.get(&again).await.expect(200);
    assert!(office.letters_to("nobody@example.org").await.is_empty());
    office.store().clock().advance(Duration::days(401));
    assert!(browser.get(&link).await.expecting(409).page().text().contains("This link has expired"));
}

/// R1, N3
#[tokio::test(flavor = "multi_thread")]
async fn an_application_can_be_changed_until_its_round_closes_and_a_change_meanwhile_is_shown() {
    let (office, link) = applied(SPRING).await;
    let browser = office.browser();
    let edit = format!("{link}/edit");
    let old = browser.get(&edit).await.expecting(200).page().form("/edit");
    assert_eq!(old.value("email"), None, "the address stays");
    let changes = |form: &Filled, region: &str| {
        let mut form = form.clone();
        form.fill("region", region);
        form
    };
    browser.send(&changes(&old, "Lagos")).await.expect(303);
    // The same again is the same answer.
    browser.send(&changes(&old, "Lagos")).await.expect(303);
    let status = browser.get(&link).await.expecting(200).page();
    assert!(status.texts_of(".facts > div").contains(&"Region or university Lagos".to_owned()));
    assert!(status.texts_of(".facts > div").contains(&"How would you carry the program? Talks Docs".to_owned()));

    let conflict = browser.send(&changes(&old, "Abuja")).await.expecting(409).page();
    assert!(conflict.text().contains("Lagos") && conflict.text().contains("Abuja"), "{}", conflict.text());
    browser.send(&conflict.form("/edit")).await.expect(303);
    assert!(browser.get(&link).await.expecting(200).page().text().contains("Abuja"));

    let form = browser.get(&edit).await.expecting(200).page().form("/edit");
    let wrong = browser.send(&changes(&form, &"x".repeat(301))).await.expecting(422).page();
    assert_eq!(wrong.attributes("#problems a", "href"), ["#field-region"]);
    browser.post(&edit, &[("name", "Mallory")]).await.expect(400);

    // Too late: the round is closed, and the page says so.
    let confirm = office.wait_for_letter("amara@example.org", 0).await.link("/apply/confirm/");
    browser.post(&confirm, &[]).await.expect(200);
    office.clock_moves_to("2026-04-01T09:00:00Z").await;
    assert!(!browser.get(&link).await.expecting(200).page().text().contains("Change what I wrote"));
    let late = browser.send(&changes(&form, "Kano")).await.expecting(409).page();
    assert!(late.text().contains("This round of applications is closed"), "{}", late.text());
    assert!(late.text().contains("Kano"), "what was typed is kept");
}

/// O3: a decision nobody has been told is no conflict, which would disclose it.
#[tokio::test(flavor = "multi_thread")]
async fn changing_an_application_says_nothing_of_a_decision_that_is_not_announced() {
    let (office, link) = applied(SPRING).await;
    let browser = office.browser();
    let confirm = office.wait_for_letter("amara@example.org", 0).await.link("/apply/confirm/");
    browser.post(&confirm, &[]).await.expect(200);
    let mut form = browser.get(&format!("{link}/edit")).await.expecting(200).page().form("/edit");
    let before = browser.get(&link).await.expecting(200).page().text();

    let there = applications(&office).await.remove(0);
    let stored = office.store().application(there.id).await.unwrap().unwrap();
    let organizer =
        office.store().person(&specification::office::email("organizer@example.org")).await.unwrap().unwrap();
    let decision = program::Decision {
        outcome: program::Outcome::Decline,
        reason: program::text::Text::parse("Not yet.").unwrap(),
        words: None,
        by: organizer.id,
        by_name: "Organizer".to_owned(),
        at: office.store().clock().now(),
    };
    let calendar = program::Settings::read(&program("", QUESTIONS, SPRING)).unwrap().calendar;
    let letter = |_: &program::Application| unreachable!("nobody is told yet");
    office.store().decide(there.id, stored.version, &decision, &calendar, letter).await.unwrap();

    assert_eq!(browser.get(&link).await.expecting(200).page().text(), before);
    form.fill("region", "Lagos");
    browser.send(&form).await.expect(303);
    assert!(browser.get(&link).await.expecting(200).page().text().contains("Lagos"));
}

/// R1, R2
#[tokio::test(flavor = "multi_thread")]
async fn an_application_taken_back_frees_the_address_for_another() {
    let (office, link) = applied("").await;
    let browser = office.browser();
    let ask = browser.get(&format!("{link}/withdraw")).await.expecting(200).page();
    assert_eq!(applications(&office).await[0].state, program::ApplicationState::Unconfirmed, "looking changes nothing");
    browser.post(&format!("{link}/withdraw"), &[]).await.expect(400);
    let form = ask.form("/withdraw");
    for _ in 0..2 {
        let done = browser.send(&form).await.expecting(200).page();
        assert_eq!(done.text_of("h1"), "Your application is taken back");
    }
    assert!(browser.get(&link).await.expecting(200).page().text().contains("You took it back."));
    browser.get(&format!("{link}/edit")).await.expect(409);
    browser.post("/apply", &[&PERSON[..], &ANSWERS].concat()).await.expect(303);
    let mut states: Vec<_> = applications(&office).await.into_iter().map(|there| there.state.column().name()).collect();
    states.sort_unstable();
    assert_eq!(states, ["unconfirmed", "withdrawn"]);
}

/// R1
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_in_follows_changes_and_takes_back_the_same_way() {
    let (office, _) = applied("").await;
    let browser = office.signed_in("amara@example.org").await;
    let status = browser.get("/apply/status").await.expecting(200).page();
    let mut form =
        browser.get(&status.link("Change what I wrote")).await.expecting(200).page().form("/apply/status/edit");
    form.fill("region", "Lagos");
    browser.send(&form).await.expect(303);
    assert!(browser.get("/apply/status").await.expecting(200).page().text().contains("Lagos"));
    let ask = browser.get(&status.link("Take my application back")).await.expecting(200).page();
    let done = browser.send(&ask.form("/apply/status/withdraw")).await.expecting(200).page();
    assert!(done.texts_of("header a").iter().any(|link| link == "Sign in"), "an applicant no more");
    browser.get("/apply/status").await.expect(401);
}

/// R2: the setting was changed between them.
#[tokio::test(flavor = "multi_thread")]
async fn withdrawing_frees_one_s_own_mailbox_and_nobody_else_s() {
    let office = Office::of(NOW, &program("", "", "")).await;
    let store = office.store();
    let settings = program::Settings::read(&crate::program("", "", "")).unwrap();
    let receipt = |id: ApplicationId| {
        let letter = letters::Letter::Receipt { name: "Amara".to_owned(), application: id };
        Draft::new(format!("receipt/{id}"), Lane::Now, &email("amara@example.org"), "en", &letter)
    };
    let mut all = Vec::new();
    for (address, are_one) in
        [("amara+old@example.org", false), ("amara+new@example.org", true), ("amara+third@example.org", true)]
    {
        if let [first, _] = all[..] {
            store.withdraw(first).await.unwrap();
        }
        let pairs = PERSON.map(|(name, value)| (name, if name == "email" { address } else { value }));
        let form = program::Form::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let submission = program::application::Submission::parse(&form, &settings).unwrap();
        let id = ApplicationId::new(store.new_id());
        let applying = Applying { plus_tags_are_one: are_one, ..specification::applying(id, submission) };
        let applied = store.apply(&applying, receipt).await.unwrap();
        match all[..] {
            [_, second] => assert_eq!(applied, Applied::AlreadyHere(second)),
            _ => assert_eq!(applied, Applied::Taken),
        }
        all.push(id);
    }
}

/// N1, R2
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_stayed_open_takes_an_application_again_after_the_first_was_taken_back() {
    let office = Office::of(NOW, &program("", QUESTIONS, "")).await;
    let browser = office.browser();
    let form = browser.get("/apply").await.expect(200).page().form("/apply");
    let send = async || press(&browser, &form, "send", &[&PERSON[..], &ANSWERS].concat()).await.expect(303).location();
    send().await;
    let link = office.wait_for_letter("amara@example.org", 0).await.link("/apply/status/link/");
    let withdraw = browser.get(&format!("{link}/withdraw")).await.expecting(200).page().form("/withdraw");
    browser.send(&withdraw).await.expect(200);
    for _ in 0..2 {
        assert_eq!(send().await, "/apply/sent");
    }
    let mut states: Vec<_> = applications(&office).await.into_iter().map(|there| there.state.column().name()).collect();
    states.sort_unstable();
    assert_eq!(states, ["unconfirmed", "withdrawn"]);
    assert_eq!(office.letters_to("amara@example.org").await.len(), 2, "a receipt each");
}

/// R1, R2
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_link_is_found_under_any_plus_tag_where_those_are_one_person_and_goes_to_who_applied() {
    let ask = async |office: &Office, address: &str| {
        office.browser().post("/apply/status/lost", &[("email", address)]).await.expect(303);
    };
    let document = program("plus_tags_are_one = true", QUESTIONS, "");
    let office = Office::of(NOW, &document).await;
    let typed = [&PERSON[..1], &[("email", "amara+forms@example.org")], &PERSON[2..], &ANSWERS].concat();
    office.browser().post("/apply", &typed).await.expect(303);
    office.wait_for_letter("amara+forms@example.org", 0).await;
    for (sent, address) in ["amara@example.org", "amara+other@example.org"].into_iter().enumerate() {
        ask(&office, address).await;
        let letter = office.wait_for_letter("amara+forms@example.org", sent + 1).await;
        office.browser().get(&letter.link("/apply/status/link/")).await.expect(200);
        assert!(office.letters_to(address).await.is_empty(), "not to a spelling somebody typed");
    }
    office.close().await;

    // Where a plus-tag is somebody else, nobody is found.
    let (office, _) = applied("").await;
    ask(&office, "amara+other@example.org").await;
    ask(&office, "amara@example.org").await;
    office.wait_for_letter("amara@example.org", 1).await;
    assert_eq!(office.letters().await.len(), 2);
}

/// R1, D3
#[tokio::test(flavor = "multi_thread")]
async fn a_change_takes_nothing_back_that_was_answered_to_a_question_no_longer_asked() {
    let place = tempfile::tempdir().unwrap();
    let document = program("", QUESTIONS, "");
    let open = || Office::in_folder(Folder::open(place.path()).unwrap(), NOW, &document, |_| {});
    let office = open().await;
    office.browser().post("/apply", &[&PERSON[..], &ANSWERS].concat()).await.expect(303);
    let receipt = office.wait_for_letter("amara@example.org", 0).await;
    office.browser().post(&receipt.link("/apply/confirm/"), &[]).await.expect(200);
    let later = document.replace("key = \"years\"", "key = \"decades\"");
    office.store().add_settings(&later, 1, Actor::Operator).await.unwrap();
    office.close().await;

    let office = open().await;
    let browser = office.browser();
    let link = receipt.link("/apply/status/link/");
    let mut form = browser.get(&format!("{link}/edit")).await.expecting(200).page().form("/edit");
    form.fill("region", "Lagos");
    form.fill("answer_decades", "2");
    for _ in 0..2 {
        browser.send(&form).await.expect(303);
    }
    let there = applications(&office).await.remove(0);
    let answer = |key: &str| there.submission.answers.iter().find(|answered| answered.question == key).unwrap();
    assert_eq!((answer("decades").text.as_str(), answer("years").text.as_str()), ("2", "1.5"));
    let own = browser.get(&link).await.expect(200).page();
    assert!(own.texts_of("h2").contains(&"No longer asked".to_owned()), "{}", own.text());
    assert!(own.texts_of(".facts > div").contains(&"years 1.5".to_owned()), "{}", own.text());
    let organizer = office.organizer().await;
    for page in ["", "/record"] {
        let page = organizer.get(&format!("/team/applications/{}{page}", there.id)).await.expect(200).page();
        let facts = page.texts_of(".facts > div");
        assert!(facts.contains(&"No longer asked: years 1.5".to_owned()), "{facts:?}");
        assert!(facts.contains(&"For how many years? 2".to_owned()), "{facts:?}");
    }
    office.close().await;
}
