//! Reads the tables under `data/`; their form is told in `data/SOURCES.md`.

use jiff::civil::Date;
use thiserror::Error;

use crate::code::UnitCode;
use crate::succession::{People, Relation, Succession};
use crate::unit::{Kind, Unit};

/// A line of a table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line} of the table: {fault}")]
pub(crate) struct TableError {
    line: usize,
    fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
enum Fault {
    #[error("a row before any section")]
    NoSection,
    #[error("not the head of a section")]
    Head,
    #[error("not a row")]
    Row,
    #[error("not a unit code")]
    Code,
    #[error("not a date")]
    Date,
    #[error("a name whose first words tell no kind of this level")]
    Kind,
}

/// Adds the units of one table: sections `@ parent from to decree`, rows `code full-name`, tabs between.
pub(crate) fn read_units(text: &'static str, units: &mut Vec<Unit>) -> Result<(), TableError> {
    let mut section = None;
    each_line(text, |line| match line.strip_prefix("@\t") {
        Some(head) => {
            section = Some(unit_section(head)?);
            Ok(())
        }
        None => {
            let of = section.as_ref().ok_or(Fault::NoSection)?;
            units.push(unit_row(line, of)?);
            Ok(())
        }
    })
}

/// Adds the successions of one table: sections `@ date decree`, rows `new old old…`, tabs between new and old.
pub(crate) fn read_successions(text: &'static str, successions: &mut Vec<Succession>) -> Result<(), TableError> {
    let mut section = None;
    each_line(text, |line| match line.strip_prefix("@\t") {
        Some(head) => {
            let (on, decree) = head.split_once('\t').ok_or(Fault::Head)?;
            section = Some((date(on)?, decree));
            Ok(())
        }
        None => {
            let (on, decree) = section.ok_or(Fault::NoSection)?;
            let (new, olds) = line.split_once('\t').ok_or(Fault::Row)?;
            let new = code(new)?;
            for old in olds.split(' ') {
                let (old, relation, people) = marked(old);
                successions.push(Succession { old: code(old)?, new, relation, people, on, decree });
            }
            Ok(())
        }
    })
}

struct UnitSection {
    parent: UnitCode,
    from: Option<Date>,
    to: Option<Date>,
    decree: Option<&'static str>,
}

fn unit_section(head: &'static str) -> Result<UnitSection, Fault> {
    let mut fields = head.split('\t');
    let (Some(parent), Some(from), Some(to), Some(decree), None) =
        (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(Fault::Head);
    };
    Ok(UnitSection {
        parent: code(parent)?,
        from: known(from).map(date).transpose()?,
        to: known(to).map(date).transpose()?,
        decree: known(decree),
    })
}

fn unit_row(line: &'static str, of: &UnitSection) -> Result<Unit, Fault> {
    let (text, full_name) = line.split_once('\t').ok_or(Fault::Row)?;
    let code = code(text)?;
    let (kind, name) = Kind::split(code.level(), full_name).ok_or(Fault::Kind)?;
    Ok(Unit { code, kind, name, full_name, parent: Some(of.parent), valid_from: of.from, valid_to: of.to, decree: of.decree })
}

fn marked(old: &str) -> (&str, Relation, People) {
    let marks = [('~', Relation::Part, People::Some), ('+', Relation::Part, People::All), ('-', Relation::Part, People::None)];
    marks
        .into_iter()
        .find_map(|(mark, relation, people)| old.strip_suffix(mark).map(|code| (code, relation, people)))
        .unwrap_or((old, Relation::Whole, People::All))
}

fn known(field: &'static str) -> Option<&'static str> {
    (field != "-").then_some(field)
}

fn code(text: &str) -> Result<UnitCode, Fault> {
    text.parse().map_err(|_| Fault::Code)
}

fn date(text: &str) -> Result<Date, Fault> {
    text.parse().map_err(|_| Fault::Date)
}

fn each_line(text: &'static str, mut read: impl FnMut(&'static str) -> Result<(), Fault>) -> Result<(), TableError> {
    text.lines()
        .zip(1..)
        .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
        .try_for_each(|(text, line)| read(text).map_err(|fault| TableError { line, fault }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn a_section_dates_its_rows() {
        let mut units = Vec::new();
        let table = "# note\n@\t75\t2025-07-01\t2026-04-29\t1662\n25270\tXã Lộc Ninh\n";
        assert_eq!(read_units(table, &mut units), Ok(()));
        assert_eq!(units.len(), 1);
        assert_eq!(units[0].kind, Kind::Commune);
        assert_eq!(units[0].name, "Lộc Ninh");
        assert_eq!(units[0].valid_to, Some(date(2026, 4, 29)));
    }

    #[test]
    fn marks_tell_what_went() {
        let mut read = Vec::new();
        assert_eq!(read_successions("@\t2025-07-01\t1\n00004\t00001 00006~ 00008+ 00013-\n", &mut read), Ok(()));
        let told: Vec<_> = read.iter().map(|s| (s.old.to_string(), s.relation, s.people)).collect();
        assert_eq!(
            told,
            [
                ("00001".to_owned(), Relation::Whole, People::All),
                ("00006".to_owned(), Relation::Part, People::Some),
                ("00008".to_owned(), Relation::Part, People::All),
                ("00013".to_owned(), Relation::Part, People::None),
            ]
        );
    }

    #[test]
    fn faults_name_their_line() {
        let fault = |table| read_units(table, &mut Vec::new());
        assert_eq!(fault("# a\n01\tTỉnh A\n"), Err(TableError { line: 2, fault: Fault::NoSection }));
        assert_eq!(fault("@\tVN\t-\t-\n"), Err(TableError { line: 1, fault: Fault::Head }));
        assert_eq!(fault("@\tVN\tx\t-\t-\n"), Err(TableError { line: 1, fault: Fault::Date }));
        assert_eq!(fault("@\tVN\t-\t-\t-\n01 Tỉnh A\n"), Err(TableError { line: 2, fault: Fault::Row }));
        assert_eq!(fault("@\tVN\t-\t-\t-\n1\tTỉnh A\n"), Err(TableError { line: 2, fault: Fault::Code }));
        assert_eq!(fault("@\tVN\t-\t-\t-\n01\tXã A\n"), Err(TableError { line: 2, fault: Fault::Kind }));
    }
}
