//! A wrong form comes back with everything that was typed and says what is wrong, field by field (requirement P2).

use crate::people::{Cast, NOW, without_limits};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use specification::page::Filled;
use specification::{Answer, Office};
use tokio::runtime::Handle;

/// P2
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_application_comes_back_whole() {
    let office = Office::of(NOW, &without_limits()).await;
    let browser = office.browser();
    let mut form = browser.get("/apply").await.expect(200).page().form("/apply");
    let (name, long, line) = ("أ".repeat(401), "x".repeat(10_001), "y".repeat(301));
    for (field, value) in [
        ("name", name.as_str()),
        ("email", "amara at example.org"),
        ("country", "Atlantis & \"Mu\""),
        ("answer_contributions", &long),
        ("answer_ideas", " \n "),
        ("region", &line),
    ] {
        form.fill(field, value);
    }
    let answer = browser.send(&form).await;
    assert_eq!(
        came_back(&form, &answer),
        [
            "Your name – This has 401 characters; 400 fit. Please shorten it a little.",
            "E-mail address – This does not look like an e-mail address. An example: name@example.org.",
            "Country – We do not know a country of this name. Try its English name or its two-letter code.",
            "Region or university – This has 301 characters; 300 fit. Please shorten it a little.",
            "What have you done with or for the community so far? – This has 10001 characters; 10000 fit. Please shorten it a little.",
            "What would you like to do in your first quarter? – Please fill this in.",
            "Keeping your application – We may keep your application only if you agree to it.",
        ]
    );
    assert!(office.letters().await.is_empty());

    // With what was wrong put right, the same form is one application.
    let mut form = answer.page().form("/apply");
    for (field, value) in [
        ("name", "أمارة"),
        ("email", "amara@example.org"),
        ("country", "NG"),
        ("answer_contributions", "Talks."),
        ("answer_ideas", "More talks."),
        ("region", ""),
        ("consent", "yes"),
    ] {
        form.fill(field, value);
    }
    browser.send(&form).await.expect(303);
    assert_eq!(office.letters_to("amara@example.org").await.len(), 1);
}

/// P2: what is right stays too, a ticked box included.
#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_field_costs_nothing_of_the_others() {
    let office = Office::of(NOW, &without_limits()).await;
    let browser = office.browser();
    let mut form = browser.get("/apply").await.expect(200).page().form("/apply");
    for (field, value) in [
        ("name", "Amara <b>\"Ama\"</b> & Okafor"),
        ("email", "amara@example.org"),
        ("country", "nigeria "),
        ("answer_contributions", "\nAn empty line first.\n\n\tA tab, and 😀."),
        ("answer_ideas", "</textarea><script>alert(1)</script>"),
        ("consent", "yes"),
        ("email", "amara@"),
    ] {
        form.fill(field, value);
    }
    let answer = browser.send(&form).await;
    assert_eq!(
        came_back(&form, &answer),
        ["E-mail address – This does not look like an e-mail address. An example: name@example.org."]
    );
    assert!(!answer.body.contains("<script>") && !answer.body.contains("<b>"));
}

