//! HOW BIG IS A FUNCTION: all its nodes, free and dear ones alike, one each.
//!
//! In a big function only very small ones are expanded. Other than costs this count leaves nothing out: types and conversions are
//! nodes, both arms of a decided `if` too. The credit for unpacked tuples is that of [`super::cost`].

use super::cost::is_unpacked;
use super::limits::BIG_FUNCTION_NODES;
use crate::ir::outline_walk::{Node, OutlineWalk};
use crate::ir::{Callee, Function, Inst, OutlineKind, StmtId, Value};

/// Whether a function is so big that only very small ones are expanded in it. O(nodes), at most those that make it big.
pub fn is_big(func: &Function) -> bool {
    // The function is a node itself.
    let mut nodes: i64 = 1;
    for node in OutlineWalk::new(func).nodes() {
        nodes += match node {
            Node::Stmt(stmt) => stmt_nodes(func, stmt),
            Node::Value(value) => value_nodes(func, value),
        };
        if nodes >= i64::from(BIG_FUNCTION_NODES) {
            return true;
        }
    }
    false
}

/// The nodes of a statement that the walk does not visit by themselves.
fn stmt_nodes(func: &Function, stmt: StmtId) -> i64 {
    let blanks = |dsts: &[Option<Value>]| dsts.iter().filter(|dst| dst.is_none()).count() as i64;
    match &func.source.stmts[stmt].kind {
        OutlineKind::Expr(_) | OutlineKind::Go(_) | OutlineKind::Defer(_) => 0,
        OutlineKind::Decl(_) => 2,
        OutlineKind::Assign { dst, .. } => 1 + i64::from(dst.is_none()),
        OutlineKind::AssignPairs { dsts, srcs, .. } => {
            let credit = match is_unpacked(func, srcs) {
                true => 4 * dsts.len() as i64 + 1,
                false => 0,
            };
            1 + blanks(dsts) - credit
        }
        OutlineKind::AssignMulti { dsts, .. } => 1 + blanks(dsts),
        OutlineKind::Range { .. } => {
            1 + i64::from(func.source.range_blanks.get(&stmt).copied().unwrap_or(0))
        }
        OutlineKind::If { .. } if func.source.range_checks.contains(&stmt) => 4,
        OutlineKind::Switch { cases, .. } | OutlineKind::Select { cases, .. } => {
            1 + cases.len() as i64
        }
        OutlineKind::TypeSwitch { bind, cases, .. } => {
            let clauses = cases
                .iter()
                .map(|case| 1 + case.types.len() as i64 + i64::from(case.local.is_some()));
            2 + i64::from(bind.is_some()) + clauses.sum::<i64>()
        }
        OutlineKind::Block(_)
        | OutlineKind::OpAssign { .. }
        | OutlineKind::Return(_)
        | OutlineKind::If { .. }
        | OutlineKind::For { .. }
        | OutlineKind::Label(_)
        | OutlineKind::Goto(_)
        | OutlineKind::Break(_)
        | OutlineKind::Continue(_)
        | OutlineKind::Fallthrough => 1,
    }
}

/// The nodes that gc has for a value, operands not included.
fn value_nodes(func: &Function, value: Value) -> i64 {
    match &func.insts[value] {
        Inst::Load(_) | Inst::LoadOk(_) | Inst::Extract(..) => 0,
        // Through a pointer, selector and dereference are one node.
        Inst::FieldAddr(x, _) | Inst::Field(x, _) => match &func.insts[*x] {
            Inst::Deref(_) if func.source.values[*x].implicit => 0,
            _other => 1,
        },
        // Of a type that is written.
        Inst::MethodExpr(_) | Inst::InterfaceMethodExpr(_) | Inst::New(_) => 2,
        // With the name of the function, or the selector of the method.
        Inst::Call { callee, .. } => match callee {
            Callee::Static(_) | Callee::Interface(..) => 2,
            Callee::Value(_) => 1,
        },
        Inst::StructLit(fields) => 1 + fields.len() as i64,
        Inst::ArrayLit(elems) | Inst::SliceLit { elems, .. } => {
            let keyed = |(_, elem): &&(u64, Value)| func.source.keyed_elems.contains(elem);
            1 + 2 * elems.iter().filter(keyed).count() as i64
        }
        Inst::MapLit { pairs, .. } => 1 + pairs.len() as i64,
        Inst::MakeMap { size, .. } | Inst::MakeChan { size, .. } => 1 + i64::from(size.is_none()),
        _other => 1,
    }
}
