import { InputError } from "../../data-dictionary/input-error.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";
import type { Column } from "../../data-dictionary/table/column.ts";
import { missingReason } from "../../data-dictionary/table/column.ts";
import { familyIndex } from "../../data-dictionary/table/dataset.ts";
import { type MissingCode, missingLabels } from "../../data-dictionary/table/missing.ts";
import type { RatedItem } from "../agreement/agree-items.ts";
import { ratedPeriods } from "../case-management/rated-periods.ts";
import { coderView, type RatedRow } from "./coder-view.ts";
import { type DerivedStudy, deriveStudy } from "./derive-study.ts";
import { type RatedTarget, relevantRatings, targetOf } from "./rated-target.ts";

/** An outcome or pattern as it comes out under each coder's own ratings. */
export interface OutcomeAgreement extends RatedItem {
  /** The items of the ratings that the outcome hangs on and that were rated twice. */
  readonly ratedItems: readonly string[];
  /** Child or family of each case. Case level: for the screen only. */
  readonly subjects: readonly string[];
  readonly disagreements: readonly OutcomeDisagreement[];
  /** How many disagreements each fact decided, most first. */
  readonly decided: readonly {
    readonly fact: string;
    readonly label: string;
    readonly count: number;
  }[];
}

/** One case whose outcome differs between coders. */
export interface OutcomeDisagreement {
  /** Place in `subjects`. */
  readonly at: number;
  readonly fact: string;
  readonly label: string;
  /** What the deciding fact is under each coder's ratings; null where the coder rated nothing. */
  readonly values: readonly (string | null)[];
}

/**
 * Derives an outcome (or a pattern) once under each coder's own ratings, all other records being the same, and sets the
 * codes beside one another: agreement on what is analysed rather than on what was rated.
 *
 * A case is a child (or family) of whom two coders rated something that the outcome hangs on. Values settled in
 * discussion are left out, and so is what another coder rated: where a coder rated no such thing of a case, the case is
 * missing for that coder. "Not determinable" is no code, and counts as missing. The deciding fact of a disagreement is
 * the first in the order of the rule's rows whose value differs between coders.
 *
 * @throws {InputError} `unknown-outcome`; `no-ratings`; `nobody-coded-twice` when no two coders rated a fact behind it.
 */
export function outcomeAgreement(study: LoadedStudy, name: string): OutcomeAgreement {
  const derived = deriveStudy(study);
  const target = targetOf(study, derived, name);
  const { items, rows } = relevantRatings(derived, target);
  const onChildren = target.unit === "child";
  const cases = casesOf(derived, rows, onChildren);
  if (cases.length === 0) {
    throw new InputError(
      "nobody-coded-twice",
      items.length === 0
        ? `${name} hangs on no rating, so coders cannot differ on it.`
        : `No ${target.unit} has a rating behind ${name} by two coders.`,
      "See what was rated twice:  throughline agree",
    );
  }
  const coders = [...new Set(cases.flatMap((one) => [...one.coders]))].sort();
  const views = coders.map((coder) => deriveStudy(coderView(study, coder, rows)));
  const columns = views.map((view) => (onChildren ? view.children : view.families).columns);
  const levels = Object.entries(target.values).filter(([value]) => value !== target.unknown);
  const codeOf = new Map(levels.map(([value], code) => [value, code]));
  const codes = new Int32Array(cases.length * coders.length).fill(-1);
  cases.forEach((one, at) => {
    coders.forEach((coder, place) => {
      const column = columns[place]?.get(name);
      if (!one.coders.has(coder) || column?.kind !== "categorical") return;
      const value = column.levels[column.codes[one.row] as number]?.value ?? "";
      codes[at * coders.length + place] = codeOf.get(value) ?? -1;
    });
  });
  const disagreements = cases.flatMap((one, at): OutcomeDisagreement[] => {
    const own = coders.map((_, place) => codes[at * coders.length + place] as number);
    const rated = coders.map((coder) => one.coders.has(coder));
    if (new Set(own.filter((_, place) => rated[place])).size < 2) return [];
    const values = (fact: string): (string | null)[] =>
      views.map((view, place) =>
        rated[place] ? textOf(view, target, columns[place]?.get(fact), fact, one.row) : null,
      );
    const fact =
      target.facts.find(
        (each) => new Set(values(each).filter((value) => value !== null)).size > 1,
      ) ?? name;
    return [{ at, fact, label: labelOf(derived, target, fact), values: values(fact) }];
  });
  const counts = new Map<string, number>();
  for (const { fact } of disagreements) counts.set(fact, (counts.get(fact) ?? 0) + 1);
  return {
    item: name,
    label: target.label,
    unit: target.unit,
    scale: target.ordered ? "ordinal" : "nominal",
    categoryLabels: levels.map(([, label]) => label),
    ratings: {
      cases: cases.length,
      coders,
      codes,
      categories: levels.map(([value]) => value),
      scores: null,
      frequencies: null,
      families: familyIndex(cases.map((one) => one.family)),
    },
    ratedItems: items,
    subjects: cases.map((one) => one.id),
    disagreements,
    decided: [...counts]
      .map(([fact, count]) => ({ fact, label: labelOf(derived, target, fact), count }))
      .sort((a, b) => b.count - a.count || (a.fact < b.fact ? -1 : 1)),
  };
}

