import type { StudyConfig } from "../../data-dictionary/study/study-schema.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { notKnown, type TableVariable } from "./count-table.ts";
import { lastingSteps } from "./lasting-table.ts";
import type { NodeCondition } from "./tree-table.ts";

/**
 * What an outsider knows of two categories before a number is printed: where a category of a number begins and
 * ends, or that nobody can be in two categories at once.
 */
export type Definition =
  | {
      readonly kind: "interval";
      readonly variable: string;
      readonly value: string;
      /** The number that was cut; from the first value to below the second, null where there is no end. */
      readonly of: string;
      readonly from: number | null;
      readonly to: number | null;
    }
  /** The category of those for whom the number is missing. */
  | {
      readonly kind: "missing";
      readonly variable: string;
      readonly value: string;
      readonly of: string;
    }
  | {
      readonly kind: "excludes";
      readonly variable: string;
      readonly value: string;
      readonly other: string;
      readonly otherValue: string;
    };

/** The parts of a study's settings that define categories by others. */
export type DefiningConfig = Partial<
  Pick<StudyConfig, "bands" | "yes_no" | "rollups" | "windows" | "followUp">
>;

type Known = readonly Pick<TableVariable, "name" | "levels">[];

const yes = "1";
const no = "0";

/**
 * What the study's settings say of the categories of these variables: bands cut from one number, yes/no
 * variables made from another, roll-ups and their parts, and facts of which one holds the other (re-abuse in a
 * window and ever; breakdown by two and by five years; returns and those that failed).
 *
 * @param variables - Those printed, with all their levels.
 */
export function definitionsOf(config: DefiningConfig, variables: Known): Definition[] {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  const found: Definition[] = [];
  for (const [name, band] of Object.entries(config.bands ?? {})) {
    const own = byName.get(name);
    if (own === undefined) continue;
    for (const { value } of own.levels) {
      const at = band.labels.indexOf(value);
      if (at < 0) found.push({ kind: "missing", variable: name, value, of: band.of });
      else {
        const [from, to] = [band.cuts[at - 1] ?? null, band.cuts[at] ?? null];
        found.push({ kind: "interval", variable: name, value, of: band.of, from, to });
      }
    }
  }
  /** Nobody is in both, for each pair of levels that the test says cannot be. */
  const exclude = (a: string, b: string, cannot: (a: string, b: string) => boolean): void => {
    for (const { value } of byName.get(a)?.levels ?? []) {
      for (const { value: otherValue } of byName.get(b)?.levels ?? []) {
        if (!cannot(value, otherValue)) continue;
        found.push({ kind: "excludes", variable: a, value, other: b, otherValue });
      }
    }
  };
  for (const [name, recoded] of Object.entries(config.yes_no ?? {})) {
    exclude(name, recoded.of, (answer, value) => {
      const should = recoded.yes.includes(value) ? yes : recoded.no.includes(value) ? no : null;
      return should === null ? answer === yes || answer === no : answer !== should;
    });
  }
  for (const [name, { any }] of Object.entries(config.rollups ?? {})) {
    for (const part of any) {
      exclude(name, part, (whole, value) =>
        value === yes ? whole !== yes : isNotKnown(value) && whole === no,
      );
    }
  }
  for (const [narrow, wide] of nested(config, [...byName.keys()])) {
    exclude(narrow, wide, (a, b) => a === yes && b === no);
  }
  for (const name of byName.keys()) {
    const steps = lastingSteps(name);
    if (steps === null) continue;
    for (const other of byName.keys()) {
      const years = /^breakdown_(\d+)y$/.exec(other)?.[1];
      if (years === undefined) continue;
      const months = 12 * Number(years);
      exclude(name, other, (value, answer) => {
        const [, how, to] = /^(broke|ended)_(\d+)$/.exec(value) ?? [];
        if (how === "broke") {
          const from = steps[steps.indexOf(Number(to)) - 1] ?? 0;
          return answer === (from >= months ? yes : Number(to) <= months ? no : "");
        }
        return (
          answer === yes &&
          (how === "ended" || (value === "lasting" && months <= (steps.at(-1) as number)))
        );
      });
    }
  }
  found.push(...returnsAndFailures(found));
  return found;
}

