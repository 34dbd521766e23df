//! Statements.

use crate::Generator;
use crate::types::Ty;

impl Generator {
    /// So many statements, in the block that is open.
    pub fn stmts(&mut self, count: usize) {
        for _ in 0..count {
            self.stmt();
        }
        self.use_the_unused();
    }

    fn use_the_unused(&mut self) {
        for name in self.scope.take_unused() {
            let text = match self.rng.below(8) {
                0 => format!("keep({name})"),
                1 => format!("drop(&{name})"),
                _ => format!("_ = {name}"),
            };
            self.line(&text);
        }
    }

    /// The statements of a nested block, without the braces.
    pub fn block(&mut self) {
        self.scope.open();
        self.filled_block();
    }

    /// The same for a block that is open already.
    pub fn filled_block(&mut self) {
        self.indent += 1;
        self.depth += 1;
        let count = if self.depth > self.size.depth {
            1
        } else {
            1 + self.rng.below(3)
        };
        self.stmts(count);
        self.depth -= 1;
        self.indent -= 1;
        self.scope.close();
    }

    fn stmt(&mut self) {
        let nested = self.depth <= self.size.depth;
        match self.rng.below(if nested { 36 } else { 14 }) {
            0..=3 => self.define(),
            4..=7 => self.assign(),
            8 => self.call_stmt(),
            9 => self.multi_define(),
            10 => self.sink(),
            11 => self.op_assign(),
            12 => self.builtin_stmt(),
            13 => self.send(),
            14 | 15 => self.if_stmt(),
            16 => self.for_stmt(),
            17 | 18 => self.range_stmt(),
            19 => self.switch_stmt(),
            20 => self.type_switch(),
            21 => self.go_defer("go"),
            22 | 23 => self.go_defer("defer"),
            24 => self.select(),
            25 => self.jump(),
            26 => self.early_return(),
            27 => self.swap(),
            28 => self.comma_ok(),
            29..=34 => self.rare_stmt(),
            _ => {
                self.line("{");
                self.block();
                self.line("}");
            }
        }
    }

    fn define(&mut self) {
        let ty = self.any_type(2);
        if self.rng.chance(25) {
            let name = self.fresh("v");
            self.line(&format!("var {name} {ty}"));
            self.scope.add(name, ty, false);
            return;
        }
        let value = self.expr(&ty);
        let name = self.fresh("v");
        let text = match self.rng.below(3) {
            0 | 1 => format!("var {name} {ty} = {value}"),
            _ => match ty {
                Ty::Any | Ty::Error | Ty::Iface(_) => format!("{name} := {ty}({value})"),
                _ => format!("{name} := {value}"),
            },
        };
        self.line(&text);
        self.scope.add(name, ty, false);
    }

    /// Something that can be assigned to, with its type. It does not count as a use.
    pub fn target(&mut self) -> (String, Ty) {
        let mut found = Vec::new();
        for var in self.scope.vars() {
            let name = &var.name;
            found.push((name.clone(), var.ty.clone(), None));
            let mut part = |path: String, ty: &Ty| {
                found.push((path, ty.clone(), Some(name.clone())));
            };
            match &var.ty {
                Ty::Ptr(elem) => {
                    part(format!("*{name}"), elem);
                    if let Ty::Struct(n) = **elem {
                        for (k, field) in self.structs[n].fields.iter().enumerate() {
                            part(format!("{name}.s{n}f{k}"), field);
                        }
                    }
                }
                Ty::Struct(n) => {
                    for (k, field) in self.structs[*n].fields.iter().enumerate() {
                        part(format!("{name}.s{n}f{k}"), field);
                    }
                }
                Ty::Slice(elem) | Ty::Array(_, elem) => part(format!("{name}[0]"), elem),
                Ty::Map(strings, elem) => {
                    let key = if *strings { "\"k\"" } else { "1" };
                    part(format!("{name}[{key}]"), elem);
                }
                Ty::Generic(arg) => part(format!("{name}.v"), arg),
                _other => {}
            }
        }
        let globals = self.globals.iter().filter(|_| !self.in_globals);
        found.extend(globals.map(|(name, ty)| (name.clone(), ty.clone(), None)));
        let at = self.rng.below(found.len());
        let Some((path, ty, base)) = found.get(at).cloned() else {
            return ("_".to_owned(), Ty::Int);
        };
        if let Some(base) = base {
            self.scope.mark(&base);
        }
        (path, ty)
    }

