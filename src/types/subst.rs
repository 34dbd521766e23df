//! Substitution of type arguments for type parameters, and instances.
//!
//! An instance of a generic type is only a name at first (origin and arguments); its underlying type and the signatures of
//! its methods are substituted when someone asks, so that recursive types (`type List[T any] struct { next *List[T] }`)
//! cost nothing. Substitution never changes a type that mentions none of the parameters: interning gives back the same id.
//! Types declared inside a generic function are not substituted, as Go does not tell their instances apart here either.

use std::sync::OnceLock;

use super::object::ObjectId;
use super::store::{
    Alias, AliasId, Field, Interface, Method, Named, NamedId, Signature, TypeId, TypeKind,
    TypeParam, TypeParamId, UnionTerm,
};
use super::world::World;

impl World {
    /// The type with `targs` in place of `tparams`; parameters without an argument stay.
    pub fn substitute(&self, ty: TypeId, tparams: &[TypeParamId], targs: &[TypeId]) -> TypeId {
        if tparams.is_empty() {
            return ty;
        }
        let pairs = tparams.iter().copied().zip(targs.iter().copied());
        Substitution {
            world: self,
            map: pairs.collect(),
            shapes: Vec::new(),
        }
        .of(ty)
    }

    /// The type with `targs` in place of the shapes that stand for them.
    pub fn without_shapes(&self, ty: TypeId, shapes: &[TypeId], targs: &[TypeId]) -> TypeId {
        let pairs = shapes.iter().copied().zip(targs.iter().copied());
        Substitution {
            world: self,
            map: Vec::new(),
            shapes: pairs.collect(),
        }
        .of(ty)
    }

    /// The instance of a generic defined type.
    pub fn instantiate_named(&self, origin: NamedId, targs: &[TypeId]) -> TypeId {
        self.instance(origin, targs.into(), || Named {
            object: self.named(origin).object,
            origin: Some(origin),
            targs: targs.into(),
            tparams: OnceLock::from(Box::default()),
            underlying: OnceLock::new(),
            methods: OnceLock::new(),
        })
    }

    /// The instance of a generic alias, whose target must be known; `None` if it is not yet.
    pub fn instantiate_alias(&self, origin: AliasId, targs: &[TypeId]) -> Option<TypeId> {
        let generic = self.alias(origin);
        let tparams = generic.tparams.get()?;
        let target = self.substitute(*generic.target.get()?, tparams, targs);
        Some(self.alias_instance(origin, targs.into(), || Alias {
            object: generic.object,
            tparams: OnceLock::from(Box::default()),
            targs: targs.into(),
            target: OnceLock::from(target),
        }))
    }

    /// The signature of a generic function with its type parameters replaced by as many arguments.
    pub fn instantiate_signature(&self, signature: &Signature, targs: &[TypeId]) -> TypeId {
        let plain = self.intern(TypeKind::Func(Signature {
            tparams: Box::default(),
            ..signature.clone()
        }));
        self.substitute(plain, &signature.tparams, targs)
    }

    /// The methods declared on a defined type, in source order; those of its origin if it is an instance. Their types are
    /// found by [`World::method_type`].
    pub fn methods(&self, id: NamedId) -> &[ObjectId] {
        let origin = self.named(self.origin(id));
        origin.methods.get().map_or(&[], |methods| methods)
    }

    /// The signature of a method found in `owner`: a defined type, an instance, or an interface. `None` while the method's
    /// declaration is not checked.
    pub fn method_type(&self, owner: TypeId, method: ObjectId) -> Option<TypeId> {
        let declared = self.object(method).ty.get().copied();
        match self.as_named(owner) {
            Some(id) if self.methods(id).contains(&method) => match self.named(id).origin {
                None => declared,
                Some(_) => {
                    let declared = declared?;
                    // A receiver that is wrong declares no parameters.
                    Some(match self.receiver_type_params(method) {
                        Some(tparams) => self.substitute(declared, &tparams, &self.named(id).targs),
                        None => declared,
                    })
                }
            },
            Some(_) | None => {
                let set = self.type_set(owner);
                let found = set
                    .methods
                    .iter()
                    .find(|known| known.object == Some(method));
                found.map(|known| known.ty).or(declared)
            }
        }
    }

    /// The type parameters that a method's receiver declares (`U` in `func (l *List[U]) …`).
    pub fn receiver_type_params(&self, method: ObjectId) -> Option<Box<[TypeParamId]>> {
        let (base, _) = self.deref(*self.object(method).receiver.get()?);
        let named = self.named(self.as_named(base)?);
        named
            .targs
            .iter()
            .map(|&targ| self.as_type_param(targ))
            .collect()
    }
}

/// One substitution.
struct Substitution<'w> {
    world: &'w World,
    map: Vec<(TypeParamId, TypeId)>,
    /// Shapes that are replaced.
    shapes: Vec<(TypeId, TypeId)>,
}

