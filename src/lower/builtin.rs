//! Predeclared functions.
//!
//! Those that allocate are instructions with a site (`append`, `make`, `new`), the others plain operations on their operands.
//! `new(expr)` is a variable: a temporary that holds the value, and its address. `panic` ends its block. What asks for a
//! layout (`unsafe.Sizeof` of a type parameter) is a constant once the shape is known.

use escargo_grammar::ast::{Expr, ExprId};

use super::context::Lowerer;
use crate::ir::{BuiltinOp, Inst, OutlineKind, SiteKind, Value};
use crate::rules::{ReleaseRule, Rules};
use crate::source::Pos;
use crate::types::object::Builtin;
use crate::types::{Basic, Const, TypeId, TypeKind};

impl<'a> Lowerer<'a> {
    pub(super) fn builtin(&mut self, e: ExprId, builtin: Builtin) -> Value {
        let pos = self.expr_pos(e);
        let (args, spread) = self.call_args(e);
        match (builtin, args) {
            (Builtin::Append, _) => self.append(e, spread, pos),
            (Builtin::Make, [_, sizes @ ..]) => {
                let ty = self.type_of(e);
                self.note_type(ty);
                self.make(ty, sizes, pos)
            }
            (Builtin::New, &[arg]) => self.new_call(e, arg, pos),
            (Builtin::UnsafeSizeof | Builtin::UnsafeAlignof | Builtin::UnsafeOffsetof, &[arg]) => {
                self.layout_constant(builtin, arg, pos)
            }
            _plain => match self.builtin_call(e) {
                Some((op, operands)) => self.emit_builtin(e, op, &operands, pos),
                None => self.other_expr(e, Expr::Bad),
            },
        }
    }

    /// The arguments of a call as written, and whether the last one is followed by `...`.
    fn call_args(&self, e: ExprId) -> (&'a [ExprId], bool) {
        match self.syntax(e).1 {
            Expr::Call { args, spread, .. } => (self.unit.ast.expr_list(args), spread),
            _no_call => (&[], false),
        }
    }

    /// Operation and evaluated operands of a call of a predeclared function that is a plain operation; none for the others
    /// and for calls of functions.
    pub fn builtin_call(&mut self, e: ExprId) -> Option<(BuiltinOp, Vec<Value>)> {
        let (e, syntax) = self.syntax(e);
        let Expr::Call { fun, args, .. } = syntax else {
            return None;
        };
        let crate::check::info::Mode::Builtin(builtin) = self.mode(self.ast().unparen(fun)) else {
            return None;
        };
        let op = plain_operation(builtin)?;
        let args: &[ExprId] = self.unit.ast.expr_list(args);
        let types = self.operand_types(e, op, args);
        let pos = self.expr_pos(e);
        Some((op, self.multi_expr(args, &types, pos)))
    }

    /// What the operands are converted to.
    fn operand_types(&self, e: ExprId, op: BuiltinOp, args: &[ExprId]) -> Vec<TypeId> {
        let mut types = match args {
            &[arg] if self.is_multi(arg) => self.tuple_types(self.type_of(arg)),
            _one_each => self.own_types(args),
        };
        match op {
            BuiltinOp::Panic => {
                let empty = self.world.any_type();
                types.iter_mut().for_each(|ty| *ty = empty);
            }
            BuiltinOp::Min | BuiltinOp::Max => {
                let ty = self.type_of(e);
                types.iter_mut().for_each(|own| *own = ty);
            }
            BuiltinOp::Delete => {
                if let [map, key] = &mut types[..]
                    && let TypeKind::Map(wanted, _) = self.world.underlying_kind(*map)
                {
                    *key = *wanted;
                }
            }
            BuiltinOp::Copy => {
                // The second operand may be an untyped string.
                types
                    .iter_mut()
                    .for_each(|ty| *ty = self.world.default_type(*ty));
            }
            _own_types => {}
        }
        types
    }

    fn own_types(&self, args: &[ExprId]) -> Vec<TypeId> {
        let types = args.iter().map(|&arg| self.type_of(arg));
        types.map(|ty| self.world.default_type(ty)).collect()
    }

