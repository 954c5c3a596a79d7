//! Long lists are read to their end, and what has expired is not there, whatever the tables still hold.

use crate::{ambassador, apply, records};
use chancery::folder::Folder;
use program::activity::Plan;
use program::text::{Line, Text};
use program::{Activity, ActivityId, ActivityState, Ambassador, Place};
use serde_json::json;
use specification::{MAUTIC, Office, Wire, ask_engine, wire};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;
use store::access::Purpose;
use store::files::{Fetched, Safety};
use store::{LocalPlace, Place as Records, Store};
use tokio::task::JoinSet;

const ACTIVITIES: usize = 640;

/// N7
#[tokio::test(flavor = "multi_thread")]
async fn more_activities_than_three_pages_hold_are_each_read_exactly_once() {
    let began = Instant::now();
    let records = records("2026-05-20T09:00:00Z", MAUTIC).await;
    let store = &records.store;
    let calendar = store.settings().await.unwrap().unwrap().settings.calendar;
    // Two people share a quarter's activities, so that each of their lists is longer than three pages of 1 MB.
    let mut people = Vec::new();
    for name in ["amara", "chidi"] {
        people.push(Arc::new(ambassador(store, &format!("{name}@example.org"), "2026-01-01").await));
    }
    let notes = Text::parse(&"A meetup every month. ".repeat(450)).unwrap();
    let mut planning = JoinSet::new();
    let mut planned = BTreeSet::new();
    for number in 0..ACTIVITIES {
        if planning.len() == 16 {
            planning.join_next().await.unwrap().unwrap();
        }
        let person = people[number % people.len()].clone();
        let activity = activity(store, &person, number, &notes);
        planned.insert((activity.ambassador, activity.id));
        let (store, calendar) = (store.clone(), calendar.clone());
        planning.spawn(async move { assert!(store.plan(&activity, &calendar, person.person).await.unwrap()) });
    }
    planning.join_all().await;
    println!("{ACTIVITIES} activities planned: {:.1} s", began.elapsed().as_secs_f64());

    let mut seen = Vec::new();
    let mut bytes = 0;
    let quarter = "2026-Q2".parse().unwrap();
    store
        .visit_activities(quarter, &calendar, |activity| {
            seen.push((activity.ambassador, activity.id));
            bytes += activity.plan.notes.as_ref().unwrap().as_str().len();
        })
        .await
        .unwrap();
    assert!(bytes > 2 * 3_000_000, "more than three pages a person: {bytes}");
    assert_eq!(seen.len(), ACTIVITIES);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), planned);
    store
        .visit_activities("2026-Q3".parse().unwrap(), &calendar, |_| panic!("there is none in another quarter"))
        .await
        .unwrap();

    for person in &people {
        let query = json!({
            "TableName": "chancery-activities", "KeyConditionExpression": "ambassador_id = :id",
            "ExpressionAttributeValues": {":id": {"S": person.id.to_string()}}
        });
        let page = ask_engine(&records.place().tables_url, "Query", &query).await;
        assert!(page["LastEvaluatedKey"].is_object() && page["Count"].as_u64().unwrap() < 120, "one page is not all");
    }

    let mut of_people = Vec::new();
    for person in &people {
        let theirs = store.activities_of(person.id).await.unwrap();
        assert!(theirs.iter().all(|activity| activity.ambassador == person.id));
        of_people.extend(theirs.into_iter().map(|activity| (activity.ambassador, activity.id)));
    }
    assert_eq!(of_people.len(), ACTIVITIES);
    assert_eq!(of_people.into_iter().collect::<BTreeSet<_>>(), planned);
    println!("and read twice: {:.1} s", began.elapsed().as_secs_f64());
    records.close().await.unwrap();
}

fn activity(store: &Store, person: &Ambassador, number: usize, notes: &Text) -> Activity {
    let day = "2026-05-20".parse().unwrap();
    Activity {
        id: ActivityId::new(store.new_id()),
        ambassador: person.id,
        plan: Plan {
            notes: Some(notes.clone()),
            ..Plan::new("events", Line::parse(&format!("Meetup {number}")).unwrap(), day, day, Place::Online)
        },
        planned_at: store.clock().now(),
        report: None,
        state: ActivityState::Planned,
        with: Vec::new(),
        told_large: false,
    }
}

