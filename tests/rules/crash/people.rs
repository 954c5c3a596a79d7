//! People over time: the answer to a check-in, pauses, reminders, a closed quarter looked at again, leaving and
//! returning, what the team is to decide, user groups (clauses C1, C2, C3, R4, R5, O10, O11).

use crate::stage::{Done, Stage};
use program::proposal::{self, Cause};
use program::{
    Ambassador, AmbassadorId, AmbassadorState, ApplicationId, Country, Pause, PersonId, Proposal, Territory, check_in,
};
use specification::office::email;
use specification::page::Filled;
use specification::{Browser, MAUTIC, instant};
use store::audit::Actor;

const AMARA: &str = "amara@example.org";

/// The example program that began with the quarter the stages open in.
fn young() -> String {
    MAUTIC.replace("started_on = 2026-01-01", "started_on = 2026-04-01")
}

/// The form at this address that posts to it, filled in.
async fn form(browser: &Browser, page: &str, action: &str, fields: &[(&str, &str)]) -> Filled {
    let mut form = browser.get(page).await.expect(200).page().form(action);
    for (field, value) in fields {
        form.fill(field, value);
    }
    form
}

/// The page of the team about this ambassador.
async fn page_of(stage: &Stage, address: &str) -> String {
    let person = stage.store().person(&email(address)).await.unwrap().unwrap();
    format!("/team/ambassadors/{}", person.ambassador.unwrap())
}

/// A check-in is answered, and otherwise; a pause is marked, changed and ended, by oneself and by the team, begun or
/// not.
pub(crate) async fn pausing() -> Stage {
    let mut stage = Stage::open(&young()).await;
    let amara = stage.ambassador("Amara Okafor", AMARA).await;
    let organizer = stage.organizer().await;
    let check_in = "/me/check-in/2026-Q2";
    for (answer, words) in [("nothing", "A new job."), ("as_recorded", ""), ("pause", "")] {
        let answer = form(&amara, check_in, check_in, &[("answer", answer), ("words", words)]).await;
        stage.sends(&amara, &answer).await.expect(303);
    }

    let page = page_of(&stage, AMARA).await;
    let (pause, back) = (format!("{page}/pause"), format!("{page}/return"));
    let (now, later) = ("2026-05-20", "2026-06-01");
    for (from, until) in [(later, "2026-06-30"), (now, "")] {
        let mark = form(&amara, "/me/pause", "/me/pause", &[("from", from), ("until", until)]).await;
        stage.sends(&amara, &mark).await.expect(303);
    }
    let end = amara.get("/me/pause").await.expect(200).page().form("/me/pause/return");
    stage.sends(&amara, &end).await.expect(303);
    for days in [&[(now, "2026-06-30"), (now, "2026-07-15")][..], &[(later, "")]] {
        for (from, until) in days {
            let mark = form(&organizer, &pause, &pause, &[("from", from), ("until", until)]).await;
            stage.sends(&organizer, &mark).await.expect(303);
        }
        let end = organizer.get(&page).await.expect(200).page().form(&back);
        stage.sends(&organizer, &end).await.expect(303);
    }
    stage
}

/// Somebody on a pause steps down, and asks to return, which the team is to decide, twice.
pub(crate) async fn leaving() -> Stage {
    let mut stage = Stage::open(&young()).await;
    let amara = stage.ambassador("Amara Okafor", AMARA).await;
    let pause = form(&amara, "/me/pause", "/me/pause", &[("from", "2026-05-20")]).await;
    amara.send(&pause).await.expect(303);
    let first = form(&amara, "/me/step-down", "/me/step-down", &[("words", "It was lovely.")]).await;
    let sure = stage.sends(&amara, &first).await.expecting(200).page().form("/me/step-down/confirm");
    stage.sends(&amara, &sure).await.expect(303);
    for (words, what) in [("I miss you.", "leave_as_is"), ("", "welcome_back")] {
        // One wish a day.
        stage.store().clock().advance(chrono::Duration::days(1));
        let (amara, organizer) = (stage.signed_in(AMARA).await, stage.organizer().await);
        let wish = form(&amara, "/me/return", "/me/return", &[("words", words)]).await;
        stage.sends(&amara, &wish).await.expect(303);
        let (open, _) = stage.store().open_proposals(50, None).await.unwrap();
        let path = format!("/team/proposals/{}", open[0].value.id);
        let settle = [("what", what), ("reason", "We talked."), ("words", "Thank you for asking.")];
        let settle = form(&organizer, &path, &path, &settle).await;
        stage.sends(&organizer, &settle).await.expect(303);
    }
    stage
}

