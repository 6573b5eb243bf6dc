import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportFormats } from "../../../cli/support/export-formats.ts";
import { readCsv } from "../../../data-dictionary/sources/csv/read-csv.ts";
import { runCli } from "../../support/run-cli.ts";
import { shortenPlan } from "../../support/short-plan.ts";

let folder = "";
let study = "";
const output = (...parts: string[]): string => join(study, "output", ...parts);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-"));
  study = join(folder, "demo");
  await runCli(["demo", "demo"], folder);
  shortenPlan(study);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("throughline export", () => {
  it("writes every format, cases to private, results to review, and nothing to release", async () => {
    const { code, out } = await runCli([
      "export",
      "--to",
      exportFormats.join(","),
      "--study",
      study,
    ]);
    expect(code).toBe(0);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out.replace(/\d+ (files written|more)/g, "N $1")).toMatchSnapshot();
    expect(readdirSync(output()).sort()).toEqual(["private", "review"]);
    expect(readdirSync(output("private/export")).sort()).toEqual(
      exportFormats.filter((format) => !["docx", "svg", "png"].includes(format)).sort(),
    );
    expect(readdirSync(output("review/export")).sort()).toEqual([
      "csv",
      "docx",
      "png",
      "svg",
      "xlsx",
    ]);
    for (const zone of ["private", "review"]) {
      for (const format of readdirSync(output(zone, "export"))) {
        expect(readFileSync(output(zone, "export", format, "DO-NOT-SHARE.txt"), "utf8")).toMatch(
          /not for release\. SYNTHETIC/,
        );
      }
    }
  }, 300_000);

  it("keeps every child and family, and the counts of the outcomes", () => {
    const children = readCsv(readFileSync(output("private/export/csv/plain/children.csv")));
    const place = children.header.indexOf("stability_5y");
    const counts = new Map<string, number>();
    for (const row of children.rows) {
      counts.set(row[place] as string, (counts.get(row[place] as string) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      stable_at_home: 59,
      stable_away: 40,
      unstable: 39,
    });
    const people = readCsv(readFileSync(output("private/export/csv/children.csv")));
    expect(people.rows).toHaveLength(138);
    expect(people.dialect.bom).toBe(true);
  });

  it("gives PSPP the counts and the chi-squared of throughline associate", async () => {
    if (spawnSync("pspp", ["--version"]).status !== 0) return;
    const syntax = join(folder, "table.sps");
    writeFileSync(
      syntax,
      `GET FILE="${output("private/export/spss/children.sav")}".
CROSSTABS /TABLES=case_management BY stability_5y /STATISTICS=CHISQ /CELLS=COUNT.
FREQUENCIES neglect_educational /STATISTICS=NONE.
`,
    );
    const shown = spawnSync("pspp", ["-O", "format=csv", syntax], { encoding: "utf8" }).stdout;
    const { out } = await runCli([
      ...["associate", "stability_5y", "--with", "case_management", "--json", "--study", study],
    ]);
    const [result] = JSON.parse(out).results;
    const { table, tests } = result;
    for (const [at, label] of table.rowLabels.entries()) {
      const counts = table.counts[at].filter((count: number) => count > 0).join(",");
      if (counts === "") continue;
      const name = label.includes(",") ? `"${label}"` : label;
      expect(shown).toContain(`${name},Count,${counts},`);
    }
    const pearson = tests.find((test: { method: string }) => test.method === "pearson");
    expect(shown).toContain(`Pearson Chi-Square,${pearson.statistic.toFixed(2)},${pearson.df},`);
    // 122 known, 14 not recorded and two that nobody could judge: none of them counted.
    expect(shown).toMatch(/Missing,Not recorded on file,14,.*\n,Could not judge,2,/);
  });

  it("writes a Word document with real headings, captions, tables and pictures", async () => {
    const parts = unzipSync(readFileSync(output("review/export/docx/results.docx")));
    const text = (name: string): string => new TextDecoder().decode(parts[name]);
    const body = text("word/document.xml");
    expect(body).toContain('<w:pStyle w:val="Heading1"/>');
    expect(body).toContain('<w:pStyle w:val="Caption"/>');
    expect(body).toContain("SEQ Table");
    expect(body).toContain('<w:tblStyle w:val="ResultTable"/>');
    expect(body.match(/<w:tblHeader\/>/g)?.length).toBe(body.match(/<w:tbl>/g)?.length);
    const pictures = body.match(/<wp:docPr [^>]*>/g) ?? [];
    expect(pictures.length).toBeGreaterThan(20);
    for (const picture of pictures) expect(picture).toMatch(/descr="[^"]{40,}"/);
    expect(text("word/footer1.xml")).toContain("FOR REVIEW");
    expect(text("word/styles.xml")).toContain('w:val="heading 1"');
    if (spawnSync("soffice", ["--version"]).status !== 0) return;
    const made = spawnSync(
      "soffice",
      [
        `-env:UserInstallation=file://${folder}/office`,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
        output("review/export/docx/results.docx"),
      ],
      { encoding: "utf8" },
    );
    expect(made.status, made.stderr).toBe(0);
    expect(readFileSync(join(folder, "results.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
  }, 300_000);

  it("writes each figure of the report once, with its words", () => {
    const { rows } = readCsv(readFileSync(output("review/export/svg/contents.csv")));
    const names = rows.map((row) => row[0] as string);
    expect(names.length).toBeGreaterThan(20);
    expect(new Set(names).size).toBe(names.length);
    expect(readdirSync(output("review/export/svg")).sort()).toEqual(
      [...names, "contents.csv", "DO-NOT-SHARE.txt"].sort(),
    );
    for (const [file = "", , title = "", , description = ""] of rows) {
      const svg = readFileSync(output("review/export/svg", file), "utf8");
      expect(svg).toContain("</svg>");
      expect(svg).toMatch(/<title[^>]*>/);
      expect(svg.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ")).toMatch(
        /FOR REVIEW.*not for release/,
      );
      expect(title).not.toBe("");
      expect(description.length).toBeGreaterThan(40);
      const png = readFileSync(output("review/export/png", file.replace(/svg$/, "png")));
      expect(png.subarray(1, 4).toString()).toBe("PNG");
    }
    const shown = rows.map((row) => row.slice(2, 5).join());
    expect(new Set(shown).size).toBe(shown.length);
  });

  it("has no formula, hidden sheet, name, comment or link that leads out of its workbooks", () => {
    for (const file of ["private/export/xlsx/data.xlsx", "review/export/xlsx/results.xlsx"]) {
      // Only the contents have links, and they stay in the workbook.
      const parts = unzipSync(readFileSync(output(file)));
      const names = Object.keys(parts);
      expect(names.some((name) => /comment|external|pivot|vba|drawing/i.test(name))).toBe(false);
      const all = Object.values(parts)
        .map((part) => new TextDecoder().decode(part))
        .join("\n");
      expect(all).not.toMatch(
        /<f>|<f |state="hidden"|<hyperlink[^>]*r:id|TargetMode="External"|<definedName |<mergeCell/,
      );
      const strings = new TextDecoder().decode(parts["xl/sharedStrings.xml"]);
      for (const [, cell] of strings.matchAll(/<t[^>]*>([^<]*)<\/t>/g)) {
        expect(cell).not.toMatch(/^[=+\-@\t\r\n\u00a0＝]/);
      }
    }
  });

  it("writes the same bytes again", async () => {
    const files = [
      "private/export/spss/children.sav",
      "private/export/stata/children.dta",
      "private/export/parquet/children.parquet",
      "private/export/xlsx/data.xlsx",
      "review/export/docx/results.docx",
      "private/export/frictionless/datapackage.json",
    ];
    const read = (): Buffer[] => files.map((file) => readFileSync(output(file)));
    const before = read();
    // The formats of those files, and no others: the rest is not read.
    const formats = new Set(files.map((file) => file.split("/")[2]));
    await runCli(["export", "--to", [...formats].join(","), "--study", study]);
    read().forEach((bytes, at) => {
      expect(bytes.equals(before[at] as Buffer), files[at]).toBe(true);
    });
  }, 300_000);

  it("writes only what is asked for, where it is asked", async () => {
    const args = ["export", "--to", "stata,docx", "--tables", "children", "--study", study];
    const dry = await runCli([...args, "-o", "away", "--dry-run"], folder);
    expect(dry.code).toBe(0);
    expect(existsSync(join(folder, "away"))).toBe(false);
    const { code, out } = await runCli([...args, "-o", "away", "--json"], folder);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      schema: "throughline/export/v1",
      written: true,
      files: ["private/export/stata/DO-NOT-SHARE.txt", "private/export/stata/children.dta"],
    });
    expect(existsSync(join(folder, "away/private/export/stata/children.dta"))).toBe(true);
  });

  it.each([
    ["a release", ["-o", "demo/output/release"], 4],
    ["a folder in a release", ["-o", "demo/output/release/more"], 4],
    ["a link to a release", ["-o", "innocent"], 4],
    ["an unknown format", ["--to", "sas"], 2],
    ["an unknown table", ["--tables", "childern"], 3],
    ["nothing to write", ["--to", "docx", "--tables", "children"], 3],
  ])("refuses %s", async (_name, args, code) => {
    mkdirSync(output("release"), { recursive: true });
    if (!existsSync(join(folder, "innocent")))
      symlinkSync(output("release"), join(folder, "innocent"));
    const result = await runCli(["export", "--study", study, ...args], folder);
    expect(result.code).toBe(code);
    expect(result.out).toBe("");
    expect(result.err).toMatchSnapshot();
    expect(readdirSync(output("release"))).toEqual([]);
  });
});
