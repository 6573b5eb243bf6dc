import { unzipSync } from "fflate";
import { parseHTML } from "linkedom";
import { readSheet } from "read-excel-file/node";
import { describe, expect, it } from "vitest";
import type { ResultTable } from "../../../analysis/export/result-table.ts";
import { resultTables } from "../../../analysis/export/result-tables.ts";
import {
  dataSheet,
  resultSheet,
  variablesSheet,
  workbook,
} from "../../../analysis/export/workbook.ts";
import { columnName } from "../../../analysis/export/workbook-parts.ts";
import { awkwardTable } from "../../support/awkward-table.ts";
import { demoResults } from "../../support/demo-results.ts";

const results = await demoResults();
const tables = [...results.documents].flatMap(([file, document]) =>
  /^\d\d-/.test(file) ? resultTables({ title: String(document.title), document }) : [],
);
const cover = {
  title: "Astudiaeth Môn & co",
  banner: "FOR REVIEW: not for release.",
  lines: ["n"],
};
const bytes = await workbook(tables.map(resultSheet), cover);

/** The parts of a workbook, read as a program for spreadsheets would: sheets by name, cells by address. */
function opened(file: Uint8Array) {
  const parts = unzipSync(file);
  const xml = (name: string) =>
    parseHTML(new TextDecoder().decode(parts[name]).replace(/^<\?xml.*?\?>/, "")).document;
  const strings = [...xml("xl/sharedStrings.xml").querySelectorAll("si")].map((each) =>
    [...each.querySelectorAll("t")].map((own) => own.textContent).join(""),
  );
  const names = [...xml("xl/workbook.xml").querySelectorAll("sheet")].map(
    (each) => each.getAttribute("name") as string,
  );
  const sheets = names.map((name, at) => {
    const sheet = xml(`xl/worksheets/sheet${at + 1}.xml`);
    const cells = new Map(
      [...sheet.querySelectorAll("c")].map((cell) => {
        const value = cell.querySelector("v")?.textContent ?? "";
        return [
          cell.getAttribute("r") as string,
          cell.getAttribute("t") === "s" ? (strings[Number(value)] as string) : Number(value),
        ] as const;
      }),
    );
    const tablePart = `xl/tables/table${at + 1}.xml`;
    return {
      name,
      sheet,
      cells,
      table: parts[tablePart] === undefined ? null : xml(tablePart).querySelector("table"),
    };
  });
  return { parts, sheets, xml };
}

const book = opened(bytes);

