//! PDF: how many pages there are, whether it asks for a password, and that it is whole. Nothing of it is shown or run.
//!
//! A PDF is read from its end: a table says where each object lies, an object leads to the tree of pages, and the leaves
//! of that tree are counted. Tables and objects may be compressed. All that is read is bounded: how often a table leads
//! to another ([`MOST_TABLES`]), how many objects it lists ([`MOST_OBJECTS`]), how much is unpacked ([`MOST_UNPACKED`]),
//! how many values and
//! bytes are read ([`MOST_VALUES`], [`MOST_READ`]). Start at [`pages`]; the values of the notation are in `value`.

mod value;

use super::{MOST_PAGES, NotTaken, disguise};
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use std::collections::{BTreeSet, HashMap};
use value::{Dictionary, Reader, Value};

/// How a PDF begins.
pub(super) const FIRST: &[u8] = b"%PDF-";

/// How often one table of objects may lead to an older one: once for each time the file was changed.
const MOST_TABLES: usize = 500;
/// The most objects of a file.
const MOST_OBJECTS: usize = 400_000;
/// The most bytes that are unpacked, all in all.
const MOST_UNPACKED: usize = 16_000_000;
/// The most values that are read, all in all.
const MOST_VALUES: usize = 2_000_000;
/// The most bytes that are read, all in all: objects may lie in each other, so that few bytes are read often.
const MOST_READ: usize = 60_000_000;
/// How far from the end of a file its end mark may stand; programs look there.
const END_WITHIN: usize = 1024;
/// How deep the tree of pages may be.
const MOST_NODES: usize = 3 * MOST_PAGES as usize;

/// The number of pages of a PDF that is whole and open.
pub(super) fn pages(content: &[u8]) -> Result<u32, NotTaken> {
    let trimmed = content.iter().rposition(|byte| !matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n' | 0x0c));
    let whole = content.get(..=trimmed.unwrap_or_default()).unwrap_or(content);
    let end = rfind(whole, b"%%EOF");
    let behind = end.and_then(|end| whole.get(end + 5..)).unwrap_or_default();
    if disguise::hides_another(content, behind) || disguise::is_web_page(content) {
        return Err(NotTaken::TwoKinds);
    }
    let end = end.filter(|_| behind.len() <= END_WITHIN).ok_or(NotTaken::CutOff)?;
    let start = rfind(whole.get(..end).unwrap_or_default(), b"startxref").ok_or(NotTaken::Damaged)?;
    let mut file = File::new(content);
    let first = file.reader(start + b"startxref".len())?.whole_number().ok_or(NotTaken::Damaged)?;
    let root = file.read_tables(first)?;
    let catalog = file.dictionary(&root)?;
    let tree = catalog.get("Pages").ok_or(NotTaken::Damaged)?.clone();
    file.count_pages(tree)
}

/// Where an object lies.
#[derive(Clone, Copy)]
enum Place {
    /// In the file, from here.
    At(usize),
    /// In a packed object.
    In(u32),
    /// Nowhere any more.
    Free,
}

struct File<'a> {
    content: &'a [u8],
    places: HashMap<u32, Place>,
    /// What was unpacked, so that it is once.
    packs: HashMap<u32, Pack>,
    may_unpack: usize,
    may_read: usize,
    may_scan: usize,
}

/// Objects that were packed together.
struct Pack {
    /// Where each begins.
    starts: HashMap<u32, usize>,
    bytes: Vec<u8>,
}

impl<'a> File<'a> {
    fn new(content: &'a [u8]) -> Self {
        Self {
            content,
            places: HashMap::new(),
            packs: HashMap::new(),
            may_unpack: MOST_UNPACKED,
            may_read: MOST_VALUES,
            may_scan: MOST_READ,
        }
    }

