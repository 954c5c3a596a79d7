//! Forms kept for later.

use crate::{ANSWERS, NOW, PERSON, QUESTIONS, applications, press, program};
use chrono::Duration;
use specification::Office;

/// N1, N4, P2
#[tokio::test(flavor = "multi_thread")]
async fn a_form_kept_for_later_comes_back_by_its_link_until_it_is_sent() {
    let office = Office::of(NOW, &program("", QUESTIONS, "")).await;
    let browser = office.browser();
    let form = browser.get("/apply").await.expect(200).page().form("/apply");
    let typed =
        [("name", "Amara"), ("email", "amara@example.org"), ("answer_role", "Translator"), ("links", "no link yet")];
    let saved = press(&browser, &form, "save", &typed).await.expecting(200).page();
    let link = saved.attributes("main a", "href").into_iter().find(|href| href.contains("/apply/draft/")).unwrap();
    assert!(saved.text().contains(&link), "the address can be read and copied");

    // From another browser, by the page's link or by the letter's.
    let letter = office.wait_for_letter("amara@example.org", 0).await;
    let other = office.browser();
    for link in [link.clone(), letter.link("/apply/draft/")] {
        let form = other.get(&link).await.expect(200).page().form("/apply");
        for (field, value) in typed {
            assert_eq!(form.value(field), Some(value));
        }
    }
    // Saving again replaces it and writes no second letter.
    let form = other.get(&link).await.expect(200).page().form("/apply");
    let again = press(&other, &form, "save", &[("name", "Amara Okafor"), ("links", "")]).await;
    again.expect(200);
    assert_eq!(office.letters_to("amara@example.org").await.len(), 1);
    let form = browser.get(&link).await.expect(200).page().form("/apply");
    assert_eq!(form.value("name"), Some("Amara Okafor"));

    press(&browser, &form, "send", &[&PERSON[..], &ANSWERS].concat()).await.expect(303);
    assert_eq!(applications(&office).await.len(), 1);
    let gone = browser.get(&link).await.expecting(409);
    assert!(gone.page().text().contains("There is no form here any more"), "{}", gone.page().text());
}

/// N8
#[tokio::test(flavor = "multi_thread")]
async fn a_form_kept_for_later_is_gone_after_its_days_though_the_table_still_holds_it() {
    let office = Office::of(NOW, &program("", QUESTIONS, "")).await;
    let browser = office.browser();
    let form = browser.get("/apply").await.expect(200).page().form("/apply");
    let saved = press(&browser, &form, "save", &[("name", "Amara")]).await.expecting(200).page();
    assert!(office.letters().await.is_empty(), "there is no address to write to");
    let link = saved.attributes("main a", "href").into_iter().find(|href| href.contains("/apply/draft/")).unwrap();
    office.store().clock().advance(Duration::days(29));
    browser.get(&link).await.expect(200);
    office.store().clock().advance(Duration::days(1));
    browser.get(&link).await.expect(409);
    browser.get("/apply/draft/0123").await.expect(409);
}

/// P8: what cannot be kept is told, and stays in the page.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_too_large_to_keep_is_told_and_stays_in_the_page() {
    let office = Office::of(NOW, &program("", QUESTIONS, "")).await;
    let browser = office.browser();
    let long = "word ".repeat(80_000);
    let form = browser.get("/apply").await.expect(200).page().form("/apply");
    let answer = press(&browser, &form, "save", &[("links", &long)]).await.expecting(409);
    assert!(answer.page().text().contains("more text here than we can keep"), "{}", &answer.page().text()[..2_000]);
    assert!(answer.body.contains(long.trim()));
    // A little less is kept whole.
    let long = "word ".repeat(60_000);
    let saved = press(&browser, &form, "save", &[("links", &long)]).await.expecting(200).page();
    let link = saved.attributes("main a", "href").into_iter().find(|href| href.contains("/apply/draft/")).unwrap();
    assert!(browser.get(&link).await.expecting(200).body.contains(&long));
}

/// S10: whoever keeps forms under somebody else's address cannot fill their inbox.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_gets_a_few_letters_about_kept_forms_and_no_flood() {
    let document = program("", QUESTIONS, "").replace("sign_ins_per_address = 100000", "sign_ins_per_address = 3");
    let office = Office::of(NOW, &document).await;
    let browser = office.browser();
    for number in 0..6 {
        let form = browser.get("/apply").await.expect(200).page().form("/apply");
        let saved = press(&browser, &form, "save", &[("name", "Amara"), ("email", "amara@example.org")]).await;
        let page = saved.expecting(200).page();
        // Kept all the same, and nobody is told of a letter that does not come.
        assert!(page.attributes("main a", "href").iter().any(|href| href.contains("/apply/draft/")));
        assert_eq!(page.text_of("main").contains("on its way to your e-mail"), number < 3, "{}", page.text());
    }
    assert_eq!(office.letters_to("amara@example.org").await.len(), 3);
}
