//! How rules are declared.

macro_rules! source {
    () => {
        None
    };
    ($source:literal) => {
        Some($source)
    };
}

/// Declares the rules: code, provenance, and the sentence that is shown.
macro_rules! rules {
    (; $($(#[doc = $sentence:literal])+ $rule:ident = $code:literal $(from $source:literal)?,)+) => {
        $crate::words! {
            /// Why something was refused. The list only grows: a code never changes its meaning.
            pub enum Rule {
                $($(#[doc = $sentence])+ $rule = $code,)+
            }
        }

        impl Rule {
            /// The page and number from which the rule comes, such as `DOMAIN A12`.
            pub const fn source(self) -> Option<&'static str> {
                match self { $(Self::$rule => source!($($source)?),)+ }
            }
        }
    };
}

pub(super) use {rules, source};
