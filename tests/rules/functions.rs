//! The functions as AWS runs them: each one's own program, woken by the events of AWS through a small Runtime API,
//! against the embedded engines.

#[path = "functions/batches.rs"]
mod batches;
#[path = "functions/kms.rs"]
mod kms;
#[path = "functions/ses.rs"]
mod ses;

use chancery::folder::Folder;
use chancery::office::Records;
use letters::Letter;
use mail_parser::MessageParser;
use program::application::{Answered, ShownAs, Submission};
use program::text::Name;
use program::{
    ActivityState, Ambassador, AmbassadorId, AmbassadorState, ApplicationId, Column, Country, PersonId, Role, Roles,
    Territory,
};
use serde_json::{Value, json};
use ses::Ses;
use specification::function::{Function, functions, run};
use specification::gateway::Call;
use specification::office::email;
use specification::{MAUTIC, program_with};
use std::collections::BTreeMap;
use store::access::Purpose;
use store::applications::Applied;
use store::audit::Actor;
use store::outbox::{Draft, Lane, LetterState};
use store::{Clock, Store};
use tempfile::TempDir;

const PUBLIC_URL: &str = "https://ambassadors.example.org";
const FRONT_SECRET: &str = "0123456789abcdef0123456789abcdef";

/// M23, N1, N2, S10
#[tokio::test(flavor = "multi_thread")]
async fn application_opens_a_new_office_once_and_takes_each_form_once() {
    let bench = Bench::new().await;
    assert_eq!(bench.store().settings().await.unwrap(), None);
    let application = bench.start("application").await;

    let page = application.answers(Call::get("/apply")).await.expecting(200);
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    assert!(page.headers["strict-transport-security"].starts_with("max-age="), "{:?}", page.headers);
    // What the page is drawn with is kept for good, under the address it is asked for through the gateway.
    let stylesheet = page.page().attributes("link[rel=stylesheet]", "href").pop().unwrap();
    let (path, version) = stylesheet.split_once('?').unwrap();
    let kept = application.answers(Call::get(path).asking(version)).await.expecting(200);
    assert_eq!(kept.headers["cache-control"], "public, max-age=31536000, immutable");
    let settings = bench.store().settings().await.unwrap().unwrap();
    assert_eq!((settings.version, settings.document.as_str()), (1, MAUTIC));
    let organizer = bench.store().person(&email("organizer@example.org")).await.unwrap().unwrap();
    assert_eq!(organizer.roles, Roles::of([Role::Organizer]));

    let mut form = page.page().form("/apply");
    for (field, value) in [
        ("name", "Chidịmma Canary"),
        ("email", "canary@example.org"),
        ("country", "Nigeria"),
        ("answer_contributions", "Talks & answers = a forum + 100 % fun."),
        ("answer_ideas", "Meetups in Àbújá."),
        ("consent", "yes"),
    ] {
        form.fill(field, value);
    }
    let send = || Call::post("/apply", form.fields());
    assert_eq!(application.answers(send()).await.expecting(303).location(), "/apply/sent");
    assert_eq!(application.answers(send()).await.expecting(303).location(), "/apply/sent");
    let id = ApplicationId::new(form.value("key").unwrap().parse().unwrap());
    let stored = bench.store().application(id).await.unwrap().unwrap().value;
    assert_eq!(stored.submission.name.as_str(), "Chidịmma Canary");
    assert_eq!(stored.submission.answers[0].text, "Talks & answers = a forum + 100 % fun.");
    let (all, _) = bench.store().board(&specification::board(Column::Unconfirmed), 50, None).await.unwrap();
    assert_eq!(all.iter().map(|application| application.id).collect::<Vec<_>>(), [id]);
    assert_eq!(bench.waiting().await, [("canary@example.org".to_owned(), format!("receipt/{id}"))]);

    form.fill("answer_ideas", "Something else under the same key.");
    application.answers(Call::post("/apply", form.fields())).await.expecting(409);

    // What is missing comes back in a page, with what was typed.
    form.fill("name", "");
    form.fill("answer_ideas", "Meetups in Àbújá.");
    let refused = application.answers(Call::post("/apply", form.fields())).await.expecting(422).page();
    assert_eq!(refused.texts_of("#problems li").len(), 1);
    assert_eq!(refused.form("/apply").value("answer_ideas"), Some("Meetups in Àbújá."));

    // A page that is not there, and an address that belongs to another function.
    application.answers(Call::get("/no/such/page")).await.expecting(404);
    application.answers(Call::get("/team")).await.expecting(404);

    // The second instance finds an office that is open, whatever its settings say by now.
    let mut later = bench.settings("application");
    later.insert("CHANCERY_ORGANIZER_EMAIL".to_owned(), "somebody-else@example.org".to_owned());
    std::fs::write(bench.folder.path().join("program.toml"), program_with(&[("goal = ", "goal = 7")])).unwrap();
    let second = Function::start("application", bench.folder.path(), &later).await;
    second.answers(Call::get("/")).await.expecting(200);
    assert_eq!(bench.store().settings().await.unwrap().unwrap(), settings);
    assert_eq!(bench.store().person(&email("somebody-else@example.org")).await.unwrap(), None);

    for log in [application.log(), second.log()] {
        assert!(log.contains("answered"), "{log}");
        for personal in ["Canary", "canary@", "Àbújá", "organizer@"] {
            assert!(!log.contains(personal), "{personal} is in the log: {log}");
        }
    }
}

