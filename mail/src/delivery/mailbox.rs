//! A mailbox in memory, where the letters of a demonstration and of tests can be read.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;

use super::{Deliverer, Undelivered};
use crate::message::Parcel;

/// The oldest goes when one more comes.
const LARGEST: usize = 500;

/// A letter in the mailbox.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Counted from the first letter of all.
    pub number: u64,
    /// The letter.
    pub parcel: Parcel,
}

#[derive(Debug, Default)]
struct Letters {
    last_number: u64,
    kept: VecDeque<Kept>,
}

/// The mailbox; a copy of it is the same mailbox.
#[derive(Clone, Debug, Default)]
pub struct Mailbox(Arc<Mutex<Letters>>);

impl Mailbox {
    /// The letters, the newest first.
    pub fn letters(&self) -> Vec<Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).kept.iter().rev().cloned().collect()
    }

    /// The letter of this number.
    pub fn find(&self, number: u64) -> Option<Kept> {
        let letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        letters.kept.iter().find(|kept| kept.number == number).cloned()
    }
}

#[async_trait]
impl Deliverer for Mailbox {
    async fn deliver(&self, parcel: &Parcel) -> Result<(), Undelivered> {
        let mut letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        letters.last_number += 1;
        let number = letters.last_number;
        letters.kept.push_back(Kept { number, parcel: parcel.clone() });
        if letters.kept.len() > LARGEST {
            letters.kept.pop_front();
        }
        Ok(())
    }
}