/**
 * Those definitions that the data bear out: a column of the data may go by the name of a band of the settings.
 */
export function holding(data: Dataset, definitions: readonly Definition[]): Definition[] {
  const has = (variable: string, value: string, row: number): boolean => {
    const column = data.columns.get(variable);
    if (column?.kind !== "categorical") return false;
    const code = column.codes[row] as number;
    return code < 0 ? isNotKnown(value) : column.levels[code]?.value === value;
  };
  const rows = [...Array(data.rowCount).keys()];
  return definitions.filter((each) => {
    if (each.kind === "excludes") {
      return !rows.some(
        (row) => has(each.variable, each.value, row) && has(each.other, each.otherValue, row),
      );
    }
    const number = data.columns.get(each.of);
    if (number?.kind !== "numeric") return false;
    // A part of a tree speaks of the number itself.
    if (each.variable === each.of) return true;
    return rows.every((row) => {
      const value = number.values[row] as number;
      const isIn =
        each.kind === "missing"
          ? Number.isNaN(value)
          : value >= (each.from ?? Number.NEGATIVE_INFINITY) &&
            value < (each.to ?? Number.POSITIVE_INFINITY);
      return isIn === has(each.variable, each.value, row);
    });
  });
}

/** Facts of which the first holds only where the second does. */
function nested(config: DefiningConfig, names: readonly string[]): [string, string][] {
  const spans: { name: string; kind: string; from: number; to: number }[] = [];
  for (const [window, span] of Object.entries(config.windows ?? {})) {
    spans.push({
      name: `reabuse_${window.replaceAll(/[^A-Za-z0-9]+/g, "_")}`,
      kind: "reabuse",
      ...span,
    });
  }
  const months = Math.round((config.followUp?.years ?? 0) * 12);
  spans.push({ name: "reabuse_ever", kind: "reabuse", from: 0, to: months });
  for (const name of names) {
    const years = /^breakdown_(\d+)y$/.exec(name)?.[1];
    if (years !== undefined) {
      spans.push({ name, kind: "breakdown", from: 0, to: 12 * Number(years) });
    }
  }
  return spans.flatMap((a) =>
    spans.flatMap((b): [string, string][] =>
      a.name !== b.name && a.kind === b.kind && a.from >= b.from && a.to <= b.to
        ? [[a.name, b.name]]
        : [],
    ),
  );
}

/** No more returns can have failed than there were. */
function returnsAndFailures(bands: readonly Definition[]): Definition[] {
  const of = (source: string) =>
    bands.flatMap((each) => (each.kind === "interval" && each.of === source ? [each] : []));
  return of("failed_returns").flatMap((failed) =>
    of("returns").flatMap((all): Definition[] =>
      failed.from !== null && all.to !== null && failed.from >= all.to
        ? [
            {
              kind: "excludes",
              variable: failed.variable,
              value: failed.value,
              other: all.variable,
              otherValue: all.value,
            },
          ]
        : [],
    ),
  );
}

const isNotKnown = (value: string): boolean => value.startsWith(notKnown.value);

/** The stretches of numbers that parts of trees speak of, read from their words. */
export function stretchDefinitions(
  trees: readonly { readonly nodes: readonly { readonly path: readonly NodeCondition[] }[] }[],
  data: Dataset,
): Definition[] {
  const found = new Map<string, Definition>();
  for (const { variable, values } of trees.flatMap(({ nodes }) => nodes.flatMap((n) => n.path))) {
    if (data.columns.get(variable)?.kind !== "numeric") continue;
    for (const value of values) {
      const [, below] = /^under (.+)$/.exec(value) ?? [];
      const [, low, high] = /^(.+) to under (.+)$/.exec(value) ?? [];
      const [, above] = /^(.+) and over$/.exec(value) ?? [];
      const edge = (text: string | undefined): number | null =>
        text === undefined ? null : Number.parseFloat(text);
      found.set(
        `${variable}=${value}`,
        value === "not known"
          ? { kind: "missing", variable, value, of: variable }
          : {
              kind: "interval",
              variable,
              value,
              of: variable,
              from: edge(low ?? above),
              to: edge(high ?? below),
            },
      );
    }
  }
  return [...found.values()];
}
