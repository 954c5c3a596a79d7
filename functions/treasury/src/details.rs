//! Where somebody is paid to, for the treasurer who pays them (clause C8). A page asks first; opening it is a change,
//! because each look is written down.

use axum::extract::{Path, State};
use axum::response::Html;
use maud::{Markup, html};
use program::{AmbassadorId, PaymentDetails};
use store::payment_details::Look;
use web::kit::{self, Link, Tone};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, SignedIn, Treasurer, View};
use words::{Words, say};

async fn name(office: &Office, id: AmbassadorId) -> Result<String, Problem> {
    let ambassador = office.store().ambassador(id).await?.ok_or(Problem::NotFound)?;
    Ok(ambassador.name.to_string())
}

fn back(words: Words) -> Link {
    Link::new("/team/funding/payable", say!(words, "batch-back"))
}

fn nothing(words: Words, name: &str) -> Markup {
    kit::empty(&say!(words, "team-details-none"), &say!(words, "team-details-none-more", name = name), None)
}

pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    Path(id): Path<AmbassadorId>,
) -> Result<Html<String>, Problem> {
    let words = view.words;
    let name = name(&office, id).await?;
    let title = say!(words, "team-details-ask", name = name.as_str());
    let is_known = office.store().payment_details_since(id).await?.is_some();
    let is_own = view.session.as_ref().and_then(|session| session.ambassador) == Some(id);
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "team-details-ask-lead", name = name.as_str()))))
        @if is_own {
            p { (say!(words, "team-details-own")) }
        } @else if is_known {
            (kit::post_button(&format!("/team/funding/payment-details/{id}"), &say!(words, "team-details-open"), &[]))
        } @else {
            (nothing(words, &name))
        }
        p { (back(words)) }
    };
    Ok(view.page(&Around::new(&title, Here::Funding), body))
}

pub(crate) async fn open(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<AmbassadorId>,
) -> Result<Html<String>, Problem> {
    let words = view.words;
    if view.session.as_ref().and_then(|session| session.ambassador) == Some(id) {
        return Err(Problem::Forbidden);
    }
    let name = name(&office, id).await?;
    let found = office.store().look_at_payment_details(id, by.person).await?;
    let title = say!(words, "team-details-title", name = name.as_str());
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "team-details-lead"))))
        @match &found {
            Look::Opened(details) => { (kit::facts(&facts(words, details))) }
            Look::NotThere => { (nothing(words, &name)) }
            Look::DoesNotOpen => {
                (kit::notice(Tone::Waiting, html! { p { (say!(words, "team-details-no-key", name = name.as_str())) } }))
            }
        }
        p { (back(words)) }
    };
    Ok(view.page(&Around::new(&title, Here::Funding), body))
}

fn facts(words: Words, details: &PaymentDetails) -> Vec<(String, Markup)> {
    let PaymentDetails { holder, account, bank_code, bank, more } = details;
    let all = [
        (say!(words, "details-holder"), Some(holder)),
        (say!(words, "details-account"), Some(account)),
        (say!(words, "details-bank-code"), bank_code.as_ref()),
        (say!(words, "details-bank"), bank.as_ref()),
        (say!(words, "details-more"), more.as_ref()),
    ];
    all.into_iter().filter_map(|(label, value)| Some((label, html! { (value?) }))).collect()
}
