//! What `template.yaml` puts on AWS, held against the code it is for: tables, routes, schedules, settings, roles, bucket.
//!
//! The template is read as it is written ([`specification::template`]).

use chrono::{DateTime, Utc};
use serde_json::json;
use specification::template::{DEFAULT, Grant, TEMPLATE, Template, grant, is_finite, keys, list, reached, text, texts};
use std::collections::{BTreeMap, BTreeSet};
use store::outbox::Lane;
use web::Routes;
use yaml_rust2::Yaml;

const MAKEFILE: &str = include_str!("../../../Makefile");
const STARTS: &str = include_str!("../../../benches/start");

/// The only stars of the roles, beside those behind a folder of the bucket: a stream's name holds the time it began, and
/// SES asks for the recipient's identity too wherever that is one of the account; the sender is a condition.
const FORCED: [(&str, &str); 2] = [("dynamodb:ListStreams", "/stream/*"), ("ses:SendRawEmail", ":identity/*")];

/// What the template sets before every table's name.
const TABLE_PREFIX: &str = "${AWS::StackName}-";

#[test]
fn the_tables_are_those_of_the_store() {
    let template = Template::read();
    let deployed: BTreeMap<_, _> = template
        .of_type("AWS::DynamoDB::Table")
        .map(|(_, table)| {
            let name =
                text(&table["TableName"]).strip_prefix(TABLE_PREFIX).expect("a table's name starts with the stack's");
            (name.to_owned(), Table::deployed(table))
        })
        .collect();
    let defined: BTreeMap<_, _> = store::tables::Table::ALL
        .into_iter()
        .map(|table| (table.name().to_owned(), Table::defined(&table.definition())))
        .collect();
    assert_eq!(deployed, defined);
    assert_eq!(text(&template.globals()["Environment"]["Variables"]["CHANCERY_TABLE_PREFIX"]), TABLE_PREFIX);
}

#[test]
fn a_table_is_encrypted_can_be_restored_and_does_not_go_by_accident() {
    let template = Template::read();
    for (name, table) in template.of_type("AWS::DynamoDB::Table") {
        assert_eq!(text(&table["BillingMode"]), "PAY_PER_REQUEST", "{name}");
        assert_eq!(table["DeletionProtectionEnabled"], Yaml::Boolean(true), "{name}");
        assert_eq!(table["SSESpecification"]["SSEEnabled"], Yaml::Boolean(true), "{name}");
        let recovery = &table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"];
        assert_eq!(*recovery, Yaml::Boolean(true), "{name}");
        assert!(template.is_retained(name), "{name}");
    }
}

#[test]
fn every_route_reaches_its_function_by_one_of_its_own_and_none_is_there_for_nothing() {
    let deployed = Template::read().routes();
    let declared = [
        account::routes(),
        application::routes(),
        report::routes(),
        selection::routes(),
        summary::routes(),
        team::routes(),
        treasury::routes(),
        invoice::routes(),
    ]
    .into_iter()
    .fold(Routes::default(), Routes::and);

    let mut needed = BTreeSet::new();
    for route in declared.iter() {
        let reached = reached(&deployed, route.method.as_str(), &example_of(route.path));
        let [one] = reached.as_slice() else { panic!("{route:?} reaches {reached:?}") };
        assert_eq!(one.function, route.function, "{route:?}");
        assert_ne!(one.path, DEFAULT, "{route:?} is reached only as an unknown address");
        needed.insert(one.path.clone());
    }
    let (unknown, known): (Vec<_>, Vec<_>) = deployed.iter().partition(|route| route.path == DEFAULT);
    assert_eq!(known.iter().map(|route| route.path.clone()).collect::<BTreeSet<_>>(), needed);
    assert_eq!(known.len(), needed.len(), "no route is there twice");
    assert_eq!(unknown.iter().map(|route| route.function.as_str()).collect::<Vec<_>>(), ["application"]);
}

