//! SES, as far as its answers tell what became of a letter.

use crate::{email, records};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_ses::config::timeout::TimeoutConfig;
use aws_sdk_ses::config::{Credentials, SharedCredentialsProvider};
use letters::Letter;
use mailer::Transport;
use specification::{Cut, Fault, Faults, Line, MAUTIC, Wire};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::Store;
use store::outbox::{Draft, Lane, LetterState};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What SES answers in its query protocol, and nothing (`None`) for hanging up.
type Answer = Option<(u16, String)>;

/// An endpoint that gives one answer to everything and counts the requests.
async fn endpoint(answer: Answer) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let requests = asked.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, answer.clone(), requests.clone()));
        }
    });
    (url, asked)
}

async fn serve(mut stream: TcpStream, answer: Answer, requests: Arc<Mutex<Vec<String>>>) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    let complete = loop {
        let count = stream.read(&mut buffer).await?;
        request.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length:").map(|length| length.trim().parse::<usize>())
            });
            if body.len() >= length.and_then(Result::ok).unwrap_or_default() {
                break body.to_owned();
            }
        }
        if count == 0 {
            return Ok(());
        }
    };
    requests.lock().unwrap().push(complete);
    let Some((status, body)) = answer else { return Ok(()) };
    let answer = format!(
        "HTTP/1.1 {status} Answer\r\ncontent-type: text/xml\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(answer.as_bytes()).await
}

fn error(status: u16, code: &str) -> Answer {
    let body = format!(
        "<ErrorResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><Error><Type>Sender</Type><Code>{code}</Code>\
         <Message>in words</Message></Error><RequestId>1</RequestId></ErrorResponse>"
    );
    Some((status, body))
}

/// The mailer's office with these records, whose letters leave as this configures SES.
fn office(store: &Store, config: &SdkConfig) -> mailer::Office {
    mailer::Office {
        store: store.clone(),
        transport: Transport::ses_of(config, "letters"),
        public_url: "https://ambassadors.example.org".to_owned(),
        sender: email("ambassadors@example.org"),
    }
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn what_ses_answers_decides_what_becomes_of_a_letter_and_it_is_asked_once() {
    let success = "<SendRawEmailResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><SendRawEmailResult>\
                   <MessageId>0102018f-message</MessageId></SendRawEmailResult><ResponseMetadata><RequestId>1</RequestId>\
                   </ResponseMetadata></SendRawEmailResponse>";
    use LetterState::{Doubt, Refused, Sent, Waiting};
    let table: [(&str, Answer, LetterState); 9] = [
        ("taken", Some((200, success.to_owned())), Sent),
        ("throttled", error(400, "Throttling"), Waiting),
        ("too-many", error(429, "TooManyRequestsException"), Waiting),
        ("paused", error(400, "AccountSendingPausedException"), Waiting),
        // The key is wrong or may not send: that is about the office, not about the letter.
        ("not-allowed", error(403, "AccessDenied"), Waiting),
        ("refused", error(400, "MessageRejected"), Refused),
        ("broken", error(500, "InternalFailure"), Doubt),
        ("unreadable", Some((200, "not what SES says".to_owned())), Doubt),
        ("hung-up", None, Doubt),
    ];
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let store = &records.store;
    for (what, answer, state) in table {
        let (url, requests) = endpoint(answer).await;
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .endpoint_url(url)
            .credentials_provider(SharedCredentialsProvider::new(Credentials::new("key", "secret", None, None, "test")))
            .build();
        let post = office(store, &config);
        let letter = Letter::KeptInPool { name: "Amara Okafor".to_owned(), words: None };
        store.queue(&Draft::new(what, Lane::Now, &email("amara@example.org"), "en", &letter)).await.unwrap();
        assert_eq!(mailer::post(&post, what).await.is_ok(), state != Waiting, "{what}");
        let queued = store.letter(what).await.unwrap().unwrap();
        assert_eq!(queued.state, state, "{what}: {:?}", queued.remark);
        assert_eq!(queued.message_id.as_deref(), (state == Sent).then_some("0102018f-message"), "{what}");
        assert!(queued.remark.is_none_or(|remark| !remark.contains('@')), "{what}");
        let requests = requests.lock().unwrap().clone();
        assert_eq!(requests.len(), 1, "{what}");
        assert!(requests[0].starts_with("Action=SendRawEmail&"), "{}", &requests[0][..60]);
        assert!(requests[0].contains("Destinations.member.1=amara%40example.org&"), "{what}");
    }

    // An endpoint that nobody answers at has taken nothing.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(format!("http://{free}"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("key", "secret", None, None, "test")))
        .build();
    let post = office(store, &config);
    let letter = Letter::KeptInPool { name: "Amara Okafor".to_owned(), words: None };
    store.queue(&Draft::new("away", Lane::Now, &email("amara@example.org"), "en", &letter)).await.unwrap();
    assert!(mailer::post(&post, "away").await.is_err());
    assert_eq!(store.letter("away").await.unwrap().unwrap().state, Waiting);
    records.close().await.unwrap();
}

/// N4
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_the_service_says_nothing_about_is_in_doubt_soon_and_holds_up_no_other() {
    let (url, requests) = endpoint(error(400, "MessageRejected")).await;
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let wire = Wire::to(&records.place().tables_url).await;
    let waits = TimeoutConfig::builder().operation_attempt_timeout(Duration::from_millis(300)).build();
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(wire.line(Line::Mail, &url).await)
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("key", "secret", None, None, "test")))
        .timeout_config(waits)
        .build();
    let store = &records.store;
    let post = office(store, &config);
    let letter = Letter::KeptInPool { name: "Amara Okafor".to_owned(), words: None };
    for id in ["a", "b"] {
        store.queue(&Draft::new(id, Lane::Now, &email("amara@example.org"), "en", &letter)).await.unwrap();
    }
    wire.goes_wrong(Faults::first(1, Fault::Silent(Cut::After)));
    mailer::sweep(&post).await.unwrap();
    assert_eq!(wire.goes_well().len(), 1);
    let mut states = Vec::new();
    for id in ["a", "b"] {
        states.push(store.letter(id).await.unwrap().unwrap().state);
    }
    states.sort_by_key(|state| *state == LetterState::Refused);
    assert_eq!(states, [LetterState::Doubt, LetterState::Refused]);
    assert_eq!(requests.lock().unwrap().len(), 2, "each was asked for once");
}
