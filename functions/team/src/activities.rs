//! What ambassadors plan and report, for the team: what is large and what waits for a review first, then a quarter.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Html;
use maud::{Markup, html};
use program::{Activity, ActivityState, Ambassador, AmbassadorId, Country, Form, Quarter};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::Store;
use store::activities::PlaceInQuarter;
use web::kit::{self, Ask, Choice, Column, FormView, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View, activities};
use words::{Words, say};

/// A page ends once it has so many.
const PAGE: usize = 50;
/// Read at once.
const READ: i32 = 100;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    quarter: Option<String>,
    show: Option<String>,
    country: Option<String>,
    after: Option<String>,
}

/// What of a quarter is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    All,
    Planned,
    Held,
    Reported,
}

impl Show {
    const ALL: [Self; 4] = [Self::All, Self::Planned, Self::Held, Self::Reported];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Planned => "planned",
            Self::Held => "held",
            Self::Reported => "reported",
        }
    }

    fn label(self, words: Words) -> String {
        match self {
            Self::All => say!(words, "team-activities-all"),
            Self::Planned => say!(words, "team-activities-planned"),
            Self::Held => say!(words, "team-activities-held"),
            Self::Reported => say!(words, "team-activities-reported"),
        }
    }

    fn has(self, view: &View, activity: &Activity) -> bool {
        let over = activity.plan.ends_on <= view.today();
        match self {
            Self::All => true,
            Self::Planned => activity.state == ActivityState::Planned && !over,
            Self::Held => activity.state == ActivityState::Planned && over,
            Self::Reported => activity.state == ActivityState::Reported,
        }
    }
}

/// The list somebody asked for.
struct List {
    quarter: Quarter,
    show: Show,
    country: Option<Country>,
    typed_country: String,
}

impl List {
    fn of(view: &View, asked: &Asked) -> Result<Self, Problem> {
        let quarter = match asked.quarter.as_deref() {
            None | Some("") => view.settings().calendar.quarter_of(view.today()),
            Some(text) => text.parse().map_err(|_| Problem::Unreadable)?,
        };
        let show = match asked.show.as_deref() {
            None | Some("") => Show::All,
            Some(name) => Show::ALL.into_iter().find(|show| show.name() == name).ok_or(Problem::Unreadable)?,
        };
        let typed_country = asked.country.clone().unwrap_or_default();
        Ok(Self { quarter, show, country: Country::parse(&typed_country).ok(), typed_country })
    }

    fn has(&self, view: &View, activity: &Activity) -> bool {
        let country = self.country.is_none() || activity.plan.place.country() == self.country;
        country && self.show.has(view, activity)
    }

    fn address(&self, quarter: Quarter, after: Option<&PlaceInQuarter>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("quarter", &quarter.to_string()).append_pair("show", self.show.name());
        if let Some(country) = self.country {
            query.append_pair("country", country.name());
        }
        if let Some(after) = after {
            query.append_pair("after", &after.to_text());
        }
        format!("/team/activities?{}", query.finish())
    }

    /// A page of it, and where the next one starts.
    async fn page(
        &self,
        store: &Store,
        view: &View,
        from: PlaceInQuarter,
    ) -> Result<(Vec<Activity>, Option<PlaceInQuarter>), Problem> {
        let (mut found, mut place) = (Vec::new(), Some(from));
        while let Some(at) = place.take() {
            let (activities, next) =
                store.activities_in(self.quarter, &view.settings().calendar, Some(READ), at).await?;
            found.extend(activities.into_iter().filter(|activity| self.has(view, activity)));
            place = next;
            if found.len() >= PAGE {
                break;
            }
        }
        Ok((found, place))
    }
}

