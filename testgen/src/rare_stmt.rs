//! Statements that few programs have: iterators, `goto`, local types, odd forms of `select`, `switch`, `go` and `defer`.

use crate::Generator;
use crate::expr::typed;
use crate::types::Ty;

impl Generator {
    pub fn rare_stmt(&mut self) {
        match self.rng.below(18) {
            0 | 1 => self.range_tree(),
            2 => self.range_times(),
            3 => self.goto_loop(),
            4 => self.goto_out(),
            5 => self.local_type(),
            6 => self.local_const(),
            7 => self.recursive_closure(),
            8 => self.odd_select(),
            9 => self.fallthrough(),
            10 => self.odd_type_switch(),
            11 => self.matrix(),
            12 => self.deferred_builtin(),
            13 => self.deferred_method(),
            14 => self.range_string(),
            15 => self.clear_slice(),
            16 => self.assign_results(),
            _ => self.pair_methods(),
        }
    }

    /// `for x := range t.walk()`
    fn range_tree(&mut self) {
        let elem = self.any_type(1);
        let (left, value) = (self.rng.chance(30), self.expr(&elem));
        let left = match left {
            true => format!("left: &Tree[{elem}]{{}}, "),
            false => String::new(),
        };
        let tree = format!("(&Tree[{elem}]{{{left}val: {value}}})");
        let label = self.label();
        self.scope.open();
        if self.rng.chance(15) {
            // Into variables that exist.
            self.line(&format!("for range {tree}.walk() {{"));
        } else {
            let name = self.fresh("e");
            self.line(&format!("for {name} := range {tree}.walk() {{"));
            self.scope.add(name, elem, false);
        }
        self.loop_body(label);
        self.scope.close();
    }

    fn range_times(&mut self) {
        let count = self.simple(&Ty::Int);
        let label = self.label();
        self.scope.open();
        self.line(&format!("for range times({count}) {{"));
        self.loop_body(label);
        self.scope.close();
    }

    /// A loop made of a label and a `goto`.
    fn goto_loop(&mut self) {
        let (label, counter) = (self.fresh("G"), self.fresh("i"));
        self.line("{");
        self.indent += 1;
        self.scope.open();
        self.line(&format!("{counter} := 0"));
        self.scope.add(counter.clone(), Ty::Int, true);
        self.line(&format!("{label}:"));
        self.line(&format!("if {counter} < 3 {{"));
        self.block();
        self.line(&format!("\t{counter}++"));
        self.line(&format!("\tgoto {label}"));
        self.line("}");
        self.scope.close();
        self.indent -= 1;
        self.line("}");
    }

    /// A jump forward, over statements that declare nothing.
    fn goto_out(&mut self) {
        let label = self.fresh("G");
        let cond = self.expr(&Ty::Bool);
        self.line("{");
        self.indent += 1;
        self.line(&format!("if {cond} {{"));
        self.line(&format!("\tgoto {label}"));
        self.line("}");
        self.line("{");
        self.block();
        self.line("}");
        self.line(&format!("{label}:"));
        self.indent -= 1;
        self.line("}");
    }

    fn local_type(&mut self) {
        let (name, ty) = (self.fresh("L"), self.any_type(1));
        self.line(&format!("type {name} struct {{"));
        self.line(&format!("\ta {ty}"));
        self.line(&format!("\tnext *{name}"));
        self.line("}");
        let (value, v) = (self.expr(&ty), self.fresh("v"));
        self.line(&format!("{v} := &{name}{{a: {value}}}"));
        self.line(&format!("{v}.next = &{name}{{{v}.a, {v}}}"));
        let sink = if self.rng.chance(50) { "keep" } else { "drop" };
        self.line(&format!("{sink}({v}.next)"));
        if self.rng.chance(40) {
            let (b, arg) = (self.fresh("v"), self.fresh("x"));
            self.line(&format!("{arg} := {name}{{}}"));
            self.line(&format!("{b} := Box[{name}]{{v: {arg}}}"));
            self.line(&format!("{b}.put(ident({arg}))"));
        }
    }

