//! What ties a browser's request to the letter it caused.

use chrono::Utc;
use std::fmt;

/// The identifier of everything that one request or event led to, written as AWS X-Ray writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace(String);

impl Trace {
    /// The root that an `X-Amzn-Trace-Id` header names; a new one where it names none.
    ///
    /// Anybody can send such a header, so nothing but an identifier of this very form is taken from it:
    /// <https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader>
    pub fn of(header: Option<&str>) -> Self {
        let parts = header.into_iter().flat_map(|header| header.split(';'));
        let mut roots = parts.filter_map(|part| part.trim().strip_prefix("Root=")).filter(|root| is_root(root));
        roots.next().map_or_else(Self::new, |root| Self(root.to_owned()))
    }

    fn new() -> Self {
        let mut random = [0; 12];
        // A trace is a convenience: without randomness two may be alike, and the office goes on.
        let _ = getrandom::fill(&mut random);
        let random: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        Self(format!("1-{:08x}-{random}", Utc::now().timestamp()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_root(root: &str) -> bool {
    let is_hex =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let parts: Vec<_> = root.split('-').collect();
    matches!(parts.as_slice(), ["1", at, random] if is_hex(at, 8) && is_hex(random, 24))
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_the_root_of_the_header_and_of_the_lambda_runtime() {
        let root = "1-5bef4de7-ad49b0e87f6ef6c87fc2e700";
        for header in [
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700",
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
            "Self=1-67891234-12456789abcdef012345678; Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700",
        ] {
            assert_eq!(Trace::of(Some(header)).as_str(), root, "{header}");
        }
    }

    /// S13
    #[test]
    fn what_is_no_trace_is_taken_from_nobody() {
        for header in [
            None,
            Some(""),
            Some("Root=amara@example.org"),
            Some("1-5bef4de7-ad49b0e87f6ef6c87fc2e700"),
            Some("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e70x"),
            Some("Root=2-5bef4de7-ad49b0e87f6ef6c87fc2e700"),
        ] {
            let (one, other) = (Trace::of(header), Trace::of(header));
            assert!(is_root(one.as_str()), "{header:?}: {one}");
            assert_ne!(one, other, "{header:?}");
        }
    }
}
