//! `danso serve` as a child.

use crate::process::{Running, dying_with_us, wait_for};
use anyhow::{Context, Result};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

/// Starts the server and waits until it is healthy.
pub fn serve(danso: &Path, database: &str, key: &Path, address: SocketAddr) -> Result<Running> {
    TcpListener::bind(address).with_context(|| format!("failed to listen at {address}: is another server there? try --port"))?;
    let mut command = dying_with_us("TERM", &[], danso);
    command.args(["serve", "--database", database, "--listen", &address.to_string()]).arg("--key-file").arg(key);
    if std::env::var_os("DANSO_LOG").is_none() {
        command.env("DANSO_LOG", "warn");
    }
    let mut server = Running::start(&mut command, "TERM")?;
    wait_for("the server", &mut server, 120, || is_healthy(address))?;
    Ok(server)
}

fn is_healthy(address: SocketAddr) -> bool {
    let ask = || -> Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(stream, "GET /healthz HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer.split_whitespace().nth(1) == Some("200"))
    };
    ask().unwrap_or(false)
}
