//! The clock of a local office: the schedules written in `template.yaml`, read and worked out here as AWS would.
//!
//! The template stays the only place where a schedule is written, so the office on one machine and the one on AWS
//! cannot drift apart. This module reads no clock and calls no function: it says what is due between two moments.
//! Start at [`read`].

use anyhow::{Context as _, anyhow, bail, ensure};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use serde_json::Value;
use yaml_rust2::{Yaml, YamlLoader};

/// What EventBridge Scheduler replaces by the time a schedule was due, in RFC 3339.
const SCHEDULED_TIME: &str = "<aws.scheduler.scheduled-time>";

/// One schedule of the template: a function and the event it is called with whenever the expression says so.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// The logical id of the function's resource in the template.
    pub function: String,
    /// The name of the event under that function.
    pub name: String,
    /// When it is due.
    pub expression: Expression,
    /// The event as the template writes it, with the placeholder of the time still in it.
    pub input: Value,
}

/// When a schedule is due, always in UTC.
#[derive(Debug, Clone)]
pub enum Expression {
    /// `cron(…)` in the six fields of AWS: minute, hour, day of month, month, day of week, year.
    Cron(Box<Cron>),
    /// `rate(…)`: whole periods counted from the epoch, so that a restart does not shift them.
    Rate(TimeDelta),
}

/// Reads every schedule of the template's functions; one that AWS would keep disabled is left out.
///
/// # Errors
///
/// If the text is not YAML, or a schedule uses what this clock does not know; the message names the function and
/// the event, because a schedule that silently never fires is found out a quarter too late.
pub fn read(template: &str) -> anyhow::Result<Vec<Schedule>> {
    let documents = YamlLoader::load_from_str(template).context("the template is not YAML")?;
    let resources = documents
        .first()
        .and_then(|template| get(template, "Resources")?.as_hash())
        .context("the template has no Resources")?;
    let mut schedules = Vec::new();
    for (function, resource) in resources {
        if text(resource, "Type") != Some("AWS::Serverless::Function") {
            continue;
        }
        let function = function.as_str().unwrap_or_default();
        let events = get(resource, "Properties")
            .and_then(|properties| get(properties, "Events")?.as_hash())
            .into_iter()
            .flatten();
        for (name, event) in events {
            let name = name.as_str().unwrap_or_default();
            let schedule = match text(event, "Type") {
                Some("ScheduleV2") => Schedule::read(function, name, event),
                Some("Schedule") => Err(anyhow!("it is of the older type; write ScheduleV2")),
                _ => continue,
            };
            schedules.extend(schedule.with_context(|| format!("the schedule {name} of {function} in the template"))?);
        }
    }
    Ok(schedules)
}

impl Schedule {
    /// The moments it is due after the first moment and up to the second, that one included, in order.
    ///
    /// A long span yields every missed moment; whether to catch up on all of them is the caller's choice.
    #[must_use]
    pub fn due(&self, after: DateTime<Utc>, until: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        std::iter::successors(self.expression.next(after), |last| self.expression.next(*last))
            .take_while(|at| *at <= until)
            .collect()
    }

    /// The event the function gets when the schedule is due at this time.
    #[must_use]
    pub fn event(&self, at: DateTime<Utc>) -> Value {
        filled(&self.input, &at.to_rfc3339_opts(SecondsFormat::Secs, true))
    }

    fn read(function: &str, name: &str, event: &Yaml) -> anyhow::Result<Option<Self>> {
        let properties = get(event, "Properties").context("it has no Properties")?;
        match text(properties, "State") {
            None | Some("ENABLED") => {}
            Some("DISABLED") => return Ok(None),
            Some(other) => bail!("its State is neither ENABLED nor DISABLED: {other}"),
        }
        for unknown in ["StartDate", "EndDate"] {
            ensure!(get(properties, unknown).is_none(), "its {unknown} is something the local office does not follow");
        }
        let zone = text(properties, "ScheduleExpressionTimezone").unwrap_or("UTC");
        ensure!(zone == "UTC", "its time zone is {zone}; the local office follows schedules in UTC only");
        let input = text(properties, "Input").context("it has no Input text")?;
        ensure!(!input.contains("${"), "its Input has a substitution, which only CloudFormation can make");
        Ok(Some(Self {
            function: function.into(),
            name: name.into(),
            expression: text(properties, "ScheduleExpression").context("it has no ScheduleExpression text")?.parse()?,
            input: serde_json::from_str(input).context("its Input is not JSON")?,
        }))
    }
}

