//! The universe: predeclared types, constants, functions and `nil`; package `unsafe`; constructors of type literals.
//!
//! The universe is package 0, with the empty path, so that predeclared objects need no `Option`. What is predeclared in
//! package `unsafe` belongs to a package of that name, which is complete from the start.

use std::sync::OnceLock;

use escargo_grammar::Symbol;
use escargo_grammar::ast::ChanDir;
use rustc_hash::FxHashMap;

use super::constant::Const;
use super::object::{Builtin, FuncInfo, Object, ObjectId, ObjectKind, PackageId};
use super::store::{
    Basic, Interface, InterfaceSpelling, Method, Named, Signature, TypeId, TypeKind,
};
use super::world::World;
use crate::source::Pos;

/// The package of everything predeclared.
pub const UNIVERSE: PackageId = PackageId::UNIVERSE;

impl Basic {
    /// All of them, in the order of their numbers.
    pub const ALL: [Basic; 28] = [
        Basic::Invalid,
        Basic::Bool,
        Basic::Int,
        Basic::Int8,
        Basic::Int16,
        Basic::Int32,
        Basic::Int64,
        Basic::Uint,
        Basic::Uint8,
        Basic::Uint16,
        Basic::Uint32,
        Basic::Uint64,
        Basic::Uintptr,
        Basic::Float32,
        Basic::Float64,
        Basic::Complex64,
        Basic::Complex128,
        Basic::String,
        Basic::UnsafePointer,
        Basic::Byte,
        Basic::Rune,
        Basic::UntypedBool,
        Basic::UntypedInt,
        Basic::UntypedRune,
        Basic::UntypedFloat,
        Basic::UntypedComplex,
        Basic::UntypedString,
        Basic::UntypedNil,
    ];

    /// Its name in messages; `Pointer` of package `unsafe` without the package.
    pub fn name(self) -> &'static str {
        match self {
            Basic::Invalid => "invalid type",
            Basic::Bool => "bool",
            Basic::Int => "int",
            Basic::Int8 => "int8",
            Basic::Int16 => "int16",
            Basic::Int32 => "int32",
            Basic::Int64 => "int64",
            Basic::Uint => "uint",
            Basic::Uint8 => "uint8",
            Basic::Uint16 => "uint16",
            Basic::Uint32 => "uint32",
            Basic::Uint64 => "uint64",
            Basic::Uintptr => "uintptr",
            Basic::Float32 => "float32",
            Basic::Float64 => "float64",
            Basic::Complex64 => "complex64",
            Basic::Complex128 => "complex128",
            Basic::String => "string",
            Basic::UnsafePointer => "Pointer",
            Basic::Byte => "byte",
            Basic::Rune => "rune",
            Basic::UntypedBool => "untyped bool",
            Basic::UntypedInt => "untyped int",
            Basic::UntypedRune => "untyped rune",
            Basic::UntypedFloat => "untyped float",
            Basic::UntypedComplex => "untyped complex",
            Basic::UntypedString => "untyped string",
            Basic::UntypedNil => "untyped nil",
        }
    }

    /// Whether the name can be written in a program.
    fn is_declared(self) -> bool {
        !self.is_untyped() && self != Basic::Invalid
    }

    /// The basic type without spelling: `uint8` for `byte`, `int32` for `rune`.
    pub fn canonical(self) -> Basic {
        match self {
            Basic::Byte => Basic::Uint8,
            Basic::Rune => Basic::Int32,
            other => other,
        }
    }
}

/// The functions of the universe scope, with their names.
const BUILTINS: [(&str, Builtin); 18] = [
    ("append", Builtin::Append),
    ("cap", Builtin::Cap),
    ("clear", Builtin::Clear),
    ("close", Builtin::Close),
    ("complex", Builtin::Complex),
    ("copy", Builtin::Copy),
    ("delete", Builtin::Delete),
    ("imag", Builtin::Imag),
    ("len", Builtin::Len),
    ("make", Builtin::Make),
    ("max", Builtin::Max),
    ("min", Builtin::Min),
    ("new", Builtin::New),
    ("panic", Builtin::Panic),
    ("print", Builtin::Print),
    ("println", Builtin::Println),
    ("real", Builtin::Real),
    ("recover", Builtin::Recover),
];

