//! The stacks of `infra/*.yaml`: what watches an office, what stands before it, and how `template.yaml` nests them.

use specification::template::{Template, keys, list, text, texts};
use std::collections::BTreeSet;
use std::path::Path;
use yaml_rust2::Yaml;

/// A stack of `infra/`, by the path the template names it by.
fn stack(path: &str) -> Template {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    Template::of(&std::fs::read_to_string(house.join(path)).unwrap())
}

/// Every stack there is, but for the whole.
fn stacks() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("infra");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".yaml")).map(|name| format!("infra/{name}")).collect()
}

#[test]
fn every_stack_is_nested_with_the_parameters_it_asks_for_but_the_one_that_stands_by_itself() {
    let template = Template::read();
    let mut nested = BTreeSet::from(["infra/front.yaml".to_owned()]);
    for (name, properties) in template.of_type("AWS::Serverless::Application") {
        let path = text(&properties["Location"]);
        let stack = stack(path);
        let asked: BTreeSet<_> = keys(&stack.whole()["Parameters"]).map(str::to_owned).collect();
        let given: BTreeSet<_> = keys(&properties["Parameters"]).map(str::to_owned).collect();
        assert_eq!(given, asked, "{name}");
        nested.insert(path.to_owned());
    }
    assert_eq!(nested, stacks());
}

