//! Makes sure that the folder of the built web app exists, so that the program compiles without it, and embeds it anew when it changes.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let built = Path::new("../../web/dist");
    std::fs::create_dir_all(built)?;
    println!("cargo:rerun-if-changed={}", built.display());
    Ok(())
}
