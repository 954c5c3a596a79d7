//! Closing a quarter: a standing with its reasons for each ambassador who takes part, and a letter.
//!
//! Nothing follows from a standing by itself. The first quarter below the goal brings a friendly letter that names
//! somebody to talk to; a later one brings the same letter, and a proposal for the team to decide about.

use crate::benefits;
use crate::{Run, walk};
use anyhow::Context as _;
use futures::FutureExt as _;
use letters::Letter;
use program::proposal::Cause;
use program::standing::judge;
use program::{Ambassador, Judgement, Proposal, Quarter, Standing};
use store::outbox::{Draft, Lane};
use store::quarters::Steps;

/// Judges every ambassador's quarter that is not judged yet.
///
/// From the moment a closing begins no activity of its quarter changes, so everyone is judged on the same day's records;
/// and by the settings it began with, whatever the settings say when one that was cut off goes on.
/// `steps` is what was done about it before this run.
pub(crate) async fn run(run: &mut Run<'_>, quarter: Quarter, steps: &Steps) -> anyhow::Result<()> {
    if steps.is_closed() {
        return Ok(());
    }
    let step = run.store.begin_closing(quarter, run.versioned.version).await?;
    let begun_with;
    let versioned = match step.settings_version == run.versioned.version {
        true => run.versioned,
        false => {
            begun_with =
                run.store.settings_at(step.settings_version).await?.context("a closing's settings are gone")?;
            &begun_with
        }
    };
    let whom = &Run { versioned, ..*run };
    let judged =
        walk::everybody(run.store, run.until, |ambassador| judge_one(whom, quarter, ambassador).boxed()).await?;
    run.done.standings += judged.count;
    if !judged.through {
        run.done.cut_off = true;
        return Ok(());
    }
    run.store.finish_step(&step).await?;
    run.done.closed += 1;
    Ok(())
}

async fn judge_one(run: &Run<'_>, quarter: Quarter, ambassador: Ambassador) -> anyhow::Result<u32> {
    let Run { store, versioned, .. } = run;
    let settings = &versioned.settings;
    let here = ambassador.since <= settings.calendar.last_day(quarter);
    // What is recorded is the last thing that is done for somebody, so whoever has a standing is done with.
    if !here || !ambassador.state.takes_part() || store.standing(quarter, ambassador.id).await?.is_some() {
        return Ok(0);
    }
    let activities = store.activities_of(ambassador.id).await?;
    let judgement = judge(settings, quarter, &ambassador, &activities);
    let before = store.standings_before(quarter, &settings.calendar, ambassador.id).await?;
    let mut standings: Vec<_> = before.into_iter().map(|judged| (judged.quarter, judged.judgement.standing)).collect();
    standings.push((quarter, judgement.standing));
    benefits::write(run, &ambassador, &standings).await?;
    // Whoever is away finds it on their page when they are back.
    let is_written_to = ambassador.is_written_to(settings.calendar.day(run.at));
    let letter = Letter::QuarterResult {
        name: ambassador.name.to_string(),
        quarter,
        judgement: judgement.clone(),
        contact: settings.contact.clone(),
    };
    let id = format!("result/{quarter}/{}", ambassador.id);
    let draft = Draft::new(id, Lane::Bulk, &ambassador.email, &ambassador.language, &letter);
    let draft = is_written_to.then_some(&draft);
    let proposal = proposal(run, quarter, &ambassador, &judgement, &standings);
    let recorded =
        store.record_standing(quarter, ambassador.id, &judgement, versioned.version, draft, proposal.as_ref()).await?;
    Ok(u32::from(recorded))
}

/// What the team is asked about: a quarter below the goal that is not the first.
fn proposal(
    run: &Run<'_>,
    quarter: Quarter,
    ambassador: &Ambassador,
    judgement: &Judgement,
    standings: &[(Quarter, Standing)],
) -> Option<Proposal> {
    let short = standings.iter().filter(|(_, standing)| *standing == Standing::Short);
    let mut quarters: Vec<_> = short.map(|(quarter, _)| *quarter).collect();
    quarters.sort_unstable();
    let again = judgement.standing == Standing::Short && quarters.len() > 1;
    let at = run.store.clock().now();
    again.then(|| Proposal::new(ambassador.id, Some(quarter), Cause::ShortAgain { quarters }, at))
}
