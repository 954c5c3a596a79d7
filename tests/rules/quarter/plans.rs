//! Plans: several dates, large ones, organizing together, forms kept for later, drafts that are read twice.

use program::{ActivityId, AmbassadorId, Quarter, Standing};
use specification::page::{Filled, Page};
use specification::{Browser, MAUTIC, Office, instant};

/// When these offices open, in the middle of 2026-Q2.
const NOW: &str = "2026-05-20T09:00:00Z";

/// A plan of an event, filled in and not sent.
async fn filled(browser: &Browser, title: &str, day: &str) -> Filled {
    let mut form = browser.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in
        [("kind", "events"), ("title", title), ("starts_on", day), ("place", "in_person"), ("city", "Lagos")]
    {
        form.fill(field, value);
    }
    form
}

/// The same form with one of its buttons pressed.
async fn press(browser: &Browser, form: &Filled, step: &str) -> specification::Answer {
    let fields: Vec<_> = form.fields().chain([("step", step)]).collect();
    browser.post(form.action(), &fields).await
}

/// A full report on an event.
async fn reports(browser: &Browser, activity: &str) {
    let mut report = browser.get(activity).await.expect(200).page().form("/report");
    for (field, value) in [
        ("goal", "Show newcomers how to start"),
        ("registrations", "40"),
        ("attendees", "31"),
        ("hours_to_organize", "6"),
        ("hours_to_execute", "3"),
    ] {
        report.fill(field, value);
    }
    browser.send(&report).await.expect(303);
}

async fn me(browser: &Browser) -> Page {
    browser.get("/me").await.expect(200).page()
}

fn id_in(path: &str) -> ActivityId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

async fn ambassador_of(office: &Office, address: &str) -> AmbassadorId {
    let address = specification::office::email(address);
    office.store().person(&address).await.unwrap().unwrap().ambassador.unwrap()
}

/// The page of the team of this activity.
async fn for_the_team(office: &Office, address: &str, activity: &str) -> String {
    format!("/team/activities/{}/{}", ambassador_of(office, address).await, id_in(activity))
}

async fn subjects(office: &Office, address: &str, holding: &str) -> usize {
    office.letters_to(address).await.iter().filter(|letter| letter.subject.contains(holding)).count()
}

/// M6, P1
#[tokio::test(flavor = "multi_thread")]
async fn a_workshop_on_three_evenings_is_one_plan_and_counts_in_the_quarter_of_its_last_day() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let form = filled(&amara, "Workshop", "24 June 2026").await;
    let more = press(&amara, &form, "add_date").await.expecting(200).page().form("/me/activities");
    assert_eq!(more.value("title"), Some("Workshop"));
    let mut more = press(&amara, &more, "add_date").await.expecting(200).page().form("/me/activities");
    more.fill("starts_on_2", "30 June 2026");
    more.fill("starts_on_3", "1 July 2026");
    let activity = amara.send(&more).await.expect(303).location();
    let page = amara.get(&activity).await.expect(200).page().text();
    assert!(page.contains("24 June 2026 ; 30 June 2026 ; 1 July 2026"), "{page}");
    let store = office.store();
    let stored = store.activity(ambassador_of(&office, "amara@example.org").await, id_in(&activity)).await;
    let plan = stored.unwrap().unwrap().value.plan;
    let settings = program::Settings::read(MAUTIC).unwrap();
    assert_eq!((plan.days(), plan.quarter(&settings.calendar).to_string().as_str()), (3, "2026-Q3"));
    // Opened for a change, each date is in its field; one that is emptied is taken out.
    let mut edit = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    assert_eq!(edit.value("starts_on_3"), Some("2026-07-01"));
    edit.fill("starts_on_3", "");
    edit.fill("ends_on_3", "");
    amara.send(&edit).await.expect(303);
    let page = amara.get(&activity).await.expect(200).page().text();
    assert!(page.contains("24 June 2026 ; 30 June 2026") && !page.contains("1 July"), "{page}");
    office.close().await;
}