/// An office that moved here brings its settings with it, and perhaps nobody who could sign in.
#[tokio::test(flavor = "multi_thread")]
async fn an_office_with_settings_and_nobody_in_its_team_lets_its_first_organizer_in() {
    let bench = Bench::open().await;
    let application = bench.start("application").await;
    assert_eq!(
        bench.store().person(&email("organizer@example.org")).await.unwrap(),
        None,
        "nobody asked for a page yet"
    );
    application.answers(Call::get("/")).await.expecting(200);
    let organizer = bench.store().person(&email("organizer@example.org")).await.unwrap().unwrap();
    assert_eq!(organizer.roles, Roles::of([Role::Organizer]));
    assert_eq!(bench.store().settings().await.unwrap().unwrap().version, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_office_whose_settings_have_mistakes_stays_closed_and_the_log_says_why() {
    let bench = Bench::of(&program_with(&[("goal = ", "goal = \"two\"")])).await;
    let application = bench.start("application").await;
    application.answers(Call::get("/")).await.expecting(500);
    assert_eq!(bench.store().settings().await.unwrap(), None);
    assert_eq!(bench.store().person(&email("organizer@example.org")).await.unwrap(), None);
    let log = application.log();
    assert!(log.contains("the settings a new office begins with cannot be used"), "{log}");
}

/// S10
#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_who_the_gateway_says_and_not_what_a_header_claims() {
    let limited = format!("{MAUTIC}\n[limits]\napplications_per_origin = 2\n");
    let bench = Bench::of(&limited).await;
    let application = bench.start("application").await;
    let call = |visitor: &str, claims: &str| {
        Call::post("/apply", [("name", "Without an address")]).sent_from(visitor).header("x-forwarded-for", claims)
    };
    for (visitor, claims, status) in [
        ("198.51.100.7", "203.0.113.1", 422),
        ("198.51.100.7", "203.0.113.2", 422),
        ("198.51.100.7", "203.0.113.3, 198.51.100.7", 429),
        ("198.51.100.8", "198.51.100.7", 422),
        ("2001:db8:1:2::1", "198.51.100.7", 422),
        ("2001:db8:1:2::2", "198.51.100.7", 422),
        ("2001:db8:1:2:ffff::3", "198.51.100.7", 429),
    ] {
        application.answers(call(visitor, claims)).await.expecting(status);
    }
}

/// S10, S13
#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_who_the_front_says_where_it_brings_the_secret_and_nobody_else_is_believed() {
    let limited = format!("{MAUTIC}\n[limits]\napplications_per_origin = 2\n");
    let bench = Bench::of(&limited).await;
    let application = bench.start("application").await;
    let front = "130.176.1.2";
    let call = |from: &str, forwarded: &str, secret: &str| {
        let call = Call::post("/apply", [("name", "Without an address")]).sent_from(from);
        call.header("x-forwarded-for", &format!("{forwarded}, {from}")).header("chancery-front", secret)
    };
    for (from, forwarded, secret, status) in [
        // Visitors of one front are counted each by themselves, whatever they write before what it writes.
        (front, "198.51.100.7", FRONT_SECRET, 422),
        (front, "203.0.113.1, 198.51.100.7", FRONT_SECRET, 422),
        (front, "203.0.113.2, 198.51.100.7", FRONT_SECRET, 429),
        (front, "198.51.100.8", FRONT_SECRET, 422),
        // Who goes past it and writes what it writes is who the gateway says.
        ("192.0.2.1", "198.51.100.20", "fedcba9876543210fedcba9876543210", 422),
        ("192.0.2.1", "198.51.100.21", "none", 422),
        ("192.0.2.1", "198.51.100.22", "", 429),
        ("192.0.2.2", "198.51.100.7", "fedcba9876543210fedcba9876543210", 422),
    ] {
        application.answers(call(from, forwarded, secret)).await.expecting(status);
    }
    assert!(!application.log().contains(FRONT_SECRET), "{}", application.log());
}

