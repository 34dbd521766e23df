//! Expressions as gc's node printer (`%v`) prints them.
//!
//! gc reports an allocation by the text of its expression, and that text is not the source: the tree is printed again after
//! type checking. Parentheses come from precedences alone, constants show their values, method calls are functions of their
//! receiver's type, literals are cut to `T{...}`, and what type checking added (implicit `&`, `*`, conversions) is invisible.
//!
//! ```text
//! source                        printed
//! p.q.set(2 * (n))              (*T).set(p.q, 2 * n)
//! x << 3 + int8(one)            x << uint(3) + int8(1)
//! fmt.Println(a)                fmt.Println(... argument...)
//! ```
//!
//! The printer knows no precedence for some forms (concatenation, `&T{}`, function literals, `make` of maps and channels, `real`,
//! `imag`, `complex`, `recover`); they rank below every operator and get parentheses as operands of any.
//!
//! Source: section 8 of the model of gc's analysis, and `cmd/compile/internal/ir/fmt.go`, which it describes.

use escargo_grammar::ast::{BinaryOp, UnaryOp};

use super::names::Names;
use crate::escape::facts::PackageFacts;
use crate::ir::{
    BuiltinOp, Callee, ConvertOp, FuncId, FuncRef, Function, Inst, Package, SiteId, SiteKind,
    Value, WrittenForm,
};
use crate::types::{ObjectId, TypeId, TypeKind, World};

/// Precedences of gc's printer.
mod prec {
    /// What has none: printed in parentheses inside of everything else.
    pub const NONE: u8 = 0;
    pub const SEND: u8 = 3;
    pub const UNARY: u8 = 7;
    pub const PRIMARY: u8 = 8;
}

/// Prints the expressions and statements of a package.
#[derive(Clone, Copy)]
pub struct ExprPrinter<'a> {
    /// The types.
    pub world: &'a World,
    /// The package whose functions are printed; names of other packages are qualified.
    pub package: &'a Package,
    /// The facts whose replaced operands are to be shown; none: as the tree was before the replacements.
    pub facts: Option<&'a PackageFacts>,
}

impl<'a> ExprPrinter<'a> {
    /// The text of a value, or of the place that it stands for.
    pub fn value(&self, func: FuncId, value: Value) -> String {
        let mut text = String::new();
        self.function(func).expr(value, prec::NONE, &mut text);
        text
    }

    /// The text of a value as the left side of a selector.
    pub fn primary(&self, func: FuncId, value: Value) -> String {
        let mut text = String::new();
        self.function(func).expr(value, prec::PRIMARY, &mut text);
        text
    }

    /// The text of what a site allocates: a variable's name, else its expression.
    pub fn site(&self, func: FuncId, site: SiteId) -> String {
        let function = &self.package.funcs[func];
        let site = &function.sites[site];
        match (site.local.expand(), site.value.expand()) {
            (Some(local), _) => function.locals[local].name.as_str().to_owned(),
            (None, Some(value)) => self.value(func, value),
            (None, None) => String::new(),
        }
    }

    /// How types, objects and constants are written from here.
    pub fn names(&self) -> Names<'a> {
        Names {
            world: self.world,
            package: self.package.package,
        }
    }

    pub(super) fn function(&self, func: FuncId) -> FuncPrinter<'a> {
        FuncPrinter {
            printer: *self,
            id: func,
            func: &self.package.funcs[func],
        }
    }
}

/// Prints the values of one function.
#[derive(Clone, Copy)]
pub(super) struct FuncPrinter<'a> {
    printer: ExprPrinter<'a>,
    id: FuncId,
    pub(super) func: &'a Function,
}

