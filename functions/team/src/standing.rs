//! One ambassador's closed quarter, looked at once more: the only way a standing still changes (clause R5).

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::{Markup, html};
use program::appeal::{Answer, Chosen, NotPossible, Verdict};
use program::proposal::{self, Cause, ProposalState, Settlement};
use program::standing::judge;
use program::text::Text;
use program::{Ambassador, AmbassadorId, Form, Judgement, Problems, Proposal, Quarter};
use store::applications::Stored;
use store::outbox::{Draft, Lane};
use store::quarters::Judged;
use web::kit::{self, Ask, Choice, FormView, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::say;

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path((quarter, id)): Path<(Quarter, AmbassadorId)>,
) -> Result<Html<String>, Problem> {
    let ambassador = office.store().ambassador(id).await?.ok_or(Problem::NotFound)?;
    match office.store().standing(quarter, id).await? {
        Some(judged) => Ok(page(&view, &ambassador, &judged, &Form::default(), &Problems::default())),
        None => provisional(&office, &view, &ambassador, quarter).await,
    }
}

pub(crate) async fn answer(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path((quarter, id)): Path<(Quarter, AmbassadorId)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let ambassador = store.ambassador(id).await?.ok_or(Problem::NotFound)?;
    let refused = |rule| Problem::Rule { sentence: view.words.appeal_not_possible(rule), typed: typed.0.clone() };
    let judged = store.standing(quarter, id).await?.ok_or_else(|| refused(NotPossible::NotClosed))?;
    if ambassador.person == by.person {
        return Err(refused(NotPossible::Own));
    }
    let Chosen { verdict, words } = match Chosen::parse(&typed.0) {
        Ok(chosen) => chosen,
        Err(problems) => {
            let page = page(&view, &ambassador, &judged, &typed.0, &problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let there = || Ok(Redirect::to(&address(quarter, id)).into_response());
    let answer = Answer { verdict, words: Some(words.clone()), by: by.person, at: view.now };
    if judged.version != typed.version()? {
        // The very same form, sent twice, is the answer it was (requirement N1).
        return if says_the_same(&judged, &answer) {
            there()
        } else {
            Err(conflict(&view, &ambassador, &judged, typed.0))
        };
    }
    let judgement = judged.judgement.answered(verdict).map_err(refused)?;
    let appeal = open_appeal(&office, quarter, id).await?;
    let settled = appeal.as_ref().and_then(|open| open.value.answered(settlement(&view, &answer, words)));
    let settled = appeal.as_ref().zip(settled.as_ref());
    match write(&office, &ambassador, &judged, (&judgement, &answer), settled).await {
        Ok(()) => there(),
        Err(store::Error::Conflict(_)) => match store.standing(quarter, id).await? {
            Some(now) if says_the_same(&now, &answer) => there(),
            Some(now) => Err(conflict(&view, &ambassador, &now, typed.0)),
            None => Err(Problem::NotFound),
        },
        Err(error) => Err(error.into()),
    }
}

/// One transaction: the standing, the proposal that asked for it, the letter to the ambassador.
async fn write(
    office: &Office,
    ambassador: &Ambassador,
    judged: &Judged,
    (judgement, answer): (&Judgement, &Answer),
    proposal: Option<(&Stored<Proposal>, &Proposal)>,
) -> store::Result<()> {
    let Judged { quarter, version, .. } = judged;
    let letter = Letter::AppealAnswered {
        name: ambassador.name.to_string(),
        quarter: *quarter,
        verdict: answer.verdict,
        words: answer.words.as_ref().map(ToString::to_string),
        judgement: judgement.clone(),
    };
    let id = format!("appeal-answer/{quarter}/{version}/{}", ambassador.id);
    let draft = Draft::new(id, Lane::Now, &ambassador.email, &ambassador.language, &letter);
    office.store().answer_standing(judged, (judgement, answer), proposal, &draft).await
}

/// What a settled proposal does to the standing of its quarter; none where it does nothing.
pub(crate) fn verdict_of(settled: &Proposal) -> Option<(Quarter, Verdict)> {
    let ProposalState::Settled(settlement) = &settled.state else { return None };
    let verdict = match (&settled.cause, settlement.what) {
        (Cause::Appeal { .. } | Cause::ShortAgain { .. }, proposal::Answer::Excuse) => Verdict::Excuse,
        // Whoever wrote to us gets an answer.
        (Cause::Appeal { .. }, proposal::Answer::LeaveAsIs) => Verdict::Leave,
        _ => return None,
    };
    settled.quarter.map(|quarter| (quarter, verdict))
}

/// Settles a proposal by what it does to the standing of its quarter; `words` are for the ambassador.
///
/// # Errors
/// Inside, what the store answers to the transaction.
pub(crate) async fn settle(
    office: &Office,
    view: &View,
    (ambassador, words): (&Ambassador, Option<Text>),
    (quarter, verdict): (Quarter, Verdict),
    (open, settled): (&Stored<Proposal>, &Proposal),
) -> Result<store::Result<()>, Problem> {
    let refused = |rule| Problem::Rule { sentence: view.words.appeal_not_possible(rule), typed: Form::default() };
    let there = office.store().standing(quarter, ambassador.id).await?;
    let judged = there.ok_or_else(|| refused(NotPossible::NotClosed))?;
    let judgement = judged.judgement.answered(verdict).map_err(refused)?;
    let by = match &settled.state {
        ProposalState::Settled(settlement) => settlement.by,
        ProposalState::Open => return Err(Problem::Unreadable),
    };
    let answer = Answer { verdict, words, by, at: view.now };
    Ok(write(office, ambassador, &judged, (&judgement, &answer), Some((open, settled))).await)
}

fn address(quarter: Quarter, id: AmbassadorId) -> String {
    format!("/team/quarters/{quarter}/standings/{id}")
}

fn says_the_same(judged: &Judged, answer: &Answer) -> bool {
    let same = |there: &Answer| (there.verdict, &there.words, there.by) == (answer.verdict, &answer.words, answer.by);
    judged.answers.last().is_some_and(same)
}

/// What the ambassador's appeal waits for on the desk.
async fn open_appeal(office: &Office, quarter: Quarter, id: AmbassadorId) -> Result<Option<Stored<Proposal>>, Problem> {
    let mut all = office.store().proposals_of(id).await?.into_iter();
    Ok(all.find(|open| {
        let Proposal { cause, state, quarter: of, .. } = &open.value;
        matches!(cause, Cause::Appeal { .. }) && state.is_open() && *of == Some(quarter)
    }))
}

fn settlement(view: &View, answer: &Answer, reason: Text) -> Settlement {
    let by_name = view.session.as_ref().map(|session| session.called().to_owned()).unwrap_or_default();
    let what = match answer.verdict {
        Verdict::Excuse => proposal::Answer::Excuse,
        Verdict::Count { .. } => proposal::Answer::Count,
        Verdict::Leave => proposal::Answer::LeaveAsIs,
    };
    Settlement { by: answer.by, by_name, at: answer.at, what, reason }
}

/// Somebody else was faster: what stands there now beside what was sent, which can be sent again on top.
fn conflict(view: &View, ambassador: &Ambassador, now: &Judged, typed: Form) -> Problem {
    let words = view.words;
    let last = now.answers.last().and_then(|answer| answer.words.as_ref()).map(ToString::to_string).unwrap_or_default();
    let values = vec![web::problem_page::BothValues {
        label: say!(words, "standing-words"),
        theirs: format!("{} {last}", words.standing(now.judgement.standing)),
        yours: typed.get("words").to_owned(),
    }];
    let mut again = typed;
    again.set("version", now.version.to_string());
    Problem::Conflict { values, again: Some((address(now.quarter, ambassador.id), again)) }
}

/// What the quarter would show if it closed now.
async fn provisional(
    office: &Office,
    view: &View,
    ambassador: &Ambassador,
    quarter: Quarter,
) -> Result<Html<String>, Problem> {
    let activities = office.store().activities_of(ambassador.id).await?;
    let judgement = judge(view.settings(), quarter, ambassador, &activities);
    let words = view.words;
    let title = say!(words, "standing-title", name = ambassador.name.as_str(), quarter = quarter.to_string());
    let body = html! {
        (kit::heading(&title, Some(&words.appeal_not_possible(NotPossible::NotClosed))))
        p { (kit::tag(&words.standing(judgement.standing), judgement.standing.into())) }
        ul class="reasons" { @for reason in &judgement.reasons { li { (words.reason_told(reason)) } } }
    };
    Ok(view.page(&Around::new(&title, Here::Quarters), body))
}

fn page(view: &View, ambassador: &Ambassador, judged: &Judged, typed: &Form, problems: &Problems) -> Html<String> {
    let (words, calendar) = (view.words, &view.settings().calendar);
    let judgement = &judged.judgement;
    let form = FormView::new(words, typed, problems);
    let title = say!(words, "standing-title", name = ambassador.name.as_str(), quarter = judged.quarter.to_string());
    let lead = say!(words, "standing-settings", version = judged.settings_version.to_string());
    let body = html! {
        (form.error_summary(|field| label(view, field)))
        (kit::heading(&title, Some(&lead)))
        p { (kit::tag(&words.standing(judgement.standing), judgement.standing.into())) }
        ul class="reasons" { @for reason in &judgement.reasons { li { (words.reason_told(reason)) } } }
        @if let Some(appeal) = &judged.appeal {
            (kit::card(&say!(words, "standing-appeal", day = words.day(calendar.day(appeal.at))), kit::prose(appeal.words.as_str(), None)))
        }
        @for answer in &judged.answers {
            (kit::card(&say!(words, "standing-answer", day = words.day(calendar.day(answer.at))), html! {
                p { (done(view, answer.verdict)) }
                @if let Some(theirs) = &answer.words { (kit::prose(theirs.as_str(), None)) }
            }))
        }
        (kit::card(&say!(words, "standing-again"), fields(view, judged, ambassador, &form)))
        p { (Link::new(format!("/team/ambassadors/{}", ambassador.id), ambassador.name.as_str())) }
    };
    view.page(&Around::new(&title, Here::Quarters).with_errors(!problems.is_empty()), body)
}

fn label(view: &View, field: &str) -> String {
    match field {
        "verdict" => say!(view.words, "standing-verdict"),
        _ => say!(view.words, "standing-words"),
    }
}

fn done(view: &View, verdict: Verdict) -> String {
    match verdict {
        Verdict::Excuse => say!(view.words, "standing-done-excuse"),
        Verdict::Count { .. } => say!(view.words, "standing-done-count"),
        Verdict::Leave => say!(view.words, "standing-done-leave"),
    }
}

fn fields(view: &View, judged: &Judged, ambassador: &Ambassador, form: &FormView<'_>) -> Markup {
    let words = view.words;
    let could_count = judged.judgement.reasons.iter().filter_map(|reason| reason.could_count());
    let mut choices: Vec<_> = could_count
        .map(|(id, title)| Choice::new(format!("count:{id}"), say!(words, "standing-count", title = title)))
        .collect();
    if judged.judgement.standing != program::Standing::Excused {
        choices.push(Choice::new("excuse", say!(words, "standing-excuse")));
    }
    choices.push(Choice::new("leave", say!(words, "standing-leave")));
    let words_ask = Ask::new("words", label(view, "words")).hint(say!(words, "standing-words-hint"));
    form.form(
        &address(judged.quarter, ambassador.id),
        html! {
            (kit::hidden("version", &judged.version.to_string()))
            (form.choice(Ask::new("verdict", label(view, "verdict")), &choices))
            (form.paragraphs(words_ask, 4))
            (kit::buttons(&say!(words, "standing-send"), None))
        },
    )
}
