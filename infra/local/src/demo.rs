//! What a demo office shows: two dozen ambassadors in a dozen countries, applications that wait, three quarters of
//! activities. Everybody in it is made up.

use crate::clockwork::Clockwork;
use crate::office::Program;
use anyhow::Context as _;
use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use letters::Letter;
use program::activity::{ActivityState, Plan};
use program::application::{Answered, ShownAs, Submission};
use program::feedback::Sharing;
use program::people::Invitation;
use program::readiness::{Answers, Question};
use program::report::{Told, Unit};
use program::text::{Line, Name, Text};
use program::{
    Activity, ActivityId, Ambassador, AmbassadorId, AmbassadorState, Answer, ApplicationId, Calendar, Country, Email,
    Feedback, Field, Form, Kind, PersonId, Place, Quarter, Report, Role, Roles, Settings, Territory,
};
use std::path::PathBuf;
use store::Store;
use store::applications::{Applying, letter_id};
use store::audit::Actor;
use store::outbox::{Draft, Lane};
use store::people::Person;

/// The program a demo office runs.
const PROGRAM: &str = include_str!("../../programs/mautic.toml");

/// How many quarters lie behind a demo office.
const QUARTERS: usize = 3;

const ORGANIZER: &str = "organizer@example.org";
const REVIEWER: &str = "reviewer@example.org";

/// Name, country, city, and the first letters of the address.
const AMBASSADORS: [(&str, &str, &str, &str); 24] = [
    ("Amara Okafor", "NG", "Lagos", "amara"),
    ("Lucía Fernández", "AR", "Rosario", "lucia"),
    ("李晓梅", "TW", "臺北", "xiaomei"),
    ("Jonas Weber", "DE", "Leipzig", "jonas"),
    ("أمينة بن يوسف", "MA", "Rabat", "amina"),
    ("Priya Nair", "IN", "Kochi", "priya"),
    ("Tomasz Zieliński", "PL", "Wrocław", "tomasz"),
    ("Adaeze Nwosu", "NG", "Enugu", "adaeze"),
    ("Márcio Teixeira", "BR", "Recife", "marcio"),
    ("Sanne de Vries", "NL", "Utrecht", "sanne"),
    ("Kenji Mori", "JP", "福岡", "kenji"),
    ("Chiara Romano", "IT", "Bologna", "chiara"),
    ("Ravi Deshmukh", "IN", "पुणे", "ravi"),
    ("Élodie Marchand", "FR", "Nantes", "elodie"),
    ("Kwame Boateng", "GH", "Accra", "kwame"),
    ("Oksana Kovalenko", "UA", "Львів", "oksana"),
    ("Ngozi", "NG", "Abuja", "ngozi"),
    ("Diego Ramírez", "MX", "Guadalajara", "diego"),
    ("Beatriz Alves", "BR", "Curitiba", "beatriz"),
    ("Hannah Schulz", "DE", "Köln", "hannah"),
    ("Yusuf Demir", "TR", "İzmir", "yusuf"),
    ("Marek Dvořák", "CZ", "Brno", "marek"),
    ("Siobhán Kelly", "IE", "Galway", "siobhan"),
    ("Fatou Diallo", "SN", "Dakar", "fatou"),
];

/// Name, country, address, and what they wrote.
const APPLICANTS: [(&str, &str, &str, &str, &str, &str); 4] = [
    (
        "Wanjiru Kamau",
        "KE",
        "wanjiru",
        "Swahili, English",
        "I answer questions in the forum and held two talks in Nairobi this year.",
        "A monthly meetup in Nairobi, with an online seat for Mombasa and Kisumu.",
    ),
    (
        "Mateus Lima",
        "BR",
        "mateus",
        "Portuguese",
        "I translated the onboarding guide into Portuguese.",
        "A translation sprint with my university.",
    ),
    (
        "Ingrid Solberg",
        "NO",
        "ingrid",
        "Norwegian, English",
        "I wrote a series of articles on segments.",
        "Talks at two Nordic conferences.",
    ),
    (
        "Nguyễn Minh Anh",
        "VN",
        "minhanh",
        "Vietnamese, English",
        "I run a small user group in Đà Nẵng.",
        "Three workshops for beginners.",
    ),
];

