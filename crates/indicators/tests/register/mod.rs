//! A small made-up register: people and happenings by arithmetic, counted one by one.

use crate::unanswered::Unanswered;
use danso_indicators::{Ask, Count, Dimension, Measure, Source, Span, When, average};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

/// Something that holds from a day to before another, or happens on a day.
pub struct Line {
    pub count: Count,
    pub from: Date,
    pub to: Date,
    pub values: BTreeMap<Dimension, u16>,
}

/// Lines to count.
pub struct Register(pub Vec<Line>);

const ALWAYS: Date = date(2100, 1, 1);

impl Register {
    /// About 6 000 people and what happened to them from 2022 to 2026.
    pub fn made_up() -> Self {
        use Dimension as D;
        let mut lines = Vec::new();
        let mut add = |count, from, to, values: &[(Dimension, u16)]| {
            lines.push(Line { count, from, to, values: values.iter().copied().collect() });
        };
        for person in 0..6000u16 {
            let (sex, age) = (1 + person % 2, (person * 7 + person / 91) % 91);
            let marital = if age < 15 + person % 17 { 1 } else { 2 + u16::from(person % 13 == 0) };
            let method = if sex == 2 && marital == 2 && age < 50 { person % 9 } else { 0 };
            let from = if person % 40 == 0 { date(2026, 3, 10) } else { date(1990, 1, 1) };
            let to = if person % 50 == 1 { date(2026, 8, 2) } else { ALWAYS };
            let traits = [
                (D::Sex, sex),
                (D::Age, age),
                (D::Marital, marital),
                (D::Method, method),
                (D::Modern, u16::from((1..=7).contains(&method))),
                (D::Residence, 1 + person % 4),
                (D::Ethnic, 1 + person % 3),
                (D::Education, person % 10),
                (D::Disabled, u16::from(person % 60 == 0)),
                (D::Urban, u16::from(person % 3 == 0)),
            ];
            add(Count::Residents, from, to, &traits);
            if person % 4 == 0 {
                let kind = [(D::Type, 1 + u16::from(person % 400 == 0)), (D::Fresh, u16::from(person % 5 != 0)), (D::Urban, 1)];
                add(Count::Households, date(1990, 1, 1), ALWAYS, &kind);
            }
        }
        for at in 0..1500u16 {
            let day = date(2022, 1, 1).saturating_add((i64::from(at) * 1826 / 1500).days());
            let sex = 1 + u16::from(at % 21 < 10);
            let (urban, told) = (at % 2, u16::from(at % 7 != 0));
            let age = (at * 11) % 90;
            let mut happens = |count, values: &[(Dimension, u16)]| add(count, day, day, values);
            let born = [
                (D::Sex, sex),
                (D::Order, 1 + at % 4),
                (D::MotherAge, (16 + at % 30) * told),
                (D::BirthPlace, at % 5),
                (D::Urban, urban),
            ];
            happens(Count::Births, &born);
            happens(
                Count::NewbornScreens,
                &[(D::Sex, sex), (D::Panels, 1 + at % 5), (D::Ch, at % 5), (D::G6pd, 2), (D::Cah, 1), (D::Heart, 4)],
            );
            if at % 2 == 0 {
                let neonatal = u16::from(age == 0);
                happens(
                    Count::Deaths,
                    &[(D::Sex, sex), (D::Age, age % 90), (D::Neonatal, neonatal), (D::DeathPlace, 1 + at % 3), (D::Urban, urban)],
                );
                happens(Count::Checkups, &[(D::Sex, sex), (D::Age, 60 + at % 25)]);
                happens(Count::Reviews, &[(D::Type, 1)]);
            }
            happens(Count::MovesIn, &[(D::Sex, sex), (D::Age, age), (D::Level, 1 + at % 4), (D::Urban, urban)]);
            happens(Count::MovesOut, &[(D::Sex, sex), (D::Age, age), (D::Level, 1 + at % 3), (D::Urban, urban)]);
            let wedding = [
                (D::Registered, told),
                (D::Kin, u16::from(at % 90 == 0)),
                (D::Counselled, at % 3),
                (D::First, 1),
                (D::Urban, urban),
            ];
            happens(Count::Couples, &wedding);
            for sex in 1..=2 {
                let spouse = [(D::Sex, sex), (D::Age, 17 + at % 20), (D::Underage, u16::from(at % 20 < 3 - sex))];
                happens(Count::Marriages, &[&wedding[..], &spouse].concat());
            }
            if at % 3 == 0 {
                happens(Count::Divorces, &[(D::Sex, sex), (D::Age, 30)]);
                happens(Count::MethodStops, &[(D::Age, 30), (D::Method, 1 + at % 8), (D::Modern, 1)]);
            }
            happens(
                Count::MethodStarts,
                &[(D::Age, 25), (D::Method, 1 + at % 8), (D::Modern, u16::from(at % 8 != 7)), (D::New, at % 2)],
            );
            happens(Count::Pregnancies, &[(D::Age, 25), (D::Outcome, 1 + u16::from(at % 15 == 0))]);
            let screened = [
                (D::Age, 25),
                (D::Band, 12),
                (D::Panels, at % 5),
                (D::Edward, at % 4),
                (D::Down, 1),
                (D::Patau, 0),
                (D::Thalassemia, 3),
            ];
            if at % 3 != 0 {
                happens(Count::PrenatalScreens, &screened);
            }
            if at % 30 == 0 {
                happens(Count::Corrections, &[(D::Sex, sex), (D::Age, age)]);
            }
        }
        Self(lines)
    }

    fn fits(line: &Line, measure: &Measure) -> bool {
        let value = |dimension: &Dimension| line.values.get(dimension).copied().unwrap_or(0);
        let one = |(dimension, ranges): (&Dimension, &Vec<(u16, u16)>)| {
            ranges.iter().any(|(first, last)| (*first..=*last).contains(&value(dimension)))
        };
        line.count == measure.count && measure.only.iter().all(one)
    }

    fn count(&self, measure: &Measure, span: Span, more: impl Fn(&Line) -> bool) -> f64 {
        let lines: Vec<&Line> = self.0.iter().filter(|line| Self::fits(line, measure) && more(line)).collect();
        let stock = |day: Date| lines.iter().filter(|line| line.from <= day && day < line.to).count() as u64;
        if !measure.count.is_stock() {
            return lines.iter().filter(|line| span.contains(line.from)).count() as f64;
        }
        match measure.when {
            When::End => stock(span.to()) as f64,
            When::Start => stock(span.day_before()) as f64,
            When::Average => average(&span.stock_days().into_iter().map(stock).collect::<Vec<_>>()),
        }
    }
}

impl Source for Register {
    type Error = Unanswered;

    fn answer(&mut self, ask: &Ask) -> Result<Vec<f64>, Unanswered> {
        Ok(match ask {
            Ask::Operational { name, .. } => vec![100.0 + name.len() as f64],
            Ask::Counted { measure, by: None, span } => vec![self.count(measure, *span, |_| true)],
            Ask::Counted { measure, by: Some(by), span } => {
                let value = |line: &Line| line.values.get(&by.dimension).copied().unwrap_or(0);
                by.groups()
                    .into_iter()
                    .map(|(first, last)| self.count(measure, *span, |line| (first..=last).contains(&value(line))))
                    .collect()
            }
        })
    }
}
