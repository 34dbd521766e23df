//! The uses of slots that hold a value where they held a pointer.

use escargo_grammar::ast::{Decl, Expr, ExprId, Stmt, StmtId, UnaryOp};

use super::tree::{At, Node};
use super::unbox::{Slot, Unboxer};
use crate::check::info::SelectionKind;
use crate::types::ObjectId;

impl<'a> Unboxer<'a> {
    /// Follows a value that was a pointer to what becomes of it. `is_copy`: another slot goes on holding it.
    pub fn goes(&mut self, at: At, is_copy: bool) -> Option<()> {
        let data = &self.tree.files[at.file];
        let ast = data.ast();
        let (expr, parent) = data.outside(at.expr);
        match parent? {
            Node::Stmt(stmt) => match ast.stmt(stmt) {
                Stmt::Return(list) => {
                    let number = ast.expr_list(list).iter().position(|&e| e == expr)?;
                    match self.tree.enclosing_func(at.file, Node::Stmt(stmt))? {
                        Node::Decl(decl) => {
                            let function = self.tree.func_object(at.file, decl)?;
                            self.push(Slot::Result(function, number));
                            Some(())
                        }
                        _literal => None,
                    }
                }
                Stmt::Assign { lhs, rhs, .. } => {
                    let (lhs, rhs) = (ast.expr_list(lhs), ast.expr_list(rhs));
                    let number = rhs.iter().position(|&e| e == expr)?;
                    self.copies |= is_copy;
                    self.lands(at.file, *lhs.get(number)?)
                }
                Stmt::Send(channel, value) if value == expr => {
                    self.copies |= is_copy;
                    self.container(at.file, channel)
                }
                Stmt::Expr(_) => Some(()),
                _other => None,
            },
            Node::Decl(decl) => match ast.decl(decl) {
                Decl::Var { names, values, .. } => {
                    let number = ast.expr_list(values).iter().position(|&e| e == expr)?;
                    self.copies |= is_copy;
                    self.lands(at.file, *ast.expr_list(names).get(number)?)
                }
                _other => None,
            },
            Node::Expr(outer) => self.goes_into(at.file, expr, outer, is_copy),
            Node::Clause(_) | Node::Field(_) => None,
        }
    }

    fn goes_into(&mut self, file: usize, expr: ExprId, outer: ExprId, is_copy: bool) -> Option<()> {
        let data = &self.tree.files[file];
        let ast = data.ast();
        match ast.expr(outer) {
            Expr::Selector(..) => self.selected(file, outer),
            Expr::Star(_) => {
                let (start, end) = (data.start(outer), data.start(expr));
                self.mutations |= self.is_written(file, outer);
                self.edit(file, start, end, "");
                Some(())
            }
            Expr::Call { fun, args, spread } => {
                let args = ast.expr_list(args);
                let is_append =
                    matches!(ast.expr(fun), Expr::Ident(name) if name.as_str() == "append");
                if !is_append || spread || args.first() == Some(&expr) {
                    return None;
                }
                self.copies |= is_copy;
                self.container(file, *args.first()?)
            }
            Expr::CompositeLit { ty, elems, .. } => {
                self.copies |= is_copy;
                let number = ast.expr_list(elems).iter().position(|&e| e == expr)?;
                self.in_literal(file, outer, ty.expand(), Err(number))
            }
            Expr::KeyValue(key, value) if value == expr => {
                self.copies |= is_copy;
                let Some(Node::Expr(literal)) = data.parent(Node::Expr(outer)) else {
                    return None;
                };
                let Expr::CompositeLit { ty, .. } = ast.expr(literal) else {
                    return None;
                };
                self.in_literal(file, literal, ty.expand(), Ok(key))
            }
            _other => None,
        }
    }

    /// `x.f`, `x.M()`: as before; only whether the object may be written matters.
    fn selected(&mut self, file: usize, selector: ExprId) -> Option<()> {
        let data = &self.tree.files[file];
        let selection = data.info().selections.get(&selector)?;
        match selection.kind {
            SelectionKind::Field => {
                self.mutations |= self.is_written(file, selector);
                Some(())
            }
            SelectionKind::Method => {
                self.mutations |= self.tree.world().has_pointer_receiver(selection.object);
                Some(())
            }
            SelectionKind::MethodExpr => None,
        }
    }