/// The program of a demo office that opens at `now`: the example, begun so many quarters ago.
///
/// # Errors
/// When the example cannot be read, which a test rules out.
pub fn program(now: DateTime<Utc>) -> anyhow::Result<Program> {
    let settings = Settings::read(PROGRAM)?;
    let mut first = settings.calendar.quarter_at(now);
    for _ in 0..QUARTERS {
        first = first.previous();
    }
    let begun = format!("started_on = {}", settings.calendar.first_day(first));
    let document = PROGRAM
        .lines()
        .map(|line| if line.starts_with("started_on") { &begun } else { line })
        .collect::<Vec<_>>()
        .join("\n");
    Ok(Program { path: PathBuf::from("infra/programs/mautic.toml"), document })
}

/// The address that signs in as somebody with this role.
///
/// # Errors
/// Never for the addresses above.
pub fn address_of(role: Role) -> anyhow::Result<Email> {
    match role {
        Role::Organizer => email(ORGANIZER),
        Role::Reviewer => email(REVIEWER),
        Role::Ambassador => email("amara@example.org"),
        Role::Applicant => email("wanjiru@example.org"),
    }
}

/// Brings the example people and what they have done into a new office, then lets the calendar do what is due.
///
/// # Errors
/// When the store refuses.
pub async fn furnish(store: &Store, clockwork: &Clockwork) -> anyhow::Result<()> {
    let settings = store.settings().await?.context("a demo office has settings")?.settings;
    let calendar = settings.calendar;
    let today = calendar.day(store.clock().now());
    store.invite_first_organizer(&email(ORGANIZER)?, &settings.language).await?;
    team(store, &settings.language).await?;
    for (index, someone) in AMBASSADORS.iter().enumerate() {
        let ambassador = ambassador(store, &settings, index, someone)?;
        store.bring_in(&ambassador).await?;
        let mut quarter = settings.first_quarter();
        while calendar.first_day(quarter) <= today {
            for activity in activities(store, &settings, &ambassador, index, someone.2, quarter, today)? {
                store.plan(&activity, calendar, ambassador.person).await?;
            }
            quarter = quarter.next();
        }
    }
    for applicant in &APPLICANTS {
        apply(store, &settings, applicant).await?;
    }
    clockwork.fire_due().await
}

/// A reviewer in the team, an intake that was opened after five times yes, and a word from outside.
async fn team(store: &Store, language: &str) -> anyhow::Result<()> {
    let organizer = store.person(&email(ORGANIZER)?).await?.context("a demo office has an organizer")?.id;
    let invitation = Invitation { email: email(REVIEWER)?, roles: Roles::of([Role::Reviewer]) };
    let key = store.new_id();
    let letter = |person: &Person| {
        let letter = Letter::TeamInvitation { roles: invitation.roles.clone() };
        Draft::new(format!("team-invitation/{key}"), Lane::Now, &person.email, &person.language, &letter)
    };
    store.invite(key, &invitation, language, organizer, letter).await?;

    let yes = Question::ALL.map(|question| (question.field().to_owned(), "yes".to_owned()));
    let answers = Answers::parse(&Form::from_pairs(yes))
        .map_err(|problems| anyhow::anyhow!("the example answers have a mistake: {problems:?}"))?;
    store.answer_readiness(store.new_id(), &answers, organizer).await?;
    store.open_intake(Actor::Person(organizer), store.readiness().await?.into_iter().next()).await?;

    let feedback = Feedback {
        text: checked(Text::parse("The calls on Thursdays are what keeps me going. Could they be recorded?"))?,
        sharing: Sharing::Signed,
        name: Some(checked(Name::parse("Rukmini Iyer"))?),
        email: None,
    };
    store.send_feedback(store.new_id(), &feedback, language, Actor::Visitor).await?;
    Ok(())
}

