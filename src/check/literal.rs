//! Function literals and composite literals.
//!
//! QUESTION. Does a literal fit its type: fields or elements, keys, their number and types?
//!
//! The type of an inner literal may be left out; then it is the element type of the outer one, or, if that is a pointer
//! `*T`, the literal is `&T{…}`. The body of a function literal is checked later, but before anything is declared behind it.
//!
//! ```text
//! []*Point{{1, 2}, {X: 3}}       // the inner literals have type *Point
//! [...]string{2: "c", "d"}       // [4]string
//! T{Embedded.field: v}           // not Go; T{field: v} names a promoted field since Go 1.27
//! ```
//!
//! SOURCE: the Go specification, "Composite literals", "Function literals"; wording and positions of types2.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{Expr, ExprId, FieldList};
use rustc_hash::{FxHashMap, FxHashSet};

use super::checker::{Checker, Later, Operand};
use super::info::{Mode, SelectionKind};
use crate::types::{Const, Field, Found, ObjectId, TypeId, TypeKind};

/// Function literals.
impl Checker<'_> {
    /// `func(…) … { … }`
    pub(super) fn func_lit(&mut self, x: &mut Operand, e: ExprId) {
        let Expr::FuncLit(ty_expr, body) = self.node(e) else {
            return;
        };
        let Expr::FuncType(sig) = self.node(ty_expr) else {
            return;
        };
        let scope = self.open_scope(true);
        let ty = self.func_type(sig, None, FieldList::new(), scope);
        self.close_scope();
        self.record_type(ty_expr, Mode::Type, ty, None);
        let mut context = self.func_context(ty, sig);
        context.iota = self.context.iota.clone();
        self.later.push_back(Later::Body {
            context: Box::new(context),
            scope,
            file: self.current,
            body,
            object: None,
        });
        x.set_value(ty);
    }
}

