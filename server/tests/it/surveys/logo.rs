//! Logos over HTTP: taken, made anew, shown to their tenant only; and what is refused, in words.

use axum::body::Body;
use axum::http::Method;
use domain::actor::Role;

use super::Scene;
use crate::support::{Answer, Browser};

async fn upload(browser: &Browser, bytes: Vec<u8>) -> Answer {
    let headers = [
        ("content-type", "application/octet-stream"),
        ("accept", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    browser.send(Method::POST, "/admin/images", &headers, Body::from(bytes)).await
}

/// A picture of 400 × 120 pixels in two colours.
fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbaImage::from_fn(400, 120, |x, _| {
        if x < 120 { image::Rgba([31, 91, 74, 255]) } else { image::Rgba([255, 255, 255, 0]) }
    });
    image::DynamicImage::ImageRgba8(picture).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_logo_is_made_anew_and_shown_to_its_tenant_only() {
    let scene = Scene::new().await;
    let (_, their_admin) = scene.other().await;
    let mut file = png();
    file.extend_from_slice(b"<script>alert(1)</script>");
    let answer = upload(&scene.admin, file.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let logo = answer.json();
    assert_eq!((logo["width"].as_u64(), logo["height"].as_u64()), (Some(240), Some(72)));
    let path = format!("/admin/images/{}", logo["image"].as_str().unwrap());
    let shown = scene.admin.get(&path).await;
    assert_eq!(shown.status, 200);
    assert!(["image/png", "image/webp"].contains(&shown.header("content-type")));
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.body.len() <= 6 * 1024 && shown.body[..] != file[..]);
    assert!(!String::from_utf8_lossy(&shown.body).contains("alert"));
    assert_eq!(their_admin.get(&path).await.status, 404);
    assert_eq!(scene.app.browser().get(&path).await.status, 303, "a stranger signs in first");
    for path in ["/admin/images/0", "/admin/images/00000000-0000-7000-8000-000000000000"] {
        assert_eq!(scene.admin.get(path).await.status, 404);
    }
}

#[tokio::test]
async fn what_is_no_logo_is_refused_in_words() {
    let scene = Scene::new().await;
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bomb.extend_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50, 8, 6, 0, 0, 0, 0, 0, 0, 0]);
    for (bytes, words) in [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
            "SVG files can carry scripts",
        ),
        (b"MZ\x90\0 this program cannot be run".to_vec(), "not a picture"),
        (Vec::new(), "not a picture"),
        (png()[..200].to_vec(), "damaged"),
        (vec![0x89; 2 * 1024 * 1024 + 1], "larger than 2 MB"),
        (vec![0x89; 4 * 1024 * 1024], "larger than 2 MB"),
    ] {
        let answer = upload(&scene.admin, bytes).await;
        assert_eq!(answer.status, 422, "{words}: {}", answer.text());
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
    }
    let answer = upload(&scene.admin, bomb).await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert_eq!(scene.app.db.number("select count(*) from pool.images").await, 0, "nothing was kept");
}

#[tokio::test]
async fn only_who_edits_surveys_brings_logos() {
    let scene = Scene::new().await;
    let leader = scene.app.signed_in_as(&scene.tenant, Role::Leader).await;
    assert_eq!(upload(&leader, png()).await.status, 403);
    let headers = [("content-type", "image/png"), ("sec-fetch-site", "cross-site")];
    let foreign = scene.admin.send(Method::POST, "/admin/images", &headers, Body::from(png())).await;
    assert_eq!(foreign.status, 403, "another site's page sends none");
    assert_eq!(scene.app.db.number("select count(*) from pool.images").await, 0);
}
