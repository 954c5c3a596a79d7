//! Sessions: what their cookies look like, and what ends them (requirement S4).

use crate::people::{NOW, applies, everything_kept, holds, instance, without_limits};
use chancery::office::routes;
use chrono::Duration;
use http::Method;
use program::{ApplicationState, Role, Roles};
use specification::office::email;
use specification::{Answer, Browser, Office};

/// S4: the `__Host-` cookie is bound to its host by the browser; without TLS no browser would take it.
#[tokio::test(flavor = "multi_thread")]
async fn cookies_are_bound_to_the_office_and_hidden_from_scripts() {
    let office = Office::open(NOW).await;
    let here = office.browser();
    let asked = here.post("/sign-in", &[("email", "organizer@example.org")]).await;
    insta::assert_snapshot!(cookies(&asked), @"browser=…; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax");
    let link = office.wait_for_letter("organizer@example.org", 0).await.link("/sign-in/");
    insta::assert_snapshot!(cookies(&here.post(&link, &[]).await), @"session=…; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax");
    insta::assert_snapshot!(cookies(&here.post("/sign-out", &[]).await), @"session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");

    let public = Browser::new(&instance(office.store(), "https://ambassadors.example.org", routes()).await);
    let asked = public.post("/sign-in", &[("email", "organizer@example.org")]).await;
    insta::assert_snapshot!(cookies(&asked), @"__Host-browser=…; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure");
    let link = office.wait_for_letter("organizer@example.org", 1).await.link("/sign-in/");
    let entered = public.post(&link, &[]).await.expecting(303);
    insta::assert_snapshot!(cookies(&entered), @"__Host-session=…; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure");
    public.get("/team").await.expect(200);
    // The plainly named cookie, which another port of this machine could set, counts for nothing there.
    let planted = public.cookie("__Host-session").unwrap();
    let url = instance(office.store(), "https://ambassadors.example.org", routes()).await;
    Browser::new(&url).with_cookie("session", &planted).get("/team").await.expect(401);
    insta::assert_snapshot!(cookies(&public.post("/sign-out", &[]).await), @"__Host-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
}

/// S4
#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_for_whoever_kept_its_cookie() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    let elsewhere = office.organizer().await;
    let kept = organizer.cookie("session").unwrap();
    assert_eq!(organizer.post("/sign-out", &[]).await.expect(303).location(), "/");
    assert_eq!(organizer.cookie("session"), None);
    office.browser().with_cookie("session", &kept).get("/team").await.expect(401);
    // It is this browser that is signed out, and no other.
    elsewhere.get("/team").await.expect(200);
    // Once more does no harm.
    office.browser().with_cookie("session", &kept).post("/sign-out", &[]).await.expect(303);
    office.browser().post("/sign-out", &[]).await.expect(303);
}

/// S4, S5
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_signed_out_by_following_a_link() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    for method in [Method::GET, Method::HEAD] {
        organizer.ask(method, "/sign-out", &[], None).await.expect(405);
    }
    let from_elsewhere = [("sec-fetch-site", "cross-site")];
    organizer.ask(Method::POST, "/sign-out", &from_elsewhere, Some(String::new())).await.expect(403);
    organizer.get("/team").await.expect(200);
}

/// S4
#[tokio::test(flavor = "multi_thread")]
async fn becoming_an_ambassador_ends_the_sessions_of_before() {
    let office = Office::of(NOW, &without_limits()).await;
    applies(&office, "Amara Okafor", "amara@example.org", "Nigeria").await;
    let (phone, desk) = (office.signed_in("amara@example.org").await, office.signed_in("amara@example.org").await);
    phone.get("/apply/status").await.expect(200);
    desk.get("/me").await.expect(403);

    let organizer = office.organizer().await;
    let link = organizer.get("/team/applications").await.expect(200).page().link("Amara Okafor");
    let mut decision = organizer.get(&link).await.expect(200).page().form("/decision");
    decision.fill("outcome", "accept");
    decision.fill("reason", "Carries the program already.");
    organizer.send(&decision).await.expect(303);

    for before in [&phone, &desk] {
        before.get("/apply/status").await.expect(401);
        before.get("/me").await.expect(401);
    }
    let now = office.signed_in("amara@example.org").await;
    now.get("/me").await.expect(200);
    // Whoever decided stays signed in.
    organizer.get("/team").await.expect(200);
}

/// S4
#[tokio::test(flavor = "multi_thread")]
async fn ending_a_person_s_sessions_ends_each_of_them() {
    let office = Office::with(NOW, &without_limits(), |_| {}).await;
    let before = office.organizer().await;
    let person = office.store().person(&email("organizer@example.org")).await.unwrap().unwrap();
    assert!(person.roles.has(Role::Organizer));
    office.store().end_sessions_of(person.id).await.unwrap();
    before.get("/team").await.expect(401);
    office.organizer().await.get("/team").await.expect(200);
}

/// S4: one that begins while the others are ended.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_begins_during_a_change_is_ended_by_the_next_one() {
    let office = Office::open(NOW).await;
    let store = office.store();
    let person = store.person(&email("organizer@example.org")).await.unwrap().unwrap();
    for _ in 0..40 {
        store.sign_in_without_link(&person).await.unwrap();
        let (ended, begun) = tokio::join!(store.end_sessions_of(person.id), store.sign_in_without_link(&person));
        ended.unwrap();
        store.end_sessions_of(person.id).await.unwrap();
        assert_eq!(store.session(&begun.unwrap()).await.unwrap(), None);
    }
}

