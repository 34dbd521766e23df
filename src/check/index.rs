//! Index and slice expressions.
//!
//! QUESTION. What does `x[i]` or `x[lo:hi:max]` give: an element, a byte, a map's value, a slice, a string, or is it an
//! instantiation?
//!
//! Constant indices are checked against lengths that are known: of constant strings, arrays, pointers to arrays. For a
//! type parameter every type of its set must do, with the same element type; all of them are maps or none is.
//!
//! ```text
//! "abc"[1]      // a byte value, not a constant        a[1:]   // a must be addressable if it is an array
//! m[k]          // assignable but not addressable      F[int]  // left to function instantiation
//! ```
//!
//! SOURCE: the Go specification, "Index expressions", "Slice expressions"; wording and positions of types2.

use escargo_grammar::ast::{Expr, ExprId, OptExpr};

use super::checker::{Checker, Operand};
use super::info::Mode;
use crate::types::{Basic, Const, TypeId, TypeKind};

/// What indexing a type gives.
#[derive(Clone, Copy)]
struct Indexed {
    mode: Mode,
    elem: TypeId,
    /// The key type of a map.
    key: Option<TypeId>,
    /// The length, if it is known.
    length: Option<i64>,
}

/// Index expressions.
impl Checker<'_> {
    /// `x[i]`. True if it is a generic function (in `x`) that is to be instantiated.
    pub(super) fn index_expr(&mut self, x: &mut Operand, e: ExprId) -> bool {
        let Expr::Index(inner, indices) = self.node(e) else {
            return false;
        };
        self.expr_or_type(x, inner, true);
        let ast = self.ast();
        let indices = ast.expr_list(indices);
        match x.mode {
            Mode::Invalid => {
                self.use_exprs(indices);
                return false;
            }
            Mode::Type => {
                x.invalidate();
                x.ty = self.var_type(e);
                if self.world.is_valid(x.ty) {
                    x.mode = Mode::Type;
                }
                return false;
            }
            Mode::Value
                if self
                    .world
                    .as_signature(x.ty)
                    .is_some_and(|signature| !signature.tparams.is_empty()) =>
            {
                return true;
            }
            _value => {}
        }
        self.non_generic(None, x);
        if x.is_valid() && !self.index_is_complete(x.ty) {
            x.invalidate();
        }
        if x.is_valid() {
            self.index_value_expr(x, e, indices);
        }
        false
    }

    /// Whether the types that indexing needs are complete; reports an error if not.
    fn index_is_complete(&mut self, ty: TypeId) -> bool {
        if !self.is_complete(ty) {
            return false;
        }
        match self.world.underlying_kind(ty) {
            &TypeKind::Pointer(part) | &TypeKind::Map(_, part) => self.is_complete(part),
            _other => true,
        }
    }

    fn index_value_expr(&mut self, x: &mut Operand, e: ExprId, indices: &[ExprId]) {
        let indexed = match self.world.is_type_param(x.ty) {
            true => self.indexed_type_param(x),
            false => self.indexed(x, self.world.underlying(x.ty)),
        };
        let Some(indexed) = indexed else {
            let text = self.operand_text(x);
            self.error(self.pos_of(e), format!("cannot index {text}"));
            self.use_exprs(indices);
            x.invalidate();
            return;
        };
        let Some(index) = self.single_index(indices) else {
            x.invalidate();
            return;
        };
        x.mode = indexed.mode;
        x.ty = indexed.elem;
        x.value = None;
        match indexed.key {
            Some(key) => {
                let mut operand = Operand::invalid(self.world);
                self.generic_expr(&mut operand, index);
                self.assignment(&mut operand, Some(key), "map index");
            }
            None => {
                self.index_value(index, indexed.length);
            }
        }
    }

    /// What indexing a value with that underlying type gives.
    fn indexed(&self, x: &Operand, under: TypeId) -> Option<Indexed> {
        let world = self.world;
        let is_variable = x.mode == Mode::Variable;
        Some(match *world.kind(under) {
            TypeKind::Basic(basic) if basic.is_string() => Indexed {
                mode: Mode::Value,
                elem: world.basic(Basic::Byte),
                key: None,
                length: constant_length(x),
            },
            TypeKind::Array(length, elem) => Indexed {
                mode: if is_variable {
                    Mode::Variable
                } else {
                    Mode::Value
                },
                elem,
                key: None,
                length: known(length),
            },
            TypeKind::Pointer(base) => match *world.underlying_kind(base) {
                TypeKind::Array(length, elem) => Indexed {
                    mode: Mode::Variable,
                    elem,
                    key: None,
                    length: known(length),
                },
                _ => return None,
            },
            TypeKind::Slice(elem) => Indexed {
                mode: Mode::Variable,
                elem,
                key: None,
                length: None,
            },
            TypeKind::Map(key, elem) => Indexed {
                mode: Mode::MapIndex,
                elem,
                key: Some(key),
                length: None,
            },
            _ => return None,
        })
    }

    /// What all types of a type parameter's set give.
    fn indexed_type_param(&self, x: &Operand) -> Option<Indexed> {
        let world = self.world;
        let mut all: Option<Indexed> = None;
        for (_, under) in world.underlying_types(x.ty)? {
            let one = self.indexed(x, under)?;
            let Some(before) = all else {
                all = Some(one);
                continue;
            };
            let same_keys = match (before.key, one.key) {
                (Some(a), Some(b)) => world.identical(a, b),
                (a, b) => a == b,
            };
            if !same_keys || !world.identical(before.elem, one.elem) {
                return None;
            }
            all = Some(Indexed {
                mode: match one.mode {
                    Mode::Value => Mode::Value,
                    _variable => before.mode,
                },
                length: match (before.length, one.length) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, _) => a,
                },
                ..before
            });
        }
        all
    }

    /// The one index between the brackets; reports an error if there are several.
    fn single_index(&mut self, indices: &[ExprId]) -> Option<ExprId> {
        if let Some(&second) = indices.get(1) {
            self.error(self.start(second), "invalid operation: more than one index");
        }
        indices.first().copied()
    }

    /// Checks an index that must be below `limit`, if that is known. Its type, invalid after an error, and its value if constant.
    pub(super) fn index_value(
        &mut self,
        index: ExprId,
        limit: Option<i64>,
    ) -> (TypeId, Option<i64>) {
        let invalid = (self.world.invalid(), None);
        let mut x = Operand::invalid(self.world);
        self.expr(None, &mut x, index);
        if !self.is_valid_index(&mut x, "index", false) {
            return invalid;
        }
        if x.mode != Mode::Constant {
            return (x.ty, None);
        }
        let Some(value) = x.value.as_ref().and_then(Const::as_i64) else {
            return invalid;
        };
        match limit {
            Some(limit) if value >= limit => {
                self.error_at(
                    &x,
                    format!("invalid argument: index {value} out of bounds [0:{limit}]"),
                );
                invalid
            }
            _fits => (x.ty, Some(value)),
        }
    }

    /// Whether the operand is an integer that can be an index, length or the like (`what`); reports an error if not.
    pub(super) fn is_valid_index(
        &mut self,
        x: &mut Operand,
        what: &str,
        allow_negative: bool,
    ) -> bool {
        if !x.is_valid() {
            return false;
        }
        let world = self.world;
        self.convert_untyped(x, world.basic(Basic::Int));
        if !x.is_valid() {
            return false;
        }
        let problem = if !world.all_integer(x.ty) {
            "must be integer"
        } else if x.mode != Mode::Constant {
            return true;
        } else {
            match &x.value {
                Some(value) if !allow_negative && value.sign() == Some(-1) => {
                    "must not be negative"
                }
                Some(value) => match value.representable(Basic::Int, self.world.machine()) {
                    Ok(_) => return true,
                    Err(_) => "overflows int",
                },
                None => return false,
            }
        };
        let text = self.operand_text(x);
        self.error_at(x, format!("invalid argument: {what} {text} {problem}"));
        false
    }
}