/// P2
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_plan_comes_back_with_every_date_tick_and_address() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let form = filled(&amara, "Workshop", "24 June 2026").await;
    let mut form = press(&amara, &form, "add_date").await.expecting(200).page().form("/me/activities");
    for (field, value) in [
        ("starts_on_2", "soon"),
        ("help", "speakers"),
        ("large", "yes"),
        ("with", "kofi at example.org"),
        ("link", "example.org"),
        ("expected_reach", "many"),
    ] {
        form.fill(field, value);
    }
    let back = amara.send(&form).await.expecting(422).page();
    assert_eq!(
        back.texts_of(".error-summary li"),
        [
            "First day of date 2 – Please write the day like 14 July 2026 or 2026-07-14.",
            "Links – Please give a full web address, starting with https://.",
            "How many people do you expect? – Please write a whole number, such as 0, 45 or 1200.",
            "Who organizes it with you? – This does not look like an e-mail address. An example: name@example.org.",
        ]
    );
    let again = back.form("/me/activities");
    for field in ["starts_on_2", "help", "large", "with", "link", "expected_reach", "key"] {
        assert_eq!(again.value(field), form.value(field), "{field}");
    }
    office.close().await;
}

/// M20, N1
#[tokio::test(flavor = "multi_thread")]
async fn a_large_plan_reaches_each_organizer_at_once_and_only_once() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let organizer = office.organizer().await;
    for (address, role) in [("second@example.org", "organizer"), ("reviewer@example.org", "reviewer")] {
        let mut invitation = organizer.get("/team/people").await.expect(200).page().form("/team/people");
        invitation.fill("email", address);
        invitation.fill(role, "yes");
        organizer.send(&invitation).await.expect(303);
    }
    let plan = filled(&amara, "Mautic Day Lagos", "2026-06-24").await;
    let activity = amara.send(&plan).await.expect(303).location();
    assert_eq!(subjects(&office, "organizer@example.org", "large").await, 0);

    let mut edit = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    edit.fill("large", "yes");
    edit.fill("help", "marketing");
    edit.fill("help_words", "A projector");
    amara.send(&edit).await.expect(303);
    // The same form once more, and another change of what is large already.
    amara.send(&edit).await.expect(303);
    let mut edit = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    edit.fill("title", "Mautic Day West Africa");
    amara.send(&edit).await.expect(303);

    for address in ["organizer@example.org", "second@example.org"] {
        assert_eq!(subjects(&office, address, "a large activity is planned").await, 1, "{address}");
    }
    for address in ["reviewer@example.org", "amara@example.org"] {
        assert_eq!(subjects(&office, address, "large").await, 0, "{address}");
    }
    let letters = office.letters_to("second@example.org").await;
    let letter = letters.iter().find(|letter| letter.subject.contains("large")).unwrap();
    for said in ["Mautic Day Lagos", "24 June 2026", "Lagos, Nigeria", "Marketing; A projector", "Amara Okafor"] {
        assert!(letter.text.contains(said), "{said}: {}", letter.text);
    }
    let page = for_the_team(&office, "amara@example.org", &activity).await;
    assert_eq!(letter.link("/team/activities/"), page);
    let organizer = office.organizer().await;
    assert!(organizer.get(&page).await.expect(200).page().text().contains("Marketing; A projector"));
    assert!(organizer.get("/team").await.expect(200).page().text().contains("One large plan with help wanted"));
    let list = organizer.get("/team/activities").await.expect(200).page().text();
    assert!(list.contains("Large plans Mautic Day West Africa"), "{list}");
    // Once it does not take place, nobody need look at it.
    let cancel = amara.get(&activity).await.expect(200).page().form("/cancel");
    amara.send(&cancel).await.expect(303);
    let desk = organizer.get("/team").await.expect(200).page().text();
    assert!(!desk.contains("large plan"), "{desk}");
    office.close().await;
}

