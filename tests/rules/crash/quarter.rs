//! A quarter: plans and reports, the check-in, the closing, the summary.

use crate::stage::Stage;
use specification::MAUTIC;
use specification::page::Filled;

/// A plan is shared, changed, reported on; another is cancelled.
pub(crate) async fn activities() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let ambassador = stage.ambassador("Amara Okafor", "amara@example.org").await;
    let mut plans = Vec::new();
    for title in ["Evening of segments", "Stammtisch"] {
        let form = plan_of(&ambassador, title).await;
        plans.push(stage.sends(&ambassador, &form).await.expecting(303).location());
    }
    let mut change = ambassador.get(&format!("{}/plan", plans[0])).await.expect(200).page().form("/plan");
    change.fill("title", "Evening of forms");
    stage.sends(&ambassador, &change).await.expect(303);
    let report = report_of(&ambassador, &plans[0]).await;
    stage.sends(&ambassador, &report).await.expect(303);
    let cancel = ambassador.get(&plans[1]).await.expect(200).page().form("/cancel");
    stage.sends(&ambassador, &cancel).await.expect(303);
    stage
}

/// A quarter comes to its end: the check-in, the closing, the summary, and every letter of them.
pub(crate) async fn calendar() -> Stage {
    let mut stage = Stage::open(&MAUTIC.replace("started_on = 2026-01-01", "started_on = 2026-04-01")).await;
    for number in 0..2 {
        let ambassador = stage.ambassador(&format!("Amara {number}"), &format!("amara-{number}@example.org")).await;
        let plan = plan_of(&ambassador, "Evening of segments").await;
        let plan = ambassador.send(&plan).await.expecting(303).location();
        if number == 0 {
            let report = report_of(&ambassador, &plan).await;
            ambassador.send(&report).await.expect(303);
        }
    }
    stage.clock_moves_to("2026-06-20T09:00:00Z");
    stage.keeps_the_calendar().await;
    // A glance at May.
    stage.sums_up().await;
    stage.clock_moves_to("2026-07-20T09:00:00Z");
    stage.keeps_the_calendar().await;
    stage.sums_up().await;
    stage.mails().await;
    stage
}

/// The form that shares a plan, filled in.
pub(crate) async fn plan_of(browser: &specification::Browser, title: &str) -> Filled {
    let mut form = browser.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in
        [("kind", "events"), ("title", title), ("starts_on", "2026-05-19"), ("place", "in_person"), ("city", "Lagos")]
    {
        form.fill(field, value);
    }
    form
}

/// A full report on it.
pub(crate) async fn report_of(browser: &specification::Browser, activity: &str) -> Filled {
    let mut form = browser.get(activity).await.expect(200).page().form("/report");
    for (field, value) in [
        ("goal", "Show newcomers how to start"),
        ("registrations", "40"),
        ("attendees", "31"),
        ("hours_to_organize", "6,5"),
        ("hours_to_execute", "3"),
    ] {
        form.fill(field, value);
    }
    form
}
