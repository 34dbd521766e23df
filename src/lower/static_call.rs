//! Expanded calls in initialisers of package-level variables.
//!
//! QUESTION. When does `var x = f(y)` need no code? If the body of `f`, expanded, is a single `return e`, the arguments have no
//! effects, and each parameter occurs once in `e` or its argument can be repeated: then `e` with arguments for parameters is
//! what is laid out.
//!
//! ```text
//! func New(text string) error { return &errorString{text} }
//! var errMine = New("mine")              static: &errorString{"mine"}
//! ```
//!
//! INVARIANTS. What is substituted is a copy that stands in no block; it shares the sites of what it copies, which are marked static
//! together. If the value turns out to be dynamic the call stays as it is.
//! SOURCE: cmd/compile/internal/staticinit (staticAssignInlinedCall).

use rustc_hash::FxHashMap;

use super::static_init::{Dest, Schedule, StaticInit};
use crate::ir::outline_walk::{Node, OutlineWalk};
use crate::ir::{ConvertOp, Inst, LocalId, OutlineKind, StmtId, Value};
use crate::types::Const;

/// An expanded call of a function that is a single `return`.
struct Simple {
    /// Parameters and arguments.
    params: Vec<(LocalId, Value)>,
    binding: StmtId,
    /// The block with the assignment to the result, that assignment, and what is assigned.
    block: StmtId,
    assign: StmtId,
    result: Value,
}

type Arguments = FxHashMap<LocalId, Value>;

