//! The standard library loads, type-checks and lowers without an error for other platforms, and the go command's own packages do for
//! this one. Needs an installed Go of any release; says so if there is none.
//!
//! A few packages by default; `ESCARGO_PLATFORMS=all` takes all of `std` and `cmd`. The sizes of 32-bit machines are tested without Go.

use std::path::Path;
use std::process::Command;

use escargo::toolchain::Toolchain;

/// GOOS, GOARCH, the patterns by default and those of `ESCARGO_PLATFORMS=all`.
const PLATFORMS: [(&str, &str, &str, &str); 4] = [
    ("linux", "amd64", "cmd/internal/obj", "cmd"),
    ("linux", "386", "sync/atomic", "std"),
    ("windows", "amd64", "internal/syscall/windows", "std"),
    ("darwin", "arm64", "os", "std"),
];

/// Runs `escargo build` with the analysis; what it prints that is no message of the analysis.
fn errors(
    folder: &Path,
    goroot: Option<&Path>,
    (os, arch): (&str, &str),
    arguments: &[&str],
) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_escargo"));
    command.arg("build");
    match goroot {
        Some(goroot) => command.arg("--goroot").arg(goroot),
        None => command.env_remove("GOROOT").env("PATH", ""),
    };
    let output = command
        .args(arguments)
        .current_dir(folder)
        .envs([("GOFLAGS", ""), ("GOENV", "off"), ("CGO_ENABLED", "0")])
        .envs([("GOOS", os), ("GOARCH", arch)])
        .output()
        .expect("escargo runs");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    match output.status.success() {
        true => String::new(),
        false => format!("{os}/{arch}: {text}"),
    }
}

#[test]
fn the_library_compiles_for_other_platforms() {
    let Some(toolchain) = Toolchain::find() else {
        assert!(
            std::env::var_os("ESCARGO_REQUIRE_GO").is_none(),
            "no Go installation"
        );
        eprintln!("NOT RUN: no Go installation found (set GOROOT, or put go on the PATH)");
        return;
    };
    let all = std::env::var("ESCARGO_PLATFORMS").is_ok_and(|which| which == "all");
    let mut found = String::new();
    for (os, arch, some, every) in PLATFORMS {
        let pattern = if all { every } else { some };
        let folder = toolchain.root.join("src");
        found += &errors(&folder, Some(&toolchain.root), (os, arch), &[pattern]);
    }
    assert_eq!(found, "");
}

#[test]
fn words_of_32_bits() {
    let folder = std::env::temp_dir().join(format!("escargo-platforms-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let program = "package p\n\nimport \"unsafe\"\n\n\
        type t struct {\n\tb bool\n\tn int64\n}\n\n\
        var a [12]byte = [unsafe.Sizeof(t{})]byte{}\n\
        var b [4]byte = [unsafe.Sizeof(uintptr(0))]byte{}\n\
        const c = ^uint(0)\n\
        var d [c - 0xfffffffe]byte = [1]byte{}\n\
        const e int = 1 << 40\n";
    std::fs::write(folder.join("a.go"), program).expect("a file");
    let text = errors(&folder, None, ("linux", "386"), &["a.go"]);
    std::fs::remove_dir_all(&folder).expect("the folder goes away");
    let expected = "linux/386: # command-line-arguments\n./a.go:14:15: cannot use 1 << 40 \
        (untyped int constant 1099511627776) as int value in constant declaration (overflows)\n";
    assert_eq!(text, expected);
}
