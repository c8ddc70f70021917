//! How ids, words, instants and half-terms are stored: one adapter each, for every noun and every list.

use std::fmt;

use domain::{HalfTerm, Id, Noun, Timestamp, Word};
use sea_orm::sea_query::{ArrayType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, ColumnType, DbErr, QueryResult, TryGetError, TryGetable, Value};
use uuid::Uuid;

/// An id as it is stored: a `uuid`.
pub struct Key<N>(pub Id<N>);

/// A word as it is stored: its spelling, in a `text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text<W>(pub W);

/// Several words as they are stored: a `text[]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts<W>(pub Vec<W>);

/// Several ids as they are stored: a `uuid[]`.
pub struct Keys<N>(pub Vec<Id<N>>);

/// An instant as it is stored: a `timestamptz`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At(pub Timestamp);

/// Several instants as they are stored: a `timestamptz[]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ats(pub Vec<Timestamp>);

/// A half-term as it is stored: its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bucket(pub HalfTerm);

impl<N> Clone for Key<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for Key<N> {}

impl<N> Clone for Keys<N> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<N: Noun> fmt::Debug for Key<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<N: Noun> fmt::Debug for Keys<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

fn broken(what: &str, value: impl fmt::Display) -> TryGetError {
    TryGetError::DbErr(DbErr::Type(format!("{value} is not a {what}")))
}

impl<N: Noun> TryGetable for Key<N> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        Uuid::try_get_by(row, index).map(|uuid| Self(Id::from_uuid(uuid)))
    }
}

impl<N: Noun> TryGetable for Keys<N> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let uuids = Vec::<Uuid>::try_get_by(row, index)?;
        Ok(Self(uuids.into_iter().map(Id::from_uuid).collect()))
    }
}

impl<W: Word> TryGetable for Text<W> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let text = String::try_get_by(row, index)?;
        W::read(&text).map(Self).ok_or_else(|| broken(W::NAME, text))
    }
}

impl<W: Word> TryGetable for Texts<W> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let texts = Vec::<String>::try_get_by(row, index)?;
        let words = texts.into_iter().map(|text| W::read(&text).ok_or_else(|| broken(W::NAME, text)));
        words.collect::<Result<_, _>>().map(Self)
    }
}

impl TryGetable for At {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        chrono::DateTime::<chrono::Utc>::try_get_by(row, index).map(|at| Self(Timestamp::new(at)))
    }
}

impl TryGetable for Ats {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let instants = Vec::<chrono::DateTime<chrono::Utc>>::try_get_by(row, index)?;
        Ok(Self(instants.into_iter().map(Timestamp::new).collect()))
    }
}

impl TryGetable for Bucket {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let code = i32::try_get_by(row, index)?;
        HalfTerm::read(code).map(Self).ok_or_else(|| broken("half-term", code))
    }
}

/// Says of an adapter which column type it is and which value stands for it.
macro_rules! stored_as {
    ($adapter:ident $(<$kind:ident: $bound:ident>)?, $stored:ty, |$it:ident| $convert:expr) => {
        impl$(<$kind: $bound>)? From<$adapter$(<$kind>)?> for Value {
            fn from($it: $adapter$(<$kind>)?) -> Self {
                Self::from($convert)
            }
        }

        impl$(<$kind: $bound>)? Nullable for $adapter$(<$kind>)? {
            fn null() -> Value {
                <$stored>::null()
            }
        }

        impl$(<$kind: $bound>)? ValueType for $adapter$(<$kind>)? {
            fn try_from(_: Value) -> Result<Self, ValueTypeErr> {
                // Rows are read by `TryGetable`; nothing here reads a value back out of a statement.
                Err(ValueTypeErr)
            }

            fn type_name() -> String {
                stringify!($adapter).to_owned()
            }

            fn array_type() -> ArrayType {
                <$stored as ValueType>::array_type()
            }

            fn column_type() -> ColumnType {
                <$stored as ValueType>::column_type()
            }
        }
    };
}

stored_as!(Key<N: Noun>, Uuid, |it| it.0.uuid());
stored_as!(Text<W: Word>, String, |it| it.0.as_str());
stored_as!(At, chrono::DateTime<chrono::Utc>, |it| it.0.utc());
stored_as!(Bucket, i32, |it| it.0.code());

impl<N: Noun> From<Keys<N>> for Value {
    fn from(it: Keys<N>) -> Self {
        Self::from(it.0.into_iter().map(Id::uuid).collect::<Vec<_>>())
    }
}

impl<W: Word> From<Texts<W>> for Value {
    fn from(it: Texts<W>) -> Self {
        Self::from(it.0.into_iter().map(|word| word.as_str().to_owned()).collect::<Vec<_>>())
    }
}

impl From<Ats> for Value {
    fn from(it: Ats) -> Self {
        Self::from(it.0.into_iter().map(Timestamp::utc).collect::<Vec<_>>())
    }
}

impl<N: Noun> Nullable for Keys<N> {
    fn null() -> Value {
        Vec::<Uuid>::null()
    }
}

impl<W: Word> Nullable for Texts<W> {
    fn null() -> Value {
        Vec::<String>::null()
    }
}