/// P2
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_plan_report_decision_and_sign_in_come_back_whole() {
    let cast = Cast::gather().await;
    let (ambassador, organizer) = (&cast.ambassador.browser, &cast.organizer.browser);
    let (long, line) = ("ż".repeat(10_001), "y".repeat(301));
    let too_long = "This has 10001 characters; 10000 fit. Please shorten it a little.";

    let mut plan = ambassador.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in [
        ("title", line.as_str()),
        ("starts_on", "03/04/2026"),
        ("ends_on", "soon"),
        ("place", "in_person"),
        ("city", &line),
        ("country", "Atlantis"),
        ("link", "example.org"),
        ("notes", &long),
    ] {
        plan.fill(field, value);
    }
    let plan_problems = [
        "Kind – Please fill this in.".to_owned(),
        "Title – This has 301 characters; 300 fit. Please shorten it a little.".to_owned(),
        "First day – Please write the day like 14 July 2026 or 2026-07-14.".to_owned(),
        "Last day – Please write the day like 14 July 2026 or 2026-07-14.".to_owned(),
        "City – This has 301 characters; 300 fit. Please shorten it a little.".to_owned(),
        "Country – We do not know a country of this name. Try its English name or its two-letter code.".to_owned(),
        format!("What you have in mind – {too_long}"),
        "Links – Please give a full web address, starting with https://.".to_owned(),
    ];
    assert_eq!(came_back(&plan, &ambassador.send(&plan).await), plan_problems);

    let edit = cast.address("/me/activities/{id}/plan");
    let mut change = ambassador.get(&edit).await.expect(200).page().form("/plan");
    change.fill("title", " ");
    change.fill("starts_on", "2026-05-19");
    change.fill("ends_on", "2026-05-18");
    assert_eq!(
        came_back(&change, &ambassador.send(&change).await),
        ["Title – Please fill this in.", "Last day – The last day is before the first one."]
    );

    let activity = cast.address("/me/activities/{id}");
    let mut report = ambassador.get(&activity).await.expect(200).page().form("/report");
    for (field, value) in [
        ("goal", long.as_str()),
        ("registrations", "many"),
        ("attendees", "3"),
        ("attendees_is", "unknown"),
        ("hours_to_organize", "an hour"),
        ("hours_to_execute", "1:75"),
        ("done", &long),
        ("came_of_it", &long),
        ("links", "example.org"),
        ("metric_2_what", "New speakers"),
        ("practical", &long),
    ] {
        report.fill(field, value);
    }
    assert_eq!(
        came_back(&report, &ambassador.send(&report).await),
        [
            format!("Goal – {too_long}"),
            "Registrations – Please write a whole number, such as 0, 45 or 1200.".to_owned(),
            "Attendees – There is a number here, and “not known” or “does not apply” is chosen too. Please keep one of them."
                .to_owned(),
            "Hours to organize – Please write hours, such as 3, 1.5 or 1:30.".to_owned(),
            "Hours to execute – Please write hours, such as 3, 1.5 or 1:30.".to_owned(),
            format!("What was done – {too_long}"),
            format!("What came of it – {too_long}"),
            "Links to look at – Please give a full web address, starting with https://.".to_owned(),
            "How many? (2) – Please fill this in.".to_owned(),
            format!("Which of these numbers were practical to find, and which were not? – {too_long}"),
        ]
    );

    let application = cast.address("/team/applications/{id}");
    let mut decision = organizer.get(&application).await.expect(200).page().form("/decision");
    decision.fill("words", &long);
    assert_eq!(
        came_back(&decision, &organizer.send(&decision).await),
        [
            "Decision – Please choose one of the options.".to_owned(),
            "Reason – Please fill this in.".to_owned(),
            format!("Words for the applicant – {too_long}"),
        ]
    );

    let visitor = &cast.visitor.browser;
    let mut sign_in = visitor.get("/sign-in").await.expect(200).page().form("/sign-in");
    sign_in.fill("email", "amara");
    assert_eq!(
        came_back(&sign_in, &visitor.send(&sign_in).await),
        ["E-mail address – This does not look like an e-mail address. An example: name@example.org."]
    );
}

