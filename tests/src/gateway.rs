//! Requests and answers as an HTTP API hands them over (payload format 2.0).

use crate::Page;
use crate::function::Function;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A request.
pub struct Call(Value);

/// What a function answered.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u64,
    /// The headers but for cookies.
    pub headers: BTreeMap<String, String>,
    /// The cookies it sets, each by itself.
    pub cookies: Vec<String>,
    /// The body, as text.
    pub body: String,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Call {
    /// A request for a page.
    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    /// A form, which an HTTP API hands over in base64.
    pub fn post<'a>(path: &str, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut call = Self::new("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("content-length", &body.len().to_string())
            .header("origin", "https://ambassadors.example.org")
            .header("sec-fetch-site", "same-origin");
        call.0["body"] = BASE64_STANDARD.encode(body).into();
        call.0["isBase64Encoded"] = true.into();
        call
    }

    /// A request of this method.
    pub fn new(method: &str, path: &str) -> Self {
        Self(json!({
            "version": "2.0",
            "routeKey": "ANY /{proxy+}",
            "rawPath": path,
            "rawQueryString": "",
            "headers": {
                "accept": "text/html,application/xhtml+xml",
                "accept-encoding": "gzip, deflate, br",
                "accept-language": "en",
                "content-length": "0",
                "host": "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
                "user-agent": "Mozilla/5.0",
                "x-amzn-trace-id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700",
                "x-forwarded-for": "192.0.2.10",
                "x-forwarded-port": "443",
                "x-forwarded-proto": "https",
            },
            "requestContext": {
                "accountId": "123456789012",
                "apiId": "a1b2c3d4e5",
                "domainName": "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
                "domainPrefix": "a1b2c3d4e5",
                "http": {
                    "method": method,
                    "path": path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": "192.0.2.10",
                    "userAgent": "Mozilla/5.0",
                },
                "requestId": "JKJaXmPLvHcESHA=",
                "routeKey": "ANY /{proxy+}",
                "stage": "$default",
                "time": "22/Nov/2026:10:00:00 +0000",
                "timeEpoch": 1_795_341_600_000_u64,
            },
            "isBase64Encoded": false,
        }))
    }

    /// The same that brings this body, of whatever kind.
    pub fn bringing(mut self, body: &[u8]) -> Self {
        self.0["body"] = BASE64_STANDARD.encode(body).into();
        self.0["isBase64Encoded"] = true.into();
        self.header("content-length", &body.len().to_string())
    }

    /// The same with what stands behind the question mark.
    pub fn asking(mut self, query: &str) -> Self {
        self.0["rawQueryString"] = query.into();
        self
    }

    /// The same from another place on the network.
    pub fn sent_from(mut self, address: &str) -> Self {
        self.0["requestContext"]["http"]["sourceIp"] = address.into();
        self
    }

    /// The same with a header more, or another value of one.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.0["headers"][name] = value.into();
        self
    }

    /// The same with these cookies, each by itself as an HTTP API hands them over.
    pub fn cookies(mut self, cookies: &[&str]) -> Self {
        self.0["cookies"] = cookies.into();
        self
    }
}

impl Function {
    /// Sends it a request.
    ///
    /// # Panics
    /// When it answers with an error of its own and no page.
    pub async fn answers(&self, call: Call) -> Reply {
        let answer = self.invoke(call.0).await.unwrap_or_else(|error| panic!("{error}: {}", self.log()));
        let body = answer["body"].as_str().unwrap_or_default();
        let bytes = match answer["isBase64Encoded"].as_bool() {
            Some(true) => BASE64_STANDARD.decode(body).unwrap(),
            _ => body.as_bytes().to_vec(),
        };
        let headers = answer["headers"].as_object().into_iter().flatten();
        let texts = |list: &Value| {
            list.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
        };
        Reply {
            status: answer["statusCode"].as_u64().unwrap(),
            headers: headers.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect(),
            cookies: texts(&answer["cookies"]),
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }
}

impl Reply {
    /// The same, which has this status.
    ///
    /// # Panics
    /// When it has another.
    pub fn expecting(self, status: u64) -> Self {
        assert_eq!(self.status, status, "{}", self.page().text());
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
    pub fn location(&self) -> &str {
        &self.headers["location"]
    }

    /// A cookie it sets, as a browser sends it back.
    ///
    /// # Panics
    /// When it sets none of this name.
    pub fn cookie(&self, name: &str) -> String {
        let all = self.cookies.iter().map(|cookie| cookie.split(';').next().unwrap());
        let found = all.into_iter().find(|pair| pair.starts_with(&format!("{name}=")));
        found.unwrap_or_else(|| panic!("no cookie {name}: {:?}", self.cookies)).to_owned()
    }
}
