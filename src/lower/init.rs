//! The initialiser of package-level variables.
//!
//! QUESTION. What does gc's synthesized `init` hold? One assignment for each initialised variable, in initialisation order; what can
//! be laid out in static data is taken out when calls are expanded ([`super::static_init`]). Large map literals without side effects move
//! to functions of their own, `map.init.N`, so that the linker can drop them; `init` calls these.
//!
//! ```text
//! var a = f()            init: a = f()
//! var b = []int{1, 2}    (static: nothing)
//! var c = new(int)       init: c = new(int)
//! ```
//!
//! INVARIANTS. The blocks initialise every variable, static or not; only the outline will lack what is static. The function exists if
//! there is at least one initialiser.
//! SOURCE: section 6.5 of the model of gc's analysis.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{Expr, ExprId};

use super::builder::{FuncBuilder, empty_function};
use super::context::{Lowerer, Subst, unit_of};
use crate::check::info::Initializer;
use crate::ir::{Callee, FuncId, FuncKind, FuncRef, Inst, OutlineKind, Value};
use crate::source::Pos;
use crate::types::{ObjectId, TypeId, TypeKind};

/// The number of nodes from which on a map literal is moved out.
const LARGE_MAP: usize = 20;

impl<'a> Lowerer<'a> {
    /// Lowers the initialisers. Gives the functions made: `init`, its literals, map initialisers.
    pub fn package_init(&mut self) -> Vec<FuncId> {
        let checked = self.checked;
        if checked.init_order.is_empty() {
            return Vec::new();
        }
        let ty = self.world.func(&[], &[], false);
        let name = Symbol::intern("init");
        let shell = empty_function(name, FuncKind::PackageInit, Pos::NONE, ty);
        let id = self.reserve(shell);
        self.begin_function(id);
        let mut maps = Vec::new();
        for initializer in &checked.init_order {
            let Some(unit) = unit_of(checked, initializer.file) else {
                continue;
            };
            self.in_unit(unit, Subst::default(), |lowerer| {
                lowerer.initializer(initializer, &mut maps);
            });
        }
        self.look_at_types();
        self.b().emit_void(Inst::Return, Pos::NONE);
        self.end_function();
        self.package.init = Some(id);
        let mut functions = vec![id];
        functions.append(&mut self.made);
        functions.extend(maps);
        functions
    }

    fn initializer(&mut self, initializer: &Initializer, maps: &mut Vec<FuncId>) {
        for &object in &initializer.lhs {
            if let Some(&ty) = self.world.object(object).ty.get() {
                self.read_type(ty);
            }
        }
        match *initializer.lhs {
            [object] => self.single(object, initializer.rhs, maps),
            ref several => self.several(several, initializer.rhs),
        }
    }

    fn single(&mut self, object: ObjectId, rhs: ExprId, maps: &mut Vec<FuncId>) {
        let pos = self.world.object(object).pos;
        let ty = self.object_type(object);
        let blank = self.world.object(object).name.is_blank();
        if !blank && let Some(id) = self.map_init(object, rhs, ty, maps.len()) {
            maps.push(id);
            return self.call_map_init(id, pos);
        }
        self.b().begin_stmts();
        let value = self.expr_to(rhs, ty);
        let before = self.b().end_stmts();
        for stmt in before {
            self.b().add_stmt(stmt);
        }
        let place = (!blank).then(|| self.store_global(object, value, pos));
        let kind = OutlineKind::Assign {
            dst: place,
            src: Some(value),
            define: false,
        };
        self.b().push_stmt(pos, kind);
    }

    fn store_global(&mut self, object: ObjectId, value: Value, pos: Pos) -> Value {
        let global = self.global(object);
        let ty = self.package.globals[global].ty;
        let place = self.b().emit(Inst::GlobalAddr(global), ty, pos);
        self.b().emit_void(Inst::Store(place, value), pos);
        place
    }

    fn call_map_init(&mut self, id: FuncId, pos: Pos) {
        let args = self.b().list(&[]);
        let inst = Inst::Call {
            callee: Callee::Static(FuncRef::Local(id)),
            args,
            spread: false,
        };
        let none = self.world.tuple(&[]);
        let call = self.b().emit(inst, none, pos);
        self.b().push_stmt(pos, OutlineKind::Expr(call));
    }

