//! Sharing a plan, and changing it.

use crate::started;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::{Markup, html};
use program::activity::{HelpKind, MOST_DATES, NotPossible, Plan, Span, date_fields, dates_typed};
use program::{Activity, ActivityId, ActivityState, Form, Problems, Role};
use serde::Deserialize;
use store::activities::Telling;
use store::outbox::{Draft, Lane};
use store::people::Person;
use store::started::StartedForm;
use web::kit::{self, Ask, Choice, FormView, Link, TextKind};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Step, Typed, View};
use words::{Words, say};

#[derive(Debug, Deserialize)]
pub(crate) struct Brought {
    /// A plan that was kept for later.
    started: Option<ActivityId>,
}

pub(crate) async fn form(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    brought: Result<Query<Brought>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(brought) = brought.map_err(|_| Problem::Unreadable)?;
    if let Some(id) = brought.started {
        let started = office.store().started_form(by.id, StartedForm::Plan(id)).await?.ok_or(Problem::NotFound)?;
        return Ok(page(&view, "/me/activities", &started.typed, &Problems::default()));
    }
    let ambassador = office.store().ambassador(by.id).await?.ok_or(Problem::NotFound)?;
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    typed.set("country", ambassador.country.name());
    Ok(page(&view, "/me/activities", &typed, &Problems::default()))
}

