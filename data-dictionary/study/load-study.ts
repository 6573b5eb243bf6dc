import type { Codebook } from "../codebook/codebook.ts";
import { readCodebook } from "../codebook/read-codebook.ts";
import type { Day } from "../dates/day.ts";
import type { Fault } from "../fault.ts";
import { InputError } from "../input-error.ts";
import { readCsv } from "../sources/csv/read-csv.ts";
import { readSsda903Study } from "../sources/ssda903/read-ssda903-study.ts";
import type { Dataset } from "../table/dataset.ts";
import { parseRuleFile, parseStudy } from "./parse-study.ts";
import type { RuleFile, StudyConfig } from "./study-schema.ts";
import { typeTable } from "./type-table.ts";

/** The files of a study folder, by path with forward slashes; nothing outside the folder. */
export interface StudyFiles {
  readonly read: (path: string) => Uint8Array | null;
  readonly list: (folder: string) => readonly string[];
}

/** What became of the rows of one file: read = used + refused + blank. */
export interface Reconciliation {
  readonly file: string;
  readonly table: string;
  readonly rowsIn: number;
  readonly rowsUsed: number;
  readonly rowsRefused: number;
  readonly rowsBlank: number;
}

/** A step that changed or left out rows on purpose, with how many and where. */
export interface LoggedStep {
  readonly step: string;
  readonly meaning: string;
  readonly applied: boolean;
  readonly rows: number;
  readonly where: readonly { readonly file: string; readonly row: number }[];
}

/** A study as it lies on disk: settings, codebook, typed tables and rules, and all that was found wrong. */
export interface LoadedStudy {
  readonly config: StudyConfig;
  readonly codebook: Codebook;
  readonly tables: ReadonlyMap<string, Dataset>;
  readonly rules: readonly RuleFile[];
  readonly faults: readonly Fault[];
  readonly reconciliation: readonly Reconciliation[];
  /** Named repairs of a source such as SSDA903, in the order they were done. */
  readonly steps: readonly LoggedStep[];
  /** Measures a source defines itself, such as the official counts of placements. */
  readonly measures: readonly SourceMeasure[];
  /** The first day of which nothing is known, for anybody; null when the files do not say. */
  readonly recordEnds: Day | null;
}

/** A figure by a source's own definition, with every counting choice named. */
export interface SourceMeasure {
  readonly name: string;
  readonly label: string;
  readonly period: string;
  readonly count: number;
  readonly n: number;
  readonly choices: Readonly<Record<string, boolean | string>>;
}

const emptyCodebook: Codebook = {
  file: "codebook.csv",
  variables: [],
  byName: new Map(),
  extraColumns: [],
};

/**
 * Reads a study from its files.
 *
 * @throws {InputError} `no-study`, `no-such-file`, and whatever makes study.yaml, a rule file or a table
 *   unusable as a whole. Single bad cells and rows are in `faults`.
 */
export function loadStudy(files: StudyFiles): LoadedStudy {
  const config = parseStudy(textOf(files, "study.yaml"), "study.yaml");
  const faults: Fault[] = [];
  const { codebook } = loadCodebook(files, config, faults);
  const rules = config.rules.map((path) => parseRuleFile(textOf(files, path), path));
  if (config.source === "ssda903") {
    const source = readSsda903Study(files, config);
    return {
      config,
      codebook,
      rules,
      tables: source.tables,
      faults: [...faults, ...source.faults],
      reconciliation: source.reconciliation,
      steps: source.steps,
      measures: source.measures,
      recordEnds: source.recordEnds,
    };
  }
  const tables = new Map<string, Dataset>();
  const reconciliation: Reconciliation[] = [];
  for (const [name, { file, unit, form, rows }] of Object.entries(config.tables)) {
    const raw = readCsv(bytesOf(files, file), {
      file,
      ...(config.dialect.encoding === undefined ? {} : { encoding: config.dialect.encoding }),
      ...(config.dialect.delimiter === undefined ? {} : { delimiter: config.dialect.delimiter }),
    });
    const typed = typeTable(raw, {
      name,
      unit: unit ?? tableUnits[name] ?? "row",
      codebook,
      form,
      childColumn: config.columns.child,
      dates: config.dialect.dates,
    });
    faults.push(...raw.faults, ...typed.faults);
    if (rows !== undefined && rows !== raw.rowsIn - raw.rowsBlank) {
      faults.push({
        code: "row-count",
        severity: "error",
        file,
        message: "the file has not as many rows as study.yaml declares",
        found: String(raw.rowsIn - raw.rowsBlank),
        expected: String(rows),
        remedy: "Get the whole file again, or correct the number under tables in study.yaml.",
      });
    }
    tables.set(name, typed.table);
    reconciliation.push({
      file,
      table: name,
      rowsIn: raw.rowsIn,
      rowsUsed: raw.rows.length,
      rowsRefused: raw.rowsRefused,
      rowsBlank: raw.rowsBlank,
    });
  }
  return {
    config,
    codebook,
    tables,
    rules,
    faults,
    reconciliation,
    steps: [],
    measures: [],
    recordEnds: null,
  };
}

const tableUnits: Readonly<Record<string, string>> = {
  families: "family",
  children: "child",
  placements: "placement",
  events: "event",
  ratings: "rating",
};

function loadCodebook(
  files: StudyFiles,
  config: StudyConfig,
  faults: Fault[],
): { codebook: Codebook } {
  const bytes = files.read(config.codebook);
  if (bytes === null) {
    if (config.source === "ssda903") return { codebook: emptyCodebook };
    throw new InputError(
      "no-such-file",
      `study.yaml names the codebook ${config.codebook}, but there is no such file in the study.`,
      "Put the data dictionary there, or correct the name.",
    );
  }
  const read = readCodebook(readCsv(bytes, { file: config.codebook }));
  faults.push(...read.faults);
  return { codebook: read.codebook };
}

function bytesOf(files: StudyFiles, path: string): Uint8Array {
  const bytes = files.read(path);
  if (bytes !== null) return bytes;
  throw new InputError(
    "no-such-file",
    `study.yaml names the file ${path}, but there is no such file in the study.`,
    "Copy it there, or correct the name in study.yaml.",
  );
}

const textOf = (files: StudyFiles, path: string): string =>
  new TextDecoder("utf-8").decode(bytesOf(files, path));
