import { chiSquaredGroups } from "./chi-squared-groups.ts";
import { fGroups } from "./f-groups.ts";
import type { GroupTest } from "./group-test.ts";
import { rowEffectsGroups } from "./row-effects-groups.ts";
import type { TreeSettings } from "./settings.ts";
import type { TreeData } from "./tree-data.ts";

/** The comparison that suits an outcome: chi-squared, row effects for an ordered outcome, F for a number. */
export function outcomeTest(data: TreeData, settings: TreeSettings): GroupTest {
  switch (data.outcomeType) {
    case "continuous":
      return fGroups();
    case "ordinal":
      return rowEffectsGroups(data.classes.length);
    case "nominal":
      return chiSquaredGroups(data.classes.length, settings.statistic);
  }
}
