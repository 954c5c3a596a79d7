//! From a TOML document to [`Settings`], with every mistake named by line and key.

mod funding;

use super::{
    Asked, ConsentText, Contact, FormPages, Hook, Hosted, Intake, Kind, Limits, OwnField, Sessions, Settings,
    SignatureKind, Term,
};
use crate::benefit::Benefits;
use crate::calendar::{Calendar, Counting, Period};
use crate::email::Email;
use crate::inactivity::Inactivity;
use crate::question::{Question, QuestionKind, ShownWhen};
use crate::report::{Field, FieldKey, Unit, plain};
use crate::review::Criterion;
use crate::text::Line;
use crate::tranche::{Round, Tranche};
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One mistake in a settings document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line it is on, from 1.
    pub line: usize,
    /// The full key, such as `quarter.grace_days`; empty when the document is not TOML at that place.
    pub key: String,
    /// What is wrong and what would be right.
    pub what: String,
}

/// Every mistake in a settings document, in the order of its lines.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.0.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            let key = if mistake.key.is_empty() { String::new() } else { format!("`{}` ", mistake.key) };
            write!(f, "{gap}line {}: {key}{}", mistake.line, mistake.what)?;
        }
        Ok(())
    }
}

pub(super) fn settings(document: &str) -> Result<Settings, Mistakes> {
    let (root, broken) = DeTable::parse_recoverable(document);
    let mut reader = Reader { document, mistakes: Vec::new() };
    for error in broken {
        let at = error.span().unwrap_or(0..0);
        reader.mistake(&at, "", format!("is not TOML: {}", error.message().replace('\n', ", ")));
    }
    let settings = if reader.mistakes.is_empty() { read(&mut reader, &root) } else { None };
    reader.mistakes.sort_by_key(|mistake| mistake.line);
    match settings {
        Some(settings) if reader.mistakes.is_empty() => Ok(settings),
        _ => Err(Mistakes(reader.mistakes)),
    }
}

/// More reminders than these nobody wants.
const MOST_REMINDERS: usize = 5;

/// The most addresses a summary goes to: each is a letter, and all of them leave with it in one transaction of a hundred.
const MOST_READERS: usize = 50;

