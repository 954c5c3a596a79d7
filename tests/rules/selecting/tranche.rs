//! Selecting in tranches, through the pages people use (clauses O2, O3, D3, R1 to R3).

use crate::{NOW, in_tranches};
use chancery::folder::Folder;
use program::{Outcome, Round};
use specification::office::email;
use specification::{Browser, Office, Page};

/// Applies through the form and confirms; gives the address of the application on the board.
async fn applies(office: &Office, name: &str, address: &str, country: &str) -> String {
    applies_with(office, name, address, country, &[]).await
}

/// The same, answering more than everybody is asked.
async fn applies_with(office: &Office, name: &str, address: &str, country: &str, more: &[(&str, &str)]) -> String {
    let visitor = office.browser();
    let mut form = visitor.get("/apply").await.expect(200).page().form("/apply");
    for (field, value) in [
        ("name", name),
        ("email", address),
        ("country", country),
        ("answer_contributions", "Talks and answers in the forum."),
        ("answer_ideas", "A meetup every month."),
        ("links", &format!("https://example.net/{address}")),
        ("consent", "yes"),
    ]
    .into_iter()
    .chain(more.iter().copied())
    {
        form.fill(field, value);
    }
    visitor.send(&form).await.expect(303);
    let receipt = office.wait_for_letter(address, 0).await;
    visitor.post(&receipt.link("/apply/confirm/"), &[]).await.expect(200);
    let person = office.store().person(&email(address)).await.unwrap().unwrap();
    format!("/team/applications/{}", person.application.unwrap())
}

async fn decides(organizer: &Browser, application: &str, outcome: Outcome) -> u16 {
    let mut form = organizer.get(application).await.expect(200).page().form("/decision");
    form.fill("outcome", outcome.name());
    form.fill("reason", "By the criteria.");
    form.fill("words", &format!("Words about {}.", outcome.name()));
    organizer.send(&form).await.status
}

async fn scores(reviewer: &Browser, application: &str, [helps, reach, time]: [&str; 3], comment: &str) {
    let mut form = reviewer.get(application).await.expect(200).page().form("/review");
    form.fill("score_helps", helps);
    form.fill("score_reach", reach);
    form.fill("score_time", time);
    form.fill("comment", comment);
    reviewer.send(&form).await.expect(303);
}

async fn in_the_team(office: &Office, address: &str, role: &str) -> Browser {
    let organizer = office.organizer().await;
    let mut form = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    form.fill("email", address);
    form.fill(role, "yes");
    organizer.send(&form).await.expect(303);
    office.wait_for_letter(address, 0).await;
    office.signed_in(address).await
}

async fn status(browser: &Browser) -> String {
    browser.get("/apply/status").await.expect(200).page().text_of(".tag")
}

/// What is shown of the letters before they leave.
fn letters_shown(page: &Page) -> Vec<String> {
    page.texts_of("details.letter pre")
}

