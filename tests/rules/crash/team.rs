//! The team's own room: who is in it, opening the intake, letters somebody has to look at.

use crate::stage::{Done, Stage};
use specification::{MAUTIC, program_with};
use store::outbox::LetterState;

/// Somebody is invited, changed, and taken out again.
pub(crate) async fn people() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let organizer = stage.organizer().await;
    let mut form = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    form.fill("email", "kim@example.org");
    form.fill("reviewer", "yes");
    stage.sends(&organizer, &form).await.expect(303);
    for organizes in ["yes", ""] {
        // Signed in twice, to be signed out twice.
        stage.signed_in("kim@example.org").await;
        stage.signed_in("kim@example.org").await;
        let team = organizer.get("/team/people").await.expect(200).page();
        let link = team.link("roles of kim@example.org");
        let mut form = organizer.get(&link).await.expect(200).page().form("/roles");
        form.fill("organizer", organizes);
        form.fill("reviewer", "");
        stage.sends(&organizer, &form).await.expect(303);
    }
    stage
}

/// The five questions are answered, and the intake is opened.
pub(crate) async fn opening() -> Stage {
    let mut stage = Stage::before_the_intake_opens(MAUTIC).await;
    let organizer = stage.organizer().await;
    let mut form = organizer.get("/team/readiness").await.expect(200).page().form("/team/readiness");
    for question in program::readiness::Question::ALL {
        form.fill(question.field(), "yes");
    }
    stage.sends(&organizer, &form).await.expect(303);
    let open = organizer.get("/team/readiness").await.expect(200).page().form("/team/readiness/open");
    stage.sends(&organizer, &open).await.expect(303);
    stage
}

/// Other settings are looked at, put into force, and taken back.
pub(crate) async fn settings() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let organizer = stage.organizer().await;
    for (version, document) in [("1", program_with(&[("goal", "goal = 3")])), ("2", MAUTIC.to_owned())] {
        let fields = [("version", version), ("document", &*document)];
        let look = [&fields[..], &[("do", "look")]].concat();
        stage.posts(Done::AtOnce, &organizer, "/team/settings", &look).await.expect(200);
        let put_in_force = [&fields[..], &[("do", "use")]].concat();
        stage.posts(Done::AtOnce, &organizer, "/team/settings", &put_in_force).await.expect(303);
    }
    stage
}

/// Letters that wait are swept up; of those in doubt one is sent again, and one is settled.
pub(crate) async fn letters() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let browser = stage.browser();
    for number in 0..2 {
        let form = crate::applying::form_of(&browser, "Amara Okafor", &format!("amara-{number}@example.org")).await;
        browser.send(&form).await.expect(303);
    }
    stage.sweeps().await;
    let organizer = stage.organizer().await;
    for number in 2..4 {
        let form = crate::applying::form_of(&browser, "Amara Okafor", &format!("amara-{number}@example.org")).await;
        browser.send(&form).await.expect(303);
    }
    let waiting = stage.store().letters_in(LetterState::Waiting).await.unwrap();
    for letter in &waiting {
        let leased = stage.store().lease(&letter.id).await.unwrap().unwrap();
        stage.store().not_sent(&leased, LetterState::Doubt, "cut off while sending").await.unwrap();
    }
    for (letter, answer) in waiting.iter().zip(["again", "settle"]) {
        let fields = [("letter", letter.id.as_str()), ("answer", answer)];
        stage.posts(Done::AtOnce, &organizer, "/team/letters", &fields).await.expect(303);
    }
    stage.mails().await;
    stage
}

/// A letter came back: what is for its address is kept, until a person says that it takes letters again.
pub(crate) async fn returned() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let organizer = stage.organizer().await;
    stage.comes_back("amara@example.org").await;
    let form = crate::applying::form_of(&stage.browser(), "Amara Okafor", "amara@example.org").await;
    stage.browser().send(&form).await.expect(303);
    stage.posted().await;
    assert_eq!(stage.store().letters_in(LetterState::Held).await.unwrap().len(), 1);
    let again = organizer.get("/team").await.expect(200).page().form("/addresses");
    stage.sends(&organizer, &again).await.expect(303);
    stage.sweeps().await;
    assert_eq!(stage.store().letters_in(LetterState::Held).await.unwrap().len(), 0);
    stage
}
