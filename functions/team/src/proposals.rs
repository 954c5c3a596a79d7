//! What the team is asked to decide about somebody, and deciding it (clauses C1, C2, O11).

use crate::standing;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::{Markup, html};
use program::ambassador::NotPossible;
use program::proposal::{Answer, Cause, Decided, ProposalState, Settlement, Settling};
use program::{Ambassador, Form, PersonId, Problems, Proposal, ProposalId};
use serde::Deserialize;
use store::ambassadors::AMBASSADOR;
use store::applications::Stored;
use store::outbox::{Draft, Lane};
use store::proposals::PROPOSAL;
use store::quarters::STANDING;
use web::kit::{self, Ask, Choice, FormView, Link};
use web::layout::Here;
use web::problem_page::BothValues;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View, pause};
use words::{Words, say};

/// Shown on a page of the list.
const PAGE: i32 = 50;

#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    after: Option<String>,
}

/// A proposal that waits, with whom it is about.
pub(crate) struct Waiting {
    proposal: Proposal,
    name: String,
}

/// The first of those that wait, and whether there are more.
pub(crate) async fn waiting(office: &Office, limit: i32) -> Result<(Vec<Waiting>, bool), Problem> {
    let (open, next) = office.store().open_proposals(limit, None).await?;
    Ok((named(office, open).await?, next.is_some()))
}

async fn named(office: &Office, open: Vec<Stored<Proposal>>) -> Result<Vec<Waiting>, Problem> {
    let mut waiting = Vec::new();
    for Stored { value: proposal, .. } in open {
        let ambassador = office.store().ambassador(proposal.ambassador).await?;
        waiting.extend(ambassador.map(|it| Waiting { proposal, name: it.name.to_string() }));
    }
    Ok(waiting)
}

/// Each in one sentence that leads to deciding it (clause D6).
pub(crate) fn sentences(words: Words, waiting: &[Waiting]) -> Markup {
    html! {
        ul {
            @for Waiting { proposal, name } in waiting {
                li { (Link::new(format!("/team/proposals/{}", proposal.id), words.proposal(name, proposal))) }
            }
        }
    }
}

pub(crate) async fn list(
    State(office): State<Office>,
    view: View,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(shown) = shown.map_err(|_| Problem::Unreadable)?;
    let after = shown.after.as_deref();
    let after = after.map(|text| office.store().place_in_proposals(text).ok_or(Problem::Unreadable)).transpose()?;
    let began_here = after.is_none();
    let (open, next) = office.store().open_proposals(PAGE, after).await?;
    let waiting = named(&office, open).await?;
    let words = view.words;
    let title = say!(words, "proposals-title");
    let next = next.map(|cursor| {
        let after: String = form_urlencoded::byte_serialize(cursor.to_text().as_bytes()).collect();
        format!("/team/proposals?after={after}")
    });
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "proposals-lead"))))
        @if waiting.is_empty() {
            (kit::empty(&say!(words, "proposals-empty"), &say!(words, "proposals-empty-more"), None))
        }
        (sentences(words, &waiting))
        (kit::pager(words, (!began_here).then_some("/team/proposals"), next.as_deref()))
    };
    Ok(view.page(&Around::new(&title, Here::Team), body))
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(id): Path<String>,
) -> Result<Html<String>, Problem> {
    let papers = Papers::read(&office, &id).await?;
    Ok(page(&view, &papers, by.person, &Form::default(), &Problems::default()))
}

