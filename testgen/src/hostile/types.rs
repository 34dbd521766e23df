//! Large, deep and cyclic types.

use std::fmt::Write;

use super::{Case, around, each, file, valid, wrong};

/// Large, deep and cyclic types.
pub(super) fn types() -> Vec<Case> {
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
