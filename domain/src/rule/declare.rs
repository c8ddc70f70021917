//! How rules are declared.

macro_rules! source {
    () => {
        None
    };
    ($source:literal) => {
        Some($source)
    };
}

macro_rules! warns {
    () => {
        false
    };
    (reasoned) => {
        true
    };
}

/// Declares the rules: code, provenance, the sentence that is shown, and `unless reasoned` where it only warns.
macro_rules! rules {
    (; $($(#[doc = $sentence:literal])+ $rule:ident = $code:literal $(from $source:literal)? $(unless $way:ident)?,)+) => {
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

            /// Whether it only warns: whoever says why may go on nonetheless.
            pub const fn warns(self) -> bool {
                match self { $(Self::$rule => warns!($($way)?),)+ }
            }
        }
    };
}

pub(super) use {rules, source, warns};
