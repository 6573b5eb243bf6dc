import { createHash } from "node:crypto";
import {
  csvForPeople,
  csvForPrograms,
  rowsForPeople,
  variablesCsv,
} from "../../analysis/export/csv-files.ts";
import { type ExportTable, exportTable } from "../../analysis/export/export-table.ts";
import type { ResultTable } from "../../analysis/export/result-table.ts";
import { resultTables } from "../../analysis/export/result-tables.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import type { ExportFormat } from "./export-formats.ts";
import type { OpenStudy } from "./load-study.ts";
import { type PlanResult, runPlanItem } from "./run-plan.ts";
import { type FileMap, replaceTogether } from "./write-files.ts";

/** Files of one format in one zone, by their name in the folder `path`. */
export interface ExportFolder {
  readonly path: string;
  readonly files: FileMap;
}

/** What is exported besides tables of data. */
const resultsName = "results";

/**
 * Every file of an export, made in memory: nothing is written unless all of it can be.
 *
 * @throws {InputError} `unknown-table`, `nothing-to-export`, and what a format cannot hold.
 */
export async function exportFiles(
  open: OpenStudy,
  options: { readonly formats: readonly ExportFormat[]; readonly tables: readonly string[] | null },
): Promise<ExportFolder[]> {
  const { tables, results } = await chosen(open, options.tables);
  const folders: ExportFolder[] = [];
  for (const format of options.formats) {
    const data = tables.length === 0 ? new Map() : await dataFiles(format, tables, open);
    const shown = results.length === 0 ? new Map() : await resultFiles(format, results, open);
    if (data.size > 0)
      folders.push({ path: `private/export/${format}`, files: withNotice(data, open, "private") });
    if (shown.size > 0)
      folders.push({ path: `review/export/${format}`, files: withNotice(shown, open, "review") });
  }
  if (folders.length === 0) {
    throw new InputError(
      "nothing-to-export",
      "There is nothing to write: Word, SVG and PNG take results only, and SPSS, Stata, R, Frictionless and Parquet take data only.",
      "Choose other tables or formats.",
    );
  }
  return folders;
}

/** Writes the folders, all of them replaced at once. */
export function writeExport(root: string, folders: readonly ExportFolder[]): void {
  replaceTogether(root, new Map(folders.map(({ path, files }) => [path, files])));
}

async function chosen(
  open: OpenStudy,
  wanted: readonly string[] | null,
): Promise<{ tables: ExportTable[]; results: PlanResult[] }> {
  const datasets = new Map<string, Dataset>([
    ["children", open.derived.children],
    ["families", open.derived.families],
  ]);
  for (const [name, table] of open.loaded.tables) {
    if (!datasets.has(name)) datasets.set(name, table);
  }
  const known = [...datasets.keys(), resultsName];
  for (const name of wanted ?? []) {
    if (known.includes(name)) continue;
    const near = nearestName(name, known);
    throw new InputError(
      "unknown-table",
      `There is no table named ${name}.`,
      near === null ? `There are: ${known.join(", ")}.` : `Did you mean ${near}?`,
    );
  }
  const takes = (name: string): boolean => wanted === null || wanted.includes(name);
  const tables = [...datasets]
    .filter(([name]) => takes(name))
    .map(([name, data]) =>
      exportTable(
        { ...data, name },
        { title: `${open.loaded.config.title}: ${name}`, banner: bannerOf(open, "private") },
      ),
    );
  const results: PlanResult[] = [];
  if (takes(resultsName)) {
    for (const [at, item] of open.loaded.config.plan.entries()) {
      results.push(await runPlanItem(open, item, at + 1));
    }
  }
  return { tables, results };
}

function bannerOf(open: OpenStudy, zone: "private" | "review"): string {
  const synthetic = open.loaded.config.synthetic ? " SYNTHETIC: these are no real children." : "";
  return zone === "private"
    ? `PRIVATE: real cases, one row each. For the research team only, not for release.${synthetic}`
    : `FOR REVIEW: real counts, small ones too. For the team's own eyes, not for release.${synthetic}`;
}