    /// Structs and arrays cannot be printed; gc finds that when it writes out the calls.
    fn refuse_printing(&mut self, op: BuiltinOp, operands: &[Value], pos: Pos) {
        for &operand in operands {
            let Some(ty) = self.b().ty(operand) else {
                continue;
            };
            let kind = self.world.underlying_kind(ty);
            if !matches!(kind, TypeKind::Struct(_) | TypeKind::Array(..)) {
                continue;
            }
            let named =
                Rules::of(self.release).has(ReleaseRule::PrintlnByName) && op == BuiltinOp::Println;
            let op = if named { "println" } else { "print" };
            let ty = self.world.type_text(ty, self.package.package);
            let message = format!("illegal types for operand: {op}\n\t{ty}");
            self.diagnostics.error(pos, message);
        }
    }

    /// The operation on evaluated operands. `e` is the call, for its type.
    pub fn emit_builtin(
        &mut self,
        e: ExprId,
        op: BuiltinOp,
        operands: &[Value],
        pos: Pos,
    ) -> Value {
        let ty = match op {
            BuiltinOp::Clear
            | BuiltinOp::Close
            | BuiltinOp::Delete
            | BuiltinOp::Panic
            | BuiltinOp::Print
            | BuiltinOp::Println => self.world.tuple(&[]),
            _has_result => self.world.default_type(self.type_of(e)),
        };
        if matches!(op, BuiltinOp::Print | BuiltinOp::Println) {
            self.refuse_printing(op, operands, pos);
        }
        let list = self.b().list(operands);
        let value = self.b().emit(Inst::Builtin(op, list), ty, pos);
        if op == BuiltinOp::Panic {
            self.b().emit_void(Inst::Unreachable, pos);
        }
        value
    }

    /// `append(s, a, b)`, `append(s, t...)`, `append(f())`
    fn append(&mut self, e: ExprId, spread: bool, pos: Pos) -> Value {
        let ty = self.type_of(e);
        let elem = match self.world.underlying_kind(ty) {
            TypeKind::Slice(elem) => *elem,
            _no_slice => self.world.invalid(),
        };
        let args: Vec<ExprId> = self.call_args(e).0.to_vec();
        let site = (SiteKind::Append, elem);
        if let (true, &[slice, other]) = (spread, &args[..]) {
            let slice = self.expr_to(slice, ty);
            let own = self.world.default_type(self.type_of(other));
            let other = self.expr_to(other, if self.is_nil(other) { ty } else { own });
            let make = |site| Inst::AppendSlice { site, slice, other };
            return self.b().emit_site(site, make, ty, pos);
        }
        let count = match &args[..] {
            &[arg] if self.is_multi(arg) => self.tuple_types(self.type_of(arg)).len(),
            _one_each => args.len(),
        };
        let mut types = vec![elem; count.max(1)];
        types[0] = ty;
        let values = self.multi_expr(&args, &types, pos);
        let Some((&slice, elems)) = values.split_first() else {
            return self.other_expr(e, Expr::Bad);
        };
        let elems = self.b().list(elems);
        let make = |site| Inst::Append { site, slice, elems };
        self.b().emit_site(site, make, ty, pos)
    }

    /// `make(T, …)`
    fn make(&mut self, ty: TypeId, sizes: &[ExprId], pos: Pos) -> Value {
        let sizes: Vec<Value> = {
            let sizes = sizes.to_vec();
            sizes.into_iter().map(|size| self.expr(size)).collect()
        };
        let size = sizes.first().copied();
        match self.world.underlying_kind(ty) {
            TypeKind::Map(..) => {
                let make = |site| Inst::MakeMap { site, size };
                self.b().emit_site((SiteKind::MakeMap, ty), make, ty, pos)
            }
            TypeKind::Chan(..) => {
                let make = |site| Inst::MakeChan { site, size };
                self.b().emit_site((SiteKind::MakeChan, ty), make, ty, pos)
            }
            &TypeKind::Slice(elem) => {
                let int = self.int_type();
                let len = size.unwrap_or_else(|| self.b().int(0, int, pos));
                let cap = sizes.get(1).copied();
                let make = |site| Inst::MakeSlice { site, len, cap };
                self.b()
                    .emit_site((SiteKind::MakeSlice, elem), make, ty, pos)
            }
            _no_made_type => {
                self.unsupported(pos, "make of this type");
                self.b().emit(Inst::Zero, ty, pos)
            }
        }
    }

