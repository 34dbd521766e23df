//! Do without the interface that a value is boxed in, or the copy that a conversion makes.
//!
//! * A function of the package that takes an interface and only calls its methods can take a type parameter instead:
//!   `func area(s Shape)` → `func area[T Shape](s T)`. What it does with the interface itself (`s == nil`, a type switch) does not compile then,
//!   and a box that moves into the function shows in the analysis: both rule the proposal out.
//! * Formatting one string or integer by itself: `fmt.Sprintf("%d", n)` → `strconv.Itoa(n)`, `fmt.Fprintf(w, "%s", s)` →
//!   `io.WriteString(w, s)`. Only for the predeclared types themselves, which have no methods that fmt would call.
//! * `w.Write([]byte(s))` → `w.WriteString(s)` or `io.WriteString(w, s)`.

use escargo_grammar::ast::{Expr, ExprId};

use super::imports::Imports;
use super::tree::{Node, Spot};
use super::{Proposal, Remedy};
use crate::ir::SiteKind;
use crate::source::Edit;
use crate::types::object::ObjectKind;
use crate::types::store::Basic;
use crate::types::{ObjectId, TypeKind};

/// Names for type parameters.
const NAMES: [&str; 4] = ["T", "S", "V", "Value"];

/// Types of the standard library whose `WriteString` does what `Write` of the same bytes does.
const WRITERS: [(&str, &str); 4] = [
    ("strings", "Builder"),
    ("bytes", "Buffer"),
    ("bufio", "Writer"),
    ("os", "File"),
];

/// Proposes to do without.
pub(super) fn propose(spot: &Spot<'_>) -> Vec<Proposal> {
    let proposal = match spot.site.kind {
        SiteKind::InterfaceBox => boxed(spot),
        SiteKind::StringConversion => written(spot),
        _other => None,
    };
    proposal.into_iter().collect()
}

/// The call that an expression at the object's place is an argument of: call, its function, arguments, the argument's number.
fn call_around(spot: &Spot<'_>) -> Option<(ExprId, ExprId, Vec<ExprId>, usize)> {
    let ast = spot.ast();
    ast.exprs.iter().find_map(|(call, expr)| {
        let Expr::Call { fun, args, spread } = *expr else {
            return None;
        };
        let args = ast.expr_list(args);
        let at = |&arg: &ExprId| ast.expr_pos[ast.unparen(arg)].pos == spot.pos.offset;
        let number = args.iter().position(at)?;
        (!spread).then(|| (call, ast.unparen(fun), args.to_vec(), number))
    })
}

fn boxed(spot: &Spot<'_>) -> Option<Proposal> {
    let (call, fun, args, number) = call_around(spot)?;
    match spot.ast().expr(fun) {
        Expr::Ident(_) => type_parameter(spot, spot.file().object(fun)?, number),
        Expr::Selector(..) => {
            let function = spot.file().object(fun)?;
            let info = spot.tree.world().object(function);
            let package = spot.tree.world().package(info.pkg).path;
            match package.as_str() {
                "fmt" => formatted(spot, call, info.name.as_str(), &args),
                _other => None,
            }
        }
        _other => None,
    }
}

/// `func f(x I)` → `func f[T I](x T)`
fn type_parameter(spot: &Spot<'_>, function: ObjectId, number: usize) -> Option<Proposal> {
    let decl = spot.tree.func(function)?;
    let file = &spot.tree.files[decl.file];
    let ast = file.ast();
    let field = ast.fields[*ast.field_list(decl.sig.params).get(number)?];
    let name = field.name?;
    let ty = field.ty;
    if decl.recv.is_some() || matches!(ast.expr(ty), Expr::Variadic(_)) {
        return None;
    }
    if !spot.tree.world().is_interface(file.ty(ty)?) {
        return None;
    }
    let taken = |wanted: &str| {
        let mut exprs = ast.exprs.values();
        exprs.any(|expr| matches!(expr, Expr::Ident(name) if name.as_str() == wanted))
    };
    let fresh = NAMES.into_iter().find(|name| !taken(name))?;
    let constraint = file.text_of(ty);
    let tparams = match ast.field_list(decl.tparams).last() {
        Some(&last) => {
            let end = file.end(ast.fields[last].ty);
            file.edit(end, end, format!(", {fresh} {constraint}"))
        }
        None => {
            let end = decl.name.pos + decl.name.name.as_str().len() as u32;
            file.edit(end, end, format!("[{fresh} {constraint}]"))
        }
    };
    Some(Proposal {
        remedy: Remedy::TypeParameter {
            function: decl.name.name.as_str().to_owned(),
            parameter: name.name.as_str().to_owned(),
        },
        edits: vec![tparams, file.edit(file.start(ty), file.end(ty), fresh)],
        is_exported: spot.tree.is_exported(decl.name.name.as_str()),
    })
}

/// How a value of a predeclared type is formatted without fmt.
enum Plain {
    /// A string.
    Text,
    /// An `int`.
    Int,
    /// Another integer: the function and type that format it.
    Integer(&'static str, &'static str),
}

