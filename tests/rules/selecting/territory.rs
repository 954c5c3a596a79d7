//! Geography counts: who is where, splitting a country, and placing its people (clauses O4, M2).

use chancery::folder::Folder;
use chancery::office::{Records, routes};
use program::text::{Line, Name};
use program::{
    Ambassador, AmbassadorId, AmbassadorState, ApplicationId, Country, Load, LoadDelta, PersonId, Role, Split,
    Territory,
};
use specification::office::email;
use specification::{Browser, Office, Wire, instant};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use store::{Clock, Error, Store};
use tokio::task::JoinSet;
use web::Who;

const NOW: &str = "2026-05-20T09:00:00Z";

/// O4
#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_countries_says_how_many_people_each_has_and_where_nobody_is_yet() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    let page = organizer.get("/team/territories").await.expect(200).page();
    assert_eq!(page.texts_of(".empty h2"), ["Nobody in any country yet"]);
    assert_eq!(page.texts_of("table"), Vec::<String>::new());

    let store = office.store();
    let pause = AmbassadorState::OnHold { from: "2026-05-01".parse().unwrap(), until: None };
    for (name, country, state) in [
        ("Amara", "NG", AmbassadorState::Active),
        ("Chidi", "NG", AmbassadorState::Active),
        ("Ngozi", "NG", pause),
        ("Wanjiru", "KE", pause),
        ("Joana", "BR", AmbassadorState::Active),
        ("Jonas", "DE", AmbassadorState::Emeritus),
        ("Jana", "DE", AmbassadorState::Ended),
    ] {
        joins(store, name, country, None, state).await;
    }
    let page = organizer.get("/team/territories").await.expect(200).page();
    assert_eq!(page.texts_of("caption"), ["Africa", "South America"]);
    assert_eq!(page.texts_of("tbody tr"), ["Kenya 0 1 0", "Nigeria 2 1 0", "Brazil 1 0 0"]);
    assert_eq!(page.texts_of("thead")[0], "Country Active On hold Applicants");
    let squares = |class: &str| page.attributes(&format!("tbody [aria-hidden=true] i.{class}"), "class").len();
    assert_eq!([squares("active"), squares("on-hold"), squares("applicant")], [3, 2, 0]);
    let links = page.attributes("tbody th a", "href");
    assert_eq!(links, ["/team/territories/KE", "/team/territories/NG", "/team/territories/BR"]);

    let without: BTreeSet<_> = page.texts_of("details li").into_iter().collect();
    assert_eq!(without.len(), Country::all().len() - 3);
    assert!(without.contains("Germany") && !without.contains("Nigeria"));
    assert_eq!(page.texts_of("details summary").len(), 7);
    organizer.get(&page.link("Germany")).await.expect(200);
    organizer.get("/team/territories/Atlantis").await.expect(400);
    office.close().await;
}

