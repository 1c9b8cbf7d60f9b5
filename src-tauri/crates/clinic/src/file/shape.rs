//! One kind of table in a file: which keys it must and may have.

/// One kind of table.
#[derive(Debug)]
pub(crate) struct Shape {
    /// As its header is written.
    pub name: &'static str,
    /// Keys that are always there.
    pub must: &'static [&'static str],
    /// Keys that may be absent.
    pub may: &'static [&'static str],
}

impl Shape {
    /// Whether the table has this key.
    pub fn knows(&self, key: &str) -> bool {
        self.keys().any(|known| known == key)
    }

    /// Every key.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.must.iter().chain(self.may).copied()
    }
}

macro_rules! shapes {
    ($($shape:ident $name:literal must [$($must:literal)*] may [$($may:literal)*])*) => {
        $(pub(crate) const $shape: $crate::file::shape::Shape =
            $crate::file::shape::Shape { name: $name, must: &[$($must),*], may: &[$($may),*] };)*
        /// Every kind of table.
        #[cfg(test)]
        pub(crate) const ALL: &[$crate::file::shape::Shape] = &[$($shape),*];
    };
}
pub(crate) use shapes;
