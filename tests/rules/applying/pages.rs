//! The form page by page: nothing is stored between them, nothing typed is lost, and every answer is seen before sending.

use crate::{ANSWERS, NOW, PERSON, QUESTIONS, applications, press, program};
use specification::Office;

/// P1, P2
#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_pages_carries_what_was_typed_and_checks_one_page_at_a_time() {
    let office = Office::of(NOW, &program("pages = \"groups\"", QUESTIONS, "")).await;
    let browser = office.browser();
    let first = browser.get("/apply").await.expect(200).page();
    assert_eq!(first.texts_of("form h2"), ["About you"]);
    assert!(first.text().contains("Page 1 of 4"));
    let mut form = first.form("/apply");
    form.fill("name", "Amara \"Ama\" Okafor");
    let answer = press(&browser, &form, "2", &[]).await.expecting(422);
    let back = answer.page();
    assert!(back.text_of("title").starts_with("Error: "));
    let fields = back.attributes("#problems a", "href");
    assert_eq!(fields, ["#field-email", "#field-country"], "only this page is checked");
    let mut form = back.form("/apply");
    assert_eq!(form.value("name"), Some("Amara \"Ama\" Okafor"));
    form.fill("email", "amara@example.org");
    form.fill("country", "Nigeria");

    let second = press(&browser, &form, "2", &[]).await.expecting(200).page();
    assert_eq!(second.texts_of("form h2"), ["What you do"]);
    let form = second.form("/apply");
    assert_eq!(form.value("email"), Some("amara@example.org"), "carried unseen");
    // Back checks nothing and loses nothing.
    let back = press(&browser, &form, "1", &[("answer_role", "Developer")]).await.expecting(200).page();
    assert_eq!(back.texts_of("form h2"), ["About you"]);
    assert_eq!(back.form("/apply").value("answer_role"), Some("Developer"));
    let second = press(&browser, &back.form("/apply"), "2", &[]).await.expecting(200).page();
    assert_eq!(second.form("/apply").value("answer_role"), Some("Developer"));

    let ways = [("answer_ways", "Talks"), ("answer_ways", "Docs")];
    let third = press(&browser, &second.form("/apply"), "3", &ways).await.expecting(200).page();
    assert_eq!(third.texts_of("form h2"), ["Your code"]);
    let code = [("answer_repository", "https://example.org/amara")];
    let fourth = press(&browser, &third.form("/apply"), "4", &code).await.expecting(200).page();
    assert_eq!(fourth.texts_of("form h2"), ["To finish"]);
    let end = [("answer_conduct", "yes"), ("consent", "yes")];
    let check = press(&browser, &fourth.form("/apply"), "check", &end).await.expecting(200).page();
    assert_eq!(check.text_of("h1"), "Check your answers");
    for answer in
        ["Amara \"Ama\" Okafor", "amara@example.org", "Nigeria", "Developer", "Talks Docs", "https://example.org/amara"]
    {
        assert!(check.texts_of(".facts dd").iter().any(|there| there == answer), "{answer}");
    }
    assert!(applications(&office).await.is_empty(), "nothing is stored before it is sent");

    // Changing one page keeps the others; unticking a box unticks it.
    let change = press(&browser, &check.form("/apply"), "2", &[]).await.expecting(200).page();
    let check =
        press(&browser, &change.form("/apply"), "check", &[("answer_ways", "Docs")]).await.expecting(200).page();
    assert!(check.texts_of(".facts dd").iter().any(|there| there == "Docs"));
    press(&browser, &check.form("/apply"), "send", &[]).await.expect(303);
    press(&browser, &check.form("/apply"), "send", &[]).await.expect(303);
    let there = applications(&office).await;
    assert_eq!(there.len(), 1, "a button pressed twice sends one application");
    assert_eq!(there[0].submission.answers[1].text, "Docs");
    assert_eq!(office.letters_to("amara@example.org").await.len(), 1);
}

/// P1
#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_questions_are_not_asked_is_passed_over_both_ways() {
    let office = Office::of(NOW, &program("pages = \"groups\"", QUESTIONS, "")).await;
    let browser = office.browser();
    let typed = [&PERSON[..], &[("answer_role", "Translator"), ("answer_ways", "Docs"), ("page", "2"), ("step", "3")]];
    let page = browser.post("/apply", &typed.concat()).await.expecting(200).page();
    assert_eq!(page.texts_of("form h2"), ["To finish"]);
    let back = press(&browser, &page.form("/apply"), "3", &[]).await.expecting(200).page();
    assert_eq!(back.texts_of("form h2"), ["What you do"]);
}

/// P1, P2
#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_one_page_shows_every_answer_too_and_leads_back_with_all_of_them() {
    let office = Office::of(NOW, &program("", QUESTIONS, "")).await;
    let browser = office.browser();
    let form = browser.get("/apply").await.expect(200).page().form("/apply");
    let typed = [&PERSON[..], &ANSWERS].concat();
    let check = press(&browser, &form, "check", &typed).await.expecting(200).page();
    let steps = check.attributes("form button", "value");
    assert_eq!(steps, ["1", "1", "1", "1", "send", "save"]);
    let back = press(&browser, &check.form("/apply"), "1", &[]).await.expecting(200).page();
    let again = back.form("/apply");
    for (field, value) in typed {
        assert!(again.fields().any(|pair| pair == (field, value)), "{field} is lost");
    }
    let wrong = press(&browser, &again, "check", &[("country", "Atlantis")]).await.expecting(422).page();
    assert_eq!(wrong.attributes("#problems a", "href"), ["#field-country"]);
    browser.post("/apply", &[("step", "onward")]).await.expect(400);
}
