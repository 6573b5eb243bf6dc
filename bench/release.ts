// Counts hidden by suppression against the fewest that an integer programme could hide, on small tables.
import { readFileSync } from "node:fs";
import { cellSystem } from "../analysis/disclosure/cell-system.ts";
import { countTable } from "../analysis/disclosure/count-table.ts";
import { highsSolver } from "../analysis/disclosure/linear-solver.ts";
import type { Profile } from "../analysis/disclosure/profile.ts";
import { suppress } from "../analysis/disclosure/suppress.ts";
import type { CellSystem } from "../analysis/disclosure/system-cell.ts";
import { seededRandom } from "../analysis/random/random.ts";
import { chooseProfile, readProfiles } from "../data-dictionary/disclosure/profile.ts";
import { categoricalColumn } from "../data-dictionary/table/column.ts";
import { dataset } from "../data-dictionary/table/dataset.ts";

const profiles = readProfiles(
  readFileSync("data-dictionary/disclosure/profiles.yaml", "utf8"),
  "profiles.yaml",
);
const profile: Profile = {
  ...chooseProfile(profiles, "children-strict").profile,
  roundTo: 1,
  zeros: "shown",
  minimumFamilies: 1,
};
const solve = await highsSolver();
const tables = Number(process.argv[2] ?? 30);
let hidden = 0;
let best = 0;
let worst = 0;
for (let table = 0; table < tables; table++) {
  const system = randomTable(table);
  const { primary, secondary } = suppress(system, profile, solve);
  const optimum = fewestHidden(system);
  if (primary === 0) continue;
  hidden += primary + secondary;
  best += optimum;
  worst = Math.max(worst, (primary + secondary) / optimum);
}
console.log(`${tables} tables: ${hidden} counts hidden, ${best} at the least`);
console.log(`ratio ${(hidden / best).toFixed(3)}; worst table ${worst.toFixed(3)}`);

function randomTable(seed: number): CellSystem {
  const random = seededRandom(seed + 1, "bench-release");
  const pick = (count: number): string => String(Math.floor(random.next() ** 1.7 * count));
  const children = 80 + Math.floor(random.next() * 250);
  const rows = 3 + Math.floor(random.next() * 4);
  const column = (name: string, levels: number) =>
    categoricalColumn(
      name,
      Array.from({ length: children }, () => pick(levels)),
    );
  const data = dataset([column("a", rows), column("b", 3)], { unit: "child" });
  const options = {
    id: "t",
    title: "",
    variables: ["a", "b"],
    population: "children",
    sensitive: [],
  };
  return cellSystem([countTable(data, options)], profile);
}

/**
 * The fewest hidden counts that could do: h = 1 where hidden; in each sum with a hidden count at least two
 * hidden, holding the threshold (unless the total is hidden too). A bound from below, for the attack's own
 * conditions are left out.
 */
function fewestHidden(system: CellSystem): number {
  const lines = [
    "Minimize",
    ` obj: ${system.cells.map((_, cell) => `+ h${cell}`).join("\n ")}`,
    "Subject To",
  ];
  system.cells.forEach((cell, index) => {
    if (cell.primary !== null) lines.push(` p${index}: h${index} = 1`);
    else if (cell.count === 0) lines.push(` z${index}: h${index} = 0`);
  });
  system.equations.forEach(({ total, parts }, row) => {
    const members = [total, ...parts];
    for (const cell of members) {
      const others = members
        .filter((each) => each !== cell)
        .map((each) => `+ h${each}`)
        .join(" ");
      lines.push(` two${row}_${cell}: ${others} - h${cell} >= 0`);
      if (cell === total) continue;
      const held = parts.map((each) => `+ ${system.cells[each]?.count ?? 0} h${each}`).join(" ");
      lines.push(
        ` sum${row}_${cell}: ${held} + ${profile.threshold} h${total} - ${profile.threshold} h${cell} >= 0`,
      );
    }
  });
  lines.push("Binary", ...system.cells.map((_, cell) => ` h${cell}`), "End");
  return Math.round(solve(lines.join("\n")).objective);
}
