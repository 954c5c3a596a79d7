//! What a program costs a month on AWS (clause D6): a quarter of it is lived through its pages, its runs and its letters,
//! everything that is asked of AWS meanwhile is counted, and priced as `docs/prices.json` says. `docs/costs.md` is what
//! comes of it.

use crate::run::ambassador;
use axum::body::HttpBody as _;
use axum::extract::Request;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use chancery::folder::Folder;
use chancery::office::{Records, routes};
use chrono::Duration;
use compliance::Scheduled;
use mail_parser::MessageParser;
use mailer::Transport;
use program::{AmbassadorState, Outcome};
use serde::Deserialize;
use serde_json::json;
use specification::page::Filled;
use specification::template::{TEMPLATE, Template};
use specification::wire::{Line, Wire};
use specification::{Browser, MAUTIC, files, funds, instant};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use store::audit::Actor;
use store::{Clock, Store};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// How much of what was used, by the name of its price.
type Uses = BTreeMap<String, f64>;

const REQUESTS: &str = "functions, requests";
const SECONDS: &str = "functions, gigabyte-seconds on arm64";
const READS: &str = "tables, read units";
const WRITES: &str = "tables, write units";
const LETTERS: &str = "letters";

/// The programs whose bills are told, by how many ambassadors they have.
const SIZES: [u32; 4] = [10, 100, 1_000, 10_000];
/// The programs that are lived through; what lies beyond goes on in the line through the two.
const LIVED: [u32; 2] = [4, 16];

/// How long a function runs for an errand, and for each request it makes meanwhile: in seconds, taken long.
const AN_ERRAND: f64 = 0.020;
const A_REQUEST: f64 = 0.010;
/// What an errand leaves in the log with what Lambda adds, in bytes: the line itself has some 700.
const A_LINE: f64 = 1_500.0;
/// How long records are kept for this bill, in months; and how large what people post is, in bytes.
const KEPT: f64 = 60.0;
const A_FILE: f64 = 2_000_000.0;
const GIGABYTE: f64 = 1_000_000_000.0;

/// What everybody does in a quarter beside what is lived through once: how often they come back, and who looks in.
const COMES_BACK: f64 = 8.0;
const VISITORS: f64 = 30.0;
/// What the team does, of however many ambassadors: three people come in on every other day.
const TEAM_COMES: f64 = 135.0;
const DAYS: f64 = 91.0;

/// An office all of whose requests are counted.
struct Metered {
    records: Records,
    store: Store,
    wire: Wire,
    url: String,
    post: mailer::Office,
    letters: TempDir,
    pages: Arc<[AtomicU64; 2]>,
    uses: Mutex<Uses>,
}

impl Metered {
    async fn open() -> Self {
        let program = MAUTIC.replace("started_on = 2026-01-01", "started_on = 2026-04-01");
        let clock = Clock::starting_at(instant("2026-05-20T09:00:00Z"));
        let records = Records::open(Folder::temporary().unwrap(), clock, None).await.unwrap();
        records.store.add_settings(&program, 0, Actor::Operator).await.unwrap();
        records.store.open_intake(Actor::Operator, None).await.unwrap();
        let organizer = specification::office::email("organizer@example.org");
        records.store.invite_first_organizer(&organizer, "en").await.unwrap();
        let place = records.place().clone();
        let wire = Wire::to(&place.tables_url).await;
        let bucket = wire.line(Line::Files, &place.files_url).await;
        let store = wire.store_with_files(&place, &bucket, records.store.clock().clone()).await;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let pages = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
        let counted = pages.clone();
        let trusted: Arc<[IpAddr]> = Arc::new([IpAddr::V4(Ipv4Addr::LOCALHOST)]);
        let app = routes()
            .router(web::Office::new(store.clone(), url.parse().unwrap()))
            .layer(from_fn_with_state(trusted, web::origin::from_connection))
            .layer(from_fn(move |request: Request, next: Next| {
                let counted = counted.clone();
                async move {
                    let answer = next.run(request).await;
                    counted[0].fetch_add(1, Ordering::Relaxed);
                    counted[1].fetch_add(answer.body().size_hint().lower(), Ordering::Relaxed);
                    answer
                }
            }));
        tokio::spawn(async move {
            axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
        });
        let letters = tempfile::tempdir().unwrap();
        let post = mailer::Office {
            store: store.clone(),
            transport: Transport::Folder(letters.path().to_owned()),
            public_url: url.clone(),
            sender: specification::office::email("ambassadors@example.org"),
        };
        Self { records, store, wire, url, post, letters, pages, uses: Mutex::default() }
    }

