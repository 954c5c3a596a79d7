//! Three times "nothing this time" in a row: the team is asked whether to talk with them (clause C1).

use crate::{Run, walk};
use futures::FutureExt as _;
use program::check_in::nothing_in_a_row;
use program::proposal::Cause;
use program::{AmbassadorId, Proposal, Quarter};
use store::audit::Actor;
use store::quarters::Steps;

/// Looks, once a quarter is closed and its answers are final, at those who had nothing in it. `steps` is what was done
/// about it before this run.
pub(crate) async fn run(run: &mut Run<'_>, quarter: Quarter, steps: &Steps) -> anyhow::Result<()> {
    if steps.conversations.as_ref().is_some_and(|step| step.done_at.is_some()) {
        return Ok(());
    }
    let step = run.store.begin_conversations(quarter, run.versioned.version).await?;
    let quiet = run.store.nothing_in(quarter).await?;
    let whom = &*run;
    let asked: walk::Walked<u32> = walk::these(quiet, run.until, |id| ask(whom, quarter, id).boxed()).await?;
    run.done.proposed += asked.count;
    match asked.through {
        true => run.store.finish_step(&step).await?,
        false => run.done.cut_off = true,
    }
    Ok(())
}

/// Whether the team was asked about somebody.
async fn ask(run: &Run<'_>, quarter: Quarter, id: AmbassadorId) -> anyhow::Result<u32> {
    let Run { store, versioned, .. } = run;
    let Some(ambassador) = store.ambassador(id).await?.filter(|ambassador| ambassador.state.takes_part()) else {
        return Ok(0);
    };
    let answers = store.check_in_answers(id).await?.into_iter().collect();
    let row = nothing_in_a_row(&versioned.settings, &ambassador, quarter, &answers);
    let Some(quarters) = row else { return Ok(0) };
    let cause = Cause::NothingThreeTimes { quarters };
    let proposal = Proposal::new(id, Some(quarter), cause, store.clock().now());
    Ok(u32::from(store.propose(&proposal, Actor::Schedule, None).await?))
}
