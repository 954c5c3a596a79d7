//! A list of what the bank paid, as it comes back: which requests of a batch it marks as paid, and under which reference.
//!
//! The list a batch gives away has the columns of [`COLUMNS`]; filled with references and days, it comes back in
//! ([`Statement::of`]). A line does something only where nothing speaks against it. What contradicts the batch, the record
//! or another line is left to a person and said in words, and a list that comes a second time finds everything done.

use crate::activity::date;
use crate::batch::{Batch, Entry, Outcome};
use crate::form::Problem;
use crate::funding::{Funding, Hand, Payment};
use crate::id::FundingId;
use crate::money::{Currency, Money};
use crate::text::Line;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The columns of a list, in the order a batch gives them away. Programs know them by these names, so they are the same in
/// every language.
pub const COLUMNS: [&str; 7] = ["request", "payee", "purpose", "amount", "currency", "reference", "paid_on"];

/// What tells a spreadsheet that a file is in UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The most lines of one list.
pub const MOST_LINES: usize = 500;

/// Other names banks and spreadsheets have for the columns that are read.
const ALSO: [(&str, &str); 8] = [
    ("request id", "request"),
    ("request_id", "request"),
    ("payment reference", "reference"),
    ("date", "paid_on"),
    ("paid on", "paid_on"),
    ("day", "paid_on"),
    ("sum", "amount"),
    ("ccy", "currency"),
];

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// The text as a cell of a CSV file that no spreadsheet takes for a formula: after an apostrophe it is text
/// (requirement S9).
pub fn harmless(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`harmless`] wrote.
fn as_it_was(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| text.starts_with(FORMULA)).unwrap_or(cell)
}

/// Why nothing of a list can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// Its first line names no column `request`, or none `reference`.
    #[error("the first line does not name the columns")]
    NoColumns,
    /// More lines than one list takes.
    #[error("more than {MOST_LINES} lines")]
    TooLong,
    /// Quotes that never close, or lines that are no text.
    #[error("it is no list with columns")]
    NoList,
}

/// What a line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It marks its request as paid this way.
    Marks(Payment),
    /// It says what is on record already, so it changes nothing.
    Known,
    /// It has no reference yet, so it says nothing.
    NotYet,
    /// Something speaks against it, and a person looks at it.
    Against(Against),
}

/// What speaks against a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// It names no request.
    NoRequest,
    /// Its request is not in this batch.
    NotHere,
    /// Its request was taken out of the batch.
    LeftOut,
    /// Its request is marked under another reference or day.
    PaidOtherwise(Payment),
    /// The batch pays another amount.
    AnotherAmount,
    /// The request is paid in several currencies, and the list tells of some of them only.
    PartOfIt,
    /// Another line says something else about the same request.
    SaidOtherwise,
    /// Its amount or currency cannot be read.
    Amount(Problem),
    /// Its reference cannot be kept.
    Reference(Problem),
    /// Its day cannot be read, or is ahead.
    Day(Problem),
    /// It is the treasurer's own, so another one marks it (clause R8).
    Own,
    /// It is not payable any more as the batch has it: it was sent back meanwhile.
    Changed,
}

/// One line, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its number in the list, from 1; the names of the columns are line 1.
    pub line: usize,
    /// The request it names; none where it names none.
    pub request: Option<FundingId>,
    /// What it does.
    pub verdict: Verdict,
    /// The currency its amount is of, where it tells one.
    currency: Option<Currency>,
}

/// A list that was read beside its batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    told: Vec<Told>,
}

impl Statement {
    /// Reads a list with a line of column names, parted by commas, semicolons or tabs.
    ///
    /// # Errors
    /// [`Unread`] where it is no such list; what is wrong with one line is told beside that line.
    pub fn of(
        text: &str,
        batch: &Batch,
        requests: &BTreeMap<FundingId, Funding>,
        by: &Hand,
        today: NaiveDate,
    ) -> Result<Self, Unread> {
        let rows = rows(text)?;
        let mut told: Vec<_> = rows.iter().map(|row| row.told(batch, requests, by, today)).collect();
        let mut said: BTreeMap<FundingId, Vec<usize>> = BTreeMap::new();
        for (at, one) in told.iter().enumerate().filter(|(_, one)| matches!(one.verdict, Verdict::Marks(_))) {
            if let Some(request) = one.request {
                said.entry(request).or_default().push(at);
            }
        }
        for (request, lines) in said {
            let entry = batch.entries().iter().find(|entry| entry.request == request);
            let of = |at: &usize| told.get(*at);
            let ways: Vec<_> = lines.iter().filter_map(of).map(|one| &one.verdict).collect();
            let currencies: BTreeSet<_> = lines.iter().filter_map(of).filter_map(|one| one.currency).collect();
            let are_all = currencies.is_empty()
                || entry.is_some_and(|entry| entry.amounts.iter().map(Money::currency).eq(currencies.iter().copied()));
            let against = match ways.windows(2).all(|pair| pair.first() == pair.last()) {
                false => Against::SaidOtherwise,
                true if !are_all => Against::PartOfIt,
                true => continue,
            };
            for at in lines {
                if let Some(one) = told.get_mut(at) {
                    one.verdict = Verdict::Against(against.clone());
                }
            }
        }
        Ok(Self { told })
    }

