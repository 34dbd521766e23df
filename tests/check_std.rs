//! All of Go's standard library type-checks without an error. Needs an installed Go; says so if there is none.

mod std_packages;

use std::time::Instant;

use std_packages::Std;

#[test]
fn the_standard_library_has_no_type_errors() {
    let Some(std) = Std::find() else {
        eprintln!("NOT RUN: no go command on the PATH and no GOROOT");
        return;
    };
    let only = std::env::var("ESCARGO_CHECK_ONLY").ok();
    let start = Instant::now();
    let paths: Vec<&str> = std
        .packages
        .iter()
        .map(|listed| listed.path.as_str())
        .filter(|path| only.as_deref().is_none_or(|only| only == *path))
        .collect();
    for path in &paths {
        std.check(path);
    }
    let errors = std.errors();
    eprintln!(
        "{} packages checked in {:?}, {} errors",
        paths.len(),
        start.elapsed(),
        errors.len()
    );
    for error in errors.iter().take(2000) {
        eprintln!("{error}");
    }
    assert!(errors.is_empty(), "{} errors", errors.len());
}
