//! What `docs/integrations.md` shows works: hooks, matchers, configurations, completions, a build system that is not the go command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use regex::Regex;
use serde_json::Value;

/// A folder that goes away with the value.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new(name: &str) -> Folder {
        let name = format!("escargo-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path
    }

    /// Runs a command without Go, with escargo and git on the path.
    fn run(&self, program: &str, args: &[&str]) -> Output {
        let escargo = Path::new(env!("CARGO_BIN_EXE_escargo"));
        let own = escargo.parent().expect("a folder").display();
        let path = std::env::var("PATH").unwrap_or_default();
        let without_go = path
            .split(':')
            .filter(|folder| !Path::new(folder).join("go").exists());
        let path = without_go.collect::<Vec<_>>().join(":");
        Command::new(program)
            .args(args)
            .current_dir(&self.0)
            .env("PATH", format!("{own}:{path}"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GOENV", "off")
            .env("GOFLAGS", "")
            .env_remove("GOROOT")
            .output()
            .expect("the command runs")
    }

    fn escargo(&self, args: &[&str]) -> Output {
        self.run(env!("CARGO_BIN_EXE_escargo"), args)
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn example(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/integrations");
    fs::read_to_string(folder.join(name)).expect("an example")
}

const KEPT: &str = "package p\n\n//escargo:noheap\nfunc f(n int) int {\n\tm := n\n\treturn m\n}\n";

fn broken() -> String {
    let leak = "\n//escargo:noheap\nfunc g(n int) *int {\n\tm := n\n\treturn &m\n}\n";
    format!("{KEPT}{leak}")
}

fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        println!("not run: no {program}");
    }
    found
}

#[test]
fn the_hook_refuses_broken_promises_and_new_placements() {
    if !has("git") {
        return;
    }
    let folder = Folder::new("hook");
    folder.write("go.mod", "module example.com/p\n\ngo 1.24\n");
    folder.write("p.go", KEPT);
    let git = |args: &[&str]| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        folder.run("git", &[&identity[..], args].concat())
    };
    git(&["init", "-q"]);
    let hook = folder.write(".git/hooks/pre-commit", &example("pre-commit"));
    folder.run("chmod", &["+x", &hook.to_string_lossy()]);
    git(&["add", "."]);
    let first = git(&["commit", "-qm", "one"]);
    assert!(first.status.success(), "{}", text(&first.stderr));

    folder.write("p.go", &broken());
    git(&["add", "."]);
    // What is committed counts, not what is in the folder.
    folder.write("p.go", KEPT);
    let refused = git(&["commit", "-qm", "two"]);
    assert!(!refused.status.success());
    let said = text(&refused.stdout) + &text(&refused.stderr);
    assert!(said.contains("variable `m` is on the heap"), "{said}");

    git(&["reset", "-q", "--hard"]);
    folder.escargo(&["baseline", "write", "escargo.baseline", "./..."]);
    folder.write(
        "q.go",
        "package p\n\nvar kept *int\n\nfunc h() {\n\tx := 1\n\tkept = &x\n}\n",
    );
    git(&["add", "."]);
    let refused = git(&["commit", "-qm", "three"]);
    assert!(!refused.status.success());
    let said = text(&refused.stdout) + &text(&refused.stderr);
    assert!(said.contains("+ example.com/p h: variable `x`"), "{said}");
    folder.escargo(&["baseline", "write", "escargo.baseline", "./..."]);
    git(&["add", "."]);
    let accepted = git(&["commit", "-qm", "three"]);
    assert!(accepted.status.success(), "{}", text(&accepted.stderr));
}

/// The expressions of a problem matcher: of each, the patterns of its lines.
fn patterns(matcher: &Value) -> Vec<Regex> {
    let patterns = match &matcher["pattern"] {
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    };
    let regexps = patterns.iter().map(|pattern| {
        let regexp = pattern["regexp"].as_str().expect("an expression");
        Regex::new(regexp).expect("an expression that can be read")
    });
    regexps.collect()
}

/// Whether consecutive lines match; the last pattern's first three groups.
fn places(patterns: &[Regex], output: &str) -> Vec<[String; 3]> {
    let lines: Vec<&str> = output.lines().collect();
    let matching = lines.windows(patterns.len()).filter(|window| {
        let mut pairs = window.iter().zip(patterns);
        pairs.all(|(line, pattern)| pattern.is_match(line))
    });
    let last = patterns.last().expect("a pattern");
    let found = matching.filter_map(|window| {
        let groups = last.captures(window.last()?)?;
        Some([1, 2, 3].map(|number| groups[number].to_owned()))
    });
    found.collect()
}

