import { builtInColumns } from "../study/built-in-columns.ts";
import type { Codebook } from "./codebook.ts";

/**
 * The header of the data file of one table: the columns every study shares, then the codebook's variables
 * of that form; a checkbox has a column for each choice.
 *
 * @example
 * csvHeaderFor({ file: "", variables: [], byName: new Map(), extraColumns: [] }, "children") // => ["child_id", "family_id"]
 */
export function csvHeaderFor(
  codebook: Codebook,
  table: string,
  columns = { child: "child_id", family: "family_id" },
): string[] {
  const knowsFamilies = codebook.variables.length === 0 || codebook.byName.has(columns.family);
  const names = new Set(
    Object.keys(builtInColumns[table] ?? {})
      .map((name) =>
        name === "child_id" ? columns.child : name === "family_id" ? columns.family : name,
      )
      // A study whose codebook knows no families has no column for them.
      .filter((name) => table !== "children" || name !== columns.family || knowsFamilies),
  );
  for (const variable of codebook.variables) {
    if (variable.form !== table || variable.type === "descriptive") continue;
    if (variable.type === "checkbox") {
      for (const choice of variable.choices) names.add(`${variable.name}___${choice.value}`);
    } else names.add(variable.name);
  }
  return [...names];
}
