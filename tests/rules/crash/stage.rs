//! An office whose every call can be cut off, and which can be put back to any moment it was in.
//!
//! The pages, the post and the schedules reach the engines and the mail service over one wire ([`Wire`]). Whatever
//! changes something goes through [`Stage::enumerate`], which does it over and over from the same moment, cut off at each
//! of its calls, lets it be done again as a person or AWS would, and compares with the time nothing was cut.

use crate::programs::Programs;
use crate::state::State;
use axum::extract::Request;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use chancery::folder::Folder;
use chancery::office::{Records, routes};
use chrono::{DateTime, Duration, Utc};
use mail_parser::MessageParser;
use mailer::Transport;
use program::{BatchId, JobId};
use serde_json::{Value, json};
use specification::page::Filled;
use specification::{Answer, Break, Browser, Cut, Line, Wire, instant};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use store::audit::Actor;
use store::{Clock, Secret, Store};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

/// When the stages open, in the middle of 2026-Q2.
pub(crate) const NOW: &str = "2026-05-20T09:00:00Z";

/// The secret the form service of these stages signs with.
pub(crate) const HOOK_SECRET: &str = "a secret of two";

/// A letter the mail service took.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    /// Whom it is to.
    pub(crate) to: String,
    /// Its message id.
    message_id: String,
    /// What it says.
    text: String,
}

/// An office to be cut off.
pub(crate) struct Stage {
    records: Records,
    wire: Wire,
    url: String,
    pages: Arc<Mutex<axum::Router>>,
    post: mailer::Office,
    taken: Arc<Mutex<Vec<Taken>>>,
    files: PathBuf,
    database: PathBuf,
    moments: tempfile::TempDir,
    steps: BTreeSet<String>,
    cuts: usize,
    /// The functions' own programs, where they play and nothing is cut off.
    programs: Option<Arc<Programs>>,
}

/// A moment of an office, to be put back to.
#[derive(Clone)]
struct Moment {
    number: usize,
    taken: Vec<Taken>,
    state: State,
}

/// What somebody was answered, as far as it is the same however often they ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// A page.
    Page { status: u16, location: Option<String>, title: String },
    /// An event was done with.
    Done,
    /// An event is to come again.
    Again(String),
}

impl Told {
    fn is_well(&self) -> bool {
        match self {
            Self::Page { status, .. } => *status < 500,
            Self::Done => true,
            Self::Again(_) => false,
        }
    }
}

/// How much of a step is done at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// All of it or nothing, as is right for whatever a person asks for.
    AtOnce,
    /// The same, and with it ends the session it was asked for in (requirement S4): asked again, one is to sign in.
    AtOnceWithTheSession,
    /// The same, and each time it is asked for it is made anew, in place of the one before: a secret that is shown
    /// once, and whose hash is all that is kept (requirement S1). Whoever was not shown it can only have another made.
    AtOnceAndAnew,
    /// Piece by piece, each of them whole: many people, letters, or what only makes way for the change itself.
    ByPieces,
}

impl Stage {
    /// An office of this program, with `organizer@example.org` in it and its intake open.
    pub(crate) async fn open(document: &str) -> Self {
        let stage = Self::before_the_intake_opens(document).await;
        stage.records.store.open_intake(Actor::Operator, None).await.unwrap();
        stage
    }

