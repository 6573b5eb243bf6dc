import type { AuthorityComparison } from "../../analysis/authorities/authority-comparison.ts";
import type { AuthorityPatterns } from "../../analysis/authorities/authority-patterns.ts";
import type { TimeComparison } from "../../analysis/authorities/compare-over-time.ts";
import type { RateComparison } from "../../analysis/authorities/compare-rates.ts";
import { funnelSentence } from "../../analysis/authorities/other-sentences.ts";
import type { RateResult, RefusedRate } from "../../analysis/authorities/rate.ts";
import { counted, fixed, percent, percentInterval } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { changeCells, figureText, pictureTable } from "./compare-picture.ts";
import { publishedText } from "./compare-published-text.ts";
import { type Compared, sentencesOf } from "./compared.ts";
import { styler } from "./style.ts";
import { textTable } from "./text-table.ts";
import { wrapped } from "./wrap-text.ts";

/** A comparison for people: dot and interval in name order, what is left of it, and the sentences. */
export function compareText(compared: Compared, io: Io): string {
  const width = Math.min(io.width, 80);
  const body = ((): string => {
    switch (compared.analysis) {
      case "shares":
        return sharesText(compared.result, io, width);
      case "patterns":
        return patternsText(compared.result, io, width);
      case "rates":
        return ratesText(compared.result, io, width);
      case "years":
        return yearsText(compared.result, io, width);
      case "published":
        return publishedText(compared.result, io, width);
    }
  })();
  const sentences = sentencesOf(compared)
    .map((sentence) => wrapped(sentence, width))
    .join("");
  return `${body}\n${sentences}`;
}

const whole = { from: 0, to: 1 };
const percentLabel = (value: number): string => `${fixed(value * 100, 0)}%`;
const right = (header: string) => ({ header, align: "right" as const });

function unitWords(unit: string, n: number): string {
  if (unit === "child") return counted(n, "child", "children");
  if (unit === "family") return counted(n, "family", "families");
  return counted(n, unit, `${unit}s`);
}

function sharesText(result: AuthorityComparison, io: Io, width: number): string {
  const paint = styler(io);
  const { authorities, overall, n } = result;
  const missing =
    result.nMissing + result.nWithoutAuthority === 0
      ? ""
      : `, ${result.nMissing} without a known outcome, ${result.nWithoutAuthority} without ${result.by}`;
  const head = `${unitWords(result.unit, n)}${result.families === null || result.unit === "family" ? "" : ` in ${counted(result.families, "family", "families")}`}${missing}. The bar is the overall ${percent(overall.estimate, n)} (${percentInterval(overall.ciLow, overall.ciHigh, n)}).`;
  const parts = [
    `${paint("bold", `${result.outcome}: ${result.event}, by ${result.by}`)}\n`,
    wrapped(head, width),
    pictureTable(
      [{ header: result.by }, right("n"), right("events"), right("%"), right("95%")],
      authorities.map((each) => [
        each.name,
        fixed(each.n, 0),
        fixed(each.events, 0),
        percent(each.share?.estimate ?? null, n),
        percentInterval(each.share?.ciLow ?? null, each.share?.ciHigh ?? null, n),
      ]),
      authorities.map(({ share }) => share),
      { middle: overall.estimate, scale: whole, width, label: percentLabel },
    ),
    ...result.warnings.map((warning) => wrapped(`! ${warning}`, width)),
    `\n${paint("bold", "What is left of the differences")}\n`,
    leftTable(result, width),
    betweenLines(result, width),
  ];
  if (result.standardisedBy.length > 0) {
    parts.push(
      `\n${paint("bold", `Standardised for ${result.standardisedBy.join(", ")}`)}\n`,
      standardisedTable(result.by, authorities, 100, width),
    );
  }
  if (result.reference !== null) parts.push(referenceTable(result, io, width));
  if (result.ranks !== null) {
    parts.push(
      `\n${paint("bold", "Ranks, each with the range it may have")}\n`,
      textTable(
        [{ header: result.by }, right("rank"), right("95%")],
        result.ranks.map((each) => [
          each.name,
          String(each.rank),
          `${each.ciLow} to ${each.ciHigh}`,
        ]),
        width,
      ),
      wrapped(
        `1 is the highest share. Ranks of few children hardly hold. Seed ${result.seed}.`,
        width,
      ),
    );
  }
  if (result.funnel !== null) {
    const alike = result.families === null ? "" : " The funnel takes rows as independent.";
    parts.push(wrapped(`${funnelSentence(result.funnel)}${alike}`, width));
  }
  return parts.join("");
}