pub(crate) async fn list(
    State(office): State<Office>,
    view: View,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(asked) = asked.map_err(|_| Problem::Unreadable)?;
    let list = List::of(&view, &asked)?;
    let from = asked
        .after
        .as_deref()
        .map(|text| PlaceInQuarter::from_text(text, list.quarter, &view.settings().calendar).ok_or(Problem::Unreadable))
        .transpose()?;
    let store = office.store();
    let began_here = from.is_none();
    let (found, next) = list.page(store, &view, from.unwrap_or_default()).await?;
    let waiting = if began_here { Waiting::of(store).await? } else { Waiting::default() };
    let all = found.iter().chain(&waiting.large).chain(&waiting.drafts);
    let people = store.ambassadors_of(all.map(|activity| activity.ambassador)).await?;
    let words = view.words;
    let title = say!(words, "team-activities-title");
    let start = (!began_here).then(|| list.address(list.quarter, None));
    let next = next.map(|place| list.address(list.quarter, Some(&place)));
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "team-activities-lead"))))
        @if !waiting.large.is_empty() {
            (kit::card(&say!(words, "team-activities-large"), html! { ul { @for activity in &waiting.large { li { (large(words, activity, &people)) } } } }))
        }
        @if !waiting.drafts.is_empty() {
            (kit::card(&say!(words, "team-activities-drafts"), html! {
                ul { @for activity in &waiting.drafts { li { (activities::team_page(activity)) ", " (name(&people, activity)) } } }
            }))
        }
        (narrow(words, &list))
        @if found.is_empty() {
            (kit::empty(&say!(words, "team-activities-empty"), &say!(words, "team-activities-empty-more"), None))
        } @else {
            (table(&view, &list, &found, &people))
        }
        (kit::pager(words, start.as_deref(), next.as_deref()))
        p {
            @let calendar = &view.settings().calendar;
            @let (before, after) = (calendar.previous(list.quarter), calendar.next(list.quarter));
            (Link::new(list.address(before, None), say!(words, "team-activities-before", quarter = before.to_string())))
            " · "
            (Link::new(list.address(after, None), say!(words, "team-activities-after", quarter = after.to_string())))
        }
    };
    Ok(view.page(&Around::new(&title, Here::Activities), body))
}

/// What waits for somebody in the team, of whichever quarter.
#[derive(Default)]
pub(crate) struct Waiting {
    /// Large plans, the soonest first.
    pub(crate) large: Vec<Activity>,
    /// Activities with a draft that waits for a review.
    pub(crate) drafts: Vec<Activity>,
}

impl Waiting {
    pub(crate) async fn of(store: &Store) -> Result<Self, Problem> {
        let mut drafts = store.activities_by_id(&store.drafts_waiting().await?).await?;
        drafts.sort_by_key(|activity| (activity.plan.starts_on, activity.id));
        Ok(Self { large: store.large_plans().await?, drafts })
    }
}

fn large(words: Words, activity: &Activity, people: &BTreeMap<AmbassadorId, Ambassador>) -> Markup {
    let plan = &activity.plan;
    html! {
        (activities::team_page(activity)) ", " (name(people, activity)) ", " (kit::day(words, plan.starts_on)) ", " (words.place(&plan.place))
        @if !plan.help.is_none() { p { (say!(words, "team-activities-help")) ": " (words.help(&plan.help)) } }
    }
}

fn name(people: &BTreeMap<AmbassadorId, Ambassador>, activity: &Activity) -> String {
    people.get(&activity.ambassador).map(|ambassador| ambassador.name.to_string()).unwrap_or_default()
}

fn narrow(words: Words, list: &List) -> Markup {
    let mut typed = Form::default();
    typed.set("quarter", list.quarter.to_string());
    typed.set("show", list.show.name());
    typed.set("country", &list.typed_country);
    let form = FormView::filled(words, &typed);
    let shown: Vec<_> = Show::ALL.into_iter().map(|show| Choice::new(show.name(), show.label(words))).collect();
    html! {
        form class="form" method="get" action="/team/activities" {
            (kit::hidden("quarter", typed.get("quarter")))
            (form.choice_in_line(Ask::new("show", say!(words, "team-activities-what")), &shown))
            (form.country(Ask::new("country", say!(words, "team-activities-country")).autocomplete("off").optional()))
            (kit::buttons(&say!(words, "team-activities-show"), None))
        }
    }
}

fn table(view: &View, list: &List, found: &[Activity], people: &BTreeMap<AmbassadorId, Ambassador>) -> Markup {
    let words = view.words;
    let columns = [
        Column::text(say!(words, "activity-title")),
        Column::text(say!(words, "team-activities-who")),
        Column::text(say!(words, "activity-kind")),
        Column::text(say!(words, "activity-when")),
        Column::text(say!(words, "plan-place")),
        Column::text(say!(words, "activity-state")),
    ];
    let rows: Vec<_> = found
        .iter()
        .map(|activity| {
            let plan = &activity.plan;
            let kind = view.settings().kind(&plan.kind).map_or(plan.kind.as_str(), |kind| &kind.label);
            vec![
                html! { (activities::team_page(activity)) },
                html! { (name(people, activity)) },
                html! { (kind) },
                kit::day(words, plan.starts_on),
                html! { (words.place(&plan.place)) },
                html! {
                    (kit::tag(&words.activity_state(activity.state), activity.state.into()))
                    @if plan.large { " " (kit::tag(&say!(words, "team-activities-is-large"), kit::Tone::Waiting)) }
                },
            ]
        })
        .collect();
    kit::table(&say!(words, "team-activities-caption", quarter = list.quarter.to_string()), &columns, &rows)
}
