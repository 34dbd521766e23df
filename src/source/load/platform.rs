//! For which machine and by which rules files are selected: build tags.

use rustc_hash::FxHashSet;

/// Names of operating systems that file names such as `x_linux.go` can end with; past and future ones included.
const KNOWN_OS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
];

/// The operating systems for which the tag `unix` holds.
const UNIX: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "linux",
    "netbsd",
    "openbsd",
    "solaris",
];

/// Names of architectures that file names such as `x_amd64.go` can end with.
const KNOWN_ARCH: &[&str] = &[
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

/// The tags of the lowest level of an architecture, which is what Go builds for unless `GOAMD64` and the like ask for more:
/// variable, tag, and the release from which the tag exists.
const ARCH_LEVELS: &[(&str, &str, u32)] = &[
    ("amd64", "amd64.v1", 21),
    ("386", "386.sse2", 21),
    ("arm64", "arm64.v8.0", 23),
    ("riscv64", "riscv64.rva20u64", 23),
    ("ppc64", "ppc64.power8", 21),
    ("ppc64le", "ppc64le.power8", 21),
    ("mips", "mips.hardfloat", 21),
    ("mipsle", "mipsle.hardfloat", 21),
    ("mips64", "mips64.hardfloat", 21),
    ("mips64le", "mips64le.hardfloat", 21),
    ("arm", "arm.5", 21),
    ("arm", "arm.6", 21),
    ("arm", "arm.7", 21),
];

/// Where an experiment is on by itself.
enum Where {
    Everywhere,
    /// The register calling convention.
    RegisterAbi,
    /// Mutexes that spin, before they were everywhere.
    Futex,
    /// All but those whose tools cannot read DWARF 5.
    Dwarf5,
}

/// Experiments that a release has switched on: name, first and last release, where.
const EXPERIMENTS: &[(&str, u32, u32, Where)] = &[
    ("regabiwrappers", 21, 27, Where::RegisterAbi),
    ("regabiargs", 21, 27, Where::RegisterAbi),
    ("coverageredesign", 21, 24, Where::Everywhere),
    ("allocheaders", 22, 22, Where::Everywhere),
    ("exectracer2", 22, 22, Where::Everywhere),
    ("aliastypeparams", 24, 25, Where::Everywhere),
    ("swissmap", 24, 25, Where::Everywhere),
    ("spinbitmutex", 24, 24, Where::Futex),
    ("synchashtriemap", 24, 25, Where::Everywhere),
    ("dwarf5", 25, 27, Where::Dwarf5),
    ("greenteagc", 26, 27, Where::Everywhere),
    ("randomizedheapbase64", 26, 27, Where::Everywhere),
    ("jsonv2", 27, 27, Where::Everywhere),
    ("sizespecializedmalloc", 27, 27, Where::Everywhere),
];

/// What decides which files belong to a package.
#[derive(Clone, Debug)]
pub struct Platform {
    /// `GOOS`
    pub os: String,
    /// `GOARCH`
    pub arch: String,
    /// `CGO_ENABLED`
    pub cgo: bool,
    /// The release whose `go1.N` tags hold.
    pub minor: u32,
    /// `-tags`, experiments and the like.
    tags: FxHashSet<String>,
}

impl Platform {
    /// A platform with the tags that hold by themselves. `experiments` is `$GOEXPERIMENT`.
    pub fn new(
        os: &str,
        arch: &str,
        cgo: bool,
        minor: u32,
        user_tags: &[String],
        experiments: &str,
    ) -> Platform {
        let mut tags: FxHashSet<String> = user_tags.iter().cloned().collect();
        for (name, from, to, place) in EXPERIMENTS {
            if (*from..=*to).contains(&minor) && is_on(place, os, arch) {
                tags.insert(format!("goexperiment.{name}"));
            }
        }
        apply_experiments(experiments, &mut tags);
        for (level_arch, tag, from) in ARCH_LEVELS {
            if *level_arch == arch && minor >= *from {
                tags.insert((*tag).to_owned());
            }
        }
        Platform {
            os: os.to_owned(),
            arch: arch.to_owned(),
            cgo,
            minor,
            tags,
        }
    }

    /// Whether a build tag holds.
    pub fn has_tag(&self, tag: &str) -> bool {
        match tag {
            "cgo" => return self.cgo,
            "gc" => return true,
            "unix" if UNIX.contains(&self.os.as_str()) => return true,
            "linux" if self.os == "android" => return true,
            "solaris" if self.os == "illumos" => return true,
            "darwin" if self.os == "ios" => return true,
            "boringcrypto" => return self.tags.contains("goexperiment.boringcrypto"),
            _other => {}
        }
        if tag == self.os || tag == self.arch || self.tags.contains(tag) {
            return true;
        }
        let minor = tag
            .strip_prefix("go1.")
            .filter(|digits| !digits.starts_with('0'));
        minor
            .and_then(|minor| minor.parse().ok())
            .is_some_and(|minor: u32| minor <= self.minor)
    }

    /// Whether a file's name lets it belong to a package of this platform: `x_linux.go`, `x_arm64.go`, `x_linux_arm64.go`.
    pub fn takes_name(&self, name: &str) -> bool {
        let stem = name.split('.').next().unwrap_or(name);
        // What stands before the first underscore is never a constraint: `linux.go` is for everyone.
        let Some(first) = stem.find('_') else {
            return true;
        };
        let mut words: Vec<&str> = stem[first..].split('_').collect();
        if words.last() == Some(&"test") {
            words.pop();
        }
        match words.as_slice() {
            [.., os, arch] if KNOWN_OS.contains(os) && KNOWN_ARCH.contains(arch) => {
                self.has_tag(os) && self.has_tag(arch)
            }
            [.., last] if KNOWN_OS.contains(last) || KNOWN_ARCH.contains(last) => {
                self.has_tag(last)
            }
            _other => true,
        }
    }
}

fn is_on(place: &Where, os: &str, arch: &str) -> bool {
    match place {
        Where::Everywhere => true,
        Where::RegisterAbi => matches!(
            arch,
            "amd64" | "arm64" | "loong64" | "ppc64le" | "ppc64" | "riscv64" | "s390x"
        ),
        Where::Futex => {
            matches!(
                arch,
                "386" | "amd64" | "arm" | "arm64" | "loong64" | "ppc64" | "ppc64le" | "s390x"
            )
        }
        Where::Dwarf5 => !matches!(os, "darwin" | "ios" | "aix"),
    }
}

/// `GOEXPERIMENT=a,nob,none`
fn apply_experiments(list: &str, tags: &mut FxHashSet<String>) {
    for name in list.split(',').filter(|name| !name.is_empty()) {
        if name == "none" {
            tags.retain(|tag| !tag.starts_with("goexperiment."));
        } else if let Some(off) = name.strip_prefix("no") {
            tags.remove(&format!("goexperiment.{off}"));
        } else {
            tags.insert(format!("goexperiment.{name}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linux() -> Platform {
        Platform::new("linux", "amd64", false, 24, &["mine".to_owned()], "")
    }

    #[test]
    fn names_select() {
        let platform = linux();
        for name in [
            "a.go",
            "linux.go",
            "windows.go",
            "a_linux.go",
            "a_amd64.go",
            "a_linux_amd64.go",
            "a_unix.go",
        ] {
            assert!(platform.takes_name(name), "{name}");
        }
        for name in [
            "a_windows.go",
            "a_arm64.go",
            "a_linux_arm64.go",
            "a_windows_amd64.go",
        ] {
            assert!(!platform.takes_name(name), "{name}");
        }
    }

    #[test]
    fn tags_hold() {
        let platform = linux();
        for tag in [
            "linux",
            "amd64",
            "unix",
            "gc",
            "go1.1",
            "go1.24",
            "mine",
            "amd64.v1",
            "goexperiment.swissmap",
        ] {
            assert!(platform.has_tag(tag), "{tag}");
        }
        for tag in [
            "windows", "cgo", "gccgo", "go1.25", "go1", "other", "go1.024",
        ] {
            assert!(!platform.has_tag(tag), "{tag}");
        }
        let without = Platform::new("linux", "amd64", true, 24, &[], "noswissmap,arenas");
        assert!(without.has_tag("cgo"));
        assert!(!without.has_tag("goexperiment.swissmap"));
        assert!(without.has_tag("goexperiment.arenas"));
    }
}
