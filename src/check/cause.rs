//! Why types do not go together, in gc's words; and the questions that may need a method's declaration checked first.
//!
//! The types layer answers with data ([`NotAssignable`], [`NotImplemented`], [`Missing`], …); here they become the part of a
//! message after the colon:
//!
//! ```text
//! cannot use x (variable of struct type T) as I value in assignment: T does not implement I (missing method M)
//! ```
//!
//! IGNORED. Text is only built for errors: the yes-or-no questions do not call in here.
//! SOURCE: wording of types2.

use escargo_grammar::Symbol;

use super::checker::{Checker, Operand};
use crate::types::method_set::Candidate;
use crate::types::store::UnionTerm;
use crate::types::{
    Method, Missing, MissingCause, NoCommonType, NotAssignable, NotConvertible, NotImplemented,
    ObjectId, ObjectKind, Relation, Terms, TypeId, TypeKind,
};

/// Questions.
impl Checker<'_> {
    /// Whether an operand can be assigned to a variable of that type; if not, why.
    pub(super) fn assignable(&mut self, x: &Operand, ty: TypeId) -> Result<(), NotAssignable> {
        let world = self.world;
        if !x.is_valid() || !world.is_valid(ty) || world.identical(x.ty, ty) {
            return Ok(());
        }
        if world.is_untyped(x.ty) {
            let fits = self.implicit_type(x, ty);
            return fits.map(|_| ()).map_err(|_| NotAssignable::Different);
        }
        self.need_methods(x.ty, ty);
        world.assignable(x.ty, ty)
    }

    /// Whether an operand can be assigned to a variable of that type.
    pub(super) fn is_assignable(&mut self, x: &Operand, ty: TypeId) -> bool {
        self.assignable(x, ty).is_ok()
    }

    /// Whether an operand can be assigned to a variable of that type; if not, the cause, which may be empty.
    pub(super) fn assignable_to(&mut self, x: &Operand, ty: TypeId) -> Result<(), String> {
        self.assignable(x, ty)
            .map_err(|reason| self.not_assignable_text(x.ty, ty, &reason))
    }

    /// Makes the types of the methods known that decide whether one of the two types implements the other.
    pub(super) fn need_methods(&mut self, a: TypeId, b: TypeId) {
        if self.world.is_interface(b) {
            self.need_methods_of(a, b);
        }
        if self.world.is_interface(a) {
            self.need_methods_of(b, a);
        }
    }

    /// Makes the types of the methods of `ty` known that the interface names.
    pub(super) fn need_methods_of(&mut self, ty: TypeId, iface: TypeId) {
        let world = self.world;
        if world.is_interface(ty) {
            return;
        }
        let wanted = world.type_set(iface);
        for method in &wanted.methods {
            let found = world.lookup_field_or_method(ty, true, method.pkg, method.name);
            if let Some(found) = found.found()
                && found.is_method()
                && world.object(found.object).ty.get().is_none()
            {
                self.resolve_object(found.object);
            }
        }
    }
}

/// Assignment and conversion.
impl Checker<'_> {
    /// The cause of a value of type `from` not being assignable to `to`.
    pub(super) fn not_assignable_text(
        &self,
        from: TypeId,
        to: TypeId,
        reason: &NotAssignable,
    ) -> String {
        match reason {
            NotAssignable::Different => String::new(),
            NotAssignable::Interface(reason) => {
                self.not_implemented_text(from, to, Relation::Implements, reason)
            }
            NotAssignable::NeedsAssertion => "need type assertion".to_owned(),
            NotAssignable::Term {
                from,
                to,
                tparam,
                of_value,
                reason,
            } => {
                let (a, b) = (self.ty_text(*from), self.ty_text(*to));
                let param = self.ty_text(*tparam);
                let text = match of_value {
                    true => format!("cannot assign {a} (in {param}) to {b}"),
                    false => format!("cannot assign {a} to {b} (in {param})"),
                };
                with_inner(text, &self.not_assignable_text(*from, *to, reason))
            }
        }
    }

    /// The cause of a value of type `from` not being convertible to `to`.
    pub(super) fn not_convertible_text(
        &self,
        from: TypeId,
        to: TypeId,
        reason: &NotConvertible,
    ) -> String {
        match reason {
            NotConvertible::Different(reason) => self.not_assignable_text(from, to, reason),
            NotConvertible::Term {
                from,
                from_param,
                to,
                to_param,
                reason,
            } => {
                let within = |ty: &TypeId, param: &Option<TypeId>| match param {
                    Some(param) => format!("{} (in {})", self.ty_text(*ty), self.ty_text(*param)),
                    None => self.ty_text(*ty),
                };
                let text = format!(
                    "cannot convert {} to type {}",
                    within(from, from_param),
                    within(to, to_param)
                );
                with_inner(text, &self.not_convertible_text(*from, *to, reason))
            }
        }
    }

    /// Why the types of a type set have no common underlying type.
    pub(super) fn no_common_type_text(&self, reason: NoCommonType) -> String {
        let pair = |a, b| format!("{} and {}", self.ty_text(a), self.ty_text(b));
        match reason {
            NoCommonType::NoSpecificType => "no specific type".to_owned(),
            NoCommonType::ChannelElements(a, b) => {
                format!("channels {} have different element types", pair(a, b))
            }
            NoCommonType::ChannelDirections(a, b) => {
                format!("channels {} have conflicting directions", pair(a, b))
            }
            NoCommonType::Different(a, b) => {
                format!("{} have different underlying types", pair(a, b))
            }
        }
    }
}

