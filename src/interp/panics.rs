//! Panics: runtime errors as values, `recover`, and what is printed at the end.

use std::sync::OnceLock;

use escargo_grammar::Symbol;

use super::Failure;
use super::machine::{Machine, Stop};
use super::type_name::runtime_name;
use super::value::{Cell, IfaceVal, Str, Val};
use crate::source::Pos;
use crate::types::object::FuncInfo;
use crate::types::store::{Field, Named};
use crate::types::{Basic, ObjectId, ObjectKind, PackageId, TypeId, TypeKind, World};

/// A panic in progress.
#[derive(Clone, Debug)]
pub(super) struct Panic {
    /// The value; never a nil interface.
    pub value: IfaceVal,
    pub recovered: bool,
    /// Panics that this one took the place of, oldest first, and whether they had been recovered.
    pub earlier: Vec<(IfaceVal, bool)>,
}

/// What the runtime panics with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum RuntimeError {
    NilPointer,
    NilMap,
    Division,
    NegativeShift,
    Index {
        index: i64,
        len: i64,
    },
    /// The words of a slice expression's bounds error.
    Bounds(String),
    SliceToArray {
        len: i64,
        want: i64,
    },
    MakeLen,
    MakeCap,
    Assertion(String),
    Uncomparable(String),
    Unhashable(String),
    NilPanic,
}

impl RuntimeError {
    fn text(&self) -> String {
        match self {
            RuntimeError::NilPointer => {
                "runtime error: invalid memory address or nil pointer dereference".to_owned()
            }
            RuntimeError::NilMap => "assignment to entry in nil map".to_owned(),
            RuntimeError::Division => "runtime error: integer divide by zero".to_owned(),
            RuntimeError::NegativeShift => "runtime error: negative shift amount".to_owned(),
            RuntimeError::Index { index, .. } if *index < 0 => {
                format!("runtime error: index out of range [{index}]")
            }
            RuntimeError::Index { index, len } => {
                format!("runtime error: index out of range [{index}] with length {len}")
            }
            RuntimeError::Bounds(text) => {
                format!("runtime error: slice bounds out of range {text}")
            }
            RuntimeError::SliceToArray { len, want } => format!(
                "runtime error: cannot convert slice with length {len} to array or pointer to array with length {want}"
            ),
            RuntimeError::MakeLen => "runtime error: makeslice: len out of range".to_owned(),
            RuntimeError::MakeCap => "runtime error: makeslice: cap out of range".to_owned(),
            RuntimeError::Assertion(text) => format!("interface conversion: {text}"),
            RuntimeError::Uncomparable(ty) => {
                format!("runtime error: comparing uncomparable type {ty}")
            }
            RuntimeError::Unhashable(ty) => {
                format!("runtime error: hash of unhashable type {ty}")
            }
            RuntimeError::NilPanic => {
                "panic called with nil argument (use GODEBUG=panicnil=1 to disable)".to_owned()
            }
        }
    }

    /// The name of the error's type in package runtime.
    fn type_name(&self) -> &'static str {
        match self {
            RuntimeError::Index { .. }
            | RuntimeError::Bounds(_)
            | RuntimeError::SliceToArray { .. } => "boundsError",
            RuntimeError::Assertion(_) => "TypeAssertionError",
            RuntimeError::NilPanic => "PanicNilError",
            RuntimeError::NilMap => "plainError",
            _other => "errorString",
        }
    }
}

impl Machine<'_, '_> {
    /// Begins the panic of a runtime error.
    pub fn throw(&mut self, error: RuntimeError) -> Stop {
        let ty = self.native_error_type("runtime", error.type_name(), &["Error", "RuntimeError"]);
        let val = Val::One(Cell::Str(Str::new(error.text().into_bytes(), None)));
        let value = self.box_static(ty, &val);
        self.begin_panic(value)
    }

    /// `panic(x)`
    pub fn panic_with(&mut self, val: &Val) -> Stop {
        match val.cells() {
            [Cell::Iface(Some(value))] => self.begin_panic(*value),
            _nil => self.throw(RuntimeError::NilPanic),
        }
    }

    fn begin_panic(&mut self, value: IfaceVal) -> Stop {
        self.panics.push(Panic {
            value,
            recovered: false,
            earlier: Vec::new(),
        });
        Stop::Panic
    }

    /// The newest panic takes the place of the one before it, which it interrupted.
    pub fn supersede(&mut self, number: usize) {
        let newest = self.panics.pop();
        self.panics.truncate(number);
        if let (Some(mut newest), Some(old)) = (newest, self.panics.pop()) {
            let mut earlier = old.earlier;
            earlier.push((old.value, old.recovered));
            earlier.append(&mut newest.earlier);
            newest.earlier = earlier;
            self.panics.push(newest);
        }
    }

    /// `recover()`, called by a function that was deferred (or not).
    pub fn recover(&mut self, deferred: bool) -> Val {
        let panic = self
            .panics
            .last_mut()
            .filter(|panic| deferred && !panic.recovered);
        let value = panic.map(|panic| {
            panic.recovered = true;
            panic.value
        });
        Val::One(Cell::Iface(value))
    }