/// M6, M8, S2
#[tokio::test(flavor = "multi_thread")]
async fn what_two_organized_together_counts_for_both_and_is_in_the_summary_once() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let kofi = office.ambassador("Kofi Mensah", "kofi@example.org", "Ghana").await;
    let mut plan = filled(&amara, "Meetup in Lagos", "2026-06-24").await;
    plan.fill("with", "KOFI@example.org\nstranger@example.org\namara@example.org");
    let activity = amara.send(&plan).await.expect(303).location();
    assert_eq!(amara.send(&plan).await.expect(303).location(), activity);
    // Nothing on the owner's page tells a stranger's address from an ambassador's.
    let page = amara.get(&activity).await.expect(200).page().text();
    assert!(page.contains("KOFI@example.org, stranger@example.org") && !page.contains("Kofi Mensah"), "{page}");
    assert_eq!(subjects(&office, "kofi@example.org", "organize something together").await, 1);
    assert_eq!(subjects(&office, "stranger@example.org", "").await, 0);
    assert_eq!(subjects(&office, "amara@example.org", "together").await, 0);

    let dashboard = me(&kofi).await;
    assert!(dashboard.text().contains("Amara Okafor named you."), "{}", dashboard.text());
    let yes = dashboard.form("/together");
    assert_eq!(yes.value("answer"), Some("yes"));
    let shared = kofi.send(&yes).await.expect(303).location();
    assert_eq!(kofi.send(&yes).await.expect(303).location(), shared);
    assert!(!me(&kofi).await.text().contains("Amara Okafor named you."));
    let page = amara.get(&activity).await.expect(200).page().text();
    assert!(page.contains("Organized with Kofi Mensah"), "{page}");

    office.clock_moves_to("2026-06-25T09:00:00Z").await;
    let (amara, kofi) = (office.signed_in("amara@example.org").await, office.signed_in("kofi@example.org").await);
    reports(&amara, &activity).await;
    for browser in [&amara, &kofi] {
        let dashboard = me(browser).await.text();
        assert!(dashboard.contains("1 of 2 activities reported in full"), "{dashboard}");
    }
    let page = kofi.get(&shared).await.expect(200).page();
    assert!(page.text().contains("Amara Okafor plans and reports this.") && page.text().contains("31"));
    assert_eq!(page.attributes("form", "action").iter().filter(|to| to.ends_with("/report")).count(), 0);
    kofi.get(&format!("{shared}/plan")).await.expect(404);
    kofi.post(&format!("{shared}/report"), &[("version", "1"), ("attendees", "99")]).await.expect(404);
    kofi.post(&format!("{shared}/cancel"), &[("version", "1")]).await.expect(404);

    // Closed, it stays as it is: in both standings, and once among the quarter's activities.
    office.clock_moves_to("2026-07-15T01:00:00Z").await;
    let quarter: Quarter = "2026-Q2".parse().unwrap();
    let standings = office.store().standings(quarter).await.unwrap();
    let full: Vec<_> = standings.iter().map(|judged| (judged.judgement.standing, judged.judgement.full)).collect();
    assert_eq!(full, [(Standing::New, 1), (Standing::New, 1)]);
    let mut rows = Vec::new();
    let calendar = program::Settings::read(MAUTIC).unwrap().calendar;
    office.store().visit_activities(quarter, &calendar, |activity| rows.push(activity.id)).await.unwrap();
    assert_eq!(rows, [id_in(&activity)]);
    let kofi = office.signed_in("kofi@example.org").await;
    let late = kofi.post(&format!("{shared}/together"), &[("answer", "no")]).await;
    assert!(late.expect(409).page().text().contains("closed"), "{}", late.page().text());
    let organizer = office.organizer().await;
    let summary = organizer.get("/team/quarters/2026-Q2").await.expect(200).page().text();
    assert!(summary.contains("Activities 1 0 Full reports 1 0"), "once, beside none in the quarter before: {summary}");
    office.close().await;
}

