import type { Codebook } from "../codebook/codebook.ts";
import type { Fault } from "../fault.ts";
import type { LoadedStudy } from "../study/load-study.ts";
import { type DateColumn, missingDay, type TextColumn } from "../table/column.ts";
import type { Dataset } from "../table/dataset.ts";
import { numberChildren, type SpellOrder, spellOrder } from "./spell-order.ts";

/** What a check may look at: the typed tables and what they share, worked out once. */
export interface CheckContext {
  readonly codebook: Codebook;
  readonly columns: LoadedStudy["config"]["columns"];
  readonly followUpMonths: number;
  readonly tables: ReadonlyMap<string, Dataset>;
  readonly fileOf: (table: string) => string;
  /** Row of the children table by identifier. */
  readonly childRow: ReadonlyMap<string, number>;
  /** Placements by child and start, or null when there are none to order. */
  readonly spells: SpellOrder | null;
}

/** A check that could not be made, and why. */
export interface NotRun {
  readonly notRun: string;
}

/** One fault that data can have. `run` looks at the typed tables and changes nothing. */
export interface DataCheck {
  readonly code: string;
  /** What it looks for, in plain words. */
  readonly description: string;
  readonly run: (context: CheckContext) => readonly Fault[] | NotRun;
}

/** Prepares the tables of a study for the checks. */
export function checkContext(
  study: Pick<LoadedStudy, "config" | "codebook" | "tables" | "reconciliation">,
): CheckContext {
  const { columns } = study.config;
  const ids = textOf(study.tables.get("children"), columns.child);
  const childRow = numberChildren(ids?.values ?? []);
  const files = new Map(study.reconciliation.map(({ table, file }) => [table, file]));
  return {
    codebook: study.codebook,
    columns,
    followUpMonths: Math.round(study.config.followUp.years * 12),
    tables: study.tables,
    fileOf: (table) => files.get(table) ?? table,
    childRow,
    spells: spellOrder(study.tables.get("placements"), columns.child, childRow),
  };
}

/** A text column of a table, or null. */
export function textOf(table: Dataset | undefined, name: string): TextColumn | null {
  const column = table?.columns.get(name);
  return column?.kind === "text" ? column : null;
}

/** A date column of a table, or null. */
export function dateOf(table: Dataset | undefined, name: string): DateColumn | null {
  const column = table?.columns.get(name);
  return column?.kind === "date" ? column : null;
}

/** Is there a date in this row? */
export const hasDay = (column: DateColumn, row: number): boolean => column.days[row] !== missingDay;

/** The line of the file a row came from; made rows have none. */
export const place = (table: Dataset, row: number): { row?: number } => {
  const line = table.lines?.[row];
  return line === undefined ? {} : { row: line };
};