impl Expression {
    /// The first moment it is due after this one; nothing if it is never due again.
    fn next(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Cron(cron) => cron.find_next_occurrence(&after, false).ok(),
            Self::Rate(period) => {
                let period = period.num_seconds();
                let whole = after.timestamp().div_euclid(period).checked_add(1)?;
                DateTime::from_timestamp(whole.checked_mul(period)?, 0)
            }
        }
    }
}

impl std::str::FromStr for Expression {
    type Err = anyhow::Error;

    fn from_str(expression: &str) -> anyhow::Result<Self> {
        let inside = |kind: &str| expression.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')');
        if let Some(fields) = inside("cron") {
            cron(fields).with_context(|| format!("its expression is not understood: {expression}"))
        } else if let Some(rate) = inside("rate") {
            self::rate(rate).with_context(|| format!("its expression is not understood: {expression}"))
        } else {
            bail!("its expression is neither cron(…) nor rate(…): {expression}")
        }
    }
}

fn cron(fields: &str) -> anyhow::Result<Expression> {
    let parts: Vec<&str> = fields.split_whitespace().collect();
    let [_, _, day_of_month, _, day_of_week, _] = parts.as_slice() else {
        bail!("cron(…) takes six fields: minute, hour, day of month, month, day of week, year");
    };
    ensure!(
        (*day_of_month == "?") != (*day_of_week == "?"),
        "exactly one of day of month and day of week is written as ?"
    );
    // The parser knows more than AWS does (nicknames, AND of both days), and that must not pass here only.
    ensure!(
        fields.chars().all(|c| c.is_ascii_alphanumeric() || " *,-/?#".contains(c)),
        "cron(…) is made of letters, digits and the signs * , - / ? #"
    );
    let cron = CronParser::builder()
        .seconds(Seconds::Required)
        .year(Year::Required)
        // AWS counts the week from SUN = 1, and writes steps as 0/15.
        .alternative_weekdays(true)
        .sloppy_ranges(true)
        .dom_and_dow(true)
        .build()
        .parse(&format!("0 {fields}"))?;
    Ok(Expression::Cron(Box::new(cron)))
}

fn rate(rate: &str) -> anyhow::Result<Expression> {
    let (number, unit) = rate.split_once(' ').context("rate(…) takes a number and a unit")?;
    let number: u32 = number.parse().context("the number of rate(…)")?;
    ensure!(number > 0, "the number of rate(…) is at least 1");
    let number = i64::from(number);
    let period = match unit {
        "minute" | "minutes" => TimeDelta::try_minutes(number),
        "hour" | "hours" => TimeDelta::try_hours(number),
        "day" | "days" => TimeDelta::try_days(number),
        _ => bail!("the unit of rate(…) is minutes, hours or days"),
    };
    Ok(Expression::Rate(period.context("the number of rate(…) is too large")?))
}

/// The event with the time written into every text that asks for it.
fn filled(input: &Value, time: &str) -> Value {
    match input {
        Value::String(text) => Value::String(text.replace(SCHEDULED_TIME, time)),
        Value::Array(items) => items.iter().map(|item| filled(item, time)).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), filled(value, time))).collect(),
        other => other.clone(),
    }
}

fn get<'a>(yaml: &'a Yaml, name: &str) -> Option<&'a Yaml> {
    yaml.as_hash()?.get(&Yaml::String(name.into()))
}

