//! Real input: every conference of two quarters goes through the pages people use, and what comes out is counted again.
//!
//! The events come from `tests/data/`, whose README names their source and license.

#[path = "real_input/count.rs"]
mod count;
#[path = "real_input/events.rs"]
mod events;

use calamine::{Data, Reader as _, Xlsx};
use chrono::NaiveDate;
use count::{Ended, Measure, everyday, label};
use events::{Carried, Carrier, Event, Fate, Told, asked, carried, carriers, day, typed};
use program::text::Name;
use program::{
    Ambassador, AmbassadorId, AmbassadorState, ApplicationId, Country, PersonId, Problem, Quarter, Reason, Territory,
};
use specification::office::email;
use specification::{Answer, Browser, Letter, Office, program_with};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::Arc;

/// M5 to M10, M27, M28, P4, R5 to R7, X1 to X4
#[tokio::test(flavor = "multi_thread")]
async fn every_conference_of_two_quarters_is_accepted_reported_and_found_again_in_the_counts() {
    let program = program_with(&[("started_on", "started_on = 2026-04-01")]);
    let office = Office::of("2026-05-11T09:00:00Z", &program).await;
    let all: Arc<[Carried]> = carried().into();
    let people = carriers();
    let mut ids = BTreeMap::new();

    // Spring: those who are here share what ends by June, some of which is over already.
    bring_in(&office, &people, &mut ids, day("2026-05-11")).await;
    let activities = share(&office, &people, &all, "2026-Q2").await;
    assert_eq!(activities.len(), 141);

    // After the last day, within the grace days, they tell about it. Two weeks after the quarter it closes.
    office.clock_moves_to("2026-07-03T09:00:00Z").await;
    tell(&office, &people, &all, &activities).await;
    office.clock_moves_to("2026-07-20T09:00:00Z").await;
    let closed = closed(&office, &people, &ids, &all, "2026-Q2", ["2026-04-01", "2026-06-30"]).await;
    assert_eq!(tally(&closed), BTreeMap::from([("excused", 1), ("met", 14), ("new", 1), ("short", 1)]));

    // A closed quarter takes nothing more, and says so with all that was typed.
    let late = &all[0];
    let answer = share_one(&browser(&office, &people[0]).await, late).await;
    let page = answer.expecting(409).page().text();
    assert!(page.contains("The quarter this belongs to is closed"), "{page}");
    assert!(page.contains(&late.event.name), "{page}");

    // Summer: two more join. What runs past September is shared now, and counts in the quarter of its last day.
    bring_in(&office, &people, &mut ids, day("2026-07-20")).await;
    let mut activities = share(&office, &people, &all, "2026-Q3").await;
    let past_september = share(&office, &people, &all, "2026-Q4").await;
    assert_eq!((activities.len(), past_september.len()), (54, 10));
    let begun_in_june: BTreeSet<_> = in_quarter(&all, "2026-Q3")
        .filter(|row| row.event.start <= day("2026-06-30"))
        .map(|row| row.event.name.as_str())
        .collect();
    assert_eq!(begun_in_june, ["DWX", "GITEX AI EUROPE", "The European Power Platform Conference"].into());
    activities.extend(past_september);

    office.clock_moves_to("2026-10-05T09:00:00Z").await;
    tell(&office, &people, &all, &activities).await;
    office.clock_moves_to("2026-10-15T00:30:00Z").await;
    let closed = self::closed(&office, &people, &ids, &all, "2026-Q3", ["2026-07-01", "2026-09-30"]).await;
    assert_eq!(tally(&closed), BTreeMap::from([("met", 4), ("new", 2), ("short", 13)]));

    // What ended in October is in October's quarter and in no summary yet.
    let mut later = BTreeSet::new();
    let fourth: Quarter = "2026-Q4".parse().unwrap();
    let calendar = office.store().settings().await.unwrap().unwrap().settings.calendar;
    let visit = |activity: &program::Activity| later.extend([activity.plan.title.to_string()]);
    office.store().visit_activities(fourth, &calendar, visit).await.unwrap();
    assert_eq!(later, in_quarter(&all, "2026-Q4").map(|row| row.event.name.clone()).collect());
    assert_eq!(later.len(), 10);
    assert_eq!(office.store().standings(fourth).await.unwrap(), []);

    names_stay_themselves_in_letters(&office, &people).await;
    office.close().await;
}

