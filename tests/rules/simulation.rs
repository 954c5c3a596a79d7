//! Ten years of a program, over the real engine: people join, plan, report, pause, leave and return, settings change, and
//! runs come twice, late, in the wrong order or not at all. All the while the test keeps records of its own.
//!
//! A few people and years in debug; ten years of 200 with `CHANCERY_LARGE=200`, as the README says. `CHANCERY_SEED` replays what went wrong.

#[path = "simulation/days.rs"]
mod days;
#[path = "simulation/life.rs"]
mod life;
#[path = "simulation/naive.rs"]
mod naive;
#[path = "simulation/silences.rs"]
mod silences;

use life::Life;
use std::time::Instant;

/// A number of the surroundings.
fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

/// How much of something one more ambassador comes to in a month, by the page about costs.
fn priced(what: &str) -> f64 {
    let page = include_str!("../../docs/costs.md");
    let (_, amounts) = page.split_once("What that is for, a month").unwrap();
    let row = amounts.lines().find_map(|line| line.strip_prefix(&format!("| {what} |"))).unwrap();
    let amounts: Vec<f64> = row
        .split('|')
        .filter(|cell| !cell.is_empty())
        .map(|cell| cell.trim().replace(',', "").parse().unwrap())
        .collect();
    let [.., of_1_000, of_10_000] = amounts[..] else { panic!("{row}") };
    (of_10_000 - of_1_000) / 9_000.0
}

/// M7, M8, M15, M16, C1, C2, C3, R4, R5, R6, N5
#[tokio::test(flavor = "multi_thread")]
async fn in_ten_years_every_standing_and_every_letter_is_what_a_count_by_hand_says() {
    let people = usize::try_from(number("CHANCERY_LARGE", 8)).unwrap();
    let years = i32::try_from(number("CHANCERY_YEARS", if people < 100 { 4 } else { 10 })).unwrap();
    let seed = number("CHANCERY_SEED", 4);
    println!("replay it with CHANCERY_SEED={seed} CHANCERY_LARGE={people} CHANCERY_YEARS={years}");
    let began = Instant::now();
    let mut life = Life::new(seed, people).await;
    life.lives(years).await;
    let (standings, letters, proposals) = (life.standings(), life.letters(), life.proposals());
    let told = life.ends().await;
    println!("{:.0} s: {told:?}", began.elapsed().as_secs_f64());
    println!("standings {standings:?}, letters {letters:?}, proposals {proposals:?}");
    // The tables' writes are what grows most with people, and the page about costs has to have room for them.
    let written = told.written / standings.values().sum::<usize>() as f64;
    let room = priced("tables, write units") * 3.0;
    println!(
        "{written:.0} write units for each standing; the page about costs has {room:.0} for a quarter of one more person"
    );
    assert!(written > 0.0 && written < room, "{written} write units a person and quarter, of {room}");
    // A simulation in which nothing happens would hold as well.
    if years == 10 {
        for standing in ["met", "short", "excused", "new"] {
            assert!(standings.contains_key(standing), "{standing}: {standings:?}");
        }
        for letter in ["check-in", "reminder", "result", "back", "benefit"] {
            assert!(letters.contains_key(letter), "{letter}: {letters:?}");
        }
        for about in ["short", "nothing", "inactive"] {
            assert!(proposals.contains_key(about), "{about}: {proposals:?}");
        }
        assert!(told.twice > 0 && told.late > 0 && told.missed > 0 && told.calendars > 0 && told.appeals > 0);
    }
}

/// C2, C3
#[test]
fn in_very_many_lives_a_silence_is_told_of_when_a_count_by_hand_says_so() {
    let lives = number("CHANCERY_LIVES", 20);
    let from = number("CHANCERY_SEED", 4);
    let told: usize = (from..from + lives).map(|seed| silences::told_in_a_life(seed, 10)).sum();
    assert!(told > 0, "nobody was silent");
}
