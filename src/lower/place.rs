//! Places and what is selected from them: variables, fields, elements, what pointers point to.
//!
//! A selection starts as an [`Operand`]: a place if the expression denotes one (a variable, a field of a place or behind a
//! pointer, an element of a slice or of an array in a place), else a value (`f().x`). Reading an expression loads its place; taking its
//! address or slicing an array uses it. What the source leaves out is marked implicit: the dereference in `p.f` and
//! `pa[i]`, the embedded fields on the way, the `&` of an array that is sliced or of a receiver.
//!
//! ```text
//! p.f        FieldAddr(Deref(p) implicit, f)
//! e.x        FieldAddr(FieldAddr(e, T), x)        where x belongs to the embedded T
//! m[k].f     Field(Load(MapElem(m, k)), f)        entries of maps have no address
//! ```

use escargo_grammar::ast::{Expr, ExprId};

use super::context::Lowerer;
use crate::check::info::{Selection, SelectionKind};
use crate::ir::{Inst, LocalId, SiteKind, Value};
use crate::source::Pos;
use crate::types::{ObjectId, ObjectKind, TypeId, TypeKind, VarKind};

/// What a selection goes on from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operand {
    /// A place.
    Place(Value),
    /// A value in no place.
    Value(Value),
}

impl Lowerer<'_> {
    /// An expression as a place if it denotes one.
    pub fn operand(&mut self, e: ExprId) -> Operand {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.operand_form(e))
    }

    fn operand_form(&mut self, e: ExprId) -> Operand {
        let (e, syntax) = self.syntax(e);
        if self.const_of(e).is_some() {
            return Operand::Value(self.expr(e));
        }
        match syntax {
            Expr::Ident(_) => self.named_operand(e),
            Expr::Selector(x, _) => self.selector_operand(e, x),
            Expr::Index(x, list) if self.instance_name(e).is_none() => {
                match self.ast().expr_list(list) {
                    &[index] => self.index_operand(e, x, index),
                    _malformed => Operand::Value(self.other_expr(e, syntax)),
                }
            }
            Expr::Star(x) if !self.is_type(e) => {
                let pointer = self.expr(x);
                let pos = self.expr_pos(e);
                Operand::Place(self.deref(pointer, pos))
            }
            _value => Operand::Value(self.other_expr(e, syntax)),
        }
    }

    fn named_operand(&mut self, e: ExprId) -> Operand {
        let pos = self.expr_pos(e);
        match self.object_of(e) {
            Some(object) if self.is_variable(object) => {
                Operand::Place(self.local_var_place(object, pos))
            }
            object => Operand::Value(self.named_value(e, object, pos)),
        }
    }

    /// Whether an object is a variable that is no field.
    pub fn is_variable(&self, object: ObjectId) -> bool {
        match self.world.object(object).kind {
            ObjectKind::Var(kind) => kind != VarKind::Field,
            _no_variable => false,
        }
    }

    /// The place of a declared variable: local, captured or at package level.
    pub fn local_var_place(&mut self, object: ObjectId, pos: Pos) -> Value {
        match self.local_of(object, pos) {
            Some(local) => self.b().local_place(local, pos),
            None => {
                let global = self.global(object);
                let ty = self.package.globals[global].ty;
                self.b().emit(Inst::GlobalAddr(global), ty, pos)
            }
        }
    }

    fn selector_operand(&mut self, e: ExprId, x: ExprId) -> Operand {
        let pos = self.expr_pos(e);
        match self.selection(e) {
            Some(selection) if selection.kind == SelectionKind::Field => {
                let base = self.operand(x);
                self.walk_fields(base, &selection.path, pos)
            }
            Some(selection) => Operand::Value(self.method_selector(e, x, selection)),
            None => self.named_operand(e),
        }
    }

    /// Goes down the fields of a path; pointers on the way are dereferenced.
    pub fn walk_fields(&mut self, base: Operand, path: &[u32], pos: Pos) -> Operand {
        path.iter()
            .fold(base, |operand, &field| self.field(operand, field, pos))
    }

    /// One field of a struct or of what a pointer points to.
    pub fn field(&mut self, base: Operand, field: u32, pos: Pos) -> Operand {
        let ty = self.operand_type(base);
        if let Some(pointee) = self.world.pointee(ty) {
            let pointer = self.load_operand(base);
            let place = self.implicit_deref(pointer, pointee, pos);
            let ty = self.field_type(pointee, field);
            return Operand::Place(self.b().emit(Inst::FieldAddr(place, field), ty, pos));
        }
        let field_ty = self.field_type(ty, field);
        match self.addressable(base) {
            Operand::Place(place) => {
                Operand::Place(self.b().emit(Inst::FieldAddr(place, field), field_ty, pos))
            }
            Operand::Value(value) => {
                Operand::Value(self.b().emit(Inst::Field(value, field), field_ty, pos))
            }
        }
    }

    /// The type of a struct's field.
    pub fn field_type(&self, ty: TypeId, field: u32) -> TypeId {
        let fields = match self.world.underlying_kind(ty) {
            TypeKind::Struct(fields) => fields.get(field as usize),
            _no_struct => None,
        };
        fields.map_or(self.world.invalid(), |field| field.ty)
    }

    /// An entry of a map is read before anything is selected from it.
    fn addressable(&mut self, operand: Operand) -> Operand {
        match operand {
            Operand::Place(place) if matches!(self.b().inst(place), Inst::MapElem(..)) => {
                Operand::Value(self.load_operand(operand))
            }
            other => other,
        }
    }

    /// The type of what is in the place, or of the value.
    pub fn operand_type(&mut self, operand: Operand) -> TypeId {
        let (Operand::Place(value) | Operand::Value(value)) = operand;
        let ty = self.b().ty(value);
        ty.unwrap_or(self.world.invalid())
    }

    /// The operand as a value.
    pub fn load_operand(&mut self, operand: Operand) -> Value {
        match operand {
            Operand::Place(place) => {
                let pos = self.b().pos(place);
                self.b().load(place, pos)
            }
            Operand::Value(value) => value,
        }
    }

    /// `*pointer`, as written.
    pub fn deref(&mut self, pointer: Value, pos: Pos) -> Value {
        let ty = self.b().ty(pointer).unwrap_or(self.world.invalid());
        let pointee = self.world.pointee(ty).unwrap_or(self.world.invalid());
        self.b().emit(Inst::Deref(pointer), pointee, pos)
    }

    fn implicit_deref(&mut self, pointer: Value, pointee: TypeId, pos: Pos) -> Value {
        self.b().emit_implicit(Inst::Deref(pointer), pointee, pos)
    }

    fn index_operand(&mut self, e: ExprId, x: ExprId, index: ExprId) -> Operand {
        let pos = self.expr_pos(e);
        let base = self.operand(x);
        let ty = self.operand_type(base);
        match self.world.underlying_kind(ty).clone() {
            TypeKind::Map(key, elem) => {
                let map = self.load_operand(base);
                let key = self.expr_to(index, key);
                Operand::Place(self.b().emit(Inst::MapElem(map, key), elem, pos))
            }
            TypeKind::Slice(elem) => {
                let slice = self.load_operand(base);
                let index = self.expr(index);
                Operand::Place(self.b().emit(Inst::ElemAddr(slice, index), elem, pos))
            }
            TypeKind::Pointer(array) => {
                let pointer = self.load_operand(base);
                let place = self.implicit_deref(pointer, array, pos);
                self.array_elem(Operand::Place(place), array, index, pos)
            }
            TypeKind::Array(..) => {
                let base = self.addressable(base);
                self.array_elem(base, ty, index, pos)
            }
            _string => {
                let string = self.load_operand(base);
                let index = self.expr(index);
                let byte = self.type_of(e);
                Operand::Value(self.b().emit(Inst::StringIndex(string, index), byte, pos))
            }
        }
    }

    fn array_elem(&mut self, base: Operand, array: TypeId, index: ExprId, pos: Pos) -> Operand {
        let elem = match self.world.underlying_kind(array) {
            TypeKind::Array(_, elem) => *elem,
            _no_array => self.world.invalid(),
        };
        let index = self.expr(index);
        match base {
            Operand::Place(place) => {
                Operand::Place(self.b().emit(Inst::IndexAddr(place, index), elem, pos))
            }
            Operand::Value(value) => {
                Operand::Value(self.b().emit(Inst::Index(value, index), elem, pos))
            }
        }
    }

    /// The place that an expression denotes: the left side of an assignment.
    pub fn place(&mut self, e: ExprId) -> Value {
        match self.operand(e) {
            Operand::Place(place) => place,
            Operand::Value(value) => self.spilled(value),
        }
    }

    /// A hidden slot for a value whose address is needed (only what is wrong with the input leads here).
    fn spilled(&mut self, value: Value) -> Value {
        let pos = self.b().pos(value);
        let ty = self.b().ty(value).unwrap_or(self.world.invalid());
        let slot = self.b().new_hidden("spilled", ty, pos);
        self.b().store_local(slot, value, pos);
        self.b().local_place(slot, pos)
    }

    /// `&x`
    pub fn address(&mut self, e: ExprId, x: ExprId) -> Value {
        let pos = self.expr_pos(e);
        let (x, syntax) = self.syntax(x);
        if matches!(syntax, Expr::CompositeLit { .. }) {
            let literal = self.expr(x);
            return self.pointer_literal(literal, self.type_of(e), pos);
        }
        let place = self.place(x);
        self.address_of(place, pos)
    }

    /// `&T{…}` of a literal's value.
    pub fn pointer_literal(&mut self, literal: Value, ty: TypeId, pos: Pos) -> Value {
        let pointee = self.b().ty(literal).unwrap_or(self.world.invalid());
        let make = |site| Inst::PtrLit(site, literal);
        self.b()
            .emit_site((SiteKind::PtrLit, pointee), make, ty, pos)
    }

    /// The address of a place; notes that the variable's address is taken.
    pub fn address_of(&mut self, place: Value, pos: Pos) -> Value {
        if let Some(local) = self.root_local(place) {
            self.mark_addr_taken(local);
        }
        let ty = self.b().ty(place).unwrap_or(self.world.invalid());
        let pointer = self.world.pointer(ty);
        self.b().emit(Inst::AddrOf(place), pointer, pos)
    }

    /// The address of a place where the source does not say so.
    pub fn implicit_address_of(&mut self, place: Value, pos: Pos) -> Value {
        let pointer = self.address_of(place, pos);
        self.b().set_implicit(pointer);
        pointer
    }

    /// The local variable that a place is in.
    pub fn root_local(&mut self, place: Value) -> Option<LocalId> {
        let mut current = place;
        loop {
            match self.b().inst(current) {
                Inst::LocalAddr(local) => return Some(*local),
                Inst::FieldAddr(x, _) | Inst::IndexAddr(x, _) => current = *x,
                _elsewhere => return None,
            }
        }
    }

    /// `x[lo:hi:max]`
    pub fn slice_expr(&mut self, e: ExprId, x: ExprId, bounds: [Option<ExprId>; 3]) -> Value {
        let pos = self.expr_pos(e);
        let base = self.operand(x);
        let ty = self.operand_type(base);
        let x = match self.world.underlying_kind(ty) {
            TypeKind::Array(..) => {
                let place = match base {
                    Operand::Place(place) => place,
                    Operand::Value(value) => self.spilled(value),
                };
                self.implicit_address_of(place, pos)
            }
            _slice_string_pointer => self.load_operand(base),
        };
        let [lo, hi, max] = bounds.map(|bound| bound.map(|bound| self.expr(bound)));
        let ty = self.type_of(e);
        self.b().emit(Inst::Slice { x, lo, hi, max }, ty, pos)
    }

    /// The receiver of a method call or method value: what the path selects, with the address or dereference that the
    /// method asks for.
    pub fn receiver(&mut self, e: ExprId, x: ExprId, selection: &Selection) -> Value {
        let pos = self.expr_pos(e);
        let base = self.operand(x);
        let (_, implicits) = selection
            .path
            .split_last()
            .unwrap_or((&0, &selection.path[..]));
        let operand = self.walk_fields(base, implicits, pos);
        let ty = self.operand_type(operand);
        if self.world.is_interface(ty) || self.world.is_type_param(selection.recv) {
            return self.load_operand(operand);
        }
        let wants_pointer = self.world.has_pointer_receiver(selection.object);
        match (self.world.pointee(ty), wants_pointer) {
            (Some(pointee), false) => {
                let pointer = self.load_operand(operand);
                let place = self.implicit_deref(pointer, pointee, pos);
                self.b().load(place, pos)
            }
            (None, true) => {
                let place = match operand {
                    Operand::Place(place) => place,
                    Operand::Value(value) => self.spilled(value),
                };
                self.implicit_address_of(place, pos)
            }
            (Some(_), true) | (None, false) => self.load_operand(operand),
        }
    }
}