/// S1, S2, S4
#[tokio::test(flavor = "multi_thread")]
async fn account_writes_a_letter_and_lets_in_who_follows_its_link_in_the_same_browser() {
    let bench = Bench::open().await;
    let store = bench.store();
    store.invite_first_organizer(&email("organizer@example.org"), "en").await.unwrap();
    let account = bench.start("account").await;
    account.answers(Call::get("/sign-in")).await.expecting(200);

    let ask = |address| Call::post("/sign-in", [("email", address)]);
    let asked = account.answers(ask("organizer@example.org")).await.expecting(303);
    let stranger = account.answers(ask("stranger@example.org")).await.expecting(303);
    assert_eq!((asked.location(), &asked.body), (stranger.location(), &stranger.body));
    assert!(!asked.headers.contains_key("set-cookie"), "an HTTP API takes cookies by themselves: {:?}", asked.headers);
    let [cookie] = &asked.cookies[..] else { panic!("{:?}", asked.cookies) };
    assert!(
        cookie.contains("; HttpOnly") && cookie.contains("; Secure") && cookie.contains("; SameSite=Lax"),
        "{cookie}"
    );
    let mut waiting: Vec<_> = bench.waiting().await.into_iter().map(|(to, _)| to).collect();
    waiting.sort();
    assert_eq!(waiting, ["organizer@example.org", "stranger@example.org"]);

    let browser = asked.cookie("__Host-browser");
    let hash = store::secret::hash(browser.split_once('=').unwrap().1.as_bytes());
    let purpose = Purpose::SignIn { email: email("organizer@example.org"), browser: hash };
    let link = format!("/sign-in/{}", store.mint(&purpose).await.unwrap().reveal());
    account.answers(Call::get(&link)).await.expecting(409);
    account.answers(Call::get(&link).cookies(&["theme=dark", &browser])).await.expecting(200);
    let entered = account.answers(Call::post(&link, []).cookies(&["theme=dark", &browser, "a=b"])).await.expecting(303);
    assert_eq!(entered.location(), "/team");
    let session = entered.cookie("__Host-session");
    account.answers(Call::post(&link, []).cookies(&[&browser])).await.expecting(409);

    let team = bench.start("team").await;
    team.answers(Call::get("/team").cookies(&[&browser, &session])).await.expecting(200);
    let left = account.answers(Call::post("/sign-out", []).cookies(&[&browser, &session])).await.expecting(303);
    assert_eq!(left.cookie("__Host-session"), "__Host-session=");
    team.answers(Call::get("/team").cookies(&[&browser, &session])).await.expecting(401);

    assert!(
        !account.log().contains(link.strip_prefix("/sign-in/").unwrap()),
        "a link is in the log: {}",
        account.log()
    );
}

/// S5, S6
#[tokio::test(flavor = "multi_thread")]
async fn a_page_behind_a_session_is_for_whoever_holds_one_with_the_role() {
    let bench = Bench::open().await;
    let organizer = bench.organizer().await;
    let ambassador = bench.session_of("amara@example.org").await;
    for (function, page, mine, not_mine) in [
        ("report", "/me", &ambassador, &organizer),
        ("selection", "/team/applications", &organizer, &ambassador),
        ("team", "/team", &organizer, &ambassador),
        ("summary", "/team/quarters", &organizer, &ambassador),
    ] {
        let function = bench.start(function).await;
        function.answers(Call::get(page)).await.expecting(401);
        function.answers(Call::get(page).cookies(&["__Host-session=0123456789abcdef"])).await.expecting(401);
        function.answers(Call::get(page).cookies(&[not_mine])).await.expecting(403);
        let shown = function.answers(Call::get(page).cookies(&["theme=dark", mine, "last=1"])).await.expecting(200);
        assert_eq!(shown.headers["cache-control"], "no-store");
        let foreign = Call::post(page, []).cookies(&[mine]).header("sec-fetch-site", "cross-site");
        function.answers(foreign).await.expecting(403);
    }
}

/// M6, R6
#[tokio::test(flavor = "multi_thread")]
async fn report_keeps_a_plan_and_the_report_on_it() {
    let bench = Bench::open().await;
    let session = bench.session_of("amara@example.org").await;
    let report = bench.start("report").await;
    let get = async |path: &str| report.answers(Call::get(path).cookies(&[&session])).await.expecting(200).page();
    let send = async |form: &specification::page::Filled| {
        report.answers(Call::post(form.action(), form.fields()).cookies(&[&session])).await.expecting(303)
    };

    let mut plan = get("/me/activities/new").await.form("/me/activities");
    let today = bench.store().clock().now().date_naive().to_string();
    for (field, value) in [("kind", "talks"), ("title", "Café ☕ + 字"), ("starts_on", &today), ("place", "online")]
    {
        plan.fill(field, value);
    }
    let page = send(&plan).await.location().to_owned();
    let mut told = get(&page).await.form("/report");
    told.fill("attendees", "1,200");
    send(&told).await;

    let ambassador = bench.store().all_ambassadors().await.unwrap()[0].id;
    let [kept] = &bench.store().activities_of(ambassador).await.unwrap()[..] else { panic!("one activity") };
    assert_eq!(kept.plan.title.as_str(), "Café ☕ + 字");
    assert_eq!(kept.state, ActivityState::Reported);
    assert_eq!(page, format!("/me/activities/{}", kept.id));
}