    /// The same before its intake opens.
    pub(crate) async fn before_the_intake_opens(document: &str) -> Self {
        let folder = Folder::temporary().unwrap();
        let (files, database) = (folder.files(), folder.database());
        let records = Records::open(folder, Clock::starting_at(instant(NOW)), None).await.unwrap();
        records.store.add_settings(document, 0, Actor::Operator).await.unwrap();
        records
            .store
            .invite_first_organizer(&specification::office::email("organizer@example.org"), "en")
            .await
            .unwrap();
        let place = records.place().clone();
        let wire = Wire::to(&place.tables_url).await;
        let bucket = wire.line(Line::Files, &place.files_url).await;
        let store = wire.store_with_files(&place, &bucket, records.store.clock().clone()).await;
        let taken = Arc::new(Mutex::new(Vec::new()));
        let mail_service = mail_service(taken.clone()).await;
        let mail = wire.line(Line::Mail, &mail_service).await;
        let programs = Programs::where_wanted(&place, records.store.clock(), &mail_service);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let pages = Arc::new(Mutex::new(pages_of(&store, &url)));
        let (current, playing) = (pages.clone(), programs.clone());
        let app = axum::Router::new().fallback(move |request: Request| {
            let (pages, programs) = (current.lock().unwrap().clone(), playing.clone());
            async move {
                match programs {
                    Some(programs) => programs.carry(request).await,
                    None => pages.oneshot(request).await.unwrap(),
                }
            }
        });
        if let Some(programs) = &programs {
            programs.are_reached_at(&url);
        }
        tokio::spawn(async move {
            axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
        });
        let post = mailer::Office {
            store,
            transport: Transport::ses_of(&ses_at(&mail), "letters"),
            public_url: url.clone(),
            sender: specification::office::email("ambassadors@example.org"),
        };
        let (moments, steps) = (tempfile::tempdir().unwrap(), BTreeSet::new());
        let stage = Self { records, wire, url, pages, post, taken, files, database, moments, steps, cuts: 0, programs };
        stage.posted().await;
        stage
    }

    /// Its records, past the wire.
    pub(crate) fn store(&self) -> &Store {
        &self.records.store
    }

    /// A browser nobody has used yet.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// Every step that was cut off at each of its calls: routes, and events by the name of what they wake.
    pub(crate) fn steps(&self) -> &BTreeSet<String> {
        &self.steps
    }

    /// How often it was cut off.
    pub(crate) fn cuts(&self) -> usize {
        self.cuts
    }

    /// Moves the clock forward to this instant.
    pub(crate) fn clock_moves_to(&self, at: &str) {
        let clock = self.store().clock();
        assert!(instant(at) > clock.now(), "the clock never goes back");
        clock.advance(instant(at) - clock.now());
    }

    /// Posts whatever waits.
    pub(crate) async fn posted(&self) {
        if let Some(programs) = &self.programs {
            return programs.wake("mailer schedule", json!({ "scheduled_time": self.store().clock().now() })).await;
        }
        mailer::sweep(&self.post).await.unwrap();
    }

    /// The path of the first link that starts so in the latest letter to this address, after posting whatever waits.
    pub(crate) async fn link_for(&self, address: &str, start: &str) -> String {
        self.posted().await;
        let taken = self.taken.lock().unwrap();
        let letters = taken.iter().rev().filter(|letter| letter.to == address);
        let words = letters.flat_map(|letter| letter.text.split_whitespace());
        let mut links =
            words.filter(|word| word.starts_with("http")).filter_map(|word| Some(&word[word.find(start)?..]));
        links.next().unwrap_or_else(|| panic!("no link to {start} for {address} in {taken:?}")).to_owned()
    }

    /// Somebody's browser after signing in by the e-mailed link.
    pub(crate) async fn signed_in(&self, address: &str) -> Browser {
        let browser = self.browser();
        browser.post("/sign-in", &[("email", address)]).await.expect(303);
        let link = self.link_for(address, "/sign-in/").await;
        browser.post(&link, &[]).await.expect(303);
        browser
    }

    /// The organizer's browser, signed in.
    pub(crate) async fn organizer(&self) -> Browser {
        self.signed_in("organizer@example.org").await
    }

    /// Somebody who has applied, confirmed, been accepted and signed in, in their browser.
    pub(crate) async fn ambassador(&self, name: &str, address: &str) -> Browser {
        let application = crate::selecting::applied(self, name, address).await;
        let organizer = self.organizer().await;
        let mut decision = organizer.get(&application).await.expect(200).page().form("/decision");
        decision.fill("outcome", "accept");
        decision.fill("reason", "Carries the program already.");
        organizer.send(&decision).await.expect(303);
        self.signed_in(address).await
    }

