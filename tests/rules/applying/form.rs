//! Every kind of question, what depends on another answer, and the dates of the round.

use crate::{ANSWERS, NOW, PERSON, QUESTIONS, applications, program};
use specification::Office;

/// S2, P2
#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_question_is_asked_read_and_shown_as_what_it_is() {
    let office = Office::of(NOW, &program("", QUESTIONS, "")).await;
    let browser = office.browser();
    let page = browser.get("/apply").await.expect(200).page();
    assert_eq!(page.attributes("[name=answer_role]", "type"), ["radio", "radio"]);
    assert_eq!(page.attributes("[name=answer_ways]", "type"), ["checkbox", "checkbox", "checkbox"]);
    assert_eq!(page.attributes("[name=answer_repository]", "type"), ["url"]);
    assert_eq!(page.attributes("[name=answer_years]", "inputmode"), ["numeric"]);
    assert_eq!(page.attributes("[name=answer_conduct]", "type"), ["checkbox"]);
    assert_eq!(page.texts_of("form h2"), ["About you", "What you do", "Your code", "To finish"]);
    assert_eq!(page.text_of("#hint-answer_repository"), "Only if you chose “Developer” above.");
    assert!(page.attributes("[name=answer_repository][required]", "name").is_empty(), "it may not be asked at all");

    let wrong = [
        ("answer_role", "Poet"),
        ("answer_repository", "javascript:alert(1)"),
        ("answer_years", "some"),
        ("answer_since", "soon"),
        ("languages", "Klingonish"),
        ("links", "example.org"),
        ("shown_as", "everywhere"),
    ];
    let answer = browser.post("/apply", &[&PERSON[..], &wrong].concat()).await.expecting(422);
    assert_eq!(
        answer.page().texts_of("#problems a"),
        [
            "Languages – We do not know one of these languages. Try its English name, its own name, or its two-letter code.",
            "Pages about you – Please give a full web address, starting with https://.",
            "Should you become an ambassador: how may we show you on our pages? – Please choose one of the options.",
            "What are you first of all? – Please choose one of the options.",
            "How would you carry the program? – Please fill this in.",
            "For how many years? – Please write a number, such as 3, 1200 or 0.5.",
            "Since when are you with us? – Please write the day like 14 July 2026 or 2026-07-14.",
            "I follow the code of conduct. – We may keep your application only if you agree to it.",
        ]
    );

    let more = [
        ("region", "Lagos"),
        ("languages", "Yoruba, English"),
        ("links", "https://example.org/a\nhttps://example.org/b"),
        ("shown_as", "profile"),
    ];
    browser.post("/apply", &[&PERSON[..], &ANSWERS, &more].concat()).await.expect(303);
    let letter = office.wait_for_letter("amara@example.org", 0).await;
    let status = browser.get(&letter.link("/apply/status/link/")).await.expect(200).page();
    let shown = status.texts_of(".facts > div");
    for fact in [
        "Region or university Lagos",
        "Languages Yoruba, English",
        "Pages about you https://example.org/a https://example.org/b",
        "Should you become an ambassador: how may we show you on our pages? With my name, country, languages and links",
        "What are you first of all? Developer",
        "How would you carry the program? Talks Docs",
        "Where is your code? https://example.org/amara",
        "For how many years? 1.5",
        "Since when are you with us? 31 January 2024",
        "I follow the code of conduct. Yes",
    ] {
        assert!(shown.iter().any(|there| there == fact), "{fact}: {shown:#?}");
    }
}

/// S2
#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_another_answer_rules_out_is_neither_needed_nor_kept() {
    let office = Office::of(NOW, &program("", QUESTIONS, "")).await;
    let browser = office.browser();
    let answers: Vec<_> = ANSWERS
        .into_iter()
        .map(|(field, value)| (field, if field == "answer_role" { "Translator" } else { value }))
        .collect();
    browser.post("/apply", &[&PERSON[..], &answers].concat()).await.expect(303);
    let there = applications(&office).await;
    let asked: Vec<_> = there[0].submission.answers.iter().map(|answered| answered.question.as_str()).collect();
    assert_eq!(asked, ["role", "ways", "years", "since", "conduct"]);
}

/// A consent that says no in words is none, wherever the form stands.
#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_says_no_is_no_consent() {
    let office = Office::of(NOW, &program("", QUESTIONS, "")).await;
    let typed = [&PERSON[..3], &ANSWERS, &[("consent", "no")]].concat();
    let page = office.browser().post("/apply", &typed).await.expecting(422).page();
    assert_eq!(page.texts_of("#problems a").len(), 1);
    assert!(applications(&office).await.is_empty());
}

/// O1
#[tokio::test(flavor = "multi_thread")]
async fn the_form_says_which_round_an_application_goes_into_and_when_it_is_answered() {
    let tranche =
        "[[tranche]]\nkey = \"spring\"\nlabel = \"Spring 2026\"\ncloses_on = 2026-03-31\nannounces_on = 2026-04-15\n";
    let office = Office::of(NOW, &program("", QUESTIONS, tranche)).await;
    let browser = office.browser();
    let form = browser.get("/apply").await.expect(200).page();
    let spring =
        "Applications sent by 31 March 2026 go into this round: Spring 2026. You will hear from us by 15 April 2026.";
    assert!(form.text().contains(spring), "{}", form.text());
    // Sent after the round has closed, it waits for the next one, and the page says so.
    office.clock_moves_to("2026-04-01T09:00:00Z").await;
    browser.post("/apply", &[&PERSON[..], &ANSWERS].concat()).await.expect(303);
    let sent = browser.get("/apply/sent").await.expect(200).page();
    assert!(sent.text().contains("The next round has no dates yet: your application waits for it"), "{}", sent.text());
    assert_eq!(applications(&office).await[0].round, program::Round::Waiting);
}

/// O1, P8
#[tokio::test(flavor = "multi_thread")]
async fn a_closed_intake_says_when_it_reopens_whichever_way_one_applies() {
    let closed = program("reopens_on = 2026-05-01", QUESTIONS, "").replace("open = true", "open = false");
    let office = Office::of(NOW, &closed).await;
    let browser = office.browser();
    let sentence = "We are not taking applications at the moment. They open again on 1 May 2026.";
    assert!(browser.get("/apply").await.expect(200).page().text().contains(sentence));
    let typed = [&PERSON[..], &ANSWERS].concat();
    for step in ["", "send", "check", "save", "1"] {
        let answer = browser.post("/apply", &[&typed[..], &[("step", step)]].concat()).await.expecting(409);
        assert!(answer.page().text().contains(sentence), "{step}");
        assert!(answer.page().text().contains("https://example.org/amara"), "what was typed is kept");
    }
    let answer = browser.json("/apply", &[], &serde_json::json!({ "name": "Amara" })).await.expecting(409);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()["message"], sentence);
    assert!(applications(&office).await.is_empty() && office.letters().await.is_empty());
}
