//! Calendar feeds, ambassador calls and onboarding sessions.

use program::{Ambassador, AmbassadorId, AmbassadorState, PersonId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use specification::office::email;
use specification::{Browser, MAUTIC, Office, program_with};
use std::collections::{BTreeMap, BTreeSet};
use tokio::runtime::Handle;

/// When these offices open, in the middle of 2026-Q2.
const NOW: &str = "2026-05-20T09:00:00Z";

/// One thing of a calendar: its properties without their parameters.
type Event = BTreeMap<String, String>;

/// Reads a calendar as a program does that knows nothing of how it was written.
fn events(calendar: &str) -> Vec<Event> {
    for line in calendar.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains(['\r', '\n']), "{line:?}");
    }
    let unfolded = calendar.replace("\r\n ", "");
    let mut all = Vec::new();
    let mut open: Option<Event> = None;
    for line in unfolded.split("\r\n").filter(|line| !line.is_empty()) {
        let (property, value) = line.split_once(':').unwrap();
        match (property, value) {
            ("BEGIN", "VEVENT") => open = Some(Event::new()),
            ("END", "VEVENT") => all.extend(open.take()),
            _ => {
                if let Some(event) = &mut open {
                    let name = property.split(';').next().unwrap().to_owned();
                    assert_eq!(event.insert(name, plain(value)), None, "{line} is there twice");
                }
            }
        }
    }
    assert!(unfolded.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && unfolded.ends_with("END:VCALENDAR\r\n"));
    all
}

fn plain(value: &str) -> String {
    let mut text = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next().unwrap() {
                'n' | 'N' => '\n',
                marked => marked,
            },
            c => c,
        });
    }
    text
}

fn called<'a>(events: &'a [Event], summary: &str) -> &'a Event {
    events.iter().find(|event| event["SUMMARY"] == summary).unwrap_or_else(|| panic!("no {summary} in {events:?}"))
}

fn summaries(events: &[Event]) -> BTreeSet<&str> {
    events.iter().map(|event| event["SUMMARY"].as_str()).collect()
}

/// Makes a link on this page and gives the feed's path.
async fn link(browser: &Browser, page: &str) -> String {
    let form = browser.get(page).await.expect(200).page().form(page);
    let shown = browser.send(&form).await.expecting(200).page().text_of("pre");
    shown[shown.find("/calendar/").unwrap()..].to_owned()
}

