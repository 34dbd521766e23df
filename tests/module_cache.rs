//! Required modules from the module cache: minimal version selection, escaped paths, what was not downloaded.

use std::fs;
use std::path::{Path, PathBuf};

use escargo::facts::Facts;
use escargo::release::Release;
use escargo::source::load::settings::Settings;
use escargo::source::load::{Input, LoadRules, Loaded, load};

/// A folder with a module and a cache, gone when the test ends.
struct Tree(PathBuf);

impl Tree {
    fn new(name: &str, files: &[(&str, &str)]) -> Tree {
        let folder = std::env::temp_dir().join(format!("escargo-{name}-{}", std::process::id()));
        for (file, text) in files {
            let file = folder.join(file);
            fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
            fs::write(file, text).expect("a file");
        }
        Tree(folder)
    }

    fn load(&self, packages: &[&str]) -> Loaded {
        let mut settings = Settings::of_process(None);
        settings.current = self.0.join("main");
        settings.module_cache = Some(self.0.join("cache"));
        settings.vendor = None;
        settings.work = "off".to_owned();
        let rules = LoadRules {
            toolchain: None,
            release: Release::DEFAULT,
            tags: &[],
            fallback: &Facts::standard(Release::DEFAULT),
        };
        let packages = packages.iter().map(|path| (*path).to_owned());
        load(&Input::Packages(packages.collect()), &rules, &settings)
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        // What stays behind in the temporary folder does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn messages(loaded: &Loaded) -> Vec<&str> {
    let messages = loaded.diagnostics.iter();
    messages
        .map(|diagnostic| diagnostic.message.as_str())
        .collect()
}

/// The file of a package, from the tree's folder on.
fn file_of(loaded: &Loaded, tree: &Path, path: &str) -> String {
    let package = loaded.packages.iter().find(|package| package.path == path);
    let file = package.and_then(|package| loaded.files.get(package.files.first()?.file));
    let name = file.map_or("", |file| file.name.as_str());
    let name = Path::new(name).strip_prefix(tree).expect("in the tree");
    name.to_string_lossy().into_owned()
}

#[test]
fn the_newest_required_version_is_selected() {
    let tree = Tree::new(
        "versions",
        &[
            (
                "main/go.mod",
                "module ex.org/main\n\ngo 1.16\n\nrequire (\n\tgithub.com/Foo/bar v1.0.0\n\tex.org/dep v1.0.0\n)\n",
            ),
            (
                "main/a.go",
                "package main\n\nimport (\n\t\"ex.org/dep\"\n\t_ \"github.com/Foo/bar/sub\"\n)\n\nfunc main() { dep.F() }\n",
            ),
            (
                "cache/cache/download/github.com/!foo/bar/@v/v1.0.0.mod",
                "module github.com/Foo/bar\n\nrequire ex.org/dep v1.10.0\n",
            ),
            (
                "cache/github.com/!foo/bar@v1.0.0/sub/sub.go",
                "package sub\n",
            ),
            (
                "cache/cache/download/ex.org/dep/@v/v1.0.0.mod",
                "module ex.org/dep\n",
            ),
            (
                "cache/cache/download/ex.org/dep/@v/v1.10.0.mod",
                "module ex.org/dep\n\ngo 1.20\n",
            ),
            ("cache/ex.org/dep@v1.0.0/dep.go", "package dep\n"),
            (
                "cache/ex.org/dep@v1.10.0/dep.go",
                "package dep\n\nfunc F() {}\n",
            ),
        ],
    );
    let loaded = tree.load(&["."]);
    assert_eq!(messages(&loaded), [""; 0]);
    let file = |path| file_of(&loaded, &tree.0, path);
    assert_eq!(file("ex.org/dep"), "cache/ex.org/dep@v1.10.0/dep.go");
    assert_eq!(
        file("github.com/Foo/bar/sub"),
        "cache/github.com/!foo/bar@v1.0.0/sub/sub.go"
    );
    let minor = |path: &str| {
        let package = loaded.packages.iter().find(|package| package.path == path);
        package.map(|package| package.go_minor)
    };
    assert_eq!(minor("ex.org/dep"), Some(20));
    assert_eq!(minor("github.com/Foo/bar/sub"), Some(16));
    let order: Vec<&str> = loaded
        .packages
        .iter()
        .map(|package| package.path.as_str())
        .collect();
    assert_eq!(
        order,
        ["ex.org/dep", "github.com/Foo/bar/sub", "ex.org/main"]
    );
}

#[test]
fn modules_that_were_not_downloaded_are_named() {
    let tree = Tree::new(
        "absent",
        &[
            (
                "main/go.mod",
                "module ex.org/main\n\ngo 1.22\n\nrequire ex.org/dep v1.0.0\n",
            ),
            (
                "main/a.go",
                "package main\n\nimport \"ex.org/dep/sub\"\n\nfunc main() { sub.F() }\n",
            ),
        ],
    );
    let loaded = tree.load(&["./..."]);
    let expected = "a.go:3:8: ex.org/dep@v1.0.0: not in the module cache; to download it:\n\tgo mod download ex.org/dep";
    assert_eq!(messages(&loaded), [expected]);
}

#[test]
fn patterns_pass_over_what_is_no_package() {
    let tree = Tree::new(
        "patterns",
        &[
            ("main/go.mod", "module ex.org/main\n\ngo 1.22\n"),
            ("main/a/a.go", "package a\n"),
            ("main/a-b/ab.go", "package ab\n"),
            ("main/a/b/b.go", "package b\n"),
            ("main/testdata/t.go", "package t\n"),
            ("main/_hidden/h.go", "package h\n"),
            ("main/.hidden/h.go", "package h\n"),
            ("main/vendor/ex.org/v/v.go", "package v\n"),
            ("main/other/go.mod", "module ex.org/other\n"),
            ("main/other/o.go", "package o\n"),
            ("main/excluded/e_plan9.go", "package e\n"),
            ("main/tests/t_test.go", "package t\n"),
            ("main/docs/d.txt", "no Go\n"),
        ],
    );
    let paths = |loaded: &Loaded| -> Vec<String> {
        assert_eq!(messages(loaded), [""; 0]);
        loaded
            .packages
            .iter()
            .map(|package| package.path.clone())
            .collect()
    };
    let all = ["ex.org/main/a", "ex.org/main/a/b", "ex.org/main/a-b"];
    assert_eq!(paths(&tree.load(&["./..."])), all);
    assert_eq!(paths(&tree.load(&["ex.org/main/..."])), all);
    assert_eq!(paths(&tree.load(&["./a..."])), all);
    assert_eq!(paths(&tree.load(&["./a/..."])), all[..2]);
    assert_eq!(
        paths(&tree.load(&["./a", "./a/../a", "ex.org/main/a"])),
        all[..1]
    );
}
