//! What somebody needs to put the form on a site of their own: the names of its fields, a form to copy, and the same for a
//! program (requirement S5).

use crate::form::Layout;
use axum::extract::State;
use axum::response::Html;
use maud::{Markup, html};
use program::application::{ShownAs, Submission};
use program::{QuestionKind, Settings};
use serde_json::{Value, json};
use web::kit::{self, Column};
use web::layout::Here;
use web::view::Around;
use web::{Office, View};
use words::{Words, say};

/// One field, as a site elsewhere has to name it.
struct Field {
    name: String,
    label: String,
    required: bool,
    kind: QuestionKind,
}

pub(crate) async fn page(State(office): State<Office>, view: View) -> Html<String> {
    let words = view.words;
    let settings = view.settings();
    let fields = fields(words, settings);
    let action = office.public_url().to("/apply");
    let title = say!(words, "embed-title");
    let columns =
        ["embed-field", "embed-asks", "embed-kind", "embed-required"].map(|key| Column::text(say!(words, key)));
    let rows: Vec<_> = fields.iter().map(|field| row(words, field)).collect();
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "embed-lead"))))
        @if settings.hosted.origins.is_empty() {
            p { (say!(words, "embed-no-origins")) }
        } @else {
            p { (say!(words, "embed-origins")) }
            ul { @for origin in &settings.hosted.origins { li { code { (origin) } } } }
        }
        (kit::table(&say!(words, "embed-fields"), &columns, &rows))
        (kit::card(&say!(words, "embed-form"), html! {
            p { (say!(words, "embed-form-lead")) }
            pre class="letter" { (snippet(&action, &fields)) }
            p { (say!(words, "embed-answer")) }
        }))
        (kit::card(&say!(words, "embed-json"), html! {
            p { (say!(words, "embed-json-lead")) }
            pre class="letter" { (request(&action, &fields)) }
            p { (say!(words, "embed-json-answer")) }
        }))
    };
    view.page(&Around::new(&title, Here::Apply), body)
}

fn fields(words: Words, settings: &Settings) -> Vec<Field> {
    let layout = Layout::of(settings);
    let ways = ShownAs::ALL.map(|way| way.name().to_owned()).to_vec();
    let own = Submission::FIELDS.into_iter().map(|name| Field {
        name: name.to_owned(),
        label: layout.label(words, name),
        required: matches!(name, "name" | "email" | "country"),
        kind: match name {
            "links" => QuestionKind::Text,
            "shown_as" => QuestionKind::OneOf(ways.clone()),
            _ => QuestionKind::Line,
        },
    });
    let asked = settings.questions.iter().map(|question| Field {
        name: question.field(),
        label: question.label.clone(),
        required: question.required && question.shown_when.is_none(),
        kind: question.kind.clone(),
    });
    let consent = Field {
        name: "consent".to_owned(),
        label: settings.consent.text.clone(),
        required: true,
        kind: QuestionKind::Consent,
    };
    own.chain(asked).chain([consent]).collect()
}

fn row(words: Words, field: &Field) -> Vec<Markup> {
    let (kind, options): (_, &[String]) = match &field.kind {
        QuestionKind::Line => (say!(words, "embed-line"), &[]),
        QuestionKind::Text => (say!(words, "embed-text"), &[]),
        QuestionKind::OneOf(options) => (say!(words, "embed-one-of"), options),
        QuestionKind::SeveralOf(options) => (say!(words, "embed-several-of"), options),
        QuestionKind::Link => (say!(words, "embed-link"), &[]),
        QuestionKind::Number => (say!(words, "embed-number"), &[]),
        QuestionKind::Date => (say!(words, "embed-date"), &[]),
        QuestionKind::Consent => (say!(words, "embed-consent"), &[]),
    };
    vec![
        html! { code { (field.name) } },
        html! { (field.label) },
        html! { (kind) @if !options.is_empty() { ul { @for option in options { li { code { (option) } } } } } },
        html! { @if field.required { (say!(words, "embed-yes")) } @else { (say!(words, "embed-no")) } },
    ]
}

/// A plain form to copy. Its labels are the program's own words or the reader's.
fn snippet(action: &str, fields: &[Field]) -> String {
    let mut lines = vec![format!("<form method=\"post\" action=\"{}\">", escaped(action))];
    for field in fields {
        let (name, label) = (escaped(&field.name), escaped(&field.label));
        let required = if field.required { " required" } else { "" };
        let each = |options: &[String], input: &str| {
            let choice = |option: &String| {
                let option = escaped(option);
                format!("    <label><input type=\"{input}\" name=\"{name}\" value=\"{option}\"> {option}</label>")
            };
            options.iter().map(choice).collect::<Vec<_>>().join("\n")
        };
        lines.push(match &field.kind {
            QuestionKind::Text => format!("  <label>{label} <textarea name=\"{name}\"{required}></textarea></label>"),
            QuestionKind::OneOf(options) => {
                format!("  <fieldset><legend>{label}</legend>\n{}\n  </fieldset>", each(options, "radio"))
            }
            QuestionKind::SeveralOf(options) => {
                format!("  <fieldset><legend>{label}</legend>\n{}\n  </fieldset>", each(options, "checkbox"))
            }
            QuestionKind::Consent => {
                format!("  <label><input type=\"checkbox\" name=\"{name}\" value=\"yes\"{required}> {label}</label>")
            }
            QuestionKind::Line | QuestionKind::Link | QuestionKind::Number | QuestionKind::Date => {
                let kind = if field.name == "email" { "email" } else { "text" };
                format!("  <label>{label} <input type=\"{kind}\" name=\"{name}\"{required}></label>")
            }
        });
    }
    // Programs fill it in and so give themselves away.
    lines.push(format!(
        "  <input name=\"{}\" tabindex=\"-1\" autocomplete=\"off\" aria-hidden=\"true\" hidden>",
        web::forms::TRAP
    ));
    lines.push("  <button>OK</button>".to_owned());
    lines.push("</form>".to_owned());
    lines.join("\n")
}

fn request(action: &str, fields: &[Field]) -> String {
    let example = |field: &Field| -> Value {
        match (&field.kind, field.name.as_str()) {
            (_, "name") => json!("Amara Okafor"),
            (_, "email") => json!("amara@example.org"),
            (_, "country") => json!("NG"),
            (_, "languages") => json!("en, fr"),
            (_, "links") => json!(["https://example.org/amara"]),
            (QuestionKind::OneOf(options), _) => json!(options.first()),
            (QuestionKind::SeveralOf(options), _) => json!(options),
            (QuestionKind::Consent, _) => json!(true),
            (QuestionKind::Number, _) => json!(3),
            (QuestionKind::Date, _) => json!("2026-01-31"),
            (QuestionKind::Link, _) => json!("https://example.org"),
            (QuestionKind::Line | QuestionKind::Text, _) => json!("…"),
        }
    };
    let object: serde_json::Map<_, _> = fields.iter().map(|field| (field.name.clone(), example(field))).collect();
    let body = serde_json::to_string_pretty(&object).unwrap_or_default();
    format!("POST {action}\nContent-Type: application/json\nIdempotency-Key: 0a1b2c3d\n\n{body}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
