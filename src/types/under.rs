//! From a type as written to what it is made of: through aliases, through defined types.
//!
//! Both questions may be asked while declarations are still being checked. What is not known yet answers as the invalid
//! type, on which operations stay silent; nothing of the kind is remembered.

use super::store::{
    Basic, Interface, InterfaceSpelling, NamedId, Signature, TypeId, TypeKind, TypeParamId,
};
use super::world::World;

/// More links than any valid program has between a name and what it stands for; more is a cycle.
const CHAIN_LIMIT: usize = 100_000;

impl World {
    /// The type without aliases around it; those of its parts stay.
    pub fn unalias(&self, ty: TypeId) -> TypeId {
        let mut current = ty;
        for _ in 0..CHAIN_LIMIT {
            let TypeKind::Alias(id) = self.kind(current) else {
                return current;
            };
            match self.alias(*id).target.get() {
                Some(&target) => current = target,
                None => return self.invalid(),
            }
        }
        self.invalid()
    }

    /// The underlying type: never an alias, a defined type or a type parameter. That of a type parameter is its
    /// constraint's interface. Invalid while it is unknown.
    pub fn underlying(&self, ty: TypeId) -> TypeId {
        self.try_underlying(ty).unwrap_or_else(|| self.invalid())
    }

    /// Like [`World::underlying`]; `None` while a declaration on the way is not filled in.
    pub fn try_underlying(&self, ty: TypeId) -> Option<TypeId> {
        let mut current = ty;
        for _ in 0..CHAIN_LIMIT {
            match self.kind(current) {
                TypeKind::Alias(id) => current = *self.alias(*id).target.get()?,
                TypeKind::Named(id) => current = self.named_underlying(*id)?,
                TypeKind::TypeParam(id) => return self.constraint_interface(*id),
                TypeKind::Basic(_)
                | TypeKind::Array(..)
                | TypeKind::Slice(_)
                | TypeKind::Struct(_)
                | TypeKind::Pointer(_)
                | TypeKind::Func(_)
                | TypeKind::Interface(_)
                | TypeKind::Map(..)
                | TypeKind::Chan(..)
                | TypeKind::Tuple(_)
                | TypeKind::Union(_) => return Some(current),
            }
        }
        None
    }

    /// What the underlying type is made of.
    pub fn underlying_kind(&self, ty: TypeId) -> &TypeKind {
        self.kind(self.underlying(ty))
    }

    /// What the type is made of, aliases looked through.
    pub fn unaliased_kind(&self, ty: TypeId) -> &TypeKind {
        self.kind(self.unalias(ty))
    }

    /// The underlying type of a defined type; an instance gets its own when first asked.
    fn named_underlying(&self, id: NamedId) -> Option<TypeId> {
        let named = self.named(id);
        if let Some(&known) = named.underlying.get() {
            return Some(known);
        }
        let origin = self.named(named.origin?);
        let tparams = origin.tparams.get()?;
        if tparams.len() != named.targs.len() {
            // Reported where the instance is written.
            return Some(*named.underlying.get_or_init(|| self.invalid()));
        }
        let generic = self.try_underlying(*origin.underlying.get()?)?;
        let expanded = self.while_expanding(id, || self.substitute(generic, tparams, &named.targs));
        Some(*named.underlying.get_or_init(|| expanded))
    }

    /// The constraint of a type parameter as an interface.
    fn constraint_interface(&self, id: TypeParamId) -> Option<TypeId> {
        let constraint = *self.type_param(id).constraint.get()?;
        if let TypeKind::TypeParam(_) = self.unaliased_kind(constraint) {
            return None;
        }
        let under = self.try_underlying(constraint)?;
        match self.kind(under) {
            TypeKind::Interface(_) | TypeKind::Basic(Basic::Invalid) => Some(under),
            _not_an_interface => Some(self.implicit_interface(constraint)),
        }
    }

    /// The constraint `element` written without `interface`.
    pub fn implicit_interface(&self, element: TypeId) -> TypeId {
        self.intern(TypeKind::Interface(Interface {
            methods: Box::default(),
            embeds: Box::new([element]),
            spelling: InterfaceSpelling::Implicit,
        }))
    }

    /// The defined type that this is, aliases looked through.
    pub fn as_named(&self, ty: TypeId) -> Option<NamedId> {
        match self.unaliased_kind(ty) {
            TypeKind::Named(id) => Some(*id),
            _other => None,
        }
    }

    /// The type parameter that this is, aliases looked through.
    pub fn as_type_param(&self, ty: TypeId) -> Option<TypeParamId> {
        match self.unaliased_kind(ty) {
            TypeKind::TypeParam(id) => Some(*id),
            _other => None,
        }
    }

    /// The basic type that underlies this one.
    pub fn as_basic(&self, ty: TypeId) -> Option<Basic> {
        match self.underlying_kind(ty) {
            TypeKind::Basic(basic) => Some(*basic),
            _other => None,
        }
    }

    /// The signature that underlies this type.
    pub fn as_signature(&self, ty: TypeId) -> Option<&Signature> {
        match self.underlying_kind(ty) {
            TypeKind::Func(signature) => Some(signature),
            _other => None,
        }
    }

    /// The interface that underlies this type; of a type parameter that of its constraint.
    pub fn as_interface(&self, ty: TypeId) -> Option<&Interface> {
        match self.underlying_kind(ty) {
            TypeKind::Interface(interface) => Some(interface),
            _other => None,
        }
    }

    /// If the type is a pointer literal `*T` (not a defined pointer type), `T` and true; else the type and false.
    pub fn deref(&self, ty: TypeId) -> (TypeId, bool) {
        match self.unaliased_kind(ty) {
            TypeKind::Pointer(elem) => (*elem, true),
            _other => (ty, false),
        }
    }

    /// `T` of any type whose underlying type is `*T`.
    pub fn pointee(&self, ty: TypeId) -> Option<TypeId> {
        match self.underlying_kind(ty) {
            TypeKind::Pointer(elem) => Some(*elem),
            _other => None,
        }
    }

    /// The declared generic type that an instance was made of; otherwise the type itself.
    pub fn origin(&self, id: NamedId) -> NamedId {
        self.named(id).origin.unwrap_or(id)
    }
}
