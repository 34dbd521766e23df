//! The page of `escargo report --html` in a browser: a package of 50,000 lines, clicked, filtered, and used from the keyboard.
//!
//! Needs Chromium (`chromium` on the `PATH`, or `ESCARGO_BROWSER`); without one the test says so and passes. The page is driven by a
//! script that the test puts into a copy of it; the browser prints what the script leaves in the document.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Drives the page: each step's outcome goes to `result`.
const DRIVER: &str = r##"
<script>
(async () => {
  const result = {}, tick = () => new Promise((done) => setTimeout(done, 30));
  const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const count = (selector) => document.querySelectorAll(selector).length;
  result.ready = performance.now();
  result.lines = count("#lines .l");
  result.height = document.getElementById("lines").offsetHeight;
  result.totals = [...document.querySelectorAll("#totals button")].map((b) => b.dataset.reason);
  press("Escape"); await tick();
  result.cleared = count("#arrows path");
  document.querySelector(".row[data-finding]").click(); await tick();
  result.listed = document.querySelector("aside h2").textContent;
  press("Escape"); await tick();
  document.querySelector("#lines .m.heap[title*=returned]").click(); await tick();
  result.headline = document.querySelector("aside h2").textContent;
  result.steps = count("ol.steps button");
  result.arrows = count("#arrows path");
  result.graph = count("#graph rect");
  result.badges = count("#lines .badge");
  press("j"); await tick();
  result.next = document.querySelector("aside h2").textContent;
  press("n"); await tick();
  result.step = [...document.querySelectorAll("ol.steps button")].findIndex((b) => b.classList.contains("now"));
  const rows = () => document.getElementById("rows").offsetHeight;
  result.all = rows();
  document.querySelector('#totals button[data-reason="sent on a channel"]').click(); await tick();
  result.filtered = rows();
  document.querySelector('#totals button[aria-pressed="true"]').click(); await tick();
  const search = document.getElementById("search");
  search.value = "f4999"; search.dispatchEvent(new Event("input")); await tick();
  result.searched = rows();
  search.value = ""; search.dispatchEvent(new Event("input")); await tick();
  const code = document.getElementById("code");
  code.scrollTop = code.scrollHeight; await tick(); await tick();
  result.last = document.querySelector("#lines .l:last-child .no").textContent;
  result.linesAtEnd = count("#lines .l");
  const background = () => getComputedStyle(document.body).backgroundColor;
  const before = background();
  press("t"); await tick();
  result.themes = [before, background()];
  result.fetched = performance.getEntriesByType("resource").length;
  document.body.dataset.result = JSON.stringify(result);
})();
</script>
"##;

fn browser() -> Option<PathBuf> {
    if let Some(browser) = std::env::var_os("ESCARGO_BROWSER") {
        return Some(PathBuf::from(browser));
    }
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file())
}

/// A package of 50,000 lines.
fn write_package(folder: &Path) {
    let mut source =
        String::from("package p\n\ntype t struct{ n int }\n\nvar c = make(chan *t, 1)\n\n");
    for n in 0..5000 {
        let body = match n % 3 {
            0 => "\tx := t{n}\n\tp := &x\n\tp.n++\n\treturn p",
            1 => "\tc <- &t{n}\n\treturn <-c\n\n",
            _ => "\tx := &t{n}\n\tx.n++\n\tprintln(x.n)\n\treturn nil",
        };
        source.push_str(&format!(
            "// f{n} is one of many.\n//\nfunc f{n}(n int) *t {{\n\tn += {n}\n{body}\n}}\n\n"
        ));
    }
    fs::write(folder.join("p.go"), source).expect("the package");
}

fn run(browser: &Path, folder: &Path, page: &Path, argument: &str) -> Vec<u8> {
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .args(["--virtual-time-budget=20000", "--window-size=1400,900"])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .arg(argument)
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("the browser runs");
    output.stdout
}

fn number(result: &Value, name: &str) -> f64 {
    result[name].as_f64().unwrap_or(-1.0)
}

#[test]
fn the_page_works_in_a_browser() {
    let Some(browser) = browser() else {
        eprintln!("SKIPPED: no Chromium on the PATH, and ESCARGO_BROWSER is not set");
        return;
    };
    let folder = std::env::temp_dir().join(format!("escargo-html-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    write_package(&folder);
    let page = folder.join("page.html");
    let status = Command::new(env!("CARGO_BIN_EXE_escargo"))
        .args(["report", "--hints=off", "--html"])
        .arg(&page)
        .arg(folder.join("p.go"))
        .env("PATH", "")
        .env_remove("GOROOT")
        .status()
        .expect("escargo runs");
    assert!(status.success());
    let text = fs::read_to_string(&page).expect("the page");
    let driven = folder.join("driven.html");
    fs::write(
        &driven,
        text.replace("</body>", &format!("{DRIVER}</body>")),
    )
    .expect("a copy");
    let dumped = run(&browser, &folder, &driven, "--dump-dom");
    let picture = folder.join("page.png");
    run(
        &browser,
        &folder,
        &page,
        &format!("--screenshot={}", picture.display()),
    );
    let picture = fs::read(&picture).expect("a screenshot");
    fs::remove_dir_all(&folder).expect("the folder goes away");
    check(&String::from_utf8_lossy(&dumped));
    assert!(
        picture.starts_with(b"\x89PNG") && picture.len() > 30_000,
        "{}",
        picture.len()
    );
}

fn check(dumped: &str) {
    let result = dumped
        .split_once("data-result=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(json, _)| json.replace("&quot;", "\"").replace("&amp;", "&"))
        .expect("the script came to its end");
    let result: Value = serde_json::from_str(&result).expect("what the script left");
    let is = |name: &str, test: fn(f64) -> bool| {
        assert!(test(number(&result, name)), "{name} in {result}");
    };
    is("ready", |ms| ms < 2000.0);
    is("lines", |n| n > 30.0 && n < 300.0);
    is("height", |n| n > 50_000.0 * 18.0);
    is("cleared", |n| n == 0.0);
    is("steps", |n| n >= 2.0);
    is("arrows", |n| n >= 2.0);
    is("graph", |n| n >= 2.0);
    is("badges", |n| n >= 1.0);
    is("step", |n| n == 1.0);
    is("searched", |n| n > 0.0 && n < 200.0);
    is("linesAtEnd", |n| n > 30.0 && n < 300.0);
    is("fetched", |n| n == 0.0);
    assert!(
        number(&result, "filtered") < number(&result, "all") / 1.5,
        "{result}"
    );
    assert_ne!(result["headline"], result["next"], "{result}");
    assert_ne!(result["themes"][0], result["themes"][1], "{result}");
    assert!(
        result["listed"]
            .as_str()
            .is_some_and(|text| text.contains("on the heap"))
    );
    let reasons = result["totals"].to_string();
    assert!(
        reasons.contains("returned pointer") && reasons.contains("sent on a channel"),
        "{reasons}"
    );
}
