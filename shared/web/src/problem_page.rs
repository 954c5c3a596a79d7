//! Pages for what goes wrong: each says what happened, what was kept and what to do next (requirement P8).

use crate::kit::{self, Link};
use crate::layout::{Page, page};
use maud::{Markup, html};
use program::Form;
use words::{Words, say};

/// What a problem page says. The fields are open, so that whoever knows more can say it better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemWords {
    /// The title and heading.
    pub heading: String,
    /// What happened.
    pub happened: String,
    /// What was kept.
    pub kept: String,
    /// What to do next.
    pub next: String,
}

impl ProblemWords {
    /// The sentences for an HTTP status; any other speaks like 400 or, from 500 on, like 500.
    pub fn of(words: Words, status: u16) -> Self {
        let (heading, happened, kept, next) = match status {
            401 => ("page-401-heading", "page-401-happened", "page-401-kept", "page-401-next"),
            403 => ("page-403-heading", "page-403-happened", "page-403-kept", "page-403-next"),
            404 => ("page-404-heading", "page-404-happened", "page-404-kept", "page-404-next"),
            405 => ("page-405-heading", "page-405-happened", "page-405-kept", "page-405-next"),
            409 => ("page-409-heading", "page-409-happened", "page-409-kept", "page-409-next"),
            413 => ("page-413-heading", "page-413-happened", "page-413-kept", "page-413-next"),
            415 => ("page-415-heading", "page-415-happened", "page-415-kept", "page-415-next"),
            422 => ("page-422-heading", "page-422-happened", "page-422-kept", "page-422-next"),
            429 => ("page-429-heading", "page-429-happened", "page-429-kept", "page-429-next"),
            503 => ("page-503-heading", "page-503-happened", "page-503-kept", "page-503-next"),
            500.. => ("page-500-heading", "page-500-happened", "page-500-kept", "page-500-next"),
            _ => ("page-400-heading", "page-400-happened", "page-400-kept", "page-400-next"),
        };
        Self {
            heading: say!(words, heading),
            happened: say!(words, happened),
            kept: say!(words, kept),
            next: say!(words, next),
        }
    }
}

/// The page. `more` stands under what to do next: links, [`both_values`], [`send_again`] or the form itself.
pub fn problem_page(frame: &Page<'_>, problem: &ProblemWords, more: Markup) -> Markup {
    let words = frame.words;
    page(
        frame,
        html! {
            (kit::heading(&problem.heading, Some(&problem.happened)))
            section class="aftermath" { h2 { (say!(words, "page-what-was-kept")) } p { (problem.kept) } }
            section class="aftermath" { h2 { (say!(words, "page-what-next")) } p { (problem.next) } (more) }
        },
    )
}

/// The links most problem pages end with: one's own part of the office, or the program page.
pub fn ways_out(words: Words, signed_in: Option<&Link>) -> Markup {
    html! {
        ul class="ways-out" {
            @if let Some(link) = signed_in { li { (link) } }
            li { (Link::new("/", say!(words, "page-nav-home"))) }
        }
    }
}

/// One value two people changed at once.
#[derive(Clone, Debug)]
pub struct BothValues {
    /// What it is.
    pub label: String,
    /// As it is saved now, by somebody else.
    pub theirs: String,
    /// As this person sent it.
    pub yours: String,
}

/// Both values of everything two people changed at once, side by side, so that neither is lost (requirement N3).
pub fn both_values(words: Words, values: &[BothValues]) -> Markup {
    let columns = [
        kit::Column::text(say!(words, "page-both-what")),
        kit::Column::text(say!(words, "page-both-theirs")),
        kit::Column::text(say!(words, "page-both-yours")),
    ];
    let rows: Vec<_> = values
        .iter()
        .map(|value| vec![html! { (value.label) }, kit::prose(&value.theirs, None), kit::prose(&value.yours, None)])
        .collect();
    kit::table(&say!(words, "page-both-caption"), &columns, &rows)
}

