//! What the log tells of a request, and what it must not.

use crate::world::*;
use std::io::{Result, Write};
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0.lock().expect("no panic while writing").write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_request_is_logged_by_its_route_without_names_tokens_or_ids() {
    let world = World::new().await;
    let kept = Kept::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(kept.clone()).with_ansi(false).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    world.get("xa.khe", "/api/search?q=Nguy%E1%BB%85n&unit=31120").await;
    world.get("xa.khe", "/api/search?q=092301001234").await;
    world.get("xa.khe", &format!("/api/households/{}", household_id(1))).await;
    world.get("xa.khe", "/api/people?unit=31120&sex=Hoa").await;
    drop(guard);
    let log = String::from_utf8(kept.0.lock().expect("no panic while writing").clone()).expect("text");
    assert!(log.contains("Answered GET /api/search with 200"), "{log}");
    assert!(log.contains("Answered GET /api/households/{id} with 404"), "{log}");
    for secret in ["Nguy", "0923", "xa.khe", "Hoa", &household_id(1).to_string()] {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(secret)).collect();
        assert!(lines.is_empty(), "{lines:?}");
    }
}
