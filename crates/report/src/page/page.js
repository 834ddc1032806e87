// Sorts and filters the table of claims, copies text and saves figures and numbers. The page is whole without it.
"use strict";
(() => {
  const each = (selector, does) => document.querySelectorAll(selector).forEach(does);
  each("[data-needs-script]", element => { element.hidden = false; });

  // On a telephone the contents are folded.
  const isNarrow = matchMedia("(max-width: 60rem)");
  const fold = () => each(".contents details", details => { details.open = !isNarrow.matches; });
  isNarrow.addEventListener("change", fold);
  fold();

  // Sorting: by the number that a cell starts with where all have one, else by its letters.
  const key = cell => cell.dataset.key ?? cell.textContent.trim();
  const compare = (a, b) => {
    const [x, y] = [parseFloat(a), parseFloat(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
  };
  const sort = (table, column, descending) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].sort((a, b) => compare(key(a.cells[column]), key(b.cells[column])));
    if (descending) rows.reverse();
    body.append(...rows);
  };
  each("#claims-table thead th", (header, column, headers) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => {
      const descending = header.getAttribute("aria-sort") === "ascending";
      headers.forEach(other => other.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sort(header.closest("table"), column, descending);
    });
  });

  // Filters: each looks at one column.
  const form = document.querySelector(".filters");
  const filter = () => {
    const wanted = [...form.querySelectorAll("[data-column]")].filter(input => input.value !== "");
    const matches = row => wanted.every(input => {
      const text = row.cells[Number(input.dataset.column)].textContent.trim();
      return input.tagName === "SELECT" ? text === input.value : text.toLowerCase().includes(input.value.toLowerCase());
    });
    const rows = [...document.querySelector("#claims-table").tBodies[0].rows];
    rows.forEach(row => { row.hidden = !matches(row); });
    form.querySelector("output").textContent = `${rows.filter(row => !row.hidden).length} of ${rows.length}`;
  };
  if (form) {
    form.addEventListener("input", filter);
    form.addEventListener("submit", event => event.preventDefault());
  }

  // Copying.
  const copied = async (button, text) => {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "copied";
    } catch {
      button.textContent = "cannot copy here";
    }
    setTimeout(() => { button.textContent = said; }, 1500);
  };
  const added = (name, does) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => does(button));
    return button;
  };
  const copies = (name, text) => {
    const button = added(name, button => copied(button, text));
    button.className = "copy";
    return button;
  };
  each(".statement", statement => {
    const file = statement.closest("article").querySelector(".file pre")?.textContent ?? "";
    const latex = statement.dataset.copy ?? file.match(/^statement = '''([^]*?)'''$/m)?.[1];
    if (latex) statement.append(copies("copy LaTeX", latex));
  });
  each("code.command, .commands dd", command => {
    const button = copies("copy", command.textContent);
    if (command.tagName === "DD") command.append(" ", button);
    else command.after(" ", button);
  });

  // Saving: the view that is shown, and the tables of numbers.
  const save = (name, type, text) => {
    const link = document.createElement("a");
    link.download = name;
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const shownSvg = figure => [...figure.querySelectorAll("svg")].find(svg => svg.getClientRects().length > 0);
  const svgText = figure => {
    const svg = shownSvg(figure).cloneNode(true);
    const hidden = [...figure.querySelectorAll("input[type=checkbox]:not(:checked)")];
    hidden.forEach(box => svg.querySelectorAll(`g.${CSS.escape(box.className)}`).forEach(group => group.remove()));
    const element = name => document.createElementNS("http://www.w3.org/2000/svg", name);
    svg.querySelectorAll("use").forEach(use => {
      const group = element("g");
      group.setAttribute("transform", `translate(${use.getAttribute("x")} ${use.getAttribute("y")})`);
      const parts = [...use.children, ...document.getElementById(use.getAttribute("href").slice(1)).children];
      group.append(...parts.map(part => part.cloneNode(true)));
      use.replaceWith(group);
    });
    const style = element("style");
    style.textContent = [...document.querySelector("style").textContent.matchAll(/^\.[km]\d+\{.*\}$/gm)].map(([rule]) => rule).join("\n");
    const title = element("title");
    title.textContent = figure.closest("article")?.querySelector(".title")?.textContent ?? document.title;
    const markers = [...document.querySelectorAll(".shapes marker")].filter(marker => svg.querySelector(`.${marker.id}`));
    svg.prepend(title, style, ...markers.map(marker => marker.cloneNode(true)));
    return new XMLSerializer().serializeToString(svg);
  };
  // A spreadsheet would compute what starts like a formula.
  const field = text => {
    const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  // A cell may reach over the rows below it.
  const rowsOf = table => {
    const open = [];
    return [...table.rows].map(row => {
      const own = [...row.cells];
      return [...table.rows[0].cells].map((_, column) => {
        if (!open[column]?.left) {
          const cell = own.shift();
          open[column] = { text: cell.textContent.trim(), left: cell.rowSpan };
        }
        open[column].left -= 1;
        return open[column].text;
      });
    });
  };
  const csvText = article => [...article.querySelectorAll("table.numbers")]
    .map(table => rowsOf(table).map(row => row.map(field).join(",")).join("\n"))
    .join("\n\n") + "\n";
  each("article figure", figure => {
    const article = figure.closest("article");
    const name = article.getAttribute("aria-labelledby").replace(/^claim-/, "");
    const downloads = document.createElement("p");
    downloads.className = "downloads";
    const svg = added("SVG", () => save(`${name}.svg`, "image/svg+xml", svgText(figure)));
    const csv = added("CSV", () => save(`${name}.csv`, "text/csv", csvText(article)));
    [svg.dataset.download, csv.dataset.download] = ["svg", "csv"];
    downloads.append(svg, " ", csv);
    figure.append(downloads);
  });
})();