    fn local_const(&mut self) {
        let (a, b) = (self.fresh("c"), self.fresh("c"));
        self.line("const (");
        self.line(&format!("\t{a} = iota + 1<<2"));
        self.line(&format!("\t{b}"));
        self.line(")");
        let v = self.fresh("v");
        self.line(&format!("{v} := make([]int, {a}, {b}*2)"));
        self.scope.add(v, Ty::Int.slice(), false);
    }

    /// Closures that call each other.
    fn recursive_closure(&mut self) {
        let (f, g, p) = (self.fresh("fn"), self.fresh("fn"), self.fresh("p"));
        let ty = self.any_type(1).ptr();
        self.line(&format!("var {f}, {g} func({ty}, int) {ty}"));
        self.line(&format!("{f} = func({p} {ty}, n int) {ty} {{"));
        self.scope.open();
        self.scope.add(p.clone(), ty.clone(), true);
        self.line(&format!("\tif n > 0 {{ return {g}({p}, n-1) }}"));
        let saved = std::mem::take(&mut self.loops);
        self.results.push(vec![ty.clone()]);
        self.block();
        self.results.pop();
        self.loops = saved;
        self.scope.close();
        self.line(&format!("\treturn {p}"));
        self.line("}");
        self.line(&format!(
            "{g} = func({p} {ty}, n int) {ty} {{ return {f}({p}, n-1) }}"
        ));
        let arg = self.expr(&ty);
        self.line(&format!("drop({f}({arg}, 3))"));
    }

    fn odd_select(&mut self) {
        let elem = self.any_type(1);
        let chan = Ty::Chan(Box::new(elem.clone()));
        let (v, ok) = (self.fresh("v"), self.fresh("ok"));
        let (a, b) = (self.expr(&chan), self.expr(&chan));
        self.line("select {");
        self.line(&format!("case {v}, {ok} := <-({a}):"));
        self.scope.open();
        self.scope.add(v.clone(), elem.clone(), true);
        self.scope.add(ok.clone(), Ty::Bool, true);
        self.line(&format!("\t_, _ = {v}, {ok}"));
        self.filled_block();
        if self.rng.chance(50) {
            let (path, ty) = self.target();
            let source = Ty::Chan(Box::new(ty));
            let source = self.expr(&source);
            self.line(&format!("case {path} = <-({source}):"));
            self.block();
        }
        self.line(&format!("case <-({b}):"));
        self.block();
        self.line("}");
    }

    fn fallthrough(&mut self) {
        let (x, cond) = (self.fresh("x"), self.expr(&Ty::Int));
        self.line(&format!("switch {x} := ({cond}); {{"));
        self.scope.open();
        self.scope.add(x.clone(), Ty::Int, true);
        self.line(&format!("case {x} > 1:"));
        self.block();
        self.line("\tfallthrough");
        self.line(&format!("case {x} > 2, false:"));
        self.block();
        self.line("case true:");
        self.block();
        self.line("}");
        self.scope.close();
    }

    /// Several types in a clause, `nil`, no variable.
    fn odd_type_switch(&mut self) {
        let value = self.any_value();
        let (x, w) = (self.fresh("x"), self.fresh("w"));
        self.line(&format!("{x} := {value}"));
        let elem = self.any_type(1);
        self.line(&format!("switch {w} := {x}.(type) {{"));
        self.line(&format!("case nil, *{elem}, []*{elem}:"));
        self.scope.open();
        self.scope.add(w.clone(), Ty::Any, true);
        self.line(&format!("\t_ = {w}"));
        self.filled_block();
        self.line("case interface{ Set(*int) }:");
        let pointer = self.expr(&Ty::Int.ptr());
        self.line(&format!("\t{w}.Set({pointer})"));
        self.line("case error:");
        self.line(&format!("\tkeep({w}.Error())"));
        self.line("}");
    }

    /// Arrays of arrays.
    fn matrix(&mut self) {
        let elem = self.any_type(1);
        let (m, i, row) = (self.fresh("m"), self.fresh("i"), self.fresh("row"));
        self.line(&format!("var {m} [2][3]{elem}"));
        let (value, other) = (self.expr(&elem), self.expr(&elem));
        self.line(&format!("{m}[1][2] = {value}"));
        self.line(&format!("for {i}, {row} := range {m} {{"));
        self.line(&format!("\t{row}[{i}] = {other}"));
        self.line(&format!("\t{m}[{i}], {m}[0] = {row}, {m}[1]"));
        self.line("}");
        let sink = match self.rng.below(3) {
            0 => format!("keep({m}[1])"),
            1 => format!("drop(&{m}[0][1])"),
            _ => format!("keepAll({m}[0][:])"),
        };
        self.line(&sink);
    }

