//! One field of a cron line, read: the set of numbers it names.

use crate::{
    error::CronError,
    field::{Field, number},
};

/// The numbers that a field names, each below 64, and how they were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Values {
    mask: u64,
    star: bool,
    stepped: bool,
}

impl Values {
    /// Reads `text`: a list of `*`, `*/2`, `5`, `5/2` (from 5 to the end), `5-9`, `5-9/2`. Sunday is 0 in the result.
    pub(crate) fn parse(field: Field, text: &str) -> Result<Self, CronError> {
        let mut values = Self::default();
        for item in text.split(',') {
            values.add(field, item)?;
        }
        if field == Field::DayOfWeek {
            values.mask = (values.mask | values.mask >> 7) & 0b111_1111;
        }
        Ok(values)
    }

    fn add(&mut self, field: Field, item: &str) -> Result<(), CronError> {
        let (span, step) = match item.split_once('/') {
            Some((span, step)) => (span, Some(parse_step(field, step)?)),
            None => (item, None),
        };
        let (first, mut last) = parse_span(field, span)?;
        // `5/15` runs to the end of the field. `0/2` in the week ends on Saturday: 7 would be Sunday again.
        if step.is_some() && !span.contains(['*', '-']) {
            last = last.max(end(field));
        }
        for value in (first..=last).step_by(step.unwrap_or(1).into()) {
            self.mask |= 1 << value;
        }
        self.star |= span == "*";
        self.stepped |= step.is_some();
        Ok(())
    }

    /// Whether the field limits anything: it holds no `*`, not even in `*/2`. As crontab(5) has it.
    pub(crate) fn is_restricted(self) -> bool {
        !self.star
    }

    /// Whether an item was written with a step.
    pub(crate) fn is_stepped(self) -> bool {
        self.stepped
    }

    /// How many numbers the field names.
    pub(crate) fn len(self) -> u32 {
        self.mask.count_ones()
    }

    /// How many of its numbers are below `value`.
    pub(crate) fn below(self, value: u32) -> u32 {
        (self.mask & ((1 << value) - 1)).count_ones()
    }

    pub(crate) fn contains(self, value: u32) -> bool {
        self.mask >> value & 1 == 1
    }

    /// The lowest number.
    pub(crate) fn first(self) -> u32 {
        self.mask.trailing_zeros()
    }

    /// The distance between the lowest and the highest number.
    pub(crate) fn spread(self) -> u32 {
        self.mask.ilog2() - self.first()
    }

    /// The shortest distance between two of its numbers, `None` for a single one.
    pub(crate) fn closest(self) -> Option<u32> {
        (1..64).find(|distance| self.mask & self.mask >> distance != 0)
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = u32> {
        (0..64).filter(move |value| self.contains(*value))
    }
}

fn parse_step(field: Field, text: &str) -> Result<u8, CronError> {
    number(text)
        .filter(|step| (1..=*field.range().end()).contains(step))
        .ok_or_else(|| CronError::Step {
            field,
            text: text.to_owned(),
        })
}

/// The first and last number of `*`, `5` or `5-9`.
fn parse_span(field: Field, text: &str) -> Result<(u8, u8), CronError> {
    if text == "*" {
        return Ok((*field.range().start(), end(field)));
    }
    let Some((first, last)) = text.split_once('-') else {
        return value(field, text).map(|only| (only, only));
    };
    // `fri-sun` ends with the week.
    let ends_with_week = field == Field::DayOfWeek && last.eq_ignore_ascii_case("sun");
    let first = value(field, first)?;
    let last = if ends_with_week && first > 0 {
        7
    } else {
        value(field, last)?
    };
    if first > last {
        return Err(CronError::Backwards {
            field,
            text: text.to_owned(),
        });
    }
    Ok((first, last))
}

fn value(field: Field, text: &str) -> Result<u8, CronError> {
    field.value(text).ok_or_else(|| CronError::Value {
        field,
        text: text.to_owned(),
    })
}

/// The highest number that is not another way to write a lower one.
fn end(field: Field) -> u8 {
    match field {
        Field::DayOfWeek => 6,
        _ => *field.range().end(),
    }
}
