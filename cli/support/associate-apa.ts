import type { Association, AssociationScreen } from "../../analysis/association/association.ts";
import { type ComputedTest, isRefused } from "../../analysis/association/test-result.ts";
import { fixed, pText } from "../../analysis/words/number-text.ts";
import { effectNumber } from "./effect-text.ts";
import { shortMethod } from "./method-words.ts";

/** A screen's results as strings in APA style, one a line. */
export function associateApa(screen: AssociationScreen): string {
  return screen.results.map((result) => `${apaOf(result, screen)}\n`).join("");
}

function apaOf(result: Association, screen: AssociationScreen): string {
  const headline = result.tests.find((test) => test.method === result.headline);
  if (headline === undefined || isRefused(headline)) return `${result.predictor}: ${result.reason}`;
  const families =
    headline.respectsFamilies && result.families !== null ? `; ${result.families} families` : "";
  return `${result.predictor}: ${statisticText(headline, result, screen)}, ${p(headline.pValue)}${families}${effectPart(result)}`;
}

function statisticText(test: ComputedTest, result: Association, screen: AssociationScreen): string {
  const n = fixed(result.n, 0);
  const value = fixed(test.statistic ?? null, 2);
  const degrees = (each: number | undefined): string =>
    each === undefined ? "" : fixed(each, Number.isInteger(each) ? 0 : 2);
  switch (test.method) {
    case "rao-scott":
      return `Rao–Scott F(${degrees(test.df)}, ${degrees(test.df2)}) = ${value}, N = ${n}`;
    case "pearson":
    case "linear-by-linear":
    case "cochran-armitage":
    case "bowker":
      return `${test.method === "linear-by-linear" ? "M²" : "χ²"}(${degrees(test.df)}, N = ${n}) = ${value}`;
    case "kruskal-wallis":
      return `H(${degrees(test.df)}, N = ${n}) = ${value}`;
    case "mann-whitney":
    case "mann-whitney-exact":
      return `U = ${value}, N = ${n}`;
    case "signed-rank":
    case "signed-rank-exact":
      return `V = ${value}, N = ${n}`;
    case "jonckheere-terpstra":
      return `J = ${value}, N = ${n}`;
    case "spearman":
      return `rₛ(${degrees(test.df)}) = ${effectNumber("spearman", estimateOf(result) ?? 0)}, N = ${n}`;
    default:
      return test.replications === undefined
        ? `exact, N = ${n}`
        : `${test.replications.toLocaleString("en-GB")} ${test.method.startsWith("family") ? "whole-family permutations" : "random tables"}, N = ${n}, seed ${screen.seed}`;
  }
}

const estimateOf = (result: Association): number | null => {
  const [effect] = result.effects;
  return effect === undefined || "refused" in effect ? null : effect.estimate;
};

function effectPart(result: Association): string {
  const [effect] = result.effects;
  if (effect === undefined || "refused" in effect) return "";
  const number = (value: number): string => effectNumber(effect.method, value);
  const low = effect.familyCiLow ?? effect.ciLow;
  const high = effect.familyCiHigh ?? effect.ciHigh;
  const interval =
    low === undefined || high === undefined
      ? ""
      : `, ${fixed((effect.ciLevel ?? 0.95) * 100, 0)}% CI [${number(low)}, ${number(high)}]`;
  return `, ${shortMethod(effect.method)} = ${number(effect.estimate)}${interval}`;
}

function p(value: number): string {
  const text = pText(value);
  return /^[<>]/.test(text) ? `p ${text}` : `p = ${text}`;
}
