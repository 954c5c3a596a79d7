//! Requests for funds: asked for, asked about, decided, and what comes after.

use crate::quarter::plan_of;
use crate::stage::{Done, Stage};
use program::funding::{Documents, Funding, Hand, Moved, NotPossible, Payment};
use program::text::Line;
use program::{FundingId, PersonId};
use specification::{Browser, MAUTIC};

/// A treasurer is in the team, and a budget is set.
pub(crate) async fn with_a_treasurer(stage: &mut Stage) -> Browser {
    let organizer = stage.organizer().await;
    let mut invitation = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    invitation.fill("email", "treasurer@example.org");
    invitation.fill("treasurer", "yes");
    organizer.send(&invitation).await.expect(303);
    stage.signed_in("treasurer@example.org").await
}

/// The form of a request for pizza, filled in.
async fn request_of(ambassador: &Browser, activity: &str) -> specification::page::Filled {
    let new = format!("/me/funding/new?activity={}", activity.rsplit('/').next().unwrap());
    let mut form = ambassador.get(&new).await.expect(200).page().form("/me/funding");
    for (field, value) in [
        ("kind", "food"),
        ("what_1", "Pizza"),
        ("amount_1", "60,50"),
        ("details", "For the evening."),
        ("outcomes", "People stay to talk."),
        ("needed_on", "2026-06-15"),
    ] {
        form.fill(field, value);
    }
    form
}

async fn sets_the_budget(stage: &mut Stage, treasurer: &Browser, amount: &str) {
    let mut budget = treasurer.get("/team/funding/budget").await.expect(200).page().form("/team/funding/budget");
    budget.fill("budget_food", amount);
    stage.sends(treasurer, &budget).await.expect(303);
}

/// A request is kept for later, sent, taken back, changed, asked about, answered, and taken back for good.
pub(crate) async fn asking() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", "amara@example.org").await;
    let treasurer = with_a_treasurer(&mut stage).await;
    let activity = amara.send(&plan_of(&amara, "Evening of segments").await).await.expecting(303).location();
    let form = request_of(&amara, &activity).await;
    let fields: Vec<_> = form.fields().chain([("step", "save")]).collect();
    stage.posts(Done::AtOnce, &amara, form.action(), &fields).await.expect(303);
    let request = stage.sends(&amara, &form).await.expecting(303).location();
    stage.mails().await;
    let back = amara.get(&request).await.expect(200).page().form("/take-back");
    stage.sends(&amara, &back).await.expect(303);
    let mut edit = amara.get(&format!("{request}/edit")).await.expect(200).page().form(&request);
    edit.fill("amount_1", "70");
    stage.sends(&amara, &edit).await.expect(303);
    let at_the_team = request.replace("/me/", "/team/");
    let mut question = treasurer.get(&at_the_team).await.expect(200).page().form("/questions");
    question.fill("question", "For how many people is it?");
    stage.sends(&treasurer, &question).await.expect(303);
    let mut answer = amara.get(&request).await.expect(200).page().form("/answers");
    answer.fill("answer", "For forty.");
    stage.sends(&amara, &answer).await.expect(303);
    stage.mails().await;
    let withdraw = amara.get(&request).await.expect(200).page().form("/withdraw");
    stage.sends(&amara, &withdraw).await.expect(303);
    stage
}

/// A budget is set and a rate entered; a request is approved, given more time, looked at again, declined.
pub(crate) async fn deciding() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", "amara@example.org").await;
    let treasurer = with_a_treasurer(&mut stage).await;
    sets_the_budget(&mut stage, &treasurer, "100").await;
    let mut rate = treasurer.get("/team/funding/budget").await.expect(200).page().form("/team/funding/rates");
    for (field, value) in [("currency", "USD"), ("rate", "0.92"), ("from", "2026-05-01")] {
        rate.fill(field, value);
    }
    stage.sends(&treasurer, &rate).await.expect(303);
    let activity = amara.send(&plan_of(&amara, "Evening of segments").await).await.expecting(303).location();
    let request = amara.send(&request_of(&amara, &activity).await).await.expecting(303).location();
    stage.posted().await;
    let page = request.replace("/me/", "/team/");
    let mut approve = treasurer.get(&page).await.expect(200).page().form("/decision");
    for (field, value) in [("outcome", "approve"), ("approve_1", "50"), ("reason", "It fits the plan.")] {
        approve.fill(field, value);
    }
    stage.sends(&treasurer, &approve).await.expect(303);
    stage.mails().await;
    for (what, until) in [("extend", "2026-12-31"), ("reconsider", "")] {
        let mut step = treasurer.get(&page).await.expect(200).page().form("/step");
        for (field, value) in [("what", what), ("until", until), ("reason", "The date has moved.")] {
            step.fill(field, value);
        }
        stage.sends(&treasurer, &step).await.expect(303);
    }
    let mut decline = treasurer.get(&page).await.expect(200).page().form("/decision");
    for (field, value) in [("outcome", "decline"), ("reason", "There is a sponsor for the food now.")] {
        decline.fill(field, value);
    }
    stage.sends(&treasurer, &decline).await.expect(303);
    stage.mails().await;
    stage
}

/// What was paid is said to have arrived.
pub(crate) async fn arriving() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", "amara@example.org").await;
    let treasurer = with_a_treasurer(&mut stage).await;
    sets_the_budget(&mut stage, &treasurer, "100").await;
    let activity = amara.send(&plan_of(&amara, "Evening of segments").await).await.expecting(303).location();
    let request = amara.send(&request_of(&amara, &activity).await).await.expecting(303).location();
    let mut approve = treasurer.get(&request.replace("/me/", "/team/")).await.expect(200).page().form("/decision");
    for (field, value) in [("outcome", "approve"), ("reason", "It fits the plan.")] {
        approve.fill(field, value);
    }
    treasurer.send(&approve).await.expect(303);
    let id = request.rsplit('/').next().unwrap().parse().unwrap();
    let there = Documents {
        invoices: 1,
        evidence: 1,
        activity_over: true,
        reported: true,
        payment_details: true,
        ..Documents::default()
    };
    let payment = Payment { reference: Line::parse("12").unwrap(), on: "2026-05-20".parse().unwrap() };
    moves(&stage, id, |request, hand| request.handed_in(hand)).await;
    moves(&stage, id, |request, hand| request.documented(hand, &there)).await;
    moves(&stage, id, |request, hand| {
        let invoiced = request.asking.sums();
        request.payable(hand, &invoiced)
    })
    .await;
    moves(&stage, id, |request, hand| request.paid(hand, payment)).await;
    let arrived = amara.get(&request).await.expect(200).page().form("/arrived");
    stage.sends(&amara, &arrived).await.expect(303);
    stage
}

/// A step that is taken elsewhere, past the wire.
async fn moves(stage: &Stage, id: FundingId, door: impl FnOnce(Funding, &Hand) -> Result<Moved, NotPossible>) {
    let stored = stage.store().funding(id).await.unwrap().unwrap();
    let person = PersonId::new(stage.store().new_id());
    let hand = Hand { person, ambassador: None, name: "Ines".to_owned(), at: stage.store().clock().now() };
    let moved = door(stored.value.clone(), &hand).unwrap();
    stage.store().change_funding(&stored, &moved, person, &[]).await.unwrap().unwrap();
}
