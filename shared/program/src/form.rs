//! What a form holds and what can be wrong with it: parsing happens once, at the edge, and keeps what was typed.

use std::collections::BTreeMap;

/// What a person typed, by field name, exactly as it came.
///
/// It goes back into the page when something is wrong (requirement P2), so it is never trimmed or corrected here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form(BTreeMap<String, Vec<String>>);

impl Form {
    /// Collects pairs; a field sent several times, as the boxes of a choice are, keeps its values in their order.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut fields: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (name, value) in pairs {
            fields.entry(name).or_default().push(value);
        }
        Self(fields)
    }

    /// The field's text, empty when it was not sent; the first, when it was sent several times.
    pub fn get(&self, field: &str) -> &str {
        self.all(field).first().map_or("", String::as_str)
    }

    /// Every value of the field.
    pub fn all(&self, field: &str) -> &[String] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// True when the box was ticked or the button pressed. A page or a program elsewhere may say so in words, and no too.
    pub fn ticked(&self, field: &str) -> bool {
        !matches!(self.get(field).trim().to_lowercase().as_str(), "" | "no" | "false" | "off" | "0")
    }

    /// Puts a value in, as a prefilled form does.
    pub fn set(&mut self, field: &str, value: impl Into<String>) {
        self.0.insert(field.to_owned(), vec![value.into()]);
    }

    /// Puts several values in.
    pub fn set_all(&mut self, field: &str, values: impl IntoIterator<Item = String>) {
        self.0.insert(field.to_owned(), values.into_iter().collect());
    }

    /// Takes a field out.
    pub fn remove(&mut self, field: &str) {
        self.0.remove(field);
    }

    /// Every pair, in the order of the names.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())))
    }
}

/// One rule that what was typed breaks. `words` says it to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was given where something is needed.
    Missing,
    /// More characters than fit.
    TooLong {
        /// The most that fit.
        limit: usize,
        /// How many came.
        length: usize,
    },
    /// Control characters no person types.
    Unreadable,
    /// No e-mail address.
    NotAnEmail,
    /// No country is called that.
    NotACountry,
    /// No language is called that.
    NotALanguage,
    /// No number of zero or more.
    NotANumber,
    /// More entries than fit.
    TooMany {
        /// The most that fit.
        limit: usize,
    },
    /// No calendar date.
    NotADate,
    /// No time of day.
    NotATime,
    /// A time that does not exist on its day, because clocks jump over it.
    ClocksSkipIt,
    /// A whole number beyond what makes sense here.
    OutOfRange {
        /// The least that does.
        least: u32,
        /// The most that does.
        most: u32,
    },
    /// The last day lies before the first.
    EndsBeforeItStarts,
    /// More than the year an activity may last.
    TooManyDays,
    /// A last day that is behind already.
    IsOver,
    /// A day still ahead, where something is said to have happened.
    NotYet,
    /// A day so many years ahead that it is a typing slip.
    TooFarAhead,
    /// No currency is called that.
    NotACurrency,
    /// No amount of money of zero or more.
    NotAnAmount,
    /// More decimals than the smallest unit has.
    TooManyDecimals {
        /// The most there can be; 0 for none.
        most: u32,
    },
    /// A mark that groups thousands in one country and is the decimal mark in another, where both make sense.
    AmountUnclear,
    /// More money than anybody asks for.
    TooMuchMoney,
    /// Lines that do not come to the sum below them.
    DoesNotAddUp,
    /// An IBAN whose digits do not add up.
    AccountDoesNotAddUp,
    /// No rate of exchange above zero.
    NotARate,
    /// No web address.
    NotALink,
    /// A web address, where text goes into a letter to somebody else.
    HoldsALink,
    /// No whole number of zero or more.
    NotACount,
    /// No number of hours of zero or more.
    NotHours,
    /// Both a number and "unknown" or "does not apply".
    NumberAndNone,
    /// None of the choices offered.
    NotAChoice,
    /// Consent is needed to keep what was typed.
    ConsentNeeded,
    /// What is typed may be kept only with the person's agreement.
    AgreementNeeded,
    /// A report on something that has not happened yet.
    NotHeldYet,
    /// Fewer regions than make a split of a country.
    TooFewRegions {
        /// The fewest there can be.
        least: usize,
    },
    /// More regions than anybody keeps apart.
    TooManyRegions {
        /// The most there can be.
        most: usize,
        /// How many there would be.
        count: usize,
    },
    /// Two regions of one country that are called the same.
    RegionTwice {
        /// The name that came the second time.
        name: String,
    },
}

/// What is wrong with a form, field by field, in the order the fields stand on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<(String, Problem)>);

impl Problems {
    /// Notes the problem and gives nothing back, or gives the value back.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, Problem>) -> Option<T> {
        parsed.map_err(|problem| self.add(field, problem)).ok()
    }

    /// Notes one problem.
    pub fn add(&mut self, field: &str, problem: Problem) {
        self.0.push((field.to_owned(), problem));
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first problem of this field.
    pub fn of(&self, field: &str) -> Option<&Problem> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, problem)| problem)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Problem)> {
        self.0.iter().map(|(field, problem)| (field.as_str(), problem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_ticked_unless_nothing_or_a_no_stands_in_it() {
        let ticked = |typed: &str| Form::from_pairs([("box".to_owned(), typed.to_owned())]).ticked("box");
        assert!(["yes", "on", "1", "true", "I agree"].into_iter().all(ticked));
        assert!(!["", " ", "no", "No", "FALSE", "off", "0"].into_iter().any(ticked));
        assert!(!Form::default().ticked("box"));
    }
}