impl StaticInit<'_> {
    /// Lays out what an expanded call gives. False if it is dynamic.
    pub(super) fn static_call(
        &mut self,
        schedule: &mut Schedule,
        dest: &Dest,
        call: Value,
    ) -> bool {
        let Some(simple) = self.simple_call(call) else {
            return false;
        };
        if !self.can_substitute(&simple) {
            return false;
        }
        let arguments: Arguments = simple.params.iter().copied().collect();
        match self.substituted(simple.result, &arguments) {
            Some(value) => self.lay_out(schedule, dest, value),
            None => false,
        }
    }

    fn simple_call(&self, call: Value) -> Option<Simple> {
        let function = &self.builder.function;
        let source = &function.source;
        let &[binding] = &source.value_init.get(&call)?[..] else {
            return None;
        };
        let OutlineKind::AssignPairs { dsts, srcs, .. } = &source.stmts[binding].kind else {
            return None;
        };
        let &[block, end] = &source.inlined.get(&call)?[..] else {
            return None;
        };
        let (OutlineKind::Block(list), OutlineKind::Label(end)) =
            (&source.stmts[block].kind, &source.stmts[end].kind)
        else {
            return None;
        };
        let &[decl, assign, leave] = &list[..] else {
            return None;
        };
        let (
            OutlineKind::Decl(_),
            OutlineKind::AssignPairs { srcs: results, .. },
            OutlineKind::Goto(to),
        ) = (
            &source.stmts[decl].kind,
            &source.stmts[assign].kind,
            &source.stmts[leave].kind,
        )
        else {
            return None;
        };
        let (&[result], true) = (&results[..], to == end) else {
            return None;
        };
        let pairs = dsts.iter().zip(srcs);
        let params = pairs.map(|(dst, &src)| match &function.insts[(*dst)?] {
            Inst::LocalAddr(local) => Some((*local, src)),
            _other => None,
        });
        Some(Simple {
            params: params.collect::<Option<_>>()?,
            binding,
            block,
            assign,
            result,
        })
    }

    fn can_substitute(&self, call: &Simple) -> bool {
        let function = &self.builder.function;
        let addressed = |&(local, _): &(LocalId, Value)| function.locals[local].addr_taken;
        let effects = |&(_, arg): &(LocalId, Value)| self.builder.has_side_effects(arg);
        if call.params.iter().any(addressed) || call.params.iter().any(effects) {
            return false;
        }
        let mut counts: FxHashMap<LocalId, u32> = FxHashMap::default();
        for node in OutlineWalk::of_value(function, call.result).nodes() {
            let Node::Value(value) = node else { continue };
            match &function.insts[value] {
                Inst::Closure { .. } => return false,
                Inst::LocalAddr(local) => *counts.entry(*local).or_default() += 1,
                _other => {}
            }
        }
        call.params.iter().all(|(local, arg)| {
            counts.get(local).is_none_or(|&count| count <= 1) || self.can_repeat(*arg)
        })
    }

    fn can_repeat(&self, value: Value) -> bool {
        let mut nodes = OutlineWalk::of_value(&self.builder.function, value).nodes();
        let makes = |value: Value| {
            matches!(
                self.builder.inst(value),
                Inst::MakeChan { .. }
                    | Inst::MakeMap { .. }
                    | Inst::MakeSlice { .. }
                    | Inst::MapLit { .. }
                    | Inst::New(_)
                    | Inst::PtrLit(..)
                    | Inst::SliceLit { .. }
                    | Inst::Convert(ConvertOp::StringToBytes | ConvertOp::StringToRunes, ..)
            )
        };
        !self.builder.has_side_effects(value)
            && !nodes.any(|node| matches!(node, Node::Value(value) if makes(value)))
    }

    /// A copy of an expression with arguments for parameters. None if gc makes none.
    fn substituted(&mut self, value: Value, arguments: &Arguments) -> Option<Value> {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let inst = self.builder.inst(value).clone();
            if let Inst::Load(place) = inst
                && let Inst::LocalAddr(local) = self.builder.inst(place)
                && let Some(&arg) = arguments.get(local)
            {
                return self.substituted(arg, &Arguments::default());
            }
            let mut operands = Vec::new();
            inst.each_operand(&self.builder.function.value_lists, |operand| {
                operands.push(operand);
            });
            let mut copies = Vec::with_capacity(operands.len());
            for operand in operands {
                copies.push(self.substituted(operand, arguments)?);
            }
            let folded = self.folded(value, &inst, &copies)?;
            let copy = self.copied(value, folded, copies);
            if matches!(inst, Inst::Inlined { .. }) {
                self.copy_call(value, copy, arguments)?;
            }
            Some(copy)
        })
    }

    fn copied(&mut self, value: Value, mut inst: Inst, operands: Vec<Value>) -> Value {
        let function = &mut self.builder.function;
        let pool = &mut function.value_lists;
        if let Some(list) = inst.value_list_mut() {
            *list = list.deep_clone(pool);
        }
        let mut operands = operands.into_iter();
        inst.map_operands(pool, |old| operands.next().unwrap_or(old));
        let copy = function.insts.push(inst);
        function.types[copy] = function.types[value];
        function.source.values[copy] = function.source.values[value];
        copy
    }

    /// The instruction of the copy: a constant where gc computes one. None where gc gives up.
    fn folded(&self, value: Value, inst: &Inst, operands: &[Value]) -> Option<Inst> {
        let constant = |operand: &Value| match self.builder.inst(*operand) {
            Inst::Const(constant) => Some(constant.clone()),
            _other => None,
        };
        let folded = match inst {
            Inst::Convert(ConvertOp::Numeric, ..) => operands.first().and_then(constant),
            Inst::Concat(..) => {
                let parts: Option<Vec<Const>> = operands.iter().map(constant).collect();
                parts.and_then(concatenated)
            }
            _other => None,
        };
        let _ = value;
        Some(match folded {
            Some(constant) => Inst::Const(constant),
            None => inst.clone(),
        })
    }

    /// The statements of an expanded call inside of what is copied.
    fn copy_call(&mut self, call: Value, copy: Value, arguments: &Arguments) -> Option<()> {
        let simple = self.simple_call(call)?;
        let mut args = Vec::with_capacity(simple.params.len());
        for &(_, arg) in &simple.params {
            args.push(self.substituted(arg, arguments)?);
        }
        let result = self.substituted(simple.result, arguments)?;
        let binding = self.with_sources(simple.binding, args);
        let assign = self.with_sources(simple.assign, vec![result]);
        let source = &mut self.builder.function.source;
        let mut block = source.stmts[simple.block].clone();
        if let OutlineKind::Block(list) = &mut block.kind {
            for stmt in list {
                if *stmt == simple.assign {
                    *stmt = assign;
                }
            }
        }
        let block = source.stmts.push(block);
        let mut body = source.inlined.get(&call)?.clone();
        if let Some(first) = body.first_mut() {
            *first = block;
        }
        source.value_init.insert(copy, vec![binding]);
        source.inlined.insert(copy, body);
        Some(())
    }

    fn with_sources(&mut self, stmt: StmtId, values: Vec<Value>) -> StmtId {
        let stmts = &mut self.builder.function.source.stmts;
        let mut copy = stmts[stmt].clone();
        if let OutlineKind::AssignPairs { srcs, .. } = &mut copy.kind {
            *srcs = values;
        }
        stmts.push(copy)
    }
}

fn concatenated(parts: Vec<Const>) -> Option<Const> {
    let mut text = Vec::new();
    for part in parts {
        match part {
            Const::Str(bytes) => text.extend_from_slice(&bytes),
            _no_text => return None,
        }
    }
    Some(Const::Str(text.into()))
}