fn text<'a>(yaml: &'a Yaml, name: &str) -> Option<&'a str> {
    get(yaml, name)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Short tags, anchors and events of other kinds as a real template has them, around one schedule.
    fn template(schedule: &str) -> String {
        format!(
            r#"
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {{Timeout: 30}}
Resources:
  Outbox:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub "${{AWS::StackName}}-outbox"
  Compliance:
    Type: AWS::Serverless::Function
    Properties:
      Role: !GetAtt ComplianceRole.Arn
      Environment:
        Variables:
          TABLES: !Join ["-", [!Ref AWS::StackName, outbox]]
          ZONE: !If [HasDomain, !Ref Domain, !Ref "AWS::NoValue"]
      Policies:
        - Statement:
            - Effect: Allow
              Action: dynamodb:GetItem
              Resource: !Sub
                - "arn:aws:dynamodb:*:*:table/${{Name}}"
                - Name: !Ref Outbox
      Events:
        Stream:
          Type: DynamoDB
          Properties: {{Stream: !GetAtt Outbox.StreamArn, StartingPosition: LATEST}}
        Tick:
          Type: ScheduleV2
          Properties:
            RoleArn: !GetAtt SchedulerRole.Arn
{schedule}
  Other:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: .}}
Outputs:
  Table: {{Value: !Ref Outbox}}
