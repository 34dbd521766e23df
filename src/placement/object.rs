//! What a site allocates: size, alignment, and whether the collector must look into it.

use crate::escape::facts::PackageFacts;
use crate::ir::{ConvertOp, FuncId, Function, Inst, Package, Site, SiteId, SiteKind, Value};
use crate::release::Release;
use crate::types::sizes::Layout;
use crate::types::{Const, TypeId, TypeKind, World};

/// The memory that a site needs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Object {
    /// Bytes.
    pub size: u64,
    /// Alignment in bytes.
    pub align: u64,
    /// Whether there are pointers in it.
    pub has_pointers: bool,
}

impl Object {
    /// A variable of the type. Types without a known size (they depend on type parameters) count as empty.
    pub fn of_type(world: &World, ty: TypeId) -> Object {
        let Layout { size, align } = world.layout(ty).unwrap_or(Layout { size: 0, align: 1 });
        Object {
            size,
            align,
            has_pointers: world.has_pointers(ty),
        }
    }

    /// An array of such objects; none if that is more than can be addressed.
    fn times(self, count: u64) -> Option<Object> {
        Some(Object {
            size: self.size.checked_mul(count)?,
            ..self
        })
    }

    /// A struct of this and then the other.
    fn then(self, next: Object) -> Object {
        let align = self.align.max(next.align).max(1);
        let end = round_up(self.size, next.align).saturating_add(next.size);
        Object {
            size: round_up(end, align),
            align,
            has_pointers: self.has_pointers || next.has_pointers,
        }
    }
}

/// The next multiple of an alignment. Sizes that no address can have stay what they are.
pub(super) fn round_up(size: u64, align: u64) -> u64 {
    size.div_ceil(align.max(1)).saturating_mul(align.max(1))
}

const WORD: u64 = 8;
/// The address of code, which the collector need not follow.
const CODE_POINTER: Object = Object {
    size: WORD,
    align: WORD,
    has_pointers: false,
};
const POINTER: Object = Object {
    size: WORD,
    align: WORD,
    has_pointers: true,
};
/// `runtime.hmap` up to Go 1.23, `internal/runtime/maps.Map` from 1.24 on: the same number of bytes.
const MAP_HEADER: u64 = 48;
/// `runtime.hchan` on a 64-bit machine.
const CHANNEL_HEADER: u64 = 96;
/// `runtime._defer` up to Go 1.21 and since.
const DEFER_RECORDS: [u64; 2] = [72, 48];

/// What the site allocates, if its size is known when compiling. For maps that is the header, for channels header and buffer.
pub fn object_of(
    world: &World,
    package: &Package,
    func: FuncId,
    id: SiteId,
    facts: &PackageFacts,
    release: Release,
) -> Option<Object> {
    let function = &package.funcs[func];
    let site = &function.sites[id];
    let inst = site.value.expand().map(|value| &function.insts[value]);
    let elem = || Object::of_type(world, site.ty);
    match site.kind {
        SiteKind::Variable | SiteKind::PtrLit | SiteKind::New => Some(elem()),
        SiteKind::InterfaceBox => Some(boxed(world, function, site)),
        SiteKind::SliceLit | SiteKind::Variadic => elem().times(site.count?),
        SiteKind::MapLit | SiteKind::MakeMap => Some(Object {
            size: MAP_HEADER,
            align: WORD,
            has_pointers: true,
        }),
        SiteKind::MakeSlice => elem().times(slice_capacity(
            function,
            inst?,
            facts.funcs[func].sites[id].replaced_operand,
        )?),
        SiteKind::MakeChan => channel(world, function, site),
        SiteKind::Closure => Some(closure(world, package, facts, inst?)),
        SiteKind::MethodValue => Some(method_value(world, function, inst?)),
        SiteKind::StringConversion => constant_conversion(function, inst?),
        SiteKind::Concat | SiteKind::Append => None,
        SiteKind::CallRecord => Some(Object {
            size: DEFER_RECORDS[usize::from(release.minor() >= 22)],
            ..POINTER
        }),
    }
}

/// The value that an interface box holds.
fn boxed(world: &World, func: &Function, site: &Site) -> Object {
    let operand = site
        .value
        .expand()
        .and_then(|value| match &func.insts[value] {
            Inst::Convert(_, operand, _) => func.types[*operand].expand(),
            _other => None,
        });
    Object::of_type(world, operand.unwrap_or(site.ty))
}

/// The capacity of `make([]T, len, cap)`, if it is a constant.
pub fn slice_capacity(func: &Function, make: &Inst, replaced: Option<Value>) -> Option<u64> {
    let Inst::MakeSlice { len, cap, .. } = make else {
        return None;
    };
    constant(func, replaced.unwrap_or(cap.unwrap_or(*len)))
}

/// A constant that is not negative, conversions looked through.
fn constant(func: &Function, value: Value) -> Option<u64> {
    let mut current = value;
    loop {
        match &func.insts[current] {
            Inst::Const(Const::Int(n)) => return u64::try_from(*n).ok(),
            Inst::Convert(ConvertOp::Nop | ConvertOp::Numeric, inner, _) => current = *inner,
            _other => return None,
        }
    }
}

fn channel(world: &World, func: &Function, site: &Site) -> Option<Object> {
    let elem = match world.underlying_kind(site.ty) {
        TypeKind::Chan(_, elem) => *elem,
        _elem => site.ty,
    };
    let count = match site.value.expand().map(|value| &func.insts[value]) {
        Some(Inst::MakeChan {
            size: Some(size), ..
        }) => constant(func, *size)?,
        _unbuffered => 0,
    };
    let buffer = Object::of_type(world, elem).times(count)?;
    Some(Object {
        size: buffer.size.checked_add(CHANNEL_HEADER)?,
        align: WORD,
        has_pointers: true,
    })
}

/// The record of a closure: code pointer, then what it captures in the order of first use, each a copy or a pointer.
fn closure(world: &World, package: &Package, facts: &PackageFacts, inst: &Inst) -> Object {
    let mut record = CODE_POINTER;
    let Inst::Closure { func, .. } = inst else {
        return record;
    };
    let literal = &package.funcs[*func];
    for (n, capture) in literal.captures.iter().enumerate() {
        let copied = facts.funcs.get(*func).and_then(|f| f.by_value.get(n)) == Some(&true);
        record = record.then(match copied {
            true => Object::of_type(world, literal.locals[capture.inner].ty),
            false => POINTER,
        });
    }
    record
}

fn method_value(world: &World, func: &Function, inst: &Inst) -> Object {
    let recv = match inst {
        Inst::MethodValue { recv, .. } | Inst::InterfaceMethodValue { recv, .. } => *recv,
        _other => return CODE_POINTER,
    };
    match func.types[recv].expand() {
        Some(ty) => CODE_POINTER.then(Object::of_type(world, ty)),
        None => CODE_POINTER.then(POINTER),
    }
}

/// `[]byte("constant")`: its length is known.
fn constant_conversion(func: &Function, inst: &Inst) -> Option<Object> {
    let Inst::Convert(ConvertOp::StringToBytes, operand, _) = inst else {
        return None;
    };
    match &func.insts[*operand] {
        Inst::Const(Const::Str(bytes)) => Some(Object {
            size: bytes.len() as u64,
            align: 1,
            has_pointers: false,
        }),
        _unknown => None,
    }
}