/// The feed as a calendar program sees it, which is not signed in.
async fn feed(office: &Office, path: &str) -> Vec<Event> {
    let answer = office.browser().get(path).await.expecting(200);
    assert_eq!(answer.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(answer.headers["cache-control"], "no-store");
    events(&answer.body)
}

/// The record of an ambassador called Amara who is not in this office yet.
async fn somebody(office: &Office) -> Ambassador {
    let elsewhere = Office::open(NOW).await;
    elsewhere.ambassador("Amara", "amara@example.org", "NG").await;
    let person = elsewhere.store().person(&email("amara@example.org")).await.unwrap().unwrap();
    let there = elsewhere.store().ambassador(person.ambassador.unwrap()).await.unwrap().unwrap();
    let (id, person) = (office.store().new_id(), office.store().new_id());
    Ambassador { id: AmbassadorId::new(id), person: PersonId::new(person), ..there }
}

async fn plans(ambassador: &Browser, title: &str, first: &str, last: &str) -> String {
    let mut form = ambassador.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in [
        ("kind", "events"),
        ("title", title),
        ("starts_on", first),
        ("ends_on", last),
        ("place", "in_person"),
        ("city", "Lagos"),
    ] {
        form.fill(field, value);
    }
    ambassador.send(&form).await.expect(303).location()
}

/// Offers a call or a session; gives its identifier.
async fn offers(organizer: &Browser, list: &str, title: &str, on: &str, at: &str, hosts: &str) -> String {
    let mut form = organizer.get(list).await.expect(200).page().form(list);
    for (field, value) in [("title", title), ("on", on), ("at", at), ("link", "https://meet.example.org/room")] {
        form.fill(field, value);
    }
    if list == "/team/sessions" {
        form.fill("hosts", hosts);
    }
    organizer.send(&form).await.expect(303);
    organizer.send(&form).await.expect(303);
    let link = organizer.get(list).await.expect(200).page().link(title);
    link.rsplit('/').next().unwrap().to_owned()
}

/// M22
#[tokio::test(flavor = "multi_thread")]
async fn an_ambassador_s_calendar_holds_their_deadlines_activities_calls_and_sessions() {
    let office = Office::open(NOW).await;
    let (organizer, amara) = (office.organizer().await, office.ambassador("Amara", "amara@example.org", "NG").await);
    let jonas = office.ambassador("Jonas", "jonas@example.org", "DE").await;
    plans(&amara, "Meetup, with talks; in Lagos", "2026-06-10", "2026-06-11").await;
    plans(&jonas, "Stammtisch", "2026-06-10", "2026-06-10").await;
    offers(&organizer, "/team/calls", "June call", "2026-06-03", "17:00", "").await;
    let hers = offers(&organizer, "/team/sessions", "Welcome hour", "2026-06-04", "5 pm", "1").await;
    offers(&organizer, "/team/sessions", "Another hour", "2026-06-05", "5 pm", "1").await;
    amara.post(&format!("/me/sessions/{hers}/take"), &[]).await.expect(303);

    let path = link(&amara, "/me/calendar").await;
    let found = feed(&office, &path).await;
    let expected = [
        "Check-in for 2026-Q2",
        "Last day of 2026-Q2",
        "Last day for reports on 2026-Q2",
        "Check-in for 2026-Q3",
        "Last day of 2026-Q3",
        "Last day for reports on 2026-Q3",
        "Meetup, with talks; in Lagos",
        "June call",
        "You host: Welcome hour",
    ];
    assert_eq!(summaries(&found), expected.into());
    assert_eq!(found.len(), expected.len());
    let days = |event: &Event| (event["DTSTART"].clone(), event["DTEND"].clone());
    let pair = |first: &str, end: &str| (first.to_owned(), end.to_owned());
    let meetup = called(&found, "Meetup, with talks; in Lagos");
    assert_eq!(days(meetup), pair("20260610", "20260612"));
    assert_eq!((&*meetup["LOCATION"], &*meetup["STATUS"], &*meetup["SEQUENCE"]), ("Lagos, Nigeria", "CONFIRMED", "0"));
    assert_eq!(days(called(&found, "Check-in for 2026-Q2")), pair("20260616", "20260617"));
    assert_eq!(days(called(&found, "Last day of 2026-Q2")), pair("20260630", "20260701"));
    assert_eq!(days(called(&found, "Last day for reports on 2026-Q2")), pair("20260714", "20260715"));
    // The program is in London, which is an hour ahead of UTC in June.
    assert_eq!(days(called(&found, "June call")), pair("20260603T160000Z", "20260603T170000Z"));
    assert_eq!(called(&found, "June call")["URL"], "https://meet.example.org/room");
}

/// M22
#[tokio::test(flavor = "multi_thread")]
async fn what_changes_in_a_calendar_stays_the_same_thing_and_what_is_called_off_says_so() {
    let office = Office::open(NOW).await;
    let (organizer, amara) = (office.organizer().await, office.ambassador("Amara", "amara@example.org", "NG").await);
    let activity = plans(&amara, "Meetup", "2026-06-10", "2026-06-10").await;
    let call = offers(&organizer, "/team/calls", "June call", "2026-06-03", "17:00", "").await;
    let path = link(&amara, "/me/calendar").await;
    let before = feed(&office, &path).await;
    let uids = |events: &[Event]| events.iter().map(|event| event["UID"].clone()).collect::<BTreeSet<_>>();
    assert_eq!(uids(&before).len(), before.len(), "each has a name of its own");
    office.clock_moves_to("2026-05-20T11:00:00Z").await;
    assert_eq!(feed(&office, &path).await, before, "read again, it is the same to the letter");

    let mut plan = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
    plan.fill("starts_on", "2026-06-12");
    plan.fill("ends_on", "2026-06-12");
    amara.send(&plan).await.expect(303);
    let page = format!("/team/calls/{call}");
    let mut change = organizer.get(&page).await.expect(200).page().form(&call);
    change.fill("at", "18:00");
    organizer.send(&change).await.expect(303);
    let moved = feed(&office, &path).await;
    assert_eq!(uids(&moved), uids(&before));
    let meetup = called(&moved, "Meetup");
    assert_eq!((&*meetup["DTSTART"], &*meetup["SEQUENCE"]), ("20260612", "1"));
    let shown = called(&moved, "June call");
    assert_eq!((&*shown["DTSTART"], &*shown["SEQUENCE"]), ("20260603T170000Z", "1"));
    // Seconds go by while people click.
    assert!(shown["LAST-MODIFIED"].starts_with("20260520T1100"), "{}", shown["LAST-MODIFIED"]);

    let cancel = amara.get(&activity).await.expect(200).page().form("/cancel");
    amara.send(&cancel).await.expect(303);
    organizer.post(&format!("{page}/cancel"), &[]).await.expect(303);
    organizer.post(&format!("{page}/cancel"), &[]).await.expect(303);
    let after = feed(&office, &path).await;
    assert_eq!(uids(&after), uids(&before));
    for name in ["Meetup", "June call"] {
        assert_eq!((&*called(&after, name)["STATUS"], &*called(&after, name)["SEQUENCE"]), ("CANCELLED", "2"));
    }
    assert!(!amara.get("/me").await.expect(200).page().text().contains("June call"));
}

/// M22
#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_that_did_not_change_is_not_sent_again() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara", "amara@example.org", "NG").await;
    let path = link(&amara, "/me/calendar").await;
    let program = office.browser();
    let tag = program.get(&path).await.expecting(200).headers["etag"].to_str().unwrap().to_owned();
    let ask = |tag: String, path: String| {
        let program = &program;
        async move { program.ask(http::Method::GET, &path, &[("if-none-match", &tag)], None).await }
    };
    assert_eq!(ask(tag.clone(), path.clone()).await.expecting(304).body, "");
    assert_eq!(ask(format!("\"other\", W/{tag}"), path.clone()).await.status, 304);
    plans(&amara, "Meetup", "2026-06-10", "2026-06-10").await;
    assert!(ask(tag, path).await.expecting(200).body.contains("Meetup"));
}

