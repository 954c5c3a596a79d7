//! Every workflow, played by the functions' own programs: what each asks AWS for is what its role names, no less and no
//! more (requirement S12), and what each tells the log is what was done, and nothing about anybody (requirement S13).

use crate::programs::{Programs, RECORD, Record};
use crate::{PLAYS, Way, events, looks};
use chancery::folder::Folder;
use chancery::office::{Records, routes};
use serde_json::Value;
use specification::call::Call;
use specification::template::{Grant, Template, grant, keys, text};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use store::Clock;

/// What no function asks for itself: Lambda does it in the function's name, and the template's other tests hold it to
/// the function's own log, its own queue and its own streams.
const DONE_FOR_IT: [&str; 7] = [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "sqs:SendMessage",
];

/// Ways that change little, and show what no workflow happens to.
const MORE: [Way; 5] = [
    ("after a while", || Box::pin(looks::after_a_while())),
    ("under other settings", || Box::pin(looks::under_other_settings())),
    ("lists in another order", || Box::pin(looks::lists_in_another_order())),
    ("papers with pictures", || Box::pin(looks::papers_with_pictures())),
    ("requests beside a paid one", || Box::pin(looks::requests_beside_a_paid_one())),
];

/// S12, S13
#[tokio::test(flavor = "multi_thread")]
async fn every_function_asks_for_what_its_role_names_and_for_nothing_else_and_tells_the_log_of_nobody() {
    let record = Arc::new(Mutex::new(Record::default()));
    RECORD.scope(record.clone(), a_new_office()).await;
    for (rule, play) in MORE.iter().chain(PLAYS) {
        println!("{rule}");
        RECORD.scope(record.clone(), async { play().await.ends().await }).await;
    }
    let record = std::mem::take(&mut *record.lock().unwrap());
    let unlike = unlike_roles(&record);
    println!("{unlike:#?}");
    let all: BTreeSet<_> = routes().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let never: Vec<_> = all.difference(&record.answered).cloned().chain(&events() - &record.done).collect();
    assert_eq!(never, Vec::<String>::new(), "nobody asked for these, or they never happened");
    assert!(
        unlike.is_empty(),
        "template.yaml grants what is not asked for (-), or does not grant what is (+), each function's as its role would \
         say it: {unlike:#?}\nWhere a grant is for what no workflow comes to, let one come to it (rules/crash)."
    );
    logs_are_well(&record);
}

/// How what each function asked for and what its role names are unlike.
fn unlike_roles(record: &Record) -> BTreeMap<String, Vec<String>> {
    let template = Template::read();
    let mut unlike = BTreeMap::new();
    // A function that nothing leads to yet does nothing yet.
    let woken = template.functions().filter(|(_, properties)| keys(&properties["Events"]).next().is_some());
    for (function, _) in woken {
        let granted = template.grants(function).into_iter();
        let granted: BTreeSet<_> = granted.filter(|grant| !DONE_FOR_IT.contains(&grant.action.as_str())).collect();
        let asked = record.calls.get(&function.to_lowercase()).cloned().unwrap_or_default();
        let asked: BTreeSet<_> = asked.iter().map(|call| as_granted(&template, &granted, call)).collect();
        let says = |sign: char, grants: Vec<&Grant>| {
            grants.iter().map(|grant| format!("{sign} {} {}", grant.action, grant.resource)).collect::<Vec<_>>()
        };
        let lines =
            [says('+', asked.difference(&granted).collect()), says('-', granted.difference(&asked).collect())].concat();
        if !lines.is_empty() {
            unlike.insert(function.to_owned(), lines);
        }
    }
    unlike
}

/// Whom the workflows are about, and what they say, wherever it could be told.
const SAID: [&str; 12] = [
    "@",
    "%40",
    "Amara",
    "Okafor",
    "Kofi",
    "Mensah",
    "Jonas",
    "Weber",
    "Lagos",
    "Mama Cass",
    "segments",
    "a secret of two",
];

