//! The letters of the engagement summary: at a quarter's close, and a glance at each month before.

use super::{Block, Wording, Writer};
use crate::letter::{Figures, GlanceFigures};
use chrono::NaiveDate;
use program::Quarter;
use words::say;

impl Writer<'_> {
    pub(super) fn summary(&self, quarter: Quarter, figures: &Figures, attached: bool) -> Wording {
        let Self { words, program, community, .. } = self;
        let quarter = &quarter.to_string();
        let Figures { attendees, views, hours, held, full, countries, met, short, excused, new } = *figures;
        let ambassadors = |count: u32| say!(words, "letter-summary-ambassadors", count = count);
        let facts = vec![
            (say!(words, "letter-summary-attendees"), self.known(attendees)),
            (say!(words, "letter-summary-views"), self.known(views)),
            (say!(words, "letter-summary-hours"), self.known(hours)),
            (say!(words, "letter-summary-held"), say!(words, "letter-summary-held-count", held = held)),
            (say!(words, "letter-summary-full"), say!(words, "letter-summary-full-count", full = full, held = held)),
            (
                say!(words, "letter-summary-countries"),
                say!(words, "letter-summary-countries-count", countries = countries),
            ),
            (say!(words, "letter-summary-met"), ambassadors(met)),
            (say!(words, "letter-summary-short"), ambassadors(short)),
            (say!(words, "letter-summary-excused"), ambassadors(excused)),
            (say!(words, "letter-summary-new"), ambassadors(new)),
        ];
        let whole =
            if attached { say!(words, "letter-summary-attached") } else { say!(words, "letter-summary-on-page") };
        Wording {
            subject: say!(words, "letter-summary-subject", quarter = quarter),
            preheader: say!(words, "letter-summary-preheader", community = community),
            greeting: say!(words, "letter-greeting-nobody"),
            blocks: vec![
                Block::Paragraph(say!(words, "letter-summary-thanks", program = program, quarter = quarter)),
                Block::Facts(facts),
                Block::Paragraph(say!(words, "letter-summary-decide")),
                Block::Paragraph(whole),
                Block::Action {
                    label: say!(words, "letter-summary-action"),
                    url: self.page(&format!("/team/quarters/{quarter}")),
                },
            ],
            why: say!(words, "letter-summary-why", program = program),
        }
    }

    pub(super) fn glance(&self, month: NaiveDate, quarter: Quarter, figures: &GlanceFigures) -> Wording {
        let Self { words, program, community, .. } = self;
        let (month, quarter) = (&words.month(month), &quarter.to_string());
        let GlanceFigures { attendees, views, held, planned, countries } = *figures;
        let lead = match held + planned {
            0 => say!(words, "letter-glance-nothing", program = program, month = month),
            _ => say!(words, "letter-glance-thanks", program = program, month = month),
        };
        let mut blocks = vec![Block::Paragraph(lead)];
        if held + planned > 0 {
            blocks.push(Block::Facts(vec![
                (say!(words, "letter-summary-attendees"), self.known(attendees)),
                (say!(words, "letter-summary-views"), self.known(views)),
                (say!(words, "letter-glance-held"), held.to_string()),
                (say!(words, "letter-glance-planned"), planned.to_string()),
                (
                    say!(words, "letter-summary-countries"),
                    say!(words, "letter-summary-countries-count", countries = countries),
                ),
            ]));
        }
        blocks.push(Block::Paragraph(say!(words, "letter-glance-provisional", quarter = quarter)));
        blocks.push(Block::Action {
            label: say!(words, "letter-glance-action"),
            url: self.page(&format!("/team/quarters/{quarter}")),
        });
        Wording {
            subject: say!(words, "letter-glance-subject", program = program, month = month),
            preheader: say!(words, "letter-glance-preheader", community = community, month = month),
            greeting: say!(words, "letter-greeting-nobody"),
            blocks,
            why: say!(words, "letter-summary-why", program = program),
        }
    }

    /// A number that reports tell, or that none does.
    fn known(&self, number: Option<u64>) -> String {
        number.map_or_else(|| say!(self.words, "letter-summary-unknown"), |number| number.to_string())
    }
}
