import { categoricalColumn, type Level } from "../../data-dictionary/table/column.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { caseMix } from "../authorities/case-mix.ts";
import { countAuthorities } from "../authorities/count-authorities.ts";
import { chooseModel } from "../models/choose-model.ts";
import { fitModel } from "../models/fit-model.ts";
import { type ModelFrame, modelFrame } from "../models/model-frame.ts";
import { type CountTable, countTable } from "./count-table.ts";
import { type Profile, roundedCount } from "./profile.ts";

/** A table that a coefficient implies: who has a level of a predictor, with and without the event. */
export interface ImpliedSpec {
  readonly variable: string;
  readonly outcome: string;
  readonly event: readonly string[] | null;
  /** Variables that must be known for a row to be in the model. */
  readonly known: readonly string[];
}

/** One released figure of a model, or why it is withheld. */
export interface ModelFigure {
  readonly variable: string;
  readonly label: string;
  /** The level it is about, and the one it is set against; null for a number. */
  readonly level: Level | null;
  readonly against: Level | null;
  readonly estimate: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  readonly reason: string;
}

/** A model or adjusted comparison as it is released. */
export interface ModelOutput {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly kind: "model" | "adjusted";
  readonly method: string;
  /** Rounded as counts are. */
  readonly n: number;
  /** Least residual degrees of freedom, from the rounded n. */
  readonly df: number;
  readonly figures: readonly ModelFigure[];
}

/** A model before it is known which of its counts may be known: the tables it implies, and how to end. */
export interface PreparedModel {
  readonly implied: readonly ImpliedSpec[];
  /** @param isKnown - May a reader know this level's counts, with and without the event? */
  readonly finish: (isKnown: (variable: string, level: string) => boolean) => ModelOutput;
}

/**
 * Prepares a logistic model for release, or says why it cannot be one: too few rows for its coefficients, rows
 * left out so few that they could be found, other kinds of model.
 */
export function prepareModel(
  data: Dataset,
  request: {
    readonly outcome: string;
    readonly with: readonly string[];
    readonly event?: readonly string[] | undefined;
    readonly reference?: Readonly<Record<string, string>> | undefined;
  },
  output: { readonly id: string; readonly title: string },
  profile: Profile,
): PreparedModel | { readonly refused: string } {
  if (request.with.some((term) => /[:*]/.test(term))) {
    return { refused: "A model with interactions must be seen by a checker." };
  }
  const frame = modelFrame(data, [request.outcome, ...request.with], request.reference);
  const own = frame.variables.get(request.outcome);
  if (own === undefined || frame.rows.length === 0)
    return { refused: "Nobody has everything known." };
  const chosen = chooseModel(own, request.event);
  if (chosen.kind !== "logistic") {
    return { refused: "Only logistic models can be released; a checker must see others." };
  }
  const result = fitModel(data, {
    ...request,
    ...(request.event === undefined ? {} : { event: [...request.event] }),
    with: [...request.with],
  } as Parameters<typeof fitModel>[1]);
  // The reason may name levels, which a release does not.
  if ("refused" in result) return { refused: cannotBeFitted };
  if (result.separation !== null) {
    return { refused: "Somewhere everybody or nobody has the event, which tells of all of them." };
  }
  const events = result.events ?? 0;
  if (Math.min(events, frame.n - events) < profile.threshold) {
    return { refused: "Too few have the event, or have it not." };
  }
  const few = tooFew(frame, result.coefficients.length, profile);
  if (few !== null) return { refused: few };
  const categorical = [...frame.variables.values()].filter(
    ({ name, kind }) => kind === "categorical" && name !== request.outcome,
  );
  const known = [request.outcome, ...request.with];
  const implied = categorical.map(({ name }) => ({
    variable: name,
    outcome: request.outcome,
    event: request.event ?? null,
    known,
  }));
  if (implied.some((spec) => fewLeftOut(data, spec, profile))) return { refused: leftOut };
  return {
    implied,
    finish: (isKnown) => {
      const place = new Map<string, number>();
      return {
        ...output,
        unit: data.unit,
        kind: "model",
        method: `${result.method}, odds ratios`,
        n: roundedCount(frame.n, profile.roundTo),
        df: roundedCount(frame.n, profile.roundTo) - result.coefficients.length,
        figures: result.coefficients.flatMap((row): ModelFigure[] => {
          if (row.term === null) return [];
          const term = frame.variables.get(row.term);
          const levels = term?.levels ?? [];
          const at = (place.get(row.term) ?? 0) + 1;
          place.set(row.term, at);
          const [level, against] = [levels[at] ?? null, levels[0] ?? null];
          const about = { variable: row.term, label: term?.label ?? row.term, level, against };
          const safe =
            levels.length === 0 ||
            [level, against].every(
              (each) => each !== null && isKnown(row.term as string, each.value),
            );
          return [figure(about, row.oddsRatio, row.oddsRatioLow, row.oddsRatioHigh, safe, 2)];
        }),
      };
    },
  };
}

export const cannotBeFitted = "It cannot be fitted to these data; a checker must see why.";