"#
        )
    }

    fn with_expression(expression: &str) -> String {
        template(&format!("            ScheduleExpression: {expression}\n            Input: '{{}}'"))
    }

    fn schedule(expression: &str) -> anyhow::Result<Schedule> {
        read(&with_expression(expression))?.pop().context("the template has one schedule")
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time written in a test")
    }

    fn due(expression: &str, after: &str, until: &str) -> anyhow::Result<Vec<String>> {
        Ok(schedule(expression)?
            .due(at(after), at(until))
            .into_iter()
            .map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true))
            .collect())
    }

    #[test]
    fn a_schedule_is_read_past_the_templates_tags_and_filled_with_its_time() -> anyhow::Result<()> {
        let schedules = read(&template(
            r#"            ScheduleExpression: cron(0 * * * ? *)
            FlexibleTimeWindow: {Mode: "OFF"}
            Input: |
              {"job": "hourly", "at": "<aws.scheduler.scheduled-time>", "also": ["due <aws.scheduler.scheduled-time>", 7]}"#,
        ))?;
        let [schedule] = schedules.as_slice() else {
            panic!("one schedule, not {schedules:?}");
        };
        assert_eq!((&*schedule.function, &*schedule.name), ("Compliance", "Tick"));
        assert_eq!(
            schedule.event(at("2026-09-30T23:00:00.250Z")),
            json!({
                "job": "hourly",
                "at": "2026-09-30T23:00:00Z",
                "also": ["due 2026-09-30T23:00:00Z", 7]
            })
        );
        Ok(())
    }

    #[test]
    fn an_hourly_schedule_is_due_on_each_hour_and_not_again_at_the_start() -> anyhow::Result<()> {
        assert_eq!(
            due("cron(0 * * * ? *)", "2026-09-30T22:00:00Z", "2026-10-01T00:00:00Z")?,
            ["2026-09-30T23:00:00Z", "2026-10-01T00:00:00Z"]
        );
        assert!(due("cron(0 * * * ? *)", "2026-09-30T22:00:00Z", "2026-09-30T22:59:59Z")?.is_empty());
        assert_eq!(
            due("cron(0 * * * ? *)", "2026-09-30T21:59:59.999Z", "2026-09-30T22:00:00Z")?,
            ["2026-09-30T22:00:00Z"]
        );
        Ok(())
    }

    #[test]
    fn aws_weekdays_count_from_sunday() -> anyhow::Result<()> {
        let mondays = ["2026-10-05T09:30:00Z", "2026-10-12T09:30:00Z"];
        for expression in ["cron(30 9 ? * 2 *)", "cron(30 9 ? * MON *)"] {
            assert_eq!(due(expression, "2026-10-01T00:00:00Z", "2026-10-14T00:00:00Z")?, mondays);
        }
        assert_eq!(
            due("cron(0 18 ? * MON-FRI *)", "2026-10-02T00:00:00Z", "2026-10-06T00:00:00Z")?,
            ["2026-10-02T18:00:00Z", "2026-10-05T18:00:00Z"]
        );
        Ok(())
    }

    #[test]
    fn steps_months_and_the_last_day_follow_aws() -> anyhow::Result<()> {
        assert_eq!(
            due("cron(0/20 12 1 * ? *)", "2026-10-31T00:00:00Z", "2026-11-30T00:00:00Z")?,
            ["2026-11-01T12:00:00Z", "2026-11-01T12:20:00Z", "2026-11-01T12:40:00Z"]
        );
        assert_eq!(
            due("cron(0 6 L JAN,APR,JUL,OCT ? *)", "2026-01-01T00:00:00Z", "2026-05-01T00:00:00Z")?,
            ["2026-01-31T06:00:00Z", "2026-04-30T06:00:00Z"]
        );
        Ok(())
    }

    #[test]
    fn the_year_turns_and_a_year_that_is_over_never_comes_again() -> anyhow::Result<()> {
        assert_eq!(
            due("cron(0 0 1 1 ? *)", "2026-12-31T23:59:59Z", "2028-01-01T00:00:00Z")?,
            ["2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"]
        );
        assert_eq!(
            due("cron(59 23 31 12 ? 2026)", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z")?,
            ["2026-12-31T23:59:00Z"]
        );
        Ok(())
    }

    #[test]
    fn rates_are_counted_from_the_epoch() -> anyhow::Result<()> {
        assert_eq!(
            due("rate(5 minutes)", "2026-12-31T23:52:10Z", "2027-01-01T00:00:00Z")?,
            ["2026-12-31T23:55:00Z", "2027-01-01T00:00:00Z"]
        );
        assert_eq!(due("rate(1 hour)", "2026-10-01T00:00:00Z", "2026-10-01T01:30:00Z")?, ["2026-10-01T01:00:00Z"]);
        assert_eq!(due("rate(1 day)", "2026-10-01T12:00:00Z", "2026-10-02T12:00:00Z")?, ["2026-10-02T00:00:00Z"]);
        Ok(())
    }

    #[test]
    fn what_the_clock_does_not_know_is_refused_by_name() {
        for wrong in [
            "at(2026-09-30T23:00:00)",
            "every hour",
            "cron(0 * * * ?)",
            "cron(0 * * * * *)",
            "cron(0 25 * * ? *)",
            "cron(0 0 1 * MON *)",
            "cron(@daily * * * ? *)",
            "cron(0 0 ? * +MON *)",
            "rate(0 minutes)",
            "rate(5 fortnights)",
            "rate(-5 minutes)",
            "rate(5)",
        ] {
            let problem = read(&with_expression(&format!("\"{wrong}\""))).map(|_| ()).expect_err(wrong);
            let sentence = format!("{problem:#}");
            assert!(
                sentence.starts_with("the schedule Tick of Compliance in the template: ") && sentence.contains(wrong),
                "{sentence}"
            );
        }
    }

    #[test]
    fn a_time_zone_a_missing_input_and_broken_json_are_refused() {
        for (wrong, cause) in [
            (
                "            ScheduleExpression: rate(1 hour)\n            ScheduleExpressionTimezone: Europe/Berlin\n            Input: '{}'",
                "its time zone is Europe/Berlin; the local office follows schedules in UTC only",
            ),
            ("            ScheduleExpression: rate(1 hour)", "it has no Input text"),
            (
                "            ScheduleExpression: rate(1 hour)\n            Input: !Sub '{\"stage\": \"${Stage}\"}'",
                "its Input has a substitution, which only CloudFormation can make",
            ),
            ("            ScheduleExpression: rate(1 hour)\n            Input: 'not json'", "its Input is not JSON"),
            (
                "            ScheduleExpression: rate(1 hour)\n            EndDate: '2026-10-01T00:00:00Z'\n            Input: '{}'",
                "its EndDate is something the local office does not follow",
            ),
        ] {
            let problem = read(&template(wrong)).map(|_| ()).expect_err(cause);
            assert!(format!("{problem:#}").contains(cause), "{problem:#}");
        }
    }

    #[test]
    fn a_schedule_of_the_older_type_is_refused_because_it_would_never_fire_here() {
        let older = with_expression("rate(1 hour)").replace("ScheduleV2", "Schedule");
        let problem = read(&older).map(|_| ()).expect_err("it is refused");
        assert_eq!(
            format!("{problem:#}"),
            "the schedule Tick of Compliance in the template: it is of the older type; write ScheduleV2"
        );
    }

    #[test]
    fn a_disabled_schedule_is_left_out() -> anyhow::Result<()> {
        let schedules = read(&template(
            "            ScheduleExpression: rate(1 hour)\n            State: DISABLED\n            Input: '{}'",
        ))?;
        assert!(schedules.is_empty());
        Ok(())
    }
}
