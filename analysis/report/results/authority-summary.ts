import type { CategoricalColumn } from "../../../data-dictionary/table/column.ts";
import type { Dataset } from "../../../data-dictionary/table/dataset.ts";
import { contingency } from "../../association/contingency.ts";
import { riskDifference } from "../../association/effect-sizes.ts";
import { wilson } from "../../association/wilson.ts";
import { nameOrder } from "../../authorities/count-authorities.ts";
import { familyDesignEffect } from "../../authorities/family-design-effect.ts";
import type { DerivedStudy } from "../../outcomes/derive-study.ts";
import { eventOf } from "./contrasts.ts";
import type { ResultDocument } from "./results.ts";

interface Side {
  readonly count: number;
  readonly n: number;
  readonly share: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/** One outcome of one authority against all others together. */
export interface AuthorityOutcome {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly eventLabel: string;
  readonly own: Side;
  readonly rest: Side;
  readonly difference: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly ciLevel: number;
}

export interface AuthoritySummaries extends ResultDocument {
  readonly schema: "throughline/authorities/v1";
  readonly authorities: readonly {
    readonly value: string;
    readonly label: string;
    readonly children: number;
    readonly families: number;
    readonly outcomes: readonly AuthorityOutcome[];
  }[];
}

/**
 * Each authority's outcomes and patterns against those of all other authorities together, in name order.
 * Counts are divided by the design effect before intervals are made, where families repeat themselves.
 *
 * @returns null for a study with fewer than two authorities.
 */
export function authoritySummaries(derived: DerivedStudy): AuthoritySummaries | null {
  const { children } = derived;
  const name = derived.study.config.columns.authority;
  const column = children.columns.get(name);
  if (column?.kind !== "categorical") return null;
  const present = column.levels.flatMap((_, code) => (column.codes.includes(code) ? [code] : []));
  if (present.length < 2) return null;
  const labels = present.map((code) => column.levels[code]?.label ?? "");
  return {
    schema: "throughline/authorities/v1",
    authorities: nameOrder(labels).map((place) => {
      const code = present[place] as number;
      const rows = [...column.codes.keys()].filter((row) => column.codes[row] === code);
      return {
        value: column.levels[code]?.value ?? "",
        label: labels[place] as string,
        children: rows.length,
        families: new Set(rows.map((row) => children.families?.of[row] ?? row)).size,
        outcomes: [...derived.outcomes, ...derived.patterns].flatMap((each) => {
          const data = each.unit === "family" ? derived.families : children;
          const group = data.columns.get(name);
          return group?.kind === "categorical"
            ? outcomeOf(derived, data, each.column, group, column.levels[code]?.value ?? "")
            : [];
        }),
      };
    }),
  };
}

function outcomeOf(
  derived: DerivedStudy,
  data: Dataset,
  outcome: CategoricalColumn,
  group: CategoricalColumn,
  authority: string,
): AuthorityOutcome[] {
  const event = eventOf(derived, outcome);
  const counts = { own: [0, 0], rest: [0, 0] };
  const groups = new Int32Array(data.rowCount);
  const events = new Int32Array(data.rowCount);
  for (let row = 0; row < data.rowCount; row++) {
    const value = outcome.levels[outcome.codes[row] as number]?.value;
    const place = group.levels[group.codes[row] as number]?.value;
    const known = value !== undefined && value !== "not_determinable" && place !== undefined;
    groups[row] = known ? (group.codes[row] as number) : -1;
    events[row] = known ? (event.includes(value) ? 1 : 0) : -1;
    if (!known) continue;
    const side = place === authority ? counts.own : counts.rest;
    side[0] = (side[0] as number) + (events[row] as number);
    side[1] = (side[1] as number) + 1;
  }
  if (counts.own[1] === 0 || counts.rest[1] === 0) return [];
  const shrink =
    data.families === null
      ? 1
      : Math.max(1, familyDesignEffect(groups, events, data.families.of, data.weights) ?? 1);
  const side = ([count, n]: readonly number[]): Side => {
    const { ciLow, ciHigh } = wilson((count as number) / shrink, (n as number) / shrink);
    return {
      count: count as number,
      n: n as number,
      share: (count as number) / (n as number),
      ciLow,
      ciHigh,
    };
  };
  const difference = riskDifference(
    contingency(
      [counts.own, counts.rest].map(([count, n]) => [
        (count as number) / shrink,
        ((n as number) - (count as number)) / shrink,
      ]),
    ),
  );
  if ("refused" in difference) return [];
  return [
    {
      name: outcome.name,
      label: outcome.label,
      unit: data.unit,
      eventLabel: event
        .map((value) => outcome.levels.find((level) => level.value === value)?.label ?? value)
        .join(" or "),
      own: side(counts.own),
      rest: side(counts.rest),
      difference: difference.estimate,
      ciLow: difference.ciLow as number,
      ciHigh: difference.ciHigh as number,
      ciLevel: difference.ciLevel as number,
    },
  ];
}
