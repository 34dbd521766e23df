//! Hold or return the value and not a pointer to it.
//!
//! An object that is only reached through one pointer can take that pointer's place: `return &T{…}` becomes `return T{…}`, a map
//! of `*T` a map of `T`. The change starts at the address (`&T{…}`, `new(T)`, `&x`), follows it to what holds it (a *slot*: a
//! variable, a result, a field, the elements of a container), and makes each slot hold the value; every use of a slot must
//! be one that a value allows.
//!
//! Required so that the program does the same:
//!
//! * where the pointer is copied and both copies go on living, nobody writes through either (a copy that is the last use
//!   of the variable, a returned local and a fresh literal are moves, not copies);
//! * no slot is compared with `nil`, declared without a value, or captured by a literal;
//! * the type is not one that must not be copied (it holds a lock, as vet's `copylocks` sees it);
//! * a function that returns the value defers nothing, as a deferred call could change the object after the return.
//!
//! IGNORED: pointers held in several layers (`**T`, fields of fields are found one at a time).

use escargo_grammar::ast::{DeclId, Expr, ExprId, Stmt, StmtId, UnaryOp};
use rustc_hash::FxHashSet;

use super::tree::{At, Node, Spot, Tree};
use super::{Proposal, Remedy};
use crate::ir::SiteKind;
use crate::source::Edit;
use crate::types::{ObjectId, TypeId};

/// What holds a pointer that becomes a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Slot {
    /// A local variable.
    Local(ObjectId),
    /// A package-level variable or a field.
    Shared(ObjectId),
    /// A result of a function, by its number.
    Result(ObjectId, usize),
    /// The elements of a container, by the variable or field that holds it.
    Elements(ObjectId),
}

/// Proposes to hold the value.
pub(super) fn propose(spot: &Spot<'_>) -> Vec<Proposal> {
    let addresses = addresses(spot);
    let Some(&first) = addresses.first() else {
        return Vec::new();
    };
    let Some(pointer) = spot.tree.files[first.file].ty(first.expr) else {
        return Vec::new();
    };
    let Some(ty) = spot.tree.world().pointee(pointer) else {
        return Vec::new();
    };
    if spot.tree.is_locked(ty) {
        return Vec::new();
    }
    let mut unboxer = Unboxer {
        tree: spot.tree,
        pointer,
        ty,
        ty_text: None,
        edits: Vec::new(),
        slots: Vec::new(),
        seen: FxHashSet::default(),
        copies: false,
        mutations: false,
        is_exported: false,
        variable: spot.variable(),
    };
    match unboxer.run(&addresses) {
        Some(remedy) => vec![Proposal {
            remedy,
            edits: unboxer.edits,
            is_exported: unboxer.is_exported,
        }],
        None => Vec::new(),
    }
}

/// The expressions whose value is the object's address.
fn addresses(spot: &Spot<'_>) -> Vec<At> {
    let file = spot.file;
    let at = |expr| At { file, expr };
    match spot.site.kind {
        SiteKind::PtrLit => {
            let found = spot.expr(|expr| matches!(expr, Expr::Unary(UnaryOp::Addr, _)));
            found.map(at).into_iter().collect()
        }
        SiteKind::New => spot
            .builtin("new")
            .map(|(call, _)| at(call))
            .into_iter()
            .collect(),
        SiteKind::Variable => {
            let Some(variable) = spot.variable() else {
                return Vec::new();
            };
            let uses = spot.tree.uses(variable).into_iter();
            let outer = uses.filter_map(|at| {
                let file = &spot.tree.files[at.file];
                let (_, parent) = file.outside(at.expr);
                let Some(Node::Expr(outer)) = parent else {
                    return None;
                };
                let taken = matches!(file.ast().expr(outer), Expr::Unary(UnaryOp::Addr, _));
                taken.then_some(At {
                    file: at.file,
                    expr: outer,
                })
            });
            outer.collect()
        }
        _no_pointer => Vec::new(),
    }
}

/// The state of one proposal.
pub(super) struct Unboxer<'a> {
    pub tree: &'a Tree<'a>,
    /// `*T`
    pub pointer: TypeId,
    /// `T`
    ty: TypeId,
    /// How the source writes `T`.
    pub ty_text: Option<String>,
    pub edits: Vec<Edit>,
    slots: Vec<Slot>,
    seen: FxHashSet<Slot>,
    /// Whether two slots may hold copies of one object.
    pub copies: bool,
    /// Whether an object is written through a slot.
    pub mutations: bool,
    pub is_exported: bool,
    /// The object, if it is a variable: a slot that holds the value already.
    pub variable: Option<ObjectId>,
}

impl<'a> Unboxer<'a> {
    /// Follows the addresses through all slots. None if some use does not allow a value.
    fn run(&mut self, addresses: &[At]) -> Option<Remedy> {
        for &address in addresses {
            self.address(address)?;
        }
        let mut next = 0;
        while let Some(&slot) = self.slots.get(next) {
            next += 1;
            self.slot(slot)?;
        }
        if self.copies && self.mutations {
            return None;
        }
        self.edits.sort();
        self.edits.dedup();
        self.remedy()
    }

