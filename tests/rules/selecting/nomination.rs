//! Proposing somebody else: one letter, whatever happens, and nothing kept that the nominee did not ask for.

use crate::letters_to_people;
use crate::tables::everything_in;
use chancery::folder::Folder;
use http::Method;
use specification::office::email;
use specification::{Answer, Browser, MAUTIC, Office, program_with};
use store::Secret;

const NOW: &str = "2026-05-20T09:00:00Z";
const NIKI: &str = "niki@example.org";

/// Proposes somebody through the form.
async fn proposes(browser: &Browser, by: &str, thanks_to: &str, nominee: (&str, &str), words: &str) -> Answer {
    let mut form = browser.get("/apply/nominate").await.expect(200).page().form("/apply/nominate");
    for (field, value) in
        [("name", by), ("email", thanks_to), ("nominee", nominee.0), ("nominee_email", nominee.1), ("words", words)]
    {
        form.fill(field, value);
    }
    browser.send(&form).await
}

/// Proposes Niki, and gives the link of her letter.
async fn niki_is_proposed(office: &Office) -> String {
    let browser = office.browser();
    proposes(&browser, "Eleni Dimitriou", "", ("Niki Nominata", NIKI), "Answers every day.").await.expect(303);
    office.wait_for_letter(NIKI, 0).await.link("/apply/nominated/")
}

fn secret(link: &str) -> Secret {
    Secret::new(link.rsplit('/').next().unwrap())
}

/// O5
#[tokio::test(flavor = "multi_thread")]
async fn a_nominee_gets_one_letter_however_often_and_by_however_many_they_are_proposed() {
    let office = Office::open(NOW).await;
    let mut all = tokio::task::JoinSet::new();
    for number in 0..10 {
        let browser = office.browser().from_address(&format!("203.0.113.{number}"));
        let address = if number % 2 == 0 { NIKI } else { "Niki@Example.org" };
        all.spawn(async move {
            let by = format!("Eleni {number}");
            let answer = proposes(&browser, &by, "", ("Niki", address), &format!("Reason {number}.")).await;
            answer.expect(303).location()
        });
    }
    assert_eq!(all.join_all().await, ["/apply/nominate/sent"; 10]);
    let letters = letters_to_people(&office).await;
    let [letter] = letters.as_slice() else { panic!("{} letters", letters.len()) };
    assert!(letter.to.eq_ignore_ascii_case(NIKI));

    // It thanks first, says who proposed them and why, and asks for one thing.
    let text = &letter.text;
    let places =
        ["Hello Niki", "Thank you for what you do for Mautic", "Eleni ", "> Reason ", "Read on and decide", "http"]
            .map(|piece| text.find(piece).unwrap_or_else(|| panic!("no {piece} in {text}")));
    assert!(places.is_sorted(), "{text}");
    assert_eq!(text.matches("http").count(), 1, "{text}");
    let number = text.split("> Reason ").nth(1).unwrap().split('.').next().unwrap();
    assert!(text.contains(&format!("Eleni {number} proposed")), "the words are those of who is named: {text}");
    let page = office.browser().get(&letter.link("/apply/nominated/")).await.expect(200).page();
    assert!(page.text().contains(&format!("Eleni {number} would like to see you")), "{}", page.text());
    assert_eq!(page.text_of("blockquote"), format!("Reason {number}."));

    // A double click, and the days after.
    for at in ["2026-05-21T09:00:00Z", "2026-08-18T08:00:00Z"] {
        office.clock_moves_to(at).await;
        proposes(&office.browser(), "Eleni", "", ("Niki", NIKI), "Still good.").await.expect(303);
    }
    assert_eq!(only_to_niki(&office).await, 1);
    // After ninety days it is a new matter.
    office.clock_moves_to("2026-08-18T10:00:00Z").await;
    proposes(&office.browser(), "Eleni", "", ("Niki", NIKI), "Still good.").await.expect(303);
    assert_eq!(only_to_niki(&office).await, 2);
}

