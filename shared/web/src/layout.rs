//! The frame of every page: head, header with the ways this person can go, notice, main part, footer.

use crate::kit::{self, Link, Tone};
use maud::{DOCTYPE, Markup, html};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use program::{Role, Roles, Settings};
use std::sync::OnceLock;
use words::{Locale, Words, say};

/// The one stylesheet, served at [`stylesheet_address`].
pub const STYLESHEET: &str = include_str!("../assets/office.css");

/// The mark of the office, served at [`icon_address`].
pub const ICON: &str = include_str!("../assets/office.svg");

/// The script of pages that post files, served at [`script_address`].
pub const SCRIPT: &str = include_str!("../assets/upload.js");

/// What the frame says about the program.
#[derive(Clone, Copy, Debug)]
pub struct OfficeFace<'a> {
    /// The program's name.
    pub program: &'a str,
    /// The community it belongs to.
    pub community: &'a str,
    /// The address where people get help.
    pub support: &'a str,
    /// Whether it has funds, which a page of the team's is about.
    pub has_funds: bool,
}

impl<'a> OfficeFace<'a> {
    /// As the settings have it.
    pub fn of(settings: &'a Settings) -> Self {
        Self {
            program: &settings.name,
            community: &settings.community,
            support: settings.support.as_str(),
            has_funds: settings.funding.is_some(),
        }
    }
}

/// What the frame says about the person who is signed in.
#[derive(Clone, Copy, Debug)]
pub struct PersonFace<'a> {
    /// Their name.
    pub name: &'a str,
    /// What they are to the program; each role brings its own ways to go.
    pub roles: &'a Roles,
}

/// The part of the office a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// The program page.
    Home,
    /// The application form.
    Apply,
    /// One's own application.
    Status,
    /// An ambassador's own part.
    Me,
    /// What waits for the team.
    Team,
    /// Applications, for the team.
    Applications,
    /// Activities, for the team.
    Activities,
    /// Ambassadors, for the team.
    Ambassadors,
    /// Territories, for the team.
    Territories,
    /// Quarters, for the team.
    Quarters,
    /// Requests for funds, for the team.
    Funding,
    /// Signing in.
    SignIn,
    /// None of them.
    Other,
}

/// A page without its main part.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// The language it is in.
    pub words: Words,
    /// The program it belongs to.
    pub office: &'a OfficeFace<'a>,
    /// Its title, for the browser's tab.
    pub title: &'a str,
    /// Who is signed in.
    pub person: Option<&'a PersonFace<'a>>,
    /// The part of the office it belongs to.
    pub here: Here,
    /// True for a form that comes back: the title says so first (requirement P2).
    pub errors: bool,
    /// What has just been done, said once above the page.
    pub notice: Option<String>,
}

/// The page with its main part.
pub fn page(page: &Page<'_>, body: Markup) -> Markup {
    let Page { words, office, .. } = page;
    let words = *words;
    html! {
        (DOCTYPE)
        html lang=(words.locale().tag()) dir=(direction(words.locale())) {
            head {
                meta charset="utf-8";
                title { (title(page)) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                link rel="stylesheet" href=(stylesheet_address());
                link rel="icon" href=(icon_address()) type="image/svg+xml";
            }
            body {
                a class="skip" href="#main" { (say!(words, "page-skip")) }
                (header(page))
                main id="main" tabindex="-1" {
                    @if let Some(notice) = &page.notice {
                        div role="status" { (kit::notice(Tone::Good, html! { p { (notice) } })) }
                    }
                    (body)
                }
                footer {
                    p {
                        (say!(words, "page-support")) " "
                        a href={ "mailto:" (utf8_percent_encode(office.support, NOT_IN_MAILTO)) } { (office.support) }
                    }
                    p { (Link::new("/feedback", say!(words, "page-feedback"))) }
                    p { span dir="auto" { (office.community) } " · " (say!(words, "page-chancery")) }
                }
            }
        }
    }
}

/// The stylesheet's address; it changes with every change of the file, so the answer may be cached for good.
pub fn stylesheet_address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| format!("/assets/office.css?v={:016x}", fingerprint(STYLESHEET)))
}

/// The icon's address; it changes with every change of the file, so the answer may be cached for good.
pub fn icon_address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| format!("/assets/office.svg?v={:016x}", fingerprint(ICON)))
}