/// O2, O3, D3, R1, R2
#[tokio::test(flavor = "multi_thread")]
async fn decisions_of_a_tranche_stay_undisclosed_until_they_are_announced_together() {
    let office = Office::of(NOW, &in_tranches()).await;
    let amara = applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    let jonas = applies(&office, "Jonas Weber", "jonas@example.org", "Germany").await;
    let mina = applies(&office, "Mina Park", "mina@example.org", "Korea").await;
    let (at_amara, at_jonas, at_mina) = (
        office.signed_in("amara@example.org").await,
        office.signed_in("jonas@example.org").await,
        office.signed_in("mina@example.org").await,
    );
    assert_eq!(status(&at_amara).await, "Received");
    // The team gets the summary of a quarter that closes meanwhile, whenever that is made.
    let letters = async || office.letters().await.iter().filter(|letter| letter.to != "team@example.org").count();
    let before = letters().await;

    // Before the tranche closes, decisions can be prepared, and nothing can be announced.
    let organizer = office.organizer().await;
    assert_eq!(decides(&organizer, &amara, Outcome::Decline).await, 303);
    assert_eq!(status(&at_amara).await, "Received", "a pending decision is not disclosed");
    let round = "/team/applications/rounds/spring";
    organizer.post(&format!("{round}/announce"), &[]).await.expect(409);

    office.clock_moves_to("2026-06-01T09:00:00Z").await;
    let organizer = office.organizer().await;
    let (at_amara, at_jonas, at_mina) = {
        drop((at_amara, at_jonas, at_mina));
        (
            office.signed_in("amara@example.org").await,
            office.signed_in("jonas@example.org").await,
            office.signed_in("mina@example.org").await,
        )
    };
    for applicant in [&at_amara, &at_jonas, &at_mina] {
        assert_eq!(status(applicant).await, "In review");
    }
    // Everybody hears on the same day, so everybody is decided about first.
    let refused = organizer.post(&format!("{round}/announce"), &[]).await.expect(409).page();
    assert!(refused.text().contains("2 applications have no decision yet"), "{}", refused.text());
    // The organizer has another look at one, and decides otherwise.
    let page = organizer.get(&amara).await.expect(200).page();
    organizer.send(&page.form("/reconsider")).await.expect(303);
    assert_eq!(decides(&organizer, &amara, Outcome::Accept).await, 303);
    assert_eq!(decides(&organizer, &jonas, Outcome::Decline).await, 303);
    assert_eq!(decides(&organizer, &mina, Outcome::KeepInPool).await, 303);
    for applicant in [&at_amara, &at_jonas, &at_mina] {
        assert_eq!(status(applicant).await, "In review");
    }
    // The organizer twice, because a session ends after some hours, and each applicant again.
    let sign_ins = 2 + 3;
    assert_eq!(letters().await, before + sign_ins, "nobody was written to but for signing in");

    // Every letter is shown before it leaves, and says what was decided.
    let mut shown = Vec::new();
    for outcome in Outcome::ALL {
        let page = organizer.get(&format!("{round}?outcome={}", outcome.name())).await.expect(200).page();
        let letters = letters_shown(&page);
        assert_eq!(letters.len(), 1, "{}", page.text());
        assert!(letters[0].contains(&format!("Words about {}.", outcome.name())), "{}", letters[0]);
        shown.extend(letters);
    }
    assert!(shown[0].contains("http://localhost"), "its links lead here: {}", shown[0]);
    assert!(shown[0].contains("Amara Okafor") && shown[1].contains("Mina Park") && shown[2].contains("Jonas Weber"));

    // One button, and however often it is pressed, everybody is told once.
    for _ in 0..3 {
        organizer.post(&format!("{round}/announce"), &[]).await.expect(303);
    }
    eventually(async || office.store().announcement("spring").await.unwrap().unwrap().done_at.is_some()).await;
    office.post_is_done().await;
    for (address, expected) in [
        ("amara@example.org", "Words about accept."),
        ("jonas@example.org", "Words about decline."),
        ("mina@example.org", "Words about keep_in_pool."),
    ] {
        let told: Vec<_> =
            office.letters_to(address).await.into_iter().filter(|letter| letter.text.contains("Words about")).collect();
        assert_eq!(told.len(), 1, "{address}");
        assert!(told[0].text.contains(expected), "{}", told[0].text);
        assert!(!told[0].text.contains("By the criteria."), "the reason for the record stays there: {}", told[0].text);
    }
    assert_eq!(status(&at_jonas).await, "Declined");
    assert_eq!(status(&at_mina).await, "In the pool");
    let amara_now = office.signed_in("amara@example.org").await;
    assert!(amara_now.get("/me").await.expect(200).page().text().contains("Hello, Amara Okafor"));

    // Nothing about the tranche is decided any more; who is in the pool goes on to the next one.
    let pool = office.store().person(&email("mina@example.org")).await.unwrap().unwrap().application.unwrap();
    let pool = office.store().application(pool).await.unwrap().unwrap().value;
    assert_eq!(pool.round, Round::Tranche("autumn".to_owned()));
    assert_eq!(decides(&organizer, &mina, Outcome::Accept).await, 303, "in the next tranche it can be decided");
    assert_eq!(status(&at_mina).await, "In the pool", "and again nobody is told before");
    let page = organizer.get(round).await.expect(200).page();
    assert!(page.text().contains("3 of 3 applicants are told"), "{}", page.text());
    office.close().await;
}

