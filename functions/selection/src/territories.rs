//! Territories: where people carry the program, splitting a country into regions, and placing its people in them.
//!
//! Start at [`list`], the table of all countries. [`show`] is one country, with the form to split it; [`placing`] lists
//! everybody in it, and [`place`] writes down where each of them belongs.

use crate::seen;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::text::alphabetical;
use program::{
    AmbassadorId, AmbassadorState, ApplicationId, Continent, Country, Form, Load, Loads, PersonId, Problems, Split,
    Territory, territory,
};
use std::collections::BTreeMap;
use store::Store;
use store::applications::{NotChanged, Stored};
use web::kit::{self, Ask, Choice, Column, FormView, Link};
use web::layout::Here;
use web::problem_page::BothValues;
use web::territory::{bar, legend, people_a_square};
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::{Words, say};

/// All countries with anybody in them, by continent, and behind them those without.
pub(crate) async fn list(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    let loads = office.store().all_loads().await?.by_country();
    let words = view.words;
    let title = say!(words, "territories-title");
    let mut continents = BTreeMap::<_, Vec<_>>::new();
    for country in Country::all() {
        continents.entry(Continent::of(country)).or_default().push(country);
    }
    let scale = people_a_square(loads.values().copied());
    let columns = numbered(words, say!(words, "territories-country"));
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "territories-lead"))))
        @if loads.is_empty() {
            (kit::empty(&say!(words, "territories-empty"), &say!(words, "territories-empty-more"), None))
        } @else {
            p class="legend" { (legend(words, scale)) }
        }
        @for continent in Continent::ALL {
            @let here = continents.get(&continent).into_iter().flatten();
            @let rows: Vec<_> = here.filter_map(|country| Some(row(link(*country), *loads.get(country)?, scale))).collect();
            @if !rows.is_empty() { (kit::table(&words.continent(continent), &columns, &rows)) }
        }
        h2 { (say!(words, "territories-without")) }
        @for continent in Continent::ALL {
            @let here = continents.get(&continent).into_iter().flatten();
            @let without: Vec<_> = here.filter(|country| !loads.contains_key(country)).collect();
            @if !without.is_empty() {
                (kit::folded(&words.continent(continent), html! {
                    ul class="many" { @for country in without { li { (link(*country)) } } }
                }))
            }
        }
    };
    Ok(view.page(&Around::new(&title, Here::Territories), body))
}

/// One country: its regions, its people, and the form to split it.
pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path(country): Path<Country>,
) -> Result<Html<String>, Problem> {
    let split = office.store().split_of(country).await?;
    page(office.store(), &view, &split, &Form::default(), &Problems::default()).await
}

