//! What an ambassador answers to the check-in of a quarter (clauses M7, C1).

use crate::activity::optional;
use crate::ambassador::Ambassador;
use crate::calendar::Quarter;
use crate::form::{Form, Problem, Problems};
use crate::settings::Settings;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An answer to a check-in; it can be changed until the quarter closes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Answer {
    /// Everything there is stands there.
    AsRecorded,
    /// There is nothing this time.
    Nothing {
        /// What they would like to say about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    },
}

impl Answer {
    /// Its name in forms.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AsRecorded => "as_recorded",
            Self::Nothing { .. } => "nothing",
        }
    }

    /// What was said with it.
    pub fn words(&self) -> Option<&Text> {
        match self {
            Self::AsRecorded => None,
            Self::Nothing { words } => words.as_ref(),
        }
    }
}

/// What the form of a check-in chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// An answer.
    Answer(Answer),
    /// A pause, which has a form of its own.
    Pause,
}

impl Chosen {
    /// The name of a pause in forms.
    pub const PAUSE: &'static str = "pause";

    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let words = problems.take("words", optional(Text::parse(form.get("words"))));
        let chosen = match form.get("answer") {
            "as_recorded" => Some(Self::Answer(Answer::AsRecorded)),
            "nothing" => Some(Self::Answer(Answer::Nothing { words: words.flatten() })),
            Self::PAUSE => Some(Self::Pause),
            _ => problems.take("answer", Err(Problem::NotAChoice)),
        };
        chosen.filter(|_| problems.is_empty()).ok_or(problems)
    }
}

/// So many answers of "nothing this time" in a row lead to a conversation (clause C1).
pub const IN_A_ROW: usize = 3;

/// The check-ins up to `quarter` that were answered "nothing this time" in a row, the earliest first; none while there
/// are fewer than [`IN_A_ROW`]. A quarter with a pause in it has no check-in, so it is passed over.
pub fn nothing_in_a_row(
    settings: &Settings,
    ambassador: &Ambassador,
    quarter: Quarter,
    answers: &BTreeMap<Quarter, Answer>,
) -> Option<Vec<Quarter>> {
    let calendar = &settings.calendar;
    let mut row = Vec::new();
    let mut at = quarter;
    while row.len() < IN_A_ROW && at >= settings.first_quarter() && calendar.last_day(at) >= ambassador.since {
        let paused = !ambassador.pauses_between(calendar.first_day(at), calendar.last_day(at)).is_empty();
        match answers.get(&at) {
            Some(Answer::Nothing { .. }) => row.push(at),
            _ if paused => {}
            Some(Answer::AsRecorded) | None => return None,
        }
        at = at.previous();
    }
    row.reverse();
    (row.len() == IN_A_ROW).then_some(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pause;
    use crate::ambassador::tests::ambassador;

    const MAUTIC: &str = include_str!("../../../infra/programs/mautic.toml");

    fn quarter(text: &str) -> Quarter {
        text.parse().unwrap()
    }

    /// C1
    #[test]
    fn three_quiet_check_ins_in_a_row_are_found_and_a_pause_between_them_does_not_break_the_row() {
        let settings = Settings::read(MAUTIC).unwrap();
        let nothing = || Answer::Nothing { words: None };
        let last = quarter("2027-Q1");
        let all: BTreeMap<_, _> =
            ["2026-Q3", "2026-Q4", "2027-Q1"].map(|text| (quarter(text), nothing())).into_iter().collect();
        let row =
            |ambassador: &Ambassador, answers: &BTreeMap<_, _>| nothing_in_a_row(&settings, ambassador, last, answers);
        assert_eq!(row(&ambassador(), &all), Some(all.keys().copied().collect()));

        let mut broken = all.clone();
        broken.insert(quarter("2026-Q4"), Answer::AsRecorded);
        assert_eq!(row(&ambassador(), &broken), None);
        broken.remove(&quarter("2026-Q4"));
        broken.insert(quarter("2026-Q2"), nothing());
        assert_eq!(row(&ambassador(), &broken), None, "a check-in that nobody answered is no answer");
        let pause = Pause { from: "2026-11-01".parse().unwrap(), until: "2026-11-20".parse().ok() };
        let paused = Ambassador { pauses: vec![pause], ..ambassador() };
        assert_eq!(row(&paused, &broken), Some(["2026-Q2", "2026-Q3", "2027-Q1"].map(quarter).to_vec()));

        let young = Ambassador { since: "2026-10-01".parse().unwrap(), ..ambassador() };
        assert_eq!(row(&young, &all), None);
    }

    /// M7
    #[test]
    fn the_form_of_a_check_in_is_an_answer_or_the_way_to_a_pause() {
        let form = |answer: &str, words: &str| {
            Form::from_pairs([("answer", answer), ("words", words)].map(|(k, v)| (k.to_owned(), v.to_owned())))
        };
        let said = Text::parse("A new job.").unwrap();
        assert_eq!(
            Chosen::parse(&form("nothing", " A new job. ")),
            Ok(Chosen::Answer(Answer::Nothing { words: Some(said) }))
        );
        assert_eq!(Chosen::parse(&form("as_recorded", "…")), Ok(Chosen::Answer(Answer::AsRecorded)));
        assert_eq!(Chosen::parse(&form("pause", "")), Ok(Chosen::Pause));
        let problems = Chosen::parse(&form("", "")).unwrap_err();
        assert_eq!(problems.of("answer"), Some(&Problem::NotAChoice));
    }
}