/// M22, S1
#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_link_is_shown_once_and_a_new_one_ends_it() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara", "amara@example.org", "NG").await;
    let first = link(&amara, "/me/calendar").await;
    feed(&office, &first).await;
    let shown = amara.get("/me/calendar").await.expecting(200);
    let secret = first.trim_start_matches("/calendar/").trim_end_matches(".ics").to_owned();
    assert!(secret.len() == 64 && !shown.body.contains(&secret));
    assert!(shown.page().text().contains("You made a link on 20 May 2026."));

    let letters = office.letters().await;
    let folder = std::path::Path::new(&letters[0].file).parent().unwrap().parent().unwrap().to_owned();
    let mut kept = std::fs::read(folder.join("office.db")).unwrap();
    kept.extend(std::fs::read(folder.join("office.db-wal")).unwrap_or_default());
    let holds = |text: &str| kept.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(&store::secret::hash(secret.as_bytes())) && !holds(&secret), "only the hash is kept");

    let second = link(&amara, "/me/calendar").await;
    assert_ne!(first, second);
    office.browser().get(&first).await.expect(404);
    feed(&office, &second).await;
    for unknown in ["/calendar/.ics", "/calendar/0.ics", &second.replace(".ics", ""), "/calendar/feed"] {
        office.browser().get(unknown).await.expect(404);
    }
}

/// M22, C3
#[tokio::test(flavor = "multi_thread")]
async fn in_a_quarter_of_a_pause_no_deadline_is_in_the_calendar() {
    let office = Office::open(NOW).await;
    let day = |text: &str| text.parse().unwrap();
    let ngozi = Ambassador {
        email: email("ngozi@example.org"),
        state: AmbassadorState::OnHold { from: day("2026-05-01"), until: Some(day("2026-06-20")) },
        since: day("2024-01-01"),
        ..somebody(&office).await
    };
    office.store().bring_in(&ngozi).await.unwrap();
    let browser = office.signed_in("ngozi@example.org").await;
    let found = feed(&office, &link(&browser, "/me/calendar").await).await;
    let deadlines = ["Check-in for 2026-Q3", "Last day of 2026-Q3", "Last day for reports on 2026-Q3"];
    assert_eq!(summaries(&found), deadlines.into());
    // Two years without a session, and no hint in a pause; it comes afterwards.
    let hint = "It has been a while since you hosted an onboarding session.";
    assert!(!browser.get("/me").await.expect(200).page().text().contains(hint));
    office.clock_moves_to("2026-06-21T09:00:00Z").await;
    let browser = office.signed_in("ngozi@example.org").await;
    assert!(browser.get("/me").await.expect(200).page().text().contains(hint));
}

