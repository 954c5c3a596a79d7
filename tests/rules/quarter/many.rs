//! A quarter of very many people: what its end takes in requests, memory and time, that it goes on wherever it is cut off,
//! and that no partition gets too much of it (requirement N5).
//!
//! A few people here; as many as `CHANCERY_LARGE` says in a release build, as the README describes.

use crate::run::{CLOSES, FIRST, Q1, ambassador, held, quarter, records, run};
use chrono::Duration;
use compliance::Scheduled;
use program::{Activity, Ambassador, AmbassadorState, Email, Settings};
use specification::wire::{Cut, Wire};
use specification::writes::Write;
use specification::{MAUTIC, instant};
use std::collections::BTreeMap;
use std::time::Instant;
use store::Store;
use store::outbox::LetterState;
use store::tables::Table;
use uuid::Uuid;

/// What a partition takes: writes a second, of a kilobyte at most.
const A_PARTITION: f64 = 1_000.0;
/// So many people are closed in a quarter of an hour.
const PEOPLE: f64 = 100_000.0;
/// What is left of Lambda's fifteen minutes for work.
const SECONDS: f64 = 840.0;
/// How long DynamoDB takes for a request; for a transaction twice that.
const LATENCY: f64 = 0.010;
/// So many people are seen to at once.
const AT_ONCE: f64 = 16.0;
/// The most memory a closing takes, of however many people, with the engine in the same process: in kilobytes.
const MEMORY: u64 = 256 * 1024;

/// How many there are of something many: a few here, and as many as `CHANCERY_LARGE` says where it is set.
fn many(few: usize) -> usize {
    std::env::var("CHANCERY_LARGE").ok().and_then(|large| large.parse().ok()).unwrap_or(few)
}

/// So many people, three activities each; every third of them is below the goal, because two reports came too late.
///
/// A few come in as people do. The others are their records once more under ids of their own, many at a time, as an office
/// that moves house brings them: the closing is what is looked at here, and coming in one by one takes four times as long.
async fn people(store: &Store, count: usize) {
    const AS_PEOPLE_DO: usize = 48;
    const TOGETHER: usize = 1_000;
    let calendar = Settings::read(MAUTIC).unwrap().calendar;
    let mut first = Vec::new();
    for number in 0..count.min(AS_PEOPLE_DO) {
        let who = ambassador(store, &format!("A{number}"), "2025-09-01", AmbassadorState::Active).await;
        let held = activities(store, &who, number % 3 == 0);
        for activity in &held {
            store.plan(activity, &calendar, who.person).await.unwrap();
        }
        let ids = [who.id.uuid(), who.person.uuid(), who.application.uuid()].into_iter();
        first.push((who.email.clone(), ids.chain(held.iter().map(|activity| activity.id.uuid())).collect::<Vec<_>>()));
    }
    for table in [Table::Ambassadors, Table::Activities, Table::Access] {
        let items = store.items_of(table).await.unwrap();
        let theirs = |(email, ids): &(Email, Vec<Uuid>)| {
            let theirs =
                |item: &&String| ids.iter().any(|id| item.contains(&id.to_string())) || item.contains(email.as_str());
            items.iter().filter(theirs).cloned().collect::<Vec<_>>()
        };
        let theirs: Vec<_> = first.iter().map(theirs).collect();
        for begin in (AS_PEOPLE_DO..count).step_by(TOGETHER) {
            let mut others = Vec::new();
            for number in begin..count.min(begin + TOGETHER) {
                let (email, ids) = &first[number % AS_PEOPLE_DO];
                for item in &theirs[number % AS_PEOPLE_DO] {
                    let item = item.replace(email.as_str(), &format!("a{number}@example.org"));
                    let own =
                        |item: String, id: &Uuid| item.replace(&id.to_string(), &another(*id, number).to_string());
                    others.push(ids.iter().fold(item, own));
                }
            }
            store.bring_items(table, &others).await.unwrap();
        }
    }
}

/// An id for the same of somebody else: of the same time, and in the same partition by its last byte.
fn another(id: Uuid, number: usize) -> Uuid {
    let number = u64::try_from(number).unwrap();
    Uuid::from_u128(id.as_u128() & !0x00ff_ffff_ff00 | u128::from(number) << 8)
}

fn activities(store: &Store, who: &Ambassador, late: bool) -> [Activity; 3] {
    ["2026-01-20", "2026-02-20", "2026-03-20"].map(|day| {
        let is_late = late && day > "2026-02";
        let full_at = if is_late { "2026-06-01T18:00:00Z".to_owned() } else { format!("{day}T18:00:00Z") };
        held(store, who, day, day, &full_at)
    })
}

/// A value of this process in kilobytes, as the system tells it.
fn memory(of: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix(of)?.trim_start_matches(':').trim().strip_suffix(" kB")?.parse().ok())
}

