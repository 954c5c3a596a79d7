//! Where somebody carries the program: a country, or a region or university of one (clauses O4, M2).
//!
//! Regions start big: at first a country is one territory. A team that has many people in one splits it into regions
//! with names of their own, and can add regions later. Whoever's region is not known stays with the country itself, as
//! "not placed yet", and in sight.

use crate::ambassador::AmbassadorState;
use crate::application::ApplicationState;
use crate::country::Country;
use crate::form::Problem;
use crate::text::Line;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub};
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// A country, or one of the regions it is split into. Its text is its key: `BR`, `BR/south`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Territory {
    country: Country,
    region: Option<RegionKey>,
}

/// What a region is known by in records: small ASCII letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionKey(String);

/// What was read is no territory's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no territory has this key")]
pub struct NotATerritory;

impl Territory {
    /// All of a country; in one that is split, those who are not placed yet.
    pub fn of(country: Country) -> Self {
        Self { country, region: None }
    }

    /// The country it is, or is part of.
    pub fn country(&self) -> Country {
        self.country
    }

    /// The region's key; none for a country as such.
    pub fn region(&self) -> Option<&RegionKey> {
        self.region.as_ref()
    }
}

impl fmt::Display for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.country.code())?;
        self.region.as_ref().map_or(Ok(()), |region| write!(f, "/{}", region.0))
    }
}

impl fmt::Debug for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Territory {
    type Err = NotATerritory;

    fn from_str(text: &str) -> Result<Self, NotATerritory> {
        let (code, region) = match text.split_once('/') {
            Some((code, region)) => (code, Some(RegionKey::try_from(region.to_owned())?)),
            None => (text, None),
        };
        let country = Country::parse(code).ok().filter(|country| country.code() == code).ok_or(NotATerritory)?;
        Ok(Self { country, region })
    }
}

impl Serialize for Territory {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Territory {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl RegionKey {
    /// The most characters it has.
    const LIMIT: usize = 40;

    /// Made from the region's name, which may be of any script; `number` stands in where no letter of it is ASCII.
    fn of(name: &str, number: usize, taken: &BTreeSet<&Self>) -> Self {
        let plain: String = folded(name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
        let mut slug = plain.split_whitespace().collect::<Vec<_>>().join("-");
        slug.truncate(Self::LIMIT - 10);
        let slug = slug.trim_end_matches('-');
        let slug = if slug.is_empty() { format!("region-{number}") } else { slug.to_owned() };
        let further = (2..).map(|again: u32| Self(format!("{slug}-{again}")));
        let mut keys = std::iter::once(Self(slug.clone())).chain(further);
        keys.find(|key| !taken.contains(key)).unwrap_or(Self(slug))
    }
}

impl TryFrom<String> for RegionKey {
    type Error = NotATerritory;

    fn try_from(text: String) -> Result<Self, NotATerritory> {
        let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let fits = (1..=Self::LIMIT).contains(&text.len()) && text.chars().all(is_key);
        if fits { Ok(Self(text)) } else { Err(NotATerritory) }
    }
}

impl From<RegionKey> for String {
    fn from(key: RegionKey) -> Self {
        key.0
    }
}

/// A region or university of a country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    key: RegionKey,
    name: Line,
}

impl Region {
    /// What people call it.
    pub fn name(&self) -> &Line {
        &self.name
    }
}

/// A country with the regions it is split into; none, when it is one territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    country: Country,
    regions: Vec<Region>,
}

impl Split {
    /// The fewest regions a country is split into.
    pub const FEWEST: usize = 2;
    /// The most regions a country is split into.
    pub const MOST: usize = 30;

    /// A country that is one territory.
    pub fn none(country: Country) -> Self {
        Self { country, regions: Vec::new() }
    }

    /// As it was recorded.
    pub fn recorded(country: Country, regions: Vec<Region>) -> Self {
        Self { country, regions }
    }

