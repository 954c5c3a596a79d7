//! Stand-ins for what functions call: DynamoDB, which knows one document, and a place that speaks TLS.

use crate::runtime::{read, write};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};
use std::error::Error;
use std::io::{BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Starts the stand-in for DynamoDB: every query finds this document, and nothing else is there.
pub(crate) fn tables(document: &str) -> Result<String, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let text = |text: &str| serde_json::json!({ "S": text });
    let item = serde_json::json!({
        "program": text("settings"),
        "version": text("0000000001"),
        "document": text(document),
        "at": text("2026-01-01T00:00:00Z"),
    });
    let found = serde_json::json!({ "Items": [item], "Count": 1, "ScannedCount": 1 }).to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let found = found.clone();
            std::thread::spawn(move || drop(look_up(stream, &found)));
        }
    });
    Ok(format!("http://{address}"))
}

fn look_up(stream: TcpStream, found: &str) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some(request) = read(&mut stream)? {
        let answer = if request.target.ends_with(".Query") { found } else { "{}" };
        write(&mut stream, "200 OK", "", answer.as_bytes())?;
    }
    Ok(())
}

/// Starts what answers over TLS as `localhost`, and says where, and where its certificate is.
pub(crate) fn over_tls(folder: &Path) -> Result<(String, PathBuf), Box<dyn Error>> {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()])?;
    let file = folder.join("localhost.pem");
    std::fs::write(&file, cert.pem())?;
    let key = PrivateKeyDer::try_from(signing_key.serialize_der())?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key)?);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    std::thread::spawn(move || {
        for mut socket in listener.incoming().flatten() {
            // Who hangs up in the middle is measured as an error by its own program.
            let _ = ServerConnection::new(config.clone()).map(|mut connection| {
                let mut stream = Stream::new(&mut connection, &mut socket);
                let _ = stream.read_exact(&mut [0]).and_then(|()| stream.write_all(b"!"));
            });
        }
    });
    Ok((address, file))
}