/// O3, N3
#[tokio::test(flavor = "multi_thread")]
async fn after_the_announcement_no_decision_of_the_tranche_can_change() {
    let office = Office::of(NOW, &in_tranches()).await;
    let amara = applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    office.clock_moves_to("2026-06-01T09:00:00Z").await;
    let (organizer, late) = (office.organizer().await, office.organizer().await);
    assert_eq!(decides(&organizer, &amara, Outcome::Accept).await, 303);
    let mut form = late.get(&amara).await.expect(200).page().form("/decision");
    form.fill("outcome", "decline");
    form.fill("reason", "Changed my mind.");
    form.fill("words", "Sorry.");
    let back = late.get(&amara).await.expect(200).page().form("/reconsider");
    organizer.post("/team/applications/rounds/spring/announce", &[]).await.expect(303);
    late.send(&form).await.expect(409);
    late.send(&back).await.expect(409);
    eventually(async || office.store().announcement("spring").await.unwrap().unwrap().done_at.is_some()).await;
    let told: Vec<_> = office.letters_to("amara@example.org").await.into_iter().map(|letter| letter.subject).collect();
    assert_eq!(told.iter().filter(|subject| subject.contains("Welcome")).count(), 1, "{told:?}");
    assert!(!office.letters().await.iter().any(|letter| letter.text.contains("Sorry.")));
    office.close().await;
}

/// O1, O2
#[tokio::test(flavor = "multi_thread")]
async fn whoever_applies_between_tranches_waits_and_goes_into_the_next_one_by_itself() {
    let office = Office::of("2026-10-02T09:00:00Z", &in_tranches()).await;
    let amara = applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    let id = amara.rsplit('/').next().unwrap().parse().unwrap();
    let round = async || office.store().application(id).await.unwrap().unwrap().value.round;
    assert_eq!(round().await, Round::Waiting);
    let organizer = office.organizer().await;
    assert!(organizer.get("/team/applications").await.expect(200).page().text().contains("Amara Okafor"));
    let document = in_tranches()
        + "\n[[tranche]]\nkey = \"winter\"\nlabel = \"Winter round\"\ncloses_on = 2026-12-31\nannounces_on = 2027-01-15\n";
    office.store().add_settings(&document, 1, store::audit::Actor::Operator).await.unwrap();
    office.clock_moves_to("2026-10-02T11:00:00Z").await;
    assert_eq!(round().await, Round::Tranche("winter".to_owned()));
    office.close().await;
}

/// O2
#[tokio::test(flavor = "multi_thread")]
async fn settings_that_would_leave_somebody_without_an_answer_say_so_before_and_are_refused() {
    let office = Office::of(NOW, &in_tranches()).await;
    applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    let organizer = office.organizer().await;
    let without = in_tranches().replace("key = \"spring\"", "key = \"later\"");
    let sends = async |button: &str, status| {
        let fields = [("document", &*without), ("version", "1"), ("do", button)];
        organizer.post("/team/settings", &fields).await.expecting(status).page().text()
    };
    for (button, status) in [("look", 200), ("use", 409)] {
        let page = sends(button, status).await;
        assert!(page.contains("one person in it would be left without an answer"), "{page}");
        assert!(page.contains("Announce the decisions first"), "{page}");
    }
    assert_eq!(office.store().settings().await.unwrap().unwrap().version, 1);
    office.close().await;
}

