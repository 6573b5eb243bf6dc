import type { Share, Sum, Unknown } from "./puzzle.ts";

/** A programme in CPLEX LP format; with a cap, the aim is how many of the cells can reach it together. */
export function programme(
  unknowns: readonly Unknown[],
  { sums, shares }: { readonly sums: readonly Sum[]; readonly shares: readonly Share[] },
  aim: "max" | "min",
  of: readonly number[],
  cap: number | null,
): string {
  const plus = (names: string[]): string => names.map((name) => `+ ${name}`).join("\n  ");
  const lines = [
    aim,
    `goal: ${plus(of.map((cell) => `${cap === null ? "v" : "c"}${cell}`))}`,
    "st",
  ];
  sums.forEach(({ total, parts }, row) => {
    lines.push(`s${row}: ${plus(parts.map((part) => `v${part}`))} - v${total} = 0`);
  });
  shares.forEach(({ part, whole, low, high }, row) => {
    lines.push(`l${row}: v${part} - ${low} v${whole} >= 0`);
    lines.push(`h${row}: v${part} - ${high} v${whole} <= 0`);
  });
  if (cap !== null) for (const cell of of) lines.push(`k${cell}: c${cell} - v${cell} <= 0`);
  lines.push("fixed: unit = 1", "bounds");
  unknowns.forEach(({ low, high }, cell) => {
    lines.push(
      high === Number.POSITIVE_INFINITY ? `v${cell} >= ${low}` : `${low} <= v${cell} <= ${high}`,
    );
  });
  // Without a ceiling a total of hidden cells only would have no greatest value.
  lines.push(
    ...unknowns.flatMap(({ high }, cell) =>
      high === Number.POSITIVE_INFINITY ? [`v${cell} <= 1000000`] : [],
    ),
  );
  if (cap !== null) for (const cell of of) lines.push(`0 <= c${cell} <= ${cap}`);
  lines.push("end");
  return lines.join("\n");
}