/// N7
#[tokio::test(flavor = "multi_thread")]
async fn the_board_shows_each_application_once_over_its_pages() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    let organizer = office.organizer().await;
    let mut applied = BTreeSet::new();
    let mut confirmed = BTreeSet::new();
    let settings = program::Settings::read(MAUTIC).unwrap();
    for number in 0..106 {
        let id = apply(office.store(), &format!("applicant-{number}@example.org")).await;
        applied.insert(format!("/team/applications/{id}"));
        if number % 53 != 0 {
            office.store().confirm(id, &settings).await.unwrap();
            confirmed.insert(format!("/team/applications/{id}"));
        }
    }
    for (state, wanted, pages) in
        [("received", &confirmed, 3), ("unconfirmed", &(&applied - &confirmed), 1), ("accepted", &BTreeSet::new(), 1)]
    {
        let mut shown = Vec::new();
        let mut next = Some(format!("/team/applications?column={state}"));
        let mut count = 0;
        while let Some(address) = next {
            let page = organizer.get(&address).await.expect(200).page();
            count += 1;
            shown.extend(page.attributes("td a[href], th a[href]", "href"));
            next = page.attributes("a[href*='after=']", "href").pop();
        }
        assert_eq!(shown.len(), wanted.len(), "{state}");
        assert_eq!(&shown.into_iter().collect::<BTreeSet<_>>(), wanted, "{state}");
        assert_eq!(count, pages, "{state}");
    }
    for after in ["x", "%7B%7D"] {
        organizer.get(&format!("/team/applications?after={after}")).await.expect(400);
    }
    office.close().await;
}

/// N8, S1, S4
#[tokio::test(flavor = "multi_thread")]
async fn an_expired_link_or_session_is_refused_while_it_still_lies_in_its_table() {
    let place = tempfile::tempdir().unwrap();
    let office = Office::in_folder(Folder::open(place.path()).unwrap(), "2026-06-20T09:00:00Z", MAUTIC, |_| {}).await;
    let (token, session);
    {
        let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
        session = amara.cookie("session").unwrap();
        amara.get("/me").await.expect(200);
        // A link that nobody follows in time.
        let asking = office.browser();
        let before = office.letters_to("amara@example.org").await.len();
        let asked_at = office.store().clock().now();
        asking.post("/sign-in", &[("email", "amara@example.org")]).await.expect(303);
        let link = office.wait_for_letter("amara@example.org", before).await.link("/sign-in/");
        token = link.rsplit('/').next().unwrap().to_owned();
        // Its ten minutes began somewhere between asking for it and having it, however slow this machine is.
        let had_at = office.store().clock().now();
        let move_to =
            |at: chrono::DateTime<chrono::Utc>| office.store().clock().advance(at - office.store().clock().now());
        move_to(asked_at + chrono::Duration::minutes(9));
        asking.get(&link).await.expect(200);
        move_to(had_at + chrono::Duration::minutes(10));
        assert!(asking.get(&link).await.expect(409).page().text().contains("link"));
        asking.post(&link, &[]).await.expect(409);
        assert_eq!(asking.cookie("session"), None);

        // A receipt's link, after its thirty days; and a session that was idle.
        let confirm = office
            .store()
            .mint(&Purpose::Confirm { application: crate::application_id(&office, "amara@example.org").await })
            .await
            .unwrap();
        amara.get("/me").await.expect(200);
        office.store().clock().advance(chrono::Duration::hours(12) + chrono::Duration::minutes(16));
        amara.get("/me").await.expect(401);
        office.store().clock().advance(chrono::Duration::days(30));
        office.browser().post(&format!("/apply/confirm/{}", confirm.reveal()), &[]).await.expect(409);
        assert_eq!(office.store().token(&confirm).await.unwrap(), None);
    }
    office.close().await;
    let mut kept = std::fs::read(place.path().join("office.db")).unwrap();
    kept.extend(std::fs::read(place.path().join("office.db-wal")).unwrap_or_default());
    for secret in [token, session] {
        let hash = store::secret::hash(secret.as_bytes());
        assert!(kept.windows(hash.len()).any(|window| window == hash.as_bytes()), "the broom has not run");
        assert!(!kept.windows(secret.len()).any(|window| window == secret.as_bytes()), "only the hash is kept");
    }
}

/// S12
#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_is_not_there_is_none_also_where_the_bucket_says_only_that_it_may_not_be_read() {
    let records = records("2026-06-20T09:00:00Z", MAUTIC).await;
    let place = records.place().clone();
    let to = Wire::to(&place.tables_url).await;
    let bucket = to.line(wire::Line::Files, &place.files_url).await;
    let local = Some(LocalPlace { files_url: bucket.clone(), ..place.clone() });
    let (table_prefix, bucket) = ("chancery-".to_owned(), "office".to_owned());
    let looked_at = Records { table_prefix, bucket, only_scanned: true, sealing_key: None, local };
    let store = Store::connect(&looked_at, records.store.clock().clone());
    let files = store.files();
    files.put("temporary/there", "text/plain", b"here".to_vec()).await.unwrap();
    for lists_nothing in [false, true] {
        if lists_nothing {
            to.lists_nothing();
        }
        assert_eq!(files.get("temporary/nowhere").await.unwrap(), None);
        assert_eq!(files.fetch("temporary/nowhere", 10).await.unwrap(), Fetched::Gone);
        assert_eq!(files.safety("temporary/nowhere").await.unwrap(), Safety::NotScanned);
        assert_eq!(files.safety("temporary/there").await.unwrap(), Safety::BeingScanned);
        assert_eq!(files.get("temporary/there").await.unwrap(), Some(("text/plain".to_owned(), b"here".to_vec())));
    }
    records.close().await.unwrap();
}
