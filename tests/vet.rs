//! escargo as a vet tool: the same findings as `escargo build` and `escargo gate`, work done once.
//!
//! Needs an installed Go; says so when there is none, and fails then if `ESCARGO_REQUIRE_GO` is set. More installations can be
//! named in `ESCARGO_GOROOTS`, separated by colons. Packages are compiled into a cache below `target`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use escargo::toolchain::Toolchain;

const LIB: &str = "\
// Package lib is imported by the others.
package lib

import \"sort\"

type Item struct {
	Name string
	Tags []string
}

func New(name string) *Item { return &Item{Name: name} }

func Map[T, U any](list []T, f func(T) U) []U {
	out := make([]U, 0, len(list))
	for _, x := range list {
		out = append(out, convert(x, f))
	}
	return out
}

// convert is not exported, and its body needed elsewhere.
func convert[T, U any](x T, f func(T) U) U { return f(x) }

type List[T any] struct{ items []*T }

func (l *List[T]) Add(x T) { l.items = append(l.items, &x) }

func (i *Item) Sort() { sort.Strings(i.Tags) }

//escargo:noheap
func Sum(list []int) (total int) {
	for _, x := range list {
		total += x
	}
	return total
}
";

const USE: &str = "\
package use

import (
	\"fmt\"
	\"strings\"

	\"example.com/vetted/lib\"
)

func Names(items []*lib.Item) []string {
	return lib.Map(items, func(i *lib.Item) string { return strings.ToUpper(i.Name) })
}

func Show(i *lib.Item) string { return fmt.Sprint(i.Name, len(i.Tags)) }

//escargo:noheap deep
func Total(list []int) int { return lib.Sum(list) }
";

const BROKEN: &str = "
//escargo:noheap
func Local(name string) *lib.Item {
	item := lib.Item{Name: name}
	return &item
}