    /// Signing in by the link of the latest letter; cut off at each call. A link works once, so whoever was not answered
    /// and finds it used asks for another.
    pub(crate) async fn signs_in(&mut self, browser: &Browser, address: &str) {
        let link = self.link_for(address, "/sign-in/").await;
        let held = browser.cookie("browser").unwrap();
        let session = Mutex::new(None);
        let act = async |stage: &Self, time: usize| {
            let here = stage.browser().with_cookie("browser", &held);
            let mut answer = here.post(&link, &[]).await;
            if time > 0 && answer.status == 409 {
                here.post("/sign-in", &[("email", address)]).await.expect(303);
                answer = here.post(&stage.link_for(address, "/sign-in/").await, &[]).await;
            }
            if let Some(begun) = here.cookie("session") {
                session.lock().unwrap().get_or_insert(begun);
            }
            told(&answer)
        };
        // Confirming the address stands by itself.
        self.enumerate("POST /sign-in/{token}", Done::ByPieces, act).await;
        browser.hold("session", &session.into_inner().unwrap().unwrap());
    }

    /// Signing out; cut off at each call.
    pub(crate) async fn signs_out(&mut self, browser: &Browser) {
        let session = browser.cookie("session").unwrap();
        // A browser that was not answered still holds its cookie.
        let url = self.url.clone();
        let ask = async || Browser::new(&url).with_cookie("session", &session).post("/sign-out", &[]).await;
        self.asks(Done::AtOnce, "/sign-out", ask).await.expect(303);
    }

    /// A form, sent; cut off at each of its calls and sent again.
    pub(crate) async fn sends(&mut self, browser: &Browser, form: &Filled) -> Answer {
        self.sends_by(Done::AtOnce, browser, form).await
    }

    /// The same with a form whose change is made piece by piece.
    pub(crate) async fn sends_by(&mut self, done: Done, browser: &Browser, form: &Filled) -> Answer {
        let fields: Vec<_> = form.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.posts(done, browser, form.action(), &fields).await
    }

    /// These fields, posted; cut off at each call and posted again.
    pub(crate) async fn posts(&mut self, done: Done, browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.asks(done, path, async || browser.post(path, fields).await).await
    }

    /// Anything posted to this path; cut off at each call and asked again.
    pub(crate) async fn asks(&mut self, done: Done, path: &str, ask: impl AsyncFn() -> Answer) -> Answer {
        let first = Mutex::new(None);
        let act = async |_: &Self, _| {
            let answer = ask().await;
            let told = told(&answer);
            first.lock().unwrap().get_or_insert(answer);
            told
        };
        self.enumerate(&step_at(path), done, act).await;
        first.into_inner().unwrap().unwrap()
    }

    /// The new letters, brought to the mailer by their stream, and swept up later.
    pub(crate) async fn mails(&mut self) {
        let mut ids = Vec::new();
        self.store().visit_waiting(|id, _, _| ids.push(id.to_owned())).await.unwrap();
        ids.sort();
        let event =
            json!({ "Records": ids.iter().map(|id| record(&json!({ "letter_id": { "S": id } }))).collect::<Vec<_>>() });
        self.mailer("mailer stream", event).await;
    }

    /// The hourly sweep of what no stream brought.
    pub(crate) async fn sweeps(&mut self) {
        self.mailer("mailer schedule", json!({ "scheduled_time": self.store().clock().now() })).await;
    }

    /// The mail service tells that a letter to this address came back for good.
    pub(crate) async fn comes_back(&mut self, address: &str) {
        let event = json!({
            "version": "0", "source": "aws.ses", "detail-type": "Email Bounced",
            "detail": {
                "eventType": "Bounce",
                "mail": { "messageId": "message", "destination": [address], "tags": { "ses:configuration-set": ["letters"] } },
                "bounce": {
                    "bounceType": "Permanent", "bounceSubType": "General", "timestamp": self.store().clock().now(),
                    "bouncedRecipients": [{ "emailAddress": address, "action": "failed", "status": "5.1.1" }],
                },
            },
        });
        self.mailer("mailer event", event).await;
    }

