//! One's own requests for funds: all of them, one of them, and what its owner does with it (clauses O7, M12).

mod form;

pub(crate) use form::{ask, change, choose, edit};

use crate::details;
use crate::letters::to_the_team;
use crate::part::own;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::funding::{Change, Funding, FundingRules, Hand, Moved, NotPossible, Way};
use program::text::Text;
use program::{Form, FundingId, FundingState, Problems, Remark, Side};
use store::applications::Stored;
use store::outbox::Draft;
use web::kit::{self, Column, FormView, Link, Tone};
use web::layout::Here;
use web::remarks::{self, ANSWER};
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::{Words, say};

/// What the program says about its funds; without any, a page that says so.
pub(crate) fn rules(view: &View) -> Option<&FundingRules> {
    view.settings().funding.as_ref()
}

/// The page of a program without funds.
pub(crate) fn no_funds(view: &View) -> Html<String> {
    let words = view.words;
    let title = say!(words, "funding-title");
    let body = html! {
        (kit::heading(&title, None))
        (kit::empty(&say!(words, "funding-none"), &say!(words, "funding-none-more"), Some(&Link::new("/me", say!(words, "plan-back")))))
    };
    view.page(&Around::new(&title, Here::Me), body)
}

/// How a state is shown, in a word and a color.
pub(crate) fn state(words: Words, state: FundingState) -> Markup {
    kit::tag(&words.funding_state(state), web::funding::tone(state))
}

pub(crate) async fn list(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
) -> Result<Html<String>, Problem> {
    let requests = office.store().funding_of(by.id).await?;
    if rules(&view).is_none() && requests.is_empty() {
        return Ok(no_funds(&view));
    }
    let words = view.words;
    let title = say!(words, "funding-title");
    let columns = [
        Column::text(say!(words, "funding-what")),
        Column::text(say!(words, "funding-state")),
        Column::number(say!(words, "funding-asked")),
        Column::number(say!(words, "funding-approved")),
        Column::text(say!(words, "funding-needed-on")),
    ];
    let rows: Vec<_> = requests
        .iter()
        .map(|Stored { value: request, .. }| {
            let approved = request.approval().map(|approval| words.sums(&approval.sums()));
            vec![
                html! { (Link::new(format!("/me/funding/{}", request.id), request.asking.title.as_str())) },
                state(words, request.state()),
                html! { (words.sums(&request.asking.sums())) },
                html! { @if let Some(approved) = approved { (approved) } },
                kit::day(words, request.asking.needed_on),
            ]
        })
        .collect();
    let new = Link::new("/me/funding/new", say!(words, "funding-new"));
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "funding-lead"))))
        @if rows.is_empty() {
            (kit::empty(&say!(words, "funding-empty"), &say!(words, "funding-empty-more"), Some(&new)))
        } @else {
            @if rules(&view).is_some() { p { (kit::button_link(&new)) } }
            (kit::table(&say!(words, "funding-caption", count = rows.len()), &columns, &rows))
        }
        p { (Link::new(details::PAGE, say!(words, "details-link"))) }
        p { (Link::new("/me", say!(words, "plan-back"))) }
    };
    Ok(view.page(&Around::new(&title, Here::Me), body))
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
) -> Result<Html<String>, Problem> {
    let stored = own(&office, &by, id).await?;
    let remarks = office.store().remarks(id).await?;
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    Ok(page(&view, &stored, &remarks, &typed, &Problems::default()))
}

fn page(view: &View, stored: &Stored<Funding>, said: &[Remark], typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let request = &stored.value;
    let title = request.asking.title.as_str();
    let is_short = request.state() == FundingState::Asked
        && rules(view).is_some_and(|rules| rules.is_short_notice(request.asking.needed_on, view.today()));
    let form = FormView::new(words, typed, problems);
    let body = html! {
        (form.error_summary(|_| say!(words, "remarks-answer")))
        (kit::heading(title, Some(&words.funding_meaning(request.state()))))
        p { (state(words, request.state())) " " (say!(words, "funding-since", day = words.day(view.settings().calendar.day(request.since())))) }
        @if is_short {
            @let days = rules(view).map_or(0, |rules| rules.warn_days_ahead);
            (kit::notice(Tone::Waiting, html! { p { (say!(words, "funding-short-notice", days = days)) } }))
        }
        @if let Some(reason) = request.steps().last().and_then(|step| step.reason.as_ref()) {
            (kit::card(&say!(words, "funding-reason"), kit::prose(reason.as_str(), None)))
        }
        (remarks::answering(
            view,
            said,
            &say!(words, "funding-questions-lead"),
            &format!("/me/funding/{}/answers", request.id),
            (typed, problems),
        ))
        (web::funding::items(view, request))
        (web::funding::facts(view, request))
        (kit::card(&say!(words, "funding-field-details"), html! {
            (kit::prose(request.asking.details.as_str(), None))
            h3 { (say!(words, "funding-field-outcomes")) }
            (kit::prose(request.asking.outcomes.as_str(), None))
            @if let Some(need) = &request.asking.need {
                h3 { (say!(words, "funding-field-need")) }
                (kit::prose(need.as_str(), None))
            }
        }))
        p { (Link::new(format!("/me/activities/{}", request.asking.activity), say!(words, "funding-of-plan"))) }
        @if request.approval().is_some() {
            p { (kit::button_link(&Link::new(format!("/me/funding/{}/papers", request.id), say!(words, "papers-all")))) }
            @if request.asking.way == Way::Reimbursement { p { (Link::new(details::PAGE, say!(words, "details-link"))) } }
        }
        (ways(words, stored))
        (web::funding::history(view, request, true))
        p { (Link::new("/me/funding", say!(words, "funding-back"))) }
    };
    view.page(&Around::new(title, Here::Me).with_errors(!problems.is_empty()), body)
}