#[test]
fn the_api_is_throttled_and_its_addresses_are_in_no_access_log() {
    let template = Template::read();
    let apis: Vec<_> = template.of_type("AWS::Serverless::HttpApi").collect();
    let [(_, api)] = apis.as_slice() else { panic!("one API, not {}", apis.len()) };
    let limits = &api["DefaultRouteSettings"];
    assert!(limits["ThrottlingRateLimit"].as_i64().is_some_and(|rate| rate > 0));
    assert!(limits["ThrottlingBurstLimit"].as_i64().is_some_and(|burst| burst > 0));
    assert!(api["AccessLogSettings"].is_badvalue(), "addresses hold sign-in tokens");
}

/// N5
#[test]
fn every_schedule_is_one_the_local_office_follows_and_tells_the_time_it_was_meant_for() {
    let template = Template::read();
    let at: DateTime<Utc> = "2026-10-15T07:00:00Z".parse().expect("a time written in a test");
    let schedules = chancery::schedule::read(TEMPLATE).expect("the local office reads every schedule");
    let followed: BTreeSet<_> = schedules.iter().map(|schedule| schedule.function.as_str()).collect();
    assert_eq!(followed, ["Compliance", "Mailer", "Selection", "Summary"].into());
    for schedule in &schedules {
        assert_eq!(schedule.event(at), json!({ "scheduled_time": "2026-10-15T07:00:00Z" }), "{}", schedule.function);
    }
    let events: Vec<_> = template.events("ScheduleV2").collect();
    assert_eq!(events.len(), schedules.len());
    for (function, event) in events {
        assert!(is_finite(&event["RetryPolicy"]["MaximumRetryAttempts"]), "{function}");
    }
}

/// N6
#[test]
fn what_a_function_fails_at_without_anybody_waiting_is_kept() {
    let template = Template::read();
    let woken: BTreeSet<_> = ["ScheduleV2", "DynamoDB", "EventBridgeRule"]
        .into_iter()
        .flat_map(|kind| template.events(kind))
        .map(|(function, _)| function)
        .collect();
    assert_eq!(woken, ["Compliance", "Invoice", "Mailer", "Selection", "Summary"].into());
    for function in woken {
        let config = &template.function(function)["EventInvokeConfig"];
        let destination = &config["DestinationConfig"]["OnFailure"];
        let queue = format!("{function}Failures");
        assert_eq!(text(&destination["Type"]), "SQS", "{function}");
        assert_eq!(text(&destination["Destination"]), format!("{queue}.Arn"), "{function}");
        assert!(is_finite(&config["MaximumRetryAttempts"]), "{function}");
        assert_eq!(text(&template.resource(&queue)["Type"]), "AWS::SQS::Queue", "{function}");
        let may = template.grants(function);
        assert!(may.contains(&grant("sqs:SendMessage", &format!("{queue}.Arn"))), "{function}");
    }
}

/// S8
#[test]
fn the_bucket_tells_of_every_file_people_post_and_of_no_other() {
    let template = Template::read();
    let (_, bucket) = template.of_type("AWS::S3::Bucket").next().expect("there is a bucket");
    let told = &bucket["NotificationConfiguration"]["EventBridgeConfiguration"]["EventBridgeEnabled"];
    assert_eq!(*told, Yaml::Boolean(true));
    let rules: Vec<_> = template.events("EventBridgeRule").filter(|(function, _)| *function != "Mailer").collect();
    let [("Invoice", rule)] = rules.as_slice() else { panic!("{rules:?}") };
    let pattern = &rule["Pattern"];
    assert_eq!(texts(&pattern["source"]), ["aws.s3"]);
    assert_eq!(texts(&pattern["detail-type"]), ["Object Created"]);
    assert_eq!(texts(&pattern["detail"]["bucket"]["name"]), ["Files"]);
    let [key] = list(&pattern["detail"]["object"]["key"]) else { panic!("{pattern:?}") };
    assert_eq!(text(&key["prefix"]), program::evidence::UPLOADS);
    assert!(is_finite(&rule["RetryPolicy"]["MaximumRetryAttempts"]));
}

