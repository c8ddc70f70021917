//! The canonical bytes of what went into a run and what came out: one value, one spelling, on every machine.
//!
//! Numbers are big-endian, lists and texts follow their length, a word is its place in its list. The hash of a run is
//! taken over these bytes, and a replay is compared with them.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::brokerage::matching::WordSet;
use crate::{HalfTerm, Id, Word};

/// A value with canonical bytes.
pub(super) trait Canon: Sized {
    /// Appends the value.
    fn put(&self, to: &mut Vec<u8>);
    /// Reads a value off the front; nothing if the bytes hold none.
    fn take(from: &mut &[u8]) -> Option<Self>;
}

macro_rules! numbers {
    ($($number:ty)+) => {$(
        impl Canon for $number {
            fn put(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_be_bytes());
            }

            fn take(from: &mut &[u8]) -> Option<Self> {
                let (bytes, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(Self::from_be_bytes(*bytes))
            }
        }
    )+};
}

numbers!(u8 u32 i32 i64 u64 u128);

/// Spells values by way of others that are spelt already.
macro_rules! canon_by {
    ($($({$($generic:tt)+})? $value:ty as $other:ty: $to:expr, $back:expr;)+) => {$(
        impl $(<$($generic)+>)? Canon for $value {
            fn put(&self, to: &mut Vec<u8>) {
                let as_other: fn(&Self) -> $other = $to;
                as_other(self).put(to);
            }

            fn take(from: &mut &[u8]) -> Option<Self> {
                let back: fn($other) -> Option<Self> = $back;
                back(<$other>::take(from)?)
            }
        }
    )+};
}

canon_by! {
    bool as u8: |it| u8::from(*it), |bit| (bit < 2).then_some(bit == 1);
    Uuid as u128: |it| it.as_u128(), |it| Some(Uuid::from_u128(it));
    HalfTerm as i32: |it| it.code(), HalfTerm::read;
    NaiveDate as i32: |it| it.num_days_from_ce(), NaiveDate::from_num_days_from_ce_opt;
    {N} Id<N> as u128: |it| it.uuid().as_u128(), |it| Some(Self::from_uuid(Uuid::from_u128(it)));
    {W: Word} WordSet<W> as Vec<W>: |it| it.iter().collect(), |words| Some(Self::of(words));
}

impl<W: Word> Canon for W {
    fn put(&self, to: &mut Vec<u8>) {
        let place = W::ALL.iter().position(|word| word == self);
        place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX).put(to);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        W::ALL.get(usize::from(u8::take(from)?)).copied()
    }
}

impl<T: Canon> Canon for Option<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.is_some().put(to);
        if let Some(it) = self {
            it.put(to);
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(if bool::take(from)? { Some(T::take(from)?) } else { None })
    }
}

impl<T: Canon> Canon for Vec<T> {
    fn put(&self, to: &mut Vec<u8>) {
        u32::try_from(self.len()).unwrap_or(u32::MAX).put(to);
        for it in self {
            it.put(to);
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        // Not reserved beforehand: the length is only a claim until that many values are there.
        (0..u32::take(from)?).map(|_| T::take(from)).collect()
    }
}

impl<A: Canon, B: Canon> Canon for (A, B) {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.put(to);
        self.1.put(to);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some((A::take(from)?, B::take(from)?))
    }
}

/// Spells structs field by field, in the order given.
macro_rules! canon {
    ($($value:ident { $($field:ident),+ $(,)? })+) => {$(
        impl Canon for $value {
            fn put(&self, to: &mut Vec<u8>) {
                $(self.$field.put(to);)+
            }

            fn take(from: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: Canon::take(from)?,)+ })
            }
        }
    )+};
}

pub(super) use canon;