    async fn mailer(&mut self, step: &str, event: Value) {
        if self.is_played(step, &event).await {
            return;
        }
        let act = async |stage: &Self, again: usize| {
            let mut post = stage.post.clone();
            // After the event came again, the hourly sweep finds what was cut off: by then its lease has run out.
            let event = if again < 2 { event.clone() } else { json!({ "scheduled_time": stage.later(again) }) };
            if again > 1 {
                post.store = post.store.by(Clock::starting_at(stage.later(again)));
            }
            match mailer::handle(&post, serde_json::from_value(event).unwrap()).await {
                Ok(answer) if answer.batch_item_failures.is_empty() => Told::Done,
                Ok(_) => Told::Again("some letters are to come again".to_owned()),
                Err(error) => Told::Again(format!("{error:#}")),
            }
        };
        self.enumerate(step, Done::ByPieces, act).await;
    }

    fn later(&self, hours: usize) -> DateTime<Utc> {
        self.store().clock().now() + Duration::hours(hours as i64)
    }

    /// The announcement of a round, brought to the board by its stream.
    pub(crate) async fn hears_of(&mut self, tranche: &str) {
        let mut event = record(&json!({}));
        event["dynamodb"]["NewImage"] = json!({ "entry": { "S": "announcement" }, "tranche": { "S": tranche } });
        self.selection("selection stream", json!({ "Records": [event] })).await;
    }

    /// What was asked for about a batch, brought to whoever makes files of it by the stream.
    pub(crate) async fn hears_of_files(&mut self, batch: BatchId, job: JobId) {
        let there = self.store().files_job(batch, job).await.unwrap().unwrap().value;
        let mut event = record(&json!({}));
        event["dynamodb"]["NewImage"] = json!({
            "shelf": { "S": store::batch_files::WAITS },
            "job": { "M": {
                "batch": { "S": batch }, "id": { "S": job }, "asked_at": { "S": there.asked_at },
                "asked_by": { "S": there.asked_by }, "language": { "S": there.language },
            } },
        });
        let event = json!({ "Records": [event] });
        if self.is_played("summary stream", &event).await {
            return;
        }
        let act = async |stage: &Self, _| match summary::asked_for(
            &stage.post.store,
            serde_json::from_value(event.clone()).unwrap(),
        )
        .await
        {
            answer if answer.batch_item_failures.is_empty() => Told::Done,
            _ => Told::Again("the files are not together yet".to_owned()),
        };
        self.enumerate("summary stream", Done::ByPieces, act).await;
    }

    /// The board's hourly round.
    pub(crate) async fn goes_round(&mut self) {
        self.selection("selection schedule", self.scheduled()).await;
    }

    async fn selection(&mut self, step: &str, event: Value) {
        if self.is_played(step, &event).await {
            return;
        }
        let act = async |stage: &Self, _| match selection::handle(
            &stage.post.store,
            serde_json::from_value(event.clone()).unwrap(),
        )
        .await
        {
            Ok(answer) if answer.batch_item_failures.is_empty() => Told::Done,
            Ok(_) => Told::Again("not everybody was told".to_owned()),
            Err(error) => Told::Again(format!("{error:#}")),
        };
        self.enumerate(step, Done::ByPieces, act).await;
    }

    /// The hourly run of the calendar.
    pub(crate) async fn keeps_the_calendar(&mut self) {
        let event = self.scheduled();
        if self.is_played("compliance schedule", &event).await {
            return;
        }
        let act = async |stage: &Self, _| match compliance::run(
            &stage.post.store,
            serde_json::from_value(event.clone()).unwrap(),
        )
        .await
        {
            Ok(_) => Told::Done,
            Err(error) => Told::Again(format!("{error:#}")),
        };
        self.enumerate("compliance schedule", Done::ByPieces, act).await;
    }

    /// The hourly run of the summaries.
    pub(crate) async fn sums_up(&mut self) {
        let event = self.scheduled();
        if self.is_played("summary schedule", &event).await {
            return;
        }
        let act = async |stage: &Self, _| match summary::scheduled(
            &stage.post.store,
            serde_json::from_value(event.clone()).unwrap(),
        )
        .await
        {
            Ok(_) => Told::Done,
            Err(error) => Told::Again(format!("{error:#}")),
        };
        self.enumerate("summary schedule", Done::ByPieces, act).await;
    }