    /// The same with these regions more, one name a line; lines without a word do not matter. The regions that are there keep
    /// their keys, so nobody who is placed moves.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooFewRegions`], [`Problem::TooManyRegions`], [`Problem::RegionTwice`], or what
    /// is wrong with a name.
    pub fn with(&self, names: &str) -> Result<Self, Problem> {
        let mut split = self.clone();
        for line in names.lines().filter(|line| !bare(line).is_empty()) {
            let name = Line::parse(line)?;
            if split.named(name.as_str()).is_some() {
                return Err(Problem::RegionTwice { name: name.to_string() });
            }
            let taken = split.regions.iter().map(|region| &region.key).collect();
            let key = RegionKey::of(name.as_str(), split.regions.len() + 1, &taken);
            split.regions.push(Region { key, name });
        }
        match split.regions.len() {
            count if count == self.regions.len() => Err(Problem::Missing),
            count if count < Self::FEWEST => Err(Problem::TooFewRegions { least: Self::FEWEST }),
            count if count > Self::MOST => Err(Problem::TooManyRegions { most: Self::MOST, count }),
            _ => Ok(split),
        }
    }

    /// The country.
    pub fn country(&self) -> Country {
        self.country
    }

    /// Its regions, in the order they were named.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Whether it is more than one territory.
    pub fn is_split(&self) -> bool {
        !self.regions.is_empty()
    }

    /// The country's own territory and each region's.
    pub fn territories(&self) -> impl Iterator<Item = Territory> + '_ {
        let regions = self.regions.iter().map(|region| self.territory(region));
        std::iter::once(Territory::of(self.country)).chain(regions)
    }

    /// The territory that this region is.
    pub fn territory(&self, region: &Region) -> Territory {
        Territory { country: self.country, region: Some(region.key.clone()) }
    }

    /// Reads the choice of one of [`Split::territories`].
    ///
    /// # Errors
    /// [`Problem::NotAChoice`].
    pub fn choose(&self, key: &str) -> Result<Territory, Problem> {
        self.territories().find(|territory| territory.to_string() == key).ok_or(Problem::NotAChoice)
    }

    /// The name of a region of this country; none for the country itself and for what is not here.
    pub fn name_of(&self, territory: &Territory) -> Option<&Line> {
        let here = territory.country == self.country;
        let found = self.regions.iter().find(|region| here && Some(&region.key) == territory.region.as_ref());
        found.map(|region| &region.name)
    }

    fn named(&self, written: &str) -> Option<&Region> {
        let wanted = bare(written);
        self.regions.iter().find(|region| bare(region.name.as_str()) == wanted)
    }
}

/// Where somebody belongs who wrote this as their region or university: to the region of that name, in any case, with or
/// without accents and words like "region" around it; else to the country, not placed yet.
pub fn place(written: Option<&str>, split: &Split) -> Territory {
    let region = written.filter(|written| !bare(written).is_empty()).and_then(|written| split.named(written));
    region.map_or_else(|| Territory::of(split.country), |region| split.territory(region))
}

/// Small letters without accents. Marks of scripts that cannot do without them stay.
fn folded(text: &str) -> String {
    let is_accent = |c: &char| matches!(c, '\u{300}'..='\u{36f}');
    let small: String = text.nfkd().flat_map(char::to_lowercase).collect();
    small.nfkd().filter(|c| !is_accent(c)).collect()
}

/// What a region's name comes down to: [`folded`], without punctuation and the words people put around it.
fn bare(name: &str) -> String {
    const BEFORE: [&str; 10] =
        ["the", "in", "of", "region", "area", "state", "province", "county", "district", "department"];
    const AFTER: [&str; 9] =
        ["region", "area", "part", "state", "province", "county", "district", "department", "zone"];
    let spaced: String = folded(name)
        .chars()
        .filter(|c| !matches!(c, '\'' | '’'))
        .map(|c| if c.is_ascii_punctuation() || matches!(c, '–' | '—') { ' ' } else { c })
        .collect();
    let words: Vec<_> = spaced.split_whitespace().collect();
    let mut core = words.as_slice();
    while let [first, rest @ ..] = core
        && BEFORE.contains(first)
        && !rest.is_empty()
    {
        core = rest;
    }
    while let [rest @ .., last] = core
        && AFTER.contains(last)
        && !rest.is_empty()
    {
        core = rest;
    }
    core.join(" ")
}

