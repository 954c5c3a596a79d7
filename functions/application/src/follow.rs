//! Following one's own application: where it stands, changing it, taking it back (clause R1). Whoever is signed in does it
//! under `/apply/status`; whoever has the link of a letter needs no account.

use crate::form;
use crate::status::standing;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::html;
use program::application::Submission;
use program::{Application, ApplicationId, ApplicationState, Email, Form, Problems};
use store::Secret;
use store::access::Purpose;
use store::applications::{NotChanged, Stored};
use store::outbox::{Draft, Lane};
use web::kit::{self, Ask, FormView, Link, TextKind};
use web::layout::Here;
use web::problem_page::BothValues;
use web::view::Around;
use web::{Applicant, Asking, NetworkOrigin, Office, Problem, SignedIn, Typed, View};
use words::say;

const LOST_LINK: Asking = Asking { what: "status-link", action: "/apply/status/lost" };

/// Somebody at their own application, and the address of its page.
struct At<'a> {
    office: &'a Office,
    view: &'a View,
    id: ApplicationId,
    address: String,
}

impl<'a> At<'a> {
    fn own(office: &'a Office, view: &'a View, by: &SignedIn<Applicant>) -> Self {
        Self { office, view, id: by.id, address: "/apply/status".to_owned() }
    }

    /// A link past its time says what to do, instead of "not found".
    async fn link(office: &'a Office, view: &'a View, token: String) -> Result<Self, Problem> {
        let address = format!("/apply/status/link/{token}");
        match office.store().token(&Secret::new(token)).await? {
            Some(Purpose::Follow { application }) => Ok(Self { office, view, id: application, address }),
            _ => Err(Problem::Rule { sentence: say!(view.words, "follow-expired"), typed: Form::default() }),
        }
    }

    async fn stored(&self) -> Result<Stored<Application>, Problem> {
        self.office.store().application(self.id).await?.ok_or(Problem::NotFound)
    }

    fn to(&self, what: &str) -> String {
        format!("{}/{what}", self.address)
    }

    fn refused(&self, error: NotChanged, typed: Form) -> Problem {
        match error {
            NotChanged::Rule(rule) => Problem::Rule { sentence: self.view.words.application_not_possible(rule), typed },
            NotChanged::Store(error) => error.into(),
            NotChanged::Unknown => Problem::NotFound,
            NotChanged::Changed(_) | NotChanged::Announced => Problem::Conflict { values: Vec::new(), again: None },
        }
    }
}

pub(crate) async fn show_own(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Applicant>,
) -> Result<Html<String>, Problem> {
    show(&At::own(&office, &view, &by)).await
}

pub(crate) async fn show_by_link(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
) -> Result<Html<String>, Problem> {
    show(&At::link(&office, &view, token).await?).await
}

pub(crate) async fn form_of_own(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Applicant>,
) -> Result<Html<String>, Problem> {
    edit_form(&At::own(&office, &view, &by)).await
}

pub(crate) async fn form_by_link(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
) -> Result<Html<String>, Problem> {
    edit_form(&At::link(&office, &view, token).await?).await
}

pub(crate) async fn edit_own(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Applicant>,
    typed: Typed,
) -> Result<Response, Problem> {
    edit(&At::own(&office, &view, &by), typed.0).await
}

pub(crate) async fn edit_by_link(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
    typed: Typed,
) -> Result<Response, Problem> {
    edit(&At::link(&office, &view, token).await?, typed.0).await
}

pub(crate) async fn ask_own(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Applicant>,
) -> Result<Html<String>, Problem> {
    ask_to_withdraw(&At::own(&office, &view, &by)).await
}

pub(crate) async fn ask_by_link(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
) -> Result<Html<String>, Problem> {
    ask_to_withdraw(&At::link(&office, &view, token).await?).await
}

pub(crate) async fn withdraw_own(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Applicant>,
    typed: Typed,
) -> Result<Html<String>, Problem> {
    withdraw(&At::own(&office, &view, &by), &typed.0).await
}

pub(crate) async fn withdraw_by_link(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
    typed: Typed,
) -> Result<Html<String>, Problem> {
    withdraw(&At::link(&office, &view, token).await?, &typed.0).await
}