/// Splits the country, or adds regions to it; then its people are to be placed.
pub(crate) async fn split(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(country): Path<Country>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let stored = store.split_of(country).await?;
    let seen = typed.version()?;
    if seen != stored.version {
        return meanwhile(view.words, &stored.value, seen, &typed.0);
    }
    let split = match stored.value.with(typed.0.get("regions")) {
        Ok(split) => split,
        Err(problem) => {
            let mut problems = Problems::default();
            problems.add("regions", problem);
            let page = page(store, &view, &stored, &typed.0, &problems).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    match store.split(&split, seen, by.person).await {
        Ok(()) => Ok(Redirect::to(&address_of(country, "/placing")).into_response()),
        Err(store::Error::Conflict(_)) => meanwhile(view.words, &store.split_of(country).await?.value, seen, &typed.0),
        Err(error) => Err(error.into()),
    }
}

/// The country was split since the form was made: by this very form, or by somebody else, and then both are shown.
fn meanwhile(words: Words, now: &Split, seen: u64, typed: &Form) -> Result<Response, Problem> {
    let names: Vec<_> = now.regions().iter().map(|region| region.name().as_str()).collect();
    let sent: Vec<_> = typed.get("regions").lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let by_this_form = if seen == 0 { names == sent } else { !sent.is_empty() && names.ends_with(&sent) };
    if by_this_form {
        return Ok(Redirect::to(&address_of(now.country(), "/placing")).into_response());
    }
    let values = vec![BothValues {
        label: say!(words, "territory-regions"),
        theirs: names.join("\n"),
        yours: typed.get("regions").to_owned(),
    }];
    Err(Problem::Conflict { values, again: None })
}

async fn page(
    store: &Store,
    view: &View,
    split: &Stored<Split>,
    typed: &Form,
    problems: &Problems,
) -> Result<Html<String>, Problem> {
    let words = view.words;
    let country = split.value.country();
    let territories: Vec<_> = split.value.territories().collect();
    let loads = store.loads(&territories).await?;
    let people = people(store, view, country).await?;
    let form = FormView::new(words, typed, problems);
    let lead = match split.value.regions().len() {
        0 => say!(words, "territory-lead-whole"),
        count => say!(words, "territory-lead-split", count = count),
    };
    let body = html! {
        (form.error_summary(|_| say!(words, "territory-names")))
        (kit::heading(country.name(), Some(&lead)))
        (regions(words, &split.value, &loads))
        @if split.value.is_split() {
            p { (kit::button_link(&Link::new(address_of(country, "/placing"), say!(words, "territory-place")))) }
        }
        (ambassadors(words, &split.value, &people))
        (ask(words, &form, split, typed))
        p { (Link::new("/team/territories", say!(words, "territory-back"))) }
    };
    Ok(view.page(&Around::new(country.name(), Here::Territories).with_errors(!problems.is_empty()), body))
}

fn regions(words: Words, split: &Split, loads: &Loads) -> Markup {
    let all: Vec<_> =
        split.territories().map(|territory| (region(words, split, &territory), loads.of(&territory))).collect();
    let scale = people_a_square(all.iter().map(|(_, load)| *load));
    let rows: Vec<_> = all.into_iter().map(|(name, load)| row(html! { (name) }, load, scale)).collect();
    html! {
        (kit::table(&say!(words, "territory-regions"), &numbered(words, say!(words, "territories-region")), &rows))
        p class="legend" { (legend(words, scale)) }
    }
}

fn ambassadors(words: Words, split: &Split, people: &[Person]) -> Markup {
    let columns = [
        Column::text(say!(words, "team-name")),
        Column::text(say!(words, "ambassadors-state")),
        Column::text(say!(words, "territory-written")),
        Column::text(say!(words, "territories-region")),
    ];
    let rows: Vec<_> = people
        .iter()
        .map(|person| {
            vec![
                html! { (person.link) },
                html! { (kit::tag(&person.state.0, person.state.1)) },
                html! { @if let Some(written) = &person.written { (written) } },
                html! { (region(words, split, &person.territory)) },
            ]
        })
        .collect();
    html! {
        @if rows.is_empty() {
            (kit::empty(&say!(words, "territory-nobody"), &say!(words, "territory-nobody-more"), None))
        } @else {
            (kit::table(&say!(words, "territory-ambassadors"), &columns, &rows))
        }
    }
}

fn ask(words: Words, form: &FormView<'_>, split: &Stored<Split>, typed: &Form) -> Markup {
    let country = split.value.country();
    let (title, lead, hint, send) = if split.value.is_split() {
        (
            say!(words, "territory-extend-title"),
            say!(words, "territory-extend-lead"),
            say!(words, "territory-names-hint-more"),
            say!(words, "territory-extend-send"),
        )
    } else {
        (
            say!(words, "territory-split-title", country = country.name()),
            say!(words, "territory-split-lead"),
            say!(words, "territory-names-hint-split"),
            say!(words, "territory-split-send"),
        )
    };
    let fields = html! {
        (kit::hidden("version", &split.version_of(typed)))
        (form.paragraphs(Ask::new("regions", say!(words, "territory-names")).hint(hint), 5))
        (kit::buttons(&send, None))
    };
    kit::card(&title, html! { p { (lead) } (form.form(&address_of(country, "/regions"), fields)) })
}

/// Everybody in a country that is split, with the region of each to choose.
pub(crate) async fn placing(
    State(office): State<Office>,
    view: View,
    Path(country): Path<Country>,
) -> Result<Response, Problem> {
    let split = office.store().split_of(country).await?.value;
    if !split.is_split() {
        return Ok(Redirect::to(&address_of(country, "")).into_response());
    }
    let people = people(office.store(), &view, country).await?;
    let mut chosen = Form::default();
    for person in &people {
        let known = person.territory.region().is_some();
        let guess = || territory::place(person.written.as_deref(), &split);
        let place = if known { person.territory.clone() } else { guess() };
        chosen.set(&person.field, place.to_string());
        chosen.set(&seen_field(&person.field), person.territory.to_string());
    }
    Ok(placing_page(&view, &split, &people, &chosen, &Problems::default()).into_response())
}

/// Writes down where each person belongs, one after the other. Cut off and sent again, it goes on where it was; whom
/// somebody else placed meanwhile stays there, and both are shown.
pub(crate) async fn place(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(country): Path<Country>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let split = store.split_of(country).await?.value;
    let choices = choices(&typed.0)?;
    if choices.iter().any(|choice| split.choose(choice.to).is_err()) {
        let people = people(store, &view, country).await?;
        let mut problems = Problems::default();
        for person in &people {
            let is_theirs = |choice: &&Choosing<'_>| choice.field == person.field;
            if let Some(choice) = choices.iter().find(is_theirs) {
                problems.take(&person.field, split.choose(choice.to));
            }
        }
        let page = placing_page(&view, &split, &people, &typed.0, &problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut values = Vec::new();
    let mut again = Form::default();
    for choice in &choices {
        let Ok(to) = split.choose(choice.to) else { continue };
        // Left as it was: whoever else placed them meanwhile contradicts nobody.
        if to == choice.seen {
            continue;
        }
        let Some((name, now)) = place_one(store, choice, &to, by.person).await? else { continue };
        if now != to {
            values.push(both(view.words, &split, name, &now, &to));
            again.set(choice.field, choice.to);
            again.set(&seen_field(choice.field), now.to_string());
        }
    }
    if values.is_empty() {
        return Ok(Redirect::to(&address_of(country, "")).into_response());
    }
    Err(Problem::Conflict { values, again: Some((address_of(country, "/placing"), again)) })
}

/// Whose region is chosen.
#[derive(Clone, Copy)]
enum Placed {
    Ambassador(AmbassadorId),
    Application(ApplicationId),
}

/// Places one person; their name, and where they are now.
async fn place_one(
    store: &Store,
    choice: &Choosing<'_>,
    to: &Territory,
    by: PersonId,
) -> Result<Option<(String, Territory)>, Problem> {
    match choice.who {
        Placed::Ambassador(id) => {
            let now = store.place_ambassador(id, &choice.seen, to, by).await?;
            Ok(now.map(|now| (now.name.to_string(), now.territory)))
        }
        Placed::Application(id) => match store.place_application(id, &choice.seen, to, by).await {
            Ok(now) => Ok(Some((now.submission.name.to_string(), now.territory))),
            Err(NotChanged::Store(error)) => Err(error.into()),
            // Gone, or told meanwhile: there is nobody left to place.
            Err(NotChanged::Unknown | NotChanged::Rule(_) | NotChanged::Changed(_) | NotChanged::Announced) => Ok(None),
        },
    }
}

/// One person's choice in a form that was sent in.
struct Choosing<'a> {
    field: &'a str,
    who: Placed,
    seen: Territory,
    to: &'a str,
}

fn choices(typed: &Form) -> Result<Vec<Choosing<'_>>, Problem> {
    let people = typed.pairs().filter(|(field, _)| !field.ends_with(SEEN));
    let choosing = people.filter(|(field, _)| field.starts_with(AMBASSADOR) || field.starts_with(APPLICATION));
    choosing
        .map(|(field, to)| {
            let who = match field.strip_prefix(AMBASSADOR) {
                Some(id) => id.parse().map(Placed::Ambassador),
                None => field.trim_start_matches(APPLICATION).parse().map(Placed::Application),
            };
            let who = who.map_err(|_| Problem::Unreadable)?;
            let seen = typed.get(&seen_field(field)).parse().map_err(|_| Problem::Unreadable)?;
            Ok(Choosing { field, who, seen, to })
        })
        .collect()
}

fn both(words: Words, split: &Split, who: String, now: &Territory, to: &Territory) -> BothValues {
    let name = |territory: &Territory| match territory.country() {
        here if here == split.country() => region(words, split, territory),
        elsewhere => elsewhere.name().to_owned(),
    };
    BothValues { label: who, theirs: name(now), yours: name(to) }
}

fn placing_page(view: &View, split: &Split, people: &[Person], typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let country = split.country();
    let title = say!(words, "placing-title", country = country.name());
    let form = FormView::new(words, typed, problems);
    let options: Vec<_> = split
        .territories()
        .map(|territory| Choice::new(territory.to_string(), region(words, split, &territory)))
        .collect();
    let name_of = |field: &str| people.iter().find(|person| person.field == field).map(|person| person.name.clone());
    let fields = html! {
        @for person in people {
            @let wrote = match &person.written {
                Some(written) => say!(words, "placing-wrote", written = written),
                None => say!(words, "territory-nothing-written"),
            };
            (kit::hidden(&seen_field(&person.field), typed.get(&seen_field(&person.field))))
            (form.select(Ask::new(&person.field, &person.name).hint(wrote), &options))
        }
        (kit::buttons(&say!(words, "placing-send"), None))
    };
    let body = html! {
        (form.error_summary(|field| name_of(field).unwrap_or_default()))
        (kit::heading(&title, Some(&say!(words, "placing-lead"))))
        @if people.is_empty() {
            (kit::empty(&say!(words, "placing-nobody"), &say!(words, "placing-nobody-more"), None))
        } @else {
            (form.form(&address_of(country, "/placing"), fields))
        }
        p { (Link::new(address_of(country, ""), say!(words, "placing-back", country = country.name()))) }
    };
    view.page(&Around::new(&title, Here::Territories).with_errors(!problems.is_empty()), body)
}

/// Somebody who counts in a country and can be placed in one of its regions.
struct Person {
    /// The name of their field in the form that places people.
    field: String,
    name: String,
    link: Link,
    state: (String, kit::Tone),
    written: Option<String>,
    territory: Territory,
}

/// What the fields of ambassadors start with, before their identifier.
const AMBASSADOR: &str = "ambassador_";
/// What the fields of applications start with.
const APPLICATION: &str = "application_";
/// What the field ends with that says where the form saw somebody.
const SEEN: &str = "_seen";

fn seen_field(field: &str) -> String {
    format!("{field}{SEEN}")
}

/// Everybody who counts in this country, in alphabetical order.
async fn people(store: &Store, view: &View, country: Country) -> Result<Vec<Person>, Problem> {
    let words = view.words;
    let ambassadors = store.all_ambassadors().await?.into_iter();
    let here = ambassadors.filter(|ambassador| ambassador.country == country && ambassador.state.takes_part());
    let mut people: Vec<_> = here
        .map(|ambassador| Person {
            field: format!("{AMBASSADOR}{}", ambassador.id),
            name: ambassador.name.to_string(),
            link: Link::new(format!("/team/ambassadors/{}", ambassador.id), ambassador.name.as_str()),
            state: (state(words, ambassador.state), ambassador.state.into()),
            written: ambassador.region.map(|region| region.to_string()),
            territory: ambassador.territory,
        })
        .collect();
    for application in store.applications_in(country, view.settings()).await? {
        let column = application.state.column();
        people.push(Person {
            field: format!("{APPLICATION}{}", application.id),
            name: application.submission.name.to_string(),
            link: Link::new(format!("/team/applications/{}", application.id), application.submission.name.as_str()),
            state: match seen::is_own(view.session.as_ref(), &application) {
                true => seen::own_standing(view, &application),
                false => (words.column(column), column.into()),
            },
            written: application.submission.region.map(|region| region.to_string()),
            territory: application.territory,
        });
    }
    people.sort_by_cached_key(|person| alphabetical(&person.name));
    Ok(people)
}

fn state(words: Words, state: AmbassadorState) -> String {
    match state {
        AmbassadorState::Active => say!(words, "ambassador-active"),
        AmbassadorState::OnHold { .. } => say!(words, "ambassador-on-hold"),
        AmbassadorState::Emeritus => say!(words, "ambassador-emeritus"),
        AmbassadorState::Ended => say!(words, "ambassador-ended"),
    }
}

/// What a territory is called on the page of its country.
fn region(words: Words, split: &Split, territory: &Territory) -> String {
    match split.name_of(territory) {
        Some(name) => name.to_string(),
        None if split.is_split() => say!(words, "territories-not-placed"),
        None => say!(words, "territories-whole", country = split.country().name()),
    }
}

fn numbered(words: Words, first: String) -> [Column; 4] {
    [
        Column::text(first),
        Column::number(say!(words, "territories-active")),
        Column::number(say!(words, "territories-on-hold")),
        Column::number(say!(words, "territories-applicants")),
    ]
}

fn row(name: Markup, load: Load, scale: u64) -> Vec<Markup> {
    vec![
        html! { (name) (bar(load, scale)) },
        html! { (load.active) },
        html! { (load.on_hold) },
        html! { (load.applicants) },
    ]
}

fn link(country: Country) -> Markup {
    html! { (Link::new(address_of(country, ""), country.name())) }
}

fn address_of(country: Country, part: &str) -> String {
    format!("/team/territories/{}{part}", country.code())
}
