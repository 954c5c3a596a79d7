//! Asking for funds: choosing the plan, the form, and changing a request that was taken back.

use super::{no_funds, rules, sent};
use crate::part::own;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::benefit::{Benefit, Outlook};
use program::funding::{Asking, Change, Funding, FundingRules, MOST_ITEMS, item_fields, items_typed};
use program::{Activity, ActivityId, ActivityState, Form, FundingId, FundingKind, Problems, Way};
use serde::Deserialize;
use store::funding::{Begun, REQUEST};
use store::started::StartedForm;
use web::kit::{self, Ask, Choice, FormView, Link, TextKind};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Step, Typed, View};
use words::{Words, say};

/// So many plans can be chosen from: the latest.
const PLANS: usize = 40;

#[derive(Debug, Deserialize)]
pub(crate) struct Brought {
    /// The plan it is for.
    activity: Option<ActivityId>,
    /// A request to begin from.
    from: Option<FundingId>,
    /// A form that was kept for later.
    started: Option<FundingId>,
}

pub(crate) async fn choose(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    brought: Result<Query<Brought>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(brought) = brought.map_err(|_| Problem::Unreadable)?;
    let Some(rules) = rules(&view) else { return Ok(no_funds(&view)) };
    let store = office.store();
    if let Some(id) = brought.started {
        let started = store.started_form(by.id, StartedForm::Funding(id)).await?.ok_or(Problem::NotFound)?;
        let asked = Asked::about(&office, &view, &by, started.typed.get("activity")).await?;
        return Ok(page(&view, &asked, "/me/funding", &started.typed, &Problems::default()));
    }
    let from = match brought.from {
        Some(id) => Some(own(&office, &by, id).await?.value.asking),
        None => None,
    };
    let Some(activity) = brought.activity.or(from.as_ref().map(|asking| asking.activity)) else {
        return Ok(plans(&view, &office.store().activities_of(by.id).await?));
    };
    let asked = Asked::about(&office, &view, &by, &activity.to_string()).await?;
    let mut typed = from.map(|asking| asking.to_form()).unwrap_or_else(|| asked.prefilled(rules));
    typed.set("key", store.new_id().to_string());
    typed.set("activity", activity.to_string());
    Ok(page(&view, &asked, "/me/funding", &typed, &Problems::default()))
}

/// The plans somebody can ask for something for, the latest first.
fn plans(view: &View, activities: &[Activity]) -> Html<String> {
    let words = view.words;
    let title = say!(words, "funding-choose-title");
    let mut open: Vec<_> = activities.iter().filter(|activity| activity.state != ActivityState::Cancelled).collect();
    open.sort_by_key(|activity| std::cmp::Reverse((activity.plan.starts_on, activity.id)));
    open.truncate(PLANS);
    let plan = Link::new("/me/activities/new", say!(words, "funding-choose-plan"));
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "funding-choose-lead"))))
        @if open.is_empty() {
            (kit::empty(&say!(words, "funding-choose-empty"), &say!(words, "funding-choose-empty-more"), Some(&plan)))
        } @else {
            ul {
                @for activity in open {
                    @let day = words.day(activity.plan.starts_on);
                    @let label = say!(words, "funding-choose-item", title = activity.plan.title.as_str(), day = day);
                    li { (Link::new(format!("/me/funding/new?activity={}", activity.id), label)) }
                }
            }
            p { (plan) }
        }
        p { (Link::new("/me/funding", say!(words, "funding-back"))) }
    };
    view.page(&Around::new(&title, Here::Me), body)
}

/// What a form is about: the plan, and what its owner may ask for.
struct Asked {
    activity: Activity,
    kinds: Vec<FundingKind>,
}

impl Asked {
    async fn about(office: &Office, view: &View, by: &SignedIn<Ambassador>, activity: &str) -> Result<Self, Problem> {
        let id = activity.parse().map_err(|_| Problem::Unreadable)?;
        let activity = office.store().activity(by.id, id).await?.ok_or(Problem::NotFound)?.value;
        let ambassador = office.store().ambassador(by.id).await?.ok_or(Problem::NotFound)?;
        let outlook = view.settings().benefits.outlook(ambassador.since, view.today(), &[]);
        // The world conference comes with time in the program (clause M16).
        let has_waited = outlook.contains(&Outlook::Reached(Benefit::Funding));
        let mut kinds = rules(view).map(|rules| rules.kinds.clone()).unwrap_or_default();
        kinds.retain(|kind| *kind != FundingKind::WorldConference || has_waited);
        Ok(Self { activity, kinds })
    }

    /// What the plan knows already, so that nothing is typed twice.
    fn prefilled(&self, rules: &FundingRules) -> Form {
        let plan = &self.activity.plan;
        let mut form = Form::default();
        form.set("title", plan.title.as_str());
        form.set("needed_on", plan.starts_on.to_string());
        form.set("way", Way::Reimbursement.name());
        form.set(&item_fields(1).2, rules.currency.code());
        if let Some(reach) = plan.expected_reach {
            form.set("attendees", reach.to_string());
        }
        if let Some(notes) = &plan.notes {
            form.set("details", notes.as_str());
        }
        form
    }
}

pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Response, Problem> {
    if rules(&view).is_none() {
        return Err(Problem::Rule { sentence: say!(view.words, "funding-none-more"), typed: typed.0 });
    }
    let store = office.store();
    let id = FundingId::new(typed.key().unwrap_or_else(|| store.new_id()));
    let asked = Asked::about(&office, &view, &by, typed.0.get("activity")).await?;
    let asking = match read(&view, &asked, "/me/funding", &typed.0) {
        Read::Asking(asking) => *asking,
        Read::Page(response) => return Ok(response),
        Read::Save => {
            let mut typed = typed.0;
            typed.set("key", id.to_string());
            typed.remove("step");
            if !store.keep_started(by.id, StartedForm::Funding(id), &typed, by.person).await? {
                return Err(Problem::Rule { sentence: say!(view.words, "plans-too-large"), typed });
            }
            return Ok(Redirect::to("/me#started").into_response());
        }
    };
    let draft = Funding::draft(id, (by.id, by.person), asking, view.now);
    let request = draft
        .asked(&view.hand(by.person))
        .map_err(|why| Problem::Rule { sentence: view.words.funding_not_possible(&why), typed: typed.0.clone() })?;
    let letters = sent(&office, &view, &by, &request.funding, 1).await?;
    match store.begin_funding(&request.funding, &letters).await? {
        Begun::Kept => Ok(Redirect::to(&format!("/me/funding/{id}")).into_response()),
        Begun::AnotherUnderThisKey => {
            Err(Problem::Rule { sentence: say!(view.words, "funding-another-under-key"), typed: typed.0 })
        }
    }
}

pub(crate) async fn edit(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
) -> Result<Response, Problem> {
    let stored = own(&office, &by, id).await?;
    if stored.value.state().after(Change::Ask).is_err() {
        return Ok(Redirect::to(&format!("/me/funding/{id}")).into_response());
    }
    let activity = stored.value.asking.activity.to_string();
    let asked = Asked::about(&office, &view, &by, &activity).await?;
    let mut typed = stored.value.asking.to_form();
    typed.set("version", stored.version.to_string());
    typed.set("activity", activity);
    Ok(page(&view, &asked, &format!("/me/funding/{id}"), &typed, &Problems::default()).into_response())
}