#[test]
fn problem_matchers_find_what_escargo_prints() {
    let folder = Folder::new("matchers");
    folder.write("p.go", &broken());
    let gated = text(&folder.escargo(&["gate", "p.go"]).stdout);
    let built = text(&folder.escargo(&["build", "-gcflags=-m -l", "p.go"]).stderr);
    let github: Value = serde_json::from_str(&example("github-matcher.json")).expect("JSON");
    let code: Value = serde_json::from_str(&example("vscode-tasks.json")).expect("JSON");
    let blocks = [
        &github["problemMatcher"][0],
        &code["tasks"][0]["problemMatcher"],
    ];
    let lines = [
        &github["problemMatcher"][1],
        &code["tasks"][1]["problemMatcher"],
    ];
    let expected = [["./p.go".to_owned(), "11".to_owned(), "2".to_owned()]];
    for matcher in blocks {
        assert_eq!(places(&patterns(matcher), &gated), expected, "{gated}");
    }
    for matcher in lines {
        let found = places(&patterns(matcher), &built);
        assert!(found.contains(&expected[0]), "{built}");
    }
}

#[test]
fn vim_finds_what_escargo_prints() {
    if !has("vim") {
        return;
    }
    let folder = Folder::new("vim");
    folder.write("p.go", &broken());
    let gated = folder.escargo(&["gate", "--color", "never", "p.go"]).stdout;
    folder.write("gated", &text(&gated));
    let built = folder.escargo(&["build", "-gcflags=-m -l", "p.go"]).stderr;
    folder.write("built", &text(&built));
    folder.write("escargo.vim", &example("escargo.vim"));
    let list = "call writefile(map(filter(getqflist(), 'v:val.valid'), \
                'bufname(v:val.bufnr) . \":\" . v:val.lnum . \" \" . v:val.text'), 'found', 'a')";
    let script =
        format!("source escargo.vim\ncgetfile gated\n{list}\ncgetfile built\n{list}\nqa!\n");
    folder.write("script.vim", &script);
    let quiet = ["-u", "NONE", "-i", "NONE", "-n", "-es", "-S", "script.vim"];
    let vim = [&quiet[..], &["--cmd", "set nocompatible encoding=utf-8"]].concat();
    folder.run("vim", &vim);
    let found = fs::read_to_string(folder.0.join("found")).expect("the quickfix list");
    let lines: Vec<&str> = found.lines().collect();
    assert_eq!(
        lines.first().copied(),
        Some("./p.go:11 variable `m` is on the heap: returned pointer")
    );
    assert!(lines.contains(&"./p.go:11 moved to heap: m"), "{found}");
}

#[test]
fn configurations_can_be_read() {
    for name in ["pre-commit-config.yaml", "github-action.yml"] {
        let documents = yaml_rust2::YamlLoader::load_from_str(&example(name)).expect(name);
        assert_eq!(documents.len(), 1, "{name}");
        assert!(documents[0].as_hash().is_some(), "{name}");
    }
    let action = yaml_rust2::YamlLoader::load_from_str(&example("github-action.yml"));
    let action = action.expect("YAML");
    let steps = action[0]["jobs"]["placements"]["steps"].as_vec();
    assert_eq!(steps.map(Vec::len), Some(6));
}

