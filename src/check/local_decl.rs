//! Declarations inside functions: `const`, `var` and `type` statements.

use escargo_grammar::Ast;
use escargo_grammar::ast::{Decl, DeclId, Expr, ExprId, Ident};

use super::checker::Checker;
use crate::types::{ObjectId, ObjectKind, VarKind};

impl Checker<'_> {
    /// The specifications of one `const`, `var` or `type` statement.
    pub fn decl_stmt(&mut self, decls: &[DeclId]) {
        let ast = self.ast();
        let mut repeated = None;
        for &id in decls {
            match ast.decl(id) {
                Decl::Const {
                    ty, values, iota, ..
                } => {
                    if iota == 0 {
                        repeated = None;
                    }
                    let gives = ty.is_some() || !values.is_empty();
                    let inherited = if gives { None } else { repeated };
                    if gives {
                        repeated = Some(id);
                    }
                    self.local_const(&ast, id, inherited);
                }
                Decl::Var { .. } => self.local_var(&ast, id),
                Decl::Type { name, .. } => self.local_type(id, name),
                // The grammar has no imports and functions here.
                Decl::Import { .. } | Decl::Func { .. } => {}
            }
        }
    }

    /// The objects that the names of a specification declare.
    fn local_objects(&mut self, names: &[ExprId], kind: ObjectKind) -> Vec<ObjectId> {
        names
            .iter()
            .map(|&name| {
                let symbol = match self.node(name) {
                    Expr::Ident(symbol) => symbol,
                    _broken => escargo_grammar::Symbol::intern("_"),
                };
                self.new_object(symbol, self.start(name), kind)
            })
            .collect()
    }

    fn declare_all(&mut self, names: &[ExprId], objects: &[ObjectId]) {
        for (&name, &obj) in names.iter().zip(objects) {
            let offset = self.start(name);
            self.declare(self.scope, obj, offset);
            self.record_def(offset, obj);
            self.record_use(name, obj);
        }
    }

    fn local_const(&mut self, ast: &Ast, id: DeclId, inherited: Option<DeclId>) {
        let Decl::Const { names, iota, .. } = ast.decl(id) else {
            return;
        };
        let Decl::Const { ty, values, .. } = ast.decl(inherited.unwrap_or(id)) else {
            return;
        };
        let top = self.later.len();
        let (names, values) = (ast.expr_list(names), ast.expr_list(values));
        let objects = self.local_objects(names, ObjectKind::Const);
        for (index, &obj) in objects.iter().enumerate() {
            let value = values.get(index).copied();
            self.const_decl(obj, ty.expand(), value, iota, inherited.is_some());
        }
        self.arity(id, inherited);
        self.process_later(top);
        self.declare_all(names, &objects);
    }

    fn local_var(&mut self, ast: &Ast, id: DeclId) {
        let Decl::Var { names, ty, values } = ast.decl(id) else {
            return;
        };
        let top = self.later.len();
        let (names, values) = (ast.expr_list(names), ast.expr_list(values));
        let objects = self.local_objects(names, ObjectKind::Var(VarKind::Local));
        for (index, &obj) in objects.iter().enumerate() {
            let together: &[ObjectId] = match values.len() {
                1 if names.len() > 1 => &objects,
                _single => &[],
            };
            let value = match values.len() {
                1 => Some(values[0]),
                _several => values.get(index).copied(),
            };
            self.var_decl(obj, together, ty.expand(), value);
            if values.len() == 1 {
                break;
            }
        }
        if ty.is_none() || !values.is_empty() {
            self.arity(id, None);
        }
        self.process_later(top);
        self.declare_all(names, &objects);
    }

    fn local_type(&mut self, id: DeclId, name: Ident) {
        let obj = self.new_object(name.name, name.pos, ObjectKind::TypeName);
        self.declare(self.scope, obj, name.pos);
        self.record_def(name.pos, obj);
        self.note_ambient(obj);
        self.path.push(obj);
        self.type_decl(obj, id);
        self.path.pop();
    }
}
