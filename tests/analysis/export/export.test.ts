import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { readSheet } from "read-excel-file/node";
import { describe, expect, it } from "vitest";
import { csvForPeople, csvForPrograms, storedValue } from "../../../analysis/export/csv-files.ts";
import { dtaFile } from "../../../analysis/export/dta-file.ts";
import { exportTable } from "../../../analysis/export/export-table.ts";
import { frictionlessPackage } from "../../../analysis/export/frictionless-package.ts";
import { parquetFile } from "../../../analysis/export/parquet-file.ts";
import { savFile, segmentWidths } from "../../../analysis/export/sav-file.ts";
import { dataSheet, workbook } from "../../../analysis/export/workbook.ts";
import { guardCell, unguardCell } from "../../../data-dictionary/sources/csv/formula-guard.ts";
import { readCsv } from "../../../data-dictionary/sources/csv/read-csv.ts";
import { numericColumn, textColumn } from "../../../data-dictionary/table/column.ts";
import { dataset } from "../../../data-dictionary/table/dataset.ts";
import { awkwardFiles } from "../../support/awkward-files.ts";
import { awkwardTable } from "../../support/awkward-table.ts";

// What haven, foreign, readxl, base R and PSPP saw in these very bytes: tests/reference/export.R.
const reference = JSON.parse(readFileSync("tests/reference/export.json", "utf8"));
const table = awkwardTable();
const files = await awkwardFiles();
const texts = (name: string): string[] =>
  (table.variables.find((each) => each.name === name)?.texts ?? []).map((text) => text ?? "");
const isoDay = (value: unknown): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : "no date";
const missingWords = [
  ["-9", ".a", "Not recorded on file"],
  ["-8", ".b", "Could not judge"],
  ["-7", ".c", "Not applicable"],
  ["-6", ".d", "Document unavailable"],
] as const;
const stabilityLabels = [
  { value: "1", label: "Stably at home" },
  { value: "2", label: "Stably away, “i ffwrdd”" },
  { value: "3", label: "Unstable" },
];

