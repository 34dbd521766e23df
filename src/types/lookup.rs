//! Looking up fields and methods by name.
//!
//! QUESTION. What does `x.name` select, and on which way? Embedded fields are searched level by level; the shallowest level
//! that has the name decides. Twice on that level is ambiguous; a type met again deeper is shadowed by its first meeting; a
//! type that occurs several times on one level counts as that often.
//!
//! ```text
//! type A struct{ B; *C }   type B struct{ x int }   type C struct{ x, y int }
//! a.y  →  path [1, 1], indirect        a.x  →  ambiguous [1, 0]
//! ```
//!
//! INVARIANTS. `path` leads from the type to the member: fields on the way, then the field's number, the number among the
//! declared methods, or the number in the interface's sorted methods. Methods of a defined pointer type's base are not found.
//! IGNORED. Whether a found method's declaration is checked already: its type may still be unknown.
//! SOURCE: the Go specification, "Selectors"; the rules of types2/lookup.go.

use escargo_grammar::Symbol;

use super::object::{ObjectId, ObjectKind, PackageId, VarKind};
use super::store::{Field, TypeId, TypeKind};
use super::world::World;
use crate::source::Pos;

/// A field or method that a name selects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The field or method; that of the generic type's declaration if the type is an instance.
    pub object: ObjectId,
    /// The type that has it: defined type or interface for a method, struct type for a field.
    pub owner: TypeId,
    /// The type of a field. For methods ask [`World::found_type`].
    pub field_type: Option<TypeId>,
    /// The way to it.
    pub path: Box<[u32]>,
    /// Whether a pointer is dereferenced on the way, the first step included.
    pub indirect: bool,
}

impl Found {
    /// Whether it is a method.
    pub fn is_method(&self) -> bool {
        self.field_type.is_none()
    }
}

/// What looking up a name gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lookup {
    /// A field or method.
    Found(Found),
    /// Nothing of that name.
    NotFound,
    /// Several on the same level; the way to one of them.
    Ambiguous(Box<[u32]>),
    /// A method with pointer receiver, on a value that is neither a pointer nor addressable.
    PointerReceiver(ObjectId),
}

impl Lookup {
    /// The field or method, if there is one.
    pub fn found(self) -> Option<Found> {
        match self {
            Lookup::Found(found) => Some(found),
            Lookup::NotFound | Lookup::Ambiguous(_) | Lookup::PointerReceiver(_) => None,
        }
    }
}

/// How names are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// As the language does.
    Exact,
    /// Ignoring case and package, to suggest a near miss.
    Fold,
}

/// What is looked for.
#[derive(Clone, Copy)]
struct Query<'w> {
    world: &'w World,
    pkg: PackageId,
    name: Symbol,
    case: Case,
}

/// A type on the level that is searched.
struct Entry {
    ty: TypeId,
    path: Vec<u32>,
    indirect: bool,
    /// Whether the type occurs several times on this level.
    multiple: bool,
}

impl World {
    /// The field or method `name`, written in package `pkg`, of a value of type `ty`, which may be addressable.
    pub fn lookup_field_or_method(
        &self,
        ty: TypeId,
        addressable: bool,
        pkg: PackageId,
        name: Symbol,
    ) -> Lookup {
        self.lookup_in(ty, addressable, pkg, name, Case::Exact)
    }

    /// Like [`World::lookup_field_or_method`], but names that differ only in case or package will do: to explain errors.
    pub fn lookup_folding_case(&self, ty: TypeId, pkg: PackageId, name: Symbol) -> Option<Found> {
        self.lookup_in(ty, true, pkg, name, Case::Fold).found()
    }

    /// The type of what was found; `None` for a method whose declaration is not checked yet.
    pub fn found_type(&self, found: &Found) -> Option<TypeId> {
        found
            .field_type
            .or_else(|| self.method_type(found.owner, found.object))
    }

    fn lookup_in(
        &self,
        ty: TypeId,
        addressable: bool,
        pkg: PackageId,
        name: Symbol,
        case: Case,
    ) -> Lookup {
        // A defined pointer type has the fields of its base, but no methods.
        if self.as_named(ty).is_some()
            && let under = self.underlying(ty)
            && let TypeKind::Pointer(_) = self.kind(under)
        {
            let result = self.lookup_member(under, false, pkg, name, case);
            return match &result {
                Lookup::Found(found) if found.is_method() => Lookup::NotFound,
                Lookup::Found(_)
                | Lookup::NotFound
                | Lookup::Ambiguous(_)
                | Lookup::PointerReceiver(_) => result,
            };
        }
        self.lookup_member(ty, addressable, pkg, name, case)
    }

    /// The search itself; fields behind a defined pointer type are not found.
    pub(super) fn lookup_member(
        &self,
        ty: TypeId,
        addressable: bool,
        pkg: PackageId,
        name: Symbol,
        case: Case,
    ) -> Lookup {
        if name.is_blank() {
            return Lookup::NotFound;
        }
        let (base, is_pointer) = self.deref(ty);
        if is_pointer && self.is_interface(base) {
            return Lookup::NotFound;
        }
        let query = Query {
            world: self,
            pkg,
            name,
            case,
        };
        let start = Entry {
            ty: base,
            path: Vec::new(),
            indirect: is_pointer,
            multiple: false,
        };
        query.search(start, addressable)
    }
}