/// P2
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_invitation_readiness_and_feedback_come_back_whole() {
    let cast = Cast::gather().await;
    let (organizer, visitor) = (&cast.organizer.browser, &cast.visitor.browser);
    let long = "ż".repeat(10_001);
    let too_long = "This has 10001 characters; 10000 fit. Please shorten it a little.";

    let mut invitation = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    invitation.fill("email", "\"Ama\" <amara@");
    assert_eq!(
        came_back(&invitation, &organizer.send(&invitation).await),
        [
            "E-mail address – This does not look like an e-mail address. An example: name@example.org.",
            "In the team as – Please choose one of the options."
        ]
    );
    // A ticked box stays ticked.
    invitation.fill("reviewer", "yes");
    assert_eq!(came_back(&invitation, &organizer.send(&invitation).await).len(), 1);

    let mut readiness = organizer.get("/team/readiness").await.expect(200).page().form("/team/readiness");
    for (field, value) in
        [("answering", "no"), ("talks", "yes"), ("talks_note", &long), ("product", "yes"), ("staff", "no")]
    {
        readiness.fill(field, value);
    }
    assert_eq!(
        came_back(&readiness, &organizer.send(&readiness).await),
        [
            format!("Note on “Do members give talks where they live?” – {too_long}"),
            "Do you support those who do? – Please choose one of the options.".to_owned(),
        ]
    );

    let mut feedback = visitor.get("/feedback").await.expect(200).page().form("/feedback");
    feedback.fill("text", &long);
    feedback.fill("email", "amara");
    assert_eq!(
        came_back(&feedback, &visitor.send(&feedback).await),
        [
            format!("What would you like to tell us? – {too_long}"),
            "Who may read it? – Please choose one of the options.".to_owned(),
            "E-mail address – This does not look like an e-mail address. An example: name@example.org.".to_owned(),
        ]
    );
    feedback.fill("text", "<script>alert(1)</script>");
    feedback.fill("sharing", "signed");
    feedback.fill("email", "");
    let answer = visitor.send(&feedback).await;
    assert_eq!(came_back(&feedback, &answer), ["Your name – Please fill this in."]);
    assert!(!answer.body.contains("<script>"));
}

/// P2: a megabyte pasted by mistake is told in a sentence, and is still there.
#[tokio::test(flavor = "multi_thread")]
async fn a_megabyte_in_a_field_comes_back_whole() {
    let cast = Cast::gather().await;
    let pasted = format!("{}ж\nend", "word ".repeat(200_000));
    let told = format!("This has {} characters; 10000 fit. Please shorten it a little.", pasted.chars().count());
    for (person, page, action, field) in [
        (&cast.visitor, "/apply", "/apply", "answer_contributions"),
        (&cast.ambassador, "/me/activities/new", "/me/activities", "notes"),
        (&cast.ambassador, "/me/activities/{id}", "/report", "done"),
        (&cast.organizer, "/team/applications/{id}", "/decision", "reason"),
    ] {
        let mut form = person.browser.get(&cast.address(page)).await.expect(200).page().form(action);
        form.fill(field, &pasted);
        let problems = came_back(&form, &person.browser.send(&form).await);
        assert!(problems.iter().any(|problem| problem.ends_with(&told)), "{page}: {problems:?}");
    }
}

/// P2, P8
#[tokio::test(flavor = "multi_thread")]
async fn a_form_past_four_megabytes_and_one_of_another_kind_are_refused_with_a_page() {
    let cast = Cast::gather().await;
    let form = "application/x-www-form-urlencoded";
    for (person, path) in [
        (&cast.visitor, "/apply"),
        (&cast.visitor, "/sign-in"),
        (&cast.visitor, "/apply/nominate"),
        (&cast.visitor, "/contribute"),
        (&cast.ambassador, "/me/activities"),
        (&cast.ambassador, "/me/activities/{id}/plan"),
        (&cast.ambassador, "/me/activities/{id}/report"),
        (&cast.ambassador, "/me/activities/{id}/cancel"),
        (&cast.organizer, "/team/applications/{id}/decision"),
        (&cast.organizer, "/team/letters"),
        (&cast.organizer, "/team/people"),
        (&cast.organizer, "/team/people/{id}/roles"),
        (&cast.organizer, "/team/readiness"),
        (&cast.organizer, "/team/settings"),
        (&cast.visitor, "/feedback"),
    ] {
        let path = cast.address(path);
        let mut body = b"name=".to_vec();
        body.resize(4_000_000, b'x');
        let most = person.browser.post_bytes(&path, form, body.clone()).await;
        assert!(matches!(most.status, 400 | 409 | 422), "{path}: {}", most.status);
        body.push(b'x');
        let answer = person.browser.post_bytes(&path, form, body).await;
        assert_eq!(answer.expect(413).page().text_of("h1"), "This is more than we can take at once");
        for kind in ["text/plain", "application/json", "multipart/form-data; boundary=x", "", "\u{fc}"] {
            let answer = person.browser.post_bytes(&path, kind, b"name=Amara".to_vec()).await;
            assert_eq!(answer.expect(415).page().text_of("h1"), "We cannot read this format", "{path} as {kind}");
        }
    }
    // A browser shows the page only once it has sent everything, so all of it is read away.
    let far_past = cast.visitor.browser.post_bytes("/apply", form, vec![b'x'; 12_000_000]).await;
    far_past.expect(413);
    // Written otherwise it is a form all the same.
    let answer = cast.visitor.browser.post_bytes("/apply", "Application/X-WWW-Form-Urlencoded ; charset=UTF-8", vec![]);
    answer.await.expect(422);
}

