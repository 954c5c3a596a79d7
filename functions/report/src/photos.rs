//! Photos of an activity: the form that posts them straight to the bucket, and what became of each (requirement S8).

use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use program::evidence::{MOST_FILES, NotTaken, Purpose, Subject, UploadKey};
use program::{Activity, ActivityId, FileId};
use store::evidence::{Evidence, Found};
use store::files::{Afterwards, PostForm};
use web::kit::{self, Link};
use web::layout::Here;
use web::upload::{self, Posted, Upload, Wanted};
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, View};
use words::{Words, say};

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
    Query(posted): Query<Posted>,
) -> Result<Response, Problem> {
    let store = office.store();
    let activity = store.activity(by.id, id).await?.ok_or(Problem::NotFound)?.value;
    let files = store.evidence_of(Subject::Activity(id)).await?;
    let taken = files.iter().filter(|file| file.kept().is_some()).count();
    let form = match taken < MOST_FILES {
        true => {
            let back = format!("{}/me/activities/{id}/photos", office.public_url().origin());
            let key = new_key(&office, &by, id).to_string();
            Some(store.files().post_form(&key, Afterwards::GoesTo(&back)).await?)
        }
        false => None,
    };
    upload::page(page(&view, &activity, &files, posted.waits(&files), form.as_ref()), form.as_ref())
}

/// A form for the script of the page.
pub(crate) async fn sign(
    State(office): State<Office>,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    office.store().activity(by.id, id).await?.ok_or(Problem::NotFound)?;
    upload::for_script(office.store(), &new_key(&office, &by, id).to_string(), &wanted).await
}

fn new_key(office: &Office, by: &SignedIn<Ambassador>, activity: ActivityId) -> UploadKey {
    let file = FileId::new(office.store().new_id());
    UploadKey { ambassador: by.id, purpose: Purpose::Photo(activity), file }
}

pub(crate) async fn fetch(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path((id, file)): Path<(ActivityId, FileId)>,
) -> Result<Response, Problem> {
    upload::fetched(office.store(), view.words, &own(&office, &by, id, file).await?).await
}

pub(crate) async fn preview(
    State(office): State<Office>,
    by: SignedIn<Ambassador>,
    Path((id, file)): Path<(ActivityId, FileId)>,
) -> Result<Response, Problem> {
    upload::preview(office.store(), &own(&office, &by, id, file).await?).await
}

pub(crate) async fn remove(
    State(office): State<Office>,
    by: SignedIn<Ambassador>,
    Path((id, file)): Path<(ActivityId, FileId)>,
) -> Result<Response, Problem> {
    office.store().activity(by.id, id).await?.ok_or(Problem::NotFound)?;
    match own(&office, &by, id, file).await {
        Ok(evidence) => office.store().remove_evidence(&evidence, by.person).await?,
        // The same form once more, whose first sending took it away.
        Err(Problem::NotFound) => {}
        Err(problem) => return Err(problem),
    }
    Ok(Redirect::to(&format!("/me/activities/{id}/photos")).into_response())
}

/// A file of one's own; another's is none.
async fn own(
    office: &Office,
    by: &SignedIn<Ambassador>,
    activity: ActivityId,
    file: FileId,
) -> Result<Evidence, Problem> {
    let evidence = office.store().evidence(Subject::Activity(activity), file).await?;
    evidence.filter(|evidence| evidence.ambassador == by.id).ok_or(Problem::NotFound)
}

fn page(
    view: &View,
    activity: &Activity,
    files: &[Evidence],
    one_waits: bool,
    form: Option<&PostForm>,
) -> Html<String> {
    let words = view.words;
    let id = activity.id;
    let title = say!(words, "photos-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "photos-lead", activity = activity.plan.title.as_str()))))
        @if one_waits {
            (kit::notice(kit::Tone::Waiting, html! {
                p { (say!(words, "photos-arrived")) }
                p { (Link::new(format!("/me/activities/{id}/photos"), say!(words, "photos-look-again"))) }
            }))
        }
        @if files.is_empty() && !one_waits {
            (kit::empty(&say!(words, "photos-none"), &say!(words, "photos-none-text"), None))
        } @else {
            ul class="plain" { @for (number, file) in files.iter().enumerate() { (told(words, id, number + 1, file)) } }
        }
        @match form {
            Some(form) => (kit::card(&say!(words, "photos-add"), html! {
                (Upload {
                    form,
                    sign_at: format!("/me/activities/{id}/photos/sign"),
                    label: say!(words, "photos-file"),
                    hint: say!(words, "photos-file-hint"),
                    send: say!(words, "photos-send"),
                    takes_pdf: false,
                }.shown(view))
            })),
            None => (kit::notice(kit::Tone::Quiet, html! { p { (say!(words, "photos-full", most = MOST_FILES)) } })),
        }
        p { (Link::new(format!("/me/activities/{id}"), say!(words, "photos-back"))) }
    };
    view.page(&Around::new(&title, Here::Me), body)
}

fn told(words: Words, id: ActivityId, number: usize, file: &Evidence) -> Markup {
    let at = format!("/me/activities/{id}/photos/{}", file.file_id);
    html! {
        li {
            @match &file.found {
                Found::Taken(kept) => {
                    (upload::picture(words, kept, &at))
                    (Link::new(&at, say!(words, "photos-one", number = number))) " "
                    @if let Some(pixels) = kept.document.content.pixels() {
                        (say!(words, "photos-size", width = pixels.width, height = pixels.height))
                    }
                    (kit::post_button(&format!("{at}/remove"), &say!(words, "photos-remove", number = number), &[]))
                },
                Found::NotTaken(why) => {
                    p { (words.file_not_taken(*why, file.purpose)) }
                    @if let NotTaken::CountsFor(subject) = why { p { (upload::where_it_counts(words, *subject)) } }
                    (kit::post_button(&format!("{at}/remove"), &say!(words, "photos-understood"), &[]))
                },
            }
        }
    }
}
