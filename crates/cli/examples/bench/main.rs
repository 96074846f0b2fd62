//! The measurements of the project, run by `cargo xtask bench [WHAT …]`: `image`, `sync`, `area`, `fresh`, `kill`, `province`,
//! `figures`, `national`, `reorganise`. Without names all but the last four (minutes and gigabytes) are run. Nothing here is a test: figures depend on the
//! machine, and only a broken invariant ends with an error.

mod area;
mod client;
mod figures;
mod image;
mod kill;
mod load;
mod national;
mod province;
mod reorganise;
mod served;
mod sync;

use anyhow::Result;

fn main() -> Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--").collect();
    let all = ["image", "area", "fresh", "sync", "kill"];
    let names: Vec<&str> = if asked.is_empty() { all.to_vec() } else { asked.iter().map(String::as_str).collect() };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    for name in names {
        println!("== {name}");
        match name {
            "image" => image::run()?,
            "sync" => runtime.block_on(sync::run())?,
            "area" => runtime.block_on(area::run())?,
            "fresh" => runtime.block_on(area::fresh())?,
            "kill" => runtime.block_on(kill::run())?,
            "province" => province::run()?,
            "figures" => runtime.block_on(figures::run())?,
            "national" => national::run()?,
            "reorganise" => reorganise::run()?,
            other => anyhow::bail!(
                "{other:?} is no measurement; there are image, area, fresh, sync, kill, province, figures, national, reorganise"
            ),
        }
    }
    Ok(())
}
