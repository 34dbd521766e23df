//! Composite literals.
//!
//! Elements keep their source order; keys of arrays and slices are constants and become numbers, keys of structs become
//! field numbers. Inside another literal the type may be left out, and with it the `&` of a pointer: the tree's type then is
//! the pointer, and the literal lies behind it.

use escargo_grammar::ast::{Expr, ExprId, ExprList};

use super::context::Lowerer;
use crate::ir::{Inst, SiteKind, Value};
use crate::source::Pos;
use crate::types::{TypeId, TypeKind};

impl Lowerer<'_> {
    pub(super) fn composite_lit(&mut self, e: ExprId, elems: ExprList) -> Value {
        let (ty, pos) = (self.type_of(e), self.expr_pos(e));
        self.note_type(ty);
        let elems: &[ExprId] = self.unit.ast.expr_list(elems);
        match self.world.pointee(ty) {
            Some(pointee) => {
                let literal = self.literal_of(pointee, elems, pos);
                self.pointer_literal(literal, ty, pos)
            }
            None => self.literal_of(ty, elems, pos),
        }
    }

    fn literal_of(&mut self, ty: TypeId, elems: &[ExprId], pos: Pos) -> Value {
        match self.world.underlying_kind(ty).clone() {
            TypeKind::Struct(_) => self.struct_literal(ty, elems, pos),
            TypeKind::Array(_, elem) => {
                let (elems, _) = self.indexed_elems(elem, elems);
                let inst = Inst::ArrayLit(elems.into());
                self.b().emit(inst, ty, pos)
            }
            TypeKind::Slice(elem) => {
                let (elems, len) = self.indexed_elems(elem, elems);
                self.slice_literal((SiteKind::SliceLit, elem), len, elems, ty, pos)
            }
            TypeKind::Map(key, elem) => self.map_literal(ty, (key, elem), elems, pos),
            _no_literal_type => {
                self.unsupported(pos, "a composite literal of this type");
                self.b().emit(Inst::Zero, ty, pos)
            }
        }
    }

    fn struct_literal(&mut self, ty: TypeId, elems: &[ExprId], pos: Pos) -> Value {
        let mut fields = Vec::with_capacity(elems.len());
        for (n, &elem) in elems.iter().enumerate() {
            let (path, value) = match self.ast().expr(elem) {
                Expr::KeyValue(key, value) => (self.keyed_field(ty, key), value),
                _value => (vec![n as u32], elem),
            };
            let field_ty = path
                .iter()
                .fold(ty, |ty, &field| self.field_type(ty, field));
            let value = self.expr_to(value, field_ty);
            fields.push((path, value));
        }
        self.struct_of_paths(ty, &fields, 0, pos)
    }

    /// A struct literal of values by the paths to their fields; all paths agree in their first `depth` steps. Keys may name
    /// promoted fields: the embedded struct then is a literal that the source does not show.
    fn struct_of_paths(
        &mut self,
        ty: TypeId,
        values: &[(Vec<u32>, Value)],
        depth: usize,
        pos: Pos,
    ) -> Value {
        let mut fields: Vec<(u32, Value)> = Vec::with_capacity(values.len());
        for (path, value) in values {
            let Some(&field) = path.get(depth) else {
                continue;
            };
            if path.len() == depth + 1 {
                fields.push((field, *value));
            } else if !fields.iter().any(|&(known, _)| known == field) {
                let same = values
                    .iter()
                    .filter(|(path, _)| path.get(depth) == Some(&field));
                let inner: Vec<(Vec<u32>, Value)> = same.cloned().collect();
                let inner_ty = self.field_type(ty, field);
                let literal = self.struct_of_paths(inner_ty, &inner, depth + 1, pos);
                self.b().set_implicit(literal);
                fields.push((field, literal));
            }
        }
        let inst = Inst::StructLit(fields.into());
        self.b().emit(inst, ty, pos)
    }

    /// The way to the field that a key names: one number, or more for a promoted field.
    fn keyed_field(&self, ty: TypeId, key: ExprId) -> Vec<u32> {
        let Expr::Ident(name) = self.ast().expr(key) else {
            return Vec::new();
        };
        let package = self.unit.checked.package;
        if let TypeKind::Struct(fields) = self.world.underlying_kind(ty)
            && let Some(n) = fields
                .iter()
                .position(|field| self.world.same_id((field.name, field.pkg), (name, package)))
        {
            return vec![n as u32];
        }
        let found = self
            .world
            .lookup_field_or_method(ty, false, package, name)
            .found();
        found.map_or(Vec::new(), |found| found.path.to_vec())
    }

    /// Elements with their indices, and the length that they ask for.
    fn indexed_elems(&mut self, ty: TypeId, elems: &[ExprId]) -> (Vec<(u64, Value)>, u64) {
        let mut result = Vec::with_capacity(elems.len());
        let (mut next, mut len) = (0, 0);
        for &elem in elems {
            let value = match self.ast().expr(elem) {
                Expr::KeyValue(key, value) => {
                    let key = self.const_of(self.ast().unparen(key));
                    let key = key.and_then(|key| key.as_i64());
                    next = key.and_then(|key| u64::try_from(key).ok()).unwrap_or(next);
                    value
                }
                _value => elem,
            };
            let keyed = matches!(self.ast().expr(elem), Expr::KeyValue(..));
            let value = self.expr_to(value, ty);
            if keyed {
                self.b().function.source.keyed_elems.insert(value);
            }
            result.push((next, value));
            next += 1;
            len = len.max(next);
        }
        (result, len)
    }

    /// A slice literal, or the slice of a variadic call, by its site's kind.
    pub fn slice_literal(
        &mut self,
        site: (SiteKind, TypeId),
        len: u64,
        elems: Vec<(u64, Value)>,
        ty: TypeId,
        pos: Pos,
    ) -> Value {
        let elems = elems.into_boxed_slice();
        let make = |site| Inst::SliceLit { site, len, elems };
        let value = self.b().emit_site(site, make, ty, pos);
        if let Some(site) = self.b().inst(value).site() {
            self.b().function.sites[site].count = Some(len);
        }
        value
    }

    fn map_literal(
        &mut self,
        ty: TypeId,
        (key_ty, elem_ty): (TypeId, TypeId),
        elems: &[ExprId],
        pos: Pos,
    ) -> Value {
        let mut pairs = Vec::with_capacity(elems.len());
        for &elem in elems {
            if let Expr::KeyValue(key, value) = self.ast().expr(elem) {
                let key = self.expr_to(key, key_ty);
                let value = self.expr_to(value, elem_ty);
                pairs.push((key, value));
            }
        }
        let pairs = pairs.into_boxed_slice();
        let make = |site| Inst::MapLit { site, pairs };
        self.b().emit_site((SiteKind::MapLit, ty), make, ty, pos)
    }
}
