//! A mail server that does as it is told and counts what it was given.

use mail_parser::MessageParser;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a letter to some address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Takes it.
    Takes,
    /// Does not know the address and never will.
    RefusesTheAddress,
    /// Reads all of it and will not have it.
    RefusesTheLetter,
    /// Asks to come back later.
    Defers,
    /// Reads all of it and hangs up without a word.
    HangsUp,
    /// Takes it, slowly.
    TakesItsTime,
}

/// A letter the server read to its end.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    /// Whether it said that it has it.
    pub(crate) taken: bool,
}

#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    manners: HashMap<String, Manner>,
    otherwise: Option<Manner>,
    password_refused: bool,
    read: Vec<Read>,
    /// How often each address was named, whatever came of it.
    named: HashMap<String, usize>,
}

impl Server {
    /// A server that takes everything.
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self { port: listener.local_addr().unwrap().port(), state: Arc::default() };
        let state = server.state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that hangs up in the middle is its own affair.
                tokio::spawn(talk(stream, state.clone()));
            }
        });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// From now on, letters to this address are met so.
    pub(crate) fn meets(&self, address: &str, manner: Manner) {
        self.state.lock().unwrap().manners.insert(address.to_owned(), manner);
    }

    /// From now on, every other letter is met so.
    pub(crate) fn meets_everyone(&self, manner: Manner) {
        self.state.lock().unwrap().otherwise = Some(manner);
    }

    /// From now on, no password is right.
    pub(crate) fn refuses_the_password(&self) {
        self.state.lock().unwrap().password_refused = true;
    }

    /// Every letter it read to its end, in order.
    pub(crate) fn read(&self) -> Vec<Read> {
        self.state.lock().unwrap().read.clone()
    }

    /// The letters it read to this address.
    pub(crate) fn read_to(&self, address: &str) -> Vec<Read> {
        self.read().into_iter().filter(|read| read.to == address).collect()
    }

    /// How often a letter to this address was offered.
    pub(crate) fn named(&self, address: &str) -> usize {
        self.state.lock().unwrap().named.get(address).copied().unwrap_or_default()
    }

    /// Waits for this many letters to this address.
    pub(crate) async fn wait_for(&self, address: &str, count: usize) -> Vec<Read> {
        for _ in 0..1_500 {
            let read = self.read_to(address);
            if read.len() >= count {
                return read;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{address} has {} letters, not {count}", self.read_to(address).len());
    }
}

async fn talk(stream: TcpStream, state: Arc<Mutex<State>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut to = String::new();
    stream.write_all(b"220 mail.example.org ready\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.split([' ', ':', '\r']).next().unwrap_or_default().to_ascii_uppercase();
        let manner = || {
            let state = state.lock().unwrap();
            state.manners.get(&to).copied().or(state.otherwise).unwrap_or(Manner::Takes)
        };
        let answer = match verb.as_str() {
            "EHLO" => "250-mail.example.org\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
            "AUTH" if state.lock().unwrap().password_refused => "535 5.7.8 Authentication credentials invalid",
            "AUTH" => "235 2.7.0 welcome",
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                *state.lock().unwrap().named.entry(to.clone()).or_default() += 1;
                let manner = state.lock().unwrap().manners.get(&to).copied();
                match manner {
                    Some(Manner::RefusesTheAddress) => "550 5.1.1 no such mailbox",
                    _ => "250 2.1.5 Ok",
                }
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let mut letter = Vec::new();
                while !letter.ends_with(b"\r\n.\r\n") {
                    if stream.read_until(b'\n', &mut letter).await? == 0 {
                        return Ok(());
                    }
                }
                let manner = manner();
                if manner == Manner::TakesItsTime {
                    tokio::time::sleep(Duration::from_millis(30)).await;
                }
                let taken = matches!(manner, Manner::Takes | Manner::TakesItsTime);
                let number = {
                    let mut state = state.lock().unwrap();
                    let message = MessageParser::default().parse(&letter).unwrap();
                    state.read.push(Read {
                        to: to.clone(),
                        subject: message.subject().unwrap().to_owned(),
                        text: message.body_text(0).unwrap().into_owned(),
                        taken,
                    });
                    state.read.len()
                };
                match manner {
                    Manner::HangsUp => return Ok(()),
                    Manner::RefusesTheLetter => "554 5.7.1 not this one",
                    Manner::Defers => "451 4.7.1 please come back later",
                    _ => {
                        stream.write_all(format!("250 2.0.0 Ok: queued as LETTER-{number}\r\n").as_bytes()).await?;
                        continue;
                    }
                }
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 2.0.0 Ok",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}