/// The team ends a term, and names somebody of a user group and takes that back.
pub(crate) async fn team() -> Stage {
    let mut stage = Stage::open(&young()).await;
    stage.ambassador("Amara Okafor", AMARA).await;
    let organizer = stage.organizer().await;
    let path = format!("{}/end-term", page_of(&stage, AMARA).await);
    let end = form(&organizer, &path, &path, &[("reason", "Took money for the title.")]).await;
    stage.sends(&organizer, &end).await.expect(303);

    // Somebody new, and somebody who is known already.
    for (name, address, group) in
        [("Tunde Ade", "tunde@example.org", "Mautic Abuja"), ("Amara Okafor", AMARA, "Mautic Lagos")]
    {
        let fields = [("leader_name", name), ("leader_email", address), ("group", group)];
        let add = form(&organizer, "/team/people", "/team/people/leaders", &fields).await;
        stage.sends(&organizer, &add).await.expect(303);
        let person = stage.store().person(&email(address)).await.unwrap().unwrap();
        let no_more = format!("/team/people/{}/leads", person.id);
        let no_more = organizer.get("/team/people").await.expect(200).page().form(&no_more);
        stage.sends(&organizer, &no_more).await.expect(303);
    }
    stage
}

/// The calendar takes somebody into a pause and back, and reminds another, who turns the reminders off by the link of
/// one, and on again, and off.
pub(crate) async fn reminding() -> Stage {
    let mut stage = Stage::open(&young()).await;
    brought_in(&stage, "Amara", |_| ()).await;
    let pause = Pause { from: "2026-05-25".parse().unwrap(), until: "2026-06-01".parse().ok() };
    brought_in(&stage, "Ngozi", |it| it.pauses = vec![pause]).await;
    for at in ["2026-05-25T08:00:00Z", "2026-06-02T08:00:00Z"] {
        stage.clock_moves_to(at);
        stage.keeps_the_calendar().await;
    }
    keep_the_calendar(&stage, "2026-06-17T08:00:00Z").await;
    stage.posted().await;
    stage.clock_moves_to("2026-07-05T08:00:00Z");
    stage.keeps_the_calendar().await;
    stage.mails().await;
    let off = stage.link_for(AMARA, "/me/reminders/off/").await;
    let visitor = stage.browser();
    stage.posts(Done::AtOnce, &visitor, &off, &[]).await.expect(200);
    let amara = stage.signed_in(AMARA).await;
    for _ in ["on", "off"] {
        let switch = amara.get("/me").await.expect(200).page().form("/me/reminders");
        stage.sends(&amara, &switch).await.expect(303);
    }
    stage
}

/// The calendar asks the team about a silence, about a second quarter below the goal, and about nothing three times.
pub(crate) async fn asking() -> Stage {
    let silences = "\n[inactivity]\ncall_after_days = 90\npropose_after_days = 180\n";
    let mut stage = Stage::open(&format!("{MAUTIC}{silences}")).await;
    let amara = brought_in(&stage, "Amara", |_| ()).await;
    let nothing = check_in::Answer::Nothing { words: None };
    for quarter in ["2026-Q1", "2026-Q2", "2026-Q3"] {
        stage.store().answer_check_in(amara.id, quarter.parse().unwrap(), &nothing, 0, amara.person).await.unwrap();
    }
    stage.keeps_the_calendar().await;
    keep_the_calendar(&stage, "2026-07-15T08:00:00Z").await;
    stage.clock_moves_to("2026-10-15T08:00:00Z");
    stage.keeps_the_calendar().await;
    let (open, _) = stage.store().open_proposals(50, None).await.unwrap();
    let is_there = |cause: fn(&Cause) -> bool| open.iter().any(|stored| cause(&stored.value.cause));
    assert!(is_there(|cause| matches!(cause, Cause::Inactive { .. })), "{open:?}");
    assert!(is_there(|cause| matches!(cause, Cause::ShortAgain { .. })), "{open:?}");
    assert!(is_there(|cause| matches!(cause, Cause::NothingThreeTimes { .. })), "{open:?}");
    stage
}

