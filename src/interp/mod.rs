//! THE INTERPRETER (in the making).

pub mod type_name;
pub mod value;