    pub fn assign(&mut self) {
        let (path, ty) = self.target();
        let value = self.expr(&ty);
        self.line(&format!("{path} = {value}"));
    }

    fn swap(&mut self) {
        let ((a, ta), (b, tb)) = (self.target(), self.target());
        let (x, y) = (self.expr(&ta), self.expr(&tb));
        self.line(&format!("{a}, {b} = {x}, {y}"));
    }

    /// Assigning to a variable in place does not use it.
    fn op_assign(&mut self) {
        let vars = self.scope.vars();
        let found: Vec<(String, Ty)> = vars
            .filter(|var| matches!(var.ty, Ty::Int | Ty::Str))
            .map(|var| (var.name.clone(), var.ty.clone()))
            .collect();
        let at = self.rng.below(found.len());
        match found.get(at).cloned() {
            Some((name, Ty::Int)) if self.rng.chance(50) => self.line(&format!("{name}++")),
            Some((name, ty)) => {
                let value = self.expr(&ty);
                self.line(&format!("{name} += {value}"));
            }
            None => self.sink(),
        }
    }

    /// A call of a function whose results are dropped.
    fn call_stmt(&mut self) {
        if self.in_globals {
            return self.sink();
        }
        let at = self.rng.below(self.funcs.len());
        let func = self.funcs[at].clone();
        let args = self.args(&func);
        self.line(&format!("{}({args})", func.name));
    }

    /// Several results at once.
    fn multi_define(&mut self) {
        let mut several = self.funcs.iter().filter(|func| func.results.len() > 1);
        let Some(func) = several.next_back().cloned().filter(|_| !self.in_globals) else {
            return self.sink();
        };
        let args = self.args(&func);
        let names: Vec<String> = func.results.iter().map(|_| self.fresh("v")).collect();
        self.line(&format!("{} := {}({args})", names.join(", "), func.name));
        for (name, ty) in names.into_iter().zip(func.results) {
            self.scope.add(name, ty, false);
        }
    }

    fn comma_ok(&mut self) {
        let (name, ok) = (self.fresh("v"), self.fresh("ok"));
        let ty = self.any_type(2);
        let source = match self.rng.below(3) {
            0 => format!("({}).({ty})", self.any_value()),
            1 => format!("<-({})", self.expr(&Ty::Chan(Box::new(ty.clone())))),
            _ => {
                let map = Ty::Map(true, Box::new(ty.clone()));
                format!("({})[{}]", self.expr(&map), self.expr(&Ty::Str))
            }
        };
        self.line(&format!("{name}, {ok} := {source}"));
        self.scope.add(name, ty, false);
        self.scope.add(ok, Ty::Bool, false);
    }

    /// A value whose static type is `any`.
    pub fn any_value(&mut self) -> String {
        format!("any({})", self.expr(&Ty::Any))
    }

    pub fn sink(&mut self) {
        let name = match self.rng.below(5) {
            0 => "keep",
            1 => "keepAll",
            2 => "drop",
            3 => "keepFunc",
            _ => "call",
        };
        let value = match name {
            "keepFunc" | "call" => self.func_lit(&[], &[]),
            _any => {
                let ty = self.any_type(2);
                self.expr(&ty)
            }
        };
        self.line(&format!("{name}({value})"));
    }

