//! Why something that was said or asked across alliances is taken back: neutral codes (DOMAIN E72).

use crate::words;

words! {
    /// Why somebody takes back what they said to, or asked of, another alliance or a school.
    pub enum Retraction {
        /// It was said or asked by mistake.
        Mistaken = "mistaken",
        /// It is not needed any more.
        NeedChanged = "need_changed",
        /// Another way was found.
        AnotherWay = "another_way",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }
}
