//! A letter as plain text: lines of some 76 columns, and each link alone on its line, so that every program finds it.

use crate::envelope::Envelope;
use crate::wording::{self, Block, Wording};

const WIDTH: usize = 76;

/// The text of a letter.
pub(crate) fn text(wording: &Wording, envelope: &Envelope<'_>) -> String {
    let mut pieces = vec![wrapped(&wording.greeting, "", "")];
    for block in &wording.blocks {
        pieces.push(match block {
            Block::Paragraph(sentence) | Block::Highlight(sentence) => wrapped(sentence, "", ""),
            Block::Quote(paragraphs) => {
                let paragraphs: Vec<_> = paragraphs.iter().map(|lines| listed(lines, "> ", "> ")).collect();
                paragraphs.join("\n>\n")
            }
            Block::Bullets(items) => listed(items, "- ", "  "),
            Block::Facts(facts) => {
                let facts: Vec<_> = facts.iter().map(|(name, fact)| format!("{name}: {fact}")).collect();
                listed(&facts, "", "  ")
            }
            Block::Link { before: words, url } => format!("{}\n{url}", wrapped(words, "", "")),
            Block::Action { label, url } => format!("{}:\n{url}", wrapped(label, "", "")),
        });
    }
    pieces.push(format!("----\n{}\n\n{}", wrapped(&wording.why, "", ""), wrapped(&wording::support(envelope), "", "")));
    let mut text = pieces.join("\n\n");
    text.push('\n');
    text
}

fn listed(items: &[String], first: &str, rest: &str) -> String {
    let items: Vec<_> = items.iter().map(|item| wrapped(item, first, rest)).collect();
    items.join("\n")
}

/// `text` broken between words; a word longer than a line stays whole, because it may be an address.
fn wrapped(text: &str, first: &str, rest: &str) -> String {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
    lines.join("\n")
}
