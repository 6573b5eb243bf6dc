import type { SourceMeasure } from "../../data-dictionary/study/load-study.ts";
import type { Io } from "../io.ts";
import { styler } from "./style.ts";
import { textTable } from "./text-table.ts";

const yearly = /^year ending 31 March (\d{4})$/;

/**
 * A source's own measures for the terminal: the yearly ones with a column for each year, each as count of
 * base and again with one counting choice switched; the others as counts.
 */
export function measuresText(measures: readonly SourceMeasure[], io: Io): string {
  if (measures.length === 0) return "";
  const paint = styler(io);
  const years = [...new Set(measures.flatMap(({ period }) => yearly.exec(period)?.[1] ?? []))];
  const labels = [
    ...new Set(measures.filter(({ period }) => yearly.test(period)).map(({ label }) => label)),
  ];
  const cell = (label: string, year: string): string => {
    const own = measures.find(
      (each) => each.label === label && yearly.exec(each.period)?.[1] === year,
    );
    return own === undefined ? "–" : `${own.count}/${own.n}`;
  };
  const isVariant = (label: string): boolean => / with .+ switched( on)?$/.test(label);
  const main = labels.filter((label) => !isVariant(label));
  const variants = labels.filter(isVariant);
  const columns = [
    { header: "year ending 31 March" },
    ...years.map((year) => ({ header: year, align: "right" as const })),
  ];
  const table = (shown: readonly string[], short: (label: string) => string): string =>
    textTable(
      columns,
      shown.map((label) => [short(label), ...years.map((year) => cell(label, year))]),
      io.width,
    );
  const others = measures.filter(({ period }) => !yearly.test(period));
  return [
    `${paint("bold", "The return's own measures (children; count of base)")}\n`,
    table(main, (label) => label),
    variants.length === 0
      ? ""
      : `\nThe first of them, with one counting choice changed:\n${table(variants, (label) => label.replace(/^.*?, with /, ""))}`,
    others.length === 0
      ? ""
      : `\n${paint("bold", `Counted over all returns (${others[0]?.period}; ${others[0]?.n} children)`)}\n${textTable(
          [{ header: "" }, { header: "n", align: "right" }],
          others.map((each) => [each.label, String(each.count)]),
          io.width,
        )}`,
  ].join("");
}
