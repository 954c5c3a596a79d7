//! Countries as people write them, kept as ISO 3166-1 codes.

use crate::form::Problem;
use celes::LookupTable as _;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// A country or territory of ISO 3166-1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(celes::Country);

impl Country {
    /// Understands a code ("NG", "NGA"), a name in English ("Nigeria") or a common other spelling ("U.K.", "Korea").
    ///
    /// # Errors
    /// [`Problem::Missing`] or [`Problem::NotACountry`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let key = key(typed);
        if key.is_empty() {
            return Err(Problem::Missing);
        }
        let spelled = SPELLINGS.iter().find(|(spelling, _)| *spelling == key).map(|(_, code)| *code);
        let countries = celes::Country::get_countries();
        let find = |fits: &dyn Fn(&celes::Country) -> bool| countries.iter().find(|country| fits(country));
        // A name comes before an alias: "Samoa" is a country, and also what some call American Samoa.
        let found = match spelled {
            Some(code) => find(&|country| country.alpha2 == code),
            None => {
                find(&|country| key.eq_ignore_ascii_case(country.alpha2) || key.eq_ignore_ascii_case(country.alpha3))
                    .or_else(|| find(&|country| self::key(country.long_name) == key))
                    .or_else(|| find(&|country| country.aliases.iter().any(|alias| self::key(alias) == key)))
            }
        };
        found.map(|country| Self(*country)).ok_or(Problem::NotACountry)
    }

    /// The two-letter code.
    #[expect(clippy::misnamed_getters, reason = "the code people know is the one of two letters")]
    pub fn code(self) -> &'static str {
        self.0.alpha2
    }

    /// The name English readers know.
    pub fn name(self) -> &'static str {
        EVERYDAY.iter().find(|(code, _)| *code == self.code()).map_or(self.0.long_name, |(_, name)| *name)
    }

    /// Every country, by name, for a list to choose from.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<_> = celes::Country::get_countries().iter().map(|country| Self(*country)).collect();
        all.sort_by_key(|country| key(country.name()));
        all
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        // Nearly always it is what is written above; looking at every country and spelling takes a hundred times as long.
        let known = celes::Country::from_alpha2(&code).ok().map(Self).filter(|country| country.code() == code);
        known
            .map_or_else(|| Country::parse(&code), Ok)
            .map_err(|_| serde::de::Error::custom(format!("no country has the code {code:?}")))
    }
}

/// Lower case, no accents, no dots, "and" for "&", single spaces, no leading article.
fn key(typed: &str) -> String {
    let plain: String = typed
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .filter(|c| !matches!(c, '.' | '\'' | '’' | ','))
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '-' | '_') { ' ' } else { c })
        .collect();
    let words: Vec<_> = plain.split_whitespace().map(|word| if word == "&" { "and" } else { word }).collect();
    match words.split_first() {
        Some((&"the", rest)) if !rest.is_empty() => rest.join(" "),
        _ => words.join(" "),
    }
}

