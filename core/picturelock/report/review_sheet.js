"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words, limits = data.limits;
  const byId = (id) => document.getElementById(id);
  const rows = [...document.querySelectorAll("tr[data-n]")].map((row) => ({
    row, n: Number(row.dataset.n), about: data.cues[Number(row.dataset.n)],
    text: row.querySelector(".text"), comment: row.querySelector(".comment"), tick: row.querySelector(".tick"),
    meter: row.querySelector(".meter"), bar: row.querySelector(".bar i"), faults: row.querySelector(".faults"),
    now: data.cues[Number(row.dataset.n)].was, remark: "",
  }));
  const all = [...document.querySelectorAll("tbody tr")];
  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const number = (value) => value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  let unsaved = false;

  // Read while it is shown: a hidden field tells its text without the line breaks.
  const typed = (field) => field.innerText.replace(/\r/g, "").split("\n").map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ""))
    .join("\n").replace(/^\n+|\n+$/g, "").replace(/\n{2,}/g, "\n");
  const visible = (text) => text.replace(/<\/?[biu]>/gi, "");
  const count = (line) => [...line.normalize("NFC").replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, "")].length;
  const countWords = (text) => text.split(/\s+/).filter((word) => word && !/^[-–—♪♫#]$/.test(word)).length;

  function needed(characters, spoken) {
    const table = limits.reading, last = table.length - 1;
    const byTable = characters <= last ? table[characters] : table[last] + (characters - last) * (table[last] - table[last - 1]);
    return Math.max(byTable, spoken * limits.perWord);
  }

  function room(one, spoken) {
    let characters = 0;
    while (characters < 1000 && needed(characters + 1, spoken) <= one.about.ms + 0.001) characters += 1;
    return characters;
  }

  function measure(one) {
    const lines = visible(one.now).split("\n").filter((line) => line.trim());
    const widths = lines.map(count), characters = widths.reduce((a, b) => a + b, 0), spoken = countWords(lines.join(" "));
    const cps = one.about.ms ? characters * 1000 / one.about.ms : 0, need = needed(characters, spoken);
    const faults = [];
    if (!lines.length) faults.push(words.empty);
    widths.filter((width) => limits.characters && width > limits.characters)
      .forEach((width) => faults.push(fill(words.too_long, { characters: width, limit: limits.characters })));
    if (limits.lines && lines.length > limits.lines) faults.push(fill(words.too_many_lines, { lines: lines.length, limit: limits.lines }));
    if (need > one.about.ms + 0.001) {
      const over = Math.max(1, characters - room(one, spoken));
      faults.push(fill(words.too_fast, { over, seconds: number(one.about.ms / 1000) }));
    }
    one.meter.textContent = `${widths.join(" · ") || "0"}${limits.characters ? " / " + limits.characters : ""}   ${number(cps)}${limits.cps ? " / " + number(limits.cps) : ""} ${words.cps_short}`;
    one.meter.setAttribute("aria-label", `${words.line_widths}: ${widths.join(", ")}. ${fill(words.speed, { cps: number(cps) })}`);
    one.bar.style.width = `${Math.min(100, one.about.ms ? 100 * need / one.about.ms : 100)}%`;
    one.row.classList.toggle("over", faults.length > 0);
    one.faults.textContent = faults.map((fault) => "▲ " + fault).join("   ");
    one.row.classList.toggle("changed", one.now !== one.about.was);
  }

  function tally() {
    const read = rows.filter((one) => one.tick.checked).length;
    byId("tally").textContent = fill(words.of_read, { read, total: rows.length });
    byId("progress").max = rows.length;
    byId("progress").value = read;
    rows.forEach((one) => one.row.classList.toggle("read", one.tick.checked));
  }

  function answers() {
    return {
      schema: data.schema, saved: new Date().toISOString(), reviewer: byId("reviewer").value.trim(),
      translation: data.translation, source: data.source, profile: data.profile,
      cues: rows.map((one) => ({
        n: one.n, id: one.about.id, was: one.about.was, text: one.now, comment: one.remark, reviewed: one.tick.checked,
      })),
    };
  }

  const store = `picturelock-review:${data.translation.hash}`;
  function keep() {
    unsaved = true;
    try { localStorage.setItem(store, JSON.stringify(answers())); } catch { /* a private window keeps nothing */ }
  }
  function restore() {
    let draft = null;
    try { draft = JSON.parse(localStorage.getItem(store)); } catch { return; }
    if (!draft || draft.schema !== data.schema || !Array.isArray(draft.cues)) return;
    const known = new Map(draft.cues.map((cue) => [cue.n, cue]));
    rows.forEach((one) => {
      const cue = known.get(one.n);
      if (!cue || cue.was !== one.about.was) return;
      one.text.textContent = one.now = String(cue.text);
      one.comment.textContent = one.remark = String(cue.comment);
      one.tick.checked = cue.reviewed === true;
    });
    byId("reviewer").value = String(draft.reviewer || "");
    byId("draft").hidden = false;
  }

  function save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(answers(), null, 1)], { type: "application/json" }));
    link.download = data.answers;
    document.body.append(link);
    link.click();
    link.remove();
    unsaved = false;
    say(words.saved);
  }
  function say(text) { byId("said").textContent = text; }

  let shown = "all";
  function filter() {
    const wanted = byId("find").value.trim().toLocaleLowerCase();
    let seen = 0;
    all.forEach((row) => {
      const one = rows[Number(row.dataset.n)], faulty = row.classList.contains("over") || row.querySelector(".findings") !== null;
      const kind = shown === "all" || (shown === "unread" ? one && !one.tick.checked : faulty || !one);
      const found = !wanted || row.textContent.toLocaleLowerCase().includes(wanted);
      row.hidden = !(kind && found);
      seen += row.hidden ? 0 : 1;
    });
    byId("shown").textContent = wanted || shown !== "all" ? fill(words.shown, { count: seen }) : "";
  }

  function go(one) {
    if (!one) return;
    one.row.hidden = false;
    one.text.focus();
    one.row.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }
  const unreadAfter = (at) => [...rows.slice(at + 1), ...rows.slice(0, at + 1)].find((one) => !one.tick.checked);
  const current = () => rows.findIndex((one) => one.row.contains(document.activeElement));

  rows.forEach((one, at) => {
    [one.text, one.comment].forEach((field) => {
      try { field.contentEditable = "plaintext-only"; } catch { field.contentEditable = "true"; }
      field.addEventListener("input", () => {
        one.now = field === one.text ? typed(field) : one.now;
        one.remark = field === one.comment ? typed(field).trim() : one.remark;
        measure(one);
        keep();
      });
      field.addEventListener("paste", (event) => {
        if (field.contentEditable === "plaintext-only") return;
        event.preventDefault();
        document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
      });
    });
    one.tick.addEventListener("change", () => { tally(); keep(); });
    one.row.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        one.tick.checked = true;
        tally();
        keep();
        go(rows[at + 1]);
      } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        go(rows[at + (event.key === "ArrowUp" ? -1 : 1)]);
      } else { return; }
      event.preventDefault();
    });
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.isContentEditable || event.target.tagName === "INPUT";
    if (event.key === "/" && !typing) { event.preventDefault(); byId("find").focus(); }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); }
  });
  byId("find").addEventListener("input", filter);
  byId("reviewer").addEventListener("input", keep);
  byId("save").addEventListener("click", save);
  byId("next").addEventListener("click", () => go(unreadAfter(current())));
  byId("over").addEventListener("click", () => {
    if (!confirm(words.start_over_sure)) return;
    try { localStorage.removeItem(store); } catch { /* nothing was kept */ }
    unsaved = false;
    location.reload();
  });
  document.querySelectorAll("input[name=show]").forEach((choice) => choice.addEventListener("change", () => { shown = choice.value; filter(); }));
  window.addEventListener("beforeunload", (event) => { if (unsaved) { event.preventDefault(); event.returnValue = words.unsaved; } });
  restore();
  rows.forEach(measure);
  tally();
  document.documentElement.classList.add("live");
})();
