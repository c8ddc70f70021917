//! Choices: lists that somebody fills from what there is to choose.

use crate::rule::{Rejected, Rule};

/// Checks a list of choices: at least one, none twice. Gives them in the order of their list.
pub fn some_of<T: Ord>(mut chosen: Vec<T>) -> Result<Vec<T>, Rejected> {
    if chosen.is_empty() {
        return Err(Rule::ChoiceMissing.into());
    }
    chosen.sort_unstable();
    if chosen.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Rule::ChoiceRepeated.into());
    }
    Ok(chosen)
}

/// Checks an amount against the least and the most that make sense.
pub fn amount(given: i32, range: std::ops::RangeInclusive<i32>) -> Result<i32, Rejected> {
    if range.contains(&given) {
        return Ok(given);
    }
    let sentence = format!("This must be between {} and {}.", range.start(), range.end());
    Err(Rejected::from(Rule::NumberOutOfRange).saying(sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_holds_something_and_nothing_twice() {
        assert_eq!(some_of(vec![3, 1]), Ok(vec![1, 3]));
        assert_eq!(some_of(Vec::<u8>::new()), Err(Rule::ChoiceMissing.into()));
        assert_eq!(some_of(vec![1, 2, 1]), Err(Rule::ChoiceRepeated.into()));
    }

    #[test]
    fn an_amount_outside_its_range_is_refused_with_the_range() {
        assert_eq!(amount(1, 1..=2), Ok(1));
        let no = amount(3, 1..=2).unwrap_err();
        assert_eq!((no.rule, no.message()), (Rule::NumberOutOfRange, "This must be between 1 and 2."));
    }
}
