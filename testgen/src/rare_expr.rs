//! Expressions that few programs have: constraints, method expressions, comparisons of composites, `new` of values.

use crate::Generator;
use crate::expr::typed;
use crate::types::Ty;

impl Generator {
    /// A rare form of the type, if it has any.
    pub fn rare(&mut self, ty: &Ty) -> Option<String> {
        Some(match ty {
            Ty::Int => self.rare_int(),
            Ty::Str => self.rare_string(),
            Ty::Bool => self.rare_bool(),
            Ty::Byte => format!("sum({}, {})", self.expr(ty), self.simple(ty)),
            Ty::Ptr(elem) => self.rare_pointer(elem),
            Ty::Slice(elem) => self.rare_slice(elem)?,
            Ty::Map(strings, elem) => self.rare_map(*strings, elem),
            Ty::Func(params, results) => return self.method_expr(params, results),
            Ty::Any => self.rare_any(),
            Ty::Array(len, elem) => self.rare_array(*len, elem),
            Ty::Error | Ty::Chan(_) | Ty::Struct(_) | Ty::Iface(_) | Ty::Generic(_) => {
                self.anonymous_field(ty)
            }
        })
    }

    fn rare_int(&mut self) -> String {
        match self.rng.below(10) {
            0 => format!("sum({}, {})", self.expr(&Ty::Int), self.simple(&Ty::Int)),
            1 => "(1<<3 | len([3]int{}) - len(\"abc\"))".to_owned(),
            2 => format!("int(real(complex(float64({}), 2)))", self.expr(&Ty::Int)),
            3 => format!("*new({} + 1)", self.expr(&Ty::Int)),
            4 => {
                let bytes = Ty::Byte.slice();
                format!("copy({}, {})", self.expr(&bytes), self.expr(&Ty::Str))
            }
            5 => {
                let (a, b) = (self.simple(&Ty::Int), self.simple(&Ty::Int));
                format!("max({}, {a}, {b})", self.expr(&Ty::Int))
            }
            6 => {
                let bytes = Ty::Byte.slice();
                format!("map[string]int{{}}[string({})]", self.expr(&bytes))
            }
            7 => format!("len([]rune({}))", self.expr(&Ty::Str)),
            8 => {
                let elem = self.any_type(1);
                let slice = elem.slice();
                format!("cap(({})[:0:0])", self.expr(&slice))
            }
            _ => self.anonymous_field(&Ty::Int),
        }
    }

    fn rare_string(&mut self) -> String {
        match self.rng.below(9) {
            0 => format!("show(named({}))", self.expr(&Ty::Int)),
            1 => {
                let pointer = Ty::Int.ptr();
                format!("show(&text{{{}}})", self.expr(&pointer))
            }
            2 => {
                let pointer = Ty::Int.ptr();
                format!("showPtr(text{{{}}})", self.expr(&pointer))
            }
            3 => format!(
                "Both(&impl{{Stringer: named({})}}).Str()",
                self.expr(&Ty::Int)
            ),
            4 => {
                let pointer = Ty::Int.ptr();
                format!("Stringer(&text{{p: {}}}).Str()", self.expr(&pointer))
            }
            5 => {
                let parts: Vec<String> = (0..4).map(|_| self.simple(&Ty::Str)).collect();
                format!("({})", parts.join(" + "))
            }
            6 => format!("string([]rune({}))", self.expr(&Ty::Str)),
            7 => format!("(*text).Str(&text{{new({})}})", self.expr(&Ty::Int)),
            _ => format!("named.Str(named({}))", self.expr(&Ty::Int)),
        }
    }

    fn rare_bool(&mut self) -> String {
        let ty = self.any_type(2);
        match self.rng.below(4) {
            0..=2 if self.is_comparable(&ty, 4) => {
                let (a, b) = (self.expr(&ty), self.expr(&ty));
                let (a, b) = (typed(&ty, &a), typed(&ty, &b));
                // Two literals `nil` could not be compared.
                format!("(ident[{ty}]({a}) == {b})")
            }
            1 => {
                let bytes = Ty::Byte.slice();
                format!(
                    "(string({}) == {})",
                    self.expr(&bytes),
                    self.simple(&Ty::Str)
                )
            }
            _ => format!(
                "(struct{{ a, b any }}{{a: {}}} != struct{{ a, b any }}{{}})",
                self.expr(&Ty::Any)
            ),
        }
    }

    fn rare_pointer(&mut self, elem: &Ty) -> String {
        match self.rng.below(4) {
            0 => {
                let value = self.expr(elem);
                // A constant would give a pointer to its default type.
                format!("new({elem}({value}))", elem = parenthesized(elem))
            }
            1 => format!(
                "&(&struct{{ n int; f {elem} }}{{f: {}}}).f",
                self.expr(elem)
            ),
            2 => format!("&[]{elem}{{{}}}[0]", self.expr(elem)),
            _ => format!("&(&Pair[int, {elem}]{{val: {}}}).val", self.expr(elem)),
        }
    }

