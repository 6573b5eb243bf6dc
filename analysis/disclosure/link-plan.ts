import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import type { CountTable, TableVariable } from "./count-table.ts";
import {
  type DefiningConfig,
  type Definition,
  definitionsOf,
  holding,
  stretchDefinitions,
} from "./definitions.ts";
import { type Links, linksOf } from "./links.ts";
import type { TreeTable } from "./tree-table.ts";

/** The definitions of all that is printed, and the links they make, for each unit. */
export function linkPlan(
  config: DefiningConfig,
  dataOf: (unit: string) => Dataset,
  tables: readonly CountTable[],
  trees: readonly TreeTable[],
): { readonly definitions: readonly Definition[]; readonly links: ReadonlyMap<string, Links> } {
  const links = new Map<string, Links>();
  const all = new Map<string, Definition>();
  for (const unit of ["child", "family"]) {
    const own = [...tables, ...trees].filter((each) => each.unit === unit);
    const variables = new Map<string, Pick<TableVariable, "name" | "levels">>();
    for (const each of own) {
      const used = "variables" in each ? each.variables : [each.outcome, ...each.predictors];
      for (const variable of used) variables.set(variable.name, variable);
    }
    if (variables.size === 0) continue;
    const data = dataOf(unit);
    const definitions = holding(data, [
      ...definitionsOf(config, [...variables.values()]),
      ...stretchDefinitions(
        trees.filter((each) => each.unit === unit),
        data,
      ),
    ]);
    links.set(unit, linksOf(data, [...variables.keys()], definitions));
    for (const each of definitions) all.set(JSON.stringify(each), each);
  }
  return { definitions: [...all.values()], links };
}
