import { headlineMeasure } from "../../analysis/agreement/agree-item.ts";
import type { AgreementScreen, ItemAgreement } from "../../analysis/agreement/agree-items.ts";
import { isRefusedMeasure } from "../../analysis/agreement/agreement-measure.ts";
import { fixed, percent } from "../../analysis/words/number-text.ts";
import { measureOf, unit } from "./agree-text.ts";

const symbols: Readonly<Record<string, string>> = {
  "cohen-kappa": "κ",
  "weighted-kappa": "weighted κ",
  "fleiss-kappa": "Fleiss' κ",
  "krippendorff-alpha": "α",
  "icc-2-1": "ICC(2,1)",
};

/** The agreement on each item as a string in APA style, one a line. */
export function agreeApa(screen: AgreementScreen): string {
  return `${screen.results.map((result) => lineOf(result, screen.ciLevel)).join("\n")}\n`;
}

function lineOf(result: ItemAgreement, ciLevel: number): string {
  const { measures } = result;
  const headline = headlineMeasure(result);
  const agree = measureOf(measures, "percent-agreement");
  const ac1 = measureOf(measures, "gwet-ac1");
  const alpha = measureOf(measures, "krippendorff-alpha");
  const families = result.families === null ? "" : ` in ${result.families} families`;
  const end = `n = ${fixed(result.n, 0)}${families} coded twice`;
  if (isRefusedMeasure(headline)) {
    const start = agree === null ? "" : `${percent(agree.estimate, result.n)} agreement; `;
    return `${result.item}: ${start}${end}. ${headline.reason}`;
  }
  const interval =
    headline.ciLow === null
      ? ""
      : `, ${fixed(ciLevel * 100, 0)}% CI [${unit(headline.ciLow)}, ${unit(headline.ciHigh)}]`;
  return [
    `${result.item}: ${percent(agree?.estimate ?? null, result.n)} agreement`,
    `${symbols[headline.method] ?? headline.method} = ${unit(headline.estimate)}${interval}`,
    ...(ac1 === null ? [] : [`AC1 = ${unit(ac1.estimate)}`]),
    ...(alpha === null || headline.method === "krippendorff-alpha"
      ? []
      : [`α = ${unit(alpha.estimate)}`]),
    end,
  ].join("; ");
}
