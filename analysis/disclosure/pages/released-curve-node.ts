import { drawn, figureNode } from "../../report/html/figure-node.ts";
import type { HtmlElement } from "../../report/html/html.ts";
import type { ReleasedStep } from "../released-curve.ts";
import { releasedBars } from "./released-figures.ts";
import type { PageContext } from "./released-nodes.ts";

/** The share still lasting at the end of each step, from the rounded counts of the table beside it. */
export function curveNode(curve: readonly ReleasedStep[], context: PageContext): HtmlElement {
  const years = (count: number): string => (count === 1 ? "1 year" : `${count} years`);
  const figure = drawn(context.document, (options) =>
    releasedBars(
      curve.map((step) => ({
        label: `At ${years(step.years)}`,
        percent: step.lasting,
        isNought: false,
      })),
      {
        name: "Returns still lasting",
        title: `${curve.at(-1)?.lasting}% of returns still lasted at ${years(curve.at(-1)?.years ?? 0)}`,
        subtitle: "Share of index returns that had not broken down, from rounded counts",
        hidden: context.hidden,
        table: {
          caption: "Returns still lasting, by the end of each step",
          columns: [
            { header: "Since the return" },
            { header: "About so many at the start of the step", align: "right" },
            { header: "Broke down in it", align: "right" },
            { header: "Still lasting at its end, %", align: "right" },
          ],
          rows: curve.map((step) => [years(step.years), step.atRisk, step.brokeDown, step.lasting]),
        },
      },
      options,
    ),
  );
  const { node, styles } = figureNode(figure, "curve");
  for (const style of styles) context.styles.add(style);
  return node;
}
