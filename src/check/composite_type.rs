//! Struct and interface types.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BinaryOp, Expr, ExprId, FieldList, Ident, UnaryOp};
use escargo_grammar::literal::string_value;
use rustc_hash::FxHashMap;

use super::checker::Checker;
use super::constraint::MAX_TERMS;
use crate::types::object::FuncInfo;
use crate::types::store::{Interface, InterfaceSpelling, Method};
use crate::types::{Basic, Field, ObjectId, ObjectKind, Terms, TypeId, TypeKind, VarKind};

impl Checker<'_> {
    /// `struct { … }`
    pub fn struct_type(&mut self, list: FieldList) -> TypeId {
        let ast = self.ast();
        let fields = ast.field_list(list);
        let mut result: Vec<Field> = Vec::with_capacity(fields.len());
        let mut seen = FxHashMap::default();
        let mut previous: Option<(ExprId, TypeId)> = None;
        for &id in fields {
            let field = ast.fields[id];
            let mut ty = match previous {
                Some((same, ty)) if same == field.ty => ty,
                _new => self.var_type(field.ty),
            };
            previous = Some((field.ty, ty));
            let embedded = field.name.is_none() || field.embedded;
            let name = match field.name {
                Some(name) => Some(name),
                None => self.embedded_name(field.ty),
            };
            let name = name.unwrap_or_else(|| {
                ty = self.world.invalid();
                self.bad_embedded(field.ty)
            });
            let obj = self.new_var(name.name, name.pos, VarKind::Field, Some(ty));
            if self.declare_field(&mut seen, name, obj) {
                result.push(Field {
                    name: name.name,
                    pkg: self.pkg,
                    ty,
                    embedded,
                    tag: self.tag(field.tag.expand()),
                    object: Some(obj),
                });
            }
            if embedded {
                self.check_embedded(field.ty, ty);
            }
        }
        self.world.intern(TypeKind::Struct(result.into()))
    }

    /// Records a field; false if its name is taken.
    fn declare_field(
        &mut self,
        seen: &mut FxHashMap<Symbol, ObjectId>,
        name: Ident,
        obj: ObjectId,
    ) -> bool {
        if !name.name.is_blank() {
            if let Some(&other) = seen.get(&name.name) {
                let other = self.other_declaration(other);
                self.error(name.pos, format!("{} redeclared{other}", name.name));
                return false;
            }
            seen.insert(name.name, obj);
        }
        self.record_def(name.pos, obj);
        true
    }

    fn bad_embedded(&mut self, e: ExprId) -> Ident {
        let text = self.expr_text(e);
        let pos = self.start(e);
        self.error(pos, format!("invalid embedded field type {text}"));
        Ident {
            name: Symbol::intern("_"),
            pos,
        }
    }

    /// The name of an embedded field: that of its type.
    fn embedded_name(&self, e: ExprId) -> Option<Ident> {
        match self.node(e) {
            Expr::Ident(name) => Some(Ident {
                name,
                pos: self.start(e),
            }),
            Expr::Star(inner) => match self.node(inner) {
                Expr::Star(_) => None,
                _single => self.embedded_name(inner),
            },
            Expr::Selector(_, name) => Some(name),
            Expr::Index(generic, _) => self.embedded_name(generic),
            Expr::Paren(inner) => self.embedded_name(inner),
            _other => None,
        }
    }

    /// Embedded types are no pointers, and pointers to embedded types point to no interface.
    fn check_embedded(&mut self, e: ExprId, ty: TypeId) {
        let start = self.start(e);
        self.later(move |checker| {
            let world = checker.world;
            let (base, is_pointer) = world.deref(ty);
            let message = match world.underlying_kind(base) {
                TypeKind::Basic(Basic::UnsafePointer) => {
                    "embedded field type cannot be unsafe.Pointer"
                }
                TypeKind::Pointer(_) => "embedded field type cannot be a pointer",
                _any if world.is_type_param(base) => {
                    "embedded field type cannot be a (pointer to a) type parameter"
                }
                TypeKind::Interface(_) if is_pointer => {
                    "embedded field type cannot be a pointer to an interface"
                }
                _fine => return,
            };
            checker.error(start, message);
        });
    }

    fn tag(&mut self, tag: Option<ExprId>) -> Option<Symbol> {
        let Expr::BasicLit(_, literal) = self.node(tag?) else {
            return None;
        };
        let bytes = string_value(literal.as_str())?;
        let text = String::from_utf8_lossy(&bytes);
        (!text.is_empty()).then(|| Symbol::intern(&text))
    }

    /// `interface { … }`; `def` is the type name that is declared as it.
    pub fn interface_type(&mut self, list: FieldList, def: Option<ObjectId>) -> TypeId {
        let world = self.world;
        let ast = self.ast();
        let (mut methods, mut embeds, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for &id in ast.field_list(list) {
            let field = ast.fields[id];
            let Some(name) = field.name else {
                embeds.push(self.union_type(field.ty));
                places.push(self.start(field.ty));
                continue;
            };
            if name.name.is_blank() {
                self.error(name.pos, "methods must have a unique non-blank name");
                continue;
            }
            let ty = self.type_expr(field.ty);
            if self.is_func_type(ty) {
                methods.push(self.interface_method(name, ty));
            }
        }
        let objects: Vec<ObjectId> = methods.iter().filter_map(|method| method.object).collect();
        let is_empty = methods.is_empty() && embeds.is_empty();
        let ty = world.intern(TypeKind::Interface(Interface {
            methods: methods.into(),
            embeds: embeds.into(),
            spelling: InterfaceSpelling::Literal,
        }));
        let named = def.and_then(|def| world.object(def).ty.get().copied());
        let receiver = named.filter(|&named| matches!(world.kind(named), TypeKind::Named(_)));
        for method in objects {
            let cell = &world.object(method).receiver;
            cell.get_or_init(|| receiver.unwrap_or(ty));
        }
        if !is_empty {
            self.later(move |checker| checker.check_interface(ty, &places));
        }
        ty
    }

    fn interface_method(&mut self, name: Ident, ty: TypeId) -> Method {
        let info = FuncInfo {
            is_method: true,
            interface_method: true,
            pointer_receiver: false,
        };
        let obj = self.new_object(name.name, name.pos, ObjectKind::Func(info));
        self.set_type(obj, ty);
        self.record_def(name.pos, obj);
        Method {
            name: name.name,
            pkg: self.pkg,
            ty,
            object: Some(obj),
        }
    }

    /// Reports methods that an interface has twice. `places`: where each embedded element stands.
    fn check_interface(&mut self, ty: TypeId, places: &[u32]) {
        let world = self.world;
        let TypeKind::Interface(interface) = world.kind(ty) else {
            return;
        };
        let mut seen: Vec<(Method, u32)> = Vec::new();
        for &method in &interface.methods {
            let object = method.object.map(|object| world.object(object).pos.offset);
            let place = object.unwrap_or_default();
            match self.same_method(&seen, &method) {
                Some((_, other)) => self.duplicate_method(&method, place, other),
                None => seen.push((method, place)),
            }
        }
        for (&embedded, &place) in interface.embeds.iter().zip(places) {
            self.embedding_version(embedded, place);
            self.union_size(embedded, place);
            for &method in &world.type_set(embedded).methods {
                match self.same_method(&seen, &method) {
                    Some((other, at))
                        if !world.identical(method.ty, other.ty) || !self.version_ok(14) =>
                    {
                        self.duplicate_method(&method, place, at);
                    }
                    Some(_) => {}
                    None => seen.push((method, place)),
                }
            }
        }
    }

    fn same_method(&self, seen: &[(Method, u32)], method: &Method) -> Option<(Method, u32)> {
        let id = (method.name, method.pkg);
        let same = |(other, _): &&(Method, u32)| self.world.same_id((other.name, other.pkg), id);
        seen.iter().find(same).copied()
    }

    fn duplicate_method(&mut self, method: &Method, place: u32, other: u32) {
        let name = method.name;
        let other = self.place(self.pos(other));
        let message =
            format!("duplicate method {name}\n\t{other}: other declaration of method {name}");
        self.error(place, message);
    }

    /// Unions that are too large once those they mention are put in.
    fn union_size(&mut self, embedded: TypeId, place: u32) {
        let TypeKind::Union(terms) = self.world.kind(embedded) else {
            return;
        };
        if let Terms::List(all) = self.world.union_terms(terms)
            && all.len() > MAX_TERMS
        {
            let message = format!(
                "cannot handle more than {MAX_TERMS} union terms (implementation limitation)"
            );
            self.error(place, message);
        }
    }

    fn embedding_version(&mut self, embedded: TypeId, place: u32) {
        let world = self.world;
        if self.version_ok(18) {
            return;
        }
        let text = self.ty_text(embedded);
        let what = match world.underlying_kind(embedded) {
            TypeKind::Interface(_) if self.is_imported_constraint(embedded) => {
                format!("embedding constraint interface {text}")
            }
            TypeKind::Interface(_) | TypeKind::Basic(Basic::Invalid) => return,
            TypeKind::Union(_) => format!("embedding interface element {text}"),
            _type => format!("embedding non-interface type {text}"),
        };
        self.require_version(place, 18, &what);
    }

    /// A constraint: a type, or a union or `~T` without `interface` around it.
    pub fn constraint_type(&mut self, e: ExprId) -> TypeId {
        let is_element = matches!(
            self.node(e),
            Expr::Unary(UnaryOp::Tilde, _) | Expr::Binary(BinaryOp::Or, ..)
        );
        if !is_element {
            return self.type_expr(e);
        }
        let element = self.union_type(e);
        if !self.world.is_valid(element) {
            return element;
        }
        let ty = self.world.implicit_interface(element);
        let start = self.start(e);
        self.later(move |checker| checker.check_interface(ty, &[start]));
        ty
    }
}
