//! Reports: what is asked, what can be added, and what the team asks about them (clauses M5, M9 to M11, F1, R5, R7).

use specification::office::email;
use specification::{Browser, MAUTIC, Office, Page};

const NOW: &str = "2026-05-20T09:00:00Z";

/// The example program with a kind that asks for a field of each unit of its own, beside one every program has.
fn own_fields() -> String {
    format!(
        "{MAUTIC}
[[field]]
name = \"Countries reached\"

[[field]]
name = \"Hours of translation\"
unit = \"hours\"

[[field]]
name = \"Who spoke\"
unit = \"text\"
hint = \"First names are enough.\"

[[field]]
name = \"Recorded\"
unit = \"yes_no\"

[[kind]]
key = \"summit\"
label = \"Summits\"
full_report = [\"attendees\", \"Countries reached\", \"Hours of translation\", \"Recorded\"]
also_asks = [\"Who spoke\"]
"
    )
}

/// Shares an activity of this kind that was held yesterday; gives its address.
async fn held(browser: &Browser, kind: &str, title: &str) -> String {
    let mut form = browser.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in [("kind", kind), ("title", title), ("starts_on", "2026-05-19"), ("place", "online")] {
        form.fill(field, value);
    }
    browser.send(&form).await.expect(303).location()
}

async fn reports(browser: &Browser, activity: &str, answers: &[(&str, &str)]) -> Page {
    let mut form = browser.get(activity).await.expect(200).page().form("/report");
    answers.iter().for_each(|(field, value)| form.fill(field, value));
    browser.send(&form).await.expect(303);
    browser.get(activity).await.expect(200).page()
}

/// The address of an ambassador's activity on the team's side.
async fn for_the_team(office: &Office, address: &str, activity: &str) -> String {
    let ambassador = office.store().person(&email(address)).await.unwrap().unwrap().ambassador.unwrap();
    activity.replace("/me/activities/", &format!("/team/activities/{ambassador}/"))
}

/// M5, M9, R5
#[tokio::test(flavor = "multi_thread")]
async fn a_report_asks_its_kind_s_fields_with_their_units_and_says_by_name_what_is_open() {
    let office = Office::of(NOW, &own_fields()).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let summit = held(&amara, "summit", "Summit in Lagos").await;
    let page = amara.get(&summit).await.expect(200).page();
    let labels = page.texts_of("form[action$='/report'] > .field > label, form[action$='/report'] > .field > legend");
    assert_eq!(
        labels,
        [
            "Attendees",
            "Countries reached",
            "Hours of translation",
            "Who spoke (optional)",
            "Recorded",
            "What was done (optional)",
            "What came of it (optional)",
            "Links to look at (optional)",
        ]
    );
    assert_eq!(page.texts_of(".number-or-none > span"), ["people", "hours"]);
    assert!(page.text().contains("First names are enough."));

    let page = reports(&amara, &summit, &[("attendees", "0"), ("own-hours-of-translation_is", "unknown")]).await;
    let open = "Countries reached; Hours of translation (not known yet); Recorded";
    assert!(page.text().contains(&format!("Still open for a full report: {open}.")), "{}", page.text());
    let wrong = [("version", "2"), ("own-countries-reached", "some"), ("own-recorded", "maybe")];
    let refused = amara.post(&format!("{summit}/report"), &wrong).await.expecting(422).page();
    assert_eq!(refused.attributes(".error-summary a", "href"), ["#field-own-countries-reached", "#field-own-recorded"]);

    // The same words reach the ambassador in the check-in, and the summary is made although it knows no such fields.
    office.clock_moves_to("2026-06-17T09:00:00Z").await;
    let check_in = office.letters_to("amara@example.org").await.pop().unwrap();
    let text = check_in.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(open), "{text}");
    office.clock_moves_to("2026-07-15T02:00:00Z").await;
    assert!(office.letters().await.iter().any(|letter| !letter.attachments.is_empty()), "no summary was sent");
    office.close().await;
}

/// R7
#[tokio::test(flavor = "multi_thread")]
async fn zero_unknown_and_not_applicable_come_back_as_they_were_given_whatever_the_unit() {
    let office = Office::of(NOW, &own_fields()).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let summit = held(&amara, "summit", "Summit in Lagos").await;
    let numbers = ["attendees", "own-countries-reached", "own-hours-of-translation"];
    for (typed, is, recorded, full) in [
        ("0", "", "no", true),
        ("", "unknown", "unknown", false),
        ("", "not_applicable", "not_applicable", true),
        ("", "", "", false),
    ] {
        let mut form = amara.get(&summit).await.expect(200).page().form("/report");
        for number in numbers {
            form.fill(number, typed);
            form.fill(&format!("{number}_is"), is);
        }
        form.fill("own-recorded", recorded);
        amara.send(&form).await.expect(303);
        let page = amara.get(&summit).await.expect(200).page();
        let form = page.form("/report");
        for number in numbers {
            assert_eq!(form.value(number), Some(typed), "{number}");
            assert_eq!(form.value(&format!("{number}_is")), Some(is), "{number}");
        }
        assert_eq!(form.value("own-recorded").unwrap_or_default(), recorded);
        assert_eq!(page.text().contains("This report is full."), full, "{typed:?} {is:?}");
    }
    office.close().await;
}

/// F1: action and impact are two answers, and there can be several things to look at.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_and_what_came_of_it_are_told_apart_and_shown_with_their_links() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let event = held(&amara, "events", "Meetup in Lagos").await;
    let told = [
        ("done", "We met and built a first campaign."),
        ("came_of_it", "Two of them run one at work now."),
        ("links", "https://example.org/slides\nhttps://example.org/pictures"),
    ];
    let form = reports(&amara, &event, &told).await.form("/report");
    for (field, value) in told {
        assert_eq!(form.value(field).map(str::trim), Some(value));
    }
    let organizer = office.organizer().await;
    let page = organizer.get(&for_the_team(&office, "amara@example.org", &event).await).await.expect(200).page();
    for said in ["What was done We met and built", "What came of it Two of them run one"] {
        assert!(page.text().contains(said), "{}", page.text());
    }
    let links = page.attributes("dd a[rel]", "href");
    assert_eq!(links, ["https://example.org/slides", "https://example.org/pictures"]);
    office.close().await;
}