    fn counts(&self, what: &str, more: f64) {
        *self.uses.lock().unwrap().entry(what.to_owned()).or_default() += more;
    }

    /// What was used since this was asked last.
    fn used(&self) -> Uses {
        let [pages, bytes] = [0, 1].map(|place: usize| self.pages[place].swap(0, Ordering::Relaxed) as f64);
        self.counts("HTTP API, requests", pages);
        self.counts(REQUESTS, pages);
        self.counts("pages sent, gigabytes", bytes / GIGABYTE);
        let asked = self.wire.asked();
        for one in &asked {
            match (one.line, one.operation.as_str()) {
                (Line::Tables, _) if one.reads() => self.counts(READS, one.units),
                (Line::Tables, _) => self.counts(WRITES, one.units),
                (Line::Files, "PUT" | "POST") => self.counts("bucket, writes", 1.0),
                (Line::Files, "GET") => self.counts("bucket, reads", 1.0),
                (Line::Files | Line::Mail | Line::Keys, _) => {}
            }
        }
        let mut uses = std::mem::take(&mut *self.uses.lock().unwrap());
        let errands = uses.get(REQUESTS).copied().unwrap_or_default();
        // As if every function had a gigabyte, which the largest have.
        uses.insert(SECONDS.to_owned(), errands * AN_ERRAND + asked.len() as f64 * A_REQUEST);
        uses.insert("logs, gigabytes".to_owned(), errands * A_LINE / GIGABYTE);
        uses
    }

    fn clock_moves_to(&self, at: &str) {
        let clock = self.records.store.clock();
        clock.advance(instant(at) - clock.now());
    }

    /// Each letter that waits leaves, told of by its stream.
    async fn mails(&self) {
        let mut ids = Vec::new();
        self.records.store.visit_waiting(|id, _, _| ids.push(id.to_owned())).await.unwrap();
        for id in ids {
            mailer::post(&self.post, &id).await.unwrap();
            self.counts(REQUESTS, 1.0);
            self.counts(LETTERS, 1.0);
        }
    }

    /// The path of the link that starts so in the letters that just left; they are thrown away then.
    async fn link(&self, start: &str) -> String {
        self.mails().await;
        let mut found = None;
        for file in std::fs::read_dir(self.letters.path()).unwrap().map(|file| file.unwrap().path()) {
            let letter = std::fs::read(&file).unwrap();
            let text = MessageParser::default().parse(&letter).unwrap().body_text(0).unwrap().into_owned();
            let mut links = text.split_whitespace().filter_map(|word| Some(word[word.find(start)?..].to_owned()));
            found = found.or_else(|| links.next());
            std::fs::remove_file(file).unwrap();
        }
        found.unwrap_or_else(|| panic!("no link to {start}"))
    }

    /// Every schedule's run for one hour.
    async fn an_hour(&self) {
        let at = self.records.store.clock().now();
        let scheduled = json!({ "scheduled_time": at });
        compliance::run(&self.store, Scheduled { scheduled_time: at }).await.unwrap();
        summary::scheduled(&self.store, serde_json::from_value(scheduled.clone()).unwrap()).await.unwrap();
        selection::handle(&self.store, serde_json::from_value(scheduled.clone()).unwrap()).await.unwrap();
        mailer::handle(&self.post, serde_json::from_value(scheduled).unwrap()).await.unwrap();
        let schedules = chancery::schedule::read(TEMPLATE).unwrap().len() as f64;
        self.counts(REQUESTS, schedules);
        self.counts("schedules", schedules);
    }

    /// A page with what it is drawn with, as a browser that was not here before asks for it.
    async fn looks_at(&self, browser: &Browser, path: &str) {
        let page = browser.get(path).await.expecting(200).page();
        for style in page.attributes("link[rel=stylesheet]", "href") {
            browser.get(&style).await.expect(200);
        }
    }

    async fn signs_in(&self, address: &str, home: &str) -> Browser {
        let browser = Browser::new(&self.url);
        self.looks_at(&browser, "/sign-in").await;
        browser.post("/sign-in", &[("email", address)]).await.expect(303);
        let link = self.link("/sign-in/").await;
        browser.get(&link).await.expect(200);
        browser.post(&link, &[]).await.expect(303);
        browser.get(home).await.expect(200);
        browser
    }
}

fn filled(mut form: Filled, fields: &[(&str, &str)]) -> Filled {
    for (field, value) in fields {
        form.fill(field, value);
    }
    form
}

