//! An office of its own for one test.

use crate::browser::Browser;
use axum::middleware::from_fn_with_state;
use chancery::folder::Folder;
use chancery::office::{Options, Program, Running};
use chrono::{DateTime, Duration, Utc};
use mail_parser::{MessageParser, MimeHeaders as _};
use program::application::Submission;
use program::{ApplicationId, Column, Round};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;
use store::Store;
use store::applications::{Applying, Board, KeyOf, Order};
use store::audit::Actor;
use tokio::net::TcpListener;
use web::Routes;

/// The example program the tests run on, unless they say otherwise.
pub const MAUTIC: &str = include_str!("../../infra/programs/mautic.toml");

/// An office that is open, in a folder of its own.
pub struct Office {
    running: Running,
    letters: PathBuf,
}

/// A letter that was sent.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The address it went to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its HTML.
    pub html: String,
    /// The files it brings: name and content.
    pub attachments: Vec<(String, Vec<u8>)>,
    /// All of it, as it was sent.
    pub mime: String,
    /// Where it lies.
    pub file: String,
}

impl Letter {
    /// The path of the first link of the office in it that starts so.
    ///
    /// # Panics
    /// When there is none.
    pub fn link(&self, start: &str) -> String {
        let found = self.text.split_whitespace().find_map(|word| {
            let at = word.find(start)?;
            (word.starts_with("http://") || word.starts_with("https://")).then(|| word[at..].to_owned())
        });
        found.unwrap_or_else(|| panic!("no link to {start} in {}", self.text))
    }
}

/// The example program with some of its lines said otherwise: `("grace_days", "grace_days = 3")`.
///
/// # Panics
/// When a line to be replaced is not there.
pub fn program_with(changes: &[(&str, &str)]) -> String {
    let mut document = MAUTIC.to_owned();
    for (start, line) in changes {
        let old = document
            .lines()
            .find(|old| old.starts_with(start))
            .unwrap_or_else(|| panic!("no line starts with {start}"));
        document = document.replacen(&old.to_owned(), line, 1);
    }
    document
}

/// An instant written like `2026-09-30T23:30:00Z`.
///
/// # Panics
/// When it is not.
pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// One column of the board of a program without tranches, the longest waiting first.
pub fn board(column: Column) -> Board {
    Board { round: Round::Rolling, column, order: Order::Sent }
}

/// An application as the form of a program without tranches sends it in.
pub fn applying(id: ApplicationId, submission: Submission) -> Applying {
    Applying {
        id,
        key_of: KeyOf::OurPage,
        submission,
        language: "en".to_owned(),
        consent_version: 1,
        round: Round::Rolling,
        nominated_by: None,
        plus_tags_are_one: false,
    }
}

impl Office {
    /// An office of the example program, opened at this instant, with `organizer@example.org` invited.
    pub async fn open(now: &str) -> Self {
        Self::with(now, MAUTIC, |_| {}).await
    }

    /// The same with another program.
    pub async fn of(now: &str, document: &str) -> Self {
        Self::with(now, document, |_| {}).await
    }

