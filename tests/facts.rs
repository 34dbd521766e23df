//! The facts file of the library: what it holds can be checked without a Go installation, and it is what `escargo facts`
//! makes of Go 1.24 now. `ESCARGO_BLESS=1 cargo test --test facts` writes it anew; without that release installed the second test
//! does not run, and says so.

use std::path::Path;
use std::process::Command;

use escargo::Options;
use escargo::facts::{Facts, generate};
use escargo::release::Release;
use escargo::toolchain::Toolchain;

const FILE: &str = "src/facts/standard.txt";

/// The largest size that the file may have.
const LIMIT: usize = 3_000_000;

#[test]
fn all_packages_can_be_imported() {
    let facts = Facts::standard();
    let paths: Vec<&str> = facts.paths().collect();
    assert!(paths.contains(&"net/http"));
    let output = Command::new(env!("CARGO_BIN_EXE_escargo"))
        .args(["build", "-e"])
        .args(&paths)
        .env_remove("GOROOT")
        .env("PATH", "")
        .output()
        .expect("the command runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
}

#[test]
fn the_file_is_what_escargo_facts_makes() {
    let toolchain = Toolchain::find().filter(|toolchain| toolchain.release == Release::DEFAULT);
    let Some(toolchain) = toolchain else {
        println!("not run: no Go {} found (set GOROOT)", Release::DEFAULT);
        return;
    };
    let options = Options {
        goroot: Some(toolchain.root),
        ..Options::default()
    };
    let (text, analysis) = generate::facts(&options, vec!["std".to_owned()]);
    assert!(!analysis.has_errors());
    assert!(text.len() < LIMIT);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("ESCARGO_BLESS").is_some() {
        std::fs::write(file, text).expect("the file is written");
        return;
    }
    let recorded = std::fs::read_to_string(file).expect("the file");
    let mut lines = recorded.lines().zip(text.lines());
    let differing = lines.find(|(old, new)| old != new);
    assert_eq!(
        differing, None,
        "ESCARGO_BLESS=1 cargo test --test facts writes it anew"
    );
    assert_eq!(recorded.len(), text.len());
}
