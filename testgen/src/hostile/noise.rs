//! What is no program.

use std::fmt::Write;

use super::{Case, each, file, valid, wrong};
use crate::rng::Rng;

/// What is no program.
pub(super) fn noise() -> Vec<Case> {
    vec![
        wrong("random bytes", 10_000_000, 1_000_000, "", |n| {
            let mut rng = Rng::new(1);
            (0..n).map(|_| rng.below(256) as u8).collect()
        }),
        wrong("random ASCII", 10_000_000, 1_000_000, "", |n| {
            let mut rng = Rng::new(2);
            let mut text = b"package p\n".to_vec();
            text.extend((0..n).map(|_| 32 + rng.below(95) as u8));
            text
        }),
        wrong(
            "random tokens",
            10_000_000,
            1_000_000,
            "syntax error: ",
            |n| {
                let mut rng = Rng::new(3);
                let mut text = String::from("package p\n");
                while text.len() < n {
                    text.push_str(WORDS[rng.below(WORDS.len())]);
                    text.push(if rng.chance(10) { '\n' } else { ' ' });
                }
                text.into_bytes()
            },
        ),
        wrong(
            "random declarations",
            2_000_000,
            200_000,
            "syntax error: ",
            |n| {
                let mut rng = Rng::new(4);
                let mut text = String::from("package p\n");
                while text.len() < n {
                    text.push_str(["func ", "var ", "type ", "const "][rng.below(4)]);
                    for _ in 0..rng.below(12) {
                        text.push_str(WORDS[rng.below(WORDS.len())]);
                        text.push(' ');
                    }
                    text.push('\n');
                }
                text.into_bytes()
            },
        ),
        wrong(
            "one line of letters",
            10_000_000,
            1_000_000,
            "expected 'package'",
            |n| "x".repeat(n).into_bytes(),
        ),
        wrong(
            "one line of digits",
            1_000_000,
            100_000,
            "excessively long constant",
            |n| file(format!("const c = {}", "7".repeat(n))),
        ),
        wrong(
            "one line of a fraction",
            1_000_000,
            100_000,
            "excessively long constant",
            |n| file(format!("const c = 0.{}", "7".repeat(n))),
        ),
        valid("a long string", 10_000_000, 1_000_000, |n| {
            file(format!("const c = \"{}\"", "s".repeat(n)))
        }),
        wrong(
            "an open string",
            10_000_000,
            1_000_000,
            "newline in string",
            |n| file(format!("const c = \"{}", "s".repeat(n))),
        ),
        wrong(
            "an open raw string",
            10_000_000,
            1_000_000,
            "string not terminated",
            |n| file(format!("const c = `{}", "s\n".repeat(n / 2))),
        ),
        wrong(
            "an open comment",
            10_000_000,
            1_000_000,
            "comment not terminated",
            |n| file(format!("/* {}", "s\n".repeat(n / 2))),
        ),
        valid("comments", 10_000_000, 1_000_000, |n| {
            file("// x\n".repeat(n / 5))
        }),
        wrong(
            "semicolons",
            10_000_000,
            1_000_000,
            "non-declaration statement outside function body",
            |n| file(";".repeat(n)),
        ),
        valid("newlines", 10_000_000, 1_000_000, |n| file("\n".repeat(n))),
        wrong(
            "bytes that are no UTF-8",
            1_000,
            1_000,
            "invalid UTF-8 encoding",
            |n| {
                let mut text = file("const c = \"");
                text.extend(vec![0xff; n]);
                text
            },
        ),
        wrong("NULs", 1_000, 1_000, "invalid NUL character", |n| {
            file("\0".repeat(n))
        }),
        valid("a byte-order mark", 1, 1, |_| {
            "\u{feff}package p\n".as_bytes().to_vec()
        }),
        wrong(
            "byte-order marks",
            1_000,
            1_000,
            "invalid BOM in the middle of the file",
            |n| file("\u{feff}".repeat(n)),
        ),
        wrong("nothing", 0, 0, "expected 'package'", |_| Vec::new()),
        wrong("huge exponents", 1, 1, "", |_| {
            file("const c = 1e1000000000 * 1e-1000000000\nconst d = 0x1p2147483647")
        }),
        wrong("huge shifts", 1, 1, "", |_| {
            file("const c = 1 << 1000000000\nconst d = 1.0 << 500 << 500 << 500\nvar x = c + d")
        }),
        wrong("growing constants", 60, 60, "overflow", |n| {
            let chain = each(n, |number, out| {
                put!(out, "const c{} = c{number} * c{number}", number + 1);
            });
            file(format!("const c0 = 3\n{chain}"))
        }),
        wrong("growing strings", 40, 40, "", |n| {
            let chain = each(n, |number, out| {
                put!(out, "const c{} = c{number} + c{number}", number + 1);
            });
            file(format!("const c0 = \"sssssssssssssssss\"\n{chain}"))
        }),
    ]
}

/// Tokens, and what is almost one.
const WORDS: &[&str] = &[
    "func",
    "type",
    "struct",
    "interface",
    "map",
    "chan",
    "var",
    "const",
    "import",
    "package",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    ";",
    ":",
    "=",
    ":=",
    ".",
    "...",
    "+",
    "-",
    "*",
    "/",
    "&",
    "<-",
    "==",
    "!",
    "~",
    "|",
    "x",
    "y",
    "T",
    "int",
    "0",
    "1.5",
    "'c'",
    "\"s\"",
    "if",
    "else",
    "for",
    "range",
    "switch",
    "case",
    "default",
    "select",
    "go",
    "defer",
    "return",
    "break",
    "continue",
    "goto",
    "fallthrough",
    "nil",
    "any",
    "_",
];
