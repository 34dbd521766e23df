//! Constant strings: `a + b + c + …` costs what its length is, not the sum of the lengths of all its parts.
//!
//! QUESTION. Every expression of a long constant sum has a value; how are 100,000 of them held, each one byte longer than the
//! one before? A sum refers to its two operands, and is written out when somebody looks at its bytes: mostly nobody does but
//! for the whole.
//!
//! INVARIANTS. The length is known without looking. Strings are equal when their bytes are. Depth costs no stack.
//!
//! ```text
//! "a" + "b" + "c"   →   3: (2: ("a", "b"), "c")   →   looked at: "abc"
//! ```

use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// The bytes of a constant string; they need not be UTF-8.
#[derive(Clone)]
pub struct Text(Arc<Node>);

struct Node {
    len: usize,
    bytes: OnceLock<Box<[u8]>>,
    /// The operands of a sum.
    parts: Option<(Text, Text)>,
}

impl Text {
    /// This string and then that one.
    pub fn followed_by(&self, other: &Text) -> Text {
        Text(Arc::new(Node {
            len: self.0.len + other.0.len,
            bytes: OnceLock::new(),
            parts: Some((self.clone(), other.clone())),
        }))
    }

    /// How many bytes it has. (That of the slice would write the string out.)
    pub fn len(&self) -> usize {
        self.0.len
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.len == 0
    }

    fn written_out(&self) -> Box<[u8]> {
        let mut bytes = Vec::with_capacity(self.0.len);
        let mut work = vec![self];
        while let Some(text) = work.pop() {
            match (text.0.bytes.get(), &text.0.parts) {
                (Some(known), _) => bytes.extend_from_slice(known),
                (None, Some((left, right))) => work.extend([right, left]),
                (None, None) => {}
            }
        }
        bytes.into_boxed_slice()
    }
}

impl Deref for Text {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.bytes.get_or_init(|| self.written_out())
    }
}

impl<T: Into<Box<[u8]>>> From<T> for Text {
    fn from(bytes: T) -> Text {
        let bytes = bytes.into();
        Text(Arc::new(Node {
            len: bytes.len(),
            bytes: OnceLock::from(bytes),
            parts: None,
        }))
    }
}

impl Drop for Node {
    /// A long chain is taken apart link by link.
    fn drop(&mut self) {
        let Some((left, right)) = self.parts.take() else {
            return;
        };
        let mut work = vec![left, right];
        while let Some(text) = work.pop() {
            if let Some(mut node) = Arc::into_inner(text.0)
                && let Some((left, right)) = node.parts.take()
            {
                work.extend([left, right]);
            }
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.len() == other.len() && **self == **other)
    }
}

impl Eq for Text {}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\"{}\"", self.escape_ascii())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_written_out_when_looked_at() {
        let mut sum = Text::from(*b"");
        for letter in *b"abc" {
            sum = sum.followed_by(&Text::from([letter]));
        }
        assert_eq!((sum.len(), &*sum), (3, &b"abc"[..]));
        assert_eq!(sum, Text::from(*b"abc"));
        assert_ne!(sum, Text::from(*b"abd"));
    }

    #[test]
    fn depth_costs_no_stack() {
        let letter = Text::from(*b"x");
        let mut sum = letter.clone();
        for _ in 0..500_000 {
            sum = sum.followed_by(&letter);
        }
        assert_eq!(sum.iter().filter(|&&byte| byte == b'x').count(), 500_001);
    }
}