impl Substitution<'_> {
    fn of(&mut self, ty: TypeId) -> TypeId {
        stacker::maybe_grow(64 << 10, 4 << 20, || self.compute(ty))
    }

    fn compute(&mut self, ty: TypeId) -> TypeId {
        let world = self.world;
        let kind = match world.kind(ty) {
            TypeKind::Basic(_) => return ty,
            TypeKind::Array(len, elem) => TypeKind::Array(*len, self.of(*elem)),
            TypeKind::Slice(elem) => TypeKind::Slice(self.of(*elem)),
            TypeKind::Struct(fields) => self.of_struct(fields),
            TypeKind::Pointer(elem) => TypeKind::Pointer(self.of(*elem)),
            TypeKind::Func(signature) => self.of_signature(signature),
            TypeKind::Interface(interface) => self.of_interface(interface),
            TypeKind::Map(key, elem) => TypeKind::Map(self.of(*key), self.of(*elem)),
            TypeKind::Chan(dir, elem) => TypeKind::Chan(*dir, self.of(*elem)),
            TypeKind::Tuple(types) => TypeKind::Tuple(self.of_list(types)),
            TypeKind::Named(id) => return self.of_named(ty, *id),
            TypeKind::Alias(id) => return self.of_alias(ty, *id),
            TypeKind::TypeParam(id) => return self.of_type_param(ty, *id),
            TypeKind::Union(terms) => self.of_union(terms),
        };
        world.intern(kind)
    }

    fn of_list(&mut self, types: &[TypeId]) -> Box<[TypeId]> {
        types.iter().map(|&ty| self.of(ty)).collect()
    }

    fn of_type_param(&self, ty: TypeId, id: TypeParamId) -> TypeId {
        let found = self.map.iter().find(|(tparam, _)| *tparam == id);
        found.map_or(ty, |&(_, targ)| targ)
    }

    fn of_struct(&mut self, fields: &[Field]) -> TypeKind {
        let fields = fields.iter().map(|field| Field {
            ty: self.of(field.ty),
            ..*field
        });
        TypeKind::Struct(fields.collect())
    }

    fn of_interface(&mut self, interface: &Interface) -> TypeKind {
        let methods = interface.methods.iter().map(|method| Method {
            ty: self.of(method.ty),
            ..*method
        });
        TypeKind::Interface(Interface {
            methods: methods.collect(),
            embeds: self.of_list(&interface.embeds),
            spelling: interface.spelling,
        })
    }

    fn of_union(&mut self, terms: &[UnionTerm]) -> TypeKind {
        let terms = terms.iter().map(|term| UnionTerm {
            ty: self.of(term.ty),
            tilde: term.tilde,
        });
        TypeKind::Union(terms.collect())
    }

    fn of_signature(&mut self, signature: &Signature) -> TypeKind {
        let outer = self.map.len();
        let tparams = self.own_type_params(&signature.tparams);
        let result = Signature {
            params: self.of_list(&signature.params),
            results: self.of_list(&signature.results),
            tparams,
            ..signature.clone()
        };
        self.map.truncate(outer);
        TypeKind::Func(result)
    }

    /// The type parameters of a generic signature below a substitution: new ones if a constraint changes.
    fn own_type_params(&mut self, tparams: &[TypeParamId]) -> Box<[TypeParamId]> {
        let world = self.world;
        let mut changed = false;
        for &tparam in tparams {
            if let Some(&constraint) = world.type_param(tparam).constraint.get() {
                changed |= self.of(constraint) != constraint;
            }
        }
        if !changed {
            return tparams.into();
        }
        let fresh: Box<[TypeParamId]> = tparams
            .iter()
            .map(|&tparam| {
                let old = world.type_param(tparam);
                world.add_type_param(TypeParam {
                    object: old.object,
                    index: old.index,
                    constraint: OnceLock::new(),
                })
            })
            .collect();
        for (&old, &new) in tparams.iter().zip(&fresh) {
            self.map.push((old, world.type_param_type(new)));
        }
        for (&old, &new) in tparams.iter().zip(&fresh) {
            if let Some(&constraint) = world.type_param(old).constraint.get() {
                let constraint = self.of(constraint);
                world.type_param(new).constraint.get_or_init(|| constraint);
            }
        }
        fresh
    }

    fn of_named(&mut self, ty: TypeId, id: NamedId) -> TypeId {
        let named = self.world.named(id);
        let Some(origin) = named.origin else {
            let shape = self.shapes.iter().find(|&&(shape, _)| shape == ty);
            return shape.map_or(ty, |&(_, targ)| targ);
        };
        // A wrong number of arguments was reported where the instance is written.
        let tparams = self.world.named(origin).tparams.get();
        if tparams.is_some_and(|tparams| tparams.len() != named.targs.len()) {
            return self.world.invalid();
        }
        let targs = self.of_list(&named.targs);
        let targs = self.world.shaped_together(origin, targs);
        match targs == named.targs {
            true => ty,
            false => self.world.instantiate_named(origin, &targs),
        }
    }

    fn of_alias(&mut self, ty: TypeId, id: AliasId) -> TypeId {
        let alias = self.world.alias(id);
        if alias.targs.is_empty() {
            // A plain alias; one declared in a generic function may still mention its parameters.
            let Some(&target) = alias.target.get() else {
                return ty;
            };
            let changed = self.of(target);
            return if changed == target { ty } else { changed };
        }
        let targs = self.of_list(&alias.targs);
        if targs == alias.targs {
            return ty;
        }
        let generic = self.world.object(alias.object).ty.get();
        let origin = generic.and_then(|&generic| match self.world.kind(generic) {
            TypeKind::Alias(origin) => Some(*origin),
            _other => None,
        });
        origin
            .and_then(|origin| self.world.instantiate_alias(origin, &targs))
            .unwrap_or(ty)
    }
}
