import type { TestResult } from "../association/test-result.ts";
import type { AuthorityComparison } from "../authorities/authority-comparison.ts";
import { pText } from "../words/number-text.ts";
import type { ResultTable } from "./result-table.ts";
import { hundred, intervalColumns, noteTable, plural, subtitleOf } from "./table-parts.ts";

/** The tables of a comparison of authorities: the shares seen, then the same made fairer. */
export function comparisonTables(
  title: string,
  document: Readonly<Record<string, unknown>>,
): ResultTable[] {
  if (document.analysis !== "shares") {
    const kind = typeof document.analysis === "string" ? document.analysis : "no known kind";
    return [
      noteTable(
        title,
        `No table is made of a comparison of ${kind}. Print it with throughline compare --csv.`,
      ),
    ];
  }
  const result = document as unknown as AuthorityComparison;
  const seen = seenTable(title, result);
  return [seen, fairerTable(title, result)];
}

function seenTable(title: string, result: AuthorityComparison): ResultTable {
  const hasFamilies = result.authorities.some((each) => each.shareFamilies !== null);
  const { overall } = result;
  return {
    title,
    subtitle: `${result.event}: ${subtitleOf(result.n, result.unit, result.families)}`,
    columns: [
      { header: "Authority", format: "text" },
      { header: `Number of ${plural(result.unit)}`, format: "count" },
      { header: "With the outcome", format: "count" },
      { header: "Not known", format: "count" },
      { header: "Percentage of those known", format: "percent" },
      ...intervalColumns,
      ...(hasFamilies
        ? ([
            { header: "Families interval from (%)", format: "percent" },
            { header: "Families interval to (%)", format: "percent" },
          ] as const)
        : []),
    ],
    rows: [
      ...result.authorities.map(({ name, n, events, nMissing, share, shareFamilies }) => [
        name,
        n,
        events,
        nMissing,
        hundred(share?.estimate ?? null),
        hundred(share?.ciLow ?? null),
        hundred(share?.ciHigh ?? null),
        ...(hasFamilies
          ? [hundred(shareFamilies?.ciLow ?? null), hundred(shareFamilies?.ciHigh ?? null)]
          : []),
      ]),
      [
        "All",
        result.n,
        result.events,
        result.nMissing,
        hundred(overall.estimate),
        hundred(overall.ciLow),
        hundred(overall.ciHigh),
        ...(hasFamilies ? [null, null] : []),
      ],
    ],
    notes: [
      `In name order, never ranked. Intervals are Wilson's${hasFamilies ? "; those of families count brothers and sisters who are alike for less" : ""}.`,
      differ(result.heterogeneityFamilies ?? result.heterogeneity),
      ...(result.nWithoutAuthority === 0
        ? []
        : [`${result.nWithoutAuthority} without an authority are left out.`]),
      ...result.warnings,
    ],
  };
}

function fairerTable(title: string, result: AuthorityComparison): ResultTable {
  const { caseMix, caseMixRefused, between } = result;
  return {
    title: `${title}: adjusted, and drawn together`,
    subtitle: `${result.event}: ${subtitleOf(result.n, result.unit, result.families)}`,
    columns: [
      { header: "Authority", format: "text" },
      { header: "Percentage as seen", format: "percent" },
      { header: "Adjusted percentage", format: "percent" },
      { header: "Adjusted, 95% from (%)", format: "percent" },
      { header: "Adjusted, 95% to (%)", format: "percent" },
      { header: "Drawn together (%)", format: "percent" },
      { header: "Drawn together, 95% from (%)", format: "percent" },
      { header: "Drawn together, 95% to (%)", format: "percent" },
    ],
    rows: result.authorities.map((each) => {
      const drawn = each.randomInterceptFamilies ?? each.randomIntercept;
      return [
        each.name,
        hundred(each.share?.estimate ?? null),
        hundred(each.adjusted?.estimate ?? null),
        hundred(each.adjusted?.ciLow ?? null),
        hundred(each.adjusted?.ciHigh ?? null),
        hundred(drawn?.estimate ?? null),
        hundred(drawn?.ciLow ?? null),
        hundred(drawn?.ciHigh ?? null),
      ];
    }),
    notes: [
      caseMix !== null
        ? `Adjusted for ${caseMix.adjustedFor.join(", ")} (${caseMix.method}): ${caseMix.n} in the model.`
        : caseMixRefused !== null
          ? `Not adjusted. ${caseMixRefused.reason}`
          : "Nothing was asked to be adjusted for.",
      "refused" in between
        ? `Not drawn together. ${between.reason}`
        : "Drawn together: each percentage moved towards the others by a random-intercept model, more so where few stand behind it.",
    ],
  };
}

function differ(test: TestResult): string {
  if ("refused" in test) return `Whether authorities differ at all was not tested. ${test.reason}`;
  const p = pText(test.pValue);
  return `Do authorities differ at all? p ${p.startsWith("<") ? p : `= ${p}`}${test.respectsFamilies ? ", families respected" : ""}.`;
}
