//! Forecasts from what was known at a time.

use super::Case;
use crate::error::{Error, check_finite};
use crate::smallarea::totals::{At, Trend, average, extrapolate};

/// A published number of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// What time it is of, in years with fractions.
    pub time: f64,
    /// How many.
    pub value: f64,
    /// When it was published, on the same scale. A revision is another figure of the same time with a later publication.
    pub published: f64,
}

/// All published numbers of one area.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Past {
    /// In any order.
    pub figures: Vec<Figure>,
}

/// A way to go on with totals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method {
    /// One trend.
    Trend(Trend),
    /// The mean of a straight line and of steady growth: the line is too low where areas grow by shares, growth too high where they fill up.
    Average,
}

impl Past {
    /// The series as it was known at a time: of each time the figure published last, from `first` on; numbers of the time after it are not known.
    pub fn known(&self, at: f64, first: f64) -> Vec<At> {
        let mut known: Vec<&Figure> =
            self.figures.iter().filter(|figure| figure.published <= at && figure.time <= at && figure.time >= first).collect();
        known.sort_by(|a, b| a.time.total_cmp(&b.time).then(a.published.total_cmp(&b.published)));
        let mut series: Vec<At> = Vec::with_capacity(known.len());
        for figure in known {
            let at = At { time: figure.time, value: figure.value };
            match series.last_mut() {
                Some(last) if last.time == figure.time => *last = at,
                Some(_) | None => series.push(at),
            }
        }
        series
    }

    /// What was counted at a time, as it was published last.
    pub fn counted(&self, time: f64) -> Option<f64> {
        let of_time = self.figures.iter().filter(|figure| figure.time == time);
        of_time.max_by(|a, b| a.published.total_cmp(&b.published)).map(|figure| figure.value)
    }
}

/// A forecast of an area's total for a time from the figures that were known at the launch, and the last of these.
///
/// # Errors
/// Too few figures for the method; numbers that are not finite.
pub fn forecast(past: &Past, method: Method, launch: f64, first: f64, to: f64) -> Result<(f64, f64), Error> {
    check_finite("times", &[launch, to])?;
    let known = past.known(launch, first);
    let last = known.last().ok_or(Error::NoGroups)?.value;
    let found = match method {
        Method::Trend(trend) => extrapolate(trend, &known, to, None)?,
        Method::Average => {
            let of = |trend| extrapolate(trend, &known, to, None);
            average(&[of(Trend::Linear)?, of(Trend::Exponential)?], &[1.0, 1.0])?
        }
    };
    Ok((found, last))
}

/// Launches a forecast of each area and scores it; areas of which nothing was known, or nothing was counted at that time, are left out, and are nothing in the list.
///
/// # Errors
/// As [`forecast`].
pub fn launch(areas: &[Past], method: Method, launch: f64, first: f64, to: f64) -> Result<Vec<Option<Case>>, Error> {
    let case = |past: &Past| {
        let Some(actual) = past.counted(to).filter(|_| !past.known(launch, first).is_empty()) else { return Ok(None) };
        let (forecast, size) = forecast(past, method, launch, first, to)?;
        Ok(Some(Case { size, forecast, actual }))
    };
    areas.iter().map(case).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forecast_does_not_know_revisions_that_came_later() -> Result<(), Error> {
        let figure = |time, value, published| Figure { time, value, published };
        let past = Past {
            figures: vec![
                figure(2011.0, 100.0, 2012.0),
                figure(2014.0, 130.0, 2014.0),
                figure(2014.0, 112.0, 2020.0),
                figure(2019.0, 120.0, 2020.0),
            ],
        };
        let line = Method::Trend(Trend::Linear);
        assert_eq!(forecast(&past, line, 2014.0, 2000.0, 2019.0)?, (180.0, 130.0));
        assert_eq!(past.known(2020.0, 2012.0).len(), 2);
        assert_eq!(past.counted(2014.0), Some(112.0));
        let cases = launch(&[past.clone(), Past::default()], line, 2014.0, 2000.0, 2019.0)?;
        assert_eq!(cases, vec![Some(Case { size: 130.0, forecast: 180.0, actual: 120.0 }), None]);
        // With one figure there is no change to go on with.
        assert!(forecast(&past, line, 2014.0, 2014.0, 2019.0).is_err());
        assert_eq!(forecast(&past, Method::Trend(Trend::Constant), 2014.0, 2014.0, 2019.0)?.0, 130.0);
        Ok(())
    }
}
