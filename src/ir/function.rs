//! Functions, their locals and allocation sites; the package that owns them.

use cranelift_entity::packed_option::PackedOption;
use cranelift_entity::{ListPool, PrimaryMap, SecondaryMap};
use escargo_grammar::Symbol;
use rustc_hash::FxHashMap;

use super::entities::{Block, ExternId, FuncId, GlobalId, LocalId, SiteId, Value};
use super::inst::{Callee, FuncRef, Inst};
use super::outline::SourceMap;
use crate::source::Pos;
use crate::types::{ObjectId, PackageId, TypeId};

/// A package in IR.
#[derive(Clone, Debug)]
pub struct Package {
    /// The package.
    pub package: PackageId,
    /// Its functions.
    pub funcs: PrimaryMap<FuncId, Function>,
    /// Package-level variables that it declares or mentions.
    pub globals: PrimaryMap<GlobalId, Global>,
    /// Functions of other packages that it mentions.
    pub externs: PrimaryMap<ExternId, Extern>,
    /// Functions by their objects (declared functions and methods).
    pub by_object: FxHashMap<ObjectId, FuncId>,
    /// gc's package function list: `init`, its literals, declared functions in source order, then literals and wrappers in the
    /// order in which they were made. Batches are discovered in this order.
    pub roots: Vec<FuncId>,
    /// The synthesized initialiser of package-level variables, if there are any.
    pub init: Option<FuncId>,
    /// The declared `init` functions, in order.
    pub user_inits: Vec<FuncId>,
    /// Instances of generic functions and of methods of generic types by their type arguments (canonical types, the receiver's
    /// first): shared functions by shapes, plain ones by the types themselves.
    pub instances: FxHashMap<(ObjectId, Box<[TypeId]>), FuncId>,
    /// The dictionaries that the package passes to shared functions, by the hidden variables that stand for them.
    pub dictionaries: FxHashMap<GlobalId, Dictionary>,
    /// Calls of methods of type parameters in code whose shape is an interface: gc says that they are imprecise.
    pub imprecise_calls: Vec<(FuncId, Value)>,
    /// What the words of the dictionary of each shared function hold, in terms of its shapes.
    pub dictionary_words: FxHashMap<FuncId, Box<[DictionaryWord]>>,
}

impl Package {
    /// The function that a wrapper of a method stands for, as gc sees a method expression: the method itself. None for a
    /// wrapper of an interface's method.
    pub fn behind_wrapper(&self, func: FuncRef) -> Option<FuncRef> {
        let FuncRef::Local(id) = func else {
            return Some(func);
        };
        let wrapper = &self.funcs[id];
        // Plain instances have objects: they are functions of their own.
        if wrapper.kind != FuncKind::MethodWrapper || wrapper.object.is_some() {
            return Some(func);
        }
        wrapper.insts.values().find_map(|inst| match inst {
            Inst::Call {
                callee: Callee::Static(callee),
                ..
            } => Some(*callee),
            _other => None,
        })
    }
}

/// A dictionary: what a shared function is told about the types that its shapes stand for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dictionary {
    /// The generic function, or one method of the generic type.
    pub object: ObjectId,
    /// The type arguments.
    pub targs: Box<[TypeId]>,
    /// Their shapes.
    pub shapes: Box<[TypeId]>,
}

/// A word of a dictionary, in terms of the shapes of the function that reads it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum DictionaryWord {
    /// The method of the type that a shape stands for, as a function that takes the receiver first.
    Method {
        /// The shape.
        recv: TypeId,
        /// The method, as the constraint names it.
        method: ObjectId,
    },
    /// The dictionary of another instance.
    Dictionary {
        /// Its generic function or method.
        object: ObjectId,
        /// Its type arguments.
        targs: Box<[TypeId]>,
    },
}

/// A package-level variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Global {
    /// Its object; none for the hidden statics that lowering makes.
    pub object: Option<ObjectId>,
    /// Its name.
    pub name: Symbol,
    /// Its package.
    pub package: PackageId,
    /// Its type.
    pub ty: TypeId,
}

/// A function of another package.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Extern {
    /// Its object; the leak summary is found by it.
    pub object: ObjectId,
    /// Its type as called (receiver not included).
    pub ty: TypeId,
}

/// What a local is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LocalKind {
    /// The receiver.
    Receiver,
    /// A parameter.
    Param,
    /// A result; its number.
    Result(u32),
    /// A declared variable.
    Var,
    /// A temporary that gc makes too; it counts in the declaration list and prints as `.autotmp_N`.
    Temp,
    /// A variable of an enclosing function seen from a literal; its number in [`Function::captures`].
    Captured(u32),
    /// A slot for execution only (range counters and the like); gc has no such variable, the gc engine does not see it.
    Hidden,
}

/// A variable of a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Local {
    /// Its name as gc prints it: `x`, `~r0`, `~p1`, `_`, `.autotmp_3`, `#state1`.
    pub name: Symbol,
    /// Its type.
    pub ty: TypeId,
    /// Where it is declared.
    pub pos: Pos,
    /// What it is.
    pub kind: LocalKind,
    /// Its object, if it was declared in the source.
    pub object: Option<ObjectId>,
    /// Its storage as an allocation site; none for captured and hidden locals.
    pub site: Option<SiteId>,
    /// A parameter without name or named `_`.
    pub unnamed: bool,
    /// Whether its address is taken (explicitly, by slicing an array, by a method call with an implicit `&`), in the function or
    /// in a literal that captures it.
    pub addr_taken: bool,
}

