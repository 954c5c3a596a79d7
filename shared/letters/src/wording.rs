//! What each letter says, as blocks: the one source of its text and its HTML.
//!
//! A letter thanks first, then tells, then asks for one thing at most (requirements P5 and P6).

mod funding;
mod over_time;
mod summary;

use crate::envelope::{Envelope, RenderProblem, one_line};
use crate::letter::Letter;
use chrono::NaiveDate;
use program::activity::{Help, Span};
use program::draft_review::Round;
use program::settings::Contact;
use program::{
    ActivityId, Benefit, ContributionKind, Judgement, Place, Quarter, Reason, Role, Roles, Standing, appeal,
};
use words::{Words, say};

/// A letter's content, before it is text or HTML.
pub(crate) struct Wording {
    /// The subject.
    pub(crate) subject: String,
    /// What an inbox shows beside the subject.
    pub(crate) preheader: String,
    /// The salutation.
    pub(crate) greeting: String,
    /// What it says, in order.
    pub(crate) blocks: Vec<Block>,
    /// Why its reader gets it.
    pub(crate) why: String,
}

/// A piece of a letter.
pub(crate) enum Block {
    /// A paragraph.
    Paragraph(String),
    /// The one line a busy reader sees.
    Highlight(String),
    /// What a person wrote: paragraphs of lines, in whatever direction their script runs.
    Quote(Vec<Vec<String>>),
    /// A list.
    Bullets(Vec<String>),
    /// Names and what they stand at.
    Facts(Vec<(String, String)>),
    /// An address to read, beside the action.
    Link { before: String, url: String },
    /// What to do.
    Action { label: String, url: String },
}

/// So many reasons fit a letter that mail programs show whole; the page has the others.
const REASONS_SHOWN: usize = 30;

