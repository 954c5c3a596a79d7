//! Texts that many rows share, as numbers while the rows are counted, so that years of them fit in memory: of two million
//! activities they would take half a gigabyte, and nothing that is counted asks what they say.

use polars::prelude::*;
use std::collections::HashMap;

/// The columns that are numbers while they are counted.
const CODED: [&str; 6] = ["ambassador_id", "quarter", "kind", "country", "region", "language"];

/// Which number stands for which text, the same in every frame.
#[derive(Default)]
pub(super) struct Codes([Code; CODED.len()]);

#[derive(Default)]
struct Code {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Code {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    fn text(&self, number: u32) -> Option<&str> {
        self.texts.get(usize::try_from(number).ok()?).map(String::as_str)
    }
}

impl Codes {
    /// The frame with numbers in place of the texts it has of these.
    pub(super) fn coded(&mut self, mut frame: DataFrame) -> PolarsResult<DataFrame> {
        for (name, code) in CODED.into_iter().zip(&mut self.0) {
            let Ok(column) = frame.column(name) else { continue };
            let numbers = column.str()?.iter().map(|text| text.map(|text| code.of(text)));
            let numbers = numbers.collect::<UInt32Chunked>().with_name(name.into());
            frame.with_column(numbers.into_column())?;
        }
        Ok(frame)
    }

    /// The frame with the texts again.
    pub(super) fn told(&self, mut frame: DataFrame) -> PolarsResult<DataFrame> {
        for (name, code) in CODED.into_iter().zip(&self.0) {
            let Ok(column) = frame.column(name) else { continue };
            let texts = column.u32()?.iter().map(|number| number.and_then(|number| code.text(number)));
            let texts = texts.collect::<StringChunked>().with_name(name.into());
            frame.with_column(texts.into_column())?;
        }
        Ok(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_a_number_while_it_was_counted_is_the_same_text_again() {
        let frame = |ids: [Option<&str>; 3], countries: [Option<&str>; 3]| {
            df!("ambassador_id" => ids, "country" => countries, "views" => [1u64, 2, 3]).unwrap()
        };
        let mut codes = Codes::default();
        let first = frame([Some("a"), None, Some("b")], [Some("NG"), Some("DE"), Some("NG")]);
        let second = frame([Some("b"), Some("c"), Some("a")], [None, Some("BR"), Some("NG")]);
        let coded = [first.clone(), second.clone()].map(|frame| codes.coded(frame).unwrap());
        // One text is one number in both.
        let number = |frame: &DataFrame, row| frame.column("country").unwrap().u32().unwrap().get(row);
        assert_eq!((number(&coded[0], 0), number(&coded[1], 0)), (number(&coded[1], 2), None));
        let [back, and_back] = coded.map(|frame| codes.told(frame).unwrap());
        assert!(back.equals_missing(&first) && and_back.equals_missing(&second), "{back:?} {and_back:?}");
    }
}