/// A form of a page, filled in and sent, and the page that comes after it; gives where that is.
async fn sends(browser: &Browser, page: &str, form: &str, fields: &[(&str, &str)]) -> String {
    let form = filled(browser.get(page).await.expecting(200).page().form(form), fields);
    let after = browser.send(&form).await.expecting(303).location();
    browser.get(&after).await.expect(200);
    after
}

/// An event is planned and reported in full.
async fn an_activity(browser: &Browser, title: &str) -> String {
    let plan =
        [("kind", "events"), ("title", title), ("starts_on", "2026-05-19"), ("place", "in_person"), ("city", "Lagos")];
    let activity = sends(browser, "/me/activities/new", "/me/activities", &plan).await;
    let report = [
        ("goal", "Show newcomers how to start"),
        ("registrations", "40"),
        ("attendees", "31"),
        ("hours_to_organize", "6,5"),
        ("hours_to_execute", "3"),
    ];
    sends(browser, &activity, "/report", &report).await;
    activity
}

/// Somebody applies, confirms, is reviewed and decided about.
async fn an_application(office: &Metered, organizer: &Browser, number: u32) {
    let visitor = Browser::new(&office.url);
    office.looks_at(&visitor, "/").await;
    let address = format!("applicant-{number}@example.org");
    let fields = [
        ("name", "Amara Okafor"),
        ("email", &*address),
        ("country", "Nigeria"),
        ("answer_contributions", "Talks and answers in the forum."),
        ("answer_ideas", "A meetup every month."),
        ("consent", "yes"),
    ];
    sends(&visitor, "/apply", "/apply", &fields).await;
    let confirm = office.link("/apply/confirm/").await;
    visitor.get(&confirm).await.expect(200);
    visitor.post(&confirm, &[]).await.expect(200);
    let address = specification::office::email(&address);
    let person = office.records.store.person(&address).await.unwrap().unwrap();
    let page = format!("/team/applications/{}", person.application.unwrap());
    organizer.get("/team/applications").await.expect(200);
    let review = [("score_helps", "4"), ("score_reach", "3"), ("score_time", "5"), ("comment", "Speaks monthly.")];
    sends(organizer, &page, "/review", &review).await;
    let decision =
        [("outcome", Outcome::Decline.name()), ("reason", "By the criteria."), ("words", "Thank you for asking.")];
    sends(organizer, &page, "/decision", &decision).await;
    office.mails().await;
}

/// What a program of so many people uses in a quarter.
async fn a_quarter(people: u32) -> Uses {
    let office = Metered::open().await;
    let mut addresses = Vec::new();
    for number in 0..people {
        let who = ambassador(&office.records.store, &format!("A{number}"), "2025-09-01", AmbassadorState::Active).await;
        addresses.push(who.email.to_string());
    }
    let mut all = Uses::new();
    office.used();
    let organizer = office.signs_in("organizer@example.org", "/team").await;
    for number in 0..people {
        let here = office.signs_in(&addresses[number as usize], "/me").await;
        let first = an_activity(&here, "Evening of segments").await;
        an_activity(&here, "Evening of forms").await;
        let photos = format!("{first}/photos");
        let key = here.get(&photos).await.expecting(200).page().form("office").value("key").unwrap().to_owned();
        // The browser posts it, and the bucket tells of it.
        let picture = files::picture(&number.to_string());
        let size = picture.len() as u64;
        office.records.store.files().put(&key, "application/octet-stream", picture).await.unwrap();
        invoice::uploaded(&office.store, invoice::Created::new(key, size)).await.unwrap();
        for what in ["bucket, writes", "events of the bucket", REQUESTS] {
            office.counts(what, 1.0);
        }
        office.counts("bucket, gigabytes", A_FILE / GIGABYTE);
        sends(&here, "/me/check-in/2026-Q2", "/me/check-in/2026-Q2", &[("answer", "as_recorded")]).await;
        for page in ["/team/activities".to_owned(), format!("/team{}", "/ambassadors")] {
            organizer.get(&page).await.expect(200);
        }
        if number % 4 == 0 {
            let id = funds::payable(&office.store, &addresses[number as usize], "Pizza", "60").await;
            for page in ["/me/funding/new".to_owned(), "/me/funding".to_owned(), format!("/me/funding/{id}")] {
                here.get(&page).await.expect(200);
            }
            // The pages of a treasurer, whom nobody is here: as many of an organizer's.
            for page in
                [format!("/team/funding/{id}"), format!("/team/funding/{id}/papers"), "/team/funding".to_owned()]
            {
                organizer.get(&page).await.expect(200);
            }
            office.mails().await;
            an_application(&office, &organizer, number).await;
        }
    }
    // Whoever waits is written to, the quarter closes, and the team gets its summary.
    for at in ["2026-06-20T09:00:00Z", "2026-07-05T09:00:00Z", "2026-07-12T09:00:00Z", "2026-07-20T09:00:00Z"] {
        office.clock_moves_to(at);
        office.an_hour().await;
        office.an_hour().await;
        office.mails().await;
    }
    add(&mut all, &office.used(), 1.0);

    office.signs_in("organizer@example.org", "/team").await;
    let organizer = office.signs_in("organizer@example.org", "/team").await;
    office.used();
    let again = office.signs_in(&addresses[0], "/me").await;
    add(&mut all, &office.used(), f64::from(people) * COMES_BACK / 2.0);
    again.get("/me").await.expect(200);
    add(&mut all, &office.used(), f64::from(people) * COMES_BACK / 2.0);
    office.looks_at(&Browser::new(&office.url), "/").await;
    add(&mut all, &office.used(), f64::from(people) * VISITORS);
    for page in ["/team", "/team/activities", "/team/ambassadors", "/team/quarters/2026-Q2", "/team/applications"] {
        organizer.get(page).await.expect(200);
    }
    let signs_in = office.signs_in("organizer@example.org", "/team").await;
    signs_in.get("/team").await.expect(200);
    add(&mut all, &office.used(), TEAM_COMES);

    // A day on which nothing is due: once everybody is looked at, and then there are its other hours.
    office.records.store.clock().advance(Duration::days(1));
    office.an_hour().await;
    office.mails().await;
    office.used();
    for _ in 0..24 {
        office.records.store.clock().advance(Duration::hours(1));
        office.an_hour().await;
    }
    add(&mut all, &office.used(), DAYS);
    office.records.close().await.unwrap();
    all
}

