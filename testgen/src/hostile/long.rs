//! Much of the same.

use std::fmt::Write;

use super::{Case, each, file, valid, wrong};

/// Much of the same.
pub(super) fn long() -> Vec<Case> {
    vec![
        valid("sum", 200_000, 10_000, |n| {
            file(format!(
                "func f(x int) int {{ return x{} }}",
                " + x".repeat(n)
            ))
        }),
        valid("constant sum", 200_000, 20_000, |n| {
            file(format!("const c = 1{}", " + 1".repeat(n)))
        }),
        valid("concatenation", 200_000, 8_000, |n| {
            file(format!(
                "func f(x string) string {{ return x{} }}",
                " + x".repeat(n)
            ))
        }),
        valid("constant concatenation", 200_000, 20_000, |n| {
            file(format!("const c = \"a\"{}", " + \"b\"".repeat(n)))
        }),
        valid("conditions", 90_000, 20_000, |n| {
            file(format!(
                "func f(x, y bool) bool {{ return x{} }}",
                " && y || x".repeat(n / 2)
            ))
        }),
        valid("selectors", 40_000, 10_000, |n| {
            file(format!(
                "type T struct {{ n *T }}\nfunc f(x *T) *T {{ return x{} }}",
                ".n".repeat(n)
            ))
        }),
        valid("method chain", 20_000, 5_000, |n| {
            file(format!(
                "type T struct {{}}\nfunc (t *T) m() *T {{ return t }}\nfunc f(x *T) *T {{ return x{} }}",
                ".m()".repeat(n)
            ))
        }),
        valid("statements", 100_000, 4_000, |n| {
            let lines = each(n, |number, out| {
                put!(out, "\tp = &x; x = x + {number}; if x > 9 {{ q = p }}");
            });
            file(format!(
                "func f(x int) *int {{\n\tvar p, q *int\n{lines}\treturn q\n}}"
            ))
        }),
        valid("variables", 100_000, 4_000, |n| {
            let lines = each(n, |number, out| {
                put!(out, "\tv{number} := x; p = &v{number}");
            });
            file(format!(
                "func f(x int) *int {{\n\tvar p *int\n{lines}\treturn p\n}}"
            ))
        }),
        valid("chain of variables", 50_000, 10_000, |n| {
            let lines = each(n, |number, out| {
                put!(out, "\tv{} := v{number}", number + 1);
            });
            file(format!("func f(v0 *int) *int {{\n{lines}\treturn v{n}\n}}"))
        }),
        valid("labels", 50_000, 4_000, |n| {
            let lines = each(n, |number, out| {
                put!(
                    out,
                    "L{number}: if x == {number} {{ goto L{} }}",
                    n - 1 - number
                );
            });
            file(format!("func f(x int) {{\n{lines}}}"))
        }),
        valid("big literal", 1_000_000, 20_000, |n| {
            let lines = each(n, |number, out| {
                put!(out, "{number},");
            });
            file(format!("var x = []int{{\n{lines}}}"))
        }),
        valid("big literal in a function", 300_000, 10_000, |n| {
            let lines = each(n, |_, out| {
                put!(out, "&x,");
            });
            file(format!(
                "func f(x int) []*int {{ return []*int{{\n{lines}}} }}"
            ))
        }),
        valid("big map literal", 300_000, 10_000, |n| {
            let lines = each(n, |number, out| {
                put!(out, "\"k{number}\": {number},");
            });
            file(format!("var x = map[string]int{{\n{lines}}}"))
        }),
        valid("recursive functions", 20_000, 1_000, |n| {
            file(each(n, |number, out| {
                let next = (number + 1) % n;
                let other = (number * 7 + 3) % n;
                put!(
                    out,
                    "func f{number}(p *int, b bool) *int {{ if b {{ return f{next}(p, !b) }}; return f{other}(p, b) }}"
                );
            }))
        }),
        valid("cases", 100_000, 5_000, |n| {
            let lines = each(n, |number, out| {
                put!(out, "case {number}: return {}", number + 1);
            });
            file(format!(
                "func f(x int) int {{ switch x {{\n{lines}}}; return 0 }}"
            ))
        }),
        wrong(
            "equal cases",
            100_000,
            20_000,
            "duplicate case 1 (constant of type int) in expression switch",
            |n| {
                let lines = each(n, |_, out| {
                    put!(out, "case 1: return 2");
                });
                file(format!(
                    "func f(x int) int {{ switch x {{\n{lines}}}; return 0 }}"
                ))
            },
        ),
        valid("cases of types", 10_000, 3_000, |n| {
            let types = each(n, |number, out| {
                put!(out, "type T{number} int");
            });
            let lines = each(n, |number, out| {
                put!(out, "case T{number}: return int(x)");
            });
            file(format!(
                "{types}func f(x any) int {{ switch x := x.(type) {{\n{lines}}}; return 0 }}"
            ))
        }),
        valid("parameters", 50_000, 4_000, |n| {
            let params = each(n, |number, out| {
                put!(out, "a{number} *int,");
            });
            file(format!("func f({params}) *int {{ return a{} }}", n - 1))
        }),
        valid("arguments", 50_000, 10_000, |n| {
            file(format!(
                "func f(a ...any) {{}}\nfunc g(x int) {{ f({}) }}",
                "x, ".repeat(n)
            ))
        }),
        wrong("undefined names", 100_000, 20_000, "too many errors", |n| {
            let lines = each(n, |number, out| {
                put!(out, "\tu{number}()");
            });
            file(format!("func f() {{\n{lines}}}"))
        }),
        wrong(
            "imports",
            10_000,
            2_000,
            "no required module provides package example.invalid/p0",
            |n| {
                file(each(n, |number, out| {
                    put!(out, "import _ \"example.invalid/p{number}\"");
                }))
            },
        ),
        valid("initialisers", 20_000, 3_000, |n| {
            file(each(n, |number, out| match number {
                0 => {
                    put!(out, "var v0 = 1");
                }
                _ => {
                    put!(out, "var v{number} = v{} + 1", number - 1);
                }
            }))
        }),
        wrong(
            "initialisers in a cycle",
            20_000,
            3_000,
            "initialization cycle",
            |n| {
                file(each(n, |number, out| {
                    put!(out, "var v{number} int = v{} + 1", (number + 1) % n);
                }))
            },
        ),
    ]
}
