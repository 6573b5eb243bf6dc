import { InputError } from "../../data-dictionary/input-error.ts";
import { type Figure, symbolMeanings } from "../../data-dictionary/sources/published/figure.ts";
import {
  authorityIn,
  type PublishedTable,
} from "../../data-dictionary/sources/published/read-published.ts";
import type { NeighbourModel } from "../../data-dictionary/sources/published/statistical-neighbours.ts";
import { wilson } from "../association/wilson.ts";
import { nameOrder } from "./count-authorities.ts";
import { type ShareDifference, shareDifference } from "./difference.ts";
import { type Funnel, funnel } from "./funnel.ts";
import { quantile } from "./overdispersion.ts";
import { type MeasureOptions, type PublishedCount, publishedMeasure } from "./published-measure.ts";
import { rate } from "./rate.ts";
import { type RunChart, runChart } from "./run-chart.ts";

/** A place's published figure with an interval, or the symbol that stands there. */
export interface PublishedShare {
  readonly name: string;
  readonly events: number | null;
  readonly n: number | null;
  readonly estimate: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  /** Why there is no figure, as "c (confidential: too few children to publish)". */
  readonly reason: string | null;
}

/** A chosen authority beside its neighbours, its region and England. */
export interface ChosenAuthority {
  readonly own: PublishedShare;
  readonly region: PublishedShare | null;
  readonly england: PublishedShare | null;
  readonly neighbours: readonly (PublishedShare & { readonly closeness: string })[];
  /** Which model of neighbours: lists differ between years. */
  readonly neighbourVersion: string | null;
  /** Median of the neighbours with a figure. */
  readonly neighbourMedian: number | null;
  /** The authority less all its neighbours together; only for proportions. */
  readonly againstNeighbours: ShareDifference | null;
  readonly years: RunChart | null;
  /** Years without a figure, and why. */
  readonly yearsNotShown: readonly { readonly time: string; readonly reason: string }[];
}

/** Published figures compared: the funnel of all authorities, and one of them closer by. */
export interface PublishedComparison {
  readonly file: string;
  readonly measure: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly denominator: string;
  readonly year: string;
  readonly kind: "proportion" | "rate";
  readonly funnel: Funnel;
  /** Authorities without a figure, and why. */
  readonly notShown: readonly { readonly name: string; readonly reason: string }[];
  readonly chosen: ChosenAuthority | null;
  readonly warnings: readonly string[];
}

export interface PublishedOptions extends MeasureOptions {
  readonly year?: string | undefined;
  readonly authority?: string | undefined;
  readonly neighbours?: NeighbourModel | undefined;
  readonly overdispersion?: boolean | "log" | undefined;
  /** Given, the measure is a rate per so many; else a proportion. */
  readonly per?: number | undefined;
}

/**
 * Compares authorities on a published measure: funnel of all with figures, a chosen authority against
 * its neighbours (with their median), its region and England, and its change over the years.
 *
 * Symbols are reasons, never numbers. Region and England are published rounded to 10, so they are shown
 * and not tested.
 *
 * @throws {InputError} `unknown-year`, `unknown-authority`, `no-neighbours` and those of `publishedMeasure`.
 */
export function comparePublished(
  table: PublishedTable,
  options: PublishedOptions,
): PublishedComparison {
  const measure = publishedMeasure(table, options);
  const year = options.year ?? table.times.at(-1) ?? "";
  if (!table.times.includes(year)) {
    throw new InputError(
      "unknown-year",
      `${table.file} has no year ${year}.`,
      `It has: ${table.times.join(", ")}.`,
    );
  }
  const kind = options.per === undefined ? "proportion" : "rate";
  const per = options.per ?? 1;
  const now = measure.counts.filter((count) => count.time === year);
  const authorities = now.filter((count) => count.place.level === "authority");
  const order = nameOrder(authorities.map((count) => count.place.name));
  const sorted = order.map((i) => authorities[i] as PublishedCount);
  const shares = sorted.map((count) => shareOf(count, kind, per));
  const known = sorted.flatMap(({ place, events, n }) =>
    events.kind === "number" && n.kind === "number" && n.value > 0
      ? [{ name: place.name, events: events.value, n: n.value }]
      : [],
  );
  const drawn = funnel(known, { kind, per, overdispersion: options.overdispersion ?? false });
  return {
    file: table.file,
    measure: measure.measure,
    filters: measure.filters,
    denominator: measure.denominator ?? measure.nColumn,
    year,
    kind,
    funnel: drawn,
    notShown: shares.flatMap(({ name, reason }) => (reason === null ? [] : [{ name, reason }])),
    chosen:
      options.authority === undefined
        ? null
        : chosenAuthority(
            table,
            measure.counts,
            now,
            options.authority,
            kind,
            per,
            options.neighbours,
          ),
    warnings: [
      ...(known.some(({ n }) => n < 20)
        ? [
            `Fewer than 20 in the denominator: ${known
              .filter(({ n }) => n < 20)
              .map(({ name }) => name)
              .join(", ")}.`,
          ]
        : []),
      "Published figures are not adjusted for who the children are.",
    ],
  };
}

