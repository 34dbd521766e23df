"use strict";
// Everything is drawn from the data below: only what is on the screen is in the document.
const D = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const ROW = 18, ITEM = 22, TAB = 4, GUTTER = 7;
const CLASSES = [["heap", "heap"], ["runtime", "run time"], ["stack", "stack"], ["params", "parameters"]];

const state = { package: -1, classes: new Set(["heap", "runtime"]), reason: null, search: "", sel: -1, step: 0 };
let shown = [];      // numbers of the findings that pass the filters
let items = [];      // rows of the list: a function or a finding
let rows = [];       // [file, first display row] of the files that are shown
let rowCount = 0;
let charWidth = 8;

// ---- Sources -------------------------------------------------------------------------------------------------------

for (const file of D.files) {
  file.lines = file.text.split("\n");
  if (file.lines[file.lines.length - 1] === "") file.lines.pop();
  file.marks = new Map();
  file.widest = file.lines.reduce((widest, line) => Math.max(widest, line.length + 3 * (line.split("\t").length - 1)), 0);
}
D.findings.forEach((finding, number) => {
  const [file, line] = finding.at;
  const marks = D.files[file].marks;
  if (!marks.has(line)) marks.set(line, []);
  marks.get(line).push(number);
});
for (const file of D.files)
  for (const marks of file.marks.values()) marks.sort((a, b) => D.findings[a].at[2] - D.findings[b].at[2]);

function passes(finding, withReason) {
  if (!state.classes.has(finding.class)) return false;
  const func = D.functions[finding.function];
  if (state.package >= 0 && func.package !== state.package) return false;
  if (withReason && state.reason !== null && finding.reason !== state.reason) return false;
  if (state.search === "") return true;
  return func.name.toLowerCase().includes(state.search) || finding.text.toLowerCase().includes(state.search);
}

function filter() {
  shown = [];
  items = [];
  let last = -1;
  D.findings.forEach((finding, number) => {
    if (!passes(finding, true)) return;
    shown.push(number);
    if (finding.function !== last) items.push({ func: (last = finding.function) });
    items.push({ finding: number });
  });
  visible = new Set(shown);
  const wanted = new Set(shown.map((number) => D.findings[number].at[0]));
  rows = [];
  rowCount = 0;
  D.files.forEach((file, number) => {
    const inPackage = state.package < 0 || file.package === state.package;
    if (!inPackage || (state.search !== "" && !wanted.has(number))) return;
    rows.push([number, rowCount]);
    rowCount += file.lines.length + 1;
  });
  if (state.sel >= 0 && !visible.has(state.sel)) state.sel = -1;
  const widest = rows.reduce((widest, [file]) => Math.max(widest, D.files[file].widest), 0);
  $("lines").style.height = rowCount * ROW + "px";
  $("lines").style.width = (widest + GUTTER + 4) * charWidth + "px";
  $("rows").style.height = items.length * ITEM + "px";
  totals();
  drawList();
  drawCode(true);
  drawDetail();
}
let visible = new Set();

// ---- Code ----------------------------------------------------------------------------------------------------------

function fileAt(row) {
  let low = 0, high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle][1] <= row) low = middle; else high = middle - 1;
  }
  return rows[low];
}

function rowOf(file, line) {
  const found = rows.find(([number]) => number === file);
  return found ? found[1] + line : -1;
}

function visualColumn(text, units) {
  let column = 0;
  for (let i = 0; i < units && i < text.length; i++) column += text[i] === "\t" ? TAB - (column % TAB) : 1;
  return column;
}

let drawn = [-1, -1];
function drawCode(force) {
  const code = $("code");
  const first = Math.max(0, Math.floor(code.scrollTop / ROW) - 30);
  const last = Math.min(rowCount, Math.ceil((code.scrollTop + code.clientHeight) / ROW) + 30);
  if (!force && drawn[0] <= Math.max(0, first + 20) && drawn[1] >= Math.min(rowCount, last - 20)) return;
  drawn = [first, last];
  const part = document.createDocumentFragment();
  for (let row = first; row < last; row++) part.append(drawRow(row));
  $("lines").replaceChildren(part);
  drawArrows();
}