/// D3, R3
#[tokio::test(flavor = "multi_thread")]
async fn each_reviewer_scores_alone_and_sees_the_others_only_after_their_own() {
    let office = Office::of(NOW, &in_tranches()).await;
    let amara = applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    let one = in_the_team(&office, "one@example.org", "reviewer").await;
    let two = in_the_team(&office, "two@example.org", "reviewer").await;
    scores(&one, &amara, ["5", "4", "3"], "Speaks every month.").await;
    let board = "/team/applications?round=spring";
    for page in [two.get(&amara).await.expect(200).page(), two.get(board).await.expect(200).page()] {
        assert!(!page.text().contains("Speaks every month."), "{}", page.text());
        assert!(!page.text().contains("4.33"), "{}", page.text());
    }
    // In the order of scores, an application one has not scored does not show by its place what others gave.
    let by_score = two.get(&format!("{board}&order=score")).await.expect(200).page().text();
    assert!(!by_score.contains("Amara Okafor") && by_score.contains("left out until you have scored it"), "{by_score}");

    scores(&two, &amara, ["3", "2", "1"], "Few dates this year.").await;
    let page = two.get(&amara).await.expect(200).page().text();
    assert!(page.contains("Speaks every month.") && page.contains("Few dates this year."), "{page}");
    // (5·3 + 4·2 + 3·1) ÷ 6 = 4.33 and (3·3 + 2·2 + 1·1) ÷ 6 = 2.33.
    assert!(page.contains("Score 3.33, by 2 reviewers"), "{page}");
    assert!(two.get(&format!("{board}&order=score")).await.expect(200).page().text().contains("3.33"));

    // A review can be changed, and then the score is made anew; reviewers decide nothing.
    scores(&one, &amara, ["3", "2", "1"], "On second thought.").await;
    assert!(two.get(&amara).await.expect(200).page().text().contains("Score 2.33, by 2 reviewers"));
    two.post(&format!("{amara}/decision"), &[("version", "2"), ("outcome", "accept")]).await.expect(403);
    assert!(two.get(&amara).await.expect(200).page().texts_of("form[action$='/decision']").is_empty());

    // A wrong review comes back as it was typed.
    let wrong = [("version", "2"), ("score_helps", "9"), ("comment", "Kept.")];
    let page = one.post(&format!("{amara}/review"), &wrong).await.expect(422).page();
    assert_eq!(page.form("/review").value("comment").map(str::trim), Some("Kept."));
    office.close().await;
}

/// R3
#[tokio::test(flavor = "multi_thread")]
async fn nobody_reviews_or_decides_their_own_and_whoever_knows_an_applicant_can_step_aside() {
    let office = Office::of(NOW, &in_tranches()).await;
    let own = applies(&office, "Olu Adeyemi", "organizer@example.org", "Nigeria").await;
    let amara = applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    let organizer = office.organizer().await;
    let page = organizer.get(&own).await.expect(200).page();
    assert!(page.text().contains("This is your own application"), "{}", page.text());
    assert!(page.texts_of("form[action$='/review'], form[action$='/decision']").is_empty());
    let all_five = [("version", "0"), ("score_helps", "5"), ("score_reach", "5"), ("score_time", "5")];
    organizer.post(&format!("{own}/review"), &all_five).await.expect(409);
    let accept = [("version", "2"), ("outcome", "accept"), ("reason", "It is me.")];
    organizer.post(&format!("{own}/decision"), &accept).await.expect(409);
    organizer.get(&format!("{own}/record")).await.expect(403);
    let id = own.rsplit('/').next().unwrap().parse().unwrap();
    let application = office.store().application(id).await.unwrap().unwrap().value;
    assert_eq!((application.pending, application.score), (None, None));

    let one = in_the_team(&office, "one@example.org", "reviewer").await;
    scores(&one, &amara, ["5", "5", "5"], "Knows everybody.").await;
    let mut aside = organizer.get(&amara).await.expect(200).page().form("/review");
    aside.fill("abstain", "yes");
    aside.fill("comment", "We share an office.");
    organizer.send(&aside).await.expect(303);
    let page = organizer.get(&amara).await.expect(200).page().text();
    assert!(page.contains("Stepped aside") && page.contains("Score 5.00, by one reviewer"), "{page}");
    office.close().await;
}

