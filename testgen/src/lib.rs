//! Random Go programs that compile: all forms of statements and expressions, with aliasing, closures, interfaces and generics.
//!
//! QUESTION. Where does escargo differ from gc on programs that nobody thought of? [`program`] gives a package for each seed,
//! always the same; the package needs no imports, so that gc compiles it in milliseconds.
//!
//! INVARIANTS. Every program type-checks: expressions are made for the type that is wanted, from the variables in scope,
//! and each local variable is used. Programs are made to be analysed, not to be run: they need not end.
//!
//! ```text
//! seed 7  →  package p
//!            type S0 struct { f0 *int; f1 []S1 }
//!            func f0(a0 *S0, a1 ...any) (r0 *int) { … }
//! ```

mod expr;
pub mod hostile;
mod rare_expr;
mod rare_stmt;
pub mod rng;
mod scope;
mod stmt;
mod types;

use std::fmt::Write;

use rng::Rng;
use scope::Scope;
use types::{Func, Ty};

/// How large programs are.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Functions and methods.
    pub funcs: usize,
    /// Statements of a function's outermost block.
    pub stmts: usize,
    /// How deep expressions and blocks nest.
    pub depth: usize,
}

impl Default for Size {
    fn default() -> Size {
        Size {
            funcs: 6,
            stmts: 7,
            depth: 3,
        }
    }
}

/// A package of one file for a seed.
pub fn program(seed: u64, size: Size) -> String {
    let mut generator = Generator {
        rng: Rng::new(seed),
        size,
        structs: Vec::new(),
        ifaces: Vec::new(),
        funcs: Vec::new(),
        methods: Vec::new(),
        globals: Vec::new(),
        scope: Scope::default(),
        out: String::new(),
        indent: 0,
        depth: 0,
        loops: Vec::new(),
        results: Vec::new(),
        names: 0,
        in_globals: false,
    };
    generator.package();
    generator.out
}

/// A declared struct.
pub(crate) struct Struct {
    pub fields: Vec<Ty>,
    /// The struct that it embeds, by value or by pointer.
    pub embeds: Option<(usize, bool)>,
}

/// A method.
pub(crate) struct Method {
    pub owner: usize,
    pub pointer: bool,
    pub name: String,
    pub func: Func,
}

/// A declared interface: methods that structs may have.
pub(crate) struct Iface {
    /// Indices into the methods of the first struct that implements it.
    pub owner: usize,
    pub methods: Vec<usize>,
}

pub(crate) struct Generator {
    pub rng: Rng,
    pub size: Size,
    pub structs: Vec<Struct>,
    pub ifaces: Vec<Iface>,
    pub funcs: Vec<Func>,
    pub methods: Vec<Method>,
    pub globals: Vec<(String, Ty)>,
    pub scope: Scope,
    pub out: String,
    pub indent: usize,
    /// Nesting of what is being made.
    pub depth: usize,
    /// The loops around the statement: their labels.
    pub loops: Vec<String>,
    /// Result types of the functions around the statement, innermost last.
    pub results: Vec<Vec<Ty>>,
    pub names: usize,
    /// Whether what is made is the initial value of a package-level variable, which must not depend on others.
    pub in_globals: bool,
}

impl Generator {
    fn package(&mut self) {
        self.declare();
        self.line("package p");
        self.line("");
        self.write_types();
        self.write_globals();
        self.write_helpers();
        for n in 0..self.funcs.len() {
            self.write_func(n);
        }
        for n in 0..self.methods.len() {
            self.write_method(n);
        }
    }

    /// Decides what is declared, before any body is made.
    fn declare(&mut self) {
        for n in 0..2 + self.rng.below(3) {
            let embeds =
                (n > 0 && self.rng.chance(30)).then(|| (self.rng.below(n), self.rng.chance(50)));
            // Structs hold earlier ones by value, others only behind a pointer: no type contains itself.
            let count = 1 + self.rng.below(4);
            let fields = (0..count).map(|_| self.field_type(n)).collect();
            self.structs.push(Struct { fields, embeds });
        }
        for n in 0..1 + self.size.funcs / 2 {
            let owner = self.rng.below(self.structs.len());
            let func = self.signature(format!("m{n}"));
            let pointer = self.rng.chance(50);
            let name = format!("m{n}");
            self.methods.push(Method {
                owner,
                pointer,
                name,
                func,
            });
        }
        for owner in 0..self.structs.len() {
            let own = self.methods.iter().enumerate();
            let methods: Vec<usize> = own
                .filter(|(_, m)| m.owner == owner)
                .map(|(n, _)| n)
                .collect();
            if !methods.is_empty() {
                self.ifaces.push(Iface { owner, methods });
            }
        }
        for n in 0..self.size.funcs {
            let func = self.signature(format!("f{n}"));
            self.funcs.push(func);
        }
        for n in 0..1 + self.rng.below(4) {
            let ty = self.any_type(2);
            self.globals.push((format!("g{n}"), ty));
        }
    }

