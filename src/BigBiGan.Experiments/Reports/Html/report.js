"use strict";
// The page reads without this: it sorts, filters and groups the table, reads curves, and enlarges pictures.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const svgSpace = "http://www.w3.org/2000/svg";

  // ---- the table
  const table = document.getElementById("table");
  if (table) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    const filter = document.getElementById("filter");
    const group = document.getElementById("group");
    const count = document.getElementById("count");
    let order = rows;

    const value = (row, column) => {
      const cell = row.cells[column];
      if (heads[column].dataset.sort === "text") { return cell.textContent.trim(); }
      return cell.dataset.value === undefined ? NaN : Number(cell.dataset.value);
    };
    const compare = (a, b) => typeof a === "string" ? a.localeCompare(b, "en", { numeric: true }) : a - b;
    const isNone = (one) => typeof one === "number" && Number.isNaN(one);

    // Rows without a number stand last in both directions.
    const sort = (column, direction) => {
      order = direction === "none" ? rows : [...rows].sort((a, b) => {
        const [x, y] = [value(a, column), value(b, column)];
        if (isNone(x) || isNone(y)) { return isNone(x) - isNone(y); }
        return (direction === "ascending" ? 1 : -1) * compare(x, y);
      });
      heads.forEach((head, i) => head.setAttribute("aria-sort", i === column ? direction : "none"));
      show();
    };

    const headOf = (name, members) => {
      const line = document.createElement("tr");
      line.className = "group";
      const head = document.createElement("th");
      head.scope = "rowgroup";
      head.textContent = `${name} (${members.length})`;
      line.append(head, document.createElement("td"));
      for (let column = 2; column < heads.length; column++) {
        const cell = document.createElement("td");
        const values = members.map((row) => value(row, column)).filter((one) => !isNone(one));
        const format = data.metrics && data.metrics[column - 2];
        if (format && values.length > 1) {
          cell.className = "num faint";
          cell.textContent = (values.reduce((sum, one) => sum + one, 0) / values.length).toFixed((format.split(".")[1] || "").length);
          cell.title = "mean of the group's rows";
        }
        line.append(cell);
      }
      return line;
    };

    const show = () => {
      const words = (filter?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
      const key = group?.value ?? "";
      const text = (row) => [row.cells[0].textContent, ...Object.values(row.dataset), row.querySelector("a")?.title ?? ""].join(" ").toLowerCase();
      const shown = order.filter((row) => words.every((word) => text(row).includes(word)));
      const attribute = (row) => row.getAttribute(`data-${key}`) ?? "";
      const lines = !key ? shown : [...new Set(shown.map(attribute))]
        .sort((a, b) => compare(a, b))
        .flatMap((name) => {
          const members = shown.filter((row) => attribute(row) === name);
          return [headOf(name, members), ...members];
        });
      body.replaceChildren(...lines);
      if (!filter) { return; } // a page of one run
      count.textContent = shown.length === rows.length ? `${rows.length} rows` : `${shown.length} of ${rows.length} rows`;
      const there = new Set(shown.map((row) => row.dataset.row));
      document.querySelectorAll("[data-row]:not(tr)").forEach((one) => one.classList.toggle("off", !there.has(one.dataset.row)));
    };

    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      const first = head.dataset.sort === "text" ? "ascending" : "descending";
      const second = first === "ascending" ? "descending" : "ascending";
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        sort(column, now === "none" ? first : now === first ? second : "none");
      });
    });
    const tools = document.querySelector(".tools");
    if (tools) {
      tools.hidden = false;
      tools.addEventListener("submit", (event) => event.preventDefault());
      filter.addEventListener("input", show);
      group.addEventListener("change", show);
    }
    show();
  }

  // ---- a link to a row opens it
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) { target.open = true; }
  };
  addEventListener("hashchange", open);
  document.addEventListener("click", (event) => { if (event.target.closest?.("a[href^='#']")) { setTimeout(open); } });
  open();
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));

  // ---- curves
  const tip = document.getElementById("tip");
  const reading = document.getElementById("reading");
  const short = (number) => Number(number).toPrecision(4).replace(/\.?0+$/, "").replace(/\.?0+e/, "e");
  for (const plot of data.curves ?? []) {
    const figure = document.getElementById(plot.id);
    const svg = figure.querySelector("svg");
    const paths = [...figure.querySelectorAll("path.line")];
    const cursor = document.createElementNS(svgSpace, "line");
    cursor.setAttribute("class", "cursor");
    cursor.setAttribute("y1", plot.top);
    cursor.setAttribute("y2", plot.bottom);
    cursor.style.display = "none";
    svg.append(cursor);
    let [line, point] = [-1, -1];

    const nearest = (steps, step) => {
      let best = 0;
      for (let i = 1; i < steps.length; i++) { if (Math.abs(steps[i] - step) < Math.abs(steps[best] - step)) { best = i; } }
      return best;
    };
    const across = (step) => plot.left + (step / plot.steps) * (plot.right - plot.left);
    const up = (number) => plot.bottom - ((number - plot.low) / (plot.high - plot.low)) * (plot.bottom - plot.top);
    const isShown = (i) => !paths[i].classList.contains("off");
    const read = (i, at, aloud) => {
      [line, point] = [i, at];
      const one = plot.lines[i];
      const text = `${one.name}, step ${one.x[at]}: ${short(one.y[at])}`;
      figure.classList.add("reads");
      paths.forEach((path, j) => path.classList.toggle("read", j === i));
      cursor.style.display = "";
      cursor.setAttribute("x1", across(one.x[at]));
      cursor.setAttribute("x2", across(one.x[at]));
      tip.textContent = text;
      tip.hidden = false;
      const box = svg.getBoundingClientRect();
      const scale = box.width / svg.viewBox.baseVal.width;
      const x = box.left + across(one.x[at]) * scale;
      const y = box.top + Math.min(plot.bottom, Math.max(plot.top, up(one.y[at]))) * scale;
      const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
      tip.style.left = `${scrollX + Math.max(8, Math.min(room, x - tip.offsetWidth / 2))}px`;
      tip.style.top = `${scrollY + y - tip.offsetHeight - 12}px`;
      if (aloud && reading) { reading.textContent = text; }
    };
    const rest = () => {
      figure.classList.remove("reads");
      cursor.style.display = "none";
      tip.hidden = true;
    };
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const scale = box.width / svg.viewBox.baseVal.width;
      const [x, y] = [(event.clientX - box.left) / scale, (event.clientY - box.top) / scale];
      const step = ((x - plot.left) / (plot.right - plot.left)) * plot.steps;
      let best = null;
      plot.lines.forEach((one, i) => {
        if (!isShown(i)) { return; }
        const at = nearest(one.x, step);
        const away = Math.abs(up(one.y[at]) - y);
        if (!best || away < best.away) { best = { i, at, away }; }
      });
      if (best) { read(best.i, best.at, false); }
    });
    svg.addEventListener("pointerleave", rest);
    svg.addEventListener("blur", rest);
    svg.addEventListener("keydown", (event) => {
      const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (event.key === "Escape") { rest(); }
      if (!move) { return; }
      event.preventDefault();
      const shown = plot.lines.map((_, i) => i).filter(isShown);
      if (shown.length === 0) { return; }
      const here = Math.max(0, shown.indexOf(line));
      const i = line < 0 ? shown[0] : shown[(here + move[0] + shown.length) % shown.length];
      const last = plot.lines[i].x.length - 1;
      read(i, point < 0 ? last : Math.max(0, Math.min(last, point + move[1])), true);
    });
  }

  // ---- pictures
  const dialog = document.getElementById("large");
  const [large, caption] = [dialog.querySelector("img"), dialog.querySelector("figcaption")];
  let current = null;
  const enlarge = (button) => {
    current = button;
    const image = button.querySelector("img");
    large.src = image.src;
    large.alt = image.alt;
    caption.textContent = image.alt;
    if (!dialog.open) { dialog.showModal(); }
  };
  const visible = () => [...document.querySelectorAll(".zoom")].filter((one) => one.offsetParent !== null);
  document.querySelectorAll(".zoom").forEach((button) => button.addEventListener("click", () => enlarge(button)));
  dialog.addEventListener("click", (event) => { if (event.target === dialog || event.target === large) { dialog.close(); } });
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => current?.focus());
  dialog.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const all = visible();
    if (by && all.length > 0) { enlarge(all[(all.indexOf(current) + by + all.length) % all.length]); }
  });
})();
