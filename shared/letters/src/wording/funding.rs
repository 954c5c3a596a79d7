//! The letters about requests for funds (clauses M12, M14).

use super::{Block, Wording, Writer, one_line, paragraphs};
use crate::funding::{FundingNews, FundingSums};
use chrono::NaiveDate;
use program::{FundingId, Sums};
use words::say;

impl Writer<'_> {
    pub(super) fn funding_asked(
        &self,
        by: &str,
        title: &str,
        sums: &Sums,
        needed_on: NaiveDate,
        request: FundingId,
    ) -> Wording {
        let Self { words, program, .. } = self;
        let (by, title, day) = (one_line(by), one_line(title), words.day(needed_on));
        Wording {
            subject: say!(words, "letter-funding-asked-subject", by = by.as_str(), title = title.as_str()),
            preheader: say!(words, "letter-funding-asked-preheader", day = day.clone()),
            greeting: say!(words, "letter-greeting-nobody"),
            blocks: vec![
                Block::Paragraph(say!(words, "letter-funding-asked-thanks")),
                Block::Paragraph(say!(
                    words,
                    "letter-funding-asked-news",
                    by = by,
                    title = title,
                    sums = words.sums(sums),
                    day = day
                )),
                Block::Action {
                    label: say!(words, "letter-funding-asked-action"),
                    url: self.page(&format!("/team/funding/{request}")),
                },
            ],
            why: say!(words, "letter-funding-asked-why", program = program),
        }
    }

    pub(super) fn funding_question(&self, name: &str, title: &str, question: &str, request: FundingId) -> Wording {
        let Self { words, program, community, .. } = self;
        let title = one_line(title);
        Wording {
            subject: say!(words, "letter-funding-question-subject", title = title.as_str()),
            preheader: say!(words, "letter-funding-question-preheader"),
            greeting: self.greeting(name),
            blocks: vec![
                Block::Paragraph(say!(words, "letter-funding-question-thanks", community = community)),
                Block::Paragraph(say!(words, "letter-funding-question-news", title = title)),
                Block::Quote(paragraphs(question)),
                Block::Action {
                    label: say!(words, "letter-funding-question-action"),
                    url: self.page(&format!("/me/funding/{request}#questions")),
                },
            ],
            why: say!(words, "letter-funding-why", program = program),
        }
    }

    /// What became of a request, with the sums side by side.
    pub(super) fn funding_news(
        &self,
        name: &str,
        title: &str,
        news: &FundingNews,
        reason: Option<&str>,
        sums: &FundingSums,
        request: FundingId,
    ) -> Wording {
        let Self { words, program, community, .. } = self;
        let [subject, preheader, told] = keys(news);
        let day = match news {
            FundingNews::Approved { until: day, .. }
            | FundingNews::Extended { until: day, .. }
            | FundingNews::LetThrough { until: day } => words.day(*day),
            FundingNews::Paid { on, .. } => words.day(*on),
            _ => String::new(),
        };
        let reference = match news {
            FundingNews::Paid { reference, .. } => reference.as_str(),
            _ => "",
        };
        let mut blocks = vec![
            Block::Paragraph(say!(words, "letter-funding-news-thanks", community = community)),
            Block::Paragraph(say!(words, told, day = day.clone(), reference = reference)),
        ];
        if let FundingNews::Approved { claim: Some(claim), .. } | FundingNews::Extended { claim: Some(claim), .. } =
            news
        {
            blocks.push(Block::Paragraph(words.claim(*claim)));
        }
        if let Some(reason) = reason {
            blocks.push(Block::Quote(paragraphs(reason)));
        }
        let side_by_side = [
            ("letter-funding-sums-asked", Some(&sums.asked)),
            ("letter-funding-sums-approved", sums.approved.as_ref()),
            ("letter-funding-sums-submitted", sums.submitted.as_ref()),
            ("letter-funding-sums-paid", sums.paid.as_ref()),
        ];
        let known = side_by_side.into_iter().filter_map(|(key, sums)| Some((key, sums?)));
        blocks.push(Block::Facts(known.map(|(key, sums)| (say!(words, key), words.sums(sums))).collect()));
        blocks.push(Block::Action {
            label: say!(words, "letter-funding-news-action"),
            url: self.page(&format!("/me/funding/{request}")),
        });
        Wording {
            subject: say!(words, subject, title = one_line(title)),
            preheader: say!(words, preheader, day = day),
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "letter-funding-why", program = program),
        }
    }
}

/// The subject, what stands beside it, and what is told.
fn keys(news: &FundingNews) -> [&'static str; 3] {
    match news {
        FundingNews::Received => [
            "letter-funding-news-received-subject",
            "letter-funding-news-received-preheader",
            "letter-funding-news-received",
        ],
        FundingNews::Approved { .. } => [
            "letter-funding-news-approved-subject",
            "letter-funding-news-approved-preheader",
            "letter-funding-news-approved",
        ],
        FundingNews::Declined => [
            "letter-funding-news-declined-subject",
            "letter-funding-news-declined-preheader",
            "letter-funding-news-declined",
        ],
        FundingNews::Reconsidered => [
            "letter-funding-news-reconsidered-subject",
            "letter-funding-news-reconsidered-preheader",
            "letter-funding-news-reconsidered",
        ],
        FundingNews::Extended { .. } => [
            "letter-funding-news-extended-subject",
            "letter-funding-news-extended-preheader",
            "letter-funding-news-extended",
        ],
        FundingNews::LetThrough { .. } => [
            "letter-funding-news-let-through-subject",
            "letter-funding-news-let-through-preheader",
            "letter-funding-news-let-through",
        ],
        FundingNews::Expired => [
            "letter-funding-news-expired-subject",
            "letter-funding-news-expired-preheader",
            "letter-funding-news-expired",
        ],
        FundingNews::HandedOver => [
            "letter-funding-news-handed-over-subject",
            "letter-funding-news-handed-over-preheader",
            "letter-funding-news-handed-over",
        ],
        FundingNews::SentBack => [
            "letter-funding-news-sent-back-subject",
            "letter-funding-news-sent-back-preheader",
            "letter-funding-news-sent-back",
        ],
        FundingNews::Payable => [
            "letter-funding-news-payable-subject",
            "letter-funding-news-payable-preheader",
            "letter-funding-news-payable",
        ],
        FundingNews::Paid { .. } => {
            ["letter-funding-news-paid-subject", "letter-funding-news-paid-preheader", "letter-funding-news-paid"]
        }
        FundingNews::CameBack => [
            "letter-funding-news-came-back-subject",
            "letter-funding-news-came-back-preheader",
            "letter-funding-news-came-back",
        ],
        FundingNews::Settled => [
            "letter-funding-news-settled-subject",
            "letter-funding-news-settled-preheader",
            "letter-funding-news-settled",
        ],
        FundingNews::Reopened => [
            "letter-funding-news-reopened-subject",
            "letter-funding-news-reopened-preheader",
            "letter-funding-news-reopened",
        ],
    }
}