/// M6, N3
#[tokio::test(flavor = "multi_thread")]
async fn a_yes_can_be_taken_back_and_a_name_taken_off_until_the_quarter_closes() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let kofi = office.ambassador("Kofi Mensah", "kofi@example.org", "Ghana").await;
    let mut plan = filled(&amara, "Meetup in Lagos", "2026-06-24").await;
    plan.fill("with", "kofi@example.org");
    let activity = amara.send(&plan).await.expect(303).location();
    let (owner, other) =
        (ambassador_of(&office, "amara@example.org").await, ambassador_of(&office, "kofi@example.org").await);
    let counted = async |who| office.store().activities_of(who).await.unwrap().len();
    let say = async |answer| kofi.post(&format!("{activity}/together"), &[("answer", answer)]).await;

    say("maybe").await.expect(400);
    say("yes").await.expect(303);
    assert_eq!((counted(owner).await, counted(other).await), (1, 1));
    say("no").await.expect(303);
    assert_eq!((counted(owner).await, counted(other).await), (1, 0));
    say("yes").await.expect(303);

    // A change made from a page that was open before the yes is no conflict, and loses nothing.
    let mut edit = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    say("no").await.expect(303);
    say("yes").await.expect(303);
    edit.fill("title", "Meetup in Ikeja");
    amara.send(&edit).await.expect(303);
    assert_eq!(counted(other).await, 1);

    let mut edit = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    edit.fill("with", "");
    amara.send(&edit).await.expect(303);
    assert_eq!((counted(owner).await, counted(other).await), (1, 0));
    say("yes").await.expect(404);
    kofi.get(&activity).await.expect(404);
    assert!(!me(&kofi).await.text().contains("named you"));

    // Named once more, they are asked once more on their page, and not written to again.
    let mut edit = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    edit.fill("with", "kofi@example.org");
    amara.send(&edit).await.expect(303);
    assert!(me(&kofi).await.text().contains("Amara Okafor named you."));
    assert_eq!(subjects(&office, "kofi@example.org", "together").await, 1);
    // The owner has nothing to say about themselves.
    let own = amara.post(&format!("{activity}/together"), &[("answer", "yes")]).await;
    assert!(own.expect(409).page().text().contains("your own"));
    office.close().await;
}

/// N1, N8, P1
#[tokio::test(flavor = "multi_thread")]
async fn a_plan_kept_for_later_comes_back_as_it_was_typed_until_it_is_sent() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let kofi = office.ambassador("Kofi Mensah", "kofi@example.org", "Ghana").await;
    let mut form = filled(&amara, "Meetup <in> Ìbàdàn", "some day in June").await;
    form.fill("with", "not an address yet");
    form.fill("large", "yes");
    assert_eq!(press(&amara, &form, "save").await.expecting(303).location(), "/me#started");
    press(&amara, &form, "save").await.expect(303);
    let started = me(&amara).await;
    assert_eq!(started.text().matches("Plan: Meetup <in> Ìbàdàn").count(), 1);
    let link = started.link("Plan: Meetup <in> Ìbàdàn");
    kofi.get(&link).await.expect(404);
    let opened = amara.get(&link).await.expect(200).page().form("/me/activities");
    for (field, value) in form.fields() {
        assert_eq!(opened.value(field), Some(value), "{field}");
    }
    assert!(office.store().activities_of(ambassador_of(&office, "amara@example.org").await).await.unwrap().is_empty());
    assert_eq!(subjects(&office, "organizer@example.org", "large").await, 0);

    let mut opened = opened;
    opened.fill("starts_on", "2026-06-24");
    opened.fill("with", "");
    let activity = amara.send(&opened).await.expect(303).location();
    assert_eq!(opened.value("key"), Some(id_in(&activity).to_string().as_str()));
    assert!(!me(&amara).await.text().contains("Started"));
    amara.get(&link).await.expect(404);

    // Thrown away, or a month old, it is gone.
    let again = filled(&amara, "Another", "").await;
    press(&amara, &again, "save").await.expect(303);
    let throw = me(&amara).await.form("/me/started");
    amara.send(&throw).await.expect(303);
    amara.send(&throw).await.expect(303);
    assert!(!me(&amara).await.text().contains("Another"));
    press(&amara, &again, "save").await.expect(303);
    office.store().clock().advance(instant("2026-06-20T09:00:00Z") - office.store().clock().now());
    let amara = office.signed_in("amara@example.org").await;
    assert!(!me(&amara).await.text().contains("Another"));
    office.close().await;
}

