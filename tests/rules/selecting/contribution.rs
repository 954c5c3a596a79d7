//! The whole community counts: what people did is recorded and thanked for, ambassadors or not.

use crate::letters_to_people;
use crate::tables::everything_in;
use chancery::folder::Folder;
use program::contribution::History;
use program::{ContributionId, ContributionKind};
use specification::office::email;
use specification::page::Filled;
use specification::{Browser, MAUTIC, Office};
use web::contributions::history;
use words::{Locale, Words};

const NOW: &str = "2026-05-20T09:00:00Z";
const NIKI: &str = "niki@example.org";

/// The form with one contribution of Niki's in it.
async fn told(browser: &Browser, kind: &str, what: &str, on: &str) -> Filled {
    let mut form = browser.get("/contribute").await.expect(200).page().form("/contribute");
    for (field, value) in
        [("name", "Niki Makri"), ("email", NIKI), ("kind", kind), ("what", what), ("on", on), ("consent", "yes")]
    {
        form.fill(field, value);
    }
    form
}

/// D5, N1
#[tokio::test(flavor = "multi_thread")]
async fn a_contribution_is_recorded_once_and_thanked_for_once_however_often_its_form_is_sent() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    let mut form = told(&browser, "answering", "Twenty questions about segments", "3 May 2026").await;
    form.fill("link", "https://forum.example.org/segments");
    for _ in 0..3 {
        assert_eq!(browser.send(&form).await.expect(303).location(), "/contribute/sent");
    }
    let page = browser.get("/contribute/sent").await.expect(200).page();
    assert!(page.text().contains("It is recorded, and a letter of thanks is on its way to you."));

    let all = office.store().contributions_of(&email("Niki@Example.org")).await.unwrap();
    let [one] = all.as_slice() else { panic!("{} contributions", all.len()) };
    let id: ContributionId = form.value("key").unwrap().parse().unwrap();
    assert_eq!((one.id, one.kind, one.on.to_string()), (id, ContributionKind::Answering, "2026-05-03".to_owned()));
    assert_eq!(one.what.as_str(), "Twenty questions about segments");
    assert_eq!(one.link.as_deref(), Some("https://forum.example.org/segments"));
    let letters = letters_to_people(&office).await;
    let [letter] = letters.as_slice() else { panic!("{} letters", letters.len()) };
    assert_eq!((letter.to.as_str(), letter.subject.as_str()), (NIKI, "Thank you from Mautic"));
    assert!(letter.text.contains("Hello Niki Makri,") && letter.text.contains("What: Answering questions"));
    assert!(!letter.text.contains("http"), "nothing that was typed makes a link in it: {}", letter.text);
    let done = office.store().history(&format!("contribution#{id}")).await.unwrap();
    assert_eq!(done.iter().map(|entry| (&*entry.what, &*entry.by)).collect::<Vec<_>>(), [("contribute", "visitor")]);

    // Another body under its key is told as such, whatever it is about.
    for (field, value) in [("what", "Thirty questions"), ("email", "ana@example.org")] {
        let mut other = form.clone();
        other.fill(field, value);
        let page = browser.send(&other).await.expect(409).page();
        assert!(page.text().contains("Something else was already sent from this very page"), "{}", page.text());
    }
    assert_eq!(letters_to_people(&office).await.len(), 1);
    assert!(office.store().contributions_of(&email("ana@example.org")).await.unwrap().is_empty());
}

/// D5: the letters stop, the record does not.
#[tokio::test(flavor = "multi_thread")]
async fn several_are_kept_and_an_address_gets_five_letters_a_day_at_most() {
    let office = Office::open(NOW).await;
    let mut all = tokio::task::JoinSet::new();
    for number in 0..8 {
        let browser = office.browser().from_address(&format!("203.0.113.{number}"));
        all.spawn(async move {
            let form = told(&browser, "talk", &format!("Talk {number}"), "2026-05-19").await;
            browser.send(&form).await.expect(303);
        });
    }
    all.join_all().await;
    let contributions = office.store().contributions_of(&email(NIKI)).await.unwrap();
    let mut titles: Vec<_> = contributions.iter().map(|one| one.what.to_string()).collect();
    titles.sort();
    assert_eq!(titles, (0..8).map(|number| format!("Talk {number}")).collect::<Vec<_>>());
    assert_eq!(office.letters_to(NIKI).await.len(), 5);

    office.clock_moves_to("2026-05-21T09:00:00Z").await;
    let browser = office.browser();
    browser.send(&told(&browser, "code", "A fix", "2026-05-20").await).await.expect(303);
    assert_eq!(office.letters_to(NIKI).await.len(), 6);
    assert_eq!(office.store().contributions_of(&email(NIKI)).await.unwrap().len(), 9);
}