fn plain(spot: &Spot<'_>, expr: ExprId) -> Option<Plain> {
    let world = spot.tree.world();
    let TypeKind::Basic(basic) = world.unaliased_kind(spot.file().ty(expr)?) else {
        return None;
    };
    Some(match *basic {
        Basic::String => Plain::Text,
        Basic::Int => Plain::Int,
        Basic::Int8 | Basic::Int16 | Basic::Int32 | Basic::Int64 => {
            Plain::Integer("FormatInt", "int64")
        }
        Basic::Uint | Basic::Uint8 | Basic::Uint16 | Basic::Uint32 | Basic::Uint64 => {
            Plain::Integer("FormatUint", "uint64")
        }
        _other => return None,
    })
}

/// Calls of fmt with one operand and nothing else in the format.
fn formatted(spot: &Spot<'_>, call: ExprId, name: &str, args: &[ExprId]) -> Option<Proposal> {
    let file = spot.file();
    let (writer, format, value) = match (name, args) {
        ("Sprint", &[value]) => (None, "%v", value),
        ("Sprintf", &[format, value]) => (None, file.text_of(format).trim_matches('"'), value),
        ("Fprint", &[writer, value]) => (Some(writer), "%v", value),
        ("Fprintf", &[writer, format, value]) => {
            (Some(writer), file.text_of(format).trim_matches('"'), value)
        }
        _other => return None,
    };
    let text = file.text_of(value);
    let mut imports = Imports::new(spot);
    let formatted = match (plain(spot, value)?, format) {
        (Plain::Text, "%s" | "%v") => text.to_owned(),
        (Plain::Text, "%q") => format!("{}.Quote({text})", imports.add("strconv")?),
        (Plain::Int, "%d" | "%v") => format!("{}.Itoa({text})", imports.add("strconv")?),
        (Plain::Integer(function, ty), "%d" | "%v") => {
            format!("{}.{function}({ty}({text}), 10)", imports.add("strconv")?)
        }
        _other => return None,
    };
    let replacement = match writer {
        None => formatted,
        Some(writer) => {
            let io = imports.add("io")?;
            format!("{io}.WriteString({}, {formatted})", file.text_of(writer))
        }
    };
    imports.drop_use("fmt");
    let shown = replacement
        .split_once('(')
        .map_or_else(|| replacement.clone(), |(function, _)| function.to_owned());
    let mut edits = imports.edits()?;
    edits.push(file.edit(file.start(call), file.end(call), replacement));
    Some(Proposal {
        remedy: Remedy::WithoutInterface { call: shown },
        edits,
        is_exported: false,
    })
}

/// `w.Write([]byte(s))`
fn written(spot: &Spot<'_>) -> Option<Proposal> {
    let (file, ast) = (spot.file(), spot.ast());
    // gc reports conversions at their operands.
    let (conversion, text) = ast.exprs.iter().find_map(|(id, expr)| match *expr {
        Expr::Call { args, .. } => match ast.expr_list(args) {
            &[text] if ast.expr_pos[text].pos == spot.pos.offset => Some((id, text)),
            _other => None,
        },
        _other => None,
    })?;
    let (argument, Some(Node::Expr(call))) = file.outside(conversion) else {
        return None;
    };
    let Expr::Call { fun, args, .. } = ast.expr(call) else {
        return None;
    };
    let Expr::Selector(receiver, method) = ast.expr(fun) else {
        return None;
    };
    let is_write = method.name.as_str() == "Write" && ast.expr_list(args) == [argument];
    let selection = file.info().selections.get(&fun)?;
    let is_text = file.ty(text).is_some_and(|ty| spot.tree.is_string(ty));
    if !is_write || !is_text {
        return None;
    }
    let (writer, text) = (file.text_of(receiver), file.text_of(text));
    let mut edits: Vec<Edit> = Vec::new();
    let (shown, replacement) = match is_known_writer(spot, selection.object) {
        true => (
            format!("{writer}.WriteString"),
            format!("{writer}.WriteString({text})"),
        ),
        false if spot.tree.world().is_interface(selection.recv) => {
            let mut imports = Imports::new(spot);
            let io = imports.add("io")?;
            edits = imports.edits()?;
            (
                format!("{io}.WriteString"),
                format!("{io}.WriteString({writer}, {text})"),
            )
        }
        false => return None,
    };
    edits.push(file.edit(file.start(call), file.end(call), replacement));
    Some(Proposal {
        remedy: Remedy::WriteString { call: shown },
        edits,
        is_exported: false,
    })
}

/// Whether a method is the `Write` of one of [`WRITERS`].
fn is_known_writer(spot: &Spot<'_>, method: ObjectId) -> bool {
    let world = spot.tree.world();
    let info = world.object(method);
    let ObjectKind::Func(_) = info.kind else {
        return false;
    };
    let Some(&receiver) = info.receiver.get() else {
        return false;
    };
    let (receiver, _) = world.deref(receiver);
    let Some(named) = world.as_named(receiver) else {
        return false;
    };
    let type_name = world.object(world.named(named).object).name;
    let path = world.package(info.pkg).path;
    WRITERS
        .iter()
        .any(|(package, name)| path.as_str() == *package && type_name.as_str() == *name)
}
