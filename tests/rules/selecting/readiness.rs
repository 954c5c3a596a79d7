//! Before intake first opens the team answers five questions; the answers advise and are kept (clause D1).

use crate::NOW;
use program::readiness::{Question, Verdict};
use specification::office::email;
use specification::{Browser, MAUTIC, Office, Page, instant};

/// D1
#[tokio::test(flavor = "multi_thread")]
async fn any_no_is_not_yet_with_why_and_what_to_do_instead() {
    let office = Office::before_the_intake_opens(NOW, MAUTIC).await;
    let organizer = office.organizer().await;
    let page = answers(&organizer, &[Question::Talks, Question::Staff]).await;
    assert_eq!(
        page.texts_of(".card h3"),
        ["Do members give talks where they live?", "Does more than one person look after the community?"]
    );
    let text = page.text();
    for said in [
        "Not yet",
        "Until some do, it is hard to know what ambassadors would need.",
        "Find two or three people who would like to speak",
        "One person alone cannot take a vacation.",
        "Find a second person first",
        "The decision is yours.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("Ambassadors speak with their own name"), "a yes needs no advice: {text}");
    assert_eq!(page.texts_of("form[action='/team/readiness/open'] button"), ["Open the intake anyway"]);
}

/// D1, O1
#[tokio::test(flavor = "multi_thread")]
async fn nobody_can_apply_before_the_intake_was_opened_and_everybody_after() {
    let office = Office::before_the_intake_opens(NOW, MAUTIC).await;
    let visitor = office.browser();
    let soon = visitor.get("/apply").await.expect(200).page();
    assert_eq!(soon.text_of("h1"), "Applications open soon");
    assert!(soon.text_of("main").contains("Thank you for your interest."));
    assert_eq!(soon.attributes("form[action='/apply']", "action"), Vec::<String>::new());
    let home = visitor.get("/").await.expect(200).page();
    assert!(home.text_of("main").contains("applications open soon") && !home.text_of("main").contains("Apply to be"));
    let early = [("name", "Amara Okafor"), ("email", "amara@example.org"), ("answer_ideas", "A meetup every month.")];
    let refused = visitor.post("/apply", &early).await.expecting(409).page();
    assert!(refused.text().contains("applications open soon") && refused.text().contains("A meetup every month."));
    assert_eq!(office.store().person(&email("amara@example.org")).await.unwrap(), None);
    // Nor is anybody written to about a form that is not there.
    let nominate = visitor.get("/apply/nominate").await.expect(200).page();
    assert_eq!(nominate.attributes("form[action='/apply/nominate']", "action"), Vec::<String>::new());
    let niki = [("name", "Eleni"), ("nominee", "Niki"), ("nominee_email", "niki@example.org"), ("words", "Answers.")];
    let refused = visitor.post("/apply/nominate", &niki).await.expecting(409).page();
    assert!(refused.text().contains("applications open soon") && refused.text().contains("Answers."));
    assert!(office.letters_to("niki@example.org").await.is_empty());

    let organizer = office.organizer().await;
    let desk = organizer.get("/team").await.expect(200).page();
    assert_eq!(desk.link("Open the intake: answer five questions"), "/team/readiness");
    let ready = answers(&organizer, &[]).await;
    assert!(ready.text().contains("Every answer is yes"), "{}", ready.text());
    assert_eq!(ready.texts_of("form[action='/team/readiness/open'] button"), ["Open the intake"]);
    organizer.send(&ready.form("/team/readiness/open")).await.expect(303);

    visitor.get("/apply").await.expect(200).page().form("/apply");
    assert_eq!(visitor.get("/").await.expect(200).page().link("Apply to be an ambassador"), "/apply");
    assert!(!organizer.get("/team").await.expect(200).page().text().contains("answer five questions"));
    let page = organizer.get("/team/readiness").await.expect(200).page();
    assert!(page.text().contains("The intake was opened on 20 May 2026"), "{}", page.text());
    assert!(page.text().contains("by organizer@example.org"), "{}", page.text());
    assert_eq!(page.attributes("form[action='/team/readiness/open']", "action"), Vec::<String>::new());
}

/// D1, S11
#[tokio::test(flavor = "multi_thread")]
async fn the_team_may_open_anyway_once_and_the_record_keeps_the_answers() {
    let office = Office::before_the_intake_opens(NOW, MAUTIC).await;
    let organizer = office.organizer().await;
    let page = answers(&organizer, &[Question::Product]).await;
    let open = page.form("/team/readiness/open");
    organizer.send(&open).await.expect(303);
    organizer.send(&open).await.expect(303);
    office.browser().get("/apply").await.expect(200).page().form("/apply");

    let opening = office.store().intake_opening().await.unwrap().unwrap();
    let person = office.store().person(&email("organizer@example.org")).await.unwrap().unwrap().id;
    assert_eq!(opening.by, Some(person));
    let with = opening.with.clone().unwrap();
    assert_eq!(with.answers.verdict(), Verdict::NotYet(vec![Question::Product]));
    assert_eq!(with.answers.of(Question::Product).unwrap().note.as_ref().unwrap().as_str(), "Note on product");

    // What is answered later changes nothing of it.
    answers(&organizer, &[]).await;
    assert_eq!(office.store().intake_opening().await.unwrap(), Some(opening));
    let history = office.store().history("intake").await.unwrap();
    let done: Vec<_> = history.iter().map(|entry| (entry.what.as_str(), entry.by.as_str())).collect();
    assert_eq!(done, [("open the intake", format!("person#{person}").as_str())]);
}

/// D1
#[tokio::test(flavor = "multi_thread")]
async fn every_answering_is_kept_the_latest_first_with_who_and_when() {
    let office = Office::before_the_intake_opens(NOW, MAUTIC).await;
    let organizer = office.organizer().await;
    let first = answers(&organizer, &[Question::Answering, Question::Talks]).await;
    office.store().clock().advance(chrono::Duration::hours(3));
    let page = answers(&organizer, &[Question::Talks]).await;
    let cards = page.texts_of(".card h2");
    let kept: Vec<_> = cards.iter().filter_map(|text| text.strip_prefix("Answers of ")).collect();
    assert_eq!(kept.len(), 2);
    assert!(kept[0].starts_with("20 May 2026, 13:") && kept[1].starts_with("20 May 2026, 10:"), "{kept:?}");
    assert_eq!(page.text().matches("Answered by organizer@example.org").count(), 2);
    assert!(page.text().contains("Note on answering"));
    let at: Vec<_> = office.store().readiness().await.unwrap().iter().map(|answering| answering.at).collect();
    assert!(at[0] >= instant("2026-05-20T12:00:00Z") && at[1] < at[0], "{at:?}");

    // Opening goes by the answers that stand, not by older ones still in somebody's browser.
    organizer.send(&first.form("/team/readiness/open")).await.expect(409);
    assert_eq!(office.store().intake_opening().await.unwrap(), None);
}

/// N1
#[tokio::test(flavor = "multi_thread")]
async fn answers_sent_twice_are_kept_once_and_others_under_their_key_are_told() {
    let office = Office::before_the_intake_opens(NOW, MAUTIC).await;
    let organizer = office.organizer().await;
    let mut form = organizer.get("/team/readiness").await.expect(200).page().form("/team/readiness");
    for question in Question::ALL {
        form.fill(question.field(), "yes");
    }
    for _ in 0..2 {
        assert_eq!(organizer.send(&form).await.expect(303).location(), "/team/readiness");
    }
    form.fill("talks", "no");
    organizer.send(&form).await.expect(409);
    let all = office.store().readiness().await.unwrap();
    assert_eq!(all.iter().map(|answering| answering.answers.verdict()).collect::<Vec<_>>(), [Verdict::Ready]);
    assert_eq!(office.store().history("readiness").await.unwrap().len(), 1);
}

/// Answers all five, with no to these and a note on each no; gives the page that follows.
async fn answers(organizer: &Browser, no: &[Question]) -> Page {
    let mut form = organizer.get("/team/readiness").await.expect(200).page().form("/team/readiness");
    for question in Question::ALL {
        form.fill(question.field(), if no.contains(&question) { "no" } else { "yes" });
        if no.contains(&question) {
            form.fill(question.note_field(), &format!("Note on {}", question.field()));
        }
    }
    let next = organizer.send(&form).await.expect(303).location();
    organizer.get(&next).await.expect(200).page()
}
