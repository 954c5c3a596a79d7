//! One activity, for the team: its plan, its report, what was asked about it, its draft and the reviews of it (clause M21).

use crate::questions;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::{Markup, html};
use program::draft_review::{ContentDraft, Round, Said, What};
use program::evidence::Subject;
use program::report::missing;
use program::{Activity, ActivityId, Ambassador, AmbassadorId, FileId, Form, PersonId, Problems, Remark};
use std::collections::BTreeMap;
use store::Store;
use store::applications::Stored;
use store::evidence::Evidence;
use store::outbox::{Draft, Lane};
use web::kit::{self, Ask, Choice, FormView, Link, Tone};
use web::layout::Here;
use web::problem_page::BothValues;
use web::view::Around;
use web::{Office, Problem, SignedIn, Team, Typed, View, activities, upload};
use words::{Words, say};

/// An activity with everything the team sees of it.
pub(crate) struct Opened {
    pub(crate) activity: Activity,
    pub(crate) ambassador: Ambassador,
    /// What was asked about it and answered.
    pub(crate) remarks: Vec<Remark>,
    /// Files that were posted as its photos.
    photos: Vec<Evidence>,
    draft: Option<Stored<ContentDraft>>,
    /// Who said that they organized it too.
    with: Vec<String>,
    /// Those in the team, by what they are called.
    team: BTreeMap<PersonId, String>,
}

impl Opened {
    pub(crate) async fn of(store: &Store, ambassador: AmbassadorId, id: ActivityId) -> Result<Self, Problem> {
        let activity = store.activity(ambassador, id).await?.ok_or(Problem::NotFound)?.value;
        let ambassador = store.ambassador(ambassador).await?.ok_or(Problem::NotFound)?;
        let draft = store.content_draft(ambassador.id, id).await?;
        let with = store.ambassadors_of(activity.organized_with()).await?;
        let with = with.values().map(|ambassador| ambassador.name.to_string()).collect();
        let remarks = store.remarks(id).await?;
        let photos = store.evidence_of(Subject::Activity(id)).await?;
        let team = match draft.is_some() || !remarks.is_empty() {
            true => store.team().await?,
            false => Vec::new(),
        };
        let called = |person: store::people::Person| person.name.unwrap_or_else(|| person.email.to_string());
        let team = team.into_iter().map(|person| (person.id, called(person))).collect();
        Ok(Self { activity, ambassador, remarks, photos, draft, with, team })
    }

    pub(crate) fn name_of(&self, person: PersonId) -> Option<String> {
        if person == self.ambassador.person {
            return Some(self.ambassador.name.to_string());
        }
        self.team.get(&person).cloned()
    }
}

/// What stands in the forms of the page, and what is wrong with it.
pub(crate) struct Sent {
    /// The review of the draft.
    pub(crate) review: (Form, Problems),
    /// The question.
    pub(crate) question: (Form, Problems),
}

impl Sent {
    /// Nothing yet.
    pub(crate) fn nothing(office: &Office) -> Self {
        let mut question = Form::default();
        question.set("key", office.store().new_id().to_string());
        Self { review: (Form::default(), Problems::default()), question: (question, Problems::default()) }
    }
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Team>,
    Path((ambassador, id)): Path<(AmbassadorId, ActivityId)>,
) -> Result<Html<String>, Problem> {
    let opened = Opened::of(office.store(), ambassador, id).await?;
    Ok(page(&view, &opened, by.person, &Sent::nothing(&office)))
}

