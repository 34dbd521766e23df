//! What machines read: JSON against its schemas, SARIF against the constraints of its standard, annotations, and gc's records for editors
//! against those that gc wrote.
//!
//! The official schema of SARIF is not kept here; what it demands of the parts that escargo writes is written down as [`sarif_errors`].

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A program with findings of all kinds, a change that helps among them.
const PROGRAM: &str = "package main

import \"fmt\"

type user struct{ id int }

func find(id int) *user { return &user{id} }

func copied(id int) *user { return &user{id} }

func keep(names []string, p **user) []string {
	var out []string
	for _, name := range names {
		out = append(out, name)
	}
	sizes := make([]int, len(out))
	*p = find(len(sizes))
	return out
}

func main() {
	u := find(copied(1).id)
	go func() { println(u.id) }()
	größe := make([]int, u.id)
	fmt.Println(u.id, größe)
	for i := range 3 {
		defer fmt.Print(i)
	}
}
";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of its own for each test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("escargo-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    fn escargo(&self, args: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_escargo"))
            .args(args)
            .current_dir(&self.0)
            .env("PATH", "")
            .env("GOFLAGS", "")
            .env("GOOS", "linux")
            .env("GOARCH", "amd64")
            .env_remove("GOROOT")
            .output()
            .expect("escargo runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// The report on [`PROGRAM`].
    fn check(&self, format: &str) -> String {
        fs::write(self.0.join("p.go"), PROGRAM).expect("the program");
        let only = "--only=heap,runtime,stack,params";
        self.escargo(&["check", "--go=1.27", only, "--format", format, "p.go"])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// The schema's demands that a value does not meet. Knows the keywords that our schemas use, and no others.
fn schema_errors(root: &Value, schema: &Value, value: &Value, at: &str, errors: &mut Vec<String>) {
    let Some(keywords) = schema.as_object() else {
        panic!("{at}: no schema: {schema}");
    };
    for (keyword, demand) in keywords {
        let is_met = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let name = demand
                    .as_str()
                    .and_then(|name| name.strip_prefix("#/$defs/"));
                let target = &root["$defs"][name.expect("a local reference")];
                schema_errors(root, target, value, at, errors);
                true
            }
            "type" => match demand.as_str().expect("a type") {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "integer" => value.is_u64() || value.is_i64(),
                "boolean" => value.is_boolean(),
                "null" => value.is_null(),
                other => panic!("unknown type {other}"),
            },
            "const" => value == demand,
            "enum" => demand.as_array().expect("values").contains(value),
            "pattern" => {
                let regex = regex::Regex::new(demand.as_str().expect("a pattern"));
                value
                    .as_str()
                    .is_some_and(|text| regex.expect("a pattern").is_match(text))
            }
            "minimum" => value.as_f64() >= demand.as_f64(),
            "required" => demand
                .as_array()
                .expect("names")
                .iter()
                .all(|name| value.get(name.as_str().expect("a name")).is_some()),
            "properties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    match demand.get(name) {
                        Some(schema) => {
                            schema_errors(root, schema, member, &format!("{at}.{name}"), errors);
                        }
                        // Readers must let new fields pass, but ours are all documented.
                        None => errors.push(format!("{at}.{name}: not in the schema")),
                    }
                }
                true
            }
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    schema_errors(root, demand, item, &format!("{at}[{number}]"), errors);
                }
                true
            }
            "anyOf" => demand.as_array().expect("schemas").iter().any(|schema| {
                let mut own = Vec::new();
                schema_errors(root, schema, value, at, &mut own);
                own.is_empty()
            }),
            other => panic!("{at}: unknown keyword {other}"),
        };
        if !is_met {
            errors.push(format!("{at}: {keyword}: {value}"));
        }
    }
}

fn check_schema(name: &str, value: &Value) {
    let schema = fs::read_to_string(root().join("docs").join(name)).expect("the schema");
    let schema = json(&schema);
    let mut errors = Vec::new();
    schema_errors(&schema, &schema, value, "$", &mut errors);
    assert!(errors.is_empty(), "{name}:\n{}", errors.join("\n"));
}

