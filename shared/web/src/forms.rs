//! Posted forms, read without losing anything: what is too long for a field comes back in its field.

use crate::problem::Problem;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use futures::StreamExt as _;
use http::header;
use program::Form;
use uuid::Uuid;

/// The most bytes a form may have: under the 6 MB a Lambda function takes.
pub const FORM_LIMIT: usize = 4_000_000;

/// The most bytes that are read to no purpose: browsers show an answer only once they have sent everything.
const PATIENCE: usize = 64_000_000;

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
        let content_type = request.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
        let is_form = content_type.is_none_or(|value| {
            value
                .split(';')
                .next()
                .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
        });
        let body = read(request.into_body()).await?;
        match body {
            _ if !is_form => Err(Problem::Format),
            None => Err(Problem::TooLarge),
            Some(body) => Ok(Self(Form::from_pairs(form_urlencoded::parse(&body).into_owned()))),
        }
    }
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
