//! The questions of readiness, worded (clause D1).

use crate::{Words, say};
use program::readiness::Question;

impl Words {
    /// The question as the team is asked it.
    pub fn readiness_question(self, question: Question) -> String {
        match question {
            Question::Answering => say!(self, "readiness-answering"),
            Question::Talks => say!(self, "readiness-talks"),
            Question::Supported => say!(self, "readiness-supported"),
            Question::Product => say!(self, "readiness-product"),
            Question::Staff => say!(self, "readiness-staff"),
        }
    }

    /// Why "no" to this question speaks for waiting.
    pub fn readiness_why(self, question: Question) -> String {
        match question {
            Question::Answering => say!(self, "readiness-answering-why"),
            Question::Talks => say!(self, "readiness-talks-why"),
            Question::Supported => say!(self, "readiness-supported-why"),
            Question::Product => say!(self, "readiness-product-why"),
            Question::Staff => say!(self, "readiness-staff-why"),
        }
    }

    /// What to do instead for now.
    pub fn readiness_instead(self, question: Question) -> String {
        match question {
            Question::Answering => say!(self, "readiness-answering-instead"),
            Question::Talks => say!(self, "readiness-talks-instead"),
            Question::Supported => say!(self, "readiness-supported-instead"),
            Question::Product => say!(self, "readiness-product-instead"),
            Question::Staff => say!(self, "readiness-staff-instead"),
        }
    }
}
