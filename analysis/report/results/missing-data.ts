import type { Dataset } from "../../../data-dictionary/table/dataset.ts";
import { type MissingReport, missingReport } from "../../describe/missing-report.ts";
import type { DerivedStudy } from "../../outcomes/derive-study.ts";
import type { ResultDocument } from "./results.ts";

/** How much of each variable is known, by unit; names and dates of people are left out. */
export interface MissingData extends ResultDocument {
  readonly schema: "throughline/missing-data/v1";
  readonly units: readonly {
    readonly unit: string;
    readonly rows: number;
    /** All variables looked at. */
    readonly variables: number;
    /** Variables known for everybody. */
    readonly complete: number;
    /** Variables that are missing for somebody, the most first. */
    readonly incomplete: readonly (MissingReport & {
      /** Missing for any reason but "not applicable". */
      readonly silent: number;
    })[];
  }[];
}

/** The missing data of a study: every variable of the codebook and every derived one that an analysis can use. */
export function missingData(derived: DerivedStudy): MissingData {
  const families = familyVariables(derived.families);
  return {
    schema: "throughline/missing-data/v1",
    units: [
      unitOf(derived.children, (name) => !families.has(name)),
      ...(!derived.time.familiesKnown || derived.families.rowCount === 0 || families.size === 0
        ? []
        : [unitOf(derived.families, (name) => families.has(name))]),
    ],
  };
}

const familyVariables = (families: Dataset): ReadonlySet<string> =>
  new Set(
    [...families.columns.values()].flatMap(({ name, level }) => (level === "family" ? [name] : [])),
  );

function unitOf(data: Dataset, shown: (name: string) => boolean): MissingData["units"][number] {
  const reports = [...data.columns.values()]
    .filter((column) => column.kind === "categorical" || column.kind === "numeric")
    .filter((column) => shown(column.name))
    .map((column) => missingReport(data, column.name, column));
  return {
    unit: data.unit,
    rows: data.rowCount,
    variables: reports.length,
    complete: reports.filter((report) => report.nMissing === 0).length,
    incomplete: reports
      .filter((report) => report.nMissing > 0)
      .map((report) => ({ ...report, silent: report.nMissing - notApplicable(report) }))
      .sort(
        (a, b) =>
          b.silent - a.silent || b.nMissing - a.nMissing || (a.variable < b.variable ? -1 : 1),
      ),
  };
}

const notApplicable = (report: MissingReport): number =>
  report.reasons.find((reason) => reason.code === -7)?.count ?? 0;
