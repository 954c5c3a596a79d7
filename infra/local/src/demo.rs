//! What a demo office shows: two dozen ambassadors in a dozen countries, a tranche to be decided and announced, another one
//! that takes applications, three quarters of activities. Everybody in it is made up.

mod funds;
mod papers;

use crate::clockwork::Clockwork;
use crate::office::Program;
use anyhow::Context as _;
use chrono::{DateTime, Datelike as _, Days, Duration, Months, NaiveDate, Utc};
use letters::Letter;
use program::activity::{ActivityState, Plan};
use program::application::{Answered, ShownAs, Submission};
use program::contribution::{ContributionKind, Told as Contribution};
use program::feedback::Sharing;
use program::people::Invitation;
use program::readiness::{Answers, Question};
use program::report::{Told, Unit};
use program::review::{Reviewed, Verdict};
use program::text::{Line, Name, Text};
use program::{
    Activity, ActivityId, Ambassador, AmbassadorId, AmbassadorState, Answer, Application, ApplicationId, Calendar,
    ContributionId, Country, Decision, Email, Feedback, Field, FieldKey, Form, Kind, Link, Outcome, PersonId, Place,
    Quarter, Report, Role, Roles, Round, Settings, SlotDetails, SlotId, SlotKind, Territory,
};
use std::path::PathBuf;
use store::applications::{Applying, KeyOf, letter_id, letter_id_for};
use store::audit::Actor;
use store::contributions::Contributing;
use store::outbox::{Draft, Lane};
use store::people::Person;
use store::{Clock, Store};

/// The program a demo office runs.
const PROGRAM: &str = include_str!("../../programs/mautic.toml");

/// How many quarters lie behind a demo office.
const QUARTERS: usize = 3;

const ORGANIZER: &str = "organizer@example.org";
const REVIEWER: &str = "reviewer@example.org";
const TREASURER: &str = "treasurer@example.org";

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

