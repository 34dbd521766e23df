//! THE IR AS TEXT: what `escargo ir` shows and what golden files hold.
//!
//! QUESTION. What did lowering make of a function? Everything an analysis or the interpreter can see is shown: signature,
//! locals, captures, sites, then blocks with one instruction a line.
//!
//! ```text
//! fn0 f : func(int) *int
//!   x0 param x : int, site0, address taken
//!   x1 result 0 ~r0 : *int, site1
//!   site0 variable x0 : int
//!   site1 variable x1 : *int
//! block0:
//!   v0 = local x0 : int
//!   v1 = address v0 : *int
//!   v2 = local x1 : *int
//!   store v2, v1
//!   return
//! ```
//!
//! INVARIANTS. Numbers are those of the tables, so the text says which entity is meant everywhere else. Printing never
//! fails: what an id does not lead to is shown as the id alone.
//! IGNORED. Positions, unless [`Options::positions`] asks (they say nothing about meaning and make golden files brittle).

use std::fmt::Write;

use super::*;
use crate::types::{Const, ObjectId, TypeId, World};

/// What to show besides the meaning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Options {
    /// File and byte offset behind each instruction, `@0:17`.
    pub positions: bool,
    /// The outline under each function, see [`super::print_outline`].
    pub outline: bool,
}

/// All functions of a package, in the order of their numbers.
pub fn package_text(world: &World, package: &Package, options: Options) -> String {
    let mut out = String::new();
    for id in package.funcs.keys() {
        if id.as_u32() > 0 {
            out.push('\n');
        }
        out.push_str(&function_text(world, package, id, options));
    }
    out
}

/// One function of the package; empty if there is no such function.
pub fn function_text(world: &World, package: &Package, id: FuncId, options: Options) -> String {
    let Some(function) = package.funcs.get(id) else {
        return String::new();
    };
    let mut printer = Printer {
        world,
        package: Some(package),
        function,
        options,
        out: String::new(),
    };
    printer.header(Some(id));
    printer.body();
    printer.out
}

/// A function that stands alone (after promotion, for instance): functions of other numbers are shown as numbers.
pub fn alone_text(world: &World, function: &Function, options: Options) -> String {
    let mut printer = Printer {
        world,
        package: None,
        function,
        options,
        out: String::new(),
    };
    printer.header(None);
    printer.body();
    printer.out
}

/// One instruction without its result, `load v16`.
pub fn inst_text(
    world: &World,
    package: Option<&Package>,
    function: &Function,
    value: Value,
) -> String {
    let mut printer = Printer {
        world,
        package,
        function,
        options: Options::default(),
        out: String::new(),
    };
    if let Some(inst) = function.insts.get(value) {
        printer.inst(inst);
    }
    printer.out
}

/// A type as dumps show it.
pub(super) fn type_text(world: &World, ty: TypeId) -> String {
    crate::interp::type_name::runtime_name(world, ty)
}

struct Printer<'a> {
    world: &'a World,
    package: Option<&'a Package>,
    function: &'a Function,
    options: Options,
    out: String,
}

