//! Three times "nothing this time" in a row: the team is asked whether to talk with them (clause C1).

use program::check_in::nothing_in_a_row;
use program::proposal::Cause;
use program::{Proposal, Quarter};
use store::Store;
use store::audit::Actor;
use store::settings::Versioned;

/// Looks, once a quarter is closed and its answers are final, at those who had nothing in it; how many proposals it made.
pub(crate) async fn run(store: &Store, versioned: &Versioned, quarter: Quarter) -> anyhow::Result<u32> {
    let steps = store.steps(quarter).await?;
    if !steps.is_closed() || steps.conversations.is_some_and(|step| step.done_at.is_some()) {
        return Ok(0);
    }
    let step = store.begin_conversations(quarter, versioned.version).await?;
    let mut proposed = 0;
    for id in store.nothing_in(quarter).await? {
        let Some(ambassador) = store.ambassador(id).await?.filter(|ambassador| ambassador.state.takes_part()) else {
            continue;
        };
        let answers = store.check_in_answers(id).await?.into_iter().collect();
        if let Some(quarters) = nothing_in_a_row(&versioned.settings, &ambassador, quarter, &answers) {
            let cause = Cause::NothingThreeTimes { quarters };
            let proposal = Proposal::new(id, Some(quarter), cause, store.clock().now());
            proposed += u32::from(store.propose(&proposal, Actor::Schedule, None).await?);
        }
    }
    store.finish_step(&step).await?;
    Ok(proposed)
}