/// The functions of package `unsafe`, with their names.
const UNSAFE_BUILTINS: [(&str, Builtin); 8] = [
    ("Add", Builtin::UnsafeAdd),
    ("Alignof", Builtin::UnsafeAlignof),
    ("Offsetof", Builtin::UnsafeOffsetof),
    ("Sizeof", Builtin::UnsafeSizeof),
    ("Slice", Builtin::UnsafeSlice),
    ("SliceData", Builtin::UnsafeSliceData),
    ("String", Builtin::UnsafeString),
    ("StringData", Builtin::UnsafeStringData),
];

impl Builtin {
    /// Its name, for those of `unsafe` without the package.
    pub fn name(self) -> &'static str {
        BUILTINS
            .iter()
            .chain(&UNSAFE_BUILTINS)
            .find(|(_, builtin)| *builtin == self)
            .map_or("", |(name, _)| name)
    }

    /// Whether it belongs to package `unsafe`.
    pub fn is_unsafe(self) -> bool {
        UNSAFE_BUILTINS.iter().any(|(_, builtin)| *builtin == self)
    }
}

/// What is predeclared, by id.
#[derive(Debug)]
pub struct Universe {
    basics: [TypeId; Basic::ALL.len()],
    /// Package `unsafe`.
    pub unsafe_package: PackageId,
    /// `any`
    pub any: TypeId,
    /// `interface{}`
    pub empty_interface: TypeId,
    /// `error`
    pub error: TypeId,
    /// `comparable`
    pub comparable: TypeId,
    /// The type without values, `()`.
    pub empty_tuple: TypeId,
    /// `iota`
    pub iota: ObjectId,
    /// `nil`
    pub nil: ObjectId,
    /// The type name `any`
    pub any_object: ObjectId,
    /// The method `Error` of `error`
    pub error_method: ObjectId,
}

type Scope = FxHashMap<Symbol, ObjectId>;

/// Fills a world that has only the packages of the universe and `unsafe`.
pub(super) fn declare(world: &World) -> Universe {
    let universe = world.package_id(Symbol::intern(""));
    let unsafe_package = world.package_id(Symbol::intern("unsafe"));
    let mut scope = Scope::default();
    let mut unsafe_scope = Scope::default();
    let basics = Basic::ALL.map(|basic| world.intern(TypeKind::Basic(basic)));
    for basic in Basic::ALL
        .into_iter()
        .filter(|&basic| Basic::is_declared(basic))
    {
        let ty = basics[basic as usize];
        if basic == Basic::UnsafePointer {
            declare_type(world, unsafe_package, &mut unsafe_scope, basic.name(), ty);
        } else {
            declare_type(world, universe, &mut scope, basic.name(), ty);
        }
    }
    let string = basics[Basic::String as usize];
    let any = world.intern(interface(InterfaceSpelling::Any, Box::default()));
    let empty_interface = world.intern(interface(InterfaceSpelling::Literal, Box::default()));
    let any_object = declare_type(world, universe, &mut scope, "any", any);
    let (error, error_method) = declare_error(world, &mut scope, string);
    let comparable_body = world.intern(interface(InterfaceSpelling::Comparable, Box::default()));
    let comparable = declare_named(world, &mut scope, "comparable", comparable_body);
    let untyped_bool = basics[Basic::UntypedBool as usize];
    let untyped_int = basics[Basic::UntypedInt as usize];
    declare_const(world, &mut scope, "true", untyped_bool, Const::Bool(true));
    declare_const(world, &mut scope, "false", untyped_bool, Const::Bool(false));
    let iota = declare_const(world, &mut scope, "iota", untyped_int, Const::Int(0));
    let nil = object(world, UNIVERSE, "nil", ObjectKind::Nil);
    set(&world.object(nil).ty, basics[Basic::UntypedNil as usize]);
    scope.insert(Symbol::intern("nil"), nil);
    for (name, builtin) in BUILTINS {
        let id = object(world, universe, name, ObjectKind::Builtin(builtin));
        scope.insert(Symbol::intern(name), id);
    }
    for (name, builtin) in UNSAFE_BUILTINS {
        let id = object(world, unsafe_package, name, ObjectKind::Builtin(builtin));
        unsafe_scope.insert(Symbol::intern(name), id);
    }
    finish(world, universe, "", scope);
    finish(world, unsafe_package, "unsafe", unsafe_scope);
    Universe {
        basics,
        unsafe_package,
        any,
        empty_interface,
        error,
        comparable,
        empty_tuple: world.intern(TypeKind::Tuple(Box::default())),
        iota,
        nil,
        any_object,
        error_method,
    }
}