function withNotice(files: FileMap, open: OpenStudy, zone: "private" | "review"): FileMap {
  const notice = `${bannerOf(open, zone)}\n\n${open.loaded.config.title}\nWritten by throughline export; docs/formats/export.md says what each file holds.\nFigures that may leave the team are made by throughline release.\n`;
  return new Map<string, string | Uint8Array>([["DO-NOT-SHARE.txt", notice], ...files]);
}

async function dataFiles(
  format: ExportFormat,
  tables: readonly ExportTable[],
  open: OpenStudy,
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  switch (format) {
    case "csv":
      for (const table of tables) {
        files.set(`${table.name}.csv`, csvForPeople(table));
        files.set(`plain/${table.name}.csv`, csvForPrograms(table));
      }
      files.set("variables.csv", variablesCsv(tables));
      return files;
    case "xlsx": {
      const { dataSheet, variablesSheet, workbook } = await import(
        "../../analysis/export/workbook.ts"
      );
      const sheets = [variablesSheet(tables), ...tables.map(dataSheet)];
      return files.set("data.xlsx", await workbook(sheets, coverOf(open, "private")));
    }
    case "docx":
    case "svg":
    case "png":
      return files;
    case "spss": {
      const { savFile } = await import("../../analysis/export/sav-file.ts");
      const { spsSyntax, spssCsv } = await import("../../analysis/export/sps-syntax.ts");
      for (const table of tables) {
        files.set(`${table.name}.sav`, savFile(table));
        files.set(`${table.name}.sps`, spsSyntax(table, `${table.name}.csv`));
        files.set(`${table.name}.csv`, spssCsv(table));
      }
      return files;
    }
    case "stata": {
      const { dtaFile } = await import("../../analysis/export/dta-file.ts");
      for (const table of tables) files.set(`${table.name}.dta`, dtaFile(table));
      return files;
    }
    case "r": {
      const { rScript } = await import("../../analysis/export/r-script.ts");
      for (const table of tables) files.set(`${table.name}.csv`, csvForPrograms(table));
      return files.set(
        "study.R",
        rScript(tables, (table) => `${table.name}.csv`),
      );
    }
    case "frictionless":
      return frictionlessFiles(tables, open);
    case "parquet": {
      const { parquetFile } = await import("../../analysis/export/parquet-file.ts");
      for (const table of tables) files.set(`${table.name}.parquet`, parquetFile(table));
      return files;
    }
  }
}

async function frictionlessFiles(
  tables: readonly ExportTable[],
  open: OpenStudy,
): Promise<Map<string, string | Uint8Array>> {
  const { frictionlessPackage } = await import("../../analysis/export/frictionless-package.ts");
  const files = new Map<string, string>();
  const described = tables.map((table) => {
    const text = csvForPrograms(table);
    const path = `data/${table.name}.csv`;
    files.set(path, text);
    return {
      table,
      path,
      bytes: Buffer.byteLength(text),
      hash: `sha256:${createHash("sha256").update(text).digest("hex")}`,
    };
  });
  const { config } = open.loaded;
  const description = frictionlessPackage(described, {
    name: "study",
    title: config.title,
    keys: { child: config.columns.child, family: config.columns.family },
  });
  return new Map([["datapackage.json", `${JSON.stringify(description, null, 2)}\n`], ...files]);
}

async function resultFiles(
  format: ExportFormat,
  results: readonly PlanResult[],
  open: OpenStudy,
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  const labels = labelsOf(open);
  const tables = results.flatMap((result) => resultTables(result, labels));
  switch (format) {
    case "csv":
      return resultCsv(tables);
    case "xlsx": {
      const { resultSheet, workbook } = await import("../../analysis/export/workbook.ts");
      return files.set(
        "results.xlsx",
        await workbook(tables.map(resultSheet), coverOf(open, "review")),
      );
    }
    case "docx":
      return files.set("results.docx", await reportDocument(open, results));
    case "svg":
    case "png":
      return figureFiles(open, results, format);
    default:
      return files;
  }
}