/// O4, M2, N1
#[tokio::test(flavor = "multi_thread")]
async fn a_country_is_split_and_each_of_its_people_is_placed_once_however_often_it_is_cut_off() {
    let office = Office::open(NOW).await;
    let (store, organizer) = (office.store(), office.organizer().await);
    let pause = AmbassadorState::OnHold { from: "2026-05-01".parse().unwrap(), until: None };
    let mut people = BTreeMap::new();
    for number in 0..12 {
        let (written, wanted) = [
            (Some("the SOUTH"), "NG/south"),
            (Some("Université de Lagos"), "NG/universite-de-lagos"),
            (Some("Abuja"), "NG"),
            (None, "NG"),
        ][number % 4];
        let state = if number == 5 { pause } else { AmbassadorState::Active };
        let id = joins(store, &format!("Amara {number}"), "NG", written, state).await;
        people.insert(id, wanted);
    }
    let elsewhere = joins(store, "Joana", "BR", Some("South"), AmbassadorState::Active).await;

    let mut form = organizer.get("/team/territories/NG").await.expect(200).page().form("/regions");
    form.fill("regions", "South\r\n\r\n Universite de Lagos \r\n");
    let placing = organizer.send(&form).await.expect(303).location();
    assert_eq!(placing, "/team/territories/NG/placing");
    // Sent once more, it is the same split.
    assert_eq!(organizer.send(&form).await.expect(303).location(), placing);
    assert_eq!(done_to(store, "territory#NG").await, ["split"]);
    // It moved nobody.
    assert_eq!(loads(store).await, [("BR", [1, 0, 0]), ("NG", [11, 1, 0])].map(named).into());

    let page = organizer.get(&placing).await.expect(200).page();
    assert!(page.text().contains("They wrote: the SOUTH"), "{}", page.text());
    let choices = page.form("/placing");
    let chosen: BTreeMap<_, _> =
        choices.fields().filter_map(|(field, value)| Some((field_id(field)?, value))).collect();
    assert_eq!(chosen, people, "each region that was written is recognized, and nobody of another country is here");
    // The browser goes away in the middle, again and again; then it stays.
    for moment in [1, 4, 9, 16, 25] {
        let _ = tokio::time::timeout(Duration::from_millis(moment), organizer.send(&choices)).await;
    }
    for _ in 0..2 {
        assert_eq!(organizer.send(&choices).await.expect(303).location(), "/team/territories/NG");
    }
    for (id, wanted) in &people {
        let there = store.ambassador(*id).await.unwrap().unwrap();
        assert_eq!(there.territory.to_string(), *wanted);
        let changes = if *wanted == "NG" { vec!["bring in"] } else { vec!["bring in", "place"] };
        assert_eq!(done_to(store, &format!("ambassador#{id}")).await, changes);
    }
    assert_eq!(done_to(store, &format!("ambassador#{elsewhere}")).await, ["bring in"]);
    let counted =
        [("BR", [1, 0, 0]), ("NG", [6, 0, 0]), ("NG/south", [3, 0, 0]), ("NG/universite-de-lagos", [2, 1, 0])];
    assert_eq!(loads(store).await, counted.map(named).into());
    assert_eq!(loads(store).await, recount(store).await);

    // Whoever is not placed stays in sight, and the list of countries adds up.
    let page = organizer.get("/team/territories/NG").await.expect(200).page();
    assert_eq!(
        page.texts_of("table:first-of-type tbody tr")[..3],
        ["Not placed yet 6 0 0", "South 3 0 0", "Universite de Lagos 2 1 0"]
    );
    let list = organizer.get("/team/territories").await.expect(200).page();
    assert_eq!(list.texts_of("tbody tr"), ["Nigeria 11 1 0", "Brazil 1 0 0"]);

    // Another region later: everybody stays where they are.
    let mut more = page.form("/regions");
    more.fill("regions", "Abuja");
    let placing = organizer.send(&more).await.expect(303).location();
    assert_eq!(loads(store).await, counted.map(named).into());
    let choices = organizer.get(&placing).await.expect(200).page().form("/placing");
    let abuja = choices.fields().filter(|(_, value)| *value == "NG/abuja").count();
    assert_eq!(abuja, 3, "those who wrote it are recognized now");
    organizer.send(&choices).await.expect(303);
    assert_eq!(loads(store).await.get("NG/abuja"), Some(&Load { active: 3, ..Load::default() }));
    assert_eq!(loads(store).await, recount(store).await);
    office.close().await;
}

/// O4, N3
#[tokio::test(flavor = "multi_thread")]
async fn two_organizers_splitting_a_country_at_once_make_one_split_and_the_other_sees_both() {
    let office = Office::open(NOW).await;
    let (first, second) = (office.organizer().await, office.organizer().await);
    let form = async |organizer: &Browser, regions: &str| {
        let mut form = organizer.get("/team/territories/NG").await.expect(200).page().form("/regions");
        form.fill("regions", regions);
        form
    };
    let (one, two) = (form(&first, "South\nNorth").await, form(&second, "Coast\nInland\nCapital").await);
    let (a, b) = tokio::join!(first.send(&one), second.send(&two));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let conflict = if a.status == 409 { a } else { b };
    let page = conflict.page().text();
    for shown in ["South", "North", "Coast", "Inland", "Capital", "Saved by somebody else", "Sent by you"] {
        assert!(page.contains(shown), "{shown} is not shown: {page}");
    }
    assert_eq!(done_to(office.store(), "territory#NG").await, ["split"]);
    let split = office.store().split_of(country("NG")).await.unwrap();
    assert!(matches!(split.value.regions().len(), 2 | 3));
    assert_eq!(split.version, 1);
    office.close().await;
}

