//! The pieces pages are made of: form fields that come back with what was typed, tables, facts, tags, notices.
//!
//! A form page is a [`FormView`] and one [`Ask`] for each field. Start reading there. Everything else is a small
//! function from words to markup. Sentences of the kit's own are in `page.ftl`; labels and hints are the caller's.
//!
//! Nothing here needs a script or an inline style, so the strictest content policy holds (requirements P1, S7).

use crate::forms::TRAP;
use chrono::NaiveDate;
use maud::{Markup, Render, html};
use program::ambassador::AmbassadorState;
use program::report::Unit;
use program::{ActivityState, Column as BoardColumn, Country, Face, Form, Problems, Standing};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use words::{Words, say};

/// A form as its page shows it: what was typed so far and what is wrong with it (requirement P2).
#[derive(Clone, Copy)]
pub struct FormView<'a> {
    words: Words,
    typed: &'a Form,
    problems: &'a Problems,
}

/// One field of a form, as the page asks for it. An answer is needed unless [`Ask::optional`] is called.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    name: &'a str,
    label: String,
    hint: Option<String>,
    autocomplete: Option<&'a str>,
    optional: bool,
    depends: bool,
    unit: Option<String>,
}

impl<'a> Ask<'a> {
    /// The field `name`, labeled.
    pub fn new(name: &'a str, label: impl Into<String>) -> Self {
        Self { name, label: label.into(), hint: None, autocomplete: None, optional: false, depends: false, unit: None }
    }

    /// With a word of help under its label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With a word of help, when there is one.
    #[must_use]
    pub fn hint_if(mut self, hint: Option<impl Into<String>>) -> Self {
        self.hint = hint.map(Into::into);
        self
    }

    /// Filled in by the browser with what it knows: an HTML autofill token, such as "name" (requirement P4).
    #[must_use]
    pub fn autocomplete(mut self, token: &'a str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// May stay empty; the label says so.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Needed only where another answer says so; its hint tells when.
    #[must_use]
    pub fn depends(mut self) -> Self {
        self.depends = true;
        self
    }

    /// Counted in this unit, which stands behind the number of an [`FormView::answer`].
    #[must_use]
    pub fn unit(mut self, unit: Option<String>) -> Self {
        self.unit = unit;
        self
    }

    fn is_required(&self) -> bool {
        !self.optional && !self.depends
    }
}

/// What a line of text holds, which chooses the keyboard of a phone.
///
/// Numbers and days are typed as text too: a browser's own number or date field drops what it does not understand, and
/// then it could not come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// Words.
    Line,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// A whole number.
    Number,
    /// An amount of money, without its currency.
    Amount,
    /// A short code, such as a currency's.
    Code,
    /// A day; without a hint of its own, the field says how to write one.
    Date,
}

impl TextKind {
    fn input_type(self) -> &'static str {
        match self {
            Self::Line | Self::Number | Self::Amount | Self::Code | Self::Date => "text",
            Self::Email => "email",
            Self::Url => "url",
        }
    }

    fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Number => Some("numeric"),
            Self::Amount => Some("decimal"),
            Self::Line | Self::Email | Self::Url | Self::Code | Self::Date => None,
        }
    }

    fn is_short(self) -> bool {
        matches!(self, Self::Number | Self::Amount | Self::Code | Self::Date)
    }

    fn is_code(self) -> bool {
        matches!(self, Self::Email | Self::Url | Self::Code)
    }
}

/// One of the options of a choice.
#[derive(Clone, Debug)]
pub struct Choice {
    value: String,
    label: String,
    hint: Option<String>,
}

impl Choice {
    /// What is sent, and what people read.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// With a word of help; shown with radio buttons, not in a list.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With a word of help, when there is one.
    #[must_use]
    pub fn hint_if(mut self, hint: Option<impl Into<String>>) -> Self {
        self.hint = hint.map(Into::into);
        self
    }
}

impl<'a> FormView<'a> {
    /// The form before anything was typed.
    pub fn blank(words: Words) -> Self {
        static NOTHING: LazyLock<Form> = LazyLock::new(Form::default);
        Self::filled(words, &NOTHING)
    }

    /// The form with what is known already and nothing wrong.
    pub fn filled(words: Words, typed: &'a Form) -> Self {
        static NONE: LazyLock<Problems> = LazyLock::new(Problems::default);
        Self::new(words, typed, &NONE)
    }

    /// The form as it comes back, with what was typed and what is wrong with it.
    pub fn new(words: Words, typed: &'a Form, problems: &'a Problems) -> Self {
        Self { words, typed, problems }
    }

    /// The form itself, sent to `action`.
    ///
    /// The browser's own checks are off: they speak the browser's language, show one problem at a time and cannot be
    /// linked to.
    pub fn form(&self, action: &str, body: Markup) -> Markup {
        html! { form class="form" method="post" action=(action) novalidate { (body) } }
    }

