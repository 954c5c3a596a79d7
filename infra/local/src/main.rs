//! `chancery`: an office on one machine. Without a command it opens a demo office.

use anyhow::Context as _;
use chancery::folder::Folder;
use chancery::office::{Options, Program, Records, Running, differences, read};
use chancery::{archive, demo, preflight};
use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand};
use program::settings::change::{self, CountedAnew};
use program::{Email, Quarter, Settings};
use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use store::settings::{LeftBehind, NotAdded};
use store::{Clock, Secret, Store, audit::Actor};
use tracing_subscriber::EnvFilter;
use web::PublicUrl;

/// The back office of an ambassador program. Without a command: a demo office in a temporary folder.
#[derive(Debug, Parser)]
#[command(name = "chancery", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    demo: Demo,
}

#[derive(Debug, Args)]
struct Demo {
    /// The port for browsers; documents are on the next one.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The time the demo begins at, such as 2026-11-22T10:00:00Z.
    #[arg(long)]
    now: Option<DateTime<Utc>>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open a real office that keeps everything in a folder.
    Serve(Box<Serve>),
    /// Let the first organizer in, once.
    Invite {
        /// Their address.
        email: String,
        /// The office's folder.
        #[arg(long)]
        data: PathBuf,
    },
    /// Show what a settings file would change, or apply it.
    Program {
        /// The office's folder.
        #[arg(long)]
        data: PathBuf,
        /// The settings file.
        #[arg(long)]
        program: PathBuf,
        /// Make it the next version of the settings.
        #[arg(long)]
        apply: bool,
    },
    /// Write a quarter's engagement summary to a file.
    Summary(Summary),
    /// Write everything an office keeps to one file: a backup, and the way to another machine or to AWS.
    Export {
        #[command(flatten)]
        office: Where,
        /// The file to write, such as office.zip. It holds people's data: keep it as you keep the office.
        #[arg(long)]
        out: PathBuf,
    },
    /// Bring such a file in where there is no office yet.
    Import {
        #[command(flatten)]
        office: Where,
        /// The file.
        #[arg(long)]
        from: PathBuf,
    },
    /// Say what is still missing before an office on AWS can send letters and take what form services send.
    Preflight(Preflight),
}

/// Which office is meant.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Where {
    /// The folder of an office on this machine.
    #[arg(long)]
    data: Option<PathBuf>,
    /// The office on AWS that CHANCERY_TABLE_PREFIX and CHANCERY_BUCKET name, by this machine's own credentials.
    #[arg(long)]
    aws: bool,
}

#[derive(Debug, Args)]
struct Preflight {
    /// The address letters are to come from, as SenderEmail has it.
    #[arg(long)]
    sender: String,
    /// The settings file the office begins with.
    #[arg(long)]
    program: Option<PathBuf>,
    /// A file with the secrets form services sign with: a JSON object of hook and secret.
    #[arg(long)]
    hook_secrets: Option<PathBuf>,
    /// Who is asked for records of the DNS, such as 9.9.9.9:53, in place of this machine's name server.
    #[arg(long)]
    name_server: Option<SocketAddr>,
}

#[derive(Debug, Args)]
struct Summary {
    /// The office's folder.
    #[arg(long)]
    data: PathBuf,
    /// The quarter, such as 2026-Q3.
    #[arg(long)]
    quarter: Quarter,
    /// The file to write, such as q3.xlsx.
    #[arg(long)]
    out: PathBuf,
    /// The edition for everybody, without names, standings and money.
    #[arg(long)]
    public: bool,
    /// Keep the rows of this closed quarter anew first, from the table.
    #[arg(long)]
    keep_anew: bool,
}

#[derive(Debug, Args)]
struct Serve {
    /// The folder that keeps everything.
    #[arg(long)]
    data: PathBuf,
    /// The settings a new office begins with; later only compared.
    #[arg(long)]
    program: Option<PathBuf>,
    /// The port for browsers; documents are on the next one.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Where people reach the office: https://…, or http://localhost.
    #[arg(long)]
    public_url: Option<PublicUrl>,
    /// Where browsers reach its documents.
    #[arg(long)]
    files_url: Option<PublicUrl>,
    /// The mail server: smtps://user@host:465, or smtp://user@host:587?tls=required.
    #[arg(long)]
    smtp: Option<String>,
    /// A file with the mail server's password and nothing else.
    #[arg(long, requires = "smtp")]
    smtp_secret_file: Option<PathBuf>,
    /// The address letters come from; without it the program's support address.
    #[arg(long)]
    sender: Option<String>,
    /// A file with the secrets form services sign with: a JSON object of hook and secret.
    #[arg(long)]
    hook_secrets: Option<PathBuf>,
    /// A proxy before the office, by address; may be given several times.
    #[arg(long)]
    trusted_proxy: Vec<IpAddr>,
    /// The time the office's clock begins at, for trying things out.
    #[arg(long)]
    now: Option<DateTime<Utc>>,
}

