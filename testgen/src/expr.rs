//! Expressions of a wanted type.

use crate::Generator;
use crate::types::{Func, Ty};

impl Generator {
    /// An expression of the type.
    pub fn expr(&mut self, ty: &Ty) -> String {
        if self.depth > self.size.depth + 2 {
            return self.simple(ty);
        }
        self.depth += 1;
        let text = match self.rng.below(10) {
            0..=3 => self.path(ty).unwrap_or_else(|| self.simple(ty)),
            4 => self.call_of(ty).unwrap_or_else(|| self.simple(ty)),
            5 => self.generic(ty),
            6 => self.rare(ty).unwrap_or_else(|| self.made(ty)),
            _ => self.made(ty),
        };
        self.depth -= 1;
        text
    }

    /// A variable or a literal.
    pub fn simple(&mut self, ty: &Ty) -> String {
        if self.rng.chance(70)
            && let Some(name) = self.variable(ty)
        {
            return name;
        }
        self.zero(ty)
    }

    /// A variable of exactly that type.
    pub fn variable(&mut self, ty: &Ty) -> Option<String> {
        let mut names: Vec<String> = self
            .scope
            .vars()
            .filter(|var| var.ty == *ty)
            .map(|var| var.name.clone())
            .collect();
        // Package-level variables are not used in initialisers, which could depend on themselves.
        if !self.in_globals {
            let globals = self.globals.iter().filter(|(_, global)| global == ty);
            names.extend(globals.map(|(name, _)| name.clone()));
        }
        let at = self.rng.below(names.len());
        let name = names.get(at)?.clone();
        self.scope.mark(&name);
        Some(name)
    }

    /// A value that needs no variable.
    pub fn zero(&mut self, ty: &Ty) -> String {
        match ty {
            Ty::Int => self.rng.below(100).to_string(),
            Ty::Byte => format!("byte({})", self.rng.below(100)),
            Ty::Str => format!("\"s{}\"", self.rng.below(9)),
            Ty::Bool => if self.rng.chance(50) { "true" } else { "false" }.to_owned(),
            Ty::Struct(_) | Ty::Array(..) | Ty::Generic(_) => format!("({ty}{{}})"),
            Ty::Ptr(elem) if self.rng.chance(50) => format!("new({elem})"),
            Ty::Slice(_) if self.rng.chance(50) => format!("{ty}{{}}"),
            nilable => {
                debug_assert!(nilable.has_nil());
                format!("({nilable})(nil)")
            }
        }
    }

    /// What is reached from a variable: a field, an element, what a pointer points to, an address.
    fn path(&mut self, ty: &Ty) -> Option<String> {
        let mut found = Vec::new();
        for var in self.scope.vars() {
            let name = &var.name;
            match &var.ty {
                own if own == ty => found.push((name.clone(), name.clone())),
                Ty::Ptr(elem) if **elem == *ty => found.push((name.clone(), format!("*{name}"))),
                Ty::Slice(elem) if **elem == *ty => {
                    found.push((name.clone(), format!("{name}[I]")))
                }
                Ty::Array(_, elem) if **elem == *ty => {
                    found.push((name.clone(), format!("{name}[0]")));
                }
                Ty::Map(strings, elem) if **elem == *ty => {
                    let key = if *strings { "\"k\"" } else { "1" };
                    found.push((name.clone(), format!("{name}[{key}]")));
                }
                Ty::Chan(elem) if **elem == *ty => {
                    found.push((name.clone(), format!("(<-{name})")))
                }
                Ty::Generic(arg) if **arg == *ty => {
                    found.push((name.clone(), format!("{name}.get()")));
                    found.push((name.clone(), format!("{name}.v")));
                }
                Ty::Any if !matches!(ty, Ty::Any) => {
                    found.push((name.clone(), format!("{name}.({ty})")));
                }
                Ty::Struct(n) => self.field_paths(name, *n, ty, &mut found),
                Ty::Ptr(elem) => {
                    if let Ty::Struct(n) = **elem {
                        self.field_paths(name, n, ty, &mut found);
                    }
                }
                _other => {}
            }
            if let Ty::Ptr(elem) = ty
                && var.ty == **elem
            {
                found.push((name.clone(), format!("&{name}")));
            }
            if let (Ty::Slice(elem), Ty::Array(_, own)) = (ty, &var.ty)
                && elem == own
            {
                found.push((name.clone(), format!("{name}[:]")));
            }
        }
        let at = self.rng.below(found.len());
        let (name, path) = found.get(at)?.clone();
        self.scope.mark(&name);
        Some(match path.contains("[I]") {
            true => {
                let index = self.index();
                path.replace("[I]", &format!("[{index}]"))
            }
            false => path,
        })
    }

