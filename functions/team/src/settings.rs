//! The program's settings: the document, what a change would do before it is made, and every version there was.
//!
//! One form has both: its first button looks at what would change, for whom; only the page that says so has the one that
//! puts it into force.

use crate::letters::{COUNTED, told_by_all};
use crate::people::called;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::funding::FundingState;
use program::settings::Mistakes;
use program::settings::change::{self, CountedAnew, Line, Milestone, Moved, Rejudged};
use program::text::alphabetical;
use program::{Ambassador, AmbassadorId, Form, Problems, Quarter, Settings};
use serde::Deserialize;
use store::audit::Actor;
use store::settings::{Edition, LeftBehind, NotAdded, Versioned};
use web::kit::{self, Ask, Column, FormView, Link, Tone};
use web::layout::Here;
use web::problem_page::BothValues;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::{Words, say};

const PATH: &str = "/team/settings";
/// So many bytes a document may have: a record of the table holds 400,000.
const MOST_BYTES: usize = 200_000;
/// So many versions are listed on a page.
const LISTED: i32 = 20;

/// From which version on the list goes.
#[derive(Deserialize)]
pub(crate) struct Look {
    up_to: Option<u64>,
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Query(look): Query<Look>,
) -> Result<Html<String>, Problem> {
    let there = in_force(&office).await?;
    let typed = form_of(&there.document, &there);
    page(&office, &view, &there, &typed, look.up_to, html! {}).await
}

/// A version there was, ready to be looked at and put into force again.
pub(crate) async fn version(
    State(office): State<Office>,
    view: View,
    Path(version): Path<u64>,
) -> Result<Html<String>, Problem> {
    let there = in_force(&office).await?;
    let document = office.store().settings_document(version).await?.ok_or(Problem::NotFound)?;
    let typed = form_of(&document, &there);
    let words = view.words;
    let is_older = version != there.version;
    let notice = html! {
        @if is_older { (kit::notice(Tone::Quiet, html! { p { (say!(words, "settings-older", version = version)) } })) }
    };
    page(&office, &view, &there, &typed, None, notice).await
}

