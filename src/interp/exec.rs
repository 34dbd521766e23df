//! One instruction.

use cranelift_entity::EntityRef;
use escargo_grammar::ast::BinaryOp;

use super::calls::Target;
use super::frame::Frame;
use super::machine::{Flow, Machine, Step};
use super::memory::Payload;
use super::value::{Cell, Place, Str, Val};
use crate::ir::{Block, FuncRef, Inst, SiteId, Value, ValueList};
use crate::types::{Basic, Const, TypeId, TypeKind};

impl<'a, 'p> Machine<'a, 'p> {
    /// Executes an instruction of a block.
    pub fn exec(&mut self, frame: &mut Frame<'a, 'p>, block: Block, value: Value) -> Step<Flow> {
        let inst = &frame.function.insts[value];
        match inst {
            Inst::Jump(to) => return Ok(Flow::Jump(*to)),
            Inst::Branch { cond, then, els } => {
                let is_true = matches!(frame.val(*cond).cells(), [Cell::Bool(true)]);
                return Ok(Flow::Jump(if is_true { *then } else { *els }));
            }
            Inst::Return => return Ok(Flow::Return),
            Inst::Unreachable => {
                return Err(self.unsupported("unreachable code", frame.function.pos));
            }
            Inst::Declare(local) => {
                self.begin_local(frame, *local);
                return Ok(Flow::Next);
            }
            Inst::Store(place, val) => {
                let val = frame.val(*val);
                if let Val::Place(place) = frame.val(*place) {
                    self.store(frame, &place, &val, frame.pos(value))?;
                }
                return Ok(Flow::Next);
            }
            Inst::Defer(_, func) => {
                let func = frame.val(*func);
                self.defer(frame, func);
                return Ok(Flow::Next);
            }
            _value => {}
        }
        let result = self.eval(frame, block, value, inst)?;
        if let Some(slot) = frame.vals.get_mut(value.index()) {
            *slot = result;
        }
        Ok(Flow::Next)
    }

