//! Whoever runs the program on a machine of their own is told plainly what is in the way.

use chancery::folder::Folder;
use specification::{Browser, MAUTIC, Office};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// The program, built from the sources as they are now.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        // This test is <target>/<profile>/deps/reliability-….
        let here = std::env::current_exe().unwrap();
        let folder = here.ancestors().nth(2).unwrap();
        let profile = match folder.file_name().unwrap().to_str().unwrap() {
            "debug" => "dev",
            other => other,
        };
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| env!("CARGO").to_owned());
        let built = std::process::Command::new(cargo)
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap())
            // Beside this package, so that the dependencies have the features they have here and are not built again.
            .args(["build", "--quiet", "--bins", "--package", "chancery", "--package", "specification"])
            .args(["--profile", profile, "--target-dir"])
            .arg(folder.parent().unwrap())
            .output()
            .unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        folder.join(format!("chancery{}", std::env::consts::EXE_SUFFIX))
    })
}

/// An office that is open in a process of its own. It ends with this value.
pub(crate) struct Running {
    pub(crate) url: String,
    child: Child,
    out: Lines<BufReader<ChildStdout>>,
    /// What it printed until it was open.
    said: Vec<String>,
}

/// A port with a free one after it, for documents.
fn free_port() -> u16 {
    for _ in 0..100 {
        let first = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = first.local_addr().unwrap().port();
        if port < u16::MAX && std::net::TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
            return port;
        }
    }
    panic!("no two free ports side by side");
}

/// Opens an office in this folder and waits until it says that it is open.
pub(crate) async fn serve(data: &Path, options: &[String]) -> Running {
    let mut child = command(&["serve", "--data", data.to_str().unwrap(), "--port", &free_port().to_string()])
        .args(options)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said = Vec::new();
    let url = loop {
        let line = tokio::time::timeout(Duration::from_secs(30), out.next_line()).await.unwrap().unwrap();
        let line = line.unwrap_or_else(|| panic!("the office did not open: {said:?}"));
        let url = line.strip_prefix("The office is open at ").map(str::to_owned);
        said.push(line);
        if let Some(url) = url {
            break url;
        }
    };
    Running { url, child, out, said }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments).kill_on_drop(true).env_remove("RUST_LOG").stdin(Stdio::null());
    command
}

impl Running {
    /// How many bytes of memory it takes: `VmRSS` now, `VmHWM` at the most so far.
    pub(crate) fn memory(&self, what: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id().unwrap())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':')).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    /// Cuts it off, as `kill -9` does.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Asks it to stop; how it ended, and how long that took.
    pub(crate) async fn stop(&mut self) -> (Option<i32>, Duration) {
        let began = Instant::now();
        let pid = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        let ended = tokio::time::timeout(Duration::from_secs(20), self.child.wait()).await.unwrap().unwrap();
        (ended.code(), began.elapsed())
    }

    /// What it printed so far and until the end of its life.
    async fn everything(mut self) -> String {
        let mut rest = String::new();
        self.out.get_mut().read_to_string(&mut rest).await.unwrap();
        format!("{}\n{rest}", self.said.join("\n"))
    }
}

/// A command that ran and ended.
pub(crate) struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ended {
    pub(crate) fn expect_success(&self) -> &Self {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self
    }

    /// It ended with another code, said nothing on its output, and this in one or more plain sentences.
    pub(crate) fn refused(&self) -> &str {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        assert_eq!(self.out, "");
        let plain = self.err.trim_end();
        for noise in ["panicked", "Error {", "RUST_BACKTRACE", "os error"] {
            assert!(!plain.contains(noise), "{noise}: {plain}");
        }
        plain
    }
}

pub(crate) async fn said_by(arguments: &[&str]) -> Ended {
    said_by_with(arguments, &[]).await
}

