//! What lies within what lies within…

use super::{Case, around, file, valid, wrong};

/// What lies within what lies within…
pub(super) fn nested() -> Vec<Case> {
    vec![
        valid("parentheses", 90_000, 20_000, |n| {
            file(format!("var x = {}", around(n, "(", "1", ")")))
        }),
        valid("blocks", 90_000, 8_000, |n| {
            file(format!("func f() {}", around(n, "{", "", "}")))
        }),
        wrong("too many parentheses", 200_000, 120_000, "nest", |n| {
            file(format!("var x = {}", around(n, "(", "1", ")")))
        }),
        wrong("open parentheses", 200_000, 20_000, "syntax error: ", |n| {
            file(format!("var x = {}", "(".repeat(n)))
        }),
        wrong("open blocks", 200_000, 20_000, "syntax error: ", |n| {
            file(format!("func f() {}", "{".repeat(n)))
        }),
        valid("signs", 90_000, 20_000, |n| {
            file(format!("var y int\nvar x = {}y", "- ".repeat(n)))
        }),
        valid("negations", 90_000, 20_000, |n| {
            file(format!(
                "func f(y bool) bool {{ return {}y }}",
                "!".repeat(n)
            ))
        }),
        valid("addresses and loads", 40_000, 10_000, |n| {
            file(format!(
                "func f(y *int) *int {{ return {}y }}",
                "&*".repeat(n)
            ))
        }),
        valid("ifs", 40_000, 3_000, |n| {
            file(format!(
                "func f(b bool) {}",
                around(n, "{ if b ", "{}", "}")
            ))
        }),
        valid("else-ifs", 40_000, 3_000, |n| {
            let chain = "if x == 1 { return 2 } else ".repeat(n);
            file(format!("func f(x int) int {{ {chain}{{ return 3 }} }}"))
        }),
        valid("loops", 20_000, 5_000, |n| {
            file(format!("func f() {}", around(n, "{ for ", "{}", "}")))
        }),
        valid("loops with variables", 20_000, 1_000, |n| {
            let open = "for i := 0; i < 9; i++ { keep(&i); ";
            file(format!(
                "func keep(p *int) {{}}\nfunc f() {{ {} }}",
                around(n, open, "", "}")
            ))
        }),
        valid("closures", 4_000, 200, |n| {
            file(format!(
                "func f(x int) {{ {} }}",
                around(n, "func() { ", "println(x)", " }()")
            ))
        }),
        valid("calls", 40_000, 10_000, |n| {
            file(format!(
                "func g(x int) int {{ return x }}\nfunc f() int {{ return {} }}",
                around(n, "g(", "1", ")")
            ))
        }),
        valid("indices", 40_000, 10_000, |n| {
            file(format!(
                "func f(s []int) int {{ return {} }}",
                around(n, "s[", "0", "]")
            ))
        }),
        valid("literals", 20_000, 2_000, |n| {
            file(format!(
                "type T struct {{ next *T }}\nvar x = {}",
                around(n, "&T{", "nil", "}")
            ))
        }),
        valid("literals in a function", 20_000, 800, |n| {
            file(format!(
                "type T []T\nfunc f() T {{ return {} }}",
                around(n, "T{", "", "}")
            ))
        }),
        valid("pointer types", 90_000, 20_000, |n| {
            file(format!("var x {}int", "*".repeat(n)))
        }),
        valid("slice types", 90_000, 20_000, |n| {
            file(format!("var x {}int", "[]".repeat(n)))
        }),
        wrong("function types", 40_000, 10_000, "", |n| {
            file(format!("var x {}", around(n, "func(", "int", ")")))
        }),
        wrong("struct types", 40_000, 10_000, "", |n| {
            file(format!("var x {}", around(n, "struct { f ", "int", " }")))
        }),
        wrong("array types", 40_000, 10_000, "", |n| {
            file(format!("var x {}int", "[1]".repeat(n)))
        }),
        wrong("interface types", 4_000, 250, "", |n| {
            file(format!(
                "var x {}",
                around(n, "interface { m() ", "int", " }")
            ))
        }),
        wrong("map types", 20_000, 5_000, "", |n| {
            file(format!("var x {}int", "map[int]".repeat(n)))
        }),
        wrong("conversions", 40_000, 10_000, "", |n| {
            file(format!(
                "func f(x int) int {{ return {} }}",
                around(n, "int(", "x", ")")
            ))
        }),
    ]
}
