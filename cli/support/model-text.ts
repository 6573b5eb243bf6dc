import type { ModelRefusal, ModelResult } from "../../analysis/models/model-result.ts";
import { fixed, percent, percentInterval, pText } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { styler } from "./style.ts";
import { textTable } from "./text-table.ts";
import { wrapped } from "./wrap-text.ts";

/** A model for people: percentages, differences, coefficients, tests, checks, warnings. */
export function modelText(result: ModelResult | ModelRefusal, io: Io): string {
  const paint = styler(io);
  const width = Math.min(io.width, 80);
  if ("refused" in result) {
    return `${paint("bold", `${result.outcome}: no model`)}\n${wrapped(result.reason, width)}${lostText(result, width)}`;
  }
  const title = (text: string): string => `\n${paint("bold", text)}\n`;
  const share = result.kind !== "linear";
  const blocks = [
    `${paint("bold", `${result.outcomeLabel}: ${result.method}`)}\n`,
    wrapped(`${headline(result)}.`, width),
    lostText(result, width),
    ...result.warnings.map((warning) => wrapped(`! ${warning}`, width)),
  ];
  if (result.percentages.length > 0) {
    blocks.push(
      title(percentagesTitle(result)),
      percentagesTable(result, width),
      title(share ? "Average difference, percentage points" : "Average difference"),
      differencesTable(result, width),
    );
  }
  blocks.push(
    title(share ? "Odds ratios" : "Coefficients"),
    coefficientTable(result, width),
    title("Each predictor as a whole"),
    textTable(
      [
        { header: "" },
        { header: "df", align: "right" },
        { header: "LR", align: "right" },
        { header: "p", align: "right" },
        ...(result.errors === "model-based"
          ? []
          : [
              { header: "family F", align: "right" as const },
              { header: "p", align: "right" as const },
            ]),
      ],
      result.terms.map((test) => [
        test.term,
        String(test.df),
        ...("refused" in test.likelihoodRatio
          ? ["–", "–"]
          : [fixed(test.likelihoodRatio.statistic, 2), pText(test.likelihoodRatio.pValue)]),
        ...(test.familyRobust === null
          ? []
          : "refused" in test.familyRobust
            ? ["–", "–"]
            : [fixed(test.familyRobust.statistic, 2), pText(test.familyRobust.pValue)]),
      ]),
      width,
    ),
    title("How well it fits"),
    ...fitLines(result).map((line) => wrapped(line, width)),
  );
  return blocks.join("");
}

function headline(result: ModelResult): string {
  const noun =
    result.unit === "child" ? (result.n === 1 ? "child" : "children") : `${result.unit}s`;
  const plural = result.unit === "family" ? "families" : noun;
  return [
    `${fixed(result.n, 0)} ${plural}`,
    result.unit !== "family" && result.families !== null ? ` in ${result.families} families` : "",
    result.nMissing > 0 ? `, ${fixed(result.nMissing, 0)} left out` : "",
    result.events === null ? "" : `; ${fixed(result.events, 0)} with the event`,
    `. Chosen because ${result.reason}`,
    result.references.length === 0
      ? ""
      : `. Compared with ${result.references.map((r) => `${r.variable} ${r.level}`).join(", ")}`,
  ].join("");
}

function lostText(result: ModelResult | ModelRefusal, width: number): string {
  if (result.lost.length === 0) return "";
  const lost = result.lost.map(
    (l) => `${l.variable} ${l.label.toLowerCase()} ${fixed(l.count, 0)}`,
  );
  return wrapped(`Left out: ${lost.join("; ")}.`, width);
}

function percentagesTitle(result: ModelResult): string {
  if (result.kind === "linear") return "Average predicted mean";
  return result.levels.length > 1
    ? "Average predicted percentage"
    : `Average predicted percentage: ${result.outcome} ${result.levels[0]}`;
}