    fn rare_slice(&mut self, elem: &Ty) -> Option<String> {
        Some(match elem {
            Ty::Str if self.rng.chance(50) => match self.rng.below(2) {
                0 => format!("showAll([]named{{named({})}})", self.expr(&Ty::Int)),
                _ => {
                    let value = self.any_type(1);
                    let map = Ty::Map(true, Box::new(value));
                    format!("keys({})", self.expr(&map))
                }
            },
            Ty::Byte if self.rng.chance(50) => {
                let bytes = Ty::Byte.slice();
                format!("append({}, {}...)", self.expr(&bytes), self.expr(&Ty::Str))
            }
            _other => match self.rng.below(3) {
                0 => {
                    let array = Ty::Array(3, Box::new(elem.clone())).ptr();
                    format!("{}[1:2:3]", parenthesized_value(&self.expr(&array)))
                }
                1 => format!("[]{elem}{{1: {}, 0: {}}}", self.expr(elem), self.expr(elem)),
                _ => format!(
                    "append(([]{elem})(nil), {}, {})",
                    self.expr(elem),
                    self.expr(elem)
                ),
            },
        })
    }

    fn rare_map(&mut self, strings: bool, elem: &Ty) -> String {
        let key = if strings { Ty::Str } else { Ty::Int };
        format!(
            "mapOf[{key}, {elem}]({}, {})",
            self.expr(&key),
            self.expr(elem)
        )
    }

    fn rare_any(&mut self) -> String {
        let ty = self.any_type(1);
        match self.rng.below(6) {
            0 => format!("any(Pair[string, {ty}]{{\"k\", {}}})", self.expr(&ty)),
            1 => format!("any(&Tree[{ty}]{{val: {}}})", self.expr(&ty)),
            2 => format!("any(struct{{ x {ty} }}{{{}}})", self.expr(&ty)),
            3 => format!("any([1]any{{{}}})", self.expr(&ty)),
            4 => format!("any(named({}))", self.expr(&Ty::Int)),
            _ => format!("any((*Tree[{ty}]).walk)"),
        }
    }

    fn rare_array(&mut self, len: usize, elem: &Ty) -> String {
        match self.rng.below(2) {
            0 => {
                let slice = elem.clone().slice();
                format!("([{len}]{elem})({})", self.expr(&slice))
            }
            _ => {
                let value = self.expr(elem);
                format!("([{len}]{elem}{{{}: {value}}})", len - 1)
            }
        }
    }

    /// A field of a struct without a name.
    fn anonymous_field(&mut self, ty: &Ty) -> String {
        let value = self.expr(ty);
        format!("(struct{{ f {ty}; p *int }}{{f: {value}}}).f")
    }

    /// A method expression, its receiver being the first parameter.
    fn method_expr(&mut self, params: &[Ty], results: &[Ty]) -> Option<String> {
        let (first, rest) = params.split_first()?;
        let (owner, is_pointer) = match first {
            Ty::Struct(n) => (*n, false),
            Ty::Ptr(elem) => match **elem {
                Ty::Struct(n) => (n, true),
                _ => return None,
            },
            _other => return None,
        };
        let mut methods = self.methods.iter().filter(|m| {
            m.owner == owner
                && (is_pointer || !m.pointer)
                && m.func.params == rest
                && m.func.results == results
                && m.func.variadic.is_none()
        });
        let name = methods.next()?.name.clone();
        Some(match is_pointer {
            true => format!("(*S{owner}).{name}"),
            false => format!("S{owner}.{name}"),
        })
    }

    /// Whether values of the type can be compared without a panic of the compiler.
    pub fn is_comparable(&self, ty: &Ty, depth: usize) -> bool {
        match ty {
            Ty::Int | Ty::Byte | Ty::Str | Ty::Bool | Ty::Ptr(_) | Ty::Chan(_) => true,
            Ty::Any | Ty::Error | Ty::Iface(_) => true,
            Ty::Slice(_) | Ty::Map(..) | Ty::Func(..) => false,
            Ty::Array(_, elem) | Ty::Generic(elem) => {
                depth > 0 && self.is_comparable(elem, depth - 1)
            }
            Ty::Struct(n) => {
                let own = &self.structs[*n];
                let base = own.embeds.is_none_or(|(base, pointer)| {
                    pointer || self.is_comparable(&Ty::Struct(base), depth.saturating_sub(1))
                });
                let fields = own.fields.iter();
                base && depth > 0 && fields.clone().all(|f| self.is_comparable(f, depth - 1))
            }
        }
    }
}

/// A type as the function of a conversion.
fn parenthesized(ty: &Ty) -> String {
    format!("({ty})")
}

/// A value as the operand of a suffix.
fn parenthesized_value(text: &str) -> String {
    format!("({text})")
}
