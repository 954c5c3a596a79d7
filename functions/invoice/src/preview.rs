//! Small pictures of what people post. A page shows these and never the file itself, which may say where it was taken.

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use program::evidence::{Content, NotTaken};
use std::io::Cursor;

/// The longer side of a preview.
const SIDE: u32 = 480;
/// The most pixels of a picture that gets one: unpacked, each takes up to nine bytes of memory.
const MOST_PIXELS: u64 = 50_000_000;
/// The most memory a decoder may ask for at once.
const MOST_MEMORY: u64 = 256_000_000;

/// A preview as a JPEG; none for a PDF, or a picture that is too large or unusual for one.
///
/// # Errors
/// [`NotTaken::Damaged`] where the pixels cannot be read.
pub(crate) async fn of(content: Bytes, is: Content) -> Result<Option<Vec<u8>>, NotTaken> {
    let format = match is {
        Content::Jpeg(_) => ImageFormat::Jpeg,
        Content::Png(_) => ImageFormat::Png,
        Content::Pdf { .. } => return Ok(None),
    };
    if is.pixels().is_none_or(|pixels| pixels.count() > MOST_PIXELS) {
        return Ok(None);
    }
    // Where it holds up nobody, and where a decoder that falls over takes nobody along.
    match tokio::task::spawn_blocking(move || small(&content, format)).await {
        Ok(Ok(preview)) => Ok(Some(preview)),
        Ok(Err(ImageError::Decoding(_) | ImageError::IoError(_))) => Err(NotTaken::Damaged),
        Ok(Err(error)) => {
            tracing::info!(%error, "a picture has no preview");
            Ok(None)
        }
        Err(error) => {
            tracing::warn!(%error, "a picture could not be made smaller");
            Ok(None)
        }
    }
}

fn small(content: &[u8], format: ImageFormat) -> Result<Vec<u8>, ImageError> {
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    // A telephone held upright says so beside the pixels.
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if picture.width().max(picture.height()) > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    picture.apply_orientation(orientation);
    let mut encoded = Vec::new();
    JpegEncoder::new_with_quality(&mut encoded, 80).encode_image(&on_white(&picture))?;
    Ok(encoded)
}

/// The picture as it looks on paper.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, opaque] = picture.get_pixel(x, y).0;
        let over = |color: u8| {
            let (color, opaque) = (u16::from(color), u16::from(opaque));
            u8::try_from((color * opaque + 255 * (255 - opaque)) / 255).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageBuffer, Rgba};
    use program::evidence::{Purpose, look};

    fn a_photo() -> Purpose {
        Purpose::Photo(program::ActivityId::new(uuid::Uuid::nil()))
    }

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Bytes {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner().into()
    }

    async fn preview(file: Bytes) -> Result<Option<Vec<u8>>, NotTaken> {
        let document = look(&file, a_photo()).unwrap();
        of(file, document.content).await
    }

    /// S8
    #[tokio::test]
    async fn a_preview_is_small_and_tells_nothing_but_the_picture() {
        let clear = DynamicImage::from(ImageBuffer::from_pixel(1200, 600, Rgba([200_u8, 0, 0, 0])));
        let shown = preview(encoded(&clear, ImageFormat::Png)).await.unwrap().unwrap();
        let shown = image::load_from_memory(&shown).unwrap().to_rgb8();
        assert_eq!(shown.dimensions(), (480, 240));
        assert!(shown.get_pixel(1, 1).0.iter().all(|color| *color > 250), "what is transparent is white");

        // A place, and that the telephone was held upright, stand in a part of their own behind the beginning.
        let plain = encoded(&DynamicImage::from(RgbImage::new(60, 30)), ImageFormat::Jpeg);
        let turned = b"\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let exif = [b"Exif\0\0MM\0\x2a\0\0\0\x08".as_slice(), turned, b"GPS 6.5244 N"].concat();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let told = [&plain[..2], b"\xff\xe1", &length, &exif, &plain[2..]].concat();
        let shown = preview(told.into()).await.unwrap().unwrap();
        assert!(!shown.windows(3).any(|window| window == b"GPS"));
        assert_eq!(image::load_from_memory(&shown).unwrap().to_rgb8().dimensions(), (30, 60));
    }

    /// S8
    #[tokio::test]
    async fn a_picture_whose_pixels_cannot_be_read_is_damaged_and_one_too_large_has_no_preview() {
        let whole =
            encoded(&DynamicImage::from(ImageBuffer::from_pixel(64, 64, Rgba([1_u8, 2, 3, 4]))), ImageFormat::Png);
        let chunk = |name: &[u8], data: &[u8]| {
            let named = [name, data].concat();
            let sum = crc32fast::hash(&named).to_be_bytes();
            [&u32::try_from(data.len()).unwrap().to_be_bytes(), named.as_slice(), &sum].concat()
        };
        let head = &whole[..33];
        let broken = [head, &chunk(b"IDAT", b"no pixels"), &chunk(b"IEND", b"")].concat();
        assert_eq!(preview(broken.into()).await, Err(NotTaken::Damaged));
        let size = [10_000_u32.to_be_bytes(), 10_000_u32.to_be_bytes()].concat();
        let header = chunk(b"IHDR", &[&size, b"\x08\x06\0\0\0".as_slice()].concat());
        let large = [&whole[..8], &header, &chunk(b"IDAT", b""), &chunk(b"IEND", b"")].concat();
        assert_eq!(preview(large.into()).await, Ok(None));
    }
}
