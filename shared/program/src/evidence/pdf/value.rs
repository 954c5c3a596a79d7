//! The values PDFs are written in, as far as leads to the pages.

/// How deep values may stand in values.
const DEEPEST: u8 = 32;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A name, such as `/Type`.
    Name(Vec<u8>),
    /// A number; what comes after the point is of no matter here.
    Number(i64),
    /// Another object.
    Reference(u32),
    /// Several.
    List(Vec<Self>),
    /// Several, each with a name.
    Dictionary(Dictionary),
    /// A text, true, false, or nothing.
    Other,
}

impl Value {
    pub(super) fn dictionary(self) -> Option<Dictionary> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }
}

/// Values with names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dictionary(Vec<(Vec<u8>, Value)>);

impl Dictionary {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(named, _)| named == name.as_bytes()).map(|(_, value)| value)
    }

    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.0.retain(|(named, _)| named != name.as_bytes());
        self.0.push((name.as_bytes().to_vec(), value));
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The numbers of a list; none where there is no list.
    pub(super) fn numbers(&self, name: &str) -> impl Iterator<Item = i64> {
        let list = match self.get(name) {
            Some(Value::List(list)) => list.as_slice(),
            _ => &[],
        };
        list.iter().map_while(|value| if let Value::Number(number) = value { Some(*number) } else { None })
    }

    /// The value, or the only one of a list; a list of more is something this cannot read.
    pub(super) fn first(&self, name: &str) -> Option<&Value> {
        match self.get(name)? {
            Value::List(list) => match list.as_slice() {
                [] => None,
                [only] => Some(only),
                _ => Some(&Value::Other),
            },
            other => Some(other),
        }
    }
}

/// Reads values one after the other.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// Everything that was not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Goes past this word, if it comes next.
    pub(super) fn keyword(&mut self, word: &str) -> bool {
        self.skip();
        match self.rest.strip_prefix(word.as_bytes()) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// A whole number without a sign, if it comes next.
    pub(super) fn whole_number(&mut self) -> Option<usize> {
        self.skip();
        let length = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at_checked(length)?;
        let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
        self.rest = rest;
        Some(number)
    }

    /// The next value; none where there is none, or where more were read than may be.
    pub(super) fn value(&mut self, may_read: &mut usize) -> Option<Value> {
        self.nested(may_read, 0)
    }

    fn nested(&mut self, may_read: &mut usize, depth: u8) -> Option<Value> {
        *may_read = may_read.checked_sub(1)?;
        if depth > DEEPEST {
            return None;
        }
        self.skip();
        match self.rest {
            [b'<', b'<', ..] => {
                self.ahead(2);
                let mut dictionary = Dictionary::default();
                while !self.keyword(">>") {
                    let Value::Name(name) = self.nested(may_read, depth + 1)? else { return None };
                    dictionary.0.push((name, self.nested(may_read, depth + 1)?));
                }
                Some(Value::Dictionary(dictionary))
            }
            [b'[', ..] => {
                self.ahead(1);
                let mut list = Vec::new();
                while !self.keyword("]") {
                    list.push(self.nested(may_read, depth + 1)?);
                }
                Some(Value::List(list))
            }
            [b'/', ..] => {
                self.ahead(1);
                Some(Value::Name(unescaped(self.word())))
            }
            [b'(', ..] => self.text(),
            [b'<', ..] => {
                let end = self.rest.iter().position(|byte| *byte == b'>')?;
                self.ahead(end + 1);
                Some(Value::Other)
            }
            [b'+' | b'-' | b'.' | b'0'..=b'9', ..] => self.number_or_reference(),
            [b'a'..=b'z', ..] => match self.word() {
                b"true" | b"false" | b"null" => Some(Value::Other),
                _ => None,
            },
            _ => None,
        }
    }

    fn number_or_reference(&mut self) -> Option<Value> {
        let mut ahead = self.clone();
        if let (Some(number), Some(_)) = (ahead.whole_number(), ahead.whole_number())
            && ahead.keyword("R")
        {
            self.rest = ahead.rest;
            return u32::try_from(number).ok().map(Value::Reference);
        }
        let word = std::str::from_utf8(self.word()).ok()?;
        let whole = word.split('.').next().unwrap_or_default();
        match whole {
            "" | "-" | "+" => Some(Value::Number(0)),
            _ => whole.parse().ok().map(Value::Number),
        }
    }

    /// A text in brackets, which may hold brackets in pairs.
    fn text(&mut self) -> Option<Value> {
        let mut open = 0_usize;
        let mut bytes = self.rest.iter().enumerate();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\\' => {
                    bytes.next();
                }
                b'(' => open += 1,
                b')' if open <= 1 => {
                    self.ahead(at + 1);
                    return Some(Value::Other);
                }
                b')' => open -= 1,
                _ => {}
            }
        }
        None
    }

    fn word(&mut self) -> &'a [u8] {
        let is_end = |byte: &u8| is_blank(*byte) || b"()<>[]{}/%".contains(byte);
        let length = self.rest.iter().position(is_end).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, &[]));
        self.rest = rest;
        word
    }

    /// Goes past blanks and remarks.
    fn skip(&mut self) {
        loop {
            let blanks = self.rest.iter().take_while(|byte| is_blank(**byte)).count();
            self.ahead(blanks);
            if self.rest.first() != Some(&b'%') {
                return;
            }
            let line = self.rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(self.rest.len());
            self.ahead(line);
        }
    }

    fn ahead(&mut self, by: usize) {
        self.rest = self.rest.get(by..).unwrap_or_default();
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

/// A name as it is meant: `#45` stands for `E`.
fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((byte, after)) = rest.split_first() {
        let hex = (*byte == b'#').then(|| after.get(..2)).flatten();
        let meant = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        plain.push(meant.unwrap_or(*byte));
        rest = if meant.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    plain
}
