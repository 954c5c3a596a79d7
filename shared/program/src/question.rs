//! The program's own questions to applicants, and reading what was answered.

use crate::activity;
use crate::form::{Form, Problem, Problems};
use crate::link::Link;
use crate::text::{Line, Text};
use serde::{Deserialize, Serialize};

/// One question of the program's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name in forms and records.
    pub key: String,
    /// The question.
    pub label: String,
    /// A word of help under it.
    pub hint: Option<String>,
    /// What an answer looks like.
    pub kind: QuestionKind,
    /// Whether an answer is needed, where the question is shown.
    pub required: bool,
    /// The heading it stands under; questions of one group share a page where the form has pages.
    pub group: Option<String>,
    /// Asked only when another answer says so.
    pub shown_when: Option<ShownWhen>,
}

/// What an answer looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// One line.
    Line,
    /// Paragraphs.
    Text,
    /// One of these options.
    OneOf(Vec<String>),
    /// Some of these options.
    SeveralOf(Vec<String>),
    /// A web address.
    Link,
    /// A number of zero or more, with decimals if need be.
    Number,
    /// A calendar day.
    Date,
    /// A box to tick; required, it has to be ticked.
    Consent,
}

/// The answer of another question on which one is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownWhen {
    /// The other question, which stands before.
    pub question: String,
    /// One of these answers; any answer when there are none.
    pub is: Vec<String>,
}

/// One answer to one question of the program's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The question's key in the settings.
    pub question: String,
    /// What was answered: text as written, the options chosen one a line, a day as 2026-01-31, a ticked box as "yes".
    pub text: String,
}

impl Question {
    /// The form field it is answered in; prefixed, so that no key can hide a field of the form's own.
    pub fn field(&self) -> String {
        format!("answer_{}", self.key)
    }

    /// Whether it is asked, given what the form says so far.
    pub fn is_shown(&self, form: &Form) -> bool {
        let Some(when) = &self.shown_when else { return true };
        let given = form.all(&format!("answer_{}", when.question));
        given.iter().any(|answer| !answer.trim().is_empty() && (when.is.is_empty() || when.is.contains(answer)))
    }

    /// Reads the answer; none where none was given and none is needed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, form: &Form) -> Result<Option<Answered>, Problem> {
        let field = self.field();
        let typed = form.get(&field);
        let parsed = match &self.kind {
            QuestionKind::Line => Line::parse(typed).map(|line| line.to_string()),
            QuestionKind::Text => Text::parse(typed).map(|text| text.to_string()),
            QuestionKind::Link => Link::parse(typed).map(|link| link.to_string()),
            QuestionKind::OneOf(options) => chosen(options, &[typed]),
            QuestionKind::SeveralOf(options) => {
                chosen(options, &form.all(&field).iter().map(String::as_str).collect::<Vec<_>>())
            }
            QuestionKind::Number => number(typed),
            QuestionKind::Date => match typed.trim() {
                "" => Err(Problem::Missing),
                typed => activity::date(typed).map(|day| day.to_string()),
            },
            QuestionKind::Consent if form.ticked(&field) => Ok("yes".to_owned()),
            QuestionKind::Consent if self.required => Err(Problem::ConsentNeeded),
            QuestionKind::Consent => Err(Problem::Missing),
        };
        match parsed {
            Err(Problem::Missing) if !self.required => Ok(None),
            parsed => parsed.map(|text| Some(Answered { question: self.key.clone(), text })),
        }
    }
}

/// The most bytes all answers may have together, so that an application fits one item of DynamoDB (400 KB) with its
/// decisions.
pub(crate) const MOST_BYTES: usize = 200_000;