    /// Whether a place is assigned to, or its address taken.
    fn is_written(&self, file: usize, place: ExprId) -> bool {
        let data = &self.tree.files[file];
        let ast = data.ast();
        let (expr, parent) = data.outside(place);
        match parent {
            Some(Node::Stmt(stmt)) => match ast.stmt(stmt) {
                Stmt::Assign { lhs, .. } => ast.expr_list(lhs).contains(&expr),
                Stmt::OpAssign(_, x, _) | Stmt::IncDec(_, x) => x == expr,
                Stmt::Range { key, value, .. } => {
                    key.expand() == Some(expr) || value.expand() == Some(expr)
                }
                _other => false,
            },
            Some(Node::Expr(outer)) => match ast.expr(outer) {
                Expr::Unary(UnaryOp::Addr, _) => true,
                Expr::Selector(..) => {
                    let selection = data.info().selections.get(&outer);
                    let method = selection.is_some_and(|selection| {
                        selection.kind == SelectionKind::Method
                            && self.tree.world().has_pointer_receiver(selection.object)
                    });
                    method || self.is_written(file, outer)
                }
                Expr::Index(x, _) if x == expr => self.is_written(file, outer),
                Expr::Slice { x, .. } => x == expr,
                _other => false,
            },
            _other => false,
        }
    }

    /// The left side that gets the value.
    fn lands(&mut self, file: usize, lhs: ExprId) -> Option<()> {
        let data = &self.tree.files[file];
        let lhs = data.ast().unparen(lhs);
        match data.ast().expr(lhs) {
            Expr::Ident(name) if name.as_str() == "_" => Some(()),
            Expr::Ident(_) => {
                let object = data.object(lhs)?;
                self.holder(object)
            }
            Expr::Selector(..) => {
                let object = data.object(lhs)?;
                self.holder(object)
            }
            Expr::Index(container, _) => self.container(file, container),
            _other => None,
        }
    }

    fn holder(&mut self, object: ObjectId) -> Option<()> {
        self.push(match self.tree.is_local_variable(object) {
            true => Slot::Local(object),
            false => Slot::Shared(object),
        });
        Some(())
    }

    /// The container whose elements get the value.
    fn container(&mut self, file: usize, container: ExprId) -> Option<()> {
        let data = &self.tree.files[file];
        let container = data.ast().unparen(container);
        match data.ast().expr(container) {
            Expr::Ident(_) | Expr::Selector(..) => {
                let object = data.object(container)?;
                self.push(Slot::Elements(object));
                Some(())
            }
            _other => None,
        }
    }

    /// An element of a literal: a field by its key or number, or an element of what the literal is assigned to.
    fn in_literal(
        &mut self,
        file: usize,
        literal: ExprId,
        ty: Option<ExprId>,
        key: Result<ExprId, usize>,
    ) -> Option<()> {
        let data = &self.tree.files[file];
        let literal_ty = data.ty(literal)?;
        if self.tree.is_struct(literal_ty) {
            let field = match key {
                Ok(key) => data.object(key)?,
                Err(number) => self.tree.field_object(literal_ty, number)?,
            };
            self.push(Slot::Shared(field));
            return Some(());
        }
        self.literal_type(file, ty?)?;
        self.elements_of_value(file, literal)
    }

    /// A container expression is assigned: its holder is a slot.
    fn elements_of_value(&mut self, file: usize, value: ExprId) -> Option<()> {
        let data = &self.tree.files[file];
        let ast = data.ast();
        let (expr, parent) = data.outside(value);
        match parent? {
            Node::Stmt(stmt) => match ast.stmt(stmt) {
                Stmt::Assign { lhs, rhs, .. } => {
                    let number = ast.expr_list(rhs).iter().position(|&e| e == expr)?;
                    self.container(file, *ast.expr_list(lhs).get(number)?)
                }
                Stmt::Range { x, .. } if x == expr => None,
                _other => None,
            },
            Node::Decl(decl) => match ast.decl(decl) {
                Decl::Var { names, values, .. } => {
                    let number = ast.expr_list(values).iter().position(|&e| e == expr)?;
                    self.container(file, *ast.expr_list(names).get(number)?)
                }
                _other => None,
            },
            _other => None,
        }
    }

