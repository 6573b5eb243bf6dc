import type { ModelResult } from "../../analysis/models/model-result.ts";
import { fixed, pText } from "../../analysis/words/number-text.ts";

/** A model's results as strings in APA style, one a line. */
export function modelApa(result: ModelResult): string {
  const lines: string[] = [];
  const robust = result.errors !== "model-based";
  const family = robust ? ` (family-robust, ${result.families} families)` : "";
  if (!("refused" in result.overall)) {
    lines.push(
      `Model: χ²(${result.overall.df}, N = ${fixed(result.n, 0)}) = ${fixed(result.overall.statistic, 2)}, ${p(result.overall.pValue)}`,
    );
  }
  for (const row of result.differences) {
    const share = result.kind !== "linear";
    const scale = share ? 100 : 1;
    const digits = share ? (result.n < 200 ? 0 : 1) : 2;
    lines.push(
      `${row.variable}, ${row.label} against ${row.against}${result.levels.length > 1 ? ` (${row.outcome})` : ""}: ${fixed(row.estimate * scale, digits)}${share ? " percentage points" : ""}, ${level(row.ciLevel)} CI [${fixed(row.ciLow * scale, digits)}, ${fixed(row.ciHigh * scale, digits)}], ${p(row.pValue)}${family}`,
    );
  }
  for (const row of result.coefficients) {
    if (row.term === null) continue;
    const what = row.outcome === null ? row.name : `${row.name} (${row.outcome})`;
    lines.push(
      row.oddsRatio === null
        ? `${what}: b = ${fixed(row.estimate, 2)}, ${level(row.ciLevel)} CI [${fixed(row.ciLow, 2)}, ${fixed(row.ciHigh, 2)}], ${p(row.pValue)}${family}`
        : `${what}: OR = ${fixed(row.oddsRatio, 2)}, ${level(row.ciLevel)} CI [${fixed(row.oddsRatioLow, 2)}, ${fixed(row.oddsRatioHigh, 2)}], ${p(row.pValue)}${family}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

const level = (share: number): string => `${fixed(share * 100, 0)}%`;

function p(value: number): string {
  const text = pText(value);
  return text.startsWith("<") || text.startsWith(">") ? `p ${text}` : `p = ${text}`;
}