impl FuncPrinter<'_> {
    /// Appends the text of a value; in parentheses if it binds less tightly than its surroundings ask for.
    pub(super) fn expr(&self, value: Value, outer: u8, out: &mut String) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let value = self.visible(value);
            if outer > self.precedence(value) {
                out.push('(');
                self.form(value, out);
                out.push(')');
            } else {
                self.form(value, out);
            }
        });
    }

    /// The value without the operations around it that the text does not show: loads, parts of tuples, and what checking added.
    fn visible(&self, value: Value) -> Value {
        let mut current = value;
        loop {
            current = match &self.func.insts[current] {
                Inst::Load(place) | Inst::LoadOk(place) => *place,
                Inst::Extract(tuple, _) => *tuple,
                Inst::AddrOf(inner) | Inst::Deref(inner) if self.implicit(current) => *inner,
                Inst::Convert(op, inner, site) if self.implicit(current) && transparent(*op) => {
                    self.replaced(*site).unwrap_or(*inner)
                }
                _other => return current,
            };
        }
    }

    fn implicit(&self, value: Value) -> bool {
        self.func.source.values[value].implicit
    }

    /// The constant that gc put in the place of a site's operand.
    fn replaced(&self, site: Option<SiteId>) -> Option<Value> {
        let facts = self.printer.facts?.funcs.get(self.id)?;
        facts.sites[site?].replaced_operand
    }

    fn precedence(&self, value: Value) -> u8 {
        if let Some(written) = self.func.source.written.get(&value) {
            return match written.form {
                WrittenForm::Primary => prec::PRIMARY,
                WrittenForm::Unary => prec::UNARY,
                WrittenForm::Binary(op) => binary_precedence(op),
            };
        }
        match &self.func.insts[value] {
            Inst::Unary(..) | Inst::Recv { .. } | Inst::AddrOf(_) | Inst::Deref(_) => prec::UNARY,
            Inst::Binary(op, ..) | Inst::ShortCircuit { op, .. } => binary_precedence(*op),
            Inst::Send(..) => prec::SEND,
            Inst::Builtin(op, _) => builtin_precedence(*op),
            Inst::Concat(..)
            | Inst::PtrLit(..)
            | Inst::Inlined { .. }
            | Inst::Closure { .. }
            | Inst::MakeMap { .. }
            | Inst::MakeChan { .. } => prec::NONE,
            _primary => prec::PRIMARY,
        }
    }

    /// Appends the text of a visible value without parentheses around it.
    fn form(&self, value: Value, out: &mut String) {
        match &self.func.insts[value] {
            Inst::Const(constant) => match self.func.source.written.get(&value) {
                Some(written) => out.push_str(written.text.as_str()),
                None => out.push_str(&self.names().constant(constant, self.ty(value))),
            },
            Inst::Nil => out.push_str("nil"),
            Inst::Zero => out.push_str("<nil>"),
            Inst::FuncAddr(func) | Inst::MethodExpr(func) => out.push_str(&self.func_name(*func)),
            Inst::InterfaceMethodExpr(method) => self.interface_method_expr(value, *method, out),

            Inst::LocalAddr(local) => out.push_str(self.func.locals[*local].name.as_str()),
            Inst::GlobalAddr(global) => {
                let global = self.printer.package.globals[*global];
                out.push_str(&self.names().qualified(global.package, global.name));
            }
            Inst::Deref(pointer) => self.unary("*", *pointer, false, out),
            Inst::FieldAddr(x, field) | Inst::Field(x, field) => self.selector(*x, *field, out),
            Inst::IndexAddr(x, index)
            | Inst::ElemAddr(x, index)
            | Inst::MapElem(x, index)
            | Inst::Index(x, index)
            | Inst::StringIndex(x, index) => self.index(*x, *index, out),
            Inst::AddrOf(place) => self.unary("&", *place, false, out),
            Inst::Slice { x, lo, hi, max } => self.slice(*x, [*lo, *hi, *max], out),

            Inst::Unary(op, x) => self.unary(op.as_str(), *x, self.is_unary(*x, *op), out),
            Inst::Recv { channel, .. } => {
                let nested = matches!(self.func.insts[*channel], Inst::Recv { .. });
                self.unary("<-", *channel, nested, out);
            }
            Inst::Binary(op, left, right)
            | Inst::ShortCircuit {
                op, left, right, ..
            } => {
                self.binary(op.as_str(), binary_precedence(*op), *left, *right, out);
            }
            Inst::Send(channel, x) => self.binary("<-", prec::SEND, *channel, *x, out),
            Inst::Concat(_, parts) => self.concat(parts.as_slice(&self.func.value_lists), out),
            Inst::Convert(_, x, site) => {
                out.push_str(&self.names().conversion_type(self.ty(value)));
                self.args(&[self.replaced(*site).unwrap_or(*x)], false, out);
            }
            Inst::TypeAssert { x, .. } => self.type_assert(value, *x, out),

            Inst::StructLit(fields) => self.literal(value, fields.is_empty(), out),
            Inst::ArrayLit(elems) => self.literal(value, elems.is_empty(), out),
            Inst::SliceLit { site, elems, .. } => match self.func.sites[*site].kind {
                SiteKind::Variadic => out.push_str("... argument"),
                _other => self.literal(value, elems.is_empty(), out),
            },
            Inst::MapLit { pairs, .. } => self.literal(value, pairs.is_empty(), out),
            Inst::PtrLit(_, literal) => {
                out.push('&');
                self.expr(*literal, prec::NONE, out);
            }
            Inst::New(site) => {
                let name = self.made_type(self.func.sites[*site].ty);
                out.push_str(&format!("new({name})"));
            }
            Inst::MakeSlice { site, len, cap } => self.make_slice(value, *site, *len, *cap, out),
            Inst::MakeMap { size, .. } | Inst::MakeChan { size, .. } => {
                self.make(value, size.as_slice(), out)
            }
            Inst::Closure { .. } => out.push_str("func literal"),
            Inst::MethodValue { recv, method, .. } => {
                let name = self.method_name(*method);
                self.dot(*recv, &name, out);
            }
            Inst::InterfaceMethodValue { recv, method, .. } => {
                self.dot(*recv, self.object_name(*method), out);
            }
            Inst::Append { slice, elems, .. } => {
                let mut args = vec![*slice];
                args.extend_from_slice(elems.as_slice(&self.func.value_lists));
                out.push_str("append");
                self.args(&args, false, out);
            }
            Inst::AppendSlice { slice, other, .. } => {
                out.push_str("append");
                self.args(&[*slice, *other], true, out);
            }

            Inst::Call {
                callee,
                args,
                spread,
            } => {
                let args = args.as_slice(&self.func.value_lists);
                self.call(*callee, args, *spread, out);
            }
            Inst::Inlined { results, .. } => {
                self.inlined(results.as_slice(&self.func.value_lists), out);
            }
            Inst::Builtin(op, args) => {
                self.builtin(*op, args.as_slice(&self.func.value_lists), out)
            }
            Inst::Go(_, callee) => self.call_statement("go", *callee, out),
            Inst::Defer(_, callee) => self.call_statement("defer", *callee, out),
            Inst::Select { .. } => out.push_str("select statement"),

            // No expressions of the source: only dumps show them.
            Inst::Load(_)
            | Inst::LoadOk(_)
            | Inst::Extract(..)
            | Inst::Declare(_)
            | Inst::Store(..)
            | Inst::Phi(_)
            | Inst::IterNew(_)
            | Inst::IterNext(_)
            | Inst::Jump(_)
            | Inst::Branch { .. }
            | Inst::Return
            | Inst::Unreachable => out.push_str(&value.to_string()),
        }
    }

    pub(super) fn names(&self) -> Names<'_> {
        self.printer.names()
    }

    fn ty(&self, value: Value) -> Option<TypeId> {
        self.func.types[value].expand()
    }

    fn object_name(&self, object: ObjectId) -> &'static str {
        self.printer.world.object(object).name.as_str()
    }

    fn is_unary(&self, value: Value, op: UnaryOp) -> bool {
        matches!(self.func.insts[value], Inst::Unary(inner, _) if inner == op)
    }

    /// A prefix operator; its operand is printed one level above its own. Equal operators are kept apart.
    fn unary(&self, op: &str, x: Value, doubled: bool, out: &mut String) {
        out.push_str(op);
        if doubled {
            out.push(' ');
        }
        self.expr(x, prec::UNARY + 1, out);
    }

    fn binary(&self, op: &str, own: u8, left: Value, right: Value, out: &mut String) {
        self.expr(left, own, out);
        out.push(' ');
        out.push_str(op);
        out.push(' ');
        self.expr(right, own + 1, out);
    }

    fn concat(&self, parts: &[Value], out: &mut String) {
        for (n, part) in parts.iter().enumerate() {
            if n > 0 {
                out.push_str(" + ");
            }
            self.expr(*part, prec::NONE, out);
        }
    }

    /// An expanded call prints as its result variable.
    fn inlined(&self, results: &[Value], out: &mut String) {
        if let [result] = results {
            return self.expr(*result, prec::NONE, out);
        }
        out.push_str("(.");
        for (n, &result) in results.iter().enumerate() {
            if n > 0 {
                out.push_str(", ");
            }
            self.expr(result, prec::NONE, out);
        }
        out.push(')');
    }

    fn dot(&self, x: Value, name: &str, out: &mut String) {
        self.expr(x, prec::PRIMARY, out);
        out.push('.');
        out.push_str(name);
    }

    fn selector(&self, x: Value, field: u32, out: &mut String) {
        let world = self.printer.world;
        let name = self.ty(x).and_then(|ty| match world.underlying_kind(ty) {
            TypeKind::Struct(fields) => fields.get(field as usize).map(|f| f.name.as_str()),
            _other => None,
        });
        self.dot(x, name.unwrap_or("_"), out);
    }

    fn index(&self, x: Value, index: Value, out: &mut String) {
        self.expr(x, prec::PRIMARY, out);
        out.push('[');
        self.expr(index, prec::NONE, out);
        out.push(']');
    }

    fn slice(&self, x: Value, [lo, hi, max]: [Option<Value>; 3], out: &mut String) {
        self.expr(x, prec::PRIMARY, out);
        out.push('[');
        if let Some(lo) = lo {
            self.expr(lo, prec::NONE, out);
        }
        out.push(':');
        if let Some(hi) = hi {
            self.expr(hi, prec::NONE, out);
        }
        if let Some(max) = max {
            out.push(':');
            self.expr(max, prec::NONE, out);
        }
        out.push(']');
    }

    /// A type that is looked up when the program runs, in shared generic code, has no text of its own.
    fn made_type(&self, ty: TypeId) -> String {
        if self.printer.world.has_shape(ty) {
            "<node DYNAMICTYPE>".to_owned()
        } else {
            self.names().ty(ty)
        }
    }

    fn type_assert(&self, value: Value, x: Value, out: &mut String) {
        let world = self.printer.world;
        let ty = self.ty(value).map(|ty| match world.kind(ty) {
            TypeKind::Tuple(parts) => parts.first().copied().unwrap_or(ty),
            _single => ty,
        });
        if ty.is_some_and(|ty| world.has_shape(ty)) {
            out.push_str("<node DYNAMICDOTTYPE>");
            return;
        }
        self.expr(x, prec::PRIMARY, out);
        out.push_str(".(");
        out.push_str(&self.names().optional_ty(ty));
        out.push(')');
    }

    fn literal(&self, value: Value, empty: bool, out: &mut String) {
        out.push_str(&self.names().optional_ty(self.ty(value)));
        out.push_str(if empty { "{}" } else { "{...}" });
    }

    fn make_slice(
        &self,
        value: Value,
        site: SiteId,
        len: Value,
        cap: Option<Value>,
        out: &mut String,
    ) {
        match (cap, self.replaced(Some(site))) {
            (None, replaced) => self.make(value, &[replaced.unwrap_or(len)], out),
            (Some(cap), replaced) => self.make(value, &[len, replaced.unwrap_or(cap)], out),
        }
    }

    fn make(&self, value: Value, sizes: &[Value], out: &mut String) {
        out.push_str("make(");
        out.push_str(&self.names().optional_ty(self.ty(value)));
        for size in sizes {
            out.push_str(", ");
            self.expr(*size, prec::NONE, out);
        }
        out.push(')');
    }

    /// `(a, b)`, or `(a, b...)`.
    fn args(&self, args: &[Value], spread: bool, out: &mut String) {
        out.push('(');
        for (n, arg) in args.iter().enumerate() {
            if n > 0 {
                out.push_str(", ");
            }
            self.expr(*arg, prec::NONE, out);
        }
        out.push_str(if spread { "...)" } else { ")" });
    }

    fn call(&self, callee: Callee, args: &[Value], spread: bool, out: &mut String) {
        let variadic = match callee {
            Callee::Static(func) => {
                out.push_str(&self.func_name(func));
                self.is_variadic(Some(self.func_type(func)))
            }
            Callee::Value(func) => {
                self.expr(func, prec::PRIMARY, out);
                self.is_variadic(self.ty(func))
            }
            Callee::Interface(x, method) => {
                self.dot(x, self.object_name(method), out);
                self.is_variadic(self.printer.world.object(method).ty.get().copied())
            }
        };
        self.args(args, spread || variadic, out);
    }

    /// gc packs the arguments of every variadic call into a slice (or nil), which then stands with `...` behind it.
    fn is_variadic(&self, ty: Option<TypeId>) -> bool {
        let signature = ty.and_then(|ty| self.printer.world.as_signature(ty));
        signature.is_some_and(|signature| signature.variadic)
    }

    fn func_type(&self, func: FuncRef) -> TypeId {
        let package = self.printer.package;
        match func {
            FuncRef::Local(func) => package.funcs[func].ty,
            FuncRef::Extern(func) => package.externs[func].ty,
        }
    }

    /// `f`, `pkg.f`, `(*T).M`, `pkg.T.M`.
    fn func_name(&self, func: FuncRef) -> String {
        let package = self.printer.package;
        match func {
            FuncRef::Local(func) => package.funcs[func].name.as_str().to_owned(),
            FuncRef::Extern(func) => self.names().function(package.externs[func].object),
        }
    }

    /// The name of a method without its receiver.
    fn method_name(&self, func: FuncRef) -> String {
        let package = self.printer.package;
        let object = match func {
            FuncRef::Local(func) => package.funcs[func].object,
            FuncRef::Extern(func) => Some(package.externs[func].object),
        };
        match object {
            Some(object) => self.object_name(object).to_owned(),
            None => {
                let name = self.func_name(func);
                name.rsplit('.').next().unwrap_or_default().to_owned()
            }
        }
    }

    /// `I.M`: the interface is the type of the first parameter.
    fn interface_method_expr(&self, value: Value, method: ObjectId, out: &mut String) {
        let world = self.printer.world;
        let signature = self.ty(value).and_then(|ty| world.as_signature(ty));
        let receiver = signature.and_then(|signature| signature.params.first().copied());
        out.push_str(&self.names().optional_ty(receiver));
        out.push('.');
        out.push_str(self.object_name(method));
    }

    fn builtin(&self, op: BuiltinOp, args: &[Value], out: &mut String) {
        match builtin_text(op) {
            BuiltinText::Call(name) => {
                out.push_str(name);
                self.args(args, false, out);
            }
            BuiltinText::Node(name) => out.push_str(name),
        }
    }

    fn call_statement(&self, keyword: &str, callee: Value, out: &mut String) {
        out.push_str(keyword);
        out.push(' ');
        self.expr(callee, prec::PRIMARY, out);
        out.push_str("()");
    }
}

