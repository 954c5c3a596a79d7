//! The intake form: which fields stand under which heading and on which page, how each is asked, how answers are shown.
//!
//! The same fields serve applying, changing an application and going on with a draft. Nothing is remembered between
//! pages: each carries what the others hold in hidden fields (requirement P1).

use axum::response::Html;
use maud::{Markup, html};
use program::application::{Answered, ShownAs, Submission};
use program::question::ShownWhen;
use program::settings::FormPages;
use program::{Form, Problems, Question, QuestionKind, Settings};
use web::View;
use web::kit::{self, Ask, Choice, FormView, Link, TextKind};
use web::layout::Here;
use web::view::Around;
use words::{Words, say};

/// Which button sent the form.
pub(crate) const STEP: &str = "step";

/// Which page of the form it was pressed on, counted from 1.
const PAGE: &str = "page";

/// What a form carries unseen beside the fields a person fills in.
const CARRIED: [&str; 2] = ["key", "nominated"];

/// What one press of a button asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Send the application; also what a form without such a button means, as on other sites.
    Send,
    /// Show every answer before sending.
    Check,
    /// Keep the form for later.
    Save,
    /// Show this page, counted from 1.
    Page(usize),
}

impl Step {
    /// The step the form asks for; none in a form we did not make.
    pub(crate) fn of(typed: &Form) -> Option<Self> {
        match typed.get(STEP) {
            "" | "send" => Some(Self::Send),
            "check" => Some(Self::Check),
            "save" => Some(Self::Save),
            number => number.parse().ok().filter(|page| *page > 0).map(Self::Page),
        }
    }
}

/// Fields under one heading.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    heading: Option<&'a str>,
    /// The fields every program asks for, instead of questions of the program's own.
    personal: bool,
    questions: Vec<&'a Question>,
}

/// The form of a program, in its sections.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    settings: &'a Settings,
    sections: Vec<Section<'a>>,
}

impl<'a> Layout<'a> {
    /// As the settings have it: questions of one group stand together where the first of them stands.
    pub(crate) fn of(settings: &'a Settings) -> Self {
        let mut sections = vec![Section { heading: None, personal: true, questions: Vec::new() }];
        for question in &settings.questions {
            let group = question.group.as_deref();
            match sections.iter_mut().find(|section| !section.personal && section.heading == group) {
                Some(section) => section.questions.push(question),
                None => sections.push(Section { heading: group, personal: false, questions: vec![question] }),
            }
        }
        Self { settings, sections }
    }

    /// How many pages the form has.
    pub(crate) fn pages(&self) -> usize {
        match self.settings.form_pages {
            FormPages::One => 1,
            FormPages::Groups => self.sections.len(),
        }
    }

    fn sections_of(&self, page: usize) -> &[Section<'a>] {
        match self.settings.form_pages {
            FormPages::One => &self.sections,
            FormPages::Groups => self.sections.get(page.saturating_sub(1)).map_or(&[], std::slice::from_ref),
        }
    }

    /// The names of a page's fields, in their order.
    fn fields_of(&self, page: usize) -> Vec<String> {
        let mut fields: Vec<_> = self.sections_of(page).iter().flat_map(Section::fields).collect();
        if page == self.pages() {
            fields.push("consent".to_owned());
        }
        fields
    }

    /// The page a field stands on.
    fn page_of(&self, field: &str) -> usize {
        (1..=self.pages()).find(|page| self.fields_of(*page).iter().any(|name| name == field)).unwrap_or(1)
    }

    /// What of a form is of this program, without buttons and traps: what a draft keeps.
    pub(crate) fn kept(&self, typed: &Form) -> Form {
        let ours: Vec<_> = (1..=self.pages()).flat_map(|page| self.fields_of(page)).collect();
        let is_ours = |name: &str| CARRIED.contains(&name) || ours.iter().any(|field| field == name);
        Form::from_pairs(
            typed.pairs().filter(|(name, _)| is_ours(name)).map(|(name, value)| (name.to_owned(), value.to_owned())),
        )
    }

    /// The page to show for the step pressed: going back checks nothing, going on checks the page it goes on from. Pages
    /// on which nothing is asked are passed over.
    pub(crate) fn turn(&self, typed: &Form, to: usize, problems: &Problems) -> (usize, Problems) {
        // Numbers come from whoever sends the form, and are walked through below.
        let to = to.clamp(1, self.pages());
        let from: usize = typed.get(PAGE).parse().unwrap_or(usize::MAX);
        let here = only(problems, &self.fields_of(from));
        if to > from && !here.is_empty() {
            return (from, here);
        }
        let is_asked = |page: &usize| self.asks(*page, typed);
        let page = if to > from { (to..=self.pages()).find(is_asked) } else { (1..=to).rev().find(is_asked) };
        (page.unwrap_or(1), Problems::default())
    }

