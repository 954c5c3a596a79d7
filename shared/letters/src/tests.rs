//! What every letter keeps to.

use crate::{
    Attachment, Envelope, Figures, FundingNews, FundingSums, GlanceFigures, Letter, RenderProblem, Rendered, Secret,
    render,
};
use chrono::{DateTime, NaiveDate, Utc};
use mail_parser::{MessageParser, MimeHeaders};
use program::activity::{Help, HelpKind, Span};
use program::draft_review::Round;
use program::funding::{Claim, ClaimWithin};
use program::text::{Line, Text};
use program::{
    ActivityId, AmbassadorId, ApplicationId, Benefit, ContributionKind, Currency, Email, Field, FundingId, Judgement,
    Missing, Money, Place, Quarter, Reason, Role, Roles, Standing, Sums, appeal::Verdict, settings::Contact,
};
use std::collections::BTreeSet;
use words::{Locale, Words};

const SENTENCES: &str = include_str!("../../words/messages/en/letters.ftl");
const SECRET_LINK: &str = "https://office.example.org/secret/4f9c2d7e8b1a";
const FOLLOW_LINK: &str = "https://office.example.org/follow/81d3a6c0b2f7";
const HANDBOOK: &str = "https://example.org/handbook";

/// What P6 keeps out of letters, as beginnings of words.
const BANNED: &[&str] = &[
    "fail",
    "violat",
    "rank",
    "score",
    "must",
    "unfortunate",
    "regret",
    "reject",
    "penal",
    "punish",
    "warn",
    "overdue",
    "obligat",
    "mandatory",
    "require",
    "insufficient",
    "inactiv",
    "poor",
    "worst",
    "best",
    "terminat",
    "expel",
    "comply",
    "complian",
];

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn quarter() -> Quarter {
    "2026-Q3".parse().unwrap()
}

fn activity(number: u128) -> ActivityId {
    ActivityId::new(uuid::Uuid::from_u128(number))
}

fn request() -> FundingId {
    FundingId::new(uuid::Uuid::from_u128(9))
}

fn sums(texts: &[&str]) -> Sums {
    let money = |text: &&str| {
        let (amount, code) = text.split_once(' ').unwrap();
        Money::parse(amount, code.parse().unwrap()).unwrap()
    };
    texts.iter().map(money).collect()
}

fn claim(within: ClaimWithin) -> Option<Claim> {
    Some(Claim { within, grace_days: 14, last: day(2027, 1, 14) })
}

/// With as much side by side as there can be once it is so far.
fn funding_news(news: FundingNews, reason: Option<String>) -> Letter {
    let asked = sums(&["60.00 EUR", "1234.50 USD"]);
    let is_decided = !matches!(news, FundingNews::Received | FundingNews::Declined | FundingNews::Reconsidered);
    let approved = is_decided.then(|| sums(&["60.00 EUR"]));
    let is_paid = matches!(news, FundingNews::Paid { .. } | FundingNews::Settled | FundingNews::Reopened);
    let has_papers =
        matches!(news, FundingNews::HandedOver | FundingNews::SentBack | FundingNews::Payable | FundingNews::CameBack);
    let submitted = (is_paid || has_papers).then(|| sums(&["55.20 EUR"]));
    let paid = is_paid.then(|| sums(&["55.20 EUR"]));
    let sums = FundingSums { asked, approved, submitted, paid };
    Letter::FundingNews {
        name: "Νίκη".into(),
        title: "Συνάντηση στη Λευκωσία".into(),
        news,
        reason,
        sums,
        request: request(),
    }
}

/// One reason of each kind.
fn reasons() -> Vec<Reason> {
    let title = str::to_owned;
    vec![
        Reason::Counted { activity: activity(1), title: title("Συνάντηση στη Λευκωσία") },
        Reason::NotFull {
            activity: activity(2),
            title: title("ქართული შეხვედრა"),
            missing: vec![Missing::NotGiven(Field::Attendees.into()), Missing::Unknown(Field::Views.into())],
        },
        Reason::NotReported { activity: activity(3), title: title("أمسية القاهرة") },
        Reason::KindDoesNotCount { activity: activity(4), title: title("Καφές"), kind: title("Δικτύωση") },
        Reason::TooLate { activity: activity(5), title: title("Ομιλία"), until: day(2026, 10, 14) },
        Reason::CountedOnAppeal { activity: activity(6), title: title("Εργαστήριο") },
        Reason::ExcusedOnAppeal,
        Reason::JoinedDuring { on: day(2026, 8, 3) },
        Reason::OnHold { from: day(2026, 8, 10), until: Some(day(2026, 9, 1)) },
        Reason::OnHold { from: day(2026, 9, 10), until: None },
    ]
}

