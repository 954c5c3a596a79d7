//! Letters by a mail server of one's own, from the office on one machine.

use crate::transport::Fate;
use letters::Rendered;
use lettre::AsyncTransport as _;
use lettre::address::{Address, Envelope};
use std::time::Duration;

/// A mail server.
pub type Server = lettre::AsyncSmtpTransport<lettre::Tokio1Executor>;

/// How long it may take for anything.
const ANSWERS_WITHIN: Duration = Duration::from_secs(60);

/// The mail server of this address.
pub(crate) fn server(url: &str) -> anyhow::Result<Server> {
    Ok(Server::from_url(url)?.timeout(Some(ANSWERS_WITHIN)).build())
}

/// Hands one letter over, once.
pub(crate) async fn send(server: &Server, letter: &Rendered) -> Fate {
    let address = |text: &str| text.parse::<Address>();
    let envelope = match (address(&letter.sender), address(&letter.recipient)) {
        (Ok(from), Ok(to)) => Envelope::new(Some(from), vec![to]),
        _ => return Fate::Refused("an address that mail servers do not take".to_owned()),
    };
    let Ok(envelope) = envelope else { return Fate::Refused("no recipient".to_owned()) };
    match server.send_raw(&envelope, &letter.mime).await {
        // The line names the letter as the server calls it: "2.0.0 Ok: queued as 4ABC".
        Ok(response) => Fate::Sent(response.first_line().unwrap_or("accepted").to_owned()),
        Err(error) if is_about_signing_in(&error) => {
            Fate::NotTaken("the mail server does not let the office in".to_owned())
        }
        Err(error) if error.is_permanent() => Fate::Refused("the mail server refused it for good".to_owned()),
        Err(error) if error.is_transient() => Fate::NotTaken("the mail server asks to come back later".to_owned()),
        Err(error) if error.is_client() || is_connection(&error) => {
            Fate::NotTaken("the mail server cannot be reached".to_owned())
        }
        Err(_) => Fate::Doubt("the connection to the mail server broke".to_owned()),
    }
}

/// A wrong password is no reason to give a letter up (replies 530 to 538, RFC 4954).
fn is_about_signing_in(error: &lettre::transport::smtp::Error) -> bool {
    error.status().is_some_and(|code| (530..=538).contains(&u16::from(code)))
}

/// A connection that was never made has taken nothing. lettre tells it from one that broke by its words alone.
fn is_connection(error: &lettre::transport::smtp::Error) -> bool {
    error.to_string().starts_with("Connection error")
}
