//! What a request to AWS is to IAM: the actions a role must allow for it, each with the resource it is on.
//!
//! A transaction is its parts: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html>.

use crate::Page;
use crate::wire::Line;
use base64::Engine as _;
use http::Method;
use program::evidence::UPLOADS;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One call as IAM sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// The action, such as `dynamodb:GetItem`.
    pub action: String,
    /// What it is on: a table, a table's index (`table/index/name`), an object (`bucket/key`), a bucket, or a key.
    pub resource: String,
}

impl Call {
    fn new(action: &str, resource: impl Into<String>) -> Self {
        Self { action: action.to_owned(), resource: resource.into() }
    }
}

/// What this request is to IAM.
pub fn of_request(line: Line, method: &Method, target: &str, path_and_query: &str, body: &[u8]) -> BTreeSet<Call> {
    match line {
        Line::Tables => of_tables(target, &serde_json::from_slice(body).unwrap_or_default()),
        Line::Files => of_files(method, path_and_query),
        Line::Mail => of_mail(body),
        Line::Keys => {
            let request: Value = serde_json::from_slice(body).unwrap_or_default();
            [Call::new(&format!("kms:{target}"), request["KeyId"].as_str().unwrap_or("no key"))].into()
        }
    }
}

fn of_tables(operation: &str, request: &Value) -> BTreeSet<Call> {
    let table = |part: &Value| part["TableName"].as_str().unwrap_or("no table").to_owned();
    let call = |action: &str, resource: String| Call::new(&format!("dynamodb:{action}"), resource);
    let tables = |parts: &Value| parts.as_object().into_iter().flatten().map(|(table, _)| table.clone()).collect();
    let tables: Vec<String> = match operation {
        "BatchGetItem" | "BatchWriteItem" => tables(&request["RequestItems"]),
        "TransactWriteItems" | "TransactGetItems" => {
            let items = request["TransactItems"].as_array().into_iter().flatten();
            let parts = items.flat_map(|item| item.as_object().into_iter().flatten());
            let part = |(kind, part): (&String, &Value)| match kind.as_str() {
                "ConditionCheck" => call("ConditionCheckItem", table(part)),
                kind => call(&format!("{kind}Item"), table(part)),
            };
            return parts.map(part).collect();
        }
        _ => {
            let index = request["IndexName"].as_str().map(|index| format!("/index/{index}")).unwrap_or_default();
            vec![table(request) + &index]
        }
    };
    tables.into_iter().map(|table| call(operation, table)).collect()
}

fn of_files(method: &Method, path_and_query: &str) -> BTreeSet<Call> {
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let (bucket, key) = path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
    let asked: BTreeMap<_, _> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let asks = |name: &str| asked.contains_key(name);
    let object = format!("{bucket}/{key}");
    if key.is_empty() {
        // What may be listed, the condition of its grant says.
        let is_of_what_arrives = asked.get("prefix").is_some_and(|prefix| prefix.starts_with(UPLOADS));
        let action = match (method.as_str(), asks("delete"), asks("versions")) {
            ("GET", _, true) => "s3:ListBucketVersions",
            ("GET", ..) if is_of_what_arrives => "s3:ListBucket",
            ("POST", true, _) => return [Call::new("s3:DeleteObject", format!("{bucket}/*"))].into(),
            _ => "s3:AnythingElse",
        };
        return [Call::new(action, bucket)].into();
    }
    let (tagging, version) = (asks("tagging"), asks("versionId"));
    let action = match (method.as_str(), tagging, version) {
        ("GET", true, _) => "s3:GetObjectTagging",
        ("PUT", true, _) => "s3:PutObjectTagging",
        ("GET" | "HEAD", _, false) => "s3:GetObject",
        ("GET" | "HEAD", _, true) => "s3:GetObjectVersion",
        ("PUT" | "POST", ..) => "s3:PutObject",
        ("DELETE", ..) if asks("uploadId") => "s3:AbortMultipartUpload",
        ("DELETE", _, false) => "s3:DeleteObject",
        ("DELETE", _, true) => "s3:DeleteObjectVersion",
        _ => "s3:AnythingElse",
    };
    [Call::new(action, object)].into()
}

fn of_mail(body: &[u8]) -> BTreeSet<Call> {
    let said = |field: &str| form_urlencoded::parse(body).find(|(name, _)| name == field).map(|(_, said)| said);
    let action = format!("ses:{}", said("Action").unwrap_or_default());
    // SES asks whether one may send from the identity, and whether with the configuration set.
    let set = said("ConfigurationSetName").map(|set| Call::new(&action, format!("configuration-set/{set}")));
    [Call::new(&action, "identity/*")].into_iter().chain(set).collect()
}