    /// A file of this size arrived in the bucket, which tells so.
    pub(crate) async fn receives(&mut self, key: &str, size: u64) {
        let event = invoice::Created::new(key.to_owned(), size);
        if self.is_played("invoice event", &json!(event)).await {
            return;
        }
        let act = async |stage: &Self, _| match invoice::uploaded(&stage.post.store, event.clone()).await {
            Ok(()) => Told::Done,
            Err(error) => Told::Again(format!("{error:#}")),
        };
        self.enumerate("invoice event", Done::ByPieces, act).await;
    }

    /// Hands an event to the function's own program, where the programs play; true when they do.
    async fn is_played(&mut self, step: &str, event: &Value) -> bool {
        let Some(programs) = &self.programs else { return false };
        programs.wake(step, event.clone()).await;
        self.steps.insert(step.to_owned());
        true
    }

    /// The programs have played: everything is looked at, by an organizer too, as are the links of all letters; then they
    /// end.
    pub(crate) async fn ends(self) {
        self.organizer().await;
        let taken = self.taken.lock().unwrap().clone();
        let words = taken.iter().flat_map(|letter| letter.text.split_whitespace());
        let links: Vec<_> = words.filter(|word| word.starts_with(&self.url)).map(str::to_owned).collect();
        let programs = self.programs.unwrap();
        programs.are_looked_around_in(&links).await;
        programs.end().await;
    }

    fn scheduled(&self) -> Value {
        json!({ "scheduled_time": self.store().clock().now() })
    }

    /// Does a step, and before that does it over and over, cut off at each of its calls, each time from the same moment:
    ///
    /// 1. Nothing is half done: what a person asked for is done or not done, whatever they were answered.
    /// 2. What was answered well is done.
    /// 3. Done again, it is answered as if it were the first time, and what is kept is what would have been.
    /// 4. No letter leaves twice, and one is in doubt only where its sender was cut off with it.
    ///
    /// The step is told how often it was done before in the same life.
    pub(crate) async fn enumerate(&mut self, step: &str, done: Done, act: impl AsyncFn(&Self, usize) -> Told) {
        if self.programs.is_some() {
            let told = act(self, 0).await;
            assert!(told.is_well(), "{step}: {told:?}");
            // Asked again, it is found done; but for what is made anew each time.
            if done != Done::AtOnceAndAnew {
                act(self, 1).await;
            }
            self.steps.insert(step.to_owned());
            return;
        }
        self.begins_anew();
        let known = self.state(&BTreeSet::new()).await.ids().clone();
        let before = self.moment(0, known.clone()).await;
        let is_as = |there: &State, other: &State| match done {
            Done::AtOnceAndAnew => there.is_but_for_how_often_links_were_made(other),
            _ => there.is_as(other),
        };
        self.wire.asked();
        let told = act(self, 0).await;
        assert!(told.is_well(), "{step}, uncut: {told:?}");
        let calls = self.wire.asked();
        let after = self.moment(1, known.clone()).await;
        for how in [Break::End, Break::Hiccup] {
            for cut in [Cut::Before, Cut::After] {
                for at in 0.. {
                    // What was read and told nobody is as what was never asked.
                    if cut == Cut::After && calls.get(at).is_some_and(|call| call.reads()) {
                        continue;
                    }
                    self.put_back(&before);
                    self.wire.asked();
                    self.wire.break_after(at, cut, how);
                    let first = act(self, 0).await;
                    if !self.wire.mend() {
                        assert!(at >= calls.len(), "{step} makes {} calls, and sometimes {at}", calls.len());
                        break;
                    };
                    self.cuts += 1;
                    let call = calls.get(at).map_or("a call", |call| call.operation.as_str());
                    let here = format!("{step}, {how:?} {cut:?} its call {at}, {call}");
                    let there = self.state(&known).await;
                    let whole = is_as(&there, &after.state);
                    if done != Done::ByPieces {
                        let is_one =
                            whole || [&before, &after].iter().any(|moment| there.is_but_for_links(&moment.state));
                        assert!(is_one, "{here}: half is done\n{}", after.state.unlike(&there));
                    }
                    let is_mail = step.starts_with("mailer");
                    if first.is_well() && !is_mail {
                        assert!(whole, "{here}: answered {first:?}\n{}", after.state.unlike(&there));
                    }
                    if how == Break::End {
                        self.begins_anew();
                    }
                    let mut again = Told::Again(String::new());
                    for time in 1..=2 {
                        again = act(self, time).await;
                        if matches!(again, Told::Page { .. }) || (again == Told::Done && !is_mail) {
                            break;
                        }
                    }
                    let is_signed_out =
                        done == Done::AtOnceWithTheSession && matches!(again, Told::Page { status: 401, .. }) && whole;
                    assert!(
                        again == told || is_signed_out,
                        "{here}: answered {again:?} when asked again, not {told:?}, after {first:?}"
                    );
                    let there = self.state(&known).await;
                    let as_before = if is_mail || step == "POST /sign-in/{token}" {
                        there.is_but_for_links(&after.state)
                    } else {
                        is_as(&there, &after.state)
                    };
                    assert!(as_before, "{here}: not what would have been\n{}", after.state.unlike(&there));
                    self.letters_left_once(&here, &there, |letter| is_mail || before.state.doubts(letter));
                }
            }
        }
        self.put_back(&after);
        self.steps.insert(step.to_owned());
    }