fn main() -> std::process::ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,s3s=off,dynoxide=error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(run(cli)));
    match ended {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        None => open_demo(&cli.demo).await,
        Some(Command::Serve(serve)) => open_office(*serve).await,
        Some(Command::Invite { email, data }) => invite(&email, &data).await,
        Some(Command::Program { data, program, apply }) => compare(&data, &program, apply).await,
        Some(Command::Summary(asked)) => sum_up(&asked).await,
        Some(Command::Export { office, out }) => export(&office, &out).await,
        Some(Command::Import { office, from }) => import(&office, &from).await,
        Some(Command::Preflight(asked)) => look_before(&asked).await,
    }
}

async fn open_demo(demo: &Demo) -> anyhow::Result<()> {
    let program = demo::program(demo.now.unwrap_or_else(Utc::now))?;
    let options = Options {
        port: demo.port,
        public_url: None,
        files_url: None,
        program: Some(program),
        smtp: None,
        sender: None,
        hook_secrets: BTreeMap::new(),
        trusted_proxies: Vec::new(),
        now: demo.now,
        demo: true,
    };
    let office = Running::open(Folder::temporary()?, options).await?;
    println!("A demo office is open at {}", office.public_url.origin());
    println!("Be anybody, read the letters and move the clock at {}", office.public_url.to("/local"));
    println!(
        "Or sign in by a link: organizer@example.org, reviewer@example.org, amara@example.org (an ambassador), wanjiru@example.org (an applicant)"
    );
    if let Some(letters) = &office.letters {
        println!("Letters do not leave this machine; they are in {}", letters.display());
    }
    println!("Everything is in a temporary folder and goes when you stop it with Ctrl-C.");
    println!("The example people are moving in …");
    let furnished = office.furnished();
    tokio::spawn(async move {
        if furnished.await {
            println!("… and everybody is here.");
        }
    });
    keep_open(office, asked_to_stop()?).await
}

async fn open_office(serve: Serve) -> anyhow::Result<()> {
    let program = serve.program.as_deref().map(program_file).transpose()?;
    let smtp = serve.smtp.as_deref().map(|url| mail_server(url, serve.smtp_secret_file.as_deref())).transpose()?;
    let options = Options {
        port: serve.port,
        public_url: serve.public_url,
        files_url: serve.files_url,
        program,
        smtp,
        sender: serve.sender.as_deref().map(address).transpose()?,
        hook_secrets: serve.hook_secrets.as_deref().map(hook_secrets).transpose()?.unwrap_or_default(),
        trusted_proxies: serve.trusted_proxy,
        now: serve.now,
        demo: false,
    };
    let office = Running::open(Folder::open(&serve.data)?, options).await?;
    let asked_to_stop = asked_to_stop()?;
    println!("The office is open at {}", office.public_url.origin());
    if let Some(letters) = &office.letters {
        println!("Letters are NOT leaving: no --smtp was given. They are in {}", letters.display());
    }
    if !office.differences.is_empty() {
        println!(
            "The settings file differs from the settings in force (- in force, + in the file). It was not applied:"
        );
        office.differences.iter().for_each(|line| println!("  {line}"));
        println!("To apply it, stop the office and use: chancery program --data … --program … --apply");
    }
    keep_open(office, asked_to_stop).await
}

async fn keep_open(mut office: Running, asked_to_stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    tokio::select! {
        failed = office.failed() => failed,
        () = asked_to_stop => {
            println!("Closing the office …");
            office.close().await
        }
    }
}

/// Listens from this call on, so that whoever reads that the office is open can ask it to stop at once.
#[cfg(unix)]
fn asked_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut ended) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = ended.recv() => {}
        }
    })
}

/// Whoever presses Ctrl-C asks.
#[cfg(not(unix))]
fn asked_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a way to be asked, the office stays open until it is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    })
}

async fn invite(email: &str, data: &Path) -> anyhow::Result<()> {
    let email = address(email)?;
    let records = Records::open(Folder::open(data)?, Clock::system(), None).await?;
    let Some(settings) = records.store.settings().await? else {
        anyhow::bail!(
            "There is no office in {} yet. Open one first with: chancery serve --data … --program …",
            data.display()
        );
    };
    let invited = records.store.invite_first_organizer(&email, &settings.settings.language).await?;
    records.close().await?;
    anyhow::ensure!(invited, "An organizer was invited here before. Whoever is in can let others in.");
    println!("{email} is an organizer now. Open the office, and sign in there with this address.");
    Ok(())
}