#[test]
fn every_spelling_of_a_country_in_three_years_of_conferences_is_understood() {
    let spellings: Vec<String> = serde_json::from_str(include_str!("../data/countries.json")).unwrap();
    assert_eq!(spellings.len(), 71);
    let strange: Vec<_> = spellings.iter().filter(|spelling| Country::parse(spelling).is_err()).collect();
    assert_eq!(strange, Vec::<&String>::new());

    let code = |spelling| Country::parse(spelling).map(Country::code);
    let codes: BTreeSet<_> = spellings.iter().map(|spelling| code(spelling).unwrap()).collect();
    assert_eq!(codes.len(), 69, "only Korea and Scotland are spellings of a country that is there under another name");
    for (spelling, expected) in [
        ("Korea", "KR"),
        ("South Korea", "KR"),
        ("U.K.", "GB"),
        ("Scotland", "GB"),
        ("U.S.A.", "US"),
        ("Georgia", "GE"),
        ("Hong Kong", "HK"),
        ("Taiwan", "TW"),
    ] {
        assert_eq!(code(spelling), Ok(expected), "{spelling}");
    }
    assert_eq!(code("Orlando, FL"), Err(Problem::NotACountry), "a city is not taken for a country");
}

/// Those who have joined by this day and are not here yet.
async fn bring_in(office: &Office, people: &[Carrier], ids: &mut BTreeMap<usize, AmbassadorId>, today: NaiveDate) {
    for (place, person) in people.iter().enumerate() {
        if person.since > today || ids.contains_key(&place) {
            continue;
        }
        let new = || office.store().new_id();
        let ambassador = Ambassador {
            id: AmbassadorId::new(new()),
            person: PersonId::new(new()),
            name: Name::parse(&person.name).unwrap(),
            email: email(&person.email),
            country: Country::parse(person.country).unwrap(),
            territory: Territory::of(Country::parse(person.country).unwrap()),
            region: None,
            language: "en".to_owned(),
            state: match person.pause {
                _ if person.stepped_down => AmbassadorState::Emeritus,
                Some((from, until)) => AmbassadorState::OnHold { from, until: Some(until) },
                None => AmbassadorState::Active,
            },
            since: person.since,
            application: ApplicationId::new(new()),
            pauses: Vec::new(),
            leaving: None,
        };
        office.store().bring_in(&ambassador).await.unwrap();
        ids.insert(place, ambassador.id);
    }
}

async fn browser(office: &Office, person: &Carrier) -> Browser {
    let person = office.store().person(&email(&person.email)).await.unwrap().unwrap();
    let session = office.store().sign_in_without_link(&person).await.unwrap();
    office.browser().with_cookie("session", session.reveal())
}

fn in_quarter<'a>(all: &'a [Carried], quarter: &str) -> impl Iterator<Item = &'a Carried> {
    all.iter().filter(move |row| count::quarter(row) == quarter)
}

/// Everybody at the same time shares their events of a quarter, each after the other; the place of each in the file, and
/// where its page is.
async fn share(
    office: &Office,
    people: &[Carrier],
    all: &Arc<[Carried]>,
    quarter: &'static str,
) -> BTreeMap<usize, String> {
    let mut at_work = tokio::task::JoinSet::new();
    for (who, person) in people.iter().enumerate() {
        if !in_quarter(all, quarter).any(|row| row.by == who) {
            continue;
        }
        let (browser, all) = (browser(office, person).await, all.clone());
        at_work.spawn(async move {
            let mut shared = Vec::new();
            for (place, row) in
                all.iter().enumerate().filter(|(_, row)| row.by == who && count::quarter(row) == quarter)
            {
                shared.push((place, share_one(&browser, row).await));
            }
            shared
        });
    }
    let (accepted, refused): (Vec<_>, Vec<_>) =
        at_work.join_all().await.into_iter().flatten().partition(|(_, answer)| answer.status == 303);
    let refused: Vec<_> = refused
        .into_iter()
        .map(|(place, answer)| (&all[place].event.name, answer.status, answer.page().texts_of("#problems li")))
        .collect();
    assert_eq!(refused, [], "every event of {quarter} is one the program takes");
    accepted.into_iter().map(|(place, answer)| (place, answer.location())).collect()
}