/// N4
#[test]
fn the_mailer_hears_of_its_own_letters_that_came_back_and_keeps_the_list_of_their_addresses_itself() {
    let template = Template::read();
    let rules: Vec<_> = template.events("EventBridgeRule").filter(|(function, _)| *function == "Mailer").collect();
    let [(_, rule)] = rules.as_slice() else { panic!("{rules:?}") };
    let pattern = &rule["Pattern"];
    assert_eq!(texts(&pattern["source"]), ["aws.ses"]);
    assert_eq!(texts(&pattern["detail-type"]), ["Email Bounced", "Email Complaint Received"]);
    assert_eq!(texts(&pattern["detail"]["mail"]["tags"]["ses:configuration-set"]), ["LetterSettings"]);
    assert!(is_finite(&rule["RetryPolicy"]["MaximumRetryAttempts"]));
    let sent_with = &template.function("Mailer")["Environment"]["Variables"]["CHANCERY_CONFIGURATION_SET"];
    assert_eq!(text(sent_with), "LetterSettings");
    let told = &template.resource("WhatBecameOfLetters")["Properties"];
    assert_eq!(text(&told["ConfigurationSetName"]), "LetterSettings");
    let destination = &told["EventDestination"];
    assert_eq!(texts(&destination["MatchingEventTypes"]), ["bounce", "complaint"]);
    assert_eq!(destination["Enabled"], Yaml::Boolean(true));
    assert!(!destination["EventBridgeDestination"].is_badvalue());
    // Or an address would stay blocked that a person has said takes letters again.
    let settings = &template.resource("LetterSettings")["Properties"];
    assert_eq!(settings["SuppressionOptions"]["SuppressedReasons"], Yaml::Array(Vec::new()));
}

/// N4, N6
#[test]
fn streams_bring_letters_in_two_lanes_announcements_and_jobs_and_fail_one_by_one_and_not_forever() {
    let template = Template::read();
    let mut lanes = Vec::new();
    let mut others = Vec::new();
    for (function, stream) in template.events("DynamoDB") {
        assert_eq!(text(&stream["StartingPosition"]), "TRIM_HORIZON");
        assert_eq!(stream["BisectBatchOnFunctionError"], Yaml::Boolean(true));
        assert_eq!(texts(&stream["FunctionResponseTypes"]), ["ReportBatchItemFailures"]);
        assert!(is_finite(&stream["MaximumRetryAttempts"]));
        assert!(is_finite(&stream["MaximumRecordAgeInSeconds"]));
        let failures = text(&stream["DestinationConfig"]["OnFailure"]["Destination"]);
        assert_eq!(failures, format!("{function}Failures.Arn"));
        let filters = list(&stream["FilterCriteria"]["Filters"]);
        let patterns: Vec<serde_json::Value> = filters
            .iter()
            .map(|filter| serde_json::from_str(text(&filter["Pattern"])).expect("a filter is JSON"))
            .collect();
        if function != "Mailer" {
            others.push((function, text(&stream["Stream"]), patterns));
            continue;
        }
        assert_eq!(text(&stream["Stream"]), "OutboxTable.StreamArn");
        let batches = stream["ParallelizationFactor"].as_i64();
        lanes.push((patterns, stream["MaximumBatchingWindowInSeconds"] == Yaml::Integer(0), batches == Some(1)));
    }
    let inserted = |lane: Lane| {
        let lane = serde_json::to_value(lane).expect("a lane is a word");
        vec![json!({ "eventName": ["INSERT"], "dynamodb": { "NewImage": { "lane": { "S": [lane] } } } })]
    };
    assert_eq!(lanes, [(inserted(Lane::Now), true, false), (inserted(Lane::Bulk), false, true)]);
    let announced =
        json!({ "eventName": ["INSERT"], "dynamodb": { "NewImage": { "entry": { "S": ["announcement"] } } } });
    let waits = [store::batch_files::WAITS];
    let asked_for = json!({ "eventName": ["INSERT"], "dynamodb": { "NewImage": { "shelf": { "S": waits } } } });
    let wanted = [
        ("Selection", "ApplicationsTable.StreamArn", vec![announced]),
        ("Summary", "BatchesTable.StreamArn", vec![asked_for]),
    ];
    assert_eq!(others, wanted);
}