/// D5, S2
#[tokio::test(flavor = "multi_thread")]
async fn an_ambassador_is_told_kindly_where_activities_go_and_nothing_is_lost() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let before = office.letters_to("amara@example.org").await.len();
    let shown = amara.get("/contribute").await.expect(200).page();
    assert!(shown.text().contains("You are an ambassador"), "{}", shown.text());
    assert_eq!(shown.link("Go to my activities"), "/me");

    // Whoever types the address without being signed in meets the same pages as with any other.
    let visitor = office.browser();
    let mut pages = Vec::new();
    for address in [NIKI, "amara@example.org"] {
        let mut form = told(&visitor, "writing", "A post", "18 May 2026").await;
        form.fill("email", address);
        let answer = visitor.send(&form).await;
        let next = visitor.get(&answer.expect(303).location()).await.expecting(200);
        pages.push((answer.location(), answer.bytes, next.bytes));
    }
    assert_eq!(pages[0], pages[1]);
    let letter = office.wait_for_letter("amara@example.org", before).await;
    assert!(letter.text.contains("As an ambassador you can also share this"), "{}", letter.text);
    assert_eq!(letter.link("/me"), "/me");
    assert!(!office.wait_for_letter(NIKI, 0).await.text.contains("As an ambassador"));

    let mut form = told(&amara, "organizing", "A meetup", "19 May 2026").await;
    form.fill("email", "amara@example.org");
    amara.send(&form).await.expect(303);
    assert_eq!(office.store().contributions_of(&email("amara@example.org")).await.unwrap().len(), 2);
    let id = form.value("key").unwrap().to_owned();
    let by = &office.store().history(&format!("contribution#{id}")).await.unwrap()[0].by;
    let person = office.store().person(&email("amara@example.org")).await.unwrap().unwrap();
    assert_eq!(*by, format!("person#{}", person.id));
}

/// D5, P2, P4, S10
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_contribution_comes_back_whole_and_is_not_kept() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    let mut form = told(&browser, "talk", " ", "21 May 2026").await;
    for (field, value) in [("name", "<script>alert(1)</script>"), ("email", "niki at"), ("link", "javascript:alert(1)")]
    {
        form.fill(field, value);
    }
    let answer = browser.send(&form).await.expecting(422);
    assert!(!answer.body.contains("<script"), "{}", answer.body);
    let page = answer.page();
    assert!(page.text_of("title").starts_with("Error: "));
    assert_eq!(
        page.texts_of("#problems a"),
        [
            "E-mail address – This does not look like an e-mail address. An example: name@example.org.",
            "What was it? – Please fill this in.",
            "When was it? – It can be reported once it has taken place.",
            "Where can it be seen? – Please give a full web address, starting with https://.",
        ]
    );
    let back = page.form("/contribute");
    for (field, value) in form.fields() {
        assert_eq!(back.value(field), Some(value), "{field}");
    }
    let blank = browser.post("/contribute", &[]).await.expect(422).page();
    assert!(
        blank.texts_of("#problems a").contains(&"Keeping it – We may keep this only if you agree to it.".to_owned())
    );
    let mut form = told(&browser, "talk", "A talk", "19 May 2026").await;
    form.fill("website", "https://spam.example");
    browser.send(&form).await.expect(409);
    assert!(office.store().contributions_of(&email(NIKI)).await.unwrap().is_empty());
    assert!(letters_to_people(&office).await.is_empty());
}

/// D5, D7: what a page for the team shows, from what people told.
#[tokio::test(flavor = "multi_thread")]
async fn a_history_tells_how_long_and_how_varied_and_no_table_holds_the_address() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::in_folder(Folder::open(folder.path()).unwrap(), NOW, MAUTIC, |_| {}).await;
    let browser = office.browser();
    for (kind, what, on) in [
        ("talk", "A talk in Nicosia", "May 3, 2026"),
        ("answering", "Ten questions", "2023-02-01"),
        ("answering", "Twelve questions", "7 July 2024"),
        ("translating", "The handbook", "8 July 2024"),
    ] {
        browser.send(&told(&browser, kind, what, on).await).await.expect(303);
    }
    let contributions = office.store().contributions_of(&email(NIKI)).await.unwrap();
    let made = History::of(&contributions).unwrap();
    let words = Words::new(Locale::English);
    let sentence = "4 contributions in 3 kinds over 3 years, the latest on 3 May 2026";
    assert_eq!(words.contribution_history(&made), sentence);
    let shown = specification::Page::of(&history(words, &made).into_string());
    assert!(shown.text().contains(sentence));
    assert_eq!(
        shown
            .texts_of("dt")
            .into_iter()
            .zip(shown.texts_of("dd"))
            .map(|(a, b)| format!("{a}: {b}"))
            .collect::<Vec<_>>(),
        [
            "Answering questions: 2",
            "Giving a talk: 1",
            "Translating: 1",
            "The first on: 1 February 2023",
            "Months with at least one: 3",
        ]
    );
    assert_eq!(office.letters_to(NIKI).await.len(), 4);
    office.close().await;
    let kept = everything_in(folder.path()).await;
    let holds = |what: &str| -> Vec<_> {
        kept.iter().filter(|(_, items)| items.contains(what)).map(|(table, _)| *table).collect()
    };
    assert_eq!(holds(NIKI), Vec::<&str>::new());
    assert_eq!((holds("niki makri"), holds("the handbook")), (vec!["contributions"], vec!["contributions"]));
}

/// D5, O5
#[tokio::test(flavor = "multi_thread")]
async fn the_program_page_leads_to_both_forms() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    let home = browser.get("/").await.expect(200).page();
    for (says, form) in [("Propose somebody", "/apply/nominate"), ("Tell us what you did", "/contribute")] {
        assert_eq!(home.link(says), form);
        browser.get(form).await.expect(200).page().form(form);
    }
}
