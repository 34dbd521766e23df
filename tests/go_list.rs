//! Which files make up which packages: the loader against `go list`, on the whole standard library and all of `cmd`, for
//! several platforms. Needs an installed Go; says so when there is none.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use escargo::source::load::resolve::NoFallback;
use escargo::source::load::settings::Settings;
use escargo::source::load::{Input, LoadRules, Loaded, load};
use escargo::toolchain::Toolchain;

/// `GOOS`, `GOARCH`
const PLATFORMS: &[(&str, &str)] = &[
    ("linux", "amd64"),
    ("windows", "amd64"),
    ("darwin", "arm64"),
    ("linux", "386"),
    ("js", "wasm"),
];

/// Import path → file names and imports.
type Listing = BTreeMap<String, (Vec<String>, Vec<String>)>;

#[test]
fn files_of_the_standard_library() {
    let Some(toolchain) = Toolchain::find() else {
        println!("not run: no Go installation found (set GOROOT, or put go on the PATH)");
        return;
    };
    for (os, arch) in PLATFORMS {
        let expected = go_list(&toolchain.root, os, arch);
        let loaded = load_for(&toolchain, os, arch);
        let actual = listing(&loaded);
        let all = expected.keys().chain(actual.keys());
        let differing: Vec<String> = all
            .filter(|path| expected.get(*path) != actual.get(*path))
            .map(|path| {
                let (go, ours) = (expected.get(path), actual.get(path));
                format!("{path}\n  go:   {go:?}\n  ours: {ours:?}")
            })
            .collect();
        let count = differing.len();
        assert!(
            differing.is_empty(),
            "{os}/{arch}: {count} packages differ\n{}",
            differing[..count.min(5)].join("\n")
        );
        println!("{os}/{arch}: {} packages are the same", actual.len());
    }
}

fn go_list(goroot: &Path, os: &str, arch: &str) -> Listing {
    let format = "{{.ImportPath}}\t{{join .GoFiles \" \"}}\t{{join .Imports \" \"}}";
    let output = Command::new(goroot.join("bin").join("go"))
        .args(["list", "-e", "-f", format, "std", "cmd"])
        .current_dir(goroot.join("src"))
        .envs([("GOOS", os), ("GOARCH", arch), ("CGO_ENABLED", "0")])
        .env("GOTOOLCHAIN", "local")
        .env("GOROOT", goroot)
        .output()
        .expect("go list runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    let lines = text.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        let path = columns.next()?.to_owned();
        let files: Vec<String> = words(columns.next()?);
        let mut imports: Vec<String> = words(columns.next()?);
        // `[cmd/compile]`: commands with a profile have variants of what they import.
        imports.retain(|path| path != "unsafe" && !path.starts_with('['));
        imports.sort();
        (path != "unsafe" && !path.contains(' ') && !files.is_empty())
            .then_some((path, (files, imports)))
    });
    lines.collect()
}

fn load_for(toolchain: &Toolchain, os: &str, arch: &str) -> Loaded {
    let mut settings = Settings::of_process(Some(&toolchain.root));
    settings.os = os.to_owned();
    settings.arch = arch.to_owned();
    settings.cgo = false;
    settings.tags.clear();
    let rules = LoadRules {
        toolchain: Some(toolchain),
        release: toolchain.release,
        tags: &[],
        fallback: &NoFallback,
    };
    let all = vec!["std".to_owned(), "cmd".to_owned()];
    load(&Input::Packages(all), &rules, &settings)
}

fn listing(loaded: &Loaded) -> Listing {
    let messages: Vec<&str> = loaded
        .diagnostics
        .iter()
        .map(|d| d.message.as_str())
        .collect();
    assert!(messages.is_empty(), "{}", messages.join("\n"));
    let named = loaded.packages.iter().filter(|package| package.named);
    let entries = named.map(|package| {
        let files = package.files.iter().map(|file| {
            let name = loaded
                .files
                .get(file.file)
                .map_or("", |file| file.name.as_str());
            let base = Path::new(name).file_name().unwrap_or_default();
            base.to_string_lossy().into_owned()
        });
        let imports = package.imports.values().map(|&number| {
            let target = &loaded.packages[number].path;
            target.clone()
        });
        let mut imports: Vec<String> = imports.collect();
        imports.sort();
        assert!(
            package.diagnostics.is_empty(),
            "{}: {:?}",
            package.path,
            package.diagnostics
        );
        (package.path.clone(), (files.collect(), imports))
    });
    entries.collect()
}