/// N1
#[tokio::test(flavor = "multi_thread")]
async fn a_report_kept_for_later_is_no_report_and_comes_back_as_it_was_typed() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let activity = amara.send(&filled(&amara, "Meetup", "2026-05-19").await).await.expect(303).location();
    let mut report = amara.get(&activity).await.expect(200).page().form("/report");
    report.fill("attendees", "about thirty");
    report.fill("done", "It was");
    press(&amara, &report, "save").await.expect(303);
    let owner = ambassador_of(&office, "amara@example.org").await;
    let stored = async || office.store().activity(owner, id_in(&activity)).await.unwrap().unwrap().value;
    assert_eq!(stored().await.report, None);
    // A change of the plan meanwhile stands in nobody's way.
    let mut edit = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    edit.fill("title", "Meetup in Lagos");
    amara.send(&edit).await.expect(303);

    let started = me(&amara).await;
    let mut opened = amara.get(&started.link("Report: Meetup in Lagos")).await.expect(200).page().form("/report");
    assert_eq!((opened.value("attendees"), opened.value("done")), (Some("about thirty"), Some("It was")));
    opened.fill("attendees", "30");
    amara.send(&opened).await.expect(303);
    assert!(stored().await.report.is_some());
    assert!(!me(&amara).await.text().contains("Started"));
    office.close().await;
}

/// M6, N1, N3
#[tokio::test(flavor = "multi_thread")]
async fn a_plan_sent_twice_is_one_and_one_changed_elsewhere_shows_every_value_that_differs() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let mut plan = filled(&amara, "Meetup", "2026-06-24").await;
    plan.fill("help", "design");
    let (one, two) = tokio::join!(amara.send(&plan), amara.send(&plan));
    assert_eq!((one.expect(303).location(), two.status), (two.location(), 303));
    let activity = one.location();
    plan.fill("help", "speakers");
    amara.send(&plan).await.expect(409);

    let mut first = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    let mut second = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    first.fill("expected_reach", "40");
    second.fill("help", "marketing");
    amara.send(&first).await.expect(303);
    let conflict = amara.send(&second).await.expecting(409).page();
    for shown in ["How many people do you expect?", "40", "Would you like help?", "design", "marketing"] {
        assert!(conflict.text().contains(shown), "{shown}: {}", conflict.text());
    }
    amara.send(&conflict.form("/plan")).await.expect(303);
    office.close().await;
}

/// Hands in a draft with this link.
async fn hands_in(author: &Browser, activity: &str, link: &str) -> Filled {
    let mut draft = author.get(activity).await.expect(200).page().form("/draft");
    draft.fill("draft_link", link);
    author.send(&draft).await.expect(303);
    draft
}

/// The review at hand, filled in and not sent.
async fn review(reviewer: &Browser, page: &str, verdict: &str, words: &str) -> Filled {
    let mut form = reviewer.get(page).await.expect(200).page().form("/draft");
    form.fill("verdict", verdict);
    form.fill("words", words);
    form
}

/// An office with an ambassador's article in it, and the organizer, the address for the team, and a reviewer's browser.
async fn with_an_article() -> (Office, Browser, Browser, Browser, String, String) {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let organizer = office.organizer().await;
    let mut invitation = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    invitation.fill("email", "reviewer@example.org");
    invitation.fill("reviewer", "yes");
    organizer.send(&invitation).await.expect(303);
    let reviewer = office.signed_in("reviewer@example.org").await;
    let mut plan = filled(&amara, "Article on segments", "2026-06-24").await;
    plan.fill("kind", "content");
    plan.fill("place", "online");
    let activity = amara.send(&plan).await.expect(303).location();
    let page = for_the_team(&office, "amara@example.org", &activity).await;
    (office, amara, organizer, reviewer, activity, page)
}

