//! Text people type, bounded and free of what no keyboard means.

use crate::form::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $limit:expr, $lines:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The most characters (Unicode scalar values) it may have.
            pub const LIMIT: usize = $limit;

            /// Trims, composes (NFC) and checks what was typed.
            ///
            /// # Errors
            /// [`Problem::Missing`] for nothing but space, [`Problem::TooLong`] past [`Self::LIMIT`],
            /// [`Problem::Unreadable`] for control characters.
            pub fn parse(typed: &str) -> Result<Self, Problem> {
                tidy(typed, $limit, $lines).map(Self)
            }

            /// The same, where nothing in it reads as a web address: a letter to somebody else carries it, and is not to
            /// carry anybody's advertisements.
            ///
            /// # Errors
            /// [`Problem::HoldsALink`].
            pub fn without_link(self) -> Result<Self, Problem> {
                if reads_as_link(&self.0) { Err(Problem::HoldsALink) } else { Ok(self) }
            }

            /// As it is shown.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text!(
    /// A person's name, in one field and any script (requirement P4).
    Name, 400, false
);
text!(
    /// One line: a title, a city, a link's words.
    Line, 300, false
);
text!(
    /// Some paragraphs: an answer, a reason, a story.
    Text, 10_000, true
);

fn tidy(typed: &str, limit: usize, lines: bool) -> Result<String, Problem> {
    let text: String = typed.replace("\r\n", "\n").trim().nfc().collect();
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    let length = text.chars().count();
    if length > limit {
        return Err(Problem::TooLong { limit, length });
    }
    let meant = |c: char| !c.is_control() || (lines && matches!(c, '\n' | '\t'));
    if !text.chars().all(meant) {
        return Err(Problem::Unreadable);
    }
    Ok(text)
}

/// From this combining class on, a mark stands over or under its letter, as accents do; what Devanagari and its kin join
/// into a syllable lies below it and is part of the spelling.
const ACCENTS: u8 = 200;

/// The place of a name in an alphabetical list: accents and case do not move it, as in a telephone book.
pub fn alphabetical(name: &str) -> (String, String) {
    let plain = name.nfkd().filter(|c| canonical_combining_class(*c) < ACCENTS).flat_map(char::to_lowercase).collect();
    (plain, name.to_owned())
}

/// Whether a mail program could make a link of something in it: `https://…`, `www.…`, `example.org`.
fn reads_as_link(text: &str) -> bool {
    let is_dot = |c: char| matches!(c, '.' | '．');
    let is_name = |word: &str| {
        let mut labels = word.trim_matches(is_dot).rsplit(is_dot);
        let last = labels.next().unwrap_or_default();
        let before = labels.next().unwrap_or_default();
        let could_be_a_domain = last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic());
        // "Ph.D", "J.Doe" and "Node.js" are no addresses.
        could_be_a_domain && before.chars().count() >= 2 && !last.eq_ignore_ascii_case("js")
    };
    let in_a_name = |c: char| c.is_alphanumeric() || c == '-' || is_dot(c);
    text.contains("://") || text.split(|c| !in_a_name(c)).any(is_name) || text.to_lowercase().contains("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_script_and_eighty_graphemes_stays_itself() {
        for name in ["أمارة", "李", "Ọládélé", "न", &"👩🏽‍💻".repeat(80)] {
            assert_eq!(Name::parse(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn names_stand_where_a_telephone_book_has_them() {
        let mut names = ["Yusuf", "Zoë", "élodie", "Emeka", "Élodie", "Åsa", "eda"];
        names.sort_by_cached_key(|name| alphabetical(name));
        assert_eq!(names, ["Åsa", "eda", "Élodie", "élodie", "Emeka", "Yusuf", "Zoë"]);
    }

    #[test]
    fn text_is_trimmed_bounded_and_free_of_control_characters() {
        assert_eq!(Line::parse("  Lagos meetup "), Ok(Line("Lagos meetup".into())));
        assert_eq!(Line::parse(" \t"), Err(Problem::Missing));
        assert_eq!(Line::parse("a\nb"), Err(Problem::Unreadable));
        assert_eq!(Text::parse("a\r\nb").unwrap().as_str(), "a\nb");
        assert_eq!(Text::parse("a\0b"), Err(Problem::Unreadable));
        assert_eq!(Line::parse(&"x".repeat(301)), Err(Problem::TooLong { limit: 300, length: 301 }));
    }

    /// O5
    #[test]
    fn what_reads_as_a_web_address_is_told_from_ordinary_words() {
        for typed in [
            "see https://spam.example/now",
            "HTTP://X.Y",
            "www.spam",
            "cheap pills at spam.example!",
            "spam．example",
            "(xn--e1afmkfd.example)",
            "write to me@spam.example",
            "spam.co.uk",
        ] {
            assert_eq!(Line::parse(typed).unwrap().without_link(), Err(Problem::HoldsALink), "{typed}");
        }
        for typed in [
            "She answers, e.g. in the forum.",
            "Ph.D. J.Doe",
            "Version 3.5 of Node.js",
            "He writes... and speaks.",
            "他很好。他帮忙",
            "Она пишет.И переводит",
            "1.2.3",
            "A / B: C",
            ".",
        ] {
            assert!(Line::parse(typed).unwrap().without_link().is_ok(), "{typed}");
        }
    }
}