/// A variable that a literal captures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Capture {
    /// The local of the directly enclosing function (itself maybe captured).
    pub outer: LocalId,
    /// The local that stands for it here.
    pub inner: LocalId,
    /// The place of its first use in the literal.
    pub pos: Pos,
}

/// What allocates.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum SiteKind {
    /// The storage of a variable, parameter, result or temporary.
    Variable,
    /// `&T{…}`
    PtrLit,
    /// `[]T{…}`
    SliceLit,
    /// The slice of a variadic call: `... argument`.
    Variadic,
    /// `map[K]V{…}`
    MapLit,
    /// `new(T)`
    New,
    /// `make([]T, …)`
    MakeSlice,
    /// `make(map[K]V, …)`
    MakeMap,
    /// `make(chan T, …)`: always on the heap, never reported by gc.
    MakeChan,
    /// A function literal.
    Closure,
    /// `x.M` as a value.
    MethodValue,
    /// A concrete value stored in an interface.
    InterfaceBox,
    /// `string(b)`, `[]byte(s)`, `[]rune(s)`, `string(r)`.
    StringConversion,
    /// `a + b`
    Concat,
    /// The backing store that `append` makes when it grows.
    Append,
    /// The record of a `go` or `defer` statement.
    CallRecord,
}

/// A place in the program that allocates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Site {
    /// What allocates.
    pub kind: SiteKind,
    /// The type of the object allocated; for slices, strings and appends the element type, for maps the map type, for
    /// closures the func type.
    pub ty: TypeId,
    /// The number of elements where it is known when compiling (slice literals, variadic slices).
    pub count: Option<u64>,
    /// The instruction, unless the site is a variable.
    pub value: PackedOption<Value>,
    /// The variable.
    pub local: PackedOption<LocalId>,
    /// Whether the object is laid out in static data before the program starts: no allocation, not analysed.
    pub is_static: bool,
}

/// How a function came to be, as far as it changes what is reported.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FuncKind {
    /// Declared in the source.
    Declared,
    /// A function literal.
    Literal,
    /// The wrapper literal of a `go` or `defer` statement: its location is not reported.
    CallWrapper,
    /// The body of a range-over-func loop.
    RangeBody,
    /// A method reached through embedding or a pointer: `(*T).M` for `T.M`.
    MethodWrapper,
    /// `x.M` as a value: `T.M-fm`.
    MethodValueWrapper,
    /// The initialiser of package-level variables.
    PackageInit,
    /// A large map literal moved out of the package initialiser.
    MapInit,
}

/// `//go:` pragmas that matter here.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Pragmas {
    /// `//go:noescape`
    pub noescape: bool,
    /// `//go:noinline`
    pub noinline: bool,
    /// `//go:uintptrescapes`
    pub uintptrescapes: bool,
    /// `//go:uintptrkeepalive`
    pub uintptrkeepalive: bool,
    /// `//go:cgo_unsafe_args`
    pub cgo_unsafe_args: bool,
    /// `//go:yeswritebarrierrec`
    pub yeswritebarrierrec: bool,
    /// `//go:nosplit`, `//go:norace`, … are of no consequence; `//go:linkname` for body-less functions neither.
    pub notinheap: bool,
}

/// A function in IR.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name as gc prints it: `f`, `T.M`, `(*T).M`, `f.func1`, `init`.
    pub name: Symbol,
    /// Its object, if it was declared.
    pub object: Option<ObjectId>,
    /// How it came to be.
    pub kind: FuncKind,
    /// Where it is declared.
    pub pos: Pos,
    /// Where gc says that it begins: of a method, at the parenthesis of its receiver.
    pub start: Pos,
    /// Its signature, without the receiver.
    pub ty: TypeId,
    /// The function whose body contains this literal.
    pub outer: Option<FuncId>,
    /// Pragmas.
    pub pragmas: Pragmas,
    /// Whether it has a body here.
    pub has_body: bool,
    /// A wrapper that jumps to its method, unless the method can be inlined.
    pub may_jump: bool,
    /// An instance that only expanded calls mention: the package that compiles it, and its number there. gc sees no body.
    pub elsewhere: Option<(PackageId, FuncId)>,
    /// Whether gc may compile several copies of it (instances of generics and literals in them): no parameter lines.
    pub duplicable: bool,

    /// Receiver, parameters, results, then variables and temporaries in the order in which gc declares them; captured and
    /// hidden ones stand among them.
    pub locals: PrimaryMap<LocalId, Local>,
    /// The receiver (first, if there is one) and the parameters.
    pub params: Vec<LocalId>,
    /// The results.
    pub results: Vec<LocalId>,
    /// What a literal captures, in the order of first use.
    pub captures: Vec<Capture>,
    /// Allocation sites.
    pub sites: PrimaryMap<SiteId, Site>,

    /// Instructions.
    pub insts: PrimaryMap<Value, Inst>,
    /// The type of each value; `None` for instructions without one.
    pub types: SecondaryMap<Value, PackedOption<TypeId>>,
    /// Storage of value lists.
    pub value_lists: ListPool<Value>,
    /// The instructions of each block, in order; the last one is its terminator. `block0` is the entry.
    pub blocks: PrimaryMap<Block, Vec<Value>>,

    /// What exists because gc prints or counts it.
    pub source: SourceMap,
}
