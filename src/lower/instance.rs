//! Instances (LC replaces this file).
use super::context::Lowerer;
use crate::ir::FuncRef;
use crate::types::ObjectId;
use crate::types::TypeId;

/// Instances, wrappers and what else is made on demand.
#[derive(Default)]
pub(super) struct Demand<'a> {
    /// Keeps the lifetime.
    pub marker: std::marker::PhantomData<&'a ()>,
}

impl Lowerer<'_> {
    /// The instance of a generic function, or of a method of a generic type, for type arguments.
    pub fn func_instance(&mut self, object: ObjectId, _targs: &[TypeId]) -> FuncRef {
        self.func_ref(object)
    }
}