fn read(reader: &mut Reader<'_>, root: &Spanned<DeTable<'_>>) -> Option<Settings> {
    let mut root = Section::new(root.get_ref(), root.span(), String::new());

    let mut program = root.section(reader, "program");
    let slug = program.text(reader, "slug", 40).filter(|slug| program.is_key(reader, "slug", slug));
    let name = program.text(reader, "name", 120);
    let community = program.text(reader, "community", 120);
    let about = program.text(reader, "about", 2_000);
    let language = program.text(reader, "language", 35);
    let support = program.email(reader, "support");
    let handbook = program.optional_link(reader, "handbook");
    let started_on = program.date(reader, "started_on");
    let time_zone = program.text(reader, "time_zone", 60).and_then(|zone| match zone.parse() {
        Ok(zone) => Some(zone),
        Err(_) => program.wrong(
            reader,
            "time_zone",
            format!("is no time zone we know: {zone:?}; write one like \"Europe/Paris\""),
        ),
    });
    let term = match program.one_of(reader, "term", &["life", "renewed"]) {
        Some("life") => Term::Life,
        _ => Term::Renewed,
    };
    program.done(reader);

    let mut quarter = root.section(reader, "quarter");
    let lengths = Period::ALL.map(Period::name);
    let length = quarter.one_of(reader, "length", &lengths).unwrap_or(Period::Quarter.name());
    let period = Period::ALL.into_iter().find(|period| period.name() == length).unwrap_or(Period::Quarter);
    let first_month = quarter.number_or(reader, "first_month", 1..=12, 1);
    if period == Period::Month && first_month != 1 {
        let what = "goes with quarters and half-years; months have the names everybody gives them".to_owned();
        quarter.wrong::<()>(reader, "first_month", what);
    }
    // The check-in of a period, and its grace days, are over before the next period is.
    let most = 60.min(period.fewest_days() - 1);
    let check_in_days = quarter.number_or(reader, "check_in_days", 1..=most, 14);
    let grace_days = quarter.number_or(reader, "grace_days", 0..=most, 14);
    let goal = quarter.number_or(reader, "goal", 0..=100, 2);
    let reminder_days = quarter.numbers(reader, "reminders", 1..=60);
    if reminder_days.len() > MOST_REMINDERS || !reminder_days.is_sorted_by(|one, next| one > next) {
        quarter.wrong::<()>(
            reader,
            "reminders",
            format!("is at most {MOST_REMINDERS} numbers of days before the closing, the most days first"),
        );
    }
    let summary_to = quarter.emails(reader, "summary_to");
    if summary_to.len() > MOST_READERS {
        quarter.wrong::<()>(
            reader,
            "summary_to",
            format!("has more than {MOST_READERS} addresses; a mailing list is one"),
        );
    }
    quarter.done(reader);

    let mut intake = root.section(reader, "intake");
    let open = intake.flag(reader, "open", true);
    let reopens_on = intake.optional_date(reader, "reopens_on");
    let form_pages = match intake.one_of(reader, "pages", &["one", "groups"]) {
        Some("groups") => FormPages::Groups,
        _ => FormPages::One,
    };
    let names_hidden = intake.flag(reader, "names_hidden", false);
    let plus_tags_are_one = intake.flag(reader, "plus_tags_are_one", false);
    let version = intake.number_or(reader, "consent_version", 1..=1_000_000, 1);
    let consent = intake.text(reader, "consent", 2_000);
    intake.done(reader);

    let limits = root.optional_section(reader, "limits").map_or(Limits::default(), |mut limits| {
        let chosen = Limits {
            applications_per_origin: limits.number_or(reader, "applications_per_origin", 1..=1_000_000, 10),
            sign_ins_per_address: limits.number_or(reader, "sign_ins_per_address", 1..=1_000_000, 5),
            sign_ins_per_origin: limits.number_or(reader, "sign_ins_per_origin", 1..=1_000_000, 30),
        };
        limits.done(reader);
        chosen
    });

    let contact = root.optional_section(reader, "contact").and_then(|mut contact| {
        let (name, email) = (contact.text(reader, "name", 120), contact.email(reader, "email"));
        contact.done(reader);
        Some(Contact { name: name?, email: email? })
    });

    let benefits = root.optional_section(reader, "benefits").map_or(Benefits::default(), |mut benefits| {
        let chosen = Benefits {
            free_entry_after: benefits.optional_number(reader, "free_entry_after", 1..=40),
            funding_after_days: benefits.optional_number(reader, "funding_after_days", 1..=3_660),
        };
        benefits.done(reader);
        chosen
    });

    let funding =
        root.optional_section(reader, "funding").and_then(|mut section| funding::funding(reader, &mut section));

    let inactivity = root.optional_section(reader, "inactivity").map_or(Inactivity::default(), |mut section| {
        let mut days = |key| Some(section.number_or(reader, key, 0..=3_660, 0)).filter(|days| *days > 0);
        let chosen = Inactivity { call_after: days("call_after_days"), propose_after: days("propose_after_days") };
        if let Inactivity { call_after: Some(call), propose_after: Some(propose) } = chosen
            && propose <= call
        {
            section.wrong::<()>(reader, "propose_after_days", "is more than call_after_days".to_owned());
        }
        section.done(reader);
        chosen
    });

    let hosted = root.optional_section(reader, "hosted").map_or(Hosted::default(), |mut hosted| {
        let chosen =
            Hosted { origins: hosted.origins(reader, "origins"), return_to: hosted.optional_link(reader, "return_to") };
        hosted.done(reader);
        chosen
    });

    let tranches = root.sections(reader, "tranche", tranche);
    root.distinct(reader, "tranche", tranches.iter().map(|tranche| tranche.key.as_str()));
    if !tranches.is_sorted_by(|one, next| one.closes_on < next.closes_on) {
        root.wrong::<()>(
            reader,
            "tranche",
            "has one that closes before the one above it; write them in order".to_owned(),
        );
    }
    let criteria = root.sections(reader, "criterion", criterion);
    root.distinct(reader, "criterion", criteria.iter().map(|criterion| criterion.key.as_str()));
    let hooks = root.sections(reader, "hook", hook);
    root.distinct(reader, "hook", hooks.iter().map(|hook| hook.key.as_str()));
    let questions = root.sections(reader, "question", question);
    shown_after_what_shows_them(reader, &mut root, &questions);
    let taken = RefCell::new(BTreeSet::new());
    let fields = root.sections(reader, "field", |reader, section| own_field(reader, section, &taken));
    let kinds = root.sections(reader, "kind", |reader, section| kind(reader, section, &fields));
    root.distinct(reader, "question", questions.iter().map(|question| question.key.as_str()));
    root.distinct(reader, "kind", kinds.iter().map(|kind| kind.key.as_str()));
    if kinds.is_empty() && !root.has("kind") {
        root.wrong::<()>(reader, "kind", "is missing: name at least one kind of activity as [[kind]]".to_owned());
    }
    let sessions = root.optional_section(reader, "sessions").and_then(|mut sessions| {
        let kind = sessions.text(reader, "kind", 40);
        let hint_after_days = sessions.number_or(reader, "hint_after_days", 1..=3_650, 365);
        if let Some(key) = kind.as_deref().filter(|key| !kinds.iter().any(|kind| kind.key == *key)) {
            sessions.wrong::<()>(reader, "kind", format!("names no kind of activity: there is no [[kind]] {key:?}"));
        }
        sessions.done(reader);
        Some(Sessions { kind: kind?, hint_after_days })
    });
    root.done(reader);

    Some(Settings {
        slug: slug?,
        name: name?,
        community: community?,
        about: about?,
        language: language?,
        support: support?,
        handbook,
        started_on: started_on?,
        calendar: Calendar::new(Counting { time_zone: time_zone?, first_month, period }),
        check_in_days,
        reminder_days,
        grace_days,
        goal,
        contact,
        benefits,
        intake: if open { Intake::Open } else { Intake::Closed { reopens_on } },
        tranches,
        consent: ConsentText { version, text: consent? },
        questions,
        form_pages,
        criteria,
        names_hidden,
        plus_tags_are_one,
        hosted,
        hooks,
        kinds,
        sessions,
        summary_to,
        limits,
        term,
        inactivity,
        funding,
    })
}

