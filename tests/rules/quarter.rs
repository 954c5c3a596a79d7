//! A quarter of an ambassador's: plans, reports, what the team makes of them, and the standing at its end.

#[path = "quarter/plans.rs"]
mod plans;
#[path = "quarter/programs.rs"]
mod programs;
#[path = "quarter/reports.rs"]
mod reports;