async fn only_to_niki(office: &Office) -> usize {
    letters_to_people(office).await.iter().filter(|letter| letter.to.eq_ignore_ascii_case(NIKI)).count()
}

/// O5, S14
#[tokio::test(flavor = "multi_thread")]
async fn nothing_about_a_nominee_is_in_any_table_once_their_letter_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::in_folder(Folder::open(folder.path()).unwrap(), NOW, MAUTIC, |_| {}).await;
    let browser = office.browser();
    let nominee = ("Niki Nominata", NIKI);
    proposes(&browser, "Eleni Dimitriou", "eleni@example.org", nominee, "Answers every day.").await.expect(303);
    office.wait_for_letter(NIKI, 0).await;
    assert_eq!(office.letters_to("eleni@example.org").await.len(), 1);
    // Somebody else says no.
    let nominee = ("Ana Anonyma", "ana@example.org");
    proposes(&browser, "Jonas Weber", "", nominee, "Speaks well.").await.expect(303);
    let no = office.wait_for_letter("ana@example.org", 0).await.link("/apply/nominated/");
    browser.post(&no, &[]).await.expect(200);
    office.close().await;

    let kept = everything_in(folder.path()).await;
    let holds = |what: &str| -> Vec<_> {
        kept.iter().filter(|(_, items)| items.contains(what)).map(|(table, _)| *table).collect()
    };
    for trace in ["nominata", "niki", "eleni@", "anonyma", "ana@", "jonas", "speaks well"] {
        assert_eq!(holds(trace), Vec::<&str>::new(), "{trace}");
    }
    // What Niki's page shows is there, in one place: the test would see a trace.
    assert_eq!((holds("eleni dimitriou"), holds("answers every day")), (vec!["access"], vec!["access"]));
    for nominee in [NIKI, "ana@example.org"] {
        let hash = store::secret::hash(nominee.as_bytes());
        assert!(holds(&format!("nomination#{hash}")).contains(&"access"), "the hash keeps other letters from coming");
    }
}

/// O5, S2
#[tokio::test(flavor = "multi_thread")]
async fn who_proposes_somebody_does_not_learn_whether_they_are_known_here() {
    let limits = "[limits]\napplications_per_origin = 1000\n\n[[question]]";
    let office = Office::of(NOW, &program_with(&[("[[question]]", limits)])).await;
    office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let link = niki_is_proposed(&office).await;
    office.browser().post(&link, &[]).await.expect(200);
    proposes(&office.browser(), "Eleni", "", ("Ana", "ana@example.org"), "Speaks well.").await.expect(303);
    let before = letters_to_people(&office).await.len();

    let everything = |answer: &Answer| {
        let headers: Vec<_> = answer
            .headers
            .iter()
            .filter(|(name, _)| *name != "date")
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        (answer.status, headers, answer.bytes.clone())
    };
    let mut answers = Vec::new();
    let nominees = [
        "nobody@example.org",
        "amara@example.org",
        "AMARA@example.org",
        "organizer@example.org",
        NIKI,
        "ana@example.org",
    ];
    for (number, address) in nominees.into_iter().enumerate() {
        let browser = office.browser();
        let thanks_to = format!("eleni{number}@example.org");
        let answer = proposes(&browser, "Eleni", &thanks_to, ("Somebody", address), "Helps.").await;
        let next = browser.get(&answer.expect(303).location()).await;
        answers.push((everything(&answer), everything(&next)));
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:?}");

    let mut to: Vec<_> = letters_to_people(&office).await.into_iter().map(|letter| letter.to).collect();
    assert_eq!(to.len(), before + 1 + nominees.len());
    to.retain(|to| !to.starts_with("eleni"));
    assert_eq!(to.iter().filter(|to| *to == "nobody@example.org").count(), 1);
    assert_eq!(to.len(), before + 1, "nobody who is known was written to");
    // Nor does the letter of thanks tell.
    let mut thanks = Vec::new();
    for number in 0..nominees.len() {
        let letters = office.letters_to(&format!("eleni{number}@example.org")).await;
        thanks.push(letters.into_iter().map(|letter| (letter.subject, letter.text)).collect::<Vec<_>>());
    }
    assert!(thanks.iter().all(|letters| letters.len() == 1 && *letters == thanks[0]), "{thanks:?}");
}

