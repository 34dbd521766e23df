//! The decision on one site.

use super::cause::{self, Causes, Rule};
use super::object::{self, Object};
use super::size_class::Tier;
use super::{BufferKind, Decision, Placement};
use crate::escape::facts::{PackageFacts, SiteFacts};
use crate::ir::{ConvertOp, FuncId, Function, Inst, Package, Site, SiteId, SiteKind, Value};
use crate::release::Release;
use crate::types::{Const, World};

/// The buffer of a string that does not escape, and of a `make` or `append` whose size only the run knows.
const BUFFER: u64 = 32;
/// The bytes of a rune.
const RUNE: u64 = 4;
/// Larger values are boxed on the heap even where the box does not escape.
const MAX_STACK_BOX: u64 = 1024;
/// The largest constant that `[]byte("…")` copies to the frame.
const MAX_STACK_BYTES: u64 = 64 * 1024;

/// What decisions are made from.
pub(super) struct Context<'a> {
    pub world: &'a World,
    pub package: &'a Package,
    pub facts: &'a PackageFacts,
    pub release: Release,
    pub causes: Causes<'a>,
}

/// Where a site's memory comes from, before the frame is laid out.
enum Home {
    Frame(Object),
    Buffer(u64, BufferKind),
    Heap(cause::Cause),
    Static,
    Nothing,
}

