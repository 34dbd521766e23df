//! Agreement with `go/types`: the type of every expression, the object of every identifier, selections, instantiations, values of
//! constants, callees, and the order of initialisation, over the standard library.
//!
//! `tests/agreement/main.go` prints go/types' side; it is run with the installed Go. Without one the test says so and passes, unless
//! `ESCARGO_REQUIRE_GO` is set. A few packages are compared by default; `ESCARGO_AGREEMENT=std` compares all,
//! `ESCARGO_AGREEMENT=path,path` some.
//!
//! Differences by design, taken out on both sides:
//!
//! * types of names on the left of `:=`: only we keep them;
//! * the type of `nil`: gc's checker, which we follow, gives it that of its context, `go/types` calls it untyped;
//! * what is ranged over, where only the length of an array counts: gc's checker makes it a constant;
//! * constants of a floating-point type: ours are rounded to it, `go/types` keeps those that were untyped exact;
//! * labels, which the parser resolves; names of results in the tuples of calls; `...` in types of
//!   predeclared functions, which `append([]byte, string...)` has on one side only;
//! * the name of the receiver in the type of a method expression, which is not kept for other packages;
//! * selections that promoted fields in keys of composite literals are;
//! * the order of methods in a type without a name: `go/types` sorts them;
//! * spaces in lists of types.

mod std_packages;

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::hash::Hasher;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use escargo::check::{CheckedFile, CheckedPackage, Mode, info::SelectionKind};
use escargo::types::{Const, Object, ObjectId, ObjectKind, TypeId, TypeKind, VarKind, World};
use escargo_grammar::Ast;
use escargo_grammar::ast::{Expr, ExprId, Stmt};
use std_packages::Std;

/// What is compared if nothing else is asked for.
const PACKAGES: [&str; 10] = [
    "errors",
    "slices",
    "iter",
    "strings",
    "strconv",
    "math",
    "sync",
    "encoding/json",
    "go/types",
    "runtime",
];

/// Facts of the files of a package, and of the package under the name "".
type Facts = BTreeMap<String, Vec<String>>;

#[test]
fn trees_agree_with_go_types() {
    let Some(std) = Std::find() else {
        assert!(
            std::env::var_os("ESCARGO_REQUIRE_GO").is_none(),
            "no Go installation"
        );
        eprintln!("NOT RUN: no go command on the PATH and no GOROOT");
        return;
    };
    let wanted = std::env::var("ESCARGO_AGREEMENT").unwrap_or_default();
    let paths: Vec<String> = match wanted.as_str() {
        "" => PACKAGES.iter().map(|&path| path.to_owned()).collect(),
        "std" => std.packages.iter().map(|p| p.path.clone()).collect(),
        some => some.split(',').map(str::to_owned).collect(),
    };
    std.keep(paths.iter().cloned());
    let mut sum = Sum::default();
    go_types(&std, &paths, |path, theirs| {
        let Some(tree) = std.take(path) else {
            panic!("{path} is not checked");
        };
        sum.package(path, &theirs, &ours(&std, &tree));
    });
    println!(
        "{} packages, {} facts agree, {} differ",
        sum.packages, sum.same, sum.different
    );
    assert_eq!(sum.packages, paths.len(), "go/types printed all of them");
    assert!(std.errors().is_empty(), "{:?}", std.errors());
    assert_eq!(sum.different, 0, "\n{}", sum.shown.join("\n"));
}

#[derive(Default)]
struct Sum {
    packages: usize,
    same: usize,
    different: usize,
    shown: Vec<String>,
}

impl Sum {
    fn package(&mut self, path: &str, theirs: &Facts, ours: &Facts) {
        self.packages += 1;
        let none = Vec::new();
        for file in theirs
            .keys()
            .chain(ours.keys().filter(|f| !theirs.contains_key(*f)))
        {
            let theirs = theirs.get(file).unwrap_or(&none);
            let ours = ours.get(file).unwrap_or(&none);
            self.file(&format!("{path}/{file}"), theirs, ours);
        }
    }

    /// Both are sorted.
    fn file(&mut self, name: &str, theirs: &[String], ours: &[String]) {
        let (mut i, mut j) = (0, 0);
        while i < theirs.len() || j < ours.len() {
            match (theirs.get(i), ours.get(j)) {
                (Some(a), Some(b)) if a == b => {
                    self.same += 1;
                    (i, j) = (i + 1, j + 1);
                }
                (Some(a), b) if b.is_none_or(|b| a < b) => {
                    self.show(name, '-', a);
                    i += 1;
                }
                (_, Some(b)) => {
                    self.show(name, '+', b);
                    j += 1;
                }
                (_, None) => break,
            }
        }
    }