    fn field_paths(&self, name: &str, n: usize, ty: &Ty, found: &mut Vec<(String, String)>) {
        for (k, field) in self.structs[n].fields.iter().enumerate() {
            let path = format!("{name}.s{n}f{k}");
            if field == ty {
                found.push((name.to_owned(), path.clone()));
            }
            if let Ty::Ptr(elem) = ty
                && field == &**elem
            {
                found.push((name.to_owned(), format!("&{path}")));
            }
        }
        if let Some((base, _)) = self.structs[n].embeds {
            self.field_paths(name, base, ty, found);
        }
    }

    fn index(&mut self) -> String {
        let wanted = self.rng.chance(50);
        let name = wanted.then(|| self.variable(&Ty::Int)).flatten();
        name.unwrap_or_else(|| self.rng.below(2).to_string())
    }

    /// A call that gives one result of the type.
    fn call_of(&mut self, ty: &Ty) -> Option<String> {
        // Initialisers of package-level variables call nothing that may depend on them.
        if self.in_globals {
            return None;
        }
        let gives = |func: &Func| func.results.len() == 1 && func.results[0] == *ty;
        let mut calls: Vec<(String, Func)> = self
            .funcs
            .iter()
            .filter(|func| gives(func))
            .map(|func| (func.name.clone(), func.clone()))
            .collect();
        for var in self.scope.vars() {
            match &var.ty {
                Ty::Func(params, results) if results.len() == 1 && results[0] == *ty => {
                    calls.push((var.name.clone(), anonymous(params, results)));
                }
                Ty::Iface(n) => {
                    for &m in &self.ifaces[*n].methods {
                        if gives(&self.methods[m].func) {
                            let path = format!("{}.{}", var.name, self.methods[m].name);
                            calls.push((path, self.methods[m].func.clone()));
                        }
                    }
                }
                Ty::Struct(n) => self.method_calls(&var.name, *n, &gives, &mut calls),
                Ty::Ptr(elem) => {
                    if let Ty::Struct(n) = **elem {
                        self.method_calls(&var.name, n, &gives, &mut calls);
                    }
                }
                _other => {}
            }
        }
        let at = self.rng.below(calls.len());
        let (path, func) = calls.get(at)?.clone();
        let variable = path.split('.').next().unwrap_or(&path).to_owned();
        self.scope.mark(&variable);
        Some(format!("{path}({})", self.args(&func)))
    }

    fn method_calls(
        &self,
        name: &str,
        n: usize,
        gives: &dyn Fn(&Func) -> bool,
        calls: &mut Vec<(String, Func)>,
    ) {
        for method in self
            .methods
            .iter()
            .filter(|m| m.owner == n && gives(&m.func))
        {
            calls.push((format!("{name}.{}", method.name), method.func.clone()));
        }
    }

    /// Arguments for a function.
    pub fn args(&mut self, func: &Func) -> String {
        let mut args: Vec<String> = func.params.iter().map(|ty| self.expr(ty)).collect();
        if let Some(elem) = &func.variadic {
            if self.rng.chance(30) {
                let slice = elem.clone().slice();
                args.push(format!("{}...", self.expr(&slice)));
            } else {
                args.extend((0..self.rng.below(3)).map(|_| self.expr(elem)));
            }
        }
        args.join(", ")
    }