    fn builtin_stmt(&mut self) {
        let elem = self.any_type(1);
        let slice = elem.clone().slice();
        let map = Ty::Map(true, Box::new(elem.clone()));
        let text = match self.rng.below(5) {
            0 => format!("copy({}, {})", self.expr(&slice), self.expr(&slice)),
            1 => format!("delete({}, {})", self.expr(&map), self.expr(&Ty::Str)),
            2 => format!("clear({})", self.expr(&map)),
            3 => format!("println({})", self.expr(&Ty::Int)),
            _ => format!("_ = {}", self.expr(&elem)),
        };
        self.line(&text);
    }

    fn send(&mut self) {
        let chans: Vec<(String, Ty)> = self
            .scope
            .vars()
            .filter_map(|var| match &var.ty {
                Ty::Chan(elem) => Some((var.name.clone(), (**elem).clone())),
                _other => None,
            })
            .collect();
        let at = self.rng.below(chans.len());
        let Some((name, elem)) = chans.get(at).cloned() else {
            return self.assign();
        };
        self.scope.mark(&name);
        let value = self.expr(&elem);
        self.line(&format!("{name} <- {value}"));
    }

    fn if_stmt(&mut self) {
        let cond = self.expr(&Ty::Bool);
        self.line(&format!("if {cond} {{"));
        self.block();
        if self.rng.chance(40) {
            self.line("} else {");
            self.block();
        }
        self.line("}");
    }

    fn for_stmt(&mut self) {
        let label = self.label();
        self.scope.open();
        match self.rng.below(3) {
            0 => {
                let name = self.fresh("i");
                let limit = self.simple(&Ty::Int);
                self.line(&format!("for {name} := 0; {name} < {limit}; {name}++ {{"));
                self.scope.add(name, Ty::Int, true);
            }
            1 => {
                let cond = self.expr(&Ty::Bool);
                self.line(&format!("for {cond} {{"));
            }
            _ => {
                let name = self.fresh("i");
                let count = self.rng.below(10);
                self.line(&format!("for {name} := range {count} {{"));
                self.scope.add(name, Ty::Int, false);
            }
        }
        self.loop_body(label);
        self.scope.close();
    }

    pub fn label(&mut self) -> String {
        let label = self.fresh("L");
        self.line(&format!("{label}:"));
        label
    }

    pub fn loop_body(&mut self, label: String) {
        self.indent += 1;
        self.use_the_unused();
        // A label must be used.
        self.line("if len(\"\") > 0 {");
        self.line(&format!("\tcontinue {label}"));
        self.line("}");
        self.indent -= 1;
        self.loops.push(label);
        self.block();
        self.loops.pop();
        self.line("}");
    }

    fn range_stmt(&mut self) {
        let elem = self.any_type(2);
        let source = match self.rng.below(6) {
            0 | 1 => elem.clone().slice(),
            2 => Ty::Array(2, Box::new(elem.clone())),
            3 => Ty::Map(self.rng.chance(50), Box::new(elem.clone())),
            4 => Ty::Chan(Box::new(elem.clone())),
            _ => Ty::Array(3, Box::new(elem.clone())).ptr(),
        };
        let x = self.expr(&source);
        let by_func = self.rng.chance(15) && matches!(source, Ty::Slice(_));
        let x = if by_func {
            format!("seq[{elem}]({x})")
        } else {
            format!("({x})")
        };
        let label = self.label();
        self.scope.open();
        let (key, value) = (self.fresh("k"), self.fresh("e"));
        let key_ty = match &source {
            Ty::Map(true, _) => Ty::Str,
            _other => Ty::Int,
        };
        match &source {
            Ty::Chan(_) => {
                self.line(&format!("for {value} := range {x} {{"));
                self.scope.add(value, elem, false);
            }
            _pairs => {
                self.line(&format!("for {key}, {value} := range {x} {{"));
                self.scope.add(key, key_ty, false);
                self.scope.add(value, elem, false);
            }
        }
        self.loop_body(label);
        self.scope.close();
    }