/// S4, R2: anybody can send an application under anybody's address.
#[tokio::test(flavor = "multi_thread")]
async fn an_application_under_somebody_s_address_changes_nothing_for_them_until_they_confirm_it_itself() {
    let office = Office::of(NOW, &without_limits()).await;
    let here = office.organizer().await;
    let mut form = office.browser().get("/apply").await.expect(200).page().form("/apply");
    for (field, value) in [
        ("name", "A stranger"),
        ("email", "organizer@example.org"),
        ("country", "Nigeria"),
        ("answer_contributions", "Talks."),
        ("answer_ideas", "Meetups."),
        ("consent", "yes"),
    ] {
        form.fill(field, value);
    }
    let before = office.letters_to("organizer@example.org").await.len();
    office.browser().send(&form).await.expect(303);
    let receipt = office.wait_for_letter("organizer@example.org", before).await;
    let person = async || office.store().person(&email("organizer@example.org")).await.unwrap().unwrap();
    let application = person().await.application.unwrap();
    let state = async || office.store().application(application).await.unwrap().unwrap().value.state;

    // Signed in before and anew, they are what they were.
    let anew = office.organizer().await;
    for browser in [&here, &anew] {
        browser.get("/team").await.expect(200);
        browser.get("/apply/status").await.expect(403);
    }
    assert_eq!(person().await.roles, Roles::of([Role::Organizer]));
    assert_eq!(state().await, ApplicationState::Unconfirmed);

    office.browser().post(&receipt.link("/apply/confirm/"), &[]).await.expect(200);
    assert_eq!(state().await, ApplicationState::Received);
    assert_eq!(person().await.roles, Roles::of([Role::Applicant, Role::Organizer]));
    for browser in [&here, &anew] {
        browser.get("/team").await.expect(401);
    }
    let now = office.organizer().await;
    now.get("/team").await.expect(200);
    now.get("/apply/status").await.expect(200);
}

/// S4, R1: what was never theirs is taken back by its letter, and they stay signed in.
#[tokio::test(flavor = "multi_thread")]
async fn taking_back_what_a_stranger_sent_signs_nobody_out() {
    let office = Office::of(NOW, &without_limits()).await;
    let here = office.organizer().await;
    let before = office.letters_to("organizer@example.org").await.len();
    let fields = [
        ("name", "A stranger"),
        ("email", "organizer@example.org"),
        ("country", "Nigeria"),
        ("answer_contributions", "Talks."),
        ("answer_ideas", "Meetups."),
        ("consent", "yes"),
    ];
    office.browser().post("/apply", &fields).await.expect(303);
    let link = office.wait_for_letter("organizer@example.org", before).await.link("/apply/status/link/");
    let browser = office.browser();
    let form = browser.get(&format!("{link}/withdraw")).await.expect(200).page().form("/withdraw");
    browser.send(&form).await.expect(200);
    here.get("/team").await.expect(200);
    assert_eq!(office.store().person(&email("organizer@example.org")).await.unwrap().unwrap().application, None);
}

/// S4: twelve hours without a click, and two weeks whatever happens.
#[tokio::test(flavor = "multi_thread")]
async fn idleness_ends_a_session() {
    let office = Office::of(NOW, &without_limits()).await;
    let clock = office.store().clock();
    let idle = office.organizer().await;
    let busy = office.organizer().await;
    clock.advance(Duration::hours(11) + Duration::minutes(59));
    busy.get("/team").await.expect(200);
    clock.advance(Duration::minutes(2));
    idle.get("/team").await.expect(401);
    busy.get("/team").await.expect(200);
    // It does not come back by trying again.
    idle.get("/team").await.expect(401);

    let mut hours = 12;
    while hours < 14 * 24 {
        clock.advance(Duration::hours(11));
        hours += 11;
        let expected = if hours < 14 * 24 { 200 } else { 401 };
        busy.get("/team").await.expect(expected);
    }
}

/// S4
#[tokio::test(flavor = "multi_thread")]
async fn when_somebody_was_last_seen_is_written_at_most_every_quarter_of_an_hour() {
    let office = Office::of(NOW, &without_limits()).await;
    let organizer = office.organizer().await;
    let mut written = Vec::new();
    for minutes in (5..60).step_by(5) {
        // What falls due on the way is done before anything is compared, whenever the office would have got to it.
        let at = office.store().clock().now() + Duration::minutes(5);
        office.clock_moves_to(&at.to_rfc3339()).await;
        let before = everything_kept(&office).await;
        organizer.get("/team").await.expect(200);
        if everything_kept(&office).await != before {
            written.push(minutes);
        }
    }
    assert_eq!(written, [15, 30, 45]);
}

/// S4: whoever reads the tables cannot be anybody by it.
#[tokio::test(flavor = "multi_thread")]
async fn only_the_hash_of_a_session_is_kept() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    let kept = everything_kept(&office).await;
    let session = organizer.cookie("session").unwrap();
    assert_eq!(session.len(), 64, "256 bits, as hexadecimal digits");
    assert!(holds(&kept, &store::secret::hash(session.as_bytes())));
    assert!(!holds(&kept, &session));
    let browser = organizer.cookie("browser").unwrap();
    assert!(!holds(&kept, &browser));
}

/// Each cookie an answer sets, without its secret.
fn cookies(answer: &Answer) -> String {
    let lines = answer.headers.get_all("set-cookie").iter().map(|cookie| {
        let cookie = cookie.to_str().unwrap();
        let (pair, attributes) = cookie.split_once("; ").unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        let value = if value.is_empty() { "" } else { "…" };
        assert!(!attributes.to_lowercase().contains("domain"), "{attributes}");
        format!("{name}={value}; {attributes}")
    });
    lines.collect::<Vec<_>>().join("\n")
}