    /// What is wrong, each with a link to its field, in the order of the page; nothing, when all is well.
    ///
    /// It takes the focus when the page opens. `label_of` gives the label of a field by its name.
    pub fn error_summary(&self, label_of: impl Fn(&str) -> String) -> Markup {
        let mut seen = BTreeSet::new();
        let first_of_each: Vec<_> = self.problems.iter().filter(|(field, _)| seen.insert(*field)).collect();
        html! {
            @if !first_of_each.is_empty() {
                div class="error-summary" id="problems" role="alert" tabindex="-1" autofocus aria-labelledby="problems-title" {
                    h2 id="problems-title" { (say!(self.words, "page-problems-title", count = first_of_each.len())) }
                    p { (say!(self.words, "page-problems-kept")) }
                    ul {
                        @for (field, problem) in first_of_each {
                            @let (label, problem) = (label_of(field), self.words.problem(problem));
                            li { a href={ "#field-" (field) } { (say!(self.words, "page-problems-item", label = label, problem = problem)) } }
                        }
                    }
                }
            }
        }
    }

    /// One line.
    pub fn text(&self, ask: Ask<'_>, kind: TextKind) -> Markup {
        let ask = match kind {
            TextKind::Date if ask.hint.is_none() => ask.hint(say!(self.words, "page-date-hint")),
            TextKind::Line
            | TextKind::Email
            | TextKind::Url
            | TextKind::Number
            | TextKind::Amount
            | TextKind::Code
            | TextKind::Date => ask,
        };
        self.field(&ask, html! {
            input id={ "field-" (ask.name) } class=[kind.is_short().then_some("short")] type=(kind.input_type()) name=(ask.name)
                value=(self.typed.get(ask.name)) dir="auto" inputmode=[kind.input_mode()] autocomplete=[ask.autocomplete]
                autocapitalize=[kind.is_code().then_some("none")] spellcheck=[kind.is_code().then_some("false")]
                required[ask.is_required()] aria-describedby=[self.described_by(&ask)] aria-invalid=[self.invalid(&ask)];
        })
    }

    /// Some paragraphs, `rows` lines high at first.
    pub fn paragraphs(&self, ask: Ask<'_>, rows: u8) -> Markup {
        self.field(&ask, self.textarea(&ask, rows, ask.is_required()))
    }

    /// One of a few options, all in sight.
    pub fn choice(&self, ask: Ask<'_>, options: &[Choice]) -> Markup {
        self.radios(&ask, options, "", self.typed.get(ask.name))
    }

    /// One of a few short options, beside each other: a score.
    pub fn choice_in_line(&self, ask: Ask<'_>, options: &[Choice]) -> Markup {
        self.radios(&ask, options, " in-line", self.typed.get(ask.name))
    }

    fn radios(&self, ask: &Ask<'_>, options: &[Choice], class: &str, typed: &str) -> Markup {
        html! {
            fieldset class={ "field" (class) (self.wrong(ask)) } role="radiogroup" aria-labelledby={ "legend-" (ask.name) }
                aria-required=[ask.is_required().then_some("true")] aria-describedby=[self.described_by(ask)] aria-invalid=[self.invalid(ask)] {
                legend id={ "legend-" (ask.name) } { (self.label_text(ask)) }
                (self.hint_and_error(ask))
                @for (index, option) in options.iter().enumerate() {
                    // The first button has the field's own id: the summary's link leads there.
                    @let id = if index == 0 { format!("field-{}", ask.name) } else { format!("field-{}-{}", ask.name, index + 1) };
                    div class="pick" {
                        input type="radio" id=(id) name=(ask.name) value=(option.value) checked[option.value == typed]
                            aria-describedby=[option.hint.as_ref().map(|_| format!("{id}-hint"))];
                        label for=(id) { (option.label) }
                        @if let Some(hint) = &option.hint { p class="hint" id={ (id) "-hint" } { (hint) } }
                    }
                }
            }
        }
    }

    /// Some of a few options, all in sight; each box that is ticked sends its own value.
    pub fn several(&self, ask: Ask<'_>, options: &[Choice]) -> Markup {
        let typed = self.typed.all(ask.name);
        html! {
            fieldset class={ "field" (self.wrong(&ask)) } aria-describedby=[self.described_by(&ask)] aria-invalid=[self.invalid(&ask)] {
                legend { (self.label_text(&ask)) }
                (self.hint_and_error(&ask))
                @for (index, option) in options.iter().enumerate() {
                    // The first box has the field's own id: the summary's link leads there.
                    @let id = if index == 0 { format!("field-{}", ask.name) } else { format!("field-{}-{}", ask.name, index + 1) };
                    div class="pick" {
                        input type="checkbox" id=(id) name=(ask.name) value=(option.value) checked[typed.contains(&option.value)]
                            aria-describedby=[option.hint.as_ref().map(|_| format!("{id}-hint"))];
                        label for=(id) { (option.label) }
                        @if let Some(hint) = &option.hint { p class="hint" id={ (id) "-hint" } { (hint) } }
                    }
                }
            }
        }
    }

    /// One of many options, in a list that opens.
    pub fn select(&self, ask: Ask<'_>, options: &[Choice]) -> Markup {
        let typed = self.typed.get(ask.name);
        self.field(&ask, html! {
            select id={ "field-" (ask.name) } name=(ask.name) autocomplete=[ask.autocomplete] required[ask.is_required()]
                aria-describedby=[self.described_by(&ask)] aria-invalid=[self.invalid(&ask)] {
                option value="" { (say!(self.words, "page-choose")) }
                @for option in options {
                    option value=(option.value) selected[option.value == typed] { (option.label) }
                }
            }
        })
    }