    /// `new(T)`, `new(expr)`
    fn new_call(&mut self, e: ExprId, arg: ExprId, pos: Pos) -> Value {
        let ty = self.type_of(e);
        if self.is_type(self.ast().unparen(arg)) {
            let pointee = self.type_of(arg);
            return self
                .b()
                .emit_site((SiteKind::New, pointee), Inst::New, ty, pos);
        }
        let wanted = self.world.pointee(ty).unwrap_or(self.world.invalid());
        let value = self.expr_to(arg, wanted);
        self.temp_address(value, pos)
    }

    /// A temporary that holds a value, made at each pass anew, and its address.
    fn temp_address(&mut self, value: Value, pos: Pos) -> Value {
        let ty = self.b().ty(value).unwrap_or(self.world.invalid());
        let temp = self.b().new_temp(ty, pos);
        let b = self.b();
        b.emit_void(Inst::Declare(temp), pos);
        let dst = b.local_place(temp, pos);
        b.emit_void(Inst::Store(dst, value), pos);
        let decl = b.make_stmt(pos, OutlineKind::Decl(temp));
        let assign = OutlineKind::Assign {
            dst: Some(dst),
            src: Some(value),
            define: true,
        };
        let assign = b.make_stmt(pos, assign);
        let place = b.local_place(temp, pos);
        let address = self.address_of(place, pos);
        self.b().add_value_init(address, vec![decl, assign]);
        address
    }

    /// `unsafe.Sizeof` and the like where checking could not know the layout.
    fn layout_constant(&mut self, builtin: Builtin, arg: ExprId, pos: Pos) -> Value {
        let ty = self.type_of(self.ast().unparen(arg));
        let value = match builtin {
            Builtin::UnsafeAlignof => self.world.align_of(ty),
            Builtin::UnsafeOffsetof => self.field_offset(arg),
            _size => self.world.size_of(ty),
        };
        let value = value.and_then(|value| i64::try_from(value).ok());
        if value.is_none() {
            self.unsupported(pos, "the layout of a type that depends on type parameters");
        }
        let uintptr = self.basic(Basic::Uintptr);
        let constant = Const::Int(value.unwrap_or(0));
        self.b().emit(Inst::Const(constant), uintptr, pos)
    }

    fn field_offset(&self, arg: ExprId) -> Option<u64> {
        let (arg, syntax) = self.syntax(arg);
        let Expr::Selector(x, _) = syntax else {
            return None;
        };
        let mut ty = self.world.deref(self.type_of(x)).0;
        let mut offset = 0;
        for &field in &self.selection(arg)?.path {
            let TypeKind::Struct(fields) = self.world.underlying_kind(ty) else {
                return None;
            };
            offset += self.world.field_offsets(fields)?.get(field as usize)?;
            ty = fields.get(field as usize)?.ty;
        }
        Some(offset)
    }
}

fn plain_operation(builtin: Builtin) -> Option<BuiltinOp> {
    let op = match builtin {
        Builtin::Cap => BuiltinOp::Cap,
        Builtin::Clear => BuiltinOp::Clear,
        Builtin::Close => BuiltinOp::Close,
        Builtin::Complex => BuiltinOp::Complex,
        Builtin::Copy => BuiltinOp::Copy,
        Builtin::Delete => BuiltinOp::Delete,
        Builtin::Imag => BuiltinOp::Imag,
        Builtin::Len => BuiltinOp::Len,
        Builtin::Max => BuiltinOp::Max,
        Builtin::Min => BuiltinOp::Min,
        Builtin::Panic => BuiltinOp::Panic,
        Builtin::Print => BuiltinOp::Print,
        Builtin::Println => BuiltinOp::Println,
        Builtin::Real => BuiltinOp::Real,
        Builtin::Recover => BuiltinOp::Recover,
        Builtin::UnsafeAdd => BuiltinOp::UnsafeAdd,
        Builtin::UnsafeSlice => BuiltinOp::UnsafeSlice,
        Builtin::UnsafeSliceData => BuiltinOp::UnsafeSliceData,
        Builtin::UnsafeString => BuiltinOp::UnsafeString,
        Builtin::UnsafeStringData => BuiltinOp::UnsafeStringData,
        Builtin::Append
        | Builtin::Make
        | Builtin::New
        | Builtin::UnsafeAlignof
        | Builtin::UnsafeOffsetof
        | Builtin::UnsafeSizeof => return None,
    };
    Some(op)
}