pub(crate) async fn review(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Team>,
    Path((ambassador, id)): Path<(AmbassadorId, ActivityId)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let opened = Opened::of(store, ambassador, id).await?;
    let words = view.words;
    let Some(draft) = &opened.draft else {
        return Err(Problem::Rule { sentence: say!(words, "draft-review-none"), typed: typed.0 });
    };
    let said = match Said::parse(&typed.0) {
        Ok(said) => said,
        Err(problems) => {
            let sent = Sent { review: (typed.0, problems), ..Sent::nothing(&office) };
            let page = page(&view, &opened, by.person, &sent);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let written = match draft.version == typed.version()? {
        true => {
            let after = draft
                .value
                .reviewed(said.clone(), by.person, opened.ambassador.person, view.now)
                .map_err(|rule| Problem::Rule { sentence: words.draft_not_possible(rule), typed: typed.0.clone() })?;
            let letter = letter(&opened, &said, draft.version + 1);
            store.save_content_draft((ambassador, id), Some(draft), &after, by.person, Some(&letter)).await
        }
        false => Err(store::Error::Conflict("draft")),
    };
    let here = format!("/team/activities/{ambassador}/{id}");
    match written {
        Ok(()) => Ok(Redirect::to(&here).into_response()),
        Err(store::Error::Conflict(_)) => {
            let now = store.content_draft(ambassador, id).await?.ok_or(Problem::NotFound)?;
            // The same form once more, whose first sending was answered already.
            if said_already(&now.value, &said, by.person) {
                return Ok(Redirect::to(&here).into_response());
            }
            Err(conflict(words, &now.value, &said))
        }
        Err(error) => Err(error.into()),
    }
}

fn said_already(draft: &ContentDraft, said: &Said, by: PersonId) -> bool {
    draft.history.iter().any(|entry| entry.by == by && entry.what == What::Reviewed(said.clone()))
}

/// To the author, once for each review.
fn letter(opened: &Opened, said: &Said, version: u64) -> Draft {
    let Opened { activity, ambassador, .. } = opened;
    let letter = Letter::DraftReviewed {
        name: ambassador.name.to_string(),
        title: activity.plan.title.to_string(),
        round: said.round,
        ready: said.ready,
        words: said.words.as_ref().map(ToString::to_string),
        activity: activity.id,
    };
    let about = format!("draft-review/{}/{}/{version}", ambassador.id, activity.id);
    Draft::new(about, Lane::Now, &ambassador.email, &ambassador.language, &letter)
}

/// What somebody else made of the draft meanwhile, and what was sent. The next review is made from what stands there now.
fn conflict(words: Words, now: &ContentDraft, said: &Said) -> Problem {
    let text = |said: &Said| said.words.as_ref().map(ToString::to_string).unwrap_or_default();
    let values = match now.last_review() {
        Some((theirs, _)) => vec![
            BothValues {
                label: say!(words, "draft-review-verdict"),
                theirs: words.draft_said(theirs),
                yours: words.draft_said(said),
            },
            BothValues { label: say!(words, "draft-review-words"), theirs: text(theirs), yours: text(said) },
        ],
        None => vec![BothValues {
            label: say!(words, "draft-review-title"),
            theirs: say!(words, "draft-review-another"),
            yours: format!("{}\n\n{}", words.draft_said(said), text(said)),
        }],
    };
    Problem::Conflict { values, again: None }
}

pub(crate) fn page(view: &View, opened: &Opened, reader: PersonId, sent: &Sent) -> Html<String> {
    let words = view.words;
    let Opened { activity, ambassador, with, .. } = opened;
    let plan = &activity.plan;
    let title = plan.title.as_str();
    let (typed, problems) = &sent.review;
    let form = FormView::new(words, typed, problems);
    let wrong_question = !sent.question.1.is_empty();
    let mut facts = activities::plan_facts(words, view.settings(), plan);
    if !with.is_empty() {
        facts.push((say!(words, "together-with"), html! { (with.join(", ")) }));
    }
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        @if wrong_question {
            (FormView::new(words, &sent.question.0, &sent.question.1).error_summary(|_| say!(words, "remarks-question")))
        }
        (kit::heading(title, Some(ambassador.name.as_str())))
        p {
            (kit::tag(&words.activity_state(activity.state), activity.state.into()))
            @if plan.large { " " (kit::tag(&say!(words, "team-activities-is-large"), Tone::Waiting)) }
        }
        (kit::card(&say!(words, "activity-plan"), kit::facts(&facts)))
        (report(view, activity))
        (photos(words, opened))
        (questions::card(view, opened, &sent.question))
        (draft(view, &form, opened, reader, typed))
        (history(view, activity))
        p { (Link::new("/team/activities", say!(words, "team-activities-back"))) }
    };
    view.page(&Around::new(title, Here::Activities).with_errors(!problems.is_empty() || wrong_question), body)
}

/// The photos the ambassador sent, to be fetched one by one; nothing where there are none.
fn photos(words: Words, opened: &Opened) -> Markup {
    let at = format!("/team/activities/{}/{}/photos", opened.ambassador.id, opened.activity.id);
    let taken: Vec<_> = opened.photos.iter().filter_map(|file| Some((file.file_id, file.kept()?))).collect();
    html! {
        @if !taken.is_empty() {
            (kit::card(&say!(words, "photos-title"), html! {
                ul class="plain" {
                    @for (number, (file, kept)) in taken.iter().enumerate() {
                        li {
                            (upload::picture(words, kept, &format!("{at}/{file}")))
                            (Link::new(format!("{at}/{file}"), say!(words, "photos-one", number = number + 1)))
                        }
                    }
                }
            }))
        }
    }
}

/// Leads to the photo itself, for a few minutes.
pub(crate) async fn photo(
    State(office): State<Office>,
    view: View,
    Path((ambassador, id, file)): Path<(AmbassadorId, ActivityId, FileId)>,
) -> Result<Response, Problem> {
    upload::fetched(office.store(), view.words, &photo_of(&office, ambassador, id, file).await?).await
}

/// The small picture of a photo.
pub(crate) async fn preview(
    State(office): State<Office>,
    Path((ambassador, id, file)): Path<(AmbassadorId, ActivityId, FileId)>,
) -> Result<Response, Problem> {
    upload::preview(office.store(), &photo_of(&office, ambassador, id, file).await?).await
}

async fn photo_of(
    office: &Office,
    ambassador: AmbassadorId,
    activity: ActivityId,
    file: FileId,
) -> Result<Evidence, Problem> {
    let evidence = office.store().evidence(Subject::Activity(activity), file).await?;
    evidence.filter(|evidence| evidence.ambassador == ambassador).ok_or(Problem::NotFound)
}

/// What came of it, what is still open, and what the ambassador says about the numbers that are asked.
fn report(view: &View, activity: &Activity) -> Markup {
    let words = view.words;
    let report = activity.report.as_ref();
    let kind = view.settings().kind(&activity.plan.kind);
    let mut facts = report.map(|report| activities::report_facts(words, report)).unwrap_or_default();
    let practical = report.and_then(|report| report.practical.as_ref());
    facts.extend(practical.map(|text| (say!(words, "report-practical"), kit::prose(text.as_str(), None))));
    let open = kind.filter(|_| report.is_some()).map(|kind| missing(report, kind)).unwrap_or_default();
    if !open.is_empty() {
        facts.push((say!(words, "activity-open"), html! { (words.missing(&open)) }));
    }
    kit::card(
        &say!(words, "team-activities-report"),
        html! {
            @match report {
                Some(_) => (kit::facts(&facts)),
                None => p { (say!(words, "team-activities-report-none")) },
            }
        },
    )
}

/// The draft, what was said about it, and the form for the review at hand.
fn draft(view: &View, form: &FormView<'_>, opened: &Opened, reader: PersonId, typed: &Form) -> Markup {
    let words = view.words;
    let Some(draft) = &opened.draft else { return html! {} };
    let own = reader == opened.ambassador.person;
    html! {
        div id="draft" {
            (kit::card(&say!(words, "team-activities-draft"), html! {
                (activities::draft_as_it_is(words, &draft.value))
                @if let Some(round) = draft.value.state.waits_for() {
                    @if own {
                        p { (say!(words, "draft-review-own")) }
                    } @else {
                        (review_form(words, form, opened, draft, round, typed))
                    }
                }
                (activities::draft_history(words, &view.settings().calendar, &draft.value, |person| opened.name_of(person)))
            }))
        }
    }
}

fn review_form(
    words: Words,
    form: &FormView<'_>,
    opened: &Opened,
    draft: &Stored<ContentDraft>,
    round: Round,
    typed: &Form,
) -> Markup {
    let Opened { activity, ambassador, .. } = opened;
    let version = match typed.get("version") {
        "" => draft.version.to_string(),
        version => version.to_owned(),
    };
    // A form that comes back is about the review it was made for.
    let round_name = if typed.get("round").is_empty() { round.name() } else { typed.get("round") };
    let verdicts = [
        Choice::new("ready", say!(words, "draft-review-verdict-ready")),
        Choice::new("change", say!(words, "draft-review-verdict-change")),
    ];
    html! {
        h3 { (words.draft_round(round)) }
        (form.form(&format!("/team/activities/{}/{}/draft", ambassador.id, activity.id), html! {
            (kit::hidden("version", &version))
            (kit::hidden("round", round_name))
            (form.choice(Ask::new("verdict", label(words, "verdict")), &verdicts))
            (form.paragraphs(Ask::new("words", label(words, "words")).hint(say!(words, "draft-review-words-hint")).depends(), 4))
            (kit::buttons(&say!(words, "draft-review-send-review"), None))
        }))
    }
}

fn label(words: Words, field: &str) -> String {
    match field {
        "words" => say!(words, "draft-review-words"),
        _ => say!(words, "draft-review-verdict"),
    }
}

/// When what happened.
fn history(view: &View, activity: &Activity) -> Markup {
    let words = view.words;
    let at = |at| words.instant(at, &view.settings().calendar);
    kit::card(
        &say!(words, "team-activities-history"),
        html! {
            ul {
                li { (say!(words, "team-activities-planned-at", day = at(activity.planned_at))) }
                @if let Some(report) = &activity.report {
                    li { (say!(words, "team-activities-reported-at", day = at(report.first_at))) }
                    @if report.at != report.first_at { li { (say!(words, "team-activities-changed-at", day = at(report.at))) } }
                }
            }
        },
    )
}