/// What browsers are let do by what a function signed: they do it in its name, so its role must allow it.
///
/// # Panics
/// When a form was signed for no key.
pub fn signed_for(location: Option<&str>, body: &str) -> BTreeSet<Call> {
    let mut calls = BTreeSet::new();
    let page = Page::of(body);
    let there = ["img", "source"].iter().flat_map(|element| page.attributes(element, "src"));
    let links = location.map(str::to_owned).into_iter().chain(page.attributes("a", "href")).chain(there);
    for link in links.filter(|link| link.contains("X-Amz-Signature=")) {
        let path = link.split("://").nth(1).and_then(|rest| rest.split_once('/')).map_or("", |(_, path)| path);
        calls.extend(of_files(&Method::GET, &format!("/{path}")));
    }
    for policy in page.attributes("input[name=policy]", "value") {
        let policy = base64::prelude::BASE64_STANDARD.decode(policy).unwrap();
        let policy: Value = serde_json::from_slice(&policy).unwrap();
        let said = |name: &str| {
            let conditions = policy["conditions"].as_array().into_iter().flatten();
            conditions.filter_map(|condition| condition[name].as_str()).next().unwrap().to_owned()
        };
        calls.insert(Call::new("s3:PutObject", format!("{}/{}", said("bucket"), said("key"))));
    }
    calls
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(calls: BTreeSet<Call>) -> Vec<String> {
        calls.into_iter().map(|call| format!("{} {}", call.action, call.resource)).collect()
    }

    fn tables(operation: &str, request: &Value) -> Vec<String> {
        said(of_tables(operation, request))
    }

    /// S12
    #[test]
    fn a_transaction_is_what_it_is_made_of() {
        let request = json!({ "TransactItems": [
            { "Put": { "TableName": "a" } }, { "Update": { "TableName": "b" } }, { "Delete": { "TableName": "a" } },
            { "ConditionCheck": { "TableName": "c" } }, { "Put": { "TableName": "a" } },
        ] });
        assert_eq!(
            tables("TransactWriteItems", &request),
            ["dynamodb:ConditionCheckItem c", "dynamodb:DeleteItem a", "dynamodb:PutItem a", "dynamodb:UpdateItem b"]
        );
        assert_eq!(
            tables("TransactGetItems", &json!({ "TransactItems": [{ "Get": { "TableName": "a" } }] })),
            ["dynamodb:GetItem a"]
        );
    }

    /// S12
    #[test]
    fn a_query_is_on_its_index_and_a_batch_on_each_of_its_tables() {
        assert_eq!(tables("Query", &json!({ "TableName": "a" })), ["dynamodb:Query a"]);
        assert_eq!(tables("Query", &json!({ "TableName": "a", "IndexName": "by_b" })), ["dynamodb:Query a/index/by_b"]);
        assert_eq!(
            tables("BatchGetItem", &json!({ "RequestItems": { "a": {}, "b": {} } })),
            ["dynamodb:BatchGetItem a", "dynamodb:BatchGetItem b"]
        );
        assert_eq!(tables("DescribeTable", &json!({ "TableName": "a" })), ["dynamodb:DescribeTable a"]);
    }

    /// S12
    #[test]
    fn a_document_is_read_written_or_taken_away_and_a_bucket_is_listed() {
        let ask = |method, path: &str| said(of_files(&method, path));
        assert_eq!(ask(Method::GET, "/office/a/b?x-id=GetObject"), ["s3:GetObject office/a/b"]);
        assert_eq!(ask(Method::PUT, "/office/a?x-id=PutObject"), ["s3:PutObject office/a"]);
        assert_eq!(ask(Method::DELETE, "/office/a?x-id=DeleteObject"), ["s3:DeleteObject office/a"]);
        assert_eq!(ask(Method::DELETE, "/office/a?versionId=1"), ["s3:DeleteObjectVersion office/a"]);
        assert_eq!(ask(Method::GET, "/office?list-type=2&prefix=uploads%2Fa"), ["s3:ListBucket office"]);
        assert_eq!(ask(Method::GET, "/office?list-type=2"), ["s3:AnythingElse office"]);
        assert_eq!(ask(Method::GET, "/office/a?tagging"), ["s3:GetObjectTagging office/a"]);
    }

    /// S12
    #[test]
    fn what_is_signed_for_a_browser_is_done_in_the_name_of_who_signed() {
        let policy = json!({ "conditions": [{ "key": "uploads/1" }, { "bucket": "office" }, ["starts-with"]] });
        let policy = base64::prelude::BASE64_STANDARD.encode(policy.to_string());
        let link = "http://localhost:1/office/quarters/a.xlsx?X-Amz-Date=1&X-Amz-Signature=2";
        let page = format!("<a href='/me'></a><form><input name=policy value='{policy}'></form>");
        assert_eq!(
            said(signed_for(Some(link), &page)),
            ["s3:GetObject office/quarters/a.xlsx", "s3:PutObject office/uploads/1"]
        );
        assert_eq!(said(signed_for(Some("/me"), "")), Vec::<String>::new());
    }
}
