//! The loop that listens, over a real connection.

use crate::world::*;
use danso_server::{Config, serve};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

#[tokio::test]
async fn answers_until_it_is_told_to_stop() {
    let world = World::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async move { stopped.await.unwrap_or_default() };
    let serving = tokio::spawn(serve(Arc::clone(&world.app), Config::default(), listener, shutdown));
    let mut line = TcpStream::connect(address).await.expect("connects");
    line.write_all(b"GET /healthz HTTP/1.1\r\nHost: danso\r\nConnection: close\r\n\r\n").await.expect("asks");
    let mut said = String::new();
    line.read_to_string(&mut said).await.expect("is answered");
    assert!(said.starts_with("HTTP/1.1 200 OK"), "{said}");
    assert!(said.contains(r#""status":"ok""#), "{said}");
    stop.send(()).expect("still serving");
    serving.await.expect("no panic").expect("ends in order");
}