    /// A box to tick; the label is the sentence one agrees to.
    pub fn tick(&self, ask: Ask<'_>) -> Markup {
        html! {
            div class={ "field" (self.wrong(&ask)) } {
                (self.error(&ask))
                div class="pick" {
                    input type="checkbox" id={ "field-" (ask.name) } name=(ask.name) value="yes" checked[self.typed.ticked(ask.name)]
                        required[ask.is_required()] aria-describedby=[self.described_by(&ask)] aria-invalid=[self.invalid(&ask)];
                    label for={ "field-" (ask.name) } { (ask.label) }
                    (self.hint(&ask))
                }
            }
        }
    }

    /// An answer of a report: words, or a number beside which "not known yet" and "does not apply" can be chosen
    /// (`<name>_is`, see [`program::report::Told`]), or yes and no with these two.
    ///
    /// It is never `required`: a report that is not full is a report all the same.
    pub fn answer(&self, ask: Ask<'_>, unit: Unit) -> Markup {
        let (mode, ask) = match unit {
            Unit::Text => {
                let textarea = self.textarea(&ask, 3, false);
                return self.field(&ask, textarea);
            }
            Unit::YesNo => return self.yes_or_no(ask),
            Unit::Count => ("numeric", ask),
            Unit::Hours if ask.hint.is_none() => ("decimal", ask.hint(say!(self.words, "page-hours-hint"))),
            Unit::Hours => ("decimal", ask),
        };
        let none = format!("{}_is", ask.name);
        let unit = ask.unit.as_ref().map(|_| format!("unit-{}", ask.name));
        let described: Vec<_> = unit.iter().cloned().chain(self.described_by(&ask)).collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        self.field(&ask, html! {
            div class="number-or-none" {
                input id={ "field-" (ask.name) } class="short" type="text" name=(ask.name) value=(self.typed.get(ask.name)) dir="auto"
                    inputmode=(mode) autocomplete="off" aria-describedby=[described] aria-invalid=[self.invalid(&ask)];
                @if let (Some(id), Some(unit)) = (&unit, &ask.unit) { span id=(id) { (unit) } }
                div {
                    label for={ "field-" (none) } { (say!(self.words, "page-no-number")) " " span class="unseen" { (ask.label) } }
                    select id={ "field-" (none) } name=(none) aria-describedby=[self.described_by(&ask)] aria-invalid=[self.invalid(&ask)] {
                        option value="" { (say!(self.words, "page-no-number-choose")) }
                        @for (value, label) in [
                            ("unknown", say!(self.words, "page-no-number-unknown")),
                            ("not_applicable", say!(self.words, "page-no-number-not-applicable")),
                        ] {
                            option value=(value) selected[self.typed.get(&none) == value] { (label) }
                        }
                    }
                }
            }
        })
    }

    fn yes_or_no(&self, ask: Ask<'_>) -> Markup {
        let words = self.words;
        let options = [
            Choice::new("yes", say!(words, "report-yes")),
            Choice::new("no", say!(words, "report-no")),
            Choice::new("unknown", say!(words, "page-no-number-unknown")),
            Choice::new("not_applicable", say!(words, "page-no-number-not-applicable")),
        ];
        let none = self.typed.get(&format!("{}_is", ask.name));
        let typed = if none.is_empty() { self.typed.get(ask.name) } else { none };
        let ask = Ask { depends: !ask.optional, ..ask };
        self.radios(&ask, &options, "", typed)
    }

    /// A country, typed in any spelling, with the English names to choose from.
    pub fn country(&self, ask: Ask<'_>) -> Markup {
        self.field(&ask, html! {
            input id={ "field-" (ask.name) } type="text" name=(ask.name) value=(self.typed.get(ask.name)) dir="auto"
                list={ "list-" (ask.name) } autocomplete=(ask.autocomplete.unwrap_or("country-name"))
                required[ask.is_required()] aria-describedby=[self.described_by(&ask)] aria-invalid=[self.invalid(&ask)];
            datalist id={ "list-" (ask.name) } {
                @for country in Country::all() { option value=(country.name()); }
            }
        })
    }

    /// A field no person sees and only robots fill in (requirement S10); it comes back empty.
    pub fn trap(&self) -> Markup {
        html! {
            div class="unseen" aria-hidden="true" {
                label for={ "field-" (TRAP) } { (say!(self.words, "page-trap")) }
                input id={ "field-" (TRAP) } type="text" name=(TRAP) tabindex="-1" autocomplete="off";
            }
        }
    }

    fn field(&self, ask: &Ask<'_>, input: Markup) -> Markup {
        html! {
            div class={ "field" (self.wrong(ask)) } {
                label for={ "field-" (ask.name) } { (self.label_text(ask)) }
                (self.hint_and_error(ask))
                (input)
            }
        }
    }

    fn textarea(&self, ask: &Ask<'_>, rows: u8, required: bool) -> Markup {
        html! {
            textarea id={ "field-" (ask.name) } name=(ask.name) rows=(rows) dir="auto" autocomplete=[ask.autocomplete]
                required[required] aria-describedby=[self.described_by(ask)] aria-invalid=[self.invalid(ask)] {
                // Browsers drop the first line break of a text area; this one is theirs to drop.
                "\n" (self.typed.get(ask.name))
            }
        }
    }