    /// Whether a page asks anything, given what the form says so far; the last one asks for the consent.
    fn asks(&self, page: usize, typed: &Form) -> bool {
        let sections = self.sections_of(page);
        let asks = |section: &Section<'_>| {
            let mut questions = section.questions.iter();
            section.personal || questions.any(|question| stands_here(section, question) || question.is_shown(typed))
        };
        page == self.pages() || sections.iter().any(asks)
    }

    /// The first page with something wrong, and what is wrong there.
    pub(crate) fn first_wrong(&self, problems: &Problems) -> (usize, Problems) {
        let page = problems.iter().map(|(field, _)| self.page_of(field)).min().unwrap_or(1);
        (page, only(problems, &self.fields_of(page)))
    }

    /// The label of a field.
    pub(crate) fn label(&self, words: Words, field: &str) -> String {
        match field {
            "name" => say!(words, "apply-name"),
            "email" => say!(words, "apply-email"),
            "country" => say!(words, "apply-country"),
            "region" => say!(words, "apply-region"),
            "languages" => say!(words, "apply-languages"),
            "links" => say!(words, "apply-links"),
            "shown_as" => say!(words, "apply-shown-as"),
            "consent" => say!(words, "apply-consent"),
            other => {
                let asked = self.settings.questions.iter().find(|question| question.field() == other);
                asked.map(|question| question.label.clone()).unwrap_or_default()
            }
        }
    }

    fn heading(&self, words: Words, section: &Section<'_>) -> String {
        match section.heading {
            _ if section.personal => say!(words, "apply-about-you"),
            Some(group) => group.to_owned(),
            None => say!(words, "apply-more"),
        }
    }
}

impl Section<'_> {
    fn fields(&self) -> Vec<String> {
        match self.personal {
            true => Submission::FIELDS.map(str::to_owned).to_vec(),
            false => self.questions.iter().map(|question| question.field()).collect(),
        }
    }
}

fn only(problems: &Problems, fields: &[String]) -> Problems {
    let mut kept = Problems::default();
    for field in fields {
        if let Some(problem) = problems.of(field) {
            kept.add(field, problem.clone());
        }
    }
    kept
}

/// One page of the form to apply.
pub(crate) fn page(view: &View, typed: &Form, page: usize, problems: &Problems) -> Html<String> {
    let words = view.words;
    let settings = view.settings();
    let layout = Layout::of(settings);
    let page = page.clamp(1, layout.pages());
    let title = say!(words, "apply-title");
    let form = FormView::new(words, typed, problems);
    let last = page == layout.pages();
    let asked: Vec<_> = layout.fields_of(page);
    let mut buttons = match last {
        true => vec![("check".to_owned(), say!(words, "apply-check"))],
        false => vec![((page + 1).to_string(), say!(words, "apply-continue"))],
    };
    if page > 1 {
        buttons.push(((page - 1).to_string(), say!(words, "apply-back")));
    }
    buttons.push(("save".to_owned(), say!(words, "apply-save")));
    let fields = html! {
        (carried(typed, &layout, &asked))
        @if layout.pages() > 1 { (kit::hidden(PAGE, &page.to_string())) }
        @for section in layout.sections_of(page) {
            h2 dir="auto" { (layout.heading(words, section)) }
            (fields_of(&form, words, &layout, section, typed, true))
        }
        (form.trap())
        @if last { (form.tick(Ask::new("consent", settings.consent.text.clone()))) }
        (kit::buttons_by_name(STEP, &buttons.iter().map(|(step, label)| (step.as_str(), label.clone())).collect::<Vec<_>>()))
    };
    let body = html! {
        (form.error_summary(|field| layout.label(words, field)))
        (kit::heading(&title, Some(&say!(words, "apply-lead"))))
        @if page == 1 { p { (when(view)) } }
        @if layout.pages() > 1 { p { (say!(words, "apply-page", page = page, pages = layout.pages())) } }
        @if page == 1 && !settings.criteria.is_empty() {
            details {
                summary { (say!(words, "home-criteria-title")) }
                ul { @for criterion in &settings.criteria { li dir="auto" { (criterion.label) } } }
            }
        }
        (form.form("/apply", fields))
        @if page == 1 { p { (Link::new("/apply/status/lost", say!(words, "follow-lost-title"))) } }
    };
    view.page(&Around::new(&title, Here::Apply).with_errors(!problems.is_empty()), body)
}

