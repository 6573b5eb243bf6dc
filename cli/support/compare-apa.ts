import { isRefused, type TestResult } from "../../analysis/association/test-result.ts";
import { fixed, percent, pText } from "../../analysis/words/number-text.ts";
import type { Compared } from "./compared.ts";
import { sentencesOf } from "./compared.ts";

/** A comparison as strings in APA style, one a line; kinds without a test of their own as sentences. */
export function compareApa(compared: Compared): string {
  const lines: string[] = [];
  if (compared.analysis === "shares" || compared.analysis === "patterns") {
    const { heterogeneity, heterogeneityFamilies, n } = compared.result;
    lines.push(`Authorities: ${testText(heterogeneity, n)}`);
    if (heterogeneityFamilies !== null) {
      lines.push(`Authorities, families respected: ${testText(heterogeneityFamilies, n)}`);
    }
  }
  if (compared.analysis === "shares") {
    const { result } = compared;
    const { caseMix, between, n } = result;
    if (caseMix !== null && caseMix.pValue !== null && caseMix.statistic !== null) {
      const statistic =
        caseMix.df2 === null
          ? `Wald χ²(${caseMix.df}, N = ${fixed(caseMix.n, 0)})`
          : `Wald F(${caseMix.df}, ${caseMix.df2})`;
      lines.push(
        `Authorities, adjusted for ${caseMix.adjustedFor.join(", ")}: ${statistic} = ${fixed(caseMix.statistic, 2)}, ${p(caseMix.pValue)}`,
      );
    }
    if (!("refused" in between)) {
      lines.push(
        `Between authorities: MOR = ${fixed(between.medianOddsRatio, 2)}, ${p(between.pValue)}`,
      );
    }
    for (const each of result.authorities) {
      if (each.share === null) continue;
      lines.push(
        `${each.name}: ${fixed(each.events, 0)} of ${fixed(each.n, 0)}, ${percent(each.share.estimate, n)}, 95% CI [${fixed(each.share.ciLow * 100, 0)}, ${fixed(each.share.ciHigh * 100, 0)}]`,
      );
    }
  }
  if (compared.analysis === "rates") {
    lines.push(`Authorities: ${testText(compared.result.heterogeneity, compared.result.n)}`);
  }
  return `${(lines.length === 0 ? sentencesOf(compared) : lines).join("\n")}\n`;
}

function testText(test: TestResult, n: number): string {
  if (isRefused(test)) return test.reason;
  const value = fixed(test.statistic ?? null, 2);
  switch (test.method) {
    case "rao-scott":
      return `Rao–Scott F(${fixed(test.df ?? null, 2)}, ${fixed(test.df2 ?? null, 2)}) = ${value}, ${p(test.pValue)}`;
    case "pearson":
    case "poisson-heterogeneity":
      return `χ²(${test.df}, N = ${fixed(n, 0)}) = ${value}, ${p(test.pValue)}`;
    case "family-permutation":
      return `${p(test.pValue)}, N = ${fixed(n, 0)}, ${test.replications} permutations of whole families`;
    default:
      return `${p(test.pValue)} (exact), N = ${fixed(n, 0)}`;
  }
}

function p(value: number): string {
  const text = pText(value);
  return /^[<>]/.test(text) ? `p ${text}` : `p = ${text}`;
}
