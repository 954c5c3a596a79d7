//! The Lambda Runtime API, as far as a function needs it, and the little HTTP that this and the stand-ins speak.

use serde_json::Value;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// What the function did.
pub(crate) enum Heard {
    /// It asked for an event.
    Asked(Instant),
    /// It was handed one.
    Handed(Instant),
    /// It answered it, with this or with an error.
    Answered(Instant, std::result::Result<Value, Value>),
}

/// One request as far as anybody here looks at it.
pub(crate) struct Request {
    pub(crate) path: String,
    /// When its first line had arrived.
    pub(crate) at: Instant,
    pub(crate) target: String,
    pub(crate) body: Vec<u8>,
}

/// Reads one request; none when the other side is done.
pub(crate) fn read(stream: &mut BufReader<TcpStream>) -> Result<Option<Request>> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let at = Instant::now();
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut length, mut chunked, mut target) = (0, false, String::new());
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().map_err(|_| Error::from(ErrorKind::InvalidData))?,
            "transfer-encoding" => chunked = true,
            "x-amz-target" => value.trim().clone_into(&mut target),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    while chunked {
        line.clear();
        stream.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16).map_err(|_| Error::from(ErrorKind::InvalidData))?;
        let mut chunk = vec![0; size + 2];
        stream.read_exact(&mut chunk)?;
        chunk.truncate(size);
        body.extend(chunk);
        chunked = size > 0;
    }
    Ok(Some(Request { path, at, target, body }))
}

/// Answers with JSON.
pub(crate) fn write(stream: &mut BufReader<TcpStream>, status: &str, headers: &str, body: &[u8]) -> Result<()> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n");
    stream.get_mut().write_all(&[head.as_bytes(), body].concat())
}

/// Answers for one function until it is gone: hands on the events, and tells what it does.
pub(crate) fn serve(listener: TcpListener, events: Receiver<Vec<u8>>, heard: Sender<Heard>) {
    let events = Arc::new(Mutex::new(events));
    for stream in listener.incoming() {
        let (Ok(stream), events, heard) = (stream, events.clone(), heard.clone()) else { return };
        // Who is gone is not waited for.
        std::thread::spawn(move || drop(converse(stream, &events, &heard)));
    }
}

fn converse(stream: TcpStream, events: &Mutex<Receiver<Vec<u8>>>, heard: &Sender<Heard>) -> Result<()> {
    let gone = || Error::from(ErrorKind::BrokenPipe);
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some(request) = read(&mut stream)? {
        if request.path.ends_with("/invocation/next") {
            heard.send(Heard::Asked(request.at)).map_err(|_| gone())?;
            let event = events.lock().map_err(|_| gone())?.recv().map_err(|_| gone())?;
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(Error::other)?;
            let headers = format!(
                "lambda-runtime-aws-request-id: {:032x}\r\nlambda-runtime-deadline-ms: {}\r\n\
                 lambda-runtime-invoked-function-arn: arn:aws:lambda:eu-central-1:123456789012:function:f\r\n\
                 lambda-runtime-trace-id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0\r\n",
                now.as_nanos(),
                now.as_millis() + 29_000
            );
            let handed = Instant::now();
            write(&mut stream, "200 OK", &headers, &event)?;
            heard.send(Heard::Handed(handed)).map_err(|_| gone())?;
        } else {
            let at = Instant::now();
            let body = serde_json::from_slice(&request.body).unwrap_or_default();
            let answer = if request.path.ends_with("/response") { Ok(body) } else { Err(body) };
            heard.send(Heard::Answered(at, answer)).map_err(|_| gone())?;
            write(&mut stream, "202 Accepted", "", b"{}")?;
        }
    }
    Ok(())
}