function chosenAuthority(
  table: PublishedTable,
  all: readonly PublishedCount[],
  now: readonly PublishedCount[],
  name: string,
  kind: "proportion" | "rate",
  per: number,
  model: NeighbourModel | undefined,
): ChosenAuthority {
  const place = authorityIn(table, name);
  const own = now.find(
    (count) => count.place.level === "authority" && count.place.name === place.name,
  );
  if (own === undefined) {
    throw new InputError(
      "unknown-authority",
      `${place.name} has no row for this measure in this year.`,
    );
  }
  const group = model?.byCode.get(place.oldCode);
  if (model !== undefined && group === undefined) {
    throw new InputError(
      "no-neighbours",
      `${model.file} lists no neighbours of ${place.name} (version ${model.version}).`,
      "Use the model of a year in which the authority exists.",
    );
  }
  const beside = (group?.neighbours ?? []).map((neighbour) => {
    const count = now.find(
      ({ place: other }) => other.level === "authority" && other.oldCode === neighbour.code,
    );
    return { neighbour, count };
  });
  const neighbours = beside.map(({ neighbour, count }) => ({
    ...(count === undefined
      ? noShare(neighbour.name ?? neighbour.code, "not in the published table")
      : shareOf(count, kind, per)),
    closeness: neighbour.closeness,
  }));
  const known = neighbours
    .flatMap(({ estimate }) => (estimate === null ? [] : [estimate]))
    .sort((a, b) => a - b);
  const sum = beside.reduce(
    (total, { count }) =>
      count?.events.kind === "number" && count.n.kind === "number"
        ? { events: total.events + count.events.value, n: total.n + count.n.value }
        : total,
    { events: 0, n: 0 },
  );
  const figures = numbersOf(own);
  const years = all.filter(
    (count) => count.place.level === "authority" && count.place.name === place.name,
  );
  const readable = years.flatMap((count) => {
    const numbers = numbersOf(count);
    return numbers === null || numbers.n === 0 ? [] : [{ time: count.time, ...numbers }];
  });
  const find = (level: "regional" | "national", wanted: string | null): PublishedShare | null => {
    const count = now.find(
      ({ place: other }) => other.level === level && (wanted === null || other.name === wanted),
    );
    return count === undefined ? null : shareOf(count, kind, per);
  };
  return {
    own: shareOf(own, kind, per),
    region: find("regional", place.regionName),
    england: find("national", null),
    neighbours,
    neighbourVersion: model?.version ?? null,
    neighbourMedian: known.length === 0 ? null : quantile(known, 0.5),
    againstNeighbours:
      kind === "proportion" && figures !== null && figures.n > 0 && sum.n > 0
        ? shareDifference(figures, sum)
        : null,
    years: readable.length > 0 ? runChart(readable, kind === "rate" ? { per } : {}) : null,
    yearsNotShown: years.flatMap((count) => {
      const { reason } = shareOf(count, kind, per);
      return reason === null ? [] : [{ time: count.time, reason }];
    }),
  };
}

function numbersOf({ events, n }: PublishedCount): { events: number; n: number } | null {
  return events.kind === "number" && n.kind === "number"
    ? { events: events.value, n: n.value }
    : null;
}

function shareOf(count: PublishedCount, kind: "proportion" | "rate", per: number): PublishedShare {
  const numbers = numbersOf(count);
  if (numbers === null)
    return noShare(count.place.name, reasonOf(count.events) ?? reasonOf(count.n) ?? "no figure");
  if (numbers.n === 0) return noShare(count.place.name, "nobody in the denominator");
  const { estimate, ciLow, ciHigh } =
    kind === "rate" ? rate(numbers.events, numbers.n, per) : wilson(numbers.events, numbers.n);
  return { name: count.place.name, ...numbers, estimate, ciLow, ciHigh, reason: null };
}

function noShare(name: string, reason: string): PublishedShare {
  return { name, events: null, n: null, estimate: null, ciLow: null, ciHigh: null, reason };
}

function reasonOf(figure: Figure): string | null {
  if (figure.kind === "number") return null;
  return figure.kind === "blank" ? "blank" : `${figure.symbol} (${symbolMeanings[figure.symbol]})`;
}
