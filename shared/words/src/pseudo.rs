//! The accented English that shows which words did not come from the message files.

use std::borrow::Cow;

/// The same text with every ASCII letter replaced by an accented one.
pub(crate) fn accented(text: &str) -> Cow<'_, str> {
    text.chars().map(accent).collect::<String>().into()
}

fn accent(letter: char) -> char {
    const SMALL: [char; 26] = [
        'á', 'ƀ', 'ç', 'đ', 'é', 'ƒ', 'ĝ', 'ĥ', 'í', 'ĵ', 'ķ', 'ļ', 'ɱ', 'ñ', 'ó', 'þ', 'ɋ', 'ŕ', 'š', 'ţ', 'ú', 'ṽ',
        'ŵ', 'ẋ', 'ý', 'ž',
    ];
    const LARGE: [char; 26] = [
        'Á', 'Ɓ', 'Ç', 'Đ', 'É', 'Ƒ', 'Ĝ', 'Ĥ', 'Í', 'Ĵ', 'Ķ', 'Ļ', 'Ṁ', 'Ñ', 'Ó', 'Þ', 'Ɋ', 'Ŕ', 'Š', 'Ţ', 'Ú', 'Ṽ',
        'Ŵ', 'Ẋ', 'Ý', 'Ž',
    ];
    let of = |letters: [char; 26], first: char| letters.get(letter as usize - first as usize).copied();
    match letter {
        'a'..='z' => of(SMALL, 'a'),
        'A'..='Z' => of(LARGE, 'A'),
        _ => None,
    }
    .unwrap_or(letter)
}
