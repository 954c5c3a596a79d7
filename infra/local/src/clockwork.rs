//! The clock that fires the schedules written in `template.yaml`, with the events EventBridge Scheduler would send.

use crate::schedule::{self, Schedule};
use anyhow::Context as _;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Store;
use tokio::sync::{Mutex, watch};

/// The template this office was built with.
pub const TEMPLATE: &str = include_str!("../../../template.yaml");

/// Fires schedules. Clones share one memory of what has fired.
#[derive(Clone, Debug)]
pub struct Clockwork {
    store: Store,
    post: mailer::Office,
    schedules: Arc<Vec<Schedule>>,
    /// Until when everything due has fired. Held while firing, so that two callers do not fire the same.
    fired_until: Arc<Mutex<DateTime<Utc>>>,
}

impl Clockwork {
    /// Reads the schedules; nothing fires yet.
    ///
    /// # Errors
    /// When the template holds one that cannot be read, or one for a function this office does not know.
    pub fn new(store: Store, post: mailer::Office) -> anyhow::Result<Self> {
        let schedules = schedule::read(TEMPLATE)?;
        for schedule in &schedules {
            Function::named(&schedule.function)?;
        }
        // What fell due while the office was closed is done when it opens: two hours hold a full round of every schedule,
        // a closing with the summary after it. A step that is done already does nothing.
        let fired_until = store.clock().now() - Duration::hours(2);
        Ok(Self { store, post, schedules: Arc::new(schedules), fired_until: Arc::new(Mutex::new(fired_until)) })
    }

    /// Fires whatever is due by the office's clock, in its order.
    ///
    /// Moved far forward, the clock fires each schedule once a day on its way instead of once an hour; every run does
    /// all steps due by then, so nothing is left out.
    ///
    /// # Errors
    /// When a function fails; what comes after it waits for the next call.
    pub async fn fire_due(&self) -> anyhow::Result<()> {
        let mut fired_until = self.fired_until.lock().await;
        let now = self.store.clock().now();
        let mut due: BTreeMap<(DateTime<Utc>, usize), &Schedule> = BTreeMap::new();
        for (index, schedule) in self.schedules.iter().enumerate() {
            for at in thinned(schedule.due(*fired_until, now)) {
                due.insert((at, index), schedule);
            }
        }
        for ((at, _), schedule) in due {
            self.fire(schedule, at).await.with_context(|| format!("the schedule {} failed", schedule.name))?;
        }
        *fired_until = now;
        Ok(())
    }

    async fn fire(&self, schedule: &Schedule, at: DateTime<Utc>) -> anyhow::Result<()> {
        let event = schedule.event(at);
        match Function::named(&schedule.function)? {
            Function::Compliance => compliance::run(&self.store, serde_json::from_value(event)?).await.map(drop),
            Function::Selection => selection::handle(&self.store, serde_json::from_value(event)?).await.map(drop),
            Function::Summary => summary::scheduled(&self.store, serde_json::from_value(event)?).await.map(drop),
            Function::Mailer => mailer::handle(&self.post, serde_json::from_value(event)?).await.map(drop),
        }
    }

    /// Fires what falls due until the office stops. A failure is told and tried again.
    ///
    /// # Errors
    /// Never.
    pub async fn run(self, mut stopped: watch::Receiver<bool>) -> anyhow::Result<()> {
        while !*stopped.borrow_and_update() {
            if let Err(error) = self.fire_due().await {
                tracing::error!(error = %format!("{error:#}"), "a scheduled run failed; it will be tried again");
            }
            tokio::select! {
                () = tokio::time::sleep(std::time::Duration::from_secs(5)) => {}
                _ = stopped.wait_for(|stop| *stop) => {}
            }
        }
        Ok(())
    }
}

/// The functions that have schedules.
enum Function {
    Compliance,
    Selection,
    Summary,
    Mailer,
}

impl Function {
    fn named(logical_id: &str) -> anyhow::Result<Self> {
        match logical_id {
            "Compliance" => Ok(Self::Compliance),
            "Selection" => Ok(Self::Selection),
            "Summary" => Ok(Self::Summary),
            "Mailer" => Ok(Self::Mailer),
            other => anyhow::bail!("template.yaml has a schedule for {other}, which the local office cannot fire"),
        }
    }
}

/// All of a few; of many, the last of each day.
fn thinned(times: Vec<DateTime<Utc>>) -> Vec<DateTime<Utc>> {
    if times.len() <= 48 {
        return times;
    }
    let by_day: BTreeMap<NaiveDate, DateTime<Utc>> = times.into_iter().map(|at| (at.date_naive(), at)).collect();
    by_day.into_values().collect()
}
