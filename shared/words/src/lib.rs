//! Every sentence people read, on pages, in letters and in workbooks, by key and language (clause M24).
//!
//! **What it is for.** The message files are `messages/<language>/*.ftl` (Project Fluent: plurals and order belong to
//! the language, not to the code). A room asks for a sentence by its key through [`say!`]; values of `program` that
//! become sentences (a broken rule, a reason, a day) are worded here once: see [`Words::problem`], [`Words::reason`].
//!
//! **What it may not know.** HTML, MIME, HTTP: it gives plain text, and whoever shows it escapes it.
//!
//! The locale `en-XA` is made from English by accenting every letter. Whatever a page shows in it without accents did
//! not come from here, which is how a test finds strays.

mod community;
mod funding;
mod payments;
mod people_over_time;
mod plans;
mod pseudo;
mod readiness;
mod values;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::OnceLock;

/// A language the office speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English.
    English,
    /// English with every letter accented, to find sentences that come from elsewhere.
    Pseudo,
}

impl Locale {
    /// The language a stored tag ("en", "en-GB") means here; English when it is none of ours.
    pub fn of(tag: &str) -> Self {
        if tag.eq_ignore_ascii_case("en-XA") { Self::Pseudo } else { Self::English }
    }

    /// The first of ours in an `Accept-Language` header, by its weights.
    pub fn accepted(header: &str) -> Self {
        let mut wanted: Vec<(&str, f32)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.trim().split(';');
                let tag = pieces.next()?.trim();
                let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
                Some((tag, weight))
            })
            .collect();
        wanted.sort_by(|a, b| b.1.total_cmp(&a.1));
        wanted
            .iter()
            .find(|(tag, weight)| *weight > 0.0 && tag.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("en")))
            .map_or(Self::English, |(tag, _)| Self::of(tag))
    }

    /// The tag for `lang` attributes, letters and records.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Pseudo => "en-XA",
        }
    }
}

/// The message files of one language, by file name.
const ENGLISH: &[(&str, &str)] = &[
    ("account.ftl", include_str!("../messages/en/account.ftl")),
    ("written.ftl", include_str!("../messages/en/written.ftl")),
    ("apply.ftl", include_str!("../messages/en/apply.ftl")),
    ("board.ftl", include_str!("../messages/en/board.ftl")),
    ("dates.ftl", include_str!("../messages/en/dates.ftl")),
    ("feedback.ftl", include_str!("../messages/en/feedback.ftl")),
    ("details.ftl", include_str!("../messages/en/details.ftl")),
    ("payments.ftl", include_str!("../messages/en/payments.ftl")),
    ("files.ftl", include_str!("../messages/en/files.ftl")),
    ("funding.ftl", include_str!("../messages/en/funding.ftl")),
    ("invoices.ftl", include_str!("../messages/en/invoices.ftl")),
    ("photos.ftl", include_str!("../messages/en/photos.ftl")),
    ("compliance.ftl", include_str!("../messages/en/compliance.ftl")),
    ("contribute.ftl", include_str!("../messages/en/contribute.ftl")),
    ("hosted.ftl", include_str!("../messages/en/hosted.ftl")),
    ("letters.ftl", include_str!("../messages/en/letters.ftl")),
    ("local.ftl", include_str!("../messages/en/local.ftl")),
    ("me.ftl", include_str!("../messages/en/me.ftl")),
    ("nominate.ftl", include_str!("../messages/en/nominate.ftl")),
    ("own.ftl", include_str!("../messages/en/own.ftl")),
    ("people_over_time.ftl", include_str!("../messages/en/people_over_time.ftl")),
    ("page.ftl", include_str!("../messages/en/page.ftl")),
    ("people.ftl", include_str!("../messages/en/people.ftl")),
    ("plans.ftl", include_str!("../messages/en/plans.ftl")),
    ("readiness.ftl", include_str!("../messages/en/readiness.ftl")),
    ("reports.ftl", include_str!("../messages/en/reports.ftl")),
    ("rounds.ftl", include_str!("../messages/en/rounds.ftl")),
    ("rules.ftl", include_str!("../messages/en/rules.ftl")),
    ("summary.ftl", include_str!("../messages/en/summary.ftl")),
    ("team.ftl", include_str!("../messages/en/team.ftl")),
    ("territories.ftl", include_str!("../messages/en/territories.ftl")),
];