/// M22, O3
#[tokio::test(flavor = "multi_thread")]
async fn the_team_s_calendar_holds_what_everybody_plans_and_ends_with_the_role() {
    let round = "key = \"summer\"\nlabel = \"Summer round\"\ncloses_on = 2026-06-30\nannounces_on = 2026-07-15\n";
    let office = Office::of(NOW, &format!("{MAUTIC}\n[[tranche]]\n{round}")).await;
    let amara = somebody(&office).await;
    office.store().bring_in(&Ambassador { email: email("amara@example.org"), ..amara }).await.unwrap();
    let (amara, organizer) = (office.signed_in("amara@example.org").await, office.organizer().await);
    plans(&amara, "Meetup", "2026-06-10", "2026-06-10").await;
    plans(&amara, "Summer school", "2026-08-10", "2026-08-14").await;
    plans(&amara, "Far away", "2027-02-10", "2027-02-10").await;
    offers(&organizer, "/team/calls", "June call", "2026-06-03", "17:00", "").await;
    let session = offers(&organizer, "/team/sessions", "Welcome hour", "2026-06-04", "5 pm", "2").await;
    amara.post(&format!("/me/sessions/{session}/take"), &[]).await.expect(303);
    let mut form = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    form.fill("email", "second@example.org");
    form.fill("organizer", "yes");
    organizer.send(&form).await.expect(303);
    let second = office.signed_in("second@example.org").await;
    let path = link(&second, "/team/calendar").await;
    let found = feed(&office, &path).await;
    let expected = [
        "Check-in for 2026-Q2",
        "Last day of 2026-Q2",
        "Last day for reports on 2026-Q2",
        "Check-in for 2026-Q3",
        "Last day of 2026-Q3",
        "Last day for reports on 2026-Q3",
        "Last day to apply: Summer round",
        "Applicants expect an answer: Summer round",
        "Meetup – Amara",
        "Summer school – Amara",
        "June call",
        "Welcome hour",
    ];
    assert_eq!(summaries(&found), expected.into());
    assert_eq!(called(&found, "Applicants expect an answer: Summer round")["DTSTART"], "20260715");
    assert_eq!(called(&found, "Welcome hour")["DESCRIPTION"], "Hosts: Amara");
    assert_eq!(called(&found, "Summer school – Amara")["DTEND"], "20260815");

    let id = office.store().person(&email("second@example.org")).await.unwrap().unwrap().id;
    let roles = format!("/team/people/{id}/roles");
    let mut leaves = organizer.get(&format!("/team/people/{id}")).await.expect(200).page().form(&roles);
    leaves.fill("organizer", "");
    organizer.send(&leaves).await.expect(303);
    office.browser().get(&path).await.expect(404);
}

/// M22
#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_on_the_page_of_every_ambassador_and_two_who_change_it_see_each_other() {
    let office = Office::open(NOW).await;
    let (organizer, amara) = (office.organizer().await, office.ambassador("Amara", "amara@example.org", "NG").await);
    offers(&organizer, "/team/calls", "Past call", "2026-05-13", "17:00", "").await;
    let june = offers(&organizer, "/team/calls", "June call", "2026-06-03", "17:00", "").await;
    offers(&organizer, "/team/calls", "July call", "2026-07-03", "17:00", "").await;
    assert_eq!(organizer.get("/team/calls").await.expect(200).page().attributes("tbody a", "href").len(), 3);
    let page = amara.get("/me").await.expect(200).page();
    assert!(page.text().contains("Next call: June call, 3 June 2026, 17:00"), "{}", page.text());
    assert_eq!(page.link("Join “June call”"), "https://meet.example.org/room");

    let address = format!("/team/calls/{june}");
    let seen = organizer.get(&address).await.expect(200).page().form(&june);
    let mut first = seen.clone();
    first.fill("at", "5:30 pm");
    organizer.send(&first).await.expect(303);
    organizer.send(&first).await.expect(303);
    let mut second = seen;
    second.fill("title", "Summer call");
    let both = organizer.send(&second).await.expecting(409).page();
    assert!(both.text().contains("17:30") && both.text().contains("Summer call"), "{}", both.text());
    organizer.send(&both.form(&june)).await.expect(303);
    assert!(amara.get("/me").await.expect(200).page().text().contains("Next call: Summer call, 3 June 2026, 17:00"));

    let mut wrong = organizer.get("/team/calls").await.expect(200).page().form("/team/calls");
    for (field, value) in [("title", ""), ("on", "03/06/2026"), ("at", "noon"), ("minutes", "1"), ("link", "room")] {
        wrong.fill(field, value);
    }
    let back = organizer.send(&wrong).await.expecting(422).page();
    assert_eq!(back.texts_of("#problems a").len(), 5);
    assert_eq!(back.form("/team/calls").value("at"), Some("noon"));
}

