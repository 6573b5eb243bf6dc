import { InputError } from "../../data-dictionary/input-error.ts";
import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { type ShareDifference, shareDifference } from "../authorities/difference.ts";
import { type Share, shareOf } from "./share.ts";

/** The share of one wave, with its base, and the change since the wave before. */
export interface WaveShare extends Share {
  readonly value: string;
  readonly label: string;
  /** Rows of the wave whose answer is not known. */
  readonly nMissing: number;
  /** Null in the first wave, and beside a wave without answers. */
  readonly change: ShareDifference | null;
}

/** One answer over the waves, for everybody or for one group. */
export interface WaveSeries {
  readonly variable: string;
  readonly label: string;
  /** The group, or null for everybody. */
  readonly group: { readonly value: string; readonly label: string } | null;
  readonly waves: readonly WaveShare[];
  /** From the first wave with answers to the last; null with fewer than two. */
  readonly overall: ShareDifference | null;
}

export interface ShareWaves {
  readonly unit: string;
  readonly wave: string;
  readonly by: string | null;
  readonly series: readonly WaveSeries[];
  readonly notes: readonly string[];
}

/**
 * The share that gave an answer in each wave of a survey, with its base and Wilson interval, and the change
 * from wave to wave with Newcombe's interval. Missing answers are in no base.
 *
 * When not to use: where the same people answered in several waves; the waves are taken as independent.
 *
 * @param variables - Yes/no variables; the level counted is `event`.
 * @param wave - The variable whose levels, in the codebook's order, are the waves.
 * @param by - Again within each group of this variable, or null.
 * @throws {InputError} `unknown-column`, `not-categorical`, `unknown-level`.
 * @example
 * shareWaves(dataset([categoricalColumn("year", ["1", "1", "2"]), categoricalColumn("saw", ["1", "0", "1"])]), ["saw"], "year", null).series[0].overall.estimate // => 0.5
 * @see Newcombe (1998), Statistics in Medicine 17, 873–890, method 10.
 */
export function shareWaves(
  data: Dataset,
  variables: readonly string[],
  wave: string,
  by: string | null,
  event = "1",
  level = 0.95,
): ShareWaves {
  const waves = categoricalOf(data, wave);
  const groups = by === null ? null : categoricalOf(data, by);
  const series = variables.flatMap((name) => {
    const column = categoricalOf(data, name);
    const code = column.levels.findIndex((each) => each.value === event);
    if (code < 0) {
      throw new InputError(
        "unknown-level",
        `${name} has no answer ${event}.`,
        `Its answers are: ${column.levels.map((each) => each.value).join(", ")}.`,
      );
    }
    return [
      seriesOf(data, column, code, waves, null, -1, level),
      ...(groups?.levels.map((_, place) =>
        seriesOf(data, column, code, waves, groups, place, level),
      ) ?? []),
    ];
  });
  return {
    unit: data.unit,
    wave,
    by,
    series,
    notes: [
      "Waves are taken as independent samples: with the same people in several waves, the intervals of change do not hold.",
    ],
  };
}

function seriesOf(
  data: Dataset,
  column: CategoricalColumn,
  event: number,
  waves: CategoricalColumn,
  groups: CategoricalColumn | null,
  place: number,
  level: number,
): WaveSeries {
  let before: Share | null = null;
  const shares = waves.levels.map((each, wave): WaveShare => {
    const inside = (row: number): boolean =>
      waves.codes[row] === wave && (groups === null || groups.codes[row] === place);
    let nMissing = 0;
    const has = Int8Array.from({ length: data.rowCount }, (_, row) => {
      if (!inside(row)) return -1;
      const code = column.codes[row] as number;
      if (code < 0) nMissing++;
      return code < 0 ? -1 : code === event ? 1 : 0;
    });
    const share = shareOf(has, data.families, data.weights, level);
    const change = before === null || share.n === 0 ? null : difference(share, before, level);
    if (share.n > 0) before = share;
    return { value: each.value, label: each.label, ...share, nMissing, change };
  });
  const answered = shares.filter((share) => share.n > 0);
  const [first, last] = [answered[0], answered.at(-1)];
  const group = groups?.levels[place];
  return {
    variable: column.name,
    label: column.label,
    group: group === undefined ? null : { value: group.value, label: group.label },
    waves: shares,
    overall:
      first === undefined || last === undefined || answered.length < 2
        ? null
        : difference(last, first, level),
  };
}

const difference = (later: Share, earlier: Share, level: number): ShareDifference =>
  shareDifference(
    { events: later.count, n: later.n },
    { events: earlier.count, n: earlier.n },
    level,
  );
