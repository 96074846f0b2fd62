//! The small language of formulas: numbers, names, `+ - * /`, `sum`, `abs`, `digits`, groups by their label. Described in
//! `docs/indicators.md`; whoever computes in the order stated there gets the same bits.

mod compute;
mod parse;
#[cfg(test)]
mod tests;

pub(crate) use compute::Names;
pub use compute::Quantity;
use thiserror::Error;

/// A formula that has been read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Formula {
    text: String,
    root: Node,
}

/// A part of a formula and where it begins, in characters from 0.
#[derive(Debug, Clone, PartialEq)]
struct Node {
    at: usize,
    what: What,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    Number(f64),
    List(Vec<f64>),
    Name(String),
    /// Another indicator.
    Reference(String),
    Minus(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Call(Function, Box<Node>),
    /// The groups with labels from the first to the last.
    Slice(Box<Node>, u16, u16),
    /// The group with a label.
    Group(Box<Node>, u16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Minus,
    Times,
    Over,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Sum,
    Abs,
    Digits,
}

/// A formula that cannot be read or computed, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("column {} of `{text}`: {what}", .at + 1)]
pub struct FormulaError {
    /// The formula.
    pub text: String,
    /// Characters before the place.
    pub at: usize,
    /// What is wrong there.
    pub what: String,
}

impl Formula {
    /// Reads a formula.
    pub(crate) fn parse(text: &str) -> Result<Self, FormulaError> {
        Ok(Self { text: text.to_owned(), root: parse::parse(text)? })
    }

    /// Computes it.
    pub(crate) fn compute(&self, names: &dyn Names) -> Result<Quantity, FormulaError> {
        compute::compute(&self.root, names).map_err(|(at, what)| FormulaError { text: self.text.clone(), at, what })
    }

    /// The names it uses, each as often as it stands there.
    pub(crate) fn names(&self) -> Vec<&str> {
        let name = |node: &'_ What| matches!(node, What::Name(_));
        self.root.all().into_iter().filter(|what| name(what)).filter_map(What::word).collect()
    }

    /// The codes of other indicators it uses.
    pub(crate) fn references(&self) -> Vec<&str> {
        let reference = |node: &'_ What| matches!(node, What::Reference(_));
        self.root.all().into_iter().filter(|what| reference(what)).filter_map(What::word).collect()
    }
}

impl What {
    fn word(&self) -> Option<&str> {
        match self {
            Self::Name(word) | Self::Reference(word) => Some(word),
            Self::Number(_)
            | Self::List(_)
            | Self::Minus(_)
            | Self::Binary(..)
            | Self::Call(..)
            | Self::Slice(..)
            | Self::Group(..) => None,
        }
    }
}

impl Node {
    /// It and all below it, from left to right.
    fn all(&self) -> Vec<&What> {
        let mut found = vec![&self.what];
        match &self.what {
            What::Number(_) | What::List(_) | What::Name(_) | What::Reference(_) => {}
            What::Minus(of) | What::Call(_, of) | What::Slice(of, ..) | What::Group(of, _) => found.extend(of.all()),
            What::Binary(_, left, right) => {
                found.extend(left.all());
                found.extend(right.all());
            }
        }
        found
    }
}