    fn remedy(&self) -> Option<Remedy> {
        let ty = self
            .ty_text
            .clone()
            .unwrap_or_else(|| "the value".to_owned());
        let name = |object: ObjectId| self.tree.name(object).to_owned();
        let rank = |slot: &&Slot| match slot {
            Slot::Result(..) => 0,
            Slot::Elements(_) | Slot::Shared(_) => 1,
            Slot::Local(_) => 2,
        };
        Some(match *self.slots.iter().min_by_key(rank)? {
            Slot::Result(function, _) => Remedy::ReturnValue {
                function: name(function),
                ty,
            },
            Slot::Elements(holder) | Slot::Shared(holder) | Slot::Local(holder) => {
                Remedy::HoldValue {
                    holder: name(holder),
                    ty,
                }
            }
        })
    }

    pub fn push(&mut self, slot: Slot) {
        if self.seen.insert(slot) {
            self.slots.push(slot);
        }
    }

    pub fn edit(&mut self, file: usize, start: u32, end: u32, text: &str) {
        self.edits
            .push(self.tree.files[file].edit(start, end, text));
    }

    /// An expression that makes an address: it becomes the value, and goes where the address went.
    fn address(&mut self, at: At) -> Option<()> {
        if self.is_plain_use(at) {
            return Some(());
        }
        self.strip(at)?;
        self.goes(at, false)
    }

    /// `&x` as an argument or receiver: it stays as it is, and the object may be written there.
    fn is_plain_use(&mut self, at: At) -> bool {
        if self.variable.is_none() {
            return false;
        }
        let file = &self.tree.files[at.file];
        let (outer, parent) = file.outside(at.expr);
        let Some(Node::Expr(parent)) = parent else {
            return false;
        };
        let plain = match file.ast().expr(parent) {
            Expr::Call { fun, args, .. } => {
                let is_append =
                    matches!(file.ast().expr(fun), Expr::Ident(name) if name.as_str() == "append");
                !is_append && file.ast().expr_list(args).contains(&outer)
            }
            Expr::Selector(..) | Expr::Star(_) => true,
            _other => false,
        };
        self.mutations |= plain;
        plain
    }

    /// Removes what makes an address of a value: `&T{…}` → `T{…}`, `new(T)` → `T{}`, `&x` → `x`.
    pub fn strip(&mut self, at: At) -> Option<()> {
        let file = &self.tree.files[at.file];
        let expr = file.ast().unparen(at.expr);
        let (start, end) = (file.start(expr), file.end(expr));
        match file.ast().expr(expr) {
            Expr::Unary(UnaryOp::Addr, inner) => {
                let inner_start = file.start(inner);
                if let Expr::CompositeLit { ty, .. } = file.ast().expr(file.ast().unparen(inner)) {
                    let ty = ty.expand().map(|ty| file.text_of(ty).to_owned());
                    self.ty_text = self.ty_text.take().or(ty);
                } else if let Expr::Ident(_) = file.ast().expr(file.ast().unparen(inner)) {
                    let object = file.object(file.ast().unparen(inner))?;
                    if Some(object) != self.variable {
                        return None;
                    }
                    self.copied(at.file, file.ast().unparen(inner), object);
                } else {
                    return None;
                }
                self.edit(at.file, start, inner_start, "");
                Some(())
            }
            Expr::Call { fun, args, .. } => {
                let is_new =
                    matches!(file.ast().expr(fun), Expr::Ident(name) if name.as_str() == "new");
                let &[ty] = file.ast().expr_list(args) else {
                    return None;
                };
                if !is_new || !self.has_literals() || file.ty(ty) != Some(self.ty) {
                    return None;
                }
                let text = file.text_of(ty).to_owned();
                self.edit(at.file, start, end, &format!("{text}{{}}"));
                self.ty_text = Some(text);
                Some(())
            }
            _other => None,
        }
    }

    /// Whether `T{}` is the zero value.
    pub fn has_literals(&self) -> bool {
        self.tree.has_literals(self.ty)
    }

    /// A variable's value is copied by this use; a move if the variable is not used afterwards.
    pub fn copied(&mut self, file: usize, expr: ExprId, variable: ObjectId) {
        let data = &self.tree.files[file];
        let start = data.start(expr);
        let uses = self.tree.uses(variable);
        let last = uses
            .iter()
            .all(|at| at.file == file && data.start(at.expr) <= start);
        let declared = uses
            .iter()
            .map(|at| at.expr)
            .min_by_key(|&expr| data.start(expr));
        let same_loop = declared.is_some_and(|declared| {
            let of = |expr| self.tree.enclosing_loop(file, Node::Expr(expr));
            of(declared) == of(expr)
        });
        let returned = data
            .stmt_of(expr)
            .is_some_and(|stmt| matches!(data.ast().stmt(stmt), Stmt::Return(_)));
        if !(returned || last && same_loop) {
            self.copies = true;
        }
    }