/// O4, N3
#[tokio::test(flavor = "multi_thread")]
async fn whom_somebody_else_placed_meanwhile_stays_there_until_the_second_looks_at_both() {
    let office = Office::open(NOW).await;
    let (store, first, second) = (office.store(), office.organizer().await, office.organizer().await);
    let amara = joins(store, "Amara Okafor", "NG", None, AmbassadorState::Active).await;
    let chidi = joins(store, "Chidi Eze", "NG", None, AmbassadorState::Active).await;
    splits(store, "NG", "South\nNorth").await;
    let placing = "/team/territories/NG/placing";
    let mut one = first.get(placing).await.expect(200).page().form("/placing");
    let mut two = second.get(placing).await.expect(200).page().form("/placing");
    one.fill(&format!("ambassador_{amara}"), "NG/south");
    two.fill(&format!("ambassador_{amara}"), "NG/north");
    two.fill(&format!("ambassador_{chidi}"), "NG/north");
    first.send(&one).await.expect(303);

    let page = second.send(&two).await.expect(409).page();
    assert_eq!(page.texts_of("tbody tr"), ["Amara Okafor South North"]);
    let territory = async |id| store.ambassador(id).await.unwrap().unwrap().territory.to_string();
    assert_eq!((territory(amara).await.as_str(), territory(chidi).await.as_str()), ("NG/south", "NG/north"));
    second.send(&page.form("/placing")).await.expect(303);
    assert_eq!(territory(amara).await, "NG/north");
    assert_eq!(loads(store).await, recount(store).await);
    assert_eq!(done_to(store, &format!("ambassador#{amara}")).await, ["bring in", "place", "place"]);

    // What was sent by the first, sent again, undoes nothing.
    first.send(&one).await.expect(409);
    assert_eq!(territory(amara).await, "NG/north");
    office.close().await;
}

/// O4, P2
#[tokio::test(flavor = "multi_thread")]
async fn a_split_that_cannot_be_comes_back_as_it_was_typed() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    let amara = joins(office.store(), "Amara Okafor", "NG", None, AmbassadorState::Active).await;
    let sent = async |regions: &str| {
        let mut form = organizer.get("/team/territories/NG").await.expect(200).page().form("/regions");
        form.fill("regions", regions);
        let page = organizer.send(&form).await.expecting(422).page();
        assert!(page.text_of("title").starts_with("Error: "));
        assert_eq!(page.form("/regions").value("regions").map(str::trim_start), Some(regions));
        assert_eq!(page.attributes("#problems a", "href"), ["#field-regions"]);
        page.text_of("#problems li")
    };
    let label = "Names of the regions or universities";
    assert_eq!(sent("").await, format!("{label} – Please fill this in."));
    assert_eq!(
        sent("South").await,
        format!("{label} – A country is split into at least 2 regions. Please name another one.")
    );
    assert_eq!(
        sent("South\nNorth\nThe south").await,
        format!("{label} – “The south” is named twice, or is there already. Please name each region once.")
    );
    assert_eq!(done_to(office.store(), "territory#NG").await, Vec::<String>::new());
    // Nobody is placed in a country that is one territory, or in a region it does not have.
    let back = organizer.get("/team/territories/NG/placing").await.expect(303).location();
    assert_eq!(back, "/team/territories/NG");
    splits(office.store(), "NG", "South\nNorth").await;
    let field = format!("ambassador_{amara}");
    for wrong in ["NG/east", "BR", ""] {
        let fields = [(field.as_str(), wrong), (&format!("{field}_seen"), "NG")];
        let page = organizer.post("/team/territories/NG/placing", &fields).await.expecting(422).page();
        assert!(page.text_of("#problems li").starts_with("Amara Okafor – "), "{}", page.text());
    }
    assert_eq!(loads(office.store()).await, [("NG", [1, 0, 0])].map(named).into());
    office.close().await;
}

