//! Computing a formula. Each step is one operation of floating point numbers in the order in which the formula is written, so that
//! everyone who does the same steps gets the same bits.

use super::{Function, Node, Operator, What};

/// A number, or one number for each group.
#[derive(Debug, Clone, PartialEq)]
pub enum Quantity {
    /// One number. NaN is "undefined": something was divided by zero.
    One(f64),
    /// Numbers with the labels of their groups.
    Many {
        /// The first value of each group, in order.
        labels: Vec<u16>,
        /// As many numbers.
        values: Vec<f64>,
    },
}

impl Quantity {
    /// The number, or the sum of the groups from left to right.
    #[must_use]
    pub fn total(&self) -> f64 {
        match self {
            Self::One(value) => *value,
            Self::Many { values, .. } => values.iter().fold(0.0, |sum, value| sum + value),
        }
    }

    /// The numbers.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many { values, .. } => values,
        }
    }
}

/// What names stand for.
pub(crate) trait Names {
    /// A term.
    fn name(&self, name: &str) -> Result<Quantity, String>;
    /// The value of another indicator.
    fn reference(&self, code: &str) -> Result<Quantity, String>;
}

type Computed = Result<Quantity, (usize, String)>;

pub(super) fn compute(node: &Node, names: &dyn Names) -> Computed {
    let here = |what: String| (node.at, what);
    match &node.what {
        What::Number(number) => Ok(Quantity::One(*number)),
        What::List(values) => {
            let labels = (0..values.len()).map(|label| u16::try_from(label).unwrap_or(u16::MAX)).collect();
            Ok(Quantity::Many { labels, values: values.clone() })
        }
        What::Name(name) => names.name(name).map_err(here),
        What::Reference(code) => names.reference(code).map_err(here),
        What::Minus(of) => Ok(each(compute(of, names)?, |value| -value)),
        What::Binary(operator, left, right) => pair(*operator, compute(left, names)?, compute(right, names)?).map_err(here),
        What::Call(Function::Sum, of) => Ok(Quantity::One(compute(of, names)?.total())),
        What::Call(Function::Abs, of) => Ok(each(compute(of, names)?, f64::abs)),
        What::Call(Function::Digits, of) => {
            let Quantity::Many { labels, values } = compute(of, names)? else {
                return Err(here("digits needs groups".to_owned()));
            };
            Ok(digits(&labels, &values))
        }
        What::Slice(of, first, last) => slice(compute(of, names)?, *first, *last).map_err(here),
        What::Group(of, label) => match slice(compute(of, names)?, *label, *label).map_err(here)? {
            Quantity::Many { values, .. } => Ok(Quantity::One(values[0])),
            one @ Quantity::One(_) => Ok(one),
        },
    }
}

fn apply(operator: Operator, left: f64, right: f64) -> f64 {
    match operator {
        Operator::Plus => left + right,
        Operator::Minus => left - right,
        Operator::Times => left * right,
        Operator::Over if right == 0.0 => f64::NAN,
        Operator::Over => left / right,
    }
}

fn each(of: Quantity, change: impl Fn(f64) -> f64) -> Quantity {
    match of {
        Quantity::One(value) => Quantity::One(change(value)),
        Quantity::Many { labels, values } => Quantity::Many { labels, values: values.into_iter().map(change).collect() },
    }
}

fn pair(operator: Operator, left: Quantity, right: Quantity) -> Result<Quantity, String> {
    match (left, right) {
        (Quantity::One(left), right) => Ok(each(right, |right| apply(operator, left, right))),
        (left, Quantity::One(right)) => Ok(each(left, |left| apply(operator, left, right))),
        (Quantity::Many { labels, values: left }, Quantity::Many { labels: others, values: right }) => {
            if labels != others {
                return Err(format!("the groups differ: {labels:?} and {others:?}"));
            }
            let values = left.iter().zip(&right).map(|(left, right)| apply(operator, *left, *right)).collect();
            Ok(Quantity::Many { labels, values })
        }
    }
}

/// The sums of the groups whose labels end in 0, 1 … 9.
fn digits(labels: &[u16], values: &[f64]) -> Quantity {
    let mut sums = vec![0.0; 10];
    for (label, value) in labels.iter().zip(values) {
        sums[usize::from(label % 10)] += value;
    }
    Quantity::Many { labels: (0..10).collect(), values: sums }
}

fn slice(of: Quantity, first: u16, last: u16) -> Result<Quantity, String> {
    let Quantity::Many { labels, values } = of else {
        return Err("this has no groups".to_owned());
    };
    let position = |label: u16| {
        labels
            .iter()
            .position(|candidate| *candidate == label)
            .ok_or_else(|| format!("no group has the label {label}: {labels:?}"))
    };
    let (from, to) = (position(first)?, position(last)?);
    if from > to {
        return Err(format!("no groups from {first} to {last}"));
    }
    Ok(Quantity::Many { labels: labels[from..=to].to_vec(), values: values[from..=to].to_vec() })
}