/// Conversions that gc's printer leaves out where they are implicit; those that do work always show.
fn transparent(op: ConvertOp) -> bool {
    match op {
        ConvertOp::Nop
        | ConvertOp::Numeric
        | ConvertOp::ToInterface
        | ConvertOp::InterfaceToInterface
        | ConvertOp::UintptrToPointer
        | ConvertOp::PointerToUintptr => true,
        ConvertOp::BytesToString
        | ConvertOp::RunesToString
        | ConvertOp::RuneToString
        | ConvertOp::StringToBytes
        | ConvertOp::StringToRunes
        | ConvertOp::SliceToArray
        | ConvertOp::SliceToArrayPointer => false,
    }
}

/// gc's printer leaves a level between comparisons (4) and `&&` (2) for the send operator.
fn binary_precedence(op: BinaryOp) -> u8 {
    match op.precedence() {
        low @ (1 | 2) => low,
        high => high + 1,
    }
}

fn builtin_precedence(op: BuiltinOp) -> u8 {
    match op {
        BuiltinOp::Complex | BuiltinOp::Real | BuiltinOp::Imag | BuiltinOp::Recover => prec::NONE,
        BuiltinOp::Len
        | BuiltinOp::Cap
        | BuiltinOp::Clear
        | BuiltinOp::Close
        | BuiltinOp::Copy
        | BuiltinOp::Delete
        | BuiltinOp::Max
        | BuiltinOp::Min
        | BuiltinOp::Panic
        | BuiltinOp::Print
        | BuiltinOp::Println
        | BuiltinOp::UnsafeAdd
        | BuiltinOp::UnsafeSlice
        | BuiltinOp::UnsafeSliceData
        | BuiltinOp::UnsafeString
        | BuiltinOp::UnsafeStringData => prec::PRIMARY,
    }
}