#[test]
fn findings_follow_their_schema() {
    let document = json(&Folder::new("check-json").check("json"));
    check_schema("check.schema.json", &document);
    let findings = document["findings"].as_array().expect("findings");
    for class in ["heap", "runtime", "stack", "params"] {
        let has = |finding: &Value| finding["class"] == class;
        assert!(findings.iter().any(has), "{class}");
    }
    assert!(findings.iter().any(|finding| finding.get("hint").is_some()));
    let wrong = json("{\"version\": 2, \"go\": \"x\", \"findings\": [{}]}");
    let schema = json(&fs::read_to_string(root().join("docs/check.schema.json")).expect("it"));
    let mut errors = Vec::new();
    schema_errors(&schema, &schema, &wrong, "$", &mut errors);
    assert_eq!(errors.len(), 3, "{errors:?}");
}

#[test]
fn decisions_follow_their_schema() {
    let folder = Folder::new("placement-json");
    fs::write(folder.0.join("p.go"), PROGRAM).expect("the program");
    let text = folder.escargo(&["placement", "--go=1.27", "--format=json", "p.go"]);
    check_schema("placement.schema.json", &json(&text));
}

/// What the standard demands of a log file, as far as ours has the parts.
fn sarif_errors(log: &Value) -> Vec<String> {
    let mut errors = Vec::new();
    let mut demand = |holds: bool, what: &str| {
        if !holds {
            errors.push(what.to_owned());
        }
    };
    demand(log["version"] == "2.1.0", "3.13.2: version is 2.1.0");
    let schema = log["$schema"].as_str().unwrap_or("");
    demand(
        schema.ends_with("sarif-schema-2.1.0.json"),
        "3.13.3: the schema's URI",
    );
    for run in log["runs"].as_array().into_iter().flatten() {
        let driver = &run["tool"]["driver"];
        demand(driver["name"].is_string(), "3.19.8: the driver has a name");
        let rules = driver["rules"].as_array().map_or(&[][..], Vec::as_slice);
        let ids: Vec<&str> = rules
            .iter()
            .filter_map(|rule| rule["id"].as_str())
            .collect();
        let mut distinct = ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        demand(ids.len() == rules.len(), "3.49.3: each rule has an id");
        demand(distinct.len() == ids.len(), "3.19.23: rules are distinct");
        for rule in rules {
            let text = rule["shortDescription"]["text"].as_str();
            demand(text.is_some(), "3.49.9: a description has text");
            demand(
                is_level(&rule["defaultConfiguration"]["level"]),
                "3.50.3: level",
            );
        }
        let columns = run["columnKind"].as_str();
        let kinds = [Some("utf16CodeUnits"), Some("unicodeCodePoints")];
        demand(kinds.contains(&columns), "3.14.17: columnKind");
        for result in run["results"].as_array().into_iter().flatten() {
            let text = result["message"]["text"].as_str().unwrap_or("");
            demand(!text.is_empty(), "3.27.11: a result has a message");
            let index = result["ruleIndex"].as_u64().unwrap_or(u64::MAX) as usize;
            let id = result["ruleId"].as_str();
            demand(
                ids.get(index).copied() == id,
                "3.27.6: ruleIndex is that of ruleId",
            );
            demand(is_level(&result["level"]), "3.27.10: level");
            let rank = result["rank"].as_f64().unwrap_or(-1.0);
            demand((0.0..=100.0).contains(&rank), "3.27.25: rank is 0 to 100");
            let prints = result["partialFingerprints"].as_object();
            let strings = |map: &serde_json::Map<String, Value>| map.values().all(Value::is_string);
            demand(
                prints.is_none_or(strings),
                "3.27.17: fingerprints are strings",
            );
            for location in result["locations"].as_array().into_iter().flatten() {
                demand(
                    is_physical(&location["physicalLocation"]),
                    "3.28.3: a place",
                );
            }
            for flow in result["codeFlows"].as_array().into_iter().flatten() {
                let threads = flow["threadFlows"].as_array().map_or(0, Vec::len);
                demand(threads > 0, "3.36.3: a code flow has a thread flow");
                for thread in flow["threadFlows"].as_array().into_iter().flatten() {
                    let steps = thread["locations"]
                        .as_array()
                        .map_or(&[][..], Vec::as_slice);
                    demand(!steps.is_empty(), "3.37.6: a thread flow has locations");
                    for step in steps {
                        let location = &step["location"];
                        demand(
                            is_physical(&location["physicalLocation"]),
                            "3.38.3: a place",
                        );
                        demand(location["message"]["text"].is_string(), "3.28.5: a text");
                        demand(step["executionOrder"].is_u64(), "3.38.11: an order");
                    }
                }
            }
            for fix in result["fixes"].as_array().into_iter().flatten() {
                let changes = fix["artifactChanges"]
                    .as_array()
                    .map_or(&[][..], Vec::as_slice);
                demand(!changes.is_empty(), "3.55.3: a fix changes something");
                for change in changes {
                    demand(
                        is_uri(&change["artifactLocation"]["uri"]),
                        "3.56.2: a place",
                    );
                    let all = change["replacements"].as_array();
                    let all = all.map_or(&[][..], Vec::as_slice);
                    demand(!all.is_empty(), "3.56.3: replacements");
                    let regions = all.iter().all(|r| is_region(&r["deletedRegion"]));
                    demand(regions, "3.57.3: what is deleted");
                }
            }
        }
    }
    errors
}

