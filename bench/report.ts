// npm run bench -- report: what the report of the demonstration study weighs, and how long it takes to write once
// the analyses are done. The first time is that of a program just started, the others those of one that is warm.
import { pagesFor } from "../cli/support/write-report.ts";
import { demoResults } from "../tests/support/demo-results.ts";

const results = await demoResults();
const times: { readonly clock: number; readonly processor: number }[] = [];
let bytes = 0;
for (let round = 0; round < 5; round++) {
  const start = performance.now();
  const before = process.cpuUsage();
  const [page] = pagesFor(results, { kind: "research" });
  const { user, system } = process.cpuUsage(before);
  times.push({ clock: (performance.now() - start) / 1e3, processor: (user + system) / 1e6 });
  bytes = Buffer.byteLength(page?.html ?? "");
}
console.log(`Weight: ${(bytes / 1e6).toFixed(2)} MB`);
for (const { clock, processor } of times) {
  console.log(`Written in ${clock.toFixed(2)} s, of the processor ${processor.toFixed(2)} s`);
}