/// O3, R3
#[tokio::test(flavor = "multi_thread")]
async fn an_organizer_who_applies_does_not_see_what_was_decided_about_them_before_it_is_announced() {
    let office = Office::of(NOW, &in_tranches()).await;
    let own = applies(&office, "Olu Adeyemi", "organizer@example.org", "Nigeria").await;
    let amara = applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    let other = in_the_team(&office, "other@example.org", "organizer").await;
    assert_eq!(decides(&other, &own, Outcome::Decline).await, 303);
    assert_eq!(decides(&other, &amara, Outcome::Accept).await, 303);

    let organizer = office.organizer().await;
    let page = organizer.get(&own).await.expect(200).page();
    assert_eq!(page.text_of("main .tag"), status(&organizer).await, "what every applicant is shown");
    let column = |column: &str| format!("/team/applications?round=spring&column={column}");
    for column in [column("received"), column("pending_accept"), column("pending_decline")] {
        let board = organizer.get(&column).await.expect(200).page();
        assert!(!board.text_of("main").contains("Olu Adeyemi"), "{column}");
        assert!(board.text().contains("Your own application is not on this board"), "{column}");
    }
    let round = organizer.get("/team/applications/rounds/spring?outcome=decline").await.expect(200).page();
    assert!(letters_shown(&round).is_empty(), "{}", round.text());
    assert!(!round.text().contains("Decline (1)") && !round.text_of("main").contains("Olu"), "{}", round.text());
    let country = organizer.get("/team/territories/NG").await.expect(200).page();
    assert_eq!(country.text().matches("Decline").count(), 0, "{}", country.text());
    // Nor by a form about it that is out of date.
    for change in ["decision", "reconsider"] {
        let stale = [("version", "1"), ("outcome", "accept"), ("reason", "It is me.")];
        let refused = organizer.post(&format!("{own}/{change}"), &stale).await.expecting(409).page();
        assert!(!refused.text().contains("By the criteria."), "{}", refused.text());
        assert!(refused.text().contains("your own application"), "{}", refused.text());
    }
    // The others see all of it.
    assert!(other.get(&column("pending_decline")).await.expect(200).page().text().contains("Olu Adeyemi"));
    assert_eq!(letters_shown(&other.get("/team/applications/rounds/spring?outcome=decline").await.page()).len(), 1);
    office.close().await;
}

/// R3
#[tokio::test(flavor = "multi_thread")]
async fn where_names_are_hidden_a_reviewer_reads_without_them_and_an_organizer_with_them() {
    let document = in_tranches().replace("consent_version = 1", "consent_version = 1\nnames_hidden = true")
        + "\n[[question]]\nkey = \"talk\"\nlabel = \"Your latest talk\"\nkind = \"link\"\n";
    let place = tempfile::tempdir().unwrap();
    let open = || Office::in_folder(Folder::open(place.path()).unwrap(), NOW, &document, |_| {});
    let office = open().await;
    let more = [("answer_talk", "https://example.net/amara@example.org/talk")];
    let amara = applies_with(&office, "Amara Okafor", "amara@example.org", "Nigeria", &more).await;
    let reviewer = in_the_team(&office, "one@example.org", "reviewer").await;
    let nameless = async |reviewer: &Browser| {
        for path in ["/team/applications", "/team/applications?order=score", &amara] {
            let page = reviewer.get(path).await;
            assert_eq!(page.status, 200);
            assert!(!page.body.contains("Amara") && !page.body.contains("amara@"), "{path}: {}", page.page().text());
        }
    };
    nameless(&reviewer).await;
    // Nor by a page of theirs that is asked for no longer.
    let asks_another = document.replace("key = \"talk\"", "key = \"blog\"");
    office.store().add_settings(&asks_another, 1, store::audit::Actor::Operator).await.unwrap();
    office.close().await;
    let office = open().await;
    let reviewer = office.signed_in("one@example.org").await;
    nameless(&reviewer).await;
    assert!(reviewer.get(&amara).await.page().text().contains("Talks and answers in the forum."));
    assert!(office.organizer().await.get(&amara).await.page().text().contains("Amara Okafor"));
    office.close().await;
}