    /// Prints the panic that nobody recovered, as the runtime does.
    pub fn report_panic(&mut self) -> Result<(), Failure> {
        let Some(panic) = self.panics.pop() else {
            return Ok(());
        };
        self.depth = 0;
        let newest = (panic.value, false);
        for (number, (value, recovered)) in panic.earlier.into_iter().chain([newest]).enumerate() {
            let text = self.panic_text(value)?;
            let indent = if number == 0 { "" } else { "\t" };
            let note = if recovered { " [recovered]" } else { "" };
            self.print_err(format!("{indent}panic: {text}{note}\n").as_bytes());
        }
        if self.is_nil_dereference(panic.value) {
            self.print_err(b"[signal SIGSEGV: segmentation violation]\n");
        }
        self.print_err(b"\ngoroutine 1 [running]:\n");
        Ok(())
    }

    fn is_nil_dereference(&self, value: IfaceVal) -> bool {
        let text = self.unboxed(value).ok();
        matches!(text.as_deref(), Some([Cell::Str(text)])
            if text.lossy().ends_with("nil pointer dereference"))
            && runtime_name(self.program.world, value.ty).starts_with("runtime.")
    }

    /// An error by its `Error`, a stringer by its `String`, plain values as `print` shows them.
    fn panic_text(&mut self, value: IfaceVal) -> Result<String, Failure> {
        let failed = |stop| match stop {
            Stop::Fail(failure) => failure,
            Stop::Panic | Stop::Exit(_) => Failure::Unsupported {
                what: "a panic while printing a panic".to_owned(),
                pos: Pos::NONE,
            },
        };
        for method in ["Error", "String"] {
            if let Some(text) = self.call_text_method(value, method).map_err(failed)? {
                return Ok(text.lossy());
            }
        }
        let world = self.program.world;
        let cells = self.unboxed(value).map_err(failed)?;
        let name = runtime_name(world, value.ty);
        let plain = match &*cells {
            [cell @ (Cell::Bool(_) | Cell::Int(_) | Cell::Float(_) | Cell::Complex(..))] => {
                Some(self.print_text(cell, value.ty))
            }
            [Cell::Str(text)] => Some(text.lossy()),
            _other => None,
        };
        let is_basic = matches!(world.kind(value.ty), TypeKind::Basic(_));
        Ok(match (plain, &*cells) {
            (Some(text), _) if is_basic && name == "string" => text,
            (Some(text), _) if is_basic => format!("{name}({text})"),
            (Some(text), [Cell::Str(_)]) => format!("{name}({text:?})"),
            (Some(text), _) => format!("{name}({text})"),
            (None, _) => format!("({name}) {{...}}"),
        })
    }

    /// A string type of a native package whose `Error` method gives the string itself.
    pub fn native_error_type(
        &mut self,
        package: &str,
        name: &'static str,
        methods: &[&str],
    ) -> TypeId {
        let world = self.program.world;
        let path = format!("{package}.{name}");
        *self.native_types.entry(path).or_insert_with(|| {
            let underlying = world.basic(Basic::String);
            declare_error_type(world, package, name, underlying, methods)
        })
    }

    /// The type of errors that wrap another: `struct { msg string; err error }`.
    pub fn native_wrapper_type(&mut self) -> TypeId {
        let world = self.program.world;
        *self
            .native_types
            .entry("fmt.wrapError".to_owned())
            .or_insert_with(|| {
                let pkg = world.package_id(Symbol::intern("fmt"));
                let field = |name, ty| Field {
                    name: Symbol::intern(name),
                    pkg,
                    ty,
                    embedded: false,
                    tag: None,
                    object: None,
                };
                let fields = [
                    field("msg", world.basic(Basic::String)),
                    field("err", world.error_type()),
                ];
                let underlying = world.intern(TypeKind::Struct(fields.into()));
                declare_error_type(world, "fmt", "wrapError", underlying, &["Error", "Unwrap"])
            })
    }
}

fn declare_error_type(
    world: &World,
    package: &str,
    name: &str,
    underlying: TypeId,
    methods: &[&str],
) -> TypeId {
    let pkg = world.package_id(Symbol::intern(package));
    world
        .package(pkg)
        .name
        .get_or_init(|| Symbol::intern(package));
    let object = world.add_object(Symbol::intern(name), pkg, Pos::NONE, ObjectKind::TypeName);
    let methods: Box<[ObjectId]> = methods
        .iter()
        .map(|method| add_method(world, pkg, method))
        .collect();
    let named = Named {
        object,
        origin: None,
        targs: Box::default(),
        tparams: OnceLock::from(Box::default()),
        underlying: OnceLock::from(underlying),
        methods: OnceLock::from(methods.clone()),
    };
    let ty = world.named_type(world.add_named(named));
    // Nobody else knows the object yet.
    let _ = world.object(object).ty.set(ty);
    for &method in &methods {
        let _ = world.object(method).receiver.set(ty);
    }
    ty
}

fn add_method(world: &World, pkg: PackageId, name: &str) -> ObjectId {
    let info = FuncInfo {
        is_method: true,
        ..FuncInfo::default()
    };
    let method = world.add_object(Symbol::intern(name), pkg, Pos::NONE, ObjectKind::Func(info));
    let results = match name {
        "Error" => vec![world.basic(Basic::String)],
        "Unwrap" => vec![world.error_type()],
        _other => Vec::new(),
    };
    let _ = world
        .object(method)
        .ty
        .set(world.func(&[], &results, false));
    method
}
