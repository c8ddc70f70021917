//! The sums of the ledger, kept as the service keeps them.

use std::collections::BTreeMap;

use domain::reciprocity::{AccountKey, LedgerAccount, Transfer};

use super::chance::Chance;

/// The accounts, each opened when it is first named.
#[derive(Default)]
pub struct Ledger(pub BTreeMap<AccountKey, LedgerAccount>);

impl Ledger {
    /// Posts a transfer to both of its accounts.
    pub fn post(&mut self, chance: &mut Chance, transfer: &Transfer) {
        for key in [transfer.debit, transfer.credit] {
            let account = self.0.entry(key).or_insert_with(|| LedgerAccount::new(chance.id(transfer.at), key));
            account.post(transfer);
        }
    }
}
