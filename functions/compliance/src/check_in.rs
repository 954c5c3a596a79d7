//! The check-in: once a quarter each active ambassador is told what is recorded and what is open (clause M7).

use crate::benefits;
use crate::{Run, walk};
use futures::FutureExt as _;
use letters::Letter;
use program::reminder::{Known, Notice, Verdict, verdict};
use program::{Ambassador, Quarter};
use store::outbox::{Draft, Lane};

/// Writes the check-in letters of a quarter that are not written yet.
pub(crate) async fn run(run: &mut Run<'_>, quarter: Quarter) -> anyhow::Result<()> {
    let steps = run.store.steps(quarter).await?;
    // Runs may come in the wrong order: what was told to happen before the closing is pointless after it.
    if steps.closing.is_some() || steps.check_in.is_some_and(|step| step.done_at.is_some()) {
        return Ok(());
    }
    let step = run.store.begin_check_in(quarter, run.versioned.version).await?;
    let whom = &*run;
    let written = walk::everybody(run.store, run.until, |ambassador| write(whom, quarter, ambassador).boxed()).await?;
    run.done.check_ins += written.count;
    if !written.through {
        run.done.cut_off = true;
        return Ok(());
    }
    // Who hears of the quarter only now is not reminded of it in the same breath.
    if let Some(number) = run.versioned.settings.reminder_due(quarter, run.at) {
        run.store.pass_over_reminder(quarter, number, run.versioned.version).await?;
    }
    run.store.finish_step(&step).await?;
    Ok(())
}

async fn write(run: &Run<'_>, quarter: Quarter, ambassador: Ambassador) -> anyhow::Result<u32> {
    let Run { store, versioned, .. } = run;
    let settings = &versioned.settings;
    let standings = store.standings_of(ambassador.id).await?;
    let standings: Vec<_> = standings.into_iter().map(|judged| (judged.quarter, judged.judgement.standing)).collect();
    benefits::write(run, &ambassador, &standings).await?;
    let activities = store.activities_of(ambassador.id).await?;
    let known = Known {
        ambassador: &ambassador,
        activities: &activities,
        nothing_this_time: false,
        today: settings.calendar.day(run.at),
        wants_reminders: true,
    };
    let Verdict::Receives(judgement) = verdict(settings, Notice::CheckIn, quarter, &known) else { return Ok(0) };
    let letter = Letter::CheckIn {
        name: ambassador.name.to_string(),
        quarter,
        ends_on: settings.calendar.last_day(quarter),
        counts_until: settings.last_day_of_grace(quarter),
        full: judgement.full,
        goal: judgement.goal,
        reasons: judgement.reasons,
    };
    let id = format!("check-in/{quarter}/{}", ambassador.id);
    let draft = Draft::new(id, Lane::Bulk, &ambassador.email, &ambassador.language, &letter);
    Ok(u32::from(store.write_once(&draft).await?))
}
