//! What the go command takes from its surroundings: environment variables, the file of `go env -w`, `GOFLAGS`.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

/// The go command's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The current folder.
    pub current: PathBuf,
    /// `GOOS`
    pub os: String,
    /// `GOARCH`
    pub arch: String,
    /// `CGO_ENABLED`
    pub cgo: bool,
    /// `GOEXPERIMENT`
    pub experiments: String,
    /// `GOMODCACHE`
    pub module_cache: Option<PathBuf>,
    /// `GOWORK`
    pub work: String,
    /// `-mod`: whether dependencies come from the folder `vendor`.
    pub vendor: Option<bool>,
    /// `-modfile` in `GOFLAGS`
    pub mod_file: Option<PathBuf>,
    /// `-tags` in `GOFLAGS`
    pub tags: Vec<String>,
}

impl Settings {
    /// Those of this process. `goroot` has a `go.env` with defaults.
    pub fn of_process(goroot: Option<&Path>) -> Settings {
        let variables = Variables::read(goroot);
        let flags = variables.get("GOFLAGS");
        let mut settings = Settings {
            current: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            os: or_else(variables.get("GOOS"), host_os()),
            arch: or_else(variables.get("GOARCH"), host_arch()),
            cgo: variables.get("CGO_ENABLED") == "1",
            experiments: variables.get("GOEXPERIMENT"),
            module_cache: module_cache(&variables),
            work: variables.get("GOWORK"),
            vendor: None,
            mod_file: None,
            tags: Vec::new(),
        };
        settings.apply_flags(&flags);
        settings
    }

    fn apply_flags(&mut self, flags: &str) {
        for flag in flags.split_whitespace() {
            let flag = flag.trim_start_matches('-');
            let (name, value) = flag.split_once('=').unwrap_or((flag, ""));
            match name {
                "tags" => {
                    let tags = value.split(',').filter(|tag| !tag.is_empty());
                    self.tags = tags.map(str::to_owned).collect();
                }
                "mod" => self.vendor = Some(value == "vendor"),
                "modfile" => self.mod_file = Some(PathBuf::from(value)),
                _other => {}
            }
        }
    }
}

fn or_else(value: String, default: &str) -> String {
    match value.is_empty() {
        true => default.to_owned(),
        false => value,
    }
}

/// Go's name for the operating system of this process.
fn host_os() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin",
        os => os,
    }
}

/// Go's name for the architecture of this process.
fn host_arch() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "x86" => "386",
        "aarch64" => "arm64",
        "loongarch64" => "loong64",
        "powerpc64" => "ppc64",
        "wasm32" => "wasm",
        arch => arch,
    }
}

fn module_cache(variables: &Variables) -> Option<PathBuf> {
    let cache = variables.get("GOMODCACHE");
    if !cache.is_empty() {
        return Some(PathBuf::from(cache));
    }
    let gopath = variables.get("GOPATH");
    let first = std::env::split_paths(&gopath).next();
    let gopath = first
        .filter(|path| !path.as_os_str().is_empty())
        .or_else(|| Some(home()?.join("go")))?;
    Some(gopath.join("pkg").join("mod"))
}

fn home() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"))?;
    Some(PathBuf::from(home))
}

/// Variables of the environment, behind them those of `go env -w`, behind them those of the installation.
struct Variables {
    files: FxHashMap<String, String>,
}

impl Variables {
    fn read(goroot: Option<&Path>) -> Variables {
        let mut files = FxHashMap::default();
        if let Some(goroot) = goroot {
            add_file(&goroot.join("go.env"), &mut files);
        }
        if let Some(file) = user_file() {
            add_file(&file, &mut files);
        }
        Variables { files }
    }

    /// The value; empty if it is not set.
    fn get(&self, name: &str) -> String {
        let set = std::env::var(name).ok().filter(|value| !value.is_empty());
        set.or_else(|| self.files.get(name).cloned())
            .unwrap_or_default()
    }
}

/// The file that `go env -w` writes.
fn user_file() -> Option<PathBuf> {
    match std::env::var("GOENV") {
        Ok(file) if file == "off" => None,
        Ok(file) if !file.is_empty() => Some(PathBuf::from(file)),
        _unset => {
            let config = std::env::var_os("XDG_CONFIG_HOME").filter(|path| !path.is_empty());
            let config = config
                .map(PathBuf::from)
                .or_else(|| Some(home()?.join(".config")))?;
            Some(config.join("go").join("env"))
        }
    }
}

fn add_file(file: &Path, variables: &mut FxHashMap<String, String>) {
    let Ok(text) = std::fs::read_to_string(file) else {
        return;
    };
    for line in text.lines().map(str::trim) {
        if let Some((name, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            variables.insert(name.to_owned(), value.to_owned());
        }
    }
}
