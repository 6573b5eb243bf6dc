import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import type { Association } from "./association.ts";
import { concluded, described } from "./association-parts.ts";
import { adjustedResiduals } from "./chi-squared.ts";
import { eventPlace, referencePlace } from "./comparison-levels.ts";
import { type CrossTable, crossTable, withoutEmpty } from "./contingency.ts";
import { knownRows } from "./known-rows.ts";
import { siblingLikeness } from "./likeness.ts";
import type { Settings } from "./settings.ts";
import { tableEffects } from "./table-effects.ts";
import { type SiblingCodes, tableTests } from "./table-tests.ts";

/**
 * Two categorical variables: the table, the tests that suit it and the effect sizes.
 *
 * @param predictor - Makes the rows of the table; percentages are of them.
 */
export function associateTables(
  data: Dataset,
  outcome: CategoricalColumn,
  predictor: CategoricalColumn,
  settings: Settings,
): Association {
  const cross = crossTable(data, predictor, outcome);
  const known = knownRows(data, [predictor, outcome]);
  const { table } = cross;
  const ordered = settings.trend && bothInOrder(cross, predictor, outcome);
  const codes = (column: CategoricalColumn): Int32Array =>
    Int32Array.from(known.rows ?? [], (row) => column.codes[row] as number);
  const siblings: SiblingCodes | null =
    known.siblings === null
      ? null
      : { families: known.siblings, rowCodes: codes(predictor), columnCodes: codes(outcome) };
  const { tests, headline, naive, reason, designEffect } = tableTests(
    table,
    ordered,
    siblings,
    settings,
  );
  const event = eventPlace(outcome, settings.reference[outcome.name]);
  const asked = settings.reference[predictor.name];
  const effects = tableEffects({
    table,
    ordered,
    event,
    reference: referencePlace(predictor, asked),
    contrasts: settings.all || asked !== undefined,
    rowLabels: predictor.levels.map((level) => level.label),
    eventLabel: `${outcome.label} ${outcome.levels[event ?? 0]?.label ?? ""}`,
    all: settings.all,
    level: settings.level,
    families:
      siblings === null
        ? null
        : {
            rows: siblings.families,
            cells: siblings.rowCodes.map(
              (code, at) => code * table.columns + (siblings.columnCodes[at] as number),
            ),
          },
    designEffect,
    replications: settings.replications,
    seed: settings.seed,
  });
  return {
    ...described(data, predictor, cross),
    table: shownTable(cross, event === null ? null : (outcome.levels[event]?.value ?? null)),
    groups: null,
    tests,
    effects,
    pairs: [],
    ...concluded(headline, naive, reason),
    designEffect,
    intraclass:
      siblings === null
        ? null
        : siblingLikeness(indicators(siblings.rowCodes, table.rows), siblings.families.of),
  };
}

/** Both in order, or of two levels, and one of them with three levels or more that somebody has. */
function bothInOrder(
  { table }: CrossTable,
  predictor: CategoricalColumn,
  outcome: CategoricalColumn,
): boolean {
  const kept = withoutEmpty(table);
  if (kept.rows < 2 || kept.columns < 2 || kept.rows * kept.columns === 4) return false;
  return (predictor.ordered || kept.rows === 2) && (outcome.ordered || kept.columns === 2);
}

/** One list of 0 and 1 for each level. */
export function indicators(codes: Int32Array, levels: number): Uint8Array[] {
  return Array.from({ length: levels }, (_, level) =>
    Uint8Array.from(codes, (code) => (code === level ? 1 : 0)),
  );
}

function shownTable(cross: CrossTable, event: string | null): NonNullable<Association["table"]> {
  const { table } = cross;
  const byRow = <T>(cells: ArrayLike<T>): T[][] =>
    Array.from({ length: table.rows }, (_, i) =>
      Array.from({ length: table.columns }, (_, j) => cells[i * table.columns + j] as T),
    );
  return {
    rows: cross.rowLevels.map((level) => level.value),
    rowLabels: cross.rowLevels.map((level) => level.label),
    columns: cross.columnLevels.map((level) => level.value),
    columnLabels: cross.columnLevels.map((level) => level.label),
    counts: byRow(table.counts),
    residuals: byRow(adjustedResiduals(table)),
    percentagesOf: "row",
    event,
  };
}
