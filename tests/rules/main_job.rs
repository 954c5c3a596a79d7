//! The main job, from an application to an engagement summary in the inbox, through the pages people use.

use calamine::{Data, Reader as _, Xlsx};
use program::{FundingState, Standing};
use specification::{Browser, Office};
use std::collections::BTreeSet;
use std::io::Cursor;
use store::announcing::Tally;
use store::batches::Shelf;

/// O2, D3, M1, M6 to M10, M27, R1, R5, R6
#[tokio::test(flavor = "multi_thread")]
async fn from_an_application_to_an_engagement_summary_in_the_inbox() {
    let office = Office::open("2026-06-20T09:00:00Z").await;

    // An applicant fills in the form, gets a receipt with a link, and confirms.
    let visitor = office.browser();
    let mut form = visitor.get("/apply").await.expect(200).page().form("/apply");
    form.fill("name", "Amara Okafor");
    form.fill("email", "amara@example.org");
    form.fill("country", "Nigeria");
    form.fill("answer_contributions", "Monthly talks in Lagos.");
    form.fill("answer_ideas", "A meetup every month.");
    form.fill("consent", "yes");
    assert_eq!(visitor.send(&form).await.expect(303).location(), "/apply/sent");
    let receipt = office.wait_for_letter("amara@example.org", 0).await;
    let confirmed = visitor.post(&receipt.link("/apply/confirm/"), &[]).await;
    assert!(confirmed.expect(200).page().text().contains("Your address is confirmed"));

    // An organizer signs in by an e-mailed link, finds the application on the board, and accepts it with a reason.
    let organizer = office.organizer().await;
    let board = organizer.get("/team/applications").await.expect(200).page();
    let link = board.link("Amara Okafor");
    let mut decision = organizer.get(&link).await.expect(200).page().form("/decision");
    decision.fill("outcome", "accept");
    decision.fill("reason", "Speaks every month and brings people along.");
    decision.fill("words", "We loved your plans for Lagos.");
    organizer.send(&decision).await.expect(303);
    assert!(
        organizer.get(&link).await.expect(200).page().text().contains("Speaks every month and brings people along.")
    );
    let welcome = office.wait_for_letter("amara@example.org", 1).await;
    assert!(welcome.text.contains("We loved your plans for Lagos."), "{}", welcome.text);
    assert!(!welcome.text.contains("brings people along"), "the reason is for the record: {}", welcome.text);

    // The ambassador signs in, plans, reports, and sees where the quarter stands.
    let amara = office.signed_in("amara@example.org").await;
    assert!(amara.get("/me").await.expect(200).page().text().contains("0 of 2 activities reported in full"));
    let meetup = plan(&amara, "events", "Meetup in Lagos", "2026-06-24").await;
    let article = plan(&amara, "content", "Article on segments", "2026-06-25").await;
    office.clock_moves_to("2026-06-26T09:00:00Z").await;
    let amara = office.signed_in("amara@example.org").await;
    let mut report = amara.get(&meetup).await.expect(200).page().form("/report");
    for (field, value) in [
        ("goal", "Show newcomers how to start"),
        ("registrations", "40"),
        ("attendees", "31"),
        ("hours_to_organize", "6,5"),
        ("hours_to_execute", "3"),
    ] {
        report.fill(field, value);
    }
    amara.send(&report).await.expect(303);
    let dashboard = amara.get("/me").await.expect(200).page().text();
    assert!(dashboard.contains("1 of 2 activities reported in full"), "{dashboard}");
    assert!(dashboard.contains("“Article on segments” is planned; there is no report on it so far."), "{dashboard}");

    let mut report = amara.get(&article).await.expect(200).page().form("/report");
    for (field, value) in [("audience", "Marketers"), ("views", "1,200"), ("engagements", "85")] {
        report.fill(field, value);
    }
    amara.send(&report).await.expect(303);
    let dashboard = amara.get("/me").await.expect(200).page().text();
    assert!(dashboard.contains("1 of 2 activities reported in full"), "{dashboard}");
    assert!(dashboard.contains("Still open: Reshares."), "{dashboard}");

    // The schedule closes the quarter in the program's time zone, after its grace days.
    office.clock_moves_to("2026-07-14T22:30:00Z").await;
    assert!(
        !office
            .letters()
            .await
            .iter()
            .any(|letter| letter.subject.contains("2026-Q2") && letter.to == "team@example.org")
    );
    office.clock_moves_to("2026-07-15T00:30:00Z").await;
    let result = office.letters_to("amara@example.org").await.pop().unwrap();
    assert!(result.subject.contains("2026-Q2"), "{}", result.subject);
    assert!(result.text.contains("You joined on 20 June 2026"), "{}", result.text);
    let amara = office.signed_in("amara@example.org").await;
    let dashboard = amara.get("/me").await.expect(200).page().text();
    assert!(dashboard.contains("2026-Q2 New"), "{dashboard}");

    // The team gets the engagement summary, attached and linked, and downloads the very same.
    let letters = office.letters_to("team@example.org").await;
    let of_this: Vec<_> = letters.iter().filter(|letter| letter.subject.contains("2026-Q2")).collect();
    let [summary] = &of_this[..] else { panic!("{} letters to the team", of_this.len()) };
    assert!(summary.text.contains("/team/quarters/2026-Q2"), "{}", summary.text);
    let [(name, attached)] = &summary.attachments[..] else { panic!("{} attachments", summary.attachments.len()) };
    assert_eq!(name, "engagement-summary-2026-Q2.xlsx");
    let organizer = office.organizer().await;
    let page = organizer.get("/team/quarters/2026-Q2").await.expect(200).page();
    assert!(
        page.text().contains("Attendees per event 31") && page.text().contains("Full reports 1"),
        "{}",
        page.text()
    );
    let file = organizer.get(&page.link("Download")).await.expect(303).location();
    let downloaded = office.browser().get(&file).await;
    assert_eq!(
        downloaded.expect(200).headers["content-disposition"],
        "attachment; filename=\"engagement-summary-2026-Q2.xlsx\""
    );
    assert_eq!(&downloaded.bytes, attached);

    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(attached)).unwrap();
    let titles: Vec<_> = cells(&mut book, "Activities")
        .into_iter()
        .filter(|cell| cell.contains("Lagos") || cell.contains("segments"))
        .collect();
    assert!(
        titles.contains(&"Meetup in Lagos".to_owned()) && titles.contains(&"Article on segments".to_owned()),
        "{titles:?}"
    );
    assert!(cells(&mut book, "Standings").contains(&"New".to_owned()));
    office.close().await;
}