    /// No letter left twice, and those that did are known to have.
    fn letters_left_once(&self, here: &str, now: &State, may_be_in_doubt: impl Fn(&str) -> bool) {
        let taken: Vec<_> = self.taken.lock().unwrap().iter().map(|letter| letter.message_id.clone()).collect();
        let mut accounted = 0;
        for letter in now.letters() {
            let ids = (1..=letter.attempts).map(|attempt| {
                format!("{}@example.org", store::secret::hash(format!("{}#{attempt}", letter.id).as_bytes()))
            });
            let left: usize = ids.map(|id| taken.iter().filter(|taken| **taken == id).count()).sum();
            accounted += left;
            match letter.state.as_str() {
                "sent" => assert_eq!(left, 1, "{here}: {} left {left} times", letter.id),
                "doubt" => {
                    let well = may_be_in_doubt(&letter.id) && left <= 1;
                    assert!(well, "{here}: {} is in doubt, and left {left} times", letter.id);
                }
                state => assert_eq!(left, 0, "{here}: {} is {state}, and left {left} times", letter.id),
            }
        }
        assert_eq!(accounted, taken.len(), "{here}: a letter left that is not in the outbox");
    }

    /// Lets the process end that shows the pages, and another begin, which remembers nothing.
    fn begins_anew(&self) {
        *self.pages.lock().unwrap() = pages_of(&self.post.store, &self.url);
    }

    async fn state(&self, known: &BTreeSet<String>) -> State {
        State::of(&self.records.place().tables_url, &self.files, known).await
    }

    async fn moment(&self, number: usize, known: BTreeSet<String>) -> Moment {
        let (database, files) =
            (self.moments.path().join(format!("{number}.db")), self.moments.path().join(number.to_string()));
        let _ = std::fs::remove_file(&database);
        let connection = rusqlite::Connection::open(&self.database).unwrap();
        connection.execute("VACUUM INTO ?1", [database.to_str().unwrap()]).unwrap();
        copy(&self.files, &files);
        let taken = self.taken.lock().unwrap().clone();
        Moment { number, taken, state: self.state(&known).await }
    }