pub(crate) async fn share(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Response, Problem> {
    let id = ActivityId::new(typed.key().unwrap_or_else(|| office.store().new_id()));
    let plan = match read(&view, "/me/activities", &typed.0) {
        Read::Plan(plan) => *plan,
        Read::Page(response) => return Ok(response),
        Read::Save => {
            let mut typed = typed.0;
            typed.set("key", id.to_string());
            return started::keep(&office, &view, &by, StartedForm::Plan(id), typed).await;
        }
    };
    let activity = Activity {
        id,
        ambassador: by.id,
        plan,
        planned_at: view.now,
        report: None,
        state: ActivityState::Planned,
        with: Vec::new(),
        told_large: false,
    };
    let letters = Letters::about(&office, &by, &activity).await?;
    let together = |person: &Person| letters.together(person);
    let telling = Telling { large: letters.large(), together: &together };
    match office.store().share(&activity, &view.settings().calendar, by.person, &telling).await {
        Ok(true) => Ok(Redirect::to(&format!("/me/activities/{id}")).into_response()),
        Ok(false) => Err(Problem::Rule { sentence: say!(view.words, "plan-another-under-key"), typed: typed.0 }),
        Err(store::Error::Conflict("quarter")) => Err(closed(view.words, typed.0)),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn edit(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
) -> Result<Html<String>, Problem> {
    let stored = office.store().activity(by.id, id).await?.ok_or(Problem::NotFound)?;
    let action = format!("/me/activities/{id}/plan");
    if let Some(started) = office.store().started_form(by.id, StartedForm::Change(id)).await? {
        return Ok(page(&view, &action, &started.typed, &Problems::default()));
    }
    let mut typed = stored.value.plan.to_form();
    typed.set("version", stored.version.to_string());
    Ok(page(&view, &action, &typed, &Problems::default()))
}

pub(crate) async fn change(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let stored = store.activity(by.id, id).await?.ok_or(Problem::NotFound)?;
    let action = format!("/me/activities/{id}/plan");
    let plan = match read(&view, &action, &typed.0) {
        Read::Plan(plan) => *plan,
        Read::Page(response) => return Ok(response),
        Read::Save => return started::keep(&office, &view, &by, StartedForm::Change(id), typed.0).await,
    };
    if stored.value.state == ActivityState::Reported && plan.ends_on > view.today() {
        return Err(Problem::Rule {
            sentence: view.words.activity_not_possible(NotPossible::NotHeldYet),
            typed: typed.0,
        });
    }
    let written = match stored.version == typed.version()? {
        true => {
            let letters =
                Letters::about(&office, &by, &Activity { plan: plan.clone(), ..stored.value.clone() }).await?;
            let together = |person: &Person| letters.together(person);
            let telling = Telling { large: letters.large(), together: &together };
            store.change_plan(&stored, plan, &view.settings().calendar, by.person, &telling).await
        }
        // The same form once more, whose first sending was answered already.
        false if stored.value.plan == plan => Ok(()),
        false => Err(store::Error::Conflict("activity")),
    };
    match written {
        Ok(()) => Ok(Redirect::to(&format!("/me/activities/{id}")).into_response()),
        Err(store::Error::Conflict("quarter")) => Err(closed(view.words, typed.0)),
        Err(store::Error::Conflict(_)) => {
            let now = store.activity(by.id, id).await?.ok_or(Problem::NotFound)?;
            let there = (&now.value.plan.to_form(), now.version);
            Err(Problem::both_versions(|field| label(view.words, field), there, action, typed.0))
        }
        Err(error) => Err(error.into()),
    }
}

/// What came of a posted form.
enum Read {
    Plan(Box<Plan>),
    /// It is to be kept as it is.
    Save,
    /// The form comes back: with another row, or with what is wrong.
    Page(Response),
}

fn read(view: &View, action: &str, typed: &Form) -> Read {
    match Step::of(typed, "add_date") {
        Step::Save => Read::Save,
        Step::More => {
            let mut more = typed.clone();
            more.set("dates", (rows(typed) + 1).min(MOST_DATES).to_string());
            Read::Page(page(view, action, &more, &Problems::default()).into_response())
        }
        Step::Send => match Plan::parse(typed, view.settings()) {
            Ok(plan) => Read::Plan(Box::new(plan)),
            Err(problems) => {
                Read::Page((StatusCode::UNPROCESSABLE_ENTITY, page(view, action, typed, &problems)).into_response())
            }
        },
    }
}

/// The letters an activity may bring along, ready to be written.
struct Letters {
    by: String,
    activity: Activity,
    organizers: Vec<Person>,
}

impl Letters {
    async fn about(office: &Office, by: &SignedIn<Ambassador>, activity: &Activity) -> Result<Self, Problem> {
        let ambassador = office.store().ambassador(by.id).await?.ok_or(Problem::NotFound)?;
        let mut organizers = if activity.is_to_be_told_of() { office.store().team().await? } else { Vec::new() };
        organizers.retain(|person| person.roles.has(Role::Organizer) && person.id != by.person);
        Ok(Self { by: ambassador.name.to_string(), activity: activity.clone(), organizers })
    }

    /// To each organizer, that it is large (clause M20).
    fn large(&self) -> Vec<Draft> {
        let Activity { id, ambassador, plan, .. } = &self.activity;
        let letter = Letter::LargePlan {
            by: self.by.clone(),
            title: plan.title.to_string(),
            when: Span { first: plan.starts_on, last: plan.ends_on },
            place: plan.place.clone(),
            help: plan.help.clone(),
            ambassador: *ambassador,
            activity: *id,
        };
        self.organizers
            .iter()
            .map(|to| {
                let about = format!("large-plan/{ambassador}/{id}/{}", to.id);
                Draft::new(about, Lane::Now, &to.email, &to.language, &letter)
            })
            .collect()
    }

    /// To somebody who is named.
    fn together(&self, to: &Person) -> Draft {
        let Activity { id, ambassador, plan, .. } = &self.activity;
        let letter = Letter::OrganizedTogether {
            name: to.name.clone().unwrap_or_else(|| to.email.to_string()),
            by: self.by.clone(),
            title: plan.title.to_string(),
            when: Span { first: plan.starts_on, last: plan.ends_on },
            place: plan.place.clone(),
            activity: *id,
        };
        let about = format!("together/{ambassador}/{id}/{}", to.id);
        Draft::new(about, Lane::Now, &to.email, &to.language, &letter)
    }
}

/// That the quarter takes no changes any more; what was typed is kept in the page.
pub(crate) fn closed(words: Words, typed: Form) -> Problem {
    Problem::Rule { sentence: words.activity_not_possible(NotPossible::QuarterClosed), typed }
}

fn label(words: Words, field: &str) -> String {
    if let Some(number) = field.strip_prefix("starts_on_") {
        return say!(words, "plans-date-number", number = number);
    }
    if let Some(number) = field.strip_prefix("ends_on_") {
        return say!(words, "plans-date-number-end", number = number);
    }
    match field {
        "kind" => say!(words, "activity-kind"),
        "title" => say!(words, "activity-title"),
        "starts_on" => say!(words, "plan-starts-on"),
        "ends_on" => say!(words, "plan-ends-on"),
        "place" => say!(words, "plan-place"),
        "city" => say!(words, "plan-city"),
        "country" => say!(words, "apply-country"),
        "language" => say!(words, "plans-language"),
        "link" => say!(words, "plans-links"),
        "expected_reach" => say!(words, "plans-reach"),
        "help" => say!(words, "plans-help"),
        "help_words" => say!(words, "plans-help-words"),
        "large" => say!(words, "plans-large"),
        "with" => say!(words, "plans-with"),
        _ => say!(words, "plan-notes"),
    }
}

/// How many rows for dates the form has: as many as something was typed for, and as many as were asked for.
fn rows(typed: &Form) -> usize {
    let asked = typed.get("dates").parse().unwrap_or(1);
    dates_typed(typed).max(asked).clamp(1, MOST_DATES)
}

fn page(view: &View, action: &str, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "plan-title");
    let form = FormView::new(words, typed, problems);
    let kinds: Vec<_> = view
        .settings()
        .kinds
        .iter()
        .map(|kind| Choice::new(&kind.key, &kind.label).hint_if(kind.hint.clone()))
        .collect();
    let places = [
        Choice::new("in_person", say!(words, "place-in-person")),
        Choice::new("online", say!(words, "place-online")),
        Choice::new("both", say!(words, "place-both")),
    ];
    let fields = html! {
        (kit::enter_key("step", "send", &say!(words, "plan-send")))
        @if !typed.get("key").is_empty() { (kit::hidden("key", typed.get("key"))) }
        @if !typed.get("version").is_empty() { (kit::hidden("version", typed.get("version"))) }
        (form.choice(Ask::new("kind", label(words, "kind")), &kinds))
        (form.text(Ask::new("title", label(words, "title")).hint(say!(words, "plan-title-hint")), TextKind::Line))
        (date_rows(words, &form, action, rows(typed)))
        (form.choice(Ask::new("place", label(words, "place")), &places))
        (form.text(Ask::new("city", label(words, "city")).optional(), TextKind::Line))
        (form.country(Ask::new("country", label(words, "country")).hint(say!(words, "plan-country-hint")).optional()))
        (form.paragraphs(Ask::new("notes", label(words, "notes")).hint(say!(words, "plan-notes-hint")).optional(), 4))
        (kit::folded_fields(
            &say!(words, "plans-more"),
            &say!(words, "plans-more-hint"),
            has_more(typed, problems),
            more(words, &form),
        ))
        (kit::buttons_by_name("step", &[("send", say!(words, "plan-send")), ("save", say!(words, "plans-save"))]))
    };
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&say!(words, "plan-lead"))))
        (form.form(action, fields))
        p { (Link::new("/me", say!(words, "plan-back"))) }
    };
    view.page(&Around::new(&title, Here::Me).with_errors(!problems.is_empty()), body)
}