fn finish(world: &World, package: PackageId, name: &str, scope: Scope) {
    let info = world.package(package);
    set(&info.name, Symbol::intern(name));
    set(&info.scope, scope);
    set(&info.imports, Box::default());
}

/// Writes a cell of a table that was just made.
fn set<T>(cell: &OnceLock<T>, value: T) {
    let fresh = cell.set(value).is_ok();
    debug_assert!(fresh, "declared once");
}

fn object(world: &World, pkg: PackageId, name: &str, kind: ObjectKind) -> ObjectId {
    world.push_object(Object {
        name: Symbol::intern(name),
        pkg,
        pos: Pos::NONE,
        kind,
        ty: OnceLock::new(),
        receiver: OnceLock::new(),
        value: OnceLock::new(),
        leaks: OnceLock::new(),
        heap: OnceLock::new(),
        inline: OnceLock::new(),
        package_level: true,
    })
}

fn declare_type(
    world: &World,
    pkg: PackageId,
    scope: &mut Scope,
    name: &str,
    ty: TypeId,
) -> ObjectId {
    let id = object(world, pkg, name, ObjectKind::TypeName);
    set(&world.object(id).ty, ty);
    scope.insert(Symbol::intern(name), id);
    id
}

fn declare_named(world: &World, scope: &mut Scope, name: &str, underlying: TypeId) -> TypeId {
    let id = object(world, UNIVERSE, name, ObjectKind::TypeName);
    let named = world.add_named(Named {
        object: id,
        origin: None,
        targs: Box::default(),
        tparams: OnceLock::from(Box::default()),
        underlying: OnceLock::from(underlying),
        methods: OnceLock::from(Box::default()),
    });
    let ty = world.intern(TypeKind::Named(named));
    set(&world.object(id).ty, ty);
    scope.insert(Symbol::intern(name), id);
    ty
}

fn declare_error(world: &World, scope: &mut Scope, string: TypeId) -> (TypeId, ObjectId) {
    let info = FuncInfo {
        is_method: true,
        interface_method: true,
        ..FuncInfo::default()
    };
    let method = object(world, UNIVERSE, "Error", ObjectKind::Func(info));
    let signature = world.intern(TypeKind::Func(Signature {
        params: Box::default(),
        results: Box::new([string]),
        variadic: false,
        param_names: None,
        result_names: None,
        tparams: Box::default(),
    }));
    set(&world.object(method).ty, signature);
    let methods = Box::new([Method {
        name: Symbol::intern("Error"),
        pkg: UNIVERSE,
        ty: signature,
        object: Some(method),
    }]);
    let body = world.intern(interface(InterfaceSpelling::Literal, methods));
    let error = declare_named(world, scope, "error", body);
    set(&world.object(method).receiver, error);
    (error, method)
}

