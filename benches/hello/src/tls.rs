//! One TLS connection as the AWS SDK makes it, and what it takes: `tls <host:port> <certificate>` prints the milliseconds of
//! CPU of the first connection of a process, and of a second one.

use rustix::time::{ClockId, clock_gettime};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, Stream};
use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (address, certificate) = arguments.next().zip(arguments.next()).ok_or("tls <host:port> <certificate>")?;
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certificate)?)?;
    let first = spent(|| {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
        connect(&address, config.clone())?;
        Ok(config)
    })?;
    let second = spent(|| connect(&address, first.1))?;
    println!("{:.3} {:.3}", first.0, second.0);
    Ok(())
}

/// Says something over TLS and waits for the answer, which the handshake is over by.
fn connect(address: &str, config: Arc<ClientConfig>) -> Result<(), Box<dyn Error>> {
    let mut connection = ClientConnection::new(config, ServerName::try_from("localhost")?)?;
    let mut socket = TcpStream::connect(address)?;
    let mut stream = Stream::new(&mut connection, &mut socket);
    stream.write_all(b"?")?;
    stream.read_exact(&mut [0])?;
    Ok(())
}

/// The milliseconds of CPU that this took, and what came of it. There is one thread.
fn spent<T>(work: impl FnOnce() -> Result<T, Box<dyn Error>>) -> Result<(f64, T), Box<dyn Error>> {
    let now = || {
        let time = clock_gettime(ClockId::ProcessCPUTime);
        time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
    };
    let began = now();
    let made = work()?;
    Ok((now() - began, made))
}
