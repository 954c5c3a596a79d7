//! Going over people: page by page, some at once, and no longer than there is time.

use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use program::Ambassador;
use std::ops::AddAssign;
use std::time::Instant;
use store::Store;

/// So many people are seen to at once. Each takes a handful of requests one after the other, so this is also about how
/// many requests are on their way at a time.
const AT_ONCE: usize = 16;

/// A walk ends after so many people for whom something did not work: then it is the store, and not they.
const MOST_TROUBLES: usize = 16;

/// Whether there is time to begin anything new.
pub(crate) fn is_time(until: Option<Instant>) -> bool {
    until.is_none_or(|until| Instant::now() < until)
}

/// How a walk ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Walked<C> {
    /// What was done, counted.
    pub(crate) count: C,
    /// Whether everybody was seen to; otherwise time ran out, and the next run goes on.
    pub(crate) through: bool,
}

/// Sees to everybody; nobody new once `until` has passed.
///
/// # Errors
/// When something did not work for somebody. Everybody else was seen to all the same.
pub(crate) async fn everybody<'a, C, F>(store: &'a Store, until: Option<Instant>, each: F) -> anyhow::Result<Walked<C>>
where
    C: Default + AddAssign,
    F: Fn(Ambassador) -> BoxFuture<'a, anyhow::Result<C>>,
{
    let mut walk = Walk { until, count: C::default(), troubles: Vec::new() };
    let mut after = None;
    loop {
        let (page, next) = store.ambassadors(after).await?;
        walk.over(page, &each).await;
        after = next;
        if after.is_none() || !walk.goes_on() {
            break;
        }
    }
    walk.end()
}

/// The same for these alone.
///
/// # Errors
/// When something did not work for somebody. Everybody else was seen to all the same.
pub(crate) async fn these<'a, T, C, F>(
    people: impl IntoIterator<Item = T>,
    until: Option<Instant>,
    each: F,
) -> anyhow::Result<Walked<C>>
where
    C: Default + AddAssign,
    F: Fn(T) -> BoxFuture<'a, anyhow::Result<C>>,
{
    let mut walk = Walk { until, count: C::default(), troubles: Vec::new() };
    walk.over(people, &each).await;
    walk.end()
}

struct Walk<C> {
    until: Option<Instant>,
    count: C,
    troubles: Vec<anyhow::Error>,
}

impl<C: AddAssign> Walk<C> {
    fn goes_on(&self) -> bool {
        self.troubles.len() < MOST_TROUBLES && is_time(self.until)
    }

    async fn over<'a, T, F>(&mut self, people: impl IntoIterator<Item = T>, each: &F)
    where
        F: Fn(T) -> BoxFuture<'a, anyhow::Result<C>>,
    {
        let mut people = people.into_iter();
        let mut seen_to = FuturesUnordered::new();
        loop {
            while seen_to.len() < AT_ONCE && self.goes_on() {
                let Some(person) = people.next() else { break };
                seen_to.push(each(person));
            }
            match seen_to.next().await {
                Some(Ok(count)) => self.count += count,
                Some(Err(trouble)) => self.troubles.push(trouble),
                None => break,
            }
        }
    }

    /// A walk whose last page ended just in time is looked at once more: better than one that left somebody out.
    fn end(self) -> anyhow::Result<Walked<C>> {
        match self.troubles.into_iter().next() {
            Some(trouble) => Err(trouble),
            None => Ok(Walked { count: self.count, through: is_time(self.until) }),
        }
    }
}
