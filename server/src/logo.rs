//! Logos made anew: whatever is uploaded is decoded within limits, scaled down and written again by ourselves.
//!
//! **Invariant:** not a byte of the upload is kept, so nothing that hides in it (scripts, places, profiles, a second
//! file behind the picture) reaches a buyer.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType as Scaling;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder as _, ImageEncoder as _, ImageFormat, ImageReader, Limits,
};

/// The largest file that is read.
pub const LARGEST_UPLOAD: usize = 2 * 1024 * 1024;
/// The largest file that is made: the buyer's page must stay light.
pub const LARGEST: usize = 6 * 1024;
/// The room for a logo, in CSS pixels.
const ROOM: (u32, u32) = (240, 80);
/// Most pixels in a row or a column of an upload.
const LONGEST_SIDE: u32 = 6_000;
/// Most pixels of an upload: with four bytes each they fit into [`MOST_MEMORY`] twice.
const MOST_PIXELS: u64 = 12_000_000;
/// Most bytes that a decoder may take.
const MOST_MEMORY: u64 = 128 * 1024 * 1024;

/// A logo as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remade {
    /// `image/png` or `image/webp`.
    pub mime: &'static str,
    /// Its width in pixels.
    pub width: u16,
    /// Its height in pixels.
    pub height: u16,
    /// Its width and height in CSS pixels: half of that, where there was room for a sharper picture.
    pub shown: (u16, u16),
    /// The file.
    pub bytes: Vec<u8>,
}

/// Why an upload is not taken, in words for who uploaded it.
#[derive(Copy, Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unfit {
    /// More bytes than are read.
    #[error("The file is larger than 2 MB. Save a smaller picture, about 480 pixels wide.")]
    TooLarge,
    /// Drawings may carry scripts, and are none of the kinds that are read.
    #[error(
        "SVG files can carry scripts, so they are not taken. Save the logo as PNG, about 480 pixels wide."
    )]
    Svg,
    /// No picture of a kind that is read.
    #[error("This is not a picture we can read. Save the logo as PNG, JPEG, WebP or GIF.")]
    NotAnImage,
    /// A picture that ends early, or claims what it is not.
    #[error("The picture is damaged. Open it, save it again as PNG, and try once more.")]
    Damaged,
    /// More pixels than are read.
    #[error("The picture has too many pixels. Save it about 480 pixels wide.")]
    TooManyPixels,
    /// It does not become small enough.
    #[error("The picture has too much detail for a logo. Use one with few colours, without a photograph.")]
    TooDetailed,
}

/// Makes a logo of what was uploaded.
///
/// # Errors
/// When it is no picture, or none that can become a logo.
pub fn remake(upload: &[u8]) -> Result<Remade, Unfit> {
    if upload.len() > LARGEST_UPLOAD {
        return Err(Unfit::TooLarge);
    }
    let picture = decode(upload)?;
    // A fully transparent picture, or a single dot, is a logo too: nothing here judges taste.
    fit(&picture).ok_or(Unfit::TooDetailed)
}

fn decode(upload: &[u8]) -> Result<DynamicImage, Unfit> {
    let format = match image::guess_format(upload) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Gif)) => format,
        Ok(_) | Err(_) if is_markup(upload) => return Err(Unfit::Svg),
        Ok(_) | Err(_) => return Err(Unfit::NotAnImage),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(upload), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    // A bomb says its size before it goes off.
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Unfit::Damaged);
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(Unfit::TooManyPixels);
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn unreadable(error: image::ImageError) -> Unfit {
    match error {
        image::ImageError::Limits(_) => Unfit::TooManyPixels,
        image::ImageError::Decoding(_)
        | image::ImageError::Encoding(_)
        | image::ImageError::Parameter(_)
        | image::ImageError::Unsupported(_)
        | image::ImageError::IoError(_) => Unfit::Damaged,
    }
}

/// Whether it is a text in angle brackets: SVG, HTML, XML.
fn is_markup(upload: &[u8]) -> bool {
    let text = upload.strip_prefix(b"\xef\xbb\xbf").unwrap_or(upload);
    text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// Ways to make it small enough, the best first: sharp for fine screens, plain, with fewer shades, smaller.
const WAYS: [(u32, u8); 8] = [(200, 8), (150, 8), (100, 8), (200, 5), (100, 5), (100, 4), (75, 4), (50, 4)];

/// How much larger than its room a picture is when the ways begin: twice as sharp as the sharpest of them.
const ROUGH: f64 = 4.0;

fn fit(picture: &DynamicImage) -> Option<Remade> {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let scale = (f64::from(ROOM.0) / width).min(f64::from(ROOM.1) / height).min(1.0);
    // Once from all its pixels, roughly; each way then begins with few.
    let rough = (side(width * scale * ROUGH), side(height * scale * ROUGH));
    let picture =
        if rough.0 < picture.width() { &picture.thumbnail_exact(rough.0, rough.1) } else { picture };
    WAYS.into_iter().find_map(|(percent, bits)| {
        let zoom = scale * f64::from(percent) / 100.0;
        // Never larger than it came.
        if percent > 100 && zoom > 1.0 {
            return None;
        }
        let small = scaled(picture, side(width * zoom), side(height * zoom));
        let small = if bits < 8 { with_fewer_shades(small, bits) } else { small };
        let (mime, bytes) = smallest(&small)?;
        let (w, h) = (u16::try_from(small.width()).ok()?, u16::try_from(small.height()).ok()?);
        let shown =
            if percent > 100 { (short(side(width * scale)), short(side(height * scale))) } else { (w, h) };
        (bytes.len() <= LARGEST).then_some(Remade { mime, width: w, height: h, shown, bytes })
    })
}

fn side(length: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 6,000")]
    let side = length.round().clamp(1.0, f64::from(LONGEST_SIDE)) as u32;
    side
}

fn short(side: u32) -> u16 {
    u16::try_from(side).unwrap_or(u16::MAX)
}

fn scaled(picture: &DynamicImage, width: u32, height: u32) -> DynamicImage {
    let picture = DynamicImage::ImageRgba8(picture.to_rgba8());
    if (picture.width(), picture.height()) == (width, height) {
        return picture;
    }
    picture.resize_exact(width, height, Scaling::CatmullRom)
}

/// Rounds every channel to so many bits, and lets what cannot be seen have no colour.
fn with_fewer_shades(picture: DynamicImage, bits: u8) -> DynamicImage {
    let mut picture = picture.into_rgba8();
    let steps = (1_u16 << bits) - 1;
    let round = |value: u8| {
        let step = (u16::from(value) * steps + 127) / 255;
        u8::try_from(step * 255 / steps).unwrap_or(u8::MAX)
    };
    for pixel in picture.pixels_mut() {
        pixel.0 = pixel.0.map(round);
        if pixel.0[3] == 0 {
            pixel.0 = [0; 4];
        }
    }
    DynamicImage::ImageRgba8(picture)
}

/// The smaller of the two kinds that every browser shows without a loss.
fn smallest(picture: &DynamicImage) -> Option<(&'static str, Vec<u8>)> {
    let pixels = picture.to_rgba8();
    let (width, height) = pixels.dimensions();
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive)
        .write_image(&pixels, width, height, ExtendedColorType::Rgba8)
        .ok()?;
    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp).encode(&pixels, width, height, ExtendedColorType::Rgba8).ok()?;
    Some(if webp.len() < png.len() { ("image/webp", webp) } else { ("image/png", png) })
}

#[cfg(test)]
mod tests;