#[test]
fn every_function_gets_the_settings_its_code_reads_and_no_other() {
    // `store::Place::from_env` reads the first three and, where it is set, the sealing key; `web::Office::from_env` and
    // `mailer::Office::from_env` the public URL. Who counts visitors has to know who they are.
    let records = ["CHANCERY_BUCKET", "CHANCERY_SCAN", "CHANCERY_TABLE_PREFIX"];
    let office = ["CHANCERY_BUCKET", "CHANCERY_PUBLIC_URL", "CHANCERY_SCAN", "CHANCERY_TABLE_PREFIX"];
    let read: BTreeMap<&str, BTreeSet<&str>> = [
        ("Account", office.into_iter().chain(["CHANCERY_FRONT_SECRET"]).collect()),
        ("Application", {
            let own = ["CHANCERY_HOOK_SECRETS", "CHANCERY_ORGANIZER_EMAIL", "CHANCERY_PROGRAM_FILE"];
            office.into_iter().chain(own).chain(["CHANCERY_FRONT_SECRET"]).collect()
        }),
        ("Compliance", records.into()),
        ("Invoice", office.into_iter().chain(["CHANCERY_SEALING_KEY"]).collect()),
        ("Mailer", office.into_iter().chain(["CHANCERY_CONFIGURATION_SET", "CHANCERY_SENDER"]).collect()),
        ("Report", office.into()),
        ("Selection", office.into()),
        ("Summary", office.into_iter().chain(["MALLOC_MMAP_THRESHOLD_"]).collect()),
        ("Team", office.into()),
        ("Treasury", office.into_iter().chain(["CHANCERY_SEALING_KEY"]).collect()),
    ]
    .into();
    let template = Template::read();
    let set: BTreeMap<&str, BTreeSet<&str>> = template
        .functions()
        .map(|(name, function)| {
            let everywhere = keys(&template.globals()["Environment"]["Variables"]);
            (name, everywhere.chain(keys(&function["Environment"]["Variables"])).collect())
        })
        .collect();
    assert_eq!(set, read);
}

/// Which functions there are, `benches/start` reads from the Makefile.
#[test]
fn what_measures_starts_gives_every_setting_a_function_needs_and_no_other() {
    let template = Template::read();
    let of = |function: &Yaml| keys(&function["Environment"]["Variables"]).map(str::to_owned).collect::<Vec<_>>();
    let needed: BTreeSet<_> =
        template.functions().flat_map(|(_, function)| of(function)).chain(of(template.globals())).collect();
    // What is not the office's own says how it runs, and not what it works with.
    let needed: BTreeSet<_> = needed.into_iter().filter(|name| name.starts_with("CHANCERY_")).collect();
    let given = STARTS.lines().filter_map(|line| line.trim().strip_prefix("\"CHANCERY_")?.split_once("\": "));
    assert_eq!(given.map(|(name, _)| format!("CHANCERY_{name}")).collect::<BTreeSet<_>>(), needed);
}

#[test]
fn the_public_url_is_a_setting_and_comes_from_nothing_that_is_deployed() {
    let template = Template::read();
    for (name, function) in template.functions() {
        let url = &function["Environment"]["Variables"]["CHANCERY_PUBLIC_URL"];
        assert!(url.is_badvalue() || text(url) == "PublicUrl", "{name}");
    }
    assert_eq!(text(&template.whole()["Parameters"]["PublicUrl"]["Type"]), "String");
}

#[test]
fn every_function_is_packaged_from_the_crate_of_its_name() {
    let template = Template::read();
    let deployed: BTreeSet<_> = template.functions().map(|(name, _)| name.to_lowercase()).collect();
    let crates: BTreeSet<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../functions"))
        .expect("the functions have a folder")
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(deployed, crates);
    for (name, function) in template.functions() {
        assert_eq!(text(&function["CodeUri"]), format!("functions/{}", name.to_lowercase()));
        assert_eq!(text(&template.resource(name)["Metadata"]["BuildMethod"]), "makefile", "{name}");
    }
    let built = MAKEFILE.lines().find_map(|line| line.strip_prefix("FUNCTIONS = ")).expect("the Makefile lists them");
    let names: BTreeSet<_> = template.functions().map(|(name, _)| name).collect();
    assert_eq!(built.split_whitespace().collect::<BTreeSet<_>>(), names);
}

