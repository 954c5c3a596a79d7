//! A function's process, from before it is made.

use crate::Program;
use crate::place;
use crate::runtime::{self, Heard};
use serde::Serialize;
use std::io::{Error, Result};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// Nothing takes longer than this.
const PATIENCE: Duration = Duration::from_secs(20);

/// A process that was started. It is killed when it is dropped.
pub(crate) struct Started {
    name: String,
    process: Child,
    began: Instant,
    polled: Instant,
    events: Sender<Vec<u8>>,
    heard: Receiver<Heard>,
}

/// What a process has in memory, in MiB: now, and at most so far.
#[derive(Serialize)]
pub(crate) struct Memory {
    resident: f64,
    peak: f64,
}

impl Started {
    /// Starts it on its core and waits until it asks for its first event.
    pub(crate) fn new(
        program: &Program,
        folder: &Path,
        tables: &str,
        (theirs, ours): (&[usize], &[usize]),
    ) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let ((events, to_hand), (tell, heard)) = (channel(), channel());
        std::thread::spawn(move || runtime::serve(listener, to_hand, tell));
        let [file, arguments @ ..] = program.command.as_slice() else { return Err(Error::other("nothing to start")) };
        let mut command = Command::new(file);
        command
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .envs(&program.settings)
            .env("AWS_LAMBDA_RUNTIME_API", &address)
            .env("AWS_ENDPOINT_URL", tables)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        place::keep_to(theirs)?;
        let began = Instant::now();
        let process = command.spawn();
        place::keep_to(ours)?;
        let mut started = Self { name: program.name.clone(), process: process?, began, polled: began, events, heard };
        started.polled = loop {
            if let Heard::Asked(at) = started.hear()? {
                break at;
            }
        };
        Ok(started)
    }

    /// How long after its start it asked for an event.
    pub(crate) fn polled_after(&self) -> Duration {
        self.polled - self.began
    }

    /// How long ago it was started.
    pub(crate) fn age(&self) -> Duration {
        self.began.elapsed()
    }

    /// Hands it an event: how long it took to answer, and how it did.
    pub(crate) fn answer(&mut self, event: &serde_json::Value) -> Result<(Duration, String)> {
        self.events.send(serde_json::to_vec(event)?).map_err(Error::other)?;
        let mut handed = None;
        loop {
            match self.hear()? {
                Heard::Asked(_) => {}
                Heard::Handed(at) => handed = Some(at),
                Heard::Answered(at, answer) => {
                    let handed = handed.ok_or_else(|| Error::other("an answer to nothing"))?;
                    let how = match answer {
                        Ok(answer) => answer.get("statusCode").map_or("done".to_owned(), ToString::to_string),
                        Err(_) => "refused".to_owned(),
                    };
                    return Ok((at - handed, how));
                }
            }
        }
    }

    /// How often it waited for the disk so far.
    pub(crate) fn faults(&self) -> Result<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        // The name, in parentheses, may hold anything; ten fields after it stands the number.
        let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
        after.split_whitespace().nth(9).and_then(|faults| faults.parse().ok()).ok_or_else(|| Error::other(stat.clone()))
    }

    /// How long its threads have run so far, whatever else the machine did meanwhile.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let mut nanos = 0;
        for thread in std::fs::read_dir(format!("/proc/{}/task", self.process.id()))? {
            let ran = std::fs::read_to_string(thread?.path().join("schedstat"))?;
            nanos += ran.split(' ').next().and_then(|nanos| nanos.parse::<u64>().ok()).unwrap_or_default();
        }
        Ok(Duration::from_nanos(nanos))
    }

    /// What it has in memory.
    pub(crate) fn memory(&self) -> Result<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let of = |what: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_suffix("kB"));
            let kib: Option<f64> = line.and_then(|kib| kib.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok());
            kib.map(|kib| kib / 1024.0).ok_or_else(|| Error::other(format!("{what} is not told")))
        };
        Ok(Memory { resident: of("VmRSS")?, peak: of("VmHWM")? })
    }

    fn hear(&self) -> Result<Heard> {
        self.heard.recv_timeout(PATIENCE).map_err(|_| Error::other(format!("{} says nothing any more", self.name)))
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