    fn show(&mut self, name: &str, sign: char, line: &str) {
        self.different += 1;
        let most = std::env::var("ESCARGO_AGREEMENT_SHOW").ok();
        if self.shown.len() < most.and_then(|n| n.parse().ok()).unwrap_or(200) {
            self.shown.push(format!("{sign} {name} {line}"));
        }
    }
}

/// Runs the Go program; calls `package` with the facts of each wanted package.
fn go_types(std: &Std, wanted: &[String], mut package: impl FnMut(&str, Facts)) {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement/main.go");
    let go = match std::env::var_os("GOROOT").filter(|root| !root.is_empty()) {
        Some(root) => PathBuf::from(root).join("bin/go"),
        None => PathBuf::from("go"),
    };
    let mut child = Command::new(go)
        .arg("run")
        .arg(program)
        .envs([
            ("GOTOOLCHAIN", "local"),
            ("CGO_ENABLED", "0"),
            ("GOFLAGS", ""),
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("go run");
    let mut input = String::new();
    for listed in &std.packages {
        let sign = if wanted.contains(&listed.path) {
            '+'
        } else {
            '-'
        };
        let folder = listed.folder.display();
        let files = listed.files.join(" ");
        let _ = writeln!(input, "{sign}\t{}\t{folder}\t{files}", listed.path);
    }
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut current: Option<(String, Facts)> = None;
    let mut file = String::new();
    for line in output.lines() {
        let line = line.expect("go/types prints UTF-8");
        if let Some(path) = line.strip_prefix("P ") {
            if let Some((path, facts)) = current.take() {
                package(&path, sorted(facts));
            }
            current = Some((path.to_owned(), Facts::new()));
        } else if let Some(name) = line.strip_prefix("F ") {
            name.clone_into(&mut file);
        } else if let Some((_, facts)) = &mut current {
            let file = if line.starts_with('N') { "" } else { &file };
            facts.entry(file.to_owned()).or_default().push(line);
        }
    }
    if let Some((path, facts)) = current {
        package(&path, sorted(facts));
    }
    writer
        .join()
        .expect("the writer ends")
        .expect("the list is read");
    assert!(child.wait().expect("go ends").success());
}

/// Facts of files have no order, that of initialisation has.
fn sorted(mut facts: Facts) -> Facts {
    for (file, lines) in &mut facts {
        for line in lines.iter_mut().filter(|line| line.contains("interface{")) {
            *line = methods_sorted(line);
        }
        match file.as_str() {
            "" => number(lines),
            _file => lines.sort(),
        }
    }
    facts
}

/// The text with the elements of interface types sorted.
fn methods_sorted(text: &str) -> String {
    let Some((before, rest)) = text.split_once("interface{") else {
        return text.to_owned();
    };
    let mut depth = 1;
    let mut parts = vec![String::new()];
    let mut end = rest.len();
    for (at, c) in rest.char_indices() {
        depth += i32::from(matches!(c, '{' | '(' | '[')) - i32::from(matches!(c, '}' | ')' | ']'));
        match c {
            _ if depth == 0 => {
                end = at;
                break;
            }
            ';' if depth == 1 => parts.push(String::new()),
            ' ' if parts.last().is_some_and(String::is_empty) => {}
            c => parts.last_mut().expect("there is one").push(c),
        }
    }
    let mut parts: Vec<String> = parts.iter().map(|part| methods_sorted(part)).collect();
    parts.sort();
    let after = methods_sorted(&rest[end..]);
    format!("{before}interface{{{}{after}", parts.join("; "))
}

fn number(lines: &mut [String]) {
    for (n, line) in lines.iter_mut().enumerate() {
        *line = format!("N {n:04} {}", line.trim_start_matches("N "));
    }
}

/// The facts of a checked package.
fn ours(std: &Std, tree: &CheckedPackage) -> Facts {
    let mut facts = Facts::new();
    let world = &std.world;
    for file in &tree.files {
        let name = std
            .position(escargo::source::Pos::new(file.file, 0))
            .map(|(name, ..)| base(&name).to_owned())
            .unwrap_or_default();
        let mut printer = FilePrinter {
            std,
            file,
            defining: defining(&file.ast),
            ranged: ranged(&file.ast),
            lines: Vec::new(),
        };
        printer.print();
        facts.insert(name, printer.lines);
    }
    let mut order = Vec::new();
    for init in &tree.init_order {
        let names = init.lhs.iter().map(|&v| world.object(v).name.as_str());
        order.push(names.fold("N".to_owned(), |line, name| line + " " + name));
    }
    if !order.is_empty() {
        facts.insert(String::new(), order);
    }
    sorted(facts)
}

fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

struct FilePrinter<'a> {
    std: &'a Std,
    file: &'a CheckedFile,
    /// Names on the left of `:=`.
    defining: HashSet<ExprId>,
    /// What is ranged over without a second variable.
    ranged: HashSet<ExprId>,
    lines: Vec<String>,
}

impl FilePrinter<'_> {
    fn world(&self) -> &World {
        &self.std.world
    }

    fn print(&mut self) {
        let file = self.file;
        for (&offset, &object) in &file.info.defs {
            let name = self.world().object(object).name;
            // What has no name in the text is found by the place of its type.
            if !matches!(name.as_str(), "") && self.has_name_at(offset, name.as_str()) {
                self.object(offset, object);
            }
        }
        for id in file.ast.exprs.keys() {
            self.expr(id);
        }
    }

    fn has_name_at(&self, offset: u32, name: &str) -> bool {
        let at = escargo::source::Pos::new(self.file.file, offset);
        self.std
            .text_at(at)
            .is_some_and(|text| text.starts_with(name))
    }

    fn object(&mut self, offset: u32, object: ObjectId) {
        let line = format!("O {offset} {}", self.object_text(object));
        self.lines.push(line);
    }

    fn object_text(&self, id: ObjectId) -> String {
        let object: &Object = self.world().object(id);
        let kind = match object.kind {
            ObjectKind::PkgName(package) => {
                return format!("package {}", self.world().package(package).path.as_str());
            }
            ObjectKind::Const => "const",
            ObjectKind::TypeName => "type",
            ObjectKind::Var(VarKind::Field) => "field",
            ObjectKind::Var(_) => "var",
            ObjectKind::Func(_) => "func",
            // The parser resolves labels.
            ObjectKind::Label => "label",
            ObjectKind::Builtin(_) => "builtin",
            ObjectKind::Nil => "nil",
        };
        let name = object.name.as_str();
        match self.std.position(object.pos) {
            Some((file, ..)) => format!("{kind} {name} {}:{}", base(&file), object.pos.offset),
            None => format!("{kind} {name}"),
        }
    }

    fn ty(&self, ty: Option<TypeId>) -> String {
        let text = ty.map(|ty| self.world().type_text_by_path(ty));
        text.map_or("-".to_owned(), |text| text.replace(", ", ","))
    }

    fn expr(&mut self, id: ExprId) {
        let (ast, info) = (&self.file.ast, &self.file.info);
        let pos = ast.expr_pos[id];
        let recorded = info.types[id];
        let left_out = self.defining.contains(&id) || self.is_length(id);
        if recorded.mode != Mode::Invalid && !left_out {
            let mode = mode_text(recorded.mode);
            let ty = match recorded.mode {
                Mode::Nil => "-".to_owned(),
                Mode::Builtin(_) => self.ty(recorded.ty.expand()).replace("...", ""),
                _other => self.ty(recorded.ty.expand()),
            };
            let selection = info.selections.get(&id);
            let ty = match selection.map(|selection| selection.kind) {
                Some(SelectionKind::MethodExpr) => without_receiver(&ty),
                _other => ty,
            };
            let mut line = format!("E {} {} {mode} {ty}", pos.start, pos.end);
            if let Some(value) = info.consts.get(&id) {
                let _ = write!(line, " {}", value_text(value));
            }
            self.lines.push(line);
        }
        let name_at = match ast.expr(id) {
            Expr::Selector(_, sel) => sel.pos,
            _other => pos.start,
        };
        // The type of an embedded field is both a definition and a use.
        if let Some(object) = info.objects[id].expand()
            && info.defs.get(&name_at) != Some(&object)
        {
            self.object(name_at, object);
        }
        if let Some(selection) = info.selections.get(&id)
            && matches!(ast.expr(id), Expr::Selector(..))
        {
            let kind = match selection.kind {
                SelectionKind::Field => "f",
                SelectionKind::Method => "m",
                SelectionKind::MethodExpr => "e",
            };
            let path: Vec<String> = selection.path.iter().map(u32::to_string).collect();
            let line = format!(
                "S {name_at} {kind} [{}] {} {}",
                path.join(" "),
                selection.indirect,
                self.ty(Some(selection.recv))
            );
            self.lines.push(line);
        }
        if let Some(instance) = info.instances.get(&id) {
            let mut line = format!("I {name_at} {}", self.ty(Some(instance.ty)));
            for &arg in &instance.targs {
                let _ = write!(line, " [{}]", self.ty(Some(arg)));
            }
            self.lines.push(line);
        }
        if let Expr::Call { fun, .. } = ast.expr(id) {
            let line = format!("C {} {}", pos.pos, self.callee(fun));
            self.lines.push(line);
        }
    }

    /// Whether the expression is an array that is ranged over for its length.
    fn is_length(&self, id: ExprId) -> bool {
        if !self.ranged.contains(&id) {
            return false;
        }
        let recorded = self.file.info.types[id];
        let ty = recorded.ty.expand();
        recorded.mode == Mode::Constant || ty.is_some_and(|ty| self.is_array(ty))
    }

    fn is_array(&self, ty: TypeId) -> bool {
        let world = self.world();
        match world.underlying_kind(ty) {
            TypeKind::Array(..) => true,
            TypeKind::Pointer(elem) => matches!(world.underlying_kind(*elem), TypeKind::Array(..)),
            _other => false,
        }
    }

    fn callee(&self, fun: ExprId) -> String {
        let (ast, info) = (&self.file.ast, &self.file.info);
        let mut fun = ast.unparen(fun);
        if info.types[fun].mode == Mode::Type {
            return "conversion".to_owned();
        }
        if let Expr::Index(x, _) = ast.expr(fun) {
            fun = ast.unparen(x);
        }
        let object = match ast.expr(fun) {
            Expr::Ident(_) | Expr::Selector(..) => info.objects[fun].expand(),
            _other => None,
        };
        match object.map(|object| (object, self.world().object(object).kind)) {
            Some((object, ObjectKind::Func(_) | ObjectKind::Builtin(_))) => {
                self.object_text(object)
            }
            _other => "dynamic".to_owned(),
        }
    }
}