    fn label_text(&self, ask: &Ask<'_>) -> String {
        if ask.optional { say!(self.words, "page-optional", label = &ask.label) } else { ask.label.clone() }
    }

    fn hint_and_error(&self, ask: &Ask<'_>) -> Markup {
        html! { (self.hint(ask)) (self.error(ask)) }
    }

    fn hint(&self, ask: &Ask<'_>) -> Markup {
        html! { @if let Some(hint) = &ask.hint { p class="hint" id={ "hint-" (ask.name) } { (hint) } } }
    }

    fn error(&self, ask: &Ask<'_>) -> Markup {
        html! {
            @if let Some(problem) = self.problems.of(ask.name) {
                p class="error" id={ "error-" (ask.name) } {
                    span class="unseen" { (say!(self.words, "page-error-prefix")) " " }
                    (self.words.problem(problem))
                }
            }
        }
    }

    fn described_by(&self, ask: &Ask<'_>) -> Option<String> {
        let hint = ask.hint.as_ref().map(|_| format!("hint-{}", ask.name));
        let error = self.problems.of(ask.name).map(|_| format!("error-{}", ask.name));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (hint, error) => hint.or(error),
        }
    }

    fn invalid(&self, ask: &Ask<'_>) -> Option<&'static str> {
        self.problems.of(ask.name).map(|_| "true")
    }

    fn wrong(&self, ask: &Ask<'_>) -> &'static str {
        if self.problems.of(ask.name).is_some() { " wrong" } else { "" }
    }
}

/// A value the form carries unseen, such as its idempotency key (requirement N1).
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// The button that sends a form, and a way out of it.
pub fn buttons(primary: &str, secondary: Option<&Link>) -> Markup {
    html! {
        div class="buttons" {
            button class="button" type="submit" { (primary) }
            @if let Some(link) = secondary { (link) }
        }
    }
}

/// Buttons that send one form to different ends: each says under `name` which was pressed. The first is the one the
/// Enter key presses.
pub fn buttons_by_name(name: &str, buttons: &[(&str, String)]) -> Markup {
    html! {
        div class="buttons" {
            @for (index, (value, label)) in buttons.iter().enumerate() {
                button class=(if index == 0 { "button" } else { "button quiet" }) type="submit" name=(name) value=(value) { (label) }
            }
        }
    }
}

/// What the Enter key presses in a form that has other buttons before the one that sends it: browsers take the first.
pub fn enter_key(name: &str, value: &str, label: &str) -> Markup {
    html! { button class="unseen" type="submit" name=(name) value=(value) tabindex="-1" aria-hidden="true" { (label) } }
}

/// A button within a form that changes the form and sends nothing; the page comes back at the field `at`.
pub fn form_button(name: &str, value: &str, label: &str, action: &str, at: &str) -> Markup {
    html! {
        button class="button quiet" type="submit" name=(name) value=(value) formaction={ (action) "#field-" (at) } { (label) }
    }
}

/// A part of a form most people leave out; it is open when `open`, as when something in it is filled in or wrong.
pub fn folded_fields(summary: &str, hint: &str, open: bool, fields: Markup) -> Markup {
    html! { details open[open] { summary { (summary) } div { p class="hint" { (hint) } (fields) } } }
}

/// A form that is only a button: it sends `fields` to `action`. For small changes; a link never changes anything.
pub fn post_button(action: &str, label: &str, fields: &[(&str, &str)]) -> Markup {
    html! {
        form class="only-button" method="post" action=(action) {
            @for (name, value) in fields { (hidden(name, value)) }
            button class="button quiet" type="submit" { (label) }
        }
    }
}

/// A link, by its address and its words.
#[derive(Clone, Debug)]
pub struct Link {
    href: String,
    label: String,
}

impl Link {
    /// To `href`, reading `label`; the label says where it leads without the text around it.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into() }
    }
}

impl Render for Link {
    fn render(&self) -> Markup {
        html! { a href=(self.href) { (self.label) } }
    }
}

/// A link that looks like a button: the one thing to do next on a page.
pub fn button_link(link: &Link) -> Markup {
    html! { a class="button" href=(link.href) { (link.label) } }
}

/// The title of the page and a sentence under it. Every page has exactly one.
pub fn heading(title: &str, lead: Option<&str>) -> Markup {
    html! {
        h1 dir="auto" { (title) }
        @if let Some(lead) = lead { p class="lead" { (lead) } }
    }
}

/// The opening of the program page, instead of a [`heading`]: what this is, in large, and the one thing to do.
pub fn welcome(title: &str, lead: &str, action: Option<&Link>) -> Markup {
    html! {
        div class="welcome" {
            (heading(title, Some(lead)))
            @if let Some(link) = action { p { (button_link(link)) } }
        }
    }
}

/// Text people wrote, with its paragraphs and line breaks. `language` is the one it is in, where that is known.
pub fn prose(text: &str, language: Option<&str>) -> Markup {
    html! {
        div class="prose" lang=[language] {
            @for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
                p dir="auto" { (paragraph) }
            }
        }
    }
}

