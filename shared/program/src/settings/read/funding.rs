//! The section `[funding]`: what a program says about its funds.

use super::{Reader, Section};
use crate::funding::{ClaimWithin, FundingKind, FundingRules};
use crate::money::{Currency, Money};

pub(super) fn funding(reader: &mut Reader<'_>, section: &mut Section<'_>) -> Option<FundingRules> {
    let currency = section.text(reader, "currency", 3).and_then(|code| match code.parse::<Currency>() {
        Ok(currency) => Some(currency),
        Err(_) => section.wrong(reader, "currency", format!("is no currency: {code:?}; write one like \"EUR\"")),
    });
    let cap = section.optional_text(reader, "monthly_cap", 20);
    let monthly_cap = currency.zip(cap).and_then(|(currency, cap)| match Money::parse(&cap, currency) {
        Ok(cap) => Some(cap),
        Err(_) => section.wrong(reader, "monthly_cap", format!("is an amount in {currency}: write \"150.00\"")),
    });
    let combinable_months = section.number_or(reader, "combinable_months", 1..=12, 1);
    let claim_within = match section.optional_number(reader, "claim_within_days", 1..=3_660) {
        Some(days) => ClaimWithin::Days(days),
        None => ClaimWithin::Quarter,
    };
    let days_to_pay = section.number_or(reader, "days_to_pay", 1..=365, 14);
    let warn_days_ahead = section.number_or(reader, "warn_days_ahead", 0..=365, 60);
    let approved_for_days = section.number_or(reader, "approved_for_days", 1..=3_660, 60);
    let organizers_decide = section.flag(reader, "organizers_decide", false);
    let keep_details_days = section.number_or(reader, "keep_details_days", 1..=3_660, 180);
    let kinds = kinds(reader, section);
    section.done(reader);
    Some(FundingRules {
        currency: currency?,
        monthly_cap,
        combinable_months,
        claim_within,
        days_to_pay,
        warn_days_ahead,
        approved_for_days,
        kinds,
        organizers_decide,
        keep_details_days,
    })
}

/// What can be asked for, in the order of the office.
fn kinds(reader: &mut Reader<'_>, section: &mut Section<'_>) -> Vec<FundingKind> {
    let named = section.array(reader, "kinds");
    if named.is_empty() {
        let what = "names what can be asked for: write kinds = [\"attending\", \"food\"]".to_owned();
        section.wrong::<()>(reader, "kinds", what);
    }
    for (at, name) in &named {
        if !FundingKind::ALL.iter().any(|kind| kind.name() == name) {
            let known: Vec<_> = FundingKind::ALL.iter().map(|kind| kind.name()).collect();
            let what = format!("knows no kind {name:?}; there are {}", known.join(", "));
            reader.mistake(at, &section.key("kinds"), what);
        }
    }
    FundingKind::ALL.into_iter().filter(|kind| named.iter().any(|(_, name)| name == kind.name())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::settings;
    use super::*;

    const MAUTIC: &str = include_str!("../../../../../infra/programs/mautic.toml");
    const OPENSTACK: &str = include_str!("../../../../../infra/programs/openstack.toml");
    const CNCF: &str = include_str!("../../../../../infra/programs/cncf.toml");

    fn without_funds() -> String {
        let start = MAUTIC.find("[funding]").unwrap();
        let end = MAUTIC.find("[intake]").unwrap();
        format!("{}{}", &MAUTIC[..start], &MAUTIC[end..])
    }

    /// M13, O8, C4
    #[test]
    fn each_example_program_says_about_its_funds_what_its_source_says() {
        let of = |document| settings(document).unwrap().funding.unwrap();
        assert!(of(MAUTIC).kinds.contains(&FundingKind::WorldConference));
        assert!(!of(MAUTIC).kinds.contains(&FundingKind::SummitNeed));
        assert!(of(OPENSTACK).kinds.contains(&FundingKind::SummitNeed));
        let cncf = of(CNCF);
        assert_eq!((cncf.combinable_months, cncf.claim_within), (3, ClaimWithin::Quarter));
        assert!(cncf.monthly_cap.is_some() && of(MAUTIC).monthly_cap.is_none());
        assert_eq!(of(MAUTIC).warn_days_ahead, 60);
    }

    #[test]
    fn a_program_that_says_nothing_about_funds_has_none() {
        assert_eq!(settings(&without_funds()).unwrap().funding, None);
    }

    #[test]
    fn every_mistake_about_funds_is_named_by_its_key() {
        let written = r#"
[funding]
currency = "EURO"
monthly_cap = "some"
combinable_months = 13
claim_within_days = 0
kinds = ["food", "salary"]
organizers_decide = "yes"
budget = 5
"#;
        let found = settings(&format!("{}{written}", without_funds())).unwrap_err().to_string();
        for part in [
            "`funding.currency` is longer than 3 characters",
            "`funding.combinable_months` is a whole number from 1 to 12",
            "`funding.claim_within_days` is a whole number from 1 to 3660",
            "`funding.kinds` knows no kind \"salary\"; there are attending, swag,",
            "`funding.organizers_decide` is true or false",
            "`funding.budget` is no setting",
        ] {
            assert!(found.contains(part), "{part}\nis not in\n{found}");
        }
        let written = "\n[funding]\ncurrency = \"XAU\"\n";
        let found = settings(&format!("{}{written}", without_funds())).unwrap_err().to_string();
        assert!(
            found.contains("`funding.currency` is no currency") && found.contains("`funding.kinds` names what"),
            "{found}"
        );
        let written = "\n[funding]\ncurrency = \"EUR\"\nmonthly_cap = \"1.2345\"\nkinds = [\"food\"]\n";
        let found = settings(&format!("{}{written}", without_funds())).unwrap_err().to_string();
        assert!(found.contains("`funding.monthly_cap` is an amount in EUR"), "{found}");
    }
}
