//! A draft the team reads before it is published (clause M21): handing it in, and what came back.

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::draft_review::{ContentDraft, DraftReview, Handed};
use program::{Activity, ActivityId, ActivityState, Form, Problems};
use store::Store;
use store::applications::Stored;
use web::kit::{self, Ask, FormView, Link, TextKind, Tone};
use web::layout::Here;
use web::problem_page::BothValues;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View, activities};
use words::{Words, say};

pub(crate) async fn hand_in(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let activity = store.activity(by.id, id).await?.ok_or(Problem::NotFound)?.value;
    let words = view.words;
    if !is_read(&view, &activity) {
        return Err(Problem::Rule { sentence: say!(words, "draft-review-none"), typed: typed.0 });
    }
    let handed = match Handed::parse(&typed.0) {
        Ok(handed) => handed,
        Err(problems) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, wrong(&view, &activity, &typed.0, &problems)).into_response());
        }
    };
    let there = store.content_draft(by.id, id).await?;
    let written = match there.as_ref().map_or(0, |there| there.version) == typed.version()? {
        true => {
            let before = there.as_ref().map(|there| &there.value);
            let draft = ContentDraft::handed_in(before, handed.clone(), by.person, view.now)
                .map_err(|rule| Problem::Rule { sentence: words.draft_not_possible(rule), typed: typed.0.clone() })?;
            store.save_content_draft((by.id, id), there.as_ref(), &draft, by.person, None).await
        }
        false => Err(store::Error::Conflict("draft")),
    };
    match written {
        Ok(()) => Ok(Redirect::to(&format!("/me/activities/{id}#draft")).into_response()),
        Err(store::Error::Conflict(_)) => {
            let now = store.content_draft(by.id, id).await?.ok_or(Problem::NotFound)?;
            // The same form once more, whose first sending was answered already.
            if now.value.handed == handed {
                return Ok(Redirect::to(&format!("/me/activities/{id}#draft")).into_response());
            }
            Err(conflict(words, id, &now, &handed, typed.0))
        }
        Err(error) => Err(error.into()),
    }
}

fn conflict(words: Words, id: ActivityId, now: &Stored<ContentDraft>, handed: &Handed, mut typed: Form) -> Problem {
    let link = |handed: &Handed| handed.link.as_ref().map(ToString::to_string).unwrap_or_default();
    let text = |handed: &Handed| handed.text.as_ref().map(ToString::to_string).unwrap_or_default();
    let theirs = &now.value.handed;
    let both = [
        (say!(words, "draft-review-link"), link(theirs), link(handed)),
        (say!(words, "draft-review-text"), text(theirs), text(handed)),
    ];
    let differs = both.into_iter().filter(|(_, theirs, yours)| theirs != yours);
    let values = differs.map(|(label, theirs, yours)| BothValues { label, theirs, yours }).collect();
    typed.set("version", now.version.to_string());
    Problem::Conflict { values, again: Some((format!("/me/activities/{id}/draft"), typed)) }
}

/// Whether the team reads drafts of this activity.
fn is_read(view: &View, activity: &Activity) -> bool {
    let reviewed = view.settings().kind(&activity.plan.kind).is_some_and(|kind| kind.reviewed);
    reviewed && activity.state != ActivityState::Cancelled
}

/// The draft of an activity with what was said about it, and the form to hand one in; nothing for other kinds.
pub(crate) async fn card(store: &Store, view: &View, activity: &Activity) -> Result<Markup, Problem> {
    if !is_read(view, activity) {
        return Ok(html! {});
    }
    let there = store.content_draft(activity.ambassador, activity.id).await?;
    let words = view.words;
    let mut typed = Form::default();
    typed.set("version", there.as_ref().map_or(0, |there| there.version).to_string());
    if let Some(link) = there.as_ref().and_then(|there| there.value.handed.link.as_ref()) {
        typed.set("draft_link", link.as_str());
    }
    if let Some(text) = there.as_ref().and_then(|there| there.value.handed.text.as_ref()) {
        typed.set("draft_text", text.as_str());
    }
    let state = there.as_ref().map(|there| there.value.state);
    let fields = form(words, &FormView::filled(words, &typed), activity.id, &typed, state.is_some());
    Ok(html! {
        div id="draft" {
            (kit::card(&say!(words, "draft-review-title"), html! {
                p { (say!(words, "draft-review-lead")) }
                @if let Some(state) = state { (stands(words, state)) }
                @if let Some(there) = &there {
                    (activities::draft_history(words, &view.settings().calendar, &there.value, |_| None))
                }
                @match state {
                    Some(DraftReview::Ready) => {},
                    // It is the team's turn; a newer version can still be handed in.
                    Some(DraftReview::WaitsForFirst | DraftReview::WaitsForFinal) => {
                        (kit::folded(&say!(words, "draft-review-send-again"), fields))
                    },
                    Some(DraftReview::ChangeAfterFirst | DraftReview::ChangeAfterFinal) | None => (fields),
                }
            }))
        }
    })
}

fn stands(words: Words, state: DraftReview) -> Markup {
    let (tone, sentence) = match state {
        DraftReview::WaitsForFirst => (Tone::Quiet, say!(words, "draft-review-waits-first")),
        DraftReview::WaitsForFinal => (Tone::Quiet, say!(words, "draft-review-waits-final")),
        DraftReview::ChangeAfterFirst | DraftReview::ChangeAfterFinal => {
            (Tone::Waiting, say!(words, "draft-review-change"))
        }
        DraftReview::Ready => (Tone::Good, say!(words, "draft-review-ready")),
    };
    kit::notice(tone, html! { p { (sentence) } })
}

fn form(words: Words, form: &FormView<'_>, id: ActivityId, typed: &Form, again: bool) -> Markup {
    let send = if again { say!(words, "draft-review-send-again") } else { say!(words, "draft-review-send") };
    form.form(
        &format!("/me/activities/{id}/draft"),
        html! {
            (kit::hidden("version", typed.get("version")))
            (form.text(Ask::new("draft_link", label(words, "draft_link")).hint(say!(words, "draft-review-link-hint")).depends(), TextKind::Url))
            (form.paragraphs(Ask::new("draft_text", label(words, "draft_text")).depends(), 6))
            (kit::buttons(&send, None))
        },
    )
}

fn label(words: Words, field: &str) -> String {
    match field {
        "draft_text" => say!(words, "draft-review-text"),
        _ => say!(words, "draft-review-link"),
    }
}

/// The form by itself, as it comes back.
fn wrong(view: &View, activity: &Activity, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "draft-review-title");
    let fields = FormView::new(words, typed, problems);
    let body = html! {
        (fields.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(activity.plan.title.as_str())))
        (form(words, &fields, activity.id, typed, typed.get("version") != "0"))
        p { (Link::new(format!("/me/activities/{}", activity.id), activity.plan.title.as_str())) }
    };
    view.page(&Around::new(&title, Here::Me).with_errors(true), body)
}
