//! The TXT records of a name, asked of one name server (RFC 1035).
//!
//! Rust's own library knows addresses only, and a resolver of everything else would be the largest dependency of the local
//! office, for one question.

use std::io::{Error, ErrorKind, Result};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::net::UdpSocket;

/// How long a name server may take.
const PATIENCE: Duration = Duration::from_secs(5);
const TXT: u16 = 16;

/// The first name server this machine asks, where it says so.
pub fn own_server() -> Option<SocketAddr> {
    let told = std::fs::read_to_string("/etc/resolv.conf").ok()?;
    let mut servers = told.lines().filter_map(|line| line.trim().strip_prefix("nameserver")?.trim().parse().ok());
    servers.next().map(|server| SocketAddr::new(server, 53))
}

/// The texts of a name; none where it has none.
///
/// # Errors
/// When the server does not answer, or not so that it can be read.
pub async fn texts(server: SocketAddr, name: &str) -> Result<Vec<String>> {
    let here: SocketAddr = match server {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(here).await?;
    // From now on nobody else's answers arrive.
    socket.connect(server).await?;
    let number = u16::from_be_bytes(store::secret::random());
    socket.send(&question(number, name)).await?;
    let mut answer = vec![0; 4096];
    let length = tokio::time::timeout(PATIENCE, socket.recv(&mut answer)).await??;
    answer.truncate(length);
    read(&answer, number).ok_or_else(|| Error::new(ErrorKind::InvalidData, "its answer cannot be read"))
}

/// One question, to be answered by whoever the server asks in turn.
fn question(number: u16, name: &str) -> Vec<u8> {
    let mut question = number.to_be_bytes().to_vec();
    question.extend([1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    for label in name.split('.') {
        // A label has at most 63 letters; a longer one is in no DNS.
        question.push(u8::try_from(label.len().min(63)).unwrap_or_default());
        question.extend(label.bytes().take(63));
    }
    question.push(0);
    question.extend(TXT.to_be_bytes());
    question.extend([0, 1]);
    question
}

/// What is left to read of an answer.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    /// Passes over a name, which may end with a pointer to another.
    fn name(&mut self) -> Option<()> {
        loop {
            match *self.take(1)?.first()? {
                0 => return Some(()),
                length if length >= 0xc0 => return self.take(1).map(drop),
                length => drop(self.take(length.into())?),
            }
        }
    }
}

fn read(answer: &[u8], number: u16) -> Option<Vec<String>> {
    let mut reader = Reader(answer);
    let (of, flags) = (reader.number()?, reader.number()?);
    let (questions, answers) = (reader.number()?, reader.number()?);
    reader.take(4)?;
    // Three is "there is no such name", which is an answer; other codes say that the server could not.
    if of != number || !matches!(flags & 0xf, 0 | 3) {
        return None;
    }
    for _ in 0..questions {
        reader.name()?;
        reader.take(4)?;
    }
    let mut texts = Vec::new();
    for _ in 0..answers {
        reader.name()?;
        let kind = reader.number()?;
        reader.take(6)?;
        let length = reader.number()?;
        let mut content = Reader(reader.take(length.into())?);
        if kind == TXT {
            let mut text = Vec::new();
            while let Some(length) = content.take(1).and_then(<[u8]>::first) {
                text.extend(content.take((*length).into())?);
            }
            texts.push(String::from_utf8_lossy(&text).into_owned());
        }
    }
    Some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_to_its_end_and_a_broken_one_is_none() {
        let mut answer = question(7, "_dmarc.example.org");
        answer[2..8].copy_from_slice(&[0x81, 0x80, 0, 1, 0, 2]);
        // A name that leads elsewhere first, then a text in two pieces.
        answer.extend([0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 0xc0, 12]);
        answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, 17, 8]);
        answer.extend(b"v=DMARC1");
        answer.push(7);
        answer.extend(b"; p=non");
        assert_eq!(read(&answer, 7), Some(vec!["v=DMARC1; p=non".to_owned()]));
        assert_eq!(read(&answer, 8), None, "an answer to another question");
        for length in 0..answer.len() {
            let _ = read(&answer[..length], 7);
        }
        assert_eq!(read(&answer[..answer.len() - 3], 7), None);
        answer[3] = 0x82;
        assert_eq!(read(&answer, 7), None, "the server could not");
    }
}
