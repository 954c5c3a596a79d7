//! A letter as HTML for mail programs: styles on the elements, because many drop everything else, and a style sheet
//! only for what needs one, dark mode above all (requirement P5).

use crate::envelope::{Envelope, one_line};
use crate::wording::{self, Block, Wording};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use words::Locale;

/// The HTML of a letter.
pub(crate) fn html(wording: &Wording, envelope: &Envelope<'_>) -> String {
    let locale = envelope.words.locale();
    let (language, direction) = (locale.tag(), direction(locale));
    let page = html! {
        (DOCTYPE)
        html lang=(language) dir=(direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no";
                title { (wording.subject) }
                style { (PreEscaped(STYLE)) }
            }
            body.page style=(BODY) {
                div style=(HIDDEN) { (wording.preheader) }
                // Web mail keeps only what is inside the body, so language and direction are said again.
                div lang=(language) dir=(direction) {
                    table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" {
                        tr { td align="center" style="padding:24px 12px" {
                            table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px" {
                                tr { td.muted align="left" style=(PROGRAM) { (one_line(envelope.program)) } }
                                tr { td.card align="left" style=(CARD) {
                                    p style=(PARAGRAPH) { (wording.greeting) }
                                    @for block in &wording.blocks { (shown(block)) }
                                } }
                                tr { td.muted align="left" style=(SMALL) {
                                    p style="margin:0 0 8px" { (wording.why) }
                                    p style="margin:0" { (with_address(&wording::support(envelope), envelope.reply_to.as_str())) }
                                } }
                            }
                        } }
                    }
                }
            }
        }
    };
    page.into_string()
}

fn shown(block: &Block) -> Markup {
    html! {
        @match block {
            Block::Paragraph(sentence) => { p style=(PARAGRAPH) { (sentence) } }
            Block::Highlight(sentence) => { p.highlight style=(HIGHLIGHT) { (sentence) } }
            Block::Quote(paragraphs) => {
                div.quote style=(QUOTE) {
                    @for lines in paragraphs {
                        p dir="auto" {
                            @for (number, line) in lines.iter().enumerate() {
                                @if number > 0 { br; }
                                (line)
                            }
                        }
                    }
                }
            }
            Block::Bullets(items) => {
                ul style="margin:0 0 16px;padding-left:22px;padding-inline:22px 0" {
                    @for item in items { li style="margin:0 0 6px" { (item) } }
                }
            }
            Block::Facts(facts) => {
                table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px" {
                    @for (name, fact) in facts {
                        tr {
                            th.muted.rule scope="row" align="left" valign="top" style=(FACT_NAME) { (name) }
                            td.rule align="left" valign="top" style=(FACT) { (fact) }
                        }
                    }
                }
            }
            Block::Link { before, url } => {
                p style=(PARAGRAPH) { (before) " " a.link href=(url) style=(LINK) { (url) } }
            }
            Block::Action { label, url } => {
                table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px" {
                    tr { td.button bgcolor="#1d5c4d" style="border-radius:8px;background:#1d5c4d" {
                        a.button href=(url) style=(BUTTON) { (label) }
                    } }
                }
            }
        }
    }
}

/// The sentence with the address in it as a link to write to.
fn with_address(sentence: &str, address: &str) -> Markup {
    match sentence.split_once(address) {
        Some((before, after)) => html! {
            (before) a.muted href={ "mailto:" (address) } style="color:#56606b" { (address) } (after)
        },
        None => html! { (sentence) },
    }
}

fn direction(locale: Locale) -> &'static str {
    match locale {
        Locale::English | Locale::Pseudo => "ltr",
    }
}

const BODY: &str = "margin:0;padding:0;background:#f3f1ec;color:#1c2329;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans',sans-serif;font-size:16px;line-height:1.5;-webkit-text-size-adjust:100%";
const HIDDEN: &str = "display:none;max-height:0;overflow:hidden;mso-hide:all";
const PROGRAM: &str = "text-align:start;padding:0 8px 12px;color:#56606b;font-size:14px;font-weight:600";
const CARD: &str =
    "text-align:start;padding:28px 24px 12px;background:#ffffff;border-radius:12px;overflow-wrap:anywhere";
const SMALL: &str =
    "text-align:start;padding:16px 8px 0;color:#56606b;font-size:13px;line-height:1.5;overflow-wrap:anywhere";
const PARAGRAPH: &str = "margin:0 0 16px";
const HIGHLIGHT: &str = "margin:0 0 16px;font-size:20px;line-height:1.35;font-weight:600;color:#1d5c4d";
// "start" is inherited as such, so that each paragraph begins at its own side.
const QUOTE: &str = "text-align:start;margin:0 0 16px;padding:4px 16px;border-left:3px solid #b9c6c1;border-radius:2px";
const FACT_NAME: &str = "padding:8px 16px 8px 0;color:#56606b;font-weight:400;border-bottom:1px solid #e4e1da";
const FACT: &str = "padding:8px 0;font-weight:600;border-bottom:1px solid #e4e1da";
const LINK: &str = "color:#1d5c4d";
const BUTTON: &str =
    "display:inline-block;padding:12px 22px;color:#ffffff;font-weight:600;text-decoration:none;border-radius:8px";

const STYLE: &str = ":root{color-scheme:light dark;supported-color-schemes:light dark}\
.quote p{margin:8px 0}\
@media (prefers-color-scheme:dark){\
.page{background:#14181b!important;color:#e8eaec!important}\
.card{background:#1e2428!important;color:#e8eaec!important}\
.muted{color:#a5afb8!important}\
.highlight,.link{color:#8fd6c1!important}\
.quote{border-color:#4b5a56!important}\
.rule{border-color:#353d43!important}\
td.button{background:#8fd6c1!important}\
a.button{color:#10211c!important}\
}";
