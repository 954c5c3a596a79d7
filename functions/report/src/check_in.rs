//! The check-in of a quarter: what is recorded, what is missing, and an answer (clauses M7, C1).

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::check_in::{Answer, Chosen};
use program::standing::judge;
use program::{Form, Problems, Quarter, Reason};
use store::applications::Stored;
use store::check_ins::CHECK_IN;
use web::kit::{self, Ask, Choice, FormView, Link};
use web::layout::Here;
use web::problem_page::BothValues;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::{Words, say};

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(quarter): Path<Quarter>,
) -> Result<Html<String>, Problem> {
    let papers = Papers::read(&office, &view, by.id, quarter).await?;
    let typed = papers.answer.as_ref().map(|answer| filled(&answer.value)).unwrap_or_default();
    Ok(page(&view, &papers, &typed, &Problems::default()))
}

/// An answer sent twice is the one there is.
pub(crate) async fn answer(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(quarter): Path<Quarter>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let papers = Papers::read(&office, &view, by.id, quarter).await?;
    let chosen = match Chosen::parse(&typed.0) {
        Ok(chosen) => chosen,
        Err(problems) => {
            let page = page(&view, &papers, &typed.0, &problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let Chosen::Answer(answer) = chosen else {
        return Ok(Redirect::to(&format!("/me/pause?quarter={quarter}")).into_response());
    };
    match store.answer_check_in(by.id, quarter, &answer, typed.version()?, by.person).await {
        Ok(()) => Ok(Redirect::to(&format!("/me/check-in/{quarter}")).into_response()),
        Err(store::Error::Conflict("quarter")) => {
            Err(Problem::Rule { sentence: say!(view.words, "check-in-closed"), typed: typed.0 })
        }
        Err(store::Error::Conflict(CHECK_IN)) => {
            let now = store.check_in_answer(by.id, quarter).await?;
            Err(conflict(view.words, quarter, now.as_ref(), &answer, typed.0))
        }
        Err(error) => Err(error.into()),
    }
}

/// What the page of one check-in is made from.
struct Papers {
    quarter: Quarter,
    judgement: program::Judgement,
    answer: Option<Stored<Answer>>,
    is_closed: bool,
}

impl Papers {
    /// A quarter that has not begun, or was over before they joined, has no check-in.
    async fn read(office: &Office, view: &View, id: program::AmbassadorId, quarter: Quarter) -> Result<Self, Problem> {
        let (store, settings) = (office.store(), view.settings());
        let ambassador = store.ambassador(id).await?.ok_or(Problem::NotFound)?;
        let calendar = &settings.calendar;
        let begun = settings.has_begun(quarter, view.today());
        if !begun || ambassador.since > calendar.last_day(quarter) {
            return Err(Problem::NotFound);
        }
        let mut activities = store.activities_of(id).await?;
        // What is still to come is no report that is missing.
        activities.retain(|activity| activity.report.is_some() || activity.plan.ends_on <= view.today());
        Ok(Self {
            quarter,
            judgement: judge(settings, quarter, &ambassador, &activities),
            answer: store.check_in_answer(id, quarter).await?,
            is_closed: view.now >= settings.closes_at(quarter),
        })
    }
}

fn filled(answer: &Answer) -> Form {
    let mut form = Form::default();
    form.set("answer", answer.name());
    form.set("words", answer.words().map(ToString::to_string).unwrap_or_default());
    form
}

fn said(words: Words, answer: &Answer) -> String {
    match answer {
        Answer::AsRecorded => say!(words, "check-in-as-recorded"),
        Answer::Nothing { .. } => say!(words, "check-in-nothing"),
    }
}

fn label(words: Words, field: &str) -> String {
    match field {
        "words" => say!(words, "check-in-words"),
        _ => say!(words, "check-in-answer"),
    }
}

/// Both answers, and a way to send the second on top of the first.
fn conflict(words: Words, quarter: Quarter, now: Option<&Stored<Answer>>, wanted: &Answer, mut typed: Form) -> Problem {
    let theirs = now.map(|now| said(words, &now.value)).unwrap_or_default();
    let value = BothValues { label: label(words, "answer"), theirs, yours: said(words, wanted) };
    let of = |answer: Option<&Answer>| answer.and_then(Answer::words).map(ToString::to_string).unwrap_or_default();
    let with =
        BothValues { label: label(words, "words"), theirs: of(now.map(|now| &now.value)), yours: of(Some(wanted)) };
    typed.set("version", now.map_or(0, |now| now.version).to_string());
    Problem::Conflict { values: vec![value, with], again: Some((format!("/me/check-in/{quarter}"), typed)) }
}

fn page(view: &View, papers: &Papers, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let quarter = papers.quarter.to_string();
    let title = say!(words, "check-in-title", quarter = quarter.as_str());
    let form = FormView::new(words, typed, problems);
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&say!(words, "check-in-lead"))))
        @if let Some(answer) = &papers.answer {
            (kit::notice(kit::Tone::Good, html! { p { (say!(words, "check-in-thanks", answer = said(words, &answer.value))) } }))
        }
        (recorded(words, papers))
        @if papers.is_closed {
            p { (say!(words, "check-in-closed")) }
        } @else {
            (ask(view, papers, &form, typed))
        }
    };
    view.page(&Around::new(&title, Here::Me).with_errors(!problems.is_empty()), body)
}

