//! Anyone may send feedback on the program, publicly signed or in private (clause O13).

use crate::NOW;
use specification::page::Filled;
use specification::{Browser, Office, program_with};

const WRITTEN: &str = "<script>alert(1)</script> & \"more\" calls\n\nأحسنتم";

/// O13, N1
#[tokio::test(flavor = "multi_thread")]
async fn feedback_sent_twice_is_kept_once() {
    let office = Office::open(NOW).await;
    let visitor = office.browser();
    assert_eq!(visitor.get("/").await.expect(200).page().link("Tell us what you think of the program"), "/feedback");
    let mut form = written(&visitor, WRITTEN, "signed").await;
    for _ in 0..2 {
        assert_eq!(visitor.send(&form).await.expect(303).location(), "/feedback/thanks");
    }
    assert!(visitor.get("/feedback/thanks").await.expect(200).page().text().contains("Thank you"));
    form.fill("text", "Something else under the same key.");
    let refused = visitor.send(&form).await.expecting(409).page();
    assert!(refused.text().contains("Something else under the same key."), "{}", refused.text());
    let (all, next) = office.store().feedback(50, None).await.unwrap();
    assert_eq!(all.iter().map(|received| received.feedback.text.as_str()).collect::<Vec<_>>(), [WRITTEN]);
    assert!(next.is_none());
    let history = office.store().history(&format!("feedback#{}", form.value("key").unwrap())).await.unwrap();
    let done: Vec<_> = history.iter().map(|entry| (entry.by.as_str(), entry.what.as_str())).collect();
    assert_eq!(done, [("visitor", "send feedback")]);
}

/// O13, S6
#[tokio::test(flavor = "multi_thread")]
async fn the_team_reads_feedback_the_latest_first_and_nobody_else_does() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    let empty = organizer.get("/team/feedback").await.expect(200).page();
    assert!(empty.text().contains("No feedback yet"), "{}", empty.text());

    let visitor = office.browser();
    visitor.send(&written(&visitor, WRITTEN, "signed").await).await.expect(303);
    office.store().clock().advance(chrono::Duration::minutes(1));
    let mut second = written(&visitor, "In confidence.", "private").await;
    second.fill("name", "");
    second.fill("email", "");
    visitor.send(&second).await.expect(303);

    let answer = organizer.get("/team/feedback").await.expecting(200);
    assert!(!answer.body.contains("<script>") && answer.body.contains("&lt;script&gt;alert(1)"));
    let cards = answer.page().texts_of(".card");
    assert_eq!(cards.len(), 2);
    assert!(cards[0].contains("In confidence.") && cards[0].contains("For the team only"), "{}", cards[0]);
    assert!(cards[0].contains("No name given"), "{}", cards[0]);
    assert!(cards[1].contains("May be shown with the name") && cards[1].contains("Ọládélé"), "{}", cards[1]);
    assert!(cards[1].contains("ola@example.org") && cards[1].contains("أحسنتم"), "{}", cards[1]);

    visitor.get("/team/feedback").await.expect(401);
    let ambassador = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    ambassador.get("/team/feedback").await.expect(403);
    for path in ["/", "/feedback", "/feedback/thanks"] {
        let page = visitor.get(path).await.expecting(200);
        assert!(!page.body.contains("Ọládélé") && !page.body.contains("In confidence."), "{path}");
    }
}

/// O13, N7
#[tokio::test(flavor = "multi_thread")]
async fn feedback_is_shown_fifty_a_page() {
    let office = Office::of(NOW, &unlimited()).await;
    let visitor = office.browser();
    for number in 0..53 {
        office.store().clock().advance(chrono::Duration::seconds(1));
        let text = format!("Number {number}.");
        visitor.post("/feedback", &[("text", &text), ("sharing", "private")]).await.expect(303);
    }
    let organizer = office.organizer().await;
    let first = organizer.get("/team/feedback").await.expect(200).page();
    let shown = first.texts_of(".card .prose");
    assert_eq!((shown.len(), shown[0].as_str(), shown[49].as_str()), (50, "Number 52.", "Number 3."));
    let rest = organizer.get(&first.attributes(".pager a[rel=next]", "href")[0]).await.expect(200).page();
    assert_eq!(rest.texts_of(".card .prose"), ["Number 2.", "Number 1.", "Number 0."]);
    organizer.get("/team/feedback?after=%7B%22kind%22%3A%22key%22%2C%22feedback_id%22%3A%221%22%7D").await.expect(400);
}

/// O13, S10, P8
#[tokio::test(flavor = "multi_thread")]
async fn a_program_and_a_flood_are_told_from_a_person_and_nothing_typed_is_lost() {
    let limits = [("[[question]]", "[limits]\napplications_per_origin = 2\n\n[[question]]")];
    let office = Office::of(NOW, &program_with(&limits)).await;
    let visitor = office.browser().from_address("203.0.113.7");
    let mut trapped = written(&visitor, "A robot's.", "private").await;
    trapped.fill("website", "https://spam.example");
    assert!(visitor.send(&trapped).await.expecting(409).page().text().contains("A robot's."));
    for number in 0..2 {
        visitor.send(&written(&visitor, &format!("Number {number}."), "private").await).await.expect(303);
    }
    let waiting = visitor.send(&written(&visitor, "The third.", "private").await).await.expecting(429).page();
    assert_eq!(office.store().feedback(50, None).await.unwrap().0.len(), 2);
    office.store().clock().advance(chrono::Duration::minutes(10));
    visitor.send(&waiting.form("/feedback")).await.expect(303);
    let (all, _) = office.store().feedback(50, None).await.unwrap();
    assert_eq!(all[0].feedback.text.as_str(), "The third.");
}

fn unlimited() -> String {
    program_with(&[("[[question]]", "[limits]\napplications_per_origin = 1000\n\n[[question]]")])
}

async fn written(visitor: &Browser, text: &str, sharing: &str) -> Filled {
    let mut form = visitor.get("/feedback").await.expect(200).page().form("/feedback");
    for (field, value) in [("text", text), ("sharing", sharing), ("name", "Ọládélé"), ("email", "ola@example.org")]
    {
        form.fill(field, value);
    }
    form
}
