//! What is executed: the analysed packages, found by package and function.

use std::cell::RefCell;
use std::rc::Rc;

use cranelift_entity::SecondaryMap;
use rustc_hash::FxHashMap;

use super::layout::Layouts;
use crate::analysis::{Analysis, PackageResult};
use crate::ir::{FuncId, LocalId, LocalKind};
use crate::types::{ObjectId, PackageId, World};

/// One package.
pub(super) struct Unit<'a> {
    pub id: PackageId,
    pub result: &'a PackageResult,
    plans: RefCell<FxHashMap<FuncId, Rc<Plan>>>,
}

/// How a function's frame is laid out.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The first cell of each local that lives in the frame's own cells; none: it needs memory with an address.
    pub slots: SecondaryMap<LocalId, Option<u32>>,
    /// The frame's cells.
    pub cells: u32,
}

/// The program.
pub(super) struct Program<'a> {
    pub analysis: &'a Analysis,
    pub world: &'a World,
    pub layouts: Layouts<'a>,
    units: FxHashMap<PackageId, Unit<'a>>,
}

impl<'a> Program<'a> {
    pub fn new(analysis: &'a Analysis) -> Program<'a> {
        let units = analysis.packages.iter().filter_map(|package| {
            let result = package.result.as_ref()?;
            let id = result.ir.package;
            let plans = RefCell::default();
            Some((id, Unit { id, result, plans }))
        });
        Program {
            analysis,
            world: &analysis.world,
            layouts: Layouts::new(&analysis.world),
            units: units.collect(),
        }
    }

    /// The package, if its bodies are at hand.
    pub fn unit(&self, package: PackageId) -> Option<&Unit<'a>> {
        self.units.get(&package)
    }

    /// The packages that were analysed, imported ones first.
    pub fn in_order(&self) -> impl Iterator<Item = &Unit<'a>> {
        let packages = self.analysis.packages.iter();
        packages.filter_map(|package| self.unit(package.result.as_ref()?.ir.package))
    }

    /// Where a declared function is.
    pub fn function(&self, object: ObjectId) -> Option<(PackageId, FuncId)> {
        let package = self.world.object(object).pkg;
        let func = *self.unit(package)?.result.ir.by_object.get(&object)?;
        Some((package, func))
    }

    /// Whether the package is one of the standard library's: executed natively only.
    pub fn is_std(&self, package: PackageId) -> bool {
        let path = self.world.package(package).path.as_str();
        let first = path.split('/').next().unwrap_or(path);
        let own = self.analysis.packages.iter();
        let mut own = own.filter(|package| package.named);
        !first.contains('.') && path != "main" && !own.any(|package| package.path == path)
    }
}

impl Unit<'_> {
    /// The frame's layout of a function.
    pub fn plan(&self, layouts: &Layouts<'_>, func: FuncId) -> Rc<Plan> {
        if let Some(plan) = self.plans.borrow().get(&func) {
            return Rc::clone(plan);
        }
        let plan = Rc::new(self.lay_out(layouts, func));
        self.plans.borrow_mut().insert(func, Rc::clone(&plan));
        plan
    }

    fn lay_out(&self, layouts: &Layouts<'_>, func: FuncId) -> Plan {
        let mut plan = Plan::default();
        let function = &self.result.ir.funcs[func];
        let referenced = self.referenced(func);
        for (local, info) in function.locals.iter() {
            let on_heap = info.site.is_some_and(|site| {
                let placement = self.result.placements.site(func, site);
                placement.decision.is_heap()
            });
            let captured = matches!(info.kind, LocalKind::Captured(_));
            if info.addr_taken || captured || on_heap || referenced.contains(&local) {
                continue;
            }
            plan.slots[local] = Some(plan.cells);
            plan.cells = plan.cells.saturating_add(layouts.cells(info.ty));
        }
        plan
    }

    /// The locals that literals of the function capture by reference.
    fn referenced(&self, outer: FuncId) -> Vec<LocalId> {
        let ir = &self.result.ir;
        let literals = ir
            .funcs
            .iter()
            .filter(|(_, literal)| literal.outer == Some(outer));
        literals
            .flat_map(|(id, literal)| {
                let facts = self.result.facts.funcs.get(id);
                literal
                    .captures
                    .iter()
                    .enumerate()
                    .filter_map(move |(n, capture)| {
                        let copied = facts.and_then(|facts| facts.by_value.get(n)) == Some(&true);
                        (!copied).then_some(capture.outer)
                    })
            })
            .collect()
    }
}