/// The sentences of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    locale: Locale,
}

impl Words {
    /// The sentences of `locale`.
    pub fn new(locale: Locale) -> Self {
        Self { locale }
    }

    /// The language they are in.
    pub fn locale(self) -> Locale {
        self.locale
    }

    /// The sentence `key` with its values put in; use it through [`say!`].
    ///
    /// An unknown key gives the key itself, so that a page never fails over a word; the specification checks that every
    /// key the code asks for exists.
    pub fn say(self, key: &str, args: &FluentArgs<'_>) -> String {
        let bundle = bundle(self.locale);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, Some(args), &mut errors).into_owned()
    }

    /// Whether there is a sentence of this key.
    pub fn knows(self, key: &str) -> bool {
        bundle(self.locale).has_message(key)
    }
}

/// The sentence of a key: `say!(words, "me-progress", full = 1, goal = 2)`.
#[macro_export]
macro_rules! say {
    ($words:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {{
        $words.say($key, &$crate::args([$( (stringify!($name), $crate::value($value)) ),*]))
    }};
}

/// Values of a sentence, by name.
pub type Args<'a> = FluentArgs<'a>;

/// These values by their names; none is a sentence that holds none.
pub fn args<'a, const COUNT: usize>(values: [(&'static str, FluentValue<'a>); COUNT]) -> Args<'a> {
    Args::from_iter(values)
}

/// Anything a sentence can hold.
pub trait Sayable<'a> {
    /// As the message files see it: numbers choose plurals, text is put in.
    fn into_value(self) -> FluentValue<'a>;
}

/// As the message files see it.
pub fn value<'a>(sayable: impl Sayable<'a>) -> FluentValue<'a> {
    sayable.into_value()
}

impl<'a> Sayable<'a> for &str {
    fn into_value(self) -> FluentValue<'a> {
        FluentValue::from(isolated(self))
    }
}

impl<'a> Sayable<'a> for &String {
    fn into_value(self) -> FluentValue<'a> {
        FluentValue::from(isolated(self))
    }
}

impl<'a> Sayable<'a> for String {
    fn into_value(self) -> FluentValue<'a> {
        FluentValue::from(isolated(&self))
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl<'a> Sayable<'a> for $number {
            fn into_value(self) -> FluentValue<'a> {
                FluentValue::from(self as f64)
            }
        })*
    };
}

numbers!(u32, u64, usize, i64, f64);

/// Text that runs from right to left is fenced off, so that it cannot pull the sentence around it out of order.
fn isolated(text: &str) -> String {
    let right_to_left = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if text.chars().any(right_to_left) { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
}

fn bundle(locale: Locale) -> &'static FluentBundle<FluentResource> {
    static BUNDLES: [OnceLock<FluentBundle<FluentResource>>; 2] = [const { OnceLock::new() }; 2];
    let [english, pseudo] = &BUNDLES;
    match locale {
        Locale::English => english.get_or_init(|| read(None)),
        Locale::Pseudo => pseudo.get_or_init(|| read(Some(pseudo::accented))),
    }
}

fn read(transform: Option<fn(&str) -> std::borrow::Cow<'_, str>>) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().unwrap_or_default()]);
    bundle.set_use_isolating(false);
    bundle.set_transform(transform);
    for (_, text) in ENGLISH {
        // What cannot be read is left out; the test below keeps that from happening unseen.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_file_is_read_whole_and_no_key_is_given_twice() {
        let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().unwrap_or_default()]);
        for (name, text) in ENGLISH {
            let resource = FluentResource::try_new((*text).to_owned());
            let resource = resource.unwrap_or_else(|(_, errors)| panic!("{name}: {errors:?}"));
            bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        }
    }

    #[test]
    fn the_reader_s_language_is_chosen_by_its_weight() {
        assert_eq!(Locale::accepted("en-XA"), Locale::Pseudo);
        assert_eq!(Locale::accepted("fr, en;q=0.5"), Locale::English);
        assert_eq!(Locale::accepted("en;q=0.3, en-XA;q=0.8"), Locale::Pseudo);
        assert_eq!(Locale::accepted("ü;q=abc,,;"), Locale::English);
    }

    #[test]
    fn a_name_that_runs_from_right_to_left_is_fenced_off() {
        assert_eq!(isolated("أمارة"), "\u{2068}أمارة\u{2069}");
        assert_eq!(isolated("Amara"), "Amara");
    }
}