/// What its owner can do with it from where it stands.
fn ways(words: Words, stored: &Stored<Funding>) -> Markup {
    let request = &stored.value;
    let version = stored.version.to_string();
    let can = |change| request.state().after(change).is_ok();
    let at = |way: &str| format!("/me/funding/{}/{way}", request.id);
    let again = matches!(request.state(), FundingState::Declined | FundingState::Withdrawn | FundingState::Expired);
    html! {
        @if can(Change::Ask) { p { (kit::button_link(&Link::new(at("edit"), say!(words, "funding-edit")))) } }
        @if again {
            @let from = format!("/me/funding/new?from={}", request.id);
            p { (kit::button_link(&Link::new(from, say!(words, "funding-again")))) }
        }
        div class="buttons" {
            @if can(Change::Settle) { (kit::post_button(&at("arrived"), &say!(words, "funding-arrived"), &[("version", &version)])) }
            @if can(Change::TakeBack) { (kit::post_button(&at("take-back"), &say!(words, "funding-take-back"), &[("version", &version)])) }
            @if can(Change::Withdraw) { (kit::post_button(&at("withdraw"), &say!(words, "funding-withdraw"), &[("version", &version)])) }
        }
    }
}

pub(crate) async fn answer(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let stored = own(&office, &by, id).await?;
    let text = match Text::parse(typed.0.get(ANSWER)) {
        Ok(text) => text,
        Err(problem) => {
            let mut problems = Problems::default();
            problems.add(ANSWER, problem);
            let page = page(&view, &stored, &store.remarks(id).await?, &typed.0, &problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let key = typed.key().unwrap_or_else(|| store.new_id());
    let remark = remarks::said(&view, Side::Ambassador, by.person, text);
    let page = format!("/me/funding/{id}");
    remarks::kept(&office, &view, (id, &page), (key, &remark, None), typed.0).await
}

pub(crate) async fn take_back(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    step(&office, &view, &by, id, typed, Change::TakeBack, Funding::taken_back).await
}

pub(crate) async fn withdraw(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    step(&office, &view, &by, id, typed, Change::Withdraw, |request, hand| request.withdrawn(hand, None)).await
}

pub(crate) async fn arrived(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    step(&office, &view, &by, id, typed, Change::Settle, Funding::settled).await
}

/// One step of its owner's. The same form once more finds it done.
async fn step(
    office: &Office,
    view: &View,
    by: &SignedIn<Ambassador>,
    id: FundingId,
    typed: Typed,
    what: Change,
    door: impl FnOnce(Funding, &Hand) -> Result<Moved, NotPossible>,
) -> Result<Response, Problem> {
    let stored = own(office, by, id).await?;
    let there = || Ok(Redirect::to(&format!("/me/funding/{id}")).into_response());
    if web::funding::is_done(&stored.value, what, by.person, None) && stored.version != typed.version()? {
        return there();
    }
    let moved = door(stored.value.clone(), &view.hand(by.person));
    let moved = moved
        .map_err(|why| Problem::Rule { sentence: view.words.funding_not_possible(&why), typed: typed.0.clone() })?;
    if stored.version != typed.version()? {
        return Err(store::Error::Conflict(store::funding::REQUEST).into());
    }
    match office.store().change_funding(&stored, &moved, by.person, &[]).await {
        Ok(Ok(())) => there(),
        Ok(Err(why)) => Err(Problem::Rule { sentence: view.words.not_booked(why), typed: typed.0 }),
        // The same form at the same moment.
        Err(store::Error::Conflict(_)) if is_done_now(office, by, id, what).await? => there(),
        Err(error) => Err(error.into()),
    }
}

async fn is_done_now(office: &Office, by: &SignedIn<Ambassador>, id: FundingId, what: Change) -> Result<bool, Problem> {
    let now = own(office, by, id).await?.value;
    Ok(web::funding::is_done(&now, what, by.person, None))
}

/// The letters that go with sending a request: to whoever decides, and a receipt.
async fn sent(
    office: &Office,
    view: &View,
    by: &SignedIn<Ambassador>,
    request: &Funding,
    version: u64,
) -> Result<Vec<Draft>, Problem> {
    let Some(rules) = rules(view) else { return Ok(Vec::new()) };
    let ambassador = office.store().ambassador(by.id).await?.ok_or(Problem::NotFound)?;
    let mut team = office.store().team().await?;
    team.retain(|person| {
        person.id != by.person && web::funding::decides(rules, &person.roles) && person.ambassador != Some(by.id)
    });
    Ok(to_the_team(&ambassador, &team, request, version))
}