function leftTable(result: AuthorityComparison, width: number): string {
  const { n, families, caseMix } = result;
  const range = (each: { ciLow: number; ciHigh: number } | null): string =>
    each === null ? "–" : percentInterval(each.ciLow, each.ciHigh, n);
  const both = (each: { estimate: number; ciLow: number; ciHigh: number } | null): string =>
    each === null ? "–" : `${percent(each.estimate, n)} (${range(each)})`;
  return textTable(
    [
      { header: result.by },
      ...(families === null ? [] : [right("fam."), right("siblings")]),
      right("less the rest"),
      ...(caseMix === null ? [] : [right("adjusted")]),
      right("drawn together"),
    ],
    result.authorities.map((each) => {
      const difference = each.differenceFamilies ?? each.difference;
      return [
        each.name,
        ...(families === null ? [] : [String(each.families), range(each.shareFamilies)]),
        difference === null
          ? "–"
          : `${fixed(difference.estimate * 100, 0)} (${fixed(difference.ciLow * 100, 0)} to ${fixed(difference.ciHigh * 100, 0)})`,
        ...(caseMix === null ? [] : [both(each.adjusted)]),
        both(each.randomInterceptFamilies ?? each.randomIntercept),
      ];
    }),
    width,
  );
}

function betweenLines(result: AuthorityComparison, width: number): string {
  const { between, intraclass, designEffect, caseMix } = result;
  const lines: string[] = [];
  if (designEffect !== null) {
    lines.push(
      `siblings: intervals with families respected (design effect ${fixed(designEffect, 2)}${designEffect < 1 ? ", taken as 1" : ""}).`,
    );
  }
  if (caseMix !== null) lines.push(`adjusted: ${caseMix.method}.`);
  for (const note of caseMix?.notes ?? []) lines.push(note);
  lines.push(
    "refused" in between
      ? between.reason
      : `drawn together: ${result.families === null ? "random-intercept model" : "random-intercept model, siblings respected"}. Median odds ratio ${fixed(between.medianOddsRatio, 2)}, intraclass correlation ${fixed(intraclass.estimate, 3)} (rows taken as independent).`,
  );
  return lines.map((line) => wrapped(line, width)).join("");
}

function standardisedTable(
  by: string,
  authorities: readonly {
    readonly name: string;
    readonly direct: RateResult | RefusedRate | null;
    readonly indirect: RateResult | RefusedRate | null;
  }[],
  scale: number,
  width: number,
): string {
  const text = (each: RateResult | RefusedRate | null, times: number, digits: number): string => {
    if (each === null) return "–";
    if ("refused" in each) return each.refused.replaceAll("-", " ");
    return `${fixed(each.estimate * times, digits)} (${fixed(each.ciLow * times, digits)} to ${fixed(each.ciHigh * times, digits)})`;
  };
  return textTable(
    [{ header: by }, right(scale === 100 ? "direct, %" : "direct"), right("ratio to expected")],
    authorities.map((each) => [
      each.name,
      text(each.direct, scale, scale === 100 ? 0 : 1),
      text(each.indirect, 1, 2),
    ]),
    width,
  );
}

function referenceTable(result: AuthorityComparison, io: Io, width: number): string {
  const { n, reference } = result;
  const own = result.authorities.find(({ name }) => name === reference);
  const title = `Odds ratios against ${reference} (${percent(own?.share?.estimate ?? null, n)})`;
  return `\n${styler(io)("bold", title)}\n${textTable(
    [{ header: result.by }, right("%"), right("odds ratio"), right("95%"), right("siblings")],
    result.authorities.flatMap((each) => {
      if (each.oddsRatio === null) return [];
      const ratio = each.oddsRatio;
      const given = !("refused" in ratio);
      return [
        [
          each.name,
          percent(ratio.share, n),
          given ? fixed(ratio.estimate, 2) : "–",
          given ? `${fixed(ratio.ciLow ?? null, 2)} to ${fixed(ratio.ciHigh ?? null, 2)}` : "–",
          ratio.ciLowFamilies === null
            ? "–"
            : `${fixed(ratio.ciLowFamilies, 2)} to ${fixed(ratio.ciHighFamilies, 2)}`,
        ],
      ];
    }),
    width,
  )}${wrapped('An odds ratio is not "times more likely": read the percentages.', width)}`;
}

