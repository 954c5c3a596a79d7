//! Reminders: who has something left to do is told once for each, and nobody else is (clause R4).

use crate::{Run, walk};
use futures::FutureExt as _;
use letters::Letter;
use program::check_in::Answer;
use program::reminder::{Known, Notice, Verdict, to_complete, verdict};
use program::{Ambassador, Quarter};
use store::outbox::{Draft, Lane};

/// Writes the letters of one reminder that are not written yet.
pub(crate) async fn run(run: &mut Run<'_>, quarter: Quarter, number: u8) -> anyhow::Result<()> {
    let steps = run.store.steps(quarter).await?;
    // Runs may come in the wrong order: a reminder is pointless once a later one went out, or the closing began.
    let over =
        steps.reminders.iter().any(|(other, step)| *other > number || (*other == number && step.done_at.is_some()));
    if steps.closing.is_some() || over {
        return Ok(());
    }
    let step = run.store.begin_reminder(quarter, number, run.versioned.version).await?;
    let whom = &*run;
    let written =
        walk::everybody(run.store, run.until, |ambassador| write(whom, quarter, number, ambassador).boxed()).await?;
    run.done.reminders += written.count;
    match written.through {
        true => run.store.finish_step(&step).await?,
        false => run.done.cut_off = true,
    }
    Ok(())
}

async fn write(run: &Run<'_>, quarter: Quarter, number: u8, ambassador: Ambassador) -> anyhow::Result<u32> {
    let Run { store, versioned, .. } = run;
    let settings = &versioned.settings;
    let activities = store.activities_of(ambassador.id).await?;
    let mut known = Known {
        ambassador: &ambassador,
        activities: &activities,
        nothing_this_time: false,
        today: settings.calendar.day(run.at),
        wants_reminders: true,
    };
    let notice = Notice::Reminder(number);
    // What they answered and whether they want any is asked only of whom something is missing from.
    if let Verdict::Spared(_) = verdict(settings, notice, quarter, &known) {
        return Ok(0);
    }
    let answer = store.check_in_answer(ambassador.id, quarter).await?;
    known.nothing_this_time = answer.is_some_and(|answer| matches!(answer.value, Answer::Nothing { .. }));
    known.wants_reminders = store.wants_reminders(ambassador.id).await?;
    let Verdict::Receives(judgement) = verdict(settings, notice, quarter, &known) else { return Ok(0) };
    let letter = Letter::Reminder {
        name: ambassador.name.to_string(),
        ambassador: ambassador.id,
        quarter,
        counts_until: settings.last_day_of_grace(quarter),
        full: judgement.full,
        goal: judgement.goal,
        to_complete: to_complete(&judgement, &activities, settings.calendar.day(run.at)).is_some(),
        reasons: judgement.reasons,
    };
    let id = format!("reminder/{quarter}/{number}/{}", ambassador.id);
    let draft = Draft::new(id, Lane::Bulk, &ambassador.email, &ambassador.language, &letter);
    Ok(u32::from(store.write_once(&draft).await?))
}