impl Default for Limits {
    fn default() -> Self {
        Self { applications_per_origin: 10, sign_ins_per_address: 5, sign_ins_per_origin: 30 }
    }
}

fn question(reader: &mut Reader<'_>, section: &mut Section<'_>) -> Option<Question> {
    let key = section.text(reader, "key", 40).filter(|key| section.is_key(reader, "key", key));
    let label = section.text(reader, "label", 300);
    let hint = section.optional_text(reader, "hint", 500);
    let group = section.optional_text(reader, "group", 120);
    let required = section.flag(reader, "required", false);
    let options = section.texts(reader, "options", 200);
    let kinds = ["line", "text", "one_of", "several_of", "link", "number", "date", "consent"];
    let kind = match section.one_of(reader, "kind", &kinds) {
        Some("text") => QuestionKind::Text,
        Some("one_of") => QuestionKind::OneOf(options.clone()),
        Some("several_of") => QuestionKind::SeveralOf(options.clone()),
        Some("link") => QuestionKind::Link,
        Some("number") => QuestionKind::Number,
        Some("date") => QuestionKind::Date,
        Some("consent") => QuestionKind::Consent,
        _ => QuestionKind::Line,
    };
    let chooses = matches!(kind, QuestionKind::OneOf(_) | QuestionKind::SeveralOf(_));
    match (chooses, options.len()) {
        (true, 0 | 1) => {
            section.wrong::<()>(reader, "options", "needs two or more entries where one chooses".to_owned());
        }
        (false, 1..) => {
            let what = "goes with the kinds \"one_of\" and \"several_of\"".to_owned();
            section.wrong::<()>(reader, "options", what);
        }
        _ => {}
    }
    section.distinct(reader, "options", options.iter().map(String::as_str));
    let is = section.texts(reader, "shown_when_is", 200);
    let shown_when = match section.optional_text(reader, "shown_when", 40) {
        Some(question) => Some(ShownWhen { question, is }),
        None if is.is_empty() => None,
        None => section.wrong(reader, "shown_when_is", "needs shown_when, which names the question".to_owned()),
    };
    Some(Question { key: key?, label: label?, hint, kind, required, group, shown_when })
}

/// A question shown by another's answer stands after it, and waits for an answer that can be given.
fn shown_after_what_shows_them(reader: &mut Reader<'_>, root: &mut Section<'_>, questions: &[Question]) {
    for (index, question) in questions.iter().enumerate() {
        let Some(when) = &question.shown_when else { continue };
        let before = questions.iter().take(index).find(|before| before.key == when.question);
        let options = match before.map(|before| &before.kind) {
            Some(QuestionKind::OneOf(options) | QuestionKind::SeveralOf(options)) => options.as_slice(),
            _ => &[],
        };
        let (key, other) = (&question.key, &when.question);
        if before.is_none() {
            let what = format!("has {key:?} shown by {other:?}, and no question above it is called so");
            root.wrong::<()>(reader, "question", what);
        } else if let Some(is) = when.is.iter().find(|is| !options.contains(is)) {
            let what = format!("has {key:?} shown when {other:?} is {is:?}, which is none of its options");
            root.wrong::<()>(reader, "question", what);
        }
    }
}

fn tranche(reader: &mut Reader<'_>, section: &mut Section<'_>) -> Option<Tranche> {
    let key = section.text(reader, "key", 40).filter(|key| section.is_key(reader, "key", key));
    if let Some(reserved) = key.as_deref().filter(|key| Round::RESERVED.contains(key)) {
        section.wrong::<()>(reader, "key", format!("means something else: call it otherwise than {reserved:?}"));
    }
    let label = section.text(reader, "label", 120);
    let closes_on = section.date(reader, "closes_on");
    let announces_on = section.date(reader, "announces_on");
    if let (Some(closes), Some(announces)) = (closes_on, announces_on)
        && announces <= closes
    {
        section.wrong::<()>(
            reader,
            "announces_on",
            "is a day after closes_on: somebody has to decide between".to_owned(),
        );
    }
    Some(Tranche { key: key?, label: label?, closes_on: closes_on?, announces_on: announces_on? })
}

fn criterion(reader: &mut Reader<'_>, section: &mut Section<'_>) -> Option<Criterion> {
    let key = section.text(reader, "key", 40).filter(|key| section.is_key(reader, "key", key));
    let label = section.text(reader, "label", 300);
    let hint = section.optional_text(reader, "hint", 500);
    let weight = section.number_or(reader, "weight", 1..=10, 1);
    Some(Criterion { key: key?, label: label?, hint, weight })
}

