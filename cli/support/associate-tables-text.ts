import type { Association, AssociationTable } from "../../analysis/association/association.ts";
import { fixed } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { textTable } from "./text-table.ts";
import { wrapped } from "./wrap-text.ts";

/** The counts, or the numbers by group, behind one association. */
export function associateTables(result: Association, residuals: boolean, io: Io): string {
  if (result.groups !== null) return groupsText(result, io);
  return result.table === null ? "" : countsText(result, result.table, residuals, io);
}

function groupsText(result: Association, io: Io): string {
  const groups = (result.groups ?? []).filter((group) => group.n > 0);
  return `\n${textTable(
    [
      { header: result.label },
      { header: "n", align: "right" },
      { header: "Mean", align: "right" },
      { header: "s.d.", align: "right" },
      { header: "Median", align: "right" },
    ],
    groups.map((group) => [
      group.label,
      fixed(group.n, 0),
      fixed(group.mean, 2),
      fixed(group.standardDeviation, 2),
      fixed(group.median, 2),
    ]),
    io.width,
  )}`;
}

function countsText(
  result: Association,
  table: AssociationTable,
  residuals: boolean,
  io: Io,
): string {
  const total = (counts: readonly number[]): number => counts.reduce((sum, each) => sum + each, 0);
  const rows = [...table.counts.keys()].filter((i) => total(table.counts[i] ?? []) > 0);
  const columns = [...table.columns.keys()].filter(
    (j) => total(table.counts.map((row) => row[j] as number)) > 0,
  );
  const empty = [
    ...table.rowLabels.filter((_, i) => !rows.includes(i)),
    ...table.columnLabels.filter((_, j) => !columns.includes(j)),
  ];
  const mark = (residual: number | null): string =>
    residual === null || Math.abs(residual) < 2 ? "  " : residual > 0 ? " ▲" : " ▼";
  const specs = [
    { header: result.label },
    ...columns.map((j) => ({ header: table.columnLabels[j] as string, align: "right" as const })),
    { header: "All", align: "right" as const },
  ];
  const counts = textTable(
    specs,
    rows.map((i) => {
      const own = table.counts[i] as readonly number[];
      const all = total(own);
      return [
        table.rowLabels[i] as string,
        ...columns.map(
          (j) =>
            `${fixed(own[j] as number, 0)} (${fixed((100 * (own[j] as number)) / all, 0)}%)${mark(table.residuals[i]?.[j] ?? null)}`,
        ),
        fixed(all, 0),
      ];
    }),
    io.width,
  );
  const marked = rows.some((i) =>
    columns.some((j) => mark(table.residuals[i]?.[j] ?? null) !== "  "),
  );
  const lines = [
    "Percentages run across, of each row.",
    ...(marked
      ? ["▲▼ more or fewer than chance would put there (adjusted residual beyond ±2)."]
      : []),
    ...(empty.length > 0 ? [`Nobody: ${[...new Set(empty)].join(", ")}.`] : []),
  ];
  const adjusted = residuals
    ? `\n${textTable(
        [{ header: "Adjusted residuals" }, ...specs.slice(1, -1)],
        rows.map((i) => [
          table.rowLabels[i] as string,
          ...columns.map((j) => fixed(table.residuals[i]?.[j] ?? null, 2)),
        ]),
        io.width,
      )}`
    : "";
  return `\n${counts}${lines.map((line) => wrapped(line, io.width)).join("")}${adjusted}`;
}