/// The script's address; it changes with every change of the file, so the answer may be cached for good.
pub fn script_address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| format!("/assets/upload.js?v={:016x}", fingerprint(SCRIPT)))
}

fn title(page: &Page<'_>) -> String {
    let title = match page.here {
        Here::Home => {
            say!(page.words, "page-title-home", program = page.office.program, community = page.office.community)
        }
        _ => say!(page.words, "page-title", title = page.title, program = page.office.program),
    };
    if page.errors { say!(page.words, "page-title-with-errors", title = title) } else { title }
}

fn header(page: &Page<'_>) -> Markup {
    let Page { words, office, .. } = page;
    let words = *words;
    html! {
        header {
            div class="bar" {
                a class="brand" href="/" {
                    img src=(icon_address()) alt="" width="32" height="32";
                    span dir="auto" { (page.office.program) }
                }
                @if let Some(person) = page.person {
                    div class="person" {
                        span { (say!(words, "page-signed-in-as", name = person.name)) }
                        (kit::post_button("/sign-out", &say!(words, "page-sign-out"), &[]))
                    }
                }
                nav aria-label=(say!(words, "page-nav")) {
                    ul {
                        @for (part, href, label) in ways(page.person, office.has_funds, words) {
                            li { a href=(href) aria-current=[(part == page.here).then_some("true")] { (label) } }
                        }
                    }
                }
            }
        }
    }
}

/// Where this person can go; somebody with several roles sees all their parts (clause O10).
fn ways(person: Option<&PersonFace<'_>>, has_funds: bool, words: Words) -> Vec<(Here, &'static str, String)> {
    let Some(person) = person else {
        return vec![
            (Here::Home, "/", say!(words, "page-nav-home")),
            (Here::Apply, "/apply", say!(words, "page-nav-apply")),
            (Here::SignIn, "/sign-in", say!(words, "page-nav-sign-in")),
        ];
    };
    // The program's name above leads home; a phone has no room to say it twice.
    let mut ways = Vec::new();
    if person.roles.has(Role::Applicant) {
        ways.push((Here::Status, "/apply/status", say!(words, "page-nav-status")));
    }
    if person.roles.has(Role::Ambassador) {
        ways.push((Here::Me, "/me", say!(words, "page-nav-me")));
    }
    if person.roles.has(Role::Organizer) {
        ways.push((Here::Team, "/team", say!(words, "page-nav-team")));
    }
    if person.roles.has_any(&Role::TEAM) {
        ways.push((Here::Applications, "/team/applications", say!(words, "page-nav-applications")));
        ways.push((Here::Activities, "/team/activities", say!(words, "page-nav-activities")));
    }
    if person.roles.has(Role::Organizer) {
        ways.push((Here::Ambassadors, "/team/ambassadors", say!(words, "page-nav-ambassadors")));
        ways.push((Here::Territories, "/team/territories", say!(words, "page-nav-territories")));
        ways.push((Here::Quarters, "/team/quarters", say!(words, "page-nav-quarters")));
    }
    if has_funds && person.roles.has_any(&Role::PURSE) {
        ways.push((Here::Funding, "/team/funding", say!(words, "page-nav-funding")));
    }
    ways
}

fn direction(locale: Locale) -> &'static str {
    match locale {
        Locale::English | Locale::Pseudo => "ltr",
    }
}

/// What would end or change a `mailto:` address (RFC 6068).
const NOT_IN_MAILTO: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'&').add(b'<').add(b'>').add(b'?').add(b'`');