/// Composite literals.
impl Checker<'_> {
    /// `T{…}`; without a type that of the hint.
    pub(super) fn composite_lit(&mut self, x: &mut Operand, e: ExprId, hint: Option<TypeId>) {
        let Expr::CompositeLit { ty, elems, rbrace } = self.node(e) else {
            return;
        };
        let ast = self.ast();
        let elems = ast.expr_list(elems);
        let world = self.world;
        // An array of open length is made once its elements are counted.
        if let Some(ty_expr) = ty.expand()
            && let Expr::ArrayType(len, elem) = self.node(ty_expr)
            && len.is_none()
        {
            let elem = self.var_type(elem);
            let length = self.indexed_elements(elems, elem, None);
            let array = world.array(length, elem);
            self.record_type(ty_expr, Mode::Type, array, None);
            x.set_value(array);
            return;
        }
        let (ty, base) = match (ty.expand(), hint) {
            (Some(ty), _) => {
                let ty = self.type_expr(ty);
                (ty, ty)
            }
            (None, Some(hint)) => (hint, self.hinted_base(hint)),
            (None, None) => {
                self.error(self.start(e), "missing type in composite literal");
                (world.invalid(), world.invalid())
            }
        };
        if !self.is_complete(base) {
            x.invalidate();
            return;
        }
        let is_elem =
            hint.is_some() && matches!(self.node(e), Expr::CompositeLit { ty, .. } if ty.is_none());
        let core = world.core_type(base);
        match core.map(|core| world.kind(core)) {
            Some(TypeKind::Struct(fields)) => self.struct_lit(x, elems, base, core, fields, rbrace),
            Some(&TypeKind::Array(length, elem)) => {
                let known = (length >= 0).then_some(length);
                self.indexed_elements(elems, elem, known);
            }
            Some(&TypeKind::Slice(elem)) => {
                self.indexed_elements(elems, elem, None);
            }
            Some(&TypeKind::Map(key, elem)) => self.map_lit(x, elems, key, elem),
            _other => {
                self.use_elements(elems);
                if core.is_none_or(|core| world.is_valid(core)) {
                    let what = if is_elem { " element" } else { "" };
                    let cause = match core {
                        None => " (no common underlying type)",
                        Some(_) => "",
                    };
                    let text = self.ty_text(ty);
                    self.error(
                        self.start(e),
                        format!("invalid composite literal{what} type {text}{cause}"),
                    );
                    x.invalidate();
                    return;
                }
            }
        }
        x.dummy = None;
        x.set_value(ty);
    }

    /// The type that a literal without a type is made of: what the hint points to, if it is a pointer.
    fn hinted_base(&self, hint: TypeId) -> TypeId {
        let core = self.world.core_type(hint);
        core.and_then(|core| match self.world.kind(core) {
            TypeKind::Pointer(base) => Some(*base),
            _other => None,
        })
        .unwrap_or(hint)
    }

    /// Checks the elements of a literal that is wrong. Keys may be field names: they are left alone.
    fn use_elements(&mut self, elems: &[ExprId]) {
        for &elem in elems {
            let value = match self.node(elem) {
                Expr::KeyValue(_, value) => value,
                _value => elem,
            };
            self.use_exprs(&[value]);
        }
    }

    /// Elements of an array or slice literal. The length that they need.
    fn indexed_elements(&mut self, elems: &[ExprId], ty: TypeId, length: Option<i64>) -> i64 {
        let mut seen = Seen::default();
        let (mut next, mut needed) = (0, 0);
        let mut x = Operand::invalid(self.world);
        for &elem in elems {
            let mut index = None;
            let mut value = elem;
            if let Expr::KeyValue(key, keyed) = self.node(elem) {
                value = keyed;
                let (key_type, constant) = self.index_value(key, length);
                index = constant;
                if constant.is_none() && self.world.is_valid(key_type) {
                    let text = self.expr_text(key);
                    self.error(
                        self.start(elem),
                        format!("index {text} must be integer constant"),
                    );
                }
            } else {
                match length {
                    Some(length) if next >= length => self.error(
                        self.start(elem),
                        format!("index {next} is out of bounds (>= {length})"),
                    ),
                    _inside => index = Some(next),
                }
            }
            if let Some(index) = index {
                next = index;
                if !seen.insert(index) {
                    self.error(
                        self.start(elem),
                        format!("duplicate index {index} in array or slice literal"),
                    );
                }
            }
            next = next.saturating_add(1);
            needed = needed.max(next);
            self.expr_with_hint(&mut x, value, ty);
            self.assignment(&mut x, Some(ty), "array or slice literal");
        }
        needed
    }

    fn map_lit(&mut self, x: &mut Operand, elems: &[ExprId], key: TypeId, elem: TypeId) {
        let world = self.world;
        let by_type = world.is_ordinary_interface(key);
        let mut seen: FxHashMap<Const, Vec<TypeId>> = FxHashMap::default();
        for &element in elems {
            let Expr::KeyValue(key_expr, value) = self.node(element) else {
                self.error(self.start(element), "missing key in map literal");
                continue;
            };
            self.expr_with_hint(x, key_expr, key);
            let written = world.as_basic(x.ty);
            self.assignment(x, Some(key), "map literal");
            if !x.is_valid() {
                continue;
            }
            if x.mode == Mode::Constant
                && let Some(constant) = x.value.clone()
            {
                let text = constant.text_as(world.as_basic(x.ty).or(written));
                let types = seen.entry(constant).or_default();
                let duplicate = types
                    .iter()
                    .any(|&ty| !by_type || world.identical(ty, x.ty));
                types.push(x.ty);
                if duplicate {
                    self.error_at(x, format!("duplicate key {text} in map literal"));
                    continue;
                }
            }
            self.expr_with_hint(x, value, elem);
            self.assignment(x, Some(elem), "map literal");
        }
    }
}

/// Which indices were there: mostly they count up from zero.
#[derive(Default)]
struct Seen {
    /// All below this.
    dense: i64,
    others: FxHashSet<i64>,
}

impl Seen {
    /// Adds an index; false if it was there.
    fn insert(&mut self, index: i64) -> bool {
        if index < self.dense {
            return false;
        }
        if index == self.dense && self.others.is_empty() {
            self.dense += 1;
            return true;
        }
        self.others.insert(index)
    }
}

