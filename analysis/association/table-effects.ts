import { type Contingency, withoutEmpty } from "./contingency.ts";
import {
  biasCorrectedV,
  cramersV,
  type EffectResult,
  oddsRatio,
  phi,
  riskDifference,
  riskRatio,
} from "./effect-sizes.ts";
import { exactOddsRatio } from "./exact-odds-ratio.ts";
import { exactRiskDifference } from "./exact-risk-difference.ts";
import { type BootstrapInterval, familyBootstrap } from "./family-bootstrap.ts";
import type { FamilyRows } from "./family-rows.ts";
import {
  goodmanKruskalGamma,
  goodmanKruskalLambda,
  kendallTauB,
  pairCounts,
  somersD,
} from "./ordered-measures.ts";

/** What the effects of a table need to know. */
export interface TableEffectsProblem {
  /** Levels in declared order. */
  readonly table: Contingency;
  /** Levels in order on both sides. */
  readonly ordered: boolean;
  /** Column of the event, and row of the reference, of a table with two columns. */
  readonly event: number | null;
  readonly reference: number;
  /** Was the reference asked for? Then every other level is compared with it. */
  readonly contrasts: boolean;
  readonly rowLabels: readonly string[];
  readonly eventLabel: string;
  readonly all: boolean;
  readonly level: number;
  /** Rows by family with the cell of each, or null where no interval can respect families. */
  readonly families: { readonly rows: FamilyRows; readonly cells: Int32Array } | null;
  readonly designEffect: number | null;
  readonly replications: number;
  readonly seed: number;
}

/**
 * The effect sizes of a table that suit it, the one to show first, with intervals and, where rows come in families, the
 * intervals that respect them: by resampled families, and for Cramér's V by the noncentral chi-squared distribution with
 * X² and n divided by the design effect.
 */
export function tableEffects(problem: TableEffectsProblem): EffectResult[] {
  const { table, level, all } = problem;
  const kept = withoutEmpty(table);
  const pairs = comparedPairs(problem, kept.keptRows, kept.keptColumns);
  const parts: Part[] = [];
  const add = (effect: EffectResult, estimate: Part["estimate"] = null): void => {
    parts.push({ effect, estimate });
  };
  const columns = table.columns;
  const ordered = (): void => {
    add(kendallTauB(table, level), (counts) => {
      const p = pairCounts({ ...table, counts });
      return (p.concordant - p.discordant) / Math.sqrt(p.rowsDiffer * p.columnsDiffer);
    });
    if (!all) return;
    add(goodmanKruskalGamma(table, level), (counts) => {
      const p = pairCounts({ ...table, counts });
      return (p.concordant - p.discordant) / (p.concordant + p.discordant);
    });
    add(somersD(table, level), (counts) => {
      const p = pairCounts({ ...table, counts });
      return (p.concordant - p.discordant) / p.rowsDiffer;
    });
  };
  if (problem.ordered) ordered();
  for (const { row, reference, event, other } of pairs) {
    const cells = [
      row * columns + event,
      row * columns + other,
      reference * columns + event,
      reference * columns + other,
    ] as const;
    const two = (counts: Float64Array): Contingency => ({
      rows: 2,
      columns: 2,
      counts: Float64Array.from(cells, (cell) => counts[cell] as number),
    });
    const own = two(table.counts);
    const noted = (effect: EffectResult): EffectResult => ({
      ...effect,
      group: problem.rowLabels[row] ?? "",
      against: problem.rowLabels[reference] ?? "",
      ...("refused" in effect ? {} : { note: `Share with ${problem.eventLabel}.` }),
    });
    const ratio =
      (of: (a: number, b: number, c: number, d: number) => number) =>
      (counts: Float64Array): number =>
        of(
          counts[cells[0]] as number,
          counts[cells[1]] as number,
          counts[cells[2]] as number,
          counts[cells[3]] as number,
        );
    add(
      noted(riskDifference(own, level)),
      ratio((a, b, c, d) => a / (a + b) - c / (c + d)),
    );
    add(
      noted(oddsRatio(own, level)),
      ratio((a, b, c, d) => (a * b * c * d > 0 ? (a * d) / (b * c) : Number.NaN)),
    );
    add(
      noted(riskRatio(own, level)),
      ratio((a, b, c, d) => (a * c > 0 ? a / (a + b) / (c / (c + d)) : Number.NaN)),
    );
    if (kept.rows === 2) {
      add(
        noted(phi(own)),
        ratio((a, b, c, d) => (a * d - b * c) / Math.sqrt((a + b) * (c + d) * (a + c) * (b + d))),
      );
    }
    if (all) {
      add(noted(exactOddsRatio(own, level)));
      add(noted(exactRiskDifference(own, level)));
    }
  }
  const v = { effect: withFamilyV(cramersV(table, level), problem), estimate: null };
  // A table that is no 2 × 2 and has no order is summed up by V.
  if (kept.rows === 2 && kept.columns === 2) parts.push(v);
  else if (problem.ordered) parts.splice(1, 0, v);
  else parts.unshift(v);
  if (all) {
    add(biasCorrectedV(table));
    add(goodmanKruskalLambda(table, level));
  }
  return withFamilyIntervals(parts, problem);
}