/// Reads every question that is asked, in the order of the page.
pub fn read_all(questions: &[Question], form: &Form, problems: &mut Problems) -> Vec<Answered> {
    let answers: Vec<_> = questions
        .iter()
        .filter(|question| question.is_shown(form))
        .filter_map(|question| Some((question, problems.take(&question.field(), question.read(form)).flatten()?)))
        .collect();
    if answers.iter().map(|(_, answer)| answer.text.len()).sum::<usize>() > MOST_BYTES {
        let share = MOST_BYTES / answers.len();
        for (question, Answered { text, .. }) in answers.iter().filter(|(_, answer)| answer.text.len() > share) {
            let limit = text.char_indices().take_while(|(at, c)| at + c.len_utf8() <= share).count();
            problems.add(&question.field(), Problem::TooLong { limit, length: text.chars().count() });
        }
    }
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// The options chosen, in the order they are offered, one a line.
fn chosen(options: &[String], typed: &[&str]) -> Result<String, Problem> {
    let typed: Vec<_> = typed.iter().map(|choice| choice.trim()).filter(|choice| !choice.is_empty()).collect();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    if typed.iter().any(|choice| !options.iter().any(|option| option == choice)) {
        return Err(Problem::NotAChoice);
    }
    let kept: Vec<_> = options.iter().map(String::as_str).filter(|option| typed.contains(option)).collect();
    Ok(kept.join("\n"))
}

/// A number as people write one: "1 200", "1,200", "3,5", "0.5". Kept with a point and without separators.
fn number(typed: &str) -> Result<String, Problem> {
    let digits: String = typed.trim().chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    if digits.is_empty() {
        return Err(Problem::Missing);
    }
    // A comma before exactly three digits separates thousands, as English writes them; any other is a decimal mark.
    let thousands = digits.split(',').skip(1).all(|group| group.len() == 3 && !digits.starts_with('0'));
    let plain = if thousands { digits.replace(',', "") } else { digits.replace(',', ".") };
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, "0"));
    let fits = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if fits(whole, 15) && fits(fraction, 6) { Ok(plain) } else { Err(Problem::NotANumber) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: QuestionKind, required: bool) -> Question {
        let (key, label) = ("q".to_owned(), "Question".to_owned());
        Question { key, label, hint: None, kind, required, group: None, shown_when: None }
    }

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn each_kind_reads_what_people_write_and_refuses_what_it_is_not() {
        let options = || vec!["Talks".to_owned(), "Meetups".to_owned(), "Docs".to_owned()];
        let read = |kind: QuestionKind, typed: &[&str]| {
            let pairs: Vec<_> = typed.iter().map(|value| ("answer_q", *value)).collect();
            question(kind, true).read(&form(&pairs)).map(|answered| answered.unwrap().text)
        };
        assert_eq!(read(QuestionKind::OneOf(options()), &["Meetups"]).unwrap(), "Meetups");
        assert_eq!(read(QuestionKind::OneOf(options()), &["Parties"]), Err(Problem::NotAChoice));
        assert_eq!(read(QuestionKind::SeveralOf(options()), &["Docs", "Talks", "Docs"]).unwrap(), "Talks\nDocs");
        assert_eq!(read(QuestionKind::SeveralOf(options()), &[]), Err(Problem::Missing));
        assert_eq!(read(QuestionKind::Link, &["https://example.org"]).unwrap(), "https://example.org");
        assert_eq!(read(QuestionKind::Link, &["javascript:x"]), Err(Problem::NotALink));
        for (typed, kept) in
            [("1 200,5", "1200.5"), ("1,200", "1200"), ("0,125", "0.125"), ("12", "12"), ("0.5", "0.5")]
        {
            assert_eq!(read(QuestionKind::Number, &[typed]).unwrap(), kept);
        }
        for typed in ["-1", "1.2.3", "many", "1e9", "1.", ".5"] {
            assert_eq!(read(QuestionKind::Number, &[typed]), Err(Problem::NotANumber), "{typed}");
        }
        assert_eq!(read(QuestionKind::Date, &["31 January 2026"]).unwrap(), "2026-01-31");
        assert_eq!(read(QuestionKind::Consent, &["yes"]).unwrap(), "yes");
        assert_eq!(read(QuestionKind::Consent, &[]), Err(Problem::ConsentNeeded));
        assert_eq!(question(QuestionKind::Line, false).read(&form(&[])), Ok(None));
    }

    #[test]
    fn a_question_is_asked_only_when_the_other_answer_says_so() {
        let mut asked = question(QuestionKind::Line, true);
        asked.shown_when = Some(ShownWhen { question: "where".to_owned(), is: vec!["Online".to_owned()] });
        let mut problems = Problems::default();
        assert_eq!(read_all(&[asked.clone()], &form(&[("answer_where", "In person")]), &mut problems), []);
        assert!(problems.is_empty());
        read_all(&[asked.clone()], &form(&[("answer_where", "Online")]), &mut problems);
        assert_eq!(problems.of("answer_q"), Some(&Problem::Missing));
        asked.shown_when = Some(ShownWhen { question: "where".to_owned(), is: Vec::new() });
        assert!(asked.is_shown(&form(&[("answer_where", "anywhere")])));
        assert!(!asked.is_shown(&form(&[("answer_where", " ")])));
    }
}
