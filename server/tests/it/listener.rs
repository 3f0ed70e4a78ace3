//! Real sockets: half-sent requests end, whole ones are answered to the end when the process stops.

use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

const PATIENCE: Duration = Duration::from_secs(10);

async fn start() -> (TcpStream, CancellationToken, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let slow = async || {
        tokio::time::sleep(Duration::from_millis(300)).await;
        "answered\n"
    };
    let router = Router::new().route("/slow", get(slow));
    let stopping = CancellationToken::new();
    let token = stopping.clone();
    let serving = tokio::spawn(async move { server::http::listener::serve(listener, router, &token).await });
    (TcpStream::connect(address).await.unwrap(), stopping, serving)
}

async fn rest(mut stream: TcpStream) -> String {
    let mut text = String::new();
    tokio::time::timeout(PATIENCE, stream.read_to_string(&mut text))
        .await
        .expect("the connection ends")
        .unwrap();
    text
}

#[tokio::test]
async fn a_request_that_has_begun_is_answered_and_then_the_process_may_end() {
    let (mut stream, stopping, serving) = start().await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    stopping.cancel();
    let text = rest(stream).await;
    assert!(text.starts_with("HTTP/1.1 200") && text.ends_with("answered\n"), "{text}");
    tokio::time::timeout(PATIENCE, serving).await.expect("it ends").unwrap();
}

#[tokio::test]
async fn a_connection_without_a_request_does_not_hold_the_process() {
    let (stream, stopping, serving) = start().await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    stopping.cancel();
    tokio::time::timeout(PATIENCE, serving).await.expect("it ends").unwrap();
    assert_eq!(rest(stream).await, "");
}

#[tokio::test]
async fn what_is_no_http_is_told_so() {
    let (mut stream, _stopping, _serving) = start().await;
    stream.write_all(b"\x16\x03\x01 this is no request\r\n\r\n").await.unwrap();
    assert!(rest(stream).await.starts_with("HTTP/1.1 400"));
}