/// P2: whatever arrives is answered with a page, and never with a mistake of ours.
#[tokio::test(flavor = "multi_thread")]
async fn no_bytes_in_a_form_are_more_than_the_office_can_read() {
    let cast = Cast::gather().await;
    let form = "application/x-www-form-urlencoded";
    let routes = [
        (&cast.visitor, cast.address("/apply")),
        (&cast.visitor, cast.address("/sign-in")),
        (&cast.visitor, cast.address("/apply/nominate")),
        (&cast.visitor, cast.address("/contribute")),
        (&cast.ambassador, cast.address("/me/activities")),
        (&cast.ambassador, cast.address("/me/activities/{id}/plan")),
        (&cast.ambassador, cast.address("/me/activities/{id}/report")),
        (&cast.organizer, cast.address("/team/applications/{id}/decision")),
        (&cast.organizer, cast.address("/team/people")),
        (&cast.organizer, cast.address("/team/readiness")),
        (&cast.organizer, cast.address("/team/settings")),
        (&cast.visitor, cast.address("/feedback")),
        (&cast.organizer, cast.address("/team/territories/{country}/regions")),
        (&cast.organizer, cast.address("/team/territories/{country}/placing")),
    ];
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let ran = runner.run(&body(), |body| {
        for (person, path) in &routes {
            let asked = person.browser.post_bytes(path, form, body.clone());
            let answer = tokio::task::block_in_place(|| Handle::current().block_on(asked));
            let fine = matches!(answer.status, 303 | 400 | 409 | 422);
            prop_assert!(fine, "{path}: {} for {}", answer.status, String::from_utf8_lossy(&body));
            if answer.status != 303 {
                prop_assert_eq!(&answer.headers["content-type"], "text/html; charset=utf-8");
            }
        }
        Ok(())
    });
    ran.unwrap();
}

/// P2
#[tokio::test(flavor = "multi_thread")]
async fn no_address_is_more_than_the_office_can_read() {
    let cast = Cast::gather().await;
    let paths = [
        "/team/applications/",
        "/team/ambassadors/",
        "/team/quarters/",
        "/team/territories/",
        "/me/activities/",
        "/sign-in/",
        "/assets/",
        "/apply/confirm/",
        "/apply/nominated/",
        "/",
        "/team/applications?column=",
        "/team/people/",
        "/team/feedback?after=",
    ];
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let ran = runner.run(&vec(any::<u8>(), 0..60), |bytes| {
        let part: String = form_urlencoded::byte_serialize(&bytes).collect::<String>().replace('+', "%20");
        for path in paths {
            let person = if path.starts_with("/me") { &cast.ambassador } else { &cast.organizer };
            let address = format!("{path}{part}");
            let asked = person.browser.get(&address);
            let answer = tokio::task::block_in_place(|| Handle::current().block_on(asked));
            let kind = &answer.headers["content-type"];
            prop_assert!(answer.status < 500, "{address}: {}", answer.status);
            prop_assert!(kind == "text/html; charset=utf-8", "{address}: {} {kind:?}", answer.status);
        }
        Ok(())
    });
    ran.unwrap();
}