/// O5
#[tokio::test(flavor = "multi_thread")]
async fn a_no_erases_what_is_kept_and_no_other_letter_comes() {
    let office = Office::open(NOW).await;
    let link = niki_is_proposed(&office).await;
    let store = office.store();
    let nomination = store.nomination(&secret(&link)).await.unwrap().unwrap();
    assert_eq!((nomination.by.as_str(), nomination.words.as_str()), ("Eleni Dimitriou", "Answers every day."));

    let niki = office.browser();
    let form = niki.get(&link).await.expect(200).page().form(&link);
    for _ in 0..2 {
        let page = niki.send(&form).await.expect(200).page();
        assert!(page.text().contains("is erased, and nobody is told"), "{}", page.text());
        assert!(page.text().contains("no second letter comes"), "{}", page.text());
    }
    assert_eq!(store.nomination(&secret(&link)).await.unwrap(), None);
    let page = niki.get(&link).await.expect(409).page();
    assert!(page.text().contains("you have answered it") && !page.text().contains("Eleni"), "{}", page.text());

    let subject = format!("nomination#{}", store::secret::hash(NIKI.as_bytes()));
    let done: Vec<_> = store.history(&subject).await.unwrap().into_iter().map(|entry| (entry.what, entry.by)).collect();
    let by = "visitor".to_owned();
    assert_eq!(done, [("nominate".to_owned(), by.clone()), ("refuse a nomination".to_owned(), by)]);

    for at in ["2026-05-21T09:00:00Z", "2026-09-01T09:00:00Z"] {
        office.clock_moves_to(at).await;
        proposes(&office.browser(), "Jonas", "", ("Niki", NIKI), "Would be good.").await.expect(303);
    }
    assert_eq!(office.letters_to(NIKI).await.len(), 1);
    // A no to being proposed is none to applying.
    let mut form = niki.get("/apply").await.expect(200).page().form("/apply");
    for (field, value) in [
        ("name", "Niki"),
        ("email", NIKI),
        ("country", "Cyprus"),
        ("answer_contributions", "Answers."),
        ("answer_ideas", "More answers."),
        ("consent", "yes"),
    ] {
        form.fill(field, value);
    }
    niki.send(&form).await.expect(303);
    office.wait_for_letter(NIKI, 1).await.link("/apply/confirm/");
}

/// O5, S1
#[tokio::test(flavor = "multi_thread")]
async fn a_scanner_that_follows_the_link_answers_nothing_by_it() {
    let office = Office::open(NOW).await;
    let link = niki_is_proposed(&office).await;
    let scanner = office.browser();
    let first = scanner.get(&link).await.expecting(200).body;
    for _ in 0..10 {
        scanner.ask(Method::HEAD, &link, &[], None).await.expect(200);
        assert_eq!(scanner.get(&link).await.expecting(200).body, first);
    }
    let nomination = office.store().nomination(&secret(&link)).await.unwrap();
    assert!(nomination.is_some());
    // The other answer leads to the form, which the nominee fills in; nothing is sent before they do.
    let page = office.browser().get(&link).await.expect(200).page();
    let [apply] = page.attributes("main a.button", "href").try_into().unwrap();
    assert_eq!(apply, format!("/apply?nominated={}", link.rsplit('/').next().unwrap()));
    office.browser().get(&apply).await.expect(200).page().form("/apply");
    assert!(office.store().person(&email(NIKI)).await.unwrap().is_none());

    office.clock_moves_to("2026-08-18T10:00:00Z").await;
    office.browser().get(&link).await.expect(409);
    office.browser().post(&link, &[]).await.expect(409);
    assert_eq!(office.store().nomination(&secret(&link)).await.unwrap(), None);
}

