"use strict";
(function () {
  var data = JSON.parse(document.getElementById("data").textContent), texts = data.texts, rows = data.rows;
  var N = 0, KIND = 1, WHAT = 2, CLIP = 3, REEL = 4, WHY = 5, BECAUSE = 6, OLD = 7, NEW = 11, EDL = 15;  // OLD, NEW: track, start, frames, clip
  var CHUNK = 100, ROW = 44, RULER = 20, byNumber = {}, selected = 0, zoom = 1, chunks = [], visible = [];
  var scroll = document.getElementById("scroll"), space = document.getElementById("canvas");
  var picture = document.getElementById("picture"), table = document.getElementById("table");
  var hint = document.getElementById("hint"), find = document.getElementById("find"), pen = picture.getContext("2d");
  var boxes = Array.prototype.slice.call(document.querySelectorAll("[data-kind][type=checkbox]"));
  document.documentElement.classList.add("live");
  rows.forEach(function (row) { byNumber[row[N]] = row; });

  function two(count) { return (count < 10 ? "0" : "") + count; }
  function timecode(cut, frame) {
    var all = cut.first + frame, skipped = cut.skipped, nominal = cut.nominal, ten = 600 * nominal - 9 * skipped;
    var count = Math.abs(all) % (144 * ten);
    if (skipped) {
      var tens = Math.floor(count / ten), rest = count % ten;
      count += skipped * (9 * tens + Math.floor(Math.max(0, rest - skipped) / (60 * nominal - skipped)));
    }
    var seconds = Math.floor(count / nominal), last = String(count % nominal);
    while (last.length < (nominal > 100 ? 3 : 2)) { last = "0" + last; }
    return (all < 0 ? "-" : "") + two(Math.floor(seconds / 3600)) + ":" + two(Math.floor(seconds / 60) % 60) + ":" +
      two(seconds % 60) + (skipped ? ";" : ":") + last;
  }
  function start(row, side) { return row[side] ? timecode(data.cuts[side === OLD ? 0 : 1], row[side + 1]) : ""; }
  function end(row, side) { return timecode(data.cuts[side === OLD ? 0 : 1], row[side + 1] + row[side + 2]); }
  function length(row) {
    if (row[OLD] && row[NEW] && row[OLD + 2] !== row[NEW + 2]) { return row[OLD + 2] + " → " + row[NEW + 2]; }
    return String(row[row[NEW] ? NEW + 2 : OLD + 2]);
  }

  // The drawing: only what is in view, on one canvas.
  var whole = Math.max.apply(null, data.cuts.map(function (cut) { return cut.frames * cut.seconds; })) || 1;
  var lanes = [lanesOf(0, OLD), lanesOf(1, NEW)];
  var tops = [RULER, RULER + lanes[0].length * data.lane + data.band];
  var height = tops[1] + lanes[1].length * data.lane + RULER;
  function lanesOf(number, side) {
    var cut = data.cuts[number], found = {};
    cut.tracks.forEach(function (track) { found[track] = []; });
    rows.forEach(function (row) {
      if (row[side]) { found[row[side]].push([row[side + 1] * cut.seconds / whole, row[side + 2] * cut.seconds / whole, row]); }
    });
    return cut.tracks.map(function (track) {
      var clips = found[track].sort(function (a, b) { return a[0] - b[0]; });
      var longest = clips.reduce(function (most, clip) { return Math.max(most, clip[1]); }, 0);
      var marks = cut.marks.filter(function (mark) { return mark[0] === track; });
      return { track: track, side: side, clips: clips, longest: longest, marks: marks, seconds: cut.seconds };
    });
  }
  function from(lane, at) {
    var low = 0, high = lane.clips.length, middle;
    while (low < high) {
      middle = (low + high) >> 1;
      if (lane.clips[middle][0] < at - lane.longest) { low = middle + 1; } else { high = middle; }
    }
    return low;
  }
  function inked() {
    var root = getComputedStyle(document.documentElement), inks = { kinds: [] };
    ["paper", "panel", "ink", "soft", "line"].forEach(function (name) { inks[name] = root.getPropertyValue("--" + name).trim(); });
    data.kinds.forEach(function (kind, number) {
      var sign = getComputedStyle(boxes[number].nextElementSibling);
      inks.kinds.push([sign.backgroundColor, sign.color]);
    });
    return inks;
  }
  function draw() {
    var width = scroll.clientWidth - 2 * parseFloat(getComputedStyle(scroll).paddingLeft), scale = window.devicePixelRatio || 1;
    picture.width = Math.max(1, width * scale); picture.height = height * scale;
    picture.style.width = width + "px"; picture.style.height = height + "px";
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    var view = { left: scroll.scrollLeft, width: width, full: width * zoom, inks: inked() };
    drawBand(view);
    lanes.forEach(function (some, cut) {
      some.forEach(function (lane, place) { drawLane(lane, tops[cut] + place * data.lane, view); });
      drawRuler(data.cuts[cut], cut ? height - RULER : 0, view);
    });
  }
  function drawLane(lane, top, view) {
    var tall = data.lane - 3, late = (view.left + view.width) / view.full, later = [], index, clip;
    pen.fillStyle = view.inks.paper;
    pen.fillRect(0, top, view.width, tall);
    for (index = from(lane, view.left / view.full); index < lane.clips.length && lane.clips[index][0] <= late; index += 1) {
      clip = lane.clips[index];
      if (data.quiet[clip[2][KIND]] && clip[2][N] !== selected) { drawClip(clip, lane.side, top, tall, view); } else { later.push(clip); }
    }
    later.forEach(function (one) { drawClip(one, lane.side, top, tall, view); });
    lane.marks.forEach(function (mark) { drawMark(mark, lane.seconds, top, tall, view); });
  }
  function drawMark(mark, seconds, top, tall, view) {
    var left = mark[1] * seconds / whole * view.full - view.left, wide = Math.max(mark[2] * seconds / whole * view.full, 1);
    if (left > view.width || left + wide < 0) { return; }
    if (mark[3]) {
      pen.fillStyle = "#000"; pen.fillRect(left, top, wide, tall);
      return;
    }
    pen.globalAlpha = 0.4; pen.fillStyle = view.inks.ink;
    pen.beginPath(); pen.moveTo(left, top + tall); pen.lineTo(left + wide, top); pen.lineTo(left + wide, top + tall); pen.fill();
    pen.globalAlpha = 1;
  }
  function drawClip(clip, side, top, tall, view) {
    var row = clip[2], left = clip[0] * view.full - view.left, wide = clip[1] * view.full, ink = view.inks.kinds[row[KIND]];
    var quiet = data.quiet[row[KIND]], shown = Math.max(wide - (wide > 3 ? 1 : 0), quiet ? 0.5 : 1), first = Math.max(left, 0);
    pen.globalAlpha = quiet || wide >= 1 ? 1 : 0.5;  // where many share a pixel, each colour is seen
    pen.fillStyle = ink[0];
    pen.fillRect(left, top, shown, tall);
    pen.globalAlpha = 1;
    var room = Math.floor((left + wide - first - 8) / 6.5);
    if (room >= 1) {
      var label = (data.marks[row[KIND]] + " " + texts[row[side + 3]]).trim();
      pen.font = "11px system-ui,'DejaVu Sans',sans-serif";
      pen.fillStyle = ink[1];
      pen.fillText(label.length > room ? label.slice(0, room) : label, first + 4, top + 18);
    }
    if (row[N] === selected) {
      pen.strokeStyle = view.inks.ink; pen.lineWidth = 3;
      pen.strokeRect(left, top + 1.5, Math.max(shown, 3), tall - 3);
    }
  }
  function drawBand(view) {
    var top = tops[0] + lanes[0].length * data.lane - 3, bottom = tops[1];
    rows.forEach(function (row) {
      if (!row[OLD] || !row[NEW] || texts[row[NEW]].slice(0, 3) === "CC ") { return; }
      var ends = [OLD, NEW].map(function (side) {
        var cut = data.cuts[side === OLD ? 0 : 1], at = row[side + 1] * cut.seconds / whole * view.full - view.left;
        return [at, at + Math.max(row[side + 2] * cut.seconds / whole * view.full, 1)];
      });
      if (Math.max(ends[0][1], ends[1][1]) < 0 || Math.min(ends[0][0], ends[1][0]) > view.width) { return; }
      pen.globalAlpha = row[N] === selected ? 0.85 : data.quiet[row[KIND]] ? 0.22 : 0.45;
      pen.fillStyle = view.inks.kinds[row[KIND]][0];
      pen.beginPath();
      pen.moveTo(ends[0][0], top); pen.lineTo(ends[0][1], top); pen.lineTo(ends[1][1], bottom); pen.lineTo(ends[1][0], bottom);
      pen.fill();
    });
    pen.globalAlpha = 1;
  }
  function drawRuler(cut, top, view) {
    var step = 120 / view.full * whole / cut.seconds, frame = Math.floor(view.left / view.full * whole / cut.seconds / step) * step, at;
    pen.font = "11px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace";
    for (; frame <= cut.frames; frame += step) {
      at = Math.round(frame) * cut.seconds / whole * view.full - view.left;
      if (at > view.width) { break; }
      pen.fillStyle = view.inks.line; pen.fillRect(at, top, 1, RULER);
      pen.fillStyle = view.inks.soft; pen.fillText(timecode(cut, Math.round(frame)), at + 4, top + 14);
    }
  }
  var waiting = false;
  function later() {
    if (!waiting) { waiting = true; requestAnimationFrame(function () { waiting = false; draw(); }); }
  }
  function zoomTo(next) {
    var width = parseFloat(picture.style.width), middle = (scroll.scrollLeft + width / 2) / (width * zoom);
    zoom = Math.min(4096, Math.max(1, next));
    space.style.width = zoom * 100 + "%";
    scroll.scrollLeft = middle * width * zoom - width / 2;
    later();
  }
  function at(event) {
    var box = picture.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top, found = null;
    var full = box.width * zoom, place = (scroll.scrollLeft + x) / full, spare = 2 / full;
    lanes.forEach(function (some, cut) {
      var lane = some[Math.floor((y - tops[cut]) / data.lane)], index, clip, quiet;
      if (!lane || y < tops[cut]) { return; }
      for (index = from(lane, place - spare); index < lane.clips.length && lane.clips[index][0] <= place + spare; index += 1) {
        clip = lane.clips[index]; quiet = data.quiet[clip[2][KIND]];
        if (place <= clip[0] + clip[1] + (quiet ? 0 : spare) && place >= clip[0] - (quiet ? 0 : spare) && (!found || !quiet)) {
          found = clip[2];
        }
      }
    });
    return found;
  }
  function told(row) {
    var side = row[NEW] ? NEW : OLD;
    return (row[N] + "  " + texts[row[WHAT]] + ": " + texts[row[CLIP]] + "  " + start(row, side) + " – " + end(row, side) + "  " +
      texts[row[WHY]]).trim();
  }

  // The table: rows are made where somebody looks.
  function cell(row, text, name, tag, label) {
    var made = document.createElement(tag || "td");
    if (name) { made.className = name; }
    if (label !== undefined) { made.dataset.label = data.labels[label]; }
    made.textContent = text;
    row.appendChild(made);
    return made;
  }
  function small(into, text) { var made = document.createElement("small"); made.textContent = text; into.appendChild(made); }
  function made(row, index) {
    var line = document.createElement("tr"), link = document.createElement("a"), sign = document.createElement("i");
    line.id = "e" + row[N];
    line.className = "k-" + data.kinds[row[KIND]] + (row[N] === selected ? " on" : "");
    line.setAttribute("aria-rowindex", index + 2);
    link.href = "#e" + row[N]; link.textContent = row[N];
    var head = cell(line, "", "", "th");
    head.scope = "row"; head.appendChild(link);
    sign.setAttribute("aria-hidden", "true"); sign.textContent = data.marks[row[KIND]];
    if (data.numbered) { cell(line, texts[row[EDL]], "edl", "td", 1); }
    var what = cell(line, "", "what");
    what.appendChild(sign); what.appendChild(document.createTextNode(texts[row[WHAT]]));
    cell(line, texts[row[NEW] || row[OLD]], "on-track", "td", 3);
    var clip = cell(line, texts[row[CLIP]], "clip-name");
    if (row[REEL]) { small(clip, texts[row[REEL]]); }
    cell(line, start(row, OLD), "tc", "td", 5); cell(line, start(row, NEW), "tc", "td", 6); cell(line, length(row), "n", "td", 7);
    var why = cell(line, texts[row[WHY]], "why");
    if (row[BECAUSE]) { small(why, data.words.because + " " + texts[row[BECAUSE]]); }
    return line;
  }
  function fill(chunk) {
    if (chunk.full) { return; }
    chunk.full = true;
    var lines = document.createDocumentFragment();
    visible.slice(chunk.first, chunk.first + CHUNK).forEach(function (row, place) { lines.appendChild(made(row, chunk.first + place)); });
    chunk.body.textContent = ""; chunk.body.appendChild(lines);
  }
  function empty(chunk) {
    var tall = chunk.full ? chunk.body.offsetHeight : ROW * Math.min(CHUNK, visible.length - chunk.first);
    var line = document.createElement("tr"), hole = document.createElement("td");
    chunk.full = false;
    hole.colSpan = 8 + data.numbered; hole.className = "hole"; hole.style.height = tall + "px";
    line.setAttribute("aria-hidden", "true"); line.appendChild(hole);
    chunk.body.textContent = ""; chunk.body.appendChild(line);
  }
  var watch = new IntersectionObserver(function (seen) {
    seen.forEach(function (one) {
      var chunk = chunks[one.target.dataset.chunk];
      if (!chunk || chunk.body !== one.target) { return; }
      if (one.isIntersecting) { fill(chunk); } else if (chunk.full && !chunk.body.contains(document.activeElement)) { empty(chunk); }
    });
  }, { rootMargin: "1500px 0px" });
  function list() {
    var shown = boxes.map(function (box) { return box.checked; }), sought = find.value.trim().toLowerCase();
    var holds = texts.map(function (text) { return !sought || text.toLowerCase().indexOf(sought) >= 0; });
    visible = rows.filter(function (row) {
      if (row[N] === selected) { return true; }
      var has = holds[row[CLIP]] || holds[row[REEL]] || holds[row[WHY]] || holds[row[WHAT]] || (row[OLD] && holds[row[OLD + 3]]);
      return shown[row[KIND]] && (has || start(row, OLD).indexOf(sought) === 0 || start(row, NEW).indexOf(sought) === 0);
    });
    chunks.forEach(function (chunk) { watch.unobserve(chunk.body); chunk.body.remove(); });
    chunks = [];
    for (var first = 0; first < visible.length; first += CHUNK) {
      var chunk = { first: first, body: document.createElement("tbody"), full: false };
      chunk.body.dataset.chunk = chunks.length;
      chunks.push(chunk); empty(chunk); table.appendChild(chunk.body); watch.observe(chunk.body);
    }
    if (chunks.length) { fill(chunks[0]); }
    table.setAttribute("aria-rowcount", visible.length + 1);
    document.getElementById("shown").textContent =
      data.words.shown.replace("{shown}", visible.length.toLocaleString(document.documentElement.lang))
        .replace("{all}", rows.length.toLocaleString(document.documentElement.lang));
  }
  function select(number, ways) {
    var row = byNumber[number], place;
    if (!row) { return; }
    selected = row[N];
    place = visible.indexOf(row);
    if (place < 0) { list(); place = visible.indexOf(row); }
    document.querySelectorAll("tr.on").forEach(function (one) { one.classList.remove("on"); });
    fill(chunks[Math.floor(place / CHUNK)]);
    var line = document.getElementById("e" + selected);
    line.classList.add("on");
    if (ways.table) { line.scrollIntoView({ block: "center" }); }
    if (ways.focus) { line.querySelector("a").focus({ preventScroll: true }); }
    if (ways.drawing) { centre(row); }
    hint.textContent = told(row);
    history.replaceState(null, "", "#e" + selected);
    later();
  }
  function centre(row) {
    var side = row[NEW] ? NEW : OLD, cut = data.cuts[side === OLD ? 0 : 1], width = parseFloat(picture.style.width);
    var middle = (row[side + 1] + row[side + 2] / 2) * cut.seconds / whole;
    scroll.scrollLeft = middle * width * zoom - width / 2;
  }
  document.querySelectorAll("[data-zoom]").forEach(function (button) {
    button.addEventListener("click", function () { zoomTo(Number(button.dataset.zoom) ? zoom * Number(button.dataset.zoom) : 1); });
  });
  document.querySelectorAll("[data-step]").forEach(function (button) {
    button.addEventListener("click", function () {
      var at = visible.indexOf(byNumber[selected]), step = Number(button.dataset.step), next = at < 0 ? 0 : at + step;
      if (visible[next]) { select(visible[next][N], { drawing: true }); }
    });
  });
  scroll.addEventListener("scroll", later);
  scroll.addEventListener("keydown", function (event) {
    if (event.key === "+" || event.key === "=") { zoomTo(zoom * 2); } else if (event.key === "-") { zoomTo(zoom / 2); }
  });
  picture.addEventListener("click", function (event) { var row = at(event); if (row) { select(row[N], { table: true }); } });
  picture.addEventListener("mousemove", function (event) {
    var row = at(event);
    picture.title = row ? told(row) : "";
    picture.style.cursor = row ? "pointer" : "";
  });
  table.addEventListener("click", function (event) {
    var link = event.target.closest("th a");
    if (link) { event.preventDefault(); select(Number(link.textContent), { drawing: true, focus: true }); }
  });
  boxes.forEach(function (box) { box.addEventListener("change", list); });
  find.addEventListener("input", list);
  window.addEventListener("resize", later);
  window.addEventListener("beforeprint", function () { chunks.forEach(fill); });
  window.addEventListener("afterprint", function () { chunks.slice(1).forEach(empty); });
  window.addEventListener("hashchange", function () { select(Number(location.hash.slice(2)), { table: true, drawing: true }); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);
  list();
  draw();
  if (/^#e\d+$/.test(location.hash)) { select(Number(location.hash.slice(2)), { table: true, drawing: true }); }
})();
