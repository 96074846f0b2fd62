//! By what figures can be broken down: named categories of a dimension.

use crate::Dimension;
use serde::{Deserialize, Serialize};

/// A way to break figures down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Its name in questions (`age5`).
    pub name: String,
    /// Its Vietnamese name.
    pub vi: String,
    /// Its English name.
    pub en: String,
    /// The dimension it narrows; of several, the first that a count has (`age`, of births `mother_age`).
    pub dimensions: Vec<Dimension>,
    /// Its categories.
    #[serde(flatten)]
    pub made_of: MadeOf,
}

/// Where the categories of a breakdown come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MadeOf {
    /// Written down.
    Categories(Vec<Category>),
    /// Groups of equal width and an open one from `open` on: `0–4`, `5–9` … `85+`.
    Each {
        /// Values in a group.
        step: u16,
        /// Where the open group begins.
        open: u16,
    },
    /// The codes of a list of the catalogue, which are whole numbers.
    List(String),
}

/// One category.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its code in questions and answers.
    pub code: String,
    /// Its Vietnamese name.
    pub vi: String,
    /// Its English name.
    pub en: String,
    /// Its values, both ends included.
    pub ranges: Vec<(u16, u16)>,
}

impl Breakdown {
    /// Its categories. `list` gives code, Vietnamese and English name of each item of a list of the catalogue; a code that is no whole number
    /// is left out.
    pub fn categories(&self, list: impl FnOnce(&str) -> Vec<(String, String, String)>) -> Vec<Category> {
        match &self.made_of {
            MadeOf::Categories(categories) => categories.clone(),
            MadeOf::Each { step, open } => each(*step, *open),
            MadeOf::List(name) => {
                let category = |(code, vi, en): (String, String, String)| {
                    let value: u16 = code.parse().ok()?;
                    Some(Category { code, vi, en, ranges: vec![(value, value)] })
                };
                list(name).into_iter().filter_map(category).collect()
            }
        }
    }

    /// The dimension it narrows in a count.
    #[must_use]
    pub fn dimension_of(&self, count: crate::Count) -> Option<Dimension> {
        self.dimensions.iter().copied().find(|dimension| count.dimensions().contains(dimension))
    }
}

fn each(step: u16, open: u16) -> Vec<Category> {
    let category = |label: String, range| Category { code: label.clone(), vi: label.clone(), en: label, ranges: vec![range] };
    let closed = (0..open).step_by(usize::from(step.max(1))).map(|first| {
        let last = first.saturating_add(step.max(1) - 1).min(open - 1);
        category(if first == last { first.to_string() } else { format!("{first}–{last}") }, (first, last))
    });
    closed.chain([category(format!("{open}+"), (open, u16::MAX))]).collect()
}

/// The cell that a question is about: one category of each breakdown. Empty for the total.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cut(pub(crate) Vec<(String, Category)>);

impl Cut {
    /// The total.
    #[must_use]
    pub const fn total() -> Self {
        Self(Vec::new())
    }

    /// This cell within a category of another breakdown.
    #[must_use]
    pub fn with(mut self, breakdown: &str, category: Category) -> Self {
        self.0.push((breakdown.to_owned(), category));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breakdown(made_of: MadeOf) -> Breakdown {
        let text = String::from;
        Breakdown { name: text("age5"), vi: text("a"), en: text("a"), dimensions: vec![Dimension::Age], made_of }
    }

    #[test]
    fn groups_of_equal_width_are_labelled_by_their_ends() {
        let categories = breakdown(MadeOf::Each { step: 5, open: 12 }).categories(|_| Vec::new());
        let seen: Vec<_> = categories.iter().map(|category| (category.code.as_str(), category.ranges[0])).collect();
        assert_eq!(seen, [("0–4", (0, 4)), ("5–9", (5, 9)), ("10–11", (10, 11)), ("12+", (12, u16::MAX))]);
        let single = breakdown(MadeOf::Each { step: 1, open: 2 }).categories(|_| Vec::new());
        assert_eq!(single.iter().map(|category| category.code.as_str()).collect::<Vec<_>>(), ["0", "1", "2+"]);
    }

    #[test]
    fn a_list_gives_its_codes_that_are_numbers() {
        let item = |code: &str| (code.to_owned(), "vi".to_owned(), "en".to_owned());
        let categories = breakdown(MadeOf::List("ethnic".to_owned())).categories(|name| vec![item("01"), item(name)]);
        assert_eq!(categories.iter().map(|category| category.ranges.clone()).collect::<Vec<_>>(), [[(1, 1)]]);
    }
}