    /// The value of an instruction that has one.
    fn eval(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        block: Block,
        value: Value,
        inst: &'a Inst,
    ) -> Step<Val> {
        let pos = frame.pos(value);
        match inst {
            Inst::Const(constant) => self.constant(frame, value, constant),
            Inst::Nil | Inst::Zero => {
                let ty = self.type_of(frame, value)?;
                Ok(Val::from_cells(&self.program.layouts.zero(ty)))
            }
            Inst::FuncAddr(func) | Inst::MethodExpr(func) => self.func_addr(frame, *func),
            Inst::InterfaceMethodExpr(method) => {
                Ok(self.func_value(Target::InterfaceMethod(*method)))
            }
            Inst::LocalAddr(local) => self.local_place(frame, *local).map(Val::Place),
            Inst::GlobalAddr(global) => self.global_place(frame, *global).map(Val::Place),
            Inst::Deref(pointer) => self.deref(&frame.val(*pointer), pos).map(Val::Place),
            Inst::FieldAddr(x, field) => self.field_place(frame, *x, *field).map(Val::Place),
            Inst::IndexAddr(x, index) => self.index_place(frame, *x, *index).map(Val::Place),
            Inst::ElemAddr(x, index) => self.elem_place(frame, *x, *index).map(Val::Place),
            Inst::MapElem(map, key) => {
                let key = frame.cells(*key);
                match frame.val(*map).cells() {
                    [Cell::Ptr(map)] => Ok(Val::Place(Place::Entry(*map, key))),
                    _other => Err(self.unsupported("an entry of what is no map", pos)),
                }
            }
            Inst::Load(place) => {
                let ty = self.type_of(frame, value)?;
                match frame.val(*place) {
                    Val::Place(place) => self.load(frame, &place, ty, pos),
                    _other => Err(self.unsupported("a load of what is no place", pos)),
                }
            }
            Inst::LoadOk(place) => self.load_ok(frame, value, *place),
            Inst::AddrOf(place) => match frame.val(*place) {
                Val::Place(Place::Memory(ptr)) => Ok(Val::One(Cell::Ptr(Some(ptr)))),
                _other => Err(self.unsupported("an address of what is not in memory", pos)),
            },
            Inst::Field(x, field) => {
                let ty = self.type_of(frame, *x)?;
                let (start, count) = self.program.layouts.field(ty, *field);
                Ok(self.part(frame, *x, start, count))
            }
            Inst::Index(x, index) => self.array_index(frame, *x, *index),
            Inst::StringIndex(x, index) => self.string_index(frame, *x, *index),
            Inst::Slice { x, lo, hi, max } => self.slice(frame, *x, [*lo, *hi, *max]),
            Inst::Extract(tuple, part) => match frame.vals.get(tuple.index()) {
                Some(Val::Tuple(parts)) => {
                    Ok(parts.get(*part as usize).cloned().unwrap_or(Val::Unit))
                }
                _other => Err(self.unsupported("a part of what is no tuple", pos)),
            },
            Inst::Unary(op, x) => {
                let ty = self.type_of(frame, *x)?;
                Ok(self.unary(*op, &frame.val(*x), ty))
            }
            Inst::Binary(op, left, right) => self.exec_binary(frame, *op, *left, *right),
            Inst::ShortCircuit {
                left,
                right,
                right_block,
                ..
            } => {
                let took_right = frame.previous == Some(*right_block) || *right_block == block;
                Ok(frame.val(if took_right { *right } else { *left }))
            }
            Inst::Phi(sources) => {
                let from = sources
                    .iter()
                    .find(|(from, _)| Some(*from) == frame.previous);
                Ok(from.map_or(Val::Unit, |(_, value)| frame.val(*value)))
            }
            Inst::Concat(site, parts) => self.concat(frame, *site, *parts),
            Inst::Convert(op, x, site) => {
                let ty = self.type_of(frame, value)?;
                self.convert(frame, *op, *x, *site, ty)
            }
            Inst::TypeAssert { x, comma_ok } => {
                let ty = self.type_of(frame, value)?;
                let ty = self.concrete_type(frame, self.first_of(ty, *comma_ok))?;
                self.type_assert(frame, *x, ty, *comma_ok)
            }
            Inst::StructLit(fields) => {
                let ty = self.type_of(frame, value)?;
                Ok(self.struct_lit(frame, fields, ty))
            }
            Inst::ArrayLit(elems) => {
                let ty = self.type_of(frame, value)?;
                Ok(self.array_lit(frame, elems, ty))
            }
            Inst::SliceLit { site, len, elems } => {
                self.slice_lit(frame, value, *site, (*len, elems))
            }
            Inst::MapLit { site, pairs } => self.map_lit(frame, value, *site, pairs),
            Inst::PtrLit(site, literal) => self.ptr_lit(frame, value, *site, *literal),
            Inst::New(site) => self.new_object(frame, value, *site),
            Inst::MakeSlice { site, len, cap } => {
                self.make_slice(frame, value, *site, (*len, *cap))
            }
            Inst::MakeMap { site, .. } => {
                let map = self.new_map(frame, *site);
                Ok(Val::One(Cell::Ptr(Some(map))))
            }
            Inst::Closure { site, func } => self.closure(frame, value, *site, *func),
            Inst::MethodValue { site, recv, method } => {
                self.method_value(frame, value, *site, (*recv, *method))
            }
            Inst::InterfaceMethodValue { site, recv, method } => {
                self.interface_method_value(frame, value, *site, (*recv, *method))
            }
            Inst::Append { site, slice, elems } => {
                let elems = elems.as_slice(&frame.function.value_lists);
                let cells: Vec<Cell> = elems
                    .iter()
                    .flat_map(|&elem| frame.cells(elem).to_vec())
                    .collect();
                self.exec_append(frame, value, *site, *slice, &cells)
            }
            Inst::AppendSlice { site, slice, other } => {
                let cells = self.spread_cells(frame, *other)?;
                self.exec_append(frame, value, *site, *slice, &cells)
            }
            Inst::Call { callee, args, .. } => self.exec_call(frame, *callee, *args, pos),
            Inst::Inlined { results, .. } => {
                let results = results.as_slice(&frame.function.value_lists);
                Ok(match results {
                    [] => Val::Unit,
                    &[result] => frame.val(result),
                    several => Val::Tuple(several.iter().map(|&v| frame.val(v)).collect()),
                })
            }
            Inst::Builtin(op, args) => self.builtin(frame, value, *op, *args),
            Inst::IterNew(x) => self.iter_new(frame, *x),
            Inst::IterNext(iter) => {
                let ty = self.type_of(frame, value)?;
                self.iter_next(frame, *iter, ty)
            }
            Inst::MakeChan { .. } | Inst::Recv { .. } | Inst::Send(..) => {
                Err(self.unsupported("channels", pos))
            }
            Inst::Select { .. } => Err(self.unsupported("select", pos)),
            Inst::Go(..) => Err(self.unsupported("go statements", pos)),
            Inst::Declare(_)
            | Inst::Store(..)
            | Inst::Defer(..)
            | Inst::Jump(_)
            | Inst::Branch { .. }
            | Inst::Return
            | Inst::Unreachable => Ok(Val::Unit),
        }
    }

    /// The first part of a tuple type.
    fn first_of(&self, ty: TypeId, is_tuple: bool) -> TypeId {
        match self.program.world.underlying_kind(ty) {
            TypeKind::Tuple(parts) if is_tuple => parts.first().copied().unwrap_or(ty),
            _single => ty,
        }
    }

    fn constant(&self, frame: &Frame<'a, 'p>, value: Value, constant: &Const) -> Step<Val> {
        let ty = self.type_of(frame, value)?;
        let basic = super::arith::basic_of(self.program.world, ty);
        let cell = match constant {
            Const::Bool(value) => Cell::Bool(*value),
            Const::Str(bytes) => Cell::Str(Str::new(bytes.to_vec(), None)),
            Const::Unknown => return Err(self.unsupported("a wrong constant", frame.pos(value))),
            number => self.number(number, basic),
        };
        Ok(Val::One(cell))
    }

