import type { ReleasePlan } from "./plan-release.ts";
import { csv } from "./release-csv.ts";
import { levelWords } from "./word-order.ts";

/**
 * What everybody may know of the categories before a number is read, in the words of the tables: from which
 * number to which a band goes, and which categories nobody can be in at once. The attack reads it too.
 */
export function definitionsCsv(
  plan: Pick<ReleasePlan, "tables" | "trees" | "definitions">,
  rename: (variable: string, value: string) => string | null = () => null,
): string {
  const words = new Map<string, string>();
  const variables = [
    ...plan.tables.flatMap((table) => table.variables),
    ...plan.trees.flatMap((tree) => [tree.outcome, ...tree.predictors]),
  ];
  for (const variable of variables) {
    const own = levelWords(variable, rename);
    variable.levels.forEach(({ value }, at) => {
      words.set(JSON.stringify([variable.name, value]), own[at] as string);
    });
  }
  const word = (variable: string, value: string): string =>
    words.get(JSON.stringify([variable, value])) ?? value;
  return csv([
    ["definition", "variable", "level", "of", "level_of", "from", "to_below"],
    ...plan.definitions
      .map((each) => {
        const own = [each.kind, each.variable, word(each.variable, each.value)];
        if (each.kind === "excludes") {
          return [...own, each.other, word(each.other, each.otherValue), "", ""];
        }
        const [from, to] = each.kind === "interval" ? [each.from, each.to] : [null, null];
        return [...own, each.of, "", from ?? "", to ?? ""];
      })
      // No order but of the words: one by name would tell whom a letter stands for.
      .sort((a, b) => (a.join() < b.join() ? -1 : 1)),
  ]);
}
