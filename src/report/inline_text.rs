//! The messages of inlining, in gc's words.
//!
//! ```text
//! ./a.go:3:6: can inline leaf
//! ./a.go:3:6: can inline leaf with cost 4 as: func(int) int { return x * 2 }      -m=2
//! ./a.go:4:6: cannot inline g: unhandled op DEFER                                 -m=2
//! ```
//!
//! Source: section 1.7 of the model of gc's inliner.

use super::expr_text::ExprPrinter;
use super::go_text::{GoText, Level};
use crate::inline::{Bar, InlineMessage};
use crate::ir::{FuncId, FuncRef, LocalId, LocalKind};
use crate::types::TypeId;

impl GoText<'_> {
    pub(super) fn inline_message(&self, message: &InlineMessage, out: &mut String) {
        let explains = self.level == Level::Explanations;
        match *message {
            InlineMessage::ImpreciseCall { func, pos } => {
                self.line(func, pos, "imprecise interface call", out);
            }
            InlineMessage::Devirtualized {
                func,
                pos,
                receiver,
                method,
                to,
                partially,
            } => {
                let printer = self.printer(true);
                let how = if partially { "partially " } else { "" };
                let method = self.view.world.object(method).name;
                let receiver = printer.primary(func, receiver);
                let to = printer.names().ty(to);
                let text = format!("{how}devirtualizing {receiver}.{method} to {to}");
                self.line(func, pos, &text, out);
            }
            InlineMessage::CanInline { func, cost } => {
                let name = self.qualified_name(func);
                let text = match explains {
                    true => format!(
                        "can inline {name} with cost {cost} as: {}",
                        self.inlined_as(func)
                    ),
                    false => format!("can inline {name}"),
                };
                self.line(func, self.func(func).start, &text, out);
            }
            InlineMessage::CannotInline { func, bar } if explains => {
                let text = format!(
                    "cannot inline {}: {}",
                    self.qualified_name(func),
                    bar_text(bar)
                );
                self.line(func, self.func(func).start, &text, out);
            }
            InlineMessage::BigFunction { func } if explains => {
                let name = self.qualified_name(func);
                let text =
                    format!("function {name} considered 'big'; reducing max cost of inlinees");
                self.line(func, self.func(func).start, &text, out);
            }
            InlineMessage::InliningCall { func, pos, callee } => {
                let text = format!("inlining call to {}", self.callee_name(callee));
                self.line(func, pos, &text, out);
            }
            InlineMessage::RecursiveCycle { func, pos, callee } if explains => {
                let callee = self.callee_name(callee);
                let name = self.qualified_name(func);
                let text = format!("cannot inline {callee} into {name}: repeated recursive cycle");
                self.line(func, pos, &text, out);
            }
            InlineMessage::CannotInline { .. }
            | InlineMessage::BigFunction { .. }
            | InlineMessage::RecursiveCycle { .. } => {}
        }
    }

    fn callee_name(&self, callee: FuncRef) -> String {
        match callee {
            FuncRef::Local(func) => self.qualified_name(func),
            FuncRef::Extern(id) => {
                let object = self.view.package.externs[id].object;
                self.printer(false).names().function_symbol(object)
            }
        }
    }

    /// `TYPE { BODY }`
    fn inlined_as(&self, func: FuncId) -> String {
        // Copies of literals are made by expansions: they are as they were examined.
        let source = self
            .view
            .source
            .filter(|source| source.funcs.is_valid(func));
        let package = source.unwrap_or(self.view.package);
        let printer = ExprPrinter {
            world: self.view.world,
            package,
            facts: None,
        };
        let function = &package.funcs[func];
        let ty = |&local: &LocalId| function.locals[local].ty;
        let (receiver, params) = match function.params.split_first() {
            Some((first, rest)) if function.locals[*first].kind == LocalKind::Receiver => {
                (Some(ty(first)), rest)
            }
            _no_receiver => (None, &function.params[..]),
        };
        let names = printer.names();
        let params: Vec<TypeId> = params.iter().map(ty).collect();
        let results: Vec<TypeId> = function.results.iter().map(ty).collect();
        let signature = self.view.world.as_signature(function.ty);
        let variadic = signature.is_some_and(|signature| signature.variadic);
        let mut text = match receiver {
            Some(receiver) => format!("method({}) ", names.ty(receiver)),
            None => String::new(),
        };
        text += &names.func_type(&params, &results, variadic);
        format!("{text} {{ {} }}", printer.body(func))
    }
}

fn bar_text(bar: Bar) -> String {
    let text = match bar {
        Bar::NoInline => "marked go:noinline",
        Bar::CgoUnsafeArgs => "marked go:cgo_unsafe_args",
        Bar::KeepAlive => "marked as having a keep-alive uintptr argument",
        Bar::YesWriteBarrierRec => "marked go:yeswritebarrierrec",
        Bar::NoBody => "no function body",
        Bar::Recover => "call to recover",
        Bar::Go => "unhandled op GO",
        Bar::Defer => "unhandled op DEFER",
        Bar::TailCall => "unhandled op TAILCALL",
        Bar::GetCallerPC => "call to GetCallerPC",
        Bar::GetCallerSP => "call to GetCallerSP",
        Bar::DeferInRangeFunc => "defer call in range func",
        Bar::TooComplex { cost, budget } => {
            return format!("function too complex: cost {cost} exceeds budget {budget}");
        }
    };
    text.to_owned()
}
