// CHAID at 10⁵, 10⁶ and 10⁷ rows against a bare loop that only counts, a thousand resampled trees of the
// demonstration study, and R's partykit::ctree where it is installed.
import { spawnSync } from "node:child_process";
import { planCohort } from "../analysis/demo/plan-cohort.ts";
import { seededRandom } from "../analysis/random/random.ts";
import { growTree } from "../analysis/trees/grow-tree.ts";
import { treeSettings } from "../analysis/trees/settings.ts";
import { type TreeData, treeData } from "../analysis/trees/tree-data.ts";
import { treeStability } from "../analysis/trees/tree-stability.ts";
import { categoricalColumn, numericColumn } from "../data-dictionary/table/column.ts";
import { dataset } from "../data-dictionary/table/dataset.ts";

const predictorCount = 20;
const classCount = 3;
const depth = 4;
const sizes = process.argv.slice(2).map(Number).filter(Number.isFinite);
const rowCounts = sizes.length > 0 ? sizes : [1e5, 1e6, 1e7];
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Twenty predictors of 2 to 6 categories; three classes whose shares lean on several of them. */
function syntheticData(rows: number): TreeData {
  const random = seededRandom(4, "tree-bench");
  const sizeOf = (predictor: number): number => 2 + (predictor % 5);
  const codes = Array.from({ length: predictorCount }, () => new Uint8Array(rows));
  const classOf = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    let lean = 0;
    for (let predictor = 0; predictor < predictorCount; predictor++) {
      const code = random.below(sizeOf(predictor));
      (codes[predictor] as Uint8Array)[row] = code;
      if (predictor < 8) lean += code / (sizeOf(predictor) - 1) - 0.5;
    }
    const chance = random.next() + 0.12 * lean;
    classOf[row] = chance < 0.33 ? 0 : chance < 0.67 ? 1 : 2;
  }
  return {
    outcome: "y",
    outcomeLabel: "y",
    outcomeType: "nominal",
    classes: Array.from({ length: classCount }, (_, k) => ({ value: `${k}`, label: `${k}` })),
    classOf,
    outcomeValues: null,
    outcomeMean: 0,
    predictors: codes.map((own, predictor) => {
      const values = Array.from({ length: sizeOf(predictor) }, (_, code) => `${code}`);
      return {
        name: `x${predictor}`,
        label: `x${predictor}`,
        type: predictor % 2 === 0 ? "nominal" : "ordinal",
        codes: own,
        size: sizeOf(predictor),
        values,
        labels: values,
        edges: null,
        ranges: null,
        range: null,
        banding: null,
      } as const;
    }),
    families: null,
    familyCount: 0,
    weights: null,
    rowCount: rows,
    sourceRows: new Int32Array(0),
    nMissing: 0,
    leftOut: { outcome: 0, weight: 0, predictors: 0 },
  };
}

function withFamilies(data: TreeData): TreeData {
  const { below } = seededRandom(4, "tree-bench-families");
  const families = new Int32Array(data.rowCount);
  let count = 0;
  for (let row = 0; row < data.rowCount; count++) {
    for (let child = below(4); child >= 0 && row < data.rowCount; child--) families[row++] = count;
  }
  return { ...data, families, familyCount: count };
}

/** The floor: every predictor counted against the class once for each level, and nothing else. */
function bareLoop(data: TreeData): number {
  let check = 0;
  for (let level = 0; level < depth; level++) {
    for (const { codes } of data.predictors) {
      const counts = new Int32Array(6 * classCount);
      const { classOf } = data;
      for (let row = 0; row < codes.length; row++) {
        const cell = (codes[row] as number) * classCount + (classOf[row] as number);
        counts[cell] = (counts[cell] as number) + 1;
      }
      check += counts[0] as number;
    }
  }
  return check;
}

/** The shortest of several runs, in seconds. */
function shortest(runs: number, work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    globalThis.gc?.();
    const start = performance.now();
    work();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}

