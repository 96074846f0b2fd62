//! Makes sure that the folder of the built web app exists, so that the program compiles without it. A release embeds the files, and does so
//! anew when they change; a debug build reads them as they are.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let built = Path::new("../../web/dist");
    std::fs::create_dir_all(built)?;
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed={}", built.display());
    }
    Ok(())
}
