//! The functions' own programs on a stage, in the place of their routers: what they ask AWS for is written down.
//!
//! A request goes to the function that the template's routes lead it to, as the gateway hands it over; an event goes to
//! the function it wakes. Each function asks over a wire of its own, so that each call is known to be its. A program
//! goes by the system's time, which on a stage is another: `clock.c` tells it that one.

use axum::extract::Request;
use axum::response::Response;
use chancery::office::routes;
use chrono::Utc;
use serde_json::Value;
use specification::call::{self, signed_for};
use specification::function::{Answer, Function, settings_of};
use specification::gateway::{Call, Reply};
use specification::template::{Deployed, Template, has_parts_like, reached};
use specification::{Line, MAUTIC, Page, Wire, keys};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex, OnceLock};
use store::{Clock, LocalPlace};
use tempfile::TempDir;

/// What the programs of all stages did.
#[derive(Default)]
pub(crate) struct Record {
    /// What each function asked for.
    pub(crate) calls: BTreeMap<String, BTreeSet<call::Call>>,
    /// Every route that was answered well, as the code says it.
    pub(crate) answered: BTreeSet<String>,
    /// Every event that was done with, by the name of its step.
    pub(crate) done: BTreeSet<String>,
    /// Everything each function logged.
    pub(crate) logs: BTreeMap<String, String>,
    /// How many requests for pages and events each function saw to; what pages are made with is not counted.
    pub(crate) errands: BTreeMap<String, usize>,
    /// How many requests to the tables each function made.
    pub(crate) asked_tables: BTreeMap<String, usize>,
    /// What nobody but its owner may see: cookies, and the links letters brought.
    pub(crate) secrets: BTreeSet<String>,
    /// How often each kind of page of each route was looked at.
    looked: BTreeMap<String, BTreeMap<String, usize>>,
}

tokio::task_local! {
    /// Where it is written down; set while workflows are played by the programs.
    pub(crate) static RECORD: Arc<Mutex<Record>>;
}

/// The programs of one stage.
pub(crate) struct Programs {
    record: Arc<Mutex<Record>>,
    place: LocalPlace,
    clock: Clock,
    mail: String,
    public_url: OnceLock<String>,
    folder: TempDir,
    leads: Vec<Deployed>,
    running: tokio::sync::Mutex<BTreeMap<String, Arc<Running>>>,
    /// What browsers held that were answered well.
    held: Mutex<BTreeSet<String>>,
    /// What was looked at, by whoever holds this.
    looked: Mutex<BTreeSet<(String, String)>>,
    /// The routes whose pages were looked at on this stage.
    routes: Mutex<BTreeSet<String>>,
}

struct Running {
    function: Function,
    wire: Wire,
    seconds_ahead: i64,
}

/// Pages of a kind are looked at so often, on all stages together; but one of each route on each stage.
const LOOKS: usize = 4;
/// So many kinds of one route, such as the orders of a list, are looked at.
const KINDS: usize = 12;

/// Where whoever comes back begins.
const FRONT: [&str; 3] = ["/", "/me", "/team"];