/// A form sent twice finds its decision taken and answers the same.
pub(crate) async fn settle(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Problem> {
    let Papers { proposal, ambassador } = Papers::read(&office, &id).await?;
    let settling = match Settling::parse(&typed.0, &proposal.value.cause, view.today()) {
        Ok(settling) => settling,
        Err(problems) => {
            let page = page(&view, &Papers { proposal, ambassador }, by.person, &typed.0, &problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let there = || Ok(Redirect::to(&format!("/team/proposals/{id}")).into_response());
    let settlement = Settlement {
        by: by.person,
        by_name: view.session.as_ref().map(|session| session.called().to_owned()).unwrap_or_default(),
        at: view.now,
        what: settling.what.answer(),
        reason: settling.reason.clone(),
    };
    // The same form once more, one after the other or at one moment, is the decision it was (requirement N1).
    let decided = |standing: &Settlement| match (Settlement { at: settlement.at, ..standing.clone() }) == settlement {
        true => there(),
        false => Err(conflict(view.words, standing, &settlement)),
    };
    if let ProposalState::Settled(standing) = &proposal.value.state {
        return decided(standing);
    }
    if proposal.version != typed.version()? {
        return Err(store::Error::Conflict(PROPOSAL).into());
    }
    let settled = proposal.value.clone().settled(&ambassador.value, settlement.clone());
    let settled = settled
        .map_err(|why| Problem::Rule { sentence: view.words.proposal_not_possible(why), typed: typed.0.clone() })?;
    let follows = follows(&view, &proposal.value, &ambassador, &settling, by.person).map_err(|why| Problem::Rule {
        sentence: view.words.taking_part_not_possible_for_them(why),
        typed: typed.0.clone(),
    })?;
    let person = follows.person.as_ref().map(|after| (&ambassador, after));
    let written = match standing::verdict_of(&settled) {
        Some(about) => {
            let whom = (&ambassador.value, settling.words.clone());
            standing::settle(&office, &view, whom, about, (&proposal, &settled)).await?
        }
        None => office.store().settle(&proposal, &settled, person, follows.letter.as_ref()).await,
    };
    match written {
        Ok(()) => there(),
        Err(store::Error::Conflict(PROPOSAL | AMBASSADOR | STANDING)) => {
            match Papers::read(&office, &id).await?.proposal.value.state {
                ProposalState::Settled(standing) => decided(&standing),
                ProposalState::Open => Err(Problem::Conflict {
                    values: Vec::new(),
                    again: Some((format!("/team/proposals/{id}"), typed.0)),
                }),
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// What follows from a decision, in the same transaction.
#[derive(Default)]
struct Follows {
    person: Option<Ambassador>,
    letter: Option<Draft>,
}

fn follows(
    view: &View,
    proposal: &Proposal,
    ambassador: &Stored<Ambassador>,
    settling: &Settling,
    by: PersonId,
) -> Result<Follows, NotPossible> {
    let (today, person) = (view.today(), &ambassador.value);
    let words = settling.words.as_ref().map(ToString::to_string);
    let draft = |letter: Letter| {
        let id = format!("settled/{}", proposal.id);
        Some(Draft::new(id, Lane::Now, &person.email, &person.language, &letter))
    };
    let name = person.name.to_string();
    Ok(match settling.what {
        Decided::Hold(pause) => Follows {
            person: Some(person.paused(pause, today)?),
            letter: draft(Letter::PauseMarked { name, from: pause.from, until: pause.until }),
        },
        Decided::Plainly(Answer::EndTerm) => Follows {
            person: Some(person.term_ended(settling.reason.clone(), by, today)?),
            letter: draft(Letter::TermEnded { name, since: person.since, words }),
        },
        Decided::Plainly(Answer::WelcomeBack) => Follows {
            person: Some(person.welcomed_back(today)?),
            letter: draft(Letter::AmbassadorAgain { name, words }),
        },
        // Whoever asked to return gets an answer.
        Decided::Plainly(Answer::LeaveAsIs) if matches!(proposal.cause, Cause::AskedToReturn { .. }) => {
            Follows { person: None, letter: draft(Letter::ReturnAnswered { name, words }) }
        }
        Decided::Plainly(Answer::Talk | Answer::Excuse | Answer::Count | Answer::LeaveAsIs | Answer::Hold) => {
            Follows::default()
        }
    })
}

struct Papers {
    proposal: Stored<Proposal>,
    ambassador: Stored<Ambassador>,
}

impl Papers {
    async fn read(office: &Office, id: &str) -> Result<Self, Problem> {
        let id: ProposalId = id.parse().map_err(|_| Problem::NotFound)?;
        let proposal = office.store().proposal(&id).await?.ok_or(Problem::NotFound)?;
        let ambassador = office.store().stored_ambassador(id.ambassador()).await?.ok_or(Problem::NotFound)?;
        Ok(Self { proposal, ambassador })
    }
}

/// Both decisions side by side: the one that stands and the one that came second.
fn conflict(words: Words, standing: &Settlement, wanted: &Settlement) -> Problem {
    let value = |field, theirs: String, yours: String| BothValues { label: label(words, field), theirs, yours };
    let values = vec![
        value("what", words.proposal_answer(standing.what), words.proposal_answer(wanted.what)),
        value("reason", standing.reason.to_string(), wanted.reason.to_string()),
    ];
    Problem::Conflict { values, again: None }
}

fn label(words: Words, field: &str) -> String {
    match field {
        "what" => say!(words, "proposal-what"),
        "reason" => say!(words, "proposal-reason"),
        "words" => say!(words, "proposal-words"),
        _ => pause::label(words, field),
    }
}

fn page(view: &View, papers: &Papers, by: PersonId, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let (proposal, ambassador) = (&papers.proposal.value, &papers.ambassador.value);
    let title = say!(words, "proposal-title", name = ambassador.name.as_str());
    let form = FormView::new(words, typed, problems);
    let said = match &proposal.cause {
        Cause::Appeal { words } => Some(words),
        Cause::AskedToReturn { words } => words.as_ref(),
        Cause::NothingThreeTimes { .. } | Cause::Inactive { .. } | Cause::ShortAgain { .. } => None,
    };
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&words.proposal(ambassador.name.as_str(), proposal))))
        @if let Some(said) = said { (kit::prose(said.as_str(), Some(&ambassador.language))) }
        p { (Link::new(format!("/team/ambassadors/{}", ambassador.id), say!(words, "proposal-person"))) }
        @if let (Some(quarter), Cause::Appeal { .. } | Cause::ShortAgain { .. }) = (proposal.quarter, &proposal.cause) {
            p { (Link::new(format!("/team/quarters/{quarter}/standings/{}", ambassador.id), say!(words, "standing-link"))) }
        }
        @match &proposal.state {
            ProposalState::Settled(settlement) => { (settled(view, settlement)) }
            ProposalState::Open if ambassador.person == by => {
                p { (words.proposal_not_possible(program::proposal::NotPossible::Own)) }
            }
            ProposalState::Open => { (ask(words, &papers.proposal, &form, typed)) }
        }
    };
    view.page(&Around::new(&title, Here::Team).with_errors(!problems.is_empty()), body)
}

/// What was decided, by whom and why.
pub(crate) fn settled(view: &View, settlement: &Settlement) -> Markup {
    let words = view.words;
    kit::facts(&[
        (say!(words, "proposal-what"), html! { (words.proposal_answer(settlement.what)) }),
        (say!(words, "proposal-by"), html! { (settlement.by_name) }),
        (say!(words, "proposal-on"), kit::day(words, view.settings().calendar.day(settlement.at))),
        (say!(words, "proposal-reason"), kit::prose(settlement.reason.as_str(), None)),
    ])
}

fn ask(words: Words, proposal: &Stored<Proposal>, form: &FormView<'_>, typed: &Form) -> Markup {
    let answers = proposal.value.cause.answers();
    let choices: Vec<_> = answers
        .iter()
        .map(|answer| Choice::new(answer.name(), words.proposal_answer(*answer)).hint_if(hint(words, *answer)))
        .collect();
    let has_letter =
        answers.iter().any(|answer| matches!(answer, Answer::EndTerm | Answer::WelcomeBack | Answer::Excuse));
    form.form(
        &format!("/team/proposals/{}", proposal.value.id),
        html! {
            p { (say!(words, "proposal-lead")) }
            (kit::hidden("version", &proposal.version_of(typed)))
            (form.choice(Ask::new("what", label(words, "what")), &choices))
            @if answers.contains(&Answer::Hold) {
                (form.text(Ask::new("from", label(words, "from")).hint(say!(words, "proposal-hold-hint")).depends(), kit::TextKind::Date))
                (form.text(Ask::new("until", label(words, "until")).hint(say!(words, "pause-until-hint")).optional(), kit::TextKind::Date))
            }
            (form.paragraphs(Ask::new("reason", label(words, "reason")).hint(say!(words, "proposal-reason-hint")), 3))
            @if has_letter {
                (form.paragraphs(Ask::new("words", label(words, "words")).hint(say!(words, "proposal-words-hint")).optional(), 4))
            }
            (kit::buttons(&say!(words, "proposal-send"), Some(&Link::new("/team", say!(words, "proposal-back")))))
        },
    )
}

fn hint(words: Words, answer: Answer) -> Option<String> {
    match answer {
        Answer::Talk => Some(say!(words, "proposal-hint-talk")),
        Answer::Excuse => Some(say!(words, "proposal-hint-excuse")),
        Answer::Hold => Some(say!(words, "proposal-hint-hold")),
        Answer::EndTerm => Some(say!(words, "proposal-hint-end-term")),
        Answer::WelcomeBack => Some(say!(words, "proposal-hint-welcome-back")),
        Answer::LeaveAsIs | Answer::Count => None,
    }
}
