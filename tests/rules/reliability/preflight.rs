//! What is still missing before an office on AWS can do its work is said in words, and nothing else is said.

use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use specification::MAUTIC;
use specification::function::{Ended, run};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use tempfile::TempDir;
use tokio::net::{TcpListener, UdpSocket};

/// How an account stands.
#[derive(Clone, Copy)]
struct Account {
    a_day: f64,
    sends: bool,
    verified: bool,
}

const READY: Account = Account { a_day: 50_000.0, sends: true, verified: true };

/// Amazon SES for this account.
async fn ses(account: Account) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = axum::Router::new().fallback(async move |body: String| -> Response {
        let action = form_urlencoded::parse(body.as_bytes()).find(|(name, _)| name == "Action").unwrap().1.into_owned();
        let result = match action.as_str() {
            "GetSendQuota" => format!("<Max24HourSend>{}</Max24HourSend>", account.a_day),
            "GetAccountSendingEnabled" => format!("<Enabled>{}</Enabled>", account.sends),
            "GetIdentityVerificationAttributes" => {
                assert!(body.contains("office%40ambassadors.example.org") && body.contains("=ambassadors.example.org"));
                let status = if account.verified { "Success" } else { "Pending" };
                format!(
                    "<VerificationAttributes><entry><key>ambassadors.example.org</key><value><VerificationStatus>{status}\
                     </VerificationStatus></value></entry></VerificationAttributes>"
                )
            }
            other => panic!("it only looks, and does not ask for {other}"),
        };
        let answer = format!(
            "<{action}Response xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><{action}Result>{result}</{action}Result>\
             <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{action}Response>"
        );
        ([("content-type", "text/xml")], answer).into_response()
    });
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

/// A name server that knows this text for this name, and no other name.
async fn name_server(name: &'static str, text: &'static str) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut asked = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut asked).await {
            let labels: Vec<_> =
                name.split('.').flat_map(|label| [&[label.len() as u8], label.as_bytes()].concat()).collect();
            let is_known = asked[12..length].starts_with(&labels);
            let mut answer = asked[..length].to_vec();
            answer[2..8].copy_from_slice(&[0x81, if is_known { 0x80 } else { 0x83 }, 0, 1, 0, u8::from(is_known)]);
            if is_known {
                answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, text.len() as u8 + 1, text.len() as u8]);
                answer.extend(text.bytes());
            }
            socket.send_to(&answer, from).await.unwrap();
        }
    });
    address
}

async fn preflight(ses: &str, name_server: SocketAddr, more: &[&str], folder: &TempDir) -> Ended {
    let environment = BTreeMap::from(
        [
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "key"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_ENDPOINT_URL_SES", ses),
            ("AWS_MAX_ATTEMPTS", "1"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    let server = name_server.to_string();
    let asks = ["preflight", "--sender", "office@ambassadors.example.org", "--name-server", &server];
    run("chancery", &[&asks, more].concat(), folder.path(), &environment).await
}

/// P8
#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_before_the_first_letter_is_said_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let hook = "\n[[hook]]\nkey = \"tally\"\nsignature_header = \"X-Signature\"\nid = \"id\"\n[hook.fields]\nname = \"name\"\n\
                email = \"email\"\ncountry = \"country\"\nconsent = \"consent\"\n";
    std::fs::write(folder.path().join("program.toml"), MAUTIC).unwrap();
    std::fs::write(folder.path().join("secrets.json"), json!({ "other": "a secret of two" }).to_string()).unwrap();
    let (of_parent, of_nobody) = (
        name_server("_dmarc.example.org", "v=DMARC1; p=none").await,
        name_server("_dmarc.example.org", "v=spf1").await,
    );
    let says =
        |ended: &Ended| ended.said.lines().filter(|line| line.starts_with("- ")).map(str::to_owned).collect::<Vec<_>>();

    let all_well = ["--program", "program.toml", "--hook-secrets", "secrets.json"];
    let ended = preflight(&ses(READY).await, of_parent, &all_well, &folder).await;
    assert!(ended.successfully, "{}", ended.said);
    assert_eq!(ended.said.trim(), "Nothing is missing: letters can leave as office@ambassadors.example.org.");

    for (account, server, words) in [
        (Account { a_day: 200.0, ..READY }, of_parent, "Amazon SES is in its sandbox"),
        (Account { sends: false, ..READY }, of_parent, "Sending is turned off"),
        (Account { verified: false, ..READY }, of_parent, "neither the sender's address nor its domain"),
        (READY, of_nobody, "ambassadors.example.org has no DMARC record"),
    ] {
        let ended = preflight(&ses(account).await, server, &[], &folder).await;
        let said = says(&ended);
        assert!(!ended.successfully && said.len() == 1 && said[0].contains(words), "{words}: {}", ended.said);
        assert!(ended.said.contains("Nothing was changed."), "{}", ended.said);
    }

    std::fs::write(folder.path().join("program.toml"), format!("{MAUTIC}{hook}")).unwrap();
    let ended = preflight(&ses(READY).await, of_parent, &all_well, &folder).await;
    assert!(says(&ended).iter().any(|said| said.contains("form service tally")), "{}", ended.said);
    assert!(!ended.said.contains("a secret of two"));

    // Where nobody answers, that is what is missing.
    let ended = preflight("http://127.0.0.1:9", of_parent, &[], &folder).await;
    assert!(says(&ended)[0].contains("Amazon SES could not be asked"), "{}", ended.said);
}
