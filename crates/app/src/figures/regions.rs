//! Socio-economic regions: provinces together, as the national master plan groups them. They are no units and have codes of our own, `R1` to `R6`.

use danso_places::UnitCode;
use jiff::civil::Date;
use std::sync::LazyLock;

/// A region with the provinces it has from a day on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) from: Option<Date>,
    pub(crate) provinces: Vec<UnitCode>,
}

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| include_str!("regions.tsv").lines().filter_map(read).collect());

fn read(line: &'static str) -> Option<Region> {
    let mut fields = line.split('\t');
    let (code, name, from, provinces) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let provinces = provinces.split(' ').filter_map(|code| code.parse().ok()).collect();
    Some(Region { code, name, from: from.parse().ok(), provinces })
}

/// All regions of all days.
pub(crate) fn all() -> &'static [Region] {
    &REGIONS
}

/// The regions of a day.
pub(super) fn on(day: Date) -> impl Iterator<Item = &'static Region> {
    let last = REGIONS.iter().filter_map(|region| region.from).filter(|from| *from <= day).max();
    REGIONS.iter().filter(move |region| region.from == last)
}

/// The region of a province of a day.
pub(super) fn of_province(province: UnitCode, day: Date) -> Option<&'static str> {
    on(day).find(|region| region.provinces.contains(&province)).map(|region| region.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use danso_places::Gazetteer;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn every_province_lies_in_one_region_before_and_after_the_change() {
        for day in [date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 12, 31)] {
            let listed: Vec<UnitCode> = on(day).flat_map(|region| region.provinces.iter().copied()).collect();
            let provinces: BTreeSet<UnitCode> = Gazetteer::embedded().provinces(day).iter().map(|unit| unit.code).collect();
            assert_eq!(listed.len(), provinces.len(), "{day}");
            assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), provinces, "{day}");
            assert_eq!(on(day).count(), 6);
        }
    }
}
