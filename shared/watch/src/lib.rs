//! What is being done at this moment, and the one line it leaves in the log.
//!
//! **What it is for.** A request or an event is an [`Errand`]. It has a [`Trace`], which its letters take with them, and
//! counts what it asks of the tables. When it is over it leaves one line: on AWS one JSON object, out of which CloudWatch
//! makes metrics too ([`line()`]); elsewhere a line of the ordinary log. Start at [`Errand`].
//!
//! **What it may not know.** Anybody's name, address or words, a secret, or an address that may hold one: a line says the
//! route's pattern, and of what stands in its place only what is an identifier (requirement S13).

mod line;
mod log;
mod trace;

pub use line::{METRICS, What, is_an_id, line, on_lambda};
pub use trace::Trace;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

tokio::task_local! {
    static AT_HAND: Errand;
}

/// A request or an event that is being seen to. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Errand {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    trace: Trace,
    began: Instant,
    spent: Mutex<Spent>,
}

/// What an errand asked of the tables.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// How many requests, each try counted.
    pub requests: u64,
    /// Read units, as DynamoDB told them.
    pub reads: f64,
    /// Write units, as DynamoDB told them.
    pub writes: f64,
}

impl Errand {
    /// One that begins now, as part of what this header says it is part of.
    pub fn of(header: Option<&str>) -> Self {
        let trace = Trace::of(header);
        Self { inner: Arc::new(Inner { trace, began: Instant::now(), spent: Mutex::default() }) }
    }

    /// Does its work; whatever is asked of the tables meanwhile is counted as its own.
    pub async fn run<F: Future>(&self, work: F) -> F::Output {
        AT_HAND.scope(self.clone(), work).await
    }

    /// What it is part of.
    pub fn trace(&self) -> &Trace {
        &self.inner.trace
    }

    /// What it has asked of the tables so far.
    pub fn spent(&self) -> Spent {
        *self.inner.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, more: Spent) {
        let mut spent = self.inner.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.requests += more.requests;
        spent.reads += more.reads;
        spent.writes += more.writes;
    }
}

/// Sees to an event that woke a function, and leaves its line.
///
/// # Errors
/// Those of the work, which are logged by who runs it.
pub async fn event<T, E>(
    kind: &str,
    trace: Option<&str>,
    ids: &[(&str, String)],
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let errand = Errand::of(trace);
    let result = errand.run(work).await;
    errand.tell(&What::Event { kind, ids, is_done: result.is_ok() });
    result
}

/// What the errand at hand is part of; none where nothing is at hand.
pub fn trace() -> Option<Trace> {
    AT_HAND.try_with(|errand| errand.trace().clone()).ok()
}

/// Counts this as asked of the tables by the errand at hand.
pub fn spends(more: Spent) {
    // Where nothing is at hand, nobody will ask what it took.
    let _ = AT_HAND.try_with(|errand| errand.count(more));
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0";

    #[tokio::test]
    async fn what_is_asked_while_an_errand_is_run_is_its_own_and_nobody_elses() {
        let (one, other) = (Errand::of(Some(HEADER)), Errand::of(None));
        spends(Spent { requests: 9, reads: 9.0, writes: 9.0 });
        let more = |requests, reads| spends(Spent { requests, reads, writes: 0.0 });
        let told = one.run(async {
            more(1, 0.5);
            other.run(async { more(4, 1.0) }).await;
            more(1, 0.5);
            trace()
        });
        assert_eq!(told.await.as_ref(), Some(one.trace()));
        assert_eq!(one.spent(), Spent { requests: 2, reads: 1.0, writes: 0.0 });
        assert_eq!(other.spent(), Spent { requests: 4, reads: 1.0, writes: 0.0 });
        assert_eq!(trace(), None);
    }
}
