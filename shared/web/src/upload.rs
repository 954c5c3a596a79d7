//! Forms that post files straight to the bucket, and what pages that have one need: a policy that names the bucket, and
//! the script that shows progress and tries again. Without the script the form works by itself.

use crate::kit::{self, Link};
use crate::problem::Problem;
use crate::view::View;
use axum::Json;
use axum::response::{Html, IntoResponse, Redirect, Response};
use base64::Engine as _;
use http::{HeaderValue, header};
use maud::{Markup, html};
use program::Form;
use program::evidence::{MOST_BYTES, Subject, UploadKey};
use serde::Deserialize;
use serde_json::json;
use store::Store;
use store::evidence::{Evidence, Kept, Lent};
use store::files::{Afterwards, PostForm, Safety};
use words::{Words, say};

/// What the bucket adds to the address it sends a browser back to.
#[derive(Debug, Deserialize)]
pub struct Posted {
    /// The key of the file that was posted a moment ago.
    pub key: Option<String>,
}

impl Posted {
    /// Whether the file that was posted a moment ago has not been looked at yet.
    pub fn waits(&self, files: &[Evidence]) -> bool {
        let key = self.key.as_ref().and_then(|key| key.parse::<UploadKey>().ok());
        key.is_some_and(|key| files.iter().all(|file| file.file_id != key.file))
    }
}

/// What a script asks a form for.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    /// The SHA-256 of the file, in base 64, which the bucket then holds against what arrives.
    sha256: Option<String>,
}

/// A form in words.
#[derive(Debug)]
pub struct Upload<'a> {
    /// The form as it was signed.
    pub form: &'a PostForm,
    /// Where the script gets another.
    pub sign_at: String,
    /// What the file is.
    pub label: String,
    /// What is taken.
    pub hint: String,
    /// The button.
    pub send: String,
    /// Whether a PDF will do.
    pub takes_pdf: bool,
}

impl Upload<'_> {
    /// The form.
    pub fn shown(&self, view: &View) -> Markup {
        let words = view.words;
        let accept = if self.takes_pdf { "application/pdf,image/jpeg,image/png" } else { "image/jpeg,image/png" };
        html! {
            form method="post" action=(self.form.action) enctype="multipart/form-data" class="form"
                data-sign-at=(self.sign_at) data-most=(MOST_BYTES) data-drop=(say!(words, "files-drop"))
                data-sending=(say!(words, "files-sending")) data-sent=(say!(words, "files-sent"))
                data-failed=(say!(words, "files-failed")) data-larger=(say!(words, "files-larger")) {
                @for (name, value) in &self.form.fields { (kit::hidden(name, value.reveal())) }
                div class="field" {
                    label for="field-file" { (self.label) }
                    p id="hint-file" class="hint" { (self.hint) }
                    input id="field-file" type="file" name="file" accept=(accept) required aria-describedby="hint-file";
                }
                (kit::buttons(&self.send, None))
            }
            p class="hint" { (say!(words, "files-one-hour")) }
            script src=(crate::layout::script_address()) defer {}
        }
    }
}

/// A page that has the form, if any, with the policy it needs.
///
/// # Errors
/// When the bucket's address is none.
pub fn page(page: Html<String>, form: Option<&PostForm>) -> Result<Response, Problem> {
    let mut response = page.into_response();
    if let Some(form) = form {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy(&form.action)?);
    }
    Ok(response)
}

/// A form for a script.
///
/// # Errors
/// When the fingerprint is none, or the form cannot be signed.
pub async fn for_script(store: &Store, key: &str, wanted: &Wanted) -> Result<Response, Problem> {
    let sha256 = wanted.sha256.as_deref();
    let bytes = sha256.map(|sum| base64::engine::general_purpose::STANDARD.decode(sum));
    if bytes.is_some_and(|bytes| bytes.map_or(true, |bytes| bytes.len() != 32)) {
        return Err(Problem::Unreadable);
    }
    let form = store.files().post_form(key, Afterwards::Script(sha256)).await?;
    let fields: Vec<_> = form.fields.iter().map(|(name, value)| (name, value.reveal())).collect();
    Ok(Json(json!({ "action": form.action, "fields": fields })).into_response())
}

/// Leads to the file itself, for a few minutes; not found where there is none. Where somebody looks for malware, a file is
/// lent once that is done and nothing was found; else a sentence says where it stands.
///
/// # Errors
/// When the bucket cannot be asked, or the file is lent to nobody now.
pub async fn fetched(store: &Store, words: Words, evidence: &Evidence) -> Result<Response, Problem> {
    match evidence.lent(store).await?.ok_or(Problem::NotFound)? {
        Lent::Link(link) => Ok(Redirect::to(link.reveal()).into_response()),
        Lent::Withheld(why) => Err(Problem::Rule { sentence: withheld(words, why), typed: Form::default() }),
    }
}

/// Why a file is lent to nobody now.
pub fn withheld(words: Words, why: Safety) -> String {
    match why {
        Safety::Safe | Safety::BeingScanned => say!(words, "files-being-scanned"),
        Safety::Harmful => say!(words, "files-harmful"),
        Safety::NotScanned => say!(words, "files-not-scanned"),
    }
}

/// A small picture of a file; not found where there is none.
///
/// # Errors
/// When the bucket cannot be asked, or has none.
pub async fn preview(store: &Store, evidence: &Evidence) -> Result<Response, Problem> {
    let picture = evidence.preview(store).await?.ok_or(Problem::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], picture).into_response())
}

/// The small picture of a file that lies at this address, if there is one.
pub fn picture(words: Words, kept: &Kept, at: &str) -> Markup {
    html! {
        @if kept.has_preview {
            p { img class="preview" src=(format!("{at}/preview")) alt=(say!(words, "files-preview")) loading="lazy"; }
        }
    }
}

/// A link to what a file counts for.
pub fn where_it_counts(words: Words, subject: Subject) -> Link {
    let address = match subject {
        Subject::Activity(id) => format!("/me/activities/{id}/photos"),
        Subject::Funding(id) => format!("/me/funding/{id}"),
    };
    Link::new(address, say!(words, "files-where"))
}

/// The policy of a page whose form goes to the bucket, by itself or by the script.
fn policy(bucket: &str) -> Result<HeaderValue, Problem> {
    let origin = bucket.parse::<http::Uri>().ok().and_then(|address| {
        let (scheme, authority) = (address.scheme_str()?, address.authority()?);
        Some(format!("{scheme}://{authority}"))
    });
    let origin = origin.unwrap_or_default();
    let widened = crate::headers::POLICY
        .replace("form-action 'self'", &format!("form-action 'self' {origin}"))
        .replace("script-src 'none'", &format!("script-src 'self'; connect-src 'self' {origin}"));
    HeaderValue::from_str(&widened).map_err(|error| Problem::from(store::Error::Unexpected(error.into())))
}
