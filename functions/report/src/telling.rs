//! The form of a report: what its kind asks, and what the ambassador would like to add.

use maud::{Markup, html};
use program::report::{Metric, Unit};
use program::settings::Asked;
use program::{Activity, Field, FieldKey, Form, Kind, Problems, Report};
use store::applications::Stored;
use web::View;
use web::kit::{self, Ask, FormView, TextKind};
use words::{Words, say};

/// The form, with what stands in it and what is wrong with it.
///
/// Numbers come first, because they are what a full report needs and quick to give on a phone; what is only for who has
/// more to say is folded away until something stands in it.
pub(crate) fn form(
    view: &View,
    stored: &Stored<Activity>,
    kind: &Kind,
    (typed, problems): &(Form, Problems),
) -> Markup {
    let words = view.words;
    let form = FormView::new(words, typed, problems);
    let fields = html! {
        (kit::hidden("version", &stored.version_of(typed)))
        @for asked in &kind.fields {
            @let name = asked.field.form_name();
            @let ask = Ask::new(&name, words.field(&asked.field)).hint_if(hint(words, asked)).unit(unit(words, asked));
            (form.answer(if asked.needed { ask } else { ask.optional() }, asked.unit))
        }
        (form.paragraphs(added_to(words, kind, "done").hint(say!(words, "report-done-hint")), 3))
        (form.paragraphs(added_to(words, kind, "came_of_it").hint(say!(words, "report-came-of-it-hint")), 3))
        (form.paragraphs(added_to(words, kind, "links").hint(say!(words, "report-links-hint")), 2))
        details open[added(typed)] {
            summary { (say!(words, "report-own")) }
            div {
                p { (say!(words, "report-own-lead")) }
                @for row in 1..=Metric::MOST {
                    @for name in Metric::form_names(row) { (form.text(added_to(words, kind, &name), TextKind::Line)) }
                }
                (form.paragraphs(added_to(words, kind, "practical").hint(say!(words, "report-practical-hint")), 3))
            }
        }
        (kit::buttons_by_name("step", &[("send", say!(words, "report-send")), ("save", say!(words, "plans-save"))]))
    };
    kit::card(
        &say!(words, "report-title"),
        html! {
            p { (say!(words, "report-lead")) }
            @if let Some(report) = &stored.value.report { p class="hint" { (saved(view, report)) } }
            (form.form(&format!("/me/activities/{}/report", stored.value.id), fields))
        },
    )
}

/// What may stay empty in any report.
fn added_to<'a>(words: Words, kind: &Kind, name: &'a str) -> Ask<'a> {
    Ask::new(name, label(words, kind, name)).optional()
}

/// The label of a field of the form, by its name there.
pub(crate) fn label(words: Words, kind: &Kind, name: &str) -> String {
    let of_kind = |name: &str| kind.fields.iter().find(|asked| asked.field.form_name() == name);
    if let Some(asked) = of_kind(name.strip_suffix("_is").unwrap_or(name)) {
        return words.field(&asked.field);
    }
    match name {
        "done" => say!(words, "report-done"),
        "came_of_it" => say!(words, "report-came-of-it"),
        "links" => say!(words, "report-links"),
        "practical" => say!(words, "report-practical"),
        other => row_label(words, other),
    }
}

fn row_label(words: Words, name: &str) -> String {
    for row in 1..=Metric::MOST {
        let [what, how_many] = Metric::form_names(row);
        match name {
            name if name == what => return say!(words, "report-own-what", row = row),
            name if name == how_many => return say!(words, "report-own-count", row = row),
            _ => {}
        }
    }
    String::new()
}

/// Whether something stands where only some have something to say.
fn added(typed: &Form) -> bool {
    let rows = (1..=Metric::MOST).flat_map(Metric::form_names);
    rows.chain(["practical".to_owned()]).any(|name| !typed.get(&name).is_empty())
}

/// When it was first saved, and when it was changed since.
fn saved(view: &View, report: &Report) -> String {
    let words = view.words;
    let calendar = &view.settings().calendar;
    let first = words.instant(report.first_at, calendar);
    match report.first_at == report.at {
        true => say!(words, "report-saved", first = first),
        false => say!(words, "report-changed", first = first, last = words.instant(report.at, calendar)),
    }
}

/// What is meant: in the office's words for the fields every program has, in the program's for its own.
fn hint(words: Words, asked: &Asked) -> Option<String> {
    let field = match &asked.field {
        FieldKey::Standard(field) => *field,
        FieldKey::Own(_) => {
            let number = || (asked.unit == Unit::Count).then(|| say!(words, "report-count-hint"));
            return asked.hint.clone().or_else(number);
        }
    };
    Some(match field {
        Field::Goal => say!(words, "report-goal-hint"),
        Field::Registrations => say!(words, "report-registrations-hint"),
        Field::Attendees => say!(words, "report-attendees-hint"),
        Field::HoursToOrganize => say!(words, "report-hours-to-organize-hint"),
        Field::HoursToExecute => say!(words, "report-hours-to-execute-hint"),
        Field::Audience => say!(words, "report-audience-hint"),
        Field::Views => say!(words, "report-views-hint"),
        Field::Engagements => say!(words, "report-engagements-hint"),
        Field::Reshares => say!(words, "report-reshares-hint"),
    })
}

/// What a number counts; none where the field's name says it or there is no number.
fn unit(words: Words, asked: &Asked) -> Option<String> {
    match (&asked.field, asked.unit) {
        (_, Unit::Hours) => Some(say!(words, "report-unit-hours")),
        (FieldKey::Standard(Field::Registrations | Field::Attendees), _) => Some(say!(words, "report-unit-people")),
        (FieldKey::Standard(Field::Views), _) => Some(say!(words, "report-unit-views")),
        (FieldKey::Standard(Field::Engagements), _) => Some(say!(words, "report-unit-reactions")),
        (FieldKey::Standard(Field::Reshares), _) => Some(say!(words, "report-unit-reshares")),
        (FieldKey::Standard(_) | FieldKey::Own(_), Unit::Text | Unit::Count | Unit::YesNo) => None,
    }
}