describe("the workbook of results", () => {
  it("has a cover, contents, notes and one table a sheet", () => {
    expect(tables.length).toBeGreaterThan(50);
    expect(book.sheets.map(({ name }) => name)).toEqual([
      "Cover",
      "Contents",
      "Notes",
      ...tables.map((_, at) => `Table_${at + 1}`),
    ]);
    for (const { name, cells } of book.sheets.slice(1)) {
      expect(cells.get("A2"), name).toBe("This sheet contains one table.");
      expect(typeof cells.get("A1")).toBe("string");
    }
    expect(book.sheets[0]?.cells.get("A1")).toBe(cover.title);
    expect(book.sheets[0]?.cells.get("A2")).toBe(cover.banner);
  });

  it("marks each table with a name, over just its cells, headers alike in both", () => {
    const names = new Set<string>();
    for (const { name, cells, table } of book.sheets.slice(1)) {
      expect(table, name).not.toBeNull();
      const own = table as Element;
      names.add(own.getAttribute("displayName") as string);
      const [, lastColumn, first, last] = [
        ...(/^A(\d+):([A-Z]+)(\d+)$/.exec(own.getAttribute("ref") as string) ?? []),
      ].map((_, at, all) => [all[0], all[2], Number(all[1]), Number(all[3])][at]) as [
        string,
        string,
        number,
        number,
      ];
      const columns = [...own.querySelectorAll("tableColumn")].map((each) =>
        each.getAttribute("name"),
      );
      expect(columnName(columns.length)).toBe(lastColumn);
      expect(columns).toEqual(columns.map((_, at) => cells.get(`${columnName(at + 1)}${first}`)));
      expect(new Set(columns.map((each) => each?.toLowerCase())).size).toBe(columns.length);
      expect(columns.every((each) => each !== "" && each === each?.trim())).toBe(true);
      // Nothing stands under the table or beside it.
      const rows = [...cells.keys()].map((cell) => Number(cell.replace(/\D+/, "")));
      expect(Math.max(...rows)).toBe(last);
      expect(cells.has(`${columnName(columns.length + 1)}${first}`)).toBe(false);
      expect(own.querySelector("autoFilter")).toBeNull();
    }
    expect(names.size).toBe(book.sheets.length - 1);
  });

  it("gives the numbers of the results, not their words", () => {
    for (const [at, table] of tables.entries()) {
      const { cells, name } = book.sheets[at + 3] as (typeof book.sheets)[number];
      const first = Number(
        /^A(\d+)/.exec(book.sheets[at + 3]?.table?.getAttribute("ref") as string)?.[1],
      );
      for (const [row, values] of table.rows.entries()) {
        for (const [column, value] of values.entries()) {
          const cell = cells.get(`${columnName(column + 1)}${first + 1 + row}`);
          if (value === null) expect(cell, name).toBeUndefined();
          else if (typeof value === "number") expect(cell, name).toBe(value);
        }
      }
    }
  });

  it("says where the notes are, and each note is there", () => {
    const notes = [...(book.sheets[2]?.cells.values() ?? [])];
    for (const [at, table] of tables.entries()) {
      const title = String(book.sheets[at + 3]?.cells.get("A1"));
      expect(title.startsWith(table.title)).toBe(true);
      const numbers = [...title.slice(table.title.length).matchAll(/\[(note \d+)\]/g)];
      expect(numbers).toHaveLength(table.notes.length);
      for (const [place, [, number]] of numbers.entries()) {
        const where = notes.indexOf(number as string);
        expect(notes[where + 1]).toBe(table.notes[place]);
      }
    }
  });

  it("leads from the contents to the sheets, and nowhere else", () => {
    const contents = book.sheets[1]?.sheet as Document;
    const links = [...contents.querySelectorAll("hyperlink")];
    expect(links).toHaveLength(book.sheets.length - 2);
    for (const link of links) {
      const sheet = book.sheets[1]?.cells.get(link.getAttribute("ref") as string);
      expect(link.getAttribute("location")).toBe(`'${sheet}'!A1`);
      expect(book.sheets.some(({ name }) => name === sheet)).toBe(true);
      expect(link.getAttribute("r:id")).toBeNull();
    }
    for (const [name, part] of Object.entries(book.parts)) {
      expect(new TextDecoder().decode(part), name).not.toMatch(/TargetMode="External"/);
    }
  });

  it("has no merged, coloured, filtered, frozen or hidden cells, and prints with its banner", () => {
    for (const { sheet, name } of book.sheets) {
      expect(
        sheet.querySelector("mergeCell, autoFilter, pane, f, conditionalFormatting, [hidden]"),
        name,
      ).toBeNull();
      expect(sheet.querySelector("oddFooter")?.textContent).toContain(cover.banner);
      expect(sheet.querySelector("pageSetup")?.getAttribute("paperSize")).toBe("9");
      const order = [...(sheet.querySelector("worksheet")?.children ?? [])].map((each) =>
        each.tagName.toLowerCase(),
      );
      const right = [
        "sheetpr",
        "cols",
        "sheetdata",
        "hyperlinks",
        "pagemargins",
        "pagesetup",
        "headerfooter",
        "tableparts",
      ];
      expect(order).toEqual(right.filter((each) => order.includes(each)));
    }
    const styles = new TextDecoder().decode(book.parts["xl/styles.xml"]);
    expect(styles.match(/patternType="(\w+)"/g)).toEqual([
      'patternType="none"',
      'patternType="gray125"',
    ]);
    expect(styles).not.toMatch(/<name val="(?!Arial)/);
  });

  it("is read by another program: sheet, header and numbers", async () => {
    const sheet = await readSheet(Buffer.from(bytes), "Table_1");
    const header = sheet.findIndex((row) => row[1] !== null);
    expect(sheet[header]?.[0]).toBe(tables[0]?.columns[0]?.header);
    expect(sheet[header + 1]).toEqual(tables[0]?.rows[0]);
  });
});

describe("awkward tables", () => {
  const odd: ResultTable = {
    title: "+Odd",
    subtitle: "",
    columns: ["n", "N", "", "=SUM(A1)", "line\nend", "n"].map((header) => ({
      header,
      format: "text",
    })),
    rows: [],
    notes: [],
  };

  it("gets headers that Excel can take, and a table without rows one empty row", async () => {
    const { sheets } = opened(
      await workbook([resultSheet(odd)], { title: "t", banner: "a & b <c>", lines: [] }),
    );
    expect(sheets.map(({ name }) => name)).toEqual(["Cover", "Contents", "Table_1"]);
    const { table, cells } = sheets[2] as (typeof sheets)[number];
    expect(
      [...(table?.querySelectorAll("tableColumn") ?? [])].map((each) => each.getAttribute("name")),
    ).toEqual(["n", "N (2)", "Column 3", "'=SUM(A1)", "line end", "n (3)"]);
    const first = [...cells].find(([, value]) => value === "n")?.[0].slice(1);
    expect(table?.getAttribute("ref")).toBe(`A${first}:F${Number(first) + 1}`);
    expect(cells.get("A1")).toBe("'+Odd");
  });

  it("says what the missing words mean and keeps every variable's meaning", async () => {
    const table = awkwardTable();
    const { sheets } = opened(
      await workbook([variablesSheet([table]), dataSheet(table)], {
        title: "t",
        banner: "b",
        lines: [],
      }),
    );
    const words = [...(sheets[2]?.cells.values() ?? [])].join("\n");
    for (const reason of [
      "Not recorded on file",
      "Could not judge",
      "Not applicable",
      "Document unavailable",
    ]) {
      expect(words).toContain(`[${reason}]`);
    }
    const meanings = [...(sheets[3]?.cells.values() ?? [])].map(String);
    for (const variable of table.variables) expect(meanings).toContain(variable.name);
    expect(meanings).toContain("Plentyn (Ynys Môn)");
  });
});