    /// Every line, in its order.
    pub fn told(&self) -> &[Told] {
        &self.told
    }

    /// The requests it marks, each once, and how.
    pub fn marks(&self) -> BTreeMap<FundingId, &Payment> {
        self.told
            .iter()
            .filter_map(|told| match &told.verdict {
                Verdict::Marks(payment) => Some((told.request?, payment)),
                _ => None,
            })
            .collect()
    }
}

/// One line as it came.
#[derive(Debug, Default)]
struct Row {
    line: usize,
    request: String,
    reference: String,
    paid_on: String,
    amount: String,
    currency: String,
}

impl Row {
    fn told(&self, batch: &Batch, requests: &BTreeMap<FundingId, Funding>, by: &Hand, today: NaiveDate) -> Told {
        let request = self.request.parse::<FundingId>().ok();
        let entry = request.and_then(|id| batch.entries().iter().find(|entry| entry.request == id));
        let mut told = Told { line: self.line, request, verdict: Verdict::NotYet, currency: None };
        let verdict = match (request, entry) {
            (None, _) => Err(Against::NoRequest),
            (Some(_), None) => Err(Against::NotHere),
            (Some(id), Some(entry)) => self.money(entry).and_then(|money| {
                told.currency = money.map(Money::currency);
                self.verdict(batch, entry, requests.get(&id), by, today)
            }),
        };
        told.verdict = verdict.unwrap_or_else(Verdict::Against);
        told
    }

    fn verdict(
        &self,
        batch: &Batch,
        entry: &Entry,
        request: Option<&Funding>,
        by: &Hand,
        today: NaiveDate,
    ) -> Result<Verdict, Against> {
        if self.reference.is_empty() {
            return Ok(Verdict::NotYet);
        }
        let reference = Line::parse(&self.reference).map_err(Against::Reference)?;
        let on = date(&self.paid_on).and_then(|day| if day > today { Err(Problem::NotYet) } else { Ok(day) });
        let payment = Payment { reference, on: on.map_err(Against::Day)? };
        match (entry.outcome, &entry.payment) {
            (Outcome::Paid, Some(there)) if *there == payment => Ok(Verdict::Known),
            (Outcome::Paid, there) => {
                // Batches of before each request kept its own payment have one for all.
                let there = there.as_ref().or(batch.payment()).unwrap_or(&payment);
                if *there == payment { Ok(Verdict::Known) } else { Err(Against::PaidOtherwise(there.clone())) }
            }
            (Outcome::LeftOut, _) => Err(Against::LeftOut),
            (Outcome::Waiting, _) => match request {
                Some(request) if request.is_of(by) => Err(Against::Own),
                Some(request) if batch.still_pays(request) => Ok(Verdict::Marks(payment)),
                _ => Err(Against::Changed),
            },
        }
    }

    /// The amount it tells, which is the one of the batch; none where it tells none.
    fn money(&self, entry: &Entry) -> Result<Option<Money>, Against> {
        let mut amounts = entry.amounts.iter();
        let currency = match (self.currency.is_empty(), self.amount.is_empty()) {
            (true, true) => return Ok(None),
            (true, false) => match (amounts.next(), amounts.next()) {
                (Some(only), None) => only.currency(),
                _ => return Err(Against::Amount(Problem::Missing)),
            },
            (false, _) => Currency::parse(&self.currency).map_err(Against::Amount)?,
        };
        let here = entry.amounts.of(currency);
        let said = match self.amount.is_empty() {
            true => here,
            false => Money::parse(&self.amount, currency).map_err(Against::Amount)?,
        };
        if here.is_zero() || said != here { Err(Against::AnotherAmount) } else { Ok(Some(said)) }
    }
}