/// The records of an office that rests, and what has to be put away afterwards.
async fn resting(office: &Where) -> anyhow::Result<(Store, Option<Records>)> {
    match &office.data {
        Some(data) => {
            let records = Records::open(Folder::open(data)?, Clock::system(), None).await?;
            Ok((records.store.clone(), Some(records)))
        }
        None => {
            let place = store::Place {
                table_prefix: store::required("CHANCERY_TABLE_PREFIX")?,
                bucket: store::required("CHANCERY_BUCKET")?,
                // Documents are moved as they are, and nothing is opened on the way.
                only_scanned: false,
                sealing_key: None,
                local: None,
            };
            let config = store::reach::from_terminal().await;
            Ok((Store::connect_by(config, &place, Clock::system()), None))
        }
    }
}

async fn export(office: &Where, out: &Path) -> anyhow::Result<()> {
    let (store, records) = resting(office).await?;
    // Written beside it first, so that what stands under the name is whole.
    let beside = out.with_extension("part");
    let written = async {
        anyhow::ensure!(store.settings().await?.is_some(), "There is no office here yet");
        let file = private_file(&beside).with_context(|| format!("The file {} cannot be written", beside.display()))?;
        let counts = archive::export(&store, std::io::BufWriter::new(file)).await?;
        std::fs::rename(&beside, out).with_context(|| format!("The file {} cannot be written", out.display()))?;
        Ok(counts)
    };
    let written = written.await;
    if let Some(records) = records {
        records.close().await?;
    }
    let archive::Counts { items, documents } = written?;
    println!("{} has the whole office: {items} records and {documents} documents.", out.display());
    println!("It holds people's data, and keys that sign people in. Keep it as you keep the office.");
    Ok(())
}

/// A new file that only this account can read.
fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

async fn import(office: &Where, from: &Path) -> anyhow::Result<()> {
    let file = std::fs::File::open(from).with_context(|| format!("The file {} cannot be read", from.display()))?;
    let (store, records) = resting(office).await?;
    let brought = archive::import(&store, std::io::BufReader::new(file)).await;
    if let Some(records) = records {
        records.close().await?;
    }
    let archive::Counts { items, documents } = brought?;
    println!("The office is here: {items} records and {documents} documents.");
    Ok(())
}

async fn look_before(asked: &Preflight) -> anyhow::Result<()> {
    let program = asked.program.as_deref().map(program_file).transpose()?;
    let settings = program.as_ref().map(read).transpose()?;
    let hook_secrets = asked.hook_secrets.as_deref().map(hook_secrets).transpose()?.unwrap_or_default();
    let looked_at = preflight::Asked {
        sender: &address(&asked.sender)?,
        name_server: asked.name_server,
        settings: settings.as_ref(),
        hook_secrets: &hook_secrets,
    };
    let missing = preflight::missing(&looked_at).await;
    missing.iter().for_each(|sentence| println!("- {sentence}"));
    anyhow::ensure!(missing.is_empty(), "Nothing was changed. Look again once that is done.");
    println!("Nothing is missing: letters can leave as {}.", asked.sender);
    Ok(())
}

async fn sum_up(asked: &Summary) -> anyhow::Result<()> {
    let records = Records::open(Folder::open(&asked.data)?, Clock::system(), None).await?;
    let written = write_summary(&records.store, asked).await;
    records.close().await?;
    println!("{}", written?);
    Ok(())
}

async fn write_summary(store: &Store, asked: &Summary) -> anyhow::Result<String> {
    let quarter = asked.quarter;
    let versioned = store.settings().await?.context("There is no office in this folder yet")?;
    let (settings, now) = (&versioned.settings, store.clock().now());
    if !settings.has_begun(quarter, settings.calendar.day(now)) {
        anyhow::bail!("The program has no quarter {quarter} yet. Its first is {}.", settings.first_quarter());
    }
    if asked.keep_anew {
        anyhow::ensure!(
            store.steps(quarter).await?.is_closed(),
            "{quarter} is not closed yet, so nothing is kept of it so far. Leave out --keep-anew."
        );
        let rows = summary::keep(store, &versioned, quarter).await?;
        println!("Kept {quarter} anew, as the table has it: {rows} activities.");
    }
    let (began, seen) = (std::time::Instant::now(), std::io::stderr().is_terminal());
    let progress = |done: usize, all: usize| {
        // Whoever waits for a moment only needs no bar.
        if seen && began.elapsed().as_secs() >= 1 {
            let filled = done * 30 / all.max(1);
            eprint!("\r[{}{}] {done} of {all} quarters read ", "#".repeat(filled), ".".repeat(30 - filled.min(30)));
            if done == all {
                eprintln!();
            }
        }
    };
    let summed = summary::Summary::watched(store, &versioned, quarter, &progress).await?;
    let edition = if asked.public { summary::workbook::Edition::Public } else { summary::workbook::Edition::Team };
    let words = words::Words::new(words::Locale::of(&settings.language));
    let made_at = if summed.provisional_until.is_some() { now } else { settings.closes_at(quarter) };
    let saying = || format!("The file {} cannot be written", asked.out.display());
    // What was there before stays until the new one is whole.
    let folder = asked.out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut out = std::io::BufWriter::new(tempfile::NamedTempFile::new_in(folder).with_context(saying)?);
    summed.workbook(&versioned, made_at, edition, words, &mut out).with_context(saying)?;
    out.into_inner()
        .map_err(std::io::IntoInnerError::into_error)
        .and_then(|file| file.persist(&asked.out).map_err(Into::into))
        .with_context(saying)?;
    let told = summed.engagement.overview.held;
    Ok(format!("{} has the engagement summary of {quarter}: {told} activities.", asked.out.display()))
}

