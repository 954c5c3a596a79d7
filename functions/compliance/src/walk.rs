//! Going over everybody: page by page, some at once, and no longer than there is time.

use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use program::Ambassador;
use std::time::Instant;
use store::Store;

/// So many people are seen to at once. Each takes a handful of requests one after the other, so this is also about how
/// many requests are on their way at a time.
pub(crate) const AT_ONCE: usize = 16;

/// A walk ends after so many people for whom something did not work: then it is the store, and not they.
const MOST_TROUBLES: usize = 16;

/// Whether there is time to begin anything new.
pub(crate) fn is_time(until: Option<Instant>) -> bool {
    until.is_none_or(|until| Instant::now() < until)
}

/// How a walk ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Walked {
    /// For how many something was done.
    pub(crate) count: u32,
    /// Whether everybody was seen to; otherwise time ran out, and the next run goes on.
    pub(crate) through: bool,
}

/// Sees to everybody; nobody new once `until` has passed.
///
/// # Errors
/// When something did not work for somebody. Everybody else was seen to all the same.
pub(crate) async fn everybody<'a, F>(store: &'a Store, until: Option<Instant>, each: F) -> anyhow::Result<Walked>
where
    F: Fn(Ambassador) -> BoxFuture<'a, anyhow::Result<u32>>,
{
    let (mut walked, mut troubles) = (Walked::default(), Vec::new());
    let mut after = None;
    loop {
        let (page, next) = store.ambassadors(after).await?;
        let mut people = page.into_iter();
        let mut seen_to = FuturesUnordered::new();
        loop {
            while seen_to.len() < AT_ONCE && troubles.len() < MOST_TROUBLES && is_time(until) {
                let Some(person) = people.next() else { break };
                seen_to.push(each(person));
            }
            match seen_to.next().await {
                Some(Ok(count)) => walked.count += count,
                Some(Err(trouble)) => troubles.push(trouble),
                None => break,
            }
        }
        after = next;
        if after.is_none() || troubles.len() >= MOST_TROUBLES || !is_time(until) {
            break;
        }
    }
    // A walk whose last page ended just in time is looked at once more: better than one that left somebody out.
    walked.through = is_time(until);
    match troubles.into_iter().next() {
        Some(trouble) => Err(trouble),
        None => Ok(walked),
    }
}