async fn share_one(browser: &Browser, row: &Carried) -> Answer {
    let mut form = browser.get("/me/activities/new").await.expecting(200).page().form("/me/activities");
    let Event { name, url, start, end, city, country, online } = &row.event;
    form.fill("kind", row.kind);
    form.fill("title", name);
    form.fill("starts_on", &start.to_string());
    form.fill("ends_on", &end.to_string());
    form.fill("place", place(*online, city.as_deref()));
    form.fill("city", city.as_deref().unwrap_or_default());
    if let Some(country) = country {
        form.fill("country", country);
    }
    form.fill("link", url);
    browser.send(&form).await
}

fn place(online: bool, city: Option<&str>) -> &'static str {
    match (online, city) {
        (true, None) => "online",
        (true, Some(_)) => "both",
        (false, _) => "in_person",
    }
}

/// Everybody at the same time tells what became of their activities.
async fn tell(office: &Office, people: &[Carrier], all: &Arc<[Carried]>, activities: &BTreeMap<usize, String>) {
    let mut at_work = tokio::task::JoinSet::new();
    for (who, person) in people.iter().enumerate() {
        let theirs: Vec<_> = activities
            .iter()
            .filter(|(place, _)| all[**place].by == who)
            .map(|(place, page)| (*place, page.clone()))
            .collect();
        if theirs.is_empty() {
            continue;
        }
        let (browser, all) = (browser(office, person).await, all.clone());
        at_work.spawn(async move {
            for (place, page) in theirs {
                tell_one(&browser, place, &all[place], &page).await;
            }
        });
    }
    at_work.join_all().await;
}

async fn tell_one(browser: &Browser, place: usize, row: &Carried, page: &str) {
    let held = browser.get(page).await.expecting(200);
    let form = match row.fate {
        Fate::NeverTold => return,
        Fate::CalledOff => held.page().form("/cancel"),
        Fate::Reported => {
            let mut form = held.page().form("/report");
            for (field, told) in &row.told {
                match told {
                    Told::Blank => {}
                    Told::Words => form.fill(field, "Meet people who try it for the first time"),
                    Told::Unknown => form.fill(&format!("{field}_is"), "unknown"),
                    Told::NotApplicable => form.fill(&format!("{field}_is"), "not_applicable"),
                    Told::Number(number) => form.fill(field, &typed(place, field, *number)),
                }
            }
            form
        }
    };
    assert_eq!(browser.send(&form).await.expecting(303).location(), page);
}