/// The first date, and the others there are; one left empty is no date.
fn date_rows(words: Words, form: &FormView<'_>, action: &str, rows: usize) -> Markup {
    let (_, next) = (rows, date_fields(rows + 1).0);
    html! {
        (form.text(Ask::new("starts_on", label(words, "starts_on")), TextKind::Date))
        (form.text(Ask::new("ends_on", label(words, "ends_on")).hint(say!(words, "plan-ends-on-hint")).optional(), TextKind::Date))
        @for number in 2..=rows {
            @let (first, last) = date_fields(number);
            (form.text(Ask::new(&first, label(words, &first)).hint(say!(words, "plans-date-hint")).optional(), TextKind::Date))
            (form.text(Ask::new(&last, label(words, &last)).hint(say!(words, "plan-ends-on-hint")).optional(), TextKind::Date))
        }
        (kit::hidden("dates", &rows.to_string()))
        @if rows < MOST_DATES {
            div class="field" { (kit::form_button("step", "add_date", &say!(words, "plans-date-add"), action, &next)) }
        }
    }
}

/// The fields most plans do without.
const MORE: [&str; 7] = ["language", "link", "expected_reach", "help", "help_words", "large", "with"];

fn has_more(typed: &Form, problems: &Problems) -> bool {
    MORE.iter().any(|field| !typed.get(field).trim().is_empty() || problems.of(field).is_some())
}

fn more(words: Words, form: &FormView<'_>) -> Markup {
    let helps = HelpKind::ALL.map(|kind| Choice::new(kind.name(), words.help_kind(kind)));
    html! {
        (form.text(Ask::new("language", label(words, "language")).hint(say!(words, "plans-language-hint")).optional(), TextKind::Line))
        (form.paragraphs(Ask::new("link", label(words, "link")).hint(say!(words, "plans-links-hint")).optional(), 2))
        (form.text(Ask::new("expected_reach", label(words, "expected_reach")).hint(say!(words, "plans-reach-hint")).optional(), TextKind::Number))
        (form.several(Ask::new("help", label(words, "help")).hint(say!(words, "plans-help-hint")).optional(), &helps))
        (form.text(Ask::new("help_words", label(words, "help_words")).optional(), TextKind::Line))
        (form.tick(Ask::new("large", label(words, "large")).hint(say!(words, "plans-large-hint")).optional()))
        (form.paragraphs(Ask::new("with", label(words, "with")).hint(say!(words, "plans-with-hint")).optional(), 2))
    }
}