enum BuiltinText {
    /// Printed as a call of this name.
    Call(&'static str),
    /// gc's printer has no text for it and says so, operands left out.
    Node(&'static str),
}

fn builtin_text(op: BuiltinOp) -> BuiltinText {
    use BuiltinText::{Call, Node};
    match op {
        BuiltinOp::Len => Call("len"),
        BuiltinOp::Cap => Call("cap"),
        BuiltinOp::Clear => Call("clear"),
        BuiltinOp::Close => Call("close"),
        BuiltinOp::Complex => Call("complex"),
        BuiltinOp::Real => Call("real"),
        BuiltinOp::Imag => Call("imag"),
        BuiltinOp::Copy => Call("copy"),
        BuiltinOp::Delete => Call("delete"),
        BuiltinOp::Max => Call("max"),
        BuiltinOp::Min => Call("min"),
        BuiltinOp::Panic => Call("panic"),
        BuiltinOp::Print => Call("print"),
        BuiltinOp::Println => Call("println"),
        BuiltinOp::Recover => Call("recover"),
        BuiltinOp::UnsafeAdd => Call("unsafe.Add"),
        BuiltinOp::UnsafeSlice => Call("unsafe.Slice"),
        BuiltinOp::UnsafeSliceData => Node("<node unsafe.SliceData>"),
        BuiltinOp::UnsafeString => Node("<node unsafe.String>"),
        BuiltinOp::UnsafeStringData => Node("<node unsafe.StringData>"),
    }
}
