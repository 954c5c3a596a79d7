//! Logs hold ids, never names, addresses or bodies (requirement S13).

use crate::people::{NOW, without_limits};
use http::Method;
use specification::Office;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tracing_subscriber::EnvFilter;

/// More than any office of ours writes: what our crates say while being looked into, and what all others usually say.
const LOUD: &str = "info,account=debug,application=debug,chancery=debug,compliance=debug,letters=debug,mailer=debug,\
                    program=debug,report=debug,selection=debug,store=debug,summary=debug,team=debug,web=debug,words=debug";

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// S13
#[tokio::test(flavor = "multi_thread")]
async fn what_is_logged_names_nobody_and_quotes_nothing() {
    let written = Written::default();
    let writer = written.clone();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(LOUD))
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();

    let office = Office::of(NOW, &without_limits()).await;
    let visitor = office.browser();
    let mut form = visitor.get("/apply").await.expect(200).page().form("/apply");
    for (field, value) in [
        ("name", "Canaria Nomenclatura"),
        ("email", "canary.person@example.org"),
        ("country", "Nigeria"),
        ("answer_contributions", "canary contributions"),
        ("answer_ideas", "canary ideas"),
        ("consent", "yes"),
    ] {
        form.fill(field, value);
    }
    let mut wrong = form.clone();
    wrong.fill("email", "canary.person@");
    visitor.send(&wrong).await.expect(422);
    visitor.send(&form).await.expect(303);
    visitor.send(&form).await.expect(303);
    let receipt = office.wait_for_letter("canary.person@example.org", 0).await;
    let confirm = receipt.link("/apply/confirm/");
    visitor.post(&confirm, &[]).await.expect(200);
    // An address nobody knows, and a link nobody was given.
    visitor.post("/sign-in", &[("email", "canary.stranger@example.org")]).await.expect(303);
    visitor.post("/sign-in/canary-token", &[]).await.expect(409);
    visitor.get("/canary/page?name=canary-query").await.expect(404);

    let organizer = office.organizer().await;
    let link = organizer.get("/team/applications").await.expect(200).page().link("Canaria Nomenclatura");
    let mut decision = organizer.get(&link).await.expect(200).page().form("/decision");
    decision.fill("outcome", "accept");
    decision.fill("reason", "canary reason");
    decision.fill("words", "canary words");
    organizer.send(&decision).await.expect(303);
    // Another decision under the same version is a conflict, and its page quotes both.
    decision.fill("reason", "another canary reason");
    organizer.send(&decision).await.expect(409);

    let canary = office.signed_in("canary.person@example.org").await;
    let mut plan = canary.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in [
        ("kind", "events"),
        ("title", "canary title"),
        ("starts_on", "2026-05-19"),
        ("place", "in_person"),
        ("city", "canary city"),
        ("notes", "canary notes"),
    ] {
        plan.fill(field, value);
    }
    let activity = canary.send(&plan).await.expect(303).location();
    let mut report = canary.get(&activity).await.expect(200).page().form("/report");
    report.fill("goal", "canary goal");
    report.fill("done", "canary story");
    canary.send(&report).await.expect(303);
    report.fill("done", "canary other story");
    canary.send(&report).await.expect(409);
    organizer.get("/team/quarters/2026-Q2/summary.xlsx").await.expect(303);
    canary.ask(Method::POST, "/sign-out", &[("origin", "https://canary.example")], None).await.expect(403);
    let session = canary.cookie("session").unwrap();
    canary.post("/sign-out", &[]).await.expect(303);
    office.clock_moves_to("2026-07-16T09:00:00Z").await;
    assert!(office.letters_to("canary.person@example.org").await.len() >= 4, "letters went out");
    office.close().await;

    let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    // The log is there, and says what happened where.
    assert!(log.contains("http.route=\"/apply/confirm/{token}\""), "{log}");
    assert!(log.contains("a letter is on its way"), "{log}");
    let tokens = [confirm.rsplit('/').next().unwrap(), session.as_str()];
    let lower = log.to_lowercase();
    for secret in ["canar", "nomenclatura", "organizer@", "nigeria", "@example"].into_iter().chain(tokens) {
        let told = lower.lines().find(|line| line.contains(secret));
        assert_eq!(told, None, "{secret} is in the log");
    }
}
