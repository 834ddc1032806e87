// Uses the report's page in headless Chromium as a reader does: on a desk and on a telephone, in light and in dark, with scripts and without.
//   node tests/page/browse.mjs PAGE.html CHROMIUM   (with playwright-core where node finds it)
// Exits with 1 and names each fault.
import { createRequire } from "node:module";
import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(`${process.cwd()}/`)("playwright-core");
const [file, executablePath] = process.argv.slice(2);
const url = pathToFileURL(file).href;
const faults = [];
const must = (is, fault) => { if (!is) faults.push(fault); };

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

/** Opens the page and notes what it writes to the console and what it asks for. */
const open = async (name, options) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("console", message => must(false, `${name}: the console says ${message.text()}`));
  page.on("pageerror", error => must(false, `${name}: ${error}`));
  page.on("dialog", dialog => { must(false, `${name}: a dialog says ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", request => must(request.url().split("#")[0] === url || request.url().startsWith("blob:"), `${name}: asks for ${request.url()}`));
  await page.goto(url);
  return page;
};

/** Widths, ids and headings: whether all is in its place. */
const structure = async (name, page) => {
  const found = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
    const links = [...document.querySelectorAll("a[href]")].map(link => link.getAttribute("href"));
    return {
      width: [document.documentElement.scrollWidth, document.documentElement.clientWidth],
      twice: ids.filter((id, i) => ids.indexOf(id) < i),
      dead: links.filter(link => link.startsWith("#") && !ids.includes(link.slice(1))),
      unsafe: links.filter(link => !/^(#|https?:)/.test(link)),
      unnamed: [...document.querySelectorAll("[aria-labelledby]")].map(e => e.getAttribute("aria-labelledby")).filter(id => !ids.includes(id)),
      scopes: document.querySelectorAll("th:not([scope])").length,
      landmarks: ["header", "main", "nav"].filter(tag => !document.querySelector(tag)),
      foreign: document.querySelectorAll("[onclick], [onload], [onerror], iframe, object, embed, img").length + document.scripts.length - 1,
      title: document.title,
    };
  });
  must(found.width[0] <= found.width[1], `${name}: scrolls sideways, ${found.width[0]} of ${found.width[1]}`);
  for (const [what, list] of Object.entries({ "ids twice": found.twice, "dead links": found.dead, "unsafe links": found.unsafe, "names that are not there": found.unnamed, "landmarks missing": found.landmarks }))
    must(list.length === 0, `${name}: ${what}: ${list.slice(0, 5).join(" ")}`);
  must(found.scopes === 0, `${name}: ${found.scopes} headers of tables without a scope`);
  must(found.foreign === 0, `${name}: ${found.foreign} elements that could act`);
};

const backgrounds = page => page.evaluate(() => {
  const view = [...document.querySelectorAll(".view")].find(v => v.offsetParent !== null);
  const first = view?.querySelector("svg use, svg path");
  const paper = first?.tagName === "use" ? document.getElementById(first.getAttribute("href").slice(1)).firstElementChild : first;
  return [getComputedStyle(document.body).backgroundColor, paper ? getComputedStyle(paper).fill : null];
});

// Without scripts the page is whole, at each width and in each scheme.
for (const [device, viewport] of [["telephone", { width: 390, height: 800 }], ["desk", { width: 1280, height: 900 }]]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const javaScriptEnabled of [true, false]) {
      const name = `${device}, ${colorScheme}, ${javaScriptEnabled ? "with" : "without"} scripts`;
      const page = await open(name, { viewport, colorScheme, javaScriptEnabled });
      if (javaScriptEnabled) {
        await structure(name, page);
        const [body, paper] = await backgrounds(page);
        const isDark = colour => colour === null || colour.match(/\d+/g).slice(0, 3).every(part => Number(part) < 60);
        must(isDark(body) === (colorScheme === "dark"), `${name}: the page is ${body}`);
        must(paper === null || isDark(paper) === (colorScheme === "dark"), `${name}: figures are on ${paper}`);
      } else {
        must(await page.locator("article.claim").count() > 0, `${name}: there is no claim`);
        must(await page.locator(".filters").isHidden(), `${name}: filters are shown that do nothing`);
        const summary = page.locator("article.claim details summary").first();
        await summary.click();
        must(await page.locator("article.claim details[open]").count() === 1, `${name}: a fold does not open`);
      }
      await page.context().close();
    }
  }
}

const page = await open("reading", { viewport: { width: 1280, height: 900 } });

// Two clicks lead from the top of the page to each claim's numbers, proof and command.
const claims = await page.evaluate(() => [...document.querySelectorAll("article.claim")].map(article => ({
  id: article.getAttribute("aria-labelledby"),
  proof: article.querySelector(".proof a")?.getAttribute("href"),
})));
for (const { id, proof } of claims) {
  await page.evaluate(() => scrollTo(0, 0));
  await page.locator(`.contents a[href="#${id}"]`).first().click();
  const article = page.locator(`article[aria-labelledby="${id}"]`);
  const inSight = async locator => locator.evaluate(e => { const box = e.getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0; });
  must(await inSight(page.locator(`[id="${id}"]`)), `${id}: one click does not lead to it`);
  must(await article.locator(".again .command").isVisible(), `${id}: its command is not shown`);
  await article.locator("details.numbers > summary").click();
  must(await article.locator("table.numbers").first().isVisible(), `${id}: the second click does not show its numbers`);
  if (proof) {
    await article.locator(".proof a").first().click();
    must(await inSight(page.locator(`[id="${proof.slice(1)}"]`)), `${id}: the second click does not lead to its proof`);
  }
}

// Hover: each point says its value and interval; in the first view of a figure also its replicates, in words or in the options that replay it.
const points = await page.evaluate(() => [...document.querySelectorAll("svg title")].map(title => title.textContent));
const first = await page.evaluate(() => [...document.querySelectorAll("figure.drawn")].flatMap(figure =>
  [...figure.querySelector("svg").querySelectorAll("title")].map(title => title.textContent)));
const figures = await page.locator("figure.drawn svg").count();
must(figures === 0 || points.length > 0, "no point of a figure says anything");
must(points.every(text => text.includes("[")), "a point does not say its interval");
must(first.every(text => text.includes("replicates")), "a point of a first view does not say its replicates");
must(figures === 0 || points.some(text => text.includes("; replay --")), "no point says how it is replayed");

// Switches: each view alone, and series off and on.
const switched = page.locator("figure.drawn:has(input[type=radio])").first();
if (await switched.count()) {
  for (const radio of await switched.locator("input[type=radio]").all()) {
    await radio.check();
    const kind = (await radio.getAttribute("class")).slice("to-".length);
    const shown = await switched.locator(".view").evaluateAll(views => views.filter(view => view.offsetParent !== null).map(view => view.className));
    must(shown.length === 1 && shown[0] === `view ${kind}`, `the switch to ${kind} shows ${shown}`);
  }
}
const withSeries = page.locator("figure.drawn:has(input[type=checkbox])").first();
if (await withSeries.count()) {
  const box = withSeries.locator("input[type=checkbox]").first();
  const series = await box.getAttribute("class");
  const visible = () => withSeries.locator(`.view g.${series}`).evaluateAll(groups => groups.filter(group => group.getBoundingClientRect().width > 0).length);
  must(await visible() > 0, "a series is not shown");
  await box.uncheck();
  must(await visible() === 0, "a series that is switched off is shown");
  await box.check();
}

// The table of claims: filters and sorting, by keyboard.
const rows = () => page.locator("#claims-table tbody tr:visible").count();
const all = await rows();
must(all === claims.length, `${all} rows for ${claims.length} claims`);
await page.locator(".filters input[type=search]").fill("no such claim");
must(await rows() === 0, "the filter by id hides nothing");
await page.locator(".filters input[type=search]").fill("");
const verdicts = page.locator(".filters select").first();
const verdict = await verdicts.locator("option").last().textContent();
await verdicts.selectOption(verdict);
const kept = await page.locator("#claims-table tbody tr:visible td:nth-child(2)").allTextContents();
must(kept.length > 0 && kept.every(text => text === verdict), `the filter by verdict keeps ${kept}`);
await verdicts.selectOption("");
await page.locator("#claims-table thead button").first().focus();
await page.keyboard.press("Enter");
await page.keyboard.press("Enter");
const sorted = await page.locator("#claims-table tbody th a").allTextContents();
must(sorted.every((id, i) => i === 0 || sorted[i - 1].localeCompare(id) >= 0), "the table is not sorted downwards");

// Downloads hold what is shown.
for (const [button, start] of [["svg", "<svg"], ["csv", ""]]) {
  const locator = page.locator(`[data-download=${button}]`).first();
  if (!await locator.count()) continue;
  const [download] = await Promise.all([page.waitForEvent("download"), locator.click()]);
  const stream = await download.createReadStream();
  let text = "";
  for await (const part of stream) text += part;
  must(text.startsWith(start) && text.length > 100, `the download of ${button} holds ${text.slice(0, 40)}`);
}
await page.context().close();

// How fast it is usable: loaded and painted, and answering a click.
const timed = await open("timing", { viewport: { width: 1280, height: 900 } });
const usable = await timed.evaluate(() => performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart);
const start = Date.now();
await timed.locator(".contents a").last().click();
const click = Date.now() - start;
await browser.close();

const size = statSync(file).size;
must(size <= 3_000_000, `the page has ${size} bytes`);
console.log(`HTML: ${claims.length} claims, ${figures} drawings, ${points.length} points with words; ${size} bytes; usable after ${usable} ms, a click takes ${click} ms`);
faults.forEach(fault => console.error(fault));
process.exit(faults.length === 0 ? 0 : 1);