#[test]
fn completions_and_the_manual_are_made() {
    let folder = Folder::new("manual");
    for shell in ["bash", "zsh", "fish"] {
        let script = folder.escargo(&["completions", shell]);
        assert!(script.status.success());
        assert!(text(&script.stdout).contains("baseline"), "{shell}");
        if shell == "bash" && has("bash") {
            folder.write("completions", &text(&script.stdout));
            let read = folder.run("bash", &["-n", "completions"]);
            assert_eq!(text(&read.stderr), "");
        }
    }
    let page = text(&folder.escargo(&["man"]).stdout);
    for part in [
        ".TH escargo 1",
        "ESCARGO GATE",
        "ESCARGO BASELINE",
        "noheap",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn nothing_but_the_result_is_written_where_nobody_watches() {
    let folder = Folder::new("quiet");
    folder.write("go.mod", "module example.com/p\n\ngo 1.24\n");
    folder.write("p.go", KEPT);
    let output = folder.escargo(&["gate", "./..."]);
    assert_eq!(
        (text(&output.stdout), text(&output.stderr)),
        Default::default()
    );
    folder.escargo(&["baseline", "write", "heap.txt", "./..."]);
    let mut names: Vec<String> = fs::read_dir(&folder.0)
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    assert_eq!(names, ["go.mod", "heap.txt", "p.go"]);
}

/// The whole process group is interrupted, as by a terminal, while git writes the files of a revision.
#[test]
fn an_interrupted_command_ends_at_once_and_leaves_nothing() {
    use std::os::unix::process::CommandExt as _;
    use std::time::{Duration, Instant};
    let folder = Folder::new("interrupt");
    let git = "#!/bin/sh\ncase \"$*\" in\n*show-prefix*) ;;\n*checkout-index*) exec sleep 20 ;;\n*) pwd ;;\nesac\n";
    let git = folder.write("bin/git", git);
    folder.run("chmod", &["+x", &git.to_string_lossy()]);
    let temporary = folder.0.join("tmp");
    fs::create_dir(&temporary).expect("a folder");
    let mut escargo = Command::new(env!("CARGO_BIN_EXE_escargo"))
        .args(["diff", "one", "two"])
        .current_dir(&folder.0)
        .env(
            "PATH",
            format!("{}:/usr/bin:/bin", folder.0.join("bin").display()),
        )
        .env("TMPDIR", &temporary)
        .process_group(0)
        .spawn()
        .expect("the command runs");
    let entries = || fs::read_dir(&temporary).expect("the folder").count();
    let begin = Instant::now();
    while entries() == 0 && begin.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(entries(), 1);
    // The shell script is about to become a sleeping command.
    std::thread::sleep(Duration::from_millis(300));
    let sent = Instant::now();
    let group = format!("-{}", escargo.id());
    folder.run("kill", &["-INT", "--", &group]);
    let status = escargo.wait().expect("the command ends");
    assert!(sent.elapsed() < Duration::from_secs(5));
    assert!(!status.success());
    assert_eq!(entries(), 0);
}

/// As the Bazel aspect does: one configuration a package, facts as files, the standard library not visited, no Go.
#[test]
fn packages_are_analysed_one_by_one_without_the_go_command() {
    let folder = Folder::new("bazel");
    let lib = "package lib\n\nimport \"sort\"\n\ntype Item struct{ Tags []string }\n\n\
               func New() *Item { return &Item{} }\n\nfunc Sort(i *Item) { sort.Strings(i.Tags) }\n\n\
               func Apply[T any](x T, f func(T)) { f(x) }\n";
    let user = "package user\n\nimport \"example.com/lib\"\n\n//escargo:noheap deep\n\
                func Fresh() int { return len(lib.New().Tags) }\n\n\
                //escargo:noheap\nfunc Sorted() {\n\tvar item lib.Item\n\tlib.Sort(&item)\n\
                \tlib.Apply(1, func(int) {})\n}\n";
    let lib = folder.write("lib/lib.go", lib);
    let user = folder.write("user/user.go", user);
    let config = |name: &str, source: &Path, known: Value| {
        let config = serde_json::json!({
            "ID": format!("//{name}"),
            "Dir": name,
            "ImportPath": format!("example.com/{name}"),
            "GoFiles": [source],
            "PackageVetx": known,
            "StandardFacts": true,
            "VetxOutput": folder.0.join(format!("{name}.vetx")),
        });
        let name = format!("{name}.cfg");
        folder.write(&name, &config.to_string());
        let output = folder.escargo(&[&name]);
        (
            output.status.code(),
            text(&output.stdout),
            text(&output.stderr),
        )
    };
    let below = config("lib", &lib, serde_json::json!({}));
    assert_eq!(below, (Some(0), String::new(), String::new()));
    // The source is not needed any more.
    fs::remove_file(&lib).expect("the source goes away");
    let facts = folder.0.join("lib.vetx");
    let (code, _, findings) = config("user", &user, serde_json::json!({"example.com/lib": facts}));
    assert_eq!(code, Some(1));
    assert!(
        findings.contains("lib.New may allocate: example.com/lib/lib.go:7:27"),
        "{findings}"
    );
    assert!(
        findings.contains("(`//escargo:noheap deep` in line 5)"),
        "{findings}"
    );
    assert_eq!(findings.lines().count(), 1, "{findings}");
}
