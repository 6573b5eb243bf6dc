import type { Association, AssociationScreen } from "../association/associate.ts";
import type { ComputedEffect } from "../association/effect-sizes.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { drawIntervalRows, type IntervalRow } from "./interval-rows.ts";
import { counted, decimal, fileStem, headline, lowerFirst, pWords } from "./number-words.ts";

/**
 * Every predictor of a screen against the outcome: the strength of the association (Cramér's V, or ε² of
 * ranks for a number) with its interval where there is one, strongest first.
 */
export function predictorsForest(result: AssociationScreen, options: FigureOptions): Figure {
  const d = new Drawing(`predictors-forest-${fileStem(result.outcome)}`, options);
  const effects = result.results
    .map((association) => ({ association, effect: strengthOf(association) }))
    .sort((a, b) => (b.effect?.estimate ?? -1) - (a.effect?.estimate ?? -1));
  const rows = effects.map(({ association, effect }): IntervalRow => {
    const p = association.pValue;
    return {
      label: association.label,
      note: `n = ${association.n}`,
      estimate: effect?.estimate ?? null,
      low: effect?.ciLow ?? null,
      high: effect?.ciHigh ?? null,
      apart: (association.bhPValue ?? 1) < 0.05,
      value: effect === null ? "" : `${size(effect.estimate)}${p === null ? "" : `, ${pWords(p)}`}`,
      instead: effect === null ? association.reason : null,
    };
  });
  const used = drawIntervalRows(d, 4, rows, {
    kind: "linear",
    title: "Strength of the association: 0 none, 1 complete",
    format: (value) => decimal(value, 1),
    reference: null,
    referenceWords: null,
    within: [0, 1],
    atLeast: [0, 0.5],
  });
  const ns = result.results.map((association) => association.n);
  const [least, most] = [Math.min(...ns), Math.max(...ns)];
  const base =
    least === most ? counted(most, result.unit) : `${least} to ${counted(most, result.unit)}`;
  const clear = effects.filter(({ association }) => (association.bhPValue ?? 1) < 0.05);
  const [first] = effects;
  return d.finish(4 + used + 4, {
    title: headline(
      first === undefined || first.effect === null
        ? `What goes with ${lowerFirst(result.label)}`
        : `${first.association.label} goes most with ${lowerFirst(result.label)}`,
      first === undefined
        ? `What goes with ${lowerFirst(result.label)}`
        : `${first.association.label}: the strongest of ${effects.length}`,
      `What goes with ${lowerFirst(result.label)}`,
      "What goes with the outcome",
    ),
    subtitle: `${result.label}: strength of association with 95% intervals and p; ${base}`,
    description: `${result.results.length} predictors of ${lowerFirst(result.label)} for ${base}, strongest first. ${effects
      .map(({ association, effect }) =>
        effect === null
          ? `${association.label}: not computed`
          : `${association.label}: ${size(effect.estimate)}${interval(effect) === null ? "" : ` (${interval(effect)})`}${association.pValue === null ? "" : `, ${pWords(association.pValue)}`}`,
      )
      .join("; ")}.`,
    table: {
      caption: `What goes with ${lowerFirst(result.label)}: ${counted(result.tests, "test")}`,
      columns: [
        { header: "Predictor" },
        { header: "n", align: "right" },
        { header: "Measure" },
        { header: "Strength", align: "right" },
        { header: "95% interval", align: "right" },
        { header: "p", align: "right" },
        { header: "p, Benjamini–Hochberg", align: "right" },
      ],
      rows: effects.map(({ association, effect }) => [
        association.label,
        association.n,
        effect === null ? null : (names[effect.method] ?? effect.method),
        effect === null ? null : size(effect.estimate),
        effect === null ? null : interval(effect),
        association.pValue === null ? null : bare(association.pValue),
        association.bhPValue === null ? null : bare(association.bhPValue),
      ]),
    },
    note: `Squares (${clear.length}): below .05 after Benjamini and Hochberg's correction for ${counted(result.tests, "test")}. By chance alone about ${decimal(result.expectedByChance, 1)} would have p below .05. Cramér's V with its interval; ε² of ranks for numbers.${result.results.some((each) => each.families !== null) ? " The intervals take brothers and sisters singly." : ""}`,
  });
}

const names: Readonly<Record<string, string>> = {
  "cramers-v": "Cramér's V",
  "epsilon-squared": "ε² of ranks",
};

function strengthOf(association: Association): ComputedEffect | null {
  const found = association.effects.find(
    (effect): effect is ComputedEffect =>
      !("refused" in effect) &&
      (effect.method === "cramers-v" || effect.method === "epsilon-squared"),
  );
  return found ?? null;
}

const size = (value: number): string => decimal(Math.max(0, value), 2);
const bare = (p: number): string => pWords(p).replace(/^p (= )?/, "");

function interval(effect: ComputedEffect): string | null {
  return effect.ciLow === undefined || effect.ciHigh === undefined
    ? null
    : `${size(effect.ciLow)} to ${size(effect.ciHigh)}`;
}
