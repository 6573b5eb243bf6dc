import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";
import type { CategoricalColumn, Level } from "../../data-dictionary/table/column.ts";
import { type Dataset, familyIndex } from "../../data-dictionary/table/dataset.ts";
import type { RatedItem } from "../agreement/agree-items.ts";
import type { Scale } from "../agreement/krippendorff-alpha.ts";
import { idsOf } from "../timeline/timelines.ts";
import { settledCoders } from "./coder-view.ts";
import { wellbeingLevels } from "./facts/rating-facts.ts";
import { ratingColumns } from "./rating-columns.ts";

/** An item that several coders rated, with the rows of the table of ratings behind it. */
export interface DoubleCodedItem extends RatedItem {
  /** cases × coders: the row of the ratings each value stands in, −1 where there is none. */
  readonly rows: Int32Array;
  /** Subjects and periods that one coder alone rated; no part of the agreement. */
  readonly codedOnce: number;
}

/** How the items are to be read, where the codebook does not say. */
export interface DoubleCodedOptions {
  readonly items?: readonly string[] | "all";
  readonly scale?: Scale | undefined;
  /** The values in their order, lowest first. */
  readonly levels?: readonly string[] | undefined;
}

/**
 * The items of a study's ratings that two coders or more rated for the same subject and period. Values settled
 * in discussion (coder `agreed` or `consensus`) are left out: agreement is measured on what coders gave when
 * they worked apart. Values, their words and their order come from the codebook variable, the fact or the
 * outcome of the item's name; values of other items have no order unless `levels` gives one.
 *
 * @throws {InputError} `no-ratings`, `nobody-coded-twice`, `unknown-item`, `rated-twice`, `value-not-in-scale`, `not-numeric`.
 */
export function doubleCodedItems(
  study: LoadedStudy,
  options: DoubleCodedOptions = {},
): DoubleCodedItem[] {
  const { table, item, value, coder } = ratingColumns(study);
  const found = casesOf(study, table, item, value, coder);
  const names = [...found.keys()];
  if (names.length === 0) {
    throw new InputError(
      "nobody-coded-twice",
      "No item of the ratings was rated by two coders for the same subject and period.",
      "Have some families coded twice, with each coder's name in the column coder.",
    );
  }
  const wanted = options.items === undefined || options.items === "all" ? names : options.items;
  return wanted.map((name) => {
    const cases = found.get(name);
    if (cases === undefined) throw unknownItem(name, names, item);
    return itemOf(study, table, name, value, cases, options);
  });
}

/** One subject in one period: the row each coder rated it in. */
interface Case {
  readonly rows: ReadonlyMap<string, number>;
  readonly family: string | null;
  readonly ofChild: boolean;
}

interface Cases {
  readonly twice: readonly Case[];
  readonly once: number;
}

function casesOf(
  study: LoadedStudy,
  table: Dataset,
  item: CategoricalColumn,
  value: CategoricalColumn,
  coder: CategoricalColumn,
): Map<string, Cases> {
  const { config } = study;
  const none = new Array<string | null>(table.rowCount).fill(null);
  const children = idsOf(table, config.columns.child) ?? none;
  const families = idsOf(table, config.columns.family) ?? none;
  const familyOf = familiesOfChildren(study);
  const from = daysIn(table, "period_start");
  const to = daysIn(table, "period_end");
  const cases = new Map<
    string,
    Map<string, { -readonly [K in keyof Case]: Case[K] } & { rows: Map<string, number> }>
  >();
  for (let row = 0; row < table.rowCount; row++) {
    const name = item.levels[item.codes[row] as number]?.value;
    const who = coder.levels[coder.codes[row] as number]?.value;
    const child = children[row] ?? null;
    const family = families[row] ?? (child === null ? null : (familyOf.get(child) ?? null));
    if (name === undefined || who === undefined || settledCoders.has(who)) continue;
    if (child === null && family === null) continue;
    const key = JSON.stringify([child, child === null ? family : null, from?.[row], to?.[row]]);
    const own = cases.get(name) ?? new Map();
    cases.set(name, own);
    const one = own.get(key) ?? {
      rows: new Map<string, number>(),
      family,
      ofChild: child !== null,
    };
    own.set(key, one);
    const before = one.rows.get(who);
    if (before !== undefined) throw ratedTwice(table, before, row);
    // A row left blank is not yet coded: nobody has rated it.
    if (value.codes[row] !== -1) one.rows.set(who, row);
  }
  const found = new Map<string, Cases>();
  for (const [name, own] of cases) {
    const all = [...own.values()].filter((one) => one.rows.size > 0);
    const twice = all.filter((one) => one.rows.size > 1);
    if (twice.length > 0) found.set(name, { twice, once: all.length - twice.length });
  }
  return found;
}

