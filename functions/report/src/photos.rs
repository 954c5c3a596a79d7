//! Photos of an activity: the form that posts them straight to the bucket, and what became of each (requirement S8).

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, header};
use maud::{Markup, html};
use program::evidence::{MOST_PHOTOS, PhotoKey};
use program::{Activity, ActivityId, FileId};
use store::evidence::{Evidence, Found};
use store::files::PostForm;
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, View};
use words::{Words, say};

/// What the bucket adds to the address it sends a browser back to.
#[derive(serde::Deserialize)]
pub(crate) struct Posted {
    key: Option<String>,
}

impl Posted {
    /// The file that was posted a moment ago, if it has not been looked at yet.
    fn waits(&self, files: &[Evidence]) -> bool {
        let key = self.key.as_ref().and_then(|key| key.parse::<PhotoKey>().ok());
        key.is_some_and(|key| files.iter().all(|file| file.file_id != key.file))
    }
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
    Query(posted): Query<Posted>,
) -> Result<Response, Problem> {
    let store = office.store();
    let activity = store.activity(by.id, id).await?.ok_or(Problem::NotFound)?.value;
    let files = store.evidence_of(id).await?;
    let taken = files.iter().filter(|file| file.photo().is_some()).count();
    let form = match taken < MOST_PHOTOS {
        true => {
            let key = PhotoKey { ambassador: by.id, activity: id, file: FileId::new(store.new_id()) };
            let back = format!("{}/me/activities/{id}/photos", office.public_url().origin());
            Some(store.files().post_form(&key.to_string(), &back).await?)
        }
        false => None,
    };
    let policy = form.as_ref().map(|form| policy(&form.action)).transpose()?;
    let mut page = page(&view, &activity, &files, posted.waits(&files), form.as_ref()).into_response();
    if let Some(policy) = policy {
        page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(page)
}

pub(crate) async fn fetch(
    State(office): State<Office>,
    by: SignedIn<Ambassador>,
    Path((id, file)): Path<(ActivityId, FileId)>,
) -> Result<Response, Problem> {
    let link = own(&office, &by, id, file).await?.link(office.store(), id).await?.ok_or(Problem::NotFound)?;
    Ok(Redirect::to(link.reveal()).into_response())
}

pub(crate) async fn remove(
    State(office): State<Office>,
    by: SignedIn<Ambassador>,
    Path((id, file)): Path<(ActivityId, FileId)>,
) -> Result<Response, Problem> {
    office.store().activity(by.id, id).await?.ok_or(Problem::NotFound)?;
    match own(&office, &by, id, file).await {
        Ok(evidence) => office.store().remove_evidence(id, &evidence, by.person).await?,
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
    let evidence = office.store().evidence(activity, file).await?;
    evidence.filter(|evidence| evidence.ambassador == by.id).ok_or(Problem::NotFound)
}

/// The policy of a page whose form may go to the bucket as well.
fn policy(bucket: &str) -> Result<HeaderValue, Problem> {
    let origin = bucket.parse::<http::Uri>().ok().and_then(|address| {
        let (scheme, authority) = (address.scheme_str()?, address.authority()?);
        Some(format!("{scheme}://{authority}"))
    });
    let widened = web::headers::POLICY
        .replace("form-action 'self'", &format!("form-action 'self' {}", origin.unwrap_or_default()));
    HeaderValue::from_str(&widened).map_err(|error| Problem::from(store::Error::Unexpected(error.into())))
}

fn page(
    view: &View,
    activity: &Activity,
    files: &[Evidence],
    one_waits: bool,
    form: Option<&PostForm>,
) -> axum::response::Html<String> {
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
                form method="post" action=(form.action) enctype="multipart/form-data" class="form" {
                    @for (name, value) in &form.fields { (kit::hidden(name, value.reveal())) }
                    div class="field" {
                        label for="field-file" { (say!(words, "photos-file")) }
                        p id="hint-file" class="hint" { (say!(words, "photos-file-hint")) }
                        input id="field-file" type="file" name="file" accept="image/jpeg,image/png" required aria-describedby="hint-file";
                    }
                    (kit::buttons(&say!(words, "photos-send"), None))
                }
                p { (say!(words, "photos-after")) }
            })),
            None => (kit::notice(kit::Tone::Quiet, html! { p { (say!(words, "photos-full", most = MOST_PHOTOS)) } })),
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
                Found::Photo(photo) => {
                    (Link::new(&at, say!(words, "photos-one", number = number))) " "
                    (say!(words, "photos-size", width = photo.width, height = photo.height))
                    (kit::post_button(&format!("{at}/remove"), &say!(words, "photos-remove", number = number), &[]))
                },
                Found::NotTaken(why) => {
                    p { (words.photo_not_taken(*why)) }
                    (kit::post_button(&format!("{at}/remove"), &say!(words, "photos-understood"), &[]))
                },
            }
        }
    }
}