function percentagesTable(result: ModelResult, width: number): string {
  const share = result.kind !== "linear";
  const several = result.levels.length > 1;
  const level = result.percentages[0]?.ciLevel ?? 0.95;
  return textTable(
    [
      { header: "With everybody at" },
      ...(several ? [{ header: "outcome" }] : []),
      { header: share ? "%" : "mean", align: "right" },
      { header: `${fixed(level * 100, 0)}% interval`, align: "right" },
      { header: "n", align: "right" },
    ],
    grouped(
      result.percentages.map((row) => ({
        head: row.variable,
        cells: [
          row.label,
          ...(several ? [row.outcome] : []),
          share ? percent(row.estimate, result.n) : fixed(row.estimate, 2),
          share
            ? percentInterval(row.ciLow, row.ciHigh, result.n)
            : `${fixed(row.ciLow, 2)} to ${fixed(row.ciHigh, 2)}`,
          row.n === null ? "" : fixed(row.n, 0),
        ],
      })),
    ),
    width,
  );
}

function differencesTable(result: ModelResult, width: number): string {
  const share = result.kind !== "linear";
  const several = result.levels.length > 1;
  return textTable(
    [
      { header: "" },
      ...(several ? [{ header: "outcome" }] : []),
      { header: share ? "points" : "diff.", align: "right" },
      { header: "interval", align: "right" },
      { header: "p", align: "right" },
    ],
    grouped(
      result.differences.map((row) => {
        // One unit of a number moves little: one decimal more shows it.
        const digits = share ? pointDigits(result.n) + (row.level === "+1" ? 1 : 0) : 2;
        const shown = (value: number): string => fixed(share ? value * 100 : value, digits);
        return {
          head: row.level === "+1" ? row.variable : `${row.variable}, against ${row.against}`,
          cells: [
            row.label,
            ...(several ? [row.outcome] : []),
            shown(row.estimate),
            `${shown(row.ciLow)} to ${shown(row.ciHigh)}`,
            pText(row.pValue),
          ],
        };
      }),
    ),
    width,
  );
}

/** Rows under a line for each head, so that labels have the width of the screen. */
function grouped(rows: readonly { head: string | null; cells: string[] }[]): string[][] {
  let before: string | null = null;
  return rows.flatMap(({ head, cells }) => {
    const shown = head === null ? [cells] : [[`  ${cells[0]}`, ...cells.slice(1)]];
    const lines = head === null || head === before ? shown : [[head], ...shown];
    before = head;
    return lines;
  });
}

function coefficientTable(result: ModelResult, width: number): string {
  const share = result.kind !== "linear";
  const rows = result.coefficients.filter((row) => !share || row.term !== null);
  const outcome = result.kind === "multinomial";
  const robust = result.errors !== "model-based";
  return textTable(
    [
      { header: "" },
      ...(outcome ? [{ header: "outcome" }] : []),
      { header: share ? "OR" : "b", align: "right" },
      { header: "interval", align: "right" },
      { header: robust ? "family p" : "p", align: "right" },
      ...(robust ? [{ header: "naive p", align: "right" as const }] : []),
    ],
    grouped(
      rows.map((row) => ({
        head: row.term === row.name ? null : row.term,
        cells: [
          row.term === null || row.term === row.name ? row.name : levelsIn(row.name),
          ...(outcome ? [row.outcome ?? ""] : []),
          share ? ratio(row.oddsRatio) : compact(row.estimate),
          share
            ? `${ratio(row.oddsRatioLow)} to ${ratio(row.oddsRatioHigh)}`
            : `${compact(row.ciLow)} to ${compact(row.ciHigh)}`,
          pText(row.pValue),
          ...(robust ? [pText(row.naive.pValue)] : []),
        ],
      })),
    ),
    width,
  );
}

/** "race: Black × smoke: Yes" as "Black × Yes"; a number keeps its name. */
function levelsIn(name: string): string {
  return name
    .split(" × ")
    .map((part) => part.slice(part.indexOf(": ") + (part.includes(": ") ? 2 : 1)))
    .join(" × ");
}