/// Somebody who applied.
struct Applicant {
    name: &'static str,
    country: &'static str,
    /// The first letters of the address.
    address: &'static str,
    languages: &'static str,
    contributions: &'static str,
    ideas: &'static str,
    /// How many days ago it was sent.
    days_ago: i64,
    /// The scores of the organizer and of the reviewer, in the order of the criteria, with a comment.
    reviews: [Option<([u8; 3], &'static str)>; 2],
    /// What was decided, why, and what the applicant will read.
    decided: Option<(Outcome, &'static str, &'static str)>,
}

/// Those of the closed tranche, those of the open one, and somebody who stays in the pool from before there were tranches.
const APPLICANTS: [Applicant; 10] = [
    Applicant {
        name: "Wanjiru Kamau",
        country: "KE",
        address: "wanjiru",
        languages: "Swahili, English",
        contributions: "I answer questions in the forum and held two talks in Nairobi this year.",
        ideas: "A monthly meetup in Nairobi, with an online seat for Mombasa and Kisumu.",
        days_ago: 31,
        reviews: [
            Some(([5, 5, 4], "A year and a half of steady help, and nobody does it in East Africa yet.")),
            Some(([5, 4, 4], "Her answers in the forum are the ones people link to.")),
        ],
        decided: Some((
            Outcome::Accept,
            "Steady and varied help for more than a year, and a first ambassador for Kenya.",
            "Thank you for every answer you gave in the forum. We would love to see the meetup in Nairobi happen.",
        )),
    },
    Applicant {
        name: "Mateus Lima",
        country: "BR",
        address: "mateus",
        languages: "Portuguese",
        contributions: "I translated the onboarding guide into Portuguese.",
        ideas: "A translation sprint with my university.",
        days_ago: 24,
        reviews: [
            Some(([4, 3, 4], "Brazil has two ambassadors; nobody of them is at a university.")),
            Some(([4, 4, 5], "The guide reads as if it had been written in Portuguese.")),
        ],
        decided: Some((
            Outcome::Accept,
            "The translation is used every day, and students are people we do not reach yet.",
            "Thank you for the guide in Portuguese. Beatriz in Curitiba would be glad to help with the sprint.",
        )),
    },
    Applicant {
        name: "Ingrid Solberg",
        country: "NO",
        address: "ingrid",
        languages: "Norwegian, English",
        contributions: "I wrote a series of articles on segments.",
        ideas: "Talks at two Nordic conferences.",
        days_ago: 22,
        reviews: [
            Some(([3, 4, 2], "Good articles. She says herself that this spring is full.")),
            Some(([4, 4, 1], "I would ask again when she has the time.")),
        ],
        decided: Some((
            Outcome::KeepInPool,
            "Everything speaks for her but the time, which she does not have before autumn.",
            "Thank you for your articles, which many of us learned from. You wrote that this half-year is full, so we keep \
             your application and look at it again in the next round.",
        )),
    },
    Applicant {
        name: "박지우",
        country: "KR",
        address: "jiwoo",
        languages: "Korean, English",
        contributions: "My agency sets up campaigns for its customers.",
        ideas: "Paid courses for companies in Seoul under the name of the program.",
        days_ago: 17,
        reviews: [
            Some(([1, 4, 3], "Good work, but it is a business and not help to the community.")),
            Some(([2, 3, 3], "The partner program would be the right place.")),
        ],
        decided: Some((
            Outcome::Decline,
            "Ambassadors are volunteers; what is planned is a business, for which there is the partner program.",
            "Thank you for telling us about your plans. Ambassadors are volunteers, so courses that people pay for have a \
             better home in the partner program. You are welcome in the user group in Seoul at any time.",
        )),
    },
    Applicant {
        name: "Nguyễn Minh Anh",
        country: "VN",
        address: "minhanh",
        languages: "Vietnamese, English",
        contributions: "I run a small user group in Đà Nẵng.",
        ideas: "Three workshops for beginners.",
        days_ago: 12,
        reviews: [
            Some(([4, 5, 3], "A user group that meets, in a country where we know nobody.")),
            Some(([4, 5, 4], "People travel from Huế to be there.")),
        ],
        decided: None,
    },
    Applicant {
        name: "ትዕግስት ኃይሌ",
        country: "ET",
        address: "tigist",
        languages: "Amharic, English",
        contributions: "I teach marketing at a college in Addis Ababa, and my students use it in their projects.",
        ideas: "A summer course in Amharic, with all of its material free to use.",
        days_ago: 9,
        reviews: [None, Some(([3, 5, 4], "New in the forum. The material in Amharic would be the first there is."))],
        decided: None,
    },
    Applicant {
        name: "Σοφία Παππά",
        country: "GR",
        address: "sofia",
        languages: "Greek, English",
        contributions: "I keep the Greek translation up to date.",
        ideas: "An open hour online, once a month, in Greek.",
        days_ago: 5,
        reviews: [None, None],
        decided: None,
    },
    Applicant {
        name: "Camila Rojas",
        country: "CL",
        address: "camila",
        languages: "Spanish",
        contributions: "I gave a talk at a conference in Valparaíso.",
        ideas: "A first meetup in Santiago, together with the people of Mendoza.",
        days_ago: 3,
        reviews: [None, None],
        decided: None,
    },
    Applicant {
        name: "عمر حداد",
        country: "JO",
        address: "omar",
        languages: "Arabic, English",
        contributions: "I record short videos in Arabic on how to begin.",
        ideas: "Ten more videos, and a workshop in Amman.",
        days_ago: 1,
        reviews: [None, None],
        decided: None,
    },
    Applicant {
        name: "Léa Girard",
        country: "CA",
        address: "lea",
        languages: "French, English",
        contributions: "I organized a sprint in Montréal two years ago.",
        ideas: "Another sprint, once I am back from parental leave.",
        days_ago: 150,
        reviews: [None, None],
        decided: Some((
            Outcome::KeepInPool,
            "She would like to begin next year.",
            "Thank you for the sprint in Montréal. You wrote that you would like to begin next year, so your application \
             stays with us, and you need not do anything.",
        )),
    },
];

/// What people told of themselves before they applied: the first letters of the address, the kind, what, and how many days
/// ago it was.
const CONTRIBUTIONS: [(&str, ContributionKind, &str, i64); 6] = [
    ("wanjiru", ContributionKind::Answering, "Forty answers in the forum, most of them on e-mail templates", 540),
    ("wanjiru", ContributionKind::Organizing, "An evening for users in Nairobi", 300),
    ("wanjiru", ContributionKind::Talk, "“Segments for small shops” at a conference in Nairobi", 130),
    ("wanjiru", ContributionKind::Answering, "An open hour online for newcomers", 45),
    ("minhanh", ContributionKind::Organizing, "The third meeting of the user group in Đà Nẵng", 80),
    ("minhanh", ContributionKind::Translating, "The quick start guide in Vietnamese", 40),
];

/// Calls the team offers: in how many days and at what hour.
const CALLS: [(i64, i64); 2] = [(-23, 16), (5, 16)];

/// Onboarding sessions for two hosts: in how many days, at what hour, and the first letters of the addresses of those who
/// took a place.
const SESSIONS: [(i64, i64, &[&str]); 3] = [(-9, 17, &["amara", "jonas"]), (12, 17, &["priya"]), (26, 9, &[])];

/// How long before the opening of the office one tranche closed, and how long after it its answers are expected.
const A_WEEK: Days = Days::new(7);

/// The program of a demo office that opens at `now`: the example, begun so many quarters ago, with a tranche that is to be
/// decided and one that is open.
///
/// # Errors
/// When the example cannot be read, which a test rules out.
pub fn program(now: DateTime<Utc>) -> anyhow::Result<Program> {
    let settings = Settings::read(PROGRAM)?;
    let mut first = settings.calendar.quarter_at(now);
    for _ in 0..QUARTERS {
        first = settings.calendar.previous(first);
    }
    let begun = format!("started_on = {}", settings.calendar.first_day(first));
    let document = PROGRAM
        .lines()
        .map(|line| if line.starts_with("started_on") { &begun } else { line })
        .collect::<Vec<_>>()
        .join("\n");
    let today = settings.calendar.day(now);
    let open_until = today + Months::new(2);
    let tranches = [(today - A_WEEK, today + A_WEEK), (open_until, open_until + A_WEEK + A_WEEK)].map(
        |(closes, announces)| {
            let (key, month) = (closes.format("%Y-%m"), closes.format("%B %Y"));
            format!(
                "\n[[tranche]]\nkey = \"{key}\"\nlabel = \"Round of {month}\"\ncloses_on = {closes}\nannounces_on = {announces}\n"
            )
        },
    );
    let document = format!("{document}\n{}", tranches.concat());
    Ok(Program { path: PathBuf::from("infra/programs/mautic.toml"), document })
}

/// The roles somebody can sign in as; leading a user group alone opens no page.
pub const PARTS: [Role; 5] = [Role::Applicant, Role::Ambassador, Role::Reviewer, Role::Organizer, Role::Treasurer];

/// The address that signs in as somebody with this role.
///
/// # Errors
/// For a role that is none of [`PARTS`].
pub fn address_of(role: Role) -> anyhow::Result<Email> {
    match role {
        Role::Organizer => email(ORGANIZER),
        Role::Reviewer => email(REVIEWER),
        Role::Treasurer => email(TREASURER),
        Role::Ambassador => email("amara@example.org"),
        Role::Applicant => email("wanjiru@example.org"),
        Role::GroupLeader => anyhow::bail!("nobody signs in as the leader of a user group"),
    }
}

/// Brings the example people and what they have done into a new office, then lets the calendar do what is due.
///
/// # Errors
/// When the store refuses.
pub async fn furnish(store: &Store, clockwork: &Clockwork) -> anyhow::Result<()> {
    let settings = store.settings().await?.context("a demo office has settings")?.settings;
    let calendar = &settings.calendar;
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
            quarter = calendar.next(quarter);
        }
    }
    for contribution in &CONTRIBUTIONS {
        contribute(store, &settings, contribution).await?;
    }
    for applicant in &APPLICANTS {
        apply(store, &settings, applicant).await?;
    }
    dates(store, &settings).await?;
    funds::bring_in(store, &settings).await?;
    clockwork.fire_due().await
}

