//! How changes are spelt as canonical bytes.

use crate::brokerage::matching::canon::Canon;
use crate::brokerage::matching::{Change, Changes};
use crate::exchange::CapacityHolder;

/// What the bytes of changes begin with: their format and its version.
const CHANGES: u64 = u64::from_be_bytes(*b"LATMTWC1");

impl Changes {
    /// The canonical bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut to = Vec::new();
        CHANGES.put(&mut to);
        self.put(&mut to);
        to
    }

    /// Reads their canonical bytes back; nothing if they are not whole.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let from = &mut &*bytes;
        if u64::take(from)? != CHANGES {
            return None;
        }
        let changes = Self::take(from)?;
        from.is_empty().then_some(changes)
    }
}

impl Canon for CapacityHolder {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Self::Specialist(it) => (0_u8, it.uuid()).put(to),
            Self::School(it) => (1_u8, it.uuid()).put(to),
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match u8::take(from)? {
            0 => Self::Specialist(Canon::take(from)?),
            1 => Self::School(Canon::take(from)?),
            _ => return None,
        })
    }
}

impl Canon for Change {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Self::AddOffers { like, number, at } => {
                (0_u8, *like).put(to);
                (*number, *at).put(to);
            }
            Self::RemoveOffer { offer } => (1_u8, *offer).put(to),
            Self::AddSpecialist { like, at } => {
                (2_u8, *like).put(to);
                at.put(to);
            }
            Self::RemoveSpecialist { specialist } => (3_u8, *specialist).put(to),
            Self::Capacity { holder, half_days } => {
                (4_u8, *holder).put(to);
                half_days.put(to);
            }
            Self::Weight { factor, to: number } => {
                (5_u8, *factor).put(to);
                number.put(to);
            }
            Self::Setting { setting, to: number } => {
                (6_u8, *setting).put(to);
                number.put(to);
            }
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match u8::take(from)? {
            0 => Self::AddOffers { like: Canon::take(from)?, number: Canon::take(from)?, at: Canon::take(from)? },
            1 => Self::RemoveOffer { offer: Canon::take(from)? },
            2 => Self::AddSpecialist { like: Canon::take(from)?, at: Canon::take(from)? },
            3 => Self::RemoveSpecialist { specialist: Canon::take(from)? },
            4 => Self::Capacity { holder: Canon::take(from)?, half_days: Canon::take(from)? },
            5 => Self::Weight { factor: Canon::take(from)?, to: Canon::take(from)? },
            6 => Self::Setting { setting: Canon::take(from)?, to: Canon::take(from)? },
            _ => return None,
        })
    }
}

impl Canon for Changes {
    fn put(&self, to: &mut Vec<u8>) {
        self.iter().cloned().collect::<Vec<_>>().put(to);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Self::parse(Vec::take(from)?).ok()
    }
}
