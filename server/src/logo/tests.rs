//! What is uploaded as a logo by people, and by those who mean harm.

use image::{Rgba, RgbaImage};

use super::*;

/// A plain logo: a disc beside a bar.
fn logo(width: u32, height: u32) -> DynamicImage {
    let radius = f64::from(height) / 2.0;
    DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (f64::from(x) - radius, f64::from(y) - radius);
        if dx * dx + dy * dy < radius * radius {
            Rgba([0x1f, 0x5b, 0x4a, 255])
        } else if x > height && y > height / 3 && y < height * 2 / 3 {
            Rgba([0x20, 0x24, 0x2b, 255])
        } else {
            Rgba([255, 255, 255, 0])
        }
    }))
}

/// A picture in which no two pixels are alike.
fn noise(width: u32, height: u32) -> DynamicImage {
    let mut state = 0x2545_f491_u32;
    DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [r, g, b, _] = state.to_le_bytes();
        Rgba([r, g, b, 255])
    }))
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = if format == ImageFormat::Jpeg {
        DynamicImage::ImageRgb8(picture.to_rgb8())
    } else {
        picture.clone()
    };
    picture.write_to(&mut bytes, format).expect("written");
    bytes.into_inner()
}

/// A chunk of a PNG file.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = 0xffff_ffff_u32;
    for byte in kind.iter().chain(data) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let length = u32::try_from(data.len()).expect("short");
    [&length.to_be_bytes()[..], kind, data, &(!crc).to_be_bytes()].concat()
}

#[test]
fn a_logo_of_any_kind_fits_the_room_and_is_light() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
        let made = remake(&file(&logo(900, 240), format)).expect("a logo");
        assert!(made.bytes.len() <= LARGEST, "{format:?}: {}", made.bytes.len());
        assert_eq!(made.shown, (240, 64), "{format:?}");
        let read = image::load_from_memory(&made.bytes).expect("it is a picture again");
        assert_eq!((read.width(), read.height()), (made.width.into(), made.height.into()));
        let is_said = image::guess_format(&made.bytes).expect("known").to_mime_type();
        assert_eq!(is_said, made.mime);
    }
}

#[test]
fn there_is_a_sharper_picture_where_the_upload_has_one() {
    let made = remake(&file(&logo(900, 240), ImageFormat::Png)).expect("a logo");
    assert_eq!((made.width, made.height), (480, 128));
    let small = remake(&file(&logo(100, 30), ImageFormat::Png)).expect("a logo");
    assert_eq!((small.width, small.height, small.shown), (100, 30, (100, 30)), "nothing is blown up");
    let tall = remake(&file(&logo(200, 800), ImageFormat::Png)).expect("a logo");
    assert_eq!(tall.shown, (20, 80));
}

#[test]
fn what_hides_in_a_picture_is_gone() {
    let mut png = file(&logo(300, 80), ImageFormat::Png);
    let secret = b"Comment\0<script>alert(document.domain)</script> lat=52.5";
    let end = png.len() - 12;
    png.splice(end..end, chunk(b"tEXt", secret));
    png.extend_from_slice(b"<?php system($_GET['c']); ?>");
    let made = remake(&png).expect("a logo");
    let text = String::from_utf8_lossy(&made.bytes).into_owned();
    for left in ["script", "lat=", "php", "tEXt"] {
        assert!(!text.contains(left), "{left}");
    }
}

#[test]
fn a_drawing_with_a_script_is_refused_and_said() {
    for text in [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "\u{feff}  <?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
        "<html><body onload=alert(1)></body></html>",
    ] {
        assert_eq!(remake(text.as_bytes()), Err(Unfit::Svg), "{text}");
    }
    assert!(Unfit::Svg.to_string().contains("PNG"), "it says what to do instead");
}

#[test]
fn what_is_no_picture_is_refused() {
    let elf = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0";
    let bmp = b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0";
    for bytes in [&b""[..], b"hello", b"%PDF-1.7", b"PK\x03\x04", elf, bmp] {
        assert_eq!(remake(bytes), Err(Unfit::NotAnImage), "{bytes:?}");
    }
}

#[test]
fn a_damaged_picture_is_refused() {
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let bytes = file(&logo(300, 80), format);
        let cut = &bytes[..bytes.len() / 2];
        assert_eq!(remake(cut), Err(Unfit::Damaged), "{format:?}");
    }
    assert_eq!(remake(b"\x89PNG\r\n\x1a\n"), Err(Unfit::Damaged));
    assert_eq!(remake(b"GIF89a"), Err(Unfit::Damaged));
    assert!(matches!(remake(b"\xff\xd8\xff\xe0"), Err(Unfit::Damaged)));
}

#[test]
fn a_bomb_is_refused_by_what_it_says_before_it_is_unpacked() {
    // A header of 50,000 × 50,000 pixels: ten gigabytes from a file of a hundred bytes.
    let head = [&50_000_u32.to_be_bytes()[..], &50_000_u32.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let png =
        [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", &[]), chunk(b"IEND", &[])]
            .concat();
    assert_eq!(remake(&png), Err(Unfit::TooManyPixels));
    // Within the sides, but too many pixels in all.
    let head = [&5_900_u32.to_be_bytes()[..], &5_900_u32.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let png =
        [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", &[]), chunk(b"IEND", &[])]
            .concat();
    assert_eq!(remake(&png), Err(Unfit::TooManyPixels));
    let gif = [b"GIF89a".to_vec(), vec![0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0x3b]].concat();
    assert!(remake(&gif).is_err());
}

#[test]
fn a_file_that_is_too_large_is_not_even_looked_at() {
    let mut bytes = file(&logo(300, 80), ImageFormat::Png);
    bytes.resize(LARGEST_UPLOAD + 1, 0);
    assert_eq!(remake(&bytes), Err(Unfit::TooLarge));
}

#[test]
fn a_picture_of_noise_is_too_detailed_or_made_small_enough() {
    match remake(&file(&noise(800, 600), ImageFormat::Png)) {
        Ok(made) => assert!(made.bytes.len() <= LARGEST),
        Err(why) => assert_eq!(why, Unfit::TooDetailed),
    }
}