fn check_in(full: u32, goal: u32, reasons: Vec<Reason>) -> Letter {
    Letter::CheckIn {
        name: "Νίκη".into(),
        quarter: quarter(),
        ends_on: day(2026, 9, 30),
        counts_until: day(2026, 10, 14),
        full,
        goal,
        reasons,
    }
}

fn quarter_result(standing: Standing, full: u32, reasons: Vec<Reason>) -> Letter {
    Letter::QuarterResult {
        name: "Νίκη".into(),
        quarter: quarter(),
        judgement: Judgement { standing, full, goal: 2, reasons },
        contact: None,
    }
}

fn short_with_somebody_to_talk_to() -> Letter {
    let Letter::QuarterResult { name, quarter, judgement, .. } = quarter_result(Standing::Short, 1, Vec::new()) else {
        panic!("a quarter's result")
    };
    let contact =
        Contact { name: "Ελένη".into(), email: Email::parse("ελένη@παράδειγμα.ελ").unwrap() };
    Letter::QuarterResult { name, quarter, judgement, contact: Some(contact) }
}

fn reminder(full: u32, reasons: Vec<Reason>, to_complete: bool) -> Letter {
    Letter::Reminder {
        name: "Νίκη".into(),
        ambassador: AmbassadorId::new(uuid::Uuid::from_u128(9)),
        quarter: quarter(),
        counts_until: day(2026, 10, 14),
        full,
        goal: 2,
        reasons,
        to_complete,
    }
}

fn appeal_answered(verdict: Verdict, standing: Standing, reasons: Vec<Reason>) -> Letter {
    Letter::AppealAnswered {
        name: "Νίκη".into(),
        quarter: quarter(),
        verdict,
        words: Some("Το είδαμε μαζί.\n\nΕυχαριστούμε!".into()),
        judgement: Judgement { standing, full: 2, goal: 2, reasons },
    }
}

fn summary(attendees: Option<u64>, attached: bool) -> Letter {
    let views = attendees.map(|attendees| attendees * 20);
    let (hours, held, full, countries) = (attendees, 14, 9, 6);
    let figures = Figures { attendees, views, hours, held, full, countries, met: 5, short: 1, excused: 0, new: 3 };
    Letter::Summary { quarter: quarter(), figures, attached }
}

fn glance(attendees: Option<u64>, held: u32) -> Letter {
    let figures = GlanceFigures { attendees, views: None, held, planned: 2 * held, countries: held };
    Letter::Glance { month: day(2026, 8, 1), quarter: quarter(), figures }
}

