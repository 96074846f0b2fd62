//! The embedded tables, read once. Their sources: `data/SOURCES.md`.

use crate::chance::Weighted;
use std::sync::OnceLock;

const AGE_SEX: &str = include_str!("../data/age_sex.tsv");
const ETHNIC: &str = include_str!("../data/ethnic.tsv");
const VITAL: &str = include_str!("../data/vital.tsv");
const MORTALITY: &str = include_str!("../data/mortality.tsv");

/// Share of births by five-year age group of the mother from 15–19, in 10 000: WPP 2024, Viet Nam 2020–2025.
pub(crate) const BIRTHS_BY_AGE: [u32; 7] = [900, 2956, 3142, 1953, 891, 141, 18];

/// Prefixes of mobile telephones in use.
pub(crate) const PHONE_PREFIXES: [&str; 12] =
    ["032", "035", "037", "039", "097", "098", "081", "091", "094", "070", "090", "093"];

/// The oldest age that is drawn.
pub(crate) const OLDEST: usize = 104;

/// What is known of one province.
#[derive(Debug)]
pub(crate) struct Province {
    /// Its code.
    pub(crate) code: u8,
    /// Persons in 100 000 by sex (male, female) and single age.
    pub(crate) ages: [[f64; OLDEST + 1]; 2],
    /// Ethnic groups and their shares.
    pub(crate) ethnic: Vec<(u8, u32)>,
    /// Births, deaths, in-migrants, out-migrants to a thousand persons and year.
    pub(crate) births: f64,
    pub(crate) deaths: f64,
    pub(crate) arrivals: f64,
    pub(crate) departures: f64,
    /// Mean age at first marriage, both sexes.
    pub(crate) first_marriage: f64,
    /// Codes of the provinces it was made from, as they stand in numbers of persons.
    pub(crate) old_codes: Weighted<u8>,
}

/// All provinces.
pub(crate) fn provinces() -> &'static [Province] {
    static READ: OnceLock<Vec<Province>> = OnceLock::new();
    READ.get_or_init(|| rows(VITAL).map(|row| province(&row)).collect())
}

/// Lines that are no remark, as fields.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn read<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("the embedded tables are part of the program")
}

fn shares(text: &'static str) -> impl Iterator<Item = (u8, u32)> {
    text.split(' ').filter_map(|each| each.split_once(':')).map(|(code, share)| (read(code), read(share)))
}

fn province(row: &[&'static str]) -> Province {
    let mut groups = [[0; 17]; 2];
    for line in rows(AGE_SEX).filter(|line| line[0] == row[0]) {
        for (group, share) in groups[usize::from(line[1] == "f")].iter_mut().zip(&line[2..]) {
            *group = read(share);
        }
    }
    let ethnic = rows(ETHNIC).find(|line| line[0] == row[0]).map_or_else(Vec::new, |line| shares(line[1]).collect());
    let rate = |at: usize| read::<f64>(row[at]) / 10.0;
    Province {
        code: read(row[0]),
        ages: groups.map(|groups| single_ages(&groups)),
        ethnic,
        births: rate(1),
        deaths: rate(2),
        arrivals: rate(3),
        departures: rate(4),
        first_marriage: rate(5),
        old_codes: Weighted::new(shares(row[6])),
    }
}

/// Spreads five-year groups over single ages: along the slope between the neighbours, and from 80 on by a falling series.
fn single_ages(groups: &[u32; 17]) -> [f64; OLDEST + 1] {
    let mut ages = [0.0; OLDEST + 1];
    for group in 0..16 {
        let own = f64::from(groups[group]);
        let before = if group == 0 { own } else { f64::from(groups[group - 1]) };
        let after = if group == 15 { own / 2.0 } else { f64::from(groups[group + 1]) };
        let slope = ((after - before) / 50.0).clamp(-own / 12.0, own / 12.0);
        for year in 0..5 {
            ages[group * 5 + year] = own / 5.0 + slope * (year as f64 - 2.0);
        }
    }
    let series: Vec<f64> = (80..=OLDEST)
        .scan(1.0, |left, age| {
            let now = *left;
            *left *= 0.90 - 0.012 * (age as f64 - 80.0);
            Some(now)
        })
        .collect();
    let total: f64 = series.iter().sum();
    for (age, share) in (80..).zip(series) {
        ages[age] = f64::from(groups[16]) * share / total;
    }
    ages
}

/// Death rates to a person and year by sex and single age.
pub(crate) fn mortality() -> &'static [[f64; OLDEST + 1]; 2] {
    static READ: OnceLock<[[f64; OLDEST + 1]; 2]> = OnceLock::new();
    READ.get_or_init(|| {
        let mut rates = [[0.0; OLDEST + 1]; 2];
        for row in rows(MORTALITY) {
            for sex in 0..2 {
                rates[sex][read::<usize>(row[0])..].fill(read::<f64>(row[1 + sex]) / 1e6);
            }
        }
        rates
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_province_has_every_table() {
        assert_eq!(provinces().len(), 34);
        for province in provinces() {
            let persons: f64 = province.ages.iter().flatten().sum();
            assert!((99_900.0..=100_100.0).contains(&persons), "{}", province.code);
            assert!(province.ages.iter().flatten().all(|share| *share >= 0.0), "{}", province.code);
            assert!(!province.ethnic.is_empty() && province.old_codes.len() > 0);
        }
    }

    #[test]
    fn mortality_rises_with_age() {
        let rates = mortality();
        assert!(rates[0][0] > rates[0][10] && rates[0][80] > rates[0][60] && rates[0][60] > rates[1][60]);
    }
}