/// M29
#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_take_the_last_place_of_a_session_one_hosts_it_and_the_other_is_thanked() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    let amara = office.ambassador("Amara", "amara@example.org", "NG").await;
    let jonas = office.ambassador("Jonas", "jonas@example.org", "DE").await;
    for round in 0..5 {
        let on = format!("2026-06-{:02}", 10 + round);
        let title = format!("Hour {round}");
        let id = offers(&organizer, "/team/sessions", &title, &on, "17:00", "1").await;
        let path = format!("/me/sessions/{id}/take");
        let (one, other) = tokio::join!(amara.post(&path, &[]), jonas.post(&path, &[]));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        let (host, thanked) = if one.status == 303 { ("Amara", other) } else { ("Jonas", one) };
        assert!(thanked.page().text().contains("Somebody was a moment faster"), "{}", thanked.page().text());
        let page = amara.get("/me/sessions").await.expect(200).page();
        assert!(page.text().contains(&format!("{host} (all places taken)")), "{}", page.text());
    }
}

/// M29
#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_given_back_until_the_day_before() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    let amara = office.ambassador("Amara", "amara@example.org", "NG").await;
    let id = offers(&organizer, "/team/sessions", "Welcome hour", "2026-05-21", "17:00", "2").await;
    let (take, back) = (format!("/me/sessions/{id}/take"), format!("/me/sessions/{id}/give-back"));
    let places = || async { organizer.get("/team/sessions").await.expect(200).page().texts_of("td").join("; ") };
    for _ in 0..2 {
        amara.post(&take, &[]).await.expect(303);
        assert!(places().await.contains("Amara (one host wanted)"), "{}", places().await);
    }
    let page = amara.get("/me/sessions").await.expect(200).page();
    assert!(page.text().contains("You are a host"));
    amara.send(&page.form("/give-back")).await.expect(303);
    amara.post(&back, &[]).await.expect(303);
    assert!(places().await.contains("nobody yet (2 hosts wanted)"), "{}", places().await);

    // Hosts come and go without getting in the way of the team's change.
    let address = format!("/team/sessions/{id}");
    let mut change = organizer.get(&address).await.expect(200).page().form(&id);
    amara.post(&take, &[]).await.expect(303);
    change.fill("minutes", "90");
    organizer.send(&change).await.expect(303);
    assert!(places().await.contains("90 minutes") && places().await.contains("Amara"));

    office.clock_moves_to("2026-05-20T23:30:00Z").await;
    let amara = office.signed_in("amara@example.org").await;
    let late = amara.post(&back, &[]).await.expecting(409).page();
    assert!(late.text().contains("please write to the team; that is fine"), "{}", late.text());
    assert!(!amara.get("/me/sessions").await.expect(200).body.contains(&back));
}