const settings = {
  ...treeSettings("throughline"),
  maxDepth: depth,
  smallCounts: "ignore",
  minParent: 100,
  minChild: 50,
} as const;
const ours = new Map<number, number>();
say(
  `${predictorCount} predictors of 2 to 6 categories, ${classCount} classes, depth ${depth}; shortest of several runs`,
);
say("      rows   CHAID s    rows/s     bare loop s   ratio   nodes");
growTree(syntheticData(20_000), settings); // warm
for (const rows of rowCounts) {
  const data = syntheticData(rows);
  // In turns, so that whatever else the machine does meets both alike.
  let floor = Number.POSITIVE_INFINITY;
  let time = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    floor = Math.min(
      floor,
      shortest(1, () => bareLoop(data)),
    );
    time = Math.min(
      time,
      shortest(1, () => growTree(data, settings)),
    );
  }
  ours.set(rows, time);
  const nodes = growTree(data, settings).nodes.length;
  say(
    `${rows.toExponential(0).padStart(10)}${time.toFixed(3).padStart(10)}${Math.round(rows / time)
      .toLocaleString("en-GB")
      .padStart(
        13,
      )}${floor.toFixed(3).padStart(14)}${(time / floor).toFixed(2).padStart(9)}${String(nodes).padStart(8)}`,
  );
}
rowCounts.slice(1).forEach((rows, at) => {
  const before = rowCounts[at] as number;
  const growth = (ours.get(rows) as number) / (ours.get(before) as number);
  say(
    `growth from ${before.toExponential(0)} to ${rows.toExponential(0)} rows: ${growth.toFixed(1)} times (${rows / before} is linear)`,
  );
});

// The same with families of one to four, each split tested by Rao and Scott.
for (const rows of rowCounts.filter((each) => each <= 1e6)) {
  const data = withFamilies(syntheticData(rows));
  const time = shortest(3, () => growTree(data, { ...settings, splitTest: "rao-scott" }));
  say(
    `${rows.toExponential(0)} rows in ${data.familyCount.toLocaleString("en-GB")} families, Rao–Scott: ${time.toFixed(2)} s, ${(time / (ours.get(rows) as number)).toFixed(1)} times the plain tree`,
  );
}

const cohort = planCohort(1);
const familyOf = Int32Array.from(cohort.children, (child) => child.family);
const familyText = (read: (family: (typeof cohort.families)[number]) => string): string[] =>
  cohort.children.map((child) =>
    read(cohort.families[child.family] as (typeof cohort.families)[number]),
  );
const demo = treeData(
  dataset(
    [
      categoricalColumn(
        "stability",
        cohort.children.map((child) => child.stability),
      ),
      numericColumn(
        "age",
        cohort.children.map((child) => child.age),
      ),
      categoricalColumn(
        "authority",
        familyText((family) => `${family.authority}`),
      ),
      categoricalColumn(
        "pattern",
        familyText((family) => family.pattern),
      ),
    ],
    { families: { of: familyOf, count: cohort.families.length } },
  ),
  "stability",
  ["age", "authority", "pattern"],
);
const bootstrap = shortest(3, () =>
  treeStability(demo, treeSettings("throughline", true), 1000, 1),
);
say(
  `1,000 resampled trees of the demonstration study (138 children, depth 3, Rao–Scott): ${bootstrap.toFixed(2)} s`,
);

if (process.env.NO_R === undefined) compareWithR();

/** The same table of 10⁵ and 10⁶ rows through ctree, beyond making it: bare p-values, depth 4. */
function compareWithR(): void {
  const script = `suppressMessages(library(partykit)); n <- as.integer(commandArgs(TRUE)[1]); set.seed(4)
k <- 2 + (0:19) %% 5; d <- as.data.frame(lapply(k, function(k) factor(sample.int(k, n, TRUE) - 1L))); names(d) <- paste0("x", 0:19)
lean <- Reduce("+", lapply(1:8, function(i) (as.integer(d[[i]]) - 1) / (k[i] - 1) - .5)); u <- runif(n) + .12 * lean
d$y <- factor(ifelse(u < .33, 0, ifelse(u < .67, 1, 2)))
cat(system.time(ctree(y ~ ., d, control = ctree_control(maxdepth = 4, minsplit = 100, minbucket = 50)))[["elapsed"]], as.character(packageVersion("partykit")))`;
  for (const rows of rowCounts.filter((each) => each <= 1e6)) {
    const { status, stdout } = spawnSync("Rscript", ["-e", script, String(rows)], {
      encoding: "utf8",
    });
    if (status !== 0) {
      say("R's partykit is not installed here: no comparison.");
      return;
    }
    const [seconds = "", version = ""] = stdout.trim().split(" ");
    say(
      `partykit ${version} ctree at ${rows.toExponential(0)}: ${seconds} s, ${Math.round(Number(seconds) / (ours.get(rows) as number))} times ours`,
    );
  }
}