    /// `[]*T`, `map[K]*T`, `chan *T` in the source.
    fn literal_type(&mut self, file: usize, ty: ExprId) -> Option<()> {
        let ast = self.tree.files[file].ast();
        match ast.expr(ast.unparen(ty)) {
            Expr::SliceType(elem)
            | Expr::ArrayType(_, elem)
            | Expr::MapType(_, elem)
            | Expr::ChanType(_, elem) => self.retype(file, elem),
            _named => None,
        }
    }

    /// A local variable that held the pointer.
    pub fn local(&mut self, variable: ObjectId) -> Option<()> {
        if Some(variable) == self.variable {
            return Some(());
        }
        let uses = self.tree.uses(variable);
        let first = *uses.first()?;
        let function = self.tree.enclosing_func(first.file, Node::Expr(first.expr));
        let mut is_declared = false;
        for at in uses {
            let here = self.tree.enclosing_func(at.file, Node::Expr(at.expr));
            if here != function {
                return None;
            }
            is_declared |= self.local_use(variable, at)?;
        }
        is_declared.then_some(())
    }

    /// Says whether the use declares the variable.
    fn local_use(&mut self, variable: ObjectId, at: At) -> Option<bool> {
        let data = &self.tree.files[at.file];
        let ast = data.ast();
        let (expr, parent) = data.outside(at.expr);
        match parent? {
            Node::Stmt(stmt) => match ast.stmt(stmt) {
                Stmt::Assign { lhs, rhs, define } if ast.expr_list(lhs).contains(&expr) => {
                    self.assigned(at.file, expr, ast.expr_list(lhs), ast.expr_list(rhs))?;
                    let is_new = data.info().defs.contains_key(&data.start(expr));
                    return Some(define && is_new);
                }
                Stmt::Range {
                    key, value, define, ..
                } if key.expand() == Some(expr) || value.expand() == Some(expr) => {
                    return Some(define);
                }
                _other => {}
            },
            Node::Decl(decl) => {
                if let Decl::Var { names, ty, values } = ast.decl(decl)
                    && ast.expr_list(names).contains(&expr)
                {
                    if values.is_empty() {
                        return None;
                    }
                    if let Some(ty) = ty.expand() {
                        self.retype(at.file, ty)?;
                    }
                    self.assigned(at.file, expr, ast.expr_list(names), ast.expr_list(values))?;
                    return Some(true);
                }
            }
            Node::Expr(outer) => {
                if let Expr::Call { fun, args, .. } = ast.expr(outer)
                    && ast.expr_list(args).contains(&expr)
                {
                    let is_append =
                        matches!(ast.expr(fun), Expr::Ident(name) if name.as_str() == "append");
                    if !is_append {
                        let start = data.start(expr);
                        self.mutations = true;
                        self.edit(at.file, start, start, "&");
                        return Some(false);
                    }
                }
            }
            Node::Clause(_) | Node::Field(_) => return None,
        }
        let is_copy = self.makes_copy(at.file, expr, variable);
        self.goes(at, is_copy)?;
        Some(false)
    }

    /// Whether a use copies the value and the variable goes on living.
    fn makes_copy(&mut self, file: usize, expr: ExprId, variable: ObjectId) -> bool {
        let before = self.copies;
        self.copies = false;
        self.copied(file, expr, variable);
        std::mem::replace(&mut self.copies, before)
    }

    /// What is assigned to a slot must become a value too.
    fn assigned(
        &mut self,
        file: usize,
        lhs: ExprId,
        left: &[ExprId],
        right: &[ExprId],
    ) -> Option<()> {
        let number = left.iter().position(|&e| e == lhs)?;
        let data = &self.tree.files[file];
        if left.len() == right.len() {
            let expr = *right.get(number)?;
            return self.element_or_source(At { file, expr });
        }
        let &[call] = right else {
            return None;
        };
        match data.ast().expr(data.ast().unparen(call)) {
            Expr::Call { fun, .. } => {
                let function = data.object(data.ast().unparen(fun))?;
                self.tree.func(function)?;
                self.push(Slot::Result(function, number));
                Some(())
            }
            Expr::Index(container, _) | Expr::Unary(UnaryOp::Recv, container) => {
                self.container(file, container)
            }
            _other => None,
        }
    }