/// A reviewer and a treasurer in the team, an intake that was opened after five times yes, and a word from outside.
async fn team(store: &Store, language: &str) -> anyhow::Result<()> {
    let organizer = store.person(&email(ORGANIZER)?).await?.context("a demo office has an organizer")?.id;
    for (address, role) in [(REVIEWER, Role::Reviewer), (TREASURER, Role::Treasurer)] {
        let invitation = Invitation { email: email(address)?, roles: Roles::of([role]) };
        let key = store.new_id();
        let letter = |person: &Person| {
            let letter = Letter::TeamInvitation { roles: invitation.roles.clone() };
            Draft::new(format!("team-invitation/{key}"), Lane::Now, &person.email, &person.language, &letter)
        };
        store.invite(key, &invitation, language, organizer, letter).await?;
    }

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
        pauses: Vec::new(),
        leaving: None,
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
    let calendar = &settings.calendar;
    let first = calendar.first_day(quarter);
    if ambassador.since > calendar.last_day(quarter) || ambassador.is_away(first) {
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
            plan: Plan::new(
                &kind.key,
                checked(Line::parse(
                    &what.replace("{city}", city).replace("{month}", turned(&MONTHS, starts_on.month0() as usize)?),
                ))?,
                starts_on,
                ends_on,
                place,
            ),
            planned_at,
            state: if reported { ActivityState::Reported } else { ActivityState::Planned },
            report,
            with: Vec::new(),
            told_large: false,
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
    let mut told = Told::default();
    for (place, asked) in kind.fields.iter().enumerate() {
        let number = (seed * 7 + place * 3) as u64;
        let answer = match (&asked.field, asked.unit) {
            // Some reports have something open, as in life.
            (FieldKey::Standard(Field::Attendees | Field::Views), _) if seed % 13 == 5 => Answer::Unknown,
            (FieldKey::Standard(Field::Registrations), _) if seed % 6 == 1 => Answer::NotApplicable,
            (FieldKey::Standard(Field::Reshares), _) if seed % 4 == 2 => Answer::Count(0),
            (FieldKey::Standard(Field::Registrations), _) => Answer::Count(20 + number % 50),
            (FieldKey::Standard(Field::Attendees), _) => Answer::Count(12 + number % 30),
            (FieldKey::Standard(Field::Views), _) => Answer::Count(300 + (number * 37) % 2400),
            (FieldKey::Standard(Field::Engagements), _) => Answer::Count(8 + number % 90),
            (FieldKey::Standard(Field::Audience), _) => {
                Answer::Text(checked(Text::parse("People who are new to marketing automation"))?)
            }
            (_, Unit::Count) => Answer::Count(number % 12),
            (_, Unit::YesNo) => Answer::YesNo(number.is_multiple_of(2)),
            (_, Unit::Hours) => Answer::Minutes(90 + 30 * (number as u32 % 9)),
            (_, Unit::Text) => Answer::Text(checked(Text::parse("Show newcomers that they can do it themselves"))?),
        };
        told.answers.insert(asked.field.clone(), answer);
    }
    if seed.is_multiple_of(2) {
        told.came_of_it = Some(checked(Text::parse(
            "Three people stayed on and want to help with the next one. Short sessions with a break worked best.",
        ))?);
    }
    Ok(Report::revised(None, told, kind, at))
}

/// Calls and onboarding sessions, with those who host them.
async fn dates(store: &Store, settings: &Settings) -> anyhow::Result<()> {
    for (days, hour) in CALLS {
        offer(store, settings, SlotKind::Call, (days, hour), &[]).await?;
    }
    for (days, hour, hosts) in SESSIONS {
        offer(store, settings, SlotKind::Session, (days, hour), hosts).await?;
    }
    Ok(())
}

/// Offered and taken some weeks before it takes place.
async fn offer(
    store: &Store,
    settings: &Settings,
    kind: SlotKind,
    (days, hour): (i64, i64),
    hosts: &[&str],
) -> anyhow::Result<()> {
    let now = store.clock().now();
    let midnight = settings.calendar.midnight(settings.calendar.day(now) + Duration::days(days));
    let then = store.by(Clock::starting_at(now.min(midnight) - Duration::days(20)));
    let (title, needed) = match kind {
        SlotKind::Call => ("Ambassador call", 0),
        SlotKind::Session => ("Welcome hour for newcomers", 2),
    };
    let details = SlotDetails {
        title: checked(Line::parse(title))?,
        starts_at: midnight + Duration::hours(hour),
        minutes: 60,
        link: checked(Link::parse("https://meet.example.org/ambassadors"))?,
        words: None,
        hosts: needed,
    };
    let organizer = store.person(&email(ORGANIZER)?).await?.context("a demo office has an organizer")?.id;
    let id = SlotId::new(then.new_id());
    then.offer_slot(kind, id, &details, organizer).await?;
    for address in hosts {
        let person = store.person(&email(&format!("{address}@example.org"))?).await?;
        let person = person.context("nobody has this address")?;
        let ambassador = person.ambassador.context("only ambassadors host sessions")?;
        let place = then.take_place(id, ambassador, person.id).await?;
        place.context("the example session has a place for each of its hosts")?;
    }
    Ok(())
}

async fn contribute(
    store: &Store,
    settings: &Settings,
    contribution: &(&str, ContributionKind, &str, i64),
) -> anyhow::Result<()> {
    let (address, kind, what, days_ago) = *contribution;
    let name =
        APPLICANTS.iter().find(|applicant| applicant.address == address).context("nobody has this address")?.name;
    let then = store.by(Clock::starting_at(store.clock().now() - Duration::days(days_ago)));
    let told = Contribution {
        name: checked(Name::parse(name))?,
        email: email(&format!("{address}@example.org"))?,
        kind,
        what: checked(Line::parse(what))?,
        on: settings.calendar.day(then.clock().now()) - Days::new(1),
        link: None,
    };
    let letter = Letter::ContributionThanks { name: name.to_owned(), kind, on: told.on, ambassador: false };
    let id = format!("{}/{}", letter_id_for("contribution-thanks", &told.email), told.on);
    let thanks = Draft::new(id, Lane::Now, &told.email, &settings.language, &letter).to_a_stranger();
    let id = ContributionId::new(store.new_id());
    let contributing = Contributing { id, told, language: settings.language.clone(), by: Actor::Visitor };
    then.contribute(&contributing, &[thanks]).await?;
    Ok(())
}

/// Somebody applies and confirms the address; then the team has its say. Each of it happens on a day of its own.
async fn apply(store: &Store, settings: &Settings, applicant: &Applicant) -> anyhow::Result<()> {
    let clock = Clock::starting_at(store.clock().now() - Duration::days(applicant.days_ago));
    let then = store.by(clock.clone());
    let answered = |question: &str, text: &str| Answered { question: question.to_owned(), text: text.to_owned() };
    let round = match applicant.days_ago {
        // Sent when the program decided as applications came.
        100.. => Round::Rolling,
        _ => settings.round_on(settings.calendar.day(clock.now())),
    };
    let applying = Applying {
        id: ApplicationId::new(then.new_id()),
        key_of: KeyOf::OurPage,
        submission: Submission {
            name: checked(Name::parse(applicant.name))?,
            email: email(&format!("{}@example.org", applicant.address))?,
            country: checked(Country::parse(applicant.country))?,
            region: None,
            languages: checked(program::Language::parse_list(applicant.languages))?,
            links: Vec::new(),
            shown_as: ShownAs::Name,
            answers: vec![answered("contributions", applicant.contributions), answered("ideas", applicant.ideas)],
        },
        language: settings.language.clone(),
        consent_version: settings.consent.version,
        round,
        nominated_by: None,
        plus_tags_are_one: settings.plus_tags_are_one,
    };
    let receipt = |id| {
        let letter = Letter::Receipt { name: applicant.name.to_owned(), application: id };
        Draft::new(letter_id("receipt", id), Lane::Now, &applying.submission.email, &applying.language, &letter)
    };
    then.apply(&applying, receipt).await?;
    clock.advance(Duration::hours(1));
    then.confirm(applying.id, settings).await?;

    clock.advance(Duration::days(5));
    review(&then, settings, applying.id, applicant).await?;
    clock.advance(Duration::days(2));
    decide(&then, settings, applying.id, applicant).await
}

async fn review(store: &Store, settings: &Settings, id: ApplicationId, applicant: &Applicant) -> anyhow::Result<()> {
    for (reviewer, given) in [ORGANIZER, REVIEWER].into_iter().zip(applicant.reviews) {
        let Some((scores, comment)) = given else { continue };
        let reviewer = store.person(&email(reviewer)?).await?.context("a demo office has a team")?.id;
        let scores = settings.criteria.iter().map(|criterion| criterion.key.clone()).zip(scores).collect();
        let reviewed = Reviewed { verdict: Verdict::Scored(scores), comment: Some(checked(Text::parse(comment))?) };
        store.review(id, reviewer, 0, &reviewed, &settings.criteria).await?;
    }
    Ok(())
}

/// The organizer decides. In a tranche nobody is told of it; outside of one it is told at once, by letter.
async fn decide(store: &Store, settings: &Settings, id: ApplicationId, applicant: &Applicant) -> anyhow::Result<()> {
    let Some((outcome, reason, words)) = applicant.decided else { return Ok(()) };
    let decision = Decision {
        outcome,
        reason: checked(Text::parse(reason))?,
        words: Some(checked(Text::parse(words))?),
        by: store.person(&email(ORGANIZER)?).await?.context("a demo office has an organizer")?.id,
        by_name: ORGANIZER.to_owned(),
        at: store.clock().now(),
    };
    let seen = store.application(id).await?.context("it was sent")?.version;
    let letter = |application: &Application| selection::telling(settings, application);
    store.decide(id, seen, &decision, &settings.calendar, letter).await?;
    Ok(())
}

/// The entry that this turn comes to, going round.
fn turned<T: Copy>(all: &[T], turn: usize) -> anyhow::Result<T> {
    all.get(turn % all.len().max(1)).copied().context("an example list is empty")
}

fn moment(calendar: &Calendar, day: NaiveDate) -> DateTime<Utc> {
    calendar.midnight(day) + chrono::Duration::hours(10)
}

fn email(text: &str) -> anyhow::Result<Email> {
    checked(Email::parse(text))
}

fn checked<T>(parsed: Result<T, program::Problem>) -> anyhow::Result<T> {
    parsed.map_err(|problem| anyhow::anyhow!("the example data has a mistake: {problem:?}"))
}
