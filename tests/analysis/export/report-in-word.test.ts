import { unzipSync } from "fflate";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { reportInWord } from "../../../analysis/export/report-in-word.ts";
import type { WordBlock } from "../../../analysis/export/word-blocks.ts";
import { wordDocument } from "../../../analysis/export/word-document.ts";
import { checkText } from "../../../analysis/report/check-text/check-text.ts";
import { wordLines } from "../../../analysis/report/check-text/word-lines.ts";
import { practicePage } from "../../../analysis/report/page/practice-page.ts";
import { researchReport } from "../../../analysis/report/page/research-report.ts";
import { pngFile } from "../../../cli/support/draw.ts";
import { demoResults } from "../../support/demo-results.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
const results = await demoResults();
const drawn: string[] = [];
const png = (figure: Parameters<typeof pngFile>[0]): Uint8Array => {
  drawn.push(figure.title);
  // One figure is drawn in earnest; the pictures of the rest would only take time.
  return drawn.length === 1
    ? pngFile(figure, { heading: false })
    : new Uint8Array([137, 80, 78, 71, drawn.length]);
};
const blocks = reportInWord(results, { document: document as never, png });
const options = { title: "A study", subtitle: "138 children", banner: "FOR REVIEW" };
const bytes = await wordDocument(blocks, options);
const parts = unzipSync(bytes);
const text = (name: string): string => new TextDecoder().decode(parts[name]);
const { document: xml } = parseHTML(
  text("word/document.xml")
    .replaceAll(/<(\/?)\w+:/g, "<$1")
    .replaceAll(/ \w+:(\w+=)/g, " $1"),
);
const all = (selector: string): Element[] => [...xml.querySelectorAll(selector)] as Element[];
const wordsOf = (element: Element | null): string =>
  [...(element?.querySelectorAll("t") ?? [])].map((each) => each.textContent).join("");
const styled = (style: string): Element[] =>
  all("p").filter((each) => each.querySelector("pStyle")?.getAttribute("val") === style);
const page = parseHTML(
  researchReport(results, { document: document as never, digest: () => "", version: "0" }),
).document;
const onPage = (selector: string): Element[] => [...page.querySelectorAll(selector)] as Element[];