/// D3
#[tokio::test(flavor = "multi_thread")]
async fn selection_makes_an_ambassador_of_an_applicant_and_writes_to_them() {
    let bench = Bench::open().await;
    let id = bench.applicant("Amara Okafor", "amara@example.org").await;
    let session = bench.organizer().await;
    let selection = bench.start("selection").await;
    let get = async |path: &str| selection.answers(Call::get(path).cookies(&[&session])).await.expecting(200).page();

    let link = get("/team/applications").await.link("Amara Okafor");
    let mut decision = get(&link).await.form("/decision");
    decision.fill("outcome", "accept");
    decision.fill("reason", "Carries the program already.");
    selection.answers(Call::post(decision.action(), decision.fields()).cookies(&[&session])).await.expecting(303);

    let [ambassador] = &bench.store().all_ambassadors().await.unwrap()[..] else { panic!("one ambassador") };
    assert_eq!((ambassador.name.as_str(), ambassador.application), ("Amara Okafor", id));
    let welcome = ("amara@example.org".to_owned(), format!("decision-1/{id}"));
    assert!(bench.waiting().await.contains(&welcome), "{:?}", bench.waiting().await);
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn team_shows_a_letter_in_doubt_and_sends_it_again_when_a_person_says_so() {
    let bench = Bench::open().await;
    let session = bench.organizer().await;
    bench.letter("welcome/1", "amara@example.org").await;
    let leased = bench.store().lease("welcome/1").await.unwrap().unwrap();
    bench.store().not_sent(&leased, LetterState::Doubt, "the connection broke").await.unwrap();

    let team = bench.start("team").await;
    let desk = team.answers(Call::get("/team").cookies(&[&session])).await.expecting(200).page();
    assert!(desk.text().contains("amara@example.org"), "{}", desk.text());
    let again = [("letter", "welcome/1"), ("answer", "again")];
    team.answers(Call::post("/team/letters", again).cookies(&[&session])).await.expecting(303);
    assert_eq!(bench.waiting().await, [("amara@example.org".to_owned(), "welcome/1".to_owned())]);
    // The same form once more is answered as the first time, and nothing is sent by it.
    team.answers(Call::post("/team/letters", again).cookies(&[&session])).await.expecting(303);
    assert_eq!(bench.waiting().await, [("amara@example.org".to_owned(), "welcome/1".to_owned())]);
    let settle = [("letter", "welcome/1"), ("answer", "settle")];
    team.answers(Call::post("/team/letters", settle).cookies(&[&session])).await.expecting(409);
}

/// N5, R5
#[tokio::test(flavor = "multi_thread")]
async fn compliance_closes_what_is_due_by_the_scheduled_time_and_once() {
    let bench = Bench::open().await;
    bench.ambassador("amara@example.org").await;
    let compliance = bench.start("compliance").await;
    let at = |time: &str| json!({ "scheduled_time": time });

    let before = compliance.invoke(at("2026-06-20T10:00:00Z")).await;
    assert_eq!(
        before,
        Ok(
            json!({ "check_ins": 1, "reminders": 0, "standings": 1, "closed": 1, "turned": 0, "proposed": 0, "cut_off": false })
        ),
        "only the first quarter was over then"
    );
    let after = compliance.invoke(at("2026-07-15T00:00:00Z")).await;
    assert_eq!(
        after,
        Ok(
            json!({ "check_ins": 0, "reminders": 0, "standings": 1, "closed": 1, "turned": 0, "proposed": 0, "cut_off": false })
        )
    );
    let nothing = Ok(
        json!({ "check_ins": 0, "reminders": 0, "standings": 0, "closed": 0, "turned": 0, "proposed": 0, "cut_off": false }),
    );
    assert_eq!(compliance.invoke(at("2026-07-15T00:00:00Z")).await, nothing, "told twice");
    assert_eq!(compliance.invoke(at("2026-06-20T10:00:00Z")).await, nothing, "told in the wrong order");

    let of = async |quarter: &str| bench.store().standings(quarter.parse().unwrap()).await.unwrap().len();
    assert_eq!([of("2026-Q1").await, of("2026-Q2").await, of("2026-Q3").await], [1, 1, 0]);
    let id = bench.store().all_ambassadors().await.unwrap()[0].id;
    let mut letters: Vec<_> = bench.waiting().await.into_iter().map(|(_, letter)| letter).collect();
    letters.sort();
    assert_eq!(
        letters,
        [format!("check-in/2026-Q2/{id}"), format!("result/2026-Q1/{id}"), format!("result/2026-Q2/{id}")]
    );
}

/// R5, X3
#[tokio::test(flavor = "multi_thread")]
async fn summary_makes_the_workbook_once_and_sends_the_team_to_the_very_same() {
    let bench = Bench::open().await;
    let session = bench.organizer().await;
    bench.ambassador("amara@example.org").await;
    let scheduled = |time: &str| json!({ "scheduled_time": time });
    let due = serde_json::from_value(scheduled("2026-07-15T00:00:00Z")).unwrap();
    compliance::run(bench.store(), due).await.unwrap();

    let summary = bench.start("summary").await;
    assert_eq!(summary.invoke(scheduled("2026-07-15T00:10:00Z")).await, Ok(json!({ "made": 2 })));
    assert_eq!(summary.invoke(scheduled("2026-07-15T01:10:00Z")).await, Ok(json!({ "made": 0 })));
    let key = "quarters/2026-Q2/engagement-summary-2026-Q2.xlsx";
    let (kind, kept) = bench.store().files().get(key).await.unwrap().unwrap();
    assert_eq!(kind, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let waiting = bench.store().letters_in(LetterState::Waiting).await.unwrap();
    let attached: Vec<_> = waiting
        .iter()
        .filter(|letter| letter.to == Some(email("team@example.org")))
        .flat_map(|letter| &letter.attachments)
        .collect();
    assert_eq!(attached.len(), 2);
    assert!(attached.contains(&&key.to_owned()), "{attached:?}");

    let get = async |path: &str| summary.answers(Call::get(path).cookies(&[&session])).await;
    let page = get("/team/quarters/2026-Q2").await.expecting(200).page();
    let link = get(&page.link("Download")).await.expecting(303).location().to_owned();
    let file = reqwest::get(&link).await.unwrap();
    assert_eq!(file.headers()["content-disposition"], "attachment; filename=\"engagement-summary-2026-Q2.xlsx\"");
    assert_eq!(file.bytes().await.unwrap(), kept);

    // A quarter that is not closed is made for the asking, and nobody is written to about it.
    let link = get("/team/quarters/2026-Q3/summary.xlsx").await.expecting(303).location().to_owned();
    assert!(reqwest::get(&link).await.unwrap().bytes().await.unwrap().starts_with(b"PK"));
    assert_eq!(bench.store().letters_in(LetterState::Waiting).await.unwrap(), waiting);
    assert!(!summary.log().contains(&link), "a link is in the log: {}", summary.log());
}

/// N4, N6
#[tokio::test(flavor = "multi_thread")]
async fn mailer_sends_what_is_new_in_the_stream_and_names_where_to_go_on() {
    let bench = Bench::open().await;
    let mailer = bench.start("mailer").await;
    for (letter, to) in [
        ("welcome/1", "first@example.org"),
        ("welcome/2", "throttled@example.org"),
        ("welcome/3", "third@example.org"),
        ("welcome/4", "unchanged@example.org"),
    ] {
        bench.letter(letter, to).await;
    }
    let records = [
        record("MODIFY", "100000000000000000001", "welcome/4"),
        record("INSERT", "100000000000000000002", "welcome/1"),
        record("INSERT", "100000000000000000003", "not/there"),
        record("INSERT", "100000000000000000004", "welcome/2"),
        record("INSERT", "100000000000000000005", "welcome/3"),
        record("REMOVE", "100000000000000000006", "welcome/4"),
    ];

    bench.ses.throttles(Some("throttled@example.org"));
    let answer = mailer.invoke(json!({ "Records": records })).await;
    assert_eq!(answer, Ok(json!({ "batchItemFailures": [{ "itemIdentifier": "100000000000000000004" }] })));
    assert_eq!(bench.ses.recipients(), ["first@example.org"]);

    // AWS offers the batch again from there on; offered from its start, nothing is sent twice either.
    bench.ses.throttles(None);
    for records in [&records[3..], &records[..]] {
        assert_eq!(mailer.invoke(json!({ "Records": records })).await, Ok(json!({ "batchItemFailures": [] })));
    }
    assert_eq!(bench.ses.recipients(), ["first@example.org", "throttled@example.org", "third@example.org"]);
    assert_eq!(bench.waiting().await, [("unchanged@example.org".to_owned(), "welcome/4".to_owned())]);
    let sent = bench.store().letter("welcome/2").await.unwrap().unwrap();
    assert_eq!((sent.state, sent.message_id.as_deref(), sent.data), (LetterState::Sent, Some("ses-2"), Value::Null));

    let taken = &bench.ses.taken()[0];
    assert_eq!(taken.from, "office@ambassadors.example.org");
    let message = MessageParser::default().parse(&taken.message).unwrap();
    let address =
        |list: Option<&mail_parser::Address<'_>>| list.unwrap().first().unwrap().address().unwrap().to_owned();
    assert_eq!(address(message.from()), "office@ambassadors.example.org");
    assert_eq!(address(message.to()), "first@example.org");
    assert_eq!(address(message.reply_to()), "ambassadors@example.org");
    assert_eq!(message.subject(), Some("Welcome to Mautic Ambassadors"));
    assert!(message.body_text(0).unwrap().contains(PUBLIC_URL), "{message:?}");
    assert!(!mailer.log().contains("@example.org"), "{}", mailer.log());
}

/// N4, N5, S1
#[tokio::test(flavor = "multi_thread")]
async fn mailer_sweeps_up_every_hour_what_no_event_has_brought() {
    let bench = Bench::open().await;
    let store = bench.store();
    store.invite_first_organizer(&email("organizer@example.org"), "en").await.unwrap();
    let sign_in = |to: &str| {
        let letter = Letter::SignIn { browser: "0".repeat(64) };
        Draft::new(format!("sign-in/{to}"), Lane::Now, &email(to), "en", &letter)
    };
    bench.letter("welcome/1", "first@example.org").await;
    store.queue(&sign_in("organizer@example.org")).await.unwrap();
    store.queue(&sign_in("stranger@example.org")).await.unwrap();

    let mailer = bench.start("mailer").await;
    let event = json!({ "scheduled_time": "2026-11-22T10:20:00Z" });
    assert_eq!(mailer.invoke(event.clone()).await, Ok(json!({ "batchItemFailures": [] })));
    assert_eq!(bench.waiting().await, []);
    let mut recipients = bench.ses.recipients();
    recipients.sort();
    assert_eq!(recipients, ["first@example.org", "organizer@example.org"], "a stranger is not written to");
    mailer.invoke(event).await.unwrap();
    assert_eq!(bench.ses.recipients().len(), 2);

    // The link was made while sending, and is one that works.
    let taken = bench.ses.taken().into_iter().find(|taken| taken.to == "organizer@example.org").unwrap();
    let text = MessageParser::default().parse(&taken.message).unwrap().body_text(0).unwrap().into_owned();
    let link = text.split_whitespace().find_map(|word| word.strip_prefix(&format!("{PUBLIC_URL}/sign-in/"))).unwrap();
    let purpose = store.token(&store::Secret::new(link)).await.unwrap();
    assert!(matches!(purpose, Some(Purpose::SignIn { .. })), "{purpose:?}");
    assert!(!mailer.log().contains(link), "a link is in the log: {}", mailer.log());
}

/// P8
#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_with_one_event_ends_neither_the_program_nor_the_next_event() {
    let bench = Bench::of("this = \"is no program\"").await;
    bench.store().add_settings("this = \"is no program\"", 0, Actor::Operator).await.unwrap();
    let mut account = bench.start("account").await;
    let mut compliance = bench.start("compliance").await;
    let due = json!({ "scheduled_time": "2026-07-15T00:00:00Z" });

    let broken = account.answers(Call::get("/sign-in")).await.expecting(500);
    assert!(!broken.body.contains("is no program") && !broken.body.contains("line "), "{}", broken.body);
    assert!(compliance.invoke(due.clone()).await.is_err(), "so that it is repeated");
    for function in [&account, &compliance] {
        let refused = function.invoke(json!({ "what": "is this?" })).await;
        assert!(refused.is_err(), "{refused:?}");
    }

    bench.store().add_settings(MAUTIC, 1, Actor::Operator).await.unwrap();
    account.answers(Call::get("/sign-in")).await.expecting(200);
    assert_eq!(
        compliance.invoke(due).await,
        Ok(
            json!({ "check_ins": 0, "reminders": 0, "standings": 0, "closed": 2, "turned": 0, "proposed": 0, "cut_off": false })
        )
    );
    assert!(account.is_running() && compliance.is_running());
}

/// N5, N6
#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_queue_keeps_can_be_handed_over_again_in_any_order_and_is_done_once() {
    let broken = "this = \"is no program\"";
    let bench = Bench::of(broken).await;
    bench.store().add_settings(broken, 0, Actor::Operator).await.unwrap();
    bench.ambassador("amara@example.org").await;
    let compliance = bench.start("compliance").await;
    // What Lambda puts into the queue of an event that failed for good.
    let mut queue = Vec::new();
    for hour in ["2026-04-14T23:00:00Z", "2026-04-15T00:00:00Z", "2026-07-15T00:00:00Z"] {
        let event = json!({ "scheduled_time": hour });
        let error = compliance.invoke(event.clone()).await.unwrap_err();
        queue.push(json!({
            "version": "1.0",
            "timestamp": hour,
            "requestContext": {
                "requestId": "e4b46cbf-b738-xmpl-8880-a18cdf61200e",
                "functionArn": "arn:aws:lambda:eu-central-1:123456789012:function:chancery-compliance:$LATEST",
                "condition": "RetriesExhausted",
                "approximateInvokeCount": 3,
            },
            "requestPayload": event,
            "responseContext": { "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled" },
            "responsePayload": error,
        }));
    }
    assert_eq!(bench.waiting().await, []);
    bench.store().add_settings(MAUTIC, 1, Actor::Operator).await.unwrap();
    let hand_over = async |messages: &[&Value]| {
        for message in messages {
            compliance.invoke(message["requestPayload"].clone()).await.unwrap();
        }
        let mut waiting: Vec<_> = bench.waiting().await.into_iter().map(|(_, id)| id).collect();
        waiting.sort();
        waiting
    };
    let all: Vec<_> = queue.iter().collect();
    let written = hand_over(&[all[2]]).await;
    let results: Vec<_> = written.iter().filter(|id| id.starts_with("result/")).collect();
    assert_eq!(results.len(), 2, "two quarters are closed: {written:?}");
    assert_eq!(hand_over(&[all[1], all[0], all[2], all[2], all[0]]).await, written);
}

