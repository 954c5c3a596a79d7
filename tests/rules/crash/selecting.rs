//! From a review to an announcement, and territories.

use crate::stage::{Done, Stage};
use program::Outcome;
use specification::{Browser, MAUTIC};

/// The example program selecting in two tranches.
fn in_tranches() -> String {
    let tranche = |key: &str, closes: &str, announces: &str| {
        format!("[[tranche]]\nkey = \"{key}\"\nlabel = \"{key}\"\ncloses_on = {closes}\nannounces_on = {announces}\n\n")
    };
    let (spring, autumn) =
        (tranche("spring", "2026-05-31", "2026-06-15"), tranche("autumn", "2026-09-30", "2026-10-15"));
    format!("{MAUTIC}\n{spring}{autumn}")
}

/// Somebody who has applied and confirmed; gives the application's address on the board.
pub(crate) async fn applied(stage: &Stage, name: &str, address: &str) -> String {
    let visitor = stage.browser();
    let form = crate::applying::form_of(&visitor, name, address).await;
    visitor.send(&form).await.expect(303);
    let confirm = stage.link_for(address, "/apply/confirm/").await;
    visitor.post(&confirm, &[]).await.expect(200);
    let person = stage.store().person(&specification::office::email(address)).await.unwrap().unwrap();
    format!("/team/applications/{}", person.application.unwrap())
}

/// The form that decides, filled in.
async fn decision(organizer: &Browser, application: &str, outcome: Outcome) -> specification::page::Filled {
    let mut form = organizer.get(application).await.expect(200).page().form("/decision");
    form.fill("outcome", outcome.name());
    form.fill("reason", "By the criteria.");
    form.fill("words", "Thank you for what you do.");
    form
}

/// A rolling program: reviewed, and each outcome decided, which announces it.
pub(crate) async fn rolling() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let mut all = Vec::new();
    for number in 0..3 {
        all.push(applied(&stage, "Amara Okafor", &format!("amara-{number}@example.org")).await);
    }
    let organizer = stage.organizer().await;
    for comment in ["Speaks monthly.", "Speaks every month."] {
        let mut review = organizer.get(&all[0]).await.expect(200).page().form("/review");
        for (field, value) in [("score_helps", "4"), ("score_reach", "3"), ("score_time", "5"), ("comment", comment)] {
            review.fill(field, value);
        }
        stage.sends(&organizer, &review).await.expect(303);
    }
    for (application, outcome) in all.iter().zip(Outcome::ALL) {
        let form = decision(&organizer, application, outcome).await;
        stage.sends(&organizer, &form).await.expect(303);
    }
    stage.mails().await;
    stage
}

/// A tranche: decided, looked at again, decided otherwise, announced, everybody told, and the pool sent on.
pub(crate) async fn tranche() -> Stage {
    let mut stage = Stage::open(&in_tranches()).await;
    let mut all = Vec::new();
    for number in 0..3 {
        all.push(applied(&stage, "Amara Okafor", &format!("amara-{number}@example.org")).await);
    }
    let late = stage.browser();
    let form = crate::applying::form_of(&late, "Jonas Weber", "jonas@example.org").await;
    late.send(&form).await.expect(303);
    stage.posted().await;
    stage.clock_moves_to("2026-06-01T09:00:00Z");
    let organizer = stage.organizer().await;
    let form = decision(&organizer, &all[0], Outcome::Decline).await;
    stage.sends(&organizer, &form).await.expect(303);
    let form = organizer.get(&all[0]).await.expect(200).page().form("/reconsider");
    stage.sends(&organizer, &form).await.expect(303);
    for (application, outcome) in all.iter().zip(Outcome::ALL) {
        let form = decision(&organizer, application, outcome).await;
        organizer.send(&form).await.expect(303);
    }
    stage.posts(Done::AtOnce, &organizer, "/team/applications/rounds/spring/announce", &[]).await.expect(303);
    stage.hears_of("spring").await;
    stage.goes_round().await;
    stage.mails().await;
    stage
}

/// The announcement nobody was told of but by the hourly round, which also sends on who is undecided for another round.
pub(crate) async fn hourly_round() -> Stage {
    let mut stage = Stage::open(&in_tranches()).await;
    let application = applied(&stage, "Amara Okafor", "amara@example.org").await;
    let late = stage.browser();
    let form = crate::applying::form_of(&late, "Jonas Weber", "jonas@example.org").await;
    late.send(&form).await.expect(303);
    stage.posted().await;
    stage.clock_moves_to("2026-06-01T09:00:00Z");
    let organizer = stage.organizer().await;
    let form = decision(&organizer, &application, Outcome::KeepInPool).await;
    organizer.send(&form).await.expect(303);
    organizer.post("/team/applications/rounds/spring/announce", &[]).await.expect(303);
    stage.goes_round().await;
    stage
}

/// A country is split, and its people are placed.
pub(crate) async fn territories() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    for number in 0..2 {
        stage.ambassador(&format!("Amara {number}"), &format!("amara-{number}@example.org")).await;
    }
    let organizer = stage.organizer().await;
    let mut split = organizer.get("/team/territories/NG").await.expect(200).page().form("/regions");
    split.fill("regions", "North\nSouth");
    let placing = stage.sends(&organizer, &split).await.expecting(303).location();
    let mut choices = organizer.get(&placing).await.expect(200).page().form("/placing");
    let fields: Vec<_> = choices.fields().map(|(name, _)| name.to_owned()).collect();
    let people: Vec<_> =
        fields.into_iter().filter(|name| name.starts_with("ambassador_") && !name.contains("seen")).collect();
    for (person, place) in people.iter().zip(["NG/north", "NG/south"]) {
        choices.fill(person, place);
    }
    assert_eq!(people.len(), 2);
    // One transaction a person: whoever is placed is placed, and the form sent again places the others.
    stage.sends_by(Done::ByPieces, &organizer, &choices).await.expect(303);
    stage
}