//escargo:noheap deep
func Fresh() int { return len(lib.New(\"x\").Name) }
";

const MAIN: &str = "\
package main

import (
	\"fmt\"
	\"os\"
	\"slices\"

	\"example.com/vetted/lib\"
	\"example.com/vetted/use\"
)

func main() {
	items := []*lib.Item{lib.New(\"a\"), lib.New(os.Args[0])}
	names := use.Names(items)
	slices.Sort(names)
	var list lib.List[int]
	list.Add(1)
	fmt.Println(names, use.Show(items[0]), use.Total([]int{1}))
}
";

/// The first release whose go command keeps what a vet tool finds.
const KEPT: u32 = 26;

/// A module and a tool in a folder that goes away with the value.
struct Module {
    folder: PathBuf,
    goroot: PathBuf,
}

impl Drop for Module {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Module {
    fn new(goroot: &Path, number: usize, name: &str) -> Module {
        let name = format!("escargo-vet-{name}-{number}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        let module = Module {
            folder,
            goroot: goroot.to_owned(),
        };
        // Another text each time: nothing of the module is in the cache.
        let unique = format!("{LIB}\n// {}\n", module.folder.display());
        module.write("m/go.mod", "module example.com/vetted\n\ngo 1.24\n");
        module.write("m/lib/lib.go", &unique);
        module.write("m/use/use.go", USE);
        module.write("m/main.go", MAIN);
        let tool = format!(
            "#!/bin/sh\ncase \"$*\" in *.cfg) echo \"$*\" >> '{log}';; esac\nexec '{escargo}' \"$@\"\n",
            log = module.log().display(),
            escargo = env!("CARGO_BIN_EXE_escargo"),
        );
        module.write("tool", &tool);
        let mut mode = fs::metadata(module.tool()).expect("the tool").permissions();
        mode.set_mode(0o755);
        fs::set_permissions(module.tool(), mode).expect("a mode");
        module
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn tool(&self) -> PathBuf {
        self.folder.join("tool")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// How many packages the tool was started for since the last call.
    fn starts(&self) -> usize {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let _ = fs::remove_file(self.log());
        log.lines().count()
    }

    fn vet(&self, flags: &[&str]) -> Output {
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("go-cache");
        let mut command = Command::new(self.goroot.join("bin/go"));
        command
            .arg("vet")
            .arg(format!("-vettool={}", self.tool().display()))
            .args(flags)
            .arg("./...")
            .env("GOCACHE", cache);
        self.run(&mut command)
    }

    fn escargo(&self, args: &[&str]) -> Output {
        self.run(Command::new(env!("CARGO_BIN_EXE_escargo")).args(args))
    }

    fn run(&self, command: &mut Command) -> Output {
        command
            .current_dir(self.folder.join("m"))
            .env("GOROOT", &self.goroot)
            .env("GOTOOLCHAIN", "local")
            .env("GOFLAGS", "-mod=mod")
            .env("GOENV", "off")
            .env("CGO_ENABLED", "0")
            .output()
            .expect("the command runs")
    }
}

/// The lines of both streams, sorted, with paths in one form.
fn lines(output: &Output) -> Vec<String> {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let lines = lines.map(|line| line.strip_prefix("./").unwrap_or(line).to_owned());
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

/// The installations at hand.
fn goroots() -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = Toolchain::find()
        .map(|found| found.root)
        .into_iter()
        .collect();
    let more = std::env::var_os("ESCARGO_GOROOTS").unwrap_or_default();
    roots.extend(std::env::split_paths(&more).filter(|root| root.join("VERSION").is_file()));
    if roots.is_empty() {
        assert!(
            std::env::var_os("ESCARGO_REQUIRE_GO").is_none(),
            "no Go installation found"
        );
        println!("not run: no Go installation found (set GOROOT, or put go on the PATH)");
    }
    roots
}

#[test]
fn findings_are_those_of_build() {
    for (number, goroot) in goroots().iter().enumerate() {
        let module = Module::new(goroot, number, "build");
        let vetted = module.vet(&["-escargo.m"]);
        let built = module.escargo(&["build", "-gcflags=-m -l", "./..."]);
        let (vetted, built) = (lines(&vetted), lines(&built));
        assert!(built.len() > 30, "{built:#?}");
        assert_eq!(vetted, built, "{}", goroot.display());
    }
}

#[test]
fn comments_are_held_and_work_is_done_once() {
    for (number, goroot) in goroots().iter().enumerate() {
        let module = Module::new(goroot, number, "gate");
        let clean = module.vet(&[]);
        assert_eq!(lines(&clean), [""; 0], "{}", goroot.display());
        assert_eq!(clean.status.code(), Some(0));
        assert!(module.starts() >= 3);
        let again = module.vet(&[]);
        assert_eq!(again.status.code(), Some(0));
        // Older go commands start a vet tool for the packages named each time, and cache only those below.
        let keeps_findings = Toolchain::at(goroot).is_some_and(|go| go.release.minor() >= KEPT);
        let expected = if keeps_findings { 0 } else { 3 };
        assert_eq!(module.starts(), expected, "{}", goroot.display());

        module.write("m/use/use.go", &format!("{USE}{BROKEN}"));
        let broken = module.vet(&[]);
        assert_eq!(broken.status.code(), Some(1));
        // The packages below are those of before.
        assert!(module.starts() <= 3);
        let expected = [
            "use/use.go:21:2: variable `item` is on the heap: returned pointer \
             (`//escargo:noheap` in line 19)",
            "use/use.go:26:38: lib.New may allocate: example.com/vetted/lib/lib.go:11:38: \
             `&Item{...}` is on the heap: returned pointer (`//escargo:noheap deep` in line 25)",
        ];
        assert_eq!(lines(&broken), expected, "{}", goroot.display());
        assert_eq!(lines(&module.vet(&[])), expected);
        let gated = module.escargo(&["gate", "./..."]);
        assert_eq!(gated.status.code(), Some(1));
    }
}

#[test]
fn errors_are_told() {
    for (number, goroot) in goroots().iter().enumerate() {
        let module = Module::new(goroot, number, "errors");
        let unknown = module.vet(&["-escargo.go=1.9"]);
        assert_ne!(unknown.status.code(), Some(0));
        let text = lines(&unknown).join("\n");
        assert!(text.contains("-escargo.go=1.9: not a Go release"), "{text}");
    }
}