/// M29, M6
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_held_becomes_an_activity_to_report_on_and_counts() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    let amara = office.ambassador("Amara", "amara@example.org", "NG").await;
    let jonas = office.ambassador("Jonas", "jonas@example.org", "DE").await;
    let id = offers(&organizer, "/team/sessions", "Welcome hour", "2026-05-21", "17:00", "2").await;
    amara.post(&format!("/me/sessions/{id}/take"), &[]).await.expect(303);
    let path = format!("/me/sessions/{id}/report");
    let early = amara.post(&path, &[]).await.expecting(409).page();
    assert!(early.text().contains("once it is over"), "{}", early.text());

    office.clock_moves_to("2026-05-21T17:00:00Z").await;
    let amara = office.signed_in("amara@example.org").await;
    let jonas = {
        drop(jonas);
        office.signed_in("jonas@example.org").await
    };
    assert!(jonas.post(&path, &[]).await.expecting(409).page().text().contains("no place in this session"));
    let home = amara.get("/me").await.expect(200).page();
    assert!(home.text().contains("Thank you for hosting “Welcome hour” on 21 May 2026."), "{}", home.text());
    let button = home.form(&path);
    let activity = amara.send(&button).await.expect(303).location();
    assert_eq!(amara.send(&button).await.expect(303).location(), activity, "pressed twice, it is one");
    let shown = amara.get(&activity).await.expect(200).page();
    assert_eq!(shown.text_of("h1"), "Welcome hour");
    assert!(shown.text().contains("Community support") && shown.text().contains("21 May 2026"), "{}", shown.text());
    assert!(!amara.get("/me").await.expect(200).page().text().contains("Thank you for hosting"));

    let mut report = shown.form("/report");
    for (field, value) in [("audience", "Newcomers"), ("views", "12"), ("engagements", "7"), ("reshares", "0")] {
        report.fill(field, value);
    }
    amara.send(&report).await.expect(303);
    let home = amara.get("/me").await.expect(200).page();
    assert!(home.text().contains("1 of 2 activities reported in full"), "{}", home.text());
    let last = jonas.get("/me/sessions").await.expect(200).page();
    assert!(last.texts_of("td").contains(&"Amara".to_owned()), "{:?}", last.texts_of("td"));
}

/// M29
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_called_off_takes_no_hosts() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    let amara = office.ambassador("Amara", "amara@example.org", "NG").await;
    let id = offers(&organizer, "/team/sessions", "Welcome hour", "2026-06-01", "17:00", "2").await;
    let page = organizer.get(&format!("/team/sessions/{id}")).await.expect(200).page();
    organizer.send(&page.form("/cancel")).await.expect(303);
    let told = amara.post(&format!("/me/sessions/{id}/take"), &[]).await.expecting(409).page();
    assert!(told.text().contains("This session does not take place. Thank you for offering!"));
    assert!(amara.get("/me/sessions").await.expect(200).page().text().contains("Does not take place"));
    organizer.send(&page.form(&id)).await.expect(303);
    let mut late = page.form(&id);
    late.fill("title", "Another hour");
    organizer.send(&late).await.expect(409);
}

/// M29
#[tokio::test(flavor = "multi_thread")]
async fn a_program_whose_settings_name_no_kind_for_sessions_has_none() {
    let document = program_with(&[("[sessions]", ""), ("hint_after_days", "")]);
    let document = document.replacen("kind = \"support\"\n", "", 1);
    let office = Office::of(NOW, &document).await;
    let amara = office.ambassador("Amara", "amara@example.org", "NG").await;
    amara.get("/me/sessions").await.expect(404);
    assert!(!amara.get("/me").await.expect(200).body.contains("/me/sessions"));
    let team = office.organizer().await.get("/team/sessions").await.expect(200).page();
    assert!(team.text().contains("Sessions are not in use"));
}

/// M22
#[tokio::test(flavor = "multi_thread")]
async fn any_title_reads_back_from_the_calendar_as_it_was_typed() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara", "amara@example.org", "NG").await;
    let path = link(&amara, "/me/calendar").await;
    let activity = plans(&amara, "Meetup", "2026-06-10", "2026-06-10").await;
    let uid = called(&feed(&office, &path).await, "Meetup")["UID"].clone();
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let text = "[\\PC]{1,120}";
    let notes = "[\\PC\n]{0,200}";
    let ran = runner.run(&(text, notes), |(title, notes)| {
        prop_assume!(!title.trim().is_empty());
        tokio::task::block_in_place(|| {
            Handle::current().block_on(async {
                let mut plan = amara.get(&format!("{activity}/plan")).await.expect(200).page().form("/plan");
                plan.fill("title", &title);
                plan.fill("notes", &notes);
                amara.send(&plan).await.expect(303);
                let id = activity.rsplit('/').next().unwrap().parse().unwrap();
                let person = office.store().person(&email("amara@example.org")).await.unwrap().unwrap();
                let kept = office.store().activity(person.ambassador.unwrap(), id).await.unwrap().unwrap().value.plan;
                let found = feed(&office, &path).await;
                let event = found.iter().find(|event| event["UID"] == uid).unwrap();
                assert_eq!(event["SUMMARY"], kept.title.as_str());
                assert_eq!(
                    event.get("DESCRIPTION").map(String::as_str),
                    kept.notes.as_ref().map(|notes| notes.as_str())
                );
            });
        });
        Ok(())
    });
    ran.unwrap();
}