/// S12
#[test]
fn every_function_has_a_role_of_its_own_that_names_each_call_and_each_resource() {
    let template = Template::read();
    let roles: BTreeSet<_> =
        template.functions().map(|(name, function)| (name, text(&function["Role"]).to_owned())).collect();
    let own: BTreeSet<_> = template.functions().map(|(name, _)| (name, format!("{name}Role.Arn"))).collect();
    assert_eq!(roles, own);
    for (function, properties) in template.functions() {
        assert!(properties["Policies"].is_badvalue(), "{function}'s rights are in its role only");
        let role = template.role(function);
        assert!(role["ManagedPolicyArns"].is_badvalue(), "{function}");
        let trusted = list(&role["AssumeRolePolicyDocument"]["Statement"]);
        assert_eq!(
            trusted.iter().map(|it| text(&it["Principal"]["Service"])).collect::<Vec<_>>(),
            ["lambda.amazonaws.com"]
        );
        for Grant { action, resource } in template.grants(function) {
            assert!(!action.contains('*'), "{function} may {action}");
            let is_forced = FORCED.iter().any(|(of, on)| *of == action && resource.ends_with(on));
            let documents = resource.strip_prefix("${Files.Arn}/").and_then(|keys| keys.strip_suffix("/*"));
            let is_of_a_folder = action.starts_with("s3:") && documents.is_some_and(|folder| !folder.contains('*'));
            assert!(!resource.contains('*') || is_forced || is_of_a_folder, "{function} may {action} on {resource}");
        }
    }
}

/// C8
#[test]
fn whoever_takes_payment_details_in_cannot_open_them_and_only_the_treasury_can() {
    let template = Template::read();
    for (function, _) in template.functions() {
        let all = template.grants(function).into_iter();
        let keys: Vec<_> = all.filter(|grant| grant.action.starts_with("kms:")).collect();
        let expected = match function {
            "Invoice" => vec![grant("kms:Encrypt", "SealingKey.Arn")],
            "Treasury" => vec![grant("kms:Decrypt", "SealingKey.Arn")],
            _ => Vec::new(),
        };
        assert_eq!(keys, expected, "{function}");
    }
    let key = &template.resource("SealingKey")["Properties"];
    assert_eq!(key["EnableKeyRotation"], Yaml::Boolean(false), "it would cost more than a small program's whole bill");
    assert!(template.is_retained("SealingKey"), "without it nothing can be opened again");
}

/// S11
#[test]
fn no_function_can_change_or_delete_what_the_audit_says() {
    let template = Template::read();
    let mut writers = BTreeSet::new();
    for (function, _) in template.functions() {
        for Grant { action, resource } in template.grants(function) {
            if resource.contains("AuditTable") {
                assert_eq!(resource, "AuditTable.Arn", "{function}");
                match action.as_str() {
                    "dynamodb:PutItem" => drop(writers.insert(function)),
                    // The record of an application is read for printing (clause D3).
                    action => assert_eq!((function, action), ("Selection", "dynamodb:Query")),
                }
            }
        }
    }
    assert_eq!(writers, template.functions().map(|(name, _)| name).collect());
}

#[test]
fn only_the_mailer_can_send_mail_and_only_from_the_sender() {
    let template = Template::read();
    for (function, _) in template.functions() {
        let sending: Vec<_> = template
            .statements(function)
            .into_iter()
            .filter(|statement| texts(&statement["Action"]).iter().any(|action| action.starts_with("ses:")))
            .collect();
        if function != "Mailer" {
            assert!(sending.is_empty(), "{function}");
            continue;
        }
        let [statement] = sending.as_slice() else { panic!("one statement, not {}", sending.len()) };
        assert_eq!(texts(&statement["Action"]), ["ses:SendRawEmail"]);
        assert_eq!(text(&statement["Condition"]["StringEquals"]["ses:FromAddress"]), "SenderEmail");
        assert_eq!(text(&template.function("Mailer")["Environment"]["Variables"]["CHANCERY_SENDER"]), "SenderEmail");
    }
}

#[test]
fn a_function_writes_its_log_to_a_group_of_its_own_that_is_kept_for_a_time() {
    let template = Template::read();
    for (function, properties) in template.functions() {
        let log = format!("{function}Log");
        assert_eq!(text(&properties["LoggingConfig"]["LogGroup"]), log);
        let retention = &template.resource(&log)["Properties"]["RetentionInDays"];
        assert_eq!(text(retention), "LogRetentionDays", "{function}");
        let logging: BTreeSet<_> =
            template.grants(function).into_iter().filter(|grant| grant.action.starts_with("logs:")).collect();
        let arn = format!("{log}.Arn");
        assert_eq!(
            logging,
            [grant("logs:CreateLogStream", &arn), grant("logs:PutLogEvents", &arn)].into(),
            "{function}"
        );
    }
}