/// S6: each of them is in the table that the authorization matrix is made from.
#[test]
fn only_organizers_see_and_change_territories() {
    let all = routes();
    let territories: Vec<_> = all.iter().filter(|route| route.path.starts_with("/team/territories")).collect();
    assert_eq!(territories.len(), 5);
    assert!(territories.iter().all(|route| route.who == Who::Any(Role::Organizer) && route.function == "selection"));
}

/// O4, N2
#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_in_whatever_order_the_counts_are_those_of_the_people() {
    let records = Records::open(Folder::temporary().unwrap(), Clock::starting_at(instant(NOW)), None).await.unwrap();
    let store = &records.store;
    let seed = u64::try_from(store.new_id().as_u128() & 0xffff_ffff).unwrap() | 1;
    println!("the seed is {seed}");
    let mut dice = seed;
    let mut roll = move |sides: usize| {
        // xorshift, which is random enough for a walk.
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        usize::try_from(dice % sides as u64).unwrap()
    };
    let countries = ["NG", "BR", "IN"];
    let pause = AmbassadorState::OnHold { from: "2026-05-01".parse().unwrap(), until: None };
    let mut people = Vec::new();
    for round in 0..40 {
        // Several things at once, about the same people and countries.
        let mut hands = JoinSet::new();
        for _ in 0..6 {
            let code = countries[roll(countries.len())];
            match roll(6) {
                0 | 1 => {
                    let state = [AmbassadorState::Active, pause, AmbassadorState::Emeritus][roll(3)];
                    people.push((joins(store, "Amara", code, None, state).await, code));
                }
                2 => {
                    let store = store.clone();
                    let names = format!("Region {round} east\nRegion {round} west");
                    hands.spawn(async move {
                        let seen = store.split_of(country(code)).await.unwrap();
                        let Ok(split) = seen.value.with(&names) else { return };
                        let by = PersonId::new(store.new_id());
                        match store.split(&split, seen.version, by).await {
                            Ok(()) | Err(Error::Conflict(_)) => {}
                            Err(error) => panic!("{error:?}"),
                        }
                    });
                }
                _ if people.is_empty() => {}
                _ => {
                    let (id, code) = people[roll(people.len())];
                    let (store, choice, stale) = (store.clone(), roll(1000), roll(5) == 0);
                    hands.spawn(async move {
                        let split = store.split_of(country(code)).await.unwrap().value;
                        let all: Vec<_> = split.territories().collect();
                        let there = store.ambassador(id).await.unwrap().unwrap().territory;
                        let seen = if stale { all[choice % 2 % all.len()].clone() } else { there };
                        let by = PersonId::new(store.new_id());
                        store.place_ambassador(id, &seen, &all[choice % all.len()], by).await.unwrap();
                    });
                }
            }
        }
        hands.join_all().await;
        assert_eq!(loads(store).await, recount(store).await, "after round {round}");
    }
    assert!(loads(store).await.keys().any(|key| key.contains('/')), "somebody was placed");
    records.close().await.unwrap();
}

/// N7
#[tokio::test(flavor = "multi_thread")]
async fn more_territories_than_one_read_takes_are_all_read() {
    let records = Records::open(Folder::temporary().unwrap(), Clock::starting_at(instant(NOW)), None).await.unwrap();
    let store = &records.store;
    let asked: Vec<_> = Country::all().into_iter().map(Territory::of).collect();
    assert!(asked.len() > 200);
    for territory in &asked {
        joins(store, "Amara", territory.country().code(), None, AmbassadorState::Active).await;
    }
    let read = store.loads(&asked).await.unwrap();
    assert_eq!(read.by_country().len(), asked.len());
    assert_eq!(read, store.all_loads().await.unwrap());
    assert_eq!(store.loads(&[]).await.unwrap().iter().count(), 0);
    // Only what was asked for is read, each once, with the names of regions.
    splits(store, "NG", "South\nNorth").await;
    let south: Territory = "NG/south".parse().unwrap();
    let read = store.loads(&[south.clone(), south.clone()]).await.unwrap();
    assert_eq!((read.of(&south), read.region_name(&south).map(Line::as_str)), (Load::default(), Some("South")));
    records.close().await.unwrap();
}

