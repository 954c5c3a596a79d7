//! An office on one machine: the engines, the routes of every function, the pump and the clockwork, opened together.

use crate::clockwork::Clockwork;
use crate::engine::Engine;
use crate::folder::Folder;
use crate::{demo, files, local, pump};
use anyhow::Context as _;
use axum::Router;
use axum::middleware::from_fn_with_state;
use chrono::{DateTime, Utc};
use mailer::Transport;
use program::settings::change::Line;
use program::{Email, Settings};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::{Clock, LocalPlace, Patience, Place, Secret, Store, audit::Actor};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use web::{PublicUrl, Routes};

/// The bucket of a local office.
const BUCKET: &str = "office";
/// What stays in the bucket for so many days only, as the rules of the bucket in `template.yaml` say: what was posted and
/// not recorded, and what is made for a moment.
pub const LIVES: &[(&str, u32)] = &[(program::evidence::UPLOADS, 14), ("temporary/", 1)];
/// What its tables are called.
const PREFIX: &str = "chancery-";

/// How an office is to be opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port people's browsers use; the bucket answers on the one after. 0 takes free ones.
    pub port: u16,
    /// Where people reach the office; without it, this machine.
    pub public_url: Option<PublicUrl>,
    /// Where browsers reach the bucket; without it, this machine.
    pub files_url: Option<PublicUrl>,
    /// The settings a new office begins with.
    pub program: Option<Program>,
    /// A mail server for the letters; without it they stay in the folder.
    pub smtp: Option<Secret>,
    /// The address letters come from; without it the program's support address.
    pub sender: Option<Email>,
    /// The secrets form services sign with, by the hook's key.
    pub hook_secrets: BTreeMap<String, Secret>,
    /// Proxies whose word on where a request comes from is taken.
    pub trusted_proxies: Vec<IpAddr>,
    /// The time the office's clock starts at; without it, the system's.
    pub now: Option<DateTime<Utc>>,
    /// Whether this is a demo office, with example people and the page `/local`.
    pub demo: bool,
}

/// A settings document and where it came from.
#[derive(Clone, Debug)]
pub struct Program {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub document: String,
}

/// An office that is open.
#[derive(Debug)]
pub struct Running {
    /// Where people reach it.
    pub public_url: PublicUrl,
    /// Where its letters are, when they do not leave.
    pub letters: Option<PathBuf>,
    /// What the given settings file says otherwise than the settings in force; empty when they agree.
    pub differences: Vec<String>,
    /// The records, for whoever opened it.
    pub store: Store,
    /// Fires the schedules.
    pub clockwork: Clockwork,
    furnished: watch::Receiver<bool>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<anyhow::Result<()>>,
    engines: Engines,
    _folder: Folder,
}

/// What everything else stands on, and so stops last.
#[derive(Debug)]
struct Engines {
    stop: watch::Sender<bool>,
    tasks: JoinSet<anyhow::Result<()>>,
}

/// The routes of every function.
pub fn routes() -> Routes {
    application::routes()
        .and(account::routes())
        .and(report::routes())
        .and(selection::routes())
        .and(team::routes())
        .and(summary::routes())
        .and(treasury::routes())
        .and(invoice::routes())
}

/// The records of an office nobody is using: for a command that changes something and is done.
#[derive(Debug)]
pub struct Records {
    /// The records.
    pub store: Store,
    tasks: JoinSet<anyhow::Result<()>>,
    stop: watch::Sender<bool>,
    folder: Folder,
    place: LocalPlace,
    engine: EngineHandle,
    /// What arrived in the bucket.
    arrived: mpsc::UnboundedReceiver<(String, u64)>,
}

#[derive(Clone)]
struct EngineHandle(Engine);

impl std::fmt::Debug for EngineHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Engine")
    }
}