/// N4, S13
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_followed_from_the_request_that_caused_it_to_the_line_that_says_that_it_left() {
    const ROOT: &str = "1-6a0d4de7-0123456789abcdef01234567";
    let bench = Bench::open().await;
    bench.organizer().await;
    let (account, mailer) = (bench.start("account").await, bench.start("mailer").await);
    let asks = Call::post("/sign-in", [("email", "organizer@example.org")]);
    account.answers(asks.header("x-amzn-trace-id", &format!("Root={ROOT}"))).await.expecting(303);
    let waiting = bench.waiting().await;
    let [(_, id)] = waiting.as_slice() else { panic!("{waiting:?}") };
    assert_eq!(bench.store().letter(id).await.unwrap().unwrap().trace.as_deref(), Some(ROOT));
    let event = json!({ "Records": [record("INSERT", "100000000000000000001", id)] });
    assert_eq!(mailer.invoke(event).await, Ok(json!({ "batchItemFailures": [] })));
    let said = |log: &str, what: &str| -> Vec<String> {
        log.lines().filter(|line| line.contains(what)).map(str::to_owned).collect()
    };
    let [asked] = said(&account.log(), "_aws").try_into().unwrap();
    let asked: Value = serde_json::from_str(&asked).unwrap();
    assert_eq!((&asked["request"], &asked["trace"]), (&"POST /sign-in".into(), &ROOT.into()));
    let [left] = said(&mailer.log(), "a letter is on its way").try_into().unwrap();
    assert!(left.contains(ROOT) && left.contains(id.as_str()), "{left}");
    // The mailer's own errand is another: the stream's.
    let [errand] = said(&mailer.log(), "_aws").try_into().unwrap();
    let errand: Value = serde_json::from_str(&errand).unwrap();
    assert_eq!((&errand["event"], &errand["status"]), (&"stream".into(), &"done".into()));
    assert!(errand["TableRequests"].as_u64() > Some(3) && errand["WriteUnits"].as_f64() > Some(0.0), "{errand}");
}

