//! Functions made by hand, for the tests of the middle stages.

use cranelift_entity::{ListPool, PrimaryMap, SecondaryMap};
use escargo_grammar::Symbol;
use rustc_hash::FxHashMap;

use super::*;
use crate::source::Pos;
use crate::types::{PackageId, TypeId, World};

/// Builds one function, instruction by instruction.
pub(crate) struct Maker {
    pub world: World,
    pub function: Function,
    /// Where [`Maker::push`] adds.
    pub at: Block,
}

impl Maker {
    pub fn new() -> Maker {
        let world = World::new();
        let function = Function {
            name: Symbol::intern("f"),
            object: None,
            kind: FuncKind::Declared,
            pos: Pos::NONE,
            start: Pos::NONE,
            ty: world.func(&[], &[], false),
            outer: None,
            pragmas: Pragmas::default(),
            has_body: true,
            may_jump: false,
            elsewhere: None,
            duplicable: false,
            locals: PrimaryMap::new(),
            params: Vec::new(),
            results: Vec::new(),
            captures: Vec::new(),
            sites: PrimaryMap::new(),
            insts: PrimaryMap::new(),
            types: SecondaryMap::new(),
            value_lists: ListPool::new(),
            blocks: PrimaryMap::new(),
            source: SourceMap::default(),
        };
        Maker {
            world,
            function,
            at: Block::from_u32(0),
        }
    }

    /// Blocks with nothing but these ways out (none: return; one: jump; else a branch on `true`).
    pub fn branches(&mut self, ways: &[&[usize]]) {
        let bool_type = self.world.basic(crate::types::Basic::Bool);
        for _ in ways {
            self.function.blocks.push(Vec::new());
        }
        for (n, ways) in ways.iter().enumerate() {
            self.at = Block::from_u32(n as u32);
            let way = |n: usize| Block::from_u32(n as u32);
            match *ways {
                [] => self.end(Inst::Return),
                [one] => self.end(Inst::Jump(way(*one))),
                [then, els, ..] => {
                    let cond = self.push(Inst::Const(crate::types::Const::Bool(true)), bool_type);
                    self.end(Inst::Branch {
                        cond,
                        then: way(*then),
                        els: way(*els),
                    })
                }
            }
        }
    }

    /// A new block, without making it the current one.
    pub fn block(&mut self) -> Block {
        self.function.blocks.push(Vec::new())
    }

    /// A value of the current block.
    pub fn push(&mut self, inst: Inst, ty: TypeId) -> Value {
        let value = self.function.insts.push(inst);
        self.function.types[value] = ty.into();
        self.function.blocks[self.at].push(value);
        value
    }

    /// An instruction without a result.
    pub fn end(&mut self, inst: Inst) {
        let value = self.function.insts.push(inst);
        self.function.blocks[self.at].push(value);
    }

    /// A variable with its site.
    pub fn local(&mut self, name: &str, ty: TypeId, kind: LocalKind) -> LocalId {
        let id = self.function.locals.push(Local {
            name: Symbol::intern(name),
            ty,
            pos: Pos::NONE,
            kind,
            object: None,
            site: None,
            unnamed: false,
            addr_taken: false,
        });
        let site = self.function.sites.push(Site {
            kind: SiteKind::Variable,
            ty,
            count: None,
            value: None.into(),
            local: id.into(),
            is_static: false,
        });
        self.function.locals[id].site = Some(site);
        match kind {
            LocalKind::Receiver | LocalKind::Param => self.function.params.push(id),
            LocalKind::Result(_) => self.function.results.push(id),
            LocalKind::Var | LocalKind::Temp | LocalKind::Captured(_) | LocalKind::Hidden => {}
        }
        id
    }

    /// A site for the instruction that is pushed next.
    pub fn site(&mut self, kind: SiteKind, ty: TypeId) -> SiteId {
        let next = Value::from_u32(self.function.insts.len() as u32);
        self.function.sites.push(Site {
            kind,
            ty,
            count: None,
            value: next.into(),
            local: None.into(),
            is_static: false,
        })
    }

    pub fn load(&mut self, local: LocalId) -> Value {
        let ty = self.function.locals[local].ty;
        let place = self.push(Inst::LocalAddr(local), ty);
        self.push(Inst::Load(place), ty)
    }

    pub fn store(&mut self, local: LocalId, value: Value) {
        let ty = self.function.locals[local].ty;
        let place = self.push(Inst::LocalAddr(local), ty);
        self.end(Inst::Store(place, value));
    }

    /// A package of these functions.
    pub fn package(functions: Vec<Function>) -> Package {
        let mut funcs = PrimaryMap::new();
        for function in functions {
            funcs.push(function);
        }
        Package {
            package: PackageId::UNIVERSE,
            roots: funcs.keys().collect(),
            funcs,
            globals: PrimaryMap::new(),
            externs: PrimaryMap::new(),
            by_object: FxHashMap::default(),
            init: None,
            user_inits: Vec::new(),
            instances: Default::default(),
            dictionaries: Default::default(),
            dictionary_words: Default::default(),
            imprecise_calls: Vec::new(),
        }
    }
}