fn with_inner(text: String, inner: &str) -> String {
    match inner {
        "" => text,
        inner => format!("{text}\n\t{inner}"),
    }
}

/// Interfaces.
impl Checker<'_> {
    /// The cause of `ty` not implementing the interface, or not satisfying the constraint, `iface`.
    pub(super) fn not_implemented_text(
        &self,
        ty: TypeId,
        iface: TypeId,
        relation: Relation,
        reason: &NotImplemented,
    ) -> String {
        let verb = match relation {
            Relation::Implements => "implement",
            Relation::Satisfies => "satisfy",
        };
        let (v, t) = (self.ty_text(ty), self.ty_text(iface));
        let detail = match reason {
            NotImplemented::EmptyTypeSet => return format!("cannot {verb} {t} (empty type set)"),
            NotImplemented::NotComparable => return format!("{v} does not {verb} comparable"),
            NotImplemented::NotSubset => return format!("{v} does not {verb} {t}"),
            NotImplemented::Method(missing) => {
                let cause = self.missing_method_text(ty, iface, missing);
                return format!("{v} does not {verb} {t} {cause}");
            }
            NotImplemented::NotInterface => format!("{t} is not an interface"),
            NotImplemented::PointerToInterface => {
                format!("type {t} is pointer to interface, not interface")
            }
            NotImplemented::PointerToTypeParam => {
                format!("type {t} is pointer to type parameter, not type parameter")
            }
            NotImplemented::MissingTilde(term) => {
                format!("possibly missing ~ for {} in {t}", self.ty_text(*term))
            }
            NotImplemented::Mentioned => {
                format!("{t} mentions {v}, but {v} is not in the type set of {t}")
            }
            NotImplemented::NotInTerms => {
                let set = self.world.type_set(iface);
                let terms = match &set.terms {
                    Terms::List(terms) => self.terms_text(terms),
                    Terms::All => String::new(),
                };
                format!("{v} missing in {terms}")
            }
        };
        format!("{v} does not {verb} {t} ({detail})")
    }

    fn terms_text(&self, terms: &[UnionTerm]) -> String {
        let terms = terms.iter().map(|term| {
            let tilde = if term.tilde { "~" } else { "" };
            format!("{tilde}{}", self.world.type_text_by_path(term.ty))
        });
        terms.collect::<Vec<_>>().join(" | ")
    }

    /// `(missing method M)` and the like: why `ty` lacks a method of `iface`.
    pub(super) fn missing_method_text(
        &self,
        ty: TypeId,
        _iface: TypeId,
        missing: &Missing,
    ) -> String {
        let name = missing.method.name.as_str();
        match &missing.cause {
            MissingCause::NotFound => format!("(missing method {name})"),
            MissingCause::PointerToInterface(pointer) => format!(
                "(type {} is pointer to interface, not interface)",
                self.ty_text(*pointer)
            ),
            MissingCause::PointerToTypeParam(pointer) => format!(
                "(type {} is pointer to type parameter, not type parameter)",
                self.ty_text(*pointer)
            ),
            MissingCause::WrongName(candidate) => {
                let (have, want) = self.have_want(candidate, &missing.method);
                format!("(missing method {name})\n\t\thave {have}\n\t\twant {want}")
            }
            MissingCause::Unexported(_) => format!("(unexported method {name})"),
            MissingCause::WrongSignature(candidate) => {
                let (have, want) = self.have_want(candidate, &missing.method);
                match have == want {
                    true => format!("(wrong type for method {name})"),
                    false => {
                        format!("(wrong type for method {name})\n\t\thave {have}\n\t\twant {want}")
                    }
                }
            }
            MissingCause::Ambiguous => {
                format!("(ambiguous selector {}.{name})", self.ty_text(ty))
            }
            MissingCause::PointerReceiver => format!("(method {name} has pointer receiver)"),
            MissingCause::Field => {
                format!("({}.{name} is a field, not a method)", self.ty_text(ty))
            }
        }
    }

    fn have_want(&self, have: &Candidate, want: &Method) -> (String, String) {
        (
            self.method_text(have.name, have.ty),
            self.method_text(want.name, Some(want.ty)),
        )
    }

    /// A method's name and signature without parameter names.
    fn method_text(&self, name: Symbol, ty: Option<TypeId>) -> String {
        let signature = ty.and_then(|ty| self.world.as_signature(ty));
        let Some(signature) = signature else {
            return name.as_str().to_owned();
        };
        let mut nameless = signature.clone();
        nameless.param_names = None;
        nameless.result_names = None;
        let text = self.world.signature_text(&nameless, self.pkg);
        format!("{}{text}", name.as_str())
    }

    /// Checks that a value in an interface of `x`'s type may have the type `ty`.
    pub(super) fn type_assertion(
        &mut self,
        e: escargo_grammar::ast::ExprId,
        x: &Operand,
        ty: TypeId,
        type_switch: bool,
    ) {
        let world = self.world;
        if world.is_interface(ty) || !world.is_valid(ty) {
            return;
        }
        self.need_methods_of(ty, x.ty);
        let Some(missing) = world.missing_method(ty, x.ty, false) else {
            return;
        };
        if world.has_invalid_embedded_fields(ty) {
            return;
        }
        let cause = self.missing_method_text(ty, x.ty, &missing);
        let (text, target) = (self.expr_text(e), self.ty_text(ty));
        let message = match type_switch {
            true => format!(
                "impossible type switch case: {text}\n\t{} cannot have dynamic type {target} {cause}",
                self.operand_text(x)
            ),
            false => format!(
                "impossible type assertion: {text}\n\t{target} does not implement {} {cause}",
                self.ty_text(x.ty)
            ),
        };
        self.error(self.start(e), message);
    }
}