/// M11
#[tokio::test(flavor = "multi_thread")]
async fn what_one_counts_oneself_and_which_numbers_are_practical_reach_the_team_without_a_name() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let event = held(&amara, "events", "Meetup in Lagos").await;
    let organizer = office.organizer().await;
    let nothing = organizer.get("/team/metrics").await.expect(200).page();
    assert!(nothing.text().contains("Nothing here yet"), "{}", nothing.text());

    let page = amara.get(&event).await.expect(200).page();
    assert!(page.attributes("form details", "open").is_empty(), "what few need is folded away");
    let added = [
        ("metric_1_what", "People who came again"),
        ("metric_1_count", "about a third"),
        ("practical", "Nobody registers here."),
    ];
    let page = reports(&amara, &event, &added).await;
    assert_eq!(page.attributes("form details", "open").len(), 1, "and open where something stands in it");
    let form = page.form("/report");
    assert!(added.iter().all(|(field, value)| form.value(field).map(str::trim) == Some(*value)));
    assert!(page.text().contains("Still open for a full report: Goal;"), "a number of one's own makes no report full");

    let listed = organizer.get("/team/metrics").await.expect(200).page();
    for said in ["People who came again: about a third", "Nobody registers here.", "Meetup in Lagos"] {
        assert!(listed.text().contains(said), "{}", listed.text());
    }
    assert!(!listed.text().contains("Amara"), "{}", listed.text());
    assert_eq!(listed.link("Meetup in Lagos"), for_the_team(&office, "amara@example.org", &event).await);
    let before = organizer.get(&listed.link("The quarter before (2026-Q1)")).await.expect(200).page();
    assert!(!before.text().contains("Meetup in Lagos"));
    organizer.get("/team/metrics?quarter=spring").await.expect(400);
    office.close().await;
}

/// M9: who changes a number sees when; the audit has it all.
#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_was_changed_says_when_and_every_change_is_in_the_audit() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let event = held(&amara, "events", "Meetup in Lagos").await;
    let page = reports(&amara, &event, &[("attendees", "30")]).await;
    assert!(page.text().contains("First saved on 20 May 2026, 10:00."), "{}", page.text());
    office.clock_moves_to("2026-05-22T15:30:00Z").await;
    let amara = office.signed_in("amara@example.org").await;
    let page = reports(&amara, &event, &[("attendees", "31")]).await;
    assert!(
        page.text().contains("First saved on 20 May 2026, 10:00, changed on 22 May 2026, 16:30."),
        "{}",
        page.text()
    );
    let id = event.rsplit('/').next().unwrap();
    let history = office.store().history(&format!("activity#{id}")).await.unwrap();
    assert_eq!(history.iter().map(|entry| entry.what.as_str()).collect::<Vec<_>>(), ["plan", "report", "report"]);
    assert!(history.windows(2).all(|pair| pair[1].before == pair[0].after), "each change begins where the last ended");
    office.close().await;
}

