use super::*;

use std::collections::HashMap;
use std::path::PathBuf;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sigv4::http_request::{PayloadChecksumKind, SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::Utc;
use tokio::net::{TcpListener, TcpStream};

const BUCKET: &str = "house";
const KEY: &str = "local";
const SECRET: &str = "a secret of the test";

/// An endpoint on a port of its own, with a folder of its own.
struct Served {
    root: tempfile::TempDir,
    address: String,
    client: Client,
}

impl Served {
    async fn open() -> anyhow::Result<Self> {
        Self::with_origin(None).await
    }

    async fn with_origin(origin: Option<&str>) -> anyhow::Result<Self> {
        let root = tempfile::tempdir()?;
        let router = service(root.path(), BUCKET, KEY, SECRET, origin, unheard())?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        tokio::spawn(async { axum::serve(listener, router).await });
        Ok(Self { client: client(&address, KEY, SECRET), root, address })
    }

    async fn put(&self, key: &str, body: &'static [u8]) -> anyhow::Result<()> {
        let put = self.client.put_object().bucket(BUCKET).key(key);
        put.body(ByteStream::from_static(body)).send().await?;
        Ok(())
    }

    async fn get(&self, key: &str) -> anyhow::Result<Vec<u8>> {
        let got = self.client.get_object().bucket(BUCKET).key(key).send().await?;
        Ok(got.body.collect().await?.to_vec())
    }

    async fn keys(&self, prefix: &str) -> anyhow::Result<Vec<String>> {
        let list = self.client.list_objects_v2().bucket(BUCKET).prefix(prefix);
        Ok(keys(list.send().await?.contents()))
    }

    fn url(&self, key: &str) -> String {
        format!("http://{}/{BUCKET}/{key}", self.address)
    }

    /// A request signed here by hand, for what the SDK would never send.
    async fn signed(
        &self,
        method: Method,
        key: &str,
        headers: &[(&'static str, &str)],
        payload: SignableBody<'_>,
        body: Vec<u8>,
    ) -> anyhow::Result<reqwest::Response> {
        let identity = Credentials::new(KEY, SECRET, None, None, "test").into();
        let mut settings = SigningSettings::default();
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.percent_encoding_mode = aws_sigv4::http_request::PercentEncodingMode::Single;
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region("us-east-1")
            .name("s3")
            .time(SystemTime::now())
            .settings(settings)
            .build()?;
        let url = self.url(key);
        let request = SignableRequest::new(method.as_str(), &url, headers.iter().copied(), payload)?;
        let (instructions, _) = sign(request, &params.into())?.into_parts();
        let mut request = reqwest::Client::new().request(method, url).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        for (name, value) in instructions.headers() {
            request = request.header(name, value);
        }
        Ok(request.send().await?)
    }

    /// No object, and no unfinished one either; a connection that broke is noticed a moment later.
    async fn holds_nothing(&self) -> anyhow::Result<bool> {
        for _ in 0..100 {
            if files_in(self.root.path())?.is_empty() {
                return Ok(true);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(false)
    }
}

fn client(address: &str, key: &str, secret: &str) -> Client {
    Client::from_conf(
        aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new(key, secret, None, None, "test"))
            .endpoint_url(format!("http://{address}"))
            .force_path_style(true)
            .build(),
    )
}

fn keys(objects: &[aws_sdk_s3::types::Object]) -> Vec<String> {
    objects.iter().filter_map(|it| it.key().map(str::to_owned)).collect()
}

fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_in(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// The status and S3's own code of a refusal.
fn refusal<T: std::fmt::Debug, E: ProvideErrorMetadata + std::fmt::Debug>(
    result: Result<T, SdkError<E>>,
) -> (u16, String) {
    let error = result.expect_err("it is refused");
    let status = error.raw_response().map(|response| response.status().as_u16());
    let code = error.as_service_error().and_then(|error| error.code());
    (status.unwrap_or_default(), code.unwrap_or_default().into())
}

fn soon() -> anyhow::Result<PresigningConfig> {
    Ok(PresigningConfig::expires_in(Duration::from_secs(60))?)
}

/// Nobody is told of what is created.
fn unheard() -> super::Created {
    tokio::sync::mpsc::unbounded_channel().0
}

#[tokio::test]
async fn a_mark_is_told_as_a_tag_and_leaves_the_object_as_it_is() -> anyhow::Result<()> {
    let served = Served::open().await?;
    let tags = async || -> anyhow::Result<Vec<(String, String)>> {
        let told = served.client.get_object_tagging().bucket(BUCKET).key("evidence/1").send().await?;
        Ok(told.tag_set().iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect())
    };
    let etag = async || -> anyhow::Result<Option<String>> {
        let told = served.client.head_object().bucket(BUCKET).key("evidence/1").send().await?;
        Ok(told.e_tag().map(str::to_owned))
    };
    served.put("evidence/1", b"a receipt").await?;
    let (before, of) = (etag().await?, |key: &str, value: &str| mark(served.root.path(), BUCKET, key, "Found", value));
    assert_eq!(tags().await?, []);
    assert!(of("evidence/1", "nothing")? && of("evidence/1", "something")?);
    assert_eq!(tags().await?, [("Found".to_owned(), "something".to_owned())]);
    assert_eq!((served.get("evidence/1").await?, etag().await?), (b"a receipt".to_vec(), before));
    assert!(!of("evidence/2", "nothing")?, "there is no such object");
    served.put("evidence/1", b"another").await?;
    assert_eq!(tags().await?, [], "another in its place is not marked yet");
    Ok(())
}

#[tokio::test]
async fn an_object_comes_back_as_it_was_put() -> anyhow::Result<()> {
    let files = Served::open().await?;
    let put = files.client.put_object().bucket(BUCKET).key("invoices/1.pdf");
    let put = put
        .body(ByteStream::from_static(b"0123456789"))
        .content_type("application/pdf")
        .content_disposition("attachment; filename=\"invoice.pdf\"")
        .content_encoding("identity")
        .metadata("request", "r-1")
        .send()
        .await?;
    assert_eq!(put.e_tag(), Some("\"781e5e245d69b566979b86e28d23f2c7\""));

    let got = files.client.get_object().bucket(BUCKET).key("invoices/1.pdf").send().await?;
    assert_eq!(got.content_type(), Some("application/pdf"));
    assert_eq!(got.content_disposition(), Some("attachment; filename=\"invoice.pdf\""));
    assert_eq!(got.content_encoding(), Some("identity"));
    assert_eq!(got.metadata(), Some(&HashMap::from([("request".into(), "r-1".into())])));
    assert_eq!(got.content_length(), Some(10));
    assert_eq!(got.e_tag(), put.e_tag());
    let age = Utc::now().timestamp() - got.last_modified().context("a time")?.secs();
    assert!(age < 60, "{age}");
    assert_eq!(got.body.collect().await?.to_vec(), b"0123456789");

    let head = files.client.head_object().bucket(BUCKET).key("invoices/1.pdf").send().await?;
    assert_eq!(head.content_length(), Some(10));
    assert_eq!(head.content_type(), Some("application/pdf"));
    assert_eq!(head.metadata(), Some(&HashMap::from([("request".into(), "r-1".into())])));

    files.put("invoices/1.pdf", b"other").await?;
    assert_eq!(files.get("invoices/1.pdf").await?, b"other");

    for _ in 0..2 {
        files.client.delete_object().bucket(BUCKET).key("invoices/1.pdf").send().await?;
    }
    let gone = files.client.get_object().bucket(BUCKET).key("invoices/1.pdf").send().await;
    assert_eq!(refusal(gone), (404, "NoSuchKey".into()));
    let gone = files.client.head_object().bucket(BUCKET).key("invoices/1.pdf").send().await;
    assert!(gone.is_err_and(|error| error.as_service_error().is_some_and(|it| it.is_not_found())));
    assert!(files.holds_nothing().await?);
    Ok(())
}

#[tokio::test]
async fn a_part_of_an_object_can_be_read() -> anyhow::Result<()> {
    let files = Served::open().await?;
    files.put("a", b"0123456789").await?;
    files.put("empty", b"").await?;
    let part = async |range: &str| {
        let get = files.client.get_object().bucket(BUCKET).key("a").range(range);
        let got = get.send().await?;
        let content_range = got.content_range().unwrap_or_default().to_owned();
        anyhow::Ok((content_range, got.body.collect().await?.to_vec()))
    };
    assert_eq!(part("bytes=2-4").await?, ("bytes 2-4/10".into(), b"234".to_vec()));
    assert_eq!(part("bytes=7-").await?, ("bytes 7-9/10".into(), b"789".to_vec()));
    assert_eq!(part("bytes=-3").await?, ("bytes 7-9/10".into(), b"789".to_vec()));
    assert_eq!(part("bytes=8-99").await?, ("bytes 8-9/10".into(), b"89".to_vec()));
    let behind = files.client.get_object().bucket(BUCKET).key("a").range("bytes=10-").send().await;
    assert_eq!(refusal(behind), (416, "InvalidRange".into()));
    assert_eq!(files.get("empty").await?, b"");
    Ok(())
}

#[tokio::test]
async fn a_reader_who_has_the_object_is_not_sent_it_again() -> anyhow::Result<()> {
    let files = Served::open().await?;
    files.put("a", b"x").await?;
    let head = files.client.head_object().bucket(BUCKET).key("a").send().await?;
    let etag = head.e_tag().context("an etag")?;
    let get = || files.client.get_object().bucket(BUCKET).key("a");
    assert_eq!(refusal(get().if_none_match(etag).send().await).0, 304);
    assert_eq!(refusal(get().if_match("\"other\"").send().await).0, 412);
    get().if_match(etag).if_none_match("\"other\"").send().await?;
    Ok(())
}

#[tokio::test]
async fn a_list_comes_in_pages_and_in_order() -> anyhow::Result<()> {
    let files = Served::open().await?;
    let mut all: Vec<String> = (0..25).map(|n| format!("quarters/{n}.parquet")).collect();
    all.sort();
    for key in &all {
        files.put(key, b"x").await?;
    }
    files.put("other", b"x").await?;
    let list = || files.client.list_objects_v2().bucket(BUCKET).prefix("quarters/");
    let mut pages = list().into_paginator().page_size(10).send();
    let mut found = Vec::new();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        sizes.push((page.key_count(), page.is_truncated()));
        found.extend(keys(page.contents()));
    }
    assert_eq!(sizes, [(Some(10), Some(true)), (Some(10), Some(true)), (Some(5), Some(false))]);
    assert_eq!(found, all);
    let exact = list().max_keys(25).send().await?;
    assert_eq!((exact.is_truncated(), exact.next_continuation_token()), (Some(false), None));
    let later = list().start_after("quarters/7.parquet").send().await?;
    assert_eq!(keys(later.contents()), ["quarters/8.parquet", "quarters/9.parquet"]);
    let first = later.contents().first().context("an object")?;
    assert_eq!(first.size(), Some(1));
    assert_eq!(first.e_tag(), Some("\"9dd4e461268c8034f5c8564e155c67a6\""));
    assert!(files.keys("nothing").await?.is_empty());
    let grouped = files.client.list_objects_v2().bucket(BUCKET).delimiter("/").send().await;
    assert_eq!(refusal(grouped), (501, "NotImplemented".into()));
    Ok(())
}

#[tokio::test]
async fn of_many_who_write_a_new_name_at_once_exactly_one_wins() -> anyhow::Result<()> {
    let files = Served::open().await?;
    for round in 0..5 {
        let key = format!("claims/{round}");
        let writers = (0..16).map(|writer| {
            let put = files.client.put_object().bucket(BUCKET).key(&key).if_none_match("*");
            async move {
                let body = ByteStream::from(vec![writer; 100_000]);
                (writer, put.body(body).send().await)
            }
        });
        let (won, lost): (Vec<_>, Vec<_>) =
            futures::future::join_all(writers).await.into_iter().partition(|(_, result)| result.is_ok());
        let [(winner, _)] = won.as_slice() else {
            panic!("one winner, not {won:?}");
        };
        for (_, result) in lost {
            assert_eq!(refusal(result), (412, "PreconditionFailed".into()));
        }
        assert_eq!(files.get(&key).await?, vec![*winner; 100_000]);
    }
    assert_eq!(files_in(files.root.path())?.len(), 5);
    Ok(())
}

#[tokio::test]
async fn an_object_is_replaced_only_if_it_is_the_one_that_was_read() -> anyhow::Result<()> {
    let files = Served::open().await?;
    files.put("a", b"first").await?;
    let head = files.client.head_object().bucket(BUCKET).key("a").send().await?;
    let etag = head.e_tag().context("an etag")?;
    let put = |key: &str| files.client.put_object().bucket(BUCKET).key(key).if_match(etag);
    put("a").body(ByteStream::from_static(b"second")).send().await?;
    let again = put("a").body(ByteStream::from_static(b"third")).send().await;
    assert_eq!(refusal(again), (412, "PreconditionFailed".into()));
    let nothing = put("b").body(ByteStream::from_static(b"third")).send().await;
    assert_eq!(refusal(nothing), (404, "NoSuchKey".into()));
    assert_eq!(files.get("a").await?, b"second");
    assert_eq!(files.keys("").await?, ["a"]);
    Ok(())
}

#[tokio::test]
async fn a_body_that_is_not_the_one_announced_leaves_nothing() -> anyhow::Result<()> {
    let files = Served::open().await?;
    let put = || {
        let put = files.client.put_object().bucket(BUCKET).key("a");
        put.body(ByteStream::from_static(b"body"))
    };
    let other_md5 = BASE64.encode([7; 16]);
    let bad = (400, "BadDigest".to_owned());
    assert_eq!(refusal(put().content_md5(other_md5).send().await), bad);
    assert_eq!(refusal(put().checksum_crc32("AAAAAA==").send().await), bad);
    assert_eq!(refusal(put().checksum_crc32_c("AAAAAA==").send().await), bad);
    assert_eq!(refusal(put().checksum_crc64_nvme("AAAAAAAAAAA=").send().await), bad);
    assert_eq!(refusal(put().checksum_sha1(BASE64.encode([7; 20])).send().await), bad);
    assert_eq!(refusal(put().checksum_sha256(BASE64.encode([7; 32])).send().await), bad);
    assert!(files.holds_nothing().await?);

    let put = async |payload, body: &[u8]| {
        let answer = files.signed(Method::PUT, "a", &[], payload, body.to_vec()).await?;
        anyhow::Ok(answer.status().as_u16())
    };
    assert_eq!(put(SignableBody::Bytes(b"body"), b"bodY").await?, 400);
    assert!(files.holds_nothing().await?);
    assert_eq!(put(SignableBody::Bytes(b"body"), b"body").await?, 200);
    assert_eq!(files.get("a").await?, b"body");
    Ok(())
}

#[tokio::test]
async fn a_checksum_behind_the_body_is_held_against_it_too() -> anyhow::Result<()> {
    let files = Served::open().await?;
    let put = async |chunks: &str| {
        let headers = [
            ("content-encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "4"),
            ("x-amz-trailer", "x-amz-checksum-crc32"),
        ];
        let payload = SignableBody::StreamingUnsignedPayloadTrailer;
        let body = chunks.as_bytes().to_vec();
        let answer = files.signed(Method::PUT, "a", &headers, payload, body).await?;
        anyhow::Ok(answer.status().as_u16())
    };
    for wrong in [
        "4\r\nbody\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
        "4\r\nbody\r\n0\r\n\r\n",
        "3\r\nbod\r\n0\r\nx-amz-checksum-crc32:HKgUdQ==\r\n\r\n",
    ] {
        assert_eq!(put(wrong).await?, 400, "{wrong}");
        assert!(files.holds_nothing().await?, "{wrong}");
    }
    assert_eq!(put("4\r\nbody\r\n0\r\nx-amz-checksum-crc32:26gLsg==\r\n\r\n").await?, 200);
    let head = files.client.head_object().bucket(BUCKET).key("a").send().await?;
    assert_eq!((head.content_length(), head.content_encoding()), (Some(4), None));
    Ok(())
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() -> anyhow::Result<()> {
    let files = Served::open().await?;
    let put = files.client.put_object().bucket(BUCKET).key("a").content_length(1_000_000);
    let link = put.presigned(soon()?).await?;
    let path = link.uri().strip_prefix(&format!("http://{}", files.address)).context("ours")?;
    let mut connection = TcpStream::connect(&files.address).await?;
    let head = format!("PUT {path} HTTP/1.1\r\nHost: {}\r\nContent-Length: 1000000\r\n\r\n", files.address);
    connection.write_all(head.as_bytes()).await?;
    connection.write_all(&[7; 500_000]).await?;
    let started = async {
        while files_in(files.root.path())?.is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(Duration::from_secs(5), started).await??;
    drop(connection);
    assert!(files.holds_nothing().await?);
    Ok(())
}

#[tokio::test]
async fn a_posted_form_that_breaks_off_leaves_nothing() -> anyhow::Result<()> {
    let files = Served::open().await?;
    let mut connection = TcpStream::connect(&files.address).await?;
    let head = format!(
        "POST /{BUCKET} HTTP/1.1\r\nHost: {}\r\nContent-Type: multipart/form-data; boundary=edge\r\n\
         Content-Length: 1000000\r\n\r\n--edge\r\n",
        files.address
    );
    connection.write_all(head.as_bytes()).await?;
    connection.write_all(&[7; 500_000]).await?;
    tokio::time::sleep(Duration::from_millis(100)).await;
    drop(connection);
    assert!(files.holds_nothing().await?);
    Ok(())
}

#[tokio::test]
async fn what_may_stay_for_a_time_only_is_swept_away_after_it() -> anyhow::Result<()> {
    let files = Served::open().await?;
    for key in ["uploads/1", "uploads/2", "evidence/1"] {
        files.put(key, b"body").await?;
    }
    let (root, hour) = (files.root.path(), Duration::from_secs(3600));
    assert_eq!(super::sweep_expired(root, BUCKET, "uploads/", hour)?, 0);
    assert_eq!(super::sweep_expired(root, BUCKET, "uploads/", Duration::ZERO)?, 2);
    assert_eq!(files.keys("").await?, ["evidence/1"]);
    Ok(())
}

#[tokio::test]
async fn a_link_downloads_under_the_name_it_was_signed_for_until_it_expires() -> anyhow::Result<()> {
    let files = Served::open().await?;
    let put = files.client.put_object().bucket(BUCKET).key("invoices/1");
    let put = put.body(ByteStream::from_static(b"paper"));
    put.content_type("text/html").content_disposition("inline").send().await?;
    let link = |seconds| {
        let get = files.client.get_object().bucket(BUCKET).key("invoices/1");
        let get = get
            .response_content_disposition("attachment; filename=\"Rechnung 1.pdf\"")
            .response_content_type("application/pdf");
        async move {
            let expiry = PresigningConfig::expires_in(Duration::from_secs(seconds))?;
            anyhow::Ok(get.presigned(expiry).await?.uri().to_owned())
        }
    };
    let long = link(60).await?;
    let short = link(1).await?;
    let got = reqwest::get(&long).await?;
    assert_eq!(got.status(), 200);
    let values = |name| got.headers().get_all(name).iter().collect::<Vec<_>>();
    assert_eq!(values("content-disposition"), ["attachment; filename=\"Rechnung 1.pdf\""]);
    assert_eq!(values("content-type"), ["application/pdf"]);
    assert_eq!(got.bytes().await?, "paper");

    for tampered in [
        long.replace("Rechnung", "Rechnunk"),
        long.replace("invoices/1", "invoices/2"),
        long.replace("X-Amz-Expires=60", "X-Amz-Expires=61"),
        long.split('?').next().unwrap_or_default().to_owned(),
    ] {
        assert_eq!(reqwest::get(&tampered).await?.status(), 403, "{tampered}");
    }
    let put = reqwest::Client::new().put(&long).body("other").send().await?;
    assert_eq!(put.status(), 403);

    tokio::time::sleep(Duration::from_millis(2100)).await;
    assert_eq!(reqwest::get(&short).await?.status(), 403);
    assert_eq!(reqwest::get(&long).await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn an_upload_link_takes_only_the_length_and_type_it_was_signed_for() -> anyhow::Result<()> {
    let files = Served::open().await?;
    let put = files.client.put_object().bucket(BUCKET).key("evidence/1");
    let put = put.content_type("image/png").content_length(4);
    let link = put.presigned(soon()?).await?;
    let upload = async |kind: &'static str, body: &'static str| {
        let put = reqwest::Client::new().put(link.uri()).header("content-type", kind);
        anyhow::Ok(put.body(body).send().await?.status().as_u16())
    };
    assert_eq!(upload("text/html", "body").await?, 403);
    assert_eq!(upload("image/png", "a longer body").await?, 403);
    assert!(files.holds_nothing().await?);
    assert_eq!(upload("image/png", "body").await?, 200);
    assert_eq!(files.get("evidence/1").await?, b"body");
    Ok(())
}

/// A browser's form without script, as the pages post it.
async fn post_form(files: &Served, file: &[u8], signature: Option<&str>) -> anyhow::Result<reqwest::Response> {
    let now = Utc::now();
    let date = now.format("%Y%m%dT%H%M%SZ").to_string();
    let credential = format!("{KEY}/{}/us-east-1/s3/aws4_request", now.format("%Y%m%d"));
    let policy = serde_json::json!({
        "expiration": (now + chrono::TimeDelta::minutes(5)).to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        "conditions": [
            {"bucket": BUCKET}, {"key": "evidence/2"}, {"Content-Type": "application/octet-stream"},
            {"success_action_redirect": "http://127.0.0.1/me/funding"},
            {"x-amz-algorithm": "AWS4-HMAC-SHA256"}, {"x-amz-credential": credential}, {"x-amz-date": date},
            ["content-length-range", 1, 1000],
        ],
    });
    let policy = BASE64.encode(policy.to_string());
    let signing = v4::generate_signing_key(SECRET, SystemTime::now(), "us-east-1", "s3");
    let signed = v4::calculate_signature(signing, policy.as_bytes());
    let mut body = Vec::new();
    for (name, value) in [
        ("key", "evidence/2"),
        ("Content-Type", "application/octet-stream"),
        ("success_action_redirect", "http://127.0.0.1/me/funding"),
        ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
        ("x-amz-credential", &credential),
        ("x-amz-date", &date),
        ("policy", &policy),
        ("x-amz-signature", signature.unwrap_or(&signed)),
    ] {
        body.extend(
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes(),
        );
    }
    body.extend(b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n");
    body.extend(file);
    body.extend(b"\r\n--edge--\r\n");
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let post = browser.post(format!("http://{}/{BUCKET}", files.address));
    let post = post.header("content-type", "multipart/form-data; boundary=edge");
    Ok(post.body(body).send().await?)
}

#[tokio::test]
async fn a_form_uploads_what_its_policy_allows_and_is_sent_on() -> anyhow::Result<()> {
    let files = Served::open().await?;
    let unsigned = "0".repeat(64);
    assert_eq!(post_form(&files, b"photo", Some(&unsigned)).await?.status(), 403);
    assert_eq!(post_form(&files, &[7; 1001], None).await?.status(), 400);
    assert!(files.holds_nothing().await?);

    let answer = post_form(&files, b"photo", None).await?;
    assert_eq!(answer.status(), 303);
    let location = answer.headers().get("location").context("a location")?.to_str()?;
    assert!(location.starts_with("http://127.0.0.1/me/funding"), "{location}");
    let got = files.client.get_object().bucket(BUCKET).key("evidence/2").send().await?;
    assert_eq!(got.content_type(), Some("application/octet-stream"));
    assert_eq!(got.body.collect().await?.to_vec(), b"photo");
    Ok(())
}

#[tokio::test]
async fn whoever_does_not_sign_with_the_key_is_refused() -> anyhow::Result<()> {
    let files = Served::open().await?;
    files.put("a", b"private").await?;
    let outsider = reqwest::Client::new();
    for (method, path) in [
        (Method::GET, "a"),
        (Method::HEAD, "a"),
        (Method::PUT, "b"),
        (Method::DELETE, "a"),
        (Method::GET, "?list-type=2"),
        (Method::GET, ""),
    ] {
        let answer = outsider.request(method.clone(), files.url(path)).send().await?;
        assert_eq!(answer.status(), 403, "{method} {path}");
        assert!(!answer.text().await?.contains("private"));
    }
    for (key, secret) in [(KEY, "another secret"), ("another key", SECRET)] {
        let stranger = client(&files.address, key, secret);
        let get = stranger.get_object().bucket(BUCKET).key("a").send().await;
        assert_eq!(refusal(get).0, 403);
    }
    assert_eq!(files.get("a").await?, b"private");
    assert_eq!(files.keys("").await?, ["a"]);
    Ok(())
}

#[tokio::test]
async fn any_key_is_safe() -> anyhow::Result<()> {
    let files = Served::open().await?;
    let long = "k".repeat(1000);
    let deep = "d/".repeat(500);
    let mut all = [
        "../../x",
        "..",
        "./a",
        "a//b",
        "a/",
        "تقارير/فاتورة.pdf",
        "a b+c&d=e?f#g%2F",
        "~*'()!@$,;:",
        &long,
        &deep,
        "quote\"<tag>&amp;",
    ];
    all.sort_unstable();
    for key in all {
        let put = files.client.put_object().bucket(BUCKET).key(key);
        put.body(ByteStream::from(key.as_bytes().to_vec())).send().await?;
    }
    for key in all {
        assert_eq!(files.get(key).await?, key.as_bytes(), "{key}");
        let link = files.client.get_object().bucket(BUCKET).key(key).presigned(soon()?).await?;
        // A browser's idea of an address folds dots away, as it does for real S3.
        if !key.starts_with('.') {
            assert_eq!(reqwest::get(link.uri()).await?.bytes().await?, key, "{key}");
        }
    }
    assert_eq!(files.keys("").await?, all);
    assert_eq!(files.keys("../").await?, ["../../x"]);
    for key in all {
        files.client.delete_object().bucket(BUCKET).key(key).send().await?;
    }
    assert!(files.holds_nothing().await?);

    let put = files.client.put_object().bucket(BUCKET).key("bell\u{7}");
    assert_eq!(refusal(put.send().await), (400, "InvalidArgument".into()));
    let too_long = "k".repeat(1025);
    let put = files.client.put_object().bucket(BUCKET).key(too_long);
    assert_eq!(refusal(put.send().await), (400, "KeyTooLongError".into()));
    Ok(())
}

#[tokio::test]
async fn a_large_body_goes_in_and_out() -> anyhow::Result<()> {
    let files = Served::open().await?;
    let body: Vec<u8> = (0..20 * 1024 * 1024_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let source = tempfile::NamedTempFile::new()?;
    std::fs::write(source.path(), &body)?;
    let put = files.client.put_object().bucket(BUCKET).key("a");
    put.body(ByteStream::from_path(source.path()).await?).send().await?;
    assert!(files.get("a").await? == body);
    Ok(())
}

#[tokio::test]
async fn there_is_one_bucket_and_creating_it_again_is_fine() -> anyhow::Result<()> {
    let files = Served::open().await?;
    files.put("a", b"kept").await?;
    files.client.head_bucket().bucket(BUCKET).send().await?;
    files.client.create_bucket().bucket(BUCKET).send().await?;
    assert_eq!(files.get("a").await?, b"kept");
    let other = files.client.create_bucket().bucket("another").send().await;
    assert_eq!(refusal(other), (403, "AccessDenied".into()));
    let other = files.client.head_bucket().bucket("another").send().await;
    assert_eq!(refusal(other).0, 404);
    let other = files.client.get_object().bucket("another").key("a").send().await;
    assert_eq!(refusal(other), (404, "NoSuchBucket".into()));
    assert!(service(files.root.path(), "../up", KEY, SECRET, None, unheard()).is_err());
    Ok(())
}

#[tokio::test]
async fn objects_outlast_the_endpoint() -> anyhow::Result<()> {
    let files = Served::open().await?;
    files.put("a", b"kept").await?;
    let router = service(files.root.path(), BUCKET, KEY, SECRET, None, unheard())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(async { axum::serve(listener, router).await });
    let again = client(&address, KEY, SECRET);
    let got = again.get_object().bucket(BUCKET).key("a").send().await?;
    assert_eq!(got.body.collect().await?.to_vec(), b"kept");
    Ok(())
}

#[tokio::test]
async fn only_pages_of_the_office_may_upload_by_script() -> anyhow::Result<()> {
    let files = Served::with_origin(Some("http://127.0.0.1:4000")).await?;
    let ask = async |origin: &'static str| {
        let ask = reqwest::Client::new().request(Method::OPTIONS, files.url("a"));
        let ask = ask
            .header("origin", origin)
            .header("access-control-request-method", "PUT")
            .header("access-control-request-headers", "content-type");
        let answer = ask.send().await?;
        let header = |name| {
            let value = answer.headers().get(name).and_then(|it| it.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        anyhow::Ok((
            answer.status().as_u16(),
            header("access-control-allow-origin"),
            header("access-control-allow-headers"),
        ))
    };
    let allowed = (200, "http://127.0.0.1:4000".to_owned(), "content-type".to_owned());
    assert_eq!(ask("http://127.0.0.1:4000").await?, allowed);
    // A browser holds the origin named against its own.
    assert_ne!(ask("http://elsewhere.example").await?.1, "http://elsewhere.example");
    let answer = reqwest::get(files.url("a")).await?;
    assert_eq!(answer.status(), 403, "an origin is no signature");
    Ok(())
}
