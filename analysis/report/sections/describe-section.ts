import type { Description } from "../../describe/describe-by.ts";
import type { FrequencyTable } from "../../describe/frequency-table.ts";
import type { MultiResponse } from "../../describe/multi-response.ts";
import type { NumericSummary } from "../../describe/numeric-summary.ts";
import type { Share } from "../../describe/share.ts";
import { forWhom, headline } from "../../figures/number-words.ts";
import { outcomeBars } from "../../figures/outcome-bars.ts";
import { shareBars } from "../../figures/share-bars.ts";
import { stackedShares } from "../../figures/stacked-shares.ts";
import { fixed, percent, percentInterval } from "../../words/number-text.ts";
import { nounOf } from "../findings/nouns.ts";
import { bind, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { ReportTable } from "../html/table.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

interface DescribeDocument {
  readonly unit: string;
  readonly multi: boolean;
  readonly all?: MultiResponse;
  readonly groups?: readonly { readonly label: string; readonly table: MultiResponse }[];
  readonly tables?: readonly Description[];
}

/** Frequencies, means and multiple-response tables: the picture first, every number in the table. */
export function describeBlocks(context: SectionContext, file: string): Block[] {
  const result = context.results.at(pathTo(file)) as unknown as DescribeDocument;
  if (result.all !== undefined)
    return multiBlocks(context, file, result as DescribeDocument & { all: MultiResponse });
  const tables = result.tables ?? [];
  const numeric = tables.filter(({ all }) => all.kind === "numeric");
  const yesNo = tables.filter(({ all }) => all.kind === "categorical" && isYesNoTable(all));
  const others = tables.filter((each) => !numeric.includes(each) && !yesNo.includes(each));
  return [
    ...alikes(others).flatMap((own) =>
      own.length < leastStacked
        ? own.flatMap((each) => frequencyBlocks(context, result.unit, each))
        : [stackedBlock(context, result.unit, own)],
    ),
    ...(yesNo.length === 0 ? [] : yesNoBlocks(context, result.unit, yesNo)),
    ...(numeric.length === 0 ? [] : [numericBlock(result.unit, numeric)]),
    ...tables.flatMap((each) => groupBlocks(result.unit, each)),
  ];
}

/** So many variables with the same answers are one picture. */
const leastStacked = 3;

/** Variables that follow one another and have the same answers in the same order, together. */
function alikes(tables: readonly Description[]): Description[][] {
  const answers = ({ all }: Description): string =>
    all.kind === "numeric" ? all.variable : all.rows.map((row) => row.label).join("|");
  const runs: Description[][] = [];
  for (const each of tables) {
    const run = runs.at(-1);
    if (run?.[0] !== undefined && each.groups.length === 0 && answers(run[0]) === answers(each))
      run.push(each);
    else runs.push([each]);
  }
  return runs;
}

/** Several variables with the same answers: a bar of full length for each. */
function stackedBlock(
  { document }: SectionContext,
  unit: string,
  own: readonly Description[],
): Block {
  const tables = own.map(({ all }) => all as FrequencyTable);
  const [first] = tables as [FrequencyTable];
  const figure = drawn(document, (options) => {
    const picture = stackedShares(
      {
        outcome: first.variable,
        outcomeLabel: "Answers",
        by: "question",
        byLabel: "question",
        unit,
        ordered: first.ordered,
        columns: first.rows.map((row) => row.label),
        rows: tables.map((table) => ({
          label: table.label,
          counts: table.rows.map((row) => row.count),
          n: table.rows.reduce((sum, row) => sum + row.count, 0),
          families: null,
        })),
        n: first.of,
        families: null,
        nMissing: 0,
      },
      options,
    );
    return { ...picture, title: commonest(tables) };
  });
  return { kind: "figure", figure };
}

/** A headline for several variables with the same answers: the answer most often in front. */
function commonest(tables: readonly FrequencyTable[]): string {
  const wins = new Map<string, number>();
  for (const { rows } of tables) {
    const top = rows.reduce((best, row) => (row.count > best.count ? row : best));
    wins.set(top.label, (wins.get(top.label) ?? 0) + 1);
  }
  const [label, count] = [...wins].sort((a, b) => b[1] - a[1])[0] as [string, number];
  return headline(
    `${label}: the commonest answer to ${count} of ${tables.length}`,
    `${tables.length} questions with the same answers`,
  );
}

const yes = /^(1|yes|true)$/i;
const isYesNoTable = (table: FrequencyTable): boolean =>
  table.rows.length === 2 && table.rows.some((row) => yes.test(row.value));

function frequencyBlocks(context: SectionContext, unit: string, each: Description): Block[] {
  const table = each.all as FrequencyTable;
  const figure = drawn(context.document, (options) =>
    outcomeBars(
      {
        name: each.variable,
        label: table.label,
        unit,
        n: table.of,
        ordered: table.ordered,
        counts: Object.fromEntries(table.rows.map((row) => [row.value, row.count])),
        labels: Object.fromEntries(table.rows.map((row) => [row.value, row.label])),
        intervals: Object.fromEntries(
          table.rows.flatMap((row) => {
            const [ciLow, ciHigh] = intervalOf(row);
            return ciLow === null || ciHigh === null ? [] : [[row.value, { ciLow, ciHigh }]];
          }),
        ),
        families: table.families,
      },
      options,
    ),
  );
  return [{ kind: "figure", figure }, ...(table.nMissing === 0 ? [] : [missingBlock(table)])];
}

/** Several yes/no variables, each with its own valid n, as one table and picture. */
function yesNoBlocks(
  context: SectionContext,
  unit: string,
  tables: readonly Description[],
): Block[] {
  const rows = tables.map(({ all }) => {
    const table = all as FrequencyTable;
    const row = table.rows.find((own) => yes.test(own.value)) as FrequencyTable["rows"][number];
    return { ...row, label: table.label, nMissing: table.nMissing };
  });
  return shareBlocks(context, unit, rows, "Yes, by question");
}

function multiBlocks(
  context: SectionContext,
  file: string,
  result: DescribeDocument & { readonly all: MultiResponse },
): Block[] {
  const rows = result.all.rows;
  const place = rows.reduce(
    (best, row, at) => ((row.share ?? 0) > (rows[best]?.share ?? 0) ? at : best),
    0,
  );
  const path = (...steps: (string | number)[]): string =>
    pathTo(file, "all", "rows", place, ...steps);
  const lead: Block[] =
    rows[place] === undefined || rows[place].share === null
      ? []
      : [
          {
            kind: "text",
            sentences: [
              say`The most common was ${bind(context.results, "quoted", path("label"))}: ${bind(context.results, "count", path("count"))} of the ${bind(context.results, "count", path("n"))} ${[nounOf(result.unit).many]} ${[forWhom(result.unit)]} it is known (${bind(context.results, "percent", path("share"))}).`,
              say`Each row has its own base, and several may hold for one ${[nounOf(result.unit).one]}, so the percentages do not add up.`,
            ],
          },
        ];
  const groups = result.groups ?? [];
  return groups.length === 0
    ? [...lead, ...shareBlocks(context, result.unit, rows, "Each of them")]
    : groupedBlocks(context, result, groups);
}

/** The same questions by group: a picture for each question, the groups as its bars, and one table. */
function groupedBlocks(
  context: SectionContext,
  { all, unit }: { readonly all: MultiResponse; readonly unit: string },
  groups: NonNullable<DescribeDocument["groups"]>,
): Block[] {
  const [shown, folded] = [all.rows.slice(0, mostGrouped), all.rows.slice(mostGrouped)];
  const figureOf = (place: number): Block[] => {
    const rows = [
      ...groups.map(({ label, table }) => ({ ...table.rows[place], label })),
      { ...all.rows[place], label: "All together" },
    ] as ShareRowOf[];
    const title = all.rows[place]?.label ?? "";
    // Groups are never ranked, so the headline names none.
    return [...shareBlocks(context, unit, rows, title, [`${title}, by group`, "By group"])];
  };
  return [
    {
      kind: "text",
      sentences: [
        say`Each bar has its own base. Small groups swing a lot: the intervals say how far.`,
      ],
    },
    ...shown.flatMap((_, place) => figureOf(place)),
    ...(folded.length === 0
      ? []
      : [
          {
            kind: "fold" as const,
            summary: "The other questions",
            blocks: folded.flatMap((_, place) => figureOf(place + shown.length)),
          },
        ]),
  ];
}

/** So many questions by group are shown, the others folded away. */
const mostGrouped = 4;

type ShareRowOf = Share & { readonly label: string; readonly nMissing: number };

function shareBlocks(
  context: SectionContext,
  unit: string,
  rows: readonly ShareRowOf[],
  title: string,
  headlines: readonly string[] = [],
): Block[] {
  const named = rows.filter((row) => row.share !== null);
  return named.length === 0
    ? [{ kind: "table", table: shareTable(title, unit, rows) }]
    : [
        {
          kind: "figure",
          figure: drawn(context.document, (options) =>
            shareBars(
              {
                name: title,
                unit,
                rows: named,
                table: shareTable(title, unit, rows),
                ...(headlines.length === 0 ? {} : { headline: headline(...headlines) }),
              },
              options,
            ),
          ),
        },
      ];
}

function shareTable(caption: string, unit: string, rows: readonly ShareRowOf[]): ReportTable {
  const { many } = nounOf(unit);
  return {
    caption: `${caption} (${many})`,
    columns: [
      { header: "" },
      { header: "Count", align: "right" },
      { header: "Of", align: "right" },
      { header: "%", align: "right" },
      { header: "95% interval", align: "right" },
      { header: "Not known", align: "right" },
    ],
    rows: rows.map((row) => {
      const [low, high] = intervalOf(row);
      return [
        row.label,
        row.count,
        row.n,
        percent(row.share, row.n),
        percentInterval(low, high, row.n),
        row.nMissing,
      ];
    }),
  };
}

/** The interval that respects families where there is one. */
export const intervalOf = (share: Share): readonly [number | null, number | null] => [
  share.familyCiLow ?? share.ciLow,
  share.familyCiHigh ?? share.ciHigh,
];

function numericBlock(unit: string, tables: readonly Description[]): Block {
  return {
    kind: "table",
    table: {
      caption: `Numbers (${nounOf(unit).many})`,
      columns: [
        { header: "" },
        { header: "n", align: "right" },
        { header: "Mean", align: "right" },
        { header: "s.d.", align: "right" },
        { header: "95% interval of the mean", align: "right" },
        { header: "Median", align: "right" },
        { header: "Range", align: "right" },
      ],
      rows: tables.map(({ all }) => {
        const own = all as NumericSummary;
        return [
          own.label,
          own.n,
          fixed(own.mean, 2),
          fixed(own.standardDeviation, 2),
          own.ciLow === null ? "–" : `${fixed(own.ciLow, 2)} to ${fixed(own.ciHigh, 2)}`,
          fixed(own.median, 1),
          own.minimum === null ? "–" : `${fixed(own.minimum, 0)} to ${fixed(own.maximum, 0)}`,
        ];
      }),
    },
  };
}

/** The same variable in each group of another: shares of the group, side by side. */
function groupBlocks(unit: string, each: Description): Block[] {
  if (each.groups.length === 0) return [];
  const first = each.all;
  if (first.kind === "numeric") {
    return [
      {
        kind: "table",
        table: {
          caption: `${first.label} by group (${nounOf(unit).many})`,
          columns: [
            { header: "" },
            { header: "n", align: "right" },
            { header: "Mean", align: "right" },
            { header: "s.d.", align: "right" },
          ],
          rows: each.groups.map(({ label, table }) => {
            const own = table as NumericSummary;
            return [label, own.n, fixed(own.mean, 2), fixed(own.standardDeviation, 2)];
          }),
        },
      },
    ];
  }
  return [
    {
      kind: "table",
      table: {
        caption: `${first.label} by group (${nounOf(unit).many})`,
        columns: [
          { header: "" },
          ...first.rows.map((row) => ({ header: row.label, align: "right" as const })),
          { header: "n", align: "right" },
        ],
        rows: each.groups.map(({ label, table }) => {
          const own = table as FrequencyTable;
          return [
            label,
            ...own.rows.map((row) => `${row.count} (${percent(row.share, own.n)})`),
            own.n,
          ];
        }),
      },
    },
  ];
}

function missingBlock(table: FrequencyTable): Block {
  return {
    kind: "table",
    folded: `${table.label}: what is not known`,
    table: {
      caption: `${table.label}: not known`,
      columns: [{ header: "Reason" }, { header: "Count", align: "right" }],
      rows: table.reasons.map((reason) => [reason.label, reason.count]),
    },
  };
}
