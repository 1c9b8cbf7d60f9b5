//! Writes a value as canonical JSON in one pass: keys sorted, no spaces, integers only. A commit waits for this, so nothing is
//! built in between: an object's fields are written as they come and put in order when it ends.

use serde::ser::{self, Error as _, Serialize, Serializer};
use serde_json::Error;

/// The bytes so far.
#[derive(Default)]
pub(super) struct Canonical {
    pub(super) out: Vec<u8>,
}

/// An object that is being written. Every field begins with a comma; the first comma becomes the brace.
pub(super) struct Object<'a> {
    canonical: &'a mut Canonical,
    start: usize,
    /// Each field's key, and where it begins.
    fields: Vec<(Key, usize)>,
    /// Braces around it, where it is the content of a variant.
    wrapped: bool,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Fixed(&'static str),
    Made(String),
}

impl Key {
    fn text(&self) -> &str {
        match self {
            Key::Fixed(text) => text,
            Key::Made(text) => text,
        }
    }
}

/// A list that is being written, the same way.
pub(super) struct List<'a> {
    canonical: &'a mut Canonical,
    start: usize,
    wrapped: bool,
}

impl Canonical {
    fn number(&mut self, number: impl serde::Serialize) -> Result<(), Error> {
        serde_json::to_writer(&mut self.out, &number)
    }

    fn variant(&mut self, name: &str) -> Result<(), Error> {
        self.out.push(b'{');
        self.serialize_str(name)?;
        self.out.push(b':');
        Ok(())
    }

    fn object(&mut self, fields: usize, wrapped: bool) -> Object<'_> {
        Object {
            start: self.out.len(),
            fields: Vec::with_capacity(fields),
            canonical: self,
            wrapped,
        }
    }

    fn list(&mut self, wrapped: bool) -> List<'_> {
        List {
            start: self.out.len(),
            canonical: self,
            wrapped,
        }
    }

    /// Turns the comma at `start` into the opening mark, or writes the mark where nothing followed, and closes.
    fn close(&mut self, start: usize, open: u8, close: u8, wrapped: bool) {
        match self.out.get_mut(start) {
            Some(comma) => *comma = open,
            None => self.out.push(open),
        }
        self.out.push(close);
        if wrapped {
            self.out.push(b'}');
        }
    }
}

impl Object<'_> {
    fn begin(&mut self, key: Key) -> Result<(), Error> {
        let at = self.canonical.out.len();
        self.canonical.out.push(b',');
        self.canonical.serialize_str(key.text())?;
        self.canonical.out.push(b':');
        self.fields.push((key, at));
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: Key, value: &T) -> Result<(), Error> {
        self.begin(key)?;
        value.serialize(&mut *self.canonical)
    }

    fn finish(self) {
        let Object {
            canonical,
            start,
            mut fields,
            wrapped,
        } = self;
        if !fields.is_sorted_by(|one, next| one.0.text() < next.0.text()) {
            let written = canonical.out.split_off(start);
            let ends: Vec<usize> = fields
                .iter()
                .skip(1)
                .map(|(_, at)| *at)
                .chain([start + written.len()])
                .collect();
            let mut spans: Vec<(Key, usize, usize)> = fields
                .drain(..)
                .zip(ends)
                .map(|((key, at), end)| (key, at - start, end - start))
                .collect();
            spans.sort_by(|one, next| one.0.text().cmp(next.0.text()));
            for (_, from, to) in spans {
                canonical.out.extend_from_slice(&written[from..to]);
            }
        }
        canonical.close(start, b'{', b'}', wrapped);
    }
}

impl List<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.canonical.out.push(b',');
        value.serialize(&mut *self.canonical)
    }

    fn finish(self) {
        self.canonical.close(self.start, b'[', b']', self.wrapped);
    }
}

impl<'a> Serializer for &'a mut Canonical {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = Object<'a>;
    type SerializeStruct = Object<'a>;
    type SerializeStructVariant = Object<'a>;

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        let text: &[u8] = if value { b"true" } else { b"false" };
        self.out.extend_from_slice(text);
        Ok(())
    }
    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.number(value)
    }
    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.number(value)
    }
    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.number(value)
    }
    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        self.number(value)
    }
    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.number(value)
    }
    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.number(value)
    }
    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.number(value)
    }
    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        self.number(value)
    }
    fn serialize_f32(self, _: f32) -> Result<(), Error> {
        Err(Error::custom("records hold integers only"))
    }
    fn serialize_f64(self, _: f64) -> Result<(), Error> {
        Err(Error::custom("records hold integers only"))
    }
    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Result<(), Error> {
        // Nearly every text is plain; what is not goes the long way.
        if value
            .bytes()
            .any(|byte| byte < b' ' || byte == b'"' || byte == b'\\')
        {
            return serde_json::to_writer(&mut self.out, value);
        }
        self.out.push(b'"');
        self.out.extend_from_slice(value.as_bytes());
        self.out.push(b'"');
        Ok(())
    }
    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.variant(variant)?;
        value.serialize(&mut *self)?;
        self.out.push(b'}');
        Ok(())
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Error> {
        Ok(self.list(false))
    }
    fn serialize_tuple(self, _: usize) -> Result<List<'a>, Error> {
        Ok(self.list(false))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Error> {
        Ok(self.list(false))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'a>, Error> {
        self.variant(variant)?;
        Ok(self.list(true))
    }
    fn serialize_map(self, length: Option<usize>) -> Result<Object<'a>, Error> {
        Ok(self.object(length.unwrap_or(0), false))
    }
    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Object<'a>, Error> {
        Ok(self.object(length, false))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Object<'a>, Error> {
        self.variant(variant)?;
        Ok(self.object(length, true))
    }
}

macro_rules! lists {
    ($($kind:ident $item:ident),*) => {$(
        impl ser::$kind for List<'_> {
            type Ok = ();
            type Error = Error;
            fn $item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }
            fn end(self) -> Result<(), Error> {
                self.finish();
                Ok(())
            }
        }
    )*};
}
lists!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

macro_rules! objects {
    ($($kind:ident),*) => {$(
        impl ser::$kind for Object<'_> {
            type Ok = ();
            type Error = Error;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.field(Key::Fixed(key), value)
            }
            fn end(self) -> Result<(), Error> {
                self.finish();
                Ok(())
            }
        }
    )*};
}
objects!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Object<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        // A key is text, or a word that stands for a variant: either way one JSON string.
        let mut made = Canonical::default();
        key.serialize(&mut made)?;
        let text: String = serde_json::from_slice(&made.out)
            .map_err(|_| Error::custom("records hold only text keys"))?;
        self.begin(Key::Made(text))
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(&mut *self.canonical)
    }
    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}