/// FNV-1a: it tells versions of a file apart, and protects nothing.
const fn fingerprint(text: &str) -> u64 {
    let mut rest = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    while let [byte, after @ ..] = rest {
        hash = (hash ^ *byte as u64).wrapping_mul(0x0100_0000_01b3);
        rest = after;
    }
    hash
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Words in ASCII letters that a reader would see or hear: what did not come from the message files in the accented
    /// locale.
    pub(crate) fn ascii_words(page: &str) -> Vec<String> {
        let mut read = String::new();
        for piece in page.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
            for attribute in ["aria-label", "alt", "title", "placeholder", "data-label"] {
                let value = tag.split(&format!(" {attribute}=\"")).nth(1).and_then(|rest| rest.split('"').next());
                read.push_str(value.unwrap_or_default());
                read.push(' ');
            }
            read.push_str(text);
            read.push(' ');
        }
        read.split(|c: char| !c.is_alphabetic())
            .filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()))
            .map(str::to_owned)
            .collect()
    }

    const OFFICE: OfficeFace<'_> =
        OfficeFace {
            program: "Программа", community: "Община", support: "помощь?@example", has_funds: true
        };

    fn frame<'a>(words: Words, person: Option<&'a PersonFace<'a>>, here: Here) -> Page<'a> {
        Page { words, office: &OFFICE, title: "Заявки", person, here, errors: false, notice: None }
    }

    fn english() -> Words {
        Words::new(Locale::English)
    }

    fn links(page: &str) -> Vec<&str> {
        let nav = page.split("<nav").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap();
        nav.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn each_role_brings_its_own_ways_to_go_and_several_bring_all() {
        let applicant = ["/apply/status"];
        let ambassador = ["/me"];
        let reviewer = ["/team/applications", "/team/activities"];
        let organizer = [
            "/team",
            "/team/applications",
            "/team/activities",
            "/team/ambassadors",
            "/team/territories",
            "/team/quarters",
            "/team/funding",
        ];
        let treasurer = ["/team/applications", "/team/activities", "/team/funding"];
        for (roles, expected) in [
            (vec![], vec![]),
            (vec![Role::Applicant], applicant.to_vec()),
            (vec![Role::Ambassador], ambassador.to_vec()),
            (vec![Role::Reviewer], reviewer.to_vec()),
            (vec![Role::Organizer], organizer.to_vec()),
            (vec![Role::Treasurer], treasurer.to_vec()),
            (Role::ALL.to_vec(), [&applicant[..], &ambassador, &organizer].concat()),
        ] {
            let roles = Roles::of(roles);
            let person = PersonFace { name: "أمارة", roles: &roles };
            let page = page(&frame(english(), Some(&person), Here::Other), html! {}).into_string();
            assert_eq!(links(&page), expected);
            assert!(page.contains(r#"<form class="only-button" method="post" action="/sign-out">"#));
            assert!(!page.contains("/sign-in"));
        }
        let visitor = page(&frame(english(), None, Here::Other), html! {}).into_string();
        assert_eq!(links(&visitor), ["/", "/apply", "/sign-in"]);
        assert!(!visitor.contains("/sign-out"));
    }

    #[test]
    fn the_part_one_is_in_is_marked_and_no_other() {
        let roles = Roles::of(Role::ALL);
        let person = PersonFace { name: "李", roles: &roles };
        let page = page(&frame(english(), Some(&person), Here::Applications), html! {}).into_string();
        assert_eq!(page.matches("aria-current").count(), 1);
        assert!(page.contains(r#"<a href="/team/applications" aria-current="true">"#));
    }

    /// P2
    #[test]
    fn a_form_that_comes_back_says_so_first_in_its_title() {
        let mut frame = frame(english(), None, Here::Apply);
        assert!(page(&frame, html! {}).into_string().contains("<title>Заявки – Программа</title>"));
        frame.errors = true;
        assert!(page(&frame, html! {}).into_string().contains("<title>Error: Заявки – Программа</title>"));
    }

    #[test]
    fn a_page_says_its_language_and_a_notice_is_announced() {
        let mut frame = frame(english(), None, Here::Other);
        frame.notice = Some("<gone>".to_owned());
        let page = page(&frame, html! { "body" }).into_string();
        assert!(page.starts_with(r#"<!DOCTYPE html><html lang="en" dir="ltr">"#));
        assert!(
            page.contains(r#"<div role="status"><div class="notice good"><p>&lt;gone&gt;</p></div></div>body</main>"#)
        );
    }

    #[test]
    fn an_odd_support_address_cannot_change_the_letter_it_starts() {
        let page = page(&frame(english(), None, Here::Other), html! {}).into_string();
        assert!(page.contains(r#"href="mailto:%D0%BF%D0%BE%D0%BC%D0%BE%D1%89%D1%8C%3F@example""#));
    }

    /// M24
    #[test]
    fn every_word_of_the_frame_comes_from_the_message_files() {
        let words = Words::new(Locale::Pseudo);
        let office = OfficeFace { support: "помощь@пример", ..OFFICE };
        let roles = Roles::of(Role::ALL);
        let person = PersonFace { name: "李", roles: &roles };
        for person in [None, Some(&person)] {
            let page = page(&Page { office: &office, errors: true, ..frame(words, person, Here::Home) }, html! {})
                .into_string();
            assert_eq!(ascii_words(&page), Vec::<String>::new());
            assert!(page.contains(r#"<html lang="en-XA""#));
        }
    }

    #[test]
    fn the_search_for_stray_words_finds_them() {
        assert_eq!(ascii_words(r#"<p title="Ţíþ">Ĥéļļó stray</p><img alt="left">"#), ["stray", "left"]);
    }

    /// S7
    #[test]
    fn no_file_of_the_kit_holds_an_inline_style_or_a_script() {
        for source in [include_str!("layout.rs"), include_str!("kit.rs"), include_str!("problem_page.rs"), ICON] {
            let shipped = source.split("#[cfg(test)]").next().unwrap();
            for inline in ["style=", "<script", "script {", "style {", "onclick", "javascript:"] {
                assert!(!shipped.contains(inline), "{inline}");
            }
        }
        let page = page(&frame(english(), None, Here::Other), html! {}).into_string();
        assert!(!page.contains("style=\"") && !page.contains("<script"));
    }

    #[test]
    fn the_stylesheet_is_small_and_fetches_nothing() {
        // One request of a visit, kept by the browser for good; docs/decisions.md says why so much.
        assert!(STYLESHEET.len() < 20 * 1024, "{} bytes", STYLESHEET.len());
        assert!(!STYLESHEET.contains("url(") && !STYLESHEET.contains("@import"));
    }

    #[test]
    fn the_address_of_an_asset_changes_with_the_asset() {
        assert!(stylesheet_address().starts_with("/assets/office.css?v="));
        assert!(icon_address().starts_with("/assets/office.svg?v="));
        assert_ne!(fingerprint("a"), fingerprint("b"));
        assert_eq!(fingerprint("foobar"), 0x8594_4171_f739_67e8);
    }

    /// P3
    #[test]
    fn colors_are_told_apart_by_everybody_in_light_and_in_dark() {
        let mut parts = STYLESHEET.split("@media");
        let (light, dark) = (colors(parts.next().unwrap()), colors(parts.next().unwrap()));
        assert_eq!(light.keys().collect::<Vec<_>>(), dark.keys().collect::<Vec<_>>());
        for scheme in [light, dark] {
            let ratio = |front: &str, back: &str| {
                let (a, b) = (luminance(scheme[front]), luminance(scheme[back]));
                (a.max(b) + 0.05) / (a.min(b) + 0.05)
            };
            let text = "ink/paper ink/surface ink/good-bg ink/wrong-bg soft/paper soft/surface accent/paper accent/surface \
                        accent-strong/paper accent-strong/calm-bg on-accent/accent on-accent/accent-strong good/good-bg \
                        waiting/waiting-bg calm/calm-bg wrong/paper wrong/surface wrong/wrong-bg";
            for (front, back) in text.split(' ').map(|pair| pair.split_once('/').unwrap()) {
                assert!(ratio(front, back) >= 4.5, "{front} on {back}: {}", ratio(front, back));
            }
            for back in ["paper", "surface", "good-bg", "waiting-bg", "calm-bg", "wrong-bg"] {
                assert!(ratio("focus", back) >= 3.0, "focus on {back}: {}", ratio("focus", back));
            }
            for back in ["paper", "surface"] {
                assert!(ratio("edge", back) >= 3.0, "edge on {back}: {}", ratio("edge", back));
            }
            let band = luminance(scheme["band"]) + 0.05;
            assert!(1.05 / band >= 4.5 && (luminance(0xff_d5_8a) + 0.05) / band >= 3.0);
        }
    }

    fn colors(rules: &str) -> BTreeMap<&str, u32> {
        rules.split([';', '{']).filter_map(color).collect()
    }

    fn color(declaration: &str) -> Option<(&str, u32)> {
        let (name, value) = declaration.trim().strip_prefix("--")?.split_once(": #")?;
        let times = 6 / value.len();
        let digits: String = value.chars().flat_map(|digit| std::iter::repeat_n(digit, times)).collect();
        Some((name, u32::from_str_radix(&digits, 16).ok()?))
    }

    /// Relative luminance as WCAG 2.2 defines it.
    fn luminance(color: u32) -> f64 {
        let channel = |shift: u32| {
            let value = f64::from((color >> shift) & 0xff) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
    }
}
