//! Whether a quarter's activities lie close together: a hint to the ambassador, and never more (clause M4).

use crate::activity::{Activity, ActivityState};
use crate::calendar::{Calendar, Quarter};

/// Whether there are several activities in a quarter, planned or held, and all of them end in the same third of it.
pub fn lies_in_one_third(calendar: &Calendar, quarter: Quarter, activities: &[Activity]) -> bool {
    let (first, last) = (calendar.first_day(quarter), calendar.last_day(quarter));
    let days = (last - first).num_days() + 1;
    let mut thirds: Vec<_> = activities
        .iter()
        .filter(|activity| activity.state != ActivityState::Cancelled)
        .map(|activity| activity.plan.ends_on)
        .filter(|day| (first..=last).contains(day))
        .map(|day| (day - first).num_days() * 3 / days.max(1))
        .collect();
    let several = thirds.len() > 1;
    thirds.dedup();
    several && thirds.len() == 1
}