    fn signature(&mut self, name: String) -> Func {
        let params = (0..self.rng.below(4)).map(|_| self.any_type(2)).collect();
        let results = (0..self.rng.below(3)).map(|_| self.any_type(2)).collect();
        let variadic = self.rng.chance(15).then(|| match self.rng.chance(50) {
            true => Ty::Any,
            false => self.any_type(1),
        });
        Func {
            name,
            params,
            results,
            variadic,
            named_results: self.rng.chance(40),
        }
    }

    fn write_types(&mut self) {
        for n in 0..self.structs.len() {
            self.line(&format!("type S{n} struct {{"));
            if let Some((base, pointer)) = self.structs[n].embeds {
                let star = if pointer { "*" } else { "" };
                self.line(&format!("\t{star}S{base}"));
            }
            for (k, field) in self.structs[n].fields.clone().iter().enumerate() {
                self.line(&format!("\ts{n}f{k} {field}"));
            }
            self.line("}");
            self.line("");
        }
        for n in 0..self.ifaces.len() {
            self.line(&format!("type I{n} interface {{"));
            for m in self.ifaces[n].methods.clone() {
                let method = &self.methods[m];
                let text = format!("\t{}{}", method.name, method.func.text(false));
                self.line(&text);
            }
            self.line("}");
            self.line("");
        }
    }

    fn write_globals(&mut self) {
        for n in 0..self.globals.len() {
            let (name, ty) = self.globals[n].clone();
            let text = match self.rng.chance(40) {
                true => {
                    self.depth = 1;
                    self.in_globals = true;
                    let value = self.expr(&ty);
                    self.depth = 0;
                    self.in_globals = false;
                    format!("var {name} {ty} = {value}")
                }
                false => format!("var {name} {ty}"),
            };
            self.line(&text);
        }
        self.line("");
    }

    /// Generic functions and types, and sinks of different behaviour.
    fn write_helpers(&mut self) {
        self.out.push_str(HELPERS);
    }

    fn write_func(&mut self, n: usize) {
        let func = self.funcs[n].clone();
        let header = format!("func {}{} {{", func.name, func.text(true));
        self.body(&header, &func, None);
    }

    fn write_method(&mut self, n: usize) {
        let (owner, pointer) = (self.methods[n].owner, self.methods[n].pointer);
        let func = self.methods[n].func.clone();
        let star = if pointer { "*" } else { "" };
        let header = format!(
            "func (recv {star}S{owner}) {}{} {{",
            func.name,
            func.text(true)
        );
        let ty = match pointer {
            true => Ty::Ptr(Box::new(Ty::Struct(owner))),
            false => Ty::Struct(owner),
        };
        self.body(&header, &func, Some(ty));
    }

    fn body(&mut self, header: &str, func: &Func, recv: Option<Ty>) {
        self.line(header);
        self.scope = Scope::default();
        self.scope.open();
        if let Some(ty) = recv {
            self.scope.add("recv".to_owned(), ty, true);
        }
        self.declare_params(func);
        self.results.push(func.results.clone());
        self.indent += 1;
        self.stmts(self.size.stmts);
        self.final_return();
        self.indent -= 1;
        self.results.pop();
        self.line("}");
        self.line("");
    }

    pub(crate) fn declare_params(&mut self, func: &Func) {
        for (n, ty) in func.params.iter().enumerate() {
            self.scope.add(format!("a{n}"), ty.clone(), true);
        }
        if let Some(elem) = &func.variadic {
            self.scope
                .add("va".to_owned(), Ty::Slice(Box::new(elem.clone())), true);
        }
        if func.named_results {
            for (n, ty) in func.results.iter().enumerate() {
                self.scope.add(format!("r{n}"), ty.clone(), true);
            }
        }
    }

    pub(crate) fn line(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{}{text}", "\t".repeat(self.indent));
    }

    pub(crate) fn fresh(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }
}

/// Sinks of different behaviour, generic functions and types, interfaces.
const HELPERS: &str = include_str!("helpers.go");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_program() {
        let size = Size::default();
        assert_eq!(program(1, size), program(1, size));
        assert_ne!(program(1, size), program(2, size));
    }
}