#[test]
fn the_bucket_is_private_versioned_encrypted_and_answers_over_tls_only() {
    let template = Template::read();
    let buckets: Vec<_> = template.of_type("AWS::S3::Bucket").collect();
    let [(name, bucket)] = buckets.as_slice() else { panic!("one bucket, not {}", buckets.len()) };
    let blocked: BTreeMap<_, _> = bucket["PublicAccessBlockConfiguration"]
        .as_hash()
        .into_iter()
        .flatten()
        .map(|(key, on)| (text(key), on))
        .collect();
    let on = &Yaml::Boolean(true);
    let every = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
    assert_eq!(blocked, every.map(|setting| (setting, on)).into());
    assert_eq!(text(&bucket["VersioningConfiguration"]["Status"]), "Enabled");
    // Scripts may post files from the office's own pages only, and read nothing.
    let [cors] = list(&bucket["CorsConfiguration"]["CorsRules"]) else { panic!("one rule") };
    assert_eq!(texts(&cors["AllowedOrigins"]), ["PublicUrl"]);
    assert_eq!(texts(&cors["AllowedMethods"]), ["POST"]);
    assert!(!list(&bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]).is_empty());
    assert!(template.is_retained(name));

    let policies: Vec<_> = template.of_type("AWS::S3::BucketPolicy").collect();
    let [(_, policy)] = policies.as_slice() else { panic!("one policy, not {}", policies.len()) };
    assert_eq!(text(&policy["Bucket"]), *name);
    let [denied] = list(&policy["PolicyDocument"]["Statement"]) else { panic!("one statement") };
    assert_eq!(text(&denied["Effect"]), "Deny");
    assert_eq!(text(&denied["Principal"]), "*");
    assert_eq!(text(&denied["Action"]), "s3:*");
    assert_eq!(texts(&denied["Resource"]), [format!("{name}.Arn"), format!("${{{name}.Arn}}/*")]);
    assert_eq!(denied["Condition"]["Bool"]["aws:SecureTransport"], Yaml::Boolean(false));
}

#[test]
fn what_the_bucket_holds_for_a_moment_is_swept_away() {
    let template = Template::read();
    let (_, bucket) = template.of_type("AWS::S3::Bucket").next().expect("there is a bucket");
    let rules: BTreeMap<_, _> =
        list(&bucket["LifecycleConfiguration"]["Rules"]).iter().map(|rule| (text(&rule["Id"]), rule)).collect();
    assert!(rules.values().all(|rule| text(&rule["Status"]) == "Enabled"));
    let days = |rule: &str, what: &str, days: &str| rules.get(rule).and_then(|rule| rule[what][days].as_i64());
    assert_eq!(days("unfinished", "AbortIncompleteMultipartUpload", "DaysAfterInitiation"), Some(1));
    assert_eq!(days("replaced", "NoncurrentVersionExpiration", "NoncurrentDays"), Some(30));
    // The broom of the local office sweeps the same, as long after.
    let lives: BTreeMap<_, _> = rules
        .values()
        .filter_map(|rule| Some((rule["Prefix"].as_str()?, rule["ExpirationInDays"].as_i64()?)))
        .collect();
    let swept = chancery::office::LIVES.iter().map(|(prefix, days)| (*prefix, i64::from(*days))).collect();
    assert_eq!(lives, swept);
    assert_eq!(lives.get("temporary/"), Some(&1));
}

/// S8: a script of the office's own pages may post to the bucket, and do nothing else there.
#[test]
fn only_pages_of_the_office_may_post_to_the_bucket_by_script() {
    let template = Template::read();
    let (_, bucket) = template.of_type("AWS::S3::Bucket").next().expect("there is a bucket");
    let [rule] = list(&bucket["CorsConfiguration"]["CorsRules"]) else { panic!("there is one rule") };
    assert_eq!((texts(&rule["AllowedOrigins"]), texts(&rule["AllowedMethods"])), (vec!["PublicUrl"], vec!["POST"]));
}

