import { gatherResults } from "../../analysis/report/results/gather-results.ts";
import { Results } from "../../analysis/report/results/results.ts";
import { demoFiles } from "../../cli/commands/demo.ts";
import { runWholePlan } from "../../cli/support/run-plan.ts";
import { parsePublished } from "../../data-dictionary/study/published-figures.ts";
import { demoDerived } from "./demo-derived.ts";

let made: Promise<Results> | undefined;

/** The results of the demonstration study's whole plan, as they are when read back from their files. */
export function demoResults(): Promise<Results> {
  made ??= make();
  return made;
}

async function make(): Promise<Results> {
  const derived = demoDerived();
  const planned = await runWholePlan(
    { folder: "", loaded: derived.study, derived },
    () => undefined,
  );
  const published = new TextDecoder().decode(
    demoFiles(undefined, "csv").get("published.yaml") as Uint8Array,
  );
  const documents = gatherResults(derived, planned, parsePublished(published, "published.yaml"));
  return new Results(
    new Map([...documents].map(([file, own]) => [file, JSON.parse(JSON.stringify(own))])),
  );
}
