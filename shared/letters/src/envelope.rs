//! The envelope around a letter, and the MIME message that comes of both.

use crate::letter::Letter;
use crate::wording::Wording;
use crate::{html, plain};
use chrono::{DateTime, Utc};
use lettre::message::header::{ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};
use program::Email;
use std::time::{Duration, UNIX_EPOCH};
use words::Words;

/// Everything a letter needs beside what it says.
pub struct Envelope<'a> {
    /// The address the program sends from; its readers see the program's name with it.
    pub from: &'a Email,
    /// Whom it goes to.
    pub to: &'a Email,
    /// Their name, where it is known.
    pub to_name: Option<&'a str>,
    /// The program's support address: the letter names it, and replies reach it (clause M23).
    pub reply_to: &'a Email,
    /// The program's name.
    pub program: &'a str,
    /// The community's name.
    pub community: &'a str,
    /// Where the office is on the web, as configured (requirement S1).
    pub public_url: &'a str,
    /// The link minted for [`Letter::secret`].
    pub secret_link: Option<&'a str>,
    /// The link minted for [`Letter::follows`], where the reader has an application to follow.
    pub follow_link: Option<&'a str>,
    /// The reader's language (clause M24).
    pub words: Words,
    /// The moment it is sent.
    pub date: DateTime<Utc>,
    /// The message's own id, "left@right"; the angle brackets may be there or not.
    pub message_id: &'a str,
    /// What comes with it.
    pub attachments: Vec<Attachment>,
}

/// A file that comes with a letter.
pub struct Attachment {
    /// The name it is saved under.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A letter ready to send. It may hold a secret link, so it has no debug output.
pub struct Rendered {
    /// The address to send from, in ASCII as transports take it.
    pub sender: String,
    /// The address to send to, in ASCII as transports take it.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// The letter as plain text.
    pub text: String,
    /// The letter as HTML.
    pub html: String,
    /// The whole message; the same arguments give the same bytes.
    pub mime: Vec<u8>,
}

/// Why a letter cannot be rendered. It names no person (requirement S13).
#[derive(Debug, thiserror::Error)]
pub enum RenderProblem {
    /// The letter carries a secret link, and none was minted.
    #[error("this letter needs a secret link, and none was given")]
    NoSecretLink,
    /// An address that mail servers do not take, such as one with letters outside ASCII before the "@".
    #[error("the {0} address cannot be written to by mail")]
    Address(&'static str),
    /// The message's id is no id.
    #[error("a message id is written like left@right")]
    MessageId,
    /// An attachment's media type is none.
    #[error("an attachment's media type cannot be read")]
    ContentType,
    /// The parts do not make a message.
    #[error("the letter cannot be put together")]
    Message(#[from] lettre::error::Error),
}

/// Renders a letter: the same content as text and as HTML, in one message.
///
/// # Errors
/// What of the envelope does not fit; see [`RenderProblem`].
pub fn render(letter: &Letter, envelope: &Envelope<'_>) -> Result<Rendered, RenderProblem> {
    let mut wording = Wording::of(letter, envelope)?;
    wording.subject = one_line(&wording.subject);
    let text = plain::text(&wording, envelope);
    let html = html::html(&wording, envelope);
    let sender = ascii(envelope.from).ok_or(RenderProblem::Address("sender's"))?;
    let recipient = ascii(envelope.to).ok_or(RenderProblem::Address("recipient's"))?;
    let reply_to = ascii(envelope.reply_to).ok_or(RenderProblem::Address("support"))?;
    let id = message_id(envelope.message_id).ok_or(RenderProblem::MessageId)?;

    let message = Message::builder()
        .from(mailbox(Some(envelope.program), &sender).ok_or(RenderProblem::Address("sender's"))?)
        .to(mailbox(envelope.to_name, &recipient).ok_or(RenderProblem::Address("recipient's"))?)
        .reply_to(mailbox(Some(envelope.program), &reply_to).ok_or(RenderProblem::Address("support"))?)
        .subject(wording.subject.as_str())
        .date(UNIX_EPOCH + seconds(envelope.date))
        .message_id(Some(format!("<{id}>")))
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .raw_header(header("Content-Language", envelope.words.locale().tag()));
    let message = match envelope.secret_link.filter(|_| letter.unsubscribes()) {
        // Turned off by one click in a mail program, without opening a page (RFC 8058).
        Some(link) => message
            .raw_header(header("List-Unsubscribe", &format!("<{}>", one_line(link))))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")),
        None => message,
    };

    let alternatives = MultiPart::alternative()
        .boundary(boundary('a', id))
        .singlepart(part(ContentType::TEXT_PLAIN, &text))
        .singlepart(part(ContentType::TEXT_HTML, &html));
    let message = if envelope.attachments.is_empty() {
        message.multipart(alternatives)?
    } else {
        let mut mixed = MultiPart::mixed().boundary(boundary('m', id)).multipart(alternatives);
        for attachment in &envelope.attachments {
            mixed = mixed.singlepart(attached(attachment)?);
        }
        message.multipart(mixed)?
    };
    Ok(Rendered { sender, recipient, subject: wording.subject, text, html, mime: message.formatted() })
}

/// What somebody typed, as one line that ends no header and turns no sentence around it.
pub(crate) fn one_line(text: &str) -> String {
    let unwanted = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}');
    let spaced: String = text.chars().map(|c| if unwanted(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The address in ASCII: domains have such a form (IDNA), what stands before the "@" has none.
fn ascii(email: &Email) -> Option<String> {
    let (local, domain) = email.as_str().rsplit_once('@')?;
    let domain = idna::domain_to_ascii(domain).ok()?;
    local.is_ascii().then(|| format!("{local}@{domain}"))
}

fn mailbox(name: Option<&str>, address: &str) -> Option<Mailbox> {
    let name = name.map(one_line).filter(|name| !name.is_empty());
    Some(Mailbox::new(name, address.parse().ok()?))
}

/// The id without its brackets, if it is one.
fn message_id(id: &str) -> Option<&str> {
    let id = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id);
    let (left, right) = id.split_once('@')?;
    let fits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && !b"<>@".contains(&b));
    (fits(left) && fits(right)).then_some(id)
}

/// The instant as the date header can hold it: from 1970 to 9999.
fn seconds(date: DateTime<Utc>) -> Duration {
    const LAST: u64 = 253_402_300_799;
    Duration::from_secs(u64::try_from(date.timestamp()).unwrap_or_default().min(LAST))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// A boundary that follows from the message's id. No part can hold it: "=_" occurs in neither encoding used.
fn boundary(part: char, id: &str) -> String {
    let id: String = id.chars().filter(char::is_ascii_alphanumeric).take(48).collect();
    format!("=_{part}_{id}")
}

/// Text encoded so that no line of it is taken for a boundary or changed on the way.
fn part(content_type: ContentType, text: &str) -> SinglePart {
    let encoding = match Body::new(text.to_owned()).encoding() {
        ContentTransferEncoding::Base64 => ContentTransferEncoding::Base64,
        _ => ContentTransferEncoding::QuotedPrintable,
    };
    SinglePart::builder().header(content_type).header(encoding).body(text.to_owned())
}

fn attached(attachment: &Attachment) -> Result<SinglePart, RenderProblem> {
    let content_type = ContentType::parse(&attachment.content_type).map_err(|_| RenderProblem::ContentType)?;
    Ok(SinglePart::builder()
        .header(content_type)
        .header(ContentDisposition::attachment(&one_line(&attachment.name)))
        .header(ContentTransferEncoding::Base64)
        .body(attachment.bytes.clone()))
}