/// Says what would change; with the button of that page, changes it. A form sent twice finds its change made.
pub(crate) async fn change(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    typed: Typed,
) -> Result<Response, Problem> {
    let (there, seen, words) = (in_force(&office).await?, typed.version()?, view.words);
    let document = change::tidied(typed.0.get("document"));
    let mut typed = typed.0;
    typed.set("document", &*document);
    let is_same = change::tidied(&there.document) == document;
    if typed.get("do") == "use" && is_same && there.version == seen + 1 {
        return Ok(Redirect::to(PATH).into_response());
    }
    if document.len() > MOST_BYTES {
        let long = say!(words, "settings-too-long", most = MOST_BYTES / 1_000);
        let notice = kit::notice(Tone::Waiting, html! { p { (long) } });
        let page = page(&office, &view, &there, &typed, None, notice).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let wanted = match Settings::read(&document) {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            let page = page(&office, &view, &there, &typed, None, mistaken(words, &mistakes)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    if there.version != seen {
        return Err(conflict(words, &there, typed));
    }
    if is_same {
        let same = kit::notice(Tone::Quiet, html! { p { (say!(words, "settings-same")) } });
        return Ok(page(&office, &view, &there, &typed, None, same).await?.into_response());
    }
    if typed.get("do") != "use" {
        let wanted = wanted.following(&there.settings, view.now);
        return Ok(preview(&office, &view, &there, &wanted, &typed).await?.into_response());
    }
    match office.store().change_settings((&wanted, &document), &there, Actor::Person(by.person)).await {
        Ok(_) => {
            office.settings_changed();
            Ok(Redirect::to(PATH).into_response())
        }
        Err(NotAdded::LeavesBehind(left)) => {
            let sentence = left_behind(words, &left).join(" ");
            Err(Problem::Rule { sentence, typed: form_of(&document, &there) })
        }
        Err(NotAdded::Store(store::Error::Conflict(_))) => Err(conflict(words, &in_force(&office).await?, typed)),
        Err(NotAdded::Store(error)) => Err(error.into()),
    }
}

async fn in_force(office: &Office) -> Result<Versioned, Problem> {
    office.store().settings().await?.ok_or(Problem::NotOpen)
}

fn form_of(document: &str, there: &Versioned) -> Form {
    let mut form = Form::default();
    form.set("document", document);
    form.set("version", there.version.to_string());
    form
}

/// Somebody else was faster: both documents, and what was typed to be looked at again on top of theirs.
fn conflict(words: Words, there: &Versioned, mut typed: Form) -> Problem {
    let value = BothValues {
        label: say!(words, "settings-document"),
        theirs: there.document.clone(),
        yours: typed.get("document").to_owned(),
    };
    typed.set("version", there.version.to_string());
    typed.set("do", "look");
    Problem::Conflict { values: vec![value], again: Some((PATH.to_owned(), typed)) }
}

fn mistaken(words: Words, mistakes: &Mistakes) -> Markup {
    let Mistakes(all) = mistakes;
    kit::notice(
        Tone::Waiting,
        html! {
            h2 { (say!(words, "settings-mistakes")) }
            p { (say!(words, "settings-mistakes-lead", count = all.len())) }
            // What is wrong with a document is said in English everywhere, on the command line too.
            ul lang="en" { @for mistake in mistakes.to_string().lines() { li { (mistake) } } }
        },
    )
}

fn left_behind(words: Words, left: &[LeftBehind]) -> Vec<String> {
    let sentences = left.iter().map(|LeftBehind { tranche, people }| match tranche {
        Some(tranche) => say!(words, "settings-left-tranche", label = tranche.label.as_str(), people = *people),
        None => say!(words, "settings-left-waiting", people = *people),
    });
    sentences.chain([say!(words, "settings-left-next")]).collect()
}

async fn page(
    office: &Office,
    view: &View,
    there: &Versioned,
    typed: &Form,
    up_to: Option<u64>,
    notice: Markup,
) -> Result<Html<String>, Problem> {
    let words = view.words;
    let title = say!(words, "settings-title");
    let versions = versions(office, view, there, up_to).await?;
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "settings-lead"))))
        (notice)
        p { (say!(words, "settings-in-force", version = there.version)) }
        (document_form(words, typed))
        (versions)
    };
    Ok(view.page(&Around::new(&title, Here::Team), body))
}

fn document_form(words: Words, typed: &Form) -> Markup {
    let problems = Problems::default();
    let form = FormView::new(words, typed, &problems);
    let document = Ask::new("document", say!(words, "settings-document")).hint(say!(words, "settings-document-hint"));
    form.form(
        PATH,
        html! {
            (kit::hidden("version", typed.get("version")))
            (form.paragraphs(document, 24))
            (kit::buttons_by_name("do", &[("look", say!(words, "settings-look"))]))
        },
    )
}

async fn versions(office: &Office, view: &View, there: &Versioned, up_to: Option<u64>) -> Result<Markup, Problem> {
    let (store, words) = (office.store(), view.words);
    let from = up_to.unwrap_or(there.version).min(there.version);
    let editions = store.settings_up_to(from, LISTED).await?;
    let team = store.team().await?;
    let by = |edition: &Edition| match edition.by {
        None => say!(words, "settings-version-operator"),
        Some(id) => team
            .iter()
            .find(|person| person.id == id)
            .map_or_else(|| say!(words, "settings-version-somebody"), |person| called(person).to_owned()),
    };
    let columns = ["settings-version", "settings-version-since", "settings-version-by"];
    let columns = columns.map(|key| Column::text(say!(words, key)));
    let rows: Vec<_> = editions
        .iter()
        .map(|edition| {
            let name = say!(words, "settings-version-name", version = edition.version);
            vec![
                html! { (Link::new(format!("{PATH}/{}", edition.version), name)) },
                html! { (words.instant(edition.at, &view.settings().calendar)) },
                html! { (by(edition)) },
            ]
        })
        .collect();
    let earlier = from
        .checked_sub(u64::from(LISTED.unsigned_abs()))
        .filter(|earlier| *earlier > 0)
        .map(|earlier| format!("{PATH}?up_to={earlier}"));
    let start = (from < there.version).then_some(PATH);
    Ok(html! {
        (kit::table(&say!(words, "settings-versions"), &columns, &rows))
        (kit::pager(words, start, earlier.as_deref()))
    })
}