    fn switch_stmt(&mut self) {
        let tag = match self.rng.chance(50) {
            true => format!("{} ", self.expr(&Ty::Int)),
            false => String::new(),
        };
        // Composite literals in a header would need parentheses.
        let name = self.fresh("t");
        if tag.is_empty() {
            self.line("switch {");
        } else {
            self.line(&format!("{name} := {tag}"));
            self.line(&format!("switch {name} {{"));
        }
        for n in 0..1 + self.rng.below(2) {
            let case = match tag.is_empty() {
                true => self.expr(&Ty::Bool),
                false => match self.variable(&Ty::Int) {
                    Some(other) => format!("{n}, {other} + {}", 100 + n),
                    None => n.to_string(),
                },
            };
            self.line(&format!("case {case}:"));
            self.block();
        }
        self.line("default:");
        self.block();
        self.line("}");
    }

    fn type_switch(&mut self) {
        let value = self.any_value();
        let name = self.fresh("w");
        let x = self.fresh("x");
        self.line(&format!("{x} := {value}"));
        self.line(&format!("switch {name} := {x}.(type) {{"));
        let mut seen: Vec<Ty> = Vec::new();
        for _ in 0..1 + self.rng.below(3) {
            let ty = self.any_type(2);
            if seen.contains(&ty) {
                continue;
            }
            self.line(&format!("case {ty}:"));
            self.scope.open();
            self.indent += 1;
            self.line(&format!("_ = {name}"));
            self.indent -= 1;
            self.scope.add(name.clone(), ty.clone(), true);
            seen.push(ty);
            self.filled_block();
        }
        self.line("default:");
        self.indent += 1;
        self.line(&format!("_ = {name}"));
        self.indent -= 1;
        self.line("}");
    }

    fn go_defer(&mut self, word: &str) {
        let text = match self.rng.below(5) {
            0 if !self.in_globals => {
                let at = self.rng.below(self.funcs.len());
                let func = self.funcs[at].clone();
                format!("{word} {}({})", func.name, self.args(&func))
            }
            1 => {
                let ty = self.any_type(1);
                let value = self.expr(&ty);
                let func = self.func_lit(&[ty], &[]);
                format!("{word} {func}({value})")
            }
            2 => {
                let ty = self.any_type(2);
                format!("{word} keep({})", self.expr(&ty))
            }
            3 if word == "defer" => {
                "defer func() { if r := recover(); r != nil { keep(r) } }()".to_owned()
            }
            _ => format!("{word} {}()", self.func_lit(&[], &[])),
        };
        self.line(&text);
    }

    fn select(&mut self) {
        let elem = self.any_type(1);
        let chan = Ty::Chan(Box::new(elem.clone()));
        let (a, b, v) = (self.expr(&chan), self.expr(&chan), self.fresh("v"));
        let sent = self.expr(&elem);
        self.line("select {");
        self.line(&format!("case {v} := <-({a}):"));
        self.scope.open();
        self.scope.add(v, elem, false);
        self.filled_block();
        self.line(&format!("case ({b}) <- {sent}:"));
        self.block();
        self.line("default:");
        self.line("}");
    }

    fn jump(&mut self) {
        let at = self.rng.below(self.loops.len());
        let Some(label) = self.loops.get(at).cloned() else {
            return self.define();
        };
        let word = if self.rng.chance(50) {
            "break"
        } else {
            "continue"
        };
        let cond = self.expr(&Ty::Bool);
        self.line(&format!("if {cond} {{"));
        self.line(&format!("\t{word} {label}"));
        self.line("}");
    }

    fn early_return(&mut self) {
        let cond = self.expr(&Ty::Bool);
        self.line(&format!("if {cond} {{"));
        self.indent += 1;
        self.final_return();
        self.indent -= 1;
        self.line("}");
    }

    /// A return from the innermost function.
    pub fn final_return(&mut self) {
        let Some(results) = self.results.last().cloned() else {
            return;
        };
        if results.is_empty() {
            return self.line("return");
        }
        let values: Vec<String> = results.iter().map(|ty| self.expr(ty)).collect();
        self.line(&format!("return {}", values.join(", ")));
    }
}