/// S12
#[test]
fn whoever_may_list_the_bucket_may_list_what_was_just_posted_and_nothing_else() {
    let template = Template::read();
    for (function, _) in template.functions() {
        for statement in template.statements(function) {
            if texts(&statement["Action"]).contains(&"s3:ListBucket") {
                assert_eq!(texts(&statement["Action"]), ["s3:ListBucket"], "{function}");
                let prefix = text(&statement["Condition"]["StringLike"]["s3:prefix"]);
                assert_eq!(prefix.strip_suffix('*'), Some(program::evidence::UPLOADS), "{function}");
            }
        }
    }
}

/// S8: what people post goes to one place, from where only `invoice` takes it to another; nobody else writes there.
#[test]
fn only_who_looks_at_files_keeps_them_and_only_who_signs_forms_may_post() {
    let template = Template::read();
    let (mut keep, mut post) = (BTreeSet::new(), BTreeSet::new());
    for (function, _) in template.functions() {
        for Grant { action, resource } in template.grants(function) {
            if action == "s3:PutObject" && (resource.contains("/evidence/") || resource.contains("/previews/")) {
                keep.insert(function);
            }
            if action == "s3:PutObject" && resource.contains("/uploads/") {
                post.insert(function);
            }
        }
    }
    assert_eq!((keep, post), (["Invoice"].into(), ["Invoice", "Report"].into()));
}

/// A table as either side says it.
#[derive(Debug, PartialEq)]
struct Table {
    key: Key,
    /// Name, key, and what of the items it holds.
    indexes: BTreeMap<String, (Key, String)>,
    attributes: BTreeMap<String, String>,
    ttl: Option<String>,
    stream: Option<String>,
}

type Key = Vec<(String, String)>;

impl Table {
    fn defined(definition: &store::tables::Definition) -> Self {
        let key = |hash: &str, range: Option<&str>| -> Key {
            let range = range.map(|range| (range.to_owned(), "RANGE".to_owned()));
            [(hash.to_owned(), "HASH".to_owned())].into_iter().chain(range).collect()
        };
        let indexes: BTreeMap<_, _> = definition
            .indexes
            .iter()
            .map(|(name, hash, range)| ((*name).to_owned(), (key(hash, Some(range)), "ALL".to_owned())))
            .collect();
        let own = key(definition.hash, definition.range);
        let keys = indexes.values().flat_map(|(key, _)| key).chain(&own);
        Self {
            attributes: keys.map(|(name, _)| (name.clone(), "S".to_owned())).collect(),
            key: own,
            indexes,
            ttl: definition.ttl.map(str::to_owned),
            stream: definition.stream.then(|| "NEW_IMAGE".to_owned()),
        }
    }

    fn deployed(table: &Yaml) -> Self {
        let pairs = |items: &Yaml, value: &str| -> Vec<(String, String)> {
            let pair = |item: &Yaml| (text(&item["AttributeName"]).to_owned(), text(&item[value]).to_owned());
            list(items).iter().map(pair).collect()
        };
        let ttl = &table["TimeToLiveSpecification"];
        Self {
            key: pairs(&table["KeySchema"], "KeyType"),
            indexes: list(&table["GlobalSecondaryIndexes"])
                .iter()
                .map(|index| {
                    let projection = text(&index["Projection"]["ProjectionType"]).to_owned();
                    (text(&index["IndexName"]).to_owned(), (pairs(&index["KeySchema"], "KeyType"), projection))
                })
                .collect(),
            attributes: pairs(&table["AttributeDefinitions"], "AttributeType").into_iter().collect(),
            ttl: (ttl["Enabled"] == Yaml::Boolean(true)).then(|| text(&ttl["AttributeName"]).to_owned()),
            stream: table["StreamSpecification"]["StreamViewType"].as_str().map(str::to_owned),
        }
    }
}

/// An address that a route of the code takes.
fn example_of(path: &str) -> String {
    let parts: Vec<_> = path.split('/').map(|part| if part.starts_with('{') { "an-example" } else { part }).collect();
    parts.join("/")
}