#[test]
fn every_parameter_says_what_it_is_for() {
    let all = stacks().iter().map(|path| stack(path)).chain([Template::read()]).collect::<Vec<_>>();
    for template in &all {
        for name in keys(&template.whole()["Parameters"]) {
            let says = text(&template.whole()["Parameters"][name]["Description"]);
            assert!(says.len() > 10 && says.ends_with('.'), "{name}: {says}");
        }
    }
    // And each of the whole is asked for in a group.
    let template = Template::read();
    let groups = list(&template.whole()["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]);
    let grouped: BTreeSet<_> = groups.iter().flat_map(|group| texts(&group["Parameters"])).collect();
    assert_eq!(grouped, keys(&template.whole()["Parameters"]).collect());
}

/// N6, D6
#[test]
fn somebody_is_written_to_when_anything_fails_is_throttled_falls_behind_or_comes_back() {
    let template = Template::read();
    let watch = stack("infra/watch.yaml");
    let mut watched = BTreeSet::new();
    for (name, alarm) in watch.of_type("AWS::CloudWatch::Alarm") {
        assert_eq!(texts(&alarm["AlarmActions"]), ["Alarms"], "{name}");
        assert!(text(&alarm["AlarmDescription"]).len() > 40, "{name} says what to do");
        assert!(alarm["Metrics"].is_badvalue(), "{name}: an alarm costs by the metric");
        if let Some("Chancery/${Office}") = alarm["Namespace"].as_str() {
            // As it is written in the lines: under no dimension, and by a name that is there.
            assert!(alarm["Dimensions"].is_badvalue(), "{name}");
            let metric = text(&alarm["MetricName"]);
            assert!(::watch::METRICS.iter().any(|(written, _)| *written == metric), "{name}: {metric}");
        }
        let of = list(&alarm["Dimensions"]).first().map_or("", |of| text(&of["Value"]));
        let threshold = match &alarm["Threshold"] {
            Yaml::Integer(number) => number.to_string(),
            other => other.clone().into_string().or_else(|| other.as_f64().map(|number| number.to_string())).unwrap(),
        };
        watched.insert(format!("{} {of} {threshold}", text(&alarm["MetricName"])));
    }
    let mut wanted: BTreeSet<_> = [
        "Errors  0",
        "Throttles  0",
        "5xx Api 4",
        "Failed  0",
        "TableRequests  250000",
        "Reputation.BounceRate  0.05",
        "Reputation.ComplaintRate  0.001",
    ]
    .map(str::to_owned)
    .into();
    for (queue, _) in template.of_type("AWS::SQS::Queue") {
        wanted.insert(format!("ApproximateNumberOfMessagesVisible {queue} 0"));
    }
    for (function, _) in template.events("DynamoDB") {
        wanted.insert(format!("IteratorAge {function}Function 600000"));
    }
    assert_eq!(watched, wanted);

    let (_, topic) = watch.of_type("AWS::SNS::Topic").next().unwrap();
    let [whom] = list(&topic["Subscription"]) else { panic!("one address") };
    assert_eq!((text(&whom["Protocol"]), text(&whom["Endpoint"])), ("email", "AlarmEmail"));
    let given = &template.resource("Watch")["Properties"]["Parameters"];
    for (queue, _) in template.of_type("AWS::SQS::Queue") {
        assert_eq!(text(&given[queue]), format!("{queue}.QueueName"));
    }
}

#[test]
fn the_dashboard_shows_every_alarm() {
    let watch = stack("infra/watch.yaml");
    let (_, dashboard) = watch.of_type("AWS::CloudWatch::Dashboard").next().unwrap();
    let body: serde_json::Value = serde_json::from_str(text(&dashboard["DashboardBody"])).expect("it is JSON");
    let shown = body["widgets"][0]["properties"]["alarms"].as_array().unwrap();
    let shown: BTreeSet<_> = shown.iter().map(|alarm| alarm.as_str().unwrap().to_owned()).collect();
    let alarms = watch.of_type("AWS::CloudWatch::Alarm").map(|(name, _)| format!("${{{name}.Arn}}"));
    assert_eq!(shown, alarms.collect());
}

/// D6
#[test]
fn the_dashboard_shows_every_metric_of_the_offices_own() {
    let watch = stack("infra/watch.yaml");
    let (_, dashboard) = watch.of_type("AWS::CloudWatch::Dashboard").next().unwrap();
    let body: serde_json::Value = serde_json::from_str(text(&dashboard["DashboardBody"])).expect("it is JSON");
    let mut shown = BTreeSet::new();
    for widget in body["widgets"].as_array().unwrap() {
        let mut of = String::new();
        for metric in widget["properties"]["metrics"].as_array().into_iter().flatten() {
            // A point stands for what the metric before has there.
            let named = |place: usize| metric[place].as_str().filter(|name| !name.starts_with('.'));
            of = named(0).map_or(of, str::to_owned);
            if of == "Chancery/${Office}" {
                shown.extend(named(1).map(str::to_owned));
            }
        }
    }
    // `Office` is the stack's name, which is what every table's name begins with.
    assert_eq!(text(&Template::read().resource("Watch")["Properties"]["Parameters"]["Office"]), "AWS::StackName");
    assert_eq!(shown, ::watch::METRICS.iter().map(|(name, _)| (*name).to_owned()).collect());
}

/// S7
#[test]
fn what_stands_before_an_office_keeps_no_page_and_lets_nothing_through_in_the_clear() {
    let front = stack("infra/front.yaml");
    let (_, distribution) = front.of_type("AWS::CloudFront::Distribution").next().unwrap();
    let config = &distribution["DistributionConfig"];
    assert_eq!(text(&config["WebACLId"]), "Firewall.Arn");
    // AWS's own names for CachingDisabled, and for everything a visitor sends but the host.
    let pages = &config["DefaultCacheBehavior"];
    assert_eq!(text(&pages["CachePolicyId"]), "4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
    assert_eq!(text(&pages["OriginRequestPolicyId"]), "b689b0a8-53d0-40ab-baf2-68738e2966ac");
    let [assets] = list(&config["CacheBehaviors"]) else { panic!("assets alone are kept") };
    assert_eq!(text(&assets["PathPattern"]), "/assets/*");
    // By their versions, and no longer than they say.
    assert_eq!(text(&assets["CachePolicyId"]), "Assets");
    let kept = &front.resource("Assets")["Properties"]["CachePolicyConfig"];
    let by = &kept["ParametersInCacheKeyAndForwardedToOrigin"];
    assert_eq!(texts(&by["QueryStringsConfig"]["QueryStrings"]), ["v"]);
    assert!(web::layout::stylesheet_address().contains("?v=") && kept["MinTTL"] == Yaml::Integer(0));
    for behavior in [pages, assets] {
        assert_eq!(text(&behavior["ViewerProtocolPolicy"]), "redirect-to-https");
    }
    for origin in list(&config["Origins"]) {
        assert_eq!(text(&origin["CustomOriginConfig"]["OriginProtocolPolicy"]), "https-only");
    }
}

/// S10
#[test]
fn what_stands_before_an_office_brings_the_secret_that_the_office_knows_it_by() {
    let front = stack("infra/front.yaml");
    let (_, distribution) = front.of_type("AWS::CloudFront::Distribution").next().unwrap();
    for origin in list(&distribution["DistributionConfig"]["Origins"]) {
        let [secret] = list(&origin["OriginCustomHeaders"]) else { panic!("one header") };
        assert_eq!(
            (text(&secret["HeaderName"]), text(&secret["HeaderValue"])),
            (web::origin::Front::HEADER, "FrontSecret")
        );
    }
    let template = Template::read();
    for stack in [&front, &template] {
        assert_eq!(stack.whole()["Parameters"]["FrontSecret"]["NoEcho"], Yaml::Boolean(true));
    }
    for function in ["Account", "Application"] {
        let settings = &template.function(function)["Environment"]["Variables"];
        assert_eq!(text(&settings["CHANCERY_FRONT_SECRET"]), "FrontSecret");
    }
}

/// S8, S12
#[test]
fn what_looks_for_malware_reads_and_marks_what_was_taken_from_people_and_nothing_else() {
    let template = Template::read();
    let given = &template.resource("Scan")["Properties"]["Parameters"];
    assert_eq!((text(&given["Bucket"]), text(&given["Prefix"])), ("Files", program::evidence::KEPT));
    let scan = stack("infra/scan.yaml");
    let statements: Vec<_> = list(&scan.resource("PlanRole")["Properties"]["Policies"])
        .iter()
        .flat_map(|policy| list(&policy["PolicyDocument"]["Statement"]))
        .collect();
    for statement in statements {
        for action in texts(&statement["Action"]) {
            let resource = text(&statement["Resource"]);
            assert!(!action.contains('*') && resource != "*", "{action}");
            if action.contains("Object") && action != "s3:PutObject" {
                assert!(resource.ends_with(":::${Bucket}/${Prefix}*"), "{action} on {resource}");
            }
        }
    }
}