function drawRow(row) {
  const [number, start] = fileAt(row);
  const file = D.files[number], line = row - start;
  const div = document.createElement("div");
  div.className = "l";
  div.style.top = row * ROW + "px";
  if (line === 0) {
    div.classList.add("file");
    div.textContent = file.name;
    return div;
  }
  const no = document.createElement("span");
  no.className = "no";
  no.textContent = line;
  div.append(no);
  const text = file.lines[line - 1] ?? "";
  const spans = (file.marks.get(line) ?? []).filter((n) => visible.has(n));
  const steps = state.sel < 0 ? [] : D.findings[state.sel].steps.filter(([at]) => at[0] === number && at[1] === line);
  if (steps.length) div.classList.add("now");
  const cuts = new Map();
  for (const n of spans) if (!cuts.has(D.findings[n].at[2])) cuts.set(D.findings[n].at[2], { end: D.findings[n].at[3], finding: n });
  for (const [at] of steps) if (!cuts.has(at[2])) cuts.set(at[2], { end: at[3] });
  if (spans.includes(state.sel)) cuts.get(D.findings[state.sel].at[2]).finding = state.sel;
  let done = 0;
  for (const start of [...cuts.keys()].sort((a, b) => a - b)) {
    if (start < done) continue;
    const cut = cuts.get(start);
    div.append(text.slice(done, start));
    const span = document.createElement("span");
    span.textContent = text.slice(start, cut.end);
    if (cut.finding !== undefined) {
      const finding = D.findings[cut.finding];
      span.className = "m " + finding.class;
      span.title = finding.text;
      span.dataset.finding = cut.finding;
      if (cut.finding === state.sel) span.classList.add("sel");
    }
    div.append(span);
    done = cut.end;
  }
  div.append(text.slice(done));
  const numbers = new Map();
  for (const [at] of steps) {
    const label = state.sel < 0 ? "" : D.findings[state.sel].steps.map(([s], i) => (s[0] === at[0] && s[1] === at[1] && s[2] === at[2] ? i + 1 : 0)).filter(Boolean).join(",");
    numbers.set(at[2], [at, label]);
  }
  for (const [at, label] of numbers.values()) {
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.textContent = label;
    badge.style.cssText = "position:absolute;top:-8px;left:" + ((GUTTER + visualColumn(text, at[3])) * charWidth - 3) + "px";
    div.append(badge);
  }
  return div;
}

function point([file, line, start, end]) {
  const row = rowOf(file, line);
  if (row < 0) return null;
  const text = D.files[file].lines[line - 1] ?? "";
  const column = (visualColumn(text, start) + visualColumn(text, end)) / 2;
  return [(GUTTER + column) * charWidth, row * ROW + ROW / 2];
}

function drawArrows() {
  const svg = $("arrows");
  svg.replaceChildren();
  if (state.sel < 0) return;
  const steps = D.findings[state.sel].steps.map(([at]) => point(at));
  for (let i = 0; i + 1 < steps.length; i++) {
    const from = steps[i], to = steps[i + 1];
    if (!from || !to || (from[0] === to[0] && from[1] === to[1])) continue;
    const down = Math.abs(to[1] - from[1]);
    const bend = down === 0 ? 0 : 36 + Math.min(90, down / 4);
    const lift = down === 0 ? -16 : 0;
    const end = [to[0] + (down === 0 ? 0 : 5), to[1] + (down === 0 ? -8 : 0)];
    shape(svg, "path", { d: `M${from[0]} ${from[1] + (down === 0 ? -8 : 0)} C${from[0] + bend} ${from[1] + lift - (down === 0 ? 8 : 0)} ${to[0] + bend} ${to[1] + lift - (down === 0 ? 8 : 0)} ${end[0]} ${end[1]}` });
    const d = down === 0 ? `M${end[0]} ${end[1]} l-4 -7 l8 0z` : `M${end[0]} ${end[1]} l7 -4 l0 8z`;
    shape(svg, "path", { d, class: "head" });
  }
}

function shape(parent, name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  if (text !== undefined) node.textContent = text;
  parent.append(node);
  return node;
}

