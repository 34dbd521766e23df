//! Progress of long work, on a terminal only: `12/300 net/http`, in one line of standard error that goes away.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use escargo::Watch;

/// Work that is done before is not worth a line.
const DELAY: Duration = Duration::from_millis(400);
const INTERVAL: Duration = Duration::from_millis(100);
/// Wider lines could wrap, and would not go away.
const WIDTH: usize = 70;

/// Shows how far an analysis is while the value lives.
pub struct Progress {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the analysis tells, and the thread that shows it.
#[derive(Default)]
struct Shared {
    total: AtomicUsize,
    done: AtomicUsize,
    current: Mutex<String>,
    is_over: Mutex<bool>,
    over: Condvar,
    shown: AtomicBool,
}

impl Watch for Shared {
    fn begin(&self, packages: usize) {
        self.total.store(packages, Ordering::Relaxed);
    }

    fn enter(&self, package: &str) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        package.clone_into(&mut current);
    }

    fn leave(&self, _package: &str) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Progress {
    /// Begins to show progress; none if nobody would see it.
    pub fn start() -> Option<Progress> {
        is_wanted().then(|| {
            let shared = Arc::new(Shared::default());
            let shown = Arc::clone(&shared);
            Progress {
                thread: Some(std::thread::spawn(move || shown.show())),
                shared,
            }
        })
    }

    /// What the analysis is to tell.
    pub fn watch(&self) -> Arc<dyn Watch> {
        Arc::clone(&self.shared) as Arc<dyn Watch>
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        *self
            .shared
            .is_over
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = true;
        self.shared.over.notify_all();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing to say.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn show(&self) {
        let mut pause = DELAY;
        loop {
            let is_over = self.is_over.lock().unwrap_or_else(PoisonError::into_inner);
            let (is_over, _) = self
                .over
                .wait_timeout_while(is_over, pause, |is_over| !*is_over)
                .unwrap_or_else(PoisonError::into_inner);
            let is_over = *is_over;
            if is_over {
                break;
            }
            pause = INTERVAL;
            self.shown.store(true, Ordering::Relaxed);
            write(&self.line());
        }
        if self.shown.load(Ordering::Relaxed) {
            write("");
        }
    }

    fn line(&self) -> String {
        let (done, total) = (
            self.done.load(Ordering::Relaxed),
            self.total.load(Ordering::Relaxed),
        );
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let line = match total {
            0 => "loading packages".to_owned(),
            total => format!("{done}/{total} {current}"),
        };
        line.chars().take(WIDTH).collect()
    }
}

/// Replaces the line.
fn write(line: &str) {
    let _ = write!(std::io::stderr(), "\r\x1b[K{line}");
}

/// Only a terminal that knows how to go back to the start of a line, and a user who has not asked for plain output.
fn is_wanted() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
    std::io::stderr().is_terminal() && !is_dumb && !is_set("NO_COLOR")
}