/// Ambassadors say that a closed quarter does not look right, and the team answers on its page, once more on the same,
/// and from its desk.
pub(crate) async fn appeals() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let mut all = Vec::new();
    for name in ["Amara", "Ngozi", "Chidi"] {
        all.push(brought_in(&stage, name, |_| ()).await);
    }
    keep_the_calendar(&stage, "2026-05-20T09:00:00Z").await;
    let browser = stage.signed_in(AMARA).await;
    let plan = crate::quarter::plan_of(&browser, "Evening of segments").await;
    let plan = browser.send(&plan).await.expecting(303).location();
    let count = format!("count:{}", plan.rsplit('/').next().unwrap());
    stage.clock_moves_to("2026-07-15T08:00:00Z");
    keep_the_calendar(&stage, "2026-07-15T08:00:00Z").await;
    let organizer = stage.organizer().await;
    for (ambassador, verdicts) in all.iter().zip([&[count.as_str(), "excuse"][..], &["leave"], &[]]) {
        let browser = stage.signed_in(ambassador.email.as_str()).await;
        let words = [("words", "I was ill.")];
        let appeal = form(&browser, "/me/appeal?quarter=2026-Q2", "/me/appeal", &words).await;
        stage.sends(&browser, &appeal).await.expect(303);
        let path = format!("/team/quarters/2026-Q2/standings/{}", ambassador.id);
        for verdict in verdicts {
            let answer = form(&organizer, &path, &path, &[("verdict", verdict), ("words", "We see.")]).await;
            stage.sends(&organizer, &answer).await.expect(303);
        }
    }
    let about = |cause: fn(&Cause) -> bool, whom: usize| {
        let (store, id) = (stage.store().clone(), all[whom].id);
        async move {
            let mut all = store.proposals_of(id).await.unwrap().into_iter().map(|stored| stored.value);
            let found = all.find(|proposal| proposal.state.is_open() && cause(&proposal.cause));
            format!("/team/proposals/{}", found.unwrap().id)
        }
    };
    let short = about(|cause| matches!(cause, Cause::ShortAgain { .. }), 1).await;
    let appeal = about(|cause| matches!(cause, Cause::Appeal { .. }), 2).await;
    let left = about(|cause| matches!(cause, Cause::ShortAgain { .. }), 2).await;
    for (path, what) in [(short, "excuse"), (appeal, "leave_as_is"), (left, "leave_as_is")] {
        let settle = form(&organizer, &path, &path, &[("what", what), ("reason", "We talked.")]).await;
        stage.sends(&organizer, &settle).await.expect(303);
    }
    stage
}

/// The team decides about long silences: to talk, a pause, the end of a term.
pub(crate) async fn deciding() -> Stage {
    let mut stage = Stage::open(&young()).await;
    let amara = brought_in(&stage, "Amara", |_| ()).await;
    let organizer = stage.organizer().await;
    for (since, fields) in [
        ("2025-05-01", &[("what", "talk")][..]),
        ("2025-06-01", &[("what", "hold"), ("from", "2026-05-20"), ("until", "2026-06-30")]),
        ("2025-07-01", &[("what", "end_term"), ("words", "It was good to have you.")]),
        ("2025-08-01", &[("what", "leave_as_is")]),
    ] {
        let cause = Cause::Inactive { since: since.parse().unwrap(), days: 180, stage: proposal::Stage::EndTerm };
        let asked = Proposal::new(amara.id, None, cause, stage.store().clock().now());
        assert!(stage.store().propose(&asked, Actor::Schedule, None).await.unwrap());
        let path = format!("/team/proposals/{}", asked.id);
        let mut settle = form(&organizer, &path, &path, fields).await;
        settle.fill("reason", "Asked by phone.");
        stage.sends(&organizer, &settle).await.expect(303);
    }
    stage
}

/// An ambassador who was here before the office opened.
async fn brought_in(stage: &Stage, name: &str, change: impl FnOnce(&mut Ambassador)) -> Ambassador {
    let store = stage.store();
    let country = Country::parse("Nigeria").unwrap();
    let mut ambassador = Ambassador {
        id: AmbassadorId::new(store.new_id()),
        person: PersonId::new(store.new_id()),
        name: program::text::Name::parse(name).unwrap(),
        email: email(&format!("{}@example.org", name.to_lowercase())),
        country,
        territory: Territory::of(country),
        region: None,
        language: "en".to_owned(),
        state: AmbassadorState::Active,
        since: "2025-09-01".parse().unwrap(),
        application: ApplicationId::new(store.new_id()),
        pauses: Vec::new(),
        leaving: None,
    };
    change(&mut ambassador);
    store.bring_in(&ambassador).await.unwrap();
    ambassador
}

/// A run of the calendar that nothing comes between.
async fn keep_the_calendar(stage: &Stage, at: &str) {
    compliance::run(stage.store(), compliance::Scheduled { scheduled_time: instant(at) }).await.unwrap();
}
