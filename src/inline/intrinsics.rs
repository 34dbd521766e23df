//! Calls that gc prices by who is called: intrinsics of amd64, cheap functions, what may not be inlined around.
//!
//! The lists are facts of the release: `ssagen/intrinsics_test.go` names the intrinsics, `inline/inl.go` the rest. Older releases have
//! some of the functions under other import paths; those rows are here too, for a name that does not exist is never asked about.

use crate::types::{ObjectId, World};

/// What is special about calling a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Special {
    /// The compiler has instructions for it: costs one node, is never expanded.
    Intrinsic,
    /// Costs one node, but is expanded like others.
    Cheap,
    /// `internal/abi.EscapeNonString`: costs one node, is never expanded.
    CheapIntrinsic,
    /// `GetCallerPC`: its caller is not inlined.
    CallerPC,
    /// `GetCallerSP`: its caller is not inlined.
    CallerSP,
}

/// What is special about calling a function; by object, whichever package it is called from.
pub fn special(world: &World, function: ObjectId) -> Option<Special> {
    let object = world.object(function);
    let path = world.package(object.pkg).path.as_str();
    let name = object.name.as_str();
    if object.receiver.get().is_some() {
        let cheap = path == "encoding/binary"
            && is_byte_order_method(world, function)
            && is_byte_order(name);
        return cheap.then_some(Special::Cheap);
    }
    match (path, name) {
        ("internal/runtime/sys" | "runtime/internal/sys", "GetCallerPC") => Some(Special::CallerPC),
        ("internal/runtime/sys" | "runtime/internal/sys", "GetCallerSP") => Some(Special::CallerSP),
        ("internal/abi", "NoEscape") => Some(Special::Cheap),
        ("internal/abi", "EscapeNonString") => Some(Special::CheapIntrinsic),
        ("internal/byteorder", name) => {
            let name = name
                .strip_prefix("LE")
                .or_else(|| name.strip_prefix("BE"))?;
            is_byte_order(name).then_some(Special::Cheap)
        }
        ("runtime", "getg") => Some(Special::Intrinsic),
        (path, name) => {
            let names = INTRINSICS.iter().find(|(known, _)| *known == path)?.1;
            names.contains(&name).then_some(Special::Intrinsic)
        }
    }
}

/// A method of the types behind `binary.LittleEndian` and `binary.BigEndian`.
fn is_byte_order_method(world: &World, method: ObjectId) -> bool {
    let receiver = world.object(method).receiver.get().copied();
    let named = receiver.and_then(|ty| world.as_named(ty));
    named.is_some_and(|named| {
        let object = world.object(world.named(named).object);
        matches!(object.name.as_str(), "littleEndian" | "bigEndian")
    })
}

/// `Uint16`, `PutUint32`, `AppendUint64`, …
fn is_byte_order(name: &str) -> bool {
    let name = name
        .strip_prefix("Put")
        .or_else(|| name.strip_prefix("Append"))
        .unwrap_or(name);
    matches!(name, "Uint16" | "Uint32" | "Uint64")
}

/// Functions by import path.
const INTRINSICS: &[(&str, &[&str])] = &[
    ("crypto/internal/constanttime", &["Select", "boolToUint8"]),
    ("internal/runtime/atomic", ATOMIC),
    ("runtime/internal/atomic", ATOMIC),
    (
        "internal/runtime/maps",
        &[
            "bitsetFirst",
            "bitsetLowestSet",
            "bitsetRemoveBelow",
            "bitsetShiftOutLowest",
            "ctrlGroupMatchEmpty",
            "ctrlGroupMatchEmptyOrDeleted",
            "ctrlGroupMatchFull",
            "ctrlGroupMatchH2",
        ],
    ),
    ("internal/runtime/math", &["Add64", "MulUintptr"]),
    ("runtime/internal/math", &["Add64", "MulUintptr"]),
    ("internal/runtime/sys", SYS),
    ("runtime/internal/sys", SYS),
    (
        "math",
        &["Ceil", "FMA", "Floor", "RoundToEven", "Trunc", "sqrt"],
    ),
    ("math/big", &["mulWW"]),
    (
        "math/bits",
        &[
            "Add",
            "Add64",
            "Div",
            "Div64",
            "Len",
            "Len16",
            "Len32",
            "Len64",
            "Len8",
            "Mul",
            "Mul64",
            "OnesCount",
            "OnesCount16",
            "OnesCount32",
            "OnesCount64",
            "ReverseBytes32",
            "ReverseBytes64",
            "RotateLeft",
            "RotateLeft16",
            "RotateLeft32",
            "RotateLeft64",
            "RotateLeft8",
            "Sub",
            "Sub64",
            "TrailingZeros16",
            "TrailingZeros32",
            "TrailingZeros64",
            "TrailingZeros8",
        ],
    ),
    ("runtime", &["KeepAlive", "slicebytetostringtmp"]),
    (
        "sync/atomic",
        &[
            "AddInt32",
            "AddInt64",
            "AddUint32",
            "AddUint64",
            "AddUintptr",
            "AndInt32",
            "AndInt64",
            "AndUint32",
            "AndUint64",
            "AndUintptr",
            "CompareAndSwapInt32",
            "CompareAndSwapInt64",
            "CompareAndSwapUint32",
            "CompareAndSwapUint64",
            "CompareAndSwapUintptr",
            "LoadInt32",
            "LoadInt64",
            "LoadPointer",
            "LoadUint32",
            "LoadUint64",
            "LoadUintptr",
            "OrInt32",
            "OrInt64",
            "OrUint32",
            "OrUint64",
            "OrUintptr",
            "StoreInt32",
            "StoreInt64",
            "StoreUint32",
            "StoreUint64",
            "StoreUintptr",
            "SwapInt32",
            "SwapInt64",
            "SwapUint32",
            "SwapUint64",
            "SwapUintptr",
        ],
    ),
];

const ATOMIC: &[&str] = &[
    "And",
    "And32",
    "And64",
    "And8",
    "Cas",
    "Cas64",
    "CasRel",
    "Casint32",
    "Casint64",
    "Casp1",
    "Casuintptr",
    "Load",
    "Load64",
    "Load8",
    "LoadAcq",
    "LoadAcq64",
    "LoadAcquintptr",
    "Loadint32",
    "Loadint64",
    "Loadp",
    "Loaduint",
    "Loaduintptr",
    "Or",
    "Or32",
    "Or64",
    "Or8",
    "Store",
    "Store64",
    "Store8",
    "StoreRel",
    "StoreRel64",
    "StoreReluintptr",
    "Storeint32",
    "Storeint64",
    "StorepNoWB",
    "Storeuintptr",
    "Xadd",
    "Xadd64",
    "Xaddint32",
    "Xaddint64",
    "Xadduintptr",
    "Xchg",
    "Xchg64",
    "Xchg8",
    "Xchgint32",
    "Xchgint64",
    "Xchguintptr",
];

const SYS: &[&str] = &[
    "Bswap32",
    "Bswap64",
    "GetCallerPC",
    "GetCallerSP",
    "GetClosurePtr",
    "Len64",
    "Len8",
    "OnesCount64",
    "Prefetch",
    "PrefetchStreamed",
    "TrailingZeros32",
    "TrailingZeros64",
    "TrailingZeros8",
];
