//! The world the tests run in.

#[cfg(target_os = "linux")]
pub mod window;
pub mod world;

/// The root of the checkout. Asked when running: two checkouts may share one target folder, and the test programs with it.
pub fn root() -> std::path::PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the tests are");
    let here = std::path::Path::new(&here);
    here.parent().expect("tests/ lies in the house").to_owned()
}