impl Printer<'_> {
    fn put(&mut self, args: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(args);
    }

    fn ty(&self, ty: TypeId) -> String {
        type_text(self.world, ty)
    }

    fn header(&mut self, id: Option<FuncId>) {
        let function = self.function;
        if let Some(id) = id {
            self.put(format_args!("{id} "));
        }
        let ty = self.ty(function.ty);
        self.put(format_args!("{} : {ty}", function.name.as_str()));
        if let Some(kind) = func_kind_text(function.kind) {
            self.put(format_args!(", {kind}"));
        }
        if let Some(outer) = function.outer {
            self.put(format_args!(" in {outer}"));
        }
        if function.duplicable {
            self.out.push_str(", duplicable");
        }
        if !function.has_body {
            self.out.push_str(", no body");
        }
        self.out.push('\n');
        self.locals();
        self.captures();
        self.sites();
    }

    fn locals(&mut self) {
        for (id, local) in &self.function.locals {
            let ty = self.ty(local.ty);
            let kind = match local.kind {
                LocalKind::Receiver => "receiver".to_string(),
                LocalKind::Param => "param".to_string(),
                LocalKind::Result(n) => format!("result {n}"),
                LocalKind::Var => "var".to_string(),
                LocalKind::Temp => "temp".to_string(),
                LocalKind::Captured(n) => format!("captured {n}"),
                LocalKind::Hidden => "hidden".to_string(),
            };
            self.put(format_args!("  {id} {kind} {} : {ty}", local.name.as_str()));
            if let Some(site) = local.site {
                self.put(format_args!(", {site}"));
            }
            if local.unnamed {
                self.out.push_str(", unnamed");
            }
            if local.addr_taken {
                self.out.push_str(", address taken");
            }
            self.out.push('\n');
        }
    }

    fn captures(&mut self) {
        for (n, capture) in self.function.captures.iter().enumerate() {
            self.put(format_args!(
                "  capture {n}: outer {} as {}\n",
                capture.outer, capture.inner
            ));
        }
    }

    fn sites(&mut self) {
        for (id, site) in &self.function.sites {
            self.put(format_args!("  {id} {}", site_kind_text(site.kind)));
            if let Some(value) = site.value.expand() {
                self.put(format_args!(" {value}"));
            }
            if let Some(local) = site.local.expand() {
                self.put(format_args!(" {local}"));
            }
            let ty = self.ty(site.ty);
            self.put(format_args!(" : {ty}"));
            if let Some(count) = site.count {
                self.put(format_args!(", {count} elements"));
            }
            if site.is_static {
                self.out.push_str(", static");
            }
            self.out.push('\n');
        }
    }

    fn body(&mut self) {
        for (block, insts) in &self.function.blocks {
            self.put(format_args!("{block}:\n"));
            for &value in insts {
                self.line(value);
            }
        }
        if self.options.outline {
            let text = super::print_outline::outline_text(self.world, self.function);
            self.out.push_str(&text);
        }
    }

    fn line(&mut self, value: Value) {
        let function = self.function;
        self.out.push_str("  ");
        let ty = function.types.get(value).and_then(|ty| ty.expand());
        if ty.is_some() {
            self.put(format_args!("{value} = "));
        }
        match function.insts.get(value) {
            Some(inst) => self.inst(inst),
            None => self.put(format_args!("{value}?")),
        }
        if let Some(ty) = ty {
            let ty = self.ty(ty);
            self.put(format_args!(" : {ty}"));
        }
        if self.options.positions
            && let Some(source) = function.source.values.get(value)
        {
            let pos = source.pos;
            match pos.is_known() {
                true => self.put(format_args!(" @{}:{}", pos.file.as_u32(), pos.offset)),
                false => self.out.push_str(" @-"),
            }
            if source.implicit {
                self.out.push_str(" implicit");
            }
        }
        self.out.push('\n');
    }

    fn func_ref(&self, func: FuncRef) -> String {
        let name = match (func, self.package) {
            (FuncRef::Local(id), Some(package)) => {
                package.funcs.get(id).map(|f| f.name.as_str().to_string())
            }
            (FuncRef::Extern(id), Some(package)) => package
                .externs
                .get(id)
                .map(|ext| object_text(self.world, ext.object)),
            (_, None) => None,
        };
        let id = match func {
            FuncRef::Local(id) => id.to_string(),
            FuncRef::Extern(id) => id.to_string(),
        };
        match name {
            Some(name) => format!("{id} {name}"),
            None => id,
        }
    }

    fn list(&self, list: &ValueList) -> String {
        comma(list.as_slice(&self.function.value_lists).iter())
    }

    fn inst(&mut self, inst: &Inst) {
        let text = match inst {
            Inst::Const(value) => format!("const {}", const_text(value)),
            Inst::Nil => "nil".to_string(),
            Inst::Zero => "zero".to_string(),
            Inst::FuncAddr(func) => format!("func {}", self.func_ref(*func)),
            Inst::MethodExpr(func) => format!("method_expr {}", self.func_ref(*func)),
            Inst::InterfaceMethodExpr(object) => {
                format!("interface_method_expr {}", object_text(self.world, *object))
            }
            Inst::Declare(local) => format!("declare {local}"),
            Inst::LocalAddr(local) => format!("local {local}"),
            Inst::GlobalAddr(global) => self.global(*global),
            Inst::Deref(x) => format!("deref {x}"),
            Inst::FieldAddr(x, field) => format!("field_addr {x}, {field}"),
            Inst::IndexAddr(x, index) => format!("index_addr {x}, {index}"),
            Inst::ElemAddr(x, index) => format!("elem_addr {x}, {index}"),
            Inst::MapElem(map, key) => format!("map_elem {map}, {key}"),
            Inst::Load(place) => format!("load {place}"),
            Inst::LoadOk(place) => format!("load_ok {place}"),
            Inst::Store(place, value) => format!("store {place}, {value}"),
            Inst::AddrOf(place) => format!("address {place}"),
            Inst::Field(x, field) => format!("field {x}, {field}"),
            Inst::Index(x, index) => format!("index {x}, {index}"),
            Inst::StringIndex(x, index) => format!("string_index {x}, {index}"),
            Inst::Slice { x, lo, hi, max } => slice_text(*x, *lo, *hi, *max),
            Inst::Extract(x, n) => format!("extract {x}, {n}"),
            Inst::Unary(op, x) => format!("unary {} {x}", op.as_str()),
            Inst::Binary(op, x, y) => format!("binary {x} {} {y}", op.as_str()),
            Inst::ShortCircuit {
                op,
                left,
                right,
                right_block,
            } => format!(
                "short_circuit {left} {} {right} from {right_block}",
                op.as_str()
            ),
            Inst::Phi(ways) => {
                let ways = ways
                    .iter()
                    .map(|(block, value)| format!("{block}: {value}"));
                format!("phi {}", ways.collect::<Vec<_>>().join(", "))
            }
            Inst::Concat(site, list) => format!("concat {site}, {}", self.list(list)),
            Inst::Convert(op, x, site) => convert_text(*op, *x, *site),
            Inst::TypeAssert { x, comma_ok } => {
                format!("type_assert{} {x}", if *comma_ok { "_ok" } else { "" })
            }
            Inst::StructLit(fields) => format!("struct {{{}}}", pairs(fields.iter())),
            Inst::ArrayLit(elems) => format!("array {{{}}}", pairs(elems.iter())),
            Inst::SliceLit { site, len, elems } => {
                format!("slice_lit {site}, len {len} {{{}}}", pairs(elems.iter()))
            }
            Inst::MapLit { site, pairs: list } => {
                format!("map_lit {site} {{{}}}", pairs(list.iter()))
            }
            Inst::PtrLit(site, x) => format!("ptr_lit {site}, {x}"),
            Inst::New(site) => format!("new {site}"),
            Inst::MakeSlice { site, len, cap } => {
                format!("make_slice {site}, len {len}{}", option(", cap ", *cap))
            }
            Inst::MakeMap { site, size } => format!("make_map {site}{}", option(", size ", *size)),
            Inst::MakeChan { site, size } => {
                format!("make_chan {site}{}", option(", size ", *size))
            }
            Inst::Closure { site, func } => {
                format!("closure {site}, {}", self.func_ref(FuncRef::Local(*func)))
            }
            Inst::MethodValue { site, recv, method } => {
                format!("method_value {site}, {recv}, {}", self.func_ref(*method))
            }
            Inst::InterfaceMethodValue { site, recv, method } => {
                let method = object_text(self.world, *method);
                format!("interface_method_value {site}, {recv}, {method}")
            }
            Inst::Append { site, slice, elems } => {
                format!("append {site}, {slice}: {}", self.list(elems))
            }
            Inst::AppendSlice { site, slice, other } => {
                format!("append_slice {site}, {slice}, {other}")
            }
            Inst::Call {
                callee,
                args,
                spread,
            } => self.call(*callee, args, *spread),
            Inst::Inlined { callee, results } => {
                let callee = self.func_ref(*callee);
                format!("inlined {callee}: {}", self.list(results))
            }
            Inst::Builtin(op, args) => {
                format!("{} {}", builtin_text(*op), self.list(args))
            }
            Inst::Recv { channel, comma_ok } => {
                format!("recv{} {channel}", if *comma_ok { "_ok" } else { "" })
            }
            Inst::Send(channel, value) => format!("send {channel}, {value}"),
            Inst::Select { cases, has_default } => select_text(cases, *has_default),
            Inst::Go(site, func) => format!("go {site}, {func}"),
            Inst::Defer(site, func) => format!("defer {site}, {func}"),
            Inst::IterNew(x) => format!("iter_new {x}"),
            Inst::IterNext(x) => format!("iter_next {x}"),
            Inst::Jump(block) => format!("jump {block}"),
            Inst::Branch { cond, then, els } => format!("branch {cond}, {then}, {els}"),
            Inst::Return => "return".to_string(),
            Inst::Unreachable => "unreachable".to_string(),
        };
        self.out.push_str(text.trim_end());
    }

    fn global(&self, id: GlobalId) -> String {
        match self.package.and_then(|package| package.globals.get(id)) {
            Some(global) => format!(
                "global {id} {}.{}",
                self.world.package_path(global.package),
                global.name.as_str()
            ),
            None => format!("global {id}"),
        }
    }

    fn call(&self, callee: Callee, args: &ValueList, spread: bool) -> String {
        let args = self.list(args);
        let spread = if spread { "..." } else { "" };
        match callee {
            Callee::Static(func) => format!("call {}({args}{spread})", self.func_ref(func)),
            Callee::Value(value) => format!("call_value {value}({args}{spread})"),
            Callee::Interface(value, method) => {
                let method = self.world.object(method).name;
                format!("call_method {value}.{}({args}{spread})", method.as_str())
            }
        }
    }
}