/// D3
#[tokio::test(flavor = "multi_thread")]
async fn the_record_of_an_application_is_one_page_with_scores_reasons_and_who_decided_when() {
    let office = Office::of(NOW, &in_tranches()).await;
    let amara = applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    let organizer = office.organizer().await;
    scores(&organizer, &amara, ["5", "4", "3"], "Speaks every month.").await;
    assert_eq!(decides(&organizer, &amara, Outcome::Accept).await, 303);
    let record = organizer.get(&format!("{amara}/record")).await.expect(200).page().text();
    for said in [
        "Talks and answers in the forum.",
        "You already help people around you with Mautic. 5 of 5",
        "Speaks every month.",
        "By the criteria.",
        "organizer@example.org",
        "Address confirmed",
        "Decided: accept",
        "20 May 2026",
    ] {
        assert!(record.contains(said), "{said} is not in the record: {record}");
    }
    // The criteria are public before anybody applies.
    let form = office.browser().get("/apply").await.expect(200).page().text();
    assert!(form.contains("You would carry the program somewhere it is not yet strong."), "{form}");
    office.close().await;
}

/// O4
#[tokio::test(flavor = "multi_thread")]
async fn the_board_is_narrowed_to_a_territory_or_a_language_and_shows_who_is_there() {
    let office = Office::of(NOW, &in_tranches()).await;
    applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    let chidi = applies(&office, "Chidi Eze", "chidi@example.org", "Nigeria").await;
    applies(&office, "Jonas Weber", "jonas@example.org", "Germany").await;
    let organizer = office.organizer().await;
    let names = |page: &Page| page.texts_of("tbody th");
    let board = "/team/applications?round=spring";
    let page = organizer.get(&format!("{board}&country=Nigeria")).await.expect(200).page();
    assert_eq!(names(&page), ["Amara Okafor", "Chidi Eze"]);
    assert!(page.text().contains("Nigeria: 0 active, 0 on hold, one other applicant"), "{}", page.text());
    assert!(organizer.get(&chidi).await.page().text().contains("Nigeria: 0 active, 0 on hold, one other applicant"));
    let wrong = organizer.get(&format!("{board}&country=Atlantis")).await.expect(200).page();
    assert!(wrong.text().contains("We do not know a country of this name"), "{}", wrong.text());
    assert_eq!(names(&wrong).len(), 3, "what cannot be read narrows nothing");
    assert!(names(&organizer.get(&format!("{board}&language=French")).await.expect(200).page()).is_empty());
    office.close().await;
}

/// D5, D7
#[tokio::test(flavor = "multi_thread")]
async fn what_an_applicant_did_for_the_community_before_is_on_the_board() {
    let office = Office::of(NOW, &in_tranches()).await;
    let visitor = office.browser();
    let mut form = visitor.get("/contribute").await.expect(200).page().form("/contribute");
    for (field, value) in [
        ("name", "Amara Okafor"),
        ("email", "amara@example.org"),
        ("kind", "talk"),
        ("what", "A talk in Abuja"),
        ("on", "3 May 2025"),
        ("consent", "yes"),
    ] {
        form.fill(field, value);
    }
    visitor.send(&form).await.expect(303);
    let thanks = office.letters_to("amara@example.org").await.len();
    assert_eq!(thanks, 1);
    let visitor = office.browser();
    let mut form = visitor.get("/apply").await.expect(200).page().form("/apply");
    for (field, value) in [
        ("name", "Amara Okafor"),
        ("email", "amara@example.org"),
        ("country", "Nigeria"),
        ("answer_contributions", "Talks."),
        ("answer_ideas", "Meetups."),
        ("consent", "yes"),
    ] {
        form.fill(field, value);
    }
    visitor.send(&form).await.expect(303);
    let id = office.store().person(&email("amara@example.org")).await.unwrap().unwrap().application.unwrap();
    let page = office.organizer().await.get(&format!("/team/applications/{id}")).await.expect(200).page().text();
    assert!(page.contains("3 May 2025"), "{page}");
    office.close().await;
}

/// Waits until something holds that comes by itself.
async fn eventually(holds: impl AsyncFn() -> bool) {
    for _ in 0..600 {
        if holds().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("it did not come to hold within half a minute");
}