async fn plan(browser: &Browser, kind: &str, title: &str, day: &str) -> String {
    let mut form = browser.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    form.fill("kind", kind);
    form.fill("title", title);
    form.fill("starts_on", day);
    form.fill("place", "in_person");
    form.fill("city", "Lagos");
    browser.send(&form).await.expect(303).location()
}

fn cells(book: &mut Xlsx<Cursor<&Vec<u8>>>, sheet: &str) -> Vec<String> {
    let range = book.worksheet_range(sheet).unwrap();
    range
        .used_cells()
        .map(|(_, _, cell)| cell)
        .filter(|cell| !matches!(cell, Data::Empty))
        .map(ToString::to_string)
        .collect()
}

/// O3
#[tokio::test(flavor = "multi_thread")]
async fn a_demo_office_has_people_two_tranches_and_three_closed_quarters_with_their_summaries() {
    let office = Office::with("2026-11-22T10:00:00Z", specification::MAUTIC, |options| {
        options.demo = true;
        options.program = Some(chancery::demo::program(specification::instant("2026-11-22T10:00:00Z")).unwrap());
    })
    .await;
    let ambassadors = office.store().all_ambassadors().await.unwrap();
    let countries: BTreeSet<_> = ambassadors.iter().map(|ambassador| ambassador.country).collect();
    assert_eq!(ambassadors.len(), 24);
    assert!(countries.len() >= 12, "{countries:?}");
    let tally = async |round: &str| office.store().tally(&round.parse().unwrap()).await.unwrap();
    let to_decide = Tally { received: 2, accept: 2, keep: 1, decline: 1, ..Tally::default() };
    assert_eq!(tally("2026-11").await, to_decide);
    assert_eq!(tally("2027-01").await, Tally { received: 3, in_pool: 1, ..Tally::default() });
    assert_eq!([tally("waiting").await, tally("rolling").await], [Tally::default(); 2]);
    let calendar = office.store().settings().await.unwrap().unwrap().settings.calendar;
    let mut standings = 0;
    for quarter in ["2026-Q1", "2026-Q2", "2026-Q3"] {
        let quarter = quarter.parse().unwrap();
        standings += office.store().standings(quarter).await.unwrap().len();
        let steps = office.store().steps(quarter).await.unwrap();
        assert!(steps.is_closed() && steps.summary.is_some(), "{quarter}");
        let mut activities = 0;
        office.store().visit_activities(quarter, &calendar, |_| activities += 1).await.unwrap();
        assert!(activities >= 24, "{quarter}: {activities}");
    }

    // Money went every way it can: what was paid stands beside what came of it.
    let (open, _) = office.store().batches(Shelf::Open, 10, None).await.unwrap();
    let (done, _) = office.store().batches(Shelf::Done, 10, None).await.unwrap();
    assert_eq!((open.len(), done.len()), (1, 1));
    for state in [FundingState::Documented, FundingState::Payable, FundingState::Paid, FundingState::ToBeDocumented] {
        assert!(office.store().count_funding_in(state).await.unwrap() > 0, "{state:?}");
    }
    let browser = office.browser();
    browser.post("/local/sign-in", &[("role", "organizer")]).await.expect(303);
    let told = browser.get("/team/quarters/between").await.expect(200).page().text();
    assert!(told.contains("What each request aimed for") && told.contains("What it cost"), "{told}");

    // One click makes anybody of you, and every letter can be opened, as text and as HTML.
    for (role, home, says) in [
        ("applicant", "/apply/status", "In review"),
        ("ambassador", "/me", "Hello, Amara Okafor"),
        ("organizer", "/team", "Team desk"),
    ] {
        let browser = office.browser();
        assert_eq!(browser.post("/local/sign-in", &[("role", role)]).await.expect(303).location(), home);
        assert!(browser.get(home).await.expect(200).page().text().contains(says));
    }
    office.post_is_done().await;
    let browser = office.browser();
    let page = browser.get("/local").await.expect(200).page();
    let letters = page.attributes("td a, th a", "href");
    let to_team = office.letters_to("team@example.org").await;
    let glances = to_team.iter().filter(|letter| letter.subject.contains("a glance at")).count();
    assert!((1..=3).contains(&glances), "one for each month's end that the demo's clock came by: {glances}");
    // A result for each standing of whoever is not away, a receipt for each applicant, thanks for each contribution, a word
    // to who stays in the pool, a summary for each quarter, a glance at months, an invitation for the reviewer and one for
    // the treasurer, a word for each two met quarters running and each full year, and nothing else: what is decided in a
    // tranche is told by nobody before it is announced.
    let (mut benefits, mut results) = (0, standings);
    for ambassador in &ambassadors {
        let of = office.store().standings_of(ambassador.id).await.unwrap();
        // Nobody who is on a pause is written to; their standings are on their page.
        if !ambassador.is_written_to(office.store().clock().now().date_naive()) {
            results -= of.len();
            continue;
        }
        let counted = of.iter().map(|judged| judged.judgement.standing);
        let counted: Vec<_> = counted.filter(|standing| matches!(standing, Standing::Met | Standing::Short)).collect();
        benefits += usize::from(counted.windows(2).any(|two| two == [Standing::Met, Standing::Met]));
        // Their quarters were closed when the office opened, which is now.
        let a_year = ambassador.since + chrono::Days::new(365) <= office.store().clock().now().date_naive();
        benefits += usize::from(a_year && !of.is_empty());
    }
    assert!(benefits > 10, "{benefits}");
    assert!(results < standings, "somebody is on a pause");
    assert_eq!(letters.len(), results + 10 + 6 + 1 + 3 + glances + 2 + benefits);
    let subjects = async |address: &str| {
        let letters = office.letters_to(address).await.into_iter().map(|letter| letter.subject);
        letters.collect::<BTreeSet<_>>()
    };
    let told = subjects("wanjiru@example.org").await;
    assert_eq!(told.len(), 2, "a receipt and thanks, the latter several times: {told:?}");
    for undisclosed in ["mateus@example.org", "ingrid@example.org", "jiwoo@example.org"] {
        assert_eq!(subjects(undisclosed).await.len(), 1, "{undisclosed}");
    }
    for letter in letters.iter().step_by(20) {
        assert!(browser.get(letter).await.expect(200).page().text().contains("@example.org"));
        assert!(browser.get(&format!("{letter}/html")).await.expect(200).body.contains("<html"));
    }
    browser.get("/local/letters/..%2Foffice.db.eml").await.expect(404);

    // The clock is moved to the quarter's close, and what falls due is done.
    browser.post("/local/clock", &[("by", "close")]).await.expect(303);
    assert!(office.store().steps("2026-Q4".parse().unwrap()).await.unwrap().summary.is_some());
    // And past the end of the round that takes applications, so that it can be announced.
    browser.post("/local/clock", &[("by", "round")]).await.expect(303);
    assert!(office.store().clock().now() > specification::instant("2027-01-23T00:00:00Z"));
    browser.post("/local/clock", &[("by", "round")]).await.expect(400);
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_that_is_no_demo_has_no_page_behind_the_scenes() {
    let office = Office::open("2026-11-22T10:00:00Z").await;
    let browser = office.browser();
    browser.get("/local").await.expect(404);
    browser.get("/local/letters/x.eml").await.expect(404);
    for path in ["/local/sign-in", "/local/clock"] {
        browser.post(path, &[("role", "organizer"), ("by", "close")]).await.expect(404);
    }
    office.close().await;
}