/// What the office made of a quarter it has closed, held against a count of our own: its standings and its workbook.
async fn closed(
    office: &Office,
    people: &[Carrier],
    ids: &BTreeMap<usize, AmbassadorId>,
    all: &[Carried],
    quarter: &str,
    [first, last]: [&str; 2],
) -> BTreeMap<AmbassadorId, Ended> {
    let rows: Vec<_> = in_quarter(all, quarter).collect();
    let recorded = office.store().standings(quarter.parse().unwrap()).await.unwrap();
    let recorded: BTreeMap<_, _> = recorded
        .into_iter()
        .map(|judged| {
            let mut reasons: Vec<_> = judged.judgement.reasons.iter().map(reason).collect();
            reasons.sort();
            let standing = judged.judgement.standing.name();
            (judged.ambassador, Ended { standing, counted: judged.judgement.full, reasons })
        })
        .collect();
    let expected: BTreeMap<_, _> = ids
        .iter()
        .filter_map(|(place, id)| {
            let theirs: Vec<_> = rows.iter().filter(|row| row.by == *place).copied().collect();
            Some((*id, count::ended(&people[*place], &theirs, day(first), day(last))?))
        })
        .collect();
    assert_eq!(recorded, expected, "{quarter}");

    let letters = office.letters_to("team@example.org").await;
    let summary = letters.iter().find(|letter| letter.subject.contains(quarter)).unwrap();
    let mut book = Book::of(summary);
    overview_agrees(&mut book, &rows);
    groups_agree(&mut book, "By kind", "Kind", &count::grouped(&rows, |row| label(row.kind).to_owned()));
    let country = |row: &Carried| row.country().unwrap_or("Online only").to_owned();
    groups_agree(&mut book, "By country", "Country", &count::grouped(&rows, country));
    activities_agree(&mut book, &rows, people);
    people_agree(&mut book, &rows, people);
    standings_agree(&mut book, &expected, people, ids);
    recorded
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Counted { title, .. } => format!("counted: {title}"),
        Reason::NotFull { title, .. } => format!("not full: {title}"),
        Reason::NotReported { title, .. } => format!("not reported: {title}"),
        Reason::KindDoesNotCount { title, .. } => format!("does not count: {title}"),
        Reason::TooLate { title, .. } => format!("too late: {title}"),
        Reason::JoinedDuring { .. } => "joined".to_owned(),
        Reason::OnHold { .. } => "paused".to_owned(),
        Reason::CountedOnAppeal { title, .. } => format!("counted on appeal: {title}"),
        Reason::ExcusedOnAppeal => "excused on appeal".to_owned(),
    }
}

fn tally(ended: &BTreeMap<AmbassadorId, Ended>) -> BTreeMap<&'static str, usize> {
    ended.values().fold(BTreeMap::new(), |mut tally, ended| {
        *tally.entry(ended.standing).or_default() += 1;
        tally
    })
}

/// A workbook as it was mailed.
struct Book(Xlsx<Cursor<Vec<u8>>>);

impl Book {
    fn of(letter: &Letter) -> Self {
        let [(_, bytes)] = &letter.attachments[..] else { panic!("{} attachments", letter.attachments.len()) };
        Self(calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap())
    }

    /// The rows of a sheet, each by the sheet's headings.
    fn rows(&mut self, sheet: &str) -> Vec<BTreeMap<String, Data>> {
        let range = self.0.worksheet_range(sheet).unwrap();
        let mut rows = range.rows();
        let headings: Vec<_> = rows.next().unwrap().iter().map(ToString::to_string).collect();
        rows.map(|row| headings.iter().cloned().zip(row.iter().cloned()).collect()).collect()
    }
}

fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Empty => None,
        Data::Float(number) => Some(*number),
        Data::Int(number) => Some(*number as f64),
        other => panic!("{other:?} is no number"),
    }
}

fn same(shown: &Data, counted: Option<f64>, what: &str) {
    match (number(shown), counted) {
        (None, None) => {}
        (Some(shown), Some(counted)) if (shown - counted).abs() <= 1e-9 * counted.abs().max(1.0) => {}
        (shown, counted) => panic!("{what}: the workbook says {shown:?}, the count {counted:?}"),
    }
}

fn overview_agrees(book: &mut Book, rows: &[&Carried]) {
    let shown = book.rows("Overview");
    let counted = count::measures(rows.iter().copied());
    let heading = |row: &BTreeMap<String, Data>| row["Measure"].to_string();
    assert_eq!(
        shown.iter().map(heading).collect::<Vec<_>>(),
        counted.iter().map(|(name, ..)| *name).collect::<Vec<_>>()
    );
    for (shown, (heading, value, from)) in shown.iter().zip(&counted) {
        let (_, this) = shown.iter().find(|(heading, _)| heading.starts_with("This period")).unwrap();
        same(this, *value, heading);
        same(&shown["Based on activities"], Some(*from as f64), heading);
    }
}