/// The names on the left of `:=`.
fn defining(ast: &Ast) -> HashSet<ExprId> {
    let mut found = HashSet::new();
    for stmt in ast.stmts.values() {
        match stmt {
            Stmt::Assign {
                lhs, define: true, ..
            } => found.extend(ast.expr_list(*lhs)),
            Stmt::Range {
                key,
                value,
                define: true,
                ..
            } => {
                found.extend(key.expand());
                found.extend(value.expand());
            }
            _other => {}
        }
    }
    found
}

/// What is ranged over without a second variable.
fn ranged(ast: &Ast) -> HashSet<ExprId> {
    let expr = |stmt: &Stmt| match stmt {
        Stmt::Range { value, x, .. } if value.is_none() => Some(*x),
        _other => None,
    };
    ast.stmts.values().filter_map(expr).collect()
}

/// The type of a method expression without the receiver's name.
fn without_receiver(ty: &str) -> String {
    let rest = ty.strip_prefix("func(");
    match rest.and_then(|rest| rest.split_once(' ')) {
        Some((name, rest)) if name.chars().all(|c| c.is_alphanumeric() || c == '_') => {
            format!("func(_ {rest}")
        }
        _unnamed => ty.to_owned(),
    }
}

fn mode_text(mode: Mode) -> &'static str {
    match mode {
        Mode::Invalid => "invalid",
        Mode::NoValue => "void",
        Mode::Builtin(_) => "builtin",
        Mode::Type => "type",
        Mode::Constant => "const",
        Mode::Variable => "var",
        Mode::MapIndex => "map",
        Mode::Value => "value",
        Mode::Nil => "nil",
        Mode::CommaOk => "ok",
    }
}

fn value_text(value: &Const) -> String {
    match value {
        Const::Bool(value) => value.to_string(),
        Const::Str(bytes) if bytes.len() > 40 => {
            let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
            hasher.write(bytes);
            format!("{}:{:016x}", bytes.len(), hasher.finish())
        }
        Const::Str(bytes) => bytes.iter().fold(String::new(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        }),
        Const::Complex(parts) => format!("{}+{}i", value_text(&parts.0), value_text(&parts.1)),
        Const::Int(value) => value.to_string(),
        Const::Big(value) => value.to_string(),
        Const::Float(value) => value.to_string(),
        Const::Unknown => "unknown".to_owned(),
    }
}

/// FNV-1a, as Go's `hash/fnv` has it.
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
