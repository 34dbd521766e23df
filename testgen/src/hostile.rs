//! Programs that are made to hurt: deep, long, wide, cyclic, huge, or no programs at all.
//!
//! QUESTION. Does every stage answer, in time and memory that grow with the input? A case is a function of one number, so that the
//! same program serves a quick test, a full one and a curve of costs.
//!
//! INVARIANTS. A case is a pure function of its size. What is [`Answer::Accepted`] is valid Go; of the rest gc's first error is
//! named where gc has one.
//!
//! ```text
//! parentheses, 3  →  package p
//!                    var x = (((1)))
//! ```

use std::fmt::Write;

use crate::rng::Rng;

/// What is expected of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It is valid Go.
    Accepted,
    /// An error whose text holds this.
    Error(&'static str),
    /// No matter what, if it is an answer.
    Any,
}

/// A way to make programs of any size.
#[derive(Clone, Copy)]
pub struct Case {
    /// What it is.
    pub name: &'static str,
    /// The size that must work.
    pub full: usize,
    /// The size that still is quick where nothing is optimised.
    pub quick: usize,
    /// What the command must say.
    pub answer: Answer,
    /// The file.
    pub make: fn(usize) -> Vec<u8>,
}

/// All cases.
pub fn cases() -> Vec<Case> {
    let mut cases = nested();
    cases.extend(long());
    cases.extend(types());
    cases.extend(noise());
    cases
}

fn valid(name: &'static str, full: usize, quick: usize, make: fn(usize) -> Vec<u8>) -> Case {
    Case {
        name,
        full,
        quick,
        answer: Answer::Accepted,
        make,
    }
}

fn wrong(
    name: &'static str,
    full: usize,
    quick: usize,
    text: &'static str,
    make: fn(usize) -> Vec<u8>,
) -> Case {
    let answer = if text.is_empty() {
        Answer::Any
    } else {
        Answer::Error(text)
    };
    Case {
        name,
        full,
        quick,
        answer,
        make,
    }
}

/// `package p` and a text.
fn file(text: impl AsRef<str>) -> Vec<u8> {
    format!("package p\n{}\n", text.as_ref()).into_bytes()
}

/// `open` n times, what is in the middle, `close` n times.
fn around(n: usize, open: &str, middle: &str, close: &str) -> String {
    format!("{}{middle}{}", open.repeat(n), close.repeat(n))
}

/// Lines, one for each number.
fn each(n: usize, line: impl Fn(usize, &mut String)) -> String {
    let mut out = String::new();
    for number in 0..n {
        line(number, &mut out);
        out.push('\n');
    }
    out
}

/// Writes to a string, which cannot fail.
macro_rules! put {
    ($out:expr, $($format:tt)*) => { let _ = write!($out, $($format)*); };
}

