//! A quarter of an ambassador's, and how people take part over time.

#[path = "quarter/people.rs"]
mod people;
#[path = "quarter/run.rs"]
mod run;