impl Wording {
    /// What `letter` says to whom `envelope` names.
    pub(crate) fn of(letter: &Letter, envelope: &Envelope<'_>) -> Result<Self, RenderProblem> {
        let writer = Writer {
            words: envelope.words,
            program: one_line(envelope.program),
            community: one_line(envelope.community),
            public_url: envelope.public_url.trim_end_matches('/'),
            follow_link: envelope.follow_link,
        };
        let secret_link = || envelope.secret_link.ok_or(RenderProblem::NoSecretLink);
        Ok(match letter {
            Letter::Receipt { name, .. } => writer.receipt(name, secret_link()?),
            Letter::AlreadyApplied { .. } => writer.already_applied(secret_link()?),
            Letter::DraftSaved { .. } => writer.draft_saved(secret_link()?),
            Letter::FormIncomplete { .. } => writer.form_incomplete(secret_link()?),
            Letter::StatusLink => writer.status_link(secret_link()?),
            Letter::SignIn { .. } => writer.sign_in(secret_link()?),
            Letter::TeamInvitation { roles } => writer.team_invitation(roles),
            Letter::Welcome { name, words, handbook } => writer.welcome(name, words.as_deref(), handbook.as_deref()),
            Letter::KeptInPool { name, words } => writer.kept_in_pool(name, words.as_deref()),
            Letter::Declined { name, words } => writer.declined(name, words.as_deref()),
            Letter::CheckIn { name, quarter, ends_on, counts_until, full, goal, reasons } => {
                let count = Count { full: *full, goal: *goal };
                writer.check_in(name, *quarter, *ends_on, *counts_until, count, reasons)
            }
            Letter::QuarterResult { name, quarter, judgement, contact } => {
                writer.quarter_result(name, *quarter, judgement, contact.as_ref())
            }
            Letter::Reminder { name, quarter, counts_until, full, goal, reasons, to_complete, .. } => {
                let count = Count { full: *full, goal: *goal };
                writer.reminder(name, *quarter, *counts_until, count, reasons, *to_complete, secret_link()?)
            }
            Letter::Benefit { name, benefit, takes_requests } => writer.benefit(name, *benefit, *takes_requests),
            Letter::AppealReceived { name, quarter } => writer.appeal_received(name, *quarter),
            Letter::AppealAnswered { name, quarter, verdict, words, judgement } => {
                writer.appeal_answered(name, *quarter, *verdict, words.as_deref(), judgement)
            }
            Letter::Nominated { name, by, words } => writer.nominated(name, by, words, secret_link()?),
            Letter::NominationThanks { name } => writer.nomination_thanks(name),
            Letter::ContributionThanks { name, kind, on, ambassador } => {
                writer.contribution_thanks(name, *kind, *on, *ambassador)
            }
            Letter::Question { name, activity, title, question } => writer.question(name, *activity, title, question),
            Letter::FundingAsked { by, title, sums, needed_on, request } => {
                writer.funding_asked(by, title, sums, *needed_on, *request)
            }
            Letter::FundingQuestion { name, title, question, request } => {
                writer.funding_question(name, title, question, *request)
            }
            Letter::FundingNews { name, title, news, reason, sums, request } => {
                writer.funding_news(name, title, news, reason.as_deref(), sums, *request)
            }
            Letter::LargePlan { by, title, when, place, help, ambassador, activity } => {
                let page = format!("/team/activities/{ambassador}/{activity}");
                writer.large_plan(by, title, *when, place, help, &page)
            }
            Letter::OrganizedTogether { name, by, title, when, place, activity } => {
                writer.organized_together(name, by, title, *when, place, &format!("/me/activities/{activity}"))
            }
            Letter::DraftReviewed { name, title, round, ready, words, activity } => {
                let page = format!("/me/activities/{activity}");
                writer.draft_reviewed(name, title, (*round, *ready), words.as_deref(), &page)
            }
            Letter::BackFromPause { name, on } => writer.back_from_pause(name, *on),
            Letter::PauseMarked { name, from, until } => writer.pause_marked(name, *from, *until),
            Letter::SteppedDown { name, since } => writer.stepped_down(name, *since),
            Letter::TermEnded { name, since, words } => writer.term_ended(name, *since, words.as_deref()),
            Letter::AmbassadorAgain { name, words } => writer.ambassador_again(name, words.as_deref()),
            Letter::ReturnAnswered { name, words } => writer.return_answered(name, words.as_deref()),
            Letter::Summary { quarter, figures, attached } => writer.summary(*quarter, figures, *attached),
            Letter::Glance { month, quarter, figures } => writer.glance(*month, *quarter, figures),
        })
    }
}

/// Where help is, with the support address in it once (clause M23).
pub(crate) fn support(envelope: &Envelope<'_>) -> String {
    say!(envelope.words, "letter-support", support = envelope.reply_to.as_str())
}

/// Who writes: the program, in its reader's language.
struct Writer<'a> {
    words: Words,
    program: String,
    community: String,
    public_url: &'a str,
    follow_link: Option<&'a str>,
}