/// What the document would change, and the button that changes it.
async fn preview(
    office: &Office,
    view: &View,
    there: &Versioned,
    wanted: &Settings,
    typed: &Form,
) -> Result<Html<String>, Problem> {
    let (words, is) = (view.words, &there.settings);
    let title = say!(words, "settings-preview");
    let left = office.store().left_behind(is, wanted).await?;
    let effects = Effects::read(office, view, is, wanted).await?;
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "settings-preview-lead"))))
        @if left.is_empty() {
            (effects.told(words, is, wanted))
        } @else {
            (kit::notice(Tone::Waiting, html! { @for sentence in left_behind(words, &left) { p { (sentence) } } }))
        }
        (lines(words, &change::differences(&there.document, typed.get("document"))))
        form method="post" action=(PATH) {
            @for field in ["version", "document"] { (kit::hidden(field, typed.get(field))) }
            @if left.is_empty() { (kit::buttons_by_name("do", &[("use", say!(words, "settings-use"))])) }
        }
        (kit::folded(&say!(words, "settings-go-on"), document_form(words, typed)))
    };
    Ok(view.page(&Around::new(&title, Here::Team), body))
}

fn lines(words: Words, lines: &[Line]) -> Markup {
    let columns = [say!(words, "settings-line-what"), say!(words, "settings-line")].map(Column::text);
    let rows: Vec<_> = lines
        .iter()
        .map(|line| {
            let (what, text) = match line {
                Line::Leaves(text) => (say!(words, "settings-line-leaves"), text),
                Line::Comes(text) => (say!(words, "settings-line-comes"), text),
            };
            vec![html! { (what) }, html! { code dir="auto" { (text) } }]
        })
        .collect();
    kit::table(&say!(words, "settings-lines"), &columns, &rows)
}

/// What other settings would do to a quarter that is not closed.
struct OpenQuarter {
    quarter: Quarter,
    moved: Vec<Moved>,
    /// How many ambassadors were gone through, and for whom it would read differently, in alphabetical order; none where
    /// they are too many.
    people: Option<(usize, Vec<(Ambassador, Rejudged)>)>,
}

/// What other settings would change beyond their own lines.
struct Effects {
    counted: Option<CountedAnew>,
    quarters: Vec<OpenQuarter>,
    kinds: Vec<(String, usize)>,
    /// How many requests for funds wait, where there would be none any more.
    without_funds: Option<u64>,
}

impl Effects {
    async fn read(office: &Office, view: &View, is: &Settings, wanted: &Settings) -> Result<Self, Problem> {
        let (store, calendar) = (office.store(), &is.calendar);
        let running = calendar.quarter_at(view.now);
        let begun = [calendar.previous(running), running];
        let (ambassadors, more) = store.some_ambassadors(COUNTED, None).await?;
        let mut here: Vec<_> = ambassadors.into_iter().filter(|ambassador| ambassador.state.takes_part()).collect();
        here.sort_by_cached_key(|ambassador| (alphabetical(ambassador.name.as_str()), ambassador.id));
        let mut quarters = Vec::new();
        let mut kinds = Vec::new();
        for quarter in begun.into_iter().filter(|quarter| is.has_begun(*quarter, view.today())) {
            if store.steps(quarter).await?.closing.is_some() {
                continue;
            }
            let moved = change::moved(is, wanted, quarter, view.now);
            let people = match &more {
                Some(_) => None,
                None => {
                    let (told, _) = told_by_all(office, view, quarter).await?;
                    if quarter == running {
                        let own = told.iter().flat_map(|(who, held)| held.iter().filter(|it| it.ambassador == *who));
                        let gone = change::kinds_gone(is, wanted, own);
                        kinds = gone.into_iter().map(|(kind, count)| (kind.label.clone(), count)).collect();
                    }
                    let last = calendar.last_day(quarter);
                    let taking_part: Vec<_> = here.iter().filter(|ambassador| ambassador.since <= last).collect();
                    let held = |id: AmbassadorId| told.get(&id).map_or(&[][..], Vec::as_slice);
                    let other = taking_part.iter().filter_map(|ambassador| {
                        let rejudged = change::rejudged(is, wanted, quarter, ambassador, held(ambassador.id))?;
                        Some(((*ambassador).clone(), rejudged))
                    });
                    Some((taking_part.len(), other.collect()))
                }
            };
            quarters.push(OpenQuarter { quarter, moved, people });
        }
        let without_funds = match (&is.funding, &wanted.funding) {
            (Some(_), None) => Some(waiting_requests(office).await?),
            _ => None,
        };
        Ok(Self { counted: change::counted_anew(is, wanted, view.now), quarters, kinds, without_funds })
    }