    fn reader(&self, at: usize) -> Result<Reader<'a>, NotTaken> {
        self.content.get(at..).map(Reader::new).ok_or(NotTaken::Damaged)
    }

    fn value(&mut self, reader: &mut Reader<'_>) -> Result<Value, NotTaken> {
        reader.value(&mut self.may_read).ok_or(NotTaken::Damaged)
    }

    /// Counts what was read between two places.
    fn scanned(&mut self, before: usize, reader: &Reader<'_>) -> Result<(), NotTaken> {
        let bytes = before.saturating_sub(reader.rest().len());
        self.may_scan = self.may_scan.checked_sub(bytes).ok_or(NotTaken::Damaged)?;
        Ok(())
    }

    /// Reads every table of objects, newest first, and gives what leads to the pages.
    fn read_tables(&mut self, newest: usize) -> Result<Value, NotTaken> {
        let mut root = None;
        let mut next = vec![newest];
        let mut seen = BTreeSet::new();
        while let Some(at) = next.pop() {
            if !seen.insert(at) || seen.len() > MOST_TABLES {
                return Err(NotTaken::Damaged);
            }
            let mut reader = self.reader(at)?;
            let before = reader.rest().len();
            let about = match reader.keyword("xref") {
                true => self.read_table(&mut reader)?,
                false => self.read_packed_table(&mut reader)?,
            };
            self.scanned(before, &reader)?;
            if about.get("Encrypt").is_some_and(|it| !matches!(it, Value::Other)) {
                return Err(NotTaken::Locked);
            }
            root = root.or_else(|| about.get("Root").cloned());
            // The packed half of a table in two halves comes before older tables, so it is pushed last.
            for name in ["Prev", "XRefStm"] {
                if let Some(Value::Number(at)) = about.get(name) {
                    next.push(usize::try_from(*at).map_err(|_| NotTaken::Damaged)?);
                }
            }
        }
        root.ok_or(NotTaken::Damaged)
    }

    fn place(&mut self, object: u64, place: Place) -> Result<(), NotTaken> {
        let object = u32::try_from(object).map_err(|_| NotTaken::Damaged)?;
        self.places.entry(object).or_insert(place);
        if self.places.len() > MOST_OBJECTS { Err(NotTaken::Damaged) } else { Ok(()) }
    }

    fn read_table(&mut self, reader: &mut Reader<'_>) -> Result<Dictionary, NotTaken> {
        let damaged = || NotTaken::Damaged;
        while !reader.keyword("trailer") {
            let first = reader.whole_number().ok_or_else(damaged)? as u64;
            let count = reader.whole_number().ok_or_else(damaged)? as u64;
            for object in first..first.saturating_add(count) {
                let at = reader.whole_number().ok_or_else(damaged)?;
                reader.whole_number().ok_or_else(damaged)?;
                let place = if reader.keyword("n") {
                    Place::At(at)
                } else if reader.keyword("f") {
                    Place::Free
                } else {
                    return Err(NotTaken::Damaged);
                };
                self.place(object, place)?;
            }
        }
        self.value(reader)?.dictionary().ok_or_else(damaged)
    }

    fn read_packed_table(&mut self, reader: &mut Reader<'_>) -> Result<Dictionary, NotTaken> {
        let (about, body) = self.stream(reader)?;
        if about.get("Encrypt").is_some() {
            return Err(NotTaken::Locked);
        }
        let table = self.unpack(&about, body)?;
        let widths: Vec<usize> = about.numbers("W").filter_map(|width| usize::try_from(width).ok()).collect();
        let [kind, one, two] = *widths.as_slice() else { return Err(NotTaken::Damaged) };
        if kind > 8 || one > 8 || two > 8 || kind + one + two == 0 {
            return Err(NotTaken::Damaged);
        }
        let size = about.number("Size").ok_or(NotTaken::Damaged)?;
        let mut sections: Vec<i64> = about.numbers("Index").collect();
        if sections.is_empty() {
            sections = vec![0, size];
        }
        let mut rows = table.chunks_exact(kind + one + two);
        for section in sections.chunks_exact(2) {
            let [first, count] = *section else { continue };
            let (first, count) = (u64::try_from(first).unwrap_or(0), u64::try_from(count).unwrap_or(0));
            for (object, row) in (first..first.saturating_add(count)).zip(rows.by_ref()) {
                let (is, rest) = row.split_at_checked(kind).ok_or(NotTaken::Damaged)?;
                let (field, _) = rest.split_at_checked(one).ok_or(NotTaken::Damaged)?;
                let field = big_endian(field);
                let place = match if kind == 0 { 1 } else { big_endian(is) } {
                    1 => Place::At(usize::try_from(field).map_err(|_| NotTaken::Damaged)?),
                    2 => Place::In(u32::try_from(field).map_err(|_| NotTaken::Damaged)?),
                    _ => Place::Free,
                };
                self.place(object, place)?;
            }
        }
        Ok(about)
    }

    /// The dictionary of a packed object and what follows it: its bytes, and more.
    fn stream<'b>(&mut self, reader: &mut Reader<'b>) -> Result<(Dictionary, &'b [u8]), NotTaken> {
        let head = reader.whole_number().is_some() && reader.whole_number().is_some() && reader.keyword("obj");
        let about = if head { self.value(reader)?.dictionary() } else { None };
        let body = reader.keyword("stream").then(|| reader.rest());
        let body = body.and_then(|rest| rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).or(Some(rest)));
        about.zip(body).ok_or(NotTaken::Damaged)
    }

    fn unpack(&mut self, about: &Dictionary, body: &[u8]) -> Result<Vec<u8>, NotTaken> {
        let (filter, how) = (about.first("Filter"), about.first("DecodeParms"));
        let bytes = match filter {
            None => {
                let length = about.number("Length").and_then(|length| usize::try_from(length).ok());
                let plain = length.and_then(|length| body.get(..length)).ok_or(NotTaken::Damaged)?;
                if plain.len() > self.may_unpack {
                    return Err(NotTaken::Damaged);
                }
                plain.to_vec()
            }
            // What is packed says itself where it ends.
            Some(Value::Name(name)) if name == b"FlateDecode" || name == b"Fl" => {
                decompress_to_vec_zlib_with_limit(body, self.may_unpack).map_err(|_| NotTaken::Damaged)?
            }
            Some(_) => return Err(NotTaken::Damaged),
        };
        self.may_unpack = self.may_unpack.saturating_sub(bytes.len());
        let how = match how {
            Some(Value::Dictionary(how)) => how,
            _ => return Ok(bytes),
        };
        match how.number("Predictor").unwrap_or(1) {
            1 => Ok(bytes),
            10..=15 => {
                let columns = usize::try_from(how.number("Columns").unwrap_or(1)).ok();
                let columns = columns.filter(|columns| (1..=1024).contains(columns)).ok_or(NotTaken::Damaged)?;
                let plain = [("Colors", 1), ("BitsPerComponent", 8)];
                match plain.iter().all(|(name, usual)| how.number(name).unwrap_or(*usual) == *usual) {
                    true => unpredict(&bytes, columns).ok_or(NotTaken::Damaged),
                    false => Err(NotTaken::Damaged),
                }
            }
            _ => Err(NotTaken::Damaged),
        }
    }

    /// An object, wherever it lies; nothing stands for one that is nowhere.
    fn object(&mut self, number: u32) -> Result<Value, NotTaken> {
        match self.places.get(&number).copied().unwrap_or(Place::Free) {
            Place::Free => Ok(Value::Other),
            Place::At(at) => {
                let mut reader = self.reader(at)?;
                let before = reader.rest().len();
                let named = reader.whole_number().and_then(|named| u32::try_from(named).ok());
                if named != Some(number) || reader.whole_number().is_none() || !reader.keyword("obj") {
                    return Err(NotTaken::Damaged);
                }
                let value = self.value(&mut reader)?;
                self.scanned(before, &reader)?;
                Ok(value)
            }
            Place::In(container) => self.packed_object(number, container),
        }
    }

    fn packed_object(&mut self, number: u32, container: u32) -> Result<Value, NotTaken> {
        let pack = match self.packs.remove(&container) {
            Some(pack) => pack,
            None => self.open_pack(container)?,
        };
        let object = pack.starts.get(&number).and_then(|start| pack.bytes.get(*start..)).ok_or(NotTaken::Damaged)?;
        let mut reader = Reader::new(object);
        let value = self.value(&mut reader)?;
        self.scanned(object.len(), &reader)?;
        self.packs.insert(container, pack);
        Ok(value)
    }

    fn open_pack(&mut self, container: u32) -> Result<Pack, NotTaken> {
        let Some(Place::At(at)) = self.places.get(&container).copied() else { return Err(NotTaken::Damaged) };
        let mut reader = self.reader(at)?;
        let before = reader.rest().len();
        let (mut about, body) = self.stream(&mut reader)?;
        self.scanned(before, &reader)?;
        if let Some(Value::Reference(length)) = about.get("Length").cloned()
            && let Some(Place::At(_)) = self.places.get(&length)
        {
            about.set("Length", self.object(length)?);
        }
        let first = about.number("First").and_then(|first| usize::try_from(first).ok()).ok_or(NotTaken::Damaged)?;
        let bytes = self.unpack(&about, body)?;
        // The numbers of the objects stand first, each with its distance from the first of them.
        let mut heads = Reader::new(bytes.get(..first).ok_or(NotTaken::Damaged)?);
        let mut starts = HashMap::new();
        while let (Some(number), Some(distance)) = (heads.whole_number(), heads.whole_number()) {
            let number = u32::try_from(number).map_err(|_| NotTaken::Damaged)?;
            starts.insert(number, first.saturating_add(distance));
            if starts.len() > MOST_OBJECTS {
                return Err(NotTaken::Damaged);
            }
        }
        Ok(Pack { starts, bytes })
    }

    /// A dictionary, or the one a reference leads to.
    fn dictionary(&mut self, value: &Value) -> Result<Dictionary, NotTaken> {
        let value = match value {
            Value::Reference(number) => self.object(*number)?,
            other => other.clone(),
        };
        value.dictionary().ok_or(NotTaken::Damaged)
    }

    /// Counts the leaves of the tree of pages.
    fn count_pages(&mut self, tree: Value) -> Result<u32, NotTaken> {
        let mut pages = 0;
        let mut seen = BTreeSet::new();
        let mut next = vec![tree];
        while let Some(node) = next.pop() {
            if let Value::Reference(number) = node
                && !seen.insert(number)
            {
                return Err(NotTaken::Damaged);
            }
            let node = self.dictionary(&node)?;
            let kids = match node.get("Kids").cloned() {
                Some(Value::Reference(number)) => Some(self.object(number)?),
                other => other,
            };
            match kids {
                Some(Value::List(kids)) => next.extend(kids),
                Some(_) => return Err(NotTaken::Damaged),
                None => pages += 1,
            }
            if pages > MOST_PAGES || seen.len() + next.len() > MOST_NODES {
                return Err(NotTaken::TooManyPages);
            }
        }
        if pages == 0 { Err(NotTaken::Damaged) } else { Ok(pages) }
    }
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// Undoes what makes the rows of a table easier to pack: each byte told by its neighbors, as in a PNG.
fn unpredict(bytes: &[u8], columns: usize) -> Option<Vec<u8>> {
    let mut all = Vec::with_capacity(bytes.len());
    let mut above = vec![0; columns];
    for row in bytes.chunks(columns + 1) {
        let (how, row) = row.split_first()?;
        let (mut left, mut above_left) = (0, 0);
        for (byte, above) in row.iter().zip(&mut above) {
            let guess = match how {
                0 => 0,
                1 => left,
                2 => *above,
                3 => u8::midpoint(left, *above),
                4 => paeth(left, *above, above_left),
                _ => return None,
            };
            above_left = *above;
            left = byte.wrapping_add(guess);
            *above = left;
            all.push(left);
        }
    }
    Some(all)
}

/// Whichever of the three is nearest to left + above - above_left.
fn paeth(left: u8, above: u8, above_left: u8) -> u8 {
    let goal = i16::from(left) + i16::from(above) - i16::from(above_left);
    let [left, above, above_left] = [left, above, above_left].map(|near| ((i16::from(near) - goal).abs(), near));
    if left.0 <= above.0 && left.0 <= above_left.0 {
        left.1
    } else if above.0 <= above_left.0 {
        above.1
    } else {
        above_left.1
    }
}

fn rfind(content: &[u8], what: &[u8]) -> Option<usize> {
    content.windows(what.len()).rposition(|window| window == what)
}
