//! Ages as data.

use crate::error::Error;

/// Ages that laws and statistics of Viet Nam set, with source and whether it was compared.
pub const VIET_NAM_AGES: &str = include_str!("../../data/viet_nam_ages.tsv");

/// Ages that a law or a convention sets, from a year on.
#[derive(Debug, Clone, PartialEq)]
pub struct AgeRule {
    /// Whom it is about: `primary`, `retirement_female` …
    pub key: String,
    /// Exact age in years at which it begins.
    pub from: f64,
    /// Exact age at which it ends; nothing: never.
    pub below: Option<f64>,
    /// The year from which it holds; nothing: always.
    pub since: Option<i32>,
    /// Law or convention, with date.
    pub source: String,
    /// How far it was compared with its source; `assumption` where it was not.
    pub checked: String,
}

/// A table of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ages {
    rules: Vec<AgeRule>,
}

impl Ages {
    /// Reads a table of lines `key, from, below, since, source, checked` parted by tabs; lines that begin with `#`, empty ones and the line of names are left out.
    ///
    /// # Errors
    /// A line with another number of cells, or a number that is none ([`Error::NotAnAge`] says the line).
    pub fn parse(table: &str) -> Result<Self, Error> {
        let mut rules = Vec::new();
        let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("key\t"));
        for line in lines {
            let wrong = || Error::NotAnAge { text: line.to_owned() };
            let cells: Vec<&str> = line.split('\t').collect();
            let [key, from, below, since, source, checked] = cells[..] else { return Err(wrong()) };
            let age = |text: &str| text.parse::<f64>().ok().filter(|age| (0.0..=150.0).contains(age)).ok_or_else(wrong);
            let below = if below.is_empty() { None } else { Some(age(below)?) };
            let since = if since.is_empty() { None } else { Some(since.parse().map_err(|_| wrong())?) };
            let (key, source, checked) = (key.to_owned(), source.to_owned(), checked.to_owned());
            rules.push(AgeRule { key, from: age(from)?, below, since, source, checked });
        }
        Ok(Self { rules })
    }

    /// The rule of a key that holds in a year: of those that have begun the latest; nothing where none has.
    pub fn of(&self, key: &str, year: i32) -> Option<&AgeRule> {
        let begun = self.rules.iter().filter(|rule| rule.key == key && rule.since.is_none_or(|since| since <= year));
        begun.max_by_key(|rule| rule.since)
    }

    /// All rules, in the order of the table.
    pub fn rules(&self) -> &[AgeRule] {
        &self.rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_viet_nam_can_be_read_and_each_row_says_where_it_is_from() -> Result<(), Error> {
        let ages = Ages::parse(VIET_NAM_AGES)?;
        for rule in ages.rules() {
            assert!(!rule.source.is_empty(), "{rule:?}");
            assert!(["assumption", "convention", "catalog"].contains(&rule.checked.as_str()), "{rule:?}");
        }
        assert_eq!(ages.of("primary", 2026).map(|rule| (rule.from, rule.below)), Some((6.0, Some(11.0))));
        assert_eq!(ages.of("primary", 1990), None);
        Ok(())
    }

    /// Labour Code 45/2019/QH14, article 169: 60 years 3 months and 55 years 4 months in 2021, then 3 and 4 months more each year to 62 in 2028 and 60 in 2035.
    #[test]
    fn the_age_of_retirement_rises() -> Result<(), Error> {
        let ages = Ages::parse(VIET_NAM_AGES)?;
        let from = |key, year| ages.of(key, year).map(|rule| (rule.from * 12.0).round() as i32);
        assert_eq!((from("retirement_male", 2021), from("retirement_female", 2021)), (Some(723), Some(664)));
        assert_eq!((from("retirement_male", 2026), from("retirement_female", 2026)), (Some(738), Some(684)));
        assert_eq!((from("retirement_male", 2028), from("retirement_male", 2050)), (Some(744), Some(744)));
        assert_eq!((from("retirement_female", 2034), from("retirement_female", 2035)), (Some(716), Some(720)));
        Ok(())
    }

    #[test]
    fn lines_that_are_no_ages_are_refused() {
        assert!(Ages::parse("primary\t6").is_err());
        assert!(Ages::parse("primary\tsix\t\t\ta\tb").is_err());
        assert!(Ages::parse("primary\tNaN\t\t\ta\tb").is_err());
        assert_eq!(Ages::parse("# only a note\n"), Ok(Ages::default()));
    }
}