impl Query<'_> {
    fn search(&self, start: Entry, addressable: bool) -> Lookup {
        let mut seen: Vec<TypeId> = Vec::new();
        let mut current = vec![start];
        while !current.is_empty() {
            let mut next = Vec::new();
            let mut hit: Option<Found> = None;
            for entry in &current {
                let hits = self.search_type(entry, &mut seen, hit.is_none(), &mut next);
                for found in hits {
                    if hit.is_some() || entry.multiple {
                        return Lookup::Ambiguous(found.path);
                    }
                    hit = Some(found);
                }
            }
            if let Some(found) = hit {
                return self.check_receiver(found, addressable);
            }
            current = self.consolidate(next);
        }
        Lookup::NotFound
    }

    /// A pointer method needs a pointer or something addressable.
    fn check_receiver(&self, found: Found, addressable: bool) -> Lookup {
        match self.world.object(found.object).kind {
            ObjectKind::Func(info) if info.pointer_receiver && !found.indirect && !addressable => {
                Lookup::PointerReceiver(found.object)
            }
            _reachable => Lookup::Found(found),
        }
    }

    /// The members of that name that one type has itself; its embedded fields go to `next`.
    fn search_type(
        &self,
        entry: &Entry,
        seen: &mut Vec<TypeId>,
        descend: bool,
        next: &mut Vec<Entry>,
    ) -> Vec<Found> {
        let world = self.world;
        if world.as_named(entry.ty).is_some() {
            let canonical = world.canonical(entry.ty);
            if seen.contains(&canonical) {
                return Vec::new();
            }
            seen.push(canonical);
            if let Some(found) = self.declared_method(entry) {
                return vec![found];
            }
        }
        let under = world.underlying(entry.ty);
        match world.kind(under) {
            TypeKind::Struct(fields) => self.fields(entry, under, fields, descend, next),
            TypeKind::Interface(_) => self.interface_method(entry).into_iter().collect(),
            _no_members => Vec::new(),
        }
    }

    fn matches(&self, name: Symbol, pkg: PackageId) -> bool {
        match self.case {
            Case::Exact => self.world.same_id((name, pkg), (self.name, self.pkg)),
            Case::Fold => same_letters(name.as_str(), self.name.as_str()),
        }
    }

    fn declared_method(&self, entry: &Entry) -> Option<Found> {
        let world = self.world;
        let named = world.as_named(entry.ty)?;
        let methods = world.methods(named);
        let index = methods.iter().position(|&method| {
            let object = world.object(method);
            self.matches(object.name, object.pkg)
        })?;
        Some(Found {
            object: methods[index],
            owner: world.unalias(entry.ty),
            field_type: None,
            path: extend(&entry.path, index),
            indirect: entry.indirect,
        })
    }

    fn interface_method(&self, entry: &Entry) -> Option<Found> {
        let set = self.world.type_set(entry.ty);
        let mut methods = set.methods.iter().enumerate();
        let (index, method) = methods.find(|(_, method)| self.matches(method.name, method.pkg))?;
        Some(Found {
            object: method.object?,
            owner: entry.ty,
            field_type: None,
            path: extend(&entry.path, index),
            indirect: entry.indirect,
        })
    }

    fn fields(
        &self,
        entry: &Entry,
        owner: TypeId,
        fields: &[Field],
        descend: bool,
        next: &mut Vec<Entry>,
    ) -> Vec<Found> {
        let mut hits = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            if self.matches(field.name, field.pkg) {
                hits.push(Found {
                    object: self.field_object(field),
                    owner,
                    field_type: Some(field.ty),
                    path: extend(&entry.path, index),
                    indirect: entry.indirect,
                });
                continue;
            }
            if descend && hits.is_empty() && field.embedded {
                let (ty, is_pointer) = self.world.deref(field.ty);
                next.push(Entry {
                    ty,
                    path: extend(&entry.path, index).into_vec(),
                    indirect: entry.indirect || is_pointer,
                    multiple: entry.multiple,
                });
            }
        }
        hits
    }

    /// The field's object; canonical types have none, so that one is made.
    fn field_object(&self, field: &Field) -> ObjectId {
        field.object.unwrap_or_else(|| {
            let kind = ObjectKind::Var(VarKind::Field);
            let id = self
                .world
                .add_object(field.name, field.pkg, Pos::NONE, kind);
            self.world.object(id).ty.get_or_init(|| field.ty);
            id
        })
    }

    /// One entry for each type of a level.
    fn consolidate(&self, list: Vec<Entry>) -> Vec<Entry> {
        if list.len() <= 1 {
            return list;
        }
        let mut result: Vec<(TypeId, Entry)> = Vec::with_capacity(list.len());
        for entry in list {
            let canonical = self.world.canonical(entry.ty);
            match result.iter_mut().find(|(ty, _)| *ty == canonical) {
                Some((_, earlier)) => earlier.multiple = true,
                None => result.push((canonical, entry)),
            }
        }
        result.into_iter().map(|(_, entry)| entry).collect()
    }
}

fn extend(path: &[u32], index: usize) -> Box<[u32]> {
    let mut longer = path.to_vec();
    longer.push(index as u32);
    longer.into()
}

/// Whether two names are equal but for upper and lower case.
fn same_letters(a: &str, b: &str) -> bool {
    a.chars()
        .flat_map(char::to_lowercase)
        .eq(b.chars().flat_map(char::to_lowercase))
}