/// How many people carry the program in a territory, or would like to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Load {
    /// Ambassadors who take part.
    pub active: u64,
    /// Ambassadors who pause.
    pub on_hold: u64,
    /// Applicants who wait for a decision.
    pub applicants: u64,
}

impl Load {
    /// Everybody.
    pub fn total(self) -> u64 {
        self.active + self.on_hold + self.applicants
    }

    /// True where nobody is.
    pub fn is_empty(self) -> bool {
        self.total() == 0
    }
}

impl Add for Load {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            active: self.active + other.active,
            on_hold: self.on_hold + other.on_hold,
            applicants: self.applicants + other.applicants,
        }
    }
}

impl AddAssign for Load {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// Nothing comes to less than nobody.
impl Add<LoadDelta> for Load {
    type Output = Self;

    fn add(self, delta: LoadDelta) -> Self {
        Self {
            active: self.active.saturating_add_signed(delta.active),
            on_hold: self.on_hold.saturating_add_signed(delta.on_hold),
            applicants: self.applicants.saturating_add_signed(delta.applicants),
        }
    }
}

impl Sub<LoadDelta> for Load {
    type Output = Self;

    fn sub(self, delta: LoadDelta) -> Self {
        self + -delta
    }
}

/// By how much a change moves a territory's [`Load`]: what somebody counts as afterwards, minus what they counted as
/// before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadDelta {
    /// More ambassadors who take part.
    pub active: i64,
    /// More ambassadors who pause.
    pub on_hold: i64,
    /// More applicants who wait for a decision.
    pub applicants: i64,
}

impl LoadDelta {
    /// What an ambassador in this state counts as.
    pub fn ambassador(state: AmbassadorState) -> Self {
        match state {
            AmbassadorState::Active => Self { active: 1, ..Self::default() },
            AmbassadorState::OnHold { .. } => Self { on_hold: 1, ..Self::default() },
            AmbassadorState::Emeritus | AmbassadorState::Ended => Self::default(),
        }
    }

    /// What an application in this state counts as: an applicant, until they are told. An address that is not confirmed
    /// may be anybody's, so it counts as nobody.
    pub fn application(state: ApplicationState) -> Self {
        Self { applicants: i64::from(state.is_in_review()), ..Self::default() }
    }

    /// True when nothing changes.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

impl Add for LoadDelta {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            active: self.active + other.active,
            on_hold: self.on_hold + other.on_hold,
            applicants: self.applicants + other.applicants,
        }
    }
}

impl Neg for LoadDelta {
    type Output = Self;

    fn neg(self) -> Self {
        Self { active: -self.active, on_hold: -self.on_hold, applicants: -self.applicants }
    }
}

impl Sub for LoadDelta {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

/// The loads of territories, and how their countries are split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loads {
    loads: BTreeMap<Territory, Load>,
    splits: BTreeMap<Country, Split>,
}

impl Loads {
    /// Notes what a territory's load is.
    pub fn note(&mut self, territory: Territory, load: Load) {
        self.loads.insert(territory, load);
    }

    /// Notes how a country is split.
    pub fn note_split(&mut self, split: Split) {
        self.splits.insert(split.country, split);
    }

    /// The load of one territory.
    pub fn of(&self, territory: &Territory) -> Load {
        self.loads.get(territory).copied().unwrap_or_default()
    }

    /// The name of the region a territory is; none for a country as such.
    pub fn region_name(&self, territory: &Territory) -> Option<&Line> {
        self.splits.get(&territory.country)?.name_of(territory)
    }

    /// Each country that anybody is in, with what its regions come to.
    pub fn by_country(&self) -> BTreeMap<Country, Load> {
        let mut sums = BTreeMap::<_, Load>::new();
        for (territory, load) in self.loads.iter().filter(|(_, load)| !load.is_empty()) {
            *sums.entry(territory.country).or_default() += *load;
        }
        sums
    }