    fn told(&self, words: Words, is: &Settings, wanted: &Settings) -> Markup {
        let day = |day| words.day(day);
        let consent = wanted.consent.version;
        let moved: Vec<_> = self.quarters.iter().flat_map(|open| &open.moved).collect();
        html! {
            @if let Some(CountedAnew { running, last, next, first }) = self.counted {
                (kit::notice(Tone::Quiet, html! { p {
                    (say!(words, "settings-counted", running = running.to_string(), last = day(last), next = next.to_string(), first = day(first)))
                } }))
            }
            @for (kind, count) in &self.kinds { p { (say!(words, "settings-kind-gone", kind = kind.as_str(), count = *count)) } }
            @if consent != is.consent.version { p { (say!(words, "settings-consent", version = consent)) } }
            @if let Some(count) = self.without_funds { p { (say!(words, "settings-no-funds", count = count)) } }
            @if !moved.is_empty() { (dates(words, &moved)) p { (say!(words, "settings-dates-past")) } }
            @for open in &self.quarters { (open.people(words)) }
        }
    }
}

impl OpenQuarter {
    fn people(&self, words: Words) -> Markup {
        let heading = say!(words, "settings-people", quarter = self.quarter.to_string());
        let Some((all, people)) = &self.people else {
            return kit::card(&heading, html! { p { (say!(words, "settings-people-many")) } });
        };
        if people.is_empty() {
            return kit::card(&heading, html! { p { (say!(words, "settings-people-none")) } });
        }
        let columns =
            [say!(words, "team-name"), say!(words, "settings-people-now"), say!(words, "settings-people-then")];
        let said = |judged: &program::Judgement| {
            let standing = words.standing(judged.standing);
            say!(words, "settings-people-standing", standing = standing, full = judged.full, goal = judged.goal)
        };
        let rows: Vec<_> = people
            .iter()
            .map(|(ambassador, rejudged)| {
                vec![
                    html! { (Link::new(format!("/team/ambassadors/{}", ambassador.id), ambassador.name.as_str())) },
                    html! { (said(&rejudged.before)) },
                    html! { (said(&rejudged.after)) },
                ]
            })
            .collect();
        html! {
            (kit::table(&heading, &columns.map(Column::text), &rows))
            p { (say!(words, "settings-people-some", count = people.len(), all = *all)) }
        }
    }
}

fn dates(words: Words, moved: &[&Moved]) -> Markup {
    let columns = ["settings-date-what", "settings-date-before", "settings-date-after"];
    let day = |day: Option<chrono::NaiveDate>| match day {
        Some(day) => kit::day(words, day),
        None => html! { (say!(words, "settings-date-none")) },
    };
    let rows: Vec<_> = moved
        .iter()
        .map(|moved| {
            let quarter = moved.quarter.to_string();
            let what = match moved.what {
                Milestone::CheckIn => say!(words, "settings-date-check-in", quarter = quarter),
                Milestone::Reminder(number) => {
                    say!(words, "settings-date-reminder", quarter = quarter, number = u32::from(number))
                }
                Milestone::Close => say!(words, "settings-date-close", quarter = quarter),
            };
            vec![html! { (what) }, day(moved.before), day(moved.after)]
        })
        .collect();
    kit::table(&say!(words, "settings-dates"), &columns.map(|key| Column::text(say!(words, key))), &rows)
}

/// Requests for funds nobody is through with.
async fn waiting_requests(office: &Office) -> Result<u64, Problem> {
    let mut waiting = 0;
    let open = |state: &FundingState| !state.is_over() && *state != FundingState::Draft;
    for state in FundingState::ALL.into_iter().filter(open) {
        waiting += office.store().count_funding_in(state).await?;
    }
    Ok(waiting)
}
