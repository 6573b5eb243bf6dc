import type { PublishedShare } from "../../analysis/authorities/compare-published.ts";
import type { RateResult, RefusedRate } from "../../analysis/authorities/rate.ts";
import type { Compared } from "./compared.ts";

type Cell = string | number | null;
type Figure = { readonly estimate: number; readonly ciLow: number; readonly ciHigh: number } | null;

/** A comparison as one tidy table: a row for each authority and figure. */
export function compareCsv(compared: Compared): Cell[][] {
  switch (compared.analysis) {
    case "shares": {
      const { result } = compared;
      return [
        "authority,figure,method,events,n,n_missing,families,estimate,ci_low,ci_high,reason".split(
          ",",
        ),
        ...result.authorities.flatMap((each) => {
          const row = (
            figure: string,
            method: string,
            own: Figure,
            reason: string | null = null,
          ): Cell[] => [
            each.name,
            figure,
            method,
            each.events,
            each.n,
            each.nMissing,
            each.families,
            own?.estimate ?? null,
            own?.ciLow ?? null,
            own?.ciHigh ?? null,
            reason,
          ];
          const ratio = each.oddsRatio;
          const rank = result.ranks?.find(({ name }) => name === each.name);
          const rows = [
            row("share", "wilson", each.share),
            each.shareFamilies && row("share", "wilson, families respected", each.shareFamilies),
            each.difference && row("difference from the rest", "newcombe", each.difference),
            each.differenceFamilies &&
              row(
                "difference from the rest",
                "newcombe, families respected",
                each.differenceFamilies,
              ),
            each.shrunken && row("shrunken share", "beta-binomial", each.shrunken),
            each.randomIntercept && row("shrunken share", "random intercept", each.randomIntercept),
            each.randomInterceptFamilies &&
              row(
                "shrunken share",
                "random intercept, families respected",
                each.randomInterceptFamilies,
              ),
            each.adjusted && row("adjusted share", result.caseMix?.method ?? "", each.adjusted),
            ...rateRows(each, row),
            ratio &&
              row(
                `odds ratio against ${result.reference}`,
                "woolf",
                "refused" in ratio || ratio.estimate === null
                  ? null
                  : {
                      estimate: ratio.estimate,
                      ciLow: ratio.ciLow ?? Number.NaN,
                      ciHigh: ratio.ciHigh ?? Number.NaN,
                    },
                "refused" in ratio ? ratio.reason : null,
              ),
            rank &&
              row("rank", `seed ${result.seed}`, {
                estimate: rank.rank,
                ciLow: rank.ciLow,
                ciHigh: rank.ciHigh,
              }),
          ];
          return rows.flatMap((each) => (each ? [each] : []));
        }),
      ];
    }
    case "patterns":
      return [
        "authority,value,label,unit,count,n,n_missing,families,estimate,ci_low,ci_high,residual".split(
          ",",
        ),
        ...compared.result.authorities.flatMap((each) =>
          each.patterns.map((pattern): Cell[] => [
            each.name,
            pattern.value,
            pattern.label,
            compared.result.unit,
            pattern.events,
            each.n,
            each.nMissing,
            each.families,
            pattern.share?.estimate ?? null,
            pattern.share?.ciLow ?? null,
            pattern.share?.ciHigh ?? null,
            pattern.residual,
          ]),
        ),
      ];
    case "rates":
      return [
        "authority,figure,method,events,n,per,estimate,ci_low,ci_high,reason".split(","),
        ...compared.result.authorities.flatMap((each) => {
          const row = (
            figure: string,
            method: string,
            own: Figure,
            reason: string | null = null,
          ): Cell[] => [
            each.name,
            figure,
            method,
            each.events,
            each.n,
            compared.result.per,
            own?.estimate ?? null,
            own?.ciLow ?? null,
            own?.ciHigh ?? null,
            reason,
          ];
          return [
            row(compared.result.kind, each.rate?.method ?? "", each.rate),
            ...(each.ratioToRest === null
              ? []
              : [row("rate over the rest", "log", each.ratioToRest)]),
            ...rateRows(each, row),
          ];
        }),
      ];
    case "years":
      return [
        "authority,time,events,n,estimate,ci_low,ci_high,low_95,high_95,low_99_8,high_99_8,outside,change,change_low,change_high".split(
          ",",
        ),
        ...[
          { name: "All", chart: compared.result.overall },
          ...compared.result.authorities,
        ].flatMap(({ name, chart }) =>
          chart.points.map((point): Cell[] => [
            name,
            point.time,
            point.events,
            point.n,
            point.estimate,
            point.ciLow,
            point.ciHigh,
            point.low95,
            point.high95,
            point.low998,
            point.high998,
            point.outside ? "yes" : "no",
            point.change?.estimate ?? null,
            point.change?.ciLow ?? null,
            point.change?.ciHigh ?? null,
          ]),
        ),
      ];
    case "published":
      return publishedRows(compared);
  }
}

function rateRows(
  each: {
    readonly direct: RateResult | RefusedRate | null;
    readonly indirect: RateResult | RefusedRate | null;
  },
  row: (figure: string, method: string, own: Figure, reason?: string | null) => Cell[],
): Cell[][] {
  const one = (figure: string, own: RateResult | RefusedRate | null): Cell[][] =>
    own === null
      ? []
      : [
          "refused" in own
            ? row(figure, own.method, null, own.reason)
            : row(figure, own.method, own),
        ];
  return [...one("directly standardised", each.direct), ...one("ratio to expected", each.indirect)];
}

function publishedRows({ result }: Extract<Compared, { analysis: "published" }>): Cell[][] {
  const rows: Cell[][] = [
    "part,name,time,events,n,estimate,ci_low,ci_high,low_95,high_95,low_99_8,high_99_8,band,reason".split(
      ",",
    ),
  ];
  for (const point of result.funnel.points) {
    rows.push([
      "authority",
      point.name,
      result.year,
      point.events,
      point.n,
      point.estimate,
      null,
      null,
      point.low95,
      point.high95,
      point.low998,
      point.high998,
      point.band,
      null,
    ]);
  }
  for (const { name, reason } of result.notShown) {
    rows.push(["authority", name, result.year, ...new Array<null>(10).fill(null), reason]);
  }
  const { chosen } = result;
  if (chosen === null) return rows;
  const place = (part: string, each: PublishedShare | null): void => {
    if (each === null) return;
    const { name, events, n, estimate, ciLow, ciHigh, reason } = each;
    rows.push([
      part,
      name,
      result.year,
      events,
      n,
      estimate,
      ciLow,
      ciHigh,
      ...new Array<null>(5).fill(null),
      reason,
    ]);
  };
  place("chosen", chosen.own);
  for (const each of chosen.neighbours) place("neighbour", each);
  place("region", chosen.region);
  place("national", chosen.england);
  for (const point of chosen.years?.points ?? []) {
    rows.push([
      "year",
      chosen.own.name,
      point.time,
      point.events,
      point.n,
      point.estimate,
      point.ciLow,
      point.ciHigh,
      point.low95,
      point.high95,
      point.low998,
      point.high998,
      point.outside ? "outside" : "inside",
      null,
    ]);
  }
  return rows;
}
