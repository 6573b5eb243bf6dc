// What goes with stability: forty predictors of the demonstration study, 2,000 whole-family permutations each; beside
// it the whole command with its reading of the study, and 2,000 permuted chisq.test calls each in R where it is installed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { associate } from "../analysis/association/associate.ts";
import { csvText } from "../data-dictionary/sources/csv/csv-text.ts";
import { categoricalOf } from "../data-dictionary/table/dataset.ts";
import { demoDerived } from "../tests/support/demo-derived.ts";

const outcome = "stability_5y";
const permutations = 2000;
const predictors =
  "authority age_band case_management sample_source sex ethnicity disability_physical learning_difficulty special_needs_school behaviour_problems emotional_problems offending school_exclusion absconding parent_returned_to household_changed neglect_supervisory neglect_physical neglect_nutritional neglect_emotional neglect_educational neglect_medical neglect_severity neglect_persistent abuse_emotional abuse_physical abuse_sexual parent_alcohol_misuse parent_drug_misuse parent_mental_health domestic_violence housing_problems poverty isolation engage_mother engage_father parents_resisted specialist_help_parent focus_lost failed_returns_band".split(
    " ",
  );
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** The shortest of several runs, in seconds. */
function shortest(runs: number, work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    work();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}

const { children } = demoDerived();
const screen = (all: boolean) =>
  associate(children, outcome, predictors, { all, replications: permutations, seed: 1 });
// The first run is the one a user waits for: nothing is warm yet.
const start = performance.now();
const first = screen(false);
const cold = (performance.now() - start) / 1000;
const permuted = first.results.filter(({ tests }) =>
  tests.some((test) => "replications" in test && test.replications === permutations),
).length;
say(
  `${predictors.length} predictors of the demonstration study (${children.rowCount} children, ${children.families?.count} families), ${permuted} permuted ${permutations.toLocaleString("en-GB")} times by whole families; ${cpus().length} cores`,
);
say(`the screen, first run            ${cold.toFixed(2)} s`);
const warm = shortest(5, () => screen(false));
say(`the screen, shortest of 5        ${warm.toFixed(2)} s`);
say(`every test and effect (--all)    ${shortest(2, () => screen(true)).toFixed(2)} s`);

const folder = mkdtempSync(join(tmpdir(), "throughline-bench-"));
try {
  const program = "dist/cli/main.js";
  if (existsSync(program)) {
    const study = join(folder, "demo");
    spawnSync(process.execPath, [program, "demo", study]);
    const command = shortest(5, () =>
      spawnSync(process.execPath, [
        program,
        ...["associate", outcome, "--study", study, "--with", predictors.join(",")],
      ]),
    );
    say(`the command, with its reading    ${command.toFixed(2)} s (shortest of 5)`);
  } else {
    say("the command is not built here: npm run build");
  }
  const columns = [outcome, ...predictors].map((name) => categoricalOf(children, name));
  const file = join(folder, "screen.csv");
  writeFileSync(
    file,
    csvText([
      columns.map((column) => column.name),
      ...Array.from({ length: children.rowCount }, (_, row) =>
        columns.map((column) => column.levels[column.codes[row] as number]?.value ?? null),
      ),
    ]),
  );
  const r = spawnSync("Rscript", ["bench/associate.R", file, String(permutations)], {
    encoding: "utf8",
  });
  if (r.status === 0) {
    const [seconds = "", version = ""] = r.stdout.trim().split(" ");
    say(
      `R ${version}, chisq.test permuted    ${seconds} s: ${Math.round(Number(seconds) / cold)} times the first run, ${Math.round(Number(seconds) / warm)} times the shortest`,
    );
  } else {
    say("R is not installed here: no comparison.");
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