    fn deferred_builtin(&mut self) {
        let word = if self.rng.chance(50) { "go" } else { "defer" };
        let elem = self.any_type(1);
        let text = match self.rng.below(7) {
            0 => format!("{word} println({})", self.expr(&Ty::Int)),
            1 => format!(
                "{word} print({}, {})",
                self.expr(&Ty::Str),
                self.simple(&Ty::Bool)
            ),
            2 => {
                let chan = Ty::Chan(Box::new(elem));
                format!("{word} close({})", self.expr(&chan))
            }
            3 => {
                let map = Ty::Map(true, Box::new(elem));
                format!(
                    "{word} delete({}, {})",
                    self.expr(&map),
                    self.expr(&Ty::Str)
                )
            }
            4 => format!("{word} panic({})", self.expr(&Ty::Any)),
            5 => {
                let slice = elem.slice();
                format!("{word} clear({})", self.expr(&slice))
            }
            _ => format!("{word} recover()"),
        };
        self.line(&text);
    }

    fn deferred_method(&mut self) {
        let word = if self.rng.chance(50) { "go" } else { "defer" };
        let elem = self.any_type(1);
        let text = match self.rng.below(5) {
            0 => format!("{word} new(Box[{elem}]).put({})", self.expr(&elem)),
            1 => format!("{word} Both(&impl{{}}).Set({})", self.expr(&Ty::Int.ptr())),
            2 => format!(
                "{word} (*impl).Set(&impl{{}}, {})",
                self.expr(&Ty::Int.ptr())
            ),
            3 => format!("{word} ident({})()", self.func_lit(&[], &[])),
            _ => {
                let x = self.fresh("b");
                let value = self.expr(&elem);
                self.line(&format!("{x} := &Box[{elem}]{{v: {value}}}"));
                self.line(&format!("{x} = {x}.push({x}.v)"));
                format!("{word} {x}.put({x}.get())")
            }
        };
        self.line(&text);
    }

    fn range_string(&mut self) {
        let (i, r) = (self.fresh("i"), self.fresh("r"));
        let text = self.expr(&Ty::Str);
        let source = match self.rng.below(3) {
            0 => text,
            1 => format!("[]byte({text})"),
            _ => format!("[]rune({text})"),
        };
        let label = self.label();
        self.scope.open();
        self.line(&format!("for {i}, {r} := range {source} {{"));
        self.line(&format!("\t_ = {r}"));
        self.scope.add(i, Ty::Int, false);
        self.loop_body(label);
        self.scope.close();
    }

    fn clear_slice(&mut self) {
        let slice = self.any_type(1).slice();
        let value = self.expr(&slice);
        self.line(&format!("clear({value})"));
    }

    /// Results of a call into places.
    fn assign_results(&mut self) {
        let elem = self.any_type(1);
        let value = self.expr(&elem);
        let (k, v) = (self.fresh("k"), self.fresh("v"));
        self.line(&format!("var {k} *string"));
        self.line(&format!("{v} := []*{elem}{{nil}}"));
        self.line(&format!(
            "{k}, {v}[0] = (&Pair[string, {elem}]{{val: {value}}}).ref()"
        ));
        self.scope.add(k, Ty::Str.ptr(), false);
        self.scope.add(v, elem.ptr().slice(), false);
    }

    fn pair_methods(&mut self) {
        let elem = self.any_type(1);
        let (p, value) = (self.fresh("p"), self.expr(&elem));
        let (key, other) = (self.simple(&Ty::Int), self.expr(&elem));
        self.line(&format!("{p} := &Pair[int, {elem}]{{val: {value}}}"));
        self.line(&format!(
            "{p}.set({key}, {}).each(func(k int, v {elem}) {{",
            typed(&elem, &other)
        ));
        self.scope.open();
        self.results.push(Vec::new());
        let saved = std::mem::take(&mut self.loops);
        self.filled_block();
        self.loops = saved;
        self.results.pop();
        self.line("})");
    }
}