function patternsText(result: AuthorityPatterns, io: Io, width: number): string {
  const paint = styler(io);
  const { n, overall } = result;
  const title = `${result.label} by ${result.by}`;
  const blocks = overall.map((pattern, at) => {
    const rows = result.authorities.map((each) => ({
      ...each,
      own: each.patterns[at] as typeof pattern,
    }));
    return `\n${paint("bold", `${pattern.label}: ${pattern.events} of ${n} (${percent(pattern.share?.estimate ?? null, n)})`)}\n${pictureTable(
      [{ header: result.by }, right("n"), right("count"), right("%"), right("95%"), right("z")],
      rows.map(({ name, n: size, own }) => [
        name,
        fixed(size, 0),
        fixed(own.events, 0),
        percent(own.share?.estimate ?? null, n),
        percentInterval(own.share?.ciLow ?? null, own.share?.ciHigh ?? null, n),
        fixed(own.residual, 1),
      ]),
      rows.map(({ own }) => own.share),
      { middle: pattern.share?.estimate ?? null, scale: whole, width, label: percentLabel },
    )}`;
  });
  const head = `${unitWords(result.unit, n)}${result.families === null || result.unit === "family" ? "" : ` in ${counted(result.families, "family", "families")}`}, ${result.nMissing} without a known value, ${result.nWithoutAuthority} without ${result.by}. z is the distance from what all authorities together lead one to expect.`;
  return `${paint("bold", title)}\n${wrapped(head, width)}${result.warnings.map((warning) => wrapped(`! ${warning}`, width)).join("")}${blocks.join("")}`;
}

function ratesText(result: RateComparison, io: Io, width: number): string {
  const paint = styler(io);
  const digits = result.kind === "ratio" ? 2 : result.overall.estimate < 10 ? 2 : 1;
  const rates = result.authorities.map(({ rate }) => rate);
  const highest = Math.max(...rates.map((each) => each?.ciHigh ?? 0));
  const scale = {
    from: 0,
    to: niceEnd(Math.min(highest, 4 * Math.max(...rates.map((each) => each?.estimate ?? 0)))),
  };
  const per = result.per.toLocaleString("en-GB");
  const title =
    result.kind === "ratio"
      ? `${result.outcome}: observed over ${result.denominator}, by ${result.by}`
      : `${result.outcome} per ${per} of ${result.denominator}, by ${result.by}`;
  const parts = [
    `${paint("bold", title)}\n`,
    wrapped(
      `The bar is ${result.kind === "ratio" ? "1, as expected" : `the overall ${fixed(result.overall.estimate, digits)} (${fixed(result.overall.ciLow, digits)} to ${fixed(result.overall.ciHigh, digits)})`}.`,
      width,
    ),
    pictureTable(
      [
        { header: result.by },
        right("events"),
        right(result.kind === "ratio" ? "expected" : "n"),
        right(result.kind === "ratio" ? "ratio" : "rate"),
        right("95%"),
      ],
      result.authorities.map((each) => [
        each.name,
        fixed(each.events, 0),
        fixed(each.n, Number.isInteger(each.n) ? 0 : 1),
        fixed(each.rate?.estimate ?? null, digits),
        each.rate === null
          ? "–"
          : `${fixed(each.rate.ciLow, digits)} to ${fixed(each.rate.ciHigh, digits)}`,
      ]),
      rates,
      {
        middle: result.kind === "ratio" ? 1 : result.overall.estimate,
        scale,
        width,
        label: (value) => fixed(value, Number.isInteger(value) ? 0 : digits),
      },
    ),
    ...result.warnings.map((warning) => wrapped(`! ${warning}`, width)),
  ];
  if (result.standardisedBy !== null && result.kind === "rate") {
    parts.push(
      `\n${paint("bold", `Standardised for ${result.standardisedBy}`)}\n`,
      standardisedTable(result.by, result.authorities, result.per === 1 ? 100 : 1, width),
    );
  }
  parts.push(wrapped(funnelSentence(result.funnel), width));
  return parts.join("");
}

/** A round number at or above the largest value drawn. */
function niceEnd(value: number): number {
  if (!(value > 0)) return 1;
  const size = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 3, 4, 5, 6, 8, 10].find((step) => step * size >= value) ?? 10) * size;
}

function yearsText(result: TimeComparison, io: Io, width: number): string {
  const paint = styler(io);
  const share = result.kind === "proportion";
  const first = result.times[0] as string;
  const last = result.times.at(-1) as string;
  const rows = [{ name: "All", chart: result.overall }, ...result.authorities];
  const title = `${result.outcome} over ${result.time}, by ${result.by}${share ? "" : ` (per ${result.per.toLocaleString("en-GB")})`}`;
  const table = textTable(
    [
      { header: result.by },
      ...result.times.map((each) => right(each)),
      right("change"),
      right("95%"),
      right("run"),
    ],
    rows.map(({ name, chart }) => [
      name,
      ...result.times.map((time) => {
        const point = chart.points.find((each) => each.time === time);
        return point === undefined
          ? "–"
          : `${figureText(point.estimate, share, point.n)}${point.outside ? "*" : ""}`;
      }),
      ...changeCells(chart, share),
      String(chart.longestRun),
    ]),
    width,
  );
  return `${paint("bold", title)}\n${table}${wrapped(`change: from ${first} to ${last}, or the first and last year that the authority has. * outside the 95% limits round the authority's own average. run: most years in a row on one side of it.`, width)}`;
}
