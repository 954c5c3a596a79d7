//! An activity's item, read by hand.
//!
//! **What it is for.** A quarter can have a hundred thousand activities, and making one of an item the general way, by
//! `serde_dynamo`, takes longer than all that is computed from it. This reads what is written today and takes nothing
//! else: whatever it does not expect is none here, and is read the general way, which knows what was written long ago and
//! says what is wrong with what is broken.

use super::ActivityItem;
use crate::Item;
use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, NaiveDate, Utc};
use program::activity::{Help, Plan, Span};
use program::report::{FieldKey, Metric};
use program::{Answer, Place, Report};
use serde::de::DeserializeOwned;
use serde::de::value::{Error, StrDeserializer};
use std::str::FromStr;

/// The activity of an item, or none for what has to be read the general way.
pub(super) fn read(item: &Item) -> Option<ActivityItem> {
    Some(ActivityItem {
        ambassador_id: parsed(item.get("ambassador_id")?)?,
        activity_id: parsed(item.get("activity_id")?)?,
        quarter_shard: text(item.get("quarter_shard")?)?.to_owned(),
        plan: plan(map(item.get("plan")?)?)?,
        planned_at: instant(item.get("planned_at")?)?,
        report: optional(item, "report", |value| report(map(value)?))?,
        state: word(item.get("state")?)?,
        asked: list(item, "asked", parsed)?,
        told_large: flag(item, "told_large")?,
        version: parsed_number(item.get("version")?)?,
    })
}

fn plan(item: &Item) -> Option<Plan> {
    // Where there was one link, it had another name.
    if item.contains_key("link") {
        return None;
    }
    Some(Plan {
        kind: text(item.get("kind")?)?.to_owned(),
        title: word(item.get("title")?)?,
        starts_on: day(item.get("starts_on")?)?,
        ends_on: day(item.get("ends_on")?)?,
        several: list(item, "several", |value| {
            let span = map(value)?;
            Some(Span { first: day(span.get("first")?)?, last: day(span.get("last")?)? })
        })?,
        place: place(map(item.get("place")?)?)?,
        language: optional(item, "language", word)?,
        links: list(item, "links", word)?,
        notes: optional(item, "notes", word)?,
        expected_reach: optional(item, "expected_reach", parsed_number)?,
        help: match item.get("help") {
            None => Help::default(),
            Some(value) => help(map(value)?)?,
        },
        large: flag(item, "large")?,
        with: list(item, "with", word)?,
    })
}

fn help(item: &Item) -> Option<Help> {
    let kinds = item.get("kinds")?.as_l().ok()?.iter().map(word).collect::<Option<_>>()?;
    Some(Help { kinds, words: optional(item, "words", word)? })
}

fn place(item: &Item) -> Option<Place> {
    let city = || optional(item, "city", word);
    let country = || word(item.get("country")?);
    match text(item.get("where")?)? {
        "online" => Some(Place::Online),
        "in_person" => Some(Place::InPerson { city: city()?, country: country()? }),
        "both" => Some(Place::Both { city: city()?, country: country()? }),
        _ => None,
    }
}

fn report(item: &Item) -> Option<Report> {
    // What was done and what came of it were once told as one.
    if item.contains_key("story") {
        return None;
    }
    let answers = map(item.get("answers")?)?.iter();
    Some(Report {
        answers: answers
            .map(|(field, value)| Some((FieldKey::from(field.clone()), answer(value)?)))
            .collect::<Option<_>>()?,
        done: optional(item, "done", word)?,
        came_of_it: optional(item, "came_of_it", word)?,
        metrics: list(item, "metrics", |value| {
            let metric = map(value)?;
            Some(Metric { what: word(metric.get("what")?)?, how_many: word(metric.get("how_many")?)? })
        })?,
        links: list(item, "links", word)?,
        practical: optional(item, "practical", word)?,
        first_at: instant(item.get("first_at")?)?,
        at: instant(item.get("at")?)?,
        full_at: optional(item, "full_at", instant)?,
    })
}

fn answer(value: &AttributeValue) -> Option<Answer> {
    match value {
        AttributeValue::S(word) => match word.as_str() {
            "unknown" => Some(Answer::Unknown),
            "not_applicable" => Some(Answer::NotApplicable),
            _ => None,
        },
        AttributeValue::M(one) if one.len() == 1 => {
            let (unit, value) = one.iter().next()?;
            match unit.as_str() {
                "text" => word(value).map(Answer::Text),
                "count" => parsed_number(value).map(Answer::Count),
                "minutes" => parsed_number(value).map(Answer::Minutes),
                "yes_no" => value.as_bool().ok().copied().map(Answer::YesNo),
                _ => None,
            }
        }
        _ => None,
    }
}

fn map(value: &AttributeValue) -> Option<&Item> {
    value.as_m().ok()
}

fn text(value: &AttributeValue) -> Option<&str> {
    value.as_s().ok().map(String::as_str)
}

/// A value that is written as one text and read without being checked again.
fn word<T: DeserializeOwned>(value: &AttributeValue) -> Option<T> {
    T::deserialize(StrDeserializer::<Error>::new(text(value)?)).ok()
}

fn parsed<T: FromStr>(value: &AttributeValue) -> Option<T> {
    text(value)?.parse().ok()
}

fn parsed_number<T: FromStr>(value: &AttributeValue) -> Option<T> {
    value.as_n().ok()?.parse().ok()
}

fn instant(value: &AttributeValue) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text(value)?).ok().map(|at| at.to_utc())
}

/// A day as it is written, ten digits and hyphens: the general way asks at each of them what it may be.
fn day(value: &AttributeValue) -> Option<NaiveDate> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = text(value)?.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
    };
    NaiveDate::from_ymd_opt(i32::try_from(number(&[a, b, c, d])?).ok()?, number(&[e, f])?, number(&[g, h])?)
}

fn optional<T>(item: &Item, name: &str, read: impl FnOnce(&AttributeValue) -> Option<T>) -> Option<Option<T>> {
    match item.get(name) {
        None | Some(AttributeValue::Null(_)) => Some(None),
        Some(value) => read(value).map(Some),
    }
}

/// A list that is left out where it is empty.
fn list<T>(item: &Item, name: &str, read: impl Fn(&AttributeValue) -> Option<T>) -> Option<Vec<T>> {
    match item.get(name) {
        None => Some(Vec::new()),
        Some(value) => value.as_l().ok()?.iter().map(read).collect(),
    }
}

/// A flag that is left out where it is not set.
fn flag(item: &Item, name: &str) -> Option<bool> {
    item.get(name).map_or(Some(false), |value| value.as_bool().ok().copied())
}

#[cfg(test)]
mod tests;