/// What lies within what lies within…
fn nested() -> Vec<Case> {
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

/// Much of the same.
fn long() -> Vec<Case> {
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

/// Large, deep and cyclic types.
fn types() -> Vec<Case> {
    vec![
        valid("fields", 100_000, 5_000, |n| {
            let fields = each(n, |number, out| {
                put!(out, "\tf{number} *int");
            });
            file(format!(
                "type T struct {{\n{fields}}}\nfunc f(t *T) *int {{ return t.f{} }}",
                n - 1
            ))
        }),
        valid("methods", 30_000, 1_500, |n| {
            let methods = each(n, |number, out| {
                put!(out, "func (t *T) m{number}() *T {{ return t }}");
            });
            file(format!(
                "type T struct {{}}\n{methods}func f(t *T) *T {{ return t.m{}() }}",
                n - 1
            ))
        }),
        valid("interface methods", 30_000, 2_000, |n| {
            let methods = each(n, |number, out| {
                put!(out, "\tm{number}()");
            });
            file(format!(
                "type I interface {{\n{methods}}}\nfunc f(i I) {{ i.m{}() }}",
                n - 1
            ))
        }),
        valid("chain of embedded structs", 3_000, 200, |n| {
            let chain = each(n, |number, out| {
                put!(out, "type T{number} struct {{ *T{} }}", number + 1);
            });
            file(format!(
                "{chain}type T{n} struct {{ x int }}\nfunc f(t *T0) int {{ return t.x }}"
            ))
        }),
        valid("chain of embedded interfaces", 500, 60, |n| {
            let chain = each(n, |number, out| {
                put!(
                    out,
                    "type I{number} interface {{ I{}; m{number}() }}",
                    number + 1
                );
            });
            file(format!(
                "{chain}type I{n} interface {{ x() }}\nfunc f(i I0) {{ i.x() }}"
            ))
        }),
        wrong(
            "diamonds of embedded structs",
            1_000,
            200,
            "ambiguous selector t.x",
            |n| {
                let layers = each(n, |number, out| {
                    let next = number + 1;
                    put!(
                        out,
                        "type A{number} struct {{ *A{next}; *B{next} }}; type B{number} struct {{ *A{next}; *B{next} }}"
                    );
                });
                file(format!(
                    "{layers}type A{n} struct {{ x int }}; type B{n} struct {{ x int }}\nfunc f(t *A0) int {{ return t.x }}"
                ))
            },
        ),
        valid("diamonds of embedded interfaces", 300, 60, |n| {
            let layers = each(n, |number, out| {
                let next = number + 1;
                put!(
                    out,
                    "type A{number} interface {{ A{next}; B{next} }}; type B{number} interface {{ A{next}; B{next} }}"
                );
            });
            file(format!(
                "{layers}type A{n} interface {{ x() }}; type B{n} interface {{ y() }}\nfunc f(i A0) {{ i.x() }}"
            ))
        }),
        valid("types that point to each other", 10_000, 2_000, |n| {
            file(each(n, |number, out| {
                put!(out, "type T{number} struct {{ n *T{} }}", (number + 1) % n);
            }))
        }),
        wrong(
            "types that contain each other",
            10_000,
            500,
            "invalid recursive type T0",
            |n| {
                file(each(n, |number, out| {
                    put!(out, "type T{number} struct {{ n T{} }}", (number + 1) % n);
                }))
            },
        ),
        wrong(
            "types that are each other",
            10_000,
            2_000,
            "invalid recursive type T0",
            |n| {
                file(each(n, |number, out| {
                    put!(out, "type T{number} T{}", (number + 1) % n);
                }))
            },
        ),
        wrong(
            "aliases in a cycle",
            10_000,
            500,
            "invalid recursive type",
            |n| {
                file(each(n, |number, out| {
                    put!(out, "type T{number} = T{}", (number + 1) % n);
                }))
            },
        ),
        wrong(
            "constants in a cycle",
            10_000,
            2_000,
            "initialization cycle",
            |n| {
                file(each(n, |number, out| {
                    put!(out, "const c{number} = c{}", (number + 1) % n);
                }))
            },
        ),
        valid("chain of types", 10_000, 2_000, |n| {
            let chain = each(n, |number, out| {
                put!(out, "type T{number} T{}", number + 1);
            });
            file(format!(
                "{chain}type T{n} struct {{ x int }}\nfunc f(t T0) int {{ return t.x }}"
            ))
        }),
        valid("doubling structs", 60, 50, |n| {
            let chain = each(n, |number, out| {
                put!(out, "type T{number} struct {{ a, b T{} }}", number + 1);
            });
            file(format!("{chain}type T{n} struct {{}}\nvar x T0"))
        }),
        wrong("doubling sizes", 60, 50, "", |n| {
            let chain = each(n, |number, out| {
                put!(out, "type T{number} struct {{ a, b T{} }}", number + 1);
            });
            file(format!(
                "{chain}type T{n} struct {{ p [1 << 20]*int }}\nvar x T0"
            ))
        }),
        valid("doubling functions", 40, 30, |n| {
            let chain = each(n, |number, out| {
                put!(
                    out,
                    "type T{number} = func(T{}, T{}) ",
                    number + 1,
                    number + 1
                );
            });
            file(format!(
                "{chain}type T{n} = int\nfunc f(x *int) T{} {{ return nil }}",
                n - 2
            ))
        }),
        valid("huge arrays", 40, 40, |n| {
            file(format!(
                "type T [1 << {n}]struct{{}}\nvar x T\nfunc f() int {{ var y T; for i := range y {{ _ = y[i] }}; return len(y) }}"
            ))
        }),
        wrong("huge arrays of pointers", 46, 46, "", |n| {
            file(format!(
                "type T struct {{ a [1 << {n}]*int; b [1 << 20]struct {{ p *int; n int }} }}\nfunc f() *T {{ var y T; return &y }}"
            ))
        }),
        wrong(
            "arrays beyond memory",
            62,
            62,
            "larger than address space",
            |n| {
                file(format!(
                    "var x [1 << {n}]int\nfunc f() {{ var y [1 << {n}]*int; _ = y }}"
                ))
            },
        ),
        wrong("growing instances", 1, 1, "instantiation cycle", |_| {
            file("func f[T any]() { f[*T]() }\nfunc g() { f[int]() }")
        }),
        wrong("growing types", 1, 1, "", |_| {
            file("type T[P any] struct { f *T[*P] }\nvar x T[int]")
        }),
        wrong("growing methods", 1, 1, "", |_| {
            file(
                "type T[P any] struct{}\nfunc (T[P]) m() any { return T[*P]{}.m() }\nvar x any = T[int]{}",
            )
        }),
        valid("instances", 3_000, 100, |n| {
            let uses = each(n, |number, out| {
                put!(
                    out,
                    "type T{number} struct {{ x [{number}]int }}\nfunc u{number}(x *T{number}) *T{number} {{ return id(x) }}\nvar v{number} = L[T{number}]{{}}"
                );
            });
            file(format!(
                "type L[T any] struct {{ v T; n *L[T] }}\nfunc id[T any](x T) T {{ return x }}\n{uses}"
            ))
        }),
        valid("nested instances", 400, 100, |n| {
            let ty = around(n, "L[", "int", "]");
            file(format!(
                "type L[T any] struct {{ v *T }}\nfunc (l L[T]) m() *T {{ return l.v }}\nvar x {ty}\nfunc f() any {{ return x.m() }}"
            ))
        }),
        wrong("type parameters", 5_000, 1_000, "", |n| {
            let params = each(n, |number, out| {
                put!(out, "P{number} any,");
            });
            file(format!("func f[{params}]() {{}}"))
        }),
        wrong(
            "union",
            5_000,
            1_000,
            "cannot handle more than 100 union terms",
            |n| {
                let types = each(n, |number, out| {
                    put!(out, "type T{number} [{number}]int");
                });
                let terms: Vec<String> = (0..n).map(|number| format!("T{number}")).collect();
                file(format!(
                    "{types}type C interface {{ {} }}\nfunc f[P C](x P) {{}}\nfunc g() {{ f(T1{{}}) }}",
                    terms.join(" | ")
                ))
            },
        ),
    ]
}

/// What is no program.
fn noise() -> Vec<Case> {
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
