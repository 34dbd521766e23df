"""Placements checked as Bazel builds: an aspect that starts escargo once for each Go package, as `go vet` would.

    bazel build //... --aspects=//tools/escargo:escargo.bzl%escargo_aspect --output_groups=escargo

Every package is an action of its own: cached, and sent to other machines like any other. What is known of a package travels in its
`.vetx` file, so an action needs no sources but its own. The standard library is not visited: escargo has its facts.
"""

load("@rules_go//go:def.bzl", "GoArchive")

EscargoInfo = provider(
    doc = "What escargo knows of a Go package.",
    fields = {
        "path": "The import path.",
        "facts": "The file of facts.",
    },
)

def _escargo_aspect_impl(target, ctx):
    if GoArchive not in target:
        return []
    archive = target[GoArchive]
    sources = [source for source in archive.data.srcs if source.extension == "go"]
    if not sources:
        return []

    facts = ctx.actions.declare_file(target.label.name + ".escargo.vetx")
    config = ctx.actions.declare_file(target.label.name + ".escargo.cfg")
    findings = ctx.actions.declare_file(target.label.name + ".escargo.txt")

    known = {}
    for attribute in ["deps", "embed"]:
        for dep in getattr(ctx.rule.attr, attribute, []):
            if EscargoInfo in dep:
                known[dep[EscargoInfo].path] = dep[EscargoInfo].facts

    ctx.actions.write(config, json.encode({
        "ID": str(target.label),
        "Dir": target.label.package,
        "ImportPath": archive.data.importpath,
        "GoFiles": [source.path for source in sources],
        "PackageVetx": {path: file.path for path, file in known.items()},
        # Packages of the standard library have no facts of their own here.
        "StandardFacts": True,
        "VetxOutput": facts.path,
    }))
    ctx.actions.run_shell(
        outputs = [facts, findings],
        inputs = sources + [config] + known.values(),
        tools = [ctx.executable._escargo],
        command = "%s %s 2> %s || { cat %s >&2; exit 1; }" % (
            ctx.executable._escargo.path,
            config.path,
            findings.path,
            findings.path,
        ),
        mnemonic = "Escargo",
        progress_message = "Placing %{label}",
    )
    return [
        EscargoInfo(path = archive.data.importpath, facts = facts),
        OutputGroupInfo(escargo = depset([findings])),
    ]

escargo_aspect = aspect(
    implementation = _escargo_aspect_impl,
    attr_aspects = ["deps", "embed"],
    attrs = {
        "_escargo": attr.label(
            default = "//tools/escargo",
            executable = True,
            cfg = "exec",
        ),
    },
)