fn ambassador(
    store: &Store,
    settings: &Settings,
    index: usize,
    someone: &(&str, &str, &str, &str),
) -> anyhow::Result<Ambassador> {
    let (name, country, _, address) = someone;
    let first = settings.calendar.first_day(settings.first_quarter());
    // One in five joined in the quarter before this one, as happens in a program that grows.
    let since =
        if index % 5 == 4 { first + Days::new(200 + index as u64) } else { first - Days::new(30 + index as u64) };
    let state = match index {
        11 => AmbassadorState::OnHold { from: first + Days::new(150), until: None },
        _ => AmbassadorState::Active,
    };
    Ok(Ambassador {
        id: AmbassadorId::new(store.new_id()),
        person: PersonId::new(store.new_id()),
        name: checked(Name::parse(name))?,
        email: email(&format!("{address}@example.org"))?,
        country: checked(Country::parse(country))?,
        territory: Territory::of(checked(Country::parse(country))?),
        region: None,
        language: settings.language.clone(),
        state,
        since,
        application: ApplicationId::new(store.new_id()),
    })
}

/// Between none and three activities of one quarter, most of them reported, some with something open.
fn activities(
    store: &Store,
    settings: &Settings,
    ambassador: &Ambassador,
    index: usize,
    city: &str,
    quarter: Quarter,
    today: NaiveDate,
) -> anyhow::Result<Vec<Activity>> {
    let calendar = settings.calendar;
    let first = calendar.first_day(quarter);
    if ambassador.since > calendar.last_day(quarter) || ambassador.state.pauses_between(first, first) {
        return Ok(Vec::new());
    }
    let turn = index + usize::from(quarter.number()) * 7;
    let mut activities = Vec::new();
    for number in 0..turned(&[2, 2, 3, 2, 1, 2, 3], turn)? {
        let seed = turn * 31 + number * 17;
        let starts_on = first + Days::new(5 + (seed as u64 * 13) % 80);
        let ends_on = if seed.is_multiple_of(11) { starts_on + Days::new(1) } else { starts_on };
        if calendar.quarter_of(ends_on) != quarter {
            continue;
        }
        let (kind, what, online) = turned(&KINDS, seed)?;
        let kind = settings.kinds.get(kind).context("the example has seven kinds")?;
        let place = match online {
            true => Place::Online,
            false => Place::InPerson { city: Some(checked(Line::parse(city))?), country: ambassador.country },
        };
        let held = ends_on <= today;
        let reported = held && seed % 9 != 8;
        let planned_at = moment(calendar, if seed.is_multiple_of(3) { starts_on } else { starts_on - Days::new(9) })
            .min(store.clock().now());
        let at = moment(calendar, (ends_on + Days::new(2)).min(today));
        let report = reported.then(|| report(kind, seed, at)).transpose()?;
        activities.push(Activity {
            id: ActivityId::new(store.new_id()),
            ambassador: ambassador.id,
            plan: Plan {
                kind: kind.key.clone(),
                title: checked(Line::parse(
                    &what.replace("{city}", city).replace("{month}", turned(&MONTHS, starts_on.month0() as usize)?),
                ))?,
                starts_on,
                ends_on,
                place,
                link: None,
                notes: None,
            },
            planned_at,
            state: if reported { ActivityState::Reported } else { ActivityState::Planned },
            report,
        });
    }
    Ok(activities)
}