    /// Puts the records, the bucket and the letters back to how they were.
    fn put_back(&self, moment: &Moment) {
        let database = self.moments.path().join(format!("{}.db", moment.number));
        let connection = rusqlite::Connection::open(&self.database).unwrap();
        connection.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
        connection.execute("ATTACH ?1 AS kept", [database.to_str().unwrap()]).unwrap();
        let mut tables = connection
            .prepare("SELECT name FROM kept.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            .unwrap();
        let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let each = tables.iter().map(|table| {
            format!("DELETE FROM main.\"{table}\"; INSERT INTO main.\"{table}\" SELECT * FROM kept.\"{table}\";")
        });
        connection.execute_batch(&format!("BEGIN IMMEDIATE; {} COMMIT;", each.collect::<String>())).unwrap();
        copy(&self.moments.path().join(moment.number.to_string()), &self.files);
        self.taken.lock().unwrap().clone_from(&moment.taken);
        self.begins_anew();
    }
}

/// The pages as a process that has just begun shows them.
fn pages_of(store: &Store, url: &str) -> axum::Router {
    let secrets = BTreeMap::from([("tally".to_owned(), Secret::new(HOOK_SECRET))]);
    let office = web::Office::with_hook_secrets(store.clone(), url.parse().unwrap(), secrets);
    let trusted: Arc<[IpAddr]> = Arc::new([IpAddr::V4(Ipv4Addr::LOCALHOST)]);
    routes().router(office).layer(from_fn_with_state(trusted, web::origin::from_connection))
}

/// What an answer says that stays the same however often it is asked for.
fn told(answer: &Answer) -> Told {
    let page = answer.page();
    let location = answer.headers.get("location").map(|to| to.to_str().unwrap().to_owned());
    Told::Page { status: answer.status, location, title: page.texts_of("h1").join(" / ") }
}

/// The route this path is of.
fn step_at(path: &str) -> String {
    let path = path.split('?').next().unwrap();
    let fits = |route: &str| {
        let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
        route.len() == path.len() && route.iter().zip(&path).all(|(part, there)| part.starts_with('{') || part == there)
    };
    let mut paths: Vec<_> = routes()
        .iter()
        .filter(|route| route.method == http::Method::POST && fits(route.path))
        .map(|route| route.path)
        .collect();
    // A route of plain words comes before one with a part for anything.
    paths.sort_by_key(|path| path.matches('{').count());
    format!("POST {}", paths.first().unwrap_or_else(|| panic!("no route for {path}")))
}

/// A stream's record of a new item.
fn record(keys: &Value) -> Value {
    json!({
        "eventID": "1", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "local",
        "eventSourceARN": "arn:aws:dynamodb:local:000000000000:table/chancery-outbox/stream/1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_779_267_600, "Keys": keys, "SequenceNumber": "1", "SizeBytes": 1,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    })
}

/// A mail service that takes everything, and keeps it to be read.
async fn mail_service(taken: Arc<Mutex<Vec<Taken>>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = axum::Router::new().fallback(async move |body: String| -> Response {
        let data = form_urlencoded::parse(body.as_bytes()).find(|(name, _)| name == "RawMessage.Data").unwrap().1;
        let mime = base64::engine::general_purpose::STANDARD.decode(data.as_bytes()).unwrap();
        let message = MessageParser::default().parse(&mime).unwrap();
        taken.lock().unwrap().push(Taken {
            to: message.to().unwrap().first().unwrap().address().unwrap().to_owned(),
            message_id: message.message_id().unwrap().to_owned(),
            text: message.body_text(0).unwrap().into_owned(),
        });
        let answer = "<SendRawEmailResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><SendRawEmailResult>\
                      <MessageId>message</MessageId></SendRawEmailResult><ResponseMetadata><RequestId>1</RequestId>\
                      </ResponseMetadata></SendRawEmailResponse>";
        ([("content-type", "text/xml")], answer).into_response()
    });
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

fn ses_at(url: &str) -> aws_config::SdkConfig {
    use aws_sdk_ses::config::{Credentials, SharedCredentialsProvider};
    aws_config::SdkConfig::builder()
        .behavior_version(aws_config::BehaviorVersion::latest())
        .region(aws_config::Region::new("eu-west-1"))
        .endpoint_url(url)
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("key", "secret", None, None, "test")))
        .build()
}

/// One folder made like another.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    if to.exists() {
        std::fs::remove_dir_all(to).unwrap();
    }
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let there = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &there);
        } else {
            std::fs::copy(entry.path(), there).unwrap();
        }
    }
}