/// A part of the page with its own heading.
pub fn card(heading: &str, body: Markup) -> Markup {
    html! { section class="card" { h2 { (heading) } (body) } }
}

/// Cards side by side where there is room.
pub fn cards(cards: &[Markup]) -> Markup {
    html! { div class="cards" { @for card in cards { (card) } } }
}

/// Steps in their order: what happens, and a sentence on it.
pub fn steps(steps: &[(String, String)]) -> Markup {
    html! {
        ol class="steps" {
            @for (what, how) in steps { li { strong { (what) } p { (how) } } }
        }
    }
}

/// How far something has come: a sentence that says it all, and a bar for the eye.
pub fn progress(sentence: &str, done: u32, goal: u32) -> Markup {
    let goal = goal.max(1);
    html! {
        label class="progress" {
            span { (sentence) }
            progress value=(done.min(goal)) max=(goal) {}
        }
    }
}

/// What a tag or a notice is about, for its color; the words alone say it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Done, and well.
    Good,
    /// Somebody is to do something.
    Waiting,
    /// Nothing to do.
    Quiet,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Waiting => "waiting",
            Self::Quiet => "calm",
        }
    }
}

impl From<BoardColumn> for Tone {
    fn from(column: BoardColumn) -> Self {
        match column {
            BoardColumn::Received | BoardColumn::Pending(_) => Self::Waiting,
            BoardColumn::Accepted => Self::Good,
            BoardColumn::Unconfirmed | BoardColumn::InPool | BoardColumn::Declined | BoardColumn::Withdrawn => {
                Self::Quiet
            }
        }
    }
}

impl From<Face> for Tone {
    fn from(face: Face) -> Self {
        match face {
            Face::Received | Face::InReview => Self::Waiting,
            Face::Accepted => Self::Good,
            Face::Unconfirmed | Face::InPool | Face::Declined | Face::Withdrawn => Self::Quiet,
        }
    }
}

impl From<ActivityState> for Tone {
    fn from(state: ActivityState) -> Self {
        match state {
            ActivityState::Planned => Self::Waiting,
            ActivityState::Reported => Self::Good,
            ActivityState::Cancelled => Self::Quiet,
        }
    }
}

impl From<AmbassadorState> for Tone {
    fn from(state: AmbassadorState) -> Self {
        match state {
            AmbassadorState::Active => Self::Good,
            AmbassadorState::OnHold { .. } => Self::Waiting,
            AmbassadorState::Emeritus | AmbassadorState::Ended => Self::Quiet,
        }
    }
}

impl From<Standing> for Tone {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Met => Self::Good,
            Standing::Short => Self::Waiting,
            Standing::Excused | Standing::New => Self::Quiet,
        }
    }
}

/// A state in a word or two.
pub fn tag(label: &str, tone: Tone) -> Markup {
    html! { span class={ "tag " (tone.class()) } { (label) } }
}

/// A message above or within a page.
pub fn notice(tone: Tone, body: Markup) -> Markup {
    html! { div class={ "notice " (tone.class()) } { (body) } }
}

/// What will be here once there is something, and what to do first (requirement P7).
pub fn empty(title: &str, text: &str, first: Option<&Link>) -> Markup {
    html! {
        div class="empty" {
            h2 { (title) }
            p { (text) }
            @if let Some(link) = first { p { (button_link(link)) } }
        }
    }
}

/// What is known about something, line by line.
pub fn facts(facts: &[(String, Markup)]) -> Markup {
    html! {
        dl class="facts" {
            @for (label, value) in facts { div { dt { (label) } dd dir="auto" { (value) } } }
        }
    }
}

/// Numbers that sum a page up, each with what it counts.
pub fn figures(figures: &[(String, String)]) -> Markup {
    html! {
        dl class="figures" {
            @for (number, label) in figures { div { dt { (label) } dd { (number) } } }
        }
    }
}

/// A column of a [`table`].
#[derive(Clone, Debug)]
pub struct Column {
    label: String,
    number: bool,
    order: Option<(String, Option<Order>)>,
}

/// How rows are ordered by a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The least first.
    Up,
    /// The most first.
    Down,
}

impl Column {
    /// Of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: false, order: None }
    }

    /// Of numbers, set under each other by their last digit.
    pub fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: true, order: None }
    }

    /// With a link that brings the rows into the order of this column, and how they are ordered by it now.
    #[must_use]
    pub fn ordered(mut self, href: String, order: Option<Order>) -> Self {
        self.order = Some((href, order));
        self
    }

    fn head(&self) -> Markup {
        let sorted = match self.order.as_ref().and_then(|(_, order)| *order) {
            Some(Order::Up) => Some("ascending"),
            Some(Order::Down) => Some("descending"),
            None => None,
        };
        html! {
            th role="columnheader" scope="col" class=[self.number.then_some("number")] aria-sort=[sorted] {
                @match &self.order {
                    Some((href, _)) => { a href=(href) { (self.label) } }
                    None => { (self.label) }
                }
            }
        }
    }

    /// A narrow screen leaves blank cells out: there, nobody can see what they are blank beside.
    fn class(&self, cell: &Markup) -> Option<&'static str> {
        if cell.0.is_empty() { Some("blank") } else { self.number.then_some("number") }
    }
}

