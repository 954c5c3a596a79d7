//! Around one activity: who organizes it too, what is asked about it, a draft of it, photos of it, and
//! what was kept of it for later.

use crate::quarter::plan_of;
use crate::stage::{Done, Stage};
use program::evidence::UploadKey;
use specification::files::PNG;
use specification::page::Filled;
use specification::{Browser, MAUTIC};

/// A large plan is shared, with a letter to each organizer and to each who is named; one of them says yes, then no.
pub(crate) async fn large() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", "amara@example.org").await;
    let kofi = stage.ambassador("Kofi Mensah", "kofi@example.org").await;
    let organizer = stage.organizer().await;
    let mut invitation = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    invitation.fill("email", "second@example.org");
    invitation.fill("organizer", "yes");
    organizer.send(&invitation).await.expect(303);
    stage.posted().await;

    let mut plan = plan_of(&amara, "Mautic Day Lagos").await;
    for (field, value) in [("large", "yes"), ("help", "marketing"), ("with", "kofi@example.org\nnobody@example.org")] {
        plan.fill(field, value);
    }
    let activity = stage.sends(&amara, &plan).await.expecting(303).location();
    let yes = kofi.get("/me").await.expect(200).page().form("/together");
    stage.sends(&kofi, &yes).await.expect(303);
    let no = kofi.get(&activity).await.expect(200).page().form("/together");
    stage.sends(&kofi, &no).await.expect(303);
    stage.mails().await;

    // What was large from the first is told once; what becomes so later is told then.
    let small = plan_of(&amara, "Meetup").await;
    let small = amara.send(&small).await.expecting(303).location();
    let mut change = amara.get(&format!("{small}/plan")).await.expect(200).page().form("/plan");
    change.fill("large", "yes");
    change.fill("with", "kofi@example.org");
    stage.sends(&amara, &change).await.expect(303);
    stage.mails().await;
    stage
}

/// The team asks about an activity and is answered.
pub(crate) async fn asking() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", "amara@example.org").await;
    let plan = plan_of(&amara, "Evening of segments").await;
    let activity = amara.send(&plan).await.expecting(303).location();
    let organizer = stage.organizer().await;
    let page = for_the_team(&stage, &activity).await;
    let mut question = organizer.get(&page).await.expect(200).page().form("/questions");
    question.fill("question", "How many of the forty came back?");
    stage.sends(&organizer, &question).await.expect(303);
    stage.mails().await;
    let mut answer = amara.get(&activity).await.expect(200).page().form("/answers");
    answer.fill("answer", "Thirty-one.");
    stage.sends(&amara, &answer).await.expect(303);
    stage
}

/// A draft is handed in, sent back with words, handed in anew, and found ready twice.
pub(crate) async fn draft() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", "amara@example.org").await;
    let mut plan = plan_of(&amara, "Article on segments").await;
    for (field, value) in [("kind", "content"), ("place", "online"), ("starts_on", "2026-06-24")] {
        plan.fill(field, value);
    }
    let activity = amara.send(&plan).await.expecting(303).location();
    let organizer = stage.organizer().await;
    let page = for_the_team(&stage, &activity).await;
    for (link, reviews) in [
        ("https://example.org/one", [("change", "Could the opening be shorter?")].as_slice()),
        ("https://example.org/two", &[("ready", ""), ("ready", "Wonderful, thank you.")]),
    ] {
        let mut draft = amara.get(&activity).await.expect(200).page().form("/draft");
        draft.fill("draft_link", link);
        stage.sends(&amara, &draft).await.expect(303);
        for (verdict, words) in reviews {
            let mut review = organizer.get(&page).await.expect(200).page().form("/draft");
            review.fill("verdict", verdict);
            review.fill("words", words);
            stage.sends(&organizer, &review).await.expect(303);
        }
    }
    stage.mails().await;
    stage
}