/// Anything: bytes, known fields with any text, fields many times over, half an escape.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let field = prop::sample::select(vec![
        "key",
        "version",
        "name",
        "email",
        "country",
        "consent",
        "answer_ideas",
        "kind",
        "title",
        "starts_on",
        "ends_on",
        "place",
        "city",
        "link",
        "notes",
        "goal",
        "attendees",
        "attendees_is",
        "hours_to_execute",
        "done",
        "outcome",
        "reason",
        "words",
        "organizer",
        "reviewer",
        "answering",
        "product_note",
        "text",
        "sharing",
        "nominee",
        "nominee_email",
        "what",
        "on",
        "regions",
        "ambassador_018f4a6e-0000-7000-8000-000000000001",
        "ambassador_018f4a6e-0000-7000-8000-000000000001_seen",
    ]);
    let likely = prop::sample::select(vec![
        "events",
        "in_person",
        "both",
        "2026-05-19",
        "9999-12-31",
        "-0001-01-01",
        "1.5",
        "99999999999999999999",
        "1:30",
        "accept",
        "unknown",
        "1",
        "Nigeria",
        "a@example.org",
        "018f4a6e-0000-7000-8000-000000000001",
        "NG/south",
        "https://",
        "yes",
    ]);
    let text = prop_oneof![any::<String>(), likely.prop_map(str::to_owned)];
    let pairs = vec((field, text), 0..24)
        .prop_map(|pairs| form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish().into_bytes());
    let raw = prop_oneof![vec(any::<u8>(), 0..200), Just(b"name=%&email=%zz&=&&==&name=%ff%fe&name".to_vec())];
    prop_oneof![3 => pairs, 1 => raw]
}

/// What is wrong with the form, as the summary of the page says it, after making sure that the page is what a person
/// needs to put it right: everything typed is there, the title says so, each problem leads to its field.
fn came_back(form: &Filled, answer: &Answer) -> Vec<String> {
    answer.expect(422);
    let page = answer.page();
    assert!(page.text_of("title").starts_with("Error: "), "{}", page.text_of("title"));
    let back = page.form(form.action());
    let lines = |text: &str| text.replace("\r\n", "\n");
    for (name, value) in form.fields() {
        assert_eq!(back.value(name).map(lines), Some(lines(value)), "{name} did not come back");
    }
    assert_eq!(
        back.fields().map(|(name, _)| name).collect::<std::collections::BTreeSet<_>>(),
        form.fields().map(|(name, _)| name).collect(),
        "fields came back that were not sent"
    );

    assert_eq!(page.attributes("#problems", "tabindex"), ["-1"], "the summary can take the focus");
    assert_eq!(page.attributes("#problems[autofocus][role=alert]", "id"), ["problems"]);
    let links = page.attributes("#problems a", "href");
    let ids = page.attributes("form [id]", "id");
    let places: Vec<_> = links
        .iter()
        .map(|link| ids.iter().position(|id| Some(id.as_str()) == link.strip_prefix('#')))
        .map(|place| place.expect("each problem leads to a field"))
        .collect();
    assert!(places.is_sorted(), "the problems stand in another order than the fields: {links:?}");
    assert_eq!(page.texts_of("form .error").len(), links.len(), "each problem stands at its field too");
    for link in &links {
        let field = link.trim_start_matches('#');
        let described = page.attributes(
            &format!("[aria-invalid=true][aria-describedby]:is(#{field}, :has(#{field}))"),
            "aria-describedby",
        );
        let error = field.replacen("field-", "error-", 1);
        assert!(described.iter().any(|ids| ids.split(' ').any(|id| id == error)), "{field} does not name its problem");
    }
    page.texts_of("#problems a")
}