impl Writer<'_> {
    fn receipt(&self, name: &str, link: &str) -> Wording {
        let Self { words, program, community, .. } = self;
        let mut blocks = vec![
            Block::Paragraph(say!(words, "letter-receipt-thanks", program = program, community = community)),
            Block::Paragraph(say!(words, "letter-receipt-step")),
            Block::Action { label: say!(words, "letter-receipt-action"), url: link.to_owned() },
            Block::Paragraph(say!(words, "letter-receipt-then")),
        ];
        blocks.extend(self.follow());
        Wording {
            subject: say!(words, "letter-receipt-subject", program = program),
            preheader: say!(words, "letter-receipt-preheader"),
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "letter-receipt-why", program = program),
        }
    }

    fn already_applied(&self, link: &str) -> Wording {
        let Self { words, program, community, .. } = self;
        let mut blocks = vec![
            Block::Paragraph(say!(words, "letter-already-applied-thanks", community = community)),
            Block::Paragraph(say!(words, "letter-already-applied-news")),
            Block::Action { label: say!(words, "letter-already-applied-action"), url: link.to_owned() },
        ];
        blocks.extend(self.follow());
        Wording {
            subject: say!(words, "letter-already-applied-subject", program = program),
            preheader: say!(words, "letter-already-applied-preheader"),
            greeting: say!(words, "letter-greeting-nobody"),
            blocks,
            why: say!(words, "letter-receipt-why", program = program),
        }
    }

    fn draft_saved(&self, link: &str) -> Wording {
        let Self { words, program, .. } = self;
        Wording {
            subject: say!(words, "letter-draft-saved-subject", program = program),
            preheader: say!(words, "letter-draft-saved-preheader"),
            greeting: say!(words, "letter-greeting-nobody"),
            blocks: vec![
                Block::Paragraph(say!(words, "letter-draft-saved-thanks", program = program)),
                Block::Paragraph(say!(words, "letter-draft-saved-kept")),
                Block::Action { label: say!(words, "letter-draft-saved-action"), url: link.to_owned() },
            ],
            why: say!(words, "letter-draft-saved-why", program = program),
        }
    }

    fn form_incomplete(&self, link: &str) -> Wording {
        let Self { words, program, community, .. } = self;
        Wording {
            subject: say!(words, "letter-form-incomplete-subject", program = program),
            preheader: say!(words, "letter-form-incomplete-preheader"),
            greeting: say!(words, "letter-greeting-nobody"),
            blocks: vec![
                Block::Paragraph(say!(
                    words,
                    "letter-form-incomplete-thanks",
                    program = program,
                    community = community
                )),
                Block::Paragraph(say!(words, "letter-form-incomplete-news")),
                Block::Action { label: say!(words, "letter-form-incomplete-action"), url: link.to_owned() },
            ],
            why: say!(words, "letter-receipt-why", program = program),
        }
    }

    fn status_link(&self, link: &str) -> Wording {
        let Self { words, program, .. } = self;
        Wording {
            subject: say!(words, "letter-status-link-subject", program = program),
            preheader: say!(words, "letter-status-link-preheader"),
            greeting: say!(words, "letter-greeting-nobody"),
            blocks: vec![
                Block::Paragraph(say!(words, "letter-status-link-thanks", program = program)),
                Block::Action { label: say!(words, "letter-status-link-action"), url: link.to_owned() },
                Block::Paragraph(say!(words, "letter-status-link-keep")),
            ],
            why: say!(words, "letter-status-link-why", program = program),
        }
    }

    /// The quiet way to follow one's application, where there is one.
    fn follow(&self) -> Option<Block> {
        let url = self.follow_link?;
        Some(Block::Link { before: say!(self.words, "letter-follow"), url: url.to_owned() })
    }

    fn sign_in(&self, link: &str) -> Wording {
        let Self { words, program, .. } = self;
        Wording {
            subject: say!(words, "letter-sign-in-subject", program = program),
            preheader: say!(words, "letter-sign-in-preheader"),
            greeting: say!(words, "letter-greeting-nobody"),
            blocks: vec![
                Block::Paragraph(say!(words, "letter-sign-in-link")),
                Block::Action { label: say!(words, "letter-sign-in-action"), url: link.to_owned() },
            ],
            why: say!(words, "letter-sign-in-why", program = program),
        }
    }

    fn team_invitation(&self, roles: &Roles) -> Wording {
        let Self { words, program, community, .. } = self;
        let lets_them = roles.iter().filter_map(|role| match role {
            Role::Organizer => Some(say!(words, "letter-team-invitation-organizer")),
            Role::Reviewer => Some(say!(words, "letter-team-invitation-reviewer")),
            Role::Treasurer => Some(say!(words, "letter-team-invitation-treasurer")),
            Role::Applicant | Role::Ambassador | Role::GroupLeader => None,
        });
        Wording {
            subject: say!(words, "letter-team-invitation-subject", program = program),
            preheader: say!(words, "letter-team-invitation-preheader"),
            greeting: say!(words, "letter-greeting-nobody"),
            blocks: vec![
                Block::Paragraph(say!(
                    words,
                    "letter-team-invitation-thanks",
                    program = program,
                    community = community
                )),
                Block::Paragraph(say!(words, "letter-team-invitation-roles")),
                Block::Bullets(lets_them.collect()),
                Block::Paragraph(say!(words, "letter-team-invitation-step")),
                Block::Action { label: say!(words, "letter-team-invitation-action"), url: self.page("/sign-in") },
            ],
            why: say!(words, "letter-team-invitation-why", program = program),
        }
    }

    fn welcome(&self, name: &str, theirs: Option<&str>, handbook: Option<&str>) -> Wording {
        let Self { words, program, community, .. } = self;
        let mut blocks = vec![Block::Paragraph(say!(words, "letter-welcome-thanks", community = community))];
        blocks.extend(self.quote(theirs));
        blocks.push(Block::Paragraph(say!(words, "letter-welcome-steps")));
        blocks.push(Block::Bullets(vec![
            say!(words, "letter-welcome-introduce", community = community),
            say!(words, "letter-welcome-conduct", community = community),
            say!(words, "letter-welcome-plan"),
        ]));
        if let Some(url) = handbook.filter(|url| is_web_address(url)) {
            blocks.push(Block::Link { before: say!(words, "letter-welcome-handbook"), url: url.to_owned() });
        }
        blocks.push(Block::Action { label: say!(words, "letter-welcome-action"), url: self.page("/me") });
        Wording {
            subject: say!(words, "letter-welcome-subject", program = program),
            preheader: say!(words, "letter-welcome-preheader"),
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "letter-welcome-why", program = program),
        }
    }

    fn kept_in_pool(&self, name: &str, theirs: Option<&str>) -> Wording {
        let Self { words, program, .. } = self;
        let mut blocks = vec![
            Block::Paragraph(say!(words, "letter-kept-in-pool-thanks", program = program)),
            Block::Paragraph(say!(words, "letter-kept-in-pool-news")),
        ];
        blocks.extend(self.quote(theirs));
        blocks.push(Block::Paragraph(say!(words, "letter-kept-in-pool-close")));
        blocks.extend(self.follow());
        Wording {
            subject: say!(words, "letter-kept-in-pool-subject", program = program),
            preheader: say!(words, "letter-kept-in-pool-preheader"),
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "letter-kept-in-pool-why", program = program),
        }
    }

    fn declined(&self, name: &str, theirs: Option<&str>) -> Wording {
        let Self { words, program, community, .. } = self;
        let mut blocks = vec![
            Block::Paragraph(say!(words, "letter-declined-thanks", program = program)),
            Block::Paragraph(say!(words, "letter-declined-news")),
        ];
        blocks.extend(self.quote(theirs));
        blocks.push(Block::Paragraph(say!(words, "letter-declined-close", community = community)));
        blocks.extend(self.follow());
        Wording {
            subject: say!(words, "letter-declined-subject", program = program),
            preheader: say!(words, "letter-declined-preheader"),
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "letter-declined-why", program = program),
        }
    }

    fn check_in(
        &self,
        name: &str,
        quarter: Quarter,
        ends_on: NaiveDate,
        counts_until: NaiveDate,
        count: Count,
        reasons: &[Reason],
    ) -> Wording {
        let Self { words, community, .. } = self;
        let (quarter, ends, until) = (&quarter.to_string(), words.day(ends_on), words.day(counts_until));
        let mut blocks = vec![
            Block::Paragraph(say!(
                words,
                "letter-check-in-thanks",
                community = community,
                quarter = quarter,
                ends = ends
            )),
            Block::Highlight(count.said(*words)),
        ];
        if reasons.is_empty() {
            blocks.push(Block::Paragraph(say!(words, "letter-check-in-nothing")));
        }
        blocks.extend(self.reasons(reasons));
        let outlook = if count.is_reached() { "letter-check-in-enough" } else { "letter-check-in-open" };
        blocks.push(Block::Paragraph(say!(words, outlook, until = until)));
        let page = self.page(&format!("/me/check-in/{quarter}"));
        blocks.push(Block::Action { label: say!(words, "letter-check-in-action"), url: page });
        Wording {
            subject: say!(words, "letter-check-in-subject", quarter = quarter),
            preheader: count.said(*words),
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "letter-check-in-why", community = community),
        }
    }

    fn quarter_result(
        &self,
        name: &str,
        quarter: Quarter,
        judgement: &Judgement,
        contact: Option<&Contact>,
    ) -> Wording {
        let Self { words, program, community, .. } = self;
        let quarter = &quarter.to_string();
        let count = Count { full: judgement.full, goal: judgement.goal };
        let standing = match judgement.standing {
            Standing::Met => say!(words, "letter-quarter-result-met"),
            Standing::Short => match contact {
                Some(Contact { name, email }) => {
                    say!(words, "quarter-letter-short", name = one_line(name), email = email.as_str())
                }
                None => say!(words, "letter-quarter-result-short"),
            },
            Standing::Excused => say!(words, "letter-quarter-result-excused"),
            Standing::New => say!(words, "letter-quarter-result-new"),
        };
        let mut blocks = vec![Block::Paragraph(say!(
            words,
            "letter-quarter-result-thanks",
            community = community,
            quarter = quarter
        ))];
        let preheader = match judgement.standing {
            // A pause is not counted, so no count is shown.
            Standing::Excused => say!(words, "letter-quarter-result-excused-preheader"),
            Standing::Met | Standing::Short | Standing::New => {
                blocks.push(Block::Highlight(count.said(*words)));
                count.said(*words)
            }
        };
        blocks.push(Block::Paragraph(standing));
        blocks.extend(self.reasons_of_closed(&judgement.reasons));
        blocks.push(Block::Action { label: say!(words, "letter-quarter-result-action"), url: self.page("/me") });
        Wording {
            subject: say!(words, "letter-quarter-result-subject", quarter = quarter, program = program),
            preheader,
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "letter-quarter-result-why", community = community),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "each is a line of the letter")]
    fn reminder(
        &self,
        name: &str,
        quarter: Quarter,
        counts_until: NaiveDate,
        count: Count,
        reasons: &[Reason],
        to_complete: bool,
        off: &str,
    ) -> Wording {
        let Self { words, community, .. } = self;
        let (quarter, until) = (&quarter.to_string(), words.day(counts_until));
        let mut blocks = vec![
            Block::Paragraph(say!(
                words,
                "reminder-letter-thanks",
                community = community,
                quarter = quarter,
                until = until
            )),
            Block::Highlight(count.said(*words)),
        ];
        blocks.extend(self.reasons(reasons));
        blocks.push(Block::Paragraph(say!(words, "reminder-letter-quiet")));
        blocks.push(match to_complete {
            true => Block::Action {
                label: say!(words, "reminder-letter-complete"),
                url: self.page(&format!("/me/check-in/{quarter}")),
            },
            false => {
                Block::Action { label: say!(words, "reminder-letter-share"), url: self.page("/me/activities/new") }
            }
        });
        blocks.push(Block::Link { before: say!(words, "reminder-letter-off"), url: off.to_owned() });
        Wording {
            subject: say!(words, "reminder-letter-subject", quarter = quarter),
            preheader: count.said(*words),
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "reminder-letter-why", community = community),
        }
    }

    fn benefit(&self, name: &str, benefit: Benefit, takes_requests: bool) -> Wording {
        let Self { words, community, .. } = self;
        let (subject, told, how) = match benefit {
            Benefit::FreeEntry => (
                say!(words, "benefit-letter-free-entry-subject", community = community),
                say!(words, "benefit-letter-free-entry"),
                say!(words, "benefit-letter-free-entry-how"),
            ),
            Benefit::Funding => (
                say!(words, "benefit-letter-funding-subject"),
                say!(words, "benefit-letter-funding"),
                match takes_requests {
                    true => say!(words, "benefit-letter-funding-ask"),
                    false => say!(words, "benefit-letter-funding-how"),
                },
            ),
        };
        let (action, path) = match (benefit, takes_requests) {
            (Benefit::Funding, true) => (say!(words, "benefit-letter-funding-action"), "/me/funding"),
            _ => (say!(words, "benefit-letter-action"), "/me"),
        };
        Wording {
            subject,
            preheader: told.clone(),
            greeting: self.greeting(name),
            blocks: vec![
                Block::Paragraph(say!(words, "benefit-letter-thanks", community = community)),
                Block::Highlight(told),
                Block::Paragraph(how),
                Block::Action { label: action, url: self.page(path) },
            ],
            why: say!(words, "benefit-letter-why", community = community),
        }
    }

    fn appeal_received(&self, name: &str, quarter: Quarter) -> Wording {
        let Self { words, community, .. } = self;
        let quarter = &quarter.to_string();
        Wording {
            subject: say!(words, "appeal-letter-received-subject", quarter = quarter),
            preheader: say!(words, "appeal-letter-received-preheader"),
            greeting: self.greeting(name),
            blocks: vec![
                Block::Paragraph(say!(words, "appeal-letter-received-thanks", quarter = quarter)),
                Block::Paragraph(say!(words, "appeal-letter-received-then")),
            ],
            why: say!(words, "appeal-letter-why", community = community),
        }
    }

    fn appeal_answered(
        &self,
        name: &str,
        quarter: Quarter,
        verdict: appeal::Verdict,
        theirs: Option<&str>,
        judgement: &Judgement,
    ) -> Wording {
        let Self { words, community, .. } = self;
        let quarter = &quarter.to_string();
        let told = match verdict {
            appeal::Verdict::Excuse => say!(words, "appeal-letter-excused"),
            appeal::Verdict::Count { .. } => say!(words, "appeal-letter-counted"),
            appeal::Verdict::Leave => say!(words, "appeal-letter-left"),
        };
        let mut blocks = vec![
            Block::Paragraph(say!(words, "appeal-letter-thanks", community = community, quarter = quarter)),
            Block::Paragraph(told.clone()),
        ];
        if let Some(theirs) = theirs {
            blocks.push(Block::Paragraph(say!(words, "appeal-letter-words")));
            blocks.push(Block::Quote(paragraphs(theirs)));
        }
        blocks.extend(self.reasons_of_closed(&judgement.reasons));
        blocks.push(Block::Action { label: say!(words, "appeal-letter-action"), url: self.page("/me") });
        Wording {
            subject: say!(words, "appeal-letter-subject", quarter = quarter),
            preheader: told,
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "appeal-letter-answered-why", community = community, quarter = quarter),
        }
    }

    /// What somebody typed about its reader is in the body only, so that no inbox shows it as ours.
    fn nominated(&self, name: &str, by: &str, theirs: &str, link: &str) -> Wording {
        let Self { words, program, community, .. } = self;
        let by = &one_line(by);
        Wording {
            subject: say!(words, "nominated-letter-subject", program = program),
            preheader: say!(words, "nominated-letter-preheader"),
            greeting: self.greeting(name),
            blocks: vec![
                Block::Paragraph(say!(words, "nominated-letter-thanks", community = community, by = by)),
                Block::Paragraph(say!(words, "nominated-letter-words")),
                Block::Quote(vec![vec![one_line(theirs)]]),
                Block::Paragraph(say!(words, "nominated-letter-program", program = program, community = community)),
                Block::Paragraph(say!(words, "nominated-letter-decide")),
                Block::Action { label: say!(words, "nominated-letter-action"), url: link.to_owned() },
            ],
            why: say!(words, "nominated-letter-why", by = by, program = program),
        }
    }

    fn nomination_thanks(&self, name: &str) -> Wording {
        let Self { words, program, community, .. } = self;
        Wording {
            subject: say!(words, "nomination-letter-subject"),
            preheader: say!(words, "nomination-letter-preheader"),
            greeting: self.greeting(name),
            blocks: vec![
                Block::Paragraph(say!(words, "nomination-letter-thanks", community = community)),
                Block::Paragraph(say!(words, "nomination-letter-next")),
            ],
            why: say!(words, "nomination-letter-why", program = program),
        }
    }

    fn contribution_thanks(&self, name: &str, kind: ContributionKind, on: NaiveDate, ambassador: bool) -> Wording {
        let Self { words, program, community, .. } = self;
        let mut blocks = vec![
            Block::Paragraph(say!(words, "contribution-letter-thanks", community = community)),
            Block::Paragraph(say!(words, "contribution-letter-recorded")),
            Block::Facts(vec![
                (say!(words, "contribution-letter-kind"), words.contribution_kind(kind)),
                (say!(words, "contribution-letter-on"), words.day(on)),
            ]),
        ];
        if ambassador {
            blocks.push(Block::Paragraph(say!(words, "contribution-letter-ambassador")));
            let label = say!(words, "contribution-letter-ambassador-action");
            blocks.push(Block::Action { label, url: self.page("/me") });
        } else {
            blocks.push(Block::Paragraph(say!(words, "contribution-letter-close")));
        }
        Wording {
            subject: say!(words, "contribution-letter-subject", community = community),
            preheader: say!(words, "contribution-letter-preheader"),
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "contribution-letter-why", program = program),
        }
    }

    fn question(&self, name: &str, activity: ActivityId, title: &str, question: &str) -> Wording {
        let Self { words, program, community, .. } = self;
        let title = &one_line(title);
        Wording {
            subject: say!(words, "question-letter-subject", title = title),
            preheader: say!(words, "question-letter-preheader"),
            greeting: self.greeting(name),
            blocks: vec![
                Block::Paragraph(say!(words, "question-letter-thanks", title = title, community = community)),
                Block::Quote(paragraphs(question)),
                Block::Paragraph(say!(words, "question-letter-answer")),
                Block::Action {
                    label: say!(words, "question-letter-action"),
                    url: self.page(&format!("/me/activities/{activity}")),
                },
            ],
            why: say!(words, "question-letter-why", program = program),
        }
    }

    /// What an activity is: its title, when and where.
    fn activity(&self, title: &str, when: Span, place: &Place) -> Vec<(String, String)> {
        let words = self.words;
        let days = match when.first == when.last {
            true => words.day(when.first),
            false => {
                say!(words, "large-plan-letter-when-span", first = words.day(when.first), last = words.day(when.last))
            }
        };
        vec![
            (say!(words, "large-plan-letter-what"), one_line(title)),
            (say!(words, "large-plan-letter-when"), days),
            (say!(words, "large-plan-letter-where"), words.place(place)),
        ]
    }

    fn large_plan(&self, by: &str, title: &str, when: Span, place: &Place, help: &Help, page: &str) -> Wording {
        let Self { words, program, community, .. } = self;
        let mut facts = self.activity(title, when, place);
        let help = if help.is_none() { say!(words, "large-plan-letter-no-help") } else { one_line(&words.help(help)) };
        facts.push((say!(words, "large-plan-letter-help"), help));
        Wording {
            subject: say!(words, "large-plan-letter-subject", program = program),
            preheader: say!(words, "large-plan-letter-preheader"),
            greeting: say!(words, "letter-greeting-nobody"),
            blocks: vec![
                Block::Paragraph(say!(words, "large-plan-letter-thanks", community = community, name = one_line(by))),
                Block::Facts(facts),
                Block::Action { label: say!(words, "large-plan-letter-action"), url: self.page(page) },
            ],
            why: say!(words, "large-plan-letter-why", program = program),
        }
    }

    /// What another ambassador typed is in the body only, so that no inbox shows it as ours.
    fn organized_together(&self, name: &str, by: &str, title: &str, when: Span, place: &Place, page: &str) -> Wording {
        let Self { words, program, community, .. } = self;
        let by = &one_line(by);
        Wording {
            subject: say!(words, "together-letter-subject", program = program),
            preheader: say!(words, "together-letter-preheader"),
            greeting: self.greeting(name),
            blocks: vec![
                Block::Paragraph(say!(words, "together-letter-thanks", community = community, name = by)),
                Block::Facts(self.activity(title, when, place)),
                Block::Paragraph(say!(words, "together-letter-step", name = by)),
                Block::Action { label: say!(words, "together-letter-action"), url: self.page(page) },
            ],
            why: say!(words, "together-letter-why", community = community),
        }
    }

    fn draft_reviewed(
        &self,
        name: &str,
        title: &str,
        (round, ready): (Round, bool),
        theirs: Option<&str>,
        page: &str,
    ) -> Wording {
        let Self { words, program, .. } = self;
        let (preheader, outcome) = match (round, ready) {
            (Round::First, true) => {
                (say!(words, "draft-letter-preheader-ready"), say!(words, "draft-letter-first-ready"))
            }
            (Round::Final, true) => {
                (say!(words, "draft-letter-preheader-ready"), say!(words, "draft-letter-final-ready"))
            }
            (Round::First | Round::Final, false) => {
                (say!(words, "draft-letter-preheader-change"), say!(words, "draft-letter-change"))
            }
        };
        let mut blocks = vec![
            Block::Paragraph(say!(words, "draft-letter-thanks", title = one_line(title))),
            Block::Paragraph(outcome),
        ];
        blocks.extend(self.quote_under("draft-letter-words", theirs));
        blocks.push(Block::Action { label: say!(words, "draft-letter-action"), url: self.page(page) });
        Wording {
            subject: say!(words, "draft-letter-subject", program = program),
            preheader,
            greeting: self.greeting(name),
            blocks,
            why: say!(words, "draft-letter-why", program = program),
        }
    }

    fn greeting(&self, name: &str) -> String {
        say!(self.words, "letter-greeting", name = one_line(name))
    }

    fn page(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// Every reason in words, as far as they fit (clause R5).
    fn reasons(&self, reasons: &[Reason]) -> Vec<Block> {
        self.sentences(reasons.iter().map(|reason| self.words.reason(reason)))
    }

    /// The same of a quarter that is closed.
    fn reasons_of_closed(&self, reasons: &[Reason]) -> Vec<Block> {
        self.sentences(reasons.iter().map(|reason| self.words.reason_of_closed(reason)))
    }

    fn sentences(&self, reasons: impl ExactSizeIterator<Item = String>) -> Vec<Block> {
        let count = reasons.len();
        if count == 0 {
            return Vec::new();
        }
        let mut shown: Vec<_> = reasons.take(REASONS_SHOWN).collect();
        let more = count.saturating_sub(REASONS_SHOWN);
        if more > 0 {
            shown.push(say!(self.words, "letter-more", count = more));
        }
        vec![Block::Paragraph(say!(self.words, "letter-reasons")), Block::Bullets(shown)]
    }

    /// What the team wrote with a decision, under a line that says so; nothing when it wrote nothing.
    fn quote(&self, theirs: Option<&str>) -> Vec<Block> {
        self.quote_under("letter-words", theirs)
    }

    fn quote_under(&self, heading: &str, theirs: Option<&str>) -> Vec<Block> {
        let paragraphs = paragraphs(theirs.unwrap_or_default());
        if paragraphs.is_empty() {
            return Vec::new();
        }
        vec![Block::Paragraph(say!(self.words, heading)), Block::Quote(paragraphs)]
    }
}

/// What a person wrote, as paragraphs of lines.
fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let lines: Vec<_> = text.lines().map(|line| line.trim().to_owned()).collect();
    lines.split(String::is_empty).filter(|lines| !lines.is_empty()).map(<[String]>::to_vec).collect()
}

/// How many full reports there are, and how many the program hopes for.
#[derive(Clone, Copy)]
struct Count {
    full: u32,
    goal: u32,
}

impl Count {
    fn is_reached(self) -> bool {
        self.goal > 0 && self.full >= self.goal
    }

    /// In words, because a bare number tells nobody anything.
    fn said(self, words: Words) -> String {
        let Self { full, goal } = self;
        if goal == 0 || full > goal {
            say!(words, "letter-progress-beyond", full = full, goal = goal)
        } else {
            say!(words, "letter-progress", full = full, goal = goal)
        }
    }
}

/// Only what a browser opens as a page becomes a link.
fn is_web_address(url: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme))
}
