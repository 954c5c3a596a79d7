//! Starts functions as AWS Lambda does and takes the time: what is to be started comes as JSON on the standard input, what
//! was measured goes as JSON to the standard output. `benches/start` writes the one and reads the other.
//!
//! Everything is measured here, from outside and in the same way for whatever is started, in whatever language. A start is
//! from just before the process is made to when the first line of its first request for an event has arrived; a warm answer
//! is from when the event was written to when the whole answer has arrived.

mod place;
mod runtime;
mod service;
mod started;

use serde::{Deserialize, Serialize};
use started::{Memory, Started};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

/// What is to be measured.
#[derive(Deserialize)]
struct Plan {
    /// So many starts of each.
    rounds: usize,
    /// So many events for each once it runs.
    events: usize,
    /// The program that a stand-in for DynamoDB answers every query with.
    document: String,
    /// The folder they are started in.
    folder: PathBuf,
    /// What is started.
    programs: Vec<Program>,
    /// What makes TLS connections, by name.
    connections: BTreeMap<String, PathBuf>,
}

/// What is started.
#[derive(Deserialize)]
struct Program {
    name: String,
    command: Vec<String>,
    settings: BTreeMap<String, String>,
    /// What each of its events is.
    event: serde_json::Value,
    /// Its file, where starts from the disk are measured too.
    file: Option<PathBuf>,
}

/// What was measured of one: milliseconds, and memory in MiB.
#[derive(Default, Serialize)]
struct Figures {
    cached: Vec<f64>,
    cold: Vec<f64>,
    /// Of the processor until the first request for an event, cached and cold, and for each warm answer.
    cpu: [Vec<f64>; 3],
    /// From the process made to its first event answered, cached.
    first_answer: Vec<f64>,
    /// Pages that had to come from the disk, cached and cold, which says whether cold was cold.
    faults: [Vec<u64>; 2],
    warm: Vec<f64>,
    idle: Option<Memory>,
    used: Option<Memory>,
    /// How its events were answered: `200`, `error`, ….
    answered: String,
}

/// So many events are answered one after the other before the next program has its turn.
const TURN: usize = 50;
/// So many are answered before anything is measured.
const WARM_UP: usize = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let plan: Plan = serde_json::from_reader(std::io::stdin())?;
    // What is started has a core of its own, whatever else the machine does; whoever measures has the others.
    let (theirs, ours) = place::cores()?;
    place::keep_to(&ours)?;
    let tables = service::tables(&plan.document)?;
    let mut figures: Vec<Figures> = plan.programs.iter().map(|_| Figures::default()).collect();
    let start = |program: &Program| Started::new(program, &plan.folder, &tables, (&theirs, &ours));
    for _ in 0..plan.rounds {
        for (program, figures) in plan.programs.iter().zip(&mut figures) {
            if let Some(file) = &program.file {
                std::fs::read(file)?;
            }
            let mut started = start(program)?;
            figures.cached.push(millis(started.polled_after()));
            figures.cpu[0].push(millis(started.cpu()?));
            figures.faults[0].push(started.faults()?);
            figures.idle = Some(started.memory()?);
            started.answer(&program.event)?;
            figures.first_answer.push(millis(started.age()));
            drop(started);
            if let Some(file) = &program.file {
                place::forget(file)?;
                let started = start(program)?;
                figures.cold.push(millis(started.polled_after()));
                figures.cpu[1].push(millis(started.cpu()?));
                figures.faults[1].push(started.faults()?);
            }
        }
    }

    let mut running = plan.programs.iter().map(start).collect::<Result<Vec<_>, _>>()?;
    for turn in 0..plan.events.div_ceil(TURN) {
        for ((program, figures), started) in plan.programs.iter().zip(&mut figures).zip(&mut running) {
            for _ in 0..if turn == 0 { WARM_UP } else { 0 } {
                started.answer(&program.event)?;
            }
            let before = started.cpu()?;
            for _ in 0..TURN {
                let (took, answered) = started.answer(&program.event)?;
                figures.warm.push(millis(took));
                figures.answered = answered;
            }
            figures.cpu[2].push(millis(started.cpu()? - before) / TURN as f64);
        }
    }
    for (figures, started) in figures.iter_mut().zip(&running) {
        figures.used = Some(started.memory()?);
    }
    drop(running);

    let connections = connections(&plan, &theirs, &ours)?;
    let programs: BTreeMap<_, _> = plan.programs.iter().map(|program| &program.name).zip(figures).collect();
    println!("{}", serde_json::json!({ "programs": programs, "connections": connections }));
    Ok(())
}

/// The milliseconds of CPU of the first and the second connection of a process, for each of those that make them.
fn connections(plan: &Plan, theirs: &[usize], ours: &[usize]) -> Result<serde_json::Value, Box<dyn Error>> {
    let (address, certificate) = service::over_tls(&plan.folder)?;
    let mut spent: BTreeMap<&str, Vec<Vec<f64>>> = BTreeMap::new();
    for _ in 0..plan.rounds {
        for (name, program) in &plan.connections {
            place::keep_to(theirs)?;
            let output = std::process::Command::new(program).arg(&address).arg(&certificate).output();
            place::keep_to(ours)?;
            let output = output?;
            if !output.status.success() {
                return Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)).into());
            }
            let told = String::from_utf8(output.stdout)?;
            let told = told.split_whitespace().map(str::parse).collect::<Result<Vec<f64>, _>>()?;
            spent.entry(name).or_default().push(told);
        }
    }
    Ok(serde_json::json!(spent))
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}