impl Records {
    /// Opens the folder's engines. `files_listener` is where the bucket answers; `files_url` is how browsers reach it.
    ///
    /// # Errors
    /// When the folder is in use or cannot be used, or an engine does not start.
    pub async fn open(
        folder: Folder,
        clock: Clock,
        bucket: Option<(TcpListener, String, String)>,
    ) -> anyhow::Result<Self> {
        refuse_inside_lambda()?;
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let engine = Engine::open(&folder.database())?;
        let tables = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let tables_url = format!("http://{}", tables.local_addr()?);
        let serving = engine.clone();
        let wait = until(stopped.clone());
        tasks.spawn(async move { serving.serve(tables, wait).await });

        let key_id = "local-office".to_owned();
        let key_secret = Secret::token();
        let (listener, public_files_url, origin) = match bucket {
            Some((listener, url, origin)) => (listener, Some(url), Some(origin)),
            None => (TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?, None, None),
        };
        let files_url = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
        let (created, arrived) = mpsc::unbounded_channel();
        let root = folder.files();
        let service = files::service(&root, BUCKET, &key_id, key_secret.reveal(), origin.as_deref(), created)?;
        let wait = until(stopped);
        tasks.spawn(async move { Ok(axum::serve(listener, service).with_graceful_shutdown(wait).await?) });

        let place = LocalPlace {
            tables_url,
            public_files_url: public_files_url.unwrap_or_else(|| files_url.clone()),
            files_url,
            key_id,
            key_secret,
            sealing_key: folder.sealing_key()?,
            patience: Patience::WITH_ONE_MACHINE,
        };
        let store = Store::connect(
            &Place {
                table_prefix: PREFIX.into(),
                bucket: BUCKET.into(),
                // Nobody looks for malware here.
                only_scanned: false,
                sealing_key: None,
                local: Some(place.clone()),
            },
            clock,
        );
        store.create_tables().await.context("the tables could not be created")?;
        Ok(Self { store, tasks, stop, folder, place, engine: EngineHandle(engine), arrived })
    }

    /// Where the engines answer and with which key, for driving the functions' own programs against this office.
    pub fn place(&self) -> &LocalPlace {
        &self.place
    }

    /// Puts everything away.
    ///
    /// # Errors
    /// When an engine had failed.
    pub async fn close(self) -> anyhow::Result<()> {
        close(&self.stop, self.tasks).await
    }
}

