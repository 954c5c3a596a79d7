//! The community around the form: proposing somebody, telling what one did, telling the team something.

use crate::applying::words_of;
use crate::stage::{Done, Stage};
use specification::MAUTIC;

/// Somebody is proposed, and says no; another takes the form up.
pub(crate) async fn nominating() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let browser = stage.browser();
    for (nominee, thanks) in [("niki@example.org", "eleni@example.org"), ("jonas@example.org", "")] {
        let mut form = browser.get("/apply/nominate").await.expect(200).page().form("/apply/nominate");
        for (field, value) in [
            ("name", "Eleni"),
            ("email", thanks),
            ("nominee", "Niki Makri"),
            ("nominee_email", nominee),
            ("words", "Answers every day."),
        ] {
            form.fill(field, value);
        }
        // The thanks are a letter of their own, which says the same whatever became of the proposal.
        stage.sends_by(Done::ByPieces, &browser, &form).await.expect(303);
        stage.mails().await;
    }
    let link = stage.link_for("niki@example.org", "/apply/nominated/").await;
    stage.posts(Done::AtOnce, &browser, &link, &[]).await.expect(200);

    let link = stage.link_for("jonas@example.org", "/apply/nominated/").await;
    let apply = format!("/apply?nominated={}", link.rsplit('/').next().unwrap());
    let mut form = browser.get(&apply).await.expect(200).page().form("/apply");
    for (field, value) in words_of("Jonas Weber", "jonas@example.org") {
        form.fill(field, value);
    }
    stage.sends(&browser, &form).await.expect(303);
    stage
}

/// A contribution is recorded and thanked for, and the team is told something.
pub(crate) async fn telling() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let browser = stage.browser();
    let mut form = browser.get("/contribute").await.expect(200).page().form("/contribute");
    for (field, value) in [
        ("name", "Niki Makri"),
        ("email", "niki@example.org"),
        ("kind", "talk"),
        ("what", "An evening of segments"),
        ("on", "2026-05-02"),
        ("consent", "yes"),
    ] {
        form.fill(field, value);
    }
    stage.sends(&browser, &form).await.expect(303);
    let mut form = browser.get("/feedback").await.expect(200).page().form("/feedback");
    for (field, value) in
        [("text", "Thank you."), ("sharing", "signed"), ("name", "Niki"), ("email", "niki@example.org")]
    {
        form.fill(field, value);
    }
    stage.sends(&browser, &form).await.expect(303);
    stage
}
