import { type HtmlElement, h } from "../../report/html/html.ts";
import type { ReleasedTree } from "../release-csv.ts";

/** A tree as a table, its parts set in by their depth. */
export function treeNode(tree: ReleasedTree, symbol: string): HtmlElement {
  const nodes = [...new Set(tree.rows.map(({ node }) => node))];
  const classes = [...new Set(tree.rows.map(({ outcome }) => outcome))];
  const of = (node: number, outcome: string) =>
    tree.rows.find((row) => row.node === node && row.outcome === outcome);
  const [whole, levels] = [
    classes.filter((each) => each.startsWith("All")),
    classes.filter((each) => !each.startsWith("All")),
  ];
  return h(
    "div",
    { class: "scroll", role: "group", tabindex: 0, "aria-labelledby": `${tree.id}-caption` },
    h(
      "table",
      { class: "tree" },
      h(
        "caption",
        { id: `${tree.id}-caption` },
        `${tree.outcome.label}: each part is split into the parts set in below it`,
      ),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "Part"),
          [...levels, ...whole].map((name) => h("th", { scope: "col", class: "n" }, name)),
        ),
      ),
      h(
        "tbody",
        {},
        nodes.map((node) => {
          const row = of(node, classes[0] as string);
          const depth = row?.depth ?? 0;
          const words = depth === 0 ? "All" : `${row?.label}: ${row?.levels.join(" or ")}`;
          return h(
            "tr",
            {},
            h("th", { scope: "row", class: `depth-${Math.min(3, depth)}` }, words),
            [...levels, ...whole].map((name) => {
              const own = of(node, name);
              const text =
                own === undefined || own.count === null
                  ? symbol
                  : own.percent === null || name.startsWith("All")
                    ? String(own.count)
                    : `${own.count} (${own.percent}%)`;
              return h("td", { class: "n" }, text);
            }),
          );
        }),
      ),
    ),
  );
}