/// M21, N1
#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_read_twice_and_its_author_is_written_to_once_for_each_review() {
    let (office, amara, organizer, reviewer, activity, page) = with_an_article().await;
    let written = async || subjects(&office, "amara@example.org", "your draft was read").await;
    let first = hands_in(&amara, &activity, "https://example.org/one").await;
    amara.send(&first).await.expect(303);
    assert!(organizer.get("/team").await.expect(200).page().text().contains("One draft waits for a review"));
    assert!(reviewer.get("/team/activities").await.expect(200).page().text().contains("Drafts that wait for a review"));

    // To ask for a change takes words.
    let empty = review(&reviewer, &page, "change", " ").await;
    let back = reviewer.send(&empty).await.expecting(422).page();
    assert_eq!(back.texts_of(".error-summary li"), ["A word to the author – Please fill this in."]);
    let change = review(&reviewer, &page, "change", "Lovely. Could the opening be shorter?").await;
    reviewer.send(&change).await.expect(303);
    reviewer.send(&change).await.expect(303);
    assert_eq!(written().await, 1);
    assert!(!organizer.get("/team").await.expect(200).page().text().contains("waits for a review"));
    let shown = amara.get(&activity).await.expect(200).page().text();
    assert!(shown.contains("Lovely. Could the opening be shorter?"), "{shown}");
    assert!(!shown.contains("reviewer@example.org"), "{shown}");

    hands_in(&amara, &activity, "https://example.org/two").await;
    reviewer.send(&review(&reviewer, &page, "ready", "").await).await.expect(303);
    let last = review(&organizer, &page, "ready", "Wonderful, thank you.").await;
    assert_eq!(last.value("round"), Some("final"));
    organizer.send(&last).await.expect(303);
    organizer.send(&last).await.expect(303);
    assert_eq!(written().await, 3);
    let letter = office.letters_to("amara@example.org").await.pop().unwrap();
    assert!(
        letter.text.contains("ready to publish") && letter.text.contains("Wonderful, thank you."),
        "{}",
        letter.text
    );
    assert_eq!(letter.link("/me/activities/"), activity);
    let shown = amara.get(&activity).await.expect(200).page();
    assert!(shown.text().contains("It is ready: please publish it"), "{}", shown.text());
    assert_eq!(shown.texts_of(".history > li").len(), 5);
    // What is ready is ready.
    amara
        .post(&format!("{activity}/draft"), &[("version", "5"), ("draft_link", "https://example.org/3")])
        .await
        .expect(409);
    office.close().await;
}

/// M21
#[tokio::test(flavor = "multi_thread")]
async fn a_report_needs_no_draft_and_other_kinds_have_none() {
    let (office, amara, _, reviewer, _, _) = with_an_article().await;
    let mut article = filled(&amara, "Short post", "2026-05-19").await;
    article.fill("kind", "content");
    let article = amara.send(&article).await.expect(303).location();
    let mut report = amara.get(&article).await.expect(200).page().form("/report");
    report.fill("audience", "Marketers");
    amara.send(&report).await.expect(303);
    let meetup = amara.send(&filled(&amara, "Meetup", "2026-06-24").await).await.expect(303).location();
    assert!(!amara.get(&meetup).await.expect(200).page().text().contains("A draft, before you publish"));
    let draft = [("version", "0"), ("draft_link", "https://example.org/1")];
    amara.post(&format!("{meetup}/draft"), &draft).await.expect(409);
    let page = for_the_team(&office, "amara@example.org", &meetup).await;
    reviewer
        .post(&format!("{page}/draft"), &[("version", "0"), ("round", "first"), ("verdict", "ready")])
        .await
        .expect(409);
    office.close().await;
}