/// Spellings people use that the code list does not have, as keys.
const SPELLINGS: &[(&str, &str)] = &[
    ("america", "US"),
    ("bolivia", "BO"),
    ("bosnia", "BA"),
    ("brasil", "BR"),
    ("brunei", "BN"),
    ("burma", "MM"),
    ("cabo verde", "CV"),
    ("cape verde", "CV"),
    ("cote divoire", "CI"),
    ("czech republic", "CZ"),
    ("czechia", "CZ"),
    ("deutschland", "DE"),
    ("dr congo", "CD"),
    ("drc", "CD"),
    ("england", "GB"),
    ("espana", "ES"),
    ("eswatini", "SZ"),
    ("great britain", "GB"),
    ("holland", "NL"),
    ("hong kong", "HK"),
    ("iran", "IR"),
    ("italia", "IT"),
    ("ivory coast", "CI"),
    ("korea", "KR"),
    ("kosovo", "XK"),
    ("laos", "LA"),
    ("macau", "MO"),
    ("macedonia", "MK"),
    ("mexico", "MX"),
    ("moldova", "MD"),
    ("netherlands", "NL"),
    ("north korea", "KP"),
    ("north macedonia", "MK"),
    ("northern ireland", "GB"),
    ("osterreich", "AT"),
    ("palestine", "PS"),
    ("republic of korea", "KR"),
    ("russia", "RU"),
    ("schweiz", "CH"),
    ("scotland", "GB"),
    ("south korea", "KR"),
    ("sudan", "SD"),
    ("suisse", "CH"),
    ("swaziland", "SZ"),
    ("syria", "SY"),
    ("taiwan", "TW"),
    ("tanzania", "TZ"),
    ("turkey", "TR"),
    ("turkiye", "TR"),
    ("uae", "AE"),
    ("uk", "GB"),
    ("united kingdom", "GB"),
    ("united states", "US"),
    ("united states of america", "US"),
    ("us", "US"),
    ("usa", "US"),
    ("vatican", "VA"),
    ("venezuela", "VE"),
    ("viet nam", "VN"),
    ("vietnam", "VN"),
    ("wales", "GB"),
];

/// Everyday names where the code list's is the ceremonial one.
const EVERYDAY: &[(&str, &str)] = &[
    ("AE", "United Arab Emirates"),
    ("BN", "Brunei"),
    ("BO", "Bolivia"),
    ("CD", "DR Congo"),
    ("CI", "Côte d’Ivoire"),
    ("CZ", "Czechia"),
    ("GB", "United Kingdom"),
    ("IR", "Iran"),
    ("KP", "North Korea"),
    ("KR", "South Korea"),
    ("LA", "Laos"),
    ("MD", "Moldova"),
    ("MK", "North Macedonia"),
    ("NL", "Netherlands"),
    ("PH", "Philippines"),
    ("PS", "Palestine"),
    ("RU", "Russia"),
    ("SY", "Syria"),
    ("TR", "Türkiye"),
    ("TW", "Taiwan"),
    ("TZ", "Tanzania"),
    ("US", "United States"),
    ("VE", "Venezuela"),
    ("VN", "Vietnam"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_read_as_it_was_written() {
        for country in Country::all() {
            let written = serde_json::to_string(&country).unwrap();
            assert_eq!(serde_json::from_str::<Country>(&written).unwrap(), country);
            assert_eq!(Country::parse(country.code()), Ok(country));
        }
        assert_eq!(serde_json::from_str::<Country>("\"ng\"").unwrap().code(), "NG");
        assert!(serde_json::from_str::<Country>("\"XX\"").is_err());
    }

    #[test]
    fn countries_are_known_as_people_write_them() {
        for (typed, code) in [
            ("U.K.", "GB"),
            ("U.S.A.", "US"),
            ("usa", "US"),
            ("Korea", "KR"),
            ("The Netherlands", "NL"),
            ("Czech Republic", "CZ"),
            ("Türkiye", "TR"),
            ("Turkey", "TR"),
            ("NG", "NG"),
            ("nga", "NG"),
            ("Côte d'Ivoire", "CI"),
            ("Viet Nam", "VN"),
            ("Georgia", "GE"),
            ("United Arab Emirates", "AE"),
            ("Bosnia & Herzegovina", "BA"),
        ] {
            assert_eq!(Country::parse(typed).map(Country::code), Ok(code), "{typed}");
        }
        assert_eq!(Country::parse("Atlantis"), Err(Problem::NotACountry));
        assert_eq!(Country::parse(" "), Err(Problem::Missing));
    }

    #[test]
    fn every_country_is_known_by_its_code_and_by_the_name_it_is_shown_under() {
        for country in Country::all() {
            assert_eq!(Country::parse(country.code()), Ok(country));
            assert_eq!(Country::parse(country.name()), Ok(country), "{}", country.name());
        }
    }

    #[test]
    fn every_spelling_leads_to_a_country() {
        let unknown: Vec<_> =
            SPELLINGS.iter().filter(|(s, code)| Country::parse(s).map(Country::code) != Ok(code)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