/** Prepares the adjusted shares of a comparison of authorities for release, or says why they cannot be. */
export function prepareAdjusted(
  data: Dataset,
  request: {
    readonly by: string;
    readonly outcome: string;
    readonly event: readonly string[];
    readonly adjust: readonly string[];
  },
  output: { readonly id: string; readonly title: string },
  profile: Profile,
): PreparedModel | { readonly refused: string } {
  const { by, outcome, event, adjust } = request;
  const known = [by, outcome, ...adjust];
  const frame = modelFrame(data, known);
  const result = caseMix(data, by, countAuthorities(data, by, outcome, event), adjust);
  const parameters = adjust.reduce((sum, name) => {
    const levels = frame.variables.get(name)?.levels.length ?? 0;
    return sum + Math.max(1, levels - 1);
  }, result.authorities.length);
  const few = tooFew(frame, parameters, profile);
  if (few !== null) return { refused: few };
  const levels = frame.variables.get(by)?.levels ?? [];
  const implied = [{ variable: by, outcome, event, known }];
  if (implied.some((spec) => fewLeftOut(data, spec, profile))) return { refused: leftOut };
  return {
    implied,
    finish: (isKnown) => ({
      ...output,
      unit: data.unit,
      kind: "adjusted",
      method: `${result.method}, percentages adjusted for ${adjust.join(", ")}`,
      n: roundedCount(frame.n, profile.roundTo),
      df: roundedCount(frame.n, profile.roundTo) - parameters,
      figures: result.authorities.map(({ name, estimate, ciLow, ciHigh }) => {
        const level = levels.find(({ label }) => label === name) ?? { value: name, label: name };
        const whole = (share: number): number => Math.round(share * 100);
        const safe = isKnown(by, level.value);
        const about = { variable: by, label: by, level, against: null };
        return figure(about, whole(estimate), whole(ciLow), whole(ciHigh), safe, 0);
      }),
    }),
  };
}

function figure(
  about: Pick<ModelFigure, "variable" | "label" | "level" | "against">,
  estimate: number | null,
  ciLow: number | null,
  ciHigh: number | null,
  safe: boolean,
  digits: number,
): ModelFigure {
  if (!safe || estimate === null || ciLow === null || ciHigh === null) {
    const reason = safe ? "It has no finite estimate." : "A count behind it is hidden.";
    return { ...about, estimate: null, ciLow: null, ciHigh: null, reason };
  }
  const short = (value: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
  return {
    ...about,
    estimate: short(estimate),
    ciLow: short(ciLow),
    ciHigh: short(ciHigh),
    reason: "",
  };
}

function tooFew(frame: ModelFrame, parameters: number, profile: Profile): string | null {
  const { n, nMissing } = frame;
  if (n - parameters < profile.residualDf || parameters > profile.parameterShare * n) {
    return `Too few rows for ${parameters} coefficients.`;
  }
  if (nMissing > 0 && nMissing < profile.threshold) {
    return "So few are left out of the model that they could be told from the tables.";
  }
  return null;
}

/** Are there levels, with or without the event, of which the model leaves out fewer than the threshold? */
function fewLeftOut(data: Dataset, spec: ImpliedSpec, profile: Profile): boolean {
  const own = { id: "", population: "", sensitive: [] };
  const inModel = impliedTable(data, spec, own);
  const known = [spec.variable, spec.outcome];
  const all = new Map(
    impliedTable(data, { ...spec, known }, own).cells.map((cell) => [
      cell.coordinates.join(),
      cell,
    ]),
  );
  return inModel.cells.some(({ coordinates, count }) => {
    const between = (all.get(coordinates.join())?.count ?? count) - count;
    return between > 0 && between < profile.threshold;
  });
}

const leftOut =
  "At some level so few are left out of the model that they could be told from the tables.";

/** A table that printed coefficients give away, though it is not printed itself. */
export interface ImpliedTable extends CountTable {
  readonly variable: string;
  readonly outcome: string;
  /** Values of the outcome that are the event, and those that are not. */
  readonly values: readonly [event: readonly string[], others: readonly string[]];
}

/** The table behind a coefficient, over the rows of the model only. */
export function impliedTable(
  data: Dataset,
  spec: ImpliedSpec,
  options: {
    readonly id: string;
    readonly population: string;
    readonly sensitive: readonly string[];
  },
): ImpliedTable {
  const frame = modelFrame(data, spec.known);
  const outcome = frame.variables.get(spec.outcome);
  const chosen = outcome === undefined ? null : chooseModel(outcome, spec.event ?? undefined);
  const words = new Array<string | null>(data.rowCount).fill(null);
  const isEvent = new Set<number>();
  const column = categoricalOf(data, spec.outcome);
  frame.rows.forEach((row, at) => {
    words[row] = chosen?.y[at] === 1 ? "event" : "no event";
    if (chosen?.y[at] === 1) isEvent.add(column.codes[row] as number);
  });
  const valuesWhere = (event: boolean): string[] =>
    column.levels.flatMap(({ value }, code) => (isEvent.has(code) === event ? [value] : []));
  const name = `${spec.outcome} ${spec.event?.join("|") ?? "yes"}`;
  const event = categoricalColumn(name, words, {
    levels: ["event", "no event"].map((value) => ({ value, label: value })),
  });
  const all = frame.rows.length === data.rowCount;
  const table = countTable(
    { ...data, columns: new Map([...data.columns, [name, event]]) },
    {
      id: options.id,
      title: "",
      variables: [spec.variable, name],
      population: all
        ? options.population
        : `${options.population}, with ${[...spec.known].sort().join(", ")} known`,
      sensitive: options.sensitive.includes(spec.outcome)
        ? [...options.sensitive, name]
        : options.sensitive,
      rows: frame.rows,
    },
  );
  return {
    ...table,
    variable: spec.variable,
    outcome: spec.outcome,
    values: [valuesWhere(true), valuesWhere(false)],
  };
}