    /// Each territory that anybody is in.
    pub fn iter(&self) -> impl Iterator<Item = (&Territory, Load)> {
        self.loads.iter().filter(|(_, load)| !load.is_empty()).map(|(territory, load)| (territory, *load))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn country(code: &str) -> Country {
        Country::parse(code).unwrap()
    }

    fn split(names: &str) -> Split {
        Split::none(country("BR")).with(names).unwrap()
    }

    fn keys(split: &Split) -> Vec<String> {
        split.territories().map(|territory| territory.to_string()).collect()
    }

    /// M2
    #[test]
    fn a_territory_is_a_country_a_region_or_a_university_and_its_text_is_its_key() {
        let brazil = split("South\nSão Paulo\nUniversidade de Brasília");
        assert_eq!(keys(&brazil), ["BR", "BR/south", "BR/sao-paulo", "BR/universidade-de-brasilia"]);
        for territory in brazil.territories() {
            assert_eq!(territory.to_string().parse(), Ok(territory));
        }
        for strange in ["", "/", "BR/", "br", "Brazil", "XX", "BR/South", "BR/a b", "BR/a/b", "BR/ü"] {
            assert_eq!(strange.parse::<Territory>(), Err(NotATerritory), "{strange}");
        }
    }

    /// M2
    #[test]
    fn a_region_s_name_may_be_of_any_script() {
        let ukraine = Split::none(country("UA")).with("Схід\nЗахід\n☀\nRegion 2").unwrap();
        assert_eq!(keys(&ukraine), ["UA", "UA/region-1", "UA/region-2", "UA/region-3", "UA/region-2-2"]);
        let east = ukraine.territories().nth(1).unwrap();
        assert_eq!(ukraine.name_of(&east).map(Line::as_str), Some("Схід"));
        assert_eq!(place(Some("схід"), &ukraine), east);
        assert_eq!(ukraine.name_of(&Territory::of(country("UA"))), None);
    }

    /// O4
    #[test]
    fn a_split_has_two_to_thirty_regions_of_different_names() {
        let none = Split::none(country("BR"));
        assert_eq!(none.with(" \n--\n"), Err(Problem::Missing));
        assert_eq!(none.with("South\n\n"), Err(Problem::TooFewRegions { least: 2 }));
        let twice = Err(Problem::RegionTwice { name: "the SOUTH region".to_owned() });
        assert_eq!(none.with("South\nNorth\nthe SOUTH region"), twice);
        let many = |count: usize| (0..count).map(|number| format!("R {number}\n")).collect::<String>();
        assert_eq!(none.with(&many(30)).unwrap().regions().len(), 30);
        assert_eq!(none.with(&many(31)), Err(Problem::TooManyRegions { most: 30, count: 31 }));
    }

    /// O4
    #[test]
    fn a_split_can_be_extended_and_nobody_who_is_placed_moves() {
        let before = split("South\nNorth");
        let after = before.with("East").unwrap();
        assert_eq!(keys(&after), ["BR", "BR/south", "BR/north", "BR/east"]);
        assert_eq!(after.with("south"), Err(Problem::RegionTwice { name: "south".to_owned() }));
        assert_eq!(after.with(""), Err(Problem::Missing));
        for territory in before.territories() {
            assert_eq!(after.choose(&territory.to_string()), Ok(territory));
        }
        assert_eq!(before.choose("BR/east"), Err(Problem::NotAChoice));
        assert_eq!(before.choose("PT"), Err(Problem::NotAChoice));
    }

    /// O4
    #[test]
    fn a_written_region_is_known_whatever_its_case_accents_and_words_around_it() {
        let brazil = split("South\nSão Paulo\nUniversity of Brasília\nRegion");
        for (written, key) in [
            (Some(" SOUTH "), "BR/south"),
            (Some("the south region"), "BR/south"),
            (Some("Region: South"), "BR/south"),
            (Some("in the South."), "BR/south"),
            (Some("Sao Paulo State"), "BR/sao-paulo"),
            (Some("State of São Paulo"), "BR/sao-paulo"),
            (Some("university of brasilia"), "BR/university-of-brasilia"),
            (Some("region"), "BR/region"),
            (Some("Brasília"), "BR"),
            (Some("Southern"), "BR"),
            (Some("South and North"), "BR"),
            (Some(" . "), "BR"),
            (Some(""), "BR"),
            (None, "BR"),
        ] {
            assert_eq!(place(written, &brazil).to_string(), key, "{written:?}");
        }
        assert_eq!(place(Some("South"), &Split::none(country("BR"))), Territory::of(country("BR")));
    }

    /// O4
    #[test]
    fn only_whoever_takes_part_or_waits_for_an_answer_counts() {
        let from = chrono::NaiveDate::MIN;
        let states = [
            AmbassadorState::Active,
            AmbassadorState::OnHold { from, until: None },
            AmbassadorState::Emeritus,
            AmbassadorState::Ended,
        ];
        let count = |delta: LoadDelta| (delta.active, delta.on_hold, delta.applicants);
        assert_eq!(
            states.map(|state| count(LoadDelta::ambassador(state))),
            [(1, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 0)]
        );
        for state in ApplicationState::ALL {
            assert_eq!(count(LoadDelta::application(state)), (0, 0, i64::from(state.is_in_review())));
        }
    }

    /// O4
    #[test]
    fn a_country_s_load_is_what_its_regions_come_to() {
        let brazil = split("South\nNorth");
        let mut loads = Loads::default();
        let load = |active, on_hold, applicants| Load { active, on_hold, applicants };
        for (territory, load) in brazil.territories().zip([load(1, 0, 4), load(2, 1, 0), load(0, 0, 0)]) {
            loads.note(territory, load);
        }
        loads.note(Territory::of(country("NG")), load(0, 0, 0));
        assert_eq!(loads.by_country(), [(country("BR"), load(3, 1, 4))].into());
        assert_eq!(loads.iter().count(), 2);
        loads.note_split(brazil.clone());
        let south = brazil.territories().nth(1).unwrap();
        assert_eq!(loads.region_name(&south).map(Line::as_str), Some("South"));
    }

    fn any_delta() -> impl Strategy<Value = LoadDelta> {
        (-3i64..4, -3i64..4, -3i64..4).prop_map(|(active, on_hold, applicants)| LoadDelta {
            active,
            on_hold,
            applicants,
        })
    }

    proptest! {
        /// O4: what is put in can be taken out again.
        #[test]
        fn a_change_and_its_opposite_change_nothing(delta in any_delta(), start in 3u64..9) {
            let load = Load { active: start, on_hold: start, applicants: start };
            prop_assert_eq!(load + delta - delta, load);
            prop_assert!((delta - delta).is_none());
        }

        /// M2: whatever is named, each region has a key of its own that reads back, and is found by its own name.
        #[test]
        fn each_region_has_a_key_of_its_own_and_is_found_by_its_name(names in prop::collection::vec("\\PC{0,60}", 2..12)) {
            if let Ok(split) = Split::none(country("IN")).with(&names.join("\n")) {
                let all: BTreeSet<_> = split.territories().collect();
                prop_assert_eq!(all.len(), split.regions().len() + 1);
                for territory in &all {
                    prop_assert_eq!(territory.to_string().parse(), Ok(territory.clone()));
                }
                for region in split.regions() {
                    prop_assert_eq!(place(Some(region.name().as_str()), &split), split.territory(region));
                }
            }
        }

        /// O4: nothing anybody writes is more than the rule can read.
        #[test]
        fn any_text_places_somebody_in_the_country_or_one_of_its_regions(written in any::<String>()) {
            let brazil = split("South\nNorth");
            let placed = place(Some(&written), &brazil);
            prop_assert!(brazil.territories().any(|territory| territory == placed));
        }
    }
}
