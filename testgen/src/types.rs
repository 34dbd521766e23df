//! Types of generated programs.

use std::fmt;

use crate::Generator;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Ty {
    Int,
    Byte,
    Str,
    Bool,
    Any,
    Error,
    Ptr(Box<Ty>),
    Slice(Box<Ty>),
    Array(usize, Box<Ty>),
    /// Keys are strings or integers.
    Map(bool, Box<Ty>),
    Chan(Box<Ty>),
    Func(Vec<Ty>, Vec<Ty>),
    Struct(usize),
    Iface(usize),
    /// The generic type of the helpers.
    Generic(Box<Ty>),
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ty::Int => f.write_str("int"),
            Ty::Byte => f.write_str("byte"),
            Ty::Str => f.write_str("string"),
            Ty::Bool => f.write_str("bool"),
            Ty::Any => f.write_str("any"),
            Ty::Error => f.write_str("error"),
            Ty::Ptr(elem) => write!(f, "*{elem}"),
            Ty::Slice(elem) => write!(f, "[]{elem}"),
            Ty::Array(len, elem) => write!(f, "[{len}]{elem}"),
            Ty::Map(strings, elem) => {
                write!(f, "map[{}]{elem}", if *strings { "string" } else { "int" })
            }
            Ty::Chan(elem) => match **elem {
                Ty::Chan(_) => write!(f, "chan ({elem})"),
                _ => write!(f, "chan {elem}"),
            },
            Ty::Func(params, results) => {
                write!(f, "func({})", list(params))?;
                match results.as_slice() {
                    [] => Ok(()),
                    [one] => write!(f, " {one}"),
                    several => write!(f, " ({})", list(several)),
                }
            }
            Ty::Struct(n) => write!(f, "S{n}"),
            Ty::Iface(n) => write!(f, "I{n}"),
            Ty::Generic(arg) => write!(f, "Box[{arg}]"),
        }
    }
}

fn list(types: &[Ty]) -> String {
    let texts: Vec<String> = types.iter().map(Ty::to_string).collect();
    texts.join(", ")
}

impl Ty {
    pub fn ptr(self) -> Ty {
        Ty::Ptr(Box::new(self))
    }

    pub fn slice(self) -> Ty {
        Ty::Slice(Box::new(self))
    }

    /// Whether `nil` is a value of it.
    pub fn has_nil(&self) -> bool {
        matches!(
            self,
            Ty::Any
                | Ty::Error
                | Ty::Ptr(_)
                | Ty::Slice(_)
                | Ty::Map(..)
                | Ty::Chan(_)
                | Ty::Func(..)
                | Ty::Iface(_)
        )
    }
}

/// A function that can be called.
#[derive(Clone)]
pub(crate) struct Func {
    pub name: String,
    pub params: Vec<Ty>,
    pub results: Vec<Ty>,
    pub variadic: Option<Ty>,
    pub named_results: bool,
}

impl Func {
    /// Parameters and results, with names or without.
    pub fn text(&self, names: bool) -> String {
        let mut params: Vec<String> = self
            .params
            .iter()
            .enumerate()
            .map(|(n, ty)| {
                if names {
                    format!("a{n} {ty}")
                } else {
                    ty.to_string()
                }
            })
            .collect();
        if let Some(elem) = &self.variadic {
            params.push(if names {
                format!("va ...{elem}")
            } else {
                format!("...{elem}")
            });
        }
        let results: Vec<String> = self
            .results
            .iter()
            .enumerate()
            .map(|(n, ty)| match names && self.named_results {
                true => format!("r{n} {ty}"),
                false => ty.to_string(),
            })
            .collect();
        let results = match results.as_slice() {
            [] => String::new(),
            [one] if !(names && self.named_results) => format!(" {one}"),
            several => format!(" ({})", several.join(", ")),
        };
        format!("({}){results}", params.join(", "))
    }
}

impl Generator {
    /// Any type, at most so deep.
    pub fn any_type(&mut self, depth: usize) -> Ty {
        if depth == 0 || self.rng.chance(25) {
            return match self.rng.below(7) {
                0 | 1 => Ty::Int,
                2 => Ty::Str,
                3 => Ty::Bool,
                4 => Ty::Any,
                5 => Ty::Byte,
                _ => self.some_struct(),
            };
        }
        let inner = |g: &mut Self| Box::new(g.any_type(depth - 1));
        match self.rng.below(14) {
            0..=3 => Ty::Ptr(inner(self)),
            4 | 5 => Ty::Slice(inner(self)),
            6 => Ty::Map(self.rng.chance(50), inner(self)),
            7 => Ty::Array(1 + self.rng.below(4), inner(self)),
            8 => Ty::Chan(inner(self)),
            9 => {
                let params = (0..self.rng.below(3))
                    .map(|_| self.any_type(depth - 1))
                    .collect();
                let results = (0..self.rng.below(2))
                    .map(|_| self.any_type(depth - 1))
                    .collect();
                Ty::Func(params, results)
            }
            10 if !self.ifaces.is_empty() => Ty::Iface(self.rng.below(self.ifaces.len())),
            11 => Ty::Generic(inner(self)),
            12 => Ty::Error,
            _ => self.some_struct(),
        }
    }

    fn some_struct(&mut self) -> Ty {
        match self.structs.len() {
            0 => Ty::Int,
            n => Ty::Struct(self.rng.below(n)),
        }
    }

    /// A field's type in struct `n`: what is declared later, or itself, only behind a pointer.
    pub fn field_type(&mut self, n: usize) -> Ty {
        match self.rng.below(10) {
            0 | 1 => Ty::Struct(n).ptr(),
            2 => Ty::Struct(n).slice(),
            3 => Ty::Map(true, Box::new(Ty::Struct(n).ptr())),
            4 => Ty::Func(Vec::new(), vec![Ty::Int]),
            _ => self.any_type(2),
        }
    }
}