/// M21, N3
#[tokio::test(flavor = "multi_thread")]
async fn two_reviewers_at_once_make_one_review_and_the_other_sees_both() {
    let (office, amara, organizer, reviewer, activity, page) = with_an_article().await;
    hands_in(&amara, &activity, "https://example.org/one").await;
    let one = review(&organizer, &page, "ready", "Go ahead, and thank you.").await;
    let two = review(&reviewer, &page, "change", "A picture would help.").await;
    let (first, second) = tokio::join!(organizer.send(&one), reviewer.send(&two));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let conflict = if first.status == 409 { first } else { second }.page().text();
    for shown in ["Go ahead, and thank you.", "A picture would help.", "Saved by somebody else", "Sent by you"] {
        assert!(conflict.contains(shown), "{shown}: {conflict}");
    }
    assert_eq!(subjects(&office, "amara@example.org", "your draft was read").await, 1);
    office.close().await;
}

/// M21, R8
#[tokio::test(flavor = "multi_thread")]
async fn an_organizer_who_is_an_ambassador_too_does_not_review_their_own_draft() {
    let (office, _, organizer, reviewer, activity, page) = with_an_article().await;
    let mut invitation = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    invitation.fill("email", "amara@example.org");
    invitation.fill("organizer", "yes");
    organizer.send(&invitation).await.expect(303);
    let amara = office.signed_in("amara@example.org").await;
    hands_in(&amara, &activity, "https://example.org/one").await;
    let form = review(&reviewer, &page, "ready", "").await;
    let own = amara.get(&page).await.expect(200).page();
    assert!(own.text().contains("somebody else in the team reads it"), "{}", own.text());
    let refused = amara.send(&form).await.expecting(409).page().text();
    assert!(refused.contains("This draft is your own"), "{refused}");
    reviewer.send(&form).await.expect(303);
    office.close().await;
}

/// M6, N7
#[tokio::test(flavor = "multi_thread")]
async fn the_team_sees_a_quarter_s_activities_narrowed_as_it_likes() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let kofi = office.ambassador("Kofi Mensah", "kofi@example.org", "Ghana").await;
    let held = amara.send(&filled(&amara, "Held", "2026-05-18").await).await.expect(303).location();
    amara.send(&filled(&amara, "To come", "2026-06-24").await).await.expect(303);
    let reported = kofi.send(&filled(&kofi, "Reported", "2026-05-19").await).await.expect(303).location();
    reports(&kofi, &reported).await;
    amara.send(&filled(&amara, "Next quarter", "2026-07-24").await).await.expect(303);
    let organizer = office.organizer().await;
    let listed = async |query: &str| {
        let page = organizer.get(&format!("/team/activities{query}")).await.expecting(200).page();
        let mut titles = page.texts_of("tbody th");
        titles.sort();
        titles
    };
    assert_eq!(listed("").await, ["Held", "Reported", "To come"]);
    assert_eq!(listed("?show=planned").await, ["To come"]);
    assert_eq!(listed("?show=held").await, ["Held"]);
    assert_eq!(listed("?show=reported").await, ["Reported"]);
    assert_eq!(listed("?country=Ghana").await, ["Reported"]);
    assert_eq!(listed("?quarter=2026-Q3").await, ["Next quarter"]);
    for nonsense in ["?quarter=soon", "?show=best", "?after=9.", "?after=0.{}"] {
        organizer.get(&format!("/team/activities{nonsense}")).await.expect(400);
    }
    let page = for_the_team(&office, "kofi@example.org", &reported).await;
    let text = organizer.get(&page).await.expect(200).page().text();
    assert!(text.contains("Show newcomers how to start") && text.contains("First reported"), "{text}");
    // An activity is found under its own ambassador only.
    let wrong = for_the_team(&office, "kofi@example.org", &held).await;
    organizer.get(&wrong).await.expect(404);
    office.close().await;
}