/// How a name that was found instead of the one that was written relates to it.
enum NearMiss {
    Missing,
    Misspelled,
    Unexported,
    Inaccessible,
}

/// Selectors.
impl Checker<'_> {
    /// What to say of a field or method `name` that `ty` does not have; `found` has the name but for case or package.
    pub(super) fn lookup_error(
        &self,
        ty: TypeId,
        name: Symbol,
        found: Option<ObjectId>,
        struct_lit: bool,
    ) -> String {
        let t = self.ty_text(ty);
        let miss = self.near_miss(name, found);
        let other = found.map_or("", |id| self.world.object(id).name.as_str());
        let what = match found.map(|id| self.world.object(id).kind) {
            Some(ObjectKind::Var(_)) => "field",
            Some(ObjectKind::Func(_)) => "method",
            _other => "object",
        };
        let name = name.as_str();
        if struct_lit {
            let unknown = format!("unknown field {name} in struct literal of type {t}");
            return match miss {
                NearMiss::Missing => unknown,
                NearMiss::Misspelled => format!("{unknown}, but does have {other}"),
                NearMiss::Unexported => format!("{unknown}, but does have unexported {other}"),
                NearMiss::Inaccessible => format!(
                    "cannot refer to unexported field {other} in struct literal of type {t}"
                ),
            };
        }
        let none = format!("type {t} has no field or method {name}");
        match miss {
            NearMiss::Missing => none,
            NearMiss::Misspelled => format!("{none}, but does have {what} {other}"),
            NearMiss::Unexported => format!("{none}, but does have unexported {what} {other}"),
            NearMiss::Inaccessible => format!("cannot refer to unexported {what} {other}"),
        }
    }

    fn near_miss(&self, name: Symbol, found: Option<ObjectId>) -> NearMiss {
        let Some(found) = found else {
            return NearMiss::Missing;
        };
        let object = self.world.object(found);
        let same_tail = tail(name.as_str()) == tail(object.name.as_str());
        if object.pkg == self.pkg {
            return NearMiss::Misspelled;
        }
        match (name.is_exported(), object.name.is_exported()) {
            (true, true) => NearMiss::Misspelled,
            (true, false) if same_tail => NearMiss::Unexported,
            (false, true) if same_tail => NearMiss::Misspelled,
            (false, false) if name == object.name => NearMiss::Inaccessible,
            _far => NearMiss::Missing,
        }
    }
}

/// The name without its first letter.
fn tail(name: &str) -> &str {
    let mut letters = name.chars();
    letters.next();
    letters.as_str()
}

/// Lists of types.
impl Checker<'_> {
    /// `(int, number, ...string)` for `have` and `want` lines. `variadic`: the last one is a `...T` parameter; `has_dots`: the
    /// last argument is followed by `...`.
    pub(super) fn types_summary(&self, list: &[TypeId], variadic: bool, has_dots: bool) -> String {
        let world = self.world;
        let last = list.len().wrapping_sub(1);
        let texts = list.iter().enumerate().map(|(index, &ty)| {
            let text = if !world.is_valid(ty) {
                "unknown type".to_owned()
            } else if world.is_untyped_numeric(ty) {
                "number".to_owned()
            } else if world.is_untyped(ty) {
                self.ty_text(ty).replace("untyped ", "")
            } else {
                self.ty_text(ty)
            };
            match world.kind(ty) {
                TypeKind::Slice(elem) if variadic && index == last => {
                    format!("...{}", self.ty_text(*elem))
                }
                _ if variadic && index == last => format!("...{text}"),
                _ if has_dots && index == last => format!("{text}..."),
                _middle => text,
            }
        });
        format!("({})", texts.collect::<Vec<_>>().join(", "))
    }
}
