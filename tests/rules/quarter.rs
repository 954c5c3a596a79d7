//! A quarter of the program, from what people plan to what is told of it, and how people take part over time.

#[path = "quarter/batch_files.rs"]
mod batch_files;
#[path = "quarter/costs.rs"]
mod costs;
#[path = "quarter/dates.rs"]
mod dates;
#[path = "quarter/details.rs"]
mod details;
#[path = "quarter/imports.rs"]
mod imports;
#[path = "quarter/many.rs"]
mod many;
#[path = "quarter/papers.rs"]
mod papers;
#[path = "quarter/payments.rs"]
mod payments;
#[path = "quarter/people.rs"]
mod people;
#[path = "quarter/photos.rs"]
mod photos;
#[path = "quarter/plans.rs"]
mod plans;
#[path = "quarter/programs.rs"]
mod programs;
#[path = "quarter/reports.rs"]
mod reports;
#[path = "quarter/run.rs"]
mod run;
#[path = "quarter/settings.rs"]
mod settings;