/// Every answer before it is sent, each group with a way back to its page.
pub(crate) fn check(view: &View, typed: &Form, submission: &Submission) -> Html<String> {
    let words = view.words;
    let layout = Layout::of(view.settings());
    let title = say!(words, "apply-check-title");
    let form = FormView::filled(words, typed);
    let groups = layout.sections.iter().enumerate().map(|(index, section)| {
        let heading = layout.heading(words, section);
        let page = if layout.pages() == 1 { 1 } else { index + 1 };
        html! {
            (kit::card(&heading, kit::facts(&facts_of(view, &layout, section, submission))))
            p { button class="button quiet" type="submit" name=(STEP) value=(page) { (say!(words, "apply-change", group = &heading)) } }
        }
    });
    let fields = html! {
        (carried(typed, &layout, &[]))
        @for group in groups { (group) }
        (kit::buttons_by_name(STEP, &[("send", say!(words, "apply-send")), ("save", say!(words, "apply-save"))]))
    };
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "apply-check-lead"))))
        (form.form("/apply", fields))
    };
    view.page(&Around::new(&title, Here::Apply), body)
}

/// The fields of an application that is here already: everything but the address, which is confirmed, and the consent,
/// which is given.
pub(crate) fn fields_to_edit(view: &View, form: &FormView<'_>, typed: &Form) -> Markup {
    let layout = Layout::of(view.settings());
    html! {
        @for section in &layout.sections {
            h2 dir="auto" { (layout.heading(view.words, section)) }
            (fields_of(form, view.words, &layout, section, typed, false))
        }
    }
}

/// What was written, group by group; at the end what is no longer asked, which is kept all the same.
pub(crate) fn written(view: &View, submission: &Submission) -> Vec<(String, Vec<(String, Markup)>)> {
    let settings = view.settings();
    let layout = Layout::of(settings);
    let groups = layout.sections.iter();
    let asked = |key: &str| settings.questions.iter().any(|question| question.key == key);
    let unasked = submission.answers.iter().filter(|answered| !asked(&answered.question));
    let unasked = unasked.map(|answered| (answered.question.clone(), kit::prose(&answered.text, None))).collect();
    groups
        .map(|section| (layout.heading(view.words, section), facts_of(view, &layout, section, submission)))
        .chain([(say!(view.words, "written-unasked-title"), unasked)])
        .filter(|(_, facts)| !facts.is_empty())
        .collect()
}

/// Which round an application of today goes into, and when its answer comes (clauses O1, O3).
pub(crate) fn when(view: &View) -> String {
    let (words, settings) = (view.words, view.settings());
    let round = settings.round_on(view.today());
    match settings.tranche(round.key()) {
        Some(tranche) => say!(
            words,
            "apply-round",
            round = &tranche.label,
            closes = words.day(tranche.closes_on),
            announces = words.day(tranche.announces_on)
        ),
        None if round.announces_at_once() => say!(words, "apply-rolling"),
        None => say!(words, "apply-waiting"),
    }
}

/// What the other pages hold, and what no page shows.
fn carried(typed: &Form, layout: &Layout<'_>, asked: &[String]) -> Markup {
    let kept = layout.kept(typed);
    html! {
        @for (name, value) in kept.pairs() {
            @if !asked.iter().any(|field| field == name) { (kit::hidden(name, value)) }
        }
    }
}

fn fields_of(
    form: &FormView<'_>,
    words: Words,
    layout: &Layout<'_>,
    section: &Section<'_>,
    typed: &Form,
    with_address: bool,
) -> Markup {
    if section.personal {
        return personal(form, words, layout, with_address);
    }
    let paged = layout.pages() > 1 && with_address;
    html! {
        @for question in &section.questions {
            // What an earlier page decides is known here; what this page decides may change while typing, so it says when.
            @if !paged || stands_here(section, question) || question.is_shown(typed) { (asked(form, words, layout, question)) }
        }
    }
}

/// Whether everything the question waits for is on its own page.
fn stands_here(section: &Section<'_>, question: &Question) -> bool {
    let Some(when) = &question.shown_when else { return true };
    section.questions.iter().any(|other| other.key == when.question)
}