/// A function refuses to start without any one setting, and names it.
#[tokio::test(flavor = "multi_thread")]
async fn a_function_does_not_start_while_a_setting_is_missing_and_says_which() {
    let bench = Bench::new().await;
    for function in functions() {
        let function = function.as_str();
        let settings = bench.settings(function);
        let names = specification::function::settings_of(function);
        assert!(names.len() >= 2 && names.iter().all(|name| settings.contains_key(name)), "{function}: {names:?}");
        for name in names {
            for value in [None, Some(String::new())] {
                let mut lacking = settings.clone();
                lacking.remove(&name);
                lacking.extend(value.map(|value| (name.clone(), value)));
                let ended = run(function, &[], bench.folder.path(), &lacking).await;
                assert!(!ended.successfully, "{function} starts without {name}");
                assert!(ended.said.contains(&format!("the setting {name} is missing")), "{function}: {}", ended.said);
            }
        }
    }
}

/// A setting that is there and cannot be right is refused by name as well.
#[tokio::test(flavor = "multi_thread")]
async fn a_function_does_not_start_with_a_setting_that_cannot_be_right() {
    let bench = Bench::new().await;
    for (function, name, value) in [
        ("account", "CHANCERY_PUBLIC_URL", "http://ambassadors.example.org"),
        ("report", "CHANCERY_SCAN", "sometimes"),
        ("mailer", "CHANCERY_SENDER", "the office"),
        ("application", "CHANCERY_ORGANIZER_EMAIL", "organizer"),
        ("application", "CHANCERY_PROGRAM_FILE", "no-such-file.toml"),
        ("application", "CHANCERY_HOOK_SECRETS", "tally"),
        ("account", "CHANCERY_FRONT_SECRET", "short enough to guess"),
    ] {
        let mut settings = bench.settings(function);
        settings.insert(name.to_owned(), value.to_owned());
        let ended = run(function, &[], bench.folder.path(), &settings).await;
        assert!(!ended.successfully, "{function} starts with {name}={value}");
        assert!(ended.said.contains(name), "{function}: {}", ended.said);
    }
    assert_eq!(bench.store().settings().await.unwrap(), None, "no office is opened half");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_local_office_does_not_open_inside_aws_lambda() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("office");
    let data = data.to_str().unwrap();
    for name in ["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_RUNTIME_API"] {
        let inside = BTreeMap::from([(name.to_owned(), "chancery".to_owned())]);
        for arguments in [
            &["--port", "0"][..],
            &["serve", "--port", "0", "--data", data],
            &["invite", "o@example.org", "--data", data],
        ] {
            let ended = run("chancery", arguments, folder.path(), &inside).await;
            assert!(!ended.successfully, "{arguments:?}");
            assert!(ended.said.contains("it finds itself inside AWS Lambda"), "{arguments:?}: {}", ended.said);
        }
    }
}