fn groups_agree(book: &mut Book, sheet: &str, named: &str, counted: &BTreeMap<String, Vec<Measure>>) {
    let shown: BTreeMap<_, _> = book.rows(sheet).into_iter().map(|row| (row[named].to_string(), row)).collect();
    assert_eq!(shown.keys().collect::<Vec<_>>(), counted.keys().collect::<Vec<_>>(), "{sheet}");
    for (group, measures) in counted {
        for (heading, value, _) in measures.iter().filter(|(heading, ..)| shown[group].contains_key(*heading)) {
            same(&shown[group][*heading], *value, &format!("{sheet}, {group}, {heading}"));
        }
    }
}

/// Each event is there once, with everything that was told about it; four kinds of answer stay four (X4).
fn activities_agree(book: &mut Book, rows: &[&Carried], people: &[Carrier]) {
    let shown = book.rows("Activities");
    assert_eq!(shown.len(), rows.len());
    let shown: BTreeMap<_, _> = shown.into_iter().map(|row| (row["Links"].to_string(), row)).collect();
    for row in rows {
        let event = &row.event;
        let cells = &shown[&event.url];
        let day = |day: NaiveDate| Some((day - self::day("1899-12-30")).num_days() as f64);
        let flag = |flag| if flag { "yes" } else { "no" }.to_owned();
        let fate = match row.fate {
            Fate::Reported => "Reported",
            Fate::NeverTold => "Planned",
            Fate::CalledOff => "Cancelled",
        };
        let place = match place(event.online, event.city.as_deref()) {
            "online" => "Online",
            "both" => "In person and online",
            _ => "In person",
        };
        for (heading, expected) in [
            ("Ambassador", people[row.by].name.clone()),
            ("Home country", everyday(people[row.by].country).to_owned()),
            ("Kind", label(row.kind).to_owned()),
            ("Kind counts", flag(row.kind != "networking")),
            ("Title", event.name.clone()),
            ("State", fate.to_owned()),
            ("Place", place.to_owned()),
            ("City", event.city.clone().unwrap_or_default()),
            ("Country", row.country().unwrap_or_default().to_owned()),
            ("Planned ahead", flag(row.is_planned_ahead())),
            ("Full report", flag(row.is_full())),
        ] {
            assert_eq!(cells[heading].to_string(), expected, "{}, {heading}", event.name);
        }
        for (heading, expected) in [
            ("First day", day(event.start)),
            ("Last day", day(event.end)),
            ("Days", Some((event.end - event.start).num_days() as f64 + 1.0)),
            ("Hours", row.minutes().map(|minutes| minutes as f64 / 60.0)),
        ] {
            let cell = match &cells[heading] {
                Data::DateTime(at) => Data::Float(at.as_f64()),
                cell => cell.clone(),
            };
            same(&cell, expected, &format!("{}, {heading}", event.name));
        }
        for (field, heading) in [
            ("goal", "Goal"),
            ("registrations", "Registrations"),
            ("attendees", "Attendees"),
            ("hours_to_organize", "Hours to organize"),
            ("hours_to_execute", "Hours to execute"),
        ] {
            let told = row.told.iter().find(|(name, _)| *name == field && row.is_held()).map(|(_, told)| *told);
            let (cell, what) = (&cells[heading], format!("{}, {heading}", event.name));
            match told {
                None | Some(Told::Blank) => assert_eq!(*cell, Data::Empty, "{what}"),
                Some(Told::Unknown) => assert_eq!(cell.to_string(), "unknown", "{what}"),
                Some(Told::NotApplicable) => assert_eq!(cell.to_string(), "n/a", "{what}"),
                Some(Told::Words) => {
                    assert_eq!(cell.to_string(), "Meet people who try it for the first time", "{what}")
                }
                Some(Told::Number(number)) if field.starts_with("hours") => {
                    same(cell, Some(number as f64 / 60.0), &what)
                }
                Some(Told::Number(number)) => same(cell, Some(number as f64), &what),
            }
        }
        let asked: BTreeSet<_> = asked(row.kind).iter().copied().collect();
        assert_eq!(row.told.iter().map(|(field, _)| *field).collect::<BTreeSet<_>>(), asked);
    }
}

