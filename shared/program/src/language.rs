//! Languages people speak, as they write them, kept as ISO 639 codes.

use crate::form::Problem;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A language of ISO 639, by its place among all of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language(u16);

/// What ISO 639 has of a language, and how it calls itself; empty where there is nothing.
#[derive(Clone, Copy, Default)]
struct Known {
    three: &'static str,
    two: &'static str,
    name: &'static str,
    own: &'static str,
}

/// Every language, in the order of the codes of three letters.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    // `build.rs` writes it.
    const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/languages.tsv"));
    let known = |line: &'static str| {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        Known { three: next(), two: next(), name: next(), own: next() }
    };
    TABLE.lines().map(known).collect()
});

impl Language {
    /// Understands a code ("pt", "por"), the language's English name or its own ("Portuguese", "Português"), and what
    /// people put around a name ("Brazilian Portuguese", "Spanish (Mexico)").
    ///
    /// # Errors
    /// [`Problem::Missing`] or [`Problem::NotALanguage`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let whole = key(typed);
        if whole.is_empty() {
            return Err(Problem::Missing);
        }
        // The name stands last in English and in front of a tag: "Swiss German", "pt-BR".
        let last = whole.split(' ').next_back().unwrap_or_default();
        let first = whole.split(['-', '_']).next().unwrap_or_default();
        find(&whole).or_else(|| by_code(first)).or_else(|| find_name(last)).ok_or(Problem::NotALanguage)
    }

    /// A list, separated as people separate one; each language once, in the order given.
    ///
    /// # Errors
    /// [`Problem::NotALanguage`] when one of them is none, [`Problem::TooMany`] past [`Self::MOST`].
    pub fn parse_list(typed: &str) -> Result<Vec<Self>, Problem> {
        let mut languages = Vec::new();
        let parts = typed.split([',', ';', '\n', '/', '،', '、']).flat_map(|part| part.split(" and "));
        for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
            let language = Self::parse(part)?;
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        if languages.len() > Self::MOST { Err(Problem::TooMany { limit: Self::MOST }) } else { Ok(languages) }
    }

    /// The most languages one person is asked to name.
    pub const MOST: usize = 12;

    /// The two-letter code where there is one, else the three-letter one.
    pub fn code(self) -> &'static str {
        let known = self.known();
        if known.two.is_empty() { known.three } else { known.two }
    }

    /// The name English readers know.
    pub fn name(self) -> &'static str {
        without_remark(self.known().name)
    }

    fn all() -> impl Iterator<Item = Self> {
        (0..KNOWN.len()).filter_map(|at| u16::try_from(at).ok()).map(Self)
    }

    fn known(self) -> Known {
        KNOWN.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}

/// Names that table has otherwise, and the everyday ones that name a whole family.
const SPELLINGS: [(&str, &str); 8] = [
    ("greek", "ell"),
    ("mandarin", "zho"),
    ("cantonese", "yue"),
    ("farsi", "fas"),
    ("dari", "fas"),
    ("tagalog", "tgl"),
    ("filipino", "fil"),
    ("flemish", "nld"),
];

fn find(key: &str) -> Option<Language> {
    by_code(key).or_else(|| find_name(key))
}

fn by_code(key: &str) -> Option<Language> {
    static OF_TWO: LazyLock<HashMap<&str, Language>> = LazyLock::new(|| {
        Language::all().map(|language| (language.known().two, language)).filter(|(two, _)| !two.is_empty()).collect()
    });
    match key.len() {
        2 => OF_TWO.get(key).copied(),
        3 => by_three(key),
        _ => None,
    }
}

fn by_three(code: &str) -> Option<Language> {
    let at = KNOWN.binary_search_by_key(&code, |known| known.three).ok()?;
    u16::try_from(at).ok().map(Language)
}

fn find_name(name: &str) -> Option<Language> {
    static NAMES: LazyLock<HashMap<String, Language>> = LazyLock::new(names);
    NAMES.get(name).copied()
}

/// Every name by its key. Where two languages share one, the one with a two-letter code has it: more people speak it.
fn names() -> HashMap<String, Language> {
    let mut names = HashMap::new();
    let mut all: Vec<_> = Language::all().collect();
    all.sort_by_key(|language| language.known().two.is_empty());
    for language in all {
        let Known { name, own, .. } = language.known();
        for name in [name, own].into_iter().filter(|name| !name.is_empty()) {
            names.entry(key(name)).or_insert(language);
        }
    }
    names.extend(SPELLINGS.iter().filter_map(|(spelling, code)| Some(((*spelling).to_owned(), by_three(code)?))));
    names
}

fn without_remark(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name)
}

/// Lower case, no accents, no remark in parentheses, single spaces.
fn key(typed: &str) -> String {
    let plain: String = without_remark(typed.trim())
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        by_code(&code).ok_or_else(|| serde::de::Error::custom(format!("no language has the code {code:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_code_its_english_name_and_its_own() {
        for (typed, code) in [
            ("pt", "pt"),
            ("POR", "pt"),
            ("Portuguese", "pt"),
            ("português", "pt"),
            ("Brazilian Portuguese", "pt"),
            ("pt-BR", "pt"),
            ("Spanish (Mexico)", "es"),
            ("日本語", "ja"),
            ("Yoruba", "yo"),
            ("Greek", "el"),
            ("Mandarin", "zh"),
            ("Swahili", "sw"),
            ("English", "en"),
            ("Filipino", "fil"),
        ] {
            assert_eq!(Language::parse(typed).unwrap().code(), code, "{typed}");
        }
        assert_eq!(Language::parse("Klingonese-ish"), Err(Problem::NotALanguage));
        assert_eq!(Language::parse(" "), Err(Problem::Missing));
    }

    #[test]
    fn a_list_is_split_as_people_split_one() {
        let codes =
            |typed: &str| -> Vec<_> { Language::parse_list(typed).unwrap().into_iter().map(Language::code).collect() };
        assert_eq!(codes("Yoruba, English and French; English"), ["yo", "en", "fr"]);
        assert_eq!(codes(""), Vec::<&str>::new());
        assert_eq!(Language::parse_list("English, xq"), Err(Problem::NotALanguage));
    }

    #[test]
    fn every_language_comes_back_from_its_code() {
        assert!(Language::all().count() > 7_000);
        for language in Language::all() {
            let known = language.known();
            assert!(known.three.len() == 3 && !known.name.is_empty(), "{language:?}");
            assert_eq!(by_code(language.code()), Some(language));
            assert_eq!(by_code(known.three), Some(language));
        }
    }
}