fn declare_const(
    world: &World,
    scope: &mut Scope,
    name: &str,
    ty: TypeId,
    value: Const,
) -> ObjectId {
    let id = object(world, UNIVERSE, name, ObjectKind::Const);
    set(&world.object(id).ty, ty);
    set(&world.object(id).value, value);
    scope.insert(Symbol::intern(name), id);
    id
}

fn interface(spelling: InterfaceSpelling, methods: Box<[Method]>) -> TypeKind {
    TypeKind::Interface(Interface {
        methods,
        embeds: Box::default(),
        spelling,
    })
}

impl World {
    /// The basic type.
    pub fn basic(&self, basic: Basic) -> TypeId {
        self.universe().basics[basic as usize]
    }

    /// The type of what is wrong.
    pub fn invalid(&self) -> TypeId {
        self.basic(Basic::Invalid)
    }

    /// The predeclared names.
    pub fn universe_scope(&self) -> &FxHashMap<Symbol, ObjectId> {
        static EMPTY: std::sync::LazyLock<FxHashMap<Symbol, ObjectId>> =
            std::sync::LazyLock::new(FxHashMap::default);
        self.package(UNIVERSE).scope.get().unwrap_or(&EMPTY)
    }

    /// `error`
    pub fn error_type(&self) -> TypeId {
        self.universe().error
    }

    /// `any`, as spelled so.
    pub fn any_type(&self) -> TypeId {
        self.universe().any
    }

    /// `*elem`
    pub fn pointer(&self, elem: TypeId) -> TypeId {
        self.intern(TypeKind::Pointer(elem))
    }

    /// `[]elem`
    pub fn slice(&self, elem: TypeId) -> TypeId {
        self.intern(TypeKind::Slice(elem))
    }

    /// `[len]elem`
    pub fn array(&self, len: i64, elem: TypeId) -> TypeId {
        self.intern(TypeKind::Array(len, elem))
    }

    /// `map[key]elem`
    pub fn map(&self, key: TypeId, elem: TypeId) -> TypeId {
        self.intern(TypeKind::Map(key, elem))
    }

    /// `chan elem`
    pub fn chan(&self, dir: ChanDir, elem: TypeId) -> TypeId {
        self.intern(TypeKind::Chan(dir, elem))
    }

    /// The results `(types…)` of a call.
    pub fn tuple(&self, types: &[TypeId]) -> TypeId {
        self.intern(TypeKind::Tuple(types.into()))
    }

    /// A function type without parameter names; the last parameter of a variadic one is the slice.
    pub fn func(&self, params: &[TypeId], results: &[TypeId], variadic: bool) -> TypeId {
        self.intern(TypeKind::Func(Signature {
            params: params.into(),
            results: results.into(),
            variadic,
            param_names: None,
            result_names: None,
            tparams: Box::default(),
        }))
    }

    /// The type made of a defined type.
    pub fn named_type(&self, id: super::store::NamedId) -> TypeId {
        self.intern(TypeKind::Named(id))
    }

    /// The type made of a type parameter.
    pub fn type_param_type(&self, id: super::store::TypeParamId) -> TypeId {
        self.intern(TypeKind::TypeParam(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predeclared_names_are_there() {
        let world = World::new();
        let scope = world.universe_scope();
        for name in [
            "int",
            "byte",
            "any",
            "error",
            "comparable",
            "true",
            "iota",
            "nil",
            "append",
        ] {
            assert!(scope.contains_key(&Symbol::intern(name)), "{name}");
        }
        assert!(!scope.contains_key(&Symbol::intern("Pointer")));
        assert_eq!(scope.len(), 44);
        let info = world.package(world.universe().unsafe_package);
        assert_eq!(info.scope.get().map(FxHashMap::len), Some(9));
        assert_eq!(info.path.as_str(), "unsafe");
    }

    #[test]
    fn numbers_follow_the_list() {
        for (number, basic) in Basic::ALL.into_iter().enumerate() {
            assert_eq!(basic as usize, number);
        }
        assert_eq!(Builtin::UnsafeSliceData.name(), "SliceData");
    }
}