/// Struct literals.
impl Checker<'_> {
    fn struct_lit(
        &mut self,
        x: &mut Operand,
        elems: &[ExprId],
        base: TypeId,
        core: Option<TypeId>,
        fields: &[Field],
        rbrace: u32,
    ) {
        let Some(&first) = elems.first() else { return };
        if matches!(self.node(first), Expr::KeyValue(..)) {
            self.keyed_struct(x, elems, base, core.unwrap_or(base));
        } else {
            self.positional_struct(x, elems, base, fields, rbrace);
        }
    }

    fn positional_struct(
        &mut self,
        x: &mut Operand,
        elems: &[ExprId],
        base: TypeId,
        fields: &[Field],
        rbrace: u32,
    ) {
        let foreign = |field: &Field| !field.name.is_exported() && field.pkg != self.pkg;
        let has_foreign = fields.iter().any(foreign);
        for (index, &elem) in elems.iter().enumerate() {
            if matches!(self.node(elem), Expr::KeyValue(..)) {
                self.error(
                    self.start(elem),
                    "mixture of field:value and value elements in struct literal",
                );
                continue;
            }
            self.generic_expr(x, elem);
            let Some(field) = fields.get(index) else {
                let text = self.ty_text(base);
                self.error_at(
                    x,
                    format!("too many values in struct literal of type {text}"),
                );
                break;
            };
            if !field.name.is_exported() && field.pkg != self.pkg {
                let text = self.ty_text(base);
                self.error_at(
                    x,
                    format!(
                        "implicit assignment to unexported field {} in struct literal of type {text}",
                        field.name
                    ),
                );
                continue;
            }
            self.assignment(x, Some(field.ty), "struct literal");
        }
        if elems.len() < fields.len() {
            let hint = match has_foreign {
                true => " (type has unexported fields - use key:value pairs)",
                false => "",
            };
            let text = self.ty_text(base);
            self.error(
                rbrace,
                format!("too few values in struct literal of type {text}{hint}"),
            );
        }
    }

    fn keyed_struct(&mut self, x: &mut Operand, elems: &[ExprId], base: TypeId, core: TypeId) {
        let mut visited: Vec<(Box<[u32]>, ObjectId)> = Vec::new();
        for &elem in elems {
            let Expr::KeyValue(key, value) = self.node(elem) else {
                self.error(
                    self.start(elem),
                    "mixture of field:value and value elements in struct literal",
                );
                continue;
            };
            self.generic_expr(x, value);
            let Expr::Ident(name) = self.node(key) else {
                let text = self.expr_text(key);
                self.error(
                    self.start(elem),
                    format!("invalid field name {text} in struct literal"),
                );
                continue;
            };
            let Some(found) = self.keyed_field(key, name, base, core) else {
                continue;
            };
            let Some(ty) = found.field_type else { continue };
            let (path, field) = (found.path.clone(), found.object);
            if path.len() > 1 {
                self.record_selection(key, SelectionKind::Field, core, found);
            } else {
                self.record_use(key, field);
            }
            self.assignment(x, Some(ty), "struct literal");
            self.field_overlap(elem, &visited, &path, field);
            visited.push((path, field));
        }
    }

    /// The field that a key names; reports an error if it cannot be set so.
    fn keyed_field(
        &mut self,
        key: ExprId,
        name: Symbol,
        base: TypeId,
        core: TypeId,
    ) -> Option<Found> {
        let world = self.world;
        let start = self.start(key);
        let found = world.lookup_field_or_method(core, false, self.pkg, name);
        let Some(found) = found.found() else {
            let other = world.lookup_folding_case(core, self.pkg, name);
            let message = self.lookup_error(base, name, other.map(|found| found.object), true);
            self.error(start, message);
            return None;
        };
        if found.is_method() {
            self.error(start, format!("{name} is not a field"));
            return None;
        }
        if found.path.len() > 1 && !self.version_ok(27) {
            let path = self.field_path(core, &found.path);
            let text = self.ty_text(base);
            let what = format!("use of promoted field {path} in struct literal of type {text}");
            self.require_version(start, 27, &what);
            return None;
        }
        if found.indirect {
            self.error(
                start,
                format!("invalid implicit pointer indirection to reach {name}"),
            );
            return None;
        }
        Some(found)
    }

    /// The names of the fields on a way, with dots between them.
    fn field_path(&self, core: TypeId, path: &[u32]) -> String {
        let mut names = Vec::with_capacity(path.len());
        let mut ty = core;
        for &index in path {
            let (base, _) = self.world.deref(ty);
            let TypeKind::Struct(fields) = self.world.underlying_kind(base) else {
                break;
            };
            let Some(field) = fields.get(index as usize) else {
                break;
            };
            names.push(field.name.as_str());
            ty = field.ty;
        }
        names.join(".")
    }

    /// Reports a field that is set twice, itself or as a part of another one.
    fn field_overlap(
        &mut self,
        elem: ExprId,
        visited: &[(Box<[u32]>, ObjectId)],
        path: &[u32],
        field: ObjectId,
    ) {
        let other = visited
            .iter()
            .find(|(known, _)| known.starts_with(path) || path.starts_with(known));
        let Some((known, other)) = other else { return };
        let name = self.world.object(field).name;
        let other = self.world.object(*other).name;
        let message = if known.len() == path.len() {
            format!("duplicate field name {name} in struct literal")
        } else if known.len() < path.len() {
            format!("cannot specify promoted field {name} and enclosing embedded field {other}")
        } else {
            format!("cannot specify embedded field {name} and enclosed promoted field {other}")
        };
        self.error(self.start(elem), message);
    }
}
