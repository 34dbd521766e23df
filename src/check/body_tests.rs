//! Tests of calls, predeclared functions, inference and statements: the errors, with their places, that gc 1.27 gives for a file
//! `package p;` and the text (gc prints equal errors on a line once, here they are all listed).

use super::testing::check;

#[rustfmt::skip]
const CASES: &[(&str, &[&str])] = &[
    (
        "func f[P any](P, P) {}; var _ = func() { f(1, 2.5); f(1, \"a\") }",
        &["1:68: in call to f, mismatched types untyped int and untyped string (cannot infer P)"],
    ),
    (
        "func f[S ~[]E, E any](S) E { panic(0) }; type T []string; var x string = f(T{}); var y int = f(T{})",
        &["1:104: cannot use f(T{}) (value of type string) as int value in variable declaration"],
    ),
    (
        "func f[P any](int) P { panic(0) }; var _ = f(1)",
        &["1:55: in call to f, cannot infer P (declared at 1:18)"],
    ),
    (
        "func f[K comparable, V any](map[K]V, func(K) V) {}; func g[T any](T) T { panic(0) }; func _() { f(map[string]string{}, g); f(map[string]int{}, g) }",
        &["1:154: in call to f, type func[T any](T) T of g does not match inferred type func(string) int for func(K) V"],
    ),
    (
        "func f[P any](x []P) {}; func _() { f(1); f([]int{}, 2); f() }",
        &["1:48: in call to f, cannot infer P (declared at 1:18)", "1:64: too many arguments in call to f\n\thave ([]int, number)\n\twant ([]P)", "1:68: not enough arguments in call to f\n\thave ()\n\twant ([]P)"],
    ),
    (
        "func f[P interface{ m() }](P) {}; type T int; func (T) m() {}; func _(x *int) { f(T(1)); f(x) }",
        &["1:101: in call to f, P (type *int) does not satisfy interface{m()} (missing method m)"],
    ),
    (
        "func f[P ~int](P) {}; func _() { f(\"a\"); f[int, int](1) }",
        &["1:45: string does not satisfy ~int (string missing in ~int)", "1:59: got 2 type arguments but want 1"],
    ),
    (
        "func f[P any](x P) { f(&x) }",
        &["1:18: instantiation cycle:\n\t1:33: P instantiated as *P"],
    ),
    (
        "func f(a int, b ...string) {}; func _(s []string, t []int) { f(1, s...); f(1, t...); f(s...); f(1, 2); f() }",
        &["1:89: cannot use t (variable of type []int) as []string value in argument to f", "1:98: not enough arguments in call to f\n\thave ([]string...)\n\twant (int, ...string)", "1:110: cannot use 2 (untyped int constant) as string value in argument to f", "1:114: not enough arguments in call to f\n\thave ()\n\twant (int, ...string)"],
    ),
    (
        "func f() (int, string) { return 1, \"\" }; func g(int, string, ...int) {}; func _() { g(f()); g(f(), 1); x := f(); _ = x }",
        &["1:105: multiple-value f() (value of type (int, string)) in single-value context", "1:110: cannot use 1 (untyped int constant) as string value in argument to g", "1:119: assignment mismatch: 1 variable but f returns 2 values"],
    ),
    (
        "func _() { len(\"a\"); append([]int{}, 1); int(1); go int(1); defer len(\"\"); go func() {} }",
        &["1:22: len(\"a\") (constant 1 of type int) is not used", "1:32: append([]int{}, 1) (value of type []int) is not used", "1:52: int(1) (constant 1 of type int) is not used", "1:63: go requires function call, not conversion int(1) (constant 1 of type int)", "1:77: defer discards result of len(\"\") (constant 0 of type int)", "1:89: expression in go must be function call"],
    ),
    (
        "func _(p *int, m map[string]int, s []int) { _ = cap(m); _ = append(p, 1); copy(s, \"a\"); delete(m, 1); _ = make(int); _ = make([]int, 2, 1); close(s); clear(p); _ = new(1); _ = min(1, \"a\"); _ = max(s) }",
        &["1:63: invalid argument: m (variable of type map[string]int) for built-in cap", "1:78: invalid append: argument must be a slice; have p (variable of type *int)", "1:90: invalid copy: arguments s (variable of type []int) and \"a\" (untyped string constant) have different element types int and byte", "1:109: cannot use 1 (untyped int constant) as string value in argument to delete", "1:122: invalid argument: cannot make int: type must be slice, map, or channel", "1:144: invalid argument: length and capacity swapped", "1:157: invalid operation: cannot close non-channel s (variable of type []int)", "1:167: invalid argument: cannot clear p (variable of type *int): argument must be (or constrained by) map or slice", "1:194: invalid argument: mismatched types untyped int (previous argument) and untyped string (type of \"a\")", "1:208: invalid argument: s (variable of type []int) cannot be ordered"],
    ),
    (
        "func f() int { for {}; }; func g() int { for { break }; }; func h(x int) int { switch x { default: panic(0) } }; func k() int { L: for { break L }; }",
        &["1:67: missing return", "1:159: missing return"],
    ),
    (
        "func _() { for i := range 3.5 {}; for i, j := range 5 {}; for range func() {} {}; for i, s := range \"a\" { _, _ = i, s; var _ rune = s }; for x := range (func(yield func(int) bool))(nil) { var _ string = x } }",
        &["1:37: cannot range over 3.5 (untyped float constant)", "1:49: declared and not used: i", "1:52: range over 5 (untyped int constant) permits only one iteration variable", "1:79: cannot range over func() {} (value of type func()): func must be func(yield func(...) bool): wrong argument count", "1:214: cannot use x (variable of type int) as string value in variable declaration"],
    ),
    (
        "func _() { x, y := 1, 2; if z := 3; x > 0 {}; func() { w := 1 }() }",
        &["1:25: declared and not used: y", "1:39: declared and not used: z", "1:66: declared and not used: w"],
    ),
    (
        "func f() (n int) { { n := 1; _ = n; return } }",
        &["1:47: result parameter n not in scope at return\n\t1:32: inner declaration of var n int"],
    ),
    (
        "func f() (a, b int) { return 1 }; func g() { return 1 }; func h() int { return }",
        &["1:40: not enough return values\n\thave (number)\n\twant (int, int)", "1:63: too many return values\n\thave (number)\n\twant ()", "1:83: not enough return values\n\thave ()\n\twant (int)"],
    ),
    (
        "func _(c chan<- int, d <-chan int) { <-c; d <- 1; for range c {}; select { case x := <-d: case d <- 1: } }",
        &["1:50: invalid operation: cannot receive from send-only channel chan<- int c (variable of type chan<- int)", "1:53: invalid operation: cannot send to receive-only channel <-chan int d (variable of type <-chan int)", "1:71: cannot range over c (variable of type chan<- int): receive from send-only channel chan<- int", "1:91: declared and not used: x", "1:106: invalid operation: cannot send to receive-only channel <-chan int d (variable of type <-chan int)"],
    ),
    (
        "type I interface{ ~int }; var _ = I(1); var _ = any(1, 2); var _ = int()",
        &["1:45: cannot use interface I in conversion (contains specific type constraints or is comparable)", "1:66: too many arguments in conversion to any", "1:78: missing argument in conversion to int"],
    ),
    (
        "import \"unsafe\"; type T struct { a byte; b int64; c *T }; const _ = unsafe.Offsetof(T{}.b) + unsafe.Sizeof(T{}); var _ [unsafe.Sizeof(T{})]int = [24]int{}; var _ = unsafe.Offsetof(1)",
        &["1:191: invalid argument: 1 is not a selector expression"],
    ),
    (
        "var f func(int) string = g; func g[A, B any](A) B { panic(0) }; var h func(int) = g2; func g2[A any](A, A) {}",
        &["1:93: type func(int) of h does not match func(A, A) (cannot infer A)"],
    ),
];

#[test]
fn errors_are_gcs() {
    for (text, errors) in CASES {
        assert_eq!(check(text).errors, *errors, "{text}");
    }
}