/// The records of an office on embedded engines, with what AWS would give its functions.
struct Bench {
    records: Records,
    ses: Ses,
    ses_url: String,
    /// Where a function's package is unpacked, with the program's settings beside its program.
    folder: TempDir,
}

impl Bench {
    /// Nobody has opened the office yet; its intake is, so that whoever does can take applications at once.
    async fn new() -> Self {
        Self::of(MAUTIC).await
    }

    /// The same with another program in the package.
    async fn of(document: &str) -> Self {
        let records = Records::open(Folder::temporary().unwrap(), Clock::system(), None).await.unwrap();
        records.store.open_intake(Actor::Operator, None).await.unwrap();
        let (ses, ses_url) = Ses::start().await;
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("program.toml"), document).unwrap();
        Self { records, ses, ses_url, folder }
    }

    /// The office is open.
    async fn open() -> Self {
        let bench = Self::new().await;
        bench.store().add_settings(MAUTIC, 0, Actor::Operator).await.unwrap();
        bench
    }

    fn store(&self) -> &Store {
        &self.records.store
    }

    async fn start(&self, function: &str) -> Function {
        Function::start(function, self.folder.path(), &self.settings(function)).await
    }

    /// What `template.yaml` sets for a function, and what leads the SDK to the engines in place of AWS.
    fn settings(&self, function: &str) -> BTreeMap<String, String> {
        let place = self.records.place();
        let aws = [
            ("AWS_REGION", "eu-central-1"),
            ("AWS_DEFAULT_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", &place.key_id),
            ("AWS_SECRET_ACCESS_KEY", place.key_secret.reveal()),
            ("AWS_ENDPOINT_URL_DYNAMODB", &place.tables_url),
            ("AWS_ENDPOINT_URL_S3", &place.files_url),
            ("AWS_ENDPOINT_URL_SES", &self.ses_url),
        ];
        let ours = specification::function::settings_of(function).into_iter().map(|name| {
            let value = match name.as_str() {
                "CHANCERY_TABLE_PREFIX" => "chancery-",
                "CHANCERY_BUCKET" => "office",
                "CHANCERY_PUBLIC_URL" => PUBLIC_URL,
                "CHANCERY_PROGRAM_FILE" => "program.toml",
                "CHANCERY_ORGANIZER_EMAIL" => "organizer@example.org",
                "CHANCERY_HOOK_SECRETS" => r#"{"tally":"a secret of two"}"#,
                "CHANCERY_FRONT_SECRET" => FRONT_SECRET,
                "CHANCERY_SCAN" => "no",
                "CHANCERY_SEALING_KEY" => "arn:aws:kms:eu-central-1:123456789012:key/1",
                "CHANCERY_CONFIGURATION_SET" => "letters",
                "CHANCERY_SENDER" => "office@ambassadors.example.org",
                other => panic!("no value for {other}"),
            };
            (name, value.to_owned())
        });
        aws.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).chain(ours).collect()
    }

    /// Every letter that waits: to whom, and its id.
    async fn waiting(&self) -> Vec<(String, String)> {
        let waiting = self.store().letters_in(LetterState::Waiting).await.unwrap();
        waiting.into_iter().map(|letter| (letter.to.unwrap().to_string(), letter.id)).collect()
    }

    async fn letter(&self, id: &str, to: &str) {
        let letter = Letter::Welcome { name: "Amara".to_owned(), words: None, handbook: None };
        self.store().queue(&Draft::new(id, Lane::Now, &email(to), "en", &letter)).await.unwrap();
    }

    /// The cookie of an organizer who is signed in.
    async fn organizer(&self) -> String {
        self.store().invite_first_organizer(&email("organizer@example.org"), "en").await.unwrap();
        self.cookie("organizer@example.org").await
    }

    /// The cookie of an ambassador who is signed in.
    async fn session_of(&self, address: &str) -> String {
        self.ambassador(address).await;
        self.cookie(address).await
    }

    async fn cookie(&self, address: &str) -> String {
        let person = self.store().person(&email(address)).await.unwrap().unwrap();
        format!("__Host-session={}", self.store().sign_in_without_link(&person).await.unwrap().reveal())
    }

    async fn ambassador(&self, address: &str) {
        let new = || self.store().new_id();
        let ambassador = Ambassador {
            id: AmbassadorId::new(new()),
            person: PersonId::new(new()),
            name: Name::parse("Amara Okafor").unwrap(),
            email: email(address),
            country: Country::parse("NG").unwrap(),
            territory: Territory::of(Country::parse("NG").unwrap()),
            region: None,
            language: "en".to_owned(),
            state: AmbassadorState::Active,
            since: "2026-01-01".parse().unwrap(),
            application: ApplicationId::new(new()),
            pauses: Vec::new(),
            leaving: None,
        };
        self.store().bring_in(&ambassador).await.unwrap();
    }

    /// Somebody who has applied and confirmed their address.
    async fn applicant(&self, name: &str, address: &str) -> ApplicationId {
        let answer = |question: &str| Answered { question: question.to_owned(), text: "A meetup a month.".to_owned() };
        let submission = Submission {
            name: Name::parse(name).unwrap(),
            email: email(address),
            country: Country::parse("NG").unwrap(),
            region: None,
            languages: Vec::new(),
            links: Vec::new(),
            shown_as: ShownAs::Hidden,
            answers: vec![answer("contributions"), answer("ideas")],
        };
        let applying = specification::applying(ApplicationId::new(self.store().new_id()), submission);
        let letter = Letter::AlreadyApplied { application: applying.id };
        let receipt = |id| Draft::new(format!("receipt/{id}"), Lane::Now, &email(address), "en", &letter);
        assert_eq!(self.store().apply(&applying, receipt).await.unwrap(), Applied::Taken);
        let settings = self.store().settings().await.unwrap().unwrap();
        self.store().confirm(applying.id, &settings.settings).await.unwrap();
        applying.id
    }
}

/// A record of the outbox's stream.
fn record(event: &str, number: &str, letter: &str) -> Value {
    json!({
        "eventID": "7de3041dd709b024af6f29e4fa13d34c",
        "eventName": event,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-central-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_795_341_600.0,
            "Keys": { "letter_id": { "S": letter } },
            "NewImage": {
                "letter_id": { "S": letter },
                "shelf": { "S": "waiting#0" },
                "lane": { "S": "now" },
                "to": { "S": "somebody@example.org" },
                "language": { "S": "en" },
                "attachments": { "L": [] },
                "state": { "S": "waiting" },
                "attempts": { "N": "0" },
                "version": { "N": "1" },
            },
            "SequenceNumber": number,
            "SizeBytes": 310,
            "StreamViewType": "NEW_IMAGE",
        },
        "eventSourceARN":
            "arn:aws:dynamodb:eu-central-1:123456789012:table/chancery-outbox/stream/2026-11-22T10:00:00.000",
    })
}
