//! The end of a batch: leak summaries, verdicts of sites, and the messages of both, in gc's order (section 4 of the model).
//!
//! Parameters come first, function by function; then all locations in the order in which they were made.

use super::analysis::Analysis;
use super::declared;
use super::facts::{Leaks, Message};
use super::graph::{Attrs, Loc, Location, Node};
use super::rules::ReleaseRule;
use crate::ir::{ConvertOp, FuncId, FuncKind, Function, Inst, LocalId, Package, SiteId, SiteKind};
use crate::types::{Basic, TypeId, TypeKind, World};

impl Analysis<'_> {
    /// Ends the batch.
    pub(super) fn finish(&mut self, batch: &[FuncId]) {
        for &func in batch {
            self.done(func);
            let params = &self.package.funcs[func].params;
            for (number, &param) in params.iter().enumerate() {
                let leaks = self.param(func, number, param);
                self.facts.funcs[func].params[number] = leaks;
            }
        }
        for loc in self.graph.locations() {
            self.location_done(loc);
        }
    }

    // Parameters.

    /// The summary of a parameter; its message is given.
    fn param(&mut self, func: FuncId, number: usize, param: LocalId) -> Option<Leaks> {
        let function = &self.package.funcs[func];
        if !function.has_body {
            return match declared::leaks_of_param(self.world, function, param) {
                Some(leaks) => leaks,
                None => self.param_without_body(func, param),
            };
        }
        let declared = &function.locals[param];
        if function.pragmas.uintptrescapes
            && let Some(variadic) = self.escaping_uintptr(function, number, declared.ty)
        {
            let message = Message::EscapingUintptr {
                func,
                param,
                variadic,
            };
            self.diagnose(function, message);
            return None;
        }
        if !self.has_pointers(declared.ty) {
            return None;
        }
        if declared.unnamed {
            return Some(Leaks::default());
        }
        let location = self.graph.at(self.local(func, param));
        let mut leaks = location.leaks;
        leaks.optimize();
        if !location.attrs.has(Attrs::ESCAPES) {
            self.report_leaks(func, param, leaks);
        }
        leaks.encoded()
    }

    /// Whether it is a `uintptr` (false) or `...uintptr` (true).
    fn escaping_uintptr(&self, func: &Function, number: usize, ty: TypeId) -> Option<bool> {
        if is_uintptr(self.world, ty) {
            return Some(false);
        }
        let variadic = self
            .world
            .as_signature(func.ty)
            .is_some_and(|signature| signature.variadic);
        let last = number + 1 == func.params.len();
        match self.world.underlying_kind(ty) {
            TypeKind::Slice(elem) if variadic && last && is_uintptr(self.world, *elem) => {
                Some(true)
            }
            _other => None,
        }
    }

    fn param_without_body(&mut self, func: FuncId, param: LocalId) -> Option<Leaks> {
        let function = &self.package.funcs[func];
        let declared = &function.locals[param];
        if is_uintptr(self.world, declared.ty) {
            self.diagnose(function, Message::AssumingUintptr { func, param });
            return None;
        }
        if !self.has_pointers(declared.ty) {
            return None;
        }
        let (leaks, message) = match function.pragmas.noescape {
            true => (Leaks::noescape(), Message::ParamStays { func, param }),
            false => (
                Leaks::unknown(),
                Message::LeaksToHeap {
                    func,
                    param,
                    content: false,
                },
            ),
        };
        // A parameter without name is not reported; one named `_` is, and counts as named here.
        if !declared.unnamed {
            self.diagnose(function, message);
        }
        leaks.encoded()
    }

    fn report_leaks(&mut self, func: FuncId, param: LocalId, leaks: Leaks) {
        let function = &self.package.funcs[func];
        let mut stays = true;
        if let Some(derefs) = leaks.heap {
            stays = false;
            let content = derefs > 0;
            self.diagnose(
                function,
                Message::LeaksToHeap {
                    func,
                    param,
                    content,
                },
            );
        }
        for (result, derefs) in (0..).zip(leaks.results) {
            let Some(level) = derefs else { continue };
            stays = false;
            let message = Message::LeaksToResult {
                func,
                param,
                result,
                level: u32::from(level),
            };
            self.diagnose(function, message);
        }
        if stays {
            self.diagnose(function, Message::ParamStays { func, param });
        }
    }

    /// Parameters are reported for what the user wrote and gc compiles once.
    fn diagnose(&mut self, func: &Function, message: Message) {
        if !func.duplicable && !is_wrapper(func.kind) {
            self.facts.messages.push(message);
        }
    }

    // Sites.

    fn location_done(&mut self, loc: Loc) {
        let location = self.graph.at(loc).clone();
        let escapes = location.attrs.has(Attrs::ESCAPES);
        if let Some((func, site)) = self.site_of(&location) {
            let facts = self.site_facts(func, site);
            facts.escapes = escapes;
            facts.persists = location.attrs.has(Attrs::PERSISTS);
            facts.mutates = location.attrs.has(Attrs::MUTATES);
            facts.loop_depth = location.loop_depth;
        }
        match location.node {
            Node::Local(local) => {
                if escapes {
                    let func = location.func;
                    let message = Message::MovedToHeap { func, local };
                    self.facts.messages.push(message);
                }
            }
            Node::Site(site) => self.site_done(&location, site, escapes),
            Node::Heap | Node::Mutator | Node::Callee | Node::Blank | Node::Temp => {}
        }
    }

    fn site_done(&mut self, location: &Location, site: SiteId, escapes: bool) {
        let func = location.func;
        let function = &self.package.funcs[func];
        if !is_hidden_literal(self.package, function, site) {
            let message = Message::Site {
                func,
                site,
                escapes,
            };
            self.facts.messages.push(message);
        }
        let zero_copy = self.rules.has(ReleaseRule::MutationsAndCalls)
            && !location.attrs.has(Attrs::MUTATES)
            && is_string_to_bytes(function, site);
        if zero_copy {
            self.facts.messages.push(Message::ZeroCopy { func, site });
        }
    }
}

fn is_uintptr(world: &World, ty: TypeId) -> bool {
    world.as_basic(ty) == Some(Basic::Uintptr)
}

fn is_wrapper(kind: FuncKind) -> bool {
    match kind {
        FuncKind::CallWrapper | FuncKind::MethodWrapper | FuncKind::MethodValueWrapper => true,
        FuncKind::Declared
        | FuncKind::Literal
        | FuncKind::RangeBody
        | FuncKind::PackageInit
        | FuncKind::MapInit => false,
    }
}

/// A literal that gc made up for a `go` or `defer` statement.
fn is_hidden_literal(package: &Package, func: &Function, site: SiteId) -> bool {
    let value = func.sites[site].value.expand();
    match value.map(|value| &func.insts[value]) {
        Some(Inst::Closure { func, .. }) => is_wrapper(package.funcs[*func].kind),
        _other => false,
    }
}

fn is_string_to_bytes(func: &Function, site: SiteId) -> bool {
    let allocated = &func.sites[site];
    allocated.kind == SiteKind::StringConversion
        && allocated.value.expand().is_some_and(|value| {
            matches!(
                func.insts[value],
                Inst::Convert(ConvertOp::StringToBytes, ..)
            )
        })
}