/// A table whose first column names the row. On a narrow screen each row becomes a block and each cell says its column;
/// without rows show [`empty`] instead.
pub fn table(caption: &str, columns: &[Column], rows: &[Vec<Markup>]) -> Markup {
    // Browsers forget what a table is once its rows become blocks, so the roles are spelled out.
    html! {
        div class="table" {
            table role="table" {
                caption { (caption) }
                thead role="rowgroup" {
                    tr role="row" {
                        @for column in columns { (column.head()) }
                    }
                }
                tbody role="rowgroup" {
                    @for row in rows {
                        tr role="row" {
                            @for (index, (column, cell)) in columns.iter().zip(row).enumerate() {
                                @if index == 0 {
                                    th role="rowheader" scope="row" { div dir="auto" { (cell) } }
                                } @else {
                                    td role="cell" class=[column.class(cell)] data-label=(column.label) { div dir="auto" { (cell) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The way through a list that goes on: to its start, and to its next page.
pub fn pager(words: Words, start: Option<&str>, next: Option<&str>) -> Markup {
    html! {
        @if start.is_some() || next.is_some() {
            nav class="pager" aria-label=(say!(words, "page-pager")) {
                @if let Some(start) = start { a href=(start) { (say!(words, "page-pager-start")) } }
                @if let Some(next) = next { a href=(next) rel="next" { (say!(words, "page-pager-next")) } }
            }
        }
    }
}

/// A day that machines can read too.
pub fn day(words: Words, day: NaiveDate) -> Markup {
    html! { time datetime=(day.to_string()) { (words.day(day)) } }
}

/// How many days are left until the last one, as a sentence.
pub fn days_left(words: Words, today: NaiveDate, last: NaiveDate) -> String {
    let days = (last - today).num_days();
    if days < 0 { say!(words, "page-days-over") } else { say!(words, "page-days-left", days = days) }
}

/// Something most readers skip, folded away.
pub fn folded(summary: &str, body: Markup) -> Markup {
    html! { details { summary { (summary) } div { (body) } } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use program::{Field, Problem};
    use words::Locale;

    const FIELDS: [&str; 8] = ["name", "email", "country", "why", "way", "hours", "attendees", "consent"];

    fn words() -> Words {
        Words::new(Locale::English)
    }

    /// A form with every kind of field, in the order of [`FIELDS`].
    fn every_field(form: &FormView<'_>) -> Markup {
        let ask = |name| Ask::new(name, format!("Label of {name}")).hint(format!("Hint of {name}"));
        let options = [Choice::new("talk", "Talking").hint("On stages"), Choice::new("write", "Writing")];
        form.form(
            "/apply",
            html! {
                (form.text(ask("name").autocomplete("name"), TextKind::Line))
                (form.text(ask("email"), TextKind::Email))
                (form.country(ask("country")))
                (form.paragraphs(ask("why"), 4))
                (form.choice(ask("way"), &options))
                (form.select(ask("hours"), &options))
                (form.answer(ask("attendees"), Unit::Count))
                (form.tick(ask("consent")))
            },
        )
    }

    fn wrong_everywhere() -> Problems {
        let mut problems = Problems::default();
        for field in FIELDS {
            problems.add(field, Problem::Missing);
        }
        problems
    }

    fn typed() -> Form {
        Form::from_pairs(
            [
                ("name", "</textarea><b>\"Amara\" & أمارة"),
                ("email", "amara@"),
                ("country", "Atlantis"),
                ("why", "\nfirst\n\n</textarea><script>"),
                ("way", "write"),
                ("hours", "talk"),
                ("attendees", "about 45"),
                ("attendees_is", "unknown"),
                ("consent", "yes"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
        )
    }

    fn count(page: &str, text: &str) -> usize {
        page.matches(text).count()
    }

    /// P3
    #[test]
    fn every_field_is_tied_to_its_label_its_hint_and_its_error() {
        let (typed, problems) = (Form::default(), wrong_everywhere());
        let page = every_field(&FormView::new(words(), &typed, &problems)).into_string();
        for field in FIELDS {
            assert_eq!(count(&page, &format!(r#" id="field-{field}""#)), 1, "{field}");
            assert_eq!(count(&page, &format!(r#"<label for="field-{field}">"#)), 1, "{field}");
            assert_eq!(count(&page, &format!(r#" id="hint-{field}">Hint of {field}"#)), 1, "{field}");
            assert_eq!(count(&page, &format!(r#" id="error-{field}""#)), 1, "{field}");
            assert!(
                page.contains(&format!(r#"aria-describedby="hint-{field} error-{field}" aria-invalid="true""#)),
                "{field}"
            );
        }
    }

    /// P3
    #[test]
    fn what_an_attribute_points_at_is_on_the_page_once() {
        let (typed, problems) = (typed(), wrong_everywhere());
        let form = FormView::new(words(), &typed, &problems);
        let page = html! { (form.error_summary(str::to_owned)) (every_field(&form)) }.into_string();
        for attribute in ["for", "aria-describedby", "aria-labelledby", "list"] {
            for value in page.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()) {
                for id in value.split(' ') {
                    assert_eq!(count(&page, &format!(r#" id="{id}""#)), 1, "{attribute}={id}");
                }
            }
        }
    }

    /// P2, P3
    #[test]
    fn boxes_come_back_ticked_and_the_first_of_them_is_where_the_summary_leads() {
        let typed = Form::from_pairs([("ways", "write"), ("ways", "both")].map(|(n, v)| (n.to_owned(), v.to_owned())));
        let mut problems = Problems::default();
        problems.add("ways", Problem::Missing);
        let options = [Choice::new("talk", "Talking"), Choice::new("write", "Writing").hint("Anything")];
        let form = FormView::new(words(), &typed, &problems);
        let page = form.several(Ask::new("ways", "Ways").hint("Any of them"), &options).into_string();
        assert!(page.contains(r#"<input type="checkbox" id="field-ways" name="ways" value="talk">"#));
        assert!(
            page.contains(
                r#"id="field-ways-2" name="ways" value="write" checked aria-describedby="field-ways-2-hint""#
            )
        );
        assert!(page.contains(r#"aria-describedby="hint-ways error-ways" aria-invalid="true""#));
    }

    #[test]
    fn what_depends_on_another_answer_is_neither_required_nor_called_optional() {
        let form = FormView::blank(words());
        let page = form.text(Ask::new("city", "City").depends(), TextKind::Line).into_string();
        assert!(page.contains(">City</label>") && !page.contains(" required"));
    }

    #[test]
    fn a_field_without_hint_and_problem_points_at_neither() {
        let form = FormView::blank(words());
        let page = form.text(Ask::new("city", "City"), TextKind::Line).into_string();
        assert_eq!(
            page,
            r#"<div class="field"><label for="field-city">City</label><input id="field-city" type="text" name="city" value="" dir="auto" required></div>"#
        );
    }

    /// P2
    #[test]
    fn the_summary_links_to_each_field_once_in_the_order_of_the_page() {
        let (typed, mut problems) = (typed(), wrong_everywhere());
        problems.add("name", Problem::Unreadable);
        let form = FormView::new(words(), &typed, &problems);
        let page = html! { (form.error_summary(str::to_uppercase)) (every_field(&form)) }.into_string();
        let links: Vec<_> =
            page.split(r##"<a href="#field-"##).skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(links, FIELDS);
        let places: Vec<_> = links.iter().map(|field| page.find(&format!(r#" id="field-{field}""#)).unwrap()).collect();
        assert!(places.is_sorted());
        assert!(page.contains("8 things need another look"));
        assert!(page.contains("ATTENDEES – Please fill this in."));
    }

    /// P2
    #[test]
    fn the_summary_takes_the_focus_and_is_not_there_when_all_is_well() {
        let (typed, problems) = (typed(), wrong_everywhere());
        let summary = FormView::new(words(), &typed, &problems).error_summary(str::to_owned).into_string();
        assert!(summary.contains(r#"tabindex="-1" autofocus"#));
        let well = FormView::filled(words(), &typed);
        assert_eq!(well.error_summary(str::to_owned).into_string(), "");
    }

    /// P2
    #[test]
    fn what_was_typed_comes_back_whole_and_escaped() {
        let (typed, problems) = (typed(), wrong_everywhere());
        let page = every_field(&FormView::new(words(), &typed, &problems)).into_string();
        assert!(page.contains(r#"value="&lt;/textarea&gt;&lt;b&gt;&quot;Amara&quot; &amp; أمارة""#));
        assert!(page.contains(r#"value="amara@""#));
        assert!(page.contains(r#"value="Atlantis""#));
        assert!(
            page.contains(">\n\nfirst\n\n&lt;/textarea&gt;&lt;script&gt;</textarea>"),
            "the browser drops one line break"
        );
        assert!(page.contains(r#"value="write" checked"#));
        assert!(page.contains(r#"<option value="talk" selected>"#));
        assert!(page.contains(r#"value="about 45""#));
        assert!(page.contains(r#"<option value="unknown" selected>"#));
        assert!(page.contains(r#"value="yes" checked"#));
        assert_eq!((count(&page, " checked"), count(&page, " selected")), (2, 2));
    }

    #[test]
    fn only_what_may_stay_empty_says_that_it_is_optional() {
        let form = FormView::blank(words());
        let needed = form.text(Ask::new("link", "Link"), TextKind::Url).into_string();
        let optional = form.text(Ask::new("link", "Link").optional(), TextKind::Url).into_string();
        assert!(needed.contains(">Link</label>") && needed.contains(" required"));
        assert!(optional.contains(">Link (optional)</label>") && !optional.contains(" required"));
    }

    /// R7
    #[test]
    fn no_answer_of_a_report_is_required_and_every_number_can_be_unknown_or_not_apply() {
        let form = FormView::blank(words());
        for field in Field::ALL {
            let answer = form.answer(Ask::new(field.name(), words().field(&field.into())), field.unit()).into_string();
            assert!(!answer.contains(" required"), "{field:?}");
            let none = format!(r#"<select id="field-{0}_is" name="{0}_is""#, field.name());
            assert_eq!(answer.contains(&none), field.unit() != Unit::Text, "{field:?}");
        }
    }

    /// R7
    #[test]
    fn yes_no_unknown_and_not_applicable_are_four_choices_that_come_back() {
        for (name, value) in [
            ("taped", "yes"),
            ("taped", "no"),
            ("taped", "unknown"),
            ("taped_is", "unknown"),
            ("taped_is", "not_applicable"),
        ] {
            let typed = Form::from_pairs([(name.to_owned(), value.to_owned())]);
            let page =
                FormView::filled(words(), &typed).answer(Ask::new("taped", "Recorded"), Unit::YesNo).into_string();
            assert_eq!(
                (count(&page, r#"type="radio""#), count(&page, " checked"), count(&page, "required")),
                (4, 1, 0)
            );
            assert!(page.contains(&format!(r#"value="{value}" checked"#)), "{page}");
        }
    }

    #[test]
    fn every_country_can_be_chosen_by_its_name() {
        let form = FormView::blank(words());
        let page = form.country(Ask::new("country", "Country")).into_string();
        assert_eq!(count(&page, "<option"), Country::all().len());
        assert!(page.contains(r#"<option value="Côte d’Ivoire">"#));
    }

    #[test]
    fn a_trap_comes_back_empty_and_nobody_can_reach_it() {
        let typed = Form::from_pairs([("website".to_owned(), "spam".to_owned())]);
        let trap = FormView::filled(words(), &typed).trap().into_string();
        assert!(!trap.contains("spam"));
        assert!(trap.contains(r#"aria-hidden="true""#) && trap.contains(r#"tabindex="-1""#));
    }

    #[test]
    fn a_bar_never_runs_over_and_a_goal_of_nothing_is_no_error() {
        assert!(progress("3 of 2", 3, 2).into_string().contains(r#"<progress value="2" max="2">"#));
        assert!(progress("0 of 0", 0, 0).into_string().contains(r#"<progress value="0" max="1">"#));
    }

    #[test]
    fn each_cell_says_its_column_and_a_blank_one_says_nothing() {
        let columns = [Column::text("Who"), Column::number("Reports"), Column::text("Why")];
        let page = table("Standings", &columns, &[vec![html! { "Amara" }, html! { "2" }, html! {}]]).into_string();
        assert!(page.contains(r#"<th role="rowheader" scope="row"><div dir="auto">Amara</div></th>"#));
        assert!(page.contains(r#"<td role="cell" class="number" data-label="Reports"><div dir="auto">2</div></td>"#));
        assert!(page.contains(r#"<td role="cell" class="blank" data-label="Why">"#));
    }

    /// P1
    #[test]
    fn a_column_can_be_ordered_by_a_link_and_says_how_it_is_ordered_now() {
        let columns = [
            Column::text("Kind").ordered("?sort=kind".to_owned(), None),
            Column::number("Hours").ordered("?sort=hours".to_owned(), Some(Order::Down)),
        ];
        let page = table("By kind", &columns, &[vec![html! { "Talks" }, html! { "2" }]]).into_string();
        assert!(page.contains(r#"<th role="columnheader" scope="col"><a href="?sort=kind">Kind</a></th>"#));
        assert!(page.contains(r#"aria-sort="descending"><a href="?sort=hours">Hours</a>"#));
    }

    #[test]
    fn text_people_wrote_keeps_its_paragraphs_and_is_escaped() {
        assert_eq!(
            prose("One\n\n\n\n<b>two</b>\nlines", Some("de")).into_string(),
            r#"<div class="prose" lang="de"><p dir="auto">One</p><p dir="auto">&lt;b&gt;two&lt;/b&gt;"#.to_owned()
                + "\nlines</p></div>"
        );
    }

    #[test]
    fn days_left_are_counted_to_the_last_day() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
        let left = |today| days_left(words(), day(today), day(31));
        assert_eq!([left(1), left(30), left(31)], ["30 days left", "One day left", "Today is the last day"]);
        assert_eq!(days_left(words(), day(31), day(30)), "The last day has passed");
    }

    #[test]
    fn a_list_on_one_page_has_no_pager() {
        assert_eq!(pager(words(), None, None).into_string(), "");
        assert!(pager(words(), None, Some("?after=1")).into_string().contains("Next page"));
    }

    /// M24
    #[test]
    fn every_word_of_the_kit_comes_from_the_message_files() {
        let pseudo = Words::new(Locale::Pseudo);
        let (typed, problems) = (Form::default(), wrong_everywhere());
        let form = FormView::new(pseudo, &typed, &problems);
        let today = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        let page = html! {
            (form.error_summary(|_| "…".to_owned()))
            (form.text(Ask::new("on", "…").optional(), TextKind::Date))
            (form.answer(Ask::new("hours", "…"), Unit::Hours))
            (form.answer(Ask::new("taped", "…"), Unit::YesNo))
            (form.select(Ask::new("way", "…"), &[]))
            (form.country(Ask::new("country", "…")))
            (form.trap())
            (pager(pseudo, Some("/"), Some("/")))
            (day(pseudo, today)) (days_left(pseudo, today, today)) (days_left(pseudo, today, NaiveDate::MIN))
        };
        assert_eq!(crate::layout::tests::ascii_words(&page.into_string()), Vec::<String>::new());
    }
}
