//! Writes the hard programs of the tests: `cargo run --package escargo-testgen --example hostile -- FOLDER [full]`.

use std::path::PathBuf;

use escargo_testgen::hostile::cases;

fn main() -> std::io::Result<()> {
    let mut words = std::env::args().skip(1);
    let folder = PathBuf::from(words.next().unwrap_or_default());
    let full = words.next().is_some();
    std::fs::create_dir_all(&folder)?;
    for case in cases() {
        let size = if full { case.full } else { case.quick };
        let file = folder.join(format!("{}.go", case.name.replace(' ', "_")));
        std::fs::write(file, (case.make)(size))?;
    }
    Ok(())
}
