//! Organizing together: whoever is named says yes or no, and for whoever said yes it counts too (clause M6).

use crate::plan::closed;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use program::{Activity, ActivityId, ActivityState, Together};
use store::Store;
use store::activities::NamedIn;
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View, activities};
use words::{Words, say};

pub(crate) async fn answer(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    if store.named_in(by.id, id).await?.is_none() {
        store.activity(by.id, id).await?.ok_or(Problem::NotFound)?;
        return Err(Problem::Rule { sentence: say!(view.words, "together-own"), typed: typed.0 });
    }
    let yes = match typed.0.get("answer") {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::Unreadable),
    };
    match store.answer_together(by.id, id, yes, &view.settings().calendar, by.person).await {
        Ok(true) if yes => Ok(Redirect::to(&format!("/me/activities/{id}")).into_response()),
        Ok(true) => Ok(Redirect::to("/me").into_response()),
        Ok(false) => Err(Problem::NotFound),
        Err(store::Error::Conflict("quarter")) => Err(closed(view.words, typed.0)),
        Err(error) => Err(error.into()),
    }
}

/// Every activity the ambassador is named in and has not answered, with both answers; nothing, when there is none.
pub(crate) async fn card(store: &Store, words: Words, questions: &[Activity]) -> Result<Markup, Problem> {
    if questions.is_empty() {
        return Ok(html! {});
    }
    let owners = store.ambassadors_of(questions.iter().map(|activity| activity.ambassador)).await?;
    let name = |activity: &Activity| owners.get(&activity.ambassador).map(|owner| owner.name.to_string());
    Ok(kit::card(
        &say!(words, "together-title"),
        html! {
            @for activity in questions {
                div class="item" {
                    p {
                        strong { (Link::new(format!("/me/activities/{}", activity.id), activity.plan.title.as_str())) }
                        ", " (activities::dates(words, &activity.plan)) ", " (words.place(&activity.plan.place))
                    }
                    p { (say!(words, "together-asked", name = name(activity).unwrap_or_default())) }
                    (answers(words, activity.id, &[true, false]))
                }
            }
        },
    ))
}

fn answers(words: Words, id: ActivityId, offered: &[bool]) -> Markup {
    html! {
        div class="buttons" {
            @for yes in offered {
                @let (answer, label) = if *yes { ("yes", say!(words, "together-yes")) } else { ("no", say!(words, "together-no")) };
                (kit::post_button(&format!("/me/activities/{id}/together"), &label, &[("answer", answer)]))
            }
        }
    }
}

/// Somebody else's activity as whoever is named in it sees it: to read, and to answer.
pub(crate) async fn page(store: &Store, view: &View, named: &NamedIn) -> Result<Html<String>, Problem> {
    let words = view.words;
    let NamedIn { activity, said } = named;
    let owner = store.ambassador(activity.ambassador).await?.ok_or(Problem::NotFound)?;
    let name = owner.name.as_str();
    let (sentence, offered): (_, &[bool]) = match said {
        Together::Yes => (say!(words, "together-read-only", name = name), &[false]),
        Together::No => (say!(words, "together-not"), &[true]),
        Together::Asked | Together::Removed => (say!(words, "together-asked", name = name), &[true, false]),
    };
    let title = activity.plan.title.as_str();
    let body = html! {
        (kit::heading(title, Some(&say!(words, "together-open", name = name))))
        p { (kit::tag(&words.activity_state(activity.state), activity.state.into())) }
        (kit::card(&say!(words, "together-title"), html! { p { (sentence) } (answers(words, activity.id, offered)) }))
        (kit::card(&say!(words, "activity-plan"), kit::facts(&activities::plan_facts(words, view.settings(), &activity.plan))))
        @if activity.state != ActivityState::Cancelled {
            (kit::card(&say!(words, "together-report"), html! {
                @match &activity.report {
                    Some(report) => (kit::facts(&activities::report_facts(words, report))),
                    None => p { (say!(words, "together-no-report")) },
                }
            }))
        }
        p { (Link::new("/me", say!(words, "plan-back"))) }
    };
    Ok(view.page(&Around::new(title, Here::Me), body))
}

/// Who said that they organized it too, and whom the owner named; nothing, when nobody is named.
pub(crate) async fn facts(store: &Store, words: Words, activity: &Activity) -> Result<Vec<(String, Markup)>, Problem> {
    let mut facts = Vec::new();
    let with = store.ambassadors_of(activity.organized_with()).await?;
    if !with.is_empty() {
        let names: Vec<_> = with.values().map(|ambassador| ambassador.name.to_string()).collect();
        facts.push((say!(words, "together-with"), html! { (names.join(", ")) }));
    }
    if !activity.plan.with.is_empty() {
        let named: Vec<_> = activity.plan.with.iter().map(ToString::to_string).collect();
        facts.push((say!(words, "together-named"), html! { (named.join(", ")) }));
    }
    Ok(facts)
}