/// The log of each function is JSON, has one line for each errand with everything it asked of the tables, and neither
/// anybody's name, address or words nor a secret (requirement S13).
fn logs_are_well(record: &Record) {
    let all = routes();
    let known: BTreeSet<_> = all.iter().map(|route| route.path).chain(["none"]).collect();
    for (function, log) in &record.logs {
        let is_json =
            |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("{function} logs no JSON: {line}"));
        let lines: Vec<Value> = log.lines().map(is_json).collect();
        let errands: Vec<_> = lines.iter().filter(|line| line["_aws"].is_object()).collect();
        assert_eq!(Some(&errands.len()), record.errands.get(function), "{function}: a line an errand");
        for line in &errands {
            assert_eq!(line["function"], **function, "{line}");
            let is_known = match line["request"].as_str() {
                Some(request) => request.split_once(' ').is_some_and(|(_, path)| known.contains(path)),
                None => events().contains(&format!("{function} {}", line["event"].as_str().unwrap_or_default())),
            };
            assert!(is_known && line["Failed"] == 0, "{line}");
        }
        let told: u64 = errands.iter().filter_map(|line| line["TableRequests"].as_u64()).sum();
        // What opens an office is asked before there is any errand.
        if function != "application" {
            assert_eq!(usize::try_from(told).ok(), record.asked_tables.get(function).copied(), "{function}");
        }
        let units = |of: &str| errands.iter().filter_map(|line| line[of].as_f64()).sum::<f64>();
        assert!(units("ReadUnits") > 0.0 && units("WriteUnits") > 0.0, "{function}: what it takes is told");
        for said in SAID.into_iter().chain(record.secrets.iter().map(String::as_str)) {
            let there = log.lines().find(|line| line.contains(said));
            assert_eq!(there, None, "{function} tells of {said}");
        }
    }
    let logged: BTreeSet<_> = record.logs.keys().cloned().collect();
    let all = Template::read().functions().map(|(name, _)| name.to_lowercase()).collect::<BTreeSet<_>>();
    assert_eq!(logged, all);
    assert!(record.secrets.len() > 50, "there were secrets to tell");
}

/// Nobody has opened the office; the first visitor's request does.
async fn a_new_office() {
    let records = Records::open(Folder::temporary().unwrap(), Clock::system(), None).await.unwrap();
    let programs = Programs::where_wanted(records.place(), records.store.clock(), "http://localhost:9").unwrap();
    programs.are_reached_at("http://localhost:9");
    programs.look_at("", vec!["/".to_owned()]).await;
    programs.end().await;
    assert!(records.store.settings().await.unwrap().is_some());
}

/// A call as the template would grant it.
fn as_granted(template: &Template, granted: &BTreeSet<Grant>, call: &Call) -> Grant {
    let (of, rest) = call.resource.split_once('/').unwrap_or((&call.resource, ""));
    match call.action.split(':').next() {
        Some("dynamodb") => {
            let is_it = |table: &str| table.strip_prefix("${AWS::StackName}-") == of.strip_prefix("chancery-");
            let mut tables = template.of_type("AWS::DynamoDB::Table");
            let (table, _) = tables.find(|(_, table)| is_it(text(&table["TableName"]))).unwrap();
            grant(
                &call.action,
                &if rest.is_empty() { format!("{table}.Arn") } else { format!("${{{table}.Arn}}/{rest}") },
            )
        }
        Some("s3") if rest.is_empty() => grant(&call.action, "Files.Arn"),
        // An object is granted with those whose keys begin as its does.
        Some("s3") => {
            let begins = |grant: &&Grant| {
                let prefix = grant.resource.strip_prefix("${Files.Arn}/").and_then(|keys| keys.strip_suffix('*'));
                grant.action == call.action && prefix.is_some_and(|prefix| rest.starts_with(prefix))
            };
            granted
                .iter()
                .find(begins)
                .cloned()
                .unwrap_or_else(|| grant(&call.action, &format!("${{Files.Arn}}/{rest}")))
        }
        Some("kms") => {
            let mut keys = template.of_type("AWS::KMS::Key").map(|(key, _)| grant(&call.action, &format!("{key}.Arn")));
            keys.find(|key| granted.contains(key)).unwrap_or_else(|| grant(&call.action, &call.resource))
        }
        // Whose letters they are is told by the condition.
        _ => {
            let is_it = |grant: &&Grant| grant.action == call.action && grant.resource.contains(&format!(":{of}/"));
            granted.iter().find(is_it).cloned().unwrap_or_else(|| grant(&call.action, of))
        }
    }
}
