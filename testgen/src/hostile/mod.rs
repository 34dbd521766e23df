//! Programs that are made to hurt: deep, long, wide, cyclic, huge, or no programs at all.
//!
//! QUESTION. Does every stage answer, in time and memory that grow with the input? A case is a function of one number, so that the
//! same program serves a quick test, a full one and a curve of costs.
//!
//! INVARIANTS. A case is a pure function of its size. What is [`Answer::Accepted`] is valid Go; of the rest gc's first error is
//! named where gc has one.
//!
//! ```text
//! parentheses, 3  →  package p
//!                    var x = (((1)))
//! ```

/// Writes to a string, which cannot fail.
macro_rules! put {
    ($out:expr, $($format:tt)*) => { let _ = write!($out, $($format)*); };
}

mod long;
mod nested;
mod noise;
mod types;

/// What is expected of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It is valid Go.
    Accepted,
    /// An error whose text holds this.
    Error(&'static str),
    /// No matter what, if it is an answer.
    Any,
}

/// A way to make programs of any size.
#[derive(Clone, Copy)]
pub struct Case {
    /// What it is.
    pub name: &'static str,
    /// The size that must work.
    pub full: usize,
    /// The size that still is quick where nothing is optimised.
    pub quick: usize,
    /// What the command must say.
    pub answer: Answer,
    /// The file.
    pub make: fn(usize) -> Vec<u8>,
}

/// All cases.
pub fn cases() -> Vec<Case> {
    [
        nested::nested(),
        long::long(),
        types::types(),
        noise::noise(),
    ]
    .concat()
}

fn valid(name: &'static str, full: usize, quick: usize, make: fn(usize) -> Vec<u8>) -> Case {
    Case {
        name,
        full,
        quick,
        answer: Answer::Accepted,
        make,
    }
}

fn wrong(
    name: &'static str,
    full: usize,
    quick: usize,
    text: &'static str,
    make: fn(usize) -> Vec<u8>,
) -> Case {
    let answer = if text.is_empty() {
        Answer::Any
    } else {
        Answer::Error(text)
    };
    Case {
        name,
        full,
        quick,
        answer,
        make,
    }
}

/// `package p` and a text.
fn file(text: impl AsRef<str>) -> Vec<u8> {
    format!("package p\n{}\n", text.as_ref()).into_bytes()
}

/// `open` n times, what is in the middle, `close` n times.
fn around(n: usize, open: &str, middle: &str, close: &str) -> String {
    format!("{}{middle}{}", open.repeat(n), close.repeat(n))
}

/// Lines, one for each number.
fn each(n: usize, line: impl Fn(usize, &mut String)) -> String {
    let mut out = String::new();
    for number in 0..n {
        line(number, &mut out);
        out.push('\n');
    }
    out
}
