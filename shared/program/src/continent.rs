//! Continents, for a list of countries that reads like a map.

use crate::country::Country;

/// A part of the world, as the United Nations' statisticians divide it (UN M49).
///
/// Their regions, with the Americas in two: North America is their 003, with Central America and the Caribbean. Taiwan
/// and Kosovo, which M49 does not list, stand with their neighbors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Continent {
    /// M49 002.
    Africa,
    /// M49 142.
    Asia,
    /// M49 150.
    Europe,
    /// M49 003.
    NorthAmerica,
    /// M49 009.
    Oceania,
    /// M49 005.
    SouthAmerica,
    /// M49 010, which is in none of the others.
    Antarctica,
}

impl Continent {
    /// Every continent, in the order of their English names; the one without people comes last.
    pub const ALL: [Self; 7] = [
        Self::Africa,
        Self::Asia,
        Self::Europe,
        Self::NorthAmerica,
        Self::Oceania,
        Self::SouthAmerica,
        Self::Antarctica,
    ];

    /// The continent a country is on.
    pub fn of(country: Country) -> Self {
        let on = |continent: &Self| continent.codes().split(' ').any(|code| code == country.code());
        // A test holds that every country is on one.
        Self::ALL.into_iter().find(on).unwrap_or(Self::Antarctica)
    }

    fn codes(self) -> &'static str {
        match self {
            Self::Africa => {
                "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR \
                 MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW"
            }
            Self::Asia => {
                "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY \
                 NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE"
            }
            Self::Europe => {
                "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC \
                 MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK"
            }
            Self::NorthAmerica => {
                "AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR \
                 SV SX TC TT US VC VG VI"
            }
            Self::Oceania => "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
            Self::SouthAmerica => "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
            Self::Antarctica => "AQ",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// O4
    #[test]
    fn every_country_is_on_one_continent() {
        let mut placed: Vec<_> =
            Continent::ALL.into_iter().flat_map(|continent| continent.codes().split(' ')).collect();
        placed.sort_unstable();
        let countries: BTreeSet<_> = Country::all().into_iter().map(Country::code).collect();
        assert_eq!(placed, countries.into_iter().collect::<Vec<_>>());
    }

    /// O4
    #[test]
    fn countries_are_where_people_look_for_them() {
        for (code, continent) in [
            ("NG", Continent::Africa),
            ("TR", Continent::Asia),
            ("RU", Continent::Europe),
            ("MX", Continent::NorthAmerica),
            ("NZ", Continent::Oceania),
            ("BR", Continent::SouthAmerica),
            ("AQ", Continent::Antarctica),
        ] {
            assert_eq!(Continent::of(Country::parse(code).unwrap()), continent, "{code}");
        }
    }
}
