//! Applications that a form service sends in by itself: who signed them, and where in their JSON each answer is.
//!
//! A service keeps its answers and sends one again until it is taken, so an application's id comes from the answer's own
//! (requirement N1). Whom nobody may stop by network origin is told by the signature, so no limit is counted here.

use crate::drafts;
use crate::elsewhere::in_json;
use crate::taking::{Taken, not_open, take};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, StatusCode};
use program::settings::{Hook, SignatureKind};
use program::{ApplicationId, Form};
use serde_json::{Value, json};
use sha2::Sha256;
use store::Secret;
use store::applications::KeyOf;
use store::secret::{hash, id_of};
use web::forms::texts;
use web::{Office, Problem, Raw, View};
use words::{Locale, Words, say};

pub(crate) async fn receive(
    State(office): State<Office>,
    view: View,
    Path(key): Path<String>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<Response, Problem> {
    let settings = view.settings();
    let refused = |status, key| (status, Json(json!({ "message": say!(view.words, key) }))).into_response();
    let Some(hook) = settings.hooks.iter().find(|hook| hook.key == key) else {
        return Ok(refused(StatusCode::NOT_FOUND, "hook-unknown"));
    };
    let signature = headers.get(&hook.signature_header).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !office.hook_secret(&key).is_some_and(|secret| is_signed(hook, secret, signature, &body)) {
        return Ok(refused(StatusCode::UNAUTHORIZED, "hook-signature"));
    }
    let Ok(answer) = serde_json::from_slice::<Value>(&body) else {
        return Ok(refused(StatusCode::BAD_REQUEST, "hook-unreadable"));
    };
    let typed = form_of(hook, &answer);
    let id = id_of_answer(hook, &answer, &body);
    let words = Words::new(Locale::of(&settings.language));
    let taken = match not_open(&office, &view).await? {
        None => take(&office, &view, words, &typed, (id, KeyOf::Program)).await?,
        Some(refusal) => Taken::Refused(refusal),
    };
    if let Taken::Wrong(_) = &taken {
        let language = words.locale().tag();
        if !drafts::keep_what_came(&office, &view, id, &typed, Some(language)).await? {
            return Ok(refused(StatusCode::PAYLOAD_TOO_LARGE, "draft-too-large"));
        }
    }
    Ok(in_json(&view, &taken))
}

/// Whether the signature is the HMAC-SHA-256 of the body, compared in constant time.
fn is_signed(hook: &Hook, secret: &Secret, signature: &str, body: &[u8]) -> bool {
    let Some(written) = signature.trim().strip_prefix(hook.signature_prefix.as_str()) else { return false };
    let said = match hook.signature {
        SignatureKind::Base64 => STANDARD.decode(written).ok(),
        SignatureKind::Hex => from_hex(written),
    };
    let (Some(said), Ok(mut mac)) = (said, Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes())) else {
        return false;
    };
    mac.update(body);
    !secret.reveal().is_empty() && mac.verify_slice(&said).is_ok()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| digit.try_into().ok())).collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    pairs
        .remainder()
        .is_empty()
        .then(|| pairs.map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

/// The same for one answer however often it is sent; where the answer has no id of its own, its bytes are it.
fn id_of_answer(hook: &Hook, answer: &Value, body: &[u8]) -> ApplicationId {
    let own = values_at(answer, &hook.id).into_iter().find(|own| !own.trim().is_empty());
    let own = own.unwrap_or_else(|| hash(body));
    ApplicationId::new(id_of(&format!("hook\n{}\n{own}", hook.key)))
}

/// The form that says what the answer says.
fn form_of(hook: &Hook, answer: &Value) -> Form {
    let mut form = Form::default();
    for (field, path) in &hook.fields {
        form.set_all(field, values_at(answer, path));
    }
    form
}

/// The texts at a path. Where a form service answers with the ids of options, it gives the options beside them, and their
/// texts are meant.
fn values_at(answer: &Value, path: &str) -> Vec<String> {
    let Some(parts) = parts(path) else { return Vec::new() };
    let (mut here, mut above) = (answer, None);
    for part in &parts {
        let Some(next) = part.of(here) else { return Vec::new() };
        (here, above) = (next, Some(here));
    }
    let values = texts(here).unwrap_or_default();
    let options = above.and_then(|above| above.get("options")).and_then(Value::as_array);
    values.into_iter().map(|value| options.and_then(|options| text_of(options, &value)).unwrap_or(value)).collect()
}

fn text_of(options: &[Value], id: &str) -> Option<String> {
    let chosen = options.iter().find(|option| option.get("id").and_then(Value::as_str) == Some(id))?;
    let text = ["text", "label", "name"].into_iter().find_map(|key| chosen.get(key)?.as_str())?;
    Some(text.to_owned())
}

/// One part of a path.
#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    /// `name`: the value under this key.
    Key(&'a str),
    /// `[2]`: the element at this place, from 0.
    At(usize),
    /// `[label=Name]`: the first element in which the value at this path says so.
    Where(Vec<&'a str>, &'a str),
}

impl Part<'_> {
    fn of<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        match self {
            Self::Key(key) => value.get(key),
            Self::At(place) => value.get(place),
            Self::Where(path, is) => value.as_array()?.iter().find(|element| {
                let mut keys = path.iter();
                let found = keys.try_fold(*element, |value, key| value.get(key));
                found.and_then(texts).is_some_and(|texts| texts.iter().any(|text| text == is))
            }),
        }
    }
}

