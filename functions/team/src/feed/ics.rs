//! A calendar as RFC 5545 writes it: lines of at most 75 octets, text escaped, times in UTC.

use chrono::{DateTime, Days, NaiveDate, Utc};
use std::fmt::Write as _;

/// The most octets of a line, its end not counted.
const LIMIT: usize = 75;

/// One thing in a calendar.
pub(crate) struct Event {
    /// Stays the same as long as it is the same thing, whoever reads it.
    pub(crate) uid: String,
    /// How often it was changed.
    pub(crate) sequence: u64,
    /// When it was written down as it is.
    pub(crate) stamp: DateTime<Utc>,
    /// When it was changed last, where that is known.
    pub(crate) changed_at: Option<DateTime<Utc>>,
    pub(crate) when: When,
    pub(crate) summary: String,
    pub(crate) place: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) is_cancelled: bool,
}

/// When something takes place.
pub(crate) enum When {
    /// All day, from the first day to the last.
    Days(NaiveDate, NaiveDate),
    /// From one instant to another.
    Time(DateTime<Utc>, DateTime<Utc>),
}

/// A calendar of this name with these events.
pub(crate) fn calendar(name: &str, events: &[Event]) -> String {
    let mut text = String::new();
    for (property, value) in
        [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//Chancery//EN"), ("CALSCALE", "GREGORIAN")]
    {
        line(&mut text, property, value);
    }
    line(&mut text, "X-WR-CALNAME", &escaped(name));
    events.iter().for_each(|event| write(&mut text, event));
    line(&mut text, "END", "VCALENDAR");
    text
}

fn write(text: &mut String, event: &Event) {
    line(text, "BEGIN", "VEVENT");
    line(text, "UID", &escaped(&event.uid));
    line(text, "DTSTAMP", &instant(event.stamp));
    match event.when {
        When::Days(first, last) => {
            line(text, "DTSTART;VALUE=DATE", &day(first));
            // The end is the first day that is not part of it.
            line(text, "DTEND;VALUE=DATE", &day(last.checked_add_days(Days::new(1)).unwrap_or(last)));
        }
        When::Time(starts, ends) => {
            line(text, "DTSTART", &instant(starts));
            line(text, "DTEND", &instant(ends));
        }
    }
    line(text, "SEQUENCE", &event.sequence.to_string());
    if let Some(at) = event.changed_at {
        line(text, "LAST-MODIFIED", &instant(at));
    }
    line(text, "SUMMARY", &escaped(&event.summary));
    for (property, value) in [("LOCATION", &event.place), ("DESCRIPTION", &event.description)] {
        if let Some(value) = value {
            line(text, property, &escaped(value));
        }
    }
    // An address is not text and is written as it is; one that could break the line is left out.
    if let Some(url) = event.url.as_ref().filter(|url| !url.chars().any(char::is_control)) {
        line(text, "URL", url);
    }
    line(text, "STATUS", if event.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
    // A day that something is due on does not make anybody busy.
    line(text, "TRANSP", if matches!(event.when, When::Days(..)) { "TRANSPARENT" } else { "OPAQUE" });
    line(text, "END", "VEVENT");
}

/// Writes one line, folded between characters where it is longer than may be.
fn line(text: &mut String, property: &str, value: &str) {
    let mut octets = 0;
    for c in property.chars().chain([':']).chain(value.chars()) {
        if octets + c.len_utf8() > LIMIT {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(c);
        octets += c.len_utf8();
    }
    text.push_str("\r\n");
}

/// Text as a value: no control characters but tabs, and line breaks written out.
fn escaped(value: &str) -> String {
    let value = value.replace("\r\n", "\n");
    let mut text = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => {
                text.push('\\');
                text.push(c);
            }
            '\n' | '\r' => text.push_str("\\n"),
            '\t' => text.push(c),
            c if c.is_control() => {}
            c => text.push(c),
        }
    }
    text
}

fn day(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

fn instant(at: DateTime<Utc>) -> String {
    let mut text = String::new();
    // Writing to a text cannot fail.
    let _ = write!(text, "{}", at.format("%Y%m%dT%H%M%SZ"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(summary: &str, place: &str) -> Event {
        let day = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
        Event {
            uid: "activity-1@office.example.org".to_owned(),
            sequence: 2,
            stamp: DateTime::UNIX_EPOCH,
            changed_at: Some(DateTime::UNIX_EPOCH),
            when: When::Days(day, day),
            summary: summary.to_owned(),
            place: Some(place.to_owned()),
            description: None,
            url: Some("https://example.org/a,b;c".to_owned()),
            is_cancelled: false,
        }
    }

    /// Reads a calendar the other way round: lines put together again, then each value's marks taken away.
    fn read(text: &str) -> Vec<(String, String)> {
        let unfolded = text.replace("\r\n ", "");
        let lines = unfolded.strip_suffix("\r\n").unwrap().split("\r\n");
        lines
            .map(|line| {
                let (property, value) = line.split_once(':').unwrap();
                let mut plain = String::new();
                let mut chars = value.chars();
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => match chars.next().unwrap() {
                            'n' => plain.push('\n'),
                            marked => plain.push(marked),
                        },
                        c => plain.push(c),
                    }
                }
                (property.to_owned(), plain)
            })
            .collect()
    }

    fn value<'a>(read: &'a [(String, String)], property: &str) -> &'a str {
        &read.iter().find(|(name, _)| name == property).unwrap().1
    }

    /// What a value can hold: everything but control characters, which no keyboard means.
    fn meant(text: &str) -> String {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
    }

    /// M22
    #[test]
    fn a_day_ends_before_the_next_and_a_long_line_is_folded_between_letters() {
        let long = "老虎".repeat(20);
        let text = calendar("Mautic, & more", &[event(&long, "Lagos; NG")]);
        assert!(text.contains("\r\nDTSTART;VALUE=DATE:20260630\r\nDTEND;VALUE=DATE:20260701\r\n"), "{text}");
        assert!(text.contains("\r\nLOCATION:Lagos\\; NG\r\n"), "{text}");
        assert!(text.contains("\r\nX-WR-CALNAME:Mautic\\, & more\r\n"), "{text}");
        assert!(text.contains("\r\nURL:https://example.org/a,b;c\r\n"), "{text}");
        assert!(text.lines().any(|line| line.starts_with(' ')), "{text}");
    }

    proptest! {
        /// M22
        #[test]
        fn any_text_reads_back_and_no_line_is_too_long(
            summary in proptest::collection::vec(any::<char>(), 0..200).prop_map(String::from_iter),
            place in "[\\\\;,:\r\n\t \"a-zé老👩🏽‍💻]{0,120}",
        ) {
            let text = calendar(&summary, &[event(&summary, &place)]);
            let back = read(&text);
            prop_assert_eq!(value(&back, "X-WR-CALNAME"), meant(&summary));
            prop_assert_eq!(value(&back, "SUMMARY"), meant(&summary));
            prop_assert_eq!(value(&back, "LOCATION"), meant(&place));
            prop_assert_eq!(value(&back, "UID"), "activity-1@office.example.org");
            prop_assert!(text.split("\r\n").all(|line| line.len() <= 75), "{}", text);
            prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{}", text);
        }
    }
}
