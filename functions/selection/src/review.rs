//! Scoring an application: alone, by the published criteria, or stepping aside (clauses D3, R3).

use crate::application::{Papers, Typed as PageTyped, page};
use crate::decide::not_changed;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::review::{HIGHEST, Reviewed, Verdict};
use program::{ApplicationId, Form, Problems, Review};
use store::applications::{NotChanged, Stored};
use web::kit::{self, Ask, Choice, FormView};
use web::{Office, Problem, SignedIn, Team, Typed, View};
use words::say;

pub(crate) async fn send(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Team>,
    Path(id): Path<ApplicationId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let criteria = &view.settings().criteria;
    let reviewed = match Reviewed::parse(&typed.0, criteria) {
        Ok(reviewed) => reviewed,
        Err(problems) => {
            let papers = Papers::read(&office, id).await?;
            let typed = PageTyped { review: (typed.0, problems), ..PageTyped::nothing() };
            let page = page(&view, &papers, by.person, &typed);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    match office.store().review(id, by.person, typed.version()?, &reviewed, criteria).await {
        Ok(()) => Ok(Redirect::to(&format!("/team/applications/{id}#reviews")).into_response()),
        // One's own review, changed in another window: what was typed is kept and can be sent again.
        Err(NotChanged::Changed(_)) => {
            Err(Problem::Rule { sentence: say!(view.words, "review-changed"), typed: typed.0 })
        }
        Err(other) => Err(not_changed(view.words, other, &typed.0, by.person)),
    }
}

pub(crate) fn error_summary(view: &View, (typed, problems): &(Form, Problems)) -> Markup {
    let words = view.words;
    FormView::new(words, typed, problems).error_summary(|field| {
        let criterion = view.settings().criteria.iter().find(|criterion| criterion.field() == field);
        criterion.map_or_else(|| say!(words, "review-comment"), |criterion| criterion.label.clone())
    })
}

/// One's own review, and the others' once it is given.
pub(crate) fn card(
    view: &View,
    papers: &Papers,
    own: Option<&Stored<Review>>,
    (typed, problems): &(Form, Problems),
) -> Markup {
    let words = view.words;
    let application = &papers.application.value;
    html! {
        section class="card" id="reviews" {
            h2 { (say!(words, "review-title")) }
            @match own {
                None => p { (say!(words, "review-lead")) },
                Some(own) => {
                    @if let Some(score) = application.score {
                        p { (say!(words, "review-score", score = score.to_string(), count = application.scored_by)) }
                    }
                    @for (index, review) in papers.reviews.iter().enumerate() {
                        (one(view, &review.value, (review.value.reviewer != own.value.reviewer).then_some(index + 1)))
                    }
                }
            }
            @if application.state.is_in_review() {
                @let form = ask(view, papers, own, typed, problems);
                @if own.is_some() && problems.is_empty() { (kit::folded(&say!(words, "review-change"), form)) } @else { (form) }
            }
        }
    }
}

/// One review; others are numbered, not named, so that the words count.
pub(crate) fn one(view: &View, review: &Review, number: Option<usize>) -> Markup {
    let (words, settings) = (view.words, view.settings());
    let who = number.map_or_else(|| say!(words, "review-yours"), |number| say!(words, "review-of", number = number));
    let mut facts = Vec::new();
    match &review.verdict {
        Verdict::Abstained => facts.push((say!(words, "review-verdict"), html! { (say!(words, "review-abstained")) })),
        Verdict::Scored(scores) => {
            for criterion in &settings.criteria {
                if let Some(score) = scores.get(&criterion.key) {
                    facts.push((
                        criterion.label.clone(),
                        html! { (say!(words, "review-of-highest", score = u32::from(*score), highest = u32::from(HIGHEST))) },
                    ));
                }
            }
        }
    }
    if let Some(comment) = &review.comment {
        facts.push((say!(words, "review-comment"), kit::prose(comment.as_str(), None)));
    }
    facts.push((say!(words, "decide-when"), html! { (words.instant(review.at, &settings.calendar)) }));
    html! { div class="item" { h3 { (who) } (kit::facts(&facts)) } }
}

fn ask(view: &View, papers: &Papers, own: Option<&Stored<Review>>, typed: &Form, problems: &Problems) -> Markup {
    let (words, settings) = (view.words, view.settings());
    let mut filled = typed.clone();
    if typed.pairs().next().is_none() {
        filled = given(own.map(|own| &own.value), settings);
    }
    let version = match typed.get("version") {
        "" => own.map_or(0, |own| own.version).to_string(),
        version => version.to_owned(),
    };
    let form = FormView::new(words, &filled, problems);
    let scores: Vec<_> = (0..=HIGHEST).map(|score| Choice::new(score.to_string(), score.to_string())).collect();
    let fields = html! {
        (kit::hidden("version", &version))
        @for criterion in &settings.criteria {
            @let field = criterion.field();
            @let weight = say!(words, "review-weight", weight = criterion.weight);
            @let hint = criterion.hint.as_ref().map_or_else(|| weight.clone(), |hint| format!("{hint} {weight}"));
            (form.choice_in_line(Ask::new(&field, criterion.label.clone()).hint(hint), &scores))
        }
        (form.paragraphs(Ask::new("comment", say!(words, "review-comment")).hint(say!(words, "review-comment-hint")).optional(), 3))
        (form.tick(Ask::new("abstain", say!(words, "review-abstain")).hint(say!(words, "review-abstain-hint")).optional()))
        (kit::buttons(&say!(words, "review-send"), None))
    };
    form.form(&format!("/team/applications/{}/review", papers.application.value.id), fields)
}

/// The form that says what the review says.
fn given(review: Option<&Review>, settings: &program::Settings) -> Form {
    let mut form = Form::default();
    let Some(review) = review else { return form };
    match &review.verdict {
        Verdict::Abstained => form.set("abstain", "yes"),
        Verdict::Scored(scores) => {
            for criterion in &settings.criteria {
                if let Some(score) = scores.get(&criterion.key) {
                    form.set(&criterion.field(), score.to_string());
                }
            }
        }
    }
    if let Some(comment) = &review.comment {
        form.set("comment", comment.as_str());
    }
    form
}