// ---- List and totals -----------------------------------------------------------------------------------------------

function drawList() {
  const list = $("list");
  const first = Math.max(0, Math.floor(list.scrollTop / ITEM) - 10);
  const last = Math.min(items.length, Math.ceil((list.scrollTop + list.clientHeight) / ITEM) + 10);
  const part = document.createDocumentFragment();
  for (let i = first; i < last; i++) {
    const item = items[i], div = document.createElement("div");
    div.className = "row";
    div.style.top = i * ITEM + "px";
    if (item.func !== undefined) {
      const func = D.functions[item.func];
      div.classList.add("func");
      div.append(func.name);
      div.title = D.packages[func.package] + "." + func.name;
    } else {
      const finding = D.findings[item.finding], dot = document.createElement("span");
      dot.className = "dot " + finding.class;
      div.append(dot, "line " + finding.at[1] + ": " + short(finding));
      div.title = finding.text;
      div.dataset.finding = item.finding;
      div.setAttribute("role", "option");
      div.setAttribute("aria-selected", item.finding === state.sel);
      if (item.finding === state.sel) div.classList.add("sel");
    }
    part.append(div);
  }
  $("rows").replaceChildren(part);
}

function short(finding) {
  return finding.text.replace(" is on the heap:", " —").replace(/^variable /, "");
}

function size(bytes) {
  return bytes < 10000 ? bytes + " B" : bytes < 1e7 ? Math.round(bytes / 1000) + " kB" : Math.round(bytes / 1e6) + " MB";
}

function totals() {
  const sums = new Map();
  for (const finding of D.findings) {
    if (!passes(finding, false)) continue;
    const sum = sums.get(finding.reason) ?? { count: 0, bytes: 0 };
    sum.count++;
    sum.bytes += finding.bytes ?? 0;
    sums.set(finding.reason, sum);
  }
  const sorted = [...sums].sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1));
  const most = sorted.length ? sorted[0][1].count : 1;
  $("totals").replaceChildren(...sorted.map(([reason, sum]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", state.reason === reason);
    button.dataset.reason = reason;
    const bar = document.createElement("span");
    bar.className = "bar";
    bar.style.width = (100 * sum.count) / most + "%";
    for (const [text, name] of [[reason, ""], [sum.count, "n"], [size(sum.bytes), "n"]]) {
      const span = document.createElement("span");
      span.className = name;
      span.textContent = text;
      button.append(span);
    }
    button.append(bar);
    button.onclick = () => { state.reason = state.reason === reason ? null : reason; filter(); };
    return button;
  }));
  const heap = shown.filter((n) => D.findings[n].class === "heap");
  $("title").textContent = `escargo, Go ${D.go}: ${heap.length} on the heap, ${size(heap.reduce((sum, n) => sum + (D.findings[n].bytes ?? 0), 0))} in ${D.files.length} files`;
}

// ---- Detail --------------------------------------------------------------------------------------------------------

function element(name, className, ...content) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...content);
  return node;
}

function drawDetail() {
  const detail = $("detail");
  if (state.sel < 0) {
    detail.replaceChildren(element("p", "hint", "Choose a finding: click a coloured word, or press ", element("kbd", "", "j"), "."));
    return;
  }
  const finding = D.findings[state.sel], func = D.functions[finding.function];
  const parts = [
    element("h2", "", finding.text),
    element("div", "where", `${D.packages[func.package]}.${func.name}, ${D.files[finding.at[0]].name}:${finding.at[1]}`),
  ];
  if (finding.steps.length) {
    const list = element("ol", "steps");
    finding.steps.forEach(([at, text], number) => {
      const button = element("button", number === state.step ? "now" : "", element("span", "badge", String(number + 1)), ` ${text} `, element("span", "where", "line " + at[1]));
      button.type = "button";
      button.onclick = () => goStep(number);
      list.append(element("li", "", button));
    });
    parts.push(element("h3", "", "How"), list);
  }
  parts.push(element("h3", "", "Why"));
  for (const [name, text] of finding.notes) parts.push(element("div", "note", element("b", "", name), " " + text));
  if (finding.hint) {
    const diff = element("div", "diff");
    for (const [, added, text] of finding.hint.diff) diff.append(element("div", added ? "add" : "del", (added ? "+ " : "- ") + text));
    parts.push(element("h3", "", "What helps"), element("div", "note", finding.hint.advice), diff, element("div", "where", "checked: " + finding.hint.checked));
  }
  const graph = drawGraph(finding, func);
  if (graph) parts.push(element("h3", "", "Points-to graph of the function"), graph);
  detail.replaceChildren(...parts);
}

