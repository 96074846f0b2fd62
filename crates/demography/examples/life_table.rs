//! The life table of Austria, males, 1992, as Preston, Heuveline & Guillot print it (2001, *Demography*, box 3.1, p. 49): from deaths, people and
//! the years lived by those who die in each group. Run with `cargo run -p danso-demography --example life_table`.

use danso_demography::Error;
use danso_demography::age::AgeGroups;
use danso_demography::lifetable::{HighMortality, LifeTable};

#[rustfmt::skip]
const PEOPLE: [f64; 19] = [
    47_925.0, 189_127.0, 234_793.0, 238_790.0, 254_996.0, 326_831.0, 355_086.0, 324_222.0, 269_963.0, 261_971.0,
    238_011.0, 261_612.0, 181_385.0, 187_962.0, 153_832.0, 105_169.0, 73_694.0, 57_512.0, 32_248.0,
];
#[rustfmt::skip]
const DEATHS: [f64; 19] = [
    419.0, 70.0, 36.0, 46.0, 249.0, 420.0, 403.0, 441.0, 508.0, 769.0, 1_154.0, 1_866.0, 2_043.0, 3_496.0, 4_366.0, 4_337.0, 5_279.0, 6_460.0, 6_146.0,
];
#[rustfmt::skip]
const YEARS: [f64; 18] = [
    0.068, 1.626, 2.5, 3.143, 2.724, 2.520, 2.481, 2.601, 2.701, 2.663, 2.698, 2.676, 2.645, 2.624, 2.619, 2.593, 2.518, 2.423,
];

fn main() -> Result<(), Error> {
    let groups = AgeGroups::abridged(85)?;
    let m: Vec<f64> = DEATHS.iter().zip(PEOPLE).map(|(deaths, people)| deaths / people).collect();
    let a: Vec<f64> = YEARS.into_iter().chain([1.0 / m[18]]).collect();
    let table = LifeTable::from_rates_and_years(&groups, &m, &a, HighMortality::ConstantHazard, 100_000.0)?;
    println!("{:>3} {:>9} {:>6} {:>9} {:>7} {:>6} {:>8} {:>9} {:>7}", "x", "m", "a", "q", "l", "d", "L", "T", "e");
    for (x, age) in groups.starts().iter().enumerate() {
        let (l, d, years, remaining) = (table.l[x], table.d[x], table.person_years[x], table.remaining[x]);
        println!(
            "{age:>3} {:>9.6} {:>6.3} {:>9.6} {l:>7.0} {d:>6.0} {years:>8.0} {remaining:>9.0} {:>7.3}",
            m[x], table.a[x], table.q[x], table.expectancy[x]
        );
    }
    Ok(())
}