/// Every letter, with the name of its snapshot.
fn letters() -> Vec<(&'static str, Letter)> {
    let words = || Some("Μιλάς κάθε μήνα στη Λευκωσία.\n\nΚαι γράφεις καλά.\nΜπράβο!".to_owned());
    let name = || "Νίκη".to_owned();
    let [counted, not_full, not_reported, kind, late, after_all, excused, joined, paused, _] =
        <[Reason; 10]>::try_from(reasons()).unwrap();
    let application = ApplicationId::new(uuid::Uuid::from_u128(0x0198_4f3c));
    vec![
        ("receipt", Letter::Receipt { name: name(), application }),
        ("already_applied", Letter::AlreadyApplied { application }),
        ("draft_saved", Letter::DraftSaved { application }),
        ("form_incomplete", Letter::FormIncomplete { application }),
        ("status_link", Letter::StatusLink),
        ("sign_in", Letter::SignIn { browser: "b7e1".into() }),
        ("team_invitation", Letter::TeamInvitation { roles: Roles::of(Role::TEAM) }),
        ("team_invitation_of_a_reviewer", Letter::TeamInvitation { roles: Roles::of([Role::Reviewer]) }),
        ("welcome", Letter::Welcome { name: name(), words: words(), handbook: Some(HANDBOOK.into()) }),
        ("welcome_without_words", Letter::Welcome { name: name(), words: None, handbook: None }),
        ("kept_in_pool", Letter::KeptInPool { name: name(), words: words() }),
        ("declined", Letter::Declined { name: name(), words: words() }),
        ("check_in", check_in(1, 2, reasons())),
        ("check_in_with_nothing", check_in(0, 2, Vec::new())),
        ("check_in_complete", check_in(2, 2, vec![counted.clone()])),
        ("quarter_result_met", quarter_result(Standing::Met, 3, vec![counted.clone(), kind])),
        (
            "quarter_result_short",
            quarter_result(Standing::Short, 1, vec![counted.clone(), not_full.clone(), not_reported, late]),
        ),
        ("quarter_result_short_with_somebody_to_talk_to", short_with_somebody_to_talk_to()),
        ("reminder", reminder(0, Vec::new(), false)),
        ("reminder_to_complete_a_report", reminder(1, vec![counted.clone(), not_full], true)),
        ("benefit_free_entry", Letter::Benefit { name: name(), benefit: Benefit::FreeEntry, takes_requests: true }),
        ("benefit_funding", Letter::Benefit { name: name(), benefit: Benefit::Funding, takes_requests: false }),
        (
            "benefit_funding_on_the_page",
            Letter::Benefit { name: name(), benefit: Benefit::Funding, takes_requests: true },
        ),
        ("appeal_received", Letter::AppealReceived { name: name(), quarter: quarter() }),
        ("appeal_excused", appeal_answered(Verdict::Excuse, Standing::Excused, vec![counted.clone(), excused])),
        (
            "appeal_counted",
            appeal_answered(Verdict::Count { activity: activity(6) }, Standing::Met, vec![counted.clone(), after_all]),
        ),
        ("appeal_left", appeal_answered(Verdict::Leave, Standing::Short, vec![counted.clone()])),
        ("quarter_result_excused", quarter_result(Standing::Excused, 0, vec![paused])),
        ("quarter_result_new", quarter_result(Standing::New, 1, vec![counted, joined])),
        (
            "nominated",
            Letter::Nominated {
                name: name(),
                by: "Ελένη".into(),
                words: "Απαντά κάθε μέρα, με υπομονή <και> χιούμορ.".into(),
            },
        ),
        ("back_from_pause", Letter::BackFromPause { name: name(), on: day(2026, 9, 1) }),
        ("pause_marked", Letter::PauseMarked { name: name(), from: day(2026, 8, 10), until: Some(day(2026, 8, 31)) }),
        ("pause_marked_without_end", Letter::PauseMarked { name: name(), from: day(2026, 8, 10), until: None }),
        ("stepped_down", Letter::SteppedDown { name: name(), since: day(2024, 3, 1) }),
        ("term_ended", Letter::TermEnded { name: name(), since: day(2024, 3, 1), words: words() }),
        ("ambassador_again", Letter::AmbassadorAgain { name: name(), words: words() }),
        ("return_answered", Letter::ReturnAnswered { name: name(), words: words() }),
        ("nomination_thanks", Letter::NominationThanks { name: "Ελένη".into() }),
        ("contribution_thanks", contribution(ContributionKind::Answering, false)),
        ("contribution_thanks_to_an_ambassador", contribution(ContributionKind::Talk, true)),
        (
            "question",
            Letter::Question {
                name: name(),
                activity: activity(1),
                title: "Συνάντηση στη Λευκωσία".into(),
                question: "Πόσοι ήρθαν;\n\nΚαι από πού;".into(),
            },
        ),
        (
            "funding_asked",
            Letter::FundingAsked {
                by: name(),
                title: "Συνάντηση".into(),
                sums: sums(&["60.00 EUR", "12000 JPY"]),
                needed_on: day(2026, 9, 1),
                request: request(),
            },
        ),
        (
            "funding_question",
            Letter::FundingQuestion {
                name: name(),
                title: "Συνάντηση".into(),
                question: "Πόσοι θα έρθουν;".into(),
                request: request(),
            },
        ),
        ("funding_received", funding_news(FundingNews::Received, None)),
        (
            "funding_approved",
            funding_news(
                FundingNews::Approved { until: day(2026, 10, 31), claim: claim(ClaimWithin::Quarter) },
                words(),
            ),
        ),
        ("funding_declined", funding_news(FundingNews::Declined, words())),
        ("funding_reconsidered", funding_news(FundingNews::Reconsidered, words())),
        (
            "funding_extended",
            funding_news(
                FundingNews::Extended { until: day(2026, 12, 31), claim: claim(ClaimWithin::Days(30)) },
                words(),
            ),
        ),
        ("funding_let_through", funding_news(FundingNews::LetThrough { until: day(2027, 1, 31) }, words())),
        ("funding_expired", funding_news(FundingNews::Expired, words())),
        ("funding_handed_over", funding_news(FundingNews::HandedOver, None)),
        ("funding_sent_back", funding_news(FundingNews::SentBack, words())),
        ("funding_payable", funding_news(FundingNews::Payable, None)),
        ("funding_paid", funding_news(FundingNews::Paid { reference: "2026/0012".into(), on: day(2026, 9, 20) }, None)),
        ("funding_came_back", funding_news(FundingNews::CameBack, words())),
        ("funding_settled", funding_news(FundingNews::Settled, None)),
        ("funding_reopened", funding_news(FundingNews::Reopened, words())),
        ("large_plan", large_plan(vec![HelpKind::Design, HelpKind::Speakers], Some("Ένας προβολέας"))),
        ("large_plan_without_help", large_plan(Vec::new(), None)),
        (
            "organized_together",
            Letter::OrganizedTogether {
                name: name(),
                by: "Ελένη".into(),
                title: "Συνάντηση".into(),
                when: Span { first: day(2026, 7, 14), last: day(2026, 7, 14) },
                place: Place::Online,
                activity: activity(1),
            },
        ),
        ("draft_reviewed_first", draft_reviewed(Round::First, true, None)),
        ("draft_reviewed_change", draft_reviewed(Round::Final, false, words())),
        ("draft_reviewed_ready", draft_reviewed(Round::Final, true, words())),
        ("glance", glance(Some(31), 3)),
        ("glance_of_nothing", glance(None, 0)),
        ("summary", summary(Some(44), true)),
        ("summary_of_unknown_figures", summary(None, false)),
    ]
}

