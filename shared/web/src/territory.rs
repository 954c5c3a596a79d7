//! How many people a territory has, in words and for the eye (clause O4).

use maud::{Markup, html};
use program::{Load, Loads, Territory};
use words::{Words, say};

/// The most squares one bar has.
const SQUARES: u64 = 24;

/// What a territory is called: its country, or its region with the country.
pub fn name(words: Words, territory: &Territory, loads: &Loads) -> String {
    let country = territory.country().name();
    match loads.region_name(territory) {
        Some(region) => say!(words, "territories-in-country", region = region.as_str(), country = country),
        None => country.to_owned(),
    }
}

/// Beside an applicant: "Nigeria: 2 active, 1 on hold, 3 other applicants". `load` leaves the applicant out.
pub fn load(words: Words, name: &str, load: Load) -> Markup {
    let Load { active, on_hold, applicants } = load;
    let sentence = match load.total() {
        0 => say!(words, "territories-load-nobody", place = name),
        _ => say!(words, "territories-load", place = name, active = active, on_hold = on_hold, applicants = applicants),
    };
    html! { span class="load" { (sentence) } }
}

/// How many people one square of a [`bar`] stands for, so that the longest of them stays in sight.
pub fn people_a_square(loads: impl IntoIterator<Item = Load>) -> u64 {
    loads.into_iter().map(|load| load.total().div_ceil(SQUARES)).max().unwrap_or_default().max(1)
}

/// What [`bar`]s are, in a sentence.
pub fn legend(words: Words, people_a_square: u64) -> String {
    match people_a_square {
        1 => say!(words, "territories-legend"),
        people => say!(words, "territories-legend-scaled", people = people),
    }
}

/// A load for the eye, in squares; the numbers beside it say the same, so nothing of it is read aloud.
pub fn bar(load: Load, people_a_square: u64) -> Markup {
    let squares = |people: u64| 0..people.div_ceil(people_a_square.max(1));
    html! {
        span class="squares" aria-hidden="true" {
            @for _ in squares(load.active) { i class="active" {} }
            @for _ in squares(load.on_hold) { i class="on-hold" {} }
            @for _ in squares(load.applicants) { i class="applicant" {} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Locale;

    fn words() -> Words {
        Words::new(Locale::English)
    }

    /// O4
    #[test]
    fn a_load_says_its_numbers_and_its_squares_are_for_the_eye_only() {
        let nigeria = Load { active: 2, on_hold: 1, applicants: 3 };
        assert_eq!(
            load(words(), "Nigeria", nigeria).into_string(),
            r#"<span class="load">Nigeria: 2 active, 1 on hold, 3 other applicants</span>"#
        );
        let nobody = load(words(), "Chad", Load::default()).into_string();
        assert_eq!(nobody, r#"<span class="load">Chad: nobody else yet</span>"#);
        let bar = bar(nigeria, 1).into_string();
        assert!(bar.starts_with(r#"<span class="squares" aria-hidden="true">"#), "{bar}");
        let count = |class: &str| bar.matches(&format!(r#"<i class="{class}">"#)).count();
        assert_eq!([count("active"), count("on-hold"), count("applicant")], [2, 1, 3]);
    }

    /// O4
    #[test]
    fn a_long_bar_is_drawn_to_scale_and_nobody_falls_under_it() {
        let many = Load { active: 200, on_hold: 1, applicants: 39 };
        let scale = people_a_square([many, Load::default()]);
        assert_eq!(scale, 10);
        assert_eq!(bar(many, scale).into_string().matches("<i ").count(), 20 + 1 + 4);
        assert!(legend(words(), scale).contains("every 10 people"));
        assert_eq!(people_a_square([]), 1);
        assert!(legend(words(), 1).contains("each person"));
    }
}