/// Which kind of the example's, what it is called, and whether it is online.
const KINDS: [(usize, &str, bool); 8] = [
    (3, "{month} meetup in {city}", false),
    (1, "Article: what I learned about segments in {month}", true),
    (4, "Talk on marketing automation in {city}", false),
    (3, "Workshop for beginners in {city}", false),
    (6, "Answers in the forum, {month}", true),
    (2, "Translation sprint in {city}", false),
    (1, "Video: campaigns step by step, {month}", true),
    (5, "Open hour for users in {city}", false),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn report(kind: &Kind, seed: usize, at: DateTime<Utc>) -> anyhow::Result<Report> {
    let mut told = Told { answers: Default::default(), story: None };
    for (place, asked) in kind.fields.iter().enumerate() {
        let number = (seed * 7 + place * 3) as u64;
        let answer = match (asked.field, asked.field.unit()) {
            // Some reports have something open, as in life.
            (Field::Attendees | Field::Views, _) if seed % 13 == 5 => Answer::Unknown,
            (Field::Registrations, _) if seed % 6 == 1 => Answer::NotApplicable,
            (Field::Reshares, _) if seed % 4 == 2 => Answer::Count(0),
            (Field::Registrations, _) => Answer::Count(20 + number % 50),
            (Field::Attendees, _) => Answer::Count(12 + number % 30),
            (Field::Views, _) => Answer::Count(300 + (number * 37) % 2400),
            (Field::Engagements, _) => Answer::Count(8 + number % 90),
            (Field::Audience, _) => Answer::Text(checked(Text::parse("People who are new to marketing automation"))?),
            (_, Unit::Count) => Answer::Count(number % 12),
            (_, Unit::Hours) => Answer::Minutes(90 + 30 * (number as u32 % 9)),
            (_, Unit::Text) => Answer::Text(checked(Text::parse("Show newcomers that they can do it themselves"))?),
        };
        told.answers.insert(asked.field, answer);
    }
    if seed.is_multiple_of(2) {
        told.story = Some(checked(Text::parse(
            "Three people stayed on and want to help with the next one. Short sessions with a break worked best.",
        ))?);
    }
    Ok(Report::revised(None, told, kind, at))
}

async fn apply(
    store: &Store,
    settings: &Settings,
    applicant: &(&str, &str, &str, &str, &str, &str),
) -> anyhow::Result<()> {
    let (name, country, address, languages, contributions, ideas) = applicant;
    let answered = |question: &str, text: &str| Answered { question: question.to_owned(), text: text.to_owned() };
    let applying = Applying {
        id: ApplicationId::new(store.new_id()),
        submission: Submission {
            name: checked(Name::parse(name))?,
            email: email(&format!("{address}@example.org"))?,
            country: checked(Country::parse(country))?,
            region: None,
            languages: checked(program::Language::parse_list(languages))?,
            links: Vec::new(),
            shown_as: ShownAs::Name,
            answers: vec![answered("contributions", contributions), answered("ideas", ideas)],
        },
        language: settings.language.clone(),
        consent_version: settings.consent.version,
        round: settings.round_on(settings.calendar.day(store.clock().now())),
        nominated_by: None,
        plus_tags_are_one: settings.plus_tags_are_one,
    };
    store
        .apply(&applying, |id| {
            let letter = Letter::Receipt { name: (*name).to_owned(), application: id };
            Draft::new(letter_id("receipt", id), Lane::Now, &applying.submission.email, &applying.language, &letter)
        })
        .await?;
    store.confirm(applying.id, settings).await?;
    Ok(())
}

/// The entry that this turn comes to, going round.
fn turned<T: Copy>(all: &[T], turn: usize) -> anyhow::Result<T> {
    all.get(turn % all.len().max(1)).copied().context("an example list is empty")
}

fn moment(calendar: Calendar, day: NaiveDate) -> DateTime<Utc> {
    calendar.midnight(day) + chrono::Duration::hours(10)
}

fn email(text: &str) -> anyhow::Result<Email> {
    checked(Email::parse(text))
}

fn checked<T>(parsed: Result<T, program::Problem>) -> anyhow::Result<T> {
    parsed.map_err(|problem| anyhow::anyhow!("the example data has a mistake: {problem:?}"))
}