fn large_plan(kinds: Vec<HelpKind>, words: Option<&str>) -> Letter {
    Letter::LargePlan {
        by: "Ελένη".into(),
        title: "Συνέδριο".into(),
        when: Span { first: day(2026, 9, 28), last: day(2026, 10, 2) },
        place: Place::Online,
        help: Help { kinds, words: words.map(|words| Line::parse(words).unwrap()) },
        ambassador: program::AmbassadorId::new(uuid::Uuid::from_u128(2)),
        activity: activity(1),
    }
}

fn draft_reviewed(round: Round, ready: bool, words: Option<String>) -> Letter {
    Letter::DraftReviewed {
        name: "Νίκη".into(), title: "Άρθρο".into(), round, ready, words, activity: activity(1)
    }
}

fn contribution(kind: ContributionKind, ambassador: bool) -> Letter {
    Letter::ContributionThanks { name: "Νίκη".into(), kind, on: day(2026, 5, 3), ambassador }
}

/// The addresses of an envelope, which borrows them.
struct Addresses {
    from: Email,
    to: Email,
    support: Email,
}

impl Addresses {
    fn new(to: &str) -> Self {
        let email = |typed| Email::parse(typed).unwrap();
        Self { from: email("office@example.org"), to: email(to), support: email("help@example.org") }
    }

    fn envelope(&self) -> Envelope<'_> {
        Envelope {
            from: &self.from,
            to: &self.to,
            to_name: Some("Νίκη"),
            reply_to: &self.support,
            program: "Πρέσβεις",
            community: "Κοινότητα",
            public_url: "https://office.example.org/",
            secret_link: Some(SECRET_LINK),
            follow_link: Some(FOLLOW_LINK),
            words: Words::new(Locale::English),
            date: "2026-09-16T07:00:00Z".parse().unwrap(),
            message_id: "<0198-2026-Q3-check-in@example.org>",
            attachments: Vec::new(),
        }
    }
}