/// M11, N1, N3
#[tokio::test(flavor = "multi_thread")]
async fn each_question_is_one_letter_and_what_was_said_stays_in_order_whatever_the_quarter() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let event = held(&amara, "events", "Meetup in Lagos").await;
    reports(&amara, &event, &[("attendees", "31")]).await;
    let of_team = for_the_team(&office, "amara@example.org", &event).await;
    let organizer = office.organizer().await;
    let mut invitation = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    invitation.fill("email", "reviewer@example.org");
    invitation.fill("reviewer", "yes");
    organizer.send(&invitation).await.expect(303);
    let letters = office.letters_to("amara@example.org").await.len();

    // An empty question comes back; the same one sent twice is one.
    let form = organizer.get(&of_team).await.expect(200).page().form("/questions");
    organizer.send(&form).await.expect(422);
    let mut form = form.clone();
    form.fill("question", "How did you find so many people?");
    for _ in 0..2 {
        assert_eq!(organizer.send(&form).await.expect(303).location(), format!("{of_team}#questions"));
    }
    form.fill("question", "Something else under the same key");
    organizer.send(&form).await.expect(409);
    let told = office.letters_to("amara@example.org").await;
    let [letter] = &told[letters..] else { panic!("{} letters", told.len() - letters) };
    assert_eq!(letter.subject, "A question about Meetup in Lagos");
    assert!(
        letter.text.contains("How did you find so many people?") && letter.text.contains(&event),
        "{}",
        letter.text
    );
    assert_eq!(letter.text.matches("/me/activities/").count(), 1, "one link: {}", letter.text);

    // The ambassador answers, and a reviewer asks on.
    let page = amara.get(&event).await.expect(200).page();
    let mut answer = page.form("/answers");
    amara.send(&answer).await.expect(422);
    answer.fill("answer", "Through the university.");
    for _ in 0..2 {
        amara.send(&answer).await.expect(303);
    }
    let reviewer = office.signed_in("reviewer@example.org").await;
    let mut more = reviewer.get(&of_team).await.expect(200).page().form("/questions");
    more.fill("question", "Which one?");
    reviewer.send(&more).await.expect(303);

    // When the quarter is closed, the report stays as it is, and talking goes on.
    office.clock_moves_to("2026-07-15T02:00:00Z").await;
    let amara = office.signed_in("amara@example.org").await;
    let mut answer = amara.get(&event).await.expect(200).page().form("/answers");
    answer.fill("answer", "That of Lagos.");
    amara.send(&answer).await.expect(303);
    let organizer = office.organizer().await;
    let mut last = organizer.get(&of_team).await.expect(200).page().form("/questions");
    last.fill("question", "May we tell others?");
    organizer.send(&last).await.expect(303);
    let said = [
        "How did you find so many people?",
        "Through the university.",
        "Which one?",
        "That of Lagos.",
        "May we tell others?",
    ];
    for page in [
        organizer.get(&of_team).await.expect(200).page(),
        office.signed_in("amara@example.org").await.get(&event).await.expect(200).page(),
    ] {
        assert_eq!(page.texts_of("#questions .prose"), said);
    }
    let id = event.rsplit('/').next().unwrap();
    let ambassador = office.store().person(&email("amara@example.org")).await.unwrap().unwrap().ambassador.unwrap();
    let activity = office.store().activity(ambassador, id.parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(activity.version, 2, "what is said changes nothing about the activity");
    assert_eq!(office.store().standings_of(ambassador).await.unwrap().len(), 1);
    office.close().await;
}

/// N3
#[tokio::test(flavor = "multi_thread")]
async fn of_many_questions_at_one_moment_none_is_lost() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let event = held(&amara, "events", "Meetup in Lagos").await;
    let of_team = for_the_team(&office, "amara@example.org", &event).await;
    let organizer = office.organizer().await;
    let mut forms = Vec::new();
    for number in 0..12 {
        let mut form = organizer.get(&of_team).await.expect(200).page().form("/questions");
        form.fill("question", &format!("Question {number}?"));
        forms.push(form);
    }
    let organizer = std::sync::Arc::new(organizer);
    let mut asking = tokio::task::JoinSet::new();
    for form in forms {
        let organizer = organizer.clone();
        asking.spawn(async move { organizer.send(&form).await.status });
    }
    assert!(asking.join_all().await.iter().all(|status| *status == 303));
    let mut shown = organizer.get(&of_team).await.expect(200).page().texts_of("#questions .prose");
    shown.sort();
    let mut expected: Vec<_> = (0..12).map(|number| format!("Question {number}?")).collect();
    expected.sort();
    assert_eq!(shown, expected);
    let letters = office.letters_to("amara@example.org").await;
    assert_eq!(letters.iter().filter(|letter| letter.subject.starts_with("A question")).count(), 12);
    office.close().await;
}