/// Reads a path such as `data.fields[label=Your name].value`; none for what is no path.
fn parts(path: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(bracket) = rest.strip_prefix('[') {
            let (inside, after) = bracket.split_once(']')?;
            parts.push(match inside.split_once('=') {
                Some((keys, is)) => Part::Where(keys.split('.').collect(), is),
                None => Part::At(inside.parse().ok()?),
            });
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            if key.is_empty() {
                return None;
            }
            parts.push(Part::Key(key));
            rest = after;
        }
        if let Some(after) = rest.strip_prefix('.') {
            if after.is_empty() {
                return None;
            }
            rest = after;
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(signature: SignatureKind, prefix: &str) -> Hook {
        Hook {
            key: "tally".to_owned(),
            signature_header: "tally-signature".to_owned(),
            signature_prefix: prefix.to_owned(),
            signature,
            id: "data.responseId".to_owned(),
            fields: Vec::new(),
        }
    }

    #[test]
    fn a_path_leads_to_each_service_s_answers() {
        let tally = json!({ "data": { "responseId": "abc", "fields": [
            { "label": "Name", "value": "أمارة" },
            { "label": "Country", "value": ["id-2"], "options": [{ "id": "id-1", "text": "Ghana" }, { "id": "id-2", "text": "Nigeria" }] },
            { "label": "I agree", "value": true },
        ] } });
        assert_eq!(values_at(&tally, "data.fields[label=Name].value"), ["أمارة"]);
        assert_eq!(values_at(&tally, "data.fields[label=Country].value"), ["Nigeria"]);
        assert_eq!(values_at(&tally, "data.fields[label=I agree].value"), ["yes"]);
        assert_eq!(values_at(&tally, "data.fields[2].label"), ["I agree"]);
        let typeform = json!({ "form_response": { "answers": [
            { "field": { "ref": "name" }, "text": "Wanjiru" },
            { "field": { "ref": "years" }, "number": 3 },
            { "field": { "ref": "ways" }, "choices": { "labels": ["Talks", "Docs"] } },
        ] } });
        assert_eq!(values_at(&typeform, "form_response.answers[field.ref=name].text"), ["Wanjiru"]);
        assert_eq!(values_at(&typeform, "form_response.answers[field.ref=years].number"), ["3"]);
        assert_eq!(values_at(&typeform, "form_response.answers[field.ref=ways].choices.labels"), ["Talks", "Docs"]);
        let mautic = json!({ "mautic.form_on_submit": [{ "submission": { "results": { "name": "Jonas" } } }] });
        assert_eq!(values_at(&mautic["mautic.form_on_submit"], "[0].submission.results.name"), ["Jonas"]);
        for path in [
            "data.nothing",
            "data.fields[9].value",
            "data.fields[label=No].value",
            "data.fields",
            "data..x",
            "",
            "a]",
            "[x",
            "data.",
        ] {
            assert_eq!(values_at(&tally, path), Vec::<String>::new(), "{path}");
        }
    }

    #[test]
    fn one_answer_is_one_application_however_its_bytes_differ() {
        let hook = hook(SignatureKind::Hex, "");
        let (once, again) =
            (json!({ "data": { "responseId": "a" } }), json!({ "data": { "responseId": "a" }, "retry": 2 }));
        assert_eq!(id_of_answer(&hook, &once, b"1"), id_of_answer(&hook, &again, b"2"));
        for without in [json!({}), json!({ "data": { "responseId": " " } })] {
            assert_ne!(id_of_answer(&hook, &without, b"1"), id_of_answer(&hook, &without, b"2"));
        }
    }

    /// HMAC-SHA-256, RFC 4231, test case 2.
    #[test]
    fn a_signature_is_read_as_the_service_writes_it_and_any_other_is_refused() {
        let (secret, body) = (Secret::new("Jefe"), b"what do ya want for nothing?");
        let hex = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let base64 = STANDARD.encode(from_hex(hex).unwrap());
        assert!(is_signed(&hook(SignatureKind::Hex, "sha256="), &secret, &format!("sha256={hex}"), body));
        assert!(is_signed(&hook(SignatureKind::Base64, ""), &secret, &base64, body));
        for wrong in ["", "sha256=", "sha256=zz", "sha256=5bd", "sha256=00", &hex.replace('5', "6")] {
            assert!(!is_signed(&hook(SignatureKind::Hex, "sha256="), &secret, wrong, body), "{wrong}");
        }
        assert!(!is_signed(&hook(SignatureKind::Base64, ""), &Secret::new(""), &base64, body));
        assert!(!is_signed(&hook(SignatureKind::Base64, ""), &secret, &base64, b"something else"));
    }
}