fn rendered_with(letter: &Letter, change: impl FnOnce(&mut Envelope<'_>)) -> Rendered {
    let addresses = Addresses::new("niki@example.org");
    let mut envelope = addresses.envelope();
    change(&mut envelope);
    render(letter, &envelope).unwrap()
}

fn rendered(letter: &Letter) -> Rendered {
    rendered_with(letter, |_| {})
}

/// The header lines of a message, folded ones put together.
fn headers(mime: &[u8]) -> Vec<String> {
    let mime = String::from_utf8(mime.to_vec()).unwrap();
    let (head, _) = mime.split_once("\r\n\r\n").unwrap();
    head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

/// What a person sees of some HTML.
fn visible(html: &str) -> String {
    let (_, body) = html.split_once("</head>").unwrap();
    let mut shown = String::new();
    let mut in_tag = false;
    for c in body.chars() {
        match c {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                shown.push(' ');
            }
            _ if !in_tag => shown.push(c),
            _ => {}
        }
    }
    shown.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// P5
#[test]
fn each_letter_reads_as_it_was_written() {
    for (name, letter) in letters() {
        let Rendered { subject, text, .. } = rendered(&letter);
        insta::assert_snapshot!(name, format!("{subject}\n\n{text}"));
    }
}

/// P5
#[test]
fn the_html_of_a_letter_looks_as_it_was_made() {
    insta::assert_snapshot!("check_in_html", rendered(&check_in(1, 2, reasons())).html.replace("><", ">\n<"));
}

/// P5, M23
#[test]
fn a_message_says_where_it_comes_from_that_no_person_typed_it_and_where_replies_go() {
    let headers = headers(
        &rendered_with(&check_in(1, 2, reasons()), |envelope| {
            envelope.program = "Lagos Ambassadors";
            envelope.to_name = Some("Niki");
        })
        .mime,
    );
    insta::assert_snapshot!("headers", headers.join("\n"));
}

/// P6
#[test]
fn no_letter_scolds() {
    let mut texts = vec![("letters.ftl", SENTENCES.to_owned())];
    for (name, letter) in letters() {
        let Rendered { subject, text, html, .. } = rendered(&letter);
        texts.push((name, format!("{subject}\n{text}\n{}", visible(&html))));
    }
    for (name, text) in texts {
        for word in text.to_lowercase().split(|c: char| !c.is_alphabetic()) {
            assert!(!BANNED.iter().any(|banned| word.starts_with(banned)), "{name}: {word}");
        }
    }
}

/// P6
#[test]
fn every_letter_thanks_before_it_asks() {
    for (name, letter) in letters() {
        let text = rendered(&letter).text;
        let thanks = text.to_lowercase().find("thank you").unwrap_or_else(|| panic!("{name} does not thank"));
        let asks = text.find("https://office").unwrap_or(text.len());
        assert!(thanks < asks, "{name}");
    }
}

/// M23
#[test]
fn every_letter_names_the_support_address_and_replies_reach_it() {
    for (name, letter) in letters() {
        let Rendered { text, html, mime, .. } = rendered(&letter);
        assert!(text.contains("help@example.org"), "{name}");
        assert!(html.contains(r#"href="mailto:help@example.org""#), "{name}");
        let message = MessageParser::default().parse(&mime).unwrap();
        let replies = message.reply_to().unwrap().first().unwrap().address();
        assert_eq!(replies, Some("help@example.org"), "{name}");
    }
}

/// P5
#[test]
fn every_letter_says_its_language_why_it_came_and_asks_one_thing_at_most_in_under_100_kb() {
    for (name, letter) in letters() {
        let Rendered { text, html, mime, .. } = rendered(&letter);
        assert!(html.contains(r#"<html lang="en" dir="ltr">"#), "{name}");
        assert!(html.contains(r#"<div lang="en" dir="ltr">"#), "{name}");
        assert!(html.contains("color-scheme:light dark") && html.contains("prefers-color-scheme:dark"), "{name}");
        assert!(text.contains("You get this letter because"), "{name}");
        assert!(visible(&html).contains("You get this letter because"), "{name}");
        assert!(html.matches("<a class=\"button\"").count() <= 1, "{name}");
        // Beside the one thing it asks there is only the quiet link to follow an application (clause R1), or the one
        // that turns reminders off.
        let quiet = if letter.unsubscribes() { SECRET_LINK } else { FOLLOW_LINK };
        assert!(text.replace(quiet, "").matches("https://office").count() <= 1, "{name}");
        assert!(html.contains("display:none"), "{name} has no preheader");
        assert!(mime.len() < 100_000, "{name}: {}", mime.len());
        assert!(!html.contains("<script") && !html.contains("<img"), "{name}");
        let headers = headers(&mime);
        assert!(headers.iter().any(|header| header == "Content-Language: en"), "{name}");
        let unsubscribe: Vec<_> = headers.iter().filter(|header| header.starts_with("List-Unsubscribe")).collect();
        match letter.unsubscribes() {
            true => assert_eq!(
                unsubscribe,
                [
                    &format!("List-Unsubscribe: <{SECRET_LINK}>"),
                    &"List-Unsubscribe-Post: List-Unsubscribe=One-Click".to_owned()
                ],
                "{name}"
            ),
            false => assert!(unsubscribe.is_empty(), "{name}"),
        }
        assert_eq!(letter.unsubscribes(), letter.name() == "reminder", "{name}");
    }
}

/// P5
#[test]
fn text_and_html_say_the_same() {
    for (name, letter) in letters() {
        let Rendered { text, html, .. } = rendered(&letter);
        let shown = squeezed(&visible(&html));
        for line in text.lines().filter(|line| !line.starts_with("https://office") && !line.starts_with("----")) {
            let line = squeezed(line.trim_start_matches(['-', '>', ' ']));
            let line = if shown.contains(&line) { line } else { line.trim_end_matches(':').replacen(": ", " ", 1) };
            assert!(shown.contains(&line) || line.contains("help@example.org"), "{name}: {line}");
        }
    }
}

/// P5
#[test]
fn the_largest_letter_there_can_be_is_shown_whole() {
    for typed in ["\"", "👩", "a\n\n", "&", "字"] {
        let words: String = typed.chars().cycle().take(Text::LIMIT).collect();
        let letter = Letter::Welcome { name: typed.repeat(400), words: Some(words), handbook: Some(HANDBOOK.into()) };
        assert!(rendered(&letter).html.len() < 100_000, "{typed}: {}", rendered(&letter).html.len());

        let title = typed.chars().cycle().take(300).collect::<String>();
        let missing: Vec<_> = Field::ALL.into_iter().map(|field| Missing::Unknown(field.into())).collect();
        let reason = Reason::NotFull { activity: activity(1), title, missing };
        let Rendered { html, text, .. } = rendered(&check_in(0, 2, vec![reason; 500]));
        assert!(html.len() < 100_000, "{typed}: {}", html.len());
        assert!(text.contains("470 more are on your page."));
    }
}

/// N4
#[test]
fn what_waits_in_the_outbox_reads_back_as_it_was_and_holds_no_link_but_the_handbook() {
    for (name, letter) in letters() {
        let json = serde_json::to_string(&letter).unwrap();
        assert_eq!(serde_json::from_str::<Letter>(&json).unwrap(), letter, "{name}");
        assert!(json.starts_with(&format!(r#"{{"letter":"{}""#, letter.name())), "{name}: {json}");
        assert!(!json.replace(HANDBOOK, "").contains("http"), "{name}");
    }
}

/// R1
#[test]
fn a_letter_about_an_application_brings_the_link_to_follow_it_and_goes_without_where_there_is_none() {
    let mut following = BTreeSet::new();
    let addresses = Addresses::new("niki@example.org");
    for (name, letter) in letters() {
        let follows = letter.follows().is_some();
        let Rendered { text, html, .. } = rendered(&letter);
        assert_eq!((text.contains(FOLLOW_LINK), html.contains(FOLLOW_LINK)), (follows, follows), "{name}");
        assert!(render(&letter, &Envelope { follow_link: None, ..addresses.envelope() }).is_ok(), "{name}");
        if follows {
            following.insert(letter.name());
        }
    }
    assert_eq!(following, BTreeSet::from(["already_applied", "declined", "kept_in_pool", "receipt"]));
}

/// N4, S1
#[test]
fn only_letters_that_wait_for_a_click_carry_a_secret_link_and_none_goes_without() {
    let mut secret = BTreeSet::new();
    let addresses = Addresses::new("niki@example.org");
    for (name, letter) in letters() {
        assert_eq!(rendered(&letter).text.contains(SECRET_LINK), letter.secret().is_some(), "{name}");
        let without = render(&letter, &Envelope { secret_link: None, ..addresses.envelope() });
        match letter.secret() {
            Some(_) => assert!(matches!(without, Err(RenderProblem::NoSecretLink)), "{name}"),
            None => assert!(without.is_ok(), "{name}"),
        }
        secret.extend(letter.secret().map(|_| letter.name()));
    }
    let awaited = [
        "already_applied",
        "draft_saved",
        "form_incomplete",
        "nominated",
        "receipt",
        "reminder",
        "sign_in",
        "status_link",
    ];
    assert_eq!(secret, BTreeSet::from(awaited));
    assert_eq!(Letter::SignIn { browser: "b7e1".into() }.secret(), Some(Secret::SignIn { browser: "b7e1".into() }));
}

/// S13
#[test]
fn no_name_title_or_browser_shows_in_a_log() {
    for (name, letter) in letters() {
        let shown = format!("{letter:?} {:?}", letter.secret());
        assert!(shown.is_ascii() && !shown.contains("b7e1") && !shown.contains("handbook"), "{name}: {shown}");
        assert!(shown.starts_with(letter.name()), "{name}: {shown}");
    }
}

/// M24
#[test]
fn a_name_of_any_script_arrives_as_it_is() {
    for name in ["أمارة بنت ليلى", "李小龙", "👩🏽‍💻 Ọládélé", "O'Brien, \"Bo\" <x>", "न"]
    {
        let letter = Letter::Welcome { name: name.into(), words: Some(format!("{name}!")), handbook: None };
        let Rendered { mime, .. } = rendered_with(&letter, |envelope| {
            envelope.to_name = Some(name);
            envelope.program = name;
        });
        assert!(mime.is_ascii(), "{name}");
        let message = MessageParser::default().parse(&mime).unwrap();
        assert_eq!(message.to().unwrap().first().unwrap().name(), Some(name));
        assert_eq!(message.from().unwrap().first().unwrap().name(), Some(name));
        assert!(message.subject().unwrap().contains(name), "{:?}", message.subject());
        assert!(message.body_text(0).unwrap().contains(name), "{name}");
        assert!(visible(&message.body_html(0).unwrap()).contains(name), "{name}");
    }
}

/// M24
#[test]
fn what_a_person_wrote_keeps_its_paragraphs_its_direction_and_stays_text() {
    let words = "شكرا لك.\r\nحقا.\r\n\r\n\r\n<b>Bold</b> & \"more\"\n".to_owned();
    let Rendered { text, html, .. } = rendered(&Letter::Declined { name: "<i>".into(), words: Some(words) });
    assert!(text.contains("> شكرا لك.\n> حقا.\n>\n> <b>Bold</b> & \"more\"\n"), "{text}");
    assert!(html.contains(
        "<p dir=\"auto\">شكرا لك.<br>حقا.</p><p dir=\"auto\">&lt;b&gt;Bold&lt;/b&gt; &amp; &quot;more&quot;</p>"
    ));
    assert!(!html.contains("<b>") && !html.contains("<i>"));
}

#[test]
fn a_line_break_in_what_somebody_typed_starts_no_header() {
    let hostile = "Niki\r\nBcc: evil@example.net\r\n\r\n<h1>\u{202e}";
    let letter = Letter::Receipt { name: hostile.into(), application: ApplicationId::new(uuid::Uuid::nil()) };
    let Rendered { mime, subject, text, .. } = rendered_with(&letter, |envelope| {
        envelope.to_name = Some(hostile);
        envelope.program = hostile;
        envelope.attachments =
            vec![Attachment { name: hostile.into(), content_type: "text/csv".into(), bytes: b"a".to_vec() }];
    });
    let names: Vec<_> = headers(&mime).iter().map(|header| header.split(':').next().unwrap().to_owned()).collect();
    let expected = [
        "From",
        "To",
        "Reply-To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "Content-Language",
        "MIME-Version",
        "Content-Type",
    ];
    assert_eq!(names, expected);
    assert!(!subject.contains(['\r', '\n', '\u{202e}']));
    assert!(!String::from_utf8_lossy(&mime).lines().any(|line| line.starts_with("Bcc")));
    assert!(text.starts_with("Hello Niki Bcc: evil@example.net <h1>,\n"), "{text}");
}

/// M24
#[test]
fn every_word_of_a_letter_comes_from_the_message_files() {
    for (name, letter) in letters() {
        let Rendered { subject, text, html, .. } = rendered_with(&letter, |envelope| {
            envelope.words = Words::new(Locale::Pseudo);
        });
        assert!(html.contains(r#"lang="en-XA""#), "{name}");
        let shown = [
            SECRET_LINK,
            FOLLOW_LINK,
            HANDBOOK,
            "https://office.example.org",
            "/me/activities/new",
            "/me/activities",
            "/team/activities",
            "/team/funding",
            "/me/funding",
            "#questions",
            "/me",
            "/sign-in",
            "/team/quarters/2026-Q3",
            "/check-in",
            "/pause",
            "help@example.org",
            "2026-Q3",
        ]
        .iter()
        .fold(format!("{subject}\n{text}\n{}", visible(&html)), |shown, data| shown.replace(data, ""));
        let stray: Vec<_> = shown
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()))
            // The code of a currency is the same in every language.
            .filter(|word| word.parse::<Currency>().is_err())
            .collect();
        assert!(stray.is_empty(), "{name}: {stray:?}");
    }
}

#[test]
fn the_message_file_has_the_sentences_the_letters_say_and_no_other() {
    let written: BTreeSet<_> = SENTENCES
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key)
        .filter(|key| key.starts_with("letter-"))
        .collect();
    let said: BTreeSet<_> = [include_str!("wording.rs"), include_str!("wording/summary.rs")]
        .into_iter()
        .flat_map(|source| source.split('"'))
        .filter(|piece| piece.starts_with("letter-"))
        .collect();
    assert_eq!(written, said);
}

/// M7, R5
#[test]
fn a_check_in_and_a_quarter_s_result_give_every_reason_in_words() {
    let words = Words::new(Locale::English);
    for (letter, page, is_closed) in [
        (check_in(1, 2, reasons()), "/me/check-in/2026-Q3", false),
        (quarter_result(Standing::Short, 1, reasons()), "/me", true),
    ] {
        let Rendered { text, html, .. } = rendered(&letter);
        for reason in reasons() {
            let sentence = if is_closed { words.reason_of_closed(&reason) } else { words.reason(&reason) };
            assert!(squeezed(&text).contains(&sentence) && html.contains(&sentence), "{sentence}");
        }
        assert!(text.contains(&format!("https://office.example.org{page}\n")));
    }
}

#[test]
fn a_count_says_what_it_counts() {
    let progress =
        |full, goal| rendered(&check_in(full, goal, Vec::new())).text.split("\n\n").nth(2).unwrap().to_owned();
    assert_eq!(progress(1, 2), "1 of 2 activities reported in full");
    assert_eq!(progress(0, 1), "0 of 1 activity reported in full");
    assert_eq!(progress(3, 2), "3 activities reported in full, where the program hopes for 2");
    assert_eq!(progress(2, 1), "2 activities reported in full, where the program hopes for 1");
    assert_eq!(progress(1, 0), "1 activity reported in full");
    assert_eq!(progress(0, 0), "0 activities reported in full");
}

/// C3
#[test]
fn nothing_is_counted_in_a_pause() {
    let Rendered { text, html, .. } = rendered(&quarter_result(Standing::Excused, 1, Vec::new()));
    assert!(!text.contains("reported in full") && !html.contains("reported in full"), "{text}");
}

#[test]
fn a_line_of_text_has_76_columns_and_a_link_has_a_line_of_its_own() {
    for (name, letter) in letters() {
        for line in rendered(&letter).text.lines() {
            // A link is as long as it is; broken over two lines it would be none.
            assert!(line.chars().count() <= 76 || line.starts_with("https://"), "{name}: {line}");
            assert!(!line.contains("https://") || !line.contains(' '), "{name}: {line}");
        }
    }
}

#[test]
fn a_handbook_that_is_no_web_address_is_no_link() {
    let letter = Letter::Welcome { name: "Νίκη".into(), words: None, handbook: Some("javascript:alert(1)".into()) };
    assert!(!rendered(&letter).html.contains("javascript"));
}

#[test]
fn an_attachment_comes_whole_and_beside_the_letter() {
    let bytes: Vec<u8> = (0..=255).cycle().take(5000).collect();
    let Rendered { mime, .. } = rendered_with(&summary(Some(44), true), |envelope| {
        envelope.attachments = vec![Attachment {
            name: "Σύνοψη 2026-Q3.xlsx".into(),
            content_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".into(),
            bytes: bytes.clone(),
        }];
    });
    let message = MessageParser::default().parse(&mime).unwrap();
    assert_eq!(message.content_type().unwrap().subtype(), Some("mixed"));
    let [attachment] = message.attachments().collect::<Vec<_>>()[..] else { panic!("one attachment") };
    assert_eq!(attachment.contents(), bytes);
    assert_eq!(attachment.attachment_name(), Some("Σύνοψη 2026-Q3.xlsx"));
    assert!(message.body_text(0).unwrap().contains("attached as a workbook"));
    assert!(message.body_html(0).unwrap().contains("attached as a workbook"));
}

#[test]
fn the_same_letter_is_the_same_bytes() {
    for (name, letter) in letters() {
        let bytes = || {
            rendered_with(&letter, |envelope| {
                envelope.attachments =
                    vec![Attachment { name: "a.csv".into(), content_type: "text/csv".into(), bytes: b"a,b".to_vec() }];
            })
            .mime
        };
        assert_eq!(bytes(), bytes(), "{name}");
    }
}

#[test]
fn what_a_person_wrote_cannot_end_a_part_of_the_message() {
    let id = "0198-a@example.org";
    let words = "--=_a_0198aexampleorg--\n\n--=_m_0198aexampleorg".to_owned();
    let letter = Letter::Declined { name: "Niki".into(), words: Some(words.clone()) };
    let Rendered { mime, .. } = rendered_with(&letter, |envelope| {
        envelope.message_id = id;
        envelope.program = "Ambassadors";
        envelope.community = "Community";
    });
    let mime = String::from_utf8(mime).unwrap();
    assert_eq!(mime.matches("=_a_").count(), 4, "once declared, twice to start a part, once to end: {mime}");
    assert!(!mime.contains("=_m_"));
}

#[test]
fn a_domain_of_any_script_is_written_to_in_ascii_and_what_mail_cannot_carry_is_said() {
    let letter = Letter::SignIn { browser: "b7e1".into() };
    let addresses = Addresses::new("niki@παράδειγμα.gr");
    let Rendered { recipient, sender, mime, .. } = render(&letter, &addresses.envelope()).unwrap();
    assert_eq!(recipient, "niki@xn--hxajbheg2az3al.gr");
    assert_eq!(sender, "office@example.org");
    assert!(String::from_utf8(mime).unwrap().contains("<niki@xn--hxajbheg2az3al.gr>"));

    let addresses = Addresses::new("νίκη@example.org");
    let problem = render(&letter, &addresses.envelope()).err().unwrap();
    assert!(matches!(problem, RenderProblem::Address(_)));
    assert!(format!("{problem} {problem:?}").is_ascii());
}

#[test]
fn an_envelope_that_does_not_fit_is_a_named_problem() {
    let addresses = Addresses::new("niki@example.org");
    let letter = summary(None, false);
    for message_id in ["", "a", "a@", "a@b@c", "a b@c", "<a@b", "a@b\r\nBcc: c"] {
        let problem = render(&letter, &Envelope { message_id, ..addresses.envelope() }).err();
        assert!(matches!(problem, Some(RenderProblem::MessageId)), "{message_id}");
    }
    let attachments = vec![Attachment { name: "a".into(), content_type: "no type".into(), bytes: Vec::new() }];
    let problem = render(&letter, &Envelope { attachments, ..addresses.envelope() }).err();
    assert!(matches!(problem, Some(RenderProblem::ContentType)));
    for date in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        assert!(render(&letter, &Envelope { date, ..addresses.envelope() }).is_ok());
    }
}
