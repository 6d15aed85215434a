//! The one function that templates have.

use minijinja::{Error, ErrorKind};

/// The most numbers of a range. A prompt counts to a few.
const MAX_NUMBERS: usize = 1000;

/// The numbers from 0 or `from` up to, without, `to`; in steps of 1 or `step`, which may be negative.
pub(super) fn range(from: i64, to: Option<i64>, step: Option<i64>) -> Result<Vec<i64>, Error> {
    let (from, to) = to.map_or((0, from), |to| (from, to));
    let step = step.unwrap_or(1);
    let refuse = |message: String| Err(Error::new(ErrorKind::InvalidOperation, message));
    if step == 0 {
        return refuse("a range cannot go in steps of 0".to_owned());
    }
    let is_inside = |number: &i64| if step > 0 { *number < to } else { *number > to };
    let numbers = std::iter::successors(Some(from), |number| number.checked_add(step)).take_while(is_inside);
    let numbers: Vec<i64> = numbers.take(MAX_NUMBERS + 1).collect();
    if numbers.len() > MAX_NUMBERS {
        return refuse(format!("a range has at most {MAX_NUMBERS} numbers"));
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_count_as_in_python() {
        assert_eq!(range(3, None, None).unwrap(), [0, 1, 2]);
        assert_eq!(range(1, Some(4), None).unwrap(), [1, 2, 3]);
        assert_eq!(range(1, Some(8), Some(3)).unwrap(), [1, 4, 7]);
        assert_eq!(range(3, Some(0), Some(-1)).unwrap(), [3, 2, 1]);
        assert_eq!(range(3, Some(0), None).unwrap(), [0; 0]);
        assert_eq!(range(1000, None, None).unwrap().len(), 1000);
    }

    #[test]
    fn long_ranges_are_refused() {
        for (from, to, step) in [
            (1001, None, None),
            (i64::MIN, Some(i64::MAX), None),
            (i64::MAX, Some(i64::MIN), Some(-1)),
        ] {
            assert!(range(from, to, step).is_err(), "{from}");
        }
        assert!(range(1, Some(2), Some(0)).is_err());
        assert_eq!(range(i64::MAX - 1, Some(i64::MAX), Some(5)).unwrap().len(), 1);
    }
}