function drawGraph(finding, func) {
  const all = D.graphs[func.package];
  if (!all) return null;
  const own = (id) => all.nodes[id].function === func.name;
  const edges = all.edges.filter((edge) => own(edge.from) || own(edge.to)).slice(0, 120);
  if (!edges.length) return null;
  const ids = [...new Set(edges.flatMap((edge) => [edge.from, edge.to]))];
  const layer = new Map(ids.map((id) => [id, 0]));
  for (let round = 0; round < Math.min(12, ids.length); round++)
    for (const edge of edges)
      if (edge.from !== edge.to && layer.get(edge.to) <= layer.get(edge.from) && layer.get(edge.from) < 11) layer.set(edge.to, layer.get(edge.from) + 1);
  const columns = [];
  for (const id of ids) (columns[layer.get(id)] ??= []).push(id);
  const used = columns.filter(Boolean), place = new Map();
  const WIDTH = 118, HEIGHT = 26, GAPX = 46, GAPY = 14;
  used.forEach((column, x) => column.forEach((id, y) => place.set(id, [8 + x * (WIDTH + GAPX), 8 + y * (HEIGHT + GAPY)])));
  const width = 16 + used.length * (WIDTH + GAPX) - GAPX;
  const height = 16 + Math.max(...used.map((column) => column.length)) * (HEIGHT + GAPY) - GAPY;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${ids.length} places, ${edges.length} flows`);
  const me = new Set(ids.filter((id) => (all.nodes[id].position ?? "").endsWith(`:${finding.at[1]}:${byteColumn(finding.at)}`)));
  for (const edge of edges) {
    const [x1, y1] = place.get(edge.from), [x2, y2] = place.get(edge.to);
    const from = [x1 + WIDTH, y1 + HEIGHT / 2], to = [x2, y2 + HEIGHT / 2], back = x2 <= x1;
    const d = back ? `M${from[0]} ${from[1]} C${from[0] + 34} ${from[1] + 20} ${to[0] - 34} ${to[1] + 20} ${to[0]} ${to[1]}` : `M${from[0]} ${from[1]} C${from[0] + 24} ${from[1]} ${to[0] - 24} ${to[1]} ${to[0] - 5} ${to[1]}`;
    shape(svg, "path", { d, class: "edge" + (me.has(edge.from) ? " on" : "") });
    shape(svg, "path", { d: `M${to[0]} ${to[1]} l-6 -3.5 l0 7z`, fill: "currentColor", opacity: 0.6 });
    const ops = edge.dereferences < 0 ? "&" : "*".repeat(edge.dereferences);
    const label = shape(svg, "text", { x: (from[0] + to[0]) / 2, y: (from[1] + to[1]) / 2 - 3, class: "label", "text-anchor": "middle" }, ops);
    shape(label, "title", {}, edge.reasons.join(", "));
  }
  for (const id of ids) {
    const [x, y] = place.get(id), node = all.nodes[id];
    const group = shape(svg, "g", { class: me.has(id) ? "me" : "" });
    shape(group, "rect", { x, y, width: WIDTH, height: HEIGHT, rx: 5, class: node.place.replace(" ", "") });
    const text = node.label.length > 19 ? node.label.slice(0, 18) + "…" : node.label;
    shape(group, "text", { x: x + WIDTH / 2, y: y + 17, "text-anchor": "middle" }, text);
    shape(group, "title", {}, [node.label, node.function, node.position, node.place].filter(Boolean).join("\n"));
  }
  const box = element("div", "", svg);
  box.id = "graph";
  box.tabIndex = 0;
  return box;
}

function byteColumn([file, line, start]) {
  const text = (D.files[file].lines[line - 1] ?? "").slice(0, start);
  return new TextEncoder().encode(text).length + 1;
}

// ---- Choosing ------------------------------------------------------------------------------------------------------

function choose(number, scroll) {
  state.sel = number;
  state.step = 0;
  const item = items.findIndex((item) => item.finding === number);
  const list = $("list"), top = item * ITEM;
  if (item >= 0 && (top < list.scrollTop + ITEM || top > list.scrollTop + list.clientHeight - 2 * ITEM)) list.scrollTop = top - list.clientHeight / 3;
  if (scroll && number >= 0) reveal(D.findings[number].at);
  drawList();
  drawCode(true);
  drawDetail();
  if (number >= 0) history.replaceState(null, "", "#" + number);
}

function reveal([file, line]) {
  const code = $("code"), row = rowOf(file, line);
  if (row < 0) return;
  const top = row * ROW;
  if (top < code.scrollTop + 3 * ROW || top > code.scrollTop + code.clientHeight - 4 * ROW) code.scrollTop = top - code.clientHeight / 3;
}

function goStep(number) {
  if (state.sel < 0) return;
  const steps = D.findings[state.sel].steps;
  if (!steps.length) return;
  state.step = Math.max(0, Math.min(number, steps.length - 1));
  reveal(steps[state.step][0]);
  drawCode(true);
  drawDetail();
}

function move(by) {
  if (!shown.length) return;
  const at = shown.indexOf(state.sel);
  const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.max(0, Math.min(at + by, shown.length - 1));
  choose(shown[next], true);
}

// ---- Start ---------------------------------------------------------------------------------------------------------

function start() {
  const probe = element("span", "l", "0".repeat(100));
  probe.style.paddingLeft = "0";
  $("code").append(probe);
  charWidth = probe.getBoundingClientRect().width / 100 || 8;
  probe.remove();
  $("package").append(new Option("all packages", "-1"), ...D.packages.map((name, number) => new Option(name, number)));
  $("package").hidden = D.packages.length < 2;
  $("package").onchange = (event) => { state.package = Number(event.target.value); filter(); $("code").scrollTop = 0; drawCode(true); };
  const present = new Set(D.findings.map((finding) => finding.class));
  for (const [name, words] of CLASSES) {
    if (!present.has(name)) continue;
    const button = element("button", "", element("span", "dot " + name), words);
    button.type = "button";
    button.dataset.class = name;
    button.setAttribute("aria-pressed", state.classes.has(name));
    button.onclick = () => {
      if (!state.classes.delete(name)) state.classes.add(name);
      button.setAttribute("aria-pressed", state.classes.has(name));
      filter();
    };
    $("classes").append(button, " ");
  }
  $("search").oninput = (event) => { state.search = event.target.value.toLowerCase(); filter(); };
  $("theme").onclick = theme;
  $("help").onclick = () => $("keys").showModal();
  $("code").onscroll = () => drawCode(false);
  $("list").onscroll = drawList;
  $("code").onclick = $("list").onclick = (event) => {
    const target = event.target.closest("[data-finding]");
    if (target) choose(Number(target.dataset.finding), true);
  };
  document.addEventListener("keydown", keys);
  addEventListener("resize", () => { drawList(); drawCode(true); });
  filter();
  const linked = Number(location.hash.slice(1) || NaN);
  if (visible.has(linked)) choose(linked, true);
  else if (shown.length) choose(shown[0], true);
}

function theme() {
  const root = document.documentElement;
  const dark = root.classList.contains("dark") || (!root.classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);
  root.classList.remove("dark", "light");
  root.classList.add(dark ? "light" : "dark");
}

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
  if (event.target instanceof Element && event.target.matches("input, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const actions = {
    j: () => move(1), k: () => move(-1), n: () => goStep(state.step + 1), p: () => goStep(state.step - 1),
    "/": () => $("search").focus(), t: theme, "?": () => $("keys").showModal(), Escape: () => choose(-1, false),
  };
  const digit = /^[1-9]$/.test(event.key) ? () => goStep(Number(event.key) - 1) : null;
  const action = actions[event.key] ?? digit;
  if (!action) return;
  event.preventDefault();
  action();
}

start();