/// The same with these settings of the environment.
pub(crate) async fn said_by_with(arguments: &[&str], settings: &[(&str, &str)]) -> Ended {
    let mut command = command(arguments);
    command.envs(settings.iter().copied());
    let output = tokio::time::timeout(Duration::from_secs(30), command.output()).await.unwrap().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn written(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_that_cannot_open_says_why_in_a_sentence_and_with_an_exit_code() {
    let place = tempfile::tempdir().unwrap();
    let mautic = written(place.path(), "mautic.toml", MAUTIC);
    let new = place.path().join("new");
    let new = new.to_str().unwrap();

    // A folder in the way of a folder.
    let file = written(place.path(), "notes.txt", "not a folder");
    let there = format!("{file}/office");
    let ended = said_by(&["serve", "--data", &there, "--program", &mautic]).await;
    assert_eq!(
        ended.refused(),
        format!(
            "The folder {there} cannot be used: a part of the path is a file, not a folder. Choose a folder this account can write to."
        )
    );
    // A new office without a program, and with one that is not there.
    let ended = said_by(&["serve", "--data", new, "--port", "0"]).await;
    assert_eq!(
        ended.refused(),
        "This folder holds no office yet. Name a program to open one with: --program infra/programs/mautic.toml"
    );
    let missing = format!("{}/missing.toml", place.path().display());
    let ended = said_by(&["serve", "--data", new, "--program", &missing, "--port", "0"]).await;
    let said = ended.refused_with_cause();
    assert!(said.starts_with(&format!("The settings file {missing} cannot be read: ")), "{said}");

    // Every mistake of a settings file at once, by line and key.
    let broken = MAUTIC
        .replace("started_on = 2026-01-01", "started_on = \"soon\"")
        .replace("time_zone = \"Europe/London\"", "time_zone = \"Europe/Atlantis\"")
        .replace("goal = 2", "goal = \"two\"")
        .replace("support = \"ambassadors@example.org\"", "support = \"nobody\"");
    let broken = written(place.path(), "broken.toml", &broken);
    let line = |start: &str| MAUTIC.lines().position(|line| line.starts_with(start)).unwrap() + 1;
    let ended = said_by(&["serve", "--data", new, "--program", &broken, "--port", "0"]).await;
    let said = ended.refused();
    assert!(said.starts_with(&format!("The program in {broken} has mistakes:\n")), "{said}");
    let mistakes: Vec<_> = said.lines().skip(1).collect();
    assert_eq!(mistakes.len(), 4, "{said}");
    for (start, key) in [
        ("started_on", "program.started_on"),
        ("time_zone", "program.time_zone"),
        ("goal", "quarter.goal"),
        ("support", "program.support"),
    ] {
        let here = mistakes.iter().find(|mistake| mistake.contains(key)).unwrap_or_else(|| panic!("{key}: {said}"));
        assert!(here.to_lowercase().contains(&format!("line {}", line(start))), "{here}");
    }
    let toml = written(place.path(), "no.toml", "this is not a settings file");
    let ended = said_by(&["serve", "--data", new, "--program", &toml, "--port", "0"]).await;
    assert!(ended.refused().contains("line 1"), "{}", ended.refused());

    // A port somebody else has.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ended = said_by(&["serve", "--data", new, "--program", &mautic, "--port", &port]).await;
    assert!(
        ended.refused().starts_with(&format!("Port {port} is in use by another program. Choose another one: --port ")),
        "{}",
        ended.refused()
    );
    // Nothing of all this has opened an office.
    let ended = said_by(&["invite", "organizer@example.org", "--data", new]).await;
    assert!(ended.refused().contains("office"), "{}", ended.refused());
}

impl Ended {
    /// The same, where the system's own words are part of the sentence.
    fn refused_with_cause(&self) -> &str {
        assert_eq!((self.code, self.out.as_str()), (Some(1), ""));
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self.err.trim_end()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_folder_is_one_office_and_its_first_organizer_is_invited_once() {
    let place = tempfile::tempdir().unwrap();
    let mautic = written(place.path(), "mautic.toml", MAUTIC);
    let data = place.path().join("office");
    let folder = data.to_str().unwrap();
    let mut office = serve(&data, &["--program".to_owned(), mautic.clone()]).await;
    Browser::new(&office.url).get("/").await.expect(200);

    let pid = office.child.id().unwrap();
    let held = format!(
        "Another office (pid {pid}) has the folder {folder} open. Stop that one first, or start this one with a different folder."
    );
    assert_eq!(said_by(&["serve", "--data", folder, "--port", &free_port().to_string()]).await.refused(), held);
    assert_eq!(said_by(&["invite", "organizer@example.org", "--data", folder]).await.refused(), held);
    Browser::new(&office.url).get("/apply").await.expect(200);

    let (code, took) = office.stop().await;
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");
    let said = office.everything().await;
    assert!(said.contains("Letters are NOT leaving: no --smtp was given."), "{said}");

    assert_eq!(said_by(&["invite", "nobody", "--data", folder]).await.refused(), "nobody is no e-mail address");
    let invited = said_by(&["invite", "organizer@example.org", "--data", folder]).await;
    assert!(invited.expect_success().out.starts_with("organizer@example.org is an organizer now."), "{}", invited.out);
    for address in ["organizer@example.org", "second@example.org"] {
        assert_eq!(
            said_by(&["invite", address, "--data", folder]).await.refused(),
            "An organizer was invited here before. Whoever is in can let others in."
        );
    }

    // Without a program now, because the folder has one; and the letters are in it.
    let mut office = serve(&data, &[]).await;
    let organizer = Browser::new(&office.url);
    for address in ["second@example.org", "organizer@example.org"] {
        organizer.post("/sign-in", &[("email", address)]).await.expect(303);
    }
    let mut letters = Vec::new();
    for _ in 0..200 {
        letters = std::fs::read_dir(data.join("letters"))
            .unwrap()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
            .filter(|letter| letter.contains("To: organizer@example.org") || letter.contains("second@example.org"))
            .collect();
        if !letters.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(letters.len(), 1, "whoever is not known gets no letter");
    assert!(!letters[0].contains("second@example.org"));
    assert_eq!(office.stop().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_settings_file_that_differs_is_shown_and_only_applied_when_asked() {
    let place = tempfile::tempdir().unwrap();
    let mautic = written(place.path(), "mautic.toml", MAUTIC);
    let other = written(place.path(), "other.toml", &MAUTIC.replace("goal = 2", "goal = 3"));
    let data = place.path().join("office");
    let folder = data.to_str().unwrap();
    let option = |path: &str| ["--program".to_owned(), path.to_owned()];
    let mut office = serve(&data, &option(&mautic)).await;
    assert_eq!(office.stop().await.0, Some(0));
    assert!(!office.everything().await.contains("differs"));

    let mut office = serve(&data, &option(&other)).await;
    assert_eq!(office.stop().await.0, Some(0));
    let said = office.everything().await;
    assert!(said.contains("It was not applied:\n  - goal = 2\n  + goal = 3\n"), "{said}");

    let shown = |apply: bool| {
        let (folder, other) = (folder.to_owned(), other.clone());
        async move {
            let mut arguments = vec!["program", "--data", &folder, "--program", &other];
            arguments.extend(apply.then_some("--apply"));
            said_by(&arguments).await.expect_success().out.clone()
        }
    };
    let differences = "- goal = 2\n+ goal = 3\n";
    assert_eq!(shown(false).await, format!("{differences}Nothing was changed. To make this version 2, add --apply\n"));
    assert_eq!(shown(false).await, format!("{differences}Nothing was changed. To make this version 2, add --apply\n"));
    assert_eq!(shown(true).await, format!("{differences}These are the settings now, as version 2.\n"));
    assert_eq!(shown(true).await, "The file says what version 2 says already.\n");
    let broken = written(place.path(), "broken.toml", &MAUTIC.replace("goal = 2", "goal = \"two\""));
    let ended = said_by(&["program", "--data", folder, "--program", &broken, "--apply"]).await;
    assert!(ended.refused().contains("quarter.goal"), "{}", ended.refused());

    let mut office = serve(&data, &option(&mautic)).await;
    assert_eq!(office.stop().await.0, Some(0));
    let said = office.everything().await;
    assert!(said.contains("- goal = 3\n  + goal = 2\n"), "{said}");
}

/// O2: settings that no page would list an application under.
#[tokio::test(flavor = "multi_thread")]
async fn a_tranche_is_not_taken_out_of_the_settings_while_somebody_in_it_waits_for_an_answer() {
    const SPRING: &str = "\n[[tranche]]\nkey = \"spring\"\nlabel = \"Spring round\"\ncloses_on = 2026-06-30\nannounces_on = 2026-07-15\n";
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("office");
    let folder = data.to_str().unwrap();
    let document = format!("{MAUTIC}{SPRING}");
    let open = || Office::in_folder(Folder::open(&data).unwrap(), "2026-06-20T09:00:00Z", &document, |_| {});
    let apply = async |file: &str| said_by(&["program", "--data", folder, "--program", file, "--apply"]).await;
    let rolling = written(place.path(), "rolling.toml", MAUTIC);
    let autumn = written(place.path(), "autumn.toml", &format!("{MAUTIC}{}", SPRING.replace("spring", "autumn")));
    let renamed = written(place.path(), "renamed.toml", &document.replace("Spring round", "The first round"));

    let office = open().await;
    for address in ["amara@example.org", "wanjiru@example.org", "chidi@example.org"] {
        let browser = office.browser();
        browser.send(&crate::application_of(&browser, "Somebody", address).await).await.expect(303);
        if address != "chidi@example.org" {
            let receipt = office.wait_for_letter(address, 0).await;
            browser.post(&receipt.link("/apply/confirm/"), &[]).await.expect(200);
        }
    }
    office.close().await;
    for file in [&rolling, &autumn] {
        let refused = apply(file).await;
        assert_eq!(refused.code, Some(1), "{}{}", refused.out, refused.err);
        assert_eq!(
            refused.err.trim_end(),
            "The tranche spring (Spring round) is not in the file, and 2 people in it would be left without an answer.\n\
             Nothing was changed. Announce the decisions first, or leave the tranche in the file."
        );
    }
    // A tranche with another name is there; and once everybody has taken their application back, nobody is left behind.
    assert!(apply(&renamed).await.expect_success().out.contains("as version 2."));
    let office = open().await;
    for address in ["amara@example.org", "wanjiru@example.org"] {
        office.store().withdraw(crate::application_id(&office, address).await).await.unwrap();
    }
    office.close().await;
    assert!(apply(&rolling).await.expect_success().out.contains("as version 3."));

    // Who has not confirmed goes where the program is then.
    let office = open().await;
    let chidi = office.wait_for_letter("chidi@example.org", 0).await;
    office.browser().post(&chidi.link("/apply/confirm/"), &[]).await.expect(200);
    let board = office.organizer().await.get("/team/applications").await.expect(200).page();
    assert_eq!(board.texts_of("tbody th"), ["Somebody"]);
    office.close().await;
}