describe("what other programs read", () => {
  it.each(Object.keys(reference.sha256))("%s is the file they were given", (name) => {
    const bytes = files.get(name) as string | Uint8Array;
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(reference.sha256[name]);
  });

  it("SPSS: names, labels, texts, dates and missing codes through haven", () => {
    const { spss } = reference;
    expect(spss.names.slice(-2)).toEqual(["age_at_index", "by_"]);
    expect(spss.labels).toEqual(table.variables.map((variable) => variable.label));
    expect(spss.texts.slice(0, 4)).toEqual(
      ["child_id", "note", "long_text", "huge_text"].map((name) => texts(name)),
    );
    expect(spss.born).toEqual(["1969-12-31", "1900-02-28", "2004-02-29", null, null]);
    expect(spss.stability).toEqual([1, 3, -9, -7, null]);
    expect(spss.stability_missing).toEqual([-9, -6]);
    expect(spss.stability_labels).toEqual([
      ...missingWords.map(([value, , label]) => ({ value, label })),
      ...stabilityLabels,
    ]);
    expect(spss.age).toEqual([3.5, -5, 0, -9, null]);
    expect(spss.known).toEqual([1, 3, null, null, null]);
    expect(spss.notes).toEqual([table.title, table.banner]);
  });

  it("SPSS: the system file and the syntax give the same in PSPP", () => {
    const lines: string[] = reference.pspp;
    expect(lines.join("\n")).not.toMatch(/warning|error/i);
    const lists = lines.flatMap((line, at) => (line === "Table: Data List" ? [at] : []));
    expect(lists).toHaveLength(2);
    const [first, second] = lists.map((at) =>
      lines
        .slice(at + 2, at + 7)
        .map((line) => line.replace(/(\.\d\d)00(?=,)/, "$1").replace(/ +/g, " ")),
    );
    expect(first).toEqual(second);
    expect(first?.[1]).toBe("C2,Llŷr Siân ap Huw,-9,-8,-9,1900/02/28,3,2,-5.00,2");
    expect(lines).toContain("Missing,.,1,20.0%,,");
    expect(lines).toContain(",Not recorded on file,1,20.0%,,");
    expect(lines).toContain("born,8,Date of birth,Scale,Input,12,Right,SDATE10,SDATE10,-9 THRU -6");
  });

  it("Stata: extended missing values with their words through haven", () => {
    const { stata } = reference;
    expect(stata.names).toEqual(table.variables.map((variable) => variable.name));
    expect(stata.labels).toEqual(table.variables.map((variable) => variable.label));
    expect(stata.texts.slice(0, 4)).toEqual(
      ["child_id", "note", "long_text", "huge_text"].map((name) => texts(name)),
    );
    expect(stata.born).toEqual(["1969-12-31", "1900-02-28", "2004-02-29", null, null]);
    expect(stata.stability).toEqual([1, 3, null, null, null]);
    expect(stata.stability_tags).toEqual([null, null, "a", "c", null]);
    expect(stata.stability_labels).toEqual([
      ...stabilityLabels,
      ...missingWords.map(([, value, label]) => ({ value, label })),
    ]);
    expect(stata.age_tags).toEqual([null, null, null, "a", null]);
    expect(stata.notes).toContain(table.banner);
  });

  it("R: the script makes factors, dates and reasons", () => {
    const { r } = reference;
    expect(r.stability).toEqual(["Stably at home", "Unstable", null, null, null]);
    expect(r.stability_missing).toEqual([
      null,
      null,
      "Not recorded on file",
      "Not applicable",
      null,
    ]);
    expect(r.severity).toEqual(["Some", "Much", "None", null, null]);
    expect(r.ordered).toBe(true);
    expect(r.born).toEqual(["1969-12-31", "1900-02-28", "2004-02-29", null, null]);
    expect(r.note.slice(0, 4)).toEqual(texts("note").slice(0, 4));
    expect(r.labels).toEqual(["Plentyn (Ynys Môn)", 'Stability "at five years"']);
    expect(r.haven).toEqual(stabilityLabels);
  });

  it("Excel: dates are dates, text is safe, in readxl", () => {
    const { excel } = reference;
    expect(excel.sheets).toEqual(["Cover", "Contents", "Notes", "Table_1", "Table_2"]);
    expect(excel.born).toBe("1969-12-31");
    expect(excel.born_class).toBe("POSIXct");
    expect(excel.rows[7].slice(0, 2)).toEqual(["C1", "aaaaaaaé"]);
    expect(excel.rows[10][1]).toBe("'=HYPERLINK(1)");
  });

  it("Excel: openxlsx finds one named table on each sheet but the cover", () => {
    const { tables } = reference.excel;
    expect(tables.Cover.name).toEqual([]);
    expect(tables.Contents).toEqual({ name: "Contents_list", ref: "A4:D7" });
    expect(tables.Notes).toEqual({ name: "Notes_list", ref: "A3:B5" });
    expect(tables.Table_1).toEqual({ name: "Table_1", ref: "A7:L12" });
    expect(tables.Table_2).toEqual({ name: "Table_2", ref: "A6:F18" });
  });

  it("Excel: LibreOffice shows the words, days, numbers and reasons", () => {
    const [id, note, born, stability, severity, age] = reference.office;
    expect(id).toEqual(["C1", "C2", "C3", "C4", "C5"]);
    expect(note).toEqual([
      "aaaaaaaé",
      "Llŷr Siân ap Huw",
      "café au lait … naïve",
      "'=HYPERLINK(1)",
      "",
    ]);
    expect(born).toEqual(["1969-12-31", "1900-02-28", "2004-02-29", "[Not recorded on file]", ""]);
    expect(stability).toEqual([
      "Stably at home",
      "Unstable",
      "[Not recorded on file]",
      "[Not applicable]",
      "",
    ]);
    expect(severity).toEqual([
      "Some",
      "Much",
      "None",
      "[Could not judge]",
      "[Document unavailable]",
    ]);
    expect(age).toEqual(["3.5", "-5", "0", "[Not recorded on file]", ""]);
  });

  it("R and PSPP, where they are installed, still read them so", () => {
    const packages =
      'quit(status = !all(sapply(c("haven", "foreign", "readxl", "openxlsx", "jsonlite"), requireNamespace, quietly = TRUE)))';
    const hasR = spawnSync("Rscript", ["-e", packages]).status === 0;
    if (!hasR || spawnSync("pspp", ["--version"]).status !== 0) return;
    const folder = mkdtempSync(join(tmpdir(), "throughline-"));
    try {
      const out = join(folder, "read.json");
      const { status, stderr } = spawnSync("Rscript", ["tests/reference/export.R", out], {
        encoding: "utf8",
      });
      expect(status, stderr).toBe(0);
      const now = JSON.parse(readFileSync(out, "utf8"));
      // LibreOffice may be there without its spreadsheet.
      const office = now.office.length === 6 ? now.office : reference.office;
      expect({ ...now, office, versions: null }).toEqual({ ...reference, versions: null });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 240_000);
});

describe("files for spreadsheets", () => {
  it("guards text against formulas, and undoes it", () => {
    for (const text of [
      "=1",
      "+1",
      "-x",
      "@a",
      "\tx",
      "\rx",
      "\nx",
      "\u00a0x",
      "＝1",
      "'=1",
      "''-",
    ]) {
      expect(guardCell(text)).toBe(`'${text}`);
    }
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(unguardCell(guardCell(text))).toBe(text);
        expect(guardCell(text)).not.toMatch(/^[=+\-@\t\r\n\u00a0＝]/);
      }),
    );
  });

  it("CSV for people reads back as it was", () => {
    const raw = readCsv(new TextEncoder().encode(csvForPeople(table)));
    expect(raw.faults).toEqual([]);
    const place = raw.header.indexOf("note");
    expect(raw.rows.map((row) => row[place])).toEqual(texts("note"));
    const long = raw.header.indexOf("long_text");
    expect(raw.rows.map((row) => row[long])).toEqual(texts("long_text"));
    expect(csvForPeople(table)).toContain("C2,Llŷr Siân ap Huw");
    expect(csvForPeople(table)).toContain(",-5,");
  });

  it("plain CSV reads back as the same table, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"))),
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })),
        (words, numbers) => {
          const length = Math.min(words.length, numbers.length);
          const data = dataset([
            textColumn("words", words.slice(0, length)),
            numericColumn("numbers", numbers.slice(0, length)),
          ]);
          const own = exportTable(data, { title: "t", banner: "b" });
          const raw = readCsv(new TextEncoder().encode(csvForPrograms(own)));
          expect(raw.rowsRefused).toBe(0);
          expect(raw.rows.map((row) => [row[0], Number(row[1])])).toEqual(
            words.slice(0, length).map((word, at) => [word, (numbers[at] as number) + 0]),
          );
        },
      ),
    );
  });

  it("a workbook follows the accessible layout and reads back", async () => {
    const bytes = Buffer.from(
      await workbook([dataSheet(table)], {
        title: "=Cover",
        banner: "Not for release & more",
        lines: ["One", "Two"],
      }),
    );
    const cover = await readSheet(bytes, "Cover");
    expect(cover.map((row) => row[0])).toEqual(["'=Cover", "Not for release & more", "One", "Two"]);
    const sheet = await readSheet(bytes, "Table_1");
    expect(sheet[0]?.[0]).toBe("Awkward children (SYNTHETIC) [note 1] [note 2]");
    expect(sheet.slice(1, 6).map((row) => row[0])).toEqual([
      "This sheet contains one table.",
      "Notes are on the sheet Notes.",
      "A blank cell means that there is no value.",
      "Not for release & more",
      "One row a child; 5 rows, 12 variables",
    ]);
    const header = sheet.findIndex((row) => row[0] === "child_id");
    expect(sheet[header]).toEqual(table.variables.map((variable) => variable.name));
    const born = (sheet[header] as string[]).indexOf("born");
    expect(isoDay(sheet[header + 1]?.[born])).toBe("1969-12-31");
    expect(sheet[header + 2]?.[born]).toBe("1900-02-28");
    expect(sheet[header + 4]?.[born]).toBe("[Not recorded on file]");
    const age = (sheet[header] as string[]).indexOf("age_at_index");
    expect(sheet[header + 2]?.[age]).toBe(-5);
    for (const row of sheet.slice(header + 1)) {
      for (const cell of row) if (typeof cell === "string") expect(cell).not.toMatch(/^[=+\-@]/);
    }
  });
});

