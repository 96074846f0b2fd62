//! How long those who die in a group have lived in it.

use super::constant_hazard_a;
use crate::age::AgeGroups;

/// The rule for ₙaₓ above childhood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AxRule {
    /// Greville 1943, as the United Nations use it (*MORTPAK*, 1988): `5aₓ = 2.5 − (25/12)·(m − k)` with
    /// `k = ln(m(x+5) / m(x−5)) / 10`. Where that falls below 2 from age 15 on, the force of mortality is taken as constant. Only for groups of
    /// five years between groups of five; half the width elsewhere.
    Greville(Young),
    /// Keyfitz & Flieger 1971, as in Preston, Heuveline & Guillot 2001, p. 45: `ₙaₓ = (−n/24·d(x−n) + n/2·d(x) + n/24·d(x+n)) / d(x)`,
    /// repeated until it stands still; where a neighbour has another width, half the width.
    KeyfitzFlieger,
    /// Half the width, as in the Population Analysis Spreadsheets of the US Census Bureau.
    Half,
}

/// What Greville's rule does at ages 5–9 and 10–14.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Young {
    /// 2.5 years: the classic rule.
    Half,
    /// The same formula as above; at 5–9 the slope runs from the middle of 1–4 (3.0) to that of 10–14 (12.5), over 9.5 years.
    Fitted,
}

/// The years lived by those who die, for all groups but the open one; `first` gives those of the groups below age 5 that a rule for
/// children has set.
pub(super) fn within(groups: &AgeGroups, m: &[f64], rule: AxRule, first: &[f64]) -> Vec<f64> {
    let widths = groups.widths();
    let mut a: Vec<f64> =
        widths.iter().enumerate().map(|(group, width)| first.get(group).copied().unwrap_or(f64::from(*width) / 2.0)).collect();
    match rule {
        AxRule::Half => {}
        AxRule::Greville(young) => {
            let above = first.len().max(1);
            for (group, years) in a.iter_mut().enumerate().skip(above) {
                if let Some(value) = greville(groups, m, group, young) {
                    *years = value;
                }
            }
        }
        AxRule::KeyfitzFlieger => keyfitz_flieger(&widths, m, first.len(), &mut a),
    }
    a
}

fn greville(groups: &AgeGroups, m: &[f64], group: usize, young: Young) -> Option<f64> {
    let (before, start) = (groups.starts()[group - 1], groups.starts()[group]);
    let after = m.get(group + 1)?;
    if groups.width(group) != Some(5) || groups.width(group + 1).is_some_and(|width| width != 5) {
        return None;
    }
    let span = match (young, start) {
        (Young::Half, 5 | 10) => return None,
        (Young::Fitted, 5) if before == 1 => 9.5,
        (Young::Half | Young::Fitted, _) if start - before == 5 => 10.0,
        (Young::Half | Young::Fitted, _) => return None,
    };
    let slope = (after / m[group - 1]).ln() / span;
    let a = 2.5 - 25.0 / 12.0 * (m[group] - slope);
    if !a.is_finite() || a <= 0.0 || a >= 5.0 {
        return Some(constant_hazard_a(5.0, m[group]));
    }
    Some(if a < 2.0 && start >= 15 { constant_hazard_a(5.0, m[group]) } else { a })
}

fn keyfitz_flieger(widths: &[u32], m: &[f64], first: usize, a: &mut [f64]) {
    for _round in 0..100 {
        let mut survivors = 1.0;
        let deaths: Vec<f64> = widths
            .iter()
            .enumerate()
            .map(|(group, width)| {
                let q = super::probability(f64::from(*width), m[group], a[group]).min(1.0);
                let dying = survivors * q;
                survivors -= dying;
                dying
            })
            .collect();
        let mut moved: f64 = 0.0;
        for group in first.max(1)..widths.len().saturating_sub(1) {
            let width = f64::from(widths[group]);
            if widths[group - 1] != widths[group] || widths[group + 1] != widths[group] || deaths[group] <= 0.0 {
                continue;
            }
            let value = width / 2.0 + width / 24.0 * (deaths[group + 1] - deaths[group - 1]) / deaths[group];
            let value = value.clamp(width * 0.05, width * 0.95);
            moved = moved.max((value - a[group]).abs());
            a[group] = value;
        }
        if moved < 1e-13 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn greville_by_hand() -> Result<(), Error> {
        let groups = AgeGroups::new(vec![15, 20, 25], None)?;
        let a = within(&groups, &[0.001, 0.002, 0.004], AxRule::Greville(Young::Half), &[]);
        let by_hand = 2.5 - 25.0 / 12.0 * (0.002 - 4.0_f64.ln() / 10.0);
        assert!((a[1] - by_hand).abs() < 1e-15 && a[0] == 2.5);
        Ok(())
    }

    #[test]
    fn rates_of_zero_leave_a_number() -> Result<(), Error> {
        let groups = AgeGroups::new(vec![15, 20, 25, 30], None)?;
        for rule in [AxRule::Greville(Young::Fitted), AxRule::KeyfitzFlieger, AxRule::Half] {
            for m in [[0.0, 0.0, 0.0, 0.0], [0.1, 0.0, 0.1, 0.0], [0.0, 0.1, 0.0, 0.2]] {
                assert!(within(&groups, &m, rule, &[]).iter().all(|a| *a > 0.0 && *a < 5.0), "{rule:?} {m:?}");
            }
        }
        Ok(())
    }
}