/** The figures of the report as files, and a list of them with their words for whoever cannot see them. */
async function figureFiles(
  open: OpenStudy,
  results: readonly PlanResult[],
  format: "svg" | "png",
): Promise<Map<string, string | Uint8Array>> {
  const [{ reportFigures }, { figureDocument, pngFile, svgFile }, { resultsOf }] =
    await Promise.all([
      import("../../analysis/export/report-figures.ts"),
      import("./draw.ts"),
      import("./write-report.ts"),
    ]);
  const files = new Map<string, string | Uint8Array>();
  const contents = [["file", "heading", "title", "about", "words for who cannot see it", "note"]];
  for (const { name, heading, figure } of reportFigures(
    resultsOf(open, results),
    figureDocument(),
  )) {
    const file = `${name}.${format}`;
    const { title, subtitle, description, note } = figure;
    contents.push([file, heading, title, subtitle, description, note ?? ""]);
    // A picture goes where its folder does not: it says itself who may see it.
    const marked = { ...figure, note: [note, bannerOf(open, "review")].filter(Boolean).join(" ") };
    files.set(file, format === "svg" ? svgFile(marked) : pngFile(marked));
  }
  return new Map([["contents.csv", rowsForPeople(contents)], ...files]);
}

/** The report of the study in Word; analyses that have no page in the report give their tables at its end. */
async function reportDocument(
  open: OpenStudy,
  results: readonly PlanResult[],
): Promise<Uint8Array> {
  const [{ wordDocument }, { reportInWord }, { figureDocument, pngFile }, { resultsOf }] =
    await Promise.all([
      import("../../analysis/export/word-document.ts"),
      import("../../analysis/export/report-in-word.ts"),
      import("./draw.ts"),
      import("./write-report.ts"),
    ]);
  const labels = labelsOf(open);
  const blocks = reportInWord(
    resultsOf(open, results),
    {
      document: figureDocument(),
      png: (figure) => pngFile(figure, { scale: 2, heading: false }),
    },
    results
      .filter(({ document }) => document !== null)
      .map((result) => ({
        number: result.number,
        title: result.title,
        tables: () => resultTables(result, labels),
      })),
  );
  return wordDocument(blocks, {
    title: open.loaded.config.title,
    subtitle: sizeOf(open),
    banner: bannerOf(open, "review"),
  });
}

/** Words for each variable of children and families. */
function labelsOf({ derived }: OpenStudy): Record<string, string> {
  return Object.fromEntries(
    [derived.families, derived.children].flatMap(({ columns }) =>
      [...columns.values()].map(({ name, label }) => [name, label]),
    ),
  );
}

function resultCsv(tables: readonly ResultTable[]): Map<string, string> {
  const files = new Map<string, string>();
  const contents: (string | number)[][] = [["file", "title", "about", "notes"]];
  tables.forEach((table, at) => {
    const name = `table-${String(at + 1).padStart(2, "0")}.csv`;
    contents.push([name, table.title, table.subtitle, table.notes.join(" ")]);
    files.set(name, rowsForPeople([table.columns.map((column) => column.header), ...table.rows]));
  });
  return new Map([["contents.csv", rowsForPeople(contents)], ...files]);
}

function coverOf(
  open: OpenStudy,
  zone: "private" | "review",
): { title: string; banner: string; lines: string[] } {
  return {
    title: open.loaded.config.title,
    banner: bannerOf(open, zone),
    lines: [
      sizeOf(open),
      "Each sheet holds one table. The sheet Contents lists them, the sheet Notes explains them.",
    ],
  };
}

function sizeOf(open: OpenStudy): string {
  const { children, families } = open.derived;
  return `${children.rowCount} children from ${families.rowCount} families`;
}
