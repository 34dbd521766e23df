//! Frames of functions: receiver, parameters, results, and the body between them.
//!
//! QUESTION. What does gc's declaration list of a function start with? Receiver, the dictionary of shared generic code,
//! parameters, results, in this order; what has no name or the name `_` is called `~pN` (N counts receiver and dictionary)
//! and `~rN`.
//!
//! ```text
//! func (t T) f(int, _ string) (error, n int)   →   t, ~p1, ~p2, ~r0, n
//! ```
//!
//! INVARIANTS. Each parameter is entered into the object map, so that the body finds it; results of functions that return
//! from inside a range-over-func loop are named `#rvN`. A body that control can leave at its end returns there.
//! IGNORED. Pragmas without consequence for the analysis.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{
    Decl, DeclId, DirectiveKind, FieldId, FieldList, FuncSig, OptStmt, Stmt, StmtId,
};

use super::context::{Lowerer, Subst, Unit};
use crate::ir::{FuncId, Inst, LocalId, LocalKind, Pragmas};
use crate::source::Pos;
use crate::types::{ObjectId, Signature, TypeId};

/// A declared function or method in its file.
#[derive(Clone, Copy)]
pub(super) struct FuncDecl<'a> {
    /// The file.
    pub unit: Unit<'a>,
    /// The declaration.
    pub decl: DeclId,
    /// What it declares.
    pub object: ObjectId,
    /// The receiver list.
    pub recv: Option<FieldList>,
    /// Parameters and results.
    pub sig: FuncSig,
    /// The body.
    pub body: OptStmt,
    /// Where its name stands.
    pub pos: Pos,
    /// Where gc says that it begins: behind `func`, at the name or the receiver's parenthesis.
    pub start: Pos,
}