function fitLines(result: ModelResult): string[] {
  const { fit, diagnostics } = result;
  const lines: string[] = [];
  if (!("refused" in result.overall)) {
    lines.push(
      `All predictors together: likelihood ratio ${fixed(result.overall.statistic, 2)}, df ${result.overall.df}, p ${pText(result.overall.pValue)}.`,
    );
  }
  if (fit.rSquared !== null) {
    lines.push(`R² ${fixed(fit.rSquared, 3)} (adjusted ${fixed(fit.adjustedRSquared, 3)}).`);
  } else {
    lines.push(
      `Pseudo R²: McFadden ${fixed(fit.mcFadden, 3)}, Nagelkerke ${fixed(fit.nagelkerke, 3)}.`,
    );
  }
  if (result.eventsPerParameter !== null) {
    const what = {
      logistic: "Events of the rarer kind",
      multinomial: "Rows at the rarest outcome",
      ordinal: "Effective rows",
      linear: "Rows",
    }[result.kind];
    lines.push(`${what} per coefficient: ${fixed(result.eventsPerParameter, 1)}.`);
  }
  const { auc, crossValidated, calibration, inflation, brant, gee, random } = diagnostics;
  if (auc !== null) {
    lines.push(
      auc.intervalReason === null
        ? `AUC ${fixed(auc.estimate, 2)} (${fixed(auc.ciLow, 2)} to ${fixed(auc.ciHigh, 2)}), rows as independent.`
        : `AUC ${fixed(auc.estimate, 2)}. ${auc.intervalReason}`,
    );
  }
  if (crossValidated !== null) {
    lines.push(
      "refused" in crossValidated
        ? crossValidated.reason
        : `Predicting unseen ${result.families === null ? "rows" : "families"} (${crossValidated.folds} folds, seed ${crossValidated.seed}): AUC ${fixed(crossValidated.auc, 2)}, calibration slope ${fixed(crossValidated.slope, 2)} (1 is ideal).`,
    );
  }
  if (calibration !== null && "pValue" in calibration.hosmerLemeshow) {
    const test = calibration.hosmerLemeshow;
    lines.push(
      `Hosmer–Lemeshow ${fixed(test.statistic, 2)}, df ${test.df}, p ${pText(test.pValue)}.`,
    );
  }
  if (inflation.length > 1) {
    const worst = inflation.reduce((a, b) => (b.adjusted > a.adjusted ? b : a));
    lines.push(
      `Largest variance inflation: ${worst.term} ${fixed(worst.adjusted, 2)} (GVIF^(1/2df)).`,
    );
  }
  if (brant !== null) {
    lines.push(
      "refused" in brant
        ? `Brant's test: ${brant.reason}`
        : `Brant's test of proportional odds: ${fixed(brant.statistic, 2)}, df ${brant.df}, p ${pText(brant.pValue)}.`,
    );
  }
  if (gee !== null) {
    lines.push(
      "refused" in gee
        ? `GEE: ${gee.reason}`
        : `GEE, correlation within families ${fixed(gee.correlation, 3)}: ${gee.coefficients
            .slice(1)
            .map((c) => `${c.name} OR ${ratio(Math.exp(c.estimate))} (p ${pText(c.pValue)})`)
            .join("; ")}.`,
    );
  }
  if (random !== null) {
    lines.push(
      "refused" in random
        ? `Random intercept: ${random.reason}`
        : `Random intercept for ${random.variable}: s.d. ${fixed(random.groupStandardDeviation, 2)}, median odds ratio ${fixed(random.medianOddsRatio, 2)}, p ${pText(random.pValue)}${random.singular ? " (no variation found)" : ""}.`,
    );
  }
  if (result.imputation !== null) {
    lines.push(
      `Imputed ${result.imputation.imputations} times (seed ${result.seed}): ${result.imputation.imputed.map((v) => `${v.variable} ${v.count} by ${v.method}`).join("; ")}. Largest share of variance from missing data ${fixed(result.imputation.largestFractionMissing, 2)}.`,
    );
  }
  lines.push(`Errors: ${result.errors}.`);
  return lines;
}

const pointDigits = (n: number): number => (n < 200 ? 0 : 1);

/** An odds ratio with the digits that matter; very large and very small ones as powers. */
function ratio(value: number | null): string {
  if (value === null) return "∞";
  if (value >= 1000 || (value > 0 && value < 0.001))
    return value.toExponential(1).replace("e+", "e");
  return fixed(value, value >= 100 ? 0 : 2);
}

function compact(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) return value.toExponential(2).replace("-", "−");
  return fixed(value, size >= 100 ? 1 : 3);
}
