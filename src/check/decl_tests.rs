//! Tests of declarations, cycles, initialisation order and types.

use super::testing::{check, messages};

fn no_errors(text: &str) {
    assert_eq!(messages(text), Vec::<String>::new(), "{text}");
}

fn one_error(text: &str, message: &str) {
    assert_eq!(messages(text), [message], "{text}");
}

#[test]
fn recursion_through_pointers_is_fine() {
    no_errors("type T struct { next *T; list []T; f func(T) T; m map[string]T }");
    no_errors("type A = *T; type T struct { a A }");
    no_errors("type L[P any] struct { v P; next *L[P] }; var _ L[int]");
    no_errors("type T[P interface{ m(T[P]) }] struct{}");
}

#[test]
fn types_that_contain_themselves() {
    one_error(
        "type T struct { t T }",
        "invalid recursive type: T refers to itself",
    );
    one_error("type T [2]T", "invalid recursive type: T refers to itself");
    one_error("type A = []A", "invalid recursive type: A refers to itself");
    one_error("type T T", "invalid recursive type: T refers to itself");
    one_error(
        "type T[P any] struct { f P }; type U struct { t T[U] }",
        "invalid recursive type U\n\t1:46: U refers to T[U]\n\t1:59: T[U] refers to U",
    );
    no_errors("type A[P any] struct { b B[P] }; type B[P any] struct { p P }; var _ A[A[string]]");
}

#[test]
fn redeclared_names() {
    one_error(
        "var x int; var x string",
        "x redeclared in this block\n\t1:15: other declaration of x",
    );
    one_error(
        "type T struct { a int; a string }",
        "a redeclared\n\t1:27: other declaration of a",
    );
    one_error(
        "type T struct{ m int }; func (T) m() {}",
        "field and method with the same name m\n\t1:26: other declaration of m",
    );
}

#[test]
fn values_and_types_may_not_need_each_other() {
    one_error(
        "type T [len(x)]int; var x T",
        "invalid recursive type T\n\t1:16: T refers to x\n\t1:35: x refers to T",
    );
}

#[test]
fn constants_repeat() {
    no_errors("const (a = iota; b; c; d = 7; e); var _ [c]int = [2]int{}; var _ [e]int = [7]int{}");
    one_error("const a, b = 1", "missing init expr for b");
    one_error("const a = 1, 2", "extra init expr 2");
    one_error("const (a = 1; b, c)", "missing init expr for c");
}

#[test]
fn initialisation_order() {
    let checked = check(
        "var a = f(); var b = 1 + c; var c = g(); func f() int { return b }; func g() int { return 2 }; var d, e = h(); func h() (int, int) { return a, 1 }",
    );
    assert_eq!(checked.errors, Vec::<String>::new());
    let names: Vec<String> = checked
        .package
        .init_order
        .iter()
        .map(|init| {
            let names = init.lhs.iter();
            let names = names.map(|&obj| checked.world.object(obj).name.to_string());
            names.collect::<Vec<_>>().join(",")
        })
        .collect();
    assert_eq!(names, ["c", "b", "a", "d,e"]);
    one_error(
        "var a = f(); func f() int { return a }",
        "initialization cycle for a\n\t1:15: a refers to f\n\t1:29: f refers to a",
    );
    one_error("const a = a", "initialization cycle: a refers to itself");
}

#[test]
fn unused_things() {
    one_error("func f() { x := 1 }", "declared and not used: x");
    no_errors("func f() { x := 1; func() { _ = x }() }");
}

#[test]
fn generic_receivers() {
    no_errors(
        "type L[T any] struct { v T }; func (l *L[U]) get() U { return l.v }; var _ int = new(L[int]).get()",
    );
    one_error(
        "type L[T any] struct{}; func (L[A, B]) m() {}",
        "receiver declares 2 type parameters, but receiver base type declares 1",
    );
    one_error(
        "func (int) m() {}",
        "cannot define new methods on non-local type int",
    );
}

#[test]
fn endless_instances() {
    let errors = messages("func f[T any]() { f[*T]() }");
    assert_eq!(
        errors,
        ["instantiation cycle:\n\t1:31: T instantiated as *T"]
    );
    no_errors("func f[T any]() { f[T]() }");
}

#[test]
fn constraints_are_no_types_of_variables() {
    one_error(
        "type C interface { ~int }; var x C",
        "cannot use type C outside a type constraint: interface contains type constraints",
    );
    one_error(
        "type S[P ~int] struct{}; var _ S[string]",
        "string does not satisfy ~int (string missing in ~int)",
    );
}

#[test]
fn functions_have_bodies() {
    one_error("func f()", "missing function body");
    one_error(
        "func init(x int) {}",
        "func init must have no arguments and no return values",
    );
}
