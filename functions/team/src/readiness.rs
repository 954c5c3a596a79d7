//! Readiness: five questions before the intake first opens, and opening it (clause D1).

use crate::people::called;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::readiness::{Answers, Question, Verdict};
use program::{Form, PersonId, Problems};
use std::collections::BTreeMap;
use store::audit::Actor;
use store::readiness::{Answered, Answering, Opening};
use web::kit::{self, Ask, Choice, FormView, Tone};
use web::layout::Here;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::{Words, say};

pub(crate) async fn show(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    page(&office, &view, &typed, &Problems::default()).await
}

pub(crate) async fn answer(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    typed: Typed,
) -> Result<Response, Problem> {
    let answers = match Answers::parse(&typed.0) {
        Ok(answers) => answers,
        Err(problems) => {
            let page = page(&office, &view, &typed.0, &problems).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let key = typed.key().unwrap_or_else(|| office.store().new_id());
    match office.store().answer_readiness(key, &answers, by.person).await? {
        Answered::Kept => Ok(Redirect::to("/team/readiness").into_response()),
        Answered::AnotherUnderThisKey => {
            let notes = Question::ALL.map(|question| {
                let field = question.note_field();
                (field.to_owned(), typed.0.get(field).to_owned())
            });
            let typed = Form::from_pairs(notes);
            Err(Problem::Rule { sentence: say!(view.words, "readiness-another-under-key"), typed })
        }
    }
}

/// Opens the intake with the answers the organizer saw, if nobody answered anew meanwhile.
pub(crate) async fn open(
    State(office): State<Office>,
    by: SignedIn<Organizer>,
    typed: Typed,
) -> Result<Response, Problem> {
    let seen: uuid::Uuid = typed.0.get("answers").parse().map_err(|_| Problem::Unreadable)?;
    if !office.intake_was_opened().await? {
        let latest = office.store().readiness().await?.into_iter().next().filter(|latest| latest.id == seen);
        let latest = latest.ok_or(Problem::Conflict { values: Vec::new(), again: None })?;
        office.store().open_intake(Actor::Person(by.person), Some(latest)).await?;
    }
    Ok(Redirect::to("/team/readiness").into_response())
}

/// What the team's people are called, by who they are.
struct Names {
    words: Words,
    known: BTreeMap<PersonId, String>,
}

impl Names {
    fn of(&self, person: PersonId) -> String {
        self.known.get(&person).cloned().unwrap_or_else(|| say!(self.words, "readiness-somebody"))
    }
}

async fn page(office: &Office, view: &View, typed: &Form, problems: &Problems) -> Result<Html<String>, Problem> {
    let store = office.store();
    let (opening, all) = (store.intake_opening().await?, store.readiness().await?);
    let words = view.words;
    let known = store.team().await?.iter().map(|person| (person.id, called(person).to_owned())).collect();
    let names = Names { words, known };
    let title = say!(words, "readiness-title");
    let form = FormView::new(words, typed, problems);
    let again = if all.is_empty() { say!(words, "readiness-form") } else { say!(words, "readiness-form-again") };
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&say!(words, "readiness-lead"))))
        @if let Some(opening) = &opening { (opened(view, &names, opening)) }
        @if let (None, Some(latest)) = (&opening, all.first()) { (result(words, latest)) }
        (kit::card(&again, questions(words, &form, typed)))
        @if all.is_empty() {
            (kit::empty(&say!(words, "readiness-nothing"), &say!(words, "readiness-nothing-more"), None))
        }
        @for answering in &all { (answers(view, &names, answering)) }
    };
    Ok(view.page(&Around::new(&title, Here::Team).with_errors(!problems.is_empty()), body))
}

fn label(words: Words, field: &str) -> String {
    let asked = Question::ALL.into_iter().find(|question| question.field() == field);
    let noted = Question::ALL.into_iter().find(|question| question.note_field() == field);
    match (asked, noted) {
        (Some(question), _) => words.readiness_question(question),
        (None, Some(question)) => say!(words, "readiness-note", question = words.readiness_question(question)),
        (None, None) => String::new(),
    }
}

fn questions(words: Words, form: &FormView<'_>, typed: &Form) -> Markup {
    let options = [Choice::new("yes", say!(words, "readiness-yes")), Choice::new("no", say!(words, "readiness-no"))];
    form.form(
        "/team/readiness",
        html! {
            (kit::hidden("key", typed.get("key")))
            @for question in Question::ALL {
                (form.choice(Ask::new(question.field(), label(words, question.field())), &options))
                (form.paragraphs(Ask::new(question.note_field(), label(words, question.note_field())).optional(), 2))
            }
            (kit::buttons(&say!(words, "readiness-send"), None))
        },
    )
}

/// That the intake is open, since when, by whom and with which answers.
fn opened(view: &View, names: &Names, opening: &Opening) -> Markup {
    let words = view.words;
    let at = words.instant(opening.at, &view.settings().calendar);
    let sentence = match opening.by {
        Some(person) => say!(words, "readiness-opened", at = at, by = names.of(person)),
        None => say!(words, "readiness-opened-without", at = at),
    };
    kit::notice(
        Tone::Good,
        html! {
            p { (sentence) }
            @if let Some(with) = &opening.with {
                p { (say!(words, "readiness-opened-with", at = words.instant(with.at, &view.settings().calendar))) }
            }
        },
    )
}

/// What the latest answers come to, and the button that opens the intake whatever they are.
fn result(words: Words, latest: &Answering) -> Markup {
    let id = latest.id.to_string();
    let button = |label: &str| kit::post_button("/team/readiness/open", label, &[("answers", &id)]);
    match latest.answers.verdict() {
        Verdict::Ready => kit::card(
            &say!(words, "readiness-ready"),
            html! {
                p { (say!(words, "readiness-ready-lead")) }
                (button(&say!(words, "readiness-open")))
            },
        ),
        Verdict::NotYet(open) => kit::card(
            &say!(words, "readiness-not-yet"),
            html! {
                p { (say!(words, "readiness-not-yet-lead")) }
                @for question in open {
                    h3 { (words.readiness_question(question)) }
                    (kit::facts(&[
                        (say!(words, "readiness-why"), html! { (words.readiness_why(question)) }),
                        (say!(words, "readiness-instead"), html! { (words.readiness_instead(question)) }),
                    ]))
                }
                (button(&say!(words, "readiness-open-anyway")))
            },
        ),
    }
}

/// One answering, as it was kept.
fn answers(view: &View, names: &Names, answering: &Answering) -> Markup {
    let words = view.words;
    let tag = match answering.answers.verdict() {
        Verdict::Ready => kit::tag(&say!(words, "readiness-ready"), Tone::Good),
        Verdict::NotYet(_) => kit::tag(&say!(words, "readiness-not-yet"), Tone::Waiting),
    };
    let mut facts = vec![(say!(words, "readiness-by"), html! { (names.of(answering.by)) })];
    for question in Question::ALL {
        let Some(answer) = answering.answers.of(question) else { continue };
        let said = if answer.yes { say!(words, "readiness-yes") } else { say!(words, "readiness-no") };
        let note = answer.note.as_ref().map(|note| kit::prose(note.as_str(), None));
        facts.push((words.readiness_question(question), html! { p { (said) } @if let Some(note) = note { (note) } }));
    }
    let at = words.instant(answering.at, &view.settings().calendar);
    kit::card(&say!(words, "readiness-answered", at = at), html! { p { (tag) } (kit::facts(&facts)) })
}
