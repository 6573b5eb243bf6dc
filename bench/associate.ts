// Forty predictors against one outcome: 138 children in 104 families, 2,000 whole-family permutations each.
import { associate } from "../analysis/association/associate.ts";
import { seededRandom } from "../analysis/random/random.ts";
import type { CategoricalColumn } from "../data-dictionary/table/column.ts";
import type { Dataset } from "../data-dictionary/table/dataset.ts";

const sizes = [...Array(78).fill(1), ...Array(20).fill(2), ...Array(4).fill(3), 4, 4] as number[];
const of = Int32Array.from(sizes.flatMap((size, family) => Array(size).fill(family)));
const random = seededRandom(2, "associate-bench");
const column = (name: string, levels: number): CategoricalColumn =>
  ({
    kind: "categorical",
    name,
    label: name,
    level: "child",
    ordered: false,
    levels: Array.from({ length: levels }, (_, code) => ({ value: `${code}`, label: `${code}` })),
    codes: Int32Array.from(of, () => random.below(levels)),
  }) as unknown as CategoricalColumn;
const columns = [
  column("y", 3),
  ...Array.from({ length: 40 }, (_, i) => column(`x${i}`, 2 + (i % 4))),
];
const data = {
  name: "bench",
  unit: "child",
  rowCount: of.length,
  columns: new Map(columns.map((each) => [each.name, each])),
  families: { of, count: sizes.length },
  weights: null,
  lines: null,
} as unknown as Dataset;
const names = columns.slice(1).map((each) => each.name);

for (const all of [false, true]) {
  const start = performance.now();
  const screen = associate(data, "y", names, { all, replications: 2000, seed: 2 });
  const permuted = screen.results.filter((result) =>
    result.tests.some((test) => test.method === "family-permutation"),
  ).length;
  process.stdout.write(
    `${all ? "every test" : "screen    "}  ${((performance.now() - start) / 1000).toFixed(2)} s  ${screen.tests} predictors, ${permuted} of them permuted 2,000 times\n`,
  );
}
