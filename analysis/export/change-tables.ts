import { isRefused } from "../association/test-result.ts";
import type { AreaChange, ChangeByArea } from "../describe/change-by-area.ts";
import type { Share } from "../describe/share.ts";
import type { ShareWaves } from "../describe/share-waves.ts";
import type { ResultTable } from "./result-table.ts";
import { type Column, hundred, intervalColumns, plural, subtitleOf } from "./table-parts.ts";

const intervalOf = (share: Share): (number | null)[] => [
  hundred(share.share),
  hundred(share.familyCiLow ?? share.ciLow),
  hundred(share.familyCiHigh ?? share.ciHigh),
];

/** The tables of change by area: one of all areas, then the levels before and after of each. */
export function changeTables(title: string, result: ChangeByArea): ResultTable[] {
  return [
    {
      title,
      subtitle: `Each area by itself; better is the ${result.betterIs} level`,
      columns: [
        { header: "Area", format: "text" },
        { header: `Number of ${plural(result.unit)}`, format: "count" },
        { header: "Change", format: "text" },
        { header: "Count", format: "count" },
        { header: "Percentage of those known", format: "percent" },
        ...intervalColumns,
        { header: "p of the area", format: "p" },
      ],
      rows: result.areas.flatMap((area) =>
        (["better", "same", "worse"] as const).map((way) => [
          area.label,
          area.n,
          way,
          area[way].count,
          ...intervalOf(area[way]),
          isRefused(area.test) ? null : area.test.pValue,
        ]),
      ),
      notes: [
        ...result.areas.flatMap(({ label, nMissing, test }) => [
          ...(nMissing === 0 ? [] : [`${label}: ${nMissing} not known at one of the two times.`]),
          ...(isRefused(test) ? [`${label}: no test. ${test.reason}`] : []),
        ]),
        ...result.notes,
      ],
    },
    ...result.areas.map((area) => beforeAfter(title, area)),
  ];
}

function beforeAfter(title: string, area: AreaChange): ResultTable {
  return {
    title: `${title}: ${area.label}`,
    subtitle: subtitleOf(area.n, area.unit, area.families),
    columns: [
      { header: "Before", format: "text" },
      ...area.levels.map((level): Column => ({ header: `After: ${level}`, format: "count" })),
      { header: "All", format: "count" },
    ],
    rows: area.counts.map((row, at) => [
      area.levels[at] ?? "",
      ...row,
      row.reduce((sum, count) => sum + count, 0),
    ]),
    notes: [area.nMissing === 0 ? "Known for all." : `${area.nMissing} not known.`],
  };
}

/** The table of a survey's waves: each answer in each wave, and its change since the wave before. */
export function waveTables(title: string, result: ShareWaves): ResultTable[] {
  return [
    {
      title,
      subtitle: `Answers of ${plural(result.unit)} in each wave`,
      columns: [
        { header: "Answer", format: "text" },
        { header: "Group", format: "text" },
        { header: "Wave", format: "text" },
        { header: "Count", format: "count" },
        { header: "Known", format: "count" },
        { header: "Not known", format: "count" },
        { header: "Percentage of those known", format: "percent" },
        ...intervalColumns,
        { header: "Change, points", format: "percent" },
        { header: "Change, 95% from", format: "percent" },
        { header: "Change, 95% to", format: "percent" },
      ],
      rows: result.series.flatMap((series) =>
        series.waves.map((wave) => [
          series.label,
          series.group?.label ?? "All",
          wave.label,
          wave.count,
          wave.n,
          wave.nMissing,
          ...intervalOf(wave),
          hundred(wave.change?.estimate ?? null),
          hundred(wave.change?.ciLow ?? null),
          hundred(wave.change?.ciHigh ?? null),
        ]),
      ),
      notes: ["A change is since the wave before, in percentage points.", ...result.notes],
    },
  ];
}
