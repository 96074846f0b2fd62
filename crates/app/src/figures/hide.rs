//! Small numbers for those who see no person: what is hidden shall not come out by subtraction.

use super::FigureLine;
use std::collections::BTreeMap;

/// A figure without anything that was counted.
pub(super) fn without_numbers(line: FigureLine) -> FigureLine {
    FigureLine { value: None, numerator: None, denominator: None, exposure: None, low: None, high: None, late: None, ..line }
}

fn is_small(line: &FigureLine) -> bool {
    line.hidden.as_deref() == Some("small_numbers")
}

/// Takes the counts from figures that are hidden because they are small. Where of several units exactly one is hidden, the next smallest is
/// hidden too: whoever knows the unit above could subtract the others from it.
pub(super) fn hide(figures: &mut [FigureLine]) {
    let mut siblings: BTreeMap<(String, Vec<String>), Vec<usize>> = BTreeMap::new();
    for (at, line) in figures.iter().enumerate() {
        let by = line.by.iter().map(|by| by.code.clone()).collect();
        siblings.entry((line.indicator.clone(), by)).or_default().push(at);
    }
    for all in siblings.values().filter(|all| all.len() > 1) {
        if all.iter().filter(|at| is_small(&figures[**at])).count() != 1 {
            continue;
        }
        let shown = all.iter().copied().filter(|at| figures[*at].value.is_some());
        let size = |at: usize| figures[at].denominator.or(figures[at].exposure).or(figures[at].numerator).unwrap_or_default();
        if let Some(next) = shown.min_by(|one, other| size(*one).total_cmp(&size(*other))) {
            figures[next].hidden = Some("by_subtraction".to_owned());
        }
    }
    for line in figures.iter_mut() {
        if is_small(line) || line.hidden.as_deref() == Some("by_subtraction") {
            *line = without_numbers(line.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(unit: &str, count: f64, small: bool) -> FigureLine {
        FigureLine {
            indicator: "CBR".to_owned(),
            version: "2022-01-01".to_owned(),
            unit: unit.to_owned(),
            by: Vec::new(),
            value: (!small).then_some(10.0),
            numerator: Some(count),
            denominator: None,
            exposure: Some(count * 80.0),
            low: None,
            high: None,
            interval: "poisson".to_owned(),
            hidden: small.then(|| "small_numbers".to_owned()),
            missing: Vec::new(),
            pooled: None,
            estimated: false,
            late: Some(1),
            decimals: 1,
            unit_of_measure: String::new(),
        }
    }

    fn reasons(lines: &[FigureLine]) -> Vec<Option<&str>> {
        lines.iter().map(|line| line.hidden.as_deref()).collect()
    }

    #[test]
    fn one_hidden_unit_takes_the_next_smallest_with_it() {
        let mut lines = vec![line("a", 50.0, false), line("b", 7.0, true), line("c", 30.0, false)];
        hide(&mut lines);
        assert_eq!(reasons(&lines), [None, Some("small_numbers"), Some("by_subtraction")]);
        assert_eq!((lines[1].numerator, lines[2].value, lines[2].exposure), (None, None, None));
        assert_eq!(lines[0].numerator, Some(50.0));
    }

    #[test]
    fn two_hidden_units_hide_each_other() {
        let mut lines = vec![line("a", 5.0, true), line("b", 7.0, true), line("c", 30.0, false)];
        hide(&mut lines);
        assert_eq!(reasons(&lines), [Some("small_numbers"), Some("small_numbers"), None]);
    }

    #[test]
    fn one_unit_alone_takes_nobody_with_it() {
        let mut lines = vec![line("a", 5.0, true)];
        hide(&mut lines);
        assert_eq!((reasons(&lines), lines[0].numerator), (vec![Some("small_numbers")], None));
    }
}
