//! How the workbook looks: one accent color, one font, thin lines, room to breathe.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

/// Deep green: headers, titles, chart bars.
pub(super) const ACCENT: Color = Color::RGB(0x1F_5A_4C);
/// Body text.
pub(super) const INK: Color = Color::RGB(0x22_30_2B);
/// What is said in passing. 4.5 to 1 and more on white.
pub(super) const QUIET: Color = Color::RGB(0x5E_6B_66);
/// Lines between rows, grid lines of charts.
pub(super) const LINE: Color = Color::RGB(0xD7_E1_DD);

/// Excel comes with it, and LibreOffice and Google Sheets with one of the same measures.
pub(super) const FONT: &str = "Calibri";

/// Excel's numbers of the paper sizes.
pub(super) const A4: u8 = 9;
pub(super) const A3: u8 = 8;

/// How a cell below a header looks, by what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Text,
    Wrapped,
    Clipped,
    Quiet,
    QuietNumber,
    Count,
    Mean,
    Hours,
    Rate,
    /// A number of three decimals, as some currencies have.
    Fine,
    Day,
    Month,
}

impl Style {
    /// Each of them, in the order of their discriminants.
    pub(super) const ALL: [Self; 12] = [
        Self::Text,
        Self::Wrapped,
        Self::Clipped,
        Self::Quiet,
        Self::QuietNumber,
        Self::Count,
        Self::Mean,
        Self::Hours,
        Self::Rate,
        Self::Fine,
        Self::Day,
        Self::Month,
    ];
}

/// Formats of the cells.
pub(super) struct Look {
    pub(super) header: Format,
    pub(super) number_header: Format,
    pub(super) text: Format,
    pub(super) wrapped: Format,
    /// For text with more lines than its row shows: it starts at the top, so that the first ones are seen.
    pub(super) clipped: Format,
    pub(super) quiet: Format,
    pub(super) quiet_number: Format,
    pub(super) count: Format,
    pub(super) mean: Format,
    pub(super) hours: Format,
    pub(super) rate: Format,
    pub(super) fine: Format,
    pub(super) day: Format,
    pub(super) month: Format,
    pub(super) link: Format,
    pub(super) title: Format,
    pub(super) subtitle: Format,
    pub(super) period: Format,
    pub(super) rule: Format,
    pub(super) label: Format,
    pub(super) fact: Format,
}

impl Look {
    pub(super) fn new() -> Self {
        let plain = Format::new()
            .set_font_name(FONT)
            .set_font_size(11)
            .set_font_color(INK)
            .set_align(FormatAlign::VerticalCenter)
            .set_indent(1);
        let left = plain.clone().set_align(FormatAlign::Left);
        let header = left.clone().set_bold().set_font_color(Color::White).set_background_color(ACCENT).set_text_wrap();
        let cell = plain.set_indent(0).set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE);
        let text = cell.clone().set_align(FormatAlign::Left).set_indent(1);
        // LibreOffice loses the indent of some numbers; space that is part of the number's format stays.
        let number = |format: &str| cell.clone().set_align(FormatAlign::Right).set_num_format(format!("{format}_)_)"));
        Self {
            // Two steps keep the text clear of the filter's button.
            number_header: header.clone().set_align(FormatAlign::Right).set_indent(2),
            header,
            wrapped: text.clone().set_text_wrap(),
            clipped: text.clone().set_text_wrap().set_align(FormatAlign::Top),
            quiet: text.clone().set_font_color(QUIET),
            quiet_number: number("@").set_font_color(QUIET),
            count: number("#,##0"),
            mean: number("#,##0.0"),
            hours: number("#,##0.00"),
            rate: number("0%"),
            fine: number("#,##0.000"),
            day: text.clone().set_num_format("d mmm yyyy"),
            month: text.clone().set_num_format("mmmm yyyy"),
            link: text.clone().set_font_color(ACCENT).set_underline(FormatUnderline::Single),
            text,
            title: left.clone().set_font_size(28).set_bold().set_font_color(ACCENT),
            subtitle: left.clone().set_font_size(18),
            period: left.clone().set_font_size(13).set_font_color(QUIET),
            rule: left.clone().set_border_top(FormatBorder::Medium).set_border_top_color(ACCENT),
            label: left.clone().set_font_size(12).set_font_color(QUIET).set_align(FormatAlign::Top),
            fact: left.set_font_size(12).set_align(FormatAlign::Top).set_text_wrap(),
        }
    }

    /// The format of a style.
    pub(super) fn of(&self, style: Style) -> &Format {
        match style {
            Style::Text => &self.text,
            Style::Wrapped => &self.wrapped,
            Style::Clipped => &self.clipped,
            Style::Quiet => &self.quiet,
            Style::QuietNumber => &self.quiet_number,
            Style::Count => &self.count,
            Style::Mean => &self.mean,
            Style::Hours => &self.hours,
            Style::Rate => &self.rate,
            Style::Fine => &self.fine,
            Style::Day => &self.day,
            Style::Month => &self.month,
        }
    }
}