/// A photo arrives and is taken away again; what is no photo is removed by itself.
pub(crate) async fn photos() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", "amara@example.org").await;
    let plan = plan_of(&amara, "Evening of segments").await;
    let photos = format!("{}/photos", amara.send(&plan).await.expecting(303).location());
    for content in [PNG, b"MZ\x90\0This program cannot be run in DOS mode"] {
        let key = posts(&mut stage, &amara, &photos, content).await;
        let kept = store::evidence::kept_key(key.parse::<UploadKey>().unwrap().file);
        let there = stage.store().files().get(&kept).await.unwrap();
        assert_eq!(there.is_some(), content == PNG, "what is no photo does not stay");
        assert!(stage.store().files().get(&key).await.unwrap().is_none(), "what was posted is kept elsewhere or gone");
        let removal = amara.get(&photos).await.expect(200).page().form("/remove");
        // The file goes from the bucket first, which only makes way: without its record nothing would find it any more.
        stage.sends_by(Done::ByPieces, &amara, &removal).await.expect(303);
        assert!(stage.store().files().get(&kept).await.unwrap().is_none());
    }
    stage
}

/// A photo is posted, which the bucket tells of; gives its key.
async fn posts(stage: &mut Stage, browser: &Browser, photos: &str, content: &[u8]) -> String {
    let form = browser.get(photos).await.expect(200).page().form("office");
    let key = form.value("key").unwrap().to_owned();
    stage.store().files().put(&key, "application/octet-stream", content.to_vec()).await.unwrap();
    stage.receives(&key, content.len() as u64).await;
    key
}

/// What somebody organizes with somebody else, large at first and then not, with a photo; gives its address.
pub(crate) async fn with_a_photo(stage: &mut Stage, amara: &Browser, kofi: &Browser) -> String {
    let mut plan = plan_of(amara, "Mautic Day Lagos").await;
    for (field, value) in [("large", "yes"), ("with", "kofi@example.org")] {
        plan.fill(field, value);
    }
    let activity = stage.sends(amara, &plan).await.expecting(303).location();
    let yes = kofi.get("/me").await.expect(200).page().form("/together");
    stage.sends(kofi, &yes).await.expect(303);
    let mut change = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    change.fill("large", "");
    stage.sends(amara, &change).await.expect(303);
    posts(stage, amara, &format!("{activity}/photos"), PNG).await;
    activity
}

/// A plan and a report are kept for later; one is thrown away, the others are sent after all.
pub(crate) async fn started() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", "amara@example.org").await;
    for is_sent in [false, true] {
        let plan = plan_of(&amara, "Evening of segments").await;
        keeps(&mut stage, &amara, &plan).await;
        let me = amara.get("/me").await.expect(200).page();
        if is_sent {
            let opened = me.link("Plan: Evening of segments");
            let plan = amara.get(&opened).await.expect(200).page().form("/me/activities");
            let activity = stage.sends(&amara, &plan).await.expecting(303).location();
            let report = crate::quarter::report_of(&amara, &activity).await;
            keeps(&mut stage, &amara, &report).await;
            stage.sends(&amara, &report).await.expect(303);
        } else {
            stage.sends(&amara, &me.form("/me/started")).await.expect(303);
        }
    }
    stage
}

/// The same form with the button that keeps it.
async fn keeps(stage: &mut Stage, browser: &Browser, form: &Filled) {
    let fields: Vec<_> = form.fields().chain([("step", "save")]).collect();
    stage.posts(Done::AtOnce, browser, form.action(), &fields).await.expect(303);
}

/// The page of the team of this activity of Amara's.
pub(crate) async fn for_the_team(stage: &Stage, activity: &str) -> String {
    let amara = stage.store().person(&specification::office::email("amara@example.org")).await.unwrap().unwrap();
    format!("/team/activities/{}/{}", amara.ambassador.unwrap(), activity.rsplit('/').next().unwrap())
}