    fn slot(&mut self, slot: Slot) -> Option<()> {
        match slot {
            Slot::Local(variable) => self.local(variable),
            Slot::Shared(object) => self.shared(object),
            Slot::Result(function, number) => self.result(function, number),
            Slot::Elements(object) => self.elements(object),
        }
    }

    /// `*T` as a type in the source becomes `T`.
    pub fn retype(&mut self, file: usize, ty: ExprId) -> Option<()> {
        let data = &self.tree.files[file];
        let Expr::Star(inner) = data.ast().expr(ty) else {
            return None;
        };
        if data.ty(ty) != Some(self.pointer) {
            return None;
        }
        self.ty_text = Some(data.text_of(inner).to_owned());
        let (start, end) = (data.start(ty), data.start(inner));
        self.edit(file, start, end, "");
        Some(())
    }

    fn result(&mut self, function: ObjectId, number: usize) -> Option<()> {
        let decl = self.tree.func(function)?;
        let data = &self.tree.files[decl.file];
        let ast = data.ast();
        let results = ast.field_list(decl.sig.results);
        let field = ast.fields[*results.get(number)?];
        if field.name.is_some() {
            return None;
        }
        self.retype(decl.file, field.ty)?;
        self.is_exported |= self.tree.is_exported(decl.name.name.as_str());
        let count = results.len();
        for stmt in self.own_stmts(decl.file, decl.decl) {
            match ast.stmt(stmt) {
                Stmt::Return(list) => {
                    let values = ast.expr_list(list);
                    if values.len() != count {
                        return None;
                    }
                    self.returned(decl.file, values, number)?;
                }
                Stmt::Defer(_) => return None,
                _other => {}
            }
        }
        for at in self.tree.uses(function) {
            self.called(at)?;
        }
        Some(())
    }

    /// The statements of a declared function, without those of literals in it.
    fn own_stmts(&self, file: usize, decl: DeclId) -> Vec<StmtId> {
        let data = &self.tree.files[file];
        let own = |&stmt: &StmtId| {
            self.tree.enclosing_func(file, Node::Stmt(stmt)) == Some(Node::Decl(decl))
        };
        data.ast().stmts.keys().filter(own).collect()
    }

    fn returned(&mut self, file: usize, values: &[ExprId], number: usize) -> Option<()> {
        let data = &self.tree.files[file];
        let value = data.ast().unparen(values[number]);
        if matches!(data.ast().expr(value), Expr::Ident(name) if name.as_str() == "nil") {
            // `return nil, err`: the caller looks at the error first.
            let fails = values.iter().enumerate().any(|(other, &expr)| {
                let text = data.text_of(expr);
                let is_error = data.ty(expr).is_some_and(|ty| self.tree.is_error(ty));
                other != number && text != "nil" && is_error
            });
            if !fails || !self.has_literals() {
                return None;
            }
            let text = self.ty_text.clone()?;
            let (start, end) = (data.start(value), data.end(value));
            self.edit(file, start, end, &format!("{text}{{}}"));
            return Some(());
        }
        self.source(At { file, expr: value })
    }

    /// What stands where a slot gets its value.
    pub fn source(&mut self, at: At) -> Option<()> {
        let data = &self.tree.files[at.file];
        let expr = data.ast().unparen(at.expr);
        match data.ast().expr(expr) {
            Expr::Ident(_) => {
                let variable = data.object(expr)?;
                if !self.tree.is_local_variable(variable) {
                    return None;
                }
                self.copied(at.file, expr, variable);
                self.push(Slot::Local(variable));
                Some(())
            }
            Expr::Call { fun, args, .. }
                if data.ast().expr_list(args).len() != 1 || self.strip(at).is_none() =>
            {
                let function = data.object(data.ast().unparen(fun))?;
                self.tree.func(function)?;
                self.push(Slot::Result(function, 0));
                Some(())
            }
            Expr::Call { .. } => Some(()),
            _address => self.strip(At { expr, ..at }),
        }
    }

    /// A use of a function whose result is a value now.
    fn called(&mut self, at: At) -> Option<()> {
        let data = &self.tree.files[at.file];
        let mut callee = at.expr;
        if let Some(Node::Expr(outer)) = data.parent(Node::Expr(at.expr))
            && matches!(data.ast().expr(outer), Expr::Paren(_))
        {
            callee = outer;
        }
        match data.parent(Node::Expr(callee)) {
            Some(Node::Expr(call)) => match data.ast().expr(call) {
                Expr::Call { fun, .. } if fun == callee => self.goes(
                    At {
                        file: at.file,
                        expr: call,
                    },
                    false,
                ),
                _value => None,
            },
            _value => None,
        }
    }
}