/** A child or family of whom two coders or more rated something. */
interface Case {
  /** Row of the derived table. */
  readonly row: number;
  readonly id: string;
  readonly family: string | null;
  readonly coders: ReadonlySet<string>;
}

function casesOf({ time }: DerivedStudy, rows: readonly RatedRow[], onChildren: boolean): Case[] {
  const ofChild = new Map<string, Set<string>>();
  const ofFamily = new Map<string, Set<string>>();
  const add = (to: Map<string, Set<string>>, id: string, coder: string): void => {
    const own = to.get(id) ?? new Set();
    to.set(id, own.add(coder));
  };
  const familyOf = new Map<string, string | null>(
    time.childIds.flatMap((id, row) =>
      id === null ? [] : [[id, time.familyIds[time.families.of[row] as number] ?? null] as const],
    ),
  );
  for (const { child, family, coder } of rows) {
    const own = family ?? (child === null ? null : (familyOf.get(child) ?? null));
    if (child !== null) add(ofChild, child, coder);
    // A family's fact is judged of all its children; a child's is no fact of the family's other children.
    if (own !== null && (child === null || !onChildren)) add(ofFamily, own, coder);
  }
  const found: Case[] = [];
  const consider = (id: string | null, family: string | null, row: number): void => {
    const coders = new Set([
      ...(onChildren && id !== null ? (ofChild.get(id) ?? []) : []),
      ...(family === null ? [] : (ofFamily.get(family) ?? [])),
    ]);
    if (id !== null && coders.size > 1) found.push({ row, id, family, coders });
  };
  if (onChildren) {
    time.childIds.forEach((id, row) => {
      consider(id, time.familyIds[time.families.of[row] as number] ?? null, row);
    });
  } else {
    time.familyIds.forEach((id, row) => {
      consider(id, id, row);
    });
  }
  return found;
}

/** A fact in words; for a pattern, how many of its periods were rated proactive. */
function textOf(
  view: DerivedStudy,
  target: RatedTarget,
  column: Column | undefined,
  fact: string,
  row: number,
): string {
  if (target.item !== null && fact === target.item) {
    const periods = ratedPeriods(view.time, row, target.item);
    return `${periods.filter((period) => period.proactive).length} of ${periods.length} periods proactive`;
  }
  if (column === undefined || (column.kind !== "categorical" && column.kind !== "numeric"))
    return "";
  const missing = missingReason(column, row);
  if (missing !== 0) return missingLabels[missing as MissingCode];
  return column.kind === "numeric"
    ? String(column.values[row])
    : (column.levels[column.codes[row] as number]?.label ?? "");
}

function labelOf(derived: DerivedStudy, target: RatedTarget, fact: string): string {
  if (fact === target.item) return "Dated ratings";
  return (
    derived.facts.find((each) => each.name === fact)?.label ??
    derived.children.columns.get(fact)?.label ??
    derived.families.columns.get(fact)?.label ??
    fact
  );
}