/// A length that is not negative, as that of an invalid array is.
fn known(length: i64) -> Option<i64> {
    (length >= 0).then_some(length)
}

/// The length of a constant string.
fn constant_length(x: &Operand) -> Option<i64> {
    match &x.value {
        Some(Const::Str(bytes)) if x.mode == Mode::Constant => i64::try_from(bytes.len()).ok(),
        _not_constant => None,
    }
}

/// Slice expressions.
impl Checker<'_> {
    /// `x[lo:hi]`, `x[lo:hi:max]`
    pub(super) fn slice_expr(&mut self, x: &mut Operand, e: ExprId) {
        let Expr::Slice {
            x: inner,
            lo,
            hi,
            max,
        } = self.node(e)
        else {
            return;
        };
        let bounds = [lo, hi, max];
        self.expr(None, x, inner);
        if !x.is_valid() {
            let given: Vec<ExprId> = bounds.iter().filter_map(|bound| bound.expand()).collect();
            self.use_exprs(&given);
            return;
        }
        let Some(under) = self.sliced_type(x) else {
            x.invalidate();
            return;
        };
        if let &TypeKind::Pointer(base) = self.world.underlying_kind(x.ty)
            && !self.is_complete(base)
        {
            x.invalidate();
            return;
        }
        let Some(length) = self.slice_operand(x, under, max) else {
            x.invalidate();
            return;
        };
        x.mode = Mode::Value;
        x.value = None;
        self.slice_bounds(bounds, length);
    }

    /// The underlying type that all types of the operand's set share, strings counting as byte slices; reports an error
    /// if there is none.
    fn sliced_type(&mut self, x: &Operand) -> Option<TypeId> {
        let world = self.world;
        let Some(types) = world.underlying_types(x.ty) else {
            let (text, ty) = (self.operand_text(x), self.ty_text(x.ty));
            self.error_at(x, format!("cannot slice {text}: no specific type in {ty}"));
            return None;
        };
        let bytes = world.slice(world.basic(Basic::Byte));
        let mut has_string = false;
        let mut common: Option<(TypeId, TypeId)> = None;
        for (ty, under) in types {
            let is_string = world.is_string(under);
            has_string |= is_string;
            let under = if is_string { bytes } else { under };
            let Some((first, before)) = common else {
                common = Some((ty, under));
                continue;
            };
            if !world.identical(before, under) {
                let text = self.operand_text(x);
                let (a, b) = (self.ty_text(first), self.ty_text(ty));
                self.error_at(
                    x,
                    format!("cannot slice {text}: {a} and {b} have different underlying types"),
                );
                return None;
            }
        }
        match has_string {
            true if world.is_type_param(x.ty) => Some(world.basic(Basic::String)),
            true => Some(world.underlying(x.ty)),
            false => common.map(|(_, under)| under),
        }
    }

    /// Gives `x` the type that slicing it has. The length if it is known; none after an error.
    fn slice_operand(
        &mut self,
        x: &mut Operand,
        under: TypeId,
        max: OptExpr,
    ) -> Option<Option<i64>> {
        let world = self.world;
        match *world.kind(under) {
            TypeKind::Basic(basic) if basic.is_string() => {
                if let Some(max) = max.expand() {
                    self.error(
                        self.start(max),
                        "invalid operation: 3-index slice of string",
                    );
                    return None;
                }
                let length = constant_length(x);
                if world.is_untyped(x.ty) {
                    x.ty = world.basic(Basic::String);
                }
                return Some(length);
            }
            TypeKind::Array(length, elem) => {
                if x.mode != Mode::Variable {
                    let text = self.operand_text(x);
                    self.error_at(x, format!("cannot slice unaddressable value {text}"));
                    return None;
                }
                x.ty = world.slice(elem);
                return Some(known(length));
            }
            TypeKind::Pointer(base) => {
                if let TypeKind::Array(length, elem) = *world.underlying_kind(base) {
                    x.ty = world.slice(elem);
                    return Some(known(length));
                }
            }
            TypeKind::Slice(_) => return Some(None),
            _ => {}
        }
        let text = self.operand_text(x);
        self.error_at(x, format!("cannot slice {text}"));
        None
    }

    fn slice_bounds(&mut self, bounds: [OptExpr; 3], length: Option<i64>) {
        let mut values = [None; 3];
        for (index, bound) in bounds.into_iter().enumerate() {
            values[index] = match bound.expand() {
                Some(bound) => self.index_value(bound, length.map(|length| length + 1)).1,
                None if index == 0 => Some(0),
                None => length,
            };
        }
        // Constant bounds must ascend; one error is enough.
        for (index, low) in values.into_iter().enumerate().take(2) {
            let Some(low) = low.filter(|&low| low > 0) else {
                continue;
            };
            for later in index + 1..3 {
                if let Some(high) = values[later]
                    && high < low
                    && let Some(bound) = bounds[later].expand()
                {
                    self.error(
                        self.start(bound),
                        format!("invalid slice indices: {high} < {low}"),
                    );
                    return;
                }
            }
        }
    }
}