impl Running {
    /// Opens an office in `folder`.
    ///
    /// # Errors
    /// In a sentence for whoever started it: a port in use, a folder that cannot be used, a program missing.
    pub async fn open(folder: Folder, options: Options) -> anyhow::Result<Self> {
        let clock = options.now.map_or_else(Clock::system, Clock::starting_at);
        let pages = listen(options.port).await?;
        let port = pages.local_addr()?.port();
        let bucket = listen(if options.port == 0 { 0 } else { port.checked_add(1).unwrap_or(0) }).await?;
        let bucket_port = bucket.local_addr()?.port();
        let here = |port: u16| format!("http://localhost:{port}").parse::<PublicUrl>();
        let public_url = options.public_url.clone().map_or_else(|| here(port), Ok)?;
        let files_url = options.files_url.clone().map_or_else(|| here(bucket_port), Ok)?;

        let letters = folder.letters();
        let records =
            Records::open(folder, clock, Some((bucket, files_url.origin().to_owned(), public_url.origin().to_owned())))
                .await?;
        let Records { store, tasks, stop, folder, engine: EngineHandle(engine), arrived, .. } = records;
        let engines = Engines { stop, tasks };
        let (stop, mut tasks) = (watch::channel(false).0, JoinSet::new());
        let differences = settle(&store, options.program.as_ref()).await?;
        let settings = store.settings().await?.context("the office has no settings")?.settings;

        std::fs::create_dir_all(&letters)
            .with_context(|| format!("the folder {} cannot be created", letters.display()))?;
        let transport = match &options.smtp {
            Some(url) => Transport::smtp(url.reveal()).context("the mail server's address cannot be read")?,
            None => Transport::Folder(letters.clone()),
        };
        let stays = (!transport.leaves()).then_some(letters);
        let sender = options.sender.clone().unwrap_or(settings.support);
        let post =
            mailer::Office { store: store.clone(), transport, public_url: public_url.origin().to_owned(), sender };
        let clockwork = Clockwork::new(store.clone(), post.clone())?;

        let office = web::Office::with_hook_secrets(store.clone(), public_url.clone(), options.hook_secrets.clone());
        let router = match options.demo {
            true => local::lend(routes().and(local::routes()).router(office), stays.clone(), clockwork.clone()),
            false => routes().router(office),
        };
        let stopped = stop.subscribe();
        let app = with_origins(router, &options.trusted_proxies);
        let wait = until(stopped.clone());
        tasks.spawn(async move { Ok(axum::serve(pages, app).with_graceful_shutdown(wait).await?) });
        for to in [
            pump::To::Mailer(post.clone(), store::outbox::Lane::Now),
            pump::To::Mailer(post.clone(), store::outbox::Lane::Bulk),
            pump::To::Selection(store.clone()),
            pump::To::Summary(store.clone()),
        ] {
            let mapping = pump::open(&engine, PREFIX, to).await?;
            tasks.spawn(pump::run(mapping, stopped.clone()));
        }
        let backlog = files::objects(&folder.files(), BUCKET, program::evidence::UPLOADS)?;
        tasks.spawn(pump::arrivals(store.clone(), backlog, arrived, stopped.clone()));
        tasks.spawn(sweep(engine, store.clock().clone(), folder.files(), stopped.clone()));
        let (furnished, is_furnished) = watch::channel(!options.demo);
        tasks.spawn(keep_time(store.clone(), clockwork.clone(), furnished, stopped));
        Ok(Self {
            public_url,
            letters: stays,
            differences,
            store,
            clockwork,
            furnished: is_furnished,
            stop,
            tasks,
            engines,
            _folder: folder,
        })
    }

    /// Waits until a demo office has all its example people; another office has none to wait for. False when the office
    /// is gone before.
    pub fn furnished(&self) -> impl Future<Output = bool> + Send + use<> {
        let mut furnished = self.furnished.clone();
        async move { furnished.wait_for(|furnished| *furnished).await.is_ok() }
    }

    /// Closes the office: requests under way are answered, a letter being sent is sent.
    ///
    /// # Errors
    /// When a part of it had failed.
    pub async fn close(self) -> anyhow::Result<()> {
        let closed = close(&self.stop, self.tasks).await;
        // Only now, so that whoever was finishing something could still write it down.
        closed.and(close(&self.engines.stop, self.engines.tasks).await)
    }

    /// Waits until a part of the office stops by itself, which only a failure makes it do.
    ///
    /// # Errors
    /// That failure.
    pub async fn failed(&mut self) -> anyhow::Result<()> {
        let ended = tokio::select! {
            Some(ended) = self.tasks.join_next() => ended,
            Some(ended) = self.engines.tasks.join_next() => ended,
            else => return Ok(()),
        };
        ended.context("a part of the office was cut off")?
    }
}

/// Lets the example people of a demo office in, and only then starts the clockwork, so that no quarter is closed before
/// what happened in it is told.
async fn keep_time(
    store: Store,
    clockwork: Clockwork,
    furnished: watch::Sender<bool>,
    stopped: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    if !*furnished.borrow() {
        demo::furnish(&store, &clockwork).await?;
        furnished.send_replace(true);
    }
    clockwork.run(stopped).await
}

/// Gives the parts five seconds to finish what they are at.
async fn close(stop: &watch::Sender<bool>, mut tasks: JoinSet<anyhow::Result<()>>) -> anyhow::Result<()> {
    stop.send_replace(true);
    let all = async {
        while let Some(ended) = tasks.join_next().await {
            ended??;
        }
        Ok(())
    };
    tokio::time::timeout(Duration::from_secs(5), all).await.unwrap_or(Ok(()))
}

