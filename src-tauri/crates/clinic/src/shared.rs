//! A value that copies share until one of them writes.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// Copied by counting; a write copies the value first where another copy still reads it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shared<T: Clone>(Arc<T>);

impl<T: Clone> From<T> for Shared<T> {
    fn from(value: T) -> Shared<T> {
        Shared(Arc::new(value))
    }
}

impl<T: Clone> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}