fn is_level(level: &Value) -> bool {
    ["none", "note", "warning", "error"]
        .iter()
        .any(|l| level == l)
}

fn is_physical(place: &Value) -> bool {
    is_uri(&place["artifactLocation"]["uri"]) && is_region(&place["region"])
}

fn is_uri(uri: &Value) -> bool {
    let text = uri.as_str().unwrap_or("");
    let allowed = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    !text.is_empty() && text.bytes().all(allowed) && !text.starts_with("./")
}

fn is_region(region: &Value) -> bool {
    let get = |name: &str| region[name].as_u64().unwrap_or(0);
    let start = (get("startLine"), get("startColumn"));
    let end = (get("endLine"), get("endColumn"));
    start.0 >= 1 && start.1 >= 1 && end >= start
}

#[test]
fn sarif_keeps_to_the_standard() {
    let log = json(&Folder::new("sarif").check("sarif"));
    assert_eq!(sarif_errors(&log), [""; 0]);
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(results.iter().any(|result| result.get("fixes").is_some()));
    assert!(
        results
            .iter()
            .any(|result| result.get("codeFlows").is_some())
    );
    // Columns count UTF-16 code units: `größe` has five.
    let variable = |result: &&Value| {
        let text = result["message"]["text"].as_str().unwrap_or("");
        text.starts_with("variable `größe`")
    };
    let variable = results.iter().find(variable).expect("the variable");
    let region = &variable["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&region["startColumn"], &region["endColumn"]),
        (&2.into(), &7.into())
    );
}

#[test]
fn fingerprints_do_not_depend_on_lines() {
    let folder = Folder::new("fingerprints");
    let prints = |text: &str| {
        let log = json(text);
        let results = log["runs"][0]["results"].as_array().cloned();
        let prints = results.unwrap_or_default().into_iter();
        let mut prints: Vec<String> = prints
            .map(|result| result["partialFingerprints"]["escargo/v1"].to_string())
            .collect();
        prints.sort();
        prints
    };
    let before = prints(&folder.check("sarif"));
    let moved = PROGRAM.replacen("type user", "// a comment\n\n\ntype user", 1);
    fs::write(folder.0.join("p.go"), moved).expect("the program");
    let only = "--only=heap,runtime,stack,params";
    let after = folder.escargo(&["check", "--go=1.27", only, "--format=sarif", "p.go"]);
    assert_eq!(before, prints(&after));
}

#[test]
fn annotations_are_workflow_commands() {
    let text = Folder::new("github").check("github");
    let form = r"^::(warning|notice) file=p\.go,line=\d+,col=\d+,title=[^:,\n]+::[^\n]+$";
    let form = regex::Regex::new(form).expect("a pattern");
    assert!(text.lines().count() > 10);
    for line in text.lines() {
        assert!(form.is_match(line), "{line}");
    }
}

#[test]
fn records_for_editors_are_those_of_gc() {
    let folder = Folder::new("lsp");
    let source = fs::read_to_string(root().join("tests/golden/lsp/a.go")).expect("a program");
    fs::write(folder.0.join("a.go"), source).expect("the program");
    let out = folder.0.join("out");
    let flags = format!("-gcflags=-l -json=0,file://{}", out.display());
    folder.escargo(&["build", "--go=1.27", &flags, "a.go"]);
    let written = fs::read_to_string(out.join("main/a.json")).expect("the records");
    let written = written.replace(&*folder.0.to_string_lossy(), "$DIR");
    let recorded = fs::read_to_string(root().join("tests/golden/lsp/a.json")).expect("records");
    let recorded = recorded.replace("\"gc_version\":\"go1.27.3\"", "\"gc_version\":\"go1.27\"");
    for (ours, theirs) in written.lines().zip(recorded.lines()) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(written.lines().count(), recorded.lines().count());
}
