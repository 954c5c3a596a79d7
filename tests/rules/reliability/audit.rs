//! Every change leaves one entry that says who did what, and from what to what.

use crate::{application_id, application_of, email, plan_of, report_of};
use specification::Office;
use store::audit::Recorded;

/// S11
#[tokio::test(flavor = "multi_thread")]
async fn each_change_of_the_main_job_leaves_exactly_one_entry_and_they_form_a_chain() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    let visitor = office.browser();
    visitor.send(&application_of(&visitor, "Amara Okafor", "amara@example.org").await).await.expect(303);
    let receipt = office.wait_for_letter("amara@example.org", 0).await.link("/apply/confirm/");
    for _ in 0..3 {
        visitor.get(&receipt).await.expect(200);
        visitor.post(&receipt, &[]).await.expect(200);
    }
    let application = application_id(&office, "amara@example.org").await;
    let organizer = office.organizer().await;
    let path = format!("/team/applications/{application}");
    for outcome in ["keep_in_pool", "accept"] {
        let mut decision = organizer.get(&path).await.expect(200).page().form("/decision");
        decision.fill("outcome", outcome);
        decision.fill("reason", "For the record.");
        decision.fill("words", "Thank you for waiting.");
        organizer.send(&decision).await.expect(303);
        // Twice, as a double tap does: one decision and one entry.
        organizer.send(&decision).await.expect(303);
    }
    let amara = office.signed_in("amara@example.org").await;
    let activity = amara.send(&plan_of(&amara, "Meetup in Lagos", "2026-06-20").await).await.expect(303).location();
    let other = amara.send(&plan_of(&amara, "Workshop in Abuja", "2026-06-24").await).await.expect(303).location();
    let mut plan = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    plan.fill("title", "Meetup in Lagos, again");
    amara.send(&plan).await.expect(303);
    let cancel = amara.get(&other).await.expect(200).page().form("/cancel");
    amara.send(&cancel).await.expect(303);
    office.clock_moves_to("2026-06-21T09:00:00Z").await;
    let amara = office.signed_in("amara@example.org").await;
    let mut report = report_of(&amara, &activity).await;
    amara.send(&report).await.expect(303);
    report.fill("version", "3");
    report.fill("attendees", "33");
    amara.send(&report).await.expect(303);
    office.clock_moves_to("2026-07-15T00:30:00Z").await;

    let store = office.store();
    let person = |address: &'static str| {
        let store = store.clone();
        async move { store.person(&email(address)).await.unwrap().unwrap() }
    };
    let (amara, team) = (person("amara@example.org").await, person("organizer@example.org").await);
    let (by_amara, by_team) = (format!("person#{}", amara.id), format!("person#{}", team.id));
    let (by_amara, by_team) = (by_amara.as_str(), by_team.as_str());
    let history = async |subject: String| store.history(&subject).await.unwrap();

    let entries = history(format!("application#{application}")).await;
    assert_eq!(
        said(&entries),
        [("apply", by_amara), ("confirm the address", by_amara), ("keep_in_pool", by_team), ("accept", by_team)]
    );
    chained(&entries);
    let entries = history(format!("activity#{}", activity.rsplit('/').next().unwrap())).await;
    assert_eq!(
        said(&entries),
        [("plan", by_amara), ("change the plan", by_amara), ("report", by_amara), ("report", by_amara)]
    );
    chained(&entries);
    let entries = history(format!("activity#{}", other.rsplit('/').next().unwrap())).await;
    assert_eq!(said(&entries), [("plan", by_amara), ("cancel", by_amara)]);
    chained(&entries);

    let entries = history("quarter#2026-Q2".to_owned()).await;
    assert_eq!(
        said(&entries),
        [
            "glance at a month",
            "begin check_in",
            "finish check_in",
            "glance at a month",
            "begin reminder-1",
            "finish reminder-1",
            "begin reminder-2",
            "finish reminder-2",
            "begin closing",
            "finish closing",
            "begin conversations",
            "finish conversations",
            "make the summary"
        ]
        .map(|what| (what, "schedule"))
    );
    // A glance is done at once; what is done person by person begins and is finished.
    let (glances, steps): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.what == "glance at a month");
    for step in glances.chunks(1).chain(steps.chunks(2)) {
        chained(step);
    }
    let entries = history(format!("standing#2026-Q2#{}", amara.ambassador.unwrap())).await;
    assert_eq!(said(&entries), [("new", "schedule")]);
    chained(&entries);
    let entries = history(format!("person#{}", team.id)).await;
    assert_eq!(said(&entries), [("invite the first organizer", "operator")]);
    let entries = history("settings".to_owned()).await;
    assert_eq!(said(&entries), [("version 1", "operator")]);
    office.close().await;
}

fn said(entries: &[Recorded]) -> Vec<(&str, &str)> {
    entries.iter().map(|entry| (entry.what.as_str(), entry.by.as_str())).collect()
}

/// The first makes something, and each begins with what the one before it left.
fn chained(entries: &[Recorded]) {
    let mut there = None;
    for entry in entries {
        assert_eq!(entry.before, there, "{}", entry.what);
        assert!(entry.after.as_ref().is_some_and(|hash| hash.len() == 64), "{}", entry.what);
        assert_ne!(entry.after, entry.before, "{}", entry.what);
        there.clone_from(&entry.after);
    }
}