    /// A read of an element, or any other source of a value.
    fn element_or_source(&mut self, at: At) -> Option<()> {
        let data = &self.tree.files[at.file];
        match data.ast().expr(data.ast().unparen(at.expr)) {
            Expr::Index(container, _) => {
                self.copies = true;
                self.container(at.file, container)
            }
            Expr::Unary(UnaryOp::Recv, container) => self.container(at.file, container),
            _other => self.source(at),
        }
    }

    /// A package-level variable or a field that held the pointer.
    pub fn shared(&mut self, object: ObjectId) -> Option<()> {
        self.declared_type(object, false)?;
        for at in self.tree.uses(object) {
            self.shared_use(at)?;
        }
        Some(())
    }

    fn shared_use(&mut self, at: At) -> Option<()> {
        let data = &self.tree.files[at.file];
        let ast = data.ast();
        let (expr, parent) = data.outside(at.expr);
        match parent? {
            Node::Stmt(stmt) => {
                if let Stmt::Assign { lhs, rhs, .. } = ast.stmt(stmt)
                    && ast.expr_list(lhs).contains(&expr)
                {
                    return self.assigned(at.file, expr, ast.expr_list(lhs), ast.expr_list(rhs));
                }
            }
            Node::Decl(decl) => {
                if let Decl::Var { names, values, .. } = ast.decl(decl)
                    && ast.expr_list(names).contains(&expr)
                {
                    if values.is_empty() {
                        return Some(());
                    }
                    let (names, values) = (ast.expr_list(names), ast.expr_list(values));
                    return self.assigned(at.file, expr, names, values);
                }
            }
            Node::Expr(outer) => {
                if let Expr::KeyValue(key, value) = ast.expr(outer)
                    && key == expr
                {
                    return self.source(At {
                        file: at.file,
                        expr: value,
                    });
                }
            }
            Node::Clause(_) | Node::Field(_) => return None,
        }
        self.goes(at, true)
    }

    /// The declaration of a variable or field: its type, or the element type in it. Locals without a written type have none.
    fn declared_type(&mut self, object: ObjectId, elements: bool) -> Option<()> {
        self.is_exported |=
            !self.tree.is_local_variable(object) && self.tree.is_exported(self.tree.name(object));
        for file in 0..self.tree.files.len() {
            let data = &self.tree.files[file];
            let ast = data.ast();
            for field in ast.fields.values() {
                let named = field.name.and_then(|name| data.info().defs.get(&name.pos));
                if named == Some(&object) {
                    return match elements {
                        true => self.literal_type(file, field.ty),
                        false => self.retype(file, field.ty),
                    };
                }
            }
            for decl in ast.decl_table.values() {
                let Decl::Var { names, ty, .. } = decl else {
                    continue;
                };
                let names = ast.expr_list(*names);
                if names.iter().any(|&name| data.object(name) == Some(object)) {
                    return match (ty.expand(), elements) {
                        (Some(ty), true) => self.literal_type(file, ty),
                        (Some(ty), false) => self.retype(file, ty),
                        (None, _) => Some(()),
                    };
                }
            }
        }
        Some(())
    }

    /// A container whose elements held the pointer.
    pub fn elements(&mut self, object: ObjectId) -> Option<()> {
        self.declared_type(object, true)?;
        for at in self.tree.uses(object) {
            self.element_use(object, at)?;
        }
        Some(())
    }

    fn element_use(&mut self, object: ObjectId, at: At) -> Option<()> {
        let data = &self.tree.files[at.file];
        let ast = data.ast();
        let (expr, parent) = data.outside(at.expr);
        match parent? {
            Node::Stmt(stmt) => self.element_stmt(object, at.file, expr, stmt),
            Node::Decl(decl) => match ast.decl(decl) {
                Decl::Var { names, values, .. } if ast.expr_list(names).contains(&expr) => {
                    let number = ast.expr_list(names).iter().position(|&e| e == expr)?;
                    match ast.expr_list(values).get(number) {
                        Some(&value) => self.made(at.file, value),
                        None => Some(()),
                    }
                }
                _other => None,
            },
            Node::Expr(outer) => self.element_expr(at.file, expr, outer),
            Node::Clause(_) | Node::Field(_) => None,
        }
    }

