// No effect, brothers and sisters alike: how often do the plain and the family-respecting tests say 5%?
import { pearson } from "../analysis/association/chi-squared.ts";
import { contingency } from "../analysis/association/contingency.ts";
import { familyPermutation } from "../analysis/association/family-permutation.ts";
import { raoScott } from "../analysis/association/rao-scott.ts";
import { isRefused, type TestResult } from "../analysis/association/test-result.ts";
import { seededRandom } from "../analysis/random/random.ts";

const replications = Number(process.argv[2] ?? 2000);
const permutations = 199;
const seed = 2;
// 104 families with 138 children: 78 of one, 20 of two, 4 of three, 2 of four.
const sizes = [...Array(78).fill(1), ...Array(20).fill(2), ...Array(4).fill(3), 4, 4] as number[];
const families = Int32Array.from(sizes.flatMap((size, family) => Array(size).fill(family)));
const n = families.length;
const random = seededRandom(seed, "siblings");
const normal = (): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

const below = (test: TestResult): number => (!isRefused(test) && test.pValue <= 0.05 ? 1 : 0);

for (const level of ["family", "child"] as const) {
  let [plain, corrected, permuted, refused] = [0, 0, 0, 0];
  for (let turn = 0; turn < replications; turn++) {
    // The outcome has three levels and shares .9 of its variance within families; the predictor is made apart.
    const share = Math.sqrt(0.9);
    const rest = Math.sqrt(0.1);
    const draw = (): Float64Array => {
      const own = sizes.map(() => normal());
      return Float64Array.from(
        families,
        (family) => share * (own[family] as number) + rest * normal(),
      );
    };
    const outcome = Int32Array.from(draw(), (value) => (value < -0.18 ? 0 : value < 0.58 ? 1 : 2));
    const familyLevels = sizes.map(() => random.below(3));
    const predictor =
      level === "family"
        ? Int32Array.from(families, (family) => familyLevels[family] as number)
        : Int32Array.from(draw(), (value) => (value < -0.43 ? 0 : value < 0.43 ? 1 : 2));
    const counts = [0, 1, 2].map((row) =>
      [0, 1, 2].map(
        (column) => predictor.filter((code, i) => code === row && outcome[i] === column).length,
      ),
    );
    plain += below(pearson(contingency(counts)));
    const rao = raoScott(predictor, outcome, 3, 3, families, null);
    if (isRefused(rao)) refused++;
    corrected += below(rao);
    const cells = new Float64Array(9);
    const rowTotals = new Float64Array(3);
    const columnTotals = [0, 1, 2].map((code) => outcome.filter((value) => value === code).length);
    permuted += below(
      familyPermutation(
        {
          method: "family-permutation",
          predictor: Float64Array.from(predictor),
          families,
          statistic: (codes) => {
            cells.fill(0);
            rowTotals.fill(0);
            for (let row = 0; row < n; row++) {
              const code = codes[row] as number;
              const cell = code * 3 + (outcome[row] as number);
              cells[cell] = (cells[cell] as number) + 1;
              rowTotals[code] = (rowTotals[code] as number) + 1;
            }
            let sum = 0;
            cells.forEach((own, cell) => {
              if (own > 0)
                sum +=
                  (own * own) /
                  ((rowTotals[Math.floor(cell / 3)] as number) *
                    (columnTotals[cell % 3] as number));
            });
            return n * (sum - 1);
          },
        },
        permutations,
        turn + 1,
      ),
    );
  }
  const percent = (count: number): string => `${((100 * count) / replications).toFixed(2)}%`;
  const error = 1.96 * Math.sqrt((0.05 * 0.95) / replications);
  process.stdout.write(
    `${level}-level predictor, ${replications} replications, seed ${seed} (5% ± ${(100 * error).toFixed(2)})\n` +
      `  plain chi-squared        ${percent(plain)}\n` +
      `  Rao-Scott second-order   ${percent(corrected)}${refused > 0 ? ` (${refused} refused)` : ""}\n` +
      `  families permuted        ${percent(permuted)}\n`,
  );
}
