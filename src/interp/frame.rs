//! A call in progress.

use std::rc::Rc;

use cranelift_entity::SecondaryMap;

use super::program::{Plan, Unit};
use super::value::{Cell, ObjRef, Val};
use crate::ir::{Block, FuncId, Function, LocalId, SiteId};

/// A call in progress.
pub(super) struct Frame<'a, 'p> {
    pub unit: &'p Unit<'a>,
    pub func: FuncId,
    pub function: &'a Function,
    pub plan: Rc<Plan>,
    /// Its number on the stack, from 1.
    pub depth: u32,
    /// The values computed so far.
    pub vals: Vec<Val>,
    /// The variables whose address nobody has.
    pub slots: Vec<Cell>,
    /// The memory of the others.
    pub objects: SecondaryMap<LocalId, Option<ObjRef>>,
    /// The last stack object of each site: the next one takes its memory.
    pub by_site: SecondaryMap<SiteId, Option<ObjRef>>,
    /// What ends with the frame.
    pub owned: Vec<ObjRef>,
    /// The function value called, for what it captured.
    pub closure: Option<ObjRef>,
    /// The block that control came from.
    pub previous: Option<Block>,
    /// Called as a deferred function: `recover` may end the panic.
    pub deferred: bool,
}
