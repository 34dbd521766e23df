//! Files that the command writes: whole or not at all.
//!
//! A file is written beside its place under another name and then moved there. What is not finished is removed when the command ends,
//! also when it is interrupted: the handler of the signal removes what is registered here and ends the process.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once};

/// What is to be removed.
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static HANDLER: Once = Once::new();

/// The code with which shells report that a command was interrupted.
const INTERRUPTED: i32 = 130;

/// A file or folder that is removed when the value goes out of use, or the command is interrupted.
#[derive(Debug)]
pub struct Temporary {
    path: PathBuf,
}

impl Temporary {
    /// Registers a path before it is made.
    pub fn new(path: PathBuf) -> Temporary {
        HANDLER.call_once(|| {
            // Without a handler the command still ends; only the file stays.
            let _ = ctrlc::set_handler(|| {
                remove_all();
                std::process::exit(INTERRUPTED);
            });
        });
        registered(|list| list.push(path.clone()));
        Temporary { path }
    }

    /// A new folder for temporary files.
    pub fn folder() -> std::io::Result<Temporary> {
        let process = std::process::id();
        let mut number = 0;
        loop {
            let name = format!("escargo-{process}-{number}");
            let folder = Temporary::new(std::env::temp_dir().join(name));
            match std::fs::create_dir(&folder.path) {
                Ok(()) => return Ok(folder),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                    // Somebody else's.
                    folder.forget();
                    number += 1;
                }
                Err(error) => {
                    folder.forget();
                    return Err(error);
                }
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn forget(self) {
        registered(|list| list.retain(|path| *path != self.path));
        std::mem::forget(self);
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        remove(&self.path);
        registered(|list| list.retain(|path| *path != self.path));
    }
}

fn registered(change: impl FnOnce(&mut Vec<PathBuf>)) {
    let mut list = TEMPORARY
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    change(&mut list);
}

fn remove_all() {
    registered(|list| list.iter().for_each(|path| remove(path)));
}

fn remove(path: &Path) {
    // A command that writes there may end a little later than we do.
    for _ in 0..5 {
        let removed = match path.is_dir() {
            true => std::fs::remove_dir_all(path),
            false => std::fs::remove_file(path),
        };
        match removed {
            Ok(()) => return,
            // What is not there need not be removed.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
            Err(_) => std::thread::sleep(std::time::Duration::from_millis(20)),
        }
    }
}

/// Writes a file: its old content stays until the new one is complete.
pub fn write(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let name = path.file_name().ok_or(std::io::ErrorKind::InvalidInput)?;
    if path.exists() && !path.is_file() {
        // Pipes and devices cannot be replaced.
        return std::fs::write(path, content);
    }
    // What a link points to is written, not the link.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let hidden = format!(".{}.{}", name.to_string_lossy(), std::process::id());
    let temporary = Temporary::new(target.with_file_name(hidden));
    let mut file = std::fs::File::create(temporary.path())?;
    file.write_all(content)?;
    if let Ok(old) = std::fs::metadata(&target) {
        file.set_permissions(old.permissions())?;
    }
    drop(file);
    std::fs::rename(temporary.path(), &target)?;
    temporary.forget();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_replaced_as_a_whole() -> std::io::Result<()> {
        let folder = Temporary::folder()?;
        let path = folder.path().join("x.txt");
        write(&path, b"one")?;
        write(&path, b"two")?;
        assert_eq!(std::fs::read(&path)?, b"two");
        let names = std::fs::read_dir(folder.path())?.count();
        assert_eq!(names, 1);
        let gone = folder.path().to_owned();
        drop(folder);
        assert!(!gone.exists());
        Ok(())
    }
}