    fn generic(&mut self, ty: &Ty) -> String {
        match ty {
            Ty::Ptr(elem) if self.rng.chance(60) => {
                let elem = (**elem).clone();
                if let Ty::Generic(arg) = &elem
                    && self.rng.chance(50)
                    && let Some(base) = self.variable(ty)
                {
                    return format!("{base}.push({})", self.expr(arg));
                }
                format!("addr[{elem}]({})", self.expr(&elem))
            }
            Ty::Slice(elem) if self.rng.chance(60) => {
                let elem = (**elem).clone();
                let (a, b) = (self.expr(&elem), self.expr(&elem));
                format!("wrap[{elem}]({a}, {b})")
            }
            _other if self.rng.chance(30) => {
                let from = self.any_type(1);
                let value = self.expr(&from);
                let func = self.func_lit(std::slice::from_ref(&from), std::slice::from_ref(ty));
                format!("apply[{from}, {ty}]({value}, {func})")
            }
            _other => format!("ident[{ty}]({})", self.expr(ty)),
        }
    }

    /// A value made by the forms that are particular to its type.
    fn made(&mut self, ty: &Ty) -> String {
        match ty {
            Ty::Int => self.made_int(),
            Ty::Byte => format!("byte({} & 7)", self.expr(&Ty::Int)),
            Ty::Str => self.made_string(),
            Ty::Bool => self.made_bool(),
            Ty::Any => {
                let inner = self.any_type(2);
                let value = self.expr(&inner);
                if self.rng.chance(50) {
                    format!("any({value})")
                } else {
                    value
                }
            }
            Ty::Error => "fail()".to_owned(),
            Ty::Ptr(elem) => self.made_pointer(elem),
            Ty::Slice(elem) => self.made_slice(elem),
            Ty::Array(len, elem) => {
                let parts: Vec<String> = (0..self.rng.below(len + 1))
                    .map(|_| self.expr(elem))
                    .collect();
                format!("({ty}{{{}}})", parts.join(", "))
            }
            Ty::Map(strings, elem) => self.made_map(*strings, elem),
            Ty::Chan(elem) => match self.rng.chance(50) {
                true => format!("make(chan {})", chan_elem(elem)),
                false => format!("make(chan {}, {})", chan_elem(elem), self.rng.below(9)),
            },
            Ty::Func(params, results) => self.made_func(params, results),
            Ty::Struct(n) => format!("({})", self.struct_lit(*n)),
            Ty::Iface(n) => self.made_iface(*n),
            Ty::Generic(arg) => {
                let value = self.expr(arg);
                match self.rng.chance(50) {
                    true => format!("({ty}{{v: {value}}})"),
                    false => format!("({ty}{{{value}, &{ty}{{}}}})"),
                }
            }
        }
    }

    fn made_int(&mut self) -> String {
        match self.rng.below(7) {
            0 => format!("({} + {})", self.expr(&Ty::Int), self.simple(&Ty::Int)),
            1 => format!("len({})", self.expr(&Ty::Str)),
            2 => {
                let slice = self.any_type(1).slice();
                format!("len({})", self.expr(&slice))
            }
            3 => format!("int({})", self.expr(&Ty::Byte)),
            4 => format!("min({}, {})", self.expr(&Ty::Int), self.simple(&Ty::Int)),
            5 => {
                let values: Vec<String> = (0..self.rng.below(3))
                    .map(|_| {
                        let ty = self.any_type(2);
                        self.expr(&ty)
                    })
                    .collect();
                format!("countAll({})", values.join(", "))
            }
            _ => format!("({} & 7)", self.expr(&Ty::Int)),
        }
    }