async fn show(at: &At<'_>) -> Result<Html<String>, Problem> {
    let (view, words) = (at.view, at.view.words);
    let settings = view.settings();
    let application = at.stored().await?.value;
    let title = say!(words, "status-title");
    let sent = words.instant(application.submitted_at, &settings.calendar);
    let body = html! {
        (kit::heading(&title, None))
        (standing(view, &application))
        div class="buttons" {
            @if application.can_be_edited(view.today(), settings).is_ok() {
                (Link::new(at.to("edit"), say!(words, "follow-edit")))
            }
            @if application.state.is_open() { (Link::new(at.to("withdraw"), say!(words, "follow-withdraw"))) }
            @if application.state == ApplicationState::Withdrawn { (Link::new("/apply", say!(words, "home-apply"))) }
        }
        (kit::card(&say!(words, "status-written"), kit::facts(&[(say!(words, "status-sent"), html! { (sent) })])))
        @for (heading, facts) in form::written(view, &application.submission) { (kit::card(&heading, kit::facts(&facts))) }
    };
    Ok(view.page(&Around::new(&title, Here::Status), body))
}

async fn edit_form(at: &At<'_>) -> Result<Html<String>, Problem> {
    let stored = at.stored().await?;
    let settings = at.view.settings();
    let rule = stored.value.can_be_edited(at.view.today(), settings);
    rule.map_err(|rule| at.refused(rule.into(), Form::default()))?;
    let typed = stored.value.submission.form(settings);
    Ok(edit_page(at, &stored.value, &typed, &Problems::default(), &print(&stored.value)))
}

/// Changes what was written, if it is still what the form was made from. What the team does meanwhile is no conflict, and
/// saying that it did something would disclose it (clause O3).
async fn edit(at: &At<'_>, typed: Form) -> Result<Response, Problem> {
    let settings = at.view.settings();
    let seen = typed.get("version").to_owned();
    if seen.is_empty() {
        return Err(Problem::Unreadable);
    }
    for _ in 0..4 {
        let stored = at.stored().await?;
        let submission = match Submission::parse(&whole(&stored.value, &typed), settings) {
            Ok(submission) => submission.with_unasked_of(&stored.value.submission, settings),
            Err(problems) => {
                let page = edit_page(at, &stored.value, &typed, &problems, &seen);
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
            }
        };
        if submission == stored.value.submission {
            // As it is already, by this form sent before.
            return Ok(Redirect::to(&at.address).into_response());
        }
        if print(&stored.value) != seen {
            return Err(conflict(at, &stored.value, &submission, typed));
        }
        match at.office.store().edit_application(at.id, stored.version, &submission, settings).await {
            Ok(_) => return Ok(Redirect::to(&at.address).into_response()),
            Err(NotChanged::Changed(_)) => {}
            Err(error) => return Err(at.refused(error, typed)),
        }
    }
    Err(Problem::Conflict { values: Vec::new(), again: Some((at.to("edit"), typed)) })
}

/// The form with what it does not ask again: the address, which is confirmed, and the consent, which is given.
fn whole(application: &Application, typed: &Form) -> Form {
    let mut form = typed.clone();
    form.set("email", application.submission.email.as_str());
    form.set("consent", "yes");
    form
}

/// What the application says, in so few characters that a form can carry it as its version.
fn print(application: &Application) -> String {
    let said = serde_json::to_string(&application.submission).unwrap_or_default();
    store::secret::hash(said.as_bytes())
}

/// Both values of what two forms changed at once (requirement N3).
fn conflict(at: &At<'_>, now: &Application, sent: &Submission, typed: Form) -> Problem {
    let settings = at.view.settings();
    let (theirs, yours) = (now.submission.form(settings), sent.form(settings));
    let layout = form::Layout::of(settings);
    let said = |form: &Form, field: &str| form.all(field).join("\n");
    let fields = settings.questions.iter().map(|question| question.field());
    let differing = Submission::FIELDS.map(str::to_owned).into_iter().chain(fields);
    let values = differing
        .map(|field| (layout.label(at.view.words, &field), said(&theirs, &field), said(&yours, &field)))
        .filter(|(_, theirs, yours)| theirs != yours)
        .map(|(label, theirs, yours)| BothValues { label, theirs, yours })
        .collect();
    let mut again = typed;
    again.set("version", print(now));
    Problem::Conflict { values, again: Some((at.to("edit"), again)) }
}

