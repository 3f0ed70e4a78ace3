//! Real sockets: half-sent requests end, whole ones are answered to the end when the process stops.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

const PATIENCE: Duration = Duration::from_secs(10);

/// A server with two pages: one that answers at once, and one that waits until it may.
struct Server {
    address: SocketAddr,
    stopping: CancellationToken,
    serving: tokio::task::JoinHandle<()>,
    begun: Arc<Notify>,
    gate: CancellationToken,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (begun, gate, stopping) =
            (Arc::new(Notify::new()), CancellationToken::new(), CancellationToken::new());
        let slow = {
            let (begun, gate) = (Arc::clone(&begun), gate.clone());
            async move || {
                begun.notify_one();
                gate.cancelled().await;
                "answered\n"
            }
        };
        let router = Router::new().route("/slow", get(slow)).route("/quick", get(async || "quick\n"));
        let token = stopping.clone();
        let serving =
            tokio::spawn(async move { server::http::listener::serve(listener, router, &token).await });
        Self { address, stopping, serving, begun, gate }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Stops, and returns when nobody can connect any more.
    async fn stop(&self) {
        self.stopping.cancel();
        let closed = async { while TcpStream::connect(self.address).await.is_ok() {} };
        tokio::time::timeout(PATIENCE, closed).await.expect("the door is shut");
    }

    async fn end(self) {
        tokio::time::timeout(PATIENCE, self.serving).await.expect("it ends").unwrap();
    }
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
    let server = Server::start().await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    tokio::time::timeout(PATIENCE, server.begun.notified()).await.expect("it begins");
    server.stop().await;
    assert!(!server.serving.is_finished(), "the process waits for the answer");
    server.gate.cancel();
    let text = rest(stream).await;
    assert!(text.starts_with("HTTP/1.1 200") && text.ends_with("answered\n"), "{text}");
    server.end().await;
}

#[tokio::test]
async fn a_connection_without_a_request_does_not_hold_the_process() {
    let server = Server::start().await;
    let silent = server.connect().await;
    // Who comes later is served: so the silent one was let in before.
    let mut later = server.connect().await;
    later.write_all(b"GET /quick HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    assert!(rest(later).await.ends_with("quick\n"));
    server.stopping.cancel();
    server.end().await;
    assert_eq!(rest(silent).await, "");
}

#[tokio::test]
async fn what_is_no_http_is_told_so() {
    let server = Server::start().await;
    let mut stream = server.connect().await;
    stream.write_all(b"\x16\x03\x01 this is no request\r\n\r\n").await.unwrap();
    assert!(rest(stream).await.starts_with("HTTP/1.1 400"));
}
