//! Unions `~A | B` of constraints.

use escargo_grammar::ast::{Expr, ExprId, UnaryOp};

use super::checker::Checker;
use super::info::Mode;
use crate::types::{TypeId, TypeKind, UnionTerm};

/// More terms than any sensible union has; gc's limit.
pub(super) const MAX_TERMS: usize = 100;

impl Checker<'_> {
    /// An element of an interface: a single type, or a union.
    pub fn union_type(&mut self, e: ExprId) -> TypeId {
        let world = self.world;
        let (operators, leaves) = self.flatten_union(e);
        let mut terms: Vec<UnionTerm> = Vec::with_capacity(leaves.len());
        let mut union = world.invalid();
        let mut too_many = false;
        for (index, &leaf) in leaves.iter().enumerate() {
            let term = self.union_term(leaf);
            if leaves.len() == 1 && !term.tilde {
                return term.ty;
            }
            if terms.len() >= MAX_TERMS {
                if !too_many {
                    let message = format!(
                        "cannot handle more than {MAX_TERMS} union terms (implementation limitation)"
                    );
                    self.error(self.start(leaf), message);
                }
                too_many = true;
                union = world.invalid();
            } else {
                terms.push(term);
                union = world.intern(TypeKind::Union(terms.clone().into()));
            }
            if index > 0 {
                self.record_type(operators[index - 1], Mode::Type, union, None);
            }
        }
        if !too_many {
            let starts: Vec<u32> = leaves.iter().map(|&leaf| self.start(leaf)).collect();
            self.later(move |checker| checker.check_terms(&terms, &starts));
        }
        union
    }

    fn union_term(&mut self, leaf: ExprId) -> UnionTerm {
        let world = self.world;
        let (inner, tilde) = match self.node(leaf) {
            Expr::Unary(UnaryOp::Tilde, inner) => (inner, true),
            _type => (leaf, false),
        };
        let mut ty = self.type_expr(inner);
        if world.is_type_param(ty) {
            let message = match tilde {
                true => {
                    let text = self.expr_text(leaf);
                    format!("type in term {text} cannot be a type parameter")
                }
                false => "term cannot be a type parameter".to_owned(),
            };
            self.error(self.start(inner), message);
            ty = world.invalid();
        }
        let term = UnionTerm { tilde, ty };
        if tilde {
            let union = world.intern(TypeKind::Union([term].into()));
            self.record_type(leaf, Mode::Type, union, None);
        }
        term
    }

    /// Checks the terms of a union when their types are complete.
    fn check_terms(&mut self, terms: &[UnionTerm], starts: &[u32]) {
        for (index, (&term, &start)) in terms.iter().zip(starts).enumerate() {
            if let Some(message) = self.term_error(&terms[..index], term) {
                self.error(start, message);
            }
        }
    }

    fn term_error(&self, before: &[UnionTerm], term: UnionTerm) -> Option<String> {
        let world = self.world;
        if !world.is_valid(term.ty) {
            return None;
        }
        let text = self.ty_text(term.ty);
        let under = world.underlying(term.ty);
        let is_interface = world.is_interface(term.ty);
        if term.tilde {
            if is_interface {
                return Some(format!("invalid use of ~ ({text} is an interface)"));
            }
            if !world.identical(under, term.ty) {
                let under = self.ty_text(under);
                return Some(format!(
                    "invalid use of ~ (underlying type of {text} is {under})"
                ));
            }
        }
        if is_interface {
            let set = world.type_set(term.ty);
            return if !set.methods.is_empty() {
                let text = self.term_text(term);
                Some(format!(
                    "cannot use {text} in union ({text} contains methods)"
                ))
            } else if term.ty == world.universe().comparable {
                Some("cannot use comparable in union".to_owned())
            } else if set.comparable {
                let text = self.term_text(term);
                Some(format!(
                    "cannot use {text} in union ({text} embeds comparable)"
                ))
            } else {
                None
            };
        }
        let overlapping = before.iter().find(|other| {
            !world.is_interface(other.ty) && world.is_valid(other.ty) && self.overlap(**other, term)
        });
        overlapping.map(|&other| {
            format!(
                "overlapping terms {} and {}",
                self.term_text(term),
                self.term_text(other)
            )
        })
    }

    /// Whether some type is in both terms.
    fn overlap(&self, a: UnionTerm, b: UnionTerm) -> bool {
        let world = self.world;
        let left = if b.tilde {
            world.underlying(a.ty)
        } else {
            a.ty
        };
        let right = if a.tilde {
            world.underlying(b.ty)
        } else {
            b.ty
        };
        world.identical(left, right)
    }

    fn term_text(&self, term: UnionTerm) -> String {
        let tilde = if term.tilde { "~" } else { "" };
        format!("{tilde}{}", self.world.type_text_by_path(term.ty))
    }
}