fn personal(form: &FormView<'_>, words: Words, layout: &Layout<'_>, with_address: bool) -> Markup {
    let ask = |field: &'static str| Ask::new(field, layout.label(words, field));
    let ways: Vec<_> = ShownAs::ALL.into_iter().map(|way| Choice::new(way.name(), words.shown_as(way))).collect();
    html! {
        (form.text(ask("name").hint(say!(words, "apply-name-hint")).autocomplete("name"), TextKind::Line))
        @if with_address {
            (form.text(ask("email").hint(say!(words, "apply-email-hint")).autocomplete("email"), TextKind::Email))
        }
        (form.country(ask("country").hint(say!(words, "apply-country-hint"))))
        (form.text(ask("region").hint(say!(words, "apply-region-hint")).optional(), TextKind::Line))
        (form.text(ask("languages").hint(say!(words, "apply-languages-hint")).optional(), TextKind::Line))
        (form.paragraphs(ask("links").hint(say!(words, "apply-links-hint")).optional(), 3))
        (form.choice(ask("shown_as").hint(say!(words, "apply-shown-as-hint")).optional(), &ways))
    }
}

fn asked(form: &FormView<'_>, words: Words, layout: &Layout<'_>, question: &Question) -> Markup {
    let field = question.field();
    let condition = question.shown_when.as_ref().map(|when| only_if(words, layout, when));
    let hint = match (condition, &question.hint) {
        (Some(condition), Some(hint)) => Some(format!("{condition} {hint}")),
        (condition, hint) => condition.or_else(|| hint.clone()),
    };
    let ask = Ask::new(&field, question.label.clone()).hint_if(hint);
    let ask = match (question.required, &question.shown_when) {
        (false, _) => ask.optional(),
        (true, Some(_)) => ask.depends(),
        (true, None) => ask,
    };
    let choices = |options: &[String]| options.iter().map(|option| Choice::new(option, option)).collect::<Vec<_>>();
    match &question.kind {
        QuestionKind::Line => form.text(ask, TextKind::Line),
        QuestionKind::Text => form.paragraphs(ask, 6),
        QuestionKind::OneOf(options) => form.choice(ask, &choices(options)),
        QuestionKind::SeveralOf(options) => form.several(ask, &choices(options)),
        QuestionKind::Link => form.text(ask, TextKind::Url),
        QuestionKind::Number => form.text(ask, TextKind::Number),
        QuestionKind::Date => form.text(ask, TextKind::Date),
        QuestionKind::Consent => form.tick(ask),
    }
}

fn only_if(words: Words, layout: &Layout<'_>, when: &ShownWhen) -> String {
    let other = layout.label(words, &format!("answer_{}", when.question));
    match when.is.as_slice() {
        [] => say!(words, "apply-only-if-answered", question = other),
        [choice] => say!(words, "apply-only-if", choice = choice),
        choices => say!(words, "apply-only-if-one-of", choices = choices.join(" · ")),
    }
}

fn facts_of(view: &View, layout: &Layout<'_>, section: &Section<'_>, submission: &Submission) -> Vec<(String, Markup)> {
    let words = view.words;
    if !section.personal {
        let answered = section.questions.iter().filter_map(|question| {
            let answered = submission.answers.iter().find(|answered| answered.question == question.key)?;
            Some((question.label.clone(), answer(words, question, answered)))
        });
        return answered.collect();
    }
    let fact = |field: &str, value: Markup| (layout.label(words, field), value);
    let languages: Vec<_> = submission.languages.iter().map(|language| language.name()).collect();
    let mut facts = vec![
        fact("name", html! { (submission.name) }),
        fact("email", html! { (submission.email) }),
        fact("country", html! { (submission.country.name()) }),
    ];
    if let Some(region) = &submission.region {
        facts.push(fact("region", html! { (region) }));
    }
    if !languages.is_empty() {
        facts.push(fact("languages", html! { (languages.join(", ")) }));
    }
    if !submission.links.is_empty() {
        facts.push(fact("links", html! { @for link in &submission.links { p { (link) } } }));
    }
    facts.push(fact("shown_as", html! { (words.shown_as(submission.shown_as)) }));
    facts
}

fn answer(words: Words, question: &Question, answered: &Answered) -> Markup {
    match &question.kind {
        QuestionKind::SeveralOf(_) => html! { ul { @for choice in answered.text.lines() { li { (choice) } } } },
        QuestionKind::Date => match answered.text.parse() {
            Ok(day) => kit::day(words, day),
            Err(_) => kit::prose(&answered.text, None),
        },
        QuestionKind::Consent => html! { (say!(words, "apply-yes")) },
        QuestionKind::Line
        | QuestionKind::Text
        | QuestionKind::OneOf(_)
        | QuestionKind::Link
        | QuestionKind::Number => kit::prose(&answered.text, None),
    }
}
