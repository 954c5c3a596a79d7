//! A browser without script: it holds cookies, follows no redirect by itself, and sends what a browser sends.

use crate::page::{Filled, Page};
use reqwest::redirect::Policy;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// One person's browser.
pub struct Browser {
    client: reqwest::Client,
    url: String,
    cookies: Mutex<BTreeMap<String, String>>,
    forwarded: Option<String>,
    language: String,
}

/// What the office answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
    /// The body, as text.
    pub body: String,
    /// The body.
    pub bytes: Vec<u8>,
    asked: String,
}

impl Answer {
    /// The same, which has this status.
    ///
    /// # Panics
    /// When it has another.
    #[must_use = "an answer that nobody looks at proves nothing"]
    pub fn expecting(self, status: u16) -> Self {
        self.expect(status);
        self
    }

    /// The same, after checking its status.
    ///
    /// # Panics
    /// When it has another.
    pub fn expect(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}: {}", self.asked, Page::of(&self.body).text());
        self
    }

    /// The page.
    pub fn page(&self) -> Page {
        Page::of(&self.body)
    }

    /// Where it leads.
    ///
    /// # Panics
    /// When it leads nowhere.
    pub fn location(&self) -> String {
        self.headers["location"].to_str().unwrap().to_owned()
    }
}

impl Browser {
    /// A browser at this office.
    ///
    /// # Panics
    /// Never on a machine that can make connections.
    pub fn new(url: &str) -> Self {
        let client = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        Self { client, url: url.to_owned(), cookies: Mutex::default(), forwarded: None, language: "en".to_owned() }
    }

    /// The same from another place on the network, as a trusted proxy tells it.
    #[must_use]
    pub fn from_address(mut self, address: &str) -> Self {
        self.forwarded = Some(address.to_owned());
        self
    }

    /// The same holding this cookie already.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn with_cookie(self, name: &str, value: &str) -> Self {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
        self
    }

    /// Gives it a cookie to hold.
    ///
    /// # Panics
    /// Never.
    pub fn hold(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// The same of a person who reads this language.
    #[must_use]
    pub fn in_language(mut self, tag: &str) -> Self {
        self.language = tag.to_owned();
        self
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(reqwest::Method::GET, path, &[], None).await
    }

    /// Sends a form as a browser does from our own page.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask(reqwest::Method::POST, path, &[("sec-fetch-site", "same-origin")], Some(body)).await
    }

    /// Sends a form of a page, with what was filled in.
    pub async fn send(&self, form: &Filled) -> Answer {
        let fields: Vec<_> = form.fields().collect();
        self.post(form.action(), &fields).await
    }

    /// Sends anything at all from our own page, said to be of this kind.
    ///
    /// # Panics
    /// When the office does not answer.
    pub async fn post_bytes(&self, path: &str, content_type: &str, body: Vec<u8>) -> Answer {
        let headers = [("sec-fetch-site", "same-origin"), ("content-type", content_type)];
        self.send_request(reqwest::Method::POST, path, &headers, Some(body)).await
    }

    /// Sends JSON as a program does, which is no browser and says nothing of where it comes from.
    ///
    /// # Panics
    /// When the office does not answer.
    pub async fn json(&self, path: &str, headers: &[(&str, &str)], body: &serde_json::Value) -> Answer {
        let headers = [&[("content-type", "application/json")], headers].concat();
        self.raw(path, &headers, body.to_string().into_bytes()).await
    }

    /// Posts these bytes with these headers and no others of a browser's.
    ///
    /// # Panics
    /// When the office does not answer.
    pub async fn raw(&self, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        self.send_request(reqwest::Method::POST, path, headers, Some(body)).await
    }

    /// Asks for anything, with any headers.
    ///
    /// # Panics
    /// When the office does not answer.
    pub async fn ask(
        &self,
        method: reqwest::Method,
        path: &str,
        headers: &[(&str, &str)],
        form: Option<String>,
    ) -> Answer {
        let mut headers = headers.to_vec();
        if form.is_some() {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
        }
        self.send_request(method, path, &headers, form.map(String::into_bytes)).await
    }

    async fn send_request(
        &self,
        method: reqwest::Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Answer {
        let asked = format!("{method} {path}");
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.url) };
        let mut request = self.client.request(method, url).header("accept-language", &self.language);
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        if let Some(address) = &self.forwarded {
            request = request.header("x-forwarded-for", address);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        self.remember(&headers);
        let bytes = response.bytes().await.unwrap().to_vec();
        Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes, asked }
    }

    /// A cookie it holds.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    fn cookie_header(&self) -> String {
        let cookies = self.cookies.lock().unwrap();
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn remember(&self, headers: &reqwest::header::HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for cookie in headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