    /// Moves a large map literal to a function of its own. None if it is small or has side effects.
    fn map_init(
        &mut self,
        object: ObjectId,
        rhs: ExprId,
        ty: TypeId,
        number: usize,
    ) -> Option<FuncId> {
        let is_map = matches!(self.world.underlying_kind(ty), TypeKind::Map(..));
        let literal = matches!(self.syntax(rhs).1, Expr::CompositeLit { .. });
        if !is_map || !literal || self.contains_literal(rhs) {
            return None;
        }
        let pos = self.world.object(object).pos;
        let name = Symbol::intern(&format!("map.init.{number}"));
        let none = self.world.func(&[], &[], false);
        let shell = empty_function(name, FuncKind::MapInit, pos, none);
        // Not reserved before it is known whether it is needed.
        let trial = FuncId::from_u32(u32::MAX - 1);
        self.builders.push(FuncBuilder::new(trial, shell));
        let value = self.expr_to(rhs, ty);
        let builder = self.b();
        let large = builder.node_count(value) >= LARGE_MAP && !builder.has_side_effects(value);
        if !large {
            self.builders.pop();
            self.forget_looked(trial);
            self.settle_reads(trial, None);
            return None;
        }
        let place = self.store_global(object, value, pos);
        let kind = OutlineKind::Assign {
            dst: Some(place),
            src: Some(value),
            define: false,
        };
        self.b().push_stmt(pos, kind);
        self.b().emit_void(Inst::Return, pos);
        self.look_at_types();
        self.forget_looked(trial);
        let function = self.builders.pop()?.finish();
        let id = self.reserve(function);
        self.settle_reads(trial, Some(id));
        Some(id)
    }

    /// Whether there is a function literal in an expression's elements: such maps stay where they are.
    fn contains_literal(&self, e: ExprId) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let ast = self.ast();
            let list = |list| {
                ast.expr_list(list)
                    .iter()
                    .any(|&e| self.contains_literal(e))
            };
            match ast.expr(e) {
                Expr::FuncLit(..) => true,
                Expr::Paren(x)
                | Expr::Star(x)
                | Expr::Unary(_, x)
                | Expr::Selector(x, _)
                | Expr::TypeAssert(x, _) => self.contains_literal(x),
                Expr::KeyValue(x, y) | Expr::Binary(_, x, y) => {
                    self.contains_literal(x) || self.contains_literal(y)
                }
                Expr::CompositeLit { elems, .. } => list(elems),
                Expr::Call { fun, args, .. } => self.contains_literal(fun) || list(args),
                Expr::Index(x, args) => self.contains_literal(x) || list(args),
                Expr::Slice { x, .. } => self.contains_literal(x),
                Expr::Bad
                | Expr::Ident(_)
                | Expr::BasicLit(..)
                | Expr::ArrayType(..)
                | Expr::SliceType(_)
                | Expr::Variadic(_)
                | Expr::StructType(_)
                | Expr::FuncType(_)
                | Expr::InterfaceType(_)
                | Expr::MapType(..)
                | Expr::ChanType(..) => false,
            }
        })
    }

    /// `var a, b = f()`: directly if the types fit, else through temporaries.
    fn several(&mut self, objects: &[ObjectId], rhs: ExprId) {
        let Some(&first) = objects.first() else {
            return;
        };
        let pos = self.world.object(first).pos;
        let own = self.multi_types(&[rhs], objects.len());
        let types: Vec<TypeId> = objects
            .iter()
            .map(|&object| self.object_type(object))
            .collect();
        let fits = own.len() == types.len()
            && own
                .iter()
                .zip(&types)
                .all(|(&own, &ty)| self.same_type(own, ty));
        if !fits {
            return self.several_converted(objects, rhs, &types, pos);
        }
        let (source, kind) = self.tuple_expr(rhs);
        let mut dsts = Vec::with_capacity(objects.len());
        for (number, (&object, &ty)) in objects.iter().zip(&types).enumerate() {
            let part = self.b().extract(source, number as u32, ty, pos);
            let blank = self.world.object(object).name.is_blank();
            dsts.push((!blank).then(|| self.store_global(object, part, pos)));
        }
        let kind = OutlineKind::AssignMulti {
            dsts,
            src: source,
            kind,
            define: false,
        };
        self.b().push_stmt(pos, kind);
    }

    fn several_converted(&mut self, objects: &[ObjectId], rhs: ExprId, types: &[TypeId], pos: Pos) {
        let srcs = self.multi_expr(&[rhs], types, pos);
        let mut dsts = Vec::with_capacity(objects.len());
        for (&object, &value) in objects.iter().zip(&srcs) {
            let blank = self.world.object(object).name.is_blank();
            dsts.push((!blank).then(|| self.store_global(object, value, pos)));
        }
        let kind = OutlineKind::AssignPairs {
            dsts,
            srcs,
            define: false,
        };
        self.b().push_stmt(pos, kind);
    }
}