/// O5, P2
#[tokio::test(flavor = "multi_thread")]
async fn nobody_sends_their_advertisements_by_our_letter() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    let nominee = ("Niki www.spam.example", NIKI);
    let answer = proposes(&browser, "Win at spam.example", "eleni@", nominee, "Cheap: https://spam.example/now").await;
    let page = answer.expect(422).page();
    assert!(page.text_of("title").starts_with("Error: "));
    let no_link = "Please leave web addresses out here. If there is none, put a space after each period: \
                   a period between two words reads like an address.";
    assert_eq!(
        page.texts_of("#problems a"),
        [
            format!("Your name – {no_link}"),
            "Your e-mail address – This does not look like an e-mail address. An example: name@example.org.".to_owned(),
            format!("Their name – {no_link}"),
            format!("Why them? – {no_link}"),
        ]
    );
    let mut form = page.form("/apply/nominate");
    assert_eq!(form.value("words"), Some("Cheap: https://spam.example/now"));
    assert_eq!(form.value("nominee"), Some("Niki www.spam.example"));
    assert!(letters_to_people(&office).await.is_empty());

    for (field, value) in
        [("name", "Eleni"), ("email", ""), ("nominee", "Niki"), ("words", "She answers, e.g. at night.")]
    {
        form.fill(field, value);
    }
    form.fill("website", "https://spam.example");
    browser.send(&form).await.expect(409);
    assert!(letters_to_people(&office).await.is_empty());
    form.fill("website", "");
    browser.send(&form).await.expect(303);
    assert_eq!(letters_to_people(&office).await.len(), 1);
}

/// O5
#[tokio::test(flavor = "multi_thread")]
async fn scripts_in_names_and_words_are_text_on_the_page_and_in_the_letter() {
    let office = Office::open(NOW).await;
    let hostile = "<script>alert(1)</script>\"'&<img src=x onerror=y>";
    let mut limit = 0;
    for (number, (by, nominee, words)) in
        [(hostile, "Niki", "Fine"), ("Eleni", hostile, "Fine"), ("Eleni", "Niki", hostile)].into_iter().enumerate()
    {
        let address = format!("niki{number}@example.org");
        proposes(&office.browser(), by, "", (nominee, &address), words).await.expect(303);
        let letter = office.wait_for_letter(&address, 0).await;
        let page = office.browser().get(&letter.link("/apply/nominated/")).await.expecting(200).body;
        for html in [&letter.html, &page] {
            assert!(!html.contains("<script") && !html.contains("<img src=x"), "{html}");
            limit += usize::from(html.contains("&lt;script&gt;"));
        }
    }
    // The name of the nominee is in the letter only: the page knows it no more.
    assert_eq!(limit, 5);
}

/// O1, S10
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_invited_to_a_form_that_is_closed_and_a_flood_is_stopped() {
    let closed = program_with(&[("open = ", "open = false\nreopens_on = 2026-09-01")]);
    let office = Office::of(NOW, &closed).await;
    let browser = office.browser();
    let page = browser.get("/apply/nominate").await.expect(200).page();
    assert!(page.text().contains("They open again on 1 September 2026"), "{}", page.text());
    let typed = [("name", "Eleni"), ("nominee", "Niki"), ("nominee_email", NIKI), ("words", "Answers.")];
    let answer = browser.post("/apply/nominate", &typed).await.expect(409).page();
    assert!(answer.text().contains("Answers."), "what was typed is still there");
    assert!(letters_to_people(&office).await.is_empty());

    let limits = "[limits]\napplications_per_origin = 2\n\n[[question]]";
    let office = Office::of(NOW, &program_with(&[("[[question]]", limits)])).await;
    let browser = office.browser().from_address("203.0.113.7");
    for status in [422, 422, 429] {
        browser.post("/apply/nominate", &[]).await.expect(status);
    }
    office.browser().from_address("203.0.113.8").post("/apply/nominate", &typed).await.expect(303);
}