/// `fmt.Println`, `strings.(*Builder).Len`.
fn object_text(world: &World, object: ObjectId) -> String {
    let data = world.object(object);
    let path = world.package_path(data.pkg);
    let receiver = data.receiver.get().map(|&ty| {
        let (base, pointer) = world.deref(ty);
        let name = world
            .as_named(base)
            .map_or("?", |id| world.object(world.named(id).object).name.as_str());
        match pointer {
            true => format!("(*{name})."),
            false => format!("{name}."),
        }
    });
    let receiver = receiver.unwrap_or_default();
    match path.is_empty() {
        true => format!("{receiver}{}", data.name.as_str()),
        false => format!("{path}.{receiver}{}", data.name.as_str()),
    }
}

fn comma<T: std::fmt::Display>(items: impl Iterator<Item = T>) -> String {
    items
        .map(|item| item.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

fn pairs<'p, A, B>(items: impl Iterator<Item = &'p (A, B)>) -> String
where
    A: std::fmt::Display + 'p,
    B: std::fmt::Display + 'p,
{
    comma(items.map(|(a, b)| format!("{a}: {b}")))
}

fn option(before: &str, value: Option<Value>) -> String {
    value.map_or_else(String::new, |value| format!("{before}{value}"))
}

fn slice_text(x: Value, lo: Option<Value>, hi: Option<Value>, max: Option<Value>) -> String {
    let colon = if max.is_some() { ":" } else { "" };
    format!(
        "slice {x}[{}:{}{colon}{}]",
        option("", lo),
        option("", hi),
        option("", max)
    )
}

fn convert_text(op: ConvertOp, x: Value, site: Option<SiteId>) -> String {
    let name = match op {
        ConvertOp::Nop => "nop",
        ConvertOp::Numeric => "numeric",
        ConvertOp::ToInterface => "to_interface",
        ConvertOp::InterfaceToInterface => "interface_to_interface",
        ConvertOp::BytesToString => "bytes_to_string",
        ConvertOp::RunesToString => "runes_to_string",
        ConvertOp::RuneToString => "rune_to_string",
        ConvertOp::StringToBytes => "string_to_bytes",
        ConvertOp::StringToRunes => "string_to_runes",
        ConvertOp::SliceToArray => "slice_to_array",
        ConvertOp::SliceToArrayPointer => "slice_to_array_pointer",
        ConvertOp::UintptrToPointer => "uintptr_to_pointer",
        ConvertOp::PointerToUintptr => "pointer_to_uintptr",
    };
    match site {
        Some(site) => format!("convert {name} {site}, {x}"),
        None => format!("convert {name} {x}"),
    }
}

fn select_text(cases: &[SelectCase], has_default: bool) -> String {
    let cases = cases.iter().map(|case| match case.send {
        Some(value) => format!("{} <- {value}", case.channel),
        None => format!("<-{}", case.channel),
    });
    let default = if has_default { ", default" } else { "" };
    format!("select {}{default}", comma(cases))
}

fn builtin_text(op: BuiltinOp) -> &'static str {
    match op {
        BuiltinOp::Len => "len",
        BuiltinOp::Cap => "cap",
        BuiltinOp::Clear => "clear",
        BuiltinOp::Close => "close",
        BuiltinOp::Complex => "complex",
        BuiltinOp::Real => "real",
        BuiltinOp::Imag => "imag",
        BuiltinOp::Copy => "copy",
        BuiltinOp::Delete => "delete",
        BuiltinOp::Max => "max",
        BuiltinOp::Min => "min",
        BuiltinOp::Panic => "panic",
        BuiltinOp::Print => "print",
        BuiltinOp::Println => "println",
        BuiltinOp::Recover => "recover",
        BuiltinOp::UnsafeAdd => "unsafe_add",
        BuiltinOp::UnsafeSlice => "unsafe_slice",
        BuiltinOp::UnsafeSliceData => "unsafe_slice_data",
        BuiltinOp::UnsafeString => "unsafe_string",
        BuiltinOp::UnsafeStringData => "unsafe_string_data",
    }
}