/// N7
#[tokio::test(flavor = "multi_thread")]
async fn territories_that_a_read_leaves_out_are_asked_for_again() {
    let records = Records::open(Folder::temporary().unwrap(), Clock::starting_at(instant(NOW)), None).await.unwrap();
    let asked: Vec<_> = Country::all().into_iter().take(90).map(Territory::of).collect();
    for territory in &asked {
        joins(&records.store, "Amara", territory.country().code(), None, AmbassadorState::Active).await;
    }
    let wire = Wire::to(&records.place().tables_url).await;
    wire.read_in_batches_of(40);
    let through = wire.store(records.place(), Clock::starting_at(instant(NOW))).await;
    let read = through.loads(&asked).await.unwrap();
    assert_eq!(read, records.store.loads(&asked).await.unwrap());
    assert_eq!(read.by_country().len(), asked.len());
    records.close().await.unwrap();
}

fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

/// An ambassador who was here before the office opened.
async fn joins(store: &Store, name: &str, code: &str, region: Option<&str>, state: AmbassadorState) -> AmbassadorId {
    let id = AmbassadorId::new(store.new_id());
    let ambassador = Ambassador {
        id,
        person: PersonId::new(store.new_id()),
        name: Name::parse(name).unwrap(),
        email: email(&format!("{id}@example.org")),
        country: country(code),
        territory: Territory::of(country(code)),
        region: region.map(|region| Line::parse(region).unwrap()),
        language: "en".to_owned(),
        state,
        since: "2026-01-01".parse().unwrap(),
        application: ApplicationId::new(store.new_id()),
    };
    store.bring_in(&ambassador).await.unwrap();
    id
}

/// Splits a country that is one territory.
async fn splits(store: &Store, code: &str, names: &str) {
    let split = Split::none(country(code)).with(names).unwrap();
    store.split(&split, 0, PersonId::new(store.new_id())).await.unwrap();
}

/// The ambassador whose choice a field is.
fn field_id(field: &str) -> Option<AmbassadorId> {
    field.strip_prefix("ambassador_")?.parse().ok()
}

fn named((key, [active, on_hold, applicants]): (&str, [u64; 3])) -> (String, Load) {
    (key.to_owned(), Load { active, on_hold, applicants })
}

/// What the counters say, where anybody is.
async fn loads(store: &Store) -> BTreeMap<String, Load> {
    store.all_loads().await.unwrap().iter().map(|(territory, load)| (territory.to_string(), load)).collect()
}

/// The same, counted by hand from everybody's records.
async fn recount(store: &Store) -> BTreeMap<String, Load> {
    let mut counts = BTreeMap::<_, Load>::new();
    for ambassador in store.all_ambassadors().await.unwrap() {
        let count = counts.entry(ambassador.territory.to_string()).or_default();
        *count = *count + LoadDelta::ambassador(ambassador.state);
    }
    for column in program::Column::ALL {
        let (page, more) = store.board(&specification::board(column), 500, None).await.unwrap();
        assert!(more.is_none());
        for application in page {
            let count = counts.entry(application.territory.to_string()).or_default();
            *count = *count + LoadDelta::application(application.state);
        }
    }
    counts.retain(|_, load| !load.is_empty());
    counts
}

/// What was done to a subject, in order.
async fn done_to(store: &Store, subject: &str) -> Vec<String> {
    store.history(subject).await.unwrap().into_iter().map(|entry| entry.what).collect()
}
