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

fn is_hidden(line: &FigureLine) -> bool {
    is_small(line) || line.hidden.as_deref() == Some("by_subtraction")
}

/// Takes the counts from figures that are hidden because they are small. Figures lie in a table with units along one side and the
/// categories of each breakdown along another. Where in a line along any side exactly one is hidden, the next smallest is hidden too:
/// whoever knows the sum of the line, which another question tells, could subtract the others from it. What is hidden so is alone in the
/// lines that cross, perhaps; so it goes on until no line has one hidden alone, or nothing more to hide.
pub(super) fn hide(figures: &mut [FigureLine]) {
    let sides = figures.iter().map(|line| line.by.len()).max().unwrap_or_default() + 1;
    let lines: Vec<Vec<usize>> = (0..sides).flat_map(|side| lines_along(figures, side)).collect();
    loop {
        let mut more = false;
        for line in &lines {
            more |= hide_second(figures, line);
        }
        if !more {
            break;
        }
    }
    for line in figures.iter_mut().filter(|line| is_hidden(line)) {
        *line = without_numbers(line.clone());
    }
}

/// The figures that differ in one side alone, unit (0) or a breakdown (from 1); those alone in their line left out.
fn lines_along(figures: &[FigureLine], side: usize) -> Vec<Vec<usize>> {
    let mut lines: BTreeMap<(&str, Vec<&str>), Vec<usize>> = BTreeMap::new();
    for (at, line) in figures.iter().enumerate() {
        let coordinates = std::iter::once(line.unit.as_str()).chain(line.by.iter().map(|by| by.code.as_str()));
        let others = coordinates.enumerate().filter(|(at, _)| *at != side).map(|(_, code)| code).collect();
        lines.entry((line.indicator.as_str(), others)).or_default().push(at);
    }
    lines.into_values().filter(|line| line.len() > 1).collect()
}

/// Hides a second figure of a line of which exactly one is hidden. Whether it did.
fn hide_second(figures: &mut [FigureLine], line: &[usize]) -> bool {
    if line.iter().filter(|at| is_hidden(&figures[**at])).count() != 1 {
        return false;
    }
    let size = |at: usize| {
        let line = &figures[at];
        line.denominator.or(line.exposure).or(line.numerator).or(line.value).unwrap_or_default()
    };
    let shown = line.iter().copied().filter(|at| figures[*at].value.is_some() && !is_hidden(&figures[*at]));
    let Some(next) = shown.min_by(|one, other| size(*one).total_cmp(&size(*other))) else { return false };
    figures[next].hidden = Some("by_subtraction".to_owned());
    true
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

    /// A table of one unit, or of several, from its cells: unit, categories, count; small below ten.
    fn table(cells: &[(&str, &[&str], f64)]) -> Vec<FigureLine> {
        let by = |code: &&str| crate::ByValue {
            breakdown: String::new(),
            code: (*code).to_owned(),
            vi: String::new(),
            en: String::new(),
        };
        let cell = |(unit, codes, count): &(&str, &[&str], f64)| FigureLine {
            by: codes.iter().map(by).collect(),
            ..line(unit, *count, *count < 10.0)
        };
        cells.iter().map(cell).collect()
    }

    fn hidden(lines: &[FigureLine]) -> Vec<bool> {
        lines.iter().map(|line| line.hidden.is_some() && line.numerator.is_none()).collect()
    }

    #[test]
    fn one_hidden_category_takes_the_next_smallest_of_its_unit_with_it() {
        let mut lines = table(&[("a", &["m"], 5.0), ("a", &["f"], 40.0), ("a", &["u"], 12.0)]);
        hide(&mut lines);
        assert_eq!(reasons(&lines), [Some("small_numbers"), None, Some("by_subtraction")]);
    }

    #[test]
    fn one_hidden_cell_of_a_table_takes_a_rectangle_with_it() {
        let mut lines = table(&[
            ("a", &["m", "0–4"], 5.0),
            ("a", &["m", "5–9"], 40.0),
            ("a", &["m", "10–14"], 30.0),
            ("a", &["f", "0–4"], 25.0),
            ("a", &["f", "5–9"], 60.0),
            ("a", &["f", "10–14"], 50.0),
        ]);
        hide(&mut lines);
        // Neither the sums of the rows nor those of the columns give the boys of 0–4 away.
        assert_eq!(hidden(&lines), [true, false, true, true, false, true]);
        assert_eq!(lines[1].numerator, Some(40.0));
    }

    #[test]
    fn units_and_categories_protect_each_other() {
        let cells: &[(&str, &[&str], f64)] = &[
            ("a", &["m"], 5.0),
            ("a", &["f"], 40.0),
            ("b", &["m"], 30.0),
            ("b", &["f"], 50.0),
            ("c", &["m"], 70.0),
            ("c", &["f"], 80.0),
        ];
        let mut lines = table(cells);
        hide(&mut lines);
        assert_eq!(hidden(&lines), [true, true, true, true, false, false]);
    }

    #[test]
    fn no_line_is_left_with_one_hidden_where_another_could_be() {
        // Every table of two by three with cells small or not.
        for small in 0_u32..64 {
            let codes: [(&str, [&str; 1]); 6] =
                [("a", ["x"]), ("a", ["y"]), ("a", ["z"]), ("b", ["x"]), ("b", ["y"]), ("b", ["z"])];
            let count = |at: usize| if small >> at & 1 == 1 { 5.0 } else { 20.0 + at as f64 };
            let cells: Vec<(&str, &[&str], f64)> =
                codes.iter().enumerate().map(|(at, (unit, by))| (*unit, by.as_slice(), count(at))).collect();
            let mut lines = table(&cells);
            hide(&mut lines);
            let hidden = hidden(&lines);
            for line in [[0, 1, 2].as_slice(), &[3, 4, 5], &[0, 3], &[1, 4], &[2, 5]] {
                assert_ne!(line.iter().filter(|at| hidden[**at]).count(), 1, "{small:06b}: {hidden:?}");
            }
            assert_eq!(hidden.iter().any(|hidden| *hidden), small != 0);
        }
    }
}