/// The function that a declaration declares; none for other declarations and where checking failed.
pub(super) fn func_decl(unit: Unit<'_>, decl: DeclId) -> Option<FuncDecl<'_>> {
    let Decl::Func {
        recv,
        name,
        sig,
        body,
        ..
    } = unit.ast.decl(decl)
    else {
        return None;
    };
    let start = match recv {
        // As gofmt writes it.
        Some(_) => unit.ast.decl_pos[decl] + "func ".len() as u32,
        None => name.pos,
    };
    Some(FuncDecl {
        unit,
        decl,
        object: *unit.info.defs.get(&name.pos)?,
        recv,
        sig,
        body,
        pos: Pos::new(unit.file, name.pos),
        start: Pos::new(unit.file, start),
    })
}

impl<'a> Lowerer<'a> {
    /// Lowers a declared function (or one instance of it, by the substitution) into its reserved place. `dictionary` is the type of
    /// the dictionary parameter of shared generic code.
    pub fn declared_function(
        &mut self,
        id: FuncId,
        function: FuncDecl<'a>,
        subst: Subst,
        dictionary: Option<TypeId>,
    ) {
        self.in_unit(function.unit, subst, |lowerer| {
            lowerer.begin_function(id);
            lowerer.declare_frame(&function, dictionary);
            match function.body.expand() {
                Some(body) => {
                    lowerer.body_stmts(body);
                    lowerer.look_at_types();
                    lowerer.end_function();
                }
                None => {
                    lowerer.end_function();
                    lowerer.remove_body(id);
                }
            }
        });
    }

    /// Receiver, dictionary, parameters and results of a declared function.
    pub fn declare_frame(&mut self, function: &FuncDecl<'a>, dictionary: Option<TypeId>) {
        let has_body = function.body.is_some();
        if let Some(&field) = function
            .recv
            .and_then(|recv| function.unit.ast.field_list(recv).first())
        {
            let ty = self.receiver_type(function.object);
            self.declare_param(field, ty, LocalKind::Receiver, has_body);
        }
        if let Some(ty) = dictionary {
            let name = self.local_name(Symbol::intern(".dict"));
            let local = self
                .b()
                .new_local(name, ty, function.start, LocalKind::Param, None);
            self.demand.dict_local = Some(local);
        }
        let ty = self.object_type(function.object);
        let signature = self.world.as_signature(ty).cloned();
        if let Some(signature) = signature {
            self.declare_signature(&signature, function.sig, has_body, function.body.expand());
        }
    }

    /// Parameters and results of a literal. `body` decides whether results are renamed.
    pub fn declare_params(&mut self, ty: TypeId, sig: FuncSig, body: StmtId) {
        if let Some(signature) = self.world.as_signature(ty).cloned() {
            self.declare_signature(&signature, sig, true, Some(body));
        }
    }

    fn declare_signature(
        &mut self,
        signature: &Signature,
        sig: FuncSig,
        has_body: bool,
        body: Option<StmtId>,
    ) {
        let fields = self.ast().field_list(sig.params);
        for (&field, &ty) in fields.iter().zip(&signature.params) {
            self.declare_param(field, ty, LocalKind::Param, has_body);
        }
        if let Some(body) = body {
            self.b().range_numbers = self.range_numbers(body);
        }
        let renamed = body.is_some_and(|body| self.renames_results(body));
        let fields = self.ast().field_list(sig.results);
        for (number, (&field, &ty)) in fields.iter().zip(&signature.results).enumerate() {
            self.declare_result(field, ty, number as u32, renamed);
        }
    }

    /// The receiver's type as declared, substituted.
    pub fn receiver_type(&self, method: ObjectId) -> TypeId {
        let receiver = self.world.object(method).receiver.get();
        receiver.map_or(self.world.invalid(), |&ty| self.ty(ty))
    }

    /// The given name of a field, its place, and its object.
    fn field_name(&self, field: FieldId) -> (Option<Symbol>, Pos, Option<ObjectId>) {
        let field = self.ast().fields[field];
        let offset = match field.name {
            Some(name) => name.pos,
            None => self.ast().expr_pos[field.ty].start,
        };
        let given = field.name.map(|name| name.name);
        let object = self.info().defs.get(&offset).copied();
        (given, self.pos(offset), object)
    }

    fn declare_param(&mut self, field: FieldId, ty: TypeId, kind: LocalKind, has_body: bool) {
        let (given, pos, object) = self.field_name(field);
        let known = given.filter(|name| !name.is_blank());
        let name = known.unwrap_or_else(|| {
            let number = self.b().function.params.len();
            Symbol::intern(&format!("~p{number}"))
        });
        let name = self.local_name(name);
        let local = self.b().new_local(name, ty, pos, kind, object);
        // Functions without body are reported with their blank parameters.
        let unnamed = given.is_none() || known.is_none() && has_body;
        self.b().function.locals[local].unnamed = unnamed;
    }

    fn declare_result(
        &mut self,
        field: FieldId,
        ty: TypeId,
        number: u32,
        renamed: bool,
    ) -> LocalId {
        let (given, pos, object) = self.field_name(field);
        let name = given
            .filter(|name| !name.is_blank())
            .unwrap_or_else(|| match renamed {
                true => Symbol::intern(&format!("#rv{}", number + 1)),
                false => Symbol::intern(&format!("~r{number}")),
            });
        let name = self.local_name(name);
        self.b()
            .new_local(name, ty, pos, LocalKind::Result(number), object)
    }

    /// The body of the innermost function, which is a literal: like [`Lowerer::body_stmts`], and shared
    /// generic code's dictionary is captured last.
    pub fn literal_body(&mut self, body: StmtId) {
        self.body_stmts(body);
        self.capture_dictionary();
    }

    fn body_stmts(&mut self, body: StmtId) {
        let Stmt::Block { stmts, rbrace } = self.ast().stmt(body) else {
            return;
        };
        let stmts = self.ast().stmt_list(stmts);
        self.stmts(stmts);
        let end = self.pos(rbrace);
        let builder = self.b();
        builder.function.source.end = Some(end);
        if builder.function.results.is_empty() && builder.is_open() {
            builder.emit_void(Inst::Return, end);
        }
    }

    fn remove_body(&mut self, id: FuncId) {
        let function = &mut self.package.funcs[id];
        function.has_body = false;
        function.blocks.clear();
        function.insts.clear();
        function.types.clear();
    }

    /// The pragmas in front of a declaration.
    pub fn pragmas(&self, function: &FuncDecl<'a>) -> Pragmas {
        let ast = function.unit.ast;
        let here = ast.decl_pos[function.decl];
        // Both lists are in the order of the text.
        let number = ast.decls.partition_point(|&decl| ast.decl_pos[decl] < here);
        let previous = number
            .checked_sub(1)
            .and_then(|number| ast.decls.get(number));
        let previous = previous.map(|&decl| ast.decl_pos[decl]);
        let end = ast
            .directives
            .partition_point(|directive| directive.pos < here);
        let near = ast.directives[..end].iter().rev();
        let near = near.take_while(|directive| previous.is_none_or(|pos| directive.pos > pos));
        let mut pragmas = Pragmas::default();
        for directive in near.filter(|directive| directive.kind == DirectiveKind::Go) {
            match directive.text.as_str().split_whitespace().next() {
                Some("noescape") => pragmas.noescape = true,
                Some("noinline") => pragmas.noinline = true,
                Some("uintptrescapes") => {
                    pragmas.uintptrescapes = true;
                    pragmas.uintptrkeepalive = true;
                }
                Some("uintptrkeepalive") => pragmas.uintptrkeepalive = true,
                Some("cgo_unsafe_args") => pragmas.cgo_unsafe_args = true,
                Some("yeswritebarrierrec") => pragmas.yeswritebarrierrec = true,
                Some("notinheap") => pragmas.notinheap = true,
                _no_consequence => {}
            }
        }
        pragmas
    }
}