function itemOf(
  study: LoadedStudy,
  table: Dataset,
  name: string,
  value: CategoricalColumn,
  { twice, once }: Cases,
  options: DoubleCodedOptions,
): DoubleCodedItem {
  const coders = [...new Set(twice.flatMap((one) => [...one.rows.keys()]))].sort();
  const known = scaleOf(study, name, options);
  const rows = Int32Array.from(
    twice.flatMap((one) => coders.map((coder) => one.rows.get(coder) ?? -1)),
  );
  const given = (row: number): string | null =>
    row < 0 ? null : (value.levels[value.codes[row] as number]?.value ?? null);
  const levels: Level[] = [...known.levels];
  const codeOf = new Map(levels.map((level, code) => [level.value, code]));
  if (known.scale === "interval" || levels.length === 0) {
    for (const text of sorted([...new Set(Array.from(rows, given))])) {
      if (codeOf.has(text)) continue;
      codeOf.set(text, levels.length);
      levels.push({ value: text, label: text });
    }
  }
  const codes = Int32Array.from(rows, (row) => {
    const text = given(row);
    if (text === null) return -1;
    const code = codeOf.get(text);
    if (code === undefined) throw notInScale(table, row, name);
    return code;
  });
  return {
    item: name,
    label: known.label,
    unit: twice.every((one) => one.ofChild) ? "child" : "family",
    scale: known.scale,
    categoryLabels: levels.map((level) => level.label),
    ratings: {
      cases: twice.length,
      coders,
      codes,
      categories: levels.map((level) => level.value),
      scores: known.scale === "interval" ? scoresOf(levels, name) : null,
      frequencies: null,
      families: familyIndex(twice.map((one) => one.family)),
    },
    rows,
    codedOnce: once,
  };
}

interface KnownScale {
  readonly label: string;
  readonly scale: Scale;
  /** Empty when nothing says which values there are. */
  readonly levels: readonly Level[];
}

function scaleOf(study: LoadedStudy, name: string, options: DoubleCodedOptions): KnownScale {
  const known = namedScale(study, name);
  const levels = options.levels?.map(
    (value) => known.levels.find((level) => level.value === value) ?? { value, label: value },
  );
  const scale = options.scale ?? (levels === undefined ? known.scale : "ordinal");
  if (scale === "ordinal" && levels === undefined && known.levels.length === 0) {
    throw new InputError(
      "order-unknown",
      `Nothing says in which order the values of ${name} stand.`,
      "Name them, lowest first:  --levels poor,fair,good",
    );
  }
  return { label: known.label, scale, levels: levels ?? known.levels };
}

function namedScale(study: LoadedStudy, name: string): KnownScale {
  const variable = study.codebook.byName.get(name);
  if (variable !== undefined && variable.choices.length > 0) {
    const { label, choices, ordered } = variable;
    return { label, scale: ordered ? "ordinal" : "nominal", levels: choices };
  }
  if (variable?.type === "yesno" || variable?.type === "truefalse") {
    return {
      label: variable.label,
      scale: "nominal",
      levels: [
        { value: "0", label: "No" },
        { value: "1", label: "Yes" },
      ],
    };
  }
  const rule = study.rules.find((each) => "outcome" in each && each.outcome === name);
  if (rule !== undefined && "outcome" in rule) {
    const levels = Object.entries(rule.values)
      .filter(([value]) => value !== rule.unknown)
      .map(([value, label]) => ({ value, label }));
    return { label: rule.label, scale: rule.ordered ? "ordinal" : "nominal", levels };
  }
  if (name === "wellbeing" || name.startsWith("wellbeing_")) {
    const dimension = name.slice("wellbeing_".length).replaceAll("_", " ");
    return {
      label: name === "wellbeing" ? "Well-being" : `Well-being: ${dimension}`,
      scale: "ordinal",
      levels: wellbeingLevels,
    };
  }
  const pattern = study.rules.find((each) => "item" in each && each.item === name);
  return { label: pattern?.label ?? name, scale: "nominal", levels: [] };
}

function familiesOfChildren(study: LoadedStudy): Map<string, string | null> {
  const children = study.tables.get("children");
  if (children === undefined) return new Map();
  const { child, family } = study.config.columns;
  const families = idsOf(children, family);
  return new Map(
    (idsOf(children, child) ?? []).flatMap((id, row) =>
      id === null ? [] : [[id, families?.[row] ?? null] as const],
    ),
  );
}

function daysIn(table: Dataset, name: string): Int32Array | null {
  const column = table.columns.get(name);
  return column?.kind === "date" ? column.days : null;
}

/** Texts without null, as numbers when all are numbers. */
function sorted(values: readonly (string | null)[]): string[] {
  const texts = values.filter((value) => value !== null);
  const numbers = texts.every((text) => text.trim() !== "" && Number.isFinite(Number(text)));
  return texts.sort((a, b) => (numbers ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0));
}

function scoresOf(levels: readonly Level[], name: string): Float64Array {
  return Float64Array.from(levels, ({ value }) => {
    if (value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
    throw new InputError(
      "not-numeric",
      `${name} cannot be on an interval scale: some of its values are words.`,
      "Use --scale ordinal, or leave --scale out.",
    );
  });
}

const lineOf = (table: Dataset, row: number): number => table.lines?.[row] ?? row + 2;

function ratedTwice(table: Dataset, first: number, second: number): InputError {
  return new InputError(
    "rated-twice",
    `Lines ${lineOf(table, first)} and ${lineOf(table, second)} of the ratings are by one coder, of one item, subject and period.`,
    "Keep one of them, or give each its own period.",
  );
}

function notInScale(table: Dataset, row: number, name: string): InputError {
  return new InputError(
    "value-not-in-scale",
    `Line ${lineOf(table, row)} of the ratings has a value that ${name} does not have.`,
    "Correct the cell, or add the value to the codebook's choices.",
  );
}

function unknownItem(name: string, names: readonly string[], item: CategoricalColumn): InputError {
  const near = nearestName(name, names);
  const exists = item.levels.some((level) => level.value === name);
  return new InputError(
    "unknown-item",
    exists
      ? `${name} was not rated by two coders for the same subject and period.`
      : `The ratings have no item named ${name}.`,
    near === null
      ? `Items rated twice: ${names.slice(0, 30).join(", ")}.`
      : `Did you mean ${near}?`,
  );
}