/// The lines below the names of the columns; those with nothing in them are passed over.
fn rows(text: &str) -> Result<Vec<Row>, Unread> {
    let text = text.trim_start_matches(BYTE_ORDER_MARK);
    let first = text.lines().find(|line| !line.trim().is_empty()).ok_or(Unread::Empty)?;
    let count = |mark: char| first.matches(mark).count();
    let marks = [(',', b','), (';', b';'), ('\t', b'\t')];
    // Of marks that are there as often, the first.
    let mark = marks.into_iter().rev().max_by_key(|(mark, _)| count(*mark)).map_or(b',', |(_, byte)| byte);
    let mut lines = csv::ReaderBuilder::new()
        .delimiter(mark)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    for record in lines.records() {
        let record = record.map_err(|_| Unread::NoList)?;
        let line = line_at(text, record.position().map_or(0, csv::Position::byte));
        match &columns {
            None => columns = Some(record.iter().map(column).collect()),
            Some(_) if record.iter().all(str::is_empty) => {}
            Some(names) => {
                let cell = |name: &str| {
                    let at = names.iter().position(|there| there == name);
                    at.and_then(|at| record.get(at)).map(as_it_was).unwrap_or_default().to_owned()
                };
                rows.push(Row {
                    line,
                    request: cell("request"),
                    reference: cell("reference"),
                    paid_on: cell("paid_on"),
                    amount: cell("amount"),
                    currency: cell("currency"),
                });
            }
        }
        if rows.len() > MOST_LINES {
            return Err(Unread::TooLong);
        }
    }
    let names = columns.ok_or(Unread::Empty)?;
    let has = |name: &str| names.iter().any(|there| there == name);
    match has("request") && has("reference") {
        false => Err(Unread::NoColumns),
        true if rows.is_empty() => Err(Unread::Empty),
        true => Ok(rows),
    }
}

/// The number of the line that is at this byte, or after the ends of lines there.
fn line_at(text: &str, byte: u64) -> usize {
    let at = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let bytes = text.as_bytes();
    let ends = bytes.iter().skip(at).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    1 + bytes.iter().take(at + ends).filter(|byte| **byte == b'\n').count()
}