fn hook(reader: &mut Reader<'_>, section: &mut Section<'_>) -> Option<Hook> {
    let key = section.text(reader, "key", 40).filter(|key| section.is_key(reader, "key", key));
    let signature_header = section.text(reader, "signature_header", 80);
    let signature_prefix = section.optional_text(reader, "signature_prefix", 40).unwrap_or_default();
    let signature = match section.one_of(reader, "signature", &["base64", "hex"]) {
        Some("hex") => SignatureKind::Hex,
        _ => SignatureKind::Base64,
    };
    let id = section.text(reader, "id", 200);
    let fields = section.pairs(reader, "fields", 200);
    for needed in ["name", "email", "country", "consent"] {
        if section.has("fields") && !fields.iter().any(|(field, _)| field == needed) {
            section.wrong::<()>(reader, "fields", format!("has no path for {needed:?}, which every application needs"));
        }
    }
    Some(Hook { key: key?, signature_header: signature_header?, signature_prefix, signature, id: id?, fields })
}

/// A field of the program's own; `taken` are the names of those before it.
fn own_field(
    reader: &mut Reader<'_>,
    section: &mut Section<'_>,
    taken: &RefCell<BTreeSet<String>>,
) -> Option<OwnField> {
    let name = section.text(reader, "name", 80).filter(|name| {
        let plain = plain(name);
        let what = if let Some(standard) = Field::ALL.iter().find(|field| self::plain(field.name()) == plain) {
            format!("is a field every program has; write {:?} where a kind asks for it", standard.name())
        } else if !plain.contains(char::is_alphanumeric) || Line::parse(name).is_err() {
            "is one line with a letter or a digit in it".to_owned()
        } else if !taken.borrow_mut().insert(plain) {
            format!("is the name of a field above already: {name:?}; each needs its own")
        } else {
            return true;
        };
        section.wrong::<()>(reader, "name", what);
        false
    });
    let unit = match section.one_of(reader, "unit", &["count", "hours", "text", "yes_no"]) {
        Some("hours") => Unit::Hours,
        Some("text") => Unit::Text,
        Some("yes_no") => Unit::YesNo,
        _ => Unit::Count,
    };
    let hint = section.optional_text(reader, "hint", 500);
    Some(OwnField { name: name?, unit, hint })
}

fn kind(reader: &mut Reader<'_>, section: &mut Section<'_>, own: &[OwnField]) -> Option<Kind> {
    let key = section.text(reader, "key", 40).filter(|key| section.is_key(reader, "key", key));
    let label = section.text(reader, "label", 120);
    let hint = section.optional_text(reader, "hint", 500);
    let counts = section.flag(reader, "counts", true);
    let reviewed = section.flag(reader, "reviewed", false);
    let needed = section.fields(reader, "full_report", own);
    let others = section.fields(reader, "also_asks", own);
    let standard = Field::ALL.into_iter().map(|field| (FieldKey::from(field), field.unit(), None));
    let owned = own.iter().map(|field| (FieldKey::Own(field.name.clone()), field.unit, field.hint.clone()));
    let fields = standard
        .chain(owned)
        .filter(|(field, ..)| needed.contains(field) || others.contains(field))
        .map(|(field, unit, hint)| Asked { needed: needed.contains(&field), field, unit, hint })
        .collect();
    Some(Kind { key: key?, label: label?, hint, counts, reviewed, fields })
}

struct Reader<'a> {
    document: &'a str,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn mistake(&mut self, at: &Range<usize>, key: &str, what: String) {
        let before = self.document.get(..at.start).unwrap_or(self.document);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        self.mistakes.push(Mistake { line, key: key.to_owned(), what });
    }
}

/// One table of the document, and which of its keys were asked for.
struct Section<'a> {
    table: Option<&'a DeTable<'a>>,
    at: Range<usize>,
    path: String,
    asked: BTreeSet<&'static str>,
}

impl<'a> Section<'a> {
    fn new(table: &'a DeTable<'a>, at: Range<usize>, path: String) -> Self {
        Self { table: Some(table), at, path, asked: BTreeSet::new() }
    }

