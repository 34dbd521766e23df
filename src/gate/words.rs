//! The words of comments: escargo's own, gVisor's and gcassert's.
//!
//! Own comments may go on with ` // …` for the reader. gVisor's `// +checkescape` asks for the kinds *heap* and *builtin*, its
//! list may hold `local` (callees are not looked at), `heap`, `builtin`, `interface`, `dynamic`, `unknown`, `hard` (heap and
//! builtin) and `all`. What asks about machine code (`stack`, gcassert's `inline` and `bce`) is not for escargo: the first is an
//! error, as the promise would not be kept; the others are another tool's and are passed over.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{Directive, DirectiveKind};

use super::{Ask, Fault, Kinds};

/// What a comment asks for; none if it is not about placements.
pub(super) fn read(directive: &Directive) -> Result<Option<Ask>, Fault> {
    let text = directive.text.as_str();
    match directive.kind {
        DirectiveKind::Escargo => own(text).map(Some),
        DirectiveKind::CheckEscape => match text.strip_prefix("+checkescape") {
            Some(rest) => check_escape(rest).map(Some),
            None => Ok(Some(Ask::Exempt)),
        },
        DirectiveKind::GcAssert => Ok(gc_assert(text)),
        DirectiveKind::Go | DirectiveKind::Line => Ok(None),
    }
}

fn own(text: &str) -> Result<Ask, Fault> {
    let text = text.split(" // ").next().unwrap_or(text).trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    match word {
        "noheap" => match rest {
            "" => Ok(Ask::NoHeap { deep: false }),
            "deep" => Ok(Ask::NoHeap { deep: true }),
            other => Err(Fault::UnknownWord(Symbol::intern(other))),
        },
        "stack" => {
            let names = rest.split([',', ' ', '\t']).filter(|name| !name.is_empty());
            let names: Vec<Symbol> = names.map(Symbol::intern).collect();
            match names.is_empty() {
                true => Err(Fault::MissingName),
                false => Ok(Ask::Stack(names)),
            }
        }
        "allow" => match rest.is_empty() {
            true => Err(Fault::MissingReason),
            false => Ok(Ask::Allow),
        },
        other => Err(Fault::UnknownWord(Symbol::intern(other))),
    }
}

fn check_escape(rest: &str) -> Result<Ask, Fault> {
    let Some(list) = rest.strip_prefix(':') else {
        return match rest.trim().is_empty() {
            true => Ok(Ask::CheckEscape(Kinds::HARD)),
            false => Err(Fault::UnknownWord(Symbol::intern(rest.trim()))),
        };
    };
    let mut kinds = Kinds::default();
    for word in list.split(',').map(str::trim) {
        match word {
            "local" => kinds.local = true,
            "heap" => kinds.heap = true,
            "builtin" => kinds.builtin = true,
            "interface" => kinds.interface = true,
            "dynamic" => kinds.dynamic = true,
            "unknown" => kinds.unknown = true,
            "hard" => kinds = kinds.with(Kinds::HARD),
            "all" => kinds = kinds.with(Kinds::ALL),
            "stack" => return Err(Fault::NotJudged(Symbol::intern(word))),
            other => return Err(Fault::UnknownWord(Symbol::intern(other))),
        }
    }
    // `local` alone narrows what no list would ask for.
    match kinds.asks_nothing() {
        true => Ok(Ask::CheckEscape(kinds.with(Kinds::HARD))),
        false => Ok(Ask::CheckEscape(kinds)),
    }
}

fn gc_assert(text: &str) -> Option<Ask> {
    let list = text.split_whitespace().next().unwrap_or_default();
    let noescape = list.split(',').any(|word| word == "noescape");
    noescape.then_some(Ask::NoEscape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words() {
        assert_eq!(own("noheap"), Ok(Ask::NoHeap { deep: false }));
        assert_eq!(own("noheap deep // hot"), Ok(Ask::NoHeap { deep: true }));
        assert_eq!(own("allow"), Err(Fault::MissingReason));
        assert_eq!(own("allow the result"), Ok(Ask::Allow));
        assert_eq!(own("stack"), Err(Fault::MissingName));
        let names = ["a", "b"].map(Symbol::intern).to_vec();
        assert_eq!(own("stack a, b"), Ok(Ask::Stack(names)));
        let unknown = Fault::UnknownWord(Symbol::intern("nohaep"));
        assert_eq!(own("nohaep deep"), Err(unknown));
    }

    #[test]
    fn words_of_others() {
        assert_eq!(check_escape(""), Ok(Ask::CheckEscape(Kinds::HARD)));
        let local = Kinds {
            local: true,
            ..Kinds::HARD
        };
        assert_eq!(check_escape(":local"), Ok(Ask::CheckEscape(local)));
        assert_eq!(check_escape(":all"), Ok(Ask::CheckEscape(Kinds::ALL)));
        assert!(check_escape(":stack").is_err());
        assert!(check_escape("ing").is_err());
        assert_eq!(gc_assert("inline,noescape"), Some(Ask::NoEscape));
        assert_eq!(gc_assert("bce"), None);
    }
}
