"use strict";
(function () {
  document.documentElement.classList.add("live");
  var canvas = document.getElementById("canvas"), scroll = canvas.parentElement, zoom = 1;
  document.querySelectorAll("[data-zoom]").forEach(function (button) {
    button.addEventListener("click", function () {
      var by = Number(button.dataset.zoom), middle = (scroll.scrollLeft + scroll.clientWidth / 2) / canvas.scrollWidth;
      zoom = by ? Math.min(256, Math.max(1, zoom * by)) : 1;
      canvas.style.width = zoom * 100 + "%";
      scroll.scrollLeft = middle * canvas.scrollWidth - scroll.clientWidth / 2;
    });
  });
  var boxes = document.querySelectorAll("[data-kind][type=checkbox]");
  function filter() {
    var shown = {};
    boxes.forEach(function (box) { shown[box.dataset.kind] = box.checked; });
    document.querySelectorAll("tbody tr").forEach(function (row) { row.hidden = !shown[row.dataset.kind]; });
  }
  boxes.forEach(function (box) { box.addEventListener("change", filter); });
  filter();
  function mark() {
    var number = location.hash.replace(/^#[eno]/, "");
    document.querySelectorAll(".on").forEach(function (one) { one.classList.remove("on"); });
    if (!/^\d+$/.test(number)) { return; }
    ["o", "n", "e"].forEach(function (side) {
      var one = document.getElementById(side + number);
      if (!one) { return; }
      one.classList.add("on");
      if (one.hidden) { one.hidden = false; }
    });
    document.querySelectorAll(".band path[data-n='" + number + "']").forEach(function (one) { one.classList.add("on"); });
    var clip = document.getElementById("n" + number) || document.getElementById("o" + number);
    if (clip && location.hash.charAt(1) !== "e") {
      scroll.scrollLeft += clip.getBoundingClientRect().left - scroll.getBoundingClientRect().left - scroll.clientWidth / 2;
    } else if (clip) {
      document.getElementById("e" + number).scrollIntoView({ block: "center" });
    }
  }
  window.addEventListener("hashchange", mark);
  mark();
})();