/// The first settings of a new office, or what a given file says otherwise: never applied unasked.
async fn settle(store: &Store, program: Option<&Program>) -> anyhow::Result<Vec<String>> {
    match (store.settings().await?, program) {
        (None, None) => anyhow::bail!(
            "This folder holds no office yet. Name a program to open one with: --program infra/programs/mautic.toml"
        ),
        (None, Some(program)) => {
            read(program)?;
            store.add_settings(&program.document, 0, Actor::Operator).await?;
            Ok(Vec::new())
        }
        (Some(_), None) => Ok(Vec::new()),
        (Some(there), Some(program)) => {
            read(program)?;
            Ok(differences(&there.document, &program.document))
        }
    }
}

/// Reads a settings file.
///
/// # Errors
/// Every mistake in it, by line and key.
pub fn read(program: &Program) -> anyhow::Result<Settings> {
    Settings::read(&program.document)
        .map_err(|mistakes| anyhow::anyhow!("The program in {} has mistakes:\n{mistakes}", program.path.display()))
}

/// The lines that differ, as a patch shows them.
pub fn differences(in_force: &str, given: &str) -> Vec<String> {
    let lines = program::settings::change::differences(in_force, given);
    let shown = lines.into_iter().map(|line| match line {
        Line::Leaves(text) => format!("- {text}"),
        Line::Comes(text) => format!("+ {text}"),
    });
    shown.collect()
}

fn with_origins(
    router: Router,
    trusted: &[IpAddr],
) -> axum::extract::connect_info::IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
    let trusted: Arc<[IpAddr]> = trusted.iter().map(IpAddr::to_canonical).collect();
    router
        .layer(from_fn_with_state(trusted, web::origin::from_connection))
        .into_make_service_with_connect_info::<SocketAddr>()
}

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            anyhow::bail!(
                "Port {port} is in use by another program. Choose another one: --port {}",
                port.saturating_add(100)
            )
        }
        Err(error) => anyhow::bail!("Port {port} cannot be opened: {error}. Choose another one with --port."),
    }
}

/// What AWS does by itself: expired items, old stream records and abandoned uploads go.
async fn sweep(engine: Engine, clock: Clock, files: PathBuf, mut stopped: watch::Receiver<bool>) -> anyhow::Result<()> {
    let day = Duration::from_secs(24 * 60 * 60);
    loop {
        // The engine tells expired items by the time of the machine. In an office that lives earlier they are still good.
        let expired = clock.now() >= Utc::now() - Duration::from_secs(60);
        if let Err(error) = engine.broom(Utc::now() - day, expired).await {
            tracing::warn!(error = %format!("{error:#}"), "the broom stopped; it will be back");
        }
        let root = files.clone();
        let swept = tokio::task::spawn_blocking(move || {
            files::sweep_unfinished(&root, day)?;
            for (prefix, days) in LIVES {
                files::sweep_expired(&root, BUCKET, prefix, day * *days)?;
            }
            anyhow::Ok(())
        });
        match swept.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(error = %format!("{error:#}"), "unfinished uploads could not be swept"),
            Err(error) => tracing::warn!(%error, "unfinished uploads could not be swept"),
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(600)) => {}
            _ = stopped.wait_for(|stop| *stop) => return Ok(()),
        }
    }
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // A closed channel means that the office is gone, which is a reason to stop as well.
    let _ = stopped.wait_for(|stop| *stop).await;
}

fn refuse_inside_lambda() -> anyhow::Result<()> {
    let inside =
        ["AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_FUNCTION_NAME"].iter().any(|name| std::env::var_os(name).is_some());
    anyhow::ensure!(
        !inside,
        "This is the local office, and it finds itself inside AWS Lambda, where it would lose everything. Deploy template.yaml instead."
    );
    Ok(())
}