    fn made_string(&mut self) -> String {
        match self.rng.below(6) {
            0 => format!("({} + {})", self.expr(&Ty::Str), self.simple(&Ty::Str)),
            1 => {
                let bytes = Ty::Byte.slice();
                format!("string({})", self.expr(&bytes))
            }
            2 => format!("string(rune({}))", self.expr(&Ty::Int)),
            3 => {
                let text = self.variable(&Ty::Str);
                text.map_or_else(|| self.simple(&Ty::Str), |name| format!("{name}[1:]"))
            }
            4 => format!("max({}, {})", self.expr(&Ty::Str), self.simple(&Ty::Str)),
            _ => self.simple(&Ty::Str),
        }
    }

    fn made_bool(&mut self) -> String {
        match self.rng.below(6) {
            0 => format!("({} == {})", self.expr(&Ty::Int), self.simple(&Ty::Int)),
            1 => format!("({} && {})", self.expr(&Ty::Bool), self.expr(&Ty::Bool)),
            2 => format!("!{}", self.simple(&Ty::Bool)),
            3 => format!("({} < {})", self.expr(&Ty::Str), self.simple(&Ty::Str)),
            4 => {
                let ty = self.any_type(1).ptr();
                format!("({} != nil)", self.expr(&ty))
            }
            _ => format!(
                "(any({}) == {})",
                self.expr(&Ty::Any),
                self.simple(&Ty::Str)
            ),
        }
    }

    fn made_pointer(&mut self, elem: &Ty) -> String {
        match elem {
            Ty::Struct(n) => format!("&{}", self.struct_lit(*n)),
            Ty::Array(..) | Ty::Generic(_) => format!("&{elem}{{}}"),
            Ty::Slice(_) | Ty::Map(..) => format!("&{elem}{{}}"),
            _other => match self.rng.below(3) {
                0 => format!("new({elem})"),
                1 => {
                    let value = self.expr(elem);
                    format!(
                        "func() *{elem} {{ x := {}; return &x }}()",
                        typed(elem, &value)
                    )
                }
                _ => format!("addr[{elem}]({})", self.expr(elem)),
            },
        }
    }

    fn made_slice(&mut self, elem: &Ty) -> String {
        let ty = elem.clone().slice();
        match self.rng.below(7) {
            0 => format!("make({ty}, {})", self.rng.below(20)),
            1 => {
                let len = self.simple(&Ty::Int);
                format!("make({ty}, {len})")
            }
            2 => format!("append({}, {})", self.expr(&ty), self.expr(elem)),
            3 => format!("append({}, {}...)", self.expr(&ty), self.expr(&ty)),
            4 if *elem == Ty::Byte => format!("[]byte({})", self.expr(&Ty::Str)),
            5 => {
                let base = self.variable(&ty);
                base.map_or_else(|| self.zero(&ty), |name| format!("{name}[:1]"))
            }
            _ => {
                let parts: Vec<String> = (0..self.rng.below(3)).map(|_| self.expr(elem)).collect();
                format!("{ty}{{{}}}", parts.join(", "))
            }
        }
    }

    fn made_map(&mut self, strings: bool, elem: &Ty) -> String {
        let ty = Ty::Map(strings, Box::new(elem.clone()));
        match self.rng.below(3) {
            0 => format!("make({ty})"),
            1 => format!("make({ty}, {})", self.rng.below(20)),
            _ => {
                let key = if strings { Ty::Str } else { Ty::Int };
                let key = match self.variable(&key) {
                    Some(name) => name,
                    None => self.zero(&key),
                };
                format!("{ty}{{{key}: {}}}", self.expr(elem))
            }
        }
    }