/// What is recorded, what is missing and why, with one link to each.
fn recorded(words: Words, papers: &Papers) -> Markup {
    let judgement = &papers.judgement;
    kit::card(
        &say!(words, "check-in-recorded"),
        html! {
            (kit::progress(&say!(words, "me-progress", full = judgement.full, goal = judgement.goal), judgement.full, judgement.goal))
            @if judgement.reasons.is_empty() { p { (say!(words, "me-nothing-yet")) } }
            ul class="reasons" {
                @for reason in &judgement.reasons {
                    li {
                        (words.reason(reason))
                        @if let Some((id, to_do)) = activity_of(reason) {
                            " "
                            @let label = if to_do { say!(words, "me-report-it") } else { say!(words, "check-in-see") };
                            (Link::new(format!("/me/activities/{id}"), label))
                        }
                    }
                }
            }
            p { (Link::new("/me/activities/new", say!(words, "me-plan"))) }
        },
    )
}

/// The activity a reason is about, and whether there is something left to do about it.
fn activity_of(reason: &Reason) -> Option<(program::ActivityId, bool)> {
    match reason {
        Reason::NotFull { activity, .. } | Reason::NotReported { activity, .. } => Some((*activity, true)),
        Reason::Counted { activity, .. }
        | Reason::CountedOnAppeal { activity, .. }
        | Reason::KindDoesNotCount { activity, .. }
        | Reason::TooLate { activity, .. } => Some((*activity, false)),
        Reason::ExcusedOnAppeal | Reason::JoinedDuring { .. } | Reason::OnHold { .. } => None,
    }
}

fn ask(view: &View, papers: &Papers, form: &FormView<'_>, typed: &Form) -> Markup {
    let words = view.words;
    let version = match typed.get("version") {
        "" => papers.answer.as_ref().map_or(0, |answer| answer.version).to_string(),
        version => version.to_owned(),
    };
    let until = words.day(view.settings().last_day_of_grace(papers.quarter));
    let choices = [
        Choice::new("as_recorded", say!(words, "check-in-as-recorded")),
        Choice::new("nothing", say!(words, "check-in-nothing")).hint(say!(words, "check-in-nothing-hint")),
        Choice::new(Chosen::PAUSE, say!(words, "check-in-pause")).hint(say!(words, "check-in-pause-hint")),
    ];
    form.form(
        &format!("/me/check-in/{}", papers.quarter),
        html! {
            (kit::hidden("version", &version))
            (form.choice(Ask::new("answer", label(words, "answer")).hint(say!(words, "check-in-until", day = until)), &choices))
            (form.paragraphs(Ask::new("words", label(words, "words")).hint(say!(words, "check-in-words-hint")).optional(), 3))
            (kit::buttons(&say!(words, "check-in-send"), Some(&Link::new("/me", say!(words, "plan-back")))))
        },
    )
}