    fn key(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.contains_key(key))
    }

    fn find(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.insert(key);
        self.table.and_then(|table| table.get(key))
    }

    fn wrong<T>(&mut self, reader: &mut Reader<'_>, key: &'static str, what: String) -> Option<T> {
        let at = self.find(key).map_or(self.at.clone(), Spanned::span);
        reader.mistake(&at, &self.key(key), what);
        None
    }

    /// A missing section is told once, not once for each of its keys.
    fn missing(&mut self, reader: &mut Reader<'_>, key: &'static str) {
        if self.table.is_some() {
            self.wrong::<()>(reader, key, "is missing".to_owned());
        }
    }

    fn optional_section(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Section<'a>> {
        let value = self.find(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Section::new(table, value.span(), self.key(key))),
            None => self.wrong(reader, key, format!("is a section: write [{key}]")),
        }
    }

    fn section(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Section<'a> {
        if !self.has(key) {
            self.asked.insert(key);
            reader.mistake(&self.at.clone(), &self.key(key), format!("is missing: write a section [{key}]"));
        }
        let path = self.key(key);
        let at = self.at.clone();
        self.optional_section(reader, key).unwrap_or(Section { table: None, at, path, asked: BTreeSet::new() })
    }

    fn sections<T>(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        read: impl Fn(&mut Reader<'_>, &mut Section<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong::<()>(reader, key, format!("is a list of sections: write [[{key}]]"));
            return Vec::new();
        };
        let mut all = Vec::new();
        for (index, item) in array.iter().enumerate() {
            let path = format!("{}[{}]", self.key(key), index + 1);
            match item.get_ref().as_table() {
                Some(table) => {
                    let mut section = Section::new(table, item.span(), path);
                    all.extend(read(reader, &mut section));
                    section.done(reader);
                }
                None => reader.mistake(&item.span(), &path, format!("is a section: write [[{key}]]")),
            }
        }
        all
    }

    fn distinct<'k>(&mut self, reader: &mut Reader<'_>, key: &'static str, keys: impl Iterator<Item = &'k str>) {
        let mut seen = BTreeSet::new();
        for each in keys {
            if !seen.insert(each) {
                self.wrong::<()>(reader, key, format!("has two entries with the key {each:?}; each needs its own"));
            }
        }
    }

    fn optional_text(&mut self, reader: &mut Reader<'_>, key: &'static str, limit: usize) -> Option<String> {
        let value = self.find(key)?;
        match value.get_ref().as_str().map(str::trim) {
            None => self.wrong(reader, key, format!("is text: write {key} = \"…\"")),
            Some("") => self.wrong(reader, key, "is empty".to_owned()),
            Some(text) if text.chars().count() > limit => {
                self.wrong(reader, key, format!("is longer than {limit} characters"))
            }
            Some(text) => Some(text.to_owned()),
        }
    }

    fn text(&mut self, reader: &mut Reader<'_>, key: &'static str, limit: usize) -> Option<String> {
        if !self.has(key) {
            self.asked.insert(key);
            self.missing(reader, key);
            return None;
        }
        self.optional_text(reader, key, limit)
    }

    /// One of a few words; the first of them when nothing is written.
    fn one_of(&mut self, reader: &mut Reader<'_>, key: &'static str, words: &[&'static str]) -> Option<&'static str> {
        let chosen = self.optional_text(reader, key, 40)?;
        match words.iter().find(|word| **word == chosen) {
            Some(word) => Some(word),
            None => {
                let known: Vec<_> = words.iter().map(|word| format!("{word:?}")).collect();
                self.wrong(reader, key, format!("is one of {}", known.join(", ")))
            }
        }
    }

    /// A section of texts, each under a name of the writer's own.
    fn pairs(&mut self, reader: &mut Reader<'_>, key: &'static str, limit: usize) -> Vec<(String, String)> {
        if !self.has(key) {
            self.missing(reader, key);
        }
        let Some(section) = self.optional_section(reader, key) else { return Vec::new() };
        let mut pairs = Vec::new();
        for (name, value) in section.table.into_iter().flatten() {
            match value.get_ref().as_str().map(str::trim) {
                Some(text) if !text.is_empty() && text.chars().count() <= limit => {
                    pairs.push((name.get_ref().to_string(), text.to_owned()));
                }
                _ => {
                    let what = format!("is text of 1 to {limit} characters: write {} = \"…\"", name.get_ref());
                    reader.mistake(&value.span(), &section.key(name.get_ref()), what);
                }
            }
        }
        pairs
    }

    /// Origins of other sites, as browsers send them: no path, no slash at the end.
    fn origins(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Vec<String> {
        let mut origins = Vec::new();
        for (at, text) in self.array(reader, key) {
            let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://localhost"));
            match host {
                Some(host) if !host.contains(['/', '@', '?', '#']) && !host.contains(char::is_whitespace) => {
                    origins.push(text);
                }
                _ => {
                    let what = format!("has no origin like \"https://community.example.org\": {text:?}");
                    reader.mistake(&at, &self.key(key), what);
                }
            }
        }
        origins
    }

    fn is_key(&mut self, reader: &mut Reader<'_>, key: &'static str, text: &str) -> bool {
        let fits =
            text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'));
        if !fits {
            self.wrong::<()>(reader, key, "has only lower-case letters a to z, digits, - and _".to_owned());
        }
        fits
    }

    fn array(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Vec<(Range<usize>, String)> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let texts = value.get_ref().as_array().and_then(|array| {
            array
                .iter()
                .map(|item| item.get_ref().as_str().map(|text| (item.span(), text.to_owned())))
                .collect::<Option<Vec<_>>>()
        });
        match texts {
            Some(texts) => texts,
            None => {
                self.wrong::<()>(reader, key, format!("is a list of texts: write {key} = [\"…\"]"));
                Vec::new()
            }
        }
    }

    fn texts(&mut self, reader: &mut Reader<'_>, key: &'static str, limit: usize) -> Vec<String> {
        let mut texts = Vec::new();
        for (at, text) in self.array(reader, key) {
            if text.trim().is_empty() || text.chars().count() > limit {
                reader.mistake(
                    &at,
                    &self.key(key),
                    format!("has an entry that is empty or longer than {limit} characters"),
                );
            } else {
                texts.push(text.trim().to_owned());
            }
        }
        texts
    }

    /// Fields by their names: those every program has, and the program's own.
    fn fields(&mut self, reader: &mut Reader<'_>, key: &'static str, own: &[OwnField]) -> Vec<FieldKey> {
        let mut fields = Vec::new();
        for (at, name) in self.array(reader, key) {
            let field = FieldKey::from(name.trim().to_owned());
            let known = match &field {
                FieldKey::Standard(_) => true,
                FieldKey::Own(name) => own.iter().any(|field| field.name == *name),
            };
            let what = if !known {
                let standard = Field::ALL.iter().map(|field| field.name());
                let all: Vec<_> = standard.chain(own.iter().map(|field| field.name.as_str())).collect();
                format!("knows no field {name:?}; there are {}. Add another as [[field]]", all.join(", "))
            } else if fields.contains(&field) {
                format!("names {name:?} twice")
            } else {
                fields.push(field);
                continue;
            };
            reader.mistake(&at, &self.key(key), what);
        }
        fields
    }

    fn email(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Email> {
        let text = self.text(reader, key, 254)?;
        match Email::parse(&text) {
            Ok(email) => Some(email),
            Err(_) => self.wrong(reader, key, format!("is no e-mail address: {text:?}")),
        }
    }

    fn emails(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Vec<Email> {
        let mut emails = Vec::new();
        for (at, text) in self.array(reader, key) {
            match Email::parse(&text) {
                Ok(email) => emails.push(email),
                Err(_) => reader.mistake(&at, &self.key(key), format!("has no e-mail address: {text:?}")),
            }
        }
        emails
    }

    fn optional_link(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<String> {
        let text = self.optional_text(reader, key, 500)?;
        if text.starts_with("https://") && !text.contains(char::is_whitespace) {
            Some(text)
        } else {
            self.wrong(reader, key, "is no address that starts with https://".to_owned())
        }
    }

    fn optional_date(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<NaiveDate> {
        let value = self.find(key)?;
        let day = value
            .get_ref()
            .as_datetime()
            .filter(|datetime| datetime.time.is_none() && datetime.offset.is_none())
            .and_then(|datetime| datetime.date)
            .and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()));
        match day {
            Some(day) => Some(day),
            None => self.wrong(reader, key, format!("is a day: write {key} = 2026-01-01, without quotes")),
        }
    }

    fn date(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<NaiveDate> {
        if !self.has(key) {
            self.asked.insert(key);
            self.missing(reader, key);
        }
        self.optional_date(reader, key)
    }

    fn flag(&mut self, reader: &mut Reader<'_>, key: &'static str, otherwise: bool) -> bool {
        let Some(value) = self.find(key) else { return otherwise };
        match value.get_ref().as_bool() {
            Some(flag) => flag,
            None => {
                self.wrong::<()>(reader, key, "is true or false".to_owned());
                otherwise
            }
        }
    }

    fn number_or(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        range: std::ops::RangeInclusive<u32>,
        otherwise: u32,
    ) -> u32 {
        let Some(value) = self.find(key) else { return otherwise };
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|integer| u32::from_str_radix(integer.as_str(), integer.radix()).ok())
            .filter(|number| range.contains(number));
        match number {
            Some(number) => number,
            None => {
                self.wrong::<()>(reader, key, format!("is a whole number from {} to {}", range.start(), range.end()));
                otherwise
            }
        }
    }

    fn optional_number(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        range: std::ops::RangeInclusive<u32>,
    ) -> Option<u32> {
        let least = *range.start();
        self.has(key).then(|| self.number_or(reader, key, range, least))
    }

    /// A list of numbers; empty when nothing is written.
    fn numbers(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        range: std::ops::RangeInclusive<u32>,
    ) -> Vec<u32> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let number = |item: &Spanned<DeValue<'_>>| {
            let integer = item.get_ref().as_integer()?;
            u32::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|number| range.contains(number))
        };
        let numbers = value.get_ref().as_array().and_then(|array| array.iter().map(number).collect());
        numbers.unwrap_or_else(|| {
            let (least, most) = (range.start(), range.end());
            self.wrong::<()>(reader, key, format!("is a list of whole numbers from {least} to {most}"));
            Vec::new()
        })
    }

    fn done(&self, reader: &mut Reader<'_>) {
        for (key, _) in self.table.into_iter().flatten() {
            if !self.asked.contains(key.get_ref().as_ref()) {
                let known: Vec<_> = self.asked.iter().copied().collect();
                let what = format!("is no setting; here are {}", known.join(", "));
                reader.mistake(&key.span(), &self.key(key.get_ref()), what);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAUTIC: &str = include_str!("../../../../infra/programs/mautic.toml");

    fn mistakes(document: &str) -> Vec<String> {
        settings(document).unwrap_err().to_string().lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_example_program_reads_as_its_source_says() {
        let settings = settings(MAUTIC).unwrap();
        assert_eq!((settings.goal, settings.kinds.len(), settings.calendar.counting().first_month), (2, 7, 1));
        let needed = |key: &str| -> Vec<_> {
            let kind = settings.kind(key).unwrap();
            kind.fields.iter().filter(|asked| asked.needed).map(|asked| asked.field.clone()).collect()
        };
        use Field::{
            Attendees, Audience, Engagements, Goal, HoursToExecute, HoursToOrganize, Registrations, Reshares, Views,
        };
        let events = [Goal, Registrations, Attendees, HoursToOrganize, HoursToExecute];
        assert_eq!(needed("events"), events.map(FieldKey::from));
        assert_eq!(needed("content"), [Audience, Views, Engagements, Reshares].map(FieldKey::from));
        assert_eq!(settings.intake, Intake::Open);
    }

    #[test]
    fn every_mistake_is_named_by_line_and_key_in_one_pass() {
        let broken = MAUTIC
            .replace("time_zone = \"Europe/London\"", "time_zone = \"Europe/Lundon\"")
            .replace("grace_days = 14", "grace_days = -3")
            .replace("support = \"ambassadors@example.org\"", "")
            .replace("goal = 2", "gaol = 2")
            .replace("open = true", "open = \"yes\"")
            .replace("key = \"talks\"", "key = \"events\"")
            .replace("full_report = [\"audience\", \"views\"", "full_report = [\"audience\", \"clicks\"");
        let line = |text: &str| broken.lines().position(|line| line.contains(text)).unwrap() + 1;
        let found = mistakes(&broken);
        let starts = [
            (line("[program]"), "`program.support` is missing".to_owned()),
            (line("Lundon"), "`program.time_zone` is no time zone we know".to_owned()),
            (line("grace_days"), "`quarter.grace_days` is a whole number from 0 to 60".to_owned()),
            (line("gaol"), "`quarter.gaol` is no setting".to_owned()),
            (line("open ="), "`intake.open` is true or false".to_owned()),
            (line("clicks"), "`kind[2].full_report` knows no field \"clicks\"".to_owned()),
        ];
        for (line, start) in starts {
            let expected = format!("line {line}: {start}");
            assert!(found.iter().any(|mistake| mistake.starts_with(&expected)), "{expected}\nin\n{}", found.join("\n"));
        }
        assert!(
            found.iter().any(|mistake| mistake.contains("`kind` has two entries with the key \"events\"")),
            "{found:?}"
        );
    }

    /// O3
    #[test]
    fn tranches_criteria_questions_and_form_services_are_checked_as_closely_as_the_rest() {
        let readers: Vec<_> = (0..51).map(|number| format!("\"reader-{number}@example.org\"")).collect();
        let added = r#"
[[tranche]]
key = "spring"
label = "Spring"
closes_on = 2026-05-31
announces_on = 2026-05-31
[[tranche]]
key = "rolling"
label = "Before it"
closes_on = 2026-04-30
announces_on = 2026-05-15
[[criterion]]
key = "helps"
label = "A second one of this key"
weight = 11
[[question]]
key = "format"
label = "Where?"
kind = "one_of"
options = ["Online"]
[[question]]
key = "city"
label = "Which city?"
shown_when = "format"
shown_when_is = ["In person"]
[[question]]
key = "lost"
label = "?"
shown_when = "nowhere"
options = ["One", "Two"]
[[hook]]
key = "service"
signature_header = "X-Signature"
id = "event"
signature = "rot13"
[hook.fields]
name = "data.name"
[hosted]
origins = ["https://community.example.org/", "http://evil.example"]
"#;
        let broken =
            MAUTIC.replace("summary_to = [\"team@example.org\"]", &format!("summary_to = [{}]", readers.join(", ")));
        let found = mistakes(&format!("{broken}{added}")).join("\n");
        for part in [
            "`quarter.summary_to` has more than 50 addresses",
            "`tranche[1].announces_on` is a day after closes_on",
            "`tranche[2].key` means something else",
            "`tranche` has one that closes before the one above it",
            "`criterion[4].weight` is a whole number from 1 to 10",
            "`criterion` has two entries with the key \"helps\"",
            "`question[3].options` needs two or more entries",
            "has \"city\" shown when \"format\" is \"In person\", which is none of its options",
            "has \"lost\" shown by \"nowhere\", and no question above it is called so",
            "`question[5].options` goes with the kinds",
            "`hook[1].signature` is one of \"base64\", \"hex\"",
            "`hook[1].fields` has no path for \"email\"",
            "`hosted.origins` has no origin like",
        ] {
            assert!(found.contains(part), "{part}\nis not in\n{found}");
        }
    }

    /// M5
    #[test]
    fn a_program_defines_fields_of_its_own_and_its_kinds_use_them_by_name() {
        let own = r#"
[[field]]
name = "Countries reached"
hint = "Where people took part from."
[[field]]
name = "Recorded"
unit = "yes_no"
[[kind]]
key = "summit"
label = "Summit"
full_report = ["Countries reached", "attendees"]
also_asks = ["Recorded"]
"#;
        let settings = settings(&format!("{MAUTIC}{own}")).unwrap();
        let asked = |field: FieldKey, unit, hint: Option<&str>, needed| Asked {
            field,
            unit,
            hint: hint.map(str::to_owned),
            needed,
        };
        let own = |name: &str| FieldKey::Own(name.to_owned());
        assert_eq!(
            settings.kind("summit").unwrap().fields,
            [
                asked(Field::Attendees.into(), Unit::Count, None, true),
                asked(own("Countries reached"), Unit::Count, Some("Where people took part from."), true),
                asked(own("Recorded"), Unit::YesNo, None, false),
            ]
        );
    }

    /// M5
    #[test]
    fn a_field_that_is_unknown_doubled_or_there_already_is_named_with_its_line() {
        let own = r#"
[[field]]
name = "Hours to organize"
[[field]]
name = "New speakers"
unit = "people"
[[field]]
name = "new-speakers"
[[field]]
name = "–"
[[kind]]
key = "summit"
label = "Summit"
full_report = ["New speakers", "Old speakers"]
also_asks = ["views", "views"]
"#;
        let broken = format!("{MAUTIC}{own}");
        let line = |text: &str| broken.lines().position(|line| line.contains(text)).unwrap() + 1;
        let expected = [
            (
                line("\"Hours to"),
                "`field[1].name` is a field every program has; write \"hours_to_organize\" where a kind",
            ),
            (line("\"people\""), "`field[2].unit` is one of \"count\", \"hours\", \"text\", \"yes_no\""),
            (line("\"new-speakers\""), "`field[3].name` is the name of a field above already: \"new-speakers\""),
            (line("\"–\""), "`field[4].name` is one line with a letter or a digit in it"),
            (line("Old speakers"), "`kind[8].full_report` knows no field \"Old speakers\"; there are goal,"),
            (line("\"views\", \"views\""), "`kind[8].also_asks` names \"views\" twice"),
        ];
        let found = mistakes(&broken);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, (line, start)) in found.iter().zip(expected) {
            let expected = format!("line {line}: {start}");
            assert!(found.starts_with(&expected), "{expected}\nin\n{found}");
        }
    }

    /// O11, C2
    #[test]
    fn the_term_is_renewed_and_no_silence_is_asked_about_unless_the_program_says_so() {
        let plain = settings(MAUTIC).unwrap();
        assert_eq!((plain.term, plain.inactivity), (Term::Renewed, Inactivity::default()));
        let with = |term: &str, days: &str| {
            let document = MAUTIC.replace("time_zone =", &format!("term = \"{term}\"\ntime_zone ="));
            format!("{document}\n[inactivity]\n{days}\n")
        };
        let chosen = settings(&with("life", "call_after_days = 90\npropose_after_days = 180")).unwrap();
        assert_eq!(chosen.term, Term::Life);
        assert_eq!(chosen.inactivity, Inactivity { call_after: Some(90), propose_after: Some(180) });
        assert_eq!(settings(&with("life", "call_after_days = 0")).unwrap().inactivity, Inactivity::default());
        let found = mistakes(&with("forever", "call_after_days = 180\npropose_after_days = 90")).join("\n");
        for part in ["`program.term` is one of \"life\", \"renewed\"", "`inactivity.propose_after_days` is more than"] {
            assert!(found.contains(part), "{part}\nis not in\n{found}");
        }
    }

    #[test]
    fn what_is_no_toml_is_named_by_its_line() {
        let found = mistakes("[program]\nname = \"Mautic\nslug = 3\n");
        assert!(found.iter().all(|mistake| mistake.starts_with("line 2: is not TOML")), "{found:?}");
        assert!(!mistakes("").is_empty());
    }

    #[test]
    fn a_missing_section_is_told_once_and_not_key_by_key() {
        let start = MAUTIC.find("[quarter]").unwrap();
        let end = MAUTIC.find("[intake]").unwrap();
        let without = format!("{}{}", &MAUTIC[..start], &MAUTIC[end..]);
        assert_eq!(mistakes(&without), ["line 1: `quarter` is missing: write a section [quarter]"]);
    }

    proptest::proptest! {
        #[test]
        fn no_document_makes_the_reader_fall_over(document in ".{0,400}", cut in 0usize..4000) {
            let _ = settings(&document);
            let at = (0..=cut.min(MAUTIC.len())).rev().find(|at| MAUTIC.is_char_boundary(*at)).unwrap_or(0);
            let _ = settings(&format!("{}{document}{}", &MAUTIC[..at], &MAUTIC[at..]));
        }
    }
}