    fn struct_lit(&mut self, n: usize) -> String {
        let fields = self.structs[n].fields.clone();
        let mut parts = Vec::new();
        for (k, field) in fields.iter().enumerate() {
            if self.rng.chance(50) {
                parts.push(format!("s{n}f{k}: {}", self.expr(field)));
            }
        }
        if let Some((base, pointer)) = self.structs[n].embeds
            && self.rng.chance(50)
        {
            let amp = if pointer { "&" } else { "" };
            parts.push(format!("S{base}: {amp}S{base}{{}}"));
        }
        format!("S{n}{{{}}}", parts.join(", "))
    }

    fn made_iface(&mut self, n: usize) -> String {
        let owner = self.ifaces[n].owner;
        let ty = Ty::Struct(owner);
        // The pointer has all methods; the value has them unless one needs a pointer.
        let methods = &self.ifaces[n].methods;
        let by_value = methods.iter().all(|&m| !self.methods[m].pointer);
        let value = match by_value && self.rng.chance(50) {
            true => self.expr(&ty),
            false => self.expr(&ty.ptr()),
        };
        format!("I{n}({value})")
    }

    fn made_func(&mut self, params: &[Ty], results: &[Ty]) -> String {
        let fits = |func: &Func| {
            func.params == params && func.results == results && func.variadic.is_none()
        };
        if !self.in_globals && self.rng.chance(30) {
            let named = self
                .funcs
                .iter()
                .find(|func| fits(func))
                .map(|func| func.name.clone());
            let method = self
                .methods
                .iter()
                .find(|m| fits(&m.func))
                .map(|m| (m.owner, m.name.clone()));
            if let Some((owner, name)) = method
                && let Some(base) = self.variable(&Ty::Struct(owner).ptr())
            {
                return format!("{base}.{name}");
            }
            if let Some(name) = named {
                return name;
            }
        }
        self.func_lit(params, results)
    }

    /// A function literal; its body uses what is in scope.
    pub fn func_lit(&mut self, params: &[Ty], results: &[Ty]) -> String {
        let func = anonymous(params, results);
        let header = format!("func{} {{", func.text_with(self.depth));
        let saved_out = std::mem::take(&mut self.out);
        let saved_loops = std::mem::take(&mut self.loops);
        self.scope.open();
        for (n, ty) in params.iter().enumerate() {
            self.scope
                .add(format!("p{}_{n}", self.depth), ty.clone(), true);
        }
        self.results.push(results.to_vec());
        self.indent += 1;
        self.depth += 1;
        let count = if self.depth > self.size.depth { 1 } else { 2 };
        self.stmts(count);
        self.final_return();
        self.depth -= 1;
        self.indent -= 1;
        self.results.pop();
        self.scope.close();
        self.loops = saved_loops;
        let body = std::mem::replace(&mut self.out, saved_out);
        format!("{header}\n{body}{}}}", "\t".repeat(self.indent))
    }
}

fn anonymous(params: &[Ty], results: &[Ty]) -> Func {
    Func {
        name: String::new(),
        params: params.to_vec(),
        results: results.to_vec(),
        variadic: None,
        named_results: false,
    }
}

impl Func {
    /// Parameters of a literal: their names differ from those of literals around it.
    fn text_with(&self, depth: usize) -> String {
        let params: Vec<String> = self
            .params
            .iter()
            .enumerate()
            .map(|(n, ty)| format!("p{depth}_{n} {ty}"))
            .collect();
        let results: Vec<String> = self.results.iter().map(Ty::to_string).collect();
        match results.as_slice() {
            [] => format!("({})", params.join(", ")),
            several => format!("({}) ({})", params.join(", "), several.join(", ")),
        }
    }
}

fn chan_elem(elem: &Ty) -> String {
    match elem {
        Ty::Chan(_) => format!("({elem})"),
        _ => elem.to_string(),
    }
}

/// The value with its type written where a constant would take another one.
pub(crate) fn typed(ty: &Ty, value: &str) -> String {
    match ty {
        Ty::Any | Ty::Error | Ty::Iface(_) => format!("{ty}({value})"),
        _other => value.to_owned(),
    }
}