fn edit_page(at: &At<'_>, application: &Application, typed: &Form, problems: &Problems, seen: &str) -> Html<String> {
    let (view, words) = (at.view, at.view.words);
    let title = say!(words, "follow-edit-title");
    let form = FormView::new(words, typed, problems);
    let layout = form::Layout::of(view.settings());
    let fields = html! {
        (kit::hidden("version", seen))
        (form::fields_to_edit(view, &form, typed))
        (kit::buttons(&say!(words, "follow-edit-save"), Some(&Link::new(at.address.as_str(), say!(words, "follow-back")))))
    };
    let body = html! {
        (form.error_summary(|field| layout.label(words, field)))
        (kit::heading(&title, Some(&say!(words, "follow-edit-lead", email = application.submission.email.as_str()))))
        (form.form(&at.to("edit"), fields))
    };
    view.page(&Around::new(&title, Here::Status).with_errors(!problems.is_empty()), body)
}

/// Shows a button: mail scanners follow links, and take nothing back by it.
async fn ask_to_withdraw(at: &At<'_>) -> Result<Html<String>, Problem> {
    let (view, words) = (at.view, at.view.words);
    let application = at.stored().await?.value;
    application.state.withdraw().map_err(|rule| at.refused(rule.into(), Form::default()))?;
    let title = say!(words, "follow-withdraw-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "follow-withdraw-lead"))))
        form method="post" action=(at.to("withdraw")) {
            (kit::hidden("version", &print(&application)))
            (kit::buttons(&say!(words, "follow-withdraw-button"), Some(&Link::new(at.address.as_str(), say!(words, "follow-back")))))
        }
    };
    Ok(view.page(&Around::new(&title, Here::Status), body))
}

async fn withdraw(at: &At<'_>, typed: &Form) -> Result<Html<String>, Problem> {
    let (view, words) = (at.view, at.view.words);
    let now = print(&at.stored().await?.value);
    match typed.get("version") {
        "" => return Err(Problem::Unreadable),
        seen if seen == now => {}
        _ => {
            let mut again = Form::default();
            again.set("version", now);
            return Err(Problem::Conflict { values: Vec::new(), again: Some((at.to("withdraw"), again)) });
        }
    }
    let withdrawn = at.office.store().withdraw(at.id).await;
    withdrawn.map_err(|error| at.refused(error, Form::default()))?;
    let title = say!(words, "follow-withdrawn-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "follow-withdrawn-lead"))))
        p { (say!(words, "follow-withdrawn-again")) }
        p { (Link::new("/apply", say!(words, "home-apply"))) }
    };
    // Whoever was signed in as an applicant is not any more.
    let nobody = View { session: None, ..view.clone() };
    Ok(nobody.page(&Around::new(&title, Here::Apply), body))
}

pub(crate) async fn lost_form(State(office): State<Office>, view: View) -> Html<String> {
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    lost_page(&view, &typed, &Problems::default())
}

/// Puts the wish for a link into the outbox, whoever asks; only `mailer` looks up whether there is an application
/// (requirement S2).
pub(crate) async fn lost(
    State(office): State<Office>,
    view: View,
    origin: NetworkOrigin,
    typed: Typed,
) -> Result<Response, Problem> {
    let letter =
        |id: String, email: &Email| Draft::new(id, Lane::Now, email, view.words.locale().tag(), &Letter::StatusLink);
    if let Err(problems) = LOST_LINK.queue(&office, &view, origin, &typed.0, letter).await? {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, lost_page(&view, &typed.0, &problems)).into_response());
    }
    Ok(Redirect::to("/apply/status/lost/sent").into_response())
}

pub(crate) async fn lost_sent(view: View) -> Html<String> {
    let words = view.words;
    let title = say!(words, "follow-sent-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "follow-sent-lead"))))
        p { (say!(words, "apply-sent-next")) }
    };
    view.page(&Around::new(&title, Here::Apply), body)
}

fn lost_page(view: &View, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "follow-lost-title");
    let form = FormView::new(words, typed, problems);
    let label = say!(words, "apply-email");
    let fields = html! {
        (kit::hidden("key", typed.get("key")))
        (form.text(Ask::new("email", label.clone()).hint(say!(words, "follow-lost-hint")).autocomplete("email"), TextKind::Email))
        (kit::buttons(&say!(words, "follow-lost-send"), None))
    };
    let body = html! {
        (form.error_summary(|_| label.clone()))
        (kit::heading(&title, Some(&say!(words, "follow-lost-lead"))))
        (form.form("/apply/status/lost", fields))
    };
    view.page(&Around::new(&title, Here::Apply).with_errors(!problems.is_empty()), body)
}