describe("binary files", () => {
  it("split strings above 255 bytes as SPSS does", () => {
    expect(segmentWidths(255)).toEqual([255]);
    expect(segmentWidths(256)).toEqual([255, 4]);
    expect(segmentWidths(800)).toEqual([255, 255, 255, 44]);
    fc.assert(
      fc.property(fc.integer({ min: 256, max: 32_767 }), (width) => {
        const widths = segmentWidths(width);
        expect(widths.slice(0, -1).every((each) => each === 255)).toBe(true);
        expect(widths.at(-1)).toBeGreaterThan(0);
        expect(widths.at(-1)).toBeLessThanOrEqual(252);
        // Packed 255 bytes a piece, the whole text has room.
        expect(widths.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(width);
      }),
    );
  });

  it("refuses numbers that SPSS would take for missing", () => {
    const data = dataset([numericColumn("change", [-7, 2])]);
    const own = exportTable(data, { title: "t", banner: "b" });
    expect(() => savFile(own)).toThrowError(/change has values from -9 to -6/);
    expect(dtaFile(own).length).toBeGreaterThan(0);
  });

  it("an empty table is still a file", () => {
    const own = exportTable(dataset([textColumn("a", []), numericColumn("b", [])]), {
      title: "t",
      banner: "b",
    });
    expect(savFile(own).length).toBeGreaterThan(0);
    expect(dtaFile(own).length).toBeGreaterThan(0);
  });

  it("Parquet keeps values, reasons and the dictionary", async () => {
    const bytes = parquetFile(table);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const rows = await parquetReadObjects({ file: buffer as ArrayBuffer });
    expect(rows.map((row) => row.note)).toEqual(
      table.variables.find((each) => each.name === "note")?.texts,
    );
    expect(rows.map((row) => row.stability)).toEqual([
      "stable_at_home",
      "unstable",
      null,
      null,
      null,
    ]);
    expect(rows.map((row) => row.stability_missing)).toEqual([null, null, -9, -7, null]);
    expect(isoDay(rows[0]?.born)).toBe("1969-12-31");
    const metadata = await parquetMetadataAsync(buffer as ArrayBuffer);
    const own = metadata.key_value_metadata?.find(({ key }) => key === "throughline");
    expect(JSON.parse(own?.value ?? "{}")).toMatchObject({
      banner: table.banner,
      missing: { "-9": "Not recorded on file" },
    });
  });
});

describe("Frictionless data package", () => {
  it("describes missing codes, categories and keys in version 2", () => {
    const description = frictionlessPackage(
      [{ table, path: "data/children.csv", bytes: 1, hash: "sha256:0" }],
      { name: "study", title: "Study", keys: { child: "child_id", family: "family_id" } },
    );
    expect(description).toMatchSnapshot();
  });

  it("stores what the fields say", () => {
    const stability = table.variables.find((each) => each.name === "stability");
    expect([0, 1, 2, 3, 4].map((row) => storedValue(stability as never, row))).toEqual([
      "stable_at_home",
      "unstable",
      -9,
      -7,
      null,
    ]);
  });
});