describe("the report in Word", () => {
  it("has the report's headings, in Word's own styles and in the same order", () => {
    const wanted = onPage("main h2, main h3, main h4")
      // The box about sharing is the banner of the document.
      .filter((each) => each.id !== "sharing")
      .map((each) => {
        for (const code of each.querySelectorAll(".code")) code.remove();
        return each.textContent;
      });
    const headings = all("p")
      .filter((each) => /^Heading\d$/.test(each.querySelector("pStyle")?.getAttribute("val") ?? ""))
      .map(wordsOf);
    expect(headings).toEqual(wanted);
    for (const level of [1, 2, 3]) {
      expect(text("word/styles.xml")).toContain(`w:val="heading ${level}"`);
      expect(styled(`Heading${level}`).length).toBeGreaterThan(3);
    }
  });

  it("has a picture for every figure of the report, its words as alternative text", () => {
    const figures = onPage("figure");
    expect(drawn).toHaveLength(figures.length);
    const kinds = new Set(drawn.map((title) => title.split(" ")[0]));
    expect(kinds.size).toBeGreaterThan(10);
    const properties = all("docPr");
    expect(properties).toHaveLength(figures.length);
    const described = properties.map((each) => each.getAttribute("descr") ?? "");
    for (const words of described) expect(words.length).toBeGreaterThan(40);
    // The picture in the page carries the same words.
    const onPageWords = figures.map((each) =>
      each.querySelector("svg")?.getAttribute("aria-label"),
    );
    expect(properties.map((each, at) => `${each.getAttribute("title")}. ${described[at]}`)).toEqual(
      onPageWords,
    );
    const ids = properties.map((each) => each.getAttribute("id"));
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(parts).filter((name) => name.endsWith(".png"))).toHaveLength(figures.length);
  });

  it("numbers a caption for each table and figure, and repeats each header row", () => {
    const tables = all("tbl");
    const kinds = all("fldSimple").map((each) => each.getAttribute("instr")?.split(" ")[1]);
    expect(kinds.filter((kind) => kind === "Table")).toHaveLength(tables.length);
    expect(kinds.filter((kind) => kind === "Figure")).toHaveLength(drawn.length);
    expect(styled("Caption")).toHaveLength(kinds.length);
    for (const table of tables) {
      const [first, ...rest] = [...table.querySelectorAll("tr")];
      expect(first?.querySelector("tblHeader")).not.toBeNull();
      expect(rest.every((row) => row.querySelector("tblHeader") === null)).toBe(true);
      expect(table.querySelector("tblStyle")?.getAttribute("val")).toBe("ResultTable");
      const counts = [...table.querySelectorAll("tr")].map(
        (row) => row.querySelectorAll("tc").length,
      );
      expect(new Set(counts).size).toBe(1);
      expect(table.querySelector("vMerge, gridSpan")).toBeNull();
      const before = table.previousElementSibling;
      expect(before?.querySelector("pStyle")?.getAttribute("val")).toBe("Caption");
    }
  });

  it("keeps every table between the margins of A4, and every number whole", () => {
    for (const table of all("tbl")) {
      const widths = [...table.querySelectorAll("gridCol")].map((each) =>
        Number(each.getAttribute("w")),
      );
      expect(widths.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(9638);
    }
    const size = xml.querySelector("pgSz");
    expect([size?.getAttribute("w"), size?.getAttribute("h")]).toEqual(["11906", "16838"]);
  });

  it("has every table of the report, number for number", () => {
    const squash = (words: string): string => words.replaceAll(/\s+/g, " ").trim();
    const rowsOf = (table: Element, row: string, cell: string, read: (cell: Element) => string) =>
      [...table.querySelectorAll(row)].map((each) =>
        [...each.querySelectorAll(cell)].map((own) => squash(read(own))).join(" | "),
      );
    const word = all("tbl").map((each) => rowsOf(each, "tr", "tc", wordsOf).join("\n"));
    const report = onPage("main table").map((each) =>
      rowsOf(each, "tr", "th, td", (cell) => cell.textContent ?? "").join("\n"),
    );
    const same = report.filter((each) => word.includes(each)).length;
    // The others have a column with nothing in it, which the document leaves out.
    expect(report).toHaveLength(word.length);
    expect(same).toBeGreaterThan(report.length * 0.8);
  });

  it("has every sentence of the findings, and links that lead somewhere", () => {
    const body = all("p").map(wordsOf).join("\n");
    for (const claim of onPage(".claim")) expect(body).toContain(claim.textContent as string);
    const names = all("bookmarkStart").map((each) => each.getAttribute("name"));
    const links = all("hyperlink").map((each) => each.getAttribute("anchor"));
    expect(links.length).toBeGreaterThan(40);
    for (const link of links) expect(names).toContain(link);
    expect(new Set(names).size).toBe(names.length);
    const ids = all("bookmarkStart").map((each) => each.getAttribute("id"));
    expect(ids).toEqual(all("bookmarkEnd").map((each) => each.getAttribute("id")));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("passes its own check of text, and so do the pages", () => {
    expect(checkText(wordLines(text("word/document.xml")), results).findings).toEqual([]);
    const tools = { document: document as never, digest: () => "", version: "0" };
    for (const html of [practicePage(results, tools), researchReport(results, tools)]) {
      const words = [...parseHTML(html).document.querySelectorAll("p, li, dd, figcaption span")];
      const lines = words.map((each, at) => ({ line: at + 1, text: each.textContent ?? "" }));
      expect(lines.length).toBeGreaterThan(20);
      expect(checkText(lines, results).findings).toEqual([]);
    }
  });

  it("would not pass with a number that is wrong", () => {
    const lines = wordLines(text("word/document.xml"));
    const wrong = lines.map((line) => ({
      ...line,
      text: line.text.replace("59 (43%)", "61 (43%)"),
    }));
    expect(checkText(wrong, results).findings.map(({ message }) => message)).toContain(
      "61 of 138 is 44%, not 43%.",
    );
  });

  it("gives the tables of an analysis that has no page in the report at its end", () => {
    const more = reportInWord(results, { document: document as never, png }, [
      { number: 1, title: "Has a page", tables: () => [] },
      {
        number: 999,
        title: "Has none",
        tables: () => [
          {
            title: "Rates",
            subtitle: "3 areas",
            columns: [{ header: "Rate", format: "number" }],
            rows: [[1.5], [null]],
            notes: ["One not known."],
          },
        ],
      },
    ]).slice(-3);
    expect(more).toEqual([
      { kind: "heading", level: 1, words: "More tables", name: "s_more_tables" },
      { kind: "heading", level: 2, words: "Has none" },
      {
        kind: "table",
        table: {
          caption: "Rates. 3 areas",
          columns: [{ header: "Rate", align: "right" }],
          rows: [["1.50"], ["–"]],
          note: "One not known.",
        },
      },
    ]);
  });

  it("can be read with the letters that XML does not allow, and gives the same bytes again", async () => {
    const awkward: WordBlock[] = [
      { kind: "heading", level: 1, words: "Llŷr & <Siân>\u0000\u0007" },
      { kind: "table", table: { caption: "None", columns: [{ header: "a" }], rows: [] } },
    ];
    const first = await wordDocument(awkward, options);
    const body = new TextDecoder().decode(unzipSync(first)["word/document.xml"]);
    expect(body).toContain("Llŷr &amp; &lt;Siân&gt;\ufffd\ufffd");
    expect(await wordDocument(awkward, options)).toEqual(first);
  });
});