    /// The same with other options.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn with(now: &str, document: &str, change: impl FnOnce(&mut Options)) -> Self {
        Self::in_folder(Folder::temporary().unwrap(), now, document, change).await
    }

    /// An office of this program whose team has not opened the intake yet.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn before_the_intake_opens(now: &str, document: &str) -> Self {
        Self::unopened(Folder::temporary().unwrap(), now, document, |_| {}).await
    }

    /// The same in this folder, which another office may have been in before.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn in_folder(folder: Folder, now: &str, document: &str, change: impl FnOnce(&mut Options)) -> Self {
        let office = Self::unopened(folder, now, document, change).await;
        office.store().open_intake(Actor::Operator, None).await.unwrap();
        office
    }

    async fn unopened(folder: Folder, now: &str, document: &str, change: impl FnOnce(&mut Options)) -> Self {
        let letters = folder.letters();
        let mut options = Options {
            port: 0,
            public_url: None,
            files_url: None,
            program: Some(Program { path: PathBuf::from("program.toml"), document: document.to_owned() }),
            smtp: None,
            sender: None,
            hook_secrets: BTreeMap::new(),
            trusted_proxies: vec!["127.0.0.1".parse().unwrap()],
            now: Some(instant(now)),
            demo: false,
        };
        change(&mut options);
        let running = Running::open(folder, options).await.unwrap();
        running.furnished().await;
        let office = Self { running, letters };
        office.store().invite_first_organizer(&email("organizer@example.org"), "en").await.unwrap();
        office
    }

    /// Its records.
    pub fn store(&self) -> &Store {
        &self.running.store
    }

    /// Where it answers, such as `http://localhost:40123`.
    pub fn url(&self) -> &str {
        self.running.public_url.origin()
    }

    /// A browser nobody has used yet.
    pub fn browser(&self) -> Browser {
        Browser::new(self.url())
    }

    /// Somebody's browser after signing in by the e-mailed link, as a person does.
    ///
    /// # Panics
    /// When signing in does not work.
    pub async fn signed_in(&self, address: &str) -> Browser {
        let browser = self.browser();
        // Other letters may come meanwhile.
        let letters = async || {
            let mut letters = self.letters_to(address).await;
            letters.retain(|letter| letter.text.contains("/sign-in/"));
            letters
        };
        let before = letters().await.len();
        browser.post("/sign-in", &[("email", address)]).await.expect(303);
        let link = letters().await.get(before).expect("a letter to sign in with").link("/sign-in/");
        browser.get(&link).await.expect(200);
        browser.post(&link, &[]).await.expect(303);
        browser
    }

    /// The organizer's browser, signed in.
    pub async fn organizer(&self) -> Browser {
        self.signed_in("organizer@example.org").await
    }

    /// Applies through the form, confirms by the letter, is accepted by the organizer, and signs in.
    ///
    /// # Panics
    /// When a step does not work.
    pub async fn ambassador(&self, name: &str, address: &str, country: &str) -> Browser {
        let visitor = self.browser();
        let mut form = visitor.get("/apply").await.expect(200).page().form("/apply");
        form.fill("name", name);
        form.fill("email", address);
        form.fill("country", country);
        form.fill("answer_contributions", "Talks and answers in the forum.");
        form.fill("answer_ideas", "A meetup every month.");
        form.fill("consent", "yes");
        visitor.send(&form).await.expect(303);
        let receipt = self.wait_for_letter(address, 0).await;
        visitor.post(&receipt.link("/apply/confirm/"), &[]).await.expect(200);

        let organizer = self.organizer().await;
        let board = organizer.get("/team/applications").await.expect(200).page();
        let link = board.link(name);
        let mut decision = organizer.get(&link).await.expect(200).page().form("/decision");
        decision.fill("outcome", "accept");
        decision.fill("reason", "Carries the program already.");
        organizer.send(&decision).await.expect(303);
        self.wait_for_letter(address, 1).await;
        self.signed_in(address).await
    }

    /// Moves the clock forward to this instant and lets what falls due on the way happen.
    ///
    /// # Panics
    /// When a scheduled run fails.
    pub async fn clock_moves_to(&self, at: &str) {
        let by = instant(at) - self.store().clock().now();
        assert!(by >= Duration::zero(), "the clock never goes back");
        self.store().clock().advance(by);
        self.running.clockwork.fire_due().await.unwrap();
        self.post_is_done().await;
    }

    /// Waits until no letter waits or is being sent.
    ///
    /// # Panics
    /// When nothing leaves for a minute.
    pub async fn post_is_done(&self) {
        use store::outbox::LetterState::{Sending, Waiting};
        let (mut since, mut least) = (Instant::now(), usize::MAX);
        loop {
            let waiting = self.store().letters_in(Waiting).await.unwrap().len();
            let sending = self.store().letters_in(Sending).await.unwrap().len();
            if waiting + sending == 0 {
                return;
            }
            if waiting + sending < least {
                (since, least) = (Instant::now(), waiting + sending);
            }
            assert!(since.elapsed().as_secs() < 60, "{waiting} letters still wait and {sending} are being sent");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Every letter sent so far, in no particular order, once the post is done.
    pub async fn letters(&self) -> Vec<Letter> {
        self.post_is_done().await;
        self.read_letters()
    }

    /// Every letter to this address, oldest first.
    pub async fn letters_to(&self, address: &str) -> Vec<Letter> {
        let mut letters = self.letters().await;
        letters.retain(|letter| letter.to == address);
        letters.sort_by_key(|letter| std::fs::metadata(&letter.file).and_then(|file| file.modified()).ok());
        letters
    }

    /// The letter to this address after `before` others.
    ///
    /// # Panics
    /// When it does not come.
    pub async fn wait_for_letter(&self, address: &str, before: usize) -> Letter {
        let letters = self.letters_to(address).await;
        letters
            .get(before)
            .cloned()
            .unwrap_or_else(|| panic!("{address} has {} letters, not {}", letters.len(), before + 1))
    }

    /// Closes the office.
    ///
    /// # Panics
    /// When a part of it had failed.
    pub async fn close(self) {
        self.running.close().await.unwrap();
    }

    /// Every letter that lies in the folder now, whatever is still on its way.
    pub fn letters_so_far(&self) -> Vec<Letter> {
        self.read_letters()
    }

    fn read_letters(&self) -> Vec<Letter> {
        let entries = std::fs::read_dir(&self.letters).unwrap().map(|entry| entry.unwrap().path());
        entries
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .map(|path| read(&path))
            .collect()
    }
}

fn read(path: &std::path::Path) -> Letter {
    let bytes = std::fs::read(path).unwrap();
    let message = MessageParser::default().parse(&bytes).unwrap();
    Letter {
        to: message.to().unwrap().first().unwrap().address().unwrap().to_owned(),
        subject: message.subject().unwrap().to_owned(),
        text: message.body_text(0).unwrap().into_owned(),
        html: message.body_html(0).unwrap().into_owned(),
        attachments: message
            .attachments()
            .map(|part| (part.attachment_name().unwrap().to_owned(), part.contents().to_vec()))
            .collect(),
        mime: String::from_utf8_lossy(&bytes).into_owned(),
        file: path.display().to_string(),
    }
}

/// A checked address.
///
/// # Panics
/// When it is none.
pub fn email(text: &str) -> program::Email {
    program::Email::parse(text).unwrap()
}

/// Another instance of the pages over the same records, as AWS runs many, under this public address. Gives the address
/// it answers at on this machine.
pub async fn instance(store: &Store, public_url: &str, routes: Routes) -> String {
    let router = routes.router(web::Office::new(store.clone(), public_url.parse().unwrap()));
    let trusted: Arc<[IpAddr]> = Arc::new([IpAddr::V4(Ipv4Addr::LOCALHOST)]);
    let app = router.layer(from_fn_with_state(trusted, web::origin::from_connection));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
    });
    url
}