fn add(all: &mut Uses, more: &Uses, times: f64) {
    for (what, much) in more {
        *all.entry(what.clone()).or_default() += much * times;
    }
}

/// A month of a program of so many, from what two smaller ones used in a quarter.
fn a_month(lived: &[Uses; 2], people: u32) -> Uses {
    let [small, large] = lived;
    let [from, to] = LIVED.map(f64::from);
    let mut month: Uses = large
        .iter()
        .map(|(what, much)| {
            let there = small.get(what).copied().unwrap_or_default();
            let each = ((much - there) / (to - from)).max(0.0);
            (what.clone(), (there + each * (f64::from(people) - from)).max(0.0) / 3.0)
        })
        .collect();
    // What is kept cannot be more than what was ever written: a unit is a kilobyte at most, and two in a transaction.
    let kept = month[WRITES] * 500.0 * KEPT / GIGABYTE;
    month.insert("tables, gigabytes".to_owned(), kept);
    month.insert("tables, gigabytes that can be restored".to_owned(), kept);
    *month.get_mut("bucket, gigabytes").unwrap() *= KEPT;
    month.extend(standing().into_iter().map(|(what, much)| (what.to_owned(), much)));
    month
}

/// What there is of an office however many use it: what its stacks create that costs by being there.
fn standing() -> [(&'static str, f64); 5] {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let stack = |path: &str| Template::of(&std::fs::read_to_string(house.join(path)).unwrap());
    let stacks = [Template::read(), stack("infra/watch.yaml")];
    let count = |kind: &str| stacks.iter().map(|stack| stack.of_type(kind).count()).sum::<usize>() as f64;
    [
        ("metrics", watch::METRICS.len() as f64),
        ("alarms", count("AWS::CloudWatch::Alarm")),
        ("dashboards", count("AWS::CloudWatch::Dashboard")),
        ("keys", count("AWS::KMS::Key")),
        ("secrets", count("AWS::SecretsManager::Secret")),
    ]
}

/// AWS's list prices.
#[derive(Deserialize)]
struct Prices {
    noted: String,
    region: String,
    prices: BTreeMap<String, Price>,
}

#[derive(Deserialize)]
struct Price {
    usd: f64,
    free: f64,
    page: String,
}

impl Prices {
    fn read() -> Self {
        serde_json::from_str(include_str!("../../../docs/prices.json")).unwrap()
    }

    /// What each part of a month comes to; `in_all` where nothing is free.
    fn bill(&self, month: &Uses, in_all: bool) -> BTreeMap<&str, f64> {
        let of = |(what, price): (&'_ String, &Price)| {
            let used = month.get(what).copied().unwrap_or_default();
            (used - if in_all { 0.0 } else { price.free }).max(0.0) * price.usd
        };
        self.prices.iter().map(|(what, price)| (what.as_str(), of((what, price)))).collect()
    }
}

/// Two figures of a number are what such a bill is good for.
fn rounded(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let digits = 10_f64.powi(1 - number.abs().log10().floor() as i32);
    let number = (number * digits).round() / digits;
    if number < 10.0 {
        return number.to_string();
    }
    let text = format!("{number:.0}");
    let place = |(at, digit): (usize, char)| {
        let comma = at > 0 && (text.len() - at).is_multiple_of(3);
        [comma.then_some(','), Some(digit)].into_iter().flatten().collect::<Vec<_>>()
    };
    text.chars().enumerate().flat_map(place).collect()
}

fn table(head: &str, rows: impl IntoIterator<Item = (String, [String; 4])>) -> String {
    let line = |first: &str, cells: &[String]| format!("| {first} | {} |\n", cells.join(" | "));
    let sizes = SIZES.map(|size| rounded(f64::from(size)));
    let mut table = line(head, &sizes) + "|---|---:|---:|---:|---:|\n";
    for (name, cells) in rows {
        table += &line(&name, &cells);
    }
    table
}

const BEGINS: &str = "<!-- What the specification computes begins here. -->\n";
const ENDS: &str = "<!-- What the specification computes ends here. -->\n";

/// D6
#[tokio::test(flavor = "multi_thread")]
async fn a_program_of_a_hundred_costs_less_than_two_dollars_a_month_and_the_docs_say_what_others_cost() {
    let lived = [a_quarter(LIVED[0]).await, a_quarter(LIVED[1]).await];
    let prices = Prices::read();
    assert!(prices.prices.values().all(|price| price.page.starts_with("https://aws.amazon.com/")));
    let months = SIZES.map(|people| a_month(&lived, people));
    for month in &months {
        for what in month.keys() {
            assert!(prices.prices.contains_key(what), "{what} has no price");
        }
    }
    let bills = months.each_ref().map(|month| prices.bill(month, false));
    let in_all = months.each_ref().map(|month| prices.bill(month, true));
    let sum = |bill: &BTreeMap<&str, f64>| bill.values().sum::<f64>();
    let hundred = sum(&bills[1]);

    let dollars = |amount: f64| format!("{amount:.2}");
    let names = prices.prices.keys();
    let used = names.clone().map(|what| {
        let cells = months.each_ref().map(|month| rounded(month.get(what).copied().unwrap_or_default()));
        (what.clone(), cells)
    });
    let costs = names
        .map(|what| (what.clone(), bills.each_ref().map(|bill| dollars(bill[what.as_str()]))))
        .filter(|(_, cells)| cells.iter().any(|cell| cell != "0.00"));
    let sums = [
        ("**a month, in dollars**".to_owned(), bills.each_ref().map(|bill| format!("**{}**", dollars(sum(bill))))),
        ("if nothing were free".to_owned(), in_all.each_ref().map(|bill| dollars(sum(bill)))),
    ];
    let said = format!(
        "{BEGINS}\nPrices of {}, noted {}.\n\n{}\nWhat that is for, a month:\n\n{}\n{ENDS}",
        prices.region,
        prices.noted,
        table("ambassadors", costs.chain(sums)),
        table("ambassadors", used)
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("docs/costs.md");
    let document = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = document.split_once(BEGINS).expect("it says where the computed part begins");
    let (there, after) = rest.split_once(ENDS).expect("it says where the computed part ends");
    if std::env::var("CHANCERY_WRITE").is_ok() {
        std::fs::write(&path, format!("{before}{said}{after}")).unwrap();
    }
    assert!(hundred < 2.0, "{hundred} dollars for a hundred ambassadors: {:#?}", bills[1]);
    let there = format!("{BEGINS}{there}{ENDS}");
    assert!(
        is_nearly(&there, &said),
        "docs/costs.md says something else, and CHANCERY_WRITE=1 writes what is computed: {said}"
    );
}

/// Whether two tables say the same, each number within a tenth: what is read of an index depends a little on identifiers
/// made at random, and on how long the pages of the test took.
fn is_nearly(there: &str, said: &str) -> bool {
    let cells = |text: &str| -> Vec<String> {
        text.lines()
            .flat_map(|line| line.split('|'))
            .map(|cell| cell.replace(['*', ','], "").trim().to_owned())
            .collect()
    };
    let (there, said) = (cells(there), cells(said));
    there.len() == said.len()
        && there.iter().zip(&said).all(|(there, said)| match (there.parse::<f64>(), said.parse::<f64>()) {
            (Ok(there), Ok(said)) => (there - said).abs() <= (said.abs() / 10.0).max(0.011),
            _ => there == said,
        })
}