/// From here on the most memory is counted anew.
fn forget_peak() {
    // Where the system does not know how, the peak is what it was before, which is only stricter.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// N5: as many as `CHANCERY_LARGE` says, with three activities each, are closed by runs of which one is cut off and one has
/// no time left; requests, memory and time are held to what Lambda gives.
#[tokio::test(flavor = "multi_thread")]
async fn a_closing_of_many_takes_a_few_requests_a_person_little_memory_and_goes_on_wherever_it_is_cut_off() {
    let count = many(60);
    let records = records(CLOSES, MAUTIC).await;
    let direct = &records.store;
    // What was due before is no part of a closing: it is done while nobody is there.
    run(direct, "2026-04-14T22:00:00Z").await;
    let began = Instant::now();
    people(direct, count).await;
    println!("{count} people with {} activities, brought in in {:.0} s", 3 * count, began.elapsed().as_secs_f64());
    let wire = Wire::to(&records.place().tables_url).await;
    let store = wire.store(records.place(), direct.clock().clone()).await;
    let (mut by_operation, mut standings) = (BTreeMap::<String, usize>::new(), 0);
    let mut count_requests = || {
        for request in wire.asked() {
            *by_operation.entry(request.operation).or_default() += 1;
        }
    };
    wire.asked();
    forget_peak();
    let before = memory("VmRSS").unwrap_or_default();
    let began = Instant::now();

    // Cut off in the middle of a request, after about a third.
    wire.cut_after(count * 2, Cut::After);
    let scheduled = Scheduled { scheduled_time: instant(CLOSES) };
    compliance::run(&store, scheduled).await.unwrap_err();
    assert!(wire.mend());
    count_requests();
    // Then time runs out, after about as much again.
    let until = Instant::now() + began.elapsed();
    let done = compliance::run_until(&store, scheduled, Some(until)).await.unwrap();
    standings += done.standings;
    count_requests();
    // And then nothing is in its way.
    let done = run(&store, CLOSES).await;
    standings += done.standings;
    count_requests();
    let seconds = began.elapsed().as_secs_f64();
    let peak = memory("VmHWM");
    assert!(direct.steps(quarter(Q1)).await.unwrap().is_closed());
    assert_eq!(run(&store, CLOSES).await.standings, 0);

    let all: usize = by_operation.values().sum();
    let a_person = all as f64 / count as f64;
    let on_aws = (all as f64 + by_operation["TransactWriteItems"] as f64) * LATENCY / AT_ONCE;
    let at_100_000 = on_aws / count as f64 * PEOPLE;
    println!("{all} requests ({a_person:.1} a person), twice cut off: {by_operation:?}");
    println!(
        "{seconds:.1} s here; {on_aws:.1} s at 10 ms a request, {at_100_000:.0} s for 100,000 people, of {SECONDS} s"
    );
    println!("memory: {before} kB before, at most {peak:?} kB");
    assert!(a_person < 8.0, "{a_person} requests a person");
    assert!(at_100_000 < SECONDS, "{at_100_000} s for 100,000 people");
    if let Some(peak) = peak {
        assert!(peak < MEMORY.max(before + MEMORY / 2), "{peak} kB of memory");
    }

    // Everybody has one standing and one letter, and those whose answers a cut swallowed are no exception.
    assert!(usize::try_from(standings).unwrap() <= count);
    let judged = direct.standings(quarter(Q1)).await.unwrap();
    let people: std::collections::BTreeSet<_> = judged.iter().map(|judged| judged.ambassador).collect();
    assert_eq!((judged.len(), people.len()), (count, count));
    let letters = direct.letters_in(LetterState::Waiting).await.unwrap();
    assert_eq!(letters.iter().filter(|letter| letter.id.starts_with("result/")).count(), count);
    records.close().await.unwrap();
}

/// What each partition got, of the tables and of their indexes.
fn by_partition(written: &[Vec<Write>]) -> BTreeMap<&str, u64> {
    let mut all = BTreeMap::new();
    for write in written.iter().flatten() {
        *all.entry(write.partition.as_str()).or_default() += write.units;
    }
    all
}

/// N5: whoever goes through everybody writes to a partition, of a table or of an index, what it takes and no more, were it
/// as fast as sixteen people at once can be; counted for each request, with everybody below the goal for the second time, so
/// that there is a proposal about each.
#[tokio::test(flavor = "multi_thread")]
async fn no_partition_of_a_table_or_an_index_takes_more_writes_a_second_than_it_can() {
    let records = records("2025-12-31T12:00:00Z", MAUTIC).await;
    let direct = &records.store;
    let count = 60;
    for number in 0..count {
        ambassador(direct, &format!("A{number}"), "2025-09-01", AmbassadorState::Active).await;
    }
    let wire = Wire::to(&records.place().tables_url).await;
    let store = wire.store(records.place(), direct.clock().clone()).await;
    let steps =
        ["2026-03-18T00:00:00Z", FIRST, CLOSES, "2026-06-17T00:00:00Z", "2026-07-05T08:00:00Z", "2026-07-15T00:00:00Z"];
    for at in steps {
        direct.clock().advance((instant(at) - direct.clock().now()).max(Duration::zero()));
        wire.asked();
        wire.written();
        run(&store, at).await;
        let (asked, written) = (wire.asked(), wire.written());
        let transactions = asked.iter().filter(|asked| asked.operation == "TransactWriteItems").count();
        assert!(transactions >= count && written.len() >= count, "{at}: everybody is written about");
        let seconds = (asked.len() + transactions) as f64 * LATENCY / AT_ONCE;
        let people_a_second = count as f64 / seconds;
        let written = by_partition(&written);
        let (busiest, units) = written.iter().max_by_key(|(_, units)| **units).unwrap();
        let fastest = *units as f64 / seconds;
        let in_time = *units as f64 / count as f64 * PEOPLE / SECONDS;
        println!(
            "{at}: {people_a_second:.0} people a second at the fastest; {busiest} takes {units} of {count} people, which is \
             {fastest:.0} units a second, or {in_time:.0} when 100,000 people take the whole time"
        );
        for (partition, units) in &written {
            let a_second = *units as f64 / seconds;
            assert!(a_second < A_PARTITION, "{at}: {partition} takes {a_second:.0} units a second");
        }
    }
    let (open, _) = direct.open_proposals(100, None).await.unwrap();
    assert_eq!(open.len(), count, "a proposal about everybody is the worst there is");
    records.close().await.unwrap();
}