async fn compare(data: &Path, program: &Path, apply: bool) -> anyhow::Result<()> {
    let program = program_file(program)?;
    let settings = read(&program)?;
    let records = Records::open(Folder::open(data)?, Clock::system(), None).await?;
    let there = records.store.settings().await?.context("There is no office in this folder yet")?;
    let lines = differences(&there.document, &program.document);
    lines.iter().for_each(|line| println!("{line}"));
    let now = records.store.clock().now();
    if let Some(sentence) = counted_anew(&there.settings, &settings.clone().following(&there.settings, now), now) {
        println!("{sentence}");
    }
    if lines.is_empty() {
        println!("The file says what version {} says already.", there.version);
    } else if apply {
        let changed = records.store.change_settings((&settings, &program.document), &there, Actor::Operator).await;
        let version = match changed {
            Ok(version) => version,
            Err(NotAdded::LeavesBehind(left)) => anyhow::bail!(left_behind(&left)),
            Err(NotAdded::Store(error)) => return Err(error.into()),
        };
        println!("These are the settings now, as version {version}.");
    } else {
        println!("Nothing was changed. To make this version {}, add --apply", there.version + 1);
    }
    records.close().await
}

/// From when on a program counts another way, where it is about to.
fn counted_anew(before: &Settings, after: &Settings, now: DateTime<Utc>) -> Option<String> {
    let CountedAnew { running, last, next, first } = change::counted_anew(before, after, now)?;
    Some(format!(
        "The quarter that runs, {running}, lasts until {last}; {next} begins on {first}, and is counted the new way."
    ))
}

/// Who would be left behind by settings that were not applied, and what to do about it.
fn left_behind(left: &[LeftBehind]) -> String {
    let lines = left.iter().map(|LeftBehind { tranche, people }| {
        let people = if *people == 1 { "1 person".to_owned() } else { format!("{people} people") };
        match tranche {
            Some(tranche) => format!(
                "The tranche {} ({}) is not in the file, and {people} in it would be left without an answer.",
                tranche.key, tranche.label
            ),
            None => format!("The file has no tranches, and {people} waiting for one would be left without an answer."),
        }
    });
    let end = "Nothing was changed. Announce the decisions first, or leave the tranche in the file.".to_owned();
    lines.chain([end]).collect::<Vec<_>>().join("\n")
}

fn program_file(path: &Path) -> anyhow::Result<Program> {
    let document = std::fs::read_to_string(path)
        .with_context(|| format!("The settings file {} cannot be read", path.display()))?;
    Ok(Program { path: path.to_owned(), document })
}

/// The secrets of form services from their file, which so are not on the command line.
fn hook_secrets(file: &Path) -> anyhow::Result<BTreeMap<String, Secret>> {
    let json = std::fs::read_to_string(file).with_context(|| format!("The file {} cannot be read", file.display()))?;
    web::office::hook_secrets(&json).with_context(|| format!("The file {} cannot be used", file.display()))
}

fn address(text: &str) -> anyhow::Result<Email> {
    Email::parse(text).map_err(|_| anyhow::anyhow!("{text} is no e-mail address"))
}

/// The server's address with the password from its file, which so is neither on the command line nor in a log.
fn mail_server(url: &str, secret_file: Option<&Path>) -> anyhow::Result<Secret> {
    let Some(file) = secret_file else { return Ok(Secret::new(url)) };
    let secret =
        std::fs::read_to_string(file).with_context(|| format!("The file {} cannot be read", file.display()))?;
    let encoded = percent_encoding::utf8_percent_encode(
        secret.trim_end_matches(['\r', '\n']),
        percent_encoding::NON_ALPHANUMERIC,
    );
    let (scheme, rest) = url.split_once("://").context("--smtp is written like smtps://user@host:465")?;
    let (user, host) = rest.split_once('@').context("--smtp needs a user before the host: smtps://user@host:465")?;
    Ok(Secret::new(format!("{scheme}://{user}:{encoded}@{host}")))
}
