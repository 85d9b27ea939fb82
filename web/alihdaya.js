/* alihdaya.js: small conveniences for people who have a keyboard or a slow connection. Every page is complete
   without it. Shortcuts are off while typing and can be switched off (WCAG 2.1.4): localStorage "pintasan" = "mati". */
(function () {
  "use strict";
  var doc = document, store = null;
  try { store = window.localStorage; } catch (e) { store = null; }
  function one(selector, root) { return (root || doc).querySelector(selector); }
  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }

  /* After a refused form the summary gets the focus: it names each field to mend. */
  var summary = one(".errsum");
  if (summary) summary.focus();

  /* Toasts say something good and then leave. */
  all(".toast").forEach(function (t) { setTimeout(function () { t.hidden = true; }, 8000); });

  /* "Select all" of a table, and how many are chosen in the bar above it. */
  function count(form) {
    var n = all("tbody input[type=checkbox]:checked", form).length, words = one(".bulk strong", form);
    if (words) words.textContent = n + " dipilih";
  }
  doc.addEventListener("change", function (e) {
    var box = e.target, form = box.form;
    if (box.type !== "checkbox" || !form) return;
    if (box.hasAttribute("data-semua"))
      all("tbody input[type=checkbox]", form).forEach(function (b) { b.checked = box.checked; });
    count(form);
  });
  all("form:has(> .bulk)").forEach(count);

  /* Filters answer to a choice at once; the button stays for everyone else. */
  all("select[data-langsung]").forEach(function (s) {
    s.addEventListener("change", function () { s.form.requestSubmit(); });
  });

  /* One click sends once. */
  doc.addEventListener("submit", function (e) {
    if (e.defaultPrevented || e.target.method !== "post") return;
    if (e.target.dataset.terkirim) { e.preventDefault(); return; }
    e.target.dataset.terkirim = "1";
    setTimeout(function () { delete e.target.dataset.terkirim; }, 5000);
  });

  /* Progress: ask for the page again and exchange only the job's card, so that the reader keeps the place. */
  function refresh() {
    var card = one("[data-kemajuan]");
    if (!card) return;
    fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } })
      .then(function (r) { return r.ok ? r.text() : Promise.reject(new Error("status")); })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html"), fresh = one("[data-kemajuan]", page);
        if (!fresh) { location.reload(); return; }
        card.replaceWith(doc.importNode(fresh, true));
        setTimeout(refresh, 2000);
      })
      .catch(function () { setTimeout(refresh, 6000); });
  }
  if (one("[data-kemajuan]")) setTimeout(refresh, 2000);

  /* The back button and printing: what is folded belongs on paper too. */
  window.addEventListener("beforeprint", function () { all("details.data").forEach(function (d) { d.open = true; }); });
  all("[data-cetak]").forEach(function (b) { b.hidden = false; b.addEventListener("click", function () { window.print(); }); });

  /* A menu closes when one looks elsewhere. */
  doc.addEventListener("click", function (e) {
    all("details.menu[open]").forEach(function (m) { if (!m.contains(e.target)) m.open = false; });
  });

  /* ── keys ── */
  function typing(t) { return /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName) && !/^(checkbox|radio)$/.test(t.type) || t.isContentEditable; }
  var row = -1, waiting = false;
  function go(step) {
    var rows = all(".tbl tbody tr").filter(function (r) { return one("a, input", r); });
    if (!rows.length) return;
    row = Math.max(0, Math.min(rows.length - 1, row + step));
    var target = one("th a, a", rows[row]) || one("input", rows[row]);
    target.focus();
    rows[row].scrollIntoView({ block: "nearest" });
  }
  function here() { var a = doc.activeElement; return a && a.closest ? a.closest("tbody tr") : null; }
  function choose() {
    var r = here(), box = r && one("input[type=checkbox]", r);
    if (box) box.click();
  }
  function visit(href) {
    var link = one('nav.rail a[href="' + href + '"]');
    if (link) link.click();
  }
  var places = { p: "/pemetaan", t: "/tenaga", a: "/alokasi", d: "/pendataan", b: "/" };
  var words = [["/", "cari"], ["?", "daftar pintasan"], ["g p", "pemetaan"], ["g t", "tenaga kerja"], ["g a", "alokasi"],
    ["g d", "pendataan"], ["j k", "baris berikut, sebelum"], ["x", "pilih baris"], ["Enter", "buka"], ["Ctrl Enter", "kirim formulir"]];
  function help() {
    var d = one("dialog[data-pintasan]");
    if (!d) {
      d = doc.createElement("dialog");
      d.dataset.pintasan = "";
      d.setAttribute("aria-labelledby", "pintasan-h");
      var h = doc.createElement("h2"), list = doc.createElement("dl"), close = doc.createElement("button"), off = doc.createElement("button"), bar = doc.createElement("div");
      h.textContent = "Pintasan papan ketik";
      h.id = "pintasan-h";
      list.className = "kv";
      words.forEach(function (w) {
        var dt = doc.createElement("dt"), dd = doc.createElement("dd"), k = doc.createElement("kbd");
        k.textContent = w[0]; dt.appendChild(k); dd.textContent = w[1]; list.appendChild(dt); list.appendChild(dd);
      });
      bar.className = "row";
      close.className = "btn main"; close.textContent = "Tutup"; close.addEventListener("click", function () { d.close(); });
      off.className = "btn"; off.textContent = "Matikan pintasan";
      off.addEventListener("click", function () { if (store) store.setItem("pintasan", "mati"); d.close(); });
      d.className = "stack-m";
      bar.appendChild(close); bar.appendChild(off);
      [h, list, bar].forEach(function (x) { d.appendChild(x); });
      doc.body.appendChild(d);
    }
    d.showModal();
  }
  doc.addEventListener("keydown", function (e) {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && e.target.form) { e.preventDefault(); e.target.form.requestSubmit(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || one("dialog[open]")) return;
    if (store && store.getItem("pintasan") === "mati" && e.key !== "?") return;
    if (store && e.key === "?") store.removeItem("pintasan");
    if (waiting) { waiting = false; if (places[e.key]) { e.preventDefault(); visit(places[e.key]); } return; }
    switch (e.key) {
    case "/": var s = one(".appbar input[type=search], input[type=search]"); if (s) { e.preventDefault(); s.focus(); } break;
    case "?": e.preventDefault(); help(); break;
    case "g": waiting = true; setTimeout(function () { waiting = false; }, 1200); break;
    case "j": go(1); break;
    case "k": go(-1); break;
    case "x": choose(); break;
    }
  });
})();