/// Sends a request that was taken back, as it was changed.
pub(crate) async fn change(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let stored = own(&office, &by, id).await?;
    let action = format!("/me/funding/{id}");
    let asked = Asked::about(&office, &view, &by, &stored.value.asking.activity.to_string()).await?;
    let asking = match read(&view, &asked, &action, &typed.0) {
        Read::Asking(asking) => *asking,
        Read::Page(response) => return Ok(response),
        // A draft is kept by sending nothing: what is changed here is sent.
        Read::Save => return Err(Problem::Unreadable),
    };
    let there = || Ok(Redirect::to(&action).into_response());
    let is_sent = |now: &Funding| now.asking == asking && web::funding::is_done(now, Change::Ask, by.person, None);
    if is_sent(&stored.value) {
        return there();
    }
    let written = stored.value.clone().written(asking.clone()).and_then(|draft| draft.asked(&view.hand(by.person)));
    let request = written
        .map_err(|why| Problem::Rule { sentence: view.words.funding_not_possible(&why), typed: typed.0.clone() })?;
    let letters = sent(&office, &view, &by, &request.funding, stored.version + 1).await?;
    let written = match stored.version == typed.version()? {
        true => office.store().change_funding(&stored, &request, by.person, &letters).await,
        false => Err(store::Error::Conflict(REQUEST)),
    };
    match written {
        Ok(Ok(())) => there(),
        Ok(Err(why)) => Err(Problem::Rule { sentence: view.words.not_booked(why), typed: typed.0 }),
        Err(store::Error::Conflict(_)) => {
            let now = own(&office, &by, id).await?;
            match is_sent(&now.value) {
                true => there(),
                false => {
                    let there = (&now.value.asking.to_form(), now.version);
                    Err(Problem::both_versions(|field| label(view.words, field), there, action.clone(), typed.0))
                }
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// What came of a posted form.
enum Read {
    Asking(Box<Asking>),
    /// It is to be kept as it is.
    Save,
    /// The form comes back: with another row, or with what is wrong.
    Page(Response),
}

fn read(view: &View, asked: &Asked, action: &str, typed: &Form) -> Read {
    match Step::of(typed, "add_item") {
        Step::Save => Read::Save,
        Step::More => {
            let mut more = typed.clone();
            let next = (rows(typed) + 1).min(MOST_ITEMS);
            more.set("items", next.to_string());
            if more.get(&item_fields(next).2).is_empty() {
                more.set(&item_fields(next).2, typed.get(&item_fields(1).2));
            }
            Read::Page(page(view, asked, action, &more, &Problems::default()).into_response())
        }
        Step::Send => match Asking::parse(typed, asked.activity.id, &asked.kinds, view.today()) {
            Ok(asking) => Read::Asking(Box::new(asking)),
            Err(problems) => Read::Page(
                (StatusCode::UNPROCESSABLE_ENTITY, page(view, asked, action, typed, &problems)).into_response(),
            ),
        },
    }
}

/// How many rows for items the form has: as many as something was typed for, and as many as were asked for.
fn rows(typed: &Form) -> usize {
    let asked = typed.get("items").parse().unwrap_or(1);
    items_typed(typed).max(asked).clamp(1, MOST_ITEMS)
}

fn label(words: Words, field: &str) -> String {
    for (start, key) in
        [("what_", "funding-field-item"), ("amount_", "funding-field-amount"), ("currency_", "funding-field-currency")]
    {
        if let Some(number) = field.strip_prefix(start) {
            return say!(words, key, number = number);
        }
    }
    match field {
        "title" => say!(words, "funding-field-title"),
        "kind" => say!(words, "funding-kind"),
        "need" => say!(words, "funding-field-need"),
        "way" => say!(words, "funding-field-way"),
        "details" => say!(words, "funding-field-details"),
        "outcomes" => say!(words, "funding-field-outcomes"),
        "attendees" => say!(words, "funding-field-attendees"),
        _ => say!(words, "funding-field-needed-on"),
    }
}

fn page(view: &View, asked: &Asked, action: &str, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "funding-form-title");
    let form = FormView::new(words, typed, problems);
    let hint = |kind| match kind {
        FundingKind::SummitNeed => Some(say!(words, "funding-kind-hint-summit-need")),
        _ => None,
    };
    let kinds: Vec<_> = asked
        .kinds
        .iter()
        .map(|kind| Choice::new(kind.name(), words.funding_kind(*kind)).hint_if(hint(*kind)))
        .collect();
    let ways = [
        Choice::new(Way::Reimbursement.name(), words.funding_way(Way::Reimbursement))
            .hint(say!(words, "funding-way-hint-reimbursement")),
        Choice::new(Way::Direct.name(), words.funding_way(Way::Direct)).hint(say!(words, "funding-way-hint-direct")),
    ];
    let is_new = typed.get("version").is_empty();
    let warn = rules(view).map_or(0, |rules| rules.warn_days_ahead);
    let mut buttons = vec![("send", say!(words, "funding-send"))];
    if is_new {
        buttons.push(("save", say!(words, "plans-save")));
    }
    let ask = |field| Ask::new(field, label(words, field));
    let fields = html! {
        (kit::enter_key("step", "send", &say!(words, "funding-send")))
        @for carried in ["key", "version", "activity"] {
            @if !typed.get(carried).is_empty() { (kit::hidden(carried, typed.get(carried))) }
        }
        (form.text(ask("title").hint(say!(words, "funding-form-title-hint")), TextKind::Line))
        (form.choice(ask("kind"), &kinds))
        @if asked.kinds.contains(&FundingKind::SummitNeed) {
            (form.paragraphs(ask("need").hint(say!(words, "funding-field-need-hint")).depends(), 4))
        }
        (form.choice(ask("way"), &ways))
        (item_rows(words, &form, action, rows(typed)))
        (form.paragraphs(ask("details"), 4))
        (form.paragraphs(ask("outcomes").hint(say!(words, "funding-field-outcomes-hint")), 4))
        (form.text(ask("attendees").optional(), TextKind::Number))
        (form.text(ask("needed_on").hint(say!(words, "funding-field-needed-on-hint", days = warn)), TextKind::Date))
        (kit::buttons_by_name("step", &buttons))
    };
    let lead = say!(words, "funding-form-lead", activity = asked.activity.plan.title.as_str());
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&lead)))
        (form.form(action, fields))
        p { (Link::new("/me/funding", say!(words, "funding-back"))) }
    };
    view.page(&Around::new(&title, Here::Me).with_errors(!problems.is_empty()), body)
}

/// The first item, and the others there are; a row left empty is no item.
fn item_rows(words: Words, form: &FormView<'_>, action: &str, rows: usize) -> Markup {
    let next = item_fields(rows + 1).0;
    html! {
        @for number in 1..=rows {
            @let (what, amount, currency) = item_fields(number);
            @if number == 1 {
                (form.text(Ask::new(&what, label(words, &what)), TextKind::Line))
                (form.text(Ask::new(&amount, label(words, &amount)), TextKind::Amount))
                (form.text(Ask::new(&currency, label(words, &currency)).hint(say!(words, "funding-field-currency-hint")), TextKind::Code))
            } @else {
                (form.text(Ask::new(&what, label(words, &what)).optional(), TextKind::Line))
                (form.text(Ask::new(&amount, label(words, &amount)).optional(), TextKind::Amount))
                (form.text(Ask::new(&currency, label(words, &currency)).optional(), TextKind::Code))
            }
        }
        (kit::hidden("items", &rows.to_string()))
        @if rows < MOST_ITEMS {
            div class="field" { (kit::form_button("step", "add_item", &say!(words, "funding-add-item"), action, &next)) }
        }
    }
}