/** An effect, and how to measure it again on other counts where its interval is resampled. */
interface Part {
  readonly effect: EffectResult;
  readonly estimate: ((counts: Float64Array) => number) | null;
}

interface ComparedPair {
  readonly row: number;
  readonly reference: number;
  readonly event: number;
  readonly other: number;
}

/** Which rows are compared in their share of the event. */
function comparedPairs(
  problem: TableEffectsProblem,
  rows: readonly number[],
  columns: readonly number[],
): ComparedPair[] {
  const [first, second] = columns;
  if (columns.length !== 2 || first === undefined || second === undefined) return [];
  if (rows.length < 2 || (rows.length > 2 && !problem.contrasts)) return [];
  const event = problem.event !== null && columns.includes(problem.event) ? problem.event : first;
  const other = event === first ? second : first;
  const reference = rows.includes(problem.reference) ? problem.reference : (rows.at(-1) as number);
  return rows.filter((row) => row !== reference).map((row) => ({ row, reference, event, other }));
}

/** V with the interval at the effective sample size; X²/δ and n/δ leave V itself as it is. */
function withFamilyV(effect: EffectResult, problem: TableEffectsProblem): EffectResult {
  if ("refused" in effect || problem.designEffect === null) return effect;
  const shrunk = cramersV(
    {
      ...problem.table,
      counts: problem.table.counts.map((count) => count / (problem.designEffect as number)),
    },
    problem.level,
  );
  if ("refused" in shrunk || shrunk.ciLow === undefined || shrunk.ciHigh === undefined) {
    return effect;
  }
  return {
    ...effect,
    familyCiLow: shrunk.ciLow,
    familyCiHigh: shrunk.ciHigh,
    familyCiMethod: "design-effect",
    ...(shrunk.note === undefined ? {} : { note: shrunk.note }),
  };
}

function withFamilyIntervals(parts: readonly Part[], problem: TableEffectsProblem): EffectResult[] {
  const { families } = problem;
  const measured = parts.flatMap(({ effect, estimate }) =>
    estimate === null || "refused" in effect ? [] : [{ effect, estimate }],
  );
  if (families === null || measured.length === 0) return parts.map((part) => part.effect);
  const counts = new Float64Array(problem.table.counts.length);
  const found = new Float64Array(measured.length);
  const intervals = familyBootstrap(
    families.rows,
    (weights) => {
      counts.fill(0);
      for (let row = 0; row < weights.length; row++) {
        counts[families.cells[row] as number]! += weights[row] as number;
      }
      measured.forEach(({ estimate }, which) => {
        found[which] = estimate(counts);
      });
      return found;
    },
    problem.replications,
    problem.seed,
    problem.level,
  );
  return parts.map(({ effect }) =>
    withInterval(effect, intervals[measured.findIndex((each) => each.effect === effect)]),
  );
}

/** An effect with the interval that resampled families give. */
export function withInterval(
  effect: EffectResult,
  interval: BootstrapInterval | undefined,
): EffectResult {
  if ("refused" in effect || interval === undefined) return effect;
  if ("refused" in interval) {
    const note = effect.note === undefined ? "" : `${effect.note} `;
    return { ...effect, note: `${note}No family interval: ${interval.reason}` };
  }
  return {
    ...effect,
    familyCiLow: interval.ciLow,
    familyCiHigh: interval.ciHigh,
    familyCiMethod: interval.method,
  };
}