/// Everything that was typed, unseen, behind a button that sends it once more.
pub fn send_again(words: Words, action: &str, typed: &Form) -> Markup {
    html! {
        form method="post" action=(action) {
            @for (name, value) in typed.pairs() { (kit::hidden(name, value)) }
            (kit::buttons(&say!(words, "page-send-again"), None))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Here, OfficeFace};
    use std::collections::BTreeSet;
    use words::Locale;

    const STATUSES: [u16; 12] = [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503];

    fn shown(words: Words, problem: &ProblemWords, more: Markup) -> String {
        let office =
            OfficeFace {
                program: "Программа", community: "Община", support: "помощь@пример", has_funds: false
            };
        let frame = Page {
            words,
            office: &office,
            title: &problem.heading,
            person: None,
            here: Here::Other,
            errors: false,
            notice: None,
        };
        problem_page(&frame, problem, more).into_string()
    }

    /// P8
    #[test]
    fn each_problem_says_what_happened_what_was_kept_and_what_to_do_next() {
        let words = Words::new(Locale::English);
        let mut headings = BTreeSet::new();
        for status in STATUSES {
            let problem = ProblemWords::of(words, status);
            let page = shown(words, &problem, html! {});
            for sentence in [&problem.heading, &problem.happened, &problem.kept, &problem.next] {
                assert!(sentence.contains(' ') && page.contains(sentence.as_str()), "{status}: {sentence}");
            }
            assert!(headings.insert(problem.heading), "{status} is worded like another");
        }
    }

    #[test]
    fn a_status_without_words_of_its_own_borrows_the_nearest() {
        let words = Words::new(Locale::English);
        assert_eq!(ProblemWords::of(words, 418), ProblemWords::of(words, 400));
        assert_eq!(ProblemWords::of(words, 504), ProblemWords::of(words, 500));
    }

    /// N3
    #[test]
    fn a_conflict_shows_both_values_and_loses_neither() {
        let words = Words::new(Locale::English);
        let values = [BothValues { label: "Reason".into(), theirs: "<Yes>".into(), yours: "Not\nyet".into() }];
        let page = shown(words, &ProblemWords::of(words, 409), both_values(words, &values));
        for shown in ["Reason", "&lt;Yes&gt;", "Not\nyet", "Saved by somebody else", "Sent by you"] {
            assert!(page.contains(shown), "{shown}");
        }
    }

    /// P8
    #[test]
    fn what_was_typed_before_a_pause_is_sent_again_whole() {
        let words = Words::new(Locale::English);
        let typed = Form::from_pairs(
            [("email", "a@b"), ("why", "\"x\"\n<y>")].map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        let page = shown(words, &ProblemWords::of(words, 429), send_again(words, "/apply", &typed));
        assert!(page.contains(r#"<form method="post" action="/apply"><input type="hidden" name="email" value="a@b">"#));
        assert!(page.contains("name=\"why\" value=\"&quot;x&quot;\n&lt;y&gt;\""));
    }

    /// M24
    #[test]
    fn every_word_of_a_problem_page_comes_from_the_message_files() {
        let words = Words::new(Locale::Pseudo);
        let values = [BothValues { label: "…".into(), theirs: "…".into(), yours: "…".into() }];
        for status in STATUSES {
            let more = html! { (ways_out(words, None)) (both_values(words, &values)) (send_again(words, "/apply", &Form::default())) };
            let page = shown(words, &ProblemWords::of(words, status), more);
            assert_eq!(crate::layout::tests::ascii_words(&page), Vec::<String>::new(), "{status}");
        }
    }

    /// P6
    #[test]
    fn no_problem_page_blames_the_reader() {
        let words = Words::new(Locale::English);
        for status in STATUSES {
            let page = shown(words, &ProblemWords::of(words, status), html! {}).to_lowercase();
            for blaming in
                ["failure", "failed", "violation", "invalid", "illegal", "forbidden", "denied", "fault", "abort"]
            {
                assert!(!page.contains(blaming), "{status}: {blaming}");
            }
        }
    }
}
