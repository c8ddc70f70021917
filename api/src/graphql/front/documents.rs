//! Documents that were read before: a repeated one costs neither parse nor check. Bounded in number and in bytes.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use crate::graphql::front::Document;

/// Documents kept, at most: two generations of half of this each.
const MOST: usize = 1_000;
/// Bytes of their texts, at most.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The documents that were read lately, by their text. Those of the older generation move to the younger when they
/// are asked for again; when the younger is full, it becomes the older, and what nobody asked for is forgotten.
#[derive(Debug, Default)]
pub struct Documents {
    generations: RwLock<Generations>,
}

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<Arc<str>, Arc<Document>>,
    old: HashMap<Arc<str>, Arc<Document>>,
    bytes: usize,
}

impl Documents {
    /// The document of this text, if it was read before. The standard hash is keyed by chance, so nobody can choose
    /// texts that collide, and texts are compared, so a collision never serves another document.
    pub fn find(&self, text: &str) -> Option<Arc<Document>> {
        let (key, document) = {
            let kept = self.generations.read().unwrap_or_else(|broken| broken.into_inner());
            if let Some(document) = kept.young.get(text) {
                return Some(Arc::clone(document));
            }
            let (key, document) = kept.old.get_key_value(text)?;
            (Arc::clone(key), Arc::clone(document))
        };
        self.insert(key, Arc::clone(&document));
        Some(document)
    }

    /// Keeps a document that was read.
    pub fn keep(&self, text: &str, document: Arc<Document>) {
        self.insert(text.into(), document);
    }

    fn insert(&self, text: Arc<str>, document: Arc<Document>) {
        let mut kept = self.generations.write().unwrap_or_else(|broken| broken.into_inner());
        if kept.young.len() >= MOST / 2 || kept.bytes + text.len() > MOST_BYTES / 2 {
            kept.old = std::mem::take(&mut kept.young);
            kept.bytes = 0;
        }
        kept.bytes += text.len();
        kept.young.insert(text, document);
    }
}
