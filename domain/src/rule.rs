//! Every reason for which Lateral says no: a stable code, a sentence for people, and where the rule comes from.

mod brokerage;
mod communities;
mod declare;
mod directory;
mod everywhere;
mod exchange;
mod identity;
mod overrides;
mod reciprocity;
mod refusal;
mod ring;
mod round;
mod scenario;

use brokerage::brokerage;
use communities::communities;
use declare::{rules, source, warns};
use directory::directory;
use everywhere::everywhere;
use exchange::exchange;
use identity::identity;
pub use overrides::{Overridden, Overrides};
use reciprocity::reciprocity;
pub use refusal::{Faults, Refusals, Rejected};
use ring::ring;
use round::round;
use scenario::scenario;

// Each room adds its own to those of the rooms before it.
everywhere! { identity, directory, exchange, brokerage, reciprocity, communities, round, scenario, ring, rules; }
