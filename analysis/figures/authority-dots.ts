import type {
  AuthorityComparison,
  ComparedAuthority,
} from "../authorities/authority-comparison.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { drawIntervalRows, type IntervalRow } from "./interval-rows.ts";
import { counted, fileStem, headline, percent, plural, whole } from "./number-words.ts";

/**
 * Authorities as dot and interval, in name order, beside the overall share. Never ranked: the order of
 * shares is mostly chance. The thick line is the 95% interval with children taken singly, the thin one
 * with brothers and sisters counted as families; the diamond is the share drawn towards the others.
 */
export function authorityDots(result: AuthorityComparison, options: FigureOptions): Figure {
  const d = new Drawing(`authority-dots-${fileStem(result.outcome)}`, options);
  const overall = percent(result.overall.estimate);
  const hasFamilies = result.authorities.some((authority) => familiesOf(authority) !== null);
  const hasShrunken = result.authorities.some((authority) => authority.shrunken !== null);
  const rows = result.authorities.map((authority): IntervalRow => {
    const { share, shrunken } = authority;
    return {
      label: authority.name,
      estimate: share?.estimate ?? null,
      low: share?.ciLow ?? null,
      high: share?.ciHigh ?? null,
      outer: familiesOf(authority),
      second: shrunken?.estimate ?? null,
      apart: authority.includesOverall === false,
      value:
        share === null
          ? ""
          : `${percent(share.estimate)} (${whole(authority.events)} of ${whole(authority.n)})`,
      instead: share === null ? "nobody's outcome is known" : null,
    };
  });
  const used = drawIntervalRows(d, 4, rows, {
    kind: "linear",
    title: `${result.event}: share of ${plural(result.unit)}`,
    format: percent,
    reference: result.overall.estimate,
    referenceWords: `All ${overall}`,
    within: [0, 1],
  });
  const outside = result.authorities.filter((authority) => authority.includesOverall === false);
  const shown = result.authorities.filter((authority) => authority.share !== null);
  const base = `${counted(result.n, result.unit)} in ${shown.length} authorities`;
  return d.finish(4 + used + 4, {
    title: headline(
      outside.length === 0
        ? `Every authority's interval includes the overall ${overall}`
        : `${outside.length} of ${shown.length} intervals ${outside.length === 1 ? "leaves" : "leave"} out the overall ${overall}`,
    ),
    subtitle: `${result.event}: share of ${base}, in name order, with 95% intervals`,
    description: `Dots with intervals for ${base}, in name order. Overall ${overall}. ${result.authorities.map(inWords).join("; ")}.`,
    table: {
      caption: `${result.event} by authority: overall ${overall} (${whole(result.events)} of ${whole(result.n)})`,
      columns: [
        { header: "Authority" },
        { header: "With it", align: "right" },
        { header: "n", align: "right" },
        { header: "Share", align: "right" },
        { header: "95% interval", align: "right" },
        ...(hasFamilies ? [{ header: "Interval, families", align: "right" as const }] : []),
        ...(hasShrunken ? [{ header: "Drawn towards the others", align: "right" as const }] : []),
      ],
      rows: result.authorities.map((authority) => {
        const { share, shrunken } = authority;
        return [
          authority.name,
          authority.events,
          authority.n,
          share === null ? null : percent(share.estimate),
          share === null ? null : `${percent(share.ciLow)} to ${percent(share.ciHigh)}`,
          ...(hasFamilies ? [rangeWords(familiesOf(authority))] : []),
          ...(hasShrunken ? [shrunken === null ? null : percent(shrunken.estimate)] : []),
        ];
      }),
    },
    note: [
      "An interval shows the shares that chance could have turned into the one seen.",
      hasFamilies
        ? "Thick line: taken singly; thin line: brothers and sisters counted as families."
        : "",
      hasShrunken
        ? "Diamond: the share drawn towards the others, more so where few stand behind it."
        : "",
      outside.length > 0
        ? `Square: the interval leaves the overall share out; about ${(shown.length * (1 - result.ciLevel)).toFixed(1)} would by chance.`
        : "",
    ]
      .filter((part) => part !== "")
      .join(" "),
  });
}

function familiesOf(authority: ComparedAuthority): { low: number; high: number } | null {
  const own = authority.shareFamilies;
  return own === null ? null : { low: own.ciLow, high: own.ciHigh };
}

const rangeWords = (range: { low: number; high: number } | null): string | null =>
  range === null ? null : `${percent(range.low)} to ${percent(range.high)}`;

function inWords({ name, share, events, n }: ComparedAuthority): string {
  return share === null
    ? `${name}: nobody's outcome is known`
    : `${name} ${percent(share.estimate)} (${whole(events)} of ${whole(n)}; ${percent(share.ciLow)} to ${percent(share.ciHigh)})`;
}