    fn element_stmt(
        &mut self,
        object: ObjectId,
        file: usize,
        expr: ExprId,
        stmt: StmtId,
    ) -> Option<()> {
        let data = &self.tree.files[file];
        let ast = data.ast();
        match ast.stmt(stmt) {
            Stmt::Assign { lhs, rhs, .. } => {
                let (lhs, rhs) = (ast.expr_list(lhs), ast.expr_list(rhs));
                let number = lhs.iter().position(|&e| e == expr)?;
                let value = ast.unparen(*rhs.get(number)?);
                let appended = match ast.expr(value) {
                    Expr::Call { fun, args, .. } => {
                        let is_append =
                            matches!(ast.expr(fun), Expr::Ident(name) if name.as_str() == "append");
                        let first = ast.expr_list(args).first();
                        is_append && first.is_some_and(|&slice| data.object(slice) == Some(object))
                    }
                    _other => false,
                };
                match appended {
                    true => Some(()),
                    false => self.made(file, value),
                }
            }
            Stmt::Range { x, value, key, .. } if x == expr => {
                let is_channel = data.ty(x).is_some_and(|ty| self.tree.is_channel(ty));
                let variable = if is_channel { key } else { value };
                if let Some(variable) = variable.expand() {
                    self.copies |= !is_channel;
                    if !matches!(ast.expr(variable), Expr::Ident(name) if name.as_str() == "_") {
                        let object = data.object(variable)?;
                        self.push(Slot::Local(object));
                    }
                }
                Some(())
            }
            Stmt::Send(channel, value) if channel == expr => {
                let at = At { file, expr: value };
                self.source(at)
            }
            _other => None,
        }
    }

    fn element_expr(&mut self, file: usize, expr: ExprId, outer: ExprId) -> Option<()> {
        let data = &self.tree.files[file];
        let ast = data.ast();
        match ast.expr(outer) {
            Expr::Index(container, _) if container == expr => {
                let at = At { file, expr: outer };
                if let Some((lhs, rhs)) = self.assignment_to(file, outer) {
                    return self.assigned(file, outer, lhs, rhs);
                }
                self.goes(at, true)
            }
            Expr::Unary(UnaryOp::Recv, _) => self.goes(At { file, expr: outer }, false),
            Expr::Call { fun, args, spread } => {
                let Expr::Ident(name) = ast.expr(fun) else {
                    return None;
                };
                match name.as_str() {
                    "len" | "cap" | "delete" | "close" | "clear" => Some(()),
                    "append" if ast.expr_list(args).first() == Some(&expr) && !spread => {
                        for &value in ast.expr_list(args).iter().skip(1) {
                            self.source(At { file, expr: value })?;
                        }
                        Some(())
                    }
                    _other => None,
                }
            }
            Expr::KeyValue(key, value) if key == expr => self.made(file, value),
            _other => None,
        }
    }

    fn assignment_to(&self, file: usize, place: ExprId) -> Option<(&'a [ExprId], &'a [ExprId])> {
        let data = &self.tree.files[file];
        let (expr, parent) = data.outside(place);
        let Some(Node::Stmt(stmt)) = parent else {
            return None;
        };
        match data.ast().stmt(stmt) {
            Stmt::Assign { lhs, rhs, .. } => {
                let (lhs, rhs) = (data.ast().expr_list(lhs), data.ast().expr_list(rhs));
                lhs.contains(&expr).then_some((lhs, rhs))
            }
            _other => None,
        }
    }

    /// A container is made: `make(map[K]*T)`, `[]*T{…}`, `nil`.
    fn made(&mut self, file: usize, value: ExprId) -> Option<()> {
        let data = &self.tree.files[file];
        let ast = data.ast();
        match ast.expr(ast.unparen(value)) {
            Expr::Call { fun, args, .. } => {
                let is_make = matches!(ast.expr(fun), Expr::Ident(name) if name.as_str() == "make");
                match is_make {
                    true => self.literal_type(file, *ast.expr_list(args).first()?),
                    false => None,
                }
            }
            Expr::CompositeLit { ty, elems, .. } => {
                self.literal_type(file, ty.expand()?)?;
                for &elem in ast.expr_list(elems) {
                    let value = match ast.expr(elem) {
                        Expr::KeyValue(_, value) => value,
                        _plain => elem,
                    };
                    let is_elided =
                        matches!(ast.expr(value), Expr::CompositeLit { ty, .. } if ty.is_none());
                    if !is_elided {
                        self.source(At { file, expr: value })?;
                    }
                }
                Some(())
            }
            Expr::Ident(name) if name.as_str() == "nil" => Some(()),
            _other => None,
        }
    }
}
