import type { SourceMeasure } from "../../../data-dictionary/study/load-study.ts";
import { shareBars } from "../../figures/share-bars.ts";
import { percent } from "../../words/number-text.ts";
import { drawn } from "../html/figure-node.ts";
import { pathTo, type Results } from "../results/results.ts";
import { isVariant, measureRunChart } from "../sections/measures-section.ts";
import type { Finding } from "./finding.ts";
import { bind, say } from "./sentence.ts";

/** A finding from each measure that a source defines itself: its last period, and the periods before. */
export function measureFindings(results: Results): Finding[] {
  const measures = (results.find(pathTo("measures.json", "measures")) ??
    []) as readonly SourceMeasure[];
  return [...new Set(measures.map((measure) => measure.name))].flatMap((name): Finding[] => {
    const own = measures.filter(
      (measure) => measure.name === name && measure.n > 0 && !isVariant(measure),
    );
    const last = own.at(-1);
    if (last === undefined) return [];
    const at = (key: string): string =>
      pathTo("measures.json", "measures", measures.indexOf(last), key);
    const count = bind(results, "count", at("count"));
    const n = bind(results, "count", at("n"));
    const period = bind(results, "label", at("period"));
    return [
      {
        id: `measure-${name}`,
        topic: [bind(results, "label", at("label"))],
        claim: say`${bind(results, "opening", at("label"))}: ${count} of ${n} children (${bind(results, "percent", [at("count"), at("n")], "share")}) in the ${period}.`,
        confidence: [
          say`Every child in the return is counted, so there is no sampling error; the counting choices are listed below and can be changed.`,
        ],
        limits: [say`A count of moves does not say whether a move was right for the child.`],
        plain: {
          claim: say`${bind(results, "opening", at("label"))}: it was so for ${count} in ${n} children in the ${period}.`,
          sure: [say`All children in the return are counted.`],
        },
        question: say`Which of our children are in this count, and what was the reason for each move?`,
        draw: (document) =>
          drawn(document, (options) =>
            own.length > 2
              ? measureRunChart(own, options)
              : shareBars(
                  {
                    name,
                    unit: "child",
                    rows: own.map((each) => ({
                      label: each.period,
                      count: each.count,
                      n: each.n,
                      share: each.count / each.n,
                    })),
                    table: {
                      caption: last.label,
                      columns: [
                        { header: "Period" },
                        { header: "Count", align: "right" },
                        { header: "Of", align: "right" },
                        { header: "%", align: "right" },
                      ],
                      rows: own.map((each) => [
                        each.period,
                        each.count,
                        each.n,
                        percent(each.count / each.n, each.n),
                      ]),
                    },
                  },
                  options,
                ),
          ),
      },
    ];
  });
}