/// Everybody who shared something is there by the name they go by, whatever script it is in (P4).
fn people_agree(book: &mut Book, rows: &[&Carried], people: &[Carrier]) {
    let shown: BTreeMap<_, _> =
        book.rows("Ambassadors").into_iter().map(|row| (row["Ambassador"].to_string(), row)).collect();
    let counted: BTreeMap<_, Vec<_>> = rows.iter().filter(|row| row.fate != Fate::CalledOff).fold(
        BTreeMap::new(),
        |mut counted: BTreeMap<_, Vec<&Carried>>, row| {
            counted.entry(people[row.by].name.clone()).or_default().push(row);
            counted
        },
    );
    assert_eq!(shown.keys().collect::<Vec<_>>(), counted.keys().collect::<Vec<_>>());
    for name in [events::ARABIC, events::CHINESE, &events::emoji()] {
        assert!(shown.contains_key(name), "{name}");
    }
    for (name, rows) in &counted {
        let held = rows.iter().filter(|row| row.is_held()).count();
        let minutes: Vec<_> = rows.iter().filter_map(|row| row.minutes()).collect();
        let hours = (!minutes.is_empty()).then(|| minutes.iter().sum::<u64>() as f64 / 60.0);
        same(&shown[name]["Activities"], Some(held as f64), name);
        same(&shown[name]["Hours given"], hours, name);
    }
}

fn standings_agree(
    book: &mut Book,
    ended: &BTreeMap<AmbassadorId, Ended>,
    people: &[Carrier],
    ids: &BTreeMap<usize, AmbassadorId>,
) {
    let shown: BTreeMap<_, _> = book
        .rows("Standings")
        .into_iter()
        .map(|row| (row["Ambassador"].to_string(), (row["Standing"].to_string(), number(&row["Reports that count"]))))
        .collect();
    let expected: BTreeMap<_, _> = ids
        .iter()
        .filter_map(|(place, id)| Some((&people[*place], ended.get(id)?)))
        .map(|(person, ended)| {
            let standing = match ended.standing {
                "met" => "Met",
                "short" => "Short",
                "excused" => "Excused",
                _ => "New",
            };
            (person.name.clone(), (standing.to_owned(), Some(f64::from(ended.counted))))
        })
        .collect();
    assert_eq!(shown, expected);
}

/// P4
async fn names_stay_themselves_in_letters(office: &Office, people: &[Carrier]) {
    let solid = |text: &str| text.split_whitespace().collect::<String>();
    for name in [events::ARABIC, events::CHINESE, &events::emoji()] {
        let person = people.iter().find(|person| person.name == name).unwrap();
        let letters = office.letters_to(&person.email).await;
        let about = |words: &str| letters.iter().filter(|letter| letter.subject.contains(words)).collect::<Vec<_>>();
        for letter in about("Your activities in 2026-Q2").into_iter().chain(about("Your quarter 2026-Q3")) {
            assert!(solid(&letter.text).contains(&solid(name)), "{}", letter.text);
            assert!(solid(&letter.html).contains(&solid(name)), "{}", letter.html);
        }
        // The clock passes the days of the third quarter's two reminders, and whoever is short of the goal gets both.
        let subjects: Vec<_> = letters.iter().map(|letter| letter.subject.as_str()).collect();
        let (reminders, others): (Vec<_>, Vec<_>) =
            subjects.iter().partition(|subject| subject.contains("still time for a report"));
        assert_eq!(others.len(), 4, "a check-in and a result for each of two quarters: {subjects:?}");
        assert!(
            matches!(reminders.len(), 0 | 2) && reminders.iter().all(|it: &&str| it.contains("2026-Q3")),
            "{subjects:?}"
        );
    }
}