impl Programs {
    /// Those of a stage with these records, where workflows are played by programs.
    pub(crate) fn where_wanted(place: &LocalPlace, clock: &Clock, mail: &str) -> Option<Arc<Self>> {
        let record = RECORD.try_with(Arc::clone).ok()?;
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("program.toml"), MAUTIC).unwrap();
        Some(Arc::new(Self {
            record,
            place: place.clone(),
            clock: clock.clone(),
            mail: mail.to_owned(),
            public_url: OnceLock::new(),
            folder,
            leads: Template::read().routes(),
            running: tokio::sync::Mutex::default(),
            held: Mutex::default(),
            looked: Mutex::default(),
            routes: Mutex::default(),
        }))
    }

    /// From now on people reach them under this address.
    pub(crate) fn are_reached_at(&self, url: &str) {
        self.public_url.set(url.to_owned()).unwrap();
    }

    /// Hands a request to the function it is for. Who sends a form has looked at the page it is on, and looks at what the
    /// answer leads to.
    pub(crate) async fn carry(&self, request: Request) -> Response {
        let (head, body) = request.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let cookies = head.headers.get("cookie").map_or("", |cookies| cookies.to_str().unwrap()).to_owned();
        let (method, path) = (head.method.as_str(), head.uri.path());
        if method == "POST" {
            self.look_at(&cookies, vec![path.to_owned()]).await;
        }
        let mut call = Call::new(method, path).asking(head.uri.query().unwrap_or_default()).bringing(&body);
        for (name, value) in &head.headers {
            let value = value.to_str().unwrap();
            call = match name.as_str() {
                "cookie" | "host" => call,
                "x-forwarded-for" => call.sent_from(value),
                name => call.header(name, value),
            };
        }
        let reply = self.ask(method, path, &cookies, call).await;
        match reply.headers.get("location") {
            Some(location) => self.look_at(&cookies, vec![location.clone()]).await,
            None if method == "GET" => self.look_at(&cookies, links_of(&reply.body)).await,
            None => {}
        }
        let mut response = Response::builder().status(u16::try_from(reply.status).unwrap());
        // How long it is, the gateway says itself.
        for (name, value) in reply.headers.iter().filter(|(name, _)| *name != "content-length") {
            response = response.header(name, value);
        }
        for cookie in &reply.cookies {
            response = response.header("set-cookie", cookie);
        }
        response.body(reply.bytes.into()).unwrap()
    }

    async fn ask(&self, method: &str, path: &str, cookies: &str, call: Call) -> Reply {
        let led = reached(&self.leads, method, path);
        let [leads] = led.as_slice() else { panic!("{method} {path} leads to {led:?}") };
        let call = match cookies {
            "" => call,
            cookies => call.cookies(&cookies.split("; ").collect::<Vec<_>>()),
        };
        let reply = self.running(&leads.function).await.function.answers(call).await;
        let mut record = self.record.lock().unwrap();
        if !path.starts_with("/assets/") {
            *record.errands.entry(leads.function.clone()).or_default() += 1;
        }
        record.secrets.extend(cookies.split("; ").filter_map(|pair| Some(pair.split_once('=')?.1.to_owned())));
        if reply.status < 400 {
            record.answered.extend(route_of(method, path));
            let signed = signed_for(reply.headers.get("location").map(String::as_str), &reply.body);
            record.calls.entry(leads.function.clone()).or_default().extend(signed);
            self.held.lock().unwrap().insert(cookies.to_owned());
        }
        reply
    }

    /// Looks at these pages and at everything they lead to, each kind of page a few times and no more.
    pub(crate) async fn look_at(&self, cookies: &str, mut ahead: Vec<String>) {
        while let Some(link) = ahead.pop() {
            let link = link.strip_prefix(self.public_url.get().unwrap().as_str()).unwrap_or(&link);
            let link = link.split('#').next().unwrap_or_default();
            let (path, query) = link.split_once('?').unwrap_or((link, ""));
            let Some(route) = route_of("GET", path) else { continue };
            // A page in another order is of another kind; the same page further on is not.
            let kind = query.split('&').filter(|part| !part.starts_with("after=")).collect::<Vec<_>>().join("&");
            if !self.is_worth_a_look(cookies, &route, &kind, link) {
                continue;
            }
            let call = Call::new("GET", path).asking(query);
            let reply = self.ask("GET", path, cookies, call).await;
            assert!(reply.status < 500, "{link}: {}", reply.page().text());
            if reply.status < 400 {
                *self.record.lock().unwrap().looked.entry(route).or_default().entry(kind).or_default() += 1;
            }
            if reply.status == 200 {
                ahead.extend(links_of(&reply.body));
            }
        }
    }

    /// Wakes a function with an event, which it is done with.
    pub(crate) async fn wake(&self, step: &str, event: Value) {
        let (function, _) = step.split_once(' ').unwrap();
        let answer: Answer = self.running(function).await.function.invoke(event).await;
        let answer = answer.unwrap_or_else(|error| panic!("{step}: {error}"));
        assert!(answer["batchItemFailures"].as_array().is_none_or(Vec::is_empty), "{step}: {answer}");
        let mut record = self.record.lock().unwrap();
        record.done.insert(step.to_owned());
        *record.errands.entry(function.to_owned()).or_default() += 1;
    }

    /// The program of a function, by the time it is on this stage.
    async fn running(&self, name: &str) -> Arc<Running> {
        let mut running = self.running.lock().await;
        let seconds_ahead = (self.clock.now() - Utc::now()).num_seconds();
        if let Some(there) = running.get(name).filter(|there| (there.seconds_ahead - seconds_ahead).abs() < 5) {
            return there.clone();
        }
        let wire = match running.get(name) {
            Some(there) => there.wire.clone(),
            None => Wire::to(&self.place.tables_url).await,
        };
        // No function may list the whole bucket; in what was just posted, nothing is looked for that is not there.
        wire.lists_nothing();
        wire.finds_nothing_harmful();
        let settings = self.settings(name, &wire, seconds_ahead).await;
        let function = Function::start(name, self.folder.path(), &settings).await;
        let started = Arc::new(Running { function, wire, seconds_ahead });
        running.insert(name.to_owned(), started.clone());
        started
    }

    async fn settings(&self, function: &str, wire: &Wire, seconds_ahead: i64) -> BTreeMap<String, String> {
        let public_url = self.public_url.get().unwrap();
        let mut settings = BTreeMap::from([
            ("LD_PRELOAD", told_time().display().to_string()),
            ("SECONDS_AHEAD", seconds_ahead.to_string()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", self.place.key_id.clone()),
            ("AWS_SECRET_ACCESS_KEY", self.place.key_secret.reveal().to_owned()),
            ("AWS_ENDPOINT_URL_DYNAMODB", wire.url().to_owned()),
            ("AWS_ENDPOINT_URL_S3", wire.line(Line::Files, &self.place.files_url).await),
            ("AWS_ENDPOINT_URL_SES", wire.line(Line::Mail, &self.mail).await),
            ("AWS_ENDPOINT_URL_KMS", wire.line(Line::Keys, &keys::service().await).await),
        ]);
        let names = settings_of(function);
        for name in &names {
            let value = match name.as_str() {
                "CHANCERY_TABLE_PREFIX" => "chancery-",
                "CHANCERY_BUCKET" => "office",
                "CHANCERY_PUBLIC_URL" => public_url,
                "CHANCERY_PROGRAM_FILE" => "program.toml",
                "CHANCERY_ORGANIZER_EMAIL" => "organizer@example.org",
                "CHANCERY_HOOK_SECRETS" => r#"{"tally":"a secret of two"}"#,
                "CHANCERY_FRONT_SECRET" => "none",
                "CHANCERY_CONFIGURATION_SET" => "letters",
                "CHANCERY_SENDER" => "ambassadors@example.org",
                "CHANCERY_SCAN" => "yes",
                "CHANCERY_SEALING_KEY" => "arn:aws:kms:us-east-1:123456789012:key/1",
                other => panic!("no value for {other}"),
            };
            settings.insert(name, value.to_owned());
        }
        settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Whether this page is looked at: it was not yet by whoever holds this, and not many of its kind were. What people
    /// come back to shows what has happened, so it is always looked at.
    fn is_worth_a_look(&self, cookies: &str, route: &str, kind: &str, link: &str) -> bool {
        let is_new = self.looked.lock().unwrap().insert((cookies.to_owned(), link.to_owned()));
        let is_first = self.routes.lock().unwrap().insert(route.to_owned());
        let record = self.record.lock().unwrap();
        let Some(kinds) = record.looked.get(route) else { return is_new };
        let is_rare = kinds.get(kind).map_or(kinds.len() < KINDS, |looks| *looks < LOOKS);
        is_new && (is_rare || is_first || FRONT.contains(&link))
    }

    /// Everybody who was here, and somebody who was not, looks at what the front pages and these links lead to.
    pub(crate) async fn are_looked_around_in(&self, links: &[String]) {
        let secrets = links.iter().filter_map(|link| link.rsplit('/').next()).filter(|end| end.len() > 30);
        // What ends like an identifier is one, and no secret.
        let secrets = secrets.filter(|end| uuid::Uuid::try_parse(end).is_err()).map(str::to_owned);
        self.record.lock().unwrap().secrets.extend(secrets);
        let held = self.held.lock().unwrap().clone();
        for cookies in held.into_iter().filter(|held| held.contains("session=")).chain([String::new()]) {
            self.looked.lock().unwrap().clear();
            let front = FRONT.map(str::to_owned).into_iter().chain(links.iter().cloned());
            // What no link leads to, somebody types.
            let all = routes();
            let fixed = all.iter().filter(|route| route.method == http::Method::GET && !route.path.contains('{'));
            let answered = self.record.lock().unwrap().answered.clone();
            let typed =
                fixed.map(|route| route.path.to_owned()).filter(|path| !answered.contains(&format!("GET {path}")));
            self.look_at(&cookies, front.chain(typed).collect()).await;
        }
    }

    /// Ends them, and writes down what they asked for.
    pub(crate) async fn end(&self) {
        for (name, program) in std::mem::take(&mut *self.running.lock().await) {
            let asked = program.wire.asked();
            let mut record = self.record.lock().unwrap();
            let tables = asked.iter().filter(|asked| asked.line == Line::Tables).count();
            *record.asked_tables.entry(name.clone()).or_default() += tables;
            record.calls.entry(name).or_default().extend(asked.into_iter().flat_map(|asked| asked.calls));
        }
        // Of those too that ended when the clock went on.
        for file in std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path()) {
            let name = file.file_name().unwrap().to_str().unwrap();
            let function = name.strip_suffix(".log").and_then(|name| name.split('-').next()).map(str::to_owned);
            if let Some(function) = function {
                let log = std::fs::read_to_string(&file).unwrap();
                self.record.lock().unwrap().logs.entry(function).or_default().push_str(&log);
            }
        }
    }
}

/// Everything of the office that a page leads to or shows.
fn links_of(page: &str) -> Vec<String> {
    let page = Page::of(page);
    let there =
        [("a", "href"), ("link", "href"), ("img", "src"), ("script", "src"), ("[data-sign-at]", "data-sign-at")];
    there.iter().flat_map(|(element, attribute)| page.attributes(element, attribute)).collect()
}

/// The route of the code that an address belongs to.
fn route_of(method: &str, path: &str) -> Option<String> {
    static ALL: LazyLock<Vec<(String, &'static str)>> =
        LazyLock::new(|| routes().iter().map(|route| (route.method.to_string(), route.path)).collect());
    let fitting = ALL.iter().filter(|(of, route)| of == method && has_parts_like(route, path));
    // A route of plain words comes before one with a part for anything.
    fitting.min_by_key(|(_, route)| route.matches('{').count()).map(|(of, route)| format!("{of} {route}"))
}

/// The library that tells a program the time of its stage.
fn told_time() -> PathBuf {
    static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/crash/clock.c");
        let made = std::process::Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(folder.path().join("clock.so"))
            .arg(source)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        folder
    });
    FOLDER.path().join("clock.so")
}
