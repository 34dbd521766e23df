//! The facts files of the library: what they hold can be checked without a Go installation, and they are what `escargo facts`
//! makes of Go 1.24 and 1.27 now. `ESCARGO_BLESS=1 cargo test --test facts` writes that of the installed release anew; without one of
//! them the second test does not run, and says so.

use std::path::Path;
use std::process::Command;

use escargo::Options;
use escargo::facts::{Facts, generate};
use escargo::release::Release;
use escargo::toolchain::Toolchain;

const FOLDER: &str = "src/facts";

/// The largest size that the file may have.
const LIMIT: usize = 3_000_000;

#[test]
fn all_packages_can_be_imported() {
    for release in [Release::DEFAULT, Release::NEWEST] {
        let facts = Facts::standard(release);
        let paths: Vec<&str> = facts.paths().collect();
        assert!(paths.contains(&"net/http"));
        let output = Command::new(env!("CARGO_BIN_EXE_escargo"))
            .args(["build", "-e", "--go", &release.to_string()])
            .args(&paths)
            .env_remove("GOROOT")
            .env("PATH", "")
            .output()
            .expect("the command runs");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{release}");
        assert!(output.status.success());
    }
}

/// Reading a facts file takes no time: packages are found in the text, and parsed when they are imported.
#[test]
fn a_file_loads_at_once() {
    let start = std::time::Instant::now();
    for _ in 0..10 {
        let _: Facts = Facts::standard(Release::NEWEST);
    }
    let each = start.elapsed() / 10;
    println!("{each:?} each");
    // 20 ms in a release build on a machine that does nothing else.
    assert!(each.as_millis() < 200, "{each:?}");
}

#[test]
fn the_file_is_what_escargo_facts_makes() {
    let known = [Release::DEFAULT, Release::NEWEST];
    let toolchain = Toolchain::find().filter(|toolchain| known.contains(&toolchain.release));
    let Some(toolchain) = toolchain else {
        println!("not run: no Go of {known:?} found (set GOROOT)");
        return;
    };
    let file = format!("standard-{}.txt", toolchain.release);
    let options = Options {
        goroot: Some(toolchain.root),
        ..Options::default()
    };
    let (text, analysis) = generate::facts(&options, vec!["std".to_owned()]);
    assert!(!analysis.has_errors());
    assert!(text.len() < LIMIT);
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(FOLDER)
        .join(file);
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
