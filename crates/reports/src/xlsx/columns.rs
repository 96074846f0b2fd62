//! Columns of a sheet: those of the table, one of them cut in two where the head needs an edge.

/// Where the right half of the head begins, as a share of the page's width.
const CUT: f32 = 0.40;

/// How far from there an edge of a column may lie to serve as well.
const NEAR: f32 = 0.05;

/// The least share of the page's width that serves as the left half of the head.
const FROZEN: f32 = 0.25;

/// How columns of a table lie on columns of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    /// The width of each column of the sheet, in millimetres.
    pub widths: Vec<f32>,
    /// The first and the last column of the sheet for each column of the table.
    pub spans: Vec<(u16, u16)>,
    /// The first column of the right half of the head.
    pub cut: u16,
    /// How many columns of the sheet the first printed page has.
    pub page: u16,
}

impl Columns {
    /// `widths` of the table's columns; the first `on_page` of them are on the first printed page, the first `frozen` on every page. What stands
    /// in those is printed on every page too: where they are wide enough, they are the left half of the head.
    pub(super) fn new(widths: &[f32], on_page: usize, frozen: usize) -> Self {
        let page: f32 = widths[..on_page].iter().sum();
        let share = widths[..frozen].iter().sum::<f32>() / page;
        if frozen > 0 && frozen < on_page && share > FROZEN {
            let spans = (0..widths.len()).map(|at| (index(at), index(at))).collect();
            return Self { widths: widths.to_vec(), spans, cut: index(frozen), page: index(on_page) };
        }
        let mut edge = 0.0;
        let mut edges = Vec::with_capacity(on_page);
        for width in &widths[..on_page] {
            edge += width;
            edges.push(edge);
        }
        let wanted = page * CUT;
        let near = |edge: &f32| (edge - wanted).abs() <= page * NEAR;
        let split = if edges.iter().any(near) { None } else { edges.iter().position(|edge| *edge > wanted) };
        let mut columns = Self { widths: Vec::new(), spans: Vec::new(), cut: 0, page: 0 };
        let mut begin = 0.0;
        for (at, width) in widths.iter().enumerate() {
            let first = index(columns.widths.len());
            if split == Some(at) {
                columns.cut = first + 1;
                columns.widths.extend([wanted - begin, begin + width - wanted]);
            } else {
                columns.widths.push(*width);
            }
            columns.spans.push((first, index(columns.widths.len()) - 1));
            begin += width;
            if at + 1 == on_page {
                columns.page = index(columns.widths.len());
            }
            if split.is_none() && columns.cut == 0 && at < on_page && near(&begin) {
                columns.cut = index(columns.widths.len());
            }
        }
        columns
    }

    /// The width of some columns of the sheet, both ends included.
    pub(super) fn width(&self, first: u16, last: u16) -> f32 {
        self.widths[usize::from(first)..=usize::from(last)].iter().sum()
    }

    /// The columns of the first page in so many groups of about the same width; fewer where there are fewer columns.
    pub(super) fn groups(&self, count: usize) -> Vec<(u16, u16)> {
        let count = count.clamp(1, usize::from(self.page));
        let whole = self.width(0, self.page - 1);
        let mut groups = Vec::with_capacity(count);
        let mut first = 0_u16;
        for group in 0..count {
            let latest = self.page - index(count - group);
            let distance = |last: u16| {
                #[expect(clippy::cast_precision_loss, reason = "a handful of signatures")]
                let wanted = whole * (group + 1) as f32 / count as f32;
                (self.width(0, last) - wanted).abs()
            };
            let last = if group + 1 == count {
                self.page - 1
            } else {
                (first..=latest).min_by(|one, other| distance(*one).total_cmp(&distance(*other))).unwrap_or(first)
            };
            groups.push((first, last));
            first = last + 1;
        }
        groups
    }
}

/// A number of columns as spreadsheets count them; they have no more than 16384, and the writer refuses more.
fn index(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::Columns;

    #[test]
    fn a_wide_label_is_cut_where_the_head_needs_an_edge() {
        let columns = Columns::new(&[100.0, 30.0, 35.0], 3, 0);
        assert_eq!(columns.widths, [66.0, 34.0, 30.0, 35.0]);
        assert_eq!(columns.spans, [(0, 1), (2, 2), (3, 3)]);
        assert_eq!((columns.cut, columns.page), (1, 4));
        assert_eq!(columns.groups(2), [(0, 0), (1, 3)]);
        assert_eq!(columns.groups(3), [(0, 0), (1, 1), (2, 3)]);
    }

    #[test]
    fn an_edge_nearby_serves_as_well() {
        let columns = Columns::new(&[42.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0], 6, 0);
        assert_eq!(columns.widths.len(), 8);
        assert_eq!((columns.cut, columns.page), (2, 6));
    }

    #[test]
    fn frozen_columns_are_the_left_half_of_the_head() {
        let columns = Columns::new(&[50.0, 30.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0], 8, 2);
        assert_eq!((columns.cut, columns.page), (2, 8));
    }

    #[test]
    fn one_column_is_cut_and_signatures_share_what_there_is() {
        let columns = Columns::new(&[165.0], 1, 0);
        assert_eq!(columns.widths.len(), 2);
        assert_eq!(columns.groups(3), [(0, 0), (1, 1)]);
    }
}