fn func_kind_text(kind: FuncKind) -> Option<&'static str> {
    Some(match kind {
        FuncKind::Declared => return None,
        FuncKind::Literal => "literal",
        FuncKind::CallWrapper => "call wrapper",
        FuncKind::RangeBody => "range body",
        FuncKind::MethodWrapper => "method wrapper",
        FuncKind::MethodValueWrapper => "method value wrapper",
        FuncKind::PackageInit => "package initialiser",
        FuncKind::MapInit => "map initialiser",
    })
}

/// What allocates, in dumps.
pub fn site_kind_text(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Variable => "variable",
        SiteKind::PtrLit => "pointer literal",
        SiteKind::SliceLit => "slice literal",
        SiteKind::Variadic => "variadic slice",
        SiteKind::MapLit => "map literal",
        SiteKind::New => "new",
        SiteKind::MakeSlice => "make slice",
        SiteKind::MakeMap => "make map",
        SiteKind::MakeChan => "make chan",
        SiteKind::Closure => "closure",
        SiteKind::MethodValue => "method value",
        SiteKind::InterfaceBox => "interface box",
        SiteKind::StringConversion => "string conversion",
        SiteKind::Concat => "concat",
        SiteKind::Append => "append",
        SiteKind::CallRecord => "call record",
    }
}

/// A constant as dumps show it; strings are quoted, bytes that are no text are escaped.
pub fn const_text(value: &Const) -> String {
    match value {
        Const::Bool(value) => value.to_string(),
        Const::Str(bytes) => format!("\"{}\"", bytes.escape_ascii()),
        Const::Int(value) => value.to_string(),
        Const::Big(value) => value.to_string(),
        Const::Float(value) => value.to_string(),
        Const::Complex(parts) => format!("({} + {}i)", const_text(&parts.0), const_text(&parts.1)),
        Const::Unknown => "unknown".to_string(),
    }
}
