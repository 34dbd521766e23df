//! Calls of the functions of package `unsafe`.
//!
//! `Sizeof`, `Alignof` and `Offsetof` are constants unless the type's size depends on a type parameter; the others give values.
//! Sizes are those of a 64-bit machine.

use escargo_grammar::ast::{Expr, ExprId};

use super::call::CallSite;
use super::checker::{Checker, Operand};
use super::info::{Mode, Selection, SelectionKind};
use crate::types::object::Builtin;
use crate::types::{Basic, Const, Found, Lookup, ObjectId, TypeId, TypeKind};

impl Checker<'_> {
    /// Checks a call of one of the functions of package `unsafe`; false after an error.
    pub(super) fn builtin_unsafe(
        &mut self,
        x: &mut Operand,
        site: &CallSite<'_>,
        id: Builtin,
        args: &mut [Operand],
    ) -> bool {
        if let Some((minor, name)) = since(id) {
            self.require_version(self.start(site.fun), minor, name);
        }
        match id {
            Builtin::UnsafeAdd => self.unsafe_add(x, site, args),
            Builtin::UnsafeOffsetof => self.unsafe_offsetof(x, site),
            Builtin::UnsafeSlice => self.unsafe_slice(x, site, args),
            Builtin::UnsafeSliceData => self.unsafe_slice_data(x, site),
            Builtin::UnsafeString => self.unsafe_string(x, site, args),
            Builtin::UnsafeStringData => self.unsafe_string_data(x, site),
            _size_or_alignment => self.unsafe_layout(x, site, id),
        }
    }

    fn unsafe_add(&mut self, x: &mut Operand, site: &CallSite<'_>, args: &mut [Operand]) -> bool {
        let pointer = self.world.basic(Basic::UnsafePointer);
        self.assignment(x, Some(pointer), "argument to unsafe.Add");
        let [_, len] = args else { return false };
        if !x.is_valid() || !self.is_valid_index(len, "length", true) {
            return false;
        }
        x.set_value(pointer);
        self.record_builtin(
            site,
            Builtin::UnsafeAdd,
            &[pointer, len.ty],
            Some(pointer),
            false,
        );
        true
    }

    /// `unsafe.Sizeof`, `unsafe.Alignof`
    fn unsafe_layout(&mut self, x: &mut Operand, site: &CallSite<'_>, id: Builtin) -> bool {
        let world = self.world;
        let is_size = id == Builtin::UnsafeSizeof;
        let context = match is_size {
            true => "argument to unsafe.Sizeof",
            false => "argument to unsafe.Alignof",
        };
        self.assignment(x, None, context);
        if !x.is_valid() {
            return false;
        }
        let uintptr = world.basic(Basic::Uintptr);
        if self.has_variable_size(x.ty) {
            self.record_builtin(site, id, &[x.ty], Some(uintptr), false);
            x.set_value(uintptr);
            return true;
        }
        let value = match is_size {
            true => world.size_of(x.ty),
            false => world.align_of(x.ty),
        };
        self.constant_size(x, value)
    }

    /// Makes the operand a constant size; an error if it is unknown.
    fn constant_size(&mut self, x: &mut Operand, value: Option<u64>) -> bool {
        let Some(value) = value.and_then(|value| i64::try_from(value).ok()) else {
            let text = self.operand_text(x);
            self.error_at(x, format!("{text} is too large"));
            return false;
        };
        x.mode = Mode::Constant;
        x.ty = self.world.basic(Basic::Uintptr);
        x.value = Some(Const::Int(value));
        true
    }

    fn unsafe_offsetof(&mut self, x: &mut Operand, site: &CallSite<'_>) -> bool {
        let world = self.world;
        let [arg] = *site.args else { return false };
        let selector = self.unparen(arg);
        let Expr::Selector(base_expr, sel) = self.node(selector) else {
            let text = self.expr_text(arg);
            self.error(
                self.start(arg),
                format!("invalid argument: {text} is not a selector expression"),
            );
            self.use_exprs(&[arg]);
            return false;
        };
        self.expr(None, x, base_expr);
        if !x.is_valid() {
            return false;
        }
        let base = match world.pointee(x.ty) {
            Some(elem) if matches!(world.underlying_kind(elem), TypeKind::Struct(_)) => elem,
            _other => x.ty,
        };
        let Some(found) = self.offset_field(x, arg, base, sel.name) else {
            return false;
        };
        let field_type = found.field_type.unwrap_or_else(|| world.invalid());
        self.record_offset_selector(selector, base, &found, x.mode);
        if self.has_variable_size(base) {
            let uintptr = world.basic(Basic::Uintptr);
            self.record_builtin(
                site,
                Builtin::UnsafeOffsetof,
                &[field_type],
                Some(uintptr),
                false,
            );
            x.set_value(uintptr);
            return true;
        }
        let offset = self.offset_of(base, &found.path);
        self.constant_size(x, offset)
    }

    /// The field that `unsafe.Offsetof` names.
    fn offset_field(
        &mut self,
        x: &Operand,
        arg: ExprId,
        base: TypeId,
        name: escargo_grammar::Symbol,
    ) -> Option<Found> {
        let found = match self
            .world
            .lookup_field_or_method(base, false, self.pkg, name)
        {
            Lookup::Found(found) => found,
            Lookup::NotFound | Lookup::Ambiguous(_) | Lookup::PointerReceiver(_) => {
                let message = format!(
                    "invalid argument: {} has no single field {}",
                    self.ty_text(base),
                    name.as_str()
                );
                self.error_at(x, message);
                return None;
            }
        };
        if found.is_method() {
            let text = self.expr_text(arg);
            self.error(
                self.start(arg),
                format!("invalid argument: {text} is a method value"),
            );
            return None;
        }
        if found.indirect {
            let message = format!(
                "invalid argument: field {} is embedded via a pointer in {}",
                name.as_str(),
                self.ty_text(base)
            );
            self.error_at(x, message);
            return None;
        }
        Some(found)
    }

    fn record_offset_selector(
        &mut self,
        selector: ExprId,
        base: TypeId,
        found: &Found,
        mode: Mode,
    ) {
        let selection = Selection {
            kind: SelectionKind::Field,
            recv: base,
            object: found.object,
            path: found.path.clone(),
            indirect: false,
        };
        let info = self.info();
        info.selections.insert(selector, selection);
        info.objects[selector] = Some(found.object).into();
        if let Some(ty) = found.field_type {
            let mode = match mode {
                Mode::Variable => Mode::Variable,
                _value => Mode::Value,
            };
            self.record_type(selector, mode, ty, None);
        }
    }

    /// The offset of a field reached through embedded structs.
    fn offset_of(&self, base: TypeId, path: &[u32]) -> Option<u64> {
        let mut ty = base;
        let mut sum: u64 = 0;
        for &index in path {
            let TypeKind::Struct(fields) = self.world.underlying_kind(ty) else {
                return None;
            };
            let index = index as usize;
            let fields_before = fields.get(..=index)?;
            let offset = *self.world.field_offsets(fields_before)?.last()?;
            sum = sum.checked_add(offset)?;
            ty = fields.get(index)?.ty;
        }
        Some(sum)
    }

    fn unsafe_slice(&mut self, x: &mut Operand, site: &CallSite<'_>, args: &mut [Operand]) -> bool {
        let world = self.world;
        let pointer = self.common_under(x.ty).unwrap_or_else(|_| world.invalid());
        let TypeKind::Pointer(base) = world.kind(pointer) else {
            let text = self.operand_text(x);
            self.error_at(x, format!("invalid argument: {text} is not a pointer"));
            return false;
        };
        let [_, len] = args else { return false };
        if !self.is_valid_index(len, "length", false) {
            return false;
        }
        x.set_value(world.slice(*base));
        self.record_builtin(
            site,
            Builtin::UnsafeSlice,
            &[pointer, len.ty],
            Some(x.ty),
            false,
        );
        true
    }

    fn unsafe_slice_data(&mut self, x: &mut Operand, site: &CallSite<'_>) -> bool {
        let world = self.world;
        let slice = self.common_under(x.ty).unwrap_or_else(|_| world.invalid());
        let TypeKind::Slice(elem) = world.kind(slice) else {
            let text = self.operand_text(x);
            self.error_at(x, format!("invalid argument: {text} is not a slice"));
            return false;
        };
        x.set_value(world.pointer(*elem));
        self.record_builtin(site, Builtin::UnsafeSliceData, &[slice], Some(x.ty), false);
        true
    }

    fn unsafe_string(
        &mut self,
        x: &mut Operand,
        site: &CallSite<'_>,
        args: &mut [Operand],
    ) -> bool {
        let world = self.world;
        let pointer = world.pointer(world.basic(Basic::Byte));
        self.assignment(x, Some(pointer), "argument to unsafe.String");
        let [_, len] = args else { return false };
        if !x.is_valid() || !self.is_valid_index(len, "length", false) {
            return false;
        }
        x.set_value(world.basic(Basic::String));
        self.record_builtin(
            site,
            Builtin::UnsafeString,
            &[pointer, len.ty],
            Some(x.ty),
            false,
        );
        true
    }

    fn unsafe_string_data(&mut self, x: &mut Operand, site: &CallSite<'_>) -> bool {
        let world = self.world;
        let string = world.basic(Basic::String);
        self.assignment(x, Some(string), "argument to unsafe.StringData");
        if !x.is_valid() {
            return false;
        }
        x.set_value(world.pointer(world.basic(Basic::Byte)));
        self.record_builtin(
            site,
            Builtin::UnsafeStringData,
            &[string],
            Some(x.ty),
            false,
        );
        true
    }

    /// Whether the size of the type depends on a type parameter. So does, for our purposes, that of a type which contains
    /// itself or is being declared: that is reported.
    fn has_variable_size(&mut self, ty: TypeId) -> bool {
        let world = self.world;
        match world.unaliased_kind(ty) {
            TypeKind::TypeParam(_) => true,
            TypeKind::Named(id) => {
                if let Some(&known) = self.variable_sizes.get(&ty) {
                    return known;
                }
                if self.is_infinite(ty) {
                    // Reported before.
                    return true;
                }
                let named = world.named(*id);
                let object = named.object;
                // An instance is an object of its own that stands where it was first written.
                if named.origin.is_some() {
                    return self.instance_has_variable_size(ty, object);
                }
                if let Some(start) = self.path.iter().position(|&other| other == object) {
                    let cycle = self.path[start..].to_vec();
                    self.cycle_error(&cycle);
                    return true;
                }
                self.path.push(object);
                let result = stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
                    self.has_variable_size(world.underlying(ty))
                });
                self.path.pop();
                *self.variable_sizes.entry(ty).or_insert(result)
            }
            TypeKind::Array(_, elem) => self.has_variable_size(*elem),
            TypeKind::Struct(fields) => fields.iter().any(|field| self.has_variable_size(field.ty)),
            TypeKind::Basic(_)
            | TypeKind::Slice(_)
            | TypeKind::Pointer(_)
            | TypeKind::Func(_)
            | TypeKind::Interface(_)
            | TypeKind::Map(..)
            | TypeKind::Chan(..)
            | TypeKind::Tuple(_)
            | TypeKind::Alias(_)
            | TypeKind::Union(_) => false,
        }
    }
}

/// Instances.
impl Checker<'_> {
    fn instance_has_variable_size(&mut self, ty: TypeId, object: ObjectId) -> bool {
        let world = self.world;
        if self.sizing.contains(&ty) {
            let declared = world.object(object).pos;
            let pos = self.instance_places.get(&ty).copied().unwrap_or(declared);
            let entry = (pos, world.qualified_name(object, self.pkg));
            self.report_cycle(&[entry], 0, true);
            return true;
        }
        self.sizing.push(ty);
        let result = stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.has_variable_size(world.underlying(ty))
        });
        self.sizing.pop();
        *self.variable_sizes.entry(ty).or_insert(result)
    }
}

/// The release that brought the function.
fn since(id: Builtin) -> Option<(u32, &'static str)> {
    match id {
        Builtin::UnsafeAdd => Some((17, "unsafe.Add")),
        Builtin::UnsafeSlice => Some((17, "unsafe.Slice")),
        Builtin::UnsafeSliceData => Some((20, "unsafe.SliceData")),
        Builtin::UnsafeString => Some((20, "unsafe.String")),
        Builtin::UnsafeStringData => Some((20, "unsafe.StringData")),
        _from_the_start => None,
    }
}