impl Context<'_> {
    /// The decision with offset 0, and the slot of the frame that it needs.
    pub fn decide(&self, func: FuncId, site: SiteId) -> (Placement, Option<Object>) {
        let object = object::object_of(
            self.world,
            self.package,
            func,
            site,
            self.facts,
            self.release,
        );
        let (decision, slot) = match self.home(func, site, object) {
            Home::Frame(object) => (Decision::Stack { offset: 0 }, Some(object)),
            Home::Buffer(size, kind) => {
                let slot = Object {
                    size,
                    align: 8,
                    has_pointers: false,
                };
                let offset = 0;
                (Decision::StackBuffer { offset, size, kind }, Some(slot))
            }
            Home::Heap(cause) => (self.heap(cause, object), None),
            Home::Static => (Decision::Static, None),
            Home::Nothing => (Decision::Absent, None),
        };
        (Placement { decision, object }, slot)
    }

    fn heap(&self, cause: cause::Cause, object: Option<Object>) -> Decision {
        let tier = object.map(|object| Tier::of(object.size, object.has_pointers, self.release));
        Decision::Heap { cause, tier }
    }

    fn home(&self, func: FuncId, site: SiteId, object: Option<Object>) -> Home {
        let function = &self.package.funcs[func];
        let Some(found) = self.facts.funcs.get(func).map(|facts| &facts.sites[site]) else {
            return Home::Nothing;
        };
        let kind = function.sites[site].kind;
        if function.sites[site].is_static {
            return Home::Static;
        }
        if found.unreached {
            return Home::Nothing;
        }
        if let Some(home) = self.without_memory(function, &function.sites[site], found, object) {
            return home;
        }
        if found.escapes || kind == SiteKind::MakeChan {
            return Home::Heap(self.cause(func, site));
        }
        self.on_stack(function, &function.sites[site], found, object)
    }

    fn cause(&self, func: FuncId, site: SiteId) -> cause::Cause {
        match self.package.funcs[func].sites[site].kind {
            SiteKind::MakeChan => cause::of_size(Rule::Channel),
            _other => self.causes.of_escaping(func, site),
        }
    }

    /// Sites that need no memory, whether they escape or not.
    fn without_memory(
        &self,
        func: &Function,
        site: &Site,
        found: &SiteFacts,
        object: Option<Object>,
    ) -> Option<Home> {
        let inst = site.value.expand().map(|value| &func.insts[value]);
        match (site.kind, inst) {
            (SiteKind::Closure, Some(Inst::Closure { func, .. })) => {
                let captures = &self.package.funcs[*func].captures;
                captures.is_empty().then_some(Home::Static)
            }
            (SiteKind::InterfaceBox, Some(Inst::Convert(_, operand, _))) => {
                let operand = found.replaced_operand.unwrap_or(*operand);
                self.box_without_memory(func, operand, object)
            }
            (SiteKind::CallRecord, Some(Inst::Go(..))) => Some(Home::Nothing),
            _needs_memory => (site.kind != SiteKind::Variable && object.is_some_and(is_empty))
                .then_some(Home::Nothing),
        }
    }

    /// Constants are boxed in read-only data, values of one byte in a table that the runtime keeps.
    fn box_without_memory(
        &self,
        func: &Function,
        operand: Value,
        object: Option<Object>,
    ) -> Option<Home> {
        match &func.insts[operand] {
            Inst::Const(_) | Inst::Nil => return Some(Home::Static),
            _computed => {}
        }
        let ty = func.types[operand].expand()?;
        let one_byte = object.is_some_and(|object| object.size == 1)
            && (self.world.is_boolean(ty) || self.world.is_integer(ty));
        if one_byte {
            return Some(Home::Static);
        }
        object.is_some_and(is_empty).then_some(Home::Nothing)
    }

    /// Sites that do not escape.
    fn on_stack(
        &self,
        func: &Function,
        site: &Site,
        found: &SiteFacts,
        object: Option<Object>,
    ) -> Home {
        let inst = site.value.expand().map(|value| &func.insts[value]);
        match site.kind {
            SiteKind::MakeSlice => match object {
                Some(object) => Home::Frame(object),
                None => self.sized_at_run_time(site, BufferKind::Make, Rule::SizeUnknown),
            },
            SiteKind::Append => {
                self.sized_at_run_time(site, BufferKind::Append, Rule::GrowsAtRunTime)
            }
            SiteKind::Concat => match inst {
                Some(Inst::Concat(_, parts))
                    if constant_bytes(func, parts.as_slice(&func.value_lists)) >= BUFFER =>
                {
                    Home::Heap(cause::of_size(Rule::DoesNotFitBuffer))
                }
                _may_fit => Home::Buffer(BUFFER, BufferKind::String),
            },
            SiteKind::StringConversion => self.conversion(inst, found, object),
            SiteKind::InterfaceBox => match object {
                Some(object) if object.size > MAX_STACK_BOX => {
                    Home::Heap(cause::of_size(Rule::BoxTooLarge))
                }
                Some(object) => Home::Frame(object),
                None => Home::Nothing,
            },
            SiteKind::CallRecord if found.loop_depth > 1 => {
                Home::Heap(cause::of_size(Rule::DeferredInLoop))
            }
            SiteKind::Variable
            | SiteKind::PtrLit
            | SiteKind::SliceLit
            | SiteKind::Variadic
            | SiteKind::MapLit
            | SiteKind::New
            | SiteKind::MakeMap
            | SiteKind::MakeChan
            | SiteKind::Closure
            | SiteKind::MethodValue
            | SiteKind::CallRecord => object.map_or(Home::Nothing, Home::Frame),
        }
    }

    /// `make` and `append`: since Go 1.25 elements that fit 32 bytes start in the frame.
    fn sized_at_run_time(&self, site: &Site, kind: BufferKind, rule: Rule) -> Home {
        let elem = Object::of_type(self.world, site.ty);
        match (self.release.minor(), elem.size) {
            (25.., 1..=BUFFER) => Home::Buffer(BUFFER / elem.size * elem.size, kind),
            _heap => Home::Heap(cause::of_size(rule)),
        }
    }

    fn conversion(&self, inst: Option<&Inst>, found: &SiteFacts, object: Option<Object>) -> Home {
        let Some(Inst::Convert(op, ..)) = inst else {
            return Home::Buffer(BUFFER, BufferKind::String);
        };
        match (op, object) {
            (ConvertOp::StringToBytes, Some(object)) if object.size <= MAX_STACK_BYTES => {
                Home::Frame(object)
            }
            (ConvertOp::StringToBytes, None) if !found.mutates && self.release.minor() >= 22 => {
                Home::Nothing
            }
            (ConvertOp::StringToRunes, _) => Home::Buffer(BUFFER * RUNE, BufferKind::String),
            (ConvertOp::RuneToString, _) => Home::Buffer(RUNE, BufferKind::String),
            _bytes => Home::Buffer(BUFFER, BufferKind::String),
        }
    }
}

fn is_empty(object: Object) -> bool {
    object.size == 0
}

/// The bytes of the constant parts of a concatenation.
fn constant_bytes(func: &Function, parts: &[Value]) -> u64 {
    let lengths = parts.iter().map(|&part| match &func.insts[part] {
        Inst::Const(Const::Str(bytes)) => bytes.len() as u64,
        _computed => 0,
    });
    lengths.sum()
}
