//! The words of a scenario.

use crate::words;

words! {
    /// Where a scenario stands.
    pub enum ScenarioStatus {
        /// It is written, and nothing has been reckoned.
        Written = "written",
        /// Its report is there.
        Reckoned = "reckoned",
        /// It was put away, and is kept.
        Archived = "archived",
    }

    /// Who may read a scenario.
    pub enum ScenarioReaders {
        /// Whoever wrote it, alone.
        Author = "author",
        /// The brokers of the alliance whose market it is about; of the nation's, all analysts.
        Colleagues = "colleagues",
        /// Every broker, every analyst and the operators. To all but the alliance's own brokers counts under five are not told.
        Exchange = "exchange",
    }
}
