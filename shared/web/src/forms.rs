//! Posted forms, read without losing anything: what is too long for a field comes back in its field.

use crate::problem::Problem;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use futures::StreamExt as _;
use http::{HeaderMap, header};
use program::Form;
use uuid::Uuid;

/// The most bytes a form may have: under the 6 MB a Lambda function takes.
pub const FORM_LIMIT: usize = 4_000_000;

/// The most bytes that are read to no purpose: browsers show an answer only once they have sent everything.
const PATIENCE: usize = 64_000_000;

/// A field no person sees; programs that fill in every field give themselves away (requirement S10).
pub const TRAP: &str = "website";

/// Whether the field no person sees was filled in.
pub fn is_trapped(form: &Form) -> bool {
    !form.get(TRAP).is_empty()
}

/// What a press of a button asks for, of a form that can be kept for later and grows by rows: its field is `step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Another row.
    More,
    /// To keep it as it is.
    Save,
    /// To send it.
    Send,
}

impl Step {
    /// What was pressed, where the button for another row says `more`.
    pub fn of(typed: &Form, more: &str) -> Self {
        match typed.get("step") {
            "save" => Self::Save,
            pressed if pressed == more => Self::More,
            _ => Self::Send,
        }
    }
}

/// A posted form.
#[derive(Clone, Debug)]
pub struct Typed(pub Form);

impl Typed {
    /// The key a form carries so that sending it twice counts once (requirement N1); none in a form we did not make.
    pub fn key(&self) -> Option<Uuid> {
        self.0.get("key").parse().ok().filter(|key: &Uuid| !key.is_nil())
    }

    /// The version of the record the form was made from (requirement N3).
    ///
    /// # Errors
    /// [`Problem::Unreadable`] in a form we did not make.
    pub fn version(&self) -> Result<u64, Problem> {
        self.0.get("version").parse().map_err(|_| Problem::Unreadable)
    }
}

impl<S: Sync> FromRequest<S> for Typed {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let is_form = is_form(request.headers());
        let body = read(request.into_body()).await?;
        match body {
            _ if !is_form => Err(Problem::Format),
            None => Err(Problem::TooLarge),
            Some(body) => Ok(Self::read(&body)),
        }
    }
}

impl Typed {
    fn read(body: &[u8]) -> Self {
        Self(Form::from_pairs(form_urlencoded::parse(body).into_owned()))
    }
}

/// A form as a page posts it, or the same fields as a flat JSON object, as a program does (requirement S5).
#[derive(Clone, Debug)]
pub struct Posted {
    /// What came.
    pub typed: Typed,
    /// Whether it came as JSON, and is to be answered so.
    pub as_json: bool,
}

impl<S: Sync> FromRequest<S> for Posted {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_kind(request.headers(), "application/json") {
            return Ok(Self { typed: Typed::from_request(request, state).await?, as_json: false });
        }
        let body = read(request.into_body()).await?.ok_or(Problem::TooLarge)?;
        let object = serde_json::from_slice::<serde_json::Map<_, _>>(&body).map_err(|_| Problem::Format)?;
        let mut form = Form::default();
        for (field, value) in object {
            form.set_all(&field, texts(&value).ok_or(Problem::Format)?);
        }
        Ok(Self { typed: Typed(form), as_json: true })
    }
}

/// What a JSON value says in a form's words: a text as it is, a number in digits, true as a ticked box, false and null
/// as nothing, a list as several values; none for what no form can say.
pub fn texts(value: &serde_json::Value) -> Option<Vec<String>> {
    use serde_json::Value;
    match value {
        Value::Null | Value::Bool(false) => Some(Vec::new()),
        Value::Bool(true) => Some(vec!["yes".to_owned()]),
        Value::Number(number) => Some(vec![number.to_string()]),
        Value::String(text) => Some(vec![text.clone()]),
        Value::Array(values) => values.iter().map(|value| value.as_str().map(str::to_owned)).collect(),
        Value::Object(_) => None,
    }
}

/// A body exactly as it came, for checking who signed it.
#[derive(Clone)]
pub struct Raw(pub Vec<u8>);

impl<S: Sync> FromRequest<S> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        read(request.into_body()).await?.map(Self).ok_or(Problem::TooLarge)
    }
}

/// Whether it is a form, as a request that names no kind is too.
fn is_form(headers: &HeaderMap) -> bool {
    !headers.contains_key(header::CONTENT_TYPE) || is_kind(headers, "application/x-www-form-urlencoded")
}

fn is_kind(headers: &HeaderMap, kind: &str) -> bool {
    let said = headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
    said.and_then(|said| said.split(';').next()).is_some_and(|said| said.trim().eq_ignore_ascii_case(kind))
}

/// All of a body; none when it is larger than a form may be, after reading the rest away.
async fn read(body: Body) -> Result<Option<Vec<u8>>, Problem> {
    let mut body = body.into_data_stream();
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(piece) = body.next().await {
        // A connection that broke has nobody left to answer.
        let piece = piece.map_err(|_| Problem::Unreadable)?;
        length += piece.len();
        if length <= FORM_LIMIT {
            kept.extend_from_slice(&piece);
        } else if length > PATIENCE {
            break;
        }
    }
    Ok((length <= FORM_LIMIT).then_some(kept))
}
