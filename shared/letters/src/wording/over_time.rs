//! The letters about pauses, leaving and returning.

use super::{Block, Wording, Writer};
use chrono::NaiveDate;
use words::say;

impl Writer<'_> {
    pub(super) fn back_from_pause(&self, name: &str, on: NaiveDate) -> Wording {
        let Self { words, community, .. } = self;
        Wording {
            subject: say!(words, "letter-back-from-pause-subject"),
            preheader: say!(words, "letter-back-from-pause-preheader"),
            greeting: self.greeting(name),
            blocks: vec![
                Block::Paragraph(say!(words, "letter-back-from-pause-thanks", community = community)),
                Block::Paragraph(say!(words, "letter-back-from-pause-news", day = words.day(on))),
                Block::Paragraph(say!(words, "letter-back-from-pause-longer")),
                Block::Action { label: say!(words, "letter-back-from-pause-action"), url: self.page("/me") },
            ],
            why: say!(words, "letter-back-from-pause-why", community = community),
        }
    }

    pub(super) fn pause_marked(&self, name: &str, from: NaiveDate, until: Option<NaiveDate>) -> Wording {
        let Self { words, community, .. } = self;
        let from = words.day(from);
        let news = match until {
            Some(until) => say!(words, "letter-pause-marked-until", from = from, until = words.day(until)),
            None => say!(words, "letter-pause-marked-from", from = from),
        };
        Wording {
            subject: say!(words, "letter-pause-marked-subject"),
            preheader: say!(words, "letter-pause-marked-preheader"),
            greeting: self.greeting(name),
            blocks: vec![
                Block::Paragraph(say!(words, "letter-pause-marked-thanks", community = community)),
                Block::Paragraph(news),
                Block::Paragraph(say!(words, "letter-pause-marked-change")),
                Block::Action { label: say!(words, "letter-pause-marked-action"), url: self.page("/me/pause") },
            ],
            why: say!(words, "letter-pause-marked-why", community = community),
        }
    }

    pub(super) fn stepped_down(&self, name: &str, since: NaiveDate) -> Wording {
        let Self { words, program, community, .. } = self;
        Wording {
            subject: say!(words, "letter-stepped-down-subject", program = program),
            preheader: say!(words, "letter-stepped-down-preheader"),
            greeting: self.greeting(name),
            blocks: vec![
                Block::Paragraph(say!(
                    words,
                    "letter-stepped-down-thanks",
                    community = community,
                    since = words.day(since)
                )),
                Block::Paragraph(say!(words, "letter-stepped-down-stays")),
                Block::Paragraph(say!(words, "letter-stepped-down-return")),
            ],
            why: say!(words, "letter-stepped-down-why", program = program),
        }
    }

    pub(super) fn term_ended(&self, name: &str, since: NaiveDate, theirs: Option<&str>) -> Wording {
        let Self { words, program, community, .. } = self;
        let mut blocks = vec![
            Block::Paragraph(say!(words, "letter-term-ended-thanks", community = community, since = words.day(since))),
            Block::Paragraph(say!(words, "letter-term-ended-news", program = program)),
        ];
        blocks.extend(self.said(theirs));
        blocks.push(Block::Paragraph(say!(words, "letter-term-ended-close")));
        Wording {
            subject: say!(words, "letter-term-ended-subject", program = program),
            preheader: say!(words, "letter-term-ended-preheader"),
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "letter-term-ended-why", program = program),
        }
    }

    pub(super) fn ambassador_again(&self, name: &str, theirs: Option<&str>) -> Wording {
        let Self { words, program, community, .. } = self;
        let mut blocks = vec![Block::Paragraph(say!(words, "letter-ambassador-again-thanks", community = community))];
        blocks.extend(self.said(theirs));
        blocks.push(Block::Action { label: say!(words, "letter-ambassador-again-action"), url: self.page("/me") });
        Wording {
            subject: say!(words, "letter-ambassador-again-subject", program = program),
            preheader: say!(words, "letter-ambassador-again-preheader"),
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "letter-return-why", program = program),
        }
    }

    pub(super) fn return_answered(&self, name: &str, theirs: Option<&str>) -> Wording {
        let Self { words, program, community, .. } = self;
        let mut blocks = vec![
            Block::Paragraph(say!(words, "letter-return-answered-thanks", community = community)),
            Block::Paragraph(say!(words, "letter-return-answered-news")),
        ];
        blocks.extend(self.said(theirs));
        blocks.push(Block::Paragraph(say!(words, "letter-return-answered-close", community = community)));
        Wording {
            subject: say!(words, "letter-return-answered-subject", program = program),
            preheader: say!(words, "letter-return-answered-preheader"),
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "letter-return-why", program = program),
        }
    }

    /// What the team says to the reader, where it says something.
    fn said(&self, theirs: Option<&str>) -> Vec<Block> {
        let introduced = |block| match block {
            Block::Paragraph(_) => Block::Paragraph(say!(self.words, "letter-team-says")),
            other => other,
        };
        self.quote(theirs).into_iter().map(introduced).collect()
    }
}
