//! Sets reports of sessions and of parts of a course as PDF. The same report gives the same bytes: no clock, no chance, no file of this machine is asked.
//!
//! **Invariant:** what people typed goes to the page as text and never as markup, so nothing typed can set, run or link anything.

#![deny(missing_docs)]

use export::part::PartReport;
use export::record;
use export::report::{Paper, Report};
use serde_json::Value;
use std::sync::{LazyLock, OnceLock};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// The templates. Sizes, rules and headings; no fact.
const SESSION: &str = include_str!("../../../../assets/reports/session.typ");
const PART: &str = include_str!("../../../../assets/reports/part.typ");
/// A face for reading, and one that knows nearly every script.
const FACES: [&[u8]; 3] = [
    include_bytes!("../../../../assets/fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
    include_bytes!("../../../../assets/fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
    include_bytes!("../../../../assets/fonts/DejaVuSans.ttf"),
];

/// The report could not be set: a fault of the template, never of what was typed.
#[derive(Debug, thiserror::Error)]
#[error("the report could not be set: {0}")]
pub struct NotSet(String);

struct Case {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    faces: Vec<Font>,
}

/// Type and template are cast once in a run of the program.
static CASE: LazyLock<Case> = LazyLock::new(|| {
    let faces: Vec<Font> = FACES
        .iter()
        .flat_map(|face| Font::iter(Bytes::new(*face)))
        .collect();
    Case {
        library: LazyHash::new(Library::builder().build()),
        book: LazyHash::new(FontBook::from_fonts(&faces)),
        faces,
    }
});

/// A world of two files: the template and what it is to say.
struct Desk {
    template: Source,
    report: Bytes,
}

fn place(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a name of this program");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn template_id() -> FileId {
    static ID: OnceLock<FileId> = OnceLock::new();
    *ID.get_or_init(|| place("template.typ"))
}

fn report_id() -> FileId {
    static ID: OnceLock<FileId> = OnceLock::new();
    *ID.get_or_init(|| place("report.json"))
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &CASE.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &CASE.book
    }

    fn main(&self) -> FileId {
        template_id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == template_id() {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == report_id() {
            Ok(self.report.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        CASE.faces.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Letters without a space between them before a line may be broken all the same.
const UNBROKEN: usize = 40;

/// A word that no line can hold would run out of the page: it may be broken here and there, and stays whole to whoever reads it.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for letter in text.chars() {
        run = if letter.is_whitespace() { 0 } else { run + 1 };
        if run > UNBROKEN {
            out.push('\u{200b}');
            run = 1;
        }
        out.push(letter);
    }
    out
}

/// Every text in a report as it may stand on paper.
fn plainly(said: &mut Value) {
    match said {
        Value::String(text) => *text = breakable(&record::plainly(text)),
        Value::Array(all) => all.iter_mut().for_each(plainly),
        Value::Object(fields) => fields.values_mut().for_each(plainly),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A session's report, page by page.
pub fn session(report: &Report) -> Result<Vec<u8>, NotSet> {
    set(SESSION, serde_json::to_value(report))
}

/// The report of a part of a course.
pub fn part(report: &PartReport) -> Result<Vec<u8>, NotSet> {
    set(PART, serde_json::to_value(report))
}

/// Whichever it is.
pub fn paper(paper: &Paper) -> Result<Vec<u8>, NotSet> {
    match paper {
        Paper::Session(report) => session(report),
        Paper::Part(report) => part(report),
    }
}

fn set(template: &str, said: Result<Value, serde_json::Error>) -> Result<Vec<u8>, NotSet> {
    let mut said = said.map_err(|error| NotSet(error.to_string()))?;
    plainly(&mut said);
    let desk = Desk {
        template: Source::new(template_id(), template.to_owned()),
        report: Bytes::new(said.to_string().into_bytes()),
    };
    let fault = |errors: typst::ecow::EcoVec<typst::diag::SourceDiagnostic>| {
        let first = errors.first().map(|error| error.message.to_string());
        NotSet(first.unwrap_or_default())
    };
    let document = typst::compile::<PagedDocument>(&desk)
        .output
        .map_err(fault)?;
    typst_pdf::pdf(&document, &PdfOptions::default()).map_err(fault)
}
