//! Where its owner is paid to (clause C8): entered, entered anew and erased here, and never shown again.

use crate::requests::{no_funds, rules};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{DateTime, Days, NaiveDate, Utc};
use http::StatusCode;
use maud::{Markup, html};
use program::funding::FundingRules;
use program::{Form, PaymentDetails, Problems};
use serde::Deserialize;
use store::audit::Actor;
use store::payment_details::{DETAILS, Entered};
use web::kit::{self, Ask, FormView, Link, TextKind, Tone};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::{Words, say};

/// Where its owner enters it.
pub(crate) const PAGE: &str = "/me/funding/payment-details";

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Shown {
    #[serde(default)]
    done: Option<String>,
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(shown) = shown.map_err(|_| Problem::Unreadable)?;
    let since = office.store().payment_details_since(by.id).await?;
    let Some(rules) = rules(&view) else {
        // A program without funds any more still lets people erase what they entered.
        return Ok(if since.is_some() { erase_only(&view, since) } else { no_funds(&view) });
    };
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    let notice = match shown.done.as_deref() {
        Some("kept") if since.is_some() => Some(say!(view.words, "details-kept")),
        Some("erased") if since.is_none() => Some(say!(view.words, "details-erased")),
        _ => None,
    };
    Ok(page(&view, rules, since, (&typed, &Problems::default()), notice))
}

fn label(words: Words, field: &str) -> String {
    match field {
        "holder" => say!(words, "details-holder"),
        "account" => say!(words, "details-account"),
        "bank_code" => say!(words, "details-bank-code"),
        "bank" => say!(words, "details-bank"),
        _ => say!(words, "details-more"),
    }
}

fn page(
    view: &View,
    rules: &FundingRules,
    since: Option<DateTime<Utc>>,
    (typed, problems): (&Form, &Problems),
    notice: Option<String>,
) -> Html<String> {
    let words = view.words;
    let title = say!(words, "details-title");
    let form = FormView::new(words, typed, problems);
    let send = if since.is_some() { say!(words, "details-enter-anew") } else { say!(words, "details-send") };
    // What a bank asks for is not what a browser remembers of its owner.
    let ask = |name| Ask::new(name, label(words, name)).autocomplete("off");
    let fields = html! {
        (kit::hidden("key", typed.get("key")))
        (form.text(Ask::new("holder", label(words, "holder")).autocomplete("name"), TextKind::Line))
        (form.text(ask("account").hint(say!(words, "details-account-hint")), TextKind::Line))
        (form.text(ask("bank_code").hint(say!(words, "details-bank-code-hint")).optional(), TextKind::Line))
        (form.text(ask("bank").optional(), TextKind::Line))
        (form.text(ask("more").optional(), TextKind::Line))
        (kit::buttons(&send, Some(&Link::new("/me/funding", say!(words, "details-back")))))
    };
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&say!(words, "details-lead"))))
        p { (say!(words, "details-who-sees", days = rules.keep_details_days)) }
        (known(view, since))
        (form.form(PAGE, fields))
        @if since.is_some() { (erase(words)) }
    };
    let around = Around::new(&title, Here::Me).with_errors(!problems.is_empty()).notice(notice);
    view.page(&around, body)
}

fn erase_only(view: &View, since: Option<DateTime<Utc>>) -> Html<String> {
    let title = say!(view.words, "details-title");
    let body = html! { (kit::heading(&title, None)) (known(view, since)) (erase(view.words)) };
    view.page(&Around::new(&title, Here::Me), body)
}

fn known(view: &View, since: Option<DateTime<Utc>>) -> Markup {
    let words = view.words;
    match since {
        Some(at) => {
            let day = words.day(view.settings().calendar.day(at));
            kit::notice(Tone::Good, html! { p { (say!(words, "details-known", day = day)) } })
        }
        None => kit::notice(Tone::Waiting, html! { p { (say!(words, "details-unknown")) } }),
    }
}

fn erase(words: Words) -> Markup {
    kit::card(
        &say!(words, "details-erase"),
        html! {
            p { (say!(words, "details-erase-lead")) }
            (kit::post_button(&format!("{PAGE}/erase"), &say!(words, "details-erase"), &[]))
        },
    )
}

pub(crate) async fn keep(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    typed: Typed,
) -> Result<Response, Problem> {
    let rules = rules(&view).ok_or(Problem::NotFound)?;
    let store = office.store();
    let key = typed.key().ok_or(Problem::Unreadable)?;
    let details = match PaymentDetails::parse(&typed.0) {
        Ok(details) => details,
        Err(problems) => {
            let since = store.payment_details_since(by.id).await?;
            let page = page(&view, rules, since, (&typed.0, &problems), None);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let keep = async || store.keep_payment_details((by.id, by.person), key, &details, keep_until(&view)).await;
    let entered = match keep().await {
        // Another form of theirs, or a payment, was faster: they are entered on top of it.
        Err(store::Error::Conflict(DETAILS)) => keep().await?,
        other => other?,
    };
    // What was typed is not shown again: the page of a problem is no place for it.
    let rule = |sentence| Err(Problem::Rule { sentence, typed: Form::default() });
    match entered {
        Entered::Kept => Ok(Redirect::to(&format!("{PAGE}?done=kept")).into_response()),
        Entered::AnotherUnderThisKey => rule(say!(view.words, "details-another-under-key")),
        Entered::NotSealed => rule(say!(view.words, "details-no-key")),
    }
}

/// Until when it is kept at least if it is needed today.
pub(crate) fn keep_until(view: &View) -> NaiveDate {
    let days = rules(view).map_or(0, |rules| rules.keep_details_days);
    view.today() + Days::new(u64::from(days))
}

pub(crate) async fn erase_them(State(office): State<Office>, by: SignedIn<Ambassador>) -> Result<Redirect, Problem> {
    office.store().erase_payment_details(by.id, Actor::Person(by.person)).await?;
    Ok(Redirect::to(&format!("{PAGE}?done=erased")))
}
