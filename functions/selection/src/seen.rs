//! What a person of the team may see of an application: a reviewer perhaps no names (clause R3), and others' scores only
//! after their own.

use maud::{Markup, html};
use program::{Application, Link, LoadDelta, Loads, PersonId, QuestionKind, Review, Role, Settings};
use store::access::Session;
use store::applications::Stored;
use web::View;
use web::kit;
use words::{Words, say};

/// Whether this person reads applications without names.
pub(crate) fn without_names(settings: &Settings, session: Option<&Session>) -> bool {
    settings.names_hidden && !session.is_some_and(|session| session.roles.has(Role::Organizer))
}

/// What an application is called before this person.
pub(crate) fn title(view: &View, application: &Application) -> String {
    if without_names(view.settings(), view.session.as_ref()) {
        let id = application.id.to_string();
        // The end of the identifier is random, so it tells applications apart.
        let tail = id.rsplit('-').next().unwrap_or(&id).chars().take(6).collect::<String>();
        say!(view.words, "board-nameless", number = tail)
    } else {
        application.submission.name.to_string()
    }
}

/// Where one's own application stands, as every applicant is told: nothing undisclosed (clause O3).
pub(crate) fn own_standing(view: &View, application: &Application) -> (String, kit::Tone) {
    let face = application.face(view.settings(), view.today());
    (view.words.face(face), face.into())
}

/// Whether the reader applied: their own application is left out of what shows decisions (clauses O3, R3).
pub(crate) fn is_applicant(session: Option<&Session>) -> bool {
    session.is_some_and(|session| session.application.is_some())
}

/// Whether the application is the reader's own.
pub(crate) fn is_own(session: Option<&Session>, application: &Application) -> bool {
    session.is_some_and(|session| session.person == application.person)
}

/// Who else is in the applicant's territory (clause O4); the applicant is left out.
pub(crate) fn load(words: Words, application: &Application, loads: &Loads) -> Markup {
    let territory = &application.territory;
    let others = loads.of(territory) - LoadDelta::application(application.state);
    web::territory::load(words, &web::territory::name(words, territory, loads), others)
}

/// What was written, line by line.
pub(crate) fn written(view: &View, application: &Application) -> Vec<(String, Markup)> {
    let (words, settings) = (view.words, view.settings());
    let submission = &application.submission;
    let nameless = without_names(settings, view.session.as_ref());
    let mut facts = Vec::new();
    if !nameless {
        facts.push((say!(words, "apply-email"), html! { (submission.email) }));
    }
    facts.push((say!(words, "apply-country"), html! { (submission.country.name()) }));
    if let Some(region) = &submission.region {
        facts.push((say!(words, "board-region"), html! { (region) }));
    }
    if !submission.languages.is_empty() {
        let names: Vec<_> = submission.languages.iter().map(|language| language.name()).collect();
        facts.push((say!(words, "board-languages"), html! { (names.join(", ")) }));
    }
    if !nameless && !submission.links.is_empty() {
        let links = html! { ul { @for link in &submission.links { li { a href=(link) rel="noopener noreferrer nofollow" { (link) } } } } };
        facts.push((say!(words, "board-links"), links));
    }
    if let Some(by) = application.nominated_by.as_ref().filter(|_| !nameless) {
        facts.push((say!(words, "board-nominated-by"), html! { (by) }));
    }
    facts.push((say!(words, "board-sent"), html! { (words.instant(application.submitted_at, &settings.calendar)) }));
    if let Some(edited) = application.edited_at {
        facts.push((say!(words, "board-edited"), html! { (words.instant(edited, &settings.calendar)) }));
    }
    for answered in &submission.answers {
        let question = settings.questions.iter().find(|question| question.key == answered.question);
        // A page about somebody says who they are.
        let is_link = match question {
            Some(question) => question.kind == QuestionKind::Link,
            None => Link::parse(&answered.text).is_ok(),
        };
        if nameless && is_link {
            continue;
        }
        let label = match question {
            Some(question) => question.label.clone(),
            None => say!(words, "written-unasked", question = answered.question.as_str()),
        };
        facts.push((label, kit::prose(&answered.text, None)));
    }
    facts
}

/// One's own review among them.
pub(crate) fn own(reviews: &[Stored<Review>], reviewer: PersonId) -> Option<&Stored<Review>> {
    reviews.iter().find(|review| review.value.reviewer == reviewer)
}