    fn number(&self, constant: &Const, basic: Basic) -> Cell {
        if basic.is_complex() {
            let (re, im) = constant.parts().unwrap_or((Const::Int(0), Const::Int(0)));
            let part = |part: Const| super::arith::round(basic, part.to_f64().unwrap_or(0.0));
            return Cell::Complex(part(re), part(im));
        }
        if basic.is_float() {
            let value = constant.to_f64().unwrap_or(0.0);
            return Cell::Float(super::arith::round(basic, value));
        }
        let integer = constant.as_integer().unwrap_or_default();
        let word = match i64::try_from(&integer) {
            Ok(value) => value,
            Err(_) => u64::try_from(&integer).map_or(0, |value| value as i64),
        };
        Cell::Int(super::arith::wrap(basic, word))
    }

    fn func_addr(&mut self, frame: &Frame<'a, 'p>, func: FuncRef) -> Step<Val> {
        let target = self.target(frame, func)?;
        Ok(self.func_value(target))
    }

    fn load_ok(&mut self, frame: &Frame<'a, 'p>, value: Value, place: Value) -> Step<Val> {
        let pos = frame.pos(value);
        let Val::Place(Place::Entry(map, key)) = frame.val(place) else {
            return Err(self.unsupported("a lookup in what is no map", pos));
        };
        let ty = self.type_of(frame, value)?;
        let found = self.map_entry(map, &key, pos)?;
        let ok = found.is_some();
        let zero = || Val::from_cells(&self.program.layouts.zero(self.first_of(ty, true)));
        let entry = found.unwrap_or_else(zero);
        Ok(Val::tuple(vec![entry, Val::bool(ok)]))
    }

    fn array_index(&mut self, frame: &Frame<'a, 'p>, x: Value, index: Value) -> Step<Val> {
        let ty = self.type_of(frame, x)?;
        let TypeKind::Array(len, elem) = self.program.world.underlying_kind(ty) else {
            return Err(self.unsupported("an index of what is no array", frame.pos(x)));
        };
        let width = self.program.layouts.cells(*elem);
        let at = self.checked_index(frame, index, *len)?;
        Ok(self.part(frame, x, at as u32 * width, width))
    }

    fn string_index(&mut self, frame: &Frame<'a, 'p>, x: Value, index: Value) -> Step<Val> {
        let text = self.text_of(&frame.val(x));
        let at = self.checked_index(frame, index, text.len() as i64)?;
        let byte = text.bytes().get(at).copied().unwrap_or(0);
        Ok(Val::int(i64::from(byte)))
    }

    fn exec_binary(
        &mut self,
        frame: &Frame<'a, 'p>,
        op: BinaryOp,
        left: Value,
        right: Value,
    ) -> Step<Val> {
        let ty = self.type_of(frame, left)?;
        let right_ty = self.type_of(frame, right)?;
        self.binary(op, &frame.val(left), &frame.val(right), ty, right_ty)
    }

    fn concat(&mut self, frame: &mut Frame<'a, 'p>, site: SiteId, parts: ValueList) -> Step<Val> {
        let parts: Vec<Str> = parts
            .as_slice(&frame.function.value_lists)
            .iter()
            .map(|&part| self.text_of(&frame.val(part)))
            .collect();
        let mut full = parts.iter().filter(|part| !part.is_empty());
        // Nothing is copied if only one part is not empty.
        if let (Some(only), None) = (full.next(), full.next())
            && only.life().is_none()
        {
            return Ok(Val::One(Cell::Str(only.clone())));
        }
        let bytes: Vec<u8> = parts
            .iter()
            .flat_map(|part| part.bytes().to_vec())
            .collect();
        let size = bytes.len() as u64;
        let life = (size > 0).then(|| self.allocate(frame, site, Payload::Bytes, Some(size)));
        Ok(Val::One(Cell::Str(Str::new(bytes, life))))
    }

    fn exec_append(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        value: Value,
        site: SiteId,
        slice: Value,
        cells: &[Cell],
    ) -> Step<Val> {
        let ty = self.type_of(frame, value)?;
        let TypeKind::Slice(elem) = self.program.world.underlying_kind(ty) else {
            return Err(self.unsupported("append to another type", frame.pos(value)));
        };
        let slice = self.slice_of(&frame.val(slice));
        self.append(frame, site, slice, (*elem, cells), frame.pos(value))
    }

    /// The elements of `t...`; `t` may be a string.
    pub fn spread_cells(&mut self, frame: &Frame<'a, 'p>, value: Value) -> Step<Vec<Cell>> {
        let val = frame.val(value);
        if let [Cell::Str(text)] = val.cells() {
            let bytes = text.bytes().iter();
            return Ok(bytes.map(|&byte| Cell::Int(i64::from(byte))).collect());
        }
        let ty = self.type_of(frame, value)?;
        let width = match self.program.world.underlying_kind(ty) {
            TypeKind::Slice(elem) => self.program.layouts.cells(*elem),
            _other => 0,
        };
        self.elements(self.slice_of(&val), width, frame.pos(value))
    }
}
