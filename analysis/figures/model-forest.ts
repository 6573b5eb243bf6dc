import type { AverageDifference, ModelCoefficient, ModelResult } from "../models/model-result.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { drawIntervalRows, type IntervalRow } from "./interval-rows.ts";
import {
  counted,
  decimal,
  fileStem,
  headline,
  lowerFirst,
  pWords,
  upperFirst,
} from "./number-words.ts";

export interface ModelForestOptions extends FigureOptions {
  /**
   * points: average differences in percentage points, which anybody can read (the default). odds: odds
   * ratios on a scale of ratios; never to be worded "times more likely".
   */
  readonly scale?: "points" | "odds";
  /** Labels of variables by name; their names when left out. */
  readonly labels?: Readonly<Record<string, string>>;
  /** For an outcome of several levels: the one to draw; the first otherwise. */
  readonly outcome?: string;
}

interface Effect {
  readonly variable: string;
  readonly level: string;
  readonly against: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
}

/** What goes with the outcome in a fitted model: one row an effect, all others held as they are. */
export function modelForest(result: ModelResult, options: ModelForestOptions): Figure {
  const { scale = "points", labels = {} } = options;
  const d = new Drawing(`model-forest-${fileStem(result.outcome)}-${scale}`, options);
  const mean = result.kind === "linear";
  const outcome = options.outcome ?? result.differences[0]?.outcome ?? "";
  const effects =
    scale === "odds" && !mean
      ? result.coefficients.flatMap((row) => oddsEffect(row, result, outcome))
      : result.differences.filter((row) => row.outcome === outcome).map(pointsEffect);
  const show = (effect: Effect): string =>
    scale === "odds" && !mean
      ? `${ratio(effect.estimate)} (${ratio(effect.low)} to ${ratio(effect.high)})`
      : mean
        ? `${signed(effect.estimate, 2)} (${decimal(effect.low, 2)} to ${decimal(effect.high, 2)})`
        : `${signed(effect.estimate * 100, 0)} (${decimal(effect.low * 100, 0)} to ${decimal(effect.high * 100, 0)})`;
  const unit =
    scale === "odds" && !mean ? "odds ratio" : mean ? "difference in means" : "percentage points";
  let before: string | null = null;
  const rows = effects.map((effect): IntervalRow => {
    const heading = `${labels[effect.variable] ?? effect.variable}, against ${lowerFirst(effect.against)}`;
    const first = heading !== before;
    before = heading;
    return {
      heading: first ? heading : null,
      label: effect.level,
      estimate: effect.estimate,
      low: effect.low,
      high: effect.high,
      apart: effect.pValue < 0.05,
      value: show(effect),
    };
  });
  const event = outcome;
  const nothing = scale === "odds" && !mean ? 1 : 0;
  const used = drawIntervalRows(d, 4, rows, {
    kind: scale === "odds" && !mean ? "log" : "linear",
    title: `${upperFirst(unit)}${mean ? "" : `, ${lowerFirst(event)}`}`,
    format: (value) =>
      scale === "odds" && !mean ? String(value) : mean ? decimal(value, 1) : signed(value * 100, 0),
    reference: nothing,
    referenceWords: "No difference",
    ...(scale === "odds" && !mean ? { within: [0.02, 50] as const } : {}),
  });
  const base = `${counted(result.n, result.unit)}${result.families === null ? "" : ` in ${counted(result.families, "family")}`}`;
  const clear = effects.filter((effect) => effect.pValue < 0.05);
  return d.finish(4 + used + 4, {
    title: headline(`${clear.length} of ${effects.length} differences are clear of chance`),
    subtitle: `${result.outcomeLabel}${mean ? "" : `, ${lowerFirst(event)}`}: ${unit} with 95% intervals; ${base}`,
    description: `Forest plot of a ${result.method} model of ${lowerFirst(result.outcomeLabel)} for ${base}. ${effects
      .map(
        (effect) =>
          `${labels[effect.variable] ?? effect.variable}, ${lowerFirst(effect.level)} against ${lowerFirst(effect.against)}: ${show(effect)} ${unit}, ${pWords(effect.pValue)}`,
      )
      .join("; ")}.`,
    table: {
      caption: `${result.outcomeLabel}${mean ? "" : `, ${lowerFirst(event)}`}: ${unit}, ${base}`,
      columns: [
        { header: "Predictor" },
        { header: "Level" },
        { header: "Against" },
        { header: `${upperFirst(unit)} (95% interval)`, align: "right" },
        { header: "p", align: "right" },
      ],
      rows: effects.map((effect) => [
        labels[effect.variable] ?? effect.variable,
        effect.level,
        effect.against,
        show(effect),
        pWords(effect.pValue).replace(/^p (= )?/, ""),
      ]),
    },
    note: `Squares: p below .05. Each row holds the other predictors as they are${result.errors === "" ? "" : `; intervals by ${result.errors}`}. An association is not a cause.${
      scale === "odds" && !mean
        ? " An odds ratio is not how many times more likely something is."
        : ""
    }`,
  });
}

function pointsEffect(row: AverageDifference): Effect {
  return {
    variable: row.variable,
    level: row.label,
    against: row.against,
    estimate: row.estimate,
    low: row.ciLow,
    high: row.ciHigh,
    pValue: row.pValue,
  };
}

function oddsEffect(row: ModelCoefficient, result: ModelResult, outcome: string): Effect[] {
  const { term, oddsRatio, oddsRatioLow, oddsRatioHigh } = row;
  if (term === null || oddsRatio === null || oddsRatioLow === null || oddsRatioHigh === null)
    return [];
  if (row.outcome !== null && row.outcome !== outcome) return [];
  const own = result.differences.find(
    (each) =>
      row.name === `${each.variable}: ${each.label}` ||
      row.name === `${each.variable}=${each.level}`,
  );
  return [
    {
      variable: own?.variable ?? term,
      level: own?.label ?? row.name,
      against:
        own?.against ??
        result.references.find((each) => each.variable === term)?.level ??
        "one less",
      estimate: oddsRatio,
      low: oddsRatioLow,
      high: oddsRatioHigh,
      pValue: row.pValue,
    },
  ];
}

/** A ratio to three figures at most. */
function ratio(value: number): string {
  if (value >= 100) return value >= 1000 ? ">1,000" : decimal(value, 0);
  return decimal(value, value >= 10 ? 1 : 2);
}

const signed = (value: number, places: number): string => {
  const text = decimal(value, places);
  return text.startsWith("−") || Number(text) === 0 ? text : `+${text}`;
};
