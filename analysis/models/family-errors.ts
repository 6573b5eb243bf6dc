import { InputError } from "../../data-dictionary/input-error.ts";
import type { AnyFit } from "./any-fit.ts";
import {
  type ClusterCorrection,
  type ClusterRobust,
  clusterRobustCr2,
  clusterRobustScores,
} from "./cluster-robust.ts";
import type { Design } from "./design.ts";
import type { ModelFrame } from "./model-frame.ts";
import type { ModelTerm } from "./model-terms.ts";

/** With families, each row stands for itself: a row counted w times becomes w rows. */
export function expanded(frame: ModelFrame): ModelFrame {
  const { families, weights } = frame;
  if (families === null || weights.every((w) => w === 1)) return frame;
  if (!weights.every(Number.isInteger) || frame.n > 50_000) {
    const why =
      frame.n > 50_000 ? "there are more than 50,000 of them" : "frequencies are not whole";
    return {
      ...frame,
      families: null,
      notes: [
        ...frame.notes,
        `Families are not respected: rows cannot stand one by one, for ${why}.`,
      ],
    };
  }
  const of = Array.from(weights, (w, i) => new Array<number>(w).fill(i)).flat();
  const variables = new Map(
    [...frame.variables].map(([name, variable]) => [
      name,
      { ...variable, values: Float64Array.from(of, (i) => variable.values[i] as number) },
    ]),
  );
  return {
    ...frame,
    variables,
    rows: Int32Array.from(of, (i) => frame.rows[i] as number),
    weights: new Float64Array(of.length).fill(1),
    families: Int32Array.from(of, (i) => families[i] as number),
  };
}

/**
 * The number of families when some has several rows; null when rows may be independent.
 *
 * @throws {InputError} `one-family` when all rows are of one family, so that nothing is independent.
 */
export function clusterCount(frame: ModelFrame): number | null {
  if (frame.families === null || frame.familyCount === null) return null;
  if (frame.familyCount === 1 && frame.rows.length > 1) {
    throw new InputError(
      "one-family",
      "All rows used are of one family, so nothing they show can be told from that family.",
      "Use rows of more families.",
    );
  }
  return frame.familyCount < frame.rows.length ? frame.familyCount : null;
}

/** The family-robust covariance that was asked for. */
export function familyRobust(
  fit: AnyFit,
  built: Design,
  y: Float64Array,
  frame: ModelFrame,
  clusters: number,
  wanted: ClusterCorrection,
  warnings: string[],
): ClusterRobust {
  const families = frame.families as Int32Array;
  if (wanted === "CR2" && (fit.kind === "logistic" || fit.kind === "linear")) {
    const mu = fit.fitted.values;
    const variance =
      fit.kind === "linear" ? mu.map(() => 1) : mu.map((m) => Math.max(m * (1 - m), 1e-12));
    const residual = y.map((value, i) => value - (mu[i] as number));
    return clusterRobustCr2(built.x, fit.bread, variance, variance, residual, families, clusters);
  }
  if (wanted === "CR2") {
    warnings.push("Errors are CR1: CR2 is not defined for this kind of model.");
  }
  return clusterRobustScores(
    fit.bread,
    fit.scores,
    families,
    clusters,
    wanted === "CR0" ? "CR0" : "CR1",
  );
}

/** Fewer families than this at a level, and its family-robust error is not to be trusted. */
const fewFamilies = 5;

/**
 * Refuses a model in which a level, or the only variation of a number, is all in one family: the family's
 * rows then fit together exactly, and a family-robust error of the level is far too small.
 *
 * @returns Warnings about levels that only a few families have.
 * @throws {InputError} `level-of-one-family`.
 */
export function requireFamiliesAtLevels(frame: ModelFrame, terms: readonly ModelTerm[]): string[] {
  const families = frame.families as Int32Array;
  const warnings: string[] = [];
  for (const term of terms) {
    const variables = term.variables.map((name) => frame.variables.get(name)!);
    const categorical = variables.filter((variable) => variable.kind === "categorical");
    const cells = new Map<string, Set<number>>();
    for (let i = 0; i < families.length; i++) {
      const cell = categorical
        .map(
          (variable) => `${variable.name}: ${variable.levels[variable.values[i] as number]?.label}`,
        )
        .join(", ");
      const own = cells.get(cell) ?? new Set();
      cells.set(cell, own.add(families[i] as number));
    }
    if (categorical.length > 0) {
      for (const [cell, own] of cells) {
        if (own.size === 1) throw ofOneFamily(`Everybody at ${cell}`);
        if (own.size < fewFamilies)
          warnings.push(
            `Only ${own.size} families are at ${cell}: its errors are not to be trusted.`,
          );
      }
    }
    if (variables.length === 1 && categorical.length === 0)
      requireSpread(variables[0]!.name, variables[0]!.values, families);
  }
  return warnings;
}

/** A number that differs from its commonest value in one family only says nothing beyond that family. */
function requireSpread(name: string, values: Float64Array, families: Int32Array): void {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [common] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  const others = new Set(families.filter((_, i) => values[i] !== common));
  if (others.size === 1) throw ofOneFamily(`Everybody whose ${name} differs from the rest`);
}

function ofOneFamily(who: string): InputError {
  return new InputError(
    "level-of-one-family",
    `${who} is of one family, so what the level does cannot be told from what the family does.`,
    "Join the level with another, or leave the predictor out.",
  );
}
