import { addMonths } from "../../../../data-dictionary/dates/day.ts";
import type { DriftFinding, DriftIndicator } from "../drift-finding.ts";
import { eventsOf } from "../family-record.ts";

/** So many changes of social worker within a stated time; each change counts in one finding only. */
export const workersChanged: DriftIndicator = {
  name: "workers_changed",
  label: "Social workers changed often",
  meaning: ({ workerChanges, workerChangeMonths }) =>
    `${workerChanges} changes of social worker within ${workerChangeMonths} months.`,
  practice: "Keep one worker who knows the child, and hand the history over in person.",
  needs: { table: "events", kinds: ["workerChange"] },
  find: (record) => {
    const { workerChanges: wanted, workerChangeMonths: span } = record.settings;
    const changes = eventsOf(record, "workerChange");
    const findings: DriftFinding[] = [];
    for (let place = wanted - 1; place < changes.length; place++) {
      const group = changes.slice(place - wanted + 1, place + 1);
      const [first, last] = [group[0], group.at(-1)];
      if (first === undefined || last === undefined) break;
      const possible = last.earliest < addMonths(first.latest, span);
      if (!possible) continue;
      findings.push({
        indicator: "workers_changed",
        family: record.family,
        child: null,
        day: last.day,
        earliest: last.earliest,
        latest: last.latest,
        certainty: last.latest < addMonths(first.earliest, span) ? "certain" : "possible",
        amount: { least: wanted, most: wanted, unit: "times" },
        words: `The social worker changed ${wanted} times within ${span} months`,
        records: group.map(({ row }) => ({ table: "events", row })),
      });
      place += wanted - 1;
    }
    return findings;
  },
};
