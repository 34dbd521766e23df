//! Bounded runs of what the fuzz targets in `fuzz/` call: seeds with random changes of bytes and words, the same each time. Whole
//! programs are in `tests/mutants.rs`.

mod fuzzed;

use escargo_testgen::rng::Rng;

/// What a stage is given to begin with, and the words that are put in.
struct Stage {
    seeds: &'static [&'static str],
    words: &'static [&'static str],
    call: fn(&str),
    runs: u64,
}

#[test]
fn tokens() {
    run(&Stage {
        seeds: PROGRAMS,
        words: WORDS,
        call: fuzzed::tokens,
        runs: 3_000,
    });
}

#[test]
fn parse() {
    run(&Stage {
        seeds: PROGRAMS,
        words: WORDS,
        call: fuzzed::parse,
        runs: 1_000,
    });
}

#[test]
fn check() {
    run(&Stage {
        seeds: PROGRAMS,
        words: WORDS,
        call: fuzzed::check,
        runs: 600,
    });
}

#[test]
fn lower_and_analyse() {
    let call = |text: &str| match fuzzed::stages(text) {
        fuzzed::Outcome::Wrong(problem) => panic!("{problem}"),
        fuzzed::Outcome::Accepted | fuzzed::Outcome::Rejected => {}
    };
    run(&Stage {
        seeds: PROGRAMS,
        words: WORDS,
        call,
        runs: 300,
    });
}

#[test]
fn module_files_and_constraints() {
    run(&Stage {
        seeds: MODULES,
        words: MODULE_WORDS,
        call: fuzzed::load,
        runs: 5_000,
    });
}

#[test]
fn facts() {
    run(&Stage {
        seeds: FACTS,
        words: FACT_WORDS,
        call: fuzzed::facts,
        runs: 300,
    });
}

#[test]
fn arguments() {
    run(&Stage {
        seeds: ARGUMENTS,
        words: ARGUMENT_WORDS,
        call: fuzzed::arguments,
        runs: 1_500,
    });
}

fn run(stage: &Stage) {
    for seed in 0..stage.runs {
        let mut rng = Rng::new(seed);
        let text = stage.seeds[rng.below(stage.seeds.len())];
        let changed = changed(text, stage.words, &mut rng);
        let call = std::panic::AssertUnwindSafe(|| (stage.call)(&changed));
        if std::panic::catch_unwind(call).is_err() {
            panic!("seed {seed}: {changed:?}");
        }
    }
}

/// A few changes at random places. What is no UTF-8 any more is replaced: files that are not are refused before.
fn changed(text: &str, words: &[&str], rng: &mut Rng) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..1 + rng.below(6) {
        let at = rng.below(bytes.len() + 1);
        let end = (at + rng.below(8)).min(bytes.len());
        match rng.below(5) {
            0 => _ = bytes.drain(at..end),
            1 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            2 => bytes.insert(at, rng.below(256) as u8),
            3 => bytes.truncate(at.max(bytes.len() / 2)),
            _word => {
                let word = words[rng.below(words.len())];
                bytes.splice(at..end, word.bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

const PROGRAMS: &[&str] = &[
    include_str!("golden/run/generics.go"),
    include_str!("golden/run/closures_nested.go"),
    include_str!("golden/run/range_func.go"),
    include_str!("golden/ir/switches.go"),
    include_str!("golden/ir/generics.go"),
    include_str!("golden/stages/tokens/literals.go"),
    "package p\ntype T[P any] struct{ p *P }\nfunc (t T[P]) m() *P { return t.p }\nvar x = T[int]{}.m()\n",
];

const WORDS: &[&str] = &[
    "func ",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "*",
    "&",
    "<-",
    "...",
    ":=",
    "=",
    ",",
    ";",
    "\n",
    "0x",
    "1e",
    "1e999",
    "'",
    "\"",
    "`",
    "/*",
    "//",
    "//go:",
    "//line ",
    "\\",
    "\u{feff}",
    "\0",
    "世",
    "interface{",
    "~",
    "|",
    "any",
    "type ",
    "T",
    "x",
    "goto ",
    "L:",
    "range ",
    "map[",
    "chan ",
    "struct{",
    "go ",
    "defer ",
    "1<<63",
    ".(type)",
    "unsafe",
    "iota",
    "nil",
    "_",
];

const MODULES: &[&str] = &[
    "module example.com/m\n\ngo 1.22\n\nrequire (\n\ta.org/x v1.2.3 // indirect\n\tb.org/y v0.0.0\n)\nreplace a.org/x => ../x\nreplace b.org/y v0.0.0 => c.org/z v1.0.0\nexclude a.org/x v1.0.0\n",
    "//go:build linux && (amd64 || !cgo) && go1.21\n// +build linux,amd64 darwin\n\npackage p\n",
    "linux && (amd64 || arm64) && !windows\n((((a))))\n!!a\n",
];

const MODULE_WORDS: &[&str] = &[
    "module ",
    "go ",
    "require ",
    "replace ",
    "=>",
    "(",
    ")",
    "\"",
    "`",
    "//",
    "v1.0.0",
    "1.22",
    "&&",
    "||",
    "!",
    "go1.99999999999",
    "\n",
    " ",
    "//go:build ",
    "// +build ",
    "toolchain ",
    "use ",
];

const FACTS: &[&str] = &[
    "-- a/b --\npackage b\n\ntype T struct{ x int }\n\n//escargo:leaks p0=heap:0 p1=result0:1\nfunc F(a *int, b *T) *T\n\nfunc (T) M()\n-- c --\npackage c\n\nconst C = 1 << 10\n\nvar V [C]int\n",
];

const FACT_WORDS: &[&str] = &[
    "-- ",
    " --",
    "\n",
    "//escargo:leaks ",
    "p0",
    "heap",
    "result9",
    ":",
    "=",
    "func ",
    "-1",
    "99999999999",
    "package ",
];

const ARGUMENTS: &[&str] = &[
    "build\n-gcflags=-m -l\n./...",
    "build\n-gcflags=all=-m=2 -l\n-tags\na,b\n--go=1.24\nx.go",
    "check\n-C\n.\n-e\n--color=always\np.go",
    "explain\nx.go:1:2",
    "placement\n--format\njson\n.",
    "-m -l\nall=-m=2\n'-m' \"-l\"",
];

const ARGUMENT_WORDS: &[&str] = &[
    "-", "--", "=", "\n", "-gcflags", "-m", "-l", "all=", "...", "'", "\"", " ", "-C", "\0", "-go",
    "1.99", "-tags=",
];
