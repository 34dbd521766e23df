//! Writes generated packages: `write FOLDER FIRST_SEED COUNT` makes a module `gen` with one folder a seed.

use std::fs;
use std::path::PathBuf;

use escargo_testgen::{Size, program};

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().unwrap_or_else(|| ".".to_owned()));
    let mut number = || args.next().and_then(|text| text.parse::<u64>().ok());
    let (first, count) = (number().unwrap_or(1), number().unwrap_or(10));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("go.mod"), "module gen\n\ngo 1.27\n")?;
    for seed in first..first + count {
        let package = folder.join(format!("p{seed:06}"));
        fs::create_dir_all(&package)?;
        fs::write(package.join("p.go"), program(seed, Size::default()))?;
    }
    Ok(())
}