/// A column by the name it is known by here.
fn column(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let known = ALSO.iter().find(|(also, _)| *also == name).map(|(_, known)| (*known).to_owned());
    known.unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::tests::{batch, paid_as, request};
    use crate::funding::tests::{TREASURER, hand, payable};

    const TODAY: &str = "2026-12-20";

    fn read(text: &str, batch: &Batch, requests: &[Funding]) -> Result<Statement, Unread> {
        let requests = requests.iter().map(|request| (request.id, request.clone())).collect();
        Statement::of(text, batch, &requests, &hand(TREASURER, TODAY), TODAY.parse().unwrap())
    }

    fn verdicts(text: &str, batch: &Batch, requests: &[Funding]) -> Vec<Verdict> {
        read(text, batch, requests).unwrap().told.into_iter().map(|told| told.verdict).collect()
    }

    fn against(why: Against) -> Verdict {
        Verdict::Against(why)
    }

    /// R8
    #[test]
    fn a_line_with_a_reference_and_a_day_marks_its_request_and_one_without_says_nothing() {
        let requests = [request(1), request(2)];
        let batch = batch(&requests).unwrap();
        let [one, other] = [requests[0].id, requests[1].id];
        for text in [
            format!("request,reference,date\n{one},SEPA 1,2026-12-20\n{other},,\n"),
            format!(
                "\u{feff}Request;Amount;Currency;Reference;Paid on\r\n{one};60,00;EUR;SEPA 1;20 December 2026\r\n;;;;\r\n{other};60;EUR;;"
            ),
            format!("paid_on\trequest id\tpayment reference\n2026-12-20\t{one}\tSEPA 1\n\t{other}\t\n"),
        ] {
            assert_eq!(
                verdicts(&text, &batch, &requests),
                [Verdict::Marks(paid_as("SEPA 1")), Verdict::NotYet],
                "{text}"
            );
        }
        let quoted = format!("request,reference,date\n{one},\"SEPA 1, \"\"second\"\"\",2026-12-20");
        let first = read(&quoted, &batch, &requests).unwrap();
        assert_eq!(first.marks(), [(one, &paid_as("SEPA 1, \"second\""))].into());
        let formula = format!("request,reference,date\n{one},'+49 1,2026-12-20");
        assert_eq!(verdicts(&formula, &batch, &requests), [Verdict::Marks(paid_as("+49 1"))]);
        assert_eq!((harmless("+49 1"), harmless("49")), ("'+49 1".to_owned(), "49".to_owned()));
    }

    #[test]
    fn a_list_that_comes_again_changes_nothing_and_what_contradicts_is_left_to_a_person() {
        let requests = [request(1), request(2), request(3)];
        let [one, other, third] = [requests[0].id, requests[1].id, requests[2].id];
        let batch = batch(&requests).unwrap().marked(one, paid_as("SEPA 1")).unwrap().without(third).unwrap();
        let text = format!(
            "request,reference,date\n{one},SEPA 1,2026-12-20\n{one},SEPA 2,2026-12-20\n{third},A,2026-12-20\n\
             {},A,2026-12-20\nwho,A,2026-12-20\n{other},A,2026-12-21\n{other},A,12/13/2026\n{other},A,\n",
            request(9).id
        );
        assert_eq!(
            verdicts(&text, &batch, &requests),
            [
                Verdict::Known,
                against(Against::PaidOtherwise(paid_as("SEPA 1"))),
                against(Against::LeftOut),
                against(Against::NotHere),
                against(Against::NoRequest),
                against(Against::Day(Problem::NotYet)),
                against(Against::Day(Problem::NotADate)),
                against(Against::Day(Problem::Missing)),
            ]
        );
        let lines: Vec<_> = read(&text, &batch, &requests).unwrap().told().iter().map(|told| told.line).collect();
        assert_eq!(lines, (2..=9).collect::<Vec<_>>(), "as a person counts them, the names of the columns first");
        let twice = format!("request,reference,date\n{other},A,2026-12-20\n{other},A,2026-12-20");
        let twice = read(&twice, &batch, &requests).unwrap();
        assert_eq!(twice.marks().len(), 1, "said twice alike is said once");
        let unlike = format!("request,reference,date\n{other},A,2026-12-20\n{other},B,2026-12-20");
        assert_eq!(
            verdicts(&unlike, &batch, &requests),
            [against(Against::SaidOtherwise), against(Against::SaidOtherwise)]
        );
    }

    #[test]
    fn another_amount_or_a_part_of_it_is_not_taken_for_the_payment() {
        let mut several = payable(&["60.00 EUR", "9.00 USD"]);
        several.id = request(5).id;
        let requests = [request(1), several];
        let [one, several] = [requests[0].id, requests[1].id];
        let batch = batch(&requests).unwrap();
        let line = |id: FundingId, amount: &str, currency: &str| {
            let text = format!("request,reference,date,amount,currency\n{id},A,2026-12-20,\"{amount}\",{currency}");
            verdicts(&text, &batch, &requests).remove(0)
        };
        let marks = Verdict::Marks(paid_as("A"));
        assert_eq!(line(one, "60,00", ""), marks);
        assert_eq!(line(one, "59.99", "EUR"), against(Against::AnotherAmount));
        assert_eq!(line(one, "60.00", "USD"), against(Against::AnotherAmount));
        assert_eq!(line(one, "sixty", "EUR"), against(Against::Amount(Problem::NotAnAmount)));
        assert_eq!(line(several, "60.00", "EUR"), against(Against::PartOfIt));
        assert_eq!(line(several, "", ""), marks, "the whole, where it tells no amount");
        let both = format!(
            "request,reference,date,amount,currency\n{several},A,2026-12-20,60,EUR\n{several},A,2026-12-20,9,USD"
        );
        assert_eq!(read(&both, &batch, &requests).unwrap().marks().len(), 1);
    }

    /// R8
    #[test]
    fn ones_own_and_what_was_sent_back_meanwhile_are_not_marked() {
        let requests = [request(1), request(2)];
        let batch = batch(&requests).unwrap();
        let text = format!("request,reference,date\n{},A,2026-12-20\n{},B,2026-12-20", requests[0].id, requests[1].id);
        let there = BTreeMap::from([(requests[0].id, requests[0].clone())]);
        let own = crate::funding::Hand { person: requests[0].person, ..hand(TREASURER, TODAY) };
        let read = Statement::of(&text, &batch, &there, &own, TODAY.parse().unwrap()).unwrap();
        let read: Vec<_> = read.told().iter().map(|told| told.verdict.clone()).collect();
        assert_eq!(read, [against(Against::Own), against(Against::Changed)]);
    }

    #[test]
    fn what_is_no_list_is_told_as_a_whole() {
        let requests = [request(1)];
        let batch = batch(&requests).unwrap();
        let why = |text: &str| read(text, &batch, &requests).unwrap_err();
        assert_eq!(why(" \n"), Unread::Empty);
        assert_eq!(why("request,reference,date\n"), Unread::Empty);
        assert_eq!(why("id,what\n1,2\n"), Unread::NoColumns);
        let many = format!("request,reference\n{}", "1,2\n".repeat(MOST_LINES + 1));
        assert_eq!(why(&many), Unread::TooLong);
        assert_eq!(
            read("request,reference\n\"never closed", &batch, &requests).unwrap().told().len(),
            1,
            "a quote that never closes is a line that names no request"
        );
    }
}
